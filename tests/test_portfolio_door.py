"""A folder is one portfolio, or every fault of its files is told with line and column."""

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from portfolios import BASE, RULES, facts, five, head, policy, write

from cssrules.door import read_case
from cssrules.language.compile import compile_policy
from cssrules.places import span_at
from cssrules.portfolio.door import read_portfolio
from cssrules.portfolio.propose import propose
from cssrules.problem import Kind, Problem, Problems
from cssrules.proposal import Stranger, as_json
from cssrules.rendering import render_proposal
from cssrules.source import Source, Span

POLICY = policy()


def faults(folder: Path) -> list[str]:
    """What is told of the folder: file, line and column, message; what is told of the whole has a hint."""
    with pytest.raises(Problems) as told:
        read_portfolio(folder, POLICY)
    unhinted = [p.message for p in told.value.found if p.kind is Kind.PORTFOLIO and not p.help]
    assert unhinted == []
    return [f"{_place(problem)} {problem.message}" for problem in told.value.found]


def _place(problem: Problem) -> str:
    return Path(str(problem.place)).name


def entry(on: str, **more: Any) -> dict[str, Any]:
    return {"fact": "hygiene", "value": "good", "on": on, "reported": on, **more}


def test_cases_and_members_stand_by_id(tmp_path: Path) -> None:
    found = read_portfolio(five(tmp_path), POLICY)
    assert [case.id for case in found.cases] == ["anchor", "bridge", "chapel", "dock", "east"]
    assert [member.name for member in found.members["applicant"]] == ["Ann", "Bob"]
    assert (found.id, found.name) == ("markets", "Markets")


def test_a_folder_without_a_portfolio_file_is_a_portfolio_of_its_name(tmp_path: Path) -> None:
    folder = tmp_path / "autumn"
    folder.mkdir()
    write(folder, "anchor", facts=facts())
    assert read_portfolio(folder, POLICY).id == "autumn"


def test_two_cases_of_one_id_or_one_name(tmp_path: Path) -> None:
    write(tmp_path, "anchor", facts=facts())
    write(tmp_path, "bridge", name="Anchor", facts=facts())
    (tmp_path / "zoo.json").write_text('{"id": "bridge", "name": "Zoo"}')
    assert faults(tmp_path) == [
        "bridge.json:4:10 a second case with the name `Anchor`",
        "zoo.json:1:8 a second case with the id `bridge`",
    ]


@pytest.mark.parametrize("name", ["OLD ANCHOR", "Old  Anchor", "OldAnchor", " old anchor "])
def test_capitals_and_spaces_tell_no_names_apart(tmp_path: Path, name: str) -> None:
    write(tmp_path, "anchor", name="Old Anchor", facts=facts())
    write(tmp_path, "bridge", name=name, facts=facts())
    assert faults(tmp_path) == [f"bridge.json:4:10 a second case with the name `{name}`"]


def test_the_faults_of_all_files_are_told_at_once(tmp_path: Path) -> None:
    write(tmp_path, "anchor", facts={"hygiene": "perfect"})
    write(tmp_path, "bridge", facts={"hygeine": "good"})
    (tmp_path / "chapel.json").write_text('{"id": "chapel",}')
    (tmp_path / "dock.json").write_bytes(b'{"id": "\xff"}')
    head(tmp_path, entities={"aplicant": []})
    assert sorted(faults(tmp_path)) == [
        "anchor.json:6:14 `perfect` is not one of fail, marginal or good",
        "bridge.json:6:14 no fact is called `hygeine`",
        "chapel.json:1:16 not JSON: a comma too many",
        "dock.json not UTF-8 text: byte 9 cannot be read",
        "portfolio.json:6:15 no kind of body is called `aplicant`",
    ]


def test_who_names_a_case_that_has_faults_is_not_at_fault(tmp_path: Path) -> None:
    five(tmp_path)
    write(tmp_path, "anchor", facts={"hygiene": "perfect"})
    write(tmp_path, "bridge", facts=facts("fail", near=["anchor"]))
    events = [decided(), decided(rule="ROOM-1", body="anchor/fish")]
    head(tmp_path, entities={"tenant": [{"id": "fish", "name": "Fish"}]}, events=events)
    assert faults(tmp_path) == ["anchor.json:6:14 `perfect` is not one of fail, marginal or good"]


