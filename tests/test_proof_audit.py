"""`check --prove`: what is planted in a policy is found, with a case that a decision confirms."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import cast

import pytest

from cssrules import decide, read_case
from cssrules.audited import Again, Audit, FindingKind, ProofFinding, Witness
from cssrules.decision import Decision
from cssrules.language.compile import compile_policy
from cssrules.policy import Policy
from cssrules.proof.audit import again
from cssrules.proof.audit import prove as proving
from cssrules.proof.audit.certificate import as_json
from cssrules.proof.audit.frame import Frame, frame_of
from cssrules.proof.audit.ledger import Ledger
from cssrules.proof.audit.witness import Unconfirmed, case_text, confirmed
from cssrules.proof.kept import KEEPER
from cssrules.readings.prove import Condition, Prover, Verdict
from cssrules.source import Source
from cssrules.trace import Trace
from cssrules.values import Item
from cssrules.views.proof import text

SOUND = """
policy: A shop that lends tools
version: "1"
effective: {{from: 2012-01-01, to: 2014-12-31}}
sources: {{law: The law}}
records:
  tool: {{age: count between 0 and 50, sharp: yes or no}}
evidence:
  deposit: {{type: "money between £0 and £100 step £1", better: higher}}
  tools: {{type: "list of tool, between 1 and 4"}}
  asked on: {{type: "date between 2012-01-01 and 2014-12-31"}}
  papers: {{type: "set of passport, licence, letter"}}
settings:
  deposit floor: {{type: "money between £0 and £100 step £1", default: £20, owner: shop, reason: ours}}
rules:
{rules}
decisions:
  - {{id: Q1, question: May it be lent?, answer: lending, decided by: shop, main: yes}}
{ends}
"""

DEPOSIT = """
  - id: DEP-1
    title: The deposit
    basis: law, section 1
    define: deposit enough
    when: deposit is at least deposit floor
