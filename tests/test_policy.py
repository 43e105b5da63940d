"""The shipped policy: what it settles, what it rests on, and what its alternatives do."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from itertools import product
from pathlib import Path

import pytest

from cssrules import Policy, load_policy, read_case
from cssrules.case import facts
from cssrules.expression import Const, Expression, Quantified, parts, terms
from cssrules.meaning import meaning
from cssrules.policy import Basis, Pairing, Rule, Table
from cssrules.trace import Trace
from cssrules.values import Choice, Item, Number, Value

ROOT = Path(__file__).parents[1]
DAY = date(2012, 5, 14)
GRADES = ("fail", "marginal", "good")
PATTERNS = tuple(product(GRADES, repeat=3))
"""Leadership, focus on customers, business awareness."""
FAILED_TWO = ("scenario one", "two-failed")
OUTCOMES = ("scenario one", "greater oversight", "lesser oversight")
PRECEDENCES = ("interview alone", "plan may lower", "weighted marks")
RANKS = ("leads", "advises")
Grades = tuple[str, ...]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "rules")


@dataclass(frozen=True)
class Sound:
    """The evidence of a case that is good in all three domains, and the policy that judges it."""

    policy: Policy
    values: Mapping[str, Value]

    def judged(
        self,
        interview: Grades,
        *,
        plan: Grades = ("good", "good", "good"),
        feedback: str | None = None,
        settings: Mapping[str, Value] | None = None,
    ) -> Trace:
        """What the policy says where the whole panel marks a domain alike; feedback is as the
        panel's mark for customers unless given.
        """
        fields = ("leadership mark", "customer mark", "business mark")
        marks = dict(zip(fields, interview, strict=True))
        panel = self.values["panel"]
        assert isinstance(panel, tuple)
        values = {
            **self.values,
            "panel": tuple(Item(member.id, {**member.fields, **marks}) for member in panel),
            "ccg feedback": feedback or interview[1],
            "plan grade for leadership": plan[0],
            "plan grade for customers": plan[1],
            "plan grade for business": plan[2],
        }
        return meaning(self.policy.with_settings(settings or {}), values, DAY)


@pytest.fixture(scope="module")
def sound(policy: Policy) -> Sound:
    raw = (ROOT / "cases/examples/sound.json").read_bytes()
    return Sound(policy, facts(read_case(raw, policy, "sound"), DAY).values)


@pytest.fixture(scope="module")
def by_default(sound: Sound) -> Mapping[Grades, Trace]:
    """What the policy says of each pattern of grades, with no setting changed."""
    return {pattern: sound.judged(pattern) for pattern in PATTERNS}


def graded(trace: Trace) -> tuple[Value, ...]:
    names = ("leadership grade", "customer grade", "business grade")
    return tuple(trace.value(name) for name in names)


def hits(trace: Trace) -> set[str]:
    """The rows of the outcome's table that apply."""
    body = trace.concluded["outcome"].body
    assert isinstance(body, tuple)
    return {row.row.id for row in body if row.hit}


# -- the outcome -----------------------------------------------------------------------------------


@pytest.mark.parametrize("pattern", PATTERNS, ids="-".join)
def test_each_pattern_of_grades_has_the_outcome_of_the_count_or_of_its_setting(
    by_default: Mapping[Grades, Trace], pattern: Grades
) -> None:
    failed, marginal = pattern.count("fail"), pattern.count("marginal")
    wanted = {
        (0, 0): ("lesser oversight", "all-good"),
        (0, 1): ("greater oversight", "one-two-marginal"),
        (0, 2): ("greater oversight", "one-two-marginal"),
        (0, 3): ("greater oversight", "three-marginal"),
        (1, marginal): ("greater oversight", "one-failed"),
        (2, marginal): FAILED_TWO,
        (3, marginal): FAILED_TWO,
    }[failed, marginal]
    trace = by_default[pattern]
    assert graded(trace) == pattern
    assert (trace.value("outcome"), hits(trace)) == (wanted[0], {wanted[1]})
    assert not trace.findings


NO_PLAN = "outcome without a plan"


