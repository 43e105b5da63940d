"""What is still possible: the values that more evidence could give to a conclusion.

In: a policy, the facts of a case and a day. Out: for a conclusion a set of values, or a stretch of
numbers or days, that holds every value of every completion of the facts, whole or partial; it may
hold more. Each unknown fact may be any value of its kind, and conditions are taken one by one, as
if they had nothing to do with each other.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from itertools import product
from operator import eq, ge, gt, le, lt, ne
from typing import Any, TypeAlias, cast

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
    Quantity,
    Term,
    kind_of,
)
from cssrules.policy import HitPolicy, Policy, Rule, Table
from cssrules.values import Choice, Date, Item, Kind, ListOf, Number, SetOf, Value, YesNo, show

Bound: TypeAlias = Fraction | date | None


@dataclass(frozen=True, slots=True)
class Options:
    """One of finitely many values; None among them where the value may stay unknown."""

    values: frozenset[Value]


@dataclass(frozen=True, slots=True)
class Within:
    """Any number or day from `low` to `high` (None is open), or unknown."""

    low: Bound = None
    high: Bound = None


@dataclass(frozen=True, slots=True)
class Anything:
    """Any value of the kind, or unknown."""


Possible: TypeAlias = Options | Within | Anything

_OPTIONS_AT_MOST = 64
_PAIRS_AT_MOST = 4096
_SHOWN_AT_MOST = 16
_ANY_TRUTH = Options(frozenset({True, False, None}))
_UNKNOWN = Options(frozenset({None}))
_SURE = frozenset[Value]({True})


def may_be(possible: Possible, value: Value) -> bool:
    """Whether `value` is among what is possible."""
    match possible:
        case Options(values=values):
            return value in values
        case Within(low=low, high=high):
            if value is None:
                return True
            number = cast("Any", value)
            return (low is None or low <= number) and (high is None or number <= high)
        case Anything():
            return True


def in_words(possible: Possible, kind: Kind) -> tuple[str, ...]:
    """The known values, in the order of the kind's options; a stretch as one text."""
    match possible, kind:
        case Options(values=values), YesNo():
            return tuple(show(truth, kind) for truth in (True, False) if truth in values)
        case Options(values=values), Choice(options=options):
            return tuple(option for option in options if option in values)
        case Options(values=values), _ if len(values) <= _SHOWN_AT_MOST:
            known = [cast("Any", value) for value in values if value is not None]
            return tuple(show(v, kind) for v in sorted(known, key=_sorting))
        case ((Options() | Within()), (Number() | Date())):
            return (_stretch_in_words(*_bounds(possible), kind),)
        case _:
            return ("any",)


def _sorting(value: Any) -> Any:
    return (len(value), sorted(value)) if isinstance(value, frozenset) else value


def _stretch_in_words(low: Bound, high: Bound, kind: Kind) -> str:
    match low, high:
        case None, None:
            return "any"
        case _, None:
            return f"{show(low, kind)} or more"
        case None, _:
            return f"{show(high, kind)} or less"
        case _:
            return f"between {show(low, kind)} and {show(high, kind)}"


