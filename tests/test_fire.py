"""durable-rules fires what meaning finds, over hand-built and random policies."""

import json
import random
import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from functools import partial
from importlib.metadata import version
from pathlib import Path
from resource import RUSAGE_SELF, getrusage
from types import SimpleNamespace
from typing import TypeAlias

import pytest

from cssrules.expression import (
    And,
    Compare,
    Comparison,
    Const,
    Expression,
    Field,
    If,
    Known,
    Measure,
    Measured,
    Not,
    Or,
    Quantified,
    Quantity,
    Term,
)
from cssrules.meaning import meaning
from cssrules.policy import Evidence, HitPolicy, Made, Period, Policy, Record, Row, Rule, Table
from cssrules.readings.fire import (
    EngineFault,
    Fired,
    available,
    disagreements,
    driver,
    emit,
    fire,
    fire_pairs,
    network,
)
from cssrules.readings.fire.compiled import compiled
from cssrules.readings.fire.driver import LIVE, EngineFiring, Ruleset
from cssrules.readings.fire.emit import Literal, Role, Same
from cssrules.source import Place
from cssrules.trace import Trace
from cssrules.values import Choice, Item, Kind, ListOf, Number, SetOf, Unit, Value, YesNo

HERE = Place("policy.yaml", 1, 1)
TODAY = date(2012, 5, 14)
YES_NO = YesNo()
COUNT = Number(Unit.COUNT)
OPTIONS = ("red", "amber", "green")
THINGS = ListOf("thing", 0, 400)
LINES = ListOf("line", 0, 9)
RECORDS = {
    "thing": Record("thing", (("p", YES_NO), ("q", YES_NO), ("n", COUNT)), HERE),
    "line": Record("line", (("p", YES_NO), ("n", COUNT)), HERE),
}


def yes(*, value: bool) -> Const:
    return Const(value, YES_NO)


def rule(id: str, body: Expression | Table, kind: Kind = YES_NO, **more: object) -> Rule:
    root = "row" if isinstance(body, Table) else "when" if kind == YES_NO else "as"
    return Rule(id, id, (), f"c {id}", kind, root, body, HERE, **more)  # type: ignore[arg-type]


def policy(evidence: Mapping[str, Kind], *strata: list[Rule]) -> Policy:
    return Policy(
        name="test", version="1", effective=Period(), papers={}, choices={}, records=RECORDS,
        evidence={name: Evidence(name, kind, HERE) for name, kind in evidence.items()},
        settings={},
        rules={rule.id: rule for stratum in strata for rule in stratum},
        strata=tuple(tuple(rule.id for rule in stratum) for stratum in strata),
    )  # fmt: skip


