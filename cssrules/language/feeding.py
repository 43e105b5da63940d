"""The order of portfolio rules: what rests on what one of them concludes comes after it.

In: a policy without such an order. Out: strata of portfolio rule ids. A portfolio rule rests on another
where it reads a pair list or a conclusion of it, or of a case a conclusion that follows, in however many
steps, from evidence, or from a field of a list's items, that the other feeds. Nothing of one stratum
rests on another of it.
"""

from collections.abc import Mapping

from cssrules.language.notes import Notes
from cssrules.language.stratify import ordered, reads_of
from cssrules.policy import Policy
from cssrules.source import Span


def portfolio_strata(
    policy: Policy, where: Mapping[str, Span], notes: Notes
) -> tuple[tuple[str, ...], ...]:
    """The strata; a circle is noted step by step, through rules of a case too, and leaves none."""
    reads = _reads(policy)
    order = ordered(reads, where, notes)
    if len(order) < len(reads):
        return ()
    level: dict[str, int] = {}
    for id in order:
        level[id] = max((level[read] + (read in policy.portfolio) for read in reads[id]), default=0)
    strata: dict[int, list[str]] = {}
    for id in sorted(policy.portfolio):
        strata.setdefault(level[id], []).append(id)
    return tuple(tuple(strata[number]) for number in sorted(strata))


def _reads(policy: Policy) -> dict[str, dict[str, str]]:
    """For each rule those that it rests on, each with the name by which it does."""
    giving: dict[str, list[str]] = {}
    for rule in (*policy.rules.values(), *policy.portfolio.values()):
        giving.setdefault(rule.define, []).append(rule.id)
    for one in policy.portfolio.values():
        for name in one.fed:
            giving.setdefault(name, []).append(one.id)
    for (items, field), id in policy.fed_fields.items():
        giving[_field(items, field)] = [id]
    each = {rule.define: rule.each for rule in policy.rules.values() if rule.each is not None}
    names = {
        **{rule.id: reads_of(rule, each) for rule in policy.rules.values()},
        **{rule.id: policy.read_by(rule) for rule in policy.portfolio.values()},
    }
    for rule in (*policy.rules.values(), *policy.portfolio.values()):
        names[rule.id] |= {_field(*read) for read in policy.fed_fields_read(rule)}
    return {
        id: {giver: name for name in sorted(read) for giver in giving.get(name, ())}
        for id, read in names.items()
    }


def _field(items: str, field: str) -> str:
    """How a field of a list's items is called beside the names of a case."""
    return f"{items}: {field}"
