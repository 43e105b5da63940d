"""What an audit looks at: a policy, the days on which the same rules are in force, and lists so long.

In: a policy and a day. Out: the frame. What is proved is proved of every day of the frame, and of every
case whose lists are no longer than it says.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from fractions import Fraction

from cssrules.dataclass import dataclass
from cssrules.expression import (
    DECISION_DAY,
    Compare,
    Const,
    Expression,
    Measure,
    Measured,
    Quantified,
    Term,
    parts,
    terms,
)
from cssrules.policy import Period, Policy
from cssrules.values import Date, ListOf

ITEMS, ITEMS_AT_MOST = 3, 6
"""The items of a list that are looked at, and how many where a number in the policy asks for more."""

_FIRST, _YEARS = date(2000, 1, 1), 10


@dataclass(frozen=True, slots=True)
class Frame:
    """From `first` to `last` the rules in force are those of `day`; `lengths` are those of lists."""

    policy: Policy
    day: date
    first: date
    last: date
    lengths: Mapping[str, int]

    @property
    def days(self) -> Date:
        """The kind of a day of the frame."""
        return Date(self.first, self.last)

    def reads_day(self, policy: Policy) -> bool:
        """Whether a part of the policy looks at the day."""
        return any(DECISION_DAY in terms(expression) for expression in _expressions(policy))


def frame_of(policy: Policy, as_of: date | None) -> Frame:
    """The frame of a policy around a day; without one, around its first."""
    day = as_of or first_day(policy)
    starts = {p.start for p in _periods(policy) if p.start is not None}
    ends = {p.end + timedelta(days=1) for p in _periods(policy) if p.end is not None}
    turns = sorted(starts | ends)
    low = max((turn for turn in turns if turn <= day), default=first_day(policy))
    after = min((turn for turn in turns if turn > day), default=None)
    high = after - timedelta(days=1) if after else low.replace(year=low.year + _YEARS, day=1)
    return Frame(policy, day, min(low, day), high, dict(_lengths(policy)))


def first_day(policy: Policy) -> date:
    """The first day on which the policy is in force."""
    starts = [rule.effective.start for rule in policy.rules.values() if rule.effective.start]
    return policy.effective.start or min(starts, default=_FIRST)


def _periods(policy: Policy) -> Iterator[Period]:
    yield policy.effective
    yield from (rule.effective for rule in policy.rules.values())


def _expressions(policy: Policy) -> Iterator[Expression]:
    for rule in policy.rules.values():
        yield from rule.expressions
    yield from policy.assumptions


# -- lists -------------------------------------------------------------------------------------------------


def _lengths(policy: Policy) -> Iterator[tuple[str, int]]:
    """The items to be looked at: all of a short list, and of a long one more than any number that
    something counted of it is compared with.
    """
    numbers = _numbers(policy)
    for name, evidence in policy.evidence.items():
        if isinstance(evidence.kind, ListOf):
            asked = max(ITEMS, 1 + max(numbers.get(name, ()), default=0))
            most = evidence.kind.most
            yield name, most if most <= ITEMS_AT_MOST else min(asked, ITEMS_AT_MOST)


def _numbers(policy: Policy) -> Mapping[str, list[int]]:
    """By list the whole numbers with which what is counted of it is compared."""
    counted = {
        rule.define: set().union(*(_counted(e, {}) for e in rule.expressions))
        for rule in policy.rules.values()
    }
    numbers: dict[str, list[int]] = {}
    for expression in _expressions(policy):
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
