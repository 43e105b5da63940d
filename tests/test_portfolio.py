"""What a policy says of all cases together: pairs and why, what is proposed, what feeds into cases."""

import json
import random
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from portfolios import BASE, RULES, facts, five, head, policy, write
from random_policies import random_case

import cssrules
import cssrules.portfolio.bodies as bodies_module
from cssrules.decision import Decision, NodeKind
from cssrules.decision import as_json as as_json_of_decision
from cssrules.language.compile import compile_policy
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.portfolio.door import read_portfolio
from cssrules.portfolio.judging import Judge
from cssrules.portfolio.propose import Proposing, propose
from cssrules.problem import Problems
from cssrules.proposal import EachFound, PairFound, PairingFound, Standing, Verdict, as_json
from cssrules.readings.evaluate import compile_evaluator
from cssrules.readings.fire import available, disagreements, fire_pairs
from cssrules.slices import why
from cssrules.source import Source
from cssrules.values import Value
from cssrules.views.picture import READABLE, fits_a4
from cssrules_cli import main

DAY = date(2012, 5, 1)
JUNE = date(2012, 6, 1)
POLICY = policy()


def run(folder: Path, rules: Policy = POLICY, **options: Any) -> Proposing:
    return propose(rules, read_portfolio(folder, rules), **{"as_of": DAY, **options})


def pairing(proposing: Proposing, id: str) -> PairingFound:
    found = proposing.proposal.pairing(id)
    assert found is not None
    return found


def proposed(proposing: Proposing, id: str) -> Mapping[str, str]:
    return {one.body: one.other for one in pairing(proposing, id).proposed}


def pair(proposing: Proposing, id: str, body: str, other: str) -> PairFound:
    pairs = pairing(proposing, id).pairs
    return next(found for found in pairs if (found.body, found.other) == (body, other))


def main_answers(proposing: Proposing) -> Mapping[str, str | None]:
    return {case.key: case.main.answer for case in proposing.proposal.cases if case.main}


@pytest.fixture
def markets(tmp_path: Path) -> Path:
    return five(tmp_path)


# -- pairs -------------------------------------------------------------------------------------------


def test_for_every_pair_it_is_told_whether_it_may_be_and_why(markets: Path) -> None:
    found = run(markets)
    assert len(pairing(found, "LEND-1").pairs) == 2 * 4
    refused = pair(found, "LEND-1", "bridge", "anchor")
    assert refused.eligible == "false"
    assert [one.found for one in refused.because] == [
        "other's hygiene is fail, below least hygiene to lend (good, policy setting)",
        "Anchor has 5 complaints to answer",
        "some stall has closed (1 of 2)",
    ]
    assert [one.path for one in refused.because] == [f"LEND-1/when/{n}" for n in (1, 2, 3)]
    assert pair(found, "LEND-1", "anchor", "dock").values == ("yes", "2")


def test_what_is_not_known_of_a_pair_leaves_it_open_and_unproposed(tmp_path: Path) -> None:
    write(tmp_path, "anchor", facts=facts("fail"))
    write(tmp_path, "bridge", facts=facts("good", None))
    found = run(tmp_path)
    assert pair(found, "LEND-1", "anchor", "bridge").eligible == "unknown"
    (none,) = pairing(found, "LEND-1").unserved
    assert (none.body, none.eligible, none.unclear) == ("anchor", 0, 1)


def test_a_body_of_which_it_is_not_known_whether_it_is_asked(tmp_path: Path) -> None:
    write(tmp_path, "anchor", facts=facts(None))
    write(tmp_path, "bridge", facts=facts())
    found = pairing(run(tmp_path), "LEND-1")
    assert (found.asked, found.unclear, found.proposed) == ((), ("anchor",), ())


def test_nobody_is_paired_with_itself_nor_with_the_case_that_holds_it(markets: Path) -> None:
    found = run(markets)
    for id in ("LEND-1", "ROOM-1"):
        for one in pairing(found, id).pairs:
            assert one.other != one.body.partition("/")[0]


# -- what is proposed --------------------------------------------------------------------------------


def test_neighbours_come_first_and_limits_are_kept(markets: Path) -> None:
    assert proposed(run(markets), "LEND-1") == {"anchor": "dock", "bridge": "chapel"}


def test_the_runner_up_and_what_tipped_it_are_told(markets: Path) -> None:
    anchor, bridge = pairing(run(markets), "LEND-1").proposed
    assert anchor.runner_up == "chapel"
    assert anchor.tipped == (
        "some neighbour has market is other's id: 1 of 2 in all with it, 0 of 2 without"
    )
    assert bridge.runner_up == "dock"


def test_without_enough_others_as_many_as_can_be_are_served(tmp_path: Path) -> None:
    write(tmp_path, "anchor", facts=facts("fail", near=["chapel"]))
    write(tmp_path, "bridge", facts=facts("fail"))
    write(tmp_path, "chapel", facts=facts())
    found = pairing(run(tmp_path), "LEND-1")
    (served,), (unserved,) = found.proposed, found.unserved
    assert (served.body, served.runner_up) == ("anchor", None)
    assert unserved.body == "bridge"
    assert unserved.eligible == 1
    assert served.tipped.startswith("some neighbour")


def test_equals_go_by_their_ids(tmp_path: Path) -> None:
    for id in ("bridge", "anchor"):
        write(tmp_path, id, facts=facts("fail"))
    for id in ("dock", "chapel"):
        write(tmp_path, id, facts=facts())
    found = run(tmp_path)
    assert proposed(found, "LEND-1") == {"anchor": "chapel", "bridge": "dock"}
    one, _ = pairing(found, "LEND-1").proposed
    assert one.tipped == "equal by every criterion, and earlier in the order of ids"


