"""What an audit of a policy finds, as plain data: what a reader is shown, and a certificate holds."""

import re
from collections.abc import Mapping
from enum import Enum

from cssrules.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Witness:
    """A case: its evidence by name, as a case file holds it, and the day that it is decided as of."""

    as_of: str
    facts: Mapping[str, object]


class FindingKind(Enum):
    """The kinds of finding: the name, what is proved where there is none, and what one of them means."""

    PROPERTY_BROKEN = (
        "property-broken",
        "no allowed case breaks what the authors say always or never holds",
        "what the authors say always or never holds is broken",
    )
    PROPERTY_OPEN = (
        "property-open",
        "where everything is known, each such statement is settled",
        "such a statement stays open though everything is known",
    )
    NOT_COMPLETE = (
        "not-complete",
        "where everything is known, each question has one answer",
        "a question stays open though everything is known",
    )
    NO_ROW = (
        "no-row",
        "each table has a row for every case",
        "a table has no row for some case",
    )
    OVERLAP = (
        "overlap",
        "no two rows of a table contradict each other",
        "two rows of a table contradict each other",
    )
    DEAD_ROW = (
        "dead-row",
        "each row gives the output of some case",
        "a row gives the output of no case",
    )
    SUBSUMED_ROW = (
        "subsumed-row",
        "each row says what no other row says already",
        "a row says only what another says already",
    )
    DEAD_RULE = (
        "dead-rule",
        "each rule tells some cases from others",
        "a rule concludes the same of every case",
    )
    IMPLIED = (
        "implied-condition",
        "each condition beside others makes a difference in some case",
        "a condition adds nothing to those beside it",
    )
    NOT_MONOTONE = (
        "not-monotone",
        "no better evidence worsens an answer, all else being equal and known",
        "better evidence worsens an answer",
    )
    NOT_DECISIVE = (
        "setting-not-decisive",
        "each setting can change what a rule concludes (of an answer that is not said)",
        "a setting changes nothing that a rule concludes",
    )

    def __init__(self, label: str, proved: str, found: str) -> None:
        self.label = label
        self.proved = proved
        self.found = found


@dataclass(frozen=True, slots=True)
class ProofFinding:
    """A finding: what it touches, what is the matter, the cases that show it, and how it was proved.

    Two cases are the one before and the one after a change. Without a case it is said of all of them.
    `cause` is the rule or the fact behind it, which it may share with others; empty where none is told.
    """

    kind: FindingKind
    ids: tuple[str, ...]
    message: str
    witnesses: tuple[Witness, ...]
    proved: str
    cause: str = ""

    @property
    def name(self) -> str:
        """What its witness is called in a folder of them."""
        return re.sub(r"[^\w]+", "-", "-".join([self.kind.label, *self.ids]))


@dataclass(frozen=True, slots=True)
class AcceptedOne:
    """A finding that the authors mean, with whose choice it is and why."""

    finding: ProofFinding
    owner: str
    reason: str


@dataclass(frozen=True, slots=True)
class Gone:
    """An accepted finding that does not occur."""

    kind: str
    ids: tuple[str, ...]
    place: str


@dataclass(frozen=True, slots=True)
class Open:
    """What was not settled, and what was tried."""

    what: str
    tried: str


@dataclass(frozen=True, slots=True)
class Again:
    """What was seen by a second witness, as of a day, with nothing on which the two differ.

    `tables` were analysed exactly, and conclusions `tried` on every case of their stratum: so many of all;
    `whole` were tried with nothing taken as given. `questions` were put to both witnesses over `cells`.
    What was proved was looked for in `sampled` cases at random, in which so many `answers` of all came up.
    `alone` is what has no more than these
    beside its one witness, and why.
    """

    day: str
    tables: tuple[int, int]
    tried: tuple[int, int]
    whole: int
    questions: int
    cells: int
    sampled: int
    answers: tuple[int, int]
    alone: tuple[Open, ...]


@dataclass(frozen=True, slots=True)
class Audit:
    """What was proved of a policy as of each day of a stretch, and what not.

    `proved` counts what was asked and proved, by the name of the kind; `resting` tells what no case
    reaches while the settings are as they are; `undecided_by` are, by question, the facts whose absence
    alone can leave it undecided. `lists` are the lists with the items looked at and those that a case
    may hold.
    """

    policy: str
    version: str
    hash: str
    days: tuple[str, str]
    made_by: tuple[str, str]
    lists: tuple[tuple[str, int, int], ...]
    queries: int
    proved: Mapping[str, int]
    findings: tuple[ProofFinding, ...]
    accepted: tuple[AcceptedOne, ...]
    gone: tuple[Gone, ...]
    resting: tuple[str, ...]
    unsettled: tuple[Open, ...]
    undecided_by: Mapping[str, tuple[str, ...]]
    again: Again

    @property
    def is_clean(self) -> bool:
        """Whether there is no finding that the authors did not accept, and none accepted in vain."""
        return not (self.findings or self.gone)
