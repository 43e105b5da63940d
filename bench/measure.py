"""Times of several things in one run, taken in turn so that a busy machine is busy for all.

Within the process the time is that of the processor, which other programs do not lengthen; of whole
processes it is what a person waits.
"""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median
from typing import Any, TypeAlias

Work: TypeAlias = tuple[Callable[[Any], object], Sequence[Any]]
"""A function, and the things that it is called with one after the other."""

Clock: TypeAlias = Callable[[], float]


def seconds(works: Mapping[str, Work], rounds: int, clock: Clock) -> Mapping[str, float]:
    """Seconds a call: of each work the median over the rounds."""
    return {name: median(taken) for name, taken in _times(works, rounds, 1, clock).items()}


def beside(
    works: Mapping[str, Work], base: str, rounds: int, repeats: int, clock: Clock
) -> Mapping[str, tuple[float, float]]:
    """Seconds a call, and how many times the base's: medians, the ratio taken round by round."""
    times = _times(works, rounds, repeats, clock)
    return {
        name: (median(taken), median(t / b for t, b in zip(taken, times[base], strict=True)))
        for name, taken in times.items()
    }


def _times(
    works: Mapping[str, Work], rounds: int, repeats: int, clock: Clock
) -> Mapping[str, list[float]]:
    for function, things in works.values():
        for thing in things:
            function(thing)
    taken: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(rounds):
        for name, (function, things) in works.items():
            start = clock()
            for _ in range(repeats):
                for thing in things:
                    function(thing)
            taken[name].append((clock() - start) / repeats / len(things))
    return taken


processor: Clock = time.process_time
waiting: Clock = time.perf_counter


def process(command: Sequence[str]) -> None:
    """Run a command to its end; it must succeed. Its modules are compiled once, as those installed are."""
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    subprocess.run(command, check=True, capture_output=True, env=kept)  # noqa: S603 # because the commands are this benchmark's own
