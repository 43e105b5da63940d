"""A route as a plan: a milestone for each change, and what must not get worse meanwhile.

In: a policy, a case, the outcome meant, and the number of a route to it. Out: the routes, with the plan of
that one: who does what by which day, the evidence that shows it, and the tripwires: the fewest facts that
hold the outcome up from anything worse once the changes are made, but for the changes themselves.
"""

from dataclasses import replace
from datetime import date, timedelta
from typing import Unpack

from cssrules.advice import Change, Milestone, Route, RoutePlan, Routes
from cssrules.case import Case
from cssrules.deciding import Run
from cssrules.decision import Decision, HoldingFact, Side
from cssrules.policy import Policy
from cssrules.proof.holdings import explained
from cssrules.proof.routes import what_it_takes
from cssrules.proof.target import Outcome


def route_plan(
    policy: Policy,
    case: Case,
    outcome: Outcome,
    number: int = 1,
    *,
    by: str | None = None,
    **run: Unpack[Run],
) -> Routes:
    """The routes up to `number`, and the plan of that one where there are so many; the run is that of
    `decide`. Raises Problems, Disagreement and NotReplayed.
    """
    routes = what_it_takes(policy, case, outcome, number=number, by=by, **run)
    if len(routes.routes) < number:
        return routes
    route = routes.routes[number - 1]
    asked = (outcome.question.id,)
    changed: Run = {**run, "changes": {**(run.get("changes") or {}), **route.evidence}}
    after = explained(policy, case, questions=asked, **changed)
    day = date.fromisoformat(routes.decision.as_of) if routes.decision.as_of else None
    milestones = [_milestone(change, day) for change in route.changes]
    milestones.sort(key=lambda m: (m.change.days is None, m.change.days or 0, m.change.fact))
    plan = RoutePlan(number, route, tuple(milestones), _tripwires(after, route))
    return replace(routes, plan=plan)


def _milestone(change: Change, day: date | None) -> Milestone:
    due = None if day is None or change.days is None else day + timedelta(days=change.days)
    return Milestone(change, due)


def _tripwires(after: Decision, route: Route) -> tuple[HoldingFact, ...] | None:
    """The facts that hold the outcome up, or to what it is, and that no change of the route makes; None
    where nothing holds it so.
    """
    changed = route.evidence.keys()
    holdings = [holding for holding in after.holdings if holding.side is not Side.BACK]
    if not holdings:
        return None
    return tuple(
        fact for holding in holdings for fact in holding.facts if not set(fact.evidence) <= changed
    )