class Possibilities:
    """What each conclusion and condition may turn out to be; worked out when it is asked for."""

    def __init__(self, policy: Policy, values: Mapping[str, Value], as_of: date) -> None:
        self.policy, self.values, self.as_of = policy, values, as_of
        self.concluded: dict[str, Possible] = {}

    def conclusion(self, name: str) -> Possible:
        if name not in self.concluded:
            rule = self.policy.in_force(name, self.as_of)
            self.concluded[name] = _UNKNOWN if rule is None else self.conclude(rule)
        return self.concluded[name]

    def conclude(self, rule: Rule) -> Possible:
        match rule.body:
            case Table() as table:
                found = self.table(table)
            case expression:
                found = self.judge(expression)
        if rule.if_unknown is None or not may_be(found, None):
            return found
        return _join(_known_of(found), Options(frozenset({rule.if_unknown.value})))

    # -- tables ------------------------------------------------------------------------------------

    def table(self, table: Table) -> Possible:
        truths = [
            _and([self.truths(cell) for cell in row.cells if cell is not None])
            for row in table.rows
        ]
        outputs = [self.judge(row.output) for row in table.rows]
        match table.hit:
            case HitPolicy.COLLECT | HitPolicy.RULE_ORDER:
                return _gathered(truths, outputs)
            case HitPolicy.FIRST:
                return _first(truths, outputs)
            case HitPolicy.UNIQUE if _SURE in truths:
                sure = truths.index(_SURE)
                alone = all(truth == {False} for truth in truths[:sure] + truths[sure + 1 :])
                return outputs[sure] if alone else _join(outputs[sure], _UNKNOWN)
            case _:
                hits = [o for t, o in zip(truths, outputs, strict=True) if True in t]
                return _any_of([*hits, _UNKNOWN])

    # -- expressions -------------------------------------------------------------------------------

    def truths(self, condition: Expression, item: Item | None = None) -> frozenset[Value]:
        possible = self.judge(condition, item)
        return possible.values if isinstance(possible, Options) else _ANY_TRUTH.values

    def judge(self, expression: Expression, item: Item | None = None) -> Possible:
        match expression:
            case Const(value=value):
                return Options(frozenset({value}))
            case Term(name=name):
                return self.term(name)
            case Field(name=name, kind=kind):
                assert item is not None, "fields are read under an item"
                return _given(item.fields.get(name), kind)
            case Not(part=part):
                return Options(frozenset(map(_not, self.truths(part, item))))
            case And(parts=parts):
                return Options(_and([self.truths(part, item) for part in parts]))
            case Or(parts=parts):
                contrary = [frozenset(map(_not, self.truths(part, item))) for part in parts]
                return Options(frozenset(map(_not, _and(contrary))))
            case Compare(comparison=comparison, left=left, right=right):
                a, b = self.judge(left, item), self.judge(right, item)
                return _compare(comparison, a, b, kind_of(left))
            case Includes(whole=whole, option=option):
                return _each(self.judge(whole, item), lambda held: option in held, _ANY_TRUTH)
            case Known(part=part):
                return _known(self.judge(part, item))
            case Arithmetic(operator=operator, left=left, right=right):
                return _arithmetic(operator, self.judge(left, item), self.judge(right, item))
            case Negative(part=part):
                zero = Options(frozenset({Fraction(0)}))
                return _arithmetic(Operator.SUBTRACT, zero, self.judge(part, item))
            case If(condition=condition, then=then, otherwise=otherwise):
                branches: list[Possible] = []
                for truth in self.truths(condition, item):
                    taken = then if truth else otherwise
                    branches.append(_UNKNOWN if truth is None else self.judge(taken, item))
                return _any_of(branches)
            case Quantified():
                return self.quantified(expression)
            case Measured():
                return self.measured(expression)

    def term(self, name: str) -> Possible:
        if name in self.policy.settings:
            return Options(frozenset({self.policy.settings[name].value}))
        if name in self.policy.evidence:
            return _given(self.values.get(name), self.policy.evidence[name].kind)
        return self.conclusion(name)

    # -- lists -------------------------------------------------------------------------------------

    def quantified(self, quantified: Quantified) -> Possible:
        items = cast("tuple[Item, ...] | None", self.values.get(quantified.items))
        if items is None:
            return _ANY_TRUTH
        counts = {(0, 0)}
        for item in items:
            truths = self.truths(quantified.body, item)
            counts = {
                (sure + (truth is True), perhaps + (truth is not False))
                for sure, perhaps in counts
                for truth in truths
            }
        total = len(items)
        return Options(frozenset(_quantify(quantified, *count, total) for count in counts))

    def measured(self, measured: Measured) -> Possible:
        items = cast("tuple[Item, ...] | None", self.values.get(measured.items))
        value = measured.value or Const(Fraction(1), measured.kind)
        kind = self.policy.evidence[measured.items].kind
        assert isinstance(kind, ListOf)
        if items is None:
            blank = self.judge(value, Item("", {}))
            return _measure(measured, [(_ANY_TRUTH.values, blank)] * kind.most)
        where = measured.where or Const(True, YesNo())  # noqa: FBT003 # because a value is meant
        taken = [(self.truths(where, item), self.judge(value, item)) for item in items]
        return _measure(measured, taken)


# -- possible values of evidence -----------------------------------------------------------------------


def _given(value: Value, kind: Kind) -> Possible:
    """Of a known list it only matters that it is known: its items are read one by one."""
    if value is None:
        return _of_kind(kind)
    return Options(frozenset({True if isinstance(value, tuple) else value}))