def test_an_empty_folder_and_one_that_is_none(tmp_path: Path) -> None:
    assert faults(tmp_path) == [f"{tmp_path.name} the folder holds no case"]
    assert faults(tmp_path / "absent") == ["absent no folder that can be read"]


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    (tmp_path / "anchor.json").mkdir()
    assert faults(tmp_path) == ["anchor.json is a directory"]


def test_two_portfolio_files(tmp_path: Path) -> None:
    five(tmp_path)
    (tmp_path / "two.json").write_text('{"schema": "cssrules/portfolio/1", "id": "two"}')
    assert faults(tmp_path) == ["two.json:1:12 a second portfolio file"]


def test_one_that_nobody_serves(tmp_path: Path) -> None:
    five(tmp_path)
    head(tmp_path, entities={"tenant": [{"id": "fish", "name": "Fishmonger"}, {"id": "meat"}]})
    assert faults(tmp_path) == [
        "portfolio.json:12:11 tenant `meat` is served by nobody: it is in `stalls` of no case"
    ]


def test_the_name_of_one_that_a_case_holds_is_taken(tmp_path: Path) -> None:
    five(tmp_path)
    head(tmp_path, entities={"tenant": [{"id": "fish", "name": "Fishmonger"}]})
    assert read_portfolio(tmp_path, POLICY).members["tenant"][0].name == "Fishmonger"


def test_a_candidate_who_is_a_case_or_stands_twice(tmp_path: Path) -> None:
    five(tmp_path)
    head(tmp_path, entities={"applicant": [{"id": "anchor"}, {"id": "ann"}, {"id": "ann"}]})
    assert faults(tmp_path) == [
        "portfolio.json:8:11 applicant `anchor` is a case, and would be its own applicant",
        "portfolio.json:14:11 a second applicant with the id `ann`",
    ]


def test_the_fields_of_a_member_are_read_as_evidence(tmp_path: Path) -> None:
    five(tmp_path)
    ann = {"id": "ann", "facts": {"trained": "superb", "tired": "yes"}}
    bob = {"id": "bob", "evidence": [{"fact": "trained", "value": "good", "on": "2012-13-01"}]}
    head(tmp_path, entities={"applicant": [ann, bob]})
    assert faults(tmp_path) == [
        "portfolio.json:10:17 `superb` is not one of fail, marginal or good",
        "portfolio.json:11:15 no fact is called `tired`",
        "portfolio.json:20:13 `2012-13-01` is not a day of the calendar",
    ]


def test_a_report_before_the_day_that_it_tells_of(tmp_path: Path) -> None:
    write(tmp_path, "anchor", evidence=[entry("2012-04-02", reported="2012-04-01")])
    assert faults(tmp_path) == [
        "anchor.json:10:16 reported on 1 April 2012, before the day that it tells of"
    ]


def test_a_decision_before_the_first_report(tmp_path: Path) -> None:
    decided = {"event": "decided", "decision": "Q1", "by": "board", "answer": "lent"}
    events = [{**decided, "on": "2012-04-02"}, {**decided, "on": "2012-03-31"}]
    write(tmp_path, "anchor", evidence=[entry("2012-04-01")], events=events)
    assert faults(tmp_path) == [
        "anchor.json:26:10 Q1 was decided on 31 March 2012, before anything was reported (1 April 2012)"
    ]


def decided(**parts: str) -> dict[str, str]:
    event = {"event": "decided", "rule": "LEND-1", "body": "anchor", "chosen": "dock"}
    return {**event, "by": "board", "on": "2012-05-01", **parts}


