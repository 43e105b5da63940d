"""The telling of a story: a case decided as of each day on which something became known of it.

In: a policy and a case. Out: a Story. Every day is decided by the same rules from all that was
reported by then; nothing is carried from one day to the next but for the sake of saying what changed.
"""

from datetime import date

from cssrules.case import Case
from cssrules.deciding import decide
from cssrules.decision import Answer, Decision, Status
from cssrules.policy import Policy
from cssrules.story import Moment, Story


def tell(policy: Policy, case: Case) -> Story:
    """What `policy` says of `case` on each day on which evidence was reported, people decided, or
    something was told to have happened.
    """
    moments: list[Moment] = []
    before: Decision | None = None
    for day in _days(case):
        decision = decide(policy, case, as_of=day, engine=False)
        moments.append(_moment(case, day, decision, before))
        before = decision
    return Story(case, tuple(moments))


def _days(case: Case) -> list[date]:
    reported = {entry.reported for entry in case.entries if entry.reported is not None}
    decided = {event.on for event in case.events}
    return sorted(reported | decided | {event.reported for event in case.happened})


def _moment(case: Case, day: date, decision: Decision, before: Decision | None) -> Moment:
    known = {answer.id: _said(answer) for answer in before.core.answers} if before else {}
    return Moment(
        day,
        tuple(entry for entry in case.entries if entry.reported == day),
        tuple(event for event in case.events if event.on == day),
        tuple(event for event in case.happened if event.reported == day),
        decision,
        tuple(answer for answer in decision.core.answers if _is_news(answer, known)),
    )


def _is_news(answer: Answer, known: dict[str, tuple[Status, str | None]]) -> bool:
    before = known.get(answer.id, (Status.NOT_ASKED, None))
    return _said(answer) != before


def _said(answer: Answer) -> tuple[Status, str | None]:
    return answer.status, answer.answer