"""


def policy_of(rules: str, ends: str = "") -> Policy:
    return compile_policy([Source("p.yaml", SOUND.format(rules=DEPOSIT + rules, ends=ends))])


def table(rows: str, hit: str = "unique", type: str = "scale of refused, asked, lent") -> str:
    rows = "\n".join("      " + row.strip() for row in rows.strip().splitlines())
    return f"""
  - id: LEND-1
    title: Lending
    basis: law, section 2
    define: lending
    type: {type}
    hit policy: {hit}
    table: |
{rows}
"""


def audit_of(policy: Policy) -> Audit:
    return proving.prove(policy, None, lambda _: None)


@pytest.fixture(autouse=True)
def _kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def found(audit: Audit, kind: FindingKind) -> list[ProofFinding]:
    return [finding for finding in audit.findings if finding.kind is kind]


def decided(policy: Policy, witness: Witness) -> Decision:
    case = read_case(case_text("witness", witness).encode(), policy, "witness.json")
    return decide(policy, case, engine=False)


def findings_of(decision: Decision) -> set[str]:
    return {finding.kind for finding in decision.core.findings}


GOOD = table(
    """
    | row | deposit enough | lending |
    | no  | no             | refused |
    | yes | yes            | lent    |
    """
)


def test_a_sound_policy_is_clean() -> None:
    audit = audit_of(policy_of(GOOD))
    assert audit.is_clean, audit.findings
    assert audit.proved[FindingKind.NOT_MONOTONE.label] == 1
    assert "No finding that is not accepted" in text(audit)


@pytest.mark.parametrize("whole", [False, True])
def test_a_witness_holds_what_it_needs_of_its_facts_items_and_fields_and_no_more(
    whole: bool,  # noqa: FBT001 # because it is a parameter of the test
) -> None:
    ages = (1, 45, 2)
    tools = tuple(Item(str(n), {"age": Fraction(n), "sharp": False}) for n in ages)
    values = {"deposit": Fraction(5), "papers": frozenset({"letter"}), "tools": tools}

    def shows(trace: Trace) -> bool:
        held = trace.values.get("tools")
        return isinstance(held, tuple) and any(tool.fields.get("age") == 45 for tool in held)

    small = confirmed(policy_of(GOOD), values, date(2012, 5, 1), shows, whole=whole)

    (tool,) = cast("tuple[Item, ...]", small["tools"])
    assert tool.id == "tool-1"
    assert tool.fields == ({"age": 45, "sharp": False} if whole else {"age": 45})
    assert set(small) == (set(values) if whole else {"tools"})


COLUMNS = {
    "scalar": ("deposit", "below £30", "above £30", "at least £30", "at least £20"),
    "list": ("count of tools where sharp", "below 2", "above 2", "at least 2", "at least 1"),
    "date": ("asked on", "before 2013-01-01", "after 2013-01-01", "on or after 2013-01-01",
             "on or after 2012-06-01"),
    "set": ("papers", "not passport", "passport", "passport", "letter"),
}  # fmt: skip
"""By kind of evidence: a column, a cell, one with a gap beside it, its contrary, one that overlaps."""


@pytest.mark.parametrize("kind", ["scalar", "list", "date"])
def test_a_gap_is_found_with_a_case_that_no_row_takes(kind: str) -> None:
    column, low, high, *_ = COLUMNS[kind]
    policy = policy_of(
        table(f"| row | {column} | lending |\n| no | {low} | refused |\n| yes | {high} | lent |")
    )
    (finding,) = found(audit_of(policy), FindingKind.NO_ROW)
    assert finding.ids == ("LEND-1",)
    assert findings_of(decided(policy, finding.witnesses[0])) == {"no-row"}


def test_a_gap_between_sets_is_found() -> None:
    rows = "| row | papers | lending |\n| a | licence | refused |\n| b | not licence, passport | lent |"
    policy = policy_of(
        table(rows.replace("| b | not licence, passport", "| b | passport"), hit="first")
    )
    (finding,) = found(audit_of(policy), FindingKind.NO_ROW)
    assert findings_of(decided(policy, finding.witnesses[0])) == {"no-row"}


def test_what_is_without_use_by_one_rule_is_told_under_that_rule() -> None:
    rules = """
  - id: ODD-1
    title: Odd
    basis: law, section 2
    define: odd
    when: deposit is above £50 and deposit is below £40
  - id: ODD-2
    title: Very odd
    basis: law, section 2
    define: very odd
    when: odd and papers includes letter
  - id: ODD-3
    title: Plain
    basis: law, section 2
    define: plain
    when: not odd and deposit enough
