"""A portfolio decided: the answers of every case, the pairs proposed and why, as plain data.

The JSON form is `cssrules/portfolio-decision/1` (docs/portfolio.md); its top is that of a decision. A body
goes by its key: the id of a case or of a member of the portfolio file, and of an item of a case's list
`CASE/ITEM`. Node ids begin with the body's key or, of portfolio rules, are `RULE/BODY` and
`RULE/BODY/OTHER`. It proposes; people decide.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from enum import Enum
from typing import Any, Final

from cssrules.dataclass import dataclass
from cssrules.decision import (
    Answer,
    Core,
    Departure,
    Status,
    Taken,
    core_as_json,
    departures_as_json,
)

SCHEMA: Final = "cssrules/portfolio-decision/1"


@dataclass(frozen=True, slots=True)
class Body:
    """`kind` is `case` or an entity's name; `case` the key of the case that holds it, if any."""

    key: str
    name: str
    kind: str
    case: str | None = None


@dataclass(frozen=True, slots=True)
class Because:
    """A condition that decided: its path in the rule (`DON-1/when/2`), what was found, and the same
    said of no pair in particular.
    """

    path: str
    found: str
    generally: str


@dataclass(frozen=True, slots=True)
class PairFound:
    """A body and one that might be chosen for it: `eligible` is `true`, `false` or `unknown`.

    `because` says what decided that. `values` are those of the criteria as written, None where not
    known; `rank` counts the eligible ones of the body from 1, best first; `chosen` is proposed, or was
    decided by people.
    """

    body: str
    other: str
    eligible: str
    because: tuple[Because, ...]
    values: tuple[str | None, ...]
    rank: int | None = None
    chosen: bool = False


class Standing(Enum):
    """What the policy said of a pair on the day on which people decided it."""

    PROPOSED = "was proposed"
    ELIGIBLE = "may be paired"
    OPEN = "not known whether they may be paired"
    NOT_ASKED = "not asked"
    INELIGIBLE = "may not be paired"
    OVER_THE_LIMIT = "over the limit"
    NOT_THE_BEST = "may be paired, and is not the best"


_DEPARTURES: Final = {
    Standing.NOT_ASKED: Departure.NOT_ASKED,
    Standing.INELIGIBLE: Departure.INELIGIBLE,
    Standing.OVER_THE_LIMIT: Departure.OVER_THE_LIMIT,
    Standing.NOT_THE_BEST: Departure.NOT_THE_BEST,
}


@dataclass(frozen=True, slots=True)
class Verdict:
    """How a pair that people decided stood on that day: `policy` are those whom the policy proposed for
    the body, `because` why the two may not be paired, `limit` what in words it goes beyond.
    """

    standing: Standing
    policy: tuple[str, ...] = ()
    because: tuple[Because, ...] = ()
    limit: str | None = None

    @property
    def departure(self) -> Departure | None:
        """Of which kind the departure is; None where the policy had left the pair to people."""
        return _DEPARTURES.get(self.standing)


@dataclass(frozen=True, slots=True)
class Proposed:
    """A pair of the best allocation, or (`taken`) one that people decided; `because` as of a pair.

    Without it the best allocation gives the body `runner_up` (None: nobody); `tipped` says what makes
    that the worse one. `eligible` is as of a pair, and `verdict` is of what people decided, None where
    settings are only supposed. `brought` became evidence of the case (name and value).
    """

    body: str
    other: str
    because: tuple[Because, ...]
    runner_up: str | None
    tipped: str
    taken: Taken | None = None
    verdict: Verdict | None = None
    brought: tuple[tuple[str, str], ...] = ()
    eligible: str = "true"

    @property
    def departs(self) -> bool:
        """Whether people decided what the policy, on that day, had not left to them."""
        return self.verdict is not None and self.verdict.departure is not None

    @property
    def ruled_out(self) -> bool:
        """Whether the two, with what is known today, may not be paired."""
        return self.eligible == "false"

    @property
    def lapsed(self) -> bool:
        """Whether the two that people paired were not ruled out on that day, and with what became known
        since may no longer be paired.
        """
        could = self.verdict is not None and self.verdict.standing is not Standing.INELIGIBLE
        return could and self.ruled_out


@dataclass(frozen=True, slots=True)
class Unserved:
    """A body for which nothing is proposed, and why, with the number of others that it is true of."""

    body: str
    eligible: int
    unclear: int
    because: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class Exceeded:
    """A body of which people decided more pairs (`decided`) than a limit, in words, lets it have."""

    body: str
    limit: str
    decided: int


