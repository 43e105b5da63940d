"""The second witness: questions about every case, answered by trying each that the policy can tell apart.

In: a Space, and questions. Out: in how many of its cells it is so, and the first that is, to be set beside
what Z3 says of the same. Cells are not cases: a cell stands for all the cases between the same thresholds.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import Compare, Comparison, Const, Expression, Term
from cssrules.proof.space import Space
from cssrules.readings.cells import Block, Flags, Grid
from cssrules.values import Value

Question: TypeAlias = Callable[[Block], Flags]
"""Where, of the cells of a block, it is so."""


@dataclass(frozen=True, slots=True)
class Tally:
    """In how many cells it is so, and the evidence of the first."""

    cells: int
    witness: Mapping[str, Value] | None


@dataclass(frozen=True, slots=True)
class Worsening:
    """In how many cells an answer is worse than with a worse value of one evidence, all else being
    equal; and the evidence of the first, with that worse value and as it is.
    """

    cells: int
    before: Mapping[str, Value] | None
    after: Mapping[str, Value] | None


def tallies(space: Space, *questions: Question) -> tuple[Tally, ...]:
    """Of each question in how many cells that the assumptions allow it is so."""
    counts: list[int] = [0] * len(questions)
    first: list[Mapping[str, Value] | None] = [None] * len(questions)
    for block in _grid(space).blocks():
        for number, question in enumerate(questions):
            where = question(block)
            counts[number] += block.count(where)
            if first[number] is None and (place := block.first(where)) is not None:
                first[number] = block.values(place)
    return tuple(Tally(count, found) for count, found in zip(counts, first, strict=True))


# -- questions -----------------------------------------------------------------------------------------------


def allowed(block: Block) -> Flags:
    """Every cell that the assumptions allow."""
    return block.allowed


def holds(condition: Expression) -> Question:
    """Where a condition holds."""
    return lambda block: block.truth(condition) == 1


def fails(condition: Expression) -> Question:
    """Where a condition fails."""
    return lambda block: block.truth(condition) == -1


def is_open(name: str) -> Question:
    """Where evidence or a conclusion is unknown."""
    return lambda block: block.known(name) == -1


def is_value(space: Space, name: str, value: Value) -> Question:
    """Where a conclusion has this value."""
    kind = space.policy.kind(name)
    assert kind is not None, "a name of the policy"
    return holds(Compare(Comparison.EQ, Term(name, kind), Const(value, kind)))


def no_row(name: str) -> Question:
    """Where every row fails of the table that gives a conclusion."""

    def all_fail(block: Block) -> Flags:
        return block.all_of([row.truth == -1 for row in block.rows(name)])

    return all_fail


def rows_hold(name: str, *rows: str) -> Question:
    """Where these rows hold together of the table that gives a conclusion."""

    def all_hold(block: Block) -> Flags:
        return block.all_of([row.truth == 1 for row in block.rows(name) if row.row.id in rows])

    return all_hold


def row_gives(name: str, id: str) -> Question:
    """Where a row gives the output of the table that gives a conclusion."""

    def gives(block: Block) -> Flags:
        return block.all_of([row.hit == 1 for row in block.rows(name) if row.row.id == id])

    return gives


# -- two cells, two policies ---------------------------------------------------------------------------------


def worsening(space: Space, answer: str, evidence: str, better: Sequence[Value]) -> Worsening:
    """Where a better value of `evidence`, all else being equal, worsens `answer`, which has an order: no
    before yes, the options of a scale worst first. `better` are the values of the evidence in the space,
    the best last; where it is unknown nothing is compared.
    """
    known = set(space.values[evidence]) - {None}
    assert set(better) == known, "every value that the space tells apart has its place in the order"
    grid = Grid(space.policy, space.as_of, {**space.values, evidence: tuple(better)})
    count, pair = 0, None
    for block in grid.blocks(evidence):
        where = block.worse(answer)
        count += block.count(where)
        if pair is None and (place := block.first(where)) is not None:
            pair = block.values(block.better_than(answer, place)), block.values(place)
    return Worsening(count, *(pair or (None, None)))


def differing(one: Space, other: Space, *names: str) -> tuple[Tally, ...]:
    """Of each name where two policies conclude unlike things of a case that both allow; their spaces are
    those that `comparable` gives.
    """
    assert one.values == other.values, "both policies are asked about the same cases"
    counts: list[int] = [0] * len(names)
    first: list[Mapping[str, Value] | None] = [None] * len(names)
    first_grid = _grid(one)
    second_grid = Grid(other.policy, other.as_of, other.values, codes=first_grid.codes)
    for block, second in zip(first_grid.blocks(), second_grid.blocks(), strict=True):
        for number, name in enumerate(names):
            where = block.differs(second, name) & second.allowed
            counts[number] += block.count(where)
            if first[number] is None and (place := block.first(where)) is not None:
                first[number] = block.values(place)
    return tuple(Tally(count, found) for count, found in zip(counts, first, strict=True))


def _grid(space: Space) -> Grid:
    return Grid(space.policy, space.as_of, space.values)