def test_people_cannot_choose_a_body_for_itself_nor_one_that_is_not_there(tmp_path: Path) -> None:
    five(tmp_path)
    events = [
        decided(chosen="anchor"),
        decided(body="anchr"),
        decided(rule="LEND-2"),
        decided(rule="ROOM-1", body="anchor/fish", chosen="anchor"),
        decided(on="May"),
        {"event": "decided", "rule": "LEND-1"},
    ]
    head(tmp_path, events=events)
    assert [told.partition(" ")[2] for told in faults(tmp_path)] == [
        "`anchor` is the body itself, and cannot be its own lender",
        "no case of this portfolio has the id `anchr`",
        "no portfolio rule that pairs is called `LEND-2`",
        "`anchor` is the body itself, and cannot be its own place",
        "`May` is not a date",
        "an event needs `body`",
        "an event needs `by`",
        "an event needs `chosen`",
        "an event needs `on`",
    ]


def test_people_decide_once_a_day_who_is_for_a_body_that_may_have_one(tmp_path: Path) -> None:
    five(tmp_path)
    head(tmp_path, events=[decided(), decided(chosen="chapel"), decided(on="2012-05-02")])
    with pytest.raises(Problems) as told:
        read_portfolio(tmp_path, POLICY)
    (problem,) = told.value.found
    assert problem.kind is Kind.TWO_VALUES
    assert problem.message == "a second LEND-1 of `anchor` on 1 May 2012"
    (first,) = problem.others
    assert first.span.place.line < int(_place(problem).split(":")[1])
    many = policy(RULES.replace("      - 1 per case\n", "      - 2 per case\n"))
    assert len(read_portfolio(tmp_path, many).events) == 3
    head(tmp_path, events=[decided(), decided()])
    with pytest.raises(Problems, match="a second LEND-1 of `anchor`"):
        read_portfolio(tmp_path, many)


@pytest.mark.parametrize("by", ["the board", "Board", "the markets' traders"])
def test_one_whom_the_rule_names_decides_its_pairs(tmp_path: Path, by: str) -> None:
    said = "    decided by: board, with the markets' traders\n    at most:\n"
    rules = policy(RULES.replace("    at most:\n", said, 1))
    five(tmp_path)
    head(tmp_path, events=[decided(by=by)])
    assert len(read_portfolio(tmp_path, rules).events) == 1


def test_one_whom_the_rule_does_not_name_cannot_decide_its_pairs(tmp_path: Path) -> None:
    rules = policy(RULES.replace("    at most:\n", "    decided by: board\n    at most:\n", 1))
    five(tmp_path)
    head(tmp_path, events=[decided(by="the gatekeeper")])
    with pytest.raises(Problems) as told:
        read_portfolio(tmp_path, rules)
    (problem,) = told.value.found
    said = "pairs of `LEND-1` are decided by board, and not by the gatekeeper"
    assert (problem.kind, problem.message) == (Kind.BAD_VALUE, said)
    assert problem.help == ("say who of these decided, or let the rule's `decided by` name who did")
    assert isinstance(problem.where, Span)
    assert problem.where.text == '"the gatekeeper"'


def test_a_case_that_names_itself_where_another_is_asked_is_refused(tmp_path: Path) -> None:
    five(tmp_path)
    write(tmp_path, "anchor", facts={"near": [{"id": "a", "market": "anchor"}]})
    with pytest.raises(Problems) as told:
        read_portfolio(tmp_path, POLICY)
    (problem,) = told.value.found
    assert problem.message == "`near: market` names the case itself: `anchor`"
    assert isinstance(problem.where, Span)
    assert problem.where.text == '"anchor"'


@pytest.mark.parametrize("said", ["Dock", " dock", "DOCK", "do-ck"])
@pytest.mark.parametrize("form", ["facts", "evidence"])
def test_a_case_that_is_named_otherwise_than_it_is_called_is_refused(
    tmp_path: Path, said: str, form: str
) -> None:
    five(tmp_path)
    near = [{"id": "a", "market": "chapel"}, {"id": "b", "market": said}]
    listed = {"facts": {"near": near}, "evidence": [{"fact": "near", "value": near}]}
    write(tmp_path, "anchor", **{form: listed[form]})
    with pytest.raises(Problems) as told:
        read_portfolio(tmp_path, POLICY)
    (problem,) = told.value.found
    assert problem.message == f"`near: market` names no case of this portfolio: `{said}`"
    assert problem.help == "did you mean `dock`?"
    assert isinstance(problem.where, Span)
    assert problem.where.text == f'"{said}"'