"""
    rows = """
    | row   | deposit enough | odd | very odd | lending |
    | very  | -              | -   | yes      | refused |
    | odd   | -              | yes | -        | refused |
    | no    | no             | -   | -        | refused |
    | yes   | -              | -   | -        | lent    |
    | after | yes            | -   | -        | asked   |
    """
    audit = audit_of(policy_of(rules + table(rows, "first")))
    causes = {(f.kind, ", ".join(f.ids)): f.cause for f in audit.findings}
    assert causes == {
        (FindingKind.DEAD_RULE, "ODD-1"): "ODD-1",
        (FindingKind.DEAD_RULE, "ODD-2"): "ODD-1",
        (FindingKind.IMPLIED, "ODD-3/when/1"): "ODD-1",
        (FindingKind.DEAD_ROW, "LEND-1/odd"): "ODD-1",
        (FindingKind.DEAD_ROW, "LEND-1/very"): "ODD-1",
        (FindingKind.DEAD_ROW, "LEND-1/after"): "",
    }
    said = " ".join(text(audit).split())
    assert "FINDINGS (6, of 2 causes)" in said
    assert "• dead-rule: `odd` (ODD-1) is yes in no case" in said
    assert "By the same cause, ODD-1, dead-row (2): LEND-1/odd and LEND-1/very" in said


@pytest.mark.parametrize("kind", COLUMNS)
def test_an_overlap_is_found_with_a_case_that_both_rows_take(kind: str) -> None:
    column, low, _, contrary, over = COLUMNS[kind]
    rows = (
        f"| row | {column} | lending |\n| no | {low} | refused |\n| yes | {contrary} | lent |\n"
        f"| odd | {over} | asked |"
    )
    policy = policy_of(table(rows))
    overlaps = found(audit_of(policy), FindingKind.OVERLAP)
    assert ("LEND-1/no", "LEND-1/odd") in {finding.ids for finding in overlaps}
    for finding in overlaps:
        assert findings_of(decided(policy, finding.witnesses[0])) == {"two-rows"}


def overlapping(number: int, column: str = "deposit") -> Policy:
    """Rows of which each, but the first, takes what the row before takes up to one pound."""
    rows = "".join(f"| r{n} | {n}..{n + 2} | asked |\n" for n in range(number))
    rows = re.sub(r"(\d+)\.\.(\d+)", r"£\1..£\2", rows)
    return policy_of(table(f"| row | {column} | lending |\n{rows}"))


def test_each_pair_of_rows_that_overlap_is_told_and_a_few_are_shown() -> None:
    policy = overlapping(30)
    audit = audit_of(policy)
    overlaps = found(audit, FindingKind.OVERLAP)
    near = {(n, m) for n in range(30) for m in (n + 1, n + 2) if m < 30}
    assert {f.ids for f in overlaps} == {(f"LEND-1/r{n}", f"LEND-1/r{m}") for n, m in near}
    assert audit.proved[FindingKind.OVERLAP.label] == 30 * 29 // 2 - len(near)
    for finding in overlaps[::9]:
        assert findings_of(decided(policy, finding.witnesses[0])) == {"two-rows"}
    said = " ".join(text(audit).split())
    assert said.count("both take this case") == 5
    assert f"overlap: {len(near) - 5} more pairs of rows of LEND-1 (--format json tells" in said


def test_of_rows_that_share_evidence_no_more_pairs_are_looked_for_than_a_number() -> None:
    audit = audit_of(overlapping(30, "deposit + £1"))
    assert len(found(audit, FindingKind.OVERLAP)) == 20
    (left,) = [one for one in audit.unsettled if one.what.startswith("overlap")]
    assert "20 pairs of its rows are told, and no more were looked for" in left.tried


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_row_behind_others_is_dead_and_shown_by_a_case_that_it_would_take(kind: str) -> None:
    column, low, _, contrary, _ = COLUMNS[kind]
    rows = (
        f"| row | {column} | lending |\n| no | {low} | refused |\n| yes | {contrary} | lent |\n"
        f"| late | {low} | asked |"
    )
    audit = audit_of(policy_of(table(rows, hit="first")))
    (finding,) = found(audit, FindingKind.DEAD_ROW)
    assert finding.ids == ("LEND-1/late",)
    assert finding.witnesses


def test_a_row_without_a_case_is_dead_unless_another_setting_gives_it_one() -> None:
    rows = """
    | row  | deposit enough | deposit   | lending |
    | no   | no             | -         | refused |
    | yes  | yes            | -         | lent    |
    | odd  | no             | above £90 | asked   |
    """
    audit = audit_of(policy_of(table(rows, hit="any")))
    assert not found(audit, FindingKind.DEAD_ROW)
    assert audit.resting == ("row odd of LEND-1 gives the output of no case",)
    without = rows.replace("deposit enough |", "deposit |").replace(
        "| no             |", "| below £50 |"
    )
    audit = audit_of(
        policy_of(table(without.replace("| yes            |", "| at least £50 |"), hit="any"))
    )
    assert [finding.ids for finding in found(audit, FindingKind.DEAD_ROW)] == [("LEND-1/odd",)]


ROWS_OF_ANY = """
    | row    | deposit enough | asked on           | lending |
    | no     | no             | -                  | refused |
    | late   | -              | after 1 March 2012 | refused |
    | {row} | refused |
    | yes    | yes            | on or before 1 March 2012 | lent |
