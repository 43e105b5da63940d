"""What the language has found once of texts that come again: in a later run most of a policy is the same.

In: what `memory` gave in another run of the same program. Out: what is found of the same text, equal to
what would be found anew. No place in a file is in it.
"""

from collections.abc import Mapping
from typing import Any, Final, TypeAlias

Tree: TypeAlias = "tuple[str, int, int, str | tuple[Tree, ...]]"
"""A rule or a terminal of the grammar, where it begins and ends in the text, and what is within: trees
of a rule, the text of a terminal.
"""

TREES: Final[dict[tuple[str, str], Tree]] = {}
"""The tree of a text, by the rule of the grammar that it was read from, and the text."""

TABLES: Final[dict[str, Mapping[str, Any]]] = {}
"""What Lark makes of the grammar, by the release of Lark."""

SHAPES: Final[dict[str, None]] = {}
"""Shapes of parts of a file that are in order."""

_ALL: Final[tuple[dict[Any, Any], ...]] = (TREES, TABLES, SHAPES)
_AT_MOST: Final = 20_000
_sizes = [0, 0, 0]


def recall(kept: object) -> None:
    """Take in what `memory` gave; anything else is nothing."""
    match kept:
        case (dict() as trees, dict() as tables, dict() as shapes):
            TREES.update(trees)
            TABLES.update(tables)
            SHAPES.update(shapes)
        case _:
            pass
    _sizes[:] = map(len, _ALL)


def memory() -> tuple[object, ...]:
    """All that is remembered."""
    return _ALL


def has_learnt() -> bool:
    """Whether more is remembered than after `recall` was last asked."""
    return [*map(len, _ALL)] != _sizes


def make_room() -> None:
    """Forget everything where it becomes too much, as in a program that runs for long."""
    if sum(map(len, _ALL)) > _AT_MOST:
        forget()


def forget() -> None:
    """Start as a first run does."""
    for remembered in _ALL:
        remembered.clear()
