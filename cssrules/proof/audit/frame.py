"""What an audit looks at: a policy, the days on which the same rules are in force, and lists so long.

In: a policy and a day. Out: the frame. What is proved is proved of every day of the frame, and of lists as
far as they are looked at.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta

from cssrules.dataclass import dataclass
from cssrules.expression import (
    DECISION_DAY,
    Expression,
    terms,
)
from cssrules.policy import Period, Policy
from cssrules.proof.lengths import lengths_of
from cssrules.values import Date

_FIRST, _YEARS = date(2000, 1, 1), 10


@dataclass(frozen=True, slots=True)
class Frame:
    """From `first` to `last` the rules in force are those of `day`; `lengths` tell how far
    each list is looked at for all of the policy; a part of it may need less.
    """

    policy: Policy
    day: date
    first: date
    last: date
    lengths: Mapping[str, int]

    @property
    def days(self) -> Date:
        """The kind of a day of the frame."""
        return Date(self.first, self.last)

    @property
    def told(self) -> list[str]:
        """The days, as what is found within them is kept by them."""
        return [str(day) for day in (self.day, self.first, self.last)]

    def reads_day(self, policy: Policy) -> bool:
        """Whether a part of the policy looks at the day."""
        return any(DECISION_DAY in terms(expression) for expression in _expressions(policy))


def frame_of(policy: Policy, as_of: date | None) -> Frame:
    """The frame of a policy around a day; without one, around its first. Of a policy that begins on no day
    the frame begins with the dates that it names; without an end it lasts for ten years, and for as long as
    it names dates.
    """
    day = as_of or first_day(policy)
    starts = {p.start for p in _periods(policy) if p.start is not None}
    ends = {p.end + timedelta(days=1) for p in _periods(policy) if p.end is not None}
    turns = sorted(starts | ends)
    low = max((turn for turn in turns if turn <= day), default=first_day(policy))
    after = min((turn for turn in turns if turn > day), default=None)
    if after is None:
        high = max([low.replace(year=low.year + _YEARS, day=1), day, *_named(policy)])
    else:
        high = after - timedelta(days=1)
    return Frame(policy, day, min(low, day), high, lengths_of(policy).of)


def first_day(policy: Policy) -> date:
    """The first day on which the policy is in force; of one that begins on no day the first that it names."""
    starts = [rule.effective.start for rule in policy.rules.values() if rule.effective.start]
    return (
        policy.effective.start or min(starts, default=None) or min(_named(policy), default=_FIRST)
    )


def _named(policy: Policy) -> Iterator[date]:
    """The dates that the types of a policy name, and its settings."""
    of_items = (kind for record in policy.records.values() for _, kind in record.fields)
    for kind in (*(evidence.kind for evidence in policy.evidence.values()), *of_items):
        if isinstance(kind, Date):
            yield from (day for day in (kind.low, kind.high) if day is not None)
    yield from (s.value for s in policy.settings.values() if isinstance(s.value, date))


def _periods(policy: Policy) -> Iterator[Period]:
    yield policy.effective
    yield from (rule.effective for rule in policy.rules.values())


def _expressions(policy: Policy) -> Iterator[Expression]:
    for rule in policy.rules.values():
        yield from rule.expressions
    yield from policy.assumptions
