"""The generated evaluator: the shipped policies as meaning has them, and the lowering's own promises."""

import random
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from agreement import by_evaluator, by_meaning, differences
from random_policies import random_case

from cssrules.case import facts
from cssrules.counting import answers_taken, counting
from cssrules.door import read_case
from cssrules.implied import on_record
from cssrules.language.compile import compile_policy
from cssrules.lowering.lower import lower
from cssrules.lowering.terms import Ordinal
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.readings.evaluate import compile_evaluator
from cssrules.readings.evaluate.inputs import encode
from cssrules.readings.evaluate.module import Filled, module_source
from cssrules.readings.evaluate.operations import Graph
from cssrules.readings.evaluate.record import Record
from cssrules.readings.evaluate.tabulate import ROWS_AT_MOST
from cssrules.source import Source
from cssrules.values import Item, Number, Unit, Value

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
  line:
    cost: money between £0 and £500m step £1
    share: number between 0 and 2 step 0.25
    by: date between 1 January 2012 and 31 December 2012
    grade: scale of fail, good
    owner: text
evidence:
  a: yes or no
  b: yes or no
  x: count between 0 and 100
  y: number between -5 and 5 step 0.5
  m: money between £0 and £500m step £1
  tags: set of north, south
  day: date between 1 January 2012 and 31 December 2012
  panel: list of member, at most 3
holidays:
  - {on: 2012-06-04, name: a bank holiday}
  - {on: 2012-06-05, name: a jubilee}
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
    for seed in range(30):
        values = random_case(compiled, random.Random(seed))  # noqa: S311 # because a repeatable case is asked
        meant = by_meaning(meaning(compiled, values, DAY))
        assert differences(meant, by_evaluator(evaluator, values)) == [], f"seed {seed}"


