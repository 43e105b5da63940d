"""Cases at random, from a seed, near the thresholds of a policy: for meaning to confirm a proof.

In: a policy, and a case, of which some facts are kept or many are. Out: cases that share these with it.
"""

import random
from collections.abc import Collection, Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from cssrules.expression import Compare, Const, Expression, Field, Term, parts
from cssrules.policy import Policy
from cssrules.proof.fewer import renumbered
from cssrules.values import Choice, Date, Item, Kind, ListOf, Number, SetOf, Text, Value, YesNo

_UNKNOWN, _ITEMS = 0.2, 12
_FAR, _LONG = 1_000_000, timedelta(days=3_650)
"""How many steps, and how long, from where there is no end of a range."""


def samples(
    policy: Policy, values: Mapping[str, Value], kept: Collection[str], number: int
) -> Iterator[Mapping[str, Value]]:
    """`number` cases that have the evidence `kept` from `values`, and any other at random or unknown."""
    drawn = Drawn(policy, random.Random(number), _UNKNOWN)  # noqa: S311 # because the same cases are asked each time
    for _ in range(number):
        others = {
            name: drawn.value(name, values.get(name))
            for name in policy.evidence
            if name not in kept
        }
        yield {**values, **others}


class Drawn:
    """Values at random of a policy's evidence, every other one beside a threshold; one in so many `unknown`.
    Lists hold no more items than `lengths` say.
    """

    def __init__(
        self,
        policy: Policy,
        chance: random.Random,
        unknown: float,
        lengths: Mapping[str, int] | None = None,
    ) -> None:
        self.policy, self.chance, self.unknown = policy, chance, unknown
        self.lengths = lengths or {}
        self._thresholds = _thresholds(policy)

    def value(self, name: str, had: Value = None) -> Value:
        """A value of evidence; of a list some of the items that it `had`, or others."""
        kind = self.policy.evidence[name].kind
        if self.chance.random() < self.unknown:
            return None
        if not isinstance(kind, ListOf):
            return self._any(name, kind, had)
        if isinstance(had, tuple) and had and self._or_not():
            return tuple(item for item in had if self._or_not())
        most = max(kind.least, min(kind.most, self.lengths.get(name, _ITEMS)))
        fields = self.policy.records[kind.record].fields
        return renumbered(
            tuple(
                Item("", {field: self.field(field, of) for field, of in fields})
                for _ in range(self.chance.randint(kind.least, most))
            ),
            kind,
        )

    def field(self, name: str, kind: Kind) -> Value:
        """A value of a field of an item."""
        return None if self.chance.random() < self.unknown else self._any(name, kind, None)

    def _any(self, name: str, kind: Kind, had: Value) -> Value:
        chance = self.chance
        near = [v for v in self._thresholds.get(name, ()) if _is_of(kind, v)]
        threshold = chance.choice(near) if near and self._or_not() else None
        match kind:
            case YesNo():
                return self._or_not()
            case Choice(options=options):
                return chance.choice(options)
            case SetOf(options=options):
                return frozenset(option for option in options if self._or_not())
            case Number():
                return self._number(kind, threshold)
            case Date():
                return self._day(kind, threshold)
            case Text():
                return chance.choice([str(had or "one"), "another", str(threshold or "one")])
            case ListOf():
                raise AssertionError("a list is drawn item by item")

    def _number(self, kind: Number, threshold: Value) -> Fraction:
        step = kind.step or Fraction(1)
        low = kind.low or Fraction(0)
        high = low + _FAR * step if kind.high is None else kind.high
        if isinstance(threshold, Fraction):
            beside = low + step * ((threshold - low) // step + self.chance.randint(-1, 1))
            return min(max(beside, low), high)
        return low + step * self.chance.randint(0, int((high - low) / step))

    def _day(self, kind: Date, threshold: Value) -> date:
        low = kind.low or (kind.high or date(2000, 1, 1)) - _LONG
        high = kind.high or low + _LONG
        if isinstance(threshold, date):
            beside = threshold + timedelta(days=self.chance.randint(-1, 1))
            return min(max(beside, low), high)
        return date.fromordinal(self.chance.randint(low.toordinal(), high.toordinal()))

    def _or_not(self) -> bool:
        return self.chance.random() < 1 / 2


def _is_of(kind: Kind, value: Value) -> bool:
    """Whether a threshold may be one of a kind: names of fields may be those of other records too."""
    match kind:
        case Number():
            return isinstance(value, Fraction)
        case Date():
            return isinstance(value, date)
        case Text():
            return isinstance(value, str)
        case _:
            return False


def _thresholds(policy: Policy) -> Mapping[str, tuple[Value, ...]]:
    """By name of evidence, or of a field, the values that it is compared with."""
    found: dict[str, dict[Value, None]] = {}
    pending: list[Expression] = [e for rule in policy.rules.values() for e in rule.expressions]
    while pending:
        here = pending.pop()
        pending += parts(here)
        if isinstance(here, Compare):
            for side, other in ((here.left, here.right), (here.right, here.left)):
                if isinstance(side, Term | Field):
                    found.setdefault(side.name, {}).update(dict.fromkeys(_held(policy, other)))
    return {name: tuple(values) for name, values in found.items()}


def _held(policy: Policy, expression: Expression) -> tuple[Value, ...]:
    """What a literal or a setting holds."""
    match expression:
        case Const(value=value):
            return (value,)
        case Term(name=name) if name in policy.settings:
            return (policy.settings[name].value,)
        case _:
            return ()
