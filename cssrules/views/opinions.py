"""What is still open of a question, for a reader.

In: a decision with its opinions. Out: lines of text: what is still possible and what is ruled out, what
of the missing evidence matters, and what to ask for next.
"""

from collections.abc import Iterator

from cssrules.decision import NO_ANSWER, Asking, Decision, Opinion, Status
from cssrules.views.holdings import holdings, told
from cssrules.views.text import heading
from cssrules.views.words import plain, wrapped

SHOWN = 3
"""Of what to ask for, where more than the opinion is shown."""

_GAP = "by a gap in the policy"


def page(decision: Decision) -> str:
    """The case, and what is still open of the questions that were looked at, or what holds them."""
    lines = [*heading(decision), ""]
    for opinion in decision.opinions:
        lines.extend(_opinion(decision, opinion, shown=len(opinion.asking)))
    lines.extend(holdings(decision))
    looked_at = {o.question for o in decision.opinions} | {h.question for h in decision.holdings}
    if not looked_at:
        lines.append("Nothing is open: the question is not asked of this case.")
    return "\n".join(lines).rstrip() + "\n"


def opinions(decision: Decision) -> list[str]:
    """What is still open of each question that was looked at."""
    return [
        line for opinion in decision.opinions for line in _opinion(decision, opinion, shown=SHOWN)
    ]


def unwrapped(decision: Decision) -> list[str]:
    """The same, a sentence to a line."""
    joined: list[str] = []
    for line in opinions(decision):
        if line.startswith(" ") and joined:
            joined[-1] += f" {line.strip()}"
        elif line:
            joined.append(line)
    return joined


def _opinion(decision: Decision, opinion: Opinion, *, shown: int) -> Iterator[str]:
    question = next(a for a in decision.core.answers if a.id == opinion.question)
    yield from wrapped(f"{question.id}  {plain(question.question)}", "", "     ")
    if opinion.exhaustive:
        yield "(proved for all that the missing evidence may turn out to be)"
    yield from _possible(opinion)
    for excluded in opinion.excluded:
        by = "; together with ".join(told(fact) for fact in excluded.facts)
        why = f"because {by}" if by else "which no case has"
        yield from wrapped(f"Ruled out: {plain(excluded.answer)}, {why}", "", "    ")
    if len(opinion.possible) + opinion.may_lapse + opinion.has_gap > 1 or not opinion.exhaustive:
        yield from _missing(opinion)
        if opinion.asking:
            yield from ("", "ASK NEXT")
        for number, asking in enumerate(opinion.asking[:shown], 1):
            yield from _asking(opinion, asking, number)
        if len(opinion.asking) > shown:
            yield f"  (and {len(opinion.asking) - shown} more: cssrules possible)"
    yield ""


def _possible(opinion: Opinion) -> Iterator[str]:
    answers = ", ".join(map(plain, opinion.possible))
    lapse = " But it may turn out not to be asked." if opinion.may_lapse else ""
    match len(opinion.possible):
        case 0 if opinion.exhaustive and opinion.may_lapse and not opinion.has_gap:
            said = "It can only turn out not to be asked: nothing that is missing gives an answer."
        case 0 if opinion.exhaustive:
            why = f", {_GAP}" if opinion.has_gap else ""
            said = f"No answer is possible{why}: nothing that could be asked gives one.{lapse}"
        case 1 if opinion.exhaustive:
            only = f"{answers}, or no answer at all, {_GAP}" if opinion.has_gap else answers
            said = f"It can only be {only}: no value of what is missing could change that.{lapse}"
        case _:
            more = [] if opinion.exhaustive else ["perhaps others"]
            gap = [f"or no answer at all, {_GAP}"] if opinion.has_gap else []
            unasked = ["or the question is not asked"] if opinion.may_lapse else []
            known = ", and ".join(filter(None, [answers, *more]))
            said = f"Still possible: {'; '.join([known, *gap, *unasked])}"
    yield from wrapped(said, "", "    ")


def _missing(opinion: Opinion) -> Iterator[str]:
    for head, names in (
        ("Still matters", opinion.matters),
        ("Could not change it", opinion.idle),
        ("Not settled, within the work allowed, whether it could", opinion.unsure),
    ):
        if names:
            said = f"{head} ({len(names)}): {', '.join(map(plain, names))}"
            yield from wrapped(said, "", "    ")


def _asking(opinion: Opinion, asking: Asking, number: int) -> Iterator[str]:
    asked = f" - {plain(asking.question)}" if asking.question else ""
    yield from wrapped(f"{plain(asking.evidence)}{asked}", f"  {number}. ", "     ")
    whole = (
        *opinion.possible,
        *([Status.NOT_ASKED.value] if opinion.may_lapse else []),
        *([NO_ANSWER] if opinion.has_gap else []),
    )
    if all(turn.value is not None for turn in asking.turns):
        for turn in asking.turns:
            left = "still open" if turn.leaves == whole else " or ".join(turn.leaves)
            yield from wrapped(f"if {plain(turn.value or '')}: {plain(left)}", "     ", "       ")
        return
    settled = sum(len(turn.leaves) == 1 and NO_ANSWER not in turn.leaves for turn in asking.turns)
    ways = f"of {len(asking.turns)} ways that were looked at in which it may turn out"
    yield from wrapped(f"{ways}, {settled or 'none'} would settle the question", "     ", "       ")
