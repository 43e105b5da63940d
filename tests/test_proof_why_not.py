"""Why not another outcome: every rule and row that gives it, and what stands in each."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import cssrules
from cssrules import proofs
from cssrules.advice import Refusal, refusal_as_json
from cssrules.case import Case
from cssrules.deciding import situation
from cssrules.decision import Status
from cssrules.english import found
from cssrules.language.compile import compile_policy
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.problem import Problems
from cssrules.proof.refusal import why_not
from cssrules.proof.target import outcome_meant
from cssrules.source import Source
from cssrules.trace import Judged, JudgedRow
from cssrules.values import Choice
from cssrules_cli import main

ROOT = Path(__file__).parent.parent
CASES = sorted(
    path
    for path in ROOT.glob("cases/*/*.json")
    if not path.name.startswith("bad-") and path.name != "portfolio.json"
)

SMALL = """
policy: Small
version: "1"
effective: {from: 2012-01-01}
sources: {paper: A paper}
types: {grade: "scale of fail, marginal, good"}
records: {site: {open: yes or no, seats: count between 0 and 9}}
settings:
  floor: {type: money between £0 and £9m step £1, default: £5m, owner: us, reason: ours}
  kept at: {type: grade, default: marginal, owner: us, reason: ours}
evidence:
  income: money between £0 and £9m step £1
  letters: percent between 0% and 100% step 1%
  leader: yes or no
  ready: yes or no
  late: yes or no
  sites: list of site, at most 3
rules:
  - {id: A, title: Sound money, basis: paper, define: sound, when: income is at least floor}
  - id: B
    title: Grade
    basis: paper
    define: grade given
    type: grade
    hit policy: any
    table: |
      | row  | sound | leader | letters      | late | grade given | basis |
      | bad  | no    | -      | -            | -    | fail        | -     |
      | kept | yes   | yes    | at least 50% | yes  | kept at     | -     |
      | mid  | yes   | no     | -            | -    | marginal    | -     |
      | low  | yes   | yes    | below 50%    | -    | marginal    | -     |
      | top  | yes   | yes    | at least 50% | no   | good        | paper, paragraph 9 |
  - id: C
    title: Standing
    basis: paper
    define: standing
    type: grade
    hit policy: first
    table: |
      | row    | late | letters      | standing |
      | gone   | yes  | -            | fail     |
      | half   | -    | below 50%    | marginal |
      | full   | -    | at least 50% | good     |
  - id: D
    title: Blocked
    basis: paper
    define: blocked
    when any of: [late, not leader, letters is below 10%]
  - {id: E, title: All open, basis: paper, define: all open, when: every site has open}
  - id: F
    title: Failings
    basis: paper
    define: failings
    as: (if sound then 0 else 1) + (if all open then 0 else 1) + (if leader then 0 else 1)
  - {id: G, title: Clean, basis: paper, define: clean, when: failings is 0}
decisions:
  - {id: Q1, question: Which grade?, answer: grade given, decided by: us, main: yes, asked when: ready}
  - {id: Q2, question: Which standing?, answer: standing, decided by: us}
  - {id: Q3, question: Is it blocked?, answer: blocked, decided by: us}
  - {id: Q4, question: Is it clean?, answer: clean, decided by: us}
