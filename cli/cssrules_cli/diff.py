"""`cssrules diff`: two versions of a policy, and the cases in which they say otherwise."""

from datetime import date
from pathlib import Path

import click

import cssrules
from cssrules import proofs
from cssrules_cli.files import Result, Unusable, bytes_at, policy_at, write
from cssrules_cli.options import as_of_option, misuse, result_options, settings_of, settings_option
from cssrules_cli.progress import progress


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path))
@click.argument("new", required=False, type=click.Path(path_type=Path))
@settings_option
@click.option(
    "--cases", "folders", multiple=True, metavar="DIR", help="Which cases of DIR turn, and why."
)
@click.option(
    "--question", "questions", multiple=True, metavar="ID", help="Compare this question alone."
)
@as_of_option
@click.option("--witnesses", metavar="DIR", help="Write the smallest cases there.")
@result_options("text", "json")
def command(
    *,
    old: Path,
    new: Path | None,
    settings: tuple[str, ...],
    folders: tuple[str, ...],
    questions: tuple[str, ...],
    as_of: date | None,
    witnesses: str | None,
    result: Result,
) -> int:
    """Compare the policy in folder NEW with that in OLD: rules changed, and the cases that turn.

    With OLD alone, compare it with itself changed by --set. Exit code 1 where answers differ.
    """
    if new is None and not settings:
        raise click.UsageError("name a second folder, or a change by --set")
    before = policy_at(old)
    after = before if new is None else policy_at(new)
    values = settings_of(settings, after)
    try:
        revision = proofs.versions(
            before,
            after.with_settings(values),
            as_of=as_of,
            questions=questions,
            cases=_cases(folders) if folders else None,
            tell=lambda said: progress(f"comparing {said}"),
        )
    except cssrules.Problems as faults:
        raise misuse(faults) from None
    progress("")
    result.write(lambda form: proofs.render(revision, form))
    if witnesses is not None:
        for name, text in proofs.witness_files(revision):
            write(text, str(Path(witnesses) / f"{name}.json"))
    return 0 if revision.is_same else 1


def _cases(folders: tuple[str, ...]) -> dict[str, bytes]:
    """The case files of some folders, by name; a portfolio's own file is no case."""
    found: dict[str, bytes] = {}
    for folder in folders:
        if not Path(folder).is_dir():
            raise Unusable(f"{folder}: no folder of cases is there")
        for path in sorted(Path(folder).glob("*.json")):
            if path.name != "portfolio.json":
                found[str(path)] = bytes_at(path)
    if not found:
        raise Unusable(f"{', '.join(folders)}: there is no case")
    return found
