"""`cssrules check`: every fault in the rule files, at its place."""

import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import click

import cssrules
from cssrules import proofs
from cssrules_cli.files import write
from cssrules_cli.options import as_of_option, settings_of
from cssrules_cli.progress import progress

_POLL_SECONDS = 0.3


@click.command("check")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--watch", is_flag=True, help="Check again whenever a file changes; Ctrl-C ends it.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["human", "line", "json"]),
    default="human",
    help="line: one line each, as editors read it.",
)
@click.option(
    "--set",
    "settings",
    multiple=True,
    metavar="SETTING=VALUE",
    help="Check the policy with another value of a setting: does it break a property?",
)
@click.option(
    "--prove", is_flag=True, help="Prove what holds of every case, and show what does not."
)
@as_of_option
@click.option("--witnesses", metavar="DIR", help="Write the case behind each finding there.")
@click.option("--certificate", metavar="FILE", help="Write what was proved there, as JSON.")
def command(
    *,
    folder: Path | None,
    form: str,
    watch: bool,
    settings: tuple[str, ...],
    prove: bool,
    as_of: date | None,
    witnesses: str | None,
    certificate: str | None,
) -> int:
    """Check the rule files below DIR (rules/ unless said).

    Every fault is shown with file, line and column, the line itself, and a hint. Where there is no
    fault, notices name what is worth a look: facts that no rule reads, numbers that are no setting.
    """
    where = cssrules.find_policy(folder)
    if watch and prove:
        raise click.UsageError("--watch checks as you write; --prove is for afterwards")
    if not prove and (as_of or witnesses or certificate):
        raise click.UsageError("--as-of, --witnesses and --certificate go with --prove")
    if prove:
        return _prove(where, form, settings, as_of, witnesses, certificate)
    if not watch:
        return _check(where, form, settings)
    try:
        for _ in _changes(where):
            click.clear()
            _check(where, form, settings)
    except KeyboardInterrupt:
        return 0
    return 0


def _check(folder: Path, form: str, settings: tuple[str, ...]) -> int:
    try:
        policy = cssrules.load_policy(folder, documented=True)
    except cssrules.Problems as faults:
        click.echo(cssrules.render_problems(faults.found, form))
        if form == "human":
            click.echo(f"\n{_count(len(faults.found), 'fault')} in {folder}", err=True)
        return 2 if faults.unreadable else 1
    policy = policy.with_settings(settings_of(settings, policy))
    notices = cssrules.lint(policy)
    if form == "json":
        click.echo(cssrules.render_problems((), form))
    else:
        for notice in notices:
            click.echo(f"{notice.place}: {notice.kind}: {notice.message}")
        counts = [
            _count(len(policy.rules) + len(policy.portfolio), "rule"),
            _count(len(policy.evidence), "fact"),
            _count(len(policy.settings), "setting"),
        ]
        found = f"no fault and {_count(len(notices), 'notice')}" if notices else "nothing found"
        click.echo(f"{folder}: {found} in {counts[0]}, {counts[1]} and {counts[2]}")
    return 0


def _prove(  # noqa: PLR0917 # because each is an option of its own
    folder: Path,
    form: str,
    settings: tuple[str, ...],
    as_of: date | None,
    witnesses: str | None,
    certificate: str | None,
) -> int:
    policy = cssrules.load_policy(folder, documented=True)
    policy = policy.with_settings(settings_of(settings, policy))
    audit = proofs.prove(policy, as_of, lambda part: progress(f"proving … {part}"))
    progress("")
    for finding in audit.findings if witnesses else ():
        for number, witness in enumerate(finding.witnesses, start=1):
            name = finding.name + (f"-{number}" if len(finding.witnesses) > 1 else "")
            write(proofs.case_text(name, witness), str(Path(str(witnesses)) / f"{name}.json"))
    if certificate:
        write(proofs.render(audit, "json"), certificate)
    write(proofs.render(audit, "json" if form == "json" else "text"), None)
    return 0 if audit.is_clean else 1


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" + ("" if number == 1 else "s")


def _changes(folder: Path) -> Iterator[None]:
    """Once at the start, then after every change below `folder`."""
    seen: object = None
    while True:
        now = sorted((str(file), _changed_at(file)) for file in folder.rglob("*"))
        if now != seen:
            seen = now
            yield
        time.sleep(_POLL_SECONDS)


def _changed_at(file: Path) -> int:
    try:
        return file.stat().st_mtime_ns
    except OSError:  # because an editor may put another in its place at this moment
        return 0
