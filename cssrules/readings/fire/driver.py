"""The one module that knows durable-rules: a thin driver on its C module, without Host or threads.

In: a Network, and the literals that hold. Out: every firing of the engine, in its order. Afterwards
no session is left, whatever happened in between. Negation, alternatives, joins, priorities, timers,
batches and reading of state are never asked of the engine: it is exact only without them.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
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
_serials = count(1)


class EngineFault(Exception):
    """The engine did what it must not do: a defect of this program or of the engine."""


class EngineFiring(NamedTuple):
    """One action of the engine: whose rule it was, and the nodes of the facts that it matched."""

    implication: Implication
    matched: tuple[str, ...]


@cache
def engine() -> Any:
    """The engine's C module, or None where it cannot be imported."""
    try:
        import durable_rules_engine  # noqa: PLC0415  # because start-up must not pay for it
    except ImportError:
        return None
    return durable_rules_engine


class Ruleset:
    """A network compiled by the engine, which gives its memory back when nobody holds it."""

    def __init__(self, network: Network) -> None:
        self.network = network
        self._engine = engine()
        self._handle: int = self._engine.create_ruleset("cssrules", network.definition)
        finalize(self, self._engine.delete_ruleset, self._handle).atexit = False

    def run(self, literals: Iterable[Literal]) -> list[EngineFiring]:
        """All that the engine fires once `literals` are stated, to exhaustion.

        What it derives is stated in turn, each node once: of a node derived twice every firing is
        told. Raises EngineFault.
        """
        firings: list[EngineFiring] = []
        try:
            with self._session() as (sid, offset):
                stated = set[str]()
                for literal in literals:
                    self._state(sid, literal, stated)
                for rule, matched in self._actions(offset):
                    implication = self.network.implications[rule]
                    firings.append(EngineFiring(implication, matched))
                    if implication.gives.node not in stated:
                        self._state(sid, implication.gives, stated)
        except (self._engine.error, MemoryError) as fault:
            raise EngineFault(str(fault)) from fault
        return firings

    @contextmanager
    def _session(self) -> Iterator[tuple[str, int]]:
        """A session of its own for one run, deleted at the end; an exception abandons its action.

        The engine can delete a session only after it has run an action: hence the boot fact.
        """
        sid = self._fresh_sid()
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

    def _fresh_sid(self) -> str:
        """A session id that the engine, which compares hashes, takes for no other of its ids."""
        taken = {fnv(sid) for handle, sid in LIVE if handle == self._handle}
        return next(
            sid
            for sid in map(str, _serials)
            if fnv(sid) not in taken and fnv(f"sid-{sid}") not in self.network.hashes
        )

    def _actions(self, offset: int) -> Iterator[tuple[str, tuple[str, ...]]]:
        """Each action as it comes: its rule, and the nodes of the facts that it matched."""
        started = self._engine.start_action_for_state(self._handle, offset)
        message = started and started[1]
        while message:
            ((rule, match),) = json.loads(message).items()
            yield rule, tuple(self.network.nodes[fact["id"]] for fact in match.values())
            message = self._engine.complete_and_start_action(self._handle, offset)

    def _state(self, sid: str, literal: Literal, stated: set[str]) -> None:
        stated.add(literal.node)
        self._assert(sid, self.network.facts[literal])

    def _assert(self, sid: str, fact: str) -> int:
        code, offset = self._engine.assert_fact(self._handle, f'{{"sid":"{sid}",{fact}')
        if code == _OBSERVED:
            raise EngineFault(f"the engine takes a new fact for an old one: {fact}")
        return int(offset)