class Maker:
    """Random policies of three strata, and random cases for them.

    `things` is a list of records, of which some rules conclude; `made` are the lists that rules make.
    """

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)  # noqa: S311  # because cases must repeat, not hide
        self.facts: dict[str, Kind] = {f"f{n}": YES_NO for n in range(5)}
        self.facts |= {f"n{n}": COUNT for n in range(3)}
        self.facts["things"] = THINGS
        self.each: str | None = None
        self.near: dict[str | None, list[str]] = {None: [], "things": []}
        self.far: dict[str | None, list[str]] = {None: [], "things": []}
        self.made: list[str] = []

    def policy(self) -> Policy:
        strata = []
        for level in range(3):
            made = []
            presumed = []
            for number in range(self.random.randint(1, 5)):
                self.each = "things" if self.random.random() < 0.3 else None
                new = self.rule(f"R{level}-{number}")
                made.append(new)
                if new.kind == YES_NO and new.if_unknown is None:
                    self.near[new.each].append(new.define)
                elif new.kind == YES_NO:
                    presumed.append(new)
                elif isinstance(new.kind, ListOf):
                    self.made.append(new.define)
            strata.append(made)
            for new in presumed:
                self.near[new.each].append(new.define)
            self.far = {each: [*names] for each, names in self.near.items()}
        return policy(self.facts, *strata)

    def rule(self, id: str) -> Rule:
        roll = self.random.random()
        if roll > 0.92 and self.each is None:
            return rule(id, self.making(), LINES)
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
        return rule(id, body, kind, if_unknown=presumption, effective=period, each=self.each)

    def making(self) -> Table:
        """A table whose rows make records."""
        hit = self.random.choice([HitPolicy.COLLECT, HitPolicy.RULE_ORDER])
        rows = []
        for name in "ABC"[: self.random.randint(1, 3)]:
            fields = (("p", Term("f0", YES_NO)), ("n", Term("n0", COUNT)))
            cells = (self.condition(1) if self.random.random() < 0.8 else None,)
            rows.append(
                Row(name, cells, Made(fields[: self.random.randint(0, 2)], LINES), None, HERE)
            )
        return Table(hit, (), tuple(rows))

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
        if self.each is not None and self.random.random() < 0.6:
            return self.field()
        roll = self.random.random()
        if roll < 0.12 and self.each is None:
            return self.of_a_list()
        if roll < 0.35:
            return Term(f"f{self.random.randrange(5)}", YES_NO)
        if roll < 0.6 and self.near[None]:
            return Term(self.random.choice(self.near[None]), YES_NO)
        if roll < 0.7 and self.far[None]:
            return Known(Term(self.random.choice(self.far[None]), YES_NO))
        if roll < 0.75:
            condition, then = Term("f0", YES_NO), Term("f1", YES_NO)
            return If(condition, then, Const(value=True, kind=YES_NO), YES_NO)
        number = Const(Fraction(self.random.randrange(4)), COUNT)
        return Compare(
            self.random.choice(list(Comparison)),
            Term(f"n{self.random.randrange(3)}", COUNT),
            number,
        )

    def field(self) -> Expression:
        """A field of a thing, as reported or as concluded."""
        concluded = self.near["things"]
        if concluded and self.random.random() < 0.5:
            return Field(self.random.choice(concluded), YES_NO)
        return Field(self.random.choice("pq"), YES_NO)

    def of_a_list(self) -> Expression:
        """A condition on things, or on the records that a rule makes."""
        quantity = self.random.choice([Quantity.SOME, Quantity.EVERY, Quantity.NO])
        if self.made and self.random.random() < 0.5:
            return Quantified(quantity, None, self.random.choice(self.made), Field("p", YES_NO))
        body = self.field()
        if self.random.random() < 0.5:
            return Quantified(quantity, None, "things", body)
        count = Measured(Measure.COUNT, None, "things", body, COUNT)
        return Compare(Comparison.GE, count, Const(Fraction(1), COUNT))

    def table(self, hit: HitPolicy, kind: Kind) -> Table:
        columns = self.random.randint(1, 3)
        rows = []
        for name in "ABCDE"[: self.random.randint(1, 5)]:
            cells = tuple(
                self.condition(1) if self.random.random() < 0.7 else None for _ in range(columns)
            )
            outputs: list[Expression] = [Const(option, Choice(OPTIONS)) for option in OPTIONS]
            if kind == YES_NO:
                outputs = [yes(value=True), yes(value=False), Term("f0", YES_NO)]
            output = self.random.choice(outputs)
            rows.append(Row(name, cells, output, None, HERE))
        return Table(hit, (), tuple(rows))

    def case(self) -> dict[str, Value]:
        return {
            name: self.value(kind)
            for name, kind in self.facts.items()
            if self.random.random() < 0.7
        }

    def value(self, kind: Kind) -> Value:
        if kind == YES_NO:
            return self.random.random() < 0.5
        if kind != THINGS:
            return Fraction(self.random.randrange(4))
        fields = dict(RECORDS["thing"].fields)
        return tuple(
            Item(
                f"t/{n}",
                {f: self.value(kind) for f, kind in fields.items() if self.random.random() < 0.7},
            )
            for n in range(self.random.randrange(4))
        )

    def decided(self, made: Policy) -> Mapping[str, Value]:
        """What people decided, of one conclusion in some cases."""
        names = sorted(r.define for r in made.rules.values() if (r.kind, r.each) == (YES_NO, None))
        if not names or self.random.random() < 0.7:
            return {}
        return {names[0]: self.random.random() < 0.5}


