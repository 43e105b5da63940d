"""Policies as the engine has compiled them, kept for the next case.

In: a policy, a day, and what people decided. Out: the rulesets of the rules in force on that day, by
stratum. Settings do not touch them, so that a what-if finds them made. Raises Problems where the
engine cannot carry one.
"""

from collections import OrderedDict
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from cssrules.dataclass import dataclass
from cssrules.policy import Policy, Rule, Table
from cssrules.problem import Problem, Problems
from cssrules.readings.fire.driver import Ruleset
from cssrules.readings.fire.network import Plan, in_pieces, plan
from cssrules.values import YesNo

_POLICIES_KEPT = 32


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


_Key: TypeAlias = tuple[int, int, tuple[str, ...], frozenset[str], bool]

_kept: OrderedDict[_Key, Compiled] = OrderedDict()


def compiled(
    policy: Policy, day: date, decided: Iterable[str] = (), *, pairs: bool = False
) -> Compiled:
    """The rulesets of the rules in force, made once, for one case or for many `pairs` at a time; what
    reads a conclusion that people have `decided` is stated by the host.
    """
    lapsed = tuple(rule.id for rule in policy.rules.values() if not rule.effective.holds(day))
    stated = frozenset(name for name in decided if isinstance(policy.kind(name), YesNo))
    key = (id(policy.rules), id(policy.strata), lapsed, stated, pairs)
    if key not in _kept:
        _kept[key] = _compile(policy, lapsed, stated, pairs=pairs)
    _kept.move_to_end(key)
    if len(_kept) > _POLICIES_KEPT:
        _kept.popitem(last=False)
    return _kept[key]


def _compile(
    policy: Policy, lapsed: tuple[str, ...], decided: frozenset[str], *, pairs: bool
) -> Compiled:
    rules = {id: rule for id, rule in policy.rules.items() if id not in lapsed}
    order = tuple(tuple(id for id in stratum if id in rules) for stratum in policy.strata)
    planned = plan(replace(policy, rules=rules, strata=order), decided, pairs=pairs)
    strata = tuple(
        CompiledStratum(s.rules, tuple(map(Ruleset, s.body)), tuple(map(Ruleset, s.presumptions)))
        for s in planned.strata
    )
    networks = [network for s in planned.strata for network in (*s.body, *s.presumptions)]
    read = {literal.node for network in networks for literal in network.reads}
    derived = {i.gives.node for network in networks for i, _ in network.rules.values()}
    bare = {
        f"{rule.id}/{rule.root}/{row.id}"
        for rule in rules.values()
        if isinstance(rule.body, Table)
        for row in rule.body.rows
        if all(cell is None for cell in row.cells)
    }
    return Compiled(policy, strata, frozenset(read - derived | bare), planned)


def check_limits(policy: Policy) -> list[Problem]:
    """What of `policy`, its portfolio rules included, the engine cannot carry."""
    problems = _beyond(policy, pairs=False)
    for rule in policy.portfolio.values():
        problems += _beyond(rule.policy, pairs=True)
    return problems


def _beyond(policy: Policy, *, pairs: bool) -> list[Problem]:
    try:
        in_pieces(policy, pairs=pairs)
    except Problems as problems:
        return [*problems.found]
    return []
