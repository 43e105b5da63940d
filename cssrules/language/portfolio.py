"""Portfolio rules as written, each to a small policy over one body or one pair.

In: the trees, the declarations, the kinds of what the rules of a case conclude, and the head that all
the small policies share. Out: the portfolio rules by id; one with a fault is left out and the fault
noted. The evidence of a small policy are the names that its rule reads, of whichever body.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from fractions import Fraction
from operator import itemgetter

from cssrules.dataclass import dataclass
from cssrules.expression import Const, Expression, Field, Term, parts, terms
from cssrules.language.agree import a_kind, alike, has_order
from cssrules.language.bodies import ELIGIBLE, TAKEN, Bodies, Head, Read, singular
from cssrules.language.declare import Declared, items_of, scalars, text_of
from cssrules.language.feeding import portfolio_strata
from cssrules.language.kinds import unbounded
from cssrules.language.load import Entries, Items, Scalar
from cssrules.language.notes import Notes
from cssrules.language.rules import RuleReader
from cssrules.language.stratify import stratify
from cssrules.policy import (
    CASE,
    CHOSEN,
    PAIR,
    Basis,
    EachBody,
    Evidence,
    Limit,
    Pairing,
    Policy,
    PortfolioRule,
    Preference,
    Property,
    Reading,
    Record,
    Rule,
    Table,
    Template,
)
from cssrules.problem import Kind as Fault
from cssrules.problem import Label, did_you_mean
from cssrules.source import Span
from cssrules.values import Kind, ListOf, Number, Unit, Value, YesNo, kind_in_words, listed

_WHERE = {
    "where": "when",
    "where all of": "when all of",
    "where any of": "when any of",
    "where none of": "when none of",
}
_SUCH_THAT = {
    "such that": "when",
    "such that all of": "when all of",
    "such that any of": "when any of",
    "such that none of": "when none of",
}
_WHEN = ("when", "when all of", "when any of", "when none of")
_SAME = {key: key for key in ("id", "title", "define", "note")}
_BODY = {key: key for key in (*_WHEN, "as", "table", "type", "hit policy", "if unknown")}
_REASON = {"reason": "reason"}
_OF_CASES = ("evidence", "a conclusion")
_LEAST = re.compile(r"least\s+(?=\S)")
_PER = re.compile(r"(?P<number>.*\S)\s+per\s+(?P<per>\S.*)", re.DOTALL)
_COUNT = Number(Unit.COUNT)
_OF_THE_PORTFOLIO = (
    "is concluded over all cases together, and not of one",
    "let a rule under `portfolio:` feed evidence, and read that",
)
_NOT_CHOSEN_YET = (
    "is of the one that is chosen, and here nothing is chosen yet",
    "move the condition under `such that`",
)


@dataclass(frozen=True, slots=True)
class _Small:
    """The policy over one body or pair, and where each of its names is read."""

    policy: Policy
    readings: Mapping[str, Reading]


class PortfolioReader:
    """Reads the portfolio rules of a policy.

    Made before the rules of a case are read, so that these can be told what is of the portfolio.
    """

    def __init__(
        self, trees: list[Entries], declared: Declared, cases: RuleReader, notes: Notes
    ) -> None:
        self.declared, self.notes = declared, notes
        self.bodies = Bodies(declared, cases.kind, cases.each, notes)
        self.trees, self.untold = trees, list[Head]()
        for tree in items_of(trees, "portfolio", Notes()):
            if isinstance(define := tree.get("define"), Scalar):
                declared.elsewhere[define.text] = _OF_THE_PORTFOLIO
                if tree.get("choose"):
                    declared.elsewhere[singular(define.text)] = _OF_THE_PORTFOLIO

    def rules(self, base: Policy) -> dict[str, PortfolioRule]:
        """Every portfolio rule that is whole, by id. `base` is what their small policies share."""
        self.base = base
        self.bodies.declare(self.trees)
        self._tell_kinds()
        fed: dict[str, Span] = {}
        found: dict[str, PortfolioRule] = {}
        for head in sorted(self.bodies.heads, key=lambda head: head.id.text):
            before = len(self.notes.found)
            self._one_of(head.tree, _WHERE)
            self._one_of(head.tree, _SUCH_THAT)
            choose = head.choose
            rule = (
                self._each_body(head, fed) if choose is None else self._pairing(head, choose, fed)
            )
            if rule is not None and len(self.notes.found) == before:
                found[rule.id] = rule
        if self.untold and not self.notes.found:
            self._kinds_in_a_circle()
        return found

    def strata(self, policy: Policy, where: Mapping[str, Span]) -> tuple[tuple[str, ...], ...]:
        """The strata of the portfolio rules; `where` is where the rules of a case stand."""
        places = {head.id.text: head.id.span for head in self.bodies.heads}
        return portfolio_strata(policy, {**where, **places}, self.notes)

    # -- kinds of what is concluded ------------------------------------------------------------------

    def _tell_kinds(self) -> None:
        """The kind of what each rule concludes: as said, or of its value, which may rest on others."""
        tell, pending = self.bodies.tell, list[Head]()
        for head in self.bodies.heads:
            if head.choose is not None:
                continue
            if any(head.tree.get(key) for key in _WHEN):
                tell(head, YesNo())
            elif isinstance(written := head.tree.get("type"), Scalar):
                kind = self.declared.reader.concluded(written.content)
                tell(head, None if kind is None else unbounded(kind))
            else:
                pending.append(head)
        while told := [head for head in pending if self._told(head)]:
            pending = [head for head in pending if head not in told]
        self.untold = pending

    def _told(self, head: Head) -> bool:
        """Whether the kind of the rule's value can be told from the kinds told so far."""
        rule = self._reader(head, Notes()).part(_as_rule(head.tree, {**_SAME, **_BODY}), ())
        if rule is not None:
            self.bodies.tell(head, rule.kind)
        return rule is not None

    def _reader(self, head: Head, notes: Notes, *, chosen: bool = False) -> RuleReader:
        """A reader of rules to which all that can be read of the bodies is evidence."""
        readable = self.bodies.readable(head, chosen=chosen)
        names = {n: what for n, what in self.declared.names.items() if what not in _OF_CASES}
        return RuleReader(
            replace(
                self.declared,
                records=dict(self.bodies.records(head.id.span.place)),
                evidence={n: read.known for n, read in readable.items() if read.known is not None},
                names={**names, **dict.fromkeys(readable, "evidence")},
                rules=[],
                elsewhere=self._elsewhere(head, readable),
                where={},
            ),
            notes,
        )

    def _elsewhere(self, head: Head, readable: Mapping[str, Read]) -> dict[str, tuple[str, str]]:
        """Names that the rule cannot read where it stands, and what to write instead."""
        found: dict[str, tuple[str, str]] = {}
        bodies = self.bodies
        ways = [name for name in (head.choose, bodies.reference(head.each)) if name is not None]
        for way in ways:
            body = bodies.kind_of_chosen(way) if way == head.choose else CASE
            for name in bodies.own(body, head.id.span.place):
                found.setdefault(name, (f"is no name of a {head.each}", f"write `{way}'s {name}`"))
        if head.choose is not None:
            for name in bodies.readable(head, chosen=True):
                found[name] = _NOT_CHOSEN_YET
        return {name: said for name, said in found.items() if name not in readable}

    # -- rules ---------------------------------------------------------------------------------------

    def _each_body(self, head: Head, fed: dict[str, Span]) -> EachBody | None:
        tree = head.tree
        for key in ("prefer", "at most", "decided by", "brings", "properties", *_SUCH_THAT):
            self._needs_choice(tree, key)
        reader = self._reader(head, self.notes)
        basis = reader.basis(tree)
        where = self._where(head, reader, basis)
        rule = reader.part(_as_rule(tree, {**_SAME, **_BODY, **_REASON}), basis)
        if rule is None:
            return None
        feeds = self._feeds(head, rule.kind, fed)
        small = self._small(head, [where, rule], ())
        return EachBody(
            id=rule.id,
            title=rule.title,
            basis=rule.basis,
            define=rule.define,
            kind=rule.kind,
            each=head.each,
            where=None if where is None else where.define,
            feeds=feeds,
            policy=small.policy,
            readings=small.readings,
            place=rule.place,
            items=None if feeds is None else self._items(head),
        )

    def _pairing(self, head: Head, choose: str, fed: dict[str, Span]) -> Pairing | None:
        tree = head.tree
        if not any(tree.get(key) for key in _SUCH_THAT):
            self.notes.fault(
                Fault.MISSING_KEY,
                _key(tree, "choose"),
                "it is not said which ones may be chosen",
                help="add `such that: …`, or `such that all of:` with a list of conditions",
            )
            return None
        for key in ("feeds", "type", "hit policy", "if unknown"):
            if written := tree.key(key):
                self.notes.fault(
                    Fault.WRONG_FORM,
                    written.span,
                    f"a rule that chooses has no `{key}:`",
                    help="define what follows from the pairs by a rule of its own",
                )
        reader = self._reader(head, self.notes, chosen=True)
        basis = reader.basis(tree)
        where = self._where(head, self._reader(head, self.notes), basis)
        rule = reader.part(_as_rule(tree, {**_SAME, **_SUCH_THAT, **_REASON}), basis)
        wanted = [
            (found[0], replace(found[1], label=called) if called else found[1])
            for number, (item, called) in enumerate(_named(tree, "prefer", "by"), start=1)
            if (found := self._preference(head, reader, number, item, basis)) is not None
        ]
        limits = tuple(self._limits(head, choose, reader))
        brings = tuple(sorted(self._brings(head, reader, fed), key=itemgetter(0)))
        properties = tuple(reader.properties([tree]))
        if rule is None:
            return None
        rules = [where, rule, *(preferred for preferred, _ in wanted)]
        said = [*(limit.number for limit in limits), *(term for _, term in brings)]
        small = self._small(head, rules, said, properties)
        return Pairing(
            id=rule.id,
            title=rule.title,
            basis=rule.basis,
            define=rule.define,
            record=head.noun,
            each=head.each,
            choose=choose,
            where=None if where is None else where.define,
            prefer=tuple(preference for _, preference in wanted),
            limits=limits,
            decided_by=text_of(tree.get("decided by")),
            brings=tuple((evidence, term.name) for evidence, term in brings),
            policy=small.policy,
            readings=small.readings,
            place=rule.place,
        )

    def _where(self, head: Head, reader: RuleReader, basis: tuple[Basis, ...]) -> Rule | None:
        """Whether the body is asked about: a rule of its own, or None where it always is."""
        if not any(head.tree.get(key) for key in _WHERE):
            return None
        part = _as_rule(head.tree, {**_SAME, **_WHERE})
        return reader.part(_called(part, head, "where", f"{head.define.text}, asked for"), basis)

    def _one_of(self, tree: Entries, keys: Iterable[str]) -> None:
        """Refuse two ways to say the same."""
        found = [key for key, _ in tree.entries if key.text in keys]
        for key in found[1:]:
            self.notes.fault(
                Fault.WRONG_FORM,
                key.span,
                f"`{found[0].text}` and `{key.text}` stand in one rule",
                help="write all conditions under one of them",
                others=(Label(found[0].span, "beside this"),),
            )

    def _needs_choice(self, tree: Entries, key: str) -> None:
        if written := tree.key(key):
            self.notes.fault(
                Fault.WRONG_FORM,
                written.span,
                f"`{key}` is said of what is chosen, and nothing is",
                help="add `choose: other` or the name of an entity, or leave it out",
            )

    def _kinds_in_a_circle(self) -> None:
        """Values whose kinds hang on each other: no stratum is made of such rules."""
        first, *rest = sorted(self.untold, key=lambda head: head.id.text)
        self.notes.fault(
            Fault.CIRCLE,
            first.id.span,
            f"what {listed((head.id.text for head in (first, *rest)), 'and')} define rests on itself"
            if rest
            else f"what {first.id.text} defines rests on itself",
            help="let one of them rest on other names" if rest else "let it rest on other names",
            others=tuple(Label(head.id.span, "and this") for head in rest),
        )

    # -- what is preferred, and how much is allowed ----------------------------------------------------

    def _preference(
        self,
        head: Head,
        reader: RuleReader,
        number: int,
        item: Scalar,
        basis: tuple[Basis, ...],
    ) -> tuple[Rule, Preference] | None:
        least = _LEAST.match(item.content.text)
        content = item.content
        if least is not None:
            content = replace(content, start=content.start + least.end())
        part = _as_rule(head.tree, {key: key for key in ("id", "title", "define")})
        key = replace(item, text="as")
        value = replace(item, content=content)
        part = replace(part, entries=(*part.entries, (key, value)))
        define = f"{head.define.text} preference {number}"
        rule = reader.part(_called(part, head, f"prefer-{number}", define), basis)
        if rule is None:
            return None
        if not isinstance(rule.kind, YesNo) and not has_order(rule.kind):
            self.notes.fault(
                Fault.NO_ORDER,
                content,
                f"this is {a_kind(rule.kind)}, of which none is better than another",
                help="prefer a condition, a number, a date or a scale",
            )
            return None
        label = " ".join(item.content.text.split())
        return rule, Preference(rule.define, least is not None, label)

    def _limits(self, head: Head, choose: str, reader: RuleReader) -> Iterator[Limit]:
        first: dict[str, Span] = {}
        for item, called in _named(head.tree, "at most", "limit"):
            limit = self._limit(head, choose, reader, item)
            if limit is None:
                continue
            if limit.per in first:
                self.notes.fault(
                    Fault.DUPLICATE_NAME,
                    item.span,
                    f"a second limit per {limit.per}",
                    help="leave one of the two",
                    others=(Label(first[limit.per], "the first"),),
                )
            first.setdefault(limit.per, item.span)
            yield replace(limit, label=called)

    def _limit(self, head: Head, choose: str, reader: RuleReader, item: Scalar) -> Limit | None:
        written = _PER.fullmatch(item.content.text)
        asked = f"write `1 per {head.each}` or `1 per {choose}`"
        if written is None:
            self.notes.fault(
                Fault.WRONG_FORM, item.span, "it is not said per what this is at most", help=asked
            )
            return None
        start = item.content.start
        span = replace(item.content, end=start + written.end("number"))
        per = " ".join(written["per"].split())
        if per not in {head.each, choose}:
            where = replace(
                span, start=start + written.start("per"), end=start + written.end("per")
            )
            self.notes.fault(
                Fault.UNKNOWN_TERM, where, f"`{per}` is neither chooser nor chosen here", help=asked
            )
            return None
        number = reader.texts.value(span, _COUNT)
        if number is None:
            return None
        if isinstance(number, Const) and not _is_count(number.value):
            self.notes.fault(
                Fault.OUT_OF_RANGE,
                span,
                f"`{span.text}` is no number of pairs",
                help="write a whole number from 0, or what works one out",
            )
            return None
        readable = self.bodies.readable(head, chosen=True)
        for name in sorted(terms(number) & set(readable)):
            of = readable[name].reading.of
            if of == PAIR or (of == CHOSEN) is not (per == choose):
                self.notes.fault(
                    Fault.OUT_OF_SCOPE,
                    span,
                    f"`{name}` is not read of the {per} that this limits",
                    help=f"read settings and names of the {per} alone",
                )
                return None
        return Limit(number, per)

    # -- evidence that a rule feeds --------------------------------------------------------------------

    def _feeds(self, head: Head, kind: Kind, fed: dict[str, Span]) -> str | None:
        written = head.tree.get("feeds")
        if not isinstance(written, Scalar):
            return None
        key = _key(head.tree, "feeds")
        if (items := self._items(head)) is not None:
            evidence = self._field_that_can_be_fed(items, written, fed)
        else:
            evidence = self._can_be_fed(head, written, key, fed)
        if evidence is not None and not _is_of(kind, evidence):
            self._unlike(written, f"`{head.define.text}`", kind, evidence)
        return written.text

    def _items(self, head: Head) -> str | None:
        """The list of whose items the rule concludes, if that is what it is about."""
        entity = self.bodies.entities.get(head.each)
        return None if entity is None else entity.items

    def _field_that_can_be_fed(
        self, items: str, written: Scalar, fed: dict[str, Span]
    ) -> Evidence | None:
        """The field of the items of a list that `written` names, where this rule alone feeds it."""
        kind = self.declared.evidence[items].kind
        assert isinstance(kind, ListOf), "an entity is of the items of a list"
        fields = dict(self.declared.records[kind.record].fields)
        if written.text not in fields:
            concluded = written.text in self.bodies.concluded_of(items)
            self.notes.fault(
                Fault.OUT_OF_SCOPE if concluded else Fault.UNKNOWN_TERM,
                written.span,
                f"`{written.text}` is concluded of each {kind.record}, and is not fed"
                if concluded
                else f"no field of {kind.record} is called `{written.text}`",
                help=did_you_mean(written.text, fields) or f"declare it under {kind.record}",
            )
            return None
        if self._is_fed_twice(written, f"{items}: {written.text}", fed):
            return None
        return Evidence(written.text, fields[written.text], written.span.place)

    def _is_fed_twice(self, written: Scalar, name: str, fed: dict[str, Span]) -> bool:
        """Whether another rule feeds it too, which is noted."""
        first = fed.setdefault(name, written.span)
        if first is not written.span:
            self.notes.fault(
                Fault.DUPLICATE_NAME,
                written.span,
                f"`{written.text}` is fed twice",
                help="let one rule feed it",
                others=(Label(first, "fed here too"),),
            )
        return first is not written.span

    def _brings(
        self, head: Head, reader: RuleReader, fed: dict[str, Span]
    ) -> Iterator[tuple[str, Term]]:
        """Evidence of the case that chooses, with the name of the one chosen whose value it becomes."""
        readable = self.bodies.readable(head, chosen=True)
        for key, written in scalars(head.tree.get("brings")):
            if not isinstance(written, Scalar):
                continue
            evidence = self._can_be_fed(head, key, key.span, fed)
            value = reader.texts.value(written.content, None)
            if value is None or evidence is None:
                continue
            if not isinstance(value, Term) or readable[value.name].reading.of != CHOSEN:
                self.notes.fault(
                    Fault.WRONG_FORM,
                    written.span,
                    f"`{written.text}` is no name of the one that is chosen",
                    help=f"write `{head.choose}'s` and a name",
                )
            elif not _is_of(value.kind, evidence):
                self._unlike(key, f"`{written.text}`", value.kind, evidence)
            else:
                yield key.text, value

    def _can_be_fed(
        self, head: Head, written: Scalar, key: Span, fed: dict[str, Span]
    ) -> Evidence | None:
        """The evidence that `written` names, where this rule alone feeds it into the case that it asks."""
        evidence = self.declared.evidence.get(written.text)
        if head.each != CASE:
            self.notes.fault(
                Fault.WRONG_FORM,
                key,
                f"evidence is a case's, and this is concluded of each {head.each}",
                help="feed it by a rule `for each: case` that reads it",
            )
            return None
        if evidence is None:
            if self.declared.names.get(written.text) != "evidence":
                self.notes.fault(
                    Fault.UNKNOWN_TERM,
                    written.span,
                    f"no evidence is called `{written.text}`",
                    help=did_you_mean(written.text, self.declared.evidence)
                    or "declare it under `evidence:`",
                )
        elif self._is_fed_twice(written, written.text, fed):
            return None
        return evidence

    def _unlike(self, written: Scalar, what: str, kind: Kind, evidence: Evidence) -> None:
        self.notes.fault(
            Fault.WRONG_TYPE,
            written.span,
            f"{what} is {a_kind(kind)}, and `{evidence.name}` is {a_kind(evidence.kind)}",
            help=f"feed evidence of its kind: `{evidence.name}` is {kind_in_words(evidence.kind)}",
        )

    # -- the small policy ------------------------------------------------------------------------------

    def _small(
        self,
        head: Head,
        found: Iterable[Rule | None],
        limits: Iterable[Expression],
        properties: tuple[Property, ...] = (),
    ) -> _Small:
        """The policy of these rules: of evidence, records and settings it has what is read here."""
        rules = {rule.id: rule for rule in found if rule is not None}
        said = [*limits, *(stated.condition for stated in properties)]
        said += [part for rule in rules.values() for part in _said(rule)]
        names = {name for expression in said for name in terms(expression)}
        readable = self.bodies.readable(head, chosen=True)
        read = {name: readable[name] for name in sorted(names & set(readable))}
        fields = {field for expression in said for field in _fields(expression)}
        where = dict.fromkeys(rules, head.id.span)
        policy = replace(
            self.base,
            records=self._records(head, read, fields),
            evidence={name: r.known for name, r in read.items() if r.known is not None},
            settings={n: s for n, s in sorted(self.declared.settings.items()) if n in names},
            rules=dict(sorted(rules.items())),
            strata=stratify(rules, where, Notes()),
            properties=tuple(sorted(properties, key=lambda stated: stated.id)),
        )
        return _Small(policy, {name: r.reading for name, r in read.items()})

    def _records(self, head: Head, read: Mapping[str, Read], fields: set[str]) -> dict[str, Record]:
        """The records of the lists that are read, with the fields that are read."""
        known = self.bodies.records(head.id.span.place)
        found: dict[str, Record] = {}
        for one in read.values():
            if one.known is not None and isinstance(one.known.kind, ListOf):
                record = known[one.known.kind.record]
                kept = tuple(
                    pair for pair in record.fields if pair[0] in {*fields, ELIGIBLE, TAKEN}
                )
                found[record.name] = replace(record, fields=kept)
        return dict(sorted(found.items()))


