"""What a case may hold, as symbols of Z3 within their declared bounds, and back.

In: the evidence of a policy. Out: for each value a symbol, and one for whether it is known; what every
case meets; the conditions that a given value sets; of an assignment the values that it stands for.
INVARIANT: what is not known, or stands beyond a list's end, has one value, so that two assignments
differ only where two cases do.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import Enum
from itertools import pairwise
from typing import Any, TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import Comparison
from cssrules.lowering.algebra import Slot
from cssrules.lowering.codec import encode_slot
from cssrules.policy import Policy
from cssrules.readings.prove.conditions import Condition, Symbol, either, negation
from cssrules.readings.prove.integers import (
    Free,
    Integer,
    Ordered,
    at_least,
    compare,
    plus,
    symbols_in,
    times,
)
from cssrules.values import Item, ListOf, Number, Text, Value, kind_in_words

Read: TypeAlias = Callable[[Any], Any]


class Rest(Enum):
    """What is said of the parts of a value that are not known: that they are unknown, that they are
    known and may be anything, or nothing at all.
    """

    UNKNOWN = "unknown"
    KNOWN = "known"
    OPEN = "open"


def _rest(known: Condition, rest: Rest) -> Iterator[Condition]:
    match rest:
        case Rest.UNKNOWN:
            yield negation(known)
        case Rest.KNOWN:
            yield known
        case Rest.OPEN:
            return


@dataclass(frozen=True, slots=True)
class ItemAt:
    """The item at a place of a list, from 0."""

    items: str
    position: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A list: whether it is known, its length, and the most that it may hold."""

    known: Condition
    length: Integer
    most: int


_ORDERED_AT_MOST = 16
"""An integer of so few steps is told to Z3 step by step."""

_Key: TypeAlias = tuple[str, ItemAt | None]


class Vocabulary:
    """The symbols of one prover, what every case meets, and the codes of texts."""

    def __init__(self) -> None:
        self.constraints: list[Condition] = []
        self._codes: dict[str, int] = {}
        self._symbols: dict[str, Symbol] = {}
        self._integers: dict[str, Free | Ordered] = {}
        self._fresh: set[Free] = set()

    def symbol(self, name: str) -> Symbol:
        """The condition of a name."""
        return self._symbols.setdefault(name, Symbol(name))

    def integer(self, name: str, low: int | None, high: int | None) -> Free:
        """The integer of a name; of another range it is another."""
        name = f"{name} {low} {high}"
        if name not in self._integers:
            self._integers[name] = Free(name, low, high)
        held = self._integers[name]
        assert isinstance(held, Free), "a name stands for one thing"
        return held

    def ordered(self, name: str, most: int) -> Ordered:
        """The integer of a name that is 0 to `most`."""
        reached = [self.symbol(f"{name} > {number}") for number in range(most + 1)]
        if name not in self._integers or self._integers[name].high != most:
            for less, more in pairwise(reached):
                self.constraints.append(either(less, negation(more)))
            self.constraints.append(negation(reached[most]))
            self._integers[name] = Ordered(0, reached[:most])
        held = self._integers[name]
        assert isinstance(held, Ordered), "a name stands for one thing"
        return held

    def fresh(self, name: str, low: int | None = None, high: int | None = None) -> Free:
        """An integer of its own, which what every case meets settles by other symbols."""
        made = self.integer(f"{name} #{len(self._fresh) + 1}", low, high)
        self._fresh.add(made)
        return made

    def is_fresh(self, symbol: Symbol | Free) -> bool:
        """Whether a symbol is such an integer."""
        return symbol in self._fresh

    def code(self, text: str) -> int:
        """The integer that stands for a text."""
        return self._codes.setdefault(text, len(self._codes))

    def text(self, code: int) -> str:
        """The text that a code stands for; of a code without one, a text of its own."""
        texts = {number: text for text, number in self._codes.items()}
        return texts.get(code, f"text {code}")


