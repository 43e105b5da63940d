"""Where a thing was written: a text with a name, a stretch of it, a line and column.

In: text and offsets in characters. Out: places that a person can go to. Lines and columns count
from 1; offsets from 0. Nothing here reads a file.
"""

import dataclasses
from bisect import bisect_right
from dataclasses import field
from functools import cached_property
from itertools import accumulate

from cssrules.dataclass import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A line and column (both from 1) of a named file."""

    path: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.path}:{self.line}:{self.column}"


@dataclasses.dataclass(frozen=True)
class Source:
    """A text and the name under which a reader finds it."""

    name: str
    text: str = field(repr=False)

    @cached_property
    def _starts(self) -> list[int]:
        first = int(self.text.startswith("\ufeff"))  # no reader sees a byte-order mark
        lines = self.text.split("\n")
        return [first, *accumulate(len(line) + 1 for line in lines[:-1])]

    def place(self, offset: int) -> Place:
        offset = max(offset, self._starts[0])
        line = bisect_right(self._starts, offset)
        return Place(self.name, line, offset - self._starts[line - 1] + 1)

    def line(self, number: int) -> str:
        """The text of line `number` (from 1), without its end."""
        start = self._starts[number - 1]
        end = self._starts[number] - 1 if number < len(self._starts) else len(self.text)
        return self.text[start:end].rstrip("\r")


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a source: characters `start` up to, not including, `end`."""

    source: Source
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.source.text[self.start : self.end]

    @property
    def place(self) -> Place:
        return self.source.place(self.start)

    def to(self, other: "Span") -> "Span":
        """The stretch from the start of this span to the end of `other`."""
        return Span(self.source, self.start, other.end)
