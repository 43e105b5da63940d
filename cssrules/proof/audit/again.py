"""What was proved of a policy, looked at a second time without Z3: by trying every case that it tells apart,
by the exact analysis of tables, and by meaning on cases at random.

In: what Z3 found. Out: how much of it has a second witness, and what has none and why.
INVARIANT: both witnesses say the same; where they do not, one of them is in error, and the audit ends.
"""

import random
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta

from cssrules.assumed import allows
from cssrules.audited import Again, FindingKind, Open
from cssrules.cone import cone
from cssrules.dataclass import dataclass
from cssrules.expression import DECISION_DAY
from cssrules.meaning import meaning
from cssrules.policy import Policy, Question, Rule, Table
from cssrules.problem import Kind as Fault
from cssrules.proof.audit.frame import Frame
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.proof.audit.witness import Unconfirmed
from cssrules.proof.fewer import Values
from cssrules.proof.samples import Drawn
from cssrules.proof.second import Tried, second_witness
from cssrules.proof.tables import NotExact, TableFault, TableFaultKind, Tables
from cssrules.readings.prove import Found
from cssrules.trace import Trace
from cssrules.values import Choice, Item, ListOf, Value, YesNo

SAMPLES = 60
"""The cases at random, near none that was found, of which meaning is asked whether what was proved holds."""
_PROVED = {
    Fault.NO_ROW: FindingKind.NO_ROW,
    Fault.TWO_ROWS: FindingKind.OVERLAP,
    Fault.ROWS_DISAGREE: FindingKind.OVERLAP,
}
_UNKNOWN = 0.1
_ALL, _SOME = 1.0, 0.1
"""The share of a case's facts that are otherwise in one near it."""
_TRIES = 4
"""So many values are tried for what an assumption binds, before it stays as it is."""


def look_again(frame: Frame, ledger: Ledger) -> Again:
    """Every table and conclusion that can be tried, and some cases at random."""
    tables = [
        rule
        for rule in frame.policy.order
        if isinstance(rule.body, Table) and rule.effective.holds(frame.day)
    ]
    alone: list[Open] = []
    exact = 0
    analysis = Tables(frame.policy)
    for rule in tables:
        faults = analysis.faults(rule)
        if isinstance(faults, NotExact):
            alone.append(Open(f"table {rule.id}", faults.why))
        else:
            exact += 1
            _compare(rule, faults, ledger)
    found = second_witness(frame.policy, frame.day, parts=ledger.parts)
    tried = [one for one in found if isinstance(one, Tried)]
    for one in tried:
        if one.agreement.unlike:
            raise Unconfirmed(f"the two witnesses differ on {'; '.join(one.agreement.unlike)}")
    alone += [Open(one.name, one.why) for one in found if not isinstance(one, Tried)]
    sampled = _Sampled(frame, ledger)
    return Again(
        day=frame.day.isoformat(),
        tables=(exact, len(tables)),
        tried=(len(tried), len(found)),
        whole=sum(not one.given for one in tried),
        questions=sum(one.agreement.asked - len(one.agreement.open) for one in tried),
        cells=sum(one.agreement.cells for one in tried),
        sampled=sampled.number,
        answers=(len(sampled.answers), sum(len(of) for _, of in answers(frame.policy))),
        alone=tuple(alone),
    )


# -- tables ------------------------------------------------------------------------------------------------


def _compare(rule: Rule, faults: tuple[TableFault, ...], ledger: Ledger) -> None:
    """Raise where the analysis of a table does not say what Z3 found. A region of its columns that the
    analysis is not sure of may be one that no case reaches.
    """
    seen = set(_seen(rule, faults, sure=False))
    sure = set(_seen(rule, faults, sure=True))
    found = {
        (finding.kind, frozenset(finding.ids))
        for finding in ledger.findings
        if finding.kind in {FindingKind.NO_ROW, FindingKind.OVERLAP}
        and all(id.partition("/")[0] == rule.id for id in finding.ids)
    }
    open = any(rule.id in one.what for one in ledger.unsettled)
    if not found <= seen or (not open and not sure <= found):
        raise Unconfirmed(f"the analysis of the table of {rule.id} and Z3 differ")
    unused = "\n".join([*ledger.resting, *(finding.message for finding in ledger.findings)])
    for fault in faults:
        if fault.kind in {TableFaultKind.NEVER, TableFaultKind.MASKED} and not open:
            row = f"row {fault.rows[0]} of {rule.id} gives the output of no case"
            if row not in unused:
                raise Unconfirmed(f"by the analysis of its table {row}, and Z3 finds a case")


def _seen(
    rule: Rule, faults: tuple[TableFault, ...], *, sure: bool
) -> Iterator[tuple[FindingKind, frozenset[str]]]:
    """The faults as findings name them."""
    assert isinstance(rule.body, Table), "a rule with a table"
    for fault in faults:
        if sure and not fault.is_sure:
            continue
        match fault.kind:
            case TableFaultKind.GAP:
                yield FindingKind.NO_ROW, frozenset([rule.id])
            case TableFaultKind.OVERLAP | TableFaultKind.CONFLICT:
                yield FindingKind.OVERLAP, frozenset(f"{rule.id}/{row}" for row in fault.rows)
            case TableFaultKind.SUBSUMED | TableFaultKind.MAY_CONFLICT if not sure:
                yield FindingKind.OVERLAP, frozenset(f"{rule.id}/{row}" for row in fault.rows)
            case _:
                pass


# -- cases at random ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Case:
    """A case; `whole`: of which everything is known."""

    values: Mapping[str, Value]
    day: date
    whole: bool


