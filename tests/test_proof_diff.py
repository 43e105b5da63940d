"""Two versions of a policy: what was changed, which cases turn, and how that is told."""

import json
import random
import shutil
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest
from random_policies import DAYS, random_case, random_policy

import cssrules
from cssrules.decision import Status
from cssrules.decisive import status_of
from cssrules.door import read_case
from cssrules.language.compile import compile_policy
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.problem import Problems
from cssrules.proof.versions.compare import versions
from cssrules.proof.versions.files import witness_files
from cssrules.readings.prove import Prover
from cssrules.revision import Compared, Rest, Revision, revision_as_json
from cssrules.source import Source
from cssrules.values import Value, show
from cssrules.views.versions import text as shown_as_text
from cssrules_cli.main import run

ROOT = Path(__file__).parent.parent
HERE = ROOT / "rules"
DAY = date(2012, 6, 1)

SMALL = """
policy: Small
version: "1"
effective: {from: 2012-01-01}
sources: {paper: A paper}
types: {grade: "scale of fail, marginal, good"}
records: {site: {open: yes or no, seats: count between 0 and 9}}
settings:
  floor: {type: money between £0 and £9m step £1, default: £5m, owner: us, reason: ours}
evidence:
  income: money between £0 and £9m step £1
  letters: percent between 0% and 100% step 1%
  leader: yes or no
  sites: list of site, at most 3
rules:
  - {id: A, title: Sound money, basis: paper, define: sound, when: income is at least floor}
  - {id: B, title: Backing, basis: paper, define: backed, when: letters is at least 45%}
  - {id: C, title: Seats, basis: paper, define: seated, when: some site has (open and seats is at least 3)}
  - id: D
    title: Grade
    basis: paper
    define: grade given
    type: grade
    hit policy: first
    table: |
      | row  | backed | leader | grade given | because    |
      | bad  | no     | -      | fail        | no letters |
      | none | -      | no     | marginal    | no leader  |
      | all  | -      | -      | good        | all is well |
decisions:
  - {id: Q1, question: Which grade?, answer: grade given, decided by: us, main: yes}
  - {id: Q2, question: Is the money sound?, answer: sound, decided by: us}
  - {id: Q3, question: Are there seats?, answer: seated, decided by: us, asked when: leader}
"""


def policy(text: str = SMALL, *changes: tuple[str, str]) -> Policy:
    for old, new in changes:
        assert old in text, f"nothing to change: {old}"
        text = text.replace(old, new)
    return compile_policy([Source("p.yaml", text)])


def compared(*changes: tuple[str, str], text: str = SMALL) -> Revision:
    return versions(policy(text), policy(text, *changes))


def question(revision: Revision, id: str) -> Compared:
    return next(one for one in revision.questions if one.id == id)


def ways(one: Compared) -> dict[tuple[str, str], tuple[str, ...]]:
    return {(turn.old, turn.new): turn.example.said for turn in one.turns}


# -- which cases turn --------------------------------------------------------------------------------------


def test_a_moved_threshold_turns_exactly_the_cases_between_the_two() -> None:
    found = compared(("at least 45%", "at least 50%"))
    (rule,) = found.rules
    (turn,) = rule.turns
    assert (turn.old, turn.new) == ("yes", "no")
    assert turn.regions == (("letters is at least 45% and below 50%",),)
    assert turn.exact
    assert turn.example.said == ("letters: 45%",)


def test_the_answers_that_turn_each_have_a_smallest_case() -> None:
    found = compared(("at least 45%", "at least 50%"))
    told = ways(question(found, "Q1"))
    assert told["marginal", "fail"] == ("leader: no", "letters: 45%")
    assert told["good", "fail"] == ("leader: yes", "letters: 45%")
    assert told["undecided", "fail"] == ("letters: 45%",)
    assert list(told)[-1] == ("undecided", "fail"), "what is decided in both comes first"
    assert found.untouched == 2
    assert not found.is_same


def test_the_cases_of_a_turn_are_told_exactly() -> None:
    found = compared(("at least 45%", "at least 50%"))
    turn = next(t for t in question(found, "Q1").turns if t.old == "good")
    assert turn.regions == (("letters is at least 45% and below 50%", "leader: yes"),)
    assert turn.exact


