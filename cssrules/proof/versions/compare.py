"""Two versions of a policy compared: what was changed, which answers that makes other, and which reasons.

In: two policies. Out: a Revision. Only what a change bears on is asked of the prover: a question whose part
of the policy is the same in both versions is the same in every case.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from cssrules.cone import cone, part_of
from cssrules.policy import Policy, Question
from cssrules.problem import Kind as Fault
from cssrules.problem import Problem, Problems, did_you_mean
from cssrules.proof.versions.changed import changes, questions_renamed
from cssrules.proof.versions.given import given_cases
from cssrules.proof.versions.reasons import Reasons
from cssrules.proof.versions.sides import Sides, Subject, names_of, regimes
from cssrules.proof.versions.substance import bare, of_kind, of_part, of_rule
from cssrules.proof.versions.turns import Case, Turns
from cssrules.readings.prove import ENGINE
from cssrules.revision import Compared, Reason, Rest, Revision, Turn, Version
from cssrules.values import Date, ListOf, listed, written
from cssrules.version import VERSION

Tell = Callable[[str], None]
REASONS_AT_MOST, _CASES_KEPT = 6, 2


def versions(  # noqa: PLR0913 # because a run has so many choices, each with its plain default
    old: Policy,
    new: Policy,
    *,
    as_of: date | None = None,
    questions: Collection[str] = (),
    cases: Mapping[str, bytes] | None = None,
    tell: Tell = lambda _: None,
) -> Revision:
    """What was changed from `old` to `new`, and what is otherwise by it: on the day, or on every day from
    the first on which both are in force; of the `questions` named alone, if any are. `cases` are the texts
    of case files, by name. `tell` is told of progress. Raises Problems.
    """
    _refuse_unknown(new, questions)
    stretches = [Date(as_of, as_of)] if as_of else list(regimes(old, new))
    asked = questions_of_both(old, new)
    wanted = [subject for subject in asked if not questions or subject.id in questions]
    touched = [subject for subject in wanted if is_touched(old, new, subject)]
    run = _Run(old, new, stretches, tell)
    rules = [run.conclusion(name) for name in _changed_conclusions(old, new, touched)]
    same = frozenset(one.name for one in rules if not one.turns and one.unsettled is None)
    compared = [
        _unturned(subject) if _rests_on(old, new, subject, same) else run.question(subject)
        for subject in touched
    ]
    told = {subject.new.id for subject in asked}, {subject.old.id for subject in asked}
    alone = [
        q.id
        for policy, ids in zip((new, old), told, strict=True)
        for q in policy.questions
        if q.id not in ids
    ]
    rules_changed = {
        rule.id for n in changed_names(old, new) for rule in (*old.defining[n], *new.defining[n])
    }
    given = given_cases((old, new), wanted, rules_changed, cases or {}, as_of)
    return Revision(
        old=_version(old),
        new=_version(new),
        days=(_day(stretches[0].low), _day(stretches[-1].high)),
        lists=tuple(sorted(run.lists)),
        changes=changes(old, new),
        uncompared=tuple(id for id in new.portfolio if _is_other(old, new, id)),
        questions=tuple(compared),
        untouched=len(wanted) - len(touched),
        one_sided=tuple(alone),
        rules=tuple(rules),
        reasons=tuple(run.reasons),
        given=None if cases is None else given.turned,
        refused=given.refused,
        cases=len(cases or ()),
        made_by=(VERSION, ENGINE),
        queries=run.queries,
    )


class _Run:
    """Comparisons over stretches of days, and what they have in common."""

    def __init__(self, old: Policy, new: Policy, stretches: Sequence[Date], tell: Tell) -> None:
        self.old, self.new, self.stretches, self.tell = old, new, stretches, tell
        self.queries = 0
        self.lists: set[tuple[str, int, int]] = set()
        self.reasons: list[Reason] = []
        self._seen: set[str] = set()
        self._cases: list[Case] = []

    def question(self, subject: Subject) -> Compared:
        """A question in both versions; beside it the conclusions that are otherwise where it is not."""
        self.tell(f"question {subject.id}")
        return _merged([self._in(stretch, subject) for stretch in self.stretches])

    def conclusion(self, name: str) -> Compared:
        """What a rule concludes in both versions."""
        rule = self.new.defining[name][0]
        self.tell(f"rule {rule.id}")
        one, other = (
            Question(rule.id, rule.title, name, "", None, False, rule.place)  # noqa: FBT003
            for _ in (0, 1)
        )
        subject = Subject(rule.id, name, one, other)
        return _merged([self._in(stretch, subject) for stretch in self.stretches])

    def _in(self, stretch: Date, subject: Subject) -> Compared:
        sides = Sides(self.old, self.new, [subject], stretch)
        turns = Turns(sides, subject, tuple(self._cases))
        compared = turns.compared()
        if sides.lengths.cut and compared.unsettled is None:
            cut = ", ".join(sorted(sides.lengths.cut))
            why = f"longer lists than were looked at may make a difference: {cut}"
            compared = replace(compared, unsettled=why)
        self._cases += turns.seen[:_CASES_KEPT]
        if subject.old.decided_by and not sides.reads_day:
            self._note_reasons(Reasons(sides, subject))
        self.queries += sides.prover.queries
        self.lists |= set(sides.lists)
        return compared

    def _note_reasons(self, reasons: Reasons) -> None:
        names = [name for name in reasons.names() if name not in self._seen]
        for name in names:
            if len(self.reasons) < REASONS_AT_MOST and not is_same(self.old, self.new, name):
                self._seen.add(name)
                self.reasons += reasons.otherwise(name)


def _merged(found: Sequence[Compared]) -> Compared:
    """What was found on several stretches of days: each way once, where it was first found."""
    every = [turn for compared in found for turn in compared.turns]
    turns = {(turn.old, turn.new): turn for turn in reversed(every)}
    first = next((c for c in found if c.turns), found[0])
    alike = len(found) == 1 or [c.turns for c in found if c.turns] == [first.turns]
    told = [turns[key] for key in dict.fromkeys((t.old, t.new) for c in found for t in c.turns)]
    return replace(
        first,
        turns=tuple(t if alike else _of_several(t) for t in told),
        more=any(c.more for c in found),
        unsettled=next((c.unsettled for c in found if c.unsettled), None),
    )


def _of_several(turn: Turn) -> Turn:
    """A turn as one stretch of days has it: where it is all there is of it there, others may have more."""
    return replace(turn, rest=Rest.OPEN) if turn.exact else turn


def _refuse_unknown(policy: Policy, questions: Collection[str]) -> None:
    ids = [question.id for question in policy.questions]
    absent = [id for id in questions if id not in ids]
    if absent:
        message, there = "no question is called so", f"there are {listed(ids, 'and')}"
        raise Problems(
            Problem(Fault.UNKNOWN_TERM, message, id, did_you_mean(id, ids) or there)
            for id in absent
        )


# -- what is asked -----------------------------------------------------------------------------------------


def questions_of_both(old: Policy, new: Policy) -> list[Subject]:
    """The questions that both versions ask, the main one first."""
    was, ours = questions_renamed(old, new), {question.id: question for question in old.questions}
    return [
        Subject(question.id, question.answer, ours[was.get(question.id, question.id)], question)
        for question in sorted(new.questions, key=lambda question: not question.main)
        if was.get(question.id, question.id) in ours
    ]


def is_touched(old: Policy, new: Policy, subject: Subject) -> bool:
    """Whether anything was changed that bears on a question."""
    if subject.old.answer != subject.new.answer:
        return True
    if bare(subject.old.asked_when) != bare(subject.new.asked_when):
        return True
    return not _are_same(part_of(old, [subject.old]), part_of(new, [subject.new]))


def is_same(old: Policy, new: Policy, name: str) -> bool:
    """Whether all that bears on a name is written alike."""
    return _are_same(cone(old, [name]), cone(new, [name]))


def _are_same(one: Policy, other: Policy) -> bool:
    """Whether two parts of policies are written alike."""
    return of_part(one) == of_part(other)


def changed_names(old: Policy, new: Policy) -> frozenset[str]:
    """The conclusions of both versions whose own rules say otherwise, or read a setting that does."""
    settings = {
        name
        for name, setting in new.settings.items()
        if name in old.settings and old.settings[name].value != setting.value
    }
    return frozenset(
        name
        for name, rules in new.defining.items()
        if name in old.defining
        if _read_any(new, name, settings)
        or set(map(of_rule, rules)) != set(map(of_rule, old.defining[name]))
    )


def _read_any(policy: Policy, name: str, settings: Iterable[str]) -> bool:
    read = frozenset(
        found
        for rule in policy.defining[name]
        for expression in rule.expressions
        for found in policy.reads(expression, rule.each)
    )
    return not read.isdisjoint(settings)


def _rests_on(old: Policy, new: Policy, subject: Subject, same: frozenset[str]) -> bool:
    """Whether all that was changed below a question is the rules of conclusions that are the `same` in every
    case: then so is the question.
    """
    names = names_of(new, subject.new)
    if names != names_of(old, subject.old) or names & changed_names(old, new):
        return False
    if bare(subject.old.asked_when) != bare(subject.new.asked_when):
        return False
    one, other = part_of(old, [subject.old]), part_of(new, [subject.new])
    kinds = [{n: of_kind(e.kind) for n, e in part.evidence.items()} for part in (one, other)]
    shared = kinds[0].keys() & kinds[1].keys()
    return (
        all(kinds[0][name] == kinds[1][name] for name in shared)
        and {r.name: r.fields for r in one.records.values()}
        == {r.name: r.fields for r in other.records.values()}
        and set(map(bare, one.assumptions)) == set(map(bare, other.assumptions))
        and old.holidays == new.holidays
        and changed_names(old, new) & (one.defining.keys() | other.defining.keys()) <= same
    )


def _unturned(subject: Subject) -> Compared:
    """A question that is the same in every case."""
    return Compared(subject.id, subject.name, subject.new.question, ())


def _changed_conclusions(old: Policy, new: Policy, asked: Sequence[Subject]) -> Iterator[str]:
    """The changed conclusions that are to be compared: neither answers, nor of items, nor lists."""
    answers = {subject.name for subject in asked}
    changed = changed_names(old, new)
    for rule in new.order:
        kinds = rule.kind, old.defining[rule.define][0].kind if rule.define in changed else None
        plain = not any(isinstance(kind, ListOf) for kind in kinds)
        first = new.defining[rule.define][0] is rule
        each = rule.each or (rule.define in changed and old.defining[rule.define][0].each)
        if rule.define in changed and plain and first and not each and rule.define not in answers:
            yield rule.define


def _is_other(old: Policy, new: Policy, id: str) -> bool:
    """Whether a portfolio rule of both versions says otherwise."""
    return id in old.portfolio and bare(_plain(old, id)) != bare(_plain(new, id))


def _plain(policy: Policy, id: str) -> object:
    rule = policy.portfolio[id]
    part = rule.policy
    settings = {name: setting.value for name, setting in part.settings.items()}
    return replace(rule, policy=None), {i: of_rule(r) for i, r in part.rules.items()}, settings  # type: ignore[arg-type] # because the rules of the part stand beside it


def _version(policy: Policy) -> Version:
    settings = tuple((s.name, written(s.value, s.kind)) for s in policy.changed_settings)
    return Version(policy.name, policy.version, policy.identity, settings)


def _day(day: date | None) -> str:
    assert day is not None, "a stretch has ends"
    return day.isoformat()
