"""What people decided of a case, as far as it counts.

In: a policy, a case, the day, and the facts that one run puts in place of the case's. Out: what people last
decided of each question, what of that counts no more, since when and why, and the case without what is on
record of it. A decision counts no more from a date on (`decided anew from`), or from the first later day
on which a condition held by what was known on that day (`decided anew after`). No decision of a question
that has either bears on this, so that nothing goes in a circle.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from itertools import permutations

from cssrules.case import Case, Decided, Facts, facts
from cssrules.cone import cone
from cssrules.dataclass import dataclass
from cssrules.english import says
from cssrules.expression import DECISION_DAY, Compare, Expression, Field, Term
from cssrules.meaning import evaluated, meaning
from cssrules.policy import Policy, Question
from cssrules.trace import Concluded, Judged, Trace
from cssrules.values import BadValue, Date, Value, read, show

_A_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Over:
    """What people decided and that counts no more `since` a day; `why` is the date from which, or the
    condition after which it is decided anew, in words.
    """

    event: Decided
    since: date
    why: str

    def __str__(self) -> str:
        event = self.event
        return (
            f"{event.decision} was decided by {event.by} on {show(event.on, Date())} as “{event.answer}”; "
            f"since {show(self.since, Date())} that counts no more ({self.why})"
        )


@dataclass(frozen=True, slots=True)
class Counting:
    """What people last decided by a day and that counts (`taken`), and what counts no more (`over`), by
    question; `case` is without what is on record of the latter.
    """

    case: Case
    taken: Mapping[str, Decided]
    over: Mapping[str, Over]


def counting(
    policy: Policy, case: Case, day: date, changes: Mapping[str, Value] | None = None
) -> Counting:
    """What people last decided of a case by the day, as far as it counts; `changes` are the facts that one
    run puts in place of the case's.
    """
    last = last_of(policy, (event for event in case.events if event.on <= day))
    over = _over(policy, case, day, changes or {}, last)
    taken = {id: event for id, event in last.items() if id not in over}
    return Counting(_without(case, over), taken, over)


def answers_taken(policy: Policy, taken: Mapping[str, Decided]) -> Mapping[str, Value]:
    """The values that people gave to conclusions, where these can have them."""
    found = {
        question.answer: value_taken(policy, question, taken[question.id])
        for question in policy.questions
        if question.id in taken
    }
    return {name: value for name, value in found.items() if value is not None}


def value_taken(policy: Policy, question: Question, event: Decided) -> Value:
    """What people answered, as the conclusion's kind has it; None where it has no such value."""
    kind = policy.kind(question.answer)
    assert kind is not None, "a question is answered by a conclusion"
    try:
        return read(event.answer, kind)
    except BadValue:
        return None


def last_of(policy: Policy, events: Iterable[Decided]) -> Mapping[str, Decided]:
    """The last event of each question of the policy; of one day what stands later."""
    asked = {question.id for question in policy.questions}
    taken = [event for event in events if event.decision in asked]
    return {event.decision: event for event in sorted(taken, key=lambda event: event.on)}


def _without(case: Case, questions: Collection[str]) -> Case:
    """The case with nothing on record of what people decided of the questions."""
    if not questions:
        return case
    return replace(case, implied=tuple(e for e in case.implied if e.decision not in questions))


# -- what counts no more -------------------------------------------------------------------------------


def _over(
    policy: Policy,
    case: Case,
    day: date,
    changes: Mapping[str, Value],
    last: Mapping[str, Decided],
) -> Mapping[str, Over]:
    anew = [q for q in policy.questions if q.id in last and q.is_decided_anew]
    if not anew:
        return {}
    days = _Days(policy, case, day, changes)
    found = dict(_after(days, anew, last))
    for question in (q for q in anew if q.anew_from):
        event = last[question.id]
        trace, _ = days.trace(day, names=question.anew_from)
        dates = ((trace.value(name), name) for name in question.anew_from)
        came = [(on, name) for on, name in dates if isinstance(on, date) and event.on < on <= day]
        if came:
            on, name = max(came)
            found[question.id] = Over(event, on, name)
    return found