def decisions(number: int, seed: int = 0, cases: int = 5) -> Iterator[tuple[Policy, Trace]]:
    for at in range(number // cases):
        maker = Maker(seed * 1_000_000 + at)
        made = maker.policy()
        for _ in range(cases):
            yield made, meaning(made, maker.case(), TODAY, maker.decided(made))


def fired(made: Policy, **values: Value) -> Fired:
    """What fires for a case, which must agree with meaning."""
    trace = meaning(made, values, TODAY)
    found = fire(made, trace)
    assert disagreements(made, trace, found) == ()
    return found


def fact(name: str) -> Term:
    return Term(name, YES_NO)


def concluded(id: str) -> Term:
    return Term(f"c {id}", YES_NO)


def table(hit: HitPolicy, *rows: tuple[str, Expression | None, Expression]) -> Table:
    return Table(hit, (), tuple(Row(id, (cell,), out, None, HERE) for id, cell, out in rows))


def firing(found: Fired, node: str) -> list[tuple[str, tuple[str, ...]]]:
    return [(f.truth, f.because) for f in found.firings if f.node == node]


F: dict[str, Kind] = dict.fromkeys(("a", "b", "c"), YES_NO)

# -- what fires, and from what ---------------------------------------------------------------------


def test_a_true_and_fires_from_all_its_parts_and_a_false_one_from_each_false_part() -> None:
    made = policy(F, [rule("R", And((fact("a"), fact("b"))))])
    assert firing(fired(made, a=True, b=True), "R/when") == [("true", ("R/when/1", "R/when/2"))]
    assert firing(fired(made, a=False, b=False), "R/when") == [
        ("false", ("R/when/1",)),
        ("false", ("R/when/2",)),
    ]


def test_an_unknown_condition_fires_neither_and_is_closed_as_unknown() -> None:
    made = policy(F, [rule("R", And((fact("a"), fact("b"))))])
    found = fired(made, a=True)
    assert found.facts == {"R/when/1": "true", "R/when/2": "unknown", "R": "unknown"}
    assert [(f.node, f.truth) for f in found.firings] == [("R", "unknown")]
    assert found.conclusions == {"R": None}


def test_not_of_an_unknown_conclusion_is_not_true() -> None:
    made = policy(F, [rule("R", fact("a")), rule("S", Not(concluded("R")))])
    assert fired(made).conclusions == {"R": None, "S": None}
    assert fired(made, a=False).conclusions == {"R": False, "S": True}
    assert firing(fired(made, a=False), "S/when/1") == [("false", ("R",))]


def test_a_presumption_fires_from_the_unknown_conclusion_and_is_read_by_later_strata() -> None:
    presumed = rule("R", fact("a"), if_unknown=yes(value=False))
    made = policy(F, [presumed], [rule("S", Not(concluded("R")))])
    found = fired(made)
    assert firing(found, "R/if unknown") == [("presumed", ("R",))]
    assert firing(found, "S/when/1") == [("false", ("R/if unknown",))]
    assert found.presumptions == {"R/if unknown"}
    assert found.conclusions == {"R": False, "S": True}
    assert fired(made, a=True).presumptions == frozenset()


def test_first_hits_the_first_true_row_after_false_ones_only() -> None:
    rows = [(name.upper(), fact(name), yes(value=name != "b")) for name in "abc"]
    made = policy(F, [rule("R", table(HitPolicy.FIRST, *rows))])
    found = fired(made, a=False, b=True, c=True)
    assert [node for node, hit in found.hits.items() if hit] == ["R/row/B"]
    assert firing(found, "R/row/B/hit") == [("true", ("R/row/A", "R/row/B"))]
    assert firing(found, "R") == [("false", ("R/row/A", "R/row/B", "R/row/B/output"))]
    assert fired(made, b=True, c=True).hits == dict.fromkeys(found.hits, False)


def test_unique_hits_only_where_every_other_row_is_false() -> None:
    rows = [(name.upper(), fact(name), Const("red", Choice(OPTIONS))) for name in "abc"]
    made = policy(F, [rule("R", table(HitPolicy.UNIQUE, *rows), Choice(OPTIONS))])
    found = fired(made, a=False, b=True, c=False)
    assert firing(found, "R/row/B/hit") == [("true", ("R/row/A", "R/row/B", "R/row/C"))]
    assert found.values == {"R": "red"}
    assert fired(made, a=True, b=True, c=False).values == {"R": None}
    assert fired(made, b=True, c=False).values == {"R": None}


def test_a_row_without_tests_applies() -> None:
    rows = [("A", fact("a"), yes(value=True)), ("B", None, yes(value=False))]
    made = policy(F, [rule("R", table(HitPolicy.FIRST, *rows))])
    assert fired(made, a=False).conclusions == {"R": False}
    assert fired(made).conclusions == {"R": None}


def test_a_rule_that_is_not_in_force_fires_nothing() -> None:
    lapsed = rule("R", fact("a"), effective=Period(end=date(2011, 1, 1)))
    made = policy(F, [lapsed, rule("S", concluded("R"))])
    found = fired(made, a=True)
    assert found.conclusions == {"S": None}
    assert not any(node.startswith("R") for node in found.facts)


@pytest.mark.parametrize("number", [15, 16, 40, 300])
def test_a_long_and_fires_from_all_its_parts_with_nothing_auxiliary_told(number: int) -> None:
    names = [f"f{n}" for n in range(number)]
    made = policy(dict.fromkeys(names, YES_NO), [rule("R", And(tuple(map(fact, names))))])
    found = fired(made, **dict.fromkeys(names, True))
    ((truth, because),) = firing(found, "R/when")
    assert (truth, len(because)) == ("true", number)
    assert fired(made, **dict.fromkeys(names, True) | {names[-1]: False}).conclusions == {
        "R": False
    }


def test_the_order_of_rules_and_facts_changes_nothing() -> None:
    one, other = rule("R", Or((fact("a"), fact("b")))), rule("S", Not(fact("c")))
    there = fired(policy(F, [one, other]), a=True, b=True, c=False)
    back = fired(policy(dict(reversed(F.items())), [other, one]), c=False, b=True, a=True)
    assert there.firings == back.firings
    assert there.facts == back.facts


def test_a_what_if_on_a_setting_finds_the_rulesets_made() -> None:
    made = policy(F, [rule("R", fact("a"))])
    changed = made.with_settings({})
    assert compiled(made, TODAY) is compiled(changed, TODAY)


# -- agreement over random policies ----------------------------------------------------------------


def test_random_policies_fire_what_they_mean() -> None:
    seen = Counter[str]()
    for made, trace in decisions(1_000):
        found = fire(made, trace)
        assert disagreements(made, trace, found) == ()
        seen["decisions"] += 1
        seen["unknown"] += None in found.conclusions.values()
        seen["presumed"] += bool(found.presumptions)
        seen["hit"] += any(found.hits.values())
        seen["of things"] += any("/item/" in node for node in found.conclusions)
        seen["made"] += any(rule.kind == LINES for rule in made.rules.values())
        seen["taken"] += any(name in trace.decided for name in trace.concluded)
        for used in {r.body.hit for r in made.rules.values() if isinstance(r.body, Table)}:
            seen[used.value] += 1
    floors = (
        "unknown",
        "presumed",
        "hit",
        "of things",
        "made",
        "taken",
        *(hit.value for hit in HitPolicy),
    )
    assert all(seen[what] >= seen["decisions"] * 0.15 for what in floors), seen


@pytest.mark.parametrize("size", [1, 2, 7])
def test_networks_of_any_size_fire_the_same(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "RULES_AT_MOST", size)
    for made, trace in decisions(100, seed=size):
        assert disagreements(made, trace, fire(made, trace)) == ()


# -- planted faults: each is seen by the comparison ------------------------------------------------

Fault: TypeAlias = Callable[[pytest.MonkeyPatch], None]


def _emission(name: str, wrong: Callable[..., object]) -> Fault:
    """A fault in what the engine is told: `wrong` is given the right function and its arguments."""
    right = getattr(emit, name)
    return lambda monkeypatch: monkeypatch.setattr(emit, name, partial(wrong, right))


def _engine(wrong: Callable[[list[EngineFiring]], list[EngineFiring]]) -> Fault:
    """A fault of the engine: `wrong` changes what it fires."""
    right = Ruleset.run

    def run(self: Ruleset, known: Iterable[tuple[Literal, int]]) -> list[EngineFiring]:
        return wrong(right(self, known))

    return lambda monkeypatch: monkeypatch.setattr(Ruleset, "run", run)


def _turn(found: EngineFiring) -> EngineFiring:
    node, state = found.implication.gives
    turned = Literal(node, "f" if state == "t" else "t")
    return found._replace(implication=replace(found.implication, gives=turned))


def _without(role: Role) -> Fault:
    return _engine(lambda firings: [f for f in firings if f.implication.role is not role])


PLANTED: dict[str, Fault] = {
    "and is false only by its later parts": _emission(
        "any_of", lambda right, given, gives: right(given[1:] or given, gives)
    ),
    "and is true without its last part": _emission(
        "all_of", lambda right, given, gives: right(given[:-1] or given, gives)
    ),
    "first looks past no earlier row": _emission(
        "none_so_far", lambda right, paths, name: right(paths[:1], name)
    ),
    "first and unique ask that the row ahead be true": _emission(
        "none_so_far",
        lambda right, paths, name: (
            replace(i, given=(Literal(i.given[0].node, "t"), *i.given[1:]))
            for i in right(paths, name)
        ),
    ),
    "a conclusion is never false": _emission(
        "equal", lambda right, node, other: [*right(node, other)][:1]
    ),
    "a term is the other way round": _emission(
        "named", lambda _, rules, path: [Same(path, Literal(rules[0].id, "f"))]
    ),
    "not is left out": _emission(
        "Same", lambda right, node, of: right(node, Literal(of.node, "t"))
    ),
    "a presumption is turned round": _emission(
        "_presumed", lambda right, r: Literal(right(r).node, "f" if right(r).state == "t" else "t")
    ),
    "a table answers by its outputs whatever row hits": _emission(
        "answers", lambda right, *given: (replace(i, given=i.given[-1:]) for i in right(*given))
    ),
    "presumptions never fire": _without(Role.PRESUMPTION),
    "hits never fire": _without(Role.HIT),
    "the engine drops its last firing": _engine(lambda firings: firings[:-1]),
    "the engine turns a truth round": _engine(lambda f: [*f[:-1], *map(_turn, f[-1:])]),
    "the engine tells one reason too few": _engine(
        lambda firings: [f._replace(matched=f.matched[1:]) for f in firings]
    ),
    "the engine takes one record for another": _engine(
        lambda firings: [f._replace(subject=0) for f in firings]
    ),
    "conclusions of a record are those of all": _emission(
        "named",
        lambda right, rules, path: right(rules, path) if rules[0].each is None else iter(()),
    ),
    "the engine tells one reason too many": _engine(
        lambda firings: [f._replace(matched=(*f.matched, "R/when/99")) for f in firings]
    ),
}


@pytest.mark.parametrize("name", PLANTED)
def test_a_planted_fault_is_seen(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    PLANTED[name](monkeypatch)
    assert any(disagreements(made, trace, fire(made, trace)) for made, trace in decisions(200))


def test_a_stale_session_is_seen(monkeypatch: pytest.MonkeyPatch) -> None:
    made = policy(F, [rule("R", And((fact("a"), fact("b"))))])
    (ruleset,) = compiled(made, TODAY).strata[0].body
    engine = SimpleNamespace(**vars(driver.engine()))
    engine.delete_state = lambda *_: None
    monkeypatch.setattr(ruleset, "_engine", engine)
    monkeypatch.setattr(ruleset, "fresh_sid", lambda: "7")
    fired(made, a=True, b=True)
    with pytest.raises(EngineFault, match="for an old one"):
        fire(made, meaning(made, {"a": False}, TODAY))


# -- records and pairs --------------------------------------------------------------------------------


def of_things(id: str, body: Expression | Table, **more: object) -> Rule:
    return rule(id, body, each="things", **more)


def things(**fields: Mapping[str, Value]) -> tuple[Item, ...]:
    return tuple(Item(id, given) for id, given in fields.items())


P, Q = Field("p", YES_NO), Field("q", YES_NO)
T: dict[str, Kind] = {**F, "things": THINGS}


def test_of_each_record_fires_what_follows_from_its_own_fields() -> None:
    made = policy(T, [of_things("R", And((P, Q)))])
    held = things(x={"p": True, "q": False}, y={"p": False, "q": True}, z={"p": True, "q": True})
    found = fired(made, things=held)
    assert found.conclusions == {"R/item/x": False, "R/item/y": False, "R/item/z": True}
    when = "R/item/z/when"
    assert firing(found, when) == [("true", (f"{when}/1", f"{when}/2"))]
    assert firing(found, "R/item/x/when") == [("false", ("R/item/x/when/2",))]


def test_a_record_reads_what_is_concluded_of_the_case_and_of_itself() -> None:
    later = And((concluded("C"), Field("c R", YES_NO)))
    made = policy(T, [rule("C", fact("a")), of_things("R", Or((P, Q))), of_things("S", later)])
    found = fired(made, a=True, things=things(x={"p": True}, y={"p": False, "q": False}))
    assert firing(found, "S/item/x/when/1") == [("true", ("C",))]
    assert firing(found, "S/item/x/when/2") == [("true", ("R/item/x",))]
    assert found.conclusions["S/item/y"] is False


def test_what_is_unknown_of_a_record_is_closed_and_presumed_for_that_record() -> None:
    safe = of_things("R", And((P, Q)), if_unknown=yes(value=False))
    made = policy(T, [safe], [of_things("S", Not(Field("c R", YES_NO)))])
    found = fired(made, things=things(x={"p": True}, y={"p": True, "q": True}))
    assert firing(found, "R/item/x") == [("unknown", ())]
    assert found.presumptions == {"R/item/x/if unknown"}
    assert firing(found, "S/item/x/when/1") == [("false", ("R/item/x/if unknown",))]
    assert found.conclusions["S/item/y"] is False


def test_of_no_records_and_of_an_unknown_list_nothing_fires() -> None:
    made = policy(T, [of_things("R", And((P, Q)))])
    assert fired(made, things=()).firings == ()
    assert fired(made).firings == ()


def test_a_rule_of_a_record_with_a_table_hits_a_row_for_each() -> None:
    first = Table(
        HitPolicy.FIRST,
        (),
        (
            Row("A", (P,), Const("red", Choice(OPTIONS)), None, HERE),
            Row("B", (None,), Const("green", Choice(OPTIONS)), None, HERE),
        ),
    )
    made = policy(T, [rule("R", first, Choice(OPTIONS), each="things")])
    found = fired(made, things=things(x={"p": True}, y={"p": False}))
    assert [row for row, hit in found.hits.items() if hit] == ["R/item/x/row/A", "R/item/y/row/B"]
    assert found.values == {"R/item/x": "red", "R/item/y": "green"}


def test_the_records_that_rows_make_are_those_of_the_rows_that_fire() -> None:
    fields = (("p", fact("b")),)
    rows = tuple(Row(n.upper(), (fact(n),), Made(fields, LINES), None, HERE) for n in "abc")
    made = policy(F, [rule("R", Table(HitPolicy.COLLECT, (), rows), LINES)])
    found = fired(made, a=True, b=False, c=True)
    assert found.values == {"R": (Item("A", {"p": False}), Item("C", {"p": False}))}
    assert fired(made, a=True, c=True).values == {"R": None}


def test_what_people_decided_is_stated_and_the_conclusion_fires_all_the_same() -> None:
    made = policy(F, [rule("R", fact("a")), rule("S", Not(concluded("R")))])
    trace = meaning(made, {"a": True}, TODAY, {"c R": False})
    found = fire(made, trace)
    assert disagreements(made, trace, found) == ()
    assert found.conclusions == {"R": True, "S": True}
    assert firing(found, "S/when/1") == []
    assert firing(found, "R") == [("true", ("R/when",))]
    assert fired(made, a=True).conclusions == {"R": True, "S": False}


@pytest.mark.parametrize("number", [1, 199, 200, 201, 400])
def test_a_session_holds_a_thousand_facts_at_most(
    number: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    asserted = Counter[str]()
    right = Ruleset._assert  # noqa: SLF001 # because what the engine is told is counted

    def count(self: Ruleset, sid: str, fact: str) -> int:
        asserted[sid] += 1
        return right(self, sid, fact)

    monkeypatch.setattr(Ruleset, "_assert", count)
    made = policy(T, [of_things("R", And((P, Q))), of_things("S", Or((P, Field("c R", YES_NO))))])
    held = {f"t{n}": {"p": bool(n % 2), "q": bool(n % 3)} for n in range(number)}
    found = fired(made, things=things(**held))
    assert sum(found.conclusions.values()) == sum(
        (p and q) + (p or (p and q)) for p, q in (given.values() for given in held.values())
    )
    assert max(asserted.values()) <= network.FACTS_AT_MOST + len(["boot"])
    assert len(asserted) == -(-number // compiled(made, TODAY).strata[0].body[0].network.width)


@pytest.mark.parametrize("size", [20, 60])
def test_sessions_of_any_size_fire_the_same(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(network, "FACTS_AT_MOST", size)
    for made, trace in decisions(100, seed=size):
        assert disagreements(made, trace, fire(made, trace)) == ()


def test_rules_that_do_not_join_their_records_are_a_fault() -> None:
    made = policy(T, [of_things("R", And((P, Q)))])
    trace = meaning(made, {"things": things(x={"p": True}, y={"q": True})}, TODAY)
    (ruleset,) = compiled(made, TODAY).strata[0].body
    known = [(Literal("R/when/1", "t"), 0), (Literal("R/when/2", "t"), 1)]
    assert ruleset.run(known) == []
    rules = json.loads(ruleset.network.definition)
    for given in (rule["all"] for rule in rules.values()):
        for number, antecedent in enumerate(given):
            (tests,) = antecedent.values()
            if number:
                tests["$and"] = tests["$and"][:2]
    loose = Ruleset(replace(ruleset.network, definition=json.dumps(rules)))
    with pytest.raises(EngineFault, match="not on what it matches"):
        loose.run(known)
    assert disagreements(made, trace, fire(made, trace)) == ()


def test_the_pairs_of_a_body_fire_together_and_each_as_it_would_alone() -> None:
    for seed in range(20):
        maker = Maker(seed)
        made = maker.policy()
        cases = {f"o{n}": meaning(made, maker.case(), TODAY) for n in range(8)}
        together = fire_pairs(made, cases)
        assert list(together) == list(cases)
        for other, trace in cases.items():
            assert disagreements(made, trace, together[other]) == ()
            assert together[other].firings == fire(made, trace).firings


def test_a_body_without_pairs_fires_nothing() -> None:
    assert fire_pairs(policy(F, [rule("R", fact("a"))]), {}) == {}


def test_the_pairs_of_a_body_share_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    made = policy(F, [rule("R", And((fact("a"), fact("b"))))])
    cases = {f"o{n}": meaning(made, {"a": True, "b": bool(n % 2)}, TODAY) for n in range(400)}
    sessions = list[int]()
    right = Ruleset.run

    def run(self: Ruleset, known: Iterable[tuple[Literal, int]]) -> list[EngineFiring]:
        listed = list(known)
        sessions.append(len({subject for _, subject in listed}))
        return right(self, listed)

    monkeypatch.setattr(Ruleset, "run", run)
    found = fire_pairs(made, cases)
    assert sum(bool(each.conclusions["R"]) for each in found.values()) == 200
    width = compiled(made, TODAY, pairs=True).strata[0].body[0].network.width
    assert sessions == [width, 400 - width]


# -- sessions --------------------------------------------------------------------------------------


def test_no_session_is_left_after_a_fault_and_the_next_decision_is_right(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = policy(F, [rule("R", And((fact("a"), fact("b"))))])
    trace = meaning(made, {"a": True, "b": True}, TODAY)
    (ruleset,) = compiled(made, TODAY).strata[0].body
    with monkeypatch.context() as broken:
        broken.setattr(ruleset, "network", replace(ruleset.network, rules={}))
        with pytest.raises(KeyError):
            fire(made, trace)
    assert not LIVE
    assert fired(made, a=True, b=True).conclusions == {"R": True}


def test_a_session_id_whose_state_fact_would_be_taken_for_another_fact_is_passed_over() -> None:
    made = policy(F, [rule("R", fact("a"))])
    (ruleset,) = compiled(made, TODAY).strata[0].body
    serial = int(ruleset.fresh_sid())
    taken = frozenset({network.fnv(f"sid-{serial + 1}"), network.fnv(f"sid-{serial + 2}")})
    ruleset.network = replace(ruleset.network, hashes=ruleset.network.hashes | taken)
    assert int(ruleset.fresh_sid()) == serial + 3


def test_no_two_words_that_the_engine_hashes_are_one_to_it() -> None:
    words = (*network.ATTRIBUTES, *network.ALIASES, *network.distinct("n", 5_000), "boot")
    assert len({network.fnv(word) for word in words}) == len(words)
    assert network.fnv("CSS-149599") == network.fnv("CSS-312382")


def test_an_id_that_collides_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    honest = network.fnv
    monkeypatch.setattr(network, "fnv", lambda text: honest("n0" if text == "n1" else text))
    assert [*network.distinct("n", 3)] == ["n0", "n2", "n3"]


def test_the_release_is_the_one_installed() -> None:
    assert available() == f"durable-rules {version('durable_rules')}"


def test_without_the_engine_nothing_is_available(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "durable_rules_engine", None)
    driver.engine.cache_clear()
    try:
        assert available() is None
    finally:
        driver.engine.cache_clear()


def growth(number: int) -> int:
    """Kilobytes by which memory grows over that many decisions, fired and compared."""
    makers = [Maker(seed) for seed in range(5)]
    policies = [maker.policy() for maker in makers]

    def run(rounds: int) -> int:
        for n in range(rounds):
            made = policies[n % 5]
            trace = meaning(made, makers[n % 5].case(), TODAY, makers[n % 5].decided(made))
            assert disagreements(made, trace, fire(made, trace)) == ()
        assert not LIVE
        return getrusage(RUSAGE_SELF).ru_maxrss

    before = run(500)
    return run(number) - before


def test_memory_does_not_grow_with_decisions() -> None:
    script = "from test_fire import growth; print(growth(2_000))"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=Path(__file__).parent, capture_output=True, text=True, timeout=300, check=True,
    )  # fmt: skip
    assert int(done.stdout) < 1_000