@pytest.mark.parametrize("one_failed", OUTCOMES)
@pytest.mark.parametrize("three_marginal", OUTCOMES)
def test_the_settings_of_the_outcome_settle_13_patterns_and_touch_no_other(
    sound: Sound, by_default: Mapping[Grades, Trace], one_failed: str, three_marginal: str
) -> None:
    changed: dict[str, Value] = {
        "outcome for one failed domain": one_failed,
        "outcome for three marginal domains": three_marginal,
    }
    for pattern in PATTERNS:
        outcome = sound.judged(pattern, settings=changed).value("outcome")
        if pattern.count("fail") == 1:
            assert outcome == one_failed
        elif pattern.count("marginal") == 3:
            assert outcome == three_marginal
        else:
            assert outcome == by_default[pattern].value("outcome")


def test_the_published_count_alone_settles_14_of_27_patterns(
    policy: Policy, by_default: Mapping[Grades, Trace]
) -> None:
    table = policy.rules["OUT-4"].body
    assert isinstance(table, Table)
    ours = {
        row.id
        for row in table.rows
        if any(terms(output) & set(policy.settings) for output in row.outputs)
    }
    assert ours == {"no-plan", "no-plan-goes-on", "one-failed", "three-marginal"}
    by_count = [trace for trace in by_default.values() if not hits(trace) & ours]
    assert len(by_count) == 14


def test_a_better_grade_never_worsens_the_outcome(by_default: Mapping[Grades, Trace]) -> None:
    outcome = {pattern: trace.value("outcome") for pattern, trace in by_default.items()}
    for worse, better in product(PATTERNS, repeat=2):
        if all(GRADES.index(w) <= GRADES.index(b) for w, b in zip(worse, better, strict=True)):
            assert rank(outcome[worse]) <= rank(outcome[better])


def rank(outcome: Value) -> int:
    assert isinstance(outcome, str)
    return OUTCOMES.index(outcome)


@pytest.mark.parametrize("pattern", PATTERNS, ids="-".join)
def test_without_a_plan_a_service_stops_whatever_its_grades(sound: Sound, pattern: Grades) -> None:
    for side in ("css consents", "bdu consents"):
        trace = without(sound, side).judged(pattern)
        assert trace.value("outcome") == "scenario one"
        assert "no-plan" in hits(trace)


@pytest.mark.parametrize("without_plan", OUTCOMES)
def test_the_setting_for_a_missing_plan_settles_what_two_failures_do_not(
    sound: Sound, by_default: Mapping[Grades, Trace], without_plan: str
) -> None:
    changed: dict[str, Value] = {NO_PLAN: without_plan}
    for pattern in PATTERNS:
        refused = without(sound, "css consents").judged(pattern, settings=changed)
        agreed = sound.judged(pattern, settings=changed)
        stopped = pattern.count("fail") >= 2
        assert refused.value("outcome") == ("scenario one" if stopped else without_plan)
        assert (agreed.value("outcome"), hits(agreed)) == (
            by_default[pattern].value("outcome"),
            hits(by_default[pattern]),
        )


@pytest.mark.parametrize("settings", tuple(product(OUTCOMES, repeat=3)), ids="-".join)
def test_a_service_that_does_better_without_a_plan_is_found(
    policy: Policy, sound: Sound, settings: Grades
) -> None:
    names = (NO_PLAN, "outcome for one failed domain", "outcome for three marginal domains")
    changed: dict[str, Value] = dict(zip(names, settings, strict=True))
    for pattern in PATTERNS:
        refused = without(sound, "css consents").judged(pattern, settings=changed)
        agreed = sound.judged(pattern, settings=changed)
        better = rank(refused.value("outcome")) > rank(agreed.value("outcome"))
        assert not better or broken(policy, refused) & {"SAFE-1", "SAFE-2", "SAFE-12"}
        assert "SAFE-4" not in broken(policy, refused)


def without(sound: Sound, side: str) -> Sound:
    return replace(sound, values={**sound.values, side: False})


def test_two_known_failures_stop_a_service_whatever_is_unknown(sound: Sound) -> None:
    known = {name: value for name, value in sound.values.items() if "consents" not in name}
    trace = replace(sound, values=known).judged(("fail", "good", "fail"))
    assert trace.value("plan can be agreed") is None
    assert trace.value("outcome") == "scenario one"


PRESUMED = {
    "support found by people",
    "a group wants to leave",
    "breach unmended",
    "failed domain on file",
    "grave breach past its time",
    "groups want bids",
    "late plan let in",
    "milestones behind at checkpoint three",
    "many customers lost",
    "moved by a review",
    "moved to greater",
    "moved to lesser",
    "new leader since the outcome",
    "open critical milestones",
    "released",
    "review held",
    "service still serves",
    "step already taken",
    "takeover forced",
    "winner known",
    "work can go elsewhere",
}
"""What rules take for granted of a case that says nothing: that nobody did anything yet."""


