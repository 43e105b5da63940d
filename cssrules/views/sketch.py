"""What a picture shows, before any drawing language: boxes, arrows, and the words around them.

In: a decision. Out: a Sketch, in as much detail as one sheet of paper carries: the answer, what it
rests on, and the facts that settled it. Box ids are ids of the decision's nodes; a drawing language
gives them names of its own. No box cuts a sentence short of its numbers, and facts that have no box are
counted in the box of what they settled.
"""

import textwrap
from collections.abc import Iterator
from itertools import islice

from cssrules.dataclass import dataclass
from cssrules.decision import Answer, Decision, NodeKind, Role, Status
from cssrules.views.gist import Fact, in_turn, strands
from cssrules.views.holdings import SHOWN, head, told
from cssrules.views.reasons import Graph, Outline, Point
from cssrules.views.stamps import Weight, as_of, stamps
from cssrules.views.words import FOUND, KINDS, plain, sources_of, value

_LINE = 36
_LINE_OF_A_STAGE = 26
_LINES_OF_A_TEXT = 8
_LINES_OF_AN_ANSWER = 3
_FACTS = 16
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
    """`title` and `notes` stand above the picture, `description` in place of it; plain text. Of each
    pair in `beside` the second box stands to the right of the first, though nothing joins them.
    """

    title: str
    notes: tuple[str, ...]
    description: str
    boxes: tuple[Box, ...]
    arrows: tuple[Arrow, ...]
    beside: tuple[tuple[str, str], ...] = ()


def sketch(decision: Decision, *, whole: bool = False, facts: int = _FACTS) -> Sketch:
    """The deciding part of the main answer's reasons; with `whole` every node of the graph.

    The deciding part has about `facts` boxes for facts, and a box for each later stage of the process
    with its answers. A whole graph of more arrows than can be drawn
    in good time is drawn as its deciding part.
    """
    graph, main = Graph(decision), decision.main
    whole = whole and len(graph.edges) <= _ARROWS_AT_MOST
    boxes, arrows = _whole(graph) if whole else _deciding(Outline(graph, main), main, facts)
    if not whole:
        later, joined = _later(decision, graph)
        boxes, arrows = (*boxes, *later), (*arrows, *joined)
    held = tuple(_held(decision))
    boxes = (*boxes, *held)
    arrows = (*arrows, *(Arrow(box.id, main.node, Role.SUPPORTS) for box in held))
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
    return tuple(lines) or (FOUND,)


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
        Box(
            node.id,
            node.kind,
            node.truth,
            tuple(_lines_of(Point(node, because=(node.reason,) if node.reason else ()))),
        )
        for node in graph.nodes.values()
    )
    return boxes, tuple(Arrow(edge.start, edge.end, edge.role) for edge in graph.edges)


# -- the deciding part -----------------------------------------------------------------------------


def _deciding(
    outline: Outline, main: Answer, room: int
) -> tuple[tuple[Box, ...], tuple[Arrow, ...]]:
    """The answer, a box for all that it rests on directly, and boxes for `room` facts below those."""
    root = outline.points[outline.root]
    found = strands(outline)
    shown = [min(len(strand.facts), 1) for strand in found]
    for at in islice(in_turn(found), max(room - sum(shown), 0)):
        shown[at] += 1
    boxes = [Box(outline.root, NodeKind.OUTCOME, root.node.truth, tuple(_answer_of(outline, main)))]
    arrows: list[Arrow] = []
    for strand, number in zip(found, shown, strict=True):
        point, left = strand.point, len(strand.facts) - number
        lines = tuple(_lines_of(point))
        boxes.append(_box(point, (*lines, f"… and {left} more in the text") if left else lines))
        arrows.append(Arrow(point.node.id, outline.root, _role(point)))
        for fact in strand.facts[:number]:
            boxes.append(_box(fact.point, tuple(_lines_of_fact(fact, point.node.rule))))
            arrows.append(Arrow(fact.point.node.id, point.node.id, _role(fact.point)))
    return tuple(boxes), tuple(arrows)


def _held(decision: Decision) -> Iterator[Box]:
    """A box for each set of facts that holds the main answer."""
    held = [holding for holding in decision.holdings if holding.question == decision.main.id]
    for number, holding in enumerate(held, 1):
        proved = "Proved" if holding.verified else "Not verified"
        first = f"{proved}: {head(holding)} by"
        facts = [told(fact) for fact in holding.facts[:SHOWN]]
        left = len(holding.facts) - len(facts)
        lines = (first, *facts, *([f"and {left} more together"] if left else []))
        boxed_lines = tuple(line for text in lines for line in boxed(plain(text)))
        yield Box(f"held:{number}", NodeKind.CONCLUSION, "true", boxed_lines)


