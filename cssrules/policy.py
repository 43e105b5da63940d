"""The checked policy: the one thing that every reading reads.

Names are resolved, kinds and units checked, settings have values, and rules stand in strata: a rule
reads only evidence, settings and conclusions of its own stratum (in an order that `order` gives) or
an earlier one. Nothing here holds text positions but `Place`, for readers to go to.
"""

import dataclasses
import hashlib
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import field, fields, is_dataclass, replace
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import cache, cached_property
from json.encoder import encode_basestring
from types import NoneType
from typing import Any, TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import Compare, Const, Expression, Term, parts, terms
from cssrules.expression import fields as read_fields
from cssrules.source import Place
from cssrules.values import Choice, Kind, ListOf, Value, written

_PARAGRAPHS = re.compile(r"paragraphs? ([0-9]{1,9}(?:(?:, | and |-| to )[0-9]{1,9})*)")


@dataclass(frozen=True, slots=True)
class Paper:
    """A source that rules may cite by `tag`; `paragraphs` counts its non-empty lines where known. Only of
    the paragraphs `may_be_out_of_scope` may a statement be so; of any where that is None.
    """

    tag: str
    title: str
    paragraphs: int | None = None
    may_be_out_of_scope: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class Basis:
    """What a rule rests on: a place in a listed source, or (`source` None) a setting and its reason."""

    source: str | None
    text: str

    @property
    def paragraphs(self) -> tuple[range, ...]:
        """The paragraphs named, run by run: `7 to 9` and `7-9` are all three."""
        parts = [p for run in _PARAGRAPHS.findall(self.text) for p in re.split(r", | and ", run)]
        ends = [[int(number) for number in re.split(r"-| to ", part)] for part in parts]
        return tuple(range(numbers[0], numbers[-1] + 1) for numbers in ends)


@dataclass(frozen=True, slots=True)
class Setting:
    """A value that no source gives, chosen by the policy's authors."""

    name: str
    kind: Kind
    value: Value
    default: Value
    owner: str
    reason: str
    anchor: str
    place: Place


class Better(Enum):
    """Which way is better for the assessed body."""

    HIGHER = "higher"
    LOWER = "lower"
    YES = "yes"
    NO = "no"
    FIRST = "first"
    LAST = "last"

    @property
    def is_upward(self) -> bool:
        """Whether more, a later option or yes is better, and not less, an earlier one or no."""
        return self in {Better.HIGHER, Better.YES, Better.LAST}


class Given(Enum):
    """What every case says of itself, and no entry reports."""

    ID = "case id"
    NAME = "case name"


@dataclass(frozen=True, slots=True)
class Evidence:
    """A fact that a case may hold. `ask` is the question to put to whoever can supply it; what every
    case has of itself (`given_by`) is asked of nobody. Nobody can report it before the dates that
    `not_before` names.
    """

    name: str
    kind: Kind
    place: Place
    better: Better | None = None
    changed_by: str | None = None
    cost: int | None = None
    takes_days: int | None = None
    ask: str | None = None
    note: str | None = None
    given_by: Given | None = None
    not_before: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Record:
    """The form of a list's items: field names and kinds, by name."""

    name: str
    fields: tuple[tuple[str, Kind], ...]
    place: Place

    def kind(self, name: str) -> Kind | None:
        return dict(self.fields).get(name)


@dataclass(frozen=True, slots=True)
class Template:
    """A reason in the author's words: text and expressions to be shown in turn."""

    pieces: tuple[str | Expression, ...]


@dataclass(frozen=True, slots=True)
class Reason:
    """The author's words for a condition that holds, fails, or cannot be told."""

    met: Template | None = None
    not_met: Template | None = None
    unknown: Template | None = None


class HitPolicy(Enum):
    """Which rows of a table give its output (DMN)."""

    UNIQUE = "unique"
    FIRST = "first"
    ANY = "any"
    COLLECT = "collect"
    RULE_ORDER = "rule order"


@dataclass(frozen=True, slots=True)
class Made:
    """The record that a row of a collecting table gives: its fields by name; those not named are
    unknown. The row's id is the item's.
    """

    fields: tuple[tuple[str, Expression], ...]
    kind: ListOf


