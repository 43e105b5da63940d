"""Rules side by side in the author's words: what one says and the other does not.

In: two policies and a rule of each. Out: the aspects in which they differ. Of a table row by row, of
conditions that stand under one another part by part; of what is alike nothing.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeVar

from cssrules.english import noun_of, says, subject_of, value_of
from cssrules.expression import And, Const, Expression, Not, Or, kind_of
from cssrules.policy import Basis, Period, Policy, Reason, Row, Rule, Table, Template
from cssrules.proof.versions.substance import bare, of_body, of_kind, of_row
from cssrules.revision import Aspect
from cssrules.values import YesNo, kind_in_words, listed, show

_Thing = TypeVar("_Thing")


def differing(
    called: str,
    old: _Thing,
    new: _Thing,
    say: Callable[[_Thing], str | None],
    *,
    documentation: bool = False,
) -> Iterator[Aspect]:
    """The aspect, where the two are not said alike."""
    before, after = say(old), say(new)
    if before != after:
        yield Aspect(called, before, after, documentation)


def aspects_of_rule(old: Policy, new: Policy, one: Rule, other: Rule) -> Iterator[Aspect]:
    """What is otherwise in two rules, apart from their ids."""
    yield from differing("defines", one, other, lambda rule: rule.define)
    if of_kind(one.kind) != of_kind(other.kind):
        yield from differing("type", one, other, lambda rule: kind_in_words(rule.kind))
    if one.each != other.each:
        yield Aspect("for each", _noun(old, one), _noun(new, other))
    yield from differing("in force", one.effective, other.effective, in_force)
    if of_body(one) != of_body(other) or _row_ids(one) != _row_ids(other):
        yield from _bodies(old, new, one, other)
    yield from differing("if not known", one, other, _presumed)
    yield from differing("title", one, other, lambda rule: rule.title, documentation=True)
    yield from differing("rests on", one.basis, other.basis, basis_in_words, documentation=True)
    yield from _words(old, new, one, other)
    yield from differing("note", one, other, lambda rule: rule.note, documentation=True)


def _noun(policy: Policy, rule: Rule) -> str | None:
    return None if rule.each is None else noun_of(policy, rule.each)


def in_force(period: Period) -> str | None:
    """When a rule or policy is in force, where that is said."""
    said = []
    if period.start is not None:
        said.append(f"from {period.start.isoformat()}")
    if period.end is not None:
        said.append(f"up to and including {period.end.isoformat()}")
    return " ".join(said) or None


def basis_in_words(basis: Sequence[Basis]) -> str | None:
    """What a rule or row rests on."""
    said = (
        f"policy setting: {one.text}" if one.source is None else f"{one.source}, {one.text}"
        for one in basis
    )
    return "; ".join(part.removesuffix(", ") for part in said) or None


def template_in_words(policy: Policy, template: Template | None) -> str | None:
    """A reason in the author's words."""
    if template is None:
        return None
    pieces = (p if isinstance(p, str) else f"{{{value_of(policy, p)}}}" for p in template.pieces)
    return f"“{''.join(pieces)}”"


def body_in_words(policy: Policy, rule: Rule) -> str:
    """What a rule concludes from, on one line."""
    match rule.body:
        case Table(rows=rows):
            return "; ".join(f"row {row.id}: {row_in_words(policy, row)}" for row in rows)
        case expression:
            return expression_in_words(policy, expression)


def row_in_words(policy: Policy, row: Row) -> str:
    """What a row gives, and when."""
    tests = [says(policy, cell, truth=True) for cell in row.cells if cell is not None]
    return (
        f"{value_of(policy, row.output)} {'if ' + ' and '.join(tests) if tests else 'in any case'}"
    )


def expression_in_words(policy: Policy, expression: Expression) -> str:
    """A condition as it is met, or a value."""
    if isinstance(kind_of(expression), YesNo):
        return says(policy, expression, truth=True)
    return value_of(policy, expression)


def _presumed(rule: Rule) -> str | None:
    held = rule.if_unknown
    return show(held.value, rule.kind) if isinstance(held, Const) else None


# -- what it concludes from --------------------------------------------------------------------------------


def _bodies(old: Policy, new: Policy, one: Rule, other: Rule) -> Iterator[Aspect]:
    match one.body, other.body:
        case Table() as before, Table() as after:
            yield from differing("hit policy", before, after, lambda table: table.hit.value)
            yield from _rows(old, new, before, after)
        case Table(), _:
            yield Aspect("table", body_in_words(old, one), None)
            yield Aspect("says", None, body_in_words(new, other))
        case _, Table():
            yield Aspect("said", body_in_words(old, one), None)
            yield Aspect("table", None, body_in_words(new, other))
        case before, after:
            yield from _conditions(old, new, before, after)


