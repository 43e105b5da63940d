"""Where things stand in the inputs of generated code."""

from collections.abc import Mapping, Sequence

from cssrules.dataclass import dataclass
from cssrules.lowering.algebra import Slot
from cssrules.readings.evaluate.operations import Op, Operation, reachable


@dataclass(frozen=True, slots=True)
class Layout:
    """Where things stand in the inputs: slots and lists of the case in order, fields of each list."""

    slots: tuple[Slot, ...]
    fields: Mapping[str, tuple[Slot, ...]]


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
