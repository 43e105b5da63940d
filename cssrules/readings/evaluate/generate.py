"""Operations written as straight-line Python.

In: the operations wanted, in order, and the layout of the inputs. Out: the source of a function.
Unknown is None. An expression that is strict in some names tests each for None once; a truth is
written as the test that it holds, the test that it fails, or its value, as the place asks. All walks
of one list that can go together share one loop.
INVARIANT: every operation that is used twice is computed once, before its first use.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from cssrules.expression import Comparison
from cssrules.lowering.algebra import Slot
from cssrules.readings.evaluate.operations import STRICT, WALKS, Op, Operation

_SIGNS = {Comparison.EQ: "==", Comparison.LE: "<=", Comparison.GE: ">="}
_INVERSE_SIGNS = {Comparison.EQ: "!=", Comparison.LE: ">", Comparison.GE: "<"}
STARTS = {
    Op.SOME: "False",
    Op.SURE: "0",
    Op.POSSIBLE: "0",
    Op.TOTAL: "0",
    Op.LEAST: "None",
    Op.GREATEST: "None",
    Op.RECORD: "[]",
}
_SPOILT = frozenset({Op.TOTAL, Op.LEAST, Op.GREATEST})
"""Walks whose result one unknown item makes unknown."""


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in the inputs: slots and lists of the case in order, fields of each list."""

    slots: tuple[Slot, ...]
    fields: Mapping[str, tuple[Slot, ...]]


