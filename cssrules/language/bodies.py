"""Bodies of a portfolio: what kinds there are, and which names can be read of each.

In: the declarations, the kinds of what rules conclude, the heads of the portfolio rules. Out: the
entities; for a portfolio rule each name that it can read, with where that is read; and the records of
pair lists. A name whose definition is faulty stands without evidence, and nothing more is said of it.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import cached_property
from typing import Any, TypeAlias, TypeVar

from cssrules.dataclass import dataclass
from cssrules.language.declare import Declared, scalars
from cssrules.language.kinds import unbounded
from cssrules.language.load import Entries, Items, Scalar, Tree
from cssrules.language.notes import Notes
from cssrules.language.words import name_fault
from cssrules.policy import CASE, CHOSEN, OTHER, OWN, PAIR, Entity, Evidence, Reading, Record
from cssrules.problem import Kind as Fault
from cssrules.problem import Label, did_you_mean
from cssrules.source import Place, Span
from cssrules.values import Kind, ListOf, Text, YesNo, listed, plural

PAIRS_AT_MOST = 1_000
"""More pairs of one body than a run could show."""

ID, NAME = "id", "name"
ELIGIBLE, TAKEN, DECIDED = "eligible", "chosen", "decided"
"""What is said of every body, and of every pair."""

_EVERY = {
    ID: "every body of a portfolio has it",
    NAME: "every body of a portfolio has it",
    ELIGIBLE: "every pair of a portfolio has it",
    TAKEN: "every pair of a portfolio has it",
    DECIDED: "every pair of a portfolio has it",
}
_RESERVED = frozenset((CASE, OTHER, OWN, CHOSEN, PAIR))
_ID = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")

Known: TypeAlias = Evidence | None
"""What is read by a name; None where its definition is faulty."""

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True)
class Head:
    """What is told of a portfolio rule before it is read: `choose` is None where it pairs nothing."""

    tree: Entries
    id: Scalar
    define: Scalar
    each: str
    choose: str | None

    @property
    def noun(self) -> str:
        """The record of an item of the list that the rule defines."""
        return singular(self.define.text)


@dataclass(frozen=True, slots=True)
class Read:
    """A name that a portfolio rule can read: where, and what."""

    reading: Reading
    known: Known


def singular(define: str) -> str:
    """The noun whose plural `define` is; else `item of` it."""
    stems = [define[: -len(end)] + start for end, start in _ENDS if define.endswith(end)]
    return next((stem for stem in stems if plural(stem) == define), f"item of {define}")


_ENDS = (("ies", "y"), ("es", ""), ("s", ""))


class Bodies:
    """The kinds of body of a policy, and their names."""

    def __init__(
        self,
        declared: Declared,
        concluded: Callable[[str], Kind | None],
        each: Mapping[str, str],
        notes: Notes,
    ) -> None:
        self.declared, self.concluded, self.each, self.notes = declared, concluded, each, notes
        self.entities: dict[str, Entity] = {}
        self.heads: list[Head] = []
        self._kinds: dict[str, Kind | None] = {}
        self._found: dict[tuple[object, ...], Any] = {}
        self.broken: set[str] = set()

    # -- entities ----------------------------------------------------------------------------------

    def declare(self, trees: list[Entries]) -> None:
        """Read every entity, and the head of every portfolio rule."""
        first: dict[str, Span] = {}
        for tree in trees:
            for key, written in scalars(tree.get("entities")):
                if key.text in first:
                    self._twice(key, first[key.text])
                    continue
                first[key.text] = key.span
                entity = self._entity(key, written) if self._can_be_named(key) else None
                if entity is not None:
                    self.entities[key.text] = entity
        self.named = frozenset(first)
        self._heads(trees)
        if first or self.heads:
            self._refuse_own_names(trees)

    def _entity(self, key: Scalar, tree: Tree) -> Entity | None:
        if not isinstance(tree, Entries):
            return None
        items, reference = tree.get("from"), tree.get("of")
        if isinstance(items, Scalar):
            record = self._record_of(items)
            name = self._reference(items, reference, record)
            if record is None or name is None:
                return None
            return Entity(key.text, record.fields, items.text, name, key.span.place)
        if isinstance(reference, Scalar):
            written = tree.key("of")
            assert written is not None
            self.notes.fault(
                Fault.MISSING_KEY,
                written.span,
                "`of` names the case that holds a list, and no list is named",
                help="add `from: LIST`, or leave `of` out",
            )
        fields = dict(self._fields(tree.get("fields")))
        return Entity(key.text, tuple(sorted(fields.items())), None, None, key.span.place)

    def _record_of(self, items: Scalar) -> Record | None:
        evidence = self.declared.evidence.get(items.text)
        kind = None if evidence is None else evidence.kind
        if isinstance(kind, ListOf):
            found = self.declared.records.get(kind.record)
            if found is None:
                return None
            concluded = ((name, self.concluded(name)) for name in self.concluded_of(items.text))
            known = ((name, unbounded(kind)) for name, kind in concluded if kind is not None)
            return replace(found, fields=tuple(sorted((*found.fields, *known))))
        if evidence is None and items.text in self.declared.names:
            return None
        lists = [n for n, e in self.declared.evidence.items() if isinstance(e.kind, ListOf)]
        self.notes.fault(
            Fault.UNKNOWN_TERM,
            items.span,
            f"no evidence called `{items.text}` is a list",
            help=did_you_mean(items.text, lists) or "`from` names evidence that is a list",
        )
        return None

    def concluded_of(self, items: str) -> list[str]:
        """What rules conclude of each item of a list."""
        return [name for name, held in self.each.items() if held == items]

    def _reference(self, items: Scalar, written: Tree | None, record: Record | None) -> str | None:
        if not isinstance(written, Scalar):
            self.notes.fault(
                Fault.MISSING_KEY,
                items.span,
                "it is not said how the case that holds the list is called",
                help="add `of: WORD`, by which rules read that case: `WORD's id`",
            )
            return None
        if not self._can_be_named(written):
            return None
        if record is not None and record.kind(written.text) is not None:
            self.notes.fault(
                Fault.DUPLICATE_NAME,
                written.span,
                f"`{written.text}` is a field of {record.name} already",
                help="call the case that holds the list otherwise",
            )
            return None
        return written.text

    def _fields(self, tree: Tree | None) -> Iterator[tuple[str, Kind]]:
        for name, written in scalars(tree):
            fault = name_fault(name.text)
            if fault is None and name.text in _EVERY:
                fault = _EVERY[name.text]
            if fault is not None:
                self._bad_name(name, fault)
                continue
            kind = (
                self.declared.reader.declared(written.content)
                if isinstance(written, Scalar)
                else None
            )
            if isinstance(kind, ListOf):
                self.notes.fault(
                    Fault.BAD_TYPE,
                    written.span,
                    "an entity cannot hold a list",
                    help="let its fields say what matters, a count for instance",
                )
            elif kind is not None:
                yield name.text, kind
            if kind is None or isinstance(kind, ListOf):
                self.broken.add(name.text)

    def _can_be_named(self, key: Scalar) -> bool:
        fault = name_fault(key.text)
        if fault is None and key.text in _RESERVED:
            fault = "it is a word of portfolio rules"
        if fault is not None:
            self._bad_name(key, fault)
        return fault is None

    def _bad_name(self, key: Scalar, fault: str) -> None:
        self.notes.fault(
            Fault.BAD_NAME,
            key.span,
            f"`{key.text}` cannot be a name: {fault}",
            help="choose other words",
        )

    def _twice(self, key: Scalar, first: Span | None) -> None:
        self.notes.fault(
            Fault.DUPLICATE_NAME,
            key.span,
            f"`{key.text}` is defined twice",
            help="rename one of the two",
            label="again",
            others=() if first is None else (Label(first, "first here"),),
        )

    def _refuse_own_names(self, trees: list[Entries]) -> None:
        """`id` and `name` are those of every body."""
        sections = (scalars(tree.get(key)) for tree in trees for key in ("evidence", "settings"))
        declared = [key for section in sections for key, _ in section]
        defined = [rule.get("define") for rule in self.declared.rules]
        for key in (*declared, *defined):
            if isinstance(key, Scalar) and key.text in _EVERY:
                self._bad_name(key, _EVERY[key.text])

    # -- heads of rules ------------------------------------------------------------------------------

    def _heads(self, trees: list[Entries]) -> None:
        ids: dict[str, Span | None] = {}
        for written in self.declared.rules:
            id = written.get("id")
            if isinstance(id, Scalar):
                ids[id.text] = id.span
        defined: dict[str, Span | None] = dict.fromkeys(self.declared.names)
        for tree in trees:
            rules = tree.get("portfolio")
            for rule in rules.items if isinstance(rules, Items) else ():
                if isinstance(rule, Entries):
                    self._head(rule, ids, defined)
                    self._note_broken(rule)

    def _note_broken(self, tree: Entries) -> None:
        """What a rule defines that cannot be read on, so that nobody else misses it."""
        define = tree.get("define")
        if isinstance(define, Scalar) and all(head.tree is not tree for head in self.heads):
            self.broken |= {define.text, singular(define.text)}

    def _head(
        self, tree: Entries, ids: dict[str, Span | None], defined: dict[str, Span | None]
    ) -> None:
        id, define, each = tree.get("id"), tree.get("define"), tree.get("for each")
        if not isinstance(id, Scalar) or not isinstance(define, Scalar):
            return
        whole = not self.notes.touches(tree.span)
        if not _ID.fullmatch(id.text):
            self.notes.fault(
                Fault.BAD_NAME,
                id.span,
                f"`{id.text}` cannot be a rule's id",
                help="write letters, digits and hyphens, as LEAD-1",
            )
            whole = False
        if (fault := name_fault(define.text)) is not None:
            self._bad_name(define, fault)
            whole = False
        for key, held in ((id, ids), (define, defined)):
            if key.text in held:
                self._twice(key, held[key.text])
                whole = False
            held.setdefault(key.text, key.span)
        if isinstance(each, Scalar) and whole:
            self._kinds_of_body(tree, id, define, each)

    def _kinds_of_body(self, tree: Entries, id: Scalar, define: Scalar, each: Scalar) -> None:
        body = self._body(each, (CASE, *self.entities))
        if body in self.entities and define.text in dict(self.entities[body].fields):
            self.notes.fault(
                Fault.DUPLICATE_NAME,
                define.span,
                f"`{define.text}` is a field of {body} already",
                help="rename what the rule defines",
            )
            return
        written = tree.get("choose")
        if not isinstance(written, Scalar):
            if body is not None:
                self.heads.append(Head(tree, id, define, body, None))
            return
        if body is None:
            return
        others = [name for name in self.entities if name != body]
        if body == CASE:
            can = (OTHER, *others)
        elif self.reference(body) is not None:
            can = (CASE, OTHER, *others)
        else:
            can = (CASE, *others)
        chosen = self._body(written, can)
        if chosen is None:
            return
        head = Head(tree, id, define, body, chosen)
        if head.noun in self.declared.records:
            self.notes.fault(
                Fault.DUPLICATE_NAME,
                define.span,
                f"an item of `{define.text}` would be called `{head.noun}`, as a record is",
                help="name the list otherwise",
            )
            return
        self.heads.append(head)

    def _body(self, written: Scalar, can: tuple[str, ...]) -> str | None:
        if written.text in can:
            return written.text
        if written.text not in self.named or written.text in self.entities:
            known = did_you_mean(written.text, can)
            if written.text == CASE:
                known = f"write `{OTHER}` for another case"
            self.notes.fault(
                Fault.UNKNOWN_TERM,
                written.span,
                f"`{written.text}` is no kind of body here",
                help=known or f"write {listed(can)}, or declare it under `entities:`",
            )
        return None

    # -- names of bodies -----------------------------------------------------------------------------

    def kind_of_chosen(self, choose: str) -> str:
        """The kind of body that is chosen: `other` is a case too."""
        return CASE if choose == OTHER else choose

    def own(self, body: str, place: Place) -> Mapping[str, Known]:
        """Every name that can be read of a body of a kind; `place` is that of the rule that reads."""
        return self._once(self._own, body, place)

    def _own(self, body: str, place: Place) -> Mapping[str, Known]:
        found: dict[str, Known] = dict.fromkeys(self._broken)
        found |= {name: Evidence(name, Text(), place) for name in (ID, NAME)}
        if body == CASE:
            found |= self._names_of_a_case
        else:
            entity = self.entities[body]
            if entity.reference is not None:
                found[entity.reference] = Evidence(entity.reference, Text(), entity.place)
            found |= {name: Evidence(name, kind, entity.place) for name, kind in entity.fields}
        for head in self.heads:
            if head.each == body:
                kind = self.kind(head)
                name = head.define.text
                found[name] = None if kind is None else Evidence(name, kind, head.define.span.place)
        return found

    def kind(self, head: Head) -> Kind | None:
        """The kind of what a portfolio rule defines."""
        if head.choose is not None:
            return ListOf(head.noun, 0, PAIRS_AT_MOST)
        return self._kinds.get(head.define.text)

    def tell(self, head: Head, kind: Kind | None) -> None:
        """Say of what kind is what a portfolio rule defines."""
        self._kinds[head.define.text] = kind
        self._found.clear()

    def _once(self, find: Callable[..., _Found], *asked: object) -> _Found:
        """What `find` finds, looked for once for as long as no further kind is told."""
        key = (find.__name__, *asked)
        if key not in self._found:
            self._found[key] = find(*asked)
        found: _Found = self._found[key]
        return found

    @cached_property
    def _broken(self) -> frozenset[str]:
        """Names whose definition is faulty, of whatever body they may be."""
        return frozenset(self.broken).union(
            name
            for name, what in self.declared.names.items()
            if (what == "evidence" and name not in self.declared.evidence)
            or (what == "a conclusion" and self.concluded(name) is None)
        )

    @cached_property
    def _names_of_a_case(self) -> dict[str, Known]:
        found: dict[str, Known] = {}
        places = {
            define.text: define.span.place
            for rule in self.declared.rules
            if isinstance(define := rule.get("define"), Scalar)
        }
        for name, what in self.declared.names.items():
            if what == "evidence":
                found[name] = self.declared.evidence.get(name)
            elif what == "a conclusion" and name not in self.each:
                kind = self.concluded(name)
                found[name] = (
                    None if kind is None else Evidence(name, unbounded(kind), places[name])
                )
        return found

    def readable(self, head: Head, *, chosen: bool) -> Mapping[str, Read]:
        """Every name that a rule can read; those of the chosen body too where it says so."""
        choose = head.choose if chosen else None
        return self._once(self._readable, head.each, choose, head.id.span.place)

    def _readable(self, each: str, choose: str | None, place: Place) -> Mapping[str, Read]:
        found = {
            name: Read(Reading(OWN, name), known) for name, known in self.own(each, place).items()
        }
        reference = self.reference(each)
        if reference is not None:
            found |= self._of(reference, reference, CASE, place)
        if choose is not None:
            found |= self._of(choose, CHOSEN, self.kind_of_chosen(choose), place)
            found[DECIDED] = Read(Reading(PAIR, DECIDED), Evidence(DECIDED, YesNo(), place))
        return {**dict(self._broken_of_pairs(place)), **found}

    def _broken_of_pairs(self, place: Place) -> Iterator[tuple[str, Read]]:
        """Fields of pairs whose definition is faulty, as they may be written."""
        for pairs in self.heads:
            if pairs.choose is not None:
                for name, known in self.own(self.kind_of_chosen(pairs.choose), place).items():
                    if known is None:
                        yield f"{pairs.noun}'s {name}", Read(Reading(CHOSEN, name), None)

    def reference(self, body: str) -> str | None:
        """The name by which rules read the case that holds a body of a kind; None where none does."""
        entity = self.entities.get(body)
        return None if entity is None else entity.reference

    def _of(self, whose: str, of: str, body: str, place: Place) -> dict[str, Read]:
        found: dict[str, Read] = {}
        for name, known in self.own(body, place).items():
            full = f"{whose}'s {name}"
            held = None if known is None else replace(known, name=full)
            found[full] = Read(Reading(of, name), held)
        return found

    def records(self, place: Place) -> Mapping[str, Record]:
        """The records of all lists: of pair lists too, and with what is concluded of each item."""
        return self._once(self._records, place)

    def _records(self, place: Place) -> Mapping[str, Record]:
        found = {name: Record(name, (), place) for name in self.broken}
        found |= self.declared.records
        for name, items in self.each.items():
            evidence, kind = self.declared.evidence.get(items), self.concluded(name)
            held = self.concluded(items) if evidence is None else evidence.kind
            if isinstance(held, ListOf) and held.record in found and kind is not None:
                record = found[held.record]
                fields = {**dict(record.fields), name: unbounded(kind)}
                found[held.record] = replace(record, fields=tuple(sorted(fields.items())))
        for head in self.heads:
            if head.choose is not None:
                known = self.own(self.kind_of_chosen(head.choose), place)
                fields = {
                    name: evidence.kind
                    for name, evidence in known.items()
                    if evidence is not None and not isinstance(evidence.kind, ListOf)
                }
                fields |= dict.fromkeys((ELIGIBLE, TAKEN, DECIDED), YesNo())
                found[head.noun] = Record(
                    head.noun, tuple(sorted(fields.items())), head.define.span.place
                )
        return found
