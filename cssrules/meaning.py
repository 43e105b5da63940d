"""The definition: what a policy says of a case.

In: a checked Policy, the values of the evidence as of a day (a name absent or None is unknown).
Out: a Trace that holds the value of every conclusion and of every expression evaluated on the way,
unknown ones included. Every other reading must give the same values. Truth is three-valued
(Kleene): None is unknown. Numbers are exact. Nothing is guessed and nothing is cut short: of `and`
and `or` all parts are evaluated; of `if` the branch taken; of a row's output, where the row may hit.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from operator import eq, ge, gt, le, lt, ne
from typing import cast

from cssrules.expression import (
    DECISION_DAY,
    And,
    Arithmetic,
    Compare,
    Comparison,
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
from cssrules.policy import HitPolicy, Made, Policy, Row, Rule, Table
from cssrules.problem import Kind as Fault
from cssrules.trace import Concluded, Finding, Judged, JudgedRow, Trace, Truth
from cssrules.values import Choice, Item, Value, working_day


def meaning(
    policy: Policy,
    values: Mapping[str, Value],
    as_of: date,
    decided: Mapping[str, Value] | None = None,
) -> Trace:
    """What `policy` says of the evidence `values` on the day `as_of`.

    `decided` is what people decided, by conclusion: whatever reads it reads that.
    """
    return _Meaning(policy, values, as_of, decided or {}).trace()


def evaluated(
    policy: Policy, trace: Trace, expression: Expression, item: Item | None = None
) -> Judged:
    """`expression`, of `item` or outside any list, with the values that `trace` found: for an
    author's words.
    """
    again = _Meaning(policy, trace.values, trace.as_of, trace.decided)
    again.concluded.update(trace.concluded)
    again.lists.update(trace.lists)
    return again.judge(expression, "", item)


def reconsidered(
    policy: Policy,
    trace: Trace,
    others: Collection[str],
    reads: Mapping[str, Collection[str]],
    values: Mapping[str, Value] | None = None,
) -> Trace:
    """What `policy` says of the case of `trace`, which is of a policy that is unlike it in the rules
    `others` alone: what rests on no other value than before is taken over. `reads` are the names that
    each rule, question and property reads. `values` is the evidence where some of it, but no list, is
    otherwise.
    """
    again = _Meaning(policy, trace.values if values is None else values, trace.as_of, trace.decided)
    return again.after(trace, others, reads)


def concluded_again(policy: Policy, trace: Trace, rule: Rule) -> Mapping[str, Concluded]:
    """What `rule`, put in place of that of the same id, concludes of the case of `trace`, by node id."""
    again = _Meaning(policy, trace.values, trace.as_of, trace.decided)
    again.concluded.update(trace.concluded)
    again.lists.update(trace.lists)
    if rule.each is None:
        return {rule.id: again.conclude(rule, rule.id, None)}
    paths = ((f"{rule.id}/item/{item.id}", item) for item in again.items(rule.each) or ())
    return {path: again.conclude(rule, path, item) for path, item in paths}


class _Meaning:
    def __init__(
        self,
        policy: Policy,
        values: Mapping[str, Value],
        as_of: date,
        decided: Mapping[str, Value],
    ) -> None:
        self.policy, self.values, self.as_of, self.decided = policy, values, as_of, decided
        self.concluded: dict[str, Concluded] = {}
        self.each: dict[str, Mapping[str, Concluded]] = {}
        self.lists: dict[str, tuple[Item, ...]] = {}
        self.findings: list[Finding] = []
        self.rule = ""

    def trace(self) -> Trace:
        for rule in self.policy.order:
            if not rule.effective.holds(self.as_of):
                continue
            if rule.each is None:
                self.concluded[rule.define] = self.conclude(rule, rule.id, None)
            elif (items := self.items(rule.each)) is not None:
                self.conclude_each(rule, rule.each, items)
        asked: dict[str, Judged] = {}
        for question in self.policy.questions:
            if question.asked_when is not None:
                self.rule = question.id
                asked[question.id] = self.judge(question.asked_when, f"{question.id}/asked", None)
        taken, self.decided = self.decided, {}
        properties: dict[str, Judged] = {}
        for stated in self.policy.properties:
            self.rule = stated.id
            properties[stated.id] = self.judge(stated.condition, stated.id, None)
        return Trace(
            self.as_of,
            self.values,
            self.concluded,
            asked,
            properties,
            tuple(self.findings),
            self.each,
            self.lists,
            taken,
        )

    def after(
        self, before: Trace, others: Collection[str], reads: Mapping[str, Collection[str]]
    ) -> Trace:
        """The trace, where that of a policy unlike this one in the rules `others` is known."""
        self.concluded.update(before.concluded)
        self.each.update(before.each)
        self.lists.update(before.lists)
        held = before.values
        names = held.keys() | self.values.keys() if self.values is not held else ()
        unlike = {name for name in names if held.get(name) != self.values.get(name)}
        looked_at: set[str] = set()
        for rule in self.policy.order:
            touched = rule.id in others or not unlike.isdisjoint(reads[rule.id])
            if touched and rule.effective.holds(self.as_of):
                looked_at.add(rule.id)
                if self.is_unlike(rule, before):
                    unlike.add(rule.define)
        own = unlike | {n for n, c in self.concluded.items() if c is not before.concluded[n]}
        asked = dict(before.asked)
        for question in self.policy.questions:
            if question.asked_when is not None and not unlike.isdisjoint(reads[question.id]):
                self.rule = question.id
                looked_at.add(question.id)
                asked[question.id] = self.judge(question.asked_when, f"{question.id}/asked", None)
        taken, self.decided = self.decided, {}
        properties = dict(before.properties)
        for stated in self.policy.properties:
            if not own.isdisjoint(reads[stated.id]):
                self.rule = stated.id
                looked_at.add(stated.id)
                properties[stated.id] = self.judge(stated.condition, stated.id, None)
        kept = [finding for finding in before.findings if finding.rule not in looked_at]
        return replace(
            before,
            values=self.values,
            concluded=self.concluded,
            asked=asked,
            properties=properties,
            findings=(*kept, *self.findings),
            each=self.each,
            lists=self.lists,
            decided=taken,
        )

    def is_unlike(self, rule: Rule, before: Trace) -> bool:
        """Conclude anew; whether what reads the conclusion reads another value than before."""
        name = rule.define
        if rule.each is None:
            found = self.concluded[name] = self.conclude(rule, rule.id, None)
            unlike = found.value != before.concluded[name].value and name not in self.decided
            if unlike:
                self.lists.pop(name, None)
            return unlike
        items = self.items(rule.each)
        held = self.each.pop(name, {})
        if items is not None:
            self.conclude_each(rule, rule.each, items)
        values = {id: concluded.value for id, concluded in self.each.get(name, {}).items()}
        return values != {id: concluded.value for id, concluded in held.items()}

    # -- rules and tables ------------------------------------------------------------------------

    def conclude_each(self, rule: Rule, items: str, held: tuple[Item, ...]) -> None:
        """A conclusion of each item becomes a field of it."""
        found = {item.id: self.conclude(rule, f"{rule.id}/item/{item.id}", item) for item in held}
        self.each[rule.define] = found
        self.lists[items] = tuple(
            Item(item.id, {**item.fields, rule.define: found[item.id].value}) for item in held
        )

    def conclude(self, rule: Rule, path: str, item: Item | None) -> Concluded:
        self.rule = rule.id
        members: frozenset[str] | tuple[Item, ...] = frozenset()
        body: Judged | tuple[JudgedRow, ...]
        match rule.body:
            case Table() as table:
                body = self.rows(table, f"{path}/{rule.root}", item)
                found, members = self.hits(table, body)
            case expression:
                body = self.judge(expression, f"{path}/{rule.root}", item)
                found = body.value
        presumed = found is None and rule.if_unknown is not None
        value = rule.if_unknown.value if presumed and rule.if_unknown else found
        return Concluded(rule, path, value, found, presumed, body, members)

    def rows(self, table: Table, path: str, item: Item | None) -> tuple[JudgedRow, ...]:
        judged: list[JudgedRow] = []
        reached: Truth = True
        for row in table.rows:
            here = f"{path}/{row.id}"
            cells = tuple(
                None if cell is None else self.judge(cell, f"{here}/{column}", item)
                for column, cell in enumerate(row.cells, start=1)
            )
            truth = _and([cast("Truth", cell.value) for cell in cells if cell is not None])
            hit = _and([reached, truth]) if table.hit is HitPolicy.FIRST else truth
            output, made = self.output(row, hit, here, item)
            judged.append(JudgedRow(here, row, truth, hit, cells, output, made))
            reached = _and([reached, _not(truth)])
        return tuple(judged)

    def output(
        self, row: Row, hit: Truth, path: str, item: Item | None
    ) -> tuple[Judged | None, tuple[tuple[str, Judged], ...]]:
        """What a row gives where it may hit: a value, or the fields of a record."""
        if hit is False:
            return None, ()
        match row.output:
            case Made(fields=fields):
                made = ((n, self.judge(e, f"{path}/output/{n}", item)) for n, e in fields)
                return None, tuple(made)
            case expression:
                return self.judge(expression, f"{path}/output", item), ()

    def hits(
        self, table: Table, rows: Sequence[JudgedRow]
    ) -> tuple[Value, frozenset[str] | tuple[Item, ...]]:
        """The output of a table, and the sure members where it collects."""
        sure = [row for row in rows if row.hit is True]
        perhaps = [row for row in rows if row.hit is not False]
        if table.makes:
            items = tuple(row.item for row in sure)
            return (items if len(sure) == len(perhaps) else None), items
        outputs = [row.output.value for row in perhaps if row.output is not None]
        if table.hit in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER}:
            members = frozenset(
                row.output.value for row in sure if row.output and isinstance(row.output.value, str)
            )
            settled = len(sure) == len(perhaps) and None not in outputs
            return (members if settled else None), members
        if not perhaps:
            self.find(Fault.NO_ROW, "no row applies to this case")
            return None, frozenset()
        if table.hit is HitPolicy.UNIQUE and len(sure) > 1:
            names = " and ".join(row.row.id for row in sure)
            self.find(Fault.TWO_ROWS, f"rows {names} both apply to this case")
            return None, frozenset()
        if table.hit is HitPolicy.ANY:
            given = {row.output.value for row in sure if row.output} - {None}
            if len(given) > 1:
                names = " and ".join(row.row.id for row in sure)
                self.find(Fault.ROWS_DISAGREE, f"rows {names} apply with unlike outputs")
                return None, frozenset()
            agreed = bool(sure) and all(output == outputs[0] for output in outputs)
            return (outputs[0] if agreed else None), frozenset()
        return (outputs[0] if sure and len(perhaps) == 1 else None), frozenset()

    def find(self, kind: Fault, message: str) -> None:
        self.findings.append(Finding(kind, self.rule, message))

    # -- expressions -----------------------------------------------------------------------------

    def judge(self, expression: Expression, path: str, item: Item | None) -> Judged:
        def part(number: int, inner: Expression) -> Judged:
            return self.judge(inner, f"{path}/{number}", item)

        judged: tuple[Judged, ...]
        value: Value
        match expression:
            case Const():
                return Judged(path, expression, expression.value)
            case Term(name=name):
                return Judged(path, expression, self.read(name))
            case Field(name=name):
                assert item is not None, "fields are read under an item"
                return Judged(path, expression, item.fields.get(name))
            case Quantified():
                return self.quantified(expression, path)
            case Measured():
                return self.measured(expression, path)
            case If(condition=condition, then=then, otherwise=otherwise):
                test = part(1, condition)
                if test.value is None:
                    return Judged(path, expression, None, (test,))
                taken = part(2, then) if test.value else part(3, otherwise)
                return Judged(path, expression, taken.value, (test, taken))
            case Not(part=inner):
                judged = (part(1, inner),)
                value = _not(cast("Truth", judged[0].value))
            case And(parts=inners):
                judged = tuple(part(n, inner) for n, inner in enumerate(inners, start=1))
                value = _and([cast("Truth", j.value) for j in judged])
            case Or(parts=inners):
                judged = tuple(part(n, inner) for n, inner in enumerate(inners, start=1))
                value = _or([cast("Truth", j.value) for j in judged])
            case Compare(comparison=comparison, left=left, right=right):
                judged = (part(1, left), part(2, right))
                value = _compare(comparison, judged[0], judged[1])
            case Includes(whole=whole, option=option):
                judged = (part(1, whole),)
                held = judged[0].value
                value = None if held is None else option in cast("frozenset[str]", held)
            case Known(part=inner):
                judged = (part(1, inner),)
                value = judged[0].value is not None
            case Arithmetic(operator=operator, left=left, right=right):
                judged = (part(1, left), part(2, right))
                value = self.arithmetic(operator, judged[0].value, judged[1].value)
            case Negative(part=inner):
                judged = (part(1, inner),)
                number = cast("Fraction | None", judged[0].value)
                value = None if number is None else -number
        return Judged(path, expression, value, judged)

    def read(self, name: str) -> Value:
        if name == DECISION_DAY:
            return self.as_of
        if name in self.decided:
            return self.decided[name]
        if name in self.policy.settings:
            return self.policy.settings[name].value
        if name in self.policy.evidence:
            return self.values.get(name)
        concluded = self.concluded.get(name)
        return None if concluded is None else concluded.value

    def arithmetic(self, operator: Operator, left: Value, right: Value) -> Value:
        if left is None or right is None:
            return None
        if isinstance(right, date) and not isinstance(left, date):
            before = operator is Operator.WORKING_DAYS_BEFORE
            return self.working_day(cast("Fraction", left), right, before=before)
        if isinstance(left, date):
            if isinstance(right, date):
                return Fraction((left - right).days)
            days = timedelta(days=int(cast("Fraction", right)))
            return left + days if operator is Operator.ADD else left - days
        a, b = cast("Fraction", left), cast("Fraction", right)
        match operator:
            case Operator.ADD:
                return a + b
            case Operator.SUBTRACT:
                return a - b
            case Operator.MULTIPLY:
                return a * b
            case Operator.DIVIDE if b == 0:
                self.find(Fault.DIVISION, "a divisor is zero, so the value is unknown")
                return None
            case Operator.DIVIDE:
                return a / b
            case _:
                raise AssertionError("working days are counted from a date")

    def working_day(self, number: Fraction, day: date, *, before: bool) -> date | None:
        if number < 0:
            self.find(Fault.WORKING_DAYS, "a number of working days is below 0")
            return None
        return working_day(day, int(number), self.policy.holidays, before=before)

    # -- lists -----------------------------------------------------------------------------------

    def items(self, name: str) -> tuple[Item, ...] | None:
        """The items of a list, with what was concluded of each so far."""
        held = self.lists[name] if name in self.lists else self.read(name)
        return cast("tuple[Item, ...] | None", held)

    def quantified(self, expression: Quantified, path: str) -> Judged:
        items = self.items(expression.items)
        if items is None:
            return Judged(path, expression, None)
        judged = tuple(
            self.judge(expression.body, f"{path}/item/{item.id}", item) for item in items
        )
        truths = [cast("Truth", j.value) for j in judged]
        return Judged(path, expression, _quantify(expression, truths), judged)

    def measured(self, expression: Measured, path: str) -> Judged:
        items = self.items(expression.items)
        if items is None:
            return Judged(path, expression, None)
        judged: list[Judged] = []
        taken: list[Value] = []
        settled = True
        for item in items:
            here = f"{path}/item/{item.id}"
            if expression.where is not None:
                test = self.judge(expression.where, f"{here}/where", item)
                judged.append(test)
                settled = settled and test.value is not None
                if not test.value:
                    continue
            if expression.value is None:
                taken.append(Fraction(1))
            else:
                judged.append(self.judge(expression.value, f"{here}/value", item))
                taken.append(judged[-1].value)
        settled = settled and None not in taken
        value = _measure(expression, taken) if settled else None
        return Judged(path, expression, value, tuple(judged))


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _and(truths: Sequence[Truth]) -> Truth:
    if any(truth is False for truth in truths):
        return False
    return None if any(truth is None for truth in truths) else True


def _or(truths: Sequence[Truth]) -> Truth:
    if any(truth is True for truth in truths):
        return True
    return None if any(truth is None for truth in truths) else False


_COMPARE = {
    Comparison.EQ: eq,
    Comparison.NE: ne,
    Comparison.LT: lt,
    Comparison.LE: le,
    Comparison.GT: gt,
    Comparison.GE: ge,
}


def _compare(comparison: Comparison, left: Judged, right: Judged) -> Truth:
    if left.value is None or right.value is None:
        return None
    kind = kind_of(left.expression)
    if isinstance(kind, Choice):
        rank = kind.options.index
        a, b = rank(cast("str", left.value)), rank(cast("str", right.value))
        return bool(_COMPARE[comparison](a, b))
    return bool(_COMPARE[comparison](left.value, right.value))


def _quantify(expression: Quantified, truths: Sequence[Truth]) -> Truth:
    sure = sum(truth is True for truth in truths)
    possible = sure + sum(truth is None for truth in truths)
    number = expression.number or 0
    match expression.quantity:
        case Quantity.SOME:
            return _or(truths)
        case Quantity.EVERY:
            return _and(truths)
        case Quantity.NO:
            return _not(_or(truths))
        case Quantity.AT_LEAST:
            return True if sure >= number else (False if possible < number else None)
        case Quantity.AT_MOST:
            return False if sure > number else (True if possible <= number else None)
        case Quantity.EXACTLY:
            if sure == possible:
                return sure == number
            return None if sure <= number <= possible else False


def _measure(expression: Measured, taken: Sequence[Value]) -> Value:
    match expression.measure:
        case Measure.COUNT:
            return Fraction(len(taken))
        case Measure.SUM:
            return sum(cast("Sequence[Fraction]", taken), Fraction(0))
        case Measure.MEAN:
            numbers = cast("Sequence[Fraction]", taken)
            return sum(numbers, Fraction(0)) / len(numbers) if numbers else None
        case Measure.LOWEST | Measure.HIGHEST:
            if not taken:
                return None
            pick = min if expression.measure is Measure.LOWEST else max
            kind = expression.kind
            if isinstance(kind, Choice):
                return pick(cast("Sequence[str]", taken), key=kind.options.index)
            return pick(cast("Sequence[Fraction]", taken))