"""


def test_a_row_of_which_another_gives_the_same_in_each_case_is_subsumed() -> None:
    rows = ROWS_OF_ANY.format(row="both   | no             | after 1 May 2012")
    (finding,) = found(audit_of(policy_of(table(rows, "any"))), FindingKind.SUBSUMED_ROW)
    assert finding.ids == ("LEND-1/both",)


def test_a_row_that_settles_what_is_else_not_known_is_not_subsumed() -> None:
    rows = ROWS_OF_ANY.format(row="gone   | no             | -")
    twice = found(audit_of(policy_of(table(rows, "any"))), FindingKind.SUBSUMED_ROW)
    assert {finding.ids for finding in twice} == {("LEND-1/no",), ("LEND-1/gone",)}
    assumed = "assume: [asked on is unknown or deposit is at least £20]"
    rows = ROWS_OF_ANY.replace("    | {row} | refused |\n", "")
    assert not found(audit_of(policy_of(table(rows, "any"), assumed)), FindingKind.SUBSUMED_ROW)


def test_a_row_that_takes_only_what_is_not_known_behind_others_is_dead() -> None:
    rows = """
        | row | deposit     | lending |
        | A   | at most £3  | refused |
        | B   | at least £4 | lent    |
        | C   | -           | asked   |
        """
    (finding,) = found(audit_of(policy_of(table(rows, "first"))), FindingKind.DEAD_ROW)
    assert finding.ids == ("LEND-1/C",)
    assert finding.witnesses


LONG = """
  - id: MANY-1
    title: Many tools
    basis: law, section 1
    define: lending
    when: count of tools where sharp is at least {number}
"""


def test_lists_are_looked_at_as_far_as_a_number_counted_of_them() -> None:
    long = SOUND.replace("between 1 and 4", "at most 40")
    for number, settled in ((8, True), (15, True), (16, False), (20, False)):
        text_ = long.format(rules=DEPOSIT + LONG.format(number=number), ends="")
        audit = audit_of(compile_policy([Source("p.yaml", text_)]))
        assert not audit.findings
        assert bool(audit.unsettled) is not settled


def test_better_evidence_that_worsens_is_found_with_the_case_before_and_after() -> None:
    policy = policy_of(
        table(
            "| row | deposit | lending |\n| yes | at most £60 | lent |\n| odd | above £60 | refused |"
        )
    )
    (finding,) = found(audit_of(policy), FindingKind.NOT_MONOTONE)
    assert finding.ids == ("deposit", "LEND-1")
    before, after = (decided(policy, witness) for witness in finding.witnesses)
    assert (before.core.answers[0].answer, after.core.answers[0].answer) == ("lent", "refused")


def test_a_day_made_better_that_worsens_an_answer_is_found() -> None:
    rows = """
    | row  | asked on                 | lending |
    | soon | before 2013-01-01        | lent    |
    | late | on or after 2013-01-01   | refused |
    """
    later = SOUND.replace("asked on: {{", "asked on: {{better: higher, ")
    policy = compile_policy([Source("p.yaml", later.format(rules=DEPOSIT + table(rows), ends=""))])
    (finding,) = found(audit_of(policy), FindingKind.NOT_MONOTONE)
    assert finding.ids == ("asked on", "LEND-1")
    before, after = (decided(policy, witness) for witness in finding.witnesses)
    assert (before.core.answers[0].answer, after.core.answers[0].answer) == ("lent", "refused")


PROPERTIES = {
    "scalar": ("deposit is above £90", "lending is refused"),
    "list": ("some tool has (age is above 40)", "lending is lent"),
    "date": ("asked on is after 2014-06-01", "lending is lent"),
    "set": ("papers includes letter", "lending is lent"),
}


@pytest.mark.parametrize("kind", PROPERTIES)
def test_a_false_never_and_a_false_always_are_found(kind: str) -> None:
    left, right = PROPERTIES[kind]
    if kind == "scalar":
        right = "lending is lent"
    ends = f"""
properties:
  - {{id: SAFE-1, never: "{left} and {right}", basis: "law, section 3"}}
  - {{id: SAFE-2, always: "not ({left}) or lending is refused", basis: "law, section 3"}}
"""
    policy = policy_of(GOOD, ends)
    broken = found(audit_of(policy), FindingKind.PROPERTY_BROKEN)
    assert [finding.ids for finding in broken] == [("SAFE-1",), ("SAFE-2",)]
    for finding in broken:
        assert "property-broken" in findings_of(decided(policy, finding.witnesses[0]))


def test_a_property_that_holds_is_proved() -> None:
    ends = """
