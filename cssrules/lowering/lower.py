"""The semantics a second time, for readings that compile a policy instead of walking it.

In: a checked Policy, the day, and an algebra. Out: for every conclusion, table row, question,
property and assumption in force that day its terms in the algebra, node by node. Written apart from
`meaning`, which stays the definition: what comes out here must give the same values.
Here alone is known how Kleene's quantifiers, measures, hit policies, presumptions and exact numbers
come down to the operations of the algebra.
INVARIANT: terms stand for unknown where, and only where, meaning gives None.
"""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import date
from functools import partial
from typing import Generic

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
    Measured,
    Negative,
    Not,
    Or,
    Quantified,
    Term,
    kind_of,
)
from cssrules.lowering.algebra import Algebra, E, N, S, T
from cssrules.lowering.exact import Exact, Ratio
from cssrules.lowering.kinds import Kinds
from cssrules.lowering.lists import Lists, Scope
from cssrules.lowering.terms import (
    Collected,
    Conclusion,
    EachItem,
    Lowered,
    LoweredPolicy,
    MadeItem,
    Members,
    Node,
    Ordinal,
    Row,
    Truth,
    truth_of,
)
from cssrules.policy import HitPolicy, Made, Policy, Rule, Table
from cssrules.policy import Row as TableRow
from cssrules.values import Choice, Date, Kind, ListOf, SetOf, Value


def lower(
    policy: Policy,
    algebra: Algebra[T, N, S, E],
    as_of: date,
    *,
    settings_open: bool = False,
    decided: Mapping[str, Value] | None = None,
) -> LoweredPolicy[T, N, S, E]:
    """`policy` as of a day in the terms of `algebra`. With `settings_open` settings are read like
    evidence, else each is its value. `decided` is what people decided, by conclusion, no list among
    them: whatever reads it reads that, but properties do not.
    """
    return Lowering(
        policy, algebra, as_of, settings_open=settings_open, decided=decided or {}
    ).policy_terms()