@dataclass(frozen=True, slots=True)
class Row:
    """A row applies where all its cells hold; a cell None stands for any value.

    `basis` is what this row rests on; where it is empty, what the rule rests on.
    """

    id: str
    cells: tuple[Expression | None, ...]
    output: "Expression | Made"
    because: Template | None
    place: Place
    basis: tuple[Basis, ...] = ()

    @property
    def outputs(self) -> tuple[Expression, ...]:
        """The value that the row gives, or the values of the fields that it makes."""
        if isinstance(self.output, Made):
            return tuple(expression for _, expression in self.output.fields)
        return (self.output,)


@dataclass(frozen=True, slots=True)
class Table:
    """`inputs` are the columns as values, for display; each cell is a whole condition.

    COLLECT and RULE_ORDER give all rows that apply: a set of their outputs, or a list of what they
    make, in the order of rows.
    """

    hit: HitPolicy
    inputs: tuple[Expression, ...]
    rows: tuple[Row, ...]

    @property
    def makes(self) -> bool:
        """Whether the rows make records."""
        return any(isinstance(row.output, Made) for row in self.rows)


@dataclass(frozen=True, slots=True)
class Period:
    """From a day, up to and including a day; None is open."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: date) -> bool:
        return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


Body: TypeAlias = Expression | Table


@dataclass(frozen=True, slots=True)
class Rule:
    """One conclusion and how it follows.

    `root` names the body in node ids: `when` for a condition, `as` for a value, `row` for a table.
    `reasons` are keyed by the path below the rule's id (`when/2`). `each` names a list: the rule
    concludes of every item, whose fields it reads, and what it defines is a field of the items.
    """

    id: str
    title: str
    basis: tuple[Basis, ...]
    define: str
    kind: Kind
    root: str
    body: Body
    place: Place
    reasons: Mapping[str, Reason] = field(default_factory=dict)
    if_unknown: Const | None = None
    effective: Period = Period()
    note: str | None = None
    each: str | None = None

    @property
    def expressions(self) -> Iterator[Expression]:
        """Every condition and value of the body."""
        match self.body:
            case Table(rows=rows):
                for row in rows:
                    yield from (cell for cell in row.cells if cell is not None)
                    yield from row.outputs
            case expression:
                yield expression


@dataclass(frozen=True, slots=True)
class Recorded:
    """The evidence that a decision of people becomes: one for the answer, one for the day."""

    answer: str | None = None
    on: str | None = None


@dataclass(frozen=True, slots=True)
class Question:
    """A decision of the process: what is asked, which conclusion answers it, who decides, and when.

    `shown_by` names a report (`plan`, `monitor`) that shows it, `stage` the part of the process. Nobody
    decides it before the dates that `not_before` names. What people decided counts no more where it is
    of a day before the latest date of `anew_from` that has come, or where `anew_after` has held since.
    """

    id: str
    question: str
    answer: str
    decided_by: str
    asked_when: Expression | None
    main: bool
    place: Place
    shown_by: str | None = None
    stage: str | None = None
    not_before: tuple[str, ...] = ()
    anew_from: tuple[str, ...] = ()
    anew_after: Expression | None = None
    recorded: tuple[Recorded, ...] = ()

    @property
    def conditions(self) -> tuple[Expression, ...]:
        """The condition on which it is asked; none of a question that is always asked."""
        return () if self.asked_when is None else (self.asked_when,)

    @property
    def is_decided_anew(self) -> bool:
        """Whether what people decide of it may one day count no more."""
        return bool(self.anew_from) or self.anew_after is not None

    @property
    def records_answer(self) -> bool:
        """Whether what people answer is evidence, so that the policy's answer may rest on it."""
        return any(one.answer is not None for one in self.recorded)


