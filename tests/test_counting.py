"""What people decided, until a condition holds after which the question is decided anew."""

import json
import random
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest

from cssrules import counting as counting_module
from cssrules import read_case
from cssrules.case import Case
from cssrules.counting import counting
from cssrules.deciding import decide
from cssrules.decision import Decision, as_json
from cssrules.language.compile import compile_policy
from cssrules.policy import Policy
from cssrules.portfolio.door import read_portfolio
from cssrules.portfolio.propose import propose
from cssrules.proposal import as_json as proposal_as_json
from cssrules.rendering import render, render_proposal, render_stories
from cssrules.source import Source
from cssrules.telling import tell
from cssrules.views.comparison import comparison

BRIDGE = """
policy: Bridges
version: "1"
effective: {from: 2012-01-01}
sources: {paper: A paper}
types: {day: date between 1 January 2012 and 31 December 2013}
evidence:
  broken: yes or no
  mended on: day
  taken down on: day
  seal: yes or no
  sealed on: day
  ferry ordered: yes or no
rules:
  - {id: BAR-1, title: Barred, basis: "paper, section 1", define: barred, when: broken}
  - id: OPEN-1
    title: Open
    basis: paper, section 1
    define: bridge open
    when all of:
      - not barred or mended on is before decision day
      - taken down on is unknown
      - seal is unknown or not seal
    if unknown: not met
  - {id: FERRY-1, title: Ferry, basis: "paper, section 1", define: ferry, when: not bridge open}
  - {id: FARE-1, title: Fare, basis: "paper, section 1", define: fare due, when: ferry}
  - {id: FILE-1, title: On file, basis: "paper, section 1", define: on file, when: ferry ordered is known}
decisions:
  - {id: Q1, question: Is it barred?, answer: barred, decided by: board,
     recorded as: [{answer: seal, on: sealed on}]}
  - {id: Q2, question: Is there a ferry?, answer: ferry, decided by: board, main: yes,
     decided anew after: bridge open, recorded as: [{answer: ferry ordered}]}
  - {id: Q3, question: Is a fare due?, answer: fare due, decided by: board}
  - {id: Q4, question: Is an order on file?, answer: on file, decided by: board}
"""
"""A bridge that is not open has a ferry. What the board says of that holds until the bridge is open again:
here it always says `no`, so that a fare is due where its word counts no more.
"""


def policy(text: str = BRIDGE) -> Policy:
    return compile_policy([Source("bridge.yaml", text)])


def told(fact: str, value: str, on: str, reported: str | None = None) -> dict[str, Any]:
    return {"fact": fact, "value": value, "on": on, "reported": reported or on}


def decided(question: str, answer: str, on: str) -> dict[str, Any]:
    event = {"event": "decided", "decision": question, "by": "board", "answer": answer}
    return {**event, "on": on, "reason": "so they said"}


BROKEN = told("broken", "yes", "2012-03-01")
NO_FERRY = decided("Q2", "no", "2012-04-02")


def document(*parts: dict[str, Any]) -> bytes:
    evidence = [part for part in parts if "fact" in part]
    events = [part for part in parts if "event" in part]
    head = {"schema": "cssrules/case/1", "id": "arch", "name": "Arch"}
    return json.dumps({**head, "evidence": evidence, "events": events}).encode()


def case(*parts: dict[str, Any], rules: Policy | None = None) -> Case:
    return read_case(document(*parts), rules or policy(), "arch.json")


def seen(
    *parts: dict[str, Any], as_of: date = date(2012, 6, 1), text: str = BRIDGE, **run: Any
) -> Decision:
    rules = policy(text)
    return decide(rules, case(*parts, rules=rules), as_of=as_of, engine=False, **run)


def answer(decision: Decision, id: str) -> str | None:
    return next(one.answer for one in decision.core.answers if one.id == id)


