"""A story: what the rules say of a case on each day on which something became known of it.

This module holds the data. `cssrules.telling` makes it from a policy and a case.
"""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from cssrules.case import Case, Decided, Entry, Happened
from cssrules.dataclass import dataclass
from cssrules.decision import Answer, Decision


@dataclass(frozen=True, slots=True)
class Moment:
    """One day: what was reported, what people decided, what was told to have happened, and what the
    rules then say. `changed` are the answers that are new or otherwise than on the moment before;
    `set_aside` is what people decided and since that moment counts no more, a sentence each; `faced`
    has, for each question that people decided on the day, what the rules said before they did, where its
    answer rests on what they decided.
    """

    day: date
    reported: tuple[Entry, ...]
    decided: tuple[Decided, ...]
    happened: tuple[Happened, ...]
    decision: Decision
    changed: tuple[Answer, ...]
    set_aside: tuple[str, ...] = ()
    faced: Mapping[str, Decision] = field(default_factory=dict)

    def said(self, answer: Answer) -> tuple[Decision, Answer]:
        """What the rules said of the question of `answer`, and the decision in which they did."""
        faced = self.faced.get(answer.id, self.decision)
        return faced, next(other for other in faced.core.answers if other.id == answer.id)


@dataclass(frozen=True, slots=True)
class Story:
    """A case and its moments, the earliest first."""

    case: Case
    moments: tuple[Moment, ...]
