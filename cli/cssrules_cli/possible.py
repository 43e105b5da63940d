"""`cssrules possible`: what a half-filled case can still come to, and what to ask for next."""

from datetime import date
from pathlib import Path

import click

import cssrules
from cssrules_cli.files import case_at, form_meant, policy_at, write_form
from cssrules_cli.options import (
    as_of_option,
    changed,
    changes_option,
    output_option,
    policy_option,
    questions_at,
    retake_option,
    settings_option,
    sourced_option,
)

FORMS = ("text", "json")


@click.command("possible")
@click.argument("case", type=click.Path(allow_dash=True))
@click.option("--question", metavar="ID", help="Another question than the main one.")
@as_of_option
@retake_option
@sourced_option
@changes_option
@settings_option
@click.option("--format", "form", type=click.Choice(FORMS), help="Text unless --output says more.")
@output_option
@policy_option
def command(  # noqa: PLR0913 # because each is an option of its own
    *,
    case: str,
    question: str | None,
    as_of: date | None,
    retake: bool,
    sourced_only: bool,
    changes: tuple[str, ...],
    settings: tuple[str, ...],
    form: str | None,
    output: str | None,
    folder: Path | None,
) -> None:
    """Say which answers the missing evidence of CASE can still give, which are ruled out, and why; and
    what to ask for next: first what leaves the fewest answers.
    """
    form = form_meant(form, output, FORMS)
    policy = policy_at(folder)
    decision = cssrules.explained(
        policy,
        case_at(case, policy),
        as_of=as_of,
        **changed(changes, settings, policy),
        sourced_only=sourced_only,
        retake=retake,
        questions=questions_at(policy, question),
    )
    write_form(lambda form: cssrules.render_possible(decision, form), form, output)
