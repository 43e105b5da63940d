"""The value of every node: which operations to keep, and how to read the kept ones as a trace.

In: a lowered policy; later what the generated code kept for a case. Out: the roots to generate; and
the value of each node that meaning evaluates, by its path.
"""

from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from typing import Any, TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import If, Measured, Quantified, kind_of
from cssrules.lowering.codec import decode
from cssrules.lowering.terms import (
    Collected,
    Conclusion,
    Items,
    LoweredPolicy,
    MadeItem,
    Node,
    Row,
)
from cssrules.policy import Rule
from cssrules.readings.evaluate.generate import stages
from cssrules.readings.evaluate.inputs import TermNode, operations
from cssrules.readings.evaluate.operations import Graph, Op, Operation, Place
from cssrules.values import Item, Value

TermPolicy: TypeAlias = LoweredPolicy[Operation, Operation, Operation, Place]
TermRow: TypeAlias = Row[Operation, Operation, Operation]
TermConclusion: TypeAlias = Conclusion[Operation, Operation, Operation]
Lists: TypeAlias = Mapping[str, tuple[Item, ...] | None]
"""The lists of a case, as it has them."""


@dataclass(frozen=True, slots=True)
class _Each:
    """What a rule concludes of an item: of any item that the case holds, or of each that is made."""

    rule: Rule
    items: str
    held: TermConclusion | None
    made: Sequence[tuple[MadeItem[Operation, Operation, Operation], TermConclusion]]

    @property
    def conclusions(self) -> Sequence[TermConclusion]:
        made = [conclusion for _, conclusion in self.made]
        return made if self.held is None else [self.held]


class Record:
    """What the traced variant returns, as one tuple: `roots` in order."""

    def __init__(self, lowered: TermPolicy, graph: Graph) -> None:
        self.lowered = lowered
        self._each = list(_each(lowered))
        wanted = dict.fromkeys(self._operations())
        outside = [operation for operation in wanted if operation.scope is None]
        depth = stages(list(wanted))
        groups: dict[tuple[str, int], list[Operation]] = {
            (each.items, 0): [] for each in self._each if each.held is not None
        }
        for operation in wanted:
            if operation.scope is not None:
                groups.setdefault((operation.scope, depth[operation]), []).append(operation)
        records = [graph.record(items, parts) for (items, _), parts in groups.items()]
        self.roots: Sequence[Operation] = [*outside, *records]
        self._places = {operation: place for place, operation in enumerate(outside)}
        self._inside = {
            operation: (len(outside) + number, place)
            for number, parts in enumerate(groups.values())
            for place, operation in enumerate(parts)
        }

    def read(self, kept: Sequence[Any], operation: Operation, item: int | None = None) -> Any:
        """The value of an operation; `item` is the number of the item at hand."""
        if operation.op is Op.CONSTANT:
            return operation.detail
        if operation.scope is None:
            return kept[self._places[operation]]
        assert item is not None, "fields are read under an item"
        record, place = self._inside[operation]
        return kept[record][item][place]

    def rows(
        self, kept: Sequence[Any], lists: Lists
    ) -> Iterator[tuple[str, bool | None, bool | None]]:
        """The path, truth and hit of every row."""
        for path, conclusion, item in self._concluded(kept, lists):
            for row in _rows(conclusion):
                here = f"{path}/{conclusion.rule.root}/{row.row.id}"
                yield here, self.read(kept, row.truth, item), self.read(kept, row.hit, item)

    def nodes(self, kept: Sequence[Any], lists: Lists) -> Iterator[tuple[str, Value]]:
        """The path and value of every node: of `if` the branch taken, of a row that cannot hit no
        output, of an item that does not count no value.
        """
        walk = _Walk(self, kept, lists)
        for path, conclusion, item in self._concluded(kept, lists):
            yield from walk.conclusion(conclusion, path, item)
        for id, node in self._stated():
            yield from walk.node(node, id, None)

    def stated(self, kept: Sequence[Any], lists: Lists) -> Iterator[tuple[str, Value]]:
        """The path and value of what is asked of each question, and of each property, alone."""
        walk = _Walk(self, kept, lists)
        for id, node in self._stated():
            yield next(walk.node(node, id, None))

    def _stated(self) -> Iterator[tuple[str, TermNode]]:
        yield from ((f"{id}/asked", node) for id, node in self.lowered.asked.items())
        yield from self.lowered.properties.items()

    def each(self, kept: Sequence[Any], lists: Lists) -> Mapping[str, Mapping[str, Value]]:
        """What was concluded of each item, by name and item; nothing where the list is unknown."""
        return {
            each.rule.define: {
                id: decode(c.value, c.rule.kind, partial(self.read, kept, item=item))
                for id, c, item in found
            }
            for each in self._each
            if (found := self._of_items(each, kept, lists)) is not None
        }

    def _concluded(
        self, kept: Sequence[Any], lists: Lists
    ) -> Iterator[tuple[str, TermConclusion, int | None]]:
        """Every conclusion with its path; of an item that the case holds with its number."""
        for conclusion in self.lowered.conclusions.values():
            yield conclusion.rule.id, conclusion, None
        for each in self._each:
            for id, conclusion, item in self._of_items(each, kept, lists) or ():
                yield f"{each.rule.id}/item/{id}", conclusion, item

    def _of_items(
        self, each: _Each, kept: Sequence[Any], lists: Lists
    ) -> Sequence[tuple[str, TermConclusion, int | None]] | None:
        """The id of each item, what is concluded of it, and its number where the case holds it."""
        if each.held is not None:
            held = lists[each.items]
            if held is None:
                return None
            return [(item.id, each.held, number) for number, item in enumerate(held)]
        made = self.made(kept, each.items)
        if made is None:
            return None
        return [(item.id, found, None) for item, found in each.made if item.id in made]

    def made(self, kept: Sequence[Any], items: str) -> Sequence[str] | None:
        """The ids of the items of the list that a table makes; None where it is unknown."""
        conclusion = self.lowered.conclusions.get(items)
        if conclusion is None:
            return None
        assert isinstance(conclusion.value, Collected), "only a table makes a list"
        if not self.read(kept, conclusion.value.known):
            return None
        return [item.id for item in conclusion.value.items if self.read(kept, item.belongs)]

    def _operations(self) -> Iterator[Operation]:
        """What the trace needs: every node, row and conclusion; constants are known without."""
        each = [conclusion for each in self._each for conclusion in each.conclusions]
        for conclusion in (*self.lowered.conclusions.values(), *each):
            yield from operations(conclusion.value)
            yield conclusion.presumed
            for row in _rows(conclusion):
                yield from (row.truth, row.hit)
            for node in _roots(conclusion):
                yield from _below(node)
        for node in (*self.lowered.asked.values(), *self.lowered.properties.values()):
            yield from _below(node)