def test_days_after_the_last_of_both_versions_are_not_looked_at() -> None:
    ends = "effective: {from: 2012-01-01, to: 2012-12-31}"
    later = "when: income is at least floor and decision day is before 2013-06-01"
    rule = "define: sound, when: income is at least floor"
    for more in ((), (("effective: {from: 2012-01-01}", ends),)):
        changes = ((rule, f"define: sound, {later}"), *more)
        revision = compared(*changes)
        assert bool(question(revision, "Q2").turns) is not bool(more)
        assert (revision.days[1] == "2012-12-31") is bool(more)


def test_a_question_that_is_asked_otherwise_turns() -> None:
    found = compared(("asked when: leader}", "asked when: not leader}"))
    told = ways(question(found, "Q3"))
    assert told["not asked", "undecided"] == ("leader: no",)
    assert ("undecided", "not asked") in told


def test_fields_that_only_tell_whether_a_question_is_asked_are_compared() -> None:
    text = SMALL.replace("asked when: leader}", "asked when: some site has state is at least fair}")
    text = text.replace("seats: count", "state: 'scale of poor, fair, good', seats: count")
    found = question(compared(("poor, fair, good", "fair, poor, good"), text=text), "Q3")
    assert ways(found)["not asked", "no"] == ("sites: 1 site (seats 0, state poor)",)
    regions = {fact for turn in found.turns for region in turn.regions for fact in region}
    assert "sites is as it is (1 site)" in regions, "not of every list with one item"


def test_a_setting_that_is_moved_says_of_which_version_a_threshold_is() -> None:
    old = policy()
    found = versions(old, old.with_settings({"floor": Fraction(4_000_000)}))
    (turn,) = question(found, "Q2").turns
    assert (turn.old, turn.new) == ("no", "yes")
    assert turn.regions == (("income is at least £4m (floor, new) and below £5m (floor, old)",),)
    assert turn.example.said in {("income: £4m",), ("income: £4,000,000",)}
    assert found.new.settings == (("floor", "£4m"),)


def test_a_list_gives_a_case_with_the_fewest_items_and_fields() -> None:
    found = compared(("seats is at least 3", "seats is at least 4"))
    turn = next(t for t in question(found, "Q3").turns if (t.old, t.new) == ("yes", "no"))
    assert turn.example.facts["sites"] == [{"id": "site-1", "open": True, "seats": 3}] or (
        turn.example.facts["sites"] == [{"id": "site-1", "open": True, "seats": "3"}]
    )


def test_what_is_the_same_in_every_case_is_proved_so() -> None:
    found = compared(("income is at least floor", "not (income is below floor)"))
    assert question(found, "Q2").turns == ()
    assert question(found, "Q2").unsettled is None
    assert found.is_same


def test_a_question_above_conclusions_that_are_the_same_is_not_asked_again() -> None:
    def told(change: str) -> tuple[Revision, list[str]]:
        asked: list[str] = []
        new = policy(SMALL, ("letters is at least 45%", change))
        return versions(policy(SMALL), new, tell=asked.append), asked

    found, asked = told("not (letters is below 45%)")
    assert question(found, "Q1").turns == ()
    assert found.is_same
    assert asked == ["rule B"]
    turned, asked = told("letters is above 45%")
    assert question(turned, "Q1").turns
    assert asked == ["rule B", "question Q1"]


def test_a_reason_that_differs_is_told_where_the_answer_is_the_same() -> None:
    text = SMALL.replace(
        "| none | -      | no     | marginal    |", "| none | -      | no     | fail        |"
    )
    found = compared(("at least 45%", "at least 50%"), text=text)
    (reason,) = found.reasons
    assert (reason.id, reason.question, reason.old, reason.new) == ("B", "Q1", "yes", "no")
    assert set(reason.example.said) == {"leader: no", "letters: 45%"}


def test_cells_that_differ_are_counted_where_they_can_be_tried() -> None:
    found = compared(("at least 45%", "at least 50%"))
    assert question(found, "Q1").cells == (4, 10), (
        "45% and what is between, with a leader and without"
    )
    lists = compared(("seats is at least 3", "seats is at least 4"))
    assert "asked" in (question(lists, "Q3").uncounted or "")


