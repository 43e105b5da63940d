"""A mutant: a policy with one small mistake in it, such as an author may make.

In: the rules and settings that are other than the policy's. Out: the policy with them.
"""

from collections.abc import Collection, Mapping
from dataclasses import field, replace
from enum import Enum

from cssrules.dataclass import dataclass
from cssrules.policy import Policy, PortfolioRule, Rule
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
    ARITHMETIC = "arithmetic changed"
    ROW = "row dropped"
    ORDER = "rows swapped"
    CELL = "cell emptied"
    OUTPUT = "output changed"
    HIT = "hit policy changed"
    PRESUMPTION = "presumption changed"
    SETTING = "setting shifted"
    LIMIT = "limit changed"
    PREFERENCE = "preference changed"
    FEED = "nothing fed"


@dataclass(frozen=True, slots=True)
class Mutant:
    """`rules` and those of the `portfolio` stand in place of the policy's, `values` in place of those of its
    settings; `line` says in English what is other. Of a setting the rules are those that read it.
    """

    id: str
    change: Change
    line: str
    place: Place
    rules: Mapping[str, Rule]
    values: Mapping[str, Value] = field(default_factory=dict)
    portfolio: Mapping[str, PortfolioRule] = field(default_factory=dict)

    def of(self, policy: Policy, chosen: Collection[str] = ()) -> Policy:
        """The policy with the mistake; a setting that a scenario has `chosen` stays."""
        if self.values:
            return self._shifted(policy, chosen)
        return replace(policy, rules={**policy.rules, **self.rules})

    def of_many(self, policy: Policy, chosen: Collection[str] = ()) -> Policy:
        """The policy with the mistake in its rules over many bodies too."""
        portfolio = {**policy.portfolio, **self.portfolio}
        if self.values:
            portfolio = {
                id: replace(rule, policy=self._shifted(rule.policy, chosen))
                for id, rule in portfolio.items()
            }
        return replace(self.of(policy, chosen), portfolio=portfolio)

    def _shifted(self, policy: Policy, chosen: Collection[str]) -> Policy:
        shifted = {
            name: replace(policy.settings[name], value=value, default=value)
            for name, value in self.values.items()
            if name not in chosen and name in policy.settings
        }
        return replace(policy, settings={**policy.settings, **shifted})
