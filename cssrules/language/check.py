"""Expressions as written, to typed expressions: names found, kinds and units made to agree.

In: the tree as written, what the names stand for, the kind asked for at the place. Out: an
Expression, or None where a fault was noted.
INVARIANT: in an expression that comes out, every name exists, both sides of a comparison are of one
kind, fields stand under their list only, options and numbers are those of their kind.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from fractions import Fraction

from cssrules.expression import (
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
from cssrules.language.kinds import unbounded
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
from cssrules.policy import Record
from cssrules.problem import Kind as Fault
from cssrules.problem import did_you_mean
from cssrules.source import Span
from cssrules.values import (
    BARE_UNITS,
    BadValue,
    Choice,
    Date,
    Kind,
    ListOf,
    Number,
    SetOf,
    Text,
    Unit,
    YesNo,
    check_bounds,
    kind_in_words,
    listed,
    plural,
    unit_hint,
)

_ORDERED = {Comparison.LT, Comparison.LE, Comparison.GT, Comparison.GE}
_DATE_TERMS = "use `after` and `before` with dates"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What names stand for. `kind` answers for every term; None means that its definition is faulty."""

    names: Mapping[str, str]
    kind: Callable[[str], Kind | None]
    records: Mapping[str, Record]
    lists: Mapping[str, str]
    bounded: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Checker:
    """Checks expressions; `record` is set under a list, where the fields of its items can be read."""

    notes: Notes
    words: Vocabulary
    record: Record | None = None
    parents: tuple[str, ...] = field(default=())

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
        if _alike(kind, asked) or (_is_bare(found) and _is_bare_kind(asked)):
            return _adapt(found, asked)
        if isinstance(kind, Number) and isinstance(asked, Number):
            self._unlike_units(syntax.span, found, kind, asked)
        else:
            self._wrong_kind(syntax.span, kind, asked)
        return None

    def expression(self, syntax: Syntax, asked: Kind | None) -> Expression | None:
        match syntax:
            case NumberText():
                return self._number(syntax, asked)
            case DateText(value=value):
                return Const(value, Date())
            case TruthText(value=value):
                return Const(value, YesNo())
            case QuotedText(value=value):
                return self._quoted(syntax, value, asked)
            case Name():
                return self._name(syntax, asked)
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

    # -- literals and names --------------------------------------------------------------------------

    def _number(self, syntax: NumberText, asked: Kind | None) -> Const | None:
        unit = syntax.unit
        if isinstance(asked, Number):
            if unit is None and asked.unit in BARE_UNITS:
                return Const(syntax.value, Number(asked.unit))
            if unit is not asked.unit:
                asked_unit = asked.unit.value
                written = "a bare number" if unit is None else unit.value
                self.notes.fault(
                    Fault.WRONG_UNIT,
                    syntax.span,
                    f"`{syntax.span.text}` is {written}, and {asked_unit} is asked",
                    help=unit_hint(syntax.span.text, asked.unit),
                )
                return None
        return Const(syntax.value, Number(unit or Unit.NUMBER))

    def _quoted(self, syntax: QuotedText, value: str, asked: Kind | None) -> Const | None:
        if isinstance(asked, Choice):
            return self._option(syntax.span, value, asked)
        return Const(value, Text())

    def _option(self, span: Span, text: str, asked: Choice) -> Const | None:
        option = asked.option(text)
        if option is None:
            self.notes.fault(
                Fault.UNKNOWN_CHOICE,
                span,
                f"`{text}` is not one of {listed(asked.options)}",
                help=did_you_mean(text, (*asked.options, *dict(asked.aliases)))
                or "write one of them, or add it to the type",
            )
            return None
        return Const(option, unbounded(asked))

    def _name(self, name: Name, asked: Kind | None) -> Expression | None:
        text = name.text
        found = self._lookup(name)
        if isinstance(asked, Choice) and asked.option(text) is not None:
            if found is not None and _alike(kind_of(found), asked):
                self.notes.fault(
                    Fault.AMBIGUOUS,
                    name.span,
                    f"`{text}` is both an option here and {self._what(text)}",
                    help='write the option in "quotes", or rename one of the two',
                )
                return None
            return Const(asked.option(text), unbounded(asked))
        if found is not None:
            return found
        if self._is_broken(text):
            return None
        self._unknown_name(name, asked)
        return None

    def _lookup(self, name: Name) -> Field | Term | None:
        """The field or term of that name, where its kind is known."""
        text = name.text
        kind = self.record.kind(text) if self.record else None
        if kind is not None and text in self.words.names:
            self.notes.fault(
                Fault.AMBIGUOUS,
                name.span,
                f"`{text}` is both a field of the list and {self._what(text)}",
                help="rename one of the two",
            )
        if kind is not None:
            return Field(text, kind)
        kind = self.words.kind(text) if text in self.words.names else None
        return None if kind is None else Term(text, kind)

    def _is_broken(self, text: str) -> bool:
        """Whether the name is defined, but by something faulty that was reported."""
        if self.record is not None and self.record.kind(text) is not None:
            return True
        return text in self.words.names

    def _what(self, text: str) -> str:
        return self.words.names.get(text, "a name")

    def _unknown_name(self, name: Name, asked: Kind | None) -> None:
        text = name.text
        home = next((r for r in self.words.records.values() if r.kind(text) is not None), None)
        if home is not None:
            self.notes.fault(
                Fault.OUT_OF_SCOPE,
                name.span,
                f"`{text}` is a field of {home.name}, and is read of the items of a list",
                help=f"write `some {home.name} has …` or `mean of {text} across …`",
            )
            return
        known = set(self.words.names)
        if self.record is not None:
            known |= {field_name for field_name, _ in self.record.fields}
        if isinstance(asked, Choice):
            near = did_you_mean(text, (*asked.options, *dict(asked.aliases), *known))
            self.notes.fault(
                Fault.UNKNOWN_CHOICE,
                name.span,
                f"`{text}` is not one of {listed(asked.options)}",
                help=near or "write one of them, or add it to the type",
            )
            return
        self.notes.fault(
            Fault.UNKNOWN_TERM,
            name.span,
            f"nothing is called `{text}`",
            help=did_you_mean(text, known)
            or "declare it under `evidence:` or `settings:`, or define it by a rule",
        )

    # -- arithmetic ----------------------------------------------------------------------------------

    def _negated(self, syntax: Negated, part: Syntax, asked: Kind | None) -> Expression | None:
        inner = self.expression(part, asked if isinstance(asked, Number) else None)
        if inner is None:
            return None
        kind = kind_of(inner)
        if not isinstance(kind, Number):
            self._not_a_number(syntax.span, kind)
            return None
        if isinstance(inner, Const) and isinstance(inner.value, Fraction):
            return Const(-inner.value, kind)
        return Negative(inner, Number(kind.unit))

    def _sum(self, syntax: Sum) -> Expression | None:
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
        if syntax.operator is Operator.DIVIDE and _is_zero(right):
            self.notes.fault(
                Fault.ZERO_DIVISOR,
                syntax.right.span,
                "nothing can be divided by zero",
                help="name what it is divided by",
                label="is zero",
            )
            return None
        unit = _unit_of(syntax.operator, left, right)
        if unit is None:
            self._units_clash(syntax, left, right)
            return None
        return Arithmetic(syntax.operator, left, right, Number(unit))

    def _date_sum(self, syntax: Sum, left: Expression, right: Expression) -> Expression | None:
        kind = kind_of(right)
        if isinstance(kind, Date) and syntax.operator is Operator.SUBTRACT:
            return Arithmetic(syntax.operator, left, right, Number(Unit.DAYS))
        additive = syntax.operator in {Operator.ADD, Operator.SUBTRACT}
        if additive and isinstance(kind, Number) and kind.unit is Unit.DAYS and _is_whole(right):
            return Arithmetic(syntax.operator, left, right, Date())
        self.notes.fault(
            Fault.WRONG_UNIT,
            syntax.span,
            "to a date only whole days can be added",
            help="write `60 days`, or take one date from another",
        )
        return None

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
        if _is_bare(right) and syntax.operator in {Operator.ADD, Operator.SUBTRACT}:
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
        second = self.expression(right, _asked_beside(first))
        return None if second is None else (first, second)

    def _needs_other(self, syntax: Syntax) -> bool:
        """Whether only the other side can tell what this one is: an option, or a bare number."""
        match syntax:
            case NumberText() | QuotedText():
                return True
            case Name(text=text):
                known = text in self.words.names
                return not known and not (self.record and self.record.kind(text) is not None)
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
            if not _units_agree(left, right):
                if _is_bare(left) and not _is_bare(right):
                    self._unlike_units(spans[0], left, a, b)
                else:
                    self._unlike_units(spans[1], right, b, a)
                return None
        elif not _alike(a, b):
            self._wrong_kind(spans[1], b, a)
            return None
        if isinstance(a, ListOf):
            self.notes.fault(
                Fault.WRONG_TYPE,
                span,
                "lists cannot be compared",
                help="compare a count or a measure",
            )
            return None
        if comparison in _ORDERED and not _has_order(a):
            self._no_order(span, a)
            return None
        self._literal_in_range(left, right, comparison, spans[1])
        self._literal_in_range(right, left, comparison, spans[0])
        return _compare(comparison, left, right)

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
            right = self.expression(option, _asked_beside(subject))
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
                f"this is {_a(kind)}, and only a set includes",
                help="write `is` for one value",
            )
            return None
        option = self._set_option(syntax.option, kind)
        return None if option is None else _unless(syntax.negated, Includes(whole, option))

    def _set_option(self, syntax: Syntax, kind: SetOf) -> str | None:
        text = syntax.text if isinstance(syntax, Name) else syntax.span.text.strip('"')
        if text in kind.options:
            return text
        self.notes.fault(
            Fault.UNKNOWN_CHOICE,
            syntax.span,
            f"`{text}` is not one of {listed(kind.options)}",
            help=did_you_mean(text, kind.options) or "write one of them, or add it to the type",
        )
        return None

    # -- logic ---------------------------------------------------------------------------------------

    def _all(self, parts: tuple[Syntax, ...]) -> tuple[Expression, ...] | None:
        found = [self.condition(part) for part in parts]
        whole = tuple(part for part in found if part is not None)
        return whole if len(whole) == len(found) else None

    def _conditional(self, syntax: Conditional, asked: Kind | None) -> Expression | None:
        condition = self.condition(syntax.condition)
        then = self.expression(syntax.then, asked)
        beside = asked if asked is not None or then is None else _asked_beside(then)
        otherwise = self.expression(syntax.otherwise, beside)
        if condition is None or then is None or otherwise is None:
            return None
        a, b = kind_of(then), kind_of(otherwise)
        if isinstance(a, Number) and isinstance(b, Number):
            if not _units_agree(then, otherwise):
                self._unlike_units(syntax.otherwise.span, otherwise, b, a)
                return None
            kind: Kind = Number(_common_unit(then, otherwise))
        elif _alike(a, b):
            kind = unbounded(a)
        else:
            self._wrong_kind(syntax.otherwise.span, b, a)
            return None
        return If(condition, then, otherwise, kind)

    # -- lists ---------------------------------------------------------------------------------------

    def _quantified(self, syntax: Quantifying) -> Expression | None:
        record = self._record(syntax.record)
        if record is None or self._is_nested(syntax.span):
            return None
        items = self._list_of(record, syntax.items, syntax.record)
        if items is None:
            return None
        body = replace(self, record=record).condition(syntax.body)
        return None if body is None else Quantified(syntax.quantity, syntax.number, items, body)

    def _record(self, name: Name) -> Record | None:
        for record in self.words.records.values():
            if name.text in {record.name, plural(record.name)}:
                return record
        self.notes.fault(
            Fault.UNKNOWN_RECORD,
            name.span,
            f"no record is called `{name.text}`",
            help=did_you_mean(name.text, [w for r in self.words.records for w in (r, plural(r))])
            or "name the record as under `records:`, singular or plural",
        )
        return None

    def _list_of(self, record: Record, named: Name | None, where: Name) -> str | None:
        lists = sorted(n for n, r in self.words.lists.items() if r == record.name)
        if named is not None:
            if named.text in lists:
                return named.text
            self._not_a_list(named, lists)
            return None
        if len(lists) == 1:
            return lists[0]
        several = f"`{record.name}` is held by {listed((f'`{n}`' for n in lists), 'and')}"
        self.notes.fault(
            Fault.AMBIGUOUS if lists else Fault.UNKNOWN_TERM,
            where.span,
            several if lists else f"no evidence is a list of {record.name}",
            help=f"write `{where.text} among {lists[0]} …`"
            if lists
            else "declare it under `evidence:` as a list of this record",
        )
        return None

    def _measured(self, syntax: Measuring) -> Expression | None:
        if self._is_nested(syntax.span):
            return None
        items = syntax.items.text
        if items not in self.words.lists:
            self._not_a_list(syntax.items, sorted(self.words.lists))
            return None
        inside = replace(self, record=self.words.records[self.words.lists[items]])
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
        ordered = syntax.measure in {Measure.LOWEST, Measure.HIGHEST} and _has_order(kind)
        if not isinstance(kind, Number) and not ordered:
            self.notes.fault(
                Fault.WRONG_TYPE,
                syntax.value.span,
                f"this is {_a(kind)}, and has no {syntax.measure.value}",
                help="sums and means are of numbers; lowest and highest also of dates and scales",
            )
            return None
        return Measured(syntax.measure, value, items, where, unbounded(kind))

    def _is_nested(self, span: Span) -> bool:
        if self.record is None:
            return False
        self.notes.fault(
            Fault.WRONG_FORM,
            span,
            "a list's condition cannot look into a list again",
            help="define the inner part by a rule of its own",
        )
        return True

    def _not_a_list(self, name: Name, lists: list[str]) -> None:
        if name.text in self.words.names and self.words.kind(name.text) is None:
            return
        is_term = name.text in self.words.names
        self.notes.fault(
            Fault.WRONG_TYPE if is_term else Fault.UNKNOWN_TERM,
            name.span,
            f"`{name.text}` is not a list" if is_term else f"no list is called `{name.text}`",
            help=did_you_mean(name.text, lists)
            or "declare it under `evidence:` as a list of records",
        )

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
                    option = self._set_option(value, kind)
                    return None if option is None else Includes(column, option)
                return self._cell_compared(column, test.span, Comparison.EQ, value)

    def _cell_compared(
        self, column: Expression, span: Span, comparison: Comparison, right: Syntax
    ) -> Expression | None:
        value = self.expression(right, _asked_beside(column))
        if value is None:
            return None
        return self._comparison(span, comparison, column, value, (span, right.span))

    # -- faults --------------------------------------------------------------------------------------

    def _unlike_units(self, span: Span, found: Expression, kind: Number, asked: Number) -> None:
        written = "a bare number" if _is_bare(found) else kind.unit.value
        self.notes.fault(
            Fault.WRONG_UNIT,
            span,
            f"this is {written}, and {asked.unit.value} is asked",
            help=unit_hint(span.text, asked.unit)
            if isinstance(found, Const)
            else f"compare it with {asked.unit.value}",
        )

    def _wrong_kind(self, span: Span, kind: Kind, asked: Kind) -> None:
        hint = f"write a value that is {_a(asked)}"
        if isinstance(asked, YesNo):
            hint = "a condition is asked: compare it with something"
        elif isinstance(asked, ListOf):
            hint = "lists are read by `some … has`, `count of` and the like"
        elif isinstance(asked, Date):
            hint = "write a day, as 2012-03-30, or add days to a date"
        self.notes.fault(
            Fault.WRONG_TYPE, span, f"this is {_a(kind)}, and {_a(asked)} is asked", help=hint
        )

    def _not_a_number(self, span: Span, kind: Kind) -> None:
        self.notes.fault(
            Fault.WRONG_TYPE,
            span,
            f"this is {_a(kind)}, and a number is asked",
            help="count or measure it first",
        )

    def _no_order(self, span: Span, kind: Kind) -> None:
        hint = "declare it as `scale of …`, worst first, if it has an order"
        self.notes.fault(
            Fault.NO_ORDER,
            span,
            f"{_a(kind)} has no order",
            help=hint if isinstance(kind, Choice) else "write `is` or `is not`",
        )


