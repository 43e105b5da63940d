"""Conclusions that depend on few values of few kinds, as tables that are looked up.

In: the conclusions in their order, as operations, and how many values each of them can have. Out:
tables, and any operation with what a table gives replaced by a look-up.
A grade of three marks has four values, unknown among them; five of them have 1,024 combinations. A
table is keyed by such values, its atoms. It is filled as combinations are met, by the very code that
it stands for, and never holds more than ROWS_AT_MOST. Conclusions that read the same share a table.
INVARIANT: nothing that a table is keyed by depends on what it gives: its level is above its atoms'.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from math import prod
from typing import TypeAlias

from cssrules.lowering.algebra import Slot
from cssrules.readings.evaluate.operations import STRICT, Graph, Op, Operation, reachable
from cssrules.values import Choice, Kind, SetOf, YesNo

ROWS_AT_MOST = 4096
WORTH_A_TABLE = 8
"""Fewer operations are done as fast as they are looked up."""

Sizes: TypeAlias = dict[Operation, int]
"""Operations, and how many values each can have, unknown among them."""


@dataclass(frozen=True, slots=True)
class Unit:
    """What one rule gives: the operations of its conclusion, and its part of the mask."""

    outputs: tuple[Operation, ...]
    flags: Operation


@dataclass(eq=False)
class Table:
    """`atoms` are the key. `outputs` are looked up, and after them the sum of `flags`."""

    level: int
    atoms: Sizes = field(default_factory=dict)
    outputs: list[Operation] = field(default_factory=list)
    flags: list[Operation] = field(default_factory=list)


class Tabulation:
    """The tables for `units`; `sizes` are those of conclusions that may stand in a key.

    `masks` are the parts of the mask; `replaced` gives operations with look-ups in them.
    """

    def __init__(self, graph: Graph, units: Sequence[Unit], sizes: Mapping[Operation, int]) -> None:
        self._graph = graph
        self._levels: dict[Operation, int] = {}
        self._homes: dict[Operation, Table] = {}
        self._cuts: Sizes = {}
        self._new: dict[Operation, Operation] = {}
        tables: list[Table] = []
        apart = []
        for unit in units:
            if not self._place(unit, tables):
                apart.append(unit.flags)
            self._cuts |= {o: sizes[o] for o in unit.outputs if o in sizes and o.op not in _PLAIN}
        self.tables = sorted(filter(_is_worth_it, tables), key=lambda table: table.level)
        for table in tables:
            if table not in self.tables:
                apart += table.flags
                for output in table.outputs:
                    del self._homes[output]
        self.masks = [self._look_up(table, number) for number, table in enumerate(self.tables)]
        self.masks += self.replaced(apart)

    def replaced(self, operations: Sequence[Operation]) -> list[Operation]:
        """The operations, with a look-up in place of all that a table gives."""
        for operation in reachable(operations, stop=self._new):
            if operation not in self._new:
                parts = [self._new[part] for part in operation.parts]
                self._new[operation] = self._graph.again(operation, parts)
        return [self._new[operation] for operation in operations]

    def _look_up(self, table: Table, number: int) -> Operation:
        """Replace what a table gives; the part of the mask that it gives."""
        atoms = self.replaced([*table.atoms])
        for place, output in enumerate(table.outputs):
            nullable = output.nullable
            found = self._graph.make(Op.LOOKUP, *atoms, detail=(number, place), nullable=nullable)
            self._new[output] = found
        place = len(table.outputs)
        return self._graph.make(Op.LOOKUP, *atoms, detail=(number, place), nullable=False)

    # -- placing -----------------------------------------------------------------------------------

    def _place(self, unit: Unit, tables: list[Table]) -> bool:
        """Put a unit into a table; False where it rests on too many values."""
        known: dict[Operation, Sizes | None] = {}
        for operation in reachable([*unit.outputs, unit.flags], stop=self._cuts):
            known[operation] = self._atoms(operation, known)
        outputs = [
            o
            for o in dict.fromkeys(unit.outputs)
            if known[o] and o not in (known[o] or ()) and o not in self._homes
        ]
        atoms = _union(known[operation] for operation in (*outputs, unit.flags))
        if not atoms or prod(atoms.values()) > ROWS_AT_MOST:
            return False
        table = self._table(atoms, tables)
        table.outputs += outputs
        table.flags.append(unit.flags)
        for output in outputs:
            self._homes[output], self._levels[output] = table, table.level
        return True

    def _atoms(self, operation: Operation, known: Mapping[Operation, Sizes | None]) -> Sizes | None:
        """What the operation's value rests on; None where that is not a few values."""
        if operation in self._cuts:
            return {operation: self._cuts[operation]}
        match operation:
            case Operation(op=Op.CONSTANT):
                return {}
            case (
                Operation(op=Op.INPUT, detail=Slot(kind=kind))
                | Operation(op=Op.FIELD_AT, detail=(Slot(kind=kind), _))
            ):
                return _only(operation, _size(kind))
            case Operation(op=Op.SOME | Op.HAS_LIST):
                return {operation: 3}
            case Operation(op=op, parts=parts) if op in _THROUGH:
                found = [known[part] for part in parts]
                if None not in found:
                    return _union(found)
                return {operation: 3} if op in {Op.COMPARE, Op.KNOWN} else None
            case _:
                return None

    def _table(self, atoms: Sizes, tables: list[Table]) -> Table:
        """A table for what rests on `atoms`: one that gives some of them, or is keyed by some, if
        it can be keyed by the others too; else a new one.
        """
        top = max(self._level(atom) for atom in atoms)
        owners = [self._homes[a] for a in atoms if a in self._homes and self._level(a) == top]
        if owners:
            others = {a: n for a, n in atoms.items() if self._homes.get(a) not in owners}
            choices = [[owner for n, owner in enumerate(owners) if owner not in owners[:n]]]
        else:
            others = atoms
            choices = [
                [t] for t in tables if t.level > top and not atoms.keys().isdisjoint(t.atoms)
            ]
        if all(self._level(atom) < top or not owners for atom in others):
            for choice in choices:
                keyed = _union([*(table.atoms for table in choice), others])
                if prod(keyed.values()) <= ROWS_AT_MOST:
                    return self._merged(choice, keyed, tables)
        tables.append(Table(top + 1, dict(atoms)))
        return tables[-1]

    def _merged(self, choice: Sequence[Table], atoms: Sizes, tables: list[Table]) -> Table:
        first, *rest = choice
        first.atoms = atoms
        for table in rest:
            tables.remove(table)
            first.outputs += table.outputs
            first.flags += table.flags
            self._homes |= dict.fromkeys(table.outputs, first)
        return first

    def _level(self, operation: Operation) -> int:
        """How many tables, one resting on the other, must be looked up before the operation."""
        for here in reachable([operation], stop=self._levels):
            if here not in self._levels:
                self._levels[here] = max((self._levels[part] for part in here.parts), default=0)
        return self._levels[operation]


_THROUGH = frozenset(
    {*STRICT, Op.NOT, Op.AND, Op.OR, Op.KNOWN, Op.SURELY, Op.IF, Op.FLAGS}
)  # because their value is told by their parts' values


_PLAIN = frozenset({Op.CONSTANT, Op.NOT})
"""As good as what they are made of."""


def _is_worth_it(table: Table) -> bool:
    given = [*table.outputs, *table.flags]
    done = [o for o in reachable(given, stop=table.atoms) if o.op is not Op.CONSTANT]
    return len(done) - len(table.atoms) >= WORTH_A_TABLE


def _size(kind: Kind) -> int | None:
    match kind:
        case YesNo() | SetOf():
            return 3
        case Choice(options=options):
            return len(options) + 1
        case _:
            return None


def _only(operation: Operation, size: int | None) -> Sizes | None:
    return None if size is None else {operation: size}


def _union(found: Iterable[Sizes | None]) -> Sizes:
    return reduce(lambda all_, some: all_ | (some or {}), found, {})
