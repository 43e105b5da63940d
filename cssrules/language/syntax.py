"""The tree as written: names not yet resolved, kinds not yet known, every node with its span."""

from datetime import date
from fractions import Fraction
from typing import TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import Comparison, Measure, Operator, Quantity
from cssrules.source import Span
from cssrules.values import Unit


@dataclass(frozen=True, slots=True)
class NumberText:
    """A written number; `unit` None where it is bare."""

    span: Span
    value: Fraction
    unit: Unit | None


@dataclass(frozen=True, slots=True)
class DateText:
    span: Span
    value: date


@dataclass(frozen=True, slots=True)
class TruthText:
    """`yes`, `no`, `true` or `false`."""

    span: Span
    value: bool


@dataclass(frozen=True, slots=True)
class QuotedText:
    span: Span
    value: str


@dataclass(frozen=True, slots=True)
class Name:
    """One or more words: a term, a field, or an option; single spaces between words."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Negated:
    """A minus sign before a value."""

    span: Span
    part: "Syntax"


@dataclass(frozen=True, slots=True)
class Sum:
    """`left operator right`."""

    span: Span
    operator: Operator
    left: "Syntax"
    right: "Syntax"


@dataclass(frozen=True, slots=True)
class Comparing:
    span: Span
    comparison: Comparison
    left: "Syntax"
    right: "Syntax"


@dataclass(frozen=True, slots=True)
class Between:
    """Both ends belong."""

    span: Span
    subject: "Syntax"
    low: "Syntax"
    high: "Syntax"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class OneOf:
    span: Span
    subject: "Syntax"
    options: tuple["Syntax", ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Including:
    span: Span
    whole: "Syntax"
    option: "Syntax"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class BeingKnown:
    """`is known`, or with `negated` `is unknown`."""

    span: Span
    part: "Syntax"
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Inverse:
    """`not part`."""

    span: Span
    part: "Syntax"


@dataclass(frozen=True, slots=True)
class All:
    """`a and b and c`."""

    span: Span
    parts: tuple["Syntax", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """`a or b or c`."""

    span: Span
    parts: tuple["Syntax", ...]


@dataclass(frozen=True, slots=True)
class Conditional:
    span: Span
    condition: "Syntax"
    then: "Syntax"
    otherwise: "Syntax"


@dataclass(frozen=True, slots=True)
class Quantifying:
    """`record` is the item's noun, singular or plural; `items` the list if it was named."""

    span: Span
    quantity: Quantity
    number: int | None
    record: Name
    items: Name | None
    body: "Syntax"


@dataclass(frozen=True, slots=True)
class Measuring:
    """`value` is None for `count of`."""

    span: Span
    measure: Measure
    value: "Syntax | None"
    items: Name
    where: "Syntax | None"


Syntax: TypeAlias = (
    NumberText | DateText | TruthText | QuotedText | Name | Negated | Sum | Comparing | Between
    | OneOf | Including | BeingKnown | Inverse | All | Either | Conditional | Quantifying | Measuring
)  # fmt: skip


# -- table cells: unary tests of the column's value ------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnyValue:
    """`-`."""

    span: Span


@dataclass(frozen=True, slots=True)
class CellComparing:
    """`at least 3`, `< £5m`."""

    span: Span
    comparison: Comparison
    right: Syntax


@dataclass(frozen=True, slots=True)
class CellBetween:
    """`between 1 and 3` or `1..3`."""

    span: Span
    low: Syntax
    high: Syntax


@dataclass(frozen=True, slots=True)
class CellKnown:
    """`known`, or with `negated` `unknown`."""

    span: Span
    negated: bool


@dataclass(frozen=True, slots=True)
class CellEqual:
    """A value that the column must equal; for a set, an option that it must include."""

    span: Span
    value: Syntax


CellTest: TypeAlias = CellComparing | CellBetween | CellKnown | CellEqual


@dataclass(frozen=True, slots=True)
class CellTests:
    """`test, test, …`: at least one holds; with `negated` (`not test`, `not (test, …)`) none does."""

    span: Span
    tests: tuple[CellTest, ...]
    negated: bool = False


Cell: TypeAlias = AnyValue | CellTests
