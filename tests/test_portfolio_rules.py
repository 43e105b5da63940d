"""Rules over many bodies: what each becomes, in which order they stand, and what analysts see."""

import itertools
import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from cssrules.expression import Arithmetic, Const
from cssrules.language.bodies import singular
from cssrules.language.compile import compile_policy
from cssrules.language.lint import lint
from cssrules.meaning import meaning
from cssrules.policy import CHOSEN, OWN, EachBody, Pairing, Policy, Reading, canonical
from cssrules.proof.versions.changed import changes
from cssrules.readings.fire import check_limits
from cssrules.source import Source
from cssrules.stored import KEEPER
from cssrules.values import Choice, Item, ListOf, Number, Text, Unit, Value, plural
from cssrules.views import graph_map
from cssrules.views.portfolio_page import portfolio_page

DAY = date(2012, 5, 14)

CASES = """
policy: Stalls and inspectors
version: "1"
sources:
  paper: {title: A paper, paragraphs: 9}
types:
  grade: {type: "scale of fail, marginal, good"}
records:
  neighbour: {market: text, distance: count between 0 and 500}
  stall: {rent: money between £0 and £5k step £1, closed on: date between 1 January 2012 and 31 December 2020}
evidence:
  near: list of neighbour, at most 5
  stalls: list of stall, at most 60
  hygiene: grade
  open complaints: count between 0 and 60
  inspectors on offer: count between 0 and 99
settings:
  floor to lend: {type: grade, default: good, owner: board, reason: an example}
  markets per inspector: {type: count between 1 and 4, default: 2, owner: board, reason: an example}
rules:
  - id: HYG-1
    title: An inspector is lacking
    basis: paper, paragraph 1
    define: inspector lacking
    when: hygiene is fail
  - id: STALL-1
    title: A stall that closed
    basis: paper, paragraph 1
    for each: stall
    define: closed
    when: closed on is known
  - id: REM-1
    title: What is done
    basis: paper, paragraph 2
    define: remedy
    type: choice of lent, hired, nothing
    as: if not inspector lacking then nothing else if inspectors on offer at least 1 then lent else hired
  - id: REM-2
    title: A remedy from outside
    basis: paper, paragraph 2
    define: from outside
    when: remedy is hired
"""
ENTITIES = """
entities:
  tenant: {from: stalls, of: market}
  applicant: {fields: {trained: grade, willing to move: yes or no}}
"""
RULES = {
    "LEND-1": """
  - id: LEND-1
    title: Inspectors lent by a market that passed
    basis: paper, paragraph 3
    define: lenders
    for each: case
    where: inspector lacking
    choose: other
    such that all of:
      - that: other's hygiene is at least floor to lend
        if not: "{other's name} has not passed well enough"
      - other's open complaints at most 2
    prefer:
      - some neighbour has market is other's id
      - least other's open complaints
    at most:
      - 1 per case
      - markets per inspector - 1 per other
""",
    "LEND-2": """
  - id: LEND-2
    title: Inspectors on offer
    basis: paper, paragraph 3
    define: lenders found
    for each: case
    as: count of lenders where (eligible and lender's hygiene is good)
    feeds: inspectors on offer
""",
    "HIRE-1": """
  - id: HIRE-1
    title: Applicants
    basis: paper, paragraph 3
    define: applicants to hire
    for each: case
    where: from outside
    choose: applicant
    such that: applicant's trained is good and applicant's willing to move
    at most: [1 per case, 1 per applicant]
""",
    "ROOM-1": """
  - id: ROOM-1
    title: A place for a stall that closed
    basis: setting, an example
    define: places
    for each: tenant
    where: closed and market's hygiene is known
    choose: other
    such that: count of other's stalls is at most 3 and rent is at most £200 and market is not other's id
    prefer: [least count of other's stalls]
    at most: [1 per tenant, 4 per other]
""",
    "ROOM-2": """
  - id: ROOM-2
    title: What becomes of a stall
    basis: paper, paragraph 3
    define: fate
    for each: tenant
    type: scale of none, moved, stays
    hit policy: first
    table: |
      | row | closed | some place has chosen | fate  | basis              |
      | A   | no     | -                     | stays | paper, paragraph 5 |
      | B   | -      | yes                   | moved | -                  |
      | C   | -      | -                     | none  | -                  |
""",
}


