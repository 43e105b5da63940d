"""Two witnesses to one question: what trying every case finds, and what Z3 says.

In: a Space, and the names that it was made for. Out: how many questions were put to both, and those of
which they do not say the same: one of the two is in error then. Asked is of every conclusion whether it may
be open, of every table whether some case has no row, and whether each row holds, and gives the output, in
some case; and of each of the names whether each of its options is the answer of some case.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from datetime import date
from functools import partial
from typing import Any

from cssrules.cone import cone
from cssrules.dataclass import dataclass
from cssrules.policy import Policy, Rule, Table
from cssrules.proof.cells import (
    Question,
    Tally,
    is_open,
    is_value,
    no_row,
    row_gives,
    rows_hold,
    tallies,
)
from cssrules.proof.parts import Parts, bare
from cssrules.proof.space import Refusal, Space, with_condition
from cssrules.proof.strata import tried
from cssrules.readings.prove import Condition, Found, Impossible, Prover, Theory, both, negation
from cssrules.values import Choice, Value, YesNo

TRIED_AT_MOST = 200_000
"""The cells of one stratum where a whole policy is asked."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """`asked` questions of `cells` cells, by both witnesses: `unlike` are those of which one found a case
    and the other none, `open` those that Z3 left unsettled.
    """

    cells: int
    asked: int
    unlike: tuple[str, ...]
    open: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Tried:
    """What was asked of a question, a property or a conclusion by both witnesses, on every case of its
    stratum: the conclusions `given` were taken to be anything that they may be.
    """

    name: str
    given: tuple[str, ...]
    agreement: Agreement


@dataclass(frozen=True, slots=True)
class NotTried:
    """What has one witness only, and why."""

    name: str
    why: str


def second_witness(
    policy: Policy, as_of: date, most: int = TRIED_AT_MOST, parts: Parts | None = None
) -> tuple[Tried | NotTried, ...]:
    """What both witnesses say of the answers to the questions of a policy, of its properties, and of all
    that is taken as given for these, in strata of up to `most` cells. `parts` keeps what they say of each.
    """
    parts = parts or Parts()
    for stated in policy.properties:
        policy = with_condition(policy, stated.id, stated.condition, stated.place)
    pending = [question.answer for question in policy.questions]
    pending += [stated.id for stated in policy.properties]
    found: list[Tried | NotTried] = []
    seen = set[str]()
    while pending:
        names = [n for n in dict.fromkeys(pending) if n not in seen and n in policy.defining]
        pending = []
        seen.update(names)
        tasks = [_task(policy, name, as_of, most) for name in names]
        for name, told in zip(names, parts.each(tasks), strict=True):
            if "why" in told:
                found.append(NotTried(name, told["why"]))
                continue
            agreed = Agreement(
                told["cells"], told["asked"], tuple(told["unlike"]), tuple(told["open"])
            )
            found.append(Tried(name, tuple(told["given"]), agreed))
            seen.update(told["within"])
            pending += told["given"]
    return tuple(found)


def _task(
    policy: Policy, name: str, as_of: date, most: int
) -> tuple[object, Callable[[], Mapping[str, Any]]]:
    """What both witnesses hang on, and how to hear them."""
    hangs_on = ["two witnesses", name, bare(cone(policy, [name])), str(as_of), most]
    return hangs_on, partial(_told, policy, name, as_of, most)


def _told(policy: Policy, name: str, as_of: date, most: int) -> Mapping[str, Any]:
    """What both witnesses say of a conclusion, as plain data; `within` are the conclusions of its stratum."""
    space = tried(policy, [name], as_of, most)
    if isinstance(space, Refusal):
        return {"why": space.reason}
    agreed = agreement(space, [name])
    return {
        "given": sorted(space.policy.evidence.keys() - policy.evidence.keys()),
        "within": sorted(space.policy.defining),
        "cells": agreed.cells,
        "asked": agreed.asked,
        "unlike": list(agreed.unlike),
        "open": list(agreed.open),
    }


@dataclass(frozen=True, slots=True)
class _Asked:
    """A question, in words and as each witness takes it."""

    words: str
    cells: Question
    condition: Condition


def agreement(space: Space, names: Collection[str]) -> Agreement:
    """What both witnesses say of the conclusions of a space; evidence is known but where it is not in the
    space.
    """
    prover = Prover()
    theory = Theory(prover, space.policy, space.as_of)
    known = [theory.known(name) for name, tried in space.values.items() if None not in tried]
    rules = [
        rule
        for rule in space.policy.order
        if rule.each is None and rule.effective.holds(space.as_of)
    ]
    asked = [q for rule in rules for q in _of_conclusion(theory, rule)]
    asked += [q for rule in rules if rule.define in names for q in _of_answers(space, theory, rule)]
    found = tallies(space, *(one.cells for one in asked))
    verdicts = [prover.ask(one.condition, *known) for one in asked]
    pairs = list(zip(asked, found, verdicts, strict=True))
    return Agreement(
        space.size,
        len(asked),
        tuple(one.words for one, tally, v in pairs if _is_unlike(tally, v)),
        tuple(one.words for one, _, v in pairs if not isinstance(v, Found | Impossible)),
    )


def _is_unlike(tally: Tally, verdict: object) -> bool:
    return isinstance(verdict, Impossible) if tally.cells else isinstance(verdict, Found)


def _of_answers(space: Space, theory: Theory, rule: Rule) -> Iterator[_Asked]:
    name = rule.define
    for value in _answers(rule):
        condition = theory.is_value(name, value)
        yield _Asked(f"{name} is {value}", is_value(space, name, value), condition)


def _of_conclusion(theory: Theory, rule: Rule) -> Iterator[_Asked]:
    name = rule.define
    yield _Asked(f"{name} is open", is_open(name), negation(theory.known(name)))
    if not isinstance(rule.body, Table):
        return
    rows = theory.rows(name)
    fails = both(*(row.truth.fails for row in rows))
    yield _Asked(f"{rule.id} has no row", no_row(name), fails)
    for row in rows:
        id = row.row.id
        yield _Asked(f"{rule.id}/{id} holds", rows_hold(name, id), row.truth.holds)
        yield _Asked(f"{rule.id}/{id} gives", row_gives(name, id), row.hit.holds)


def _answers(rule: Rule) -> Iterable[Value]:
    match rule.kind:
        case YesNo():
            return (True, False)
        case Choice(options=options):
            return options
        case _:
            return ()
