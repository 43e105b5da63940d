"""The ledger of an audit: what was proved, found, and left open, as it goes along."""

from collections import Counter
from collections.abc import Callable

from cssrules.audited import FindingKind, Open, ProofFinding


class Ledger:
    """`tell` is told of what is being looked at."""

    def __init__(self, tell: Callable[[str], None]) -> None:
        self.tell = tell
        self.queries = 0
        self.proved: Counter[FindingKind] = Counter()
        self.findings: list[ProofFinding] = []
        self.resting: list[str] = []
        self.unsettled: list[Open] = []
        self.undecided_by: dict[str, tuple[str, ...]] = {}

    def leave_open(self, kind: FindingKind, ids: tuple[str, ...], why: str) -> None:
        """Note that it was not settled whether there is a finding of a kind."""
        self.unsettled.append(Open(f"{kind.label}: {', '.join(ids)}", why))

    def rest(self, kind: FindingKind, message: str) -> None:
        """Note what has no use while the settings are as they are; of conditions too many have none."""
        if kind is not FindingKind.IMPLIED:
            self.resting.append(message)
