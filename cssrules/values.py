"""Kinds of value, exact numbers, and the one way to read and to write each.

A value is `bool` (yes or no), `Fraction` (every number; percent 2% is 1/50, money is in pounds),
`datetime.date`, `str` (an option of a choice or scale, or text), `frozenset` of options, or a tuple
of `Item` (a list of records). `None` is unknown, everywhere and only that. No float ever appears.
"""

import re
from collections.abc import Collection, Iterable, Mapping
from contextlib import suppress
from datetime import date, timedelta
from enum import Enum
from fractions import Fraction
from typing import TypeAlias

from cssrules.dataclass import dataclass
from cssrules.problem import did_you_mean


class Unit(Enum):
    """What a number counts. Units do not mix in `+`, `-` and comparisons."""

    NUMBER = "number"
    COUNT = "count"
    POINTS = "points"
    PERCENT = "percent"
    MONEY = "money"
    DAYS = "days"


EMPTY = "none"
"""How a set without any of its options is written."""

BARE_UNITS = (Unit.NUMBER, Unit.COUNT, Unit.POINTS)
"""Units whose values are written as a bare number."""


@dataclass(frozen=True, slots=True)
class YesNo:
    """Yes or no."""


@dataclass(frozen=True, slots=True)
class Text:
    """Text that can only be told apart from other text."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One of some options; a scale (`ordered`) lists them worst first. Aliases name options too."""

    options: tuple[str, ...]
    ordered: bool = False
    aliases: tuple[tuple[str, str], ...] = ()
    name: str | None = None

    def like(self, other: object) -> bool:
        """Whether values of the two can be compared."""
        return isinstance(other, Choice) and (self.options, self.ordered) == (
            other.options,
            other.ordered,
        )

    def option(self, text: str) -> str | None:
        """The option that `text` or its alias names, or None."""
        return text if text in self.options else dict(self.aliases).get(text)


@dataclass(frozen=True, slots=True)
class SetOf:
    """Any number of some options, each at most once."""

    options: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a unit; bounds and step are declared for evidence and settings, absent for results."""

    unit: Unit
    low: Fraction | None = None
    high: Fraction | None = None
    step: Fraction | None = None


@dataclass(frozen=True, slots=True)
class Date:
    """A day of the calendar, between two days."""

    low: date | None = None
    high: date | None = None


@dataclass(frozen=True, slots=True)
class ListOf:
    """A list of records, `least` to `most` of them."""

    record: str
    least: int
    most: int


Kind: TypeAlias = YesNo | Text | Choice | SetOf | Number | Date | ListOf


@dataclass(frozen=True, slots=True)
class Item:
    """One record of a list: its id, unique in the list, and its fields (absent or None: unknown)."""

    id: str
    fields: "Mapping[str, Value]"


Value: TypeAlias = bool | Fraction | date | str | frozenset[str] | tuple[Item, ...] | None


class BadValue(ValueError):  # because it names what was met
    """A text that is no value of the kind asked for: `message`, and a hint or None."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


# -- reading ---------------------------------------------------------------------------------------

_AMOUNT = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?"
NUMBER_PATTERN = (
    rf"£{_AMOUNT}(?:bn|m|k)?(?![A-Za-z0-9])|{_AMOUNT}%|{_AMOUNT} days?\b|{_AMOUNT}(?![A-Za-z0-9%])"
)
"""Every written number, unit and all, as the grammar and the reader know it."""

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip
DATE_PATTERN = r"[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} (?:" + "|".join(_MONTHS) + r") [0-9]{4}"
"""A day as 2012-03-30 or 30 March 2012."""

_SCALES = {"": 1, "k": 1_000, "m": 1_000_000, "bn": 1_000_000_000}
_NUMBER = re.compile(
    rf"(?P<sign>-?)(?P<pound>£?)(?P<amount>{_AMOUNT})(?P<scale>bn|m|k)?(?P<unit>%| days?)?"
)
_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_LONG = re.compile(r"([0-9]{1,2}) ([A-Z][a-z]+) ([0-9]{4})")
_SLASHED = re.compile(r"([0-9]{1,2})[./-]([0-9]{1,2})[./-]([0-9]{4})")
_DIGITS_AT_MOST = 30


def read_number(text: str) -> tuple[Fraction, Unit | None]:
    """The number written as `text` and its unit, None where the text is a bare number."""
    found = _NUMBER.fullmatch(text)
    if found is None or (found["scale"] and not found["pound"]):
        raise BadValue(f"`{text}` is not a number", "write 3, 3.5, 2%, £4.5m or 60 days")
    if found["pound"] and found["unit"]:
        raise BadValue(f"`{text}` has two units", "write either £ or % or days")
    if len(found["amount"]) > _DIGITS_AT_MOST:
        raise BadValue(f"a number of more than {_DIGITS_AT_MOST} digits")
    size = Fraction(found["amount"].replace(",", "")) * _SCALES[found["scale"] or ""]
    size = -size if found["sign"] else size
    if found["pound"]:
        return size, Unit.MONEY
    match found["unit"]:
        case "%":
            return size / 100, Unit.PERCENT
        case None:
            return size, None
        case _:
            return size, Unit.DAYS


