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
from cssrules.english import basis_in_words, found, says
from cssrules.expression import DECISION_DAY, Expression, Known, parts, terms
from cssrules.meaning import evaluated, meaning
from cssrules.policy import Policy
from cssrules.trace import Judged, Trace
from cssrules.values import Date, Value, show


@dataclass(frozen=True, slots=True)
class Broken:
    """An assumption that does not hold as of a day; whatever the day is, where that is None."""

    day: date | None
    assumed: Expression
    judged: Judged

    def message(self, policy: Policy) -> str:
        said = found(policy, self.judged)
        return said if self.day is None else f"as of {show(self.day, Date())} {said}"

    def help(self, policy: Policy) -> str:
        said = says(policy, self.assumed, truth=True)
        bases = (one.basis for one in policy.assumption_bases if one.assumed == self.assumed)
        why = "; ".join(basis_in_words(basis) for rests_on in bases for basis in rests_on)
        assumes = f"the policy assumes that {said}" + (f" ({why})" if why else "")
        return f"{assumes}: see to the dates and the values"


def broken_by(policy: Policy, case: Case) -> Iterator[Broken]:
    """The assumptions that do not hold as of some day on which something was reported, each of the first
    such day; then those that undated facts break.

    Of an undated fact nobody says from when it was known. So as of a day an assumption is broken only if
    it fails with the undated facts and without them; and they themselves are asked only what neither the
    day nor what is still to come can change.
    """
    if not policy.assumptions:
        return
    small = _only_assumed(policy)
    case = replace(case, implied=())  # nobody reported it, and no report can be at fault for it
    dated = replace(case, entries=tuple(e for e in case.entries if e.reported is not None))
    told = set[Expression]()
    for day in sorted({entry.reported for entry in dated.entries if entry.reported is not None}):
        new = [b for b in _broken(small, facts(dated, day).values, day) if b.assumed not in told]
        whole = _broken(small, facts(case, day).values, day) if new else ()
        surely = {broken.assumed for broken in whole}
        for broken in new:
            if broken.assumed in surely:
                told.add(broken.assumed)
                yield broken
    if len(dated.entries) < len(case.entries):
        for broken in _broken(small, facts(case, date.max).values, date.max):
            if broken.assumed not in told and not _may_change(broken.assumed):
                yield replace(broken, day=None)


def _may_change(condition: Expression) -> bool:
    """Whether a condition reads the day, or asks whether something is known."""
    if isinstance(condition, Known) or DECISION_DAY in terms(condition):
        return True
    return any(map(_may_change, parts(condition)))


def broken_as_of(policy: Policy, values: Mapping[str, Value], day: date) -> Iterator[Broken]:
    """The assumptions that do not hold of the facts of one day."""
    yield from _broken(_only_assumed(policy), values, day) if policy.assumptions else ()


def allows(policy: Policy, trace: Trace) -> bool:
    """Whether no assumption of the policy fails in what was found of a case."""
    return all(
        evaluated(policy, trace, assumed).value is not False for assumed in policy.assumptions
    )


def _broken(policy: Policy, values: Mapping[str, Value], day: date) -> Iterator[Broken]:
    trace = meaning(policy, values, day)
    for assumed in policy.assumptions:
        judged = evaluated(policy, trace, assumed)
        if judged.value is False:
            yield Broken(day, assumed, judged)


def _only_assumed(policy: Policy) -> Policy:
    """The policy without what its assumptions do not rest on."""
    return cone(policy, {name for assumed in policy.assumptions for name in policy.reads(assumed)})
