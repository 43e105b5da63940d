"""The language's text: what it means as a tree, where each part stands, and what is refused."""

import sys
from dataclasses import fields, is_dataclass
from enum import Enum
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cssrules.language import grammar
from cssrules.language.load import Scalar, load
from cssrules.language.parse import parse_cell, parse_expression, parse_template
from cssrules.language.pipes import parse_table
from cssrules.language.words import KEYWORDS, PHRASES
from cssrules.problem import Kind, Problem, Problems
from cssrules.source import Source, Span


def span(text: str) -> Span:
    return Span(Source("rules.yaml", text), 0, len(text))


def content(text: str) -> Span:
    """The content of the value of the key `a` in a rule file."""
    found = load(Source("rules.yaml", text)).get("a")
    assert isinstance(found, Scalar)
    return found.content


def shape(node: object) -> str:
    """A tree on one line: its form's name and parts, spans left out."""
    if isinstance(node, tuple):
        return f"[{' '.join(shape(part) for part in node)}]"
    if isinstance(node, Enum):
        return str(node.value)
    if is_dataclass(node):
        parts = [shape(getattr(node, f.name)) for f in fields(node) if f.name != "span"]
        return f"{type(node).__name__}({' '.join(parts)})"
    return str(node)


def spans(node: object) -> list[Span]:
    """The span of a node and of every part of it."""
    if isinstance(node, tuple):
        return [found for part in node for found in spans(part)]
    if not is_dataclass(node) or isinstance(node, Span):
        return []
    below = [found for f in fields(node) for found in spans(getattr(node, f.name))]
    return [node.span, *below]  # type: ignore[attr-defined]


def fault(text: str, read: object = parse_expression) -> Problem:
    with pytest.raises(Problems) as caught:
        read(span(text))  # type: ignore[operator]
    assert len(caught.value.found) == 1, caught.value
    return caught.value.found[0]


# -- meaning ---------------------------------------------------------------------------------------

