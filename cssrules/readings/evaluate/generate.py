"""Operations written as straight-line Python.

In: the operations wanted, in order, and the layout of the inputs. Out: the source of a function.
All walks of one list that can go together share one loop.
INVARIANT: every operation that is used twice is computed once, before its first use.
"""

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from cssrules.dataclass import dataclass
from cssrules.lowering.algebra import Slot
from cssrules.readings.evaluate.expressions import Expressions
from cssrules.readings.evaluate.layout import Layout
from cssrules.readings.evaluate.operations import WALKS, Op, Operation, reachable

STARTS = {
    Op.SOME: "False",
    Op.SURE: "0",
    Op.POSSIBLE: "0",
    Op.TOTAL: "0",
    Op.LEAST: "None",
    Op.GREATEST: "None",
    Op.RECORD: "[]",
}
NESTED_AT_MOST = 50
"""Python refuses brackets that stand in some two hundred others."""
_SPOILT = frozenset({Op.TOTAL, Op.LEAST, Op.GREATEST})
"""Walks whose result one unknown item makes unknown."""


def stages(roots: Sequence[Operation]) -> Mapping[Operation, int]:
    """How many walks, one resting on the other, must go before each operation."""
    found: dict[Operation, int] = {}
    for operation in reachable(roots):
        before = max((found[part] for part in operation.parts), default=0)
        found[operation] = before + (operation.op in WALKS)
    return found


