"""The reading in which durable-rules fires a decision.

In: a Policy and meaning's Trace of a case, which is here the host's evaluator of atoms. Out: Fired:
what the engine derived, stratum by stratum, and from what. The host computes values that are not yes
or no, from the rows that the engine hit; it closes each stratum by stating what is unknown.
"""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from cssrules.expression import And, Not, Or
from cssrules.meaning import Judged, JudgedRow, Trace
from cssrules.policy import HitPolicy, Policy, Rule, Table
from cssrules.problem import Problem, Problems
from cssrules.readings.fire.driver import RELEASE, Ruleset, engine
from cssrules.readings.fire.emit import Role, hit
from cssrules.readings.fire.network import plan
from cssrules.values import Value, YesNo

_WORDS: Final = {"t": "true", "f": "false", "u": "unknown"}
_POLICIES_KEPT = 8


@dataclass(frozen=True, slots=True, order=True)
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
    compiled = _compiled(policy, trace.as_of)
    record = _Record(trace, compiled.atoms)
    for stratum in compiled.strata:
        for ruleset in stratum.body:
            record.run(ruleset)
        record.close(stratum.rules)
        for ruleset in stratum.presumptions:
            record.run(ruleset)
    return record.fired()


# -- compiled policies -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Stratum:
    rules: tuple[Rule, ...]
    body: tuple[Ruleset, ...]
    presumptions: tuple[Ruleset, ...]


@dataclass(frozen=True, slots=True)
class _Compiled:
    """`atoms` are the nodes that the host states. `policy` keeps alive what the key names."""

    policy: Policy
    strata: tuple[_Stratum, ...]
    atoms: frozenset[str]


_kept: OrderedDict[tuple[int, int, tuple[str, ...]], _Compiled] = OrderedDict()


def _compiled(policy: Policy, day: date) -> _Compiled:
    """The rulesets of the rules in force, made once: settings do not touch them."""
    lapsed = tuple(rule.id for rule in policy.rules.values() if not rule.effective.holds(day))
    key = (id(policy.rules), id(policy.strata), lapsed)
    if key not in _kept:
        _kept[key] = _compile(policy, lapsed)
    _kept.move_to_end(key)
    if len(_kept) > _POLICIES_KEPT:
        _kept.popitem(last=False)
    return _kept[key]


def _compile(policy: Policy, lapsed: tuple[str, ...]) -> _Compiled:
    rules = {id: rule for id, rule in policy.rules.items() if id not in lapsed}
    order = tuple(tuple(id for id in stratum if id in rules) for stratum in policy.strata)
    planned, problems = plan(replace(policy, rules=rules, strata=order))
    if problems:
        raise Problems(problems)
    strata = tuple(
        _Stratum(s.rules, tuple(map(Ruleset, s.body)), tuple(map(Ruleset, s.presumptions)))
        for s in planned
    )
    networks = [network for s in planned for network in (*s.body, *s.presumptions)]
    read = {literal.node for network in networks for literal in network.reads}
    derived = {i.gives.node for network in networks for i in network.implications.values()}
    bare = {
        f"{rule.id}/{rule.root}/{row.id}"
        for rule in rules.values()
        if isinstance(rule.body, Table)
        for row in rule.body.rows
        if all(cell is None for cell in row.cells)
    }
    return _Compiled(policy, strata, frozenset(read - derived | bare))


# -- one decision ----------------------------------------------------------------------------------


class _Record:
    """The facts of one decision, as they come."""

    def __init__(self, trace: Trace, atoms: frozenset[str]) -> None:
        self.trace = trace
        self.concluded = {found.rule.id: found for found in trace.concluded.values()}
        self.states: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self.reasons: dict[str, tuple[str, ...]] = {}
        self.firings: list[Firing] = []
        self.values: dict[str, Value] = {}
        for node, value in _judged(trace):
            if node in atoms:
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
            reasons = {reason for fact in matched for reason in self.reasons.get(fact, (fact,))}
            because = tuple(sorted(reasons))
            self.states.setdefault(node, state)
            if implication.role in {Role.HIT, Role.AUXILIARY}:
                self.reasons[node] = because
            if implication.role is Role.AUXILIARY:
                continue
            truth = "presumed" if implication.role is Role.PRESUMPTION else _WORDS[state]
            self.words.setdefault(node, truth)
            self.firings.append(Firing(node, truth, because))

    def close(self, rules: tuple[Rule, ...]) -> None:
        """State as unknown what the stratum has not concluded."""
        for rule in rules:
            yes_no = isinstance(rule.kind, YesNo)
            settled = rule.id in self.states if yes_no else self.value(rule) is not None
            if not settled:
                self.states[rule.id] = "u"
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
        single = table.hit in {HitPolicy.UNIQUE, HitPolicy.FIRST}
        return self.states.get(hit(row) if single else row) == "t"

    def conclusion(self, rule: Rule) -> bool | None:
        state = self.states.get(rule.id)
        if state == "u":
            state = self.states.get(f"{rule.id}/if unknown")
        return None if state is None else state == "t"

    def fired(self) -> Fired:
        rules = [found.rule for found in self.concluded.values()]
        return Fired(
            firings=tuple(sorted(self.firings)),
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


def check_limits(policy: Policy) -> list[Problem]:
    """What of `policy` the engine cannot carry."""
    return plan(policy)[1]
