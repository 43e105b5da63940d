"""What is wrong with a table is found exactly: as by trying every case, and as by Z3."""

import random
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cssrules.expression import Const, Expression, Term
from cssrules.language.compile import compile_policy
from cssrules.meaning import evaluated, meaning
from cssrules.policy import HitPolicy, Policy, Table
from cssrules.proof.tables import NotExact, TableFault, TableFaultKind, table_faults
from cssrules.readings.prove import Found, Kleene, Prover, Theory, both, either, negation
from cssrules.source import Source
from cssrules.trace import JudgedRow, Trace
from cssrules.values import Value

DAY = date(2012, 5, 14)
MANY = 10_000
HEAD = """
policy: Tables
version: "1"
effective: {from: 2012-01-01}
evidence:
  grade: "scale of fail, marginal, good"
  tint: "choice of red, green, blue"
  ready: yes or no
  points: points between 1 and 4
  share: percent between 0% and 100% step 25%
  due: date between 1 May 2012 and 5 May 2012
  tags: set of north, south, east
  town: text
settings:
  floor: {type: points between 1 and 4, default: 3, owner: us, reason: test, anchor: none}
rules:
  - id: R
    title: t
    basis: setting, a test
    define: answer
    type: choice of a, b
"""
TESTS: Mapping[str, tuple[str, ...]] = {
    "grade": ("fail", "marginal", "at least marginal", "below good", "not fail"),
    "tint": ("red", "green, blue", "not (red, blue)"),
    "ready": ("yes", "no"),
    "points": ("at least floor", "below floor", "2", "1..2", "above 2", "not 3"),
    "share": ("at most 30%", "above 30%", "25%, 75%", "at least 90%"),
    "due": ("before 2012-05-03", "2012-05-03", "on or after 2012-05-02", "after 2012-05-04"),
    "tags": ("north", "not south", "north, east", "not (north, south)"),
    "town": ('"Leeds"', 'not "Leeds"', '"York"'),
}
VALUES: Mapping[str, tuple[Value, ...]] = {
    "grade": ("fail", "marginal", "good"),
    "tint": ("red", "green", "blue"),
    "ready": (True, False),
    "points": tuple(map(Fraction, range(1, 5))),
    "share": tuple(Fraction(n, 4) for n in range(5)),
    "due": tuple(date(2012, 5, n) for n in range(1, 6)),
    "tags": tuple(
        frozenset(o for o, held in zip(("north", "south", "east"), chosen, strict=True) if held)
        for chosen in product((True, False), repeat=3)
    ),
    "town": ("Leeds", "York", "Hull"),
}
Point = Mapping[str, Value]
Written = tuple[str, list[str], list[list[str]]]


def table(hit: str, columns: list[str], rows: list[list[str]]) -> Policy:
    lines = [["row", *columns, "answer"], *([f"r{n}", *row] for n, row in enumerate(rows))]
    written = "".join(f"      | {' | '.join(line)} |\n" for line in lines)
    text = f"{HEAD}    hit policy: {hit}\n    table: |\n{written}"
    return compile_policy([Source("policy.yaml", text)])


@st.composite
def tables(draw: st.DrawFn) -> Written:
    hit = draw(st.sampled_from(("unique", "first", "any")))
    columns = draw(st.lists(st.sampled_from(list(TESTS)), min_size=1, max_size=3, unique=True))
    rows = [
        [
            *(
                draw(st.sampled_from(("-", "-", *TESTS[column] * 2, "known", "unknown")))
                for column in columns
            ),
            draw(st.sampled_from(("a", "b"))),
        ]
        for _ in range(draw(st.integers(1, 6)))
    ]
    return hit, columns, rows


