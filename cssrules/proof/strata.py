"""Cutting a policy where it cannot be tried: conclusions that are taken as given, so that what rests on
them can be tried on every case.

In: a policy and the names that are asked about. Out: the conclusions to be taken as given, or why there
are none that would do. What holds whatever these are holds of the policy, wherever
they are known.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from math import prod

from cssrules.cone import cone, read_by
from cssrules.policy import Policy
from cssrules.proof.demands import demands
from cssrules.proof.space import CELLS_AT_MOST, Refusal, Space, enumerable, the_lists, values_of
from cssrules.values import Choice, ListOf, YesNo


def stratum(
    policy: Policy, names: Iterable[str], as_of: date, most: int = CELLS_AT_MOST
) -> frozenset[str]:
    """The conclusions that are to be taken as given for `names` to be tried: those that read a list, or a
    number of which every value counts; and then those that leave as much as can be tried.
    """
    asked = frozenset(names)
    given, _ = _cut(policy, asked, as_of, most)
    return _needed(policy, asked, given)


def tried(
    policy: Policy, names: Iterable[str], as_of: date, most: int = CELLS_AT_MOST
) -> Space | Refusal:
    """The cases of the stratum of `names`, where there is one."""
    asked = frozenset(names)
    lists = _lists_read(policy, asked)
    if lists:
        return Refusal(f"it rests on {the_lists(lists)}")
    return _cut(policy, asked, as_of, most)[1]


def _cut(
    policy: Policy, asked: frozenset[str], as_of: date, most: int
) -> tuple[frozenset[str], Space | Refusal]:
    """What is taken as given, and the cases that are left to be tried, where that helps."""
    given = _barred(policy, asked, as_of)
    while isinstance(space := enumerable(policy, asked, as_of, given=given, most=most), Refusal):
        sizes = _sizes(policy, asked, as_of, given)
        if not sizes:
            break
        fitting = [name for name, size in sizes.items() if size <= most]
        best = max(fitting, key=sizes.__getitem__) if fitting else min(sizes, key=sizes.__getitem__)
        given |= {best}
    return given, space


def _lists_read(policy: Policy, asked: Iterable[str]) -> list[str]:
    """The lists that what is asked looks into by itself: whatever were taken as given, it would."""
    read = {name for one in asked for rule in policy.defining[one] for name in read_by(rule)}
    return [
        name
        for name, evidence in policy.evidence.items()
        if name in read and isinstance(evidence.kind, ListOf)
    ]


def _barred(policy: Policy, asked: frozenset[str], as_of: date) -> frozenset[str]:
    """The conclusions that read what cannot be tried."""
    given = frozenset[str]()
    while True:
        part = cone(policy, asked, given)
        needed = demands(part, as_of, asked, part.assumptions)
        barred = {
            name
            for name, evidence in part.evidence.items()
            if isinstance(values_of(evidence, needed), Refusal)
        }
        reading = {
            rule.define
            for rule in part.rules.values()
            if rule.each is None and read_by(rule) & barred
        }
        if reading <= given | asked:
            return given
        given |= reading - asked


def _sizes(
    policy: Policy, asked: frozenset[str], as_of: date, given: frozenset[str]
) -> Mapping[str, int]:
    """By conclusion, about how many cases are left to be tried where it is taken as given too; none where
    that does not help.
    """
    part = cone(policy, asked, given)
    needed = demands(part, as_of, asked, part.assumptions)
    many: dict[str, int] = {}
    for name, evidence in part.evidence.items():
        values = values_of(evidence, needed)
        if isinstance(values, Refusal):
            return {}
        many[name] = len(values)
    found: dict[str, int] = {}
    for name in part.defining:
        kind = part.kind(name)
        if name in asked or not isinstance(kind, YesNo | Choice):
            continue
        reached = _reached(part, asked, name)
        width = len(kind.options) if isinstance(kind, Choice) else 2
        found[name] = width * prod(many.get(one, 1) for one in reached)
    whole = prod(many.values())
    return {name: size for name, size in sorted(found.items()) if size < whole}


def _reached(part: Policy, asked: frozenset[str], without: str) -> frozenset[str]:
    """The names on which what is asked rests otherwise than through one of them."""
    found, pending = set[str](), list(asked)
    while pending:
        name = pending.pop()
        if name in found or name == without:
            continue
        found.add(name)
        for rule in part.defining.get(name, ()):
            pending += read_by(rule)
    return frozenset(found)


def _needed(policy: Policy, asked: frozenset[str], given: frozenset[str]) -> frozenset[str]:
    """Those given that the part asked about still reads."""
    return given & cone(policy, asked, given).evidence.keys()
