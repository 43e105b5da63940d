"""The map of a policy and the page of a rule: what analysts see of what they wrote."""

import json
import re
from pathlib import Path

import pytest

import cssrules
from cssrules.language.compile import compile_policy
from cssrules.language.load import read_folder
from cssrules.policy import Policy
from cssrules.source import Source
from cssrules.views import graph_map
from cssrules.views.rule_page import rule_page

RULES = """
policy: Allotments
version: 2.1
sources:
  act: {title: Allotments Act, paragraphs: 12}
settings:
  longest wait:
    {type: days between 0 days and 900 days, default: 365 days, owner: clerk, reason: a year}
  usual plot: {type: "choice of none, half, whole", default: half, owner: clerk, reason: habit}
evidence:
  waited: {type: days between 0 days and 900 days, better: higher}
  resident: yes or no
  rent paid: yes or no
rules:
  - id: ELIG-1
    title: May hold a plot
    basis: act, paragraph 3
    define: eligible
    when all of:
      - that: resident
        if not: does not live in the parish
      - any of:
          - that: waited is at least longest wait
            if so: "waited {waited}"
          - rent paid
    if unknown: not met
    note: read with the by-laws
  - id: PLOT-1
    title: Plot
    basis: act, paragraph 4; setting, the clerk's habit
    define: plot
    type: choice of none, half, whole
    hit policy: first
    table: |
      | row | eligible | waited         | plot       | because         | basis            |
      | A   | no       | -              | none       | is not eligible | act, paragraph 4 |
      | B   | -        | above 700 days | whole      | waited long     | act, paragraph 6 |
      | C   | -        | -              | usual plot | -               | act, paragraph 4 |
  - id: LOOSE-1
    title: Nobody asks
    basis: act, paragraph 5
    define: loose
    when: rent paid
decisions:
  - {id: D1, question: Which plot?, answer: plot, decided by: clerk, asked when: resident, main: yes}
"""


