"""A portfolio decided, for a board: outcomes, who is proposed for whom, what follows for each body.

In: a proposal, and the ids of rules to show alone. Out: the same page as text of up to 80 columns, as
Markdown, and as HTML that is complete by itself. Which sections there are is the policy's: one for its
main question, and one for each of its portfolio rules.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from markupsafe import Markup

from cssrules.dataclass import dataclass
from cssrules.decision import Status
from cssrules.proposal import (
    Body,
    CaseFound,
    ConcludedOf,
    EachFound,
    PairFound,
    PairingFound,
    Proposal,
    Proposed,
    Standing,
    Unserved,
    Verdict,
    set_aside,
)
from cssrules.values import plural
from cssrules.views.html import template
from cssrules.views.stamps import DEPARTED, LAPSED, SET_ASIDE, departed_from
from cssrules.views.words import (
    basis_in_full,
    basis_in_short,
    day,
    in_markdown,
    plain,
    value,
    wrapped,
)

_NAMES_AT_MOST = 8
_REASONS_AT_MOST = 2
_FINDINGS_AT_MOST = 8
_HEAD = 28


@dataclass(frozen=True, slots=True)
class Row:
    """What is said of one thing, and in detail."""

    head: str
    said: str
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    """`notes` stand before the rows."""

    id: str
    title: str
    basis: tuple[str, ...]
    notes: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """`departures` come first of all, then what makes this other than an ordinary run."""

    title: str
    policy: str
    departures: tuple[str, ...]
    warnings: tuple[str, ...]
    sections: tuple[Section, ...]
    engine: str


def text(proposal: Proposal, rules: Sequence[str] = (), *, explain: bool = False) -> str:
    """The page in lines."""
    page = page_of(proposal, rules, explain=explain)
    lines = [line for said in page.departures for line in wrapped(said, "!! ", "   ")]
    lines += [*wrapped(page.title, "", "  "), *wrapped(page.policy, "", "  ")]
    lines += [line for said in page.warnings for line in wrapped(said, "!  ", "   ")]
    for section in page.sections:
        basis = basis_in_short(section.basis)
        heading = f"{section.id}  {section.title}" + (f" [{basis}]" if basis else "")
        lines += ["", *wrapped(heading, "", " " * (len(section.id) + 2))]
        lines += [line for note in section.notes for line in wrapped(note, "  ", "  ")]
        width = min(max((len(row.head) for row in section.rows), default=0), _HEAD)
        for row in section.rows:
            lines += wrapped(f"{row.head:<{width}}  {row.said}", "  ", "      ")
            lines += [line for said in row.details for line in wrapped(said, "      ", "        ")]
    return "\n".join([*lines, "", *wrapped(page.engine, "", "  ")]) + "\n"


def markdown(proposal: Proposal, rules: Sequence[str] = (), *, explain: bool = False) -> str:
    """The page for a board paper."""
    page = page_of(proposal, rules, explain=explain)
    lines = [f"# {in_markdown(page.title)}", "", f"{in_markdown(page.policy)}."]
    for said in (*page.departures, *page.warnings):
        lines += ["", f"**{in_markdown(said)}**"]
    for section in page.sections:
        lines += ["", f"## {in_markdown(section.id)}: {in_markdown(section.title)}", ""]
        basis = basis_in_full(section.basis)
        lines += [f"Basis: {in_markdown(basis)}.", ""] if basis else []
        lines += [line for note in section.notes for line in (in_markdown(note), "")]
        if section.rows:
            lines += ["| of | found | why |", "| --- | --- | --- |"]
        for row in section.rows:
            details = "<br>".join(map(in_markdown, row.details))
            lines.append(f"| {in_markdown(row.head)} | {in_markdown(row.said)} | {details} |")
    return "\n".join([*lines, "", in_markdown(page.engine)]) + "\n"


def html(
    proposal: Proposal,
    rules: Sequence[str] = (),
    picture: str | None = None,
    *,
    explain: bool = False,
) -> str:
    """The page in HTML; `picture` is a drawing of it, shapes and escaped text only."""
    page = page_of(proposal, rules, explain=explain)
    bases = {section.id: basis_in_full(section.basis) for section in page.sections}
    drawn = None if picture is None else Markup(picture)  # noqa: S704 # because it is our own picture
    return template("portfolio.html.jinja").render(page=page, bases=bases, picture=drawn)


def page_of(proposal: Proposal, rules: Sequence[str] = (), *, explain: bool = False) -> Page:
    """What the page says; with `rules` only these, in full, and with `explain` each reason."""
    told = _Telling(proposal, full=bool(rules), explain=explain)
    found = [one for one in proposal.found if not rules or one.id in rules]
    sections = [] if rules else [*told.outcomes()]
    sections += [told.section(one) for one in found]
    origin = "as given" if proposal.as_of_given else proposal.as_of_origin
    return Page(
        f"{plain(proposal.name)}, as of {day(proposal.as_of)} ({origin})",
        f"{plain(proposal.policy_name)}, version {plain(proposal.policy_version)}",
        (
            *(f"{DEPARTED}: {said}" for said in departures(proposal)),
            *(f"{LAPSED}: {said}" for said in lapsed(proposal)),
        ),
        tuple(_warnings(proposal)),
        tuple(sections),
        f"The policy proposes (←), people decide. Pairs {_fired_by(proposal)}.{_others(proposal)}",
    )


def _named(case: CaseFound) -> str:
    """The name of a case, and what people decided of it where that is not the policy's answer."""
    taken = None if case.main is None else case.main.otherwise
    return plain(case.name) + (f" (people: {plain(taken.answer)})" if taken else "")


