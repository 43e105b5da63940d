"""The ways in which a conclusion could have another value, and what stands in each of them.

In: what meaning found of a case, and the graph of its decision for the author's words and the sources. Out:
for each rule or row that could give the value the conditions that would have to come out otherwise.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias, cast

from cssrules.advice import Obstacle, Way
from cssrules.decision import Decision, Node
from cssrules.english import found
from cssrules.explanation import basis_in_words
from cssrules.expression import (
    And,
    Compare,
    Comparison,
    Const,
    Expression,
    Field,
    If,
    Not,
    Or,
    Quantified,
    Quantity,
    Term,
    kind_of,
)
from cssrules.margins import apart, margin, nearness
from cssrules.meaning import evaluated
from cssrules.policy import HitPolicy, Policy, Rule, Table
from cssrules.proof.needs import Accepts, Asked, Needs
from cssrules.proof.shapes import (
    Wanted,
    cases,
    compares,
    is_to_rise,
    joins,
    leaves,
    put,
    reads,
)
from cssrules.slices import fact_of
from cssrules.trace import Concluded, Judged, JudgedRow, Trace
from cssrules.values import Choice, Date, Item, Number, SetOf, Value, YesNo, show

At: TypeAlias = tuple[str, str]
"""The item of which a condition is said: its list, and its id."""


class Ways:
    """The ways in one case."""

    def __init__(self, policy: Policy, trace: Trace, decision: Decision) -> None:
        self.policy, self.trace = policy, trace
        self.nodes = {node.id: node for node in decision.core.nodes}
        self.evidence: dict[str, Node] = {}
        for node in decision.core.nodes:
            held = self.evidence.get(fact_of(node))
            if held is None or (node.illustrative and not held.illustrative):
                self.evidence[fact_of(node)] = node
        self._needs = Needs(policy, trace)
        self._asked: Mapping[str, Sequence[Accepts]] = {}
        self._found: dict[tuple[str, str], tuple[Way, ...]] = {}
        self._goal: tuple[Accepts, Value] | None = None

    def to(
        self, name: str, accepts: Accepts, awaited: Expression | None, wanted: Value = None
    ) -> tuple[Way, ...]:
        """The ways in which conclusion `name` would have a value that is accepted, while `awaited` holds;
        `wanted` is that value where there is one.
        """
        self._goal = (accepts, wanted)
        concluded = self.trace.concluded.get(name)
        if concluded is None:
            return ()
        asked: list[Asked] = [] if awaited is None else [(awaited, True)]
        return tuple(self._to(concluded, accepts, None, asked))

    # -- rules and rows ------------------------------------------------------------------------------

    def _to(
        self,
        concluded: Concluded,
        accepts: Accepts,
        item: At | None,
        top: Sequence[Asked] | None = None,
    ) -> Iterator[Way]:
        """The ways to an accepted value; at the `top` each with all that it and what is awaited ask."""
        rule = concluded.rule
        if isinstance(concluded.body, Judged):
            yield from self._of_body(concluded, concluded.body, accepts, item, top)
        else:
            yield from self._of_rows(rule, concluded.body, accepts, item, top)
        if rule.if_unknown is not None and accepts(rule.if_unknown.value):
            known = Obstacle("what it rests on is known", known=True)
            met = () if concluded.found is None else (known,)
            yield self._way(rule, f"{concluded.path}/if unknown", met)

    def _way(
        self, rule: Rule, id: str, obstacles: Sequence[Obstacle], row: JudgedRow | None = None
    ) -> Way:
        basis = (row.row.basis if row else ()) or rule.basis
        words = tuple(basis_in_words(part) for part in basis)
        return Way(id, rule.id, row.row.id if row else None, rule.title, words, tuple(obstacles))

    def _asking(self, top: Sequence[Asked] | None, asked: Sequence[Asked]) -> None:
        """At the top, note what a way asks of all conclusions."""
        if top is not None:
            self._asked, self._found = self._needs.of([*top, *asked]), {}

    def _of_body(
        self,
        concluded: Concluded,
        body: Judged,
        accepts: Accepts,
        item: At | None,
        top: Sequence[Asked] | None,
    ) -> Iterator[Way]:
        rule = concluded.rule
        if isinstance(rule.kind, YesNo):
            for wanted in (True, False):
                if accepts(wanted):
                    for part in _alternatives(body, wanted):
                        self._asking(top, [(part.expression, wanted)])
                        id = concluded.path if part is body else part.path
                        yield self._way(rule, id, self.missing(part, wanted=wanted, item=item))
            return
        for conditions, given in cases(body.expression):
            if not self._may_be(given, accepts):
                continue
            self._asking(top, conditions)
            tested = ((self._judged(c, item), wanted) for c, wanted in conditions)
            missing = [o for c, wanted in tested for o in self.missing(c, wanted=wanted, item=item)]
            missing += self._unlike(given, accepts, item)
            yield self._way(rule, concluded.path, missing)

    def _of_rows(
        self,
        rule: Rule,
        rows: Sequence[JudgedRow],
        accepts: Accepts,
        item: At | None,
        top: Sequence[Asked] | None,
    ) -> Iterator[Way]:
        table = cast("Table", rule.body)
        collects = isinstance(rule.kind, SetOf)
        for place, row in enumerate(rows):
            given = None if table.makes else row.row.outputs[0]
            if given is None or not self._may_be(
                given, _of_member(accepts) if collects else accepts
            ):
                continue
            cells = [cell for cell in row.cells if cell is not None]
            fits = self._fitting(given, cells, accepts, item)
            if fits is None or (top is None and self._is_shut(cells)):
                continue
            self._asking(top, [(cell.expression, True) for cell in cells])
            missing = [o for cell in cells for o in self.missing(cell, wanted=True, item=item)]
            if not collects:
                missing += self._unlike(given, fits, item)
                missing += self._beside(rule, rows, place, accepts, item)
            yield self._way(rule, row.path, missing, row)

    def _fitting(
        self, given: Expression, cells: Sequence[Judged], accepts: Accepts, item: At | None
    ) -> Accepts | None:
        """Whether a value that a row reads for its output is accepted, and lets the row apply; None where
        none is and does.
        """
        if not isinstance(given, Term | Field) or not self._is_open(given):
            return accepts
        if not isinstance(given.kind, Choice):
            return accepts
        tests = [cell.expression for cell in cells if set(leaves(cell.expression)) == {given}]

        def fits(value: Value) -> bool:
            held = Const(value, given.kind)
            applied = (self._judged(put(test, given, held), item).value for test in tests)
            return accepts(value) and all(applied)

        return fits if any(map(fits, given.kind.options)) else None

    def _is_shut(self, cells: Sequence[Judged]) -> bool:
        """Whether a row cannot apply with the settings as they are."""
        return any(cell.value is False and not self._is_open(cell.expression) for cell in cells)

    def _beside(
        self,
        rule: Rule,
        rows: Sequence[JudgedRow],
        place: int,
        accepts: Accepts,
        item: At | None,
    ) -> Iterator[Obstacle]:
        """The rows that keep one from giving its output: under FIRST those before it, else those that
        apply, or may, beside it.
        """
        hit = cast("Table", rule.body).hit
        first = hit is HitPolicy.FIRST
        for other in rows[:place] if first else rows:
            given = other.output.value if other.output else None
            alike = hit is HitPolicy.ANY and given is not None and accepts(given)
            aside = not first and rows[place].truth is not True
            if other is rows[place] or other.truth is False or alike or aside:
                continue
            gives = "" if given is None else f", and gives {show(given, rule.kind)}"
            where = "comes first" if first else "applies beside it"
            doubt = "" if other.truth else "it is not known whether "
            said = f"{doubt}row {other.row.id} {where}{gives}"
            cells = [cell for cell in other.cells if cell is not None]
            told = ((cell.path, self.missing(cell, wanted=False, item=item)) for cell in cells)
            below = tuple(Way(path, rule.id, None, "", (), obstacles) for path, obstacles in told)
            yield Obstacle(said, known=other.truth is True, below=below)

    def _may_be(self, given: Expression, accepts: Accepts) -> bool:
        """Whether a value may be accepted, with the settings as they are."""
        return self._is_open(given) or accepts(self._judged(given, None).value)

    def _is_open(self, given: Expression) -> bool:
        return bool(reads(given) - self.policy.settings.keys())

    def _unlike(self, given: Expression, accepts: Accepts, item: At | None) -> Iterator[Obstacle]:
        """That a value which hangs on the case is not accepted."""
        if self._is_open(given):
            judged = self._judged(given, item)
            if judged.value is None or not accepts(judged.value):
                concluded = self._concluded(given, item)
                ways = () if concluded is None else tuple(self._to(concluded, accepts, item))
                obstacle = self._obstacle(judged, item, ways)
                yield replace(obstacle, margin=obstacle.margin or self._missed(judged, accepts))

    def _missed(self, judged: Judged, accepts: Accepts) -> str | None:
        """How far what is given at the top is from the value that is wanted there."""
        if self._goal is None or accepts != self._goal[0]:
            return None
        return apart(judged.value, self._goal[1], kind_of(judged.expression))

    # -- conditions ----------------------------------------------------------------------------------

    def missing(
        self, judged: Judged, *, wanted: Wanted, item: At | None = None
    ) -> tuple[Obstacle, ...]:
        """What of a condition would have to come out otherwise, all of it; nothing where it is as wanted."""
        if judged.value is wanted:
            return ()
        inner, sign = _bare(judged)
        whole = wanted is sign
        if joins(inner.expression) and isinstance(inner.expression, And) is whole:
            told = (self.missing(part, wanted=whole, item=item) for part in inner.parts)
            return tuple(obstacle for obstacles in told for obstacle in obstacles)
        return (self._obstacle(judged, item, self._below(inner, whole, item)),)

    def _below(self, inner: Judged, wanted: Wanted, item: At | None) -> tuple[Way, ...]:
        """The ways in which a condition could be as wanted, where it hangs on conclusions."""
        match inner.expression:
            case And() | Or() if joins(inner.expression):
                return tuple(
                    Way(part.path, "", None, "", (), self.missing(part, wanted=wanted, item=item))
                    for part in inner.parts
                )
            case If():
                return tuple(self._of_if(inner.expression, wanted, item))
            case Quantified() as quantified:
                return tuple(self._of_items(inner, quantified, wanted))
            case _:
                return self._of_conclusions(inner.expression, wanted, item)

    def _of_if(self, expression: If, wanted: Wanted, item: At | None) -> Iterator[Way]:
        for conditions, given in cases(expression):
            told = [
                obstacle
                for condition, truth in (*conditions, (given, wanted))
                for obstacle in self.missing(self._judged(condition, item), wanted=truth, item=item)
            ]
            yield Way("", "", None, "", (), tuple(told))

    def _of_items(self, judged: Judged, quantified: Quantified, wanted: Wanted) -> Iterator[Way]:
        """The items in the way, where each is: of a number of items none is told from another."""
        of_all = {Quantity.EVERY: True, Quantity.NO: False, Quantity.SOME: False}
        each = of_all.get(quantified.quantity)
        if each is None or wanted is (quantified.quantity is Quantity.SOME):
            return
        told = [
            obstacle
            for part in judged.parts
            for at in [(quantified.items, part.path.removeprefix(f"{judged.path}/item/"))]
            for obstacle in self.missing(part, wanted=each, item=at)
        ]
        yield Way(judged.path, "", None, "", (), tuple(told))

    def _of_conclusions(
        self, expression: Expression, wanted: Wanted, item: At | None
    ) -> tuple[Way, ...]:
        """The ways of the conclusions that a test reads: of one, to a value with which it would come out
        as wanted; of several, or of a sum, what moves the value the right way.
        """
        read = {part for part in leaves(expression) if self._concluded(part, item) is not None}
        if len(read) != 1:
            return tuple(self._moving(expression, wanted, item))
        [part] = read
        concluded = cast("Concluded", self._concluded(part, item))
        key = (concluded.path, f"{expression} {wanted}")
        if key not in self._found:
            self._found[key] = self._of_one(expression, part, concluded, wanted, item)
        return self._found[key]

    def _of_one(
        self,
        expression: Expression,
        part: Expression,
        concluded: Concluded,
        wanted: Wanted,
        item: At | None,
    ) -> tuple[Way, ...]:
        """The ways in which a test would come out as wanted by its one conclusion, `part`."""
        body, kind = concluded.body, concluded.rule.kind
        if isinstance(body, Judged) and isinstance(kind, Number | Date):
            if self._needs.bounds(part) is None:
                return ()
            return self._of_conclusions(put(expression, part, body.expression), wanted, item)
        needed = () if item else self._asked.get(concluded.rule.define, ())

        def accepts(value: Value) -> bool:
            tested = put(expression, part, Const(value, kind_of(part)))
            is_right = self._judged(tested, item).value is wanted
            return is_right and all(need(value) for need in needed)

        return tuple(self._to(concluded, accepts, item))

    def _concluded(self, part: Expression, item: At | None) -> Concluded | None:
        """What a name stands for that rules conclude, and no people decided."""
        if isinstance(part, Field):
            return self.trace.each.get(part.name, {}).get(item[1]) if item else None
        return self._needs.concluded(part)

    def _moving(self, expression: Expression, wanted: Wanted, item: At | None) -> Iterator[Way]:
        """The conditions within compared sums that would move them the right way."""
        told: list[Obstacle] = []
        for compare in compares(expression):
            left, right = (self._judged(side, item).value for side in (compare.left, compare.right))
            up = is_to_rise(compare.comparison, left, right, wanted)
            if up is None:
                continue
            moving = self._needs.raising(compare.left, up=up)
            against = self._needs.raising(compare.right, up=not up)
            for condition, truth in (*moving, *against):
                told += self.missing(self._judged(condition, item), wanted=truth, item=item)
        if told:
            yield Way("", "", None, "", (), tuple(told))

    # -- in words ------------------------------------------------------------------------------------

    def _obstacle(self, judged: Judged, item: At | None, below: tuple[Way, ...]) -> Obstacle:
        node = self.nodes.get(judged.path)
        said = found(self.policy, judged)
        read = sorted(self._evidence(reads(judged.expression)))
        return Obstacle(
            f"{item[1]}: {said}" if item is not None else said,
            known=judged.value is not None,
            reason=None if node is None else node.reason,
            margin=margin(self.policy, judged),
            near=nearness(judged),
            evidence=tuple(self.evidence[name] for name in read if name in self.evidence),
            below=below,
        )

    def _evidence(self, names: frozenset[str]) -> frozenset[str]:
        """The evidence among names, and that from which values among them are computed."""
        found, pending = set[str](), list(names)
        while pending:
            name = pending.pop()
            if name in self.policy.evidence:
                found.add(name)
            concluded = self.trace.concluded.get(name)
            if concluded is not None and isinstance(concluded.rule.kind, Number | Date):
                pending += (n for e in concluded.rule.expressions for n in reads(e))
        return frozenset(found)

    def _judged(self, expression: Expression, item: At | None) -> Judged:
        return evaluated(self.policy, self.trace, expression, self._item(item))

    def _item(self, at: At | None) -> Item | None:
        if at is None:
            return None
        items, id = at
        held = self.trace.lists[items] if items in self.trace.lists else self.trace.value(items)
        return next(item for item in cast("tuple[Item, ...]", held) if item.id == id)


def _alternatives(judged: Judged, wanted: Wanted) -> Sequence[Judged]:
    """The parts of a condition of which one is enough for it to come out as wanted; else the whole."""
    if joins(judged.expression) and isinstance(judged.expression, Or) is wanted:
        return judged.parts
    return (judged,)


def _of_member(accepts: Accepts) -> Accepts:
    """Whether a set with a member would do."""
    return lambda member: accepts(frozenset({cast("str", member)}))


def _bare(judged: Judged) -> tuple[Judged, bool]:
    """What a condition says without `not` and `is yes`, and whether it says that it holds."""
    sign = True
    while True:
        match judged.expression:
            case Not():
                judged, sign = judged.parts[0], not sign
            case Compare(Comparison.EQ | Comparison.NE as how, _, Const(value=bool() as value)):
                judged, sign = judged.parts[0], sign is (value is (how is Comparison.EQ))
            case _:
                return judged, sign
