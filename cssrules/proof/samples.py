"""Cases at random, from a seed, that share some facts with a given one: for meaning to confirm a proof."""

import random
from collections.abc import Collection, Iterator, Mapping
from datetime import date
from fractions import Fraction

from cssrules.policy import Policy
from cssrules.values import Choice, Date, Item, Kind, ListOf, Number, SetOf, Text, Value, YesNo

_UNKNOWN, _ITEMS = 0.2, 12


def samples(
    policy: Policy, values: Mapping[str, Value], kept: Collection[str], number: int
) -> Iterator[Mapping[str, Value]]:
    """`number` cases that have the evidence `kept` from `values`, and any other at random or unknown."""
    chance = random.Random(number)  # noqa: S311 # because the same cases are asked each time
    for _ in range(number):
        others = {
            name: None
            if chance.random() < _UNKNOWN
            else _any(policy, evidence.kind, values.get(name), chance)
            for name, evidence in policy.evidence.items()
            if name not in kept
        }
        yield {**values, **others}


def _any(policy: Policy, kind: Kind, had: Value, chance: random.Random) -> Value:
    """A value of the kind; of a list some of the items that it had, or others; of a text the text."""
    match kind:
        case YesNo():
            return chance.random() < 1 / 2
        case Choice(options=options):
            return chance.choice(options)
        case SetOf(options=options):
            return frozenset(option for option in options if chance.random() < 1 / 2)
        case Number(low=Fraction() as low, high=Fraction() as high, step=Fraction() as step):
            return low + step * chance.randint(0, int((high - low) / step))
        case Date(low=date() as low, high=date() as high):
            return date.fromordinal(chance.randint(low.toordinal(), high.toordinal()))
        case ListOf() as kind:
            assert had is None or isinstance(had, tuple), "a list holds items"
            if had and chance.random() < 1 / 2:
                return tuple(item for item in had if chance.random() < 1 / 2)
            fields = policy.records[kind.record].fields
            return tuple(
                Item(f"item-{n}", {field: _any(policy, of, None, chance) for field, of in fields})
                for n in range(1, chance.randint(kind.least, min(kind.most, _ITEMS)) + 1)
            )
        case Text() | Number() | Date():
            return had
