"""Between exact values and the integers of the generated code.

In: the values of a case, and where the generated code wants each; or what the code returned, and the
terms that it stands for. Out: the inputs; or exact values as meaning gives them, node by node.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from fractions import Fraction
from typing import Any, TypeAlias

from cssrules.expression import kind_of
from cssrules.lowering.algebra import Slot
from cssrules.lowering.exact import Ratio
from cssrules.lowering.terms import Collected, Items, Lowered, Members, Node, Ordinal, Truth, Words
from cssrules.readings.evaluate.layout import Layout
from cssrules.readings.evaluate.operations import Operation
from cssrules.values import Choice, Item, Kind, Number, Value

Terms: TypeAlias = Lowered[Operation, Operation, Operation]
TermNode: TypeAlias = Node[Operation, Operation, Operation]
Inputs: TypeAlias = tuple[Any, ...]
"""Slots, then lists of tuples of fields, as the layout says; last the lists as the case has them."""


# -- values to integers ----------------------------------------------------------------------------


def encode(values: Mapping[str, Value], layout: Layout) -> Inputs:
    """The inputs of a case. A value must be of its declared kind, bounds and step."""
    slots = [_integer(slot, values.get(slot.name)) for slot in layout.slots]
    lists = {items: _list(values.get(items)) for items in layout.fields}
    fields = [_fields(lists[items], layout.fields[items]) for items in layout.fields]
    return (*slots, *fields, lists)


def _fields(items: tuple[Item, ...] | None, slots: tuple[Slot, ...]) -> list[Inputs] | None:
    if items is None:
        return None
    return [tuple(_integer(slot, item.fields.get(slot.name)) for slot in slots) for item in items]


def _list(value: Value) -> tuple[Item, ...] | None:
    assert value is None or isinstance(value, tuple), "a list fact holds items"
    return value


def _integer(slot: Slot, value: Value) -> bool | int | str | None:
    match value:
        case None | bool():
            return value
        case Fraction() if slot.divisor:
            return value.denominator
        case Fraction() if isinstance(slot.kind, Number) and slot.kind.step is None:
            return value.numerator
        case Fraction():
            whole, rest = divmod(slot.scale, value.denominator)
            assert not rest, f"{slot.name} is on its step"
            return value.numerator * whole
        case date():
            return value.toordinal()
        case frozenset():
            return slot.option in value
        case str() if isinstance(slot.kind, Choice):
            return slot.kind.options.index(value)
        case str():
            return value
        case tuple():
            raise AssertionError("a list is not a slot")


# -- integers to values ----------------------------------------------------------------------------


def decode(terms: Terms, kind: Kind, read: Callable[[Operation], Any]) -> Value:
    """The value of some terms, as `read` gives each; lists of the case are not decoded here."""
    match terms:
        case Truth(term=term) | Words(term=term):
            return read(term)  # type: ignore[no-any-return] # because the generated code gives truth or text
        case Ratio(top=top, scale=scale, bottom=bottom):
            size, under = read(top.term), 1 if bottom is None else read(bottom.term)
            return None if size is None or under is None else Fraction(size, scale * under)
        case Ordinal(whole=whole):
            place = read(whole.term)
            if place is None:
                return None
            return kind.options[place] if isinstance(kind, Choice) else date.fromordinal(place)
        case Members(terms=members):
            held = [read(member) for member in members]
            assert not isinstance(kind, Choice)
            options = getattr(kind, "options", ())
            return (
                None
                if held[0] is None
                else frozenset(o for o, h in zip(options, held, strict=True) if h)
            )
        case Collected(known=known, items=items):
            if not read(known):
                return None
            return tuple(
                Item(item.id, {name: _field(node, read) for name, node in item.fields.items()})
                for item in items
                if read(item.belongs)
            )
        case Items():
            raise AssertionError("lists are taken as the case has them")


def _field(node: TermNode, read: Callable[[Operation], Any]) -> Value:
    return decode(node.value, kind_of(node.expression), read)


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
