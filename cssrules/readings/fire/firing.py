"""The reading in which durable-rules fires a decision.

In: a Policy and meaning's Trace of a case, which is here the host's evaluator of atoms. Out: Fired:
what the engine derived, stratum by stratum, and from what. The host computes values that are not yes
or no, from the rows that the engine hit; it closes each stratum by stating what is unknown.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from operator import attrgetter
from typing import Final

from cssrules.expression import And, Not, Or
from cssrules.policy import HitPolicy, Policy, Rule, Table
from cssrules.readings.fire.compiled import Compiled, compiled
from cssrules.readings.fire.driver import RELEASE, Ruleset, engine
from cssrules.readings.fire.emit import Literal, Role, hit
from cssrules.trace import Judged, JudgedRow, Trace
from cssrules.values import Value, YesNo

_WORDS: Final = {"t": "true", "f": "false", "u": "unknown"}
_in_order = attrgetter("node", "truth", "because")


@dataclass(frozen=True, slots=True)
class Firing:
    """One node that the engine derived, and the nodes from which.

    `truth` is `true`, `false`, `unknown` (a conclusion at the close of its stratum, from nothing) or
    `presumed` (of the node `RULE/if unknown`). The node `ROW/hit` says that under `unique` or
    `first` the row gives the output; it is no node of meaning's trace.
    """

    node: str
    truth: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Fired:
    """What durable-rules fired for one case.

    `facts` has the truth of every node that was stated or derived; one that is missing is unknown.
    `conclusions` are the yes-or-no ones by rule id, presumptions taken. `hits` tells of each row
    node whether it gives the output, or adds to it where outputs gather. `values` has the output of
    each table of another kind by rule id, before presumption.
    """

    firings: tuple[Firing, ...]
    conclusions: Mapping[str, bool | None]
    hits: Mapping[str, bool]
    presumptions: frozenset[str]
    engine: str
    facts: Mapping[str, str]
    values: Mapping[str, Value]


def available() -> str | None:
    """The engine's release, or None where it cannot be imported."""
    return None if engine() is None else RELEASE


def fire(policy: Policy, trace: Trace) -> Fired:
    """What the engine derives for the case of `trace`.

    Raises Problems where the policy is beyond the engine, EngineFault where the engine fails.
    """
    found = compiled(policy, trace.as_of)
    record = _Record(trace, found)
    for stratum in found.strata:
        for ruleset in stratum.body:
            record.run(ruleset)
        record.close(stratum.rules)
        for ruleset in stratum.presumptions:
            record.run(ruleset)
    return record.fired()


# -- one decision ----------------------------------------------------------------------------------


