"""The reading in which durable-rules fires a decision.

In: a Policy and meaning's Trace of a case, which is here the host's evaluator of atoms. Out: Fired:
what the engine derived, stratum by stratum, and from what. The host computes values that are not yes
or no, from the rows that the engine hit; it closes each stratum by stating what is unknown.
The items of a list, and the pairs of one body with others, go through the engine many at a time.
"""

from collections.abc import Iterator, Mapping, Sequence
from operator import attrgetter
from typing import Final

from cssrules.dataclass import dataclass
from cssrules.expression import And, Not, Or
from cssrules.policy import HitPolicy, Policy, Rule, Table
from cssrules.readings.fire.compiled import Compiled, compiled
from cssrules.readings.fire.driver import RELEASE, EngineFiring, Ruleset, engine
from cssrules.readings.fire.emit import Literal, Role, hit
from cssrules.trace import Concluded, Judged, JudgedRow, Trace
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
    `conclusions` are the yes-or-no ones by their node, presumptions taken. `hits` tells of each row
    node whether it gives the output, or adds to it where outputs gather. `values` has the output of
    each table of another kind by its conclusion's node, before presumption.
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
    record = _Record(trace, compiled(policy, trace.as_of, trace.decided))
    _run([record])
    return record.fired()


def fire_pairs(policy: Policy, traces: Mapping[str, Trace]) -> Mapping[str, Fired]:
    """What the engine derives of `policy`, which speaks of a pair, for each pair of one body with
    another, by the other's id: many in one session, where antecedents join on the pair.

    All traces are of one day and of what nobody decided. Raises Problems and EngineFault.
    """
    days = {trace.as_of for trace in traces.values()}
    if not days:
        return {}
    (day,) = days
    together = compiled(policy, day, pairs=True)
    records = {other: _Record(trace, together) for other, trace in traces.items()}
    _run([*records.values()])
    return {other: record.fired() for other, record in records.items()}


def _run(records: "Sequence[_Record]") -> None:
    """Take some cases, whose rules are compiled alike, through the engine."""
    for stratum in records[0].compiled.strata:
        for ruleset in stratum.body:
            _run_through(ruleset, records)
        for record in records:
            record.close(stratum.rules)
        for ruleset in stratum.presumptions:
            _run_through(ruleset, records)


def _run_through(ruleset: Ruleset, records: "Sequence[_Record]") -> None:
    """State what is known of a network's facts, and take down what the engine fires."""
    network = ruleset.network
    subjects = [(record, item) for record in records for item in record.items(network.each)]
    for start in range(0, len(subjects), network.width):
        together = subjects[start : start + network.width]
        known = [
            (literal, number)
            for number, (record, item) in enumerate(together)
            for literal in network.reads
            if record.states.get(record.node(literal.node, item)) == literal.state
        ]
        for firing in ruleset.run(known) if known else ():
            record, item = together[firing.subject]
            record.take(firing, item)


# -- one decision ----------------------------------------------------------------------------------


