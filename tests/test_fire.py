"""durable-rules fires what meaning finds, over hand-built and random policies."""

import random
from collections.abc import Iterator, Mapping
from datetime import date
from fractions import Fraction

from cssrules.expression import (
    And,
    Compare,
    Comparison,
    Const,
    Expression,
    If,
    Known,
    Not,
    Or,
    Term,
)
from cssrules.meaning import Trace, meaning
from cssrules.policy import Evidence, HitPolicy, Period, Policy, Row, Rule, Table
from cssrules.readings.fire import disagreements, fire
from cssrules.source import Place
from cssrules.values import Choice, Kind, Number, SetOf, Unit, Value, YesNo

HERE = Place("policy.yaml", 1, 1)
TODAY = date(2012, 5, 14)
YES_NO = YesNo()
COUNT = Number(Unit.COUNT)
OPTIONS = ("red", "amber", "green")


def yes(*, value: bool) -> Const:
    return Const(value, YES_NO)


def rule(id: str, body: Expression | Table, kind: Kind = YES_NO, **more: object) -> Rule:
    root = "row" if isinstance(body, Table) else "when" if kind == YES_NO else "as"
    return Rule(id, id, (), f"c {id}", kind, root, body, HERE, **more)  # type: ignore[arg-type]


def policy(evidence: Mapping[str, Kind], *strata: list[Rule]) -> Policy:
    return Policy(
        name="test", version="1", effective=Period(), papers={}, choices={}, records={},
        evidence={name: Evidence(name, kind, HERE) for name, kind in evidence.items()},
        settings={},
        rules={rule.id: rule for stratum in strata for rule in stratum},
        strata=tuple(tuple(rule.id for rule in stratum) for stratum in strata),
    )  # fmt: skip


class Maker:
    """Random policies of three strata, and random cases for them."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)
        self.facts: dict[str, Kind] = {f"f{n}": YES_NO for n in range(5)}
        self.facts |= {f"n{n}": COUNT for n in range(3)}
        self.near: list[str] = []
        self.far: list[str] = []

    def policy(self) -> Policy:
        strata = []
        for level in range(3):
            made = []
            presumed = []
            for number in range(self.random.randint(1, 5)):
                new = self.rule(f"R{level}-{number}")
                made.append(new)
                if new.kind == YES_NO and new.if_unknown is None:
                    self.near.append(new.define)
                elif new.kind == YES_NO:
                    presumed.append(new.define)
            strata.append(made)
            self.near += presumed
            self.far = [*self.near]
        return policy(self.facts, *strata)

    def rule(self, id: str) -> Rule:
        roll = self.random.random()
        kind: Kind = YES_NO
        if roll < 0.6:
            body: Expression | Table = self.condition(3)
        else:
            hit = self.random.choice(list(HitPolicy))
            if hit in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER}:
                kind = SetOf(OPTIONS)
            elif self.random.random() < 0.5:
                kind = Choice(OPTIONS)
            body = self.table(hit, kind)
        presumption = None
        if self.random.random() < 0.3:
            value: Value = self.random.choice(OPTIONS)
            if kind == YES_NO:
                value = self.random.random() < 0.5
            elif isinstance(kind, SetOf):
                value = frozenset({"red"})
            presumption = Const(value, kind)
        period = Period(end=date(2011, 1, 1)) if self.random.random() < 0.05 else Period()
        return rule(id, body, kind, if_unknown=presumption, effective=period)

    def condition(self, depth: int) -> Expression:
        roll = self.random.random()
        if depth == 0 or roll < 0.3:
            return self.leaf()
        if roll < 0.45:
            return Not(self.condition(depth - 1))
        number = 17 if self.random.random() < 0.03 else self.random.randint(2, 4)
        parts = tuple(self.condition(depth - 1 if number < 17 else 0) for _ in range(number))
        return And(parts) if roll < 0.75 else Or(parts)

    def leaf(self) -> Expression:
        roll = self.random.random()
        if roll < 0.35:
            return Term(f"f{self.random.randrange(5)}", YES_NO)
        if roll < 0.6 and self.near:
            return Term(self.random.choice(self.near), YES_NO)
        if roll < 0.7 and self.far:
            return Known(Term(self.random.choice(self.far), YES_NO))
        if roll < 0.75:
            condition, then = Term("f0", YES_NO), Term("f1", YES_NO)
            return If(condition, then, Const(value=True, kind=YES_NO), YES_NO)
        number = Const(Fraction(self.random.randrange(4)), COUNT)
        return Compare(
            self.random.choice(list(Comparison)),
            Term(f"n{self.random.randrange(3)}", COUNT),
            number,
        )

    def table(self, hit: HitPolicy, kind: Kind) -> Table:
        columns = self.random.randint(1, 3)
        rows = []
        for name in "ABCDE"[: self.random.randint(1, 5)]:
            cells = tuple(
                self.condition(1) if self.random.random() < 0.7 else None for _ in range(columns)
            )
            if kind == YES_NO:
                output: Expression = self.random.choice(
                    [yes(value=True), yes(value=False), Term("f0", YES_NO)]
                )
            else:
                output = Const(self.random.choice(OPTIONS), Choice(OPTIONS))
            rows.append(Row(name, cells, output, None, HERE))
        return Table(hit, (), tuple(rows))

    def case(self) -> dict[str, Value]:
        values: dict[str, Value] = {}
        for name, kind in self.facts.items():
            if self.random.random() < 0.7:
                yes_no = kind == YES_NO
                values[name] = (
                    self.random.random() < 0.5 if yes_no else Fraction(self.random.randrange(4))
                )
        return values


def decisions(number: int, seed: int = 0, cases: int = 5) -> Iterator[tuple[Policy, Trace]]:
    for at in range(number // cases):
        maker = Maker(seed * 1_000_000 + at)
        made = maker.policy()
        for _ in range(cases):
            yield made, meaning(made, maker.case(), TODAY)


def test_random_policies_fire_what_they_mean() -> None:
    for made, trace in decisions(500):
        assert disagreements(made, trace, fire(made, trace)) == ()
