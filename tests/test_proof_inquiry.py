"""What is still possible, matters and settles: the same as by trying all further evidence."""

import json
import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest
from random_policies import answered, every_value, small_case, small_policy

from cssrules import proofs
from cssrules.deciding import situation
from cssrules.decision import Decision, Status, as_json
from cssrules.door import read_case
from cssrules.language.compile import compile_policy
from cssrules.meaning import evaluated, meaning
from cssrules.policy import Policy
from cssrules.proof.holdings import explained
from cssrules.proof.inquiry import Inquiry
from cssrules.rendering import render
from cssrules.source import Source
from cssrules.stored import load_policy
from cssrules.values import Item, Kind, ListOf, Value
from cssrules.views import opinions

ROOT = Path(__file__).parent.parent
SMALL = """
policy: Small
version: "1"
effective: {from: 2012-01-01}
evidence:
  ready: yes or no
  signed: yes or no
  colour: choice of red, green, blue
  score: points between 1 and 5
  spare: yes or no
decisions:
  - {id: Q1, question: How is it?, answer: grade, decided by: board, main: yes}
  - {id: Q2, question: Is it both?, answer: both ways, decided by: board, asked when: signed}
rules:
  - id: R-1
    title: Grade
    basis: setting, a test
    define: grade
    type: scale of poor, fair, good
    hit policy: first
    table: |
      | row     | ready | colour      | score          | grade |
      | unready | no    | -           | -              | poor  |
      | low     | -     | -           | below 3        | poor  |
      | red     | -     | red         | -              | fair  |
      | middle  | -     | -           | between 3 and 4 | fair |
      | well    | -     | -           | -              | good  |
  - id: R-2
    title: Both ways
    basis: setting, a test
    define: both ways
    when any of:
      - ready
      - not ready
"""
DOMAINS: Mapping[str, tuple[Value, ...]] = {
    "ready": (True, False),
    "signed": (True, False),
    "colour": ("red", "green", "blue"),
    "score": tuple(Fraction(n) for n in range(1, 6)),
    "spare": (True, False),
}


@pytest.fixture(scope="module")
def small() -> Policy:
    return compile_policy([Source("small.yaml", SMALL)])


def inquiry(policy: Policy, facts: Mapping[str, object], question: str) -> Inquiry:
    text = json.dumps({"schema": "cssrules/case/1", "id": "a", "name": "A", "facts": facts})
    known = situation(policy, read_case(text.encode(), policy, "a.json"))
    return Inquiry(known, next(q for q in policy.questions if q.id == question))


def completions(known: Mapping[str, Value]) -> Iterator[dict[str, Value]]:
    missing = [name for name in DOMAINS if known.get(name) is None]
    for values in product(*((None, *DOMAINS[name]) for name in missing)):
        yield {**known, **dict(zip(missing, values, strict=True))}


def answer(policy: Policy, values: Mapping[str, Value]) -> Value:
    return meaning(policy, values, situation_day(policy)).value("grade")


def situation_day(policy: Policy):  # noqa: ANN201 # because the day is of the standard library's kind
    assert policy.effective.start is not None
    return policy.effective.start


PARTIAL = [
    {},
    {"ready": "no"},
    {"ready": "yes", "score": 5},
    {"colour": "red"},
    {"colour": "blue", "score": 3},
    {"ready": "yes", "colour": "green"},
    {"score": 1},
]


@pytest.mark.parametrize("facts", PARTIAL, ids=str)
def test_possible_are_what_more_evidence_gives(small: Policy, facts: dict[str, object]) -> None:
    asked = inquiry(small, facts, "Q1")
    known = {name: value for name, value in asked.values.items() if value is not None}
    found = {answer(small, values) for values in completions(known)} - {None}
    assert set(asked.possible) == found
    assert asked.all_found
    assert set(asked.ruled_out()) == {"poor", "fair", "good"} - found


LONG = """
policy: Long
version: "1"
effective: {from: 2012-01-01}
records: {member: {ok: yes or no}}
evidence:
  a: yes or no
  members: list of member, at most 12
decisions:
  - {id: Q1, question: Good?, answer: good, decided by: board, asked when: a, main: yes}
rules:
  - id: R-1
    title: Good
    basis: setting, a test
    define: good
    when: count of members where ok is at least 5
"""


def test_a_list_that_is_not_known_may_hold_as_many_as_a_rule_counts() -> None:
    long = compile_policy([Source("long.yaml", LONG)])
    found = inquiry(long, {"a": "yes"}, "Q1")
    assert found.possible == [False, True]
    assert found.matters == ("members",)


