"""What is decided by a part of a policy: without places, titles, bases, the author's words and ids.

In: rules, rows and expressions. Out: what is equal exactly where two are written alike. Kinds of values are
left out of expressions: where the type of some evidence changed, that is one change, and not one of every
rule that reads it.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass

from cssrules.expression import Arithmetic, Expression, Operator, parts
from cssrules.policy import Made, Policy, Row, Rule, Table
from cssrules.values import Choice, Kind

_DOCUMENTED = frozenset({"because", "basis", "place", "title", "note", "reasons"})
_WORKING_DAYS = {Operator.WORKING_DAYS_AFTER, Operator.WORKING_DAYS_BEFORE}


def bare(thing: object) -> object:
    """A value, expression or other part of a policy, without kinds and documentation."""
    match thing:
        case tuple():
            return tuple(map(bare, thing))
        case Mapping():
            return tuple((str(key), bare(thing[key])) for key in sorted(thing, key=str))
        case _ if is_dataclass(thing):
            held = [f.name for f in fields(thing) if f.name not in _DOCUMENTED and f.name != "kind"]
            return (type(thing).__name__, *(bare(getattr(thing, name)) for name in held))
        case _:
            return type(thing).__name__, thing


def of_kind(kind: Kind) -> object:
    """A kind of value; a choice without the other names of its options."""
    if isinstance(kind, Choice):
        return "scale" if kind.ordered else "choice", kind.options
    return kind


def of_row(row: Row, *, made: bool) -> object:
    """A row: its tests and its output; with its id where it is that of an item."""
    cells = frozenset(bare(cell) for cell in row.cells if cell is not None)
    return cells, bare(row.output), row.id if made or isinstance(row.output, Made) else None


def of_rule(rule: Rule) -> object:
    """A rule: what it concludes, from what, and when it is in force."""
    return (
        rule.define,
        of_kind(rule.kind),
        rule.each,
        rule.effective,
        bare(rule.if_unknown),
        of_body(rule),
    )


def of_body(rule: Rule) -> object:
    """What a rule concludes from."""
    match rule.body:
        case Table() as table:
            return table.hit, tuple(of_row(row, made=table.makes) for row in table.rows)
        case expression:
            return bare(expression)


def of_part(part: Policy) -> object:
    """All of a part of a policy: equal in two of them where what they bear on is the same in every case."""
    return (
        frozenset((name, of_kind(e.kind)) for name, e in part.evidence.items()),
        frozenset((name, of_kind(s.kind), bare(s.value)) for name, s in part.settings.items()),
        frozenset(of_rule(rule) for rule in part.rules.values()),
        frozenset(
            (record.name, frozenset((name, of_kind(kind)) for name, kind in record.fields))
            for record in part.records.values()
            if record.fields
        ),
        frozenset(map(bare, part.assumptions)),
        tuple(part.holidays) if _counts_working_days(part) else (),
    )


def _counts_working_days(policy: Policy) -> bool:
    pending: list[Expression] = list(policy.assumptions)
    pending += [expression for rule in policy.rules.values() for expression in rule.expressions]
    while pending:
        here = pending.pop()
        if isinstance(here, Arithmetic) and here.operator in _WORKING_DAYS:
            return True
        pending += parts(here)
    return False
