"""`cssrules plan`: the plan that a decision asks for; or a route to another outcome, as a plan."""

from pathlib import Path

import click

import cssrules
from cssrules import proofs
from cssrules_cli.files import Result, case_at, policy_at
from cssrules_cli.options import (
    Run,
    by_option,
    next_better_at,
    outcome_at,
    question_option,
    role_at,
)
from cssrules_cli.reports import report_options, show_report


@click.command("plan")
@click.option(
    "--to", "outcome", metavar="OUTCOME", help="A plan of a route to OUTCOME (what-would-it-take)."
)
@click.option(
    "--route",
    "number",
    type=click.IntRange(1, 20),
    help="Which route; 1, the least, unless given. Without --to: to the next better outcome.",
)
@question_option
@by_option
@report_options
def command(
    *,
    case: str,
    outcome: str | None,
    number: int | None,
    question: str | None,
    by: str | None,
    run: Run,
    result: Result,
    folder: Path | None,
) -> int:
    """Show the plan that CASE (a JSON file, `-` for standard input) is asked for: each line with why it
    is there.

    It holds the decisions that the policy says are `shown by: plan`. With --to or --route it is a route to
    another outcome: a milestone for each change, and what must not get worse meanwhile.
    """
    if outcome is None and number is None:
        if question is not None or by is not None:
            raise click.UsageError("--question and --by go with --to OUTCOME, or with --route N")
        return show_report("plan", case, run, result, folder)
    policy = policy_at(folder)
    number = number or 1
    held, chosen, role = case_at(case, policy), run.of(policy), role_at(policy, by)
    wanted = (
        next_better_at(policy, cssrules.decide(policy, held, engine=False, **chosen), question)
        if outcome is None
        else outcome_at(policy, outcome, question)
    )
    routes = proofs.route_plan(policy, held, wanted, number, by=role, **chosen)
    found = len(routes.routes)
    if routes.plan is None and found:
        there = "there is one route" if found == 1 else f"there are {found} routes"
        raise click.UsageError(f"--route {number}: {there} to {routes.wanted}")
    result.write(lambda form: proofs.render(routes, form))
    return 0
