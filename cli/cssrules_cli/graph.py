"""`cssrules graph`: the map of a policy."""

from pathlib import Path

import click

import cssrules
from cssrules_cli.files import form_meant, policy_at, write_form
from cssrules_cli.options import misuse, output_option

FORMS = ("text", "json", "dot", "svg", "mermaid")


@click.command("graph")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--question", metavar="ID", help="Draw the rules of one question alone.")
@click.option("--format", "form", type=click.Choice(FORMS), help="Text unless --output says more.")
@output_option
def command(
    folder: Path | None, question: str | None, form: str | None, output: str | None
) -> None:
    """Draw the policy in DIR (rules/ unless said): decisions, rules and the evidence they read.

    A drawing of many rules shows each decision with the names of its rules; --question draws them.
    """
    form = form_meant(form, output, FORMS)
    policy = policy_at(folder)
    try:
        write_form(lambda form: cssrules.render_map(policy, form, question), form, output)
    except cssrules.Problems as faults:
        raise misuse(faults) from None
