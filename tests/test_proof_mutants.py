"""Small mistakes in a rule base: killed by a scenario, proved equivalent, or told by a case."""

import shutil
from collections.abc import Mapping, Sequence
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
from cssrules.proof.kept import KEEPER
from cssrules.proof.mutants.many import of_portfolio
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
    code, runs = mutate_features([project / "features"])
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
    assert named["RICH/when/1 up"].line == ("RICH: turnover is at least £2m -> £2,000,001")
    assert named["RICH/when drop 1"].line == "RICH: turnover is at least £2m left out"
    assert named["LIKED/when every"].change is Change.QUANTITY
    assert named["LOAN/row/none swap"].line == "LOAN: rows none and much swapped"
    assert named["LOAN/row/much/2 any"].line == "LOAN: row much, rich: yes -> any"
    assert named["LOAN/row/much/output other"].change is Change.OUTPUT
    assert named["LOAN/row unique"].line == "LOAN: hit policy first -> unique"
    assert named["setting:floor up"].line == "setting floor: 3 -> 4"
    assert len(named) == len(list(mutants(policy)))


SUMS = """
policy: Sums
version: "1"
evidence:
  turnover: money between £0 and £9m step £1
  cost: money between £0 and £9m step £1
  share: percent between 0% and 100% step 1%
  heads: count between 0 and 9
  began: date between 1 January 2012 and 31 December 2012
  ended: date between 1 January 2012 and 31 December 2012
rules:
  - {{id: A, title: T, basis: "setting, ours", define: a, as: {value}}}
"""


@pytest.mark.parametrize(
    ("value", "mistakes"),
    [
        (
            "turnover + cost",
            ("turnover plus cost -> turnover minus cost", "turnover left out", "cost left out"),
        ),
        (
            "turnover * share",
            ("turnover times share -> turnover divided by share", "share left out"),
        ),
        (
            "heads / 2",
            ("heads divided by 2 -> heads times 2", "heads left out", "2 left out"),
        ),
        ("turnover / cost", ("turnover divided by cost -> cost divided by turnover",)),
        ("ended - began", ("ended minus began -> began minus ended",)),
        (
            "ended + 3 days",
            ("ended plus 3 days -> ended minus 3 days", "3 days left out"),
        ),
        (
            "heads working days after began",
            (
                "heads working days after began -> heads working days before began",
                "heads left out",
            ),
        ),
        ("-cost", ("minus cost -> cost",)),
        ("heads * 0", ("heads left out", "0 left out")),
        (
            "heads + 1 + heads",
            (
                "heads plus 1 -> heads minus 1",
                "heads left out",
                "(heads plus 1) plus heads -> heads plus heads",
                "(heads plus 1) plus heads -> (heads plus 1) minus heads",
                "heads left out",
            ),
        ),
    ],
)
def test_a_sum_is_made_with_the_opposite_operator_and_without_an_operand_where_units_allow(
    value: str, mistakes: Sequence[str]
) -> None:
    policy = compile_policy([Source("p.yaml", SUMS.format(value=value))])

    made = [mutant for mutant in mutants(policy) if mutant.change is Change.ARITHMETIC]

    assert sorted(mutant.line for mutant in made) == sorted(f"A: {line}" for line in mistakes)


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
    day, reads = date(2012, 5, 1), policy.reading
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

    found, queries = verdicts(policy, rule, [idle.rules["RICH"], strict.rules["RICH"]])

    assert queries > 0
    assert isinstance(found[0], Equivalent)
    assert isinstance(found[1], Told)


def test_the_case_that_tells_is_confirmed_by_meaning(policy: Policy) -> None:
    for mutant in mutants(policy):
        for id, rule in mutant.rules.items():
            if mutant.values:
                continue
            (verdict,), _ = verdicts(policy, policy.rules[id], [rule])

            assert not isinstance(verdict, NotProved), mutant.id
            if isinstance(verdict, Told):
                one = meaning(policy, verdict.values, verdict.day)
                other = meaning(mutant.of(policy), verdict.values, verdict.day)
                assert one.value(rule.define) != other.value(rule.define), mutant.id


def test_a_proof_about_short_lists_is_none_about_long_ones() -> None:
    text = POLICY.replace("list of referee, at most 2", "list of referee, at most 90").replace(
        "some referee has score at least 4",
        "(count of referees where (score at least 4)) is above 50",
    )
    policy = compile_policy([Source("p.yaml", text)])
    rule = policy.rules["LIKED"]
    moved = _named(policy)["LIKED/when up"].rules["LIKED"]

    (same, otherwise), _ = verdicts(policy, rule, [rule, moved])

    assert isinstance(same, Equivalent), "what is counted is the same, whatever it is"
    assert isinstance(otherwise, NotProved)
    assert "referees" in otherwise.why


