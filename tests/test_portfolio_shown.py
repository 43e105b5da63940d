"""How a portfolio is shown: in the order of the questions, with a legend, narrowed, and beyond limits."""

from datetime import date
from pathlib import Path

import pytest
from portfolios import RULES, five, head, policy

import cssrules
from cssrules.policy import Policy
from cssrules.portfolio.door import read_portfolio
from cssrules.portfolio.propose import Proposing, propose
from cssrules.problem import Problems
from cssrules.proposal import PairingFound, as_json
from cssrules.views.portfolio_picture import sketch

POLICY = policy()


def run(folder: Path, rules: Policy = POLICY) -> Proposing:
    return propose(rules, read_portfolio(folder, rules), as_of=date(2012, 5, 1))


def decided(body: str, chosen: str, on: str = "2012-04-30") -> dict[str, str]:
    held = {"event": "decided", "rule": "LEND-1", "body": body, "chosen": chosen, "by": "board"}
    return {**held, "on": on, "reason": "they agreed"}


@pytest.fixture
def markets(tmp_path: Path) -> Path:
    return five(tmp_path)


def test_rules_stand_in_the_order_of_the_questions_that_they_serve(markets: Path) -> None:
    found = [one.id for one in run(markets).proposal.found]
    assert found == ["LEND-1", "LEND-2", "HIRE-1", "ROOM-1", "ROOM-2"]


def test_the_order_of_the_rules_in_their_files_does_not_show(markets: Path) -> None:
    top, *rules = RULES.split("  - id: ")
    turned = policy("  - id: ".join([top, *reversed(rules)]))
    found = propose(turned, read_portfolio(markets, turned), as_of=date(2012, 5, 1)).proposal.found
    assert [one.id for one in found] == [one.id for one in run(markets).proposal.found]


def test_the_picture_says_what_its_boxes_stand_for(markets: Path) -> None:
    (legend,) = (n for n in sketch(run(markets).proposal, 40, 1).notes if n.startswith("Arrows"))
    assert "double frame: a case and its outcome" in legend
    assert "folded corner: a body that is no case" in legend


def test_one_rule_alone_narrows_the_picture_and_its_legend(markets: Path) -> None:
    proposal = run(markets).proposal
    whole, one = sketch(proposal, 40, 1), sketch(proposal, 40, 1, ["LEND-1"])
    rules = {box.id.partition("/")[0] for box in whole.boxes if box.id.count("/") > 1}
    assert {"LEND-1", "ROOM-1"} <= rules
    assert {box.id.partition("/")[0] for box in one.boxes if "/" in box.id} == {"LEND-1"}
    assert not any("folded corner" in note for note in one.notes)
    for form in ("dot", "mermaid", "svg", "html"):
        assert cssrules.render_proposal(proposal, form, ["LEND-1"]) != (
            cssrules.render_proposal(proposal, form)
        )
        assert "ROOM-1 place" not in cssrules.render_proposal(proposal, form, ["LEND-1"])


@pytest.mark.parametrize(
    ("rule", "body", "other", "said"),
    [
        ("LEND-1", "anchor", "anchor", "`anchor` is the body itself, and cannot be its own lender"),
        ("ROOM-1", "anchor/fish", "anchor", "`anchor` is the case that holds `anchor/fish`"),
    ],
)
def test_a_body_is_not_judged_against_itself(
    markets: Path, rule: str, body: str, other: str, said: str
) -> None:
    with pytest.raises(Problems) as told:
        run(markets).pair(rule, body, other)
    (problem,) = told.value.found
    assert problem.message.startswith(said)
    assert problem.help == "name another one; --rule shows all that may be chosen"


def test_a_limit_that_people_exceed_is_named_first_and_refuses_nothing(markets: Path) -> None:
    chosen = {"dock": "2012-04-28", "chapel": "2012-04-29", "east": "2012-04-30"}
    head(markets, events=[decided("bridge", other, on) for other, on in chosen.items()])
    found = run(markets, policy(RULES.replace("- 1 per case", "- 2 per case", 1)))
    pairing = found.proposal.pairing("LEND-1")
    assert isinstance(pairing, PairingFound)
    (beyond,) = pairing.exceeded
    assert (beyond.body, beyond.limit, beyond.decided) == ("bridge", "2 per case", 3)
    text = " ".join(cssrules.render_proposal(found.proposal, "text").split())
    said = "LEND-1: people decided 3 lenders with Bridge, more than the limit of 2 per case."
    assert f"!! PEOPLE DEPARTED FROM THE POLICY: {said}" in text
    assert text.index(said) < text.index("Markets")
    (json,) = (one for one in as_json(found.proposal)["pairings"] if one["rule"] == "LEND-1")
    assert json["exceeded"] == [{"body": "bridge", "limit": "2 per case", "decided": 3}]


