"""How far a compared value is from its threshold, in words.

In: a condition as meaning found it, and the policy, which may say which way is better. Out: words that
go with those of `english.found`, or None where nothing is compared by order or something is unknown.
"""

from datetime import date
from fractions import Fraction
from typing import cast

from cssrules.english import towards
from cssrules.expression import And, Compare, Comparison, Expression, Not, Or, Term, kind_of
from cssrules.policy import Policy
from cssrules.trace import Judged
from cssrules.values import Choice, Date, Kind, Number, Unit, Value, show

_AT_THE_LIMIT = "exactly at the limit"


def margin(policy: Policy, judged: Judged) -> str | None:
    """How far a compared value is from its threshold; None where nothing is compared by order, or
    something is unknown.

    `£5.5m short` and `£2m to spare` where the policy says which way is better, else `by £2m`.
    """
    if judged.value is None:
        return None
    match judged.expression:
        case Not():
            return margin(policy, judged.parts[0])
        case Compare(comparison=comparison) if comparison not in {Comparison.EQ, Comparison.NE}:
            return _margin_of(policy, judged)
        case (
            And(parts=(Compare(Comparison.GE, left), Compare(Comparison.LE, right)))
            | Or(parts=(Compare(Comparison.LT, left), Compare(Comparison.GT, right)))
        ) if left == right:
            outside = isinstance(judged.expression, Or)
            beyond = [part for part in judged.parts if part.value is outside]
            return _margin_of(policy, beyond[0]) if beyond else _margin_inside(judged)
        case _:
            return None


def apart(value: Value, wanted: Value, kind: Kind) -> str | None:
    """How far an amount or a day is from a wanted one: `6 less`, `30 days later`; None of others."""
    match value, wanted:
        case (date(), date()):
            size, words = Fraction((value - wanted).days), ("earlier", "later")
        case (Fraction(), Fraction()):
            size, words = value - wanted, ("less", "more")
        case _:
            return None
    return f"{_amount(abs(size), kind)} {words[size > 0]}"


def nearness(judged: Judged) -> Fraction | None:
    """How near a compared amount or day is to its threshold, as a share of its declared range: 0 is
    at the threshold. None where no amounts are compared, or something is unknown.
    """
    match judged.expression:
        case Not():
            return nearness(judged.parts[0])
        case Compare(comparison=comparison, left=left, right=right):
            if judged.value is None or comparison in {Comparison.EQ, Comparison.NE}:
                return None
            kinds = (kind_of(left), kind_of(right))
            if not isinstance(kinds[0], Number | Date):
                return None
            return _size_between(judged) / _range(judged, kinds)
        case And() | Or():
            shares = [near for part in judged.parts if (near := nearness(part)) is not None]
            return min(shares, default=None)
        case _:
            return None


def _range(judged: Judged, kinds: tuple[Kind, ...]) -> Fraction:
    """The widest declared range of the two sides; of computed amounts the larger of the two."""
    declared = [
        Fraction(high - low) if isinstance(high, Fraction) else Fraction((high - low).days)
        for kind in kinds
        if (low := getattr(kind, "low", None)) is not None
        and (high := getattr(kind, "high", None)) is not None
    ]
    amounts = [abs(part.value) for part in judged.parts if isinstance(part.value, Fraction)]
    return max(declared or amounts, default=Fraction(0)) or Fraction(1)


def _margin_inside(judged: Judged) -> str:
    nearer = min(judged.parts, key=_size_between)
    size = _size_between(nearer)
    amount = _amount(size, kind_of(nearer.parts[0].expression))
    return f"{amount} inside" if size else _AT_THE_LIMIT


def _margin_of(policy: Policy, judged: Judged) -> str:
    left = judged.parts[0].expression
    size = _size_between(judged)
    if size == 0:
        return _AT_THE_LIMIT
    amount = _amount(size, kind_of(left))
    found_to_be = cast("Compare", towards(judged.expression, truth=judged.value is True))
    above = found_to_be.comparison in {Comparison.GE, Comparison.GT}
    better_above = _better_above(policy, left)
    if better_above is None:
        return f"by {amount}"
    if above is better_above:
        return f"{amount} to spare"
    if isinstance(kind_of(left), Date):
        return f"{amount} {'late' if above else 'early'}"
    return f"{amount} {'over' if above else 'short'}"


def _better_above(policy: Policy, expression: Expression) -> bool | None:
    """Whether more of the value is better for the assessed body; None where the policy does not say."""
    if not isinstance(expression, Term) or expression.name not in policy.evidence:
        return None
    better = policy.evidence[expression.name].better
    return None if better is None else better.is_upward


def _size_between(judged: Judged) -> Fraction:
    left, right = (part.value for part in judged.parts)
    kind = kind_of(judged.parts[0].expression)
    if isinstance(kind, Choice):
        rank = kind.options.index
        return Fraction(abs(rank(cast("str", left)) - rank(cast("str", right))))
    if isinstance(left, date) and isinstance(right, date):
        return Fraction(abs((left - right).days))
    return abs(cast("Fraction", left) - cast("Fraction", right))


def _amount(size: Fraction, kind: Kind) -> str:
    match kind:
        case Number(unit=Unit.PERCENT):
            points = show(size, kind).removesuffix("%")
            return f"{points} percentage point{'' if points == '1' else 's'}"
        case Choice():
            return f"{size} step{'' if size == 1 else 's'}"
        case Date():
            return show(size, Number(Unit.DAYS))
        case _:
            return show(size, kind)
