"""A decision as plain text: one screen of what matters, and on request every reason that decided.

In: a decision. Out: text of up to 80 columns. The answer comes first, each reason under what it
supports, nearest first; a screen holds as many reasons as fit and says how many it leaves out.
"""

from collections.abc import Container, Mapping, Sequence

from cssrules.decision import Answer, Decision, NodeKind, Status
from cssrules.views.reasons import Graph, Outline, Point
from cssrules.views.stamps import Weight, as_of, stamps
from cssrules.views.words import (
    LEGEND,
    WIDTH,
    basis_in_short,
    finding,
    plain,
    shortened,
    sign,
    value,
    wrapped,
)

_LINES = 40
_REASONS_AT_LEAST = 10
_SETTINGS_AT_MOST = 5
_ASKED_AT_MOST = 6


def one_screen(decision: Decision) -> str:
    """The answer, what decided it, and what a reader must know of both: about 40 lines."""
    outline = Outline(Graph(decision), decision.main)
    above = [*_heading(decision), "", *_answer(decision.main), ""]
    below = [*_others(decision), "", *_rests_on(decision, outline)]
    room = max(_LINES - len(above) - len(below), _REASONS_AT_LEAST)
    return "\n".join([*above, *_because(outline, room), *below]) + "\n"


def reasons(decision: Decision) -> str:
    """The one screen, then every reason that decided an answer, question by question."""
    graph = Graph(decision)
    lines = [one_screen(decision), "EVERY REASON THAT DECIDED", f"({LEGEND})"]
    told: set[str] = set()
    for answer in decision.core.answers:
        outline = Outline(graph, answer)
        lines.extend(["", *wrapped(f"{answer.id}  {plain(answer.question)}", "", "     ")])
        lines.extend(_written(outline.root, outline.points, outline.points, told, brief=False))
    return "\n".join(lines) + "\n"


# -- above the reasons -----------------------------------------------------------------------------


def _heading(decision: Decision) -> list[str]:
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


def _answer(answer: Answer) -> list[str]:
    lines = wrapped(f"{plain(answer.id)}  {plain(answer.question)}", "", "     ")
    match answer.status:
        case Status.DECIDED:
            also = f"   (also called {', '.join(map(plain, answer.also_called))})"
            said = value(answer.answer).upper() + (also if answer.also_called else "")
            lines.extend(wrapped(said, ">>>  ", "     "))
        case Status.UNDECIDED:
            lines.append(">>>  UNDECIDED")
            if answer.possible:
                possible = f"Still possible: {', '.join(map(plain, answer.possible))}."
                lines.extend(wrapped(possible, "     ", "     "))
            if answer.ask:
                asked = f"What to ask for: {_some(answer.ask, _ASKED_AT_MOST)}."
                lines.extend(wrapped(asked, "     ", "     "))
        case Status.NOT_ASKED:
            lines.append(">>>  NOT ASKED of this case")
    return lines


# -- the reasons -----------------------------------------------------------------------------------


def _because(outline: Outline, room: int) -> list[str]:
    """As many points as fit in `room` lines, nearest to the answer first, each under its parent."""
    points = outline.telling()
    chosen: set[str] = set()
    lines: list[str] = []
    for id in points:
        longer = _written(outline.root, points, chosen | {id}, set(), brief=True)
        if len(longer) > room - 2 and chosen:
            break
        chosen.add(id)
        lines = longer
    left = len(outline.points) - len(chosen)
    more = [f"  … and {left} more below these; --explain shows all"] if left else []
    return ["Because", *lines, *more]


