"""The form of a rule file: its keys, and text, lists and mappings where each is asked."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cssrules.language import memory
from cssrules.language.envelope import check_envelope, policy_schema
from cssrules.language.load import load, read_folder
from cssrules.problem import Kind, Problem, Problems
from cssrules.source import Source

RULE = "rules:\n  - id: A\n    title: t\n    basis: b\n    define: d\n"
RULES = Path(__file__).parent.parent / "rules"


def faults(text: str) -> list[Problem]:
    return check_envelope(load(Source("rules.yaml", text)))


WHOLE = """
policy: A policy
version: 1.0
effective: {from: 2012-01-01, to: 2012-12-31}
sources:
  paper: A paper
  other: {title: Another, paragraphs: 3}
types:
  grade: scale of fail, good
  outcome: {type: "choice of a, b", aliases: {c: a}}
records:
  panel member: {seat: text}
evidence:
  panel: list of panel member, at most 4
  turnover: {type: money, better: higher, may be changed by: css, cost: 1, takes: 2 days, ask: a, note: b}
settings:
  floor: {type: points, default: 3, owner: board, reason: r, anchor: none}
rules:
  - {id: A, title: t, basis: b, define: d, when: c, if unknown: met, effective: {from: 2012-01-01}}
  - {id: B, title: t, define: d, as: 1, type: points, note: n}
  - {id: C, title: t, define: d, type: grade, hit policy: first, table: t}
  - id: D
    title: t
    define: d
    when any of:
      - c
      - {that: c, if so: t, if not: t, if unclear: t}
      - {all of: [c, {none of: [c], if not: t}], if so: t}
    reason: {met: t, not met: t, unknown: t}
decisions:
  - {id: Q, question: q, answer: a, decided by: b, asked when: c, main: yes}
properties:
  - {id: P, never: c, basis: b}
  - {id: Q, always: c}
assume: [c]
accepted findings:
  - {finding: f, ids: [A], owner: o, reason: r}
