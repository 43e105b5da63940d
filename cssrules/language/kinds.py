"""Types as authors write them, to kinds of value.

In: the text of a type with its span, and what types and records are named. Out: a Kind, or None
where a fault was noted. Evidence and settings are bounded and stepped; a conclusion's type need not be.
"""

import re
from collections.abc import Mapping
from dataclasses import replace
from fractions import Fraction
from typing import TypeVar

from cssrules.dataclass import dataclass
from cssrules.language.notes import Notes
from cssrules.language.words import name_fault
from cssrules.problem import Kind as Fault
from cssrules.problem import did_you_mean, nearest
from cssrules.source import Span
from cssrules.values import (
    EMPTY,
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
    fit_unit,
    read_date,
    read_number,
)

DAYS_BETWEEN = (read_date("1900-01-01"), read_date("2199-12-31"))
"""Evidence dates lie within these years, so that sums of days stay on the calendar."""

DAYS_AT_MOST = 100_000
"""More days than any case holds, and few enough that sums stay on the calendar."""

WORKING_DAYS_AT_MOST = 10_000
"""More working days than any policy asks, and few enough to be counted one by one."""

_STEP_OF_ONE = (Unit.COUNT, Unit.POINTS, Unit.DAYS)
_FORMS = (
    "yes or no", "text", "points between", "count between", "days between", "number between",
    "percent between", "money between", "date between", "choice of", "scale of", "set of", "list of",
)  # fmt: skip
_NUMBER = re.compile(
    r"(?P<unit>number|count|points|percent|money|days)"
    r"(?: between (?P<low>.+?) and (?P<high>.+?))?(?: step (?P<step>.+))?"
)
_DATE = re.compile(r"date(?: between (?P<low>.+?) and (?P<high>.+))?")
_OPTIONS = re.compile(r"(?P<form>choice|scale|set) of (?P<options>.+)")
_LIST = re.compile(
    r"list of (?P<record>[^,]+?)(?:,? (?:at most (?P<most>\d+)|between (?P<from>\d+) and (?P<to>\d+)"
    r"|exactly (?P<exactly>\d+)))?"
)
_LIST_LIMIT = 1_000
_Bounded = TypeVar("_Bounded", Number, Date)