def _written(
    root: str, points: Mapping[str, Point], kept: Container[str], told: set[str], *, brief: bool
) -> list[str]:
    """The points `kept`, as an indented outline. `told` holds the points written before; `brief`
    takes the author's words for a condition in place of what was found.
    """
    lines: list[str] = []

    def write(id: str, indent: str) -> None:
        point = points[id]
        again = id in told
        if again and brief:
            return
        told.add(id)
        lines.extend(_point(point, indent, again=again, brief=brief))
        if not again:
            for reason in point.reasons:
                if reason in kept:
                    write(reason, indent + "  ")

    top = points[root]
    if top.concluded is not None and (top.because or not brief):
        told.add(top.concluded.id)
        said = [] if brief else [plain(top.concluded.label)]
        because = "; ".join(map(plain, top.because))
        words = " - ".join([*said, *([because] if because else [])])
        lines.extend(wrapped(f"{words} [{_where(top)}]", "  ", "    "))
    for reason in points[root].reasons:
        if reason in kept:
            write(reason, "  ")
    return lines


def _point(point: Point, indent: str, *, again: bool, brief: bool) -> list[str]:
    node = point.node
    said = finding(node)
    if again:
        return wrapped(f"{said} (as above)", f"{indent}{sign(node)} ", f"{indent}    ")
    words = [said, *map(plain, point.because)]
    if brief and node.kind is NodeKind.CONDITION:
        words = words[1:] or words
    words.extend([plain(node.margin)] if node.margin else [])
    tail = _where(point)
    text = " - ".join(words) + (f" [{tail}]" if tail else "")
    return wrapped(text, f"{indent}{sign(node)} ", f"{indent}    ")


def _where(point: Point) -> str:
    """Rule and basis, and where the evidence comes from."""
    node = point.concluded or point.node
    if node.kind is NodeKind.EVIDENCE or node.rule is None:
        return provenance(point)
    rule = plain(node.rule) + row_of(point)
    concludes = node.kind in {NodeKind.CONCLUSION, NodeKind.PRESUMPTION}
    basis = basis_in_short(node.basis) if concludes else ""
    return "; ".join(part for part in (rule, basis, provenance(point)) if part)


def row_of(point: Point) -> str:
    """The rows of a table that applied, in words."""
    if point.row is None:
        return ""
    return f" {'rows' if ', ' in point.row else 'row'} {plain(point.row)}"


def provenance(point: Point) -> str:
    """The sources of the evidence that a point shows or reads, and whether any is illustrative."""
    evidence = (point.node,) if point.node.kind is NodeKind.EVIDENCE else point.evidence
    sources = sorted({plain(node.source) for node in evidence if node.source})
    supposed = ["illustrative"] if any(node.illustrative for node in evidence) else []
    return ", ".join([*sources, *supposed])


# -- below the reasons -----------------------------------------------------------------------------


def _others(decision: Decision) -> list[str]:
    others = [answer for answer in decision.core.answers if answer is not decision.main]
    return ["", "Other questions", *map(_other, others)] if others else []


def _other(answer: Answer) -> str:
    match answer.status:
        case Status.DECIDED:
            said = value(answer.answer)
        case Status.UNDECIDED:
            said = "undecided"
        case Status.NOT_ASKED:
            said = "not asked"
    id, said = shortened(answer.id, 12), shortened(said, 26)
    room = WIDTH - len(f"  {id}    {said}")
    return f"  {id}  {shortened(answer.question, room):<{room}}  {said}"


def _rests_on(decision: Decision, outline: Outline) -> list[str]:
    """What the reader is to weigh: settings, findings, whether facts were left out, the engine."""
    names = outline.settings
    noun = "policy setting" if len(names) == 1 else "policy settings"
    lines = [f"Rests on {len(names)} {noun}: {_some(names, _SETTINGS_AT_MOST)}."] if names else []
    lines.extend(str(stamp) for stamp in stamps(decision) if stamp.weight is Weight.NOTE)
    findings = [
        f"{plain(finding.rule)}: {plain(finding.message)} ({finding.kind})"
        for finding in decision.core.findings
    ]
    return [
        *(line for text in findings for line in wrapped(f"FINDING {text}", "!! ", "   ")),
        *(line for text in lines for line in wrapped(text, "", "  ")),
    ]


def _some(names: Sequence[str], at_most: int) -> str:
    shown = ", ".join(plain(name) for name in names[:at_most])
    rest = len(names) - at_most
    return shown + (f" and {rest} more" if rest > 0 else "")
