"""Rules, tables, questions and properties as written, to their checked forms.

In: the declarations. Out: Rule, Question, Property and the like; a thing with a fault is left out and
the fault noted. The kind of a conclusion without `type:` is that of its value, found when first asked.
"""

import re
from collections.abc import Iterator

from cssrules.expression import DECISION_DAY, And, Const, Expression, Not, Or, kind_of
from cssrules.language.check import Checker
from cssrules.language.declare import Declared, dates_of, items_of, named_dates, period, text_of
from cssrules.language.given import recorded_as
from cssrules.language.kinds import unbounded
from cssrules.language.load import Entries, Items, Scalar, Tree
from cssrules.language.names import Names, Vocabulary
from cssrules.language.notes import Notes, note_circle
from cssrules.language.syntax import Name
from cssrules.language.tables import TableReader
from cssrules.language.texts import Texts
from cssrules.policy import (
    AcceptedFinding,
    Basis,
    Body,
    Property,
    Question,
    Reason,
    Rule,
)
from cssrules.problem import Kind as Fault
from cssrules.problem import Label, did_you_mean
from cssrules.source import Place, Span
from cssrules.values import (
    BadValue,
    Date,
    Kind,
    ListOf,
    YesNo,
    kind_in_words,
    read,
)

_WHEN = {"when all of": "all", "when any of": "any", "when none of": "none"}
_NESTED = {"all of": "all", "any of": "any", "none of": "none"}
_REASONS = {"if so": "met", "if not": "not_met", "if unclear": "unknown"}
_WHOLE_REASONS = {"met": "met", "not met": "not_met", "unknown": "unknown"}
_MAY_BE_LISTS = ("evidence", "a conclusion")
_SHOWN_BY = ("plan", "monitor")
_FOR_EACH = re.compile(r"(?P<record>.+?)(?:\s+among\s+(?P<items>.+))?", re.DOTALL)


