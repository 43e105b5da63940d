"""Text of conditions, values, table cells, tables and reasons: its syntax tree.

In: a stretch of a rule file. Out: syntax whose every node knows its own stretch, or Problems, one a
fault. What then holds: names are one word or more with single spaces between, numbers and dates are
exact values, `and` never stands beside `or`, and nothing nests deeper than DEPTH. What names mean
is not asked here.

Text passes three doors: signs that the language does not have are told first, each with what to
write; then Lark reads the grammar of grammar.lark; then its tree becomes ours.
"""

import re
from dataclasses import replace

from cssrules.expression import Comparison, Measure, Operator, Quantity
from cssrules.language.grammar import NotTaken, known, read
from cssrules.language.memory import Tree
from cssrules.language.passage import DEPTH, PARTS, Passage, fail, passage_of
from cssrules.language.syntax import (
    All,
    AnyValue,
    BeingKnown,
    Between,
    Cell,
    CellBetween,
    CellComparing,
    CellEqual,
    CellKnown,
    CellTest,
    CellTests,
    Comparing,
    Conditional,
    DateText,
    Either,
    Including,
    Inverse,
    Measuring,
    Name,
    Negated,
    NumberText,
    OneOf,
    Quantifying,
    QuotedText,
    Sum,
    Syntax,
    TruthText,
)
from cssrules.problem import Kind, Label, Problem, Problems
from cssrules.source import Span
from cssrules.values import BadValue, read_date, read_number

CHARACTERS_AT_MOST = 10_000


def parse_expression(span: Span) -> Syntax:
    """The condition or value that `span` writes. Raises Problems."""
    return _expression(passage_of(span))


def parse_cell(span: Span) -> Cell:
    """The tests of a table cell. Raises Problems."""
    if span.text == "-":  # most cells of a table
        return AnyValue(span)
    passage = passage_of(span)
    return _Reader(passage).cell(_tree(passage, "cell"))


def _expression(passage: Passage) -> Syntax:
    return _Reader(passage).syntax(_tree(passage, "expression"))


def _tree(passage: Passage, start: str) -> Tree:
    if (found := known(passage.text, start)) is not None:
        return found
    if len(passage.text) > CHARACTERS_AT_MOST:
        fail(
            Kind.TOO_LARGE,
            f"this text is longer than {CHARACTERS_AT_MOST:,} characters",
            passage.whole,
            PARTS,
        )
    from cssrules.language.misread import (  # noqa: PLC0415 # because text that is known is whole
        explained,
        refuse_foreign,
    )

    refuse_foreign(passage)
    try:
        return read(passage.text, start)
    except NotTaken as stop:
        raise Problems([explained(passage, stop)]) from None


# -- from the grammar's tree to ours ---------------------------------------------------------------

_COMPARISONS = {
    "AT_LEAST": Comparison.GE, "GE": Comparison.GE, "ON_OR_AFTER": Comparison.GE,
    "AT_MOST": Comparison.LE, "LE": Comparison.LE, "ON_OR_BEFORE": Comparison.LE,
    "ABOVE": Comparison.GT, "GT": Comparison.GT, "AFTER": Comparison.GT,
    "BELOW": Comparison.LT, "LT": Comparison.LT, "BEFORE": Comparison.LT,
    "EQ": Comparison.EQ, "NE": Comparison.NE,
}  # fmt: skip
_OPERATORS = {
    "PLUS": Operator.ADD, "MINUS": Operator.SUBTRACT, "TIMES": Operator.MULTIPLY,
    "OVER": Operator.DIVIDE, "DIVIDED_BY": Operator.DIVIDE,
    "WORKING_DAYS_AFTER": Operator.WORKING_DAYS_AFTER,
    "WORKING_DAYS_BEFORE": Operator.WORKING_DAYS_BEFORE,
}  # fmt: skip
_QUANTITIES = {
    "SOME": Quantity.SOME, "EVERY": Quantity.EVERY, "NO": Quantity.NO,
    "AT_LEAST": Quantity.AT_LEAST, "AT_MOST": Quantity.AT_MOST, "EXACTLY": Quantity.EXACTLY,
}  # fmt: skip
_MEASURES = {
    "COUNT_OF": Measure.COUNT, "SUM_OF": Measure.SUM, "MEAN_OF": Measure.MEAN,
    "LOWEST_OF": Measure.LOWEST, "HIGHEST_OF": Measure.HIGHEST,
}  # fmt: skip

_ATOMS = ("NUMBER", "DATE", "TRUTH", "NO", "TEXT", "NAME")


