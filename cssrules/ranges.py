"""Sets of possible values, and what conditions and arithmetic make of them.

In and out: finitely many values, a stretch of numbers or days, or anything. Each result holds every
value that some choice of the parts' values gives; it may hold more, as parts are taken one by one.
"""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from functools import reduce
from itertools import product
from operator import eq, ge, gt, le, lt, ne
from typing import Any, TypeAlias, cast

from cssrules.dataclass import dataclass
from cssrules.expression import Comparison, Operator
from cssrules.values import Choice, Date, Kind, Number, SetOf, Value, YesNo, show, working_day

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

OPTIONS_AT_MOST = 64
_PAIRS_AT_MOST = 4096
_SHOWN_AT_MOST = 16
ANY_TRUTH = Options(frozenset({True, False, None}))
UNKNOWN = Options(frozenset({None}))
SURE = frozenset[Value]({True})


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
            return (_stretch_in_words(*bounds(possible), kind),)
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


# -- possible values of evidence -----------------------------------------------------------------------


def given(value: Value, kind: Kind) -> Possible:
    """Of a known list it only matters that it is known: its items are read one by one."""
    if value is None:
        return of_kind(kind)
    return Options(frozenset({True if isinstance(value, tuple) else value}))


def of_kind(kind: Kind) -> Possible:
    """Every value of a kind, and unknown."""
    match kind:
        case YesNo():
            return ANY_TRUTH
        case Choice(options=options):
            return Options(frozenset({*options, None}))
        case SetOf(options=options) if 2 ** len(options) <= OPTIONS_AT_MOST:
            chosen = product((True, False), repeat=len(options))
            sets = {
                frozenset(option for option, taken in zip(options, choice, strict=True) if taken)
                for choice in chosen
            }
            return Options(frozenset({*sets, None}))
        case Number(low=Fraction() as low, high=Fraction() as high, step=Fraction() as step):
            many = (high - low) / step
            if many > OPTIONS_AT_MOST:
                return Within(low, high)
            return Options(frozenset({*(low + step * i for i in range(int(many) + 1)), None}))
        case Date(low=low, high=high):
            return Within(low, high)
        case _:
            return Anything()


def known_of(possible: Possible) -> Possible:
    """The same, when it is known."""
    return Options(possible.values - {None}) if isinstance(possible, Options) else possible


def being_known(possible: Possible) -> Possible:
    """Whether it is known: yes, no, or either."""
    match possible:
        case Options(values=values):
            return Options(frozenset(value is not None for value in values))
        case _:
            return Options(frozenset({True, False}))


def join(one: Possible, other: Possible) -> Possible:
    """What may be one or the other."""
    match one, other:
        case Options(values=values), Options(values=others):
            return tidy(values | others)
        case (Anything(), _) | (_, Anything()):
            return Anything()
        case _:
            if not _any_known(one):
                return other
            if not _any_known(other):
                return one
            (low, high), (other_low, other_high) = bounds(one), bounds(other)
            return Within(least_of([low, other_low]), most_of([high, other_high]))


def any_of(possible: Sequence[Possible]) -> Possible:
    """What may be any of several."""
    return reduce(join, possible)


def tidy(values: frozenset[Value]) -> Possible:
    """The values one by one, or the stretch they lie in where they are many."""
    if len(values) <= OPTIONS_AT_MOST:
        return Options(values)
    known = [value for value in values if value is not None]
    if all(isinstance(value, Fraction | date) for value in known):
        return Within(*bounds(Options(values)))
    return Anything()


def _any_known(possible: Possible) -> bool:
    return not isinstance(possible, Options) or any(v is not None for v in possible.values)


def bounds(possible: Possible) -> tuple[Bound, Bound]:
    """The least and the greatest known value; None is open."""
    match possible:
        case Options(values=values):
            known = [cast("Any", value) for value in values if value is not None]
            return (min(known), max(known)) if known else (None, None)
        case Within(low=low, high=high):
            return low, high
        case Anything():
            return None, None


def least_of(ends: Iterable[Bound]) -> Bound:
    """The least of lower bounds; None, which is open, is below all."""
    found = [cast("Any", end) for end in ends]
    return None if None in found else min(found)


def most_of(ends: Iterable[Bound]) -> Bound:
    """The greatest of upper bounds; None, which is open, is above all."""
    found = [cast("Any", end) for end in ends]
    return None if None in found else max(found)


