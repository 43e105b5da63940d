"""What the language means, example by example: the definition is held to its page."""

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest
from random_policies import random_case, random_decided, random_policy

from cssrules.language.compile import compile_policy
from cssrules.meaning import meaning, reconsidered
from cssrules.problem import Kind
from cssrules.source import Source
from cssrules.trace import Trace
from cssrules.values import Item, ListOf, Value

HEAD = """
policy: Meaning
version: "1"
records:
  member:
    score: points between 1 and 5
    mark: scale of fail, marginal, good
    conflicted: yes or no
evidence:
  a: yes or no
  b: yes or no
  x: count between 0 and 100
  y: count between 0 and 100
  m: money between £0 and £500m step £1
  n: money between £0 and £500m step £1
  day: date between 1 January 2012 and 31 December 2020
  other day: date between 1 January 2012 and 31 December 2020
  grade: scale of fail, marginal, good
  colour: choice of red, green
  tags: set of north, south
  panel: list of member, at most 4
"""
DAY = date(2012, 5, 14)


def trace(rule: str, **values: Value) -> Trace:
    text = (
        HEAD
        + "rules:\n  - id: R\n    title: t\n    basis: setting, a test\n    define: result\n"
        + rule
    )
    policy = compile_policy([Source("p.yaml", text)])
    return meaning(policy, {name.replace("_", " "): value for name, value in values.items()}, DAY)


def when(condition: str, **values: Value) -> Value:
    return trace(f"    when: |\n      {condition}\n", **values).value("result")


def value(expression: str, **values: Value) -> Value:
    return trace(f"    as: |\n      {expression}\n", **values).value("result")


def panel(*scores: int | None, grade: str | None = "good") -> tuple[Item, ...]:
    return tuple(
        Item(
            str(n),
            {"score": None if s is None else Fraction(s), "mark": grade, "conflicted": False},
        )
        for n, s in enumerate(scores)
    )


KLEENE = [
    ("a and b", False, None, False),
    ("a and b", True, None, None),
    ("a and b", None, False, False),
    ("a and b", None, None, None),
    ("a or b", True, None, True),
    ("a or b", False, None, None),
    ("a or b", None, True, True),
    ("not a", None, None, None),
    ("not a", False, None, True),
    ("a is known", None, None, False),
    ("a is unknown", None, None, True),
    ("a is known and b is unknown", True, None, True),
    ("if a then b else not b", True, None, None),
    ("if a then b else not b", False, True, False),
    ("if a then b else b", None, True, None),
]


@pytest.mark.parametrize(("condition", "a", "b", "expected"), KLEENE)
def test_truth_is_kleenes(condition: str, a: Value, b: Value, expected: Value) -> None:
    assert when(condition, a=a, b=b) is expected


COMPARISONS = [
    ("x is at least 3", Fraction(3), True),
    ("x is above 3", Fraction(3), False),
    ("x is at most 3", Fraction(3), True),
    ("x is below 3", Fraction(3), False),
    ("x is between 3 and 5", Fraction(5), True),
    ("x is not between 3 and 5", Fraction(5), False),
    ("x is not between 3 and 5", Fraction(6), True),
    ("x is one of 1, 2", Fraction(2), True),
    ("x is not one of 1, 2", Fraction(2), False),
    ("x = 2", None, None),
    ("x is not 2", None, None),
]


@pytest.mark.parametrize(("condition", "x", "expected"), COMPARISONS)
def test_comparisons_are_closed_as_their_words_say(
    condition: str, x: Value, expected: Value
) -> None:
    assert when(condition, x=x) is expected


def test_a_scale_compares_by_its_order_and_a_choice_by_name() -> None:
    assert when("grade is at least marginal", grade="good") is True
    assert when("grade is at least marginal", grade="fail") is False
    assert when("colour is not red", colour="green") is True


def test_a_set_includes() -> None:
    assert when("tags includes north", tags=frozenset({"north"})) is True
    assert when("tags does not include north", tags=frozenset()) is True
    assert when("tags includes north", tags=None) is None


def test_dates_subtract_to_days_and_take_days() -> None:
    early, late = date(2012, 3, 30), date(2012, 4, 30)
    assert value("day - other day", day=late, other_day=early) == 31
    assert when("day is after other day + 30 days", day=late, other_day=early) is True
    assert when("day is on or before other day + 31 days", day=late, other_day=early) is True
    assert value("day - 30 days", day=late) == date(2012, 3, 31)


