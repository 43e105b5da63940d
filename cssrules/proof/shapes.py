"""The shape of an expression: its leaves, what it gives in each case, which way it is to move.

In: typed expressions. Out: their parts, and expressions with a part replaced.
"""

from collections.abc import Iterator
from fractions import Fraction
from typing import TypeAlias

from cssrules.english import subject_of
from cssrules.expression import (
    DECISION_DAY,
    OPPOSITE,
    And,
    Arithmetic,
    Compare,
    Comparison,
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
    Term,
    parts,
    terms,
)
from cssrules.values import Value

Wanted: TypeAlias = bool
"""How a condition is to come out."""


def joins(expression: Expression) -> bool:
    """Whether it is made of several tests, of more than one value."""
    return isinstance(expression, And | Or) and subject_of(expression) is None


def reads(expression: Expression) -> frozenset[str]:
    """The names that it reads; the day is none."""
    return terms(expression) - {DECISION_DAY}


def leaves(expression: Expression) -> Iterator[Expression]:
    """The names and fields outside the conditions of lists."""
    match expression:
        case Term() | Field():
            yield expression
        case Quantified() | Measured():
            return
        case _:
            for part in parts(expression):
                yield from leaves(part)


def put(expression: Expression, old: Expression, new: Expression) -> Expression:
    """The expression with one of its leaves replaced."""

    def inside(part: Expression) -> Expression:
        return put(part, old, new)

    match expression:
        case _ if expression == old:
            return new
        case Not(part=part):
            return Not(inside(part))
        case And(parts=inner):
            return And(tuple(map(inside, inner)))
        case Or(parts=inner):
            return Or(tuple(map(inside, inner)))
        case Compare(comparison=comparison, left=left, right=right):
            return Compare(comparison, inside(left), inside(right))
        case Includes(whole=whole, option=option):
            return Includes(inside(whole), option)
        case Known(part=part):
            return Known(inside(part))
        case Arithmetic(operator=operator, left=left, right=right, kind=kind):
            return Arithmetic(operator, inside(left), inside(right), kind)
        case Negative(part=part, kind=kind):
            return Negative(inside(part), kind)
        case If(condition=condition, then=then, otherwise=otherwise, kind=kind):
            return If(inside(condition), inside(then), inside(otherwise), kind)
        case _:
            return expression


def cases(
    expression: Expression,
) -> Iterator[tuple[tuple[tuple[Expression, bool], ...], Expression]]:
    """What each value that an `if` may give stands under."""
    if not isinstance(expression, If):
        yield (), expression
        return
    for wanted, branch in ((True, expression.then), (False, expression.otherwise)):
        for conditions, given in cases(branch):
            yield ((expression.condition, wanted), *conditions), given


def compares(expression: Expression) -> Iterator[Compare]:
    """The comparisons of one test."""
    match expression:
        case Compare():
            yield expression
        case And(parts=inner) | Or(parts=inner):
            for part in inner:
                yield from compares(part)
        case Not(part=Compare(comparison=comparison, left=left, right=right)):
            yield Compare(OPPOSITE[comparison], left, right)
        case _:
            return


def is_to_rise(how: Comparison, left: Value, right: Value, wanted: Wanted) -> bool | None:
    """Whether the left is to rise for a comparison of numbers to come out as wanted; None where it does,
    or where neither way is told.
    """
    if not isinstance(left, Fraction) or not isinstance(right, Fraction):
        return None
    meant = how if wanted else OPPOSITE[how]
    match meant:
        case Comparison.GT | Comparison.GE:
            return True if left <= right else None
        case Comparison.LT | Comparison.LE:
            return False if left >= right else None
        case Comparison.EQ if left != right:
            return left < right
        case _:
            return None
