"""Two decisions side by side: where their answers differ, and which reasons are behind that.

In: two decisions. Out: plain text of up to 80 columns. Only what decided in one of them is compared;
what is alike is counted, not shown.
"""

from collections.abc import Iterator

from cssrules.decision import Answer, Decision, Node, NodeKind, Status
from cssrules.views.reasons import Graph
from cssrules.views.sketch import said_of
from cssrules.views.stamps import Weight, as_of, stamps
from cssrules.views.words import finding, plain, sign, wrapped

_SECTIONS = {
    "Facts that differ": frozenset({NodeKind.EVIDENCE}),
    "Settings that differ": frozenset({NodeKind.SETTING}),
    "Conclusions that differ": frozenset({NodeKind.CONCLUSION, NodeKind.PRESUMPTION}),
    "Tests that came out otherwise": frozenset({NodeKind.CONDITION}),
}


def comparison(one: Decision, other: Decision) -> str:
    """What differs between A and B."""
    lines = [*_head("A", one), *_head("B", other)]
    set_alike = one.settings_changed == other.settings_changed
    if one.core.policy != other.core.policy and set_alike:
        lines.extend(wrapped("The two were decided by unlike policies.", "!  ", "   "))
    return "\n".join([*lines, "", *_answers(one, other), *_reasons(one, other)]) + "\n"


def _head(letter: str, decision: Decision) -> Iterator[str]:
    policy = f"{plain(decision.policy_name)}, version {plain(decision.policy_version)}"
    yield from wrapped(f"{plain(decision.name)}, as of {as_of(decision)}", f"{letter}  ", "   ")
    yield from wrapped(policy, "   ", "   ")
    for stamp in stamps(decision):
        if stamp.weight is not Weight.NOTE:
            mark = "!! " if stamp.weight is Weight.DEPARTURE else "!  "
            yield from wrapped(str(stamp), f"   {mark}", "      ")


# -- answers ---------------------------------------------------------------------------------------


def _answers(one: Decision, other: Decision) -> Iterator[str]:
    theirs = {answer.id: answer for answer in other.core.answers}
    ours = {answer.id: answer for answer in one.core.answers}
    unlike = [id for id in ours if id in theirs and _said(ours[id]) != _said(theirs[id])]
    alike = [id for id in ours if id in theirs and id not in unlike]
    yield "Answers that differ" if unlike else "No answer differs"
    for id in unlike:
        yield from wrapped(f"{plain(id)}  {plain(ours[id].question)}", "  ", "       ")
        yield from _pair(_said(ours[id]), _said(theirs[id]))
    for letter, only in (("A", ours.keys() - theirs.keys()), ("B", theirs.keys() - ours.keys())):
        if only:
            yield from wrapped(f"asked in {letter} alone: {', '.join(sorted(only))}", "  ", "    ")
    if alike:
        yield from wrapped(f"The same in both: {', '.join(map(plain, alike))}", "  ", "    ")


def _said(answer: Answer) -> str:
    said = said_of(answer)
    if answer.status is Status.UNDECIDED and answer.possible:
        said = f"{said}, still possible: {', '.join(map(plain, answer.possible))}"
    if answer.departs is not None:
        said = f"{said}; people decided “{plain(answer.departs.answer)}”"
    return said


# -- reasons ---------------------------------------------------------------------------------------


def _reasons(one: Decision, other: Decision) -> Iterator[str]:
    a, b = Graph(one), Graph(other)
    both = (*one.core.nodes, *other.core.nodes)
    shown = frozenset[NodeKind]().union(*_SECTIONS.values())
    deciding = {node.id: node for node in both if node.decisive and node.kind in shown}
    unlike = [node for node in deciding.values() if _differ(a, b, node)]
    for title, kinds in _SECTIONS.items():
        here = [node for node in unlike if node.kind in kinds]
        if here:
            yield from ("", title)
        for node in here:
            yield from wrapped(_name(node), "  ", "    ")
            yield from _pair(_found(a, node.id), _found(b, node.id))
    yield ""
    alike = len(deciding) - len(unlike)
    yield f"Deciding reasons that are the same in both: {alike}"


def _name(node: Node) -> str:
    """What the node is, without what was found of it."""
    match node.kind:
        case NodeKind.EVIDENCE | NodeKind.SETTING:
            return plain(node.id.removeprefix("setting:"))
        case NodeKind.ROW:
            return f"{plain(node.rule or '')} row {plain(node.id.rpartition('/')[2])}"
        case _:
            title = f": {plain(node.title)}" if node.title else ""
            return f"{plain(node.rule or node.id)}{title}"


def _differ(a: Graph, b: Graph, node: Node) -> bool:
    """Whether the two differ in the node: for a test in its truth, else in what was found."""
    if node.kind is NodeKind.CONDITION and node.id in a.nodes and node.id in b.nodes:
        return a.nodes[node.id].truth != b.nodes[node.id].truth
    return _found(a, node.id) != _found(b, node.id)


def _found(graph: Graph, id: str) -> str:
    """What was found of the node, its distance and the author's words for it."""
    node = graph.nodes.get(id)
    if node is None:
        return "not looked at"
    rows = [row for row in graph.below(id) if row.kind is NodeKind.ROW and row.truth == "true"]
    words = [node.margin, node.reason, *(row.reason for row in rows)]
    return " - ".join([f"{sign(node)} {finding(node)}", *(plain(said) for said in words if said)])


def _pair(ours: str, theirs: str) -> Iterator[str]:
    yield from wrapped(ours, "     A  ", "        ")
    yield from wrapped(theirs, "     B  ", "        ")