def compiled(rules: Mapping[str, str] = RULES) -> Policy:
    portfolio = "portfolio:\n" + "".join(rules.values())
    return compile_policy(
        [Source("rules/cases.yaml", CASES), Source("rules/portfolio.yaml", ENTITIES + portfolio)]
    )


@pytest.fixture(scope="module")
def policy() -> Policy:
    return compiled()


def pairing(policy: Policy, id: str) -> Pairing:
    rule = policy.portfolio[id]
    assert isinstance(rule, Pairing)
    return rule


def each_body(policy: Policy, id: str) -> EachBody:
    rule = policy.portfolio[id]
    assert isinstance(rule, EachBody)
    return rule


# -- bodies ----------------------------------------------------------------------------------------


def test_an_entity_is_the_items_of_a_list_with_what_is_concluded_of_each(policy: Policy) -> None:
    tenant = policy.entities["tenant"]
    assert (tenant.items, tenant.reference) == ("stalls", "market")
    assert [name for name, _ in tenant.fields] == ["closed", "closed on", "rent"]


def test_an_entity_of_the_portfolios_file_has_its_own_fields(policy: Policy) -> None:
    applicant = policy.entities["applicant"]
    assert (applicant.items, applicant.reference) == (None, None)
    assert [name for name, _ in applicant.fields] == ["trained", "willing to move"]


@pytest.mark.parametrize("noun", ["donor", "pool leader", "bid", "agency", "box", "bus", "survey"])
def test_the_noun_of_a_pair_is_that_of_which_the_list_is_the_plural(noun: str) -> None:
    assert singular(plural(noun)) == noun


def test_a_list_without_a_singular_has_items_of_it() -> None:
    assert singular("staff in hand") == "item of staff in hand"


# -- what a rule becomes ---------------------------------------------------------------------------


def test_a_pairing_reads_both_bodies_where_it_names_them(policy: Policy) -> None:
    rule = pairing(policy, "LEND-1")
    assert (rule.each, rule.choose, rule.chosen, rule.record) == ("case", "other", "case", "lender")
    assert rule.readings == {
        "inspector lacking": Reading(OWN, "inspector lacking"),
        "near": Reading(OWN, "near"),
        "other's hygiene": Reading(CHOSEN, "hygiene"),
        "other's id": Reading(CHOSEN, "id"),
        "other's name": Reading(CHOSEN, "name"),
        "other's open complaints": Reading(CHOSEN, "open complaints"),
    }
    assert set(rule.policy.evidence) == set(rule.readings)
    assert rule.policy.evidence["other's hygiene"].kind == policy.evidence["hygiene"].kind
    assert rule.policy.evidence["other's id"].kind == Text()
    assert set(rule.policy.settings) == {"floor to lend", "markets per inspector"}


def test_an_item_of_a_list_reads_the_case_that_holds_it(policy: Policy) -> None:
    rule = pairing(policy, "ROOM-1")
    assert rule.readings["market's hygiene"] == Reading("market", "hygiene")
    assert rule.readings["market"] == Reading(OWN, "market")
    assert rule.readings["other's stalls"] == Reading(CHOSEN, "stalls")
    assert rule.readings["closed"] == Reading(OWN, "closed")


def test_a_list_of_pairs_has_the_fields_that_the_rule_reads(policy: Policy) -> None:
    rule = each_body(policy, "LEND-2")
    assert rule.policy.evidence["lenders"].kind == ListOf("lender", 0, 1000)
    assert [name for name, _ in rule.policy.records["lender"].fields] == [
        "chosen",
        "eligible",
        "hygiene",
    ]
    assert (rule.kind, rule.feeds) == (Number(Unit.COUNT), "inspectors on offer")


