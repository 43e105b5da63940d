"""Whether better evidence can worsen an answer, all else being equal and known.

All evidence that has a better way is made as good or better at once: where that worsens no answer, none of
it does by itself. Where it does, the change is made one fact after the other, until one of them worsens it.
"""

from datetime import date

from cssrules.audited import FindingKind, ProofFinding
from cssrules.expression import Comparison
from cssrules.meaning import meaning
from cssrules.policy import Question
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.proof.audit.search import BY_CASE
from cssrules.proof.audit.witness import Shows, Values, case_facts, confirmed
from cssrules.readings.prove import (
    Condition,
    Found,
    Impossible,
    Unsettled,
    compared,
)
from cssrules.trace import Trace
from cssrules.values import Choice, Value, show


class Directions:
    """The case and the better one, of a question whose answers have an order."""

    def __init__(self, ground: Ground, question: Question) -> None:
        self.ground, self.question = ground, question
        self.better = {
            name: evidence.better
            for name, evidence in ground.policy.evidence.items()
            if evidence.better is not None
        }
        self.theory = ground.beside("better ", self.better)

    def look_at(self, ledger: Ledger) -> None:
        """Find each fact of which the better value worsens the answer."""
        answer, ground = self.question.answer, self.ground
        worse = compared(Comparison.LT, self.theory, ground.theory, answer).holds
        asked = [ground.asked(self.question), ground.asked(self.question, self.theory)]
        complete = [c for name in self.better for c in self.theory.completed(name, None)]
        met: list[str] = []
        while True:
            steps = [self._step(name, equal=name in met) for name in self.better]
            match ground.ask(worse, *asked, *steps, *ground.complete, *complete):
                case Impossible():
                    left = len(self.better) - len(met)
                    cut = ground.is_cut([answer], self.question.conditions)
                    ledger.prove(FindingKind.NOT_MONOTONE, (self.question.id,), left, cut=cut)
                    return
                case Unsettled(why=why):
                    ledger.leave_open(FindingKind.NOT_MONOTONE, (self.question.id,), why)
                    return
                case Found() as found:
                    name = self._tell(found, ledger)
                    if name is None:
                        why = "several facts made better at once worsen it, and none by itself"
                        ledger.leave_open(FindingKind.NOT_MONOTONE, (self.question.id,), why)
                        return
                    met.append(name)

    def _step(self, name: str, *, equal: bool) -> Condition:
        how = Comparison.GE if self.better[name].is_upward else Comparison.LE
        how = Comparison.EQ if equal else how
        return compared(how, self.theory, self.ground.theory, name).holds

    def _tell(self, found: Found, ledger: Ledger) -> str | None:
        """The fact that worsens the answer, noted with the two cases."""
        before, day = self.ground.values(found)
        after, _ = self.ground.values(found, self.theory)
        for name in (name for name in self.better if before[name] != after[name]):
            changed = {**before, name: after[name]}
            if self._is_worse(self._trace(before, day), self._trace(changed, day)):
                ledger.findings.append(self._finding(name, before, after[name], day))
                return name
            before = changed
        return None

    def _finding(self, name: str, before: Values, better: Value, day: date) -> ProofFinding:
        policy, answer = self.ground.policy, self.question.answer
        small = confirmed(policy, before, day, self._worsens(name, better, day), whole=False)
        cases = (small, {**small, name: better})
        was, is_ = (show(case[name], policy.evidence[name].kind) for case in cases)
        first, last = (self._trace(case, day).value(answer) for case in cases)
        rule = policy.in_force(answer, day)
        assert rule is not None, "what answers is in force"
        return ProofFinding(
            FindingKind.NOT_MONOTONE,
            (name, rule.id),
            f"`{name}` made better, from {was} to {is_}, worsens `{answer}` ({self.question.id})"
            f" from {first} to {last}",
            tuple(case_facts(policy, case, day) for case in cases),
            BY_CASE,
            name,
        )

    def _worsens(self, name: str, better: Value, day: date) -> Shows:
        """That a fact, made better, worsens the answer."""

        def shows(trace: Trace) -> bool:
            after = {**trace.values, name: better}
            return name in trace.values and self._is_worse(trace, self._trace(after, day))

        return shows

    def _trace(self, values: Values, day: date) -> Trace:
        return meaning(self.ground.policy, values, day)

    def _is_worse(self, before: Trace, after: Trace) -> bool:
        """Whether the answer is worse, where the question is asked before and after."""
        kind = self.ground.policy.kind(self.question.answer)
        assert isinstance(kind, Choice), "an answer with an order"
        one, other = (trace.value(self.question.answer) for trace in (before, after))
        if not (isinstance(one, str) and isinstance(other, str)):
            return False
        asked = all(self.ground.is_asked(self.question, trace) for trace in (before, after))
        return asked and kind.options.index(other) < kind.options.index(one)


def has_order(ground: Ground, question: Question) -> bool:
    """Whether the answers of a question go from worse to better."""
    kind = ground.policy.kind(question.answer)
    return isinstance(kind, Choice) and kind.ordered