EXPRESSIONS = {
    # names and literals
    "leadership standard met": "Name(leadership standard met)",
    "stage two": "Name(stage two)",
    "order": "Name(order)",
    "notable islands": "Name(notable islands)",
    "headcount of staff": "Name(headcount of staff)",
    "known risks": "Name(known risks)",
    "a\n   b": "Name(a b)",
    "£4.5m": "NumberText(4500000 money)",
    "2%": "NumberText(1/50 percent)",
    "60 days": "NumberText(60 days)",
    "60\n  days": "NumberText(60 days)",
    "1,000": "NumberText(1000 None)",
    "30 March 2012": "DateText(2012-03-30)",
    "2012-03-30": "DateText(2012-03-30)",
    "yes": "TruthText(True)",
    "false": "TruthText(False)",
    '"two  words"': "QuotedText(two words)",
    # and, or, not
    "a and b and c": "All([Name(a) Name(b) Name(c)])",
    "a or b": "Either([Name(a) Name(b)])",
    "a and (b or c)": "All([Name(a) Either([Name(b) Name(c)])])",
    "not a and b": "All([Inverse(Name(a)) Name(b)])",
    "not a is b": "Inverse(Comparing(= Name(a) Name(b)))",
    "not not a": "Inverse(Inverse(Name(a)))",
    "if a then 1 else if b then 2 else 3": (
        "Conditional(Name(a) NumberText(1 None) "
        "Conditional(Name(b) NumberText(2 None) NumberText(3 None)))"
    ),
    # comparisons
    "a is at least 3": "Comparing(≥ Name(a) NumberText(3 None))",
    "a at least 3": "Comparing(≥ Name(a) NumberText(3 None))",
    "a >= 3": "Comparing(≥ Name(a) NumberText(3 None))",
    "a ≥ 3": "Comparing(≥ Name(a) NumberText(3 None))",
    "a is at most b": "Comparing(≤ Name(a) Name(b))",
    "a <= b": "Comparing(≤ Name(a) Name(b))",
    "a above b": "Comparing(> Name(a) Name(b))",
    "a > b": "Comparing(> Name(a) Name(b))",
    "a is below b": "Comparing(< Name(a) Name(b))",
    "a < b": "Comparing(< Name(a) Name(b))",
    "a is b c": "Comparing(= Name(a) Name(b c))",
    "a = b": "Comparing(= Name(a) Name(b))",
    "a is not b": "Comparing(≠ Name(a) Name(b))",
    "a != b": "Comparing(≠ Name(a) Name(b))",
    "a ≠ b": "Comparing(≠ Name(a) Name(b))",
    "a is no": "Comparing(= Name(a) TruthText(False))",
    "a is after b": "Comparing(> Name(a) Name(b))",
    "a is before b": "Comparing(< Name(a) Name(b))",
    "a is on or after b": "Comparing(≥ Name(a) Name(b))",
    "a is on or before b": "Comparing(≤ Name(a) Name(b))",
    "a is between 1 and 2 and b": (
        "All([Between(Name(a) NumberText(1 None) NumberText(2 None) False) Name(b)])"
    ),
    "a between b and c": "Between(Name(a) Name(b) Name(c) False)",
    "a is not between b and c": "Between(Name(a) Name(b) Name(c) True)",
    "a is one of b, c d": "OneOf(Name(a) [Name(b) Name(c d)] False)",
    "a is not one of b": "OneOf(Name(a) [Name(b)] True)",
    "s includes a b": "Including(Name(s) Name(a b) False)",
    "s does not include a": "Including(Name(s) Name(a) True)",
    "a is known": "BeingKnown(Name(a) False)",
    "a is unknown": "BeingKnown(Name(a) True)",
    "a is known risks": "Comparing(= Name(a) Name(known risks))",
    # arithmetic
    "a + b - c": "Sum(- Sum(+ Name(a) Name(b)) Name(c))",
    "a + b * c": "Sum(+ Name(a) Sum(* Name(b) Name(c)))",
    "a / b divided by c": "Sum(/ Sum(/ Name(a) Name(b)) Name(c))",
    "(a - b) / c": "Sum(/ Sum(- Name(a) Name(b)) Name(c))",
    "-a - -2": "Sum(- Negated(Name(a)) Negated(NumberText(2 None)))",
    # working days
    "20 working days after a b": "Sum(working days after NumberText(20 None) Name(a b))",
    "1 working day before a": "Sum(working days before NumberText(1 None) Name(a))",
    "n m working days after 30 March 2012": (
        "Sum(working days after Name(n m) DateText(2012-03-30))"
    ),
    "(a + 1) working days after b + 2 days": (
        "Sum(+ Sum(working days after Sum(+ Name(a) NumberText(1 None)) Name(b)) NumberText(2 days))"
    ),
    "a is after 2 working days after b": (
        "Comparing(> Name(a) Sum(working days after NumberText(2 None) Name(b)))"
    ),
    "1 working day after 2 working days before a": (
        "Sum(working days after NumberText(1 None) "
        "Sum(working days before NumberText(2 None) Name(a)))"
    ),
    "working days left": "Name(working days left)",
    # lists
    "some r r has c": "Quantifying(some None Name(r r) None Name(c))",
    "no r has c below 2": (
        "Quantifying(no None Name(r) None Comparing(< Name(c) NumberText(2 None)))"
    ),
    "every r among big list has (c and d)": (
        "Quantifying(every None Name(r) Name(big list) All([Name(c) Name(d)]))"
    ),
    "at least 2 rs have c = d and e": (
        "All([Quantifying(at least 2 Name(rs) None Comparing(= Name(c) Name(d))) Name(e)])"
    ),
    "at most 1 r has c": "Quantifying(at most 1 Name(r) None Name(c))",
    "exactly 4 rs have c": "Quantifying(exactly 4 Name(rs) None Name(c))",
    "count of l": "Measuring(count None Name(l) None)",
    "count of l where c is at least 3": (
        "Comparing(≥ Measuring(count None Name(l) Name(c)) NumberText(3 None))"
    ),
    "sum of a * b across l": "Measuring(sum Sum(* Name(a) Name(b)) Name(l) None)",
    "mean of a across l where (b and c)": (
        "Measuring(mean Name(a) Name(l) All([Name(b) Name(c)]))"
    ),
    "lowest of a across l - highest of a across l": (
        "Sum(- Measuring(lowest Name(a) Name(l) None) Measuring(highest Name(a) Name(l) None))"
    ),
}