properties:
  - {id: SAFE-1, never: "deposit is below deposit floor and lending is lent", basis: "law, section 3"}
"""
    audit = audit_of(policy_of(GOOD, ends))
    assert audit.is_clean
    assert audit.proved[FindingKind.PROPERTY_BROKEN.label] == 1


def test_a_question_that_stays_open_though_all_is_known_names_the_rule() -> None:
    rules = """
  - id: LEND-1
    title: Lending
    basis: law, section 2
    define: lending
    when: lowest of age across tools where sharp is at most 5
"""
    policy = policy_of(rules)
    (finding,) = found(audit_of(policy), FindingKind.NOT_COMPLETE)
    assert finding.ids == ("LEND-1",)
    assert "nothing to measure" in finding.message
    assert decided(policy, finding.witnesses[0]).core.answers[0].answer is None


def test_what_one_cause_leaves_open_is_told_once_and_kept_one_by_one() -> None:
    rules = """
  - id: LEND-1
    title: Lending
    basis: law, section 2
    define: lending
    when: lowest of age across tools where sharp is at most 5
"""
    stated = "".join(
        f"  - {{id: SAFE-{n}, never: lending and deposit is £{n}, basis: law}}\n" for n in (1, 2, 3)
    )
    audit = audit_of(policy_of(rules, f"properties:\n{stated}"))
    assert [finding.cause for finding in audit.findings] == [""] * 3 + ["LEND-1"] * 4
    said = " ".join(text(audit).split())
    assert "FINDINGS (7, of 4 causes)" in said
    assert "• not-complete: `lending` (LEND-1) is open" in said
    assert "By the same cause, LEND-1, property-open (3): SAFE-1, SAFE-2 and SAFE-3" in said
    assert said.count("property-open") == 1
    told = as_json(audit)["findings"]
    assert [one["ids"] for one in told if one["finding"] == "property-open"] == [
        ["SAFE-1"],
        ["SAFE-2"],
        ["SAFE-3"],
    ]


def test_a_condition_that_others_imply_is_found_and_a_rule_that_never_holds() -> None:
    rules = (
        GOOD
        + """
  - id: ODD-1
    title: Twice the same
    basis: law, section 4
    define: much
    when all of: [deposit is at least £50, deposit is above £40]
  - id: ODD-2
    title: Never
    basis: law, section 4
    define: both ways
    when all of: [deposit is at least £50, deposit is below £40]
"""
    )
    audit = audit_of(policy_of(rules))
    assert [f.ids for f in found(audit, FindingKind.IMPLIED)] == [("ODD-1/when/2",)]
    assert [f.ids for f in found(audit, FindingKind.DEAD_RULE)] == [("ODD-2",)]


ACCEPTED = """
accepted findings:
  - {{finding: {kind}, ids: [{id}], owner: shop, reason: it is meant so}}
"""


def test_an_accepted_finding_is_listed_and_one_that_does_not_occur_is_an_error() -> None:
    gap = table(
        "| row | deposit | lending |\n| no | below £30 | refused |\n| yes | above £30 | lent |"
    )
    audit = audit_of(policy_of(gap, ACCEPTED.format(kind="no-row", id="LEND-1")))
    kinds = [one.finding.kind for one in audit.accepted]
    assert FindingKind.NO_ROW in kinds
    assert not found(audit, FindingKind.NO_ROW)
    audit = audit_of(policy_of(GOOD, ACCEPTED.format(kind="no-row", id="LEND-1")))
    assert [gone.kind for gone in audit.gone] == ["no-row"]
    assert not audit.is_clean
    assert "ACCEPTED IN VAIN" in text(audit)


def test_a_certificate_holds_the_whole_audit_and_is_the_same_on_every_run() -> None:
    policy = policy_of(table("| row | deposit | lending |\n| no | below £30 | refused |"))
    first = audit_of(policy)
    assert KEEPER.thing_of(KEEPER.bytes_of(first)) == first
    again = proving._audit(  # noqa: SLF001 # because what is kept would answer
        proving.frame_of(policy, None),
        proving.walk(proving.frame_of(policy, None), lambda _: None),
    )
    assert as_json(again) == as_json(first)
    assert as_json(first)["policy"]["hash"] == policy.identity


def test_every_day_on_which_the_same_rules_are_in_force_is_looked_at() -> None:
    rules = (
        GOOD
        + """
  - id: LATE-1
    title: Asked long ago
    basis: law, section 5
    define: asked long ago
    when: decision day is after asked on + 900 days
