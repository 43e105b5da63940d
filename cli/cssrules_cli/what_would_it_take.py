"""`cssrules what-would-it-take`: the smallest changes that give another outcome."""

from pathlib import Path

import click

from cssrules import proofs
from cssrules_cli.files import Result, case_at, policy_at
from cssrules_cli.options import (
    Run,
    by_option,
    outcome_at,
    policy_option,
    question_option,
    result_options,
    role_at,
    run_options,
)


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
@run_options
@result_options("text", "json")
@policy_option
def command(
    *,
    outcome: str,
    case: str,
    question: str | None,
    number: int,
    by: str | None,
    run: Run,
    result: Result,
    folder: Path | None,
) -> None:
    """Find the smallest changes that give OUTCOME to CASE (a JSON file, `-` for standard input).

    Only evidence changes that the policy says somebody may change: at least cost, then fewest facts. Where
    nothing does, tells what holds the case back.
    """
    policy = policy_at(folder)
    routes = proofs.what_it_takes(
        policy,
        case_at(case, policy),
        outcome_at(policy, outcome, question),
        number=number,
        by=role_at(policy, by),
        **run.of(policy),
    )
    result.write(lambda form: proofs.render(routes, form))
