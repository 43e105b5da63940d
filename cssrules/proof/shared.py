"""Work shared by the processors of this computer, with the same results as one after the other.

In: tasks, and what to do with each. Out: the results, in the order of the tasks.
"""

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final, TypeVar

_Task = TypeVar("_Task")
_Result = TypeVar("_Result")

FEW: Final = 300
"""So many tasks are done before another process has begun."""

_given: list[tuple[Sequence[Any], Callable[[Any], Any]]] = []
"""What the processes that are forked have from the one that forks them: nothing of it need be sent."""


def shared(
    tasks: Sequence[_Task], work: Callable[[_Task], _Result], size: int
) -> Iterator[_Result]:
    """The results; `size` says how much work there is in all. They must be data that can be sent."""
    workers = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 1
    if size < FEW or workers < 2 or "fork" not in multiprocessing.get_all_start_methods():  # noqa: PLR2004 # because one alone shares nothing
        yield from map(work, tasks)
        return
    _given.append((tasks, work))
    try:
        with multiprocessing.get_context("fork").Pool(workers) as pool:
            yield from pool.imap(_done, range(len(tasks)))
    finally:
        _given.pop()


def _done(number: int) -> Any:
    tasks, work = _given[-1]
    return work(tasks[number])