def _after(
    days: "_Days", anew: Iterable[Question], last: Mapping[str, Decided]
) -> Iterator[tuple[str, Over]]:
    """The questions of which the condition held on some day after that of their last decision, with the
    first such day.
    """
    waiting = {q.id: q.anew_after for q in anew if q.anew_after is not None}
    if not waiting:
        return
    first = min(last[id].on for id in waiting)
    ahead = {last[id].on + _A_DAY for id in waiting} | days.on_file()
    ahead = {day for day in ahead if first < day <= days.day}
    while ahead and waiting:
        day = min(ahead)
        trace, part = days.trace(day, conditions=tuple(waiting.values()))
        told = {id: evaluated(part, trace, asked) for id, asked in waiting.items()}
        for id, judged in told.items():
            if judged.value is True and last[id].on < day:
                yield id, Over(last[id], day, says(days.policy, waiting.pop(id), truth=True))
        found = [one for judged in told.values() for one in judged.all()]
        found += [one for concluded in trace.conclusions for one in concluded.judged()]
        ahead = {other for other in ahead | turning(part, trace, found) if day < other <= days.day}


def turning(part: Policy, trace: Trace, found: Iterable[Judged]) -> set[date]:
    """The days on which what was found may come out otherwise than on that of the trace: that on which a
    date that goes with the day reaches the other one of a comparison, and the next; and those on which
    rules come into force or go out of it.
    """
    days = set[date]()
    for judged in found:
        if isinstance(judged.expression, Compare):
            for side, other in permutations(judged.parts):
                here, there = side.value, other.value
                if not isinstance(here, date) or not isinstance(there, date) or there < here:
                    continue
                if _goes_with_the_day(trace, side):
                    turn = trace.as_of + (there - here)
                    days |= {turn, turn + _A_DAY}
    for rule in part.rules.values():
        start, end = rule.effective.start, rule.effective.end
        days |= {start} if start else set()
        days |= {end + _A_DAY} if end else set()
    return days


def _goes_with_the_day(trace: Trace, judged: Judged) -> bool:
    """Whether a date that was found would be another one on another day."""
    match judged.expression:
        case Term(name=name) if name == DECISION_DAY:
            return True
        case Term(name=name) if name in trace.concluded:
            given = _given(trace.concluded[name])
        case Field(name=name):
            given = [one for found in trace.each.get(name, {}).values() for one in _given(found)]
        case _:
            given = judged.parts
    return any(_goes_with_the_day(trace, one) for one in given if isinstance(one.value, date))


def _given(concluded: Concluded) -> Sequence[Judged]:
    """What the body of a rule gave."""
    body = concluded.body
    return [body] if isinstance(body, Judged) else [o for row in body for o in row.outputs]


class _Days:
    """What the policy says of a case on days up to `day`, without what people decided of any question
    that is decided anew.
    """

    def __init__(self, policy: Policy, case: Case, day: date, changes: Mapping[str, Value]) -> None:
        self.policy, self.day, self.changes = policy, day, changes
        anew = {question.id for question in policy.questions if question.is_decided_anew}
        self.case = _without(case, anew)
        self.events = [event for event in case.events if event.decision not in anew]

    def on_file(self) -> set[date]:
        """The days on which something of the case became known, was dated without a report, or was
        decided; and the last.
        """
        reported = {entry.reported for entry in self.case.entries if entry.reported is not None}
        undated = (entry.value for entry in self.case.entries if entry.reported is None)
        dates = {value for value in (*undated, *self.changes.values()) if isinstance(value, date)}
        return {self.day, *reported, *dates, *(event.on for event in self.events)}

    def trace(
        self, day: date, names: Collection[str] = (), conditions: tuple[Expression, ...] = ()
    ) -> tuple[Trace, Policy]:
        """What the policy said on a day of names and conditions, and the part of it that bears on them."""
        last = last_of(self.policy, (event for event in self.events if event.on <= day))
        decided = answers_taken(self.policy, last)
        part = cone(self.policy, names, decided, conditions)
        values = {**self.known(day), **decided}
        known = {name: values.get(name) for name in part.evidence}
        return meaning(part, known, day, decided), part

    def known(self, day: date) -> Mapping[str, Value]:
        """What was known on a day. Nobody says when what is undated or is changed by a run became known:
        before the last day a date to come is not, and neither is the answer that is recorded with it.
        """
        held = facts(self.case, day)
        values = {**held.values, **self.changes}
        if day == self.day:
            return values
        to_come = {
            name
            for name, value in values.items()
            if isinstance(value, date) and value > day and self.is_undated(held, name)
        }
        recorded = (one for question in self.policy.questions for one in question.recorded)
        beside = {
            one.answer
            for one in recorded
            if one.answer and one.on in to_come and self.is_undated(held, one.answer)
        }
        return {name: v for name, v in values.items() if name not in to_come | beside}

    def is_undated(self, held: Facts, name: str) -> bool:
        """Whether nobody says since when the fact is known."""
        entry = held.entries.get(name)
        return name in self.changes or (entry is not None and entry.reported is None)
