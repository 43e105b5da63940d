"""Which texts of cases and members name a case, and which case is meant by one that is written otherwise.

In: a policy, and the tree of a case or a member. Out: where rules compare a text with the id or the name of
a case, so that a slip is told and does not pair nobody in silence; the texts, and where each stands.
"""

from collections.abc import Iterator, Mapping
from typing import TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import (
    Compare,
    Comparison,
    Expression,
    Field,
    Measured,
    Quantified,
    Term,
    parts,
)
from cssrules.implied import in_short, is_alike
from cssrules.jsontext import Json
from cssrules.policy import CASE, CHOSEN, OTHER, Given, Pairing, Policy, PortfolioRule, body_of
from cssrules.problem import nearest

Where: TypeAlias = tuple[str, ...]
"""A fact, or a list and a field of its items."""

_OWN = {Given.ID: "id", Given.NAME: "name"}
_ITSELF = "itself"
"""Beside `id` and `name`: that a rule takes the text for one that may name the body itself."""


@dataclass(frozen=True, slots=True)
class Slip:
    """A text that should name a case and names none: where it stands, which is meant if one is, and
    whether that is the same but for capitals, spaces and punctuation. Or (`is_itself`) one that should
    name another case and names the case that says it.
    """

    where: Where
    said: str
    at: tuple[str | int, ...]
    meant: str | None
    is_alike: bool
    is_itself: bool = False

    @property
    def fact(self) -> str:
        """The fact, and of a list the field."""
        return ": ".join(self.where)

    @property
    def help(self) -> str:
        """What to write instead."""
        if self.is_itself:
            return "name another case, or leave the entry out"
        return f"did you mean `{self.meant}`?" if self.meant else "name a case by its id"


class Naming:
    """What names a case in a portfolio whose cases are `named`, by id."""

    def __init__(self, policy: Policy, named: Mapping[str, str]) -> None:
        self.named, self.asked = named, naming_cases(policy)
        self.spoken = {said for name in named.values() for said in (name, in_short(name))}

    def slips(self, kind: str, tree: Json) -> Iterator[Slip]:
        """The texts of a body of a kind, or of a case, that should name a case and do not."""
        asked = self.asked.get(kind, {})
        own = tree.get("id") if kind == CASE and isinstance(tree, dict) else None
        for where, said, at in texts_of(tree) if asked else ():
            ways = asked.get(where, frozenset())
            known = ("id" in ways and said in self.named) or (
                "name" in ways and said in self.spoken
            )
            if ways and not known:
                yield self.slip(where, said, at, ways)
            elif ways and _ITSELF not in ways and isinstance(own, str):
                name = self.named[own]
                if said in ({own} if "id" in ways else {name, in_short(name)}):
                    yield Slip(where, said, at, None, is_alike=False, is_itself=True)

    def slip(
        self, where: Where, said: str, at: tuple[str | int, ...], ways: frozenset[str]
    ) -> Slip:
        key = meant(said, self.named)
        if key is None:
            return Slip(where, said, at, None, is_alike=False)
        name = self.named[key]
        alike = any(is_alike(said, one) for one in (key, name, in_short(name)))
        return Slip(where, said, at, in_short(name) if "name" in ways else key, alike)


def naming_cases(policy: Policy) -> Mapping[str, Mapping[Where, frozenset[str]]]:
    """By kind of body the texts that a rule compares with the `id` or the `name` of a case, and whether
    that case may be the body itself, which `other` is not.
    """
    found: dict[str, dict[Where, frozenset[str]]] = {}
    told: list[tuple[str, Where, str]] = [
        (CASE, (fact,), said)
        for fact, ways in policy.naming_itself.items()
        for said in (_ITSELF, *(_OWN[way] for way in ways))
    ]
    for rule in policy.portfolio.values():
        for part in rule.policy.rules.values():
            for expression in part.expressions:
                told += _naming(policy, rule, expression, None)
    for kind, where, way in told:
        of = found.setdefault(kind, {})
        of[where] = of.get(where, frozenset()) | {way}
    return found


def _naming(
    policy: Policy, rule: PortfolioRule, expression: Expression, items: str | None
) -> Iterator[tuple[str, Where, str]]:
    """`items` is the list whose items are looked at, if any."""
    match expression:
        case Quantified(items=held) | Measured(items=held):
            items = held
        case Compare(Comparison.EQ | Comparison.NE, left, right):
            for one, other in ((left, right), (right, left)):
                reading = rule.readings.get(other.name) if isinstance(other, Term) else None
                if reading and reading.name in {"id", "name"} and body_of(rule, reading) == CASE:
                    where = _text(policy, rule, one, items)
                    if where is not None:
                        yield *where, reading.name
                        if not (
                            isinstance(rule, Pairing)
                            and rule.choose == OTHER
                            and reading.of == CHOSEN
                        ):
                            yield *where, _ITSELF
        case _:
            pass
    for part in parts(expression):
        yield from _naming(policy, rule, part, items)


def _text(
    policy: Policy, rule: PortfolioRule, expression: Expression, items: str | None
) -> tuple[str, Where] | None:
    """The kind of body, and the text of it that is read; None where it is reported of none."""
    match expression:
        case Field(name=name) if items is not None and items in rule.readings:
            reading = rule.readings[items]
            return (CASE, (reading.name, name)) if body_of(rule, reading) == CASE else None
        case Term(name=name) if name in rule.readings:
            reading = rule.readings[name]
            kind = body_of(rule, reading)
            entity = policy.entities.get(kind)
            if entity is None:
                return (kind, (reading.name,)) if reading.name in policy.evidence else None
            if reading.name not in dict(entity.fields):
                return None
            return (
                (kind, (reading.name,))
                if entity.items is None
                else (CASE, (entity.items, reading.name))
            )
        case _:
            return None


def meant(said: str, named: Mapping[str, str]) -> str | None:
    """The key of `named` that is most likely meant, by itself or by its name."""
    for key, name in named.items():
        if any(is_alike(said, one) for one in (key, name, in_short(name))):
            return key
    keys = {name: key for key, name in named.items()}
    return nearest(said, named) or keys.get(nearest(said, keys) or "")


def texts_of(tree: Json) -> Iterator[tuple[Where, str, tuple[str | int, ...]]]:
    """The facts of a case or a member that are texts, and where in its tree each stands."""
    form = tree if isinstance(tree, dict) else {}
    facts, evidence = form.get("facts"), form.get("evidence")
    held: list[tuple[str, Json, tuple[str | int, ...]]] = []
    if isinstance(facts, dict):
        held += [(fact, value, ("facts", fact)) for fact, value in facts.items()]
    for number, entry in enumerate(evidence if isinstance(evidence, list) else ()):
        if isinstance(entry, dict):
            at = ("evidence", number, "value")
            held.append((str(entry.get("fact")), entry.get("value"), at))
    for fact, value, path in held:
        if isinstance(value, str):
            yield (fact,), value, path
        for number, item in enumerate(value if isinstance(value, list) else ()):
            for field, text in item.items() if isinstance(item, dict) else ():
                if isinstance(text, str):
                    yield (fact, field), text, (*path, number, field)
