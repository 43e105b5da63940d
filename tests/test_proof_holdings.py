"""The facts that hold an answer are enough, none can be left out, and every view has the same ones."""

import json
import random
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from random_policies import random_case

from cssrules.case import Case, Facts
from cssrules.cone import cone
from cssrules.deciding import Situation, decide, situation
from cssrules.decision import Decision, Side, as_json
from cssrules.door import read_case
from cssrules.language.compile import compile_policy
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.proof.brackets import Bracket, Brackets
from cssrules.proof.facts import FactsOf, condition_of, evidence_of
from cssrules.proof.holdings import explained, with_holdings
from cssrules.proof.samples import samples
from cssrules.proof.sufficient import Sufficient
from cssrules.readings.prove import Found
from cssrules.rendering import render
from cssrules.source import Source
from cssrules.stored import load_policy
from cssrules.views.holdings import holdings

ROOT = Path(__file__).parent.parent
CASES = [*sorted(ROOT.glob("cases/2012/[a-oq-z]*.json"))[::3], ROOT / "cases/2012/peninsula.json"]

SMALL = """
policy: Small
version: "1"
effective: {from: 2012-01-01}
records:
  member: {score: points between 1 and 5}
evidence:
  turnover: {type: money between £0 and £100 step £5, better: higher}
  cost base: {type: money between £0 and £100 step £5, better: lower}
  ready: yes or no
  signed: yes or no
  panel: {type: "list of member, between 1 and 3"}
  colour: choice of red, green, blue
decisions:
  - {id: Q1, question: How is it?, answer: grade, decided by: board, main: yes}
  - {id: Q2, question: Which colour?, answer: shade, decided by: board}
rules:
  - {id: R-1, title: Sound, basis: "setting, a test", define: sound,
     when: turnover - cost base is at least £10}
  - {id: R-2, title: Led, basis: "setting, a test", define: led,
     when: mean of score across panel is at least 3}
  - id: R-3
    title: Grade
    basis: setting, a test
    define: grade
    type: scale of poor, fair, good
    hit policy: first
    table: |
      | row    | sound | led | ready | grade |
      | loses  | no    | -   | -     | poor  |
      | adrift | -     | no  | -     | fair  |
      | early  | -     | -   | no    | fair  |
      | well   | -     | -   | -     | good  |
  - id: R-4
    title: Shade
    basis: setting, a test
    define: shade
    type: choice of light, dark
    hit policy: first
    table: |
      | row    | colour | signed | shade |
      | red    | red    | -      | dark  |
      | signed | -      | yes    | light |
      | other  | -      | -      | dark  |
"""


@pytest.fixture(scope="module")
def small() -> Policy:
    return compile_policy([Source("small.yaml", SMALL)])


@pytest.fixture(scope="module")
def shipped() -> Policy:
    return load_policy(ROOT / "rules")


def decided(policy: Policy, **facts: object) -> tuple[Decision, Situation]:
    text = json.dumps({"schema": "cssrules/case/1", "id": "a", "name": "A", "facts": facts})
    case = read_case(text.encode(), policy, "a.json")
    return decide(policy, case, engine=False), situation(policy, case)


def told(policy: Policy, question: str, **facts: object) -> list[tuple[str, list[str]]]:
    decision, known = decided(policy, **facts)
    found = with_holdings(decision, known, [question]).holdings
    assert all(holding.verified for holding in found)
    return [(h.side.value, [fact.label for fact in h.facts]) for h in found]


GOOD = {
    "turnover": "£60",
    "cost base": "£45",
    "ready": "yes",
    "panel": [{"id": "a", "score": 4}, {"id": "b", "score": 3}],
}


def test_each_reason_of_several_is_told_apart(small: Policy) -> None:
    worse = GOOD | {"ready": "no", "panel": [{"id": "a", "score": 2}]}
    assert told(small, "Q1", **worse) == [
        ("held back from", ["the mean of score across the panel is 2, below 3"]),
        ("held back from", ["ready: no"]),
        ("held up from", ["turnover minus cost base is £15, at least £10"]),
    ]


def test_what_is_needed_together_is_told_together_the_nearest_first(small: Policy) -> None:
    (found,) = told(small, "Q1", **GOOD)
    side, labels = found
    assert side == "held up from"
    assert sorted(labels) == [
        "ready: yes",
        "the mean of score across the panel is 3.5, at least 3",
        "turnover minus cost base is £15, at least £10",
    ]
    assert labels[-1] == "ready: yes", "what has no distance stands last"


def test_an_answer_without_an_order_is_held_to_what_it_is(small: Policy) -> None:
    assert told(small, "Q2", colour="blue", signed="yes") == [
        ("held to", ["colour is blue, not red", "signed: yes"])
    ]


LONG = """
policy: Long
version: "1"
effective: {from: 2012-01-01}
types: {mark: "scale of low, high"}
records: {member: {ok: yes or no}}
evidence:
  a: yes or no
  members: list of member, at most 5
decisions:
  - {id: Q1, question: Good?, answer: mark given, decided by: board, main: yes}
rules:
  - id: R-1
    title: Good
    basis: setting, a test
    define: mark given
    type: mark
    hit policy: first
    table: |
      | row  | a   | enough | mark given |
      | a    | yes | -      | high       |
      | many | -   | yes    | high       |
      | else | -   | -      | low        |
  - id: R-2
    title: Enough
    basis: setting, a test
    define: enough
    when: count of members where ok is at least 4
"""


