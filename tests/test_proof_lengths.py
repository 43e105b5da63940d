"""Lists that are looked at up to a length: nothing is claimed of what a longer one may show."""

from datetime import date
from fractions import Fraction
from itertools import combinations_with_replacement, product
from pathlib import Path

import pytest

from cssrules.audited import Audit, FindingKind
from cssrules.case import Case
from cssrules.deciding import situation
from cssrules.language.compile import compile_policy
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.proof.audit import prove as proving
from cssrules.proof.inquiry import Inquiry
from cssrules.proof.witnesses import enough
from cssrules.source import Source
from cssrules.values import Item, Value

YARD = """
policy: A yard that lends tools
version: "1"
effective: {{from: 2012-01-01, to: 2014-12-31}}
sources: {{law: The law}}
records:
  tool: {{age: count between 0 and 50, sharp: yes or no, clean: yes or no}}
evidence:
  paid: {{type: yes or no}}
  tools: {{type: "list of tool, at most {most}"}}
settings:
  crowd: {{type: count between 15 and 30, default: 20, owner: shop, reason: ours}}
rules:
  - id: LEND-1
    title: Lending
    basis: law, section 1
    define: lent
{body}
decisions:
  - {{id: Q1, question: May it be lent?, answer: lent, decided by: shop, main: yes}}
"""


@pytest.fixture(autouse=True)
def _kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def yard(body: str, most: int = 60) -> Policy:
    return compile_policy([Source("p.yaml", YARD.format(body=body, most=most))])


def audit_of(policy: Policy) -> Audit:
    return proving.prove(policy, None, lambda _: None)


def said(audit: Audit) -> set[tuple[FindingKind, tuple[str, ...]]]:
    return {(finding.kind, finding.ids) for finding in audit.findings}


def test_a_setting_that_only_longer_lists_show_to_matter_is_not_called_idle() -> None:
    body = "    when: paid or count of tools is at least crowd"
    text = YARD.format(body=body, most=60).replace("between 15 and", "between 19 and")
    audit = audit_of(compile_policy([Source("p.yaml", text)]))
    assert not said(audit)
    assert "setting-not-decisive: crowd" in {one.what for one in audit.unsettled}


NEEDS_MANY = {
    "a tool of each kind": """
    when all of:
      - some tool has (age < 10 and sharp)
      - some tool has (age < 10 and not sharp)
      - some tool has (age > 20 and sharp)
      - some tool has (age > 20 and not sharp)""",
    "a number that is reckoned": "    when: count of tools is at least 4 + 4",
    "two counts": """
    when all of:
      - count of tools where sharp is at least 4
      - count of tools where (not sharp) is at least 4""",
    "a sum": "    when: sum of age across tools is at least 300",
}


@pytest.mark.parametrize("body", NEEDS_MANY.values(), ids=NEEDS_MANY)
def test_what_needs_several_items_at_once_is_found(body: str) -> None:
    audit = audit_of(yard(body))
    assert not said(audit)
    assert not audit.unsettled


@pytest.mark.parametrize("body", NEEDS_MANY.values(), ids=NEEDS_MANY)
def test_an_answer_that_needs_several_items_is_possible(body: str) -> None:
    policy = yard(body)
    asked = situation(policy, Case("c", "c", ()))
    assert Inquiry(asked, policy.questions[0]).possible == [False, True]


@pytest.mark.parametrize(
    "body",
    [
        "    when: mean of age across tools is above 2.5 and mean of age across tools is below 2.6",
        "    when: count of tools where sharp / count of tools is between 15% and 18%",
    ],
)
def test_where_no_length_is_enough_nothing_is_called_dead(body: str) -> None:
    audit = audit_of(yard(body))
    assert FindingKind.DEAD_RULE not in {kind for kind, _ in said(audit)}
    assert "dead-rule: LEND-1" in {one.what for one in audit.unsettled}


def test_what_a_promise_counts_is_looked_at_too() -> None:
    never = "properties:\n  - {id: SAFE-1, never: at least 8 tools have sharp, basis: law}\n"
    text = YARD.format(body="    when: paid", most=60) + never
    audit = audit_of(compile_policy([Source("p.yaml", text)]))
    assert said(audit) == {(FindingKind.PROPERTY_BROKEN, ("SAFE-1",))}


DAY = date(2012, 1, 1)
HELD: dict[str, tuple[Value, ...]] = {
    "sharp": (True, False, None),
    "clean": (True, False, None),
    "age": (Fraction(0), Fraction(1), None),
}
NAMES = ("one met", "other met")
CONDITIONS = [
    ("some tool has sharp", "some tool has (not sharp)"),
    ("some tool has sharp", "count of tools where sharp is 0"),
    ("at least 3 tools have sharp", "at least 2 tools have (not sharp)"),
    ("exactly 1 tool has sharp", "exactly 2 tools have (not sharp)"),
    ("at least 2 tools have sharp", "no tool has (sharp and clean)"),
    ("at most 1 tool has clean", "count of tools where sharp is 1"),
    ("exactly 1 tool has sharp", "some tool has clean"),
    ("count of tools is above 1", "some tool has (sharp or clean)"),
    ("highest of age across tools is at least 1", "every tool has sharp"),
    ("count of tools where sharp is at least crowd", "not (some tool has (not sharp))"),
    ("count of tools where sharp is above 0", "count of tools where clean is below 2"),
]