# -- stamps ----------------------------------------------------------------------------------------


def departures(proposal: Proposal) -> Iterator[str]:
    """Where people decided otherwise than the policy did on that day, of cases and of pairs: sentences,
    which begin with the name of the case or the id of the rule; and which limits that exceeds. Of
    settings that are only supposed nobody decided anything.
    """
    if proposal.settings_changed:
        return
    for case in proposal.cases:
        for answer in case.answers:
            if answer.departs is not None:
                yield (
                    f"{plain(case.name)}, {plain(answer.id)}: "
                    f"“{plain(answer.departs.answer)}” by {plain(answer.departs.by)} on "
                    f"{day(answer.departs.on)}; {departed_from(answer)}."
                )
    for found in (one for one in proposal.found if isinstance(one, PairingFound)):
        for one in found.proposed:
            if one.departs and one.taken is not None and one.verdict is not None:
                yield (
                    f"{plain(found.id)}: "
                    f"{name_of(proposal.bodies, one.body)} has {name_of(proposal.bodies, one.other)}, "
                    f"decided by {plain(one.taken.by)} on {day(one.taken.on)}; "
                    f"{_stood(proposal.bodies, one.verdict)}{_now(one)}"
                    f"{_instead(proposal.bodies, found, one)}."
                )
        for beyond in found.exceeded:
            noun = found.record if beyond.decided == 1 else plural(found.record)
            yield (
                f"{plain(found.id)}: people decided {beyond.decided} {plain(noun)} with "
                f"{name_of(proposal.bodies, beyond.body)}, more than the limit of {plain(beyond.limit)}."
            )


def lapsed(proposal: Proposal) -> Iterator[str]:
    """The pairs that people decided, in keeping with the policy of that day, and that with what is known
    today may no longer be made: sentences, which begin with the id of the rule.
    """
    for found in (one for one in proposal.found if isinstance(one, PairingFound)):
        for one in found.proposed:
            if one.lapsed and not one.departs and one.taken is not None:
                yield (
                    f"{plain(found.id)}: "
                    f"{name_of(proposal.bodies, one.body)} has {name_of(proposal.bodies, one.other)}, "
                    f"decided by {plain(one.taken.by)} on {day(one.taken.on)}{_now(one)}"
                    f"{_instead(proposal.bodies, found, one)}."
                )


def _now(one: Proposed) -> str:
    """Why a pair that people decided may, with what is known today, no longer be made."""
    because = "; ".join(plain(part.found) for part in one.because)
    return f"; with what is known today they may not be paired: {because}" if one.lapsed else ""