def test_limits_and_preferences_are_those_written(policy: Policy) -> None:
    rule = pairing(policy, "LEND-1")
    assert [(p.least, p.label) for p in rule.prefer] == [
        (False, "some neighbour has market is other's id"),
        (True, "least other's open complaints"),
    ]
    (first, second) = rule.limits
    assert (first.per, second.per) == ("case", "other")
    assert isinstance(first.number, Const)
    assert first.number.value == 1
    assert isinstance(second.number, Arithmetic)


PAIR: Mapping[str, Value] = {
    "inspector lacking": True,
    "near": (Item("n1", {"market": "hove"}),),
    "other's hygiene": "good",
    "other's id": "hove",
    "other's name": "Hove",
    "other's open complaints": Fraction(2),
}


def test_the_small_policy_says_whether_a_pair_is_eligible_and_what_it_is_worth(
    policy: Policy,
) -> None:
    rule = pairing(policy, "LEND-1")
    assert rule.where is not None
    trace = meaning(rule.policy, PAIR, DAY)
    assert (trace.value(rule.where), trace.value("lenders")) == (True, True)
    assert [trace.value(preference.define) for preference in rule.prefer] == [True, Fraction(2)]
    poor = meaning(rule.policy, {**PAIR, "other's hygiene": "marginal", "other's id": "ely"}, DAY)
    assert poor.value("lenders") is False
    assert poor.value(rule.prefer[0].define) is False
    assert meaning(rule.policy, {**PAIR, "other's hygiene": None}, DAY).value("lenders") is None


def test_a_setting_changed_for_a_run_is_changed_in_portfolio_rules(policy: Policy) -> None:
    changed = pairing(policy.with_settings({"floor to lend": "marginal"}), "LEND-1")
    trace = meaning(changed.policy, {**PAIR, "other's hygiene": "marginal"}, DAY)
    assert trace.value("lenders") is True
    assert "inspectors on offer" not in changed.policy.settings


def test_a_table_of_a_portfolio_rule_gives_its_scale(policy: Policy) -> None:
    rule = each_body(policy, "ROOM-2")
    assert rule.kind == Choice(("none", "moved", "stays"), ordered=True)
    pairs = (Item("hove", {"chosen": True, "eligible": True}),)
    trace = meaning(rule.policy, {"closed": True, "places": pairs}, DAY)
    assert trace.value("fate") == "moved"


def test_a_portfolio_rule_cites_what_its_rows_cite(policy: Policy) -> None:
    assert policy.citing["ROOM-2"] == {("paper", 3), ("paper", 5)}
    assert policy.citing["LEND-1"] == {("paper", 3)}
    assert "LEND-1-where" not in policy.citing


# -- order -----------------------------------------------------------------------------------------


def test_a_rule_comes_after_what_feeds_a_conclusion_that_it_reads(policy: Policy) -> None:
    assert policy.portfolio_strata == (("LEND-1", "ROOM-1"), ("LEND-2", "ROOM-2"), ("HIRE-1",))


def test_a_rule_that_reads_a_field_of_pairs_rests_on_what_that_follows_from() -> None:
    poor = """
  - id: POOR-1
    title: A lender that hires itself
    basis: paper, paragraph 3
    define: lent from afar
    for each: case
    when: some lender has lender's from outside
"""
    assert compiled({**RULES, "POOR-1": poor}).portfolio_strata == (
        ("LEND-1", "ROOM-1"),
        ("LEND-2", "ROOM-2"),
        ("HIRE-1", "POOR-1"),
    )


def test_a_rule_that_reads_the_case_of_an_item_rests_on_what_is_fed_into_it() -> None:
    reads_remedy = RULES["ROOM-1"].replace("market's hygiene is known", "market's from outside")
    assert compiled({**RULES, "ROOM-1": reads_remedy}).portfolio_strata == (
        ("LEND-1",),
        ("LEND-2",),
        ("HIRE-1", "ROOM-1"),
        ("ROOM-2",),
    )