def test_a_setting_that_is_changed_for_one_run_changes_the_limit(markets: Path) -> None:
    found = run(markets, settings={"markets per inspector": Fraction(1)})
    assert proposed(found, "LEND-1") == {}
    assert found.proposal.settings_changed == (("markets per inspector", "1", "2"),)


# -- what feeds --------------------------------------------------------------------------------------


def test_what_a_rule_concludes_becomes_evidence_and_decides_the_case(markets: Path) -> None:
    found = run(markets)
    assert main_answers(found)["anchor"] == "lent"
    decision = found.case("anchor")
    node = decision.node("inspectors on offer")
    assert (node.value, node.source) == ("2", "portfolio")


def test_what_a_case_holds_is_not_replaced(markets: Path) -> None:
    write(markets, "anchor", facts=facts("fail", **{"inspectors on offer": 0}))
    found = run(markets)
    assert main_answers(found)["anchor"] == "hired"
    fed = {case.key: case.fed for case in found.proposal.cases}
    assert fed["anchor"] == ()
    assert fed["bridge"] == (("inspectors on offer", "2"),)


BROUGHT = """    brings:
      lender: other's name
      grade of the lender: other's hygiene
      room of the lender: other's open complaints
    at most:
"""
LENDER = """  hygiene: grade
  lender: text
  grade of the lender: grade
  room of the lender: count between 0 and {most}
"""


def brought(limit: str = "1 per case", most: int = 9) -> Policy:
    """LEND-1 tells the case who lends, and what of that one matters."""
    base = BASE.replace("  hygiene: grade\n", LENDER.format(most=most))
    rules = RULES.replace("    at most:\n", BROUGHT, 1).replace("1 per case", limit, 1)
    return compile_policy([Source("base.yaml", base), Source("rules.yaml", rules)])


def fed(proposing: Proposing) -> Mapping[str, Mapping[str, str]]:
    return {case.key: dict(case.fed) for case in proposing.proposal.cases}


def test_the_one_that_is_chosen_brings_evidence(markets: Path) -> None:
    found = run(markets, brought())
    told = {"lender": "Dock", "grade of the lender": "good", "room of the lender": "2"}
    assert told.items() <= fed(found)["anchor"].items()
    assert fed(found)["bridge"]["lender"] == "Chapel"
    entries = {(one.fact, one.value, one.source) for one in found.bodies.entries("anchor")}
    assert ("lender", "Dock", "portfolio") in entries
    json = as_json(found.proposal)
    (one,) = (p for p in json["pairings"][0]["proposed"] if p["body"] == "anchor")
    assert one["brought"] == told
    edges = {(edge["from"], edge["to"]) for edge in json["core"]["edges"]}
    assert ("LEND-1/anchor/dock", "anchor/lender") in edges
    text = " ".join(cssrules.render_proposal(found.proposal, "text", ["LEND-1"]).split())
    assert "becomes evidence of the case: grade of the lender is good; lender is Dock" in text


def test_one_whom_people_chose_brings_evidence_too(markets: Path) -> None:
    event = {"event": "decided", "rule": "LEND-1", "body": "east", "chosen": "chapel"}
    head(markets, events=[{**event, "by": "board", "on": "2012-04-30"}])
    assert fed(run(markets, brought()))["east"]["lender"] == "Chapel"
    assert "lender" not in fed(run(markets, brought(), retake=True))["east"]


@pytest.mark.parametrize("held", [{"lender": "Dover"}, {"room of the lender": 3}])
def test_of_two_bodies_no_evidence_is_mixed(markets: Path, held: Mapping[str, Any]) -> None:
    """A case that says anything of its lender is told nothing of the one that is proposed."""
    write(markets, "anchor", facts=facts("fail", 5, near=["dock"], **held))
    found = fed(run(markets, brought()))
    assert not {"lender", "grade of the lender", "room of the lender"} & found["anchor"].keys()
    assert found["bridge"]["lender"] == "Chapel"


def test_where_several_are_chosen_none_brings_evidence(markets: Path) -> None:
    event = {"event": "decided", "rule": "LEND-1", "body": "anchor", "by": "board"}
    events = [{**event, "chosen": other, "on": "2012-04-30"} for other in ("dock", "chapel")]
    head(markets, events=events)
    found = fed(run(markets, brought("2 per case")))
    assert "lender" not in found["anchor"]


def test_what_is_brought_and_cannot_be_held_is_refused(markets: Path) -> None:
    said = "`lender` of Anchor cannot become `room of the lender`: 2 is not between 0 and 1"
    with pytest.raises(Problems, match=said):
        run(markets, brought(most=1))


def test_a_later_rule_reads_what_was_fed_before(markets: Path) -> None:
    found = run(markets)
    assert proposed(found, "ROOM-1") == {"anchor/fish": "chapel"}
    fate = next(one for one in found.proposal.found if one.id == "ROOM-2")
    assert {one.body: one.value for one in getattr(fate, "found", ())} == {
        "anchor/fish": "moved",
        "anchor/fruit": "stays",
    }


def test_a_value_that_the_evidence_cannot_hold_is_refused(tmp_path: Path) -> None:
    write(tmp_path, "anchor", facts=facts("fail"))
    for number in range(10):
        write(tmp_path, f"lender-{number}", facts=facts())
    with pytest.raises(Problems, match="10 is not between 0 and 9"):
        run(tmp_path)


def test_members_of_the_portfolio_file_are_chosen(tmp_path: Path) -> None:
    five(tmp_path)
    write(tmp_path, "anchor", facts=facts("fail", **{"inspectors on offer": 0}))
    for id in ("chapel", "dock"):
        write(tmp_path, id, facts=facts("marginal"))
    found = run(tmp_path)
    assert proposed(found, "HIRE-1") == {"anchor": "ann"}
    assert pair(found, "HIRE-1", "bridge", "bob").eligible == "false"


