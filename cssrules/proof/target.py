"""The outcome that a reader asks for, of a case: which question it answers, and the policy behind it.

In: an outcome as written, a policy, and a case with what one run changes. Out: the question and the value
meant, and the part of the policy that the question rests on, which says of it what the whole policy says.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import replace

from cssrules.cone import part_of
from cssrules.dataclass import dataclass
from cssrules.deciding import Situation, decision_of
from cssrules.decision import Decision, Status
from cssrules.expression import Compare, Comparison, Const, Expression, Includes, Term
from cssrules.policy import Policy, Question
from cssrules.problem import Kind as Fault
from cssrules.problem import Problem, Problems, did_you_mean
from cssrules.values import BadValue, Choice, Kind, ListOf, SetOf, Value, listed, read, show
from cssrules.views.stamps import departure


@dataclass(frozen=True, slots=True)
class Outcome:
    """An answer that a question may have: its value, or of a set an option that it may hold."""

    question: Question
    value: Value
    kind: Kind

    @property
    def said(self) -> str:
        """The outcome for a reader."""
        return str(self.value) if self.is_member else show(self.value, self.kind)

    @property
    def is_member(self) -> bool:
        """Whether it is a member of an answer that is a set."""
        return isinstance(self.kind, SetOf)

    @property
    def condition(self) -> Expression:
        """That the policy gives it."""
        answer = Term(self.question.answer, self.kind)
        if self.is_member:
            return Includes(answer, str(self.value))
        return Compare(Comparison.EQ, answer, Const(self.value, self.kind))

    def is_given_by(self, value: Value) -> bool:
        """Whether an answer that is known is this outcome, or holds it."""
        return self.value in value if isinstance(value, frozenset) else self.value == value


def outcome_meant(policy: Policy, text: str, question: str | None = None) -> Outcome:
    """The outcome that `text` names: of the question with that id, else of the main question, else of
    the one question that has it among its answers. Raises Problems.
    """
    if question is not None:
        return _read(text, policy, _question(policy, question))
    main = next((q for q in policy.questions if q.main), None)
    if main is not None:
        with suppress(Problems):
            return _read(text, policy, main)
    found = [outcome for q in policy.questions if (outcome := _perhaps(text, policy, q))]
    if len(found) == 1:
        return found[0]
    if found:
        ids = listed([outcome.question.id for outcome in found], "and")
        help = f"{ids} have it: say which with --question"
        raise _problem("more than one question has that answer", text, help)
    if main is not None:
        return _read(text, policy, main)
    raise _problem("no question has that answer", text, _near(text, policy, policy.questions))


def next_better(policy: Policy, decision: Decision, question: str | None = None) -> Outcome:
    """The outcome just above the one that a decision of the policy gives to the question with that id, else
    to the main one; that one itself where nothing is better. Raises Problems, as where the question has no
    answer, or none that is better than another.
    """
    asked = _question(policy, question or decision.main.id)
    answer = next(answer for answer in decision.core.answers if answer.id == asked.id)
    kind = policy.kind(asked.answer)
    help = "say with --to which outcome is meant"
    if not isinstance(kind, Choice) or not kind.ordered:
        raise _problem("none of its answers is better than another", asked.id, help)
    if answer.status is not Status.DECIDED:
        raise _problem(f"it is {answer.status.value}, so no outcome is the next", asked.id, help)
    place = kind.options.index(str(answer.answer))
    return Outcome(asked, kind.options[min(place + 1, len(kind.options) - 1)], kind)


def _question(policy: Policy, id: str) -> Question:
    called = {name: q for q in policy.questions for name in (q.answer, q.id)}
    folded = {name.casefold(): q for name, q in called.items()}
    if id in called or id.casefold() in folded:
        return called.get(id) or folded[id.casefold()]
    ids = [question.id for question in policy.questions]
    help = did_you_mean(id, called) or (f"there are {listed(ids, 'and')}" if ids else None)
    raise _problem("no question is called so", id, help)


def _perhaps(text: str, policy: Policy, question: Question) -> Outcome | None:
    try:
        return _read(text, policy, question)
    except Problems:
        return None


def _read(text: str, policy: Policy, question: Question) -> Outcome:
    kind = policy.kind(question.answer)
    assert kind is not None, "a question is answered by a conclusion"
    match kind:
        case Choice():
            folded = {option.casefold(): option for option in (*kind.options, *dict(kind.aliases))}
            named = kind.option(folded.get(text.casefold(), text))
            if named is not None:
                return Outcome(question, named, kind)
        case SetOf(options=options):
            option = next((o for o in options if o.casefold() == text.casefold()), None)
            if option is not None:
                return Outcome(question, option, kind)
        case ListOf():
            message = f"{question.id} is answered by a list, not by one outcome"
            raise _problem(message, text, f"`cssrules rule {question.id}` shows how it comes about")
        case _:
            try:
                return Outcome(question, read(text, kind), kind)
            except BadValue as bad:
                raise _problem(bad.message, text, bad.hint) from None
    message = f"{question.id} has no such answer"
    raise _problem(message, text, _near(text, policy, (question, *policy.questions)))


def _near(text: str, policy: Policy, questions: Iterable[Question]) -> str | None:
    """What may be meant, of the first question first; else what the first question's answers are."""
    options = [_options(policy, question) for question in questions]
    for known in options:
        near = did_you_mean(text, known)
        if near is not None:
            return near
    return f"it may be {listed(options[0])}" if options and options[0] else None


def _options(policy: Policy, question: Question) -> tuple[str, ...]:
    kind = policy.kind(question.answer)
    return kind.options if isinstance(kind, Choice | SetOf) else ()


def _problem(message: str, where: str, help: str | None) -> Problems:
    return Problems([Problem(Fault.UNKNOWN_CHOICE, message, where, help)])


def role_meant(policy: Policy, name: str) -> str:
    """Who may change evidence, as the policy calls them. Raises Problems."""
    known = dict.fromkeys(e.changed_by for e in policy.evidence.values() if e.changed_by)
    roles = {role.casefold(): role for role in known}
    if name.casefold() not in roles:
        may = f"the policy has {listed(list(known), 'and')}" if known else None
        message = f"nothing may be changed by `{name}`"
        help = did_you_mean(name, known) or may
        raise Problems([Problem(Fault.UNKNOWN_TERM, message, name, help)])
    return roles[name.casefold()]


# -- what people decided -------------------------------------------------------------------------------


def beside(asked: Situation, decision: Decision) -> Decision:
    """A decision of a part of the policy, with how people departed in what it does not ask."""
    told = {answer.id for answer in decision.core.answers}
    if asked.taken.keys() <= told:
        return decision
    whole = decision_of(asked, engine=False).core.answers
    departed = (departure(a, a.departs) for a in whole if a.departs and a.id not in told)
    return replace(decision, beside=tuple(departed))


# -- the part of the policy ----------------------------------------------------------------------------


def policy_behind(asked: Situation, question: Question) -> Policy:
    """The part of the policy that the question rests on, with the evidence and settings that the run
    changes, and the questions that it builds on because people decided them. Its first question is
    the one asked.
    """
    policy = asked.policy
    changed = {*asked.changes, *asked.settings}
    questions = [question]
    while True:
        part = part_of(policy, questions, changed)
        taken = [
            q
            for q in policy.questions
            if q.id in asked.taken and q.answer in part.defining and q not in questions
        ]
        if not taken:
            return replace(part, questions=tuple(questions), records=policy.records)
        questions += taken
