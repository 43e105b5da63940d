"""The lowering's algebra over arrays of NumPy: one operation for many cases at once.

A truth is 1, 0 (unknown) or -1, so that `and` is the least and `or` the greatest of its parts. An integer
has beside its values whether each is known; where it is not, its value says nothing. Arrays have a
dimension for each thing that varies, of length 1 where they do not depend on it. There are no lists.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date
from functools import reduce
from operator import eq, ge, gt, le, lt, ne
from typing import Any, NoReturn, TypeAlias, cast

import numpy as np
import numpy.typing as npt

from cssrules.dataclass import dataclass
from cssrules.expression import Comparison
from cssrules.lowering.algebra import Slot

Truths: TypeAlias = npt.NDArray[np.int8]
Flags: TypeAlias = npt.NDArray[np.bool_]
Numbers: TypeAlias = npt.NDArray[np.int64]

_COMPARE: Mapping[Comparison, Callable[[Any, Any], Any]] = {
    Comparison.EQ: eq,
    Comparison.NE: ne,
    Comparison.LT: lt,
    Comparison.LE: le,
    Comparison.GT: gt,
    Comparison.GE: ge,
}
_EPOCH = date(1970, 1, 1).toordinal()


@dataclass(frozen=True, slots=True)
class Integers:
    """Integers, or the codes of texts."""

    values: Numbers
    known: Flags


class ArrayAlgebra:
    """The operations. `truths` and `integers` give what is read, of each slot in every case; `code` gives
    the number that stands for a text.
    """

    def __init__(
        self,
        truths: Callable[[Slot], Truths],
        integers: Callable[[Slot], Integers],
        code: Callable[[str], int],
        holidays: Collection[date],
    ) -> None:
        self._truths, self._integers, self._code = truths, integers, code
        self._holidays = np.array([day.toordinal() - _EPOCH for day in holidays], "datetime64[D]")

    # -- truth -------------------------------------------------------------------------------------

    def truth(self, *, value: bool | None) -> Truths:
        return np.array({True: 1, False: -1, None: 0}[value], np.int8)

    def negate(self, part: Truths) -> Truths:
        return cast("Truths", np.negative(part))

    def all_of(self, parts: Sequence[Truths]) -> Truths:
        return reduce(np.minimum, parts, self.truth(value=True))

    def any_of(self, parts: Sequence[Truths]) -> Truths:
        return reduce(np.maximum, parts, self.truth(value=False))

    # -- integers and text -------------------------------------------------------------------------

    def integer(self, value: int | None) -> Integers:
        return Integers(np.array(value or 0, np.int64), np.array(value is not None))

    def add(self, left: Integers, right: Integers) -> Integers:
        return Integers(left.values + right.values, left.known & right.known)

    def subtract(self, left: Integers, right: Integers) -> Integers:
        return Integers(left.values - right.values, left.known & right.known)

    def multiply(self, left: Integers, right: Integers) -> Integers:
        return Integers(left.values * right.values, left.known & right.known)

    def compare(self, comparison: Comparison, left: Integers, right: Integers) -> Truths:
        holds = _COMPARE[comparison](left.values, right.values)
        return _truths(holds, left.known & right.known)

    def working_day(self, number: Integers, day: Integers, *, before: bool) -> Integers:
        days = (day.values - _EPOCH).astype("datetime64[D]")
        count = np.maximum(number.values, 0)
        found = np.busday_offset(
            days,
            -count if before else count,
            roll="following" if before else "preceding",
            holidays=self._holidays,
        )
        moved = found.astype(np.int64) + _EPOCH
        return Integers(np.where(count == 0, day.values, moved), number.known & day.known)

    def text(self, value: str | None) -> Integers:
        return self.integer(None if value is None else self._code(value))

    def same(self, left: Integers, right: Integers) -> Truths:
        return self.compare(Comparison.EQ, left, right)

    # -- unknown -----------------------------------------------------------------------------------

    def known_truth(self, part: Truths) -> Truths:
        return _truths(part != 0)

    def known_integer(self, part: Integers) -> Truths:
        return _truths(part.known)

    def known_text(self, part: Integers) -> Truths:
        return _truths(part.known)

    def choose_truth(self, condition: Truths, then: Truths, otherwise: Truths) -> Truths:
        return np.where(condition == 1, then, np.where(condition == -1, otherwise, np.int8(0)))

    def choose_integer(self, condition: Truths, then: Integers, otherwise: Integers) -> Integers:
        met = condition == 1
        known = np.where(met, then.known, otherwise.known) & (condition != 0)
        return Integers(np.where(met, then.values, otherwise.values), known)

    def choose_text(self, condition: Truths, then: Integers, otherwise: Integers) -> Integers:
        return self.choose_integer(condition, then, otherwise)

    # -- what is read ------------------------------------------------------------------------------

    def input_truth(self, slot: Slot, item: None) -> Truths:
        assert item is None, "there are no items"
        return self._truths(slot)

    def input_integer(self, slot: Slot, item: None) -> Integers:
        assert item is None, "there are no items"
        return self._integers(slot)

    def input_text(self, slot: Slot, item: None) -> Integers:
        return self.input_integer(slot, item)

    # -- lists -------------------------------------------------------------------------------------

    def known_list(self, items: str) -> NoReturn:
        raise AssertionError(f"no cases are enumerated over the list {items}")

    def length(self, items: str) -> NoReturn:
        self.known_list(items)

    def some(self, items: str, body: Callable[[NoReturn], Truths]) -> NoReturn:  # noqa: ARG002 # because there are no lists
        self.known_list(items)

    def tally(self, items: str, body: Callable[[NoReturn], Truths]) -> NoReturn:  # noqa: ARG002 # because there are no lists
        self.known_list(items)

    def total(self, items: str, body: Callable[[NoReturn], Integers]) -> NoReturn:  # noqa: ARG002 # because there are no lists
        self.known_list(items)

    def extreme(
        self,
        items: str,
        body: Callable[[NoReturn], tuple[Truths, Integers]],  # noqa: ARG002 # because there are no lists
        *,
        highest: bool,  # noqa: ARG002 # because there are no lists
    ) -> NoReturn:
        self.known_list(items)

    def item(self, items: str, position: int) -> NoReturn:  # noqa: ARG002 # because there are no lists
        self.known_list(items)


def _truths(holds: Flags, known: Flags | None = None) -> Truths:
    """1 where it holds and is known, -1 where it fails and is known."""
    signs = np.where(holds, np.int8(1), np.int8(-1))
    return signs if known is None else cast("Truths", signs * known)
