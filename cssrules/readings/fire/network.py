"""Implications as rulesets of durable-rules, within what the engine can carry.

In: implications in an order in which each comes after all that derive what it reads. Out: networks,
each small and whole in itself, to be run one after the other; what an earlier one derived is stated
anew in a later one that reads it.
A fact is `{id, kind, p, v}`: `p` says which node, `v` how it is stated, `kind` sorts the nodes into
buckets so that no test has many siblings. Node names do not reach the engine: a token stands for
each. The limits here are below those at which the engine fails, hangs or kills the process.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count
from math import isqrt

from cssrules.expression import Expression, parts
from cssrules.policy import Policy, Rule, Table
from cssrules.problem import Kind, Problem
from cssrules.readings.fire.emit import ANTECEDENTS_AT_MOST, Implication, Literal, emit

RULES_AT_MOST = 100
"""Rules of one network. A session's memory grows with its rules: small ones are quicker by far."""

RULES_LIMIT = 4_000
"""The engine takes 4,096 rules in a ruleset."""

READERS_LIMIT = 250
"""The engine dies of 256 antecedents that read one fact."""

SIBLINGS_LIMIT = 200
"""The engine hangs at 513 tests under one parent, and slows long before."""

DEPTH_LIMIT = 100
"""Conditions are walked by recursion, here and in meaning."""

BOOT = '"id":"boot","kind":"boot"}'
"""The fact by which each session runs one action before all else; without one it cannot be deleted."""

ATTRIBUTES = ("sid", "id", "kind", "p", "v", "$s")
"""Every attribute of the facts, the engine's own state fact included."""

ALIASES = tuple(f"a{number}" for number in range(ANTECEDENTS_AT_MOST))
"""The names of antecedents within a rule."""


@dataclass(frozen=True, slots=True)
class Network:
    """A ruleset as the engine reads it, and what its words mean.

    `reads` are the literals that its rules match; `facts` gives the text of each fact after its
    session; `nodes` the node of each fact's id; `implications` the implication of each rule;
    `hashes` are those of all ids, by which alone the engine tells facts apart.
    """

    definition: str
    reads: tuple[Literal, ...]
    facts: Mapping[Literal, str]
    nodes: Mapping[str, str]
    implications: Mapping[str, Implication]
    hashes: frozenset[int]


@dataclass(frozen=True, slots=True)
class Planned:
    """A stratum as networks, in the order in which they run; after `body` it is closed."""

    rules: tuple[Rule, ...]
    body: tuple[Network, ...]
    presumptions: tuple[Network, ...]


def plan(policy: Policy) -> tuple[list[Planned], list[Problem]]:
    """The strata of `policy` as networks, or what of it the engine cannot carry."""
    problems = too_deep(policy)
    if problems:
        return [], problems
    strata = []
    for stratum in emit(policy):
        pieces = [[*cut(stratum.body)], [*cut(stratum.presumptions)]]
        found = [p for piece in (*pieces[0], *pieces[1]) for p in beyond(policy, piece)]
        problems += found
        if not problems:
            body, presumptions = (tuple(map(network, part)) for part in pieces)
            strata.append(Planned(stratum.rules, body, presumptions))
    return strata, problems


def cut(implications: Sequence[Implication]) -> Iterator[Sequence[Implication]]:
    """The implications in pieces of the size of a network, in their order."""
    for start in range(0, len(implications), RULES_AT_MOST):
        yield implications[start : start + RULES_AT_MOST]


