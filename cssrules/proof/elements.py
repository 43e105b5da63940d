"""What a route may change: evidence that somebody may change, and of a list the fields of its items.

In: a theory, the values of a case, and whose changes count. Out: each such fact, as conditions and values. A
list keeps its items; a field is one only where the policy reads it.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import cast

from cssrules.expression import (
    Compare,
    Comparison,
    Const,
    Expression,
    Field,
    Known,
    Measure,
    Measured,
    Term,
    fields,
)
from cssrules.policy import Evidence, Policy
from cssrules.readings.prove import Condition, Found, Kleene, Theory, both
from cssrules.values import Item, Kind, ListOf, Number, Unit, Value


@dataclass(frozen=True, eq=False)
class Element:
    """A fact with the value `old`; of an item of a list its place and the field."""

    theory: Theory
    evidence: Evidence
    kind: Kind
    old: Value
    place: int = 0
    item: str | None = None
    field: str | None = None

    @property
    def name(self) -> str:
        """The fact for a reader."""
        if self.field is None:
            return self.evidence.name
        return f"{self.field} of {self.item} ({self.evidence.name})"

    @property
    def leaf(self) -> Expression:
        if self.field is None:
            return Term(self.evidence.name, self.kind)
        return Field(self.field, self.kind)

    def truth(self, condition: Expression) -> Kleene:
        """A condition over the leaf."""
        if self.field is None:
            return self.theory.truth(condition)
        return self.theory.truth_of_item(condition, self.evidence.name, self.place)

    def is_value(self, value: Value) -> Condition:
        """That it is known and has this value."""
        return self.truth(Compare(Comparison.EQ, self.leaf, Const(value, self.kind))).holds

    @property
    def as_it_is(self) -> Condition:
        """That it is as it is in the case."""
        if self.field is None:
            return both(*self.theory.pinned(self.evidence.name, self.old))
        return self.truth(Known(self.leaf)).fails if self.old is None else self.is_value(self.old)

    @property
    def known(self) -> Condition:
        return self.truth(Known(self.leaf)).holds

    def read(self, found: Found) -> Value:
        """Its value in a case that was found."""
        value = self.theory.values(found).get(self.evidence.name)
        if self.field is None:
            return value
        return cast("tuple[Item, ...]", value)[self.place].fields.get(self.field)


def elements(
    policy: Policy, theory: Theory, values: Mapping[str, Value], by: str | None
) -> Sequence[Element]:
    """What `by`, or anybody, may change, by name."""
    found = (
        element
        for evidence in policy.evidence.values()
        if evidence.changed_by is not None and by in {None, evidence.changed_by}
        for element in _of(policy, theory, evidence, values.get(evidence.name))
    )
    return sorted(found, key=lambda e: (e.evidence.name, e.item or "", e.field or ""))


def _of(policy: Policy, theory: Theory, evidence: Evidence, value: Value) -> Iterator[Element]:
    kind = evidence.kind
    if not isinstance(kind, ListOf):
        yield Element(theory, evidence, kind, value)
        return
    read = {field for items, field in _read(policy) if items == evidence.name}
    for place, item in enumerate(cast("tuple[Item, ...]", value or ())):
        for field, of in policy.record_of(evidence.name).fields:
            if field in read:
                old = item.fields.get(field)
                yield Element(theory, evidence, of, old, place, item.id, field)


def _read(policy: Policy) -> Iterator[tuple[str, str]]:
    """The fields that rules, assumptions and the conditions of questions read, each with its list."""
    awaited = (c for question in policy.questions for c in question.conditions)
    for rule in policy.order:
        for expression in rule.expressions:
            yield from fields(expression, rule.each)
    for condition in (*policy.assumptions, *awaited):
        yield from fields(condition)


def keeps_items(theory: Theory, evidence: Evidence, value: Value) -> Condition:
    """That a list is known, or not, as it is in the case, and holds as many items."""
    if value is None:
        return both(*theory.pinned(evidence.name, None))
    kind = Number(Unit.COUNT)
    count = Measured(Measure.COUNT, None, evidence.name, None, kind)
    number = Const(Fraction(len(cast("tuple[Item, ...]", value))), kind)
    return theory.truth(Compare(Comparison.EQ, count, number)).holds


def applied(values: Mapping[str, Value], new: Mapping[Element, Value]) -> Mapping[str, Value]:
    """The evidence that differs once the elements have new values, whole."""
    found: dict[str, Value] = {}
    for element, value in new.items():
        name = element.evidence.name
        if element.field is None:
            found[name] = value
            continue
        items = list(cast("tuple[Item, ...]", found.get(name, values[name])))
        item = items[element.place]
        items[element.place] = Item(item.id, {**item.fields, element.field: value})
        found[name] = tuple(items)
    return found
