"""A proposal as one diagram: the bodies that are asked about, who is proposed for each, and why.

In: a proposal. Out: a sketch, DOT, SVG or Mermaid, in as much detail as an A4 sheet carries: bodies at
the left, those proposed for them at the right, between them the rule and what tipped it. Cases that
take no part are counted in one box.
"""

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from cssrules.decision import NodeKind, Role, Status
from cssrules.proposal import CaseFound, PairingFound, Proposal, Proposed
from cssrules.views.dot import drawn_as_dot
from cssrules.views.mermaid import drawn_as_mermaid
from cssrules.views.picture import READABLE, drawn_as_svg, fits_a4
from cssrules.views.portfolio import name_of, page_of
from cssrules.views.sketch import Arrow, Box, Sketch, boxed
from cssrules.views.words import plain, value

_DETAILS = ((40, 3), (40, 1), (40, 0), (24, 0), (14, 0))
"""How many pairs are drawn, and how many reasons of each, from most to least."""
_LINE, _NAMES = 36, 3
_LEGEND = {
    NodeKind.OUTCOME: "double frame: a case and its outcome",
    NodeKind.EVIDENCE: "folded corner: a body that is no case",
    NodeKind.CONCLUSION: "round corners: the rule that pairs, and what tipped it",
    NodeKind.SETTING: "tabs at the side: the cases that take no part",
}
"""What a box of each kind stands for."""


def dot(proposal: Proposal, rules: Sequence[str] = ()) -> str:
    """The diagram in the DOT language."""
    return drawn_as_dot(sketch(proposal, *_DETAILS[1], rules))


def mermaid(proposal: Proposal, rules: Sequence[str] = ()) -> str:
    """The diagram as a Mermaid flowchart."""
    return drawn_as_mermaid(sketch(proposal, *_DETAILS[1], rules))


def svg(proposal: Proposal, rules: Sequence[str] = ()) -> str:
    """The diagram as a picture in as much detail as a sheet carries. Raises NoRenderer."""
    drawn = ""
    for pairs, reasons in _DETAILS:
        drawn = drawn_as_svg(sketch(proposal, pairs, reasons, rules))
        if fits_a4(drawn) >= READABLE:
            break
    return drawn


def sketch(proposal: Proposal, pairs: int, reasons: int, rules: Sequence[str] = ()) -> Sketch:
    """The first `pairs` pairs with `reasons` of each, and the bodies for which nobody is proposed; with
    `rules` those of these alone.
    """
    page = page_of(proposal, rules)
    drawn = [
        found
        for found in proposal.found
        if isinstance(found, PairingFound) and (not rules or found.id in rules)
    ]
    cases = {case.key: case for case in proposal.cases}
    boxes: dict[str, Box] = {}
    arrows: list[Arrow] = []
    proposed = list(_alike(proposal, drawn))
    for found, one, bodies in proposed[:pairs]:
        id = f"{found.id}/{one.body}/{one.other}"
        boxes.setdefault(one.body, _body(proposal, cases, bodies))
        boxes.setdefault(one.other, _body(proposal, cases, [one.other]))
        truth = "false" if one.lapsed else "true"
        boxes[id] = Box(id, NodeKind.CONCLUSION, truth, _why(found, one, reasons))
        arrows.append(Arrow(id, one.body, Role.DEFEATS if one.lapsed else Role.SUPPORTS))
        arrows.append(Arrow(one.other, id, Role.SUPPORTS))
    unserved = [(found, none) for found in drawn for none in found.unserved]
    for found, none in unserved[:pairs]:
        id = f"{found.id}/{none.body}"
        boxes.setdefault(none.body, _body(proposal, cases, [none.body]))
        said_of = (f"{plain(found.id)} {plain(found.record)}", "nobody is proposed")
        boxes[id] = Box(id, NodeKind.CONCLUSION, "unknown", said_of)
        arrows.append(Arrow(id, none.body, Role.LEAVES_OPEN))
    rest = [case for case in proposal.cases if case.key not in boxes]
    if rest:
        said = Counter(_outcome(case) for case in rest)
        lines = [f"{number} × {words}" for words, number in sorted(said.items())]
        noun = "case takes" if len(rest) == 1 else "cases take"
        shown = (f"{len(rest)} {noun} no part", *lines)
        boxes[""] = Box(
            "", NodeKind.SETTING, "true", tuple(x for s in shown for x in boxed(s, _LINE))
        )
    left = len(proposed) - pairs
    more = (f"{left} more pairs stand in the table",) if left > 0 else ()
    return Sketch(
        page.title,
        (*page.departures, *page.warnings, *more, *_legend(boxes.values())),
        f"{len(arrows)} arrows show who is proposed for whom. The table says all that they show.",
        tuple(boxes.values()),
        tuple(arrows),
    )


def _legend(boxes: Collection[Box]) -> Iterator[str]:
    """What the boxes stand for, as far as the picture has them."""
    kinds = {box.kind for box in boxes}
    said = [words for kind, words in _LEGEND.items() if kind in kinds]
    if said:
        yield f"Arrows lead from who is proposed to whom; {'; '.join(said)}."


def _alike(
    proposal: Proposal, drawn: Sequence[PairingFound]
) -> Iterator[tuple[PairingFound, Proposed, list[str]]]:
    """The pairs; items of one case for which the same is proposed for the same reason stand as one."""
    for found in drawn:
        groups: dict[tuple[str, ...], list[Proposed]] = {}
        for one in found.proposed:
            case = proposal.bodies[one.body].case
            key = (one.body,) if case is None else (case, one.tipped)
            groups.setdefault((one.other, *key), []).append(one)
        for alike in groups.values():
            yield found, alike[0], [one.body for one in alike]


def _body(proposal: Proposal, cases: Mapping[str, CaseFound], keys: Sequence[str]) -> Box:
    key, case = keys[0], cases.get(keys[0])
    names = ", ".join(name_of(proposal.bodies, one) for one in keys)
    if case is None:
        return Box(key, NodeKind.EVIDENCE, "true", boxed(names, _LINE, _NAMES))
    return Box(key, NodeKind.OUTCOME, "true", (*boxed(names, _LINE), *boxed(_outcome(case), _LINE)))


def _outcome(case: CaseFound) -> str:
    answer = case.main
    if answer is None:
        return "not asked"
    return value(answer.answer) if answer.status is Status.DECIDED else answer.status.value


def _why(found: PairingFound, one: Proposed, reasons: int) -> tuple[str, ...]:
    decided = f" (decided by {plain(one.taken.by)})" if one.taken is not None else ""
    lines = [*boxed(f"{plain(found.id)} {plain(found.record)}{decided}", _LINE)]
    for because in one.because[: max(reasons - 1, 0)]:
        lines += boxed(because.found, _LINE, 3)
    if reasons:
        lapsed = "; with what is known today they may not be paired" if one.lapsed else ""
        lines += boxed(f"{one.tipped}{lapsed}", _LINE, 4)
    return tuple(lines)
