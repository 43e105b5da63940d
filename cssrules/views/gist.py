"""The gist of an answer: the conclusions it rests on, and under each the facts that settled it.

In: the outline of an answer. Out: strands in reading order. A fact is a piece of evidence, a test of
evidence or of an amount worked out from it, or what is presumed for want of evidence; what only leads
from facts to the conclusion is left out. First come the facts that made it so, then those that did not
stand against it, among each the nearest to a threshold first: on them an answer may turn.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from fractions import Fraction

from cssrules.dataclass import dataclass
from cssrules.decision import Node, NodeKind
from cssrules.views.reasons import Outline, Point

_FAR = Fraction(1_000_000)
_FACTS = frozenset({NodeKind.EVIDENCE, NodeKind.AGGREGATE, NodeKind.PRESUMPTION, NodeKind.DECIDED})


class Bearing(Enum):
    """What a fact did to a conclusion, first what tells most.

    FOUND: through something that the rules found to be so, as a fault is. MADE: without such a step.
    BESIDE: it only did not stand against the conclusion.
    """

    FOUND = 0
    MADE = 1
    BESIDE = 2


@dataclass(frozen=True, slots=True)
class Fact:
    """A point that is a fact; `sum` says how the amount that it tests was worked out (of facts that test
    the same amount the first says it), `evidence` is
    all that it rests on; `bearing` is what it did to the conclusion.
    """

    point: Point
    sum: str | None
    evidence: tuple[Node, ...]
    bearing: Bearing = Bearing.MADE

    @property
    def order(self) -> tuple[int, Fraction]:
        near = self.point.node.near
        return self.bearing.value, _FAR if near is None else Fraction(near)


@dataclass(frozen=True, slots=True)
class Strand:
    """One thing that the answer rests on, and the facts that made it so."""

    point: Point
    facts: tuple[Fact, ...]


def strands(outline: Outline) -> tuple[Strand, ...]:
    """What the answer rests on directly; what its question waits for, where that is all there is."""
    root = outline.points[outline.root]
    ids = list(dict.fromkeys(outline.led_to(root.reasons)))
    direct = [id for id in ids if id not in outline.awaited] or ids
    direct = list(dict.fromkeys(_opened(outline, direct)))
    told: set[str] = set()
    found = [Strand(outline.points[id], _facts(outline, id, told)) for id in direct]
    telling = [s for s in found if s.facts or not _counts_strands(outline, s.point)]
    return tuple(telling or found)


def in_turn(found: Sequence[Strand]) -> Iterator[int]:
    """The strands by their place, each as often as it has further facts: one fact of each in turn, what
    was found to be so before all else, what only did not stand against a conclusion last.
    """
    further = sorted(
        (fact.bearing.value, turn, at)
        for at, strand in enumerate(found)
        for turn, fact in enumerate(strand.facts)
        if turn > 0
    )
    return (at for _, _, at in further)


def _opened(outline: Outline, ids: Iterable[str]) -> Iterator[str]:
    """The points, each that only joins answers to other questions replaced by those."""
    for id in ids:
        reasons = outline.points[id].reasons
        if reasons and set(reasons) <= outline.graph.answers:
            yield from reasons
        else:
            yield id


def _counts_strands(outline: Outline, point: Point) -> bool:
    """Whether a point tests what other strands already say, and no measure of evidence."""
    below = [point, *(outline.points[id] for id in point.reasons)]
    measured = [p for p in below if p is point or p.node.kind is NodeKind.AGGREGATE]
    return point.node.kind is NodeKind.CONDITION and not any(p.evidence for p in measured)


def _facts(outline: Outline, id: str, told: set[str]) -> tuple[Fact, ...]:
    point = outline.points[id]
    if _is_fact(outline, point):
        told.add(id)
        return ()
    found = [
        fact
        for reason, bearing in _borne(outline, point, Bearing.MADE)
        for fact in _below(outline, reason, told, bearing)
    ]
    return tuple(_once(sorted(found, key=lambda fact: fact.order), told))


def _once(found: Sequence[Fact], told: set[str]) -> Iterator[Fact]:
    """The facts without evidence that a test among them tells, each sum with the first that has it."""
    tested = {
        node.id
        for fact in found
        if fact.point.node.kind is not NodeKind.EVIDENCE
        for node in fact.evidence
    }
    for fact in found:
        if fact.point.node.id not in tested:
            yield replace(fact, sum=None) if fact.sum in told else fact
            told.update([fact.sum] if fact.sum else [])


def _borne(outline: Outline, point: Point, bearing: Bearing) -> Sequence[tuple[str, Bearing]]:
    """What a point rests on, and what each does to the conclusion, what tells most first."""

    def of(node: Node) -> Bearing:
        if node.id in point.aside:
            return Bearing.BESIDE
        if node.kind is not NodeKind.CONCLUSION or bearing is not Bearing.MADE:
            return bearing
        return {"no": Bearing.BESIDE, "yes": Bearing.FOUND}.get(node.value or "", bearing)

    borne = [(id, of(outline.points[id].node)) for id in point.reasons]
    return sorted(borne, key=lambda found: found[1].value)


def _below(outline: Outline, id: str, told: set[str], bearing: Bearing) -> Iterator[Fact]:
    point = outline.points[id]
    if id in told:
        return
    told.add(id)
    if _is_fact(outline, point):
        for told_by in _unknown(outline, point) or (point,):
            if told_by.node.label not in told:
                told.add(told_by.node.label)
                read = tuple(_evidence(outline, told_by.node))
                yield Fact(told_by, _sum(outline, told_by), read, bearing)
        return
    for reason, its_bearing in _borne(outline, point, bearing):
        yield from _below(outline, reason, told, its_bearing)


def _unknown(outline: Outline, point: Point) -> tuple[Point, ...]:
    """The evidence that is missing for a test, which is the fact where the test is not known."""
    if point.node.kind is not NodeKind.CONDITION or point.node.truth != "unknown":
        return ()
    read = _evidence(outline, point.node)
    return tuple(outline.point(node) for node in read if node.truth == "unknown")


def _is_fact(outline: Outline, point: Point) -> bool:
    if point.node.kind in _FACTS:
        return True
    if outline.graph.only_joins(point.node):
        return False
    of_a_list = any("/item/" in reason for reason in point.reasons)
    tests = bool(point.evidence) or point.node.near is not None or of_a_list
    return point.node.kind is NodeKind.CONDITION and tests


def _sum(outline: Outline, point: Point) -> str | None:
    """How the one amount that a test reads was worked out, where it is a sum."""
    read = [outline.points[id] for id in point.reasons if id in outline.points]
    sums = [p.node.reason for p in read if p.node.kind is NodeKind.CONCLUSION and p.node.reason]
    return sums[0] if len(sums) == 1 else None


def _evidence(outline: Outline, node: Node) -> Iterator[Node]:
    """The evidence that decided `node`, through all between."""
    pending, seen = [node], set[str]()
    while pending:
        here = pending.pop()
        if here.id in seen:
            continue
        seen.add(here.id)
        if here.kind is NodeKind.EVIDENCE:
            yield here
        else:
            pending.extend(outline.graph.below(here.id))
