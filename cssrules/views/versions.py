"""Two versions of a policy side by side, as plain text.

In: a revision. Out: text of up to 80 columns: which answers can differ, what was changed, what the changed
rules say otherwise, and each way in which an answer turns with a smallest case. Documentation comes last.
"""

from collections.abc import Iterator, Sequence

from cssrules.revision import (
    Change,
    Compared,
    Example,
    Given,
    Reason,
    Rest,
    Revision,
    Turn,
    Version,
)
from cssrules.values import listed
from cssrules.views.words import day, plain, wrapped

_FACTS_AT_MOST, _REGIONS_AT_MOST = 3, 2
_EXAMPLE_AT_MOST = 8
_CASES_AT_MOST = 30


def text(revision: Revision) -> str:
    """The whole of it."""
    parts = [
        _head(revision),
        _given(revision),
        _changes(revision),
        _rules(revision),
        _answers(revision),
        _reasons(revision.reasons),
        _documentation(revision),
        _proved(revision),
    ]
    return "\n\n".join("\n".join(lines) for part in parts if (lines := list(part))) + "\n"


def _head(revision: Revision) -> Iterator[str]:
    yield from wrapped(f"OLD  {_version(revision.old)}", "", "     ")
    yield from wrapped(f"NEW  {_version(revision.new)}", "", "     ")
    yield ""
    yield from wrapped(_verdict(revision), "", "")


def _version(version: Version) -> str:
    said = f"{plain(version.name)}, version {plain(version.version)}"
    changed = [f"{plain(name)} {value}" for name, value in version.settings]
    return f"{said}, with {listed(changed, 'and')}" if changed else said


def _verdict(revision: Revision) -> str:
    """What a reader wants to know first."""
    if not revision.changes:
        return "Nothing was changed."
    differ = [plain(one.id) for one in revision.questions if one.turns]
    open = [plain(one.id) for one in revision.questions if one.unsettled and not one.turns]
    same = [one for one in revision.questions if not one.turns and not one.unsettled]
    said = []
    if differ:
        said.append(f"Some answers differ: {listed(differ, 'and')}.")
    if revision.one_sided:
        said.append(f"Asked in one version alone: {listed(map(plain, revision.one_sided), 'and')}.")
    if open:
        said.append(f"Not settled: {listed(open, 'and')}.")
    if not differ and not open:
        number = len(same) + revision.untouched
        said.append(f"No answer differs in any case ({_counted(number, 'question')}).")
    elif same or revision.untouched:
        number = len(same) + revision.untouched
        others = "other question is" if number == 1 else "other questions are"
        said.append(f"{number} {others} answered alike in every case.")
    return " ".join(said)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"


# -- given cases -------------------------------------------------------------------------------------------


def _given(revision: Revision) -> Iterator[str]:
    if revision.given is None:
        return
    turned = {one.case for one in revision.given}
    yield f"GIVEN CASES: {len(turned)} of {revision.cases} turn"
    for one in revision.given[:_CASES_AT_MOST]:
        yield from _turned(one)
    if len(revision.given) > _CASES_AT_MOST:
        yield f"  … and {len(revision.given) - _CASES_AT_MOST} more (--format json has them all)"
    for refused in revision.refused:
        said = f"{plain(refused.case)} cannot be read by the {refused.version} version: "
        yield from wrapped(said + plain(refused.why), "• ", "  ")


def _turned(one: Given) -> Iterator[str]:
    said = f"{plain(one.name)}, {plain(one.question)}: {plain(one.old)} → {plain(one.new)}"
    yield from wrapped(said, "• ", "  ")
    for old, new in one.because:
        if old is not None:
            yield from wrapped(f"old: {plain(old)}", "    ", "      ")
        if new is not None:
            yield from wrapped(f"new: {plain(new)}", "    ", "      ")


# -- what was changed --------------------------------------------------------------------------------------


