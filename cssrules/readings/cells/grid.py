"""A policy over every combination of some values of its evidence, block by block.

In: a checked policy without lists of evidence, a day, and for each evidence the values to be tried. Out:
blocks of cases, and of each conclusion, row and condition what it is in each of them.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import reduce
from itertools import product
from math import prod
from typing import Any, NoReturn, TypeAlias, cast

import numpy as np

from cssrules.expression import Expression
from cssrules.lowering.algebra import Slot
from cssrules.lowering.codec import decode, encode_slot
from cssrules.lowering.exact import Ratio
from cssrules.lowering.lower import Lowering
from cssrules.lowering.terms import Conclusion, Lowered, Ordinal, Row, Truth, Words, truth_of
from cssrules.policy import Policy
from cssrules.readings.cells.algebra import ArrayAlgebra, Flags, Integers, Truths
from cssrules.values import Value

Terms: TypeAlias = Lowered[Truths, Integers, Integers]

BLOCK = 1 << 20
"""The cases of one block, at most."""
_DIMENSIONS = 32
"""What every NumPy can hold."""
_BITS = 62
_LEAST = np.iinfo(np.int64).min


class Grid:
    """The combinations of `values`, by evidence. Cases that an assumption forbids are not counted. Two
    grids whose texts are to be compared share `codes`.
    """

    def __init__(
        self,
        policy: Policy,
        as_of: date,
        values: Mapping[str, Sequence[Value]],
        *,
        codes: dict[str, int] | None = None,
        block: int = BLOCK,
    ) -> None:
        self.policy, self.as_of, self.values = policy, as_of, values
        self.size = prod(len(held) for held in values.values())
        self.codes: dict[str, int] = codes if codes is not None else {}
        self._block = block

    def blocks(self, along: str | None = None) -> Iterator["Block"]:
        """All combinations, block by block; each block has every value of the evidence `along`."""
        inner: list[str] = [] if along is None else [along]
        size = len(self.values[along]) if along is not None else 1
        for name, held in self.values.items():
            if name == along or len(held) == 1:
                continue
            if size * len(held) <= self._block and len(inner) < _DIMENSIONS:
                inner.append(name)
                size *= len(held)
        outer = [name for name in self.values if name not in inner]
        for fixed in product(*(self.values[name] for name in outer)):
            yield Block(self, inner, dict(zip(outer, fixed, strict=True)))

    @property
    def fits(self) -> bool:
        """Whether every number of every case fits its place in memory."""
        first = {name: held[0] for name, held in self.values.items()}
        return Block(self, (), first).fits

    def code(self, text: str) -> int:
        """The number that stands for a text."""
        return self.codes.setdefault(text, len(self.codes))


class Block:
    """The combinations of the values of the evidence `varying`, a dimension for each, while the rest is
    `fixed`.
    """

    def __init__(self, grid: Grid, varying: Sequence[str], fixed: Mapping[str, Value]) -> None:
        self.grid, self.varying, self.fixed = grid, varying, fixed
        self.shape = tuple(len(grid.values[name]) for name in varying)
        self.size = prod(self.shape)
        algebra = ArrayAlgebra(self._truths, self._integers, grid.code, grid.policy.holidays)
        self._lowering: Lowering[Truths, Integers, Integers, NoReturn] = Lowering(
            grid.policy, cast("Any", algebra), grid.as_of, settings_open=False, decided={}
        )
        self._lowered = self._lowering.policy_terms()

    # -- what is so in each case -------------------------------------------------------------------

    def truth(self, condition: Expression) -> Truths:
        """1 where a condition holds, -1 where it fails."""
        return truth_of(self._lowering.node(condition, None))

    def conclusion(self, name: str) -> Conclusion[Truths, Integers, Integers]:
        """A conclusion in the terms of arrays."""
        return self._lowered.conclusions[name]

    def rows(self, define: str) -> tuple[Row[Truths, Integers, Integers], ...]:
        """The rows of the table that gives a conclusion; none where it has no table."""
        body = self.conclusion(define).body
        return body if isinstance(body, tuple) else ()

    def known(self, name: str) -> Truths:
        """1 where evidence or a conclusion is known."""
        return self._lowering.kinds.known(self.terms(name))

    @property
    def allowed(self) -> Flags:
        """Where no assumption fails."""
        allowed = np.array(True)  # noqa: FBT003 # because an array of one truth is meant
        for assumption in self._lowered.assumptions:
            allowed = allowed & (truth_of(assumption) != -1)
        return allowed

    def terms(self, name: str) -> Terms:
        """What evidence or a conclusion is."""
        return self._lowering.read(name)

    def rank(self, name: str) -> Integers | None:
        """The place of an answer in its order, for a number, a day, an option, or no and yes; None for
        what has no order, and for numbers of unlike divisors.
        """
        match self.terms(name):
            case Truth(term=term):
                return Integers((term == 1).astype(np.int64), term != 0)
            case Ordinal(whole=whole) | Ratio(top=whole, bottom=None):
                return whole.term
            case _:
                return None

    def worse(self, answer: str) -> Flags:
        """Where an answer is known and worse than with an earlier value of what the first dimension
        varies, in an allowed case.
        """
        ranks, known = self._ranked(answer)
        best = np.maximum.accumulate(np.where(known, ranks, _LEAST), axis=0)
        before = np.concatenate([np.full_like(best[:1], _LEAST), best[:-1]])
        return cast("Flags", known & (ranks < before))

    def better_than(self, answer: str, place: Sequence[int]) -> tuple[int, ...]:
        """The case before this one, along the first dimension, that has the best answer."""
        ranks, known = self._ranked(answer)
        before = [
            _at(ranks, (n, *place[1:])) if _at(known, (n, *place[1:])) else _LEAST
            for n in range(place[0])
        ]
        return (before.index(max(before)), *place[1:])

    def _ranked(self, answer: str) -> tuple[Any, Any]:
        """The place of an answer in its order, and where there is one and the case is allowed; of both the
        first dimension in full.
        """
        found = self.rank(answer)
        assert found is not None, f"{answer} has an order"
        known = found.known & self.allowed
        shape = np.broadcast_shapes(found.values.shape, known.shape, (1,) * len(self.shape))
        shape = (self.shape[0], *shape[1:])
        return np.broadcast_to(found.values, shape), np.broadcast_to(known, shape)

    def all_of(self, flags: Sequence[Flags]) -> Flags:
        """Where all of it is so."""
        return reduce(np.logical_and, flags, np.array(True))  # noqa: FBT003 # because an array of one truth is meant

    def differs(self, other: "Block", name: str) -> Flags:
        """Where this block's policy and another's conclude unlike things, or only one does anything."""
        kinds = self._lowering.kinds
        one, two = self.terms(name), other.terms(name)
        return cast("Flags", (kinds.known(one) != kinds.known(two)) | (kinds.equal(one, two) == -1))

    @property
    def fits(self) -> bool:
        """Whether no number of any case is too large for its place in memory."""
        return all(bits is not None and bits <= _BITS for bits in self._lowered.bits.values())

    # -- counting ----------------------------------------------------------------------------------

    def count(self, where: Flags) -> int:
        """In how many allowed cases it is so."""
        held = where & self.allowed
        return int(np.count_nonzero(held)) * (self.size // held.size)

    def first(self, where: Flags) -> tuple[int, ...] | None:
        """The first allowed case in which it is so, by its place along each dimension."""
        held = where & self.allowed
        if not held.any():
            return None
        place = np.unravel_index(int(held.argmax()), held.shape)
        missing = len(self.shape) - held.ndim
        return (*(0 for _ in range(missing)), *map(int, place))

    def values(self, place: Sequence[int]) -> Mapping[str, Value]:
        """The evidence of a case; what is unknown is left out."""
        chosen = zip(self.varying, place, strict=True)
        values = {**self.fixed, **{name: self.grid.values[name][n] for name, n in chosen}}
        return {name: value for name, value in values.items() if value is not None}

    def value(self, name: str, place: Sequence[int]) -> Value:
        """What is concluded in a case."""
        found, kind = self.terms(name), self.grid.policy.kind(name)
        assert kind is not None, "a name of the policy"
        texts = {number: text for text, number in self.grid.codes.items()}

        def read(term: Any) -> object:
            if isinstance(term, Integers):
                held, known = _at(term.values, place), _at(term.known, place)
                return (texts[held] if isinstance(found, Words) else held) if known else None
            return {1: True, 0: None, -1: False}[_at(term, place)]

        return decode(found, kind, read)

    # -- what is read ------------------------------------------------------------------------------

    def _truths(self, slot: Slot) -> Truths:
        signs = {True: 1, False: -1, None: 0}
        held = [signs[cast("bool | None", encode_slot(slot, v))] for v in self._tried(slot)]
        return cast("Truths", self._along(slot, np.array(held, np.int8)))

    def _integers(self, slot: Slot) -> Integers:
        held = [encode_slot(slot, value) for value in self._tried(slot)]
        coded = [self.grid.code(value) if isinstance(value, str) else value for value in held]
        values = np.array([value or 0 for value in coded], np.int64)
        known = np.array([value is not None for value in coded])
        return Integers(self._along(slot, values), self._along(slot, known))

    def _tried(self, slot: Slot) -> Sequence[Value]:
        if slot.name in self.fixed:
            return (self.fixed[slot.name],)
        return self.grid.values[slot.name]

    def _along(self, slot: Slot, values: Any) -> Any:
        """The values in the dimension of their evidence."""
        if slot.name in self.fixed:
            return values.reshape(())
        shape = [1] * len(self.varying)
        shape[self.varying.index(slot.name)] = len(values)
        return values.reshape(shape)


def _at(values: Any, place: Sequence[int]) -> Any:
    """The value of a case, in an array that may not depend on all that varies."""
    shape = np.shape(values)
    held = place[len(place) - len(shape) :]
    return values[tuple(min(n, most - 1) for n, most in zip(held, shape, strict=True))].item()