def test_a_proof_about_so_many_items_as_bear_witness_is_one_about_any_number() -> None:
    text = POLICY.replace("list of referee, at most 2", "list of referee, at most 90").replace(
        "some referee has score at least 4",
        "at least 2 referees have score at least 4 and some referee has score at least 4",
    )
    policy = compile_policy([Source("p.yaml", text)])
    rule, mutant = policy.rules["LIKED"], _named(policy)["LIKED/when drop 2"]

    (verdict,), _ = verdicts(policy, rule, [mutant.rules["LIKED"]])

    assert isinstance(verdict, Equivalent)


SHUNNED = """
  - {id: SHUNNED, title: T, basis: 'setting, ours', define: shunned, when: not liked}
  - {id: WARM, title: T, basis: 'setting, ours', define: warm, when: liked and not shunned}
decisions:"""


def test_what_holds_whatever_is_counted_of_a_list_holds_of_lists_of_any_length() -> None:
    text = POLICY.replace("list of referee, at most 2", "list of referee, at most 90").replace(
        "some referee has score at least 4",
        "(count of referees where (score at least 4)) is above 50",
    )
    policy = compile_policy([Source("p.yaml", text.replace("\ndecisions:", SHUNNED))])
    made = _named(policy)
    twice = [made["WARM/when drop 2"].rules["WARM"], made["WARM/when drop 1"].rules["WARM"]]
    moved = made["LIKED/when up"].rules["LIKED"]

    found, _ = verdicts(policy, policy.rules["WARM"], twice)
    (otherwise,), _ = verdicts(policy, policy.rules["LIKED"], [moved])

    assert found == [Equivalent(), Equivalent()], "one says the other, whoever is counted"
    assert isinstance(otherwise, NotProved)


def test_a_run_fails_by_what_is_not_proved_of_a_rule_about_one_case_and_not_of_rules_over_many() -> (
    None
):
    def run_of(*, over_many: bool) -> Mutated:
        left = Left("A", "c", "A: x -> y", "p.yaml:3", Fate.NOT_PROVED, "w", over_many, ())
        return Mutated("P", (), (left,), 0, 1, 1)

    one, many = run_of(over_many=False), run_of(over_many=True)
    assert not one.holds
    assert many.holds
    assert "the run fails by these" in proofs.render(one, "text")
    assert "the run fails by these" not in proofs.render(many, "text")
    assert KEEPER.thing_of(KEEPER.bytes_of(many)) == many


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


# -- rules over many bodies ----------------------------------------------------------------------------

MANY = """
policy: Stalls
version: "1"
effective: {from: 2024-01-01}
settings:
  helpers asked for: {type: count between 1 and 9, default: 2, owner: warden, reason: an example}
evidence:
  open: yes or no
  helpers: count between 0 and 9
  distance: count between 0 and 9
  help on offer: count between 0 and 9
  lender: text
decisions:
  - {id: Q1, question: Does the stall open?, answer: opens, decided by: warden, main: yes}
  - {id: Q2, question: Has it help?, answer: helped, decided by: warden}
rules:
  - id: OPEN-1
    title: Opens
    basis: setting, ours
    define: opens
    when: open and help on offer is at least 1
  - {id: HELP-1, title: Helped, basis: "setting, ours", define: helped, when: lender is known}
portfolio:
  - id: LEND-1
    title: Helpers lent between stalls
    basis: setting, ours
    define: lenders
    for each: case
    where: helpers is 0
    choose: other
    such that all of:
      - other's open
      - other's helpers is at least helpers asked for
    prefer: [other's helpers, least other's distance]
    at most: [1 per case, 1 per other]
    brings: {lender: other's name}
  - id: LEND-2
    title: Help on offer
    basis: setting, ours
    define: help offered
    for each: case
    as: count of lenders where chosen
    feeds: help on offer
"""

