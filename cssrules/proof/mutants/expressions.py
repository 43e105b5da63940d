"""The small mistakes that a condition or a value may hold.

In: a typed expression. Out: the same with one mistake each, and where: thresholds moved by one step
of what is compared, comparisons made strict, loose or turned round, conditions left out or turned
round, quantities changed, options beside those meant, sums and products with another operator or less.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cssrules.dataclass import dataclass
from cssrules.expression import (
    OPPOSITE,
    And,
    Arithmetic,
    Compare,
    Comparison,
    Const,
    Expression,
    Field,
    If,
    Includes,
    Known,
    Measured,
    Negative,
    Not,
    Or,
    Quantified,
    Quantity,
    Term,
    kind_of,
    parts,
)
from cssrules.policy import Made, Row, Rule, Table
from cssrules.proof.mutants.arithmetic import recalculated, shortened
from cssrules.proof.mutants.mutant import Change
from cssrules.proof.mutants.steps import around
from cssrules.values import Choice, Number, YesNo


@dataclass(frozen=True, slots=True)
class Altered:
    """An expression with one mistake. `old` became `new`, or (None) was left out: the smallest condition
    or sum that holds the mistake. `path` and `mark` tell it from all others.
    """

    path: str
    mark: str
    change: Change
    old: Expression
    new: Expression | None
    whole: Expression


_EDGE = {
    Comparison.GE: (Comparison.GT, "strict"),
    Comparison.LE: (Comparison.LT, "strict"),
    Comparison.GT: (Comparison.GE, "loose"),
    Comparison.LT: (Comparison.LE, "loose"),
}
_QUANTITIES = {Quantity.SOME: Quantity.EVERY, Quantity.EVERY: Quantity.SOME}


def altered(expression: Expression, path: str) -> Iterator[Altered]:
    """The expression with each mistake in turn."""
    yield from _here(expression, path)
    for number, part in enumerate(parts(expression)):
        if isinstance(expression, Compare) and isinstance(part, Const):
            continue
        for one in altered(part, f"{path}/{number + 1}"):
            whole = _with_part(expression, number, one.whole)
            if isinstance(one.old, Const):
                yield replace(one, old=expression, new=whole, whole=whole)
            else:
                yield replace(one, whole=whole)


def _here(expression: Expression, path: str) -> Iterator[Altered]:
    """The mistakes at the top of an expression."""

    def made(mark: str, change: Change, new: Expression) -> Altered:
        return Altered(path, mark, change, expression, new, new)

    match expression:
        case Const(value=value, kind=kind):
            for number, other in enumerate(around(value, kind)):
                yield made(("up", "down")[number], Change.VALUE, Const(other, kind))
        case Compare(comparison=comparison, left=left, right=right):
            if comparison in _EDGE:
                edge, mark = _EDGE[comparison]
                yield made(mark, Change.COMPARISON, Compare(edge, left, right))
            turned = Compare(OPPOSITE[comparison], left, right)
            yield made("flip", Change.COMPARISON, turned)
            for mark, moved in zip(("up", "down"), _moved(expression), strict=False):
                yield made(mark, Change.THRESHOLD, Compare(comparison, left, moved))
        case And(parts=inner) | Or(parts=inner):
            for number, part in enumerate(inner):
                less = _without(expression, number)
                mark = f"drop {number + 1}"
                yield Altered(path, mark, Change.DROPPED, part, None, less)
        case Not(part=part):
            yield made("not", Change.NEGATED, part)
        case Quantified():
            for mark, counted in _quantities(expression):
                yield made(mark, Change.QUANTITY, counted)
            yield made("not", Change.NEGATED, Not(expression))
        case Term(kind=YesNo()) | Field(kind=YesNo()) | Includes() | Known():
            yield made("not", Change.NEGATED, Not(expression))
        case Arithmetic():
            for mark, formula in recalculated(expression):
                yield made(mark, Change.ARITHMETIC, formula)
            for number, gone, kept in shortened(expression):
                yield Altered(path, f"drop {number}", Change.ARITHMETIC, gone, None, kept)
        case Negative(part=part):
            yield made("drop", Change.ARITHMETIC, part)
        case Measured(where=where) if where is not None:
            every = replace(expression, where=None)
            yield Altered(path, "drop where", Change.DROPPED, where, None, every)
        case _:
            return


def _moved(compare: Compare) -> Iterator[Const]:
    """The literal on the right of a comparison, moved by one step of what is compared."""
    kind, right = kind_of(compare.left), compare.right
    if not isinstance(right, Const) or isinstance(kind, YesNo):
        return
    near = list(around(right.value, right.kind, kind.step if isinstance(kind, Number) else None))
    equal = compare.comparison in {Comparison.EQ, Comparison.NE}
    for other in near[:1] if equal and isinstance(kind, Choice) else near:
        yield Const(other, right.kind)


def _quantities(quantified: Quantified) -> Iterator[tuple[str, Quantified]]:
    number = quantified.number
    if quantified.quantity in _QUANTITIES:
        other = _QUANTITIES[quantified.quantity]
        yield other.value, replace(quantified, quantity=other)
    elif quantified.quantity is Quantity.NO:
        yield "at most 1", replace(quantified, quantity=Quantity.AT_MOST, number=1)
    elif number is not None:
        yield "up", replace(quantified, number=number + 1)
        if number > 0:
            yield "down", replace(quantified, number=number - 1)


def _without(compound: And | Or, number: int) -> Expression:
    """The compound without one of its conditions."""
    left = tuple(part for n, part in enumerate(compound.parts) if n != number)
    if not left:
        return Const(isinstance(compound, And), YesNo())
    return left[0] if len(left) == 1 else replace(compound, parts=left)


def _with_part(expression: Expression, number: int, part: Expression) -> Expression:
    """The expression with another part in the place `number`, from 0."""
    match expression:
        case Not() | Known() | Negative():
            return replace(expression, part=part)
        case And(parts=inner) | Or(parts=inner):
            return replace(expression, parts=_put(inner, number, part))
        case Compare() | Arithmetic():
            return (
                replace(expression, left=part) if number == 0 else replace(expression, right=part)
            )
        case Includes():
            return replace(expression, whole=part)
        case If(kind=kind):
            condition, then, otherwise = _put(parts(expression), number, part)
            return If(condition, then, otherwise, kind)
        case Quantified():
            return replace(expression, body=part)
        case Measured(value=value):
            of_value = number == 0 and value is not None
            return replace(expression, value=part) if of_value else replace(expression, where=part)
        case _:
            raise AssertionError("it has no parts")


def _put(held: Sequence[Expression], number: int, part: Expression) -> tuple[Expression, ...]:
    return tuple(part if n == number else other for n, other in enumerate(held))


def put(expression: Expression, old: Expression, new: Expression) -> Expression:
    """The expression with one of its parts, wherever it stands, replaced."""
    if expression == old:
        return new
    whole = expression
    for number, part in enumerate(parts(expression)):
        other = put(part, old, new)
        if other is not part:
            whole = _with_part(whole, number, other)
    return whole


def put_in(rule: Rule, old: Expression, new: Expression) -> Rule:
    """The rule with a part of its conditions and values, wherever it stands, replaced."""
    if not isinstance(rule.body, Table):
        return replace(rule, body=put(rule.body, old, new))
    rows = tuple(_put_in_row(row, old, new) for row in rule.body.rows)
    return replace(rule, body=replace(rule.body, rows=rows))


def _put_in_row(row: Row, old: Expression, new: Expression) -> Row:
    cells = tuple(None if cell is None else put(cell, old, new) for cell in row.cells)
    if isinstance(row.output, Made):
        made = tuple((name, put(given, old, new)) for name, given in row.output.fields)
        return replace(row, cells=cells, output=replace(row.output, fields=made))
    return replace(row, cells=cells, output=put(row.output, old, new))
