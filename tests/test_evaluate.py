"""The generated evaluator: the shipped policies as meaning has them, and the lowering's own promises."""

import random
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from agreement import by_evaluator, by_meaning, differences
from random_policies import random_case

from cssrules.language.compile import compile_policy
from cssrules.lowering.lower import lower
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.readings.evaluate import compile_evaluator
from cssrules.readings.evaluate.decode import encode
from cssrules.readings.evaluate.module import Filled, module_source
from cssrules.readings.evaluate.operations import Graph
from cssrules.readings.evaluate.record import Record
from cssrules.readings.evaluate.tabulate import ROWS_AT_MOST
from cssrules.source import Source
from cssrules.values import Item, Value

HERE = Path(__file__).parent
DAY = date(2012, 6, 1)
HEAD = """
policy: Test
version: "1"
records:
  member:
    score: points between 1 and 5
    weight: number between 0 and 2 step 0.25
    due: date between 1 January 2012 and 31 December 2012
evidence:
  a: yes or no
  b: yes or no
  x: count between 0 and 100
  y: number between -5 and 5 step 0.5
  m: money between £0 and £500m step £1
  tags: set of north, south
  day: date between 1 January 2012 and 31 December 2012
  panel: list of member, at most 3
settings:
  floor: {type: points between 1 and 5, default: 3, owner: us, reason: a test, anchor: none}
rules:
"""


def folder(path: Path) -> Policy:
    return compile_policy([Source(str(p), p.read_text()) for p in sorted(path.glob("*.yaml"))])


def policy(rules: str) -> Policy:
    text = "".join(
        f"  - id: R{number}\n    title: t\n    basis: setting, a test\n{rule}"
        for number, rule in enumerate(rules.split("---\n"), start=1)
    )
    return compile_policy([Source("p.yaml", HEAD + text)])


def value(body: str, **values: Value) -> Value:
    """The conclusion `result`, when both variants and meaning agree on everything."""
    compiled = policy(f"    define: result\n{body}")
    evaluator = compile_evaluator(compiled, DAY)
    meant = by_meaning(meaning(compiled, values, DAY))
    assert differences(meant, by_evaluator(evaluator, values)) == []
    return evaluator.conclusions(evaluator.prepare(values))["result"]


def panel(*members: tuple[int | None, str | None]) -> tuple[Item, ...]:
    return tuple(
        Item(
            f"m{number}",
            {
                "score": None if score is None else Fraction(score),
                "weight": None if weight is None else Fraction(weight),
            },
        )
        for number, (score, weight) in enumerate(members)
    )


@pytest.mark.parametrize(
    "where", [HERE.parent / "rules", HERE / "second_policy" / "rules"], ids=str
)
def test_the_evaluator_says_what_meaning_says_of_a_shipped_policy(where: Path) -> None:
    compiled = folder(where)
    evaluator = compile_evaluator(compiled, DAY)
    for seed in range(60):
        values = random_case(compiled, random.Random(seed))  # noqa: S311 # because a repeatable case is asked
        meant = by_meaning(meaning(compiled, values, DAY))
        assert differences(meant, by_evaluator(evaluator, values)) == [], f"seed {seed}"


RATIOS = [
    ("    as: sum of score / weight across panel\n", Fraction(4)),
    ("    as: mean of score / weight across panel\n", Fraction(2)),
    ("    as: highest of score / weight across panel\n", Fraction(3)),
    ("    as: lowest of score / weight across panel where (score is above 1)\n", Fraction(3)),
]


@pytest.mark.parametrize(("body", "expected"), RATIOS, ids=lambda thing: str(thing).strip())
def test_ratios_of_items_are_summed_and_ranked_exactly(body: str, expected: Fraction) -> None:
    assert value(body, panel=panel((1, "1"), (3, "1"))) == expected


@pytest.mark.parametrize("body", [body for body, _ in RATIOS])
@pytest.mark.parametrize(
    "members",
    [None, (), panel((None, "1")), panel((1, None), (2, "0.5")), panel((2, "0"), (5, "2"))],
    ids=["unknown list", "empty", "unknown score", "unknown weight", "zero weight"],
)
def test_ratios_of_items_are_unknown_where_meaning_has_them_so(body: str, members: Value) -> None:
    value(body, panel=members)


