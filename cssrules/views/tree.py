"""The whole tree of a decision: every condition that was looked at, true, false or unknown.

In: a decision. Out: text with box-drawing lines. `*` marks what decided. What bears on several
nodes is written out once; later it is referred to.
"""

from cssrules.decision import Decision, Node, NodeKind
from cssrules.views.holdings import holdings
from cssrules.views.reasons import Graph
from cssrules.views.stamps import as_of, stamps
from cssrules.views.words import LEGEND, basis_in_full, day, finding, plain, sign, wrapped

_WIDTH = 100
_TEXT_AT_LEAST = 36
_SHORT = 60


def tree(decision: Decision) -> str:
    """Every question of the policy with all its reasons."""
    graph = Graph(decision)
    lines = [
        f"{plain(decision.name)}: {plain(decision.policy_name)}, version {plain(decision.policy_version)}",
        f"as of {as_of(decision)}",
    ]
    for stamp in stamps(decision):
        lines.extend(wrapped(str(stamp), "", "  ", _WIDTH))
    if decision.holdings:
        lines.extend(["", *holdings(decision, whole=True)[:-1]])
    lines.extend(["", f"{LEGEND}   * it decided"])
    written = _Written(graph)
    for answer in decision.core.answers:
        lines.extend(["", f"{plain(answer.id)}  {plain(answer.question)}"])
        written.node(graph.nodes[answer.node], "", "", lines, decisive=True)
    return "\n".join(lines) + "\n"


class _Written:
    def __init__(self, graph: Graph) -> None:
        self.graph = graph
        self.seen: set[str] = set()

    def node(self, node: Node, first: str, rest: str, lines: list[str], *, decisive: bool) -> None:
        edges = [e for e in self.graph.all_below.get(node.id, ()) if not self._names(node, e.start)]
        again = node.id in self.seen
        self.seen.add(node.id)
        said = _said_again(node, reasons=bool(edges)) if again else _said(node)
        beneath = rest + ("│ " if edges and not again else "  ")
        mark = "*" if decisive else " "
        width = max(_WIDTH - len(first) - 1, _TEXT_AT_LEAST)
        head, *more = wrapped(said, f"{sign(node)} ", "  ", width)
        lines.append(f"{mark}{first}{head}")
        lines.extend(f" {beneath}{line}" for line in more)
        if again:
            return
        for edge in edges:
            last = edge is edges[-1]
            self.node(
                self.graph.nodes[edge.start],
                rest + ("└─ " if last else "├─ "),
                rest + ("   " if last else "│  "),
                lines,
                decisive=decisive and edge.decisive,
            )

    def _names(self, node: Node, id: str) -> bool:
        """Whether the words of the node name evidence that is written out already."""
        below = self.graph.nodes[id]
        name = below.label.partition(":")[0]
        is_told = below.kind is NodeKind.EVIDENCE and id in self.seen and "/" in id
        return is_told and node.label.startswith(f"{name}:")


def _said_again(node: Node, *, reasons: bool) -> str:
    """The node once more: what was found, or only its name where that is long."""
    said = finding(node)
    name, _, rest = said.partition(": ")
    short = name if len(said) > _SHORT and rest else said
    return f"{short} ({'reasons' if reasons else 'as'} above)"


def _said(node: Node) -> str:
    """The node in one line: its truth in words, what was found, how far apart, and on what basis."""
    parts = [finding(node)]
    if node.reason is not None:
        parts.append(f"“{plain(node.reason)}”")
    if node.margin is not None:
        parts.append(plain(node.margin))
    source = [
        *([plain(node.source)] if node.source else []),
        *([day(node.on)] if node.on else []),
        *(["illustrative"] if node.illustrative else []),
    ]
    match node.kind:
        case NodeKind.EVIDENCE | NodeKind.DECIDED:
            where = source or ["no source named"] if node.truth != "unknown" else []
        case NodeKind.SETTING:
            where = [basis_in_full(node.basis)]
        case NodeKind.CONCLUSION | NodeKind.PRESUMPTION | NodeKind.ROW:
            where = [plain(node.rule or node.id), basis_in_full(node.basis)]
        case _:
            where = [plain(node.rule)] if node.rule else []
    if node.fired:
        where.append("fired")
    shown = "; ".join(part for part in where if part)
    return " — ".join(parts) + (f"  [{shown}]" if shown else "")
