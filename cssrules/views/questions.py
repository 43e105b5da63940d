"""The questions beside the main one on a page: each with its answer and the reason of its own.

In: a decision. Out: lines of up to 80 columns under the stages of the policy. Where room is short,
questions give way to the names of their answers, those of the main one's stage first. A reason of
several parts tells as many as stand in a few lines, and how many are left; no part is ever cut.
"""

from collections.abc import Iterator, Mapping, Sequence

from cssrules.dataclass import dataclass
from cssrules.decision import Answer, Decision, NodeKind, Status
from cssrules.views.gist import strands
from cssrules.views.reasons import Graph, Outline, named
from cssrules.views.words import WIDTH, plain, shortened, value, wrapped

_UNDER = " " * 8
_ID, _SAID = 12, 44
_WHOLE, _NAMED = range(2)
_LINES_OF_A_REASON = 3


@dataclass(frozen=True, slots=True)
class Asked:
    """A question that is asked of the case. `forms` are the lines that tell it: whole, and by the name of
    its answer.
    """

    stage: str | None
    forms: tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Beside:
    """The questions that a page does not tell elsewhere, and the ids of those that are not asked."""

    main: str | None
    asked: tuple[Asked, ...]
    not_asked: tuple[str, ...]

    @property
    def of_other_stages(self) -> bool:
        """Whether any question stands under another stage than the main one."""
        return any(asked.stage != self.main for asked in self.asked)

    def lines(self, room: int) -> list[str]:
        """All of them, stage by stage; with a line between the stages where there is room."""
        stages = sorted({asked.stage for asked in self.asked}, key=self._place)
        forms = dict.fromkeys(stages, _WHOLE)
        for stage in stages:
            if len(self._written(forms, apart=False)) <= room:
                break
            forms[stage] = _NAMED
        apart = self._written(forms, apart=True)
        return apart if len(apart) <= room else self._written(forms, apart=False)

    def _place(self, stage: str | None) -> tuple[bool, int]:
        """The main question's stage first, then as the questions stand."""
        return stage != self.main, [asked.stage for asked in self.asked].index(stage)

    def _written(self, forms: Mapping[str | None, int], *, apart: bool) -> list[str]:
        lines: list[str] = []
        for stage, form in forms.items():
            lines.extend([""] if apart or not lines else [])
            lines.append(plain(stage) if stage else "Other questions")
            told = (asked.forms[form] for asked in self.asked if asked.stage == stage)
            lines.extend(line for written in told for line in written)
        if self.not_asked:
            left = f"Not asked of this case: {', '.join(map(plain, self.not_asked))}."
            lines.extend([*([""] if apart or not lines else []), *wrapped(left, "", "  ")])
        return lines


def beside(decision: Decision, graph: Graph, told: frozenset[str]) -> Beside:
    """What there is to tell beside the main question; `told` are the conclusions that the page tells."""
    others = [
        answer
        for answer in decision.core.answers
        if answer is not decision.main
        and getattr(graph.answering.get(answer.node), "id", "") not in told
    ]
    return Beside(
        decision.main.stage,
        tuple(
            Asked(answer.stage, tuple(map(tuple, _forms(decision, graph, answer))))
            for answer in others
            if answer.status is not Status.NOT_ASKED
        ),
        tuple(answer.id for answer in others if answer.status is Status.NOT_ASKED),
    )


def why(decision: Decision, graph: Graph, answer: Answer) -> str:
    """Why the question is answered so, or what to ask for, in one line; nothing where it is not asked."""
    return "" if answer.status is Status.NOT_ASKED else _why(decision, graph, answer).whole


# -- one question ----------------------------------------------------------------------------------


def _forms(decision: Decision, graph: Graph, answer: Answer) -> Iterator[Sequence[str]]:
    reason = _why(decision, graph, answer)
    said = _said(answer, graph.would_be(answer))
    question, lead = plain(answer.question), f"  {shortened(answer.id, _ID)}  "
    room = WIDTH - len(lead) - len("  ") - len(said)
    if len(question) <= room:
        told = reason.within("", _LINES_OF_A_REASON, _UNDER)
        yield [f"{lead}{question:<{room}}  {said}", *told]
    else:
        told = reason.within(said, _LINES_OF_A_REASON, _UNDER)
        yield [*wrapped(question, lead, _UNDER), *told]
    name = plain(named(graph.nodes[answer.node]))
    named_so = said if said.endswith(f" {name}") else f"{name}: {said}"
    yield reason.within(named_so, _LINES_OF_A_REASON, lead)


def _said(answer: Answer, supposed: str | None) -> str:
    """The policy's answer, and all of what people decided where it is another, or where there is none."""
    if answer.status is Status.UNDECIDED:
        would_be = f"{supposed}, if asked" if supposed is not None else ""
        said = would_be if 0 < len(would_be) <= _SAID else "undecided"
        taken = answer.taken
    else:
        said, taken = value(answer.answer), answer.otherwise
    people = "" if taken is None else f" (people: {plain(taken.answer)})"
    return shortened(said, _SAID) + people


# -- why -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Why:
    """The parts of a reason: what leads them after an answer, what joins them, and where all are told."""

    lead: str
    parts: tuple[str, ...]
    joint: str = ";"
    elsewhere: str = ""

    @property
    def whole(self) -> str:
        """All of it, after no answer."""
        return self._led("", f"{self.joint} ".join(self.parts)) if self.parts else ""

    def within(self, said: str, lines: int, first: str) -> list[str]:
        """What was `said` and why, led by `first`: as many parts as fit in so many lines, the first in any
        case, and how many are left.
        """
        written = wrapped(said, first, _UNDER)
        for shown in range(len(self.parts), 0, -1):
            text = f"{self.joint} ".join(self.parts[:shown]) + self._left(shown)
            written = wrapped(self._led(said, text), first, _UNDER)
            if len(written) <= lines:
                break
        return written

    def _led(self, said: str, why: str) -> str:
        return f"{said}{self.lead}{why}" if said else f"{self.lead.strip(',;: ')} {why}".strip()

    def _left(self, shown: int) -> str:
        """How many parts are left where so many are shown, and where all are told."""
        left = len(self.parts) - shown
        return f"{self.joint} and {left} more{self.elsewhere}" if left > 0 else ""


def _why(decision: Decision, graph: Graph, answer: Answer) -> _Why:
    """What to ask for; the records of a list; the author's words for what gave the answer; or, where
    there are none, what it rests on.
    """
    if answer.status is Status.UNDECIDED and answer.ask:
        return _Why("; ask for ", tuple(map(plain, answer.wanted)), ",")
    name = named(graph.nodes[answer.node])
    for found in decision.core.lists:
        if found.name == name and found.items:
            command = f" (cssrules {plain(answer.shown_by)} tells all)" if answer.shown_by else ""
            return _Why(": ", tuple(plain(item.id) for item in found.items), ",", command)
    outline = Outline(graph, answer)
    words = tuple(map(plain, outline.because))
    return _Why(", because ", words or tuple(_rests_on(outline)))


def _rests_on(outline: Outline) -> Iterator[str]:
    """What the answer rests on, first what the author has words for, last what was presumed."""
    points = sorted(
        (strand.point for strand in strands(outline)),
        key=lambda point: (point.node.kind is NodeKind.PRESUMPTION, not point.because),
    )
    yield from dict.fromkeys(" - ".join(point.said) for point in points)
