"""What it would take: no route that is not replayed, none that is not the least, and plain answers else."""

import json
import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import combinations, product
from pathlib import Path
from typing import Any

import pytest
from random_policies import answered, every_value, small_case, small_policy

import cssrules
from cssrules import proofs
from cssrules.advice import Routes, routes_as_json
from cssrules.case import Case, Entry
from cssrules.language.compile import compile_policy
from cssrules.policy import Policy
from cssrules.problem import Problems
from cssrules.proof.cheapest import Cheapest
from cssrules.proof.route_plan import route_plan
from cssrules.proof.routes import NotReplayed, what_it_takes
from cssrules.proof.target import next_better, outcome_meant, role_meant
from cssrules.readings.prove import Unsettled
from cssrules.source import Source
from cssrules.values import Item, Kind, ListOf, Value, read
from cssrules_cli import main

ROOT = Path(__file__).parent.parent

SMALL = """
policy: Small
version: "1"
effective: {from: 2012-01-01}
sources: {paper: A paper}
types: {grade: "scale of fail, marginal, good"}
settings:
  floor: {type: money between £0 and £9m step £1, default: £5m, owner: us, reason: ours}
evidence:
  income:
    {type: money between £0 and £9m step £1, better: higher, may be changed by: css, cost: 3, takes: 90 days}
  letters:
    {type: percent between 0% and 100% step 1%, better: higher, may be changed by: css, cost: 2,
     takes: 30 days}
  offers: {type: "set of north, south, east", may be changed by: css, cost: 4}
  start:
    type: date between 1 January 2012 and 31 December 2013
    better: lower
    may be changed by: host
    takes: 1 day
  leader: {type: yes or no, better: yes, may be changed by: host, cost: 1, takes: 5 days}
  market: {type: grade, better: last}
rules:
  - {id: A, title: Sound money, basis: paper, define: sound, when: income is at least floor}
  - id: B
    title: Grade
    basis: paper
    define: grade given
    type: grade
    hit policy: first
    table: |
      | row  | market | sound | leader | letters      | start               | offers         | grade given |
      | bad  | fail   | -     | -      | -            | -                   | -              | fail        |
      | top  | -      | yes   | yes    | at least 50% | before 1 March 2012 | includes north | good        |
      | mid  | -      | yes   | -      | -            | -                   | -              | marginal    |
      | low  | -      | -     | yes    | at least 90% | -                   | -              | marginal    |
      | rest | -      | -     | -      | -            | -                   | -              | fail        |
decisions:
  - {id: Q1, question: Which grade?, answer: grade given, decided by: us, main: yes}
"""

GOOD = {
    "income": "£6m",
    "letters": "60%",
    "offers": "north",
    "start": "2012-02-01",
    "leader": "yes",
    "market": "good",
}


@pytest.fixture(scope="module")
def shipped() -> Policy:
    return cssrules.load_policy(ROOT / "rules")


@pytest.fixture(scope="module")
def small() -> Policy:
    return compile_policy([Source("small.yaml", SMALL.replace("includes north", "north"))])


def case_of(policy: Policy, facts: Mapping[str, Any]) -> Case:
    values = {name: read(value, policy.evidence[name].kind) for name, value in facts.items()}
    return Case("c", "C", tuple(Entry(name, value) for name, value in values.items()))


def asked(policy: Policy, facts: Mapping[str, Any], outcome: str, **more: Any) -> Routes:
    return what_it_takes(policy, case_of(policy, facts), outcome_meant(policy, outcome), **more)


def changed(routes: Routes) -> list[dict[str, str]]:
    return [{change.fact: change.new for change in route.changes} for route in routes.routes]


# -- small policies ------------------------------------------------------------------------------------


def test_the_least_step_past_the_threshold_is_proposed(small: Policy) -> None:
    routes = asked(small, {**GOOD, "letters": "12%", "income": "£4.5m"}, "good")
    assert changed(routes) == [{"income": "£5m", "letters": "50%"}]
    [route] = routes.routes
    assert (route.cost, route.days) == (5, (90, 120))
    assert [(c.by, c.cost, c.days) for c in route.changes] == [("css", 3, 90), ("css", 2, 30)]
    assert route.changes[1].turns == ("letters is 50%, at least 50% - exactly at the limit",)
    assert [(p.rule, p.old, p.new) for p in route.passes] == [("A", "no", "yes")]


