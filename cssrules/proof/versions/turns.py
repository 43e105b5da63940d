"""How a question or a conclusion turns between two versions: each way, its smallest case, and where.

In: two sides and a subject of theirs. Out: a proof that it is the same in every case, or the ways in which
it is otherwise, those in which it is answered in both versions first.
INVARIANT: each way is shown by a case in which meaning sees it on both sides.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain

from cssrules.dataclass import dataclass
from cssrules.decision import Status
from cssrules.english import fact
from cssrules.proof.audit.witness import Unconfirmed, case_facts
from cssrules.proof.samples import samples
from cssrules.proof.versions.counted import cells_that_differ
from cssrules.proof.versions.regions import Facts, condition, day_in_words, in_words
from cssrules.proof.versions.sides import Sides, State, Subject, Values, evidence_of_one
from cssrules.proof.versions.smallest import smallest
from cssrules.readings.prove import Condition, Found, Impossible, both, negation
from cssrules.revision import Compared, Example, Rest, Turn
from cssrules.values import ListOf

TURNS_AT_MOST, REGIONS_AT_MOST = 8, 3
States = tuple[State, State]
Case = tuple[Values, date]
TRIES = 60
"""The cases at random that are built on each of those given."""
_DECIDED = (State(Status.DECIDED), State(Status.DECIDED))


@dataclass(frozen=True, slots=True)
class _Way:
    """How it stands in the old version and in the new one, a case that shows it, and that it is so."""

    states: States
    values: Values
    day: date
    holds: Condition


class Turns:
    """The ways in which a subject turns."""

    def __init__(self, sides: Sides, subject: Subject, cases: Sequence[Case] = ()) -> None:
        """`cases` are tried first: such as turn other questions."""
        self.sides, self.subject = sides, subject
        self.differs = sides.differs(subject)
        self.cases = cases
        self.seen: list[Case] = []
        self.unsettled: str | None = None
        self.more = False

    def compared(self) -> Compared:
        """The proof, or the ways; beside it the cells that differ where they can be tried one by one."""
        turns = tuple(self._turn(number, way) for number, way in enumerate(self._ways(), start=1))
        subject = self.subject
        compared = Compared(
            subject.id, subject.name, subject.new.question, turns, self.more, self.unsettled
        )
        counted = cells_that_differ(self.sides, subject)
        if isinstance(counted, str):
            return replace(compared, uncounted=counted)
        if counted[0] and not turns and not self.unsettled:
            raise Unconfirmed("a case was found by trying each in which two versions differ")
        return replace(compared, cells=counted)

    def _ways(self) -> Iterator[_Way]:
        met: list[Condition] = []
        for way in chain(self._tried(), self._asked(met)):
            if len(met) == TURNS_AT_MOST:
                self.more = True
                return
            met.append(way.holds)
            yield way

    def _tried(self) -> Iterator[_Way]:
        """Ways that given cases show, each with other facts at random: what is asked of many working days
        is found so far sooner than by proof.
        """
        old, new = self.sides.old.evidence, self.sides.new.evidence
        evidence = {**old, **new}
        alike = {n: e for n, e in evidence.items() if old.get(n, e).kind == new.get(n, e).kind}
        every = replace(self.sides.new, evidence=alike)
        met = set[States]()
        for values, day in self.cases:
            base = {name: value for name, value in values.items() if name in evidence}
            for sample in samples(every, base, base.keys(), TRIES):
                known = {name: value for name, value in sample.items() if value is not None}
                states = self.sides.states(self.subject, known, day)
                if states is None or states[0] == states[1] or not _both(states, Status.DECIDED):
                    continue
                states = states if self.sides.tells_values(self.subject) else _DECIDED
                if states not in met:
                    met.add(states)
                    yield self._way(known, day)

    def _asked(self, met: Sequence[Condition]) -> Iterator[_Way]:
        """Ways that the prover finds, but those met; first those that are decided in both versions."""
        for wanted in (self._both_decided(), True):
            while True:
                verdict = self.sides.ask(self.differs, wanted, *map(negation, met))
                if isinstance(verdict, Impossible):
                    break
                if not isinstance(verdict, Found):
                    self.unsettled = verdict.why
                    break
                yield self._way(*self.sides.case(verdict))

    def _both_decided(self) -> Condition:
        return both(*(self.sides.decided(side, self.subject) for side in (0, 1)))

    def _way(self, values: Values, day: date) -> _Way:
        wanted = self.sides.states(self.subject, values, day)
        assert wanted is not None, "both versions allow the case"
        self.seen.append((values, day))
        values = smallest(self.sides.parts, values, day, lambda v: self._turns_so(v, day, wanted))
        states = self.sides.states(self.subject, values, day) or wanted
        if states[0] == states[1] or not self.sides.confirmed(self.subject, values, day, states):
            raise Unconfirmed("meaning does not see in a case that two versions differ")
        holds = [self.sides.is_in(side, self.subject, states[side]) for side in (0, 1)]
        return _Way(states, values, day, both(self.differs, *holds))

    def _turns_so(self, values: Values, day: date, wanted: States) -> bool:
        states = self.sides.states(self.subject, values, day)
        if states is None or states[0] == states[1]:
            return False
        if self.sides.tells_values(self.subject):
            return states == wanted
        return [state.status for state in states] == [state.status for state in wanted]

    # -- what is told of a way ---------------------------------------------------------------------------

    def _turn(self, number: int, way: _Way) -> Turn:
        said = [self._said(side, state) for side, state in enumerate(way.states)]
        name = f"{self.subject.id}-{number}"
        example = example_of(self.sides, name, way.values, way.day)
        decided = all(state.status is not Status.UNDECIDED for state in way.states)
        regions, rest = self._regions(way) if decided else ((), Rest.OPEN)
        return Turn(said[0], said[1], example, regions, rest)

    def _said(self, side: int, state: State) -> str:
        """Where it stands, for a reader: a conclusion that is no answer is known or not."""
        if state.status is Status.UNDECIDED and not self.subject.new.decided_by:
            return "not known"
        return state.said(self.sides.kind(side, self.subject))

    def _regions(self, way: _Way) -> tuple[tuple[tuple[str, ...], ...], Rest]:
        """Facts that are enough for it, more of them where others are; whether there are cases besides."""
        told: list[tuple[str, ...]] = []
        met: list[Condition] = []
        values, day = way.values, way.day
        while len(told) < REGIONS_AT_MOST:
            found = Facts(self.sides, values, day)
            facts, on_day = found.enough(way.holds), False
            if facts is None and self.sides.reads_day:
                on_day = True
                facts = found.enough(_unless(way.holds, found.on_the_day()))
            if facts is None:
                return tuple(told), Rest.SOME
            told.append(
                (
                    *in_words(self.sides, found.traces, facts),
                    *([day_in_words(day)] if on_day else []),
                )
            )
            met.append(both(condition(facts), *(found.on_the_day() if on_day else ())))
            verdict = self.sides.ask(way.holds, *(negation(one) for one in met))
            if not isinstance(verdict, Found):
                return tuple(told), Rest.NONE if isinstance(verdict, Impossible) else Rest.OPEN
            values, day = self.sides.case(verdict)
        return tuple(told), Rest.SOME


def _both(states: States, status: Status) -> bool:
    return all(state.status is status for state in states)


def _unless(aim: Condition, given: object) -> Condition:
    """That it is so, or that something given is not."""
    assert isinstance(given, tuple | list), "conditions"
    return negation(both(negation(aim), *given))


def example_of(sides: Sides, name: str, values: Values, day: date) -> Example:
    """A case as a file holds it and as a reader is told it."""
    facts: dict[str, object] = {}
    said: list[str] = []
    for part in (sides.old, sides.new):
        witness = case_facts(part, {n: v for n, v in values.items() if n in part.evidence}, day)
        facts |= witness.facts
    for known in facts:
        part = sides.new if known in sides.new.evidence else sides.old
        line = fact(known, values[known], part.evidence[known].kind)
        if isinstance(part.evidence[known].kind, ListOf):
            line = f"{line}{_items(facts[known])}"
        said.append(line)
    return Example(
        name,
        day.isoformat(),
        facts,
        tuple(said),
        evidence_of_one(sides.old, sides.new, list(facts)),
        evidence_of_one(sides.new, sides.old, list(facts)),
    )


def _items(plain: object) -> str:
    """The items of a list, field by field."""
    assert isinstance(plain, list), "a list as a case file holds it"
    said = []
    for item in plain:
        fields = [f"{n} {_word(v)}" for n, v in item.items() if n != "id"]
        said.append(", ".join(fields) or "nothing known of it")
    return f" ({'; '.join(said)})" if said else ""


def _word(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)
