"""The page of stories: what the rules say over time, beside what people did and what happened."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from cssrules import Case, Policy, decide, load_policy, read_case, render_stories, tell
from cssrules.decision import Status
from cssrules.problem import Problems
from cssrules.story import Story
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
        difference="the board knew more than the papers show", **{"rules say": "lesser oversight"},
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


def test_a_day_that_no_source_gives_is_marked_beside_what_happened_and_what_was_decided(
    policy: Policy,
) -> None:
    taken = decided("scenario A") | {"day assumed": True}
    told = happened("two groups left", "2012-11-01", reported="2012-11-20", **{"day assumed": True})
    soon = happened("one came back", "2012-12-03", source="D42", **{"day assumed": True})
    text = page(policy, case_of(policy, taken, told, soon))
    assert "Decided by the board: lesser oversight (day assumed)." in text
    assert "two groups left. On 1 November 2012 (day assumed)." in text
    assert "one came back (D42) (day assumed)." in text
    assert text.count("(day assumed)") == 3


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


# -- the stories that are shipped --------------------------------------------------------------------


STORIES = sorted((ROOT / "cases/stories").glob("*.json"))
PARENT = {"central-eastern": "essex"}
"""A merged service goes on from one of its parents."""


@pytest.fixture(scope="module")
def shipped(policy: Policy) -> dict[str, Story]:
    cases = {file.stem: read_case(file.read_bytes(), policy, file.name) for file in STORIES}
    return {name: tell(policy, case) for name, case in cases.items()}


def test_the_page_of_stories_is_what_the_command_writes(
    policy: Policy, shipped: dict[str, Story]
) -> None:
    written = (ROOT / "docs/stories.md").read_text(encoding="utf-8")
    assert written == render_stories(policy, list(shipped.values())), "run `make stories`"


def test_the_stories_that_sources_tell_are_told(shipped: dict[str, Story]) -> None:
    assert set(shipped) == {
        "central-eastern",
        "cumbria-and-lancashire",
        "nhs-communications-and-engagement-service",
        "norfolk-and-waveney",
        "north-west-london",
        "peninsula",
        "staffordshire",
        "surrey-and-sussex",
        "west-mercia",
    }


def test_where_people_departed_from_the_rules_a_story_says_why(shipped: dict[str, Story]) -> None:
    departures = 0
    for story in shipped.values():
        for moment in story.moments:
            decided = {event.decision for event in moment.decided}
            for answer in moment.decision.core.answers:
                if answer.departs is not None and answer.id in decided:
                    why = [e.difference for e in moment.happened if e.beside == answer.id]
                    assert any(why), (story.case.id, moment.day, answer.id)
                    departures += 1
    assert departures >= 2


def test_every_event_of_a_story_names_its_source_or_says_that_nothing_is_known(
    shipped: dict[str, Story],
) -> None:
    for story in shipped.values():
        for happened in story.case.happened:
            unknown = happened.difference is not None or "not public" in happened.what
            assert happened.source is not None or unknown, (story.case.id, happened.what)
        for decided in story.case.events:
            assert decided.source is not None, (story.case.id, decided)


def test_only_days_that_a_source_gives_stand_unmarked(shipped: dict[str, Story]) -> None:
    known = {"2012-05-14", "2013-04-23", "2013-10-18", "2014-04-01", "2014-04-25"}
    for story in shipped.values():
        for event in (*story.case.events, *story.case.happened):
            assert event.day_assumed or event.on.isoformat() in known, (story.case.id, event)


def test_a_story_rests_on_sourced_or_illustrative_evidence_with_its_days(
    policy: Policy, shipped: dict[str, Story]
) -> None:
    for story in shipped.values():
        for entry in story.case.entries:
            assert entry.illustrative is (entry.source is None), (story.case.id, entry.fact)
            assert entry.source is None or entry.source in policy.papers, entry.fact
            assert entry.on is not None, (story.case.id, entry.fact)


@pytest.mark.parametrize("file", STORIES, ids=lambda file: file.stem)
def test_a_story_goes_on_from_the_case_of_2012(policy: Policy, file: Path) -> None:
    begun = PARENT.get(file.stem, file.stem)
    told = read_case(file.read_bytes(), policy, file.name)
    raw = (ROOT / f"cases/2012/{begun}.json").read_bytes()
    assert set(map(repr, read_case(raw, policy, begun).entries)) <= set(map(repr, told.entries))
    assert told.events[0] == read_case(raw, policy, begun).events[0]


@pytest.mark.parametrize(
    ("name", "day", "question", "answer"),
    [
        ("central-eastern", date(2013, 3, 20), "Q26", "yes"),
        ("central-eastern", date(2014, 4, 22), "Q19", "wind down"),
        ("cumbria-and-lancashire", date(2012, 8, 20), "Q15", "yes"),
        ("cumbria-and-lancashire", date(2012, 9, 10), "Q17", "from a passing service"),
        ("nhs-communications-and-engagement-service", OUTCOME, "Q19", "redesign"),
        ("norfolk-and-waveney", date(2013, 10, 18), "Q14", "go on"),
        ("norfolk-and-waveney", date(2014, 1, 20), "Q21", "hand over to the winner"),
        ("north-west-london", date(2014, 4, 30), "Q25", "business case first"),
        ("peninsula", date(2013, 4, 1), "Q19", "carve up"),
        ("staffordshire", date(2012, 9, 17), "Q18", "no"),
        ("staffordshire", date(2013, 3, 20), "Q11", "greater"),
        ("surrey-and-sussex", date(2013, 3, 28), "Q30", "failed"),
        ("surrey-and-sussex", date(2013, 4, 23), "Q14", "change of leader"),
        ("west-mercia", date(2013, 3, 20), "Q20", "agreed"),
    ],
)
def test_what_the_rules_say_in_a_story_is_what_its_differences_speak_of(
    shipped: dict[str, Story], name: str, day: date, question: str, answer: str
) -> None:
    (moment,) = (moment for moment in shipped[name].moments if moment.day == day)
    (asked,) = (asked for asked in moment.decision.core.answers if asked.id == question)
    _, said = moment.said(asked)
    assert said.answer == answer


def test_no_story_shows_a_finding_or_is_called_a_test_against_history(
    shipped: dict[str, Story],
) -> None:
    for story in shipped.values():
        for moment in story.moments:
            assert not moment.decision.core.findings, (story.case.id, moment.day)
    page = (ROOT / "docs/stories.md").read_text(encoding="utf-8").casefold()
    assert "back-test" not in page
    assert "backtest" not in page


# -- explanations that no longer hold ----------------------------------------------------------------


def explained(says: str | None, **more: Any) -> dict[str, Any]:
    said = {} if says is None else {"rules say": says}
    why = {"beside": "Q10", "difference": "because", **said, **more}
    return happened("stopped all the same", "2012-05-14", **why)


def test_an_explanation_names_the_answer_that_it_explains(policy: Policy) -> None:
    text = page(policy, case_of(policy, explained("lesser oversight")))
    assert "*Why they part:* because." in text
    for spoilt in (explained(None), explained("lesser oversight", beside=None)):
        with pytest.raises(Problems) as told:
            case_of(policy, {key: value for key, value in spoilt.items() if value is not None})
        assert [problem.label for problem in told.value.found] == ["events[0].difference"]
        assert "it is not said which" in told.value.found[0].message


@pytest.mark.parametrize("says", ["scenario one", "undecided", "not asked"])
def test_an_explanation_of_an_answer_that_is_not_given_is_refused(
    policy: Policy, says: str
) -> None:
    with pytest.raises(Problems) as told:
        tell(policy, case_of(policy, explained(says)))
    (found,) = told.value.found
    assert (found.kind.label, found.where) == ("stale-explanation", "events[0].rules say")
    assert found.message == f"`{says}` is not what the rules say of Q10 in sound"
    assert found.help is not None
    assert "on 14 May 2012 they say `lesser oversight`" in found.help


def test_every_explanation_of_a_shipped_story_names_its_answer(policy: Policy) -> None:
    cases = [
        read_case(file.read_bytes(), policy, file.name)
        for file in sorted((ROOT / "cases/stories").glob("*.json"))
    ]
    parted = [event for case in cases for event in case.happened if event.difference]
    assert len(parted) > 10
    assert all(event.rules_say for event in parted)


# -- as time passes ----------------------------------------------------------------------------------


DEADLINES = {"Q29"}
"""What a date of the policy asks anew: from April 2013 a licence hangs on obligations."""


@pytest.mark.parametrize("day", [date(2013, 10, 18), date(2015, 4, 1), date(2016, 3, 31)])
def test_no_answer_is_open_again_only_because_time_has_passed(
    policy: Policy, shipped: dict[str, Story], day: date
) -> None:
    for name, story in shipped.items():
        last = story.moments[-1]
        if last.day < day:
            known = {a.id for a in last.decision.core.answers if a.status is Status.DECIDED}
            later = decide(policy, story.case, as_of=day, engine=False).core.answers
            again = {a.id for a in later if a.id in known and a.status is Status.UNDECIDED}
            assert again <= DEADLINES, name