def since(decision: Decision) -> str | None:
    """The day since which what was decided of the ferry counts no more; the answers go with it."""
    over = [said for said in decision.set_aside if said.startswith("Q2 was decided by board on ")]
    assert len(over) == len(decision.set_aside)
    assert answer(decision, "Q3") == ("yes" if over and answer(decision, "Q2") == "yes" else "no")
    if not over:
        return None
    said = over[0].partition("; since ")[2]
    assert said.endswith(" that counts no more (bridge open: yes)")
    return said.partition(" that counts")[0]


# -- when it counts no more ----------------------------------------------------------------------------


def test_a_decision_counts_as_long_as_the_condition_has_not_held() -> None:
    decision = seen(BROKEN, NO_FERRY)
    assert since(decision) is None
    assert answer(decision, "Q2") == "yes", "what the rules say"
    assert decision.core.builds_on == ("Q2",)


@pytest.mark.parametrize(
    ("day", "over"),
    [
        ("2012-04-30", "1 May 2012"),
        ("2012-05-01", "2 May 2012"),
        ("2012-05-08", "9 May 2012"),
        ("2012-05-09", None),
        ("2012-05-10", None),
    ],
)
def test_it_counts_no_more_from_the_first_later_day_on_which_the_condition_held(
    day: str, over: str | None
) -> None:
    mended, broken = told("broken", "no", "2012-05-01"), told("broken", "yes", "2012-05-10")
    decision = seen(BROKEN, mended, broken, decided("Q2", "no", day))
    assert since(decision) == over


def test_a_day_that_passes_between_two_reports_is_seen() -> None:
    mended = told("mended on", "2012-05-10", "2012-04-01")
    assert since(seen(BROKEN, mended, NO_FERRY, as_of=date(2012, 5, 10))) is None
    assert since(seen(BROKEN, mended, NO_FERRY, as_of=date(2012, 5, 11))) == "11 May 2012"
    broken = told("mended on", "2012-12-31", "2012-05-20")
    assert since(seen(BROKEN, mended, broken, NO_FERRY)) == "11 May 2012"


@pytest.mark.parametrize(
    ("period", "condition"), [("from: 2012-05-04", "mended"), ("to: 2012-05-03", "not mended")]
)
def test_a_rule_that_comes_into_force_or_goes_out_of_it_between_two_reports_is_seen(
    period: str, condition: str
) -> None:
    rule = f"""
  - id: MEND-1
    title: Mended
    basis: paper, section 1
    define: mended
    when: broken is known
    effective: {{{period}}}
  - id: MEND-2
    title: Whether it counts as mended
    basis: paper, section 1
    define: counts as mended
    when: {condition}
    if unknown: {"not met" if condition == "mended" else "met"}
decisions:"""
    text = BRIDGE.replace("decided anew after: bridge open", "decided anew after: counts as mended")
    (over,) = seen(BROKEN, NO_FERRY, text=text.replace("decisions:", rule, 1)).set_aside
    assert "; since 4 May 2012 that" in over


def test_each_decision_goes_by_its_own_day() -> None:
    boats = """  - {id: Q5, question: Are there boats?, answer: boats, decided by: board,
     decided anew after: bridge open}
"""
    rule = '  - {id: BOAT-1, title: Boats, basis: "paper, section 1", define: boats, when: ferry}\n'
    text = BRIDGE.replace("decisions:\n", f"{rule}decisions:\n{boats}", 1)
    mended, broken = told("broken", "no", "2012-05-01"), told("broken", "yes", "2012-05-10")
    decision = seen(BROKEN, mended, broken, NO_FERRY, decided("Q5", "no", "2012-05-10"), text=text)
    assert since(decision) == "1 May 2012"


def test_what_was_known_on_a_day_tells_whether_the_condition_held_on_it() -> None:
    mended = told("broken", "no", "2012-05-01", "2012-05-12")
    broken = told("broken", "yes", "2012-05-11", "2012-05-12")
    assert since(seen(BROKEN, mended, broken, NO_FERRY)) is None


def test_what_people_decided_of_other_questions_bears_on_the_condition() -> None:
    opened, barred = decided("Q1", "no", "2012-05-01"), decided("Q1", "yes", "2012-05-10")
    assert since(seen(BROKEN, opened, barred, NO_FERRY)) == "1 May 2012"


