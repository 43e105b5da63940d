"""A policy that goes on after its outcome: what people decided, records, days, and what is shown."""

import json
from dataclasses import replace
from datetime import date

import pytest

from cssrules.case import Case, Decided, Entry
from cssrules.cone import part_of
from cssrules.deciding import decide
from cssrules.decision import Decision, NodeKind, as_json
from cssrules.language.compile import compile_policy
from cssrules.policy import Policy
from cssrules.problem import Problems
from cssrules.rendering import render, render_report, render_sources, sources_are_covered
from cssrules.source import Source
from cssrules.values import Item

POLICY = """
policy: Allotments
version: "1"
effective: {from: 2020-01-01}
sources: {charter: {title: Charter of the allotments, paragraphs: 3}}
holidays:
  - {on: 2020-05-08, name: a holiday}
types:
  day: date between 1 January 2020 and 31 December 2021
records:
  task: {due: day, done on: day, heavy: yes or no}
  line: {what: text, by: day}
settings:
  term: {type: count between 0 and 30, default: 5, owner: warden, reason: a working week}
evidence:
  soil: scale of bad, fair, good
  fence: yes or no
  path: yes or no
  agreed on: day
  tasks: {type: "list of task, at most 9"}
decisions:
  - {id: Q1, question: How does the plot go on?, answer: standing, decided by: warden, main: yes,
     stage: Inspection}
  - {id: Q2, question: What is to be done?, answer: lines, decided by: warden, stage: Plan,
     shown by: plan, asked when: standing is not given up}
  - {id: Q3, question: Is the plot on course?, answer: on course, decided by: warden, stage: Watch,
     shown by: monitor, asked when: standing is not given up}
statements:
  - id: c1
    source: charter
    paragraph: 1
    says: The warden says how a plot goes on.
    encoded by: [ST-1]
  - id: c2
    source: charter
    paragraph: 2
    says: A plot with faults gets a list of things to do.
    encoded by: [LINE-1, MON-1]
  - id: c3
    source: charter
    paragraph: 3
    says: The charter hangs in the shed.
    out of scope: nothing follows from where it hangs
rules:
  - id: ST-1
    title: Standing
    basis: charter, paragraph 1
    define: standing
    type: scale of given up, watched, kept
    hit policy: first
    table: |
      | row  | soil | standing | because           |
      | bad  | bad  | given up | the soil is bad   |
      | fair | fair | watched  | the soil is fair  |
      | good | good | kept     | the soil is good  |
  - id: LINE-1
    title: What is to be done
    basis: charter, paragraph 2
    define: lines
    type: list of line, at most 2
    hit policy: collect
    table: |
      | row   | fence | path | what            | by                                 | because           |
      | fence | no    | -    | "mend a fence"  | term working days after agreed on | the fence is down |
      | path  | -     | no   | "clear a path"  | decision day                       | -                 |
  - id: MON-1
    title: Status of a task
    basis: charter, paragraph 2
    for each: task
    define: status
    type: scale of missed, open, done
    hit policy: first
    table: |
      | row    | done on | due                 | status | because             |
      | done   | known   | -                   | done   | it is done          |
      | missed | unknown | before decision day | missed | its day has passed  |
      | open   | -       | -                   | open   | there is still time |
  - id: MON-2
    title: On course
    basis: charter, paragraph 2
    define: on course
    when: no task has (status is missed and heavy)
"""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return compile_policy([Source("allotments.yaml", POLICY)])


def task(id: str, due: date, *, done: date | None = None, heavy: bool = False) -> Item:
    return Item(id, {"due": due, "done on": done, "heavy": heavy})


MARCH, MAY, JUNE = date(2020, 3, 2), date(2020, 5, 4), date(2020, 6, 1)
ENTRIES = (
    Entry("soil", "fair", MARCH, MARCH),
    Entry("fence", value=False, on=MARCH, reported=MARCH),
    Entry("path", value=True, on=MARCH, reported=MARCH),
    Entry("agreed on", MAY, MAY, MAY),
    Entry("tasks", (task("hedge", JUNE, heavy=True), task("shed", JUNE)), MAY, MAY),
    Entry("tasks", (task("shed", JUNE, done=JUNE),), JUNE, JUNE),
)
PLOT = Case("plot-7", "Plot 7", ENTRIES)


def said(decision: Decision, id: str) -> str | None:
    return next(answer.answer for answer in decision.core.answers if answer.id == id)


