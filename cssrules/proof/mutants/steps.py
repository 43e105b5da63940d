"""Values next to a value: one step of its kind up and down, the option beside it, the day before."""

from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction

from cssrules.values import Choice, Date, Kind, Number, SetOf, Unit, Value, YesNo

_STEPS = {Unit.PERCENT: Fraction(1, 100)}


def around(value: Value, kind: Kind, step: Fraction | None = None) -> Iterator[Value]:
    """The values next to `value`, upwards first; `step` is that of the numbers, where one is told."""
    match value, kind:
        case bool(), YesNo():
            yield not value
        case str(), Choice(options=options):
            at = options.index(value)
            yield from options[at + 1 : at + 2]
            yield from options[max(at - 1, 0) : at]
        case date(), Date():
            yield from (value + timedelta(days=n) for n in (1, -1) if _within(value, n, kind))
        case Fraction(), Number():
            size = step or kind.step or _STEPS.get(kind.unit) or _place(value)
            found = (value + size, value - size)
            yield from (v for v in found if kind.low is None or v >= kind.low)
        case frozenset(), SetOf(options=options):
            option = next((o for o in options if o in value), None)
            yield value - {option} if option is not None else frozenset(options[:1])
        case _:
            return


def beside(value: Value, kind: Kind) -> Value:
    """One other value of the kind; None where it has none."""
    return next(around(value, kind), None)


def _within(day: date, number: int, kind: Date) -> bool:
    moved = day + timedelta(days=number)
    return (kind.low is None or kind.low <= moved) and (kind.high is None or moved <= kind.high)


def _place(value: Fraction) -> Fraction:
    """One unit of the last decimal place in which the number is written."""
    size = Fraction(1)
    while size.denominator < value.denominator and size > Fraction(1, 10**6):
        size /= 10
    return size