def each(possible: Possible, change: Callable[[Any], Value], else_: Possible) -> Possible:
    """What `change` makes of each option; `else_` where they are not few."""
    if not isinstance(possible, Options):
        return else_
    return Options(frozenset(None if v is None else change(v) for v in possible.values))


# -- truth -----------------------------------------------------------------------------------------------


def contrary(truth: Value) -> Value:
    """`not`, of three values."""
    return None if truth is None else not truth


def all_of(parts: Sequence[frozenset[Value]]) -> frozenset[Value]:
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


def compare(comparison: Comparison, a: Possible, b: Possible, kind: Kind) -> Possible:
    """The truths that the comparison may have. `kind` is that of the values."""
    match a, b:
        case Options(values=left), Options(values=right) if (
            len(left) * len(right) <= _PAIRS_AT_MOST
        ):
            rank = kind.options.index if isinstance(kind, Choice) else itself
            return Options(
                frozenset(
                    None if x is None or y is None else _COMPARE[comparison](rank(x), rank(y))
                    for x, y in product(left, right)
                )
            )
        case (Anything(), _) | (_, Anything()):
            return ANY_TRUTH
        case _:
            unknown = {None} if may_be(a, None) or may_be(b, None) else set[Value]()
            if not (_any_known(a) and _any_known(b)):
                return UNKNOWN
            return Options(frozenset(_settled(comparison, bounds(a), bounds(b)) | unknown))


def itself(value: Any) -> Any:
    """The value as it is: the order of all but options."""
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


# -- numbers and days ------------------------------------------------------------------------------------


def arithmetic(
    operator: Operator, a: Possible, b: Possible, holidays: Collection[date] = ()
) -> Possible:
    """What the operator may give."""
    if isinstance(a, Options) and isinstance(b, Options):
        pairs = product(a.values, b.values)
        if len(a.values) * len(b.values) <= _PAIRS_AT_MOST:
            return tidy(frozenset(_calculate(operator, x, y, holidays) for x, y in pairs))
    if not (_any_known(a) and _any_known(b)):
        return UNKNOWN
    (low, high), (other_low, other_high) = bounds(a), bounds(b)
    match operator:
        case Operator.ADD:
            return Within(bound(operator, low, other_low), bound(operator, high, other_high))
        case Operator.SUBTRACT:
            return Within(bound(operator, low, other_high), bound(operator, high, other_low))
        case Operator.WORKING_DAYS_AFTER | Operator.WORKING_DAYS_BEFORE:
            return _working_days(operator, (low, high), (other_low, other_high), holidays)
        case _:
            ends = (low, high, other_low, other_high)
            if None in ends or (operator is Operator.DIVIDE and _spans_zero(other_low, other_high)):
                return Within()
            corners = [
                bound(operator, x, y) for x, y in product((low, high), (other_low, other_high))
            ]
            return Within(least_of(corners), most_of(corners))


def _working_days(
    operator: Operator,
    numbers: tuple[Bound, Bound],
    days: tuple[Bound, Bound],
    holidays: Collection[date],
) -> Possible:
    """A later day gives a later one; more working days lead further from it."""
    zero = Fraction(0)
    least, most = cast("tuple[Fraction | None, Fraction | None]", numbers)
    if most is not None and most < zero:
        return UNKNOWN
    least = max(least or zero, zero)
    first, last = (least, most) if operator is Operator.WORKING_DAYS_AFTER else (most, least)
    return Within(
        cast("Bound", _calculate(operator, first, days[0], holidays)),
        cast("Bound", _calculate(operator, last, days[1], holidays)),
    )


def _spans_zero(low: Bound, high: Bound) -> bool:
    return cast("Fraction", low) <= 0 <= cast("Fraction", high)


def bound(operator: Operator, a: Bound, b: Bound) -> Bound:
    """The operator on two ends of stretches; open where either is."""
    return cast("Bound", _calculate(operator, a, b))


def _calculate(operator: Operator, a: Value, b: Value, holidays: Collection[date] = ()) -> Value:
    """Exactly, as meaning does; None where a part is unknown, a divisor zero, working days below 0,
    or no such day is.
    """
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
            case Operator.WORKING_DAYS_AFTER | Operator.WORKING_DAYS_BEFORE:
                before = operator is Operator.WORKING_DAYS_BEFORE
                return None if x < 0 else working_day(y, int(x), holidays, before=before)
    except OverflowError:
        return None