def test_arithmetic_is_exact() -> None:
    third = Fraction(1, 3)
    assert value("x / y", x=Fraction(1), y=Fraction(3)) == third
    assert when("x / y * 3 = 100%", x=Fraction(1), y=Fraction(3)) is True
    assert when("0.1 + 0.2 = 0.3") is True
    assert value("(m - n) / m", m=Fraction(10), n=Fraction(9)) == Fraction(1, 10)
    assert value("-x + 3", x=Fraction(5)) == -2


def test_a_zero_divisor_leaves_the_value_unknown_and_is_noted() -> None:
    found = trace("    as: x / y\n", x=Fraction(1), y=Fraction(0))
    assert found.value("result") is None
    assert [finding.kind for finding in found.findings] == [Kind.DIVISION]


def test_the_branch_not_taken_is_not_asked() -> None:
    rule = "    as: if a then x / x else x / y\n"
    found = trace(rule, a=True, x=Fraction(4), y=Fraction(0))
    assert found.value("result") == 1
    assert found.findings == ()


QUANTITIES = [
    ("some member has score at least 3", (3, 1), True),
    ("some member has score at least 3", (None, 1), None),
    ("some member has score at least 3", (), False),
    ("every member has score at least 3", (3, None), None),
    ("every member has score at least 3", (1, None), False),
    ("every member has score at least 3", (), True),
    ("no member has score at least 3", (), True),
    ("no member has score at least 3", (1, None), None),
    ("no member has score at least 3", (3, None), False),
    ("at least 2 members have score at least 3", (3, 3, None), True),
    ("at least 2 members have score at least 3", (3, 1, None), None),
    ("at least 2 members have score at least 3", (1, 1, None), False),
    ("at most 1 members have score at least 3", (3, 1, None), None),
    ("at most 1 members have score at least 3", (3, 3, None), False),
    ("at most 1 members have score at least 3", (1, 1, None), True),
    ("exactly 2 members have score at least 3", (3, 3, None), None),
    ("exactly 2 members have score at least 3", (3, 3, 3, None), False),
    ("exactly 2 members have score at least 3", (3, 3, 1), True),
    ("exactly 2 members have score at least 3", (1, None), False),
]


@pytest.mark.parametrize(("condition", "scores", "expected"), QUANTITIES)
def test_quantifiers_are_settled_as_soon_as_they_can_be(
    condition: str, scores: tuple[int | None, ...], expected: Value
) -> None:
    assert when(condition, panel=panel(*scores)) is expected


def test_an_unknown_list_leaves_everything_unknown() -> None:
    for condition in ("some member has score = 3", "no member has score = 3", "count of panel = 0"):
        assert when(condition) is None


MEASURES = [
    ("count of panel", (1, 5), 2),
    ("count of panel", (), 0),
    ("count of panel where (score is at least 3)", (1, 5, None), None),
    ("count of panel where (score is at least 3)", (1, 5), 1),
    ("sum of score across panel", (), 0),
    ("sum of score across panel", (1, None), None),
    ("mean of score across panel", (1, 2), Fraction(3, 2)),
    ("mean of score across panel", (), None),
    ("lowest of score across panel", (4, 2), 2),
    ("highest of score across panel", (4, 2), 4),
    ("highest of score across panel", (), None),
    ("mean of score across panel where (score is above 1)", (1, 3, 5), 4),
]


@pytest.mark.parametrize(("expression", "scores", "expected"), MEASURES)
def test_measures_of_lists(
    expression: str, scores: tuple[int | None, ...], expected: object
) -> None:
    assert value(expression, panel=panel(*scores)) == expected


def test_the_lowest_of_a_scale_is_the_worst() -> None:
    mixed = (*panel(1, grade="good"), *(Item("w", {"mark": "marginal", "score": None}),))
    assert value("lowest of mark across panel", panel=mixed) == "marginal"


# -- tables ----------------------------------------------------------------------------------------

ROWS = """
    type: scale of fail, marginal, good
    hit policy: {hit}
    table: |
      | row | a   | b   | result   |
      | A   | yes | -   | good     |
      | B   | -   | yes | marginal |
      | C   | no  | no  | fail     |
"""
TABLES = [
    ("unique", True, False, "good", None),
    ("unique", True, True, None, Kind.TWO_ROWS),
    ("unique", True, None, None, None),
    ("unique", False, None, None, None),
    ("unique", False, True, "marginal", None),
    ("first", True, True, "good", None),
    ("first", True, None, "good", None),
    ("first", None, True, None, None),
    ("first", False, False, "fail", None),
    ("any", True, False, "good", None),
    ("any", True, True, None, Kind.ROWS_DISAGREE),
    ("any", True, None, None, None),
]