@pytest.mark.parametrize("divisor", ["-5", "-0.5", "0", "0.5", "5", None])
def test_a_divisor_of_any_sign_divides(divisor: str | None) -> None:
    y = None if divisor is None else Fraction(divisor)
    expected = None if not y else Fraction(7) / y
    assert value("    as: x / y\n", x=Fraction(7), y=y) == expected
    assert value("    when: x / y is above -2\n", x=Fraction(7), y=y) == (
        None if expected is None else expected > -2
    )


def test_a_branch_not_taken_leaves_no_unknown_behind() -> None:
    assert value("    as: if a then x / 2 else x / y\n", a=True, x=Fraction(3), y=Fraction(0)) == (
        Fraction(3, 2)
    )


def test_the_evaluator_is_of_one_day() -> None:
    early = "    define: result\n    when: a\n    effective: {to: 2012-05-31}\n"
    late = "    define: result\n    when: not a\n    effective: {from: 2012-06-01}\n"
    compiled = policy(early + "---\n" + late)
    for day, expected in ((date(2012, 5, 31), True), (DAY, False)):
        evaluator = compile_evaluator(compiled, day)
        assert evaluator.conclusions(evaluator.prepare({"a": True})) == {"result": expected}


def test_declared_ranges_bound_the_integers_of_each_rule() -> None:
    compiled = policy("    define: result\n    when: m * x is at least £7\n")
    evaluator = compile_evaluator(compiled, DAY)
    assert evaluator.lowered.bits["R1"] == (500_000_000 * 100).bit_length()


def test_the_mask_holds_hits_possible_hits_and_presumptions() -> None:
    compiled = policy(
        "    define: result\n"
        "    type: yes or no\n"
        "    hit policy: first\n"
        "    if unknown: met\n"
        "    table: |\n"
        "      | row | a   | b   | result |\n"
        "      | A   | yes | -   | yes    |\n"
        "      | B   | -   | yes | no     |\n"
    )
    evaluator = compile_evaluator(compiled, DAY)
    inputs = evaluator.prepare({"b": True})
    assert evaluator.hits(inputs) == {"R1/row/A": None, "R1/row/B": None}
    assert evaluator.presumed(inputs) == {"R1"}
    assert evaluator.hits(evaluator.prepare({"a": False, "b": True})) == {
        "R1/row/A": False,
        "R1/row/B": True,
    }


def test_names_that_python_knows_are_only_names() -> None:
    text = HEAD.replace(
        "  a: yes or no\n", "  a: yes or no\n  inputs: yes or no\n  len: yes or no\n"
    )
    names = ("table", "given", "mask", "None", "lambda")
    for number, name in enumerate(names):
        text += f"  - {{id: R{number}, title: t, basis: setting, define: {name}, when: inputs and len}}\n"
    compiled = compile_policy([Source("p.yaml", text)])
    evaluator = compile_evaluator(compiled, DAY)
    inputs = evaluator.prepare({"inputs": True, "len": True})
    assert evaluator.conclusions(inputs) == dict.fromkeys(names, True)
    assert len(evaluator.nodes(inputs)) == 3 * len(names)


def test_a_table_holds_no_more_than_its_bound() -> None:
    compiled = folder(HERE.parent / "rules")
    evaluator = compile_evaluator(compiled, DAY)
    for seed in range(200):
        values = random_case(compiled, random.Random(seed))  # noqa: S311 # because a repeatable case is asked
        evaluator.mask(evaluator.prepare(values))
    sizes = [len(table) for table in evaluator.tables]
    assert len(sizes) > 10
    assert 20 < max(sizes) <= ROWS_AT_MOST


def test_a_table_of_two_hundred_rows_and_a_sum_of_many_parts_are_generated() -> None:
    rows = "".join(f"      | r{n} | {n % 100} | {n % 7} |\n" for n in range(200))
    table = (
        f"    type: count\n    hit policy: first\n    table: |\n      | row | x | result |\n{rows}"
    )
    assert value(table, x=Fraction(99)) == Fraction(99 % 7)


def test_settings_may_be_left_open() -> None:
    compiled = policy(
        "    define: result\n    when: mean of score across panel is at least floor\n"
    )
    graph = Graph()
    lowered = lower(compiled, graph, DAY, settings_open=True)
    source, layout = module_source(lowered, Record(lowered, graph), graph)
    module: dict[str, Any] = {"Filled": Filled}
    exec(source, module)  # noqa: S102 # because the source was generated by this test
    for floor in range(1, 6):
        values = {"panel": panel((2, None), (5, None)), "floor": Fraction(floor)}
        (found,), _ = module["decide_mask"](encode(values, layout))
        assert found is (Fraction(7, 2) >= floor)
