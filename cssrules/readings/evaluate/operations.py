"""The algebra as a graph of operations, each distinct one once; ready to be written as Python.

In: calls of the lowering. Out: operations that share their common parts. What can be settled without
a case is settled here; of each operation it is known whether it may be unknown, and under which
list's items it stands.
"""

import dataclasses
from collections.abc import Callable, Container, Iterator, Sequence
from enum import Enum
from typing import TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import Comparison
from cssrules.lowering.algebra import Slot


class Op(Enum):
    """What an operation does with its parts."""

    CONSTANT = "constant"
    INPUT = "input"
    FIELD = "field"
    FIELD_AT = "field at a place"
    HAS_LIST = "has list"
    LENGTH = "length"
    NOT = "not"
    AND = "and"
    OR = "or"
    KNOWN = "known"
    SURELY = "surely"
    IF = "if"
    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    WORKING_DAY_AFTER = "working_day_after"
    WORKING_DAY_BEFORE = "working_day_before"
    COMPARE = "compare"
    SOME = "some"
    SURE = "sure"
    POSSIBLE = "possible"
    TOTAL = "total"
    LEAST = "least"
    GREATEST = "greatest"
    RECORD = "record"
    FLAGS = "flags"
    LOOKUP = "look-up"


WORKING_DAYS = frozenset({Op.WORKING_DAY_AFTER, Op.WORKING_DAY_BEFORE})
"""Written as calls of functions of these names, which the module is given."""

STRICT = frozenset({Op.ADD, Op.SUBTRACT, Op.MULTIPLY, Op.COMPARE, *WORKING_DAYS})
"""Unknown exactly where a part is."""

WALKS = frozenset({Op.SOME, Op.SURE, Op.POSSIBLE, Op.TOTAL, Op.LEAST, Op.GREATEST, Op.RECORD})
"""Go through a list; the parts stand under its items. RECORD keeps them, item by item."""

INVERSE = {
    Comparison.NE: Comparison.EQ,
    Comparison.LT: Comparison.GE,
    Comparison.GT: Comparison.LE,
}

Detail: TypeAlias = bool | int | str | Slot | Comparison | tuple[Slot, int] | tuple[int, int] | None


@dataclasses.dataclass(frozen=True, eq=False, repr=False, slots=True)
class Operation:
    """One operation.

    `detail` is the constant, slot, comparison, first bit, or table and place; `items` the list that
    is walked or measured;
    `scope` the list under whose item the operation stands; `nullable`: it may be unknown.
    """

    op: Op
    parts: tuple["Operation", ...] = ()
    detail: Detail = None
    items: str | None = None
    scope: str | None = None
    nullable: bool = False


@dataclass(frozen=True, slots=True)
class Place:
    """The item at hand of a list; with `position` the one at that place."""

    items: str
    position: int | None = None


