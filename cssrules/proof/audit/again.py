"""What was proved of a policy, looked at a second time without Z3: by trying every case that it tells apart,
by the exact analysis of tables, and by meaning on cases at random.

In: what Z3 found. Out: how much of it has a second witness, and what has none and why.
INVARIANT: both witnesses say the same; where they do not, one of them is in error, and the audit ends.
"""

import random
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from cssrules.audited import Again, FindingKind, Open
from cssrules.dataclass import dataclass
from cssrules.meaning import evaluated, meaning
from cssrules.policy import Policy, Rule, Table
from cssrules.problem import Kind as Fault
from cssrules.proof.audit.frame import Frame
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.proof.audit.witness import Unconfirmed
from cssrules.proof.fewer import renumbered
from cssrules.proof.second import Tried, second_witness
from cssrules.proof.tables import NotExact, TableFault, TableFaultKind, Tables
from cssrules.readings.prove import Found
from cssrules.trace import Trace
from cssrules.values import Choice, Date, Item, Kind, ListOf, Number, SetOf, Text, Value, YesNo

SAMPLES = 60
"""The cases at random of which meaning is asked whether what was proved holds."""
_PROVED = {
    Fault.NO_ROW: FindingKind.NO_ROW,
    Fault.TWO_ROWS: FindingKind.OVERLAP,
    Fault.ROWS_DISAGREE: FindingKind.OVERLAP,
}
_UNKNOWN = 0.1
_WHOLE = 2
"""Of so many cases one is known whole."""


def look_again(frame: Frame, ledger: Ledger) -> Again:
    """Every table and conclusion that can be tried, and some cases at random."""
    ledger.tell("the second witness")
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
    return Again(
        day=frame.day.isoformat(),
        tables=(exact, len(tables)),
        tried=(len(tried), len(found)),
        whole=sum(not one.given for one in tried),
        questions=sum(one.agreement.asked - len(one.agreement.open) for one in tried),
        cells=sum(one.agreement.cells for one in tried),
        sampled=sum(_agrees(frame, ledger, case) for case in _cases(frame)),
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


def _agrees(frame: Frame, ledger: Ledger, case: _Case) -> bool:
    """Whether the policy allows a case; raises where what was proved does not hold of it."""
    policy = frame.policy
    trace = meaning(policy, case.values, case.day)
    if any(evaluated(policy, trace, a).value is False for a in policy.assumptions):
        return False
    told = {(finding.kind, id) for finding in ledger.findings for id in finding.ids}
    told |= {(f.kind, id.partition("/")[0]) for f in ledger.findings for id in f.ids}
    open = "\n".join(one.what for one in ledger.unsettled)
    for kind, id in _shown(policy, trace, whole=case.whole):
        if (kind, id) not in told and id not in open:
            raise Unconfirmed(f"a case shows {kind.label} of {id}, which Z3 ruled out")
    return True


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


def _cases(frame: Frame) -> Iterator[_Case]:
    """Cases at random that the policy allows, the same on every run, whose lists are no longer than those
    looked at. What the assumptions bind starts as in a case that they allow, and turns as they let it.
    """
    bound = Ground(frame, (), frame.policy.assumptions)
    found = bound.ask(*bound.complete)
    first, _ = bound.values(found) if isinstance(found, Found) else ({}, frame.day)
    chance = random.Random(0)  # noqa: S311 # because the same cases are asked each time
    for number in range(SAMPLES):
        unknown = _UNKNOWN if number % _WHOLE else 0.0
        made = _Made(frame, chance, unknown)
        days = (frame.last - frame.first).days
        day = date.fromordinal(frame.first.toordinal() + chance.randint(0, days))
        values = {name: made.filled(value, name) for name, value in first.items()}
        for name, evidence in frame.policy.evidence.items():
            turned = {**values, name: made.value(evidence.kind, name)}
            if name not in first or _is_allowed(bound.policy, turned, day):
                values = turned
        known = {name: value for name, value in values.items() if value is not None}
        yield _Case(known, day, whole=not unknown)


def _is_allowed(policy: Policy, values: Mapping[str, Value], day: date) -> bool:
    known = {name: value for name, value in values.items() if name in policy.evidence}
    trace = meaning(policy, known, day)
    return all(evaluated(policy, trace, a).value is not False for a in policy.assumptions)


class _Made:
    """Values at random of a frame; one in so many `unknown`."""

    def __init__(self, frame: Frame, chance: random.Random, unknown: float) -> None:
        self.frame, self.chance, self.unknown = frame, chance, unknown

    def value(self, kind: Kind, name: str = "") -> Value:
        """A value of a kind; of a list of the name given."""
        chance = self.chance
        if chance.random() < self.unknown:
            return None
        match kind:
            case YesNo():
                return chance.random() < 1 / 2
            case Choice(options=options):
                return chance.choice(options)
            case SetOf(options=options):
                return frozenset(option for option in options if chance.random() < 1 / 2)
            case Number(low=low, high=high, step=step):
                least, size = low or Fraction(0), step or Fraction(1)
                most = least + 1_000_000 * size if high is None else high
                return least + size * chance.randint(0, int((most - least) / size))
            case Date(low=low, high=high):
                first, last = low or self.frame.first, high or self.frame.last
                return date.fromordinal(chance.randint(first.toordinal(), last.toordinal()))
            case Text():
                return chance.choice(("one", "another"))
            case ListOf():
                return self._items(kind, name)

    def filled(self, value: Value, name: str) -> Value:
        """A value with the fields of its items that it does not have: an assumption tells of some alone."""
        kind = self.frame.policy.evidence[name].kind
        if not isinstance(kind, ListOf) or not isinstance(value, tuple):
            return value
        fields = self.frame.policy.records[kind.record].fields
        return tuple(
            Item(item.id, {**{field: self.value(of) for field, of in fields}, **item.fields})
            for item in value
        )

    def _items(self, kind: ListOf, name: str) -> Value:
        most = min(kind.most, self.frame.lengths.get(name, kind.least))
        fields = self.frame.policy.records[kind.record].fields
        number = self.chance.randint(kind.least, max(kind.least, most))
        items = (Item("", {field: self.value(of) for field, of in fields}) for _ in range(number))
        return renumbered(tuple(items), kind)
