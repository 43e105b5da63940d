"""Which facts settled an answer, and which of them a reader hears first."""

import json
from dataclasses import replace

from view_examples import edge, evidence, stopped

from cssrules.deciding import decide
from cssrules.decision import Decision, Edge, Node, NodeKind
from cssrules.door import read_case
from cssrules.language.compile import compile_policy
from cssrules.source import Source
from cssrules.views.gist import Bearing, Fact, strands
from cssrules.views.reasons import Graph, Outline


def grown(nodes: tuple[Node, ...], edges: tuple[Edge, ...]) -> Decision:
    decision = stopped()
    added = tuple(replace(node, decisive=True) for node in nodes)
    core = replace(
        decision.core,
        nodes=(*decision.core.nodes, *added),
        edges=(*decision.core.edges, *edges),
    )
    return replace(decision, core=core)


def facts_under(decision: Decision, conclusion: str) -> tuple[Fact, ...]:
    outline = Outline(Graph(decision), decision.main)
    return next(s.facts for s in strands(outline) if s.point.node.id == conclusion)


def condition(id: str, label: str, near: str | None = None) -> Node:
    return Node(id, NodeKind.CONDITION, "true", "1", label, rule=id.partition("/")[0], near=near)


def conclusion(id: str, value: str, reason: str | None = None) -> Node:
    return Node(id, NodeKind.CONCLUSION, "true", value, f"{id}: {value}", rule=id, reason=reason)


def test_what_was_found_comes_before_what_only_did_not_stand_against_it() -> None:
    decision = grown(
        (
            conclusion("A-FAULT", "no"),
            condition("A-FAULT/when", "far from a fault", "0"),
            conclusion("B-RESERVATION", "yes"),
            condition("B-RESERVATION/when", "a reservation", "1/2"),
        ),
        (
            edge("A-FAULT/when", "A-FAULT"),
            edge("B-RESERVATION/when", "B-RESERVATION"),
            edge("A-FAULT", "CUST-1"),
            edge("B-RESERVATION", "CUST-1"),
        ),
    )
    found = [(fact.point.node.id, fact.bearing) for fact in facts_under(decision, "CUST-1")]
    assert found == [
        ("B-RESERVATION/when", Bearing.FOUND),
        ("ccg feedback", Bearing.MADE),
        ("A-FAULT/when", Bearing.BESIDE),
    ]


def test_what_bears_both_ways_counts_as_found() -> None:
    decision = grown(
        (
            conclusion("A-FAULT", "no"),
            conclusion("B-RESERVATION", "yes"),
            condition("C-1/when", "the margin is thin", "0"),
        ),
        (
            edge("C-1/when", "A-FAULT"),
            edge("C-1/when", "B-RESERVATION"),
            edge("A-FAULT", "CUST-1"),
            edge("B-RESERVATION", "CUST-1"),
        ),
    )
    bearings = {fact.point.node.id: fact.bearing for fact in facts_under(decision, "CUST-1")}
    assert bearings["C-1/when"] is Bearing.FOUND


def test_a_sum_stands_with_the_first_fact_that_tests_it_alone() -> None:
    decision = grown(
        (
            conclusion("SUM-1", "4", "2 + 2"),
            replace(condition("X-1/row/1", "the sum is above 3", "1/10"), margin="by 1"),
            replace(condition("X-1/row/2", "the sum is below 9", "5/10"), margin="by 5"),
        ),
        (
            edge("SUM-1", "X-1/row/1"),
            edge("SUM-1", "X-1/row/2"),
            edge("X-1/row/1", "CUST-1"),
            edge("X-1/row/2", "CUST-1"),
        ),
    )
    sums = {fact.point.node.id: fact.sum for fact in facts_under(decision, "CUST-1")}
    assert sums == {"X-1/row/1": "2 + 2", "X-1/row/2": None, "ccg feedback": None}


def test_evidence_that_a_test_tells_is_not_a_fact_beside_it() -> None:
    decision = grown(
        (condition("X-1/when", "ccg feedback is fail, not good"),),
        (edge("ccg feedback", "X-1/when"), edge("X-1/when", "CUST-1")),
    )
    assert [f.point.node.id for f in facts_under(decision, "CUST-1")] == ["X-1/when"]


def test_a_test_of_tests_gives_way_to_what_it_joins() -> None:
    decision = grown(
        (
            condition("X-1/when", "1 of 2 conditions holds", "1/3"),
            condition("X-1/when/1", "the letters are few", "1/3"),
            evidence("letters", "2", "D1"),
        ),
        (
            edge("X-1/when/1", "X-1/when"),
            edge("letters", "X-1/when/1"),
            edge("X-1/when", "CUST-1"),
        ),
    )
    told = [fact.point.node.label for fact in facts_under(decision, "CUST-1")]
    assert told == ["the letters are few", "ccg feedback: fail"]


def test_what_is_missing_is_told_once_and_not_test_by_test() -> None:
    unknown = [
        replace(condition(f"X-{n}/when", f"it is not known whether {n}"), truth="unknown")
        for n in (1, 2)
    ]
    decision = grown(
        (*unknown, evidence("letters", None, None)),
        (
            *(edge("letters", node.id) for node in unknown),
            *(edge(node.id, "CUST-1") for node in unknown),
        ),
    )
    told = [fact.point.node.label for fact in facts_under(decision, "CUST-1")]
    assert sorted(told) == ["ccg feedback: fail", "letters: not known"]


MEASURED = """
policy: Measured
version: "1"
effective: {from: 2012-01-01}
records: {customer: {spend: money between £0 and £10 step £1}}
evidence: {customers: "list of customer, at most 9", ready: yes or no}
rules:
  - {id: R-1, title: Enough, basis: "setting, a test", define: enough,
     when: sum of spend across customers is at least £10}
  - {id: R-2, title: Go, basis: "setting, a test", define: go, when all of: [enough, ready]}
decisions:
  - {id: Q1, question: Does it go?, answer: go, decided by: us, main: yes}
"""


def test_a_measure_of_evidence_that_decided_is_told_beside_other_facts() -> None:
    policy = compile_policy([Source("p.yaml", MEASURED)])
    spent = [{"id": id, "spend": "£10"} for id in ("a", "b")]
    facts = {"customers": spent, "ready": "yes"}
    case = read_case(json.dumps({"id": "c", "facts": facts}).encode(), policy, "c.json")
    decision = decide(policy, case, engine=False)
    told = [s.point.node.label for s in strands(Outline(Graph(decision), decision.main))]
    assert told == ["the sum of spend across the customers is £20, at least £10", "ready: yes"]