def _row_ids(rule: Rule) -> tuple[str, ...]:
    return tuple(row.id for row in rule.body.rows) if isinstance(rule.body, Table) else ()


def _rows(old: Policy, new: Policy, one: Table, other: Table) -> Iterator[Aspect]:
    """Rows by their ids; a row with another id that says the same is renamed."""
    ours, theirs = ({row.id: row for row in table.rows} for table in (one, other))
    made = one.makes or other.makes
    was = _renamed_rows(ours, theirs, made=made)
    for id, row in theirs.items():
        before = ours.get(was.get(id, id))
        if before is None:
            yield Aspect(f"row {id}", None, row_in_words(new, row))
        elif of_row(before, made=made) != of_row(row, made=made):
            yield Aspect(f"row {id}", row_in_words(old, before), row_in_words(new, row))
    for id, row in ours.items():
        if id not in theirs and id not in was.values():
            yield Aspect(f"row {id}", row_in_words(old, row), None)
    for id, before_id in was.items():
        yield Aspect("row", before_id, id, documentation=True)
    order = [was.get(id, id) for id in theirs if was.get(id, id) in ours]
    if order != (kept := [id for id in ours if id in order]):
        yield Aspect("order of rows", listed(kept, "and"), listed(order, "and"))


def _renamed_rows(
    old: Mapping[str, Row], new: Mapping[str, Row], *, made: bool
) -> Mapping[str, str]:
    gone = {of_row(row, made=made): id for id, row in old.items() if id not in new}
    found = {id: gone.get(of_row(row, made=made)) for id, row in new.items() if id not in old}
    return {id: before for id, before in found.items() if before is not None}


def _conditions(old: Policy, new: Policy, one: Expression, other: Expression) -> Iterator[Aspect]:
    """Conditions that stand under one another part by part, anything else as a whole."""
    match one, other:
        case (And(parts=before), And(parts=after)) | (Or(parts=before), Or(parts=after)) if not (
            _is_one_test(one) and _is_one_test(other)
        ):
            kept = {bare(part) for part in before} & {bare(part) for part in after}
            gone = [part for part in before if bare(part) not in kept]
            come = [part for part in after if bare(part) not in kept]
            if len(gone) == len(come):
                for was, part in zip(gone, come, strict=True):
                    yield from _conditions(old, new, was, part)
                return
            word = (
                "one of all that must hold"
                if isinstance(one, And)
                else "one of which any must hold"
            )
            for part in gone:
                yield Aspect(word, expression_in_words(old, part), None)
            for part in come:
                yield Aspect(word, None, expression_in_words(new, part))
        case Not(part=Or() as before_any), Not(part=Or() as after_any):
            yield from _conditions(old, new, before_any, after_any)
        case _:
            said = expression_in_words(old, one), expression_in_words(new, other)
            yield Aspect("condition" if isinstance(kind_of(other), YesNo) else "value", *said)


def _is_one_test(condition: Expression) -> bool:
    """Whether the parts are tests of one value."""
    return isinstance(condition, And | Or) and subject_of(condition) is not None


# -- the author's words ------------------------------------------------------------------------------------


def _words(old: Policy, new: Policy, one: Rule, other: Rule) -> Iterator[Aspect]:
    """Reasons that are worded otherwise, of conditions and of rows; and what rows rest on."""
    for path in sorted({*one.reasons, *other.reasons}):
        before, after = one.reasons.get(path, Reason()), other.reasons.get(path, Reason())
        for called, pick in _SAID.items():
            yield from _template(
                f"words of {path}, {called}", (old, pick(before)), (new, pick(after))
            )
    if isinstance(one.body, Table) and isinstance(other.body, Table):
        theirs = {row.id: row for row in other.body.rows}
        for row in one.body.rows:
            if (now := theirs.get(row.id)) is not None:
                yield from _template(
                    f"words of row {row.id}", (old, row.because), (new, now.because)
                )
                called = f"row {row.id} rests on"
                yield from differing(
                    called, row.basis, now.basis, basis_in_words, documentation=True
                )


_Said = tuple[Policy, Template | None]


def _template(called: str, one: _Said, other: _Said) -> Iterator[Aspect]:
    if bare(one[1]) != bare(other[1]):
        said = template_in_words(*one), template_in_words(*other)
        yield Aspect(called, *said, documentation=True)


_SAID: Mapping[str, Callable[[Reason], Template | None]] = {
    "if so": lambda reason: reason.met,
    "if not": lambda reason: reason.not_met,
    "if unclear": lambda reason: reason.unknown,
}