def _instead(bodies: Mapping[str, Body], found: PairingFound, one: Proposed) -> str:
    """Who is proposed in place of a pair that may no longer be made."""
    if not (one.ruled_out and found.allocates):
        return ""
    others = [other for other in found.proposed if other.body == one.body and other.taken is None]
    names = ", ".join(name_of(bodies, other.other) for other in others) or "nobody"
    return f"; in its place {names} {'are' if len(others) > 1 else 'is'} proposed"


def _stood(bodies: Mapping[str, Body], verdict: Verdict) -> str:
    """What the policy said on the day of a pair that people decided."""
    names = ", ".join(name_of(bodies, key) for key in verdict.policy) or "nobody"
    because = "; ".join(plain(one.found) for one in verdict.because)
    proposed = f"the policy proposed {names}"
    match verdict.standing:
        case Standing.INELIGIBLE:
            return f"they may not be paired ({because}), and {proposed}"
        case Standing.OVER_THE_LIMIT:
            return f"that is over the limit of {plain(verdict.limit or '')}, and {proposed}"
        case Standing.NOT_THE_BEST:
            return f"they could be paired, but {proposed}, whom its order of choice puts first"
        case Standing.OPEN:
            return f"the policy did not know whether they may be paired ({because})"
        case Standing.NOT_ASKED:
            return "the policy did not ask"
        case Standing.ELIGIBLE:
            return "they could be paired"
        case Standing.PROPOSED:
            return "as the policy proposed"


def _warnings(proposal: Proposal) -> Iterator[str]:
    for fault in proposal.core.findings[:_FINDINGS_AT_MOST]:
        yield f"FINDING {plain(fault.rule)}: {plain(fault.message)} ({fault.kind})"
    left = len(proposal.core.findings) - _FINDINGS_AT_MOST
    if left > 0:
        yield f"FINDING and {left} more, which the JSON lists"
    for one in (one for one in proposal.strangers if one.meant):
        names = ", ".join(name_of(proposal.bodies, key) for key in one.cases)
        yield (
            f"NO SUCH CASE: `{plain(one.name)}`, which `{plain(one.fact)}` of {names} names; "
            f"did you mean `{plain(one.meant or '')}`?"
        )
    for said in set_aside(proposal):
        yield f"{SET_ASIDE}: {plain(said)}."
    for name, chosen, default in proposal.settings_changed:
        yield (
            f"SETTING CHANGED: {plain(name)} is {plain(chosen)} for this run; "
            f"the policy says {plain(default)}."
        )
    if proposal.retaken:
        yield "RETAKEN: what people decided is left aside, and the policy asked anew."
    if proposal.illustrative:
        yield (
            f"ILLUSTRATIVE: rests on illustrative evidence: {proposal.illustrative:,} of "
            f"{proposal.facts:,} facts on file."
        )


def _others(proposal: Proposal) -> str:
    """What cases name that is no case here, nor meant to be one as far as can be told."""
    names = sorted({one.name for one in proposal.strangers if not one.meant})
    return f" Cases name what has no case here: {', '.join(map(plain, names))}." if names else ""


def _fired_by(proposal: Proposal) -> str:
    engine = plain(proposal.engine.get("fired_by", "meaning alone"))
    if engine.startswith("meaning alone"):
        return f"decided by {engine}"
    return f"fired by {engine}, which agrees with the policy's meaning"


# -- sections --------------------------------------------------------------------------------------


