"""What may be paired: the pairs, what each is worth, and how many a body may have.

Plain data between the rules, which say so, and the allocation, which chooses.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from math import prod
from typing import TypeAlias

Pair: TypeAlias = tuple[str, str]
"""A body and the one that is chosen for it, by their ids."""


@dataclass(frozen=True)
class Market:
    """`worth` has the eligible pairs, each with a whole number of at least 0 for each criterion, most
    important first, higher is better. `each` and `choose` say how many pairs a body may have on its
    side, for every body of `worth`. The bodies of `served` have one already.
    """

    worth: Mapping[Pair, tuple[int, ...]]
    each: Mapping[str, int]
    choose: Mapping[str, int]
    served: frozenset[str] = frozenset()

    @cached_property
    def levels(self) -> int:
        """How many criteria there are."""
        return max((len(worth) for worth in self.worth.values()), default=0)

    @cached_property
    def scales(self) -> tuple[int, ...]:
        """By level, being served first: what 1 of it weighs, so that no sum of what comes after does."""
        pairs = min(sum(self.each.values()), sum(self.choose.values()))
        bounds = [
            pairs * max(worth[level] for worth in self.worth.values()) + 1
            for level in range(self.levels)
        ]
        return tuple(prod(bounds[level:]) for level in range(self.levels + 1))

    def weight(self, pair: Pair) -> int:
        """All criteria of a pair as one number."""
        return sum(w * s for w, s in zip(self.worth[pair], self.scales[1:], strict=True))

    def score(self, chosen: Iterable[Pair]) -> tuple[int, ...]:
        """How many bodies are served by these pairs, and the sum of each criterion."""
        held = list(chosen)
        served = {body for body, _ in held} - self.served
        return (len(served), *(sum(self.worth[p][n] for p in held) for n in range(self.levels)))
