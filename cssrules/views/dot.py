"""A sketch in the DOT language, written by the `graphviz` package.

In: a decision, or any sketch. Out: DOT text. Names of boxes are n1, n2, … in the sketch's order;
labels are escaped, so that no text of a case or policy is ever read as DOT, markup or a link. Kinds
differ by shape and by word, truth by border and by word; colour only repeats them.
"""

import graphviz

from cssrules.decision import Decision, NodeKind, Role
from cssrules.views.sketch import Box, Sketch, above, sketch

FONT = "Arial"
FONT_SIZE = 10
_LABEL_AT_MOST = 4_000
_BOXES_ABREAST = 6

SHAPES = {
    NodeKind.EVIDENCE: "note",
    NodeKind.SETTING: "component",
    NodeKind.CONDITION: "box",
    NodeKind.AGGREGATE: "box3d",
    NodeKind.ROW: "tab",
    NodeKind.PRESUMPTION: "folder",
    NodeKind.CONCLUSION: "box",
    NodeKind.OUTCOME: "box",
}
_BORDERS = {"true": "solid", "false": "dashed", "unknown": "dotted"}
_FILLS = {
    NodeKind.EVIDENCE: "#fffbe6",
    NodeKind.SETTING: "#f3e8fd",
    NodeKind.CONDITION: "#ffffff",
    NodeKind.AGGREGATE: "#ffffff",
    NodeKind.ROW: "#ffffff",
    NodeKind.PRESUMPTION: "#fdeee6",
    NodeKind.CONCLUSION: "#e8f1fb",
    NodeKind.OUTCOME: "#dcefe1",
}
_ARROWS = {
    Role.SUPPORTS: {},
    Role.DEFEATS: {"arrowhead": "tee", "style": "dashed"},
    Role.ASSUMES: {"arrowhead": "onormal", "style": "dashed"},
    Role.LEAVES_OPEN: {"arrowhead": "odot", "style": "dotted"},
}
_BORDERS_IN_WORDS = {
    "true": "solid border: met, or known",
    "false": "dashed: not met",
    "unknown": "dotted: not known",
}
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
            "rankdir": "BT",
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
    ranks = _ranks(drawn)
    names = {box.id: f"n{number}" for number, box in enumerate(drawn.boxes, start=1)}
    for box in drawn.boxes:
        graph.node(names[box.id], _label(box.lines, "\\l"), **_look(box))
    for arrow in drawn.arrows:
        steps = max(ranks[arrow.start] - ranks[arrow.end], 1)
        graph.edge(names[arrow.start], names[arrow.end], minlen=str(steps), **_ARROWS[arrow.role])
    return str(graph.source)


def _look(box: Box) -> dict[str, str]:
    rounded = ",rounded" if box.kind is NodeKind.CONCLUSION else ""
    return {
        "shape": SHAPES[box.kind],
        "style": f"filled,{_BORDERS[box.truth]}{rounded}",
        "fillcolor": _FILLS[box.kind],
        "peripheries": "2" if box.kind is NodeKind.OUTCOME else "1",
    }


def _legend(drawn: Sketch) -> tuple[str, ...]:
    """What borders and arrows mean, as far as the picture has them."""
    truths = {box.truth for box in drawn.boxes}
    roles = {arrow.role for arrow in drawn.arrows}
    said = [
        *(
            words
            for truth, words in _BORDERS_IN_WORDS.items()
            if truth in truths and len(truths) > 1
        ),
        *(words for role, words in _ARROWS_IN_WORDS.items() if role in roles),
    ]
    return (", ".join(said),) if said else ()


def _ranks(drawn: Sketch) -> dict[str, int]:
    """How many steps below the answer each box stands, so that no rank grows wider than a sheet.

    A rank that is too wide passes its last boxes on to the next, those that nothing leads to first.
    """
    ranks = {box.id: 0 for box in drawn.boxes}
    led_to = {arrow.end for arrow in drawn.arrows}
    for rank in range(len(ranks)):
        _settle(ranks, drawn)
        here = [id for id, found in ranks.items() if found == rank]
        last = sorted(here, key=lambda box: box not in led_to)
        for id in last[_BOXES_ABREAST:]:
            ranks[id] += 1
    return ranks


def _settle(ranks: dict[str, int], drawn: Sketch) -> None:
    """Put every box below all that it bears on."""
    moved = True
    while moved:
        moved = False
        for arrow in drawn.arrows:
            if ranks[arrow.start] <= ranks[arrow.end]:
                ranks[arrow.start] = ranks[arrow.end] + 1
                moved = True


def _label(lines: tuple[str, ...], end: str) -> str:
    """The lines, each escaped, named characters too; `end` is DOT's own escape for a left-set line."""
    text = "\n".join(lines)[:_LABEL_AT_MOST].replace("&", "&amp;")
    escaped: str = graphviz.escape(text)
    return escaped.replace("\n", end) + end
