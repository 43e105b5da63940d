"""What lowering a policy gives: the terms of every value, node, row and conclusion in an algebra."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Generic, TypeAlias

from cssrules.expression import Expression
from cssrules.lowering.algebra import N, S, T
from cssrules.lowering.exact import Ratio, Whole
from cssrules.policy import Row as TableRow
from cssrules.policy import Rule


@dataclass(frozen=True, slots=True)
class Truth(Generic[T]):
    """Yes or no."""

    term: T


@dataclass(frozen=True, slots=True)
class Ordinal(Generic[N]):
    """A day, or an option of a choice by its place among the options."""

    whole: Whole[N]


@dataclass(frozen=True, slots=True)
class Words(Generic[S]):
    """A text."""

    term: S


@dataclass(frozen=True, slots=True)
class Members(Generic[T]):
    """A set: for each option whether it belongs. All are unknown together."""

    terms: tuple[T, ...]


@dataclass(frozen=True, slots=True)
class Items:
    """A whole list."""

    name: str


Lowered: TypeAlias = Truth[T] | Ratio[N] | Ordinal[N] | Words[S] | Members[T] | Items


@dataclass(frozen=True, slots=True)
class Node(Generic[T, N, S]):
    """An expression and its terms. `parts` are those of the expression, in its order; under a list
    their terms are of the item at hand.
    """

    expression: Expression
    value: Lowered[T, N, S]
    parts: tuple["Node[T, N, S]", ...] = ()


@dataclass(frozen=True, slots=True)
class Row(Generic[T, N, S]):
    """A row of a table: whether its cells hold, and whether it gives the output."""

    row: TableRow
    truth: T
    hit: T
    cells: tuple[Node[T, N, S] | None, ...]
    output: Node[T, N, S]


@dataclass(frozen=True, slots=True)
class Conclusion(Generic[T, N, S]):
    """A conclusion. `found` is what the body gives; `presumed` whether `if unknown` replaces it."""

    rule: Rule
    value: Lowered[T, N, S]
    found: Lowered[T, N, S]
    presumed: T
    body: Node[T, N, S] | tuple[Row[T, N, S], ...]


@dataclass(frozen=True, slots=True)
class LoweredPolicy(Generic[T, N, S]):
    """A policy in the terms of an algebra, conclusions in the policy's order.

    `bits` is, by rule, the size of the widest integer that any case within the declared ranges can
    form (None: a range is not declared).
    """

    conclusions: Mapping[str, Conclusion[T, N, S]]
    asked: Mapping[str, Node[T, N, S]]
    properties: Mapping[str, Node[T, N, S]]
    assumptions: tuple[Node[T, N, S], ...]
    bits: Mapping[str, int | None]


def truth_of(node: Node[T, N, S]) -> T:
    """The truth of a yes-or-no node."""
    assert isinstance(node.value, Truth), "the language asks for a condition here"
    return node.value.term
