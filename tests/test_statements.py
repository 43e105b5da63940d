"""Every paragraph of the two papers is accounted for, and every source is of use."""

import json
from pathlib import Path

import pytest

from cssrules import Policy, load_policy
from cssrules.language.compile import compile_policy
from cssrules.language.load import read_folder
from cssrules.policy import Basis
from cssrules.problem import Kind, Problems
from cssrules.source import Source

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
def test_a_paper_says_which_of_its_paragraphs_set_the_scene(policy: Policy, paper: str) -> None:
    assert set(policy.papers[paper].may_be_out_of_scope or ()) == SCENE_SETTING[paper]


@pytest.mark.parametrize("paper", PAPERS)
def test_the_check_fails_on_any_other_paragraph_that_is_out_of_scope(
    policy: Policy, paper: str
) -> None:
    sources = read_folder(ROOT / "rules")
    others = set(range(1, PAPERS[paper] + 1)) - SCENE_SETTING[paper]
    added = "\n".join(
        f"  - {{id: {paper}-{number}-more, source: {paper}, paragraph: {number}, "
        "says: More., out of scope: because}"
        for number in range(1, PAPERS[paper] + 1)
    )
    spoilt = Source(str(ROOT / "rules/more.yaml"), f"statements:\n{added}\n")
    with pytest.raises(Problems) as told:
        compile_policy([*sources, spoilt], documented=True)
    assert sorted(problem.message for problem in told.value.found) == sorted(
        f"paragraph {number} of `{paper}` may not be out of scope" for number in others
    )
    assert {problem.kind for problem in told.value.found} == {Kind.STATEMENT}
    assert compile_policy([*sources, spoilt]).rules == policy.rules


@pytest.mark.parametrize(
    ("written", "count", "place", "message"),
    [
        ("[1, 3-4]", 3, "2:69", "`paper` has no paragraph 4"),
        ("[0]", 3, "2:66", "`paper` has no paragraph 0"),
        ("[two]", 3, "2:66", "`may be out of scope` lists paragraphs"),
        ("[3-2]", 3, "2:66", "`may be out of scope` lists paragraphs"),
        ("[1]", None, "2:51", "`paper` has no paragraph 1"),
    ],
)
def test_a_list_of_scene_setting_names_paragraphs_of_its_paper(
    written: str, count: int | None, place: str, message: str
) -> None:
    counted = "" if count is None else f"paragraphs: {count}, "
    head = "policy: p\nsources: {paper: {title: T, "
    text = f"{head}{counted}may be out of scope: {written}}}}}\nversion: '1'\n"
    with pytest.raises(Problems) as told:
        compile_policy([Source("p.yaml", text)])
    (found,) = told.value.found
    assert (str(found.place), found.message) == (f"p.yaml:{place}", message)


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