class _Record:
    """The facts of one decision, as they come.

    Nodes are those of the trace. The compiled policy knows those of items without their item, which
    then stands beside; None for what is concluded of the case.
    """

    def __init__(self, trace: Trace, policy: Compiled) -> None:
        self.compiled = policy
        self.plan = policy.plan
        self.rules = policy.policy.rules
        self.trace = trace
        self.concluded = {found.path: (found, item) for found, item in _all_concluded(trace)}
        self.states: dict[str, str] = {}
        self.words: dict[str, str] = {}
        self.reasons: dict[str, tuple[str, ...]] = {}
        self.firings: list[Firing] = []
        self.values: dict[str, Value] = {}
        for found, _ in self.concluded.values():
            for node, value in _judged(found):
                if found.rule.id + node.removeprefix(found.path) in policy.atoms:
                    if value is not None:
                        self.states[node] = "t" if value else "f"
                    self.words[node] = _WORDS[self.states.get(node, "u")]

    def items(self, each: str | None) -> Sequence[str | None]:
        """The items of the list `each`; for None the case, which is no item."""
        return [None] if each is None else [item.id for item in self.trace.lists.get(each, ())]

    def node(self, name: str, item: str | None) -> str:
        """The node of the trace that is `name` in the compiled policy."""
        if item is None:
            return name
        rule, slash, rest = name.partition("/")
        if self.rules[rule].each is None:
            return name
        return f"{rule}/item/{item}{slash}{rest}"

    def take(self, firing: EngineFiring, item: str | None) -> None:
        """Take down what the engine fired of an item, or of the case."""
        gives, role = firing.implication.gives, firing.implication.role
        node = self.node(gives.node, item)
        because = self.because([self.node(name, item) for name in firing.matched])
        self.states.setdefault(node, gives.state)
        if role is Role.AUXILIARY or role is Role.HIT:
            self.reasons[node] = because
        if role is not Role.AUXILIARY:
            truth = "presumed" if role is Role.PRESUMPTION else _WORDS[gives.state]
            self.words.setdefault(node, truth)
            self.firings.append(Firing(node, truth, because))

    def because(self, matched: Sequence[str]) -> tuple[str, ...]:
        """The nodes of the trace behind the facts of a firing."""
        if self.reasons.keys().isdisjoint(matched):
            return tuple(sorted(matched))
        return tuple(sorted({r for fact in matched for r in self.reasons.get(fact, (fact,))}))

    def close(self, rules: tuple[Rule, ...]) -> None:
        """State as unknown what the stratum has not concluded."""
        for rule in rules:
            for item in self.items(rule.each):
                node = self.node(rule.id, item)
                yes_no = isinstance(rule.kind, YesNo)
                truth = self.truth(rule.id, item) if yes_no else self.value(node)
                if truth is None:
                    self.states[self.fact(rule.id, item)] = "u"
                    self.words[node] = "unknown"
                    self.firings.append(Firing(node, "unknown", ()))

    def value(self, node: str) -> Value:
        """The value of a rule that is not yes or no: the host's, by the rows that the engine hit."""
        found, _ = self.concluded[node]
        match found.rule.body, found.body:
            case Table() as table, tuple(rows):
                self.values[node] = self.output(table, rows)
                return self.values[node]
            case _:
                return found.found

    def output(self, table: Table, rows: tuple[JudgedRow, ...]) -> Value:
        possible = [row for row in rows if self.states.get(row.path) != "f"]
        outputs = [row.output.value if row.output else None for row in possible]
        if table.makes:
            items = tuple(row.item for row in possible)
            return items if all(self.hits(table, row.path) for row in possible) else None
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

    def fact(self, name: str, item: str | None) -> str:
        """The node whose fact states the node `name`."""
        return self.node(self.plan.facts.of(Literal(name, "t")).node, item)

    def truth(self, name: str, item: str | None) -> bool | None:
        """What is stated of a node, by its own fact or by one that it shares."""
        stated = self.states.get(self.fact(name, item), "u")
        return None if stated == "u" else stated == self.plan.facts.of(Literal(name, "t")).state

    def conclusion(self, found: Concluded, item: str | None) -> bool | None:
        truth = self.truth(found.rule.id, item)
        return self.truth(f"{found.rule.id}/if unknown", item) if truth is None else truth

    def share(self) -> None:
        """Take down the nodes that are the same as another by definition."""
        for same in self.plan.same:
            for item in self.items(self.rules[same.node.partition("/")[0]].each):
                truth = self.truth(same.node, item)
                if truth is not None:
                    node, of = self.node(same.node, item), self.node(same.of.node, item)
                    self.words[node] = "true" if truth else "false"
                    self.firings.append(Firing(node, self.words[node], (of,)))

    def fired(self) -> Fired:
        self.share()
        concluded = self.concluded.values()
        return Fired(
            firings=tuple(sorted(self.firings, key=_in_order)),
            conclusions={
                found.path: self.conclusion(found, item)
                for found, item in concluded
                if isinstance(found.rule.kind, YesNo)
            },
            hits={
                row.path: self.hits(found.rule.body, row.path)
                for found, _ in concluded
                if isinstance(found.rule.body, Table) and isinstance(found.body, tuple)
                for row in found.body
            },
            presumptions=frozenset(f.node for f in self.firings if f.truth == "presumed"),
            engine=RELEASE,
            facts=self.words,
            values=self.values,
        )


def _all_concluded(trace: Trace) -> Iterator[tuple[Concluded, str | None]]:
    """Every conclusion, with the item of which it is one."""
    for found in trace.concluded.values():
        yield found, None
    for of_items in trace.each.values():
        for item, found in of_items.items():
            yield found, item


def _judged(found: Concluded) -> Iterator[tuple[str, Value]]:
    """Every node that could be an atom: conditions by their parts, rows, and rows' outputs."""
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
