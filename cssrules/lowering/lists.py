"""Quantifiers and measures over a list, in the operations of an algebra.

In: a Quantified or Measured expression, and how a part of it is lowered for an item. Out: its node.
A measure of ratios that have divisors of their own cannot be one sum of integers: it is unrolled, item
by item, up to the most that the list may hold. A list that a table makes is unrolled over its rows.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import Generic

from cssrules.dataclass import dataclass
from cssrules.expression import Comparison, Expression, Measure, Measured, Quantified, Quantity
from cssrules.lowering.algebra import E, N, S, T
from cssrules.lowering.exact import Bounds, Ratio, Whole
from cssrules.lowering.kinds import Kinds
from cssrules.lowering.terms import (
    Collected,
    Lowered,
    MadeItem,
    Node,
    Ordinal,
    Truth,
    truth_of,
)
from cssrules.policy import Policy
from cssrules.values import ListOf, Number


@dataclass(frozen=True, slots=True)
class Scope(Generic[T, N, S, E]):
    """The list that a quantifier or measure walks, and the item at hand."""

    items: str
    item: E | MadeItem[T, N, S]


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
    def given(self) -> Lowered[T, N, S]:
        assert self.value is not None, "only `count of` has no value"
        return self.value.value

    @property
    def whole(self) -> Whole[N]:
        """The value as an integer: a day, a place on a scale, the top of a ratio."""
        match self.given:
            case Ordinal(whole=whole) | Ratio(top=whole):
                return whole
            case _:
                raise AssertionError("what is measured has an order")

    @property
    def ratio(self) -> Ratio[N]:
        assert isinstance(self.given, Ratio), "sums and means are of numbers"
        return self.given


class _Walk(Generic[T, N, S]):
    """What was seen on the way: at any item of the case, or at each item that a table makes."""

    def __init__(self) -> None:
        self.found: _Seen[T, N, S] | None = None
        self.made: dict[str, tuple[Node[T, N, S], ...]] = {}

    def keep(self, item: object, seen: _Seen[T, N, S]) -> _Seen[T, N, S]:
        if isinstance(item, MadeItem):
            self.made[item.id] = seen.parts
        else:
            self.found = seen
        return seen

    @property
    def last(self) -> _Seen[T, N, S]:
        assert self.found is not None, "a backend looks at an item once at least"
        return self.found

    def node(self, expression: Expression, value: Lowered[T, N, S]) -> Node[T, N, S]:
        return Node(expression, value, self.found.parts if self.found else (), self.made)


@dataclass(frozen=True, slots=True)
class Lists(Generic[T, N, S, E]):
    """Lowers what walks a list; `inside` lowers an expression for the item of a scope, and
    `collected` are the lists that tables make.
    """

    policy: Policy
    kinds: Kinds[T, N, S, E]
    inside: Callable[[Expression, Scope[T, N, S, E]], Node[T, N, S]]
    collected: Mapping[str, Collected[T, N, S]]

    # -- quantifiers -------------------------------------------------------------------------------

    def quantified(self, expression: Quantified) -> Node[T, N, S]:
        algebra, exact, items = self.kinds.algebra, self.kinds.exact, expression.items
        seen, always = _Walk[T, N, S](), algebra.truth(value=True)

        def holds(item: E | MadeItem[T, N, S]) -> T:
            body = self.inside(expression.body, Scope(items, item))
            seen.keep(item, _Seen(always, None, body))
            return truth_of(body)

        whole: T
        match expression.quantity:
            case Quantity.SOME:
                whole = self._some(items, holds)
            case Quantity.NO:
                whole = algebra.negate(self._some(items, holds))
            case Quantity.EVERY:
                whole = algebra.negate(self._some(items, lambda item: algebra.negate(holds(item))))
            case Quantity.AT_LEAST | Quantity.AT_MOST | Quantity.EXACTLY as quantity:
                assert expression.number is not None, "these quantities have a number"
                sure, possible = self._tally(items, holds)
                bounds = (0, self._most(items))
                whole = self._counted(
                    quantity,
                    exact.whole(sure, bounds),
                    exact.whole(possible, bounds),
                    exact.constant(expression.number),
                )
        return seen.node(expression, Truth(whole))

    def _some(self, items: str, body: Callable[[E | MadeItem[T, N, S]], T]) -> T:
        algebra, made = self.kinds.algebra, self.collected.get(items)
        if made is None:
            return algebra.some(items, body)
        held = [algebra.all_of([item.belongs, body(item)]) for item in made.items]
        nothing = algebra.truth(value=None)
        return algebra.choose_truth(made.known, algebra.any_of(held), nothing)

    def _tally(self, items: str, body: Callable[[E | MadeItem[T, N, S]], T]) -> tuple[N, N]:
        algebra, made = self.kinds.algebra, self.collected.get(items)
        if made is None:
            return algebra.tally(items, body)
        held = [algebra.all_of([item.belongs, body(item)]) for item in made.items]
        known = [algebra.known_truth(truth) for truth in held]
        pairs = list(zip(known, held, strict=True))
        sure = self._number(made, [algebra.all_of([k, truth]) for k, truth in pairs])
        perhaps = [algebra.any_of([algebra.negate(k), truth]) for k, truth in pairs]
        return sure, self._number(made, perhaps)

    def _number(self, made: Collected[T, N, S], truths: Sequence[T]) -> N:
        """How many hold; unknown where the list or one of them is."""
        algebra, exact = self.kinds.algebra, self.kinds.exact
        one, zero = exact.constant(1), exact.constant(0)
        total = zero
        for truth in truths:
            total = exact.plus(total, exact.choose(truth, one, zero))
        return algebra.choose_integer(made.known, total.term, algebra.integer(None))

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
        seen = _Walk[T, N, S]()
        value: Lowered[T, N, S]
        match expression.measure:
            case Measure.COUNT:
                value = self._count(expression, seen)
            case Measure.SUM:
                value = self._sum(expression, seen)
            case Measure.MEAN:
                total = self._sum(expression, seen)
                value = self.kinds.exact.divide(total, self._count(expression, seen))
            case Measure.LOWEST | Measure.HIGHEST:
                value = self._extreme(expression, seen)
        return seen.node(expression, value)

    def _count(self, expression: Measured, seen: _Walk[T, N, S]) -> Ratio[N]:
        algebra, made = self.kinds.algebra, self.collected.get(expression.items)
        one, zero = algebra.integer(1), algebra.integer(0)

        def counted(item: E) -> N:
            here = seen.keep(item, self._look(expression, item))
            return algebra.choose_integer(here.counts, one, zero)

        if made is not None:
            total = self._number(made, [counts for counts, _ in self._made(expression, seen)])
        elif expression.where is None:
            total = algebra.length(expression.items)
        else:
            total = algebra.total(expression.items, counted)
        return Ratio(self.kinds.exact.whole(total, (0, self._most(expression.items))))

    def _sum(self, expression: Measured, seen: _Walk[T, N, S]) -> Ratio[N]:
        exact, zero = self.kinds.exact, self.kinds.exact.constant(0)

        def top(item: E) -> N:
            here = seen.keep(item, self._look(expression, item))
            counts_all = expression.where is None
            return (here.whole if counts_all else exact.choose(here.counts, here.whole, zero)).term

        if expression.items in self.collected:
            return self._unrolled_sum(expression, seen)
        total = self.kinds.algebra.total(expression.items, top)
        value = seen.last.ratio
        if value.bottom is not None:
            return self._unrolled_sum(expression, seen)
        bounds = _times(value.top.bounds, self._most(expression.items))
        return Ratio(exact.whole(total, bounds), value.scale)

    def _extreme(self, expression: Measured, seen: _Walk[T, N, S]) -> Lowered[T, N, S]:
        def value(item: E) -> tuple[T, N]:
            here = seen.keep(item, self._look(expression, item))
            return here.counts, here.whole.term

        if expression.items in self.collected:
            return self._unrolled_extreme(expression, seen)
        highest = expression.measure is Measure.HIGHEST
        term = self.kinds.algebra.extreme(expression.items, value, highest=highest)
        found = self.kinds.exact.whole(term, seen.last.whole.bounds)
        if not isinstance(expression.kind, Number):
            return Ordinal(found)
        ratio = seen.last.ratio
        if ratio.bottom is not None:
            return self._unrolled_extreme(expression, seen)
        return Ratio(found, ratio.scale)

    def _look(self, expression: Measured, item: E | MadeItem[T, N, S]) -> _Seen[T, N, S]:
        scope: Scope[T, N, S, E] = Scope(expression.items, item)
        where = None if expression.where is None else self.inside(expression.where, scope)
        value = None if expression.value is None else self.inside(expression.value, scope)
        counts = self.kinds.algebra.truth(value=True) if where is None else truth_of(where)
        return _Seen(counts, where, value)

    # -- item by item ------------------------------------------------------------------------------

    def _unrolled_sum(self, expression: Measured, seen: _Walk[T, N, S]) -> Ratio[N]:
        exact = self.kinds.exact
        total = exact.ratio(Fraction(0))
        for counts, here in self._unrolled(expression, seen):
            total = exact.choose_ratio(counts, exact.add(total, here.ratio), total)
        return exact.choose_ratio(self._known(expression.items), total, exact.ratio(None))

    def _unrolled_extreme(self, expression: Measured, seen: _Walk[T, N, S]) -> Lowered[T, N, S]:
        algebra, kinds = self.kinds.algebra, self.kinds
        beats = Comparison.GT if expression.measure is Measure.HIGHEST else Comparison.LT
        nothing = kinds.constant(None, expression.kind)
        best, found = nothing, algebra.truth(value=False)
        for counts, here in self._unrolled(expression, seen):
            better = kinds.compare(beats, here.given, best)
            takes = algebra.any_of([algebra.negate(found), better])
            best = kinds.choose(counts, kinds.choose(takes, here.given, best), best)
            found = algebra.any_of([found, counts])
        return kinds.choose(self._known(expression.items), best, nothing)

    def _unrolled(
        self, expression: Measured, seen: _Walk[T, N, S]
    ) -> Iterator[tuple[T, _Seen[T, N, S]]]:
        """For each place of the list: whether an item there counts, and what is seen there."""
        if expression.items in self.collected:
            yield from self._made(expression, seen)
            return
        algebra, exact = self.kinds.algebra, self.kinds.exact
        length = exact.whole(algebra.length(expression.items), (0, self._most(expression.items)))
        for position in range(self._most(expression.items)):
            here = self._look(expression, algebra.item(expression.items, position))
            held = exact.compare(Comparison.GT, length, exact.constant(position))
            yield algebra.all_of([held, here.counts]), here

    def _made(
        self, expression: Measured, seen: _Walk[T, N, S]
    ) -> Iterator[tuple[T, _Seen[T, N, S]]]:
        for item in self.collected[expression.items].items:
            here = seen.keep(item, self._look(expression, item))
            yield self.kinds.algebra.all_of([item.belongs, here.counts]), here

    def _known(self, items: str) -> T:
        made = self.collected.get(items)
        return self.kinds.algebra.known_list(items) if made is None else made.known

    def _most(self, items: str) -> int:
        if items in self.collected:
            return len(self.collected[items].items)
        kind = self.policy.evidence[items].kind
        assert isinstance(kind, ListOf), "what is walked is a list"
        return kind.most


def _times(bounds: Bounds, most: int) -> Bounds:
    """The bounds of a sum of up to `most` integers within `bounds`."""
    return bounds and (min(0, bounds[0] * most), max(0, bounds[1] * most))
