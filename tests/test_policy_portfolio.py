"""The shipped rules over all services together: what is proposed keeps every limit and promise."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from cssrules import Policy, load_policy, propose, read_portfolio, render
from cssrules.case import Entry, facts
from cssrules.portfolio.filed import Paired, Portfolio
from cssrules.proposal import EachFound, PairingFound, Proposal
from cssrules.values import Value

ROOT = Path(__file__).parents[1]
DAY = date(2012, 9, 30)
OUTCOMES = ("scenario one", "greater oversight", "lesser oversight")
STOPPED = {"nhs-communications-and-engagement-service", "peninsula", "west-mercia"}

CHANGED: tuple[Mapping[str, Value], ...] = (
    {},
    {"bodies per leader": Fraction(3), "donor outcome floor": "greater oversight"},
    {"acquirer outcome floor": "greater oversight", "services taken over by one": Fraction(2)},
    {
        "groups taken on by one supplier": Fraction(1),
        "supplier outcome floor": "lesser oversight",
        "interim cover": "nobody serves",
    },
    {"grade asked of the pool": "marginal", "bid score floor": Fraction(1)},
)


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "rules")


@pytest.fixture(scope="module")
def services(policy: Policy) -> Portfolio:
    return read_portfolio(ROOT / "cases/2012", policy)


@pytest.fixture(scope="module", params=CHANGED, ids=lambda changed: ", ".join(changed) or "shipped")
def settings(request: pytest.FixtureRequest) -> Mapping[str, Value]:
    found: Mapping[str, Value] = request.param
    return found


@pytest.fixture(scope="module")
def proposal(policy: Policy, services: Portfolio, settings: Mapping[str, Value]) -> Proposal:
    found = propose(policy, services, as_of=DAY, settings=settings, engine=False)
    return found.proposal


@pytest.fixture(scope="module")
def proposed(policy: Policy, settings: Mapping[str, Value]) -> Policy:
    return policy.with_settings(settings)


def pairs(proposal: Proposal, rule: str) -> tuple[tuple[str, str], ...]:
    """Who is proposed for whom under the rule: the body, and the one chosen for it."""
    found = next(f for f in proposal.found if f.id == rule)
    assert isinstance(found, PairingFound)
    return tuple((pair.body, pair.other) for pair in found.proposed)


def concluded(proposal: Proposal, rule: str) -> Mapping[str, str | None]:
    found = next(f for f in proposal.found if f.id == rule)
    assert isinstance(found, EachFound)
    return {one.body: one.value for one in found.found}


def answers(proposal: Proposal, question: str) -> Mapping[str, str | None]:
    return {
        case.key: next(a.answer for a in case.answers if a.id == question)
        for case in proposal.cases
    }


def number(policy: Policy, setting: str) -> Fraction:
    value = policy.settings[setting].value
    assert isinstance(value, Fraction)
    return value


def place(policy: Policy, setting: str) -> int:
    value = policy.settings[setting].value
    assert isinstance(value, str)
    return OUTCOMES.index(value)


def test_no_donor_has_not_passed_and_none_stops(proposal: Proposal, proposed: Policy) -> None:
    outcomes = answers(proposal, "Q10")
    floor = place(proposed, "donor outcome floor")
    for body, donor in pairs(proposal, "DON-1"):
        assert donor != body
        assert donor not in STOPPED
        assert OUTCOMES.index(outcomes[donor] or "") >= floor


def led_already(services: Portfolio) -> Mapping[str, int]:
    """How many bodies the leader of each service leads, with that one."""
    found: dict[str, int] = {}
    for case in services.cases:
        terms = facts(case, DAY).values["leader terms"]
        assert isinstance(terms, tuple)
        for term in terms:
            since, until, led = (
                term.fields.get(name) for name in ("started on", "ended on", "bodies led")
            )
            assert isinstance(since, date)
            assert isinstance(led, Fraction)
            if since <= DAY and (not isinstance(until, date) or until > DAY):
                found[case.id] = max(int(led), found.get(case.id, 0))
    return found


def test_no_leader_is_over_the_limit(
    proposal: Proposal, proposed: Policy, services: Portfolio
) -> None:
    lent = Counter(donor for _, donor in pairs(proposal, "DON-1"))
    already, most = led_already(services), number(proposed, "bodies per leader")
    assert max(already.values()) > 1
    assert all(already[donor] + more <= most for donor, more in lent.items())
    pool = Counter(candidate for _, candidate in pairs(proposal, "CAND-2"))
    assert all(led == 1 for led in pool.values())
    assert lent
    assert pool


def test_every_body_is_proposed_one_of_a_kind_at_most(proposal: Proposal) -> None:
    for rule in ("DON-1", "CAND-2", "ACQ-1", "BID-4", "SUPP-1"):
        served = Counter(body for body, _ in pairs(proposal, rule))
        assert all(count == 1 for count in served.values()), rule


def test_no_acquirer_stops_or_takes_over_more_than_it_may(
    proposal: Proposal, proposed: Policy
) -> None:
    outcomes = answers(proposal, "Q10")
    floor = place(proposed, "acquirer outcome floor")
    taken = Counter(acquirer for _, acquirer in pairs(proposal, "ACQ-1"))
    assert set(taken).isdisjoint(STOPPED)
    assert all(OUTCOMES.index(outcomes[acquirer] or "") >= floor for acquirer in taken)
    most = number(proposed, "services taken over by one")
    assert all(count <= most for count in taken.values())


def test_no_supplier_stops_or_takes_on_more_than_it_may(
    proposal: Proposal, proposed: Policy
) -> None:
    outcomes = answers(proposal, "Q10")
    floor = place(proposed, "supplier outcome floor")
    taken = Counter(supplier for _, supplier in pairs(proposal, "SUPP-1"))
    assert set(taken).isdisjoint(STOPPED)
    assert all(OUTCOMES.index(outcomes[supplier] or "") >= floor for supplier in taken)
    most = number(proposed, "groups taken on by one supplier")
    assert all(count <= most for count in taken.values())


def test_only_services_that_stop_are_given_acquirers_and_suppliers(proposal: Proposal) -> None:
    assert {body for body, _ in pairs(proposal, "ACQ-1")} <= STOPPED
    assert {body.partition("/")[0] for body, _ in pairs(proposal, "SUPP-1")} <= STOPPED


def test_every_group_of_a_stopped_service_has_a_supply_line_and_none_fails(
    proposal: Proposal,
) -> None:
    supply, effect = concluded(proposal, "SUPP-2"), concluded(proposal, "SUPP-3")
    assert len(supply) == 9
    assert {group.partition("/")[0] for group in supply} == STOPPED - {
        "nhs-communications-and-engagement-service"
    }
    assert None not in supply.values()
    assert set(effect) == set(supply)
    assert set(effect.values()) <= {"condition with support", "satisfied"}


def test_every_stop_has_a_remedy_and_a_line_for_its_staff(proposal: Proposal) -> None:
    remedy, staff = answers(proposal, "Q19"), answers(proposal, "Q22")
    assert {key for key, answer in staff.items() if answer is not None} == STOPPED
    assert all(remedy[key] is not None for key in STOPPED)


# -- what the settings do ----------------------------------------------------------------------------


def run(policy: Policy, services: Portfolio, **settings: Value) -> Proposal:
    named = {name.replace("_", " "): value for name, value in settings.items()}
    return propose(policy, services, as_of=DAY, settings=named, engine=False).proposal


def test_without_a_limit_to_spare_no_leader_is_lent(policy: Policy, services: Portfolio) -> None:
    assert not pairs(run(policy, services, bodies_per_leader=Fraction(1)), "DON-1")


def test_the_best_bid_is_chosen_among_those_that_may_be_considered(
    policy: Policy, services: Portfolio
) -> None:
    found = run(policy, services)
    bids = next(f for f in found.found if f.id == "BID-2")
    assert isinstance(bids, PairingFound)
    allowed = {(pair.body, pair.other) for pair in bids.pairs if pair.eligible == "true"}
    assert allowed
    assert set(pairs(found, "BID-4")) <= allowed


@pytest.mark.parametrize(
    ("day", "named", "ruling"),
    [
        (date(2012, 7, 19), "no", "choose a bid"),
        (date(2012, 7, 20), "yes", "hand over to the winner"),
    ],
)
def test_a_bid_that_the_groups_chose_is_the_winner_from_that_day(
    policy: Policy, services: Portfolio, day: date, named: str, ruling: str
) -> None:
    told = {
        "bids invited on": date(2012, 6, 1),
        "bids due on": date(2012, 6, 29),
        "criteria told to bidders": True,
    }
    bids = tuple(Entry(name, value) for name, value in told.items())
    cases = tuple(
        replace(case, entries=(*case.entries, *bids)) if case.id == "west-mercia" else case
        for case in services.cases
    )
    chosen = Paired("BID-4", "west-mercia", "bid-1", "the groups", date(2012, 7, 20))
    opened = replace(services, cases=cases, events=(chosen,))
    found = propose(policy, opened, as_of=day, engine=False).proposal
    assert concluded(found, "BID-5")["west-mercia"] == named
    assert answers(found, "Q21")["west-mercia"] == ruling


def test_a_pair_says_that_it_rests_on_invented_evidence(policy: Policy) -> None:
    run = propose(policy, read_portfolio(ROOT / "cases" / "2012", policy), engine=False)
    shown = render(run.pair("DON-1", "west-mercia", "arden"), "text")
    assert "ILLUSTRATIVE: rests on illustrative evidence" in shown


# -- what people decided against the rules --------------------------------------------------------------


@pytest.mark.parametrize(
    ("rule", "promises", "by"),
    [("DON-1", ["SAFE-57", "SAFE-64"], "board"), ("ACQ-1", ["SAFE-58"], "the groups")],
)
def test_a_promise_that_people_break_is_found(
    policy: Policy, services: Portfolio, rule: str, promises: list[str], by: str
) -> None:
    """Peninsula itself stops, with scenario one."""
    pair = ("west-mercia", "peninsula")
    decided = replace(services, events=(Paired(rule, *pair, by, date(2012, 6, 1)),))
    found = propose(policy, decided, as_of=DAY, engine=False)
    told = [one.rule for one in found.proposal.core.findings if one.rule.startswith("SAFE-")]
    assert told == [f"{promise}/west-mercia/peninsula" for promise in promises]
    assert [one.rule for one in found.pair(rule, *pair).core.findings] == promises
    for promise in promises:
        assert promise in render(found.case("west-mercia"), "text")
        assert promise in render(found.case("peninsula"), "reasons")


def test_the_four_areas_without_a_service_change_nothing_for_the_services(
    policy: Policy, services: Portfolio, tmp_path: Path
) -> None:
    """Nothing is asked of an area, and none lends, supplies or takes over."""
    for folder in ("2012", "areas"):
        for file in (ROOT / "cases" / folder).glob("*.json"):
            (tmp_path / file.name).write_bytes(file.read_bytes())
    without, beside = (
        propose(policy, held, as_of=DAY, engine=False).proposal
        for held in (services, read_portfolio(tmp_path, policy))
    )
    areas = {case.key for case in beside.cases} - {case.key for case in without.cases}
    assert len(areas) == 4
    for question in policy.questions:
        said = answers(beside, question.id)
        assert {k: v for k, v in said.items() if k not in areas} == answers(without, question.id)
    for found in (one for one in beside.found if isinstance(one, PairingFound)):
        assert pairs(beside, found.id) == pairs(without, found.id)
        assert areas.isdisjoint((*found.asked, *found.unclear))
        assert not [one for one in found.pairs if one.other in areas and one.eligible != "false"]