@pytest.mark.parametrize(
    ("floor", "income", "proposed"),
    [
        ("£5.432198m", "£4m", "£5.433m"),  # seven figures: a rounder amount just beyond
        ("£5.432198m", "£5.432m", "£5,432,198"),  # rounder would be much farther than the change
        ("£5.4322m", "£4m", "£5,432,200"),  # five figures are said as they are
    ],
)
def test_nobody_is_asked_for_an_amount_to_the_pound(floor: str, income: str, proposed: str) -> None:
    text = SMALL.replace("includes north", "north").replace("default: £5m", f"default: {floor}")
    policy = compile_policy([Source("small.yaml", text)])
    routes = asked(policy, {**GOOD, "income": income}, "good", number=1)
    assert [list(change.values()) for change in changed(routes)] == [[proposed]]


def test_days_and_sets_change_as_little_as_can_be(small: Policy) -> None:
    routes = asked(small, {**GOOD, "start": "2013-05-01", "offers": "south, east"}, "good")
    assert changed(routes) == [{"offers": "north, south, east", "start": "29 February 2012"}]


def test_routes_are_ordered_by_cost_and_none_holds_an_earlier_one(small: Policy) -> None:
    facts = {**GOOD, "income": "£4m", "leader": "no", "letters": "80%"}
    routes = asked(small, facts, "marginal")
    assert changed(routes) == [{"income": "£5m"}, {"leader": "yes", "letters": "90%"}]
    assert [route.cost for route in routes.routes] == [3, 3]
    assert len(asked(small, facts, "marginal", number=1).routes) == 1


def test_what_is_not_known_changes_only_where_somebody_may_change_it(small: Policy) -> None:
    facts = {name: value for name, value in GOOD.items() if name not in {"letters", "market"}}
    routes = asked(small, facts, "good")
    assert routes.routes == ()
    assert [one.known for one in routes.against] == [False]
    facts = {name: value for name, value in GOOD.items() if name != "letters"}
    [route] = asked(small, facts, "good").routes
    assert [(c.fact, c.old, c.new) for c in route.changes] == [("letters", "not known", "50%")]


def test_only_what_the_role_may_change_is_proposed(small: Policy) -> None:
    facts = {**GOOD, "leader": "no", "letters": "12%"}
    assert asked(small, facts, "good", by="css").routes == ()
    routes = asked(small, facts, "good", by="css")
    [against] = routes.against
    assert (against.said, against.by) == ("leader: no", ("host",))
    said = " ".join(proofs.render(routes, "text").split())
    assert "Of what may be changed by: css. No such change gives good to this case." in said
    assert "leader: no [may be changed only by: host]" in said
    assert changed(asked(small, facts, "good")) == [{"leader": "yes", "letters": "50%"}]


def test_what_nobody_may_change_holds_back(small: Policy) -> None:
    routes = asked(small, {**GOOD, "market": "fail"}, "good")
    assert [one.said for one in routes.against] == ["market is fail"]
    text = proofs.render(routes, "text")
    assert "No change that anybody may make gives good to this case" in text


def test_of_an_outcome_that_no_case_has_it_says_so() -> None:
    text = SMALL.replace("| good        |", "| marginal    |").replace("includes north", "north")
    policy = compile_policy([Source("small.yaml", text)])
    routes = asked(policy, GOOD, "good")
    assert (routes.routes, routes.against) == ((), ())
    assert routes.in_no_case
    assert "No case has good, whatever its evidence is" in proofs.render(routes, "text")


def test_what_is_known_is_never_made_unknown() -> None:
    text = """
policy: Shy
version: "1"
sources: {paper: A paper}
evidence:
  told: {type: yes or no, may be changed by: us}
rules:
  - {id: A, title: Silent, basis: paper, define: silent, when: told is unknown}
decisions:
  - {id: Q1, question: Is it?, answer: silent, decided by: us, main: yes}
"""
    policy = compile_policy([Source("shy.yaml", text)])
    routes = asked(policy, {"told": "yes"}, "yes")
    assert (routes.routes, routes.against, routes.in_no_case) == ((), (), False)
    text = " ".join(proofs.render(routes, "text").split())
    assert "What is known cannot be made unknown." in text


