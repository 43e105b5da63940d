"""A decision as plain text: one screen of what matters, and on request every reason that decided.

In: a decision. Out: text of up to 80 columns. The answer comes first, each reason under what it
supports, nearest first; a screen holds as many reasons as fit and says how many it leaves out.
"""

from collections.abc import Iterator, Sequence

from cssrules.decision import Answer, Decision, NodeKind, Status
from cssrules.values import listed
from cssrules.views.gist import Fact, Strand, in_turn, strands
from cssrules.views.holdings import holdings
from cssrules.views.questions import beside
from cssrules.views.reasons import Graph, Outline, Point
from cssrules.views.stamps import ENGINE, Weight, as_of, fired_by, is_agreed, stamps
from cssrules.views.words import (
    LEGEND,
    basis_in_short,
    day,
    finding,
    plain,
    prospects,
    sign,
    sources_of,
    value,
    wrapped,
)

_LINES = 46
_LINES_OF_A_PAGE = 80
_REASONS_AT_LEAST = 10
_SETTINGS_AT_MOST = 3
_NAMES_AT_MOST = 6
_QUESTIONS_AT_MOST = 2


def one_screen(decision: Decision) -> str:
    """The answer, what decided it, and what a reader must know of both: about 40 lines; with the
    answers to questions of later stages, and why, one page.
    """
    outline = Outline(Graph(decision), decision.main)
    found = strands(outline)
    others = beside(decision, outline.graph, frozenset(strand.point.node.id for strand in found))
    lines = _LINES_OF_A_PAGE if others.of_other_stages else _LINES
    above = [*heading(decision), "", *stated(decision, decision.main, outline.graph), ""]
    last = ["", *_settled_together(decision), *_rests_on(decision, outline)]
    least = because(outline, found, _REASONS_AT_LEAST)
    below = [*others.lines(lines - len(above) - len(least) - len(last)), *last]
    room = lines - len(above) - len(below)
    told = because(outline, found, room) if room > len(least) else least
    return "\n".join([*above, *told, *below]) + "\n"


def reasons(decision: Decision) -> str:
    """The one screen, what holds the answer, then every reason that decided one, question by question."""
    graph = Graph(decision)
    lines = [
        one_screen(decision),
        *_proved(decision),
        "EVERY REASON THAT DECIDED",
        f"({LEGEND})",
    ]
    told: set[str] = set()
    for answer in decision.core.answers:
        outline = Outline(graph, answer)
        lines.extend(["", *wrapped(f"{answer.id}  {plain(answer.question)}", "", "     ")])
        lines.extend(_written(outline, answer, told))
    lines.extend(_questions_to_ask(decision))
    lines.extend(_sources_and_settings(decision))
    return "\n".join(lines) + "\n"


def _proved(decision: Decision) -> list[str]:
    """What holds the answers that were looked at, or is still open of them."""
    from cssrules.views.opinions import opinions  # noqa: PLC0415 # because each shows the other's head

    return [*holdings(decision), *opinions(decision)]


# -- above the reasons -----------------------------------------------------------------------------


def heading(decision: Decision) -> list[str]:
    """Where people departed from the policy, the case, the policy, and what is not as usual."""
    found = [stamp for stamp in stamps(decision) if stamp.weight is not Weight.NOTE]
    departed = [str(stamp) for stamp in found if stamp.weight is Weight.DEPARTURE]
    warned = [str(stamp) for stamp in found if stamp.weight is Weight.WARNING]
    policy = f"{plain(decision.policy_name)}, version {plain(decision.policy_version)}"
    return [
        *(line for text in departed for line in wrapped(text, "!! ", "   ")),
        *wrapped(f"{plain(decision.name)}, as of {as_of(decision)}", "", "  "),
        *wrapped(policy, "", "  "),
        *(line for text in warned for line in wrapped(text, "!  ", "   ")),
    ]


def stated(decision: Decision, answer: Answer, graph: Graph) -> list[str]:
    """The question and its answer; of an open one what is still possible, and what to ask for."""
    lines = wrapped(f"{plain(answer.id)}  {plain(answer.question)}", "", "     ")
    match answer.status:
        case Status.DECIDED:
            also = f"   (also called {', '.join(map(plain, answer.also_called))})"
            said = value(answer.answer).upper() + (also if answer.also_called else "")
            lines.extend(wrapped(said, ">>>  ", "     "))
            lines.extend(_departed(answer))
        case Status.UNDECIDED:
            lines.append(">>>  UNDECIDED")
            supposed = graph.would_be(answer)
            if supposed is not None:
                would_be = f"It would be {supposed}, if it is asked."
                lines.extend(wrapped(would_be, "     ", "     "))
            if told := prospects(answer):
                lines.extend(wrapped(f"{told[0].upper()}{told[1:]}.", "     ", "     "))
            if answer.ask:
                lines.extend(_asked(decision, answer))
        case Status.NOT_ASKED:
            lines.append(">>>  NOT ASKED of this case")
    return lines


