"""Policies and cases at random, from a seed: whole rule files as text, and values partly unknown."""

import random
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction

from cssrules.policy import Policy
from cssrules.values import Choice, Date, Item, Kind, ListOf, Number, SetOf, Text, Value, YesNo


def random_case(policy: Policy, chance: random.Random) -> Mapping[str, Value]:
    """Values for the evidence of `policy`; of every value up to 15 % are missing, case by case."""
    missing = chance.choice((0.0, 0.02, 0.05, 0.1, 0.15))
    return {
        name: value
        for name, evidence in policy.evidence.items()
        if (value := random_value(policy, evidence.kind, chance, missing)) is not None
    }


def random_value(policy: Policy, kind: Kind, chance: random.Random, missing: float) -> Value:
    if chance.random() < missing:
        return None
    match kind:
        case YesNo():
            return chance.random() < 0.6
        case Text():
            return chance.choice(("north", "south", "east"))
        case Choice(options=options):
            return chance.choice(options)
        case SetOf(options=options):
            return frozenset(option for option in options if chance.random() < 0.5)
        case Date(low=low, high=high):
            assert low is not None
            assert high is not None
            return low + timedelta(days=chance.randint(0, (high - low).days))
        case Number(low=low, high=high, step=step):
            return _number(low, high, step, chance)
        case ListOf(record=record, least=least, most=most):
            return tuple(
                Item(
                    f"i{number}",
                    {
                        field: value
                        for field, inner in policy.records[record].fields
                        if (value := random_value(policy, inner, chance, missing)) is not None
                    },
                )
                for number in range(chance.randint(least, most))
            )


def _number(
    low: Fraction | None, high: Fraction | None, step: Fraction | None, chance: random.Random
) -> Fraction:
    """Often an end of the range, else any step of it."""
    assert low is not None
    assert high is not None
    assert step is not None
    steps = int((high - low) / step)
    place = chance.choice((0, steps)) if chance.random() < 0.1 else chance.randint(0, steps)
    return low + step * place


def day_of(policy: Policy, chance: random.Random) -> date:
    """A day on or near which the policy's rules change, or any of its first year."""
    start = policy.effective.start or date(2012, 1, 1)
    return start + timedelta(days=chance.randint(0, 365))
