"""What was proved of a policy, for a reader: what is found first, then what is meant, then what holds."""

from collections import Counter
from collections.abc import Iterable, Iterator

from cssrules.audited import Again, Audit, FindingKind, ProofFinding, Witness
from cssrules.values import listed
from cssrules.views.words import day, plain, wrapped

_FACTS_AT_MOST = 8
_RESTING_AT_MOST = 12
_MISSING_AT_MOST = 6
_PAIRS_AT_MOST = 5


def text(audit: Audit) -> str:
    """The audit as text."""
    parts = [
        _head(audit),
        _findings(audit),
        _gone(audit),
        _accepted(audit),
        _unsettled(audit),
        _proved(audit),
        _again(audit.again),
        _resting(audit),
        _missing(audit),
    ]
    return "\n\n".join("\n".join(part) for lines in parts if (part := list(lines)))


def _head(audit: Audit) -> Iterator[str]:
    first, last = (day(on) for on in audit.days)
    yield from wrapped(f"{plain(audit.policy)}, version {plain(audit.version)}", "", "")
    short = [f"{name} up to {looked}" for name, looked, most in audit.lists if looked < most]
    said = f"Proved of every case that the types allow, decided on any day from {first} to {last}"
    lists = (
        f", of long lists by the items that can make a difference: {listed(short, 'and')}"
        if short
        else ""
    )
    by = " and ".join(audit.made_by)
    yield from wrapped(
        f"{said}{lists}. By {by}, with {_counted(audit.queries, 'query', 'queries')}.", "", ""
    )


def _findings(audit: Audit) -> Iterator[str]:
    if not audit.findings:
        yield "No finding that is not accepted."
        return
    causes = _by_cause(audit.findings)
    of = "" if len(causes) == len(audit.findings) else f", of {_counted(len(causes), 'cause')}"
    yield f"FINDINGS ({len(audit.findings)}{of})"
    told = Counter[str]()
    for first, *others in causes:
        pairs_of = first.ids[0].partition("/")[0] if first.kind is FindingKind.OVERLAP else ""
        told[pairs_of] += bool(pairs_of)
        if told[pairs_of] > _PAIRS_AT_MOST:
            continue
        yield ""
        yield from _one(first)
        for kind in dict.fromkeys(finding.kind for finding in others):
            same = [plain(", ".join(f.ids)) for f in others if f.kind is kind]
            said = f"By the same cause, {plain(first.cause)}, {kind.label} ({len(same)}): "
            named = listed(list(_cut(same, _MISSING_AT_MOST)), "and")
            yield from wrapped(f"{said}{named} (--format json tells each)", "  ", "    ")
    for rule, number in told.items():
        if number > _PAIRS_AT_MOST:
            left = f"{number - _PAIRS_AT_MOST:,} more pairs of rows of {plain(rule)}"
            yield ""
            yield from wrapped(f"overlap: {left} (--format json tells each)", "• ", "  ")


def _by_cause(findings: Iterable[ProofFinding]) -> list[list[ProofFinding]]:
    """The findings, those of one cause together: what tells the cause itself first."""
    found: dict[object, list[ProofFinding]] = {}
    for number, finding in enumerate(findings):
        found.setdefault(finding.cause or number, []).append(finding)
    return [sorted(same, key=_is_only_caused) for same in found.values()]


def _is_only_caused(finding: ProofFinding) -> bool:
    """Whether a finding does not tell its cause itself."""
    of_cause = finding.ids[0].partition("/")[0] == finding.cause
    return finding.kind is not FindingKind.NOT_COMPLETE and not of_cause


def _one(finding: ProofFinding) -> Iterator[str]:
    yield from wrapped(f"{finding.kind.label}: {plain(finding.message)}", "• ", "  ")
    if not finding.witnesses:
        yield from wrapped(f"{finding.proved}", "  ", "  ")
    for number, witness in enumerate(finding.witnesses):
        lead = ("Shown by" if len(finding.witnesses) == 1 else ("Before", "After")[number]) + ": "
        yield from wrapped(lead + _case(witness), "  ", "    ")


def _case(witness: Witness) -> str:
    """A case on one line."""
    said = [f"{name} {_value(value)}" for name, value in witness.facts.items()]
    more = len(said) - _FACTS_AT_MOST
    rest = [f"and {more} more facts"] if more > 1 else said[_FACTS_AT_MOST:]
    facts = "; ".join([*said[:_FACTS_AT_MOST], *rest]) or "nothing known"
    return plain(f"{facts} (as of {day(witness.as_of)})")


