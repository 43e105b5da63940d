"""Conditions in English, read aloud: holding, failing, not known, and with what a case says."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction

import pytest

from cssrules.english import fact, found, says, value_of, worked_out
from cssrules.expression import Const, Expression, Not
from cssrules.language.compile import compile_policy
from cssrules.margins import margin
from cssrules.meaning import meaning
from cssrules.policy import Made, Policy
from cssrules.source import Source
from cssrules.trace import Judged
from cssrules.values import Choice, Date, Item, ListOf, Number, Unit, Value, YesNo

HEAD = """
policy: English
version: "1"
records:
  panel member:
    seat: choice of bdu, sha, expert
    leadership score: points between 1 and 5
    conflict declared: yes or no
    skills: set of law, money
  customer:
    satisfaction: percent between 0% and 100% step 1%
evidence:
  panel: {type: "list of panel member, at most 4"}
  customers: {type: "list of customer, at most 9"}
  lost customers: {type: "list of customer, at most 9"}
  turnover: {type: money between £0 and £500m step £1, better: higher}
  cost base: {type: money between £0 and £500m step £1, better: lower}
  price: {type: money between £0 and £500m step £1}
  margin: percent between -100% and 100% step 0.1%
  costing in place: yes or no
  delivery managed: yes or no
  pricing strategy: {type: "scale of absent, outline, costed", better: last}
  route: choice of assess, market, in house
  remedies: set of replace leadership, takeover
  plan date: {type: date between 1 January 2012 and 31 December 2020, better: lower}
  name of lead: text
settings:
  floor: {type: points between 1 and 5, default: 3, owner: BDU, reason: midpoint, anchor: none}
  deadline: {type: date between 1 May 2011 and 31 December 2012, default: 2012-03-30, owner: BDU, reason: r}
rules:
  - id: R
    title: t
    basis: setting, a test
    define: result
