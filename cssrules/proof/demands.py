"""What a policy's answers ask of its evidence: with which constants each is compared, and where more than
that is needed.

In: a policy, a day, and the names and conditions that are asked about. Out: for each evidence the values
at which it is cut, or why only its every value will do. Two values of one evidence between the same cuts
give the same answers, everything else being equal.
A comparison is followed through conclusions, `if`, and sums and products with constants; wherever else a
number is worked with, its every value is asked.
"""

from collections.abc import Iterable
from dataclasses import dataclass as plain
from dataclasses import field
from datetime import date, timedelta
from fractions import Fraction
from typing import TypeAlias

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
    Term,
    fields,
    terms,
)
from cssrules.policy import HitPolicy, Made, Policy, Rule, Table
from cssrules.possible import Possibilities
from cssrules.ranges import Options
from cssrules.values import Value


@dataclass(frozen=True, slots=True)
class Being:
    """Whether it is known."""


@dataclass(frozen=True, slots=True)
class Cut:
    """How it compares with a constant."""

    value: Value


@dataclass(frozen=True, slots=True)
class Holding:
    """Whether a set holds an option."""

    option: str


@dataclass(frozen=True, slots=True)
class Whole:
    """Its value itself, and what that is needed for: whatever that is, as much is asked."""

    why: str = field(compare=False)


Demand: TypeAlias = Being | Cut | Holding | Whole


@plain
class Demands:
    """By evidence: the constants that it is compared with, the options looked for in it, and why its
    every value is asked, if it is.
    """

    cuts: dict[str, set[Value]] = field(default_factory=dict)
    options: dict[str, set[str]] = field(default_factory=dict)
    whole: dict[str, str] = field(default_factory=dict)

    def with_those_of(self, other: "Demands") -> "Demands":
        """These and those of another policy."""
        return Demands(
            {
                name: self.cuts.get(name, set()) | other.cuts.get(name, set())
                for name in {**self.cuts, **other.cuts}
            },
            {
                name: self.options.get(name, set()) | other.options.get(name, set())
                for name in {**self.options, **other.options}
            },
            {**other.whole, **self.whole},
        )


def demands(
    policy: Policy, as_of: date, names: Iterable[str], conditions: Iterable[Expression] = ()
) -> Demands:
    """What is asked of the evidence of `policy` by the values of `names` and the truth of `conditions`."""
    found = _Walk(policy, as_of)
    for name in names:
        found.name(name, Whole(f"{name} is asked for"))
    for condition in conditions:
        found.truth(condition, None)
    return found.demands


