"""A rule and its mutants side by side in one policy: whether any case tells them apart.

In: a policy, one of its rules, and that rule with mistakes. Out: for each the proof that no case which
the policy allows tells it from the rule, or a case that does, small and confirmed by meaning.
A mutant stands in the policy as a rule of its own, under a name of its own, so that one theory and one
run of meaning speak of all. First the rule is looked at alone, whatever the others conclude: what is
proved there needs no more. Where lists may be too long for a proof, what is found of them is evidence:
what holds whatever that is, holds of lists of any length.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Final, TypeAlias

from cssrules.cone import cone, read_by
from cssrules.dataclass import dataclass
from cssrules.expression import (
    And,
    Compare,
    Comparison,
    Expression,
    Field,
    Known,
    Not,
    Or,
    Quantified,
    Quantity,
    Term,
)
from cssrules.meaning import evaluated
from cssrules.policy import Policy, Rule
from cssrules.proof.audit.frame import Frame, frame_of
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.witness import Unconfirmed, Values, confirmed
from cssrules.proof.lengths import ITEMS
from cssrules.proof.mutants.lists import without_lists, without_measures
from cssrules.proof.witnesses import enough
from cssrules.readings.prove import Condition, Found, Impossible, Theory, differs
from cssrules.trace import Trace
from cssrules.values import ListOf

LONGEST: Final = 6
"""The items of a list that are looked at."""


@dataclass(frozen=True, slots=True)
class Equivalent:
    """No case that the policy allows tells the mutant from the rule."""


@dataclass(frozen=True, slots=True)
class Told:
    """A case that tells them apart: its evidence, and the day that it is decided as of."""

    values: Values
    day: date


@dataclass(frozen=True, slots=True)
class NotProved:
    """Neither was found, and why."""

    why: str


Verdict: TypeAlias = Equivalent | Told | NotProved


def verdicts(
    policy: Policy, rule: Rule, others: Sequence[Rule], seen: Sequence[Told | None] = ()
) -> tuple[Sequence[Verdict], int]:
    """For each of `others`, the rule with a mistake, what tells it from the rule; where nothing is proved,
    the case in which it was `seen` to conclude something else, if any. And how often Z3 was asked.
    """
    frame = frame_of(policy, rule.effective.start)
    if not rule.effective.holds(frame.day):
        unlooked = NotProved("the rule is not in force on the day that is looked at")
        return [unlooked] * len(others), 0
    twins = tuple(
        replace(other, id=f"{rule.id} {n}", define=f"{rule.define} {n}")
        for n, other in enumerate(others, start=1)
    )
    alone = _alone(frame, rule, twins)
    found = [alone.verdict(twin) for twin in twins]
    left = [
        t for t, verdict in zip(twins, found, strict=True) if not isinstance(verdict, Equivalent)
    ]
    if not left:
        return found, alone.ground.queries
    whole = _Pairs(replace(frame, policy=_beside(policy, rule, twins)), rule, left)
    settled = {twin.id: whole.verdict(twin) for twin in left}
    queries = alone.ground.queries + whole.ground.queries
    if unproved := [twin for twin in left if isinstance(settled[twin.id], NotProved)]:
        unlisted = _unlisted(frame, rule, unproved)
        again = {twin.id: unlisted.verdict(twin) for twin in unproved}
        settled |= {id: verdict for id, verdict in again.items() if isinstance(verdict, Equivalent)}
        queries += unlisted.ground.queries
    found = [settled.get(twin.id, verdict) for twin, verdict in zip(twins, found, strict=True)]
    small: Sequence[Verdict] = [
        whole.small(twin, known.values, known.day)
        if isinstance(verdict, NotProved) and known
        else verdict
        for twin, verdict, known in zip(twins, found, seen or [None] * len(found), strict=True)
    ]
    return small, queries


def _beside(policy: Policy, rule: Rule, twins: Sequence[Rule]) -> Policy:
    """The policy with a rule, and its twins after it."""
    ids = [twin.id for twin in twins]
    strata = tuple(
        tuple(id for one in stratum for id in ([one, *ids] if one == rule.id else [one]))
        for stratum in policy.strata
    )
    rules = {**policy.rules, **{one.id: one for one in (rule, *twins)}}
    return replace(policy, rules=rules, strata=strata)


def _alone(frame: Frame, rule: Rule, twins: Sequence[Rule]) -> "_Pairs":
    """The rule and its twins, with all that they read of other rules, and measure of lists, as evidence."""
    measured, (rule, *twins) = without_measures([rule, *twins])
    policy = _with_fields(frame.policy, rule)
    policy = replace(policy, evidence={**policy.evidence, **measured})
    policy = _beside(policy, rule, twins)
    names = {rule.define, *(twin.define for twin in twins)}
    read = frozenset(name for one in (rule, *twins) for name in read_by(one)) - names
    policy = cone(policy, names, read & policy.defining.keys())
    return _Pairs(replace(frame, policy=policy), rule, twins)


def _unlisted(frame: Frame, rule: Rule, twins: Sequence[Rule]) -> "_Pairs":
    """The rule and its twins with all that they rest on, but what is found of lists as evidence."""
    names = {rule.define, *(twin.define for twin in twins)}
    policy = without_lists(cone(_beside(frame.policy, rule, twins), names))
    alone, *others = (policy.rules[one.id] for one in (rule, *twins))
    return _Pairs(replace(frame, policy=cone(policy, names)), alone, others)


def _with_fields(policy: Policy, rule: Rule) -> Policy:
    """The policy with what other rules conclude of items as fields of these."""
    others = [r for r in policy.rules.values() if r.each is not None and r.define != rule.define]
    records = dict(policy.records)
    for other in others:
        assert other.each is not None, "it concludes of items"
        record = records[policy.record_of(other.each).name]
        fields = {**dict(record.fields), other.define: other.kind}
        records[record.name] = replace(record, fields=tuple(fields.items()))
    gone = {other.id for other in others}
    return replace(
        policy,
        records=records,
        rules={id: one for id, one in policy.rules.items() if id not in gone},
        strata=tuple(tuple(id for id in ids if id not in gone) for ids in policy.strata),
    )


class _Pairs:
    """A rule and its twins under one theory."""

    def __init__(self, frame: Frame, rule: Rule, twins: Sequence[Rule]) -> None:
        self.rule, self.lists, self.frame = rule, isinstance(rule.kind, ListOf), frame
        self.twins = frozenset(twin.id for twin in twins)
        names = [rule.define, *(twin.define for twin in twins)]
        wanted = enough([cone(frame.policy, names)], spoken_of=[rule.each or ""])
        lengths = {
            name: min(one.items or max(ITEMS, one.known), LONGEST) for name, one in wanted.items()
        }
        self.ground = Ground(frame, names, lengths=lengths)

    def short(self, twin: Rule) -> str | None:
        """A list of which longer ones than those looked at may tell a twin from the rule."""
        policy = self.ground.policy
        read = (r for id, r in policy.rules.items() if id == twin.id or id not in self.twins)
        for name, wanted in enough([policy], [*read], spoken_of=[self.rule.each or ""]).items():
            kind, length = policy.evidence[name].kind, self.ground.lengths[name]
            assert isinstance(kind, ListOf), "it is a list"
            is_enough = wanted.items is not None and wanted.items <= length and not wanted.summed
            if kind.most > length and not is_enough:
                return name
        return None

    def verdict(self, twin: Rule) -> Verdict:
        """What tells a twin from the rule."""
        if self.lists:
            # What a table is not sure of no scenario can say; so first a case of which all is known.
            found = self.ground.ask(self.condition(twin), *self.ground.complete)
            if isinstance(found, Found):
                return self.told(twin, found, whole=True)
        match self.ground.ask(self.condition(twin)):
            case Impossible():
                short = self.short(twin)
                return (
                    NotProved(f"only short lists of {short} are looked at")
                    if short
                    else Equivalent()
                )
            case Found() as found:
                return self.told(twin, found)
            case unsettled:
                return NotProved(unsettled.why)

    def told(self, twin: Rule, found: Found, *, whole: bool = False) -> Verdict:
        """The case found, made small."""
        return self.small(twin, *self.ground.values(found), whole=whole)

    def small(self, twin: Rule, values: Values, day: date, *, whole: bool = False) -> Verdict:
        """A case that tells a twin from the rule, with less in it."""
        values = {n: v for n, v in values.items() if n in self.ground.policy.evidence}
        try:
            values = confirmed(
                self.ground.policy, values, day, lambda t: self.shows(twin, t), whole=whole
            )
        except Unconfirmed:
            return NotProved("a case was found that meaning does not confirm")
        return Told(values, day)

    def condition(self, twin: Rule) -> Condition:
        """That a case tells a twin from the rule."""
        theory: Theory = self.ground.theory
        if self.lists:
            return differs(theory, theory, self.rule.define, twin.define)
        return theory.truth(_unlike(self.rule, twin)).holds

    def shows(self, twin: Rule, trace: Trace) -> bool:
        """Whether meaning finds them apart."""
        if self.lists:
            return trace.value(self.rule.define) != trace.value(twin.define)
        return evaluated(self.ground.policy, trace, _unlike(self.rule, twin)).value is True


def _unlike(rule: Rule, twin: Rule) -> Expression:
    """That the two conclude unlike things, of the case or of some item."""
    of: type[Field | Term] = Term if rule.each is None else Field
    one, other = of(rule.define, rule.kind), of(twin.define, rule.kind)
    known, also = Known(one), Known(other)
    unlike = Or(
        (
            And((known, Not(also))),
            And((Not(known), also)),
            And((known, also, Compare(Comparison.NE, one, other))),
        )
    )
    if rule.each is None:
        return unlike
    return Quantified(Quantity.SOME, None, rule.each, unlike)