"""


@pytest.fixture(scope="module")
def shipped() -> Policy:
    return cssrules.load_policy(ROOT / "rules")


@pytest.fixture(scope="module")
def small() -> Policy:
    return compile_policy([Source("small.yaml", SMALL)])


def asked(
    policy: Policy, case: dict[str, Any], outcome: str, question: str | None = None
) -> Refusal:
    raw = {"schema": "cssrules/case/1", "id": "c", "name": "C", "facts": case}
    read = cssrules.read_case(json.dumps(raw).encode(), policy, "c.json")
    return why_not(policy, read, outcome_meant(policy, outcome, question))


def stands(refusal: Refusal) -> dict[str, list[str]]:
    """By row, or else by the place in the rule, what stands in each way."""
    return {
        way.row or way.id: [obstacle.said for obstacle in way.obstacles] for way in refusal.ways
    }


SOUND = {
    "income": "£6m",
    "letters": "60%",
    "leader": "yes",
    "late": "no",
    "ready": "yes",
    "sites": [],
}


# -- the conditions that failed ------------------------------------------------------------------------


def test_each_condition_of_a_row_that_failed_is_told_with_its_margin_and_basis(
    small: Policy,
) -> None:
    refusal = asked(small, {**SOUND, "letters": "47%", "late": "yes"}, "good")
    assert stands(refusal) == {"top": ["letters is 47%, below 50%", "late: yes"]}
    [way] = refusal.ways
    assert way.obstacles[0].margin == "by 3 percentage points"
    assert (way.rule, way.basis) == ("B", ("paper, paragraph 9",))


def test_what_is_not_known_is_told_as_such(small: Policy) -> None:
    refusal = asked(small, {"income": "£6m", "leader": "yes", "ready": "yes"}, "good")
    [way] = refusal.ways
    assert [(o.said, o.known) for o in way.obstacles] == [
        ("it is not known whether letters is at least 50%", False),
        ("late: not known", False),
    ]


def test_below_a_conclusion_stands_what_made_it_so(small: Policy) -> None:
    [way] = asked(small, {**SOUND, "income": "£4.5m"}, "good").ways
    [sound] = way.obstacles
    [below] = sound.below
    assert sound.said == "sound: no"
    assert [o.said for o in below.obstacles] == [
        "income is £4.5m, below floor (£5m, policy setting)"
    ]
    assert [node.id for node in below.obstacles[0].evidence] == ["income"]


def test_a_row_that_comes_first_stands_in_the_way_of_a_later_one(small: Policy) -> None:
    refusal = asked(small, {**SOUND, "late": "yes"}, "good", "Q2")
    assert stands(refusal) == {"full": ["row gone comes first, and gives fail"]}
    [[below]] = [o.below for o in refusal.ways[0].obstacles]
    assert [o.said for o in below.obstacles] == ["late: yes"]


def test_of_conditions_of_which_one_is_enough_each_is_a_way(small: Policy) -> None:
    assert stands(asked(small, SOUND, "yes", "Q3")) == {
        "D/when/1": ["late: no"],
        "D/when/2": ["leader: yes"],
        "D/when/3": ["letters is 60%, at least 10%"],
    }
    refusal = asked(small, {**SOUND, "late": "yes", "letters": "5%"}, "no", "Q3")
    assert stands(refusal) == {"D": ["late: yes", "letters is 5%, below 10%"]}


def test_a_sum_is_told_by_the_conditions_that_move_it(small: Policy) -> None:
    closed = [{"id": "north", "open": "no"}, {"id": "south", "open": "yes"}]
    [way] = asked(small, {**SOUND, "income": "£1m", "sites": closed}, "yes", "Q4").ways
    [failings] = way.obstacles
    assert failings.said.startswith("failings is 2, not 0")
    [moving] = failings.below
    assert [o.said for o in moving.obstacles] == ["sound: no", "all open: no"]
    [every] = moving.obstacles[1].below[0].obstacles
    assert [o.said for o in every.below[0].obstacles] == ["north: open: no"]


def test_a_row_that_gives_a_setting_is_a_way_where_the_setting_says_so(small: Policy) -> None:
    refusal = asked(small, SOUND, "marginal")
    assert list(stands(refusal)) == ["kept", "mid", "low"]
    assert asked(small, SOUND, "fail").shut == (("kept", "kept at", "marginal"),)


def test_what_the_question_waits_for_is_told_apart(small: Policy) -> None:
    refusal = asked(small, {**SOUND, "ready": "no"}, "good")
    assert [o.said for o in refusal.unasked] == ["ready: no"]
    assert stands(refusal) == {"top": []}
    assert "The question is not asked: it waits for this" in proofs.render(refusal, "text")


def test_the_nearest_edge_is_the_test_that_failed_by_least(small: Policy) -> None:
    refusal = asked(small, {**SOUND, "letters": "47%", "income": "£1m"}, "good")
    assert refusal.nearest is not None
    assert refusal.nearest.said == "letters is 47%, below 50%"
    assert asked(small, {**SOUND, "late": "yes"}, "good").nearest is None


AMOUNTS = """
policy: Amounts
version: "1"
effective: {from: 2012-01-01}
sources: {paper: A paper}
records: {member: {score: points between 1 and 5}}
evidence:
  panel: {type: "list of member, at most 3"}
  start: date between 2 April 2012 and 30 April 2012