def test_a_list_whose_items_have_later_conclusions_is_read_without_them() -> None:
    """Only the fields that are read make a rule wait."""
    late = CASES.replace(
        "when: closed on is known", "when: closed on is known and inspectors on offer is 0"
    )
    texts = [late, ENTITIES + "portfolio:\n" + "".join(RULES.values())]
    counted = compile_policy([Source(f"rules/{n}.yaml", text) for n, text in enumerate(texts)])
    assert counted.portfolio_strata == (("LEND-1",), ("LEND-2",), ("HIRE-1", "ROOM-1"), ("ROOM-2",))
    texts[1] = texts[1].replace(
        "where: closed and market's hygiene is known", "where: rent is known"
    )
    counted = compile_policy([Source(f"rules/{n}.yaml", text) for n, text in enumerate(texts)])
    assert counted.portfolio_strata[0] == ("LEND-1", "ROOM-1")


def test_the_order_of_rules_means_nothing(policy: Policy) -> None:
    for order in itertools.islice(itertools.permutations(RULES.values()), 0, 120, 17):
        again = compiled({str(n): rule for n, rule in enumerate(order)})
        assert canonical(again) == canonical(policy)
        assert (again.hash, again.portfolio_strata) == (policy.hash, policy.portfolio_strata)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("at most 2\n", "at most 3\n"),
        ("least other's", "other's"),
        ("- 1 per case\n", "- 2 per case\n"),
        ("where: closed and", "where: not closed and"),
        ("    feeds: inspectors on offer\n", ""),
        ("title: Applicants", "title: Candidates"),
    ],
)
def test_the_hash_of_a_policy_knows_its_portfolio(policy: Policy, before: str, after: str) -> None:
    changed = {id: rule.replace(before, after) for id, rule in RULES.items()}
    assert changed != RULES
    assert compiled(changed).hash != policy.hash


def test_a_stored_policy_has_its_portfolio(policy: Policy) -> None:
    assert KEEPER.thing_of(KEEPER.bytes_of(policy)) == policy


def test_a_policy_without_a_portfolio_says_nothing_of_one() -> None:
    plain = compile_policy([Source("rules/cases.yaml", CASES)])
    assert (plain.entities, plain.portfolio, plain.portfolio_strata) == ({}, {}, ())


# -- what analysts see -----------------------------------------------------------------------------


def test_what_the_portfolio_reads_and_feeds_is_not_unread(policy: Policy) -> None:
    assert {notice.message for notice in lint(policy)} == {
        "ROOM-1 holds the number 3, which no source gives: make it a setting",
        "ROOM-1 holds the number 4, which no source gives: make it a setting",
        "ROOM-1 holds the number £200, which no source gives: make it a setting",
    }
    alone = {notice.kind for notice in lint(replace(policy, portfolio={}, portfolio_strata=()))}
    assert {"unread-evidence", "unread-setting"} <= alone


def test_the_engine_can_carry_the_portfolio(policy: Policy) -> None:
    assert check_limits(policy) == []


def test_the_page_of_a_pairing_tells_its_parts(policy: Policy) -> None:
    assert portfolio_page(policy, "LEND-1").splitlines() == [
        "LEND-1  Inspectors lent by a market that passed",
        "  defines: lenders, pairs of a case and another case",
        "",
        "Asked of a case when",
        "  - inspector lacking: yes",
        "",
        "A pair is eligible when",
        "  all of:",
        "    - other's hygiene is at least floor to lend (good, policy setting)",
        "        if not: “{other's name} has not passed well enough”",
        "    - other's open complaints is at most 2",
        "Preferred, most important first:",
        "  1. some neighbour has market equal to other's id",
        "  2. the least of other's open complaints",
        "Allocated at most:",
        "  - 1 per case",
        "  - markets per inspector (2, policy setting) minus 1 per other",
        "",
        "Rests on",
        "  paper, paragraph 3: A paper",
        "Settings",
        "  floor to lend: good - an example (owner: board)",
        "  markets per inspector: 2 - an example (owner: board)",
        "Reads",
        "  hygiene (evidence)",
        "  inspector lacking (HYG-1)",
        "  near (evidence)",
        "  open complaints (evidence)",
        "Is read by",
        "  LEND-2",
        "Written at rules/portfolio.yaml:7:9",
    ]


