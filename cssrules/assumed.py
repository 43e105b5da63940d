"""What a policy assumes of every case, asked of one.

In: a policy and a case, or the facts of a day. Out: each assumption that does not hold, with the day as
of which it fails and what was found. Nothing is said of what is not known.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from cssrules.case import Case, facts
from cssrules.cone import cone
from cssrules.dataclass import dataclass
from cssrules.english import found, says
from cssrules.expression import Expression
from cssrules.meaning import evaluated, meaning
from cssrules.policy import Policy
from cssrules.trace import Judged
from cssrules.values import Date, Value, show


@dataclass(frozen=True, slots=True)
class Broken:
    """An assumption that does not hold as of a day."""

    day: date
    assumed: Expression
    judged: Judged

    def message(self, policy: Policy) -> str:
        return f"as of {show(self.day, Date())} {found(policy, self.judged)}"

    def help(self, policy: Policy) -> str:
        said = says(policy, self.assumed, truth=True)
        return f"the policy assumes that {said}: see to the dates and the values"


def broken_by(policy: Policy, case: Case) -> Iterator[Broken]:
    """The assumptions that do not hold as of some day on which something was reported, each of the first
    such day. Of an undated fact nobody says from when it was known: an assumption is broken only if it
    fails with the undated facts and without them.
    """
    days = sorted({entry.reported for entry in case.entries if entry.reported is not None})
    if not days or not policy.assumptions:
        return
    small = _only_assumed(policy)
    dated = replace(case, entries=tuple(e for e in case.entries if e.reported is not None))
    told = set[Expression]()
    for day in days:
        new = [b for b in _broken(small, facts(dated, day).values, day) if b.assumed not in told]
        whole = _broken(small, facts(case, day).values, day) if new else ()
        surely = {broken.assumed for broken in whole}
        for broken in new:
            if broken.assumed in surely:
                told.add(broken.assumed)
                yield broken


def broken_as_of(policy: Policy, values: Mapping[str, Value], day: date) -> Iterator[Broken]:
    """The assumptions that do not hold of the facts of one day."""
    yield from _broken(_only_assumed(policy), values, day) if policy.assumptions else ()


def _broken(policy: Policy, values: Mapping[str, Value], day: date) -> Iterator[Broken]:
    trace = meaning(policy, values, day)
    for assumed in policy.assumptions:
        judged = evaluated(policy, trace, assumed)
        if judged.value is False:
            yield Broken(day, assumed, judged)


def _only_assumed(policy: Policy) -> Policy:
    """The policy without what its assumptions do not rest on."""
    return cone(policy, {name for assumed in policy.assumptions for name in policy.reads(assumed)})