RECORDS = """
policy: Plots
version: "1"
sources: {act: Allotments Act}
records:
  plot: {dug on: date between 1 January 2012 and 31 December 2013, large: yes or no}
  task: {what: text, by: date between 1 January 2012 and 31 December 2013}
evidence: {plots: "list of plot, at most 9"}
rules:
  - id: PLOT-1
    title: Whether a plot lies fallow
    basis: act, page 1
    for each: plot
    define: fallow
    when: dug on is before 20 working days before decision day
  - id: PLOT-2
    title: Whether it is to be given up
    basis: act, page 2
    for each: plot
    define: to be given up
    when: large and fallow
  - id: TASK-1
    title: What is to be done
    basis: act, page 3
    define: tasks
    type: list of task, at most 2
    hit policy: collect
    table: |
      | row | some plot has to be given up | what         | by                               |
      | ask | yes                          | "ask around" | 1 working day after decision day |
decisions:
  - {id: D1, question: What is to be done?, answer: tasks, decided by: clerk}
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return compile_policy([Source("allotments.yaml", RULES)])


def test_the_map_in_text_goes_from_questions_to_rules_to_evidence(policy: Policy) -> None:
    text = graph_map.text(policy)
    assert "1 questions, 3 rules, 3 facts, 2 settings" in text
    order = [
        "D1  Which plot?",
        "PLOT-1 plot",
        "ELIG-1 eligible",
        "Rules that no question",
        "LOOSE-1",
    ]
    places = [text.index(words) for words in order]
    assert places == sorted(places)
    assert "waited: days between 0 days and 900 days step 1 day  [ELIG-1, PLOT-1]" in text


def test_the_map_in_json_has_the_ids_of_a_decision(policy: Policy) -> None:
    whole = json.loads(graph_map.json(policy))
    assert whole["schema"] == "cssrules/map/1"
    kinds = {node["id"]: node["kind"] for node in whole["nodes"]}
    assert kinds == {
        "outcome:D1": "outcome",
        "PLOT-1": "conclusion",
        "ELIG-1": "conclusion",
        "LOOSE-1": "conclusion",
        "waited": "evidence",
        "resident": "evidence",
        "rent paid": "evidence",
        "setting:longest wait": "setting",
        "setting:usual plot": "setting",
    }
    edges = {(edge["from"], edge["to"]) for edge in whole["edges"]}
    assert edges == {
        ("resident", "ELIG-1"),
        ("waited", "ELIG-1"),
        ("rent paid", "ELIG-1"),
        ("rent paid", "LOOSE-1"),
        ("setting:longest wait", "ELIG-1"),
        ("ELIG-1", "PLOT-1"),
        ("waited", "PLOT-1"),
        ("setting:usual plot", "PLOT-1"),
        ("PLOT-1", "outcome:D1"),
        ("resident", "outcome:D1"),
    }


def test_the_map_is_drawn_question_by_question_with_what_each_rule_reads(policy: Policy) -> None:
    text = graph_map.dot(policy)
    assert text.count("rounded") == 3
    assert text.count("peripheries=2") == 1
    assert "rule ELIG-1" in graph_map.svg(policy)
    assert "question D1" in graph_map.mermaid(policy)
    boxes = {box.id: " ".join(box.lines) for box in graph_map.sketched(policy).boxes}
    assert boxes["ELIG-1"] == "rule ELIG-1 eligible reads rent paid, resident, waited"
    assert boxes["outcome:D1"].endswith("asked when: resident")
    assert {(a.start, a.end) for a in graph_map.sketched(policy).arrows} == {
        ("ELIG-1", "PLOT-1"),
        ("PLOT-1", "outcome:D1"),
    }


@pytest.fixture(scope="module")
def shipped() -> Policy:
    return compile_policy(read_folder(Path("rules")))


def test_the_map_of_many_rules_shows_each_question_with_the_names_of_its_rules(
    shipped: Policy,
) -> None:
    drawn = graph_map.sketched(shipped)
    boxes = {box.id: " ".join(box.lines) for box in drawn.boxes}
    assert boxes.keys() == {*(f"outcome:{q.id}" for q in shipped.questions), *shipped.portfolio}
    assert drawn.arrows == ()
    asked = boxes["outcome:Q14"]
    assert asked.startswith("question Q14 (Monitoring) What becomes of the board's support")
    assert "MON-13, MON-14, MON-15 rests on" in asked
    assert "Q13" in asked.partition("rests on")[2]


def test_no_arrow_of_the_map_leaves_its_question_and_what_it_would_lead_to_is_named(
    shipped: Policy,
) -> None:
    drawn = {q.id: graph_map.sketched(shipped, q.id) for q in shipped.questions}
    for id, sheet in drawn.items():
        above = {arrow.start: arrow.end for arrow in sheet.arrows}
        for box in sheet.boxes:
            top = box.id
            while top in above:
                top = above[top]
            assert top == f"outcome:{id}", box.id
    rules = [box.id for sheet in drawn.values() for box in sheet.boxes if box.id in shipped.rules]
    assert len(rules) == len(set(rules)), "each rule is drawn once"
    boxes = {box.id: " ".join(box.lines) for box in drawn["Q10"].boxes}
    assert "plan can be agreed (Q09)" in boxes["OUT-4"]


def test_the_map_of_the_shipped_policy_and_of_each_question_can_be_read_on_a3(
    shipped: Policy,
) -> None:
    for id in (None, *(question.id for question in shipped.questions)):
        picture = graph_map.svg(shipped, id)
        width, height = map(float, re.findall(r'viewBox="0.00 0.00 ([\d.]+) ([\d.]+)"', picture)[0])
        long, short = 1191 - 56, 842 - 56
        assert 10 * min(long / width, short / height) >= 6, id


def test_one_question_is_drawn_with_its_rules_and_told_with_what_these_read(policy: Policy) -> None:
    assert {box.id for box in graph_map.sketched(policy, "D1").boxes} == {
        "outcome:D1",
        "ELIG-1",
        "PLOT-1",
    }
    text = graph_map.text(policy, "D1")
    assert text.startswith("D1  Which plot?\n")
    assert "ELIG-1 eligible" in text
    assert "LOOSE-1" not in text
    whole = json.loads(graph_map.json(policy, "D1"))
    assert {node["id"] for node in whole["nodes"]} == {
        "outcome:D1", "PLOT-1", "ELIG-1", "waited", "resident", "rent paid",
        "setting:longest wait", "setting:usual plot",
    }  # fmt: skip
    assert {"from": "rent paid", "to": "LOOSE-1"} not in whole["edges"]


def test_the_page_of_a_rule_keeps_the_authors_structure_and_words(policy: Policy) -> None:
    page = rule_page(policy, "ELIG-1")
    assert page.startswith("ELIG-1  May hold a plot\n  defines: eligible, yes or no\n")
    assert (
        """eligible: yes when
  all of:
    - resident: yes
        if not: “does not live in the parish”
    any of:
      - waited is at least longest wait (365 days, policy setting)
          if so: “waited {waited}”
      - rent paid: yes
