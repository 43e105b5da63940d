"""What a set of random policies and decisions has exercised, and the least that it must."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import get_args

from cssrules.expression import (
    Arithmetic,
    Compare,
    Comparison,
    Expression,
    Measure,
    Measured,
    Not,
    Operator,
    Quantified,
    Quantity,
    Term,
    parts,
)
from cssrules.policy import HitPolicy, Policy, Table
from cssrules.trace import Judged, Trace

DETAILS = (Comparison, Operator, Quantity, Measure, HitPolicy)
FORMS = (
    *(form.__name__ for form in get_args(Expression)),
    *(f"{kind.__name__} {one.value}" for kind in DETAILS for one in kind),
    "if unknown",
    "negated conclusion",
    "effective period",
)
POLICIES_AT_LEAST = 0.05
UNKNOWN_AT_LEAST = 0.15
OPEN_TABLES_AT_LEAST = 0.20


@dataclass
class Covered:
    """Counts: policies that hold each form; conclusions; tables decided, with two rows or more that
    may apply.
    """

    policies: int = 0
    decisions: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    conclusions: int = 0
    unknown: int = 0
    tables: int = 0
    open_tables: int = 0

    def policy(self, policy: Policy) -> None:
        self.policies += 1
        self.forms.update(set(_forms(policy)))

    def decision(self, trace: Trace) -> None:
        self.decisions += 1
        for concluded in trace.concluded.values():
            self.conclusions += 1
            self.unknown += concluded.value is None
            if not isinstance(concluded.body, Judged):
                self.tables += 1
                self.open_tables += sum(row.truth is not False for row in concluded.body) > 1

    def shares(self) -> Iterator[tuple[str, float, float]]:
        """What is counted, its share, and the floor below which the share must not lie."""
        for form in FORMS:
            yield f"policies with {form}", self.forms[form] / self.policies, POLICIES_AT_LEAST
        yield "conclusions unknown", self.unknown / self.conclusions, UNKNOWN_AT_LEAST
        tables = self.open_tables / self.tables
        yield "tables with two rows that may apply", tables, OPEN_TABLES_AT_LEAST

    def report(self) -> str:
        lines = [f"{self.policies} policies, {self.decisions} decisions, floors in brackets"]
        lines += [f"  {share:5.0%} ({floor:.0%})  {what}" for what, share, floor in self.shares()]
        return "\n".join(lines)

    def below(self) -> list[str]:
        return [what for what, share, floor in self.shares() if share < floor]


def _forms(policy: Policy) -> Iterator[str]:
    for rule in policy.rules.values():
        if rule.if_unknown is not None:
            yield "if unknown"
        if rule.effective.start is not None or rule.effective.end is not None:
            yield "effective period"
        for expression in _expressions(rule.body):
            for here in _below(expression):
                yield type(here).__name__
                yield from _details(policy, here)
        if isinstance(rule.body, Table):
            yield _named(rule.body.hit)


def _details(policy: Policy, expression: Expression) -> Iterator[str]:
    match expression:
        case Compare(comparison=detail) | Arithmetic(operator=detail):
            yield _named(detail)
        case Quantified(quantity=detail) | Measured(measure=detail):
            yield _named(detail)
        case Not(part=Term(name=name)) if name in policy.defining:
            yield "negated conclusion"
        case _:
            pass


def _named(one: Enum) -> str:
    return f"{type(one).__name__} {one.value}"


def _expressions(body: Table | Expression) -> Iterator[Expression]:
    match body:
        case Table(rows=rows):
            for row in rows:
                yield from (cell for cell in row.cells if cell is not None)
                yield from row.outputs
        case expression:
            yield expression


def _below(expression: Expression) -> Iterator[Expression]:
    yield expression
    for part in parts(expression):
        yield from _below(part)
