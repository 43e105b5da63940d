"""Two versions of what some names rest on, as theories of one prover over the same case.

In: two policies, the names asked of each, days on which the same rules are in force. Out: both parts, and
the cases that both allow. What holds is proved of lists as far as they are looked at.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property

from cssrules.cone import part_of
from cssrules.dataclass import dataclass
from cssrules.decision import Status
from cssrules.decisive import status_of
from cssrules.expression import DECISION_DAY, Expression, terms
from cssrules.meaning import meaning
from cssrules.policy import Policy, Question
from cssrules.proof.audit.frame import first_day
from cssrules.proof.lengths import lengths_of
from cssrules.proof.versions.quick import Quick
from cssrules.readings.prove import (
    Condition,
    Found,
    Impossible,
    Prover,
    Theory,
    Unsettled,
    Verdict,
    both,
    differs,
    either,
    linked,
    negation,
)
from cssrules.trace import Trace
from cssrules.values import Choice, Date, Kind, ListOf, Value, YesNo, show

Values = Mapping[str, Value]
_YEARS = timedelta(days=3650)
WORK = 1_500_000
"""What one question to the prover may cost: about a second. Working days may cost far more."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A question in one version and in the other; or a conclusion, as a question that is always asked."""

    id: str
    name: str
    old: Question
    new: Question

    @property
    def questions(self) -> tuple[Question, Question]:
        return self.old, self.new


@dataclass(frozen=True, slots=True)
class State:
    """Where a question stands: whether it is asked and decided, and what answers it then."""

    status: Status
    value: Value = None

    def said(self, kind: Kind) -> str:
        """The answer for a reader."""
        return show(self.value, kind) if self.status is Status.DECIDED else self.status.value


def names_of(policy: Policy, question: Question) -> frozenset[str]:
    """What a question reads: its answer, and what tells whether it is asked."""
    asked = frozenset[str]() if question.asked_when is None else policy.reads(question.asked_when)
    return asked | {question.answer}


def regimes(old: Policy, new: Policy) -> Iterator[Date]:
    """The stretches of days on which the same rules are in force, from the first day of both versions to
    the last of both; where neither ends, ten years of the last stretch.
    """
    periods = [
        period
        for policy in (old, new)
        for period in (policy.effective, *(rule.effective for rule in policy.rules.values()))
    ]
    starts = {period.start for period in periods if period.start is not None}
    ends = {period.end + timedelta(days=1) for period in periods if period.end is not None}
    first = max(first_day(old), first_day(new))
    lasts = [policy.effective.end for policy in (old, new) if policy.effective.end is not None]
    last = max(min(lasts), first) if lasts else date.max
    days = [first, *sorted(day for day in starts | ends if first < day <= last)]
    after_last = last + timedelta(days=1) if lasts else None
    for day, after in zip(days, [*days[1:], after_last], strict=True):
        yield Date(day, after - timedelta(days=1) if after else day + _YEARS)


