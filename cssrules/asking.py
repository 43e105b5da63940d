"""What to ask for, so that an open question can be answered.

In: a policy, what meaning found, and the graph of it. Out: the facts whose absence leaves a question
open, and of a list the fields that its items lack.
"""

from collections.abc import Iterable, Mapping
from itertools import chain

from cssrules.decision import Edge, Node, NodeKind, Role
from cssrules.expression import Field
from cssrules.slices import slice_under
from cssrules.trace import Trace


def asked_for(
    trace: Trace, nodes: Iterable[Node], edges: Iterable[Edge], outcome: str
) -> Mapping[str, tuple[str, ...]]:
    """The evidence whose absence leaves the outcome open, the most read first, then by name; of a list
    with the fields that are missing.
    """
    part = slice_under(nodes, edges, outcome)
    kinds = {node.id: node.kind for node in part.nodes}
    asked: dict[str, set[str]] = {}
    for edge in part.edges:
        if edge.role is Role.LEAVES_OPEN and kinds[edge.start] is NodeKind.EVIDENCE:
            asked.setdefault(edge.start.partition("/")[0], set()).add(edge.end)
    open_at = frozenset(end for ends in asked.values() for end in ends)
    missing: dict[str, set[str]] = {}
    asked_when = (one for condition in trace.asked.values() for one in condition.all())
    concluded = (one for found in trace.conclusions for one in found.judged())
    for judged in chain(asked_when, concluded):
        if judged.value is None and judged.path in open_at:
            read = (one.expression for one in judged.all() if one.value is None)
            fields = (expression.name for expression in read if isinstance(expression, Field))
            missing.setdefault(judged.path, set()).update(fields)
    return {
        name: tuple(sorted(set[str]().union(*(missing.get(end, ()) for end in asked[name]))))
        for name in sorted(asked, key=lambda name: (-len(asked[name]), name))
    }
