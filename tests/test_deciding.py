"""One decision: as of which day, of which facts, what is still possible, and who decided otherwise."""

import json
import random
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from fractions import Fraction
from types import SimpleNamespace

import pytest
from random_policies import random_case, random_policy, random_value

from cssrules import deciding
from cssrules.case import Case, Decided, Entry
from cssrules.deciding import Disagreement, decide, situation
from cssrules.decision import Answer, Decision, Departure, Status, as_json, core_bytes
from cssrules.door import read_case
from cssrules.language.compile import compile_policy
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.possible import Possibilities
from cssrules.problem import Problems
from cssrules.ranges import Options, Within, in_words, may_be
from cssrules.rendering import render
from cssrules.source import Source
from cssrules.values import Date, Item, Kind, Number, SetOf, Unit, Value, YesNo

POLICY = """
policy: Decided
version: "2"
effective: {from: 2012-02-15}
types:
  outcome kind: {type: "scale of stop, watch, go", aliases: {scenario C: stop, scenario A: go}}
records:
  member:
    score: points between 1 and 5
evidence:
  panel: {type: "list of member, at most 4"}
  turnover: {type: money between £0 and £500m step £1, better: higher}
  share: percent between 0% and 100% step 1%
  submitted: yes or no
  costed: yes or no
  grade: scale of fail, marginal, good
settings:
  floor: {type: money between £0 and £500m step £1, default: £10m, owner: BDU, reason: a guess}
decisions:
  - {id: Q1, question: Is it credible?, answer: credible, decided by: panel, asked when: submitted}
  - {id: Q2, question: What is the outcome?, answer: outcome, decided by: board, main: yes}
"""
RULES = [
    """
  - id: FIN
    title: Credible
    basis: setting, ours
    define: credible
    when all of:
      - turnover is at least floor
      - costed
""",
    """
  - id: OUT
    title: Outcome
    basis: setting, ours
    define: outcome
    type: outcome kind
    hit policy: first
    table: |
      | row | grade   | credible | outcome |
      | A   | fail    | -        | stop    |
      | B   | good    | yes      | go      |
      | C   | -       | -        | watch   |
""",
    """
  - id: RATIO
    title: Ratio
    basis: setting, ours
    define: ratio
    as: turnover / (floor - floor)
""",
]
PROPERTIES = """
properties:
  - {id: SAFE, never: outcome is go and grade is good and share is 0%, basis: "setting, ours"}
  - {id: SOUND, always: turnover is at least £1, basis: "setting, ours"}
"""
MONTH = date(2012, 3, 1)


def compiled(text: str = POLICY + "rules:\n" + "".join(RULES) + PROPERTIES) -> Policy:
    return compile_policy([Source("p.yaml", text)])


def case(*events: Decided, **values: Value) -> Case:
    entries = tuple(Entry(name, value) for name, value in values.items())
    return Case("peninsula", "Peninsula", entries, events)


SOUND = {
    "turnover": Fraction(12_000_000),
    "costed": True,
    "grade": "good",
    "submitted": True,
}


def answer(decision: Decision, id: str) -> Answer:
    return next(answer for answer in decision.core.answers if answer.id == id)


def board(answer: str, on: date = MONTH) -> Decided:
    return Decided("Q2", "board", answer, on, "as it saw fit")


# -- the day and the facts -----------------------------------------------------------------------------


def test_the_day_is_given_or_the_last_reported_or_the_policys_first_and_never_the_clock() -> None:
    policy = compiled()
    reported = Case("c", "C", (Entry("costed", value=True, reported=date(2012, 4, 2)),))
    assert decide(policy, reported).as_of == "2012-04-02"
    assert not decide(policy, reported).as_of_given
    assert decide(policy, reported).as_of_origin == "the latest report in the case"
    first = decide(policy, case())
    assert first.as_of == "2012-02-15"
    assert first.as_of_origin == "the policy's first day, as the case has no dates"
    given = decide(policy, reported, as_of=MONTH)
    assert (given.as_of, given.as_of_given, given.as_of_origin) == ("2012-03-01", True, "as given")
    assert "costed: not known" in {node.label for node in given.core.nodes}