def test_what_is_not_settled_is_said_so(small: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("cssrules.proof.routes.Prover.ask", lambda *_, **__: Unsettled("too hard"))
    routes = asked(small, {**GOOD, "letters": "12%"}, "good")
    assert (routes.routes, routes.unsettled) == ((), "too hard")
    assert "No more was found out: too hard." in proofs.render(routes, "text")


def test_the_outcome_already_held_takes_nothing(small: Policy) -> None:
    routes = asked(small, GOOD, "good")
    assert routes.held
    assert "good is the answer already: it takes nothing." in proofs.render(routes, "text")


def test_a_role_that_changes_nothing_is_refused(small: Policy) -> None:
    assert role_meant(small, "Host") == "host"
    with pytest.raises(Problems) as raised:
        role_meant(small, "hots")
    assert raised.value.found[0].help == "did you mean `host`?"


def test_a_route_that_does_not_give_the_outcome_is_never_shown(
    small: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "cssrules.proof.routes._Search._values",
        lambda search, chosen: {search.free[chosen[0]]: Fraction(1, 10)},
    )
    with pytest.raises(NotReplayed):
        asked(small, {**GOOD, "letters": "12%"}, "good")


@pytest.mark.parametrize(
    ("better", "kind", "said"),
    [
        ("higher", "count between 0 and 6", "5"),
        ("lower", "count between 0 and 6", "1"),
        ("last", "scale of a, b, c, d, e", "d"),
        ("first", "scale of a, b, c, d, e", "b"),
    ],
)
def test_of_two_values_as_near_the_better_one_is_proposed(
    better: str, kind: str, said: str
) -> None:
    low, now, high = ("b", "c", "d") if kind.startswith("scale") else ("1", "3", "5")
    policy = compile_policy(
        [
            Source(
                "p.yaml",
                f"""
policy: Ties
version: "1"
sources: {{paper: A paper}}
evidence:
  amount: {{type: "{kind}", better: "{better}", may be changed by: us}}
rules:
  - {{id: A, title: T, basis: paper, define: odd, when: amount is at most {low} or amount is at least {high}}}
decisions:
  - {{id: Q1, question: Is it?, answer: odd, decided by: us, main: yes}}
""",
            )
        ]
    )
    assert changed(asked(policy, {"amount": now}, "yes")) == [{"amount": said}]


LISTED = """
policy: Listed
version: "1"
sources: {paper: A paper}
records: {site: {open: yes or no, seats: count between 0 and 9, town: text}}
evidence:
  sites: {type: "list of site, at most 3", may be changed by: css, cost: 2}
  wings: {type: "list of site, at most 3"}
rules:
  - id: A
    title: Enough
    basis: paper
    define: enough
    when: sum of seats across sites where open is at least 9 and every site among wings has open
decisions:
  - {id: Q1, question: Is it?, answer: enough, decided by: us, main: yes}
"""


def test_facts_inside_lists_change_only_where_the_list_may_be_changed() -> None:
    policy = compile_policy([Source("listed.yaml", LISTED)])
    sites = [{"id": "a", "open": "yes", "seats": 3}, {"id": "b", "open": "no", "seats": 5}]

    def listed(wing: str) -> Routes:
        facts = {"sites": sites, "wings": [{"id": "w", "open": wing}]}
        raw = {"schema": "cssrules/case/1", "id": "c", "name": "C", "facts": facts}
        case = cssrules.read_case(json.dumps(raw).encode(), policy, "c.json")
        return what_it_takes(policy, case, outcome_meant(policy, "yes"))

    assert changed(listed("yes")) == [
        {"seats of a (sites)": "9"},
        {"open of b (sites)": "yes", "seats of b (sites)": "6"},
    ]
    assert listed("no").routes == ()


def test_of_a_sum_that_the_items_cannot_come_to_it_is_said_why() -> None:
    text = LISTED.replace("define: enough", "define: seats in all")
    text = text.replace(
        "when: sum of seats across sites where open is at least 9 and every site among wings has open",
        "as: sum of seats across sites where open",
    ).replace("answer: enough", "answer: seats in all")
    policy = compile_policy([Source("listed.yaml", text)])
    sites = [{"id": "a", "open": "yes", "seats": 3}, {"id": "b", "open": "no", "seats": 5}]
    raw = {"schema": "cssrules/case/1", "id": "c", "name": "C", "facts": {"sites": sites}}
    case = cssrules.read_case(json.dumps(raw).encode(), policy, "c.json")
    routes = what_it_takes(policy, case, outcome_meant(policy, "20"))
    assert (routes.routes, routes.unsettled, routes.in_no_case) == ((), None, False)
    assert (routes.kept, routes.limit) == ((("sites", 2),), "at most 18")
    said = " ".join(proofs.render(routes, "text").split())
    assert (
        "keeps the number of items of each list (sites: 2), and with these it is at most 18."
        in said
    )
    assert routes_as_json(routes)["kept"] == [{"list": "sites", "items": 2}]
    assert what_it_takes(policy, case, outcome_meant(policy, "18")).routes


ASKED_OF_ITEMS = """
policy: Asked of items
version: "1"
sources: {paper: A paper}
records: {site: {open: yes or no, seats: count between 0 and 9}}
evidence:
  ready: yes or no
  sites: {type: "list of site, at most 3", may be changed by: css}
rules:
  - {id: A, title: Fit, basis: paper, define: fit, when: ready}
  - {id: B, title: Large, basis: paper, for each: site, define: large, when: seats is at least 5}
decisions:
  - {id: Q1, question: Is it?, answer: fit, decided by: us, main: yes, asked when: every site has FIELD}
"""


@pytest.mark.parametrize(
    ("field", "change"),
    [("open", {"open of a (sites)": "yes"}), ("large", {"seats of a (sites)": "5"})],
)
def test_a_field_changes_that_only_tells_whether_the_question_is_asked(
    field: str, change: dict[str, str]
) -> None:
    policy = compile_policy([Source("asked.yaml", ASKED_OF_ITEMS.replace("FIELD", field))])
    facts = {"ready": "yes", "sites": [{"id": "a", "open": "no", "seats": 2}]}
    raw = {"schema": "cssrules/case/1", "id": "c", "name": "C", "facts": facts}
    case = cssrules.read_case(json.dumps(raw).encode(), policy, "c.json")
    assert changed(what_it_takes(policy, case, outcome_meant(policy, "yes"))) == [change]


def test_a_list_that_nobody_may_change_holds_back_known_or_not() -> None:
    text = LISTED.replace(
        "every site among wings has open", "at least 3 sites among wings have open"
    )
    policy = compile_policy([Source("listed.yaml", text)])
    sites = [{"id": "a", "open": "yes", "seats": 9}]
    for wings in ({}, {"wings": [{"id": "w", "open": "yes"}]}):
        raw = {
            "schema": "cssrules/case/1",
            "id": "c",
            "name": "C",
            "facts": {"sites": sites, **wings},
        }
        case = cssrules.read_case(json.dumps(raw).encode(), policy, "c.json")
        routes = what_it_takes(policy, case, outcome_meant(policy, "yes"))
        assert (routes.routes, routes.in_no_case) == ((), False)
        [against] = routes.against
        assert (against.evidence, against.known) == (("wings",), bool(wings))


# -- a route as a plan ---------------------------------------------------------------------------------


def test_a_route_becomes_milestones_with_owner_day_and_evidence(small: Policy) -> None:
    facts = {**GOOD, "letters": "12%", "income": "£4.5m"}
    day = cssrules.read_date("2012-03-30")
    wanted = outcome_meant(small, "good")
    routes = route_plan(small, case_of(small, facts), wanted, as_of=day)
    assert routes.plan is not None
    told = [(m.change.fact, m.change.by, str(m.due)) for m in routes.plan.milestones]
    assert told == [("letters", "css", "2012-04-29"), ("income", "css", "2012-06-28")]
    wires = {fact.label for fact in routes.plan.tripwires or ()}
    assert "leader: yes" in wires
    assert not any("income" in wire or "letters" in wire for wire in wires)


BRANCHED = """
policy: Branched
version: "1"
effective: {from: 2012-01-01}
evidence:
  sound: yes or no
  backed: yes or no
  large: {type: yes or no, may be changed by: us}
decisions:
  - {id: Q1, question: Is it safe?, answer: safe, decided by: board, main: yes}
rules:
  - {id: R-1, title: Safe, basis: "setting, a test", define: safe,
     when: if large then sound else backed}
"""


def test_a_plan_is_told_where_a_branch_was_not_taken() -> None:
    policy = compile_policy([Source("branched.yaml", BRANCHED)])
    case = case_of(policy, {"large": "no", "sound": "yes", "backed": "no"})
    plan = route_plan(policy, case, outcome_meant(policy, "yes")).plan
    assert plan is not None
    assert [m.change.fact for m in plan.milestones] == ["large"]
    assert [wire.label for wire in plan.tripwires or ()] == ["sound: yes"]


def test_without_that_route_there_is_no_plan(small: Policy) -> None:
    case = case_of(small, {**GOOD, "letters": "12%"})
    assert route_plan(small, case, outcome_meant(small, "good"), 2).plan is None


def test_plans_are_written_as_text_markdown_and_json(small: Policy) -> None:
    case = case_of(small, {**GOOD, "letters": "12%"})
    routes = route_plan(small, case, outcome_meant(small, "good"))
    text = proofs.render(routes, "text")
    assert "1. letters: from 12% to 50%" in text
    assert max(map(len, text.splitlines())) <= 80
    page = proofs.render(routes, "markdown")
    assert "| letters: from 12% to 50% | css | 31 January 2012 | letters |" in page
    form = json.loads(proofs.render(routes, "json"))
    assert form["schema"] == "cssrules/route-plan/1"
    assert form["milestones"][0]["due"] == "2012-01-31"


# -- no shorter one exists -----------------------------------------------------------------------------

STRATA = 60


def free_of(policy: Policy, values: Mapping[str, Value]) -> dict[str, tuple[str, int, str]]:
    """What may be changed, by the name that a route has for it: evidence; of a list the place and field."""
    found: dict[str, tuple[str, int, str]] = {}
    for name, evidence in policy.evidence.items():
        held = values.get(name)
        if evidence.changed_by and not isinstance(evidence.kind, ListOf):
            found[name] = (name, 0, "")
        elif evidence.changed_by and isinstance(held, tuple):
            fields = [field for field, _ in policy.record_of(name).fields]
            found |= {
                f"{field} of {item.id} ({name})": (name, at, field)
                for at, item in enumerate(held)
                for field in fields
            }
    return dict(sorted(found.items()))


def kind_at(policy: Policy, at: tuple[str, int, str]) -> Kind:
    name, _, field = at
    return dict(policy.record_of(name).fields)[field] if field else policy.evidence[name].kind


def held_at(values: Mapping[str, Value], at: tuple[str, int, str]) -> Value:
    name, place, field = at
    held = values.get(name)
    return held[place].fields.get(field) if field and isinstance(held, tuple) else held


def changed_at(
    values: Mapping[str, Value], new: Mapping[tuple[str, int, str], Value]
) -> dict[str, Value]:
    changed = dict(values)
    for (name, place, field), value in new.items():
        held = changed.get(name)
        if field and isinstance(held, tuple):
            item = Item(held[place].id, {**held[place].fields, field: value})
            changed[name] = (*held[:place], item, *held[place + 1 :])
        else:
            changed[name] = value
    return changed


def brute(
    policy: Policy, values: Mapping[str, Value], decided: Mapping[str, Value]
) -> Iterator[tuple[str, tuple[int, int, tuple[str, ...]], dict[str, Value]]]:
    """By outcome every set of changes that gives it, with its rank, and its values nearest first."""
    free = free_of(policy, values)
    for number in range(1, len(free) + 1):
        for names in combinations(free, number):
            options = [
                [
                    v
                    for v in every_value(policy, kind_at(policy, free[n]))
                    if v != held_at(values, free[n])
                ]
                for n in names
            ]
            giving: dict[str, list[dict[str, Value]]] = {}
            for new in product(*options):
                at = dict(zip((free[n] for n in names), new, strict=True))
                answer = answered(policy, changed_at(values, at), decided)
                if isinstance(answer, str):
                    giving.setdefault(answer, []).append(dict(zip(names, new, strict=True)))
            cost = sum(policy.evidence[free[name][0]].cost or 0 for name in names)
            for answer, found in giving.items():
                best = min(found, key=lambda new: distances(policy, values, new))
                yield answer, (cost, number, names), best


def distances(policy: Policy, values: Mapping[str, Value], new: Mapping[str, Value]) -> list[int]:
    found = []
    free = free_of(policy, values)
    for name, value in new.items():
        places = every_value(policy, kind_at(policy, free[name]))
        better = policy.evidence[free[name][0]].better
        worse_last = better is not None and better.value in {"lower", "no"}
        old = held_at(values, free[name])
        start = (len(places) - 1 if worse_last else 0) if old is None else places.index(old)
        found.append(abs(places.index(value) - start))
    return found


@pytest.mark.parametrize("seed", range(STRATA))
def test_no_shorter_route_exists_by_brute_force(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 # because repeatable policies are asked
    policy = compile_policy([Source("random.yaml", small_policy(chance))])
    values, decided, case = small_case(policy, chance)
    now = answered(policy, values, decided)
    every = sorted(brute(policy, values, decided), key=lambda found: found[1])
    for wanted in ("bad", "fair", "fine"):
        routes = what_it_takes(policy, case, outcome_meant(policy, wanted), number=9)
        assert routes.held is (now == wanted)
        if routes.held:
            continue
        expected: list[tuple[str, ...]] = []
        nearest: list[list[int]] = []
        for (_, _, names), best in (
            (rank, best) for answer, rank, best in every if answer == wanted
        ):
            if not any(set(earlier) <= set(names) for earlier in expected):
                expected.append(names)
                nearest.append(distances(policy, values, best))
        assert [tuple(c.fact for c in route.changes) for route in routes.routes] == expected[:9]
        free = free_of(policy, values)
        for route, steps in zip(routes.routes, nearest, strict=False):
            new = {c.fact: read(c.written, kind_at(policy, free[c.fact])) for c in route.changes}
            assert distances(policy, values, new) == steps


def test_sets_come_cheapest_first_and_hit_every_core() -> None:
    chance = random.Random(7)  # noqa: S311 # because repeatable sets are asked
    for _ in range(200):
        costs = [chance.randint(0, 4) for _ in range(6)]
        cores = [frozenset(chance.sample(range(6), chance.randint(1, 4))) for _ in range(4)]
        barred = [frozenset(chance.sample(range(6), 2))]
        sets = Cheapest(costs)
        for core in cores:
            sets.require(core)
        for one in barred:
            sets.bar(one)
        every = [c for n in range(7) for c in combinations(range(6), n)]
        fitting = [
            c for c in every
            if all(core & set(c) for core in cores) and not any(b <= set(c) for b in barred)
        ]  # fmt: skip
        least = min(fitting, key=lambda c: (sum(costs[e] for e in c), len(c), c), default=None)
        assert sets.next() == least


# -- the shipped policy --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("case", "outcome"),
    [("peninsula", "greater oversight"), ("arden", "scenario one"), ("arden", "greater oversight")],
)
def test_each_route_of_a_service_gives_its_outcome(
    shipped: Policy, case: str, outcome: str
) -> None:
    raw = (ROOT / "cases" / "2012" / f"{case}.json").read_bytes()
    read_case = cssrules.read_case(raw, shipped, case)
    routes = what_it_takes(shipped, read_case, outcome_meant(shipped, outcome))
    assert routes.routes
    for route in routes.routes:
        texts = [f"{change.fact}={change.written}" for change in route.changes]
        changes = cssrules.read_changes(texts, [], shipped).facts
        after = cssrules.decide(shipped, read_case, changes=changes, engine=False)
        assert after.main.answer == outcome == route.answer
        for left_out in changes:
            fewer = {name: value for name, value in changes.items() if name != left_out}
            short = cssrules.decide(shipped, read_case, changes=fewer, engine=False)
            assert short.main.answer != outcome, f"without {left_out}"


def test_answers_are_the_same_bytes_on_every_run(shipped: Policy) -> None:
    raw = (ROOT / "cases" / "2012" / "arden.json").read_bytes()

    def once() -> str:
        case = cssrules.read_case(raw, shipped, "arden.json")
        routes = what_it_takes(shipped, case, outcome_meant(shipped, "scenario one"))
        return proofs.render(routes, "json") + proofs.render(routes, "text")

    assert once() == once()


def test_the_interview_holds_back_where_nobody_may_change_it(shipped: Policy) -> None:
    raw = (ROOT / "cases" / "2012" / "peninsula.json").read_bytes()
    case = cssrules.read_case(raw, shipped, "peninsula.json")
    routes = what_it_takes(shipped, case, outcome_meant(shipped, "lesser oversight"))
    assert routes.routes == ()
    assert {name for one in routes.against for name in one.evidence} == {"panel"}


def test_the_json_tells_changes_with_who_may_make_them(small: Policy) -> None:
    form = routes_as_json(asked(small, {**GOOD, "letters": "12%"}, "good"))
    assert form["schema"] == "cssrules/routes/1"
    [route] = form["routes"]
    assert route["changes"][0] | {"turns": []} == {
        "fact": "letters",
        "from": "12%",
        "to": "50%",
        "by": "css",
        "cost": 2,
        "days": 30,
        "turns": [],
    }


# -- the commands --------------------------------------------------------------------------------------


def run(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str, str]:
    case = str(ROOT / "cases" / "2012" / "peninsula.json")
    code = main.run([*arguments, case, "--policy", str(ROOT / "rules")])
    told = capsys.readouterr()
    return code, told.out, told.err


def test_the_command_tells_routes_and_why_there_is_none(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, err = run(capsys, "what-would-it-take", "greater oversight")
    assert (code, err) == (0, "")
    assert "letters of intent: from 28% to 50% [css, cost 4, 60 days]" in out
    code, out, err = run(capsys, "what-would-it-take", "lesser oversight")
    assert (code, err) == (0, "")
    assert "No change that anybody may make gives lesser oversight to this case." in out


def test_a_route_alone_is_one_to_the_next_better_outcome(
    capsys: pytest.CaptureFixture[str],
) -> None:
    alone = run(capsys, "plan", "--route", "1")
    assert alone == run(capsys, "plan", "--to", "greater oversight", "--route", "1")
    assert "Plan to greater oversight (Q10 is scenario one), by route 1" in alone[1]


@pytest.mark.parametrize(
    ("changed", "said"),
    [({"market": "fail"}, "marginal"), ({"letters": "12%"}, "good"), ({}, "good")],
)
def test_the_next_better_outcome_is_one_step_above_and_of_the_best_itself(
    small: Policy, changed: dict[str, str], said: str
) -> None:
    decision = cssrules.decide(small, case_of(small, {**GOOD, **changed}), engine=False)
    assert next_better(small, decision).said == said


def test_of_an_open_question_no_outcome_is_the_next(small: Policy) -> None:
    with pytest.raises(Problems, match="it is undecided, so no outcome is the next"):
        next_better(small, cssrules.decide(small, case_of(small, {}), engine=False))


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (("what-would-it-take", "banana"), "Q10 has no such answer"),
        (("what-would-it-take", "greater oversight", "--by", "panel"), "may be changed by `panel`"),
        (("plan", "--to", "greater oversight", "--route", "7"), "there is one route to greater"),
        (("plan", "--by", "css"), "go with --to OUTCOME, or with --route N"),
        (("plan", "--route", "1", "--question", "Q12"), "none of its answers is better"),
        (("plan", "--to", "greater oversigth"), "did you mean `greater oversight`?"),
    ],
)
def test_nonsense_is_misuse_and_told_plainly(
    capsys: pytest.CaptureFixture[str], arguments: tuple[str, ...], told: str
) -> None:
    code, out, err = run(capsys, *arguments)
    assert (code, out) == (2, "")
    assert told in " ".join(err.split())