@pytest.mark.parametrize("conditions", CONDITIONS, ids=" and ".join)
def test_beside_each_long_list_there_is_a_short_one_that_comes_to_the_same(
    conditions: tuple[str, ...],
) -> None:
    rules = "\n".join(
        f"  - {{id: R-{n}, title: R, basis: law, define: {NAMES[n]}, when: '{condition}'}}"
        for n, condition in enumerate(conditions)
    )
    text = YARD.format(body="    when: paid\n" + rules, most=60).replace("between 15", "between 1")
    policy = compile_policy([Source("p.yaml", text.replace("default: 20", "default: 1"))])
    number = enough([policy])["tools"].items
    assert number is not None

    read = {"sharp", "clean", "age"} & {word.strip("()") for c in conditions for word in c.split()}
    tools = [dict(zip(read, held, strict=True)) for held in product(*(HELD[f] for f in read))]

    def found(most: int) -> set[tuple[Value, ...]]:
        return {
            tuple(meaning(policy, {"tools": held}, DAY).value(name) for name in NAMES)
            for length in range(most + 1)
            for chosen in combinations_with_replacement(tools, length)
            for held in [tuple(Item(f"tool-{n}", tool) for n, tool in enumerate(chosen))]
        }

    assert found(number) == found(number + 1)


@pytest.mark.parametrize(
    "body",
    [
        "    when: sum of age across tools is above sum of age across tools where (sharp) + 300",
        "    when: sum of age across tools - 300 is above sum of age across tools where (sharp)",
        "    when: 2 * sum of age across tools is above sum of age across tools where (sharp) + 300",
        "    when: sum of age across tools - sum of age across tools where (sharp) is above 300",
    ],
)
def test_sums_that_have_to_make_up_for_what_stands_beside_them_have_the_items_for_it(
    body: str,
) -> None:
    policy = yard(body)
    tools = tuple(Item(str(n), {"age": Fraction(50), "sharp": False}) for n in range(7))
    assert meaning(policy, {"tools": tools}, date(2012, 6, 1)).value("lent") is True
    audit = audit_of(policy)
    assert not said(audit)
    assert not audit.unsettled


PROMISE = """    when: count of tools * 2 is above crowd
properties:
  - {id: P-1, never: "count of tools is above 10 and lent is no", basis: "law, section 2"}
"""


def test_what_a_cut_list_may_show_is_not_counted_as_proved() -> None:
    """A count that is reckoned with leaves no length enough; others ask for as many as before."""
    audit = audit_of(
        yard(PROMISE.replace("lent is no", "not lent").replace("above 10", "above 15"))
    )
    assert FindingKind.PROPERTY_BROKEN.label not in audit.proved
    left = {one.what for one in audit.unsettled}
    assert "property-broken: P-1" in left
    assert "not-complete: Q1" in left


def test_beside_a_count_that_is_reckoned_with_others_have_their_items() -> None:
    body = """    when: count of tools * 2 is above 1000 or count of tools is above 9"""
    policy = yard(body)
    assert enough([policy])["tools"].items is None
    inquiry = audit_of(policy)
    assert (FindingKind.DEAD_RULE, ("LEND-1",)) not in said(inquiry)
    assert "each rule tells some cases from others" in {
        kind.proved for kind in FindingKind if kind.label in inquiry.proved
    }


NO_DAYS = """
policy: A yard without days
version: "1"
sources: {law: The law}
evidence:
  asked on: date between 1 January 2031 and 31 December 2045
rules:
  - {id: LATE-1, title: Late, basis: "law, section 1", define: late, when: decision day is after asked on}
decisions:
  - {id: Q1, question: Is it late?, answer: late, decided by: shop, main: yes}
"""


def test_a_policy_that_begins_on_no_day_is_proved_for_the_dates_that_it_names() -> None:
    policy = compile_policy([Source("p.yaml", NO_DAYS)])
    audit = audit_of(policy)
    assert audit.days == ("2031-01-01", "2045-12-31")
    assert not said(audit)
    assert proving.prove(policy, date(2020, 5, 1), lambda _: None).days[0] == "2020-05-01"


GAP = """
policy: A yard with a gap
version: "1"
effective: {from: 2012-01-01, to: 2014-12-31}
sources: {law: The law}
records:
  tool: {age: count between 0 and 50}
evidence:
  name: {type: text, given by: case name}
  boss: text
  tools: {type: "list of tool, at most 3"}
  paid: yes or no
rules:
  - id: AGE-1
    title: Age
    basis: law, section 1
    define: oldest
    as: if boss is name then 0 else if paid then highest of age across tools else lowest of age across tools
decisions:
  - {id: Q1, question: How old?, answer: oldest, decided by: shop, main: yes}
"""


def test_of_a_question_with_a_gap_only_a_fact_counts_that_would_settle_it() -> None:
    """With no tool there is nothing to measure, whatever else is known; every case has its name."""
    audit = audit_of(compile_policy([Source("p.yaml", GAP)]))
    assert set(audit.undecided_by["Q1"]) == {"boss", "tools", "paid"}
