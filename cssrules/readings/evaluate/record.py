"""The value of every node: which operations to keep, and how to read the kept ones as a trace.

In: a lowered policy; later what the generated code kept for a case. Out: the roots to generate; and
the value of each node that meaning evaluates, by its path.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from cssrules.expression import If, Measured, Quantified, kind_of
from cssrules.lowering.terms import Conclusion, Items, LoweredPolicy, Node, Row
from cssrules.readings.evaluate.decode import TermNode, decode, operations
from cssrules.readings.evaluate.generate import stages
from cssrules.readings.evaluate.operations import Graph, Op, Operation
from cssrules.values import Item, Value

TermPolicy = LoweredPolicy[Operation, Operation, Operation]
TermRow = Row[Operation, Operation, Operation]


class Record:
    """What the traced variant returns, as one tuple: `roots` in order."""

    def __init__(self, lowered: TermPolicy, graph: Graph) -> None:
        self.lowered = lowered
        wanted = dict.fromkeys(_operations(lowered))
        outside = [operation for operation in wanted if operation.scope is None]
        groups: dict[tuple[str, int], list[Operation]] = {}
        depth = stages(list(wanted))
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

    def rows(self, kept: Sequence[Any]) -> Iterator[tuple[str, bool | None, bool | None]]:
        """The path, truth and hit of every row."""
        for path, row in rows_of(self.lowered):
            yield path, self.read(kept, row.truth), self.read(kept, row.hit)

    def nodes(
        self, kept: Sequence[Any], lists: Mapping[str, tuple[Item, ...] | None]
    ) -> Iterator[tuple[str, Value]]:
        """The path and value of every node: of `if` the branch taken, of a row that cannot hit no
        output, of an item that does not count no value.
        """
        walk = _Walk(self, kept, lists)
        for conclusion in self.lowered.conclusions.values():
            yield from walk.conclusion(conclusion)
        for id, node in self.lowered.asked.items():
            yield from walk.node(node, f"{id}/asked", None)
        for id, node in self.lowered.properties.items():
            yield from walk.node(node, id, None)


class _Walk:
    """Goes through the nodes of one case."""

    def __init__(
        self, record: Record, kept: Sequence[Any], lists: Mapping[str, tuple[Item, ...] | None]
    ) -> None:
        self.record, self.kept, self.lists = record, kept, lists

    def conclusion(
        self, conclusion: Conclusion[Operation, Operation, Operation]
    ) -> Iterator[tuple[str, Value]]:
        rule, body = conclusion.rule, conclusion.body
        root = f"{rule.id}/{rule.root}"
        if isinstance(body, Node):
            yield from self.node(body, root, None)
            return
        for row in body:
            path = f"{root}/{row.row.id}"
            for column, cell in enumerate(row.cells, start=1):
                if cell is not None:
                    yield from self.node(cell, f"{path}/{column}", None)
            if self.record.read(self.kept, row.hit) is not False:
                yield from self.node(row.output, f"{path}/output", None)

    def node(self, node: TermNode, path: str, item: int | None) -> Iterator[tuple[str, Value]]:
        value = self.value(node, item)
        yield path, value
        match node.expression:
            case Quantified(items=items):
                for number, held in enumerate(self.lists[items] or ()):
                    yield from self.node(node.parts[0], f"{path}/item/{held.id}", number)
            case Measured(items=items):
                for number, held in enumerate(self.lists[items] or ()):
                    yield from self.measured(node, f"{path}/item/{held.id}", number)
            case If():
                test = self.value(node.parts[0], item)
                yield from self.node(node.parts[0], f"{path}/1", item)
                if test is not None:
                    taken = 2 if test else 3
                    yield from self.node(node.parts[taken - 1], f"{path}/{taken}", item)
            case _:
                for number, part in enumerate(node.parts, start=1):
                    yield from self.node(part, f"{path}/{number}", item)

    def measured(self, node: TermNode, path: str, item: int) -> Iterator[tuple[str, Value]]:
        match node.expression, node.parts:
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
        return decode(node.value, kind, lambda term: self.record.read(self.kept, term, item))


def rows_of(lowered: TermPolicy) -> Iterator[tuple[str, TermRow]]:
    """Every row of every table in force, with its path."""
    for conclusion in lowered.conclusions.values():
        if not isinstance(conclusion.body, Node):
            for row in conclusion.body:
                yield f"{conclusion.rule.id}/{conclusion.rule.root}/{row.row.id}", row


def _operations(lowered: TermPolicy) -> Iterator[Operation]:
    """What the trace needs: every node, row and conclusion; constants are known without."""
    for conclusion in lowered.conclusions.values():
        yield from operations(conclusion.value)
        yield conclusion.presumed
    for _, row in rows_of(lowered):
        yield from (row.truth, row.hit)
    for root in _roots(lowered):
        for node in _below(root):
            yield from operations(node.value)


def _roots(lowered: TermPolicy) -> Iterator[TermNode]:
    for conclusion in lowered.conclusions.values():
        if isinstance(conclusion.body, Node):
            yield conclusion.body
    for _, row in rows_of(lowered):
        yield from (cell for cell in row.cells if cell is not None)
        yield row.output
    yield from lowered.asked.values()
    yield from lowered.properties.values()


def _below(node: TermNode) -> Iterator[TermNode]:
    yield node
    for part in node.parts:
        yield from _below(part)
