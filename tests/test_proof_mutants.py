"""Small mistakes in a rule base: killed by a scenario, proved equivalent, or told by a case."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from cssrules import proofs
from cssrules.acceptance.mutating import mutate_features
from cssrules.language.compile import compile_policy
from cssrules.meaning import meaning, reconsidered
from cssrules.mutated import Fate, Left, Mutated
from cssrules.policy import Policy
from cssrules.proof.mutants.killing import reads_of
from cssrules.proof.mutants.mutant import Change, Mutant
from cssrules.proof.mutants.rules import mutants
from cssrules.proof.mutants.twins import Equivalent, NotProved, Told, verdicts
from cssrules.source import Source
from cssrules.values import Value
from cssrules_cli.main import run as run_line

POLICY = """
policy: A loan
version: "1"
effective: {from: 1 January 2012}
settings:
  floor: {type: points between 1 and 5, default: 3, owner: the lender, reason: midpoint}
records:
  referee: {score: points between 1 and 5}
evidence:
  mark: points between 1 and 5
  turnover: money between £0 and £9m step £1
  resident: yes or no
  referees: list of referee, at most 2
rules:
  - id: SOUND
    title: The mark is sound
    basis: setting, ours
    define: sound
    when: mark is at least floor
  - id: RICH
    title: There is money
    basis: setting, ours
    define: rich
    when all of:
      - turnover is at least £2m
      - resident or not resident
      - resident is known
  - id: LIKED
    title: Someone speaks for it
    basis: setting, ours
    define: liked
    when: some referee has score at least 4
  - id: LOAN
    title: The loan
    basis: setting, ours
    define: loan
    type: scale of refused, small, large
    hit policy: first
    table: |
      | row  | sound | rich | loan    |
      | none | no    | -    | refused |
      | much | -     | yes  | large   |
      | some | -     | -    | small   |
decisions:
  - {id: Q1, question: What is lent?, answer: loan, decided by: lender, main: yes}
