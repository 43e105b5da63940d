"""A decision as plain text: what a panel member reads."""

import re
from dataclasses import replace

import pytest
from view_examples import (
    HOSTILE,
    crowded,
    departed,
    edge,
    evidence,
    hostile,
    stopped,
    unasked,
    undecided,
)

from cssrules.decision import Decision, DecisionFinding, Node, NodeKind, Status
from cssrules.views.dot import dot
from cssrules.views.text import one_screen, reasons
from cssrules.views.tree import tree
from cssrules.views.words import finding


def flowing(text: str) -> str:
    """The text without its line breaks and indents."""
    return " ".join(text.split())


@pytest.mark.parametrize("decision", [stopped(), undecided(), departed()])
def test_one_screen_is_80_columns_and_40_lines(decision: Decision) -> None:
    lines = one_screen(decision).splitlines()
    assert max(map(len, lines)) <= 80
    assert len(lines) <= 40


def test_the_answer_stands_large_above_its_reasons_with_its_other_names() -> None:
    text = one_screen(stopped())
    assert ">>>  SCENARIO ONE   (also called scenario C, stop)" in text
    assert text.index("SCENARIO ONE") < text.index("Because") < text.index("two domains failed")
    assert text.startswith(
        "Peninsula, as of 14 May 2012 (the latest report in the case)\nCheckpoint two"
    )


def test_each_reason_gives_sign_value_threshold_margin_rule_and_basis() -> None:
    text = flowing(reasons(stopped()))
    assert (
        "• market share is about 11.3%, below market share floor (15%, policy setting) - "
        "the turnover of £4.5m is about 11.3% of what local groups can spend - "
        "3.8 percentage points short [BUS-1]" in text
    )
    assert "• business: fail [BUS-1; leak para 11; D4]" in text
    assert "two domains failed [OUT-1 row B; leak para 13 and 14; policy setting]" in text
    assert "• turnover: £4.5m [D8]" in text
    assert "• ccg feedback: fail [illustrative]" in text


def test_an_earlier_row_of_a_first_table_is_told_by_what_it_failed_on() -> None:
    text = flowing(reasons(stopped()))
    assert "• leadership: good [LEAD-1" in text
    outcome = text[text.index("Q10 What", text.index("EVERY REASON")) :]
    assert "leadership: good (as above)" in outcome


@pytest.mark.parametrize("view", [one_screen, reasons, tree])
def test_no_reason_is_ticked_or_crossed_as_if_it_were_good_or_in_the_way(view) -> None:  # noqa: ANN001 # because three views are alike
    assert not set(view(stopped())) & set("✓✗")


def test_a_conclusion_that_is_not_so_says_so_first() -> None:
    said = Node("F-1", NodeKind.CONCLUSION, "false", "no", "customer fault: no", rule="F-1")
    assert finding(said) == "not so: customer fault"
    presumed = replace(said, label="customer fault: no, presumed while it is not known")
    assert finding(presumed) == "not so: customer fault, presumed while it is not known"
    assert finding(replace(said, value="yes", label="fault: yes")) == "fault: yes"
    assert finding(evidence("css consents", "no", "D5")) == "css consents: no"


def test_what_did_not_decide_is_in_the_tree_alone() -> None:
    assert "costing in place" not in reasons(stopped())
    assert "• costing in place: no" in tree(stopped())


def test_a_setting_that_a_condition_names_is_not_said_again() -> None:
    outline = reasons(stopped()).partition("POLICY SETTINGS THAT DECIDED")[0]
    assert "market share floor: 15%" not in outline
    assert "market share floor: 15%" in tree(stopped())


def test_every_deciding_reason_is_in_the_explanation() -> None:
    decision = stopped()
    text = flowing(reasons(decision))
    rows = {n.id for n in decision.core.nodes if n.kind is NodeKind.ROW}
    for node in decision.core.nodes:
        if node.decisive and node.id not in rows and not node.id.startswith("OUT-1/row"):
            named = node.id.removeprefix("setting:")
            assert node.label in text or (node.kind is NodeKind.SETTING and named in text), node.id


def test_a_departure_of_people_stands_before_all_else() -> None:
    text = one_screen(departed())
    assert flowing(text).startswith(
        "!! PEOPLE DEPARTED FROM THE POLICY: Q10 was decided by board on 14 May 2012 as “greater "
        "oversight”; the policy's answer was “scenario one”. Their reason: the clusters vouch for it"
    )