def test_without_any_date_the_day_matters_only_where_rules_have_periods() -> None:
    undated = POLICY.replace("effective: {from: 2012-02-15}\n", "") + "rules:\n"
    timeless = decide(compiled(undated + "".join(RULES)), case(**SOUND))
    assert (timeless.main.answer, timeless.as_of) == ("go", "")
    assert timeless.as_of_origin == "neither the case nor the policy has dates"
    lapsing = RULES[0] + "    effective: {to: 2012-12-31}\n"
    with pytest.raises(Problems, match="neither the case nor the policy tells the day"):
        decide(compiled(undated + lapsing + RULES[1]), case(**SOUND))


def test_a_setting_is_changed_for_one_run_and_stamped() -> None:
    policy = compiled()
    decision = decide(policy, case(**SOUND), settings={"floor": Fraction(20_000_000)})
    assert decision.main.answer == "watch"
    assert decision.settings_changed == (("floor", "£20m", "£10m"),)
    assert decision.node("setting:floor").label == "floor: £20m (policy setting)"
    assert decide(policy, case(**SOUND)).settings_changed == ()


def test_a_what_if_changes_a_fact_or_takes_it_away_and_is_stamped() -> None:
    decision = decide(compiled(), case(**SOUND), changes={"turnover": Fraction(1), "share": None})
    assert decision.main.answer == "watch"
    assert decision.hypothetical == ("share=unknown", "turnover=£1")
    assert decision.node("turnover").source == "what-if"
    assert decision.node("costed").source is None


def test_a_what_if_takes_the_place_of_an_illustrative_fact() -> None:
    invented = Case("c", "C", (Entry("grade", "fail", illustrative=True),))
    assert decide(compiled(), invented).illustrative_deciding == 1
    assert decide(compiled(), invented, changes={"grade": "fail"}).illustrative_deciding == 0


def test_unknown_facts_and_settings_of_a_run_are_refused_together_with_the_nearest_name() -> None:
    with pytest.raises(Problems) as raised:
        decide(compiled(), case(), changes={"turnovr": None, "panl": None})
    assert [problem.help for problem in raised.value.found] == [
        "did you mean `panel`?",
        "did you mean `turnover`?",
    ]
    with pytest.raises(Problems, match="no setting is called `flor`"):
        decide(compiled(), case(), settings={"flor": None})


def test_sourced_facts_alone_leave_out_what_is_illustrative() -> None:
    mixed = Case(
        "c",
        "C",
        (
            *(replace(entry, source="a letter") for entry in case(**SOUND).entries[:-2]),
            Entry("grade", "good", source="a letter", illustrative=True),
        ),
    )
    whole = decide(compiled(), mixed)
    assert (whole.main.answer, whole.illustrative_deciding, whole.deciding) == ("go", 1, 3)
    sourced = decide(compiled(), mixed, sourced_only=True)
    assert sourced.sourced_only
    assert sourced.main.status is Status.UNDECIDED
    assert sourced.main.possible == ("stop", "watch", "go")
    assert sourced.main.ask == ("grade",)
    assert sourced.illustrative_deciding == 0


# -- answers -------------------------------------------------------------------------------------------


def test_an_answer_is_given_with_its_other_names() -> None:
    main = decide(compiled(), case(**SOUND)).main
    assert (main.id, main.status, main.answer) == ("Q2", Status.DECIDED, "go")
    assert main.also_called == ("scenario A",)
    assert (main.possible, main.ask, main.node) == ((), (), "outcome:Q2")


@pytest.mark.parametrize(
    ("submitted", "status", "possible", "ask"),
    [
        (True, Status.UNDECIDED, ("yes", "no"), ("costed",)),
        (False, Status.NOT_ASKED, (), ()),
        (None, Status.UNDECIDED, ("yes", "no", "not asked"), ("costed", "submitted")),
    ],
)
def test_a_question_is_undecided_or_not_asked(
    submitted: Value, status: Status, possible: tuple[str, ...], ask: tuple[str, ...]
) -> None:
    known = {**SOUND, "submitted": submitted, "costed": None}
    found = answer(decide(compiled(), case(**known)), "Q1")
    assert (found.status, found.answer) == (status, None)
    assert found.possible == possible
    assert found.ask == ask


