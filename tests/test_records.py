"""Conclusions of each item of a list, collected records, working days, and statements, as compiled."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from cssrules.expression import Arithmetic, Field, Operator, Term
from cssrules.language.compile import compile_policy
from cssrules.language.lint import lint
from cssrules.meaning import meaning
from cssrules.policy import Made, Policy, Table
from cssrules.problem import Kind, Problems
from cssrules.source import Source
from cssrules.trace import Trace
from cssrules.values import Date, Item, ListOf, Value

HEAD = """
policy: Milestones
version: "1"
sources: {paper: {title: A paper, paragraphs: 2}, letter: A letter}
records:
  milestone:
    domain: choice of leadership, customers
    critical: yes or no
    due date: date between 1 January 2012 and 31 December 2013
    completed on: date between 1 January 2012 and 31 December 2013
  plan line:
    domain: choice of leadership, customers
    action: text
    severity: scale of low, high
    due: date between 1 January 2012 and 31 December 2020
evidence:
  milestones: list of milestone, at most 9
  old milestones: list of milestone, at most 9
  agreed on: date between 1 January 2012 and 31 December 2013
  leader lacking: yes or no
  extra days: count between 0 and 9
settings:
  grace: {type: count between 0 and 60, default: 3, owner: o, reason: r, anchor: "paper, paragraph 2"}
holidays: [{on: 2012-04-06, name: Good Friday}, {on: 9 April 2012, name: Easter Monday}]
"""


def rule(id: str, *lines: str, basis: str = "paper, paragraph 1") -> str:
    return "".join(
        [f"  - id: {id}\n    title: t\n    basis: {basis}\n", *(f"    {line}\n" for line in lines)]
    )


def rules(*texts: str) -> str:
    return "rules:\n" + "".join(texts)


EACH = "for each: milestone among milestones"
WORKING = "working days after agreed on"
RULES = rules(
    rule("MON-2", EACH, "define: alarming", "when: critical and status is missed"),
    rule(
        "MON-1",
        EACH,
        "define: status",
        "type: scale of missed, open, met",
        "hit policy: first",
        "table: |",
        "  | row  | completed on | due date           | status |",
        "  | met  | known        | -                  | met    |",
        "  | late | -            | below decision day | missed |",
        "  | open | -            | -                  | open   |",
    ),
    rule("CO-1", "define: off course", "when: some milestone among milestones has alarming"),
    rule("CO-2", "define: missed ones", "as: count of milestones where (status is missed)"),
    rule(
        "PLAN-1",
        "define: plan lines",
        "type: list of plan line, at most 3",
        "hit policy: HIT",
        "table: |",
        "  | row    | leader lacking | off course | domain     | action  | severity | due | because |",
        f'  | leader | yes | -   | leadership | "a leader, early" | high | grace {WORKING} | none leads |',
        "  | course | -   | yes | customers  | -      | low  | 1 working day before decision day | - |",
        f'  | always | -   | -   | customers  | "meet" | low  | (grace + 2) {WORKING} | - |',
    ),
    rule(
        "PLAN-2", "for each: plan line", "define: urgent", "when: severity is high and off course"
    ),
    rule("PLAN-3", "define: urgent ones", "as: count of plan lines where urgent"),
)
DECISIONS = """
decisions:
  - id: Q1
    question: What is planned?
    answer: plan lines
    decided by: board
    stage: After the outcome
    shown by: plan
  - id: Q2
    question: How many urgent?
    answer: urgent ones
    decided by: board
    asked when: missed ones is above 0