class _Walk:
    """Goes through the nodes of one case."""

    def __init__(self, record: Record, kept: Sequence[Any], lists: Lists) -> None:
        self.record, self.kept, self.lists = record, kept, lists

    def conclusion(
        self, conclusion: TermConclusion, path: str, item: int | None
    ) -> Iterator[tuple[str, Value]]:
        root = f"{path}/{conclusion.rule.root}"
        if isinstance(conclusion.body, Node):
            yield from self.node(conclusion.body, root, item)
            return
        for row in conclusion.body:
            here = f"{root}/{row.row.id}"
            for column, cell in enumerate(row.cells, start=1):
                if cell is not None:
                    yield from self.node(cell, f"{here}/{column}", item)
            if self.record.read(self.kept, row.hit, item) is not False:
                if row.output is not None:
                    yield from self.node(row.output, f"{here}/output", item)
                for name, node in row.made:
                    yield from self.node(node, f"{here}/output/{name}", item)

    def node(self, node: TermNode, path: str, item: int | None) -> Iterator[tuple[str, Value]]:
        value = self.value(node, item)
        yield path, value
        match node.expression:
            case Quantified(items=items):
                for id, parts, number in self.items(node, items):
                    yield from self.node(parts[0], f"{path}/item/{id}", number)
            case Measured(items=items) as measured:
                for id, parts, number in self.items(node, items):
                    yield from self.measured(measured, parts, f"{path}/item/{id}", number)
            case If():
                test = self.value(node.parts[0], item)
                yield from self.node(node.parts[0], f"{path}/1", item)
                if test is not None:
                    taken = 2 if test else 3
                    yield from self.node(node.parts[taken - 1], f"{path}/{taken}", item)
            case _:
                for number, part in enumerate(node.parts, start=1):
                    yield from self.node(part, f"{path}/{number}", item)

    def items(
        self, node: TermNode, items: str
    ) -> Iterator[tuple[str, tuple[TermNode, ...], int | None]]:
        """The id of each item of a list, the parts of a node there, and its number in the case."""
        if items in self.lists:
            for number, held in enumerate(self.lists[items] or ()):
                yield held.id, node.parts, number
        else:
            for id in self.record.made(self.kept, items) or ():
                yield id, node.made.get(id, ()), None

    def measured(
        self, measured: Measured, parts: tuple[TermNode, ...], path: str, item: int | None
    ) -> Iterator[tuple[str, Value]]:
        match measured, parts:
            case Measured(where=None), (value,):
                yield from self.node(value, f"{path}/value", item)
            case Measured(value=None), (where,):
                yield from self.node(where, f"{path}/where", item)
            case _, (value, where):
                yield from self.node(where, f"{path}/where", item)
                if self.value(where, item):
                    yield from self.node(value, f"{path}/value", item)
            case _:
                pass

    def value(self, node: TermNode, item: int | None) -> Value:
        if isinstance(node.value, Items):
            return self.lists[node.value.name]
        kind = kind_of(node.expression)
        return decode(node.value, kind, partial(self.record.read, self.kept, item=item))


def _each(lowered: TermPolicy) -> Iterator[_Each]:
    for each in lowered.each.values():
        items = each.rule.each
        assert items is not None, "a rule for each item names the list"
        if each.made is None:
            yield _Each(each.rule, items, each.of(Place(items)), ())
        else:
            yield _Each(each.rule, items, None, [(item, each.of(item)) for item in each.made])


def _rows(conclusion: TermConclusion) -> Sequence[TermRow]:
    return () if isinstance(conclusion.body, Node) else conclusion.body


def _roots(conclusion: TermConclusion) -> Iterator[TermNode]:
    if isinstance(conclusion.body, Node):
        yield conclusion.body
        return
    for row in conclusion.body:
        yield from (cell for cell in row.cells if cell is not None)
        yield from (node for _, node in row.made)
        if row.output is not None:
            yield row.output


def _below(node: TermNode) -> Iterator[Operation]:
    yield from operations(node.value)
    for part in (*node.parts, *(part for parts in node.made.values() for part in parts)):
        yield from _below(part)