def test_the_page_of_a_conclusion_tells_what_it_becomes(policy: Policy) -> None:
    page = portfolio_page(policy, "LEND-2")
    assert "lenders found is the number of lenders with eligible and hygiene good" in page
    assert "it becomes `inspectors on offer`\n    of a case" in page
    assert "Is read by\n  REM-1, as inspectors on offer\n" in page


def test_the_page_of_a_table_tells_its_rows(policy: Policy) -> None:
    page = portfolio_page(policy, "ROOM-2")
    assert "B: moved" in page
    assert "some place has chosen" in page


def test_the_map_tells_of_the_portfolio_in_its_order(policy: Policy) -> None:
    text = graph_map.text(policy)
    assert "9 rules, 5 of them over all cases" in text
    told = [
        line.split()[0]
        for line in text.splitlines()
        if line.startswith("  LEND-") or "  ROOM-" in line
    ]
    assert told == ["LEND-1", "ROOM-1", "LEND-2", "ROOM-2"]
    assert "(feeds inspectors on offer)" in text
    edges = {(edge["from"], edge["to"]) for edge in json.loads(graph_map.json(policy))["edges"]}
    assert {
        ("open complaints", "LEND-1"),
        ("setting:floor to lend", "LEND-1"),
        ("LEND-1", "LEND-2"),
        ("LEND-2", "inspectors on offer"),
        ("REM-2", "HIRE-1"),
        ("STALL-1", "ROOM-1"),
        ("stalls", "ROOM-1"),
    } <= edges
    drawn = graph_map.mermaid(policy)
    assert all(id in drawn for id in policy.portfolio)


def test_who_decides_the_pairs_is_told_on_their_page(policy: Policy) -> None:
    assert pairing(policy, "LEND-1").decided_by is None
    said = RULES["LEND-1"].replace(
        "    at most:", "    decided by: board, with the traders\n    at most:"
    )
    named = compiled({"LEND-1": said})
    assert pairing(named, "LEND-1").decided_by == "board, with the traders"
    assert "Decided by board, with the traders.\n" in portfolio_page(named, "LEND-1")
    assert named.hash != compiled({"LEND-1": RULES["LEND-1"]}).hash


def test_what_the_one_that_is_chosen_brings_is_told_and_comes_first() -> None:
    """REM-1 rests on inspectors on offer, and HIRE-1 on that."""
    said = "    brings: {inspectors on offer: other's open complaints}\n    at most:"
    rules = {**RULES, "LEND-1": RULES["LEND-1"].replace("    at most:", said, 1)}
    rules["LEND-2"] = RULES["LEND-2"].replace("    feeds: inspectors on offer\n", "")
    named = compiled(rules)
    rule = pairing(named, "LEND-1")
    assert rule.brings == (("inspectors on offer", "other's open complaints"),)
    assert rule.fed == ("inspectors on offer",)
    level = {id: n for n, stratum in enumerate(named.portfolio_strata) for id in stratum}
    assert level["LEND-1"] < level["HIRE-1"]
    page = " ".join(portfolio_page(named, "LEND-1").split())
    assert "other's open complaints becomes `inspectors on offer` of the case" in page
    assert "REM-1, as inspectors on offer" in page
    edges = {(edge["from"], edge["to"]) for edge in json.loads(graph_map.json(named))["edges"]}
    assert ("LEND-1", "inspectors on offer") in edges
    assert "(feeds inspectors on offer)" in graph_map.text(named)
    assert KEEPER.thing_of(KEEPER.bytes_of(named)) == named


def test_two_versions_differ_in_who_decides_pairs_and_in_what_they_bring() -> None:
    said = "    decided by: board\n    brings: {inspectors on offer: other's open complaints}\n"
    rule = RULES["LEND-1"]
    old = compiled({"LEND-1": rule})
    new = compiled({"LEND-1": rule.replace("    at most:", f"{said}    at most:", 1)})
    (change,) = changes(old, new)
    found = {aspect.called: (aspect.old, aspect.new) for aspect in change.aspects}
    assert found["decided by"] == (None, "board")
    before, after = found["chooses"]
    assert after == f"{before}, brings inspectors on offer: other's open complaints"
