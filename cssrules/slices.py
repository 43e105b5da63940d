"""Parts of the graph of reasons: what lies under one node, and the evidence that answers rest on.

In: the nodes and edges of a decision. Out: the deciding part under a node, in reading order.
"""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from cssrules.dataclass import dataclass
from cssrules.decision import Decision, Edge, Node, NodeKind, Role


@dataclass(frozen=True, slots=True)
class Branch:
    """A node and the reasons below it. `role` is what it does to the node above, None at the root.

    `repeated` marks a node whose reasons stand elsewhere, earlier in reading order.
    """

    node: Node
    role: Role | None
    reasons: tuple["Branch", ...] = ()
    repeated: bool = False


@dataclass(frozen=True, slots=True)
class Slice:
    """What made one node what it is: `nodes` with the deepest reasons first and the node itself
    last, their decisive edges, and the same as a tree.
    """

    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    tree: Branch


def deciding_facts(nodes: Iterable[Node]) -> tuple[Node, ...]:
    """The evidence that the answers rest on, by name; of a list its node, or its first item's."""
    deciding: dict[str, Node] = {}
    for node in nodes:
        name = fact_of(node)
        if node.decisive and name and node.truth != "unknown":
            held = deciding.setdefault(name, node)
            if node.illustrative and not held.illustrative:
                deciding[name] = replace(held, illustrative=True)
    return tuple(deciding[name] for name in sorted(deciding))


def slice_under(nodes: Iterable[Node], edges: Iterable[Edge], root: str) -> Slice:
    """What made `root` what it is, in reading order."""
    by_id = {node.id: node for node in nodes}
    below: defaultdict[str, list[Edge]] = defaultdict(list)
    for edge in edges:
        if edge.decisive:
            below[edge.end].append(edge)
    order: dict[str, Node] = {}
    used: list[Edge] = []

    def branch(id: str, role: Role | None) -> Branch:
        node = by_id[id]
        if id in order:
            return Branch(node, role, repeated=bool(below[id]))
        found_edges = sorted(below[id], key=lambda edge: _reading_order(by_id[edge.start], edge))
        used.extend(found_edges)
        reasons = tuple(branch(edge.start, edge.role) for edge in found_edges)
        order[id] = node
        return Branch(node, role, reasons)

    tree = branch(root, None)
    return Slice(tuple(order.values()), tuple(used), tree)


def why(decision: Decision, node: str) -> Slice:
    """What made a node of the decision what it is."""
    return slice_under(decision.core.nodes, decision.core.edges, node)


def _reading_order(node: Node, edge: Edge) -> tuple[bool, bool, list[tuple[int, str]]]:
    """Conclusions before what a question waits for, rows that apply before others, then by id."""
    steps = [
        (int(step), "") if step.isdecimal() else (0, step) for step in re.split(r"(\d+)", node.id)
    ]
    waits = edge.end.startswith("outcome:") and node.kind is not NodeKind.CONCLUSION
    return waits, node.kind is NodeKind.ROW and node.truth != "true", steps


def fact_of(node: Node) -> str:
    """The name of the evidence that a node shows, a list's for each of its items; else nothing."""
    return node.id.partition("/")[0] if node.kind is NodeKind.EVIDENCE else ""
