"""What was changed between two versions of a policy, each change in the author's words.

In: two policies. Out: the parts that were added, removed or changed, and of these what is written
otherwise. What has another id and the same substance is renamed. What is unchanged is not told.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Protocol, TypeVar

from cssrules.english import says, value_of
from cssrules.expression import Expression
from cssrules.policy import (
    EachBody,
    Evidence,
    Pairing,
    Policy,
    PortfolioRule,
    Property,
    Question,
    Record,
    Rule,
    Setting,
)
from cssrules.proof.versions.substance import bare, of_rule
from cssrules.proof.versions.worded import (
    aspects_of_rule,
    basis_in_words,
    body_in_words,
    differing,
    in_force,
)
from cssrules.revision import Aspect, Change
from cssrules.source import Place
from cssrules.values import kind_in_words, show


class _Placed(Protocol):
    @property
    def place(self) -> Place: ...


_Part = TypeVar("_Part", bound=_Placed)


def changes(old: Policy, new: Policy) -> tuple[Change, ...]:
    """What was changed: rules, what they read, what is asked and stated, the portfolio, the rest."""
    return (
        *_rules(old, new),
        *_parts("setting", old.settings, new.settings, _settings, _setting),
        *_parts("evidence", old.evidence, new.evidence, _evidences, _evidence),
        *_parts("record", old.records, new.records, _records, _record),
        *_questions(old, new),
        *_properties(old, new),
        *_portfolio(old, new),
        *_whole(old, new),
    )


def renamed(
    old: Mapping[str, _Part], new: Mapping[str, _Part], substance: Callable[[_Part], object]
) -> Mapping[str, str]:
    """By the id of the new version that of the old, of what has another id and the same substance."""
    gone: dict[object, list[str]] = {}
    for id, part in old.items():
        if id not in new:
            gone.setdefault(substance(part), []).append(id)
    found = dict[str, str]()
    for id, part in new.items():
        if id not in old and (ids := gone.get(substance(part))):
            found[id] = ids.pop(0)
    return found


def questions_renamed(old: Policy, new: Policy) -> Mapping[str, str]:
    """The questions that have another id, by that of the new version."""
    return renamed(
        {q.id: q for q in old.questions},
        {q.id: q for q in new.questions},
        lambda q: (q.answer, q.question, bare(q.asked_when)),
    )


def _parts(  # noqa: PLR0913, PLR0917 # because what is told of one sort is told of each
    sort: str,
    old: Mapping[str, _Part],
    new: Mapping[str, _Part],
    aspects: Callable[[_Part, _Part], Iterable[Aspect]],
    alone: Callable[[_Part], Aspect],
    was: Mapping[str, str] | None = None,
) -> Iterator[Change]:
    """The changes of the parts of one sort; `alone` says a part that stands in one version, as if it
    were in the new one.
    """
    was = was or {}
    for id, part in new.items():
        before = old.get(was.get(id, id))
        if before is None:
            yield Change(sort, id, (alone(part),), None, None, str(part.place))
        elif (found := tuple(aspects(before, part))) or id in was:
            places = str(before.place), str(part.place)
            yield Change(sort, id, found, was.get(id, id), *places)
    for id, part in old.items():
        if id not in new and id not in was.values():
            said = alone(part)
            gone = Aspect(said.called, said.new, None, said.documentation)
            yield Change(sort, id, (gone,), id, str(part.place), None)


# -- rules and what they read ------------------------------------------------------------------------------


def _rules(old: Policy, new: Policy) -> Iterator[Change]:
    def alone(rule: Rule) -> Aspect:
        policy = new if new.rules.get(rule.id) is rule else old
        return Aspect(f"defines {rule.define}", None, body_in_words(policy, rule))

    def aspects(one: Rule, other: Rule) -> Iterator[Aspect]:
        return aspects_of_rule(old, new, one, other)

    was = renamed(old.rules, new.rules, of_rule)
    for change in _parts("rule", old.rules, new.rules, aspects, alone, was):
        rule = new.rules.get(change.id) or old.rules[change.id]
        yield replace(change, title=rule.title)


def _settings(one: Setting, other: Setting) -> Iterator[Aspect]:
    yield from differing("value", one, other, lambda s: show(s.value, s.kind))
    yield from differing("type", one, other, lambda s: kind_in_words(s.kind))
    for called, say in _OF_SETTING.items():
        yield from differing(called, one, other, say, documentation=True)


_OF_SETTING: Mapping[str, Callable[[Setting], str]] = {
    "owner": lambda s: s.owner,
    "reason": lambda s: s.reason,
    "anchor": lambda s: s.anchor,
}


def _setting(setting: Setting) -> Aspect:
    return Aspect("value", None, show(setting.value, setting.kind))


def _evidences(one: Evidence, other: Evidence) -> Iterator[Aspect]:
    yield from differing("type", one, other, lambda e: kind_in_words(e.kind))
    yield from differing("better", one, other, lambda e: e.better.value if e.better else None)
    yield from differing("may be changed by", one, other, lambda e: e.changed_by)
    yield from differing("cost", one, other, lambda e: _number(e.cost))
    yield from differing("takes", one, other, lambda e: _number(e.takes_days, " days"))
    yield from differing("not before", one, other, lambda e: ", ".join(e.not_before) or None)
    yield from differing("asked for as", one, other, lambda e: e.ask, documentation=True)
    yield from differing("note", one, other, lambda e: e.note, documentation=True)


def _evidence(evidence: Evidence) -> Aspect:
    return Aspect("type", None, kind_in_words(evidence.kind))


def _number(number: int | None, unit: str = "") -> str | None:
    return None if number is None else f"{number}{unit}"


def _records(one: Record, other: Record) -> Iterator[Aspect]:
    before, after = dict(one.fields), dict(other.fields)
    for field in sorted({*before, *after}):
        kinds = before.get(field), after.get(field)
        yield from differing(
            field, *kinds, lambda kind: None if kind is None else kind_in_words(kind)
        )


def _record(record: Record) -> Aspect:
    said = "; ".join(f"{name}: {kind_in_words(kind)}" for name, kind in record.fields)
    return Aspect("fields", None, said)


# -- what is asked and stated ------------------------------------------------------------------------------


def _questions(old: Policy, new: Policy) -> Iterator[Change]:
    def said(policy: Policy, condition: Expression | None) -> str | None:
        return None if condition is None else says(policy, condition, truth=True)

    def aspects(one: Question, other: Question) -> Iterator[Aspect]:
        yield from differing("answered by", one, other, lambda q: q.answer)
        if bare(one.asked_when) != bare(other.asked_when):
            yield Aspect("asked when", said(old, one.asked_when), said(new, other.asked_when))
        yield from differing("decided by", one, other, lambda q: q.decided_by)
        yield from differing("not before", one, other, lambda q: ", ".join(q.not_before) or None)
        yield from differing(
            "decided anew from", one, other, lambda q: ", ".join(q.anew_from) or None
        )
        if bare(one.anew_after) != bare(other.anew_after):
            after = said(old, one.anew_after), said(new, other.anew_after)
            yield Aspect("decided anew after", *after)
        yield from differing("main question", one, other, lambda q: "yes" if q.main else None)
        for called, say in _OF_QUESTION.items():
            yield from differing(called, one, other, say, documentation=True)

    yield from _parts(
        "question",
        {q.id: q for q in old.questions},
        {q.id: q for q in new.questions},
        aspects,
        lambda q: Aspect("asks", None, q.question),
        questions_renamed(old, new),
    )


_OF_QUESTION: Mapping[str, Callable[[Question], str | None]] = {
    "asks": lambda q: q.question,
    "stage": lambda q: q.stage,
    "shown by": lambda q: q.shown_by,
}


def _properties(old: Policy, new: Policy) -> Iterator[Change]:
    ours = {stated.id: stated for stated in old.properties}
    theirs = {stated.id: stated for stated in new.properties}

    def said(stated: Property) -> str:
        policy = new if theirs.get(stated.id) is stated else old
        word = "never" if stated.never else "always"
        return f"{word}: {says(policy, stated.condition, truth=True)}"

    def aspects(one: Property, other: Property) -> Iterator[Aspect]:
        if (one.never, bare(one.condition)) != (other.never, bare(other.condition)):
            yield Aspect("says", said(one), said(other))
        yield from differing("rests on", one.basis, other.basis, basis_in_words, documentation=True)

    was = renamed(ours, theirs, lambda stated: (stated.never, bare(stated.condition)))
    yield from _parts(
        "property", ours, theirs, aspects, lambda p: Aspect("says", None, said(p)), was
    )


# -- many bodies at once -----------------------------------------------------------------------------------


def _portfolio(old: Policy, new: Policy) -> Iterator[Change]:
    def aspects(one: PortfolioRule, other: PortfolioRule) -> Iterator[Aspect]:
        if bare((one.each, one.define)) != bare((other.each, other.define)):
            said = [f"{rule.define} for each {rule.each}" for rule in (one, other)]
            yield Aspect("defines", said[0], said[1])
        for change in changes(one.policy, other.policy):
            if change.sort in {"rule", "property"}:
                yield from change.aspects
        yield from differing("chooses", one, other, _choice)
        yield from differing("decided by", one, other, _decider)
        yield from differing("title", one, other, lambda r: r.title, documentation=True)

    def alone(rule: PortfolioRule) -> Aspect:
        return Aspect(f"defines {rule.define} for each {rule.each}", None, rule.title)

    for change in _parts("portfolio rule", old.portfolio, new.portfolio, aspects, alone):
        rule = new.portfolio.get(change.id) or old.portfolio[change.id]
        yield replace(change, title=rule.title)


def _choice(rule: PortfolioRule) -> str:
    """Whom a portfolio rule chooses among, by what and how many; or what it feeds."""
    match rule:
        case EachBody(feeds=feeds):
            return f"feeds {feeds}" if feeds else "feeds nothing"
        case Pairing(choose=choose, prefer=prefer, limits=limits, brings=brings):
            preferred = "; ".join(("least " if p.least else "") + p.label for p in prefer)
            most = "; ".join(
                f"at most {value_of(rule.policy, limit.number)} per {limit.per}" for limit in limits
            )
            brought = "; ".join(f"brings {evidence}: {name}" for evidence, name in brings)
            return ", ".join(part for part in (choose, preferred, most, brought) if part)


def _decider(rule: PortfolioRule) -> str | None:
    """Who decides the pairs of a portfolio rule, where that is said."""
    return rule.decided_by if isinstance(rule, Pairing) else None


# -- the policy as a whole ---------------------------------------------------------------------------------


def _whole(old: Policy, new: Policy) -> Iterator[Change]:
    """What has no id of its own: assumptions, holidays, other names of options; and the documents."""
    found = (
        *_assumptions(old, new),
        *differing("in force", old.effective, new.effective, in_force),
        *_entries("no working day", _days_off(old), _days_off(new)),
        *_entries("other name", _aliases(old), _aliases(new)),
        *_entries("entity", _entities(old), _entities(new)),
        *differing("name", old, new, lambda policy: policy.name, documentation=True),
        *differing("version", old, new, lambda policy: policy.version, documentation=True),
        *_counted("sources", old.papers.values(), new.papers.values()),
        *_counted("statements", old.statements, new.statements),
        *_counted("conflicts", old.conflicts, new.conflicts),
        *_counted("accepted findings", old.accepted, new.accepted),
    )
    if found:
        yield Change("policy", new.name, found, old.name, "", "")


def _assumptions(old: Policy, new: Policy) -> Iterator[Aspect]:
    ours, theirs = ({bare(a): a for a in policy.assumptions} for policy in (old, new))
    for assumed, condition in ours.items():
        if assumed not in theirs:
            yield Aspect("assumes of every case", says(old, condition, truth=True), None)
    for assumed, condition in theirs.items():
        if assumed not in ours:
            yield Aspect("assumes of every case", None, says(new, condition, truth=True))


def _entries(called: str, old: Collection[str], new: Collection[str]) -> Iterator[Aspect]:
    """What stands in one version alone."""
    yield from (Aspect(called, entry, None) for entry in old if entry not in new)
    yield from (Aspect(called, None, entry) for entry in new if entry not in old)


def _days_off(policy: Policy) -> Collection[str]:
    return [day.isoformat() for day in policy.holidays]


def _aliases(policy: Policy) -> Collection[str]:
    choices = policy.choices.values()
    return [f"{name} for {option}" for choice in choices for name, option in choice.aliases]


def _entities(policy: Policy) -> Collection[str]:
    found = []
    for entity in policy.entities.values():
        held = "; ".join(f"{name}: {kind_in_words(kind)}" for name, kind in entity.fields)
        found.append(f"{entity.name} ({f'of {entity.items}' if entity.items else held})")
    return found


def _counted(called: str, old: Iterable[object], new: Iterable[object]) -> Iterator[Aspect]:
    """How many documents were taken away and added; one that was changed is both."""
    ours, theirs = ({repr(_unplaced(part)) for part in parts} for parts in (old, new))
    gone, come = len(ours - theirs), len(theirs - ours)
    if gone or come:
        said = f"{gone} taken away" if gone else None, f"{come} added" if come else None
        yield Aspect(called, *said, documentation=True)


def _unplaced(part: object) -> object:
    """A document without the place at which it stands."""
    return replace(part, place=Place("", 0, 0)) if hasattr(part, "place") else part  # type: ignore[type-var] # because every document is a data class
