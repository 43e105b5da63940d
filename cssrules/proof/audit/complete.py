"""Whether each question has an answer wherever everything is known, and if not, what leaves it open.

In: a question and what it rests on. Out: of each rule that can leave it open though everything is known a
finding, with the questions that this leaves open.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from cssrules.audited import FindingKind, ProofFinding, Witness
from cssrules.cone import read_by
from cssrules.dataclass import dataclass
from cssrules.english import value_of
from cssrules.expression import Measured
from cssrules.policy import Policy, Question, Rule
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.proof.audit.search import BY_CASE
from cssrules.proof.audit.tables import concluded_by
from cssrules.readings.prove import Condition, Found, Impossible, Unsettled, either, negation
from cssrules.trace import Concluded, Trace
from cssrules.values import listed


@dataclass(frozen=True, slots=True)
class _Cause:
    """What leaves questions open: why, and a case in which it does."""

    why: str
    witness: Witness
    questions: list[str]


class Completeness:
    """Looks at one question after the other: what leaves several of them open is one finding."""

    def __init__(self, policy: Policy, ledger: Ledger) -> None:
        self.policy, self.ledger = policy, ledger
        self.causes: dict[str, _Cause] = {}
        self._open: set[str] = set()

    def look_at(self, ground: Ground, question: Question) -> None:
        """Find what leaves a question open, until nothing else does."""
        still = [ground.asked(question), negation(ground.theory.known(question.answer))]
        met: list[str] = []
        while True:
            settled = [c for id in met for c in _settled(ground, ground.policy.rules[id])]
            match ground.ask(*still, *ground.complete, *settled):
                case Impossible():
                    self.ledger.prove(
                        FindingKind.NOT_COMPLETE,
                        (question.id,),
                        int(not met),
                        cut=_is_cut(ground, question),
                    )
                    return
                case Unsettled(why=why):
                    self._open.add(question.id)
                    self.ledger.leave_open(FindingKind.NOT_COMPLETE, (question.id,), why)
                    return
                case Found() as found:
                    id = self._cause(ground, question, found)
                    if id in met:
                        return
                    met.append(id)

    def has_gap(self, question: Question) -> bool:
        """Whether a question can be open though everything is known, or that was not settled."""
        return question.id in self._open or any(
            question.id in cause.questions for cause in self.causes.values()
        )

    def found(self) -> dict[str, Any]:
        """What was found, as it can be kept."""
        return {
            id: (cause.why, cause.witness, cause.questions) for id, cause in self.causes.items()
        }

    def add(self, found: Mapping[str, Any]) -> None:
        """Take over what was found of other questions: of a cause the first case stands."""
        for id, (why, witness, questions) in found.items():
            cause = self.causes.setdefault(id, _Cause(why, witness, []))
            cause.questions.extend(questions)

    def tell(self) -> None:
        """Note what was found."""
        for id, cause in self.causes.items():
            rule = self.policy.rules[id]
            message = f"`{rule.define}` ({id}) is open though everything is known: {cause.why}"
            left = listed(cause.questions, "and")
            self.ledger.findings.append(
                ProofFinding(
                    FindingKind.NOT_COMPLETE,
                    (id,),
                    f"{message}. That leaves {left} without an answer",
                    (cause.witness,),
                    BY_CASE,
                    id,
                )
            )

    def _cause(self, ground: Ground, question: Question, found: Found) -> str:
        """The rule that leaves the question open in a case."""
        trace = ground.trace(found)
        stuck = next(stuck_in(ground.policy, trace))
        id = stuck.rule.id
        if id not in self.causes:
            witness = ground.witness(
                found, lambda trace: _leaves_open(ground.policy, question, id, trace), whole=True
            )
            self.causes[id] = _Cause(_why(self.policy, trace, stuck), witness, [])
        self.causes[id].questions.append(question.id)
        return id


def _is_cut(ground: Ground, question: Question) -> bool:
    return ground.is_cut([question.answer], question.conditions)


def _settled(ground: Ground, rule: Rule) -> Iterator[Condition]:
    """That a rule concludes something."""
    for there, found in ground.theory.concluded(rule):
        yield either(negation(there), ground.theory.is_known(found.value))


def stuck_in(policy: Policy, trace: Trace) -> Iterator[Concluded]:
    """What is unknown though all conclusions are known that it rests on."""
    for rule in policy.order:
        if rule.define not in trace.concluded and rule.define not in trace.each:
            continue
        read = [trace.concluded[name] for name in read_by(rule) if name in trace.concluded]
        if all(concluded.value is not None for concluded in read):
            yield from (one for one in concluded_by(rule, trace) if one.value is None)


def _leaves_open(policy: Policy, question: Question, id: str, trace: Trace) -> bool:
    return trace.value(question.answer) is None and any(
        stuck.rule.id == id for stuck in stuck_in(policy, trace)
    )


def _why(policy: Policy, trace: Trace, stuck: Concluded) -> str:
    for finding in trace.findings:
        if finding.rule == stuck.rule.id:
            return finding.message
    for judged in stuck.conditions():
        if isinstance(judged.expression, Measured) and judged.value is None:
            return f"there is nothing to measure for {value_of(policy, judged.expression)}"
    return "a value that it rests on is unknown"
