"""Z3 as it is asked: conditions in; out comes a case that meets them, a proof that none does, or neither.

The same questions in the same order get the same answers: seeds are fixed, work is counted and not
timed, and each prover has a context of its own.
"""

from collections.abc import Sequence
from typing import TypeAlias

import z3

from cssrules.dataclass import dataclass
from cssrules.readings.prove.algebra import Kleene, Maybe, Wording
from cssrules.readings.prove.symbols import Condition, Integer, Vocabulary

ENGINE = f"z3 {z3.get_version_string()}"
WORK = 20_000_000
"""The resource units of Z3 that one question may cost: some seconds on a slow core."""


class Found:
    """A case that meets what was asked. A theory reads its values; meaning is to confirm them."""

    def __init__(self, vocabulary: Vocabulary, assignment: z3.ModelRef) -> None:
        self._vocabulary, self._assignment = vocabulary, assignment

    def holds(self, condition: Condition) -> bool:
        """Whether the case meets a condition."""
        if isinstance(condition, bool):
            return condition
        return bool(z3.is_true(self._assignment.eval(condition, model_completion=True)))

    def number(self, term: Integer) -> int:
        """What an integer is."""
        if isinstance(term, int):
            return term
        return int(self._assignment.eval(term, model_completion=True).as_long())

    def read(self, term: object) -> bool | int | str | None:
        """What a term of the algebra stands for; None where it is unknown."""
        match term:
            case Kleene(holds=holds, fails=fails):
                return True if self.holds(holds) else False if self.holds(fails) else None
            case Maybe(term=number, known=known):
                return self.number(number) if self.holds(known) else None
            case Wording(code=code, known=known):
                return self._vocabulary.text(self.number(code)) if self.holds(known) else None
            case bool() | z3.BoolRef():
                return self.holds(term)
            case int() | z3.ArithRef():
                return self.number(term)
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


class Prover:
    """Asks Z3; `queries` counts what was asked. Theories that are to be compared share one prover."""

    def __init__(self, work: int = WORK) -> None:
        self.vocabulary = Vocabulary()
        self.work = work
        self.queries = 0
        self._solver = z3.Solver(ctx=self.vocabulary.context)
        self._solver.set("random_seed", 0)
        self._solver.set("rlimit", work)
        self._constrained = 0
        self._literals: dict[int, tuple[z3.BoolRef, z3.BoolRef]] = {}

    def ask(self, *conditions: Condition, given: Sequence[Condition] = ()) -> Verdict:
        """Whether a case meets all of `conditions` and all of `given`."""
        literals = [self._literal(condition) for condition in conditions]
        listed = [self._literal(condition) for condition in given]
        self._state()
        self.queries += 1
        match self._solver.check([*literals, *listed]):
            case z3.sat:
                return Found(self.vocabulary, self._solver.model())
            case z3.unsat:
                core = {literal.get_id() for literal in self._solver.unsat_core()}
                return Impossible(
                    tuple(n for n, literal in enumerate(listed) if literal.get_id() in core)
                )
            case _:
                return Unsettled(f"not settled in {self.work:,} steps of Z3")

    def _state(self) -> None:
        """Tell the solver what was constrained since it was last asked."""
        for constraint in self.vocabulary.constraints[self._constrained :]:
            self._solver.add(constraint)
        self._constrained = len(self.vocabulary.constraints)

    def _literal(self, condition: Condition) -> z3.BoolRef:
        """A symbol by which a condition can be asked for, and told from others in a core."""
        if isinstance(condition, bool):
            condition = z3.BoolVal(condition, self.vocabulary.context)
        id = condition.get_id()
        if id not in self._literals:
            literal = z3.Bool(f"asked {len(self._literals)}", self.vocabulary.context)
            self._solver.add(z3.Implies(literal, condition))
            self._literals[id] = (condition, literal)
        return self._literals[id][1]
