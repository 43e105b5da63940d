"""What a way asks of each conclusion, all its conditions together.

`at least one domain failed: no` and `marginal domains: 0` ask together that a grade be good, though each
alone leaves two grades. In: the conditions of a way, and how each is to come out. Out: for each conclusion
that they settle among them the tests that its value has to pass.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from fractions import Fraction
from typing import TypeAlias

from cssrules.expression import (
    OPPOSITE,
    And,
    Arithmetic,
    Comparison,
    Const,
    Expression,
    If,
    Negative,
    Not,
    Operator,
    Term,
    kind_of,
)
from cssrules.meaning import evaluated
from cssrules.policy import Policy, Row, Table
from cssrules.proof.shapes import Wanted, compares, joins, leaves, put, reads
from cssrules.trace import Concluded, Trace
from cssrules.values import Value, YesNo

Accepts: TypeAlias = Callable[[Value], bool]
"""Whether a value would do."""

Asked: TypeAlias = tuple[Expression, Wanted]


class Needs:
    """The needs of ways in one case."""

    def __init__(self, policy: Policy, trace: Trace) -> None:
        self.policy, self.trace = policy, trace

    def of(self, asked: Sequence[Asked]) -> Mapping[str, Sequence[Accepts]]:
        """By conclusion, what `asked` asks of it."""
        found: dict[str, list[Accepts]] = defaultdict(list)
        pending, settled = list(asked), set[str]()
        while pending:
            expression, wanted = pending.pop(0)
            pending += self._within(expression, wanted, found)
            if not pending:
                pending += self._only_rows(found, settled)
        return found

    def _only_rows(self, found: Mapping[str, Sequence[Accepts]], settled: set[str]) -> list[Asked]:
        """The conditions of each row that is the only one of its table to give what is asked."""
        asked: list[Asked] = []
        for name in [name for name in found if name not in settled]:
            body = self.trace.concluded[name].rule.body
            if isinstance(body, Table) and not body.makes:
                rows = [row for row in body.rows if self._may_do(row, found[name])]
                if len(rows) == 1:
                    settled.add(name)
                    asked += [(cell, True) for cell in rows[0].cells if cell is not None]
        return asked

    def _may_do(self, row: Row, accepts: Sequence[Accepts]) -> bool:
        given = row.outputs[0]
        is_open = bool(reads(given) - self.policy.settings.keys())
        return is_open or all(accept(self.value(given)) for accept in accepts)

    def _within(
        self, expression: Expression, wanted: Wanted, found: dict[str, list[Accepts]]
    ) -> Iterator[Asked]:
        if isinstance(expression, Not):
            yield expression.part, not wanted
            return
        if joins(expression):
            if isinstance(expression, And) is wanted:
                yield from ((part, wanted) for part in getattr(expression, "parts", ()))
            return
        read = {part for part in leaves(expression) if self.concluded(part) is not None}
        if len(read) != 1:
            yield from self._forced(expression, wanted)
            return
        [part] = read
        concluded = self.concluded(part)
        assert concluded is not None, "what is concluded was looked for"
        found[concluded.rule.define].append(self.accepting(expression, part, wanted))
        body = concluded.rule.body
        if isinstance(body, Table | If):
            return
        if not isinstance(concluded.rule.kind, YesNo):
            yield put(expression, part, body), wanted
        elif isinstance(expression, Term):
            yield body, wanted

    def concluded(self, part: Expression) -> Concluded | None:
        """What a name stands for that rules conclude, and no people decided."""
        if not isinstance(part, Term) or part.name in self.trace.decided:
            return None
        return self.trace.concluded.get(part.name)

    def accepting(self, expression: Expression, part: Expression, wanted: Wanted) -> Accepts:
        """Whether a test comes out as wanted with a value in place of one of its parts."""

        def accepts(value: Value) -> bool:
            tested = put(expression, part, Const(value, kind_of(part)))
            return evaluated(self.policy, self.trace, tested).value is wanted

        return accepts

    # -- sums ----------------------------------------------------------------------------------------

    def _forced(self, expression: Expression, wanted: Wanted) -> Iterator[Asked]:
        """The conditions in a sum that has to be as low, or as high, as it can be."""
        for compare in compares(expression):
            bounds, aim = self.bounds(compare.left), self.value(compare.right)
            if bounds is None or not isinstance(aim, Fraction):
                continue
            how = compare.comparison if wanted else OPPOSITE[compare.comparison]
            low, high = bounds
            if how in {Comparison.EQ, Comparison.LE} and aim == low:
                yield from self.raising(compare.left, up=False)
            elif how in {Comparison.EQ, Comparison.GE} and aim == high:
                yield from self.raising(compare.left, up=True)

    def raising(self, expression: Expression, *, up: bool) -> Iterator[Asked]:
        """The conditions in a sum, and how each is to come out for the sum to rise, or to fall."""
        match expression:
            case If(condition=condition, then=then, otherwise=otherwise):
                high, low = self.value(then), self.value(otherwise)
                if isinstance(high, Fraction) and isinstance(low, Fraction) and high != low:
                    yield condition, (high > low) is up
            case Arithmetic(operator=Operator.ADD, left=left, right=right):
                yield from (*self.raising(left, up=up), *self.raising(right, up=up))
            case Arithmetic(operator=Operator.SUBTRACT, left=left, right=right):
                yield from (*self.raising(left, up=up), *self.raising(right, up=not up))
            case Negative(part=part):
                yield from self.raising(part, up=not up)
            case Term() if (body := self._computed(expression)) is not None:
                yield from self.raising(body, up=up)
            case _:
                return

    def bounds(self, expression: Expression) -> tuple[Fraction, Fraction] | None:
        """The least and the most that a sum of settled amounts can be; None of any other."""
        match expression:
            case If(then=then, otherwise=otherwise):
                ends = [bounds for e in (then, otherwise) if (bounds := self.bounds(e))]
                both = len(ends) > 1
                return (min(e[0] for e in ends), max(e[1] for e in ends)) if both else None
            case Arithmetic(operator=Operator.ADD, left=left, right=right):
                one, two = self.bounds(left), self.bounds(right)
                return (one[0] + two[0], one[1] + two[1]) if one and two else None
            case Const(value=Fraction() as value):
                return value, value
            case Term(name=name) if name in self.policy.settings:
                held = self.policy.settings[name].value
                return (held, held) if isinstance(held, Fraction) else None
            case Term() if (body := self._computed(expression)) is not None:
                return self.bounds(body)
            case _:
                return None

    def _computed(self, part: Expression) -> Expression | None:
        """The expression that gives a concluded number."""
        concluded = self.concluded(part)
        body = None if concluded is None else concluded.rule.body
        return None if body is None or isinstance(body, Table) else body

    def value(self, expression: Expression) -> Value:
        return evaluated(self.policy, self.trace, expression).value
