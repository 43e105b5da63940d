"""The grain of a number: the greatest amount of which all its values are multiples.

In: a policy and an expression. Out: the grain; 0 of what is always zero; None where there is none that
could be told. Between two thresholds that are one grain apart there is no value.
"""

from collections.abc import Iterable
from fractions import Fraction
from functools import reduce
from math import gcd, lcm

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
)
from cssrules.policy import Made, Policy, Rule, Table
from cssrules.values import Date, Kind, Number


def grain(policy: Policy, expression: Expression, items: str | None = None) -> Fraction | None:
    """The grain of a number; `items` is the list of whose items the expression is said, if any."""
    match expression:
        case Const(value=Fraction() as value):
            return abs(value)
        case Term(name=name):
            return _of_name(policy, name)
        case Field(name=name) if items is not None:
            return _of_field(policy, name, items)
        case Negative(part=part):
            return grain(policy, part, items)
        case If(then=then, otherwise=otherwise):
            return _common(grain(policy, part, items) for part in (then, otherwise))
        case Arithmetic(operator=operator, left=left, right=right):
            if isinstance(kind_of(left), Date):
                return Fraction(1)
            grains = [grain(policy, part, items) for part in (left, right)]
            return _of_sum(operator, grains)
        case Measured(measure=Measure.COUNT):
            return Fraction(1)
        case Measured(measure=measure, value=value, items=walked) if value is not None:
            return None if measure is Measure.MEAN else grain(policy, value, walked)
        case _:
            return None


def _of_sum(operator: Operator, grains: list[Fraction | None]) -> Fraction | None:
    match operator, grains:
        case Operator.ADD | Operator.SUBTRACT, _:
            return _common(grains)
        case Operator.MULTIPLY, [Fraction() as one, Fraction() as other]:
            return one * other
        case _:
            return None


def _of_name(policy: Policy, name: str) -> Fraction | None:
    if any(question.answer == name for question in policy.questions):
        return None  # because people may decide otherwise than the rules
    if name in policy.defining:
        return _common(_of_rule(policy, rule) for rule in policy.defining[name])
    kind = policy.kind(name)
    return None if kind is None else _of_kind(kind)


def _of_field(policy: Policy, name: str, items: str) -> Fraction | None:
    concluded = [rule for rule in policy.concluded_of(items) if rule.define == name]
    if concluded:
        return _common(_of_rule(policy, rule) for rule in concluded)
    kind = policy.record_of(items).kind(name)
    return None if kind is None else _of_kind(kind)


def _of_rule(policy: Policy, rule: Rule) -> Fraction | None:
    outputs = [rule.body] if not isinstance(rule.body, Table) else _outputs(rule.body)
    presumed = [] if rule.if_unknown is None else [rule.if_unknown]
    return _common(grain(policy, output, rule.each) for output in [*outputs, *presumed])


def _outputs(table: Table) -> list[Expression]:
    return [row.output for row in table.rows if not isinstance(row.output, Made)]


def _of_kind(kind: Kind) -> Fraction | None:
    if not isinstance(kind, Number) or kind.step is None:
        return None
    return _common([kind.step, abs(kind.low or Fraction(0))])


def _common(grains: Iterable[Fraction | None]) -> Fraction | None:
    found: list[Fraction] = []
    for one in grains:
        if one is None:
            return None
        found.append(one)
    return reduce(_greatest, found, Fraction(0))


def _greatest(one: Fraction, other: Fraction) -> Fraction:
    """The greatest amount of which both are multiples."""
    bottom = lcm(one.denominator, other.denominator)
    return Fraction(gcd(int(one * bottom), int(other * bottom)), bottom)