def _changes(revision: Revision) -> Iterator[str]:
    found = [change for change in revision.changes if not change.is_documentation]
    if found:
        yield f"CHANGED ({len(found)})"
        for change in found:
            yield from _change(change)


def _documentation(revision: Revision) -> Iterator[str]:
    found = [change for change in revision.changes if change.is_documentation]
    if found:
        yield f"DOCUMENTATION AND NAMES ONLY ({len(found)}): nothing is decided by it"
        for change in found:
            yield from _change(change)


def _change(change: Change) -> Iterator[str]:
    named = change.id if change.sort == "rule" else f"{change.sort} {change.id}"
    title = f" {change.title}" if change.title else ""
    how = f", {change.how}" if change.how in {"added", "removed"} else ""
    if change.was not in {None, change.id} and change.sort != "policy":
        how = f", known as {change.was} before"
    place = f" [{_place(change)}]" if _place(change) else ""
    yield from wrapped(plain(f"{named}{title}{how}{place}"), "• ", "  ")
    for aspect in change.aspects:
        called = f"{plain(aspect.called)}: " if aspect.called else ""
        if aspect.old is not None and aspect.new is not None:
            yield from _both(called, plain(aspect.old), plain(aspect.new))
        else:
            word = "" if change.how in {"added", "removed"} else _only(aspect.new)
            said = plain(aspect.new if aspect.old is None else aspect.old)  # type: ignore[arg-type] # because an aspect has a side
            yield from wrapped(f"{called}{word}{said}", "    ", "      ")


def _only(new: str | None) -> str:
    return "only in old: " if new is None else "only in new: "


_SHORT = 66


def _both(called: str, old: str, new: str) -> Iterator[str]:
    """The two on one line, or under one another."""
    if len(called) + len(old) + len(new) < _SHORT:
        yield f"    {called}{old} → {new}"
        return
    yield f"    {called.rstrip()}"
    yield from wrapped(f"old: {old}", "      ", "           ")
    yield from wrapped(f"new: {new}", "      ", "           ")


def _place(change: Change) -> str:
    places = [change.old_place, change.new_place]
    if places[0] == places[1]:
        return places[0] or ""
    said = [f"{word} {at}" for word, at in zip(("old", "new"), places, strict=True) if at]
    return ", ".join(said)


# -- what is otherwise by it -------------------------------------------------------------------------------


def _rules(revision: Revision) -> Iterator[str]:
    if not revision.rules:
        return
    yield "WHAT THE CHANGED RULES SAY OTHERWISE"
    for one in revision.rules:
        if not one.turns:
            said = one.unsettled or "the same in every case"
            said = f"not settled: {said}" if one.unsettled else said
            yield from wrapped(f"{plain(one.id)} {plain(one.name)}: {said}", "• ", "  ")
            continue
        for turn in one.turns:
            said = f"{plain(one.id)} {plain(one.name)}: {plain(turn.old)} → {plain(turn.new)}"
            yield from wrapped(said, "• ", "  ")
            yield from _where(turn, "    ")
            if not turn.exact or max(map(len, turn.regions)) > _FACTS_AT_MOST:
                yield from _example(turn.example, "    ")
        yield from _beside(one)


def _answers(revision: Revision) -> Iterator[str]:
    found = [one for one in revision.questions if one.turns or one.unsettled]
    if found:
        yield "ANSWERS THAT DIFFER, each way with a smallest case"
    for one in found:
        yield from wrapped(f"{plain(one.id)}  {plain(one.asked)}", "", "     ")
        for turn in one.turns:
            yield from wrapped(f"{plain(turn.old)} → {plain(turn.new)}", "  • ", "    ")
            yield from _where(turn, "      ")
            yield from _example(turn.example, "      ")
        yield from _beside(one)


