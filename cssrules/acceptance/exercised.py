"""The conditions of a policy, and which way each came out in a decision.

In: a rule; or what meaning found. Out: the ids of conditions: of tests, of cells, and of parts of these that
are tests themselves. What joins them (and, or, not) is no condition of its own, as it follows from them.
"""

import re
from collections.abc import Iterator

from cssrules.expression import And, Const, Expression, If, Not, Or, Quantified, kind_of
from cssrules.policy import Policy, Rule, Table
from cssrules.trace import Trace
from cssrules.values import YesNo

_ITEM = re.compile(r"/item/[^/]+")


def conditions(policy: Policy) -> Iterator[str]:
    """The ids of all conditions of the rules over one case, in the policy's order."""
    for rule in policy.rules.values():
        for expression, path in _bodies(rule):
            yield from _within(expression, path)


def ways(trace: Trace) -> Iterator[tuple[str, bool]]:
    """Each condition that was found to be met or not, and which."""
    for concluded in trace.conclusions:
        for judged in concluded.conditions():
            if isinstance(judged.value, bool):
                yield _ITEM.sub("", judged.path), judged.value


def _bodies(rule: Rule) -> Iterator[tuple[Expression, str]]:
    if not isinstance(rule.body, Table):
        yield rule.body, f"{rule.id}/{rule.root}"
        return
    for row in rule.body.rows:
        for column, cell in enumerate(row.cells, start=1):
            if cell is not None:
                yield cell, f"{rule.id}/{rule.root}/{row.id}/{column}"


def _within(expression: Expression, path: str) -> Iterator[str]:
    match expression:
        case And(parts=inners) | Or(parts=inners):
            for number, inner in enumerate(inners, start=1):
                yield from _within(inner, f"{path}/{number}")
        case Not(part=And() | Or() as inner):
            yield from _within(inner, f"{path}/1")
        case If(condition=condition, then=then, otherwise=otherwise):
            for number, inner in enumerate((condition, then, otherwise), start=1):
                yield from _within(inner, f"{path}/{number}")
        case Quantified(body=body):
            yield path
            if isinstance(body, And | Or):
                yield from _within(body, path)
        case _:
            if isinstance(kind_of(expression), YesNo) and not isinstance(expression, Const):
                yield path
