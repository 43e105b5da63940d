"""A case made small: as few facts as still show what it is to show, at the thresholds where it can be.

In: a case, what it is to show, and the policies that read it. Out: a case that shows the same, in which
nothing can be left out; of several found in unlike orders the one with the fewest facts.
INVARIANT: what the case is to show is asked of meaning each time.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction

from cssrules.expression import Compare, Const, Expression, Term, parts
from cssrules.policy import Policy
from cssrules.proof.audit.witness import renumbered
from cssrules.values import Date, Item, Kind, ListOf, Number, Value

Values = Mapping[str, Value]
Shows = Callable[[Values], bool]
_DIGITS = (1, 2, 3)


def smallest(policies: Sequence[Policy], values: Values, shows: Shows) -> Values:
    """The smallest case found; `values` where meaning sees it in no smaller one."""
    orders = (sorted(values), sorted(values, reverse=True), sorted(values, key=_bulk))
    found = [_fewest(values, order, shows) for order in orders]
    best = min(found, key=_size)
    for name in sorted(best):
        if isinstance(best[name], tuple):
            best = _with_short_list(policies, best, name, shows)
    for name in sorted(best):
        best = _at_threshold(policies, best, name, shows)
    return best


def _bulk(name: str) -> tuple[int, str]:
    return len(name), name


def _size(values: Values) -> tuple[int, list[str]]:
    items = (value for value in values.values() if isinstance(value, tuple))
    return len(values) + sum(1 + len(i.fields) for held in items for i in held), sorted(values)


def _fewest(values: Values, order: Sequence[str], shows: Shows) -> Values:
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


# -- lists -------------------------------------------------------------------------------------------------


def _with_short_list(policies: Sequence[Policy], values: Values, name: str, shows: Shows) -> Values:
    """The list with as few items, and these with as few fields, as will do."""
    kind = next(p.evidence[name].kind for p in policies if name in p.evidence)
    assert isinstance(kind, ListOf), "what holds items is a list"
    held = values[name]
    assert isinstance(held, tuple), "what holds items is a list"
    for place in reversed(range(len(held))):
        fewer = renumbered((*held[:place], *held[place + 1 :]), kind)
        if len(fewer) >= kind.least and shows({**values, name: fewer}):
            held = fewer
    for place, field in [(n, f) for n, item in enumerate(held) for f in sorted(item.fields)]:
        item = held[place]
        fields = {other: value for other, value in item.fields.items() if other != field}
        barer = (*held[:place], Item(item.id, fields), *held[place + 1 :])
        if shows({**values, name: barer}):
            held = barer
    return {**values, name: held}


# -- amounts and days --------------------------------------------------------------------------------------


def _at_threshold(policies: Sequence[Policy], values: Values, name: str, shows: Shows) -> Values:
    """The case with an amount or a day of it at a threshold or next to one; or else a round number."""
    kinds = [policy.evidence[name].kind for policy in policies if name in policy.evidence]
    for value in _near(policies, values[name], name, kinds):
        if value == values[name]:
            return values
        if shows({**values, name: value}):
            return {**values, name: value}
    return values


def _near(
    policies: Sequence[Policy], held: Value, name: str, kinds: Sequence[Kind]
) -> Iterator[Value]:
    tested = dict.fromkeys(value for policy in policies for value in _thresholds(policy, name))
    steps = [0, 1, -1]
    found: list[Value] = []
    match held:
        case bool():
            return
        case Fraction():
            kind = next(kind for kind in kinds if isinstance(kind, Number))
            step = kind.step or Fraction(1)
            found += [v + n * step for n in steps for v in tested if isinstance(v, Fraction)]
            found += [_rounded(held, digits) for digits in _DIGITS]
        case date():
            found += [v + timedelta(days=n) for n in steps for v in tested if isinstance(v, date)]
        case _:
            return
    yield from (value for value in found if all(_is_of(value, kind) for kind in kinds))


def _is_of(value: Value, kind: Kind) -> bool:
    """Whether a kind has such a value, as far as its bounds and its step say."""
    match value, kind:
        case Fraction(), Number(low=low, high=high, step=step):
            below, above = low is not None and value < low, high is not None and value > high
            return not below and not above and (not step or not (value - (low or 0)) % step)
        case date(), Date(low=first, high=last):
            return (first is None or value >= first) and (last is None or value <= last)
        case _:
            return False


def _rounded(number: Fraction, digits: int) -> Fraction:
    """The number with so many digits that count."""
    if not number:
        return number
    size, scale = abs(number), Fraction(1)
    while size / scale >= 10:  # noqa: PLR2004 # because we count in tens
        scale *= 10
    while size / scale < 1:
        scale /= 10
    unit = scale / int(10 ** (digits - 1))
    return unit * round(number / unit)


def _thresholds(policy: Policy, name: str) -> Iterator[Value]:
    """What evidence is compared with, where that has a value of its own."""
    pending: list[Expression] = [e for rule in policy.order for e in rule.expressions]
    while pending:
        match here := pending.pop(0):
            case Compare(left=Term(name=tested), right=other) if tested == name:
                yield from _value(policy, other)
            case Compare(left=other, right=Term(name=tested)) if tested == name:
                yield from _value(policy, other)
            case _:
                pass
        pending += parts(here)


def _value(policy: Policy, expression: Expression) -> Iterator[Value]:
    match expression:
        case Const(value=value):
            yield value
        case Term(name=name) if name in policy.settings:
            yield policy.settings[name].value
        case _:
            return
