"""A sketch in the DOT language, written by the `graphviz` package.

In: a decision, or any sketch. Out: DOT text. Names of boxes are n1, n2, … in the sketch's order;
labels are escaped, so that no text of a case or policy is ever read as DOT, markup or a link. Kinds
differ by shape and by word, what is not known by border and by word; there are no colours. The answer
stands at the left, and what it rests on to the right of it.
"""

import graphviz

from cssrules.decision import Decision, NodeKind, Role
from cssrules.views.sketch import Box, Sketch, above, sketch

FONT = "Arial"
FONT_SIZE = 10
_LABEL_AT_MOST = 4_000

SHAPES = {
    NodeKind.EVIDENCE: "note",
    NodeKind.SETTING: "component",
    NodeKind.CONDITION: "box",
    NodeKind.AGGREGATE: "box",
    NodeKind.ROW: "tab",
    NodeKind.PRESUMPTION: "folder",
    NodeKind.CONCLUSION: "box",
    NodeKind.DECIDED: "box3d",
    NodeKind.OUTCOME: "box",
}
_BORDERS = {"true": "solid", "false": "solid", "unknown": "dotted"}
"""A test that came out as no is as well known as one that came out as yes; the words say which."""
_CORNERS = {NodeKind.CONCLUSION: ",rounded", NodeKind.AGGREGATE: ",diagonals"}

_ARROWS = {
    Role.SUPPORTS: {},
    Role.DEFEATS: {"arrowhead": "tee", "style": "dashed"},
    Role.ASSUMES: {"arrowhead": "onormal", "style": "dashed"},
    Role.LEAVES_OPEN: {"arrowhead": "odot", "style": "dotted"},
}
_UNKNOWN_IN_WORDS = "dotted border: not known"
_ARROWS_IN_WORDS = {
    Role.DEFEATS: "arrow with a bar: speaks against",
    Role.ASSUMES: "open arrow: is assumed",
    Role.LEAVES_OPEN: "arrow with a ring: leaves open",
}


def dot(decision: Decision, *, whole: bool = False) -> str:
    """The reasons of the main answer as DOT; with `whole` all that was looked at."""
    return drawn_as_dot(sketch(decision, whole=whole))


def drawn_as_dot(drawn: Sketch) -> str:
    """The sketch as DOT."""
    graph = graphviz.Digraph(
        graph_attr={
            "rankdir": "RL",
            "nodesep": "0.12",
            "ranksep": "0.3",
            "margin": "0",
            "label": _label((*above(drawn), *_legend(drawn)), "\\l"),
            "labelloc": "t",
            "labeljust": "l",
            "fontname": FONT,
            "fontsize": str(FONT_SIZE),
        },
        node_attr={
            "fontname": FONT,
            "fontsize": str(FONT_SIZE),
            "margin": "0.12,0.05",
            "height": "0.3",
        },
        edge_attr={"arrowsize": "0.7", "color": "#333333"},
    )
    names = {box.id: f"n{number}" for number, box in enumerate(drawn.boxes, start=1)}
    for box in drawn.boxes:
        graph.node(names[box.id], _label(box.lines, "\\l"), **_look(box))
    for arrow in drawn.arrows:
        graph.edge(names[arrow.start], names[arrow.end], **_ARROWS[arrow.role])
    for left, right in drawn.beside:
        graph.edge(names[right], names[left], style="invis")
    return str(graph.source)


def _look(box: Box) -> dict[str, str]:
    corners = _CORNERS.get(box.kind, "")
    return {
        "shape": SHAPES[box.kind],
        "style": f"filled,{_BORDERS[box.truth]}{corners}",
        "fillcolor": "#ffffff",
        "peripheries": "2" if box.kind is NodeKind.OUTCOME else "1",
    }


def _legend(drawn: Sketch) -> tuple[str, ...]:
    """What borders and arrows mean, as far as the picture has them."""
    unknown = any(box.truth == "unknown" for box in drawn.boxes)
    roles = {arrow.role for arrow in drawn.arrows}
    said = [
        *([_UNKNOWN_IN_WORDS] if unknown else []),
        *(words for role, words in _ARROWS_IN_WORDS.items() if role in roles),
    ]
    return (", ".join(said),) if said else ()


def _label(lines: tuple[str, ...], end: str) -> str:
    """The lines, each escaped, named characters too; `end` is DOT's own escape for a left-set line."""
    text = "\n".join(lines)[:_LABEL_AT_MOST].replace("&", "&amp;")
    escaped: str = graphviz.escape(text)
    return escaped.replace("\n", end) + end
