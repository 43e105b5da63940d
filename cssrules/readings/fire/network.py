"""Implications as rulesets of durable-rules, within what the engine can carry.

In: implications in an order in which each comes after all that derive what it reads. Out: networks,
each small and whole in itself, to be run one after the other; what an earlier one derived is stated
anew in a later one that reads it.
A fact is `{id, kind, p}`: `p` says which node and how it is stated, `kind` sorts these into buckets so
that no test has many siblings. One test says both, as each takes kilobytes of the engine's memory.
Node names do not reach the engine: a token stands for each. In a network whose rules hold of many
subjects (the items of a list, or pairs of bodies) a fact also has `s`, the subject's number, and
antecedents join on it; `_` is 1 in each, and the last test of a joining antecedent compares it, as the
engine reads on beyond a last test that fails. The limits here are below those at which the engine
fails, hangs or kills the process.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import count, groupby
from math import isqrt
from typing import NamedTuple, TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import Expression, parts
from cssrules.policy import Policy, Rule, Table
from cssrules.problem import Kind, Problem, Problems
from cssrules.readings.fire.emit import ANTECEDENTS_AT_MOST, Implication, Literal, Same, emit

RULES_AT_MOST = 200
"""Rules of one network. Small ones keep a session's memory, ten kilobytes an antecedent, in bounds."""

FACTS_AT_MOST = 1_000
"""Facts of one session, of all its subjects together."""

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

ATTRIBUTES = ("sid", "id", "kind", "p", "s", "_", "$s")
"""Every attribute of the facts, the engine's own state fact included."""

Stated: TypeAlias = tuple[Implication, tuple[Literal, ...]]
"""An implication, and the facts by which what it is given is stated."""

ALIASES = tuple(f"a{number}" for number in range(ANTECEDENTS_AT_MOST))
"""The names of antecedents within a rule."""


_JOINED = f',{{"s":{{"{ALIASES[0]}":"s"}}}},{{"_":{{"{ALIASES[0]}":"_"}}}}'
"""The tests by which a later antecedent is of the subject of the first."""


@dataclass(frozen=True, slots=True)
class Network:
    """A ruleset as the engine reads it, and what its words mean.

    `each` names the list whose items are its subjects; None where they are whole cases. `width` is
    how many a session holds; with `joins` its rules join on them, else it is one. `reads` are the
    literals that its rules match, in order; `texts` what a fact says, after its id and before its
    subject; `numbers` those of the nodes; `ids` those of facts, by node and then by subject; `rules`
    go by their names in the engine; `hashes` are those of all ids, by which alone the engine tells
    facts apart.
    """

    each: str | None
    joins: bool
    width: int
    definition: str
    reads: Mapping[Literal, None]
    texts: Mapping[Literal, str]
    numbers: Mapping[str, int]
    ids: "Ids"
    rules: Mapping[str, Stated]
    hashes: frozenset[int]

    def fact(self, literal: Literal, subject: int) -> str:
        """The text of a fact after its session."""
        number = self.numbers[literal.node] * self.width + subject
        joined = f',"s":"s{subject}","_":1' if self.joins else ""
        return f'"id":"{self.ids.names[number]}",{self.texts[literal]}{joined}}}'

    def place(self, id: str) -> tuple[int, int]:
        """The number of the node, and the subject, of the fact with that id."""
        return divmod(self.ids.places[id], self.width)


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


def plan(policy: Policy, decided: frozenset[str] = frozenset(), *, pairs: bool = False) -> Plan:
    """The strata of `policy` as networks, where people have `decided` some conclusions; with `pairs`
    many cases go through them at once. Raises Problems where the engine cannot carry it.
    """
    cut = in_pieces(policy, decided, pairs=pairs)
    strata = [
        PlannedStratum(rules, tuple(map(network, body)), tuple(map(network, presumptions)))
        for rules, body, presumptions in cut.strata
    ]
    return Plan(tuple(strata), cut.same, cut.facts)


def in_pieces(policy: Policy, decided: frozenset[str] = frozenset(), *, pairs: bool) -> "Pieces":
    """What `plan` makes networks of. Raises Problems where the engine cannot carry it."""
    problems = too_deep(policy)
    if problems:
        raise Problems(problems)
    facts = Facts()
    shared: list[Same] = []
    strata = []
    for stratum in emit(policy, decided):
        implications = []
        for found in stratum.body:
            if isinstance(found, Same):
                facts.share(found)
                shared.append(found)
            else:
                implications.append(found)
        body, presumptions = (
            [*pieces(policy, facts, part, pairs=pairs)]
            for part in (implications, stratum.presumptions)
        )
        problems += [p for piece in (*body, *presumptions) for p in beyond(policy, piece.stated)]
        strata.append((stratum.rules, body, presumptions))
    if problems:
        raise Problems(problems)
    return Pieces(strata, tuple(shared), facts)