"""
    )
    audit = audit_of(policy_of(rules))
    assert audit.days == ("2012-01-01", "2014-12-31")
    assert audit.is_clean
    assert date(2012, 1, 1).isoformat() == audit.days[0]


def test_a_setting_that_changes_nothing_is_found() -> None:
    rules = (
        GOOD
        + """
  - id: IDLE-1
    title: A threshold that nothing can miss
    basis: law, section 6
    define: deposit idle
    when: deposit is at least deposit floor - deposit floor
"""
    )
    audit = audit_of(policy_of(rules))
    assert not found(audit, FindingKind.NOT_DECISIVE)  # because DEP-1 reads it too
    idle = 'settings:\n  idle: {{type: "money between £0 and £9 step £1", default: £5, owner: us, reason: x}}'
    alone = rules.replace("deposit floor - deposit floor", "idle - idle")
    text_ = SOUND.replace("settings:", idle).format(rules=DEPOSIT + alone, ends="")
    (finding,) = found(
        audit_of(compile_policy([Source("p.yaml", text_)])), FindingKind.NOT_DECISIVE
    )
    assert finding.ids == ("idle",)


def test_what_one_missing_fact_leaves_undecided_is_told() -> None:
    audit = audit_of(policy_of(GOOD))
    assert audit.undecided_by == {"Q1": ("deposit",)}
    assert "• Q1: deposit" in text(audit)
    assert "• Q1: none" in text(replace(audit, undecided_by={"Q1": ()}))


def test_a_fact_that_matters_in_one_rare_case_alone_is_among_them() -> None:
    rules = (
        GOOD
        + """
  - id: RARE-1
    title: Rare
    basis: law, section 9
    define: letter counts
    when: deposit is £37 and asked on is 2013-07-09 and papers includes letter
  - id: PRESUMED-1
    title: Presumed
    basis: law, section 9
    define: passport shown
    when: papers includes passport
    if unknown: no
  - id: TWO-1
    title: Either
    basis: law, section 9
    define: second answer
    when: letter counts or passport shown
"""
    )
    second = "  - {id: Q2, question: Either?, answer: second answer, decided by: shop}"
    audit = audit_of(policy_of(rules, second))
    assert audit.undecided_by["Q2"] == ("asked on", "deposit", "papers")
    assert audit.unsettled == ()


def test_what_two_witnesses_saw_is_counted_in_the_text_and_in_the_certificate() -> None:
    audit = audit_of(policy_of(GOOD))
    seen = audit.again
    assert (seen.tables, seen.tried, seen.whole) == ((1, 1), (1, 1), 1)
    assert seen.questions > 4
    assert seen.cells == 3
    assert seen.sampled > 60, "cases near those that were found are looked at too"
    assert seen.answers == (2, 3), "none is `asked`, and no row gives it"
    said = " ".join(text(audit).split())
    assert "1 of 1 table, analysed without Z3" in said
    assert "1 of 1 conclusion, tried on every case that they tell apart" in said
    at_random = f"all of it looked for in {seen.sampled} cases at random"
    assert f"{at_random}, in which 2 of 3 answers came up" in said
    assert as_json(audit)["second_witness"]["conclusions"] == {
        "seen_by_two": 1,
        "of": 1,
        "whole": 1,
    }


def test_what_has_one_witness_is_named_with_why() -> None:
    rows = """
    | row | count of tools where sharp | lending |
    | few | below 2                    | refused |
    | all | at least 2                 | lent    |
    """
    seen = audit_of(policy_of(table(rows))).again
    assert seen.tried == (0, 1)
    assert [(one.what, one.tried) for one in seen.alone] == [
        ("lending", "it rests on the list tools")
    ]


@pytest.mark.parametrize(
    ("rows", "kind"),
    [
        ("| no | below £30 | refused |\n| yes | above £30 | lent |", FindingKind.NO_ROW),
        ("| no | below £30 | refused |\n| yes | at least £20 | lent |", FindingKind.OVERLAP),
        ("| no | below £30 | refused |\n| so | at least £30 | lent |\n| un | below £0 | lent |",
         FindingKind.DEAD_ROW),
    ],
)  # fmt: skip
def test_witnesses_that_differ_end_the_audit(
    monkeypatch: pytest.MonkeyPatch, rows: str, kind: FindingKind
) -> None:
    policy = policy_of(table(f"| row | deposit | lending |\n{rows}"))
    assert kind in {finding.kind for finding in audit_of(policy).findings}
    sound = again.look_again

    def blind(frame: Frame, ledger: Ledger) -> Again:
        ledger.findings = [finding for finding in ledger.findings if finding.kind is not kind]
        return sound(frame, ledger)

    monkeypatch.setattr(proving, "look_again", blind)
    monkeypatch.setattr(KEEPER, "take", lambda *_: None)
    with pytest.raises(Unconfirmed):
        audit_of(policy)


def test_a_case_at_random_that_breaks_what_was_proved_ends_the_audit() -> None:
    never = "properties:\n  - {id: SAFE-1, never: lending is lent, basis: law}\n"
    policy = policy_of(GOOD, never)
    frame = frame_of(policy, None)
    with pytest.raises(Unconfirmed, match="property-broken of SAFE-1"):
        again.look_again(frame, Ledger())


# -- parts that are kept ---------------------------------------------------------------------------------

PAPERS = """
  - id: PAP-1
    title: The papers
    basis: law, section 3
    define: papers enough
    when: papers includes passport or papers includes licence