def test_stamps_of_an_unusual_run_are_on_the_screen() -> None:
    text = flowing(one_screen(departed()))
    assert "as of 14 May 2012 (as given)" in text
    assert "WHAT IF: hypothetical, with turnover=£12m. Not a decision." in text
    assert "market share floor is 40% for this run; the policy says 15%." in text
    assert "rests on illustrative evidence: 1 of 4 deciding facts, all questions together." in text
    assert "SOURCED FACTS ONLY: illustrative evidence was left out." in text
    assert "decided by meaning alone: durable-rules is not installed." in text
    assert "FINDING SAFE-1: a good leader was stopped (property-broken)" in text


def test_an_ordinary_run_has_no_stamp_of_an_unusual_one() -> None:
    text = one_screen(stopped())
    for stamp in ("DEPARTED", "WHAT IF", "SETTING CHANGED", "SOURCED FACTS", "FINDING"):
        assert stamp not in text
    assert "durable-rules" not in text
    assert "Engine: fired by durable-rules 2.0.28, which agrees" in reasons(stopped())


def test_an_undecided_answer_says_what_is_possible_and_what_to_ask() -> None:
    text = one_screen(undecided())
    assert ">>>  UNDECIDED" in text
    assert "Still possible: scenario one, greater oversight." in text
    assert "What to ask for: ccg feedback." in text
    assert "? customer focus: not known" in text
    assert "? ccg feedback: not known" in text


def test_a_question_that_is_not_asked_says_so() -> None:
    text = one_screen(unasked())
    assert ">>>  NOT ASKED of this case" in text
    assert "Because • leadership: good" in flowing(text)
    assert "two domains failed" not in text
    decision = unasked()
    asked, main = decision.core.answers
    others = (replace(asked, status=Status.NOT_ASKED, answer=None, node="outcome:Q10"), main)
    text = one_screen(replace(decision, core=replace(decision.core, answers=others)))
    assert f"Not asked of this case: {asked.id}." in text


def test_an_undecided_question_says_what_its_answer_would_be_if_that_is_known() -> None:
    decision = stopped()
    waiting = tuple(
        replace(a, status=Status.UNDECIDED, answer=None, possible=("scenario one", "not asked"))
        for a in decision.core.answers
    )
    open_ = replace(decision, core=replace(decision.core, answers=waiting))
    assert "It would be scenario one, if it is asked." in one_screen(open_)
    assert "outcome: scenario one, if it is asked" in reasons(open_)
    assert "if it is asked" not in one_screen(undecided())


def test_a_few_facts_to_ask_for_are_asked_in_the_authors_words() -> None:
    question = "How do the groups grade the service?"
    decision = replace(undecided(), asks=(("ccg feedback", question),))
    assert f"What to ask for: - ccg feedback: {question}" in flowing(one_screen(decision))
    assert f"WHAT TO ASK ccg feedback: {question}" in flowing(reasons(decision))


def test_the_other_questions_have_a_line_each() -> None:
    decision = stopped()
    asked, main = decision.core.answers
    screen = one_screen(
        replace(
            decision,
            core=replace(decision.core, answers=(replace(asked, node="outcome:Q10"), main)),
        )
    )
    line = next(line for line in screen.splitlines() if line.startswith("  Q04"))
    assert line.split() == ["Q04", "How", "good", "is", "leadership?", "good"]


def test_settings_that_decided_are_named() -> None:
    assert "Rests on 1 policy setting: market share floor." in one_screen(stopped())


def test_reasons_that_find_no_room_are_counted() -> None:
    assert len(one_screen(crowded()).splitlines()) <= 46
    assert re.search(r"… and \d+ more\n", one_screen(crowded()))
    assert "… and" not in one_screen(stopped())


def test_the_tree_holds_every_node_and_marks_what_decided() -> None:
    decision = stopped()
    text = flowing("\n".join(line.lstrip("* │├└─") for line in tree(decision).splitlines()))
    for node in decision.core.nodes:
        assert node.label in text, node.id
    lines = tree(decision).splitlines()
    assert next(line for line in lines if "turnover: £4.5m" in line).startswith("*")
    assert next(line for line in lines if "costing in place" in line).startswith(" ")


def test_a_node_that_bears_on_two_is_written_out_once_in_the_tree() -> None:
    text = tree(stopped())
    assert text.count("interview: good") == 1
    assert text.count("leadership: good (reasons above)") == 1


def test_a_long_leaf_is_written_out_once_in_the_tree_and_then_named() -> None:
    decision = stopped()
    long = replace(
        evidence("minutes", "yes", "D5"), label=f"minutes: {'what the panel heard, ' * 5}end"
    )
    core = replace(
        decision.core,
        nodes=(*decision.core.nodes, long),
        edges=(*decision.core.edges, edge("minutes", "CUST-1"), edge("minutes", "LEAD-1")),
    )
    text = flowing(tree(replace(decision, core=core)))
    assert text.count("what the panel heard") == 5
    assert text.count("minutes (as above)") == 1


