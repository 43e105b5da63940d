"""Quantifiers and measures over a list, in the operations of an algebra.

In: a Quantified or Measured expression, and how a part of it is lowered for an item. Out: its node.
A measure of ratios that have divisors of their own cannot be one sum of integers: it is unrolled, item
by item, up to the most that the list may hold.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Generic

from cssrules.expression import Comparison, Expression, Measure, Measured, Quantified, Quantity
from cssrules.lowering.algebra import E, N, S, T
from cssrules.lowering.exact import Bounds, Ratio, Whole
from cssrules.lowering.kinds import Kinds, Scope
from cssrules.lowering.terms import Lowered, Node, Ordinal, Truth, truth_of
from cssrules.policy import Policy
from cssrules.values import ListOf, Number


@dataclass(frozen=True, slots=True)
class _Seen(Generic[T, N, S]):
    """A measure at one item: whether the item counts, and the value there."""

    counts: T
    where: Node[T, N, S] | None
    value: Node[T, N, S] | None

    @property
    def parts(self) -> tuple[Node[T, N, S], ...]:
        return tuple(part for part in (self.value, self.where) if part is not None)

    @property
    def whole(self) -> Whole[N]:
        """The value as an integer: a day, a place on a scale, the top of a ratio."""
        assert self.value is not None, "only `count of` has no value"
        match self.value.value:
            case Ordinal(whole=whole) | Ratio(top=whole):
                return whole
            case _:
                raise AssertionError("what is measured has an order")

    @property
    def ratio(self) -> Ratio[N]:
        assert self.value is not None, "only `count of` has no value"
        assert isinstance(self.value.value, Ratio), "sums and means are of numbers"
        return self.value.value


class _Last(Generic[T, N, S]):
    """The item that a walk looked at last; its terms are those of any item."""

    def __init__(self) -> None:
        self.found: _Seen[T, N, S] | None = None

    def keep(self, seen: _Seen[T, N, S]) -> _Seen[T, N, S]:
        self.found = seen
        return seen

    @property
    def last(self) -> _Seen[T, N, S]:
        assert self.found is not None, "a backend looks at an item once at least"
        return self.found


@dataclass(frozen=True, slots=True)
class Lists(Generic[T, N, S, E]):
    """Lowers what walks a list; `inside` lowers an expression for the item of a scope."""

    policy: Policy
    kinds: Kinds[T, N, S, E]
    inside: Callable[[Expression, Scope[E]], Node[T, N, S]]

    # -- quantifiers -------------------------------------------------------------------------------

    def quantified(self, expression: Quantified) -> Node[T, N, S]:
        algebra, exact, items = self.kinds.algebra, self.kinds.exact, expression.items
        inner: list[Node[T, N, S]] = []

        def holds(item: E) -> T:
            inner[:] = [self.inside(expression.body, Scope(items, item))]
            return truth_of(inner[0])

        whole: T
        match expression.quantity:
            case Quantity.SOME:
                whole = algebra.some(items, holds)
            case Quantity.NO:
                whole = algebra.negate(algebra.some(items, holds))
            case Quantity.EVERY:
                whole = algebra.negate(
                    algebra.some(items, lambda item: algebra.negate(holds(item)))
                )
            case Quantity.AT_LEAST | Quantity.AT_MOST | Quantity.EXACTLY as quantity:
                assert expression.number is not None, "these quantities have a number"
                sure, possible = algebra.tally(items, holds)
                bounds = (0, self._most(items))
                whole = self._counted(
                    quantity,
                    exact.whole(sure, bounds),
                    exact.whole(possible, bounds),
                    exact.constant(expression.number),
                )
        return Node(expression, Truth(whole), tuple(inner))

    def _counted(
        self, quantity: Quantity, sure: Whole[N], possible: Whole[N], number: Whole[N]
    ) -> T:
        """True, false or unknown, by how many surely hold and how many may."""
        algebra, compare = self.kinds.algebra, self.kinds.exact.compare
        enough = compare(Comparison.GE, sure, number)
        too_few = compare(Comparison.LT, possible, number)
        few_enough = compare(Comparison.LE, possible, number)
        too_many = compare(Comparison.GT, sure, number)
        match quantity:
            case Quantity.AT_LEAST:
                return self._verdict(enough, too_few)
            case Quantity.AT_MOST:
                return self._verdict(few_enough, too_many)
            case _:
                is_true = algebra.all_of([enough, few_enough])
                return self._verdict(is_true, algebra.any_of([too_many, too_few]))

    def _verdict(self, is_true: T, is_false: T) -> T:
        algebra = self.kinds.algebra
        yes, no, unclear = (algebra.truth(value=value) for value in (True, False, None))
        return algebra.choose_truth(is_true, yes, algebra.choose_truth(is_false, no, unclear))

    # -- measures ----------------------------------------------------------------------------------

    def measured(self, expression: Measured) -> Node[T, N, S]:
        if expression.value is None and expression.where is None:
            return Node(expression, self._length(expression.items))
        match expression.measure:
            case Measure.COUNT:
                counted, seen = self._count(expression)
                return Node(expression, counted, seen.parts)
            case Measure.SUM:
                total, seen = self._sum(expression)
                return Node(expression, total, seen.parts)
            case Measure.MEAN:
                total, seen = self._sum(expression)
                counted = self._length(expression.items)
                if expression.where is not None:
                    counted, _ = self._count(expression)
                return Node(expression, self.kinds.exact.divide(total, counted), seen.parts)
            case Measure.LOWEST | Measure.HIGHEST:
                value, seen = self._extreme(expression)
                return Node(expression, value, seen.parts)

    def _length(self, items: str) -> Ratio[N]:
        length = self.kinds.algebra.length(items)
        return Ratio(self.kinds.exact.whole(length, (0, self._most(items))))

    def _count(self, expression: Measured) -> tuple[Ratio[N], _Seen[T, N, S]]:
        algebra, seen = self.kinds.algebra, _Last[T, N, S]()
        one, zero = algebra.integer(1), algebra.integer(0)

        def counted(item: E) -> N:
            here = seen.keep(self._look(expression, item))
            return algebra.choose_integer(here.counts, one, zero)

        total = algebra.total(expression.items, counted)
        bounds = (0, self._most(expression.items))
        return Ratio(self.kinds.exact.whole(total, bounds)), seen.last

    def _sum(self, expression: Measured) -> tuple[Ratio[N], _Seen[T, N, S]]:
        exact, seen = self.kinds.exact, _Last[T, N, S]()
        zero = exact.constant(0)

        def top(item: E) -> N:
            here = seen.keep(self._look(expression, item))
            counts_all = expression.where is None
            return (here.whole if counts_all else exact.choose(here.counts, here.whole, zero)).term

        total = self.kinds.algebra.total(expression.items, top)
        value = seen.last.ratio
        if value.bottom is not None:
            return self._unrolled_sum(expression), seen.last
        bounds = _times(value.top.bounds, self._most(expression.items))
        return Ratio(exact.whole(total, bounds), value.scale), seen.last

    def _extreme(self, expression: Measured) -> tuple[Lowered[T, N, S], _Seen[T, N, S]]:
        seen = _Last[T, N, S]()

        def value(item: E) -> tuple[T, N]:
            here = seen.keep(self._look(expression, item))
            return here.counts, here.whole.term

        highest = expression.measure is Measure.HIGHEST
        term = self.kinds.algebra.extreme(expression.items, value, highest=highest)
        found = self.kinds.exact.whole(term, seen.last.whole.bounds)
        if not isinstance(expression.kind, Number):
            return Ordinal(found), seen.last
        ratio = seen.last.ratio
        if ratio.bottom is not None:
            return self._unrolled_extreme(expression), seen.last
        return Ratio(found, ratio.scale), seen.last

    def _look(self, expression: Measured, item: E) -> _Seen[T, N, S]:
        scope = Scope(expression.items, item)
        where = None if expression.where is None else self.inside(expression.where, scope)
        value = None if expression.value is None else self.inside(expression.value, scope)
        counts = self.kinds.algebra.truth(value=True) if where is None else truth_of(where)
        return _Seen(counts, where, value)

    # -- item by item ------------------------------------------------------------------------------

    def _unrolled_sum(self, expression: Measured) -> Ratio[N]:
        exact = self.kinds.exact
        total = exact.ratio(Fraction(0))
        for counts, value in self._unrolled(expression):
            total = exact.choose_ratio(counts, exact.add(total, value), total)
        return total

    def _unrolled_extreme(self, expression: Measured) -> Ratio[N]:
        algebra, exact = self.kinds.algebra, self.kinds.exact
        beats = Comparison.GT if expression.measure is Measure.HIGHEST else Comparison.LT
        best, found = exact.ratio(None), algebra.truth(value=False)
        for counts, value in self._unrolled(expression):
            better = exact.compare_ratios(beats, value, best)
            takes = algebra.any_of([algebra.negate(found), better])
            best = exact.choose_ratio(counts, exact.choose_ratio(takes, value, best), best)
            found = algebra.any_of([found, counts])
        return best

    def _unrolled(self, expression: Measured) -> Iterator[tuple[T, Ratio[N]]]:
        """For each place of the list: whether an item there counts, and its value."""
        algebra, exact = self.kinds.algebra, self.kinds.exact
        length = self._length(expression.items).top
        for position in range(self._most(expression.items)):
            seen = self._look(expression, algebra.item(expression.items, position))
            here = exact.compare(Comparison.GT, length, exact.constant(position))
            yield algebra.all_of([here, seen.counts]), seen.ratio

    def _most(self, items: str) -> int:
        kind = self.policy.evidence[items].kind
        assert isinstance(kind, ListOf), "what is walked is a list"
        return kind.most


def _times(bounds: Bounds, most: int) -> Bounds:
    """The bounds of a sum of up to `most` integers within `bounds`."""
    return bounds and (min(0, bounds[0] * most), max(0, bounds[1] * most))
