"""Between exact values and the integers of a backend.

In: the values of a case, and the slots that a backend reads; or what a backend found, and the terms
that it stands for. Out: integers, truths and text; or exact values as meaning gives them.
"""

from collections.abc import Callable
from datetime import date
from fractions import Fraction
from typing import Any

from cssrules.expression import kind_of
from cssrules.lowering.algebra import N, S, Slot, T
from cssrules.lowering.exact import Ratio
from cssrules.lowering.terms import Collected, Items, Lowered, Members, Ordinal, Truth, Words
from cssrules.values import Choice, Item, Kind, Number, Value


def encode_slot(slot: Slot, value: Value) -> bool | int | str | None:
    """What a slot holds of a value of its kind, within its bounds and on its step."""
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


def decode(terms: Lowered[T, N, S], kind: Kind, read: Callable[[Any], Any]) -> Value:
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
                Item(
                    item.id,
                    {
                        name: decode(node.value, kind_of(node.expression), read)
                        for name, node in item.fields.items()
                    },
                )
                for item in items
                if read(item.belongs)
            )
        case Items():
            raise AssertionError("lists are taken as the case has them")