class RuleReader:
    """Reads rules on demand, each once."""

    def __init__(self, declared: Declared, notes: Notes) -> None:
        self.declared, self.notes = declared, notes
        self.done: dict[int, Rule | None] = {}
        self.pending: list[Entries] = []
        self.kinds: dict[str, Kind | None] = {}
        self.stated: set[str] = set()
        self.defining: dict[str, list[Entries]] = {}
        for tree in declared.rules:
            self.defining.setdefault(text_of(tree.get("define")) or "", []).append(tree)
        self.each: dict[str, str] = {}
        words = Vocabulary(
            names=declared.names,
            kind=self.kind,
            records=declared.records,
            lists=self._lists(),
            each=self.each,
            faulty=self._is_faulty(),
            elsewhere=declared.elsewhere,
            where=declared.where,
        )
        self.texts = Texts(notes, Checker(notes, words), declared.papers)
        self.bad_each = {id(tree) for tree in declared.rules if not self._read_each(tree)}

    def _lists(self) -> dict[str, str]:
        """The record of each list: evidence, or collected by a table."""
        collected = [
            name
            for name, trees in self.defining.items()
            if trees[0].get("table") and self._is_list(trees[0].get("type"))
        ]
        kinds = {name: self.kind(name) for name in (*self.declared.evidence, *collected)}
        return {
            name: kind.record
            for name, kind in kinds.items()
            if isinstance(kind, ListOf) and kind.record in self.declared.records
        }

    def _is_list(self, written: Tree | None) -> bool:
        text = _plain(text_of(written) or "")
        return text.startswith("list of ") or isinstance(self.declared.types.get(text), ListOf)

    def _is_faulty(self) -> bool:
        """Whether a name is declared so that its kind cannot be told: it may be a list."""
        whole = {*self.declared.evidence, *self.defining}
        named = {name for name, what in self.declared.names.items() if what in _MAY_BE_LISTS}
        return bool(named - whole) or None in self.kinds.values()

    def _read_each(self, tree: Entries) -> bool:
        """Enter what a rule concludes of each item of a list; False where a fault was noted."""
        define, written = tree.get("define"), tree.get("for each")
        assert isinstance(define, Scalar)
        items = self._items_of(written) if isinstance(written, Scalar) else None
        if isinstance(written, Scalar) and items is None:
            return False
        first, *_ = self.defining[define.text]
        if tree is not first and self.each.get(define.text) != items:
            self.notes.fault(
                Fault.DUPLICATE_NAME,
                define.span,
                f"`{define.text}` is concluded of another thing by another rule",
                help="rename one of the two, or give both the same `for each:`",
                others=(Label(_span(first.get("define")), "also here"),),
            )
            return False
        if items is None:
            return True
        record = self.texts.checker.under(items).names.scope
        assert record is not None
        if record.record.kind(define.text) is not None:
            self.notes.fault(
                Fault.DUPLICATE_NAME,
                define.span,
                f"`{define.text}` is a field of {record.record.name} already",
                help="rename what the rule defines",
            )
            return False
        self.each[define.text] = items
        return True

    def _items_of(self, written: Scalar) -> str | None:
        """The list over whose items `for each: milestone` or `milestone among LIST` goes."""
        found = _FOR_EACH.fullmatch(written.content.text)
        assert found is not None, "no text is empty"
        source, start = written.content.source, written.content.start
        noun, items = (
            Name(
                Span(source, start + found.start(group), start + found.end(group)),
                _plain(found[group]),
            )
            if found[group]
            else None
            for group in ("record", "items")
        )
        assert noun is not None
        names = Names(self.notes, self.texts.checker.words, None)
        record = names.record_called(noun)
        return None if record is None else names.list_of(record, items, noun)

    # -- kinds of names ----------------------------------------------------------------------------

    def kind(self, name: str) -> Kind | None:
        if name == DECISION_DAY:
            return Date()
        if name in self.declared.evidence:
            return self.declared.evidence[name].kind
        if name in self.declared.settings:
            return self.declared.settings[name].kind
        if name not in self.kinds:
            trees = self.defining.get(name)
            self.kinds[name] = None
            if trees:
                self.kinds[name] = self._conclusion_kind(trees[0])
        return self.kinds[name]

    def _conclusion_kind(self, tree: Entries) -> Kind | None:
        if any(tree.get(key) for key in ("when", *_WHEN)):
            return YesNo()
        written = tree.get("type")
        if isinstance(written, Scalar):
            kind = self.declared.reader.concluded(written.content)
            return None if kind is None else unbounded(kind)
        rule = self.rule(tree)
        return None if rule is None else rule.kind

    # -- rules -------------------------------------------------------------------------------------

    def rule(self, tree: Entries) -> Rule | None:
        """The rule, or None where a fault was noted."""
        key = id(tree)
        if tree in self.pending:
            self._kind_in_a_circle(self.pending[self.pending.index(tree) :])
            return None
        if key not in self.done:
            self.pending.append(tree)
            self.done[key] = None if key in self.bad_each else self._rule(tree)
            self.pending.pop()
        return self.done[key]

    def _kind_in_a_circle(self, trees: list[Entries]) -> None:
        """Values whose kinds hang on each other: the circle is told before any stratum is made."""
        ids = [text_of(tree.get("id")) or "" for tree in trees]
        first = ids.index(min(ids))
        ordered = trees[first:] + trees[:first]
        steps = {
            text_of(tree.get("id")) or "": (
                _span(tree.get("id")),
                text_of(read.get("define")) or "",
            )
            for tree, read in zip(ordered, [*ordered[1:], ordered[0]], strict=True)
        }
        note_circle(steps, self.notes)

    def part(self, tree: Entries, basis: tuple[Basis, ...]) -> Rule | None:
        """A rule that is a part of another, and rests on what that rests on."""
        return self._rule(tree, basis)

    def _rule(self, tree: Entries, given: tuple[Basis, ...] | None = None) -> Rule | None:
        id, define = text_of(tree.get("id")), text_of(tree.get("define"))
        assert id is not None
        assert define is not None
        before = len(self.notes.found)
        reasons: dict[str, Reason] = {}
        each = self.each.get(define)
        texts = self.texts if each is None else self.texts.under(each)
        root, kind, body = self._body(tree, texts, reasons)
        basis = self.basis(tree) if given is None else given
        whole = tree.get("reason")
        if isinstance(whole, Entries):
            reason = _reason(whole, _WHOLE_REASONS, texts)
            if reason is not None:
                reasons[root] = reason
        if_unknown = self._if_unknown(tree, kind)
        if body is None or kind is None or len(self.notes.found) > before:
            return None
        title = tree.get("title")
        return Rule(
            id=id,
            title=text_of(title) or id,
            basis=basis,
            define=define,
            kind=kind,
            root=root,
            body=body,
            place=_place(tree.get("id")),
            reasons=reasons,
            if_unknown=if_unknown,
            effective=period(tree.get("effective"), self.notes),
            note=text_of(tree.get("note")),
            each=each,
        )

    def _body(
        self, tree: Entries, texts: Texts, reasons: dict[str, Reason]
    ) -> tuple[str, Kind | None, Body | None]:
        if isinstance(when := tree.get("when"), Scalar):
            return "when", YesNo(), texts.condition(when.content)
        for key, form in _WHEN.items():
            if isinstance(items := tree.get(key), Items):
                return "when", YesNo(), self._group(form, items, "when", reasons, texts)
        if isinstance(table := tree.get("table"), Scalar):
            kind = self._asked(tree)
            if isinstance(kind, ListOf) and tree.get("for each") is not None:
                self.notes.fault(
                    Fault.WRONG_TYPE,
                    _span(tree.get("type")),
                    "an item of a list cannot hold a list",
                    help="collect the list by a rule without `for each:`",
                )
                return "row", None, None
            return "row", kind, TableReader(texts).read(tree, table, kind)
        asked = self._asked(tree)
        value = tree.get("as")
        if not isinstance(value, Scalar) or (asked is None and tree.get("type") is not None):
            return "as", None, None
        if isinstance(asked, ListOf):
            self._list_as_value(value)
            return "as", None, None
        found = texts.value(value.content, asked)
        kind = asked if asked is not None else None if found is None else unbounded(kind_of(found))
        if isinstance(kind, ListOf):
            self._list_as_value(value)
            return "as", None, None
        return "as", kind, found

    def _list_as_value(self, value: Scalar) -> None:
        self.notes.fault(
            Fault.WRONG_TYPE,
            value.span,
            "`as` cannot define a list",
            help="collect its records by a table with `hit policy: collect`",
        )

    def _asked(self, tree: Entries) -> Kind | None:
        return self.kind(text_of(tree.get("define")) or "") if tree.get("type") else None

    def _if_unknown(self, tree: Entries, kind: Kind | None) -> Const | None:
        written = tree.get("if unknown")
        if not isinstance(written, Scalar) or kind is None:
            return None
        if isinstance(kind, ListOf):
            self.notes.fault(
                Fault.WRONG_TYPE,
                written.span,
                "a list of records cannot be presumed",
                help="leave `if unknown:` out; a rule that reads the list may say what is presumed",
            )
            return None
        if isinstance(kind, YesNo):
            values = {"met": True, "not met": False, "yes": True, "no": False}
            if written.text not in values:
                self.notes.fault(
                    Fault.BAD_LITERAL,
                    written.span,
                    f"`{written.text}` is neither `met` nor `not met`",
                    help=did_you_mean(written.text, values) or "write one of the two",
                )
                return None
            return Const(values[written.text], kind)
        try:
            return Const(read(written.text, kind), kind)
        except BadValue as bad:
            self.notes.fault(
                Fault.BAD_LITERAL,
                written.span,
                bad.message,
                help=bad.hint or f"the type is {kind_in_words(kind)}",
            )
            return None

    # -- conditions and their reasons --------------------------------------------------------------

    def _group(
        self, form: str, items: Items, path: str, reasons: dict[str, Reason], texts: Texts
    ) -> Expression | None:
        found: list[Expression | None] = []
        if not items.items:
            self.notes.fault(
                Fault.WRONG_FORM,
                items.span,
                "the list of conditions is empty",
                help="write a condition, or leave the key out",
            )
        for number, item in enumerate(items.items, start=1):
            inner = f"{path}/{number}" + ("/1" if form == "none" else "")
            part = self._item(item, inner, reasons, texts)
            found.append(Not(part) if form == "none" and part is not None else part)
        whole = tuple(part for part in found if part is not None)
        if len(whole) < len(found) or not whole:
            return None
        return Or(whole) if form == "any" else And(whole)

    def _item(
        self, item: Tree, path: str, reasons: dict[str, Reason], texts: Texts
    ) -> Expression | None:
        if isinstance(item, Scalar):
            return texts.condition(item.content)
        if not isinstance(item, Entries):
            return None
        reason = _reason(item, _REASONS, texts)
        if reason is not None:
            reasons[path] = reason
        if isinstance(that := item.get("that"), Scalar):
            return texts.condition(that.content)
        for key, form in _NESTED.items():
            if isinstance(items := item.get(key), Items):
                return self._group(form, items, path, reasons, texts)
        return None

    # -- what a thing rests on ---------------------------------------------------------------------

    def basis(self, tree: Entries) -> tuple[Basis, ...]:
        written = tree.get("basis")
        if not isinstance(written, Scalar) or not written.text.strip():
            place = tree.key("id")
            assert place is not None
            self.notes.fault(
                Fault.BASIS,
                place.span,
                f"`{text_of(tree.get('id'))}` rests on nothing",
                help="add `basis: SOURCE, place`, or `basis: setting, the reason`",
            )
            return ()
        return self.texts.bases(written.content)

    # -- questions, properties and the rest --------------------------------------------------------

    def questions(self, trees: list[Entries]) -> Iterator[Question]:
        main: Span | None = None
        for tree in items_of(trees, "decisions", self.notes):
            answer = tree.get("answer")
            if not isinstance(answer, Scalar):
                continue
            if self.declared.names.get(answer.text) != "a conclusion":
                self.notes.fault(
                    Fault.UNKNOWN_TERM,
                    answer.span,
                    f"no rule defines `{answer.text}`",
                    help=did_you_mean(answer.text, self.defining)
                    or "`answer` names what a rule defines",
                )
                continue
            if answer.text in self.each:
                noun = self.texts.checker.words.lists[self.each[answer.text]]
                self.notes.fault(
                    Fault.OUT_OF_SCOPE,
                    answer.span,
                    f"`{answer.text}` is concluded of each {noun}, and answers no question alone",
                    help=f"define what holds of them all: a count, or `some {noun} has …`",
                )
                continue
            asked, anew_after = tree.get("asked when"), tree.get("decided anew after")
            is_main = text_of(tree.get("main")) == "yes"
            if is_main and main is not None:
                self.notes.fault(
                    Fault.DUPLICATE_NAME,
                    answer.span,
                    "two decisions are the main one",
                    help="leave `main: yes` with one of them",
                    others=(Label(main, "the first"),),
                )
            main = answer.span if is_main else main
            yield Question(
                id=text_of(tree.get("id")) or "",
                question=text_of(tree.get("question")) or "",
                answer=answer.text,
                decided_by=text_of(tree.get("decided by")) or "",
                asked_when=self.texts.condition(asked.content)
                if isinstance(asked, Scalar)
                else None,
                main=is_main,
                place=_place(tree.get("id")),
                shown_by=self._shown_by(tree.get("shown by")),
                stage=text_of(tree.get("stage")),
                not_before=dates_of(tree.get("not before"), self.declared.evidence, self.notes),
                anew_from=self._dates(tree.get("decided anew from")),
                anew_after=self.texts.condition(anew_after.content)
                if isinstance(anew_after, Scalar)
                else None,
                recorded=tuple(
                    recorded_as(
                        tree.get("recorded as"),
                        self.kind(answer.text),
                        self.declared.evidence,
                        self.notes,
                    )
                ),
            )

    def _dates(self, written: Tree | None) -> tuple[str, ...]:
        """The names of a list, each of which is a date: evidence, or concluded of the case."""
        names = [*self.declared.evidence, *(n for n in self.defining if n not in self.each)]
        dates = [name for name in names if isinstance(self.kind(name), Date)] if written else []
        help = "name evidence or a conclusion that is a date"
        return named_dates(written, dates, self.notes, "date", help)

    def _shown_by(self, written: Tree | None) -> str | None:
        if isinstance(written, Scalar) and written.text not in _SHOWN_BY:
            self.notes.fault(
                Fault.WRONG_FORM,
                written.span,
                f"no report is called `{written.text}`",
                help=did_you_mean(written.text, _SHOWN_BY) or "write plan or monitor",
            )
        return text_of(written)

    def properties(self, trees: list[Entries]) -> Iterator[Property]:
        for tree in items_of(trees, "properties", self.notes):
            never, always = tree.get("never"), tree.get("always")
            written = never or always
            condition = (
                self.texts.condition(written.content) if isinstance(written, Scalar) else None
            )
            basis = self.basis(tree)
            id = text_of(tree.get("id")) or ""
            self.stated.add(id)
            if condition is not None:
                yield Property(id, never is not None, condition, basis, _place(tree.get("id")))

    def assumptions(self, trees: list[Entries]) -> Iterator[tuple[Expression, tuple[Basis, ...]]]:
        """Each condition with what it rests on, where that is said."""
        for tree in trees:
            written = tree.get("assume")
            for item in written.items if isinstance(written, Items) else ():
                that = item.get("that") if isinstance(item, Entries) else item
                basis = item.get("basis") if isinstance(item, Entries) else None
                condition = self.texts.condition(that.content) if isinstance(that, Scalar) else None
                rests = self.texts.bases(basis.content) if isinstance(basis, Scalar) else ()
                if condition is not None:
                    yield condition, rests

    def _known_id(self, item: Tree) -> None:
        """Refuse the id of a finding that names neither rule, property, fact nor setting."""
        rules = {text_of(tree.get("id")) or "" for tree in self.declared.rules}
        known = {*rules, *self.declared.evidence, *self.declared.settings, *self.stated}
        id = text_of(item) or ""
        if id.partition("/")[0] not in known:
            self.notes.fault(
                Fault.UNKNOWN_TERM,
                item.span,
                f"no rule, property, fact or setting is called `{id}`",
                help=did_you_mean(id, known) or "leave the finding out, if it is of something gone",
            )

    def accepted(self, trees: list[Entries]) -> Iterator[AcceptedFinding]:
        for tree in items_of(trees, "accepted findings", self.notes):
            ids = tree.get("ids")
            named = ids.items if isinstance(ids, Items) else ()
            for item in named:
                self._known_id(item)
            yield AcceptedFinding(
                text_of(tree.get("finding")) or "",
                tuple(text_of(item) or "" for item in named),
                text_of(tree.get("owner")) or "",
                text_of(tree.get("reason")) or "",
                _place(tree.get("finding")),
            )


def _reason(tree: Entries, keys: dict[str, str], texts: Texts) -> Reason | None:
    found = {
        attribute: template
        for key, attribute in keys.items()
        if isinstance(written := tree.get(key), Scalar)
        and (template := texts.template(written.content)) is not None
    }
    return Reason(**found) if found else None


def _plain(text: str) -> str:
    return " ".join(text.split())


def _span(tree: Tree | None) -> Span:
    assert tree is not None
    return tree.span


def _place(tree: Tree | None) -> Place:
    return _span(tree).place
