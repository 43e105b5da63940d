"""`cssrules why-not`: the ways to another outcome, and what stands in each."""

from datetime import date
from pathlib import Path

import click

import cssrules
from cssrules_cli.files import case_at, form_meant, policy_at, write_form
from cssrules_cli.options import (
    as_of_option,
    changed,
    changes_option,
    outcome_at,
    output_option,
    policy_option,
    question_option,
    retake_option,
    settings_option,
    sourced_option,
)

FORMS = ("text", "json")


@click.command("why-not")
@click.argument("outcome")
@click.argument("case", type=click.Path(allow_dash=True))
@question_option
@click.option("--explain", is_flag=True, help="Tell every way, below each conclusion too.")
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
    outcome: str,
    case: str,
    question: str | None,
    explain: bool,
    as_of: date | None,
    retake: bool,
    sourced_only: bool,
    changes: tuple[str, ...],
    settings: tuple[str, ...],
    form: str | None,
    output: str | None,
    folder: Path | None,
) -> None:
    """Say why CASE (a JSON file, `-` for standard input) has not OUTCOME.

    Tells every rule and row that gives OUTCOME, what stands in each, and the test that failed by least.
    """
    form = form_meant(form, output, FORMS)
    policy = policy_at(folder)
    refusal = cssrules.why_not(
        policy,
        case_at(case, policy),
        outcome_at(policy, outcome, question),
        as_of=as_of,
        **changed(changes, settings, policy),
        sourced_only=sourced_only,
        retake=retake,
    )
    write_form(lambda form: cssrules.render_refusal(refusal, form, whole=explain), form, output)
