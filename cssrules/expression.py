"""The typed expression: what conditions and values of a policy are made of.

Fourteen forms, one level of lists. Nothing here knows text, files or engines. Every form's kind of
value is given by `kind_of`; its direct parts, in reading order, by `parts`. `between`, `one of`,
table cells and `is unknown` are written with these forms by the language.
"""

from enum import Enum
from typing import TypeAlias

from cssrules.dataclass import dataclass
from cssrules.values import Kind, Value, YesNo


class Comparison(Enum):
    """How two values compare. EQ and NE are for every kind but lists; the rest need an order."""

    EQ = "="
    NE = "≠"
    LT = "<"
    LE = "≤"
    GT = ">"
    GE = "≥"

    __hash__ = object.__hash__  # because conditions are told apart by it thousands of times


OPPOSITE = {
    Comparison.EQ: Comparison.NE,
    Comparison.NE: Comparison.EQ,
    Comparison.LT: Comparison.GE,
    Comparison.GE: Comparison.LT,
    Comparison.GT: Comparison.LE,
    Comparison.LE: Comparison.GT,
}
"""What holds where a comparison does not."""


class Operator(Enum):
    """Exact arithmetic."""

    ADD = "+"
    SUBTRACT = "-"
    MULTIPLY = "*"
    DIVIDE = "/"
    WORKING_DAYS_AFTER = "working days after"
    WORKING_DAYS_BEFORE = "working days before"


class Quantity(Enum):
    """How many items of a list must satisfy a condition."""

    SOME = "some"
    EVERY = "every"
    NO = "no"
    AT_LEAST = "at least"
    AT_MOST = "at most"
    EXACTLY = "exactly"


class Measure(Enum):
    """What is measured of a list."""

    COUNT = "count"
    SUM = "sum"
    MEAN = "mean"
    LOWEST = "lowest"
    HIGHEST = "highest"


@dataclass(frozen=True, slots=True)
class Const:
    """A literal value."""

    value: Value
    kind: Kind


@dataclass(frozen=True, slots=True)
class Term:
    """Evidence, a setting, a conclusion, or DECISION_DAY, by its name."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Field:
    """A field of the item under the quantifier or measure that holds this expression."""

    name: str
    kind: Kind


@dataclass(frozen=True, slots=True)
class Not:
    part: "Expression"


@dataclass(frozen=True, slots=True)
class And:
    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Or:
    parts: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class Compare:
    """Two values of one kind. Options of a scale compare by their place on it."""

    comparison: Comparison
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Includes:
    """Whether a set holds an option."""

    whole: "Expression"
    option: str


@dataclass(frozen=True, slots=True)
class Known:
    """Whether a value is known. Never unknown itself."""

    part: "Expression"


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """Dates take part by SUBTRACT (two dates: days), by adding or taking away days, and as the right
    of `n working days after` or `before`, whose left is a whole number; below 0 that is unknown.
    """

    operator: Operator
    left: "Expression"
    right: "Expression"
    kind: Kind


@dataclass(frozen=True, slots=True)
class Negative:
    part: "Expression"
    kind: Kind


@dataclass(frozen=True, slots=True)
class If:
    condition: "Expression"
    then: "Expression"
    otherwise: "Expression"
    kind: Kind


@dataclass(frozen=True, slots=True)
class Quantified:
    """`items` names the list, evidence or a conclusion; `number` goes with AT_LEAST, AT_MOST and
    EXACTLY only.
    """

    quantity: Quantity
    number: int | None
    items: str
    body: "Expression"


@dataclass(frozen=True, slots=True)
class Measured:
    """`value` is None for COUNT only; `where` None takes every item."""

    measure: Measure
    value: "Expression | None"
    items: str
    where: "Expression | None"
    kind: Kind


Expression: TypeAlias = (
    Const | Term | Field | Not | And | Or | Compare | Includes | Known
    | Arithmetic | Negative | If | Quantified | Measured
)  # fmt: skip

DECISION_DAY = "decision day"
"""The day that the decision is taken as of: a date, always known."""

_YES_NO = YesNo()


def kind_of(expression: Expression) -> Kind:
    """The kind of value that an expression gives."""
    match expression:
        case Not() | And() | Or() | Compare() | Includes() | Known() | Quantified():
            return _YES_NO
        case _:
            return expression.kind


def parts(expression: Expression) -> tuple[Expression, ...]:
    """The direct parts, in reading order. Their place here, from 1, is their step in a node's path."""
    match expression:
        case Const() | Term() | Field():
            return ()
        case Not(part=part) | Known(part=part) | Negative(part=part):
            return (part,)
        case And(parts=found) | Or(parts=found):
            return found
        case Compare(left=left, right=right) | Arithmetic(left=left, right=right):
            return (left, right)
        case Includes(whole=whole):
            return (whole,)
        case If(condition=condition, then=then, otherwise=otherwise):
            return (condition, then, otherwise)
        case Quantified(body=body):
            return (body,)
        case Measured(value=value, where=where):
            return tuple(part for part in (value, where) if part is not None)


def terms(expression: Expression) -> frozenset[str]:
    """Every name that the expression reads: evidence, lists, settings and conclusions."""
    found = set[str]()
    pending = [expression]
    while pending:
        match here := pending.pop():
            case Term(name=name):
                found.add(name)
            case Quantified(items=items) | Measured(items=items):
                found.add(items)
            case _:
                pass
        pending.extend(parts(here))
    return frozenset(found)


def fields(expression: Expression, items: str | None = None) -> frozenset[tuple[str, str]]:
    """Every field that the expression reads, as (list, field); `items` is the list of whose items the
    whole expression is said, if any.
    """
    found = set[tuple[str, str]]()
    pending = [(expression, items)]
    while pending:
        here, under = pending.pop()
        match here:
            case Field(name=name) if under is not None:
                found.add((under, name))
            case Quantified(items=inner) | Measured(items=inner):
                under = inner
            case _:
                pass
        pending.extend((part, under) for part in parts(here))
    return frozenset(found)