@pytest.mark.parametrize(("text", "tree"), EXPRESSIONS.items())
def test_an_expression_means_its_tree(text: str, tree: str) -> None:
    assert shape(parse_expression(span(text))) == tree


CELLS = {
    "-": "AnyValue()",
    "fail": "CellTests([CellEqual(Name(fail))] False)",
    "no": "CellTests([CellEqual(TruthText(False))] False)",
    "at least 3": "CellTests([CellComparing(≥ NumberText(3 None))] False)",
    ">= floor": "CellTests([CellComparing(≥ Name(floor))] False)",
    "< £5m": "CellTests([CellComparing(< NumberText(5000000 money))] False)",
    "= 3": "CellTests([CellEqual(NumberText(3 None))] False)",
    "≠ 3": "CellTests([CellComparing(≠ NumberText(3 None))] False)",
    "between 1 and b": "CellTests([CellBetween(NumberText(1 None) Name(b))] False)",
    "-1..5": "CellTests([CellBetween(Negated(NumberText(1 None)) NumberText(5 None))] False)",
    "2%..15%": "CellTests([CellBetween(NumberText(1/50 percent) NumberText(3/20 percent))] False)",
    "known": "CellTests([CellKnown(False)] False)",
    "unknown": "CellTests([CellKnown(True)] False)",
    "known risks": "CellTests([CellEqual(Name(known risks))] False)",
    "a, below 2": "CellTests([CellEqual(Name(a)) CellComparing(< NumberText(2 None))] False)",
    "not a": "CellTests([CellEqual(Name(a))] True)",
    "not (a, b)": "CellTests([CellEqual(Name(a)) CellEqual(Name(b))] True)",
}


@pytest.mark.parametrize(("text", "tree"), CELLS.items())
def test_a_cell_means_its_tests(text: str, tree: str) -> None:
    assert shape(parse_cell(span(text))) == tree


def test_every_word_kept_for_names_is_a_word_of_the_grammar() -> None:
    told = {word for words in grammar.WORDS.values() for word in (words, *words.split())}
    assert {*KEYWORDS, *PHRASES} - told <= {
        "yes",
        "true",
        "false",
        "not one of",
        "working day after",
        "working day before",
    }


# -- places ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", [*EXPRESSIONS, "( a + b ) * (c)"])
def test_every_part_lies_within_the_whole(text: str) -> None:
    tree = parse_expression(span(f"  {text} "))
    for found in spans(tree):
        assert found.text == found.text.strip() != ""
        assert 2 <= found.start < found.end <= len(text) + 2


def test_a_span_covers_the_brackets_of_its_parts() -> None:
    tree = parse_expression(span("x + (a - b) * c"))
    assert [found.text for found in spans(tree)] == [
        "x + (a - b) * c", "x", "(a - b) * c", "a - b", "a", "b", "c",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "text",
    [
        "a: x is at least yy zz",
        "a: x\n   is at least yy zz",
        "a: 'x is at least yy zz'",
        'a: "x is at least yy zz"',
        'a: "\\x78 is \\\n  at least yy zz"',
        "a: |\n  x is\n    at least\n  yy zz\n",
        "b: é漢🙂\na: >-\n\n  x is at least\n  yy zz\n",
        "\ufeffa: x is at least yy zz",
        "a: x is at least yy zz # and more\r\nb: c\r\n",
    ],
)
def test_a_part_stands_where_it_was_written(text: str) -> None:
    tree = parse_expression(content(text))
    assert shape(tree) == "Comparing(≥ Name(x) Name(yy zz))"
    assert tree.right.span.text == "yy zz"  # type: ignore[union-attr]
    assert tree.right.span.start == text.index("yy")  # type: ignore[union-attr]


def test_an_escaped_letter_stands_where_its_escape_begins() -> None:
    text = 'a: "b\\x78 is \\x79"'
    tree = parse_expression(content(text))
    assert shape(tree) == "Comparing(= Name(bx) Name(y))"
    assert [found.text for found in spans(tree)] == [
        "b\\x78 is \\x79", "b\\x78", "\\x79",
    ]  # fmt: skip


