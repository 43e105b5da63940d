"""A decision as one HTML page that is complete by itself.

In: a decision. Out: a page without script, that fetches nothing and says so by its content policy.
The text is whole without the picture. Where no renderer draws, the page says so in its place.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from cssrules.decision import Answer, Decision, Node, NodeKind, Status
from cssrules.views.picture import NoRenderer, svg
from cssrules.views.reasons import Graph, Outline, Point
from cssrules.views.sketch import said_of
from cssrules.views.stamps import Stamp, as_of, fired_by, stamps
from cssrules.views.text import row_of
from cssrules.views.words import (
    KINDS,
    basis_in_full,
    basis_in_short,
    day,
    finding,
    plain,
    sign,
    truth,
    value,
)

_DEPTH = 3


@dataclass(frozen=True, slots=True)
class _Reason:
    """A point for the page: what was found, why, on what basis, and what it rests on."""

    sign: str
    truth: str
    kind: str
    said: str
    because: tuple[str, ...]
    margin: str
    rule: str
    basis: str
    full_basis: str
    sources: str
    reasons: tuple["_Reason", ...] = ()


@dataclass(frozen=True, slots=True)
class _Question:
    """A question and its answer, in words."""

    id: str
    question: str
    said: str
    also_called: str
    decided_by: str
    possible: tuple[str, ...]
    ask: tuple[str, ...]
    status: str


def html(decision: Decision) -> str:
    """The page of the decision."""
    graph = Graph(decision)
    outline = Outline(graph, decision.main)
    decisive = [node for node in decision.core.nodes if node.decisive]
    points = _all_points(graph, decision)
    return template().render(
        case=plain(decision.case),
        name=plain(decision.name),
        policy=plain(decision.policy_name),
        version=plain(decision.policy_version),
        policy_hash=plain(decision.core.policy),
        as_of=as_of(decision),
        main=_question(decision.main),
        stamps=[_stamp(stamp) for stamp in stamps(decision)],
        because=[plain(words) for words in outline.points[outline.root].because],
        why=_nested(outline, decided=decision.main.status is Status.DECIDED),
        reasons=[_reason(point) for point in points.values() if _says_more(point)],
        questions=[_question(a) for a in decision.core.answers if a is not decision.main],
        unknown=[plain(n.id) for n in decisive if n.kind is NodeKind.EVIDENCE and n.value is None],
        evidence=[_evidence(n) for n in decisive if n.kind is NodeKind.EVIDENCE],
        settings=_settings(decision, decisive),
        findings=[(plain(f.rule), plain(f.message), plain(f.kind)) for f in decision.core.findings],
        departures=[
            (plain(a.id), plain(a.departs.answer)) for a in decision.core.answers if a.departs
        ],
        fired_by=fired_by(decision),
        engine=sorted((plain(k), plain(v)) for k, v in decision.engine.items()),
        pack=plain(decision.places.get("pack", "")),
        picture=_picture(decision),
    )


@cache
def template() -> Template:
    """The page before it is filled."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template("decision.html.jinja")


def _picture(decision: Decision) -> Markup | None:
    """The picture as markup: made by us of escaped text, with shapes and text only."""
    try:
        return Markup(svg(decision))  # noqa: S704 # because the picture holds shapes and escaped text
    except NoRenderer:
        return None


def _stamp(stamp: Stamp) -> tuple[str, str, str]:
    return stamp.weight.value, stamp.head, stamp.text


def _question(answer: Answer) -> _Question:
    return _Question(
        plain(answer.id),
        plain(answer.question),
        said_of(answer),
        ", ".join(map(plain, answer.also_called)),
        plain(answer.decided_by),
        tuple(map(plain, answer.possible)),
        tuple(map(plain, answer.ask)),
        answer.status.value,
    )


# -- reasons ---------------------------------------------------------------------------------------


def _nested(outline: Outline, *, decided: bool) -> tuple[_Reason, ...]:
    """The points that tell most, each under what it supports, once, and not too deep.

    What a question waited for stands with its next reasons only, once the question is decided.
    """
    points = outline.telling()
    settled = outline.awaited if decided else frozenset[str]()
    told = {outline.root}

    def below(id: str, depth: int) -> tuple[_Reason, ...]:
        fresh = [reason for reason in points[id].reasons if reason not in told]
        told.update(fresh)
        if depth == 0:
            return ()
        return tuple(
            _reason(points[reason], below(reason, 1 if reason in settled else depth - 1))
            for reason in fresh
        )

    return below(outline.root, _DEPTH)


def _all_points(graph: Graph, decision: Decision) -> Mapping[str, Point]:
    """Every point of every answer, those of the main answer first."""
    main = decision.main
    rest = [answer for answer in decision.core.answers if answer is not main]
    found: dict[str, Point] = {}
    for answer in (main, *rest):
        for id, point in Outline(graph, answer).points.items():
            found.setdefault(id, point)
    return found


def _says_more(point: Point) -> bool:
    """Whether the point belongs in the table of reasons; evidence and settings have their own."""
    return point.node.kind not in {NodeKind.EVIDENCE, NodeKind.SETTING}


def _reason(point: Point, below: tuple[_Reason, ...] = ()) -> _Reason:
    node = point.concluded or point.node
    read = (node,) if node.kind is NodeKind.EVIDENCE else point.evidence
    concludes = node.kind in {NodeKind.CONCLUSION, NodeKind.PRESUMPTION}
    return _Reason(
        sign(node),
        truth(node),
        KINDS[node.kind],
        finding(node),
        tuple(map(plain, point.because)),
        plain(node.margin or ""),
        plain(node.rule) + row_of(point) if node.rule else "",
        basis_in_short(node.basis) if concludes else "",
        basis_in_full(node.basis) if concludes else "",
        "; ".join(dict.fromkeys(_source(n) for n in read if n.truth != "unknown")),
        below,
    )


# -- what it rests on ------------------------------------------------------------------------------


def _source(node: Node) -> str:
    source = plain(node.source) if node.source else "no source named"
    return f"{source}, illustrative" if node.illustrative else source


def _evidence(node: Node) -> tuple[str, str, str, str, str]:
    name, _, said = plain(node.label).partition(": ")
    origin = "illustrative" if node.illustrative else "sourced"
    known = node.truth != "unknown"
    return (
        name,
        said or value(node.value),
        plain(node.source or "none named") if known else "",
        day(node.on) if node.on else "",
        origin if known else "not known",
    )


def _settings(decision: Decision, decisive: Iterable[Node]) -> list[tuple[str, str, str, str]]:
    changed = {name: default for name, _, default in decision.settings_changed}
    rows = []
    for node in decisive:
        if node.kind is not NodeKind.SETTING:
            continue
        name = node.id.removeprefix("setting:")
        default = plain(changed[name]) if name in changed else ""
        reason = basis_in_full(node.basis).removeprefix("policy setting: ")
        rows.append((plain(name), value(node.value), reason, default))
    return rows
