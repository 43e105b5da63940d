"""Policies as the engine has compiled them, kept for the next case.

In: a policy and a day. Out: the rulesets of the rules in force on that day, by stratum. Settings do
not touch them, so that a what-if finds them made. Raises Problems where the engine cannot carry one.
"""

from collections import OrderedDict
from dataclasses import dataclass, replace
from datetime import date

from cssrules.policy import Policy, Rule, Table
from cssrules.problem import Problem, Problems
from cssrules.readings.fire.driver import Ruleset
from cssrules.readings.fire.network import Plan, plan

_POLICIES_KEPT = 8


@dataclass(frozen=True, slots=True)
class CompiledStratum:
    rules: tuple[Rule, ...]
    body: tuple[Ruleset, ...]
    presumptions: tuple[Ruleset, ...]


@dataclass(frozen=True, slots=True)
class Compiled:
    """`atoms` are the nodes that the host states. `policy` keeps alive what the key names."""

    policy: Policy
    strata: tuple[CompiledStratum, ...]
    atoms: frozenset[str]
    plan: Plan


_kept: OrderedDict[tuple[int, int, tuple[str, ...]], Compiled] = OrderedDict()


def compiled(policy: Policy, day: date) -> Compiled:
    """The rulesets of the rules in force, made once: settings do not touch them."""
    lapsed = tuple(rule.id for rule in policy.rules.values() if not rule.effective.holds(day))
    key = (id(policy.rules), id(policy.strata), lapsed)
    if key not in _kept:
        _kept[key] = _compile(policy, lapsed)
    _kept.move_to_end(key)
    if len(_kept) > _POLICIES_KEPT:
        _kept.popitem(last=False)
    return _kept[key]


def _compile(policy: Policy, lapsed: tuple[str, ...]) -> Compiled:
    rules = {id: rule for id, rule in policy.rules.items() if id not in lapsed}
    order = tuple(tuple(id for id in stratum if id in rules) for stratum in policy.strata)
    planned = plan(replace(policy, rules=rules, strata=order))
    strata = tuple(
        CompiledStratum(s.rules, tuple(map(Ruleset, s.body)), tuple(map(Ruleset, s.presumptions)))
        for s in planned.strata
    )
    networks = [network for s in planned.strata for network in (*s.body, *s.presumptions)]
    read = {literal.node for network in networks for literal in network.reads}
    derived = {r.implication.gives.node for network in networks for r in network.rules.values()}
    bare = {
        f"{rule.id}/{rule.root}/{row.id}"
        for rule in rules.values()
        if isinstance(rule.body, Table)
        for row in rule.body.rows
        if all(cell is None for cell in row.cells)
    }
    return Compiled(policy, strata, frozenset(read - derived | bare), planned)


def check_limits(policy: Policy) -> list[Problem]:
    """What of `policy` the engine cannot carry."""
    try:
        plan(policy)
    except Problems as problems:
        return [*problems.found]
    return []
