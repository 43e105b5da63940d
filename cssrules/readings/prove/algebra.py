"""The lowering's algebra in the terms of Z3.

A truth is a pair of conditions, that it holds and that it fails: neither is unknown. An integer, or the
code of a text, has a condition that it is known; where it is not, its term says nothing. A list is a
length and as many places as its type allows. Constants are Python's own until they meet a symbol, so
that what is settled costs Z3 nothing.
INVARIANT: of a truth never both conditions hold.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date
from operator import eq, ge, gt, le, lt, ne
from typing import cast

import z3

from cssrules.dataclass import dataclass
from cssrules.expression import OPPOSITE, Comparison
from cssrules.lowering.algebra import Slot
from cssrules.readings.prove.symbols import Condition, Integer, ItemAt, Symbols

_COMPARE = {
    Comparison.EQ: eq,
    Comparison.NE: ne,
    Comparison.LT: lt,
    Comparison.LE: le,
    Comparison.GT: gt,
    Comparison.GE: ge,
}
_WEEK, _WORKING, _FRIDAY = 7, 5, 4


@dataclass(frozen=True, slots=True)
class Kleene:
    """A truth."""

    holds: Condition
    fails: Condition

    @property
    def known(self) -> Condition:
        return either(self.holds, self.fails)


@dataclass(frozen=True, slots=True)
class Maybe:
    """An integer."""

    term: Integer
    known: Condition


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, by its code."""

    code: Integer
    known: Condition


def both(*conditions: Condition) -> Condition:
    """All of them hold."""
    open = [c for c in conditions if c is not True]
    if any(c is False for c in open):
        return False
    return True if not open else open[0] if len(open) == 1 else _joined(z3.Z3_mk_and, open)


def either(*conditions: Condition) -> Condition:
    """One of them holds."""
    open = [c for c in conditions if c is not False]
    if any(c is True for c in open):
        return True
    return False if not open else open[0] if len(open) == 1 else _joined(z3.Z3_mk_or, open)


def negation(condition: Condition) -> Condition:
    """It does not hold."""
    if isinstance(condition, bool):
        return not condition
    return z3.BoolRef(z3.Z3_mk_not(condition.ctx_ref(), condition.as_ast()), condition.ctx)


def _joined(make: Callable[..., z3.Ast], conditions: Sequence[z3.BoolRef]) -> z3.BoolRef:
    """Conditions under one sign, made by Z3's own call: `z3.And` looks at each several times over."""
    context = conditions[0].ctx
    parts = (z3.Ast * len(conditions))(*(c.as_ast() for c in conditions))
    return z3.BoolRef(make(context.ref(), len(conditions), parts), context)


def pick(condition: Condition, then: Integer, otherwise: Integer) -> Integer:
    """One of two integers."""
    if isinstance(condition, bool):
        return then if condition else otherwise
    if then is otherwise or (isinstance(then, int) and then == otherwise):
        return then
    return cast("Integer", z3.If(condition, then, otherwise))


