"""What is still possible: the values that more evidence could give to a conclusion.

In: a policy, the facts of a case and a day. Out: for a conclusion a set of values, or a stretch of
numbers or days, that holds every value of every completion of the facts, whole or partial; it may
hold more. Each unknown fact may be any value of its kind, and conditions are taken one by one, as
if they had nothing to do with each other.
"""

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import field
from datetime import date
from fractions import Fraction
from functools import reduce
from typing import cast

from cssrules.dataclass import dataclass
from cssrules.expression import (
    DECISION_DAY,
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
from cssrules.policy import HitPolicy, Made, Policy, Rule, Table
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
    of_kind,
    tidy,
)
from cssrules.values import Choice, Item, Kind, ListOf, Value, YesNo


@dataclasses.dataclass(frozen=True, slots=True, eq=False)
class _At:
    """An item of the list `items`: what its fields may be, and whether it belongs to the list.

    `concluded` is what has been worked out of it so far.
    """

    items: str
    id: str
    fields: Mapping[str, Possible]
    belongs: frozenset[Value] = SURE
    concluded: dict[str, Possible] = field(default_factory=dict)


class Possibilities:
    """What each conclusion and condition may turn out to be; worked out when it is asked for.

    `decided` is what people decided, by conclusion: whatever reads it reads that.
    """

    def __init__(
        self,
        policy: Policy,
        values: Mapping[str, Value],
        as_of: date,
        decided: Mapping[str, Value] | None = None,
    ) -> None:
        self.policy, self.values, self.as_of, self.decided = policy, values, as_of, decided or {}
        self.concluded: dict[str, Possible] = {}
        self._lists: dict[str, tuple[_At, ...] | None] = {}

    def conclusion(self, name: str) -> Possible:
        """What the policy may conclude; of each item nothing that the case as a whole would be."""
        if name not in self.concluded:
            rule = self.policy.in_force(name, self.as_of)
            given_once = rule is not None and rule.each is None
            self.concluded[name] = self.conclude(rule, None) if rule and given_once else UNKNOWN
        return self.concluded[name]

    def conclusions(self, name: str) -> Mapping[str, Possible]:
        """What may be concluded of each item, by its id, of the list for which `name` is concluded."""
        rule = self.policy.in_force(name, self.as_of)
        if rule is None or rule.each is None:
            return {}
        return {at.id: self.derived(rule, at) for at in self.held(rule.each) or ()}

    def conclude(self, rule: Rule, at: _At | None) -> Possible:
        match rule.body:
            case Table() as table:
                found = self.table(table, at)
            case expression:
                found = self.judge(expression, at)
        if rule.if_unknown is None or not may_be(found, None):
            return found
        return join(known_of(found), Options(frozenset({rule.if_unknown.value})))

    # -- tables ------------------------------------------------------------------------------------

    def table(self, table: Table, at: _At | None) -> Possible:
        truths = self.rows(table, at)
        if table.makes:
            return Anything() if _may_be_known(truths) else UNKNOWN
        outputs = [self.judge(output, at) for row in table.rows for output in row.outputs]
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

    def rows(self, table: Table, at: _At | None) -> list[frozenset[Value]]:
        """The truths that the cells of each row may have together."""
        return [
            all_of([self.truths(cell, at) for cell in row.cells if cell is not None])
            for row in table.rows
        ]

    # -- expressions -------------------------------------------------------------------------------

    def truths(self, condition: Expression, at: _At | None = None) -> frozenset[Value]:
        possible = self.judge(condition, at)
        return possible.values if isinstance(possible, Options) else ANY_TRUTH.values

    def of_any_item(self, expression: Expression, items: str) -> Possible:
        """What an expression may be of an item of which nothing is told."""
        fields = self.policy.record_of(items).fields
        blank = _At(items, "", {name: of_kind(kind) for name, kind in fields})
        return self.judge(expression, blank)

    def judge(self, expression: Expression, at: _At | None = None) -> Possible:
        match expression:
            case Const(value=value):
                return Options(frozenset({value}))
            case Term(name=name):
                return self.term(name)
            case Field(name=name):
                assert at is not None, "fields are read under an item"
                return self.field(name, at)
            case Not(part=part):
                return Options(frozenset(map(contrary, self.truths(part, at))))
            case And(parts=parts):
                return Options(all_of([self.truths(part, at) for part in parts]))
            case Or(parts=parts):
                turned = [frozenset(map(contrary, self.truths(part, at))) for part in parts]
                return Options(frozenset(map(contrary, all_of(turned))))
            case Compare(comparison=comparison, left=left, right=right):
                a, b = self.judge(left, at), self.judge(right, at)
                return compare(comparison, a, b, kind_of(left))
            case Includes(whole=whole, option=option):
                return each(self.judge(whole, at), lambda held: option in held, ANY_TRUTH)
            case Known(part=part):
                return being_known(self.judge(part, at))
            case Arithmetic(operator=operator, left=left, right=right):
                a, b = self.judge(left, at), self.judge(right, at)
                return arithmetic(operator, a, b, self.policy.holidays)
            case Negative(part=part):
                zero = Options(frozenset({Fraction(0)}))
                return arithmetic(Operator.SUBTRACT, zero, self.judge(part, at))
            case If(condition=condition, then=then, otherwise=otherwise):
                branches: list[Possible] = []
                for truth in self.truths(condition, at):
                    taken = then if truth else otherwise
                    branches.append(UNKNOWN if truth is None else self.judge(taken, at))
                return any_of(branches)
            case Quantified():
                return self.quantified(expression)
            case Measured():
                return self.measured(expression)

    def term(self, name: str) -> Possible:
        if name == DECISION_DAY:
            return Options(frozenset({self.as_of}))
        if name in self.decided:
            return Options(frozenset({self.decided[name]}))
        if name in self.policy.settings:
            return Options(frozenset({self.policy.settings[name].value}))
        if name in self.policy.evidence:
            return given(self.values.get(name), self.policy.evidence[name].kind)
        if isinstance(self.policy.kind(name), ListOf):
            return self.being_collected(name)
        return self.conclusion(name)

    def field(self, name: str, at: _At) -> Possible:
        if name in at.fields:
            return at.fields[name]
        rule = self.policy.in_force(name, self.as_of)
        return UNKNOWN if rule is None else self.derived(rule, at)

    def derived(self, rule: Rule, at: _At) -> Possible:
        if rule.define not in at.concluded:
            at.concluded[rule.define] = self.conclude(rule, at)
        return at.concluded[rule.define]

    # -- lists -------------------------------------------------------------------------------------

    def held(self, items: str) -> tuple[_At, ...] | None:
        """The items of a list, and what a table may put into it; None where that is not known."""
        if items not in self._lists:
            fields = self.policy.record_of(items).fields
            if items in self.policy.evidence:
                self._lists[items] = self.given(items, fields)
            else:
                self._lists[items] = self.collected(items, fields)
        return self._lists[items]

    def given(self, items: str, fields: Sequence[tuple[str, Kind]]) -> tuple[_At, ...] | None:
        held = cast("tuple[Item, ...] | None", self.values.get(items))
        if held is None:
            return None
        return tuple(
            _At(items, item.id, {n: given(item.fields.get(n), kind) for n, kind in fields})
            for item in held
        )

    def collected(self, items: str, fields: Sequence[tuple[str, Kind]]) -> tuple[_At, ...] | None:
        rule = self.policy.in_force(items, self.as_of)
        if rule is None:
            return None
        assert isinstance(rule.body, Table), "records are made by rows"
        unknown: dict[str, Possible] = {name: UNKNOWN for name, _ in fields}
        found: list[_At] = []
        for row, belongs in zip(rule.body.rows, self.rows(rule.body, None), strict=True):
            assert isinstance(row.output, Made), "all rows make records, or none does"
            made = {name: self.judge(expression) for name, expression in row.output.fields}
            found.append(_At(items, row.id, unknown | made, belongs))
        return tuple(found)

    def being_collected(self, items: str) -> Possible:
        """Of a list that a table makes it only matters whether it is known."""
        belongs = [at.belongs for at in self.held(items) or ()]
        known = {True} if _may_be_known(belongs) else set[Value]()
        return Options(frozenset({*known, None} if _may_be_unknown(belongs) else known))

    def quantified(self, quantified: Quantified) -> Possible:
        held = self.held(quantified.items)
        if held is None:
            return ANY_TRUTH
        every = quantified.quantity is Quantity.EVERY
        counts = {(0, 0)}
        for at in held:
            truths = self.truths(quantified.body, at)
            asked = frozenset(map(contrary, truths)) if every else truths
            with_it = {
                (sure + (truth is True), perhaps + (truth is not False))
                for sure, perhaps in counts
                for truth in asked
                if True in at.belongs
            }
            counts = with_it | counts if False in at.belongs else with_it
        found = {_quantify(quantified, *count) for count in counts}
        unknown = _may_be_unknown([at.belongs for at in held])
        return Options(frozenset({*found, None} if unknown else found))

    def measured(self, measured: Measured) -> Possible:
        held = self.held(measured.items)
        value = measured.value or Const(Fraction(1), measured.kind)
        where = measured.where or Const(True, YesNo())  # noqa: FBT003 # because a value is meant
        if held is None:
            kind = self.policy.kind(measured.items)
            assert isinstance(kind, ListOf), "what is measured is a list"
            of_any = self.of_any_item(value, measured.items)
            return _measure(measured, [(ANY_TRUTH.values, of_any)] * kind.most)
        taken: list[tuple[frozenset[Value], Possible]] = []
        for at in held:
            counts = all_of([at.belongs, self.truths(where, at)])
            open_ = frozenset({*counts, None}) if None in at.belongs else counts
            taken.append((open_, self.judge(value, at)))
        return _measure(measured, taken)


def _may_be_known(belongs: Sequence[frozenset[Value]]) -> bool:
    """Whether a list may be known, by what may be told of each row that makes an item of it."""
    return all(truths != {None} for truths in belongs)


def _may_be_unknown(belongs: Sequence[frozenset[Value]]) -> bool:
    return any(None in truths for truths in belongs)


def _quantify(quantified: Quantified, sure: int, perhaps: int) -> Value:
    """The truth where `sure` items have it and up to `perhaps` may; of EVERY: do not have it."""
    number = quantified.number or 0
    match quantified.quantity:
        case Quantity.SOME:
            return _at_least(1, sure, perhaps)
        case Quantity.EVERY | Quantity.NO:
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
