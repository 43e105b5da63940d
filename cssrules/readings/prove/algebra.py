"""The lowering's algebra in conditions and integers that Z3 can be asked about.

A list is a length and as many places as its type allows. Constants are Python's own until they meet a
symbol, so that what is settled costs Z3 nothing.
"""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from cssrules.expression import Comparison
from cssrules.lowering.algebra import Slot
from cssrules.readings.prove.conditions import Condition, both, either, negation
from cssrules.readings.prove.integers import Integer, at_least, compare, minus, pick, plus, times
from cssrules.readings.prove.kleene import Kleene, Maybe, Wording
from cssrules.readings.prove.symbols import ItemAt, Symbols

_WEEK, _WORKING, _FRIDAY = 7, 5, 4


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
        return Maybe(plus(left.term, right.term), both(left.known, right.known))

    def subtract(self, left: Maybe, right: Maybe) -> Maybe:
        return Maybe(minus(left.term, right.term), both(left.known, right.known))

    def multiply(self, left: Maybe, right: Maybe) -> Maybe:
        return Maybe(times(left.term, right.term), both(left.known, right.known))

    def compare(self, comparison: Comparison, left: Maybe, right: Maybe) -> Kleene:
        known = both(left.known, right.known)
        holds = compare(comparison, left.term, right.term)
        return Kleene(both(known, holds), both(known, negation(holds)))

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
            off = (compare(Comparison.EQ, found, holiday) for holiday in self.holidays)
            works = both(negation(at_least(weekday, _WORKING)), *map(negation, off))
            sofar, _ = self._working_days_to(minus(day, 1) if before else day)
            aim = plus(minus(sofar, number), 1) if before else plus(sofar, number)
            meets = both(works, compare(Comparison.EQ, counted, aim))
            none = compare(Comparison.EQ, number, 0)
            same = compare(Comparison.EQ, found, day)
            self.symbols.constrain(
                either(
                    both(none, same),
                    both(negation(none), meets),
                    negation(at_least(number, 0)),
                )
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
        weekday = self.symbols.fresh("weekday", 0, _WEEK - 1)
        number, holidays = (
            self.symbols.fresh("weeks"),
            self.symbols.fresh("holidays", 0, len(self.holidays)),
        )
        whole = plus(times(_WEEK, number), weekday, 1)
        self.symbols.constrain(compare(Comparison.EQ, whole, day))
        for passed, holiday in enumerate(self.holidays):
            reached, counted = at_least(day, holiday), at_least(holidays, passed + 1)
            self.symbols.constrain(either(negation(reached), counted))
            self.symbols.constrain(either(reached, negation(counted)))
        worked = pick(at_least(weekday, _WORKING), _WORKING, plus(weekday, 1))
        return minus(plus(times(_WORKING, number), worked), holidays), weekday

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
        sure = plus(*(pick(both(held, part.holds), 1, 0) for held, part in seen))
        perhaps = plus(*(pick(both(held, negation(part.fails)), 1, 0) for held, part in seen))
        return Maybe(sure, known), Maybe(perhaps, known)

    def total(self, items: str, body: Callable[[ItemAt], Maybe]) -> Maybe:
        known = [self.symbols.list(items).known]
        summands: list[Integer] = []
        for at in self._places(items):
            held, part = self._holds(at), body(at)
            summands.append(pick(held, part.term, 0))
            known.append(either(negation(held), part.known))
        return Maybe(plus(*summands), both(*known))

    def extreme(
        self, items: str, body: Callable[[ItemAt], tuple[Kleene, Maybe]], *, highest: bool
    ) -> Maybe:
        known = [self.symbols.list(items).known]
        best: Integer = 0
        found: Condition = False
        beats = Comparison.GT if highest else Comparison.LT
        for at in self._places(items):
            held, (counts, part) = self._holds(at), body(at)
            taken = both(held, counts.holds)
            known.append(either(negation(held), counts.fails, both(counts.holds, part.known)))
            better = either(negation(found), compare(beats, part.term, best))
            best = pick(both(taken, better), part.term, best)
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
        return at_least(self.symbols.list(at.items).length, at.position + 1)