def test_text_in_quotes_of_yaml_is_read_as_yaml_reads_it() -> None:
    assert shape(parse_expression(content('a: "x is \\"b c\\""'))) == (
        "Comparing(= Name(x) QuotedText(b c))"
    )
    assert shape(parse_expression(content("a: 'x is \"it''s\"'"))) == (
        "Comparing(= Name(x) QuotedText(it's))"
    )


# -- faults ----------------------------------------------------------------------------------------

FAULTS = [
    # text, column, underlined, words of message or help
    ("a == b", 3, "==", "write `=`"),
    ("a && b", 3, "&&", "write `and`"),
    ("a || b", 3, "||", "write `or`"),
    ("!a", 1, "!", "write `not`"),
    ("a <> b", 3, "<>", "write `is not`"),
    ("a => b", 3, "=>", "write `>=`"),
    ("a AND b", 3, "AND", "write `and`"),
    ("a is TRUE", 6, "TRUE", "write `true` or `yes`"),
    ("a is Yes", 6, "Yes", "write `yes`"),
    ("a ** 2", 3, "**", "there are no powers"),
    ("a \N{MULTIPLICATION SIGN} b", 3, "\N{MULTIPLICATION SIGN}", "write `*`"),
    ("a \N{EN DASH} b", 3, "\N{EN DASH}", "write `-`"),
    ("a\xa0b", 2, "\xa0", "write an ordinary one"),
    ("a is 'b'", 6, "'", "double quotes"),
    ("a is “b”", 6, "“", "straight quotes"),
    ("{a}", 1, "{", "braces are for the texts of reasons"),
    ("a is in [b, c]", 9, "[", "is one of a, b"),
    ("panel.score", 6, ".", "score across panel"),
    ("a is at least 3.", 16, ".", "leave the full stop out"),
    ("a is 50 %", 9, "%", "right after its number: 2%"),
    ("a is £ 5", 6, "£", "right after the sign: £4.5m"),
    ("a is $5", 6, "$", "in pounds"),
    ("café is a", 4, "é", "the letters a to z"),
    ("a is \\b", 6, "\\", "nothing needs a backslash"),
    ("non-local ccg", 1, "non-local", "in a name write a space"),
    ("x-1", 1, "x-1", "put spaces round `-`"),
    ("(a and b", 1, "(", "a bracket is opened and not closed"),
    ("a and (b or (c)", 7, "(", "a bracket is opened and not closed"),
    ("a) and b", 2, ")", "a bracket is closed and not opened"),
    ('a is "b', 6, '"', "a quote is opened and not closed"),
    ("a and", 6, "", "the text ends here; a condition or a value is expected"),
    ("a is at least", 14, "", "the text ends here; a value is expected"),
    ("a is between 1", 15, "", "between VALUE and VALUE"),
    ("some r", 7, "", "some RECORD has CONDITION"),
    ("mean of a", 10, "", "mean of VALUE across LIST"),
    ("mean of a across", 17, "", "a name is expected"),
    ("if a", 5, "", "if CONDITION then VALUE else VALUE"),
    ("if a then b", 12, "", "if CONDITION then VALUE else VALUE"),
    ("", 1, "", "nothing is written here"),
    ("  ", 1, "", "nothing is written here"),
    ("a is at least b c is 3", 19, "is", "`is` is kept for the language"),
    ("plan has date is x", 6, "has", "cannot stand in a name"),
    ("head count of staff", 6, "count of", "cannot stand in a name"),
    ("1 < a < 5", 7, "<", "x is between 1 and 5"),
    ("a is not at least 3", 10, "at least", "`is below`"),
    ("a is not above 3", 10, "above", "`is at most`"),
    ("a is not known", 10, "known", "write `is unknown`"),
    ("at least two rs have c", 10, "two rs", "in digits: 2"),
    ("a is 50 percent", 9, "percent", "write a percent as 2%"),
    ("a is £10 million", 10, "million", "write money as £4.5m"),
    ("a is 3 months", 8, "months", "count in days"),
    ("some r has not c", 12, "not", "put the condition in brackets"),
    ("a, b", 2, ",", "`,` is not expected here"),
    ("stage 2 is a", 7, "2", "a word of a name begins with a letter"),
    ("a is greater than 3", 3, "is greater than", "write `is above`"),
    ("a is less than or equal to b", 3, "is less than or equal to", "write `is at most`"),
    ("a exceeds £3", 3, "exceeds", "write `above`"),
    ("a is equal to 3", 3, "is equal to", "write `=`"),
    ("a is 1,00", 7, ",", "£1,000"),
    ("a = = b", 5, "=", "a value is expected"),
    ("()", 2, ")", "a condition or a value is expected"),
    ("a .. b", 3, "..", "a comparison, `and`, `or` or the end is expected"),
]