def test_a_list_may_grow_as_far_as_a_rule_counts() -> None:
    long = compile_policy([Source("long.yaml", LONG)])
    members = [{"id": "m1", "ok": "yes"}, {"id": "m2", "ok": "no"}]
    ((_, facts),) = told(long, "Q1", a="no", members=members)
    assert len(facts) == 2


def test_what_is_unknown_holds_no_answer_that_the_known_facts_hold(small: Policy) -> None:
    assert told(small, "Q1", turnover="£20", **{"cost base": "£45"}) == [
        ("held back from", ["turnover minus cost base is -£25, below £10"])
    ]


def test_a_question_that_is_open_is_held_by_nothing(small: Policy) -> None:
    assert told(small, "Q1", ready="yes") == []


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_the_facts_are_enough_and_none_can_be_left_out(file: Path, shipped: Policy) -> None:
    known = situation(shipped, read_case(file.read_bytes(), shipped, file.name))
    question = next(question for question in shipped.questions if question.main)
    brackets = Brackets(known, question)
    found = brackets.brackets()
    assert found
    for bracket in found:
        assert bracket.verified
        assert refuted(brackets, bracket, leaving_out=None) is False
        for fact in bracket.facts:
            assert refuted(brackets, bracket, leaving_out=fact), f"{fact} is not needed"
    told = [fact for bracket in found if bracket.side is Side.BACK for fact in bracket.facts]
    assert len(told) == len(set(told)), "no two sets share a fact"


def refuted(brackets: Brackets, bracket: Bracket, leaving_out: object) -> bool:
    """Whether a case that shares the facts, but for one, has another answer, as meaning confirms."""
    name = brackets.question.answer
    other, theory = brackets.other(bracket.others), brackets.theory
    kept = [fact for fact in bracket.facts if fact != leaving_out]
    given = [condition_of(fact, theory, brackets.policy, brackets.trace) for fact in kept]
    verdict = brackets.sufficient.prover.ask(other, given=given)
    if not isinstance(verdict, Found):
        return False
    values = brackets.theory.values(verdict)
    answer = meaning(brackets.policy, values, brackets.day, brackets.decided).value(name)
    assert answer in bracket.others or not bracket.others, "meaning confirms the witness"
    return True


@pytest.mark.parametrize(
    "cases", [20, pytest.param(1000, marks=pytest.mark.torture)], ids="{} cases".format
)
def test_reasons_of_random_cases_are_verified_and_none_can_lose_a_fact(
    cases: int, shipped: Policy
) -> None:
    question = next(question for question in shipped.questions if question.main)
    day = date(2012, 5, 14)
    policy = cone(shipped, [question.answer])
    nothing = situation(shipped, Case("a", "A", ()))
    answers = Counter[object]()
    for seed in range(cases):
        values = random_case(policy, random.Random(seed))  # noqa: S311 # because repeatable cases are asked
        known = replace(nothing, known=Facts(day, values, {}, {}))
        brackets = Brackets(known, question)
        answer = brackets.trace.value(question.answer)
        answers[answer] += 1
        if answer is None:
            continue
        found = brackets.brackets()
        assert found, f"seed {seed}"
        for bracket in found:
            assert bracket.verified, f"seed {seed}"
            needed = (refuted(brackets, bracket, leaving_out=fact) for fact in bracket.facts)
            assert all(needed), f"seed {seed}: a fact could be left out"
    assert len(answers) > 1


def answers(policy: Policy, known: Situation, kept: tuple[str, ...]) -> Iterator[object]:
    for values in samples(policy, known.known.values, kept, 200):
        yield meaning(policy, values, date(2012, 1, 1)).value("grade")


def test_cases_that_share_the_facts_have_no_better_answer(small: Policy) -> None:
    _, known = decided(small, **(GOOD | {"turnover": "£20"}))
    (back, *_) = Brackets(known, small.questions[0]).brackets()
    assert set(answers(small, known, evidence_of(back.facts, small))) <= {"poor"}
    assert set(answers(small, known, ())) > {"poor", "good"}, "other facts give other answers"


