"""Expressions as written, to typed expressions: names found, kinds and units made to agree.

In: the tree as written, what the names stand for, the kind asked for at the place. Out: an
Expression, or None where a fault was noted.
INVARIANT: in an expression that comes out, every name exists, both sides of a comparison are of one
kind, fields stand under their list only, options and numbers are those of their kind.
"""

from dataclasses import replace
from datetime import date
from fractions import Fraction

from cssrules.dataclass import dataclass
from cssrules.expression import (
    OPPOSITE,
    And,
    Arithmetic,
    Compare,
    Comparison,
    Const,
    Expression,
    Field,
    If,
    Includes,
    Known,
    Measure,
    Measured,
    Negative,
    Not,
    Operator,
    Or,
    Quantified,
    Term,
    kind_of,
)
from cssrules.language.agree import (
    a_kind,
    adapted,
    alike,
    asked_beside,
    common_unit,
    counts,
    has_order,
    is_bare,
    is_bare_kind,
    is_small,
    is_whole,
    is_zero,
    unit_of,
    units_agree,
)
from cssrules.language.kinds import WORKING_DAYS_AT_MOST, unbounded
from cssrules.language.names import Names, Scope, Vocabulary
from cssrules.language.notes import Notes
from cssrules.language.syntax import (
    All,
    AnyValue,
    BeingKnown,
    Between,
    Cell,
    CellBetween,
    CellComparing,
    CellEqual,
    CellKnown,
    CellTest,
    CellTests,
    Comparing,
    Conditional,
    DateText,
    Either,
    Including,
    Inverse,
    Measuring,
    Name,
    Negated,
    NumberText,
    OneOf,
    Quantifying,
    QuotedText,
    Sum,
    Syntax,
    TruthText,
)
from cssrules.problem import Kind as Fault
from cssrules.source import Span
from cssrules.values import (
    BadValue,
    Choice,
    Date,
    Kind,
    ListOf,
    Number,
    SetOf,
    Unit,
    YesNo,
    check_bounds,
    kind_in_words,
    unit_hint,
)

