"""The generated module: tables, and the two variants of a decision as functions of the inputs.

In: a lowered policy, and what the traced variant keeps. Out: the source, and the layout of its
inputs. `decide_mask` returns the terms of the conclusions and the mask: two bits for each row of a
table, true and unknown, and two for each rule that can presume. `decide_values` returns what the
record asks for.
"""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any, TypeAlias

from cssrules.expression import kind_of
from cssrules.lowering.exact import Ratio, Whole
from cssrules.lowering.terms import Collected, Conclusion, Members, Node, Ordinal, Truth
from cssrules.readings.evaluate.generate import Writer
from cssrules.readings.evaluate.inputs import Terms, operations
from cssrules.readings.evaluate.layout import Layout, layout
from cssrules.readings.evaluate.operations import Graph, Op, Operation
from cssrules.readings.evaluate.record import Record, TermPolicy
from cssrules.readings.evaluate.tabulate import Table, Tabulation, Unit
from cssrules.values import Choice, Kind, working_day

SMALL = 32
"""A whole number of fewer values may stand in a table's key."""

Wishes: TypeAlias = Mapping[Operation, str]
"""What operations would be called."""


class Filled(dict[tuple[Any, ...], tuple[Any, ...]]):
    """A table that is filled as its keys are met."""

    def __init__(self, fill: Callable[..., tuple[Any, ...]]) -> None:
        super().__init__()
        self._fill = fill

    def __missing__(self, key: tuple[Any, ...]) -> tuple[Any, ...]:
        self[key] = found = self._fill(*key)
        return found


def surroundings(holidays: Collection[date]) -> dict[str, Any]:
    """What the generated module is given: tables, and working days by ordinals."""

    def counted(number: int, day: int, *, before: bool) -> int:
        return working_day(date.fromordinal(day), number, holidays, before=before).toordinal()

    return {
        "Filled": Filled,
        Op.WORKING_DAY_AFTER.value: partial(counted, before=False),
        Op.WORKING_DAY_BEFORE.value: partial(counted, before=True),
    }


def module_source(lowered: TermPolicy, record: Record, graph: Graph) -> tuple[str, Layout]:
    """The source of both variants, and where they expect what in their inputs."""
    concluded = [term for c in lowered.conclusions.values() for term in operations(c.value)]
    names = [name for name, c in lowered.conclusions.items() for _ in operations(c.value)]
    units = list(_units(lowered, graph))
    where = layout([*concluded, *(unit.flags for unit in units), *record.roots])
    sizes = {
        term: size
        for c in lowered.conclusions.values()
        for term, size in _sizes(c.value, c.rule.kind)
    }
    tabulation = Tabulation(graph, units, sizes)
    wishes = dict(zip(concluded, names, strict=True))
    tables = [
        _table(number, table, wishes, where) for number, table in enumerate(tabulation.tables)
    ]
    found = tabulation.replaced(concluded)
    called = dict(zip(found, names, strict=True))
    mask = Writer("decide_mask", [*found, *tabulation.masks], where)
    mask.compute([*found, *tabulation.masks], called)
    mask.line(f"return ({_listed(mask, found)}), {_sum(mask, tabulation.masks)}")
    values = Writer("decide_values", record.roots, where)
    values.compute(record.roots, wishes)
    values.line(f"return ({_listed(values, record.roots)})")
    return "\n\n\n".join([*tables, mask.source, values.source]), where


def flags_of(
    conclusion: Conclusion[Operation, Operation, Operation],
) -> Iterator[tuple[str, Operation]]:
    """What the mask holds of a rule: of each row, by its path, whether it hits; of the rule, by its
    id, whether it presumes.
    """
    rule = conclusion.rule
    if not isinstance(conclusion.body, Node):
        yield from ((f"{rule.id}/{rule.root}/{row.row.id}", row.hit) for row in conclusion.body)
    if rule.if_unknown is not None:
        yield rule.id, conclusion.presumed


def _units(lowered: TermPolicy, graph: Graph) -> Iterator[Unit]:
    bit = 0
    for conclusion in lowered.conclusions.values():
        truths = [truth for _, truth in flags_of(conclusion)]
        yield Unit(tuple(operations(conclusion.value)), graph.flags(bit, truths))
        bit += 2 * len(truths)


def _sizes(terms: Terms, kind: Kind) -> Iterator[tuple[Operation, int]]:
    """How many values a conclusion can have, unknown among them, where they are few."""
    match terms, kind:
        case ((Truth() | Members()), _):
            yield from ((term, 3) for term in operations(terms))
        case Ordinal(whole=whole), Choice(options=options):
            yield whole.term, len(options) + 1
        case Ratio(top=Whole(term=term, bounds=(low, high)), bottom=None), _ if high - low < SMALL:
            yield term, high - low + 2
        case Collected(known=known, items=items), _:
            yield known, 2
            for item in items:
                yield item.belongs, 3
                for node in item.fields.values():
                    yield from _sizes(node.value, kind_of(node.expression))
        case _:
            pass


def _table(number: int, table: Table, wishes: Wishes, where: Layout) -> str:
    """The function that fills a table, and the table."""
    roots = [*table.outputs, *table.flags]
    fill = Writer(f"fill_{number}", roots, where, list(table.atoms))
    fill.compute(roots, wishes)
    fill.line(f"return {_listed(fill, table.outputs)}{_sum(fill, table.flags)},")
    return f"{fill.source}\n\n\nTABLE_{number} = Filled(fill_{number})"


def _listed(writer: Writer, wanted: Sequence[Operation]) -> str:
    return "".join(f"{writer.value(operation)}, " for operation in wanted)


def _sum(writer: Writer, wanted: Sequence[Operation]) -> str:
    return " + ".join(writer.value(one) for one in wanted if one.op is not Op.CONSTANT) or "0"
