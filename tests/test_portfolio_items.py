"""A rule over the items of a case's list gives each of them a field, which rules of the case read."""

import random
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from portfolios import BASE, RULES, facts, five, head, write

from cssrules.language.compile import compile_policy
from cssrules.policy import Policy
from cssrules.portfolio import bodies as bodies_module
from cssrules.portfolio.door import read_portfolio
from cssrules.portfolio.propose import Proposing, propose
from cssrules.problem import Kind, Problem, Problems
from cssrules.proposal import EachFound, as_json
from cssrules.source import Source
from cssrules.views import graph_map
from cssrules.views.portfolio_page import portfolio_page

DAY = date(2012, 5, 1)
GIVEN = BASE.replace("    rent: money", "    place found: yes or no\n    rent: money").replace(
    "  - id: REM-1\n",
    """  - id: STALL-2
    title: A stall that trades
    basis: paper, paragraph 1
    for each: stall
    define: trades
    when: not closed or (place found is known and place found)
  - id: STALL-3
    title: How many trade
    basis: paper, paragraph 1
    define: stalls that trade
    as: count of stalls where trades
  - id: REM-1
""",
)
FEEDS = """
  - id: ROOM-3
    title: Whether a place was found
    basis: paper, paragraph 3
    define: moved on
    for each: tenant
    where: closed
    when: some place has chosen
    feeds: place found
  - id: ROOM-4
    title: Stalls that trade at last
    basis: paper, paragraph 3
    define: trading
    for each: case
    as: stalls that trade
"""


def compiled(base: str = GIVEN, rules: str = RULES + FEEDS) -> Policy:
    return compile_policy([Source("base.yaml", base), Source("rules.yaml", rules)])


POLICY = compiled()


def run(folder: Path, rules: Policy = POLICY) -> Proposing:
    return propose(rules, read_portfolio(folder, rules), as_of=DAY)


def concluded(found: Proposing, id: str) -> dict[str, str | None]:
    (rule,) = (f for f in found.proposal.found if isinstance(f, EachFound) and f.id == id)
    return {one.body: one.value for one in rule.found}


@pytest.fixture
def markets(tmp_path: Path) -> Path:
    return five(tmp_path)


def test_an_item_takes_the_field_and_the_rules_of_its_case_read_it(markets: Path) -> None:
    found = run(markets)
    assert concluded(found, "ROOM-3") == {"anchor/fish": "yes"}
    assert concluded(found, "ROOM-4")["anchor"] == "2", "the rule stands after the one that feeds"
    fed = {case.key: dict(case.fed) for case in found.proposal.cases}
    assert fed["anchor"]["stalls/fish: place found"] == "yes"
    assert "stalls" not in fed["anchor"]
    decision = found.case("anchor")
    (item,) = (n for n in decision.core.nodes if n.id == "STALL-3")
    assert item.value == "2", "a case decided alone holds it too"


def test_a_field_that_an_item_holds_is_not_replaced(markets: Path) -> None:
    stalls = [{"id": "fish", "rent": "£100", "closed on": "2012-03-01", "place found": "no"}]
    write(markets, "anchor", facts=facts("fail", 5, stalls=stalls))
    found = run(markets)
    assert concluded(found, "ROOM-3") == {"anchor/fish": "yes"}
    assert concluded(found, "ROOM-4")["anchor"] == "0"
    assert not any("place found" in name for case in found.proposal.cases for name, _ in case.fed)


def test_an_item_keeps_what_is_on_file_of_it(markets: Path) -> None:
    stalls = [{"id": "fish", "rent": "£100", "closed on": "2012-03-01"}]
    told = {
        "fact": "stalls",
        "value": stalls,
        "on": "2012-04-01",
        "illustrative": True,
        "source": "paper",
    }
    held = {key: value for key, value in facts("fail", 5).items() if key != "stalls"}
    write(markets, "anchor", facts=held, evidence=[told])
    found = run(markets)
    (entry,) = (e for e in found.bodies.entries("anchor") if e.fact == "stalls")
    assert (entry.illustrative, entry.source) == (True, "paper")
    assert entry.value is not None
    (item,) = (i for i in found.bodies.known("anchor")["stalls"])  # type: ignore[union-attr]
    assert {"rent", "closed on", "place found"} <= set(item.fields)