@dataclass(frozen=True, slots=True)
class PairingFound:
    """What a rule that pairs found. `asked` are the bodies that it is asked of, `unclear` those of which
    that is not known. `allocates`: it has limits (in words), and so proposes; `exceeded` are those that
    people went beyond. `free` are the pairs of the best allocation had nobody decided any.
    """

    id: str
    title: str
    basis: tuple[str, ...]
    define: str
    record: str
    each: str
    choose: str
    allocates: bool
    criteria: tuple[str, ...]
    limits: tuple[str, ...]
    decided_by: str | None
    asked: tuple[str, ...]
    unclear: tuple[str, ...]
    pairs: tuple[PairFound, ...]
    proposed: tuple[Proposed, ...]
    unserved: tuple[Unserved, ...]
    exceeded: tuple[Exceeded, ...] = ()
    free: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class ConcludedOf:
    """`value` is what is shown and None where not known; `fed`: it became evidence of the case; `because`
    is what decided it.
    """

    body: str
    value: str | None
    fed: bool = False
    because: tuple[Because, ...] = ()


@dataclass(frozen=True, slots=True)
class EachFound:
    """What a rule concluded of every body of a kind that it is asked of. `order` are the values that
    occur, of a scale the worst first; `feeds` names the evidence that it gives, if any.
    """

    id: str
    title: str
    basis: tuple[str, ...]
    define: str
    each: str
    feeds: str | None
    order: tuple[str, ...]
    found: tuple[ConcludedOf, ...]


@dataclass(frozen=True, slots=True)
class CaseFound:
    """The answers of a case, with all that the portfolio feeds into it (name and value); `set_aside` is
    what people decided of it and that counts no more, a sentence each.
    """

    key: str
    name: str
    answers: tuple[Answer, ...]
    fed: tuple[tuple[str, str], ...]
    set_aside: tuple[str, ...] = ()

    @property
    def main(self) -> Answer | None:
        return next((a for a in self.answers if a.main), self.answers[-1] if self.answers else None)


@dataclass(frozen=True, slots=True)
class Stranger:
    """What some cases name in a fact as a case, and is none of the portfolio; `meant` is the nearest."""

    name: str
    fact: str
    meant: str | None
    cases: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Proposal:
    """A whole portfolio decided as of a day. `order` are the options of the main answer as declared;
    `strangers` are what cases name that is none of them.
    """

    portfolio: str
    name: str
    policy_name: str
    policy_version: str
    as_of: str
    as_of_given: bool
    as_of_origin: str
    settings_changed: tuple[tuple[str, str, str], ...]
    retaken: bool
    illustrative: int
    facts: int
    bodies: Mapping[str, Body]
    cases: tuple[CaseFound, ...]
    order: tuple[str, ...]
    found: tuple[PairingFound | EachFound, ...]
    core: Core
    places: Mapping[str, str]
    engine: Mapping[str, str]
    strangers: tuple[Stranger, ...] = ()

    def pairing(self, id: str) -> PairingFound | None:
        """The rule `id`, if it pairs."""
        return next((f for f in self.found if f.id == id and isinstance(f, PairingFound)), None)


def departed(proposal: Proposal) -> Iterator[tuple[str, Taken]]:
    """Where people departed from the policy, of a case by `CASE/QUESTION` and of a pair by `RULE/BODY`."""
    for case in proposal.cases:
        for answer in case.answers:
            if answer.departs is not None:
                yield f"{case.key}/{answer.id}", answer.departs
    for found in proposal.found:
        for one in found.proposed if isinstance(found, PairingFound) else ():
            taken = taken_of(one, proposal.bodies)
            if one.departs and taken is not None:
                yield f"{found.id}/{one.body}", taken


def set_aside(proposal: Proposal) -> Iterator[str]:
    """What people decided of cases and that counts no more: sentences, which begin with the name of the
    case.
    """
    for case in proposal.cases:
        yield from (f"{case.name}, {said}" for said in case.set_aside)


def taken_of(one: Proposed, bodies: Mapping[str, Body]) -> Taken | None:
    """What people decided of a pair as an answer tells it: whom by name, and whom the policy proposed on
    that day; None where that was not looked at.
    """
    taken, verdict = one.taken, one.verdict
    if taken is None or verdict is None:
        return None
    asked = verdict.standing is not Standing.NOT_ASKED
    policy = names_of(verdict.policy, bodies)
    policy = policy or ("nobody" if asked else Status.NOT_ASKED.value)
    answer = bodies[one.other].name
    return replace(taken, answer=answer, policy=policy, kind=verdict.departure)


