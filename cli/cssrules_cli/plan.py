"""`cssrules plan`: the plan that a decision asks for; or a route to another outcome, as a plan."""

from typing import Any

import click

import cssrules
from cssrules_cli.files import case_at, form_meant, policy_at, write_form
from cssrules_cli.options import by_option, changed, outcome_at, question_option, role_at
from cssrules_cli.reports import FORMS, report_options, show_report


@click.command("plan")
@click.option(
    "--to", "outcome", metavar="OUTCOME", help="A plan of a route to OUTCOME (what-would-it-take)."
)
@click.option(
    "--route", "number", type=click.IntRange(1, 20), help="Which route; 1, the least, unless given."
)
@question_option
@by_option
@report_options
def command(
    *,
    outcome: str | None,
    number: int | None,
    question: str | None,
    by: str | None,
    **run: Any,
) -> int:
    """Show the plan that CASE (a JSON file, `-` for standard input) is asked for: each line with why it
    is there.

    It holds the decisions that the policy says are `shown by: plan`. With --to it is a route to another
    outcome: a milestone for each change, and what must not get worse meanwhile.
    """
    if outcome is not None:
        return _show_route(outcome, number or 1, question, by, **run)
    if number is not None or question is not None or by is not None:
        raise click.UsageError("--route, --question and --by go with --to OUTCOME")
    return show_report("plan", **run)


def _show_route(outcome: str, number: int, question: str | None, by: str | None, **run: Any) -> int:
    form = form_meant(run["form"], run["output"], FORMS)
    policy = policy_at(run["folder"])
    routes = cssrules.route_plan(
        policy,
        case_at(run["case"], policy),
        outcome_at(policy, outcome, question),
        number,
        by=role_at(policy, by),
        as_of=run["as_of"],
        **changed(run["changes"], run["settings"], policy),
        sourced_only=run["sourced_only"],
        retake=run["retake"],
    )
    found = len(routes.routes)
    if routes.plan is None and found:
        there = "there is one route" if found == 1 else f"there are {found} routes"
        raise click.UsageError(f"--route {number}: {there} to {routes.wanted}")
    write_form(lambda form: cssrules.render_route_plan(routes, form), form, run["output"])
    return 0