def test_the_evaluator_follows_a_case_over_time_and_builds_on_what_people_decided() -> None:
    compiled = folder(HERE.parent / "rules")
    taken = built_on = 0
    for path in sorted((HERE.parent / "cases" / "stories").glob("*.json")):
        case = read_case(path.read_bytes(), compiled, path.name)
        days = sorted({event.on for event in case.events} | {case.last_reported or DAY})
        for day in sorted({days[len(days) // 2], days[-1]}):
            values = facts(case, day).values
            decided = answers_taken(compiled, counting(compiled, case, day).taken)
            meant = by_meaning(meaning(compiled, values, day, decided))
            evaluator = compile_evaluator(compiled, day, decided)
            assert differences(meant, by_evaluator(evaluator, values)) == [], (path.name, day)
            taken += bool(decided)
            alone = facts(on_record(case), day).values
            built_on += meant.conclusions != by_meaning(meaning(compiled, alone, day)).conclusions
    assert taken > 5
    assert built_on > 0


def test_the_rules_over_many_bodies_say_what_meaning_says() -> None:
    portfolio = folder(HERE.parent / "rules").portfolio
    assert len(portfolio) > 5
    for rule in portfolio.values():
        evaluator = compile_evaluator(rule.policy, DAY)
        for seed in range(15):
            values = random_case(rule.policy, random.Random(seed))  # noqa: S311 # because a repeatable case is asked
            meant = by_meaning(meaning(rule.policy, values, DAY))
            assert differences(meant, by_evaluator(evaluator, values)) == [], (rule.id, seed)


# -- ratios --------------------------------------------------------------------------------------------

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


@pytest.mark.parametrize("body", [body for body, _ in RATIOS[:3]])
def test_a_measure_of_an_unknown_list_is_unknown_though_no_item_of_it_counts(body: str) -> None:
    assert value(body.replace("panel", "panel where (a)"), a=False) is None


def test_a_number_without_a_step_is_read_exactly() -> None:
    compiled = policy("    define: result\n    when: y * 3 is at least x / 7 or y is unknown\n")
    unbounded = replace(compiled.evidence["y"], kind=Number(Unit.NUMBER))
    compiled = replace(compiled, evidence={**compiled.evidence, "y": unbounded})
    evaluator = compile_evaluator(compiled, DAY)
    for y, expected in ((Fraction(5, 21), True), (Fraction(4, 17), False), (None, True)):
        values: dict[str, Value] = {"x": Fraction(5), "y": y}
        assert (
            differences(by_meaning(meaning(compiled, values, DAY)), by_evaluator(evaluator, values))
            == []
        ), y
        assert evaluator.conclusions(evaluator.prepare(values)) == {"result": expected}


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


# -- days ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("body", "values", "expected"),
    [
        ("3 working days after day", {"day": date(2012, 6, 1)}, date(2012, 6, 8)),
        ("3 working days before day", {"day": date(2012, 6, 8)}, date(2012, 6, 1)),
        ("0 working days after day", {"day": date(2012, 6, 5)}, date(2012, 6, 5)),
        ("x working days after day", {"day": date(2012, 6, 1), "x": Fraction(1)}, date(2012, 6, 6)),
        ("x working days after day", {"day": date(2012, 6, 1)}, None),
        ("x working days after day", {"x": Fraction(1)}, None),
        ("(x - 9) working days after day", {"day": date(2012, 6, 1), "x": Fraction(8)}, None),
        ("(count of panel) working days after decision day", {"panel": ()}, DAY),
        ("2 working days after 1 June 2012", {}, date(2012, 6, 7)),
        ("(0 - 1) working days after 1 June 2012", {}, None),
        ("decision day + 1 day", {}, date(2012, 6, 2)),
    ],
)  # fmt: skip
def test_working_days_and_the_decision_day_are_days(
    body: str, values: dict[str, Value], expected: Value
) -> None:
    assert value(f"    as: {body}\n", **values) == expected


def test_days_that_need_no_case_are_counted_once() -> None:
    compiled = policy("    define: result\n    as: 2 working days after decision day\n")
    assert "working_day" not in compile_evaluator(compiled, DAY).source


def test_the_days_that_may_be_meant_bound_the_integers_of_a_rule() -> None:
    compiled = policy("    define: result\n    as: x working days after day\n")
    evaluator = compile_evaluator(compiled, DAY)
    assert evaluator.lowered.bits["R1"] == date(2013, 5, 20).toordinal().bit_length()
    result = evaluator.lowered.conclusions["result"].value
    assert isinstance(result, Ordinal)
    assert result.whole.bounds == (
        date(2012, 1, 1).toordinal(),
        date(2013, 5, 20).toordinal(),
    )


# -- items ---------------------------------------------------------------------------------------------

EACH = """    define: heavy
    for each: member
    when: weight is at least 1
---
    define: worth
    for each: member
    type: number
    as: if heavy then score * weight else 0
    if unknown: 7
"""


def test_what_is_concluded_of_an_item_is_a_field_of_it() -> None:
    compiled = policy(f"{EACH}---\n    define: result\n    as: sum of worth across panel\n")
    evaluator = compile_evaluator(compiled, DAY)
    values: dict[str, Value] = {"panel": panel((5, "1.5"), (4, "0.5"), (3, None))}
    meant = by_meaning(meaning(compiled, values, DAY))
    assert differences(meant, by_evaluator(evaluator, values)) == []
    inputs = evaluator.prepare(values)
    assert evaluator.each(inputs) == {
        "heavy": {"m0": True, "m1": False, "m2": None},
        "worth": {"m0": Fraction(15, 2), "m1": Fraction(0), "m2": Fraction(7)},
    }
    assert evaluator.conclusions(inputs) == {"result": Fraction(29, 2)}


def test_of_an_unknown_list_nothing_is_concluded_and_of_an_empty_one_of_nobody() -> None:
    evaluator = compile_evaluator(policy(EACH), DAY)
    assert evaluator.each(evaluator.prepare({})) == {}
    assert evaluator.each(evaluator.prepare({"panel": ()})) == {"heavy": {}, "worth": {}}


def test_a_conclusion_of_items_may_read_none_of_their_fields() -> None:
    compiled = policy("    define: same\n    for each: member\n    when: a\n")
    evaluator = compile_evaluator(compiled, DAY)
    inputs = evaluator.prepare({"a": True, "panel": panel((1, "1"), (2, "1"))})
    assert evaluator.each(inputs) == {"same": {"m0": True, "m1": True}}


def test_a_chain_of_conclusions_of_items_grows_no_faster_than_the_chain() -> None:
    def chain(length: int) -> str:
        rules = ["    define: f0\n    for each: member\n    when: weight is at least 1\n"]
        rules += [
            f"    define: f{n}\n    for each: member\n"
            f"    when: (f{n - 1} and score is above 1) or (not f{n - 1} and score is above 2)\n"
            for n in range(1, length)
        ]
        rules.append(f"    define: result\n    when: some member has f{length - 1}\n")
        return "---\n".join(rules)

    sizes = [len(compile_evaluator(policy(chain(n)), DAY).source) for n in (10, 20, 30)]
    assert sizes[2] - sizes[1] < 1.2 * (sizes[1] - sizes[0])


def test_a_chain_of_hundreds_of_conclusions_of_items_is_generated() -> None:
    rules = ["    define: f0\n    for each: member\n    type: number\n    as: weight\n"]
    rules += [
        f"    define: f{n}\n    for each: member\n    type: number\n    as: f{n - 1} + weight\n"
        for n in range(1, 250)
    ]
    rules.append("    define: result\n    as: sum of f249 across panel\n")
    evaluator = compile_evaluator(policy("---\n".join(rules)), DAY)
    inputs = evaluator.prepare({"panel": panel((1, "0.5"), (1, "2"))})
    assert evaluator.conclusions(inputs) == {"result": Fraction(625)}


# -- records that a table makes ------------------------------------------------------------------------

LINES = """    define: lines
    type: list of line, at most 3
    hit policy: collect
    table: |
      | row | a   | b   | cost  | share | by  | grade | owner |
      | A   | yes | -   | m     | x / 3 | day | fail  | "css" |
      | B   | -   | yes | £7    | 0.25  | -   | good  | -     |
      | C   | yes | yes | m / 2 | y / x | day + 1 day | good | "bdu" |
---
"""


def test_a_table_makes_records_in_the_order_of_its_rows() -> None:
    compiled = policy(LINES.removesuffix("---\n"))
    evaluator = compile_evaluator(compiled, DAY)
    values: dict[str, Value] = {"a": True, "b": False, "m": Fraction(5), "x": Fraction(2)}
    assert evaluator.conclusions(evaluator.prepare(values)) == {
        "lines": (
            Item(
                "A",
                {
                    "cost": Fraction(5),
                    "share": Fraction(2, 3),
                    "by": None,
                    "grade": "fail",
                    "owner": "css",
                },
            ),
        )
    }
    for unsettled in ({"a": True}, {"b": False}, {}):
        assert evaluator.conclusions(evaluator.prepare(unsettled)) == {"lines": None}
    neither = evaluator.prepare({"a": False, "b": False})
    assert evaluator.conclusions(neither) == {"lines": ()}


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("as: count of lines", Fraction(3)),
        ("as: count of lines where (cost is above £3)", Fraction(2)),
        ("as: sum of cost across lines", Fraction(29, 2)),
        ("as: sum of share across lines", Fraction(2, 3) + Fraction(1, 4) + Fraction(3, 4)),
        ("as: mean of share across lines where (grade is good)", Fraction(1, 2)),
        ("as: highest of cost across lines", Fraction(7)),
        ("as: lowest of by across lines where (owner is known)", date(2012, 3, 1)),
        ("as: lowest of by across lines", None),
        ("as: highest of grade across lines", "good"),
        ("when: some line has cost is below £3", True),
        ("when: every line has grade is good", False),
        ('when: no line has owner is "bdu"', False),
        ("when: at least 2 lines have grade is good", True),
        ('when: exactly 1 line has owner is "css"', None),
        ("when: lines is known", True),
    ],
)  # fmt: skip
def test_a_list_that_a_table_makes_is_read_as_a_list(body: str, expected: Value) -> None:
    compiled = policy(f"{LINES}    define: result\n    {body}\n")
    evaluator = compile_evaluator(compiled, DAY)
    values: dict[str, Value] = {
        "a": True, "b": True, "m": Fraction(5), "x": Fraction(2), "y": Fraction(3, 2),
        "day": date(2012, 3, 1),
    }  # fmt: skip
    for more in ({}, {"a": None}, {"b": None}, {"a": False}, {"a": False, "b": False}, {"x": None}):
        here = {**values, **more}
        meant = by_meaning(meaning(compiled, here, DAY))
        assert differences(meant, by_evaluator(evaluator, here)) == [], more
    assert evaluator.conclusions(evaluator.prepare(values))["result"] == expected
    unknown = evaluator.conclusions(evaluator.prepare({**values, "a": None}))["result"]
    assert unknown is (False if body == "when: lines is known" else None)


def test_of_made_records_too_something_may_be_concluded_each() -> None:
    rules = (
        f"{LINES}    define: dear\n    for each: line\n    when: cost is at least £5\n---\n"
        "    define: result\n    as: count of lines where (dear)\n"
    )
    compiled = policy(rules)
    evaluator = compile_evaluator(compiled, DAY)
    values: dict[str, Value] = {"a": True, "b": True, "m": Fraction(5)}
    inputs = evaluator.prepare(values)
    assert evaluator.each(inputs) == {"dear": {"A": True, "B": True, "C": False}}
    assert evaluator.conclusions(inputs)["result"] == Fraction(2)
    assert (
        differences(by_meaning(meaning(compiled, values, DAY)), by_evaluator(evaluator, values))
        == []
    )
    assert evaluator.each(evaluator.prepare({"a": True})) == {}


# -- the generated module ------------------------------------------------------------------------------


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
        text += f"  - {{id: R{number}, title: t, basis: 'setting, ours', define: {name}, "
        text += "when: inputs and len}\n"
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