# -- the later stages ------------------------------------------------------------------------------


def _later(decision: Decision, graph: Graph) -> tuple[tuple[Box, ...], tuple[Arrow, ...]]:
    """A box for each stage but the main answer's, and arrows from the stages that its answers rest on."""
    main = decision.main
    asked = [a for a in decision.core.answers if a.status is not Status.NOT_ASKED]
    stages: dict[str, list[Answer]] = {}
    for answer in asked:
        if answer.stage is not None and answer.stage != main.stage:
            stages.setdefault(answer.stage, []).append(answer)
    at = {a.id: answers[0].node for answers in stages.values() for a in answers}
    at.update({a.id: main.node for a in asked if a.stage == main.stage})
    boxes = tuple(
        Box(
            answers[0].node,
            NodeKind.OUTCOME,
            "true" if any(a.status is Status.DECIDED for a in answers) else "unknown",
            (
                *boxed(stage.upper(), _LINE_OF_A_STAGE),
                *(line for a in answers for line in _short(graph, a)),
            ),
        )
        for stage, answers in stages.items()
    )
    joined = {
        (at[below], answers[0].node)
        for answers in stages.values()
        for answer in answers
        for below in _rests_on(decision, graph, answer)
        if below in at and at[below] != answers[0].node
    }
    nearest = {pair for pair in joined if not _goes_round(pair, joined)}
    return boxes, tuple(Arrow(start, end, Role.SUPPORTS) for start, end in sorted(nearest))


def _goes_round(pair: tuple[str, str], joined: set[tuple[str, str]]) -> bool:
    """Whether another stage stands between the two, so that their arrow says nothing of its own: one that
    rests on the end as well, or on which the start does, stands beside them.
    """
    start, end = pair
    return any(
        {(start, between), (between, end)} <= joined
        and not {(end, between), (between, start)} & joined
        for _, between in joined
    )


def _short(graph: Graph, answer: Answer) -> tuple[str, ...]:
    """An answer by its name and value."""
    label = value(graph.nodes[answer.node].label)
    return boxed(f"{answer.id} {label}", _LINE_OF_A_STAGE, _LINES_OF_AN_ANSWER)


def _rests_on(decision: Decision, graph: Graph, answer: Answer) -> set[str]:
    """The questions whose answers, as given or as people decided, the answer rests on."""
    by_conclusion = {node.id: outcome for outcome, node in graph.answering.items()}
    by_node = {a.node: a.id for a in decision.core.answers}
    found, pending, seen = set[str](), [answer.node], set[str]()
    while pending:
        for node in graph.below(pending.pop()):
            if node.id in seen:
                continue
            seen.add(node.id)
            if node.kind is NodeKind.DECIDED:
                found.add(node.id.partition(":")[2])
                continue
            other = by_node.get(by_conclusion.get(node.id, ""))
            if other is not None and other != answer.id:
                found.add(other)
            else:
                pending.append(node.id)
    return found


def _box(point: Point, lines: tuple[str, ...]) -> Box:
    return Box(point.node.id, point.node.kind, point.node.truth, lines)


def _role(reason: Point) -> Role:
    """What a reason does to the box that it is drawn beside, which may be a step further up."""
    if reason.node.kind is NodeKind.PRESUMPTION:
        return Role.ASSUMES
    return Role.LEAVES_OPEN if reason.node.truth == "unknown" else Role.SUPPORTS


def _answer_of(outline: Outline, main: Answer) -> Iterator[str]:
    yield f"{plain(main.id)} {KINDS[NodeKind.OUTCOME]}"
    yield from boxed(said_of(main).upper())
    supposed = outline.graph.would_be(main)
    if supposed is not None:
        yield from boxed(f"would be {supposed}, if it is asked")
    for words in outline.because:
        yield from boxed(words)


def _lines_of(point: Point) -> Iterator[str]:
    node = point.node
    yield KINDS[node.kind] + (f" {plain(node.rule)}" if node.rule else "")
    for words in (*point.said, *([node.margin] if node.margin else [])):
        yield from boxed(words)


def _lines_of_fact(fact: Fact, own: str | None) -> Iterator[str]:
    """A fact, how far it is from its threshold, its sum, and where it comes from."""
    node = fact.point.node
    yield KINDS[node.kind] + (f" {plain(node.rule)}" if node.rule and node.rule != own else "")
    worked = [f"that is {plain(fact.sum)}"] if fact.sum else []
    for words in (*fact.point.said, *([node.margin] if node.margin else []), *worked):
        yield from boxed(words)
    sources = sources_of(fact.evidence)
    if sources:
        yield from boxed(f"[{sources}]")
