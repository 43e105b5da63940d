"""Reports out of order: a folder of cases that breaks what the policy assumes of dates is refused."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cssrules.policy import Policy
from cssrules.portfolio.door import read_portfolio
from cssrules.problem import Problems
from cssrules.source import Place
from cssrules.stored import load_policy

ROOT = Path(__file__).parent.parent

Edit = Callable[[dict[str, Any]], None]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "rules")


def last(case: dict[str, Any], fact: str) -> dict[str, Any]:
    found: dict[str, Any] = [entry for entry in case["evidence"] if entry["fact"] == fact][-1]
    return found


def told_early(case: dict[str, Any]) -> None:
    last(case, "milestones").update({"on": "2012-01-05", "reported": "2012-01-05"})


def published_early(case: dict[str, Any]) -> None:
    last(case, "outcome published on")["value"] = "2012-03-01"


def left_before_coming(case: dict[str, Any]) -> None:
    last(case, "leader terms")["value"][0].update(
        {"started on": "2012-01-09", "ended on": "2011-02-01"}
    )


def done_in_days_to_come(case: dict[str, Any]) -> None:
    for item in last(case, "milestones")["value"]:
        item["completed on"] = "2016-12-01"


def heard_before_the_plan(case: dict[str, Any]) -> None:
    day = "2012-03-01"
    last(case, "interview date").update({"value": day, "on": day, "reported": day})


def agreed_before_the_outcome(case: dict[str, Any]) -> None:
    last(case, "plan agreed on")["value"] = "2012-05-01"


OUT_OF_ORDER: dict[str, tuple[Edit, str, str]] = {
    "a milestone before the submission": (
        told_early,
        "as of 5 January 2012 milestones is known and plan receipt date is not known",
        "milestones",
    ),
    "an outcome before the interview": (
        published_early,
        "interview date is 18 April 2012, after outcome published on (1 March 2012)",
        "outcome published on",
    ),
    "a leader who left before coming": (
        left_before_coming,
        "not every leader term",
        "leader terms",
    ),
    "work done in days to come": (done_in_days_to_come, "not every milestone", "milestones"),
    "an interview before the plan": (
        heard_before_the_plan,
        "plan receipt date is 30 March 2012, after interview date (1 March 2012)",
        "plan receipt date",
    ),
    "a plan agreed before the outcome": (
        agreed_before_the_outcome,
        "outcome published on is 14 May 2012, after plan agreed on (1 May 2012)",
        "plan agreed on",
    ),
}


@pytest.mark.parametrize("name", OUT_OF_ORDER)
def test_reports_out_of_order_are_refused_at_their_place(
    policy: Policy, tmp_path: Path, name: str
) -> None:
    edit, message, fact = OUT_OF_ORDER[name]
    case = json.loads((ROOT / "cases/2012/arden.json").read_bytes())
    edit(case)
    file = tmp_path / "arden.json"
    file.write_text(json.dumps(case, indent=1), encoding="utf-8")
    with pytest.raises(Problems) as refused:
        read_portfolio(tmp_path, policy)
    told = [problem for problem in refused.value.found if message in problem.message]
    assert told, [problem.message for problem in refused.value.found]
    place = told[0].place
    assert isinstance(place, Place)
    line = file.read_text(encoding="utf-8").splitlines()[place.line]
    assert json.loads(f"{{{line.strip().rstrip(',')}}}") == {"fact": fact}
    assert told[0].help is not None
    assert "the policy assumes that" in told[0].help


def test_the_cases_of_2012_are_in_order(policy: Policy) -> None:
    assert len(read_portfolio(ROOT / "cases/2012", policy).cases) == 26


def test_a_pair_decided_before_any_report_is_refused(policy: Policy, tmp_path: Path) -> None:
    for name in ("arden", "west-mercia"):
        (tmp_path / f"{name}.json").write_bytes((ROOT / f"cases/2012/{name}.json").read_bytes())
    event = {"event": "decided", "rule": "DON-1", "body": "west-mercia", "chosen": "arden"}
    events = [{**event, "by": "board", "on": "2011-06-01"}]
    head = {"schema": "cssrules/portfolio/1", "id": "p", "events": events}
    (tmp_path / "p.json").write_text(json.dumps(head), encoding="utf-8")
    with pytest.raises(Problems, match="before anything was reported"):
        read_portfolio(tmp_path, policy)
