"""The fast evaluator: a policy as generated Python, for one day.

In: a checked Policy and the day; then the values of a case, made into inputs once. Out: the value of
every conclusion, with a mask of row hits and presumptions from which the rest can be read when asked
for; or the value of every node. Equal to meaning, which the tests hold it to.
"""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from cssrules.lowering.lower import lower
from cssrules.policy import Policy
from cssrules.readings.evaluate.decode import Inputs, decode, encode, operations
from cssrules.readings.evaluate.generate import Writer, layout
from cssrules.readings.evaluate.operations import Graph, Operation
from cssrules.readings.evaluate.record import Record, rows_of
from cssrules.values import Value


def compile_evaluator(policy: Policy, as_of: date) -> "Evaluator":
    """The evaluator of the rules of `policy` that are in force on `as_of`."""
    return Evaluator(policy, as_of)


class Evaluator:
    """`source` is the generated module. `mask` and `values` are its two functions over inputs from
    `prepare`; what they return is read by the methods below.
    """

    def __init__(self, policy: Policy, as_of: date) -> None:
        graph = Graph()
        self.lowered = lower(policy, graph, as_of)
        self.record = Record(self.lowered, graph)
        self._rows = dict(rows_of(self.lowered))
        self._presuming = [c for c in self.lowered.conclusions.values() if c.rule.if_unknown]
        self._concluded = [
            term for c in self.lowered.conclusions.values() for term in operations(c.value)
        ]
        self._layout = layout([*self._concluded, *self._flags, *self.record.roots])
        self.source = f"{self._mask_source()}\n\n\n{self._values_source()}\n"
        module: dict[str, Any] = {}
        exec(compile(self.source, f"<evaluator of {policy.name}>", "exec"), module)  # noqa: S102 # because the source was generated here, from a checked policy
        self.mask = module["decide_mask"]
        self.values = module["decide_values"]

    @property
    def _flags(self) -> list[Operation]:
        """What the mask holds: two bits for a row (it hits; it may), then one for a presumption."""
        return [row.hit for row in self._rows.values()] + [c.presumed for c in self._presuming]

    # -- one case ----------------------------------------------------------------------------------

    def prepare(self, values: Mapping[str, Value]) -> Inputs:
        """The inputs for the values of a case, which must be of their declared kinds."""
        return encode(values, self._layout)

    def conclusions(self, inputs: Inputs) -> Mapping[str, Value]:
        """The value of every conclusion, exactly."""
        found, _ = self.mask(inputs)
        held = dict(zip(self._concluded, found, strict=True))
        return {
            name: decode(conclusion.value, conclusion.rule.kind, held.__getitem__)
            for name, conclusion in self.lowered.conclusions.items()
        }

    def hits(self, inputs: Inputs) -> Mapping[str, bool | None]:
        """By the path of a table row, whether it gives the output."""
        _, mask = self.mask(inputs)
        return {
            path: True if mask >> 2 * number & 1 else None if mask >> 2 * number & 2 else False
            for number, path in enumerate(self._rows)
        }

    def presumed(self, inputs: Inputs) -> frozenset[str]:
        """The rules whose `if unknown` was used."""
        _, mask = self.mask(inputs)
        flags = mask >> 2 * len(self._rows)
        return frozenset(c.rule.id for n, c in enumerate(self._presuming) if flags >> n & 1)

    def rows(self, inputs: Inputs) -> Mapping[str, tuple[bool | None, bool | None]]:
        """By the path of a table row, whether its cells hold and whether it gives the output."""
        kept = self.values(inputs)
        return {path: (truth, hit) for path, truth, hit in self.record.rows(kept)}

    def nodes(self, inputs: Inputs) -> Mapping[str, Value]:
        """By its path, the value of every node that meaning evaluates."""
        return dict(self.record.nodes(self.values(inputs), inputs[-1]))

    # -- the source --------------------------------------------------------------------------------

    def _mask_source(self) -> str:
        flags = self._flags
        writer = Writer("decide_mask", [*self._concluded, *flags], self._layout)
        writer.compute(flags, self._wishes())
        writer.compute(self._concluded, self._wishes())
        writer.line("mask = 0")
        for number, row in enumerate(self._rows.values()):
            writer.flag("mask", 2 * number, row.hit)
        for number, conclusion in enumerate(self._presuming, start=2 * len(self._rows)):
            writer.flag("mask", number, conclusion.presumed)
        writer.line(f"return ({_listed(writer, self._concluded)}), mask")
        return "\n".join(writer.lines)

    def _values_source(self) -> str:
        writer = Writer("decide_values", self.record.roots, self._layout)
        writer.compute(self.record.roots, self._wishes())
        writer.line(f"return ({_listed(writer, self.record.roots)})")
        return "\n".join(writer.lines)

    def _wishes(self) -> Mapping[Operation, str]:
        """Conclusions go by their own names."""
        return {
            term: name
            for name, conclusion in self.lowered.conclusions.items()
            for term in operations(conclusion.value)
        }


def _listed(writer: Writer, wanted: Sequence[Operation]) -> str:
    return "".join(f"{writer.value(operation)}, " for operation in wanted)
