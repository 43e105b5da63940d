"""The inputs of the generated code, and what some terms stand for in it.

In: the values of a case, and where the generated code wants each. Out: the inputs.
"""

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

from cssrules.lowering.algebra import Slot
from cssrules.lowering.codec import encode_slot
from cssrules.lowering.exact import Ratio
from cssrules.lowering.terms import Collected, Items, Lowered, Members, Node, Ordinal, Truth, Words
from cssrules.readings.evaluate.layout import Layout
from cssrules.readings.evaluate.operations import Operation
from cssrules.values import Item, Value

Terms: TypeAlias = Lowered[Operation, Operation, Operation]
TermNode: TypeAlias = Node[Operation, Operation, Operation]
Inputs: TypeAlias = tuple[Any, ...]
"""Slots, then lists of tuples of fields, as the layout says; last the lists as the case has them."""


def encode(values: Mapping[str, Value], layout: Layout) -> Inputs:
    """The inputs of a case. A value must be of its declared kind, bounds and step."""
    slots = [encode_slot(slot, values.get(slot.name)) for slot in layout.slots]
    lists = {items: _list(values.get(items)) for items in layout.fields}
    fields = [_fields(lists[items], layout.fields[items]) for items in layout.fields]
    return (*slots, *fields, lists)


def _fields(items: tuple[Item, ...] | None, slots: tuple[Slot, ...]) -> list[Inputs] | None:
    if items is None:
        return None
    return [
        tuple(encode_slot(slot, item.fields.get(slot.name)) for slot in slots) for item in items
    ]


def _list(value: Value) -> tuple[Item, ...] | None:
    assert value is None or isinstance(value, tuple), "a list fact holds items"
    return value


def operations(terms: Terms) -> Iterator[Operation]:
    """The operations that some terms stand for."""
    match terms:
        case Truth(term=term) | Words(term=term):
            yield term
        case Ratio(top=top, bottom=bottom):
            yield top.term
            if bottom is not None:
                yield bottom.term
        case Ordinal(whole=whole):
            yield whole.term
        case Members(terms=members):
            yield from members
        case Collected(known=known, items=items):
            yield known
            for item in items:
                yield item.belongs
                for node in item.fields.values():
                    yield from operations(node.value)
        case Items():
            pass