def test_what_cases_name_and_is_none_of_them_is_told_with_the_nearest(tmp_path: Path) -> None:
    five(tmp_path)
    write(tmp_path, "anchor", facts=facts("fail", near=["chappel", "dover", "dock"]))
    write(tmp_path, "bridge", facts=facts("fail", near=["dover"]))
    portfolio = read_portfolio(tmp_path, POLICY)
    assert portfolio.strangers == (
        Stranger("chappel", "near: market", "chapel", ("anchor",)),
        Stranger("dover", "near: market", None, ("anchor", "bridge")),
    )
    proposal = propose(POLICY, portfolio, as_of=date(2012, 5, 1)).proposal
    for form in ("text", "markdown"):
        shown = " ".join(render_proposal(proposal, form).split()).replace("\\", "")
        said = "NO SUCH CASE: `chappel`, which `near: market` of Anchor names"
        assert f"{said}; did you mean `chapel`?" in shown
        assert "Cases name what has no case here: dover." in shown
    (one, _) = as_json(proposal)["strangers"]
    assert one == {
        "name": "chappel",
        "fact": "near: market",
        "meant": "chapel",
        "cases": ["anchor"],
    }


OWN = """evidence:
  successor: text
  own id: {type: text, given by: case id}
  own name: {type: text, given by: case name}
"""
TAKEN_OVER = """rules:
  - id: OVER-1
    title: Another market takes over
    basis: paper, paragraph 1
    define: taken over by another
    when: successor is not own id and successor is not own name
"""


@pytest.mark.parametrize(
    ("successor", "told"),
    [
        ("Dock", None),
        ("dock", None),
        ("DOCK ", "did you mean `Dock`?"),
        ("Old Town", None),
        ("old-town", None),
        ("Oldtown", "did you mean `Old Town`?"),
    ],
)
def test_a_case_may_be_named_by_its_id_or_its_name_where_rules_ask_for_either(
    tmp_path: Path, successor: str, told: str | None
) -> None:
    base = BASE.replace("evidence:\n", OWN).replace("rules:\n", TAKEN_OVER, 1)
    rules = compile_policy([Source("base.yaml", base), Source("rules.yaml", RULES)])
    write(tmp_path, "old-town", name="Old Town: how it ended", facts={})
    write(tmp_path, "dock", facts={})
    write(tmp_path, "anchor", facts={"successor": successor})
    if told is None:
        assert read_portfolio(tmp_path, rules).strangers == ()
    else:
        with pytest.raises(Problems) as refused:
            read_portfolio(tmp_path, rules)
        assert [problem.help for problem in refused.value.found] == [told]


@pytest.mark.parametrize("said", ["anchor ", "ANCHOR", "A nchor"])
def test_a_case_that_names_itself_does_so_as_it_is_called(tmp_path: Path, said: str) -> None:
    """Else it would be another to every rule."""
    base = BASE.replace("evidence:\n", OWN).replace("rules:\n", TAKEN_OVER, 1)
    rules = compile_policy([Source("base.yaml", base), Source("rules.yaml", RULES)])
    for form in (
        {"facts": {"successor": said}},
        {"evidence": [{"fact": "successor", "value": said}]},
    ):
        file = write(tmp_path, "anchor", **form)
        with pytest.raises(Problems) as told:
            read_case(file.read_bytes(), rules, "anchor.json")
        (problem,) = told.value.found
        assert problem.message == f"`{said}` is this case itself, written otherwise"
        assert problem.help == "did you mean `Anchor`?"
        assert isinstance(problem.where, Span)
        assert problem.where.text == f'"{said}"'
    file = write(tmp_path, "anchor", facts={"successor": "Anchor"})
    assert read_case(file.read_bytes(), rules, "anchor.json").id == "anchor"


