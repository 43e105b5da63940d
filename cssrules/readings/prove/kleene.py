"""What the lowering's terms are for the prove reading: pairs of conditions, and integers with a condition.

A truth is a pair of conditions, that it holds and that it fails: neither is unknown. An integer, or the
code of a text, has a condition that it is known; where it is not, its term says nothing.
INVARIANT: of a truth never both conditions hold.
"""

from cssrules.dataclass import dataclass
from cssrules.readings.prove.conditions import Condition, either
from cssrules.readings.prove.integers import Integer


@dataclass(frozen=True, slots=True)
class Kleene:
    """A truth."""

    holds: Condition
    fails: Condition

    @property
    def known(self) -> Condition:
        return either(self.holds, self.fails)


@dataclass(frozen=True, slots=True)
class Maybe:
    """An integer."""

    term: Integer
    known: Condition


@dataclass(frozen=True, slots=True)
class Wording:
    """A text, by its code."""

    code: Integer
    known: Condition
