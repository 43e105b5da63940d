"""How kinds and units go together, and what can be told of an expression without a case."""

from fractions import Fraction

from cssrules.expression import (
    Arithmetic,
    Const,
    Expression,
    Field,
    If,
    Measure,
    Measured,
    Negative,
    Operator,
    Term,
    kind_of,
    parts,
)
from cssrules.language.kinds import DAYS_AT_MOST, WORKING_DAYS_AT_MOST, unbounded
from cssrules.values import (
    BARE_UNITS,
    Choice,
    Date,
    Kind,
    ListOf,
    Number,
    SetOf,
    Text,
    Unit,
    YesNo,
    plural,
)


def alike(a: Kind, b: Kind) -> bool:
    """Whether values of the two kinds can be compared; `number` goes with every bare unit."""
    match a, b:
        case (Choice(), Choice()):
            return a.like(b)
        case (SetOf(options=first), SetOf(options=second)):
            return first == second
        case (Number(unit=first), Number(unit=second)):
            return first is second or (
                Unit.NUMBER in {first, second} and {first, second} <= set(BARE_UNITS)
            )
        case (ListOf(record=first), ListOf(record=second)):
            return first == second
        case _:
            return type(a) is type(b)


def units_agree(left: Expression, right: Expression) -> bool:
    """Whether two numbers can be added or compared."""
    return alike(kind_of(left), kind_of(right))


def common_unit(left: Expression, right: Expression) -> Unit:
    """The unit of two numbers that agree."""
    a, b = kind_of(left), kind_of(right)
    assert isinstance(a, Number)
    assert isinstance(b, Number)
    return b.unit if a.unit is Unit.NUMBER else a.unit


def unit_of(operator: Operator, left: Expression, right: Expression) -> Unit | None:
    """The unit of a sum, product or ratio; None where the units do not go together."""
    if operator in {Operator.ADD, Operator.SUBTRACT}:
        return common_unit(left, right) if units_agree(left, right) else None
    first, second = kind_of(left), kind_of(right)
    assert isinstance(first, Number)
    assert isinstance(second, Number)
    a, b = first.unit, second.unit
    scalars = (Unit.NUMBER, Unit.COUNT, Unit.PERCENT)
    if operator is Operator.DIVIDE:
        if a is b:
            return Unit.NUMBER if a is Unit.NUMBER else Unit.PERCENT
        return a if b in scalars else None
    for scalar in scalars:
        if a is scalar:
            return b
        if b is scalar:
            return a
    return None


def has_order(kind: Kind) -> bool:
    """Whether `at least` and the like can be asked."""
    match kind:
        case Choice(ordered=ordered):
            return ordered
        case Number() | Date():
            return True
        case YesNo() | Text() | SetOf() | ListOf():
            return False


def is_bare(expression: Expression) -> bool:
    """Whether the expression is a number written without a unit."""
    return isinstance(expression, Const) and is_bare_kind(expression.kind)


def is_bare_kind(kind: Kind) -> bool:
    """Whether values of the kind are written without a unit."""
    return isinstance(kind, Number) and kind.unit in BARE_UNITS


def is_zero(expression: Expression) -> bool:
    """Whether the expression is zero whatever the case holds."""
    match expression:
        case Const(value=value):
            return value == 0
        case Negative(part=part):
            return is_zero(part)
        case Arithmetic(operator=Operator.MULTIPLY, left=left, right=right):
            return is_zero(left) or is_zero(right)
        case Arithmetic(
            operator=Operator.ADD | Operator.SUBTRACT as operator, left=left, right=right
        ):
            if isinstance(left, Const) and isinstance(right, Const):
                assert isinstance(left.value, Fraction)
                assert isinstance(right.value, Fraction)
                sign = 1 if operator is Operator.ADD else -1
                return left.value + sign * right.value == 0
            return False
        case _:
            return False


def is_whole(expression: Expression) -> bool:
    """Whether a number of days is whole whatever the case holds."""
    match expression:
        case Const(value=Fraction() as value):
            return value.denominator == 1 and abs(value) <= DAYS_AT_MOST
        case Term(kind=Number(step=step)) | Field(kind=Number(step=step)):
            return step is not None and step.denominator == 1
        case Arithmetic(operator=Operator.ADD | Operator.SUBTRACT, left=left, right=right):
            if isinstance(kind_of(left), Date) and isinstance(kind_of(right), Date):
                return True
            return is_whole(left) and is_whole(right)
        case Negative(part=part):
            return is_whole(part)
        case If(then=then, otherwise=otherwise):
            return is_whole(then) and is_whole(otherwise)
        case Measured(measure=Measure.COUNT):
            return True
        case _:
            return False


def counts(expression: Expression) -> bool:
    """Whether the value is a whole number without a unit, or a count."""
    kind = kind_of(expression)
    counted = isinstance(kind, Number) and kind.unit in {Unit.NUMBER, Unit.COUNT}
    return counted and is_whole(expression)


def is_small(expression: Expression) -> bool:
    """Whether so many working days can be counted one by one."""
    match expression:
        case Const(value=Fraction() as value):
            return value <= WORKING_DAYS_AT_MOST
        case Term(kind=Number(high=high)) | Field(kind=Number(high=high)):
            return high is not None and high <= WORKING_DAYS_AT_MOST
        case If(then=then, otherwise=otherwise):
            return is_small(then) and is_small(otherwise)
        case Measured():
            return True
        case _:
            return all(is_small(part) for part in parts(expression))


def adapted(expression: Expression, asked: Kind) -> Expression:
    """A bare literal takes the unit asked of it."""
    if isinstance(expression, Const) and isinstance(asked, Number):
        return Const(expression.value, Number(asked.unit))
    return expression


def asked_beside(expression: Expression) -> Kind | None:
    """The kind that the other side of a comparison is asked for; a bare literal asks nothing."""
    if isinstance(expression, Const) and isinstance(expression.kind, Number):
        return None
    return unbounded(kind_of(expression))


def a_kind(kind: Kind) -> str:
    """The kind with its article, for messages."""
    match kind:
        case YesNo():
            return "a yes or no"
        case Text():
            return "text"
        case Choice():
            return f"a {'scale' if kind.ordered else 'choice'} ({', '.join(kind.options)})"
        case SetOf():
            return "a set"
        case Number(unit=unit):
            return {Unit.NUMBER: "a number", Unit.COUNT: "a count"}.get(unit, unit.value)
        case Date():
            return "a date"
        case ListOf(record=record):
            return f"a list of {plural(record)}"
