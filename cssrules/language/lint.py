"""What is no fault in a checked policy but worth an author's look.

In: a Policy. Out: notices, sorted by place. A notice never stops anything.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from cssrules.expression import (
    Compare,
    Comparison,
    Const,
    Expression,
    Field,
    Term,
    fields,
    parts,
    terms,
)
from cssrules.language.kinds import DAYS_BETWEEN
from cssrules.meaning import meaning
from cssrules.policy import Basis, Pairing, Policy, Rule, Table, Template
from cssrules.source import Place
from cssrules.values import Date, Number, show


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """One line about one place; `kind` is a word, as of faults."""

    place: Place
    kind: str
    message: str


def lint(policy: Policy) -> tuple[Notice, ...]:
    """The notices of a policy."""
    read = _read(policy)
    found = [*_unread(policy, read), *_unanswered(policy, read), *_broken_by_settings(policy)]
    for whole in (policy, *(rule.policy for rule in policy.portfolio.values())):
        found += (*_constants(whole), *_never_passed(whole), *_bare_numbers(whole))
    for rule in policy.portfolio.values():
        if isinstance(rule, Pairing):
            numbers = (limit.number for limit in rule.limits)
            found += _bare_numbers_in(numbers, rule.basis, rule.id, rule.place)
    return tuple(sorted(set(found)))


def _unread(policy: Policy, read: frozenset[str]) -> Iterator[Notice]:
    for evidence in policy.evidence.values():
        if evidence.name not in read:
            yield Notice(evidence.place, "unread-evidence", f"no rule reads `{evidence.name}`")
    for setting in policy.settings.values():
        if setting.name not in read:
            yield Notice(setting.place, "unread-setting", f"no rule reads `{setting.name}`")


def _unanswered(policy: Policy, read: frozenset[str]) -> Iterator[Notice]:
    """Conclusions that neither a rule reads nor a decision asks for."""
    if not policy.questions:
        return
    read |= {question.answer for question in policy.questions}
    for rule in policy.rules.values():
        if rule.define not in read:
            message = f"no rule and no decision reads `{rule.define}`"
            yield Notice(rule.place, "unread-conclusion", message)


def _constants(policy: Policy) -> Iterator[Notice]:
    for rule in policy.rules.values():
        for expression in _bodies(rule):
            reads = terms(expression) or fields(expression, rule.each)
            if not reads and not isinstance(expression, Const):
                yield Notice(
                    rule.place, "constant", f"{rule.id} holds a condition that reads nothing"
                )


def _never_passed(policy: Policy) -> Iterator[Notice]:
    """A fact asked to be above the most, or below the least, that it can be."""
    for rule in policy.rules.values():
        for part in (part for body in _bodies(rule) for part in _within(body)):
            match part:
                case Compare(
                    comparison=Comparison.GT | Comparison.LT as comparison,
                    left=Term(name=name, kind=Number() | Date() as kind)
                    | Field(name=name, kind=Number() | Date() as kind),
                    right=Const(value=limit),
                ) if limit == (kind.high if comparison is Comparison.GT else kind.low):
                    message = (
                        f"{rule.id} asks `{name}` to pass {show(limit, kind)}, which it cannot"
                    )
                    yield Notice(rule.place, "never-passed", message)
                case _:
                    pass


def _bare_numbers(policy: Policy) -> Iterator[Notice]:
    """Numbers in a rule that rests on no source; 0 and 1 are for counting."""
    for rule in policy.rules.values():
        yield from _bare_numbers_in(_bodies(rule), rule.basis, rule.id, rule.place)


def _bare_numbers_in(
    said: Iterable[Expression], bases: Sequence[Basis], id: str, place: Place
) -> Iterator[Notice]:
    if any(basis.source is not None for basis in bases):
        return
    for part in (part for expression in said for part in _within(expression)):
        if isinstance(part, Const) and isinstance(part.kind, Number) and part.value not in {0, 1}:
            number = show(part.value, part.kind)
            message = f"{id} holds the number {number}, which no source gives: make it a setting"
            yield Notice(place, "bare-number", message)


def _broken_by_settings(policy: Policy) -> Iterator[Notice]:
    """Properties that rest on settings alone, and that the settings break."""
    of_settings = [p for p in policy.properties if terms(p.condition) <= policy.settings.keys()]
    if not of_settings:
        return
    trace = meaning(policy, {}, policy.effective.start or DAYS_BETWEEN[0])
    for stated in of_settings:
        if trace.properties[stated.id].value is stated.never:
            message = f"the settings as they are break {stated.id}"
            yield Notice(stated.place, "property-broken", message)


def _within(expression: Expression) -> Iterator[Expression]:
    yield expression
    for part in parts(expression):
        yield from _within(part)


def _read(policy: Policy) -> frozenset[str]:
    """Every name that is read anywhere: by rules, reasons, questions, properties, assumptions and the
    portfolio.
    """
    found = {rule.each for rule in policy.rules.values() if rule.each is not None}
    for over_many in policy.portfolio.values():
        found |= policy.read_by(over_many)
    for rule in policy.rules.values():
        for expression in (*_bodies(rule), *_reasons(rule)):
            found |= policy.reads(expression, rule.each)
    found.update(*((*q.not_before, *q.anew_from) for q in policy.questions))
    found.update(*(evidence.not_before for evidence in policy.evidence.values()))
    asked = [c for q in policy.questions for c in (q.asked_when, q.anew_after)]
    stated = [property_.condition for property_ in policy.properties]
    for whole in (*asked, *stated, *policy.assumptions):
        found |= set() if whole is None else policy.reads(whole)
    return frozenset(found)


def _reasons(rule: Rule) -> Iterator[Expression]:
    for reason in rule.reasons.values():
        for template in (reason.met, reason.not_met, reason.unknown):
            yield from _pieces(template)


def _bodies(rule: Rule) -> Iterator[Expression]:
    yield from rule.expressions
    for row in rule.body.rows if isinstance(rule.body, Table) else ():
        yield from _pieces(row.because)


def _pieces(template: Template | None) -> Iterator[Expression]:
    if template is not None:
        yield from (piece for piece in template.pieces if not isinstance(piece, str))
