"""What follows the outcome: the plan's lines, the ladder, leaders, remedies, and the days that count."""

from collections import Counter
from collections.abc import Mapping
from datetime import date, timedelta
from fractions import Fraction
from itertools import product
from pathlib import Path
from random import Random

import pytest

from cssrules import Policy, decide, load_policy, read_case, render
from cssrules.case import Case, facts
from cssrules.meaning import meaning
from cssrules.trace import Trace
from cssrules.values import Item, Value

ROOT = Path(__file__).parents[1]
GRADES = ("fail", "marginal", "good")
DOMAINS = {
    "leadership": "leadership mark",
    "customers": "customer mark",
    "business": "business mark",
}
STEPS = (
    "withdraw",
    "hear the service first",
    "change of leader",
    "greater oversight",
    "warning",
    "go on",
)
SOUND_DAY, LATE_DAY, STOPPED_DAY = date(2012, 5, 14), date(2012, 8, 31), date(2012, 5, 21)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "rules")


def held(policy: Policy, slug: str, day: date) -> dict[str, Value]:
    raw = (ROOT / f"cases/examples/{slug}.json").read_bytes()
    return dict(facts(read_case(raw, policy, slug), day).values)


def broken(policy: Policy, trace: Trace) -> set[str]:
    return {p.id for p in policy.properties if trace.properties[p.id].value is p.never}


# -- holidays ----------------------------------------------------------------------------------------


def test_holidays_are_weekdays_and_england_has_eight_a_year_and_nine_in_the_jubilee(
    policy: Policy,
) -> None:
    assert all(day.weekday() < 5 for day in policy.holidays)
    assert Counter(day.year for day in policy.holidays) == {
        2012: 9,
        2013: 8,
        2014: 8,
        2015: 8,
        2016: 8,
    }


@pytest.mark.parametrize(
    ("year", "easter"),
    [
        (2012, date(2012, 4, 8)),
        (2013, date(2013, 3, 31)),
        (2014, date(2014, 4, 20)),
        (2015, date(2015, 4, 5)),
        (2016, date(2016, 3, 27)),
    ],
)
def test_easter_brings_a_friday_and_a_monday(policy: Policy, year: int, easter: date) -> None:
    around = {day for day in policy.holidays if abs(day - easter) <= timedelta(days=4)}
    assert around == {easter - timedelta(days=2), easter + timedelta(days=1)}
    assert easter.year == year


# -- the plan ----------------------------------------------------------------------------------------


def lines(trace: Trace) -> tuple[Item, ...]:
    found = trace.value("plan lines")
    assert isinstance(found, tuple)
    return found


@pytest.mark.parametrize("marks", tuple(product(GRADES, repeat=3)), ids="-".join)
def test_each_domain_that_is_not_good_has_a_line_and_a_failed_one_a_critical_line(
    policy: Policy, marks: tuple[str, ...]
) -> None:
    values = held(policy, "sound", SOUND_DAY)
    panel = values["panel"]
    assert isinstance(panel, tuple)
    given: dict[str, Value] = dict(zip(DOMAINS.values(), marks, strict=True))
    values["panel"] = tuple(Item(member.id, {**member.fields, **given}) for member in panel)
    values["ccg feedback"] = marks[1]
    trace = meaning(policy, values, SOUND_DAY)
    for domain, mark in zip(DOMAINS, marks, strict=True):
        ours = [line for line in lines(trace) if line.fields["domain"] == domain]
        told = {line.id for line in ours} - {"full-plan"}
        assert (f"{domain}-{'failed' if mark == 'fail' else 'marginal'}" in told) is (
            mark != "good"
        )
        assert any(line.fields["critical"] for line in ours) is (mark == "fail")
    assert len(lines(trace)) == len({line.id for line in lines(trace)})
    assert not broken(policy, trace)


def test_every_line_of_the_plan_is_filled_in(policy: Policy) -> None:
    values = {
        **held(policy, "sound", SOUND_DAY),
        "outcome published on": SOUND_DAY,
        "named lead": False,
        "ccg feedback": "fail",
        "price per head": Fraction(26),
        "largest customer share": Fraction(7, 10),
    }
    trace = meaning(policy, values, SOUND_DAY)
    fields = {name for name, _ in policy.records["plan line"].fields}
    assert len(lines(trace)) >= 8
    for line in lines(trace):
        assert {name for name in fields if line.fields.get(name) is None} == set(), line.id


# -- the ladder --------------------------------------------------------------------------------------


APPOINTED: dict[str, Value] = {
    "started on": date(2012, 5, 20),
    "permanent": True,
    "bodies led": Fraction(1),
}


def off_course(policy: Policy, **changed: Value) -> dict[str, Value]:
    missed = Item("m", {"domain": "customers", "critical": True, "due date": date(2012, 7, 11)})
    return {
        **held(policy, "under-a-plan", LATE_DAY),
        "milestones": (missed,),
        "leader terms": (Item("leader", APPOINTED),),
        **{name.replace("_", " "): value for name, value in changed.items()},
    }


def test_the_ladder_is_climbed_one_step_at_a_time_and_ends_only_after_a_review(
    policy: Policy,
) -> None:
    proposed = []
    taken: dict[str, Value] = {"last_step_taken_on": date(2012, 5, 18)}
    for held_review in (False, False, False, True):
        trace = meaning(
            policy, off_course(policy, review_of_support_held=held_review, **taken), LATE_DAY
        )
        assert trace.value("leadership lacking") is False
        step = trace.value("support ruling")
        proposed.append(step)
        taken["last_step_taken"] = step
    assert proposed == ["warning", "change of leader", "hear the service first", "withdraw"]


