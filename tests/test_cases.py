"""The cases: 26 services of 2012 against the published outcomes, the four areas without one, and the
examples.
"""

from datetime import date, timedelta
from fractions import Fraction
from itertools import combinations
from pathlib import Path

import pytest

from cssrules import Case, Policy, Problems, decide, load_policy, read_case
from cssrules.case import facts
from cssrules.decision import Decision, Status
from cssrules.portfolio.door import read_portfolio
from cssrules.portfolio.filed import Portfolio
from cssrules.values import Item, Value

ROOT = Path(__file__).parents[1]
PUBLISHED_ON = date(2012, 5, 14)
PUBLISHED = {
    "arden": "A",
    "best-west": "A",
    "birmingham-and-black-country": "B",
    "central-southern": "B",
    "cheshire-warrington-and-wirral": "A",
    "css-south": "A",
    "cumbria-and-lancashire": "B",
    "essex": "B",
    "greater-east-midlands": "B",
    "greater-manchester": "B",
    "hertfordshire": "B",
    "kent-and-medway": "A",
    "merseyside": "A",
    "nhs-communications-and-engagement-service": "C",
    "norfolk-and-waveney": "A",
    "north-and-east-london": "A",
    "north-east": "A",
    "north-west-london": "A",
    "north-yorkshire-and-humber": "A",
    "peninsula": "C",
    "south-london": "B",
    "south-yorkshire": "A",
    "staffordshire": "A",
    "surrey-and-sussex": "B",
    "west-mercia": "C",
    "west-yorkshire": "A",
}
"""Outcome of checkpoint two, published by the NHS Commissioning Board on 14 May 2012."""
AREAS = {
    "bournemouth-poole-and-dorset",
    "cambridgeshire-and-peterborough",
    "suffolk",
    "wiltshire-with-bath-and-north-east-somerset",
}
NATIONAL = "nhs-communications-and-engagement-service"
GROUPS = {
    "greater-manchester": (12, 2_800_000),
    "norfolk-and-waveney": (5, 1_010_000),
    "peninsula": (3, 1_600_000),
    "surrey-and-sussex": (12, 2_500_000),
    "west-mercia": (6, 1_200_000),
}
"""How many commissioning groups a service supplies, and for how many people, where reports tell."""
AT_CHECKPOINT_TWO = {f"Q{number:02}" for number in range(1, 11)}
OUTCOME = {"A": "lesser oversight", "B": "greater oversight", "C": "scenario one"}

EXAMPLES = {
    "borderline": (Status.DECIDED, "lesser oversight"),
    "half-filled": (Status.UNDECIDED, None),
    "invalid-panel": (Status.NOT_ASKED, None),
    "late-submission": (Status.NOT_ASKED, None),
    "no-plan": (Status.NOT_ASKED, None),
    "one-failed-domain": (Status.DECIDED, "greater oversight"),
    "plan-refused": (Status.DECIDED, "scenario one"),
    "sound": (Status.DECIDED, "lesser oversight"),
    "three-marginals": (Status.DECIDED, "greater oversight"),
}

REFUSED = {
    "bad-bare-money": {"bad-value"},
    "bad-choice": {"bad-value"},
    "bad-conclusion": {"unknown-fact"},
    "bad-dates": {"broken-assumption", "too-early"},
    "bad-duplicate-key": {"duplicate-key"},
    "bad-events": {"bad-value"},
    "bad-key": {"unknown-key", "unknown-term"},
    "bad-nan": {"bad-value"},
    "bad-not-json": {"not-json"},
    "bad-panel": {"bad-value", "two-values", "unknown-key"},
    "bad-range": {"bad-value"},
    "bad-two-values": {"two-values"},
    "bad-unit": {"bad-value"},
    "bad-unknown-fact": {"unknown-fact"},
}

FOUND = {path.stem for path in (ROOT / "cases/examples").glob("*.json")}
LATER = sorted(FOUND - EXAMPLES.keys() - REFUSED.keys())
"""Examples that go on after the outcome."""


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "rules")


@pytest.fixture(scope="module")
def cases(policy: Policy) -> dict[str, Case]:
    found = sorted((ROOT / "cases/2012").glob("*.json"))
    found = [path for path in found if path.stem != "portfolio"]
    return {path.stem: read_case(path.read_bytes(), policy, path.name) for path in found}


@pytest.fixture(scope="module")
def areas(policy: Policy) -> dict[str, Case]:
    found = sorted((ROOT / "cases/areas").glob("*.json"))
    return {path.stem: read_case(path.read_bytes(), policy, path.name) for path in found}