"""
RULES += DECISIONS
DAY = date(2012, 4, 10)
MILESTONES = (
    Item("m1", {"critical": True, "due date": date(2012, 4, 9)}),
    Item("m2", {"critical": True, "due date": date(2012, 4, 10)}),
    Item("m3", {"critical": None, "due date": date(2012, 4, 1), "completed on": date(2012, 5, 1)}),
    Item("m4", {"critical": False, "due date": date(2012, 4, 1)}),
)
FACTS: Mapping[str, Value] = {
    "milestones": MILESTONES,
    "agreed on": date(2012, 4, 4),
    "leader lacking": True,
}


def compiled(*texts: str) -> Policy:
    return compile_policy([Source(f"{n}.yaml", text) for n, text in enumerate(texts)])


@pytest.fixture(scope="module")
def policy() -> Policy:
    return compiled(HEAD, RULES.replace("HIT", "collect"))


@pytest.fixture(scope="module")
def trace(policy: Policy) -> Trace:
    return meaning(policy, FACTS, DAY)


def of_each(trace: Trace, name: str) -> dict[str, Value]:
    return {id: found.value for id, found in trace.each[name].items()}


# -- conclusions of each item ----------------------------------------------------------------------


def test_a_rule_for_each_concludes_of_every_item_and_reads_its_fields(
    policy: Policy, trace: Trace
) -> None:
    rule = policy.rules["MON-2"]
    assert rule.each == "milestones"
    assert [rule.id for rule in policy.concluded_of("milestones")] == ["MON-1", "MON-2"]
    assert of_each(trace, "status") == {"m1": "missed", "m2": "open", "m3": "met", "m4": "missed"}
    assert of_each(trace, "alarming") == {"m1": True, "m2": False, "m3": False, "m4": False}


def test_other_rules_read_what_was_concluded_of_each_item(trace: Trace) -> None:
    assert trace.value("off course") is True
    assert trace.value("missed ones") == Fraction(2)


def test_a_name_of_the_whole_case_is_read_under_for_each(trace: Trace) -> None:
    assert of_each(trace, "urgent") == {"leader": True, "course": False, "always": False}
    assert trace.value("urgent ones") == Fraction(1)


def test_the_day_of_the_decision_decides(policy: Policy) -> None:
    before = meaning(policy, FACTS, date(2012, 4, 9))
    assert of_each(before, "status")["m1"] == "open"
    assert before.value("off course") is False


def test_of_an_unknown_list_nothing_is_concluded(policy: Policy) -> None:
    trace = meaning(policy, {**FACTS, "milestones": None}, DAY)
    assert "status" not in trace.each
    assert trace.value("missed ones") is None


def test_each_rule_stands_in_a_later_stratum_than_the_conclusions_of_items_that_it_reads(
    policy: Policy,
) -> None:
    level = {id: number for number, stratum in enumerate(policy.strata) for id in stratum}
    assert level["MON-1"] < level["MON-2"] < level["CO-1"] < level["PLAN-2"] < level["PLAN-3"]
    assert level["MON-1"] < level["CO-2"]
    assert level["PLAN-1"] < level["PLAN-2"]


def test_a_rule_for_each_comes_after_the_list_and_after_all_that_it_reads() -> None:
    lines = rule(
        "L",
        "define: alarms",
        "type: list of plan line, at most 2",
        "hit policy: collect",
        "table: |",
        "  | row | extra days | domain     |",
        "  | a   | at least 1 | leadership |",
    )
    policy = compiled(
        HEAD,
        rules(
            lines,
            rule("A", "for each: plan line", "define: led", "when: domain is leadership"),
            rule("B", EACH, "define: grave", "when: critical and lacking"),
            rule("C", "define: lacking", "when: leader lacking"),
        ),
    )
    level = {id: number for number, stratum in enumerate(policy.strata) for id in stratum}
    assert level["L"] < level["A"]
    assert level["C"] < level["B"]


def test_a_field_of_another_record_is_no_conclusion_of_that_name() -> None:
    records = (
        "records: {visit: {status: yes or no}}\nevidence: {visits: 'list of visit, at most 2'}\n"
    )
    seen = rules(rule("V", "define: seen", "when: some visit has status"))
    more = compiled(HEAD, RULES.replace("HIT", "collect"), records, seen)
    level = {id: number for number, stratum in enumerate(more.strata) for id in stratum}
    assert level["V"] == 0


def test_two_periods_may_conclude_one_thing_of_each() -> None:
    text = rules(
        rule("A", EACH, "define: grave", "when: critical", "effective: {to: 2012-04-09}"),
        rule("B", EACH, "define: grave", "when: not critical", "effective: {from: 2012-04-10}"),
    )
    policy = compiled(HEAD, text)
    assert of_each(meaning(policy, FACTS, date(2012, 4, 9)), "grave")["m1"] is True
    assert of_each(meaning(policy, FACTS, date(2012, 4, 10)), "grave")["m1"] is False


def test_the_body_of_a_rule_for_each_holds_fields_and_terms(policy: Policy) -> None:
    table = policy.rules["MON-1"].body
    assert isinstance(table, Table)
    assert [type(column) for column in table.inputs] == [Field, Field]
    late = table.rows[1].cells[1]
    assert getattr(late, "right", None) == Term("decision day", Date())
    assert policy.reads(table.inputs[0], "milestones") == frozenset()


def test_what_an_expression_reads_holds_the_conclusions_of_items(policy: Policy) -> None:
    body = policy.rules["CO-2"].body
    assert not isinstance(body, Table)
    assert policy.reads(body) == {"milestones", "status"}
    inner = policy.rules["MON-2"].body
    assert not isinstance(inner, Table)
    assert policy.reads(inner, "milestones") == {"status"}
    assert policy.reads(inner, "old milestones") == frozenset()


# -- collected records -----------------------------------------------------------------------------


@pytest.mark.parametrize("hit", ["collect", "rule order"])
def test_a_table_collects_records_in_the_order_of_rows(hit: str) -> None:
    trace = meaning(compiled(HEAD, RULES.replace("HIT", hit)), FACTS, DAY)
    leader = {"domain": "leadership", "action": "a leader, early", "severity": "high"}
    assert trace.value("plan lines") == (
        Item("leader", {**leader, "due": date(2012, 4, 11)}),
        Item("course", {"domain": "customers", "severity": "low", "due": date(2012, 4, 5)}),
        Item(
            "always",
            {"domain": "customers", "action": "meet", "severity": "low", "due": date(2012, 4, 13)},
        ),
    )


def test_a_row_makes_the_fields_that_it_gives_and_no_other(policy: Policy) -> None:
    table = policy.rules["PLAN-1"].body
    assert isinstance(table, Table)
    made = [row.output for row in table.rows]
    assert all(isinstance(output, Made) for output in made)
    assert [[name for name, _ in output.fields] for output in made if isinstance(output, Made)] == [
        ["domain", "action", "severity", "due"],
        ["domain", "severity", "due"],
        ["domain", "action", "severity", "due"],
    ]
    assert policy.rules["PLAN-1"].kind == ListOf("plan line", 0, 3)


def test_a_list_with_an_unknown_row_is_unknown_and_its_sure_records_are_told(
    policy: Policy,
) -> None:
    trace = meaning(policy, {**FACTS, "leader lacking": None}, DAY)
    found = trace.concluded["plan lines"]
    assert found.value is None
    assert [getattr(item, "id", None) for item in found.members] == ["course", "always"]


def test_a_record_of_evidence_and_of_a_table_must_be_told_apart() -> None:
    collected = rules(
        rule(
            "L",
            "define: alarms",
            "type: list of milestone, at most 2",
            "hit policy: collect",
            "table: |",
            "  | row | leader lacking | domain     |",
            "  | a   | yes            | leadership |",
        ),
        rule("S", "define: an alarm", "when: some milestone WHICH has domain is leadership"),
    )
    apart = compiled(HEAD, collected.replace("WHICH", "among alarms"))
    assert meaning(apart, FACTS, DAY).value("an alarm") is True
    with pytest.raises(Problems) as raised:
        compiled(HEAD, collected.replace("WHICH ", ""))
    assert [problem.kind for problem in raised.value.found] == [Kind.AMBIGUOUS]
    assert "`alarms`" in raised.value.found[0].message


def test_a_named_type_may_be_a_list() -> None:
    text = RULES.replace("HIT", "collect").replace("list of plan line, at most 3", "lines")
    policy = compiled(HEAD, text, "types: {lines: 'list of plan line, at most 3'}")
    assert policy.rules["PLAN-1"].kind == ListOf("plan line", 0, 3)


# -- working days ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("sum", "day"),
    [
        ("0 working days after agreed on", date(2012, 4, 4)),
        ("1 working day after agreed on", date(2012, 4, 5)),
        ("2 working days after agreed on", date(2012, 4, 10)),
        ("grace working days before decision day", date(2012, 4, 3)),
        ("(grace - 2) working days after agreed on", date(2012, 4, 5)),
        ("(count of milestones) working days after agreed on", date(2012, 4, 12)),
        ("1 working day after agreed on + 1 day", date(2012, 4, 6)),
        ("1 working day after 1 working day after agreed on", date(2012, 4, 10)),
        ("extra days working days after agreed on", None),
        (
            "if leader lacking then 1 working day after agreed on else decision day",
            date(2012, 4, 5),
        ),
    ],
)
def test_working_days_are_counted_but_for_weekends_and_holidays(sum: str, day: Value) -> None:
    due = rules(rule("D", "define: due by", f"as: {sum}"))
    assert meaning(compiled(HEAD, due), FACTS, DAY).value("due by") == day


def test_working_days_bind_closer_than_plus() -> None:
    due = rules(rule("D", "define: by", "as: 1 working day after agreed on + 1 day"))
    body = compiled(HEAD, due).rules["D"].body
    assert isinstance(body, Arithmetic)
    assert body.operator is Operator.ADD
    assert isinstance(body.left, Arithmetic)
    assert body.left.operator is Operator.WORKING_DAYS_AFTER


def test_holidays_are_days_with_names(policy: Policy) -> None:
    assert policy.holidays == {
        date(2012, 4, 6): "Good Friday",
        date(2012, 4, 9): "Easter Monday",
    }


# -- decisions, statements, conflicts --------------------------------------------------------------

STATEMENTS = """
statements:
  - {id: p2, source: paper, paragraph: 2, says: Time is given, encoded by: ["setting:grace"]}
  - {id: p1, source: paper, paragraph: 1, says: Milestones are kept, encoded by: [MON-1, Q1]}
