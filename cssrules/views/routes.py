"""What it would take, as plain text: each route with what changes, who may change it, and what it passes.

In: routes, or the lack of them. Out: text of up to 80 columns.
"""

from collections.abc import Iterator

from cssrules.advice import Against, Change, Route, Routes
from cssrules.decision import Status
from cssrules.values import listed
from cssrules.views.reasons import Graph
from cssrules.views.text import heading, stated
from cssrules.views.words import FOUND, UNKNOWN, plain, wrapped

_PASSED_AT_MOST = 8


def text(routes: Routes) -> str:
    """The answer, and each route to the outcome; or what holds the case back from it."""
    decision, wanted = routes.decision, plain(routes.wanted)
    lines = [*heading(decision), "", *stated(decision, routes.answer, Graph(decision)), ""]
    if routes.held:
        return "\n".join([*lines, f"{wanted} is the answer already: it takes nothing."]) + "\n"
    lines += wrapped(f"What would it take to get {wanted.upper()}?", "", "  ")
    if routes.by is not None:
        lines += wrapped(f"Of what may be changed by: {plain(routes.by)}.", "", "  ")
    for number, route in enumerate(routes.routes, start=1):
        lines += ["", *_route(route, number)]
    if routes.unsettled is not None:
        lines += ["", *wrapped(f"No more was found out: {plain(routes.unsettled)}.", "", "  ")]
    elif not routes.routes:
        lines += ["", *_impossible(routes)]
    else:
        lines += ["", *_proved(routes)]
    return "\n".join([*lines, *_missing(routes)]) + "\n"


def _route(route: Route, number: int) -> Iterator[str]:
    """The changes, then what is concluded on the way."""
    at_once, in_turn = route.days
    takes = [f"cost {route.cost}"]
    if in_turn:
        after = f", {_days(in_turn)} one after the other" if in_turn != at_once else ""
        takes.append(f"{_days(at_once)}{' at once' if after else ''}{after}")
    unsaid = [change.fact for change in route.changes if change.days is None]
    if unsaid and in_turn:
        takes.append(f"for {plain(listed(unsaid, 'and'))} no time is told")
    yield from wrapped(f"Route {number}: {_counted(route)}; {'; '.join(takes)}", "", "  ")
    for change in route.changes:
        yield from _change(change)
    if route.passes:
        passed = [
            f"{plain(p.name)} from {plain(p.old)} to {plain(p.new)} [{p.rule}]"
            for p in route.passes
        ]
        more = len(passed) - _PASSED_AT_MOST
        rest = f"; and {more} more" if more > 0 else ""
        yield from wrapped(f"passing {'; '.join(passed[:_PASSED_AT_MOST])}{rest}", "  ", "    ")


def _counted(route: Route) -> str:
    number = len(route.changes)
    return "one change" if number == 1 else f"{number} changes"


def _change(change: Change) -> Iterator[str]:
    takes = "" if change.days is None else f", {_days(change.days)}"
    said = (
        f"{plain(change.fact)}: from {plain(change.old)} to {plain(change.new)} "
        f"[{plain(change.by)}, cost {change.cost}{takes}]"
    )
    yield from wrapped(said, f"  {FOUND} ", "    ")
    for turned in change.turns:
        yield from wrapped(f"then {plain(turned)}", "      ", "        ")


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def _proved(routes: Routes) -> Iterator[str]:
    first = (
        "This is the least that does"
        if len(routes.routes) == 1
        else "Route 1 is the least that does"
    )
    said = f"{first}: least cost, then fewest facts. Each route was decided anew, and gives the outcome."
    yield from wrapped(said, "", "")
    yield from wrapped("All else is held as it is, and what is not known stays not known.", "", "")


def _impossible(routes: Routes) -> Iterator[str]:
    wanted = plain(routes.wanted)
    if routes.in_no_case:
        said = (
            f"No case has {wanted}, whatever its evidence is, with the settings, the day and what people "
            "decided as they are."
        )
        yield from wrapped(said, "", "")
        return
    who = "such change" if routes.by else "change that anybody may make"
    held = "It is held back by:" if routes.against else "What is known cannot be made unknown."
    if routes.kept:
        lists = ", ".join(f"{plain(name)}: {_items(number)}" for name, number in routes.kept)
        limit = f", and with these it is {plain(routes.limit)}" if routes.limit else ""
        held = (
            f"A route keeps the number of items of each list ({lists}){limit}. Whether more items would "
            "give it was not looked at."
        )
    yield from wrapped(f"No {who} gives {wanted} to this case. {held}", "", "")
    for one in routes.against:
        yield from _against(one)


def _items(number: int | None) -> str:
    return "not known" if number is None else str(number)


def _against(one: Against) -> Iterator[str]:
    who = f" [may be changed only by: {plain(listed(one.by, 'and'))}]" if one.by else ""
    yield from wrapped(f"{plain(one.said)}{who}", f"  {FOUND if one.known else UNKNOWN} ", "    ")


def _missing(routes: Routes) -> Iterator[str]:
    """What is not known, apart from what could be changed."""
    answer = routes.answer
    if answer.status is Status.UNDECIDED and answer.ask:
        yield ""
        asked = ", ".join(map(plain, answer.wanted))
        said = f"What is missing, and may settle it without any change: {asked}."
        yield from wrapped(said, "", "  ")