def test_what_is_asked_first_is_what_most_open_conditions_read() -> None:
    text = RULES[1].replace("| C   | -     ", "| C   | marginal ")
    decision = decide(compiled(POLICY + "rules:\n" + RULES[0] + text), case(turnover=Fraction(0)))
    assert decision.main.ask == ("grade",)
    decision = decide(compiled(POLICY + "rules:\n" + RULES[0] + text), case(costed=True))
    assert decision.main.ask == ("grade", "turnover")


def test_only_outcomes_that_can_still_come_are_possible() -> None:
    found = decide(compiled(), case(turnover=Fraction(0))).main
    assert found.possible == ("stop", "watch")


# -- what people decided -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("events", "departs"),
    [
        ((board("go"),), None),
        ((board("scenario A"),), None),
        ((board("stop"),), "stop"),
        ((board("scenario C"),), "scenario C"),
        ((board("something else"),), "something else"),
        ((board("stop"), board("go", date(2012, 3, 2))), None),
        ((board("go", date(2012, 2, 20)), board("watch", date(2012, 2, 21))), "watch"),
        ((board("stop", date(2012, 4, 1)),), None),
    ],
)
def test_what_people_last_decided_by_the_day_is_told_where_it_differs(
    events: tuple[Decided, ...], departs: str | None
) -> None:
    main = decide(compiled(), case(*events, **SOUND), as_of=date(2012, 3, 15)).main
    assert (main.departs and main.departs.answer) == departs
    if main.departs:
        assert (main.departs.by, main.departs.reason) == ("board", "as it saw fit")


def test_what_people_decided_where_the_policy_does_not_departs_if_it_is_not_possible() -> None:
    policy = compiled()
    held = case(board("watch"), turnover=Fraction(0))
    assert decide(policy, held, as_of=MONTH).main.departs is None
    better = case(board("go"), turnover=Fraction(0))
    departs = decide(policy, better, as_of=MONTH).main.departs
    assert departs is not None
    assert (departs.policy, departs.kind) == ("undecided", Departure.RULED_OUT)
    unasked = replace(board("yes"), decision="Q1")
    not_asked = answer(decide(policy, case(unasked, submitted=False), as_of=MONTH), "Q1")
    assert not_asked.departs is not None, "the policy did not ask, and people decided all the same"
    assert (not_asked.departs.policy, not_asked.departs.kind) == ("not asked", Departure.NOT_ASKED)


def later(*events: Decided, **values: Value) -> Case:
    """A case of which `values` were reported a week after the board met."""
    made = case(*events, **SOUND)
    week = date(2012, 3, 8)
    reported = tuple(Entry(name, value, week, week) for name, value in values.items())
    return replace(made, entries=(*made.entries, *reported))


def test_what_was_the_policys_answer_on_its_day_is_no_departure_when_more_is_known() -> None:
    decision = decide(compiled(), later(board("scenario A"), grade="marginal"))
    main = decision.main
    assert (main.answer, main.departs) == ("watch", None)
    assert main.taken is not None
    assert (main.taken.answer, main.taken.policy) == ("scenario A", "go")
    assert as_json(decision)["departures"] == []
    text = " ".join(render(decision, "text").split())
    assert "DEPARTED" not in text
    said = "“scenario A”, as the policy then said; with what is known today it would say “watch”."
    assert f"DECIDED: Q2 by board on 1 March 2012: {said}" in text
    assert (
        "So the policy says with what is known today. The board decided SCENARIO A on 1 M" in text
    )


def test_a_departure_is_from_what_the_policy_said_on_the_day() -> None:
    decision = decide(compiled(), later(board("stop"), grade="marginal"))
    assert as_json(decision)["departures"] == [
        {
            "question": "Q2",
            "answer": "stop",
            "by": "board",
            "on": "2012-03-01",
            "reason": "as it saw fit",
            "policy": "go",
            "kind": "another answer",
        }
    ]
    text = " ".join(render(decision, "text").split())
    assert (
        "; the policy's answer was “go”; with what is known today it would say “watch”. T" in text
    )
    unasked = later(replace(board("no"), decision="Q1"), submitted=False)
    found = answer(decide(compiled(), unasked), "Q1")
    assert found.status is Status.NOT_ASKED
    assert found.departs is not None
    assert found.departs.policy == "yes"


