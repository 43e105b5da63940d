"""What is still possible of working days, of lists that tables make, of items, and of what was decided."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

import pytest

from cssrules.language.compile import compile_policy
from cssrules.policy import Policy
from cssrules.possible import Possibilities
from cssrules.ranges import UNKNOWN, Anything, Options, Possible, Within
from cssrules.source import Source
from cssrules.values import Item, Value

DAY = date(2012, 5, 14)
POLICY = """
policy: Test
version: "1"
records:
  milestone:
    due: date between 1 January 2012 and 31 December 2012
    done: yes or no
  line:
    cost: count between 0 and 9
    owner: text
evidence:
  late: yes or no
  weak: yes or no
  number: count between -3 and 90
  start: date between 2 January 2012 and 6 January 2012
  milestones: {type: "list of milestone, at most 3"}
holidays:
  - {on: 2012-01-04, name: a day off}
rules:
  - id: LINES
    title: t
    basis: setting, a test
    define: lines
    type: list of line, at most 2
    hit policy: collect
    table: |
      | row | late | weak | cost |
      | A   | yes  | -    | 2    |
      | B   | -    | yes  | 5    |
  - id: EACH
    title: t
    basis: setting, a test
    define: missed
    for each: milestone
    when: not done and due is before decision day
  - {id: SOME, title: t, basis: "setting, a test", define: any missed, when: some milestone has missed}
  - {id: LATER, title: t, basis: "setting, a test", define: later, when: not any missed}
"""


def policy(condition: str) -> Policy:
    rule = f"  - {{id: R, title: t, basis: 'setting, a test', define: found, {condition}}}\n"
    return compile_policy([Source("p.yaml", POLICY + rule)])


def possible(body: str, values: Mapping[str, Value]) -> Possible:
    return Possibilities(policy(body), values, DAY).conclusion("found")


def options(*values: Value) -> Options:
    return Options(frozenset(values))


TRUTHS: Mapping[str, Value] = {"yes": True, "no": False, "unknown": None}


def truths(words: str) -> Options:
    return options(*(TRUTHS[word] for word in words.split()))


def january(*days: int) -> Options:
    return options(*(date(2012, 1, day) for day in days))


NUMBERS = [
    ("as: 1 working day after start", {"start": date(2012, 1, 3)}, january(5)),
    ("as: 1 working day before start", {"start": date(2012, 1, 5)}, january(3)),
    ("as: 0 working days after start", {"start": date(2012, 1, 4)}, january(4)),
    (
        "as: number working days after start",
        {"start": date(2012, 1, 2), "number": Fraction(-1)},
        UNKNOWN,
    ),
    (
        "as: number working days after start",
        {},
        Within(date(2012, 1, 2), date(2012, 5, 11)),
    ),
    (
        "as: number working days before start",
        {},
        Within(date(2011, 8, 29), date(2012, 1, 6)),
    ),
    ("as: 2 working days after start", {}, Within(date(2012, 1, 5), date(2012, 1, 10))),
    ("as: (-1 - 1) working days after start", {}, UNKNOWN),
    ("as: decision day", {}, options(DAY)),
]


@pytest.mark.parametrize(("body", "values", "expected"), NUMBERS)
def test_days_that_are_counted_from_lie_between_the_first_and_the_last(
    body: str, values: Mapping[str, Value], expected: Possible
) -> None:
    assert possible(body, values) == expected


LISTS = [
    ("as: count of lines", {"late": True}, options(Fraction(1), Fraction(2), None)),
    ("as: count of lines", {"late": True, "weak": False}, options(Fraction(1))),
    ("as: count of lines where (cost is above 4)", {"weak": True}, options(Fraction(1), None)),
    ("as: sum of cost across lines", {"late": True, "weak": True}, options(Fraction(7))),
    ("as: lowest of cost across lines", {"late": False, "weak": False}, UNKNOWN),
    ("when: lines is known", {}, truths("yes no")),
    ("when: lines is known", {"late": True, "weak": False}, truths("yes")),
    ("when: every line has cost is above 1", {}, truths("yes unknown")),
    ("when: every line has cost is above 2", {"late": True}, truths("no unknown")),
    ("when: some line has cost is above 2", {"late": True}, truths("yes no unknown")),
    ("when: no line has owner is known", {"late": True, "weak": True}, truths("yes")),
]


@pytest.mark.parametrize(("body", "values", "expected"), LISTS)
def test_a_list_that_a_table_makes_may_hold_what_its_rows_may_give(
    body: str, values: Mapping[str, Value], expected: Possible
) -> None:
    assert possible(body, values) == expected


def test_a_list_that_a_table_makes_may_be_any_list() -> None:
    assert Possibilities(policy("when: late"), {}, DAY).conclusion("lines") == Anything()


def milestones(done: str) -> tuple[Item, ...]:
    return tuple(
        Item(f"m{number}", {"done": TRUTHS[word], "due": date(2012, 3, 1)})
        for number, word in enumerate(done.split())
    )


def test_of_each_item_it_is_told_what_may_be_concluded() -> None:
    held = Possibilities(policy("when: late"), {"milestones": milestones("yes no unknown")}, DAY)
    assert held.conclusions("missed") == {
        "m0": truths("no"),
        "m1": truths("yes"),
        "m2": truths("yes no unknown"),
    }
    assert held.conclusion("any missed") == truths("yes")
    assert held.conclusion("missed") == UNKNOWN
    assert held.conclusions("any missed") == {}


def test_of_an_unknown_list_nothing_is_told_of_any_item() -> None:
    held = Possibilities(policy("when: late"), {}, DAY)
    assert held.conclusions("missed") == {}
    assert held.conclusion("any missed") == truths("yes no unknown")


def test_what_people_decided_is_read_and_the_policy_says_what_it_says() -> None:
    values = {"milestones": milestones("yes")}
    held = Possibilities(policy("when: late"), values, DAY, {"any missed": True})
    assert held.conclusion("any missed") == truths("no")
    assert held.conclusion("later") == truths("no")
    assert Possibilities(policy("when: late"), values, DAY).conclusion("later") == truths("yes")
