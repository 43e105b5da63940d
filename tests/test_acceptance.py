"""Scenarios as an author meets them: what is collected, what fails, and what a failure says."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from textwrap import dedent, indent
from xml.etree import ElementTree as ET

import pytest

from cssrules.acceptance import session, steps
from cssrules.acceptance.vocabulary import FORMS

POLICY = """\
policy: Loans of a library
version: "1"
effective: {from: 2024-01-01}
sources: {statute: {title: Statute of the library, paragraphs: 9}}
records:
  loan: {title: text, overdue: yes or no}
settings:
  loans allowed: {type: count between 0 and 9, default: 2, owner: library, reason: two shelves}
evidence:
  age: {type: count between 0 and 120}
  fines: {type: money between £0 and £500 step £1, better: lower}
  way to pay: {type: "choice of card, cash"}
  loans: {type: "list of loan, at most 9"}
decisions:
  - {id: Q1, question: May the reader borrow?, answer: borrowing, decided by: desk, main: yes}
  - {id: Q2, question: Who pays?, answer: payer, decided by: desk, asked when: fines is above £0}
properties:
  - {id: SAFE-1, never: borrowing is free and fines is above £100, basis: "statute, paragraph 2"}
rules:
  - {id: AGE-1, title: Of age, basis: "statute, paragraph 1", define: grown up, when: age is at least 18}
  - {id: OVER-1, title: Overdue loans, basis: "statute, paragraph 3", define: overdue loans,
     as: count of loans where overdue}
  - id: PAY-1
    title: Who pays
    basis: statute, paragraph 4
    define: payer
    type: choice of reader, parent
    hit policy: unique
    table: |
      | row | grown up | payer  |
      | A   | yes      | reader |
      | B   | no       | parent |
  - id: BOR-1
    title: Borrowing
    basis: statute, paragraph 5
    define: borrowing
    type: scale of refused, desk only, free
    hit policy: first
    table: |
      | row    | overdue loans       | grown up | borrowing | because                        |
      | late   | above loans allowed | -        | refused   | {overdue loans} are overdue    |
      | young  | -                   | no       | desk only | a child borrows at the desk    |
      | usual  | -                   | -        | free      | -                              |
"""

GROWN_UP = """\
Feature: Borrowing
  Background:
    Given age is 30
    And fines is £0
    And the loans:
      | title | overdue |
      | Emma  | no      |