rules:
  - {id: A, title: Total, basis: paper, define: total, as: sum of score across panel}
  - {id: B, title: Due, basis: paper, define: due, as: 3 working days after start}
decisions:
  - {id: Q1, question: How many?, answer: total, decided by: us, main: yes}
  - {id: Q2, question: When?, answer: due, decided by: us}
"""


@pytest.mark.parametrize(
    ("question", "wanted", "margin", "in_no_case"),
    [
        ("Q1", "9", "2 less", False),
        ("Q1", "4", "3 more", False),
        ("Q1", "16", "9 less", True),
        ("Q2", "20 April 2012", "7 days earlier", False),
        ("Q2", "10 April 2012", "3 days later", False),
        ("Q2", "14 April 2012", "1 day earlier", True),  # a Saturday
    ],
)
def test_of_an_amount_or_a_day_it_is_told_how_far_it_is_and_whether_any_case_has_it(
    question: str,
    wanted: str,
    margin: str,
    *,
    in_no_case: bool,
) -> None:
    policy = compile_policy([Source("amounts.yaml", AMOUNTS)])
    panel = [{"id": "a", "score": 5}, {"id": "b", "score": 2}]
    refusal = asked(policy, {"panel": panel, "start": "2012-04-10"}, wanted, question)
    assert [obstacle.margin for way in refusal.ways for obstacle in way.obstacles] == [margin]
    assert refusal_as_json(refusal)["in_no_case"] is refusal.in_no_case is in_no_case
    said = " ".join(proofs.render(refusal, "text").split())
    assert (f"No case has {wanted}" in said) is in_no_case
    assert (f"One rule gives {wanted}" in said) is not in_no_case


def test_conditions_of_one_way_ask_together() -> None:
    text = SMALL.replace(
        "decisions:",
        """  - {id: H, title: 1, basis: paper, define: middling, as: if grade given is marginal then 1 else 0}
  - {id: I, title: Failed, basis: paper, define: failed, when: grade given is fail}
  - {id: J, title: Best, basis: paper, define: best, when all of: [not failed, middling is 0]}
