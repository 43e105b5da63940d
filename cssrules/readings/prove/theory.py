"""A policy as a theory: its conclusions as conditions over all cases that its evidence allows.

In: a checked policy, a day, and a prover. Out: conditions to ask the prover for, and the values that a
case which it found has.
A list has as many places as the caller allows: what is proved holds for lists up to that length.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

from cssrules.expression import DECISION_DAY, Compare, Comparison, Const, Expression, Term
from cssrules.lowering.codec import decode
from cssrules.lowering.lists import Scope
from cssrules.lowering.lower import Lowering
from cssrules.lowering.terms import Conclusion, Items, Lowered, Row, truth_of
from cssrules.policy import Evidence, Policy, Rule
from cssrules.readings.prove.algebra import Z3Algebra
from cssrules.readings.prove.conditions import Condition, both, negation
from cssrules.readings.prove.found import Found
from cssrules.readings.prove.integers import at_least
from cssrules.readings.prove.kleene import Kleene, Maybe, Wording
from cssrules.readings.prove.prover import Prover
from cssrules.readings.prove.symbols import ItemAt, Rest, Symbols
from cssrules.source import Place
from cssrules.values import Date, Kind, ListOf, Value

Terms: TypeAlias = Lowered[Kleene, Maybe, Wording]
Conclusions: TypeAlias = Conclusion[Kleene, Maybe, Wording]
Rows: TypeAlias = tuple[Row[Kleene, Maybe, Wording], ...]


class Theory:
    """The theory of `policy` as of a day, whose lists hold `most` items at most; of `lengths` so many.

    `open_settings` are read like evidence, the others have their values; so is the decision day, where
    `days` are given, of which the rules in force are those of `as_of`. `decided` is what people
    decided. Two theories of one prover with the same `called` speak of the same case; another name
    makes it another case, in all evidence or in that which is `apart`. Of what is `fixed` the case has
    that value, where it is known: which is settled as the theory is made, and costs Z3 nothing.
    """

    def __init__(  # noqa: PLR0913 # because a theory has so many choices, each with its plain default
        self,
        prover: Prover,
        policy: Policy,
        as_of: date,
        *,
        most: int = 3,
        lengths: Mapping[str, int] | None = None,
        open_settings: Iterable[str] = (),
        decided: Mapping[str, Value] | None = None,
        days: Date | None = None,
        called: str = "",
        apart: Collection[str] | None = None,
        fixed: Mapping[str, Value] | None = None,
    ) -> None:
        opened = _opened(policy, frozenset(open_settings), days)
        self.policy = _with_short_lists(opened, most, lengths or {})
        self.symbols = Symbols(prover.vocabulary, self.policy, called, apart, fixed or {})
        self.lowering: Lowering[Kleene, Maybe, Wording, ItemAt] = Lowering(
            self.policy,
            Z3Algebra(self.symbols, self.policy.holidays),
            as_of,
            settings_open=False,
            decided=decided or {},
        )
        self.lowered = self.lowering.policy_terms()
        self._inputs = {
            name: self.lowering.kinds.input(name, evidence.kind)
            for name, evidence in self.policy.evidence.items()
        }
        self._fields = {at: dict(self._items(at)) for at in self._places()}
        for assumption in self.lowered.assumptions:
            self.symbols.constrain(negation(truth_of(assumption).fails))

    # -- conditions ----------------------------------------------------------------------------------

    def truth(self, expression: Expression) -> Kleene:
        """A condition over the policy's names, with what people decided: that it holds, that it fails."""
        return truth_of(self.lowering.node(expression, None))

    def known(self, name: str) -> Condition:
        """That evidence is known, or that the policy concludes something, whatever people decided."""
        return self.lowering.kinds.known(self.given(name)).holds

    def given(self, name: str) -> Terms:
        """The terms of evidence, or of what the policy concludes, whatever people decided."""
        with self.lowering.account(name, {}):
            return self.lowering.read(name)

    def is_value(self, name: str, value: Value) -> Condition:
        """That evidence has this value, or that the policy concludes it, whatever people decided."""
        kind = self.policy.kind(name)
        assert kind is not None, "a name of the policy"
        equal = Compare(Comparison.EQ, Term(name, kind), Const(value, kind))
        with self.lowering.account(name, {}):
            return self.truth(equal).holds

    def pinned(self, name: str, value: Value) -> Sequence[Condition]:
        """The conditions that evidence has just this value; None: that it is unknown."""
        return tuple(self.symbols.pinned(name, value))

    def completed(self, name: str, value: Value) -> Sequence[Condition]:
        """The conditions that evidence is known whole, and as `value` has it where that is known."""
        return tuple(self.symbols.pinned(name, value, Rest.KNOWN))

    def extended(self, name: str, value: Value) -> Sequence[Condition]:
        """The conditions that evidence is as `value` has it where that is known, and otherwise anything
        or unknown.
        """
        return tuple(self.symbols.pinned(name, value, Rest.OPEN))

    def concluded(self, rule: Rule) -> Iterator[tuple[Condition, Conclusions]]:
        """What a rule concludes, of the case or of an item of its list, and that there is such an item.

        One item stands for all that a case may hold, as their order means nothing.
        """
        if rule.each is None:
            yield True, self.lowered.conclusions[rule.define]
            return
        each = self.lowered.each[rule.define]
        if each.made is None:
            yield self.has_item(rule.each), each.of(ItemAt(rule.each, 0))
        else:
            for item in each.made:
                yield item.belongs.holds, each.of(item)

    def has_item(self, items: str) -> Condition:
        """That a list of the case is known to hold something."""
        listed = self.symbols.list(items)
        return both(listed.known, at_least(listed.length, 1))

    def holds_at_most(self, items: str, most: int) -> Condition:
        """That a list of the case holds so many items at most."""
        return negation(at_least(self.symbols.list(items).length, most + 1))

    def truth_of_item(self, expression: Expression, items: str, place: int = 0) -> Kleene:
        """A condition over the fields of the item at a place of a list of the case."""
        return truth_of(self.lowering.node(expression, Scope(items, ItemAt(items, place))))

    def is_known(self, terms: Terms) -> Condition:
        """That a value is known."""
        return self.lowering.kinds.known(terms).holds

    def unlike(self, one: Terms, other: Terms) -> Condition:
        """That two values are known, and not the same."""
        return self.lowering.kinds.equal(one, other).fails

    def rows(self, define: str) -> Rows:
        """The rows of the table that gives a conclusion; none where it has no table."""
        body = self.lowered.conclusions[define].body
        return body if isinstance(body, tuple) else ()

    # -- cases -----------------------------------------------------------------------------------------

    def values(self, found: Found) -> Mapping[str, Value]:
        """The evidence of a case, by name; what is unknown is left out."""
        values = {name: self._evidence(name, found) for name in self.policy.evidence}
        return {name: value for name, value in values.items() if value is not None}

    def conclusion(self, found: Found, name: str) -> Value:
        """What is concluded of a case."""
        conclusion = self.lowered.conclusions[name]
        return decode(conclusion.value, conclusion.rule.kind, found.read)

    def _evidence(self, name: str, found: Found) -> Value:
        terms = self._inputs[name]
        if not isinstance(terms, Items):
            return decode(terms, self.policy.evidence[name].kind, found.read)
        return self.symbols.listed(name, lambda at: self._known_fields(at, found), found.read)

    def _known_fields(self, at: ItemAt, found: Found) -> dict[str, Value]:
        fields = self._fields[at].items()
        values = {name: decode(terms, kind, found.read) for name, (terms, kind) in fields}
        return {name: value for name, value in values.items() if value is not None}

    def _places(self) -> Iterator[ItemAt]:
        for name, terms in self._inputs.items():
            if isinstance(terms, Items):
                most = self.symbols.list(name).most
                yield from (ItemAt(name, position) for position in range(most))

    def _items(self, at: ItemAt) -> Iterator[tuple[str, tuple[Terms, Kind]]]:
        for field, kind in self.policy.record_of(at.items).fields:
            yield field, (self.lowering.kinds.input(field, kind, at.items, at), kind)


def _opened(policy: Policy, settings: frozenset[str], days: Date | None) -> Policy:
    """The policy with some settings, and the decision day if it is one of `days`, read like evidence."""
    opened = {
        name: Evidence(name, s.kind, s.place)
        for name, s in policy.settings.items()
        if name in settings
    }
    if days is not None:
        opened[DECISION_DAY] = Evidence(DECISION_DAY, days, Place("", 0, 0))
    kept = {name: s for name, s in policy.settings.items() if name not in opened}
    return replace(policy, settings=kept, evidence={**policy.evidence, **opened})


def _with_short_lists(policy: Policy, most: int, lengths: Mapping[str, int]) -> Policy:
    """The policy with as many places for a list as there are to be looked at."""

    def shortened(evidence: Evidence) -> Evidence:
        kind = evidence.kind
        if not isinstance(kind, ListOf):
            return evidence
        places = max(kind.least, min(kind.most, lengths.get(evidence.name, most)))
        return replace(evidence, kind=replace(kind, most=places))

    cut = {name: shortened(evidence) for name, evidence in policy.evidence.items()}
    return replace(policy, evidence=cut)
