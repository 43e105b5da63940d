"""The prove reading says of every case what meaning says of it."""

import random
from collections.abc import Mapping
from datetime import date

import pytest
from random_policies import DAYS, random_case, random_decided, random_policy

from cssrules.language.compile import compile_policy
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.readings.prove import Beside, Condition, Found, Prover, Theory
from cssrules.source import Source
from cssrules.trace import Trace
from cssrules.values import ListOf, Value

POLICIES, CASES = 40, 6


def disagreeing(policy: Policy, seed: int) -> list[str]:
    """Each conclusion of random cases of which meaning and Z3 do not say the same."""
    chance = random.Random(seed)  # noqa: S311 # because repeatable cases are asked
    day, found = DAYS[seed % 2], []
    decided = random_decided(policy, chance) if seed % 3 == 0 else {}
    prover = Prover()
    theory = Theory(prover, policy, day, most=4, decided=decided)
    for number in range(CASES):
        values = random_case(policy, chance)
        trace = meaning(policy, values, day, decided)
        verdict = prover.ask(*pinned(theory, values))
        assert isinstance(verdict, Found), f"policy {seed}, case {number}: {verdict}"
        found += [
            f"policy {seed}, case {number}, {name}: {concluded.value!r}, Z3 {proved!r}"
            for name, concluded in trace.concluded.items()
            if concluded.value != (proved := theory.conclusion(verdict, name))
        ]
    return found


def disagreeing_beside(policy: Policy, seed: int) -> list[str]:
    """Each conclusion of a random case, but for one evidence, of which meaning and Z3 do not say the same:
    the case is fixed, and the other is asked for beside it.
    """
    chance = random.Random(seed)  # noqa: S311 # because repeatable cases are asked
    day, found = DAYS[seed % 2], []
    for number in range(CASES // 2):
        values, others = random_case(policy, chance), random_case(policy, chance)
        name = chance.choice([*policy.evidence])
        other = {**values, name: others.get(name)}
        prover = Prover()
        theory = Theory(prover, policy, day, most=4, fixed={**values, name: None})
        concluded = {
            (define, value): theory.is_value(define, value)
            for define in policy.defining
            if policy.defining[define][0].each is None
            and not isinstance(policy.kind(define), ListOf)
            for value in {trace.value(define) for trace in _both(policy, day, values, other)}
            if value is not None
        }
        beside = Beside(prover, theory).otherwise(name)
        given = pinned(theory, values)
        given += [beside.of(condition) for condition in theory.pinned(name, others.get(name))]
        verdict = prover.ask(*given, *beside.constraints)
        assert isinstance(verdict, Found), f"policy {seed}, case {number}: {verdict}"
        for trace, of in zip(_both(policy, day, values, other), (_same, beside.of), strict=True):
            found += [
                f"policy {seed}, case {number}, {define}: Z3 has not {value!r} as meaning has"
                for (define, value), condition in concluded.items()
                if verdict.holds(of(condition)) is not (trace.value(define) == value)
            ]
    return found


def _same(condition: Condition) -> Condition:
    return condition


def _both(policy: Policy, day: date, *cases: Mapping[str, Value]) -> list[Trace]:
    return [meaning(policy, values, day) for values in cases]


def pinned(theory: Theory, values: Mapping[str, Value]) -> list[object]:
    return [c for name in theory.policy.evidence for c in theory.pinned(name, values.get(name))]


@pytest.mark.parametrize("seed", range(POLICIES))
def test_meaning_and_z3_agree_on_every_conclusion(seed: int) -> None:
    policy = compile_policy([Source("policy.yaml", random_policy(seed))])
    assert disagreeing(policy, seed) == []


@pytest.mark.parametrize("seed", range(POLICIES))
def test_a_case_that_is_fixed_and_another_beside_it_are_as_meaning_has_them(seed: int) -> None:
    policy = compile_policy([Source("policy.yaml", random_policy(seed))])
    assert disagreeing_beside(policy, seed) == []