# -- how kinds go together ---------------------------------------------------------------------------


def _alike(a: Kind, b: Kind) -> bool:
    match a, b:
        case (Choice(), Choice()):
            return a.like(b)
        case (SetOf(options=first), SetOf(options=second)):
            return first == second
        case (Number(unit=first), Number(unit=second)):
            return first is second or (
                Unit.NUMBER in {first, second} and {first, second} <= set(BARE_UNITS)
            )
        case (ListOf(record=first), ListOf(record=second)):
            return first == second
        case _:
            return type(a) is type(b)


def _units_agree(left: Expression, right: Expression) -> bool:
    return _alike(kind_of(left), kind_of(right))


def _common_unit(left: Expression, right: Expression) -> Unit:
    a, b = kind_of(left), kind_of(right)
    assert isinstance(a, Number)
    assert isinstance(b, Number)
    return b.unit if a.unit is Unit.NUMBER else a.unit


def _unit_of(operator: Operator, left: Expression, right: Expression) -> Unit | None:
    """The unit of a sum, product or ratio; None where the units do not go together."""
    if operator in {Operator.ADD, Operator.SUBTRACT}:
        return _common_unit(left, right) if _units_agree(left, right) else None
    first, second = kind_of(left), kind_of(right)
    assert isinstance(first, Number)
    assert isinstance(second, Number)
    a, b = first.unit, second.unit
    scalars = (Unit.NUMBER, Unit.COUNT, Unit.PERCENT)
    if operator is Operator.DIVIDE:
        if a is b:
            return Unit.NUMBER if a is Unit.NUMBER else Unit.PERCENT
        return a if b in scalars else None
    for scalar in scalars:
        if a is scalar:
            return b
        if b is scalar:
            return a
    return None