@pytest.mark.parametrize(("text", "column", "underlined", "words"), FAULTS)
def test_a_slip_is_told_once_where_it_stands(
    text: str, column: int, underlined: str, words: str
) -> None:
    problem = fault(text)
    assert isinstance(problem.where, Span)
    assert words in f"{problem.message} {problem.help}"
    assert (problem.kind, problem.where.place.column, problem.where.text) == (
        Kind.SYNTAX, column, underlined,
    )  # fmt: skip
    assert problem.help


OTHER_FAULTS = [
    ("a and b or c", Kind.MIXED_AND_OR, "or"),
    ("a or b and c", Kind.MIXED_AND_OR, "and"),
    ("(a and (b or c and d))", Kind.MIXED_AND_OR, "and"),
    ("a is 5m", Kind.BAD_LITERAL, "5m"),
    ("a is £5x", Kind.BAD_LITERAL, "£5x"),
    ("a is .5", Kind.BAD_LITERAL, ".5"),
    ("a is 31 February 2012", Kind.BAD_LITERAL, "31 February 2012"),
    ("a is 30/03/2012", Kind.BAD_LITERAL, "30/03/2012"),
    ("a is 30-March-2012", Kind.BAD_LITERAL, "30-March-2012"),
    ("a is 2012-3-30", Kind.BAD_LITERAL, "2012-3-30"),
    ("at least 2% rs have c", Kind.BAD_LITERAL, "2%"),
    ("at least £2 rs have c", Kind.BAD_LITERAL, "£2"),
    ("exactly 1.5 rs have c", Kind.BAD_LITERAL, "1.5"),
    (f"a is {'9' * 31}", Kind.BAD_LITERAL, "9" * 31),
    ("(" * 65 + "a" + ")" * 65, Kind.TOO_DEEP, "("),
    ("not " * 66 + "a", Kind.TOO_DEEP, "not a"),
    ("+".join("a" * 65), Kind.TOO_LARGE, "+".join("a" * 65)),
    ("a" * 10_001, Kind.TOO_LARGE, "a" * 10_001),
]


@pytest.mark.parametrize(("text", "kind", "underlined"), OTHER_FAULTS)
def test_a_fault_has_its_kind_and_a_hint(text: str, kind: Kind, underlined: str) -> None:
    problem = fault(text)
    assert isinstance(problem.where, Span)
    assert (problem.kind, problem.where.text) == (kind, underlined)
    assert problem.help


def test_mixed_and_or_shows_both_words() -> None:
    problem = fault("a and b or c")
    assert [(other.span.place.column, other.text) for other in problem.others] == [
        (3, "`and` here")
    ]


@pytest.mark.parametrize("text", ["not a, b", "[1..5]", "", "is 3", "a and b", "mean of a", "1 .."])
def test_a_cell_takes_tests_only(text: str) -> None:
    problem = fault(text, parse_cell)
    assert problem.kind is Kind.SYNTAX
    assert problem.help


# -- tables ----------------------------------------------------------------------------------------


def test_a_table_gives_heads_cells_and_lines() -> None:
    head = "a: |\n  | row | x y |  o  | because |\n  |---|---|---|---|\n"
    text = head + "  | A | - |b c|  |\n\n  | B | 2 | c | d |\n"
    table = parse_table(content(text))
    assert [head.text for head in table.head] == ["row", "x y", "o", "because"]
    assert [[cell.text for cell in row] for row in table.rows] == [
        ["A", "-", "b c", ""], ["B", "2", "c", "d"],
    ]  # fmt: skip
    assert [line.text for line in table.lines] == ["| A | - |b c|  |", "| B | 2 | c | d |"]
    assert table.rows[1][2].start == text.index("c | d")