If that is not known, eligible is no.
"""
        in page
    )
    assert "note: read with the by-laws" in page
    assert "act, paragraph 3: Allotments Act" in page
    assert "longest wait: 365 days - a year (owner: clerk)" in page
    assert "Is read by\n  PLOT-1\n" in page
    assert f"Written at {policy.rules['ELIG-1'].place}" in page


def test_the_page_of_a_table_says_each_row_in_english(policy: Policy) -> None:
    page = rule_page(policy, "PLOT-1")
    assert "Table (first): the first row that applies gives plot" in page
    assert "B: whole\n      if waited is above 700 days\n      because “waited long”\n" in page
    assert "because “waited long”\n      rests on act, paragraph 6\n" in page
    assert "C: usual plot (half, policy setting)\n      in any case\n" in page
    assert "policy setting: the clerk's habit" in page
    assert "Is read by\n  D1\n" in page


def records() -> Policy:
    return compile_policy([Source("plots.yaml", RECORDS)])


def test_the_page_of_a_rule_for_each_says_of_what_it_concludes_and_what_reads_that() -> None:
    page = rule_page(records(), "PLOT-1")
    assert "defines: fallow, yes or no\n  for each plot\n" in page
    assert "- dug on is before 20 working days before decision day" in page
    assert "Reads\n  decision day (the day that the decision is taken as of)\n  plots (evi" in page
    assert "Is read by\n  PLOT-2\n" in page
    assert "fallow (PLOT-1)\n" in rule_page(records(), "PLOT-2")


def test_the_page_of_a_table_that_collects_says_what_each_row_makes() -> None:
    page = rule_page(records(), "TASK-1")
    assert "Table (collect): each row that applies gives a record of tasks" in page
    assert "ask: a task: what “ask around”, by 1 working day after decision day\n" in page
    assert "to be given up (PLOT-2)\n" in page
    assert "Is read by\n  D1\n" in page


def test_the_map_goes_through_the_conclusions_of_items() -> None:
    text = graph_map.text(records())
    assert "TASK-1 tasks: What is to be done" in text
    assert "    PLOT-2 to be given up of each plot: Whether it is" in text
    edges = {(e["from"], e["to"]) for e in json.loads(graph_map.json(records()))["edges"]}
    assert {("PLOT-1", "PLOT-2"), ("PLOT-2", "TASK-1"), ("plots", "PLOT-1")} <= edges
    boxes = {box.id: " ".join(box.lines) for box in graph_map.sketched(records()).boxes}
    assert boxes["PLOT-1"].startswith("rule PLOT-1 fallow of each plot")


def test_a_changed_setting_says_what_the_policy_says(policy: Policy) -> None:
    from fractions import Fraction  # noqa: PLC0415 # because only this test needs it

    changed = policy.with_settings({"longest wait": Fraction(30)})
    assert "longest wait: 30 days (the policy says 365 days)" in rule_page(changed, "ELIG-1")


def test_every_page_of_the_shipped_policy_is_80_columns_wide(shipped: Policy) -> None:
    for id in shipped.rules:
        long = [line for line in rule_page(shipped, id).splitlines() if len(line) > 80]
        assert not long, id


# -- properties --------------------------------------------------------------------------------------


def test_a_property_has_a_page_of_its_own() -> None:
    stated = "never: eligible and waited is below longest wait, basis: 'act, paragraph 3'"
    text = f"{RULES}\nproperties:\n  - {{id: SAFE-1, {stated}}}\n"
    rules = compile_policy([Source("allotments.yaml", text)])
    page = cssrules.render_rule(rules, "safe-1")
    assert page.startswith(
        "SAFE-1  Never: eligible is yes and waited is below longest wait (365 days"
    )
    assert "  asked of every decision, whatever people decided\n" in page
    assert "Rests on\n  act, paragraph 3: Allotments Act\n" in page
    assert "longest wait: 365 days - a year (owner: clerk)" in page
    assert "Reads\n  eligible (ELIG-1)\n  waited (evidence)\n" in page
    with pytest.raises(cssrules.Problems) as told:
        cssrules.render_rule(rules, "SAFE-9")
    assert told.value.found[0].help == "the nearest: SAFE-1"
