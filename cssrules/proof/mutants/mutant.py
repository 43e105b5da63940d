"""A mutant: a policy with one small mistake in it, such as an author may make.

In: the rules and settings that are other than the policy's. Out: the policy with them.
"""

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from enum import Enum

from cssrules.dataclass import dataclass
from cssrules.policy import Policy, Rule
from cssrules.source import Place
from cssrules.values import Value


class Change(Enum):
    """What is other than the author wrote it."""

    THRESHOLD = "threshold moved"
    VALUE = "value changed"
    COMPARISON = "comparison changed"
    DROPPED = "condition dropped"
    NEGATED = "condition turned round"
    QUANTITY = "quantity changed"
    ROW = "row dropped"
    ORDER = "rows swapped"
    CELL = "cell emptied"
    OUTPUT = "output changed"
    HIT = "hit policy changed"
    PRESUMPTION = "presumption changed"
    SETTING = "setting shifted"


@dataclass(frozen=True, slots=True)
class Mutant:
    """`rules` stand in place of the policy's, `values` in place of those of its settings; `line` says in
    English what is other. Of a setting the rules are those that read it.
    """

    id: str
    change: Change
    line: str
    place: Place
    rules: Mapping[str, Rule]
    values: Mapping[str, Value] = field(default_factory=dict)

    def of(self, policy: Policy, chosen: Collection[str] = ()) -> Policy:
        """The policy with the mistake; a setting that a scenario has `chosen` stays."""
        if self.values:
            shifted = {
                name: replace(policy.settings[name], value=value, default=value)
                for name, value in self.values.items()
                if name not in chosen
            }
            return replace(policy, settings={**policy.settings, **shifted})
        return replace(policy, rules={**policy.rules, **self.rules})