@dataclass(frozen=True, slots=True)
class Types:
    """Reads types against the named ones."""

    notes: Notes
    named: Mapping[str, Kind]
    records: frozenset[str]

    def declared(self, span: Span) -> Kind | None:
        """The kind of evidence or of a setting: bounds and step must be there."""
        kind = self.read(span)
        match kind:
            case Number(low=None):
                self._bad(
                    span,
                    f"`{_plain(span.text)}` has no bounds",
                    f"write `{_plain(span.text)} between … and …`",
                )
                return None
            case Number(step=None, unit=unit):
                example = {Unit.MONEY: "£1", Unit.PERCENT: "1%"}.get(unit, "0.01")
                self.notes.fault(
                    Fault.MISSING_STEP,
                    span,
                    f"`{unit.value}` needs its step",
                    help=f"write `{_plain(span.text)} step {example}`",
                )
                return None
            case Date(low=None):
                self._bad(span, "`date` has no bounds", "write `date between 1 January 2012 and …`")
                return None
            case Number(unit=Unit.DAYS, high=high) if high is not None and high > DAYS_AT_MOST:
                self._bad(span, f"days are at most {DAYS_AT_MOST:,}", "choose a lower bound")
                return None
            case Date(low=low, high=high) if (
                low and high and not (DAYS_BETWEEN[0] <= low and high <= DAYS_BETWEEN[1])
            ):
                self._bad(
                    span, "a date lies between the years 1900 and 2199", "choose bounds within them"
                )
                return None
        return kind

    def concluded(self, span: Span) -> Kind | None:
        """The kind of a conclusion."""
        kind = self.read(span)
        if isinstance(kind, ListOf) and kind.least:
            self._bad(
                span,
                "a list that a table collects may be empty",
                f"write `list of {kind.record}, at most {kind.most}`",
            )
            return None
        return kind

    def read(self, span: Span) -> Kind | None:
        text = _plain(span.text)
        if text in self.named:
            return self.named[text]
        if text == "yes or no":
            return YesNo()
        if text == "text":
            return Text()
        if found := _OPTIONS.fullmatch(text):
            return self._options(span, found["form"], found["options"])
        if found := _LIST.fullmatch(text):
            return self._list(span, found)
        try:
            if found := _NUMBER.fullmatch(text):
                return _number(found)
            if found := _DATE.fullmatch(text):
                if found["low"] is None:
                    return Date()
                return _ordered(Date(read_date(found["low"]), read_date(found["high"])))
        except BadValue as bad:
            self._bad(
                span,
                bad.message,
                bad.hint or "as in `points between 1 and 5` or `money between £0 and £5m step £1`",
            )
            return None
        near = did_you_mean(text, self.named) or _nearest_form(text)
        self._bad(span, f"`{text}` is not a type", near)
        return None

    def _options(self, span: Span, form: str, written: str) -> Kind | None:
        options = tuple(part.strip() for part in written.split(","))
        for option in options:
            if fault := name_fault(option):
                self.notes.fault(
                    Fault.BAD_NAME,
                    span,
                    f"`{option}` cannot be an option: {fault}",
                    help="choose other words",
                    label="this type",
                )
                return None
        if len(set(options)) != len(options):
            self._bad(span, "an option stands twice", "leave one of the two out")
            return None
        if form == "set" and EMPTY in options:
            self._bad(span, f"`{EMPTY}` says that a set is empty", "choose another word for it")
            return None
        if form == "set":
            return SetOf(options)
        return Choice(options, ordered=form == "scale")

    def _list(self, span: Span, found: re.Match[str]) -> Kind | None:
        record = found["record"].strip()
        if record not in self.records:
            self.notes.fault(
                Fault.UNKNOWN_RECORD,
                span,
                f"no record is called `{record}`",
                help=did_you_mean(record, self.records) or "declare it under `records:`",
            )
            return None
        least, most = 0, None
        if found["exactly"]:
            least = most = int(found["exactly"])
        elif found["from"]:
            least, most = int(found["from"]), int(found["to"])
        elif found["most"]:
            most = int(found["most"])
        if most is None or not least <= most <= _LIST_LIMIT or most == 0:
            self._bad(
                span,
                f"a list says how many items it may hold, at most {_LIST_LIMIT}",
                f"write `list of {record}, at most 12`",
            )
            return None
        return ListOf(record, least, most)

    def _bad(self, span: Span, message: str, help: str | None) -> None:
        self.notes.fault(Fault.BAD_TYPE, span, message, help=help)


def unbounded(kind: Kind) -> Kind:
    """The kind without bounds and step, as values that rules compute have it."""
    match kind:
        case Number(unit=unit):
            return Number(unit)
        case Date():
            return Date()
        case _:
            return kind


def with_aliases(kind: Kind, name: str, aliases: tuple[tuple[str, str], ...]) -> Kind:
    """A named choice or scale, with its other names for options."""
    return replace(kind, name=name, aliases=aliases) if isinstance(kind, Choice) else kind


def _number(found: re.Match[str]) -> Number:
    unit = Unit(found["unit"])
    step = Fraction(1) if unit in _STEP_OF_ONE else None
    if found["step"]:
        step = _amount(found["step"], unit)
        if step <= 0:
            raise BadValue("a step is above zero")
    if found["low"] is None:
        return Number(unit, step=step if found["step"] else None)
    kind = Number(unit, _amount(found["low"], unit), _amount(found["high"], unit), step)
    _ordered(kind)
    if step and kind.low is not None and kind.high is not None and (kind.high - kind.low) % step:
        raise BadValue("the bounds are not a whole number of steps apart")
    return kind


def _amount(text: str, unit: Unit) -> Fraction:
    size, written = read_number(text.strip())
    fit_unit(text.strip(), written, Number(unit))
    return size


def _ordered(kind: _Bounded) -> _Bounded:
    if kind.low is not None and kind.high is not None and kind.low > kind.high:
        raise BadValue("the lower bound is above the upper")
    return kind


def _plain(text: str) -> str:
    return " ".join(text.split())


def _nearest_form(text: str) -> str:
    forms = {form.split()[0]: form for form in _FORMS}
    near = nearest(next(iter(text.split()), ""), forms)
    if near is not None:
        return f"did you mean `{forms[near]}`?"
    return (
        "types are yes or no, points, count, percent, money, days, number, date, "
        "choice of, scale of, set of, list of, text"
    )
