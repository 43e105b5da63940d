"""Conditions and integers as Z3 is told of them, each once.

In: terms of our own. Out: those of Z3, by its own calls, as the classes of its Python layer look at each
several times over.
"""

from collections.abc import Sequence
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
    parts_of,
)

_INT64 = 2**63


class Told:
    """What Z3 was told of, in one context, which holds it until it is given up itself."""

    def __init__(self, context: z3.Context) -> None:
        self._context, self._ref = context, context.ref()
        self._sorts = z3.BoolSort(context), z3.IntSort(context)
        self._bool, self._int = (sort.ast for sort in self._sorts)
        self._told: dict[object, z3.Ast] = {}
        self._numerals: dict[int, z3.Ast] = {}
        self._all: list[z3.Ast] = []
        self.limits: list[z3.Ast] = []
        """The bounds of integers, which are to be stated."""

    def __contains__(self, node: object) -> bool:
        return node in self._told

    def condition(self, condition: Condition) -> z3.Ast:
        """A condition."""
        if isinstance(condition, bool):
            make = z3.Z3_mk_true if condition else z3.Z3_mk_false
            return self._held(make(self._ref))
        return self.term(condition)

    def term(self, node: Node) -> z3.Ast:
        """A condition or an integer that is open; what it is made of first."""
        told = self._told
        pending = [node]
        while pending:
            at = pending[-1]
            if at in told:
                pending.pop()
                continue
            awaited = [
                part for part in parts_of(at) if not isinstance(part, int) and part not in told
            ]
            if awaited:
                pending += awaited  # type: ignore[arg-type] # because what is no number is a term
                continue
            pending.pop()
            told[at] = self._held(self._made(at))
        return told[node]

    def number(self, value: int) -> z3.Ast:
        """A constant."""
        if value not in self._numerals:
            if -_INT64 <= value < _INT64:
                made = z3.Z3_mk_int64(self._ref, value, self._int)
            else:
                made = z3.Z3_mk_numeral(self._ref, str(value), self._int)
            self._numerals[value] = self._held(made)
        return self._numerals[value]

    def _made(self, node: Node) -> Any:
        ref = self._ref
        match node:
            case Joined(parts=parts, conjoined=conjoined):
                make = z3.Z3_mk_and if conjoined else z3.Z3_mk_or
                return make(ref, len(parts), self._array([self._told[part] for part in parts]))
            case Negated(part=part):
                return z3.Z3_mk_not(ref, self._told[part])
            case Symbol(name=name):
                return self._symbol(name, self._bool)
            case Reaches(term=term, number=number):
                return z3.Z3_mk_ge(ref, self._told[term], self.number(number))
            case Free(name=name):
                return self._free(node, self._symbol(name, self._int))
            case Ordered(conditions=conditions, first=first):
                steps = [self._if(condition, 1, 0) for condition in conditions]
                return self._sum([self.number(first), *steps] if first else steps)
            case Chosen(condition=condition, then=then, otherwise=otherwise):
                return self._if(condition, then, otherwise)
            case Linear(parts=parts, constant=constant):
                summands = [self._times(number, part) for number, part in parts]
                return self._sum([*summands, self.number(constant)] if constant else summands)
            case Product(left=left, right=right):
                pair = self._array([self._told[left], self._told[right]])
                return z3.Z3_mk_mul(ref, 2, pair)
            case _:
                raise AssertionError("a term")

    def _free(self, free: Free, symbol: Any) -> Any:
        """An integer of its own, whose bounds are to be stated."""
        ref = self._ref
        if free.low is not None:
            self.limits.append(self._held(z3.Z3_mk_ge(ref, symbol, self.number(free.low))))
        if free.high is not None:
            self.limits.append(self._held(z3.Z3_mk_le(ref, symbol, self.number(free.high))))
        return symbol

    def _symbol(self, name: str, sort: Any) -> Any:
        symbol = z3.Z3_mk_string_symbol(self._ref, name)
        return self._held(z3.Z3_mk_const(self._ref, symbol, sort))

    def _integer(self, term: Integer) -> Any:
        return self.number(term) if isinstance(term, int) else self._told[term]

    def _if(self, condition: Condition, then: Integer, otherwise: Integer) -> Any:
        asked = self.condition(condition)
        return self._held(
            z3.Z3_mk_ite(self._ref, asked, self._integer(then), self._integer(otherwise))
        )

    def _times(self, number: int, part: Term) -> Any:
        if number == 1:
            return self._told[part]
        pair = self._array([self.number(number), self._told[part]])
        return self._held(z3.Z3_mk_mul(self._ref, 2, pair))

    def _sum(self, summands: Sequence[Any]) -> Any:
        if len(summands) == 1:
            return summands[0]
        return z3.Z3_mk_add(self._ref, len(summands), self._array(summands))

    def _array(self, asts: Sequence[Any]) -> Any:
        return (z3.Ast * len(asts))(*asts)

    def _held(self, made: Any) -> z3.Ast:
        """Held until all is given up, because Z3 frees what nobody holds."""
        z3.Z3_inc_ref(self._ref, made)
        self._all.append(made)
        return made

    def __del__(self) -> None:
        """What nobody holds is cheap to give up; a context that gives it up itself looks for it long."""
        for made in reversed(self._all):
            z3.Z3_dec_ref(self._ref, made)