class Z3Algebra:
    """The operations of the algebra over `symbols`; it is for one policy, whose `holidays` it knows."""

    def __init__(self, symbols: Symbols, holidays: Collection[date]) -> None:
        self.symbols = symbols
        self.holidays = sorted(day.toordinal() for day in holidays if day.weekday() <= _FRIDAY)
        self._found: dict[tuple[Integer, Integer, bool], Integer] = {}

    # -- truth -------------------------------------------------------------------------------------

    def truth(self, *, value: bool | None) -> Kleene:
        return Kleene(value is True, value is False)

    def negate(self, part: Kleene) -> Kleene:
        return Kleene(part.fails, part.holds)

    def all_of(self, parts: Sequence[Kleene]) -> Kleene:
        return Kleene(both(*(p.holds for p in parts)), either(*(p.fails for p in parts)))

    def any_of(self, parts: Sequence[Kleene]) -> Kleene:
        return Kleene(either(*(p.holds for p in parts)), both(*(p.fails for p in parts)))

    # -- integers and text ---------------------------------------------------------------------------

    def integer(self, value: int | None) -> Maybe:
        return Maybe(0, known=False) if value is None else Maybe(value, known=True)

    def add(self, left: Maybe, right: Maybe) -> Maybe:
        return Maybe(left.term + right.term, both(left.known, right.known))

    def subtract(self, left: Maybe, right: Maybe) -> Maybe:
        return Maybe(left.term - right.term, both(left.known, right.known))

    def multiply(self, left: Maybe, right: Maybe) -> Maybe:
        return Maybe(left.term * right.term, both(left.known, right.known))

    def compare(self, comparison: Comparison, left: Maybe, right: Maybe) -> Kleene:
        known = both(left.known, right.known)
        holds = _COMPARE[comparison](left.term, right.term)
        fails = _COMPARE[OPPOSITE[comparison]](left.term, right.term)
        return Kleene(both(known, holds), both(known, fails))

    def working_day(self, number: Maybe, day: Maybe, *, before: bool) -> Maybe:
        return Maybe(
            self._working_day(number.term, day.term, before=before), both(number.known, day.known)
        )

    def _working_day(self, number: Integer, day: Integer, *, before: bool) -> Integer:
        """A symbol for the day, bound by counting working days up to it; `day` itself for 0."""
        key = (number, day, before)
        if key not in self._found:
            found = self.symbols.fresh("working day")
            counted, weekday = self._working_days_to(found)
            off = (found == holiday for holiday in self.holidays)
            works = both(weekday < _WORKING, *(negation(same) for same in off))
            sofar, _ = self._working_days_to(day - 1 if before else day)
            aim = sofar - number + 1 if before else sofar + number
            meets = both(works, counted == aim)
            none = number == 0
            same = found == day
            self.symbols.constrain(
                either(both(none, same), both(negation(none), meets), number < 0)
            )
            self._found[key] = found
        return self._found[key]

    def _working_days_to(self, day: Integer) -> tuple[Integer, Integer]:
        """How many working days there are from the calendar's first day up to and with `day`, and how
        many days `day` comes after a Monday.
        """
        if isinstance(day, int):
            weeks, rest = divmod(day - 1, _WEEK)
            off = sum(holiday <= day for holiday in self.holidays)
            return _WORKING * weeks + min(rest + 1, _WORKING) - off, rest
        weeks, rest = self.symbols.fresh("weeks"), self.symbols.fresh("weekday")
        off = self.symbols.fresh("holidays")
        passed = (
            (day >= holiday) == (off > number) for number, holiday in enumerate(self.holidays)
        )
        self.symbols.constrain(
            z3.And(
                day - 1 == _WEEK * weeks + rest,
                *(rest >= 0, rest < _WEEK),
                *(off >= 0, off <= len(self.holidays)),
                *passed,
            )
        )
        return _WORKING * weeks + pick(rest + 1 <= _WORKING, rest + 1, _WORKING) - off, rest

    def text(self, value: str | None) -> Wording:
        return (
            Wording(0, known=False)
            if value is None
            else Wording(self.symbols.code(value), known=True)
        )

    def same(self, left: Wording, right: Wording) -> Kleene:
        return self.compare(
            Comparison.EQ, Maybe(left.code, left.known), Maybe(right.code, right.known)
        )

    # -- unknown -------------------------------------------------------------------------------------

    def known_truth(self, part: Kleene) -> Kleene:
        return Kleene(part.known, negation(part.known))

    def known_integer(self, part: Maybe) -> Kleene:
        return Kleene(part.known, negation(part.known))

    def known_text(self, part: Wording) -> Kleene:
        return Kleene(part.known, negation(part.known))

    def choose_truth(self, condition: Kleene, then: Kleene, otherwise: Kleene) -> Kleene:
        met, failed = condition.holds, condition.fails
        return Kleene(
            either(both(met, then.holds), both(failed, otherwise.holds)),
            either(both(met, then.fails), both(failed, otherwise.fails)),
        )

    def choose_integer(self, condition: Kleene, then: Maybe, otherwise: Maybe) -> Maybe:
        met, failed = condition.holds, condition.fails
        known = either(both(met, then.known), both(failed, otherwise.known))
        return Maybe(pick(met, then.term, otherwise.term), known)

    def choose_text(self, condition: Kleene, then: Wording, otherwise: Wording) -> Wording:
        first, second = Maybe(then.code, then.known), Maybe(otherwise.code, otherwise.known)
        chosen = self.choose_integer(condition, first, second)
        return Wording(chosen.term, chosen.known)

    # -- what is read ----------------------------------------------------------------------------------

    def input_truth(self, slot: Slot, item: ItemAt | None) -> Kleene:
        value, known = self.symbols.truth(slot, item)
        return Kleene(both(known, value), both(known, negation(value)))

    def input_integer(self, slot: Slot, item: ItemAt | None) -> Maybe:
        return Maybe(*self.symbols.integer(slot, item))

    def input_text(self, slot: Slot, item: ItemAt | None) -> Wording:
        return Wording(*self.symbols.integer(slot, item))

    # -- lists -----------------------------------------------------------------------------------------

    def known_list(self, items: str) -> Kleene:
        known = self.symbols.list(items).known
        return Kleene(known, negation(known))

    def length(self, items: str) -> Maybe:
        listed = self.symbols.list(items)
        return Maybe(listed.length, listed.known)

    def some(self, items: str, body: Callable[[ItemAt], Kleene]) -> Kleene:
        known = self.symbols.list(items).known
        seen = [(self._holds(at), body(at)) for at in self._places(items)]
        return Kleene(
            both(known, either(*(both(held, part.holds) for held, part in seen))),
            both(known, *(either(negation(held), part.fails) for held, part in seen)),
        )

    def tally(self, items: str, body: Callable[[ItemAt], Kleene]) -> tuple[Maybe, Maybe]:
        known = self.symbols.list(items).known
        seen = [(self._holds(at), body(at)) for at in self._places(items)]
        sure = sum((pick(both(held, part.holds), 1, 0) for held, part in seen), 0)
        perhaps = sum((pick(both(held, negation(part.fails)), 1, 0) for held, part in seen), 0)
        return Maybe(sure, known), Maybe(perhaps, known)

    def total(self, items: str, body: Callable[[ItemAt], Maybe]) -> Maybe:
        known = [self.symbols.list(items).known]
        total: Integer = 0
        for at in self._places(items):
            held, part = self._holds(at), body(at)
            total = total + pick(held, part.term, 0)
            known.append(either(negation(held), part.known))
        return Maybe(total, both(*known))

    def extreme(
        self, items: str, body: Callable[[ItemAt], tuple[Kleene, Maybe]], *, highest: bool
    ) -> Maybe:
        known = [self.symbols.list(items).known]
        best: Integer = 0
        found: Condition = False
        for at in self._places(items):
            held, (counts, part) = self._holds(at), body(at)
            taken = both(held, counts.holds)
            known.append(either(negation(held), counts.fails, both(counts.holds, part.known)))
            beats = part.term > best if highest else part.term < best
            best = pick(both(taken, either(negation(found), beats)), part.term, best)
            found = either(found, taken)
        return Maybe(best, both(*known, found))

    def item(self, items: str, position: int) -> ItemAt:
        return ItemAt(items, position)

    def _places(self, items: str) -> Sequence[ItemAt]:
        """Every place that the list may fill; the first also where it may fill none, to be looked at."""
        most = max(1, self.symbols.list(items).most)
        return [ItemAt(items, position) for position in range(most)]

    def _holds(self, at: ItemAt) -> Condition:
        """Whether the list reaches to the place."""
        return self.symbols.list(at.items).length > at.position