def test_what_people_decided_of_a_question_bears_on_no_condition_after_which_any_is_anew() -> None:
    text = BRIDGE.replace("decided anew after: bridge open", "decided anew after: not ferry")
    assert seen(BROKEN, NO_FERRY, text=text).set_aside == ()
    recorded = "decided anew after: ferry ordered is known"
    text = BRIDGE.replace("decided anew after: bridge open", recorded)
    assert seen(BROKEN, NO_FERRY, text=text).set_aside == ()


def test_a_condition_may_ask_what_people_decided_itself() -> None:
    text = BRIDGE.replace("decided anew after: bridge open", "decided anew after: not barred")
    decision = seen(BROKEN, NO_FERRY, decided("Q1", "no", "2012-05-01"), text=text)
    assert len(decision.set_aside) == 1


def test_what_counts_no_more_is_on_record_no_more() -> None:
    assert answer(seen(BROKEN, NO_FERRY), "Q4") == "yes"
    mended, broken = told("broken", "no", "2012-05-01"), told("broken", "yes", "2012-05-10")
    assert answer(seen(BROKEN, mended, broken, NO_FERRY), "Q4") == "no"
    again = decided("Q2", "yes", "2012-05-20")
    assert answer(seen(BROKEN, mended, broken, NO_FERRY, again), "Q4") == "yes"


TIDES = """
policy: Tides
version: "1"
effective: {from: 2012-01-01}
sources: {paper: A paper}
types: {day: date between 1 January 2012 and 31 December 2013}
records: {tide: {comes on: day, high: yes or no}}
evidence: {seen on: day, warned on: day, tides: "list of tide, at most 4"}
rules:
  - {id: TIDE-1, title: Last tide, basis: "paper, section 1", define: last tide,
     as: highest of comes on across tides where (high and comes on is on or before decision day)}
  - {id: TIDE-2, title: Watched from, basis: "paper, section 1", define: watched from,
     as: if warned on is known then warned on + 20 days else decision day - 9 days}
  - {id: TIDE-3, title: Ebbing, basis: "paper, section 1", for each: tide, define: ebbing,
     when: comes on is before decision day - 12 days and comes on is after watched from}
  - id: TIDE-4
    title: Dry
    basis: paper, section 1
    define: dry
    when any of:
      - some tide has ebbing
      - last tide + 30 days is before decision day
      - seen on is after watched from and (10 working days after seen on) is on or before decision day
  - {id: BOAT-1, title: Boat, basis: "paper, section 1", define: boat, when: not dry}
decisions:
  - {id: Q1, question: Is there a boat?, answer: boat, decided by: board, decided anew after: dry}
"""


def test_the_days_that_are_looked_at_are_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    rules, rng = policy(TIDES), random.Random(20121001)  # noqa: S311 # because repeatable cases are asked
    enough = counting_module.turning

    def found(case: Case, as_of: date) -> list[str]:
        return [str(over) for over in counting(rules, case, as_of).over.values()]

    over: set[str] = set()
    for _ in range(80):
        days = [date(2012, 4, 1) + timedelta(rng.randrange(90)) for _ in range(8)]
        tides = [
            {"id": f"tide {n}", "comes on": str(day), "high": rng.choice(("yes", "no"))}
            for n, day in enumerate(days[:3])
        ]
        parts = [
            {**told("tides", "", str(days[5])), "value": tides},
            told("seen on", str(days[3]), str(days[6])),
            told("warned on", str(days[4]), str(days[7])),
        ]
        early = {**told("tides", "", "2012-03-01"), "value": []}
        parts = [early, *rng.sample(parts, rng.randrange(4))]
        here = case(*parts, decided("Q1", "no", "2012-04-20"), rules=rules)
        as_of = date(2012, 5, 1) + timedelta(rng.randrange(120))
        monkeypatch.setattr(counting_module, "turning", enough)
        told_of = found(here, as_of)
        every = lambda part, trace, found: {trace.as_of + timedelta(1)}  # noqa: E731, ARG005
        monkeypatch.setattr(counting_module, "turning", every)
        assert told_of == found(here, as_of)
        over.update(told_of)
    assert len(over) > 10, "so many unlike days"


