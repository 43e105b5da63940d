"""Each kind of value in the terms of an algebra: how it is read, written, chosen and compared.

In: kinds, constants and terms. Out: terms. Yes-or-no is a truth, a number a Ratio, a day or an option
an integer, a set a truth for each of its options.
"""

from collections.abc import Collection
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import lcm
from typing import Generic

from cssrules.dataclass import dataclass
from cssrules.expression import Comparison, Operator
from cssrules.lowering.algebra import Algebra, E, N, S, Slot, T
from cssrules.lowering.exact import Bounds, Exact, Ratio, Whole
from cssrules.lowering.terms import Collected, Items, Lowered, Members, Ordinal, Truth, Words
from cssrules.values import (
    Choice,
    Date,
    Kind,
    ListOf,
    Number,
    SetOf,
    Text,
    Value,
    YesNo,
    working_day,
)


@dataclass(frozen=True, slots=True)
class Kinds(Generic[T, N, S, E]):
    """Operations on values of every kind."""

    algebra: Algebra[T, N, S, E]
    exact: Exact[T, N, S, E]
    holidays: Collection[date] = ()

    def input(
        self, name: str, kind: Kind, items: str | None = None, item: E | None = None
    ) -> Lowered[T, N, S]:
        """Evidence or an open setting; with `items` a field of an item of that list."""
        slot = Slot(name, kind, items)
        match kind:
            case YesNo():
                return Truth(self.algebra.input_truth(slot, item))
            case Text():
                return Words(self.algebra.input_text(slot, item))
            case SetOf(options=options):
                slots = [replace(slot, option=option) for option in options]
                return Members(tuple(self.algebra.input_truth(s, item) for s in slots))
            case ListOf():
                return Items(name)
            case Choice(options=options):
                return Ordinal(self.bounded(slot, item, (0, len(options) - 1)))
            case Date(low=low, high=high):
                first, last = low or date.min, high or date.max
                return Ordinal(self.bounded(slot, item, (first.toordinal(), last.toordinal())))
            case Number(low=low, high=high, step=step):
                if step is None:
                    top = self.bounded(slot, item, None)
                    return Ratio(top, 1, self.bounded(replace(slot, divisor=True), item, None))
                scale = lcm(step.denominator, (low or Fraction(0)).denominator)
                bounds = None if low is None or high is None else (low * scale, high * scale)
                whole = None if bounds is None else (int(bounds[0]), int(bounds[1]))
                return Ratio(self.bounded(replace(slot, scale=scale), item, whole), scale)

    def bounded(self, slot: Slot, item: E | None, bounds: tuple[int, int] | None) -> Whole[N]:
        low, high = bounds or (None, None)
        term = self.algebra.input_integer(replace(slot, low=low, high=high), item)
        return self.exact.whole(term, bounds)

    def constant(self, value: Value, kind: Kind) -> Lowered[T, N, S]:
        """A value of a kind; None is unknown."""
        match kind:
            case YesNo():
                assert value is None or isinstance(value, bool)
                return Truth(self.algebra.truth(value=value))
            case Text():
                assert value is None or isinstance(value, str)
                return Words(self.algebra.text(value))
            case Number():
                assert value is None or isinstance(value, Fraction)
                return self.exact.ratio(value)
            case Choice(options=options):
                place = None if value is None else options.index(str(value))
                return Ordinal(self.place(place))
            case Date():
                assert value is None or isinstance(value, date)
                return Ordinal(self.place(None if value is None else value.toordinal()))
            case SetOf(options=options):
                assert value is None or isinstance(value, frozenset)
                held = [None if value is None else option in value for option in options]
                return Members(tuple(self.algebra.truth(value=member) for member in held))
            case ListOf():
                assert value is None, "no list is written in a policy"
                return Collected(self.algebra.truth(value=False), ())

    def place(self, value: int | None) -> Whole[N]:
        return self.exact.unknown() if value is None else self.exact.constant(value)

    def known(self, value: Lowered[T, N, S]) -> T:
        match value:
            case Truth(term=term):
                return self.algebra.known_truth(term)
            case Words(term=text):
                return self.algebra.known_text(text)
            case Ordinal(whole=whole):
                return self.algebra.known_integer(whole.term)
            case Members(terms=terms):
                return self.algebra.known_truth(terms[0])
            case Items(name=name):
                return self.algebra.known_list(name)
            case Collected(known=known):
                return known
            case Ratio():
                return self.exact.known(value)

    def choose(
        self, condition: T, then: Lowered[T, N, S], otherwise: Lowered[T, N, S]
    ) -> Lowered[T, N, S]:
        match then, otherwise:
            case Truth(term=a), Truth(term=b):
                return Truth(self.algebra.choose_truth(condition, a, b))
            case Words(term=first), Words(term=second):
                return Words(self.algebra.choose_text(condition, first, second))
            case Ordinal(whole=one), Ordinal(whole=other):
                return Ordinal(self.exact.choose(condition, one, other))
            case Members(terms=terms), Members(terms=others):
                pairs = zip(terms, others, strict=True)
                return Members(tuple(self.algebra.choose_truth(condition, *p) for p in pairs))
            case Ratio(), Ratio():
                return self.exact.choose_ratio(condition, then, otherwise)
            case _:
                raise AssertionError("both branches are of one kind, and no list")

    def compare(self, comparison: Comparison, left: Lowered[T, N, S], right: Lowered[T, N, S]) -> T:
        match left, right:
            case Ratio(), Ratio():
                return self.exact.compare_ratios(comparison, left, right)
            case Ordinal(whole=a), Ordinal(whole=b):
                return self.exact.compare(comparison, a, b)
            case _:
                assert comparison in {Comparison.EQ, Comparison.NE}, "only these need no order"
                equal = self.equal(left, right)
                return equal if comparison is Comparison.EQ else self.algebra.negate(equal)

    def equal(self, left: Lowered[T, N, S], right: Lowered[T, N, S]) -> T:
        match left, right:
            case Truth(term=a), Truth(term=b):
                return self.agree(a, b)
            case Words(term=first), Words(term=second):
                return self.algebra.same(first, second)
            case Members(terms=terms), Members(terms=others):
                pairs = zip(terms, others, strict=True)
                return self.algebra.all_of([self.agree(a, b) for a, b in pairs])
            case _:
                return self.compare(Comparison.EQ, left, right)

    def agree(self, a: T, b: T) -> T:
        both = self.algebra.all_of([a, b])
        neither = self.algebra.all_of([self.algebra.negate(a), self.algebra.negate(b)])
        return self.algebra.any_of([both, neither])

    def arithmetic(
        self, operator: Operator, left: Lowered[T, N, S], right: Lowered[T, N, S]
    ) -> Lowered[T, N, S]:
        match left, right, operator:
            case Ordinal(whole=a), Ordinal(whole=b), _:
                return Ratio(self.exact.minus(a, b))
            case Ordinal(whole=a), Ratio(top=days, scale=1, bottom=None), Operator.ADD:
                return Ordinal(self.exact.plus(a, days))
            case Ordinal(whole=a), Ratio(top=days, scale=1, bottom=None), _:
                return Ordinal(self.exact.minus(a, days))
            case Ratio(top=number, scale=1, bottom=None), Ordinal(whole=day), _:
                before = operator is Operator.WORKING_DAYS_BEFORE
                return Ordinal(self.working_day(number, day, before=before))
            case Ratio(), Ratio(), Operator.ADD:
                return self.exact.add(left, right)
            case Ratio(), Ratio(), Operator.SUBTRACT:
                return self.exact.add(left, right, subtract=True)
            case Ratio(), Ratio(), Operator.MULTIPLY:
                return self.exact.multiply(left, right)
            case Ratio(), Ratio(), Operator.DIVIDE:
                return self.exact.divide(left, right)
            case _:
                raise AssertionError("numbers, or dates and whole days")

    def working_day(self, number: Whole[N], day: Whole[N], *, before: bool) -> Whole[N]:
        """Unknown where the number is below 0."""
        exact, nothing = self.exact, self.exact.unknown()
        low, high = number.bounds or (-1, 0)
        if high < 0:
            return nothing
        bounds = self._spread(number.bounds, day.bounds, before=before)
        if number.constant is not None and day.constant is not None and bounds is not None:
            return exact.constant(bounds[0])
        if low < 0:
            counts = exact.compare(Comparison.GE, number, exact.constant(0))
            number = exact.choose(counts, number, nothing)
        found = self.algebra.working_day(number.term, day.term, before=before)
        return exact.whole(found, bounds)

    def _spread(self, numbers: Bounds, days: Bounds, *, before: bool) -> Bounds:
        """From the first to the last day that may be meant."""
        if numbers is None or days is None:
            return None
        near, far = max(0, numbers[0]), numbers[1]
        least, most = (far, near) if before else (near, far)
        ends = zip(days, (least, most), strict=True)
        try:
            first, last = (
                working_day(date.fromordinal(day), number, self.holidays, before=before).toordinal()
                for day, number in ends
            )
        except (OverflowError, ValueError):
            return None
        return first, last
