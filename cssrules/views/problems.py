"""Faults for people, for editors, and for programs.

In: problems. Out: text or plain data, the same for the same problems. What then holds: no control
character of an author's file reaches a terminal, and an underline stands below what it is about,
whatever the width of the letters before it.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from cssrules.problem import Label, Problem
from cssrules.source import Span

_TAB = "    "
_WIDTH = 100
_LEAD = 30
"""A long line is cut to _WIDTH columns, _LEAD of them before what is underlined."""

_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]")


def human(problems: Iterable[Problem]) -> str:
    """Each fault with the author's line, underlined, and what to do; a blank line between."""
    return "\n\n".join("\n".join(_block(problem)) for problem in problems)


def line(problems: Iterable[Problem]) -> str:
    """Each fault on a line of its own: `path:line:col: kind: message`."""
    return "\n".join(
        f"{_shown(str(p.place))}: {p.kind.label}: {_shown(p.message)}" for p in problems
    )


def as_json(problems: Iterable[Problem]) -> list[dict[str, Any]]:
    """Each fault as plain data, ready for `json.dumps`."""
    return [
        {
            "kind": problem.kind.label,
            "message": problem.message,
            "help": problem.help,
            "label": problem.label,
            **_place(problem.where),
            "others": [{"label": other.text, **_place(other.span)} for other in problem.others],
        }
        for problem in problems
    ]


def _place(where: Span | str) -> dict[str, Any]:
    if isinstance(where, str):
        return {"path": where, "line": None, "column": None, "end_line": None, "end_column": None}
    start, end = where.place, where.source.place(where.end)
    return {
        "path": start.path,
        "line": start.line,
        "column": start.column,
        "end_line": end.line,
        "end_column": end.column,
    }


def _block(problem: Problem) -> list[str]:
    head = [f"{problem.kind.label}: {_shown(problem.message)}"]
    tail = [f"help: {_shown(problem.help)}"] if problem.help else []
    if isinstance(problem.where, str):
        return [*head, f" --> {_shown(problem.where)}", *tail]
    marks = [Label(problem.where, problem.label), *problem.others]
    gutter = len(str(max(mark.span.place.line for mark in marks)))
    body = [row for n, mark in enumerate(marks) for row in _snippet(mark, gutter, first=n == 0)]
    return [*head, *body, *tail]


def _snippet(mark: Label, gutter: int, *, first: bool) -> list[str]:
    """The place, the author's line, and below it the underline with its words."""
    place = mark.span.place
    text = mark.span.source.line(place.line)
    start = place.column - 1
    stop = max(start + 1, min(len(text), start + mark.span.end - mark.span.start))
    before, marked, after = (
        _printable(part) for part in (text[:start], text[start:stop], text[stop:])
    )
    if _columns(before) + _columns(marked) + _columns(after) > _WIDTH:
        before, marked, after = _cut(before, marked, after)
    carets = "^" * max(1, _columns(marked))
    under = f"{' ' * _columns(before)}{carets} {_shown(mark.text)}".rstrip()
    return [
        f" {'-->' if first else ':::'} {_shown(str(place))}",
        f"{place.line:>{gutter}} | {before}{marked}{after}".rstrip(),
        f"{' ' * gutter} | {under}",
    ]


def _cut(before: str, marked: str, after: str) -> tuple[str, str, str]:
    """A long line, cut on both sides of what is marked."""
    if len(before) > _LEAD:
        before = "…" + before[-_LEAD:]
    room = _WIDTH - len(before)
    if len(marked) > room:
        return before, marked[:room] + "…", ""
    room -= len(marked)
    return before, marked, after[:room] + "…" if len(after) > room else after


def _shown(text: str) -> str:
    """One line without control characters."""
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", " ".join(text.split("\n")))


def _printable(text: str) -> str:
    return _CONTROL.sub("\N{REPLACEMENT CHARACTER}", text.replace("\t", _TAB))


def _columns(text: str) -> int:
    """How many columns of a terminal the text takes."""
    return sum(_column(character) for character in text)


def _column(character: str) -> int:
    if unicodedata.category(character) in {"Mn", "Me", "Cf"}:
        return 0
    return 2 if unicodedata.east_asian_width(character) in {"W", "F"} else 1
