"""A story: what the rules say of a case on each day on which something became known of it.

This module holds the data. `cssrules.telling` makes it from a policy and a case.
"""

from datetime import date

from cssrules.case import Case, Decided, Entry, Happened
from cssrules.dataclass import dataclass
from cssrules.decision import Answer, Decision


@dataclass(frozen=True, slots=True)
class Moment:
    """One day: what was reported, what people decided, what was told to have happened, and what the
    rules then say. `changed` are the answers that are new or otherwise than on the moment before.
    """

    day: date
    reported: tuple[Entry, ...]
    decided: tuple[Decided, ...]
    happened: tuple[Happened, ...]
    decision: Decision
    changed: tuple[Answer, ...]


@dataclass(frozen=True, slots=True)
class Story:
    """A case and its moments, the earliest first."""

    case: Case
    moments: tuple[Moment, ...]
