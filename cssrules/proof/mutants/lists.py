"""Rules for which what is measured of lists, or all that is found of them, is evidence.

What is proved of a rule whatever that evidence is, holds of lists of any length.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from cssrules.expression import (
    Expression,
    Measure,
    Measured,
    Quantified,
    Term,
    parts,
)
from cssrules.policy import Evidence, Policy, Rule
from cssrules.proof.mutants.expressions import put_in
from cssrules.values import Kind, Number, Unit, YesNo


def _of_lists(expressions: Iterable[Expression]) -> Iterator[Quantified | Measured]:
    pending = list(expressions)
    while pending:
        here = pending.pop()
        if isinstance(here, Quantified | Measured):
            yield here
        pending += parts(here)


def without_measures(rules: Sequence[Rule]) -> tuple[Mapping[str, Evidence], Sequence[Rule]]:
    """Rules with what they measure of lists as evidence, whatever it comes to, and that evidence."""
    read = _of_lists(expression for rule in rules for expression in rule.expressions)
    return _without([one for one in dict.fromkeys(read) if isinstance(one, Measured)], rules)


def without_lists(policy: Policy) -> Policy:
    """The policy with all that its rules find of lists of evidence, by quantifiers too, as evidence of its
    own; a list that it concludes stays, as it is no longer than its table.
    """
    rules = list(policy.rules.values())
    read = _of_lists(expression for rule in rules for expression in rule.expressions)
    found = [one for one in dict.fromkeys(read) if one.items in policy.evidence]
    evidence, rules_without = _without(found, rules)
    by_id = {rule.id: rule for rule in rules_without}
    return replace(policy, evidence={**policy.evidence, **evidence}, rules=by_id)


def _without(
    found: Iterable[Quantified | Measured], rules: Sequence[Rule]
) -> tuple[Mapping[str, Evidence], Sequence[Rule]]:
    evidence = dict[str, Evidence]()
    for number, one in enumerate(found, start=1):
        name = f"{rules[0].id} list {number}"
        evidence[name] = Evidence(name, _kind(one), rules[0].place)
        rules = [put_in(rule, one, Term(name, _kind(one))) for rule in rules]
    return evidence, rules


def _kind(one: Quantified | Measured) -> Kind:
    """The kind of what is found of a list; a count is whole and never negative."""
    if isinstance(one, Quantified):
        return YesNo()
    if one.measure is Measure.COUNT:
        return Number(Unit.COUNT, Fraction(0), None, Fraction(1))
    return one.kind