def reachable(roots: Sequence[Operation], *, inside: bool = False) -> Iterator[Operation]:
    """Every operation that the roots rest on, and the roots, parts first; with `inside` only those
    that stand under an item, as the roots then do.
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
            pending.extend((part, False) for part in reversed(here.parts))


def stages(roots: Sequence[Operation]) -> Mapping[Operation, int]:
    """How many walks, one resting on the other, must go before each operation."""
    found: dict[Operation, int] = {}
    for operation in reachable(roots):
        before = max((found[part] for part in operation.parts), default=0)
        found[operation] = before + (operation.op in WALKS)
    return found


def layout(roots: Sequence[Operation]) -> Layout:
    """The inputs that the roots read, in the order in which they are met."""
    slots: dict[Slot, None] = {}
    fields: dict[str, dict[Slot, None]] = {}
    for operation in reachable(roots):
        match operation:
            case Operation(op=Op.INPUT, detail=Slot() as slot):
                slots[slot] = None
            case Operation(op=Op.FIELD, detail=Slot() as slot, items=str(items)):
                fields.setdefault(items, {})[slot] = None
            case Operation(op=Op.FIELD_AT, detail=(Slot() as slot, _), items=str(items)):
                fields.setdefault(items, {})[slot] = None
            case Operation(items=str(items)):
                fields.setdefault(items, {})
            case _:
                pass
    return Layout(tuple(slots), {items: tuple(found) for items, found in fields.items()})


class Writer:
    """Writes the body of one function that computes `roots` from `inputs`."""

    def __init__(self, name: str, roots: Sequence[Operation], layout: Layout) -> None:
        self.lines = [f"def {name}(inputs):"]
        self.depth = 1
        self._layout = layout
        self._names: dict[Operation, str] = {}
        self._taken = {"inputs"}
        self._lists = {items: self._fresh(items) for items in layout.fields}
        self._slots: dict[Slot, str] = {}
        self._uses = Counter[Operation](roots)
        self._operands = set[Operation]()
        self._stages = stages(roots)
        self._groups: dict[tuple[str, int], list[Operation]] = {}
        for operation in reachable(roots):
            self._survey(operation)
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
            self._names[operation] = self._slots[slot]
        if operation.op in WALKS:
            assert operation.items is not None
            group = (operation.items, self._stages[operation])
            self._groups.setdefault(group, []).append(operation)

    # -- lines and names ---------------------------------------------------------------------------

    def line(self, text: str) -> None:
        self.lines.append("    " * self.depth + text)

    def flag(self, mask: str, bit: int, truth: Operation) -> None:
        """Set a bit where the truth is true, and the next where it is unknown."""
        met, unclear = f"{mask} |= {1 << bit}", f"{mask} |= {2 << bit}"
        self._branch(truth, _Action([met], [unclear]))

    def compute(self, roots: Sequence[Operation], wishes: Mapping[Operation, str]) -> None:
        """Write what the roots need, so that `value` can write them as expressions."""
        for operation in reachable(roots):
            if operation.scope is not None or operation in self._names:
                continue
            if operation.op in WALKS:
                assert operation.items is not None
                self._walk(operation.items, self._groups[operation.items, self._stages[operation]])
            elif self._needs_name(operation):
                self._assign(operation, wishes.get(operation, "value"))

    def _needs_name(self, operation: Operation) -> bool:
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
        self._names[operation] = name

    def _fresh(self, wish: str) -> str:
        """A name that nothing has yet. The underscore keeps it apart from Python's own words."""
        stem = re.sub(r"[^A-Za-z0-9]+", "_", wish).lower().strip("_")
        name, number = f"{stem}_", 1
        while name in self._taken:
            number += 1
            name = f"{stem}_{number}"
        self._taken.add(name)
        return name

    def _unpack(self) -> None:
        """Take the inputs apart; the last of them, the ids of items, is not read here."""
        slots = [self._slots.get(slot, "_") for slot in self._layout.slots]
        lists = [self._lists[items] for items in self._layout.fields]
        self.line(f"{', '.join([*slots, *lists, '_'])} = inputs")

    # -- expressions -------------------------------------------------------------------------------

    def value(self, operation: Operation) -> str:
        """The value, None where unknown."""
        if operation in self._names:
            return self._names[operation]
        match operation.op:
            case Op.IF:
                return self._choice(operation)
            case Op.AND | Op.OR if operation.nullable:
                holds, fails = self.holds(operation), self.fails(operation)
                return f"(True if {holds} else False if {fails} else None)"
            case Op.SURELY:
                return f"(True if {self.holds(operation)} else False)"
            case Op.AND | Op.OR | Op.KNOWN | Op.HAS_LIST:
                return self.holds(operation)
            case Op.LENGTH:
                items = self._lists[operation.items or ""]
                return f"(None if {items} is None else len({items}))"
            case Op.FIELD_AT:
                return self._field_at(operation)
            case _:
                guards = self._guards(operation)
                missing = " or ".join(f"{name} is None" for name in guards)
                known = self._known(operation)
                return f"(None if {missing} else {known})" if guards else known

    def holds(self, operation: Operation, tested: set[str] | None = None) -> str:
        """A test that is met where the truth is true. Names in `tested` are known to be known."""
        if operation in self._names:
            return self._names[operation]
        match operation:
            case Operation(op=Op.CONSTANT, detail=value):
                return str(value is True)
            case Operation(op=Op.NOT, parts=(part,)):
                return self.fails(part)
            case Operation(op=Op.SURELY, parts=(part,)):
                return self.holds(part)
            case Operation(op=Op.AND, parts=parts):
                shared = set[str]() if tested is None else tested
                return "(" + " and ".join(self.holds(part, shared) for part in parts) + ")"
            case Operation(op=Op.OR, parts=parts):
                return "(" + " or ".join(self.holds(part) for part in parts) + ")"
            case Operation(op=Op.KNOWN, parts=(part,)):
                return _joined("and", [f"{name} is not None" for name in self._guards(part)])
            case Operation(op=Op.HAS_LIST, items=str(items)):
                return f"({self._lists[items]} is not None)"
            case _:
                return self._tested(operation, self._known(operation), tested)

    def fails(self, operation: Operation) -> str:
        """A test that is met where the truth is false."""
        if operation in self._names:
            name = self._names[operation]
            return f"{name} is False" if operation.nullable else f"not {name}"
        match operation:
            case Operation(op=Op.CONSTANT, detail=value):
                return str(value is False)
            case Operation(op=Op.NOT, parts=(part,)):
                return self.holds(part)
            case Operation(op=Op.AND, parts=parts):
                return "(" + " or ".join(self.fails(part) for part in parts) + ")"
            case Operation(op=Op.OR, parts=parts):
                return "(" + " and ".join(self.fails(part) for part in parts) + ")"
            case Operation(op=Op.COMPARE, parts=(left, right), detail=Comparison() as comparison):
                sign = _INVERSE_SIGNS[comparison]
                turned = f"{self._known(left)} {sign} {self._known(right)}"
                return self._tested(operation, turned, None)
            case _:
                return f"(not {self.holds(operation)})"

    def _tested(self, operation: Operation, known: str, tested: set[str] | None) -> str:
        """`known` behind the tests that it is known."""
        guards = [name for name in self._guards(operation) if name not in (tested or ())]
        if tested is not None:
            tested.update(guards)
        return _joined("and", [*(f"{name} is not None" for name in guards), known])

    def _guards(self, operation: Operation) -> Sequence[str]:
        """The names that must be known for the operation to be."""
        if not operation.nullable or operation.op is Op.CONSTANT:
            return ()
        if operation in self._names:
            return (self._names[operation],)
        assert operation.op in STRICT or operation.op is Op.NOT, "what is not strict has a name"
        return tuple(dict.fromkeys(g for part in operation.parts for g in self._guards(part)))

    def _known(self, operation: Operation) -> str:
        """The value, given that it is known."""
        if operation in self._names:
            return self._names[operation]
        match operation:
            case Operation(op=Op.CONSTANT, detail=value):
                return repr(value)
            case Operation(
                op=Op.NOT,
                parts=(
                    Operation(
                        op=Op.COMPARE, parts=(left, right), detail=Comparison() as comparison
                    ) as inner,
                ),
            ) if inner not in self._names:
                return f"({self._known(left)} {_INVERSE_SIGNS[comparison]} {self._known(right)})"
            case Operation(op=Op.NOT, parts=(part,)):
                return f"(not {self._known(part)})"
            case Operation(op=Op.COMPARE, parts=(left, right), detail=Comparison() as comparison):
                return f"({self._known(left)} {_SIGNS[comparison]} {self._known(right)})"
            case Operation(op=op, parts=(left, right)) if op in STRICT:
                return f"({self._known(left)} {op.value} {self._known(right)})"
            case _:
                assert not operation.nullable, "what is not strict has a name"
                return self.value(operation)

    def _choice(self, operation: Operation) -> str:
        condition, then, otherwise = operation.parts
        first, second = self.value(then), self.value(otherwise)
        if not condition.nullable:
            return f"({first} if {self.holds(condition)} else {second})"
        missing = " or ".join(f"{name} is None" for name in self._guards(condition))
        if condition in self._names:
            name = self._names[condition]
            return f"({first} if {name} else None if {missing} else {second})"
        return f"(None if {missing} else {first} if {self._known(condition)} else {second})"

    def _field_at(self, operation: Operation) -> str:
        assert operation.items is not None
        assert isinstance(operation.detail, tuple)
        slot, position = operation.detail
        items, fields = self._lists[operation.items], self._layout.fields[operation.items]
        found = f"{items}[{position}][{fields.index(slot)}]"
        return f"(None if {items} is None or len({items}) <= {position} else {found})"

    # -- lists -------------------------------------------------------------------------------------

    def _walk(self, items: str, walks: Sequence[Operation]) -> None:
        """One loop over the list for all of `walks`; they are unknown where the list is."""
        parts = [part for walk in walks for part in walk.parts]
        self.compute(parts, {})
        names = {walk: self._fresh(f"{walk.op.value} {items}") for walk in walks}
        source = self._lists[items]
        self.line(f"if {source} is None:")
        self.line(f"    {' = '.join(names.values())} = None")
        self.line("else:")
        self.depth += 1
        for walk, name in names.items():
            self.line(f"{name} = {STARTS[walk.op]}")
            if walk.op in _SPOILT:
                self.line(f"{name}spoilt = False")
        fields = [self._slots.get(slot, "_") for slot in self._layout.fields[items]]
        self.line(f"for {''.join(f'{field}, ' for field in fields) or '_ '}in {source}:")
        self.depth += 1
        outside, before = dict(self._names), len(self.lines)
        for operation in reachable(parts, inside=True):
            if self._needs_name(operation):
                self._assign(operation, "value")
        self._act(names)
        if len(self.lines) == before:
            self.line("pass")
        self._names = outside | names
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
                    self.line(f"if {self._known(condition)}:")
                    self._block(actions[condition].met or ["pass"], inside=True)
                self.depth -= 1
            else:
                for condition in conditions:
                    self._branch(condition, actions[condition])

    def _strict_guards(self, condition: Operation) -> Sequence[str]:
        """The names that are to be known for the condition to be; none where it is not strict."""
        if condition.op in {Op.COMPARE, Op.NOT} or condition in self._names:
            return self._guards(condition)
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
            ) if zero.detail == 0 and walk.parts[0] not in self._names:
                return test, _Action(self._added(name, value), [f"{name}spoilt = True"])
            case Operation(op=Op.TOTAL, parts=(value,)):
                return always, _Action(self._added(name, value), [])
            case Operation(op=Op.LEAST | Op.GREATEST as op, parts=(test, value)):
                sign = "<" if op is Op.LEAST else ">"
                written = self._known(value)
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
        return self._unless_spoilt(name, value, [f"{name} += {self._known(value)}"])

    def _unless_spoilt(self, name: str, value: Operation, lines: list[str]) -> list[str]:
        """`lines` where the value is known; else the walk's result is unknown."""
        missing = " or ".join(f"{guard} is None" for guard in self._guards(value))
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


def _joined(word: str, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else "(" + f" {word} ".join(parts) + ")"
