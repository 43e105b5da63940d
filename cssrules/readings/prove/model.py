"""A policy as a theory: questions about all cases that its evidence allows, answered by Z3.

In: a checked policy, a day, and the names that the questions are about. Out: conditions to be put
together, and for each question a case that meets it, a proof that none does, or that it was not settled
within the work allowed. The same questions in the same order get the same answers: seeds are fixed, work
is counted and not timed, and each model has a context of its own.
A list has as many places as the caller allows: what is proved holds for lists up to that length.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cached_property
from typing import Any, TypeAlias

import z3

from cssrules.dataclass import dataclass
from cssrules.expression import Compare, Comparison, Const, Expression, Term
from cssrules.lowering.codec import decode
from cssrules.lowering.lower import Lowering
from cssrules.lowering.terms import Items, Lowered, Row, truth_of
from cssrules.policy import Evidence, Policy
from cssrules.readings.prove.algebra import Kleene, Maybe, Wording, Z3Algebra, negation
from cssrules.readings.prove.symbols import Condition, ItemAt, Symbols
from cssrules.values import Kind, ListOf, Value

WORK = 20_000_000
"""The resource units of Z3 that one question may cost: some seconds on a slow core."""

Terms: TypeAlias = Lowered[Kleene, Maybe, Wording]


class Found:
    """A case that meets what was asked; its values are read when they are asked for, and meaning is to
    confirm what Z3 concludes of them.
    """

    def __init__(self, model: "Model", assignment: z3.ModelRef) -> None:
        self._model, self._assignment = model, assignment

    @cached_property
    def values(self) -> Mapping[str, Value]:
        """The evidence by name; what is unknown is left out."""
        values = {n: self._model.evidence_in(n, self.read) for n in self._model.policy.evidence}
        return {name: value for name, value in values.items() if value is not None}

    def conclusion(self, name: str) -> Value:
        """What is concluded."""
        conclusion = self._model.lowered.conclusions[name]
        return decode(conclusion.value, conclusion.rule.kind, self.read)

    def holds(self, condition: Condition) -> bool:
        """Whether the case meets a condition."""
        return _truth(self._assignment, condition)

    def read(self, term: object) -> bool | int | str | None:
        """What a term of the algebra stands for; None where it is unknown."""
        assignment = self._assignment
        match term:
            case Kleene(holds=holds, fails=fails):
                met, failed = (_truth(assignment, condition) for condition in (holds, fails))
                return True if met else False if failed else None
            case Maybe(term=number, known=known):
                return _integer(assignment, number) if _truth(assignment, known) else None
            case Wording(code=code, known=known):
                known = _truth(assignment, known)
                return self._model.symbols.text(_integer(assignment, code)) if known else None
            case z3.BoolRef():
                return _truth(assignment, term)
            case z3.ArithRef():
                return _integer(assignment, term)
            case _:
                raise AssertionError("a term of the algebra")


@dataclass(frozen=True, slots=True)
class Impossible:
    """No case meets what was asked. `core` are places in `given`, from 0, that are enough for that."""

    core: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unsettled:
    """It was not settled, and why."""

    why: str


Verdict: TypeAlias = Found | Impossible | Unsettled


class Model:
    """The theory of `policy`, whose lists hold `most` items at most; of `lengths` those so many.

    `open_settings` are read like evidence, the others have their values. `decided` is what people
    decided. `queries` counts what was asked.
    """

    def __init__(  # noqa: PLR0913 # because a model has so many choices, each with its plain default
        self,
        policy: Policy,
        as_of: date,
        *,
        most: int = 3,
        lengths: Mapping[str, int] | None = None,
        open_settings: Iterable[str] = (),
        decided: Mapping[str, Value] | None = None,
    ) -> None:
        self.policy = _with_short_lists(
            _opened(policy, frozenset(open_settings)), most, lengths or {}
        )
        self.symbols = Symbols(self.policy)
        self.lowering: Lowering[Kleene, Maybe, Wording, ItemAt] = Lowering(
            self.policy,
            Z3Algebra(self.symbols, self.policy.holidays),
            as_of,
            settings_open=False,
            decided=decided or {},
        )
        self.lowered = self.lowering.policy_terms()
        self.queries = 0
        self._inputs = {
            name: self.lowering.kinds.input(name, evidence.kind)
            for name, evidence in self.policy.evidence.items()
        }
        self._fields = {at: dict(self._items(at)) for at in self._places()}
        self._solver = z3.Solver(ctx=self.symbols.context)
        self._solver.set("random_seed", 0)
        self._solver.set("rlimit", WORK)
        self._constrained = 0
        self._literals: dict[int, tuple[z3.BoolRef, z3.BoolRef]] = {}
        for assumption in self.lowered.assumptions:
            self.symbols.constrain(negation(truth_of(assumption).fails))

    # -- conditions ----------------------------------------------------------------------------------

    def truth(self, expression: Expression) -> Kleene:
        """A condition over the policy's names: that it holds, that it fails, that it is known."""
        return truth_of(self.lowering.node(expression, None))

    def known(self, name: str) -> Condition:
        """That evidence or a conclusion is known."""
        return self.lowering.kinds.known(self.lowering.read(name)).holds

    def is_value(self, name: str, value: Value) -> Condition:
        """That evidence or a conclusion is known and has this value."""
        kind = self.policy.kind(name)
        assert kind is not None, "a name of the policy"
        equal = Compare(Comparison.EQ, Term(name, kind), Const(value, kind))
        return self.truth(equal).holds

    def pinned(self, name: str, value: Value) -> Sequence[Condition]:
        """The conditions that evidence has just this value; None: that it is unknown."""
        return tuple(self.symbols.pinned(name, value))

    def rows(self, define: str) -> tuple[Row[Kleene, Maybe, Wording], ...]:
        """The rows of the table that gives a conclusion; none where it has no table."""
        body = self.lowered.conclusions[define].body
        return body if isinstance(body, tuple) else ()

    # -- questions -----------------------------------------------------------------------------------

    def ask(self, *conditions: Condition, given: Sequence[Condition] = ()) -> Verdict:
        """Whether a case meets all of `conditions` and all of `given`."""
        self._state()
        literals = [self._literal(condition) for condition in conditions]
        listed = [self._literal(condition) for condition in given]
        self.queries += 1
        match self._solver.check([*literals, *listed]):
            case z3.sat:
                return Found(self, self._solver.model())
            case z3.unsat:
                core = {literal.get_id() for literal in self._solver.unsat_core()}
                return Impossible(
                    tuple(n for n, literal in enumerate(listed) if literal.get_id() in core)
                )
            case _:
                return Unsettled(f"not settled in {WORK:,} steps of Z3")

    def _state(self) -> None:
        """Tell the solver what was constrained since it was last asked."""
        for constraint in self.symbols.constraints[self._constrained :]:
            self._solver.add(constraint)
        self._constrained = len(self.symbols.constraints)

    def _literal(self, condition: Condition) -> z3.BoolRef:
        """A symbol by which a condition can be asked for, and told from others in a core."""
        if isinstance(condition, bool):
            condition = z3.BoolVal(condition, self.symbols.context)
        id = condition.get_id()
        if id not in self._literals:
            literal = z3.Bool(f"asked {len(self._literals)}", self.symbols.context)
            self._solver.add(z3.Implies(literal, condition))
            self._literals[id] = (condition, literal)
        return self._literals[id][1]

    # -- cases -----------------------------------------------------------------------------------------

    def evidence_in(self, name: str, read: Callable[[object], Any]) -> Value:
        """What evidence is, as `read` gives each term."""
        terms = self._inputs[name]
        if not isinstance(terms, Items):
            return decode(terms, self.policy.evidence[name].kind, read)
        fields = self._fields
        return self.symbols.listed(name, lambda at: self._known_fields(fields[at], read), read)

    def _known_fields(
        self, fields: Mapping[str, tuple[Terms, Kind]], read: Any
    ) -> dict[str, Value]:
        found = {name: decode(terms, kind, read) for name, (terms, kind) in fields.items()}
        return {name: value for name, value in found.items() if value is not None}

    def _places(self) -> Iterator[ItemAt]:
        for name, terms in self._inputs.items():
            if isinstance(terms, Items):
                most = self.symbols.list(name).most
                yield from (ItemAt(name, position) for position in range(most))

    def _items(self, at: ItemAt) -> Iterator[tuple[str, tuple[Terms, Kind]]]:
        for field, kind in self.policy.record_of(at.items).fields:
            yield field, (self.lowering.kinds.input(field, kind, at.items, at), kind)


