"""`cssrules what-would-it-take`: the smallest changes that give another outcome."""

from datetime import date
from pathlib import Path

import click

import cssrules
from cssrules_cli.files import case_at, form_meant, policy_at, write_form
from cssrules_cli.options import (
    as_of_option,
    by_option,
    changed,
    changes_option,
    outcome_at,
    output_option,
    policy_option,
    question_option,
    retake_option,
    role_at,
    settings_option,
    sourced_option,
)

FORMS = ("text", "json")


@click.command("what-would-it-take")
@click.argument("outcome")
@click.argument("case", type=click.Path(allow_dash=True))
@question_option
@click.option(
    "--routes",
    "number",
    type=click.IntRange(1, 20),
    default=3,
    show_default=True,
    help="How many routes to look for.",
)
@by_option
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
    number: int,
    by: str | None,
    as_of: date | None,
    retake: bool,
    sourced_only: bool,
    changes: tuple[str, ...],
    settings: tuple[str, ...],
    form: str | None,
    output: str | None,
    folder: Path | None,
) -> None:
    """Find the smallest changes that give OUTCOME to CASE (a JSON file, `-` for standard input).

    Only evidence changes that the policy says somebody may change: at least cost, then fewest facts. Where
    nothing does, tells what holds the case back.
    """
    form = form_meant(form, output, FORMS)
    policy = policy_at(folder)
    routes = cssrules.what_it_takes(
        policy,
        case_at(case, policy),
        outcome_at(policy, outcome, question),
        number=number,
        by=role_at(policy, by),
        as_of=as_of,
        **changed(changes, settings, policy),
        sourced_only=sourced_only,
        retake=retake,
    )
    write_form(lambda form: cssrules.render_routes(routes, form), form, output)
