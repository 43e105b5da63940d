"""What a set of random policies and decisions has exercised, and the least that it must."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import Enum
from typing import get_args

from cssrules.expression import (
    DECISION_DAY,
    Arithmetic,
    Compare,
    Comparison,
    Expression,
    Field,
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
from cssrules.trace import Concluded, Judged, Trace
from cssrules.values import ListOf

DETAILS = (Comparison, Operator, Quantity, Measure, HitPolicy)
FORMS = (
    *(form.__name__ for form in get_args(Expression)),
    *(f"{kind.__name__} {one.value}" for kind in DETAILS for one in kind),
    "if unknown",
    "negated conclusion",
    "effective period",
    "holidays",
    "decision day",
    "made list",
    "for each",
    "for each of a made list",
    "for each from for each",
    "Quantified of concluded items",
    "Measured of concluded items",
    "Quantified of a made list",
    "Measured of a made list",
    "question answered by a made list",
)
POLICIES_AT_LEAST = 0.05
DECIDED_AT_LEAST = 0.30
MADE_UNKNOWN_AT_LEAST = 0.10
MADE_KNOWN_AT_LEAST = 0.30
UNKNOWN_AT_LEAST = 0.15
OPEN_TABLES_AT_LEAST = 0.20


@dataclass
class Covered:
    """Counts: policies that hold each form; decisions that build on what people decided; conclusions,
    of items too; lists made by tables; tables decided, with two rows or more that may apply.
    """

    policies: int = 0
    decisions: int = 0
    forms: Counter[str] = field(default_factory=Counter)
    conclusions: int = 0
    unknown: int = 0
    tables: int = 0
    open_tables: int = 0
    decided: int = 0
    made: int = 0
    made_unknown: int = 0
    made_some: int = 0

    def policy(self, policy: Policy) -> None:
        self.policies += 1
        self.forms.update(set(_forms(policy)))

    def decision(self, trace: Trace) -> None:
        self.decisions += 1
        self.decided += bool(trace.decided)
        for concluded in _concluded(trace):
            self.conclusions += 1
            self.unknown += concluded.value is None
            if isinstance(concluded.rule.kind, ListOf):
                self.made += 1
                self.made_unknown += concluded.value is None
                self.made_some += bool(concluded.value)
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
        decided = self.decided / self.decisions
        yield "decisions that build on what people decided", decided, DECIDED_AT_LEAST
        yield "made lists unknown", self.made_unknown / self.made, MADE_UNKNOWN_AT_LEAST
        yield "made lists with items", self.made_some / self.made, MADE_KNOWN_AT_LEAST

    def report(self) -> str:
        lines = [f"{self.policies} policies, {self.decisions} decisions, floors in brackets"]
        lines += [f"  {share:5.0%} ({floor:.0%})  {what}" for what, share, floor in self.shares()]
        return "\n".join(lines)

    def below(self) -> list[str]:
        return [what for what, share, floor in self.shares() if share < floor]


def _concluded(trace: Trace) -> Iterator[Concluded]:
    yield from trace.concluded.values()
    for found in trace.each.values():
        yield from found.values()


def _forms(policy: Policy) -> Iterator[str]:
    if policy.holidays:
        yield "holidays"
    for question in policy.questions:
        if isinstance(policy.kind(question.answer), ListOf):
            yield "question answered by a made list"
        if question.asked_when is not None:
            yield from _forms_of(policy, question.asked_when, None)
    for stated in policy.properties:
        yield from _forms_of(policy, stated.condition, None)
    for rule in policy.rules.values():
        if rule.if_unknown is not None:
            yield "if unknown"
        if rule.effective.start is not None or rule.effective.end is not None:
            yield "effective period"
        if rule.each is not None:
            yield "for each of a made list" if rule.each in policy.defining else "for each"
        for expression in _expressions(rule.body):
            yield from _forms_of(policy, expression, rule.each)
        if isinstance(rule.body, Table):
            yield _named(rule.body.hit)
            if rule.body.makes:
                yield "made list"


def _forms_of(policy: Policy, expression: Expression, each: str | None) -> Iterator[str]:
    for here in _below(expression):
        yield type(here).__name__
        yield from _details(policy, here, each)


def _details(policy: Policy, expression: Expression, each: str | None) -> Iterator[str]:
    match expression:
        case Compare(comparison=detail) | Arithmetic(operator=detail):
            yield _named(detail)
        case Quantified(quantity=detail, items=items) | Measured(measure=detail, items=items):
            yield _named(detail)
            form = type(expression).__name__
            if items in policy.defining:
                yield f"{form} of a made list"
            if any(isinstance(f, Field) and f.name in policy.defining for f in _below(expression)):
                yield f"{form} of concluded items"
        case Not(part=Term(name=name)) if name in policy.defining:
            yield "negated conclusion"
        case Term(name=name) if name == DECISION_DAY:
            yield "decision day"
        case Field(name=name) if each is not None and name in policy.defining:
            yield "for each from for each"
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
