"""What people decided of a pair, once it may no longer be made: it stands, and is told first everywhere."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from portfolios import BASE, RULES, facts, five, head, policy, write

import cssrules
from cssrules.decision import NodeKind, Role
from cssrules.decision import as_json as decision_as_json
from cssrules.language.compile import compile_policy
from cssrules.policy import Policy
from cssrules.portfolio import bodies as bodies_module
from cssrules.portfolio.door import read_portfolio
from cssrules.portfolio.propose import Proposing, propose
from cssrules.problem import Problems
from cssrules.proposal import EachFound, PairingFound, Proposed, Standing, as_json
from cssrules.source import Source

DAY, LATER = date(2012, 5, 1), date(2012, 6, 1)
COUNTED = """
  - id: LEND-3
    title: Inspectors that are lent, or could be
    basis: paper, paragraph 3
    define: lent
    for each: case
    as: count of lenders where (chosen and eligible)
"""
POLICY = policy(RULES + COUNTED)


def run(folder: Path, rules: Policy = POLICY, as_of: date = LATER) -> Proposing:
    return propose(rules, read_portfolio(folder, rules), as_of=as_of)


def decided(chosen: str, body: str = "bridge") -> dict[str, str]:
    held = {"event": "decided", "rule": "LEND-1", "body": body, "chosen": chosen, "by": "board"}
    return {**held, "on": "2012-04-30", "reason": "they agreed"}


def reported(on: str, **values: Any) -> list[dict[str, Any]]:
    return [{"fact": fact, "value": v, "on": on, "reported": on} for fact, v in values.items()]


def found(proposing: Proposing) -> PairingFound:
    pairing = proposing.proposal.pairing("LEND-1")
    assert pairing is not None
    return pairing


def of_bridge(proposing: Proposing) -> Proposed:
    (one,) = (one for one in found(proposing).proposed if one.body == "bridge")
    return one


def lent(proposing: Proposing) -> dict[str, str | None]:
    (rule,) = (f for f in proposing.proposal.found if isinstance(f, EachFound) and f.id == "LEND-3")
    return {one.body: one.value for one in rule.found}


@pytest.fixture
def markets(tmp_path: Path) -> Path:
    """Bridge was lent the inspector of Chapel, which has too many complaints a month later."""
    five(tmp_path)
    head(tmp_path, events=[decided("chapel")])
    late = reported("2012-06-01", **{"open complaints": 5})
    write(
        tmp_path,
        "chapel",
        facts=facts("good", None),
        evidence=[*reported("2012-04-01", **{"open complaints": 1}), *late],
    )
    return tmp_path


def test_a_pair_that_may_no_longer_be_made_stands_and_is_on_offer_no_more(markets: Path) -> None:
    before, after = run(markets, as_of=DAY), run(markets)
    assert (of_bridge(before).lapsed, of_bridge(after).lapsed) == (False, True)
    assert (of_bridge(before).other, of_bridge(after).other) == ("chapel", "chapel")
    assert not of_bridge(after).departs, "on its day it was the policy's own"
    assert (lent(before)["bridge"], lent(after)["bridge"]) == ("1", "0")


def test_another_is_proposed_in_its_place(markets: Path) -> None:
    write(markets, "anchor", facts=facts("marginal", 0))
    before, after = run(markets, as_of=DAY), run(markets)
    names = [
        [one.other for one in found(p).proposed if one.body == "bridge"] for p in (before, after)
    ]
    assert names == [["chapel"], ["chapel", "dock"]]
    assert (lent(before)["bridge"], lent(after)["bridge"]) == ("1", "1")
    text = " ".join(cssrules.render_proposal(after.proposal, "text").split())
    assert "Chapel has 5 complaints to answer; in its place Dock is proposed." in text


def test_what_people_decided_rests_on_the_one_that_they_chose(markets: Path) -> None:
    """The one that is proposed in the place of a pair that lapsed brings no evidence."""
    write(markets, "anchor", facts=facts("marginal", 0))
    base = BASE.replace("  hygiene: grade\n", "  hygiene: grade\n  lender: text\n")
    rules = RULES.replace("    at most:\n", "    brings: {lender: other's name}\n    at most:\n", 1)
    brought = compile_policy([Source("base.yaml", base), Source("rules.yaml", rules)])
    after = run(markets, brought)
    assert [one.other for one in found(after).proposed if one.body == "bridge"] == [
        "chapel",
        "dock",
    ]
    fed = {case.key: dict(case.fed) for case in after.proposal.cases}
    assert fed["bridge"]["lender"] == "Chapel"


def test_it_is_told_first_in_every_form(markets: Path) -> None:
    after = run(markets)
    said = (
        "DECIDED, AND NO LONGER POSSIBLE: LEND-1: Bridge has Chapel, decided by board on 30 April 2012; "
        "with what is known today they may not be paired: Chapel has 5 complaints to answer; "
        "in its place nobody is proposed."
    )
    text = " ".join(cssrules.render_proposal(after.proposal, "text").split())
    assert text.startswith(f"!! {said}")
    assert "they agreed; with what is known today they may not be paired" in text
    for form in ("markdown", "html", "svg", "dot", "mermaid"):
        assert "NO LONGER POSSIBLE" in cssrules.render_proposal(after.proposal, form), form
    for decision in (after.case("bridge"), after.pair("LEND-1", "bridge", "chapel")):
        shown = " ".join(cssrules.render(decision, "text").split())
        assert shown.startswith(f"!! {said}")
        assert decision_as_json(decision)["lapsed"] == [said.partition(": ")[2]]
    text = cssrules.render_proposal(run(markets, as_of=DAY).proposal, "text")
    assert "NO LONGER POSSIBLE" not in text


def test_a_departure_that_may_no_longer_be_made_says_both(markets: Path) -> None:
    head(markets, events=[decided("dock")])
    write(
        markets,
        "dock",
        facts=facts("good", None),
        evidence=[
            *reported("2012-04-01", **{"open complaints": 2}),
            *reported("2012-06-01", **{"open complaints": 5}),
        ],
    )
    one = of_bridge(run(markets))
    assert (one.departs, one.lapsed) == (True, True)
    text = " ".join(cssrules.render_proposal(run(markets).proposal, "text").split())
    assert text.startswith(
        "!! PEOPLE DEPARTED FROM THE POLICY: LEND-1: Bridge has Dock, decided by board on 30 April "
        "2012; they could be paired, but the policy proposed Chapel, whom its order of choice "
        "puts first; with what is known today they may not be paired: Dock has 5 complaints to answer; "
        "in its place nobody is proposed."
    )
    assert "NO LONGER POSSIBLE" not in text


def test_its_conditions_speak_against_it_in_the_graph(markets: Path) -> None:
    core = run(markets).proposal.core
    pair = "LEND-1/bridge/chapel"
    (at,) = (n for n in core.nodes if n.id.startswith(f"{pair}/") and n.kind is NodeKind.CONDITION)
    assert (at.truth, at.label) == ("false", "Chapel has 5 complaints to answer")
    assert [edge.role for edge in core.edges if edge.start == at.id] == [Role.DEFEATS]
    told = as_json(run(markets).proposal)["pairings"][0]["proposed"]
    assert {one["body"]: (one["taken"] or {}).get("lapsed") for one in told}["bridge"] is True


def test_a_pair_that_was_ruled_out_on_its_day_is_a_departure_and_has_not_lapsed(
    markets: Path,
) -> None:
    head(markets, events=[decided("east")])
    one = of_bridge(run(markets))
    assert one.verdict is not None
    assert (one.verdict.standing, one.lapsed) == (Standing.INELIGIBLE, False)


def test_a_pair_stays_on_its_list_when_its_body_is_asked_no_more(markets: Path) -> None:
    write(
        markets,
        "bridge",
        facts=facts(None, 1),
        evidence=[*reported("2012-04-01", hygiene="fail"), *reported("2012-05-15", hygiene="good")],
    )
    on_the_day, later = run(markets, as_of=DAY), run(markets, as_of=date(2012, 5, 20))
    assert "bridge" in found(on_the_day).asked
    assert "bridge" not in found(later).asked
    assert lent(later)["bridge"] == "1"
    assert lent(run(markets))["bridge"] == "0", "and is judged as any other"
    assert of_bridge(run(markets)).lapsed


# -- a rule that reads whether people decided the pair ------------------------------------------------

ROOM = RULES.replace(
    "      - other's hygiene is at least least hygiene to lend\n",
    "      - other's hygiene is at least least hygiene to lend\n"
    "        or (decided and other's hygiene is marginal)\n",
)


def test_a_rule_reads_whether_people_decided_the_pair(markets: Path) -> None:
    rules = policy(ROOM + COUNTED)
    write(markets, "chapel", facts=facts("marginal", 1))
    assert rules != POLICY
    assert not any(
        one.other == "chapel" for one in found(run(markets)).pairs if one.eligible == "true"
    )
    eligible = {
        one.body
        for one in found(run(markets, rules)).pairs
        if one.other == "chapel" and one.eligible == "true"
    }
    assert eligible == {"bridge"}, "and not for anchor, of which nobody decided it"
    assert lent(run(markets, rules))["bridge"] == "1"
    shown = run(markets, rules).pair("LEND-1", "bridge", "chapel")
    assert shown.core.answers[0].answer == "yes"
    assert run(markets, rules).pair("LEND-1", "anchor", "chapel").core.answers[0].answer == "no"


@pytest.mark.parametrize(
    ("line", "put", "message"),
    [
        (
            "where: inspector lacking",
            "where: inspector lacking and not decided",
            "`decided` is of the one",
        ),
        (
            "markets per inspector - 1 per other",
            "if decided then 2 else 1 per other",
            "`decided` is not read of the other",
        ),
    ],
)
def test_it_cannot_be_read_where_there_is_no_pair(line: str, put: str, message: str) -> None:
    with pytest.raises(Problems) as told:
        compile_policy(
            [Source("base.yaml", BASE), Source("rules.yaml", RULES.replace(line, put, 1))]
        )
    (problem,) = told.value.found
    assert problem.message.startswith(message)


@pytest.mark.parametrize("seed", range(4))
def test_the_three_readings_agree_on_pairs_that_people_decided(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """durable-rules raises where it differs; the evaluator of many cases gives what meaning gives."""
    rules, chance = policy(ROOM + COUNTED), random.Random(seed)  # noqa: S311 # because repeatable cases are asked
    ids = [f"market-{n}" for n in range(7)]
    for id in ids:
        grade = chance.choice(["fail", "fail", "marginal", "good", None])
        write(
            tmp_path,
            id,
            facts=facts(grade, chance.choice([0, 9, None])),
            evidence=reported("2012-04-01"),
        )
    pairs = [chance.sample(ids, 2) for _ in range(3)]
    head(
        tmp_path,
        events=[decided(other, body) for body, other in {b: (b, o) for b, o in pairs}.values()],
    )
    meant = as_json(run(tmp_path, rules).proposal)
    monkeypatch.setattr(bodies_module, "MANY", 1)
    assert as_json(run(tmp_path, rules).proposal) == meant


# -- the author's words --------------------------------------------------------------------------------


def test_an_author_s_words_for_a_limit_stand_wherever_it_is_told(markets: Path) -> None:
    rules = policy(
        RULES.replace(
            "      - markets per inspector - 1 per other",
            "      - {limit: markets per inspector - 1 per other, called: as many as there is time for}",
        )
    )
    head(markets, events=[decided("dock"), decided("dock", "anchor")])
    pairing = found(run(markets, rules))
    assert pairing.limits == ("1 per case", "as many as there is time for")
    (beyond,) = pairing.exceeded
    assert beyond.limit == "1 per other case: as many as there is time for"


def test_of_no_pair_in_particular_the_author_s_words_leave_out_the_one_that_is_chosen(
    markets: Path,
) -> None:
    head(markets)
    for id in ("chapel", "dock", "east"):
        write(markets, id, facts=facts("good", 5))
    (none, *_) = found(run(markets)).unserved
    assert ("… has … complaints to answer", 3) in none.because


def test_where_the_author_says_nothing_of_a_condition_as_it_is_its_parts_speak(
    markets: Path,
) -> None:
    rules = policy(
        RULES.replace(
            "      - other's hygiene is at least least hygiene to lend\n",
            "      - {that: other's hygiene is good or other's hygiene is marginal, if not: it is dirty}\n",
        )
    )
    pairs = {(one.body, one.other): one for one in found(run(markets, rules, DAY)).pairs}
    (first, *_) = pairs["bridge", "chapel"].because
    assert first.found == "other's hygiene is good"
    (only, *_) = pairs["bridge", "anchor"].because
    assert only.found == "it is dirty"
