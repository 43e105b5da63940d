"""The ledger of an audit: what was proved, found, and left open, as it goes along."""

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import Any

from cssrules.audited import FindingKind, Open, ProofFinding
from cssrules.proof.fewer import Values
from cssrules.proof.parts import Parts

CUT = "longer lists were not looked at"
"""Why what no case with short lists shows is left open."""


class Ledger:
    """`cases` are some that were found, one for each row and outcome that answers a question. `parts` keeps
    what was found of parts.
    """

    def __init__(self, parts: Parts | None = None) -> None:
        self.parts = parts or Parts()
        self.queries = 0
        self.proved: Counter[FindingKind] = Counter()
        self.findings: list[ProofFinding] = []
        self.resting: list[str] = []
        self.unsettled: list[Open] = []
        self.cases: list[tuple[Values, date]] = []
        self.undecided_by: dict[str, tuple[str, ...]] = {}

    def prove(
        self, kind: FindingKind, ids: tuple[str, ...], number: int = 1, *, cut: bool = False
    ) -> None:
        """Note that no case shows a finding, in so many places; of lists that were `cut` it is left open."""
        if cut and number:
            self.leave_open(kind, ids, CUT)
        else:
            self.proved[kind] += number

    def leave_open(self, kind: FindingKind, ids: tuple[str, ...], why: str) -> None:
        """Note that it was not settled whether there is a finding of a kind."""
        self.unsettled.append(Open(f"{kind.label}: {', '.join(ids)}", why))

    def rest(self, kind: FindingKind, message: str) -> None:
        """Note what has no use while the settings are as they are; of conditions too many have none."""
        if kind is not FindingKind.IMPLIED:
            self.resting.append(message)

    def found(self) -> dict[str, Any]:
        """What is in it, as it can be kept."""
        return {
            "queries": self.queries,
            "proved": dict(self.proved),
            "findings": self.findings,
            "resting": self.resting,
            "unsettled": self.unsettled,
            "cases": self.cases,
            "undecided_by": self.undecided_by,
        }

    def add(self, found: Mapping[str, Any]) -> None:
        """Take over what was found in another."""
        self.queries += found["queries"]
        self.proved.update(found["proved"])
        self.findings += found["findings"]
        self.resting += found["resting"]
        self.unsettled += found["unsettled"]
        self.cases += found["cases"]
        self.undecided_by |= found["undecided_by"]
