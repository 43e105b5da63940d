"""The value of a fact that is nearest to the one it has, among those with which a condition can be met.

In: a theory, what the other facts are held to, and the value in the case. Out: the value at the fewest steps
from it; of two as near the one that is better for the assessed body, where the policy says which is, else
the lower. Of what is not known, the first that is enough, from the worse end.
"""

from collections.abc import Sequence
from datetime import date, timedelta
from fractions import Fraction
from typing import cast

from cssrules.expression import And, Compare, Comparison, Const, Includes, Term
from cssrules.policy import Better, Evidence
from cssrules.proof.cheapest import Cheapest
from cssrules.readings.prove import Condition, Found, Impossible, Prover, Theory
from cssrules.values import Choice, Date, Number, SetOf, Value, YesNo

_UP = {Better.HIGHER, Better.LAST, Better.YES}
_DOWN = {Better.LOWER, Better.FIRST, Better.NO}


class Nearest:
    """The nearest values in one theory."""

    def __init__(self, prover: Prover, theory: Theory) -> None:
        self.prover, self.theory = prover, theory

    def value(
        self, evidence: Evidence, old: Value, conditions: Sequence[Condition]
    ) -> tuple[Value, Condition]:
        """The nearest value with which all conditions can be met, and that the fact has it. There is one."""
        match evidence.kind:
            case Number() | Date():
                new = self._amount(evidence, old, conditions)
            case YesNo() | Choice():
                new = self._option(evidence, old, conditions)
            case SetOf() as kind:
                new = self._members(evidence, kind, old, conditions)
            case _:
                found = self.prover.ask(*conditions)
                assert isinstance(found, Found), "a value is known to be there"
                new = self.theory.values(found)[evidence.name]
        return new, self.theory.is_value(evidence.name, new)

    # -- options ---------------------------------------------------------------------------------------

    def _option(self, evidence: Evidence, old: Value, conditions: Sequence[Condition]) -> Value:
        kind = evidence.kind
        options: Sequence[Value]
        ordered: Sequence[Value]
        options = (False, True) if isinstance(kind, YesNo) else cast("Choice", kind).options
        up = _is_up(evidence)
        if old is None:
            ordered = options[::-1] if evidence.better in _DOWN else options
        else:
            place = options.index(old)
            others: list[Value] = [option for option in options if option != old]
            ordered = sorted(
                others,
                key=lambda o: (abs(options.index(o) - place), (options.index(o) < place) is up),
            )
        for option in ordered:
            is_it = self.theory.is_value(evidence.name, option)
            if isinstance(self.prover.ask(*conditions, is_it), Found):
                return option
        raise AssertionError("a value is known to be there")

    def _members(
        self, evidence: Evidence, kind: SetOf, old: Value, conditions: Sequence[Condition]
    ) -> Value:
        """The set that differs in the fewest options, the first ones before others."""
        held = cast("frozenset[str] | None", old) or frozenset()
        term = Term(evidence.name, kind)
        truths = [self.theory.truth(Includes(term, option)) for option in kind.options]
        as_it_is = [
            truth.holds if option in held else truth.fails
            for option, truth in zip(kind.options, truths, strict=True)
        ]
        sets = Cheapest([1] * len(truths))
        while (chosen := sets.next()) is not None:
            kept = [place for place in range(len(truths)) if place not in chosen]
            verdict = self.prover.ask(*conditions, given=[as_it_is[place] for place in kept])
            if not isinstance(verdict, Impossible):
                break
            sets.require(kept[place] for place in verdict.core)
        assert chosen is not None, "a value is known to be there"
        return held ^ {kind.options[place] for place in chosen}

    # -- amounts and days ------------------------------------------------------------------------------

    def _amount(self, evidence: Evidence, old: Value, conditions: Sequence[Condition]) -> Value:
        steps = _Steps(evidence.kind)
        up = _is_up(evidence)
        start = (
            steps.place(old) if old is not None else (steps.last if evidence.better in _DOWN else 0)
        )

        def nearer(distance: int) -> int | None:
            """A place no farther than that, where there is one."""
            low, high = max(0, start - distance), min(steps.last, start + distance)
            found = self.prover.ask(*conditions, self._between(evidence, steps, low, high))
            if not isinstance(found, Found):
                return None
            return abs(steps.place(self.theory.values(found)[evidence.name]) - start)

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
            if 0 <= place <= steps.last:
                there = self._between(evidence, steps, place, place)
                if isinstance(self.prover.ask(*conditions, there), Found):
                    return steps.value(place)
        raise AssertionError("a value is known to be there")

    def _between(self, evidence: Evidence, steps: "_Steps", low: int, high: int) -> Condition:
        term, kind = Term(evidence.name, evidence.kind), evidence.kind
        least = Compare(Comparison.GE, term, Const(steps.value(low), kind))
        most = Compare(Comparison.LE, term, Const(steps.value(high), kind))
        return self.theory.truth(And((least, most))).holds


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


def _is_up(evidence: Evidence) -> bool:
    return evidence.better in _UP