def _has_order(kind: Kind) -> bool:
    match kind:
        case Choice(ordered=ordered):
            return ordered
        case Number() | Date():
            return True
        case YesNo() | Text() | SetOf() | ListOf():
            return False


def _is_bare(expression: Expression) -> bool:
    return isinstance(expression, Const) and _is_bare_kind(expression.kind)


def _is_bare_kind(kind: Kind) -> bool:
    return isinstance(kind, Number) and kind.unit in BARE_UNITS


def _is_zero(expression: Expression) -> bool:
    """Whether the expression is zero whatever the case holds."""
    match expression:
        case Const(value=value):
            return value == 0
        case Negative(part=part):
            return _is_zero(part)
        case Arithmetic(operator=Operator.MULTIPLY, left=left, right=right):
            return _is_zero(left) or _is_zero(right)
        case Arithmetic(
            operator=Operator.ADD | Operator.SUBTRACT as operator, left=left, right=right
        ):
            if isinstance(left, Const) and isinstance(right, Const):
                assert isinstance(left.value, Fraction)
                assert isinstance(right.value, Fraction)
                sign = 1 if operator is Operator.ADD else -1
                return left.value + sign * right.value == 0
            return False
        case _:
            return False


def _is_whole(expression: Expression) -> bool:
    """Whether a number of days is whole whatever the case holds."""
    match expression:
        case Const(value=Fraction() as value):
            return value.denominator == 1
        case Term(kind=Number(step=step)) | Field(kind=Number(step=step)):
            return step is not None and step.denominator == 1
        case Arithmetic(operator=Operator.ADD | Operator.SUBTRACT, left=left, right=right):
            if isinstance(kind_of(left), Date) and isinstance(kind_of(right), Date):
                return True
            return _is_whole(left) and _is_whole(right)
        case Negative(part=part):
            return _is_whole(part)
        case If(then=then, otherwise=otherwise):
            return _is_whole(then) and _is_whole(otherwise)
        case _:
            return False


