"""The page of stories: what the rules say over time, beside what people did and what happened."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cssrules import Case, Policy, decide, load_policy, read_case, render_stories, tell
from cssrules.decision import Status
from cssrules_cli.main import cli

ROOT = Path(__file__).parent.parent
SOUND = json.loads((ROOT / "cases/examples/sound.json").read_bytes())
OUTCOME = date(2012, 5, 14)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "rules")


AT_ONCE = [{**entry, "on": "2012-05-04"} for entry in SOUND["evidence"]]
"""The evidence of a sound service, all of one day: a story of few days is soon told."""


def case_of(policy: Policy, *events: dict[str, Any], **change: Any) -> Case:
    raw = json.dumps({**SOUND, "evidence": AT_ONCE, **change, "events": events}).encode()
    return read_case(raw, policy, "sound.json")


def decided(answer: str, on: str = "2012-05-14") -> dict[str, Any]:
    return {"event": "decided", "decision": "Q10", "by": "board", "answer": answer, "on": on}


def happened(what: str, on: str, **more: Any) -> dict[str, Any]:
    return {"event": "happened", "what": what, "on": on, **more}


def page(policy: Policy, *cases: Case) -> str:
    return render_stories(policy, [tell(policy, case) for case in cases])


def part(text: str, heading: str) -> str:
    """What stands under a heading of the page."""
    return text.partition(f"{heading}\n")[2].partition("\n#")[0]


# -- the days --------------------------------------------------------------------------------------


def test_there_is_a_moment_for_each_day_of_a_report_a_decision_or_an_event(policy: Policy) -> None:
    events = (
        decided("scenario A"),
        happened("two left", "2012-11-01", reported="2012-11-20"),
    )
    case = case_of(policy, *events, evidence=SOUND["evidence"])
    days = [moment.day for moment in tell(policy, case).moments]
    reported = {entry.reported for entry in case.entries}
    assert days == sorted(days)
    assert set(days) == {*reported, OUTCOME, date(2012, 11, 20)}


def test_each_moment_is_decided_as_its_day_would_be_alone(policy: Policy) -> None:
    case = case_of(policy, decided("scenario A"), evidence=SOUND["evidence"])
    for moment in tell(policy, case).moments:
        alone = decide(policy, case, as_of=moment.day, engine=False)
        assert moment.decision.core == alone.core


def test_only_answers_that_are_new_or_changed_are_news(policy: Policy) -> None:
    before: dict[str, tuple[Status, str | None]] = {}
    case = case_of(policy, decided("scenario A"), evidence=SOUND["evidence"])
    for moment in tell(policy, case).moments:
        now = {a.id: (a.status, a.answer) for a in moment.decision.core.answers}
        news = {id for id, said in now.items() if before.get(id, (Status.NOT_ASKED, None)) != said}
        assert {answer.id for answer in moment.changed} == news
        before = now


def test_a_case_without_days_has_no_moments_and_says_so(policy: Policy) -> None:
    case = read_case(b'{"id": "a", "facts": {"turnover": "\\u00a34.5m"}}', policy, "a.json")
    assert tell(policy, case).moments == ()
    assert "Nothing of this case has a day." in page(policy, case)


# -- the page --------------------------------------------------------------------------------------


def test_an_answer_stands_on_the_day_on_which_it_is_new_with_the_words_of_its_rule(
    policy: Policy,
) -> None:
    text = page(policy, case_of(policy))
    rows = [line for line in text.splitlines() if line.startswith("| Q10 ")]
    assert len(rows) == 1
    assert "| **lesser oversight**: good progress in all three domains |" in rows[0]


def test_what_people_decided_stands_beside_what_the_rules_say(policy: Policy) -> None:
    text = part(page(policy, case_of(policy, decided("scenario A"))), "### 14 May 2012")
    (row,) = (line for line in text.splitlines() if line.startswith("| Q10 "))
    assert row.endswith("| Decided by the board: lesser oversight. |")
    assert "Departs" not in text


def test_a_departure_is_said_and_explained_by_what_happened_beside_it(policy: Policy) -> None:
    told = happened(
        "it was told to go on under close watch", "2012-05-14", beside="Q10", source="D2",
        difference="the board knew more than the papers show",
    )  # fmt: skip
    text = part(page(policy, case_of(policy, decided("scenario B"), told)), "### 14 May 2012")
    assert "**Departs from the rules.** Decided by the board: greater oversight." in text
    assert "it was told to go on under close watch (D2)." in text
    assert "*Why they part:* the board knew more than the papers show." in text


def test_what_happened_stands_on_the_day_on_which_it_was_told_and_its_own_day_is_said(
    policy: Policy,
) -> None:
    told = happened("two groups left", "2012-11-01", reported="2012-11-20", source="D42")
    text = page(policy, case_of(policy, told))
    assert "two groups left (D42). On 1 November 2012." in part(text, "### 20 November 2012")
    assert "### 1 November 2012" not in text


def test_a_day_on_which_nothing_changes_says_so(policy: Policy) -> None:
    text = page(policy, case_of(policy, decided("scenario A", "2012-06-01")))
    assert "No answer changes." not in part(text, "### 1 June 2012"), "a decision stands there"
    later = [
        {"fact": "outcome published on", "value": "2012-05-14", "on": "2012-05-14"},
        {"fact": "late plan allowed", "value": "no", "on": "2012-05-16"},
    ]
    more = case_of(policy, evidence=[*AT_ONCE, *later])
    assert "No answer changes." in part(page(policy, more), "### 16 May 2012")


def test_the_page_says_what_rests_on_illustrative_evidence(policy: Policy) -> None:
    case = case_of(policy)
    last = tell(policy, case).moments[-1].decision
    text = page(policy, case)
    assert last.illustrative_deciding > 0
    assert (
        f"Rests on illustrative evidence: {last.illustrative_deciding} of {last.deciding} " in text
    )
    assert text.startswith("# What the rules say over time, and what happened\n")
    assert "that shows nothing about either" in text


def test_text_of_a_case_cannot_change_the_form_of_the_page(policy: Policy) -> None:
    told = happened("a | b\n# <b>c</b> `d` [e](f)", "2012-06-01")
    text = page(policy, case_of(policy, told, name="*X* | Y"))
    assert "\n# <" not in text
    assert r"a \| b # \<b\>c\</b\> \`d\` \[e\](f)" in text
    assert r"## \*X\* \| Y" in text


def test_cases_stand_in_the_order_given(policy: Policy) -> None:
    one, other = case_of(policy, name="One"), case_of(policy, name="Other", id="other")
    text = page(policy, other, one)
    assert text.index("## Other") < text.index("## One")


# -- the command -----------------------------------------------------------------------------------


def test_the_command_writes_the_page_to_a_file(policy: Policy, tmp_path: Path) -> None:
    source, target = ROOT / "cases/examples/sound.json", tmp_path / "page.md"
    arguments = ["story", str(source), "-o", str(target), "--policy", str(ROOT / "rules")]
    ended = CliRunner().invoke(cli, arguments)
    assert (ended.exit_code, ended.output) == (0, "")
    case = read_case(source.read_bytes(), policy, "sound.json")
    assert target.read_text(encoding="utf-8") == page(policy, case)


def test_a_story_needs_a_case() -> None:
    ended = CliRunner().invoke(cli, ["story"])
    assert ended.exit_code == 2
    assert "CASE" in ended.output
