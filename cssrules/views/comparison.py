"""Two decisions side by side: where their answers differ, and which facts made the difference.

In: two decisions. Out: plain text of up to 80 columns. Under each answer that differs stand the facts
that settled it in one of them and came out otherwise in the other, the nearest to a threshold first;
what both say alike is written once. What differs and came out alike comes last, and facts beyond the
first are counted: the explanation of either decision has them all.
"""

from collections.abc import Iterable, Iterator
from itertools import takewhile

from cssrules.dataclass import dataclass
from cssrules.decision import Answer, Decision, Node, NodeKind
from cssrules.views.gist import Fact, strands
from cssrules.views.reasons import Graph, Outline
from cssrules.views.sketch import said_of
from cssrules.views.stamps import SET_ASIDE, Weight, as_of, stamps
from cssrules.views.words import finding, plain, prospects, wrapped

_FACTS_OF_AN_ANSWER = 2
_FACTS_BESIDE = 3


def comparison(one: Decision, other: Decision) -> str:
    """What differs between A and B."""
    both = _Both(one, other, Graph(one), Graph(other))
    lines = [*_heads(one, other), "", *_answers(both)]
    return "\n".join(lines) + "\n"


@dataclass(frozen=True, slots=True)
class _Both:
    """Two decisions and their graphs."""

    one: Decision
    other: Decision
    a: Graph
    b: Graph

    def found(self, id: str) -> tuple[str, str]:
        """What A and B found of a node."""
        return _found(self.a.nodes.get(id)), _found(self.b.nodes.get(id))


def _found(node: Node | None) -> str:
    return "not looked at" if node is None else finding(node)


# -- above the answers -----------------------------------------------------------------------------


def _heads(one: Decision, other: Decision) -> Iterator[str]:
    alike = _policy(one) == _policy(other)
    yield from _head("A", one, None if alike else _policy(one))
    yield from _head("B", other, None if alike else _policy(other))
    if alike:
        yield from wrapped(_policy(one), "", "  ")
    set_alike = one.settings_changed == other.settings_changed
    if one.core.policy != other.core.policy and set_alike:
        yield from wrapped("The two were decided by unlike policies.", "!  ", "   ")


def _policy(decision: Decision) -> str:
    return f"{plain(decision.policy_name)}, version {plain(decision.policy_version)}"


def _head(letter: str, decision: Decision, policy: str | None) -> Iterator[str]:
    yield from wrapped(f"{plain(decision.name)}, as of {as_of(decision)}", f"{letter}  ", "   ")
    if policy is not None:
        yield from wrapped(policy, "   ", "   ")
    for stamp in stamps(decision):
        if stamp.weight is not Weight.NOTE or stamp.head == SET_ASIDE:
            mark = "!! " if stamp.weight is Weight.DEPARTURE else "!  "
            yield from wrapped(str(stamp), f"   {mark}", "      ")


# -- answers ---------------------------------------------------------------------------------------


def _answers(both: _Both) -> Iterator[str]:
    theirs = {answer.id: answer for answer in both.other.core.answers}
    ours = {answer.id: answer for answer in both.one.core.answers}
    shared = sorted((id for id in ours if id in theirs), key=lambda asked: not ours[asked].main)
    unlike = [id for id in shared if _said(ours[id]) != _said(theirs[id])]
    alike = [id for id in ours if id in theirs and id not in unlike]
    told: set[tuple[str, str]] = set()
    facts = _Facts(both, frozenset(shared))
    left = 0
    yield "Answers that differ, and the facts behind them" if unlike else "No answer differs"
    for id in unlike:
        yield from ("", *wrapped(f"{plain(id)}  {plain(ours[id].question)}", "", "     "))
        yield from wrapped(_answered(both.one, ours[id]), "  A  ", "     ")
        yield from wrapped(_answered(both.other, theirs[id]), "  B  ", "     ")
        turned = dict.fromkeys(facts.turned(ours[id], theirs[id]))
        found = [pair for pair in turned if pair not in told]
        told.update(found)
        yield from _listed(found[:_FACTS_OF_AN_ANSWER])
        left += len(found[_FACTS_OF_AN_ANSWER:])
    yield ""
    for letter, only in (("A", ours.keys() - theirs.keys()), ("B", theirs.keys() - ours.keys())):
        if only:
            yield from wrapped(f"Asked in {letter} alone: {', '.join(sorted(only))}", "", "  ")
    if alike:
        yield from wrapped(f"The same in both: {', '.join(map(plain, alike))}", "", "  ")
    unlike_pairs = [pair for id in shared for pair in facts.unlike(ours[id], theirs[id])]
    beside = [pair for pair in dict.fromkeys(unlike_pairs) if pair not in told]
    if beside:
        yield from ("", "Facts that differ, and came out alike")
        yield from _listed(beside[:_FACTS_BESIDE])
        left += len(beside[_FACTS_BESIDE:])
    if left:
        yield from ("", f"… and {left} more facts (decide A and B with --explain to see all)")


