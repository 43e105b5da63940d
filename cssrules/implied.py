"""What a case holds without an entry that reports it: its own id and name, and what people decided of a
question whose answers are recorded as evidence.

In: a policy, and the parts of a case. Out: entries, which count as no report.
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial

from cssrules.case import Case, Decided, Entry
from cssrules.policy import Given, Policy
from cssrules.values import BadValue, Value, read

OF_ITSELF = "the case itself"
"""The source of what a case says of itself."""


def implied(policy: Policy, id: str, name: str, events: Sequence[Decided]) -> tuple[Entry, ...]:
    """The facts that the policy takes from the case `id` called `name` of which people decided `events`."""
    decided = sorted(events, key=lambda event: (event.on, event.decision))
    recorded = (entry for event in decided for entry in _recorded(policy, event))
    return (*_given(policy, id, name), *recorded)


def on_record(case: Case, events: Collection[Decided] = ()) -> Case:
    """The case with nothing on record of what people decided but of these events of it."""
    kept = {(event.decision, event.on) for event in events}
    held = (e for e in case.implied if e.decision is None or (e.decision, e.on) in kept)
    return replace(case, implied=tuple(held))


def _given(policy: Policy, id: str, name: str) -> Iterator[Entry]:
    for evidence in policy.evidence.values():
        match evidence.given_by:
            case Given.ID:
                yield Entry(evidence.name, id, source=OF_ITSELF)
            case Given.NAME:
                yield Entry(evidence.name, in_short(name), source=OF_ITSELF)
            case None:
                pass


def own_name_meant(policy: Policy, id: str, name: str, fact: str, text: str) -> str | None:
    """The case's own id or name, where `text` is that but for capitals, spaces and punctuation, and the
    evidence `fact` is held against it.
    """
    own = {Given.ID: id, Given.NAME: in_short(name)}
    if not any(is_alike(text, said) for said in own.values()):
        return None  # at once, as it takes the whole policy to tell what names a case
    ways = policy.naming_itself.get(fact, frozenset())
    known = [own[way] for way in Given if way in ways]
    alike = [said for said in known if is_alike(text, said)]
    return None if text in known or not alike else alike[-1]


def in_short(name: str) -> str:
    """The name of a case; after a colon a headline stands, as of a story."""
    return name.partition(":")[0].rstrip()


def is_alike(one: str, other: str) -> bool:
    """Whether two names are the same but for capitals, spaces and punctuation."""
    bare, others = ("".join(filter(str.isalnum, said.casefold())) for said in (one, other))
    return bare == others != ""


def _recorded(policy: Policy, event: Decided) -> Iterator[Entry]:
    """What is on record of a decision from its day on: its answer, and its day. An answer that the evidence
    cannot have is not recorded, and neither is the day beside it.
    """
    source = f"decided by {event.by if event.by.startswith('the ') else f'the {event.by}'}"
    told = partial(Entry, on=event.on, reported=event.on, source=source, decision=event.decision)
    recorded = (one for q in policy.questions if q.id == event.decision for one in q.recorded)
    for one in recorded:
        if one.answer is not None:
            answer = _value(policy, one.answer, event.answer)
            if answer is None:
                continue
            yield told(one.answer, answer)
        on = None if one.on is None else _value(policy, one.on, event.on.isoformat())
        if one.on is not None and on is not None:
            yield told(one.on, on)


def _value(policy: Policy, evidence: str, text: str) -> Value:
    """The text as a value of the evidence; None where it has no such value."""
    try:
        return read(text, policy.evidence[evidence].kind)
    except BadValue:
        return None
