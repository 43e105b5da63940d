"""Decision tables, exactly: which cases no row takes, which two do, and which rows are for nothing.

In: a policy, and a rule of it whose body is a table. Out: what is wrong with the table, each with the
region of its columns where it is so, in words, as a condition, and by an example. A region is one of
*columns*: where they are conclusions, or share evidence, that a case gets there is for Z3 to tell
(`is_sure` is False then). Every column may be unknown, unless it never is; what is wrong only then is
told apart (`is_complete` is False).
A cell must test its column alone. Thresholds are what the settings make them; a column that depends on
settings may be what any of them would give.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from enum import Enum
from functools import reduce
from itertools import combinations
from operator import and_, or_

from cssrules.cone import cone
from cssrules.dataclass import dataclass
from cssrules.english import says, value_of
from cssrules.expression import (
    DECISION_DAY,
    OPPOSITE,
    And,
    Compare,
    Comparison,
    Const,
    Expression,
    Field,
    Includes,
    Known,
    Not,
    Or,
    Term,
    fields,
    kind_of,
    parts,
    terms,
)
from cssrules.policy import HitPolicy, Period, Policy, Row, Rule, Table
from cssrules.possible import Possibilities
from cssrules.proof.axes import (
    OPTIONS_AT_MOST,
    Axis,
    Places,
    axis_of,
    condition,
    first,
)
from cssrules.proof.boxes import (
    Box,
    TooManyBoxes,
    common,
    gaps,
    is_empty,
    lies_within,
    uncovered,
)
from cssrules.proof.grain import grain
from cssrules.ranges import Options, Possible, Within, known_of, may_be, of_kind
from cssrules.values import Kind, ListOf, Number, SetOf, Value, listed

GAPS_AT_MOST = 20
"""Of more regions that no row takes than this, so many are told."""


class TableFaultKind(Enum):
    """What may be wrong with a table."""

    GAP = "gap"
    OVERLAP = "overlap"
    CONFLICT = "conflict"
    MAY_CONFLICT = "may conflict"
    MASKED = "masked"
    SUBSUMED = "subsumed"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class TableFault:
    """What is wrong with a table, the row that it is said of first: MASKED behind the rows after it,
    SUBSUMED by them. It is so where `region` (None: everywhere) holds, as for the values of `example`, by
    column. MAY_CONFLICT: the outputs are worked out, and may be unlike.
    """

    kind: TableFaultKind
    rows: tuple[str, ...]
    region: Expression | None
    text: str
    example: tuple[tuple[Expression, Value], ...]
    is_complete: bool
    is_sure: bool


@dataclass(frozen=True, slots=True)
class NotExact:
    """A table that is not analysed, and why."""

    why: str


class Tables:
    """The tables of a policy, one after the other."""

    def __init__(self, policy: Policy) -> None:
        self._policy, self._open = policy, _Open(policy)

    def faults(
        self, rule: Rule, gaps_at_most: int = GAPS_AT_MOST
    ) -> tuple[TableFault, ...] | NotExact:
        """What is wrong with the table of `rule`, in the order of kinds and of rows."""
        assert isinstance(rule.body, Table), "a rule with a table"
        try:
            analysis = _Analysis(self._policy, self._open, rule, rule.body)
            return tuple(analysis.faults(gaps_at_most))
        except _NotUnary as cell:
            return NotExact(str(cell))
        except TooManyBoxes:
            return NotExact("its rows divide the cases into more regions than can be looked into")


def table_faults(
    policy: Policy, rule: Rule, gaps_at_most: int = GAPS_AT_MOST
) -> tuple[TableFault, ...] | NotExact:
    """What is wrong with the table of one rule."""
    return Tables(policy).faults(rule, gaps_at_most)


class _NotUnary(Exception):
    """A cell that does not test its column alone."""


@dataclass(frozen=True, slots=True)
class _Boxed:
    """A row: the box where its cells hold, and the one where none of them fails."""

    row: Row
    holds: Box
    may_hold: Box


class _Analysis:
    def __init__(self, policy: Policy, possibilities: "_Open", rule: Rule, table: Table) -> None:
        self.policy, self.possibilities = policy, possibilities
        self.rule, self.table = rule, table
        self.wording = replace(policy, settings={})
        self.settled = Possibilities(policy, {}, date.min)
        self.columns = tuple(dict.fromkeys(table.inputs))
        self.axes = tuple(self._axis(column) for column in self.columns)
        self.everything = tuple(axis.everything for axis in self.axes)
        self.known = tuple(axis.everything & ~axis.unknown for axis in self.axes)
        self.is_sure = _are_free(policy, rule, self.columns)
        self.rows = tuple(self._boxed(row) for row in table.rows)

    def faults(self, gaps_at_most: int) -> Iterator[TableFault]:
        collects = self.table.hit in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER}
        if not collects:
            yield from self._gaps(gaps_at_most)
        never = [row for row in self.rows if is_empty(row.holds)]
        for row in never:
            yield self._fault(TableFaultKind.NEVER, (row,), None)
        alive = [row for row in self.rows if row not in never]
        if self.table.hit is HitPolicy.FIRST:
            yield from self._masked(alive)
            return
        for one, other in combinations(alive, 2):
            yield from self._of_two(one, other)

    # -- what may be wrong ---------------------------------------------------------------------------------

    def _gaps(self, most: int) -> Iterator[TableFault]:
        """Where every row fails: first for known columns; then for unknown ones where it would not be so,
        whatever they were.
        """
        boxes = [row.may_hold for row in self.rows]
        complete = list(gaps(self.known, boxes, most))
        for gap in complete:
            yield self._fault(TableFaultKind.GAP, (), gap)
        unknown = [axis.unknown for axis in self.axes]
        implied = (tuple(map(or_, gap, unknown)) for gap in complete)
        for gap in gaps(self.everything, [*boxes, *implied], most - len(complete)):
            yield self._fault(TableFaultKind.GAP, (), gap)

    def _masked(self, rows: Sequence[_Boxed]) -> Iterator[TableFault]:
        """Rows that earlier ones leave no case, with as few of them as will do."""
        for place, row in enumerate(rows):
            before = [r for r in rows[:place] if not is_empty(common(r.may_hold, row.holds))]
            if uncovered(row.holds, [r.may_hold for r in before]) is not None:
                continue
            for spare in list(before):
                others = [r for r in before if r is not spare]
                if uncovered(row.holds, [r.may_hold for r in others]) is None:
                    before = others
            yield self._fault(TableFaultKind.MASKED, (row, *before), row.holds)

    def _of_two(self, one: _Boxed, other: _Boxed) -> Iterator[TableFault]:
        shared = common(one.holds, other.holds)
        if is_empty(shared):
            return
        unlike = self._unlike(one.row, other.row)
        match self.table.hit:
            case HitPolicy.UNIQUE:
                kind = TableFaultKind.OVERLAP
            case HitPolicy.ANY if unlike is None:
                kind = TableFaultKind.MAY_CONFLICT
            case HitPolicy.ANY if unlike:
                kind = TableFaultKind.CONFLICT
            case _ if unlike is not False:
                return
            case _:
                kind = TableFaultKind.SUBSUMED
        if kind in {TableFaultKind.OVERLAP, TableFaultKind.SUBSUMED}:
            if lies_within(other.holds, one.holds):
                one, other = other, one
            if lies_within(one.holds, other.holds):
                kind = TableFaultKind.SUBSUMED
            elif kind is TableFaultKind.SUBSUMED:
                return
        yield self._fault(kind, (one, other), shared)

    def _unlike(self, one: Row, other: Row) -> bool | None:
        """Whether two rows give unlike outputs; None where that depends on the case."""
        if one.output == other.output:
            return False
        both_constant = isinstance(one.output, Const) and isinstance(other.output, Const)
        return True if both_constant or self.table.makes else None

    # -- what is said of it --------------------------------------------------------------------------------

    def _fault(self, kind: TableFaultKind, rows: Sequence[_Boxed], box: Box | None) -> TableFault:
        ids = tuple(row.row.id for row in rows)
        if box is None:
            return TableFault(kind, ids, None, "in no case", (), is_complete=True, is_sure=True)
        known = common(box, self.known)
        is_complete = not is_empty(known)
        shown = known if is_complete else box
        example = tuple(
            (axis.column, axis.value(first(k or s)))
            for axis, k, s in zip(self.axes, known, shown, strict=True)
        )
        conditions = (condition(a, places) for a, places in zip(self.axes, shown, strict=True))
        tests = [test for test in conditions if test is not None]
        region = None if not tests else tests[0] if len(tests) == 1 else And(tuple(tests))
        told = [test for test in tests if not (is_complete and isinstance(test, Known))]
        text = "; ".join(says(self.wording, test, truth=True) for test in told)
        is_sure = self.is_sure or kind in {TableFaultKind.MASKED, TableFaultKind.SUBSUMED}
        return TableFault(kind, ids, region, text or "in every case", example, is_complete, is_sure)

    # -- from cells to boxes -------------------------------------------------------------------------------

    def _boxed(self, row: Row) -> _Boxed:
        holds, may_hold = list(self.everything), list(self.everything)
        for input, cell in zip(self.table.inputs, row.cells, strict=True):
            if cell is None:
                continue
            column = self.columns.index(input)
            met, failed = self._places(cell, self.axes[column])
            holds[column] &= met
            may_hold[column] &= ~failed
        return _Boxed(row, tuple(holds), tuple(may_hold))

    def _places(self, cell: Expression, axis: Axis) -> tuple[Places, Places]:
        """Where a cell holds, and where it fails."""
        known = axis.everything & ~axis.unknown
        if cell == axis.column:
            met = axis.meets(Comparison.EQ, True)  # noqa: FBT003 # because a value is meant
            return met, known & ~met
        match cell:
            case Not(part=part):
                met, failed = self._places(part, axis)
                return failed, met
            case And(parts=inners) | Or(parts=inners):
                found = [self._places(inner, axis) for inner in inners]
                joint, other = (and_, or_) if isinstance(cell, And) else (or_, and_)
                return reduce(joint, (m for m, _ in found)), reduce(other, (f for _, f in found))
            case Known():
                return known, axis.unknown
            case Includes(option=option):
                met = axis.includes(option)
                return met, known & ~met
            case Compare(comparison, left, right) if left == axis.column:
                value = self._constant(right)
                met = 0 if value is None else axis.meets(comparison, value)
                return met, 0 if value is None else known & ~met
            case Compare(comparison, left, right):
                met, failed = self._places(Compare(OPPOSITE[comparison], left, right), axis)
                return failed, met
            case _:
                raise AssertionError("what `_cuts` has let through")

    # -- axes --------------------------------------------------------------------------------------------

    def _axis(self, column: Expression) -> Axis:
        cells = [
            cell
            for row in self.table.rows
            for input, cell in zip(self.table.inputs, row.cells, strict=True)
            if input == column and cell is not None
        ]
        cuts = [cut for cell in cells for cut in self._cuts(cell, column)]
        if isinstance(kind_of(column), SetOf) and len(set(cuts)) > OPTIONS_AT_MOST:
            raise _NotUnary(f"its cells name {len(set(cuts))} options of one set")
        possible = self._possible(column)
        unknown = self._may_be_unknown(column, possible)
        return axis_of(column, self._kind(column), possible, cuts, unknown=unknown)

    def _kind(self, column: Expression) -> Kind:
        """The kind of a column, of a number with the step that its values keep to."""
        kind = kind_of(column)
        if not isinstance(kind, Number) or kind.step is not None:
            return kind
        step = grain(self.policy, column, self.rule.each)
        return Number(kind.unit, step=step) if step else kind

    def _cuts(self, cell: Expression, column: Expression) -> Iterator[Value]:
        """The values with which a cell compares its column. Raises _NotUnary."""
        if cell == column:
            return
        match cell:
            case Not() | And() | Or():
                for part in parts(cell):
                    yield from self._cuts(part, column)
            case Known(part=part) if part == column:
                return
            case Includes(whole=whole, option=option) if whole == column:
                yield option
            case Compare(left=left, right=right) if left == column and self._is_constant(right):
                if not isinstance(kind_of(column), SetOf):
                    yield from (v for v in [self._constant(right)] if v is not None)
                    return
                raise _NotUnary(f"a cell compares the whole of `{self._said(column)}`")
            case Compare(comparison, left, right) if column == Compare(
                OPPOSITE[comparison], left, right
            ):
                return
            case _:
                others = sorted(_names(cell) - _names(column) - self.policy.settings.keys())
                also = f"also reads {listed(others, 'and')}" if others else "is no test of it alone"
                raise _NotUnary(f"a cell under `{self._said(column)}` {also}")

    def _is_constant(self, threshold: Expression) -> bool:
        return not _names(threshold) - self.policy.settings.keys()

    def _constant(self, threshold: Expression) -> Value:
        found = self.settled.judge(threshold)
        assert isinstance(found, Options), "settings and literals give one value"
        (value,) = found.values
        return value

    def _possible(self, column: Expression) -> Possible:
        """What a column may be, in any case, on any day and under any settings; perhaps less."""
        rules = cone(self.policy, self.policy.reads(column, self.rule.each)).rules.values()
        if any(rule.effective != Period() for rule in rules):
            return of_kind(kind_of(column))
        if self.rule.each is not None:
            return self.possibilities.of_any_item(column, self.rule.each)
        return self.possibilities.judge(column)

    def _may_be_unknown(self, column: Expression, possible: Possible) -> bool:
        name = column.name if isinstance(column, Term) else ""
        if name == DECISION_DAY or name in self.policy.settings:
            return False
        rules = self.policy.defining.get(name, ())
        is_presumed = any(r.if_unknown is not None and r.effective == Period() for r in rules)
        return may_be(possible, None) and not is_presumed

    def _said(self, column: Expression) -> str:
        return value_of(self.policy, column)


class _Open(Possibilities):
    """What may turn out where nothing is told, neither the day nor what the settings are; and people may
    decide a question as they see fit.
    """

    def __init__(self, policy: Policy) -> None:
        super().__init__(policy, {}, date.min)
        self.answers = {
            question.answer: policy.kind(question.answer) for question in policy.questions
        }

    def term(self, name: str) -> Possible:
        if name == DECISION_DAY:
            return Within()
        if name in self.policy.settings:
            return known_of(of_kind(self.policy.settings[name].kind))
        kind = self.answers.get(name)
        if kind is not None and not isinstance(kind, ListOf):
            return of_kind(kind)
        return super().term(name)


def _names(expression: Expression) -> frozenset[str]:
    """The names that an expression reads, fields among them."""
    return terms(expression) | {name for _, name in fields(expression, "")}


def _are_free(policy: Policy, rule: Rule, columns: Sequence[Expression]) -> bool:
    """Whether a case, or an item of its list, may have any values of these columns together."""
    bound = {name for assumption in policy.assumptions for name in terms(assumption)}
    return rule.each not in bound and all(
        (isinstance(column, Term) and column.name in policy.evidence.keys() - bound)
        or (isinstance(column, Field) and column.name not in policy.defining)
        for column in columns
    )
