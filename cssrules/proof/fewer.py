"""A case with less in it that still shows what it is to show.

In: the values of a case, and what it is to show. Out: values of it that show the same: fewer facts, lists
with fewer items, items with fewer fields, and no fact before a day that it waits for.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import date

from cssrules.policy import Policy
from cssrules.values import Item, ListOf, Value

Values = Mapping[str, Value]
Shows = Callable[[Values], bool]


def fewer_facts(values: Values, order: Sequence[str], shows: Shows) -> Values:
    """The facts without those that can be left out: many at once, then fewer, then one by one."""
    kept, step = list(order), len(order)
    while step:
        at, dropped = 0, False
        while at < len(kept):
            fewer = kept[:at] + kept[at + step :]
            if shows({name: values[name] for name in fewer}):
                kept, dropped = fewer, True
            else:
                at += step
        step = step if step == 1 and dropped else step // 2
    return {name: values[name] for name in values if name in kept}


def fewer_items(values: Values, name: str, kind: ListOf, shows: Shows) -> Values:
    """The case with as few items in a list as will do."""
    held = values[name]
    assert isinstance(held, tuple), "what holds items is a list"
    for place in reversed(range(len(held))):
        fewer = renumbered((*held[:place], *held[place + 1 :]), kind)
        if len(fewer) >= kind.least and shows({**values, name: fewer}):
            held = fewer
    return {**values, name: held}


def fewer_fields(values: Values, name: str, shows: Shows) -> Values:
    """The case with as few fields in the items of a list as will do."""
    held = values[name]
    assert isinstance(held, tuple), "what holds items is a list"
    for place, field in [(n, f) for n, item in enumerate(held) for f in sorted(item.fields)]:
        item = held[place]
        fields = {other: value for other, value in item.fields.items() if other != field}
        barer = (*held[:place], Item(item.id, fields), *held[place + 1 :])
        if shows({**values, name: barer}):
            held = barer
    return {**values, name: held}


def in_order(policies: Iterable[Policy], values: Values, day: date) -> bool:
    """Whether all of it can be reported on that day: no fact waits for a day that is still to come."""
    return not any(True for _ in _ahead(policies, values, day))


def put_in_order(policies: Sequence[Policy], values: Values, day: date, shows: Shows) -> Values:
    """The case with the days for which facts wait no later than `day`, where it still shows the same."""
    for name in sorted(set(_ahead(policies, values, day))):
        if shows({**values, name: day}):
            values = {**values, name: day}
    return values


def _ahead(policies: Iterable[Policy], values: Values, day: date) -> Iterator[str]:
    for policy in policies:
        for name, evidence in policy.evidence.items():
            for awaited in evidence.not_before if values.get(name) is not None else ():
                first = values.get(awaited)
                if isinstance(first, date) and first > day:
                    yield awaited


def renumbered(items: Sequence[Item], kind: ListOf) -> tuple[Item, ...]:
    """The items of a list, with ids by which no case is known."""
    noun = kind.record.replace(" ", "-")
    return tuple(Item(f"{noun}-{n}", item.fields) for n, item in enumerate(items, start=1))
