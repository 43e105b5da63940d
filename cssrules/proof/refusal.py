"""Why not another outcome: every rule and row that would have given it, and what stood in its way.

In: a policy, a case, and the outcome meant. Out: for each way to the outcome the conditions that failed or
are not known; below a conclusion that is not as it would have to be, the ways in which it could be; and of
the amounts and days compared among all these, the one that is nearest to its threshold. The ways are those
of the policy with its settings as they are.
INVARIANT: of a way that did not give the outcome at least one condition is told.
"""

from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from typing import Unpack

from cssrules.advice import Obstacle, Refusal, Way
from cssrules.case import Case
from cssrules.deciding import Run, decide, situation
from cssrules.decision import Status
from cssrules.expression import Term
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.proof.target import Outcome, policy_behind
from cssrules.proof.ways import Ways
from cssrules.values import show


def why_not(policy: Policy, case: Case, outcome: Outcome, **run: Unpack[Run]) -> Refusal:
    """Why `case` has not the outcome; the run is that of `decide`. Raises Problems, and Disagreement."""
    asked = situation(policy, case, **run)
    behind = policy_behind(asked, outcome.question)
    decision = decide(behind, case, **run)
    trace = meaning(behind, asked.known.values, asked.known.as_of, asked.decided)
    name = outcome.question.answer
    if decision.core.answers[0].status is Status.DECIDED and outcome.is_given_by(trace.value(name)):
        return Refusal(decision, outcome.said, held=True)
    ways = Ways(behind, trace, decision)
    awaited = trace.asked.get(outcome.question.id)
    unasked = () if awaited is None else ways.missing(awaited, wanted=True)
    found = ways.to(name, outcome.is_given_by, outcome.question.asked_when)
    return Refusal(
        decision,
        outcome.said,
        held=False,
        ways=found,
        unasked=unasked,
        shut=tuple(_shut(behind, outcome, asked.known.as_of)),
        nearest=nearest_edge((Way("", "", None, "", (), unasked), *found)),
    )


def _shut(policy: Policy, outcome: Outcome, day: date) -> Iterator[tuple[str, str, str]]:
    """The rows whose output is a setting that has another value."""
    rule = policy.in_force(outcome.question.answer, day)
    for row in getattr(rule.body, "rows", ()) if rule else ():
        if isinstance(row.output, Term) and row.output.name in policy.settings:
            setting = policy.settings[row.output.name]
            if not outcome.is_given_by(setting.value):
                yield row.id, setting.name, show(setting.value, setting.kind)


def nearest_edge(ways: tuple[Way, ...]) -> Obstacle | None:
    """The test of evidence that failed by the least share of what may be, on the shortest ways; the first of
    several.
    """
    found: dict[tuple[Fraction, str], Obstacle] = {}
    pending, seen = list(ways), set[int]()
    while pending:
        way = pending.pop(0)
        for obstacle in way.obstacles:
            if id(obstacle) in seen:
                continue
            seen.add(id(obstacle))
            pending.extend(obstacle.shortest[:1])
            if obstacle.near is not None and obstacle.evidence:
                found.setdefault((obstacle.near, obstacle.said), obstacle)
    return found[min(found)] if found else None
