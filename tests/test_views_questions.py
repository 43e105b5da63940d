"""The questions beside the main one: each with its answer and its reason, within the page."""

from dataclasses import replace

import pytest
from view_examples import stopped, undecided

from cssrules.decision import Answer, Decision, ItemFound, ListFound, Status, Taken
from cssrules.views.questions import beside
from cssrules.views.reasons import Graph

_UNBOUNDED = 1000


def lines(decision: Decision, room: int = _UNBOUNDED) -> list[str]:
    return beside(decision, Graph(decision), frozenset()).lines(room)


def asked(decision: Decision) -> Answer:
    return next(answer for answer in decision.core.answers if not answer.main)


def staged(decision: Decision, stage: str, question: str = "") -> Decision:
    answers = tuple(
        a if a.main else replace(a, stage=stage, question=question or a.question)
        for a in decision.core.answers
    )
    return replace(decision, core=replace(decision.core, answers=answers))


def with_words(decision: Decision, words: str) -> Decision:
    """The decision whose other answer has the author's words."""
    concluded = Graph(decision).answering[asked(decision).node]
    nodes = tuple(
        replace(node, reason=words) if node.id == concluded.id else node
        for node in decision.core.nodes
    )
    return replace(decision, core=replace(decision.core, nodes=nodes))


def listed(decision: Decision, items: int) -> Decision:
    """The decision whose other answer is a list, which the command `plan` shows."""
    answer = asked(decision)
    name = Graph(decision).nodes[answer.node].label.partition(":")[0]
    found = tuple(ItemFound(f"line-number-{number}", (), ()) for number in range(items))
    held = ListFound(name, "line", (), (), True, (), found)  # noqa: FBT003 # because it is known
    answers = tuple(
        a if a.main else replace(a, shown_by="plan", answer=f"{items} lines")
        for a in decision.core.answers
    )
    return replace(decision, core=replace(decision.core, answers=answers, lists=(held,)))


def test_an_answer_for_which_the_author_has_no_words_rests_on_what_it_rests_on() -> None:
    assert lines(stopped()) == [
        "",
        "Other questions",
        f"  Q04  {'How good is leadership?':<67}  good",
        "        because interview: good",
    ]


def test_the_authors_words_come_before_all_else() -> None:
    assert lines(with_words(stopped(), "it leads well"))[-1] == "        because it leads well"


@pytest.mark.parametrize("room", [99, 1])
def test_a_long_reason_is_whole_whatever_the_room(room: int) -> None:
    words = "it leads well in every way that the panel could think of " * 6
    decision = with_words(stopped(), words + "and more")
    told = " ".join(lines(decision, room))
    assert told.split()[-2:] == ["and", "more"]
    assert "…" not in told


def test_a_list_that_is_cut_says_how_many_are_left_and_where_they_are() -> None:
    assert ", ".join(f"line-number-{n}" for n in range(4)) in " ".join(lines(listed(stopped(), 4)))
    many = " ".join(" ".join(lines(listed(stopped(), 40))).split())
    shown = many.count("line-number-")
    assert many.endswith(f", and {40 - shown} more (cssrules plan tells all)")


def test_an_open_question_says_what_to_ask_for() -> None:
    decision = undecided()
    answers = tuple(
        a
        if a.main
        else replace(a, status=Status.UNDECIDED, answer=None, ask=("interview", "lead in post"))
        for a in decision.core.answers
    )
    decision = replace(decision, core=replace(decision.core, answers=answers))
    assert lines(decision)[-1] == "        ask for interview, lead in post"
    assert lines(decision, 1)[-1].endswith(", if asked; ask for interview, lead in post")


def test_a_stage_stands_apart_where_there_is_room_and_gives_its_questions_for_names_where_not() -> (
    None
):
    question = "How good is the leadership of this service, all in all, on the evidence?"
    whole = lines(staged(stopped(), "Leaders", question))
    assert whole[1] == "Leaders"
    assert whole[2] == f"  Q04  {question}"
    assert whole[3] == "        good, because interview: good"
    assert lines(staged(stopped(), "Leaders", question), 3)[2:] == [
        "  Q04  leadership: good, because interview: good"
    ]


def decided_by_people(decision: Decision, answer: Answer) -> Decision:
    """The decision whose other question stands as in `answer`, and was decided by people."""
    taken = Taken("takeover by another service", "board", "2012-06-29", "x", policy="undecided")
    answers = tuple(
        a if a.main else replace(answer, taken=taken, question="What is done with the service?")
        for a in decision.core.answers
    )
    return replace(decision, core=replace(decision.core, answers=answers))


@pytest.mark.parametrize("room", [_UNBOUNDED, 1])
def test_what_people_decided_is_whole_beside_a_long_answer(room: int) -> None:
    answer = replace(asked(stopped()), answer="leaders from a service that passed well")
    told = " ".join(" ".join(lines(decided_by_people(stopped(), answer), room)).split())
    assert f"{answer.answer} (people: takeover by another service), because" in told


@pytest.mark.parametrize("room", [_UNBOUNDED, 1])
def test_what_people_decided_stands_beside_an_open_question(room: int) -> None:
    answer = replace(
        asked(stopped()), status=Status.UNDECIDED, answer=None, ask=("acquirers on offer",)
    )
    told = " ".join(" ".join(lines(decided_by_people(stopped(), answer), room)).split())
    assert "(people: takeover by another service); ask for acquirers on offer" in told