# -- what people decided -----------------------------------------------------------------------------


def test_what_people_decided_of_a_case_is_read_by_the_rules_of_the_portfolio(markets: Path) -> None:
    event = {"event": "decided", "decision": "Q2", "by": "board", "answer": "yes"}
    write(markets, "east", facts=facts("marginal"), events=[{**event, "on": "2012-04-30"}])
    assert "east" in pairing(run(markets), "LEND-1").asked
    assert "east" not in pairing(run(markets, retake=True), "LEND-1").asked
    assert "east" not in pairing(run(markets, as_of=date(2012, 4, 29)), "LEND-1").asked


def test_a_pair_that_people_decided_stands_and_takes_its_place(markets: Path) -> None:
    event = {"event": "decided", "rule": "LEND-1", "body": "bridge", "chosen": "dock"}
    head(markets, events=[{**event, "by": "board", "on": "2012-04-30", "reason": "they agreed"}])
    found = run(markets)
    anchor, bridge = pairing(found, "LEND-1").proposed
    assert (anchor.other, bridge.other) == ("chapel", "dock")
    assert bridge.departs
    assert bridge.verdict == Verdict(Standing.NOT_THE_BEST, ("chapel",))
    assert bridge.taken is not None
    assert bridge.taken.reason == "they agreed"
    assert pair(found, "LEND-1", "bridge", "dock").chosen
    text = cssrules.render_proposal(found.proposal, "text")
    assert " ".join(text.split()).startswith(
        "!! PEOPLE DEPARTED FROM THE POLICY: LEND-1: Bridge has Dock, decided by board on 30 April "
        "2012; they could be paired, but the policy proposed Chapel, whom its order of choice puts first."
    )
    (told,) = as_json(found.proposal)["departures"]
    assert told == {
        "question": "LEND-1/bridge",
        "answer": "Dock",
        "by": "board",
        "on": "2012-04-30",
        "reason": "they agreed",
        "policy": "Chapel",
        "kind": "not the best",
    }
    (answer,) = (a for a in found.proposal.core.answers if a.id == "LEND-1/bridge")
    assert (answer.answer, answer.departs) == ("Chapel", answer.taken)
    anew = pairing(run(markets, retake=True), "LEND-1").proposed
    assert all(one.taken is None for one in anew)
    assert "dock" not in {one.other for one in anew if one.body == "bridge"}


LENT_BY_PEOPLE = """
  - id: LEND-3
    title: Whether people lent one
    basis: paper, paragraph 3
    define: lent by people
    for each: case
    when: some lender has decided
"""


def test_a_rule_reads_whether_people_decided_a_pair_and_not_what_is_proposed(markets: Path) -> None:
    lent = policy(RULES + LENT_BY_PEOPLE)
    event = {"event": "decided", "rule": "LEND-1", "body": "bridge", "chosen": "dock"}
    head(markets, events=[{**event, "by": "board", "on": "2012-04-30", "reason": "they agreed"}])

    def concluded(**options: Any) -> list[str]:
        found = run(markets, lent, **options).proposal.found
        (rule,) = (f for f in found if isinstance(f, EachFound) and f.id == "LEND-3")
        return [one.body for one in rule.found if one.value == "yes"]

    assert concluded() == ["bridge"], "anchor has one proposed, and nobody decided that"
    assert concluded(retake=True) == []
    assert concluded(as_of=date(2012, 4, 29)) == []


def on(day: str, **values: Any) -> list[dict[str, Any]]:
    """Evidence that was reported on a day."""
    return [{"fact": fact, "value": v, "on": day, "reported": day} for fact, v in values.items()]


def test_a_pair_that_was_proposed_on_its_day_departs_from_nothing_later(markets: Path) -> None:
    event = {"event": "decided", "rule": "LEND-1", "body": "bridge", "chosen": "chapel"}
    head(markets, events=[{**event, "by": "board", "on": "2012-04-30"}])
    held = {key: value for key, value in facts("fail", 1).items() if key != "hygiene"}
    early, late = on("2012-04-01", hygiene="fail"), on("2012-06-01", hygiene="good")
    write(markets, "bridge", facts=held, evidence=[*early, *late])
    (one,) = (
        one for one in pairing(run(markets, as_of=JUNE), "LEND-1").proposed if one.body == "bridge"
    )
    assert (one.departs, one.verdict) == (False, Verdict(Standing.PROPOSED, ("chapel",)))
    text = cssrules.render_proposal(run(markets, as_of=JUNE).proposal, "text")
    assert "DEPARTED" not in text
    assert "as the policy proposed" in " ".join(text.split())
    write(markets, "chapel", facts=facts("marginal"))
    (one,) = (
        one for one in pairing(run(markets, as_of=JUNE), "LEND-1").proposed if one.body == "bridge"
    )
    assert one.verdict is not None
    assert (one.verdict.standing, one.verdict.policy) == (Standing.INELIGIBLE, ())
    text = " ".join(cssrules.render_proposal(run(markets, as_of=JUNE).proposal, "text").split())
    assert "they may not be paired (" in text
    assert "below least hygiene to lend" in text.split("and the policy")[0]
    assert "and the policy proposed nobody; in its place nobody is proposed." in text


def test_a_pair_that_the_policy_did_not_ask_for_departs(markets: Path) -> None:
    event = {"event": "decided", "rule": "LEND-1", "body": "east", "chosen": "chapel"}
    head(markets, events=[{**event, "by": "board", "on": "2012-04-30"}])
    (one,) = (one for one in pairing(run(markets), "LEND-1").proposed if one.body == "east")
    assert (one.departs, one.verdict) == (True, Verdict(Standing.NOT_ASKED))
    (answer,) = (a for a in run(markets).proposal.core.answers if a.id == "LEND-1/east")
    assert answer.status.value == "not asked"
    assert answer.departs is not None
    assert answer.departs.policy == "not asked"


