"""`cssrules test`: the policy's scenarios."""

from pathlib import Path

import click

import cssrules
from cssrules_cli.options import policy_option


@click.command(
    "test",
    context_settings={"ignore_unknown_options": True},
)
@click.argument("features", nargs=-1, metavar="[FEATURES]... [PYTEST OPTIONS]...")
@click.option(
    "--coverage", is_flag=True, help="Fail where a rule, a row or an answer is in no scenario."
)
@policy_option
def command(*, features: tuple[str, ...], coverage: bool, folder: Path | None) -> int:
    """Run the scenarios below FEATURES (features/ unless said), by pytest.

    What pytest understands may follow: `-k leadership`, `-x`, `--junitxml=out.xml`.
    """
    if folder is not None:
        cssrules.load_policy(folder)  # so that its faults are told once, and not by every scenario
    return cssrules.run_features(features, folder, coverage=coverage)
