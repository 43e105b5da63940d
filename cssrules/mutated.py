"""What became of the mutants of a policy, as plain data."""

from enum import Enum
from typing import Any

from cssrules.dataclass import dataclass

SCHEMA = "cssrules/mutants/1"


class Fate(Enum):
    """What became of a mutant: no scenario may hold of it, no case may tell it from the policy."""

    KILLED = "killed"
    EQUIVALENT = "equivalent"
    SURVIVED = "survived"
    NOT_PROVED = "not proved"


@dataclass(frozen=True, slots=True)
class FileTally:
    """The mutants of a rule file, counted in the order of Fate."""

    file: str
    counts: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Left:
    """A mutant that is neither killed nor proved equivalent: what it is, where, and why it is not proved.

    `over_many`: of a rule over many bodies, or of a setting that such a rule reads. `scenario` are the lines
    of one that kills it, for the first of the mutants that it kills.
    """

    id: str
    change: str
    line: str
    place: str
    fate: Fate
    why: str
    over_many: bool
    scenario: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Mutated:
    """A mutation run of one policy: how often Z3 was asked, how many mutants are of rules `over_many` bodies,
    and how many of these are left.
    """

    policy: str
    tallies: tuple[FileTally, ...]
    left: tuple[Left, ...]
    queries: int
    over_many: int
    over_many_left: int

    def count(self, fate: Fate) -> int:
        """How many mutants came to this."""
        at = list(Fate).index(fate)
        return sum(tally.counts[at] for tally in self.tallies)

    @property
    def survivors(self) -> tuple[Left, ...]:
        return tuple(left for left in self.left if left.fate is Fate.SURVIVED)

    @property
    def unproved(self) -> tuple[Left, ...]:
        return tuple(left for left in self.left if left.fate is Fate.NOT_PROVED)

    @property
    def holds(self) -> bool:
        """Whether every mutant is killed or proved equivalent, save those of rules over many bodies."""
        return not self.survivors and all(left.over_many for left in self.unproved)

    def as_json(self) -> dict[str, Any]:
        """The run, ready for `json.dumps`."""
        return {
            "schema": SCHEMA,
            "policy": self.policy,
            "mutants": {fate.value: self.count(fate) for fate in Fate},
            "files": [
                {
                    "file": tally.file,
                    **{f.value: n for f, n in zip(Fate, tally.counts, strict=True)},
                }
                for tally in self.tallies
            ],
            "left": [
                {
                    "id": left.id,
                    "change": left.change,
                    "line": left.line,
                    "place": left.place,
                    "fate": left.fate.value,
                    **({"why": left.why} if left.why else {}),
                    **({"over_many": True} if left.over_many else {}),
                    **({"scenario": list(left.scenario)} if left.scenario else {}),
                }
                for left in self.left
            ],
            "over_many": {"mutants": self.over_many, "left": self.over_many_left},
            "queries": self.queries,
        }