def network(implications: Sequence[Implication]) -> Network:
    """The network of some implications that `beyond` has nothing against."""
    literals = sorted({literal for i in implications for literal in (*i.given, i.gives)})
    names = sorted({literal.node for literal in literals})
    width = bucket(len(names))
    tokens = dict(zip(names, distinct("n", len(names)), strict=True))
    kinds = {name: f"k{number // width}" for number, name in enumerate(names)}

    def tests(literal: Literal) -> dict[str, object]:
        node, state = literal
        return {"$and": [{"kind": kinds[node]}, {"p": tokens[node]}, {"v": state}]}

    by_name = {f"r{number}": found for number, found in enumerate(implications)}
    rules: dict[str, object] = {"boot": {"all": [{"a0": {"kind": "boot"}}]}}
    for name, implication in by_name.items():
        pairs = zip(ALIASES, implication.given, strict=False)
        rules[name] = {"all": [{alias: tests(literal)} for alias, literal in pairs]}
    return Network(
        definition=json.dumps(rules),
        reads=tuple(sorted({literal for i in implications for literal in i.given})),
        facts={
            literal: f'"id":"{tokens[node]}","kind":"{kinds[node]}","p":"{tokens[node]}","v":"{state}"}}'
            for literal in literals
            for node, state in (literal,)
        },
        nodes={"boot": "boot", **{token: name for name, token in tokens.items()}},
        implications=by_name,
        hashes=frozenset(map(fnv, (*tokens.values(), "boot"))),
    )


def bucket(nodes: int) -> int:
    """How many nodes share a kind: about as many as there are kinds, so that tests are few."""
    return max(8, isqrt(nodes) + 1)


# -- limits ----------------------------------------------------------------------------------------


def beyond(policy: Policy, implications: Sequence[Implication]) -> Iterator[Problem]:
    """What would crash, hang or silence the engine, were it given these implications at once."""
    place = str(policy.rules[implications[0].gives.node.partition("/")[0]].place)
    nodes = {literal.node for i in implications for literal in (*i.given, i.gives)}
    readers = Counter(literal for i in implications for literal in i.given)
    most = max(readers, key=lambda literal: (readers[literal], literal))
    longest = max(len(i.given) for i in implications)
    for what, number, limit in (
        ("rules in one network", len(implications), RULES_LIMIT),
        ("antecedents of one rule", longest, ANTECEDENTS_AT_MOST),
        ("facts of one kind", bucket(len(nodes)), SIBLINGS_LIMIT),
        (f"conditions that read `{most.node}`", readers[most], READERS_LIMIT),
    ):
        if number > limit:
            message = f"{number} {what}, where durable-rules carries {limit}"
            yield Problem(Kind.LIMIT, message, place, "split the rule into several")


def too_deep(policy: Policy) -> list[Problem]:
    """Conditions whose parts nest beyond what can be walked."""
    return [
        Problem(
            Kind.LIMIT,
            f"conditions of rule `{rule.id}` nest deeper than {DEPTH_LIMIT}",
            str(rule.place),
            "give an inner condition a rule of its own",
        )
        for rule in policy.rules.values()
        if any(depth(condition) > DEPTH_LIMIT for condition in conditions(rule))
    ]


def conditions(rule: Rule) -> Iterator[Expression]:
    """The conditions of a rule's body, or of its table's cells."""
    match rule.body:
        case Table(rows=rows):
            yield from (cell for row in rows for cell in row.cells if cell is not None)
        case expression:
            yield expression


def depth(expression: Expression) -> int:
    """How many levels of parts an expression has."""
    level, levels = [expression], 0
    while level:
        level, levels = [part for inner in level for part in parts(inner)], levels + 1
    return levels


# -- hashes ----------------------------------------------------------------------------------------


def fnv(text: str) -> int:
    """The 32-bit hash (FNV-1a) by which the engine compares ids, sessions, attributes and aliases."""
    found = 0x811C9DC5
    for byte in text.encode():
        found = (found ^ byte) * 0x01000193 & 0xFFFFFFFF
    return found


def distinct(prefix: str, number: int) -> Iterator[str]:
    """That many ids, no two with one hash, nor with that of the boot fact: the first that fit."""
    taken = {fnv("boot")}
    found = 0
    for serial in count():
        if found == number:
            return
        if (mark := fnv(f"{prefix}{serial}")) not in taken:
            taken.add(mark)
            found += 1
            yield f"{prefix}{serial}"