def _of_kind(kind: Kind) -> Possible:
    """Every value of a kind, and unknown."""
    match kind:
        case YesNo():
            return _ANY_TRUTH
        case Choice(options=options):
            return Options(frozenset({*options, None}))
        case SetOf(options=options) if 2 ** len(options) <= _OPTIONS_AT_MOST:
            chosen = product((True, False), repeat=len(options))
            sets = {
                frozenset(option for option, taken in zip(options, choice, strict=True) if taken)
                for choice in chosen
            }
            return Options(frozenset({*sets, None}))
        case Number(low=Fraction() as low, high=Fraction() as high, step=Fraction() as step):
            many = (high - low) / step
            if many > _OPTIONS_AT_MOST:
                return Within(low, high)
            return Options(frozenset({*(low + step * i for i in range(int(many) + 1)), None}))
        case Date(low=low, high=high):
            return Within(low, high)
        case _:
            return Anything()


def _known_of(possible: Possible) -> Possible:
    return Options(possible.values - {None}) if isinstance(possible, Options) else possible


def _known(possible: Possible) -> Possible:
    match possible:
        case Options(values=values):
            return Options(frozenset(value is not None for value in values))
        case _:
            return Options(frozenset({True, False}))


def _join(one: Possible, other: Possible) -> Possible:
    match one, other:
        case Options(values=values), Options(values=others):
            return _tidy(values | others)
        case (Anything(), _) | (_, Anything()):
            return Anything()
        case _:
            if not _any_known(one):
                return other
            if not _any_known(other):
                return one
            (low, high), (other_low, other_high) = _bounds(one), _bounds(other)
            return Within(_least([low, other_low]), _most([high, other_high]))


def _any_of(possible: Sequence[Possible]) -> Possible:
    return reduce(_join, possible)


def _tidy(values: frozenset[Value]) -> Possible:
    if len(values) <= _OPTIONS_AT_MOST:
        return Options(values)
    known = [value for value in values if value is not None]
    if all(isinstance(value, Fraction | date) for value in known):
        return Within(*_bounds(Options(values)))
    return Anything()


def _any_known(possible: Possible) -> bool:
    return not isinstance(possible, Options) or any(v is not None for v in possible.values)


def _bounds(possible: Possible) -> tuple[Bound, Bound]:
    match possible:
        case Options(values=values):
            known = [cast("Any", value) for value in values if value is not None]
            return (min(known), max(known)) if known else (None, None)
        case Within(low=low, high=high):
            return low, high
        case Anything():
            return None, None


def _least(bounds: Iterable[Bound]) -> Bound:
    """The least of lower bounds; None, which is open, is below all."""
    found = [cast("Any", bound) for bound in bounds]
    return None if None in found else min(found)


def _most(bounds: Iterable[Bound]) -> Bound:
    """The greatest of upper bounds; None, which is open, is above all."""
    found = [cast("Any", bound) for bound in bounds]
    return None if None in found else max(found)


def _each(possible: Possible, change: Callable[[Any], Value], else_: Possible) -> Possible:
    if not isinstance(possible, Options):
        return else_
    return Options(frozenset(None if v is None else change(v) for v in possible.values))


# -- truth -----------------------------------------------------------------------------------------------


def _not(truth: Value) -> Value:
    return None if truth is None else not truth


def _and(parts: Sequence[frozenset[Value]]) -> frozenset[Value]:
    """The truths that `and` may have, each part being any of its own."""
    can = {
        True: all(True in part for part in parts),
        False: any(False in part for part in parts),
        None: all(part != {False} for part in parts) and any(None in part for part in parts),
    }
    return frozenset(truth for truth, possible in can.items() if possible)


_COMPARE: Mapping[Comparison, Callable[[Any, Any], bool]] = {
    Comparison.EQ: eq,
    Comparison.NE: ne,
    Comparison.LT: lt,
    Comparison.LE: le,
    Comparison.GT: gt,
    Comparison.GE: ge,
}


def _compare(comparison: Comparison, a: Possible, b: Possible, kind: Kind) -> Possible:
    match a, b:
        case Options(values=left), Options(values=right) if (
            len(left) * len(right) <= _PAIRS_AT_MOST
        ):
            rank = kind.options.index if isinstance(kind, Choice) else _itself
            return Options(
                frozenset(
                    None if x is None or y is None else _COMPARE[comparison](rank(x), rank(y))
                    for x, y in product(left, right)
                )
            )
        case (Anything(), _) | (_, Anything()):
            return _ANY_TRUTH
        case _:
            unknown = {None} if may_be(a, None) or may_be(b, None) else set[Value]()
            if not (_any_known(a) and _any_known(b)):
                return _UNKNOWN
            return Options(frozenset(_settled(comparison, _bounds(a), _bounds(b)) | unknown))


