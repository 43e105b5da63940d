"""What to ask for, so that an open question can be answered.

In: a policy, what meaning found, and the graph of it. Out: the facts whose absence leaves a question
open, and of a list the fields that its items lack.
"""

from collections.abc import Iterable, Iterator, Mapping

from cssrules.decision import Edge, Node, NodeKind, Role
from cssrules.expression import Field
from cssrules.slices import slice_under
from cssrules.trace import Concluded, Judged, Trace


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
    for judged in _judged(trace):
        if judged.value is None and judged.path in open_at:
            missing.setdefault(judged.path, set()).update(_missing(judged))
    return {
        name: tuple(sorted(set[str]().union(*(missing.get(end, ()) for end in asked[name]))))
        for name in sorted(asked, key=lambda name: (-len(asked[name]), name))
    }


def _missing(judged: Judged) -> Iterator[str]:
    """The fields that the expression reads of an item, and that are not known."""
    if isinstance(judged.expression, Field) and judged.value is None:
        yield judged.expression.name
    for part in judged.parts:
        yield from _missing(part)


def _judged(trace: Trace) -> Iterator[Judged]:
    """Every expression that was evaluated, and every part of one."""
    concluded = [*trace.concluded.values()]
    concluded += [one for of_items in trace.each.values() for one in of_items.values()]
    pending = [*trace.asked.values(), *(judged for one in concluded for judged in _bodies(one))]
    while pending:
        judged = pending.pop()
        yield judged
        pending.extend(judged.parts)


def _bodies(concluded: Concluded) -> Iterator[Judged]:
    if isinstance(concluded.body, Judged):
        yield concluded.body
        return
    for row in concluded.body:
        made = (judged for _, judged in row.made)
        yield from (judged for judged in (*row.cells, row.output, *made) if judged is not None)