class _Record:
    """The facts of one decision, as they come."""

    def __init__(self, trace: Trace, policy: Compiled) -> None:
        self.plan = policy.plan
        self.concluded = {found.rule.id: found for found in trace.concluded.values()}
        self.states: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self.reasons: dict[str, tuple[str, ...]] = {}
        self.firings: list[Firing] = []
        self.values: dict[str, Value] = {}
        for node, value in _judged(trace):
            if node in policy.atoms:
                if value is not None:
                    self.states[node] = "t" if value else "f"
                self.words[node] = _WORDS[self.states.get(node, "u")]

    def run(self, ruleset: Ruleset) -> None:
        """State what is known of a network's facts, and take down what the engine fires."""
        known = [x for x in ruleset.network.reads if self.states.get(x.node) == x.state]
        if not known:
            return
        for implication, matched in ruleset.run(known):
            node, state = implication.gives
            because = self.because(matched)
            self.states.setdefault(node, state)
            role = implication.role
            if role is Role.AUXILIARY or role is Role.HIT:
                self.reasons[node] = because
            if role is not Role.AUXILIARY:
                truth = "presumed" if role is Role.PRESUMPTION else _WORDS[state]
                self.words.setdefault(node, truth)
                self.firings.append(Firing(node, truth, because))

    def because(self, matched: tuple[str, ...]) -> tuple[str, ...]:
        """The nodes of the trace behind the facts of a firing."""
        if self.reasons.keys().isdisjoint(matched):
            return tuple(sorted(matched))
        return tuple(sorted({r for fact in matched for r in self.reasons.get(fact, (fact,))}))

    def close(self, rules: tuple[Rule, ...]) -> None:
        """State as unknown what the stratum has not concluded."""
        for rule in rules:
            yes_no = isinstance(rule.kind, YesNo)
            truth = self.truth(rule.id) if yes_no else self.value(rule)
            if truth is None:
                self.states[self.plan.facts.of(Literal(rule.id, "u")).node] = "u"
                self.words[rule.id] = "unknown"
                self.firings.append(Firing(rule.id, "unknown", ()))

    def value(self, rule: Rule) -> Value:
        """The value of a rule that is not yes or no: the host's, by the rows that the engine hit."""
        found = self.concluded[rule.id]
        match rule.body, found.body:
            case Table() as table, tuple(rows):
                self.values[rule.id] = self.output(table, rows)
                return self.values[rule.id]
            case _:
                return found.found

    def output(self, table: Table, rows: tuple[JudgedRow, ...]) -> Value:
        possible = [row for row in rows if self.states.get(row.path) != "f"]
        outputs = [row.output.value if row.output else None for row in possible]
        sure = [self.hits(table, row.path) for row in possible]
        match table.hit:
            case HitPolicy.UNIQUE | HitPolicy.FIRST:
                return outputs[sure.index(True)] if True in sure else None
            case HitPolicy.ANY:
                agreed = True in sure and all(output == outputs[0] for output in outputs)
                return outputs[0] if agreed else None
            case HitPolicy.COLLECT | HitPolicy.RULE_ORDER:
                members = frozenset(output for output in outputs if isinstance(output, str))
                return members if all(sure) and None not in outputs else None

    def hits(self, table: Table, row: str) -> bool:
        single = table.hit is HitPolicy.UNIQUE or table.hit is HitPolicy.FIRST
        return self.states.get(hit(row) if single else row) == "t"

    def truth(self, node: str) -> bool | None:
        """What is stated of a node, by its own fact or by one that it shares."""
        fact, state = self.plan.facts.of(Literal(node, "t"))
        stated = self.states.get(fact, "u")
        return None if stated == "u" else stated == state

    def conclusion(self, rule: Rule) -> bool | None:
        truth = self.truth(rule.id)
        return self.truth(f"{rule.id}/if unknown") if truth is None else truth

    def share(self) -> None:
        """Take down the nodes that are the same as another by definition."""
        for same in self.plan.same:
            truth = self.truth(same.node)
            if truth is not None:
                self.words[same.node] = "true" if truth else "false"
                firing = Firing(same.node, self.words[same.node], (same.of.node,))
                self.firings.append(firing)

    def fired(self) -> Fired:
        self.share()
        rules = [found.rule for found in self.concluded.values()]
        return Fired(
            firings=tuple(sorted(self.firings, key=_in_order)),
            conclusions={r.id: self.conclusion(r) for r in rules if isinstance(r.kind, YesNo)},
            hits={
                row.path: self.hits(found.rule.body, row.path)
                for found in self.concluded.values()
                if isinstance(found.rule.body, Table) and isinstance(found.body, tuple)
                for row in found.body
            },
            presumptions=frozenset(f.node for f in self.firings if f.truth == "presumed"),
            engine=RELEASE,
            facts=self.words,
            values=self.values,
        )


def _judged(trace: Trace) -> Iterator[tuple[str, Value]]:
    """Every node that could be an atom: conditions by their parts, rows, and rows' outputs."""
    for found in trace.concluded.values():
        match found.body:
            case Judged() as judged:
                yield from _conditions(judged)
            case rows:
                for row in rows:
                    yield row.path, row.truth
                    for cell in row.cells:
                        if cell is not None:
                            yield from _conditions(cell)
                    if row.output is not None:
                        yield row.output.path, row.output.value


def _conditions(judged: Judged) -> Iterator[tuple[str, Value]]:
    yield judged.path, judged.value
    if isinstance(judged.expression, And | Or | Not):
        for part in judged.parts:
            yield from _conditions(part)
