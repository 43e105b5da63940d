"""Why not another outcome, as plain text: each way to it, and what stands there.

In: a refusal. Out: text of up to 80 columns. Of the ways in which a conclusion could be otherwise the one
in which least stands is told; with `whole` all of them. What was told once is not told again.
"""

from collections.abc import Iterator, Sequence

from cssrules.advice import Obstacle, Refusal, Way
from cssrules.decision import Status
from cssrules.values import listed
from cssrules.views.reasons import Graph
from cssrules.views.text import heading, stated
from cssrules.views.words import FOUND, UNKNOWN, basis_in_short, plain, sources_of, value, wrapped

_FACTS_AT_MOST = 6
_LINES = 46
_TWO = 2
_WHY = "`cssrules decide --explain` tells what it rests on."
_REST = "(--explain tells what lies below)"


def text(refusal: Refusal, *, whole: bool = False) -> str:
    """The answer, each way to the outcome with what stands in it, and the nearest edge: about a screen, on
    which only facts stand below conditions where there is no room for more; with `whole` all of it.
    """
    decision = refusal.decision
    above = [*heading(decision), "", *stated(decision, refusal.answer, Graph(decision)), ""]
    if refusal.held:
        said = f"{plain(refusal.wanted)} is the answer: nothing stands in its way."
        return "\n".join([*above, *wrapped(said, "", ""), _WHY]) + "\n"
    told = _told(refusal, _Outline(whole=whole), whole=whole)
    facts = _FACTS_AT_MOST
    while not whole and facts >= 0 and len(above) + len(told) >= _LINES:
        told = [*_told(refusal, _Facts(facts), whole=False), _REST]
        facts -= 1
    return "\n".join([*above, *told]) + "\n"


def _told(refusal: Refusal, outline: "_Outline | _Facts", *, whole: bool) -> list[str]:
    lines = [f"Why not {plain(refusal.wanted).upper()}?", *_summed(refusal)]
    if refusal.unasked:
        lines += ["", f"The question is not asked{_until(refusal)}"]
        lines += [line for obstacle in refusal.unasked for line in outline.obstacle(obstacle)]
    for ways in _together(refusal.ways):
        lines += ["", *_way(ways)]
        told = (obstacle for way in ways for obstacle in way.obstacles)
        lines += [line for obstacle in told for line in outline.obstacle(obstacle)]
    return [*lines, *_shut(refusal, whole=whole), "", *_nearest(refusal)]


def _shut(refusal: Refusal, *, whole: bool) -> Iterator[str]:
    """The rows that give what a setting says, by setting; or else how many there are."""
    by_setting: dict[tuple[str, str], list[str]] = {}
    for row, setting, chosen in refusal.shut:
        by_setting.setdefault((setting, chosen), []).append(f"row {plain(row)}")
    if by_setting:
        yield ""
    if not whole and len(refusal.shut) > 1:
        yield f"With other settings {len(refusal.shut)} more rows could give it (--explain)."
        return
    for (setting, chosen), rows in by_setting.items():
        gives = "give" if len(rows) > 1 else "gives"
        said = f"{listed(rows, 'and')} {gives} what the setting `{plain(setting)}` says: {value(chosen)}."
        yield from wrapped(said[0].upper() + said[1:], "", "  ")


def _until(refusal: Refusal) -> str:
    unsure = refusal.answer.status is Status.UNDECIDED
    return ", as far as is known: it waits for this" if unsure else ": it waits for this"


def _summed(refusal: Refusal) -> Iterator[str]:
    number, wanted = len(refusal.ways), plain(refusal.wanted)
    if refusal.in_no_case:
        said = (
            f"No case has {wanted}, whatever its evidence is, with the settings, the day and what people "
            "decided as they are."
        )
        yield from wrapped(said, "", "")
        return
    if not number:
        yield from wrapped(f"No rule and no row gives {wanted}.", "", "")
        return
    clear = [way for way in refusal.ways if not way.obstacles]
    what = "rows of one table" if all(way.row for way in refusal.ways) else "ways"
    if number == 1:
        what = "row" if refusal.ways[0].row else "rule"
    verb = "gives" if number == 1 else "give"
    yield from wrapped(f"{'One' if number == 1 else number} {what} {verb} {wanted}.", "", "")
    possible = refusal.answer.possible
    if clear and refusal.answer.status is not Status.DECIDED:
        yield from wrapped(f"It would be {wanted}, if it is asked.", "", "")
    elif refusal.answer.status is Status.UNDECIDED and possible and wanted not in possible:
        yield from wrapped("Whatever else is found out, this case cannot have it as it is.", "", "")


