"""Dates out of order: a case that breaks what the policy assumes is refused, wherever it comes in."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cssrules import decide
from cssrules.door import read_case
from cssrules.policy import Policy
from cssrules.portfolio.door import read_portfolio
from cssrules.problem import Problem, Problems
from cssrules.source import Place, Span
from cssrules.stored import load_policy
from cssrules.values import read
from cssrules_cli.main import cli as program

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
    "a milestone before the plan": (
        told_early,
        "as of 5 January 2012 milestones is known and plan agreed on is not known",
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


def spoilt(edit: Edit) -> bytes:
    case = json.loads((ROOT / "cases/2012/arden.json").read_bytes())
    edit(case)
    return json.dumps(case, indent=1).encode()


def refused(policy: Policy, raw: bytes) -> tuple[Problem, ...]:
    with pytest.raises(Problems) as told:
        read_case(raw, policy, "arden.json")
    return told.value.found


@pytest.mark.parametrize("name", OUT_OF_ORDER)
def test_reports_out_of_order_are_refused_at_their_place(policy: Policy, name: str) -> None:
    edit, message, fact = OUT_OF_ORDER[name]
    raw = spoilt(edit)
    told = next(problem for problem in refused(policy, raw) if message in problem.message)
    assert told.kind.label == "broken-assumption"
    entries = json.loads(raw)["evidence"]
    at = next(i for i, e in enumerate(entries) if told.label.startswith(f"evidence[{i}].value"))
    assert entries[at] == last({"evidence": entries}, fact)
    assert isinstance(told.place, Place)
    assert isinstance(told.where, Span)
    line = raw.decode().splitlines()[told.place.line - 1]
    assert line[told.place.column - 1 :].rstrip(",") == told.where.text
    assert told.help is not None
    assert "the policy assumes that" in told.help


def test_each_assumption_says_what_it_rests_on_and_a_fault_repeats_it(policy: Policy) -> None:
    bases = {one.assumed: one.basis for one in policy.assumption_bases}
    assert set(bases) == set(policy.assumptions)
    assert all(basis.source or basis.text for bases in bases.values() for basis in bases)
    (told,) = refused(policy, spoilt(agreed_before_the_outcome))
    assert told.help is not None
    assert "(leak, paragraph 19; D2; policy setting: consent in principle" in told.help


def test_the_item_that_is_out_of_order_is_the_one_that_is_shown(policy: Policy) -> None:
    def second_left_early(case: dict[str, Any]) -> None:
        terms = last(case, "leader terms")["value"]
        terms.append({**terms[0], "id": "x", "started on": "2012-03-02", "ended on": "2012-03-01"})

    told = refused(policy, spoilt(second_left_early))
    assert [problem.label.rpartition(".")[2] for problem in told] == ["value[1]"]


COMMANDS = (
    ["decide", "CASE"],
    ["plan", "CASE"],
    ["monitor", "CASE", "--as-of", "2012-08-31"],
    ["compare", "CASE", str(ROOT / "cases/2012/essex.json")],
    ["story", "CASE"],
    ["portfolio", "."],
)


@pytest.mark.parametrize("words", COMMANDS, ids=lambda words: words[0])
def test_every_command_tells_of_dates_out_of_order(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("arden.json").write_bytes(spoilt(heard_before_the_plan))
    given = [word.replace("CASE", "arden.json") for word in words]
    with pytest.raises(Problems) as told:
        CliRunner().invoke(
            program, [*given, "--policy", str(ROOT / "rules")], catch_exceptions=False
        )
    assert [str(problem.place).partition(":")[0] for problem in told.value.found] == ["arden.json"]
    assert "after interview date (1 March 2012)" in told.value.found[0].message


def test_an_undated_fact_breaks_no_assumption_before_it_is_known_when_it_was_known(
    policy: Policy,
) -> None:
    def without_day(case: dict[str, Any]) -> None:
        for key in ("on", "reported"):
            del last(case, "outcome published on")[key]
            del last(case, "plan receipt date")[key]

    assert read_case(spoilt(without_day), policy, "arden.json").id == "arden"


UNDATED = """{
 "id": "a",
 "facts": {"milestones": [{"id": "m"}], "interview date": "2012-04-18", "outcome published on": "%s"}
}"""


def test_undated_facts_are_asked_what_no_day_can_change(policy: Policy) -> None:
    assert read_case((UNDATED % "2012-05-14").encode(), policy, "arden.json").id == "a"
    (told,) = refused(policy, (UNDATED % "2012-04-17").encode())
    assert told.label == "facts.interview date"
    assert (
        told.message
        == "interview date is 18 April 2012, after outcome published on (17 April 2012)"
    )


def test_a_what_if_against_what_is_assumed_is_refused(policy: Policy) -> None:
    case = read_case((ROOT / "cases/2012/arden.json").read_bytes(), policy, "arden.json")
    day = read("2012-01-20", policy.evidence["interview date"].kind)
    with pytest.raises(Problems) as told:
        decide(policy, case, changes={"interview date": day, "named lead": True})
    (found,) = told.value.found
    assert found.where == "interview date=2012-01-20"
    assert "after interview date (20 January 2012)" in found.message


def test_a_what_if_is_not_told_of_what_the_case_itself_breaks(policy: Policy) -> None:
    raw = b'{"id": "a", "facts": {"outcome published on": "2012-05-14"}}'
    case = read_case(raw, policy, "a.json")
    assert decide(policy, case, changes={"named lead": True}).hypothetical == ("named lead=yes",)


# -- what people decided -----------------------------------------------------------------------------


def on_file(**event: str) -> bytes:
    decided = {"event": "decided", "decision": "Q10", "by": "board", "on": "2012-05-14"}
    decided |= {"answer": "lesser oversight", **event}
    return spoilt(lambda case: case.update(events=[decided]))


TOO_EARLY = {
    "before the interview": (
        {"on": "2012-04-02"},
        "Q10 was decided on 2 April 2012, before interview date (18 April 2012)",
    ),
    "before the submission": (
        {"on": "2012-03-01"},
        "Q10 was decided on 1 March 2012, before plan receipt date (30 March 2012)",
    ),
    "after the outcome, yet before it": (
        {"decision": "Q14", "answer": "warning", "on": "2012-05-01"},
        "Q14 was decided on 1 May 2012, before outcome published on (14 May 2012)",
    ),
    "before the policy": (
        {"on": "2012-02-14"},
        "Q10 was decided on 14 February 2012, before the policy's first day (15 February 2012)",
    ),
}


@pytest.mark.parametrize("name", TOO_EARLY)
def test_what_people_decided_too_early_is_refused(policy: Policy, name: str) -> None:
    event, message = TOO_EARLY[name]
    (told,) = refused(policy, on_file(**event))
    assert (told.kind.label, told.label, told.message) == ("too-early", "events[0].on", message)
    assert told.help is not None
    assert told.help.startswith("see to the")


GRADED_EARLY = [
    ("panel", "2012-03-29", "plan receipt date (30 March 2012)"),
    ("plan grade for business", "2012-03-29", "plan receipt date (30 March 2012)"),
    ("checkpoint three leadership", "2012-08-30", "checkpoint three submitted on (31 August 2012)"),
    ("checkpoint three leadership", "2012-05-13", "outcome published on (14 May 2012)"),
]


@pytest.mark.parametrize(("fact", "day", "before"), GRADED_EARLY)
@pytest.mark.parametrize("key", ["on", "reported"])
def test_what_nobody_can_have_reported_yet_is_refused_at_its_day(
    policy: Policy, fact: str, day: str, before: str, key: str
) -> None:
    def graded_early(case: dict[str, Any]) -> None:
        entry = last(case, fact)
        if key == "on":
            del entry["reported"]
        entry |= {"on": day, key: day}

    raw = spoilt(graded_early)
    (told,) = (one for one in refused(policy, raw) if one.kind.label == "too-early")
    number = json.loads(raw)["evidence"].index(last(json.loads(raw), fact))
    assert told.label == f"evidence[{number}].{key}"
    assert told.message.endswith(f", before {before}")
    name = before.partition(" (")[0]
    assert told.help == f"see to the two dates: nobody reports {fact} before {name}"


def test_what_may_be_reported_from_a_day_on_may_be_so_on_that_day_and_where_none_is_known(
    policy: Policy,
) -> None:
    def graded_on_the_day(case: dict[str, Any]) -> None:
        last(case, "plan grade for business").update({"on": "2012-03-30", "reported": "2012-03-30"})

    def graded_some_day(case: dict[str, Any]) -> None:
        case["evidence"].remove(last(case, "plan receipt date"))
        last(case, "plan grade for business").update({"on": "2012-03-01", "reported": "2012-03-01"})

    for edit in (graded_on_the_day, graded_some_day):
        assert read_case(spoilt(edit), policy, "arden.json").id == "arden"


def test_who_decided_is_one_whom_the_decision_names(policy: Policy) -> None:
    (told,) = refused(policy, on_file(by="panel"))
    assert (told.label, told.message) == (
        "events[0].by",
        "`Q10` is decided by board, and not by panel",
    )
    assert told.help is not None
    for by in ("board", "the Board"):
        assert read_case(on_file(by=by), policy, "arden.json").events[0].by == by
    joint = {"decision": "Q09", "answer": "yes"}
    for by in ("business development unit", "service"):
        assert read_case(on_file(by=by, **joint), policy, "arden.json").events[0].by == by
    assert refused(policy, on_file(by="unit service", **joint))


def test_an_answer_that_the_decision_cannot_have_is_told_with_those_that_it_can(
    policy: Policy,
) -> None:
    (told,) = refused(policy, on_file(answer="abolished"))
    assert told.label == "events[0].answer"
    assert "scenario one, greater oversight or lesser oversight" in told.message
    assert told.help == "see to the value: its type in the policy says what it may be"


def test_the_cases_of_2012_are_in_order(policy: Policy) -> None:
    assert len(read_portfolio(ROOT / "cases/2012", policy).cases) == 26


@pytest.mark.parametrize(
    ("on", "message"),
    [
        ("2012-02-20", "decided on 20 February 2012, before anything was reported (30 March 2012)"),
        ("2011-06-01", "decided on 1 June 2011, before the policy's first day (15 February 2012)"),
    ],
)
def test_a_pair_decided_too_early_is_refused(
    policy: Policy, tmp_path: Path, on: str, message: str
) -> None:
    for name in ("arden", "west-mercia"):
        (tmp_path / f"{name}.json").write_bytes((ROOT / f"cases/2012/{name}.json").read_bytes())
    event = {"event": "decided", "rule": "DON-1", "body": "west-mercia", "chosen": "arden"}
    events = [{**event, "by": "board", "on": on}]
    head = {"schema": "cssrules/portfolio/1", "id": "p", "events": events}
    (tmp_path / "p.json").write_text(json.dumps(head), encoding="utf-8")
    with pytest.raises(Problems) as told:
        read_portfolio(tmp_path, policy)
    (found,) = told.value.found
    assert (found.kind.label, found.message) == ("too-early", message)
    assert found.help is not None