"""
BORN = GROWN_UP.count("\n")
"""The lines before the first scenario."""


def rule_line(id: str) -> int:
    """The line of the policy on which a rule begins."""
    return POLICY[: POLICY.index(f"id: {id}")].count("\n") + 1


@dataclass(frozen=True)
class Run:
    """What one run of pytest said: tests with their feature files, and failures with theirs."""

    code: int
    text: str
    played: Sequence[tuple[str, str]]
    failures: Sequence[tuple[str, str]]

    def only(self) -> str:
        """The failure of the one test that failed."""
        [(_, failure)] = self.failures
        return failure


@pytest.fixture(scope="session")
def environment(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The environment of a run: one cache of compiled modules for all, and no colours."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PY")}
    return {**kept, "PYTHONPYCACHEPREFIX": str(tmp_path_factory.mktemp("cache")), "NO_COLOR": "1"}


@dataclass(frozen=True)
class Library:
    """A project with a policy and features."""

    folder: Path
    environment: Mapping[str, str]

    def write(self, name: str, text: str) -> None:
        path = self.folder / "features" / f"{name}.feature"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def rules(self, text: str) -> None:
        path = self.folder / "rules" / "library.yaml"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def run(self, *arguments: str) -> Run:
        """What pytest says, warnings being errors, once it is sure to hold nothing of Python."""
        command = [sys.executable, "-m", "pytest", "-W", "error", "--junitxml=out.xml"]
        done = subprocess.run(
            [
                *command,
                "--no-header",
                "-p",
                "no:cacheprovider",
                "-p",
                "no:hypothesispytest",
                *arguments,
            ],
            cwd=self.folder,
            env=dict(self.environment),
            capture_output=True,
            text=True,
            check=False,
        )
        for word in ("Traceback", "site-packages", ".py:", "Error:", "INTERNALERROR"):
            assert word not in done.stdout
        assert not done.stderr
        tree = ET.parse(self.folder / "out.xml")  # noqa: S314 # because pytest has just written it
        played, failures = [], []
        for case in tree.iter("testcase"):
            file = case.attrib["classname"].split(".")[-2:][0]
            played.append((file, case.attrib["name"]))
            failures += [(file, failure.text or "") for failure in case.findall("failure")]
        return Run(done.returncode, done.stdout, played, failures)

    def play(self, scenario: str, *options: str) -> Run:
        """What pytest says of a feature that is about a grown-up with one loan."""
        self.write("borrowing", GROWN_UP + scenario)
        return self.run("features", *options)


@pytest.fixture
def library(tmp_path: Path, environment: dict[str, str]) -> Library:
    made = Library(tmp_path, environment)
    made.rules(POLICY)
    return made


# -- what would pass without testing anything --------------------------------------------------------

VACUOUS = {
    "no Then": (
        """
          Scenario: S
            When the case is decided
        """,
        1,
        ["the scenario tests nothing: no Then follows", "say what must hold"],
    ),
    "When only": (
        """
          Scenario: S
            When the case is decided
            When the case is decided
        """,
        2,
        ["the scenario tests nothing: no Then follows"],
    ),
    "no step": (
        """
          Scenario: S
            # Then the outcome is free
        """,
        0,
        ["tests nothing"],
    ),
    "a When after the last Then": (
        """
          Scenario: S
            When the case is decided
            Then the outcome is free
            When the case is decided
        """,
        3,
        ["tests nothing"],
    ),
    "Then before When": (
        """
          Scenario: S
            Then the outcome is free
            When the case is decided
        """,
        1,
        ["a Then before the case is decided", "write `When the case is decided` before"],
    ),
    "Then after a later Given": (
        """
          Scenario: S
            When the case is decided
            Given age is 3
            Then the outcome is free
        """,
        3,
        ["a Then after the case has changed"],
    ),
    "a misspelt Then": (
        """
          Scenario: S
            Thn the outcome is free
            When the case is decided
            Then the outcome is free
        """,
        1,
        ["`Thn the outcome is free` is read as description", "did you mean `Then the outcome"],
    ),
    "a misspelt Given": (
        """
          Scenario: S
            Givne age is 4
            When the case is decided
            Then the outcome is free
        """,
        1,
        ["`Givne age is 4` is read as description", "did you mean `Given age is 4`?"],
    ),
    "a keyword in capitals": (
        """
          Scenario: S
            GIVEN age is 4
            When the case is decided
            Then the outcome is free
        """,
        1,
        ["write `Given age is 4`"],
    ),
    "a forgotten keyword": (
        """
          Scenario: S
            the case is decided
            When the case is decided
            Then the outcome is free
        """,
        1,
        ["did you mean `When the case is decided`?"],
    ),
    "a misspelt step further down": (
        """
          Scenario: S
            When the case is decided
            Thn the outcome is free
        """,
        2,
        ["`Thn the outcome is free` cannot stand here", "did you mean `Then`?"],
    ),
    "two scenarios of one name": (
        """
          Scenario: S
            When the case is decided
            Then the outcome is free
          Scenario: S
            When the case is decided
            Then the outcome is free
        """,
        0,
        ["two scenarios are called `S`"],
    ),
    "an outline without rows": (
        """
          Scenario Outline: S
            Given age is <age>
            When the case is decided
            Then the outcome is free
            Examples:
              | age |
        """,
        0,
        ["the outline has no rows"],
    ),
    "an outline without a column": (
        """
          Scenario Outline: S
            Given age is <agr>
            When the case is decided
            Then the outcome is free
            Examples:
              | age |
              | 30 |
        """,
        1,
        ["the examples have no column `agr`", "did you mean `age`?"],
    ),
    "a line lost in a background": (
        """
          Rule: R
          Background:
            Givn age is 4
          Scenario: S
            When the case is decided
            Then the outcome is free
        """,
        2,
        ["`Givn age is 4` is read as description"],
    ),
    "a tag that pytest would act on": (
        """
          @parametrize
          Scenario: S
            When the case is decided
            Then the outcome is free
        """,
        1,
        ["the tag @parametrize is kept for pytest"],
    ),
    "a whole case after single facts": (
        '''
          Scenario: S
            Given age is 3
            And a case:
              """
              {"id": "x", "facts": {"age": 30, "loans": []}}
              """
            When the case is decided
            Then the outcome is free
        ''',
        2,
        ["a whole case would replace what was given before it", "put the whole case first"],
    ),
    "a table that no step reads": (
        """
          Scenario: S
            Given age is 3
              | age |
              | 30  |
            When the case is decided
            Then the outcome is free
        """,
        1,
        ["this step takes nothing, and has a table"],
    ),
}
"""A scenario after the background, the line of its fault (0 is its head), and what is said of it."""

FILES = {
    "an empty file": ("", 1, "the file holds no feature"),
    "no scenario": ("Feature: Nothing\n  Only words.\n", 1, "the feature holds no scenario"),
    "a misspelt Scenario": (
        "Feature: F\n  Scenaro: S\n    Given age is 3\n",
        2,
        "did you mean `Scenario:`?",
    ),
    "no Scenario": (
        "Feature: F\n  Given age is 3\n  Then the outcome is free\n",
        2,
        "below the head of a scenario",
    ),
    "a misspelt Feature": ("Featur: F\n  Scenario: S\n", 1, "did you mean `Feature`?"),
    "And at first": (
        "Feature: F\n  Scenario: S\n    And age is 3\n    When the case is decided\n",
        3,
        "must start with 'Given', 'When' or 'Then'",
    ),
}
"""A whole file, the line of its first fault, and what is said of it."""

# -- steps that name what the policy lacks -----------------------------------------------------------

UNKNOWN = {
    "Given agr is 3": ["no fact is called `agr`", "did you mean `age`?"],
    "Given grown up is yes": ["no fact is called `grown up`", "the policy concludes it"],
    "Given age is thirty": ["`thirty` is not a number"],
    "Given fines is 30": ["£30"],
    "Given age is 200": ["200 is not between 0 and 120"],
    "Given the setting loans alowed is 1": [
        "no setting is called",
        "did you mean `loans allowed`?",
    ],
    "Given the setting loans allowed is many": ["`many` is not a number"],
    'Given the case file "cases/nobody.json"': ["there is no case file `cases/nobody.json`"],
    "Given the decision Q9 was taken by desk as free on 2024-03-01": ["asks no question `Q9`"],
    "Given the decision Q1 was taken by Bob as free on 2024-03-01": [
        "is decided by desk, and not by Bob"
    ],
    "Given the decision Q1 was taken by desk as fre on 2024-03-01": ["`fre` is not one of"],
    "Given the decision Q1 was taken by desk as free on 2024-02-30": ["not a day of the calendar"],
    "Given a case with:\n| fact | valu |\n| age | 3 |": ["unknown column `valu`", "`value`?"],
    "Given a case with:\n| fact |\n| age |": ["the table has no column `value`"],
    "Given a case with:\n| fact | value |\n| agr | 3 |": ["no fact is called `agr`"],
    "Given a case with:": ["this step takes a table below it"],
    "Given the loans:\n| titel |\n| Emma |": ["`titel`", "did you mean `title`?"],
    "Given the loans:\n| title | overdue |\n| Emma | maybe |": ["`maybe` is neither yes nor no"],
    "Given the loan:\n| title |\n| Emma |": ["no fact is called `loan`", "`loans`?"],
    'Given a case:\n"""\n{"id": "x", "facts": {"agr": "3"}}\n"""': ["agr", "did you mean `age`?"],
    'Given a case:\n"""\n{"id": "x"\n"""': ["not-json"],
    "Given the reader is old and wise": ["no fact is called `reader`"],
    "Given somebody came": ["no Given is worded like this", "the nearest form is: Given"],
    "When the case gets decided": ["no When is worded like this", "When the case is decided"],
    "When the case is decided as of 2024-02-30": ["not a day of the calendar"],
    "When the outcome is free": ["as a Then this would read: Then the outcome is <answer>"],
    "Then the outcome is fre": ["`fre` is not one of refused, desk only or free", "`free`?"],
    "Then the outcome can still be free, refusd": ["`refusd` is not one of"],
    "Then Q9 is free": ["no conclusion or question `Q9`", "it has Q1, Q2,"],
    "Then grown upp is yes": ["no conclusion or question `grown upp`", "`grown up`?"],
    "Then age is 30": ["`age` is evidence"],
    "Then loans allowed is 2": ["`loans allowed` is a setting"],
    "Then grown up is maybe": ["`maybe` is neither yes nor no"],
    "Then the reasons include AGGE-1": ["has the id `AGGE-1`", "did you mean `AGE-1`?"],
    "Then the reasons exclude BOR-1/row/usul": ["BOR-1/row/usul", "`BOR-1/row/usual`?"],
    "Then we should ask for agr": ["no fact is called `agr`", "did you mean `age`?"],
    "Then changing agr to 3 would give free": ["no fact is called `agr`"],
    "Then changing age to 3 would give fre": ["`fre` is not one of"],
    "Then the policy finding no-roww is reported": ["no kind of finding `no-roww`", "`no-row`?"],
    "Then the decision Q9 departs from the policy": ["asks no question `Q9`"],
    "Then the outcome shall be free": ["no Then is worded like this", "Then the outcome is"],
}


# -- steps that do not hold --------------------------------------------------------------------------

FALSE = {
    "the case is refused because loans": "expected the case to be refused, and it is let in",
    "the outcome is refused": "expected refused, decided free",
    "the outcome is not free": "expected not free, decided free",
    "the outcome is undecided": "expected undecided, decided free",
    "the outcome is not asked": "expected not asked, decided free",
    "the outcome can still be free, refused": "expected undecided: it can still be",
    "Q2 is reader": "expected reader, decided not asked",
    "grown up is no": "expected grown up to be no, it is yes",
    "grown up is not yes": "expected grown up to be not yes, it is yes",
    "grown up is unknown": "expected grown up to be unknown, it is yes",
    "the overdue loans is 1": "expected overdue loans to be 1, it is 0",
    "the reasons include PAY-1": "expected PAY-1 among the reasons",
    "the reasons exclude AGE-1": "expected AGE-1 not among the reasons",
    "the reasons for Q1 include PAY-1": "expected PAY-1 among the reasons",
    "the reasons for Q1 exclude AGE-1": "expected AGE-1 not among the reasons",
    "the late fees include first": "no rule collects `late fees`",
    "the late fees do not include first": "no rule collects `late fees`",
    "among late fees first has sum £2": "no rule collects `late fees`",
    "we should ask for way to pay": "expected to ask for way to pay, decided free",
    "we should ask for way to pay to decide Q1": "expected to ask for way to pay, decided free",
    "changing age to 12 would give free": "expected free after the change, it would be desk only",
    "changing way to pay to cash would give refused": "expected refused after the change",
    "the policy finding no-row is reported": "expected the finding no-row, reported nothing",
    "the decision Q1 departs from the policy": "expected what was decided to differ",
    "the decision Q1 follows the policy": "nobody has decided Q1 in this case",
}


OPEN = {
    "the outcome is free": "expected free, decided undecided",
    "the outcome is not free": "expected not free, decided undecided",
    "grown up is not yes": "expected grown up to be not yes, it is unknown",
    "there is no missing evidence": "expected Q1 to miss no evidence, decided undecided",
    "we should ask for fines": "expected to ask for fines",
    "the outcome can still be free": "expected undecided: it can still be free",
}


HOLD_OPEN = [
    "the outcome is undecided",
    "the outcome can still be desk only or free",
    "the outcome is not refused",
    "grown up is unknown",
    "we should ask for age",
    "changing age to 40 would give free",
]

DECIDED = "When the case is decided"
SOUND = f"  Scenario: S\n    {DECIDED}\n    Then the outcome is free\n"
UNSOUND = f"  Scenario: S\n    {DECIDED}\n    Then the outcome is refused\n"


def scenario(*lines: str) -> str:
    return GROWN_UP + indent("\n".join(["Scenario: S", *lines]), "  ") + "\n"


def around(step: str) -> str:
    """A scenario that would hold but for `step`."""
    lines = {"Given": "Given age is 30", "When": DECIDED, "Then": "Then the outcome is free"}
    return scenario(*{**lines, step.partition(" ")[0]: step}.values())


@pytest.fixture(scope="module")
def bulk(tmp_path_factory: pytest.TempPathFactory, environment: dict[str, str]) -> Run:
    """One run of a feature file for each of the cases above, called by its kind and number."""
    library = Library(tmp_path_factory.mktemp("bulk"), environment)
    library.rules(POLICY)
    texts = {
        "vacuous": [
            GROWN_UP + indent(dedent(text).lstrip("\n"), "  ") for text, _, _ in VACUOUS.values()
        ],
        "file": [text for text, _, _ in FILES.values()],
        "unknown": [around(step) for step in UNKNOWN],
        "false": [scenario(DECIDED, f"Then {claim}") for claim in FALSE],
        "open": [scenario("Given age is unknown", DECIDED, f"Then {claim}") for claim in OPEN],
        "hold": [scenario("Given age is unknown", DECIDED, f"Then {claim}") for claim in HOLD_OPEN],
    }
    for kind, features in texts.items():
        for i, text in enumerate(features):
            library.write(f"{kind}{i}", text)
    return library.run("features")


def failures_of(bulk: Run, name: str) -> str:
    """Every failure of a feature file, one below the other."""
    assert name in {file for file, _ in bulk.played}
    return "\n".join(text for file, text in bulk.failures if file == name)


@pytest.mark.parametrize("case", VACUOUS)
def test_what_would_test_nothing_fails(bulk: Run, case: str) -> None:
    name = f"vacuous{list(VACUOUS).index(case)}"
    _, line, messages = VACUOUS[case]
    failures = failures_of(bulk, name)
    assert f"features/{name}.feature:{BORN + 1 + line}: " in failures
    for message in messages:
        assert message in failures


@pytest.mark.parametrize("case", FILES)
def test_a_file_in_which_nothing_would_be_played_fails(bulk: Run, case: str) -> None:
    name = f"file{list(FILES).index(case)}"
    _, line, message = FILES[case]
    failures = failures_of(bulk, name)
    assert f"features/{name}.feature:{line}: " in failures
    assert message in failures


@pytest.mark.parametrize("step", UNKNOWN)
def test_a_step_that_names_what_the_policy_lacks_fails_with_a_hint(bulk: Run, step: str) -> None:
    name = f"unknown{list(UNKNOWN).index(step)}"
    failures = failures_of(bulk, name)
    line = BORN + 2 + ("Given", "When", "Then").index(step.partition(" ")[0])
    assert f"features/{name}.feature:{line}: " in failures
    assert f"step      {step.splitlines()[0]}" in failures
    for message in UNKNOWN[step]:
        assert message in failures


@pytest.mark.parametrize("claim", FALSE)
def test_a_claim_that_does_not_hold_fails(bulk: Run, claim: str) -> None:
    name = f"false{list(FALSE).index(claim)}"
    assert f"features/{name}.feature:{BORN + 3}: {FALSE[claim]}" in failures_of(bulk, name)


@pytest.mark.parametrize("claim", OPEN)
def test_a_claim_about_an_open_case_fails_where_it_is_not_sure(bulk: Run, claim: str) -> None:
    name = f"open{list(OPEN).index(claim)}"
    assert f"features/{name}.feature:{BORN + 4}: {OPEN[claim]}" in failures_of(bulk, name)


@pytest.mark.parametrize("claim", HOLD_OPEN)
def test_a_claim_about_an_open_case_holds(bulk: Run, claim: str) -> None:
    assert not failures_of(bulk, f"hold{HOLD_OPEN.index(claim)}")


REFUSED = """
  Scenario: Nobody decides before the policy is in force
    Given the decision Q1 was taken by desk as free on 2023-12-31
    When the case is decided
    Then the case is refused because before the policy's first day (1 January 2024)
  Scenario: A value that is none
    Given age is 200
    When the case is decided
    Then the case is refused because 200 is not between 0 and 120
  Scenario: For another reason
    Given age is 200
    When the case is decided
    Then the case is refused because it is late
  Scenario: Nothing is asked of what is refused
    Given age is 200
    When the case is decided
    Then the case is refused because 200 is not between
    And the outcome is free
"""


def test_a_case_that_is_refused_is_refused_for_the_reason_that_is_said(library: Library) -> None:
    library.write("refused", GROWN_UP + REFUSED)
    run = library.run("features")
    assert len(run.played) == 4
    (_, other), (_, asked) = run.failures
    assert "the case is refused, and not because it is late" in other
    assert "200 is not between 0 and 120" in other
    assert "the case is refused, and not decided" in asked


def test_every_form_of_a_then_is_seen_to_fail() -> None:
    assert steps.FORMS is FORMS
    claims = [*FALSE, *OPEN, *MANY]
    unseen = [
        form.wording
        for form in FORMS
        if form.keyword == "then" and not any(map(form.pattern.fullmatch, claims))
    ]
    assert not unseen


# -- what is collected -------------------------------------------------------------------------------


def test_scenarios_are_played_without_any_python_and_called_as_their_author_called_them(
    library: Library,
) -> None:
    run = library.play(
        """
  Scenario: A reader without overdue loans borrows freely
    When the case is decided
    Then the outcome is free
    And the grown up is yes
    And overdue loans is 0
    And Q2 is not asked
    And the reasons include BOR-1/row/usual
    And changing age to 12 would give desk only
  Scenario Outline: Children borrow at the desk
    Given age is <age>
    When the case is decided
    Then the outcome is <outcome>
    Examples:
      | age | outcome   |
      | 17  | desk only |
      | 18  | desk only |
""",
        "-v",
    )
    name = "features/borrowing.feature::"
    assert f"{name}A reader without overdue loans borrows freely PASSED" in run.text
    assert f"{name}Children borrow at the desk [age=17, outcome=desk only] PASSED" in run.text
    assert f"{name}Children borrow at the desk [age=18, outcome=desk only] FAILED" in run.text
    assert f"features/borrowing.feature:{BORN + 13}: expected desk only, decided free" in run.only()


def test_a_failure_shows_line_scenario_expected_decided_and_because(library: Library) -> None:
    run = library.play(
        """  Scenario: A child
    Given age is 12
    When the case is decided
    Then the outcome is free
""",
        "--tb=native",
    )
    place = f"(rules/library.yaml:{rule_line('BOR-1')})"
    *lines, last = run.only().splitlines()
    assert lines == [
        f"features/borrowing.feature:{BORN + 4}: expected free, decided desk only",
        "  scenario  A child",
        "  step      Then the outcome is free",
        "  expected  free",
        "  decided   desk only (Q1)",
        f"  because   BOR-1: borrowing: desk only - a child borrows at the desk {place}",
    ]
    assert last.startswith("              AGE-1")
    assert "FAILED features/borrowing.feature::A child - expected free, decided" in run.text


@pytest.mark.parametrize(
    ("id", "told"),
    [
        ("PAY-1", "found     PAY-1 says: payer: reader; it did not decide the answer"),
        ("way to pay", "found     way to pay was not looked at in this case; it did not decide"),
        ("BOR-1/row/sometimes", "hint      BOR-1 has the rows late, usual and young"),
        ("age-1", "hint      did you mean `AGE-1`?"),
    ],
)
def test_a_reason_that_is_none_is_told_for_what_it_is(library: Library, id: str, told: str) -> None:
    run = library.play(
        f"""  Scenario: A reason
    Given age is 30
    When the case is decided
    Then the reasons include {id}
"""
    )
    assert told in run.only()


def test_what_only_lets_a_question_be_asked_is_no_reason_for_its_answer(library: Library) -> None:
    run = library.play(
        """  Scenario: Who pays
    Given fines is £10
    When the case is decided
    Then Q2 is parent
"""
    )
    told = run.only().partition("because")[2]
    assert "PAY-1: payer: reader" in told
    assert "fines" not in told


def test_a_long_list_of_what_to_ask_for_is_cut(library: Library) -> None:
    asked = "\n".join(f"  fact {letter}: yes or no" for letter in "abcdefghi")
    rule = "{id: ALL-1, title: T, basis: 'statute, paragraph 1', define: whole, when all of: ["
    rule += ", ".join(f"fact {letter}" for letter in "abcdefghi") + "]}"
    (library.folder / "rules" / "more.yaml").write_text(
        f"evidence:\n{asked}\nrules:\n  - {rule}\n"
        "decisions:\n  - {id: Q3, question: Whole?, answer: whole, decided by: desk}\n"
    )
    run = library.play(
        """  Scenario: Whole
    When the case is decided
    Then Q3 is yes
"""
    )
    assert "ask for fact a, fact b, fact c, fact d, fact e, fact f and 3 more (Q3)" in run.only()


def test_one_scenario_can_be_picked_by_its_node_id(library: Library) -> None:
    library.write("borrowing", GROWN_UP + SOUND + UNSOUND.replace("S\n", "T\n", 1))
    assert library.run("features/borrowing.feature::S").code == 0
    assert library.run("features/borrowing.feature::T").code == 1


def test_keywords_may_be_of_another_language(library: Library) -> None:
    library.write(
        "lenen",
        """# language: nl
Functionaliteit: Lenen
  Scenario: Een volwassene
    Gegeven age is 30
    En the loans:
      | title |
    Als the case is decided
    Dan the outcome is free
  Scenario: Verschreven
    Gegven age is 30
    Als the case is decided
    Dan the outcome is free
""",
    )
    run = library.run("features")
    assert len(run.played) == 2
    assert "did you mean `Gegeven age is 30`?" in run.only()


def test_tags_pick_scenarios_and_are_no_unknown_marks(library: Library) -> None:
    library.write(
        "borrowing",
        "@policy:loans @LEND-1\n"
        + GROWN_UP
        + "  @quick\n"
        + SOUND
        + """  Scenario Outline: Two
    Given age is <age>
    When the case is decided
    Then the outcome is free
    @slow
    Examples:
      | age |
      | 20  |
""",
    )
    assert len(library.run("features").played) == 2
    assert library.run("features", "-m", "quick").played == [("borrowing", "S")]
    assert library.run("features", "-m", "LEND-1 and not slow").played == [("borrowing", "S")]


def test_a_description_may_hold_plain_sentences(library: Library) -> None:
    library.write(
        "borrowing",
        """Feature: Borrowing
  The library lends to all. When a book is lost, the desk decides; then
  When the reader pays, all is well. They may appeal.

  Scenario: S
    The desk knows the reader.
    Note: an adult, and a patient one.
    Given age is 30
    And the loans:
      | title |
    When the case is decided
    Then the outcome is free
""",
    )
    assert not library.run("features").failures


def test_a_file_that_is_no_text_fails_and_the_others_are_played(library: Library) -> None:
    library.write("borrowing", GROWN_UP + SOUND)
    (library.folder / "features" / "broken.feature").write_bytes(b"Feature: \xff\xfe")
    run = library.run("features")
    assert len(run.played) == 2
    assert run.only().startswith("features/broken.feature:1: the file cannot be read as UTF-8 text")


def test_a_decision_that_shows_a_fault_of_the_policy_fails_unless_it_is_meant(
    library: Library,
) -> None:
    fined = SOUND.replace("    When", "    Given fines is £200\n    When")
    assert "property-broken of SAFE-1" in library.play(fined).only()
    meant = "    And the policy finding property-broken is reported\n"
    assert library.play(fined + meant).code == 0


def test_a_disagreement_of_the_engines_is_told_as_a_fault_of_cssrules(library: Library) -> None:
    (library.folder / "conftest.py").write_text(
        """
from cssrules.acceptance import scene
from cssrules.deciding import Disagreement

def decide(*_, **__):
    raise Disagreement("S", ["AGE-1 differs"])

scene.decide = decide
"""
    )
    failure = library.play(SOUND).only()
    assert "internal error: durable-rules does not agree with meaning" in failure
    assert "this is a fault of cssrules and not of the policy" in failure


# -- the policy --------------------------------------------------------------------------------------


def test_the_policy_is_the_nearest_or_the_one_that_is_named(library: Library) -> None:
    library.write("borrowing", GROWN_UP + SOUND)
    (library.folder / "elsewhere").mkdir()
    (library.folder / "rules").rename(library.folder / "elsewhere" / "policy")
    assert library.run("features").code == pytest.ExitCode.NO_TESTS_COLLECTED
    assert library.run("features", "--policy", "elsewhere/policy").code == 0
    assert library.run("features", "-o", "cssrules_policy=elsewhere/policy").code == 0


def test_a_policy_with_faults_fails_each_scenario_with_the_place(library: Library) -> None:
    library.rules(POLICY.replace("when: age is", "when: agr is"))
    failure = library.play(SOUND).only()
    assert "the policy has faults: see `cssrules check`" in failure
    assert f"rules/library.yaml:{rule_line('AGE-1')}:" in failure
    assert "did you mean `age`?" in failure


def test_a_policy_is_loaded_once_in_a_session(library: Library) -> None:
    library.write("first", GROWN_UP + SOUND)
    library.write("second", GROWN_UP + SOUND)
    (library.folder / "conftest.py").write_text(
        """
from cssrules.acceptance import feature

loaded = []
load = feature.load_policy
feature.load_policy = lambda folder: loaded.append(folder) or load(folder)

def pytest_sessionfinish():
    print("loaded", *loaded)
"""
    )
    run = library.run("features", "-s")
    assert len(run.played) == 2
    assert run.text.count("loaded rules\n") == 1


# -- the pages ---------------------------------------------------------------------------------------

ROOT = Path(__file__).parent.parent


@pytest.mark.parametrize("page", ["README.md", "docs/scenarios.md"])
def test_the_scenarios_of_a_page_hold_of_the_shipped_policy(library: Library, page: str) -> None:
    text = (ROOT / page).read_text(encoding="utf-8")
    blocks = re.findall(r"^```gherkin\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    assert blocks
    for i, block in enumerate(blocks):
        library.write(f"page{i}", block if "Feature:" in block else f"Feature: F\n{block}")
    run = library.run("features", "--policy", str(ROOT / "rules"))
    assert len(run.played) >= len(blocks)
    assert not run.failures


def test_the_page_on_scenarios_lists_every_form() -> None:
    page = (ROOT / "docs" / "scenarios.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| `(.*?)` \|", page, re.MULTILINE)
    assert set(told) == {form.wording.replace("[the] ", "") for form in FORMS}


# -- beside other tools ------------------------------------------------------------------------------


def test_where_no_feature_is_collected_nothing_heavy_is_imported(library: Library) -> None:
    (library.folder / "rules" / "library.yaml").unlink()
    library.write("other", "Feature: Of another tool\n  Scenario: S\n")
    (library.folder / "test_imports.py").write_text(
        """
import sys

def test_imports():
    heavy = {"lark", "yaml", "z3", "pydantic", "durable_rules_engine", "jinja2",
             "cssrules.acceptance.feature", "cssrules.policy"}
    assert "cssrules.acceptance.plugin" in sys.modules
    assert not heavy & set(sys.modules)
"""
    )
    run = library.run()
    assert run.played == [("test_imports", "test_imports")]
    assert not run.failures


def test_steps_in_python_may_stand_beside(library: Library) -> None:
    library.write("borrowing", "")
    (library.folder / "features" / "conftest.py").write_text(
        "from pytest_bdd import given\n\n@given('somebody came')\ndef came():\n    pass\n"
    )
    assert library.play(SOUND.replace("    When", "    Given somebody came\n    When")).code == 0


@pytest.mark.parametrize(
    "steps",
    [[DECIDED], [DECIDED, "Then all is well"], [DECIDED, "Then the outcome is refused"]],
    ids=["nothing asserted", "not worded so", "not so"],
)
def test_reports_for_other_tools_show_what_failed(library: Library, steps: list[str]) -> None:
    library.write("borrowing", scenario(*steps))
    library.run("features", "--cucumberjson=out.json")
    [feature] = json.loads((library.folder / "out.json").read_text(encoding="utf-8"))
    [element] = feature["elements"]
    results = [step["result"] for step in element["steps"]]
    assert "failed" in {result["status"] for result in results}
    messages = [result.get("error_message", "") for result in results]
    assert any(message.startswith("features/borrowing.feature:") for message in messages)


def test_the_gherkin_reporter_shows_the_steps(library: Library) -> None:
    run = library.play(SOUND, "--gherkin-terminal-reporter", "-vv")
    assert "    Scenario: S\n" in run.text
    assert "        Then the outcome is free\n" in run.text


def test_scenarios_run_on_several_processors(library: Library) -> None:
    run = library.play(SOUND + UNSOUND.replace("S\n", "T\n", 1), "-n", "2")
    assert "expected refused, decided free" in run.only()
    assert len(run.played) == 2


def test_a_run_of_features_has_the_exit_codes_of_cssrules(
    library: Library, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    library.write("sound", GROWN_UP + SOUND)
    monkeypatch.chdir(library.folder)
    assert session.run_features([], Path("rules")) == 0
    assert "1 passed" in capfd.readouterr().out
    assert session.run_features(["features/sound.feature", "-k", "nobody"]) == 2
    library.write("unsound", GROWN_UP + UNSOUND)
    assert session.run_features([]) == 1
    (library.folder / "features").rename(library.folder / "elsewhere")
    assert session.run_features([]) == 2


# -- what the scenarios reach ------------------------------------------------------------------------

REACHING = """
  Scenario: Free
    When the case is decided
    Then the outcome is free

  Scenario: At the desk
    Given age is 9
    When the case is decided
    Then the outcome is desk only

  Scenario: Late
    Given the loans:
      | title | overdue |
      | Emma  | yes     |
      | Ivo   | yes     |
      | Lear  | yes     |
    And fines is £3
    When the case is decided
    Then the outcome is refused
    And Q2 is reader

  Scenario: A child pays with its parents
    Given age is 9
    And fines is £3
    When the case is decided
    Then Q2 is parent
"""


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "workers"])
def test_scenarios_that_reach_everything_pass(library: Library, options: Sequence[str]) -> None:
    found = library.play(REACHING, "--scenario-coverage", *options)
    assert found.code == 0
    assert "Loans of a library: 100 % of 14 rules, rows and answers are reached" in found.text
    assert "100 % of 10 ways that conditions can come out are tried" in found.text


@pytest.mark.parametrize("options", [(), ("-n", "2")], ids=["one process", "workers"])
def test_what_no_scenario_reaches_is_named_and_fails_the_run(
    library: Library, options: Sequence[str]
) -> None:
    desk, late, child = map(
        REACHING.index, ("  Scenario: At", "  Scenario: Late", "  Scenario: A c")
    )
    less = REACHING[:desk] + REACHING[late:child]
    found = library.play(less, "--scenario-coverage", *options)
    assert found.code == 1
    assert "71 % of 14" in found.text
    line = rule_line("PAY-1") + 9
    assert f"not reached: PAY-1/row/B (rules/library.yaml:{line}:" in found.text
    assert "not reached: Q2 answered parent" in found.text
    assert f"never: PAY-1/row/B/1 met (rules/library.yaml:{line}:" in found.text
    assert library.play(less).code == 0


def test_a_condition_that_comes_out_one_way_alone_is_named_and_fails_the_run(
    library: Library,
) -> None:
    path = library.folder / "rules" / "library.yaml"
    text = path.read_text(encoding="utf-8")
    path.write_text(
        text.replace("age is at least 18", "age is at least 18 or fines is above £99"), "utf-8"
    )
    found = library.play(REACHING, "--scenario-coverage")
    assert found.code == 1
    assert "100 % of 14 rules, rows and answers are reached" in found.text
    assert "91 % of 12 ways that conditions can come out are tried" in found.text
    place = f"(rules/library.yaml:{rule_line('AGE-1')}:"
    assert f"never: AGE-1/when/2 met {place}" in found.text


# -- many cases at once ------------------------------------------------------------------------------

STALLS = """\
policy: Stalls
version: "1"
effective: {from: 2024-01-01}
sources: {statute: {title: Statute of the market, paragraphs: 9}}
evidence:
  open: yes or no
  helpers: count between 0 and 9
entities:
  cook:
    fields: {skill: points between 1 and 5}
decisions:
  - {id: Q1, question: Does the stall open?, answer: opens, decided by: warden, main: yes}
rules:
  - {id: OPEN-1, title: Opens, basis: "statute, paragraph 1", define: opens, when: open}
portfolio:
  - id: LEND-1
    title: Helpers lent between stalls
    basis: statute, paragraph 2
    define: lenders
    for each: case
    where: helpers is 0
    choose: other
    such that all of:
      - that: other's helpers is at least 2
        if not: the other stall has too few
    prefer: [other's helpers]
    at most: [1 per case, 1 per other]
  - id: LEND-2
    title: Stalls helped
    basis: statute, paragraph 2
    define: help offered
    for each: case
    as: count of lenders where chosen
  - id: COOK-1
    title: Cooks who may help
    basis: statute, paragraph 3
    define: able
    for each: cook
    when: skill is at least 3
"""

MARKET = """\
Feature: A market
  Background:
    Given a portfolio of these cases:
      | id    | open | helpers |
      | pies  | yes  | 0       |
      | soups | yes  | 3       |
      | buns  | no   | 1       |
      | teas  | yes  |         |
    And in the portfolio these cooks:
      | id   | skill |
      | anna | 4     |
      | ben  | 2     |
"""

MANY = {
    "the portfolio is refused because a stall": "expected the portfolio to be refused, and it is let in",
    "LEND-1 proposes nobody for pies": "expected nobody for pies, LEND-1 proposes soups",
    "LEND-1 proposes buns for pies": "expected buns for pies, LEND-1 proposes soups",
    "LEND-1 may not pair pies with soups": "pies and soups may be paired by LEND-1",
    "LEND-1 may pair pies with buns": "pies and buns may not be paired by LEND-1",
    "LEND-1 cannot tell whether to pair pies with buns": "pies and buns may not be paired by LEND-1",
    "LEND-1 may pair pies with teas": "pies and teas cannot be said to be paired by LEND-1",
    "LEND-1 may pair soups with pies": "LEND-1 is not asked about soups",
    "LEND-1 is not asked about pies": "expected LEND-1 not to be asked about pies, and it is",
    "in the portfolio help offered of pies is 0": "expected help offered of pies to be 0, it is 1",
    "in the portfolio able of ben is yes": "expected able of ben to be yes, it is no",
    "in the portfolio Q1 of buns is yes": "expected Q1 of buns to be yes, it is no",
    "in the portfolio Q1 of buns is undecided": "expected Q1 of buns to be undecided, it is no",
    "LEND-2 proposes soups for pies": "no rule of the portfolio that pairs is called `LEND-2`",
    "LEND-1 proposes soups for pie": "the portfolio has no body `pie`",
    "in the portfolio helped of pies is 1": "no rule of the portfolio concludes `helped`",
}

MANY_HOLD = """
  Scenario: All that holds
    When the portfolio is decided
    Then LEND-1 proposes soups for pies
    And LEND-1 may pair pies with soups
    And LEND-1 may not pair pies with buns
    And LEND-1 cannot tell whether to pair pies with teas
    And LEND-1 is not asked about soups
    And in the portfolio help offered of pies is 1
    And in the portfolio able of anna is yes
    And in the portfolio Q1 of buns is no

  Scenario: One case is otherwise
    Given in the case of soups the helpers is 1
    When the portfolio is decided as of 1 March 2024
    Then LEND-1 proposes nobody for pies
"""


@pytest.fixture
def market(library: Library) -> Library:
    library.rules(STALLS)
    return library


def test_what_is_said_of_many_cases_holds_or_fails_with_why(market: Library) -> None:
    claims = "".join(
        f"\n  Scenario: {number}\n    When the portfolio is decided\n    Then {claim}\n"
        for number, claim in enumerate(MANY)
    )
    market.write("false", MARKET + claims)
    market.write("hold", MARKET + MANY_HOLD)
    found = market.run("features")
    assert [file for file, _ in found.failures] == ["false"] * len(MANY)
    for message, (_, failure) in zip(MANY.values(), found.failures, strict=True):
        assert message in failure


def test_scenarios_about_many_cases_reach_the_rules_over_them(market: Library) -> None:
    market.write("hold", MARKET + MANY_HOLD)
    found = market.run("features", "--scenario-coverage")
    assert "not reached: LEND-1" not in found.text
    assert "not reached: OPEN-1" in found.text


def test_a_portfolio_that_is_refused_fails_its_scenario(market: Library) -> None:
    market.write(
        "bad",
        MARKET
        + "\n  Scenario: S\n    Given in the case of soups the helpers is many\n"
        + "    When the portfolio is decided\n    Then LEND-1 proposes soups for pies\n",
    )
    assert "the portfolio is refused" in market.run("features").only()
