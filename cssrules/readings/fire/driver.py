"""The one module that knows durable-rules: a thin driver on its C module, without Host or threads.

In: a Network, and the literals that hold of each subject. Out: every firing of the engine, in its
order. Afterwards no session is left, whatever happened in between. Negation, alternatives,
unguarded joins, priorities, timers, batches and reading of state are never asked of the engine: it
is exact only without them.
"""

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache, cached_property
from itertools import count
from typing import Any, NamedTuple
from weakref import finalize

from cssrules.readings.fire.emit import Implication, Literal
from cssrules.readings.fire.network import BOOT, Network, fnv

RELEASE = "durable-rules 2.0.28"
"""The release for which this driver is written."""

LIVE: set[tuple[int, str]] = set()
"""The sessions that exist in the engine: ruleset and session id."""

_OBSERVED = 2
_ids = re.compile(r'"id":"(\w+)"').findall
_serials = count(1)


class EngineFault(Exception):
    """The engine did what it must not do: a defect of this program or of the engine."""


class EngineFiring(NamedTuple):
    """One action of the engine: whose rule it was, the nodes whose facts it matched, of which subject."""

    implication: Implication
    matched: tuple[str, ...]
    subject: int = 0


@cache
def engine() -> Any:
    """The engine's C module, or None where it cannot be imported."""
    try:
        import durable_rules_engine  # noqa: PLC0415  # because start-up must not pay for it
    except ImportError:
        return None
    return durable_rules_engine


class Ruleset:
    """A network, compiled by the engine when first run, which gives its memory back when nobody
    holds it.
    """

    def __init__(self, network: Network) -> None:
        self.network = network
        self._engine = engine()

    @cached_property
    def _handle(self) -> int:
        handle: int = self._engine.create_ruleset("cssrules", self.network.definition)
        finalize(self, self._engine.delete_ruleset, handle).atexit = False
        return handle

    def run(self, known: Iterable[tuple[Literal, int]]) -> list[EngineFiring]:
        """All that the engine fires once what is known of each subject is stated, to exhaustion.

        What it derives is stated in turn where a rule reads it, each node once: of a node derived
        twice every firing is told. Raises EngineFault.
        """
        firings: list[EngineFiring] = []
        try:
            with self._session() as (sid, offset):
                stated = set[tuple[str, int]]()
                for literal, subject in known:
                    stated.add((literal.node, subject))
                    self._assert(sid, self.network.fact(literal, subject))
                for name, ids in self._actions(offset):
                    firing = self._firing(name, ids)
                    firings.append(firing)
                    gives, subject = firing.implication.gives, firing.subject
                    if gives in self.network.reads and (gives.node, subject) not in stated:
                        stated.add((gives.node, subject))
                        self._assert(sid, self.network.fact(gives, subject))
        except (self._engine.error, MemoryError) as fault:
            raise EngineFault(str(fault)) from fault
        return firings

    def _firing(self, name: str, ids: list[str]) -> EngineFiring:
        """The firing of a rule on the facts of those ids, which must be its own, and of one subject."""
        implication, given = self.network.rules[name]
        places = [self.network.place(id) for id in ids]
        subjects = {subject for _, subject in places}
        asked = {self.network.numbers[fact.node] for fact in given}
        if asked != {node for node, _ in places} or len(subjects) != 1:
            raise EngineFault(f"{name} fired on {ids}, and not on what it matches")
        matched = tuple([literal.node for literal in implication.given])
        return EngineFiring(implication, matched, subjects.pop())

    @contextmanager
    def _session(self) -> Iterator[tuple[str, int]]:
        """A session of its own for one run, deleted at the end; an exception abandons its action.

        The engine can delete a session only after it has run an action: hence the boot fact.
        """
        sid = self.fresh_sid()
        offset = self._assert(sid, BOOT)
        LIVE.add((self._handle, sid))
        if [rule for rule, _ in self._actions(offset)] != ["boot"]:
            raise EngineFault("a session did not start with its boot rule")
        try:
            yield sid, offset
        except BaseException:
            self._engine.abandon_action(self._handle, offset)
            raise
        finally:
            self._engine.delete_state(self._handle, sid)
            LIVE.discard((self._handle, sid))

    def fresh_sid(self) -> str:
        """A session id that the engine, which compares hashes, takes for no other of its ids."""
        taken = {fnv(sid) for handle, sid in LIVE if handle == self._handle}
        return next(
            sid
            for sid in map(str, _serials)
            if fnv(sid) not in taken and fnv(f"sid-{sid}") not in self.network.hashes
        )

    def _actions(self, offset: int) -> Iterator[tuple[str, list[str]]]:
        """Each action as it comes: its rule, and the ids of the facts that it matched."""
        started = self._engine.start_action_for_state(self._handle, offset)
        message = started and started[1]
        while message:
            # {"RULE":{"a0":{…"id":"n1"…},…}}: of our own facts, so that ids need no JSON reader.
            yield message[2 : message.index('"', 2)], _ids(message)
            message = self._engine.complete_and_start_action(self._handle, offset)

    def _assert(self, sid: str, fact: str) -> int:
        code, offset = self._engine.assert_fact(self._handle, f'{{"sid":"{sid}",{fact}')
        if code == _OBSERVED:
            raise EngineFault(f"the engine takes a new fact for an old one: {fact}")
        return int(offset)