# -- what if -------------------------------------------------------------------------------------------

LATE = date(2012, 6, 1)


def test_a_what_if_gives_the_answers_of_the_same_facts_on_file() -> None:
    on_file = (
        told("mended on", "2012-05-05", "2012-05-05"),
        told("taken down on", "2012-05-20", "2012-05-20"),
    )
    changes = {"mended on": date(2012, 5, 5), "taken down on": date(2012, 5, 20)}
    supposed = seen(BROKEN, NO_FERRY, changes=changes)
    assert supposed.set_aside == seen(BROKEN, NO_FERRY, *on_file).set_aside
    assert since(supposed) == "6 May 2012"


def test_an_answer_that_is_supposed_counts_from_the_day_that_is_recorded_with_it() -> None:
    changes = {"mended on": date(2012, 5, 5), "seal": True, "sealed on": date(2012, 5, 20)}
    assert since(seen(BROKEN, NO_FERRY, changes=changes)) == "6 May 2012"
    changes["sealed on"] = date(2012, 3, 1)
    assert since(seen(BROKEN, NO_FERRY, changes=changes)) is None


def test_a_date_of_which_nobody_says_when_it_became_known_counts_from_itself() -> None:
    undated = [{"fact": "taken down on", "value": "2012-05-20"}]
    mended = told("mended on", "2012-05-05", "2012-05-05")
    assert since(seen(BROKEN, NO_FERRY, mended, *undated)) == "6 May 2012"
    undated = [{"fact": "taken down on", "value": "2012-05-06"}]
    assert since(seen(BROKEN, NO_FERRY, mended, *undated)) is None


# -- where it is told ----------------------------------------------------------------------------------

OVER = (
    "Q2 was decided by board on 2 April 2012 as “no”; since 1 May 2012 that counts no more "
    "(bridge open: yes)"
)
AGAIN = (BROKEN, told("broken", "no", "2012-05-01"), told("broken", "yes", "2012-05-10"), NO_FERRY)


def flowing(text: str) -> str:
    return " ".join(text.replace("\n", " ").split())


def test_a_decision_and_a_comparison_tell_it() -> None:
    decision = seen(*AGAIN)
    assert f"DECIDED, AND COUNTS NO MORE: {OVER}." in flowing(render(decision, "text"))
    assert as_json(decision)["set_aside"] == [OVER]
    beside = flowing(comparison(seen(BROKEN, NO_FERRY), decision))
    assert beside.count("COUNTS NO MORE") == 1
    assert f"! DECIDED, AND COUNTS NO MORE: {OVER}." in beside


def test_a_story_tells_it_on_the_first_day_that_shows_it() -> None:
    rules = policy()
    page = render_stories(rules, [tell(rules, case(*AGAIN, rules=rules))])
    assert page.count("counts no more") == 2, "in the head of the line, and in the sentence"
    day = page.partition("### 1 May 2012")[2].partition("###")[0]
    assert f"\nDecided, and counts no more: {OVER}.\n" in day


def test_the_overview_of_a_portfolio_tells_it(tmp_path: Path) -> None:
    (tmp_path / "arch.json").write_bytes(document(*AGAIN))
    rules = policy()
    proposing = propose(rules, read_portfolio(tmp_path, rules), as_of=LATE, engine=False)
    told = f"DECIDED, AND COUNTS NO MORE: Arch, {OVER}."
    for form in ("text", "markdown", "html"):
        assert told in flowing(render_proposal(proposing.proposal, form))
    assert proposal_as_json(proposing.proposal)["set_aside"] == [f"Arch, {OVER}"]
    assert proposing.case("arch").set_aside == (OVER,)
    (found,) = proposing.proposal.cases
    assert [one.answer for one in found.answers] == ["yes", "yes", "yes", "no"]