def _departed(answer: Answer) -> Iterator[str]:
    """That people decided otherwise, beside the policy's answer."""
    taken = answer.otherwise
    if taken is not None:
        by, said = plain(taken.by), plain(taken.answer).upper()
        text = f"So the policy says. The {by} decided {said}, and later answers build on that."
        if answer.departs is None:
            text = (
                f"So the policy says with what is known today. The {by} decided {said} on "
                f"{day(taken.on)}, and later answers build on that."
            )
        yield from wrapped(text, "     ", "     ")


def _asked(decision: Decision, answer: Answer) -> Iterator[str]:
    """What to ask for: a few facts as the author's questions, many by name."""
    asks, wanted = dict(decision.asks), answer.wanted
    if len(wanted) > _QUESTIONS_AT_MOST or not asks.keys() >= set(answer.ask):
        yield from wrapped(f"What to ask for: {_some(wanted, _NAMES_AT_MOST)}.", "     ", "     ")
        return
    yield "     What to ask for:"
    for name, said in zip(answer.ask, wanted, strict=True):
        yield from wrapped(f"{plain(said)}: {plain(asks[name])}", "     - ", "       ")


def _settled_together(decision: Decision) -> Iterator[str]:
    """Where to look for what no case can tell alone."""
    found = set(decision.asks_together)
    ids = [answer.id for answer in decision.core.answers if found.intersection(answer.ask)]
    if ids:
        verb = "waits" if len(ids) == 1 else "wait"
        text = (
            f"{listed(map(plain, ids), 'and')} {verb} for what is found over all services together "
            f"({', '.join(map(plain, decision.asks_together))}): "
            f"`cssrules portfolio FOLDER --case {plain(decision.case)}` settles it."
        )
        yield from wrapped(text, "", "  ")


# -- the reasons -----------------------------------------------------------------------------------


def because(outline: Outline, found: Sequence[Strand], room: int) -> list[str]:
    """What the answer rests on, which is `found`, and under each conclusion as many of its facts as fit
    in `room`. On what the conclusions rest, and how amounts were worked out, is left to the explanation
    where room is short.
    """
    top = outline.points[outline.root]
    lines = ["Because"]
    where = f" [{_where(top)}]" if top.concluded is not None else ""
    for number, words in enumerate(top.because):
        last = where if number == len(top.because) - 1 else ""
        lines.extend(wrapped(f"{plain(words)}{last}", "  ", "    "))
    shown = [min(len(strand.facts), 1) for strand in found]
    based = len(lines) + len(_strands(found, shown, based=True)) < room
    told = _strands(found, shown, based=based)
    for at in reversed(range(len(found))):
        if len(lines) + len(told) >= room:
            shown[at] = 0
            told = _strands(found, shown, based=based)
    for at in in_turn(found):
        if not shown[at]:
            continue
        longer = [number + (here == at) for here, number in enumerate(shown)]
        written = _strands(found, longer, based=based)
        if len(lines) + len(written) < room:
            shown, told = longer, written
    return [*lines, *told, "  (--explain tells every reason)"]


def _strands(found: Sequence[Strand], shown: Sequence[int], *, based: bool) -> list[str]:
    return [
        line
        for strand, number in zip(found, shown, strict=True)
        for line in _strand(strand, number, based=based)
    ]


def _strand(strand: Strand, shown: int, *, based: bool) -> list[str]:
    point = strand.point
    own, left = point.node.rule, len(strand.facts) - shown
    if not shown and left:
        counted = f"({left} {'fact' if left == 1 else 'facts'})"
        return _point(point, "  ", again=False, based=based, after=counted)
    lines = _point(point, "  ", again=False, based=based)
    lines.extend(line for fact in strand.facts[:shown] for line in _fact(fact, own, summed=based))
    return [*lines, f"      … and {left} more"] if left > 0 else lines


def _fact(fact: Fact, own: str | None, *, summed: bool) -> list[str]:
    """A fact in the author's words where there are any, with its margin, if `summed` how its amount was
    worked out, and where it comes from.
    """
    node = fact.point.node
    worked = [f"that is {plain(fact.sum)}"] if fact.sum and summed else []
    margin = [plain(node.margin)] if node.margin else []
    rule = [plain(node.rule)] if node.rule and node.rule != own else []
    tail = "; ".join(part for part in (*rule, sources_of(fact.evidence)) if part)
    text = " - ".join([*fact.point.said, *margin, *worked]) + (f" [{tail}]" if tail else "")
    return wrapped(text, f"    {sign(node)} ", "      ")