def read_date(text: str) -> date:
    """The day written as 2012-03-30 or 30 March 2012."""
    try:
        if found := _ISO.fullmatch(text):
            return date(int(found[1]), int(found[2]), int(found[3]))
        if (found := _LONG.fullmatch(text)) and found[2] in _MONTHS:
            return date(int(found[3]), _MONTHS.index(found[2]) + 1, int(found[1]))
    except ValueError:
        raise BadValue(f"`{text}` is not a day of the calendar") from None
    raise BadValue(f"`{text}` is not a date", f"write {_two_ways(text)}")


def _two_ways(text: str) -> str:
    """How the day that `text` may mean is written; an example where that cannot be told."""
    day = date(2012, 3, 30)
    if (found := _SLASHED.fullmatch(text)) and int(found[1]) > len(_MONTHS):
        with suppress(ValueError):
            day = date(int(found[3]), int(found[2]), int(found[1]))
    return f"{written(day, Date())} or {show(day, Date())}"


def read(text: str, kind: Kind) -> Value:
    """The value of `kind` that `text` writes, within the kind's bounds and on its step.

    Raises BadValue. Lists are read by the case's door, not here.
    """
    match kind:
        case YesNo():
            if text in {"yes", "no"}:
                return text == "yes"
            raise BadValue(f"`{text}` is neither yes nor no", did_you_mean(text, ("yes", "no")))
        case Text():
            return text
        case Choice():
            option = kind.option(text)
            if option is None:
                raise BadValue(
                    f"`{text}` is not one of {listed(kind.options)}",
                    did_you_mean(text, (*kind.options, *dict(kind.aliases))),
                )
            return option
        case SetOf():
            chosen = [part.strip() for part in text.split(",") if part.strip()]
            if chosen == [EMPTY]:
                return frozenset()
            for part in chosen:
                if part not in kind.options:
                    raise BadValue(
                        f"`{part}` is not one of {listed(kind.options)}",
                        did_you_mean(part, kind.options),
                    )
            return frozenset(chosen)
        case Number():
            size, unit = read_number(text)
            fit_unit(text, unit, kind)
            check_bounds(size, kind, text)
            return size
        case Date():
            day = read_date(text)
            check_bounds(day, kind, text)
            return day
        case ListOf():
            raise BadValue("a list cannot be written on one line")


def fit_unit(text: str, unit: Unit | None, kind: Number) -> None:
    """Refuse a number whose written unit is not that of `kind`."""
    if unit is kind.unit or (unit is None and kind.unit in BARE_UNITS):
        return
    asked = kind.unit.value
    found = "a bare number" if unit is None else unit.value
    raise BadValue(f"`{text}` is {found}, and {asked} is asked", unit_hint(text, kind.unit))


def unit_hint(text: str, unit: Unit) -> str:
    """How the number in `text` would be written in `unit`."""
    amount = re.sub(r"[^0-9.,]", "", text) or "2"
    match unit:
        case Unit.PERCENT:
            if amount.startswith("0."):
                hundredfold, _ = _decimal(Fraction(amount) * 100, 3, rounded=False)[::-1]
                return f"write {hundredfold}%, or {amount}% if so little is meant"
            return f"write {amount}%"
        case Unit.MONEY:
            small = len(amount) < len("1000")
            return f"write £{amount}, £{amount}k or £{amount}m" if small else f"write £{amount}"
        case Unit.DAYS:
            return f"write {amount} days"
        case Unit.NUMBER | Unit.COUNT | Unit.POINTS:
            return f"write {amount} without a unit"


def check_bounds(value: Fraction | date, kind: Number | Date, text: str | None = None) -> None:
    """Refuse a value, written as `text`, outside the bounds of its kind or off its step."""
    low, high = kind.low, kind.high
    if (low is not None and value < low) or (high is not None and value > high):  # type: ignore[operator] # because a kind's bounds are of its values' type
        raise BadValue(
            f"{text or show(value, kind)} is not between {show(low, kind)} and {show(high, kind)}"
        )
    if isinstance(kind, Number) and kind.step is not None and isinstance(value, Fraction):
        above = value - (kind.low or 0)
        if above % kind.step:
            step = show(kind.step, kind)
            raise BadValue(f"{text or written(value, kind)} is not a multiple of the step {step}")


# -- writing ---------------------------------------------------------------------------------------


def show(value: Value, kind: Kind) -> str:
    """The value for a reader: £4.5m, 2%, 60 days, 30 March 2012; a number that does not end is cut
    half-even and marked `about`.
    """
    return _write(value, kind, rounded=True)


