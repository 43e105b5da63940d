"""What was found of the parts of a policy, kept between runs: of a part nothing is asked anew until
something changes that it hangs on.

In: what a part hangs on, and how to look at it. Out: what was found, as looking at it again would find it.
INVARIANT: a part hangs on all that its answers come of: rules, evidence, settings and assumptions of its
cone, in their order, the days that are looked at, the engine, and this very program.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any, Final, TypeVar

from cssrules.policy import Policy, Row, Rule, Table, canonical, digest
from cssrules.proof.kept import KEEPER
from cssrules.proof.shared import FEW, shared

_Found = TypeVar("_Found")

PARTS_AT_MOST: Final = 2_000
"""How many parts are kept, the newest."""

_ALONE: Final = 3
"""So few parts are looked at before another process has begun."""


class Parts:
    """What was found of parts, kept under a `name`; without one nothing is kept."""

    def __init__(self, name: str | None = None) -> None:
        self._name = name
        held = None if name is None else KEEPER.take("parts", name)
        self._held: dict[str, Any] = held if isinstance(held, dict) else {}
        self._used: dict[str, Any] = {}

    def each(self, tasks: Sequence[tuple[object, Callable[[], _Found]]]) -> Iterator[_Found]:
        """What was found of parts, each known by what it hangs on, with what finds it where it is not kept;
        that work is shared by the processors of the computer.
        """
        names = [digest(json.dumps(what).encode()) for what, _ in tasks]
        looks = {name: look for name, (_, look) in zip(names, tasks, strict=True)}
        anew = [name for name in looks if name not in self._held]
        found = shared(anew, lambda name: looks[name](), FEW if len(anew) > _ALONE else 0)
        for name in names:
            if name not in self._held:
                self._held[name] = next(found)
            self._used[name] = self._held[name]
            yield self._held[name]

    def keep(self) -> None:
        """Keep what was asked for, and the newest of what else was kept."""
        if self._name is not None:
            others = {name: found for name, found in self._held.items() if name not in self._used}
            newest = [*others.items(), *self._used.items()][-PARTS_AT_MOST:]
            KEEPER.keep("parts", self._name, dict(newest))


def bare(policy: Policy) -> list[Any]:
    """A part of a policy, by which what is found of it is known: without what only tells of it, and with
    the order in which its names are gone through.
    """
    silent = replace(
        policy,
        name="",
        version="",
        papers={},
        entities={},
        assumption_bases=(),
        accepted=(),
        statements=(),
        conflicts=(),
        rules={id: _silent(rule) for id, rule in policy.rules.items()},
        questions=tuple(replace(question, question="") for question in policy.questions),
        properties=tuple(replace(stated, basis=()) for stated in policy.properties),
    )
    order = [*policy.evidence, "", *policy.settings, "", *(rule.id for rule in policy.order)]
    return [canonical(silent).decode(), order]


def _silent(rule: Rule) -> Rule:
    """A rule without the author's words."""
    body = rule.body
    if isinstance(body, Table):
        body = replace(body, rows=tuple(map(_silent_row, body.rows)))
    return replace(rule, title="", basis=(), reasons={}, note=None, body=body)


def _silent_row(row: Row) -> Row:
    return replace(row, because=None, basis=())
