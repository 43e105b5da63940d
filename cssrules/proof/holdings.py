"""A decision with the facts that hold its answers where they are.

In: a decision, the situation that it decided, and the questions to be looked at. Out: the decision with
its holdings, each fact by the node of the graph that shows it, the nearest to its threshold first.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

from cssrules.case import Case
from cssrules.deciding import Situation, decide, situation
from cssrules.decision import Decision, Holding, HoldingFact, Node, Status
from cssrules.english import found
from cssrules.expression import Expression
from cssrules.margins import margin, nearness
from cssrules.meaning import evaluated
from cssrules.policy import Policy, Question
from cssrules.proof.brackets import Bracket, Brackets
from cssrules.proof.facts import Fact, evidence_of
from cssrules.trace import Concluded, Judged, Trace
from cssrules.values import ListOf, Value, show

FAR = Fraction(2)
"""Farther than any share of a range: what has no distance stands last."""


def explained(  # noqa: PLR0913 # because a run has so many choices, each with its plain default
    policy: Policy,
    case: Case,
    *,
    as_of: date | None = None,
    settings: Mapping[str, Value] | None = None,
    changes: Mapping[str, Value] | None = None,
    sourced_only: bool = False,
    retake: bool = False,
    engine: bool = True,
    questions: Collection[str] = (),
) -> Decision:
    """What `decide` gives, with the facts that hold the answers to `questions`, or to the main one.

    Raises Problems, and Disagreement.
    """
    asked = situation(
        policy,
        case,
        as_of=as_of,
        settings=settings,
        changes=changes,
        sourced_only=sourced_only,
        retake=retake,
    )
    decision = decide(
        policy,
        case,
        as_of=as_of,
        settings=settings,
        changes=changes,
        sourced_only=sourced_only,
        retake=retake,
        engine=engine,
    )
    return with_holdings(decision, asked, questions)


def with_holdings(
    decision: Decision, situation: Situation, questions: Collection[str] = ()
) -> Decision:
    """`decision` with the facts that hold the answers to `questions`, or to its main one, as far as
    these are decided.
    """
    asked = questions or {decision.main.id}
    decided = {a.id for a in decision.core.answers if a.status is Status.DECIDED and a.id in asked}
    looked_at = [
        question
        for question in situation.policy.questions
        if question.id in decided and not isinstance(situation.policy.kind(question.answer), ListOf)
    ]
    holdings = (holding for q in looked_at for holding in _holdings(decision, situation, q))
    return replace(decision, holdings=tuple(holdings))


def _holdings(decision: Decision, situation: Situation, question: Question) -> Iterator[Holding]:
    nodes = {node.id: node for node in decision.core.nodes}
    for other in situation.policy.questions:
        if taken := nodes.get(f"decided:{other.id}"):
            nodes[other.answer] = taken
    brackets = Brackets(situation, question)
    places = _places(brackets.trace)
    brackets.preferred = frozenset(
        fact for fact in brackets.of.facts if _node(brackets, fact, places, nodes).decisive
    )
    kind = brackets.policy.kind(question.answer)
    assert kind is not None, "a question is answered by a conclusion"
    answer = show(brackets.trace.value(question.answer), kind)
    for bracket in brackets.brackets():
        yield Holding(
            question=question.id,
            side=bracket.side,
            answer=answer,
            others=tuple(show(other, kind) for other in bracket.others),
            facts=tuple(
                _told(brackets, fact, _node(brackets, fact, places, nodes))
                for fact in _by_nearness(brackets, bracket)
            ),
            verified=bracket.verified,
        )


def _by_nearness(brackets: Brackets, bracket: Bracket) -> list[Fact]:
    def distance(fact: Fact) -> Fraction:
        near = nearness(evaluated(brackets.policy, brackets.trace, fact.expression))
        return FAR if near is None else near

    return sorted(bracket.facts, key=distance)


def _told(brackets: Brackets, fact: Fact, node: Node) -> HoldingFact:
    judged = evaluated(brackets.policy, brackets.trace, fact.expression)
    return HoldingFact(node.id, found(brackets.policy, judged), margin(brackets.policy, judged))


def _node(
    brackets: Brackets,
    fact: Fact,
    places: Mapping[Expression, list[str]],
    nodes: Mapping[str, Node],
) -> Node:
    """The node that shows a fact: its condition's where it has one, a decisive one before others; else
    that of the evidence.
    """
    named = evidence_of([fact], brackets.policy)
    own = [nodes[id] for id in places[fact.expression] if id in nodes]
    shown = own or [nodes[name] for name in named if name in nodes]
    return next((node for node in shown if node.decisive), shown[0])


def _places(trace: Trace) -> Mapping[Expression, list[str]]:
    """Where each expression was judged, by the ids of nodes."""
    found: defaultdict[Expression, list[str]] = defaultdict(list)
    for concluded in trace.concluded.values():
        for judged in _judged(concluded):
            found[judged.expression].append(judged.path)
    return found


def _judged(concluded: Concluded) -> Iterator[Judged]:
    match concluded.body:
        case Judged() as body:
            pending = [body]
        case rows:
            pending = [
                cell for row in rows for cell in (*row.cells, row.output) if cell is not None
            ]
    while pending:
        judged = pending.pop()
        yield judged
        pending += judged.parts
