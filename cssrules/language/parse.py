"""Text of conditions, values, table cells, tables and reasons: its syntax tree.

In: a stretch of a rule file. Out: syntax whose every node knows its own stretch, or Problems, one a
fault. What then holds: names are one word or more with single spaces between, numbers and dates are
exact values, `and` never stands beside `or`, and nothing nests deeper than DEPTH. What names mean
is not asked here.

Text passes three doors: signs that the language does not have are told first, each with what to
write; then Lark reads the grammar of grammar.lark; then its tree becomes ours.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from itertools import pairwise
from typing import Any, NoReturn

from cssrules.dataclass import dataclass
from cssrules.expression import Comparison, Measure, Operator, Quantity
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
from cssrules.language.words import KEYWORDS, PHRASES
from cssrules.problem import Kind, Label, Problem, Problems
from cssrules.source import Span
from cssrules.values import DATE_PATTERN, NUMBER_PATTERN, BadValue, listed, read_date, read_number

DEPTH = 64
CHARACTERS_AT_MOST = 10_000
_PARTS = "define parts of it in rules of their own"


def parse_expression(span: Span) -> Syntax:
    """The condition or value that `span` writes. Raises Problems."""
    return _expression(_passage(span))


def parse_cell(span: Span) -> Cell:
    """The tests of a table cell. Raises Problems."""
    if span.text == "-":  # most cells of a table
        return AnyValue(span)
    passage = _passage(span)
    return _Reader(passage).cell(_tree(passage, "cell"))


# -- text ------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Passage:
    """Text to be read, and for each of its characters (and its end) the offset in the source.

    The two differ inside YAML's quotes, where one character may be written as two or more.
    """

    text: str
    offsets: Sequence[int]
    whole: Span

    def span(self, start: int, end: int) -> Span:
        return Span(self.whole.source, self.offsets[start], self.offsets[end])

    def part(self, start: int, end: int) -> "_Passage":
        return _Passage(self.text[start:end], self.offsets[start : end + 1], self.span(start, end))


_ESCAPED = {
    "'": re.compile("''"),
    '"': re.compile(
        r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n[ \t]*|.)", re.DOTALL
    ),
}
_ESCAPES = {"n": "\n", "t": "\t", "N": "\n", "_": "\xa0"}


def _passage(span: Span) -> _Passage:
    """The text of a scalar's content. Only what YAML quoted is preceded by a quote."""
    written = span.text
    quote = span.source.text[span.start - 1 : span.start]
    if quote not in _ESCAPED or not _ESCAPED[quote].search(written):
        return _Passage(written, range(span.start, span.end + 1), span)
    text = ""
    offsets: list[int] = []
    at = 0
    for found in _ESCAPED[quote].finditer(written):
        text += written[at : found.start()]
        offsets.extend(range(span.start + at, span.start + found.start()))
        character = _unescaped(found[0])
        text += character
        offsets.extend([span.start + found.start()] * len(character))
        at = found.end()
    text += written[at:]
    offsets.extend(range(span.start + at, span.end + 1))
    return _Passage(text, offsets, span)


def _unescaped(escape: str) -> str:
    body = escape[1:]
    if body[0] in "xuU" and len(body) > 1:
        return chr(int(body[1:], 16))
    return "" if body[0] in "\r\n" else _ESCAPES.get(body, body)


# -- words and signs -------------------------------------------------------------------------------

_WORDS: Mapping[str, str] = {
    "AND": "and", "OR": "or", "NOT": "not", "IF": "if", "THEN": "then", "ELSE": "else",
    "IS": "is", "HAS": "has", "HAVE": "have", "WHERE": "where", "ACROSS": "across",
    "AMONG": "among", "BETWEEN": "between", "ABOVE": "above", "BELOW": "below",
    "SOME": "some", "EVERY": "every", "EXACTLY": "exactly", "NO": "no",
    "AT_LEAST": "at least", "AT_MOST": "at most", "ONE_OF": "one of",
    "COUNT_OF": "count of", "SUM_OF": "sum of", "MEAN_OF": "mean of",
    "LOWEST_OF": "lowest of", "HIGHEST_OF": "highest of",
    "INCLUDES": "includes", "DOES_NOT_INCLUDE": "does not include", "DIVIDED_BY": "divided by",
    "AFTER": "after", "BEFORE": "before", "ON_OR_AFTER": "on or after",
    "ON_OR_BEFORE": "on or before", "WORKING_DAYS_AFTER": "working days after",
    "WORKING_DAYS_BEFORE": "working days before",
}  # fmt: skip
_SIGNS: Mapping[str, str] = {
    "GE": ">=|≥", "LE": "<=|≤", "GT": ">", "LT": "<", "NE": "!=|≠", "EQ": "=",
    "PLUS": r"\+", "MINUS": "-", "TIMES": r"\*", "OVER": "/", "DOTS": r"\.\.",
}  # fmt: skip

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