def held(decision: Decision, name: str) -> dict[str, dict[str, str]]:
    found = next(found for found in decision.core.lists if found.name == name)
    return {item.id: dict(item.values) for item in found.items}


# -- over time ---------------------------------------------------------------------------------------


def test_a_missed_day_is_told_by_the_day_that_the_decision_is_taken_as_of(policy: Policy) -> None:
    before, after = (decide(policy, PLOT, as_of=day) for day in (MAY, date(2020, 6, 2)))
    assert held(before, "tasks")["hedge"]["status"] == "open"
    assert said(before, "Q3") == "yes"
    assert held(after, "tasks")["hedge"]["status"] == "missed"
    assert held(after, "tasks")["shed"] == {
        "due": "2020-06-01", "done on": "2020-06-01", "heavy": "no", "status": "done",
    }  # fmt: skip
    assert said(after, "Q3") == "no"


def test_working_days_leave_out_the_weekend_and_holidays(policy: Policy) -> None:
    lines = held(decide(policy, PLOT, as_of=MAY), "lines")
    assert lines == {"fence": {"what": "mend a fence", "by": "2020-05-12"}}


def test_a_line_that_may_be_needed_is_not_sure(policy: Policy) -> None:
    case = replace(PLOT, entries=tuple(e for e in ENTRIES if e.fact != "path"))
    decision = decide(policy, case, as_of=MAY)
    found = next(found for found in decision.core.lists if found.name == "lines")
    assert [(item.id, item.sure) for item in found.items] == [("fence", True), ("path", False)]
    assert said(decision, "Q2") is None
    assert not found.known


# -- what people decided -----------------------------------------------------------------------------

GIVEN_UP = Decided("Q1", "warden", "given up", MAY, "the plot floods")


def test_later_decisions_build_on_what_people_decided(policy: Policy) -> None:
    decision = decide(policy, replace(PLOT, events=(GIVEN_UP,)), as_of=JUNE)
    assert said(decision, "Q1") == "watched"
    assert decision.main.departs is not None
    assert {a.status.value for a in decision.core.answers if a.id != "Q1"} == {"not asked"}
    assert decision.core.builds_on == ("Q1",)
    node = decision.node("decided:Q1")
    assert (node.kind, node.value) == (NodeKind.DECIDED, "given up")
    page = render(decision, "text")
    assert "PEOPLE DEPARTED FROM THE POLICY" in page.splitlines()[0]
    assert "BUILDS ON WHAT PEOPLE DECIDED: of Q1." in page
    departed = "So the policy says. The warden decided GIVEN UP, and later answers build on that."
    assert departed in " ".join(page.split())


def test_what_was_decided_later_than_the_day_is_not_built_on(policy: Policy) -> None:
    decision = decide(policy, replace(PLOT, events=(GIVEN_UP,)), as_of=date(2020, 5, 3))
    assert decision.core.builds_on == ()
    assert said(decision, "Q3") is not None or decision.core.answers[2].status.value == "undecided"


def test_retaking_asks_later_questions_anew_and_says_so(policy: Policy) -> None:
    decision = decide(policy, replace(PLOT, events=(GIVEN_UP,)), as_of=JUNE, retake=True)
    assert said(decision, "Q3") is not None
    assert decision.core.builds_on == ()
    assert decision.main.departs is not None
    assert as_json(decision)["retaken"] is True
    assert "RETAKEN" in render(decision, "text")


def test_an_answer_that_the_policy_does_not_have_is_told_and_not_built_on(policy: Policy) -> None:
    event = replace(GIVEN_UP, answer="sold")
    decision = decide(policy, replace(PLOT, events=(event,)), as_of=JUNE)
    assert decision.main.departs is not None
    assert decision.core.builds_on == ()


def test_without_any_date_a_rule_that_asks_for_the_day_must_be_given_it() -> None:
    text = POLICY.replace("effective: {from: 2020-01-01}\n", "")
    undated = Case("p", "P", (Entry("soil", "fair"),))
    with pytest.raises(Problems, match="the day to decide as of"):
        decide(compile_policy([Source("allotments.yaml", text)]), undated)


# -- what is shown -----------------------------------------------------------------------------------


def test_the_plan_tells_each_line_and_why_it_is_there(policy: Policy) -> None:
    text = render_report(decide(policy, PLOT, as_of=MAY), "plan", "text")
    assert "Q2  What is to be done?" in text
    assert (
        "1. fence\n   what: mend a fence\n   by: 12 May 2020\n   because the fence is down" in text
    )
    assert "Q3" not in text