def _beside(one: Compared) -> Iterator[str]:
    """What is to be said besides the turns."""
    if one.more:
        yield from wrapped("There are more ways than these.", "  ", "  ")
    if one.unsettled:
        yield f"  Whether {'there are other ways' if one.turns else 'it differs'} was not settled."
    if one.cells is not None:
        differ, of = one.cells
        said = f"Of cases of which everything is known, {differ:,} of {of:,} cells differ"
        note = " (a cell is all cases between thresholds)"
        only = ": it shows only where something is not known" if one.turns and not differ else ""
        yield from wrapped(f"{said}{note}{only}.", "  ", "  ")


def _where(turn: Turn, indent: str) -> Iterator[str]:
    """The cases that turn so."""
    for number, region in enumerate(turn.regions[:_REGIONS_AT_MOST]):
        lead = "or where " if number else ("exactly where " if turn.exact else "wherever ")
        shown = [plain(fact) for fact in region[:_FACTS_AT_MOST]]
        left = len(region) - len(shown)
        if left:
            shown.append(
                f"{left} more facts are as in the case"
                if left > 1
                else "one more is as in the case"
            )
        yield from wrapped(lead + "; and ".join(shown), indent, indent + "  ")
    more = len(turn.regions) - _REGIONS_AT_MOST
    if more > 0 and turn.exact:
        yield from wrapped(f"or where one of {more} more is so (--format json)", indent, indent)
    match turn.rest:
        case Rest.SOME if turn.regions:
            yield from wrapped("and in other cases", indent, indent)
        case Rest.OPEN if turn.regions:
            yield from wrapped("whether in other cases too was not settled", indent, indent)
        case _:
            pass


def _example(example: Example, indent: str) -> Iterator[str]:
    shown = [plain(fact) for fact in example.said[:_EXAMPLE_AT_MOST]]
    left = len(example.said) - len(shown)
    if left:
        shown.append(f"… and {left} more (--witnesses DIR writes the case)")
    said = f"case {plain(example.name)}, as of {day(example.as_of)}: {'; '.join(shown)}"
    yield from wrapped(said, indent, indent + "  ")
    for version, names in (("old", example.old_only), ("new", example.new_only)):
        if names:
            known = f"known to the {version} version alone: {listed(map(plain, names), 'and')}"
            yield from wrapped(known, indent + "  ", indent + "  ")


def _reasons(reasons: Sequence[Reason]) -> Iterator[str]:
    if reasons:
        yield "REASONS THAT DIFFER WHERE THE ANSWER IS THE SAME"
    for one in reasons:
        said = f"{plain(one.id)} {plain(one.name)}: {plain(one.old)} → {plain(one.new)}"
        yield from wrapped(f"{said}, and {plain(one.question)} is answered alike", "• ", "  ")
        yield from _example(one.example, "    ")


def _proved(revision: Revision) -> Iterator[str]:
    """For which cases it is proved, and what was not compared."""
    first, last = (day(on) for on in revision.days)
    when = f"as of {first}" if first == last else f"on any day from {first} to {last}"
    short = [f"{plain(name)} up to {items}" for name, items, of in revision.lists if items < of]
    lists = (
        f", of long lists by the items that can make a difference: {listed(short, 'and')}"
        if short
        else ""
    )
    by = " and ".join(revision.made_by)
    queries = "1 query" if revision.queries == 1 else f"{revision.queries:,} queries"
    said = f"Compared of every case that both versions allow, {when}{lists}; without decisions of people."
    if revision.questions or revision.rules:
        yield from wrapped(f"{said} By {by}, with {queries}.", "", "")
    open = dict.fromkeys(one.unsettled for one in revision.questions if one.unsettled)
    for tried in open:
        said = (
            f"What was not settled: {plain(tried)}; cases that turn other questions were tried too."
        )
        yield from wrapped(said, "", "")
    if revision.uncompared:
        ids = listed(map(plain, revision.uncompared), "and")
        yield from wrapped(f"Rules over many cases were not compared: {ids}.", "", "")