def _truth(assignment: z3.ModelRef, condition: Condition) -> bool:
    if isinstance(condition, bool):
        return condition
    return bool(z3.is_true(assignment.eval(condition, model_completion=True)))


def _integer(assignment: z3.ModelRef, term: int | z3.ArithRef) -> int:
    if isinstance(term, int):
        return term
    return int(assignment.eval(term, model_completion=True).as_long())


def _opened(policy: Policy, settings: frozenset[str]) -> Policy:
    """The policy with some settings read like evidence."""
    opened = {
        s.name: Evidence(s.name, s.kind, s.place) for s in map(policy.settings.get, settings) if s
    }
    kept = {name: s for name, s in policy.settings.items() if name not in opened}
    return replace(policy, settings=kept, evidence={**policy.evidence, **opened})


def _with_short_lists(policy: Policy, most: int, lengths: Mapping[str, int]) -> Policy:
    """The policy with as many places for a list as there are to be looked at."""

    def shortened(evidence: Evidence) -> Evidence:
        kind = evidence.kind
        if not isinstance(kind, ListOf):
            return evidence
        places = max(kind.least, min(kind.most, lengths.get(evidence.name, most)))
        return replace(evidence, kind=replace(kind, most=places))

    cut = {name: shortened(evidence) for name, evidence in policy.evidence.items()}
    return replace(policy, evidence=cut)