def _together(ways: Sequence[Way]) -> Sequence[tuple[Way, ...]]:
    """The ways one by one; conditions of which one is enough together."""
    single = all(way.row is None and len(way.obstacles) == 1 for way in ways)
    if single and len({way.rule for way in ways}) == 1:
        return (tuple(ways),)
    return [(way,) for way in ways]


def _way(ways: tuple[Way, ...]) -> list[str]:
    way = ways[0]
    name = f"{plain(way.rule)} row {plain(way.row)}" if way.row else plain(way.rule)
    stands = len(way.obstacles)
    if len(ways) > 1:
        how = f"one of {len(ways)} conditions would be enough, and none is so"
    elif stands:
        how = (
            f"{stands} conditions stand in the way"
            if stands > 1
            else "one condition stands in the way"
        )
    else:
        how = "nothing stands in the way"
    return wrapped(f"{name}, {plain(way.title)} [{basis_in_short(way.basis)}]: {how}", "", "  ")


class _Outline:
    """Obstacles with all that stands below them, indented; what was told once is not told again."""

    def __init__(self, *, whole: bool) -> None:
        self.whole = whole
        self.seen: set[str] = set()

    def obstacle(self, obstacle: Obstacle, level: int = 1, rule: str = "") -> Iterator[str]:
        indent = "  " * level
        again = obstacle.told in self.seen and bool(obstacle.below)
        self.seen.add(obstacle.told)
        yield from _line(obstacle, indent, rule, " (as above)" if again else "")
        if again:
            return
        ways = obstacle.shortest
        shown = ways if self.whole else ways[:1]
        for number, way in enumerate(shown):
            if len(shown) > 1:
                yield f"{indent}  {'or' if number else 'one way'}{_named(way)}:"
            for below in way.obstacles:
                yield from self.obstacle(below, level + 1, way.rule)
        if len(ways) > len(shown):
            yield from wrapped(_others(ways), f"{indent}  ", f"{indent}    ")


class _Facts:
    """Obstacles with the first `most` facts below each, and no conclusions between."""

    def __init__(self, most: int) -> None:
        self.most = most
        self.seen: set[str] = set()

    def obstacle(self, obstacle: Obstacle) -> Iterator[str]:
        facts = {fact.said: (fact, rule) for fact, rule in _facts(obstacle, "")}
        told = [said for said in facts if said not in self.seen] if obstacle.below else []
        again = " (as above)" if obstacle.below and not told else ""
        yield from _line(obstacle, "  ", "", again)
        for said in told[: self.most]:
            self.seen.add(said)
            fact, rule = facts[said]
            yield from _line(fact, "    ", rule, "")
        if len(told) > self.most > 0:
            yield f"    … and {len(told) - self.most} more"


def _facts(obstacle: Obstacle, rule: str) -> Iterator[tuple[Obstacle, str]]:
    """What stands below by the shortest ways, where nothing stands below that; with its rule."""
    if not obstacle.below:
        yield obstacle, rule
    for way in obstacle.shortest[:1]:
        for below in way.obstacles:
            yield from _facts(below, way.rule)


def _line(obstacle: Obstacle, indent: str, rule: str, after: str) -> list[str]:
    words = [plain(obstacle.said)]
    if obstacle.reason and obstacle.known:
        words.append(plain(obstacle.reason))
    if obstacle.margin:
        words.append(plain(obstacle.margin))
    tail = [plain(rule)] if rule else []
    tail += [sources] if (sources := sources_of(obstacle.evidence)) else []
    said = " - ".join(words) + (f" [{'; '.join(tail)}]" if tail else "") + after
    return wrapped(said, f"{indent}{_sign(obstacle)} ", f"{indent}  ")


def _named(way: Way) -> str:
    row = f" row {plain(way.row)}" if way.row else ""
    return f" ({plain(way.rule)}{row})" if way.rule else ""


def _others(ways: Sequence[Way]) -> str:
    """The ways but the first: rows by their ids, others by their number."""
    rows = [plain(way.row) for way in ways[1:] if way.row]
    if len(rows) < len(ways) - 1:
        return (
            "(or another way)" if len(ways) == _TWO else f"(or one of {len(ways) - 1} other ways)"
        )
    return f"(or by {plain(ways[1].rule)} {'rows' if len(rows) > 1 else 'row'} {listed(rows)})"


def _sign(obstacle: Obstacle) -> str:
    return FOUND if obstacle.known else UNKNOWN


def _nearest(refusal: Refusal) -> list[str]:
    nearest = refusal.nearest
    if nearest is None:
        said = "Nearest edge: none of the tests that failed compares an amount or a day."
        return wrapped(said, "", "  ")
    margin = f" - {plain(nearest.margin)}" if nearest.margin else ""
    return wrapped(f"Nearest edge: {plain(nearest.said)}{margin}", "", "  ")
