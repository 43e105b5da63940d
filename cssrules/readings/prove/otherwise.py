"""A case beside another that differs from it in one evidence alone.

In: a theory, and the name of evidence. Out: what a condition of the theory is for the other case, in the
same symbols but for those of that evidence: what does not hang on it is no second question to Z3.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from cssrules.readings.prove.conditions import (
    Condition,
    Joined,
    Negated,
    Reaches,
    Symbol,
    both,
    either,
    negation,
)
from cssrules.readings.prove.integers import (
    Chosen,
    Free,
    Linear,
    Ordered,
    Product,
    at_least,
    parts_of,
    pick,
    plus,
    times,
)
from cssrules.readings.prove.prover import Prover
from cssrules.readings.prove.symbols import Vocabulary
from cssrules.readings.prove.theory import Theory


class Beside:
    """The cases beside that of a theory, which is not to grow meanwhile."""

    def __init__(self, prover: Prover, theory: Theory) -> None:
        self.vocabulary, self.theory = prover.vocabulary, theory
        self._in: dict[object, frozenset[Symbol | Free]] = {}
        self._constrained = [(c, self.found_in(c)) for c in self.vocabulary.constraints]

    def otherwise(self, name: str) -> "Otherwise":
        """The case that is another in evidence `name`, and in what stands for a part of an amount there."""
        changed = frozenset(self.theory.symbols.symbols_of(name))
        while True:
            touched = [c for c, found in self._constrained if found & changed]
            made = {
                symbol
                for c in touched
                for symbol in self.found_in(c) - changed
                if self.vocabulary.is_fresh(symbol)
            }
            if not made:
                return Otherwise(self, changed, touched)
            changed |= made

    def found_in(self, term: object) -> frozenset[Symbol | Free]:
        """The symbols in a term."""
        found, pending = self._in, [term]
        while pending:
            at = pending[-1]
            if at in found:
                pending.pop()
                continue
            if isinstance(at, Symbol | Free):
                found[at] = frozenset([at])
                continue
            parts = parts_of(at)
            awaited = [part for part in parts if part not in found]
            if awaited:
                pending += awaited
                continue
            found[at] = frozenset[Symbol | Free]().union(*(found[part] for part in parts))
        return found[term]


class Otherwise:
    """The case that is another in some symbols; `constraints` is what it meets as every case does."""

    def __init__(
        self, beside: Beside, changed: Iterable[Symbol | Free], constrained: Sequence[Condition]
    ) -> None:
        self._beside = beside
        self._changed = frozenset(changed)
        self._made: dict[object, Any] = {
            symbol: _other(beside.vocabulary, symbol) for symbol in changed
        }
        self.constraints = [self.of(constraint) for constraint in constrained]

    def of(self, condition: Condition) -> Condition:
        """What a condition is for this case."""
        made, pending = self._made, list[object]([condition])
        while pending:
            at = pending[-1]
            if at in made or not self._beside.found_in(at) & self._changed:
                made.setdefault(at, at)
                pending.pop()
                continue
            awaited = [part for part in parts_of(at) if part not in made]
            if awaited:
                pending += awaited
            else:
                made[at] = self._again(at)
        found: Condition = made[condition]
        return found

    def _again(self, node: object) -> object:
        """A term of what its parts are in this case."""
        made = self._made
        match node:
            case Joined(parts=parts, conjoined=conjoined):
                join = both if conjoined else either
                return join(*(made[part] for part in parts))
            case Negated(part=part):
                return negation(made[part])
            case Reaches(term=term, number=number):
                return at_least(made[term], number)
            case Ordered(first=first, conditions=conditions):
                return Ordered(first, [made[condition] for condition in conditions])
            case Chosen(condition=condition, then=then, otherwise=otherwise):
                return pick(made[condition], made[then], made[otherwise])
            case Linear(parts=parts, constant=constant):
                return plus(*(times(number, made[part]) for number, part in parts), constant)
            case Product(left=left, right=right):
                return times(made[left], made[right])
            case _:
                raise AssertionError("a term with parts")


def _other(vocabulary: Vocabulary, symbol: Symbol | Free) -> Symbol | Free:
    if isinstance(symbol, Symbol):
        return vocabulary.symbol(f"other {symbol.name}")
    return vocabulary.integer(f"other {symbol.name}", symbol.low, symbol.high)
