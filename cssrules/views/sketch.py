"""What a picture shows, before any drawing language: boxes, arrows, and the words around them.

In: a decision. Out: a Sketch, in as much detail as one sheet of paper carries. Box ids are ids of the
decision's nodes; a drawing language gives them names of its own. A reason that has no box stands as
a line in the box of what it supports, or is counted there.
"""

import textwrap
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cssrules.decision import Answer, Decision, NodeKind, Role, Status
from cssrules.views.reasons import Graph, Outline, Point
from cssrules.views.stamps import Weight, as_of, stamps
from cssrules.views.words import KINDS, NEUTRAL, finding, plain, sign, value

_LINE = 26
_LINES_OF_A_TEXT = 4
_LINES_OF_A_BOX = 9
_LINES_OF_A_REASON = 2
_POINTS_IN_BOXES = 14
_ARROWS_AT_MOST = 400
_TITLE = 90


@dataclass(frozen=True, slots=True)
class Box:
    """`kind` gives its shape; `truth` its border; `lines` its words, boxed, plain text."""

    id: str
    kind: NodeKind
    truth: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Arrow:
    """From a reason to what it bears on; both are ids of boxes."""

    start: str
    end: str
    role: Role


@dataclass(frozen=True, slots=True)
class Sketch:
    """`title` and `notes` stand above the picture, `description` in place of it; plain text."""

    title: str
    notes: tuple[str, ...]
    description: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]


def sketch(decision: Decision, *, whole: bool = False, lines: int = _LINES_OF_A_BOX) -> Sketch:
    """The deciding part of the main answer's reasons; with `whole` every node of the graph.

    A box that stands for a whole rule has about `lines` lines. A whole graph of more arrows than can
    be drawn in good time is drawn as its deciding part.
    """
    graph, main = Graph(decision), decision.main
    whole = whole and len(graph.edges) <= _ARROWS_AT_MOST
    boxes, arrows = _whole(graph) if whole else _deciding(Outline(graph, main), main, lines)
    answer = said_of(main)
    title = f"{plain(decision.name)}: {plain(main.question)} {answer}"
    warned = [str(stamp) for stamp in stamps(decision) if stamp.weight is not Weight.NOTE]
    return Sketch(
        title,
        (f"as of {as_of(decision)}", *warned),
        f"{len(boxes)} boxes show why the answer is: {answer}. The text says all that they show.",
        boxes,
        arrows,
    )


def boxed(text: str, width: int = _LINE, at_most: int = _LINES_OF_A_TEXT) -> tuple[str, ...]:
    """`text` in lines of `width`, cut with an ellipsis after `at_most` of them."""
    lines = textwrap.wrap(
        plain(text), width, max_lines=at_most, placeholder=" …", break_on_hyphens=False
    )
    return tuple(lines) or (NEUTRAL,)


def above(drawn: Sketch) -> tuple[str, ...]:
    """Title and notes in lines for above a picture."""
    texts = (drawn.title, *drawn.notes)
    return tuple(line for text in texts for line in boxed(text, _TITLE))


def said_of(answer: Answer) -> str:
    """The answer in a word or two."""
    match answer.status:
        case Status.DECIDED:
            return value(answer.answer)
        case Status.UNDECIDED:
            return "undecided"
        case Status.NOT_ASKED:
            return "not asked"


def _whole(graph: Graph) -> tuple[tuple[Box, ...], tuple[Arrow, ...]]:
    boxes = tuple(
        Box(node.id, node.kind, node.truth, tuple(_own_lines(Point(node), None)))
        for node in graph.nodes.values()
    )
    return boxes, tuple(Arrow(edge.start, edge.end, edge.role) for edge in graph.edges)


# -- the deciding part -----------------------------------------------------------------------------


@dataclass(slots=True)
class _Filling:
    """A box as it fills: its lines, and how many reasons found no room in it."""

    lines: list[str]
    left: int = 0

    def add(self, lines: tuple[str, ...], room: int) -> None:
        if not self.left and len(self.lines) + len(lines) <= room:
            self.lines.extend(lines)
        else:
            self.left += 1

    def closed(self) -> tuple[str, ...]:
        more = [f"… and {self.left} more in the text"] if self.left else []
        return (*self.lines, *more)


def _deciding(
    outline: Outline, main: Answer, room: int
) -> tuple[tuple[Box, ...], tuple[Arrow, ...]]:
    """Every point in a box of its own where there is room, else a box for each rule."""
    points = outline.telling()
    shut = outline.awaited if main.status is Status.DECIDED else frozenset[str]()
    crowded = len(points) > _POINTS_IN_BOXES
    homes = _homes(points, shut) if crowded else {id: id for id in points}
    filling: dict[str, _Filling] = {}
    arrows: dict[Arrow, None] = {}
    for id, home in homes.items():
        point = points[id]
        if id == home:
            answer = main if id == outline.root else None
            filling[id] = _Filling([*_own_lines(point, answer)])
        else:
            filling[home].add(boxed(_line(point), at_most=_LINES_OF_A_REASON), room)
        for reason in point.reasons:
            if reason not in homes:
                filling[home].left += 1
            elif homes[reason] == reason:
                arrows[Arrow(reason, home, _role(points[reason]))] = None
            elif homes[reason] != home:
                filling[home].add(boxed(_line(points[reason]), at_most=_LINES_OF_A_REASON), room)
    boxes = [
        Box(id, points[id].node.kind, points[id].node.truth, found.closed())
        for id, found in filling.items()
    ]
    return tuple(boxes), tuple(arrows)


def _role(reason: Point) -> Role:
    """What a reason does to the box that it is drawn under, which may be a step further up."""
    if reason.node.kind is NodeKind.PRESUMPTION:
        return Role.ASSUMES
    return Role.LEAVES_OPEN if reason.node.truth == "unknown" else Role.SUPPORTS


def _homes(points: Mapping[str, Point], shut: frozenset[str]) -> Mapping[str, str]:
    """The box of each point, nearest first: its own for a conclusion, else that of what it supports.

    What stands below the lines of a `shut` box has none.
    """
    root = next(iter(points))
    homes = {root: root}
    pending = [root]
    while pending:
        id = pending.pop(0)
        if id in shut:
            homes.update({reason: id for reason in points[id].reasons if reason not in homes})
            continue
        for reason in points[id].reasons:
            if reason not in homes:
                node = points[reason].node
                concludes = node.kind in {NodeKind.CONCLUSION, NodeKind.PRESUMPTION}
                homes[reason] = reason if concludes else homes[id]
                pending.append(reason)
    return homes


def _own_lines(point: Point, answer: Answer | None) -> Iterator[str]:
    node = point.node
    if answer is not None:
        yield f"{plain(answer.id)} {KINDS[node.kind]}"
        yield from boxed(said_of(answer).upper())
    else:
        yield KINDS[node.kind] + (f" {plain(node.rule)}" if node.rule else "")
        yield from boxed(f"{sign(node)} {finding(node)}")
    for words in point.because[:2]:
        yield from boxed(words)
    if node.margin is not None:
        yield from boxed(node.margin)


def _line(point: Point) -> str:
    """A point as a line of another's box: the author's words where there are any."""
    said = point.because[0] if point.because else finding(point.node)
    return f"{sign(point.node)} {said}"