def example(policy: Policy, slug: str) -> Case:
    path = ROOT / f"cases/examples/{slug}.json"
    return read_case(path.read_bytes(), policy, path.name)


# -- the 26 services -------------------------------------------------------------------------------


def test_there_is_one_case_for_each_published_outcome(cases: dict[str, Case]) -> None:
    assert set(cases) == set(PUBLISHED)
    assert all(case.id == slug for slug, case in cases.items())


@pytest.mark.parametrize("slug", PUBLISHED)
def test_with_illustrative_evidence_the_published_outcome_is_the_answer(
    policy: Policy, cases: dict[str, Case], slug: str
) -> None:
    decision = decide(policy, cases[slug], as_of=PUBLISHED_ON)
    assert decision.main.answer == OUTCOME[PUBLISHED[slug]]
    assert decision.main.departs is None
    asked = [answer for answer in decision.core.answers if answer.id in AT_CHECKPOINT_TWO]
    assert [answer.status for answer in asked] == [Status.DECIDED] * 10
    assert decision.illustrative_deciding > 0
    assert not decision.core.findings


@pytest.mark.parametrize("slug", PUBLISHED)
def test_with_sourced_facts_alone_the_published_outcome_stays_possible(
    policy: Policy, cases: dict[str, Case], slug: str
) -> None:
    decision = decide(policy, cases[slug], as_of=PUBLISHED_ON, sourced_only=True)
    main = decision.main
    still = main.possible if main.status is Status.UNDECIDED else (main.answer,)
    assert OUTCOME[PUBLISHED[slug]] in still
    assert decision.illustrative_deciding == 0


@pytest.mark.parametrize("slug", PUBLISHED)
def test_each_case_can_be_decided_on_the_day_before_the_outcome(
    policy: Policy, cases: dict[str, Case], slug: str
) -> None:
    decision = decide(policy, cases[slug], as_of=PUBLISHED_ON - timedelta(days=1), engine=False)
    assert decision.main.answer == OUTCOME[PUBLISHED[slug]]


def test_a_domain_that_fails_by_sourced_facts_alone_rules_the_best_outcome_out(
    policy: Policy, cases: dict[str, Case]
) -> None:
    main = decide(policy, cases["peninsula"], as_of=PUBLISHED_ON, sourced_only=True).main
    assert main.status is Status.UNDECIDED
    assert set(main.possible) == {"scenario one", "greater oversight", "not asked"}


@pytest.mark.parametrize("slug", PUBLISHED)
def test_the_published_outcome_is_an_event_and_no_evidence(
    cases: dict[str, Case], slug: str
) -> None:
    (event,) = cases[slug].events
    assert (event.decision, event.by, event.on, event.source) == (
        "Q10",
        "board",
        PUBLISHED_ON,
        "D2",
    )
    assert event.answer == OUTCOME[PUBLISHED[slug]]


@pytest.mark.parametrize("slug", PUBLISHED)
def test_every_entry_is_either_sourced_or_illustrative(
    policy: Policy, cases: dict[str, Case], slug: str
) -> None:
    for entry in cases[slug].entries:
        assert entry.illustrative is (entry.source is None), entry.fact
        assert entry.source is None or entry.source in policy.papers, entry.fact


@pytest.mark.parametrize("slug", PUBLISHED)
def test_no_grade_by_a_panel_is_called_sourced(cases: dict[str, Case], slug: str) -> None:
    graded = [e for e in cases[slug].entries if e.fact == "panel" or "grade for" in e.fact]
    assert len(graded) == 4
    assert all(entry.illustrative for entry in graded)


@pytest.mark.parametrize("slug", PUBLISHED)
def test_no_evidence_at_checkpoint_two_is_as_late_as_the_outcome(
    policy: Policy, cases: dict[str, Case], slug: str
) -> None:
    at_checkpoint_two = {entry.fact for entry in example(policy, "sound").entries}
    for entry in cases[slug].entries:
        assert entry.on is not None, entry.fact
        assert entry.reported is not None, entry.fact
        assert entry.on <= entry.reported, entry.fact
        if entry.fact in at_checkpoint_two:
            assert entry.reported < PUBLISHED_ON, entry.fact


@pytest.mark.parametrize("slug", PUBLISHED)
def test_what_became_of_a_service_changes_no_answer_of_checkpoint_two(
    policy: Policy, cases: dict[str, Case], slug: str
) -> None:
    then, now = (
        decide(policy, cases[slug], as_of=day, engine=False)
        for day in (PUBLISHED_ON, date(2013, 1, 31))
    )
    assert answers_of_checkpoint_two(then) == answers_of_checkpoint_two(now)