class _Telling:
    """`full` tells every pair and body, `explain` every reason of each."""

    def __init__(self, proposal: Proposal, *, full: bool, explain: bool) -> None:
        self.proposal, self.bodies = proposal, proposal.bodies
        self.full, self.explain = full, explain

    def name(self, key: str) -> str:
        return name_of(self.bodies, key)

    def outcomes(self) -> Iterator[Section]:
        """The main question, answer by answer."""
        main = [(case, case.main) for case in self.proposal.cases if case.main is not None]
        groups: dict[str, list[CaseFound]] = {}
        for case, answer in main:
            said = value(answer.answer) if answer.status is Status.DECIDED else answer.status.value
            groups.setdefault(said, []).append(case)
        ranks = {said: rank for rank, said in enumerate(self.proposal.order)}
        rows = [
            Row(
                f"{said} ({len(groups[said])})",
                ", ".join(_named(case) for case in groups[said]),
            )
            for said in sorted(groups, key=lambda said: (ranks.get(said, len(ranks)), said))
        ]
        if main:
            _, answer = main[0]
            number = len(self.proposal.cases)
            notes = (f"{number} {'case' if number == 1 else 'cases'}",)
            yield Section(plain(answer.id), plain(answer.question), (), notes, tuple(rows))

    def section(self, found: PairingFound | EachFound) -> Section:
        return self.pairing(found) if isinstance(found, PairingFound) else self.each(found)

    # -- pairs -------------------------------------------------------------------------------------

    def pairing(self, found: PairingFound) -> Section:
        kind = found.each if len(found.asked) == 1 else plural(found.each)
        notes = [f"asked of {len(found.asked) or 'no'} {kind if found.asked else found.each}"]
        notes[0] += f", not known of {len(found.unclear)} more" if found.unclear else ""
        if found.pairs:
            eligible = sum(pair.eligible == "true" for pair in found.pairs)
            unclear = sum(pair.eligible == "unknown" for pair in found.pairs)
            notes[0] += f"; {eligible:,} of {len(found.pairs):,} pairs may be made"
            notes[0] += f", of {unclear:,} it is not known" if unclear else ""
        if found.pairs and found.criteria:
            notes.append("preferred: " + "; ".join(map(plain, found.criteria)))
        if found.pairs and found.limits:
            notes.append("at most: " + "; ".join(map(plain, found.limits)))
        if self.full and found.decided_by:
            notes.append(f"decided by: {plain(found.decided_by)}")
        rows = [self.proposed(one) for one in found.proposed]
        rows += [self.unserved(found, one) for one in found.unserved]
        if self.full or not found.allocates:
            rows += self.all_pairs(found)
        rows = sorted(_merged(rows), key=lambda row: row.head)
        title = f"{plain(found.title)}: {plain(found.define)}"
        return Section(plain(found.id), title, found.basis, tuple(notes), tuple(rows))

    def proposed(self, one: Proposed) -> Row:
        details = [plain(because.found) for because in one.because] if self.full else []
        if one.taken is not None:
            said = f"decided by {plain(one.taken.by)} on {day(one.taken.on)}"
            said += f"; {_stood(self.bodies, one.verdict)}" if one.verdict else ""
            said += f": {plain(one.taken.reason)}" if one.taken.reason else ""
            details.append(f"{said}{_now(one)}")
        else:
            instead = "nobody" if one.runner_up is None else self.name(one.runner_up)
            details.append(f"else {instead}; {plain(one.tipped)}")
        if self.full and one.brought:
            brought = "; ".join(f"{plain(name)} is {value(held)}" for name, held in one.brought)
            details.append(f"becomes evidence of the case: {brought}")
        return Row(self.name(one.body), f"← {self.name(one.other)}", tuple(details))

    def unserved(self, found: PairingFound, one: Unserved) -> Row:
        reasons = one.because if self.full else one.because[:_REASONS_AT_MOST]
        details = [f"{number} × {plain(words)}" for words, number in reasons]
        left = len(one.because) - len(reasons)
        details += [f"and {left} more reason{'' if left == 1 else 's'}"] if left else []
        if one.eligible:
            said = f"nobody: {one.eligible} may be chosen, and the limits leave none"
            details = []
        elif one.unclear:
            said = f"nobody: of {one.unclear} it is not known whether they may be chosen"
        else:
            said = f"nobody: no {plain(found.record)} may be chosen"
        return Row(self.name(one.body), said, tuple(details))

    def all_pairs(self, found: PairingFound) -> list[Row]:
        """Every pair, body by body: the eligible ones by rank, then the others."""
        rows = []
        for body in (*found.asked, *found.unclear):
            pairs = [pair for pair in found.pairs if pair.body == body]
            pairs.sort(key=lambda p: (p.rank is None, p.rank or 0, p.eligible == "false", p.other))
            details = tuple(self.pair(found, pair) for pair in pairs) if self.full else ()
            sure = sum(pair.eligible == "true" for pair in pairs)
            said = f"{sure} of {len(pairs)} may be chosen"
            rows.append(Row(self.name(body), said, details))
        return rows

    def pair(self, found: PairingFound, pair: PairFound) -> str:
        name = self.name(pair.other)
        because = "; ".join(plain(one.found) for one in pair.because)
        match pair.eligible:
            case "true":
                shown = zip(found.criteria, pair.values, strict=True)
                values = "; ".join(f"{plain(label)}: {value(held)}" for label, held in shown)
                rank = "" if pair.rank is None else f"{pair.rank}. "
                chosen = ", chosen" if pair.chosen else ""
                told = [part for part in (values, because if self.explain else "") if part]
                return f"{rank}{name}{chosen} - {'; '.join(told) or because}"
            case "false":
                return f"✗  {name} - {because}"
            case _:
                return f"?  {name} - {because}"

    # -- conclusions -------------------------------------------------------------------------------

    def each(self, found: EachFound) -> Section:
        ranks = {value(said): rank for rank, said in enumerate(found.order)}
        rows = sorted(
            self.concluded(found), key=lambda one: (ranks.get(one[0], len(ranks)), one[0])
        )
        kind = found.each if len(found.found) == 1 else plural(found.each)
        notes = [f"{len(found.found)} {kind}"]
        fed = sum(one.fed for one in found.found)
        if found.feeds is not None:
            notes[0] += f"; becomes `{plain(found.feeds)}` of {fed} that do not hold it"
        title = f"{plain(found.title)}: {plain(found.define)}"
        return Section(
            plain(found.id), title, found.basis, tuple(notes), tuple(row for _, row in rows)
        )

    def concluded(self, found: EachFound) -> Iterator[tuple[str, Row]]:
        """What was concluded, and of whom: one row for each value and all that is alike in why; with
        the reasons of each by the condition or row that decided; in brief one row for each value.
        """
        groups: dict[tuple[str, ...], list[ConcludedOf]] = {}
        for one in found.found:
            said = "not known" if one.value is None else value(one.value)
            why = tuple(because.found for because in one.because) if self.full else ()
            groups.setdefault((said, *why, *([one.body] if self.explain else [])), []).append(one)
        for (said, *_), ones in groups.items():
            names = [self.name(one.body) for one in ones]
            shown = names if self.full else names[:_NAMES_AT_MOST]
            rest = f" and {len(names) - len(shown)} more" if len(shown) < len(names) else ""
            why = self.why(ones[0]) if self.full else tuple(_in_brief(ones))
            yield said, Row(f"{said} ({len(names)})", ", ".join(shown) + rest, why)

    def why(self, one: ConcludedOf) -> tuple[str, ...]:
        places = {because: f" [{plain(because.path)}]" for because in one.because}
        return tuple(
            plain(because.found) + (place if self.explain else "")
            for because, place in places.items()
        )


