"""The views of the shipped policy on every shipped case."""

import re
from collections.abc import Iterator
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from cssrules.deciding import decide
from cssrules.decision import Decision, NodeKind, Status
from cssrules.door import read_case
from cssrules.language.compile import compile_policy
from cssrules.language.load import read_folder
from cssrules.policy import Policy
from cssrules.problem import Problems
from cssrules.views.gist import strands
from cssrules.views.html import html
from cssrules.views.picture import READABLE, fits_a4, svg
from cssrules.views.reasons import Graph, Outline
from cssrules.views.sketch import sketch
from cssrules.views.text import one_screen, reasons
from cssrules.views.tree import tree
from cssrules.views.words import finding

FOLDERS = ("cases/2012", "cases/areas", "cases/stories", "cases/examples")


@pytest.fixture(scope="module")
def policy() -> Policy:
    return compile_policy(read_folder(Path("rules")))


@pytest.fixture(scope="module")
def decisions(policy: Policy) -> dict[str, Decision]:
    return dict(_decided(policy))


def _decided(policy: Policy) -> Iterator[tuple[str, Decision]]:
    for file in sorted(file for folder in FOLDERS for file in Path(folder).glob("*.json")):
        try:
            case = read_case(file.read_bytes(), policy, str(file))
        except Problems:
            continue
        yield file.stem, decide(policy, case, engine=False)
        yield f"{file.stem}, sourced facts", decide(policy, case, sourced_only=True, engine=False)


def test_all_cases_of_2012_are_there(decisions: dict[str, Decision]) -> None:
    assert len(decisions) >= 52


def test_every_picture_can_be_read_on_a4(decisions: dict[str, Decision]) -> None:
    sizes = {name: fits_a4(svg(decision)) for name, decision in decisions.items()}
    assert not {name: size for name, size in sizes.items() if size < READABLE}


def test_no_box_of_a_picture_cuts_its_words(decisions: dict[str, Decision]) -> None:
    for name, decision in decisions.items():
        lines = [line for box in sketch(decision).boxes for line in box.lines]
        cut = [line for line in lines if "…" in line and "more in the text" not in line]
        assert not cut, name


LINES_OF_A_PAGE = 84
OF_A_LONG_STORY = {"surrey-and-sussex": 100}
"""A service that ends is asked nearly everything."""


def test_every_page_is_80_columns_and_84_lines_and_cuts_no_reason(
    decisions: dict[str, Decision],
) -> None:
    for name, decision in decisions.items():
        lines = one_screen(decision).splitlines()
        assert max(map(len, lines)) <= 80, name
        assert len(lines) <= OF_A_LONG_STORY.get(name, LINES_OF_A_PAGE), name
        assert "…" not in re.sub(r"… and [0-9]+ more", "", one_screen(decision)), name
        assert "(as above)" not in one_screen(decision), name


def test_every_deciding_fact_is_in_the_explanation(decisions: dict[str, Decision]) -> None:
    for name, decision in decisions.items():
        text = " ".join(reasons(decision).split())
        for node in decision.core.nodes:
            if node.decisive and node.kind is NodeKind.CONCLUSION:
                assert node.label in text or finding(node) in text, (name, node.id)


def test_every_answer_on_a_page_has_its_own_reason(decisions: dict[str, Decision]) -> None:
    for name, decision in decisions.items():
        page = one_screen(decision)
        graph = Graph(decision)
        main = strands(Outline(graph, decision.main))
        told = {strand.point.node.id for strand in main}
        for answer in decision.core.answers:
            if answer is decision.main or answer.status is Status.NOT_ASKED:
                continue
            if answer.node in graph.answering and graph.answering[answer.node].id in told:
                continue
            (said,) = re.findall(rf"^  {answer.id}  .*\n(?:        .*\n)*", page, re.MULTILINE)
            undecided = answer.status is Status.UNDECIDED
            reason = "ask for " if undecided else r"because |: |\n        [\w-]+(, [\w-]+)*\n$"
            assert re.search(reason, said), (name, said)


def test_no_page_has_a_tick_or_a_cross(decisions: dict[str, Decision]) -> None:
    for name, decision in decisions.items():
        for page in (reasons(decision), html(decision)):
            assert not set(page) & set("✓✗"), name


def test_every_page_and_tree_names_every_deciding_fact(decisions: dict[str, Decision]) -> None:
    for name, decision in decisions.items():
        page, whole = html(decision), tree(decision)
        for node in decision.core.nodes:
            if node.decisive and node.kind is NodeKind.EVIDENCE:
                assert node.id.partition("/")[0] in page, (name, node.id)
                assert node.id.partition("/")[0] in whole, (name, node.id)


def test_what_only_all_services_together_settle_names_the_command_that_does(
    policy: Policy,
) -> None:
    file = Path("cases/2012/west-mercia.json")
    decision = decide(policy, read_case(file.read_bytes(), policy, file.name), engine=False)
    text = " ".join(one_screen(decision).split())
    assert (
        "Q17, Q19 and Q19b wait for what is found over all services together (acquirers on offer, "
        "bidders on offer, groups others can take on, leaders on offer, pool leaders on offer): "
        "`cssrules portfolio FOLDER --case west-mercia` settles it." in text
    )
    brought = {name: Fraction(1) for name in decision.asks_together}
    settled = decide(
        policy, read_case(file.read_bytes(), policy, file.name), changes=brought, engine=False
    )
    answers = {answer.id: answer.status for answer in settled.core.answers}
    assert {answers[id] for id in ("Q17", "Q19", "Q19b")} == {Status.DECIDED}
    assert "over all services together" not in one_screen(settled)


def test_of_a_list_that_is_asked_for_the_missing_fields_are_named(policy: Policy) -> None:
    raw = Path("cases/2012/peninsula.json").read_text(encoding="utf-8")
    raw = raw.replace('"asked to leave on": "2012-03-30", ', "")
    case = read_case(raw.encode(), policy, "peninsula.json")
    decision = decide(policy, case, as_of=date(2015, 4, 1), engine=False)
    answer = next(a for a in decision.core.answers if a.id == "Q25")
    assert answer.ask_fields == (("customers", ("asked to leave on", "business case agreed")),)
    text = " ".join(one_screen(decision).split())
    assert "ask for customers (asked to leave on, business case agreed)" in text


def test_stages_that_rest_on_each_other_stay_joined_to_the_answer(policy: Policy) -> None:
    file = Path("cases/2012/arden.json")
    decision = decide(policy, read_case(file.read_bytes(), policy, file.name), engine=False)
    arrows = sketch(decision).arrows
    joined = {end for a in arrows for end in (a.start, a.end) if end.startswith("outcome:")}
    assert {"outcome:Q13", "outcome:Q28"} <= joined
    reached = {decision.main.node}
    while more := {a.end for a in arrows if a.start in reached} - reached:
        reached |= more
    assert joined <= reached
