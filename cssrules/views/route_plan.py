"""A route as a plan: milestones with owner, day and evidence, and what must not get worse meanwhile.

In: routes with a plan. Out: text of up to 80 columns, or Markdown.
"""

from collections.abc import Iterator

from cssrules.advice import Milestone, RoutePlan, Routes
from cssrules.decision import HoldingFact
from cssrules.views.stamps import Weight, as_of, stamps
from cssrules.views.text import heading
from cssrules.views.words import FOUND, day, in_markdown, plain, wrapped


def text(routes: Routes) -> str:
    """The plan for a screen."""
    plan = _plan(routes)
    lines = [*heading(routes.decision), "", *wrapped(_title(routes, plan), "", "  ")]
    for number, milestone in enumerate(plan.milestones, start=1):
        lines += ["", *wrapped(f"{number}. {_change(milestone)}", "", "   ")]
        lines += [line for said in _about(milestone) for line in wrapped(said, "   ", "     ")]
    lines += ["", *wrapped(_tripwires(routes, plan), "", "")]
    for fact in plan.tripwires or ():
        lines += wrapped(_wire(fact), f"  {FOUND} ", "    ")
    return "\n".join([*lines, "", *wrapped(_proposed(routes), "", "")]) + "\n"


def markdown(routes: Routes) -> str:
    """The plan for a letter or a board paper."""
    plan, decision = _plan(routes), routes.decision
    lines = [f"# {in_markdown(decision.name)}: plan to {in_markdown(routes.wanted)}", ""]
    policy = f"{in_markdown(decision.policy_name)}, version {in_markdown(decision.policy_version)}"
    lines += [f"{policy}, as of {as_of(decision)}."]
    for stamp in stamps(decision):
        if stamp.weight is not Weight.NOTE:
            lines += ["", f"**{in_markdown(str(stamp))}**"]
    lines += ["", in_markdown(_title(routes, plan)), ""]
    lines += ["| milestone | owner | due | evidence |", "| --- | --- | --- | --- |"]
    for milestone in plan.milestones:
        change = milestone.change
        cells = (_change(milestone), change.by, _due(milestone), _evidence(milestone))
        lines.append("| " + " | ".join(map(in_markdown, cells)) + " |")
    lines += ["", in_markdown(_tripwires(routes, plan)), ""]
    lines += [f"- {in_markdown(_wire(fact))}" for fact in plan.tripwires or ()]
    return "\n".join([*lines, "", in_markdown(_proposed(routes))]) + "\n"


def _tripwires(routes: Routes, plan: RoutePlan) -> str:
    if plan.tripwires is None:
        return f"Tripwires: none, as nothing is worse than {plain(routes.wanted)}."
    if not plan.tripwires:
        return "Tripwires: none; the milestones alone keep anything worse away."
    return (
        "Tripwires: with these, and the milestones, nothing worse can follow. None of these may get "
        "worse."
    )


def _plan(routes: Routes) -> RoutePlan:
    assert routes.plan is not None, "a plan is shown where there is one"
    return routes.plan


def _title(routes: Routes, plan: RoutePlan) -> str:
    answer = routes.answer
    now = plain(answer.answer) if answer.answer else answer.status.value
    return (
        f"Plan to {plain(routes.wanted)} ({plain(answer.id)} is {now}), by route {plan.number} of "
        f"cost {plan.route.cost}"
    )


def _change(milestone: Milestone) -> str:
    change = milestone.change
    return f"{plain(change.fact)}: from {plain(change.old)} to {plain(change.new)}"


def _about(milestone: Milestone) -> Iterator[str]:
    yield f"owner: {plain(milestone.change.by)}"
    yield f"due: {_due(milestone)}"
    yield f"evidence: {plain(_evidence(milestone))}"


def _due(milestone: Milestone) -> str:
    days = milestone.change.days
    if milestone.due is None:
        return "no time is told" if days is None else f"in {days} days"
    return day(milestone.due.isoformat())


def _evidence(milestone: Milestone) -> str:
    return milestone.change.ask or milestone.change.fact


def _wire(fact: HoldingFact) -> str:
    return plain(fact.label) + (f" ({plain(fact.margin)})" if fact.margin else "")


def _proposed(routes: Routes) -> str:
    return (
        f"A proposal by the policy's own costs and times, counted from the day of the decision; the "
        f"outcome {plain(routes.wanted)} follows from it only while all else stays as it is."
    )