"""
FLOORED = table(
    "| row | deposit | lending |\n| no | below £30 | refused |\n| yes | at least deposit floor | lent |"
)
TWO = """  - {id: Q2, question: Are the papers enough?, answer: papers enough, decided by: shop}
assume:
  - that: deposit is above £0
    basis: law, section 4
"""


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One for each question that Z3 is asked."""
    count: list[int] = []
    sound = Prover.ask

    def ask(prover: Prover, *conditions: Condition, given: Sequence[Condition] = ()) -> Verdict:
        count.append(1)
        return sound(prover, *conditions, given=given)

    monkeypatch.setattr(Prover, "ask", ask)
    return count


@pytest.mark.parametrize(
    ("edit", "turns"),
    [
        (("default: £20", "default: £30"), True),
        (("deposit is above £0", "deposit is above £40"), True),
        (('between £0 and £100 step £1", better', 'between £0 and £100 step £10", better'), False),
        (("below £30", "below £20"), True),
        (("papers includes passport or papers", "papers includes passport and papers"), False),
        (("answer: papers enough", "answer: lending"), True),
    ],
)
def test_of_an_edited_policy_what_reads_the_edit_is_looked_at_anew_and_the_audit_is_the_same_bytes(
    asked: list[int],
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    edit: tuple[str, str],
    turns: bool,  # noqa: FBT001 # because it is a parameter of the test
) -> None:
    text = SOUND.format(rules=DEPOSIT + PAPERS + FLOORED, ends=TWO)
    assert edit[0] in text
    before = audit_of(compile_policy([Source("p.yaml", text)]))
    asked.clear()

    edited = compile_policy([Source("p.yaml", text.replace(*edit))])
    audit = audit_of(edited)

    anew = len(asked)
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "empty"))
    assert as_json(audit) == as_json(audit_of(edited))
    assert anew < len(asked) - anew
    assert (audit.findings != before.findings) is turns


def test_nothing_is_asked_anew_of_a_policy_of_which_the_words_alone_were_edited(
    asked: list[int],
) -> None:
    text = SOUND.format(rules=DEPOSIT + PAPERS + FLOORED, ends=TWO)
    audit_of(compile_policy([Source("p.yaml", text)]))
    asked.clear()
    audit_of(compile_policy([Source("p.yaml", text.replace("title: The papers", "title: Papers"))]))
    assert len(asked) == 1, "for the first of the cases at random, which the assumptions bind"