def answers_of_checkpoint_two(decision: Decision) -> dict[str, str | None]:
    return {a.id: a.answer for a in decision.core.answers if a.id in AT_CHECKPOINT_TWO}


@pytest.mark.parametrize("slug", PUBLISHED)
def test_the_figures_of_a_plan_agree_with_each_other(cases: dict[str, Case], slug: str) -> None:
    held = {entry.fact: entry.value for entry in cases[slug].entries}
    people = number(held["population served"])
    priced = number(held["price per head"]) * people
    assert abs(priced - number(held["turnover"])) <= number(held["turnover"]) / 1000
    assert number(held["local support spend"]) == people * (
        3 if held["scope"] == "national" else 25
    )


def number(value: Value) -> Fraction:
    assert isinstance(value, Fraction)
    return value


def test_the_illustrative_evidence_differs_from_case_to_case(cases: dict[str, Case]) -> None:
    for one, other in combinations(cases.values(), 2):
        ours = {entry.fact: entry.value for entry in one.entries}
        theirs = {entry.fact: entry.value for entry in other.entries}
        unlike = [fact for fact in ours if ours[fact] != theirs.get(fact)]
        assert len(unlike) >= 5, (one.id, other.id)


def test_services_with_greater_oversight_got_there_in_different_ways(
    policy: Policy, cases: dict[str, Case]
) -> None:
    names = ("LEAD-4", "CUST-3", "BUS-3")
    ways = set()
    for slug in (slug for slug, letter in PUBLISHED.items() if letter == "B"):
        decision = decide(policy, cases[slug], as_of=PUBLISHED_ON, engine=False)
        ways.add(tuple(decision.node(name).value for name in names))
    assert len(ways) >= 5


# -- the groups that the services supply ------------------------------------------------------------


def customers(case: Case) -> tuple[Item, ...]:
    """The groups as first reported."""
    entry = next(entry for entry in case.entries if entry.fact == "customers")
    assert isinstance(entry.value, tuple)
    return entry.value


def people(groups: tuple[Item, ...]) -> Fraction:
    return sum((number(group.fields["population"]) for group in groups), Fraction(0))


@pytest.mark.parametrize("slug", sorted(set(PUBLISHED) - {NATIONAL}))
def test_the_groups_of_a_service_are_the_people_that_it_serves(
    cases: dict[str, Case], slug: str
) -> None:
    held = {entry.fact: entry.value for entry in cases[slug].entries}
    groups = customers(cases[slug])
    assert people(groups) == held["population served"]
    shares = [number(group.fields["share of income"]) for group in groups]
    assert max(shares) == held["largest customer share"]
    assert sum(shares) <= Fraction(1001, 1000)


@pytest.mark.parametrize("slug", GROUPS)
def test_where_reports_tell_how_many_groups_there_are_the_case_has_as_many(
    cases: dict[str, Case], slug: str
) -> None:
    groups = customers(cases[slug])
    number_of_groups, number_of_people = GROUPS[slug]
    assert len(groups) == number_of_groups
    assert people(groups) == number_of_people


def test_services_and_areas_have_211_groups_and_no_group_twice(
    cases: dict[str, Case], areas: dict[str, Case]
) -> None:
    names = [group.id for case in (*cases.values(), *areas.values()) for group in customers(case)]
    assert len(names) == 211
    assert len(set(names)) == 211
    assert {"NEW Devon", "Cumbria", "Liverpool", "West Suffolk"} <= set(names)
    assert not customers(cases[NATIONAL])


@pytest.mark.parametrize("slug", sorted(set(PUBLISHED) - {NATIONAL}))
def test_what_is_known_of_each_group_leaves_nothing_open_but_what_only_some_have(
    cases: dict[str, Case], slug: str
) -> None:
    asked = {"population", "contracted", "share of income", "in house capacity", "supplier named"}
    asked |= {"wants to leave", "seeks authorisation", "asks to defer"}
    known = facts(cases[slug], date(2013, 1, 31)).values["customers"]
    assert isinstance(known, tuple)
    for group in known:
        assert {name for name in asked if group.fields.get(name) is None} == set(), group.id


# -- the areas without a service --------------------------------------------------------------------


def test_there_is_a_case_for_each_area_without_a_service(areas: dict[str, Case]) -> None:
    assert set(areas) == AREAS
    assert all(case.id == slug for slug, case in areas.items())


