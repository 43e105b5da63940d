"""Where in a JSON text a path leads: for faults of files that people edit.

In: a text that is well-formed JSON, and the path of a part. Out: the stretch of the text where the part
stands; of a path that leads nowhere, where its last part that exists stands.
"""

import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeAlias

from cssrules.jsontext import shown
from cssrules.problem import Label, Problem
from cssrules.source import Source, Span

Step: TypeAlias = str | int

_SPACE = re.compile(r"[ \t\r\n]*")
_DECODER = json.JSONDecoder(parse_int=str, parse_float=str)  # so that no number is too long


def span_at(source: Source, path: Sequence[Step]) -> Span:
    """The part of the text at `path`."""
    return _Text(source).span(path)


def located(source: Source, faults: Iterable[Problem]) -> Iterator[Problem]:
    """Faults of JSON paths, or of a line and column of the text, as those of a stretch of it. The path
    stays as the label of the stretch.
    """
    text = _Text(source)
    for fault in faults:
        if not isinstance(fault.where, str) or fault.where == source.name:
            yield fault
        elif found := re.fullmatch(re.escape(source.name) + r":(\d+):(\d+)", fault.where):
            line, column = int(found[1]), int(found[2])
            at = sum(len(text) + 1 for text in source.text.split("\n")[: line - 1]) + column - 1
            yield replace(fault, where=Span(source, at, at + 1))
        else:
            try:
                yield text.placed(fault, fault.where)
            except RecursionError:  # because a text may nest as deep as JSON is read
                yield replace(fault, where=f"{source.name}: {fault.where}")


@dataclass
class _Text:
    """A text, and the parts of it that were looked at: of a large one no part is read twice."""

    source: Source
    known: dict[int, Mapping[Step, int]] = field(default_factory=dict)

    @property
    def start(self) -> int:
        return _skip(self.source.text, int(self.source.text.startswith("\ufeff")))

    def span(self, path: Sequence[Step]) -> Span:
        at = self.start
        for step in path:
            name = shown(step) if isinstance(step, str) else step
            if name not in self.parts(at):
                break
            at = self.parts(at)[name]
        return Span(self.source, at, _end(self.source.text, at))

    def placed(self, fault: Problem, path: str) -> Problem:
        """The fault at a path, and the first of two things where it is about the second."""
        if fault.first is None:
            return replace(fault, where=self.said(path), label=path)
        first = Label(self.said(fault.first), f"the first: {fault.first}")
        return replace(fault, where=self.said(path), label=path, others=(*fault.others, first))

    def said(self, path: str) -> Span:
        """The part at a path as it is told to a reader: `evidence[3].value`."""
        at, left = self.start, path
        while left:
            name, left = self.step(at, left)
            if name is None:
                break
            at = self.parts(at)[name]
        return Span(self.source, at, _end(self.source.text, at))

    def step(self, at: int, left: str) -> tuple[Step | None, str]:
        """The part with which a path begins, and the rest of it; the longest name counts."""
        names = self.parts(at)
        if number := re.match(r"\[(\d+)\]", left):
            return (int(number[1]), left[number.end() :]) if int(number[1]) in names else (None, "")
        left = left.removeprefix(".")
        ends = [found.start() for found in re.finditer(r"[.\[]|$", left)]
        for end in reversed(ends):
            if left[:end] in names:
                return left[:end], left[end:]
        return None, ""

    def parts(self, at: int) -> Mapping[Step, int]:
        """The keys, as shown, or numbers of the object or list at `at`, and where each value stands; of
        two of one name the first.
        """
        if at not in self.known:
            self.known[at] = dict(reversed(list(_parts(self.source.text, at))))
        return self.known[at]


def _parts(text: str, at: int) -> Iterator[tuple[Step, int]]:
    """The keys or numbers of the object or list at `at`, and where each value stands."""
    if text[at] not in "{[":
        return
    is_object, number = text[at] == "{", 0
    at = _skip(text, at + 1)
    while text[at] not in "}]":
        name: Step = number
        if is_object:
            key, after = _DECODER.raw_decode(text, at)
            name, at = shown(key), _skip(text, _skip(text, after) + 1)
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