def test_an_empty_case_is_undecided_and_nothing_is_presumed_against_it(policy: Policy) -> None:
    trace = meaning(policy, {}, DAY)
    presumed = {name for name, found in trace.concluded.items() if found.presumed}
    assert presumed == PRESUMED
    for question in policy.questions:
        asked = trace.asked.get(question.id)
        assert trace.value(question.answer) is None or (asked is not None and not asked.value)


# -- which evidence prevails -----------------------------------------------------------------------


@pytest.mark.parametrize("precedence", PRECEDENCES)
@pytest.mark.parametrize("feedback_rank", RANKS)
def test_every_alternative_settles_every_pattern_of_interview_plan_and_feedback(
    sound: Sound, precedence: str, feedback_rank: str
) -> None:
    changed: dict[str, Value] = {
        "interview precedence": precedence,
        "ccg feedback rank": feedback_rank,
    }
    for interview, plan, feedback in product(GRADES, repeat=3):
        alike, read = (interview,) * 3, (plan,) * 3
        trace = sound.judged(alike, plan=read, feedback=feedback, settings=changed)
        assert None not in graded(trace)
        assert trace.value("outcome") in OUTCOMES
        assert trace.value("prevailing evidence")
        assert not trace.findings


@pytest.mark.parametrize("precedence", PRECEDENCES)
def test_the_interview_counts_more_than_the_plan(sound: Sound, precedence: str) -> None:
    def grade(interview: str, plan: str) -> int:
        trace = sound.judged(
            (interview, "good", interview),
            plan=(plan, "good", plan),
            settings={"interview precedence": precedence},
        )
        found = trace.value("leadership grade"), trace.value("business grade")
        assert found[0] == found[1]
        assert isinstance(found[0], str)
        return GRADES.index(found[0])

    for same in GRADES:
        by_interview = grade("good", same) - grade("fail", same)
        by_plan = grade(same, "good") - grade(same, "fail")
        assert by_interview >= by_plan
    assert grade("good", "fail") > grade("fail", "good") or precedence == "weighted marks"
    assert grade("good", "fail") >= grade("fail", "good")


@pytest.mark.parametrize("precedence", ["interview alone", "plan may lower"])
def test_no_plan_raises_what_the_interview_showed(sound: Sound, precedence: str) -> None:
    for interview, plan in product(GRADES, repeat=2):
        alike, read = (interview,) * 3, (plan,) * 3
        trace = sound.judged(alike, plan=read, settings={"interview precedence": precedence})
        shown = trace.value("leadership shown")
        assert isinstance(shown, str)
        assert GRADES.index(shown) <= GRADES.index(interview)


def test_feedback_leads_on_customers_unless_a_setting_says_otherwise(sound: Sound) -> None:
    good = ("good", "good", "good")
    leads = sound.judged(good, feedback="fail")
    advises = sound.judged(good, feedback="fail", settings={"ccg feedback rank": "advises"})
    alone = sound.judged(
        good, feedback="fail", settings={"interview precedence": "interview alone"}
    )
    assert leads.value("customer grade") == "fail"
    assert advises.value("customer grade") == "good"
    assert alone.value("customer grade") == "good"


def over_plan(interview: str, plan: str, shown: Value) -> set[str]:
    """What must be said of a domain in which the interview stands before the plan."""
    if interview == plan:
        return set()
    return {"interview over plan" if shown == interview else "plan lowers interview"}


def over_feedback(feedback: str, interview: str, plan: str, shown: Value) -> set[str]:
    """What must be said of customers where the feedback stands before interview and plan."""
    if shown != feedback:
        return {"interview lowers feedback"}
    found = {"feedback over interview"} if feedback != interview else set()
    return found | ({"feedback over plan"} if feedback != plan else set())


