"""The order of rules, and the strata between which values are carried over.

In: checked rules. Out: strata of rule ids; within a stratum each rule comes after those it reads. A
yes-or-no conclusion that is read through `and`, `or`, `not` alone may stand in its reader's stratum;
whatever is compared, counted, asked whether it is known, or presumed stands in an earlier one, and so
does all that a conclusion of each item of a list reads, and each such conclusion.
"""

from collections.abc import Mapping
from graphlib import CycleError, TopologicalSorter

from cssrules.expression import And, Expression, Not, Or, Term, fields, terms
from cssrules.language.notes import Notes, note_circle
from cssrules.policy import Rule, Table
from cssrules.source import Span
from cssrules.values import YesNo


def stratify(
    rules: Mapping[str, Rule], where: Mapping[str, Span], notes: Notes
) -> tuple[tuple[str, ...], ...]:
    """The strata; a circle is noted step by step, each with its line, and leaves no strata."""
    defining: dict[str, list[str]] = {}
    for rule in rules.values():
        defining.setdefault(rule.define, []).append(rule.id)
    each = {rule.define: rule.each for rule in rules.values() if rule.each is not None}
    reads = {
        id: {read: name for name in sorted(reads_of(rule, each)) for read in defining.get(name, ())}
        for id, rule in rules.items()
    }
    order = ordered(reads, where, notes)
    if len(order) < len(rules):
        return ()
    level: dict[str, int] = {}
    for id in order:
        chained = _chained(rules[id])
        level[id] = max(
            (level[read] + _step(rules[read], chained) for read in reads[id]), default=0
        )
    strata: dict[int, list[str]] = {}
    for id in order:
        strata.setdefault(level[id], []).append(id)
    return tuple(tuple(strata[number]) for number in sorted(strata))


def _step(read: Rule, chained: frozenset[str]) -> int:
    return 0 if read.define in chained and read.if_unknown is None else 1


def ordered(
    reads: Mapping[str, Mapping[str, str]], where: Mapping[str, Span], notes: Notes
) -> list[str]:
    """Rule ids, read before reader, ties by id; rules in a circle are left out and noted.

    `reads` gives for each rule those that it rests on, each with the name that it reads.
    """
    left = {id: sorted(found) for id, found in reads.items()}
    while True:
        sorter = TopologicalSorter(left)
        try:
            sorter.prepare()
        except CycleError as error:
            circle: list[str] = list(reversed(error.args[1]))[:-1]
            first = circle.index(min(circle))
            circle = circle[first:] + circle[:first]
            steps = zip(circle, [*circle[1:], circle[0]], strict=True)
            note_circle({id: (where[id], reads[id][read]) for id, read in steps}, notes)
            inside = set(circle)
            left = {
                id: [r for r in found if r not in inside]
                for id, found in left.items()
                if id not in inside
            }
            continue
        order: list[str] = []
        while sorter.is_active():
            ready = sorted(sorter.get_ready())
            order.extend(ready)
            sorter.done(*ready)
        return order


def reads_of(rule: Rule, each: Mapping[str, str]) -> frozenset[str]:
    """The names that the rule reads; `each` are conclusions of each item, with the list."""
    found = {rule.each} if rule.each is not None else set[str]()
    for expression in rule.expressions:
        found |= terms(expression)
        read = fields(expression, rule.each)
        found |= {name for items, name in read if each.get(name) == items}
    return frozenset(found)


def _chained(rule: Rule) -> frozenset[str]:
    """The conclusions that the rule reads through `and`, `or` and `not` alone, wherever it reads them."""
    if rule.each is not None:
        return frozenset()
    match rule.body:
        case Table(rows=rows):
            tested = [cell for row in rows for cell in row.cells if cell is not None]
            hosted = [output for row in rows for output in row.outputs]
        case expression if isinstance(rule.kind, YesNo):
            tested, hosted = [expression], []
        case expression:
            tested, hosted = [], [expression]
    chained, read = set[str](), set[str]()
    for expression in tested:
        _walk(expression, chained, read)
    for expression in hosted:
        read |= terms(expression)
    return frozenset(chained - read)


def _walk(expression: Expression, chained: set[str], read: set[str]) -> None:
    match expression:
        case And(parts=parts) | Or(parts=parts):
            for part in parts:
                _walk(part, chained, read)
        case Not(part=part):
            _walk(part, chained, read)
        case Term(name=name):
            chained.add(name)
        case _:
            read |= terms(expression)
