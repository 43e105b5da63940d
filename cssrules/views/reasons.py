"""The reasons of a decision as a person would give them: points, each with the points it rests on.

In: the graph of a decision. Out: for one answer an outline of points. A rule and the row of it that
applies are one point, with the author's words for the row. A condition that only repeats a
conclusion gives way to it. Evidence read by a condition becomes that condition's provenance, and a
setting that its words name already is not said twice. Nothing that decided is left out.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property

from cssrules.dataclass import dataclass
from cssrules.decision import Answer, Decision, Edge, Node, NodeKind, Status
from cssrules.views.words import finding, plain

_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")


@dataclass(frozen=True, slots=True)
class Point:
    """One reason. `because` are the words of the rows that applied, or of the rule; `evidence` is
    what a condition read; `settings` are the policy settings in it; `reasons` are ids of points,
    and those `aside` only kept rows from applying. The point of an answer is that of its conclusion
    too: `concluded`.
    """

    node: Node
    concluded: Node | None = None
    because: tuple[str, ...] = ()
    row: str | None = None
    evidence: tuple[Node, ...] = ()
    settings: tuple[Node, ...] = ()
    reasons: tuple[str, ...] = ()
    aside: frozenset[str] = frozenset()

    @property
    def said(self) -> tuple[str, ...]:
        """What was found, in words. A test gives way to the author's words for how it came out, where
        they name the same numbers.
        """
        found, words = finding(self.node), tuple(map(plain, self.because))
        told = set(_NUMBER.findall(" ".join(words)))
        if words and self.node.kind is NodeKind.CONDITION and told >= {*_NUMBER.findall(found)}:
            return words
        return (found, *words)


class Graph:
    """The nodes of a decision and, for each, what it rests on, in reading order."""

    def __init__(self, decision: Decision) -> None:
        self.nodes: Mapping[str, Node] = {node.id: node for node in decision.core.nodes}
        self.edges = decision.core.edges

    @cached_property
    def all_below(self) -> Mapping[str, tuple[Edge, ...]]:
        return self._below(self.edges)

    @cached_property
    def deciding_below(self) -> Mapping[str, tuple[Edge, ...]]:
        return self._below(edge for edge in self.edges if edge.decisive)

    def _below(self, edges: Iterable[Edge]) -> Mapping[str, tuple[Edge, ...]]:
        found: dict[str, list[Edge]] = {}
        for edge in edges:
            found.setdefault(edge.end, []).append(edge)
        return {end: tuple(sorted(below, key=self._reading_order)) for end, below in found.items()}

    def _reading_order(self, edge: Edge) -> tuple[bool, bool, bool, list[tuple[int, str]]]:
        """What answers a question before what it waits for; rows that apply before others; settings
        last; then by id, numbers by size.
        """
        node = self.nodes[edge.start]
        end = self.nodes[edge.end]
        waits = end.kind is NodeKind.OUTCOME and named(node) != named(end)
        steps = [
            (int(step), "") if step.isdecimal() else (0, step)
            for step in re.split(r"(\d+)", node.id)
        ]
        beside = node.kind is NodeKind.ROW and node.truth != "true"
        return waits, beside, node.kind is NodeKind.SETTING, steps

    @cached_property
    def answering(self) -> Mapping[str, Node]:
        """The conclusion that gives the answer, by the answer's node: the one of the same name."""
        return {
            edge.end: self.nodes[edge.start]
            for edge in self.edges
            if self.nodes[edge.end].kind is NodeKind.OUTCOME
            and self.nodes[edge.start].kind is NodeKind.CONCLUSION
            and named(self.nodes[edge.start]) == named(self.nodes[edge.end])
        }

    def would_be(self, answer: Answer) -> str | None:
        """What answers an undecided question, if it is asked: its conclusion in words, where known."""
        concluded = self.answering.get(answer.node)
        if concluded is None or concluded.truth == "unknown":
            return None
        if answer.status is not Status.UNDECIDED:
            return None
        return plain(concluded.label).removeprefix(f"{named(concluded)}: ")

    def only_joins(self, node: Node) -> bool:
        """Whether the node is a test made of tests, for which the author has no words."""
        return node.id in self._joining and node.reason is None

    @cached_property
    def _joining(self) -> frozenset[str]:
        return frozenset(
            edge.end
            for edge in self.edges
            if self.nodes[edge.start].kind is self.nodes[edge.end].kind is NodeKind.CONDITION
            and edge.start.startswith(f"{edge.end}/")
            and edge.start.removeprefix(f"{edge.end}/").isdecimal()
        )

    @cached_property
    def answers(self) -> frozenset[str]:
        """The conclusions that answer a question."""
        return frozenset(node.id for node in self.answering.values())

    def below(self, id: str) -> tuple[Node, ...]:
        """The nodes that made `id` what it is."""
        return tuple(self.nodes[edge.start] for edge in self.deciding_below.get(id, ()))


