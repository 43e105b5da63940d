"""How long lists must be looked at, so that what is proved of them holds of longer ones.

In: a policy, and rules that read lists. Out: for each list a number of items that is enough, or none; and
rules for which what is measured of lists, or all that is found of them, is evidence.

What a quantifier finds of a list, unknown included, it finds of a few of its items, its witnesses, and of
these with any others of the list: `at least n` has n, `at most n` and `exactly n` have n + 1. So where lists
are read by quantifiers alone, beside each case with long lists there is one with short lists in which every
condition comes to the same: the witnesses of all are kept, and the item that is spoken of.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from cssrules.expression import (
    Expression,
    Measure,
    Measured,
    Quantified,
    Quantity,
    Term,
    parts,
)
from cssrules.policy import Evidence, Policy, Rule
from cssrules.proof.mutants.expressions import put_in
from cssrules.values import Kind, ListOf, Number, Unit, YesNo

_KEPT_BY_FEWER = {Quantity.EVERY, Quantity.NO, Quantity.AT_MOST}
"""What holds of a list, holds of any part of it."""


def enough(policy: Policy, rules: Iterable[Rule]) -> Mapping[str, int | None]:
    """For each list of evidence, how many items are enough to look at for what `rules` read, and what the
    policy assumes; None where no number is.
    """
    held = list(rules)
    assumed = [a for a in policy.assumptions if not _is_kept_by_fewer(a)]
    read = frozenset(_of_lists([*(e for rule in held for e in rule.expressions), *assumed]))
    spoken_of = {rule.each for rule in held}
    found: dict[str, int | None] = {}
    for name, evidence in policy.evidence.items():
        if isinstance(evidence.kind, ListOf):
            here = [one for one in read if one.items == name]
            witnesses = sum(_witnesses(one) for one in here if isinstance(one, Quantified))
            measured = any(isinstance(one, Measured) for one in here)
            least = evidence.kind.least
            found[name] = None if measured else max(least, witnesses + (name in spoken_of))
    return found


def _is_kept_by_fewer(assumption: Expression) -> bool:
    return isinstance(assumption, Quantified) and assumption.quantity in _KEPT_BY_FEWER


def _witnesses(one: Quantified) -> int:
    number = one.number or 0
    match one.quantity:
        case Quantity.SOME | Quantity.EVERY | Quantity.NO:
            return 1
        case Quantity.AT_LEAST:
            return number
        case Quantity.AT_MOST | Quantity.EXACTLY:
            return number + 1


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
