"""A case made small: as few facts as still show what it is to show, at the thresholds where it can be.

In: a case, what it is to show, and the policies that read it. Out: a case that shows the same, in which
nothing can be left out; of several found in unlike orders the one with the fewest facts.
INVARIANT: what the case is to show is asked of meaning each time.
"""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from fractions import Fraction

from cssrules.expression import Compare, Const, Expression, Term, parts
from cssrules.policy import Policy
from cssrules.proof.fewer import (
    Shows,
    Values,
    fewer_facts,
    fewer_fields,
    fewer_items,
    in_order,
    put_in_order,
)
from cssrules.values import Date, Kind, ListOf, Number, Value

_DIGITS = (1, 2, 3)


def smallest(policies: Sequence[Policy], values: Values, day: date, shows: Shows) -> Values:
    """The smallest case found that can be reported on `day`; `values` where meaning sees it in no
    smaller one.
    """
    values = put_in_order(policies, values, day, shows)
    ordered = in_order(policies, values, day)

    def wanted(candidate: Values) -> bool:
        return (not ordered or in_order(policies, candidate, day)) and shows(candidate)

    orders = (sorted(values), sorted(values, reverse=True), sorted(values, key=_bulk))
    found = [fewer_facts(values, order, wanted) for order in orders]
    best = min(found, key=_size)
    for name in sorted(best):
        kind = next(p.evidence[name].kind for p in policies if name in p.evidence)
        if isinstance(kind, ListOf) and best[name] is not None:
            best = fewer_fields(fewer_items(best, name, kind, wanted), name, wanted)
    for name in sorted(best):
        best = _at_threshold(policies, best, name, wanted)
    return best


def _bulk(name: str) -> tuple[int, str]:
    return len(name), name


def _size(values: Values) -> tuple[int, list[str]]:
    items = (value for value in values.values() if isinstance(value, tuple))
    return len(values) + sum(1 + len(i.fields) for held in items for i in held), sorted(values)


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
