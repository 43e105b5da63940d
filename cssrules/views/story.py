"""Stories as one Markdown page: what the rules say on each day, beside what people did and what happened.

In: a policy and the stories told by it. Out: the page. On each day stand the questions whose answer is
new or has changed, and those beside which something happened. That the two agree shows nothing where the
evidence is invented, and the page says so first; where they part it gives the words of the case for why.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from cssrules.case import Decided, Entry, Happened
from cssrules.decision import Answer, Decision, Status
from cssrules.policy import Policy
from cssrules.story import Moment, Story
from cssrules.values import Date, ListOf, show
from cssrules.views.gist import strands
from cssrules.views.reasons import Graph, Outline
from cssrules.views.words import in_markdown

_FACTS_AT_MOST = 6
_ITEMS_AT_MOST = 6
_REASONS_AT_MOST = 2

_HEAD = """# What the rules say over time, and what happened

Written by `cssrules story` from case files; change those, not this page. Each case is decided anew as of
each day on which something of it was reported or decided, by the same rules and from all that was reported
by then. What people decided is built on by the questions that follow. Beside what the rules say stands what
people did, and what became of the body. Where no source gives a day, the day is assumed, and marked.

Most of the evidence is illustrative: invented where nothing is public, and chosen so that it fits what is.
Where rules and history agree, that shows nothing about either. What can be learned is how the rules reason,
and why they part from history where they do."""


def story(policy: Policy, stories: Sequence[Story]) -> str:
    """The page of the stories, in the order given."""
    lines = [_HEAD, "", *_contents(policy, stories)]
    for told in stories:
        lines.extend(["", *_story(policy, told)])
    return "\n".join(lines) + "\n"


def _contents(policy: Policy, stories: Sequence[Story]) -> Iterator[str]:
    yield f"Policy: {in_markdown(policy.name)}, version {in_markdown(policy.version)}."
    yield ""
    yield "| case | from | to | deciding facts on the last day | of these illustrative |"
    yield "|---|---|---|---|---|"
    for told in stories:
        if told.moments:
            first, last = told.moments[0], told.moments[-1]
            decision = last.decision
            yield (
                f"| {in_markdown(told.case.name)} | {_day(first.day)} | {_day(last.day)} "
                f"| {decision.deciding} | {decision.illustrative_deciding} |"
            )


def _story(policy: Policy, told: Story) -> Iterator[str]:
    yield f"## {in_markdown(told.case.name)}"
    if not told.moments:
        yield from ("", "Nothing of this case has a day.")
        return
    for moment in told.moments:
        yield from ("", f"### {_day(moment.day)}", "")
        yield from _moment(policy, moment)


def _moment(policy: Policy, moment: Moment) -> Iterator[str]:
    yield from _reported(policy, moment.reported)
    rows = list(_rows(moment))
    if rows:
        yield from ("", "| question | the rules say | what people did, and what happened |")
        yield "|---|---|---|"
        yield from rows
    for heading, status in (("Left open", Status.UNDECIDED), ("No longer asked", Status.NOT_ASKED)):
        ids = [answer.id for answer in moment.changed if answer.status is status]
        if ids:
            yield from ("", f"{heading}: {', '.join(map(in_markdown, ids))}.")
    if moment.set_aside:
        yield ""
        yield f"Decided, and counts no more: {in_markdown('. '.join(moment.set_aside))}."
    if not rows and not moment.changed:
        yield from ("", "No answer changes.")
    decision = moment.decision
    if decision.illustrative_deciding and any(a.status is Status.DECIDED for a in moment.changed):
        yield ""
        yield (
            f"Rests on illustrative evidence: {decision.illustrative_deciding} of {decision.deciding} "
            "deciding facts, all questions together."
        )


# -- what became known -----------------------------------------------------------------------------


def _reported(policy: Policy, entries: Sequence[Entry]) -> Iterator[str]:
    public = [entry for entry in entries if not entry.illustrative]
    invented = [entry for entry in entries if entry.illustrative]
    told = [
        f"{heading}: {_listed(policy, found)}."
        for heading, found in (("Reported", public), ("Illustrative", invented))
        if found
    ]
    yield " ".join(told) if told else "No evidence was reported."


def _listed(policy: Policy, entries: Sequence[Entry]) -> str:
    said = [_fact(policy, entry) for entry in entries[:_FACTS_AT_MOST]]
    left = len(entries) - len(said)
    return "; ".join([*said, *([f"{left} more facts"] if left else [])])


def _fact(policy: Policy, entry: Entry) -> str:
    kind = policy.evidence[entry.fact].kind
    source = f" ({in_markdown(entry.source)})" if entry.source else ""
    if isinstance(entry.value, tuple):
        ids = [item.id for item in entry.value[:_ITEMS_AT_MOST]]
        left = len(entry.value) - len(ids)
        value = ", ".join([*ids, *([f"{left} more"] if left else [])]) or "none"
    elif entry.value is None or isinstance(kind, ListOf):
        value = "not known"
    else:
        value = show(entry.value, kind)
    return f"{in_markdown(entry.fact)}: {in_markdown(value)}{source}"


# -- what the rules say, beside what happened ------------------------------------------------------


def _rows(moment: Moment) -> Iterator[str]:
    """A row for each question that has a new answer or beside which something stands; then what
    happened beside no question.
    """
    new = {answer.id for answer in moment.changed if answer.status is Status.DECIDED}
    for answer in moment.decision.core.answers:
        beside = list(_beside(moment, answer))
        if answer.id in new or beside:
            asked = f"{in_markdown(answer.id)} {in_markdown(answer.question)}"
            yield f"| {asked} | {_says(*moment.said(answer))} | {'<br>'.join(beside)} |"
    for event in moment.happened:
        if event.beside is None:
            yield f"| | | {'<br>'.join(_happened(event))} |"


def _beside(moment: Moment, answer: Answer) -> Iterator[str]:
    for decided in moment.decided:
        if decided.decision == answer.id:
            yield _decided(decided, answer)
    for happened in moment.happened:
        if happened.beside == answer.id:
            yield from _happened(happened)


def _decided(event: Decided, answer: Answer) -> str:
    reason = f", {in_markdown(event.reason)}" if event.reason else ""
    source = f" ({in_markdown(event.source)})" if event.source else ""
    departs = "**Departs from the rules.** " if answer.departs is not None else ""
    said = f"{departs}Decided by the {in_markdown(event.by)}: {in_markdown(event.answer)}{reason}{source}"
    return f"{said}{_assumed(event)}."


def _happened(event: Happened) -> Iterator[str]:
    source = f" ({in_markdown(event.source)})" if event.source else ""
    assumed = _assumed(event)
    earlier = f" On {_day(event.on)}{assumed}." if event.on != event.reported else ""
    yield f"{in_markdown(event.what).rstrip('.')}{source}{'' if earlier else assumed}.{earlier}"
    if event.difference is not None:
        yield f"*Why they part:* {in_markdown(event.difference).rstrip('.')}."


def _assumed(event: Decided | Happened) -> str:
    return " (day assumed)" if event.day_assumed else ""


def _says(decision: Decision, answer: Answer) -> str:
    match answer.status:
        case Status.NOT_ASKED:
            return "not asked"
        case Status.UNDECIDED:
            still = ", ".join(map(in_markdown, answer.possible))
            return f"open: {still}" if still else "open"
        case Status.DECIDED:
            said = f"**{in_markdown(answer.answer or '')}**"
            words = "; ".join(map(in_markdown, _because(Outline(Graph(decision), answer))))
            return f"{said}: {words}" if words else said


def _because(outline: Outline) -> Sequence[str]:
    """The author's words for the answer, or else for what it rests on most."""
    return outline.because or [
        " - ".join(found.point.said) for found in strands(outline)[:_REASONS_AT_MOST]
    ]


def _day(day: date) -> str:
    return show(day, Date())