def test_a_body_that_is_named_and_not_called_by_its_id_is_hinted_at(tmp_path: Path) -> None:
    five(tmp_path)
    write(tmp_path, "dock", name="The old harbour", facts=facts("good", 2))
    head(tmp_path, events=[decided(chosen="the Old Harbour"), decided(body="ANCHOR")])
    with pytest.raises(Problems) as told:
        read_portfolio(tmp_path, POLICY)
    hints = ["did you mean `dock`?", "did you mean `anchor`?"]
    assert [problem.help for problem in told.value.found] == hints
    head(tmp_path)
    proposing = propose(POLICY, read_portfolio(tmp_path, POLICY), as_of=date(2012, 5, 1))
    for ask in (
        lambda: proposing.case("The Old Harbour"),
        lambda: proposing.pair("LEND-1", "anchor", "Old harbour, the"),
        lambda: proposing.pair("LEND-1", "DOCK", "anchor"),
    ):
        with pytest.raises(Problems) as refused:
            ask()
        assert refused.value.found[0].help == "did you mean `dock`?"


@pytest.mark.parametrize("form", ["facts", "evidence"])
def test_a_field_that_names_a_case_names_one_of_the_folder(tmp_path: Path, form: str) -> None:
    rules = policy(
        RULES.replace("trained: grade,", "trained: grade, applies to: text, home: text,").replace(
            "such that: applicant's trained is good",
            "such that: applicant's applies to is id and applicant's trained is good",
        )
    )
    five(tmp_path)
    said = {"applies to": "anchr", "home": "Leeds"}
    listed = [{"fact": fact, "value": value} for fact, value in said.items()]
    head(
        tmp_path,
        entities={"applicant": [{"id": "ann", form: said if form == "facts" else listed}]},
    )
    with pytest.raises(Problems) as told:
        read_portfolio(tmp_path, rules)
    (problem,) = told.value.found
    assert problem.message == "`applies to` names no case of this portfolio: `anchr`"
    assert problem.help == "did you mean `anchor`?"
    assert isinstance(problem.where, Span)
    assert problem.where.text == '"anchr"'


def test_of_two_values_in_a_file_both_are_told_by_line_and_column(tmp_path: Path) -> None:
    write(tmp_path, "anchor", evidence=[entry("2012-04-01"), entry("2012-04-01", value="fail")])
    with pytest.raises(Problems) as told:
        read_portfolio(tmp_path, POLICY)
    (problem,) = told.value.found
    (first,) = problem.others
    assert (_place(problem), str(first.span.place.line)) == ("anchor.json:12:3", "6")
    assert first.text == "the first: evidence[0]"
    five(tmp_path)
    twice = {"id": "ann", "evidence": [{"fact": "trained", "value": v} for v in ("good", "fail")]}
    head(tmp_path, entities={"applicant": [twice]})
    write(tmp_path, "anchor", facts=facts())
    with pytest.raises(Problems) as told:
        read_portfolio(tmp_path, POLICY)
    ((first,),) = (problem.others for problem in told.value.found)
    assert first.text == "the first: entities.applicant[0].evidence[0]"


def test_parts_of_another_form(tmp_path: Path) -> None:
    five(tmp_path)
    head(tmp_path, entities=[], events={}, nmae="x", name=3)
    assert [told.partition(" ")[2] for told in faults(tmp_path)] == [
        "a text is asked",
        "`entities` is an object of kinds of body and their lists",
        "`events` is a list in square brackets",
        "a portfolio has no key `nmae`",
    ]


def test_a_place_is_that_of_the_value_in_the_text() -> None:
    source = Source("x", '\ufeff{"a": [1, {"b.c": "\\u00e9", "d": null}],\n "e" : true}')
    assert span_at(source, ("a", 1, "d")).text == "null"
    assert span_at(source, ("a", 1, "b.c")).text == '"\\u00e9"'
    assert str(span_at(source, ("e",)).place) == "x:2:8"
    assert span_at(source, ("a", 5)).text.startswith("[1")
