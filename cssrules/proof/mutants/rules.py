"""The small mistakes that a rule, its table, or a setting may hold.

In: a policy. Out: its mutants, in the order of rules and settings: the same on every run.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from cssrules.english import says, value_of
from cssrules.expression import Compare, Const, Expression, kind_of, terms
from cssrules.policy import HitPolicy, Made, Policy, Row, Rule, Setting, Table
from cssrules.proof.mutants.expressions import Altered, altered
from cssrules.proof.mutants.mutant import Change, Mutant
from cssrules.proof.mutants.steps import around, beside
from cssrules.source import Place
from cssrules.values import YesNo, show, written

_HITS = (HitPolicy.FIRST, HitPolicy.UNIQUE, HitPolicy.ANY)
"""Hit policies of tables that give one output."""


def mutants(policy: Policy) -> Iterator[Mutant]:
    """Every mutant of the rules and settings of `policy`, those of its portfolio apart."""
    for rule in policy.rules.values():
        yield from of_rule(policy, rule)
    reading: dict[str, list[Rule]] = {}
    for rule in policy.rules.values():
        for name in frozenset[str]().union(*map(terms, rule.expressions)):
            reading.setdefault(name, []).append(rule)
    for setting in policy.settings.values():
        yield from _of_setting(setting, reading.get(setting.name, ()))


def of_rule(policy: Policy, rule: Rule) -> Iterator[Mutant]:
    """The mutants of a rule."""
    told = _Told(policy, rule)
    match rule.body:
        case Table() as table:
            yield from told.of_table(table)
        case expression:
            for one in altered(expression, f"{rule.id}/{rule.root}"):
                yield told.altered(one, one.whole, rule.place, "")
    yield from told.of_presumption()


class _Told:
    """The mutants of one rule, told in English."""

    def __init__(self, policy: Policy, rule: Rule) -> None:
        self.policy, self.rule = policy, rule

    def mutant(
        self, id: str, change: Change, said: str, body: Expression | Table, place: Place
    ) -> Mutant:
        rule = replace(self.rule, body=body)
        return Mutant(id, change, f"{self.rule.id}: {said}", place, {rule.id: rule})

    def altered(self, one: Altered, body: Expression | Table, place: Place, where: str) -> Mutant:
        said = f"{where}{self.said(one.old)}{self.became(one)}"
        return self.mutant(f"{one.path} {one.mark}", one.change, said, body, place)

    def became(self, one: Altered) -> str:
        """What stands in place of the old: of a literal that was moved all its digits."""
        match one.new:
            case None:
                return " left out"
            case Compare(right=Const(value=value, kind=kind)) if one.change is Change.THRESHOLD:
                return f" -> {written(value, kind)}"
            case new:
                return f" -> {self.said(new)}"

    def said(self, expression: Expression | Made) -> str:
        if isinstance(expression, Made) or not isinstance(kind_of(expression), YesNo):
            return value_of(self.policy, expression)
        if isinstance(expression, Const):
            return value_of(self.policy, expression)
        return says(self.policy, expression, truth=True)

    def of_presumption(self) -> Iterator[Mutant]:
        presumed, id = self.rule.if_unknown, f"{self.rule.id}/if unknown"
        if presumed is None:
            return
        shown = show(presumed.value, presumed.kind)
        line = f"{self.rule.id}: if unknown, {shown} ->"
        for mark, other in (("drop", None), ("turn", beside(presumed.value, presumed.kind))):
            if mark == "turn" and other is None:
                continue
            rule = replace(
                self.rule, if_unknown=None if other is None else replace(presumed, value=other)
            )
            said = "stays unknown" if other is None else show(other, presumed.kind)
            rules = {rule.id: rule}
            yield Mutant(f"{id} {mark}", Change.PRESUMPTION, f"{line} {said}", rule.place, rules)

    # -- tables ------------------------------------------------------------------------------------

    def of_table(self, table: Table) -> Iterator[Mutant]:
        top = f"{self.rule.id}/{self.rule.root}"
        for hit in _HITS if table.hit in _HITS else ():
            if hit is not table.hit:
                said = f"hit policy {table.hit.value} -> {hit.value}"
                id = f"{top} {hit.value}"
                yield self.mutant(id, Change.HIT, said, replace(table, hit=hit), self.rule.place)
        for number, row in enumerate(table.rows):
            yield from self.of_row(table, number, row)

    def of_row(self, table: Table, number: int, row: Row) -> Iterator[Mutant]:
        id, where = f"{self.rule.id}/{self.rule.root}/{row.id}", f"row {row.id}"
        before, after = table.rows[:number], table.rows[number + 1 :]
        if before or after:
            less = replace(table, rows=(*before, *after))
            yield self.mutant(f"{id} drop", Change.ROW, f"{where} left out", less, row.place)
        if after and table.hit is HitPolicy.FIRST:
            swapped = replace(table, rows=(*before, after[0], row, *after[1:]))
            said = f"rows {row.id} and {after[0].id} swapped"
            yield self.mutant(f"{id} swap", Change.ORDER, said, swapped, row.place)

        def with_row(other: Row) -> Table:
            return replace(table, rows=(*before, other, *after))

        for column, cell in enumerate(row.cells, start=1):
            if cell is None:
                continue

            def with_cell(other: Expression | None, at: int = column - 1) -> Table:
                return with_row(replace(row, cells=(*row.cells[:at], other, *row.cells[at + 1 :])))

            said = f"{where}, {self.said(cell)} -> any"
            yield self.mutant(f"{id}/{column} any", Change.CELL, said, with_cell(None), row.place)
            for one in altered(cell, f"{id}/{column}"):
                yield self.altered(one, with_cell(one.whole), row.place, f"{where}, ")
        for output, name, one in _outputs(row, f"{id}/output"):
            other = with_row(replace(row, output=output))
            yield self.altered(one, other, row.place, f"{where}, {name}: ")


def _outputs(row: Row, path: str) -> Iterator[tuple[Expression | Made, str, Altered]]:
    """What the row gives with a mistake in it, and the name of what holds it."""
    match row.output:
        case Made(fields=made) as record:
            for n, (name, given) in enumerate(made):
                for one in _given(given, f"{path}/{name}"):
                    fields = (*made[:n], (name, one.whole), *made[n + 1 :])
                    yield replace(record, fields=fields), name, one
        case expression:
            for one in _given(expression, path):
                yield one.whole, "output", one


def _given(given: Expression, path: str) -> Iterator[Altered]:
    """What a row gives, with a mistake: of a literal the option beside it, and no other."""
    if not isinstance(given, Const):
        yield from altered(given, path)
        return
    value = beside(given.value, given.kind)
    if value is not None:
        other = Const(value, given.kind)
        yield Altered(path, "other", Change.OUTPUT, given, other, other)


# -- settings ------------------------------------------------------------------------------------------


def _of_setting(setting: Setting, reading: Sequence[Rule]) -> Iterator[Mutant]:
    """A setting shifted by a step each way, with the rules that read it."""
    for number, value in enumerate(around(setting.value, setting.kind)):
        shown = f"{show(setting.value, setting.kind)} -> {written(value, setting.kind)}"
        yield Mutant(
            f"setting:{setting.name} {('up', 'down')[number]}",
            Change.SETTING,
            f"setting {setting.name}: {shown}",
            setting.place,
            {rule.id: rule for rule in reading},
            {setting.name: value},
        )
