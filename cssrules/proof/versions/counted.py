"""The cells in which two versions differ: each case that the two can tell apart, tried by itself.

In: two sides and a subject of theirs. Out: how many cells differ and how many there are, with all evidence
known and on the first day; or why they were not counted. Cells are not cases: one stands for all cases
between the same thresholds.
"""

from math import prod

from cssrules.proof.cells import differing
from cssrules.proof.space import Refusal, comparable
from cssrules.proof.versions.sides import Sides, Subject

CELLS_AT_MOST = 200_000
"""More would take longer than the proof does."""


def cells_that_differ(sides: Sides, subject: Subject) -> tuple[int, int] | str:
    """The cells that differ, and all; or why they were not counted."""
    if subject.old.asked_when is not None or subject.new.asked_when is not None:
        return "it is not always asked"
    if subject.old.answer != subject.new.answer:
        return "it is answered by another conclusion"
    if sides.reads_day:
        return "it reads the day"
    spaces = comparable(sides.old, sides.new, [subject.new.answer], sides.day)
    if isinstance(spaces, Refusal):
        return spaces.reason
    one, other = spaces
    size = prod(len(values) for values in one.values.values())
    if size > CELLS_AT_MOST:
        return f"there are {size:,} cells"
    (tally,) = differing(one, other, subject.new.answer)
    return tally.cells, size
