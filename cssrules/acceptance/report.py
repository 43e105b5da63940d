"""What a failing scenario tells its author: a headline, then what was expected, decided and why.

In: a ScenarioFault, raised by the step that could not be carried out or did not hold. Out: text
that names the feature's line and holds nothing of Python.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

# The forms in which pytest takes a failure's text have no public name.
from _pytest._code.code import ReprFileLocation, TerminalRepr
from _pytest._io import TerminalWriter

from cssrules.decision import Answer, Decision, NodeKind, Status
from cssrules.problem import Problems
from cssrules.values import listed
from cssrules.views.gist import strands
from cssrules.views.reasons import Graph, Outline, Point

ASKED_AT_MOST = 6
FACTS_AT_MOST = 3
REASONS_AT_MOST = 14
PROBLEMS_AT_MOST = 3


class ScenarioFault(Exception):
    """A scenario that does not hold or cannot be carried out.

    `headline` is one line; `details` are labelled lines; `line` is that of the feature file where
    it is not the line of the step under way.
    """

    def __init__(
        self, headline: str, line: int | None = None, **details: str | Sequence[str]
    ) -> None:
        super().__init__(headline)
        self.headline = headline
        self.line = line
        self.details = {
            label: [text] if isinstance(text, str) else list(text)
            for label, text in details.items()
            if text
        }


def from_problems(headline: str, problems: Problems) -> ScenarioFault:
    """The fault of a policy or a case, as a scenario tells it."""
    shown = problems.found[:PROBLEMS_AT_MOST]
    lines = [f"{problem.place}: {problem.kind.label}: {problem.message}" for problem in shown]
    more = len(problems.found) - len(shown)
    hints = [problem.help for problem in shown if problem.help]
    return ScenarioFault(
        headline, problem=[*lines, *([f"and {more} more"] if more else [])], hint=hints
    )


@dataclass
class FaultText(TerminalRepr):
    """The text of a fault, as pytest shows it. `reprcrash` gives pytest its one-line summary."""

    path: Path
    shown_path: str
    line: int
    headline: str
    details: Sequence[tuple[str, Sequence[str]]]

    @property
    def reprcrash(self) -> ReprFileLocation:
        return ReprFileLocation(str(self.path), self.line, self.headline)

    def lines(self) -> Iterator[tuple[str, str]]:
        """Label and text of each line below the headline."""
        for label, texts in self.details:
            for i, text in enumerate(texts):
                yield (label if i == 0 else ""), text

    def __str__(self) -> str:
        below = [f"  {label:<10}{text}" for label, text in self.lines()]
        return "\n".join([f"{self.shown_path}:{self.line}: {self.headline}", *below])

    def toterminal(self, tw: TerminalWriter) -> None:
        tw.write(f"{self.shown_path}:{self.line}: ", bold=True)
        tw.line(self.headline, bold=True, red=True)
        for label, text in self.lines():
            tw.write(f"  {label:<10}", cyan=True)
            tw.line(text)


# -- why a decision is as it is ----------------------------------------------------------------------


def answered(answer: Answer) -> str:
    """The answer in a line; of an open one, what it can still be and what to ask for."""
    match answer.status:
        case Status.DECIDED:
            return answer.answer or "nothing"
        case Status.NOT_ASKED:
            return "not asked"
        case Status.UNDECIDED:
            possible = f": it can still be {listed(answer.possible)}" if answer.possible else ""
            more = len(answer.ask) - ASKED_AT_MOST
            named = [*answer.ask[:ASKED_AT_MOST], *([f"{more} more"] if more > 0 else [])]
            ask = f"; ask for {listed(named, 'and')}" if named else ""
            return f"undecided{possible}{ask}"


def because(decision: Decision, start: str) -> list[str]:
    """The gist of the node `start` in a few lines: what it rests on, and below that the facts."""
    outline = Outline(Graph(decision), _as_answer(start))
    top = outline.points[outline.root]
    lines = [_said(decision, replace(top, node=top.concluded or top.node))]
    for strand in strands(outline):
        lines.append("  " + _said(decision, strand.point))
        facts = [_said(decision, fact.point) for fact in strand.facts]
        lines.extend(f"    {fact}" for fact in facts[:FACTS_AT_MOST])
        if len(facts) > FACTS_AT_MOST:
            lines.append(f"    and {len(facts) - FACTS_AT_MOST} more")
    return [*lines[:REASONS_AT_MOST], "…"] if len(lines) > REASONS_AT_MOST else lines


def _as_answer(node: str) -> Answer:
    """An answer that is the node's: an outline asks no more of it."""
    return Answer(node, "", "", main=False, status=Status.DECIDED, answer=None, node=node)


def _said(decision: Decision, point: Point) -> str:
    """A reason by its id, with the author's words, its margin, and where a conclusion is written."""
    node = point.node
    place = decision.places.get(node.id) if node.kind is NodeKind.CONCLUSION else None
    label = [] if node.kind is NodeKind.CONDITION and point.because else [node.label]
    words = " - ".join([*label, *point.because, *([node.margin] if node.margin else [])])
    id = node.id.removeprefix("setting:")
    named = words if words.startswith(id) else f"{id}: {words}"
    return f"{named} ({place})" if place else named
