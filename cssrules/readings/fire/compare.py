"""Whether durable-rules fired what meaning found.

In: a policy, meaning's Trace and what was Fired. Out: the differences, in words; none is agreement.
Written apart from the emission: what must hold is read off the Trace alone. Compared are the truth
of every node, unknown ones included, the conclusions, the rows that hit, the presumptions and the
values of tables; and of each firing that its reasons are nodes of the Trace, of the same truth, and
enough by themselves for what was fired.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TypeAlias

from cssrules.expression import And, Field, Not, Or, Term
from cssrules.policy import HitPolicy, Policy, Rule, Table
from cssrules.readings.fire.firing import Fired, Firing
from cssrules.trace import Concluded, Judged, JudgedRow, Trace
from cssrules.values import Value, YesNo

Truth: TypeAlias = bool | None
Held: TypeAlias = Mapping[str, bool]
Follows: TypeAlias = Callable[[Held], Truth]
"""What follows for a node from the nodes that are held, all else being unknown."""


def disagreements(policy: Policy, trace: Trace, fired: Fired) -> tuple[str, ...]:
    """Each difference between `trace` and `fired`, in a fixed order; empty where they agree."""
    expected = _Expected(policy, trace)
    return (
        *_differences("", expected.words, fired.facts, "unknown"),
        *_differences("conclusion ", expected.conclusions, fired.conclusions, None),
        *_differences("hit of ", expected.hits, fired.hits, None),
        *_differences("value of ", expected.values, fired.values, None),
        *(
            f"{node}: only one presumes it"
            for node in sorted(expected.presumed ^ fired.presumptions)
        ),
        *(f"{node}: never fired" for node in expected.unfired(fired)),
        *(fault for firing in fired.firings for fault in expected.faults(firing)),
    )


def _differences(
    what: str, expected: Mapping[str, object], found: Mapping[str, object], absent: object
) -> Iterator[str]:
    for node in sorted({*expected, *found}):
        wanted, given = expected.get(node, absent), found.get(node, absent)
        if wanted != given:
            yield f"{what}{node}: meaning says {wanted}, durable-rules {given}"


class _Expected:
    """What the Trace says of every node that the engine may state or derive."""

    def __init__(self, policy: Policy, trace: Trace) -> None:
        self.policy, self.trace = policy, trace
        self.words: dict[str, str] = {}
        self.truths: dict[str, bool] = {}
        self.follows: dict[str, Follows] = {}
        self.conclusions: dict[str, Value] = {}
        self.hits: dict[str, bool] = {}
        self.values: dict[str, Value] = {}
        self.presumed: set[str] = set()
        self.item: str | None = None
        for found in trace.concluded.values():
            self.rule(found)
        for of_items in trace.each.values():
            for self.item, found in of_items.items():
                self.rule(found)

    def node(self, path: str, truth: Value, follows: Follows | None = None) -> None:
        """`follows` is None for what the host states."""
        self.words[path] = "unknown" if truth is None else "true" if truth else "false"
        if truth is not None:
            self.truths[path] = bool(truth)
        if follows is not None:
            self.follows[path] = follows

    def rule(self, found: Concluded) -> None:
        id = found.path
        yes_no = isinstance(found.rule.kind, YesNo)
        match found.rule.body, found.body:
            case Table() as table, tuple(rows):
                for row in rows:
                    self.row(row, found.rule, yes_no=yes_no)
                self.table(table, rows)
                if yes_no:
                    self.node(id, found.found, _answered(table.hit, rows))
                else:
                    self.values[id] = found.found
            case _, Judged() as judged if yes_no:
                self.condition(judged, found.rule)
                self.node(id, found.found, lambda held: held.get(judged.path))
            case _:
                pass
        if found.found is None:
            self.node(id, None)
        if found.presumed:
            self.presume(f"{id}/if unknown", found.value)
        if yes_no:
            self.conclusions[id] = found.value

    def presume(self, path: str, value: Value) -> None:
        self.node(path, value is not False)
        self.words[path] = "presumed"
        self.presumed.add(path)

    def condition(self, judged: Judged, rule: Rule) -> None:
        parts = [part.path for part in judged.parts]
        follows: Follows | None = None
        match judged.expression:
            case And() if parts:
                follows = lambda held: _every([held.get(part) for part in parts])  # noqa: E731
            case Or() if parts:
                follows = lambda held: _some([held.get(part) for part in parts])  # noqa: E731
            case Not():
                follows = lambda held: _not(held.get(parts[0]))  # noqa: E731
            case Term(name=name, kind=YesNo()) if self.concludes(name, None):
                follows = self.read(self.trace.concluded.get(name))
                parts = []
            case Field(name=name, kind=YesNo()) if rule.each and self.concludes(name, rule.each):
                follows = self.read(self.trace.each.get(name, {}).get(self.item or ""))
                parts = []
            case _:
                parts = []
        self.node(judged.path, judged.value, follows)
        for part in judged.parts if parts else ():
            self.condition(part, rule)

    def concludes(self, name: str, each: str | None) -> bool:
        """Whether rules give what is read by `name`, of the case or of each item of a list."""
        rules = () if name in self.trace.decided else self.policy.defining.get(name, ())
        return any(rule.each == each for rule in rules)

    def read(self, found: Concluded | None) -> Follows:
        """A conclusion holds as its rule in force does, or as was presumed."""
        if found is None:
            return lambda _: None
        node = f"{found.path}/if unknown" if found.presumed else found.path
        return lambda held: held.get(node)

    def row(self, row: JudgedRow, rule: Rule, *, yes_no: bool) -> None:
        cells = [cell.path for cell in row.cells if cell is not None]
        follows = (lambda held: _every([held.get(cell) for cell in cells])) if cells else None
        self.node(row.path, row.truth, follows)
        for cell in row.cells:
            if cell is not None:
                self.condition(cell, rule)
        if yes_no and row.output is not None:
            self.node(row.output.path, row.output.value)

    def table(self, table: Table, rows: Sequence[JudgedRow]) -> None:
        truths = {row.path: row.truth for row in rows if row.truth is not None}
        for number, row in enumerate(rows):
            hits = _hits(table.hit, rows, number)
            self.hits[row.path] = hits(truths) is True
            if table.hit in {HitPolicy.UNIQUE, HitPolicy.FIRST} and self.hits[row.path]:
                self.node(f"{row.path}/hit", truth=True, follows=hits)

    # -- firings ---------------------------------------------------------------------------------

    def unfired(self, fired: Fired) -> list[str]:
        """Nodes that are settled and must have been derived, and that no firing gave."""
        given = {firing.node for firing in fired.firings}
        settled = {node for node in self.follows if node in self.truths}
        return sorted((settled | self.presumed) - given)

    def faults(self, firing: Firing) -> Iterator[str]:
        here = f"{firing.node} fired {firing.truth}"
        if self.words.get(firing.node) != firing.truth:
            yield f"{here}: meaning says {self.words.get(firing.node)}"
        for reason in firing.because:
            if reason not in self.words or reason.endswith("/hit"):
                yield f"{here}: its reason {reason} is no node of meaning's trace"
        match firing.truth:
            case "unknown":
                enough = firing.because == ()
            case "presumed":
                enough = firing.because == (firing.node.removesuffix("/if unknown"),)
            case truth:
                held = {r: self.truths[r] for r in firing.because if r in self.truths}
                follows = self.follows.get(firing.node)
                enough = follows is not None and follows(held) is (truth == "true")
        if not enough:
            yield f"{here}: does not follow from {', '.join(firing.because) or 'nothing'}"


def _hits(policy: HitPolicy, rows: Sequence[JudgedRow], number: int) -> Follows:
    """Whether a row gives the output, or adds to it, from the truths of the rows."""
    row = rows[number].path
    match policy:
        case HitPolicy.UNIQUE:
            others = [other.path for other in rows if other.path != row]
        case HitPolicy.FIRST:
            others = [other.path for other in rows[:number]]
        case HitPolicy.ANY | HitPolicy.COLLECT | HitPolicy.RULE_ORDER:
            others = []
    return lambda held: _every([held.get(row), *(_not(held.get(other)) for other in others)])


def _answered(policy: HitPolicy, rows: Sequence[JudgedRow]) -> Follows:
    """The answer of a yes-or-no table from its rows and their outputs."""

    def agreed(held: Held) -> Truth:
        outputs = {held.get(f"{r.path}/output") for r in rows if held.get(r.path) is not False}
        applies = any(held.get(row.path) for row in rows)
        return outputs.pop() if applies and len(outputs) == 1 else None

    def single(held: Held) -> Truth:
        hits = [row for n, row in enumerate(rows) if _hits(policy, rows, n)(held) is True]
        return held.get(f"{hits[0].path}/output") if len(hits) == 1 else None

    return agreed if policy is HitPolicy.ANY else single


def _not(truth: Truth) -> Truth:
    return None if truth is None else not truth


def _every(truths: Sequence[Truth]) -> Truth:
    return False if False in truths else None if None in truths else True


def _some(truths: Sequence[Truth]) -> Truth:
    return _not(_every([_not(truth) for truth in truths]))
