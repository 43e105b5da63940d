"""What durable-rules must derive of a policy: a list of small implications, and no more than that.

In: a checked Policy. Out: for each stratum the implications of its conclusions and table rows, in an
order in which each comes after all that derive what it reads; then those of its presumptions.
A node of the trace is stated true ("t"), false ("f") or, at the close of a stratum, unknown ("u").
Each implication for true has its dual for false; nothing negates, so an unknown part satisfies
neither. Their number grows with the policy's size, never with its combinations. Nodes that are the
same by definition share one fact: a term and the conclusion that it names, a conclusion and the
whole of its condition, and, the other way round, `not X` and X.

A rule that concludes of each item of a list gives implications between nodes of one item: they stand
for every item, and are written without it. What an item's rule reads of the case is the same for all.

What is not derived here is an atom: the host states it as meaning evaluates it. So is a condition that
reads what people decided in place of what the policy concludes.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from enum import Enum
from itertools import pairwise
from typing import NamedTuple, TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import And, Expression, Field, Not, Or, Term
from cssrules.policy import HitPolicy, Policy, Rule, Table
from cssrules.values import YesNo

ANTECEDENTS_AT_MOST = 15
"""The engine fails beyond 16 antecedents; longer conjunctions are cut by auxiliary nodes."""


class Literal(NamedTuple):
    """A statement about a node of the trace: `state` is "t", "f" or "u"."""

    node: str
    state: str


class Role(Enum):
    """What an implication derives: a node of the trace, or one that the trace does not have."""

    NODE = "node"
    PRESUMPTION = "presumption"
    HIT = "hit"
    AUXILIARY = "auxiliary"


@dataclass(frozen=True, slots=True)
class Implication:
    """Where all of `given` are stated, `gives` is."""

    given: tuple[Literal, ...]
    gives: Literal
    role: Role = Role.NODE


@dataclass(frozen=True, slots=True)
class Same:
    """`node` is true where `of` holds, and false where its opposite does."""

    node: str
    of: Literal


Derivation: TypeAlias = Implication | Same


@dataclass(frozen=True, slots=True)
class Stratum:
    """`rules` are concluded by `body`; once that is exhausted and closed, `presumptions` follow.

    Rules that conclude of the case come before those of items, which come list by list.
    """

    rules: tuple[Rule, ...]
    body: tuple[Derivation, ...]
    presumptions: tuple[Implication, ...]


@dataclass(frozen=True, slots=True)
class Names:
    """Which rules give what a condition names: a conclusion, or, under `each`, one of the item.

    None do where people have `decided` it.
    """

    policy: Policy
    decided: frozenset[str]
    each: str | None = None

    def rules_of(self, named: Term | Field) -> tuple[Rule, ...]:
        if not isinstance(named.kind, YesNo):
            return ()
        each = self.each if isinstance(named, Field) else None
        if each is None and (isinstance(named, Field) or named.name in self.decided):
            return ()
        return tuple(r for r in self.policy.defining.get(named.name, ()) if r.each == each)


def emit(policy: Policy, decided: frozenset[str] = frozenset()) -> tuple[Stratum, ...]:
    """The strata of `policy` as implications, where people have `decided` some conclusions."""
    return tuple(
        _stratum(Names(policy, decided), [policy.rules[id] for id in ids]) for ids in policy.strata
    )


def _stratum(names: Names, unsorted: Sequence[Rule]) -> Stratum:
    rules = sorted(unsorted, key=lambda rule: rule.each or "")
    body = tuple(
        found for rule in rules for found in concluding(replace(names, each=rule.each), rule)
    )
    presumptions = tuple(
        Implication((Literal(rule.id, "u"),), _presumed(rule), Role.PRESUMPTION)
        for rule in rules
        if rule.if_unknown is not None
    )
    return Stratum(tuple(rules), body, presumptions)


def concluding(names: Names, rule: Rule) -> Iterator[Derivation]:
    """What one rule's body derives, its yes-or-no conclusion included."""
    root = f"{rule.id}/{rule.root}"
    match rule.body:
        case Table() as table:
            yield from rows(names, table, root)
            if isinstance(rule.kind, YesNo):
                yield from answers(table, root, rule.id)
        case expression if isinstance(rule.kind, YesNo):
            yield from condition(names, expression, root)
            if is_compound(expression):
                yield Same(rule.id, Literal(root, "t"))
            else:
                yield from equal(root, rule.id)
        case _:
            pass


def is_compound(expression: Expression) -> bool:
    """Whether `and` or `or` make the condition, so that the engine derives it."""
    match expression:
        case Not(part=part):
            return is_compound(part)
        case And(parts=found) | Or(parts=found):
            return bool(found)
        case _:
            return False


def condition(names: Names, expression: Expression, path: str) -> Iterator[Derivation]:
    """What a condition at `path` derives, its parts first; nothing where it is an atom."""
    match expression:
        case And(parts=found) | Or(parts=found) if found:
            paths = [f"{path}/{number}" for number in range(1, len(found) + 1)]
            for part, inner in zip(paths, found, strict=True):
                yield from condition(names, inner, part)
            every, one = ("t", "f") if isinstance(expression, And) else ("f", "t")
            yield from all_of([Literal(part, every) for part in paths], Literal(path, every))
            yield from any_of([Literal(part, one) for part in paths], Literal(path, one))
        case Not(part=inner):
            yield from condition(names, inner, f"{path}/1")
            yield Same(path, Literal(f"{path}/1", "f"))
        case Term() | Field() if rules := names.rules_of(expression):
            yield from named(rules, path)
        case _:
            pass


