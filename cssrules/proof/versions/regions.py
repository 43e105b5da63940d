"""Where an answer is otherwise: the fewest facts of a case that are enough for it, in words.

In: two sides, a way in which an answer turns, and a case that shows it. Out: facts, as the one version or
the other tests them, of which every case that meets them turns so; and whether there is any other.
"""

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Literal

from cssrules.dataclass import dataclass
from cssrules.english import says, towards, value_of
from cssrules.expression import DECISION_DAY, Compare, Const, Expression, Term
from cssrules.meaning import evaluated
from cssrules.policy import Policy
from cssrules.proof.facts import Fact, FactsOf, condition_of, said_of
from cssrules.proof.versions.sides import Sides, Values
from cssrules.proof.versions.substance import bare
from cssrules.readings.prove import Condition, Impossible, Unsettled, both, negation
from cssrules.trace import Trace
from cssrules.values import Date, listed, show

_SIDES: tuple[Literal[0, 1], ...] = (1, 0)


@dataclass(frozen=True, slots=True)
class Held:
    """A fact of a case as one side tests it, with its truth or value, and the condition that it is so."""

    side: int
    fact: Fact
    value: object
    condition: Condition


class Facts:
    """The facts of one case on both sides."""

    def __init__(self, sides: Sides, values: Values, day: date) -> None:
        self.sides, self.day = sides, day
        self.unsettled = False
        self.traces = tuple(sides.trace(side, values, day) for side in (0, 1))

    def enough(self, aim: Condition) -> tuple[Held, ...] | None:
        """The fewest facts that are enough for `aim`; known ones before what is not known; None where no
        facts are, or it was not settled.
        """
        tests = [held for side in _SIDES for held in self._tests(side)]
        known = [held for held in tests if held.value is not None]
        pins = [held for side in _SIDES for held in self._pins(side)]
        found = self._fewest(known, aim)
        return found if found or self.unsettled else self._fewest([*tests, *pins], aim)

    def _fewest(self, facts: Sequence[Held], aim: Condition) -> tuple[Held, ...] | None:
        kept = self._core(facts, aim)
        for held in reversed(kept or ()):
            if kept is not None and held in kept:
                kept = self._core([other for other in kept if other != held], aim) or kept
            if self.unsettled:
                return None
        return kept

    def _core(self, facts: Sequence[Held], aim: Condition) -> tuple[Held, ...] | None:
        verdict = self.sides.ask(negation(aim), given=[held.condition for held in facts])
        if isinstance(verdict, Impossible):
            return tuple(facts[place] for place in verdict.core)
        self.unsettled = self.unsettled or isinstance(verdict, Unsettled)
        return None

    def _tests(self, side: int) -> Iterator[Held]:
        return (self._held(side, fact) for fact in FactsOf(self.sides.parts[side]).facts)

    def _pins(self, side: int) -> Iterator[Held]:
        return (self._held(side, fact) for fact in FactsOf(self.sides.parts[side]).pins())

    def _held(self, side: int, fact: Fact) -> Held:
        policy, trace = self.sides.parts[side], self.traces[side]
        value = evaluated(policy, trace, fact.expression).value
        condition = condition_of(fact, self.sides.theories[side], policy, trace)
        return Held(side, fact, value, condition)

    def on_the_day(self) -> Sequence[Condition]:
        """That the case is decided on its own day."""
        if not self.sides.reads_day:
            return ()
        return self.sides.theories[0].pinned(DECISION_DAY, self.day)


def condition(facts: Sequence[Held]) -> Condition:
    """That a case has all the facts."""
    return both(*(held.condition for held in facts))


# -- in words ----------------------------------------------------------------------------------------------


def in_words(sides: Sides, traces: Sequence[Trace], facts: Sequence[Held]) -> tuple[str, ...]:
    """The facts in words: tests of one value together, first those of which the versions are not agreed;
    and of which version a threshold is.
    """
    tests: dict[object, list[Held]] = {}
    for held in facts:
        compare = _compare(sides, held)
        key = bare(compare.left) if compare else (held.side, held.fact)
        tests.setdefault(key, []).append(held)
    of_both = sorted(tests.values(), key=lambda facts: len({held.side for held in facts}) == 1)
    return tuple(dict.fromkeys(_together(sides, traces, together) for together in of_both))


def _together(sides: Sides, traces: Sequence[Trace], facts: Sequence[Held]) -> str:
    compares = [compare for held in facts if (compare := _compare(sides, held))]
    if compares:
        policy = sides.parts[facts[0].side]
        tests = [_test(sides, held, c) for held, c in zip(facts, compares, strict=True)]
        ordered = sorted(dict(tests).items(), key=lambda pair: pair[1])
        said = listed([test for test, _ in ordered], "and")
        return f"{value_of(policy, compares[0].left)} is {said}"
    held = facts[0]
    policy = sides.parts[held.side]
    if held.fact.whole:
        return said_of(held.fact, policy, traces[held.side])
    assert held.value is None or isinstance(held.value, bool), "a test is met or not"
    return says(policy, held.fact.expression, held.value)


def _compare(sides: Sides, held: Held) -> Compare | None:
    """A test of an amount, a day or a scale against a threshold, as it came out."""
    if held.fact.whole or held.value is None:
        return None
    turned = towards(held.fact.expression, truth=held.value is True)
    if not isinstance(turned, Compare) or _threshold(sides.parts[held.side], turned.right) is None:
        return None
    return turned


def _threshold(policy: Policy, expression: Expression) -> Const | None:
    """The value that something is compared with: a literal, or that of a setting."""
    match expression:
        case Const():
            return expression
        case Term(name=name) if name in policy.settings:
            setting = policy.settings[name]
            return Const(setting.value, setting.kind)
        case _:
            return None


def _test(sides: Sides, held: Held, compare: Compare) -> tuple[str, tuple[bool, str]]:
    """What the test says after `is`, with the setting behind it; and its place among others."""
    policy = sides.parts[held.side]
    threshold = _threshold(policy, compare.right)
    assert threshold is not None, "a test against a threshold"
    plain = Compare(compare.comparison, compare.left, threshold)
    test = says(policy, plain, truth=True).removeprefix(f"{value_of(policy, compare.left)} is ")
    below = compare.comparison.value in {"<", "≤"}
    if isinstance(compare.right, Term):
        test = f"{test} ({compare.right.name}{_which(sides, held.side, compare.right.name)})"
    return test, (below, test)


def _which(sides: Sides, side: int, setting: str) -> str:
    """Which version's value of a setting is meant, where they are unlike."""
    old, new = (part.settings.get(setting) for part in sides.parts)
    if old is not None and new is not None and old.value == new.value:
        return ""
    return ", new" if side else ", old"


def day_in_words(day: date) -> str:
    """The day, where it matters."""
    return f"the decision day is {show(day, Date())}"
