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
from importlib import import_module
from typing import Any, Unpack

from cssrules.advice import Obstacle, Refusal, Way
from cssrules.case import Case
from cssrules.deciding import Run, Situation, decide, situation
from cssrules.decision import Status
from cssrules.expression import Term
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.possible import Possibilities
from cssrules.proof.lengths import lengths_of
from cssrules.proof.target import Outcome, beside, policy_behind
from cssrules.proof.ways import Ways
from cssrules.ranges import may_be
from cssrules.values import Date, Number, show

WORK = 1_000_000
"""What it may cost Z3 to prove that no case has an amount or a day."""


def why_not(policy: Policy, case: Case, outcome: Outcome, **run: Unpack[Run]) -> Refusal:
    """Why `case` has not the outcome; the run is that of `decide`. Raises Problems, and Disagreement."""
    asked = situation(policy, case, **run)
    behind = policy_behind(asked, outcome.question)
    decision = beside(asked, decide(behind, case, **run))
    trace = meaning(behind, asked.known.values, asked.known.as_of, asked.decided)
    name = outcome.question.answer
    if decision.core.answers[0].status is Status.DECIDED and outcome.is_given_by(trace.value(name)):
        return Refusal(decision, outcome.said, held=True)
    ways = Ways(behind, trace, decision)
    awaited = trace.asked.get(outcome.question.id)
    unasked = () if awaited is None else ways.missing(awaited, wanted=True)
    wanted = None if outcome.is_member else outcome.value
    found = ways.to(name, outcome.is_given_by, outcome.question.asked_when, wanted)
    return Refusal(
        decision,
        outcome.said,
        held=False,
        ways=found,
        unasked=unasked,
        shut=tuple(_shut(behind, outcome, asked.known.as_of)),
        nearest=nearest_edge((Way("", "", None, "", (), unasked), *found)),
        in_no_case=_is_in_no_case(behind, outcome, asked),
    )


def _is_in_no_case(policy: Policy, outcome: Outcome, asked: Situation) -> bool:
    """Whether an amount or a day is what the policy gives to no case at all."""
    if not isinstance(outcome.kind, Number | Date):
        return False
    day, name = asked.known.as_of, outcome.question.answer
    if not may_be(Possibilities(policy, {}, day, asked.decided).conclusion(name), outcome.value):
        return True
    lengths = lengths_of(policy, conditions=[outcome.condition])
    if lengths.cut:
        return False
    prove: Any = import_module("cssrules.readings.prove")  # because other outcomes need no prover
    prover = prove.Prover(WORK)
    theory = prove.Theory(prover, policy, day, lengths=lengths.of, decided=asked.decided)
    return isinstance(prover.ask(theory.is_value(name, outcome.value)), prove.Impossible)


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
