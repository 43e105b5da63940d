"""What is no fault in a checked policy but worth an author's look.

In: a Policy. Out: notices, sorted by place. A notice never stops anything.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from cssrules.expression import Const, Expression, terms
from cssrules.policy import Policy, Rule, Table, Template
from cssrules.source import Place


@dataclass(frozen=True, slots=True, order=True)
class Notice:
    """One line about one place; `kind` is a word, as of faults."""

    place: Place
    kind: str
    message: str


def lint(policy: Policy) -> tuple[Notice, ...]:
    """The notices of a policy."""
    return tuple(sorted((*_unread(policy), *_unanswered(policy), *_constants(policy))))


def _unread(policy: Policy) -> Iterator[Notice]:
    read = {name for expression in _everything(policy) for name in terms(expression)}
    for evidence in policy.evidence.values():
        if evidence.name not in read:
            yield Notice(evidence.place, "unread-evidence", f"no rule reads `{evidence.name}`")
    for setting in policy.settings.values():
        if setting.name not in read:
            yield Notice(setting.place, "unread-setting", f"no rule reads `{setting.name}`")


def _unanswered(policy: Policy) -> Iterator[Notice]:
    """Conclusions that neither a rule reads nor a decision asks for."""
    if not policy.questions:
        return
    read = {name for expression in _everything(policy) for name in terms(expression)}
    read |= {question.answer for question in policy.questions}
    for rule in policy.rules.values():
        if rule.define not in read:
            message = f"no rule and no decision reads `{rule.define}`"
            yield Notice(rule.place, "unread-conclusion", message)


def _constants(policy: Policy) -> Iterator[Notice]:
    for rule in policy.rules.values():
        for expression in _bodies(rule):
            if not terms(expression) and not isinstance(expression, Const):
                yield Notice(
                    rule.place, "constant", f"{rule.id} holds a condition that reads nothing"
                )


def _everything(policy: Policy) -> Iterator[Expression]:
    for rule in policy.rules.values():
        yield from _bodies(rule)
        for reason in rule.reasons.values():
            for template in (reason.met, reason.not_met, reason.unknown):
                yield from _pieces(template)
    for question in policy.questions:
        if question.asked_when is not None:
            yield question.asked_when
    yield from (property_.condition for property_ in policy.properties)
    yield from policy.assumptions


def _bodies(rule: Rule) -> Iterator[Expression]:
    match rule.body:
        case Table(rows=rows):
            for row in rows:
                yield from (cell for cell in row.cells if cell is not None)
                yield row.output
                yield from _pieces(row.because)
        case expression:
            yield expression


def _pieces(template: Template | None) -> Iterator[Expression]:
    if template is not None:
        yield from (piece for piece in template.pieces if not isinstance(piece, str))
