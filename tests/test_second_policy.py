"""A policy from another field, decided end to end: what the library does is not about one field."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from cssrules.deciding import decide
from cssrules.decision import Decision
from cssrules.door import read_case
from cssrules.language.compile import compile_policy
from cssrules.language.load import read_folder
from cssrules.policy import EachBody, Pairing, Policy, Table
from cssrules.portfolio.door import read_portfolio
from cssrules.portfolio.propose import propose
from cssrules.proposal import PairingFound
from cssrules.values import Choice, Date, ListOf, Number, SetOf, Unit

ROOT = Path(__file__).parent.parent
HOME = Path(__file__).parent / "second_policy"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return compile_policy(read_folder(HOME / "rules"))


def decided(policy: Policy, name: str, day: date | None = None) -> Decision:
    raw = (HOME / "cases" / f"{name}.json").read_bytes()
    return decide(policy, read_case(raw, policy, name), as_of=day)


def test_it_uses_a_good_part_of_the_language(policy: Policy) -> None:
    assert len(policy.rules) == 13
    kinds = [evidence.kind for evidence in policy.evidence.values()]
    assert {Choice, Date, ListOf, Number} <= {type(kind) for kind in kinds}
    assert any(isinstance(kind, Choice) and kind.ordered for kind in kinds)
    assert any(isinstance(kind, Number) and kind.unit is Unit.MONEY for kind in kinds)
    assert any(isinstance(rule.kind, SetOf) for rule in policy.rules.values())
    hits = {rule.body.hit.value for rule in policy.rules.values() if isinstance(rule.body, Table)}
    assert hits == {"unique", "first", "collect"}
    assert len(policy.settings) == 6
    assert policy.properties
    assert {type(rule) for rule in policy.portfolio.values()} == {Pairing, EachBody}


@pytest.mark.parametrize(
    ("case", "day", "answers"),
    [
        ("dumpling-cart", date(2024, 3, 5), {"L1": "no", "L2": None}),
        ("dumpling-cart", None, {"L1": "yes", "L2": "three years"}),
        ("noodle-bar", None, {"L1": "yes", "L2": "one market day"}),
        ("soup-kitchen", None, {"L1": "yes", "L2": None}),
        ("pancake-tent", None, {"L1": "yes", "L2": "one market day"}),
    ],
)
def test_a_case_is_decided(
    policy: Policy, case: str, day: date | None, answers: dict[str, str | None]
) -> None:
    found = decided(policy, case, day)
    assert {answer.id: answer.answer for answer in found.core.answers} == answers
    assert not found.core.findings


def test_an_open_case_says_what_is_still_possible_and_what_to_ask_for(policy: Policy) -> None:
    main = decided(policy, "soup-kitchen").main
    assert set(main.possible) == {"refused"}
    assert "hygiene rating" in main.ask


def test_what_people_decided_is_told_where_it_departs(policy: Policy) -> None:
    main = decided(policy, "noodle-bar", date(2024, 3, 28)).main
    assert main.answer == "one market day"
    assert main.departs is not None
    assert (main.departs.answer, main.departs.by) == ("one season", "licensing committee")


def test_all_cases_together_have_pairs_and_what_they_feed(policy: Policy) -> None:
    together = propose(policy, read_portfolio(HOME / "cases", policy))
    (found,) = (f for f in together.proposal.found if isinstance(f, PairingFound))
    assert (found.asked, found.unclear) == (("pancake-tent",), ("soup-kitchen",))
    assert [(one.body, one.other) for one in found.proposed] == [
        ("pancake-tent", "dumpling-cart/Mei")
    ]
    fed = {case.key: dict(case.fed) for case in together.proposal.cases}
    assert fed["pancake-tent"] == {"cooks on loan": "1"}
    assert fed["soup-kitchen"] == {}
    assert together.case("pancake-tent").main.answer == "three years"


def test_the_command_line_decides_by_it() -> None:
    command = ["decide", "cases/dumpling-cart.json", "--format", "json"]
    program = Path(sys.executable).parent / "cssrules"
    done = subprocess.run(
        [program, *command], cwd=HOME, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stderr) == (0, "")
    answers = {a["id"]: a["answer"] for a in json.loads(done.stdout)["core"]["decisions"]}
    assert answers == {"L1": "yes", "L2": "three years"}


# -- no policy in the library ------------------------------------------------------------------------

FIELD = re.compile(r"\b(csss?|ccgs?|bdu|nhs|commissioning|checkpoint|oversight)\b", re.IGNORECASE)
"""Words of the field of rules/. The package's own name is one word, and not among them."""


EXAMPLE_OF_AN_ID = "LEAD-1"
"""What a hint of the language shows an author who wrote no id."""


def library_files() -> Iterator[Path]:
    for folder in (ROOT / "cssrules", ROOT / "cli"):
        for path in sorted(folder.rglob("*")):
            if path.suffix in {".py", ".lark", ".jinja"}:
                yield path


def test_no_word_of_the_first_policys_field_is_in_the_library() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()}"
        for path in library_files()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1)
        if FIELD.search(line)
    ]
    assert not found


def spoken(path: Path) -> Iterator[str]:
    """The texts that a module works with: its literals, but for docstrings."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield node.value


def test_no_term_of_a_policy_is_in_the_library(policy: Policy) -> None:
    first = compile_policy(read_folder(ROOT / "rules"))
    terms = set[str]()
    for each in (first, policy):
        terms |= {*each.evidence, *each.settings, *each.defining, *each.rules}
        for kind in (*(e.kind for e in each.evidence.values()), *each.choices.values()):
            terms |= set(kind.options) if isinstance(kind, Choice) else set()
    # A single word may well be one of English; two together, or an id, are the policy's own.
    own = {term for term in terms if " " in term or "-" in term} - {EXAMPLE_OF_AN_ID}
    assert len(own) > 100
    any_of_them = re.compile(rf"\b(?:{'|'.join(map(re.escape, sorted(own)))})\b")
    found = [
        f"{path.relative_to(ROOT)}: {term}"
        for path in library_files()
        if path.suffix == ".py"
        for text in spoken(path)
        for term in any_of_them.findall(text)
    ]
    assert not found
