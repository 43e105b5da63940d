"""Two decisions side by side."""

from dataclasses import replace

from view_examples import crowded, departed, stopped, undecided

from cssrules.decision import Decision
from cssrules.views.comparison import comparison


def flowing(text: str) -> str:
    return " ".join(text.split())


def test_a_decision_does_not_differ_from_itself() -> None:
    text = comparison(stopped(), stopped())
    assert "No answer differs" in text
    assert "The same in both: Q04, Q10" in text
    assert "Facts that differ" not in text


def test_under_an_answer_that_differs_stand_the_facts_behind_it() -> None:
    text = flowing(comparison(stopped(), undecided()))
    assert (
        "Q10 What is the outcome of checkpoint two? A scenario one - two domains failed "
        "B undecided, still possible: scenario one, greater oversight "
        "- ccg feedback: A fail | B not known" in text
    )
    assert "The same in both: Q04" in text
    assert "turnover" not in text
    assert not set(text) & set("✓✗•")


def changed(decision: Decision, id: str, **what: str) -> Decision:
    nodes = tuple(replace(n, **what) if n.id == id else n for n in decision.core.nodes)  # type: ignore[arg-type] # because all are texts
    return replace(decision, core=replace(decision.core, nodes=nodes))


def test_what_both_say_is_written_once_with_what_each_found_between() -> None:
    other = changed(
        undecided(),
        "BUS-1/when",
        truth="true",
        label="market share is 20%, at least market share floor (15%, policy setting)",
    )
    text = flowing(comparison(stopped(), other))
    assert (
        "- market share is [A about 11.3%, below | B 20%, at least] market share floor (15%, "
        "policy setting)" in text
    )
    assert "came out alike" not in text


def test_a_test_that_came_out_alike_is_told_apart_from_what_made_the_difference() -> None:
    label = "market share is about 12%, below market share floor (15%, policy setting)"
    text = flowing(comparison(stopped(), changed(undecided(), "BUS-1/when", label=label)))
    before, _, after = text.partition("Facts that differ, and came out alike")
    assert "market share" not in before
    assert "market share is about [A 11.3% | B 12%], below market share floor" in after


def test_a_node_that_one_decision_lacks_was_not_looked_at() -> None:
    one = stopped()
    nodes = tuple(node for node in one.core.nodes if node.id != "interview")
    edges = tuple(edge for edge in one.core.edges if edge.start != "interview")
    other = replace(one, core=replace(one.core, nodes=nodes, edges=edges))
    assert "- A interview: good B not looked at" in flowing(comparison(one, other))
    assert "- A not looked at B interview: good" in flowing(comparison(other, one))


def test_facts_beyond_the_first_are_counted() -> None:
    decision = crowded()
    other = replace(
        decision,
        core=replace(
            decision.core,
            nodes=tuple(
                replace(n, label=n.label.replace(": mark", ": other mark"))
                for n in decision.core.nodes
            ),
        ),
    )
    text = flowing(comparison(decision, other))
    shown = text.count("B interview part")
    assert int(text.partition("… and ")[2].split()[0]) + shown == 60


def test_stamps_and_departures_of_both_are_shown() -> None:
    text = flowing(comparison(stopped(), departed()))
    assert "!! PEOPLE DEPARTED FROM THE POLICY" in text
    assert "WHAT IF: hypothetical, with turnover=£12m" in text
    assert (
        "A scenario one - two domains failed B scenario one; people decided “greater oversight”"
        in text
    )


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
