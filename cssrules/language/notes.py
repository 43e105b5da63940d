"""The gathering of faults while passes go on: one mistake, one message.

A pass that cannot make sense of a part notes the fault and gives None for it; whoever gets None says
nothing more. So a later pass sees only what an earlier one left whole.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from cssrules.problem import Kind, Label, Problem, Problems
from cssrules.source import Span


@dataclass(slots=True)
class Notes:
    """The faults found so far."""

    found: list[Problem] = field(default_factory=list)

    def fault(  # noqa: PLR0913 # because a problem has that many parts
        self,
        kind: Kind,
        where: Span,
        message: str,
        *,
        help: str | None = None,
        label: str = "",
        others: tuple[Label, ...] = (),
    ) -> None:
        self.found.append(Problem(kind, message, where, help, label, others))

    def take(self, problems: Iterable[Problem]) -> None:
        self.found.extend(problems)

    def touches(self, span: Span) -> bool:
        """Whether a fault lies within `span`, so that the thing written there is not whole."""
        return any(
            isinstance(p.where, Span)
            and p.where.source is span.source
            and span.start <= p.where.start <= span.end
            for p in self.found
        )

    def stop_if_any(self) -> None:
        if self.found:
            raise Problems(self.found)


def note_circle(steps: Mapping[str, tuple[Span, str]], notes: Notes) -> None:
    """Note rules that rest on each other: by id, in order, where each stands and what it reads."""
    ids = list(steps)
    (place, reads), *rest = steps.values()
    notes.fault(
        Kind.CIRCLE,
        place,
        f"rules rest on each other in a circle: {' → '.join([*ids, ids[0]])}",
        label=f"reads `{reads}`",
        help="let one of them rest on evidence instead",
        others=tuple(Label(span, f"reads `{name}`") for span, name in rest),
    )
