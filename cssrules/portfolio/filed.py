"""A portfolio as it is on file: its cases, the bodies that are no cases, what people decided of pairs,
and which of their decisions stand.
"""

from collections.abc import Iterable, Mapping
from dataclasses import field
from datetime import date

from cssrules.case import Case
from cssrules.dataclass import dataclass
from cssrules.expression import Const, Term
from cssrules.policy import Limit, Pairing
from cssrules.proposal import Stranger
from cssrules.values import Value


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
    name of its entity; members of an entity that the cases hold have a name and no facts. `strangers`
    are what cases name that is none of them.
    """

    id: str
    name: str
    cases: tuple[Case, ...]
    members: Mapping[str, tuple[Case, ...]] = field(default_factory=dict)
    events: tuple[Paired, ...] = ()
    strangers: tuple[Stranger, ...] = ()

    @property
    def last_reported(self) -> date | None:
        """The latest day on which anything was reported, or people decided."""
        bodies = (*self.cases, *(one for held in self.members.values() for one in held))
        days = [body.last_reported for body in bodies]
        known = [day for day in days if day is not None]
        return max([*known, *(event.on for event in self.events)], default=None)


def has_one(rule: Pairing) -> bool:
    """Whether the rule gives a body one at most, whichever body it is: as `at most` says it in a number
    or by a setting.
    """
    return any(limit.per == rule.each and _number(rule, limit) == 1 for limit in rule.limits)


def _number(rule: Pairing, limit: Limit) -> Value:
    match limit.number:
        case Const(value=value):
            return value
        case Term(name=name) if name in rule.policy.settings:
            return rule.policy.settings[name].value
        case _:
            return None


def standing(rule: Pairing, events: Iterable[Paired]) -> Mapping[tuple[str, str], Paired]:
    """Of what people decided of the rule's pairs that which stands, by pair: of a body that has one at
    most the latest, and else the latest of each pair.
    """
    latest: dict[tuple[str, ...], Paired] = {}
    for event in sorted(events, key=lambda event: (event.on, event.body, event.chosen)):
        one = (event.body,) if has_one(rule) else (event.body, event.chosen)
        latest[one] = event
    return {(event.body, event.chosen): event for event in latest.values()}