def names_of(keys: Iterable[str], bodies: Mapping[str, Body]) -> str:
    """The names of bodies, in a line."""
    return ", ".join(bodies[key].name for key in keys)


def as_json(proposal: Proposal) -> dict[str, Any]:
    """The whole in the form `cssrules/portfolio-decision/1`."""
    return {
        "schema": SCHEMA,
        "portfolio": proposal.portfolio,
        "name": proposal.name,
        "policy_name": proposal.policy_name,
        "policy_version": proposal.policy_version,
        "as_of": proposal.as_of,
        "as_of_given": proposal.as_of_given,
        "as_of_origin": proposal.as_of_origin,
        "hypothetical": False,
        "settings_changed": [
            {"name": name, "value": value, "default": default}
            for name, value, default in proposal.settings_changed
        ],
        "retaken": proposal.retaken,
        "departures": departures_as_json(departed(proposal)),
        "set_aside": list(set_aside(proposal)),
        "strangers": [
            {"name": one.name, "fact": one.fact, "meant": one.meant, "cases": list(one.cases)}
            for one in proposal.strangers
        ],
        "illustrative": {"facts": proposal.illustrative, "of": proposal.facts},
        "core": core_as_json(proposal.core),
        "bodies": {
            key: {"name": body.name, "kind": body.kind, "case": body.case}
            for key, body in sorted(proposal.bodies.items())
        },
        "fed": {case.key: dict(case.fed) for case in proposal.cases if case.fed},
        "pairings": [_pairing(f) for f in proposal.found if isinstance(f, PairingFound)],
        "conclusions": [_each(f) for f in proposal.found if isinstance(f, EachFound)],
        "places": dict(proposal.places),
        "engine": dict(proposal.engine),
    }


def _pairing(found: PairingFound) -> dict[str, Any]:
    """A pair's `because` are numbers of `reasons`, from 0: many pairs have the same."""
    reasons = sorted({(one.path, one.found) for pair in found.pairs for one in pair.because})
    numbers = {reason: number for number, reason in enumerate(reasons)}
    return {
        "rule": found.id,
        "title": found.title,
        "basis": list(found.basis),
        "define": found.define,
        "for_each": found.each,
        "choose": found.choose,
        "allocates": found.allocates,
        "prefer": list(found.criteria),
        "at_most": list(found.limits),
        "decided_by": found.decided_by,
        "asked": list(found.asked),
        "unclear": list(found.unclear),
        "proposed": [_proposed(one) for one in found.proposed],
        "unserved": [
            {
                "body": one.body,
                "eligible": one.eligible,
                "unclear": one.unclear,
                "because": [{"reason": words, "of": number} for words, number in one.because],
            }
            for one in found.unserved
        ],
        "exceeded": [
            {"body": one.body, "limit": one.limit, "decided": one.decided} for one in found.exceeded
        ],
        "reasons": [{"condition": path, "found": said} for path, said in reasons],
        "pairs": [
            {
                "body": pair.body,
                "other": pair.other,
                "eligible": pair.eligible,
                "because": [numbers[one.path, one.found] for one in pair.because],
                "values": list(pair.values),
                "rank": pair.rank,
                "chosen": pair.chosen,
            }
            for pair in found.pairs
        ],
    }


def _proposed(one: Proposed) -> dict[str, Any]:
    taken = one.taken
    return {
        "body": one.body,
        "other": one.other,
        "because": _because(one.because),
        "runner_up": one.runner_up,
        "tipped": one.tipped,
        "brought": dict(one.brought),
        "taken": None
        if taken is None
        else {
            "by": taken.by,
            "on": taken.on,
            "reason": taken.reason,
            "departs": one.departs,
            "lapsed": one.lapsed,
            "verdict": _verdict(one.verdict),
        },
    }


def _verdict(verdict: Verdict | None) -> dict[str, Any] | None:
    if verdict is None:
        return None
    return {
        "standing": verdict.standing.value,
        "policy": list(verdict.policy),
        "because": _because(verdict.because),
        "limit": verdict.limit,
    }


def _each(found: EachFound) -> dict[str, Any]:
    return {
        "rule": found.id,
        "title": found.title,
        "basis": list(found.basis),
        "define": found.define,
        "for_each": found.each,
        "feeds": found.feeds,
        "found": [
            {
                "body": one.body,
                "value": one.value,
                "fed": one.fed,
                "because": _because(one.because),
            }
            for one in found.found
        ],
    }


def _because(found: tuple[Because, ...]) -> list[dict[str, str]]:
    return [{"condition": one.path, "found": one.found} for one in found]