@pytest.mark.parametrize("review", [None, False, True])
@pytest.mark.parametrize("taken", [None, *STEPS])
def test_no_step_is_skipped_but_to_change_a_leader_who_lacks(
    policy: Policy, taken: str | None, *, review: bool | None
) -> None:
    day = date(2012, 5, 18)
    values = off_course(
        policy, last_step_taken=taken, last_step_taken_on=day, review_of_support_held=review
    )
    vacant = {**values, "leader terms": ()}
    for known in (values, vacant):
        trace = meaning(policy, known, LATE_DAY)
        ruling = trace.value("support ruling")
        assert isinstance(ruling, str)
        assert trace.value("course") == "off course"
        assert not broken(policy, trace)
        awaited = known is vacant and taken == "change of leader"
        assert (ruling == "wait for the new leader") is awaited
        if awaited:
            continue
        if taken == "withdraw":
            assert ruling == "withdraw", "support stays withdrawn until people decide otherwise"
            continue
        before = STEPS.index(taken or "go on")
        last = STEPS.index("change of leader")
        if STEPS.index(ruling) < last:
            assert before <= last
            assert (ruling == "withdraw") is (review is True)
        else:
            assert STEPS.index(ruling) < before


def test_a_service_on_course_is_left_alone_whatever_was_done_before(policy: Policy) -> None:
    day = date(2012, 8, 1)
    for taken in STEPS[3:]:
        values = {
            **held(policy, "under-a-plan", day),
            "last step taken": taken,
            "last step taken on": date(2012, 6, 1),
            "review of support held": True,
        }
        assert meaning(policy, values, day).value("support ruling") == "go on"


# -- remedies ----------------------------------------------------------------------------------------

COUNTS = {
    "leaders from a passing service": "leaders on offer",
    "leaders from the pool": "pool leaders on offer",
    "takeover": "acquirers on offer",
}


@pytest.mark.parametrize("seed", range(40))
def test_the_open_remedy_of_the_lowest_rank_is_proposed(policy: Policy, seed: int) -> None:
    chance = Random(seed)  # noqa: S311 # because repeatable ranks are asked
    ranked = [name for name in policy.settings if name.startswith("rank of ")]
    ranks: Mapping[str, Fraction] = dict(
        zip(ranked, map(Fraction, chance.sample(range(1, 21), len(ranked))), strict=True)
    )
    available = {way: chance.random() < 0.4 for way in COUNTS}
    bids, own, other = (chance.random() < 0.4 for _ in range(3))
    values = held(policy, "stopped", STOPPED_DAY)
    values |= {COUNTS[way]: Fraction(int(there)) for way, there in available.items()}
    values["bidders on offer"] = Fraction(2 if bids else 1)
    groups = values["customers"]
    assert isinstance(groups, tuple)
    values["customers"] = tuple(
        Item(group.id, {**group.fields, "in house capacity": own, "supplier named": other})
        for group in groups
    )
    open_ways = {way for way, there in available.items() if there} | {"redesign"}
    open_ways |= {"open bids"} if bids else set()
    open_ways |= {"in house"} if own else set()
    open_ways |= {"carve up"} if other else set()
    trace = meaning(policy.with_settings(ranks), values, STOPPED_DAY)
    options = trace.value("remedy options")
    assert isinstance(options, tuple)
    assert {option.fields["way"] for option in options} == open_ways
    assert trace.value("remedy") == min(open_ways, key=lambda way: ranks[f"rank of {way}"])
    assert not broken(policy, trace)


def test_remedies_of_one_rank_are_proposed_in_the_order_of_the_table(policy: Policy) -> None:
    values = held(policy, "stopped", STOPPED_DAY) | {"pool leaders on offer": Fraction(0)}
    same = policy.with_settings({"rank of takeover": Fraction(3)})
    assert meaning(same, values, STOPPED_DAY).value("remedy") == "takeover"
    both = values | {"pool leaders on offer": Fraction(1)}
    assert meaning(same, both, STOPPED_DAY).value("remedy") == "leaders from the pool"


# -- what people decided, and what the policy says without it ------------------------------------------


def surrey(policy: Policy) -> Case:
    path = ROOT / "cases" / "stories" / "surrey-and-sussex.json"
    return read_case(path.read_bytes(), policy, path.name)


@pytest.mark.parametrize("retake", [False, True])
def test_asked_anew_the_policy_forgets_what_was_put_on_record(
    policy: Policy, *, retake: bool
) -> None:
    withdrawn = date(2013, 4, 23)
    decision = decide(policy, surrey(policy), as_of=withdrawn, retake=retake)
    (ruling,) = (answer for answer in decision.core.answers if answer.id == "Q14")
    assert ruling.answer == ("change of leader" if retake else "withdraw")
    assert ruling.departs is not None
    assert ruling.departs.policy == "change of leader"


def test_an_answer_that_repeats_what_people_decided_is_not_told_as_the_policys_own(
    policy: Policy,
) -> None:
    text = render(decide(policy, surrey(policy), as_of=date(2013, 4, 23)), "text")
    assert "the policy's answer was “change of leader”." in " ".join(text.split())