def test_it_is_said_that_cells_are_of_cases_of_which_everything_is_known() -> None:
    found = compared(
        ("when: letters is at least 45%", "when: letters is known and letters is at least 45%")
    )
    (one,) = (one for one in found.questions if one.id == "Q1")
    assert (one.cells, bool(one.turns)) == ((0, 6), True)
    said = " ".join(shown_as_text(found).split())
    assert (
        "Of cases of which everything is known, 0 of 6 cells differ (a cell is all cases between "
        "thresholds): it shows only where something is not known." in said
    )
    written = revision_as_json(found)["questions"][0]["cells"]
    assert written == {"differ": 0, "of": 6, "counted": "where everything is known"}


# -- kinds that changed ------------------------------------------------------------------------------------


def test_evidence_whose_kind_changed_is_compared_where_both_have_the_value() -> None:
    moved = compared(
        ("letters: percent between 0% and 100%", "letters: percent between 48% and 100%"),
        ("at least 45%", "at least 50%"),
    )
    turn = next(t for t in question(moved, "Q1").turns if t.old == "good")
    assert "letters: 50%" not in turn.example.said
    assert turn.example.said[1] in {"letters: 48%", "letters: 49%"}


def test_a_scale_with_one_more_option_is_compared_by_the_words_of_its_options() -> None:
    found = compared(("scale of fail, marginal, good", "scale of poor, fail, marginal, good"))
    assert question(found, "Q1").turns == ()


def test_random_facts_are_of_a_kind_that_both_versions_have() -> None:
    more = SMALL.replace(
        "  - {id: Q3,",
        "  - {id: Q4, question: Which way?, answer: way, decided by: us}\n  - {id: Q3,",
    ).replace("  letters:", '  kind of site: {type: "choice of a, b"}\n  letters:')
    more = more.replace(
        "decisions:",
        "  - {id: W, title: t, basis: paper, define: way, when: backed and kind of site is a}\ndecisions:",
    )
    found = compared(
        ("at least 45%", "at least 50%"), ("choice of a, b", "choice of c, b, a"), text=more
    )
    told = ways(question(found, "Q4"))
    assert told["yes", "no"] == ("kind of site: a", "letters: 45%")


# -- what was changed --------------------------------------------------------------------------------------


def test_a_changed_row_is_told_with_the_old_and_the_new() -> None:
    found = compared(
        ("| none | -      | no     | marginal    |", "| none | -      | no     | fail        |")
    )
    (change,) = found.changes
    (aspect,) = change.aspects
    assert (change.sort, change.id, change.how) == ("rule", "D", "changed")
    assert (aspect.called, aspect.old, aspect.new) == (
        "row none", "marginal if leader is no", "fail if leader is no",
    )  # fmt: skip
    assert change.old_place == "p.yaml:19:9"


