"""meaning, the generated evaluator and durable-rules say the same of random policies and cases.

CSSRULES_DECISIONS sets the size of the first run (2,000 unless said); `make torture` runs 20,000.
The planted faults are those that a hand has made, or could: the run must see each.
"""

import os
import random
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import Any

import pytest
from agreement import by_evaluator, by_meaning, differences, nodes
from covered import FORMS, Covered
from random_policies import DAYS, random_case, random_decided, random_policy

from cssrules.expression import Comparison
from cssrules.language.compile import compile_policy
from cssrules.lowering.exact import Exact
from cssrules.lowering.kinds import Kinds
from cssrules.lowering.lists import Lists
from cssrules.lowering.lower import Lowering
from cssrules.lowering.terms import MadeItem
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.possible import Possibilities
from cssrules.ranges import Options, may_be
from cssrules.readings import evaluate
from cssrules.readings.evaluate import Evaluator, compile_evaluator, generate
from cssrules.readings.evaluate.operations import Graph, Op
from cssrules.readings.fire import compiled, disagreements, emit, fire
from cssrules.source import Source
from cssrules.trace import Trace
from cssrules.values import Choice, Item, Value, YesNo

CASES = 20
DECISIONS = int(os.environ.get("CSSRULES_DECISIONS", "2000"))
LONG_RUN = 20_000


@cache
def cases_of(seed: int) -> tuple[Policy, Sequence[tuple[Mapping[str, Value], Trace]]]:
    """A random policy, and cases with their meaning: every other builds on what people decided."""
    policy = compile_policy([Source("policy.yaml", random_policy(seed))])
    decided = random_decided(policy, random.Random(seed))  # noqa: S311 # because repeatable cases are asked
    cases = [random_case(policy, random.Random(seed * CASES + n)) for n in range(CASES)]  # noqa: S311 # because repeatable cases are asked
    return policy, [
        (values, meaning(policy, values, DAYS[seed % 2], decided if number % 2 else {}))
        for number, values in enumerate(cases)
    ]


def disagreeing(seed: int, *, fired: bool = True) -> Iterator[str]:
    """Each difference between the readings, with the policy's seed and the number of the case."""
    policy, cases = cases_of(seed)
    evaluators: dict[bool, Evaluator] = {}
    for number, (values, trace) in enumerate(cases):
        taken = bool(trace.decided)
        if taken not in evaluators:
            evaluators[taken] = compile_evaluator(policy, trace.as_of, trace.decided)
        found = differences(by_meaning(trace), by_evaluator(evaluators[taken], values))
        if fired:
            found += disagreements(policy, trace, fire(policy, trace))
        yield from (f"policy {seed}, case {number}: {line}" for line in found)