class Outline:
    """The points under one answer. `points` holds the root and all it rests on, nearest first."""

    def __init__(self, graph: Graph, answer: Answer) -> None:
        self.graph = graph
        self.root = answer.node
        self._asked = answer.status is not Status.NOT_ASKED
        self._answer = answer.answer
        self.points: dict[str, Point] = {}
        pending = [answer.node]
        while pending:
            id = pending.pop(0)
            if id not in self.points:
                self.points[id] = self.point(graph.nodes[id])
                pending.extend(self.points[id].reasons)

    @property
    def settings(self) -> tuple[str, ...]:
        """The names of the policy settings under the answer."""
        found = {n for point in self.points.values() for n in (point.node, *point.settings)}
        return tuple(sorted(_setting(n) for n in found if n.kind is NodeKind.SETTING))

    def telling(self) -> Mapping[str, Point]:
        """The points that tell a reader something, nearest first: one that only leads on to others
        gives way to them, what says the same as one before it is left out, and what the question
        waits for comes last.
        """
        found: dict[str, Point] = {}
        said = set[tuple[str, ...]]()
        pending, waiting = [self.root], list[str]()
        while pending or waiting:
            id = (pending or waiting).pop(0)
            point = self.points[id]
            words = (point.node.label, *point.because)
            if id in found or words in said:
                continue
            said.add(words)
            reasons = tuple(dict.fromkeys(self.led_to(point.reasons)))
            found[id] = replace(point, reasons=reasons)
            if id == self.root:
                waiting = [r for r in reasons if r in self.awaited]
                reasons = tuple(r for r in reasons if r not in self.awaited)
            pending.extend(reasons)
        return {
            id: replace(point, reasons=tuple(r for r in point.reasons if r in found))
            for id, point in found.items()
        }

    @cached_property
    def awaited(self) -> frozenset[str]:
        """What the question waits for, and that its answer does not rest on directly."""
        concluded = self.graph.answering.get(self.root)
        waits = [n for n in self.graph.below(self.root) if n is not concluded]
        inner = set() if concluded is None else {n.id for n in self.graph.below(concluded.id)}
        return frozenset(self.instead(node).id for node in waits) - inner

    @property
    def because(self) -> tuple[str, ...]:
        """The author's words for the answer: of its rule, or of the one conclusion that it takes over."""
        root = self.points[self.root]
        direct = [self.points[id] for id in self.led_to(root.reasons) if id not in self.awaited]
        takes_over = len(direct) == 1 and direct[0].node.value == self._answer
        return root.because or (direct[0].because if takes_over else ())

    def led_to(self, ids: Iterable[str]) -> Iterator[str]:
        """The points of `ids`, each that only leads on to others replaced by those."""
        for id in ids:
            point = self.points[id]
            leads_on = (
                point.node.kind in {NodeKind.CONCLUSION, NodeKind.CONDITION}
                and not point.because
                and point.node.margin is None
                and not point.evidence
                and id not in self.graph.answers | self.awaited
                and point.reasons
                and all(self.points[r].node.kind is not NodeKind.EVIDENCE for r in point.reasons)
            )
            if leads_on:
                yield from self.led_to(point.reasons)
            else:
                yield id

    def point(self, node: Node) -> Point:
        concluded = self.graph.answering.get(node.id) if self._asked else None
        words = node.reason if concluded is None else concluded.reason
        because = [] if words is None else [words]
        rows: list[str] = []
        reasons: list[Node] = []
        passed: list[Node] = []
        own = f"{(concluded or node).id.removesuffix('/if unknown')}/"
        for below in self.parts(node):
            if below.kind is NodeKind.ROW and below.id.startswith(own):
                if below.truth == "true":
                    rows.append(below.id.rpartition("/")[2])
                    because.extend([] if below.reason is None else [below.reason])
                cells = self.graph.below(below.id)
                reasons.extend(cells)
                passed.extend(cells if below.truth == "false" else ())
            else:
                reasons.append(below)
        told = (node.label, *because)
        tells = _tells(node) and not self.graph.only_joins(node)
        evidence = [n for n in reasons if n.kind is NodeKind.EVIDENCE] if tells else []
        settings = [n for n in reasons if n.kind is NodeKind.SETTING]
        named = {n.id for n in settings if any(_setting(n) in text for text in told)}
        measures = [n for n in reasons if n.kind is NodeKind.AGGREGATE and n.label in node.label]
        evidence.extend(n for measure in measures for n in self.graph.below(measure.id))
        left = {n.id for n in (*evidence, *measures)} | named
        kept = [n for n in reasons if n.id not in left]
        return Point(
            node,
            concluded,
            tuple(because),
            ", ".join(rows) or None,
            tuple(evidence),
            tuple(settings),
            tuple(dict.fromkeys(self.instead(n).id for n in kept)),
            frozenset(self.instead(n).id for n in passed),
        )

    def parts(self, node: Node) -> tuple[Node, ...]:
        """What the node rests on; of an answer also what its conclusion rests on."""
        below = self.graph.below(node.id)
        concluded = self.graph.answering.get(node.id)
        if concluded is None or concluded not in below:
            return below
        return (*self.graph.below(concluded.id), *(n for n in below if n is not concluded))

    def instead(self, node: Node) -> Node:
        """What a condition only repeats, or the one thing that it turns on; else the node."""
        if node.restates is not None:
            return self.graph.nodes[node.restates]
        if node.kind is not NodeKind.CONDITION or node.margin or node.reason:
            return node
        read = [n for n in self.graph.below(node.id) if n.kind is not NodeKind.SETTING]
        if len(read) != 1:
            return node
        if self.graph.only_joins(node):
            return self.instead(read[0])
        return read[0] if read[0].kind in {NodeKind.CONCLUSION, NodeKind.DECIDED} else node


def _tells(node: Node) -> bool:
    return node.kind in {NodeKind.CONDITION, NodeKind.AGGREGATE}


def _setting(node: Node) -> str:
    return node.id.removeprefix("setting:")


def named(node: Node) -> str:
    """The name that a conclusion or an answer gives a value: the label begins with it."""
    return node.label.partition(":")[0]
