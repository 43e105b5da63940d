"""What the rule files declare: papers, types, records, evidence, settings, and the names of rules.

In: the trees of all files, their envelopes checked. Out: Declared, in which every name has its kind
or None where its declaration is faulty (and the fault noted).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from cssrules.expression import DECISION_DAY
from cssrules.language.agree import a_kind, has_order
from cssrules.language.given import given_by
from cssrules.language.kinds import DAYS_BETWEEN, Types, with_aliases
from cssrules.language.load import Entries, Items, Scalar, Tree
from cssrules.language.notes import Notes
from cssrules.language.words import name_fault
from cssrules.policy import Better, Evidence, Paper, Period, Record, Setting
from cssrules.problem import Kind as Fault
from cssrules.problem import Label, did_you_mean
from cssrules.source import Span
from cssrules.values import (
    BadValue,
    Choice,
    Date,
    Kind,
    ListOf,
    Value,
    YesNo,
    check_bounds,
    kind_in_words,
    read,
    read_date,
    read_number,
)

_TYPE_KEY = "type"
_FRIDAY = 5


@dataclass(slots=True)
class Declared:
    """All declarations of a policy. `rules` holds the tree of each rule that can be read on; `where` is
    where each name of a case was first given.
    """

    head: Entries
    reader: Types
    papers: dict[str, Paper] = field(default_factory=dict)
    types: dict[str, Kind] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    evidence: dict[str, Evidence] = field(default_factory=dict)
    settings: dict[str, Setting] = field(default_factory=dict)
    rules: list[Entries] = field(default_factory=list)
    names: dict[str, str] = field(
        default_factory=lambda: {DECISION_DAY: "the day that the decision is taken as of"}
    )
    holidays: dict[date, str] = field(default_factory=dict)
    elsewhere: dict[str, tuple[str, str]] = field(default_factory=dict)
    where: dict[str, Span] = field(default_factory=dict)


def declare(trees: list[Entries], notes: Notes) -> Declared:
    """Read every declaration; rules are only named here."""
    return _Declare(trees, notes).declared()


def scalars(tree: Tree | None) -> Iterator[tuple[Scalar, Tree]]:
    """The entries of a mapping; none for anything else, whose fault the envelope has noted."""
    if isinstance(tree, Entries):
        yield from tree.entries


def text_of(tree: Tree | None) -> str | None:
    """The text of a scalar; None for anything else."""
    return tree.text if isinstance(tree, Scalar) else None


def items_of(trees: list[Entries], key: str, notes: Notes) -> Iterator[Entries]:
    """The items of a section that have no fault yet."""
    for tree in trees:
        written = tree.get(key)
        for item in written.items if isinstance(written, Items) else ():
            if isinstance(item, Entries) and not notes.touches(item.span):
                yield item


def dates_of(tree: Tree | None, evidence: Mapping[str, Evidence], notes: Notes) -> tuple[str, ...]:
    """The names of a list, each of which is evidence and a date."""
    dates = [one.name for one in evidence.values() if isinstance(one.kind, Date)]
    called, help = "evidence that is a date", "`not before` names dates of the case"
    return named_dates(tree, dates, notes, called, help)


def named_dates(
    tree: Tree | None, dates: Collection[str], notes: Notes, called: str, help: str
) -> tuple[str, ...]:
    """The names of a list, each of which is one of `dates`, which a fault calls `called`."""
    found = []
    for item in tree.items if isinstance(tree, Items) else ():
        name = text_of(item) or ""
        if name in dates:
            found.append(name)
        else:
            notes.fault(
                Fault.UNKNOWN_TERM,
                item.span,
                f"no {called} is called `{name}`",
                help=did_you_mean(name, dates) or help,
            )
    return tuple(found)


class _Declare:
    def __init__(self, trees: list[Entries], notes: Notes) -> None:
        self.trees, self.notes = trees, notes
        self.first: dict[str, Span] = {}

    def declared(self) -> Declared:
        records = {key.text: (key, tree) for key, tree in self._section("records")}
        types: dict[str, Kind] = {}
        reader = Types(self.notes, types, frozenset(records))
        found = Declared(self._head(), reader, types=types, where=self.first)
        for tag, tree in self._section("sources"):
            paragraphs = text_of(tree.get("paragraphs")) if isinstance(tree, Entries) else None
            title = tree.get("title") if isinstance(tree, Entries) else tree
            count = self._whole(tree, "paragraphs") if paragraphs else None
            outside = self._outside(tag.text, tree, count)
            found.papers[tag.text] = Paper(tag.text, text_of(title) or "", count, outside)
        self._once("sources")
        self._once("records")
        for key, tree in self._section("types"):
            self._type(key, tree, reader, found.types)
        self._once("types")
        for name, (key, tree) in records.items():
            self._named(key)
            found.records[name] = self._record(key, tree, reader)
        self._evidence(reader, found)
        self._settings(reader, found)
        self._holidays(found)
        self._rules(found)
        self._ids()
        return found

    def _head(self) -> Entries:
        heads = [(tree, key) for tree in self.trees if (key := tree.key("policy"))]
        if not heads:
            place = self.trees[0].span if self.trees else None
            assert place is not None, "a folder holds a rule file"
            self.notes.fault(
                Fault.MISSING_POLICY,
                Span(place.source, 0, 0),
                "no file holds `policy:`",
                help="begin one file with `policy: NAME` and `version: …`",
            )
            return self.trees[0]
        for _, key in heads[1:]:
            self.notes.fault(
                Fault.MISSING_POLICY,
                key.span,
                "a second file holds `policy:`",
                help="one policy, one folder: keep it in one file",
                others=(Label(heads[0][1].span, "the first"),),
            )
        return heads[0][0]

    def _section(self, key: str) -> Iterator[tuple[Scalar, Tree]]:
        for tree in self.trees:
            yield from scalars(tree.get(key))

    def _once(self, section: str) -> None:
        """Sources, types and records have namespaces of their own."""
        seen: dict[str, Span] = {}
        for key, _ in self._section(section):
            if key.text in seen:
                self._twice(key, seen[key.text], key.text)
            seen.setdefault(key.text, key.span)

    def _twice(self, key: Scalar, first: Span, name: str) -> None:
        self.notes.fault(
            Fault.DUPLICATE_NAME,
            key.span,
            f"`{name}` is defined twice",
            help="rename one of the two",
            label="again",
            others=(Label(first, "first here"),),
        )

    def _named(self, key: Scalar) -> bool:
        fault = name_fault(key.text)
        if fault:
            self.notes.fault(
                Fault.BAD_NAME,
                key.span,
                f"`{key.text}` cannot be a name: {fault}",
                help="choose other words",
            )
        return fault is None

    def _term(self, key: Scalar, what: str, found: Declared) -> bool:
        """Enter a term; False where it cannot be entered."""
        if not self._named(key):
            return False
        if key.text in found.names:
            self._twice(key, self.first[key.text], key.text)
            return False
        found.names[key.text] = what
        self.first[key.text] = key.span
        return True

    def _type(self, key: Scalar, tree: Tree, reader: Types, types: dict[str, Kind]) -> None:
        if not self._named(key):
            return
        written = tree.get(_TYPE_KEY) if isinstance(tree, Entries) else tree
        if not isinstance(written, Scalar):
            return
        kind = reader.read(written.content)
        if kind is None:
            return
        aliases: list[tuple[str, str]] = []
        for alias, option in scalars(tree.get("aliases") if isinstance(tree, Entries) else None):
            target = text_of(option) or ""
            if not isinstance(kind, Choice) or target not in kind.options:
                self.notes.fault(
                    Fault.UNKNOWN_CHOICE,
                    option.span,
                    f"`{target}` is not an option of `{key.text}`",
                    help=did_you_mean(target, getattr(kind, "options", ()))
                    or f"the type is {kind_in_words(kind)}",
                )
            elif alias.text in kind.options:
                self._twice(alias, written.span, alias.text)
            else:
                aliases.append((alias.text, target))
        types[key.text] = with_aliases(kind, key.text, tuple(sorted(aliases)))

    def _record(self, key: Scalar, tree: Tree, reader: Types) -> Record:
        fields: list[tuple[str, Kind]] = []
        for name, written in scalars(tree):
            if not self._named(name) or not isinstance(written, Scalar):
                continue
            if name.text == "id":
                self.notes.fault(
                    Fault.BAD_NAME,
                    name.span,
                    "`id` names an item, and cannot be a field",
                    help="choose another name",
                )
                continue
            kind = reader.declared(written.content)
            if isinstance(kind, ListOf):
                self.notes.fault(
                    Fault.BAD_TYPE,
                    written.span,
                    "a record cannot hold a list",
                    help="lists are evidence",
                )
            elif kind is not None:
                fields.append((name.text, kind))
        return Record(key.text, tuple(sorted(fields, key=lambda field: field[0])), key.span.place)

    # -- evidence and settings ---------------------------------------------------------------------

    def _evidence(self, reader: Types, found: Declared) -> None:
        for key, tree in self._section("evidence"):
            if not self._term(key, "evidence", found):
                continue
            written = tree.get(_TYPE_KEY) if isinstance(tree, Entries) else tree
            kind = reader.declared(written.content) if isinstance(written, Scalar) else None
            if kind is None:
                continue
            evidence = Evidence(key.text, kind, key.span.place)
            if isinstance(tree, Entries):
                evidence = replace(
                    evidence,
                    better=self._better(tree, kind),
                    changed_by=text_of(tree.get("may be changed by")),
                    cost=self._whole(tree, "cost"),
                    takes_days=self._days(tree.get("takes")),
                    ask=text_of(tree.get("ask")),
                    note=text_of(tree.get("note")),
                    given_by=given_by(tree, kind, self.notes),
                )
            found.evidence[key.text] = evidence
        for key, tree in self._section("evidence"):
            if isinstance(tree, Entries) and key.text in found.evidence:
                dates = dates_of(tree.get("not before"), found.evidence, self.notes)
                found.evidence[key.text] = replace(found.evidence[key.text], not_before=dates)

    def _settings(self, reader: Types, found: Declared) -> None:
        for key, tree in self._section("settings"):
            if not self._term(key, "a setting", found) or not isinstance(tree, Entries):
                continue
            written, default = tree.get(_TYPE_KEY), tree.get("default")
            if not isinstance(written, Scalar) or not isinstance(default, Scalar):
                continue
            kind = reader.declared(written.content)
            if kind is None:
                continue
            value = self._value(default, kind)
            if value is None:
                continue
            found.settings[key.text] = Setting(
                key.text,
                kind,
                value,
                value,
                text_of(tree.get("owner")) or "",
                text_of(tree.get("reason")) or "",
                text_of(tree.get("anchor")) or "none",
                key.span.place,
            )

    def _holidays(self, found: Declared) -> None:
        first: dict[date, Span] = {}
        for tree in self.trees:
            days = tree.get("holidays")
            for item in days.items if isinstance(days, Items) else ():
                written = item.get("on") if isinstance(item, Entries) else None
                if not isinstance(item, Entries) or not isinstance(written, Scalar):
                    continue
                try:
                    day = read_date(written.text)
                except BadValue as bad:
                    help = bad.hint or "the month has fewer days"
                    self.notes.fault(Fault.BAD_LITERAL, written.span, bad.message, help=help)
                    continue
                if day.isoweekday() > _FRIDAY:
                    weekday = ("Saturday", "Sunday")[day.isoweekday() - _FRIDAY - 1]
                    self.notes.fault(
                        Fault.OUT_OF_RANGE,
                        written.span,
                        f"`{written.text}` is a {weekday}, and no working day anyhow",
                        help="leave it out, or give the weekday to which the holiday was moved",
                    )
                if day in first:
                    self.notes.fault(
                        Fault.DUPLICATE_NAME,
                        written.span,
                        f"`{written.text}` stands twice",
                        help="leave one of the two out",
                        label="again",
                        others=(Label(first[day], "first here"),),
                    )
                first.setdefault(day, written.span)
                found.holidays[day] = text_of(item.get("name")) or ""

    def _value(self, written: Scalar, kind: Kind) -> Value:
        try:
            return read(written.text, kind)
        except BadValue as bad:
            self.notes.fault(
                Fault.BAD_LITERAL,
                written.span,
                bad.message,
                help=bad.hint or f"the type is {kind_in_words(kind)}",
            )
            return None

    def _better(self, tree: Entries, kind: Kind) -> Better | None:
        written = tree.get("better")
        if not isinstance(written, Scalar) or tree.key("given by"):
            return None
        if not isinstance(kind, YesNo) and not has_order(kind):
            self.notes.fault(
                Fault.NO_ORDER,
                written.span,
                f"this is {a_kind(kind)}, of which none is better than another",
                help="declare it as `scale of …`, worst first, if it has an order"
                if isinstance(kind, Choice)
                else "leave `better:` out",
            )
            return None
        ways = {way.value: way for way in Better}
        if written.text not in ways:
            self.notes.fault(
                Fault.WRONG_FORM,
                written.span,
                f"`better: {written.text}` is not a direction",
                help="write higher, lower, yes, no, first or last",
            )
        return ways.get(written.text)

    def _whole(self, tree: Tree, key: str) -> int | None:
        written = tree.get(key) if isinstance(tree, Entries) else None
        if not isinstance(written, Scalar):
            return None
        if not re.fullmatch(r"[0-9]{1,9}", written.text):
            self.notes.fault(
                Fault.BAD_LITERAL, written.span, f"`{key}` is a whole number", help="write 2"
            )
            return None
        return int(written.text)

    def _outside(self, tag: str, tree: Tree, count: int | None) -> tuple[int, ...] | None:
        """The paragraphs of a source that may be out of scope: `[1, 3, 8-10]`; None where it says none."""
        key = "may be out of scope"
        written = tree.get(key) if isinstance(tree, Entries) else None
        if not isinstance(written, Items):
            return None
        found = set[int]()
        for item in written.items:
            run = re.fullmatch(r"([0-9]{1,6})(?:-([0-9]{1,6}))?", text_of(item) or "")
            first, last = (int(run[1]), int(run[2] or run[1])) if run else (1, 0)
            if first > last:
                message, help = f"`{key}` lists paragraphs", "write [1, 3, 8-10]"
                self.notes.fault(Fault.BAD_LITERAL, item.span, message, help=help)
            elif first < 1 or last > (count or 0):
                message = f"`{tag}` has no paragraph {first if first < 1 else last}"
                help = f"it has {count} paragraphs" if count else "say how many `paragraphs` it has"
                self.notes.fault(Fault.UNKNOWN_PARAGRAPH, item.span, message, help=help)
            else:
                found.update(range(first, last + 1))
        return tuple(sorted(found))

    def _days(self, written: Tree | None) -> int | None:
        if not isinstance(written, Scalar):
            return None
        if not re.fullmatch(r"[0-9]{1,6} days?", written.text):
            self.notes.fault(
                Fault.BAD_LITERAL, written.span, "`takes` is a number of days", help="write 90 days"
            )
            return None
        return int(read_number(written.text)[0])

    # -- rules, by name only -----------------------------------------------------------------------

    def _rules(self, found: Declared) -> None:
        ids: dict[str, Span] = {}
        for tree in self.trees:
            rules = tree.get("rules")
            for rule in rules.items if isinstance(rules, Items) else ():
                if not isinstance(rule, Entries):
                    continue
                id, define = rule.get("id"), rule.get("define")
                if not isinstance(define, Scalar):
                    continue
                whole = self._named(define)
                if whole and found.names.get(define.text, "a conclusion") != "a conclusion":
                    self._twice(define, self.first[define.text], define.text)
                    whole = False
                if isinstance(id, Scalar):
                    whole = self._rule_id(id, ids) and whole
                found.names.setdefault(define.text, "a conclusion")
                self.first.setdefault(define.text, define.span)
                if whole and isinstance(id, Scalar):
                    found.rules.append(rule)

    def _rule_id(self, id: Scalar, ids: dict[str, Span]) -> bool:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", id.text):
            self.notes.fault(
                Fault.BAD_NAME,
                id.span,
                f"`{id.text}` cannot be a rule's id",
                help="write letters, digits and hyphens, as LEAD-1",
            )
            return False
        if id.text in ids:
            self._twice(id, ids[id.text], id.text)
            return False
        ids[id.text] = id.span
        return True

    def _ids(self) -> None:
        """Properties and decisions are told apart by their ids, and from rules, which are looked at where
        they are read.
        """
        first: dict[str, Span] = {}
        for section, id in ids_of(self.trees):
            if id.text in first and section in {"properties", "decisions"}:
                self._twice(id, first[id.text], id.text)
            first.setdefault(id.text, id.span)


def ids_of(trees: list[Entries]) -> Iterator[tuple[str, Scalar]]:
    """Every id of a rule, portfolio rule, property (of pairs too) or decision, whole or not, with the
    key of its list.
    """
    over_many = list(items_of(trees, "portfolio", Notes()))
    for held, section in (
        (trees, "rules"),
        (trees, "portfolio"),
        (trees, "properties"),
        (over_many, "properties"),
        (trees, "decisions"),
    ):
        for item in items_of(held, section, Notes()):
            if isinstance(id := item.get("id"), Scalar):
                yield section, id


def period(tree: Tree | None, notes: Notes) -> Period:
    """The days named by `{from: …, to: …}`."""
    if not isinstance(tree, Entries):
        return Period()
    days: dict[str, date | None] = {}
    for key in ("from", "to"):
        written = tree.get(key)
        days[key] = None
        if isinstance(written, Scalar):
            try:
                days[key] = day = read_date(written.text)
                check_bounds(day, Date(*DAYS_BETWEEN), written.text)
            except BadValue as bad:
                notes.fault(
                    Fault.BAD_LITERAL, written.span, bad.message, help=bad.hint or "mend the year"
                )
    start, end = days["from"], days["to"]
    if start and end and end < start:
        notes.fault(
            Fault.OUT_OF_RANGE,
            tree.span,
            "the period ends before it begins",
            help="put the earlier day under `from`",
        )
    return Period(start, end)
