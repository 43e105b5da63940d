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
from typing import TypeAlias

from cssrules.expression import Expression, parts
from cssrules.policy import Policy, Rule, Table
from cssrules.problem import Kind, Problem, Problems
from cssrules.readings.fire.emit import ANTECEDENTS_AT_MOST, Implication, Literal, Same, emit

RULES_AT_MOST = 200
"""Rules of one network. Small ones keep a session's memory, ten kilobytes an antecedent, in bounds."""

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

Stated: TypeAlias = tuple[Implication, tuple[Literal, ...]]
"""An implication, and the facts by which what it is given is stated."""

ALIASES = tuple(f"a{number}" for number in range(ANTECEDENTS_AT_MOST))
"""The names of antecedents within a rule."""


@dataclass(frozen=True, slots=True)
class EngineRule:
    """`given` are the facts that it matches; `nodes` whose nodes they state, by fact id."""

    implication: Implication
    given: tuple[Literal, ...]
    nodes: Mapping[str, tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Network:
    """A ruleset as the engine reads it, and what its words mean.

    `reads` are the literals that its rules match, in order; `facts` gives the text of each fact
    after its session; `rules` go by their names in the engine; `hashes` are those of all ids, by
    which alone the engine tells facts apart.
    """

    definition: str
    reads: Mapping[Literal, None]
    facts: Mapping[Literal, str]
    rules: Mapping[str, EngineRule]
    hashes: frozenset[int]


@dataclass(frozen=True, slots=True)
class PlannedStratum:
    """A stratum as networks, in the order in which they run; after `body` it is closed."""

    rules: tuple[Rule, ...]
    body: tuple[Network, ...]
    presumptions: tuple[Network, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A policy as the engine is given it. `same` are the nodes that share another's fact, in order."""

    strata: tuple[PlannedStratum, ...]
    same: tuple[Same, ...]
    facts: "Facts"


class Facts:
    """Which fact states a node, where nodes share one."""

    def __init__(self) -> None:
        self._shared: dict[str, Literal] = {}

    def share(self, same: Same) -> None:
        self._shared[same.node] = self.of(same.of)

    def of(self, literal: Literal) -> Literal:
        """The literal, of the node whose fact it is, that states `literal`."""
        found = self._shared.get(literal.node)
        if found is None:
            return literal
        return found if literal.state == "t" else Literal(found.node, _turned(literal, found))


def _turned(literal: Literal, found: Literal) -> str:
    if literal.state == "u":
        return "u"
    return "f" if found.state == "t" else "t"


def plan(policy: Policy) -> Plan:
    """The strata of `policy` as networks. Raises Problems where the engine cannot carry it."""
    problems = too_deep(policy)
    if problems:
        raise Problems(problems)
    facts = Facts()
    shared: list[Same] = []
    strata = []
    for stratum in emit(policy):
        implications = []
        for found in stratum.body:
            if isinstance(found, Same):
                facts.share(found)
                shared.append(found)
            else:
                implications.append(found)
        body, presumptions = (
            [[(i, tuple(map(facts.of, i.given))) for i in piece] for piece in cut(part)]
            for part in (implications, stratum.presumptions)
        )
        problems += [p for piece in (*body, *presumptions) for p in beyond(policy, piece)]
        if not problems:
            networks = tuple(map(network, body)), tuple(map(network, presumptions))
            strata.append(PlannedStratum(stratum.rules, *networks))
    if problems:
        raise Problems(problems)
    return Plan(tuple(strata), tuple(shared), facts)


def cut(implications: Sequence[Implication]) -> Iterator[Sequence[Implication]]:
    """The implications in pieces of the size of a network, in their order."""
    for start in range(0, len(implications), RULES_AT_MOST):
        yield implications[start : start + RULES_AT_MOST]


def network(piece: Sequence[Stated]) -> Network:
    """The network of some implications that `beyond` has nothing against."""
    reads = sorted({literal for _, given in piece for literal in given})
    literals = sorted({*reads, *(implication.gives for implication, _ in piece)})
    names = sorted({literal.node for literal in literals})
    width = bucket(len(names))
    tokens = dict(zip(names, distinct("n", len(names)), strict=True))
    kinds = {name: f"k{number // width}" for number, name in enumerate(names)}

    def tests(literal: Literal) -> dict[str, object]:
        node, state = literal
        return {"$and": [{"kind": kinds[node]}, {"p": tokens[node]}, {"v": state}]}

    def text(literal: Literal) -> str:
        token = tokens[literal.node]
        return (
            f'"id":"{token}","kind":"{kinds[literal.node]}","p":"{token}","v":"{literal.state}"}}'
        )

    def engine_rule(implication: Implication, given: tuple[Literal, ...]) -> EngineRule:
        nodes: dict[str, tuple[str, ...]] = {}
        for literal, fact in zip(implication.given, given, strict=True):
            token = tokens[fact.node]
            nodes[token] = (*nodes.get(token, ()), literal.node)
        return EngineRule(implication, tuple(dict.fromkeys(given)), nodes)

    rules = {f"r{number}": engine_rule(*found) for number, found in enumerate(piece)}
    definition: dict[str, object] = {"boot": {"all": [{"a0": {"kind": "boot"}}]}}
    for name, rule in rules.items():
        pairs = zip(ALIASES, rule.given, strict=False)
        definition[name] = {"all": [{alias: tests(literal)} for alias, literal in pairs]}
    return Network(
        definition=json.dumps(definition),
        reads=dict.fromkeys(reads),
        facts={literal: text(literal) for literal in literals},
        rules=rules,
        hashes=frozenset(map(fnv, (*tokens.values(), "boot"))),
    )


def bucket(nodes: int) -> int:
    """How many nodes share a kind: about as many as there are kinds, so that tests are few."""
    return max(8, isqrt(nodes) + 1)


# -- limits ----------------------------------------------------------------------------------------


def beyond(policy: Policy, piece: Sequence[Stated]) -> Iterator[Problem]:
    """What would crash, hang or silence the engine, were it given this piece at once."""
    place = str(policy.rules[piece[0][0].gives.node.partition("/")[0]].place)
    nodes = {literal.node for i, given in piece for literal in (*given, i.gives)}
    readers = Counter(literal for _, given in piece for literal in given)
    most = max(readers, key=lambda literal: (readers[literal], literal))
    longest = max(len(given) for _, given in piece)
    for what, number, limit in (
        ("rules in one network", len(piece), RULES_LIMIT),
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