@pytest.mark.parametrize("limit", ["1 per case", "inspectors per market per case"])
def test_a_later_decision_of_a_body_that_may_have_one_replaces_the_earlier(
    markets: Path, limit: str
) -> None:
    one = "inspectors per market: {type: count between 1 and 4, default: 1, owner: x, reason: y}"
    base = BASE.replace("settings:\n", f"settings:\n  {one}\n")
    text = RULES.replace("- 1 per case", f"- {limit}", 1)
    rules = compile_policy([Source("base.yaml", base), Source("rules.yaml", text)])
    event = {"event": "decided", "rule": "LEND-1", "body": "bridge", "by": "board"}
    events = [{**event, "chosen": "dock", "on": "2012-04-30"}]
    events += [{**event, "chosen": "chapel", "on": "2012-04-20"}]
    head(markets, events=events)
    found = run(markets, rules)
    assert proposed(found, "LEND-1") == {"anchor": "chapel", "bridge": "dock"}
    assert not pair(found, "LEND-1", "bridge", "chapel").chosen
    (bridge,) = (one for one in pairing(found, "LEND-1").proposed if one.body == "bridge")
    assert bridge.verdict == Verdict(Standing.NOT_THE_BEST, ("chapel",))
    assert pairing(found, "LEND-1").exceeded == ()
    text = " ".join(cssrules.render_proposal(found.proposal, "text").split())
    assert text.count("PEOPLE DEPARTED") == 1
    before = run(markets, rules, as_of=date(2012, 4, 29))
    assert proposed(before, "LEND-1")["bridge"] == "chapel"


def test_decisions_of_a_body_that_may_have_several_stand_beside_each_other(markets: Path) -> None:
    rules = policy(RULES.replace("- 1 per case", "- 2 per case", 1))
    event = {"event": "decided", "rule": "LEND-1", "body": "bridge", "by": "board"}
    events = [{**event, "chosen": "dock", "on": "2012-04-30", "reason": "kept"}]
    events += [{**event, "chosen": other, "on": "2012-04-20"} for other in ("dock", "chapel")]
    head(markets, events=events)
    found = [one for one in pairing(run(markets, rules), "LEND-1").proposed if one.taken]
    told = {(one.other, one.taken.on, one.taken.reason) for one in found if one.taken}
    assert told == {("chapel", "2012-04-20", ""), ("dock", "2012-04-30", "kept")}


def test_every_departure_stands_in_the_json_in_one_form(markets: Path) -> None:
    """Of cases and of pairs, several of one body too, each with its kind."""
    rules = policy(RULES.replace("- 1 per case", "- 2 per case", 1))
    event = {"event": "decided", "rule": "LEND-1", "by": "board", "on": "2012-04-30"}
    pairs = {"bridge": ["anchor", "chapel", "east"], "anchor": ["chapel"], "chapel": ["dock"]}
    events = [{**event, "body": b, "chosen": other} for b, held in pairs.items() for other in held]
    head(markets, events=events)
    answer = {"event": "decided", "decision": "Q1", "by": "board", "on": "2012-04-30"}
    write(markets, "dock", facts=facts("good", 2), events=[{**answer, "answer": "hired"}])
    found = run(markets, rules)
    told = as_json(found.proposal)["departures"]
    (of_a_case,) = as_json_of_decision(found.case("dock"))["departures"]
    assert all(one.keys() == of_a_case.keys() for one in told)
    assert {(one["question"], one["answer"], one["kind"]) for one in told} == {
        ("dock/Q1", "hired", "another answer"),
        ("LEND-1/bridge", "Anchor", "may not be paired"),
        ("LEND-1/bridge", "East", "may not be paired"),
        ("LEND-1/anchor", "Chapel", "over the limit"),
        ("LEND-1/chapel", "Dock", "not asked"),
    }


def test_of_settings_that_are_only_supposed_no_pair_departs(markets: Path) -> None:
    event = {"event": "decided", "rule": "LEND-1", "body": "bridge", "chosen": "dock"}
    head(markets, events=[{**event, "by": "board", "on": "2012-04-30"}])
    supposed = run(markets, settings={"markets per inspector": Fraction(3)})
    (one,) = (one for one in pairing(supposed, "LEND-1").proposed if one.body == "bridge")
    assert one.verdict is None
    assert "DEPARTED" not in cssrules.render_proposal(supposed.proposal, "text")


# -- one pair, one case --------------------------------------------------------------------------------


def test_one_pair_is_explained_as_a_decision(markets: Path) -> None:
    decision = run(markets).pair("LEND-1", "anchor", "east")
    assert decision.main.answer == "no"
    node = decision.node("LEND-1/when/1")
    assert (node.kind, node.value) == (NodeKind.CONDITION, "marginal")
    assert "below least hygiene to lend" in cssrules.render(decision, "reasons")


def test_a_pair_of_a_body_that_is_not_asked_about_says_so(markets: Path) -> None:
    decision = run(markets).pair("LEND-1", "chapel", "dock")
    assert decision.main.status.value == "not asked"


@pytest.mark.parametrize(
    ("asked", "help"),
    [
        (("LEND", "anchor", "east"), "did you mean `LEND-1`?"),
        (("LEND-2", "anchor", "east"), "there are HIRE-1, LEND-1, ROOM-1"),
        (("LEND-1", "anchr", "east"), "did you mean `anchor`?"),
        (("HIRE-1", "anchor", "east"), "there are ann, bob"),
    ],
)
def test_what_is_not_there_is_told(markets: Path, asked: tuple[str, str, str], help: str) -> None:
    with pytest.raises(Problems) as told:
        run(markets).pair(*asked)
    assert told.value.found[0].help == help