decisions:
  - {id: Q5, question: Is it the best?, answer: best, decided by: us}""",
    )
    policy = compile_policy([Source("small.yaml", text)])
    [way] = asked(policy, {**SOUND, "leader": "no"}, "yes", "Q5").ways
    told = "\n".join(o.told for o in way.obstacles)
    assert "leader: no" in told
    assert "sound" not in told, (
        "a grade of fail would be no marginal one, and is ruled out all the same"
    )


# -- all cases -----------------------------------------------------------------------------------------


def rows_that_give(policy: Policy, case: Case, option: str) -> Iterator[JudgedRow]:
    """By meaning alone: the rows of the main table whose output is the option."""
    run = situation(policy, case)
    trace = meaning(policy, run.known.values, run.known.as_of, run.decided)
    rows = trace.concluded["outcome"].body
    assert isinstance(rows, tuple)
    for row in rows:
        name = getattr(row.row.output, "name", None)
        value = policy.settings[name].value if name else row.row.output.value  # type: ignore[union-attr]
        if value == option:
            yield row


def failing(judged: Judged) -> bool:
    return judged.value is not True


@pytest.mark.parametrize("path", CASES, ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_for_each_row_of_the_outcome_what_failed_is_named(shipped: Policy, path: Path) -> None:
    case = cssrules.read_case(path.read_bytes(), shipped, path.name)
    kind = shipped.kind("outcome")
    assert isinstance(kind, Choice)
    for option in kind.options:
        refusal = why_not(shipped, case, outcome_meant(shipped, option))
        if refusal.held:
            assert refusal.answer.answer == option
            continue
        rows = list(rows_that_give(shipped, case, option))
        assert [way.id for way in refusal.ways] == [row.path for row in rows]
        for way, row in zip(refusal.ways, rows, strict=True):
            failed = [cell for cell in row.cells if cell is not None and failing(cell)]
            assert [o.said for o in way.obstacles] == [found(shipped, cell) for cell in failed]
            assert [o.known for o in way.obstacles] == [cell.value is not None for cell in failed]
            assert failed or refusal.unasked
        text = proofs.render(refusal, "text")
        assert max(map(len, text.splitlines())) <= 80
        assert len(text.splitlines()) <= 50


def test_answers_are_the_same_bytes_on_every_run(shipped: Policy) -> None:
    raw = (ROOT / "cases" / "2012" / "peninsula.json").read_bytes()

    def once() -> str:
        case = cssrules.read_case(raw, shipped, "peninsula.json")
        refusal = why_not(shipped, case, outcome_meant(shipped, "lesser oversight"))
        return proofs.render(refusal, "json") + proofs.render(refusal, "text")

    assert once() == once()


def test_the_json_names_every_way_and_what_stands_there(small: Policy) -> None:
    form = refusal_as_json(asked(small, {**SOUND, "late": "yes"}, "good"))
    assert form["schema"] == "cssrules/refusal/1"
    assert (form["question"], form["answer"], form["wanted"]) == ("Q1", "marginal", "good")
    [way] = form["ways"]
    assert [o["truth"] for o in way["obstacles"]] == ["failed"]


# -- nonsense ------------------------------------------------------------------------------------------


def fault(policy: Policy, outcome: str, question: str | None = None) -> tuple[str, str | None]:
    with pytest.raises(Problems) as raised:
        outcome_meant(policy, outcome, question)
    [problem] = raised.value.found
    return problem.message, problem.help


def test_an_unknown_outcome_is_told_with_what_may_be_meant(shipped: Policy) -> None:
    assert fault(shipped, "lesser oversigth") == (
        "Q10 has no such answer",
        "did you mean `lesser oversight`?",
    )
    assert fault(shipped, "banana", "Q04") == (
        "Q04 has no such answer",
        "it may be fail, marginal or good",
    )
    assert fault(shipped, "good", "Q99")[0] == "no question is called so"


def test_an_outcome_of_several_questions_needs_the_question(shipped: Policy) -> None:
    message, help = fault(shipped, "good")
    assert message == "more than one question has that answer"
    assert help is not None
    assert "Q04" in help


def test_an_outcome_is_known_by_its_other_names_and_in_any_case(shipped: Policy) -> None:
    assert outcome_meant(shipped, "scenario A").said == "lesser oversight"
    assert outcome_meant(shipped, "Lesser Oversight").said == "lesser oversight"


def test_of_the_outcome_that_it_has_it_says_so(small: Policy) -> None:
    refusal = asked(small, SOUND, "good")
    assert refusal.held
    assert "good is the answer: nothing stands in its way." in proofs.render(refusal, "text")


def test_an_undecided_case_is_told_what_is_not_known(shipped: Policy) -> None:
    path = ROOT / "cases" / "examples" / "half-filled.json"
    case = cssrules.read_case(path.read_bytes(), shipped, path.name)
    refusal = why_not(shipped, case, outcome_meant(shipped, "lesser oversight"))
    assert refusal.answer.status is Status.UNDECIDED
    assert any(not obstacle.known for way in refusal.ways for obstacle in way.obstacles)


# -- the command ---------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    code = main.run([*arguments, "--policy", str(ROOT / "rules")])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_command_tells_it_on_a_screen_and_exits_with_0(
    capsys: pytest.CaptureFixture[str],
) -> None:
    path = str(ROOT / "cases" / "2012" / "peninsula.json")
    code, out, err = run(capsys, "why-not", "lesser oversight", path)
    assert (code, err) == (0, "")
    assert "OUT-4 row all-good" in out
    assert "bdu consents: no" in out
    longer = run(capsys, "why-not", "lesser oversight", path, "--explain")[1]
    assert len(longer) > len(out)


def test_an_unknown_outcome_is_misuse(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(ROOT / "cases" / "2012" / "peninsula.json")
    code, out, err = run(capsys, "why-not", "greater oversigth", path)
    assert (code, out) == (2, "")
    assert "did you mean `greater oversight`?" in err


def test_a_what_if_is_stamped_and_counts(capsys: pytest.CaptureFixture[str]) -> None:
    path = str(ROOT / "cases" / "2012" / "peninsula.json")
    out = run(capsys, "why-not", "lesser oversight", path, "--with", "bdu consents=yes")[1]
    assert "WHAT IF: hypothetical, with bdu consents=yes" in out
    assert "plan can be agreed" not in out


def test_conditions_of_which_one_is_enough_stand_under_one_head(small: Policy) -> None:
    text = proofs.render(asked(small, SOUND, "yes", "Q3"), "text")
    assert "D, Blocked [paper]: one of 3 conditions would be enough, and none is so" in text


@pytest.mark.parametrize("command", ["why-not", "what-would-it-take"])
def test_that_people_departed_elsewhere_is_told_first(
    capsys: pytest.CaptureFixture[str], command: str
) -> None:
    case = ROOT / "cases" / "stories" / "surrey-and-sussex.json"
    _, out, _ = run(capsys, command, "greater oversight", str(case))
    told = " ".join(out.split())
    assert told.startswith(
        "!! PEOPLE DEPARTED FROM THE POLICY: Q14 was decided by board on 23 April"
    )
    assert "Q30 was decided by board" in told


RECORDED = """
policy: Recorded
version: "1"
effective: {from: 2012-01-01}
sources: {paper: A paper}
evidence:
  fit: yes or no
  found fit: yes or no
