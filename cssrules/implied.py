"""What a case holds without an entry that reports it: its own id and name.

In: a policy, and the parts of a case. Out: entries, which count as no report.
"""

from collections.abc import Iterator

from cssrules.case import Entry
from cssrules.policy import Given, Policy

OF_ITSELF = "the case itself"
"""The source of what a case says of itself."""


def implied(policy: Policy, id: str, name: str) -> tuple[Entry, ...]:
    """The facts that the policy takes from the case `id` called `name`."""
    return tuple(_given(policy, id, name))


def _given(policy: Policy, id: str, name: str) -> Iterator[Entry]:
    for evidence in policy.evidence.values():
        match evidence.given_by:
            case Given.ID:
                yield Entry(evidence.name, id, source=OF_ITSELF)
            case Given.NAME:
                # After a colon a headline stands, as of a story.
                yield Entry(evidence.name, name.partition(":")[0].rstrip(), source=OF_ITSELF)
            case None:
                pass
