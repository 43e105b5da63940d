"""How many items of a list are enough, so that what is found of short lists holds of long ones.

In: policies over the same case. Out: for each list of evidence a number of items, or none.

What a quantifier or a count finds of a list, unknown included, it finds of a few of its items, its witnesses,
and of these with any others of the list: `at least n` has n, `at most n` and `exactly n` have n + 1, and so
has a count that is compared with n. Those that ask the same of an item share their witnesses; where it is
counted, an item of which it is not known is one more. The lowest and the highest have one. So beside each
case with long lists there is one with short lists in which every condition comes to the same: the witnesses
of all are kept, and the item that is spoken of. No number is enough where the share or the mean of a list
is measured, or a count is compared with what has no end.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from math import ceil, floor
from typing import Final, TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import (
    OPPOSITE,
    And,
    Arithmetic,
    Compare,
    Comparison,
    Const,
    Expression,
    Field,
    If,
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
    parts,
    terms,
)
from cssrules.policy import Made, Policy, Rule, Table
from cssrules.values import Kind, ListOf, Number, Value

_KEPT_BY_FEWER: Final = {Quantity.EVERY, Quantity.NO, Quantity.AT_MOST}
"""What holds of a list, holds of any part of it."""
_EXTREMES: Final = {Measure.LOWEST, Measure.HIGHEST}

_Test: TypeAlias = tuple[object, ...]
"""What is asked of an item."""


@dataclass(frozen=True, slots=True)
class Enough:
    """So many `items` are enough; None: no number is, and `known` are those that conditions ask for.
    `summed`: what is summed of the list is taken to come about with one item for each sum, and with as many
    as reach a number that the sum is compared with.
    """

    items: int | None
    summed: bool = False
    known: int = 0


def enough(  # noqa: PLR0913 # because what is read has so many parts, each with its plain default
    policies: Sequence[Policy],
    rules: Iterable[Rule] | None = None,
    *,
    conditions: Iterable[Expression] = (),
    told: Collection[str] = (),
    opened: Collection[str] = (),
    values: Mapping[str, Value] | None = None,
    spoken_of: Collection[str] = (),
) -> Mapping[str, Enough]:
    """What is enough of each list of evidence for what `rules` read (without any: all of the policies), for
    what is assumed or promised, and for `conditions`. Of the conclusions `told` each value counts; the
    settings that are `opened` may have any value of their range, evidence that of `values` among others. Of
    the lists `spoken_of` one item is looked at by itself.
    """
    held = [*rules] if rules is not None else [r for p in policies for r in p.rules.values()]
    read = [*_expressions(policies, held), *conditions]
    found = _Witnesses(policies, frozenset(opened), values or {})
    for expression in read:
        found.pair(expression)
    for expression in read:
        found.note(expression)
    for name in told:
        for one in found.measures.get(name, ()):
            found.note_value(one)
    return {
        name: found.of(name, evidence.kind.least, spoken_of=name in spoken_of)
        for policy in policies
        for name, evidence in policy.evidence.items()
        if isinstance(evidence.kind, ListOf)
    }


def _expressions(policies: Sequence[Policy], rules: Iterable[Rule]) -> Iterable[Expression]:
    yield from (expression for rule in rules for expression in rule.expressions)
    for policy in policies:
        yield from (a for a in policy.assumptions if not _is_kept_by_fewer(a))
        yield from (stated.condition for stated in policy.properties)
        yield from (c for question in policy.questions for c in question.conditions)


def _is_kept_by_fewer(assumption: Expression) -> bool:
    return isinstance(assumption, Quantified) and assumption.quantity in _KEPT_BY_FEWER


@dataclass(frozen=True, slots=True)
class _Added:
    """Sums of lists, each with what it is multiplied with, and the `reach` of what is added `beside` them: a
    number that it never goes beyond; None: there may be none.
    """

    sums: Mapping[Measured, Fraction]
    beside: Fraction | None

    @staticmethod
    def of(parts: Sequence["_Added"], *, both: bool) -> "_Added":
        """What `both` parts make, or one of several."""
        sums: dict[Measured, Fraction] = {}
        for part in parts:
            for one, factor in part.sums.items():
                sums[one] = min(factor, sums.get(one, factor))
        besides = [part.beside for part in parts]
        known = [beside for beside in besides if beside is not None]
        if len(known) < len(besides):
            return _Added(sums, None)
        return _Added(sums, sum(known, Fraction(0)) if both else max(known, default=Fraction(0)))


class _Witnesses:
    """The witnesses of conditions that are noted. `measures` are those whose value a conclusion has."""

    def __init__(
        self, policies: Sequence[Policy], opened: frozenset[str], values: Mapping[str, Value]
    ) -> None:
        self.policies, self.opened, self.values = policies, opened, values
        self._paired: defaultdict[str, set[frozenset[Measured]]] = defaultdict(set)
        self.measures: dict[str, frozenset[Measured]] = {}
        for policy in policies:
            for rule in policy.order:
                self._conclude(rule)
        self._tests: defaultdict[str, dict[_Test, int]] = defaultdict(dict)
        self._counted: defaultdict[str, set[_Test]] = defaultdict(set)
        self._summed: set[str] = set()
        self._endless: set[str] = set()
        self._beside: set[str] = set()

    def of(self, items: str, least: int, *, spoken_of: bool) -> Enough:
        """What is enough of a list."""
        # An item of which more is asked than a condition does may be none of the witnesses.
        apart = spoken_of or items in self._beside
        number = sum(self._tests[items].values()) + len(self._counted[items]) + apart
        if items in self._endless:
            return Enough(None, known=max(least, number))
        return Enough(max(least, number), items in self._summed)

    # -- what is read ----------------------------------------------------------------------------------

    def pair(self, expression: Expression) -> None:
        """Note what each number is compared with; nothing, where it is read in another way."""
        match expression:
            case Compare(left=left, right=right):
                for side, other in ((left, right), (right, left)):
                    if isinstance(side, Term):
                        self._paired[side.name].add(self._passed(other))
                    else:
                        self.pair(side)
            case Term(name=name):
                self._paired[name].add(frozenset())
            case _:
                for part in parts(expression):
                    self.pair(part)

    def note(self, expression: Expression) -> None:
        """Count the witnesses of a condition or value, and of its parts."""
        match expression:
            case Quantified(quantity=quantity, items=items, body=body):
                test = _test(body, holds=quantity is not Quantity.EVERY)
                self._want(items, (test,), _of(expression))
                self._look_into(items, body)
            case Measured(items=items, value=value, where=where):
                self._measured(expression)
                for part in (value, where):
                    if part is not None:
                        self._look_into(items, part)
            case Arithmetic() | Negative():
                self._reckoned(expression)
            case Compare(comparison=comparison, left=left, right=right):
                self._compared(left, comparison, right)
                self._compared(right, _TURNED.get(comparison, comparison), left)
                self._balanced(left, right)
            case _:
                pass
        for part in parts(expression):
            self.note(part)

    def note_value(self, one: Measured) -> None:
        """Each value of what is measured counts."""
        if one.measure not in _EXTREMES:
            self._endless.add(one.items)

    def _want(self, items: str, test: _Test, number: int) -> None:
        self._tests[items][test] = max(number, self._tests[items].get(test, 0))

    def _look_into(self, items: str, body: Expression) -> None:
        """What is asked of an item may itself rest on the list."""
        if any(name in policy.defining for policy in self.policies for name in terms(body)):
            self._beside.add(items)

    def _measured(self, one: Measured) -> None:
        match one.measure:
            case Measure.COUNT:
                self._want(one.items, (_test(one.where),), 1)
                if one.where is not None and _may_be_unknown(one.where):
                    self._counted[one.items].add((_test(one.where),))
            case Measure.SUM:
                self._summed.add(one.items)
                self._want(one.items, (one.measure, one.value, one.where), 1)
            case Measure.MEAN:
                self._endless.add(one.items)
            case Measure.LOWEST | Measure.HIGHEST:
                self._want(one.items, (one.measure, one.value, one.where), 1)

    def _reckoned(self, expression: Arithmetic | Negative) -> None:
        """With what is counted, nothing may be reckoned."""
        for part in parts(expression):
            for one in self._passed(part):
                if one.measure is Measure.COUNT:
                    self._endless.add(one.items)

    def _compared(self, side: Expression, comparison: Comparison, other: Expression) -> None:
        for one in self._passed(side):
            reach = self._reach(other)
            if one.measure is Measure.COUNT:
                if reach is None:
                    self._endless.add(one.items)
                    continue
                self._want(one.items, (_test(one.where),), _counted(comparison, reach))
            elif one.measure is Measure.SUM and reach is not None:
                self._reached(one, reach)

    def _balanced(self, left: Expression, right: Expression) -> None:
        """Sums that are compared have to make up for what stands beside them. Sums beside nothing are like a
        share: a few items may stand for many.
        """
        one, other = self._added(left), self._added(right)
        sums = {**one.sums, **other.sums}
        if not (one.sums and other.sums) and (self._passed(left) or self._passed(right)):
            return  # because a sum that stands alone was compared
        if one.beside is None or other.beside is None:
            self._endless.update(measured.items for measured in sums)
            return
        beside = one.beside + other.beside
        for measured, factor in sums.items() if beside else ():
            self._reached(measured, beside / factor)

    def _added(self, expression: Expression) -> "_Added":
        """An expression as sums of lists, and the reach of what is added to them."""
        match expression:
            case Measured(measure=Measure.SUM):
                return _Added({expression: Fraction(1)}, Fraction(0))
            case Arithmetic(operator=Operator.ADD | Operator.SUBTRACT, left=left, right=right):
                return _Added.of([self._added(left), self._added(right)], both=True)
            case Negative(part=part):
                return self._added(part)
            case If(then=then, otherwise=otherwise):
                return _Added.of([self._added(then), self._added(otherwise)], both=False)
            case Arithmetic():
                return self._scaled(expression)
            case Term(name=name) if any(policy.defining.get(name) for policy in self.policies):
                rules = (rule for policy in self.policies for rule in policy.defining.get(name, ()))
                return _Added.of([self._added(g) for r in rules for g in _given(r)], both=False)
            case _:
                return _Added({}, self._reach(expression))

    def _scaled(self, product: Arithmetic) -> "_Added":
        """A product or a quotient: sums by a number that is given, or what is like a share."""
        added, by = self._added(product.left), product.right
        if product.operator is Operator.MULTIPLY and not added.sums:
            added, by = self._added(product.right), product.left
        if not added.sums:
            return _Added({}, self._reach(product))
        number = self._given_number(by)
        if not number:
            return added if added.beside == 0 else _Added(added.sums, None)
        factor = number if product.operator is Operator.MULTIPLY else 1 / number
        beside = None if added.beside is None else added.beside * factor
        return _Added({one: with_ * factor for one, with_ in added.sums.items()}, beside)

    def _given_number(self, expression: Expression) -> Fraction | None:
        """The number that an expression is in every case, but for its sign."""
        match expression:
            case Const(value=Fraction() as value):
                return abs(value)
            case Term(name=name) if name not in self.opened:
                values = {p.settings[name].value for p in self.policies if name in p.settings}
                number = next(iter(values)) if len(values) == 1 else None
                return abs(number) if isinstance(number, Fraction) else None
            case _:
                return None

    def _reached(self, one: Measured, number: Fraction) -> None:
        """A sum of items reaches a number."""
        match one.value:
            case Field(kind=Number(low=Fraction() as low, high=Fraction() as high)) if (
                low >= 0 and high > 0
            ):
                self._want(one.items, (one.measure, one.value, one.where), 1 + int(number / high))
            case Field(kind=Number(high=None)):
                pass
            case _:
                self._endless.add(one.items)

    # -- whose value is what -----------------------------------------------------------------------------

    def _conclude(self, rule: Rule) -> None:
        """Note which measures a conclusion, or a field of what a table makes, has the value of."""
        if not isinstance(rule.body, Table):
            self._has(rule.define, rule.body)
            return
        for row in rule.body.rows:
            if isinstance(row.output, Made):
                for name, given in row.output.fields:
                    self._has(name, given)
            else:
                self._has(rule.define, row.output)

    def _has(self, name: str, expression: Expression) -> None:
        self.measures[name] = self.measures.get(name, frozenset()) | self._passed(expression)

    def _passed(self, expression: Expression) -> frozenset[Measured]:
        """The measures whose value an expression may have."""
        match expression:
            case Measured():
                return frozenset([expression])
            case Term(name=name) | Field(name=name):
                return self.measures.get(name, frozenset())
            case If(then=then, otherwise=otherwise):
                return self._passed(then) | self._passed(otherwise)
            case _:
                return frozenset()

    def _reach(self, expression: Expression) -> Fraction | None:
        """A number beyond which an expression never is, up or down; None where there may be none."""
        match expression:
            case Const(value=Fraction() as value):
                return abs(value)
            case Term(name=name):
                return self._reach_of(name)
            case Arithmetic(operator=operator, left=left, right=right) if operator in _GROWING:
                one, other = self._reach(left), self._reach(right)
                if one is None or other is None:
                    return None
                return one * other if operator is Operator.MULTIPLY else one + other
            case Negative(part=part):
                return self._reach(part)
            case If(then=then, otherwise=otherwise):
                return _farther([self._reach(then), self._reach(otherwise)])
            case Measured(measure=Measure.COUNT, items=items):
                kinds = (policy.kind(items) for policy in self.policies)
                return max((Fraction(k.most) for k in kinds if isinstance(k, ListOf)), default=None)
            case _:
                return None

    def _reach_of(self, name: str) -> Fraction | None:
        """The same of a name: what holds of it in any of the policies."""
        found: list[Fraction | None] = []
        for policy in self.policies:
            if name in policy.settings and name not in self.opened:
                value = policy.settings[name].value
                found.append(abs(value) if isinstance(value, Fraction) else None)
            elif name in policy.settings or name in policy.evidence:
                found.append(self._end(name, policy.kind(name)))
            for rule in policy.defining.get(name, ()):
                found += [self._reach(given) for given in _given(rule)]
        return _farther(found)

    def _end(self, name: str, kind: Kind | None) -> Fraction | None:
        """The number farthest from 0 that evidence or a setting may be. What is compared with one count, and
        read nowhere else, may as well be the least: then that count passes it with the fewest items.
        """
        match kind:
            case Number(low=Fraction() as low, high=Fraction() as high):
                partners = list(self._paired[name])
                if len(partners) != 1 or len(partners[0]) != 1:
                    return max(abs(low), abs(high))
                held = [p.settings[name].value for p in self.policies if name in p.settings]
                known = [v for v in (*held, self.values.get(name)) if isinstance(v, Fraction)]
                return max(map(abs, (low, *known)))
            case _:
                return None


_GROWING: Final = {Operator.ADD, Operator.SUBTRACT, Operator.MULTIPLY}


def _farther(numbers: Sequence[Fraction | None]) -> Fraction | None:
    known = [number for number in numbers if number is not None]
    return max(known) if known and len(known) == len(numbers) else None


def _given(rule: Rule) -> Sequence[Expression]:
    """What a rule may conclude, as values."""
    if isinstance(rule.body, Table):
        return [given for row in rule.body.rows for given in row.outputs]
    return [rule.body]


def _test(body: Expression | None, *, holds: bool = True) -> object:
    """What is asked of an item, or (unless it `holds`) that it fails: equal for what is so written in other
    words.
    """
    match body:
        case Not(part=part):
            return _test(part, holds=not holds)
        case And(parts=inner) | Or(parts=inner):
            both = isinstance(body, And) is holds
            return both, frozenset(_test(part, holds=holds) for part in inner)
        case Compare(comparison=comparison) if not holds:
            return replace(body, comparison=OPPOSITE[comparison])
        case _:
            return body if holds else (body,)


def _may_be_unknown(body: Expression) -> bool:
    match body:
        case Known():
            return False
        case Not() | And() | Or():
            return any(_may_be_unknown(part) for part in parts(body))
        case _:
            return True


def _counted(comparison: Comparison, number: Fraction) -> int:
    """The witnesses of a count that is compared so with numbers up to this one."""
    match comparison:
        case Comparison.GE | Comparison.LT:
            return ceil(number)
        case _:
            return floor(number) + 1


_TURNED: Final = {
    Comparison.GE: Comparison.LE,
    Comparison.GT: Comparison.LT,
    Comparison.LE: Comparison.GE,
    Comparison.LT: Comparison.GT,
}
"""The same comparison with its sides the other way round."""


def _of(one: Quantified) -> int:
    """The witnesses of a quantifier."""
    number = one.number or 0
    match one.quantity:
        case Quantity.SOME | Quantity.EVERY | Quantity.NO:
            return 1
        case Quantity.AT_LEAST:
            return number
        case Quantity.AT_MOST | Quantity.EXACTLY:
            return number + 1