rules:
  - {id: FIT-1, title: Fit, basis: "paper, section 1", define: fits, when: fit}
  - {id: STEP-1, title: Step, basis: "paper, section 1", define: waits, when: not found fit}
decisions:
  - id: Q1
    question: Is it fit?
    answer: fits
    decided by: board
    recorded as: [{answer: found fit}]
  - {id: Q2, question: Does it wait?, answer: waits, decided by: board, main: yes}
"""


def test_what_a_decision_puts_on_record_may_be_read_elsewhere_alone() -> None:
    """What was decided of a question may be evidence for others alone, which are not asked."""
    policy = compile_policy([Source("p.yaml", RECORDED)])
    event = {"event": "decided", "decision": "Q1", "by": "board", "answer": "yes"}
    case = {
        "schema": "cssrules/case/1",
        "id": "one",
        "name": "One",
        "evidence": [{"fact": "fit", "value": "no"}],
        "events": [{**event, "on": "2012-03-01"}, {**event, "on": "2012-04-01"}],
    }
    held = cssrules.read_case(json.dumps(case).encode(), policy, "one.json")
    refusal = why_not(policy, held, outcome_meant(policy, "yes", "Q1"))
    assert refusal.decision.main.id == "Q1"
    assert refusal.answer.departs is not None
