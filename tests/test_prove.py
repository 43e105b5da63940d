"""The prove reading says of every case what meaning says of it."""

import random
from collections.abc import Mapping

import pytest
from random_policies import DAYS, random_case, random_decided, random_policy

from cssrules.language.compile import compile_policy
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.readings.prove import Found, Prover, Theory
from cssrules.source import Source
from cssrules.values import Value

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


def pinned(theory: Theory, values: Mapping[str, Value]) -> list[object]:
    return [c for name in theory.policy.evidence for c in theory.pinned(name, values.get(name))]


@pytest.mark.parametrize("seed", range(POLICIES))
def test_meaning_and_z3_agree_on_every_conclusion(seed: int) -> None:
    policy = compile_policy([Source("policy.yaml", random_policy(seed))])
    assert disagreeing(policy, seed) == []
