"""Which sets to try, cheapest first: implicit hitting sets.

In: what each element costs, and by and by the cores: sets of elements of which at least one has to be taken.
Out: the first set that hits every core, in the order of cost, then of number, then of places. A set that
is tried and not enough gives a core that it does not hit, so no set is tried twice; the first that is
enough is the least of all that are.
"""

from collections.abc import Iterable, Sequence
from heapq import heappop, heappush
from typing import TypeAlias

Chosen: TypeAlias = tuple[int, ...]
"""Places of elements, in order."""


class Cheapest:
    """The sets over elements that cost what `costs` says, by their places."""

    def __init__(self, costs: Sequence[int]) -> None:
        self.costs = costs
        self.cores: list[frozenset[int]] = []
        self.barred: list[frozenset[int]] = []

    def require(self, core: Iterable[int]) -> None:
        """At least one of these has to be taken."""
        self.cores.append(frozenset(core))

    def bar(self, chosen: Iterable[int]) -> None:
        """No set may hold all of these."""
        self.barred.append(frozenset(chosen))

    def next(self) -> Chosen | None:
        """The first set that hits every core and holds no barred one; None where there is none."""
        heap: list[tuple[int, int, Chosen]] = [(0, 0, ())]
        seen: set[Chosen] = {()}
        while heap:
            cost, number, chosen = heappop(heap)
            unhit = next((core for core in self.cores if core.isdisjoint(chosen)), None)
            if unhit is None:
                return chosen
            for element in sorted(unhit):
                longer = tuple(sorted((*chosen, element)))
                if longer not in seen and not any(barred <= set(longer) for barred in self.barred):
                    seen.add(longer)
                    heappush(heap, (cost + self.costs[element], number + 1, longer))
        return None
