"""Faults as a reader, an editor and a program see them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cssrules.problem import Kind, Label, Problem, nearest
from cssrules.source import Source, Span
from cssrules.views.problems import as_json, human, line


def stretch(text: str, marked: str, name: str = "rules/a.yaml") -> Span:
    start = text.index(marked)
    return Span(Source(name, text), start, start + len(marked))


LINES = "\n" * 13 + "  and leadrship is 3\n"


def test_a_fault_shows_the_line_underlined_and_what_to_do() -> None:
    problem = Problem(
        Kind.UNKNOWN_TERM,
        "nothing is called `leadrship`",
        stretch(LINES, "leadrship"),
        "did you mean `leadership`?",
        "not declared",
    )
    assert human([problem]) == (
        "unknown-term: nothing is called `leadrship`\n"
        " --> rules/a.yaml:14:7\n"
        "14 |   and leadrship is 3\n"
        "   |       ^^^^^^^^^ not declared\n"
        "help: did you mean `leadership`?"
    )
    assert line([problem]) == "rules/a.yaml:14:7: unknown-term: nothing is called `leadrship`"


def test_a_second_place_follows_the_first() -> None:
    text = "a: 1\n" * 10
    source = Source("a.yaml", text)
    first, again = Span(source, 0, 1), Span(source, 45, 46)
    problem = Problem(
        Kind.DUPLICATE_KEY, "`a` stands twice", again, None, "again here", (Label(first, "here"),)
    )
    assert human([problem, problem]).split("\n\n")[1] == (
        "duplicate-key: `a` stands twice\n"
        " --> a.yaml:10:1\n"
        "10 | a: 1\n"
        "   | ^ again here\n"
        " ::: a.yaml:1:1\n"
        " 1 | a: 1\n"
        "   | ^ here"
    )


def test_a_fault_of_a_case_names_its_path() -> None:
    problem = Problem(Kind.BAD_VALUE, "`x` is no number", "case.json: evidence[3].value", "write 3")
    assert human([problem]) == (
        "bad-value: `x` is no number\n --> case.json: evidence[3].value\nhelp: write 3"
    )
    assert line([problem]) == "case.json: evidence[3].value: bad-value: `x` is no number"
    assert as_json([problem])[0]["path"] == "case.json: evidence[3].value"
    assert as_json([problem])[0]["line"] is None


@pytest.mark.parametrize(
    ("text", "under"),
    [
        ("\ta: xx", "         ^^"),
        ("漢字: xx", "        ^^"),
        ("e\u0301: xx", "     ^^"),
        ("a: xx\r", "     ^^"),
        ("a: xx", "     ^^"),
    ],
)
def test_the_underline_stands_below_what_it_is_about(text: str, under: str) -> None:
    shown = human([Problem(Kind.SYNTAX, "m", stretch(text, "xx"))]).splitlines()[3]
    assert shown == "  | " + under[2:]


def test_what_goes_on_below_is_underlined_to_the_end_of_its_line() -> None:
    shown = human([Problem(Kind.SYNTAX, "m", stretch("a: bb\n  cc", "bb\n  cc"))]).splitlines()
    assert shown[2:] == ["1 | a: bb", "  |    ^^"]


def test_the_end_of_a_line_has_one_mark() -> None:
    source = Source("a.yaml", "a: b\n")
    shown = human([Problem(Kind.SYNTAX, "m", Span(source, 4, 4), label="ends here")]).splitlines()
    assert shown[2:] == ["1 | a: b", "  |     ^ ends here"]


def test_a_long_line_is_cut_round_what_is_marked() -> None:
    text = "a" * 500 + " xx " + "b" * 500
    shown = human([Problem(Kind.SYNTAX, "m", stretch(text, "xx"))]).splitlines()
    assert max(len(row) for row in shown) == len("1 | ") + 100 + len("…")
    at = shown[2].index("xx")
    assert shown[3][at : at + 2] == "^^"
    whole = human([Problem(Kind.SYNTAX, "m", stretch(text, text))]).splitlines()
    assert all(len(row) < 110 for row in whole)


def test_as_json_gives_places_as_numbers() -> None:
    problem = Problem(
        Kind.SYNTAX, "m", stretch(LINES, "leadrship"), "h", "l", (Label(stretch(LINES, "is"), "o"),)
    )
    assert as_json([problem]) == [
        {
            "kind": "syntax", "message": "m", "help": "h", "label": "l",
            "path": "rules/a.yaml", "line": 14, "column": 7, "end_line": 14, "end_column": 16,
            "others": [
                {"label": "o", "path": "rules/a.yaml", "line": 14, "column": 17,
                 "end_line": 14, "end_column": 19},
            ],
        }
    ]  # fmt: skip


@given(st.text(), st.text(), st.integers(0, 20), st.integers(0, 20))
def test_no_control_character_reaches_a_terminal(
    text: str, said: str, start: int, length: int
) -> None:
    start = min(start, len(text))
    span = Span(Source(f"{said}.yaml", text), start, min(start + length, len(text)))
    shown = human([Problem(Kind.SYNTAX, said, span, said, said), Problem(Kind.SYNTAX, said, said)])
    assert not any(c for c in shown if (ord(c) < 32 and c != "\n") or 127 <= ord(c) < 160)
    assert "\u202e" not in shown
    told = line([Problem(Kind.SYNTAX, said, span)])
    assert len(told.split("\n")) == 1


@pytest.mark.parametrize(
    ("written", "known", "near"),
    [
        ("turnovr", "turnover, market share", "turnover"),
        ("Market share", "turnover, market share", "market share"),
        ("marketshare", "turnover, market share", "market share"),
        ("market shre floor", "market share floor, market floor", "market share floor"),
        ("agr", "age, ask", "age"),
        ("share", "turnover, market share", "market share"),
        ("share", "share held, market share", None),
        ("interview score", "interview date, scope", None),
        ("income", "outcome", None),
        ("surplus", "supply", None),
        ("SAFE-405", "SAFE-45, SAFE-40", None),
        ("age-1", "AGE-1, AGE-2", "AGE-1"),
        ("?", "age", None),
        ("", "age", None),
    ],
)
def test_only_a_name_that_is_near_is_proposed(written: str, known: str, near: str | None) -> None:
    assert nearest(written, known.split(", ")) == near