class Graph:
    """Implements `Algebra[Operation, Operation, Operation, Place]`."""

    def __init__(self) -> None:
        self._made: dict[object, Operation] = {}

    def make(
        self,
        op: Op,
        *parts: Operation,
        detail: Detail = None,
        items: str | None = None,
        nullable: bool | None = None,
    ) -> Operation:
        """The one operation of this form. Unless said it is nullable where a part is."""
        key = (op, tuple(map(id, parts)), type(detail), detail, items)
        if key not in self._made:
            scopes = {part.scope for part in parts} - {None}
            assert len(scopes) <= 1, "lists do not nest"
            scope = items if op is Op.FIELD else None if op in WALKS else next(iter(scopes), None)
            unclear = any(part.nullable for part in parts) if nullable is None else nullable
            self._made[key] = Operation(op, parts, detail, items, scope, unclear)
        return self._made[key]

    def again(self, operation: Operation, parts: Sequence[Operation]) -> Operation:
        """The same operation on other parts."""
        return self.make(
            operation.op,
            *parts,
            detail=operation.detail,
            items=operation.items,
            nullable=operation.nullable,
        )

    def constant(self, value: bool | int | str | None) -> Operation:  # noqa: FBT001 # because the value is all there is
        return self.make(Op.CONSTANT, detail=value, nullable=value is None)

    # -- truth -------------------------------------------------------------------------------------

    def truth(self, *, value: bool | None) -> Operation:
        return self.constant(value)

    def negate(self, part: Operation) -> Operation:
        match part:
            case Operation(op=Op.CONSTANT, detail=value):
                return self.constant(None if value is None else not value)
            case Operation(op=Op.NOT, parts=(inner,)):
                return inner
            case _:
                return self.make(Op.NOT, part)

    def all_of(self, parts: Sequence[Operation]) -> Operation:
        return self._connected(Op.AND, parts, neutral=True)

    def any_of(self, parts: Sequence[Operation]) -> Operation:
        return self._connected(Op.OR, parts, neutral=False)

    def _connected(self, op: Op, parts: Sequence[Operation], *, neutral: bool) -> Operation:
        kept = dict.fromkeys(p for p in parts if p.op is not Op.CONSTANT or p.detail is not neutral)
        if any(part.op is Op.CONSTANT and part.detail is (not neutral) for part in kept):
            return self.constant(not neutral)
        if not kept:
            return self.constant(neutral)
        match tuple(kept):
            case (Operation(op=Op.KNOWN, parts=(whole,)), part) if whole is part and neutral:
                return self._surely(part)
            case (Operation(op=Op.NOT, parts=(Operation(op=Op.KNOWN, parts=(whole,)),)), part) if (
                whole is part and not neutral
            ):
                return self.negate(self._surely(self.negate(part)))
        return next(iter(kept)) if len(kept) == 1 else self.make(op, *kept)

    def _surely(self, part: Operation) -> Operation:
        """Whether a truth is true, be it known or not: what `is known and` comes to."""
        return self.make(Op.SURELY, part, nullable=False)

    # -- integers and text -------------------------------------------------------------------------

    def integer(self, value: int | None) -> Operation:
        return self.constant(value)

    def text(self, value: str | None) -> Operation:
        return self.constant(value)

    def add(self, left: Operation, right: Operation) -> Operation:
        return self._strict(Op.ADD, left, right)

    def subtract(self, left: Operation, right: Operation) -> Operation:
        return self._strict(Op.SUBTRACT, left, right)

    def multiply(self, left: Operation, right: Operation) -> Operation:
        return self._strict(Op.MULTIPLY, left, right)

    def compare(self, comparison: Comparison, left: Operation, right: Operation) -> Operation:
        """One of a comparison and its inverse is made, the other is its negation."""
        if comparison in INVERSE:
            return self.negate(self._strict(Op.COMPARE, left, right, INVERSE[comparison]))
        return self._strict(Op.COMPARE, left, right, comparison)

    def _strict(
        self, op: Op, left: Operation, right: Operation, detail: Detail = None
    ) -> Operation:
        if any(part.op is Op.CONSTANT and part.detail is None for part in (left, right)):
            return self.constant(None)
        return self.make(op, left, right, detail=detail)

    def working_day(self, number: Operation, day: Operation, *, before: bool) -> Operation:
        op = Op.WORKING_DAY_BEFORE if before else Op.WORKING_DAY_AFTER
        return self._strict(op, number, day)

    def same(self, left: Operation, right: Operation) -> Operation:
        return self.compare(Comparison.EQ, left, right)

    # -- unknown -----------------------------------------------------------------------------------

    def known_truth(self, part: Operation) -> Operation:
        if not part.nullable:
            return self.constant(value=True)
        if part.op is Op.CONSTANT:
            return self.constant(value=False)
        return self.make(Op.KNOWN, part, nullable=False)

    known_integer = known_text = known_truth

    def choose_truth(
        self, condition: Operation, then: Operation, otherwise: Operation
    ) -> Operation:
        if condition.op is Op.CONSTANT:
            match condition.detail:
                case None:
                    return self.constant(None)
                case chosen:
                    return then if chosen else otherwise
        if then.op is otherwise.op is Op.CONSTANT:
            match then.detail, otherwise.detail:
                case True, False:
                    return condition
                case False, True:
                    return self.negate(condition)
                case _:
                    pass
        unclear = condition.nullable or then.nullable or otherwise.nullable
        if condition.op is Op.KNOWN and condition.parts == (then,):
            unclear = otherwise.nullable
        return self.make(Op.IF, condition, then, otherwise, nullable=unclear)

    choose_integer = choose_text = choose_truth

    # -- what is read ------------------------------------------------------------------------------

    def input_integer(self, slot: Slot, item: Place | None) -> Operation:
        if item is None:
            return self.make(Op.INPUT, detail=slot, nullable=True)
        if item.position is None:
            return self.make(Op.FIELD, detail=slot, items=item.items, nullable=True)
        detail = (slot, item.position)
        return self.make(Op.FIELD_AT, detail=detail, items=item.items, nullable=True)

    input_truth = input_text = input_integer

    # -- lists -------------------------------------------------------------------------------------

    def known_list(self, items: str) -> Operation:
        return self.make(Op.HAS_LIST, items=items, nullable=False)

    def length(self, items: str) -> Operation:
        return self.make(Op.LENGTH, items=items, nullable=True)

    def some(self, items: str, body: Callable[[Place], Operation]) -> Operation:
        return self.make(Op.SOME, body(Place(items)), items=items, nullable=True)

    def tally(self, items: str, body: Callable[[Place], Operation]) -> tuple[Operation, Operation]:
        holds = body(Place(items))
        sure = self.make(Op.SURE, holds, items=items, nullable=True)
        return sure, self.make(Op.POSSIBLE, holds, items=items, nullable=True)

    def total(self, items: str, body: Callable[[Place], Operation]) -> Operation:
        return self.make(Op.TOTAL, body(Place(items)), items=items, nullable=True)

    def extreme(
        self, items: str, body: Callable[[Place], tuple[Operation, Operation]], *, highest: bool
    ) -> Operation:
        op = Op.GREATEST if highest else Op.LEAST
        return self.make(op, *body(Place(items)), items=items, nullable=True)

    def item(self, items: str, position: int) -> Place:
        return Place(items, position)

    def flags(self, first: int, truths: Sequence[Operation]) -> Operation:
        """An integer with two bits for each truth, from bit `first` on: it is true; it is unknown."""
        if all(truth.op is Op.CONSTANT and truth.detail is False for truth in truths):
            return self.integer(0)
        return self.make(Op.FLAGS, *truths, detail=first, nullable=False)

    def record(self, items: str, parts: Sequence[Operation]) -> Operation:
        """The values of `parts` under each item, as a list of tuples."""
        return self.make(Op.RECORD, *parts, items=items, nullable=True)


def reachable(
    roots: Sequence[Operation], *, inside: bool = False, stop: Container[Operation] = ()
) -> Iterator[Operation]:
    """Every operation that the roots rest on, and the roots, parts first. What stands in `stop` is
    not looked into; with `inside` only what stands under an item is given, as the roots then do.
    """
    seen = set[int]()
    pending = [(root, False) for root in reversed(roots)]
    while pending:
        here, done = pending.pop()
        if done:
            yield here
        elif id(here) not in seen and not (inside and here.scope is None):
            seen.add(id(here))
            pending.append((here, True))
            if here not in stop:
                pending.extend((part, False) for part in reversed(here.parts))