def test_a_row_of_dashes_is_a_rule_under_the_head_only() -> None:
    table = parse_table(span("| a | b |\n| - | - |\n| - | - |"))
    assert len(table.rows) == 2
    table = parse_table(span("| a | b |\n|:--- | ---:|\n| - | - |"))
    assert len(table.rows) == 1


@pytest.mark.parametrize(
    ("text", "kind", "place", "words"),
    [
        ("| a | b |\n| 1 |", Kind.TABLE_SHAPE, "2:1", "1 cell, and the head has 2"),
        ("| a | b |\n| 1 | 2 | 3 |", Kind.TABLE_SHAPE, "2:1", "3 cells, and the head has 2"),
        ("| a | b |\n| 1 |  |", Kind.EMPTY_CELL, "2:7", "an empty cell"),
        ("| a | b |\n| 1 ||", Kind.EMPTY_CELL, "2:6", "an empty cell"),
        ("| a |  |\n| 1 | 2 |", Kind.EMPTY_CELL, "1:7", "a column without a head"),
        ("| a | b |\n| 1 | 2", Kind.TABLE_SHAPE, "2:1", "starts and ends with `|`"),
        ("| a | b |\n1 | 2 |", Kind.TABLE_SHAPE, "2:1", "starts and ends with `|`"),
        ("a, b\n| 1 | 2 |", Kind.TABLE_SHAPE, "1:1", "starts and ends with `|`"),
        ("| a | b |", Kind.TABLE_SHAPE, "1:1", "without rows"),
        ("| a | b |\n|---|---|", Kind.TABLE_SHAPE, "1:1", "without rows"),
        ("", Kind.TABLE_SHAPE, "1:1", "without a head"),
    ],
)
def test_a_faulty_table_is_refused_at_its_row_or_cell(
    text: str, kind: Kind, place: str, words: str
) -> None:
    problem = fault(text, parse_table)
    assert words in problem.message
    assert (problem.kind, str(problem.place)) == (kind, f"rules.yaml:{place}")
    assert problem.help


def test_all_faults_of_a_table_are_told_together() -> None:
    with pytest.raises(Problems) as caught:
        parse_table(span("| a | b |\n| 1 |\n|  |  |\n| 1 | 2 |\n x"))
    assert [problem.place.line for problem in caught.value.found] == [2, 3, 3, 5]  # type: ignore[union-attr]


# -- reasons ---------------------------------------------------------------------------------------


def test_a_reason_is_text_and_expressions_in_turn() -> None:
    pieces = parse_template(
        content("a: |\n  the mean is {mean of s across p},\n  below {f}: {{b}}")
    )
    assert [piece if isinstance(piece, str) else shape(piece) for piece in pieces] == [
        "the mean is ", "Measuring(mean Name(s) Name(p) None)", ", below ", "Name(f)", ": {b}",
    ]  # fmt: skip


def test_a_reason_in_quotes_loses_the_quotes_of_yaml() -> None:
    text = "a: 'the panel''s {mean of s across p}'"
    before, mean = parse_template(content(text))
    assert before == "the panel's "
    assert not isinstance(mean, str)
    assert mean.span.start == text.index("mean")
    assert parse_template(content('a: "\\"{x}\\" \\u00e9\\n"'))[0] == '"'
    assert parse_template(content("a: ''")) == ()


@pytest.mark.parametrize(
    ("text", "column", "words"),
    [
        ("a {b", 3, "opened and not closed"),
        ("a {b {c}", 3, "opened and not closed"),
        ("a }b", 3, "closed and not opened"),
        ("a {}", 3, "an empty placeholder"),
        ("a { }", 3, "an empty placeholder"),
        ("a {b ==  c}", 6, "`==` is no sign of the language"),
        ("a {mean of b}", 13, "`across`"),
    ],
)
def test_a_faulty_placeholder_is_told_at_its_column(text: str, column: int, words: str) -> None:
    problem = fault(text, parse_template)
    assert words in problem.message
    assert problem.kind is Kind.PLACEHOLDER
    assert problem.place.column == column  # type: ignore[union-attr]
    assert problem.help


