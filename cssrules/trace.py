"""What was found on the way to a decision: every expression evaluated, every row, every conclusion.

Plain data, made by `cssrules.meaning` and read by whatever explains or compares.
"""

from collections.abc import Iterator, Mapping
from dataclasses import field
from datetime import date
from typing import TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import Expression
from cssrules.policy import Row, Rule
from cssrules.problem import Kind as Fault
from cssrules.values import Item, Value

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

    def all(self) -> Iterator["Judged"]:
        """It and every part of it, in reading order."""
        pending = [self]
        while pending:
            judged = pending.pop()
            yield judged
            pending += reversed(judged.parts)


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A row: whether its cells hold (`truth`) and whether it gives the output (`hit`).

    `output` is None where the row cannot hit, and where it makes a record: `made` are its fields then.
    """

    path: str
    row: Row
    truth: Truth
    hit: Truth
    cells: tuple[Judged | None, ...]
    output: Judged | None
    made: tuple[tuple[str, Judged], ...] = ()

    @property
    def outputs(self) -> tuple[Judged, ...]:
        """What the row gives, or the fields that it makes, as far as they were evaluated."""
        made = tuple(judged for _, judged in self.made)
        return made if self.output is None else (self.output, *made)

    @property
    def item(self) -> Item:
        """The record that the row makes."""
        return Item(self.row.id, {name: judged.value for name, judged in self.made})


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the policy (or with a divisor of the case) as this case shows it."""

    kind: Fault
    rule: str
    message: str


@dataclass(frozen=True, slots=True)
class Concluded:
    """The value of a conclusion. `found` is what its body gave; `presumed` says that `if unknown`
    put `value` in its place. `members` are the sure members of what was collected. `path` is its node
    id: the rule's, and of an item `RULE/item/<id>`.
    """

    rule: Rule
    path: str
    value: Value
    found: Value
    presumed: bool
    body: Judged | tuple[JudgedRow, ...]
    members: frozenset[str] | tuple[Item, ...] = frozenset()

    def conditions(self) -> Iterator[Judged]:
        """Every expression of the body, or of a table's cells, and every part of one."""
        if isinstance(self.body, Judged):
            yield from self.body.all()
            return
        for row in self.body:
            yield from (one for cell in row.cells if cell is not None for one in cell.all())

    def judged(self) -> Iterator[Judged]:
        """The same, and every expression of what the rows of a table give."""
        yield from self.conditions()
        if not isinstance(self.body, Judged):
            yield from (one for row in self.body for top in row.outputs for one in top.all())


@dataclass(frozen=True, slots=True)
class Trace:
    """All that meaning found, by conclusion in the policy's order; then questions and properties.

    `each` are the conclusions of each item, by name and item id; `lists` the lists whose items have
    such conclusions, with these among their fields. `decided` is what people decided, by conclusion:
    whoever reads one of them read that. Properties read what the policy concludes.
    """

    as_of: date
    values: Mapping[str, Value]
    concluded: Mapping[str, Concluded]
    asked: Mapping[str, Judged]
    properties: Mapping[str, Judged]
    findings: tuple[Finding, ...]
    each: Mapping[str, Mapping[str, Concluded]] = field(default_factory=dict)
    lists: Mapping[str, tuple[Item, ...]] = field(default_factory=dict)
    decided: Mapping[str, Value] = field(default_factory=dict)

    @property
    def conclusions(self) -> Iterator[Concluded]:
        """What was concluded of the case, then of each item."""
        yield from self.concluded.values()
        yield from (one for of_items in self.each.values() for one in of_items.values())

    def value(self, name: str) -> Value:
        """The value of a conclusion or of evidence."""
        return self.concluded[name].value if name in self.concluded else self.values.get(name)