conflicts:
  - id: c
    between: ["paper, paragraph 1", letter]
    about: days
    resolved by: ["setting:grace", MON-1]
    how: our own
"""


def test_a_decision_has_its_stage_and_the_report_that_shows_it(policy: Policy) -> None:
    planned, urgent = policy.questions
    assert (planned.stage, planned.shown_by) == ("After the outcome", "plan")
    assert (urgent.stage, urgent.shown_by) == (None, None)


def test_statements_and_conflicts_stand_in_the_policy_by_id() -> None:
    policy = compiled(HEAD, RULES.replace("HIT", "collect"), STATEMENTS)
    assert [s.id for s in policy.statements] == ["p1", "p2"]
    assert policy.statements[0].encoded_by == ("MON-1", "Q1")
    assert policy.conflicts[0].between == ("paper, paragraph 1", "letter")


def test_a_row_may_cite_the_paragraph_of_a_statement() -> None:
    cited = rules(
        rule(
            "R",
            "define: found",
            "type: yes or no",
            "hit policy: first",
            "table: |",
            "  | row | leader lacking | found | basis                    |",
            "  | a   | yes            | yes   | paper, paragraphs 1 to 2 |",
            "  | b   | -              | no    | -                        |",
            basis="letter",
        )
    )
    told = STATEMENTS.replace("MON-1", "R").replace("R, Q1", "R")
    assert compiled(HEAD, cited, told).citing["R"] == {("paper", 1), ("paper", 2)}
    with pytest.raises(Problems) as raised:
        compiled(HEAD, cited.replace("s 1 to 2", " 2"), told)
    assert [problem.kind for problem in raised.value.found] == [Kind.STATEMENT]


def test_the_order_of_rules_statements_and_holidays_means_nothing() -> None:
    texts = (HEAD, RULES.replace("HIT", "collect"), STATEMENTS)
    turned = STATEMENTS.splitlines()
    turned[2], turned[3] = turned[3], turned[2]
    again = (
        HEAD.replace("holidays: [{on: 2012-04-06, name: Good Friday}, ", "holidays: [").replace(
            "Easter Monday}]", "Easter Monday}, {on: 6 April 2012, name: Good Friday}]"
        ),
        "\n".join(turned),
        RULES.replace("HIT", "collect"),
    )
    assert compiled(*texts).hash == compiled(*again).hash


# -- notices ---------------------------------------------------------------------------------------


def notices(*texts: str) -> set[tuple[str, str]]:
    return {(found.kind, found.message) for found in lint(compiled(*texts))}


def test_a_conclusion_of_each_that_only_lists_read_counts_as_read(policy: Policy) -> None:
    assert not [
        notice for notice in lint(policy) if notice.kind in {"unread-conclusion", "constant"}
    ]


def test_a_conclusion_of_each_that_nothing_reads_is_told() -> None:
    idle = rules(rule("I", "for each: plan line", "define: idle", "when: severity is low"))
    told = notices(HEAD, RULES.replace("HIT", "collect"), idle)
    assert ("unread-conclusion", "no rule and no decision reads `idle`") in told


def test_a_field_that_is_asked_to_pass_its_own_end_is_told() -> None:
    late = rules(rule("I", EACH, "define: late", "when: due date is after 31 December 2013"))
    assert "never-passed" in {kind for kind, _ in notices(HEAD, late)}


def test_a_number_of_working_days_that_no_source_gives_is_told() -> None:
    due = rules(rule("I", "define: by", f"as: 7 {WORKING}", basis="setting, ours"))
    assert "bare-number" in {kind for kind, _ in notices(HEAD, due)}


MADE = rules(
    rule(
        "L",
        "define: lines",
        "type: list of step, at most 2",
        "hit policy: collect",
        "table: |",
        "  | row | leader lacking | span | times | cost |",
        "  | A   | yes | 5 days / 2 | extra days / 2 | £5 / 2 |",
    ),
    rule("R", "define: found", "BODY"),
)
STEP = """
records:
  step:
    span: days between 0 days and 90 days
    times: count between 0 and 9
    cost: money between £0 and £9 step £1
"""


@pytest.mark.parametrize(
    "body",
    [
        "as: highest of (decision day + span) across lines",
        "as: highest of (times working days after decision day) across lines",
    ],
)
def test_what_a_row_makes_need_not_be_whole_so_it_counts_no_days(body: str) -> None:
    with pytest.raises(Problems) as caught:
        compiled(HEAD, MADE.replace("BODY", body), STEP)
    assert [problem.kind for problem in caught.value.found] == [Kind.WRONG_UNIT]


def test_what_a_row_makes_may_lie_between_the_steps_of_its_field() -> None:
    policy = compiled(HEAD, MADE.replace("BODY", "when: some step has cost is £2.50"), STEP)
    assert meaning(policy, {"leader lacking": True}, DAY).value("found") is True
