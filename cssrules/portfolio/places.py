"""Where in a JSON text a path leads: for faults of files that people edit.

In: a text that is well-formed JSON, and the path of a part. Out: the stretch of the text where the part
stands; of a path that leads nowhere, where its last part that exists stands.
"""

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TypeAlias

from cssrules.jsontext import shown
from cssrules.problem import Problem
from cssrules.source import Source, Span

Step: TypeAlias = str | int

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder()


def span_at(source: Source, path: Sequence[Step]) -> Span:
    """The part of the text at `path`."""
    at = _skip(source.text, int(source.text.startswith("\ufeff")))
    for step in path:
        found = next((start for name, start in _parts(source.text, at) if name == step), None)
        if found is None:
            break
        at = found
    return Span(source, at, _end(source.text, at))


def located(source: Source, fault: Problem) -> Problem:
    """The fault of a JSON path, or of a line and column of the text, as one of a stretch of it."""
    if not isinstance(fault.where, str) or fault.where == source.name:
        return fault
    if found := re.fullmatch(re.escape(source.name) + r":(\d+):(\d+)", fault.where):
        line, column = int(found[1]), int(found[2])
        at = sum(len(text) + 1 for text in source.text.split("\n")[: line - 1]) + column - 1
        return replace(fault, where=Span(source, at, at + 1))
    return replace(fault, where=_by_text(source, fault.where))


def _by_text(source: Source, path: str) -> Span:
    """The part at a path as it is told to a reader: `evidence[3].value`."""
    at, left = _skip(source.text, int(source.text.startswith("\ufeff"))), path
    while left:
        parts = sorted(_parts(source.text, at), key=lambda part: -len(str(part[0])))
        for name, start in parts:
            said = f"[{name}]" if isinstance(name, int) else shown(name)
            rest = left.removeprefix(".")
            if rest.startswith(said) and rest[len(said) :][:1] in {"", ".", "["}:
                at, left = start, rest[len(said) :]
                break
        else:
            break
    return Span(source, at, _end(source.text, at))


def _parts(text: str, at: int) -> Iterator[tuple[Step, int]]:
    """The keys or numbers of the object or list at `at`, and where each value stands."""
    if text[at] not in "{[":
        return
    is_object, number = text[at] == "{", 0
    at = _skip(text, at + 1)
    while text[at] not in "}]":
        name: Step = number
        if is_object:
            name, after = _DECODER.raw_decode(text, at)
            at = _skip(text, _skip(text, after) + 1)
        yield name, at
        at = _skip(text, _after(text, at))
        if text[at] == ",":
            at = _skip(text, at + 1)
        number += 1


def _skip(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return found.end() if found else at


def _after(text: str, at: int) -> int:
    return _DECODER.raw_decode(text, at)[1]


def _end(text: str, at: int) -> int:
    """A value that spans lines is shown by its first."""
    end = _after(text, at)
    line = text.find("\n", at)
    return end if line < 0 else min(end, line)
