"""Integers of a case, as terms of our own: constants, symbols, and what is made of them.

In: integers. Out: integers, and conditions that one reaches a number or another. Of an integer that can
have few values the condition is put together from those that settle the value; only of others is it an
inequality, which Z3 reckons with.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from cssrules.expression import Comparison
from cssrules.readings.prove.conditions import (
    Condition,
    Joined,
    Negated,
    Open,
    Reaches,
    Symbol,
    both,
    either,
    negation,
)

FEW = 64
"""An integer of so many values is looked at value by value."""

_DEEP = 8
"""So many sums within choices within sums are looked into."""


class Term:
    """An integer that is open, with its bounds (None: it has none), and its values where these are few."""

    __slots__ = ("deep", "high", "low", "reached", "values")

    def __init__(
        self, low: int | None, high: int | None, values: frozenset[int] | None, deep: int
    ) -> None:
        self.low, self.high, self.values, self.deep = low, high, values, deep
        self.reached: dict[int | tuple[int, int], Condition] = {}


class Free(Term):
    """An integer of its own, by its name."""

    __slots__ = ("name",)

    def __init__(self, name: str, low: int | None = None, high: int | None = None) -> None:
        super().__init__(low, high, None, 0)
        self.name = name


class Ordered(Term):
    """An integer by what it reaches: `first` and one more for each of the conditions, which hold up to
    some place, and from there on fail.
    """

    __slots__ = ("conditions", "first")

    def __init__(self, first: int, conditions: Sequence[Condition]) -> None:
        high = first + len(conditions)
        super().__init__(first, high, frozenset(range(first, high + 1)), 0)
        self.first, self.conditions = first, conditions


class Chosen(Term):
    """One of two integers."""

    __slots__ = ("condition", "otherwise", "then")

    def __init__(self, condition: Condition, then: "Integer", otherwise: "Integer") -> None:
        low, high = _least(_low(then), _low(otherwise)), _most(_high(then), _high(otherwise))
        one, other = _values(then), _values(otherwise)
        values = one | other if one is not None and other is not None else None
        if values is not None and len(values) > FEW:
            values = None
        super().__init__(low, high, values, max(_deep(then), _deep(otherwise)))
        self.condition, self.then, self.otherwise = condition, then, otherwise


class Linear(Term):
    """A sum of integers, each so many times, and of a constant. What it can be is found when it is first
    asked about, as most sums are only summands of others.
    """

    __slots__ = ("_about", "constant", "parts")

    def __init__(self, parts: Sequence[tuple[int, Term]], constant: int) -> None:
        self.parts, self.constant = parts, constant
        self.reached = {}
        self._about: _About | None = None

    @property
    def about(self) -> "_About":
        """What it can be."""
        if self._about is None:
            self._about = _About(self.parts, self.constant)
        return self._about

    @property
    def low(self) -> int | None:  # type: ignore[override] # because it is found when first asked for
        low = self.about.ends[0][0]
        return None if low is None else low + self.constant

    @property
    def high(self) -> int | None:  # type: ignore[override] # as above
        high = self.about.ends[0][1]
        return None if high is None else high + self.constant

    @property
    def values(self) -> frozenset[int] | None:  # type: ignore[override] # as above
        return self.about.values

    @property
    def deep(self) -> int:  # type: ignore[override] # as above
        return self.about.deep


class _About:
    """What a sum can be: its values, where they are few; the summands of `few` values, where their sums
    are, and the `rest`; and the ends of what is still to be added from each summand on.
    """

    __slots__ = ("deep", "ends", "few", "rest", "values")

    def __init__(self, parts: Sequence[tuple[int, Term]], constant: int) -> None:
        self.deep = 1 + max(part.deep for _, part in parts)
        few = [(times, part) for times, part in parts if part.values is not None]
        sums: frozenset[int] | None = frozenset([constant])
        for times, part in few:
            if sums is not None and part.values is not None:
                sums = frozenset(s + times * value for s in sums for value in part.values)
                sums = sums if len(sums) <= FEW else None
        self.few = [] if sums is None else few
        rest = [pair for pair in parts if pair not in self.few]
        self.rest = _linear(rest)
        self.values = None if rest else sums
        self.ends = [_ends(rest)]
        for pair in reversed(self.few):
            (low, high), (least, most) = self.ends[0], _ends([pair])
            self.ends.insert(0, (_plus(low, least), _plus(high, most)))


class Product(Term):
    """One integer as often as another says."""

    __slots__ = ("left", "right")

    def __init__(self, left: Term, right: Term) -> None:
        ends = [left.low, left.high], [right.low, right.high]
        corners = [a * b for a in ends[0] for b in ends[1] if a is not None and b is not None]
        whole = len(corners) == len(ends) * len(ends[0])
        low, high = (min(corners), max(corners)) if whole else (None, None)
        super().__init__(low, high, None, 1 + max(left.deep, right.deep))
        self.left, self.right = left, right


Integer: TypeAlias = int | Term


def _low(term: Integer) -> int | None:
    return term if isinstance(term, int) else term.low


def _high(term: Integer) -> int | None:
    return term if isinstance(term, int) else term.high


def _deep(term: Integer) -> int:
    return 0 if isinstance(term, int) else term.deep


def _values(term: Integer) -> frozenset[int] | None:
    return frozenset([term]) if isinstance(term, int) else term.values


def _least(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else min(one, other)


def _most(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else max(one, other)


def _plus(one: int | None, other: int | None) -> int | None:
    return None if one is None or other is None else one + other


def _ends(parts: Sequence[tuple[int, Term]]) -> tuple[int | None, int | None]:
    """The least and the greatest that a sum can be."""
    low: int | None = 0
    high: int | None = 0
    for times, part in parts:
        ends = [end if end is None else times * end for end in (part.low, part.high)]
        least, most = ends if times > 0 else reversed(ends)
        low, high = _plus(low, least), _plus(high, most)
    return low, high


# -- what terms are made of --------------------------------------------------------------------------------

Node: TypeAlias = Open | Term


def parts_of(node: object) -> Sequence[object]:
    """What a term is made of."""
    match node:
        case Joined(parts=parts):
            return parts
        case Negated(part=part):
            return (part,)
        case Reaches(term=term):
            return (term,)
        case Ordered(conditions=conditions):
            return conditions
        case Chosen(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Linear(parts=parts):
            return [part for _, part in parts]
        case Product(left=left, right=right):
            return (left, right)
        case _:
            return ()


def symbols_in(*terms: object) -> Iterator[Symbol | Free]:
    """The symbols that terms are made of."""
    seen, pending = set[object](), list(terms)
    while pending:
        at = pending.pop()
        if at not in seen:
            seen.add(at)
            if isinstance(at, Symbol | Free):
                yield at
            pending += parts_of(at)


# -- arithmetic --------------------------------------------------------------------------------------------


def pick(condition: Condition, then: Integer, otherwise: Integer) -> Integer:
    """One of two integers."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if then is otherwise or (isinstance(then, int) and then == otherwise):
        return then
    if then == 1 and otherwise == 0:
        return Ordered(0, (condition,))
    return Chosen(condition, then, otherwise)