class Sides:
    """Both versions; `old` and `new` are the parts that bear on the subjects."""

    def __init__(self, old: Policy, new: Policy, subjects: Sequence[Subject], days: Date) -> None:
        assert days.low is not None, "days have a first one"
        self.day, self.days = days.low, days
        self.subjects = subjects
        whole = (old, new)
        parts = [
            part_of(policy, [subject.questions[side] for subject in subjects])
            for side, policy in enumerate(whole)
        ]
        self.old, self.new = _alike(*parts)
        self.prover = Prover(WORK)
        read = any(DECISION_DAY in terms(e) for part in self.parts for e in _expressions(part))
        asked = [c for s in subjects for q in s.questions for c in q.conditions]
        answers = {question.answer for s in subjects for question in s.questions}
        self.lengths = lengths_of(*self.parts, conditions=asked, told=answers)
        read = read or any(DECISION_DAY in terms(condition) for condition in asked)
        self.reads_day = read and days.low != days.high
        asked_of = [tuple(s.questions[side] for s in subjects) for side in (0, 1)]
        self._asking = tuple(
            replace(part, questions=questions)
            for part, questions in zip(self.parts, asked_of, strict=True)
        )
        self.theories = tuple(
            Theory(
                self.prover,
                part,
                self.day,
                lengths=self.lengths.of,
                days=days if self.reads_day else None,
            )
            for part in self.parts
        )
        one, other = self.theories
        self.always = [*linked(one, other)]
        if self.reads_day:
            self.always += one.completed(DECISION_DAY, None)
        self.lists = tuple(
            (name, kind.most, whole_kind.most)
            for name, evidence in one.policy.evidence.items()
            if isinstance(kind := evidence.kind, ListOf)
            if isinstance(whole_kind := self.old.evidence[name].kind, ListOf)
            if name in other.policy.evidence
        )

    @cached_property
    def quick(self) -> tuple[Quick, ...]:
        """The evaluators of both."""
        days = self.days if self.reads_day else None
        return tuple(Quick(part, part.questions, self.day, days) for part in self._asking)

    @property
    def parts(self) -> tuple[Policy, Policy]:
        return self.old, self.new

    def ask(self, *conditions: Condition, given: Sequence[Condition] = ()) -> Verdict:
        """Whether a case that both versions allow meets the conditions: on any day, or where that is not
        settled on the first. That none meets them on the first day alone leaves it unsettled.
        """
        verdict = self.prover.ask(*self.always, *conditions, given=given)
        if isinstance(verdict, Unsettled) and self.reads_day:
            pinned = self.theories[0].pinned(DECISION_DAY, self.day)
            again = self.prover.ask(*self.always, *conditions, *pinned, given=given)
            if isinstance(again, Found):
                return again
            found = "none on" if isinstance(again, Impossible) else "nor on"
            return Unsettled(f"{verdict.why}; {found} {show(self.day, Date())}")
        return verdict

    # -- where a question stands -------------------------------------------------------------------------

    def _asked(self, side: int, question: Question) -> tuple[Condition, Condition]:
        """That a question is asked, and that it is not."""
        if question.asked_when is None:
            return True, False
        truth = self.theories[side].truth(question.asked_when)
        return truth.holds, truth.fails

    def decided(self, side: int, subject: Subject) -> Condition:
        """That a question is asked and answered."""
        question = subject.questions[side]
        asked, _ = self._asked(side, question)
        return both(asked, self.theories[side].known(question.answer))

    def is_in(self, side: int, subject: Subject, state: State) -> Condition:
        """That a question stands so; of an answer that is one of too many, that it is answered."""
        question = subject.questions[side]
        _, lapses = self._asked(side, question)
        decided = self.decided(side, subject)
        match state.status:
            case Status.NOT_ASKED:
                return lapses
            case Status.UNDECIDED:
                return both(negation(lapses), negation(decided))
            case Status.DECIDED if self.tells_values(subject):
                value = self.theories[side].is_value(question.answer, state.value)
                return both(decided, value)
            case Status.DECIDED:
                return decided

    def differs(self, subject: Subject) -> Condition:
        """That a question stands otherwise in the two versions."""
        lapses = [self._asked(side, q)[1] for side, q in enumerate(subject.questions)]
        decided = [self.decided(side, subject) for side in (0, 1)]
        one, other = self.theories
        unlike = differs(one, other, subject.old.answer, subject.new.answer)
        return either(_unlike(*lapses), _unlike(*decided), both(*decided, unlike))

    def tells_values(self, subject: Subject) -> bool:
        """Whether the answers are so few that each is told by itself."""
        return all(isinstance(self.kind(side, subject), YesNo | Choice) for side in (0, 1))

    def kind(self, side: int, subject: Subject) -> Kind:
        kind = self.parts[side].kind(subject.questions[side].answer)
        assert kind is not None, "a question is answered by a conclusion"
        return kind

    # -- cases ---------------------------------------------------------------------------------------------

    def case(self, found: Found) -> tuple[Values, date]:
        """The evidence of a case, as either version knows it, and its day."""
        old, new = (theory.values(found) for theory in self.theories)
        values = {**old, **new}
        for name in old:
            values |= _together(name, old, new)
        day = values.pop(DECISION_DAY, self.day)
        assert isinstance(day, date), "the decision day is one"
        return values, day

    def trace(self, side: int, values: Values, day: date) -> Trace:
        """What meaning finds of a case in one version."""
        part = self._asking[side]
        known = {name: value for name, value in values.items() if name in part.evidence}
        return meaning(part, known, day)

    def states(self, subject: Subject, values: Values, day: date) -> tuple[State, State] | None:
        """Where a question stands in a case; None where a version does not allow the case."""
        old, new = (self._state(side, subject, values, day) for side in (0, 1))
        return None if old is None or new is None else (old, new)

    def _state(self, side: int, subject: Subject, values: Values, day: date) -> State | None:
        question, quick = subject.questions[side], self.quick[side]
        found = quick.concluded(values, day)
        if found is None:
            return None
        asked, value = quick.asked(found, question), found.get(question.answer)
        if asked is False:
            return State(Status.NOT_ASKED)
        unsure = asked is None or value is None
        return State(Status.UNDECIDED) if unsure else State(Status.DECIDED, value)

    def confirmed(
        self, subject: Subject, values: Values, day: date, states: tuple[State, State]
    ) -> bool:
        """Whether meaning finds the question to stand so."""
        for side, state in enumerate(states):
            trace, question = self.trace(side, values, day), subject.questions[side]
            status = status_of(trace, question)
            value = trace.value(question.answer) if status is Status.DECIDED else None
            if State(status, value) != state:
                return False
        return True


def _unlike(one: Condition, other: Condition) -> Condition:
    return either(both(one, negation(other)), both(negation(one), other))


def _together(name: str, one: Values, other: Values) -> Values:
    """A list's items with the fields that either version reads."""
    ours, theirs = one.get(name), other.get(name)
    if not isinstance(ours, tuple) or not isinstance(theirs, tuple):
        return {}
    pairs = zip(ours, theirs, strict=True)
    return {name: tuple(replace(a, fields={**b.fields, **a.fields}) for a, b in pairs)}


def _expressions(policy: Policy) -> Iterator[Expression]:
    yield from policy.assumptions
    for rule in policy.rules.values():
        yield from rule.expressions


def _alike(one: Policy, other: Policy) -> tuple[Policy, Policy]:
    """The two with the lists of both as long as both allow."""
    lists = {}
    for name, evidence in one.evidence.items():
        kinds = evidence.kind, other.evidence[name].kind if name in other.evidence else None
        match kinds:
            case ListOf() as ours, ListOf() as theirs:
                lists[name] = max(ours.least, theirs.least), min(ours.most, theirs.most)
            case _:
                pass
    return _with_lists(one, lists), _with_lists(other, lists)


def _with_lists(policy: Policy, lists: Mapping[str, tuple[int, int]]) -> Policy:
    found = dict(policy.evidence)
    for name, (least, most) in lists.items():
        kind = found[name].kind
        assert isinstance(kind, ListOf), "it is a list in both"
        found[name] = replace(found[name], kind=replace(kind, least=least, most=most))
    return replace(policy, evidence=found)


def evidence_of_one(one: Policy, other: Policy, names: Collection[str]) -> tuple[str, ...]:
    """Of some evidence that which one version alone knows."""
    return tuple(name for name in names if name in one.evidence and name not in other.evidence)