class Tried:
    """A policy's table, tried on every case that its columns allow, unknown ones among them."""

    def __init__(self, policy: Policy) -> None:
        self.policy, self.table = policy, body(policy)
        self.columns = [c.name for c in self.table.inputs if isinstance(c, Term)]
        self.found: list[tuple[Point, Trace, tuple[JudgedRow, ...]]] = []
        for values in product(*((*VALUES[column], None) for column in self.columns)):
            point = dict(zip(self.columns, values, strict=True))
            trace = meaning(policy, point, DAY)
            rows = trace.concluded["answer"].body
            assert isinstance(rows, tuple)
            self.found.append((point, trace, rows))

    def where(self, *ids: str) -> list[int]:
        """The cases in which all of some rows hold."""
        return [
            n
            for n, (_, _, rows) in enumerate(self.found)
            if all(row.truth is True for row in rows if row.row.id in ids)
        ]

    def region(self, fault: TableFault) -> set[int]:
        if fault.region is None:
            return set(range(len(self.found)))
        region: Expression = fault.region
        return {
            n
            for n, (_, trace, _) in enumerate(self.found)
            if evaluated(self.policy, trace, region).value is True
        }

    def gaps(self) -> set[int]:
        return {
            n
            for n, (_, _, rows) in enumerate(self.found)
            if all(row.truth is False for row in rows)
        }

    def is_complete(self, case: int) -> bool:
        return None not in self.found[case][0].values()


def body(policy: Policy) -> Table:
    found = policy.rules["R"].body
    assert isinstance(found, Table)
    return found


def faults(policy: Policy) -> tuple[TableFault, ...]:
    found = table_faults(policy, policy.rules["R"], MANY)
    assert not isinstance(found, NotExact), found
    return found


def of(found: tuple[TableFault, ...], *kinds: TableFaultKind) -> Iterator[TableFault]:
    return (fault for fault in found if fault.kind in kinds)


def pairs(found: tuple[TableFault, ...], *kinds: TableFaultKind) -> set[frozenset[str]]:
    return {frozenset(fault.rows) for fault in of(found, *kinds)}


@settings(max_examples=80, deadline=None, derandomize=True)
@given(tables())
def test_gaps_are_those_that_trying_every_case_finds(written: Written) -> None:
    policy = table(*written)
    tried, found = Tried(policy), list(of(faults(policy), TableFaultKind.GAP))
    gaps = tried.gaps()
    complete = {n for fault in found if fault.is_complete for n in tried.region(fault)}
    assert {n for n in complete if tried.is_complete(n)} == {
        n for n in gaps if tried.is_complete(n)
    }
    partial = {n for fault in found if not fault.is_complete for n in tried.region(fault)}
    assert partial <= gaps
    for case in gaps - partial - complete:
        point = tried.found[case][0]
        assert any(
            all(value in (None, known[name]) for name, value in point.items())
            for known in (tried.found[n][0] for n in complete)
        ), point


@settings(max_examples=80, deadline=None, derandomize=True)
@given(tables())
def test_rows_are_compared_as_by_trying_every_case(written: Written) -> None:
    policy = table(*written)
    tried, found = Tried(policy), faults(policy)
    holding = {row.id: set(tried.where(row.id)) for row in tried.table.rows}
    never = {id for id, cases in holding.items() if not cases}
    assert {fault.rows[0] for fault in of(found, TableFaultKind.NEVER)} == never
    outputs = {row.id: row.output for row in tried.table.rows}
    both_hold = {frozenset(p) for p in combinations(holding, 2) if holding[p[0]] & holding[p[1]]}
    inside = {
        frozenset(p)
        for p in combinations(holding, 2)
        if frozenset(p) in both_hold
        if holding[p[0]] <= holding[p[1]] or holding[p[1]] <= holding[p[0]]
    }
    like = {pair for pair in both_hold if len({outputs[id] for id in pair}) == 1}
    match tried.table.hit:
        case HitPolicy.UNIQUE:
            assert pairs(found, TableFaultKind.SUBSUMED) == inside
            assert pairs(found, TableFaultKind.OVERLAP) == both_hold - inside
        case HitPolicy.ANY:
            assert pairs(found, TableFaultKind.SUBSUMED) == inside & like
            assert pairs(found, TableFaultKind.CONFLICT) == both_hold - like
        case _:
            hit = {row.row.id for _, _, rows in tried.found for row in rows if row.hit is True}
            masked = holding.keys() - hit - never
            assert {fault.rows[0] for fault in of(found, TableFaultKind.MASKED)} == masked
    for fault in of(found, TableFaultKind.SUBSUMED):
        assert holding[fault.rows[0]] <= holding[fault.rows[1]]


