"""What was found on the way to a decision: every expression evaluated, every row, every conclusion.

Plain data, made by `cssrules.meaning` and read by whatever explains or compares.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import TypeAlias

from cssrules.expression import Expression
from cssrules.policy import Row, Rule
from cssrules.problem import Kind as Fault
from cssrules.values import Value

Truth: TypeAlias = bool | None


@dataclass(frozen=True, slots=True)
class Judged:
    """An expression evaluated: its node id, its value, and its parts.

    The parts of a list's condition stand under the item's id: `RULE/when/2/item/<id>`.
    """

    path: str
    expression: Expression
    value: Value
    parts: tuple["Judged", ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row: whether its cells hold (`truth`) and whether it gives the output (`hit`).

    `output` is None where the row cannot hit.
    """

    path: str
    row: Row
    truth: Truth
    hit: Truth
    cells: tuple[Judged | None, ...]
    output: Judged | None


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the policy (or with a divisor of the case) as this case shows it."""

    kind: Fault
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Concluded:
    """The value of a conclusion. `found` is what its body gave; `presumed` says that `if unknown`
    put `value` in its place. `members` are the sure members of a collected set.
    """

    rule: Rule
    value: Value
    found: Value
    presumed: bool
    body: Judged | tuple[JudgedRow, ...]
    members: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trace:
    """All that meaning found, by conclusion in the policy's order; then questions and properties."""

    as_of: date
    values: Mapping[str, Value]
    concluded: Mapping[str, Concluded]
    asked: Mapping[str, Judged]
    properties: Mapping[str, Judged]
    findings: tuple[Finding, ...]

    def value(self, name: str) -> Value:
        """The value of a conclusion or of evidence."""
        return self.concluded[name].value if name in self.concluded else self.values.get(name)