def test_a_pair_says_where_its_facts_come_from(tmp_path: Path) -> None:
    report = {"on": "2012-04-01", "reported": "2012-04-01", "source": "D4", "illustrative": True}
    known = {"open complaints": 0, "near": [], "stalls": []}
    write(tmp_path, "anchor", facts=facts("fail"))
    evidence = [{"fact": "hygiene", "value": "good", **report}]
    write(tmp_path, "bridge", evidence=evidence, facts=known)
    decision = run(tmp_path).pair("LEND-1", "anchor", "bridge")
    node = decision.node("other's hygiene")
    assert (node.source, node.on, node.illustrative) == ("D4", "2012-04-01", True)


def under(decision: Decision, id: str) -> set[str]:
    """The nodes that decided, below one of them."""
    return {node.id for node in why(decision, id).nodes}


def test_why_of_a_pair_goes_down_to_the_evidence_of_each_body(markets: Path) -> None:
    decision = run(markets).pair("ROOM-1", "anchor/fish", "chapel")
    held = {node.id: node for node in decision.core.nodes}
    assert "other's remedy" not in held, "it gives way to what concluded it"
    assert held["chapel's REM-1"].label == "Chapel's remedy: nothing"
    assert held["chapel's hygiene"].label == "Chapel's hygiene: good"
    assert {"chapel's REM-1", "chapel's hygiene"} <= under(decision, "ROOM-1")
    assert {"anchor's REM-1", "anchor's inspectors on offer"} <= under(decision, "ROOM-1-where")
    item = "anchor's STALL-1/item/fish"
    assert {item, "anchor's stalls/fish"} <= under(decision, "ROOM-1-where")
    assert decision.places["chapel's REM-1"] == decision.places["anchor's REM-1"]
    assert all({edge.start, edge.end} <= held.keys() for edge in decision.core.edges)
    told = " ".join(cssrules.render(decision, "reasons").split())
    assert "Chapel's remedy: nothing [REM-1 row A; paper para 2]" in told
    assert "hygiene is good, not fail" in told


def test_why_of_a_pair_goes_down_to_what_people_decided(markets: Path) -> None:
    event = {"event": "decided", "decision": "Q1", "by": "board", "answer": "nothing"}
    write(markets, "bridge", facts=facts("fail", 1), events=[{**event, "on": "2012-04-30"}])
    decision = run(markets).pair("ROOM-1", "anchor/fish", "bridge")
    assert "bridge's decided:Q1" in under(decision, "ROOM-1")
    assert decision.node("bridge's decided:Q1").label.endswith("of Bridge")
    assert "bridge's REM-1" not in under(decision, "ROOM-1")


FIT = """
  - id: FIT-1
    title: Who is fit
    basis: paper, paragraph 3
    define: fit
    for each: applicant
    when: trained is at least marginal
"""


def test_why_of_a_pair_goes_through_rules_about_every_body(tmp_path: Path) -> None:
    such_that = "such that: applicant's trained is good and applicant's willing to move"
    rules = policy(RULES.replace(such_that, "such that: applicant's fit") + FIT)
    write(tmp_path, "anchor", facts=facts("fail", **{"inspectors on offer": 0}))
    report = {"on": "2012-04-01", "reported": "2012-04-01", "source": "paper", "illustrative": True}
    evidence = [{"fact": "trained", "value": "good", **report}]
    head(tmp_path, entities={"applicant": [{"id": "ann", "name": "Ann", "evidence": evidence}]})
    decision = run(tmp_path, rules).pair("HIRE-1", "anchor", "ann")
    assert {"ann's FIT-1", "ann's trained"} <= under(decision, "HIRE-1")
    node = decision.node("ann's trained")
    assert (node.source, node.illustrative) == ("paper", True)
    assert (decision.illustrative_deciding, dict(decision.papers)) == (1, {"paper": "A paper"})


# -- the whole ---------------------------------------------------------------------------------------


def test_the_top_of_the_json_has_the_form_of_a_decision(markets: Path) -> None:
    plain = as_json(run(markets).proposal)
    assert plain["schema"] == "cssrules/portfolio-decision/1"
    core = plain["core"]
    assert {"policy", "decisions", "nodes", "edges", "findings"} <= core.keys()
    ids = {node["id"] for node in core["nodes"]}
    assert len(ids) == len(core["nodes"])
    assert all(answer["node"] in ids for answer in core["decisions"])
    assert all({edge["from"], edge["to"]} <= ids for edge in core["edges"])
    answers = {answer["id"]: answer["answer"] for answer in core["decisions"]}
    assert answers["anchor/Q1"] == "lent"
    assert answers["LEND-1/anchor"] == "Dock"


def test_the_order_of_files_and_facts_does_not_show(tmp_path: Path) -> None:
    one, other = tmp_path / "one", tmp_path / "other"
    one.mkdir()
    other.mkdir()
    five(one)
    for number, file in enumerate(sorted(five(other).glob("*.json"), reverse=True)):
        tree = json.loads(file.read_text())
        file.write_text(json.dumps(dict(reversed(tree.items()))))
        file.rename(other / f"{number}.json")
    assert as_json(run(one).proposal)["core"] == as_json(run(other).proposal)["core"]


def test_the_day_is_the_last_report_of_all(tmp_path: Path) -> None:
    report = {"fact": "hygiene", "value": "fail", "on": "2012-04-01"}
    write(tmp_path, "anchor", evidence=[{**report, "reported": "2012-04-03"}])
    write(tmp_path, "bridge", evidence=[{**report, "reported": "2012-04-20"}])
    found = run(tmp_path, as_of=None).proposal
    assert (found.as_of, found.as_of_origin) == ("2012-04-20", "the latest report in the portfolio")


