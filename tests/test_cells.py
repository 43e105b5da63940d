"""Trying every case that a policy can tell apart says what meaning says of each, and what Z3 says of all."""

import random
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from typing import NoReturn

import pytest
from random_policies import DAYS, random_policy, random_value

from cssrules.expression import Compare, Comparison, Const, Term
from cssrules.language.compile import compile_policy
from cssrules.lowering.algebra import Slot
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.proof.cells import (
    allowed,
    differing,
    fails,
    holds,
    is_open,
    is_value,
    no_row,
    row_gives,
    rows_hold,
    tallies,
    worsening,
)
from cssrules.proof.demands import Demands, demands
from cssrules.proof.second import NotTried, Tried, agreement, second_witness
from cssrules.proof.space import Refusal, Space, comparable, enumerable, with_condition
from cssrules.proof.strata import stratum, tried
from cssrules.readings.cells import Block, Grid
from cssrules.readings.cells.algebra import ArrayAlgebra
from cssrules.source import Source
from cssrules.stored import load_policy
from cssrules.values import Choice, Date, Kind, ListOf, Number, SetOf, Value, YesNo, working_day

ROOT = Path(__file__).parent.parent
DAY = date(2012, 5, 14)
FEW = 20_000
HEAD = """
policy: Cells
version: "1"
effective: {from: 2012-01-01}
"""


def policy_of(text: str) -> Policy:
    return compile_policy([Source("policy.yaml", HEAD + text)])


def small_spaces(seed: int, *, unknown: Sequence[str] | None = None) -> Iterable[tuple[str, Space]]:
    """What a random policy concludes, with the cases that each conclusion can tell apart."""
    policy = compile_policy([Source("policy.yaml", random_policy(seed))])
    for name, rules in policy.defining.items():
        if rules[0].each is not None or isinstance(rules[0].kind, ListOf):
            continue
        day = DAYS[seed % 2]
        given = stratum(policy, [name], day)
        space = enumerable(policy, [name], day, given=given, unknown=unknown)
        if isinstance(space, Space) and space.size <= FEW:
            yield name, space


def blocks_of(space: Space, block: int = 500) -> list[Block]:
    return list(Grid(space.policy, space.as_of, space.values, block=block).blocks())


def concluded(space: Space, name: str, values: Mapping[str, Value]) -> Value:
    found = meaning(space.policy, values, space.as_of).concluded.get(name)
    return None if found is None else found.value


