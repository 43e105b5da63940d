"""Pipe tables as written: their heads and cells, each with its own stretch.

In: a stretch of a rule file. Out: the stretches of its cells, or Problems, one a bad row or cell. What
then holds: every row has as many cells as the head, and none is empty that must not be.
"""

import re
from itertools import pairwise

from cssrules.dataclass import dataclass
from cssrules.problem import Kind, Label, Problem, Problems
from cssrules.source import Span


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
        help = "start with `| row | … |`"
        raise Problems([Problem(Kind.TABLE_SHAPE, "a table without a head", span, help)])
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