class Lowering(Generic[T, N, S, E]):
    def __init__(
        self,
        policy: Policy,
        algebra: Algebra[T, N, S, E],
        as_of: date,
        *,
        settings_open: bool,
        decided: Mapping[str, Value],
    ) -> None:
        self.policy, self.algebra, self.as_of = policy, algebra, as_of
        self.settings_open = settings_open
        self.decided = self.instead = decided
        self.exact = Exact(algebra)
        self.kinds = Kinds(algebra, self.exact, policy.holidays)
        nothing: Collected[T, N, S] = Collected(algebra.truth(value=False), ())
        self.made = {
            name: nothing for name in policy.defining if isinstance(policy.kind(name), ListOf)
        }
        self.lists = Lists(policy, self.kinds, self.node, self.made)
        self.conclusions: dict[str, Conclusion[T, N, S]] = {}
        self.chains: dict[str, list[Rule]] = {}
        self.of_items: dict[tuple[str, Scope[T, N, S, E]], Conclusion[T, N, S]] = {}

    def policy_terms(self) -> LoweredPolicy[T, N, S, E]:
        each: dict[str, EachItem[T, N, S, E]] = {}
        for rule in self.policy.order:
            if not rule.effective.holds(self.as_of):
                continue
            if rule.each is not None:
                self.chains.setdefault(rule.each, []).append(rule)
                made = self.made.get(rule.each)
                of = partial(self.of_item, rule, rule.each)
                each[rule.define] = EachItem(rule, of, made.items if made else None)
                continue
            with self.account(rule.id, self.decided):
                found = self.conclusions[rule.define] = self.conclusion(rule, None)
            if isinstance(found.value, Collected):
                self.made[rule.define] = found.value
        asked: dict[str, Node[T, N, S]] = {}
        for question in self.policy.questions:
            if question.asked_when is not None:
                with self.account(question.id, self.decided):
                    asked[question.id] = self.node(question.asked_when, None)
        properties: dict[str, Node[T, N, S]] = {}
        for property in self.policy.properties:
            with self.account(property.id, {}):
                properties[property.id] = self.node(property.condition, None)
        with self.account("assume", {}):
            assumptions = tuple(self.node(a, None) for a in self.policy.assumptions)
        return LoweredPolicy(
            self.conclusions, each, asked, properties, assumptions, self.exact.bits
        )

    @contextmanager
    def account(self, id: str, instead: Mapping[str, Value]) -> Iterator[None]:
        """Integers are put to the account of `id`; `instead` is read in place of conclusions."""
        before = self.exact.rule, self.instead
        self.exact.rule, self.instead = id, instead
        yield
        self.exact.rule, self.instead = before

    # -- rules and tables --------------------------------------------------------------------------

    def of_item(self, rule: Rule, items: str, item: E | MadeItem[T, N, S]) -> Conclusion[T, N, S]:
        """What a rule concludes of an item, lowered once: after all that comes before it, so that a
        long chain is no deep recursion.
        """
        scope: Scope[T, N, S, E] = Scope(items, item)
        if (rule.id, scope) not in self.of_items:
            chain = self.chains[items]
            for one in chain[: chain.index(rule) + 1]:
                if (one.id, scope) not in self.of_items:
                    with self.account(one.id, self.decided):
                        self.of_items[one.id, scope] = self.conclusion(one, scope)
        return self.of_items[rule.id, scope]

    def conclusion(self, rule: Rule, scope: Scope[T, N, S, E] | None) -> Conclusion[T, N, S]:
        body: Node[T, N, S] | tuple[Row[T, N, S], ...]
        match rule.body:
            case Table() as table:
                body = self.rows(table, scope)
                found = self.makes(body) if table.makes else self.output(rule.kind, table.hit, body)
            case expression:
                body = self.node(expression, scope)
                found = body.value
        if rule.if_unknown is None:
            return Conclusion(rule, found, found, self.algebra.truth(value=False), body)
        known = self.kinds.known(found)
        presumed = self.kinds.constant(rule.if_unknown.value, rule.kind)
        value = self.kinds.choose(known, found, presumed)
        return Conclusion(rule, value, found, self.algebra.negate(known), body)

    def rows(self, table: Table, scope: Scope[T, N, S, E] | None) -> tuple[Row[T, N, S], ...]:
        """The rows; under FIRST a row gives the output where no earlier row may hold."""
        rows: list[Row[T, N, S]] = []
        earlier: list[T] = []
        for row in table.rows:
            cells = tuple(None if cell is None else self.node(cell, scope) for cell in row.cells)
            truth = self.algebra.all_of([truth_of(cell) for cell in cells if cell is not None])
            hit = self.algebra.all_of([*earlier, truth]) if table.hit is HitPolicy.FIRST else truth
            rows.append(self.row(row, truth, hit, cells, scope))
            earlier.append(self.algebra.negate(truth))
        return tuple(rows)

    def row(
        self,
        row: TableRow,
        truth: T,
        hit: T,
        cells: tuple[Node[T, N, S] | None, ...],
        scope: Scope[T, N, S, E] | None,
    ) -> Row[T, N, S]:
        match row.output:
            case Made(fields=fields):
                made = tuple((name, self.node(value, scope)) for name, value in fields)
                return Row(row, truth, hit, cells, None, made)
            case expression:
                return Row(row, truth, hit, cells, self.node(expression, scope))

    def makes(self, rows: Sequence[Row[T, N, S]]) -> Collected[T, N, S]:
        """The records of all rows that hold, where every row is settled."""
        known = self.algebra.all_of([self.algebra.known_truth(row.truth) for row in rows])
        items = (MadeItem(row.row.id, row.truth, dict(row.made)) for row in rows)
        return Collected(known, tuple(items))

    def output(self, kind: Kind, hit: HitPolicy, rows: Sequence[Row[T, N, S]]) -> Lowered[T, N, S]:
        match hit:
            case HitPolicy.COLLECT | HitPolicy.RULE_ORDER:
                assert isinstance(kind, SetOf), "only a set is collected"
                return self.collected(kind, rows)
            case HitPolicy.FIRST:
                return self.first(kind, rows)
            case HitPolicy.UNIQUE:
                return self.unique(kind, rows)
            case HitPolicy.ANY:
                return self.agreed(kind, rows)

    def first(self, kind: Kind, rows: Sequence[Row[T, N, S]]) -> Lowered[T, N, S]:
        value = self.kinds.constant(None, kind)
        for row in reversed(rows):
            value = self.kinds.choose(row.truth, row.gives.value, value)
        return value

    def unique(self, kind: Kind, rows: Sequence[Row[T, N, S]]) -> Lowered[T, N, S]:
        """The output of a row where no other may hold; of two that hold, neither's."""
        nothing = self.kinds.constant(None, kind)
        value, later = nothing, self.algebra.truth(value=False)
        for row in reversed(rows):
            alone = self.kinds.choose(later, nothing, row.gives.value)
            value = self.kinds.choose(row.truth, alone, value)
            later = self.algebra.any_of([row.truth, later])
        return value

    def agreed(self, kind: Kind, rows: Sequence[Row[T, N, S]]) -> Lowered[T, N, S]:
        """The output that all rows which may hold share, where one of them does hold."""
        algebra, kinds = self.algebra, self.kinds
        nothing = kinds.constant(None, kind)
        value, shares, sure = nothing, list[T](), list[T]()
        for row in reversed(rows):
            value = kinds.choose(self.possible(row), row.gives.value, value)
        for row in rows:
            fails = algebra.negate(self.possible(row))
            shares.append(algebra.any_of([fails, kinds.equal(row.gives.value, value)]))
            sure.append(algebra.all_of([algebra.known_truth(row.truth), row.truth]))
        return kinds.choose(algebra.all_of([algebra.any_of(sure), *shares]), value, nothing)

    def possible(self, row: Row[T, N, S]) -> T:
        """Whether a row may hold. Never unknown."""
        known = self.algebra.known_truth(row.truth)
        return self.algebra.any_of([self.algebra.negate(known), row.truth])

    def collected(self, kind: SetOf, rows: Sequence[Row[T, N, S]]) -> Lowered[T, N, S]:
        """The outputs of all rows that hold, where every row and its output are settled."""
        settled = self.algebra.all_of([self.settled(row) for row in rows])
        return Members(
            tuple(
                self.algebra.choose_truth(
                    settled, self.collects(rows, option), self.algebra.truth(value=None)
                )
                for option in kind.options
            )
        )

    def settled(self, row: Row[T, N, S]) -> T:
        fails, given = self.algebra.negate(row.truth), self.kinds.known(row.gives.value)
        known = self.algebra.known_truth(row.truth)
        return self.algebra.all_of([known, self.algebra.any_of([fails, given])])

    def collects(self, rows: Sequence[Row[T, N, S]], option: str) -> T:
        """Whether a row that holds gives the option."""
        return self.algebra.any_of(
            [self.algebra.all_of([row.truth, self.is_option(row.gives, option)]) for row in rows]
        )

    def is_option(self, output: Node[T, N, S], option: str) -> T:
        kind = kind_of(output.expression)
        assert isinstance(kind, Choice), "a collected output is an option"
        assert isinstance(output.value, Ordinal)
        if option not in kind.options:
            return self.algebra.truth(value=False)
        place = self.exact.constant(kind.options.index(option))
        return self.exact.compare(Comparison.EQ, output.value.whole, place)

    # -- expressions -------------------------------------------------------------------------------

    def node(self, expression: Expression, scope: Scope[T, N, S, E] | None) -> Node[T, N, S]:
        """The terms of an expression; `scope` holds the item whose fields it reads."""
        match expression:
            case Const():
                return Node(expression, self.kinds.constant(expression.value, expression.kind))
            case Term(name=name):
                return Node(expression, self.read(name))
            case Field(name=name, kind=kind):
                assert scope is not None, "fields are read under an item"
                return Node(expression, self.field(name, kind, scope))
            case Quantified():
                return self.lists.quantified(expression)
            case Measured():
                return self.lists.measured(expression)
            case Not(part=part):
                inner = self.node(part, scope)
                return Node(expression, Truth(self.algebra.negate(truth_of(inner))), (inner,))
            case And(parts=parts):
                inners = tuple(self.node(part, scope) for part in parts)
                whole = self.algebra.all_of([truth_of(inner) for inner in inners])
                return Node(expression, Truth(whole), inners)
            case Or(parts=parts):
                inners = tuple(self.node(part, scope) for part in parts)
                whole = self.algebra.any_of([truth_of(inner) for inner in inners])
                return Node(expression, Truth(whole), inners)
            case Compare(comparison=comparison, left=left, right=right):
                sides = (self.node(left, scope), self.node(right, scope))
                whole = self.kinds.compare(comparison, sides[0].value, sides[1].value)
                return Node(expression, Truth(whole), sides)
            case Includes(whole=held, option=option):
                inner, kind = self.node(held, scope), kind_of(held)
                assert isinstance(kind, SetOf), "only a set includes"
                assert isinstance(inner.value, Members)
                member = inner.value.terms[kind.options.index(option)]
                return Node(expression, Truth(member), (inner,))
            case Known(part=part):
                inner = self.node(part, scope)
                return Node(expression, Truth(self.kinds.known(inner.value)), (inner,))
            case Arithmetic(operator=operator, left=left, right=right):
                sides = (self.node(left, scope), self.node(right, scope))
                value = self.kinds.arithmetic(operator, sides[0].value, sides[1].value)
                return Node(expression, value, sides)
            case Negative(part=part):
                inner = self.node(part, scope)
                assert isinstance(inner.value, Ratio)
                return Node(expression, self.exact.negative(inner.value), (inner,))
            case If(condition=condition, then=then, otherwise=otherwise):
                inners = tuple(self.node(part, scope) for part in (condition, then, otherwise))
                test, first, second = inners
                value = self.kinds.choose(truth_of(test), first.value, second.value)
                return Node(expression, value, inners)

    def field(self, name: str, kind: Kind, scope: Scope[T, N, S, E]) -> Lowered[T, N, S]:
        """A field of an item: what was concluded of it, or what the case or a table says."""
        rules = [rule for rule in self.policy.defining.get(name, ()) if rule.each == scope.items]
        for rule in rules:
            if rule.effective.holds(self.as_of):
                return self.of_item(rule, scope.items, scope.item).value
        if rules:
            return self.kinds.constant(None, kind)
        if not isinstance(scope.item, MadeItem):
            return self.kinds.input(name, kind, scope.items, scope.item)
        made = scope.item.fields.get(name)
        return self.kinds.constant(None, kind) if made is None else made.value

    def read(self, name: str) -> Lowered[T, N, S]:
        if name == DECISION_DAY and name not in self.policy.evidence:
            return self.kinds.constant(self.as_of, Date())
        kind = self.policy.kind(name)
        assert kind is not None, "every name of a checked policy exists"
        if name in self.instead:
            return self.kinds.constant(self.instead[name], kind)
        setting = self.policy.settings.get(name)
        if setting is not None and not self.settings_open:
            return self.kinds.constant(setting.value, kind)
        if name in self.conclusions:
            return self.conclusions[name].value
        if setting is not None or name in self.policy.evidence:
            return self.kinds.input(name, kind)
        return self.kinds.constant(None, kind)