def test_nothing_is_called_all_where_no_length_is_enough() -> None:
    text = LONG.replace("at most 12", "at most 40").replace("at least 5", "at least 20")
    found = inquiry(compile_policy([Source("long.yaml", text)]), {"a": "yes"}, "Q1")
    assert not found.all_found
    assert found.unsure == ("members",)


def test_a_way_that_ends_the_question_is_told_so() -> None:
    long = compile_policy([Source("long.yaml", LONG.replace("at least 5", "at least 0"))])
    found = inquiry(long, {"members": []}, "Q1")
    (asked,) = found.next()
    assert {(way.value, way.leaves, way.lapses) for way in asked.ways} == {
        (True, (0,), False),
        (False, (), True),
    }


ASKED_OF_ITEMS = """
policy: Asked of items
version: "1"
effective: {from: 2012-01-01}
records: {member: {ok: yes or no, score: points between 1 and 3, spare: yes or no}}
evidence:
  a: yes or no
  members: list of member, at most 2
decisions:
  - {id: Q1, question: Good?, answer: good, decided by: board, asked when: every member has CONDITION,
     main: yes}
rules:
  - {id: R-1, title: Good, basis: "setting, a test", define: good, when: a}
  - {id: R-2, title: Strong, basis: "setting, a test", for each: member, define: strong,
     when: score is at least 2}
"""


@pytest.mark.parametrize(("condition", "field"), [("ok", "ok"), ("strong", "score")])
def test_what_only_tells_whether_a_question_is_asked_is_looked_at(
    condition: str, field: str
) -> None:
    text = ASKED_OF_ITEMS.replace("CONDITION", condition)
    policy = compile_policy([Source("asked.yaml", text)])
    members = {"ok": "yes", "score": 3, "spare": "no"}
    partly = {name: value for name, value in members.items() if name != field}
    found = inquiry(policy, {"a": "yes", "members": [{"id": "m", **partly}]}, "Q1")
    assert (found.possible, found.may_lapse) == ([True], True)
    assert found.matters == ("members",)
    assert [asked.evidence for asked in found.next()] == ["members"]
    partly = {name: value for name, value in members.items() if name != "spare"}
    found = inquiry(policy, {"a": "yes", "members": [{"id": "m", **partly}]}, "Q1")
    assert (found.missing, found.may_lapse) == ((), False)


GAP = """
policy: Gap
version: "1"
effective: {from: 2012-01-01}
evidence: {number: count between 0 and 3}
decisions:
  - {id: Q1, question: How is it?, answer: grade, decided by: board, main: yes}
rules:
  - id: R-1
    title: Grade
    basis: setting, a test
    define: grade
    type: scale of poor, good
    hit policy: unique
    table: |
      | row | number | grade |
      | few | 0..1   | poor  |
"""


def opinion_on(facts: Mapping[str, object], text: str = GAP) -> tuple[Decision, str]:
    policy = compile_policy([Source("gap.yaml", text)])
    raw = json.dumps({"schema": "cssrules/case/1", "id": "a", "name": "A", "facts": facts})
    decision = explained(policy, read_case(raw.encode(), policy, "a.json"), engine=False)
    return decision, " ".join(opinions.page(decision).split())


def test_a_gap_is_told_beside_the_answers_that_are_possible() -> None:
    decision, page = opinion_on({})
    (opinion,) = decision.opinions
    assert (opinion.possible, opinion.has_gap, opinion.matters) == (("poor",), True, ("number",))
    assert "It can only be poor, or no answer at all, by a gap in the policy: no value" in page
    assert "of 2 ways that were looked at in which it may turn out, 1 would settle" in page
    written = as_json(decision)["opinions"][0]
    assert (written["has_gap"], written["possible"]) == (True, ["poor"])
    turns = written["asking"][0]["turns"]
    assert sorted(turn["leaves"] for turn in turns) == [["no answer"], ["poor"]]


def test_where_nothing_gives_an_answer_it_is_said_so() -> None:
    decision, page = opinion_on({"number": 3})
    assert "No answer is possible, by a gap in the policy: nothing that could be asked" in page
    assert "Still possible" not in page
    assert "ASK NEXT" not in page
    for format in ("text", "html"):
        shown = " ".join(render(decision, format).split()).casefold()
        assert "nothing that could be asked gives an answer" in shown
        assert "still possible" not in shown


def test_without_a_gap_none_is_told() -> None:
    whole = GAP + "      | more | above 1 | good |\n"
    decision, page = opinion_on({}, whole)
    assert not decision.opinions[0].has_gap
    assert "Still possible: poor, good Still matters" in page
    only = "It can only turn out not to be asked: nothing that is missing gives an answer."
    never = whole.replace("main: yes", "main: yes, asked when: number is 1 and number is 2")
    assert only in opinion_on({}, never)[1]


