"""A case: evidence with its dates and sources, and what people decided.

This module holds the data and the choice of what is known as of a day. The door that reads raw
bytes is `cssrules.door`.
"""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from cssrules.dataclass import dataclass
from cssrules.values import Item, Value


@dataclass(frozen=True, slots=True)
class Entry:
    """One piece of evidence. For a list fact `value` is a tuple of the items reported together.

    `decision` is the id of the question of which people's decision, on the day `on`, it is on record.
    """

    fact: str
    value: Value
    on: date | None = None
    reported: date | None = None
    source: str | None = None
    illustrative: bool = False
    note: str | None = None
    decision: str | None = None


@dataclass(frozen=True, slots=True)
class Decided:
    """The event of people deciding a question of the policy. `day_assumed`: no source gives the day."""

    decision: str
    by: str
    answer: str
    on: date
    reason: str = ""
    source: str | None = None
    day_assumed: bool = False


@dataclass(frozen=True, slots=True)
class Happened:
    """What became of the body, for a reader to set beside what the rules say.

    `beside` is the id of a decision; `difference` says why rules and history part, where `rules_say` is
    the answer of the rules. `day_assumed`: no source gives the day. `at` is where the answer stands in
    the file. No rule reads it.
    """

    what: str
    on: date
    reported: date
    source: str | None = None
    beside: str | None = None
    difference: str | None = None
    day_assumed: bool = False
    rules_say: str | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """What is on file about one body. `digest` is the hash of the bytes it was read from; `implied` are
    facts that nobody reports because the file has them otherwise: they count as no report.
    """

    id: str
    name: str
    entries: tuple[Entry, ...]
    events: tuple[Decided, ...] = ()
    digest: str = ""
    happened: tuple[Happened, ...] = ()
    implied: tuple[Entry, ...] = ()

    @property
    def last_reported(self) -> date | None:
        """The latest day on which anything of the case was reported, or people decided."""
        days = [entry.reported for entry in self.entries if entry.reported is not None]
        return max([*days, *(event.on for event in self.events)], default=None)

    @property
    def first_reported(self) -> date | None:
        """The first day on which anything of the case was reported."""
        days = [entry.reported for entry in self.entries if entry.reported is not None]
        return min(days, default=None)

    def sourced_only(self) -> "Case":
        """The case by its public facts alone: what names a source and is not illustrative."""
        sourced = tuple(e for e in self.entries if e.source is not None and not e.illustrative)
        return replace(self, entries=sourced)


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known as of a day: the value of each fact, and the entries that gave it.

    `items` gives the entry of each item of a list fact, by fact and item id.
    """

    as_of: date
    values: Mapping[str, Value]
    entries: Mapping[str, Entry]
    items: Mapping[tuple[str, str], Entry]


def facts(case: Case, as_of: date) -> Facts:
    """What the case held by the end of `as_of`: for one fact the latest `on` wins, undated entries
    come first, and of one day what is reported wins over what is implied; list items gather by id, a
    later item of the same id replacing the earlier.
    """
    # Sorting is stable: of one day, and one day of report, what stands later wins.
    reported = sorted(case.entries, key=lambda e: e.reported or date.min)
    in_order = sorted((*case.implied, *reported), key=lambda e: e.on or date.min)
    known = [e for e in in_order if e.reported is None or e.reported <= as_of]
    values: dict[str, Value] = {}
    entries: dict[str, Entry] = {}
    items: dict[tuple[str, str], Entry] = {}
    for entry in known:
        entries[entry.fact] = entry
        if isinstance(entry.value, tuple):
            held = values.get(entry.fact) or ()
            assert isinstance(held, tuple), "a list fact holds items"
            gathered: dict[str, Item] = {item.id: item for item in (*held, *entry.value)}
            values[entry.fact] = tuple(gathered[id] for id in sorted(gathered))
            items.update({(entry.fact, item.id): entry for item in entry.value})
        else:
            values[entry.fact] = entry.value
    return Facts(as_of, values, entries, items)
