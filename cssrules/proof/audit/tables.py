"""Tables in their place in the policy: cases that no row takes, and rows that contradict each other.

Where the columns of a table are evidence, the rows that contradict each other are told by the analysis of
the table, each pair with a case in which meaning sees both; that no other pair does is for Z3 to prove. Of
other tables Z3 finds the cases, pair by pair, up to a number.
"""

from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from cssrules.audited import FindingKind, ProofFinding, Witness
from cssrules.expression import Term, terms
from cssrules.meaning import evaluated, meaning
from cssrules.policy import HitPolicy, Rule, Table
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.proof.audit.search import BY_CASE, Fault, search
from cssrules.proof.audit.witness import Shows, Unconfirmed, case_facts
from cssrules.proof.tables import NotExact, TableFaultKind, table_faults
from cssrules.readings.prove import (
    Conclusions,
    Condition,
    Found,
    Impossible,
    Rows,
    Unsettled,
    both,
    either,
)
from cssrules.trace import Concluded, JudgedRow, Trace

PAIRS_AT_MOST = 20
"""Of more rows that contradict each other, pairs that are found case by case, none are told."""

BY_REGION = "the analysis of the table, confirmed by meaning"
_OWES = frozenset({HitPolicy.UNIQUE, HitPolicy.FIRST, HitPolicy.ANY})


def look_at(ground: Ground, rule: Rule, ledger: Ledger) -> None:
    """Whether no row of the table of a rule takes some case, and whether two contradict each other."""
    if not isinstance(rule.body, Table) or rule.body.hit not in _OWES:
        return
    none = [
        both(there, *(row.truth.fails for row in rows_of(found)))
        for there, found in ground.theory.concluded(rule)
    ]
    message = f"no row of {rule.id} takes this case, so `{rule.define}` has no value"
    cut = ground.is_cut([rule.define])
    fault = Fault(
        FindingKind.NO_ROW, (rule.id,), message, [either(*none)], _without_row(rule), cut=cut
    )
    search(ground, fault, ledger)
    if rule.body.hit is not HitPolicy.FIRST:
        _overlaps(ground, rule, ledger, cut=cut)


def rows_of(found: Conclusions) -> Rows:
    """The rows of a conclusion's table."""
    assert isinstance(found.body, tuple), "a rule with a table"
    return found.body


def judged_rows(rule: Rule, trace: Trace) -> Iterator[tuple[JudgedRow, ...]]:
    """The rows of a rule's table as meaning found them: of the case, or of each item."""
    for concluded in concluded_by(rule, trace):
        assert isinstance(concluded.body, tuple), "a rule with a table"
        yield concluded.body


def concluded_by(rule: Rule, trace: Trace) -> tuple[Concluded, ...]:
    """What a rule concluded: of the case, or of each item."""
    if rule.each is not None:
        return tuple(trace.each.get(rule.define, {}).values())
    return (trace.concluded[rule.define],)


def _without_row(rule: Rule) -> Shows:
    return lambda trace: any(
        all(row.truth is False for row in rows) for rows in judged_rows(rule, trace)
    )


def _overlaps(ground: Ground, rule: Rule, ledger: Ledger, *, cut: bool) -> None:
    pairs = {pair: either(*held) for pair, held in _pairs(ground, rule).items()}
    for pair, witness in _by_regions(ground, rule):
        del pairs[pair]
        ledger.findings.append(_overlap(rule, pair, witness, BY_REGION))
    number = 0
    while pairs:
        if number == PAIRS_AT_MOST:
            why = f"{number} pairs of its rows are told, and no more were looked for"
            ledger.leave_open(FindingKind.OVERLAP, (rule.id,), why)
            return
        match ground.ask(either(*pairs.values())):
            case Impossible():
                ledger.prove(FindingKind.OVERLAP, (rule.id,), len(pairs), cut=cut)
                return
            case Unsettled(why=why):
                ledger.leave_open(FindingKind.OVERLAP, (rule.id,), why)
                return
            case Found() as found:
                pair = next(pair for pair, held in pairs.items() if found.holds(held))
                del pairs[pair]
                witness = ground.witness(found, _with_both(rule, *pair))
                ledger.findings.append(_overlap(rule, pair, witness, BY_CASE))
                number += 1


def _overlap(rule: Rule, pair: tuple[str, str], witness: Witness, proved: str) -> ProofFinding:
    ids = tuple(f"{rule.id}/{row}" for row in pair)
    message = f"rows {pair[0]} and {pair[1]} of {rule.id} both take this case"
    return ProofFinding(FindingKind.OVERLAP, ids, message, (witness,), proved)


def _by_regions(ground: Ground, rule: Rule) -> Iterator[tuple[tuple[str, str], Witness]]:
    """The pairs of rows that the analysis of a table finds to contradict each other, each with a case in
    which meaning sees both; none where a column is more than evidence that may have any value.
    """
    policy, table = ground.policy, rule.body
    assert isinstance(table, Table), "a rule with a table"
    bound = frozenset[str]().union(*map(terms, policy.assumptions))
    free = policy.evidence.keys() - bound
    if rule.each or not all(isinstance(one, Term) and one.name in free for one in table.inputs):
        return
    faults = table_faults(policy, rule)
    if isinstance(faults, NotExact):
        return
    wanted = {TableFaultKind.CONFLICT}
    if table.hit is HitPolicy.UNIQUE:
        wanted = {TableFaultKind.OVERLAP, TableFaultKind.SUBSUMED}
    nothing = meaning(policy, {}, ground.frame.day)
    rows = {row.id: row for row in table.rows}
    order = list(rows)
    for fault in faults:
        if fault.kind in wanted:
            one, other = sorted(fault.rows, key=order.index)
            tests = [cell for id in fault.rows for cell in rows[id].cells if cell is not None]
            read = frozenset[str]().union(*map(terms, tests))
            values = {
                column.name: value
                for column, value in fault.example
                if isinstance(column, Term) and column.name in read and value is not None
            }
            held = replace(nothing, values=values)
            if not all(evaluated(policy, held, test).value for test in tests):
                raise Unconfirmed(f"meaning does not see rows {one} and {other} of {rule.id} hold")
            yield (one, other), case_facts(policy, values, ground.frame.day)


def _pairs(ground: Ground, rule: Rule) -> dict[tuple[str, str], list[Condition]]:
    """Of each pair of rows that they contradict each other."""
    pairs: dict[tuple[str, str], list[Condition]] = {}
    for there, found in ground.theory.concluded(rule):
        for one, other in combinations(rows_of(found), 2):
            held = [there, one.truth.holds, other.truth.holds]
            if _hit(rule) is HitPolicy.ANY:
                held.append(ground.theory.unlike(one.gives.value, other.gives.value))
            pairs.setdefault((one.row.id, other.row.id), []).append(both(*held))
    return pairs


def _with_both(rule: Rule, *pair: str) -> Shows:
    def contradict(rows: tuple[JudgedRow, ...]) -> bool:
        one, other = (row for row in rows if row.row.id in pair)
        if not (one.truth and other.truth and one.output and other.output):
            return False
        return _hit(rule) is HitPolicy.UNIQUE or one.output.value != other.output.value

    return lambda trace: any(contradict(rows) for rows in judged_rows(rule, trace))


def _hit(rule: Rule) -> HitPolicy:
    assert isinstance(rule.body, Table), "a rule with a table"
    return rule.body.hit