def test_all_faulty_placeholders_are_told_together() -> None:
    with pytest.raises(Problems) as caught:
        parse_template(span("{a ==} {b} {} {(c}"))
    assert [problem.place.column for problem in caught.value.found] == [4, 12, 16]  # type: ignore[union-attr]


# -- every text ------------------------------------------------------------------------------------

WORDS = "known;unknown;after;on or before;a;b c;x2;_;1;2%;£4.5m;60 days;30 March 2012;2012-03-30"
SIGNS = "( ) + - * / = < > ≤ ≥ ≠ , . ! & | { } [ ] % £ \\ é # ' \" .. == ** a-b 9,99 5m"
PIECES = st.sampled_from(
    [*sorted(KEYWORDS), *PHRASES, *WORDS.split(";"), *SIGNS.split(), '"t"', "\xa0", "\n", "\t"]
)
TEXTS = st.one_of(
    st.lists(PIECES, max_size=14).map(" ".join),
    st.lists(PIECES, max_size=14).map("".join),
    st.text(),
)


@settings(max_examples=400, deadline=None)
@given(TEXTS, st.sampled_from([parse_expression, parse_cell, parse_table, parse_template]))
def test_no_text_breaks_the_parser(text: str, read: object) -> None:
    try:
        read(span(text))  # type: ignore[operator]
    except Problems as problems:
        told = problems.found
    else:
        return
    assert told
    for problem in told:
        assert problem.help, problem
        assert 0 <= problem.where.start <= problem.where.end <= len(text)  # type: ignore[union-attr]


NAMES = st.sampled_from(["a", "b c", "x2", "known risks", "order"])
VALUES = st.recursive(
    st.one_of(NAMES, st.sampled_from(["1", "2%", "£4.5m", "60 days", "2012-03-30", "yes", '"t"'])),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from("+-*/"), inner).map(lambda p: f"({p[0]}) {p[1]} ({p[2]})"),
        inner.map(lambda v: f"-({v})"),
        st.tuples(inner, inner).map(lambda p: f"({p[0]}) working days after ({p[1]})"),
        st.tuples(inner, NAMES).map(lambda p: f"mean of ({p[0]}) across {p[1]}"),
        st.tuples(inner, inner, inner).map(lambda p: f"(if {p[0]} then {p[1]} else {p[2]})"),
    ),
    max_leaves=6,
)
CONDITIONS = st.recursive(
    st.one_of(
        NAMES,
        st.tuples(
            VALUES, st.sampled_from(["is at least", "<", "is", "!=", "is after"]), VALUES
        ).map(" ".join),
        VALUES.map(lambda v: f"{v} is not known risks"),
        st.tuples(VALUES, VALUES).map(lambda p: f"{p[0]} is not between 1 and {p[1]}"),
        st.tuples(NAMES, VALUES).map(lambda p: f"{p[0]} is one of {p[1]}, 3"),
        VALUES.map(lambda v: f"{v} is unknown"),
    ),
    lambda inner: st.one_of(
        st.lists(inner, min_size=2, max_size=3).map(lambda c: " and ".join(f"({x})" for x in c)),
        st.lists(inner, min_size=2, max_size=3).map(lambda c: " or ".join(f"({x})" for x in c)),
        inner.map(lambda c: f"not ({c})"),
        st.tuples(st.sampled_from(["some", "no", "at least 2"]), inner).map(
            lambda p: f"{p[0]} r has ({p[1]})"
        ),
    ),
    max_leaves=6,
)


@settings(max_examples=200, deadline=None)
@given(CONDITIONS)
def test_every_well_formed_condition_is_read(text: str) -> None:
    tree = parse_expression(span(text))
    for found in spans(tree):
        assert found.text == found.text.strip() != ""
    assert shape(parse_expression(span(f"\n({text})\n"))) == shape(tree)


def test_numbers_are_exact() -> None:
    tree = parse_expression(span("0.1"))
    assert tree.value == Fraction(1, 10)  # type: ignore[union-attr]


def test_the_grammar_is_not_loaded_before_it_is_needed() -> None:
    import subprocess  # noqa: PLC0415 # because only this test starts a process

    code = "import sys, cssrules.language.parse; sys.exit('lark' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