def _spaced(words: str) -> str:
    return words.replace(" ", r"\s+")


_KEPT = rf"(?!(?:{'|'.join(_spaced(w) for w in sorted((*KEYWORDS, *PHRASES)))})\b)"
_OF = rf"(?:['’]s(?=\s+{_KEPT}[A-Za-z]))?"
_NAME = rf"{_KEPT}[A-Za-z][A-Za-z0-9_]*{_OF}(?:\s+{_KEPT}[A-Za-z][A-Za-z0-9_]*{_OF})*"


@cache
def _grammar() -> Any:
    """Lark's parser, built once."""
    from lark import Lark  # noqa: PLC0415 # because a compiled policy is read without Lark

    alone = rf"\b(?!\s+{_KEPT}[A-Za-z])"  # `known` is a word of its own, `known risks` a name
    terminals = {
        **{name: rf"{_spaced(words)}\b" for name, words in _WORDS.items()},
        "WORKING_DAYS_AFTER": r"working\s+days?\s+after\b",
        "WORKING_DAYS_BEFORE": r"working\s+days?\s+before\b",
        **_SIGNS,
        "KNOWN": f"known{alone}",
        "UNKNOWN": f"unknown{alone}",
        "TRUTH": r"(?:yes|true|false)\b",
        "TEXT": '"[^"]*"',
        "NUMBER": f"(?:{_spaced(NUMBER_PATTERN)})",
        "DATE": rf"(?:{_spaced(DATE_PATTERN)})(?![A-Za-z0-9_])",
        "NAME": _NAME,
    }
    first = {"DATE": ".3", "NUMBER": ".2", "NAME": ".-1"}
    lines = [f"{name}{first.get(name, '')}: /{p.replace('/', chr(92) + '/')}/"
             for name, p in terminals.items()]  # fmt: skip
    rules = files("cssrules.language").joinpath("grammar.lark").read_text("utf-8")
    return Lark(
        "\n".join([rules, *lines, r"%ignore /\s+/"]),
        parser="lalr",
        lexer="contextual",
        start=["expression", "cell"],
        propagate_positions=True,
    )


def _expression(passage: _Passage) -> Syntax:
    return _Reader(passage).syntax(_tree(passage, "expression"))


def _tree(passage: _Passage, start: str) -> Any:
    from lark import UnexpectedInput  # noqa: PLC0415 # because the grammar is loaded here only

    if len(passage.text) > CHARACTERS_AT_MOST:
        _fail(
            Kind.TOO_LARGE,
            f"this text is longer than {CHARACTERS_AT_MOST:,} characters",
            passage.whole,
            _PARTS,
        )
    _refuse_foreign(passage)
    try:
        return _grammar().parse(passage.text, start=start)
    except UnexpectedInput as error:
        raise Problems([_explained(passage, start, error)]) from None


# -- from Lark's tree to ours ----------------------------------------------------------------------

_ATOMS = ("NUMBER", "DATE", "TRUTH", "NO", "TEXT", "NAME")


def _is_tree(part: Any) -> bool:
    return hasattr(part, "data")


