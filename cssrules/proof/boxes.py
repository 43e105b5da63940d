"""What a heap of boxes leaves uncovered, exactly.

A box is, column by column, the set of places that it takes, as the bits of an integer; a point takes
one place of each column. The search is that for an assignment which breaks every clause, a box being
the clause that some column leaves it: where one column alone can leave a box it must, and otherwise
the box with the fewest such columns is left by each in turn.
"""

from collections.abc import Iterator, Sequence
from typing import TypeAlias

from cssrules.dataclass import dataclass

Box: TypeAlias = tuple[int, ...]

STEPS = 400_000
"""The boxes that one search may look into before it gives up."""


class TooManyBoxes(Exception):
    """A search that was given up."""


@dataclass(frozen=True, slots=True)
class Reduced:
    """A box as the columns that it restricts, each with the places that it takes."""

    sides: tuple[tuple[int, int], ...]


def is_empty(box: Box) -> bool:
    """Whether a box holds no point."""
    return not all(box)


def common(one: Box, other: Box) -> Box:
    """What two boxes share."""
    return tuple(a & b for a, b in zip(one, other, strict=True))


def lies_within(one: Box, other: Box) -> bool:
    """Whether every point of one box is of the other."""
    return all(not a & ~b for a, b in zip(one, other, strict=True))


def uncovered(domain: Box, boxes: Sequence[Box], steps: int = STEPS) -> Box | None:
    """A box within `domain` that meets none of `boxes`; None where they cover it all.

    Raises TooManyBoxes.
    """
    if is_empty(domain):
        return None
    reduced = [_reduced(box, domain) for box in boxes if not is_empty(common(box, domain))]
    pending = [(list(domain), reduced)]
    for _ in range(steps):
        if not pending:
            return None
        places, meeting = pending.pop()
        left = _left(places, meeting)
        if left is None:
            continue
        if not left:
            return tuple(places)
        pending += _branches(places, left)
    raise TooManyBoxes


def gaps(domain: Box, boxes: Sequence[Box], most: int) -> Iterator[Box]:
    """Boxes that together hold all that `boxes` leave of `domain`, up to `most` of them; each as wide as
    it can be. They may overlap. Raises TooManyBoxes.
    """
    covered = list(boxes)
    for _ in range(most):
        found = uncovered(domain, covered)
        if found is None:
            return
        widest = _widened(found, domain, boxes)
        covered.append(widest)
        yield widest


def _reduced(box: Box, domain: Box) -> Reduced:
    sides = zip(range(len(domain)), box, domain, strict=True)
    return Reduced(tuple((column, mask) for column, mask, whole in sides if whole & ~mask))


def _left(places: list[int], boxes: Sequence[Reduced]) -> list[Reduced] | None:
    """The boxes that meet `places`, without the sides that hold them whole, after what must leave a box
    has left it: `places` shrinks. None where a box holds them all.
    """
    while True:
        left: list[Reduced] = []
        has_shrunk = False
        for box in boxes:
            if not all(places[column] & mask for column, mask in box.sides):
                continue
            sides = tuple(side for side in box.sides if places[side[0]] & ~side[1])
            match sides:
                case ():
                    return None
                case ((column, mask),):
                    places[column] &= ~mask
                    has_shrunk = True
                case _:
                    left.append(box if len(sides) == len(box.sides) else Reduced(sides))
        if not has_shrunk:
            return left
        boxes = left


def _branches(places: list[int], boxes: list[Reduced]) -> Iterator[tuple[list[int], list[Reduced]]]:
    """`places` without the box of the fewest sides: what leaves it by the first, what stays in the first
    and leaves by the second, and so on.
    """
    least = min(boxes, key=lambda box: len(box.sides))
    for column, mask in least.sides:
        outside = places.copy()
        outside[column] &= ~mask
        yield outside, boxes
        places[column] &= mask


def _widened(found: Box, domain: Box, boxes: Sequence[Box]) -> Box:
    """The widest box around `found` that meets none of `boxes`, column after column."""
    places = list(found)
    for column, whole in enumerate(domain):
        taken = 0
        for box in boxes:
            others = (
                p & b for n, (p, b) in enumerate(zip(places, box, strict=True)) if n != column
            )
            if all(others):
                taken |= box[column]
        places[column] = whole & ~taken
    return tuple(places)
