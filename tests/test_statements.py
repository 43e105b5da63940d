"""Every paragraph of the two papers is accounted for, and every source is of use."""

import json
from pathlib import Path

import pytest

from cssrules import Policy, load_policy
from cssrules.policy import Basis

ROOT = Path(__file__).parent.parent
PAPERS = {"leak": 27, "briefing": 21}
SCENE_SETTING = {
    "leak": {1, 3, 8, 20, 23, 24, 25, 26, 27},
    "briefing": {3, 14, 15, 18, 21},
}
"""The paragraphs from which no rule need follow."""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "rules")


@pytest.mark.parametrize(("paper", "paragraphs"), PAPERS.items())
def test_each_paragraph_of_a_paper_is_told(policy: Policy, paper: str, paragraphs: int) -> None:
    told = {s.paragraph for s in policy.statements if s.source == paper}
    assert told == set(range(1, paragraphs + 1))


@pytest.mark.parametrize("paper", PAPERS)
def test_only_scene_setting_is_out_of_scope(policy: Policy, paper: str) -> None:
    left_out = {s.paragraph for s in policy.statements if s.source == paper and s.out_of_scope}
    encoded = {s.paragraph for s in policy.statements if s.source == paper and s.encoded_by}
    assert left_out <= SCENE_SETTING[paper]
    assert encoded.isdisjoint(left_out)


def test_a_statement_is_a_sentence_and_quotes_nothing(policy: Policy) -> None:
    for statement in policy.statements:
        assert statement.says.endswith("."), statement.id
        assert '"' not in statement.says, statement.id
        assert "“" not in statement.says, statement.id


def test_every_question_of_the_process_is_asked(policy: Policy) -> None:
    asked = {question.id for question in policy.questions}
    assert {f"Q{number:02}" for number in range(1, 34)} <= asked


def test_every_source_is_cited_by_a_rule_a_setting_a_conflict_or_a_case(policy: Policy) -> None:
    rules = [*policy.rules.values(), *policy.portfolio.values()]
    rules += [rule for one in policy.portfolio.values() for rule in one.policy.rules.values()]
    basis: list[Basis] = [part for rule in rules for part in rule.basis]
    for rule in rules:
        for row in getattr(getattr(rule, "body", None), "rows", ()):
            basis.extend(row.basis)
    basis.extend(part for stated in policy.properties for part in stated.basis)
    cited = {part.source for part in basis}
    anchors = " ".join(setting.anchor for setting in policy.settings.values())
    between = " ".join(" ".join(conflict.between) for conflict in policy.conflicts)
    cases = sorted((ROOT / "cases").glob("*/*.json"))
    for file in (file for file in cases if not file.stem.startswith("bad-")):
        tree = json.loads(file.read_bytes())
        parts = [*tree.get("evidence", ()), *tree.get("events", ())]
        cited |= {part.get("source") for part in parts}
        between += " ".join([str(tree.get("notes", "")), *(part.get("note", "") for part in parts)])
    idle = {t for t in policy.papers if t not in cited and t not in anchors and t not in between}
    assert idle == set()