class _Reader:
    """Turns Lark's tree over one passage into syntax."""

    def __init__(self, passage: _Passage) -> None:
        self.passage = passage

    def span(self, first: Any, last: Any = None) -> Span:
        """From the start of one tree or token to the end of another."""
        last = first if last is None else last
        start = first.meta.start_pos if _is_tree(first) else first.start_pos
        end = last.meta.end_pos if _is_tree(last) else last.end_pos
        return self.passage.span(start, end)

    def syntax(self, tree: Any, depth: int = 0) -> Syntax:
        """The syntax of a tree or token of the grammar's `expression`."""
        if not _is_tree(tree):
            return self.atom(tree)
        span = self.span(tree)
        if depth > DEPTH:
            _fail(Kind.TOO_DEEP, f"this nests deeper than {DEPTH}", span, _PARTS)
        if tree.data == "quantified":
            return self.quantified(tree, span, depth)
        tokens = [child.type for child in tree.children if not _is_tree(child)]
        inner = [
            self.syntax(child, depth + 1)
            for child in tree.children
            if _is_tree(child) or child.type in _ATOMS
        ]
        match tree.data:
            case "bracket":
                return inner[0]
            case "negation":
                return Inverse(span, inner[0])
            case "negative":
                return Negated(span, inner[0])
            case "conditional":
                return Conditional(span, *inner)
            case "logic":
                return self.joined(tree, span, inner)
            case "sum" | "product":
                return self.summed(tree, inner)
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
                raise AssertionError(f"the grammar has no rule `{tree.data}`")

    def atom(self, token: Any) -> Syntax:
        span = self.span(token)
        text = " ".join(token.split())
        try:
            match token.type:
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
            short = "write fewer digits" if token.type == "NUMBER" else "the month has fewer days"
            _fail(Kind.BAD_LITERAL, fault.message, span, fault.hint or short)

    def name(self, token: Any) -> Name:
        name = Name(self.span(token), " ".join(token.split()).replace("’", "'"))
        if name.text in {"Yes", "No", "True", "False"}:
            right = name.text.lower()
            _fail(Kind.SYNTAX, f"`{name.text}` is not a value", name.span, f"write `{right}`")
        return name

    def being(self, span: Span, left: Syntax, right: Syntax, *, negated: bool) -> Syntax:
        if negated and isinstance(right, Name) and right.text in {"known", "unknown"}:
            other = "unknown" if right.text == "known" else "known"
            _fail(Kind.SYNTAX, f"`is not {right.text}` is not a comparison", right.span,
                  f"write `is {other}`")  # fmt: skip
        return Comparing(span, Comparison.NE if negated else Comparison.EQ, left, right)

    def joined(self, tree: Any, span: Span, parts: list[Syntax]) -> Syntax:
        first, *others = tree.children[1::2]
        for joint in others:
            if joint.type != first.type:
                _fail(
                    Kind.MIXED_AND_OR,
                    "`and` stands beside `or` without brackets",
                    self.span(joint),
                    "put brackets round what belongs together: `a and (b or c)`",
                    (Label(self.span(first), f"`{first}` here"),),
                )
        return (All if first.type == "AND" else Either)(span, tuple(parts))

    def summed(self, tree: Any, parts: list[Syntax]) -> Syntax:
        if len(parts) > DEPTH:
            _fail(
                Kind.TOO_LARGE,
                f"more than {DEPTH} values stand in one sum or product",
                self.span(tree),
                _PARTS,
            )
        first, operators, others = tree.children[0], tree.children[1::2], tree.children[2::2]
        left = parts[0]
        for operator, other, right in zip(operators, others, parts[1:], strict=True):
            left = Sum(self.span(first, other), _OPERATORS[operator.type], left, right)
        return left

    def quantified(self, tree: Any, span: Span, depth: int) -> Quantifying:
        quantity, *rest = tree.children
        number = self.whole_number(rest.pop(0)) if rest[0].type == "NUMBER" else None
        items = self.name(rest[2]) if rest[1].type == "AMONG" else None
        body = self.syntax(rest[-1], depth + 1)
        return Quantifying(
            span, _QUANTITIES[quantity.type], number, self.name(rest[0]), items, body
        )

    def whole_number(self, token: Any) -> int:
        number = self.atom(token)
        assert isinstance(number, NumberText)
        if number.unit is not None or number.value.denominator != 1:
            _fail(Kind.BAD_LITERAL, f"`{token}` does not count anything", number.span,
                  "write a whole number such as 2")  # fmt: skip
        return number.value.numerator

    def measuring(self, span: Span, tokens: list[str], inner: list[Syntax]) -> Measuring:
        where = inner.pop() if "WHERE" in tokens else None
        items = inner.pop()
        assert isinstance(items, Name)
        return Measuring(span, _MEASURES[tokens[0]], inner[0] if inner else None, items, where)

    def cell(self, tree: Any) -> Cell:
        """The syntax of a tree of the grammar's `cell`."""
        span = self.span(tree)
        if tree.data == "any_value":
            return AnyValue(span)
        tests = tuple(self.test(child) for child in tree.children if _is_tree(child))
        negated = not _is_tree(tree.children[0])
        return CellTests(span, tests, negated)

    def test(self, tree: Any) -> CellTest:
        span = self.span(tree)
        tokens = [child.type for child in tree.children if not _is_tree(child)]
        values = [
            self.syntax(child) for child in tree.children if _is_tree(child) or child.type in _ATOMS
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


# -- faults, in words ------------------------------------------------------------------------------


def _fail(
    kind: Kind, message: str, where: Span, help: str | None = None, others: tuple[Label, ...] = ()
) -> NoReturn:
    raise Problems([Problem(kind, message, where, help, others=others)])


_POWERS = "there are no powers: multiply"
_STRAIGHT = 'text goes in straight quotes: "text"'
_QUOTES = 'text goes in double quotes: "text"; names and options need none'
_BRACES = "braces are for the texts of reasons: write the name alone"
_LISTS = "write a list as `is one of a, b`, a range as `between 1 and 5`"
_NAMES = "names are words of the letters a to z, digits and `_`"
_FOREIGN: Mapping[str, str] = {
    "==": "write `=`", "=>": "write `>=`", "=<": "write `<=`", "<>": "write `is not` or `!=`",
    "!": "write `not`", "&": "write `and`", "&&": "write `and`", "|": "write `or`",
    "||": "write `or`", "**": _POWERS, "^": _POWERS,
    "\N{MULTIPLICATION SIGN}": "write `*`", "\N{DIVISION SIGN}": "write `/`",
    "\N{MINUS SIGN}": "write `-`", "\N{EN DASH}": "write `-`", "\N{EM DASH}": "write `-`",
    "\N{LEFT DOUBLE QUOTATION MARK}": _STRAIGHT, "\N{RIGHT DOUBLE QUOTATION MARK}": _STRAIGHT,
    "\N{LEFT SINGLE QUOTATION MARK}": _QUOTES, "\N{RIGHT SINGLE QUOTATION MARK}": _QUOTES,
    "'": _QUOTES, "`": _QUOTES, "{": _BRACES, "}": _BRACES, "[": _LISTS, "]": _LISTS,
    ".": "leave the full stop out; a field of a list is written `score across panel`",
    "%": "write the sign right after its number: 2%",
    "£": "write the number right after the sign: £4.5m",
    "$": "money is in pounds: £4.5m", "€": "money is in pounds: £4.5m",
    "\\": "put the text after `|`, where nothing needs a backslash",
    "\xa0": "this is a space that does not break: write an ordinary one",
    "AND": "write `and`", "OR": "write `or`", "NOT": "write `not`", "IF": "write `if`",
    "THEN": "write `then`", "ELSE": "write `else`",
    "TRUE": "write `true` or `yes`", "FALSE": "write `false` or `no`",
}  # fmt: skip
"""Signs and words that other languages have, and what to write instead."""

_SCAN = re.compile(
    r"""
      (?P<text>"[^"]*")
    | (?P<date>\b[0-9]{1,2}(?P<part>[/.-])(?:[0-9]{1,2}|[A-Z][a-z]+)(?P=part)[0-9]{2,4}\b
        | \b[0-9]{4}-(?![0-9]{2}-[0-9]{2}\b)[0-9]{1,2}-[0-9]{1,2}\b)
    | (?P<hyphen>(?<![A-Za-z0-9_])[0-9]*[A-Za-z_][A-Za-z0-9_]*-[A-Za-z0-9_][A-Za-z0-9_-]*)
    | (?P<foreign>==|=>|=<|<>|&&|\|\||\*\*|!(?!=)
        | \b(?:AND|OR|NOT|IF|THEN|ELSE|TRUE|FALSE)\b
        | (?<!\.)\.(?![.0-9]) | (?<=[A-Za-z_])\.(?!\.) | (?<![0-9])% | £(?![0-9])
        | (?!(?<=[A-Za-z0-9_])['’]s\s+[A-Za-z])[^A-Za-z0-9_ \t\r\n(),+*/=<>≤≥≠£%!."-])
    | (?P<wordy>\b(?:is\s+)?(?:(?:greater|more|higher|larger|less|fewer|lower|smaller)\s+than\b
        (?:\s+or\s+equal\s+to\b)?|equal\s+to\b|equals\b|exceeds\b|(?:over|under)(?=\s+[0-9£])))
    | (?P<open>\() | (?P<close>\)) | (?P<quote>")
    """,
    re.VERBOSE,
)


def _refuse_foreign(passage: _Passage) -> None:
    """Refuse signs that the language does not have, and brackets and quotes without a partner."""
    opened: list[Span] = []
    for found in _SCAN.finditer(passage.text):
        span = passage.span(*found.span())
        match found.lastgroup:
            case "date":
                _fail(Kind.BAD_LITERAL, f"`{found[0]}` is not a date", span,
                      "write 2012-03-30 or 30 March 2012")  # fmt: skip
            case "hyphen":
                _fail(Kind.SYNTAX, f"a hyphen stands in `{found[0]}`", span,
                      "put spaces round `-` to subtract; in a name write a space")  # fmt: skip
            case "foreign":
                sign = "this space" if found[0].isspace() else f"`{found[0]}`"
                _fail(Kind.SYNTAX, f"{sign} is no sign of the language", span,
                      _FOREIGN.get(found[0], _NAMES))  # fmt: skip
            case "wordy":
                words = " ".join(found[0].split())
                _fail(Kind.SYNTAX, f"`{words}` is no comparison of the language", span,
                      f"write `{_plainly(words)}`")  # fmt: skip
            case "quote":
                _fail(Kind.SYNTAX, "a quote is opened and not closed", span,
                      'text goes in a pair of quotes: "text"')  # fmt: skip
            case "open":
                opened.append(span)
                if len(opened) > DEPTH:
                    _fail(Kind.TOO_DEEP, f"brackets nest deeper than {DEPTH}", span, _PARTS)
            case "close" if not opened:
                _fail(Kind.SYNTAX, "a bracket is closed and not opened", span,
                      "leave `)` out, or put `(` where it begins")  # fmt: skip
            case "close":
                opened.pop()
            case _:
                pass
    if opened:
        _fail(Kind.SYNTAX, "a bracket is opened and not closed", opened[-1],
              "put `)` where it ends")  # fmt: skip


def _plainly(words: str) -> str:
    """The language's words for a comparison in other words; with `is` where the words have it."""
    bare = words.removeprefix("is ")
    more = bare.startswith(("greater", "more", "higher", "larger", "exceeds", "over"))
    if bare.startswith("equal"):
        return "="
    if bare.endswith("than or equal to"):
        plain = "at least" if more else "at most"
    else:
        plain = "above" if more else "below"
    return plain if bare == words else f"is {plain}"


_ORDER = ("AT_LEAST", "AT_MOST", "ABOVE", "BELOW", "GE", "LE", "GT", "LT")
_TURNED = {
    "AT_LEAST": "below", "GE": "below", "AT_MOST": "above", "LE": "above",
    "ABOVE": "at most", "GT": "at most", "BELOW": "at least", "LT": "at least",
}  # fmt: skip
_UNITS = (
    (("percent", "per cent"), "write a percent as 2%"),
    (("working", "business"), "write `20 working days after DATE`, or `before`"),
    (("k", "m", "bn", "thousand", "million", "billion", "pounds"), "write money as £4.5m"),
    (
        ("day", "days", "week", "weeks", "month", "months", "year", "years"),
        "count in days: 60 days",
    ),
)
_FROM_A_DATE = re.compile(
    r"(?P<number>[0-9]+)\s*(?:calendar\s+)?(?P<unit>days?|weeks?)\s+(?P<way>after|before|from)\b"
)
_NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def _taken(before: str, start: str) -> frozenset[str]:
    """The terminals that the grammar would take after the text `before`."""
    parser = _grammar().parse_interactive(before, start)
    parser.exhaust_lexer()
    return frozenset(parser.accepts())


def _explained(passage: _Passage, start: str, error: Any) -> Problem:
    """What the grammar did not take, and what it would have taken there."""
    token = getattr(error, "token", None)
    if token is None:
        return _no_token(passage, error.pos_in_stream)
    before = passage.text[: token.start_pos]
    taken = _taken(passage.text if token.type == "$END" else before, start)
    expected = _expected(taken)
    if token.type == "$END":
        end = len(passage.text.rstrip())
        what = "nothing is written here" if end == 0 else "the text ends here"
        message = f"{what}; {expected} is expected"
        return Problem(
            Kind.SYNTAX, message, passage.span(end, end), _completed(taken), label="ends here"
        )
    where = passage.span(token.start_pos, token.end_pos)
    written = " ".join(token.split())
    if token.type == "COMMA" and re.search(r"[0-9]$", before):
        return Problem(Kind.SYNTAX, "a comma stands here", where,
                       f"thousands are parted as £1,000; here {expected} is expected")  # fmt: skip
    help = _hint(token, before, passage.text[token.end_pos :], taken)
    message = f"`{written}` is not expected here"
    return Problem(Kind.SYNTAX, message, where, help or f"{expected} is expected")


_COMPLETED = {
    "NUMBER": "a value is written as £10m, 2%, 60 days, 3 or a name",
    "HAS": "write `some RECORD has CONDITION`",
    "ACROSS": "write `mean of VALUE across LIST`",
    "THEN": "write `if CONDITION then VALUE else VALUE`",
    "ELSE": "write `if CONDITION then VALUE else VALUE`",
    "RPAR": "put `)` where the bracket ends",
    "AND": "write `between VALUE and VALUE`",
    "NAME": "write the name of a list, a record or a field",
}


def _completed(taken: frozenset[str]) -> str:
    """How a text that breaks off would go on."""
    return next(help for terminal, help in _COMPLETED.items() if terminal in taken)


def _no_token(passage: _Passage, start: int) -> Problem:
    """A stretch that is neither a word nor a value nor a sign."""
    found = re.compile(r"[A-Za-z0-9_£%.,]*[A-Za-z0-9_£%]|.", re.DOTALL).match(passage.text, start)
    assert found is not None, "Lark stops at a character"
    text, where = found[0], passage.span(*found.span())
    try:
        read_number(text)
    except BadValue as fault:
        if re.match(r"[£0-9.]", text):
            return Problem(Kind.BAD_LITERAL, fault.message, where, fault.hint)
    return Problem(Kind.SYNTAX, f"`{text}` is not expected here", where, _NAMES)


def _hint(token: Any, before: str, after: str, taken: frozenset[str]) -> str | None:
    """What an author who wrote `token` there most likely meant to write."""
    words = token.split()
    for days in _FROM_A_DATE.finditer(before + token):
        if days.end() > len(before):
            return _shifted(days)
    if re.search(r"\bis\s+not\s*$", before) and token.type in _TURNED:
        return f"turned round it is `is {_TURNED[token.type]}`"
    if token.type in _ORDER and "AND" in taken and not taken & set(_ORDER):
        return "for two bounds write `x is between 1 and 5`, or join two conditions with `and`"
    if token.type == "NAME" and taken == {"NUMBER"}:
        if words[0] in _NUMERALS:
            return f"write the number in digits: {_NUMERALS.index(words[0]) + 1}"
        return "a whole number is expected"
    if token.type == "NAME" and re.search(r"[0-9]\s*$", before):
        return next((help for units, help in _UNITS if words[0] in units), None)
    if words[-1] in {"day", "days"} and re.search(r"\bwithin\s+$", before):
        return f"write `is on or before DATE + {' '.join(words)}`"
    if token.type == "NUMBER" and re.search(r"[A-Za-z0-9_]\s+$", before):
        return f"{_expected(taken)} is expected; a word of a name begins with a letter"
    if token.type == "NOT" and re.search(r"\bha(?:s|ve)\s*$", before):
        return "put the condition in brackets: `has (not …)`"
    if (
        _WORDS.get(token.type) in {*KEYWORDS, *PHRASES}
        and re.search(r"[A-Za-z0-9_]\s+$", before)
        and re.match(r"\s+\w", after)
    ):
        return (
            f"{_expected(taken)} is expected; `{_WORDS[token.type]}` is kept for the language and "
            "cannot stand in a name"
        )
    return None


def _shifted(found: re.Match[str]) -> str:
    """How a date is written that lies so many days or weeks from another."""
    number = int(found["number"]) * (7 if found["unit"].startswith("week") else 1)
    sign = "-" if found["way"] == "before" else "+"
    return f"write `DATE {sign} {number} {'day' if number == 1 else 'days'}`"


def _expected(taken: frozenset[str]) -> str:
    """The terminals that the grammar would take, in words: `a comparison, `and` or the end`."""
    groups = (
        ("a condition or a value", taken >= {"SOME", "NAME"}),
        ("a value", taken >= {"NUMBER", "NAME"} and "SOME" not in taken),
        ("a name", "NAME" in taken and "NUMBER" not in taken),
        ("a whole number", "NUMBER" in taken and "NAME" not in taken),
        ("a comparison", "IS" in taken),
        *((f"`{_WORDS[word]}`", word in taken)
          for word in ("THEN", "ELSE", "ACROSS", "HAS", "AND", "OR")),
        ("a comma", "COMMA" in taken),
        ("`)`", "RPAR" in taken),
        ("the end", "$END" in taken),
    )  # fmt: skip
    return listed(words for words, holds in groups if holds)


# -- tables ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class TableText:
    """A pipe table as written: the heads, the cells row by row, and the line of each row."""

    head: tuple[Span, ...]
    rows: tuple[tuple[Span, ...], ...]
    lines: tuple[Span, ...]


_RULE_LINE = re.compile(r"[|:\- ]*---[|:\- ]*")


def parse_table(span: Span) -> TableText:
    """The Markdown pipe table that `span` holds. Raises Problems, one a bad row or cell."""
    lines = [Span(span.source, span.start + found.start(), span.start + found.end())
             for found in re.finditer(r"[^\s\r\n][^\r\n]*(?<!\s)", span.text)]  # fmt: skip
    if not lines:
        _fail(Kind.TABLE_SHAPE, "a table without a head", span, "start with `| row | … |`")
    head_line, *below = lines
    if below and _RULE_LINE.fullmatch(below[0].text):
        below = below[1:]
    problems: list[Problem] = []
    head = _cells(head_line, problems)
    rows = [_cells(line, problems) for line in below]
    if not below:
        problems.append(
            Problem(Kind.TABLE_SHAPE, "a table without rows", head_line, "write a row `| A | … |`")
        )
    last = {at for at, cell in enumerate(head) if cell.text in {"because", "basis"}}
    for line, cells in zip(below, rows, strict=True):
        if head and cells and len(cells) != len(head):
            count = f"{len(cells)} cell" + ("" if len(cells) == 1 else "s")
            message = f"this row has {count}, and the head has {len(head)}"
            problems.append(Problem(Kind.TABLE_SHAPE, message, line, "write `-` for any value",
                                    others=(Label(head_line, "the head"),)))  # fmt: skip
            continue
        needed = [cell for at, cell in enumerate(cells) if at not in last]
        problems.extend(
            Problem(Kind.EMPTY_CELL, "an empty cell", cell, "write `-` for any value")
            for cell in needed
            if not cell.text
        )
    problems.extend(
        Problem(Kind.EMPTY_CELL, "a column without a head", cell, "write what the column tests")
        for cell in head
        if not cell.text
    )
    if problems:
        raise Problems(problems)
    return TableText(head, tuple(rows), tuple(below))


def _cells(line: Span, problems: list[Problem]) -> tuple[Span, ...]:
    """The trimmed stretches between the bars of a line; none where the line is not one of a table."""
    bars = [line.start + found.start() for found in re.finditer(r"\|", line.text)]
    if len(bars) < 2 or bars[0] != line.start or bars[-1] != line.end - 1:  # noqa: PLR2004 # because two bars make a cell
        problems.append(
            Problem(
                Kind.TABLE_SHAPE,
                "a line of a table starts and ends with `|`",
                line,
                "put the whole row on one line between bars",
            )
        )
        return ()
    return tuple(_trimmed(Span(line.source, a + 1, b)) for a, b in pairwise(bars))


def _trimmed(span: Span) -> Span:
    """`span` without the spaces around it; of spaces alone, the place after the first."""
    text = span.text
    start = span.start + (len(text) - len(text.lstrip()) if text.strip() else min(1, len(text)))
    return Span(span.source, start, start + len(text.strip()))


# -- reasons ---------------------------------------------------------------------------------------

_PIECES = re.compile(r"\{\{|\}\}|\{(?P<inside>[^{}]*)\}|(?P<stray>[{}])|[^{}]+")


def parse_template(span: Span) -> tuple[str | Syntax, ...]:
    """The text and the `{expressions}` of a reason, in turn. Raises Problems, one a placeholder."""
    passage = _passage(span)
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