UNASKED = """
policy: Unasked
version: "1"
effective: {from: 2012-01-01}
evidence: {a: yes or no, b: yes or no, c: yes or no}
decisions:
  - {id: Q1, question: Is it?, answer: found, decided by: board, asked when: a, main: yes}
rules:
  - {id: R-1, title: Found, basis: "setting, a test", define: found,
     when: (a and b) or ((not a) and c)}
"""


def test_what_makes_a_difference_only_where_the_question_is_not_asked_does_not_matter() -> None:
    policy = compile_policy([Source("unasked.yaml", UNASKED)])
    assert inquiry(policy, {}, "Q1").matters == ("a", "b")
    assert inquiry(policy, {}, "Q1").idle == ("c",)


@pytest.mark.parametrize("facts", PARTIAL, ids=str)
def test_what_matters_is_what_an_answer_turns_on(small: Policy, facts: dict[str, object]) -> None:
    asked = inquiry(small, facts, "Q1")
    known = {name: value for name, value in asked.values.items() if value is not None}
    matters = [
        name
        for name in asked.missing
        if any(
            len(
                {answer(small, {**values, name: other}) for other in (None, *DOMAINS[name])}
                - {None}
            )
            > 1
            for values in completions(known)
        )
    ]
    assert list(asked.matters) == matters


@pytest.mark.parametrize("facts", PARTIAL, ids=str)
def test_each_way_leaves_what_it_gives(small: Policy, facts: dict[str, object]) -> None:
    asked = inquiry(small, facts, "Q1")
    known = {name: value for name, value in asked.values.items() if value is not None}
    for one in asked.next():
        for way in one.ways:
            if way.value is not None:
                turned = completions({**known, one.evidence: way.value})
                found = {answer(small, values) for values in turned} - {None}
                assert {asked.possible[place] for place in way.leaves} == found


# -- small policies at random ----------------------------------------------------------------------------


def further(policy: Policy, kind: Kind, value: Value) -> tuple[Value, ...]:
    """What a value may come to: itself where it is known, else missing or any; of an item likewise."""
    if value is None:
        return (None, *every_value(policy, kind))
    if not isinstance(kind, ListOf) or not isinstance(value, tuple):
        return (value,)
    fields = policy.records[kind.record].fields
    items = [
        [
            Item(item.id, dict(zip((name for name, _ in fields), held, strict=True)))
            for held in product(*(further(policy, k, item.fields.get(n)) for n, k in fields))
        ]
        for item in value
    ]
    return tuple(product(*items))


def is_whole(value: Value) -> bool:
    items = value if isinstance(value, tuple) else ()
    fields = [item.fields.get(name) for item in items for name in ("ok", "strong")]
    return value is not None and None not in fields


def plain(value: Value) -> Value | tuple[object, ...]:
    """A value that can be a key: of items what they hold."""
    if not isinstance(value, tuple):
        return value
    return tuple(
        (item.id, *sorted((k, v) for k, v in item.fields.items() if v is not None))
        for item in value
    )