_WORKING_DAYS = {Operator.WORKING_DAYS_AFTER, Operator.WORKING_DAYS_BEFORE}
_ORDERED = {Comparison.LT, Comparison.LE, Comparison.GT, Comparison.GE}


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks expressions; `scope` is set under a list, where the fields of its items can be read."""

    notes: Notes
    words: Vocabulary
    scope: Scope | None = None

    @property
    def names(self) -> Names:
        return Names(self.notes, self.words, self.scope)

    def under(self, items: str) -> "Checker":
        """The checker of what is said of each item of the list."""
        return replace(self, scope=Scope(items, self.words.records[self.words.lists[items]]))

    # -- entry points ------------------------------------------------------------------------------

    def condition(self, syntax: Syntax) -> Expression | None:
        """A yes-or-no expression."""
        return self.value(syntax, YesNo())

    def value(self, syntax: Syntax, asked: Kind | None) -> Expression | None:
        """An expression of the kind asked for (any kind where None)."""
        found = self.expression(syntax, asked)
        if found is None or asked is None:
            return found
        kind = kind_of(found)
        if alike(kind, asked) or (is_bare(found) and is_bare_kind(asked)):
            return adapted(found, asked)
        if isinstance(kind, Number) and isinstance(asked, Number):
            self._unlike_units(syntax.span, found, kind, asked)
        else:
            self._wrong_kind(syntax.span, kind, asked)
        return None

    def expression(self, syntax: Syntax, asked: Kind | None) -> Expression | None:
        match syntax:
            case NumberText():
                return self.names.number(syntax, asked)
            case DateText(value=value):
                return Const(value, Date())
            case TruthText(value=value):
                return Const(value, YesNo())
            case QuotedText(value=value):
                return self.names.quoted(syntax, value, asked)
            case Name():
                return self.names.name(syntax, asked)
            case Negated(part=part):
                return self._negated(syntax, part, asked)
            case Sum():
                return self._sum(syntax)
            case Comparing(comparison=comparison, left=left, right=right):
                return self._compared(syntax.span, comparison, left, right)
            case Between():
                return self._between(syntax)
            case OneOf():
                return self._one_of(syntax)
            case Including():
                return self._including(syntax)
            case BeingKnown(part=part, negated=negated):
                inner = self.expression(part, None)
                return None if inner is None else _unless(negated, Known(inner))
            case Inverse(part=part):
                inner = self.condition(part)
                return None if inner is None else Not(inner)
            case All(parts=parts):
                found = self._all(parts)
                return None if found is None else And(found)
            case Either(parts=parts):
                found = self._all(parts)
                return None if found is None else Or(found)
            case Conditional():
                return self._conditional(syntax, asked)
            case Quantifying():
                return self._quantified(syntax)
            case Measuring():
                return self._measured(syntax)

    def cell(self, column: Expression, cell: Cell) -> Expression | None:
        """The condition that a cell puts on its column; None for a fault. `-` must not come here."""
        assert isinstance(cell, CellTests)
        kind = kind_of(column)
        tests = [self._test(column, kind, test) for test in cell.tests]
        if any(test is None for test in tests):
            return None
        found = [test for test in tests if test is not None]
        if cell.negated:
            turned = tuple(_inverse(test) for test in found)
            return turned[0] if len(turned) == 1 else And(turned)
        return found[0] if len(found) == 1 else Or(tuple(found))

    # -- arithmetic ----------------------------------------------------------------------------------

    def _negated(self, syntax: Negated, part: Syntax, asked: Kind | None) -> Expression | None:
        inner = self.expression(part, asked if isinstance(asked, Number) else None)
        if inner is None:
            return None
        kind = kind_of(inner)
        if isinstance(part, Sum) and part.operator in _WORKING_DAYS:
            self.notes.fault(
                Fault.WRONG_TYPE,
                syntax.span,
                "working days cannot be counted with a minus",
                help="write `working days before …` to count back",
            )
            return None
        if not isinstance(kind, Number):
            self._not_a_number(syntax.span, kind)
            return None
        if isinstance(inner, Const) and isinstance(inner.value, Fraction):
            return Const(-inner.value, kind)
        return Negative(inner, Number(kind.unit))

    def _sum(self, syntax: Sum) -> Expression | None:
        if syntax.operator in _WORKING_DAYS:
            return self._working_days(syntax)
        left = self.expression(syntax.left, None)
        right = self.expression(syntax.right, None)
        if left is None or right is None:
            return None
        if isinstance(kind_of(left), Date):
            return self._date_sum(syntax, left, right)
        for side, part in ((left, syntax.left), (right, syntax.right)):
            if not isinstance(kind_of(side), Number):
                self._not_a_number(part.span, kind_of(side))
                return None
        if syntax.operator is Operator.DIVIDE and is_zero(right):
            self.notes.fault(
                Fault.ZERO_DIVISOR,
                syntax.right.span,
                "nothing can be divided by zero",
                help="name what it is divided by",
                label="is zero",
            )
            return None
        unit = unit_of(syntax.operator, left, right)
        if unit is None:
            self._units_clash(syntax, left, right)
            return None
        return Arithmetic(syntax.operator, left, right, Number(unit))

    def _date_sum(self, syntax: Sum, left: Expression, right: Expression) -> Expression | None:
        kind = kind_of(right)
        if isinstance(kind, Date) and syntax.operator is Operator.SUBTRACT:
            return Arithmetic(syntax.operator, left, right, Number(Unit.DAYS))
        additive = syntax.operator in {Operator.ADD, Operator.SUBTRACT}
        if additive and isinstance(kind, Number) and kind.unit is Unit.DAYS and is_whole(right):
            return Arithmetic(syntax.operator, left, right, Date())
        self.notes.fault(
            Fault.WRONG_UNIT,
            syntax.span,
            "to a date only whole days can be added",
            help="write `60 days`, or take one date from another",
        )
        return None

    def _working_days(self, syntax: Sum) -> Expression | None:
        number = self.expression(syntax.left, None)
        day = self.value(syntax.right, Date())
        if number is None or day is None:
            return None
        if not counts(number):
            self.notes.fault(
                Fault.WRONG_UNIT,
                syntax.left.span,
                "this is no whole number of working days",
                help="write a whole number, or a count: `20 working days after …`",
            )
            return None
        if not is_small(number):
            self.notes.fault(
                Fault.OUT_OF_RANGE,
                syntax.left.span,
                f"this may be more than {WORKING_DAYS_AT_MOST:,} working days",
                help="write a smaller number, or declare a lower most",
            )
            return None
        return Arithmetic(syntax.operator, number, day, Date())

    def _units_clash(self, syntax: Sum, left: Expression, right: Expression) -> None:
        a, b = kind_of(left), kind_of(right)
        assert isinstance(a, Number)
        assert isinstance(b, Number)
        verb = {
            Operator.ADD: "added to",
            Operator.SUBTRACT: "taken from",
            Operator.MULTIPLY: "multiplied by",
            Operator.DIVIDE: "divided by",
        }[syntax.operator]
        first, second = (b, a) if syntax.operator in {Operator.ADD, Operator.SUBTRACT} else (a, b)
        hint = "values of one unit go together; two of one unit divided give a percent"
        if is_bare(right) and syntax.operator in {Operator.ADD, Operator.SUBTRACT}:
            hint = unit_hint(syntax.right.span.text, a.unit)
        self.notes.fault(
            Fault.WRONG_UNIT,
            syntax.span,
            f"{first.unit.value} cannot be {verb} {second.unit.value}",
            help=hint,
            label=f"{a.unit.value} and {b.unit.value}",
        )

    # -- comparisons ---------------------------------------------------------------------------------

    def _compared(
        self, span: Span, comparison: Comparison, left: Syntax, right: Syntax
    ) -> Expression | None:
        sides = self._sides(left, right)
        if sides is None:
            return None
        return self._comparison(span, comparison, *sides, (left.span, right.span))

    def _sides(self, left: Syntax, right: Syntax) -> tuple[Expression, Expression] | None:
        """Both sides, each the other's hint for options and bare numbers."""
        if self._needs_other(left) and not self._needs_other(right):
            second = self.expression(right, None)
            if second is None:
                return None
            first = self.expression(left, unbounded(kind_of(second)))
            return None if first is None else (first, second)
        first = self.expression(left, None)
        if first is None:
            return None
        if isinstance(kind_of(first), ListOf):
            self._list_compared(left.span)
            return None
        second = self.expression(right, asked_beside(first))
        return None if second is None else (first, second)

    def _needs_other(self, syntax: Syntax) -> bool:
        """Whether only the other side can tell what this one is: an option, or a bare number."""
        match syntax:
            case NumberText() | QuotedText():
                return True
            case Name(text=text):
                return not self.names.is_term(text) and self.names.field(text) is None
            case _:
                return False

    def _comparison(  # because both sides come with their places
        self,
        span: Span,
        comparison: Comparison,
        left: Expression,
        right: Expression,
        spans: tuple[Span, Span],
    ) -> Expression | None:
        a, b = kind_of(left), kind_of(right)
        if isinstance(a, Number) and isinstance(b, Number):
            if not units_agree(left, right):
                if is_bare(left) and not is_bare(right):
                    self._unlike_units(spans[0], left, a, b)
                else:
                    self._unlike_units(spans[1], right, b, a)
                return None
        elif not alike(a, b):
            self._wrong_kind(spans[1], b, a)
            return None
        if isinstance(a, ListOf):
            self._list_compared(span)
            return None
        if comparison in _ORDERED and not has_order(a):
            self._no_order(span, a)
            return None
        if left == right and not isinstance(left, Const):
            self.notes.fault(
                Fault.WRONG_TYPE,
                span,
                "a value is compared with itself",
                help="name what it is to be compared with",
            )
            return None
        self._literal_in_range(left, right, comparison, spans[1])
        self._literal_in_range(right, left, comparison, spans[0])
        return _compare(comparison, left, right)

    def _list_compared(self, span: Span) -> None:
        self.notes.fault(
            Fault.WRONG_TYPE,
            span,
            "lists cannot be compared",
            help="compare a count or a measure",
        )

    def _literal_in_range(
        self, term: Expression, literal: Expression, comparison: Comparison, span: Span
    ) -> None:
        """Refuse a threshold that the declared range of the other side can never meet."""
        if not isinstance(literal, Const) or literal.value is None:
            return
        kind = kind_of(term)
        if not isinstance(term, Term | Field) or not isinstance(kind, Number | Date):
            return
        assert isinstance(literal.value, Fraction | date)
        strict = comparison in {Comparison.EQ, Comparison.NE} and isinstance(kind, Number)
        tested = kind if strict or isinstance(kind, Date) else replace(kind, step=None)
        try:
            check_bounds(literal.value, tested)
        except BadValue as bad:
            self.notes.fault(
                Fault.OUT_OF_RANGE,
                span,
                f"`{term.name}` can never meet this: {bad.message}",
                help=f"`{term.name}` is {kind_in_words(kind)}",
            )

    def _between(self, syntax: Between) -> Expression | None:
        low = self._compared(syntax.span, Comparison.GE, syntax.subject, syntax.low)
        if low is None:
            return None
        high = self._compared(syntax.span, Comparison.LE, syntax.subject, syntax.high)
        if high is None:
            return None
        if syntax.negated:
            return Or((_inverse(low), _inverse(high)))
        return And((low, high))

    def _one_of(self, syntax: OneOf) -> Expression | None:
        comparison = Comparison.NE if syntax.negated else Comparison.EQ
        subject = self.expression(syntax.subject, None)
        if subject is None:
            return None
        found: list[Expression] = []
        for option in syntax.options:
            right = self.expression(option, asked_beside(subject))
            if right is None:
                return None
            spans = (syntax.subject.span, option.span)
            test = self._comparison(syntax.span, comparison, subject, right, spans)
            if test is None:
                return None
            found.append(test)
        if len(found) == 1:
            return found[0]
        return And(tuple(found)) if syntax.negated else Or(tuple(found))

    def _including(self, syntax: Including) -> Expression | None:
        whole = self.expression(syntax.whole, None)
        if whole is None:
            return None
        kind = kind_of(whole)
        if not isinstance(kind, SetOf):
            self.notes.fault(
                Fault.WRONG_TYPE,
                syntax.whole.span,
                f"this is {a_kind(kind)}, and only a set includes",
                help="write `is` for one value",
            )
            return None
        option = self.names.set_option(syntax.option, kind)
        return None if option is None else _unless(syntax.negated, Includes(whole, option))

    # -- logic ---------------------------------------------------------------------------------------

    def _all(self, parts: tuple[Syntax, ...]) -> tuple[Expression, ...] | None:
        found = [self.condition(part) for part in parts]
        whole = tuple(part for part in found if part is not None)
        return whole if len(whole) == len(found) else None

    def _conditional(self, syntax: Conditional, asked: Kind | None) -> Expression | None:
        condition = self.condition(syntax.condition)
        then = self.expression(syntax.then, asked)
        beside = asked if asked is not None or then is None else asked_beside(then)
        otherwise = self.expression(syntax.otherwise, beside)
        if condition is None or then is None or otherwise is None:
            return None
        a, b = kind_of(then), kind_of(otherwise)
        if isinstance(a, Number) and isinstance(b, Number):
            if not units_agree(then, otherwise):
                self._unlike_units(syntax.otherwise.span, otherwise, b, a)
                return None
            kind: Kind = Number(common_unit(then, otherwise))
        elif isinstance(a, ListOf):
            self.notes.fault(
                Fault.WRONG_TYPE,
                syntax.span,
                "lists cannot be chosen between",
                help="count or measure each, and choose between the results",
            )
            return None
        elif alike(a, b):
            kind = unbounded(a)
        else:
            self._wrong_kind(syntax.otherwise.span, b, a)
            return None
        return If(condition, then, otherwise, kind)

    # -- lists ---------------------------------------------------------------------------------------

    def _quantified(self, syntax: Quantifying) -> Expression | None:
        record = self.names.record_called(syntax.record)
        if record is None or self._is_nested(syntax.span):
            return None
        items = self.names.list_of(record, syntax.items, syntax.record)
        if items is None:
            return None
        body = self.under(items).condition(syntax.body)
        return None if body is None else Quantified(syntax.quantity, syntax.number, items, body)

    def _measured(self, syntax: Measuring) -> Expression | None:
        if self._is_nested(syntax.span):
            return None
        items = syntax.items.text
        if items not in self.words.lists:
            self.names.not_a_list(syntax.items, sorted(self.words.lists))
            return None
        inside = self.under(items)
        where = None
        if syntax.where is not None:
            where = inside.condition(syntax.where)
            if where is None:
                return None
        if syntax.value is None:
            return Measured(syntax.measure, None, items, where, Number(Unit.COUNT))
        value = inside.expression(syntax.value, None)
        if value is None:
            return None
        kind = kind_of(value)
        ordered = syntax.measure in {Measure.LOWEST, Measure.HIGHEST} and has_order(kind)
        if not isinstance(kind, Number) and not ordered:
            self.notes.fault(
                Fault.WRONG_TYPE,
                syntax.value.span,
                f"this is {a_kind(kind)}, and has no {syntax.measure.value}",
                help="sums and means are of numbers; lowest and highest also of dates and scales",
            )
            return None
        return Measured(syntax.measure, value, items, where, unbounded(kind))

    def _is_nested(self, span: Span) -> bool:
        if self.scope is None:
            return False
        self.notes.fault(
            Fault.WRONG_FORM,
            span,
            "a list's condition cannot look into a list again",
            help="define the inner part by a rule of its own",
        )
        return True

    # -- cells ---------------------------------------------------------------------------------------

    def _test(self, column: Expression, kind: Kind, test: CellTest) -> Expression | None:
        match test:
            case CellComparing(comparison=comparison, right=right):
                return self._cell_compared(column, test.span, comparison, right)
            case CellBetween(low=low, high=high):
                first = self._cell_compared(column, test.span, Comparison.GE, low)
                if first is None:
                    return None
                second = self._cell_compared(column, test.span, Comparison.LE, high)
                return None if second is None else And((first, second))
            case CellKnown(negated=negated):
                return _unless(negated, Known(column))
            case CellEqual(value=value):
                if isinstance(kind, SetOf):
                    option = self.names.set_option(value, kind)
                    return None if option is None else Includes(column, option)
                return self._cell_compared(column, test.span, Comparison.EQ, value)

    def _cell_compared(
        self, column: Expression, span: Span, comparison: Comparison, right: Syntax
    ) -> Expression | None:
        value = self.expression(right, asked_beside(column))
        if value is None:
            return None
        return self._comparison(span, comparison, column, value, (span, right.span))

    # -- faults --------------------------------------------------------------------------------------

    def _unlike_units(self, span: Span, found: Expression, kind: Number, asked: Number) -> None:
        written = "a bare number" if is_bare(found) else kind.unit.value
        self.notes.fault(
            Fault.WRONG_UNIT,
            span,
            f"this is {written}, and {asked.unit.value} is asked",
            help=unit_hint(span.text, asked.unit)
            if isinstance(found, Const)
            else f"compare it with {asked.unit.value}",
        )

    def _wrong_kind(self, span: Span, kind: Kind, asked: Kind) -> None:
        hint = f"write a value that is {a_kind(asked)}"
        if isinstance(asked, YesNo):
            hint = "a condition is asked: compare it with something"
        elif isinstance(asked, ListOf):
            hint = "lists are read by `some … has`, `count of` and the like"
        elif isinstance(asked, Date):
            hint = "write a day, as 2012-03-30, or add days to a date"
        self.notes.fault(
            Fault.WRONG_TYPE,
            span,
            f"this is {a_kind(kind)}, and {a_kind(asked)} is asked",
            help=hint,
        )

    def _not_a_number(self, span: Span, kind: Kind) -> None:
        self.notes.fault(
            Fault.WRONG_TYPE,
            span,
            f"this is {a_kind(kind)}, and a number is asked",
            help="a date stands first: `DATE + 60 days`, `(a + b) working days after DATE`"
            if isinstance(kind, Date)
            else "count or measure it first",
        )

    def _no_order(self, span: Span, kind: Kind) -> None:
        hint = "declare it as `scale of …`, worst first, if it has an order"
        self.notes.fault(
            Fault.NO_ORDER,
            span,
            f"{a_kind(kind)} has no order",
            help=hint if isinstance(kind, Choice) else "write `is` or `is not`",
        )


def _inverse(test: Expression) -> Expression:
    """The test turned round, as a comparison where it is one."""
    match test:
        case Compare(comparison=comparison, left=left, right=right):
            return Compare(OPPOSITE[comparison], left, right)
        case Not(part=part):
            return part
        case _:
            return Not(test)


def _unless(negated: bool, expression: Expression) -> Expression:  # noqa: FBT001 # because it is the syntax's own flag
    return Not(expression) if negated else expression


def _compare(comparison: Comparison, left: Expression, right: Expression) -> Expression:
    """A comparison; `x = yes` is `x` itself, so that conclusions chain as conditions."""
    if isinstance(right, Const) and isinstance(right.value, bool):
        return _unless(right.value is (comparison is Comparison.NE), left)
    if isinstance(left, Const) and isinstance(left.value, bool):
        return _unless(left.value is (comparison is Comparison.NE), right)
    return Compare(comparison, left, right)


def is_any(cell: Cell) -> bool:
    """Whether a cell is `-`."""
    return isinstance(cell, AnyValue)