def _itself(value: Any) -> Any:
    return value


def _settled(comparison: Comparison, a: tuple[Bound, Bound], b: tuple[Bound, Bound]) -> set[Value]:
    """The truths of a comparison between two stretches."""

    def below(low: Bound, high: Bound) -> bool:
        return low is None or high is None or cast("Any", low) < high

    def meet(low: Bound, high: Bound) -> bool:
        return low is None or high is None or cast("Any", low) <= high

    less, more = below(a[0], b[1]), below(b[0], a[1])
    same = meet(a[0], b[1]) and meet(b[0], a[1])
    orders = {-1: less, 0: same, 1: more}
    return {_COMPARE[comparison](order, 0) for order, can in orders.items() if can}


def _quantify(quantified: Quantified, sure: int, perhaps: int, total: int) -> Value:
    """The truth where `sure` items have it and up to `perhaps` may."""
    number = quantified.number or 0
    match quantified.quantity:
        case Quantity.SOME:
            return _at_least(1, sure, perhaps)
        case Quantity.EVERY:
            return _at_least(total, sure, perhaps)
        case Quantity.NO:
            return _not(_at_least(1, sure, perhaps))
        case Quantity.AT_LEAST:
            return _at_least(number, sure, perhaps)
        case Quantity.AT_MOST:
            return _not(_at_least(number + 1, sure, perhaps))
        case Quantity.EXACTLY:
            enough = _at_least(number, sure, perhaps)
            not_more = _not(_at_least(number + 1, sure, perhaps))
            if False in (enough, not_more):
                return False
            return True if enough and not_more else None


def _at_least(number: int, sure: int, perhaps: int) -> Value:
    return True if sure >= number else (False if perhaps < number else None)


# -- numbers and days ------------------------------------------------------------------------------------


def _arithmetic(operator: Operator, a: Possible, b: Possible) -> Possible:
    if isinstance(a, Options) and isinstance(b, Options):
        pairs = product(a.values, b.values)
        if len(a.values) * len(b.values) <= _PAIRS_AT_MOST:
            return _tidy(frozenset(_calculate(operator, x, y) for x, y in pairs))
    if not (_any_known(a) and _any_known(b)):
        return _UNKNOWN
    (low, high), (other_low, other_high) = _bounds(a), _bounds(b)
    match operator:
        case Operator.ADD:
            return Within(_bound(operator, low, other_low), _bound(operator, high, other_high))
        case Operator.SUBTRACT:
            return Within(_bound(operator, low, other_high), _bound(operator, high, other_low))
        case _:
            bounds = (low, high, other_low, other_high)
            if None in bounds or (
                operator is Operator.DIVIDE and _spans_zero(other_low, other_high)
            ):
                return Within()
            corners = [
                _bound(operator, x, y) for x, y in product((low, high), (other_low, other_high))
            ]
            return Within(_least(corners), _most(corners))


def _spans_zero(low: Bound, high: Bound) -> bool:
    return cast("Fraction", low) <= 0 <= cast("Fraction", high)


def _bound(operator: Operator, a: Bound, b: Bound) -> Bound:
    return cast("Bound", _calculate(operator, a, b))


def _calculate(operator: Operator, a: Value, b: Value) -> Value:
    """Exactly, as meaning does; None where a part is unknown, a divisor zero, or no such day is."""
    if a is None or b is None:
        return None
    x, y = cast("Any", a), cast("Any", b)
    try:
        match operator:
            case Operator.ADD if isinstance(a, date):
                return cast("date", x + timedelta(days=int(y)))
            case Operator.SUBTRACT if isinstance(b, date):
                return Fraction((x - y).days)
            case Operator.SUBTRACT if isinstance(a, date):
                return cast("date", x - timedelta(days=int(y)))
            case Operator.ADD:
                return cast("Fraction", x + y)
            case Operator.SUBTRACT:
                return cast("Fraction", x - y)
            case Operator.MULTIPLY:
                return cast("Fraction", x * y)
            case Operator.DIVIDE:
                return None if y == 0 else cast("Fraction", x / y)
    except OverflowError:
        return None


# -- tables and measures -----------------------------------------------------------------------------------