def _adapt(expression: Expression, asked: Kind) -> Expression:
    """A bare literal takes the unit asked of it."""
    if isinstance(expression, Const) and isinstance(asked, Number):
        return Const(expression.value, Number(asked.unit))
    return expression


def _asked_beside(expression: Expression) -> Kind | None:
    """The kind that the other side of a comparison is asked for; a bare literal asks nothing."""
    if isinstance(expression, Const) and isinstance(expression.kind, Number):
        return None
    return unbounded(kind_of(expression))


_INVERSE = {
    Comparison.EQ: Comparison.NE,
    Comparison.NE: Comparison.EQ,
    Comparison.LT: Comparison.GE,
    Comparison.GE: Comparison.LT,
    Comparison.GT: Comparison.LE,
    Comparison.LE: Comparison.GT,
}


def _inverse(test: Expression) -> Expression:
    """The test turned round, as a comparison where it is one."""
    match test:
        case Compare(comparison=comparison, left=left, right=right):
            return Compare(_INVERSE[comparison], left, right)
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


def _a(kind: Kind) -> str:
    match kind:
        case YesNo():
            return "a yes or no"
        case Text():
            return "text"
        case Choice():
            return f"a {'scale' if kind.ordered else 'choice'} ({', '.join(kind.options)})"
        case SetOf():
            return "a set"
        case Number(unit=unit):
            return {Unit.NUMBER: "a number", Unit.COUNT: "a count"}.get(unit, unit.value)
        case Date():
            return "a date"
        case ListOf(record=record):
            return f"a list of {plural(record)}"


def is_any(cell: Cell) -> bool:
    """Whether a cell is `-`."""
    return isinstance(cell, AnyValue)
