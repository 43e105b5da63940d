"""Where questions stand in a case, many cases over: by generated code, one evaluator for a side.

In: a part of a policy, its questions, and the days that are open. Out: of the values of a case and its day
the value of any conclusion, and whether a question is asked; None where an assumption is broken. What is
told to a reader is asked of meaning once more.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from cssrules.expression import DECISION_DAY, And, Expression
from cssrules.policy import Evidence, Policy, Question, Rule
from cssrules.readings.evaluate import compile_evaluator
from cssrules.source import Place
from cssrules.values import Date, Value, YesNo

_ASKED, _ASSUMED = "asked", "assumed"


class Quick:
    """One side. The conditions that are asked beside its rules are conclusions of their own."""

    def __init__(
        self, part: Policy, questions: Sequence[Question], day: date, days: Date | None
    ) -> None:
        self.part, self.open = part, days is not None
        rules = [
            _rule(f"{_ASKED} {question.id}", question.asked_when)
            for question in questions
            if question.asked_when is not None
        ]
        if part.assumptions:
            rules.append(_rule(_ASSUMED, And(part.assumptions)))
        self._beside = frozenset(rule.define for rule in rules)
        nowhere = Place("", 0, 0)
        opened = {DECISION_DAY: Evidence(DECISION_DAY, days, nowhere)} if days else {}
        self._evaluator = compile_evaluator(
            replace(
                part,
                evidence={**part.evidence, **opened},
                rules={**part.rules, **{rule.id: rule for rule in rules}},
                strata=(*part.strata, tuple(rule.id for rule in rules)),
                assumptions=(),
            ),
            day,
        )

    def concluded(self, values: Mapping[str, Value], day: date) -> Mapping[str, Value] | None:
        """Every conclusion of a case; None where an assumption is broken."""
        known = {name: value for name, value in values.items() if name in self.part.evidence}
        inputs = self._evaluator.prepare({**known, DECISION_DAY: day} if self.open else known)
        found = self._evaluator.conclusions(inputs)
        return None if found.get(_ASSUMED) is False else found

    def asked(self, found: Mapping[str, Value], question: Question) -> Value:
        """Whether a question is asked."""
        name = f"{_ASKED} {question.id}"
        return found[name] if name in self._beside else True


def _rule(name: str, condition: Expression) -> Rule:
    return Rule(name, name, (), name, YesNo(), "when", condition, Place("", 0, 0))
