"""Many cases through one process, from bytes to text: memory does not grow, no session is left."""

import subprocess
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from fractions import Fraction
from itertools import cycle, islice
from pathlib import Path
from resource import RUSAGE_SELF, getrusage

import pytest

import cssrules
from cssrules.readings.fire.driver import LIVE

ROOT = Path(__file__).parent.parent
POLICIES = {  # beside one decision by the large policy stand so many by the small one
    ROOT / "rules": (ROOT / "cases" / "2012", 1),
    ROOT / "tests" / "second_policy" / "rules": (ROOT / "tests" / "second_policy" / "cases", 9),
}
WARM_UP = 1_000
"""Decisions until each case of the large policy has stood in each view, and on many days."""

GROWTH_AT_MOST = 2_000
"""Kilobytes: what some thirty kept decisions would take."""


def decisions() -> Iterator[cssrules.Decision]:
    """Decisions without end: of all cases in turn, on changing days, under changing settings."""
    turns = []
    for rules, (folder, share) in POLICIES.items():
        policy = cssrules.load_policy(rules)
        files = [file for file in sorted(folder.glob("*.json")) if file.stem != "portfolio"]
        cases = cycle([file.read_bytes() for file in files])
        numbers = [s.name for s in policy.settings.values() if isinstance(s.value, Fraction)]
        turns.extend([(policy, cases, numbers[0])] * share)
    for n, (policy, cases, name) in enumerate(cycle(turns)):
        value = policy.settings[name].value
        assert isinstance(value, Fraction)
        yield cssrules.decide(
            policy,
            cssrules.read_case(next(cases), policy, "a case"),
            as_of=date(2012, 5, 1) + timedelta(n % 100),
            settings={name: value + n} if n % 7 == 0 else {},
        )


def growth(number: int) -> int:
    """Kilobytes by which the most memory ever held grows over `number` decisions."""
    endless, before = decisions(), 0
    for n, decision in enumerate(islice(endless, WARM_UP + number)):
        assert decision.engine["fired_by"].startswith("durable-rules")
        assert not LIVE
        if n % 10 < 2:
            cssrules.render(decision, ("text", "tree", "json", "mermaid")[n // 10 % 4])
        if n == WARM_UP:
            before = getrusage(RUSAGE_SELF).ru_maxrss
    return getrusage(RUSAGE_SELF).ru_maxrss - before


def growth_in_a_process(number: int) -> int:
    done = subprocess.run(
        [sys.executable, "-c", f"from test_memory import growth; print(growth({number}))"],
        cwd=Path(__file__).parent, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return int(done.stdout)


def test_memory_does_not_grow_with_a_thousand_cases() -> None:
    assert growth_in_a_process(1_000) < GROWTH_AT_MOST


@pytest.mark.torture
def test_memory_does_not_grow_with_twenty_thousand_cases() -> None:
    assert growth_in_a_process(20_000) < GROWTH_AT_MOST
