"""A case that a prover found, as it settles conditions and integers."""

from typing import Any

import z3

from cssrules.readings.prove.conditions import Condition, Joined, Negated, Reaches, Symbol
from cssrules.readings.prove.integers import (
    Chosen,
    Free,
    Integer,
    Linear,
    Node,
    Ordered,
    Product,
    Term,
)
from cssrules.readings.prove.kleene import Kleene, Maybe, Wording
from cssrules.readings.prove.symbols import Vocabulary
from cssrules.readings.prove.told import Told


class Found:
    """A case that meets what was asked. A theory reads its values; meaning is to confirm them."""

    def __init__(self, vocabulary: Vocabulary, told: Told, model: z3.ModelRef) -> None:
        self._vocabulary, self._told, self._model = vocabulary, told, model
        self._settled: dict[object, int] = {}

    def holds(self, condition: Condition) -> bool:
        """Whether the case meets a condition."""
        return condition if isinstance(condition, bool) else bool(self._value(condition))

    def number(self, term: Integer) -> int:
        """What an integer is."""
        return term if isinstance(term, int) else self._value(term)

    def read(self, term: object) -> bool | int | str | None:
        """What a term of the algebra stands for; None where it is unknown."""
        match term:
            case Kleene(holds=holds, fails=fails):
                return True if self.holds(holds) else False if self.holds(fails) else None
            case Maybe(term=number, known=known):
                return self.number(number) if self.holds(known) else None
            case Wording(code=code, known=known):
                return self._vocabulary.text(self.number(code)) if self.holds(known) else None
            case bool() | Symbol() | Negated() | Joined() | Reaches():
                return self.holds(term)
            case int() | Term():
                return self.number(term)
            case _:
                raise AssertionError("a term of the algebra")

    def _value(self, node: Node) -> int:
        """What a condition (0 or 1) or an integer is; what it hangs on is found first."""
        settled = self._settled
        if node in settled:
            return settled[node]
        pending: list[Any] = [node]
        while pending:
            awaited = self._settle(pending[-1])
            if awaited is None:
                pending.pop()
            else:
                pending.append(awaited)
        return settled[node]

    def _settle(self, node: Any) -> object:
        """Settle a term, or say which other term has to be settled first."""
        settled = self._settled
        if node in settled:
            return None
        match node:
            case Joined(parts=parts, conjoined=conjoined):
                for part in parts:
                    if part not in settled:
                        return part
                    if bool(settled[part]) is not conjoined:
                        settled[node] = not conjoined
                        return None
                settled[node] = conjoined
            case Negated(part=part):
                if part not in settled:
                    return part
                settled[node] = not settled[part]
            case Symbol():
                settled[node] = self._symbol(node)
            case Free():
                settled[node] = self._free(node)
            case Chosen(condition=condition, then=then, otherwise=otherwise):
                if condition not in settled:
                    return condition
                taken = then if settled[condition] else otherwise
                if not isinstance(taken, int):
                    if taken not in settled:
                        return taken
                    taken = settled[taken]
                settled[node] = taken
            case Reaches(term=term, number=number):
                if term not in settled:
                    return term
                settled[node] = settled[term] >= number
            case Ordered(conditions=parts):
                open = [part for part in parts if not isinstance(part, bool)]
                for part in open:
                    if part not in settled:
                        return part
                reached = sum(part if isinstance(part, bool) else settled[part] for part in parts)
                settled[node] = node.first + reached
            case Linear(parts=parts, constant=constant):
                for _, summand in parts:
                    if summand not in settled:
                        return summand
                settled[node] = constant + sum(n * settled[part] for n, part in parts)
            case Product(left=left, right=right):
                for factor in (left, right):
                    if factor not in settled:
                        return factor
                settled[node] = settled[left] * settled[right]
            case _:
                raise AssertionError("a term")
        return None

    def _symbol(self, symbol: Symbol) -> bool:
        """A symbol that Z3 was never told of may be anything."""
        if symbol not in self._told:
            return False
        found = self._assigned(symbol)
        return bool(z3.Z3_get_bool_value(self._model.ctx.ref(), found) == z3.Z3_L_TRUE)

    def _free(self, free: Free) -> int:
        if free not in self._told:
            return free.low if free.low is not None else min(0, free.high or 0)
        return int(z3.Z3_get_numeral_string(self._model.ctx.ref(), self._assigned(free)))

    def _assigned(self, node: Symbol | Free) -> z3.Ast:
        found = (z3.Ast * 1)()
        ref = self._model.ctx.ref()
        completed = True
        z3.Z3_model_eval(ref, self._model.model, self._told.term(node), completed, found)
        return found[0]