# -- each case ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(60))
def test_meaning_agrees_on_cells_at_random(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 # because repeatable cases are asked
    for name, space in small_spaces(seed):
        blocks = blocks_of(space)
        assert sum(block.size for block in blocks) == space.size
        for _ in range(8):
            block = chance.choice(blocks)
            place = tuple(chance.randrange(many) for many in block.shape)
            values = block.values(place)
            assert block.value(name, place) == concluded(space, name, values), (name, values)


@pytest.mark.parametrize("seed", range(60))
def test_a_case_is_concluded_of_as_the_cell_it_lies_in(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 # because repeatable cases are asked
    for name, space in small_spaces(seed):
        needed = demands(space.policy, space.as_of, [name])
        for _ in range(6):
            values = {
                e.name: random_value(space.policy, e.kind, chance, 0.1)
                for e in space.policy.evidence.values()
            }
            cell = {n: alike(space, needed, n, value) for n, value in values.items()}
            assert concluded(space, name, values) == concluded(space, name, cell), (name, values)


def alike(space: Space, needed: Demands, name: str, value: Value) -> Value:
    """The value that stands for another in a space."""
    kind, tried = space.policy.evidence[name].kind, space.values[name]
    if value is None or value in tried:
        return value
    assert name not in needed.whole, f"{name} has every value"
    if isinstance(kind, SetOf):
        assert isinstance(value, frozenset)
        return frozenset(value & needed.options.get(name, set()))

    def sides(held: Value) -> list[tuple[bool, bool]]:
        cuts = needed.cuts.get(name, set()) - {None}
        if isinstance(kind, Choice):
            place = kind.options.index
            return [
                (held == cut, kind.ordered and place(str(held)) < place(str(cut))) for cut in cuts
            ]
        return [(held == cut, not isinstance(held, str) and held < cut) for cut in cuts]  # type: ignore[operator] # because both are of one kind

    (found,) = (other for other in tried if other is not None and sides(other) == sides(value))
    return found


FOLLOWED = """
evidence:
  costs: money between £0 and £100 step £1
  delay: days between 0 days and 100 days
  growth: percent between -50% and 50% step 1%
  visits: count between 0 and 99
  plan day: date between 1 January 2012 and 31 December 2012
  grade: "scale of fail, marginal, good, excellent"
  tint: "choice of red, green, blue"
  next tint: "choice of red, green, blue"
  ready: yes or no
rules:
  - {id: R0, title: t, basis: "setting, ours", define: costs with fees, type: money, as: 2 * costs + £10}
  - {id: R1, title: t, basis: "setting, ours", define: answer, when: 'CONDITION'}
  - id: R2
    title: t
    basis: setting, ours
    define: agreed tint
    type: choice of red, green, blue
    hit policy: any
    table: |
      | row | ready | agreed tint |
      | A   | -     | tint        |
      | B   | yes   | next tint   |
"""


@pytest.mark.parametrize(
    ("condition", "cells"),
    [
        ("delay + 30 days is at least 45 days", 3),
        ("60 days - delay is below 20 days", 3),
        ("delay - 5 days is 10 days", 3),
        ("5 * costs is above £50", 3),
        ("costs / 4 is below £10", 3),
        ("-growth is at least 5%", 3),
        ("plan day + 10 days is after 2012-05-14", 3),
        ("plan day - 10 days is before 2012-05-14", 3),
        ("plan day - 1 March 2012 is at least 20 days", 3),
        ("31 December 2012 - plan day is below 50 days", 3),
        ("(1 March 2012 + delay) is after 2012-04-01", 3),
        ("(1 June 2012 - delay) is on or before 2012-04-01", 3),
        ("(plan day - decision day) is above 3 days", 3),
        ("£5 / visits is known", 2),
        ("(visits - 4) working days after 2012-05-14 is known", 3),
        ("costs with fees is between £20 and £40", 5),
        ("(if ready then costs else £3) is above £7", 6),
        ("grade is at least good or grade is fail", 4),
        ("grade is not one of fail, good", 4),
        ("tint is red", 2),
        ("agreed tint is red", 18),
        ("tint is next tint", 9),
        ("delay is 2 days or (delay is above 90 days and costs is £0)", 10),
    ],
)
def test_cuts_are_followed_through_what_is_done_with_a_value(condition: str, cells: int) -> None:
    policy = policy_of(FOLLOWED.replace("CONDITION", condition))
    space = space_of(policy, "answer")
    assert space.size == cells
    needed = demands(space.policy, DAY, ["answer"])
    first = {name: values[0] for name, values in space.values.items()}
    for name, evidence in space.policy.evidence.items():
        for others in product(*(values for other, values in space.values.items() if other != name)):
            rest = dict(zip((n for n in first if n != name), others, strict=True))
            for value in every_value(evidence.kind):
                cell = alike(space, needed, name, value)
                assert concluded(space, "answer", {**rest, name: value}) == concluded(
                    space, "answer", {**rest, name: cell}
                ), value


def every_value(kind: Kind) -> Iterable[Value]:
    match kind:
        case YesNo():
            return (False, True)
        case Choice(options=options):
            return options
        case Date(low=date() as low, high=date() as high):
            return [low + timedelta(days=n) for n in range((high - low).days + 1)]
        case Number(low=Fraction() as low, high=Fraction() as high, step=Fraction() as step):
            return [low + n * step for n in range(int((high - low) / step) + 1)]
        case _:
            raise AssertionError(kind)


def _unread(slot: Slot) -> NoReturn:
    pytest.fail(f"{slot.name} is not asked for")


def test_working_days_are_counted_as_everywhere() -> None:
    days = [date(2012, 4, 1) + timedelta(days=n) for n in range(40)]
    holidays = [date(2012, 4, 6), date(2012, 4, 9), date(2012, 4, 15)]
    algebra = ArrayAlgebra(_unread, _unread, len, holidays)
    for number in range(12):
        for before in (True, False):
            for day in days:
                found = algebra.working_day(
                    algebra.integer(number), algebra.integer(day.toordinal()), before=before
                )
                asked = working_day(day, number, holidays, before=before)
                assert date.fromordinal(int(found.values)) == asked


# -- all cases ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize("seed", range(30))
def test_z3_says_the_same_of_all_cases(seed: int) -> None:
    for unknown in (None, ()):
        for name, space in small_spaces(seed, unknown=unknown):
            found = agreement(space, [name])
            assert (found.unlike, found.open) == ((), ()), (name, space.values)


def test_a_case_that_one_witness_alone_finds_is_told() -> None:
    space = space_of(business(), "outcome")
    assert agreement(space, ["outcome"]).unlike == ()
    never_good = replace(space, values={**space.values, "grade": ("fail", "marginal")})
    assert agreement(never_good, ["outcome"]).unlike == (
        "R2/A holds",
        "R2/A gives",
        "R2/C holds",
        "R2/C gives",
        "outcome is fair",
    )


SHIPPED = load_policy(ROOT / "rules")


@pytest.mark.parametrize(
    "answer", ["outcome", "financial planning", "takeover ruling", "intervention level"]
)
def test_of_the_shipped_policy_both_witnesses_say_the_same(answer: str) -> None:
    space = tried(SHIPPED, [answer], DAY, 50_000)
    assert isinstance(space, Space), space
    assert space.policy.rules
    found = agreement(space, [answer])
    assert (found.unlike, found.open) == ((), ())
    assert found.asked > len(space.policy.rules)
    chance = random.Random(answer)  # noqa: S311 # because repeatable cases are asked
    blocks = blocks_of(space, 5_000)
    for _ in range(40):
        block = chance.choice(blocks)
        place = tuple(chance.randrange(many) for many in block.shape)
        values = block.values(place)
        for name in space.policy.defining:
            assert block.value(name, place) == concluded(space, name, values), (name, values)


# -- questions by hand ---------------------------------------------------------------------------------------

BUSINESS = """
evidence:
  turnover: {type: money between £0 and £1m step £1, better: higher}
  grade: {type: "scale of fail, marginal, good", better: higher}
  ready: yes or no
settings:
  floor: {type: money between £0 and £1m step £1, default: £400k, owner: us, reason: test, anchor: none}
rules:
  - {id: R1, title: t, basis: "setting, a test", define: large, when: turnover is at least floor}
  - id: R2
    title: t
    basis: setting, a test
    define: outcome
    type: scale of bad, fair, fine
    hit policy: first
    table: |
      | row | large | grade          | ready | outcome |
      | A   | yes   | at least good  | -     | fair    |
      | B   | yes   | not fail       | -     | fine    |
      | C   | no    | good           | yes   | fair    |
      | D   | -     | at most good   | no    | bad     |
"""


def business(old: str = "", new: str = "") -> Policy:
    assert old in BUSINESS
    return policy_of(BUSINESS.replace(old, new, 1))


def space_of(policy: Policy, *names: str, unknown: Sequence[str] | None = ()) -> Space:
    found = enumerable(policy, names, DAY, unknown=unknown)
    assert isinstance(found, Space), found
    return found


def test_evidence_is_cut_at_the_thresholds_of_the_policy() -> None:
    space = space_of(business(), "outcome")
    assert space.values["turnover"] == (Fraction(0), Fraction(400_000), Fraction(400_001))
    assert space.values["grade"] == ("fail", "marginal", "good")
    assert space.size == 3 * 3 * 2
    assert space_of(business(), "large").values.keys() == {"turnover"}
    assert space_of(business(), "outcome", unknown=None).size == 4 * 4 * 3
    assert space_of(business(), "outcome", unknown=["grade"]).size == 3 * 4 * 2


def test_gaps_rows_and_answers_are_counted() -> None:
    space = space_of(business(), "outcome")
    gap, open_, dead, both_hold, bad = tallies(
        space,
        no_row("outcome"),
        is_open("outcome"),
        row_gives("outcome", "A"),
        rows_hold("outcome", "A", "B"),
        is_value(space, "outcome", "bad"),
    )
    assert gap.cells == open_.cells == 4
    assert gap.witness == {"turnover": Fraction(0), "grade": "fail", "ready": True}
    assert (dead.cells, both_hold.cells, bad.cells) == (4, 4, 5)


def test_a_condition_holds_fails_and_is_open() -> None:
    policy = business()
    grade = policy.evidence["grade"]
    marginal = Compare(Comparison.EQ, Term("grade", grade.kind), Const("marginal", grade.kind))
    asked = with_condition(policy, "is marginal", marginal, grade.place)
    space = space_of(asked, "is marginal", unknown=None)
    assert space.values == {"grade": ("fail", "marginal", "good", None)}
    met, failed, unknown = tallies(space, holds(marginal), fails(marginal), is_open("is marginal"))
    assert (met.cells, failed.cells, unknown.cells) == (1, 2, 1)


def test_cells_that_an_assumption_forbids_are_left_out() -> None:
    policy = policy_of(BUSINESS + "assume: ['not (ready and grade is fail)']\n")
    space = space_of(policy, "outcome")
    every, gap = tallies(space, allowed, no_row("outcome"))
    assert every.cells == space.size - 3
    assert gap.cells == 1


RANKS: Mapping[Value, int] = {"bad": 0, "fair": 1, "fine": 2}


def worse_by_hand(space: Space, evidence: str, order: Sequence[Value]) -> int:
    found = 0
    for block in blocks_of(space, 1):
        values = block.values([0] * len(block.shape))
        answers = [
            RANKS.get(concluded(space, "outcome", {**values, evidence: value})) for value in order
        ]
        place = order.index(values[evidence])
        answer = answers[place]
        earlier = [other for other in answers[:place] if other is not None]
        found += answer is not None and any(other > answer for other in earlier)
    return found


def test_better_evidence_that_worsens_an_answer_is_found() -> None:
    space = space_of(business(), "outcome")
    worse = worsening(space, "outcome", "grade", ("fail", "marginal", "good"))
    assert worse.before is not None
    assert worse.after is not None
    assert worse.before == {**worse.after, "grade": "marginal"}
    assert worse.after["grade"] == "good"
    answers = [concluded(space, "outcome", values) for values in (worse.before, worse.after)]
    assert RANKS[answers[0]] > RANKS[answers[1]]
    orders: Mapping[str, Sequence[Value]] = {**space.values, "grade": ("fail", "marginal", "good")}
    for name, order in orders.items():
        for way in (order, order[::-1]):
            found = worsening(space, "outcome", name, way)
            assert found.cells == worse_by_hand(space, name, way)
            assert (found.before is None) is (found.cells == 0)


def test_two_policies_are_compared_cell_by_cell() -> None:
    one, other = business(), business("default: £400k", "default: £300k")
    found = comparable(one, other, ["outcome"], DAY)
    assert isinstance(found, tuple)
    (tally,) = differing(*found, "outcome")
    space = found[0]
    assert space.values["turnover"] == tuple(map(Fraction, (0, 300_000, 300_001, 400_000, 400_001)))
    assert tally.witness is not None
    unlike = [
        values
        for turnover in space.values["turnover"]
        for grade in space.values["grade"]
        for ready in (False, True)
        if concluded(
            space, "outcome", values := {"turnover": turnover, "grade": grade, "ready": ready}
        )
        != concluded(found[1], "outcome", values)
    ]
    assert tally.cells == len(unlike)
    assert tally.witness in unlike
    assert differing(space, space, "outcome")[0].cells == 0
    same = comparable(one, other, ["outcome"], DAY, given=["large"])
    assert isinstance(same, tuple)
    assert differing(*same, "outcome")[0].cells == 0


def test_policies_that_mean_unlike_things_by_a_name_are_not_compared() -> None:
    one = business()
    for old, new, name in [
        ("scale of bad, fair, fine", "scale of bad, fair, fine, best", "outcome"),
        ("scale of fail, marginal, good", "scale of fail, good, marginal", "grade"),
    ]:
        found = comparable(one, business(old, new), ["outcome"], DAY)
        assert found == Refusal(f"the two policies mean unlike kinds of value by {name}")


def test_blocks_do_not_change_what_is_counted() -> None:
    space = space_of(business(), "outcome", unknown=None)
    for size in (1, 4, 7, 1000):
        blocks = blocks_of(space, size)
        assert sum(block.count(block.known("outcome") == -1) for block in blocks) == (
            tallies(space, is_open("outcome"))[0].cells
        )


# -- what cannot be tried ------------------------------------------------------------------------------------

REFUSED = """
evidence:
  turnover: money between £0 and £1m step £1
  costs: money between £0 and £1m step £1
  score: points between 1 and 5
  other: points between 1 and 5
  title: text
  panel: {type: "list of member, at most 3"}
records:
  member: {mark: points between 1 and 5}
rules:
  - {id: R1, title: t, basis: "setting, ours", define: margin low, when: turnover - costs is below £5}
  - {id: R2, title: t, basis: "setting, ours", define: agreed, when: every member has mark at least 3}
  - {id: R3, title: t, basis: "setting, ours", define: scores, when: score + other is at least 8}
  - {id: R4, title: t, basis: "setting, ours", define: moved, when: 2 * turnover + £10 is above £50}
  - {id: R5, title: t, basis: "setting, ours", define: result, when: agreed and scores}
  - {id: R6, title: t, basis: "setting, ours", define: name, type: text, as: title}
"""


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("margin low", "every value of costs counts: it takes part in a sum or product"),
        ("agreed", "it rests on the list panel"),
        ("result", "it rests on the list panel"),
        ("name", "title may be any text, and name is asked for"),
    ],
)
def test_what_cannot_be_tried_is_refused_with_the_reason(name: str, reason: str) -> None:
    assert enumerable(policy_of(REFUSED), [name], DAY) == Refusal(reason)