def test_what_does_not_read_the_field_is_not_settled_after_it() -> None:
    strata = POLICY.portfolio_strata
    level = {id: n for n, stratum in enumerate(strata) for id in stratum}
    assert level["ROOM-1"] < level["ROOM-3"] < level["ROOM-4"]
    assert POLICY.fed_fields == {("stalls", "place found"): "ROOM-3"}


def test_a_circle_through_a_field_is_refused_step_by_step() -> None:
    turned = (RULES + FEEDS).replace(
        "    where: closed and market's remedy is not nothing\n", "    where: not trades\n"
    )
    (problem,) = faults(GIVEN, turned)
    assert problem.kind is Kind.CIRCLE
    assert "ROOM-1" in problem.message
    assert "ROOM-3" in problem.message


def faults(base: str, rules: str) -> tuple[Problem, ...]:
    with pytest.raises(Problems) as told:
        compiled(base, rules)
    return tuple(told.value.found)


@pytest.mark.parametrize(
    ("put", "message"),
    [
        ("feeds: place foun", "no field of stall is called `place foun`"),
        ("feeds: trades", "`trades` is concluded of each stall, and is not fed"),
        ("feeds: rent", "`moved on` is a yes or no, and `rent` is money"),
        ("feeds: hygiene", "no field of stall is called `hygiene`"),
    ],
)
def test_what_cannot_be_fed_is_refused(put: str, message: str) -> None:
    (problem,) = faults(GIVEN, RULES + FEEDS.replace("feeds: place found", put))
    assert problem.message.startswith(message)


def test_a_field_is_fed_by_one_rule_alone() -> None:
    second = (
        FEEDS.partition("  - id: ROOM-4")[0]
        .replace("ROOM-3", "ROOM-5")
        .replace("moved on", "moved again")
    )
    (problem,) = faults(GIVEN, RULES + FEEDS + second)
    assert problem.message == "`place found` is fed twice"


def test_the_page_and_the_map_tell_what_becomes_of_it() -> None:
    page = " ".join(portfolio_page(POLICY, "ROOM-3").split())
    assert "it becomes `place found` of a tenant that does not hold that" in page
    assert "STALL-2, as place found" in page
    assert "(feeds place found of stalls)" in " ".join(graph_map.text(POLICY).split())


@pytest.mark.parametrize("seed", range(4))
def test_the_three_readings_agree_on_what_rests_on_the_field(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, seed: int
) -> None:
    """durable-rules raises where it differs; the evaluator of many cases gives what meaning gives."""
    chance = random.Random(seed)  # noqa: S311 # because repeatable cases are asked
    for n in range(7):
        stalls: list[dict[str, Any]] = [
            {"id": f"stall-{m}", "rent": chance.choice(["£100", "£900"])}
            | ({"closed on": "2012-03-01"} if chance.random() < 0.6 else {})
            | ({"place found": chance.choice(["yes", "no"])} if chance.random() < 0.2 else {})
            for m in range(3)
        ]
        grade = chance.choice(["fail", "fail", "good", "good", None])
        write(tmp_path, f"market-{n}", facts=facts(grade, 1, stalls=stalls))
    head(tmp_path)
    meant = as_json(run(tmp_path).proposal)
    assert any("place found" in name for fed in meant["fed"].values() for name in fed)
    for case in ("market-0", "market-1"):
        run(tmp_path).case(case)
    monkeypatch.setattr(bodies_module, "MANY", 1)
    assert as_json(run(tmp_path).proposal) == meant
