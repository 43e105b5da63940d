"""The order of portfolio rules: what rests on what one of them concludes comes after it.

In: the checked rules of a case and of the portfolio. Out: strata of portfolio rule ids. A portfolio
rule rests on another where it reads a pair list or a conclusion of it, or of a case a conclusion that
follows, in however many steps, from evidence that the other feeds. Nothing of one stratum rests on
another of it.
"""

from collections.abc import Iterable, Iterator, Mapping

from cssrules.language.notes import Notes
from cssrules.language.stratify import ordered, reads_of
from cssrules.policy import (
    CASE,
    CHOSEN,
    OTHER,
    OWN,
    EachBody,
    Entity,
    Pairing,
    PortfolioRule,
    Rule,
)
from cssrules.source import Span
from cssrules.values import ListOf


def portfolio_strata(
    rules: Mapping[str, Rule],
    portfolio: Mapping[str, PortfolioRule],
    entities: Mapping[str, Entity],
    where: Mapping[str, Span],
    notes: Notes,
) -> tuple[tuple[str, ...], ...]:
    """The strata; a circle is noted step by step, through rules of a case too, and leaves none."""
    reads = _Reads(rules, portfolio, entities).all
    order = ordered(reads, where, notes)
    if len(order) < len(reads):
        return ()
    level: dict[str, int] = {}
    for id in order:
        level[id] = max((level[read] + (read in portfolio) for read in reads[id]), default=0)
    strata: dict[int, list[str]] = {}
    for id in sorted(portfolio):
        strata.setdefault(level[id], []).append(id)
    return tuple(tuple(strata[number]) for number in sorted(strata))


class _Reads:
    """For each rule those that it rests on, each with the name by which it does."""

    def __init__(
        self,
        rules: Mapping[str, Rule],
        portfolio: Mapping[str, PortfolioRule],
        entities: Mapping[str, Entity],
    ) -> None:
        self.entities = entities
        self.pairings = {r.record: r for r in portfolio.values() if isinstance(r, Pairing)}
        self.of_case: dict[str, list[str]] = {}
        self.of_items: dict[tuple[str, str], list[str]] = {}
        for rule in rules.values():
            self.of_case.setdefault(rule.define, []).append(rule.id)
            if rule.each is not None:
                self.of_items.setdefault((rule.each, rule.define), []).append(rule.id)
        for paired in portfolio.values():
            if isinstance(paired, EachBody) and paired.feeds is not None:
                self.of_case.setdefault(paired.feeds, []).append(paired.id)
        self.concluded = {(rule.each, rule.define): rule.id for rule in portfolio.values()}
        each = {rule.define: rule.each for rule in rules.values() if rule.each is not None}
        self.all: dict[str, dict[str, str]] = {}
        for rule in rules.values():
            names = sorted(reads_of(rule, each))
            self.all[rule.id] = {id: name for name in names for id in self.of_case.get(name, ())}
        for paired in portfolio.values():
            self.all[paired.id] = dict(self._read(paired))

    def _read(self, rule: PortfolioRule) -> Iterator[tuple[str, str]]:
        for name, reading in sorted(rule.readings.items()):
            body = CASE
            if reading.of == OWN:
                body = rule.each
            elif reading.of == CHOSEN and isinstance(rule, Pairing):
                body = _body(rule)
            yield from ((id, name) for id in self._of(body, reading.name))
            kind = rule.policy.evidence[name].kind
            if isinstance(kind, ListOf):
                for field, _ in rule.policy.records[kind.record].fields:
                    yield from ((id, field) for id in self._of_item(kind, reading.name, field))

    def _of_item(self, kind: ListOf, items: str, field: str) -> Iterable[str]:
        """The rules that a field of a list's items rests on."""
        pairing = self.pairings.get(kind.record)
        if pairing is not None:
            return self._of(_body(pairing), field)
        return self.of_items.get((items, field), ())

    def _of(self, body: str, name: str) -> Iterable[str]:
        """The rules that a name of a body of a kind rests on."""
        if (body, name) in self.concluded:
            return (self.concluded[body, name],)
        if body == CASE:
            return self.of_case.get(name, ())
        return self.of_items.get((self.entities[body].items or "", name), ())


def _body(rule: Pairing) -> str:
    """The kind of body that is chosen."""
    return CASE if rule.choose in {CASE, OTHER} else rule.choose
