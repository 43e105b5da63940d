"""A decision with the facts that hold its answers where they are, and of open ones what is still open.

In: a decision, the situation that it decided, and the questions to be looked at. Out: the decision with
its holdings and opinions, each fact by the node of the graph that shows it.
"""

from collections.abc import Collection, Iterator
from dataclasses import replace
from typing import Unpack

from cssrules.case import Case
from cssrules.deciding import Run, Situation, decision_of, situation
from cssrules.decision import (
    NO_ANSWER,
    Asking,
    Decision,
    Excluded,
    Holding,
    Opinion,
    Status,
    Turn,
)
from cssrules.policy import Policy, Question
from cssrules.proof.brackets import Brackets
from cssrules.proof.inquiry import Inquiry
from cssrules.proof.shown import Shown
from cssrules.values import Kind, ListOf, show


def explained(
    policy: Policy,
    case: Case,
    *,
    engine: bool = True,
    questions: Collection[str] = (),
    **run: Unpack[Run],
) -> Decision:
    """What `decide` gives, with what holds the answers to `questions`, or to the main one, and of those
    that are open what is still possible and what to ask for. Raises Problems, and Disagreement.
    """
    asked = situation(policy, case, **run)
    return with_holdings(decision_of(asked, engine=engine), asked, questions)


def with_holdings(
    decision: Decision, situation: Situation, questions: Collection[str] = ()
) -> Decision:
    """`decision` with what holds the answers to `questions`, or to its main one, or leaves them open:
    as far as they are asked, and no lists.
    """
    chosen = questions or {decision.main.id}
    answers = {a.id: a.status for a in decision.core.answers if a.id in chosen}
    looked_at = [
        (question, answers[question.id])
        for question in situation.policy.questions
        if question.id in answers and not isinstance(situation.policy.kind(question.answer), ListOf)
    ]
    decided = (q for q, status in looked_at if status is Status.DECIDED)
    open = (q for q, status in looked_at if status is Status.UNDECIDED)
    return replace(
        decision,
        holdings=tuple(h for q in decided for h in _holdings(decision, situation, q)),
        opinions=tuple(_opinion(decision, situation, q) for q in open),
    )


def _holdings(decision: Decision, situation: Situation, question: Question) -> Iterator[Holding]:
    brackets = Brackets(situation, question)
    shown = Shown(decision, situation, brackets.policy, brackets.trace)
    brackets.sufficient.preferred = frozenset(
        filter(shown.is_decisive, brackets.sufficient.of.facts)
    )
    kind = _kind(brackets.policy, question)
    for bracket in brackets.brackets():
        yield Holding(
            question=question.id,
            side=bracket.side,
            answer=show(brackets.trace.value(question.answer), kind),
            others=tuple(show(other, kind) for other in bracket.others),
            facts=shown.told(bracket.facts),
            verified=bracket.verified,
        )


def _opinion(decision: Decision, situation: Situation, question: Question) -> Opinion:
    inquiry = Inquiry(situation, question)
    shown = Shown(decision, situation, inquiry.policy, inquiry.trace)
    kind = _kind(inquiry.policy, question)
    possible = tuple(show(value, kind) for value in inquiry.possible)
    return Opinion(
        question=question.id,
        possible=possible,
        exhaustive=inquiry.all_found,
        may_lapse=inquiry.may_lapse,
        has_gap=inquiry.has_gap,
        excluded=tuple(
            Excluded(show(value, kind), shown.told(facts, inquiry.said))
            for value, facts in inquiry.ruled_out().items()
        ),
        matters=inquiry.matters,
        idle=inquiry.idle,
        unsure=inquiry.unsure,
        asking=tuple(
            Asking(
                asked.evidence,
                situation.policy.evidence[asked.evidence].ask,
                tuple(
                    Turn(
                        None
                        if way.value is None
                        else show(way.value, inquiry.policy.evidence[asked.evidence].kind),
                        (
                            *(possible[place] for place in way.leaves),
                            *([Status.NOT_ASKED.value] if way.lapses else []),
                            *([NO_ANSWER] if way.gap else []),
                        ),
                    )
                    for way in asked.ways
                ),
            )
            for asked in inquiry.next()
            if asked.evidence in situation.policy.evidence
        ),
    )


def _kind(policy: Policy, question: Question) -> Kind:
    kind = policy.kind(question.answer)
    assert kind is not None, "a question is answered by a conclusion"
    return kind