"""


def test_the_whole_form_is_taken() -> None:
    assert faults(WHOLE) == []
    assert faults("") == []
    assert faults("rules: []") == []


def test_the_shipped_policy_has_the_form() -> None:
    for source in read_folder(RULES):
        assert check_envelope(load(source)) == []


FAULTS = [
    # text, kind, place, words of message or help
    ("ruls: []", Kind.UNKNOWN_KEY, "1:1", "did you mean `rules`?"),
    ("xyz: a", Kind.UNKNOWN_KEY, "1:1", "its keys are policy, version"),
    ("rules: x", Kind.WRONG_FORM, "1:1", "`rules` holds text, and a list is asked"),
    ("rules: {a: b}", Kind.WRONG_FORM, "1:1", "begin each part of it with `- `"),
    ("rules:", Kind.WRONG_FORM, "1:1", "`rules` holds nothing, and a list is asked"),
    ("rules: [x]", Kind.WRONG_FORM, "1:9", "an item of `rules` holds text, and keys are asked"),
    ("rules: [{}]", Kind.MISSING_KEY, "1:9", "a rule needs `id:`, `title:` and `define:`"),
    ("version: 1", Kind.MISSING_KEY, "1:1", "without `policy:`"),
    ("effective: {from: 2012-01-01}", Kind.MISSING_KEY, "1:1", "without `policy:`"),
    ("policy: [a]", Kind.WRONG_FORM, "1:1", "a list, and text is asked"),
    ("policy: p\neffective: 2012", Kind.WRONG_FORM, "2:1", "text, and keys are asked"),
    ("sources: [a]", Kind.WRONG_FORM, "1:1", "a list, and keys are asked"),
    ("sources:\n  a: {paragraphs: 3}", Kind.MISSING_KEY, "2:7", "source `a` needs `title:`"),
    ("types:\n  a: {type: b, alias: c}", Kind.UNKNOWN_KEY, "2:16", "did you mean `aliases`?"),
    ("types:\n  a: {type: b, aliases: c}", Kind.WRONG_FORM, "2:16", "keys are asked"),
    ("records:\n  a: b", Kind.WRONG_FORM, "2:3", "`a` holds text, and keys are asked"),
    ("records:\n  a: {b: [c]}", Kind.WRONG_FORM, "2:7", "`b` holds a list"),
    ("evidence:\n  a:", Kind.WRONG_FORM, "2:3", "`a` holds nothing"),
    ("evidence:\n  a: # note", Kind.WRONG_FORM, "2:3", "begins with `#`"),
    ("evidence:\n  a: [b]", Kind.WRONG_FORM, "2:3", "text or keys are asked"),
    ("evidence:\n  a: {tpye: b}", Kind.UNKNOWN_KEY, "2:7", "did you mean `type`?"),
    ("evidence:\n  a: {better: b}", Kind.MISSING_KEY, "2:7", "evidence `a` needs `type:`"),
    ("settings:\n  a: b", Kind.WRONG_FORM, "2:3", "text, and keys are asked"),
    ("settings:\n  a: {type: b}", Kind.MISSING_KEY, "2:7", "`default:`, `owner:` and `reason:`"),
    ("decisions:\n  - {id: Q}", Kind.MISSING_KEY, "2:6", "decision `Q` needs `question:`"),
    ("properties:\n  - {id: P}", Kind.MISSING_KEY, "2:6", "`never:` or `always:`"),
    ("properties: [{id: P, never: a, always: b}]", Kind.WRONG_FORM, "1:32", "keep one of them"),
    ("assume: [{taht: b, basis: c}]", Kind.UNKNOWN_KEY, "1:11", "did you mean `that`?"),
    ("assume: [{that: b}]", Kind.MISSING_KEY, "1:11", "an assumption needs `basis:`"),
    ("assume: [[b]]", Kind.WRONG_FORM, "1:10", "text or keys are asked"),
    ("accepted findings:\n  - {finding: f, ids: A, owner: o, reason: r}", Kind.WRONG_FORM, "2:18",
     "`ids` holds text, and a list"),
    (RULE, Kind.MISSING_KEY, "2:5", "rule `A` needs `when:`, `when all of:`"),
    (RULE + "    wehn: c", Kind.UNKNOWN_KEY, "6:5", "did you mean `when`?"),
    (RULE + "    when: c\n    table: t", Kind.WRONG_FORM, "7:5", "`when` and `table`"),
    (RULE + "    when: {c}", Kind.WRONG_FORM, "6:5", "in quotes"),
    (RULE + "    when: [c]", Kind.WRONG_FORM, "6:5", "in quotes"),
    (RULE + "    when all of: c", Kind.WRONG_FORM, "6:5", "a list is asked"),
    (RULE + "    when all of: [{c}]", Kind.WRONG_FORM, "6:19", "text is meant"),
    (RULE + "    when all of: [[c]]", Kind.WRONG_FORM, "6:19", "text or keys are asked"),
    (RULE + "    when all of:\n      -", Kind.WRONG_FORM, "7:8", "an item of `when all of` holds"),
    (RULE + "    when all of: [{if not: c}]", Kind.MISSING_KEY, "6:20", "a condition needs `that:`"),
    (RULE + "    when all of: [{that: c, all of: [d]}]", Kind.WRONG_FORM, "6:29", "`that` and `all"),
    (RULE + "    when all of: [{all of: [{taht: c}]}]", Kind.UNKNOWN_KEY, "6:30", "mean `that`?"),
    (RULE + "    when: c\n    reason: {mett: t}", Kind.UNKNOWN_KEY, "7:14", "mean `met`?"),
    (RULE + "    when: c\n    reason: t", Kind.WRONG_FORM, "7:5", "keys are asked"),
    (RULE + "    when: c\n    effective: {form: t}", Kind.UNKNOWN_KEY, "7:17", "mean `from`?"),
    (RULE.replace("title", "titel") + "    when: c", Kind.UNKNOWN_KEY, "3:5", "mean `title`?"),
    (RULE.replace("title: t", "note: t") + "    when: c", Kind.MISSING_KEY, "2:5", "`title:`"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "place", "words"), FAULTS)
def test_a_fault_of_form_is_told_once_where_it_stands(
    text: str, kind: Kind, place: str, words: str
) -> None:
    found = faults(text)
    assert len(found) == 1, [problem.message for problem in found]
    (problem,) = found
    assert words in f"{problem.message}; {problem.help}"
    assert (problem.kind, str(problem.place)) == (kind, f"rules.yaml:{place}")
    assert problem.help


def test_faults_of_unlike_places_are_told_together() -> None:
    found = faults("ruls: []\nevidence: {a: {}}\nsettings: b\nversion: 1")
    assert sorted(problem.kind.label for problem in found) == [
        "missing-key", "missing-key", "unknown-key", "wrong-form",
    ]  # fmt: skip


def test_of_two_bodies_both_are_shown() -> None:
    (problem,) = faults(RULE + "    table: t\n    when: c")
    assert [str(other.span.place) for other in problem.others] == ["rules.yaml:6:5"]


KEYS = (
    "policy;version;effective;sources;types;records;evidence;settings;rules;decisions;properties;"
    "assume;id;title;define;when;that;type;from;reason;when all of;all of;if not;if unknown;x"
)
TREES = st.recursive(
    st.sampled_from(["a", "''", "1", "yes"]),
    lambda inner: st.one_of(
        st.lists(inner, max_size=3).map(lambda parts: f"[{', '.join(parts)}]"),
        st.dictionaries(st.sampled_from(KEYS.split(";")), inner, max_size=5).map(
            lambda parts: "{" + ", ".join(f"{k}: {v}" for k, v in parts.items()) + "}"
        ),
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(TREES)
def test_every_tree_is_judged(text: str) -> None:
    try:
        tree = load(Source("rules.yaml", text))
    except Problems:
        return
    for problem in check_envelope(tree):
        assert problem.help
        assert 0 <= problem.where.start <= problem.where.end <= len(text)  # type: ignore[union-attr]


LINES = WHOLE.splitlines()


@settings(max_examples=200, deadline=None)
@given(
    st.integers(0, len(LINES) - 1),
    st.sampled_from([", ", " ", ": t", "{", "when", "title: t", "id: A", "[c]", "c", "a"]),
    st.sampled_from(["", ", ", "'': t", "''", "[]", "[t]", "{}", "when: c", "x: t", "note: t"]),
)
def test_what_was_in_order_before_hides_no_fault(line: int, old: str, new: str) -> None:
    text = "\n".join([*LINES[:line], LINES[line].replace(old, new, 1), *LINES[line + 1 :]])
    try:
        tree = load(Source("rules.yaml", text))
    except Problems:
        return
    memory.forget()
    at_first = check_envelope(tree)
    check_envelope(load(Source("rules.yaml", WHOLE)))
    assert check_envelope(tree) == at_first


# -- the schema ------------------------------------------------------------------------------------


def test_the_schema_has_every_key_as_an_author_writes_it() -> None:
    schema = policy_schema()
    assert schema["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    assert "accepted findings" in schema["properties"]
    rule = schema["$defs"]["Rule"]
    assert {"if unknown", "when all of", "hit policy", "as"} <= set(rule["properties"])
    assert rule["additionalProperties"] is False
    assert {"required": ["table"]} in rule["oneOf"]
    assert "may be changed by" in schema["$defs"]["Evidence"]["properties"]
    assert "null" not in json.dumps(schema)
    assert "\0" not in json.dumps(schema)


def test_the_schema_accepts_short_and_long_forms() -> None:
    evidence: Any = policy_schema()["properties"]["evidence"]["additionalProperties"]
    assert [list(form) for form in evidence["oneOf"]] == [["type"], ["$ref"]]


def test_pydantic_is_not_loaded_before_it_is_needed() -> None:
    code = "import sys, cssrules.language.envelope; sys.exit('pydantic' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
