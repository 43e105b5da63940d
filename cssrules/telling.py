"""The telling of a story: a case decided as of each day on which something became known of it.

In: a policy and a case. Out: a Story. Every day is decided by the same rules from all that was
reported by then; nothing is carried from one day to the next but for the sake of saying what changed.
"""

from collections.abc import Iterator
from datetime import date

from cssrules.case import Case
from cssrules.deciding import decide
from cssrules.decision import Answer, Decision, Status
from cssrules.departures import as_faced
from cssrules.policy import Policy
from cssrules.problem import Kind as Fault
from cssrules.problem import Problem, Problems
from cssrules.story import Moment, Story
from cssrules.values import Date, show


def tell(policy: Policy, case: Case) -> Story:
    """What `policy` says of `case` on each day on which evidence was reported, people decided, or
    something was told to have happened.

    Raises Problems where the case explains an answer that the rules do not give on that day.
    """
    moments: list[Moment] = []
    before: Decision | None = None
    for day in _days(case):
        decision = decide(policy, case, as_of=day, engine=False)
        moments.append(_moment(policy, case, day, decision, before))
        before = decision
    stale = [problem for moment in moments for problem in _stale(case, moment)]
    if stale:
        raise Problems(stale)
    return Story(case, tuple(moments))


def _stale(case: Case, moment: Moment) -> Iterator[Problem]:
    """Answers that the case has the rules give, and that they do not give on the day."""
    answers = {answer.id: answer for answer in moment.decision.core.answers}
    for event in moment.happened:
        if event.beside is None or event.rules_say is None:
            continue
        _, answer = moment.said(answers[event.beside])
        said = answer.answer or answer.status.value
        if said != event.rules_say:
            message = f"`{event.rules_say}` is not what the rules say of {event.beside}"
            on = f"on {show(moment.day, Date())} they say `{said}`"
            help = f"{on}: see whether what stands beside it still explains that"
            yield Problem(Fault.STALE, f"{message} in {case.id}", event.at, help)


def _days(case: Case) -> list[date]:
    reported = {entry.reported for entry in case.entries if entry.reported is not None}
    decided = {event.on for event in case.events}
    return sorted(reported | decided | {event.reported for event in case.happened})


def _moment(
    policy: Policy, case: Case, day: date, decision: Decision, before: Decision | None
) -> Moment:
    known = {answer.id: _said(answer) for answer in before.core.answers} if before else {}
    recorded = {question.id for question in policy.questions if question.records_answer}
    return Moment(
        day,
        tuple(entry for entry in case.entries if entry.reported == day),
        tuple(event for event in case.events if event.on == day),
        tuple(event for event in case.happened if event.reported == day),
        decision,
        tuple(answer for answer in decision.core.answers if _is_news(answer, known)),
        tuple(said for said in decision.set_aside if not before or said not in before.set_aside),
        {
            event.decision: decide(policy, as_faced(policy, case, event), as_of=day, engine=False)
            for event in case.events
            if event.on == day and event.decision in recorded
        },
    )


def _is_news(answer: Answer, known: dict[str, tuple[Status, str | None]]) -> bool:
    before = known.get(answer.id, (Status.NOT_ASKED, None))
    return _said(answer) != before


def _said(answer: Answer) -> tuple[Status, str | None]:
    return answer.status, answer.answer
