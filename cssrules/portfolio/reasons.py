"""The graph of a proposal: answers of cases, pairs and why, what follows of each body.

In: what was found of a portfolio. Out: the core of its JSON, which has the form of a decision's: nodes
and edges by id, from reason to conclusion. Of pairs only those that are proposed or decided are in it;
the others stand in the list of their rule.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from cssrules.decision import (
    Answer,
    Core,
    DecisionFinding,
    Edge,
    Node,
    NodeKind,
    Role,
    Status,
)
from cssrules.policy import OWN, Pairing, Policy
from cssrules.proposal import (
    Body,
    CaseFound,
    EachFound,
    PairingFound,
    Proposed,
    names_of,
    taken_of,
)

_ROLES = {"true": Role.SUPPORTS, "false": Role.DEFEATS, "unknown": Role.LEAVES_OPEN}
"""What the conditions of a pair do to it, by whether it is eligible."""


def core_of(
    policy: Policy,
    bodies: Mapping[str, Body],
    cases: Sequence[CaseFound],
    found: Sequence[PairingFound | EachFound],
    findings: Iterable[DecisionFinding],
) -> Core:
    """The answers of every case and of every rule that pairs, and the graph of the reasons."""
    graph = _Graph(policy, bodies)
    answers = [graph.answer(case, answer) for case in cases for answer in case.answers]
    for rule in found:
        match rule:
            case PairingFound():
                answers.extend(graph.pairing(rule))
            case EachFound():
                graph.each(rule)
    nodes = tuple(node for _, node in sorted(graph.nodes.items()))
    edges = tuple(sorted(graph.edges, key=lambda e: (e.start, e.end, e.role.value)))
    faults = sorted(set(findings), key=lambda f: (f.rule, f.kind, f.message))
    return Core(policy.identity, tuple(answers), nodes, edges, tuple(faults))


class _Graph:
    def __init__(self, policy: Policy, bodies: Mapping[str, Body]) -> None:
        self.policy, self.bodies = policy, bodies
        self.nodes: dict[str, Node] = {}
        self.edges: set[Edge] = set()
        self.pairs: dict[tuple[str, str], list[str]] = {}

    def answer(self, case: CaseFound, answer: Answer) -> Answer:
        """An answer of a case, by the id `CASE/QUESTION`, and its node."""
        id = f"{case.key}/outcome:{answer.id}"
        said = answer.answer if answer.status is Status.DECIDED else answer.status.value
        known = "true" if answer.status is Status.DECIDED else "unknown"
        self.nodes[id] = Node(
            id,
            NodeKind.OUTCOME,
            known,
            answer.answer,
            f"{case.name}: {said}",
            decisive=True,
            title=answer.question,
        )
        return replace(answer, id=f"{case.key}/{answer.id}", node=id)

    def pairing(self, rule: PairingFound) -> list[Answer]:
        """For each body that is asked, who is proposed for it."""
        answers = []
        by_body: dict[str, list[Proposed]] = {body: [] for body in rule.asked}
        for one in rule.proposed:
            by_body.setdefault(one.body, []).append(one)
        for body, proposed in sorted(by_body.items()):
            if not rule.allocates:
                continue
            id = f"{rule.id}/{body}"
            names = self.names(one.other for one in proposed)
            said = names or "nobody"
            label = f"{self.bodies[body].name}: {rule.record}: {said}"
            self.nodes[id] = Node(
                id,
                NodeKind.OUTCOME,
                "true" if names else "unknown",
                names or None,
                label,
                decisive=True,
                rule=rule.id,
                title=rule.title,
                basis=rule.basis,
            )
            for one in proposed:
                self.pair(rule, one)
            answers.append(self.of_pairs(rule, body, proposed))
        return answers

    def of_pairs(self, rule: PairingFound, body: str, proposed: Sequence[Proposed]) -> Answer:
        """Whom the policy proposes for a body; where people decided, had nobody decided any pair."""
        decided = [one for one in proposed if one.taken is not None]
        free = [other for one, other in rule.free if one == body]
        names = self.names(free if decided else [one.other for one in proposed])
        asked = Status.UNDECIDED if body in rule.asked else Status.NOT_ASKED
        return Answer(
            id=f"{rule.id}/{body}",
            question=rule.title,
            decided_by=rule.decided_by or "",
            main=False,
            status=Status.DECIDED if names else asked,
            answer=names or None,
            node=f"{rule.id}/{body}",
            taken=next((taken_of(one, self.bodies) for one in decided), None),
            departs=next((taken_of(one, self.bodies) for one in decided if one.departs), None),
        )

    def names(self, keys: Iterable[str]) -> str:
        return names_of(keys, self.bodies)

    def pair(self, rule: PairingFound, one: Proposed) -> None:
        id = f"{rule.id}/{one.body}/{one.other}"
        label = f"{self.bodies[one.body].name} and {self.bodies[one.other].name}"
        self.nodes[id] = Node(
            id,
            NodeKind.CONCLUSION,
            "true",
            "yes",
            label,
            decisive=True,
            rule=rule.id,
            title=rule.title,
            basis=rule.basis,
            reason=one.tipped,
        )
        self.edges.add(Edge(id, f"{rule.id}/{one.body}", Role.SUPPORTS, decisive=True))
        self.pairs.setdefault((rule.define, one.body), []).append(id)
        role = _ROLES[one.eligible]
        for because in one.because:
            at = f"{id}/{because.path.partition('/')[2]}"
            self.nodes[at] = Node(
                at,
                NodeKind.CONDITION,
                one.eligible,
                None,
                because.found,
                decisive=True,
                rule=rule.id,
            )
            self.edges.add(Edge(at, id, role, decisive=True))
        for evidence, value in one.brought:
            self.feed(id, one.body, evidence, value)

    def feed(self, giver: str, case: str, evidence: str, value: str | None) -> None:
        """What becomes evidence of a case, and of what."""
        fact, label = f"{case}/{evidence}", f"{self.bodies[case].name}: {evidence}: {value}"
        self.nodes[fact] = Node(fact, NodeKind.EVIDENCE, "true", value, label, source="portfolio")
        self.edges.add(Edge(giver, fact, Role.SUPPORTS, decisive=True))

    def each(self, rule: EachFound) -> None:
        """What is concluded of each body, from the pairs that it reads; and what becomes evidence."""
        readings = self.policy.portfolio[rule.id].readings.values()
        own = [reading.name for reading in readings if reading.of == OWN]
        lists = {r.define for r in self.policy.portfolio.values() if isinstance(r, Pairing)}
        for one in rule.found:
            id = f"{rule.id}/{one.body}"
            name = self.bodies[one.body].name
            self.nodes[id] = Node(
                id,
                NodeKind.CONCLUSION,
                "unknown" if one.value is None else "true",
                one.value,
                f"{name}: {rule.define}: {one.value or 'not known'}",
                decisive=True,
                rule=rule.id,
                title=rule.title,
                basis=rule.basis,
                reason="; ".join(because.found for because in one.because) or None,
            )
            for define in own:
                if define in lists:
                    for pair in self.pairs.get((define, one.body), ()):
                        self.edges.add(Edge(pair, id, Role.SUPPORTS))
            if one.fed and rule.feeds is not None:
                self.feed(id, one.body, rule.feeds, one.value)
