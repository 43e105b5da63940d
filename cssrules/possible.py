"""What is still possible: the values that more evidence could give to a conclusion.

In: a policy, the facts of a case and a day. Out: for a conclusion a set of values, or a stretch of
numbers or days, that holds every value of every completion of the facts, whole or partial; it may
hold more. Each unknown fact may be any value of its kind, and conditions are taken one by one, as
if they had nothing to do with each other.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import cast

from cssrules.expression import (
    And,
    Arithmetic,
    Compare,
    Const,
    Expression,
    Field,
    If,
    Includes,
    Known,
    Measure,
    Measured,
    Negative,
    Not,
    Operator,
    Or,
    Quantified,
    Quantity,
    Term,
    kind_of,
)
from cssrules.policy import HitPolicy, Policy, Rule, Table
from cssrules.ranges import (
    ANY_TRUTH,
    OPTIONS_AT_MOST,
    SURE,
    UNKNOWN,
    Anything,
    Bound,
    Options,
    Possible,
    Within,
    all_of,
    any_of,
    arithmetic,
    being_known,
    bound,
    bounds,
    compare,
    contrary,
    each,
    given,
    join,
    known_of,
    least_of,
    may_be,
    most_of,
    tidy,
)
from cssrules.values import Choice, Item, Kind, ListOf, Value, YesNo


class Possibilities:
    """What each conclusion and condition may turn out to be; worked out when it is asked for."""

    def __init__(
        self,
        policy: Policy,
        values: Mapping[str, Value],
        as_of: date,
        decided: Mapping[str, Value] | None = None,
    ) -> None:
        self.policy, self.values, self.as_of = policy, values, as_of
        self.decided = decided or {}
        self.concluded: dict[str, Possible] = {}

    def conclusion(self, name: str) -> Possible:
        if name not in self.concluded:
            rule = self.policy.in_force(name, self.as_of)
            self.concluded[name] = UNKNOWN if rule is None else self.conclude(rule)
        return self.concluded[name]

    def conclude(self, rule: Rule) -> Possible:
        match rule.body:
            case Table() as table:
                found = self.table(table)
            case expression:
                found = self.judge(expression)
        if rule.if_unknown is None or not may_be(found, None):
            return found
        return join(known_of(found), Options(frozenset({rule.if_unknown.value})))

    # -- tables ------------------------------------------------------------------------------------

    def table(self, table: Table) -> Possible:
        truths = [
            all_of([self.truths(cell) for cell in row.cells if cell is not None])
            for row in table.rows
        ]
        outputs = [self.judge(row.output) for row in table.rows]
        match table.hit:
            case HitPolicy.COLLECT | HitPolicy.RULE_ORDER:
                return _gathered(truths, outputs)
            case HitPolicy.FIRST:
                return _first(truths, outputs)
            case HitPolicy.UNIQUE if SURE in truths:
                sure = truths.index(SURE)
                alone = all(truth == {False} for truth in truths[:sure] + truths[sure + 1 :])
                return outputs[sure] if alone else join(outputs[sure], UNKNOWN)
            case _:
                hits = [o for t, o in zip(truths, outputs, strict=True) if True in t]
                return any_of([*hits, UNKNOWN])

    # -- expressions -------------------------------------------------------------------------------

    def truths(self, condition: Expression, item: Item | None = None) -> frozenset[Value]:
        possible = self.judge(condition, item)
        return possible.values if isinstance(possible, Options) else ANY_TRUTH.values

    def judge(self, expression: Expression, item: Item | None = None) -> Possible:
        match expression:
            case Const(value=value):
                return Options(frozenset({value}))
            case Term(name=name):
                return self.term(name)
            case Field(name=name, kind=kind):
                assert item is not None, "fields are read under an item"
                return given(item.fields.get(name), kind)
            case Not(part=part):
                return Options(frozenset(map(contrary, self.truths(part, item))))
            case And(parts=parts):
                return Options(all_of([self.truths(part, item) for part in parts]))
            case Or(parts=parts):
                turned = [frozenset(map(contrary, self.truths(part, item))) for part in parts]
                return Options(frozenset(map(contrary, all_of(turned))))
            case Compare(comparison=comparison, left=left, right=right):
                a, b = self.judge(left, item), self.judge(right, item)
                return compare(comparison, a, b, kind_of(left))
            case Includes(whole=whole, option=option):
                return each(self.judge(whole, item), lambda held: option in held, ANY_TRUTH)
            case Known(part=part):
                return being_known(self.judge(part, item))
            case Arithmetic(operator=operator, left=left, right=right):
                return arithmetic(operator, self.judge(left, item), self.judge(right, item))
            case Negative(part=part):
                zero = Options(frozenset({Fraction(0)}))
                return arithmetic(Operator.SUBTRACT, zero, self.judge(part, item))
            case If(condition=condition, then=then, otherwise=otherwise):
                branches: list[Possible] = []
                for truth in self.truths(condition, item):
                    taken = then if truth else otherwise
                    branches.append(UNKNOWN if truth is None else self.judge(taken, item))
                return any_of(branches)
            case Quantified():
                return self.quantified(expression)
            case Measured():
                return self.measured(expression)

    def term(self, name: str) -> Possible:
        if name in self.policy.settings:
            return Options(frozenset({self.policy.settings[name].value}))
        if name in self.policy.evidence:
            return given(self.values.get(name), self.policy.evidence[name].kind)
        if name in self.decided:
            return Options(frozenset({self.decided[name]}))
        return self.conclusion(name)

    # -- lists -------------------------------------------------------------------------------------

    def quantified(self, quantified: Quantified) -> Possible:
        items = cast("tuple[Item, ...] | None", self.values.get(quantified.items))
        if items is None:
            return ANY_TRUTH
        counts = {(0, 0)}
        for item in items:
            truths = self.truths(quantified.body, item)
            counts = {
                (sure + (truth is True), perhaps + (truth is not False))
                for sure, perhaps in counts
                for truth in truths
            }
        total = len(items)
        return Options(frozenset(_quantify(quantified, *count, total) for count in counts))

    def measured(self, measured: Measured) -> Possible:
        items = cast("tuple[Item, ...] | None", self.values.get(measured.items))
        value = measured.value or Const(Fraction(1), measured.kind)
        kind = self.policy.evidence[measured.items].kind
        assert isinstance(kind, ListOf)
        if items is None:
            blank = self.judge(value, Item("", {}))
            return _measure(measured, [(ANY_TRUTH.values, blank)] * kind.most)
        where = measured.where or Const(True, YesNo())  # noqa: FBT003 # because a value is meant
        taken = [(self.truths(where, item), self.judge(value, item)) for item in items]
        return _measure(measured, taken)


def _quantify(quantified: Quantified, sure: int, perhaps: int, total: int) -> Value:
    """The truth where `sure` items have it and up to `perhaps` may."""
    number = quantified.number or 0
    match quantified.quantity:
        case Quantity.SOME:
            return _at_least(1, sure, perhaps)
        case Quantity.EVERY:
            return _at_least(total, sure, perhaps)
        case Quantity.NO:
            return contrary(_at_least(1, sure, perhaps))
        case Quantity.AT_LEAST:
            return _at_least(number, sure, perhaps)
        case Quantity.AT_MOST:
            return contrary(_at_least(number + 1, sure, perhaps))
        case Quantity.EXACTLY:
            enough = _at_least(number, sure, perhaps)
            not_more = contrary(_at_least(number + 1, sure, perhaps))
            if False in (enough, not_more):
                return False
            return True if enough and not_more else None


def _at_least(number: int, sure: int, perhaps: int) -> Value:
    return True if sure >= number else (False if perhaps < number else None)


# -- tables and measures -----------------------------------------------------------------------------------


def _first(truths: Sequence[frozenset[Value]], outputs: Sequence[Possible]) -> Possible:
    found: list[Possible] = []
    for truth, output in zip(truths, outputs, strict=True):
        if True in truth:
            found.append(output)
        if None in truth:
            found.append(UNKNOWN)
        if truth == {True}:
            return any_of(found)
    return any_of([*found, UNKNOWN])


def _gathered(truths: Sequence[frozenset[Value]], outputs: Sequence[Possible]) -> Possible:
    """The sets that the outputs of a collecting table may make."""
    sets: set[frozenset[str]] = {frozenset()}
    unknown = False
    for truth, output in zip(truths, outputs, strict=True):
        if not isinstance(output, Options):
            return Anything()
        unknown = unknown or None in truth or (True in truth and None in output.values)
        members = [{v} for v in output.values if isinstance(v, str)] if True in truth else []
        absent: list[set[str]] = [set()] if False in truth else []
        sets = {held | added for held in sets for added in (*members, *absent)}
        if len(sets) > OPTIONS_AT_MOST:
            return Anything()
    return Options(frozenset({*sets, None} if unknown or not sets else sets))


@dataclass(frozen=True, slots=True)
class _Taken:
    """An item that may be taken into a measure (`sure`: is), and the stretch of its value."""

    sure: bool
    low: Bound
    high: Bound


def _measure(measured: Measured, items: Sequence[tuple[frozenset[Value], Possible]]) -> Possible:
    """Between the least and the greatest that the items may give. Options count by their place."""
    kind = measured.kind
    taken = [
        _Taken(truths == {True}, *bounds(_ranked(value, kind)))
        for truths, value in items
        if True in truths
    ]
    undefined = measured.measure not in {Measure.COUNT, Measure.SUM}
    if undefined and not taken:
        return UNKNOWN
    unknown = (undefined and not any(item.sure for item in taken)) or any(
        None in truths or (True in truths and may_be(value, None)) for truths, value in items
    )
    low, high = _between(measured.measure, taken)
    if low is None or high is None or not (low == high or _enumerable(measured)):
        return Within(low, high)
    first, last = cast("Fraction", low), cast("Fraction", high)
    if low == high:
        values = {_unranked(low, kind)}
    else:
        values = {_unranked(first + i, kind) for i in range(int(last - first) + 1)}
    return tidy(frozenset({*values, None} if unknown else values))


def _enumerable(measured: Measured) -> bool:
    return isinstance(measured.kind, Choice) or measured.measure is Measure.COUNT


def _ranked(possible: Possible, kind: Kind) -> Possible:
    if not isinstance(kind, Choice):
        return possible
    return each(possible, lambda option: Fraction(kind.options.index(option)), possible)


def _unranked(value: Bound, kind: Kind) -> Value:
    return kind.options[int(cast("Fraction", value))] if isinstance(kind, Choice) else value


def _between(measure: Measure, taken: Sequence[_Taken]) -> tuple[Bound, Bound]:
    sure = [item for item in taken if item.sure]
    least, most = (
        least_of(item.low for item in taken or [_NOTHING]),
        most_of(item.high for item in taken or [_NOTHING]),
    )
    match measure:
        case Measure.COUNT:
            return Fraction(len(sure)), Fraction(len(taken))
        case Measure.SUM:
            lows = [item.low if item.sure else least_of([item.low, Fraction(0)]) for item in taken]
            highs = [
                item.high if item.sure else most_of([item.high, Fraction(0)]) for item in taken
            ]
            return _total(lows), _total(highs)
        case Measure.MEAN if len(sure) == len(taken):
            low, high = _total([i.low for i in taken]), _total([i.high for i in taken])
            number = Fraction(len(taken))
            divide = Operator.DIVIDE
            return bound(divide, low, number), bound(divide, high, number)
        case Measure.MEAN:
            return least, most
        case Measure.LOWEST:
            highs = [item.high for item in sure if item.high is not None]
            return least, (least_of(highs) if highs else most)
        case Measure.HIGHEST:
            lows = [item.low for item in sure if item.low is not None]
            return (most_of(lows) if lows else least), most


_NOTHING = _Taken(sure=True, low=Fraction(0), high=Fraction(0))


def _total(ends: Sequence[Bound]) -> Bound:
    return reduce(lambda a, b: bound(Operator.ADD, a, b), ends, cast("Bound", Fraction(0)))
