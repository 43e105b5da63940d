"""The facts that hold an answer where it is, for a reader.

In: a decision with its holdings. Out: lines of text. Of several sets each is enough by itself; of one
set all facts are needed, and the nearest to their thresholds are shown.
"""

from collections.abc import Iterator, Sequence
from itertools import groupby

from cssrules.decision import Decision, Holding, HoldingFact
from cssrules.views.words import plain, wrapped

SHOWN = 3


def holdings(decision: Decision, *, whole: bool = False) -> list[str]:
    """What holds each answer, side by side; with `whole` every fact of each set."""
    if not decision.holdings:
        return []
    verified = sum(holding.verified for holding in decision.holdings)
    count = len(decision.holdings)
    lines = ["WHAT HOLDS THE ANSWER", f"(reasons verified: {verified} of {count})"]
    for _, sets in groupby(decision.holdings, key=head):
        lines.extend(_side(list(sets), whole=whole))
    return [*lines, ""]


def head(holding: Holding) -> str:
    """Which answer is held from what."""
    away = " and ".join(map(plain, holding.others)) or plain(holding.answer)
    return f"{plain(holding.question)} is {holding.side.value} {away}"


def _side(sets: Sequence[Holding], *, whole: bool) -> Iterator[str]:
    first = sets[0]
    alone = len(sets) > 1
    by = "each of these alone" if alone else _together(first.facts)
    yield from wrapped(f"{head(first)} by {by}:", "", "     ")
    if alone:
        for number, holding in enumerate(sets, 1):
            yield from _set(holding, f"  {number}. ", whole=whole)
        return
    shown = first.facts if whole else first.facts[:SHOWN]
    for fact in shown:
        yield from wrapped(told(fact), "  • ", "    ")
    if len(first.facts) > len(shown):
        left = len(first.facts) - len(shown)
        yield from wrapped(f"and {left} more, none of which can be left out", "  • ", "    ")
    yield from _unverified(first)


def _together(facts: Sequence[HoldingFact]) -> str:
    if len(facts) == 1:
        return "this alone"
    return f"these {len(facts)} facts together, the nearest to their limits first"


def _set(holding: Holding, first: str, *, whole: bool) -> Iterator[str]:
    shown = holding.facts if whole else holding.facts[:SHOWN]
    said = "; together with ".join(told(fact) for fact in shown)
    left = len(holding.facts) - len(shown)
    yield from wrapped(said + (f"; and {left} more" if left else ""), first, "     ")
    yield from _unverified(holding)


def told(fact: HoldingFact) -> str:
    """The fact, and how far it is from its limit."""
    margin = f" ({plain(fact.margin)})" if fact.margin else ""
    return f"{plain(fact.label)}{margin}"


def _unverified(holding: Holding) -> Iterator[str]:
    if not holding.verified:
        yield "     (not verified: this was not proved within the work allowed)"