def test_a_decision_is_judged_beside_what_people_had_decided_before() -> None:
    first = replace(board("no"), decision="Q1")
    for on, departs in ((date(2012, 2, 20), False), (MONTH, False), (date(2012, 3, 2), True)):
        events = (board("watch"), replace(first, on=on))
        main = decide(compiled(), later(*events, grade="fail"), as_of=date(2012, 3, 9)).main
        assert main.answer == "stop"
        assert (main.departs is not None) == departs, on


TAKEN = """
policy: Taken
version: "1"
effective: {from: 2012-01-01}
evidence: {known: "KIND"}
rules:
  - {id: R-1, title: t, basis: "setting, a test", define: found, as: known}
  - {id: R-2, title: t, basis: "setting, a test", define: read of it, as: found}
decisions:
  - {id: Q1, question: What?, answer: found, decided by: us}
"""


@pytest.mark.parametrize(
    ("kind", "written", "value"),
    [
        ("yes or no", False, False),
        ("choice of red, green", "green", "green"),
        ("set of hull, mast, sail", [], frozenset()),
        ("set of hull, mast, sail", "none", frozenset()),
        ("set of hull, mast, sail", ["mast", "hull"], frozenset({"hull", "mast"})),
        ("number between 0 and 9 step 0.1", 1.5, Fraction(3, 2)),
        ("money between £0 and £9m step £0.01", "£1,234.56", Fraction(123456, 100)),
        ("percent between 0% and 100% step 0.1%", "2.5%", Fraction(1, 40)),
        ("date between 1 January 2012 and 31 December 2012", "14 May 2012", date(2012, 5, 14)),
        ("text", "none", "none"),
    ],
)
def test_what_people_decided_is_read_as_they_wrote_it(
    kind: str, written: object, value: Value
) -> None:
    policy = compiled(TAKEN.replace("KIND", kind))
    event = {
        "event": "decided",
        "decision": "Q1",
        "by": "us",
        "answer": written,
        "on": "2012-03-01",
    }
    held = read_case(json.dumps({"id": "a", "events": [event]}).encode(), policy, "a.json")
    decided = situation(policy, held).decided
    assert decided == {"found": value}
    assert meaning(policy, {}, MONTH, decided).value("read of it") == value


def test_a_list_is_not_decided_as_no_rule_could_read_it() -> None:
    lines = """
  - id: R-1
    title: t
    basis: setting, a test
    define: found
    type: list of line, at most 1
    hit policy: collect
    table: |
      | row | known | cost |
      | a   | yes   | 2    |
"""
    text = TAKEN.replace("KIND", "yes or no").replace("as: found}", "as: count of found}")
    text = text.replace("rules:", "records: {line: {cost: count between 0 and 9}}\nrules:")
    before, _, after = text.partition("\n  - {id: R-1")
    policy = compiled(before + lines.rstrip() + "\n" + after.partition("\n")[2])
    answer = [{"id": "a", "cost": 2}]
    event = {"event": "decided", "decision": "Q1", "by": "us", "answer": answer, "on": "2012-03-01"}
    with pytest.raises(Problems) as told:
        read_case(json.dumps({"id": "a", "events": [event]}).encode(), policy, "a.json")
    assert "`Q1` is answered by a list" in str(told.value)


def test_of_one_day_what_was_decided_of_a_later_question_came_after() -> None:
    text = POLICY + "rules:\n" + "".join(RULES)
    assert (text.count("id: Q1,"), text.count("id: Q2,")) == (1, 1)
    later_asked = text.replace("id: Q1,", "id: Q3,")
    for policy, asked, departs in ((text, "Q1", False), (later_asked, "Q3", True)):
        held = later(board("watch"), replace(board("no"), decision=asked), grade="fail")
        assert (decide(compiled(policy), held).main.departs is not None) == departs


def test_of_public_facts_alone_nothing_is_called_a_departure_that_was_none() -> None:
    held = case(board("go"), **SOUND)
    entries = tuple(replace(e, source="D1", illustrative=e.fact == "costed") for e in held.entries)
    early = date(2012, 1, 1)
    told = Entry("costed", value=False, on=early, reported=early, source="D1")
    public = replace(held, entries=(told, *(replace(e, on=MONTH) for e in entries)))
    alone = decide(compiled(), public, as_of=MONTH, sourced_only=True)
    assert (alone.main.answer, alone.main.departs) == ("watch", None)
    other = replace(public, events=(board("stop"),))
    assert decide(compiled(), other, as_of=MONTH, sourced_only=True).main.departs is not None


