"""The published JSON Schemas say what the door reads and what a decision writes."""

import dataclasses
import json
from pathlib import Path
from typing import Any

import pytest
from pydantic import BaseModel, ValidationError

from cssrules import decide, find_policy, load_policy, read_case, schema
from cssrules.decision import (
    SCHEMA,
    Answer,
    DecisionFinding,
    Edge,
    Node,
    NodeKind,
    Role,
    Status,
    Taken,
    as_json,
)
from cssrules.door import CASE_KEYS, ENTRY_KEYS, EVENT_KEYS, HAPPENED_KEYS
from cssrules.forms import (
    AnswerForm,
    CaseForm,
    CoreForm,
    DecisionForm,
    EdgeForm,
    EventForm,
    EvidenceForm,
    FindingForm,
    HappenedForm,
    NodeForm,
    SettingForm,
    TakenForm,
)
from cssrules.policy import Policy
from cssrules.problem import Problems

ROOT = Path(__file__).parent.parent
CASES = sorted(file for file in (ROOT / "cases").rglob("*.json") if file.stem != "portfolio")


def keys(form: type[BaseModel]) -> tuple[str, ...]:
    return tuple(field.alias or name for name, field in form.model_fields.items())


@pytest.mark.parametrize(
    ("form", "known"),
    [
        (CaseForm, CASE_KEYS),
        (EvidenceForm, ENTRY_KEYS),
        (EventForm, EVENT_KEYS),
        (HappenedForm, HAPPENED_KEYS),
    ],
)
def test_the_door_and_the_schema_know_the_same_keys(
    form: type[BaseModel], known: tuple[str, ...]
) -> None:
    assert set(keys(form)) == set(known)


@pytest.mark.parametrize(
    ("form", "data"),
    [
        (NodeForm, Node),
        (TakenForm, Taken),
        (FindingForm, DecisionFinding),
        (AnswerForm, Answer),
    ],
)
def test_a_decision_and_its_schema_know_the_same_keys(form: type[BaseModel], data: Any) -> None:
    assert keys(form) == tuple(field.name for field in dataclasses.fields(data)) or set(
        keys(form)
    ) == {field.name for field in dataclasses.fields(data)}


@pytest.mark.parametrize(
    ("form", "key", "words"),
    [
        (NodeForm, "kind", NodeKind),
        (EdgeForm, "role", Role),
        (AnswerForm, "status", Status),
    ],
)
def test_the_words_of_a_schema_are_those_of_a_decision(
    form: type[BaseModel], key: str, words: Any
) -> None:
    assert schema_of(form)["properties"][key]["enum"] == [word.value for word in words]


def schema_of(form: type[BaseModel]) -> dict[str, Any]:
    return form.model_json_schema()


def test_an_edge_has_the_keys_of_its_form() -> None:
    assert len(keys(EdgeForm)) == len(dataclasses.fields(Edge))


def test_the_schema_ids_are_those_written() -> None:
    assert schema("decision")["$id"] == SCHEMA
    assert schema("case")["$id"] == "cssrules/case/1"
    assert "rules" in json.dumps(schema("policy"))


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(find_policy(ROOT / "rules"))


@pytest.mark.parametrize("file", CASES, ids=lambda file: file.stem)
def test_what_the_door_lets_in_fits_the_schema_and_so_does_its_decision(
    file: Path, policy: Policy
) -> None:
    raw = file.read_bytes()
    try:
        case = read_case(raw, policy, file.name)
    except Problems:
        assert file.name.startswith("bad-")
        return
    assert not file.name.startswith("bad-")
    CaseForm.model_validate_json(raw)
    DecisionForm.model_validate_json(json.dumps(as_json(decide(policy, case))))


@pytest.mark.parametrize(
    "spoilt",
    [
        {"id": "a", "more": 1},
        {"name": "a"},
        {"id": "a", "schema": "cssrules/case/2"},
        {"id": "a", "evidence": [{"fact": "x"}]},
        {"id": "a", "evidence": [{"fact": "x", "value": 1, "illustrative": "yes"}]},
        {"id": "a", "evidence": [{"fact": "x", "value": 1, "on": "30/03/2012"}]},
        {"id": "a", "events": [{"event": "decide"}]},
        {"id": "a", "events": [{"event": "happened", "on": "2013-03-01"}]},
        {"id": ""},
    ],
)
def test_what_the_door_refuses_by_its_form_the_schema_refuses_too(
    spoilt: dict[str, Any], policy: Policy
) -> None:
    with pytest.raises(Problems):
        read_case(json.dumps(spoilt).encode(), policy, "x")
    with pytest.raises(ValidationError):
        CaseForm.model_validate_json(json.dumps(spoilt))


def test_the_page_of_forms_shows_a_case_that_is_let_in_and_names_every_key(policy: Policy) -> None:
    page = (ROOT / "docs" / "forms.md").read_text(encoding="utf-8")
    example = page.partition("```json\n")[2].partition("```")[0]
    case = read_case(example.encode(), policy, "docs/forms.md")
    assert {entry.fact for entry in case.entries} >= {"turnover", "panel", "pricing strategy"}
    decision = [DecisionForm, CoreForm, AnswerForm, NodeForm, EdgeForm, FindingForm, SettingForm]
    for form in (CaseForm, EvidenceForm, EventForm, HappenedForm, *decision):
        missing = [key for key in keys(form) if f"`{key}`" not in page and f'"{key}"' not in page]
        assert missing == [], form.__name__
