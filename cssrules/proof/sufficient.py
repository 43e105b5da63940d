"""Facts of a case that are enough against something: some, and then the fewest.

In: a theory, what meaning found of a case, and a condition that the case does not meet. Out: facts of
which each case that shares them fails it too, and of which none can be left out.
"""

from collections.abc import Callable, Collection, Iterable, Sequence

from cssrules.expression import Expression
from cssrules.meaning import evaluated
from cssrules.policy import Policy
from cssrules.proof.facts import Fact, FactsOf, condition_of
from cssrules.readings.prove import Condition, Impossible, Prover, Theory
from cssrules.trace import Trace


class Sufficient:
    """The facts of one case, those that `conditions` rest on among them. Those `preferred` are taken where
    there is a choice, and what is unknown only where what is known is not enough. A fact says what `stands`
    says; unless given, that it is as it is in the case.
    """

    def __init__(  # noqa: PLR0913 # because of both choices there is a plain default
        self,
        prover: Prover,
        theory: Theory,
        policy: Policy,
        trace: Trace,
        *,
        preferred: Collection[Fact] = (),
        conditions: Iterable[Expression] = (),
        stands: Callable[[Fact], Condition] | None = None,
    ) -> None:
        self.prover, self.theory, self.policy, self.trace = prover, theory, policy, trace
        self.preferred = preferred
        self.of = FactsOf(policy, conditions)
        self._stands = stands or (lambda fact: condition_of(fact, theory, policy, trace))
        self._conditions: dict[Fact, Condition] = {}

    @property
    def known(self) -> tuple[Fact, ...]:
        """The facts that are known of the case."""
        return tuple(fact for fact in self.of.facts if self.value(fact) is not None)

    def value(self, fact: Fact) -> object:
        """What meaning finds of the fact."""
        return evaluated(self.policy, self.trace, fact.expression).value

    def against(self, aim: Condition) -> tuple[Fact, ...] | None:
        """The fewest facts that are enough against `aim`; None where it was not proved."""
        everything = (*self.of.facts, *self.of.pins())
        return self.fewest_of(self.known, aim) or self.fewest_of(everything, aim)

    def fewest_of(self, facts: Sequence[Fact], aim: Condition) -> tuple[Fact, ...] | None:
        """Of these facts the fewest that are enough; None where all of them are not."""
        chosen = self.enough([fact for fact in facts if fact in self.preferred], aim)
        chosen = chosen or self.enough(facts, aim)
        if chosen is None:
            return None
        kept = chosen
        for fact in sorted(chosen, key=lambda fact: fact in self.preferred):
            if fact in kept:
                fewer = self.enough([other for other in kept if other != fact], aim)
                kept = kept if fewer is None else fewer
        return kept

    def enough(self, facts: Sequence[Fact], aim: Condition) -> tuple[Fact, ...] | None:
        """Some of the facts that are together enough against `aim`; None where all of them are not."""
        verdict = self.prover.ask(aim, given=[self._condition(fact) for fact in facts])
        if isinstance(verdict, Impossible):
            return tuple(facts[place] for place in verdict.core)
        return None

    def _condition(self, fact: Fact) -> Condition:
        if fact not in self._conditions:
            self._conditions[fact] = self._stands(fact)
        return self._conditions[fact]
