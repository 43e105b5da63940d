"""What people decided, beside what the policy said on the day on which they did.

In: a policy, a case, what people decided of it, and what the policy answers as of today. Out: what is told
of their decisions, and whether they depart from the policy. A decision is judged as of its own day: by
what had been reported by then and what people had decided before. What became known later may change the
policy's answer; it makes no departure of a decision that was the policy's own.
"""

from collections.abc import Callable, Container, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from cssrules.case import Case, Decided, facts
from cssrules.cone import cone
from cssrules.decision import Departure, Status, Taken
from cssrules.decisive import status_of
from cssrules.implied import on_record
from cssrules.meaning import meaning
from cssrules.policy import Policy, Question
from cssrules.possible import Possibilities
from cssrules.ranges import may_be
from cssrules.trace import Trace
from cssrules.values import BadValue, Value, read, show


def all_taken(policy: Policy, case: Case, day: date) -> Mapping[str, Decided]:
    """What people last decided by the day, by question, as far as it still counts."""
    return counting(policy, case, day, set_aside(policy, case, day))


def counting(policy: Policy, case: Case, day: date, over: Container[str]) -> Mapping[str, Decided]:
    """What people last decided by the day, by question, but of those that are `over`."""
    last = _last_by(policy, case, day)
    return {id: event for id, event in last.items() if id not in over}


def set_aside(policy: Policy, case: Case, day: date) -> Mapping[str, tuple[Decided, str, date]]:
    """What people last decided of questions that are asked anew since, by question: with the name of the
    date from which they are, and that date. A concluded date is found with what people decided of others.
    """
    last = _last_by(policy, case, day)
    anew = [q for q in policy.questions if q.id in last and q.anew_from]
    if not anew:
        return {}
    names = {name for question in anew for name in question.anew_from}
    ids = {question.id for question in anew}
    decided = answers_taken(policy, {id: e for id, e in last.items() if id not in ids})
    part = cone(policy, names, decided)
    values = {**facts(case, day).values, **decided}
    trace = meaning(part, {name: values.get(name) for name in part.evidence}, day)
    found = {}
    for question in anew:
        event = last[question.id]
        dates = ((trace.value(name), name) for name in question.anew_from)
        came = [(on, name) for on, name in dates if isinstance(on, date) and event.on < on <= day]
        if came:
            on, name = max(came)
            found[question.id] = event, name, on
    return found


def _last_by(policy: Policy, case: Case, day: date) -> Mapping[str, Decided]:
    return _last(policy, (event for event in case.events if event.on <= day))


def decided_values(policy: Policy, case: Case, day: date) -> Mapping[str, Value]:
    """What people had decided by the day, by conclusion: what `meaning` takes as decided."""
    return answers_taken(policy, all_taken(policy, case, day))


def answers_taken(policy: Policy, taken: Mapping[str, Decided]) -> Mapping[str, Value]:
    """The values that people gave to conclusions, where these can have them."""
    found = {
        question.answer: _value_taken(policy, question, taken[question.id])
        for question in policy.questions
        if question.id in taken
    }
    return {name: value for name, value in found.items() if value is not None}


def judged(
    policy: Policy, cases: Sequence[Case], taken: Mapping[str, Decided], today: Trace
) -> Mapping[str, tuple[Taken, bool]]:
    """What people decided, by question, and whether it departs from the policy; `today` is what the
    policy says as of the day that is asked about.

    Of several ways to take the case the first is shown, and each must make it a departure: so what
    people knew and a run leaves out makes none, nor does what was invented.
    """
    found = {}
    for question in policy.questions:
        if question.id in taken:
            event = taken[question.id]
            decided = status_of(today, question) is Status.DECIDED
            found[question.id] = judged_beside(
                policy,
                question,
                event,
                today.value(question.answer) if decided else None,
                lambda event=event: [on_its_day(policy, case, event) for case in cases],  # type: ignore[misc]
            )
    return found


def judged_beside(
    policy: Policy,
    question: Question,
    event: Decided,
    today: Value,
    then: Callable[[], Iterable[Trace]],
) -> tuple[Taken, bool]:
    """What people decided, and whether it departs from the policy, whose answer as of today is `today`,
    None where it has none. Where they are the same no more is asked, unless what is decided of the
    question is evidence for its answer; else `then`: what it said on the day of the event, in one way or
    several.
    """
    decided = _value_taken(policy, question, event)
    if decided is not None and decided == today and not question.records_answer:
        return as_taken(event), False
    found = tuple(then())
    kinds = [_departure(policy, question, decided, trace) for trace in found]
    departs = None not in kinds
    said = _said(policy, question, found[0])
    return as_taken(event, said, kinds[0] if departs else None), departs


def on_its_day(
    policy: Policy, case: Case, event: Decided, fed: Mapping[str, Value] | None = None
) -> Trace:
    """What the policy said of a case when people decided `event`; `fed` is what the rest of a portfolio
    brought in on that day.
    """
    faced = as_faced(policy, case, event)
    values = {**facts(faced, event.on).values, **(fed or {})}
    return meaning(policy, values, event.on, decided_values(policy, faced, event.on))


def as_faced(policy: Policy, case: Case, event: Decided) -> Case:
    """The case as it was for those who took the decision `event`: without what it puts on record, and with
    what had been decided before. Of one day, what was decided of questions that stand earlier came first.
    """
    places = {question.id: place for place, question in enumerate(policy.questions)}
    before = tuple(
        other
        for other in case.events
        if other.on < event.on
        or (other.on == event.on and places.get(other.decision, 0) < places[event.decision])
    )
    return replace(on_record(case, before), events=before)


def as_taken(
    event: Decided, policy: str | None = None, departure: Departure | None = None
) -> Taken:
    """The event as an answer tells it, and what the policy said on its day where that was looked at."""
    return Taken(event.answer, event.by, event.on.isoformat(), event.reason, policy, departure)


def _last(policy: Policy, events: Iterable[Decided]) -> Mapping[str, Decided]:
    asked = {question.id for question in policy.questions}
    taken = [event for event in events if event.decision in asked]
    return {event.decision: event for event in sorted(taken, key=lambda event: event.on)}


def _value_taken(policy: Policy, question: Question, event: Decided) -> Value:
    """What people answered, as the conclusion's kind has it; None where it has no such value."""
    kind = policy.kind(question.answer)
    assert kind is not None, "a question is answered by a conclusion"
    try:
        return read(event.answer, kind)
    except BadValue:
        return None


def _departure(
    policy: Policy, question: Question, decided: Value, trace: Trace
) -> Departure | None:
    """Whether it is another answer than the policy's, one that the policy had ruled out, or one to a
    question that the policy did not ask; None where it is none of these.
    """
    match status_of(trace, question):
        case Status.NOT_ASKED:
            return Departure.NOT_ASKED
        case Status.DECIDED:
            another = decided != trace.value(question.answer)
            return Departure.ANOTHER_ANSWER if another else None
        case Status.UNDECIDED:
            possible = Possibilities(policy, trace.values, trace.as_of, trace.decided)
            held = possible.conclusion(question.answer)
            left = decided is not None and may_be(held, decided)
            return None if left else Departure.RULED_OUT


def _said(policy: Policy, question: Question, trace: Trace) -> str:
    """What the policy said of the question: its answer, `undecided` or `not asked`."""
    status = status_of(trace, question)
    kind = policy.kind(question.answer)
    assert kind is not None, "a question is answered by a conclusion"
    value = trace.value(question.answer)
    return status.value if status is not Status.DECIDED or value is None else show(value, kind)