def run(decisions: int) -> Covered:
    covered = Covered()
    for seed in range(decisions // CASES):
        policy, cases = cases_of(seed)
        covered.policy(policy)
        for _, trace in cases:
            covered.decision(trace)
        assert list(disagreeing(seed)) == []
        if decisions > DECISIONS:
            cases_of.cache_clear()
    return covered


def test_the_readings_agree(record_property: Callable[[str, str], None]) -> None:
    covered = run(DECISIONS)
    record_property("summary", covered.report())
    assert covered.below() == []


@pytest.mark.torture
def test_the_readings_agree_in_the_long_run(
    record_property: Callable[[str, str], None],
) -> None:
    covered = run(LONG_RUN)
    record_property("summary", covered.report())
    assert covered.below() == []


def test_what_nothing_exercises_lies_below_its_floor() -> None:
    covered = Covered(policies=100, conclusions=100, unknown=14, tables=10, open_tables=2)
    covered.decisions, covered.decided = 10, 3
    covered.made, covered.made_unknown, covered.made_some = 10, 1, 2
    covered.forms.update(dict.fromkeys(FORMS, 5))
    covered.forms["If"] = 4
    assert covered.below() == [
        "policies with If",
        "conclusions unknown",
        "made lists with items",
    ]


# -- what is still possible ------------------------------------------------------------------------


def partly(value: Value, chance: random.Random) -> Value:
    """A value of which something may not be known yet; the items of a known list are known."""
    if chance.random() < 0.3:
        return None
    if not isinstance(value, tuple):
        return value
    return tuple(
        Item(
            item.id,
            {name: known for name, known in item.fields.items() if chance.random() < 0.6},
        )
        for item in value
    )


def test_whatever_more_evidence_gives_was_possible_before() -> None:
    """Of the case, of its items, and of each expression that is read outside lists."""
    conclusions = items = expressions = settled = 0
    for seed in range(60):
        policy, cases = cases_of(seed)
        chance = random.Random(seed)  # noqa: S311 # because repeatable cases are asked
        for values, after in cases[:4]:
            before = {name: partly(value, chance) for name, value in values.items()}
            possible = Possibilities(policy, before, after.as_of, after.decided)
            for name, concluded in after.concluded.items():
                assert may_be(possible.conclusion(name), concluded.value), (seed, name)
                conclusions += 1
            for name, each in after.each.items():
                for id, found in possible.conclusions(name).items():
                    assert id not in each or may_be(found, each[id].value), (seed, name, id)
                    items += id in each
            for node in nodes(after):
                if "/item/" not in node.path and node.path.split("/")[0] not in after.properties:
                    found = possible.judge(node.expression)
                    value = True if isinstance(node.value, tuple) else node.value
                    assert may_be(found, value), (seed, node.path)
                    expressions += 1
                    settled += isinstance(found, Options) and len(found.values) == 1
    assert conclusions > 1_000
    assert items > 200
    assert expressions > 5_000
    assert settled > expressions / 5


# -- planted faults --------------------------------------------------------------------------------

Wrong = Callable[..., Any]


@dataclass(frozen=True)
class Fault:
    """`wrong` is called with the right function, and takes its place."""

    home: object
    name: str
    wrong: Callable[[Wrong], Wrong]

    def plant(self, patch: pytest.MonkeyPatch) -> None:
        patch.setattr(self.home, self.name, self.wrong(getattr(self.home, self.name)))


def strict_or(right: Wrong) -> Wrong:
    """Kleene's `or` is true if one part is, whatever the others."""

    def any_of(graph: Graph, parts: Sequence[Any]) -> Any:
        all_known = graph.all_of([graph.known_truth(part) for part in parts])
        return graph.choose_truth(all_known, right(graph, parts), graph.truth(value=None))

    return any_of


def one_more(right: Wrong) -> Wrong:
    def counted(lists: Any, quantity: Any, sure: Any, possible: Any, number: Any) -> Any:
        more = lists.kinds.exact.constant(number.constant + 1)
        return right(lists, quantity, sure, possible, more)

    return counted


def first_passes_over_unknown_rows(_right: Wrong) -> Wrong:
    def first(lowering: Any, kind: Any, rows: Any) -> Any:
        value = lowering.kinds.constant(None, kind)
        for row in reversed(rows):
            sure = lowering.algebra.all_of([lowering.algebra.known_truth(row.truth), row.truth])
            value = lowering.kinds.choose(sure, row.output.value, value)
        return value

    return first


def first_of_two(_right: Wrong) -> Wrong:
    return Lowering.first


def zero_for_none(right: Wrong) -> Wrong:
    """The mean of nobody is unknown, as is what is divided by zero."""

    def divide(exact: Any, a: Any, b: Any) -> Any:
        zero = exact.ratio(0)
        is_zero = exact.compare_ratios(Comparison.EQ, b, zero)
        return exact.choose_ratio(is_zero, zero, right(exact, a, b))

    return divide


def both_branches(right: Wrong) -> Wrong:
    def choose(kinds: Any, condition: Any, then: Any, otherwise: Any) -> Any:
        taken = right(kinds, condition, then, otherwise)
        known = kinds.algebra.all_of([kinds.known(then), kinds.known(otherwise)])
        return right(kinds, known, taken, right(kinds, kinds.algebra.truth(value=None), then, then))

    return choose


def options_by_name(right: Wrong) -> Wrong:
    def constant(kinds: Any, value: Value, kind: Any) -> Any:
        named = isinstance(kind, Choice)
        return right(
            kinds, value, replace(kind, options=tuple(sorted(kind.options))) if named else kind
        )

    return constant


def presume_always(right: Wrong) -> Wrong:
    def conclusion(lowering: Any, rule: Any, scope: Any) -> Any:
        found = right(lowering, rule, scope)
        if rule.if_unknown is None:
            return found
        return replace(found, value=lowering.kinds.constant(rule.if_unknown.value, rule.kind))

    return conclusion


def open_bounds(right: Wrong) -> Wrong:
    return lambda graph, comparison, a, b: right(
        graph, Comparison.GT if comparison is Comparison.GE else comparison, a, b
    )


def unknown_where_is_no(right: Wrong) -> Wrong:
    def look(lists: Any, expression: Any, item: Any) -> Any:
        seen = right(lists, expression, item)
        algebra = lists.kinds.algebra
        return replace(seen, counts=algebra.all_of([algebra.known_truth(seen.counts), seen.counts]))

    return look


def unknown_adds_nothing(right: Wrong) -> Wrong:
    def total(graph: Graph, items: str, body: Wrong) -> Any:
        def known(item: Any) -> Any:
            part = body(item)
            return graph.choose_integer(graph.known_integer(part), part, graph.integer(0))

        return right(graph, items, known)

    return total


def unknown_item_is_no(right: Wrong) -> Wrong:
    """As SQL has it: some over [unknown, no] is unknown, not no."""

    def some(graph: Graph, items: str, body: Wrong) -> Any:
        def sure(item: Any) -> Any:
            return graph.all_of([graph.known_truth(body(item)), body(item)])

        return right(graph, items, sure)

    return some


def some_of_none_holds(_right: Wrong) -> Wrong:
    return {**generate.STARTS, Op.SOME: "True"}  # type: ignore[return-value]


def only_sure_rows_must_agree(_right: Wrong) -> Wrong:
    return lambda lowering, row: lowering.algebra.all_of(
        [lowering.algebra.known_truth(row.truth), row.truth]
    )


def collects_though_unsettled(_right: Wrong) -> Wrong:
    return lambda lowering, _row: lowering.algebra.truth(value=True)


def holidays_are_worked(right: Wrong) -> Wrong:
    return lambda _holidays: right(())


def below_zero_is_zero(right: Wrong) -> Wrong:
    def working_day(kinds: Any, number: Any, day: Any, *, before: bool) -> Any:
        zero = kinds.exact.constant(0)
        counts = kinds.exact.compare(Comparison.GE, number, zero)
        return right(kinds, kinds.exact.choose(counts, number, zero), day, before=before)

    return working_day


def the_day_before(right: Wrong) -> Wrong:
    def lowering(*given: Any, **open_: Any) -> None:
        right(*given, **open_)
        given[0].as_of -= timedelta(days=1)

    return lowering


def one_item_for_all(right: Wrong) -> Wrong:
    def of_item(lowering: Any, rule: Any, items: str, item: Any) -> Any:
        known = [found for (id, _), found in lowering.of_items.items() if id == rule.id]
        return known[0] if known else right(lowering, rule, items, item)

    return of_item


def unsettled_rows_are_left_out(right: Wrong) -> Wrong:
    def makes(lowering: Any, rows: Any) -> Any:
        return replace(right(lowering, rows), known=lowering.algebra.truth(value=True))

    return makes


def every_row_makes_an_item(right: Wrong) -> Wrong:
    def makes(lowering: Any, rows: Any) -> Any:
        made = right(lowering, rows)
        always = lowering.algebra.truth(value=True)
        return replace(made, items=tuple(replace(item, belongs=always) for item in made.items))

    return makes


def what_no_row_gives_is_no(right: Wrong) -> Wrong:
    def field(lowering: Any, name: str, kind: Any, scope: Any) -> Any:
        made = isinstance(scope.item, MadeItem) and name not in lowering.policy.defining
        if made and name not in scope.item.fields and isinstance(kind, YesNo):
            return lowering.kinds.constant(False, kind)  # noqa: FBT003 # because a value is meant
        return right(lowering, name, kind, scope)

    return field


def everyone_reads_what_was_decided(right: Wrong) -> Wrong:
    return lambda lowering, rule, _instead: right(lowering, rule, lowering.decided)


def nobody_reads_what_was_decided(right: Wrong) -> Wrong:
    return lambda lowering, rule, _instead: right(lowering, rule, {})


def only_the_first_fires(right: Wrong) -> Wrong:
    return lambda given, gives: right(list(given)[:1], gives)


def true_alone_is_carried(right: Wrong) -> Wrong:
    return lambda node, other: (found for found in right(node, other) if found.gives.state == "t")


def last_is_forgotten(right: Wrong) -> Wrong:
    return lambda given, gives: right(given[:-1] if len(given) > 1 else given, gives)


FAULTS = {
    "or is unknown where a part is": Fault(Graph, "any_of", strict_or),
    "at least counts one too many": Fault(Lists, "_counted", one_more),
    "first passes over unknown rows": Fault(Lowering, "first", first_passes_over_unknown_rows),
    "unique takes the first of two": Fault(Lowering, "unique", first_of_two),
    "the mean of nobody is 0": Fault(Exact, "divide", zero_for_none),
    "if needs both branches": Fault(Kinds, "choose", both_branches),
    "options compare by name": Fault(Kinds, "constant", options_by_name),
    "if unknown replaces what is known": Fault(Lowering, "conclusion", presume_always),
    "at least leaves the bound out": Fault(Graph, "compare", open_bounds),
    "an unknown where is taken for no": Fault(Lists, "_look", unknown_where_is_no),
    "a sum passes over unknown": Fault(Graph, "total", unknown_adds_nothing),
    "some takes an unknown item for no": Fault(Graph, "some", unknown_item_is_no),
    "some of nobody holds": Fault(generate, "STARTS", some_of_none_holds),
    "any asks the sure rows only": Fault(Lowering, "possible", only_sure_rows_must_agree),
    "collect does not wait for unknown rows": Fault(Lowering, "settled", collects_though_unsettled),
    "holidays are worked": Fault(evaluate, "surroundings", holidays_are_worked),
    "working days below 0 are none": Fault(Kinds, "working_day", below_zero_is_zero),
    "the decision day is the day before": Fault(Lowering, "__init__", the_day_before),
    "of all items the first is concluded": Fault(Lowering, "of_item", one_item_for_all),
    "a made list leaves out unknown rows": Fault(Lowering, "makes", unsettled_rows_are_left_out),
    "a made list holds every row": Fault(Lowering, "makes", every_row_makes_an_item),
    "a field that no row gives is no": Fault(Lowering, "field", what_no_row_gives_is_no),
    "properties read what was decided": Fault(Lowering, "account", everyone_reads_what_was_decided),
    "nobody reads what was decided": Fault(Lowering, "account", nobody_reads_what_was_decided),
    "the engine fires the first of or only": Fault(emit, "any_of", only_the_first_fires),
    "the engine carries no falsehood over": Fault(emit, "equal", true_alone_is_carried),
    "the engine forgets the last of and": Fault(emit, "all_of", last_is_forgotten),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
def test_a_planted_fault_is_seen(fault: Fault, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "_kept", OrderedDict())
    fault.plant(monkeypatch)
    fired = fault.home is emit
    assert any(
        next(disagreeing(seed, fired=fired), None) is not None for seed in range(2_000 // CASES)
    )