def test_small_numbers_are_tried_step_by_step_and_sums_with_constants_are_cut() -> None:
    policy = policy_of(REFUSED)
    assert space_of(policy, "scores").size == 5 * 5
    assert space_of(policy, "moved").values["turnover"] == tuple(map(Fraction, (0, 20, 21)))


def test_what_reads_a_list_may_be_taken_as_given() -> None:
    policy = policy_of(REFUSED)
    given = stratum(policy, ["result"], DAY)
    assert given == {"agreed"}
    space = enumerable(policy, ["result"], DAY, given=given)
    assert isinstance(space, Space)
    assert space.size == 2 * 5 * 5
    assert tallies(space, is_value(space, "result", value=True))[0].cells == 6


def test_a_policy_is_asked_of_both_witnesses_stratum_by_stratum() -> None:
    ends = """
decisions:
  - {id: Q1, question: what, answer: result, decided by: us}
properties:
  - {id: SAFE-1, never: result and not scores, basis: "setting, ours"}
"""
    found = second_witness(policy_of(REFUSED + ends), DAY)
    assert [(one.name, one.given) for one in found if isinstance(one, Tried)] == [
        ("result", ("agreed",)),
        ("SAFE-1", ("agreed",)),
    ]
    assert [one for one in found if isinstance(one, NotTried)] == [
        NotTried("agreed", "it rests on the list panel")
    ]
    assert all(one.agreement.unlike == () for one in found if isinstance(one, Tried))
    assert sum(one.agreement.cells for one in found if isinstance(one, Tried)) == 100


def test_what_is_too_large_is_cut_where_most_is_left() -> None:
    policy = policy_of(FOLLOWED.replace("CONDITION", "agreed tint is red and costs is £5"))
    assert stratum(policy, ["answer"], DAY) == frozenset()
    assert stratum(policy, ["answer"], DAY, 50) == {"agreed tint"}
    space = tried(policy, ["answer"], DAY, 50)
    assert isinstance(space, Space)
    assert space.size == 2 * 3
    assert isinstance(tried(policy, ["agreed tint"], DAY, 5), Refusal)