def _written(outline: Outline, answer: Answer, told: set[str]) -> list[str]:
    """All the points of an answer, as an indented outline. `told` holds the points written before."""
    lines: list[str] = []

    def write(id: str, indent: str) -> None:
        point = outline.points[id]
        again = id in told
        told.add(id)
        lines.extend(_point(point, indent, again=again, based=True))
        if not again:
            for reason in point.reasons:
                write(reason, indent + "  ")

    top = outline.points[outline.root]
    if answer.status is Status.NOT_ASKED:
        lines.append("  not asked of this case, because")
    elif top.concluded is not None:
        supposed = outline.graph.would_be(answer) is not None
        if not supposed:
            told.add(top.concluded.id)
        said = plain(top.concluded.label) + (", if it is asked" if supposed else "")
        words = " - ".join([said, *map(plain, top.because)])
        lines.extend(wrapped(f"{words} [{_where(top)}]", "  ", "    "))
    for reason in top.reasons:
        write(reason, "  ")
    return lines


def _point(point: Point, indent: str, *, again: bool, based: bool, after: str = "") -> list[str]:
    node = point.node
    if again:
        return wrapped(f"{finding(node)} (as above)", f"{indent}{sign(node)} ", f"{indent}    ")
    words = [*point.said, *([plain(node.margin)] if node.margin else [])]
    tail = _where(point, based=based)
    text = " ".join(filter(None, (" - ".join(words), f"[{tail}]" if tail else "", after)))
    return wrapped(text, f"{indent}{sign(node)} ", f"{indent}    ")


def _where(point: Point, *, based: bool = True) -> str:
    """Rule and, if `based`, its basis, and where the evidence comes from."""
    node = point.concluded or point.node
    if node.kind is NodeKind.EVIDENCE or node.rule is None:
        return provenance(point)
    rule = plain(node.rule) + row_of(point)
    concludes = node.kind in {NodeKind.CONCLUSION, NodeKind.PRESUMPTION}
    basis = basis_in_short(node.basis) if concludes and based else ""
    return "; ".join(part for part in (rule, basis, provenance(point)) if part)


def row_of(point: Point) -> str:
    """The rows of a table that applied, in words."""
    if point.row is None:
        return ""
    return f" {'rows' if ', ' in point.row else 'row'} {plain(point.row)}"


def provenance(point: Point) -> str:
    """The sources of the evidence that a point shows or reads, and whether any is illustrative."""
    own = point.node.kind in {NodeKind.EVIDENCE, NodeKind.DECIDED}
    return sources_of((point.node,) if own else point.evidence)


# -- below the reasons -----------------------------------------------------------------------------


def _rests_on(decision: Decision, outline: Outline) -> list[str]:
    """What the reader is to weigh: settings, findings, whether facts were left out, the engine."""
    names = outline.settings
    noun = "policy setting" if len(names) == 1 else "policy settings"
    lines = [f"Rests on {len(names)} {noun}: {_some(names, _SETTINGS_AT_MOST)}."] if names else []
    lines.extend(
        str(stamp)
        for stamp in stamps(decision)
        if stamp.weight is Weight.NOTE and (stamp.head != ENGINE or not is_agreed(decision))
    )
    findings = [
        f"{plain(finding.rule)}: {plain(finding.message)} ({finding.kind})"
        for finding in decision.core.findings
    ]
    return [
        *(line for text in findings for line in wrapped(f"FINDING {text}", "!! ", "   ")),
        *(line for text in lines for line in wrapped(text, "", "  ")),
    ]


def _questions_to_ask(decision: Decision) -> list[str]:
    """The author's question for each fact that an undecided answer waits for."""
    asks = [f"{plain(name)}: {plain(question)}" for name, question in decision.asks]
    return [
        *(["", "WHAT TO ASK"] if asks else []),
        *(line for text in asks for line in wrapped(text, "  ", "      ")),
    ]


def _sources_and_settings(decision: Decision) -> list[str]:
    """What the tags of the reasons stand for, what each setting was, and what fired the rules."""
    settings = [node for node in decision.core.nodes if node.kind is NodeKind.SETTING]
    papers = [f"{plain(tag)}: {plain(title)}" for tag, title in decision.papers]
    chosen = [plain(node.label) for node in settings if node.decisive]
    open_ = ", ".join(map(plain, decision.core.open_properties))
    return [
        *(["", f"PROPERTIES THAT CANNOT BE TOLD YET: {open_}"] if open_ else []),
        *(["", "SOURCES"] if papers else []),
        *(line for text in papers for line in wrapped(text, "  ", "      ")),
        *(["", "POLICY SETTINGS THAT DECIDED"] if chosen else []),
        *(line for text in chosen for line in wrapped(text, "  ", "      ")),
        "",
        *wrapped(fired_by(decision), "Engine: ", "  "),
    ]


def _some(names: Sequence[str], at_most: int) -> str:
    shown = ", ".join(plain(name) for name in names[:at_most])
    rest = len(names) - at_most
    return shown + (f" and {rest} more" if rest > 0 else "")
