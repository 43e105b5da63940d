"""What is still open: the answers that the missing evidence can still give, and what to ask for next.

In: what is known of a case, and a question. Out: every answer that more evidence can give, and no other,
and whether the policy has a gap by which all evidence together gives none; for each option that none gives,
the known facts that rule it out; which of the missing evidence can still make a difference; and which of
it, once known, leaves the fewest answers. More evidence is some of what is missing or all of it: what never
comes about stays missing.
Kleene's logic leaves a question open where this does not: its conditions are looked at one by one, here
all of them together.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from cssrules.cone import cone
from cssrules.deciding import Situation
from cssrules.english import says
from cssrules.expression import Measured, kind_of
from cssrules.meaning import evaluated, meaning
from cssrules.policy import Question
from cssrules.proof.facts import (
    Fact,
    FactsOf,
    asks_whether_known,
    condition_of,
    evidence_of,
    said_of,
)
from cssrules.proof.lengths import lengths_of
from cssrules.proof.sufficient import Sufficient
from cssrules.readings.prove import (
    Beside,
    Condition,
    Found,
    Impossible,
    Kleene,
    Prover,
    Theory,
    both,
    either,
    negation,
)
from cssrules.values import Choice, Value, YesNo

ANSWERS_AT_MOST, WAYS_AT_MOST = 8, 6
"""More are not told one by one."""

WORK = 1_000_000
"""What one question may cost Z3: a reader waits for all of them. What is not settled is taken to be so."""


@dataclass(frozen=True, slots=True)
class Way:
    """One way in which missing evidence may turn out: its value where one word says it; the places, among
    the answers possible, of those that it leaves; whether it leaves that the question is not asked, and
    that the policy has no answer.
    """

    value: Value
    leaves: tuple[int, ...]
    lapses: bool
    gap: bool = False


@dataclass(frozen=True, slots=True)
class Next:
    """Evidence to ask for, and the ways in which it may turn out."""

    evidence: str
    ways: tuple[Way, ...]

    @property
    def left(self) -> float:
        """How many answers are left, on average over the ways."""
        return sum(len(w.leaves) + w.lapses + w.gap for w in self.ways) / len(self.ways)


class Inquiry:
    """One question of one case. `possible` is complete where `all_found`."""

    def __init__(self, situation: Situation, question: Question) -> None:
        self.question = question
        self.conditions = question.conditions
        self.policy = cone(situation.policy, [question.answer], situation.decided, self.conditions)
        known = {**situation.known.values, **situation.decided}
        self.values = {name: known.get(name) for name in self.policy.evidence}
        self.day, self.decided = situation.known.as_of, situation.decided
        self.trace = meaning(self.policy, self.values, self.day, self.decided)
        self.lengths = lengths_of(
            self.policy,
            values=self.values,
            conditions=self.conditions,
            told=(question.answer,),
        )
        self.prover = Prover(WORK)
        self.theory = self._theory(self.prover, self.values)
        self.possible: list[Value] = []
        self.all_found = not self.lengths.cut
        self._seen: list[Found] = []
        self._turned: dict[Fact, Mapping[bool, bool]] = {}
        self._look()

    @cached_property
    def missing(self) -> tuple[str, ...]:
        """The evidence that is not known, and lists with a field that is not, in the policy's order."""
        return tuple(name for name, value in self.values.items() if self._is_missing(name, value))

    def _is_missing(self, name: str, value: Value) -> bool:
        if not isinstance(value, tuple):
            return value is None
        fields = [field for field, _ in self.policy.record_of(name).fields]
        return any(item.fields.get(field) is None for item in value for field in fields)

    def _theory(self, prover: Prover, fixed: Mapping[str, Value]) -> Theory:
        return Theory(
            prover,
            self.policy,
            self.day,
            lengths=self.lengths.of,
            decided=self.decided,
            fixed=fixed,
        )

    # -- answers -------------------------------------------------------------------------------------

    def _look(self) -> None:
        """Find every answer that more evidence gives."""
        while len(self.possible) < ANSWERS_AT_MOST:
            others = [negation(self._gives(value)) for value in self.possible]
            verdict = self.prover.ask(self._decided, *others)
            if isinstance(verdict, Impossible):
                break
            if not isinstance(verdict, Found):
                self.all_found = False
                break
            self.possible.append(self.theory.conclusion(verdict, self.question.answer))
            self._seen.append(verdict)
        else:
            self.all_found = False
        kind = self.policy.kind(self.question.answer)
        if isinstance(kind, Choice):
            self.possible.sort(key=lambda value: kind.options.index(str(value)))
        elif isinstance(kind, YesNo):
            self.possible.sort(key=bool)

    def _gives(self, value: Value) -> Condition:
        return self.theory.is_value(self.question.answer, value)

    @cached_property
    def may_lapse(self) -> bool:
        """Whether more evidence may show that the question is not asked."""
        return not isinstance(self.prover.ask(self._asked.fails), Impossible)

    @cached_property
    def has_gap(self) -> bool:
        """Whether the question may be left without an answer though all evidence is known."""
        return isinstance(self.prover.ask(self._unanswered), Found)

    @cached_property
    def _decided(self) -> Condition:
        """That the question is asked, and answered."""
        return both(self._asked.holds, self.theory.known(self.question.answer))

    @cached_property
    def _unanswered(self) -> Condition:
        """That all evidence is known, and the question neither decided nor out of the question."""
        known = (self.theory.completed(name, value) for name, value in self.values.items())
        open = negation(either(self._decided, self._asked.fails))
        return both(open, *(condition for conditions in known for condition in conditions))

    def ruled_out(self) -> Mapping[Value, tuple[Fact, ...]]:
        """The options that nothing missing gives, each with facts that are enough for that, and that
        nothing missing can change.
        """
        kind = self.policy.kind(self.question.answer)
        options: tuple[Value, ...] = (True, False) if isinstance(kind, YesNo) else ()
        options = kind.options if isinstance(kind, Choice) else options
        gone = [option for option in options if option not in self.possible and self.all_found]
        if not gone:
            return {}
        prover = Prover(WORK)
        theory = self._theory(prover, {})
        sufficient = Sufficient(
            prover,
            theory,
            self.policy,
            self.trace,
            conditions=self.conditions,
            stands=lambda fact: self._stays(fact, theory),
        )
        asked = self._asked_in(theory).holds
        found = {
            option: sufficient.against(both(asked, theory.is_value(self.question.answer, option)))
            for option in gone
        }
        return {option: facts for option, facts in found.items() if facts is not None}

    def said(self, fact: Fact) -> str:
        """What is found of a fact, in English; of one that is open, what it cannot come to be."""
        if self._is_settled(fact) or not isinstance(kind_of(fact.expression), YesNo):
            return said_of(fact, self.policy, self.trace)
        turns = self.turns(fact)
        if turns[True] == turns[False]:
            return said_of(fact, self.policy, self.trace)
        never = says(self.policy, fact.expression, truth=turns[False])
        return f"nothing that is missing can make it that {never}"

    def _stays(self, fact: Fact, theory: Theory) -> Condition:
        """What holds of a fact in this case whatever else becomes known of it."""
        if fact.whole and not isinstance(fact.expression, Measured):
            read = sorted(fact.reads & self.values.keys())
            return both(*(c for name in read for c in theory.extended(name, self.values[name])))
        if self._is_settled(fact):
            return condition_of(fact, theory, self.policy, self.trace)
        if not isinstance(kind_of(fact.expression), YesNo):
            return True
        turns, truth = self.turns(fact), theory.truth(fact.expression)
        return both(turns[True] or negation(truth.holds), turns[False] or negation(truth.fails))

    def _is_settled(self, fact: Fact) -> bool:
        """Whether a fact is known, and stays as it is: what asks whether something is known may not."""
        if evaluated(self.policy, self.trace, fact.expression).value is None:
            return False
        return not asks_whether_known(self.policy, fact.expression)

    def turns(self, fact: Fact) -> Mapping[bool, bool]:
        """Whether more evidence can make a fact hold, and whether it can make it fail."""
        if fact not in self._turned:
            truth = self.theory.truth(fact.expression)
            self._turned[fact] = {
                way: not isinstance(self.prover.ask(shown), Impossible)
                for way, shown in ((True, truth.holds), (False, truth.fails))
            }
        return self._turned[fact]

    # -- what is missing -----------------------------------------------------------------------------

    @cached_property
    def bearing(self) -> Mapping[str, bool | None]:
        """Of the missing evidence, whether by two values of it, all else being equal, the question is
        answered in two ways; or answered by one, and not asked or left open by the policy by the other.
        None: it was not settled.
        """
        ways = len(self.possible) + self.may_lapse + self.has_gap
        if self.all_found and ways < 2:  # noqa: PLR2004 # because one answer is no choice
            return dict.fromkeys(self.missing, False)
        gives = [both(self._decided, self._gives(value)) for value in self.possible]
        unanswered = self._unanswered if self.has_gap else False
        beside = Beside(self.prover, self.theory)
        found: dict[str, bool | None] = {}
        for name in self.missing:
            other = beside.otherwise(name)
            answered, lapsed = other.of(self._decided), other.of(self._asked.fails)
            unlike = either(
                *(both(one, answered, negation(other.of(one))) for one in gives),
                both(self._decided, lapsed),
                both(unanswered, either(answered, lapsed)),
            )
            found[name] = self._bears_on((*other.constraints, unlike))
        return found

    def _bears_on(self, apart: Sequence[Condition]) -> bool | None:
        """Whether what is `apart` can be."""
        match self.prover.ask(*apart):
            case Found():
                return True
            case Impossible() if self.all_found:
                return False
            case _:
                return None

    @cached_property
    def _asked(self) -> Kleene:
        """That the question is asked, and that it is not."""
        return self._asked_in(self.theory)

    def _asked_in(self, theory: Theory) -> Kleene:
        asked = self.question.asked_when
        return Kleene(holds=True, fails=False) if asked is None else theory.truth(asked)

    def _bears(self, bearing: bool | None) -> tuple[str, ...]:  # noqa: FBT001 # because it is a value here
        return tuple(name for name, bears in self.bearing.items() if bears is bearing)

    @property
    def matters(self) -> tuple[str, ...]:
        """The missing evidence on which the answer can turn."""
        return self._bears(True)  # noqa: FBT003 # because it is a value here

    @property
    def idle(self) -> tuple[str, ...]:
        """The missing evidence on which it cannot."""
        return self._bears(False)  # noqa: FBT003 # because it is a value here

    @property
    def unsure(self) -> tuple[str, ...]:
        """The missing evidence of which that is not settled."""
        return self._bears(None)

    def next(self) -> tuple[Next, ...]:
        """What to ask for: what leaves the fewest answers first, then in the policy's order."""
        found = [Next(name, ways) for name in self.matters if (ways := self._ways(name))]
        return tuple(sorted(found, key=lambda one: one.left))

    def _ways(self, name: str) -> tuple[Way, ...]:
        """How evidence may turn out once it is known, as far as the policy tests it by itself."""
        known = self.theory.completed(name, self.values[name])
        tests = [self.theory.truth(fact.expression).holds for fact in self._tests_of(name)]
        ways: list[tuple[Condition, Found]] = []
        while len(ways) < WAYS_AT_MOST:
            others = [negation(way) for way, _ in ways]
            verdict = self.prover.ask(*known, *others)
            if not isinstance(verdict, Found):
                break
            way = both(*known, *(t if verdict.holds(t) else negation(t) for t in tests))
            ways.append((way, verdict))
        if len(ways) < 2:  # noqa: PLR2004 # because what can turn out one way only tells nothing
            return ()
        return tuple(
            Way(
                self._told(name, found),
                self._left(way),
                self.may_lapse and self._leaves(way, self._asked.fails),
                self.has_gap and self._leaves(way, self._unanswered),
            )
            for way, found in ways
        )

    def _leaves(self, way: Condition, open: Condition) -> bool:
        """Whether a way leaves that something may be."""
        return isinstance(self.prover.ask(way, open), Found)

    def _left(self, way: Condition) -> tuple[int, ...]:
        """The places of the answers that a way leaves."""
        seen = [found for found in self._seen if found.holds(both(way, self._decided))]
        sure = {self.theory.conclusion(found, self.question.answer) for found in seen}
        left = []
        for place, value in enumerate(self.possible):
            if value not in sure:
                verdict = self.prover.ask(way, self._decided, self._gives(value))
                if isinstance(verdict, Impossible):
                    continue
                if isinstance(verdict, Found):
                    self._seen.append(verdict)
            left.append(place)
        return tuple(left)

    def _tests_of(self, name: str) -> Sequence[Fact]:
        """The tests of this evidence alone."""
        return [
            fact
            for fact in self._facts
            if not fact.whole and evidence_of([fact], self.policy) == (name,)
        ]

    @cached_property
    def _facts(self) -> Sequence[Fact]:
        return FactsOf(self.policy, self.conditions).facts

    def _told(self, name: str, found: Found) -> Value:
        """The value that evidence has in a way, where a yes or no or an option says it all."""
        kind = self.policy.evidence[name].kind
        return self.theory.values(found).get(name) if isinstance(kind, YesNo | Choice) else None