class _Sampled:
    """Cases at random of which it is asked whether what was proved holds: how many the policy allows, and the
    answers that came up in them.
    """

    def __init__(self, frame: Frame, ledger: Ledger) -> None:
        self.policy, self.number = frame.policy, 0
        self.answers: set[tuple[str, Value]] = set()
        self._told = {(finding.kind, id) for finding in ledger.findings for id in finding.ids}
        self._told |= {(kind, id.partition("/")[0]) for kind, id in self._told}
        self._open = "\n".join(one.what for one in ledger.unsettled)
        for case in _cases(frame, ledger):
            self._look_at(case)

    def _look_at(self, case: _Case) -> None:
        """Raise where what was proved does not hold of a case that the policy allows."""
        trace = meaning(self.policy, case.values, case.day)
        if not allows(self.policy, trace):
            return
        for kind, id in _shown(self.policy, trace, whole=case.whole):
            if (kind, id) not in self._told and id not in self._open:
                raise Unconfirmed(f"a case shows {kind.label} of {id}, which Z3 ruled out")
        self.number += 1
        self.answers |= {
            (question.id, value)
            for question, options in answers(self.policy)
            if (value := trace.value(question.answer)) in options
        }


def answers(policy: Policy) -> Iterator[tuple[Question, tuple[Value, ...]]]:
    """The questions that have a few answers, with these."""
    for question in policy.questions:
        match policy.kind(question.answer):
            case YesNo():
                yield question, (True, False)
            case Choice(options=options):
                yield question, options
            case _:
                pass


def _shown(policy: Policy, trace: Trace, *, whole: bool) -> Iterator[tuple[FindingKind, str]]:
    """What is the matter with the policy by one case; `whole`: in which everything is known."""
    for finding in trace.findings:
        if finding.kind in _PROVED:
            yield _PROVED[finding.kind], finding.rule
    for stated in policy.properties:
        holds = trace.properties[stated.id].value
        if holds is stated.never:
            yield FindingKind.PROPERTY_BROKEN, stated.id
        elif holds is None and whole:
            yield FindingKind.PROPERTY_OPEN, stated.id


def _cases(frame: Frame, ledger: Ledger) -> Iterator[_Case]:
    """Cases at random, the same on every run, whose lists are no longer than those looked at: some near a
    case that the policy allows, and one near each that was found for an answer.
    """
    bound = Ground(frame, (), frame.policy.assumptions)
    found = bound.ask(*bound.complete)
    first, day = bound.values(found) if isinstance(found, Found) else ({}, frame.day)
    chance = random.Random(0)  # noqa: S311 # because the same cases are asked each time
    near = _Near(frame.policy, chance, frame.lengths)
    days = (frame.last - frame.first).days
    for number in range(SAMPLES):
        day = frame.first + timedelta(days=chance.randint(0, days))
        yield near.case(first, day, _ALL, whole=number % 2 == 0)
    for number, (values, day) in enumerate(ledger.cases):
        yield near.case(values, day, _SOME, whole=number % 2 == 0)


class _Near:
    """Cases near given ones. What the assumptions bind turns as they let it."""

    def __init__(self, policy: Policy, chance: random.Random, lengths: Mapping[str, int]) -> None:
        self.policy, self.chance = policy, chance
        self.known, self.some = (Drawn(policy, chance, u, lengths) for u in (0.0, _UNKNOWN))
        self._bound = {name: _bound(policy, name) for name in policy.evidence}

    def case(self, values: Values, day: date, share: float, *, whole: bool) -> _Case:
        """The case with a `share` of its facts at random, and all that it does not hold."""
        drawn = self.known if whole else self.some
        for name in self.policy.evidence:
            for value in self._values(drawn, name, values.get(name), share):
                turned = {**values, name: value}
                if self._allowed(name, turned, day):
                    values = turned
                    break
        known = {name: value for name, value in values.items() if value is not None}
        is_whole = whole and all(self._is_whole(name, known) for name in self.policy.evidence)
        return _Case(known, day, whole=is_whole)

    def _values(self, drawn: Drawn, name: str, had: Value, share: float) -> Iterator[Value]:
        """Values to try one after the other; a list that stays is given the fields that it does not have."""
        if had is None or self.chance.random() <= share:
            yield from (drawn.value(name) for _ in range(_TRIES))
        kind = self.policy.evidence[name].kind
        if isinstance(kind, ListOf) and isinstance(had, tuple):
            fields = self.policy.records[kind.record].fields
            for _ in range(_TRIES):
                yield tuple(
                    Item(i.id, {**{f: drawn.field(f, of) for f, of in fields}, **i.fields})
                    for i in had
                )

    def _allowed(self, name: str, values: Values, day: date) -> bool:
        """Whether no assumption about the evidence fails."""
        part = self._bound[name]
        if not part.assumptions:
            return True
        known = {n: v for n, v in values.items() if n in part.evidence}
        return allows(part, meaning(part, known, day))

    def _is_whole(self, name: str, known: Values) -> bool:
        value, kind = known.get(name), self.policy.evidence[name].kind
        if not isinstance(kind, ListOf) or not isinstance(value, tuple):
            return value is not None
        fields = [field for field, _ in self.policy.records[kind.record].fields]
        return all(item.fields.get(field) is not None for item in value for field in fields)


def _bound(policy: Policy, name: str) -> Policy:
    """The part of a policy on which the assumptions about some evidence rest, with these alone."""
    about = tuple(a for a in policy.assumptions if name in policy.reads(a))
    part = cone(policy, {read for a in about for read in policy.reads(a)} - {DECISION_DAY})
    return replace(part, assumptions=about)
