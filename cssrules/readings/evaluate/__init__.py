"""The fast evaluator: a policy as generated Python, for one day.

In: a checked Policy and the day; then the values of a case, made into inputs once. Out: the value of
every conclusion, with a mask of row hits and presumptions from which the rest can be read when asked
for; or the value of every node. Equal to meaning, which the tests hold it to.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from cssrules.lowering.codec import decode
from cssrules.lowering.lower import lower
from cssrules.policy import Policy
from cssrules.readings.evaluate.inputs import Inputs, encode, operations
from cssrules.readings.evaluate.module import Filled, flags_of, module_source, surroundings
from cssrules.readings.evaluate.operations import Graph
from cssrules.readings.evaluate.record import Record
from cssrules.values import Value


def compile_evaluator(
    policy: Policy, as_of: date, decided: Mapping[str, Value] | None = None
) -> "Evaluator":
    """The evaluator of the rules of `policy` that are in force on `as_of`. Of the conclusions that
    people `decided`, readers read that.
    """
    return Evaluator(policy, as_of, decided or {})


class Evaluator:
    """`source` is the generated module. `mask` and `values` are its two functions over inputs from
    `prepare`; what they return is read by the methods below. `tables` are what has been met so far.
    """

    def __init__(self, policy: Policy, as_of: date, decided: Mapping[str, Value]) -> None:
        graph = Graph()
        self.lowered = lower(policy, graph, as_of, decided=decided)
        self._record = Record(self.lowered, graph)
        self.source, self._layout = module_source(self.lowered, self._record, graph)
        module = surroundings(policy.holidays)
        exec(compile(self.source, f"<evaluator of {policy.name}>", "exec"), module)  # noqa: S102 # because the source was generated here, from a checked policy
        self.mask = module["decide_mask"]
        self.values = module["decide_values"]
        self.tables = [found for found in module.values() if isinstance(found, Filled)]

    def prepare(self, values: Mapping[str, Value]) -> Inputs:
        """The inputs for the values of a case, which must be of their declared kinds."""
        return encode(values, self._layout)

    def conclusions(self, inputs: Inputs) -> Mapping[str, Value]:
        """The value of every conclusion, exactly."""
        terms = [t for c in self.lowered.conclusions.values() for t in operations(c.value)]
        found, _ = self.mask(inputs)
        held = dict(zip(terms, found, strict=True))
        return {
            name: decode(conclusion.value, conclusion.rule.kind, held.__getitem__)
            for name, conclusion in self.lowered.conclusions.items()
        }

    def hits(self, inputs: Inputs) -> Mapping[str, bool | None]:
        """By the path of a table row, those of items apart, whether it gives the output."""
        return {path: flag for path, flag in self._flags(inputs) if "/" in path}

    def presumed(self, inputs: Inputs) -> frozenset[str]:
        """The rules whose `if unknown` was used; of a rule for each item it is not told here."""
        return frozenset(id for id, flag in self._flags(inputs) if flag and "/" not in id)

    def _flags(self, inputs: Inputs) -> Iterator[tuple[str, bool | None]]:
        """The mask, two bits at a time: rows by path, presumptions by rule."""
        _, mask = self.mask(inputs)
        for conclusion in self.lowered.conclusions.values():
            for name, _ in flags_of(conclusion):
                yield name, True if mask & 1 else None if mask & 2 else False
                mask >>= 2

    def each(self, inputs: Inputs) -> Mapping[str, Mapping[str, Value]]:
        """What was concluded of each item, by name and item; nothing where the list is unknown."""
        return self._record.each(self.values(inputs), inputs[-1])

    def rows(self, inputs: Inputs) -> Mapping[str, tuple[bool | None, bool | None]]:
        """By the path of a table row, of items too, whether its cells hold and it gives the output."""
        found = self._record.rows(self.values(inputs), inputs[-1])
        return {path: (truth, hit) for path, truth, hit in found}

    def stated(self, inputs: Inputs) -> Mapping[str, Value]:
        """Of `nodes` those of properties, and whether each question is asked."""
        return dict(self._record.stated(self.values(inputs), inputs[-1]))

    def nodes(self, inputs: Inputs) -> Mapping[str, Value]:
        """By its path, the value of every node that meaning evaluates."""
        return dict(self._record.nodes(self.values(inputs), inputs[-1]))
