"""What a case may hold, as symbols of Z3 within their declared bounds, and back.

In: the evidence of a policy. Out: for each value a symbol, and one for whether it is known; what every
case meets; the conditions that a given value sets; of an assignment the values that it stands for.
INVARIANT: what is not known, or stands beyond a list's end, has one value, so that two assignments
differ only where two cases do.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from enum import Enum
from typing import Any, TypeAlias

import z3

from cssrules.dataclass import dataclass
from cssrules.lowering.algebra import Slot
from cssrules.lowering.codec import encode_slot
from cssrules.policy import Policy
from cssrules.values import Item, ListOf, Number, Text, Value, kind_in_words

Condition: TypeAlias = bool | z3.BoolRef
Integer: TypeAlias = int | z3.ArithRef
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
            yield not known if isinstance(known, bool) else z3.Not(known)
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


_Key: TypeAlias = tuple[str, ItemAt | None]


class Vocabulary:
    """The symbols of one prover, in a context of their own; what every case meets; and the codes of
    texts.
    """

    def __init__(self) -> None:
        self.context = z3.Context()
        self.constraints: list[z3.BoolRef] = []
        self._codes: dict[str, int] = {}
        self._fresh: dict[str, z3.ArithRef] = {}

    def fresh(self, name: str) -> z3.ArithRef:
        """An integer of its own, which what every case meets settles by other symbols."""
        called = f"{name} #{len(self._fresh) + 1}"
        return self._fresh.setdefault(called, z3.Int(called, self.context))

    def is_fresh(self, symbol: z3.ExprRef) -> bool:
        """Whether a symbol is such an integer."""
        return symbol.decl().name() in self._fresh

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
        self._terms: dict[tuple[_Key, str], Condition | Integer] = {}
        self._slots: dict[tuple[str, str | None], dict[str, Slot]] = {}
        self._lists: dict[str, Listed] = {}

    def constrain(self, condition: Condition) -> None:
        """What every case meets."""
        if isinstance(condition, bool):
            condition = z3.BoolVal(condition, self._vocabulary.context)
        self._vocabulary.constraints.append(condition)

    def fresh(self, name: str) -> z3.ArithRef:
        """An integer of its own."""
        return self._vocabulary.fresh(name)

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

    def _bool(self, key: _Key, part: str) -> z3.BoolRef:
        return z3.Bool(self._name(key, part), self._vocabulary.context)

    def _int(self, key: _Key, part: str) -> z3.ArithRef:
        return z3.Int(self._name(key, part), self._vocabulary.context)

    # -- what the lowering reads -----------------------------------------------------------------------

    def list(self, items: str) -> Listed:
        held = self._fixed.get(items)
        if isinstance(held, tuple):
            self._lists[items] = Listed(known=True, length=len(held), most=len(held))
        if items not in self._lists:
            kind = self._policy.evidence[items].kind
            assert isinstance(kind, ListOf), "what is walked is a list"
            known = self._bool((items, None), "known")
            length = self._int((items, None), "length")
            self._lists[items] = Listed(known, length, kind.most)
            self.constrain(z3.And(length >= kind.least, length <= kind.most))
            self.constrain(z3.Or(known, length == kind.least))
        return self._lists[items]

    def truth(self, slot: Slot, at: ItemAt | None) -> tuple[Condition, Condition]:
        """A yes or no, or whether a set holds an option; and whether it is known."""
        key, known = self._read(slot, at)
        part = (key, slot.option or "")
        fixed = self._value(slot, at)
        if fixed is not None:
            self._terms[part] = bool(encode_slot(slot, fixed))
        if part not in self._terms:
            value = self._bool(key, f"{kind_in_words(slot.kind)} {slot.option}")
            self.constrain(z3.Or(known, z3.Not(value)))
            self._terms[part] = value
        return self._terms[part], known

    def integer(self, slot: Slot, at: ItemAt | None) -> tuple[Integer, Condition]:
        """A number, day, place among options, or code of a text; and whether it is known."""
        key, known = self._read(slot, at)
        part = (key, "divisor" if slot.divisor else "")
        fixed = self._value(slot, at)
        if fixed is not None:
            held = encode_slot(slot, fixed)
            self._terms[part] = self.code(held) if isinstance(held, str) else int(held or 0)
        if part not in self._terms:
            symbol = self._int(key, f"{kind_in_words(slot.kind)} {part[1]}")
            self._terms[part] = self._integer(slot, symbol, known)
        return self._terms[part], known

    def _value(self, slot: Slot, at: ItemAt | None) -> Value:
        """What a slot has of the values that are fixed."""
        if at is None:
            return self._fixed.get(slot.name)
        held = self._fixed.get(at.items)
        if isinstance(held, tuple) and at.position < len(held):
            return held[at.position].fields.get(slot.name)
        return None

    def _integer(self, slot: Slot, symbol: z3.ArithRef, known: Condition) -> Integer:
        """The symbol counts steps from the least value, so that no value stands between two steps."""
        least = slot.low or 0
        step = 1
        if isinstance(slot.kind, Number) and slot.kind.step is not None:
            step = int(slot.kind.step * slot.scale)
        if isinstance(slot.kind, Text) or slot.low is not None or slot.divisor:
            self.constrain(symbol >= (1 if slot.divisor else 0))
        if slot.high is not None:
            self.constrain(symbol <= (slot.high - least) // step)
        self.constrain(z3.Or(known, symbol == (1 if slot.divisor else 0)))
        return symbol if (least, step) == (0, 1) else symbol * step + least

    def _read(self, slot: Slot, at: ItemAt | None) -> tuple[_Key, Condition]:
        key = (slot.name, at)
        part = f"{slot.option or ''}{slot.divisor or ''}"
        self._slots.setdefault((slot.name, slot.items), {})[part] = slot
        if key not in self._known:
            fixed = self._value(slot, at) is not None
            self._known[key] = fixed or self._bool(key, "known")
            if at is not None and not fixed:
                within = self.list(at.items).length > at.position
                self.constrain(z3.Or(within, z3.Not(self._known[key])))
        return key, self._known[key]

    def symbols_of(self, name: str) -> Iterator[z3.ExprRef]:
        """The symbols of evidence and of what it holds."""
        terms: list[object] = []
        if name in self._lists:
            terms += [self._lists[name].known, self._lists[name].length]
        terms += [
            known for (of, at), known in self._known.items() if name == (at.items if at else of)
        ]
        terms += [t for ((of, at), _), t in self._terms.items() if name == (at.items if at else of)]
        return (term for term in terms if isinstance(term, z3.ExprRef))

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
            yield listed.length == len(value)
            for position, item in enumerate(value):
                at = ItemAt(name, position)
                for field, items in list(self._slots):
                    if items == name:
                        held = item.fields.get(field)
                        yield from self._pinned(field, at, held, rest)

    def _known_whole(self, name: str, listed: Listed) -> Iterator[Condition]:
        """The conditions that each field of each item is known."""
        for position in range(listed.most):
            beyond = listed.length <= position
            for field, items in list(self._slots):
                if items == name:
                    known = self._known[field, ItemAt(name, position)]
                    yield z3.Or(beyond, known)

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
                yield symbol == held
            else:
                code = self.code(held) if isinstance(held, str) else held
                term, _ = self.integer(slot, at)
                yield term == code

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
