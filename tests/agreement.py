"""What meaning finds and what the generated evaluator finds, in one form, to be compared."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from cssrules.readings.evaluate import Evaluator
from cssrules.trace import Concluded, Judged, JudgedRow, Trace
from cssrules.values import Value

Truth = bool | None


@dataclass(frozen=True)
class Findings:
    """Conclusions by name and of items as `NAME of ITEM`, rows (truth and hit) and nodes by path, rules
    whose presumption was used.
    """

    conclusions: Mapping[str, Value]
    rows: Mapping[str, tuple[Truth, Truth]]
    nodes: Mapping[str, Value]
    presumed: frozenset[str]


def by_meaning(trace: Trace) -> Findings:
    of_items = {
        f"{name} of {item}": concluded.value
        for name, found in trace.each.items()
        for item, concluded in found.items()
    }
    return Findings(
        {name: concluded.value for name, concluded in trace.concluded.items()} | of_items,
        {row.path: (row.truth, row.hit) for row in _rows(trace)},
        {node.path: node.value for node in nodes(trace)},
        frozenset(c.rule.id for c in trace.concluded.values() if c.presumed),
    )


def by_evaluator(evaluator: Evaluator, values: Mapping[str, Value]) -> Findings:
    """Conclusions and presumptions as the mask variant has them, rows and nodes as the traced one.

    Where the two variants differ in a row, that row's hit is left out, and so found missing. What is
    concluded of items the traced variant alone tells.
    """
    inputs = evaluator.prepare(values)
    hits, rows = evaluator.hits(inputs), evaluator.rows(inputs)
    of_items = {
        f"{name} of {item}": value
        for name, found in evaluator.each(inputs).items()
        for item, value in found.items()
    }
    return Findings(
        {**evaluator.conclusions(inputs), **of_items},
        {path: row for path, row in rows.items() if row[1] is hits.get(path, row[1])},
        evaluator.nodes(inputs),
        evaluator.presumed(inputs),
    )


def differences(meant: Findings, found: Findings) -> list[str]:
    """One line for each thing of which the two do not say the same."""
    return [
        f"{name}: meaning {one.get(name, 'nothing')!r}, evaluator {other.get(name, 'nothing')!r}"
        for one, other in (
            (meant.conclusions, found.conclusions),
            (meant.rows, found.rows),
            (meant.nodes, found.nodes),
            (dict.fromkeys(meant.presumed, True), dict.fromkeys(found.presumed, True)),
        )
        for name in sorted({*one, *other})
        if name not in one or name not in other or one[name] != other[name]
    ]


def nodes(trace: Trace) -> Iterator[Judged]:
    """Every expression that meaning evaluated."""
    for root in _roots(trace):
        yield from _below(root)


def _concluded(trace: Trace) -> Iterator[Concluded]:
    yield from trace.concluded.values()
    for found in trace.each.values():
        yield from found.values()


def _rows(trace: Trace) -> Iterator[JudgedRow]:
    for concluded in _concluded(trace):
        if not isinstance(concluded.body, Judged):
            yield from concluded.body


def _roots(trace: Trace) -> Iterator[Judged]:
    for concluded in _concluded(trace):
        if isinstance(concluded.body, Judged):
            yield concluded.body
    for row in _rows(trace):
        yield from (cell for cell in row.cells if cell is not None)
        yield from (made for _, made in row.made)
        if row.output is not None:
            yield row.output
    yield from trace.asked.values()
    yield from trace.properties.values()


def _below(node: Judged) -> Iterator[Judged]:
    yield node
    for part in node.parts:
        yield from _below(part)