def _first(truths: Sequence[frozenset[Value]], outputs: Sequence[Possible]) -> Possible:
    found: list[Possible] = []
    for truth, output in zip(truths, outputs, strict=True):
        if True in truth:
            found.append(output)
        if None in truth:
            found.append(_UNKNOWN)
        if truth == {True}:
            return _any_of(found)
    return _any_of([*found, _UNKNOWN])


def _gathered(truths: Sequence[frozenset[Value]], outputs: Sequence[Possible]) -> Possible:
    """The sets that the outputs of a collecting table may make."""
    sets: set[frozenset[str]] = {frozenset()}
    unknown = False
    for truth, output in zip(truths, outputs, strict=True):
        if not isinstance(output, Options):
            return Anything()
        unknown = unknown or None in truth or (True in truth and None in output.values)
        members = [{v} for v in output.values if isinstance(v, str)] if True in truth else []
        absent: list[set[str]] = [set()] if False in truth else []
        sets = {held | added for held in sets for added in (*members, *absent)}
        if len(sets) > _OPTIONS_AT_MOST:
            return Anything()
    return Options(frozenset({*sets, None} if unknown or not sets else sets))


@dataclass(frozen=True, slots=True)
class _Taken:
    """An item that may be taken into a measure (`sure`: is), and the stretch of its value."""

    sure: bool
    low: Bound
    high: Bound


def _measure(measured: Measured, items: Sequence[tuple[frozenset[Value], Possible]]) -> Possible:
    """Between the least and the greatest that the items may give. Options count by their place."""
    kind = measured.kind
    taken = [
        _Taken(truths == {True}, *_bounds(_ranked(value, kind)))
        for truths, value in items
        if True in truths
    ]
    undefined = measured.measure not in {Measure.COUNT, Measure.SUM}
    if undefined and not taken:
        return _UNKNOWN
    unknown = (undefined and not any(item.sure for item in taken)) or any(
        None in truths or (True in truths and may_be(value, None)) for truths, value in items
    )
    low, high = _between(measured.measure, taken)
    if low is None or high is None or not (low == high or _enumerable(measured)):
        return Within(low, high)
    first, last = cast("Fraction", low), cast("Fraction", high)
    if low == high:
        values = {_unranked(low, kind)}
    else:
        values = {_unranked(first + i, kind) for i in range(int(last - first) + 1)}
    return _tidy(frozenset({*values, None} if unknown else values))


def _enumerable(measured: Measured) -> bool:
    return isinstance(measured.kind, Choice) or measured.measure is Measure.COUNT


def _ranked(possible: Possible, kind: Kind) -> Possible:
    if not isinstance(kind, Choice):
        return possible
    return _each(possible, lambda option: Fraction(kind.options.index(option)), possible)


def _unranked(value: Bound, kind: Kind) -> Value:
    return kind.options[int(cast("Fraction", value))] if isinstance(kind, Choice) else value


def _between(measure: Measure, taken: Sequence[_Taken]) -> tuple[Bound, Bound]:
    sure = [item for item in taken if item.sure]
    least, most = (
        _least(item.low for item in taken or [_NOTHING]),
        _most(item.high for item in taken or [_NOTHING]),
    )
    match measure:
        case Measure.COUNT:
            return Fraction(len(sure)), Fraction(len(taken))
        case Measure.SUM:
            lows = [item.low if item.sure else _least([item.low, Fraction(0)]) for item in taken]
            highs = [item.high if item.sure else _most([item.high, Fraction(0)]) for item in taken]
            return _total(lows), _total(highs)
        case Measure.MEAN if len(sure) == len(taken):
            low, high = _total([i.low for i in taken]), _total([i.high for i in taken])
            number = Fraction(len(taken))
            divide = Operator.DIVIDE
            return _bound(divide, low, number), _bound(divide, high, number)
        case Measure.MEAN:
            return least, most
        case Measure.LOWEST:
            highs = [item.high for item in sure if item.high is not None]
            return least, (_least(highs) if highs else most)
        case Measure.HIGHEST:
            lows = [item.low for item in sure if item.low is not None]
            return (_most(lows) if lows else least), most


_NOTHING = _Taken(sure=True, low=Fraction(0), high=Fraction(0))


def _total(bounds: Sequence[Bound]) -> Bound:
    return reduce(lambda a, b: _bound(Operator.ADD, a, b), bounds, cast("Bound", Fraction(0)))