class _Walk:
    def __init__(self, policy: Policy, as_of: date) -> None:
        self.policy, self.as_of = policy, as_of
        self.demands = Demands()
        self.settled = Possibilities(policy, {}, as_of)
        self.asked: set[tuple[str, Demand]] = set()
        self.judged: set[tuple[int, str | None]] = set()

    # -- names -------------------------------------------------------------------------------------

    def name(self, name: str, demand: Demand) -> None:
        if name in self.policy.evidence:
            self.evidence(name, demand)
            return
        for rule in self.policy.defining.get(name, ()):
            self.rule(rule, demand)

    def evidence(self, name: str, demand: Demand) -> None:
        match demand:
            case Cut(value=value):
                self.demands.cuts.setdefault(name, set()).add(value)
            case Holding(option=option):
                self.demands.options.setdefault(name, set()).add(option)
            case Whole(why=why):
                self.demands.whole.setdefault(name, why)
            case Being():
                pass

    def rule(self, rule: Rule, demand: Demand) -> None:
        if (rule.id, demand) in self.asked:
            return
        self.asked.add((rule.id, demand))
        if rule.each is not None:
            self.items(rule.each)
        match rule.body:
            case Table() as table:
                self.table(table, demand, rule.each)
            case expression:
                self.ask(expression, demand, rule.each)

    def table(self, table: Table, demand: Demand, items: str | None) -> None:
        """The rows, and what they give: of a set or list that is collected, the whole."""
        computed = any(not isinstance(row.output, Const) for row in table.rows)
        if table.hit in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER} or (
            table.hit is HitPolicy.ANY and computed
        ):
            demand = Whole("it is an output that is put beside others")
        for row in table.rows:
            for cell in row.cells:
                if cell is not None:
                    self.truth(cell, items)
            if not isinstance(row.output, Made):
                self.ask(row.output, demand, items)

    # -- lists that tables make --------------------------------------------------------------------

    def items(self, items: str) -> None:
        """Which items there are."""
        self.name(items, Being())

    def field(self, name: str, demand: Demand, items: str | None) -> None:
        assert items is not None, "fields are read under an item"
        for rule in self.policy.defining.get(items, ()):
            rows = rule.body.rows if isinstance(rule.body, Table) else ()
            for row in rows:
                made = dict(row.output.fields) if isinstance(row.output, Made) else {}
                if name in made:
                    self.ask(made[name], demand, None)
        for rule in self.policy.concluded_of(items):
            if rule.define == name:
                self.rule(rule, demand)

    # -- expressions -------------------------------------------------------------------------------

    def truth(self, condition: Expression, items: str | None) -> None:
        if (key := (id(condition), items)) in self.judged:
            return  # because a table's cells are the same whatever is asked of its output
        self.judged.add(key)
        self.ask(condition, Whole("its truth is asked"), items)

    def ask(self, expression: Expression, demand: Demand, items: str | None) -> None:
        match expression:
            case Const():
                pass
            case Term(name=name):
                self.name(name, demand)
            case Field(name=name):
                self.field(name, demand, items)
            case Not(part=part):
                self.truth(part, items)
            case And(parts=parts) | Or(parts=parts):
                for part in parts:
                    self.truth(part, items)
            case Includes(whole=whole, option=option):
                self.ask(whole, Holding(option), items)
            case Known(part=part):
                self.ask(part, Being(), items)
            case Compare():
                self.compare(expression, items)
            case If(condition=condition, then=then, otherwise=otherwise):
                self.truth(condition, items)
                self.ask(then, demand, items)
                self.ask(otherwise, demand, items)
            case Negative(part=part):
                self.ask(part, _turned(demand), items)
            case Arithmetic():
                self.arithmetic(expression, demand, items)
            case Quantified(items=walked, body=body):
                self.items(walked)
                self.truth(body, walked)
            case Measured(measure=measure, items=walked, value=value, where=where):
                self.items(walked)
                if where is not None:
                    self.truth(where, walked)
                follows = measure in {Measure.LOWEST, Measure.HIGHEST}
                inner = demand if follows else Whole("it is summed over a list")
                if value is not None:
                    self.ask(value, inner, walked)

    def compare(self, compare: Compare, items: str | None) -> None:
        left, right = compare.left, compare.right
        if self.is_constant(right):
            self.ask(left, Cut(self.constant(right)), items)
        elif self.is_constant(left):
            self.ask(right, Cut(self.constant(left)), items)
        else:
            for side, other in ((left, right), (right, left)):
                names = ", ".join(sorted(_names(other))) or "what is not constant"
                self.ask(side, Whole(f"it is compared with {names}"), items)

    def arithmetic(self, expression: Arithmetic, demand: Demand, items: str | None) -> None:
        operator, left, right = expression.operator, expression.left, expression.right
        if operator is Operator.DIVIDE:
            self.ask(right, Cut(Fraction(0)), items)
        if operator in {Operator.WORKING_DAYS_AFTER, Operator.WORKING_DAYS_BEFORE}:
            self.ask(left, Cut(Fraction(0)), items)
        if isinstance(demand, Being):
            self.ask(left, demand, items)
            self.ask(right, demand, items)
            return
        for side, other, is_left in ((left, right, True), (right, left, False)):
            if self.is_constant(side):
                continue
            moved = None
            if isinstance(demand, Cut) and self.is_constant(other):
                moved = _moved(operator, demand.value, self.constant(other), is_left=is_left)
            self.ask(side, moved or Whole("it takes part in a sum or product"), items)

    # -- constants ---------------------------------------------------------------------------------

    def is_constant(self, expression: Expression) -> bool:
        return not _names(expression) - self.policy.settings.keys() - {DECISION_DAY}

    def constant(self, expression: Expression) -> Value:
        found = self.settled.judge(expression)
        assert isinstance(found, Options), "settings and literals give one value"
        (value,) = found.values
        return value


def _names(expression: Expression) -> frozenset[str]:
    if isinstance(expression, Const):
        return frozenset()
    return terms(expression) | {name for _, name in fields(expression, "")}


def _turned(demand: Demand) -> Demand:
    """What is asked of a number by what is asked of its contrary."""
    match demand:
        case Cut(value=Fraction() as value):
            return Cut(-value)
        case _:
            return demand


def _moved(operator: Operator, cut: Value, constant: Value, *, is_left: bool) -> Cut | None:
    """The cut of one side of a sum or product by a cut of the whole, the other side being constant."""
    if cut is None or constant is None:
        return Cut(None)
    match operator, cut, constant:
        case Operator.ADD, date(), date():
            return Cut(Fraction((cut - constant).days))
        case Operator.ADD, date(), Fraction():
            return _day(cut, -constant)
        case Operator.SUBTRACT, date(), Fraction() if is_left:
            return _day(cut, constant)
        case Operator.SUBTRACT, date(), date():
            return Cut(Fraction((constant - cut).days))
        case Operator.SUBTRACT, Fraction(), date():
            return _day(constant, cut if is_left else -cut)
        case Operator.ADD, Fraction(), Fraction():
            return Cut(cut - constant)
        case Operator.SUBTRACT, Fraction(), Fraction():
            return Cut(cut + constant if is_left else constant - cut)
        case Operator.MULTIPLY, Fraction(), Fraction() if constant:
            return Cut(cut / constant)
        case Operator.DIVIDE, Fraction(), Fraction() if is_left and constant:
            return Cut(cut * constant)
        case _:
            return None


def _day(day: date, days: Fraction) -> Cut | None:
    """The day some days later; None where there is none."""
    if days.denominator != 1:
        return None
    try:
        return Cut(day + timedelta(days=int(days)))
    except OverflowError:
        return None
