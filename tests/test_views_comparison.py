"""Two decisions side by side."""

from dataclasses import replace

from view_examples import departed, stopped, undecided

from cssrules.decision import Decision
from cssrules.views.comparison import comparison


def flowing(text: str) -> str:
    return " ".join(text.split())


def test_a_decision_does_not_differ_from_itself() -> None:
    text = comparison(stopped(), stopped())
    assert "No answer differs" in text
    assert "The same in both: Q04, Q10" in text
    assert "Facts that differ" not in text
    assert "Deciding reasons that are the same in both: 14" in text


def test_answers_facts_conclusions_and_tests_that_differ_stand_side_by_side() -> None:
    text = flowing(comparison(stopped(), undecided()))
    assert (
        "Q10 What is the outcome of checkpoint two? "
        "A scenario one B undecided, still possible: scenario one, greater oversight" in text
    )
    assert "The same in both: Q04" in text
    assert "ccg feedback A • ccg feedback: fail B ? ccg feedback: not known" in text
    assert (
        "CUST-1: Grade for customers A • customer focus: fail B ? customer focus: not known" in text
    )
    assert (
        "A ✓ met: customer focus is fail B ? it is not known whether customer focus is fail" in text
    )
    assert "turnover" not in text


def test_the_words_of_the_row_that_applied_are_compared() -> None:
    assert "A • outcome: scenario one - two domains failed B ? outcome: not known" in flowing(
        comparison(stopped(), undecided())
    )


def test_a_node_that_one_decision_lacks_was_not_looked_at() -> None:
    one = stopped()
    nodes = tuple(node for node in one.core.nodes if node.id != "interview")
    edges = tuple(edge for edge in one.core.edges if edge.start != "interview")
    other = replace(one, core=replace(one.core, nodes=nodes, edges=edges))
    assert "interview A • interview: good B not looked at" in flowing(comparison(one, other))
    assert "interview A not looked at B • interview: good" in flowing(comparison(other, one))


def test_stamps_and_departures_of_both_are_shown() -> None:
    text = flowing(comparison(stopped(), departed()))
    assert "!! PEOPLE DEPARTED FROM THE POLICY" in text
    assert "WHAT IF: hypothetical, with turnover=£12m" in text
    assert "A scenario one B scenario one; people decided “greater oversight”" in text


def test_unlike_policies_are_said_to_be_so_unless_a_setting_makes_them_unlike() -> None:
    other = stopped()
    unlike = replace(other, core=replace(other.core, policy="beef"))
    assert "decided by unlike policies" in comparison(stopped(), unlike)
    changed = replace(unlike, settings_changed=(("market share floor", "5%", "15%"),))
    assert "decided by unlike policies" not in comparison(stopped(), changed)


def test_no_line_is_wider_than_80_columns() -> None:
    pairs: list[tuple[Decision, Decision]] = [(stopped(), undecided()), (departed(), undecided())]
    for one, other in pairs:
        assert max(map(len, comparison(one, other).splitlines())) <= 80