@dataclass(frozen=True, slots=True)
class Property:
    """What an author says always, or (`never`) at no time, holds of a decision."""

    id: str
    never: bool
    condition: Expression
    basis: tuple[Basis, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class AssumptionBasis:
    """What an assumption rests on."""

    assumed: Expression
    basis: tuple[Basis, ...]


@dataclass(frozen=True, slots=True)
class AcceptedFinding:
    """A finding of a proof that the author means to keep, with the reason."""

    finding: str
    ids: tuple[str, ...]
    owner: str
    reason: str
    place: Place


# -- what the sources say ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Statement:
    """One sentence of a source, in the authors' words, and what rests on it.

    `encoded_by` holds ids of rules, properties, decisions and portfolio rules, and settings as
    `setting:NAME`; it is empty where `out_of_scope` gives the reason.
    """

    id: str
    source: str
    paragraph: int
    says: str
    encoded_by: tuple[str, ...]
    out_of_scope: str | None
    place: Place


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two places that say unlike things, and how the policy goes on all the same."""

    id: str
    between: tuple[str, ...]
    about: str
    resolved_by: tuple[str, ...]
    how: str
    place: Place


# -- many bodies at once -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Entity:
    """A kind of body that is not a case: its fields by name.

    Its members stand in the portfolio file, or (`items`) are the items of that list of every case;
    then `reference` is the field that holds the case.
    """

    name: str
    fields: tuple[tuple[str, Kind], ...]
    items: str | None
    reference: str | None
    place: Place


CASE, OTHER = "case", "other"
"""Kinds of body besides the entities: a case, and a case other than that of the body that chooses."""

OWN, CHOSEN, PAIR = "own", "chosen", "pair"


@dataclass(frozen=True, slots=True)
class Reading:
    """Where a name of a portfolio rule is read: `of` the body itself (OWN), of the one that is chosen
    (CHOSEN), of the two together (PAIR: whether people decided it), or of the case that holds the body,
    by the name of its entity's `reference`.

    `name` is a name of that body: of a case evidence, a conclusion, a portfolio conclusion or a pair
    list; of an entity a field; `id` and `name` of either.
    """

    of: str
    name: str


@dataclass(frozen=True, slots=True)
class Preference:
    """One criterion of a choice: the value that conclusion `define` gives; `least` where less is better.
    `label` is what the author calls it, or else what is written.
    """

    define: str
    least: bool
    label: str


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `number` pairs for each `per`: the kind of body that chooses, or that is chosen. `label` is
    what the author calls it, if anything.
    """

    number: Expression
    per: str
    label: str | None = None


@dataclass(frozen=True, slots=True)
class Pairing:
    """A portfolio rule that pairs bodies with others.

    `each` and `choose` name kinds of body: CASE, OTHER, or an entity. `policy` is a policy over one
    pair: its evidence are the names that the rule reads, `readings` where each is read. `where` and
    `define` are conclusions of it, yes or no: whether the body is asked about at all (None: always),
    and whether the pair is eligible. `record` is the noun of an item of the list `define`; where a
    rule reads such a list, the record of its own policy names the fields that it reads: `eligible`,
    `chosen`, `decided`, and names of the chosen body. Without `limits` nothing is allocated. People
    whom `decided_by` names decide its pairs, where it names any. `brings` is evidence of a case that
    chooses, each with the name (of `readings`) whose value the one that is chosen brings. The properties
    of `policy` hold of every pair that is eligible or that people decided.
    """

    id: str
    title: str
    basis: tuple[Basis, ...]
    define: str
    record: str
    each: str
    choose: str
    where: str | None
    prefer: tuple[Preference, ...]
    limits: tuple[Limit, ...]
    decided_by: str | None
    brings: tuple[tuple[str, str], ...]
    policy: "Policy"
    readings: Mapping[str, Reading]
    place: Place

    @property
    def chosen(self) -> str:
        """The kind of body that is chosen: another case is a case."""
        return CASE if self.choose == OTHER else self.choose

    @property
    def fed(self) -> tuple[str, ...]:
        """The evidence of cases that the rule gives."""
        return tuple(evidence for evidence, _ in self.brings)

    @property
    def gives(self) -> tuple[str, ...]:
        """The same."""
        return self.fed


@dataclass(frozen=True, slots=True)
class EachBody:
    """A portfolio rule that concludes `define` of every body of a kind, by a policy over one body.

    `feeds` names the evidence that the value becomes in a case that does not hold it; where `items` names
    the list of cases of whose items the rule is, the field that it becomes of an item.
    """

    id: str
    title: str
    basis: tuple[Basis, ...]
    define: str
    kind: Kind
    each: str
    where: str | None
    feeds: str | None
    policy: "Policy"
    readings: Mapping[str, Reading]
    place: Place
    items: str | None = None

    @property
    def fed(self) -> tuple[str, ...]:
        """The evidence of cases that the rule gives."""
        return () if self.feeds is None or self.items is not None else (self.feeds,)

    @property
    def gives(self) -> tuple[str, ...]:
        """The evidence of cases that the rule gives, or gives a field of whose items."""
        return self.fed if self.items is None or self.feeds is None else (self.items,)

    @property
    def fed_field(self) -> tuple[str, str] | None:
        """The list and the field of its items that the rule gives."""
        return (
            (self.items, self.feeds) if self.items is not None and self.feeds is not None else None
        )


PortfolioRule: TypeAlias = Pairing | EachBody


def body_of(rule: PortfolioRule, reading: Reading) -> str:
    """The kind of body of which a portfolio rule reads a name: CASE, or an entity."""
    if reading.of == OWN:
        return rule.each
    return rule.chosen if isinstance(rule, Pairing) and reading.of == CHOSEN else CASE


@dataclasses.dataclass(frozen=True)
class Policy:
    """A rule base that has passed every check of the language.

    `order` lists rule ids so that each comes after all it reads; `strata` cuts `order` into the
    parts between which values are carried over. `pack` is the hash of the files' bytes, `hash` of the
    canonical policy as written.
    """

    name: str
    version: str
    effective: Period
    papers: Mapping[str, Paper]
    choices: Mapping[str, Choice]
    records: Mapping[str, Record]
    evidence: Mapping[str, Evidence]
    settings: Mapping[str, Setting]
    rules: Mapping[str, Rule]
    strata: tuple[tuple[str, ...], ...]
    questions: tuple[Question, ...] = ()
    properties: tuple[Property, ...] = ()
    assumptions: tuple[Expression, ...] = ()
    assumption_bases: tuple[AssumptionBasis, ...] = ()
    accepted: tuple[AcceptedFinding, ...] = ()
    holidays: Mapping[date, str] = field(default_factory=dict)
    statements: tuple[Statement, ...] = ()
    conflicts: tuple[Conflict, ...] = ()
    entities: Mapping[str, Entity] = field(default_factory=dict)
    portfolio: Mapping[str, PortfolioRule] = field(default_factory=dict)
    portfolio_strata: tuple[tuple[str, ...], ...] = ()
    pack: str = ""
    hash: str = ""

    @property
    def order(self) -> Iterator[Rule]:
        return (self.rules[id] for stratum in self.strata for id in stratum)

    @cached_property
    def defining(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules of each conclusion; more than one where their effective periods differ."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule in self.rules.values():
            found[rule.define] = (*found.get(rule.define, ()), rule)
        return found

    def kind(self, name: str) -> Kind | None:
        """The kind of evidence, setting or conclusion `name`; None where nothing has that name."""
        if name in self.evidence:
            return self.evidence[name].kind
        if name in self.settings:
            return self.settings[name].kind
        rules = self.defining.get(name)
        return rules[0].kind if rules else None

    @cached_property
    def promises(self) -> "Mapping[str, tuple[Property, Pairing | None]]":
        """Every property by id, with the portfolio rule of whose pairs it is said, if it is of pairs."""
        found: dict[str, tuple[Property, Pairing | None]] = {
            p.id: (p, None) for p in self.properties
        }
        for rule in self.portfolio.values():
            if isinstance(rule, Pairing):
                found.update({stated.id: (stated, rule) for stated in rule.policy.properties})
        return found

    @cached_property
    def naming_itself(self) -> Mapping[str, frozenset[Given]]:
        """The evidence that rules compare with the case's own id or name, and with which of these."""
        given = {n: one.given_by for n, one in self.evidence.items() if one.given_by is not None}
        found: dict[str, frozenset[Given]] = {}
        for one, other in self._compared() if given else ():
            if one in self.evidence and one not in given and other in given:
                found[one] = found.get(one, frozenset()) | {given[other]}
        return found

    def _compared(self) -> Iterator[tuple[str, str]]:
        """The names that a rule holds against each other, either way round."""
        pending = [part for rule in self.rules.values() for part in rule.expressions]
        while pending:
            part = pending.pop()
            pending.extend(parts(part))
            match part:
                case Compare(left=Term(name=left), right=Term(name=right)):
                    yield left, right
                    yield right, left
                case _:
                    pass

    @cached_property
    def reading(self) -> Mapping[str, frozenset[str]]:
        """The names that each rule, question and property reads, by its id."""
        found: dict[str, frozenset[str]] = {}
        for rule in self.rules.values():
            names = [self.reads(one, rule.each) for one in rule.expressions]
            found[rule.id] = frozenset[str]().union(*names, {rule.each} if rule.each else ())
        for question in self.questions:
            asked = question.asked_when
            found[question.id] = frozenset() if asked is None else self.reads(asked)
        return found | {stated.id: self.reads(stated.condition) for stated in self.properties}

    @cached_property
    def lists(self) -> Mapping[str, tuple[str, ...]]:
        """By record, the lists that hold it: evidence, then conclusions."""
        found: dict[str, tuple[str, ...]] = {}
        for name in (*self.evidence, *self.defining):
            kind = self.kind(name)
            if isinstance(kind, ListOf):
                found[kind.record] = (*found.get(kind.record, ()), name)
        return found

    def in_force(self, define: str, day: date) -> Rule | None:
        """The rule that gives conclusion `define` on `day`."""
        return next((r for r in self.defining[define] if r.effective.holds(day)), None)

    def record_of(self, items: str) -> Record:
        """The record of the list `items`, evidence or a conclusion, as declared."""
        kind = self.kind(items)
        assert isinstance(kind, ListOf)
        return self.records[kind.record]

    def concluded_of(self, items: str) -> tuple[Rule, ...]:
        """The rules that conclude of each item of the list `items`, in order."""
        return tuple(rule for rule in self.order if rule.each == items)

    @cached_property
    def citing(self) -> Mapping[str, frozenset[tuple[str, int]]]:
        """The paragraphs that rules, portfolio rules, the rows of either, and properties cite, by id, and
        that the anchors of settings name, by `setting:NAME`.
        """
        found: dict[str, list[Basis]] = {}
        over_many = (r.policy.rules[r.id] for r in self.portfolio.values())
        for rule in (*self.rules.values(), *over_many):
            rows = rule.body.rows if isinstance(rule.body, Table) else ()
            found[rule.id] = [*rule.basis, *(basis for row in rows for basis in row.basis)]
        of_pairs = (stated for r in self.portfolio.values() for stated in r.policy.properties)
        for stated in (*self.properties, *of_pairs):
            found[stated.id] = list(stated.basis)
        for setting in self.settings.values():
            found[f"setting:{setting.name}"] = list(self.anchors(setting))
        return {
            id: frozenset(place for basis in bases for place in self._cited(basis))
            for id, bases in found.items()
        }

    def _cited(self, basis: Basis) -> Iterator[tuple[str, int]]:
        """The paragraphs of a paper that counts them."""
        count = None if basis.source is None else self.papers[basis.source].paragraphs
        if basis.source is not None and count is not None:
            for run in basis.paragraphs:
                within = range(max(run.start, 1), min(run.stop, count + 1))
                yield from ((basis.source, number) for number in within)

    def anchors(self, setting: Setting) -> Iterator[Basis]:
        """The places of listed sources that a setting's anchor names."""
        for part in re.split("[;()]", setting.anchor):
            tag, _, place = part.strip().partition(", ")
            if tag in self.papers:
                yield Basis(tag, place)

    def reads(self, expression: Expression, items: str | None = None) -> frozenset[str]:
        """The evidence, settings and conclusions that an expression reads, those of the items of a list
        among them; `items` is the list of whose items the whole expression is said, if any.
        """
        concluded = {
            name
            for under, name in read_fields(expression, items)
            if name in self.defining and self.defining[name][0].each == under
        }
        return terms(expression) | concluded

    def read_by(self, rule: PortfolioRule) -> frozenset[str]:
        """The evidence, settings, conclusions and portfolio conclusions that a portfolio rule reads, of
        whichever body; those of the items of a list, and the list, among them.
        """
        found = set(rule.policy.settings)
        pairings = {r.record: r for r in self.portfolio.values() if isinstance(r, Pairing)}
        for name, reading in rule.readings.items():
            if reading.of == PAIR:
                continue
            found |= self._read_of(body_of(rule, reading), reading.name)
            kind = rule.policy.evidence[name].kind
            if isinstance(kind, ListOf):
                fields = (field for field, _ in rule.policy.records[kind.record].fields)
                if (pairing := pairings.get(kind.record)) is not None:
                    found.update(*(self._read_of(pairing.chosen, field) for field in fields))
                else:
                    found.update(f for f in fields if self._is_of_items(reading.name, f))
        return frozenset(found)

    @cached_property
    def fed_fields(self) -> Mapping[tuple[str, str], str]:
        """By list and field of its items the portfolio rule that gives it."""
        given = (
            (rule.fed_field, rule.id)
            for rule in self.portfolio.values()
            if isinstance(rule, EachBody)
        )
        return {field: id for field, id in given if field is not None}

    def fed_fields_read(self, rule: Rule | PortfolioRule) -> frozenset[tuple[str, str]]:
        """The fields of items which a portfolio rule gives that `rule` reads."""
        found = set[tuple[str, str]]()
        if isinstance(rule, Rule):
            found.update(*(read_fields(one, rule.each) for one in rule.expressions))
            return frozenset(found & self.fed_fields.keys())
        for name, reading in rule.readings.items():
            if reading.of == PAIR:
                continue
            entity = self.entities.get(body_of(rule, reading))
            if entity is not None and entity.items is not None:
                found.add((entity.items, reading.name))
            kind = rule.policy.evidence[name].kind
            if isinstance(kind, ListOf):
                record = rule.policy.records[kind.record]
                found |= {(reading.name, field) for field, _ in record.fields}
        return frozenset(found & self.fed_fields.keys())

    def _read_of(self, body: str, name: str) -> frozenset[str]:
        """What is read where `name` is read of a body of a kind."""
        if any((rule.each, rule.define) == (body, name) for rule in self.portfolio.values()):
            return frozenset((name,))
        if body == CASE:
            known = name in self.evidence or name in self.defining
            return frozenset((name,)) if known else frozenset()
        items = self.entities[body].items
        if items is None:
            return frozenset()
        return frozenset((items, name) if self._is_of_items(items, name) else (items,))

    def _is_of_items(self, items: str, name: str) -> bool:
        """Whether rules conclude `name` of each item of a list."""
        return name in self.defining and self.defining[name][0].each == items

    def with_settings(self, values: Mapping[str, Value]) -> "Policy":
        """The same policy with some settings changed, those that it has. Values must be of their kinds."""
        changed = {
            name: replace(setting, value=values[name])
            for name, setting in self.settings.items()
            if name in values
        }
        portfolio = {
            id: replace(rule, policy=rule.policy.with_settings(values))
            for id, rule in self.portfolio.items()
        }
        return replace(self, settings={**self.settings, **changed}, portfolio=portfolio)

    @property
    def identity(self) -> str:
        """The hash of the policy as written, and of the settings changed for this run, if any."""
        changed = self.changed_settings
        if not changed:
            return self.hash
        values = "".join(f"\n{s.name}={written(s.value, s.kind)}" for s in changed)
        return digest(f"{self.hash}{values}".encode())

    @property
    def changed_settings(self) -> tuple[Setting, ...]:
        return tuple(s for _, s in sorted(self.settings.items()) if s.value != s.default)


def digest(content: bytes) -> str:
    """The hash by which policies, packs and cases are known: SHA-256, in hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def canonical(policy: Policy) -> bytes:
    """The policy as canonical JSON without places and files: equal for any order of rules and keys."""
    whole = replace(policy, pack="", hash="", strata=(), portfolio_strata=())
    return _text(whole, {}).encode()


def _text(thing: object, seen: dict[int, str]) -> str:
    """The thing as JSON. `seen` are things by identity, as many hold the same paper or kind."""
    form: type = type(thing)
    return _writer(form)(thing, seen)


@cache
def _writer(form: type) -> Callable[[Any, dict[int, str]], str]:
    """What writes the things of a form as JSON: keys sorted, no spaces."""
    if issubclass(form, str):
        return lambda text, _: encode_basestring(text)
    if issubclass(form, NoneType | bool):
        return lambda word, _: {None: "null", True: "true", False: "false"}[word]
    if issubclass(form, int):
        return lambda number, _: str(number)
    if issubclass(form, Fraction):
        return lambda number, _: f'"{number.numerator}/{number.denominator}"'
    if issubclass(form, date):
        return lambda day, _: f'"{day.isoformat()}"'
    if issubclass(form, Enum):
        return lambda member, _: encode_basestring(member.name)
    if issubclass(form, frozenset):
        return lambda members, seen: _list(sorted(members), seen)
    if issubclass(form, tuple):
        return _list
    if issubclass(form, Mapping):
        return _object
    assert is_dataclass(form), f"no canonical form for {form.__name__}"
    head = f'"":"{form.__name__}"'  # an empty key sorts first
    names = sorted(part.name for part in fields(form))

    def of_parts(thing: object, seen: dict[int, str]) -> str:
        if (found := seen.get(id(thing))) is None:
            parts = [(name, getattr(thing, name)) for name in names]
            told = [f',"{n}":{_text(part, seen)}' for n, part in parts if type(part) is not Place]
            found = seen[id(thing)] = f"{{{head}{''.join(told)}}}"
        return found

    return of_parts


def _list(parts: Iterable[object], seen: dict[int, str]) -> str:
    return f"[{','.join([_text(part, seen) for part in parts])}]"


def _object(held: Mapping[object, object], seen: dict[int, str]) -> str:
    told = sorted((str(key), value) for key, value in held.items())
    return f"{{{','.join([f'{encode_basestring(key)}:{_text(v, seen)}' for key, v in told])}}}"