class _Reader:
    """Turns the grammar's tree over one passage into syntax."""

    def __init__(self, passage: Passage) -> None:
        self.passage = passage

    def syntax(self, tree: Tree, depth: int = 0) -> Syntax:
        """The syntax of a tree of the grammar's `expression`."""
        name, start, end, within = tree
        if isinstance(within, str):
            return self.atom(tree)
        span = self.passage.span(start, end)
        if depth > DEPTH:
            fail(Kind.TOO_DEEP, f"this nests deeper than {DEPTH}", span, PARTS)
        if name == "quantified":
            return self.quantified(within, span, depth)
        tokens = _terminals(within)
        inner = [
            self.syntax(part, depth + 1)
            for part in within
            if not isinstance(part[3], str) or part[0] in _ATOMS
        ]
        match name:
            case "bracket":
                return inner[0]
            case "negation":
                return Inverse(span, inner[0])
            case "negative":
                return Negated(span, inner[0])
            case "conditional":
                return Conditional(span, *inner)
            case "logic":
                return self.joined(within, span, inner)
            case "sum" | "product":
                return self.summed(span, within, inner)
            case "working":
                operator = next(_OPERATORS[type] for type in tokens if type in _OPERATORS)
                return Sum(span, operator, *inner)
            case "comparing":
                comparison = next(_COMPARISONS[type] for type in tokens if type in _COMPARISONS)
                return Comparing(span, comparison, *inner)
            case "being":
                return self.being(span, inner[0], inner[1], negated="NOT" in tokens)
            case "between":
                return Between(span, inner[0], inner[1], inner[2], "NOT" in tokens)
            case "one_of":
                return OneOf(span, inner[0], tuple(inner[1:]), "NOT" in tokens)
            case "being_known":
                return BeingKnown(span, inner[0], "UNKNOWN" in tokens)
            case "including":
                return Including(span, inner[0], inner[1], "DOES_NOT_INCLUDE" in tokens)
            case "measuring":
                return self.measuring(span, tokens, inner)
            case _:
                raise AssertionError(f"the grammar has no rule `{name}`")

    def atom(self, token: Tree) -> Syntax:
        terminal, start, end, _ = token
        span = self.passage.span(start, end)
        text = _words(token)
        try:
            match terminal:
                case "NUMBER":
                    return NumberText(span, *read_number(text))
                case "DATE":
                    return DateText(span, read_date(text))
                case "TRUTH" | "NO":
                    return TruthText(span, text in {"yes", "true"})
                case "TEXT":
                    return QuotedText(span, text[1:-1])
                case _:
                    return self.name(token)
        except BadValue as fault:
            short = "write fewer digits" if terminal == "NUMBER" else "the month has fewer days"
            fail(Kind.BAD_LITERAL, fault.message, span, fault.hint or short)

    def name(self, token: Tree) -> Name:
        _, start, end, _ = token
        name = Name(self.passage.span(start, end), _words(token).replace("’", "'"))
        if name.text in {"Yes", "No", "True", "False"}:
            right = name.text.lower()
            fail(Kind.SYNTAX, f"`{name.text}` is not a value", name.span, f"write `{right}`")
        return name

    def being(self, span: Span, left: Syntax, right: Syntax, *, negated: bool) -> Syntax:
        if negated and isinstance(right, Name) and right.text in {"known", "unknown"}:
            other = "unknown" if right.text == "known" else "known"
            fail(Kind.SYNTAX, f"`is not {right.text}` is not a comparison", right.span,
                  f"write `is {other}`")  # fmt: skip
        return Comparing(span, Comparison.NE if negated else Comparison.EQ, left, right)

    def joined(self, within: tuple[Tree, ...], span: Span, parts: list[Syntax]) -> Syntax:
        first, *others = within[1::2]
        for joint in others:
            if joint[0] != first[0]:
                fail(
                    Kind.MIXED_AND_OR,
                    "`and` stands beside `or` without brackets",
                    self.passage.span(joint[1], joint[2]),
                    "put brackets round what belongs together: `a and (b or c)`",
                    (Label(self.passage.span(first[1], first[2]), f"`{first[3]}` here"),),
                )
        return (All if first[0] == "AND" else Either)(span, tuple(parts))

    def summed(self, span: Span, within: tuple[Tree, ...], parts: list[Syntax]) -> Syntax:
        if len(parts) > DEPTH:
            fail(
                Kind.TOO_LARGE,
                f"more than {DEPTH} values stand in one sum or product",
                span,
                PARTS,
            )
        left = parts[0]
        for operator, other, right in zip(within[1::2], within[2::2], parts[1:], strict=True):
            whole = self.passage.span(within[0][1], other[2])
            left = Sum(whole, _OPERATORS[operator[0]], left, right)
        return left

    def quantified(self, within: tuple[Tree, ...], span: Span, depth: int) -> Quantifying:
        quantity, *rest = within
        number = self.whole_number(rest.pop(0)) if rest[0][0] == "NUMBER" else None
        items = self.name(rest[2]) if rest[1][0] == "AMONG" else None
        body = self.syntax(rest[-1], depth + 1)
        return Quantifying(span, _QUANTITIES[quantity[0]], number, self.name(rest[0]), items, body)

    def whole_number(self, token: Tree) -> int:
        number = self.atom(token)
        assert isinstance(number, NumberText)
        if number.unit is not None or number.value.denominator != 1:
            fail(Kind.BAD_LITERAL, f"`{token[3]}` does not count anything", number.span,
                  "write a whole number such as 2")  # fmt: skip
        return number.value.numerator

    def measuring(self, span: Span, tokens: list[str], inner: list[Syntax]) -> Measuring:
        where = inner.pop() if "WHERE" in tokens else None
        items = inner.pop()
        assert isinstance(items, Name)
        return Measuring(span, _MEASURES[tokens[0]], inner[0] if inner else None, items, where)

    def cell(self, tree: Tree) -> Cell:
        """The syntax of a tree of the grammar's `cell`."""
        name, start, end, within = tree
        span = self.passage.span(start, end)
        if name == "any_value":
            return AnyValue(span)
        assert isinstance(within, tuple)
        tests = tuple(self.test(part) for part in within if isinstance(part[3], tuple))
        return CellTests(span, tests, negated=isinstance(within[0][3], str))

    def test(self, tree: Tree) -> CellTest:
        _, start, end, within = tree
        assert isinstance(within, tuple)
        span = self.passage.span(start, end)
        tokens = _terminals(within)
        values = [
            self.syntax(part) for part in within if isinstance(part[3], tuple) or part[0] in _ATOMS
        ]
        match tokens:
            case ["KNOWN" | "UNKNOWN" as word]:
                return CellKnown(span, negated=word == "UNKNOWN")
            case [word, *_] if word in _COMPARISONS and word != "EQ":
                return CellComparing(span, _COMPARISONS[word], values[0])
            case _ if "BETWEEN" in tokens or "DOTS" in tokens:
                return CellBetween(span, *values)
            case _:
                return CellEqual(span, values[0])