@settings(max_examples=80, deadline=None, derandomize=True)
@given(tables())
def test_an_example_lies_in_its_region_and_shows_the_fault(written: Written) -> None:
    policy = table(*written)
    for fault in faults(policy):
        point = {c.name: value for c, value in fault.example if isinstance(c, Term)}
        trace = meaning(policy, point, DAY)
        rows = trace.concluded["answer"].body
        assert isinstance(rows, tuple)
        truths = {row.row.id: row.truth for row in rows}
        assert fault.region is None or evaluated(policy, trace, fault.region).value is True
        assert fault.is_complete is (
            fault.kind is TableFaultKind.NEVER or None not in point.values()
        )
        match fault.kind:
            case TableFaultKind.GAP:
                assert set(truths.values()) == {False}
            case TableFaultKind.MASKED:
                assert truths[fault.rows[0]] is True
            case TableFaultKind.NEVER:
                assert fault.text == "in no case"
            case _:
                assert all(truths[id] is True for id in fault.rows)


def may_hold(truth: Kleene) -> object:
    return negation(truth.fails)


@settings(max_examples=50, deadline=None, derandomize=True)
@given(tables())
def test_z3_finds_the_same(written: Written) -> None:
    policy = table(*written)
    found = faults(policy)
    prover = Prover()
    theory = Theory(prover, policy, DAY)
    rows = theory.rows("answer")

    def is_possible(*conditions: object) -> bool:
        return isinstance(prover.ask(both(*conditions)), Found)  # type: ignore[arg-type] # because conditions are opaque

    assert is_possible(*(row.truth.fails for row in rows)) is any(of(found, TableFaultKind.GAP))
    never = {row.row.id for row in rows if not is_possible(row.truth.holds)}
    assert {fault.rows[0] for fault in of(found, TableFaultKind.NEVER)} == never
    if body(policy).hit is HitPolicy.FIRST:
        masked = {row.row.id for row in rows if not is_possible(row.hit.holds)} - never
        assert {fault.rows[0] for fault in of(found, TableFaultKind.MASKED)} == masked
    if body(policy).hit is HitPolicy.UNIQUE:
        overlaps = {
            frozenset((one.row.id, other.row.id))
            for one, other in combinations(rows, 2)
            if is_possible(one.truth.holds, other.truth.holds)
        }
        assert pairs(found, TableFaultKind.OVERLAP, TableFaultKind.SUBSUMED) == overlaps
    for fault in of(found, TableFaultKind.GAP):
        region = True if fault.region is None else theory.truth(fault.region).holds
        assert is_possible(region)
        assert not is_possible(region, either(*(may_hold(row.truth) for row in rows)))


# -- large tables ------------------------------------------------------------------------------------------

NAMES = ("alpha", "bravo", "charlie", "delta", "echo", "foxtrot", "golf", "hotel")


def large(rows: list[list[str]], hit: str) -> Policy:
    kinds = "".join(f"  {name}: count between 0 and 999\n" for name in NAMES)
    head = HEAD.replace("evidence:\n", f"evidence:\n{kinds}")
    lines = [["row", *NAMES, "answer"], *([f"r{n}", *row, "a"] for n, row in enumerate(rows))]
    written = "".join(f"      | {' | '.join(line)} |\n" for line in lines)
    text = f"{head}    hit policy: {hit}\n    table: |\n{written}"
    return compile_policy([Source("policy.yaml", text)])


def divided(chance: random.Random, count: int) -> list[list[tuple[int, int]]]:
    """All cases in `count` boxes that do not meet."""
    boxes = [[(0, 999)] * len(NAMES)]
    while len(boxes) < count:
        box = boxes.pop(chance.randrange(len(boxes)))
        column = chance.randrange(len(NAMES))
        low, high = box[column]
        cut = chance.randint(low + 1, high)
        sides = ((low, cut - 1), (cut, high))
        boxes += [[*box[:column], side, *box[column + 1 :]] for side in sides]
    return boxes


def cells(box: list[tuple[int, int]]) -> list[str]:
    return ["-" if side == (0, 999) else f"{side[0]}..{side[1]}" for side in box]