def test_documentation_is_told_apart_and_asks_the_prover_nothing(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def ask(*_: object, **__: object) -> None:
        raise AssertionError("nothing is to be asked")

    monkeypatch.setattr(Prover, "ask", ask)
    found = compared(
        ("title: Backing", "title: Support"),
        ("basis: paper, define: backed", "basis: 'setting, ours', define: backed"),
        ("because    |", "because    |"),
        ("no leader  |", "nobody     |"),
    )
    assert all(change.is_documentation for change in found.changes)
    assert {aspect.called for change in found.changes for aspect in change.aspects} == {
        "title", "rests on", "words of row none",
    }  # fmt: skip
    assert found.questions == ()
    assert found.is_same


def test_a_rule_with_another_id_is_renamed_and_not_removed_and_added() -> None:
    found = compared(("{id: B,", "{id: BACK-1,"), ("| none |", "| nobody |"))
    told = [(change.id, change.how, change.was) for change in found.changes]
    assert told == [("BACK-1", "renamed", "B"), ("D", "changed", "D")]
    assert found.changes[1].aspects[0].called == "row"
    assert found.is_same


def test_rules_added_and_removed_are_told_with_what_they_say() -> None:
    found = compared(
        (
            "  - {id: C,",
            "  - {id: E, title: New, basis: paper, define: new, when: leader}\n  - {id: C,",
        )
    )
    (change,) = found.changes
    assert (change.id, change.how, change.aspects[0].new) == ("E", "added", "leader: yes")
    back = versions(policy(), policy())
    assert back.changes == ()
    gone = versions(
        policy(
            SMALL,
            (
                "  - {id: C,",
                "  - {id: E, title: New, basis: paper, define: new, when: leader}\n  - {id: C,",
            ),
        ),
        policy(),
    )
    (change,) = gone.changes
    assert (change.id, change.how, change.aspects[0].old) == ("E", "removed", "leader: yes")


# -- random policies ---------------------------------------------------------------------------------------

MUTATIONS = (
    (" at least ", " above "),
    (" and ", " or "),
    ("fail", "good"),
    ("| r0 |", "| r9 |"),
    ("when any of", "when all of"),
    ("default: 3", "default: 4"),
    ("£5", "£10"),
)


def mutated(text: str, chance: random.Random) -> str:
    """The text with one thing in its rules replaced."""
    head, rules = text[: text.index("settings:")], text[text.index("settings:") :]
    places = [
        (at, old, new)
        for old, new in MUTATIONS
        for at in range(len(rules))
        if rules.startswith(old, at)
    ]
    if not places:
        return text
    at, old, new = chance.choice(places)
    return head + rules[:at] + new + rules[at + len(old) :]


def stands(policy: Policy, values: Mapping[str, Value], day: date, id: str) -> str:
    question = next(q for q in policy.questions if q.id == id)
    trace = meaning(policy, values, day)
    status = status_of(trace, question)
    kind = policy.kind(question.answer)
    assert kind is not None
    return show(trace.value(question.answer), kind) if status is Status.DECIDED else status.value


@pytest.mark.parametrize("seed", range(24))
def test_the_verdict_agrees_with_meaning_on_cases_at_random(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 # because repeatable cases are asked
    text = random_policy(seed)
    old, new = compile_policy([Source("policy.yaml", text)]), None
    while new is None:
        with suppress(Problems):
            new = compile_policy([Source("policy.yaml", mutated(text, chance))])
    day = DAYS[seed % 2]
    found = versions(old, new, as_of=day)
    asked = {one.id: one for one in found.questions}
    for one in found.questions:
        for turn in one.turns:
            case = read_witness(old, found, turn.example.name)
            assert (stands(old, case, day, one.id), stands(new, case, day, one.id)) == (
                turn.old, turn.new,
            )  # fmt: skip
    for _ in range(40):
        values = random_case(old, chance)
        for question in new.questions:
            pair = stands(old, values, day, question.id), stands(new, values, day, question.id)
            told = asked.get(question.id)
            if pair[0] != pair[1]:
                assert told is not None, f"{question.id} turns {pair}, and is not asked about"
                assert told.turns or told.unsettled, f"{question.id} turns {pair}"


def read_witness(policy: Policy, revision: Revision, name: str) -> Mapping[str, Value]:
    text = dict(witness_files(revision))[name]
    case = read_case(text.encode(), policy, name)
    return {entry.fact: entry.value for entry in case.entries}


# -- the shipped rules -------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped rules with one row changed."""
    folder = tmp_path_factory.mktemp("versions") / "rules"
    shutil.copytree(HERE, folder)
    file = folder / "outcome.yaml"
    text = file.read_text()
    row = "| -             | 1..2             | greater oversight "
    assert text.count("| 1..2            ") == 1, row
    file.write_text(
        text.replace("| 1..2            ", "| 1               ").replace(
            "| 0               ", "| 0, 2            "
        )
    )
    return folder


def test_the_shipped_rules_against_a_copy_with_a_row_changed(changed: Path) -> None:
    old, new = cssrules.load_policy(HERE), cssrules.load_policy(changed)
    found = versions(old, new, questions=["Q10"])
    told = {change.id: [a.called for a in change.aspects] for change in found.changes}
    assert told == {"OUT-4": ["row one-two-marginal", "row all-good"]}
    (one,) = found.questions
    assert ("greater oversight", "lesser oversight") in ways(one)
    example = next(t.example for t in one.turns if t.new == "lesser oversight")
    case = read_case(dict(witness_files(found))[example.name].encode(), new, "w")
    as_of = date.fromisoformat(example.as_of)
    answers = [
        cssrules.decide(policy, case, as_of=as_of, engine=False).main.answer
        for policy in (old, new)
    ]
    assert answers == ["greater oversight", "lesser oversight"]


# -- on the command line -----------------------------------------------------------------------------------


@pytest.fixture
def folders(tmp_path: Path) -> Path:
    """Two policies, and cases of which one turns."""
    texts = {"old": SMALL, "new": SMALL.replace("at least 45%", "at least 50%")}
    for name, text in texts.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "p.yaml").write_text(text)
    (tmp_path / "cases").mkdir()
    for name, letters in (("near", "47%"), ("far", "70%")):
        case = {"schema": "cssrules/case/1", "id": name, "name": name.title()}
        case |= {"facts": {"letters": letters, "leader": True}}  # type: ignore[dict-item] # because JSON has many kinds
        (tmp_path / "cases" / f"{name}.json").write_text(json.dumps(case))
    return tmp_path


def test_the_text_says_what_was_changed_and_where_it_turns(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    arguments = ["diff", f"{folders}/old", f"{folders}/new", "--cases", f"{folders}/cases"]
    assert run(arguments) == 1
    told = capsys.readouterr().out
    assert "Some answers differ: Q1. 2 other questions are answered alike in every case." in told
    assert "GIVEN CASES: 1 of 2 turn\n• Near, Q1: good → fail\n" in told
    assert "    old: letters is 47%, at least 45%\n    new: letters is 47%, below 50%\n" in told
    assert "    condition: letters is at least 45% → letters is at least 50%\n" in told
    assert "• B backed: yes → no\n    exactly where letters is at least 45% and below 50%\n" in told
    assert run(arguments) == 1
    assert capsys.readouterr().out == told, "the same bytes on every run"


def test_a_policy_beside_itself_is_the_same_and_alone_under_another_setting_is_not(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff", f"{folders}/old", f"{folders}/old"]) == 0
    assert "Nothing was changed." in capsys.readouterr().out
    assert run(["diff", f"{folders}/old", "--set", "floor=£4m", "--format", "json"]) == 1
    told = json.loads(capsys.readouterr().out)
    assert told["schema"] == "cssrules/revision/1"
    assert [one["id"] for one in told["questions"]] == ["Q2"]
    assert told["questions"][0]["turns"][0]["exact"] is True


def test_witnesses_are_cases_that_decide_shows(
    folders: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    written = folders / "witnesses"
    assert run(["diff", f"{folders}/old", f"{folders}/new", "--witnesses", str(written)]) == 1
    capsys.readouterr()
    answers = []
    for version in ("old", "new"):
        case = str(written / "Q1-1.json")
        assert run(["decide", case, "--policy", f"{folders}/{version}", "--format", "json"]) == 0
        answers.append(json.loads(capsys.readouterr().out)["core"]["decisions"][0]["answer"])
    assert answers[0] != answers[1]


def test_a_slip_gets_a_plain_answer(folders: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["diff", f"{folders}/nowhere", f"{folders}/new"]) == 2
    assert "nowhere" in capsys.readouterr().err
    assert run(["diff", f"{folders}/old"]) == 2
    assert "name a second folder, or a change by --set" in capsys.readouterr().err
    assert run(["diff", f"{folders}/old", f"{folders}/cases"]) in {1, 2}
    assert "Traceback" not in capsys.readouterr().err
    assert run(["diff", f"{folders}/old", f"{folders}/new", "--question", "Q1b"]) == 2
    told = capsys.readouterr().err
    assert "Error: Q1b: no question is called so; did you mean `Q1`?" in told
    assert run(["diff", f"{folders}/old", f"{folders}/new", "--question", "outcome"]) == 2
    assert "no question is called so; there are Q1" in capsys.readouterr().err
    assert run(["diff", f"{folders}/old", f"{folders}/new", "--cases", f"{folders}/no"]) == 2
    assert "no folder of cases is there" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("rest", "said"),
    [
        (Rest.NONE, "exactly where"),
        (Rest.SOME, "and in other cases"),
        (Rest.OPEN, "whether in other cases too was not settled"),
    ],
)
def test_of_other_cases_no_more_is_said_than_is_known(rest: Rest, said: str) -> None:
    revision = compared(("default: £5m", "default: £6m"))
    one = question(revision, "Q2")
    assert one.turns[0].rest is Rest.NONE
    turned = replace(one, turns=(replace(one.turns[0], rest=rest),))
    shown = shown_as_text(replace(revision, questions=(turned,), rules=()))
    assert [word for word in WORDS if word in shown] == [said]


WORDS = ("exactly where", "and in other cases", "whether in other cases too was not settled")