@pytest.mark.parametrize("slug", sorted(AREAS))
def test_in_an_area_without_a_service_there_is_nothing_to_assess_and_its_groups_do_the_work(
    policy: Policy, areas: dict[str, Case], slug: str
) -> None:
    decision = decide(policy, areas[slug])
    plan, *others = decision.core.answers
    assert plan.answer == "local support"
    asked = {a.id: a.answer for a in others if a.status is not Status.NOT_ASKED}
    assert asked == {"Q23": "covered", "Q24": "satisfied"}
    assert all(group.fields["in house capacity"] for group in customers(areas[slug]))
    for entry in areas[slug].entries:
        assert entry.illustrative is (entry.source is None), entry.fact


# -- all services together --------------------------------------------------------------------------


@pytest.fixture(scope="module")
def portfolio(policy: Policy) -> Portfolio:
    return read_portfolio(ROOT / "cases/2012", policy)


def test_the_portfolio_of_2012_holds_the_26_services_and_invented_candidates_and_bidders(
    portfolio: Portfolio,
) -> None:
    assert {case.id for case in portfolio.cases} == set(PUBLISHED)
    members = [one for kind in ("candidate", "bidder") for one in portfolio.members[kind]]
    assert len(members) == len({one.name for one in members}) == 13
    for one in members:
        assert all(entry.illustrative and entry.on is not None for entry in one.entries), one.id


def test_bids_are_for_services_that_were_stopped(portfolio: Portfolio) -> None:
    stopped = {slug for slug, letter in PUBLISHED.items() if letter == "C"}
    for bidder in portfolio.members["bidder"]:
        (entry,) = (entry for entry in bidder.entries if entry.fact == "bids for")
        assert entry.value in stopped


def test_neighbours_are_neighbours_of_each_other(
    cases: dict[str, Case], areas: dict[str, Case]
) -> None:
    beside: dict[str, set[str]] = {}
    for slug, case in (cases | areas).items():
        entries = [entry.value for entry in case.entries if entry.fact == "neighbours"]
        items = [item for value in entries if isinstance(value, tuple) for item in value]
        beside[slug] = {str(item.fields["css"]) for item in items}
    for slug, others in beside.items():
        assert others or slug == NATIONAL, slug
        assert all(slug in beside[other] for other in others), slug


# -- the examples ----------------------------------------------------------------------------------


def test_every_example_that_is_tested_is_there() -> None:
    assert {*EXAMPLES, *REFUSED} <= FOUND


@pytest.mark.parametrize("slug", EXAMPLES)
def test_an_example_is_invented_as_a_whole_and_dated_or_an_area_that_a_paper_names(
    policy: Policy, slug: str
) -> None:
    case = example(policy, slug)
    for entry in case.entries:
        assert entry.illustrative is (entry.source is None), entry.fact
        assert entry.on is not None or entry.value is None, entry.fact
    assert any(entry.illustrative for entry in case.entries) is (slug != "no-plan")
    assert case.last_reported is not None
    assert date(2012, 3, 30) <= case.last_reported < PUBLISHED_ON


@pytest.mark.parametrize("slug", [slug for slug in EXAMPLES if slug != "no-plan"])
def test_nothing_of_an_invented_example_is_left_on_sourced_facts_alone(
    policy: Policy, slug: str
) -> None:
    decision = decide(policy, example(policy, slug), as_of=PUBLISHED_ON, sourced_only=True)
    assert decision.main.status is Status.UNDECIDED
    assert decision.deciding == 0


@pytest.mark.parametrize("slug", EXAMPLES)
def test_an_example_is_decided_as_its_note_says(policy: Policy, slug: str) -> None:
    main = decide(policy, example(policy, slug)).main
    assert (main.status, main.answer) == EXAMPLES[slug]


@pytest.mark.parametrize("slug", LATER)
def test_an_example_of_what_follows_the_outcome_is_invented_as_a_whole(
    policy: Policy, slug: str
) -> None:
    case = example(policy, slug)
    assert all(entry.illustrative and entry.on is not None for entry in case.entries)
    decision = decide(policy, case)
    assert decision.main.status is Status.DECIDED
    assert not decision.core.findings


@pytest.mark.parametrize("slug", REFUSED)
def test_a_bad_example_is_refused_for_what_it_shows(policy: Policy, slug: str) -> None:
    with pytest.raises(Problems) as refused:
        example(policy, slug)
    assert {problem.kind.label for problem in refused.value.found} == REFUSED[slug]
