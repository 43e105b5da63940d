"""The bodies of a portfolio on a day, and what can be read of each.

In: the policy, the portfolio, the day. Out: bodies by kind, and the value of any name of theirs: what is
on file, what the policy concludes of it (what people decided in its place), what portfolio rules have
concluded so far and fed. A case is decided when it is first read, and again when something that
its value rests on has been fed since.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from cssrules.case import Entry, facts
from cssrules.cone import cone
from cssrules.counting import answers_taken, counting
from cssrules.dataclass import dataclass
from cssrules.deciding import findings_of
from cssrules.decision import DecisionFinding
from cssrules.meaning import meaning, reconsidered
from cssrules.policy import CASE, OTHER, Entity, Policy, Question
from cssrules.portfolio.filed import Portfolio
from cssrules.proposal import Body
from cssrules.readings.evaluate import compile_evaluator
from cssrules.trace import Trace
from cssrules.values import Item, Value

SOURCE = "portfolio"
"""The source of a fact that a portfolio rule gives a case."""


MANY = 50
"""From so many cases on of which people decided the same, their evaluator is worth its compilation."""


@dataclass(frozen=True, slots=True)
class State:
    """What the policy concludes of a case, the lists of whose items it concludes something, and by
    question whether it is asked, where that hangs on anything; that and the findings are None where
    they were not looked at.
    """

    concluded: Mapping[str, Value]
    lists: Mapping[str, tuple[Item, ...]]
    asked: Mapping[str, Value] | None = None
    findings: tuple[DecisionFinding, ...] | None = None


class Bodies:
    """`concluded` is by the name that a portfolio rule defines and the key of a body; `counting` is what
    people decided of each case, as far as it counts.
    """

    def __init__(self, policy: Policy, portfolio: Portfolio, day: date, *, retake: bool) -> None:
        self.policy, self.day = policy, day
        self.counting = {case.id: counting(policy, case, day) for case in portfolio.cases}
        self.cases = {id: counting.case for id, counting in self.counting.items()}
        self.members = {
            name: {member.id: member for member in held} for name, held in portfolio.members.items()
        }
        self.values = {id: dict(facts(case, day).values) for id, case in self.cases.items()}
        self.fields = {
            name: {id: facts(member, day).values for id, member in held.items()}
            for name, held in self.members.items()
        }
        self.decided: Mapping[str, Mapping[str, Value]] = {
            id: {} if retake else answers_taken(policy, counting.taken)
            for id, counting in self.counting.items()
        }
        self.fed: dict[str, dict[str, Value]] = {id: {} for id in self.cases}
        self.concluded: dict[str, dict[str, Value]] = {}
        self.lists: dict[str, dict[str, tuple[Item, ...] | None]] = {}
        self._states: dict[str, State] = {}
        self._traces: dict[str, Trace] = {}
        self._of_items = {rule.each for rule in policy.rules.values()}
        self._evaluators: dict[tuple[tuple[str, Value], ...], Any] = {}
        self._alike = Counter(_sorted(decided) for decided in self.decided.values())
        self._stale: dict[str, set[str]] = {id: set() for id in self.cases}
        self._items: dict[tuple[str, str], Mapping[str, Item]] = {}
        self.fed_items: dict[str, dict[tuple[str, str, str], Value]] = {id: {} for id in self.cases}
        fed = (name for rule in policy.portfolio.values() for name in rule.fed)
        self._after: dict[str | tuple[str, str], frozenset[str]] = {
            **{name: _resting_on(policy, {name}) for name in fed},
            **{field: _resting_on(policy, {field[0]}, field) for field in policy.fed_fields},
        }

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

    def body(self, kind: str, key: str) -> Body:
        """The body of a kind that goes by `key`."""
        return next(body for body in self.of(kind) if body.key == key)

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
        if name in self.decided[case]:
            return self.decided[case][name]
        if name not in self.policy.defining and name not in self._of_items:
            return self.known(case).get(name)
        if name in self._stale[case]:
            self._forget(case)
        state = self.state(case)
        if name in state.lists:
            return state.lists[name]
        if name in state.concluded:
            return state.concluded[name]
        return self.known(case).get(name)

    def known(self, case: str) -> Mapping[str, Value]:
        """The evidence of a case, with what was fed."""
        return {**self.values[case], **self.fed[case]} if self.fed[case] else self.values[case]

    def state(self, case: str) -> State:
        """What is concluded of a case: by the generated evaluator, where many are decided alike."""
        if case not in self._states:
            decided = _sorted(self.decided[case])
            if self._alike[decided] >= MANY:
                self._states[case] = self.evaluated(case, decided)
            else:
                trace = self.trace(case)
                found = {name: concluded.value for name, concluded in trace.concluded.items()}
                asked = {id: judged.value for id, judged in trace.asked.items()}
                self._states[case] = State(
                    found, trace.lists, asked, findings_of(self.policy, trace)
                )
        return self._states[case]

    def evaluated(self, case: str, decided: tuple[tuple[str, Value], ...]) -> State:
        if decided not in self._evaluators:
            made = compile_evaluator(self.policy, self.day, self.decided[case])
            self._evaluators[decided] = made
        evaluator = self._evaluators[decided]
        inputs = evaluator.prepare(self.known(case))
        concluded = dict(evaluator.conclusions(inputs))
        each = evaluator.each(inputs)
        lists: dict[str, tuple[Item, ...]] = {}
        for rule in self.policy.order:
            if rule.each is not None and rule.define in each:
                held = (
                    lists.get(rule.each)
                    or concluded.get(rule.each)
                    or self.known(case).get(rule.each)
                )
                assert isinstance(held, tuple), "what is concluded of items is of a list"
                values = each[rule.define]
                lists[rule.each] = tuple(
                    Item(item.id, {**item.fields, rule.define: values[item.id]}) for item in held
                )
        return State(concluded, lists)

    def outcome(self, case: str) -> State:
        """All of a case after all that was fed: whether its questions are asked, and its findings."""
        if self._stale[case]:
            self._forget(case)
        state = self.state(case)
        if state.asked is not None:
            return state
        evaluator = self._evaluators[_sorted(self.decided[case])]
        nodes = evaluator.stated(evaluator.prepare(self.known(case)))
        asked = {q.id: nodes[f"{q.id}/asked"] for q in self.policy.questions if q.asked_when}
        broken = any(nodes[stated.id] is stated.never for stated in self.policy.properties)
        findings = findings_of(self.policy, self.trace(case)) if broken else ()
        return replace(state, asked=asked, findings=findings)

    def trace(self, case: str) -> Trace:
        """All that meaning finds of a case, with what has been fed."""
        before, known = self._traces.get(case), dict(self.known(case))
        self._traces[case] = (
            meaning(self.policy, known, self.day, self.decided[case])
            if before is None
            else reconsidered(self.policy, before, (), self.policy.reading, known)
        )
        return self._traces[case]

    def _forget(self, case: str) -> None:
        self._states.pop(case, None)
        self._stale[case].clear()
        for key in [key for key in self._items if key[0] == case]:
            del self._items[key]

    def entry(self, body: Body, name: str) -> Entry | None:
        """The report that gave a fact of a case, or a field of a member of the portfolio file."""
        if body.kind == CASE:
            return facts(self.cases[body.key], self.day).entries.get(name)
        if body.case is not None:
            entity = self.policy.entities[body.kind]
            held = facts(self.cases[body.case], self.day).items
            return held.get((entity.items or "", body.key.rpartition("/")[2]))
        return facts(self.members[body.kind][body.key], self.day).entries.get(name)

    def is_illustrative(self, body: Body, name: str) -> bool:
        """Whether a conclusion of a case may rest on invented evidence."""
        if body.kind != CASE or name not in self.policy.defining:
            return False
        decided = self.decided[body.key]
        if name in decided:
            return False
        read = cone(self.policy, [name], decided).evidence
        entries = facts(self.cases[body.key], self.day).entries
        return any(entry.illustrative for fact, entry in entries.items() if fact in read)

    # -- what rules give -----------------------------------------------------------------------------

    def feed(self, case: str, evidence: str, value: Value) -> bool:
        """Give a case a fact that it does not hold; whether it takes it."""
        if value is None or self.values[case].get(evidence) is not None:
            return False
        self.fed[case][evidence] = value
        self._stale[case] |= self._after[evidence]
        return True

    def feed_item(self, body: Body, items: str, field: str, value: Value) -> bool:
        """Give an item of a case's list a field that it does not hold; whether it takes it."""
        assert body.case is not None, "the body is an item of a case's list"
        held, id = self.known(body.case).get(items), body.key.rpartition("/")[2]
        assert isinstance(held, tuple), "the item is of a list that is known"
        item = next(item for item in held if item.id == id)
        if value is None or item.fields.get(field) is not None:
            return False
        given = Item(id, {**item.fields, field: value})
        self.fed[body.case][items] = tuple(given if one is item else one for one in held)
        self.fed_items[body.case][items, id, field] = value
        self._stale[body.case] |= self._after[items, field]
        self._traces.pop(body.case, None)  # because only what reads no other list is taken over
        return True

    def holds(self, case: str, evidence: Iterable[str]) -> bool:
        """Whether anything of it is on file."""
        return any(self.values[case].get(name) is not None for name in evidence)

    def rests_on_fed(self, question: Question) -> bool:
        """Whether the answer, or the asking, may hang on what portfolio rules give."""
        asked = question.asked_when
        read = {question.answer, *(self.policy.reads(asked, None) if asked else ())}
        return any(read & after for after in self._after.values())

    def entries(self, case: str) -> tuple[Entry, ...]:
        """What was fed into a case, as evidence; an item with a field that was fed stands in place of
        the one on file.
        """
        lists = {items for items, _, _ in self.fed_items[case]}
        fed = sorted((name, value) for name, value in self.fed[case].items() if name not in lists)
        entries = [Entry(name, value, source=SOURCE) for name, value in fed]
        on_file = facts(self.cases[case], self.day).items
        for items, id in sorted({(items, id) for items, id, _ in self.fed_items[case]}):
            held = self.fed[case][items]
            assert isinstance(held, tuple), "items are of a list"
            item = tuple(item for item in held if item.id == id)
            entries.append(replace(on_file[items, id], value=item, on=self.day, reported=self.day))
        return tuple(entries)


def _sorted(decided: Mapping[str, Value]) -> tuple[tuple[str, Value], ...]:
    return tuple(sorted(decided.items()))


def _resting_on(
    policy: Policy, names: set[str], field: tuple[str, str] | None = None
) -> frozenset[str]:
    """The evidence itself, and every conclusion and list that rests on it; of a `field` of the items of
    a list that list, and what rests on the field.
    """
    found = set[str]() if field else set(names)
    for rule in policy.order:
        reads = field is not None and field in policy.fed_fields_read(rule)
        if reads or policy.reading[rule.id] & found:
            found.add(rule.define)
            if rule.each is not None:
                found.add(rule.each)
    return frozenset(found | names)
