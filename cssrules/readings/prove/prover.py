"""Z3 as it is asked: conditions in; out comes a case that meets them, a proof that none does, or neither.

The same questions in the same order get the same answers: seeds are fixed, work is counted and not
timed, and each prover has a context of its own.
"""

from collections.abc import Sequence
from typing import TypeAlias

import z3

from cssrules.dataclass import dataclass
from cssrules.readings.prove.conditions import Condition, Negated, Symbol
from cssrules.readings.prove.found import Found
from cssrules.readings.prove.symbols import Vocabulary
from cssrules.readings.prove.told import Told

ENGINE = f"z3 {z3.get_version_string()}"
WORK = 20_000_000
"""The resource units of Z3 that one question may cost: some seconds on a slow core."""


@dataclass(frozen=True, slots=True)
class Impossible:
    """No case meets what was asked. `core` are places in `given`, from 0, that are enough for that."""

    core: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Unsettled:
    """It was not settled, and why."""

    why: str


Verdict: TypeAlias = Found | Impossible | Unsettled


class Prover:
    """Asks Z3; `queries` counts what was asked. Theories that are to be compared share one prover."""

    def __init__(self, work: int = WORK) -> None:
        self.vocabulary = Vocabulary()
        self.work = work
        self.queries = 0
        self._context = z3.Context()
        self._told = Told(self._context)
        self._solver = z3.Solver(ctx=self._context)
        self._solver.set("random_seed", 0)
        self._solver.set("rlimit", work)
        self._constrained = self._limited = 0
        self._literals: dict[int, z3.Ast] = {}

    def ask(self, *conditions: Condition, given: Sequence[Condition] = ()) -> Verdict:
        """Whether a case meets all of `conditions` and all of `given`."""
        literals = [self._literal(condition) for condition in conditions]
        listed = [self._literal(condition) for condition in given]
        self._state()
        self.queries += 1
        ref, solver = self._context.ref(), self._solver.solver
        asked = (z3.Ast * (len(literals) + len(listed)))(*literals, *listed)
        match z3.Z3_solver_check_assumptions(ref, solver, len(asked), asked):
            case z3.Z3_L_TRUE:
                return Found(self.vocabulary, self._told, self._solver.model())
            case z3.Z3_L_FALSE:
                core = {literal.get_id() for literal in self._solver.unsat_core()}
                ids = [z3.Z3_get_ast_id(ref, literal) for literal in listed]
                return Impossible(tuple(n for n, id in enumerate(ids) if id in core))
            case _:
                return Unsettled(f"not settled in {self.work:,} steps of Z3")

    def _state(self) -> None:
        """Tell the solver what was constrained since it was last asked."""
        for constraint in self.vocabulary.constraints[self._constrained :]:
            self._add(self._told.condition(constraint))
        self._constrained = len(self.vocabulary.constraints)
        for limit in self._told.limits[self._limited :]:
            self._add(limit)
        self._limited = len(self._told.limits)

    def _literal(self, condition: Condition) -> z3.Ast:
        """A symbol by which a condition can be asked for, and told from others in a core."""
        ref = self._context.ref()
        told = self._told.condition(condition)
        if isinstance(condition, Symbol):
            return told
        if isinstance(condition, Negated) and isinstance(condition.part, Symbol):
            return told
        id = z3.Z3_get_ast_id(ref, told)
        if id not in self._literals:
            literal = self._told.condition(Symbol(f"asked {len(self._literals)}"))
            self._add(z3.Z3_mk_implies(ref, literal, told))
            self._literals[id] = literal
        return self._literals[id]

    def _add(self, stated: z3.Ast) -> None:
        z3.Z3_solver_assert(self._context.ref(), self._solver.solver, stated)
