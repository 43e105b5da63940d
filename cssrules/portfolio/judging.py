"""What the small policy of a portfolio rule says of one body, or of one body and another.

In: a portfolio rule, the bodies, the day. Out: values of its conclusions, and why. The generated
evaluator gives the values where it can, which is where every number has a step; meaning defines them,
and gives the reasons. durable-rules fires what was reasoned, one session for each body that chooses.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from importlib import import_module
from typing import Any, cast

from cssrules.case import Entry
from cssrules.dataclass import dataclass
from cssrules.deciding import Disagreement, findings_of
from cssrules.decision import DecisionFinding
from cssrules.decisive import deciding_parts, deciding_rows
from cssrules.english import found, says, worked_out
from cssrules.expression import And, Not, Or, kind_of, terms
from cssrules.meaning import evaluated, meaning
from cssrules.policy import (
    CHOSEN,
    OWN,
    PAIR,
    Pairing,
    Policy,
    PortfolioRule,
    Table,
    Template,
)
from cssrules.portfolio.bodies import Bodies
from cssrules.portfolio.market import Pair
from cssrules.problem import Kind as Fault
from cssrules.proposal import Because, Body
from cssrules.readings.evaluate import compile_evaluator
from cssrules.trace import Concluded, Judged, Trace, Truth
from cssrules.values import Kind, ListOf, Number, Value, YesNo, show

_ITEMS_AT_MOST = 100
"""Lists beyond this are left to meaning: the evaluator may write code for each place of a list."""


class Judge:
    """The small policy of one rule; `decided` are the pairs of it that people decided."""

    def __init__(self, rule: PortfolioRule, bodies: Bodies, decided: Collection[Pair] = ()) -> None:
        self.rule, self.bodies, self.decided = rule, bodies, decided
        self.policy, self.day = rule.policy, bodies.day
        self.faults: list[DecisionFinding] = []
        self._broken: dict[tuple[Value, ...], tuple[DecisionFinding, ...]] = {}

    # -- values --------------------------------------------------------------------------------------

    def own(self, body: Body, names: Collection[str] | None = None) -> Mapping[str, Value]:
        """What the rule reads of the body itself, and of the case that holds it; `names` alone."""
        read: dict[str, Value] = {}
        for name, reading in self.rule.readings.items():
            if names is not None and name not in names:
                continue
            if reading.of == OWN:
                read[name] = self.bodies.value(body, reading.name)
            elif reading.of not in {CHOSEN, PAIR}:
                read[name] = self.bodies.value(self.bodies.case_of(body), reading.name)
        return read

    def chosen(self, other: Body) -> Mapping[str, Value]:
        """What the rule reads of the one that is chosen."""
        return {
            name: self.bodies.value(other, reading.name)
            for name, reading in self.rule.readings.items()
            if reading.of == CHOSEN
        }

    def both(
        self, own: Mapping[str, Value], chosen: Mapping[str, Value], pair: Pair
    ) -> Mapping[str, Value]:
        """What the rule reads of a pair: of either, and whether people decided it."""
        return {**own, **chosen, **dict.fromkeys(self._of_pair, pair in self.decided)}

    @cached_property
    def _of_pair(self) -> tuple[str, ...]:
        return tuple(name for name, reading in self.rule.readings.items() if reading.of == PAIR)

    def entries(self, body: Body, other: Body | None) -> Iterator[Entry]:
        """What the rule reads of a pair, or of a body, with the reports that it comes from."""
        values = self.own(body)
        if other is not None:
            values = self.both(values, self.chosen(other), (body.key, other.key))
        for name, reading in self.rule.readings.items():
            if reading.of == PAIR:
                yield Entry(name, values[name])
                continue
            of = other if other and reading.of == CHOSEN else body
            if reading.of not in {OWN, CHOSEN}:
                of = self.bodies.case_of(body)
            report = self.bodies.entry(of, reading.name)
            if report is None:
                made_up = self.bodies.is_illustrative(of, reading.name)
                yield Entry(name, values[name], illustrative=made_up)
            else:
                yield replace(report, fact=name, value=values[name])

    def findings(self, of: str, trace: Trace) -> list[DecisionFinding]:
        """The faults that a body or a pair shows."""
        return [DecisionFinding(f.kind.label, f"{f.rule}/{of}", f.message) for f in trace.findings]

    def broken(self, of: str, values: Mapping[str, Value]) -> Iterator[DecisionFinding]:
        """The properties that a pair breaks, looked at once for pairs alike in what they read."""
        key = tuple(_hashable(values.get(name)) for name in self._promised)
        if key not in self._broken:
            found = findings_of(self.policy, self.trace(values)) if self._promised else ()
            label = Fault.PROPERTY_BROKEN.label
            self._broken[key] = tuple(one for one in found if one.kind == label)
        return (replace(one, rule=f"{one.rule}/{of}") for one in self._broken[key])

    @cached_property
    def _promised(self) -> tuple[str, ...]:
        """The evidence that the properties read."""
        stated = self.policy.properties
        return tuple(sorted({name for one in stated for name in terms(one.condition)}))

    def conclusions(self, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """What the small policy concludes of these values."""
        if self._evaluator is None:
            trace = self.trace(values)
            return {name: concluded.value for name, concluded in trace.concluded.items()}
        evaluator = self._evaluator
        return dict(evaluator.conclusions(evaluator.prepare(values)))

    @cached_property
    def _evaluator(self) -> Any:
        return compile_evaluator(self.policy, self.day) if _has_steps(self.policy) else None

    def trace(self, values: Mapping[str, Value]) -> Trace:
        return meaning(self.policy, values, self.day)

    def read_for(self, define: str) -> tuple[str, ...]:
        """The evidence that a conclusion of the small policy may rest on, words of authors too."""
        return tuple(sorted(_read(self.policy, define) & set(self.policy.evidence)))

    # -- reasons -------------------------------------------------------------------------------------

    def because(self, trace: Trace, define: str) -> tuple[Because, ...]:
        """What decided a conclusion of the rule, in the author's words where there are any: of a
        condition its parts, of a table the rows that decide, of a value how it was worked out.
        """
        concluded = trace.concluded[define]
        if concluded.presumed:
            said = "not known, and presumed to be so"
            return (Because(concluded.path, said, said),)
        if isinstance(concluded.body, tuple):
            return tuple(self.because_of_rows(concluded, trace))
        body = concluded.body
        if not isinstance(kind_of(body.expression), YesNo):
            said = worked_out(self.policy, body) or found(self.policy, body)
            return (Because(body.path, said, said),)
        return tuple(
            Because(
                part.path,
                self.words(part, trace),
                self.words(part, trace, generally=True),
            )
            for part in self.deciding(body)
        )

    def because_of_rows(self, concluded: Concluded, trace: Trace) -> Iterator[Because]:
        """The author's words of the rows that give the output; else what decides of each their cells."""
        assert isinstance(concluded.rule.body, Table), "the body was a table"
        rows = deciding_rows(concluded.rule.body, concluded)
        for row in [row for row in rows if row.hit is True] or rows:
            told = row.row.because if row.hit else None
            cells = [cell for cell in row.cells if cell is not None and cell.value is row.truth]
            said = "; ".join(found(self.policy, cell) for cell in cells) or f"row {row.row.id}"
            words = said if told is None else self.filled(told, trace)
            yield Because(row.path, words, words)

    def deciding(self, judged: Judged) -> Iterable[Judged]:
        """The conditions that decide, each one for which an author has words, or that is one test."""
        inner = judged
        while isinstance(inner.expression, Not):
            inner = inner.parts[0]
        if self.template(judged) is not None or not isinstance(inner.expression, And | Or):
            return (judged,)
        return tuple(one for part in deciding_parts(inner) for one in self.deciding(part))

    def words(self, judged: Judged, trace: Trace, *, generally: bool = False) -> str:
        """What was found in the author's words, where there are any; `generally` of no pair in
        particular.
        """
        template = self.template(judged)
        if template is not None:
            return self.filled(template, trace, generally=generally)
        if generally:
            return says(self.policy, judged.expression, truth=cast("Truth", judged.value))
        return found(self.policy, judged)

    def template(self, judged: Judged) -> Template | None:
        """The author's words of a condition that holds, fails or is open, as this one does."""
        id, _, path = judged.path.partition("/")
        reason = self.policy.rules[id].reasons.get(path)
        if reason is None:
            return None
        met = reason.met if judged.value else reason.not_met
        return reason.unknown if judged.value is None else met

    def filled(self, template: Template, trace: Trace, *, generally: bool = False) -> str:
        """The author's words with the values of the pair; `generally` without those of the chosen one."""
        return "".join(
            piece
            if isinstance(piece, str)
            else "…"
            if generally and not self._of_chosen.isdisjoint(terms(piece))
            else _short(evaluated(self.policy, trace, piece).value, kind_of(piece))
            for piece in template.pieces
        )

    @cached_property
    def _of_chosen(self) -> frozenset[str]:
        readings = self.rule.readings.items()
        return frozenset(name for name, reading in readings if reading.of == CHOSEN)

    # -- durable-rules -------------------------------------------------------------------------------

    def fire(self, body: str, traces: Mapping[str, Trace]) -> str:
        """Let the engine derive the same of `traces`, by what they are of; by what it was done."""
        fire: Any = import_module("cssrules.readings.fire")
        release = fire.available()
        if release is None:
            return "meaning alone: durable-rules is not installed"
        fired = fire.fire_pairs(self.policy, traces)
        differences = [
            f"{other}: {difference}"
            for other, trace in traces.items()
            for difference in fire.disagreements(self.policy, trace, fired[other])
        ]
        if differences:
            raise Disagreement(f"{self.rule.id} of {body}", differences)
        return str(release)