@dataclass(frozen=True, slots=True)
class Piece:
    """Implications for one network, which `joins` its subjects: those of the list `each`, or cases."""

    each: str | None
    joins: bool
    stated: Sequence[Stated]


class Pieces(NamedTuple):
    """A policy cut into pieces: of each stratum its rules, its body and its presumptions."""

    strata: Sequence[tuple[tuple[Rule, ...], Sequence[Piece], Sequence[Piece]]]
    same: tuple[Same, ...]
    facts: Facts


def pieces(
    policy: Policy, facts: Facts, implications: Iterable[Implication], *, pairs: bool
) -> Iterator[Piece]:
    """The implications in pieces of the size of a network, in their order, each of one kind of subject."""
    for each, of_each in groupby(implications, key=lambda i: rule_of(policy, i).each):
        stated = [(i, tuple(map(facts.of, i.given))) for i in of_each]
        yield from (Piece(each, pairs or each is not None, piece) for piece in cut(stated))


def rule_of(policy: Policy, implication: Implication) -> Rule:
    """The rule to whose nodes an implication belongs."""
    return policy.rules[implication.gives.node.partition("/")[0]]


def cut(stated: Iterable[Stated]) -> Iterator[Sequence[Stated]]:
    """Parts of so many rules, and of so many facts about one subject, as a network takes."""
    piece: list[Stated] = []
    nodes = set[str]()
    for implication, given in stated:
        names = {literal.node for literal in (*given, implication.gives)}
        nodes |= names
        if piece and (len(piece) == RULES_AT_MOST or len(nodes) > FACTS_AT_MOST):
            yield piece
            piece, nodes = [], names
        piece.append((implication, given))
    if piece:
        yield piece


def network(piece: Piece) -> Network:
    """The network of some implications that `beyond` has nothing against."""
    read = {literal for _, given in piece.stated for literal in given}
    literals = sorted(read.union([implication.gives for implication, _ in piece.stated]))
    names = dict.fromkeys([literal.node for literal in literals])
    numbers = {name: number for number, name in enumerate(names)}
    in_bucket = bucket(len(literals))
    width = FACTS_AT_MOST // len(names) if piece.joins else 1
    ids = ids_of_facts(FACTS_AT_MOST)
    texts = {
        literal: f'"kind":"k{place // in_bucket}","p":"{literal.state}{numbers[literal.node]}"'
        for place, literal in enumerate(literals)
    }

    tests = {literal: text.replace(",", "},{") for literal, text in texts.items()}
    heads = [f'{{"{alias}":{{"$and":[{{' for alias in ALIASES]
    ends = ["}]}}", *[f"}}{_JOINED if piece.joins else ''}]}}}}"] * (len(ALIASES) - 1)]
    rules = {f"r{number}": found for number, found in enumerate(piece.stated)}
    definition = ['"boot":{"all":[{"a0":{"kind":"boot"}}]}']
    for name, (_, facts) in rules.items():
        given = [
            f"{head}{tests[literal]}{end}"
            for head, literal, end in zip(heads, dict.fromkeys(facts), ends, strict=False)
        ]
        definition.append(f'"{name}":{{"all":[{",".join(given)}]}}')
    return Network(
        each=piece.each,
        joins=piece.joins,
        width=width,
        definition=f"{{{','.join(definition)}}}",
        reads={literal: None for literal in literals if literal in read},
        texts=texts,
        numbers=numbers,
        ids=ids,
        rules=rules,
        hashes=ids.hashes,
    )


def bucket(literals: int) -> int:
    """How many literals share a kind: about as many as there are kinds, so that tests are few."""
    return max(8, isqrt(literals) + 1)


# -- limits ----------------------------------------------------------------------------------------


def beyond(policy: Policy, piece: Sequence[Stated]) -> Iterator[Problem]:
    """What would crash, hang or silence the engine, were it given this piece at once."""
    place = str(rule_of(policy, piece[0][0]).place)
    literals = {literal for i, given in piece for literal in (*given, i.gives)}
    readers = Counter(literal for _, given in piece for literal in given)
    number_of_readers, most = max((number, literal) for literal, number in readers.items())
    longest = max(len(given) for _, given in piece)
    for what, number, limit in (
        ("rules in one network", len(piece), RULES_LIMIT),
        ("antecedents of one rule", longest, ANTECEDENTS_AT_MOST),
        ("facts of one kind", bucket(len(literals)), SIBLINGS_LIMIT),
        (f"conditions that read `{most.node}`", number_of_readers, READERS_LIMIT),
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


@dataclass(frozen=True, slots=True)
class Ids:
    """Ids for facts, where each stands among them, and all hashes, that of the boot fact included."""

    names: tuple[str, ...]
    places: Mapping[str, int]
    hashes: frozenset[int]


@cache
def ids_of_facts(number: int) -> Ids:
    """That many ids, the same for every network."""
    names = tuple(distinct("n", number))
    return Ids(
        names,
        {name: place for place, name in enumerate(names)},
        frozenset(map(fnv, (*names, "boot"))),
    )