MANY_FEATURE = """
Feature: Stalls
  Background:
    Given a portfolio of these cases:
      | id    | open | helpers |
      | pies  | yes  | 0       |
      | soups | yes  | 3       |
      | buns  | yes  | 2       |
      | teas  | yes  | 1       |
      | rolls | no   | 4       |

  Scenario: The best lends its helpers
    When the portfolio is decided
    Then LEND-1 proposes soups for pies
    And LEND-1 may pair pies with buns
    And LEND-1 may not pair pies with teas
    And LEND-1 may not pair pies with rolls
    And LEND-1 is not asked about buns
    And in the portfolio help offered of pies is 1
    And in the portfolio Q2 of pies is yes
    And in the portfolio Q1 of pies is yes

  Scenario: One stall alone
    Given help on offer is 1
    And open is yes
    When the case is decided
    Then the outcome is yes
"""


@pytest.fixture(scope="module")
def stalls(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("stalls")
    for file, text in (("rules/p.yaml", MANY), ("features/p.feature", MANY_FEATURE)):
        (folder / file).parent.mkdir()
        (folder / file).write_text(text, encoding="utf-8")
    return folder


def test_scenarios_about_a_portfolio_kill_mutants_of_its_rules(stalls: Path) -> None:
    run = _run(stalls)
    left = _left(run)
    made = {m.id: m for m in of_portfolio(compile_policy([Source("p.yaml", MANY)]))}

    assert len(made) == run.over_many > 20
    assert made["LEND-1/limit/2 up"].line == "LEND-1: at most 1 per other -> at most 2"
    assert made["LEND-1-where/when flip"].line.startswith("LEND-1, where: helpers is 0 -> ")
    for id in ("LEND-1/when drop 1", "LEND-1/prefer/1 turn", "LEND-1/limit/1 drop"):
        assert id in made
        assert id not in left
    assert made["LEND-1/brings lender drop"].line == "LEND-1: lender is not fed"
    fed = ("LEND-1-where/when flip", "LEND-1/brings lender drop", "LEND-2/feeds drop")
    for id in (*fed, "setting:helpers asked for up"):
        assert id not in left, "killed by what is fed, or by what a setting says"
    assert {one.id.partition("/")[0] for one in run.survivors} == {"OPEN-1"}


def test_what_no_scenario_about_a_portfolio_tells_is_counted_as_not_proved(stalls: Path) -> None:
    run = _run(stalls)
    over_many = {one.id for one in run.left if one.id.startswith("LEND")}

    assert {"LEND-1/prefer/2 turn", "LEND-1/limit/2 up"} <= over_many
    assert {_left(run)[id].fate for id in over_many} == {Fate.NOT_PROVED}
    assert len(over_many) == run.over_many_left > 0
    said = f"Of the {run.over_many} mutants of rules over many bodies {run.over_many_left} are not"
    assert said in " ".join(proofs.render(run, "text").split())


# -- one file, and what is kept ------------------------------------------------------------------------


def test_with_a_rule_file_only_what_stands_in_it_is_changed(
    stalls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(stalls, tmp_path, dirs_exist_ok=True)
    more = "rules:\n  - {id: MORE-1, title: T, basis: 'setting, ours', define: more, when: open}\n"
    (tmp_path / "rules" / "more.yaml").write_text(more, encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    _, (run,) = mutate_features([Path("rules/more.yaml")])

    assert [tally.file for tally in run.tallies] == ["rules/more.yaml"]
    assert run.over_many == 0
    assert [one.id for one in run.survivors] == ["MORE-1/when not"]


def test_the_same_run_is_kept_until_the_features_change(
    stalls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(stalls, tmp_path / "project")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    feature = tmp_path / "project" / "features" / "p.feature"
    told: list[str] = []

    first = mutate_features([feature], tell=told.append)
    assert told
    told.clear()
    assert mutate_features([feature], tell=told.append) == first
    assert not told
    feature.write_text(MANY_FEATURE.replace("    And LEND-1 may pair pies with buns\n", ""))

    code, runs = mutate_features([feature], tell=told.append)

    assert code == 0
    assert runs[0].over_many_left > first[1][0].over_many_left


def test_where_a_scenario_does_not_hold_nothing_is_tried(
    stalls: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(stalls, tmp_path, dirs_exist_ok=True)
    feature = tmp_path / "features" / "p.feature"
    feature.write_text(MANY_FEATURE.replace("LEND-1 proposes soups", "LEND-1 proposes buns"))

    assert mutate_features([feature]) == (1, ())
    assert "expected buns for pies, LEND-1 proposes soups" in capfd.readouterr().out


def test_a_mutant_is_the_same_by_many_processes_as_by_one(
    stalls: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "one"))
    alone = _run(stalls)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "many"))
    monkeypatch.setattr("cssrules.proof.shared.FEW", 0)

    assert _run(stalls) == alone