def test_without_any_date_the_day_must_be_given(markets: Path) -> None:
    with pytest.raises(Problems, match="day to decide as of"):
        run(markets, as_of=None)


def test_a_policy_without_portfolio_rules_decides_the_cases(markets: Path) -> None:
    rules = RULES[: RULES.index("portfolio:")]
    found = run(markets, policy(rules)).proposal
    assert found.found == ()
    assert {case.key for case in found.cases} == {"anchor", "bridge", "chapel", "dock", "east"}
    assert all(case.main and case.main.status is not None for case in found.cases)


NEVER = 'properties: [{id: SAFE-1, never: remedy is lent, basis: "paper, paragraph 9"}]\n'


@pytest.mark.parametrize("many", [1, 50])
def test_a_broken_property_is_found_in_the_case_that_breaks_it(
    markets: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(bodies_module, "MANY", many)
    found = run(markets, policy(RULES + NEVER)).proposal
    assert [fault.rule for fault in found.core.findings] == ["anchor/SAFE-1", "bridge/SAFE-1"]
    assert "FINDING anchor/SAFE-1" in cssrules.render_proposal(found, "text")


LENT = """    properties:
      - {id: LENT-1, never: other's open complaints is above 1, basis: "paper, paragraph 3"}
      - {id: LENT-2, always: other's hygiene is at least marginal, basis: "paper, paragraph 3"}
  - id: LEND-2
"""


def test_a_property_of_pairs_is_asked_of_each_that_is_eligible(markets: Path) -> None:
    found = run(markets, policy(RULES.replace("  - id: LEND-2\n", LENT))).proposal
    first, second = found.core.findings
    assert (first.rule, second.rule) == ("LENT-1/anchor/dock", "LENT-1/bridge/dock")
    assert first.message == (
        "the policy's authors say `never` of this: other's open complaints is above 1"
    )
    assert "FINDING LENT-1/anchor/dock" in cssrules.render_proposal(found, "text")


def test_a_pair_that_is_not_eligible_breaks_no_property(markets: Path) -> None:
    proposing = run(markets, policy(RULES.replace("  - id: LEND-2\n", LENT)))
    assert [fault.rule for fault in proposing.pair("LEND-1", "anchor", "dock").core.findings] == [
        "LENT-1"
    ]
    assert proposing.pair("LEND-1", "bridge", "anchor").core.findings == ()


@pytest.mark.parametrize(("body", "status"), [("bridge", "decided"), ("east", "not asked")])
def test_a_promise_is_asked_of_a_pair_that_people_decided_against_the_rules(
    markets: Path, body: str, status: str
) -> None:
    """Anchor may lend to nobody; east is not even asked about."""
    event = {"event": "decided", "rule": "LEND-1", "body": body, "chosen": "anchor"}
    head(markets, events=[{**event, "by": "board", "on": "2012-04-30"}])
    rules = policy(RULES.replace("  - id: LEND-2\n", LENT))
    found = run(markets, rules)
    broken = {f"LENT-1/{body}/anchor", f"LENT-2/{body}/anchor"}
    told = {one.rule: one.message for one in found.proposal.core.findings}
    assert broken <= told.keys()
    assert told[f"LENT-2/{body}/anchor"] == (
        "the policy's authors say `always` of this: other's hygiene is at least marginal; "
        "people decided this pair"
    )
    for form in ("text", "markdown", "html", "dot", "svg", "mermaid", "json"):
        shown = cssrules.render_proposal(found.proposal, form).replace("#47;", "/")
        assert f"LENT-2/{body}/anchor" in shown, form
    one = found.pair("LEND-1", body, "anchor")
    assert {fault.rule for fault in one.core.findings} == {"LENT-1", "LENT-2"}
    assert one.main.status.value == status
    for case in (body, "anchor"):
        assert broken <= {fault.rule for fault in found.case(case).core.findings}
        for form in ("text", "reasons"):
            assert f"FINDING LENT-2/{body}/anchor" in cssrules.render(found.case(case), form)
    assert not broken & {fault.rule for fault in found.case("chapel").core.findings}
    anew = run(markets, rules, retake=True)
    assert not broken & {fault.rule for fault in anew.proposal.core.findings}


def test_many_cases_are_evaluated_as_they_are_meant(
    markets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    meant = as_json(run(markets).proposal)
    monkeypatch.setattr(bodies_module, "MANY", 1)
    assert as_json(run(markets).proposal) == meant


# -- agreement ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("id", sorted(POLICY.portfolio))
def test_meaning_evaluator_and_durable_rules_agree_on_bodies_and_pairs(id: str) -> None:
    """Random values of what the rule reads, partly unknown: one meaning, three readings."""
    rules, chance = POLICY.portfolio[id].policy, random.Random(2012)  # noqa: S311 # because repeatable values are asked
    evaluator = compile_evaluator(rules, DAY)
    traces = {}
    for number in range(60):
        values = random_case(rules, chance)
        trace = traces[f"other {number}"] = meaning(rules, values, DAY)
        meant = {name: concluded.value for name, concluded in trace.concluded.items()}
        assert evaluator.conclusions(evaluator.prepare(values)) == meant
    if available() is not None:
        fired = fire_pairs(rules, traces)
        assert [d for o, t in traces.items() for d in disagreements(rules, t, fired[o])] == []


@pytest.mark.parametrize("seed", range(6))
def test_random_portfolios_agree_and_keep_their_limits(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """durable-rules fires every pair and raises where it differs; the evaluator of many cases gives
    what meaning gives.
    """
    random_portfolio(tmp_path, random.Random(seed))  # noqa: S311 # because repeatable cases are asked
    found = run(tmp_path)
    for rule in found.proposal.found:
        if isinstance(rule, PairingFound):
            eligible = {(p.body, p.other) for p in rule.pairs if p.eligible == "true"}
            chosen = [(one.body, one.other) for one in rule.proposed]
            assert set(chosen) <= eligible
            assert len({body for body, _ in chosen}) == len(chosen), "1 per body"
            most = 3 if rule.id == "ROOM-1" else 1
            assert all([o for _, o in chosen].count(other) <= most for _, other in chosen)
    meant = as_json(found.proposal)
    monkeypatch.setattr(bodies_module, "MANY", 1)
    assert as_json(run(tmp_path).proposal) == meant


def random_portfolio(folder: Path, chance: random.Random) -> None:
    """Nine markets and three applicants, of whom not all is known."""
    names = [f"market-{n}" for n in range(9)]
    grades = ["fail", "fail", "marginal", "good", "good", None]
    for name in names:
        stalls = [
            {"id": f"stall-{n}", "rent": chance.choice(["£100", "£900"])}
            | ({"closed on": "2012-03-01"} if chance.random() < 0.3 else {})
            for n in range(chance.randint(0, 3))
        ]
        near = chance.sample([other for other in names if other != name], 2)
        held = facts(chance.choice(grades), chance.choice([0, 1, 2, 9, None]), near=near)
        write(folder, name, facts={**held, "stalls": stalls})
    known = [{"trained": chance.choice(["good", "fail"]), "willing to move": "yes"}, {}]
    applicants = [{"id": f"a{n}", "facts": chance.choice(known)} for n in range(3)]
    head(folder, entities={"applicant": applicants})


def test_a_reading_that_differs_is_an_internal_error(
    markets: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = Judge.trace

    def wrong(self: Judge, values: Mapping[str, Value]) -> Any:
        trace = whole(self, values)
        if self.rule.id != "LEND-1":
            return trace
        found = dict(trace.concluded)
        found["lenders"] = replace(found["lenders"], value=not found["lenders"].value)
        return replace(trace, concluded=found)

    monkeypatch.setattr(Judge, "trace", wrong)
    with pytest.raises(AssertionError, match="evaluator and meaning agree"):
        run(markets)


# -- views and the command ---------------------------------------------------------------------------


@pytest.mark.parametrize("form", ["text", "markdown", "html", "dot", "svg", "mermaid", "json"])
def test_every_form_names_the_bodies_and_the_pairs(markets: Path, form: str) -> None:
    shown = cssrules.render_proposal(run(markets).proposal, form)
    for word in ("Anchor", "Dock", "Bridge", "Chapel"):
        assert word in shown


def test_the_table_fits_eighty_columns_and_tells_every_rule(markets: Path) -> None:
    shown = cssrules.render_proposal(run(markets).proposal, "text")
    assert max(map(len, shown.splitlines())) <= 80
    for rule in POLICY.portfolio.values():
        assert f"{rule.id}  {rule.title}" in shown
    assert "else Chapel" in shown


def test_one_rule_alone_shows_every_pair_with_its_rank(markets: Path) -> None:
    shown = cssrules.render_proposal(run(markets).proposal, "text", ["LEND-1"])
    assert "REM-1" not in shown
    assert "1. Dock, chosen" in shown
    assert "2. Chapel" in shown
    assert "✗  East" in shown
    with pytest.raises(Problems, match="no portfolio rule"):
        cssrules.render_proposal(run(markets).proposal, "text", ["LEND"])


def test_a_name_of_a_case_is_never_read_as_markup(tmp_path: Path) -> None:
    write(tmp_path, "anchor", name="<b>A|B</b>", facts=facts("fail"))
    write(tmp_path, "bridge", name='"] ; x', facts=facts())
    found = run(tmp_path).proposal
    assert "<b>" not in cssrules.render_proposal(found, "html")
    assert "A\\|B" in cssrules.render_proposal(found, "markdown")


# -- the command -------------------------------------------------------------------------------------


@pytest.fixture
def rule_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("rules")
    (folder / "base.yaml").write_text(BASE)
    (folder / "rules.yaml").write_text(RULES)
    return folder


def command(folder: Path, rule_files: Path, *words: str) -> int:
    asked = ["portfolio", str(folder), "--policy", str(rule_files), "--as-of", "2012-05-01"]
    return main.run([*asked, *words])


def test_the_command_shows_the_table(
    markets: Path, rule_files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(markets, rule_files) == 0
    assert "LEND-1  Inspectors lent by a market that passed" in capsys.readouterr().out


def test_the_command_explains_one_pair_and_one_case(
    markets: Path, rule_files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command(markets, rule_files, "--pair", "LEND-1", "anchor", "east", "--explain") == 0
    assert "EVERY REASON THAT DECIDED" in capsys.readouterr().out
    assert command(markets, rule_files, "--case", "anchor", "--format", "json") == 0
    core = json.loads(capsys.readouterr().out)["core"]
    assert core["decisions"][0]["answer"] == "lent"


def test_the_command_writes_files_by_their_endings(markets: Path, rule_files: Path) -> None:
    for name, word in (("x.json", '"schema"'), ("x.md", "# Markets"), ("x.html", "<!doctype")):
        assert command(markets, rule_files, "-o", str(markets.parent / name)) == 0
        assert word in (markets.parent / name).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (("--rule", "LEND-9"), 1),
        (("--pair", "LEND-1", "anchor", "nobody"), 1),
        (("--case", "nobody"), 1),
        (("--explain",), 2),
        (("--rule", "LEND-1", "--case", "anchor"), 2),
        (("--set", "markets per inspectr=2"), 2),
        (("--format", "markdown", "--case", "anchor"), 2),
    ],
)
def test_slips_are_told_in_a_line(
    markets: Path,
    rule_files: Path,
    capsys: pytest.CaptureFixture[str],
    words: tuple[str, ...],
    code: int,
) -> None:
    assert command(markets, rule_files, *words) == code
    told = capsys.readouterr()
    assert told.out == ""
    assert "Traceback" not in told.err


def test_a_bad_folder_is_told_with_file_line_and_column(
    markets: Path, rule_files: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write(markets, "zoo", name="Anchor", facts=facts())
    assert command(markets, rule_files) == 1
    assert "zoo.json:4:10" in capsys.readouterr().err


def test_the_diagram_fits_a_page(markets: Path) -> None:
    assert fits_a4(cssrules.render_proposal(run(markets).proposal, "svg")) >= READABLE


# -- departures ----------------------------------------------------------------------------------------


def test_a_departure_of_one_case_is_told_first_where_another_rests_on_it(markets: Path) -> None:
    event = {"event": "decided", "decision": "Q1", "by": "board", "answer": "hired"}
    write(markets, "chapel", facts=facts("good"), events=[{**event, "on": "2012-04-30"}])
    found = run(markets)
    told = "!! PEOPLE DEPARTED FROM THE POLICY: Chapel, Q1: “hired” by board on 30 April 2012"
    shown = (found.case("anchor"), found.pair("LEND-1", "anchor", "dock"), found.case("chapel"))
    for decision in shown[:2]:
        assert " ".join(cssrules.render(decision, "text").split()).startswith(told)
    assert shown[2].beside == ()
    assert "Chapel (people: hired)" in cssrules.render_proposal(found.proposal, "text")


def test_a_departure_in_any_question_is_told_and_judged_by_what_was_brought_in_then(
    markets: Path,
) -> None:
    """Anchor is lent an inspector on the day of the decision; later no market can lend one."""
    event = {"event": "decided", "decision": "Q1", "by": "board", "on": "2012-04-30"}
    held = facts("fail", 5)
    for id in ("chapel", "dock"):
        kept = {key: value for key, value in facts("good").items() if key != "hygiene"}
        early, late = on("2012-04-01", hygiene="good"), on("2012-06-01", hygiene="fail")
        write(markets, id, facts=kept, evidence=[*early, *late])
    for answer, departs in (("lent", None), ("nothing", "lent")):
        write(markets, "anchor", facts=held, events=[{**event, "answer": answer}])
        found = run(markets, as_of=JUNE)
        (shown,) = (case.answers[0] for case in found.proposal.cases if case.key == "anchor")
        assert shown.answer == "hired"
        assert (shown.departs and shown.departs.policy) == departs
        assert found.case("anchor").main.departs == shown.departs
    other = {**event, "decision": "Q2", "answer": "no"}
    write(markets, "anchor", facts=held, events=[other])
    text = " ".join(cssrules.render_proposal(run(markets, as_of=JUNE).proposal, "text").split())
    told = "Anchor, Q2: “no” by board on 30 April 2012; the policy's answer was “yes”."
    assert text.startswith(f"!! PEOPLE DEPARTED FROM THE POLICY: {told}")


@pytest.mark.parametrize("many", [50, 1])
def test_what_is_wrong_with_the_day_is_told_once(
    markets: Path, monkeypatch: pytest.MonkeyPatch, many: int
) -> None:
    monkeypatch.setattr(bodies_module, "MANY", many)
    text = BASE.replace('version: "1"', 'version: "1"\neffective: {from: 2012-05-01}')
    rules = compile_policy([Source("base.yaml", text), Source("rules.yaml", RULES)])
    found = run(markets, rules, as_of=date(2012, 4, 30)).proposal.core.findings
    assert [(one.kind, one.rule) for one in found] == [("not-in-force", "policy")]


def test_a_limit_that_became_narrower_by_the_pair_itself_is_not_exceeded(tmp_path: Path) -> None:
    text = RULES.replace("markets per inspector - 1 per other", "other's free inspectors per other")
    base = BASE.replace(
        "  hygiene: grade\n", "  hygiene: grade\n  free inspectors: count between 0 and 9\n"
    )
    rules = compile_policy([Source("base.yaml", base), Source("rules.yaml", text)])
    for id in ("anchor", "bridge"):
        write(tmp_path, id, facts=facts("fail"))
    told = [
        *on("2012-04-01", **{"free inspectors": 1}),
        *on("2012-04-30", **{"free inspectors": 0}),
    ]
    write(tmp_path, "dock", facts=facts("good"), evidence=told)
    event = {"event": "decided", "rule": "LEND-1", "chosen": "dock", "by": "board"}
    first = {**event, "body": "bridge", "on": "2012-04-30"}
    head(tmp_path, events=[first])
    (one,) = pairing(run(tmp_path, rules), "LEND-1").proposed
    assert (one.verdict and one.verdict.standing) == Standing.NOT_THE_BEST
    assert pairing(run(tmp_path, rules), "LEND-1").exceeded == ()
    head(tmp_path, events=[first, {**event, "body": "anchor", "on": "2012-05-01"}])
    found = pairing(run(tmp_path, rules), "LEND-1")
    (beyond,) = found.exceeded
    assert (beyond.body, beyond.decided) == ("dock", 2)
    assert beyond.limit == "0 per other case: other's free inspectors"
    standing = {one.body: one.verdict and one.verdict.standing for one in found.proposed}
    assert standing == {
        "anchor": Standing.OVER_THE_LIMIT,
        "bridge": Standing.NOT_THE_BEST,
    }