def test_what_is_not_asked_has_no_plan_and_says_why(policy: Policy) -> None:
    decision = decide(policy, replace(PLOT, events=(GIVEN_UP,)), as_of=JUNE)
    for form in ("text", "markdown"):
        text = render_report(decision, "plan", form)
        assert "mend a fence" not in text
        assert "the warden decided: given up, on 4 May 2020" in text


def test_the_plan_says_what_is_not_settled(policy: Policy) -> None:
    case = replace(PLOT, entries=tuple(e for e in ENTRIES if e.fact != "path"))
    text = render_report(decide(policy, case, as_of=MAY), "plan", "text")
    assert "Not settled, for want of evidence: 1 more may be needed\n  ? path: " in text
    assert "? path: path: not known" in text


def test_monitoring_groups_the_records_worst_first_and_says_why(policy: Policy) -> None:
    text = render_report(decide(policy, PLOT, as_of=date(2020, 6, 2)), "monitor", "text")
    assert text.index("missed (1)") < text.index("done (1)")
    assert "because its day has passed" in text
    assert "on course" in text.casefold()


def test_monitoring_heads_what_is_so_or_not_so_in_words() -> None:
    top, _, rest = POLICY.partition("    define: status\n")
    below = rest[rest.index("  - id: MON-2") :].replace("(status is missed and heavy)", "overdue")
    when = "    define: overdue\n    when: done on is unknown and due is before decision day\n"
    overdue = compile_policy([Source("allotments.yaml", top + when + below)])
    text = render_report(decide(overdue, PLOT, as_of=date(2020, 6, 2)), "monitor", "text")
    lines = text.splitlines()
    assert "2 tasks" in lines
    assert "  overdue (1)" in lines
    assert "  not so: overdue (1)" in lines
    assert not any(line.startswith(("  yes (", "  no (")) for line in lines)


def test_a_report_as_markdown_is_a_table_in_which_no_text_is_markup(policy: Policy) -> None:
    case = replace(PLOT, name="Plot | <b>7</b>")
    text = render_report(decide(policy, case, as_of=MAY), "plan", "markdown")
    assert "| line | what | by | because |" in text
    assert "| fence | mend a fence | 12 May 2020 | the fence is down |" in text
    markdown = render_report(decide(policy, PLOT, as_of=JUNE), "monitor", "markdown")
    assert "\\|" not in markdown
    assert "| task | status |" in markdown


def test_a_reports_json_is_the_decisions(policy: Policy) -> None:
    decision = decide(policy, PLOT, as_of=MAY)
    assert json.loads(render_report(decision, "plan", "json")) == as_json(decision)


def test_a_policy_without_the_report_says_how_to_have_one(policy: Policy) -> None:
    bare = compile_policy([Source("a.yaml", POLICY.replace("shown by: plan, ", ""))])
    with pytest.raises(Problems, match="no decision of the policy is shown by `plan`"):
        render_report(decide(bare, PLOT, as_of=MAY), "plan", "text")
    assert render_report(decide(policy, PLOT, as_of=MAY), "plan", "text")


def test_one_page_tells_the_later_stages_and_why(policy: Policy) -> None:
    page = render(decide(policy, PLOT, as_of=date(2020, 6, 2)), "text")
    assert "\nPlan\n  Q2" in page
    assert "        fence\n" in page
    assert "\nWatch\n  Q3" in page


def test_the_picture_has_a_box_for_each_later_stage(policy: Policy) -> None:
    drawn = render(decide(policy, PLOT, as_of=JUNE), "dot")
    assert "PLAN\\lQ2 lines: 1 line\\l" in drawn
    assert "WATCH\\lQ3 on course: yes\\l" in drawn


# -- sources -----------------------------------------------------------------------------------------


def test_sources_tell_what_rests_on_each_paragraph(policy: Policy) -> None:
    text = render_sources(policy, "text")
    assert "charter: 100 % of 3 paragraphs: 2 encoded, 1 out of scope" in text
    assert "-> LINE-1, MON-1" in text
    assert "-> out of scope: nothing follows from where it hangs" in text
    assert "term: 5" in text
    assert "because a working week" in text
    assert sources_are_covered(policy)


def test_a_paragraph_without_a_statement_is_an_orphan() -> None:
    text = POLICY[: POLICY.index("statements:")] + POLICY[POLICY.index("rules:") :]
    bare = compile_policy([Source("a.yaml", text)])
    assert not sources_are_covered(bare)
    assert "ORPHAN: no statement accounts for it (cited by ST-1)" in render_sources(bare, "text")
    assert json.loads(render_sources(bare, "json"))["sources"][0]["orphans"] == [1, 2, 3]