@pytest.mark.parametrize("precedence", ["interview alone", "plan may lower"])
@pytest.mark.parametrize("feedback_rank", RANKS)
def test_what_prevailed_is_told_of_each_domain_and_of_no_other(
    sound: Sound, precedence: str, feedback_rank: str
) -> None:
    changed: dict[str, Value] = {
        "interview precedence": precedence,
        "ccg feedback rank": feedback_rank,
    }
    leads = (precedence, feedback_rank) == ("plan may lower", "leads")
    domains = product(GRADES, repeat=2)
    for (led, led_plan), (bought, bought_plan, feedback) in product(
        domains, product(GRADES, repeat=3)
    ):
        trace = sound.judged(
            (led, bought, "good"),
            plan=(led_plan, bought_plan, "good"),
            feedback=feedback,
            settings=changed,
        )
        expected = over_plan(led, led_plan, trace.value("leadership shown"))
        shown = trace.value("customer focus shown")
        if leads:
            expected |= over_feedback(feedback, bought, bought_plan, shown)
        else:
            expected |= over_plan(bought, bought_plan, shown)
            expected |= {"interview over feedback"} if feedback != bought else set()
        assert trace.value("prevailing evidence") == frozenset(expected or {"all agree"})


# -- the promises ----------------------------------------------------------------------------------


def broken(policy: Policy, trace: Trace) -> set[str]:
    return {p.id for p in policy.properties if trace.properties[p.id].value is p.never}


def test_every_promise_holds_of_every_pattern(policy: Policy, sound: Sound) -> None:
    for interview, plan in product(PATTERNS, [("good",) * 3, ("marginal",) * 3, ("fail",) * 3]):
        trace = sound.judged(interview, plan=plan)
        assert broken(policy, trace) == set()


BINDING_SETTINGS = {
    *("SAFE-1", "SAFE-2", "SAFE-9", "SAFE-10", "SAFE-11", "SAFE-12"),
    *("SAFE-15", "SAFE-20", "SAFE-33", "SAFE-35", "SAFE-54", "SAFE-55", "SAFE-56"),
}
"""The promises that settings can break; the others hold whatever the settings are."""


def alternatives(policy: Policy) -> Iterator[tuple[str, Value]]:
    """Each other option of each setting that has options, and both ends of each that has bounds."""
    for setting in policy.settings.values():
        match setting.kind:
            case Choice(options=options):
                values: tuple[Value, ...] = options
            case Number(low=low, high=high):
                values = (low, high)
            case _:
                values = ()
        yield from ((setting.name, value) for value in values if value != setting.default)


def test_no_setting_breaks_a_promise_that_binds_none(policy: Policy, sound: Sound) -> None:
    tried = list(alternatives(policy))
    assert len(tried) > 50
    for (name, value), side in product(tried, (None, "css consents")):
        service = sound if side is None else without(sound, side)
        for pattern in (("good",) * 3, ("marginal",) * 3, ("fail", "good", "fail")):
            trace = service.judged(pattern, settings={name: value})
            assert broken(policy, trace) <= BINDING_SETTINGS, (name, value)


@pytest.mark.parametrize(
    ("pattern", "settings", "promises"),
    [
        (
            ("fail", "good", "good"),
            {"outcome for one failed domain": "lesser oversight"},
            "SAFE-1 SAFE-55",
        ),
        (
            ("marginal",) * 3,
            {"outcome for three marginal domains": "lesser oversight"},
            "SAFE-2 SAFE-56",
        ),
        (
            ("good",) * 3,
            {"interview weight": Fraction(3, 10), "plan weight": Fraction(1, 2)},
            "SAFE-9",
        ),
        (("good",) * 3, {"price warning": Fraction(30)}, "SAFE-10"),
        (("good",) * 3, {"feedback weight": Fraction(1, 4)}, "SAFE-11"),
    ],
)
def test_a_setting_that_breaks_a_promise_is_found(
    policy: Policy,
    sound: Sound,
    pattern: Grades,
    settings: Mapping[str, Value],
    promises: str,
) -> None:
    assert broken(policy, sound.judged(pattern, settings=settings)) == set(promises.split())


# -- what the policy rests on ----------------------------------------------------------------------


def expressions(rule: Rule) -> Iterator[Expression]:
    """Every expression of the rule's body, down to its leaves."""
    match rule.body:
        case Table(inputs=inputs, rows=rows):
            pending = [*inputs]
            for row in rows:
                pending += [*(cell for cell in row.cells if cell is not None), *row.outputs]
        case body:
            pending = [body]
    while pending:
        here = pending.pop()
        yield here
        pending += parts(here)


def test_no_number_stands_in_a_rule_but_those_of_the_published_count(policy: Policy) -> None:
    """Nought and one count things; three and two are the published count's own (D4)."""
    found = {
        (rule.id, here.value)
        for rule in policy.rules.values()
        for here in expressions(rule)
        if isinstance(here, Const)
        and isinstance(here.value, Fraction | date)
        and here.value not in {0, 1}
    }
    assert found == {("OUT-4", Fraction(2)), ("OUT-4", Fraction(3))}
    assert "D4" in {basis.source for basis in policy.rules["OUT-4"].basis}
    numbered = {
        rule.id
        for rule in policy.rules.values()
        for here in expressions(rule)
        if isinstance(here, Quantified) and here.number is not None
    }
    assert numbered == set()


