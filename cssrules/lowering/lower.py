"""The semantics a second time, for readings that compile a policy instead of walking it.

In: a checked Policy, the day, and an algebra. Out: for every conclusion, table row, question,
property and assumption in force that day its terms in the algebra, node by node. Written apart from
`meaning`, which stays the definition: what comes out here must give the same values.
Here alone is known how Kleene's quantifiers, measures, hit policies, presumptions and exact numbers
come down to the operations of the algebra.
INVARIANT: terms stand for unknown where, and only where, meaning gives None.
"""

from collections.abc import Sequence
from datetime import date
from typing import Generic

from cssrules.expression import (
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
from cssrules.lowering.kinds import Kinds, Scope
from cssrules.lowering.lists import Lists
from cssrules.lowering.terms import (
    Conclusion,
    Lowered,
    LoweredPolicy,
    Members,
    Node,
    Ordinal,
    Row,
    Truth,
    truth_of,
)
from cssrules.policy import HitPolicy, Policy, Rule, Table
from cssrules.values import Choice, Kind, SetOf


def lower(
    policy: Policy, algebra: Algebra[T, N, S, E], as_of: date, *, settings_open: bool = False
) -> LoweredPolicy[T, N, S]:
    """`policy` as of a day in the terms of `algebra`. With `settings_open` settings are read like
    evidence, else each is its value.
    """
    return _Lowering(policy, algebra, as_of, settings_open=settings_open).policy_terms()


class _Lowering(Generic[T, N, S, E]):
    def __init__(
        self, policy: Policy, algebra: Algebra[T, N, S, E], as_of: date, *, settings_open: bool
    ) -> None:
        self.policy, self.algebra, self.as_of = policy, algebra, as_of
        self.settings_open = settings_open
        self.exact = Exact(algebra)
        self.kinds = Kinds(algebra, self.exact)
        self.lists = Lists(policy, self.kinds, self.node)
        self.conclusions: dict[str, Conclusion[T, N, S]] = {}

    def policy_terms(self) -> LoweredPolicy[T, N, S]:
        for rule in self.policy.order:
            if rule.effective.holds(self.as_of):
                self.exact.rule = rule.id
                self.conclusions[rule.define] = self.conclusion(rule)
        asked: dict[str, Node[T, N, S]] = {}
        for question in self.policy.questions:
            if question.asked_when is not None:
                self.exact.rule = question.id
                asked[question.id] = self.node(question.asked_when, None)
        properties: dict[str, Node[T, N, S]] = {}
        for property in self.policy.properties:
            self.exact.rule = property.id
            properties[property.id] = self.node(property.condition, None)
        self.exact.rule = "assume"
        assumptions = tuple(self.node(a, None) for a in self.policy.assumptions)
        return LoweredPolicy(self.conclusions, asked, properties, assumptions, self.exact.bits)

    # -- rules and tables --------------------------------------------------------------------------

    def conclusion(self, rule: Rule) -> Conclusion[T, N, S]:
        body: Node[T, N, S] | tuple[Row[T, N, S], ...]
        match rule.body:
            case Table() as table:
                body = self.rows(table)
                found = self.output(rule.kind, table.hit, body)
            case expression:
                body = self.node(expression, None)
                found = body.value
        if rule.if_unknown is None:
            return Conclusion(rule, found, found, self.algebra.truth(value=False), body)
        known = self.kinds.known(found)
        presumed = self.kinds.constant(rule.if_unknown.value, rule.kind)
        value = self.kinds.choose(known, found, presumed)
        return Conclusion(rule, value, found, self.algebra.negate(known), body)

    def rows(self, table: Table) -> tuple[Row[T, N, S], ...]:
        """The rows; under FIRST a row gives the output where no earlier row may hold."""
        rows: list[Row[T, N, S]] = []
        earlier: list[T] = []
        for row in table.rows:
            cells = tuple(None if cell is None else self.node(cell, None) for cell in row.cells)
            truth = self.algebra.all_of([truth_of(cell) for cell in cells if cell is not None])
            hit = self.algebra.all_of([*earlier, truth]) if table.hit is HitPolicy.FIRST else truth
            rows.append(Row(row, truth, hit, cells, self.node(row.output, None)))
            earlier.append(self.algebra.negate(truth))
        return tuple(rows)

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
            value = self.kinds.choose(row.truth, row.output.value, value)
        return value

    def unique(self, kind: Kind, rows: Sequence[Row[T, N, S]]) -> Lowered[T, N, S]:
        """The output of a row where no other may hold; of two that hold, neither's."""
        nothing = self.kinds.constant(None, kind)
        value, later = nothing, self.algebra.truth(value=False)
        for row in reversed(rows):
            alone = self.kinds.choose(later, nothing, row.output.value)
            value = self.kinds.choose(row.truth, alone, value)
            later = self.algebra.any_of([row.truth, later])
        return value

    def agreed(self, kind: Kind, rows: Sequence[Row[T, N, S]]) -> Lowered[T, N, S]:
        """The output that all rows which may hold share, where one of them does hold."""
        algebra, kinds = self.algebra, self.kinds
        nothing = kinds.constant(None, kind)
        value, shares, sure = nothing, list[T](), list[T]()
        for row in reversed(rows):
            value = kinds.choose(self.possible(row), row.output.value, value)
        for row in rows:
            fails = algebra.negate(self.possible(row))
            shares.append(algebra.any_of([fails, kinds.equal(row.output.value, value)]))
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
        fails, given = self.algebra.negate(row.truth), self.kinds.known(row.output.value)
        known = self.algebra.known_truth(row.truth)
        return self.algebra.all_of([known, self.algebra.any_of([fails, given])])

    def collects(self, rows: Sequence[Row[T, N, S]], option: str) -> T:
        """Whether a row that holds gives the option."""
        return self.algebra.any_of(
            [self.algebra.all_of([row.truth, self.is_option(row.output, option)]) for row in rows]
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

    def node(self, expression: Expression, scope: Scope[E] | None) -> Node[T, N, S]:
        """The terms of an expression; `scope` holds the item whose fields it reads."""
        match expression:
            case Const():
                return Node(expression, self.kinds.constant(expression.value, expression.kind))
            case Term(name=name):
                return Node(expression, self.read(name))
            case Field(name=name, kind=kind):
                return Node(expression, self.kinds.input(name, kind, scope))
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

    def read(self, name: str) -> Lowered[T, N, S]:
        setting = self.policy.settings.get(name)
        if setting is not None and not self.settings_open:
            return self.kinds.constant(setting.value, setting.kind)
        if name in self.conclusions:
            return self.conclusions[name].value
        kind = self.policy.kind(name)
        assert kind is not None, "every name of a checked policy exists"
        if setting is not None or name in self.policy.evidence:
            return self.kinds.input(name, kind, None)
        return self.kinds.constant(None, kind)
