"""The records that a decision tells of: what rules collected, and what they concluded of each.

In: a policy and what meaning found. Out: the lists with their items as plain data, in the policy's order.
"""

from collections.abc import Mapping
from typing import cast

from cssrules.decision import ItemFound, ListFound
from cssrules.policy import Made, Policy, Record, Table
from cssrules.trace import Concluded, JudgedRow, Trace
from cssrules.values import Choice, Item, ListOf, written


def lists_found(policy: Policy, trace: Trace) -> tuple[ListFound, ...]:
    """The lists that rules collected, and those of whose records rules conclude something."""
    collected = [n for n, found in trace.concluded.items() if isinstance(found.rule.kind, ListOf)]
    concluded = {rule.each: None for rule in policy.order if rule.each is not None}
    return tuple(_list(policy, trace, name) for name in (*collected, *concluded))


def _list(policy: Policy, trace: Trace, name: str) -> ListFound:
    record = policy.record_of(name)
    rules = [rule for rule in policy.concluded_of(name) if rule.define in trace.each]
    kinds = {**dict(record.fields), **{rule.define: rule.kind for rule in rules}}
    held = trace.lists[name] if name in trace.lists else trace.value(name)
    gathered = trace.concluded.get(name)
    items = cast("tuple[Item, ...] | None", held)
    rows = {} if gathered is None else _rows_by_id(gathered)
    perhaps = [row.item for row in rows.values() if row.hit is not False]
    sure = {row.row.id for row in rows.values() if row.hit is True}
    return ListFound(
        name,
        record.name,
        _in_order(gathered, record),
        tuple(rule.define for rule in rules),
        items is not None,
        rules[0].kind.options if rules and isinstance(rules[0].kind, Choice) else (),
        tuple(
            ItemFound(
                item.id,
                tuple(
                    (field, written(value, kinds[field]))
                    for field, value in sorted(item.fields.items())
                    if value is not None
                ),
                (rows[item.id].path,)
                if item.id in rows
                else tuple(trace.each[rule.define][item.id].path for rule in rules),
                gathered is None or item.id in sure,
            )
            for item in (perhaps if gathered is not None else items or ())
        ),
    )


def _in_order(gathered: Concluded | None, record: Record) -> tuple[str, ...]:
    """The fields of a record as the table that makes it has them, else by name."""
    names = [field for field, _ in record.fields]
    rows = gathered.rule.body.rows if gathered and isinstance(gathered.rule.body, Table) else ()
    made = [name for row in rows if isinstance(row.output, Made) for name, _ in row.output.fields]
    return tuple(dict.fromkeys([*made, *names]))


def _rows_by_id(concluded: Concluded) -> Mapping[str, JudgedRow]:
    return {row.row.id: row for row in cast("tuple[JudgedRow, ...]", concluded.body)}
