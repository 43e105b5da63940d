"""What people decided, beside what the policy said on the day on which they did.

In: a policy, a case, what people decided of it, and what the policy answers as of today. Out: what is told
of their decisions, and whether they depart from the policy. A decision is judged as of its own day: by
what had been reported by then and what people had decided before. What became known later may change the
policy's answer; it makes no departure of a decision that was the policy's own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from cssrules.case import Case, Decided, facts
from cssrules.counting import answers_taken, counting, value_taken
from cssrules.decision import Departure, Status, Taken
from cssrules.decisive import status_of
from cssrules.implied import on_record
from cssrules.meaning import meaning
from cssrules.policy import Policy, Question
from cssrules.possible import Possibilities
from cssrules.ranges import may_be
from cssrules.trace import Trace
from cssrules.values import Value, show


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
    decided = value_taken(policy, question, event)
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
    faced = counting(policy, as_faced(policy, case, event), event.on)
    values = {**facts(faced.case, event.on).values, **(fed or {})}
    return meaning(policy, values, event.on, answers_taken(policy, faced.taken))


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
