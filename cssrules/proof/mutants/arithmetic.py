"""The small mistakes that a sum, product or ratio, or a number of days beside a date, may hold.

In: a typed expression. Out: what an author may have written in its place, of the same kind: with the
opposite operator, where the units allow it, else with the operands exchanged; with an operand left out.
"""

from collections.abc import Iterator

from cssrules.expression import Arithmetic, Expression, Operator, kind_of
from cssrules.language.agree import alike, is_zero, unit_of
from cssrules.values import Date, Kind, Number

_OPPOSITE = {
    Operator.ADD: Operator.SUBTRACT,
    Operator.SUBTRACT: Operator.ADD,
    Operator.MULTIPLY: Operator.DIVIDE,
    Operator.DIVIDE: Operator.MULTIPLY,
    Operator.WORKING_DAYS_AFTER: Operator.WORKING_DAYS_BEFORE,
    Operator.WORKING_DAYS_BEFORE: Operator.WORKING_DAYS_AFTER,
}
_IN_ANY_ORDER = {Operator.ADD, Operator.MULTIPLY}
"""Of a chain of these each operand is left out where it stands, and no more than one at once."""


def recalculated(formula: Arithmetic) -> Iterator[tuple[str, Arithmetic]]:
    """The formula with the opposite operator, or with its operands exchanged; and which of the two."""
    left, right = formula.left, formula.right
    opposite = _calculated(_OPPOSITE[formula.operator], left, right, formula.kind)
    exchanged = _calculated(formula.operator, right, left, formula.kind)
    if opposite is not None:
        yield "opposite", opposite
    elif exchanged is not None and formula.operator not in _IN_ANY_ORDER:
        yield "exchange", exchanged


def shortened(formula: Arithmetic) -> Iterator[tuple[int, Expression, Expression]]:
    """Each operand that can be left out, its number, and what is left."""
    for number, gone, kept in ((1, formula.left, formula.right), (2, formula.right, formula.left)):
        chains = isinstance(gone, Arithmetic) and gone.operator is formula.operator
        if alike(kind_of(kept), formula.kind) and not (
            chains and formula.operator in _IN_ANY_ORDER
        ):
            yield number, gone, kept


def _calculated(
    operator: Operator, left: Expression, right: Expression, kind: Kind
) -> Arithmetic | None:
    """What the operator gives, where that is of the kind; None where it gives nothing such."""
    numbers = isinstance(kind_of(left), Number) and isinstance(kind_of(right), Number)
    if numbers and isinstance(kind, Number):
        divides_by_zero = operator is Operator.DIVIDE and is_zero(right)
        fits = unit_of(operator, left, right) is kind.unit and not divides_by_zero
    else:
        dates = isinstance(kind_of(left), Date), isinstance(kind_of(right), Date)
        match operator:
            case Operator.ADD:
                fits = dates == (True, False)
            case Operator.SUBTRACT:
                fits = dates[0] and dates[1] is isinstance(kind, Number)
            case Operator.WORKING_DAYS_AFTER | Operator.WORKING_DAYS_BEFORE:
                fits = dates == (False, True)
            case _:
                fits = False
    return Arithmetic(operator, left, right, kind) if fits else None
