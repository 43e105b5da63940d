"""Exact numbers in integers: a Ratio is top / (scale * bottom), and nothing is ever divided.

In: integers of a backend with the bounds that the policy declares. Out: their exact sums, products,
ratios and comparisons, again in integers: a comparison multiplies crosswise.
INVARIANT: `scale` is positive; `bottom` is positive where known; a Ratio is known where top and
bottom both are. Of every integer formed the bounds are known if those of the inputs are, and `bits`
holds the widest, rule by rule.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from math import gcd, lcm
from operator import eq, ge, gt, le, lt, ne
from typing import Generic, TypeAlias

from cssrules.expression import Comparison
from cssrules.lowering.algebra import Algebra, E, N, S, T

Bounds: TypeAlias = tuple[int, int] | None

HOLDS: Mapping[Comparison, Callable[[int, int], bool]] = {
    Comparison.EQ: eq,
    Comparison.NE: ne,
    Comparison.LT: lt,
    Comparison.LE: le,
    Comparison.GT: gt,
    Comparison.GE: ge,
}


@dataclass(frozen=True, slots=True)
class Whole(Generic[N]):
    """An integer of the backend, its bounds (None: not known), and its value where it is a constant."""

    term: N
    bounds: Bounds
    constant: int | None = None


@dataclass(frozen=True, slots=True)
class Ratio(Generic[N]):
    """top / (scale * bottom); a `bottom` None is 1."""

    top: Whole[N]
    scale: int = 1
    bottom: Whole[N] | None = None


@dataclass
class Exact(Generic[T, N, S, E]):
    """Arithmetic over an algebra; `rule` names the rule to whose account `bits` are put."""

    algebra: Algebra[T, N, S, E]
    rule: str = ""
    bits: dict[str, int | None] = field(default_factory=dict)

    # -- whole numbers -----------------------------------------------------------------------------

    def whole(self, term: N, bounds: Bounds, constant: int | None = None) -> Whole[N]:
        width = None if bounds is None else max(map(abs, bounds)).bit_length()
        widest = self.bits.get(self.rule, 0)
        self.bits[self.rule] = None if width is None or widest is None else max(width, widest)
        return Whole(term, bounds, constant)

    def constant(self, value: int) -> Whole[N]:
        return self.whole(self.algebra.integer(value), (value, value), value)

    def unknown(self) -> Whole[N]:
        return self.whole(self.algebra.integer(None), (0, 0))

    def plus(self, a: Whole[N], b: Whole[N]) -> Whole[N]:
        if a.constant is not None and b.constant is not None:
            return self.constant(a.constant + b.constant)
        bounds = a.bounds and b.bounds and (a.bounds[0] + b.bounds[0], a.bounds[1] + b.bounds[1])
        return self.whole(self.algebra.add(a.term, b.term), bounds)

    def minus(self, a: Whole[N], b: Whole[N]) -> Whole[N]:
        if a.constant is not None and b.constant is not None:
            return self.constant(a.constant - b.constant)
        bounds = a.bounds and b.bounds and (a.bounds[0] - b.bounds[1], a.bounds[1] - b.bounds[0])
        return self.whole(self.algebra.subtract(a.term, b.term), bounds)

    def times(self, a: Whole[N], b: Whole[N]) -> Whole[N]:
        if a.constant is not None and b.constant is not None:
            return self.constant(a.constant * b.constant)
        if a.constant == 1:
            return b
        if b.constant == 1:
            return a
        corners = a.bounds and b.bounds and [x * y for x in a.bounds for y in b.bounds]
        bounds = (min(corners), max(corners)) if corners else None
        return self.whole(self.algebra.multiply(a.term, b.term), bounds)

    def scaled(self, a: Whole[N], factor: int) -> Whole[N]:
        return a if factor == 1 else self.times(a, self.constant(factor))

    def compare(self, comparison: Comparison, a: Whole[N], b: Whole[N]) -> T:
        if a.constant is not None and b.constant is not None:
            return self.algebra.truth(value=HOLDS[comparison](a.constant, b.constant))
        return self.algebra.compare(comparison, a.term, b.term)

    def choose(self, condition: T, then: Whole[N], otherwise: Whole[N]) -> Whole[N]:
        a, b = then.bounds, otherwise.bounds
        bounds = a and b and (min(a[0], b[0]), max(a[1], b[1]))
        if then.constant is not None and then.constant == otherwise.constant:
            bounds = (then.constant, then.constant)
        return self.whole(self.algebra.choose_integer(condition, then.term, otherwise.term), bounds)

    # -- ratios ------------------------------------------------------------------------------------

    def ratio(self, value: Fraction | None) -> Ratio[N]:
        if value is None:
            return Ratio(self.unknown())
        return Ratio(self.constant(value.numerator), value.denominator)

    def known(self, a: Ratio[N]) -> T:
        top = self.algebra.known_integer(a.top.term)
        if a.bottom is None:
            return top
        return self.algebra.all_of([top, self.algebra.known_integer(a.bottom.term)])

    def add(self, a: Ratio[N], b: Ratio[N], *, subtract: bool = False) -> Ratio[N]:
        combine = self.minus if subtract else self.plus
        scale = lcm(a.scale, b.scale)
        left = self.scaled(a.top, scale // a.scale)
        right = self.scaled(b.top, scale // b.scale)
        if a.bottom is b.bottom:
            return Ratio(combine(left, right), scale, a.bottom)
        left, right = self._by(left, b.bottom), self._by(right, a.bottom)
        return Ratio(combine(left, right), scale, self._both(a.bottom, b.bottom))

    def negative(self, a: Ratio[N]) -> Ratio[N]:
        return Ratio(self.minus(self.constant(0), a.top), a.scale, a.bottom)

    def multiply(self, a: Ratio[N], b: Ratio[N]) -> Ratio[N]:
        top, bottom = self.times(a.top, b.top), self._both(a.bottom, b.bottom)
        return Ratio(top, a.scale * b.scale, bottom)

    def divide(self, a: Ratio[N], b: Ratio[N]) -> Ratio[N]:
        """Unknown where b is zero. The sign of b goes to the top."""
        if b.top.constant is not None and b.bottom is None:
            value = Fraction(b.top.constant, b.scale)
            return self.multiply(a, self.ratio(1 / value if value else None))
        common = gcd(a.scale, b.scale)
        top = self._by(self.scaled(a.top, b.scale // common), b.bottom)
        top, size = self._signed(top, b.top)
        return Ratio(top, a.scale // common, self._both(size, a.bottom))

    def compare_ratios(self, comparison: Comparison, a: Ratio[N], b: Ratio[N]) -> T:
        common = gcd(a.scale, b.scale)
        left = self._by(self.scaled(a.top, b.scale // common), b.bottom)
        right = self._by(self.scaled(b.top, a.scale // common), a.bottom)
        return self.compare(comparison, left, right)

    def choose_ratio(self, condition: T, then: Ratio[N], otherwise: Ratio[N]) -> Ratio[N]:
        """Top and bottom are chosen apart, so that the branch not taken leaves no trace of unknown."""
        scale = lcm(then.scale, otherwise.scale)
        top = self.choose(
            condition,
            self.scaled(then.top, scale // then.scale),
            self.scaled(otherwise.top, scale // otherwise.scale),
        )
        if then.bottom is otherwise.bottom:
            return Ratio(top, scale, then.bottom)
        one = self.constant(1)
        return Ratio(
            top, scale, self.choose(condition, then.bottom or one, otherwise.bottom or one)
        )

    def _by(self, a: Whole[N], factor: Whole[N] | None) -> Whole[N]:
        return a if factor is None else self.times(a, factor)

    def _both(self, a: Whole[N] | None, b: Whole[N] | None) -> Whole[N] | None:
        return b if a is None else self._by(a, b)

    def _signed(self, top: Whole[N], divisor: Whole[N]) -> tuple[Whole[N], Whole[N]]:
        """The top with the divisor's sign, and the divisor's size: unknown where it is zero."""
        low, high = divisor.bounds or (-1, 1)
        if low > 0:
            return top, divisor
        zero = self.constant(0)
        positive = self.compare(Comparison.GT, divisor, zero)
        size = divisor
        if low < 0:
            negative = self.compare(Comparison.LT, divisor, zero)
            top = self.choose(negative, self.minus(zero, top), top)
            size = self.choose(negative, self.minus(zero, divisor), divisor)
            positive = self.compare(Comparison.NE, divisor, zero)
        bounds = divisor.bounds and (1, max(1, -low, high))
        known = self.algebra.choose_integer(positive, size.term, self.algebra.integer(None))
        return top, self.whole(known, bounds)
