"""A decision as one HTML page that is complete by itself.

In: a decision. Out: a page without script, that fetches nothing and says so by its content policy.
The text is whole without the picture. Where no renderer draws, the page says so in its place.
"""

from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from cssrules.dataclass import dataclass
from cssrules.decision import Answer, Decision, Holding, Node, NodeKind
from cssrules.views.gist import Fact, Strand, strands
from cssrules.views.holdings import SHOWN, head, told
from cssrules.views.opinions import unwrapped
from cssrules.views.picture import NoRenderer, svg
from cssrules.views.questions import why
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
    prospects,
    sources_of,
    value,
)

_FACTS = 6
"""As many facts of a conclusion stand open; the others are folded below them."""


@dataclass(frozen=True, slots=True)
class _Reason:
    """What was found and where it stands; `first` and `more` are the facts that settled it."""

    said: str
    where: str
    first: tuple["_Reason", ...] = ()
    more: tuple["_Reason", ...] = ()


@dataclass(frozen=True, slots=True)
class _Row:
    """A point in the table of all reasons: in the author's words, on what basis, of what evidence."""

    rule: str
    found: str
    because: str
    margin: str
    basis: str


@dataclass(frozen=True, slots=True)
class _Question:
    """A question and its answer, in words."""

    id: str
    question: str
    said: str
    would_be: str
    why: str
    also_called: str
    decided_by: str
    prospects: str
    ask: tuple[tuple[str, str], ...]


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
        main=_question(decision, graph, decision.main),
        stamps=[_stamp(stamp) for stamp in stamps(decision)],
        because=[plain(words) for words in outline.because],
        why=[_why(strand) for strand in strands(outline)],
        rows=[_row(point) for point in points.values() if _says_more(point)],
        questions=[
            _question(decision, graph, answer)
            for answer in decision.core.answers
            if answer is not decision.main
        ],
        taken=list(_taken(decision)),
        unknown=[plain(n.id) for n in decisive if n.kind is NodeKind.EVIDENCE and n.value is None],
        evidence=[_evidence(n) for n in decisive if n.kind is NodeKind.EVIDENCE],
        facts=decision.deciding,
        settings=_settings(decision, decisive),
        settings_of_main=len(outline.settings),
        papers=[(plain(tag), plain(title)) for tag, title in decision.papers],
        findings=[(plain(f.rule), plain(f.message), plain(f.kind)) for f in decision.core.findings],
        fired_by=fired_by(decision),
        engine=sorted((plain(k), plain(v)) for k, v in decision.engine.items()),
        pack=plain(decision.places.get("pack", "")),
        picture=_picture(decision),
        holdings=[_held(holding) for holding in decision.holdings],
        verified=sum(holding.verified for holding in decision.holdings),
        open=unwrapped(decision),
    )


def _held(holding: Holding) -> dict[str, object]:
    """A set of facts that holds an answer: the first of them, and the rest."""
    facts = [told(fact) for fact in holding.facts]
    unverified = "" if holding.verified else " (not verified)"
    return {
        "said": f"{head(holding)}{unverified}:",
        "first": facts[:SHOWN],
        "more": facts[SHOWN:],
    }


@cache
def template(name: str = "decision.html.jinja") -> Template:
    """A page before it is filled."""
    environment = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    return environment.get_template(name)


def _picture(decision: Decision) -> Markup | None:
    """The picture as markup: made by us of escaped text, with shapes and text only."""
    try:
        return Markup(svg(decision))  # noqa: S704 # because the picture holds shapes and escaped text
    except NoRenderer:
        return None


def _stamp(stamp: Stamp) -> tuple[str, str, str]:
    return stamp.weight.value, stamp.head, stamp.text


def _question(decision: Decision, graph: Graph, answer: Answer) -> _Question:
    supposed, asks = graph.would_be(answer), dict(decision.asks)
    return _Question(
        plain(answer.id),
        plain(answer.question),
        said_of(answer),
        supposed or "",
        why(decision, graph, answer),
        ", ".join(map(plain, answer.also_called)),
        plain(answer.decided_by),
        prospects(answer),
        tuple(
            (plain(said), plain(asks.get(name, "")))
            for name, said in zip(answer.ask, answer.wanted, strict=True)
        ),
    )


def _taken(decision: Decision) -> Iterator[tuple[str, str, str, str, str]]:
    """What people decided, and what the policy says of it."""
    for answer in decision.core.answers:
        taken = answer.departs or answer.taken
        if taken is not None:
            by = f"{plain(taken.by)}, {day(taken.on)}"
            today = said_of(answer)
            then = plain(taken.policy) if taken.policy else today
            says = then if then == today else f"then {then}, as of this day {today}"
            says += " (people departed from it)" if answer.departs else ""
            yield plain(answer.id), plain(taken.answer), by, says, plain(taken.reason)


# -- reasons ---------------------------------------------------------------------------------------


def _why(strand: Strand) -> _Reason:
    """What the answer rests on, and the facts that made it so."""
    facts = tuple(_fact(fact, strand.point.node.rule) for fact in strand.facts)
    said = _joined(*strand.point.said, strand.point.node.margin)
    return _Reason(said, _where(strand.point), facts[:_FACTS], facts[_FACTS:])


def _fact(fact: Fact, own: str | None) -> _Reason:
    node = fact.point.node
    worked = f"that is {plain(fact.sum)}" if fact.sum else None
    rule = plain(node.rule) if node.rule and node.rule != own else ""
    where = "; ".join(part for part in (rule, sources_of(fact.evidence)) if part)
    return _Reason(_joined(*fact.point.said, node.margin, worked), where)


def _joined(*parts: str | None) -> str:
    return " – ".join(plain(part) for part in parts if part)


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


def _row(point: Point) -> _Row:
    node = point.concluded or point.node
    concludes = node.kind in {NodeKind.CONCLUSION, NodeKind.PRESUMPTION}
    read = "; ".join(dict.fromkeys(_source(n) for n in point.evidence if n.truth != "unknown"))
    basis = basis_in_full(node.basis) if concludes else ""
    return _Row(
        plain(node.rule) + row_of(point) if node.rule else KINDS[node.kind],
        finding(node),
        "; ".join(map(plain, point.because)),
        plain(node.margin or ""),
        "; ".join(part for part in (basis, read) if part),
    )


def _where(point: Point) -> str:
    """Rule, row and basis, and the sources of the evidence that it reads."""
    node = point.concluded or point.node
    rule = plain(node.rule) + row_of(point) if node.rule else ""
    concludes = node.kind in {NodeKind.CONCLUSION, NodeKind.PRESUMPTION}
    basis = basis_in_short(node.basis) if concludes else ""
    return "; ".join(part for part in (rule, basis, sources_of(point.evidence)) if part)


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
        said = plain(node.label).partition(": ")[2].removesuffix(" (policy setting)")
        rows.append((plain(name), said or value(node.value), reason, default))
    return rows
