"""Conditions over what cases may hold, as a graph of our own: nothing of it is told to Z3 before it is
asked about, and what is settled is Python's own True or False.
"""

from collections.abc import Sequence
from typing import TypeAlias


class Symbol:
    """A condition of its own, by its name."""

    __slots__ = ("name",)

    def __init__(self, name: str) -> None:
        self.name = name


class Negated:
    """That a condition does not hold."""

    __slots__ = ("part",)

    def __init__(self, part: "Open") -> None:
        self.part = part


class Joined:
    """That all of some conditions hold, where they are `conjoined`; else that one of them does."""

    __slots__ = ("conjoined", "parts")

    def __init__(self, parts: Sequence["Open"], *, conjoined: bool) -> None:
        self.parts, self.conjoined = parts, conjoined


class Reaches:
    """That an integer is `number` or more, for Z3 to reckon with."""

    __slots__ = ("number", "term")

    def __init__(self, term: object, number: int) -> None:
        self.term, self.number = term, number


Open: TypeAlias = Symbol | Negated | Joined | Reaches
Condition: TypeAlias = bool | Symbol | Negated | Joined | Reaches


def both(*conditions: Condition) -> Condition:
    """All of them hold."""
    open = []
    for condition in conditions:
        if condition is False:
            return False
        if condition is not True:
            open.append(condition)
    return True if not open else open[0] if len(open) == 1 else Joined(open, conjoined=True)


def either(*conditions: Condition) -> Condition:
    """One of them holds."""
    open = []
    for condition in conditions:
        if condition is True:
            return True
        if condition is not False:
            open.append(condition)
    return False if not open else open[0] if len(open) == 1 else Joined(open, conjoined=False)


def negation(condition: Condition) -> Condition:
    """It does not hold."""
    if isinstance(condition, bool):
        return not condition
    return condition.part if isinstance(condition, Negated) else Negated(condition)