@dataclass(frozen=True, slots=True)
class Found:
    """A pair judged: `worth` has the value of each criterion."""

    body: str
    other: str
    eligible: bool | None
    because: tuple[Because, ...]
    worth: tuple[Value, ...]


def judged_pairs(
    judge: Judge,
    rule: Pairing,
    body: Body,
    others: Sequence[tuple[Body, Mapping[str, Value]]],
    *,
    engine: bool,
) -> tuple[list[Found], str]:
    """Every pair of `body` with one of `others`, and by what the rules were fired.

    Pairs that are alike in all that the rule reads are reasoned, and fired, once.
    """
    own, found_all = judge.own(body), list[Found]()
    read = judge.read_for(rule.define)
    said: dict[tuple[Value, ...], tuple[Because, ...]] = {}
    traces: dict[str, Trace] = {}
    for other, chosen in others:
        values = judge.both(own, chosen, (body.key, other.key))
        concluded = judge.conclusions(values)
        key = tuple(_hashable(values.get(name)) for name in read)
        if key not in said:
            trace = traces[other.key] = judge.trace(values)
            assert trace.value(rule.define) == concluded[rule.define], "evaluator and meaning agree"
            said[key] = judge.because(trace, rule.define)
            judge.faults += judge.findings(f"{body.key}/{other.key}", trace)
        eligible = concluded[rule.define]
        assert eligible is None or isinstance(eligible, bool)
        if eligible:
            judge.faults += judge.broken(f"{body.key}/{other.key}", values)
        worth = tuple(concluded[preference.define] for preference in rule.prefer)
        found_all.append(Found(body.key, other.key, eligible, said[key], worth))
    fired_by = judge.fire(body.key, traces) if engine and traces else ""
    return found_all, fired_by


def _hashable(value: Value) -> Value:
    """Items hold mappings, which have no hash: a list stands for itself by its place in memory."""
    return id(value) if isinstance(value, tuple) else value  # type: ignore[return-value]


def _has_steps(policy: Policy) -> bool:
    kinds: list[Kind] = [evidence.kind for evidence in policy.evidence.values()]
    kinds += [kind for record in policy.records.values() for _, kind in record.fields]
    return all(
        not (isinstance(kind, Number) and kind.step is None)
        and not (isinstance(kind, ListOf) and kind.most > _ITEMS_AT_MOST)
        for kind in kinds
    )


def _read(policy: Policy, define: str) -> frozenset[str]:
    found_all, pending = set[str](), [define]
    while pending:
        name = pending.pop()
        for rule in policy.defining.get(name, ()):
            for expression in rule.expressions:
                new = terms(expression) - found_all
                found_all |= new
                pending.extend(new)
            for reason in rule.reasons.values():
                for template in (reason.met, reason.not_met, reason.unknown):
                    for piece in template.pieces if template is not None else ():
                        if not isinstance(piece, str):
                            found_all |= terms(piece)
    return frozenset(found_all)


def _short(value: Value, kind: Kind) -> str:
    return "not known" if value is None else show(value, kind)