def _said(answer: Answer) -> str:
    said = said_of(answer)
    if told := prospects(answer):
        said = f"{said}, {told}"
    if answer.otherwise is not None:
        said = f"{said}; people decided “{plain(answer.otherwise.answer)}”"
    return said


def _answered(decision: Decision, answer: Answer) -> str:
    """The answer and the author's words for it."""
    because = Outline(Graph(decision), answer).because
    return " - ".join([_said(answer), *map(plain, because)])


# -- facts -----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Facts:
    """The facts that settled answers in A or in B; `shared` are the questions that both were asked."""

    both: _Both
    shared: frozenset[str]

    def turned(self, ours: Answer, theirs: Answer) -> Iterator[tuple[str, str]]:
        """What came out otherwise: a test the other way round, evidence of another value."""
        for node in self._nodes(ours, theirs):
            a, b = self.both.a.nodes.get(node.id), self.both.b.nodes.get(node.id)
            alike = node.kind is NodeKind.CONDITION and a and b and a.truth == b.truth
            pair = self.both.found(node.id)
            if not alike and pair[0] != pair[1]:
                yield pair

    def unlike(self, ours: Answer, theirs: Answer) -> Iterator[tuple[str, str]]:
        """What differs, though it came out alike."""
        pairs = (self.both.found(node.id) for node in self._nodes(ours, theirs))
        return (pair for pair in pairs if pair[0] != pair[1])

    def _nodes(self, ours: Answer, theirs: Answer) -> Iterator[Node]:
        """The facts of an answer in A and in B, the nearest to a threshold first."""
        a = self._settling(self.both.one, self.both.a, ours)
        b = self._settling(self.both.other, self.both.b, theirs)
        found = sorted((*a, *b), key=lambda fact: fact.order)
        nodes = {fact.point.node.id: fact.point.node for fact in found}
        return (node for node in nodes.values() if not self._only_joins(node.id))

    def _only_joins(self, id: str) -> bool:
        """Whether the node is, in A or in B, a test of tests, which have their own lines."""
        graphs = (self.both.a, self.both.b)
        return any(id in graph.nodes and graph.only_joins(graph.nodes[id]) for graph in graphs)

    def _settling(self, decision: Decision, graph: Graph, answer: Answer) -> Iterator[Fact]:
        """The facts of an answer, but for those of an answer to another question."""
        elsewhere = {
            graph.answering[other.node].id
            for other in decision.core.answers
            if other.node in graph.answering and other is not answer and other.id in self.shared
        }
        for strand in strands(Outline(graph, answer)):
            if strand.point.node.id not in elsewhere:
                if strand.point.node.kind is NodeKind.CONDITION or not strand.facts:
                    yield Fact(strand.point, None, ())
                yield from strand.facts


def _listed(pairs: Iterable[tuple[str, str]]) -> Iterator[str]:
    for pair in pairs:
        yield from _pair(pair, "     - ")


def _pair(pair: tuple[str, str], lead: str) -> Iterator[str]:
    """What A and B found; the words that they share are written once."""
    ours, theirs = pair[0].split(" "), pair[1].split(" ")
    before = _shared(ours, theirs)
    after = _shared(ours[before:][::-1], theirs[before:][::-1])
    mine, other = (" ".join(words[before : len(words) - after]) for words in (ours, theirs))
    indent = " " * len(lead)
    if before and mine and other:
        apart = f"[A {mine} | B {other}]" if after else f"A {mine} | B {other}"
        if mine.endswith(",") and other.endswith(","):
            apart = f"[A {mine[:-1]} | B {other[:-1]}],"
        text = " ".join([*ours[:before], apart, *ours[len(ours) - after :]])
        yield from wrapped(text, lead, f"{indent}  ")
    else:
        yield from wrapped(f"A {pair[0]}", lead, f"{indent}  ")
        yield from wrapped(f"B {pair[1]}", indent, f"{indent}  ")


def _shared(ours: list[str], theirs: list[str]) -> int:
    """How many words both begin with."""
    both = takewhile(lambda words: words[0] == words[1], zip(ours, theirs, strict=False))
    return sum(1 for _ in both)