def plus(*terms: Integer) -> Integer:
    """The sum of integers."""
    return _linear([(1, term) for term in terms])


def minus(left: Integer, right: Integer) -> Integer:
    """One integer less another."""
    return _linear([(1, left), (-1, right)])


def times(left: Integer, right: Integer) -> Integer:
    """One integer as often as another says."""
    if isinstance(left, int):
        return left * right if isinstance(right, int) else _linear([(left, right)])
    return _linear([(right, left)]) if isinstance(right, int) else Product(left, right)


def _linear(terms: Sequence[tuple[int, Integer]]) -> Integer:
    constant, parts = 0, dict[Term, int]()
    for number, term in terms:
        if isinstance(term, int):
            constant += number * term
        elif isinstance(term, Linear):
            constant += number * term.constant
            for inner, part in term.parts:
                parts[part] = parts.get(part, 0) + number * inner
        else:
            parts[term] = parts.get(term, 0) + number
    held = [(number, part) for part, number in parts.items() if number]
    if not held:
        return constant
    if constant == 0 and len(held) == 1 and held[0][0] == 1:
        return held[0][1]
    return Linear(held, constant)


# -- comparison --------------------------------------------------------------------------------------------


def compare(comparison: Comparison, left: Integer, right: Integer) -> Condition:
    """How one integer compares with another."""
    if not isinstance(right, int):
        left, right = minus(left, right), 0
    match comparison:
        case Comparison.GE:
            return at_least(left, right)
        case Comparison.GT:
            return at_least(left, right + 1)
        case Comparison.LE:
            return negation(at_least(left, right + 1))
        case Comparison.LT:
            return negation(at_least(left, right))
        case Comparison.EQ:
            return both(at_least(left, right), negation(at_least(left, right + 1)))
        case Comparison.NE:
            return either(negation(at_least(left, right)), at_least(left, right + 1))


def at_least(term: Integer, number: int) -> Condition:
    """That an integer is so much or more."""
    if isinstance(term, int):
        return term >= number
    if term.low is not None and number <= term.low:
        return True
    if term.high is not None and number > term.high:
        return False
    if number not in term.reached:
        term.reached[number] = _reaches(term, number)
    return term.reached[number]


def _reaches(term: Term, number: int) -> Condition:
    match term:
        case Ordered():
            return term.conditions[number - 1 - term.first]
        case Chosen() if term.deep <= _DEEP:
            return _chosen(term, number)
        case Linear(parts=[(times, part)], constant=constant):
            if times > 0:
                return at_least(part, -((constant - number) // times))
            return negation(at_least(part, (number - constant) // times + 1))
        case Linear() if term.about.few and term.deep <= _DEEP:
            return _summed(term, 0, number - term.constant)
        case _:
            return Reaches(term, number)


def _chosen(term: Chosen, number: int) -> Condition:
    """What is chosen reaches the number; of choices within choices the inner ones first, as their chain
    may be long.
    """
    pending = [term]
    while pending:
        at = pending[-1]
        awaited = [
            part
            for part in (at.then, at.otherwise)
            if isinstance(part, Chosen) and _is_open(part, number)
        ]
        if awaited:
            pending += awaited
            continue
        pending.pop()
        then, otherwise = at_least(at.then, number), at_least(at.otherwise, number)
        at.reached[number] = either(
            both(at.condition, then), both(negation(at.condition), otherwise)
        )
    return term.reached[number]


def _is_open(term: Term, number: int) -> bool:
    """Whether it is still to be found if a term reaches a number."""
    if (term.low is not None and number <= term.low) or number in term.reached:
        return False
    return term.high is None or number <= term.high


def _summed(term: Linear, place: int, number: int) -> Condition:
    """That the summands of few values, from a place on, reach a number together with all others."""
    about = term.about
    low, high = about.ends[place]
    if low is not None and number <= low:
        return True
    if high is not None and number > high:
        return False
    if place == len(about.few):
        return at_least(about.rest, number)
    if (place, number) not in term.reached:
        times, part = about.few[place]
        assert part.values is not None, "a summand of few values"
        found = []
        for value in sorted(part.values, reverse=times < 0):
            reached = at_least(part, value) if times > 0 else negation(at_least(part, value + 1))
            found.append(both(reached, _summed(term, place + 1, number - times * value)))
        term.reached[place, number] = either(*found)
    return term.reached[place, number]