def _as_rule(tree: Entries, keys: Mapping[str, str]) -> Entries:
    """The tree as that of a plain rule: of its keys those in `keys`, each under the name given there."""
    return replace(
        tree,
        entries=tuple(
            (replace(key, text=keys[key.text]), value)
            for key, value in tree.entries
            if key.text in keys
        ),
    )


def _called(tree: Entries, head: Head, part: str, define: str) -> Entries:
    """The tree as that of a rule for a part of a portfolio rule."""
    texts = {"id": f"{head.id.text}-{part}", "define": define}
    return replace(
        tree,
        entries=tuple(
            (
                key,
                replace(value, text=texts[key.text])
                if isinstance(value, Scalar) and key.text in texts
                else value,
            )
            for key, value in tree.entries
        ),
    )


def _named(tree: Entries, key: str, by: str) -> Iterator[tuple[Scalar, str | None]]:
    """Each thing that is preferred or limited, and what the author calls it."""
    found = tree.get(key)
    for item in found.items if isinstance(found, Items) else ():
        match item:
            case Scalar():
                yield item, None
            case Entries() if isinstance(written := item.get(by), Scalar):
                yield written, text_of(item.get("called"))


def _is_of(kind: Kind, evidence: Evidence) -> bool:
    """Whether a value of the kind can be one of the evidence."""
    return not isinstance(kind, ListOf) and alike(kind, evidence.kind)


def _is_count(value: Value) -> bool:
    return isinstance(value, Fraction) and value >= 0 and value.denominator == 1


def _key(tree: Entries, key: str) -> Span:
    found = tree.key(key)
    assert found is not None
    return found.span


def _said(rule: Rule) -> Iterator[Expression]:
    """Every expression of a rule, those in the author's words too."""
    match rule.body:
        case Table(rows=rows, inputs=inputs):
            yield from inputs
            for row in rows:
                yield from (cell for cell in row.cells if cell is not None)
                yield from row.outputs
                yield from _pieces(row.because)
        case expression:
            yield expression
    for reason in rule.reasons.values():
        for template in (reason.met, reason.not_met, reason.unknown):
            yield from _pieces(template)


def _pieces(template: Template | None) -> Iterator[Expression]:
    if template is not None:
        yield from (piece for piece in template.pieces if not isinstance(piece, str))


def _fields(expression: Expression) -> Iterator[str]:
    """The fields of items that the expression reads."""
    if isinstance(expression, Field):
        yield expression.name
    for part in parts(expression):
        yield from _fields(part)