def test_of_what_is_only_supposed_nobody_decided_anything() -> None:
    held = case(board("stop"), **SOUND)
    for supposed in (
        decide(compiled(), held, as_of=MONTH, changes={"grade": "good"}),
        decide(compiled(), held, as_of=MONTH, settings={"floor": Fraction(1)}),
    ):
        assert (supposed.main.departs, supposed.main.taken) == (None, None)


# -- findings ------------------------------------------------------------------------------------------


def test_a_broken_property_is_a_finding_in_words_and_an_unknown_one_is_none() -> None:
    broken = decide(compiled(), case(**SOUND, share=Fraction(0)))
    assert [(f.kind, f.rule, f.message) for f in broken.core.findings] == [
        ("division-by-zero", "RATIO", "a divisor is zero, so the value is unknown"),
        (
            "property-broken",
            "SAFE",
            "the policy's authors say `never` of this: outcome is go, grade is good and share is 0%",
        ),
    ]
    assert broken.main.answer == "go"
    always = decide(compiled(), case(turnover=Fraction(0)))
    assert [f.rule for f in always.core.findings] == ["RATIO", "SOUND"]
    assert decide(compiled(), case(grade="good")).core.findings == ()


def test_a_case_that_no_row_fits_is_undecided_with_a_finding() -> None:
    rows = RULES[1].replace("      | C   | -       | -        | watch   |\n", "")
    decision = decide(compiled(POLICY + "rules:\n" + RULES[0] + rows), case(grade="marginal"))
    assert decision.main.status is Status.UNDECIDED
    assert [(f.kind, f.rule) for f in decision.core.findings] == [("no-row", "OUT")]


# -- the engine ----------------------------------------------------------------------------------------


def test_durable_rules_fires_and_the_graph_says_what_it_derived() -> None:
    decision = decide(compiled(), case(**SOUND))
    assert decision.engine["fired_by"].startswith("durable-rules ")
    fired = {node.id for node in decision.core.nodes if node.fired}
    assert {"FIN", "OUT/row/B"} <= fired
    assert not fired & {"turnover", "setting:floor"}


