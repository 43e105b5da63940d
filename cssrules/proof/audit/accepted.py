"""Findings that the authors mean: each is taken for one that occurs, or else is in vain."""

from collections.abc import Sequence

from cssrules.audited import AcceptedOne, Gone, ProofFinding
from cssrules.policy import AcceptedFinding, Policy


def sorted_out(
    policy: Policy, findings: Sequence[ProofFinding]
) -> tuple[tuple[ProofFinding, ...], tuple[AcceptedOne, ...], tuple[Gone, ...]]:
    """The findings that nobody accepted, those that somebody did, and what is accepted in vain."""
    left: list[ProofFinding] = []
    taken: list[AcceptedOne] = []
    met: set[AcceptedFinding] = set()
    for finding in findings:
        entry = next((entry for entry in policy.accepted if _is_of(entry, finding)), None)
        if entry is None:
            left.append(finding)
        else:
            met.add(entry)
            taken.append(AcceptedOne(finding, entry.owner, entry.reason))
    gone = (entry for entry in policy.accepted if entry not in met)
    return (
        tuple(left),
        tuple(taken),
        tuple(Gone(e.finding, e.ids, str(e.place)) for e in gone),
    )


def _is_of(entry: AcceptedFinding, finding: ProofFinding) -> bool:
    """Whether a finding is one that is accepted: of that kind, and of all that the entry names."""
    return entry.finding == finding.kind.label and set(entry.ids) <= set(finding.ids)
