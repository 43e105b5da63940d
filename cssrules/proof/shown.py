"""Facts as a reader meets them: in English, by the node of the graph that shows them.

In: the nodes of a decision, and what meaning found of its case. Out: of each fact a line, its margin, the
evidence that it tests, and the id of its node where something read it.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from fractions import Fraction

from cssrules.deciding import Situation
from cssrules.decision import Decision, HoldingFact, Node
from cssrules.expression import Expression
from cssrules.margins import margin, nearness
from cssrules.meaning import evaluated
from cssrules.policy import Policy
from cssrules.proof.facts import Fact, evidence_of, said_of
from cssrules.trace import Trace

FAR = Fraction(2)
"""Farther than any share of a range: what has no distance stands last."""


class Shown:
    """The facts of `policy`, a cone, as `trace` has them, in the graph of a decision."""

    def __init__(
        self, decision: Decision, situation: Situation, policy: Policy, trace: Trace
    ) -> None:
        self.policy, self.trace = policy, trace
        self._nodes = {node.id: node for node in decision.core.nodes}
        for question in situation.policy.questions:
            for shown in (f"decided:{question.id}", f"outcome:{question.id}"):
                if shown in self._nodes and question.id in situation.taken:
                    self._nodes[question.answer] = self._nodes[shown]
                    break  # because the graph has what people decided only where something read it
        self._places = _places(trace)

    def is_decisive(self, fact: Fact) -> bool:
        """Whether the fact is among what the graph marks as having made the difference."""
        node = self._node(fact)
        return node is not None and node.decisive

    def told(
        self, facts: Iterable[Fact], said: Callable[[Fact], str] | None = None
    ) -> tuple[HoldingFact, ...]:
        """The facts, the nearest to its threshold first; two that read alike once. `said` puts one in
        English where it is not said as it was found.
        """
        said = said or (lambda fact: said_of(fact, self.policy, self.trace))
        told = (self._told(fact, said(fact)) for fact in sorted(facts, key=self._distance))
        return tuple({(fact.label, fact.margin): fact for fact in told}.values())

    def _distance(self, fact: Fact) -> Fraction:
        near = nearness(evaluated(self.policy, self.trace, fact.expression))
        return FAR if near is None else near

    def _told(self, fact: Fact, line: str) -> HoldingFact:
        judged, node = evaluated(self.policy, self.trace, fact.expression), self._node(fact)
        return HoldingFact(
            None if node is None else node.id,
            line,
            margin(self.policy, judged),
            evidence_of([fact], self.policy),
        )

    def _node(self, fact: Fact) -> Node | None:
        """The node of a fact's condition where it has one, a decisive one before others; else that of
        the evidence; None where neither was read, as in the branch of an `if` that is not taken.
        """
        named = evidence_of([fact], self.policy)
        own = [self._nodes[id] for id in self._places[fact.expression] if id in self._nodes]
        shown = own or [self._nodes[name] for name in named if name in self._nodes]
        return next((node for node in shown if node.decisive), shown[0] if shown else None)


def _places(trace: Trace) -> defaultdict[Expression, list[str]]:
    """Where each expression was judged, by the ids of nodes."""
    found: defaultdict[Expression, list[str]] = defaultdict(list)
    for concluded in trace.concluded.values():
        for judged in concluded.judged():
            found[judged.expression].append(judged.path)
    return found