def test_without_the_engine_the_decision_is_the_same_and_says_so(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with_engine = decide(compiled(), case(**SOUND))
    unasked = decide(compiled(), case(**SOUND), engine=False)
    assert unasked.engine["fired_by"] == "meaning alone: as was asked"
    monkeypatch.setattr(
        deciding, "import_module", lambda _: SimpleNamespace(available=lambda: None)
    )
    absent = decide(compiled(), case(**SOUND))
    assert absent.engine["fired_by"] == "meaning alone: durable-rules is not installed"
    assert absent.core == unasked.core
    assert [replace(node, fired=False) for node in with_engine.core.nodes] == list(
        unasked.core.nodes
    )


def test_a_disagreement_of_the_engine_is_raised_and_names_the_case(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    contrary = SimpleNamespace(
        available=lambda: "durable-rules 2.0.28",
        fire=lambda _policy, _trace: SimpleNamespace(firings=(), engine="durable-rules 2.0.28"),
        disagreements=lambda _policy, _trace, _fired: ("FIN: meaning says true",),
    )
    monkeypatch.setattr(deciding, "import_module", lambda _: contrary)
    with pytest.raises(Disagreement, match="the case peninsula: FIN: meaning says true"):
        decide(compiled(), case(**SOUND))


# -- the same bytes ------------------------------------------------------------------------------------


def test_places_name_file_and_line_of_what_stands_in_the_graph() -> None:
    policy = compiled()
    places = decide(policy, case(**SOUND)).places
    lines = (POLICY + "rules:\n" + "".join(RULES)).splitlines()
    for id, text in {
        "FIN": "- id: FIN",
        "OUT/row/B": "| B ",
        "setting:floor": "floor:",
        "turnover": "turnover:",
        "outcome:Q2": "id: Q2",
    }.items():
        path, _, line = places[id].rpartition(":")
        assert path == "p.yaml"
        assert text in lines[int(line) - 1]
    assert places["pack"] == policy.pack


def test_what_is_concluded_of_an_item_is_placed_where_its_rule_is_written() -> None:
    text = POLICY + "rules:\n" + "".join(RULES)
    text += """
  - id: MARK
    title: Mark
    basis: setting, ours
    for each: member
    define: mark
    type: choice of low, high
    hit policy: first
    table: |
      | row | score      | mark |
      | ok  | at least 3 | high |
      | no  | -          | low  |
"""
    panel = (Item("a/b", {"score": Fraction(4)}),)
    places = decide(compiled(text), case(panel=panel, **SOUND)).places
    lines = text.splitlines()
    for id, written in {"MARK/item/a/b": "- id: MARK", "MARK/item/a/b/row/no": "| no "}.items():
        assert written in lines[int(places[id].rpartition(":")[2]) - 1]
    assert "MARK/item/a/b/row/ok/1" not in places


@pytest.mark.parametrize("seed", range(4))
def test_the_order_of_rules_files_keys_and_facts_changes_no_byte_of_the_core(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 # because a repeatable order is asked
    expected = core_bytes(decide(compiled(), case(**SOUND)).core)
    head, _, decisions = POLICY.partition("evidence:\n")
    evidence, _, rest = decisions.partition("settings:\n")
    keys, rules, facts = evidence.splitlines(keepends=True), list(RULES), list(SOUND.items())
    for order in (keys, rules, facts):
        chance.shuffle(order)
    sources = [
        Source("a.yaml", head + "settings:\n" + rest),
        Source("b.yaml", "rules:\n" + "".join(rules[:1])),
        Source("c.yaml", "evidence:\n" + "".join(keys) + "rules:\n" + "".join(rules[1:])),
        Source("d.yaml", PROPERTIES),
    ]
    chance.shuffle(sources)
    again = decide(compile_policy(sources), case(**dict(facts)))
    assert core_bytes(again.core) == expected


# -- what is still possible ----------------------------------------------------------------------------

POLICIES = 50


def _partly(values: dict[str, Value], chance: random.Random) -> dict[str, Value]:
    return {name: value for name, value in values.items() if chance.random() < 0.6}


def test_whatever_more_evidence_gives_was_possible_before() -> None:
    open_ = narrowed = 0
    for seed in range(POLICIES):
        chance = random.Random(seed)  # noqa: S311 # because a repeatable case is asked
        policy = compiled(random_policy(seed))
        values = _partly(dict(random_case(policy, chance)), chance)
        before = meaning(policy, values, MONTH)
        possible = Possibilities(policy, values, MONTH)
        for _ in range(4):
            more = {**random_case(policy, chance), **values}
            after = meaning(policy, more, MONTH)
            for name in policy.defining:
                assert may_be(possible.conclusion(name), after.value(name)), (seed, name)
                open_ += before.value(name) is None
                narrowed += before.value(name) is None and _says_something(possible, name)
    assert open_ > 5 * POLICIES
    assert narrowed > open_ / 5


def _says_something(possible: Possibilities, name: str) -> bool:
    """Whether some value of the conclusion's kind is ruled out."""
    found, kind = possible.conclusion(name), possible.policy.kind(name)
    match kind:
        case YesNo():
            return not {True, False} <= getattr(found, "values", frozenset())
        case Number() | Date():
            return found != Within()
        case _:
            options = getattr(kind, "options", ())
            return isinstance(found, Options) and len(found.values) <= len(options)


def test_facts_that_are_not_asked_for_cannot_decide() -> None:
    tried = 0
    for seed in range(3 * POLICIES):
        chance = random.Random(seed)  # noqa: S311 # because a repeatable case is asked
        text = random_policy(seed)
        if "known" in text.replace("if unknown", ""):  # `is known` may turn on any fact
            continue
        policy = compiled(text)
        values = _partly(dict(random_case(policy, chance)), chance)
        for found in _decide(policy, values).core.answers:
            if found.status is Status.UNDECIDED:
                more = {
                    name: random_value(policy, evidence.kind, chance, 0)
                    for name, evidence in policy.evidence.items()
                    if name not in found.ask
                }
                again = answer(_decide(policy, {**more, **values}), found.id)
                assert again.status is Status.UNDECIDED, (seed, found.id)
                tried += 1
    assert tried > 10


def _decide(policy: Policy, values: dict[str, Value]) -> Decision:
    entries = tuple(Entry(name, value) for name, value in values.items())
    return decide(policy, Case("c", "C", entries), as_of=MONTH, engine=False)


def _possible(body: str, **values: Value) -> object:
    rule = "  - {id: R, title: r, basis: 'setting, r', define: found, " + body + "}\n"
    text = POLICY.partition("decisions:")[0] + "rules:\n" + rule
    return Possibilities(compiled(text), values, MONTH).conclusion("found")


def panel(*scores: int | None) -> tuple[Item, ...]:
    return tuple(
        Item(str(n), {"score": None if s is None else Fraction(s)}) for n, s in enumerate(scores)
    )


TRUTHS: dict[str, Value] = {"yes": True, "no": False, "unknown": None}


def truths(words: str) -> Options:
    return Options(frozenset(TRUTHS[word] for word in words.split()))


@pytest.mark.parametrize(
    ("body", "values", "possible"),
    [
        ("when: turnover is at least £0", {}, truths("yes unknown")),
        ("when: turnover + £1 is above £500m", {}, truths("yes no unknown")),
        ("when: turnover + £1 is above £501m", {}, truths("no unknown")),
        ("when: turnover is at most £0", {}, truths("yes no unknown")),
        ("when: turnover is £500m", {}, truths("yes no unknown")),
        ("when: turnover is known", {}, truths("yes no")),
        ("when: costed and submitted", {"costed": False}, truths("no")),
        ("when: costed or submitted", {"costed": True}, truths("yes")),
        ("when: grade is at least marginal", {"grade": "good"}, truths("yes")),
        ("as: turnover - £1m", {}, Within(Fraction(-1_000_000), Fraction(499_000_000))),
        ("as: share * 2", {"share": Fraction(1, 4)}, Options(frozenset({Fraction(1, 2)}))),
        ("as: turnover / turnover", {}, Within()),
        (
            "as: mean of score across panel",
            {"panel": panel(1, 3)},
            Options(frozenset({Fraction(2)})),
        ),
        (
            "as: mean of score across panel",
            {"panel": panel(1, None)},
            Within(Fraction(1), Fraction(3)),
        ),
        ("as: mean of score across panel", {"panel": ()}, truths("unknown")),
        ("as: mean of score across panel", {}, Within(Fraction(1), Fraction(5))),
        (
            "as: count of panel where (score is above 2)",
            {"panel": panel(1, 3, None)},
            Options(frozenset({Fraction(1), Fraction(2), None})),
        ),
        (
            "as: sum of score across panel where (score is above 2)",
            {"panel": panel(4, None)},
            Within(Fraction(4), Fraction(9)),
        ),
        ("when: no member has score below 2", {"panel": panel(1, None)}, truths("no")),
        ("when: at least 2 members have score below 2", {"panel": panel(1, 5)}, truths("no")),
        (
            "when: exactly 1 member has score below 2",
            {"panel": panel(1, None)},
            truths("yes no unknown"),
        ),
    ],
)
def test_possible_values_are_as_narrow_as_is_cheap(
    body: str, values: dict[str, Value], possible: object
) -> None:
    assert _possible(body, **values) == possible


@pytest.mark.parametrize(
    ("possible", "kind", "words"),
    [
        (truths("yes no unknown"), YesNo(), ("yes", "no")),
        (
            Within(Fraction(1), Fraction(5_000_000)),
            Number(Unit.MONEY),
            ("between £1 and £5m",),
        ),
        (Within(None, Fraction(1)), Number(Unit.MONEY), ("£1 or less",)),
        (Within(Fraction(1), None), Number(Unit.COUNT), ("1 or more",)),
        (Within(), Date(), ("any",)),
        (Options(frozenset({Fraction(3), Fraction(1)})), Number(Unit.COUNT), ("1", "3")),
        (
            Options(frozenset({frozenset({"a"}), frozenset[str]()})),
            SetOf(("a", "b")),
            ("none", "a"),
        ),
    ],
)
def test_what_is_possible_is_told_in_words(
    possible: Options | Within, kind: Kind, words: Iterable[str]
) -> None:
    assert in_words(possible, kind) == words
