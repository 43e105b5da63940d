"""The small mistakes that a rule over many bodies may hold.

In: a policy. Out: the mutants of its portfolio rules: of what they ask of a body or of a pair, of their
limits and preferences, and of what they feed.
"""

from collections.abc import Iterator
from dataclasses import replace
from fractions import Fraction

from cssrules.english import value_of
from cssrules.expression import Const
from cssrules.policy import Pairing, Policy, PortfolioRule, Preference
from cssrules.proof.mutants.mutant import Change, Mutant
from cssrules.proof.mutants.rules import of_rule
from cssrules.proof.mutants.steps import around
from cssrules.values import show


def of_portfolio(policy: Policy) -> Iterator[Mutant]:
    """Every mutant of the portfolio rules of `policy`, in their order."""
    for rule in policy.portfolio.values():
        yield from _of_conditions(rule)
        if isinstance(rule, Pairing):
            yield from _of_limits(rule)
            yield from _of_preferences(rule)
            for given in rule.brings:
                other = replace(rule, brings=tuple(b for b in rule.brings if b != given))
                said = f"{given[0]} is not fed"
                yield _mutant(f"brings {given[0]} drop", Change.FEED, said, rule, other)
        elif rule.feeds is not None:
            said = f"{rule.feeds} is not fed"
            yield _mutant("feeds drop", Change.FEED, said, rule, replace(rule, feeds=None))


def _mutant(
    mark: str, change: Change, said: str, rule: PortfolioRule, other: PortfolioRule
) -> Mutant:
    line = f"{rule.id}: {said}"
    return Mutant(f"{rule.id}/{mark}", change, line, rule.place, {}, portfolio={rule.id: other})


def _of_conditions(rule: PortfolioRule) -> Iterator[Mutant]:
    """Those of its own small policy: whom it asks about, who is eligible, what a preference is worth."""
    if rule.where is not None:
        said = "whom it is asked about left out"
        yield _mutant("where drop", Change.DROPPED, said, rule, replace(rule, where=None))
    names = {rule.define: rule.id, rule.where: f"{rule.id}, where"}
    for number, preference in enumerate(_preferences(rule), start=1):
        names[preference.define] = f"{rule.id}, preference {number}"
    for inner in rule.policy.rules.values():
        for one in of_rule(rule.policy, inner):
            line = names[inner.define] + one.line.removeprefix(inner.id)
            whole = replace(rule, policy=one.of(rule.policy))
            yield replace(one, line=line, rules={}, portfolio={rule.id: whole})


def _preferences(rule: PortfolioRule) -> tuple[Preference, ...]:
    return rule.prefer if isinstance(rule, Pairing) else ()


def _of_limits(rule: Pairing) -> Iterator[Mutant]:
    for n, limit in enumerate(rule.limits):
        before, after, at = rule.limits[:n], rule.limits[n + 1 :], f"limit/{n + 1}"
        said = f"at most {value_of(rule.policy, limit.number)} per {limit.per}"
        less = replace(rule, limits=(*before, *after))
        yield _mutant(f"{at} drop", Change.LIMIT, f"{said} left out", rule, less)
        if not isinstance(limit.number, Const):
            continue
        value, kind = limit.number.value, limit.number.kind
        for mark, moved in zip(("up", "down"), around(value, kind, Fraction(1)), strict=False):
            other = replace(
                rule, limits=(*before, replace(limit, number=Const(moved, kind)), *after)
            )
            became = f"{said} -> at most {show(moved, kind)}"
            yield _mutant(f"{at} {mark}", Change.LIMIT, became, rule, other)


def _of_preferences(rule: Pairing) -> Iterator[Mutant]:
    for n, one in enumerate(rule.prefer):
        before, after = rule.prefer[:n], rule.prefer[n + 1 :]
        said = f"preference {n + 1} ({one.label})"
        changes = [
            ("drop", f"{said} left out", (*before, *after)),
            ("turn", f"{said} turned round", (*before, replace(one, least=not one.least), *after)),
        ]
        if after:
            swapped = (*before, after[0], one, *after[1:])
            changes.append(("swap", f"preferences {n + 1} and {n + 2} swapped", swapped))
        for mark, told, prefer in changes:
            other = replace(rule, prefer=prefer)
            yield _mutant(f"prefer/{n + 1} {mark}", Change.PREFERENCE, told, rule, other)


# -- what rests on them --------------------------------------------------------------------------------


class Resting:
    """What rests on what in a policy: conclusions, questions, portfolio rules and what these feed."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.read: dict[tuple[str, ...], frozenset[str]] = {}
        for rule in policy.rules.values():
            gives = (rule.id, rule.define, *([rule.each] if rule.each else []))
            self.read[gives] = policy.reading[rule.id]
        for question in policy.questions:
            self.read[question.id,] = policy.reading[question.id] | {question.answer}
        for many in policy.portfolio.values():
            self.read[many.id, many.define, *many.gives] = policy.read_by(many)

    def on(self, mutant: Mutant) -> frozenset[str]:
        """What a mutant may turn: its names, and every name that rests on them."""
        found = {*mutant.values, *mutant.rules, *mutant.portfolio}
        found.update(rule.define for rule in (*mutant.rules.values(), *mutant.portfolio.values()))
        found.update(*(self.policy.portfolio[id].gives for id in mutant.portfolio))
        left = self.read
        while new := {gives for gives, read in left.items() if not found.isdisjoint(read)}:
            found.update(*new)
            left = {gives: read for gives, read in left.items() if gives not in new}
        return frozenset(found)