def test_a_limit_on_the_one_chosen_counts_by_it(markets: Path) -> None:
    head(markets, events=[decided("bridge", "dock"), decided("anchor", "dock")])
    pairing = run(markets).proposal.pairing("LEND-1")
    assert pairing is not None
    (beyond,) = pairing.exceeded
    assert beyond.body == "dock"
    assert beyond.limit.startswith("1 per other case: ")


def test_what_people_decided_within_the_limits_exceeds_none(markets: Path) -> None:
    head(markets, events=[decided("bridge", "dock")])
    pairing = run(markets).proposal.pairing("LEND-1")
    assert pairing is not None
    assert pairing.exceeded == ()


# -- rules about every body ----------------------------------------------------------------------------


def test_what_is_concluded_of_a_body_has_its_reason_in_every_form(markets: Path) -> None:
    proposal = run(markets).proposal
    (json,) = (one for one in as_json(proposal)["conclusions"] if one["rule"] == "ROOM-2")
    because = {one["body"]: one["because"] for one in json["found"]}
    said = "the number of places with chosen is 1, at least 1"
    assert because["anchor/fish"] == [{"condition": "ROOM-2/row/B", "found": said}]
    (node,) = (node for node in proposal.core.nodes if node.id == "ROOM-2/anchor/fish")
    assert node.reason == said
    for form in ("text", "markdown"):
        for rules in ((), ("ROOM-2",)):
            shown = " ".join(cssrules.render_proposal(proposal, form, rules).split())
            assert said in shown, (form, rules)
    assert said not in cssrules.render_proposal(proposal, "text", ["LEND-2"])


def test_alike_in_value_and_unlike_in_why_are_told_apart(markets: Path) -> None:
    rules = policy(
        RULES
        + """
  - id: TRAIN-1
    title: Who may be hired
    basis: paper, paragraph 3
    define: fit to hire
    for each: applicant
    when all of:
      - {that: trained is good, if not: "trained {trained} only"}
      - {that: willing to move, if not: stays at home, if unclear: nobody asked}
"""
    )
    one = {"id": "cy", "name": "Cy", "facts": {"trained": "good", "willing to move": "no"}}
    two = {"id": "di", "name": "Di", "facts": {"trained": "fail", "willing to move": "yes"}}
    new = {"id": "el", "name": "El", "facts": {"trained": "good"}}
    head(markets, entities={"applicant": [one, two, new]})
    proposal = propose(rules, read_portfolio(markets, rules), as_of=date(2012, 5, 1)).proposal
    brief = cssrules.render_proposal(proposal, "text")
    assert "no (2)         Cy, Di\n      1 × stays at home\n      1 × trained fail only" in brief
    full = cssrules.render_proposal(proposal, "text", ["TRAIN-1"])
    assert "no (1)         Cy\n      stays at home\n" in full
    assert "not known (1)  El\n      nobody asked\n" in full
    explained = cssrules.render_proposal(proposal, "text", ["TRAIN-1"], explain=True)
    assert "stays at home [TRAIN-1/when/2]" in explained


def test_with_explain_a_rule_tells_every_reason_of_its_pairs(markets: Path) -> None:
    proposal = run(markets).proposal
    plain = cssrules.render_proposal(proposal, "text", ["LEND-1"])
    explained = cssrules.render_proposal(proposal, "text", ["LEND-1"], explain=True)
    held = "no stall has closed"
    first = [" ".join(text.split("1. Chapel")[1].split()) for text in (plain, explained)]
    assert [held in text.partition(" 2. Dock")[0] for text in first] == [False, True]


# -- promises ------------------------------------------------------------------------------------------


def test_what_is_promised_of_pairs_has_a_page() -> None:
    said = "never: other's open complaints is above 1, basis: 'paper, paragraph 3'"
    promise = f"    properties:\n      - {{id: LENT-1, {said}}}\n  - id: LEND-2\n"
    rules = policy(RULES.replace("  - id: LEND-2\n", promise))
    page = cssrules.render_rule(rules, "LENT-1")
    assert page.startswith("LENT-1  Never: other's open complaints is above 1\n")
    assert "asked of every pair of LEND-1 that is eligible or that people decided" in page
    assert "Rests on\n  paper, paragraph 3: A paper\n" in page
    assert "Reads\n  other's open complaints (evidence)\n" in page
