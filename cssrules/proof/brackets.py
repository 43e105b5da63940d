"""Why this answer and no other: the fewest facts that hold it where it is.

In: what is known of a case, and a question that is decided. Out: of an answer with an order, the facts
that hold it back from anything better and those that hold it up from anything worse; of another, the
facts from which it follows. There may be several sets, each enough by itself, and no two share a fact.
Each is proved to be enough by Z3, and that none of its facts can be left out; meaning confirms it on
cases that share the facts and differ in all else.
Of a list as many items are looked at as are enough, and as many as the case has.
"""

from dataclasses import dataclass

from cssrules.cone import cone
from cssrules.deciding import Situation
from cssrules.decision import Side
from cssrules.english import found
from cssrules.meaning import evaluated, meaning
from cssrules.policy import Question
from cssrules.proof.facts import Fact, evidence_of
from cssrules.proof.lengths import lengths_of
from cssrules.proof.samples import samples
from cssrules.proof.sufficient import Sufficient
from cssrules.readings.prove import Condition, Prover, Theory, either, negation
from cssrules.values import Choice, ListOf, Value

SAMPLES, SETS = 5, 3


@dataclass(frozen=True, slots=True)
class Bracket:
    """Facts that are together enough to keep an answer from all `others` (without any: to keep it what
    it is), and of which none can be left out; `verified` where Z3 and meaning both confirm it.
    """

    side: Side
    others: tuple[Value, ...]
    facts: tuple[Fact, ...]
    verified: bool


class Brackets:
    """The brackets of the answer to one question; `policy` is the part that bears on it, `trace` what
    meaning found.
    """

    def __init__(self, situation: Situation, question: Question) -> None:
        self.question = question
        self.policy = cone(situation.policy, [question.answer], situation.decided)
        self.values = {n: v for n, v in situation.known.values.items() if n in self.policy.evidence}
        self.day, self.decided = situation.known.as_of, situation.decided
        self.trace = meaning(self.policy, self.values, self.day, self.decided)
        prover = Prover()
        self.lengths = lengths_of(self.policy, values=self.values, told=(question.answer,))
        self.theory = Theory(
            prover, self.policy, self.day, lengths=self.lengths.of, decided=self.decided
        )
        self.sufficient = Sufficient(prover, self.theory, self.policy, self.trace)

    def brackets(self) -> tuple[Bracket, ...]:
        """The brackets of the answer, which is known."""
        answer, kind = (
            self.trace.value(self.question.answer),
            self.policy.kind(self.question.answer),
        )
        assert answer is not None, "the question is decided"
        if not isinstance(kind, Choice) or not kind.ordered:
            return self._sets(Side.TO, ())
        place = kind.options.index(str(answer))
        sides = ((Side.BACK, kind.options[place + 1 :]), (Side.UP, kind.options[:place]))
        return tuple(b for side, others in sides if others for b in self._sets(side, others))

    def _sets(self, side: Side, others: tuple[Value, ...]) -> tuple[Bracket, ...]:
        """Sets of facts of which no two are alike in any; the smaller first, then in the policy's order."""
        aim, found = self.other(others), list[Bracket]()
        left = self.sufficient.known
        for number in range(SETS):
            facts = self.sufficient.fewest_of(left, aim) if number else self.sufficient.against(aim)
            if facts is None:
                break
            found.append(Bracket(side, others, facts, self._confirmed(facts, others)))
            told = {self._told(fact) for fact in facts}
            left = tuple(fact for fact in left if self._told(fact) not in told)
        every = (*self.sufficient.of.facts, *self.sufficient.of.pins())
        place = {fact: number for number, fact in enumerate(every)}
        return tuple(sorted(found, key=lambda b: (len(b.facts), [place[f] for f in b.facts])))

    def _told(self, fact: Fact) -> str:
        """What facts are alike by: the evidence tested, or of a list what was found of it."""
        read = evidence_of([fact], self.policy)
        if any(isinstance(self.policy.evidence[name].kind, ListOf) for name in read):
            return found(self.policy, evaluated(self.policy, self.trace, fact.expression))
        return ", ".join(read)

    def other(self, others: tuple[Value, ...]) -> Condition:
        """That the answer is one of the others; without any, that it is not what it is."""
        name = self.question.answer
        if others:
            return either(*(self.theory.is_value(name, other) for other in others))
        return negation(self.theory.is_value(name, self.trace.value(name)))

    def _confirmed(self, facts: tuple[Fact, ...], others: tuple[Value, ...]) -> bool:
        """Whether Z3, asked once more, and meaning, of cases at random, confirm that they are enough."""
        if self.lengths.cut or self.sufficient.enough(facts, self.other(others)) is None:
            return False
        name, kept = self.question.answer, evidence_of(facts, self.policy)
        answer = self.trace.value(name)
        for values in samples(self.policy, self.values, kept, SAMPLES):
            other = meaning(self.policy, values, self.day, self.decided).value(name)
            if other in others or (not others and other != answer):
                return False
        return True