def _in_brief(ones: Sequence[ConcludedOf]) -> Iterator[str]:
    """Why so many have one value: the reasons that most have, each with the number of them. How a
    value was worked out is left to the rule's own page.
    """
    told = Counter(
        "; ".join(plain(because.found) for because in one.because)
        for one in ones
        if not any(because.path.endswith("/as") for because in one.because)
    )
    shown = len(told) if len(told) <= _REASONS_AT_MOST + 1 else _REASONS_AT_MOST
    for words, number in told.most_common(shown):
        yield words if len(told) == 1 else f"{number} × {words}"
    if len(told) > shown:
        yield f"and {len(told) - shown} more reasons"


def _merged(rows: Sequence[Row]) -> list[Row]:
    """Rows that say the same, as one."""
    heads: dict[tuple[str, tuple[str, ...]], list[str]] = {}
    for row in rows:
        heads.setdefault((row.said, row.details), []).append(row.head)
    return [Row(", ".join(held), *said) for said, held in heads.items()]


def name_of(bodies: Mapping[str, Body], key: str) -> str:
    """A body by name; with the case that holds it, if one does."""
    body = bodies.get(key)
    if body is None:
        return plain(key)
    if body.case is None:
        return plain(body.name)
    return f"{plain(body.name)} ({plain(bodies[body.case].name)})"
