"""A portfolio as it is on file: its cases, the bodies that are no cases, what people decided of pairs."""

from collections.abc import Mapping
from dataclasses import field
from datetime import date

from cssrules.case import Case
from cssrules.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Paired:
    """The event of people deciding, by the keys of the bodies, who goes with whom under a rule."""

    rule: str
    body: str
    chosen: str
    by: str
    on: date
    reason: str = ""
    source: str | None = None


@dataclass(frozen=True, slots=True)
class Portfolio:
    """Cases and members stand by id. A member has the form of a case: its facts are its fields, by the
    name of its entity; members of an entity that the cases hold have a name and no facts.
    """

    id: str
    name: str
    cases: tuple[Case, ...]
    members: Mapping[str, tuple[Case, ...]] = field(default_factory=dict)
    events: tuple[Paired, ...] = ()

    @property
    def last_reported(self) -> date | None:
        """The latest day on which anything was reported, or people decided."""
        bodies = (*self.cases, *(one for held in self.members.values() for one in held))
        days = [body.last_reported for body in bodies]
        known = [day for day in days if day is not None]
        return max([*known, *(event.on for event in self.events)], default=None)