@pytest.mark.parametrize("seed", range(80))
def test_what_is_open_is_what_trying_all_further_evidence_leaves(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 # because repeatable policies are asked
    policy = compile_policy([Source("random.yaml", small_policy(chance))])
    values, decided, case = small_case(policy, chance)
    known = situation(policy, case)
    found = Inquiry(known, next(q for q in policy.questions if q.main))
    names = list(found.values)
    ways = [
        further(policy, policy.evidence[n].kind, values.get(n))
        if n in policy.evidence
        else (decided[n],)
        for n in names
    ]
    left: dict[tuple[object, ...], object] = {}
    for chosen in product(*ways):
        said = answered(policy, dict(zip(names, chosen, strict=True)), decided)
        if said is None and all(map(is_whole, chosen)):
            said = "no answer"
        left[tuple(map(plain, chosen))] = said
    told = set(left.values())
    assert set(found.possible) == told - {None, False, "no answer"}
    assert (found.may_lapse, found.has_gap) == (False in told, "no answer" in told)
    turning = []
    for at, name in enumerate(names):
        beside: dict[tuple[object, ...], set[object]] = {}
        for key, said in left.items():
            beside.setdefault((*key[:at], *key[at + 1 :]), set()).add(said)
        if any(len(one - {None}) > 1 for one in beside.values()):
            turning.append(name)
    assert list(found.matters) == turning
    assert not found.unsure


@pytest.mark.parametrize("seed", range(80))
def test_what_rules_an_answer_out_is_so_whatever_else_becomes_known(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 # because repeatable policies are asked
    policy = compile_policy([Source("random.yaml", small_policy(chance))])
    values, decided, case = small_case(policy, chance)
    found = Inquiry(situation(policy, case), next(q for q in policy.questions if q.main))
    facts = {fact for facts in found.ruled_out().values() for fact in facts}
    kinds = {name: evidence.kind for name, evidence in policy.evidence.items()}
    ways = [further(policy, kind, values.get(name)) for name, kind in kinds.items()]
    for _ in range(200 if facts else 0):
        chosen = {name: chance.choice(way) for name, way in zip(kinds, ways, strict=True)}
        known = {name: value for name, value in chosen.items() if value is not None}
        trace = meaning(found.policy, known, found.day, decided)
        for fact in facts:
            said = evaluated(found.policy, trace, fact.expression).value
            if found.said(fact).startswith("nothing that is missing can make it that"):
                turns = [way for way in (True, False) if found.turns(fact)[way]]
                assert said is None or [said] == turns, found.said(fact)
            elif not fact.whole:
                had = evaluated(found.policy, found.trace, fact.expression).value
                assert said == had, found.said(fact)


COUNTED = """
policy: Counted
version: "1"
effective: {from: 2012-01-01}
records: {member: {ok: yes or no}}
evidence:
  members: list of member, at most 12
  filed on: date between 1 January 2012 and 31 December 2012
  keen: yes or no
decisions:
  - {id: Q1, question: How is it?, answer: grade, decided by: board, main: yes}
rules:
  - {id: R-1, title: Many, basis: "setting, a test", define: many,
     when: count of members where ok is at least 3}
  - {id: R-2, title: Open, basis: "setting, a test", define: open, when: filed on is unknown}
  - id: R-3
    title: Grade
    basis: setting, a test
    define: grade
    type: scale of poor, fair, good
    hit policy: first
    table: |
      | row  | many | open | keen | grade |
      | many | yes  | yes  | -    | good  |
      | keen | -    | -    | yes  | fair  |
      | rest | -    | -    | -    | poor  |
"""


def test_what_is_only_not_known_yet_rules_nothing_out() -> None:
    members = [{"id": "a", "ok": "yes"}, {"id": "b"}]
    decision, page = opinion_on({"members": members}, COUNTED)
    (excluded,) = decision.opinions[0].excluded
    (fact,) = excluded.facts
    assert excluded.answer == "good"
    assert fact.label == (
        "nothing that is missing can make it that the number of members with ok is at least 3"
    )
    assert f"Ruled out: good, because {fact.label}" in page


def test_what_leaves_the_fewest_answers_is_asked_first(small: Policy) -> None:
    asked = inquiry(small, {}, "Q1").next()
    assert [one.left for one in asked] == sorted(one.left for one in asked)
    assert asked[0].evidence == "ready", "one of its two ways leaves one answer"


def test_a_second_opinion_settles_what_kleene_leaves_open(small: Policy) -> None:
    asked = inquiry(small, {"signed": "yes"}, "Q2")
    assert asked.trace.value("both ways") is None, "its conditions are looked at one by one"
    assert asked.possible == [True]
    assert asked.matters == ()


def test_the_page_says_that_nothing_could_change_it(small: Policy) -> None:
    text = json.dumps(
        {"schema": "cssrules/case/1", "id": "a", "name": "A", "facts": {"signed": "yes"}}
    )
    case = read_case(text.encode(), small, "a.json")
    decision = explained(small, case, questions=["Q2"], engine=False)
    assert decision.core.answers[1].status is Status.UNDECIDED
    assert "It can only be yes: no value of what is missing could change that." in proofs.render(
        decision, "text"
    )


def test_a_question_may_turn_out_not_to_be_asked(small: Policy) -> None:
    assert inquiry(small, {"ready": "yes"}, "Q2").may_lapse
    assert not inquiry(small, {"signed": "yes"}, "Q2").may_lapse
    assert inquiry(small, {"ready": "yes"}, "Q2").matters == ("signed",), "it turns on being asked"


def test_public_facts_alone_rule_an_outcome_out() -> None:
    policy = load_policy(ROOT / "rules")
    file = ROOT / "cases/2012/peninsula.json"
    case = read_case(file.read_bytes(), policy, file.name)
    decision = explained(policy, case, sourced_only=True)
    (opinion,) = decision.opinions
    assert opinion.possible == ("scenario one", "greater oversight")
    (excluded,) = opinion.excluded
    assert excluded.answer == "lesser oversight"
    assert [fact.node.partition("/")[0] for fact in excluded.facts] == ["FIN-2"]
    assert as_json(decision)["opinions"][0]["possible"] == list(opinion.possible)
    assert "Ruled out: lesser oversight, because market share is" in render(decision, "reasons")
