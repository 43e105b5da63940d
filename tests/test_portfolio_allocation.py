"""The proposed allocation against an independent brute force over every set of pairs."""

from itertools import product

from hypothesis import given, settings
from hypothesis import strategies as st

from cssrules.portfolio.allocation import allocate
from cssrules.portfolio.market import Market, Pair
from cssrules.portfolio.solver import solve

PAIRS_AT_MOST = 10


@st.composite
def markets(draw: st.DrawFn) -> Market:
    """A few bodies on each side, some without room, some served already."""
    every = [(f"body {b}", f"other {o}") for b in range(4) for o in range(4)]
    pairs = draw(st.lists(st.sampled_from(every), unique=True, max_size=PAIRS_AT_MOST))
    levels, top = draw(st.integers(0, 3)), draw(st.sampled_from([0, 1, 3, 10**12]))
    amounts = st.tuples(*[st.integers(0, top)] * levels)
    bodies, others = sorted({b for b, _ in pairs}), sorted({o for _, o in pairs})
    return Market(
        {pair: draw(amounts) for pair in pairs},
        {body: draw(st.integers(0, 2)) for body in bodies},
        {other: draw(st.integers(0, 2)) for other in others},
        frozenset(body for body in bodies if draw(st.booleans())),
    )


def brute_force(market: Market, barred: Pair | None = None) -> tuple[Pair, ...]:
    """The best of all sets of pairs that keep the limits: served first, then each criterion, then the
    earlier pair by ids. Written without the flow, the weights and the score of the real one.
    """
    pairs = [pair for pair in sorted(market.worth) if pair != barred]
    best: tuple[tuple[object, ...], tuple[Pair, ...]] | None = None
    for taken in product((True, False), repeat=len(pairs)):
        chosen = tuple(pair for pair, take in zip(pairs, taken, strict=True) if take)
        bodies, others = [b for b, _ in chosen], [o for _, o in chosen]
        if any(bodies.count(body) > most for body, most in market.each.items()):
            continue
        if any(others.count(other) > most for other, most in market.choose.items()):
            continue
        sums = [sum(column) for column in zip(*(market.worth[p] for p in chosen), strict=True)]
        sums = sums or [0] * max((len(worth) for worth in market.worth.values()), default=0)
        order = (len(set(bodies) - market.served), *sums, taken)
        if best is None or order > best[0]:
            best = order, chosen
    assert best is not None, "no pairs at all keep the limits"
    return best[1]


@settings(max_examples=150, deadline=None)
@given(markets())
def test_no_set_of_pairs_within_the_limits_is_better(market: Market) -> None:
    assert allocate(market, solve(market)).chosen == brute_force(market)


@settings(max_examples=60, deadline=None)
@given(markets())
def test_without_a_pair_the_next_best_is_the_best_of_what_is_left(market: Market) -> None:
    for pair, without in allocate(market, solve(market)).without.items():
        assert without == brute_force(market, pair)


@settings(max_examples=60, deadline=None)
@given(markets(), st.data())
def test_from_any_start_the_same_allocation_is_reached(market: Market, data: st.DataObject) -> None:
    start: set[Pair] = set()
    for pair in data.draw(st.permutations(sorted(market.worth))):
        bodies = sum(body == pair[0] for body, _ in start)
        others = sum(other == pair[1] for _, other in start)
        if bodies < market.each[pair[0]] and others < market.choose[pair[1]]:
            start.add(pair)
    assert allocate(market, frozenset(start)) == allocate(market)


def test_what_the_solver_finds_keeps_the_limits_and_serves_as_many_as_can_be() -> None:
    worth = {(f"b{b}", f"o{o}"): (b * o,) for b in range(6) for o in range(4)}
    market = Market(worth, {f"b{b}": 1 for b in range(6)}, {f"o{o}": 1 for o in range(4)})
    found = solve(market)
    assert len(found) == len({b for b, _ in found}) == len({o for _, o in found}) == 4


def test_serving_one_more_is_worth_more_than_any_criterion() -> None:
    worth = {("a", "x"): (10**30,), ("b", "x"): (0,), ("a", "y"): (0,)}
    market = Market(worth, {"a": 1, "b": 1}, {"x": 1, "y": 1})
    assert allocate(market).chosen == (("a", "y"), ("b", "x"))


def test_what_a_float_cannot_tell_apart_is_told_apart() -> None:
    worth = {("a", "x"): (10**25,), ("a", "y"): (10**25 + 1,)}
    market = Market(worth, {"a": 1}, {"x": 1, "y": 1})
    assert allocate(market, solve(market)).chosen == (("a", "y"),)