@pytest.mark.parametrize("hit", ["unique", "first"])
@pytest.mark.parametrize("left_out", [None, 57])
def test_a_table_of_a_hundred_rows_and_eight_columns_is_settled(
    hit: str, left_out: int | None
) -> None:
    boxes = divided(random.Random(4), 101)  # noqa: S311 # because a repeatable table is asked
    kept = [box for n, box in enumerate(boxes) if n != left_out]
    policy = large([cells(box) for box in kept], hit)
    start = time.monotonic()
    found = table_faults(policy, policy.rules["R"])
    assert time.monotonic() - start < 10
    assert isinstance(found, tuple)
    if left_out is None:
        assert found == ()
        return
    (gap,) = found
    example = {column.name: value for column, value in gap.example if isinstance(column, Term)}
    for name, (low, high) in zip(NAMES, boxes[left_out], strict=True):
        value = example[name]
        assert isinstance(value, Fraction)
        assert low <= value <= high


def test_a_hundred_rows_at_random_are_settled() -> None:
    chance = random.Random(2)  # noqa: S311 # because a repeatable table is asked
    rows = [
        [
            "-"
            if chance.random() < 0.6
            else "{}..{}".format(*sorted(chance.sample(range(1000), 2)))
            for _ in NAMES
        ]
        for _ in range(100)
    ]
    start = time.monotonic()
    for hit in ("unique", "first"):
        found = table_faults(large(rows, hit), large(rows, hit).rules["R"])
        assert isinstance(found, tuple)
        assert found
    assert time.monotonic() - start < 10


# -- what a reader sees ------------------------------------------------------------------------------------


def test_a_region_is_told_in_words() -> None:
    policy = table("first", ["points", "ready"], [["at least floor", "-", "a"], ["-", "yes", "b"]])
    (gap,) = faults(policy)
    assert gap.text == "points is below 3; ready is no"
    assert gap.is_sure


def test_what_needs_unknown_evidence_is_told_apart() -> None:
    policy = table("unique", ["ready"], [["yes", "a"], ["no", "b"], ["known", "a"]])
    kinds = [(f.kind, f.rows, f.text, f.is_complete) for f in faults(policy)]
    assert kinds == [
        (TableFaultKind.SUBSUMED, ("r0", "r2"), "ready: yes", True),
        (TableFaultKind.SUBSUMED, ("r1", "r2"), "ready is no", True),
    ]
    policy = table("unique", ["ready"], [["unknown", "a"], ["unknown, yes", "b"], ["no", "b"]])
    (found,) = faults(policy)
    assert (found.text, found.is_complete) == ("ready is not known", False)


def test_a_masked_row_is_told_with_as_few_rows_as_will_do() -> None:
    rows = [["2", "-", "a"], ["below 3", "-", "a"], ["-", "no", "b"], ["at least floor", "-", "b"]]
    found = faults(table("first", ["points", "ready"], [*rows, ["1..4", "-", "a"]]))
    assert [fault.rows for fault in found] == [("r4", "r1", "r3")]


def test_two_columns_of_one_value_are_one() -> None:
    rows = [["at least 2", "at most 3", "a"], ["below 2", "-", "a"], ["above 3", "-", "b"]]
    assert faults(table("unique", ["points", "points"], rows)) == ()


def test_a_cell_of_two_values_is_said_not_to_be_exact() -> None:
    policy = table("first", ["points"], [["at least floor", "a"], ["-", "b"]])
    rule = policy.rules["R"]
    two = policy.evidence["ready"]
    first_row, *rest = body(policy).rows
    cell = first_row.cells[0]
    assert cell is not None
    crossed = replace(first_row, cells=(Term("ready", two.kind),))
    crossed_table = replace(body(policy), rows=(crossed, *rest))
    found = table_faults(policy, replace(rule, body=crossed_table))
    assert found == NotExact("a cell under `points` also reads ready")


def test_outputs_that_are_worked_out_may_conflict() -> None:
    policy = table("any", ["ready"], [["yes", "a"], ["-", "b"], ["no", "if ready then a else b"]])
    kinds = {fault.rows: fault.kind for fault in faults(policy)}
    assert kinds[("r0", "r1")] is TableFaultKind.CONFLICT
    assert kinds[("r1", "r2")] is TableFaultKind.MAY_CONFLICT
    assert all(isinstance(row.output, Const) for row in body(policy).rows[:2])


