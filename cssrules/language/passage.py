"""A stretch of text to be read, whatever YAML's quotes do to it.

In: the content of a scalar. Out: its text, and for each character where in the file it stands.
"""

import re
from collections.abc import Sequence
from typing import NoReturn

from cssrules.dataclass import dataclass
from cssrules.problem import Kind, Label, Problem, Problems
from cssrules.source import Span

DEPTH = 64
"""How deep anything may nest."""

PARTS = "define parts of it in rules of their own"


def fail(
    kind: Kind, message: str, where: Span, help: str | None = None, others: tuple[Label, ...] = ()
) -> NoReturn:
    """Raise Problems, of the one fault."""
    raise Problems([Problem(kind, message, where, help, others=others)])


@dataclass(frozen=True, slots=True)
class Passage:
    """Text to be read, and for each of its characters (and its end) the offset in the source.

    The two differ inside YAML's quotes, where one character may be written as two or more.
    """

    text: str
    offsets: Sequence[int]
    whole: Span

    def span(self, start: int, end: int) -> Span:
        return Span(self.whole.source, self.offsets[start], self.offsets[end])

    def part(self, start: int, end: int) -> "Passage":
        return Passage(self.text[start:end], self.offsets[start : end + 1], self.span(start, end))


_ESCAPED = {
    "'": re.compile("''"),
    '"': re.compile(
        r"\\(?:x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4}|U[0-9A-Fa-f]{8}|\r?\n[ \t]*|.)", re.DOTALL
    ),
}
_ESCAPES = {"n": "\n", "t": "\t", "N": "\n", "_": "\xa0"}


def passage_of(span: Span) -> Passage:
    """The text of a scalar's content. Only what YAML quoted is preceded by a quote."""
    written = span.text
    quote = span.source.text[span.start - 1 : span.start]
    if quote not in _ESCAPED or not _ESCAPED[quote].search(written):
        return Passage(written, range(span.start, span.end + 1), span)
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
    return Passage(text, offsets, span)


def _unescaped(escape: str) -> str:
    body = escape[1:]
    if body[0] in "xuU" and len(body) > 1:
        return chr(int(body[1:], 16))
    return "" if body[0] in "\r\n" else _ESCAPES.get(body, body)