"""

FEATURE = """
Feature: A loan

  Scenario Outline: What is lent
    Given the mark is <mark>
    And the turnover is <turnover>
    And resident is <resident>
    When the case is decided
    Then the outcome is <loan>
    And the reasons include LOAN/row/<row>

    Examples:
      | mark | turnover | resident | loan    | row  |
      | 2    | £9m      | yes      | refused | none |
      | 3    | £2m      | yes      | large   | much |
      | 5    | £1m      | no       | small   | some |
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return compile_policy([Source("rules/p.yaml", POLICY)])


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("project")
    (folder / "rules").mkdir()
    (folder / "rules" / "p.yaml").write_text(POLICY, encoding="utf-8")
    (folder / "features").mkdir()
    (folder / "features" / "loan.feature").write_text(FEATURE, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def run(project: Path) -> Mutated:
    return _run(project)


def _run(project: Path) -> Mutated:
    code, runs = mutate_features([str(project / "features")])
    assert code == 0
    return runs[0]


def _left(run: Mutated) -> Mapping[str, Left]:
    return {left.id: left for left in run.left}


def _named(policy: Policy) -> Mapping[str, Mutant]:
    return {mutant.id: mutant for mutant in mutants(policy)}


# -- the mutants ---------------------------------------------------------------------------------------


def test_every_kind_of_mistake_is_made_once_a_place_and_told_in_english(policy: Policy) -> None:
    named = _named(policy)

    assert named["RICH/when/1 strict"].line == (
        "RICH: turnover is at least £2m -> turnover is above £2m"
    )
    assert named["RICH/when/1 up"].line == ("RICH: turnover is at least £2m -> £2,000.001k")
    assert named["RICH/when drop 1"].line == "RICH: turnover is at least £2m left out"
    assert named["LIKED/when every"].change is Change.QUANTITY
    assert named["LOAN/row/none swap"].line == "LOAN: rows none and much swapped"
    assert named["LOAN/row/much/2 any"].line == "LOAN: row much, rich: yes -> any"
    assert named["LOAN/row/much/output other"].change is Change.OUTPUT
    assert named["LOAN/row unique"].line == "LOAN: hit policy first -> unique"
    assert named["setting:floor up"].line == "setting floor: 3 -> 4"
    assert len(named) == len(list(mutants(policy)))


def test_a_mutant_is_unlike_the_policy_in_its_rules_alone(policy: Policy) -> None:
    for mutant in mutants(policy):
        changed = mutant.of(policy)
        unlike = {id for id, rule in changed.rules.items() if rule != policy.rules[id]}

        assert unlike <= mutant.rules.keys()
        assert changed != policy


def test_a_mutants_place_is_the_row_or_rule_that_is_wrong(policy: Policy) -> None:
    lines = POLICY.splitlines()
    place = _named(policy)["LOAN/row/much drop"].place

    assert lines[place.line - 1].strip().startswith("| much")


# -- killed --------------------------------------------------------------------------------------------


def test_what_is_decided_anew_in_part_is_what_meaning_finds_of_the_whole(policy: Policy) -> None:
    cases: list[dict[str, Value]] = [
        {"mark": Fraction(2), "turnover": Fraction(10**6), "resident": True},
        {"mark": Fraction(3), "turnover": Fraction(2 * 10**6), "resident": None},
        {"turnover": Fraction(1)},
    ]
    day, reads = date(2012, 5, 1), reads_of(policy)
    for values in cases:
        before = meaning(policy, values, day)
        for mutant in mutants(policy):
            changed = mutant.of(policy)
            after = reconsidered(changed, before, frozenset(mutant.rules), reads)
            whole = meaning(changed, values, day)

            assert {n: c.value for n, c in after.concluded.items()} == {
                n: c.value for n, c in whole.concluded.items()
            }
            assert set(after.findings) == set(whole.findings)


def test_a_mistake_that_turns_an_answer_is_killed(run: Mutated) -> None:
    left = _left(run)

    for id in ("RICH/when/1 strict", "LOAN/row/none swap", "setting:floor up", "SOUND/when flip"):
        assert id not in left
    assert run.count(Fate.KILLED) > run.count(Fate.SURVIVED) > 0


# -- equivalent, and not -------------------------------------------------------------------------------


def test_what_no_case_tells_is_proved_equivalent(policy: Policy) -> None:
    rule = policy.rules["RICH"]
    named = _named(policy)
    idle, strict = named["RICH/when drop 2"], named["RICH/when/1 strict"]

    found = verdicts(policy, rule, [idle.rules["RICH"], strict.rules["RICH"]])

    assert isinstance(found[0], Equivalent)
    assert isinstance(found[1], Told)


def test_the_case_that_tells_is_confirmed_by_meaning(policy: Policy) -> None:
    for mutant in mutants(policy):
        for id, rule in mutant.rules.items():
            if mutant.values:
                continue
            (verdict,) = verdicts(policy, policy.rules[id], [rule])

            assert not isinstance(verdict, NotProved), mutant.id
            if isinstance(verdict, Told):
                one = meaning(policy, verdict.values, verdict.day)
                other = meaning(mutant.of(policy), verdict.values, verdict.day)
                assert one.value(rule.define) != other.value(rule.define), mutant.id


def test_a_proof_about_short_lists_is_none_about_long_ones() -> None:
    policy = compile_policy(
        [
            Source(
                "p.yaml",
                POLICY.replace("list of referee, at most 2", "list of referee, at most 90"),
            )
        ]
    )
    rule = policy.rules["LIKED"]

    (verdict,) = verdicts(policy, rule, [rule])

    assert isinstance(verdict, NotProved)
    assert "referees" in verdict.why


def test_a_setting_that_no_scenario_looks_at_survives_with_a_scenario(run: Mutated) -> None:
    left = _left(run)

    assert left["LIKED/when every"].fate is Fate.SURVIVED
    assert any("Then the liked is" in line for one in run.survivors for line in one.scenario)


# -- what is offered -----------------------------------------------------------------------------------


def test_the_scenarios_offered_kill_what_survived(
    project: Path, run: Mutated, tmp_path: Path
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "features").mkdir()
    for file in ("rules/p.yaml", "features/loan.feature"):
        (tmp_path / file).write_text((project / file).read_text(encoding="utf-8"), encoding="utf-8")
    offered = proofs.render(run, "feature")
    (tmp_path / "features" / "mutants.feature").write_text(offered, encoding="utf-8")

    again = _run(tmp_path)

    assert again.survivors == ()
    assert again.count(Fate.EQUIVALENT) == run.count(Fate.EQUIVALENT)


def test_the_command_fails_where_a_mutant_survives_and_writes_what_it_offers(
    project: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.chdir(project)
    offer = tmp_path / "mutants.feature"

    code = run_line(["test", "--mutate", "--offer", str(offer)])

    output = " ".join(capsys.readouterr().out.split())
    assert code == 1
    assert "SURVIVING" in output
    assert (
        "LIKED: some referee has score at least 4 -> every referee has score at least 4" in output
    )
    assert offer.read_text(encoding="utf-8").startswith("Feature:")


def test_offer_without_mutate_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    assert run_line(["test", "--offer", "x.feature"]) == 2
    assert "--mutate" in capsys.readouterr().err


# -- records of a list ---------------------------------------------------------------------------------

RECORDS = """
policy: A plan
version: "1"
effective: {from: 1 January 2012}
records:
  milestone: {due: date between 1 January 2012 and 31 December 2012, done: yes or no}
  line: {owner: "choice of leader, finance", rank: count between 1 and 9}
evidence:
  milestones: list of milestone, at most 2
  weak: yes or no
  costed: yes or no
rules:
  - id: LATE
    title: A milestone is late
    basis: setting, ours
    for each: milestone
    define: late
    when all of: [not done, due is before decision day]
  - id: LINES
    title: What the plan holds
    basis: setting, ours
    define: lines
    type: list of line, at most 2
    hit policy: rule order
    table: |
      | row     | weak | costed | owner   | rank |
      | lead    | yes  | -      | leader  | 1    |
      | finance | -    | no     | finance | 2    |
  - id: PLAN
    title: The plan
    basis: setting, ours
    define: plan in trouble
    when: some milestone has late
decisions:
  - {id: Q1, question: Is it in trouble?, answer: plan in trouble, decided by: board, main: yes}
"""

RECORDS_FEATURE = """
Feature: A plan

  Scenario: Nothing is late
    Given the milestones:
      | due        | done |
      | 2012-02-01 | yes  |
    When the case is decided as of 1 March 2012
    Then the outcome is no
"""


def test_scenarios_are_offered_for_what_is_concluded_of_records(tmp_path: Path) -> None:
    for file, text in (("rules/p.yaml", RECORDS), ("features/plan.feature", RECORDS_FEATURE)):
        (tmp_path / file).parent.mkdir()
        (tmp_path / file).write_text(text, encoding="utf-8")
    run = _run(tmp_path)
    offered = proofs.render(run, "feature")
    (tmp_path / "features" / "mutants.feature").write_text(offered, encoding="utf-8")

    again = _run(tmp_path)

    assert len(run.survivors) > len(again.survivors) == 0
    assert "Then among the milestones milestone-1 has late" in offered
    assert "the lines include lead" in offered
    assert "Then among the lines finance has rank 2" in offered