CONCLUDED = """
policy: Tables of conclusions
version: "1"
effective: {from: 2012-01-01}
records:
  member: {mark: points between 1 and 5, cost: money between £0 and £100 step £5}
evidence:
  panel: {type: "list of member, at most 3"}
  fee: money between £0 and £1m step £10
  ready: yes or no
settings:
  rank: {type: points between 1 and 3, default: 2, owner: us, reason: test, anchor: none}
rules:
  - {id: R1, title: t, basis: "setting, ours", define: low mark, as: lowest of mark across panel}
  - {id: R2, title: t, basis: "setting, ours", define: total, as: fee + sum of cost across panel}
  - {id: R3, title: t, basis: "setting, ours", define: half, as: fee / 4}
  - {id: R4, title: t, basis: "setting, ours", define: place, as: if ready then rank else 3}
  - {id: R5, title: t, basis: "setting, ours", define: sure, when: ready, if unknown: not met}
  - {id: R6, title: t, basis: "setting, ours", define: outcome, type: "choice of c, d", as: c}
  - id: R
    title: t
    basis: setting, a test
    define: answer
    type: choice of a, b
    hit policy: unique
    table: |
      | row | COLUMN | answer |
"""


@pytest.mark.parametrize(
    ("column", "cells", "gaps"),
    [
        ("low mark", ("1..2, unknown", "3..5"), []),
        ("lowest of mark across panel", ("1..2, unknown", "4..5"), ["is above 2 and below 4"]),
        ("count of panel", ("0, unknown", "1, 2"), ["is above 2"]),
        ("total", ("£0..£5, unknown", "at least £10"), []),
        ("total", ("£0..£4, unknown", "at least £10"), ["is above £4 and below £10"]),
        ("half", ("£0, unknown", "at least £2"), ["is above £0 and below £2"]),
        ("place", ("1, unknown", "2"), ["is above 2"]),
        ("place", ("1, unknown", "2..3"), []),
        ("sure", ("yes", "no"), []),
        ("ready", ("yes", "no"), []),
        ("ready", ("yes, unknown", "no"), []),
        ("outcome", ("c", "unknown"), []),
    ],
)
def test_a_column_may_be_what_its_conclusion_may_be(
    column: str, cells: Sequence[str], gaps: Sequence[str]
) -> None:
    rows = "".join(f"      | r{n} | {cell} | a |\n" for n, cell in enumerate(cells))
    text = CONCLUDED.replace("COLUMN", column)
    found = of(faults(compile_policy([Source("policy.yaml", text + rows)])), TableFaultKind.GAP)
    assert [f"is {gap.text.partition(' is ')[2]}" for gap in found] == list(gaps)


def test_people_may_decide_a_question_otherwise_than_the_rules() -> None:
    ends = "decisions: [{id: Q1, question: what, answer: outcome, decided by: us}]\n"
    rows = "      | r0 | c | a |\n      | r1 | d | b |\n"
    text = CONCLUDED.replace("COLUMN", "outcome") + rows
    alone, decided = (compile_policy([Source("policy.yaml", t)]) for t in (text, text + ends))
    assert [fault.kind for fault in faults(alone)] == [TableFaultKind.NEVER]
    assert faults(decided) == ()


def test_a_table_of_items_is_looked_at_like_any_other() -> None:
    each = "    for each: member\n    define: answer"
    text = CONCLUDED.replace("    define: answer", each).replace("COLUMN", "mark | cost")
    rows = "      | r0 | 1..4 | below £50 | a |\n      | r1 | at least 4 | - | b |\n"
    overlap_and_gap = faults(compile_policy([Source("policy.yaml", text + rows)]))
    assert [(f.kind, f.rows, f.text, f.is_sure) for f in overlap_and_gap] == [
        (TableFaultKind.GAP, (), "mark is below 4; cost is at least £50", True),
        (TableFaultKind.OVERLAP, ("r0", "r1"), "mark is 4; cost is below £50", True),
    ]