class Symbols:
    """The symbols of one case, by the evidence of a policy. Two with one name share the symbol of what
    is of one kind in both; and, whatever their names, of all evidence but what is `apart` (None: all).
    What is `fixed` has the value that it has there, as far as that is known, and no symbol.
    """

    def __init__(
        self,
        vocabulary: Vocabulary,
        policy: Policy,
        called: str,
        apart: Collection[str] | None,
        fixed: Mapping[str, Value],
    ) -> None:
        self._vocabulary, self._policy = vocabulary, policy
        self._called, self._apart, self._fixed = called, apart, fixed
        self._known: dict[_Key, Condition] = {}
        self._truths: dict[tuple[_Key, str], Condition] = {}
        self._integers: dict[tuple[_Key, str], Integer] = {}
        self._slots: dict[tuple[str, str | None], dict[str, Slot]] = {}
        self._lists: dict[str, Listed] = {}

    def constrain(self, condition: Condition) -> None:
        """What every case meets."""
        if condition is not True:
            self._vocabulary.constraints.append(condition)

    def fresh(self, name: str, low: int | None = None, high: int | None = None) -> Free:
        """An integer of its own."""
        return self._vocabulary.fresh(name, low, high)

    def code(self, text: str) -> int:
        """The integer that stands for a text."""
        return self._vocabulary.code(text)

    def _name(self, key: _Key, part: str) -> str:
        """What the symbol for a part of a value is called."""
        name, at = key
        of = at.items if at else name
        called = self._called if self._apart is None or of in self._apart else ""
        place = f" of {at.items} {at.position}" if at else ""
        return f"{called}{name}{place}: {part}"

    def _symbol(self, key: _Key, part: str) -> Symbol:
        return self._vocabulary.symbol(self._name(key, part))

    # -- what the lowering reads -----------------------------------------------------------------------

    def list(self, items: str) -> Listed:
        held = self._fixed.get(items)
        if isinstance(held, tuple):
            self._lists[items] = Listed(known=True, length=len(held), most=len(held))
        if items not in self._lists:
            kind = self._policy.evidence[items].kind
            assert isinstance(kind, ListOf), "what is walked is a list"
            known = self._symbol((items, None), "known")
            length = self._vocabulary.ordered(self._name((items, None), "length"), kind.most)
            self._lists[items] = Listed(known, length, kind.most)
            self.constrain(either(kind.least == 0, *length.conditions[kind.least - 1 : kind.least]))
            self.constrain(either(known, negation(at_least(length, kind.least + 1))))
        return self._lists[items]

    def truth(self, slot: Slot, at: ItemAt | None) -> tuple[Condition, Condition]:
        """A yes or no, or whether a set holds an option; and whether it is known."""
        key, known = self._read(slot, at)
        part = (key, slot.option or "")
        fixed = self._value(slot, at)
        if fixed is not None:
            self._truths[part] = bool(encode_slot(slot, fixed))
        if part not in self._truths:
            value = self._symbol(key, f"{kind_in_words(slot.kind)} {slot.option}")
            self.constrain(either(known, negation(value)))
            self._truths[part] = value
        return self._truths[part], known

    def integer(self, slot: Slot, at: ItemAt | None) -> tuple[Integer, Condition]:
        """A number, day, place among options, or code of a text; and whether it is known."""
        key, known = self._read(slot, at)
        part = (key, "divisor" if slot.divisor else "")
        fixed = self._value(slot, at)
        if fixed is not None:
            held = encode_slot(slot, fixed)
            self._integers[part] = self.code(held) if isinstance(held, str) else int(held or 0)
        if part not in self._integers:
            name = self._name(key, f"{kind_in_words(slot.kind)} {part[1]}")
            self._integers[part] = self._integer(slot, name, known)
        return self._integers[part], known

    def _value(self, slot: Slot, at: ItemAt | None) -> Value:
        """What a slot has of the values that are fixed."""
        if at is None:
            return self._fixed.get(slot.name)
        held = self._fixed.get(at.items)
        if isinstance(held, tuple) and at.position < len(held):
            return held[at.position].fields.get(slot.name)
        return None

    def _integer(self, slot: Slot, name: str, known: Condition) -> Integer:
        """The symbol counts steps from the least value, so that no value stands between two steps."""
        start, step = slot.low or 0, 1
        if isinstance(slot.kind, Number) and slot.kind.step is not None:
            step = int(slot.kind.step * slot.scale)
        least = 1 if slot.divisor else 0
        most = None if slot.high is None else (slot.high - start) // step
        bounded = isinstance(slot.kind, Text) or slot.low is not None or slot.divisor
        symbol: Free | Ordered
        if most is not None and slot.low is not None and most <= _ORDERED_AT_MOST:
            symbol = self._vocabulary.ordered(name, most)
        else:
            symbol = self._vocabulary.integer(name, least if bounded else None, most)
        self.constrain(either(known, compare(Comparison.EQ, symbol, least)))
        return plus(times(step, symbol), start)

    def _read(self, slot: Slot, at: ItemAt | None) -> tuple[_Key, Condition]:
        key = (slot.name, at)
        part = f"{slot.option or ''}{slot.divisor or ''}"
        self._slots.setdefault((slot.name, slot.items), {})[part] = slot
        if key not in self._known:
            fixed = self._value(slot, at) is not None
            self._known[key] = fixed or self._symbol(key, "known")
            if at is not None and not fixed:
                within = at_least(self.list(at.items).length, at.position + 1)
                self.constrain(either(within, negation(self._known[key])))
        return key, self._known[key]

    def symbols_of(self, name: str) -> Iterator[Symbol | Free]:
        """The symbols of evidence and of what it holds."""
        terms: list[Condition | Integer] = []
        if name in self._lists:
            terms += [self._lists[name].known, self._lists[name].length]
        terms += [
            known for (of, at), known in self._known.items() if name == (at.items if at else of)
        ]
        for held in (self._truths, self._integers):
            terms += [t for ((of, at), _), t in held.items() if name == (at.items if at else of)]
        return (symbol for term in terms for symbol in symbols_in(term))

    # -- between values and symbols ----------------------------------------------------------------------

    def pinned(self, name: str, value: Value, rest: Rest = Rest.UNKNOWN) -> Iterator[Condition]:
        """The conditions that evidence `name` has this value where that is known, as far as anything
        reads it, and where it is not what `rest` says.
        """
        if not isinstance(self._policy.evidence[name].kind, ListOf):
            yield from self._pinned(name, None, value, rest)
            return
        listed = self.list(name)
        if value is None:
            yield from _rest(listed.known, rest)
            if rest is Rest.KNOWN:
                yield from self._known_whole(name, listed)
        else:
            yield listed.known
            assert isinstance(value, tuple), "a list holds items"
            assert len(value) <= listed.most, "the model has a place for each item"
            yield compare(Comparison.EQ, listed.length, len(value))
            for position, item in enumerate(value):
                at = ItemAt(name, position)
                for field, items in list(self._slots):
                    if items == name:
                        held = item.fields.get(field)
                        yield from self._pinned(field, at, held, rest)

    def _known_whole(self, name: str, listed: Listed) -> Iterator[Condition]:
        """The conditions that each field of each item is known."""
        for position in range(listed.most):
            beyond = negation(at_least(listed.length, position + 1))
            for field, items in list(self._slots):
                if items == name:
                    known = self._known[field, ItemAt(name, position)]
                    yield either(beyond, known)

    def _pinned(
        self, name: str, at: ItemAt | None, value: Value, rest: Rest
    ) -> Iterator[Condition]:
        for slot in self._slots.get((name, at.items if at else None), {}).values():
            _, known = self._read(slot, at)
            if value is None:
                yield from _rest(known, rest)
                continue
            yield known
            held = encode_slot(slot, value)
            if isinstance(held, bool):
                symbol, _ = self.truth(slot, at)
                yield symbol if held else negation(symbol)
            else:
                code = self.code(held) if isinstance(held, str) else int(held or 0)
                term, _ = self.integer(slot, at)
                yield compare(Comparison.EQ, term, code)

    def listed(self, items: str, fields: Callable[[ItemAt], dict[str, Value]], read: Read) -> Value:
        """The items of a list under an assignment, as `fields` has those of each place."""
        listed = self.list(items)
        if not read(listed.known):
            return None
        kind = self._policy.evidence[items].kind
        assert isinstance(kind, ListOf), "what is walked is a list"
        noun = kind.record.replace(" ", "-")
        places = (ItemAt(items, position) for position in range(read(listed.length)))
        return tuple(Item(f"{noun}-{at.position + 1}", fields(at)) for at in places)
