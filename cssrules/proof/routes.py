"""What it would take: the smallest changes of evidence that give another outcome, and why if none does.

In: a policy, a case, the outcome meant, and whose changes count. Out: routes, each the least of all that do
not hold an earlier one: by cost, then by the number of facts, then by the names of these; and within a
route the values nearest to those of the case, fact by fact in that order. Each route is decided
anew, by meaning and durable-rules, before it is told. Only evidence that the policy says somebody may
change is changed, of a list the fields of its items; all other evidence stays as it is, and what is not
known stays so.
INVARIANT: a route that is told gives the outcome when `decide` is given its changes.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import Unpack

from cssrules.advice import Against, Change, Route, Routes, Turned
from cssrules.case import Case
from cssrules.deciding import Run, Situation, decide, situation
from cssrules.decision import Decision, Status
from cssrules.meaning import evaluated, meaning
from cssrules.policy import Evidence, Policy
from cssrules.possible import Possibilities
from cssrules.proof.cheapest import Cheapest, Chosen
from cssrules.proof.elements import Element, applied, elements, keeps_items
from cssrules.proof.facts import Fact, FactsOf, condition_of, evidence_of, said_of
from cssrules.proof.lengths import lengths_of
from cssrules.proof.nearest import Nearest, NotSettled
from cssrules.proof.target import Outcome, beside, policy_behind
from cssrules.ranges import Within, bounds, may_be
from cssrules.readings.prove import Condition, Found, Impossible, Prover, Theory, Unsettled, both
from cssrules.values import Date, Kind, ListOf, Number, Value, show, written


class NotReplayed(Exception):
    """A route that was proved does not give its outcome when it is decided: an internal error."""


FIRST = 3
"""How many routes are looked for unless more are asked for."""


def what_it_takes(
    policy: Policy,
    case: Case,
    outcome: Outcome,
    *,
    number: int = FIRST,
    by: str | None = None,
    **run: Unpack[Run],
) -> Routes:
    """The first routes to the outcome, of changes that `by` alone may make where it is given; the run is
    that of `decide`. Raises Problems, Disagreement and NotReplayed.
    """
    asked = situation(policy, case, **run)
    behind = policy_behind(asked, outcome.question)
    decision = beside(asked, decide(behind, case, **run))
    found = Routes(decision, outcome.said, by=by)
    if _gives(decision, outcome):
        return replace(found, held=True)
    search = _Search(behind, asked, outcome, by)
    routes: list[Route] = []
    for wanted in search.changes(number):
        if isinstance(wanted, Unsettled):
            return replace(found, routes=tuple(routes), unsettled=wanted.why)
        new = applied(search.values, wanted)
        supposed: Run = {**run, "changes": {**asked.changes, **new}}
        after = decide(behind, case, **supposed)
        if not _gives(after, outcome):
            said = ", ".join(f"{e.name}={written(v, e.kind)}" for e, v in wanted.items())
            raise NotReplayed(f"with {said} the outcome of {case.id} is not {outcome.said}")
        routes.append(search.route(decision, after, wanted))
    found = replace(found, routes=tuple(routes))
    if not routes:
        against = search.against()
        unsettled = None if against is not None else "what holds it back was not settled"
        kept = search.kept() if against == () and search.is_limited else ()
        no_case = against == () and not kept and search.is_in_no_case()
        found = replace(
            found,
            against=against or (),
            unsettled=unsettled,
            in_no_case=no_case,
            kept=kept,
            limit=search.limit() if kept else None,
        )
    return replace(found, queries=search.prover.queries)


def _gives(decision: Decision, outcome: Outcome) -> bool:
    """Whether the policy gives the outcome to the question, and the question is asked."""
    answer = decision.core.answers[0]
    if answer.status is not Status.DECIDED or answer.answer is None:
        return False
    members = answer.answer.split(", ") if outcome.is_member else [answer.answer]
    return outcome.said in members


class _Search:
    """The routes of one case: elements are the evidence that may be changed, by name."""

    def __init__(self, policy: Policy, asked: Situation, outcome: Outcome, by: str | None) -> None:
        self.policy, self.asked, self.outcome = policy, asked, outcome
        self.values = {name: asked.known.values.get(name) for name in policy.evidence}
        self.awaited = outcome.question.conditions
        wanted = (outcome.condition, *self.awaited)
        self.lengths = lengths_of(policy, values=self.values, conditions=wanted)
        self.prover = Prover()
        self.theory = Theory(
            self.prover,
            policy,
            asked.known.as_of,
            lengths=self.lengths.of,
            decided=asked.decided,
        )
        self.free = elements(policy, self.theory, self.values, by)
        self.near = Nearest(self.prover)
        self.trace = meaning(policy, self.values, asked.known.as_of, asked.decided)

    # -- what is asked -----------------------------------------------------------------------------------

    @cached_property
    def goal(self) -> Condition:
        """That the question is asked and the policy gives the outcome."""
        asked = both(*(self.theory.truth(awaited).holds for awaited in self.awaited))
        with self.theory.lowering.account("goal", {}):
            return both(asked, self.theory.truth(self.outcome.condition).holds)

    @cached_property
    def held(self) -> tuple[Condition, ...]:
        """That each element is as it is in the case."""
        return tuple(element.as_it_is for element in self.free)

    @cached_property
    def fixed(self) -> tuple[Condition, ...]:
        """That all other evidence is as it is in the case, and each list keeps its items."""
        return tuple(self._fixed())

    def _fixed(self) -> Iterator[Condition]:
        free = {element.evidence.name for element in self.free}
        for name in self.policy.evidence:
            if name not in free:
                yield both(*self.theory.pinned(name, self.values[name]))
        yield from self._fixed_lists()

    def _fixed_lists(self) -> Iterator[Condition]:
        """That a list whose items change keeps them."""
        lists = {e.evidence.name: e.evidence for e in self.free if e.field is not None}
        for name, evidence in lists.items():
            yield keeps_items(self.theory, evidence, self.values[name])

    def _known(self, chosen: Iterable[int]) -> Iterator[Condition]:
        """Nobody makes what is known unknown."""
        return (self.free[place].known for place in chosen)

    # -- sets of elements --------------------------------------------------------------------------------

    def changes(self, number: int) -> Iterator[Mapping[Element, Value] | Unsettled]:
        """The least changes, then the least that hold no earlier ones."""
        sets = Cheapest([_cost(element.evidence) for element in self.free])
        while number and (chosen := sets.next()) is not None:
            verdict = self._ask(chosen)
            if isinstance(verdict, Unsettled):
                yield verdict
                return
            if isinstance(verdict, Impossible):
                core = self._kept(chosen, verdict)
                if not core:
                    return
                sets.require(core)
                continue
            try:
                yield self._values(chosen)
            except NotSettled as why:
                yield Unsettled(str(why))
                return
            sets.bar(chosen)
            number -= 1

    def _ask(self, chosen: Chosen) -> Found | Impossible | Unsettled:
        kept = [held for place, held in enumerate(self.held) if place not in chosen]
        return self.prover.ask(self.goal, *self.fixed, *self._known(chosen), given=kept)

    def _kept(self, chosen: Chosen, verdict: Impossible) -> frozenset[int]:
        """The elements of which one has to change."""
        kept = [place for place in range(len(self.free)) if place not in chosen]
        return frozenset(kept[place] for place in verdict.core)

    def _values(self, chosen: Chosen) -> Mapping[Element, Value]:
        """The nearest values of the elements that change."""
        kept = [held for place, held in enumerate(self.held) if place not in chosen]
        conditions = [self.goal, *self.fixed, *self._known(chosen), *kept]
        new: dict[Element, Value] = {}
        for place in chosen:
            element = self.free[place]
            new[element] = self.near.value(element, conditions)
            conditions.append(element.is_value(new[element]))
        return new

    # -- why there is none -------------------------------------------------------------------------------

    @property
    def is_limited(self) -> bool:
        """Whether longer lists than are looked at may give what these do not."""
        lists = any(isinstance(e.kind, ListOf) for e in self.policy.evidence.values())
        counts = isinstance(self.outcome.kind, Number)
        return bool(self.lengths.cut) or (lists and counts)

    def kept(self) -> tuple[tuple[str, int | None], ...]:
        """The lists, and how many items each keeps on any route; None of one that is not known."""
        lists = (name for name, e in self.policy.evidence.items() if isinstance(e.kind, ListOf))
        held = ((name, self.values[name]) for name in lists)
        return tuple((name, len(v) if isinstance(v, tuple) else None) for name, v in held)

    def limit(self) -> str | None:
        """The most, or the least, that the answer can be with lists that keep their items; None where the
        outcome is within, or has no order.
        """
        kind, wanted = self.outcome.kind, self.outcome.value
        if not isinstance(kind, Number | Date):
            return None
        left = {**self.values, **applied(self.values, dict.fromkeys(self.free))}
        found = Possibilities(self.policy, left, self.asked.known.as_of, self.asked.decided)
        low, high = bounds(found.conclusion(self.outcome.question.answer))
        if high is not None and not may_be(Within(None, high), wanted):
            return f"at most {show(high, kind)}"
        if low is not None and not may_be(Within(low, None), wanted):
            return f"at least {show(low, kind)}"
        return None

    def is_in_no_case(self) -> bool:
        """Whether no case has the outcome, with lists as long as those of this one."""
        return isinstance(self.prover.ask(self.goal), Impossible)

    def against(self) -> tuple[Against, ...] | None:
        """The fewest facts that keep the outcome away whatever the elements are; None where that was not
        proved.
        """
        of = FactsOf(self.policy, self.awaited)
        read = {fact: evidence_of((fact,), self.policy) for fact in (*of.facts, *of.pins())}
        free = {element.evidence.name for element in self.free}
        facts = [fact for fact, names in read.items() if free.isdisjoint(names)]
        held = {f: condition_of(f, self.theory, self.policy, self.trace) for f in facts}
        known = [*self._known(range(len(self.free))), *self._fixed_lists()]

        def enough(chosen: Sequence[Fact]) -> tuple[Fact, ...] | None:
            verdict = self.prover.ask(self.goal, *known, given=[held[fact] for fact in chosen])
            if isinstance(verdict, Impossible):
                return tuple(chosen[place] for place in verdict.core)
            return None

        chosen = enough([f for f in facts if not f.whole])
        chosen = enough(facts) if chosen is None else chosen
        if chosen is None:
            return None
        for one in chosen:
            fewer = enough([other for other in chosen if other != one])
            chosen = chosen if fewer is None else fewer
        return tuple(self._told(fact, read[fact]) for fact in chosen)

    def _told(self, fact: Fact, names: Sequence[str]) -> Against:
        judged = evaluated(self.policy, self.trace, fact.expression)
        by = (self.policy.evidence[name].changed_by for name in names)
        known = judged.value is not None
        return Against(
            said_of(fact, self.policy, self.trace),
            tuple(names),
            tuple(sorted({one for one in by if one})),
            known,
        )

    # -- a route, told -----------------------------------------------------------------------------------

    def route(self, before: Decision, after: Decision, wanted: Mapping[Element, Value]) -> Route:
        """The changes, what they turn, and what is concluded on the way."""
        answer = after.core.answers[0].answer
        assert answer is not None, "a route is told once it gives the outcome"
        changes = tuple(_change(before, after, one, value) for one, value in wanted.items())
        evidence = applied(self.values, wanted)
        nodes = (*before.core.nodes, *after.core.nodes)
        decisive = frozenset(node.id for node in nodes if node.decisive)
        return Route(changes, tuple(self._passes(evidence, decisive)), answer, evidence)

    def _passes(self, evidence: Mapping[str, Value], decisive: frozenset[str]) -> Iterator[Turned]:
        """The conclusions that come out otherwise, before or after decisive; not the answer itself."""
        values = {**self.values, **evidence}
        after = meaning(self.policy, values, self.asked.known.as_of, self.asked.decided)
        for name, concluded in after.concluded.items():
            rule, old = concluded.rule, self.trace.value(name)
            if (
                rule.id in decisive
                and old != concluded.value
                and name != self.outcome.question.answer
            ):
                yield Turned(rule.id, name, *_told(old, concluded.value, rule.kind))


def _change(before: Decision, after: Decision, element: Element, new: Value) -> Change:
    evidence = element.evidence
    truths = {node.id: node.truth for node in before.core.nodes}
    read = {edge.end for edge in after.core.edges if edge.start == evidence.name}
    turned = (
        f"{node.label} - {node.margin}"
        for node in after.core.nodes
        if node.id in read and node.margin and node.decisive
        if truths.get(node.id) != node.truth
    )
    assert evidence.changed_by is not None, "only what somebody may change is changed"
    return Change(
        fact=element.name,
        old=_shown(element.old, element.kind),
        new=_shown(new, element.kind),
        written=written(new, element.kind),
        by=evidence.changed_by,
        cost=_cost(evidence),
        days=evidence.takes_days,
        ask=evidence.ask,
        turns=tuple(dict.fromkeys(turned)),
    )


def _cost(evidence: Evidence) -> int:
    return 1 if evidence.cost is None else evidence.cost


def _told(old: Value, new: Value, kind: Kind) -> tuple[str, str]:
    """Two values as a reader takes them; exactly, where they would look alike."""
    before, after = ("not known" if v is None else show(v, kind) for v in (old, new))
    return (before, after) if before != after else (_shown(old, kind), _shown(new, kind))


def _shown(value: Value, kind: Kind) -> str:
    """The value, exactly: who takes the route must reach it."""
    if value is None:
        return "not known"
    shown = show(value, kind)
    return written(value, kind) if shown.startswith("about ") else shown
