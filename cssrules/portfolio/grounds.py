"""Why of a pair, down to the evidence: below what was concluded of a body stands why that was so.

In: the decision of a pair, or of one body, and for names that it read the decisions that concluded them.
Out: the decision with these reasons in its graph. Their nodes are called by the body (`arden's LEND-1`);
policy settings, which are the same for all, keep their ids.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from cssrules.dataclass import dataclass
from cssrules.decision import Decision, Edge, Node, NodeKind
from cssrules.slices import deciding_facts, slice_under

_NAMED = {NodeKind.EVIDENCE, NodeKind.CONCLUSION, NodeKind.PRESUMPTION}


@dataclass(frozen=True, slots=True)
class Ground:
    """What was concluded of a body: the node `root` of `decision`, which is of that body or its case."""

    key: str
    name: str
    decision: Decision
    root: str

    def id(self, id: str) -> str:
        """How a node of the decision is called beside those of other bodies."""
        return id if id.startswith("setting:") else f"{self.key.replace('/', ' ')}'s {id}"

    def node(self, node: Node) -> Node:
        label = node.label
        if node.kind in _NAMED:
            label = f"{self.name}'s {label}"
        elif node.kind is NodeKind.DECIDED:
            label = f"{label}, of {self.name}"
        restates = node.restates and self.id(node.restates)
        return replace(node, id=self.id(node.id), label=label, restates=restates, decisive=True)

    def edge(self, edge: Edge) -> Edge:
        return replace(edge, start=self.id(edge.start), end=self.id(edge.end))


def grounded(decision: Decision, grounds: Mapping[str, Ground]) -> Decision:
    """`decision`, in which each name of `grounds` that it rests on gives way to what was concluded."""
    core = decision.core
    read = {node.id: grounds[node.id] for node in core.nodes if node.id in grounds}
    roots = {id: ground.id(ground.root) for id, ground in read.items()}
    nodes = {
        node.id: replace(node, restates=roots.get(node.restates or "", node.restates))
        for node in core.nodes
        if node.id not in read
    }
    edges = {replace(edge, start=roots.get(edge.start, edge.start)) for edge in core.edges}
    for ground in read.values():
        held = ground.decision.core
        below = slice_under(held.nodes, held.edges, ground.root)
        nodes.update({node.id: node for node in map(ground.node, below.nodes)})
        edges.update(map(ground.edge, below.edges))
    shown = tuple(node for _, node in sorted(nodes.items()))
    ordered = sorted(edges, key=lambda edge: (edge.start, edge.end, edge.role.value))
    deciding = deciding_facts(shown)
    return replace(
        decision,
        core=replace(core, nodes=shown, edges=tuple(ordered)),
        illustrative_deciding=sum(node.illustrative for node in deciding),
        deciding=len(deciding),
        papers=tuple(sorted(_papers(decision, shown, read.values()))),
        places={**decision.places, **dict(_places(nodes, read.values()))},
    )


def _papers(
    decision: Decision, nodes: Iterable[Node], grounds: Iterable[Ground]
) -> Iterator[tuple[str, str]]:
    cited = {tag for node in nodes for tag in (*_tags(node.basis), node.source)}
    held = dict(decision.papers)
    for ground in grounds:
        held |= dict(ground.decision.papers)
    yield from ((tag, title) for tag, title in held.items() if tag in cited)


def _tags(basis: Iterable[str]) -> Iterator[str]:
    yield from (one.partition(",")[0] for one in basis)


def _places(nodes: Mapping[str, Node], grounds: Iterable[Ground]) -> Iterator[tuple[str, str]]:
    for ground in grounds:
        for id, place in ground.decision.places.items():
            if ground.id(id) in nodes:
                yield ground.id(id), place