def _value(value: object) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case []:
            return "none"
        case list():
            return ", ".join(_item(item) if isinstance(item, dict) else str(item) for item in value)
        case _:
            return str(value)


def _item(item: dict[str, object]) -> str:
    fields = ", ".join(f"{name} {_value(value)}" for name, value in item.items() if name != "id")
    return f"{item['id']} ({fields})" if fields else str(item["id"])


def _gone(audit: Audit) -> Iterator[str]:
    if audit.gone:
        yield "ACCEPTED IN VAIN: take these entries out of `accepted findings:`"
    for gone in audit.gone:
        said = f"{gone.place}: {gone.kind} of {listed(gone.ids, 'and')} does not occur"
        yield from wrapped(plain(said), "• ", "  ")


def _accepted(audit: Audit) -> Iterator[str]:
    if audit.accepted:
        yield f"MEANT BY THE AUTHORS ({len(audit.accepted)})"
    for one in audit.accepted:
        said = f"{one.finding.kind.label}: {plain(one.finding.message)}"
        yield from wrapped(said, "• ", "  ")
        yield from wrapped(f"{plain(one.owner)}: {plain(one.reason)}", "  ", "  ")


def _unsettled(audit: Audit) -> Iterator[str]:
    if audit.unsettled:
        yield f"NOT SETTLED ({len(audit.unsettled)})"
    for open in audit.unsettled:
        yield from wrapped(plain(f"{open.what}: {open.tried}"), "• ", "  ")


def _proved(audit: Audit) -> Iterator[str]:
    yield "PROVED"
    for kind in FindingKind:
        if times := audit.proved.get(kind.label, 0):
            yield from wrapped(f"{_but(audit, kind)} ({_counted(times, 'proof')})", "• ", "  ")


def _but(audit: Audit, kind: FindingKind) -> str:
    """What is proved of a kind, and that there are findings of it beside."""
    kinds = [finding.kind for finding in audit.findings]
    kinds += [one.finding.kind for one in audit.accepted]
    unsettled = any(open.what.startswith(f"{kind.label}:") for open in audit.unsettled)
    beside = [f"{kinds.count(kind)} as above"] if kind in kinds else []
    beside += ["what is not settled"] if unsettled else []
    return kind.proved + (f", but for {' and '.join(beside)}" if beside else "")


def _again(again: Again) -> Iterator[str]:
    """How much of it two witnesses say, and what has one."""
    yield "SEEN BY TWO WITNESSES, which agree"
    exact, tables = again.tables
    yield from wrapped(f"{exact} of {_counted(tables, 'table')}, analysed without Z3", "• ", "  ")
    tried, of = again.tried
    cells = f"{_counted(again.questions, 'question')} to {_counted(again.cells, 'cell')}"
    given = f"; {again.whole} with nothing taken as given" if tried else ""
    said = f"{tried} of {_counted(of, 'conclusion')}, tried on every case that they tell apart"
    yield from wrapped(f"{said} as of {day(again.day)} ({cells}{given})", "• ", "  ")
    rest = tables - exact + of - tried
    left = f"the other {rest}: by Z3 alone, and " if rest else "all of it "
    seen, answers = again.answers
    sampled = f"looked for in {_counted(again.sampled, 'case')} at random"
    sampled += f", in which {seen} of {_counted(answers, 'answer')} came up" if answers else ""
    yield from wrapped(f"{left}{sampled}", "• ", "  ")


def _counted(number: int, noun: str, many: str = "") -> str:
    return f"{number:,} {noun if number == 1 else many or noun + 's'}"


def _resting(audit: Audit) -> Iterator[str]:
    """What the settings keep from mattering: a line for what does, up to a number."""
    if audit.resting:
        yield f"WITHOUT EFFECT while the settings are as they are ({len(audit.resting)})"
    for said in _cut(audit.resting, _RESTING_AT_MOST):
        yield from wrapped(plain(said), "• ", "  ")


def _missing(audit: Audit) -> Iterator[str]:
    if audit.undecided_by:
        yield "WHAT ONE MISSING FACT CAN LEAVE UNDECIDED of what is asked, all else being known"
    for id, names in audit.undecided_by.items():
        said = listed(list(_cut(names, _MISSING_AT_MOST)), "and") if names else "none"
        yield from wrapped(plain(f"{id}: {said}"), "• ", "  ")


def _cut(said: Iterable[str], most: int) -> Iterator[str]:
    said = list(said)
    yield from said if len(said) <= most + 1 else said[:most]
    if len(said) > most + 1:
        yield f"{len(said) - most} more"