@pytest.mark.parametrize(("hit", "a", "b", "expected", "fault"), TABLES)
def test_hit_policies(hit: str, a: Value, b: Value, expected: Value, fault: Kind | None) -> None:
    found = trace(ROWS.format(hit=hit), a=a, b=b)
    assert found.value("result") == expected
    assert [finding.kind for finding in found.findings] == ([fault] if fault else [])


def test_any_is_settled_where_all_rows_that_may_apply_agree() -> None:
    rule = """
    type: choice of stop, go
    hit policy: any
    table: |
      | row | a   | b   | result |
      | A   | yes | -   | stop   |
      | B   | -   | yes | stop   |
      | C   | no  | no  | go     |
"""
    assert trace(rule, a=True).value("result") == "stop"
    assert trace(rule, a=False).value("result") is None


def test_no_row_is_a_fault_and_never_unknown_by_itself() -> None:
    rule = """
    type: choice of stop, go
    hit policy: unique
    table: |
      | row | a   | result |
      | A   | yes | stop   |
"""
    assert [f.kind for f in trace(rule, a=False).findings] == [Kind.NO_ROW]
    assert trace(rule, a=None).findings == ()


COLLECT = """
    type: set of one, two
    hit policy: collect
    table: |
      | row | a   | b   | result |
      | A   | yes | -   | one    |
      | B   | -   | yes | two    |
"""


def test_collect_gathers_and_says_what_is_sure() -> None:
    assert trace(COLLECT, a=True, b=True).value("result") == {"one", "two"}
    assert trace(COLLECT, a=False, b=False).value("result") == frozenset()
    partly = trace(COLLECT, a=True)
    assert partly.value("result") is None
    assert partly.concluded["result"].members == {"one"}


# -- presumptions and periods ------------------------------------------------------------------------


def test_if_unknown_replaces_unknown_and_nothing_else() -> None:
    rule = "    when: a\n    if unknown: met\n"
    presumed = trace(rule).concluded["result"]
    assert (presumed.value, presumed.found, presumed.presumed) == (True, None, True)
    known = trace(rule, a=False).concluded["result"]
    assert (known.value, known.presumed) == (False, False)


def test_the_rule_in_force_on_the_day_decides() -> None:
    text = (
        HEAD
        + """
rules:
  - {id: R-1, title: t, basis: "setting, a test", define: result, when: a, effective: {to: 2012-05-13}}
  - {id: R-2, title: t, basis: "setting, a test", define: result, when: not a, effective: {from: 2012-05-14}}
"""
    )
    policy = compile_policy([Source("p.yaml", text)])
    assert meaning(policy, {"a": True}, date(2012, 5, 13)).value("result") is True
    assert meaning(policy, {"a": True}, date(2012, 5, 14)).value("result") is False


def test_the_trace_holds_every_condition_with_its_value() -> None:
    found = trace("    when: a and (b or x is at least 3)\n", a=False, b=None, x=Fraction(4))
    body = found.concluded["result"].body
    seen: dict[str, Value] = {}

    def walk(judged: object) -> None:
        seen[judged.path] = judged.value  # type: ignore[attr-defined]
        for part in judged.parts:  # type: ignore[attr-defined]
            walk(part)

    walk(body)
    assert seen == {
        "R/when": False,
        "R/when/1": False,
        "R/when/2": True,
        "R/when/2/1": None,
        "R/when/2/2": True,
        "R/when/2/2/1": 4,
        "R/when/2/2/2": 3,
    }


@pytest.mark.parametrize("seed", range(60))
def test_where_some_evidence_is_otherwise_only_what_rests_on_it_is_concluded_anew(
    seed: int,
) -> None:
    chance = random.Random(seed)  # noqa: S311 # because repeatable cases are asked
    policy = compile_policy([Source("p.yaml", random_policy(seed))])
    values, decided = random_case(policy, chance), random_decided(policy, chance)
    before = meaning(policy, values, DAY, decided)
    other = random_case(policy, chance)
    plain = [name for name, e in policy.evidence.items() if not isinstance(e.kind, ListOf)]
    after = {**values, **{name: other.get(name) for name in chance.sample(plain, len(plain) // 2)}}
    again = reconsidered(policy, before, (), policy.reading, after)
    fresh = meaning(policy, after, DAY, decided)
    assert replace(again, findings=()) == replace(fresh, findings=())
    assert sorted(map(repr, again.findings)) == sorted(map(repr, fresh.findings))