def test_a_set_that_is_not_enough_is_not_called_verified(
    small: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, known = decided(small, **(GOOD | {"turnover": "£20"}))
    monkeypatch.setattr(Sufficient, "against", lambda *_: ())
    assert not next(b.verified for b in Brackets(known, small.questions[0]).brackets())


def test_facts_are_tests_of_evidence_and_not_conclusions(shipped: Policy) -> None:
    for fact in FactsOf(shipped).facts:
        assert evidence_of([fact], shipped), f"{fact} reads evidence"


def test_what_people_decided_holds_an_answer_though_nothing_else_reads_it(shipped: Policy) -> None:
    file = ROOT / "cases" / "stories" / "staffordshire.json"
    case = read_case(file.read_bytes(), shipped, file.name)
    asked = {question.id for question in shipped.questions}
    held = explained(shipped, case, engine=False, questions=asked).holdings
    assert {"Q11", "Q18"} <= {holding.question for holding in held}
    assert all(fact.node for holding in held for fact in holding.facts)


MEASURED = """
policy: Measured
version: "1"
effective: {from: 2012-01-01}
records: {member: {score: points between 1 and 5, ok: yes or no}}
evidence: {panel: {type: "list of member, at most 3"}}
decisions:
  - {id: Q1, question: How many?, answer: total, decided by: board, main: yes}
rules:
  - id: R-1
    title: Total
    basis: setting, a test
    define: total
    type: points
    hit policy: first
    table: |
      | row  | some member has ok | total                     |
      | some | yes                | sum of score across panel |
      | none | -                  | 0                         |
"""


def test_a_measure_holds_an_answer_by_its_value_and_not_by_the_list_behind_it() -> None:
    policy = compile_policy([Source("measured.yaml", MEASURED)])
    panel = [{"id": "a", "score": 4, "ok": "yes"}, {"id": "b", "score": 3, "ok": "no"}]
    ((side, labels),) = told(policy, "Q1", panel=panel)
    assert side == "held to"
    assert sorted(label.partition(" (")[0] for label in labels) == [
        "some member has ok",
        "the sum of score across the panel is 7",
    ]


UNTAKEN = """
policy: Untaken
version: "1"
effective: {from: 2012-01-01}
evidence:
  large: {type: yes or no, may be changed by: us}
  sound: {type: yes or no, may be changed by: us}
  backed: {type: yes or no, may be changed by: us}
decisions:
  - {id: Q1, question: How is it?, answer: state, decided by: board, main: yes}
rules:
  - id: R-2
    title: State
    basis: setting, a test
    define: state
    type: scale of poor, good
    hit policy: unique
    table: |
      | row  | safe | state |
      | safe | yes  | good  |
      | not  | no   | poor  |
  - id: R-1
    title: Safe
    basis: setting, a test
    define: safe
    when any of:
      - if large then sound else backed
      - if sound then large else backed
"""


def test_a_fact_of_a_branch_that_is_not_taken_holds_an_answer_without_a_node() -> None:
    policy = compile_policy([Source("untaken.yaml", UNTAKEN)])
    facts = {"large": "yes", "sound": "yes", "backed": "yes"}
    decision, known = decided(policy, **facts)
    found = with_holdings(decision, known, ["Q1"]).holdings
    assert [[(fact.label, fact.evidence, fact.node) for fact in h.facts] for h in found] == [
        [("backed: yes", ("backed",), None)],
        [("large: yes", ("large",), "large"), ("sound: yes", ("sound",), "sound")],
    ]
    assert "backed" not in {node.id for node in decision.core.nodes}, "nothing read it"


def test_every_view_has_the_same_facts(shipped: Policy) -> None:
    file = ROOT / "cases/2012/hertfordshire.json"
    decision = explained(shipped, read_case(file.read_bytes(), shipped, file.name))
    labels = [fact.label for holding in decision.holdings for fact in holding.facts]
    written: list[Mapping[str, list[Mapping[str, str]]]] = as_json(decision)["holdings"]
    assert [fact["label"] for holding in written for fact in holding["facts"]] == labels
    tree = " ".join(" ".join(holdings(decision, whole=True)).split())
    assert all(label in tree for label in labels)
    nodes = {node.id for node in decision.core.nodes}
    assert {fact.node for holding in decision.holdings for fact in holding.facts} <= nodes
    shown = render(decision, "reasons")
    assert "reasons verified: 2 of 2" in shown
    assert "Q10 is held back from lesser oversight by this alone:" in shown


def test_a_picture_has_a_box_for_each_set(shipped: Policy) -> None:
    file = ROOT / "cases/2012/peninsula.json"
    drawn = render(explained(shipped, read_case(file.read_bytes(), shipped, file.name)), "dot")
    assert drawn.replace("\\l", " ").count("Proved: Q10 is held back from") == 3
    assert "Proved:" not in render(
        decide(shipped, read_case(file.read_bytes(), shipped, "p")), "dot"
    )


def test_the_same_case_has_the_same_bytes(shipped: Policy) -> None:
    file = ROOT / "cases/2012/peninsula.json"
    case = read_case(file.read_bytes(), shipped, file.name)
    assert render(explained(shipped, case), "json") == render(explained(shipped, case), "json")


def test_the_page_tells_what_holds_the_answer(shipped: Policy) -> None:
    file = ROOT / "cases/2012/kent-and-medway.json"
    case = read_case(file.read_bytes(), shipped, file.name)
    page = render(explained(shipped, case), "html")
    assert "Reasons verified: 1 of 1" in page
    assert "Q10 is held up from scenario one and greater oversight:" in page
    assert 'id="holds"' not in render(decide(shipped, case), "html")
    open = render(explained(shipped, case, sourced_only=True), "html")
    assert "<p>Still possible: scenario one, greater oversight, lesser oversight" in open
