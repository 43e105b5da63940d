"""Two versions of a policy side by side, as plain data: what was changed, and what is otherwise by it.

Made by `cssrules.proof.versions`, shown by views. The JSON form is told in docs/proof.md.
"""

from collections.abc import Mapping
from enum import Enum
from typing import Any

from cssrules.dataclass import dataclass

SCHEMA = "cssrules/revision/1"
WHERE_COUNTED = "where everything is known"


# -- what was changed ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Aspect:
    """One thing that is written otherwise: what it is called, and how it was and is said (None: not there).
    `documentation` is that nothing is decided by it.
    """

    called: str
    old: str | None
    new: str | None
    documentation: bool = False


@dataclass(frozen=True, slots=True)
class Change:
    """A part of the policy that was changed: its sort and id, the id that it `was` known by, the aspects
    that changed, and where it stands in the old version and in the new one (None: not there).
    """

    sort: str
    id: str
    aspects: tuple[Aspect, ...]
    was: str | None
    old_place: str | None
    new_place: str | None
    title: str = ""

    @property
    def how(self) -> str:
        """Whether it was added, removed, renamed or changed."""
        if self.was is None:
            return "added"
        if self.new_place is None:
            return "removed"
        return "changed" if self.aspects else "renamed"

    @property
    def is_documentation(self) -> bool:
        """Whether nothing is decided by what was changed."""
        return all(aspect.documentation for aspect in self.aspects)


# -- what is otherwise by it ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Example:
    """A case: its evidence as a case file holds it, the same for a reader, and its day. `old_only` and
    `new_only` name the evidence that only one version knows.
    """

    name: str
    as_of: str
    facts: Mapping[str, object]
    said: tuple[str, ...]
    old_only: tuple[str, ...] = ()
    new_only: tuple[str, ...] = ()


class Rest(Enum):
    """Whether cases turn so beside those of some regions: it is proved that none does, one is known, or it
    was not settled.
    """

    NONE = "none"
    SOME = "some"
    OPEN = "not settled"


@dataclass(frozen=True, slots=True)
class Turn:
    """A way in which an answer is otherwise: what it was and is, and a smallest case that shows it.

    Every case turns so that meets all that one of the `regions` says; `rest` is what is known of others.
    """

    old: str
    new: str
    example: Example
    regions: tuple[tuple[str, ...], ...] = ()
    rest: Rest = Rest.OPEN

    @property
    def exact(self) -> bool:
        """Whether no case turns so but those of the regions."""
        return self.rest is Rest.NONE


@dataclass(frozen=True, slots=True)
class Compared:
    """A question, or the conclusion of a rule, in both versions: proved to be the same in every case where
    there are no turns and nothing is `unsettled`. `more`: there are more turns than those told.

    `cells` are the cells that differ and all there are, of cases of which everything is known; or
    `uncounted` says why they were not counted.
    """

    id: str
    name: str
    asked: str
    turns: tuple[Turn, ...]
    more: bool = False
    unsettled: str | None = None
    cells: tuple[int, int] | None = None
    uncounted: str | None = None


@dataclass(frozen=True, slots=True)
class Reason:
    """A conclusion that is otherwise in a case in which the answer to `question` is the same."""

    id: str
    name: str
    question: str
    old: str
    new: str
    example: Example


@dataclass(frozen=True, slots=True)
class Given:
    """A given case in which the answer to a question turns, and the findings behind it: what is written
    otherwise, as the old version found it and as the new one does (None: it was not looked at).
    """

    case: str
    name: str
    question: str
    old: str
    new: str
    because: tuple[tuple[str | None, str | None], ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """A given case that one version cannot read."""

    case: str
    version: str
    why: str


@dataclass(frozen=True, slots=True)
class Version:
    """A version of the policy, and the settings that were changed for this run."""

    name: str
    version: str
    hash: str
    settings: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Revision:
    """Two versions of a policy. `questions` are those that the changes bear on, `untouched` counts the
    others; `one_sided` are asked by one version alone. `given` is None where no cases were given.
    """

    old: Version
    new: Version
    days: tuple[str, str]
    lists: tuple[tuple[str, int, int], ...]
    changes: tuple[Change, ...]
    uncompared: tuple[str, ...]
    questions: tuple[Compared, ...]
    untouched: int
    one_sided: tuple[str, ...]
    rules: tuple[Compared, ...]
    reasons: tuple[Reason, ...]
    given: tuple[Given, ...] | None
    refused: tuple[Refused, ...]
    cases: int
    made_by: tuple[str, str]
    queries: int

    @property
    def is_same(self) -> bool:
        """Whether no answer is known or feared to differ."""
        asked = any(q.turns or q.unsettled for q in self.questions)
        return not (asked or self.one_sided or self.given or self.refused)


def revision_as_json(revision: Revision) -> dict[str, Any]:
    """The form `cssrules/revision/1`."""
    return {
        "schema": SCHEMA,
        "old": _version(revision.old),
        "new": _version(revision.new),
        "same": revision.is_same,
        "days": list(revision.days),
        "lists": [{"list": n, "items": i, "of": of} for n, i, of in revision.lists],
        "changes": [_change(change) for change in revision.changes],
        "uncompared": list(revision.uncompared),
        "questions": [_compared(one) for one in revision.questions],
        "untouched": revision.untouched,
        "one_sided": list(revision.one_sided),
        "rules": [_compared(one) for one in revision.rules],
        "reasons": [
            {
                "rule": one.id,
                "name": one.name,
                "question": one.question,
                "from": one.old,
                "to": one.new,
                "witness": _example(one.example),
            }
            for one in revision.reasons
        ],
        "cases": None if revision.given is None else _cases(revision),
        "made_by": {"cssrules": revision.made_by[0], "prover": revision.made_by[1]},
        "queries": revision.queries,
    }


def _version(version: Version) -> dict[str, Any]:
    return {
        "policy": version.name,
        "version": version.version,
        "hash": version.hash,
        "settings_changed": [{"name": n, "value": v} for n, v in version.settings],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "sort": change.sort,
        "id": change.id,
        "how": change.how,
        "was": change.was,
        "documentation": change.is_documentation,
        "aspects": [
            {"called": a.called, "from": a.old, "to": a.new, "documentation": a.documentation}
            for a in change.aspects
        ],
        "places": {"old": change.old_place, "new": change.new_place},
    }


def _compared(one: Compared) -> dict[str, Any]:
    return {
        "id": one.id,
        "name": one.name,
        "asked": one.asked,
        "turns": [
            {
                "from": turn.old,
                "to": turn.new,
                "witness": _example(turn.example),
                "where": [list(region) for region in turn.regions],
                "exact": turn.exact,
                "elsewhere": turn.rest.value,
            }
            for turn in one.turns
        ],
        "more": one.more,
        "unsettled": one.unsettled,
        "cells": None
        if one.cells is None
        else {"differ": one.cells[0], "of": one.cells[1], "counted": WHERE_COUNTED},
        "not_counted": one.uncounted,
    }


def _example(example: Example) -> dict[str, Any]:
    return {"name": example.name, "as_of": example.as_of, "facts": dict(example.facts)}


def _cases(revision: Revision) -> dict[str, Any]:
    return {
        "number": revision.cases,
        "turned": [
            {
                "case": one.case,
                "question": one.question,
                "from": one.old,
                "to": one.new,
                "because": [{"old": old, "new": new} for old, new in one.because],
            }
            for one in revision.given or ()
        ],
        "refused": [
            {"case": one.case, "by": one.version, "why": one.why} for one in revision.refused
        ],
    }