def test_a_rule_that_rests_on_a_setting_says_so(policy: Policy) -> None:
    silent = {
        rule.id
        for rule in policy.rules.values()
        if any(terms(here) & set(policy.settings) for here in expressions(rule))
        and not any(basis.source is None for basis in rule.basis)
    }
    assert silent == set()


def test_a_row_that_rests_on_a_setting_says_so(policy: Policy) -> None:
    """The column of a setting counts for the rows that test it."""
    silent = set()
    for rule in policy.rules.values():
        if not isinstance(rule.body, Table):
            continue
        for row in rule.body.rows:
            read = {name for cell in row.cells if cell is not None for name in terms(cell)}
            read |= {name for output in row.outputs for name in terms(output)}
            ours = read & set(policy.settings)
            cited = row.basis or rule.basis
            if ours and not any(basis.source is None for basis in cited):
                silent.add((rule.id, row.id))
    assert silent == set()


def citations(policy: Policy) -> dict[str, tuple[Basis, ...]]:
    """What each rule and each promise rests on."""
    of_rules = {rule.id: rule.basis for rule in policy.rules.values()}
    of_rows = {
        f"{rule.id}/row/{row.id}": row.basis
        for rule in policy.rules.values()
        if isinstance(rule.body, Table)
        for row in rule.body.rows
        if row.basis
    }
    assert of_rows
    return of_rules | of_rows | {promise.id: promise.basis for promise in policy.properties}


def test_every_rule_and_every_promise_cites_what_it_rests_on(policy: Policy) -> None:
    for id, cited in citations(policy).items():
        assert cited, id
        for basis in cited:
            assert basis.text or basis.source not in {None, "leak", "briefing"}, id


def test_a_citation_of_the_two_papers_names_its_paragraphs(policy: Policy) -> None:
    for id, cited in citations(policy).items():
        for basis in cited:
            if basis.source in {"leak", "briefing"}:
                assert basis.text.startswith("paragraph"), id


def test_every_setting_has_an_owner_a_reason_and_an_anchor(policy: Policy) -> None:
    assert len(policy.settings) >= 33
    for setting in policy.settings.values():
        assert setting.owner, setting.name
        assert len(setting.reason) > 20, setting.name
        assert setting.anchor, setting.name


def read_somewhere(policy: Policy) -> set[str]:
    found = {
        name for rule in policy.rules.values() for here in expressions(rule) for name in terms(here)
    }
    found |= {name for p in policy.properties for name in terms(p.condition)}
    asked = [question.asked_when for question in policy.questions if question.asked_when]
    found |= {name for condition in asked for name in terms(condition)}
    for rule in policy.portfolio.values():
        found |= {reading.name for reading in rule.readings.values()}
        limits = rule.limits if isinstance(rule, Pairing) else ()
        found |= {name for limit in limits for name in terms(limit.number)}
        found |= {
            name
            for inner in rule.policy.rules.values()
            for here in expressions(inner)
            for name in terms(here)
        }
    return found


def test_no_setting_and_no_fact_is_idle(policy: Policy) -> None:
    read = read_somewhere(policy)
    assert set(policy.settings) <= read
    assert set(policy.evidence) <= read


def test_every_fact_has_a_question_to_ask(policy: Policy) -> None:
    for fact in policy.evidence.values():
        if fact.given_by is not None:
            continue
        assert fact.ask is not None, fact.name
        assert fact.ask.endswith(("?", ".)")), fact.name


def test_the_questions_are_those_of_the_process(policy: Policy) -> None:
    ids = [question.id for question in policy.questions]
    assert ids[:10] == [f"Q{n:02}" for n in range(1, 11)]
    assert ids == sorted(ids)
    assert [question.id for question in policy.questions if question.main] == ["Q10"]


def test_the_published_letters_run_the_other_way(policy: Policy) -> None:
    outcome = policy.kind("outcome")
    assert isinstance(outcome, Choice)
    assert outcome.options == OUTCOMES
    assert [outcome.option(f"scenario {letter}") for letter in "CBA"] == list(OUTCOMES)
