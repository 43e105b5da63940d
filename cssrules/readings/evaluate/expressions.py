"""Operations written as Python expressions.

In: an operation, and the names of what was computed before. Out: its expression. Unknown is None.
What is strict in some names tests each for None once; a truth is written as the test that it holds,
the test that it fails, or its value, as the place asks.
INVARIANT: whatever is not strict, may be unknown and stands under another operation has a name.
"""

from collections.abc import Sequence

from cssrules.expression import Comparison
from cssrules.readings.evaluate.layout import Layout
from cssrules.readings.evaluate.operations import STRICT, WORKING_DAYS, Op, Operation

_SIGNS = {Comparison.EQ: "==", Comparison.LE: "<=", Comparison.GE: ">="}
_INVERSE_SIGNS = {Comparison.EQ: "!=", Comparison.LE: ">", Comparison.GE: "<"}


class Expressions:
    """Writes expressions; `names` are of operations, `lists` of the lists in the inputs."""

    def __init__(self, layout: Layout) -> None:
        self.layout = layout
        self.names: dict[Operation, str] = {}
        self.lists: dict[str, str] = {}

    def value(self, operation: Operation) -> str:
        """The value, None where unknown."""
        if operation in self.names:
            return self.names[operation]
        match operation.op:
            case Op.IF:
                return self._choice(operation)
            case Op.AND | Op.OR if operation.nullable:
                holds, fails = self.holds(operation), self.fails(operation)
                return f"(True if {holds} else False if {fails} else None)"
            case Op.FLAGS:
                return self._bits(operation)
            case Op.SURELY:
                return f"(True if {self.holds(operation)} else False)"
            case Op.AND | Op.OR | Op.KNOWN | Op.HAS_LIST:
                return self.holds(operation)
            case Op.LENGTH:
                items = self.lists[operation.items or ""]
                return f"(None if {items} is None else len({items}))"
            case Op.FIELD_AT:
                return self._field_at(operation)
            case _:
                guards = self.guards(operation)
                missing = " or ".join(f"{name} is None" for name in guards)
                known = self.known(operation)
                return f"(None if {missing} else {known})" if guards else known

    def holds(self, operation: Operation, tested: set[str] | None = None) -> str:
        """A test that is met where the truth is true. Names in `tested` are known to be known."""
        if operation in self.names:
            return self.names[operation]
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
                return _joined("and", [f"{name} is not None" for name in self.guards(part)])
            case Operation(op=Op.HAS_LIST, items=str(items)):
                return f"({self.lists[items]} is not None)"
            case _:
                return self._tested(operation, self.known(operation), tested)

    def fails(self, operation: Operation) -> str:
        """A test that is met where the truth is false."""
        if operation in self.names:
            name = self.names[operation]
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
                turned = f"{self.known(left)} {sign} {self.known(right)}"
                return self._tested(operation, turned, None)
            case _:
                return f"(not {self.holds(operation)})"

    def _tested(self, operation: Operation, known: str, tested: set[str] | None) -> str:
        """`known` behind the tests that it is known."""
        guards = [name for name in self.guards(operation) if name not in (tested or ())]
        if tested is not None:
            tested.update(guards)
        return _joined("and", [*(f"{name} is not None" for name in guards), known])

    def guards(self, operation: Operation) -> Sequence[str]:
        """The names that must be known for the operation to be."""
        if not operation.nullable or operation.op is Op.CONSTANT:
            return ()
        if operation in self.names:
            return (self.names[operation],)
        assert operation.op in STRICT or operation.op is Op.NOT, "what is not strict has a name"
        return tuple(dict.fromkeys(g for part in operation.parts for g in self.guards(part)))

    def known(self, operation: Operation) -> str:
        """The value, given that it is known."""
        if operation in self.names:
            return self.names[operation]
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
            ) if inner not in self.names:
                return f"({self.known(left)} {_INVERSE_SIGNS[comparison]} {self.known(right)})"
            case Operation(op=Op.NOT, parts=(part,)):
                return f"(not {self.known(part)})"
            case Operation(op=Op.COMPARE, parts=(left, right), detail=Comparison() as comparison):
                return f"({self.known(left)} {_SIGNS[comparison]} {self.known(right)})"
            case Operation(op=op, parts=(number, day)) if op in WORKING_DAYS:
                return f"{op.value}({self.known(number)}, {self.known(day)})"
            case Operation(op=op, parts=(left, right)) if op in STRICT:
                return f"({self.known(left)} {op.value} {self.known(right)})"
            case _:
                assert not operation.nullable, "what is not strict has a name"
                return self.value(operation)

    def _bits(self, operation: Operation) -> str:
        """Two bits for each truth: it is true; it is unknown."""
        assert isinstance(operation.detail, int)
        bits = []
        for bit, part in enumerate(operation.parts):
            met, unclear = 1 << operation.detail + 2 * bit, 2 << operation.detail + 2 * bit
            unless = f"0 if {self.fails(part)} else {unclear}" if part.nullable else "0"
            bits.append(f"({met} if {self.holds(part)} else {unless})")
        return f"({' + '.join(bits)})" if bits else "0"

    def _choice(self, operation: Operation) -> str:
        condition, then, otherwise = operation.parts
        first, second = self.value(then), self.value(otherwise)
        if not condition.nullable:
            return f"({first} if {self.holds(condition)} else {second})"
        missing = " or ".join(f"{name} is None" for name in self.guards(condition))
        if condition in self.names:
            name = self.names[condition]
            return f"({first} if {name} else None if {missing} else {second})"
        return f"(None if {missing} else {first} if {self.known(condition)} else {second})"

    def _field_at(self, operation: Operation) -> str:
        assert operation.items is not None
        assert isinstance(operation.detail, tuple)
        slot, position = operation.detail
        items, fields = self.lists[operation.items], self.layout.fields[operation.items]
        found = f"{items}[{position}][{fields.index(slot)}]"
        return f"(None if {items} is None or len({items}) <= {position} else {found})"


def _joined(word: str, parts: Sequence[str]) -> str:
    return parts[0] if len(parts) == 1 else "(" + f" {word} ".join(parts) + ")"
