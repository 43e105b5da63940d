"""`cssrules test`: the policy's scenarios, and what they would not notice."""

import json
from pathlib import Path

import click

import cssrules
from cssrules import proofs
from cssrules_cli.files import write
from cssrules_cli.options import policy_option
from cssrules_cli.progress import progress


@click.command(
    "test",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("features", nargs=-1, metavar="[FEATURES]... [PYTEST OPTIONS]...")
@click.option(
    "--coverage",
    is_flag=True,
    help="Fail where a rule, a row or an answer is in no scenario, or a condition comes out one way.",
)
@click.option(
    "--mutate", is_flag=True, help="Fail where a small mistake in a rule would go unnoticed."
)
@click.option("--offer", metavar="FILE", help="Write scenarios that would notice, to be reviewed.")
@click.option(
    "--format", "form", type=click.Choice(["text", "json"]), help="Of what --mutate finds."
)
@policy_option
def command(
    *,
    features: tuple[str, ...],
    coverage: bool,
    mutate: bool,
    offer: str | None,
    form: str | None,
    folder: Path | None,
) -> int:
    """Run the scenarios below FEATURES (features/ unless said), by pytest.

    What pytest understands may follow: `-k leadership`, `-x`, `--junitxml=out.xml`.

    --mutate changes each rule and setting a little, in one place at a time, and looks whether a scenario
    fails. Where none does it is proved that no case is decided otherwise, or such a case is found; neither
    done, the run fails too, but for what rests on rules over many bodies, which is counted. With
    rule files among FEATURES only what stands in them is changed: `--mutate rules/finance.yaml`.
    """
    if not mutate and (offer or form):
        raise click.UsageError("--offer and --format go with --mutate")
    if folder is not None:
        cssrules.load_policy(folder)  # so that its faults are told once, and not by every scenario
    if not mutate:
        return cssrules.run_features(features, folder, coverage=coverage)
    if options := [name for name in features if not Path(name).exists()]:
        raise click.UsageError(f"--mutate takes features and rule files; there is no {options[0]}")
    quiet = form == "json"
    if coverage:
        named = [name for name in features if not name.endswith((".yaml", ".yml"))]
        if code := cssrules.run_features(named, folder, coverage=True, quiet=quiet):
            return code
    code, runs = cssrules.mutate_features(
        [Path(name) for name in features], folder, tell=progress, quiet=quiet
    )
    progress("")
    if form == "json":
        click.echo(json.dumps([run.as_json() for run in runs], indent=2, ensure_ascii=False))
    else:
        click.echo("\n".join(proofs.render(run, "text") for run in runs), nl=False)
    if offer is not None and runs:
        write("\n".join(proofs.render(run, "feature") for run in runs), offer)
    return code or int(not all(run.holds for run in runs))
