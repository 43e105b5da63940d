"""What every view of a decision says before anything else.

In: a decision. Out: its stamps, gravest first: where people departed from the policy, then that it is not
in force, then what makes this decision other than an ordinary one, then on what it rests.
"""

from enum import Enum

from cssrules.dataclass import dataclass
from cssrules.decision import Answer, Certificate, Decision, Status, Taken
from cssrules.problem import Kind as Fault
from cssrules.values import listed
from cssrules.views.words import day, plain


class Weight(Enum):
    """How a view sets a stamp."""

    DEPARTURE = "departure"
    WARNING = "warning"
    NOTE = "note"


DEPARTED = "PEOPLE DEPARTED FROM THE POLICY"
"""The head of the stamp that says so, before all others."""

LAPSED = "DECIDED, AND NO LONGER POSSIBLE"
"""The head of the stamp of a pair that people decided and that, as is known today, may not be made."""

SET_ASIDE = "DECIDED, AND COUNTS NO MORE"
"""The head of the stamp of what people decided and the rules answer anew."""

ENGINE = "ENGINE"
"""The head of the stamp that says what fired the rules."""


@dataclass(frozen=True, slots=True)
class Stamp:
    """`head` in a word or two, `text` in a sentence; both plain text."""

    weight: Weight
    head: str
    text: str

    def __str__(self) -> str:
        return f"{self.head}: {self.text}"


def stamps(decision: Decision) -> tuple[Stamp, ...]:
    """All stamps of the decision, in the order in which a view shows them."""
    found = [Stamp(Weight.DEPARTURE, DEPARTED, text) for text in decision.beside]
    found += [Stamp(Weight.DEPARTURE, LAPSED, text) for text in decision.lapsed]
    notes = [Stamp(Weight.NOTE, SET_ASIDE, f"{plain(text)}.") for text in decision.set_aside]
    for answer in decision.core.answers:
        departs, taken = answer.departs, answer.taken
        if departs is not None:
            found.append(Stamp(Weight.DEPARTURE, DEPARTED, departure(answer, departs)))
        elif taken is not None:
            text = (
                f"{plain(answer.id)} by {plain(taken.by)} on {day(taken.on)}: “{plain(taken.answer)}”, "
                f"{_agreement(taken)}{_today(answer)}."
            )
            notes.append(Stamp(Weight.NOTE, "DECIDED", text))
    found += [
        Stamp(Weight.WARNING, "NOT IN FORCE", f"{plain(finding.message)}.")
        for finding in decision.core.findings
        if finding.kind == Fault.NOT_IN_FORCE.label
    ]
    found += notes
    if decision.hypothetical:
        changes = "; ".join(plain(change) for change in decision.hypothetical)
        found.append(
            Stamp(Weight.WARNING, "WHAT IF", f"hypothetical, with {changes}. Not a decision.")
        )
    for name, chosen, default in decision.settings_changed:
        text = f"{plain(name)} is {plain(chosen)} for this run; the policy says {plain(default)}."
        found.append(Stamp(Weight.WARNING, "SETTING CHANGED", text))
    if decision.illustrative_deciding:
        text = (
            f"rests on illustrative evidence: {decision.illustrative_deciding} of "
            f"{decision.deciding} deciding facts, all questions together."
        )
        found.append(Stamp(Weight.WARNING, "ILLUSTRATIVE", text))
    if decision.core.builds_on:
        ids = listed(map(plain, decision.core.builds_on), "and")
        found.append(Stamp(Weight.NOTE, "BUILDS ON WHAT PEOPLE DECIDED", f"of {ids}."))
    if decision.retaken:
        text = "later questions are asked anew, whatever people decided before."
        found.append(Stamp(Weight.WARNING, "RETAKEN", text))
    if decision.sourced_only:
        found.append(
            Stamp(Weight.NOTE, "SOURCED FACTS ONLY", "illustrative evidence was left out.")
        )
    if decision.certificate is not None:
        found.append(Stamp(Weight.NOTE, "PROVED POLICY", _proved(decision.certificate)))
    return (*found, Stamp(Weight.NOTE, ENGINE, fired_by(decision)))


def _proved(certificate: Certificate) -> str:
    """What the certificate says, in a sentence."""
    counts = [
        f"{certificate.proofs:,} proofs",
        f"{certificate.findings or 'no'} open finding{'' if certificate.findings == 1 else 's'}",
        f"{certificate.accepted} that the authors mean",
    ]
    if certificate.unsettled:
        counts.append(f"{certificate.unsettled} not settled")
    return f"{', '.join(counts)} (certificate {plain(certificate.digest)[:12]})."


def departure(answer: Answer, departs: Taken) -> str:
    """That people departed from the policy, when, and why."""
    reason = f" Their reason: {plain(departs.reason)}" if departs.reason else ""
    return (
        f"{plain(answer.id)} was decided by {plain(departs.by)} on {day(departs.on)} as "
        f"“{plain(departs.answer)}”; {departed_from(answer)}.{reason}"
    )


def departed_from(answer: Answer) -> str:
    """What the policy said on the day on which people decided otherwise, and what it says today."""
    then = None if answer.departs is None else answer.departs.policy
    match then:
        case Status.UNDECIDED.value:
            return f"the policy, then undecided, had ruled that out{_today(answer)}"
        case Status.NOT_ASKED.value:
            return f"the policy did not ask this{_today(answer)}"
        case _:
            return f"the policy's answer was “{policy_answer(then)}”{_today(answer)}"


def _agreement(taken: Taken) -> str:
    """How what people decided stands to what the policy said on that day."""
    match taken.policy:
        case None:
            return "which is the policy's answer"
        case Status.UNDECIDED.value:
            return "which the policy left possible"
        case _:
            return "as the policy then said"


def _today(answer: Answer) -> str:
    """What the policy says with what became known since, where it still answers, and otherwise; nothing
    where its answer may rest on this very decision.
    """
    told = answer.departs or answer.taken
    if answer.answer is None or told is None or told.policy in {None, answer.answer}:
        return ""
    if answer.on_record:
        return ""
    return f"; with what is known today it would say “{plain(answer.answer)}”"


def policy_answer(answer: str | None) -> str:
    """What the policy answers, in words."""
    return "undecided" if answer is None else plain(answer)


def is_agreed(decision: Decision) -> bool:
    """Whether an engine fired the rules, and agreed with their meaning."""
    return not plain(decision.engine.get("fired_by", "meaning alone")).startswith("meaning alone")


def fired_by(decision: Decision) -> str:
    """By what the rules were fired, in a sentence."""
    engine = plain(decision.engine.get("fired_by", "meaning alone"))
    if not is_agreed(decision):
        return f"decided by {engine}."
    return f"fired by {engine}, which agrees with the policy's meaning."


def as_of(decision: Decision) -> str:
    """The day of the decision and where it comes from."""
    shown = day(decision.as_of) if decision.as_of else "no day"
    origin = "as given" if decision.as_of_given else decision.as_of_origin
    return f"{shown} ({origin})"
