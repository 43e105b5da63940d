"""The value of a fact that is nearest to the one it has, among those with which a condition can be met.

In: a fact, and the conditions to be met, to which all other facts are held. Out: the value at the fewest
steps from it, or of an amount in many figures a rounder one just beyond; of two as near the one that is
better for the assessed body, where the policy says which is, else the lower. Of what is not known, the
first that is enough, from the worse end.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from math import ceil, floor
from typing import cast

from cssrules.expression import And, Compare, Comparison, Const, Includes
from cssrules.policy import Evidence
from cssrules.proof.cheapest import Cheapest
from cssrules.proof.elements import Element
from cssrules.readings.prove import Condition, Found, Impossible, Prover, Unsettled
from cssrules.values import Choice, Date, Number, SetOf, Value, YesNo

_FIGURES, _NEARBY = 4, 20
"""A rounder amount has so many figures, and is not farther on than one such part of the change."""


class NotSettled(Exception):
    """The prover did not settle whether a value would do; it says why."""


class Nearest:
    """The nearest values, as one prover finds them."""

    def __init__(self, prover: Prover) -> None:
        self.prover = prover
        self._core: tuple[int, ...] = ()

    def value(self, element: Element, conditions: Sequence[Condition]) -> Value:
        """The nearest value with which all conditions can be met. There is one."""
        match element.kind:
            case Number() | Date():
                return self._amount(element, conditions)
            case YesNo() | Choice():
                return self._option(element, conditions)
            case SetOf() as kind:
                return self._members(element, kind, conditions)
            case _:
                found = self._met(conditions)
                assert found is not None, "a value is known to be there"
                return element.read(found)

    def _met(
        self, conditions: Sequence[Condition], *more: Condition, given: Sequence[Condition] = ()
    ) -> Found | None:
        """A case that meets the conditions, where there is one. Raises NotSettled."""
        verdict = self.prover.ask(*conditions, *more, given=given)
        if isinstance(verdict, Unsettled):
            raise NotSettled(verdict.why)
        self._core = verdict.core if isinstance(verdict, Impossible) else ()
        return verdict if isinstance(verdict, Found) else None

    # -- options ---------------------------------------------------------------------------------------

    def _option(self, element: Element, conditions: Sequence[Condition]) -> Value:
        kind, old = element.kind, element.old
        options: Sequence[Value]
        ordered: Sequence[Value]
        options = (False, True) if isinstance(kind, YesNo) else cast("Choice", kind).options
        up = _is_up(element.evidence)
        if old is None:
            ordered = options[::-1] if _is_up(element.evidence) is False else options
        else:
            place = options.index(old)
            others: list[Value] = [option for option in options if option != old]
            ordered = sorted(
                others,
                key=lambda o: (abs(options.index(o) - place), (options.index(o) < place) is up),
            )
        for option in ordered:
            if self._met(conditions, element.is_value(option)):
                return option
        raise AssertionError("a value is known to be there")

    def _members(self, element: Element, kind: SetOf, conditions: Sequence[Condition]) -> Value:
        """The set that differs in the fewest options, the first ones before others."""
        held = cast("frozenset[str] | None", element.old) or frozenset()
        truths = [element.truth(Includes(element.leaf, option)) for option in kind.options]
        as_it_is = [
            truth.holds if option in held else truth.fails
            for option, truth in zip(kind.options, truths, strict=True)
        ]
        sets = Cheapest([1] * len(truths))
        while (chosen := sets.next()) is not None:
            kept = [place for place in range(len(truths)) if place not in chosen]
            if self._met(conditions, given=[as_it_is[place] for place in kept]):
                break
            sets.require(kept[place] for place in self._core)
        assert chosen is not None, "a value is known to be there"
        return held ^ {kind.options[place] for place in chosen}

    # -- amounts and days ------------------------------------------------------------------------------

    def _amount(self, element: Element, conditions: Sequence[Condition]) -> Value:
        steps, old = _Steps(element.kind), element.old
        up = _is_up(element.evidence)
        start = (
            steps.place(old)
            if old is not None
            else (steps.last if _is_up(element.evidence) is False else 0)
        )

        def nearer(distance: int) -> int | None:
            """A place no farther than that, where there is one."""
            low, high = max(0, start - distance), min(steps.last, start + distance)
            found = self._met(conditions, _between(element, steps, low, high))
            if found is None:
                return None
            return abs(steps.place(element.read(found)) - start)

        best, least = nearer(steps.last), 0
        assert best is not None, "a value is known to be there"
        while least < best:
            closer = nearer(best - 1)
            if closer is None:
                break
            best = closer
            middle = (least + best) // 2
            if middle < best and (closer := nearer(middle)) is not None:
                best = closer
            else:
                least = min(best, middle + 1)
        for place in (start + best, start - best) if up else (start - best, start + best):
            if self._at(element, steps, place, conditions):
                rounder = _rounder(steps, start, place)
                reached = rounder is not None and self._at(element, steps, rounder, conditions)
                return steps.value(rounder if rounder is not None and reached else place)
        raise AssertionError("a value is known to be there")

    def _at(
        self, element: Element, steps: "_Steps", place: int, conditions: Sequence[Condition]
    ) -> bool:
        """Whether the value at a place will do."""
        if not 0 <= place <= steps.last:
            return False
        return self._met(conditions, _between(element, steps, place, place)) is not None


def _rounder(steps: "_Steps", start: int, place: int) -> int | None:
    """The next place on whose amount can be said in four figures, where that at `place` takes more than
    five: nobody plans to the pound in millions. None where it is much farther on.
    """
    exact = steps.value(place)
    if not isinstance(exact, Fraction):
        return None
    size = 10 ** max(0, len(str(abs(int(exact)))) - _FIGURES)
    if size % steps.step != 0 or exact % (size // 10 or 1) == 0:
        return None
    number = exact / size
    rounded = ceil(number) if place > start else floor(number)
    farther = abs(steps.place(Fraction(rounded * size)) - place)
    return None if farther * _NEARBY > abs(place - start) else steps.place(Fraction(rounded * size))


def _between(element: Element, steps: "_Steps", low: int, high: int) -> Condition:
    least = Compare(Comparison.GE, element.leaf, Const(steps.value(low), element.kind))
    most = Compare(Comparison.LE, element.leaf, Const(steps.value(high), element.kind))
    return element.truth(And((least, most))).holds


class _Steps:
    """The values of an amount or a day as places, from 0."""

    def __init__(self, kind: object) -> None:
        self.low: Fraction | date
        match kind:
            case Number(low=Fraction() as low, high=Fraction() as high, step=Fraction() as step):
                self.low, self.step = low, step
                self.last = int((high - low) / step)
            case Date(low=date() as first, high=date() as final):
                self.low, self.step = first, Fraction(1)
                self.last = (final - first).days
            case _:
                raise AssertionError("evidence has bounds and a step")

    def place(self, value: Value) -> int:
        if isinstance(value, date):
            return (value - cast("date", self.low)).days
        return int((cast("Fraction", value) - cast("Fraction", self.low)) / self.step)

    def value(self, place: int) -> Value:
        if isinstance(self.low, date):
            return self.low + timedelta(days=place)
        return self.low + place * self.step


def _is_up(evidence: Evidence) -> bool | None:
    return None if evidence.better is None else evidence.better.is_upward
