"""What lowering a policy gives: the terms of every value, node, row and conclusion in an algebra."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeAlias

from cssrules.expression import Expression
from cssrules.lowering.algebra import E, N, S, T
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
    """A whole list of the case."""

    name: str


@dataclass(frozen=True, slots=True, eq=False)
class MadeItem(Generic[T, N, S]):
    """The record that a row makes: `belongs` where the row applies. Fields not named are unknown."""

    id: str
    belongs: T
    fields: Mapping[str, "Node[T, N, S]"]


@dataclass(frozen=True, slots=True)
class Collected(Generic[T, N, S]):
    """A list that a table makes, of all its rows in order; known where it is told of each whether it
    belongs.
    """

    known: T
    items: tuple[MadeItem[T, N, S], ...]


Lowered: TypeAlias = (
    Truth[T] | Ratio[N] | Ordinal[N] | Words[S] | Members[T] | Items | Collected[T, N, S]
)


@dataclass(frozen=True, slots=True)
class Node(Generic[T, N, S]):
    """An expression and its terms. `parts` are those of the expression, in its order; under a list of
    the case their terms are of the item at hand, and of a list that a table makes they stand in
    `made`, by the id of the item.
    """

    expression: Expression
    value: Lowered[T, N, S]
    parts: tuple["Node[T, N, S]", ...] = ()
    made: Mapping[str, tuple["Node[T, N, S]", ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Row(Generic[T, N, S]):
    """A row of a table: whether its cells hold, whether it gives the output, and the output: a value,
    or (None) the fields of the record that is `made`.
    """

    row: TableRow
    truth: T
    hit: T
    cells: tuple[Node[T, N, S] | None, ...]
    output: Node[T, N, S] | None
    made: tuple[tuple[str, Node[T, N, S]], ...] = ()

    @property
    def gives(self) -> Node[T, N, S]:
        assert self.output is not None, "only rows that are collected make records"
        return self.output


@dataclass(frozen=True, slots=True)
class Conclusion(Generic[T, N, S]):
    """A conclusion. `found` is what the body gives; `presumed` whether `if unknown` replaces it."""

    rule: Rule
    value: Lowered[T, N, S]
    found: Lowered[T, N, S]
    presumed: T
    body: Node[T, N, S] | tuple[Row[T, N, S], ...]


@dataclass(frozen=True, slots=True)
class EachItem(Generic[T, N, S, E]):
    """What a rule concludes of an item. `made` are the items where a table makes the list, and None
    where the case holds it: then `of` takes an item of the backend.
    """

    rule: Rule
    of: Callable[[E | MadeItem[T, N, S]], Conclusion[T, N, S]]
    made: Sequence[MadeItem[T, N, S]] | None


@dataclass(frozen=True, slots=True)
class LoweredPolicy(Generic[T, N, S, E]):
    """A policy in the terms of an algebra, conclusions in the policy's order; `each` are those of the
    items of lists.

    `bits` is, by rule, the size of the widest integer that any case within the declared ranges can
    form (None: a range is not declared).
    """

    conclusions: Mapping[str, Conclusion[T, N, S]]
    each: Mapping[str, EachItem[T, N, S, E]]
    asked: Mapping[str, Node[T, N, S]]
    properties: Mapping[str, Node[T, N, S]]
    assumptions: tuple[Node[T, N, S], ...]
    bits: Mapping[str, int | None]


def truth_of(node: Node[T, N, S]) -> T:
    """The truth of a yes-or-no node."""
    assert isinstance(node.value, Truth), "the language asks for a condition here"
    return node.value.term
