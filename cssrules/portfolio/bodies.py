"""The bodies of a portfolio on a day, and what can be read of each.

In: the policy, the portfolio, the day. Out: bodies by kind, and the value of any name of theirs: what is
on file, what the policy concludes of it (what people decided in its place), what portfolio rules have
concluded so far and fed. A case is decided when it is first read, and again when something that
its value rests on has been fed since.
"""

from collections.abc import Mapping
from datetime import date

from cssrules.case import Entry, facts
from cssrules.deciding import decided_values
from cssrules.meaning import meaning
from cssrules.policy import CASE, OTHER, EachBody, Entity, Policy
from cssrules.portfolio.filed import Portfolio
from cssrules.proposal import Body
from cssrules.trace import Trace
from cssrules.values import Item, Value

SOURCE = "portfolio"
"""The source of a fact that a portfolio rule gives a case."""


class Bodies:
    """`concluded` is by the name that a portfolio rule defines and the key of a body."""

    def __init__(self, policy: Policy, portfolio: Portfolio, day: date, *, retake: bool) -> None:
        self.policy, self.day = policy, day
        self.cases = {case.id: case for case in portfolio.cases}
        self.members = {
            name: {member.id: member for member in held} for name, held in portfolio.members.items()
        }
        self.values = {id: dict(facts(case, day).values) for id, case in self.cases.items()}
        self.fields = {
            name: {id: facts(member, day).values for id, member in held.items()}
            for name, held in self.members.items()
        }
        self.decided: Mapping[str, Mapping[str, Value]] = {
            id: {} if retake else decided_values(policy, case, day)
            for id, case in self.cases.items()
        }
        self.fed: dict[str, dict[str, Value]] = {id: {} for id in self.cases}
        self.concluded: dict[str, dict[str, Value]] = {}
        self.lists: dict[str, dict[str, tuple[Item, ...] | None]] = {}
        self._traces: dict[str, Trace] = {}
        self._stale: dict[str, set[str]] = {id: set() for id in self.cases}
        self._items: dict[tuple[str, str], Mapping[str, Item]] = {}
        fed = (r.feeds for r in policy.portfolio.values() if isinstance(r, EachBody))
        self._after = {name: _resting_on(policy, name) for name in fed if name is not None}

    # -- who there is --------------------------------------------------------------------------------

    def of(self, kind: str) -> tuple[Body, ...]:
        """The bodies of a kind, by key."""
        if kind in {CASE, OTHER}:
            return tuple(Body(id, case.name, CASE) for id, case in sorted(self.cases.items()))
        entity = self.policy.entities[kind]
        named = self.members.get(kind, {})
        if entity.items is None:
            return tuple(Body(id, member.name, kind) for id, member in sorted(named.items()))
        return tuple(
            Body(f"{case}/{id}", named[id].name if id in named else id, kind, case)
            for case in sorted(self.cases)
            for id in sorted(self._held(case, entity))
        )

    def _held(self, case: str, entity: Entity) -> Mapping[str, Item]:
        assert entity.items is not None, "the entity is an item of a list"
        key = case, entity.items
        if key not in self._items:
            found = self._of_case(case, entity.items)
            items = found if isinstance(found, tuple) else ()
            self._items[key] = {item.id: item for item in items}
        return self._items[key]

    # -- what can be read ----------------------------------------------------------------------------

    def value(self, body: Body, name: str) -> Value:
        """The value of `name` of a body; None is unknown."""
        if name == "name":
            return body.name
        if name == "id":
            return body.key.rpartition("/")[2]
        if name in self.lists and body.key in self.lists[name]:
            return self.lists[name][body.key]
        if name in self.concluded and body.key in self.concluded[name]:
            return self.concluded[name][body.key]
        if body.kind == CASE:
            return self._of_case(body.key, name)
        entity = self.policy.entities[body.kind]
        if body.case is None:
            return self.fields[body.kind][body.key].get(name)
        if name == entity.reference:
            return body.case
        return self._held(body.case, entity)[body.key.rpartition("/")[2]].fields.get(name)

    def case_of(self, body: Body) -> Body:
        """The case that holds a body."""
        assert body.case is not None, "the body is an item of a case's list"
        return Body(body.case, self.cases[body.case].name, CASE)

    def _of_case(self, case: str, name: str) -> Value:
        if name in self._stale[case]:
            self._forget(case)
        trace = self.trace(case)
        if name in trace.decided:
            return trace.decided[name]
        if name in trace.lists:
            return trace.lists[name]
        return trace.value(name)

    def trace(self, case: str, *, fresh: bool = False) -> Trace:
        """What the policy says of a case; with `fresh` after all that has been fed."""
        if fresh and self._stale[case]:
            self._forget(case)
        if case not in self._traces:
            values = {**self.values[case], **self.fed[case]}
            self._traces[case] = meaning(self.policy, values, self.day, self.decided[case])
        return self._traces[case]

    def _forget(self, case: str) -> None:
        self._traces.pop(case, None)
        self._stale[case].clear()
        for key in [key for key in self._items if key[0] == case]:
            del self._items[key]

    # -- what rules give -----------------------------------------------------------------------------

    def feed(self, case: str, evidence: str, value: Value) -> bool:
        """Give a case a fact that it does not hold; whether it takes it."""
        if value is None or self.values[case].get(evidence) is not None:
            return False
        self.fed[case][evidence] = value
        self._stale[case] |= self._after[evidence]
        return True

    def entries(self, case: str) -> tuple[Entry, ...]:
        """What was fed into a case, as evidence."""
        return tuple(
            Entry(name, value, source=SOURCE) for name, value in sorted(self.fed[case].items())
        )


def _resting_on(policy: Policy, evidence: str) -> frozenset[str]:
    """The evidence itself, and every conclusion and list that rests on it."""
    found = {evidence}
    for rule in policy.order:
        read = {name for one in rule.expressions for name in policy.reads(one, rule.each)}
        if read & found:
            found.add(rule.define)
            if rule.each is not None:
                found.add(rule.each)
    return frozenset(found)