def named(rules: Sequence[Rule], path: str) -> Iterator[Derivation]:
    """A name at `path` is as the rule that defines it, or as that presumes."""
    if len(rules) == 1 and rules[0].if_unknown is None:
        yield Same(path, Literal(rules[0].id, "t"))
        return
    for rule in rules:
        yield from equal(rule.id, path)
        if rule.if_unknown is not None:
            presumed = _presumed(rule)
            yield Implication((presumed,), Literal(path, presumed.state))


# -- tables ----------------------------------------------------------------------------------------


def rows(names: Names, table: Table, root: str) -> Iterator[Derivation]:
    """Whether each row's cells hold and, where the hit policy looks at other rows, which row hits."""
    for row in table.rows:
        here = f"{root}/{row.id}"
        cells = [
            (f"{here}/{column}", cell)
            for column, cell in enumerate(row.cells, start=1)
            if cell is not None
        ]
        for path, cell in cells:
            yield from condition(names, cell, path)
        if cells:
            yield from all_of([Literal(path, "t") for path, _ in cells], Literal(here, "t"))
            yield from any_of([Literal(path, "f") for path, _ in cells], Literal(here, "f"))
    paths = [f"{root}/{row.id}" for row in table.rows]
    if table.hit is HitPolicy.FIRST:
        yield from _single_hits(paths, alone=False)
    elif table.hit is HitPolicy.UNIQUE:
        yield from _single_hits(paths, alone=True)


def _single_hits(paths: Sequence[str], *, alone: bool) -> Iterator[Implication]:
    """A row hits where it is true and all before it (`alone`: and all after it) are false."""
    yield from none_so_far(paths, "before")
    if alone:
        yield from none_so_far(paths[::-1], "after")
    for number, path in enumerate(paths):
        given = [Literal(path, "t")]
        if number > 0:
            given.append(Literal(f"{path}/before", "t"))
        if alone and number < len(paths) - 1:
            given.append(Literal(f"{path}/after", "t"))
        yield Implication(tuple(given), Literal(hit(path), "t"), Role.HIT)


def none_so_far(paths: Sequence[str], name: str) -> Iterator[Implication]:
    """Auxiliary nodes: for each row but the first, that all rows ahead of it in `paths` are false."""
    for number, (ahead, path) in enumerate(pairwise(paths)):
        given = [Literal(ahead, "f")]
        if number > 0:
            given.append(Literal(f"{ahead}/{name}", "t"))
        yield Implication(tuple(given), Literal(f"{path}/{name}", "t"), Role.AUXILIARY)


def hit(row: str) -> str:
    """The node that states that `row` alone gives the output, under `unique` and `first`."""
    return f"{row}/hit"


def answers(table: Table, root: str, conclusion: str) -> Iterator[Implication]:
    """The yes-or-no conclusion of a table, from the rows that apply and their outputs."""
    paths = [f"{root}/{row.id}" for row in table.rows]
    for state in ("t", "f"):
        outputs = [Literal(f"{path}/output", state) for path in paths]
        if table.hit is HitPolicy.ANY:
            agreed = [f"{path}/agreed {state}" for path in paths]
            for number, (path, output) in enumerate(zip(paths, outputs, strict=True)):
                before = (Literal(agreed[number - 1], "t"),) if number > 0 else ()
                here = Literal(agreed[number], "t")
                yield Implication((*before, Literal(path, "f")), here, Role.AUXILIARY)
                yield Implication((*before, output), here, Role.AUXILIARY)
            given = [(Literal(path, "t"), Literal(agreed[-1], "t")) for path in paths]
        else:
            given = [(Literal(hit(p), "t"), o) for p, o in zip(paths, outputs, strict=True)]
        for pair in given:
            yield Implication(pair, Literal(conclusion, state))


# -- the forms of implication ----------------------------------------------------------------------


def equal(node: str, other: str) -> Iterator[Implication]:
    """`other` is as `node` is."""
    for state in ("t", "f"):
        yield Implication((Literal(node, state),), Literal(other, state))


def any_of(given: Iterable[Literal], gives: Literal) -> Iterator[Implication]:
    """One implication for each, so that every support is told."""
    for literal in given:
        yield Implication((literal,), gives)


def all_of(given: Sequence[Literal], gives: Literal) -> Iterator[Implication]:
    """One implication; with more antecedents than the engine takes, auxiliary ones before it."""
    level = 0
    while len(given) > ANTECEDENTS_AT_MOST:
        level += 1
        chunks = [
            given[start : start + ANTECEDENTS_AT_MOST]
            for start in range(0, len(given), ANTECEDENTS_AT_MOST)
        ]
        together = [
            Literal(f"{gives.node}/all {level}.{number}", gives.state)
            for number in range(1, len(chunks) + 1)
        ]
        for chunk, literal in zip(chunks, together, strict=True):
            yield Implication(tuple(chunk), literal, Role.AUXILIARY)
        given = together
    yield Implication(tuple(given), gives)


def _presumed(rule: Rule) -> Literal:
    """The presumption of a rule; one of another kind than yes or no is just made."""
    assert rule.if_unknown is not None, "only a rule with `if unknown` presumes"
    state = "f" if rule.if_unknown.value is False else "t"
    return Literal(f"{rule.id}/if unknown", state)
