"""`cssrules graph`: the map of a policy."""

from pathlib import Path

import click

import cssrules
from cssrules_cli.files import Result, policy_at
from cssrules_cli.options import misuse, result_options


@click.command("graph")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--question", metavar="ID", help="Draw the rules of one question alone.")
@result_options("text", "json", "dot", "svg", "mermaid")
def command(*, folder: Path | None, question: str | None, result: Result) -> None:
    """Draw the policy in DIR (rules/ unless said): decisions, rules and the evidence they read.

    A drawing of many rules shows each decision with the names of its rules; --question draws them.
    """
    policy = policy_at(folder)
    try:
        result.write(lambda form: cssrules.render_map(policy, form, question))
    except cssrules.Problems as faults:
        raise misuse(faults) from None