def test_an_item_that_a_test_names_is_not_written_below_it_again() -> None:
    decision = stopped()
    item = replace(evidence("panel/chair", "yes", "D5"), label="panel member chair: mark good")
    tests = [
        Node(f"{rule}/item/chair", NodeKind.CONDITION, "true", "yes", f"panel member chair: {rule}")
        for rule in ("CUST-1", "LEAD-1")
    ]
    core = replace(
        decision.core,
        nodes=(*decision.core.nodes, item, *tests),
        edges=(
            *decision.core.edges,
            *(edge("panel/chair", test.id) for test in tests),
            *(edge(test.id, test.id.partition("/")[0]) for test in tests),
        ),
    )
    text = flowing(tree(replace(decision, core=core)))
    assert text.count("panel member chair: mark good") == 1
    assert "panel member chair: CUST-1" in text
    assert "panel member chair (as above)" not in text


def test_what_is_only_supposed_of_one_question_is_explained_where_another_rests_on_it() -> None:
    decision = stopped()
    main, other = decision.main, next(a for a in decision.core.answers if not a.main)
    supposed = replace(other, status=Status.UNDECIDED, answer=None)
    core = replace(
        decision.core,
        answers=(supposed, main),
        edges=(
            *(replace(e, decisive=e.start != "LEAD-1") for e in decision.core.edges),
            edge("LEAD-1", "BUS-1"),
        ),
    )
    text = flowing(reasons(replace(decision, core=core)))
    assert "leadership: good, if it is asked" in text
    assert "leadership: good (as above)" not in text
    assert "interview: good" in text


def test_what_people_decided_is_a_reason_with_its_source_and_their_words() -> None:
    decision = stopped()
    taken = Node(
        "decided:Q04",
        NodeKind.DECIDED,
        "true",
        "good",
        "the board decided: good, on 14 May 2012",
        decisive=True,
        reason="the panel was sure",
        source="D5",
        on="2012-05-14",
    )
    core = replace(
        decision.core,
        nodes=(*decision.core.nodes, taken),
        edges=(*decision.core.edges, edge("decided:Q04", "LEAD-1")),
    )
    grown = replace(decision, core=core)
    said = "• the board decided: good, on 14 May 2012"
    assert f"{said} - the panel was sure [D5]" in flowing(reasons(grown))
    assert f"{said} — “the panel was sure” [D5; 14 May 2012]" in flowing(tree(grown))
    assert "decision taken the board decided: good" in flowing(dot(grown).replace("\\l", " "))


def test_a_row_of_another_table_is_a_reason_of_its_own_and_no_row_of_the_rule() -> None:
    decision = stopped()
    line = Node(
        "LINES/row/Z",
        NodeKind.ROW,
        "true",
        "issue: none",
        "row Z applies: a plan line: issue none",
        decisive=True,
        rule="LINES",
    )
    core = replace(
        decision.core,
        nodes=(*decision.core.nodes, line),
        edges=(*decision.core.edges, edge("LINES/row/Z", "LEAD-1")),
    )
    text = flowing(reasons(replace(decision, core=core)))
    assert "• row Z applies: a plan line: issue none [LINES]" in text
    assert "row Z;" not in text


def test_the_tree_says_truth_in_words_and_by_what_a_node_was_fired() -> None:
    text = flowing(tree(stopped()))
    assert "• row A does not apply" in text
    assert "• row B applies: outcome: scenario one — “two domains failed” [OUT-1; fired]" in text


@pytest.mark.parametrize("view", [one_screen, reasons, tree])
def test_no_text_of_a_case_steers_the_terminal_or_the_reading_direction(view) -> None:  # noqa: ANN001 # because three views are alike
    for text in HOSTILE:
        shown = view(hostile(text))
        assert not set(shown) & set("\x00\x07\x1b\r\t\u202e\u2066\u200b\u2028\ud800"), repr(text)
        shown.encode()


def test_hostile_texts_do_not_widen_the_screen() -> None:
    for text in HOSTILE:
        assert max(map(len, one_screen(hostile(text)).splitlines())) <= 80, repr(text)


def test_that_the_policy_is_not_in_force_stands_before_all_but_departures() -> None:
    late = DecisionFinding("not-in-force", "policy", "the policy is not in force on 1 January 2016")
    decision = departed()
    decision = replace(decision, core=replace(decision.core, findings=(late,)))
    text = one_screen(decision)
    told = text.index("!  NOT IN FORCE: the policy is not in force on 1 January 2016.")
    assert text.index("PEOPLE DEPARTED FROM THE POLICY") < told < text.index("Q10  ")
