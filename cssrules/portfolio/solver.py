"""HiGHS, through SciPy: an allocation that is best, or as good as floating point can tell.

In: a Market. Out: pairs within its limits. The numbers of a solver are floats: what is found here is
a start, which `cssrules.portfolio.allocation` proves, or mends, in whole numbers.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import Any

from cssrules.portfolio.market import Market, Pair

_SECONDS = 20
_HALF = 0.5
_GREATEST = 1e9
"""The weight of what weighs most: what then weighs too little to be told is left to the proof."""


def solve(market: Market) -> frozenset[Pair]:
    """Pairs that are best, as near as can be told; none where no answer comes in time."""
    from scipy.optimize import LinearConstraint, milp  # noqa: PLC0415 # because it takes long to load
    from scipy.sparse import csr_array  # noqa: PLC0415 # because it takes long to load

    pairs = sorted(market.worth)
    if not pairs:
        return frozenset()
    rows: dict[tuple[int, str], dict[int, int]] = defaultdict(dict)
    for at, (body, other) in enumerate(pairs):
        rows[0, body][at] = rows[1, other][at] = 1
    most = [(market.each, market.choose)[side][name] for side, name in rows]
    worth = [market.weight(pair) for pair in pairs]
    for body in sorted({body for body, _ in pairs} - market.served):
        rows[2, body] = {**rows[0, body], len(worth): -1}
        worth.append(market.scales[0])
    least = [0] * len(most) + [0] * (len(rows) - len(most))
    most += [len(pairs)] * (len(rows) - len(most))
    unit = _GREATEST / max(*worth, 1)
    table: Any = csr_array(
        (
            [cell for cells in rows.values() for cell in cells.values()],
            (
                [at for at, cells in enumerate(rows.values()) for _ in cells],
                [column for cells in rows.values() for column in cells],
            ),
        ),
        shape=(len(rows), len(worth)),
        dtype=float,
    )
    done = milp(
        [-unit * weight for weight in worth],
        bounds=(0, 1),
        constraints=LinearConstraint(table, least, most),
        options={"time_limit": _SECONDS},
    )
    if done.x is None:
        return frozenset()
    return _within(market, [pair for pair, x in zip(pairs, done.x, strict=False) if x > _HALF])


def _within(market: Market, found: Iterable[Pair]) -> frozenset[Pair]:
    """As many of the pairs, in order, as keep the limits: a float may be a little above a half."""
    had, load, kept = Counter[str](), Counter[str](), set[Pair]()
    for body, other in found:
        if had[body] < market.each[body] and load[other] < market.choose[other]:
            had[body] += 1
            load[other] += 1
            kept.add((body, other))
    return frozenset(kept)