class Writer(Expressions):
    """Writes one function that computes `roots`, of `inputs`; with `given` of those operations."""

    def __init__(
        self,
        name: str,
        roots: Sequence[Operation],
        layout: Layout,
        given: Sequence[Operation] | None = None,
    ) -> None:
        super().__init__(layout)
        self.depth = 1
        self._wished = Counter[str]()
        self.names = {one: self._fresh("given") for one in given or ()}
        self.lines = [f"def {name}({', '.join(self.names.values()) if given else 'inputs'}):"]
        self._tables: dict[int, dict[int, Operation]] = {}
        self.lists = {items: self._fresh(items) for items in layout.fields}
        self._slots: dict[Slot, str] = {}
        self._uses = Counter[Operation](roots)
        self._operands = set[Operation]()
        self._stages = stages(roots)
        self._nested: dict[Operation, int] = {}
        self._groups: dict[tuple[str, int], list[Operation]] = {}
        for operation in reachable(roots, stop=self.names):
            if operation not in self.names:
                self._survey(operation)
        if given is None:
            self._unpack()

    def _survey(self, operation: Operation) -> None:
        self._uses.update(operation.parts)
        match operation:
            case Operation(op=Op.SOME, parts=(Operation(op=Op.AND | Op.OR),)):
                pass
            case Operation(op=Op.TOTAL, parts=(Operation(op=Op.IF, parts=(_, _, zero)),)) if (
                zero.detail == 0
            ):
                pass
            case _:
                self._operands.update(operation.parts)
        if operation.op in {Op.INPUT, Op.FIELD}:
            assert isinstance(operation.detail, Slot)
            slot = operation.detail
            self._slots[slot] = self._fresh(f"{slot.name} {slot.option or ''}")
            self.names[operation] = self._slots[slot]
        if operation.op is Op.LOOKUP:
            table, place = _looked_up(operation)
            self._tables.setdefault(table, {})[place] = operation
        if operation.op in WALKS:
            assert operation.items is not None
            group = (operation.items, self._stages[operation])
            self._groups.setdefault(group, []).append(operation)

    # -- lines and names ---------------------------------------------------------------------------

    @property
    def source(self) -> str:
        return "\n".join(self.lines)

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def compute(self, roots: Sequence[Operation], wishes: Mapping[Operation, str]) -> None:
        """Write what the roots need, so that `value` can write them as expressions."""
        for operation in reachable(roots, stop=self.names):
            if operation.scope is not None or operation in self.names:
                continue
            if operation.op is Op.LOOKUP:
                self._look_up(operation, wishes)
                continue
            if operation.op in WALKS:
                assert operation.items is not None
                self._walk(operation.items, self._groups[operation.items, self._stages[operation]])
            elif self._needs_name(operation):
                self._assign(operation, wishes.get(operation, "value"))

    def _look_up(self, operation: Operation, wishes: Mapping[Operation, str]) -> None:
        """Name all that one table gives."""
        table, _ = _looked_up(operation)
        given = self._tables[table]
        names = ["_"] * (max(given) + 1)
        for place, one in given.items():
            names[place] = self.names[one] = self._fresh(wishes.get(one, "mask"))
        key = "".join(f"{self.value(atom)}, " for atom in operation.parts)
        self.line(f"{', '.join(names)}, = TABLE_{table}[{key}]")

    def _needs_name(self, operation: Operation) -> bool:
        """Whether the operation, met after its parts, is given a name; else it stands in another."""
        nested = 1 + max((self._nested.get(part, 0) for part in operation.parts), default=0)
        needs = self._is_named(operation) or nested > NESTED_AT_MOST
        self._nested[operation] = 0 if needs else nested
        return needs

    def _is_named(self, operation: Operation) -> bool:
        match operation.op:
            case Op.CONSTANT | Op.INPUT | Op.FIELD | Op.NOT:
                return False
            case Op.LENGTH | Op.FIELD_AT:
                return True
            case Op.IF:
                return operation in self._operands or self._uses[operation] > 1
            case Op.AND | Op.OR if operation.nullable:
                return operation in self._operands or self._uses[operation] > 1
            case _:
                return self._uses[operation] > 1

    def _assign(self, operation: Operation, wish: str) -> None:
        written = self.value(operation)
        name = self._fresh(wish)
        self.line(f"{name} = {written}")
        self.names[operation] = name

    def _fresh(self, wish: str) -> str:
        """A name that nothing has yet. The underscore keeps it apart from Python's own words."""
        stem = re.sub(r"[^a-z0-9]+", "_", wish.lower()).strip("_") or "value"
        self._wished[stem] += 1
        number = self._wished[stem]
        return f"{stem}_" if number == 1 else f"{stem}_{number}"

    def _unpack(self) -> None:
        """Take the inputs apart; the last of them, the ids of items, is not read here."""
        slots = [self._slots.get(slot, "_") for slot in self.layout.slots]
        lists = [self.lists[items] for items in self.layout.fields]
        self.line(f"{', '.join([*slots, *lists, '_'])} = inputs")

    # -- lists -------------------------------------------------------------------------------------

    def _walk(self, items: str, walks: Sequence[Operation]) -> None:
        """One loop over the list for all of `walks`; they are unknown where the list is."""
        parts = [part for walk in walks for part in walk.parts]
        self.compute(parts, {})
        names = {walk: self._fresh(f"{walk.op.value} {items}") for walk in walks}
        source = self.lists[items]
        self.line(f"if {source} is None:")
        self.line(f"    {' = '.join(names.values())} = None")
        self.line("else:")
        self.depth += 1
        for walk, name in names.items():
            self.line(f"{name} = {STARTS[walk.op]}")
            if walk.op in _SPOILT:
                self.line(f"{name}spoilt = False")
        fields = [self._slots.get(slot, "_") for slot in self.layout.fields[items]]
        self.line(f"for {''.join(f'{field}, ' for field in fields) or '_ '}in {source}:")
        self.depth += 1
        outside, before = dict(self.names), len(self.lines)
        for operation in reachable(parts, inside=True):
            if self._needs_name(operation):
                self._assign(operation, "value")
        self._act(names)
        if len(self.lines) == before:
            self.line("pass")
        self.names = outside | names
        self.depth -= 1
        for walk, name in names.items():
            if walk.op in _SPOILT:
                self.line(f"if {name}spoilt:")
                self.line(f"    {name} = None")
        self.depth -= 1

    def _act(self, names: Mapping[Operation, str]) -> None:
        """What the walks do at an item, gathered under each truth that they ask for."""
        actions: dict[Operation, _Action] = {}
        for walk, name in names.items():
            condition, action = self._action(walk, name)
            held = actions.setdefault(condition, _Action([], []))
            held.met.extend(action.met)
            held.unclear.extend(action.unclear)
        alike: dict[Sequence[str], list[Operation]] = {}
        for condition in actions:
            alike.setdefault(self._strict_guards(condition), []).append(condition)
        for guards, conditions in alike.items():
            if guards and any(actions[condition].unclear for condition in conditions):
                self.line(f"if {' or '.join(f'{name} is None' for name in guards)}:")
                for condition in conditions:
                    self._block(actions[condition].unclear, inside=True)
                self.line("else:")
                self.depth += 1
                for condition in conditions:
                    self.line(f"if {self.known(condition)}:")
                    self._block(actions[condition].met or ["pass"], inside=True)
                self.depth -= 1
            else:
                for condition in conditions:
                    self._branch(condition, actions[condition])

    def _strict_guards(self, condition: Operation) -> Sequence[str]:
        """The names that are to be known for the condition to be; none where it is not strict."""
        if condition.op in {Op.COMPARE, Op.NOT} or condition in self.names:
            return self.guards(condition)
        return ()

    def _action(self, walk: Operation, name: str) -> "tuple[Operation, _Action]":
        always = Operation(Op.CONSTANT, detail=True)
        match walk:
            case Operation(op=Op.SOME, parts=(body,)):
                unclear = [f"if {name} is False:", f"    {name} = None"]
                return body, _Action([f"{name} = True"], unclear)
            case Operation(op=Op.SURE, parts=(body,)):
                return body, _Action([f"{name} += 1"], [])
            case Operation(op=Op.POSSIBLE, parts=(body,)):
                return body, _Action([f"{name} += 1"], [f"{name} += 1"])
            case Operation(
                op=Op.TOTAL, parts=(Operation(op=Op.IF, parts=(test, value, zero)),)
            ) if zero.detail == 0 and walk.parts[0] not in self.names:
                return test, _Action(self._added(name, value), [f"{name}spoilt = True"])
            case Operation(op=Op.TOTAL, parts=(value,)):
                return always, _Action(self._added(name, value), [])
            case Operation(op=Op.LEAST | Op.GREATEST as op, parts=(test, value)):
                sign = "<" if op is Op.LEAST else ">"
                written = self.known(value)
                better = [
                    f"if {name} is None or {written} {sign} {name}:",
                    f"    {name} = {written}",
                ]
                return test, _Action(
                    self._unless_spoilt(name, value, better), [f"{name}spoilt = True"]
                )
            case Operation(op=Op.RECORD, parts=parts):
                kept = "".join(f"{self.value(part)}, " for part in parts)
                return always, _Action([f"{name}.append(({kept}))"], [])
            case _:
                raise AssertionError("only walks are walked")

    def _added(self, name: str, value: Operation) -> list[str]:
        return self._unless_spoilt(name, value, [f"{name} += {self.known(value)}"])

    def _unless_spoilt(self, name: str, value: Operation, lines: list[str]) -> list[str]:
        """`lines` where the value is known; else the walk's result is unknown."""
        missing = " or ".join(f"{guard} is None" for guard in self.guards(value))
        if value.op is Op.CONSTANT and value.detail is None:
            return [f"{name}spoilt = True"]
        if not missing:
            return lines
        inside = [f"    {line}" for line in lines]
        return [f"if {missing}:", f"    {name}spoilt = True", "else:", *inside]

    def _branch(self, condition: Operation, action: "_Action") -> None:
        """`met` where the condition is true, `unclear` where it is unknown."""
        if condition.op is Op.CONSTANT:
            chosen = action.met if condition.detail is True else action.unclear
            self._block(chosen if condition.detail is not False else [])
            return
        self.line(f"if {self.holds(condition)}:")
        self._block(action.met or ["pass"], inside=True)
        if action.unclear and condition.nullable:
            self.line(f"elif not {self.fails(condition)}:")
            self._block(action.unclear, inside=True)

    def _block(self, lines: Sequence[str], *, inside: bool = False) -> None:
        for line in lines:
            self.line(f"    {line}" if inside else line)


@dataclass(frozen=True, slots=True)
class _Action:
    """Lines for an item that meets a condition, and for one of which it cannot be told."""

    met: list[str]
    unclear: list[str]


def _looked_up(operation: Operation) -> tuple[int, int]:
    """The number of the table, and the place in its rows."""
    match operation.detail:
        case (int(table), int(place)):
            return table, place
        case _:
            raise AssertionError("a look-up names its table")
