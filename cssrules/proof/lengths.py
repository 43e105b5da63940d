"""How many items of each list a proof looks at.

In: a policy, and the values of a case where it is about one. Out: for each list a number of items; and the
lists for which no such number is enough.
"""

from collections.abc import Mapping
from fractions import Fraction

from cssrules.expression import (
    Compare,
    Const,
    Expression,
    Measure,
    Measured,
    Quantified,
    Term,
    parts,
)
from cssrules.policy import Policy
from cssrules.values import ListOf, Value

ITEMS, SHORT, ITEMS_AT_MOST = 3, 6, 12
"""The items of a list that are looked at; the length up to which a list is looked at whole; and how many
items are looked at where a number in the policy asks for more.
"""


def lengths_of(policy: Policy, values: Mapping[str, Value] | None = None) -> Mapping[str, int]:
    """How many items are looked at of each list: all of a short one, and of a long one more than any number
    that something counted of it is compared with; as many as a case with these values has, at least.
    """
    held = values or {}
    found: dict[str, int] = {}
    for name, (asked, most) in _asked(policy).items():
        looked_at = most if most <= SHORT else min(asked, ITEMS_AT_MOST)
        value = held.get(name)
        found[name] = max(looked_at, len(value)) if isinstance(value, tuple) else looked_at
    return found


def cut_short(policy: Policy) -> tuple[str, ...]:
    """The lists of which more items than are looked at can make a difference to what is counted."""
    return tuple(
        name for name, (asked, most) in _asked(policy).items() if min(asked, most) > ITEMS_AT_MOST
    )


def _asked(policy: Policy) -> Mapping[str, tuple[int, int]]:
    """Of each list the items that are enough for what is counted, and the most that there may be."""
    numbers = _numbers(policy)
    return {
        name: (max(ITEMS, 1 + max(numbers.get(name, ()), default=0)), evidence.kind.most)
        for name, evidence in policy.evidence.items()
        if isinstance(evidence.kind, ListOf)
    }


def _numbers(policy: Policy) -> Mapping[str, list[int]]:
    """By list the whole numbers with which what is counted of it is compared."""
    counted = {
        rule.define: set().union(*(_counted(e, {}) for e in rule.expressions))
        for rule in policy.rules.values()
    }
    numbers: dict[str, list[int]] = {}
    for expression in (
        *(e for rule in policy.rules.values() for e in rule.expressions),
        *policy.assumptions,
    ):
        pending = [expression]
        while pending:
            match here := pending.pop():
                case Quantified(items=items, number=int(number)):
                    numbers.setdefault(items, []).append(number)
                case Compare(left=left, right=right):
                    for side, other in ((left, right), (right, left)):
                        for items in _counted(side, counted):
                            numbers.setdefault(items, []).append(_size(policy, other))
                case _:
                    pass
            pending += parts(here)
    return numbers


def _counted(expression: Expression, counted: Mapping[str, set[str]]) -> set[str]:
    """The lists of which an expression counts items, itself or by a conclusion."""
    match expression:
        case Measured(measure=Measure.COUNT, items=items):
            return {items}
        case Term(name=name):
            return set(counted.get(name, ()))
        case _:
            return set().union(*(_counted(part, counted) for part in parts(expression)))


def _size(policy: Policy, expression: Expression) -> int:
    """A number that a literal or a setting holds; 0 for anything else."""
    match expression:
        case Const(value=value):
            held = value
        case Term(name=name) if name in policy.settings:
            held = policy.settings[name].value
        case _:
            held = None
    return int(held) if isinstance(held, Fraction) else 0