def written(value: Value, kind: Kind) -> str:
    """The value exactly, as a case could hold it; a number that does not end is a fraction (5/3)."""
    return _write(value, kind, rounded=False)


def _write(value: Value, kind: Kind, *, rounded: bool) -> str:
    match value:
        case None:
            return "unknown"
        case bool():
            return "yes" if value else "no"
        case str():
            return value
        case date():
            return (
                f"{value.day} {_MONTHS[value.month - 1]} {value.year}"
                if rounded
                else value.isoformat()
            )
        case frozenset():
            assert isinstance(kind, SetOf)
            return ", ".join(option for option in kind.options if option in value) or EMPTY
        case tuple():
            noun = kind.record if isinstance(kind, ListOf) else "item"
            return f"{len(value)} {plural(noun) if len(value) != 1 else noun}"
        case Fraction():  # last, because to ask it of what is none takes long
            assert isinstance(kind, Number)
            return _write_number(value, kind.unit, rounded=rounded)


def _write_number(size: Fraction, unit: Unit, *, rounded: bool) -> str:
    sign = "-" if size < 0 else ""
    size = abs(size)
    match unit:
        case Unit.PERCENT:
            about, text = _decimal(size * 100, 1, rounded=rounded)
            return f"{about}{sign}{text}%"
        case Unit.MONEY:
            suffix, scale = _money_scale(size, rounded=rounded)
            about, text = _decimal(size / scale, 2, rounded=rounded)
            tenths = not suffix and text[-2:-1] == "."
            return f"{about}{sign}£{text}{'0' if tenths else ''}{suffix}"
        case Unit.DAYS:
            about, text = _decimal(size, 1, rounded=rounded)
            return f"{about}{sign}{text} {'day' if size == 1 else 'days'}"
        case Unit.NUMBER | Unit.COUNT | Unit.POINTS:
            about, text = _decimal(size, 2, rounded=rounded)
            return f"{about}{sign}{text}"


def _money_scale(size: Fraction, *, rounded: bool) -> tuple[str, int]:
    for suffix, scale in (("bn", 1_000_000_000), ("m", 1_000_000), ("k", 1_000)):
        short = (size * 1000 / scale).denominator == 1
        if suffix == "k" and size >= _SCALES["m"]:
            break  # because £5,432,198 reads better than £5,432.198k
        if size >= scale and (short or (rounded and suffix != "k")):
            return suffix, scale
    return "", 1


def _decimal(size: Fraction, places: int, *, rounded: bool) -> tuple[str, str]:
    """(`about ` or nothing, digits): exact where the number ends, else cut or a fraction."""
    ends = size.denominator
    for prime in (2, 5):
        while ends % prime == 0:
            ends //= prime
    if ends != 1 and not rounded:
        return "", f"{size.numerator}/{size.denominator}"
    exact = ends == 1 and (not rounded or 10**places % size.denominator == 0)
    if not exact:
        size = round(size, places)
    whole, rest = divmod(size.numerator, size.denominator)
    digits = ""
    while rest:
        digit, rest = divmod(rest * 10, size.denominator)
        digits += str(digit)
    return "" if exact else "about ", f"{whole:,}" + (f".{digits}" if digits else "")


_SATURDAY = 5


def working_day(day: date, number: int, holidays: Collection[date], *, before: bool) -> date:
    """The `number`th working day after `day`, or before it; `day` itself for 0.

    Working days are Monday to Friday but for the holidays. Raises OverflowError past the calendar's end.
    """
    step = timedelta(days=-1 if before else 1)
    while number:
        day += step
        number -= day.weekday() < _SATURDAY and day not in holidays
    return day


def kind_in_words(kind: Kind) -> str:
    """The kind as an author would write it."""
    match kind:
        case YesNo():
            return "yes or no"
        case Text():
            return "text"
        case Choice():
            return f"{'scale' if kind.ordered else 'choice'} of {', '.join(kind.options)}"
        case SetOf():
            return f"set of {', '.join(kind.options)}"
        case Number(unit=unit, low=low, high=high, step=step):
            bounds = "" if low is None else f" between {show(low, kind)} and {show(high, kind)}"
            return f"{unit.value}{bounds}" + ("" if step is None else f" step {show(step, kind)}")
        case Date(low=low, high=high):
            return (
                "date" if low is None else f"date between {show(low, kind)} and {show(high, kind)}"
            )
        case ListOf(record=record, least=least, most=most):
            return f"list of {record}, between {least} and {most}"


def plural(noun: str) -> str:
    """The plural of a record's name, by the plain rules of English spelling."""
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + ("es" if re.search(r"(s|x|z|ch|sh)$", noun) else "s")


def listed(words: Iterable[str], last: str = "or") -> str:
    """`a, b or c`."""
    *first, final = words
    return f"{', '.join(first)} {last} {final}" if first else final