def test_sources_as_markdown_have_a_row_for_each_statement(policy: Policy) -> None:
    text = render_sources(policy, "markdown")
    assert "| 2 | A plot with faults gets a list of things to do. | LINE-1, MON-1 |" in text
    assert "| Q2 | What is to be done? | LINE-1 |" in text


# -- asked anew ----------------------------------------------------------------------------------------

ANEW = """
policy: Anew
version: "1"
effective: {from: 2012-01-01}
sources: {paper: A paper}
records:
  keeper: {came on: date between 1 January 2012 and 31 December 2013, for good: yes or no}
evidence:
  tidy: yes or no
  closed: yes or no
  keepers: list of keeper, at most 5
rules:
  - {id: KEEP-1, title: Kept, basis: "paper, section 1", define: kept, when: tidy}
  - {id: LAST-1, title: Last, basis: "paper, section 1", define: last keeper,
     as: highest of came on across keepers where (for good and not shut)}
  - {id: SHUT-1, title: Shut, basis: "paper, section 1", define: shut, when: closed}
  - {id: HELP-1, title: Help, basis: "paper, section 1", define: help given, when: not kept}
decisions:
  - {id: Q1, question: Is it kept?, answer: kept, decided by: board, decided anew from: [last keeper],
     main: yes}
  - {id: Q2, question: Is help given?, answer: help given, decided by: board}
  - {id: Q3, question: Is it shut?, answer: shut, decided by: board}
"""
APRIL, LATE = date(2012, 4, 2), date(2012, 5, 1)


def keeper(id: str, came: date, *, good: bool = True) -> Item:
    return Item(id, {"came on": came, "for good": good})


def decided_anew(*keepers: Item, as_of: date, shut: str | None = None) -> Decision:
    policy = compile_policy([Source("anew.yaml", ANEW)])
    entries = (
        Entry("tidy", value=True, on=date(2012, 1, 2), reported=date(2012, 1, 2)),
        Entry("closed", value=False, on=date(2012, 1, 2), reported=date(2012, 1, 2)),
        Entry("keepers", keepers, date(2012, 1, 2), date(2012, 1, 2)),
    )
    events = [Decided("Q1", "board", "no", APRIL)]
    events += [Decided("Q3", "board", shut, APRIL)] if shut is not None else []
    case = Case("a", "A", entries, events=tuple(events))
    return decide(policy, case, as_of=as_of, engine=False)


def test_what_people_decided_counts_until_the_date_from_which_it_is_asked_anew() -> None:
    for came, counts in ((date(2012, 3, 5), True), (APRIL, True), (date(2012, 4, 3), False)):
        decision = decided_anew(keeper("k", came), as_of=date(2012, 5, 1))
        assert said(decision, "Q1") == "yes", "what the rules say"
        assert said(decision, "Q2") == ("yes" if counts else "no"), came
        assert (decision.core.answers[0].departs is not None) is counts
        assert bool(decision.set_aside) is not counts
    text = " ".join(render(decision, "text").split())
    assert "DECIDED, AND COUNTS NO MORE: Q1 was decided by board on 2 April 2012 as “no”" in text
    assert "“no”; since 3 April 2012 that counts no more (last keeper)." in text
    assert as_json(decision)["set_aside"] == list(decision.set_aside)


def test_a_date_that_has_not_come_asks_nothing_anew() -> None:
    to_come = keeper("k", date(2012, 6, 1))
    assert said(decided_anew(to_come, as_of=date(2012, 5, 31)), "Q2") == "yes"
    assert said(decided_anew(to_come, as_of=date(2012, 6, 1)), "Q2") == "no"
    assert said(decided_anew(keeper("k", date(2012, 4, 3), good=False), as_of=LATE), "Q2") == "yes"


def test_such_a_date_goes_by_what_people_decided_of_other_questions() -> None:
    came = keeper("k", date(2012, 4, 3))
    assert said(decided_anew(came, as_of=LATE, shut="no"), "Q2") == "no"
    assert said(decided_anew(came, as_of=LATE, shut="yes"), "Q2") == "yes", "no keeper counts"


def test_part_of_a_policy_asks_anew_from_the_same_date() -> None:
    policy = compile_policy([Source("anew.yaml", ANEW)])
    part = part_of(policy, policy.questions[:1])
    assert part.evidence.keys() == {"tidy", "closed", "keepers"}
