"""Text of a condition, a value or a table cell: its tree, as the grammar of grammar.lark has it.

In: a text, and the rule of the grammar to begin with. Out: its tree; or NotTaken, with what the grammar
would have taken where the text goes wrong. Every tree is remembered by its text: Lark, and the tables
by which it reads, are there only for text that is new.
"""

import io
import pickle
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, Final

from cssrules.language.memory import TABLES, TREES, Tree, make_room
from cssrules.language.words import KEYWORDS, PHRASES
from cssrules.values import DATE_PATTERN, NUMBER_PATTERN

END: Final = "$END"
"""The terminal at the end of a text."""


class NotTaken(Exception):
    """The grammar does not take the `terminal` there, but one of `taken`. Without a terminal, nothing
    of the language begins at `start`.
    """

    def __init__(self, terminal: str | None, start: int, end: int, taken: frozenset[str]) -> None:
        super().__init__(terminal)
        self.terminal, self.start, self.end, self.taken = terminal, start, end, taken


# -- reading ---------------------------------------------------------------------------------------


def known(text: str, start: str) -> "Tree | None":
    """The tree of a text that was read before, from the same rule of the grammar."""
    return TREES.get((start, text))


def read(text: str, start: str) -> Tree:
    """The tree of the text. Raises NotTaken."""
    from lark import UnexpectedInput  # noqa: PLC0415 # because text that is known needs no Lark

    try:
        tree = _plain(_grammar().parse(text, start=start))
    except UnexpectedInput as error:
        raise _not_taken(text, start, error) from None
    make_room()
    TREES[start, text] = tree
    return tree


def _plain(part: Any) -> Tree:
    """Lark's tree or token as plain data."""
    if hasattr(part, "data"):
        meta = part.meta
        return str(part.data), meta.start_pos, meta.end_pos, tuple(map(_plain, part.children))
    return part.type, part.start_pos, part.end_pos, str(part)


def _not_taken(text: str, start: str, error: Any) -> NotTaken:
    token = getattr(error, "token", None)
    if token is None:
        at = error.pos_in_stream
        return NotTaken(None, at, at, frozenset())
    if token.type == END:
        end = len(text.rstrip())
        return NotTaken(END, end, end, _taken(text, start))
    return NotTaken(
        token.type, token.start_pos, token.end_pos, _taken(text[: token.start_pos], start)
    )


def _taken(before: str, start: str) -> frozenset[str]:
    """The terminals that the grammar would take after the text `before`."""
    parser = _grammar().parse_interactive(before, start)
    parser.exhaust_lexer()
    return frozenset(parser.accepts())


# -- the grammar -----------------------------------------------------------------------------------

WORDS: Mapping[str, str] = {
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


def _spaced(words: str) -> str:
    return words.replace(" ", r"\s+")


_KEPT = rf"(?!(?:{'|'.join(_spaced(w) for w in sorted((*KEYWORDS, *PHRASES)))})\b)"
_OF = rf"(?:['’]s(?=\s+{_KEPT}[A-Za-z]))?"
_NAME = rf"{_KEPT}[A-Za-z][A-Za-z0-9_]*{_OF}(?:\s+{_KEPT}[A-Za-z][A-Za-z0-9_]*{_OF})*"


@cache
def _grammar() -> Any:
    """Lark's parser: made of its tables where they are remembered."""
    from lark import Lark, __version__  # noqa: PLC0415 # because text that is known needs no Lark

    if (tables := TABLES.get(__version__)) is not None:
        return Lark.load(tables)
    grammar = Lark(
        _written(),
        parser="lalr",
        lexer="contextual",
        start=["expression", "cell"],
        propagate_positions=True,
    )
    saved = io.BytesIO()
    grammar.save(saved)
    TABLES[__version__] = pickle.loads(saved.getvalue())  # noqa: S301 # because Lark wrote it this moment
    return grammar


def _written() -> str:
    """The whole grammar: the rules as written, and the terminals."""
    alone = rf"\b(?!\s+{_KEPT}[A-Za-z])"  # `known` is a word of its own, `known risks` a name
    terminals = {
        **{name: rf"{_spaced(words)}\b" for name, words in WORDS.items()},
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
    rules = Path(__file__).with_name("grammar.lark").read_text("utf-8")
    return "\n".join([rules, *lines, r"%ignore /\s+/"])