def _terminals(within: tuple[Tree, ...]) -> list[str]:
    return [part[0] for part in within if isinstance(part[3], str)]


def _words(token: Tree) -> str:
    """The text of a terminal, with single spaces."""
    text = token[3]
    assert isinstance(text, str)
    return " ".join(text.split())


# -- reasons ---------------------------------------------------------------------------------------

_PIECES = re.compile(r"\{\{|\}\}|\{(?P<inside>[^{}]*)\}|(?P<stray>[{}])|[^{}]+")


def parse_template(span: Span) -> tuple[str | Syntax, ...]:
    """The text and the `{expressions}` of a reason, in turn. Raises Problems, one a placeholder."""
    passage = passage_of(span)
    pieces: list[str | Syntax] = []
    problems: list[Problem] = []
    for found in _PIECES.finditer(passage.text):
        where = passage.span(*found.span())
        if found["stray"]:
            done = "opened and not closed" if found[0] == "{" else "closed and not opened"
            help = f"write `{found[0] * 2}` for a brace in the text"
            problems.append(Problem(Kind.PLACEHOLDER, f"a placeholder is {done}", where, help))
        elif found["inside"] is None:
            text = found[0][0] if found[0] in {"{{", "}}"} else re.sub(r"\s*\n\s*", " ", found[0])
            _append_text(pieces, text)
        elif not found["inside"].strip():
            help = "write a name or a value between the braces"
            problems.append(Problem(Kind.PLACEHOLDER, "an empty placeholder", where, help))
        else:
            try:
                pieces.append(_expression(passage.part(*found.span("inside"))))
            except Problems as faults:
                problems.extend(_in_placeholder(fault) for fault in faults.found)
    if problems:
        raise Problems(problems)
    return tuple(pieces)


def _append_text(pieces: list[str | Syntax], text: str) -> None:
    if pieces and isinstance(pieces[-1], str):
        pieces[-1] += text
    else:
        pieces.append(text)


def _in_placeholder(fault: Problem) -> Problem:
    kind = Kind.PLACEHOLDER if fault.kind is Kind.SYNTAX else fault.kind
    return replace(fault, kind=kind)
