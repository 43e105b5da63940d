"""The values of one column, cut into places at the thresholds that its cells name.

In: a column, what it may be, and the constants that its cells compare it with. Out: an axis. Two values
of one place meet the same cells, so a place may stand for its values. A set of places is the bits of an
integer, the last of them for unknown; a cell is two such sets, where it holds and where it fails.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import date
from fractions import Fraction
from itertools import pairwise
from typing import Protocol, TypeAlias, cast

from cssrules.dataclass import dataclass
from cssrules.expression import (
    And,
    Compare,
    Comparison,
    Const,
    Expression,
    Includes,
    Known,
    Not,
    Or,
)
from cssrules.lowering.exact import HOLDS
from cssrules.ranges import Options, Possible, Within, may_be
from cssrules.values import Choice, Date, Kind, ListOf, Number, SetOf, Text, Value, YesNo

Places: TypeAlias = int

OPTIONS_AT_MOST = 18
"""The options of a set that cells may tell apart: all their combinations are places."""


class Axis(Protocol):
    """The places of a column: `everything`, and among them the one for `unknown` (0: it has none)."""

    @property
    def column(self) -> Expression: ...
    @property
    def everything(self) -> Places: ...
    @property
    def unknown(self) -> Places: ...

    def meets(self, comparison: Comparison, value: Value) -> Places:
        """Where the column is known and compares so with a known value."""
        ...

    def includes(self, option: str) -> Places:
        """Where the column is a known set that holds an option."""
        ...

    def value(self, place: int) -> Value:
        """A value of a place."""
        ...

    def tests(self, places: Places) -> Iterator[Expression]:
        """Conditions of which, for known places, one holds just there."""
        ...


def condition(axis: Axis, places: Places) -> Expression | None:
    """The condition that holds at just these places; None where it is any."""
    if places == axis.everything:
        return None
    if not axis.everything & ~places & ~axis.unknown:
        return Known(axis.column)
    found = list(axis.tests(places & ~axis.unknown)) if places & ~axis.unknown else []
    if places & axis.unknown:
        found.append(Not(Known(axis.column)))
    return found[0] if len(found) == 1 else Or(tuple(found))


def first(places: Places) -> int:
    """The first of some places."""
    return (places & -places).bit_length() - 1


def _each(places: Places) -> Iterator[int]:
    while places:
        yield first(places)
        places &= places - 1


def _where(values: Sequence[Value], holds: Callable[[Value], bool]) -> Places:
    return sum(
        1 << place for place, value in enumerate(values) if value is not None and holds(value)
    )


# -- options ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Listed:
    """A column of one place for each value: yes and no, options, texts that cells name and one other."""

    column: Expression
    values: tuple[Value, ...]
    kind: Kind

    @property
    def everything(self) -> Places:
        return (1 << len(self.values)) - 1

    @property
    def unknown(self) -> Places:
        return 1 << self.values.index(None) if None in self.values else 0

    def meets(self, comparison: Comparison, value: Value) -> Places:
        if isinstance(self.kind, Choice) and comparison not in {Comparison.EQ, Comparison.NE}:
            place, holds = self.kind.options.index, HOLDS[comparison]
            return _where(self.values, lambda held: holds(place(str(held)), place(str(value))))
        same = comparison is Comparison.EQ
        return _where(self.values, lambda held: (held == value) is same)

    def includes(self, option: str) -> Places:
        raise AssertionError(f"no set, of which it is asked whether it includes {option}")

    def value(self, place: int) -> Value:
        return self.values[place]

    def tests(self, places: Places) -> Iterator[Expression]:
        known = [value for value in self.values if value is not None]
        wanted = [self.values[place] for place in _each(places)]
        if isinstance(self.kind, YesNo):
            yield from (self.column if value else Not(self.column) for value in wanted)
        elif isinstance(self.kind, Text) and OTHER_TEXT in wanted:
            unwanted = [value for value in known if value not in wanted]
            yield _all(self._test(Comparison.NE, value) for value in unwanted)
        elif isinstance(self.kind, Choice) and self.kind.ordered and len(wanted) > 1:
            yield from self._of_scale(known, wanted)
        else:
            yield from (self._test(Comparison.EQ, value) for value in wanted)

    def _of_scale(self, known: Sequence[Value], wanted: Sequence[Value]) -> Iterator[Expression]:
        if wanted == known[: len(wanted)]:
            yield self._test(Comparison.LE, wanted[-1])
        elif wanted == known[-len(wanted) :]:
            yield self._test(Comparison.GE, wanted[0])
        else:
            yield from (self._test(Comparison.EQ, value) for value in wanted)

    def _test(self, comparison: Comparison, value: Value) -> Expression:
        return Compare(comparison, self.column, Const(value, self.kind))


OTHER_TEXT = "some other text"


def axis_of(
    column: Expression, kind: Kind, possible: Possible, cuts: Iterable[Value], *, unknown: bool
) -> Axis:
    """The axis of a column of a kind: `cuts` are the values and options that cells name, `unknown` says
    whether it may be unknown.
    """
    match kind:
        case YesNo() | Choice() | Text():
            return _listed(column, kind, possible, cuts, unknown=unknown)
        case Number() | Date():
            return Line(column, _stretches(_Values(kind, possible), cuts), kind, unknown)
        case SetOf(options=options):
            named = set(cuts)
            told = tuple(option for option in options if option in named)
            return Subsets(column, told, _combinations(told, possible), unknown)
        case ListOf():
            raise AssertionError("no cell tests a list")


def _listed(
    column: Expression,
    kind: YesNo | Choice | Text,
    possible: Possible,
    cuts: Iterable[Value],
    *,
    unknown: bool,
) -> Listed:
    values: tuple[Value, ...] = (True, False)
    if isinstance(kind, Choice):
        values = kind.options
    elif isinstance(kind, Text):
        values = (*sorted(str(cut) for cut in set(cuts)), OTHER_TEXT)
    known = tuple(value for value in values if may_be(possible, value))
    return Listed(column, (*known, None) if unknown else known, kind)


# -- numbers and days ------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stretch:
    """The numbers or days from `low` to `high`, both with it or (`is_open`) both without; None is endless.
    `value` is one of them.
    """

    low: Fraction | None
    high: Fraction | None
    value: Fraction
    is_open: bool


@dataclass(frozen=True, slots=True)
class Line:
    """A column of numbers or days, which count as numbers here: a place for each threshold and for
    whatever lies between two.
    """

    column: Expression
    stretches: tuple[Stretch, ...]
    kind: Number | Date
    may_be_unknown: bool

    @property
    def everything(self) -> Places:
        return (1 << (len(self.stretches) + self.may_be_unknown)) - 1

    @property
    def unknown(self) -> Places:
        return 1 << len(self.stretches) if self.may_be_unknown else 0

    def meets(self, comparison: Comparison, value: Value) -> Places:
        holds, threshold = HOLDS[comparison], _as_number(value)
        found = (n for n, s in enumerate(self.stretches) if holds(s.value, threshold))  # type: ignore[arg-type] # because fractions compare as integers do
        return sum(1 << place for place in found)

    def includes(self, option: str) -> Places:
        raise AssertionError(f"no set, of which it is asked whether it includes {option}")

    def value(self, place: int) -> Value:
        return self._shown(self.stretches[place].value) if place < len(self.stretches) else None

    def tests(self, places: Places) -> Iterator[Expression]:
        """A test for each run of places that lie side by side."""
        while places:
            start = first(places)
            end = first(~(places >> start)) + start
            yield self._run(start, end - 1)
            places = places >> end << end

    def _run(self, start: int, end: int) -> Expression:
        low, high = self.stretches[start], self.stretches[end]
        if start == end and not low.is_open:
            return self._test(Comparison.EQ, low.value)
        found: list[Expression] = []
        if start > 0 and low.low is not None:
            found.append(self._test(Comparison.GT if low.is_open else Comparison.GE, low.low))
        if end < len(self.stretches) - 1 and high.high is not None:
            found.append(self._test(Comparison.LT if high.is_open else Comparison.LE, high.high))
        return _all(found)

    def _test(self, comparison: Comparison, value: Fraction) -> Expression:
        return Compare(comparison, self.column, Const(self._shown(value), self.kind))

    def _shown(self, value: Fraction) -> Value:
        return date.fromordinal(int(value)) if isinstance(self.kind, Date) else value


def _stretches(values: "_Values", cuts: Iterable[Value]) -> tuple[Stretch, ...]:
    """The thresholds that are values, and what lies between two, where any value does."""
    thresholds = sorted({_as_number(cut) for cut in cuts})
    found: list[Stretch] = []
    for before, after in pairwise((None, *thresholds, None)):
        between = values.between(before, after)
        if between is not None:
            found.append(Stretch(before, after, between, is_open=True))
        if after is not None and values.holds(after):
            found.append(Stretch(after, after, after, is_open=False))
    return tuple(found)


class _Values:
    """The known values of a column, as numbers."""

    def __init__(self, kind: Number | Date, possible: Possible) -> None:
        self.step = Fraction(1) if isinstance(kind, Date) else kind.step
        self.start = Fraction(0) if isinstance(kind, Date) else kind.low or Fraction(0)
        self.only: list[Fraction] | None = None
        self.low, self.high = _ends(kind)
        match possible:
            case Options(values=values):
                self.only = sorted(_as_number(value) for value in values if value is not None)
            case Within(low=low, high=high):
                self.low = self.low if low is None else _as_number(low)
                self.high = self.high if high is None else _as_number(high)
            case _:
                pass

    def holds(self, value: Fraction) -> bool:
        if self.only is not None:
            return value in self.only
        within = (self.low is None or self.low <= value) and (
            self.high is None or value <= self.high
        )
        return within and (self.step is None or not (value - self.start) % self.step)

    def between(self, before: Fraction | None, after: Fraction | None) -> Fraction | None:
        """A value between two numbers, and neither of them; None where there is none."""
        if self.only is not None:
            inside = (v for v in self.only if before is None or before < v)
            found = next(inside, None)
            return found if found is None or after is None or found < after else None
        if self.step is None:
            return self._anywhere(before, after)
        if before is None or (self.low is not None and before < self.low):
            found = self.low if self.low is not None else self._just_below(after)
        else:
            found = self.start + ((before - self.start) // self.step + 1) * self.step
        is_over = self.high is not None and found > self.high
        return None if is_over or (after is not None and found >= after) else found

    def _just_below(self, after: Fraction | None) -> Fraction:
        assert self.step is not None, "steps lead down"
        if after is None:
            return self.start
        return self.start + (-(-(after - self.start) // self.step) - 1) * self.step

    def _anywhere(self, before: Fraction | None, after: Fraction | None) -> Fraction | None:
        """Of numbers without a step; an end of the range belongs to it, a threshold does not."""
        low, high = before, after
        if low is None or (self.low is not None and self.low > low):
            if self.low is not None and (high is None or self.low < high):
                return self.low
            low = self.low
        if high is None or (self.high is not None and self.high < high):
            if self.high is not None and (low is None or low < self.high):
                return self.high
            high = self.high
        match low, high:
            case None, None:
                return Fraction(0)
            case None, Fraction():
                return high - 1
            case Fraction(), None:
                return low + 1
            case _:
                assert low is not None and high is not None  # noqa: PT018 # because one pattern is left
                return (low + high) / 2 if low < high else None


def _ends(kind: Number | Date) -> tuple[Fraction | None, Fraction | None]:
    if isinstance(kind, Date):
        return _as_number(kind.low or date.min), _as_number(kind.high or date.max)
    return kind.low, kind.high


def _as_number(value: object) -> Fraction:
    return Fraction(value.toordinal()) if isinstance(value, date) else cast("Fraction", value)


# -- sets --------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Subsets:
    """A column of sets: a place for each combination of the options that cells name, whose number it is
    in binary.
    """

    column: Expression
    options: tuple[str, ...]
    known: Places
    may_be_unknown: bool

    @property
    def everything(self) -> Places:
        return self.known | self.unknown

    @property
    def unknown(self) -> Places:
        return 1 << (1 << len(self.options)) if self.may_be_unknown else 0

    def meets(self, comparison: Comparison, value: Value) -> Places:
        raise AssertionError(f"sets are not compared by cells: {comparison.value} {value}")

    def includes(self, option: str) -> Places:
        """Half of all combinations: runs of as many places as the option's own number says."""
        run = 1 << self.options.index(option)
        mask, width = ((1 << run) - 1) << run, 2 * run
        while width < 1 << len(self.options):
            mask |= mask << width
            width *= 2
        return mask & self.known

    def value(self, place: int) -> Value:
        if self.unknown and place == self.unknown.bit_length() - 1:
            return None
        return frozenset(option for n, option in enumerate(self.options) if place >> n & 1)

    def tests(self, places: Places) -> Iterator[Expression]:
        for cube in self._cubes(places, self.known, len(self.options)):
            yield _all(cube)

    def _cubes(self, places: Places, known: Places, count: int) -> Iterator[tuple[Expression, ...]]:
        """Combinations of tests of the first `count` options that hold, one or another, where `known`
        places are `places`.
        """
        if not places & known:
            return
        if not known & ~places:
            yield ()
            return
        half = 1 << (count - 1)
        low = (1 << half) - 1
        without, with_it = (places & low, known & low), (places >> half, known >> half)
        agree = (without[1] & with_it[1]) & (without[0] ^ with_it[0]) == 0
        if agree:
            merged = without[0] | with_it[0], without[1] | with_it[1]
            yield from self._cubes(*merged, count - 1)
            return
        test = Includes(self.column, self.options[count - 1])
        for cube in self._cubes(*with_it, count - 1):
            yield (test, *cube)
        for cube in self._cubes(*without, count - 1):
            yield (Not(test), *cube)


def _combinations(options: Sequence[str], possible: Possible) -> Places:
    """The combinations of some options that a set may hold."""
    if not isinstance(possible, Options):
        return (1 << (1 << len(options))) - 1
    known = 0
    for held in possible.values:
        if isinstance(held, frozenset):
            known |= 1 << sum(1 << n for n, option in enumerate(options) if option in held)
    return known


def _all(tests: Iterable[Expression]) -> Expression:
    found = tuple(tests)
    return found[0] if len(found) == 1 else And(found)