"""
DAY = date(2012, 5, 14)


def reading(body: str, **values: Value) -> tuple[Policy, Judged]:
    """The policy whose one rule has `body`, and what meaning finds of that body."""
    text = HEAD + "".join(f"    {line}\n" for line in body.splitlines())
    policy = compile_policy([Source("p.yaml", text)])
    known = {name.replace("_", " "): value for name, value in values.items()}
    judged = meaning(policy, known, DAY).concluded["result"].body
    assert isinstance(judged, Judged)
    return policy, judged


def when(condition: str, **values: Value) -> tuple[Policy, Judged]:
    return reading(f"when: |\n  {condition}", **values)


def condition(text: str) -> tuple[Policy, Expression]:
    policy, judged = when(text)
    return policy, judged.expression


SAID = [
    (
        "turnover is at least £10m",
        "turnover is at least £10m",
        "turnover is below £10m",
    ),
    (
        "turnover is above 2 * (price + cost base)",
        "turnover is above 2 times (price plus cost base)",
        "turnover is at most 2 times (price plus cost base)",
    ),
    (
        "not costing in place",
        "costing in place is no",
        "costing in place is yes",
    ),
    (
        "costing in place = no",
        "costing in place is no",
        "costing in place is yes",
    ),
    (
        "route is assess",
        "route is assess",
        "route is not assess",
    ),
    (
        "pricing strategy is below outline",
        "pricing strategy is below outline",
        "pricing strategy is at least outline",
    ),
    (
        "route is one of assess, market, in house",
        "route is one of assess, market or in house",
        "route is not one of assess, market or in house",
    ),
    (
        "margin is between 2% and 15%",
        "margin is between 2% and 15%",
        "margin is not between 2% and 15%",
    ),
    (
        "plan date is on or before deadline",
        "plan date is on or before deadline (30 March 2012, policy setting)",
        "plan date is after deadline (30 March 2012, policy setting)",
    ),
    (
        "remedies includes takeover",
        "remedies includes takeover",
        "remedies does not include takeover",
    ),
    (
        "turnover is unknown",
        "turnover is not known",
        "turnover is known",
    ),
    (
        'name of lead is "Ann"',
        "name of lead is “Ann”",
        "name of lead is not “Ann”",
    ),
    (
        "costing in place and delivery managed",
        "costing in place is yes and delivery managed is yes",
        "costing in place is no or delivery managed is no",
    ),
    (
        "(costing in place or delivery managed) and route is market",
        "either costing in place is yes or delivery managed is yes, and route is market",
        "both costing in place is no and delivery managed is no, or route is not market",
    ),
    (
        "if costing in place then delivery managed else route is market",
        "delivery managed is yes if costing in place is yes, otherwise route is market",
        "delivery managed is no if costing in place is yes, otherwise route is not market",
    ),
    (
        "some panel member has seat = sha",
        "some panel member has seat sha",
        "no panel member has seat sha",
    ),
    (
        "no panel member has leadership score below floor",
        "no panel member has leadership score below floor (3, policy setting)",
        "some panel member has leadership score below floor (3, policy setting)",
    ),
    (
        "every panel member has conflict declared = no",
        "every panel member has conflict declared: no",
        "not every panel member has conflict declared: no",
    ),
    (
        "exactly 4 panel members have conflict declared",
        "exactly 4 panel members have conflict declared",
        "not exactly 4 panel members have conflict declared",
    ),
    (
        "at least 1 panel member has (seat is sha and leadership score is known)",
        "at least 1 panel member has seat sha and leadership score known",
        "fewer than 1 panel member has seat sha and leadership score known",
    ),
    (
        "at most 2 panel members have (skills includes law or seat is one of bdu, sha)",
        "at most 2 panel members have skills including law or seat one of bdu or sha",
        "more than 2 panel members have skills including law or seat one of bdu or sha",
    ),
    (
        "some panel member has (if conflict declared then seat is sha else seat is bdu)",
        "for some panel member, seat is sha if conflict declared is yes, otherwise seat is bdu",
        "for no panel member, seat is sha if conflict declared is yes, otherwise seat is bdu",
    ),
    (
        "at least 2 customers among lost customers have satisfaction at least 50%",
        "at least 2 customers among lost customers have satisfaction at least 50%",
        "fewer than 2 customers among lost customers have satisfaction at least 50%",
    ),
    (
        "mean of leadership score across panel is at least floor",
        "the mean of leadership score across the panel is at least floor (3, policy setting)",
        "the mean of leadership score across the panel is below floor (3, policy setting)",
    ),
]


@pytest.mark.parametrize(("text", "holds", "fails"), SAID)
def test_a_condition_is_said_holding_and_failing(text: str, holds: str, fails: str) -> None:
    policy, expression = condition(text)
    assert says(policy, expression, truth=True) == holds
    assert says(policy, expression, truth=False) == fails


@pytest.mark.parametrize(("text", "holds", "fails"), SAID)
def test_a_contrary_swaps_holding_and_failing_and_unknown_is_said_of_what_would_hold(
    text: str, holds: str, fails: str
) -> None:
    policy, expression = condition(text)
    assert says(policy, Not(expression), truth=True) == fails
    assert says(policy, Not(Not(expression)), truth=True) == holds
    assert says(policy, expression, truth=None) == f"it is not known whether {holds}"


def test_a_bare_name_is_said_with_yes_no_or_not_known_after_it() -> None:
    policy, expression = condition("costing in place")
    lines = [says(policy, expression, truth) for truth in (True, False, None)]
    assert lines == [f"costing in place: {word}" for word in ("yes", "no", "not known")]


@pytest.mark.parametrize(
    ("text", "noun"),
    [
        ("mean of leadership score across panel", "the mean of leadership score across the panel"),
        (
            "lowest of leadership score across panel where (seat is sha)",
            "the lowest leadership score across the panel members with seat sha",
        ),
        (
            "sum of leadership score + 1 across panel where conflict declared",
            "the sum of (leadership score plus 1) across the panel members with conflict declared",
        ),
        ("count of panel", "the number of panel members"),
        (
            "count of lost customers where (satisfaction is below 50%)",
            "the number of customers among lost customers with satisfaction below 50%",
        ),
        (
            "(turnover - cost base) / turnover",
            "(turnover minus cost base) divided by turnover",
        ),
        ("-turnover", "minus turnover"),
        ("if costing in place then 1 else 0", "1 if costing in place is yes, otherwise 0"),
        ("floor", "floor (3, policy setting)"),
        ("deadline + 5 days", "deadline (30 March 2012, policy setting) plus 5 days"),
        ("1 working day after plan date", "1 working day after plan date"),
        (
            "(count of panel) working days before decision day + 1 day",
            "(the number of panel members working days before decision day) plus 1 day",
        ),
    ],
)
def test_a_value_is_named_as_a_noun(text: str, noun: str) -> None:
    policy, judged = reading(f"as: |\n  {text}")
    assert value_of(policy, judged.expression) == noun


def panel(*scores: int | None, **fields: Value) -> tuple[Item, ...]:
    return tuple(
        Item("abcd"[n], {"leadership score": None if s is None else Fraction(s), **fields})
        for n, s in enumerate(scores)
    )


def pounds(millions: float) -> Fraction:
    return Fraction(str(millions)) * 1_000_000


@pytest.mark.parametrize(
    ("text", "values", "line", "apart"),
    [
        (
            "turnover is at least £10m",
            {"turnover": pounds(4.5)},
            "turnover is £4.5m, below £10m",
            "£5.5m short",
        ),
        (
            "turnover is at least £10m",
            {"turnover": pounds(12)},
            "turnover is £12m, at least £10m",
            "£2m to spare",
        ),
        (
            "not turnover is below £10m",
            {"turnover": pounds(4.5)},
            "turnover is £4.5m, below £10m",
            "£5.5m short",
        ),
        (
            "turnover is below £10m",
            {"turnover": pounds(10)},
            "turnover is £10m, at least £10m",
            "exactly at the limit",
        ),
        (
            "cost base is at most £10m",
            {"cost_base": pounds(11)},
            "cost base is £11m, above £10m",
            "£1m over",
        ),
        (
            "cost base is at most turnover",
            {"cost_base": pounds(4), "turnover": pounds(5)},
            "cost base is £4m, at most turnover (£5m)",
            "£1m to spare",
        ),
        (
            "plan date is at most deadline + (5 days + 2 days)",
            {"plan_date": date(2012, 4, 11)},
            "plan date is 11 April 2012, after 6 April 2012 (deadline plus (5 days plus 2 days))",
            "5 days late",
        ),
        ("price is above £2m", {"price": pounds(1.5)}, "price is £1.5m, at most £2m", "by £500k"),
        (
            "pricing strategy is at least costed",
            {"pricing_strategy": "absent"},
            "pricing strategy is absent, below costed",
            "2 steps short",
        ),
        (
            "plan date is on or before deadline",
            {"plan_date": date(2012, 4, 11)},
            "plan date is 11 April 2012, after deadline (30 March 2012, policy setting)",
            "12 days late",
        ),
        (
            "plan date is on or before deadline",
            {"plan_date": date(2012, 3, 29)},
            "plan date is 29 March 2012, on or before deadline (30 March 2012, policy setting)",
            "1 day to spare",
        ),
        ("route is assess", {"route": "assess"}, "route is assess", None),
        ("route is assess", {"route": "market"}, "route is market, not assess", None),
        ("route is not assess", {"route": "assess"}, "route is assess", None),
        (
            "turnover is price",
            {"turnover": 3, "price": 3},
            "turnover is £3, the same as price",
            None,
        ),
        ("turnover is price", {"turnover": 3, "price": 4}, "turnover is £3, not price (£4)", None),
        (
            "route is one of assess, market",
            {"route": "in house"},
            "route is in house, not one of assess or market",
            None,
        ),
        (
            "margin is between 2% and 15%",
            {"margin": Fraction(1, 100)},
            "margin is 1%, not between 2% and 15%",
            "by 1 percentage point",
        ),
        (
            "margin is between 2% and 15%",
            {"margin": Fraction(45, 1000)},
            "margin is 4.5%, between 2% and 15%",
            "2.5 percentage points inside",
        ),
        (
            "margin is not between 2% and 15%",
            {"margin": Fraction(17, 100)},
            "margin is 17%, not between 2% and 15%",
            "by 2 percentage points",
        ),
        ("not costing in place", {"costing_in_place": True}, "costing in place: yes", None),
        (
            "turnover is at least £10m",
            {},
            "it is not known whether turnover is at least £10m",
            None,
        ),
        (
            "costing in place and turnover is at least £10m",
            {"costing_in_place": False, "turnover": pounds(4.5)},
            "costing in place is no, and turnover is £4.5m, below £10m",
            None,
        ),
        (
            "costing in place and turnover is at least £10m",
            {"costing_in_place": False},
            "1 of 2 conditions does not hold",
            None,
        ),
        (
            "costing in place or delivery managed or route is market",
            {"delivery_managed": True, "route": "market"},
            "2 of 3 conditions hold",
            None,
        ),
        (
            "costing in place or delivery managed",
            {"delivery_managed": False},
            "it is not known whether either condition holds (1 not known)",
            None,
        ),
        (
            "no panel member has leadership score below 2",
            {"panel": panel(3, 1, 1)},
            "some panel member has leadership score below 2 (2 of 3)",
            None,
        ),
        (
            "no panel member has leadership score below 2",
            {"panel": panel(3, 2)},
            "no panel member has leadership score below 2 (none of 2)",
            None,
        ),
        (
            "every panel member has leadership score above 2",
            {"panel": panel(3, None, 1)},
            "not every panel member has leadership score above 2 (1 of 3, 1 not known)",
            None,
        ),
        (
            "every panel member has conflict declared",
            {"panel": ()},
            "every panel member has conflict declared (the list is empty)",
            None,
        ),
        (
            "mean of leadership score across panel is at least floor",
            {"panel": panel(3, 2, 2)},
            "the mean of leadership score across the panel is about 2.33, below floor (3, policy setting)",
            "by about 0.67",
        ),
        (
            "floor is at least 2",
            {},
            "floor is 3 (policy setting), at least 2",
            "by 1",
        ),
    ],
)
def test_what_was_found_is_told_with_its_value_and_how_far_apart(
    text: str, values: Mapping[str, Value], line: str, apart: str | None
) -> None:
    exact = {name: Fraction(v) if isinstance(v, int) and v > 1 else v for name, v in values.items()}
    policy, judged = when(text, **exact)
    assert found(policy, judged) == line
    assert margin(policy, judged) == apart


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "mean of leadership score across panel",
            "the mean of leadership score across the panel is 2.5 (3 and 2)",
        ),
        (
            "count of panel where (leadership score is above 2)",
            "the number of panel members with leadership score above 2 is 1 (a)",
        ),
        ("count of customers", "the number of customers among customers is not known"),
        ("turnover + price", "turnover plus price is not known"),
    ],
)
def test_a_measured_value_is_told_with_what_was_measured(text: str, line: str) -> None:
    policy, judged = reading(f"as: |\n  {text}", panel=panel(3, 2))
    assert found(policy, judged) == line


@pytest.mark.parametrize(
    ("text", "sum"),
    [
        ("1 working day after plan date", "1 working day after plan date 2 April 2012"),
        (
            "3 working days before plan date + 1 day",
            "(3 working days before plan date 2 April 2012) + 1 day",
        ),
        (
            "3 working days after (plan date + 1 day)",
            "3 working days after (plan date 2 April 2012 + 1 day)",
        ),
        ("decision day - plan date", "decision day 14 May 2012 − plan date 2 April 2012"),
    ],
)
def test_a_sum_of_days_is_told_with_its_values(text: str, sum: str) -> None:
    policy, judged = reading(f"as: |\n  {text}", plan_date=date(2012, 4, 2))
    assert worked_out(policy, judged) == sum


def test_a_record_that_a_row_makes_is_named_with_its_fields() -> None:
    policy, _ = when("costing in place")
    kind = ListOf("order", 0, 9)
    made = Made((("severity", Const("high", Choice(("high",)))), ("on", Const(DAY, Date()))), kind)
    assert value_of(policy, made) == "an order: severity high, on 14 May 2012"
    assert value_of(policy, Made((), replace(kind, record="line"))) == "a line"


def test_a_setting_is_named_with_the_value_of_this_run() -> None:
    policy, expression = condition("lowest of leadership score across panel is at least floor")
    changed = policy.with_settings({"floor": Fraction(5)})
    assert says(changed, expression, truth=True).endswith("at least floor (5, policy setting)")


def test_a_fact_stands_on_a_line_of_its_own() -> None:
    assert fact("turnover", pounds(4.5), Number(Unit.MONEY)) == "turnover: £4.5m"
    assert fact("costing in place", None, YesNo()) == "costing in place: not known"
