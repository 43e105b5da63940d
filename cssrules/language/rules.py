"""Rules, tables, questions and properties as written, to their checked forms.

In: the declarations. Out: Rule, Question, Property and the like; a thing with a fault is left out and
the fault noted. The kind of a conclusion without `type:` is that of its value, found when first asked.
"""

import re
from collections.abc import Iterator

from cssrules.expression import And, Const, Expression, Not, Or, kind_of
from cssrules.language.check import Checker, is_any
from cssrules.language.declare import Declared, period, text_of
from cssrules.language.kinds import unbounded
from cssrules.language.load import Entries, Items, Scalar, Tree
from cssrules.language.names import Vocabulary
from cssrules.language.notes import Notes
from cssrules.language.parse import parse_cell, parse_expression, parse_table, parse_template
from cssrules.language.syntax import Syntax
from cssrules.policy import (
    AcceptedFinding,
    Basis,
    Body,
    HitPolicy,
    Property,
    Question,
    Reason,
    Row,
    Rule,
    Table,
    Template,
)
from cssrules.problem import Kind as Fault
from cssrules.problem import Label, Problems, did_you_mean
from cssrules.source import Place, Span
from cssrules.values import (
    BadValue,
    Choice,
    Kind,
    ListOf,
    SetOf,
    YesNo,
    check_bounds,
    kind_in_words,
    read,
)

_WHEN = {"when all of": "all", "when any of": "any", "when none of": "none"}
_NESTED = {"all of": "all", "any of": "any", "none of": "none"}
_REASONS = {"if so": "met", "if not": "not_met", "if unclear": "unknown"}
_WHOLE_REASONS = {"met": "met", "not met": "not_met", "unknown": "unknown"}
_PARAGRAPHS = re.compile(r"paragraphs? ([0-9]+(?:(?:, | and |-| to )[0-9]+)*)")


class RuleReader:
    """Reads rules on demand, each once."""

    def __init__(self, declared: Declared, notes: Notes) -> None:
        self.declared, self.notes = declared, notes
        self.done: dict[int, Rule | None] = {}
        self.pending: set[int] = set()
        self.kinds: dict[str, Kind | None] = {}
        self.reads: dict[str, tuple[Syntax, ...]] = {}
        self.defining: dict[str, list[Entries]] = {}
        for tree in declared.rules:
            self.defining.setdefault(text_of(tree.get("define")) or "", []).append(tree)
        lists = {
            name: evidence.kind.record
            for name, evidence in declared.evidence.items()
            if isinstance(evidence.kind, ListOf) and evidence.kind.record in declared.records
        }
        words = Vocabulary(declared.names, self.kind, declared.records, lists)
        self.checker = Checker(notes, words)

    # -- kinds of names ----------------------------------------------------------------------------

    def kind(self, name: str) -> Kind | None:
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
        """The rule, or None where a fault was noted (or where its own kind hangs on itself)."""
        key = id(tree)
        if key in self.pending:
            return None
        if key not in self.done:
            self.pending.add(key)
            self.done[key] = self._rule(tree)
            self.pending.discard(key)
        return self.done[key]

    def _rule(self, tree: Entries) -> Rule | None:
        id, define = text_of(tree.get("id")), text_of(tree.get("define"))
        assert id is not None
        assert define is not None
        before = len(self.notes.found)
        reasons: dict[str, Reason] = {}
        root, kind, body = self._body(tree, define, reasons)
        basis = self.basis(tree)
        whole = tree.get("reason")
        if isinstance(whole, Entries):
            reason = self._reason(whole, _WHOLE_REASONS)
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
        )

    def _body(
        self, tree: Entries, define: str, reasons: dict[str, Reason]
    ) -> tuple[str, Kind | None, Body | None]:
        if isinstance(when := tree.get("when"), Scalar):
            return "when", YesNo(), self._condition(when)
        for key, form in _WHEN.items():
            if isinstance(items := tree.get(key), Items):
                return "when", YesNo(), self._group(form, items, "when", reasons)
        if isinstance(table := tree.get("table"), Scalar):
            return "row", *self._table(tree, table, define)
        asked = self._asked(tree)
        value = tree.get("as")
        if not isinstance(value, Scalar) or (asked is None and tree.get("type") is not None):
            return "as", None, None
        found = self._value(value, asked)
        kind = asked if asked is not None else None if found is None else unbounded(kind_of(found))
        if isinstance(kind, ListOf):
            self.notes.fault(
                Fault.WRONG_TYPE,
                value.span,
                "a rule cannot define a list",
                help="lists are evidence",
            )
            return "as", None, None
        return "as", kind, found

    def _asked(self, tree: Entries) -> Kind | None:
        return self.kind(text_of(tree.get("define")) or "") if tree.get("type") else None

    def _if_unknown(self, tree: Entries, kind: Kind | None) -> Const | None:
        written = tree.get("if unknown")
        if not isinstance(written, Scalar) or kind is None:
            return None
        if isinstance(kind, YesNo):
            values = {"met": True, "not met": False, "yes": True, "no": False}
            if written.text not in values:
                self.notes.fault(
                    Fault.BAD_LITERAL,
                    written.span,
                    f"`{written.text}` is neither `met` nor `not met`",
                    help=did_you_mean(written.text, values),
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

    def _condition(self, written: Scalar) -> Expression | None:
        syntax = self.parse(written.content)
        return None if syntax is None else self.checker.condition(syntax)

    def _value(self, written: Scalar, asked: Kind | None) -> Expression | None:
        syntax = self.parse(written.content)
        return None if syntax is None else self.checker.value(syntax, asked)

    def parse(self, span: Span) -> Syntax | None:
        try:
            return parse_expression(span)
        except Problems as problems:
            self.notes.take(problems.found)
            return None

    def _group(
        self, form: str, items: Items, path: str, reasons: dict[str, Reason]
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
            part = self._item(item, inner, reasons)
            found.append(Not(part) if form == "none" and part is not None else part)
        whole = tuple(part for part in found if part is not None)
        if len(whole) < len(found) or not whole:
            return None
        return Or(whole) if form == "any" else And(whole)

    def _item(self, item: Tree, path: str, reasons: dict[str, Reason]) -> Expression | None:
        if isinstance(item, Scalar):
            return self._condition(item)
        if not isinstance(item, Entries):
            return None
        reason = self._reason(item, _REASONS)
        if reason is not None:
            reasons[path] = reason
        if isinstance(that := item.get("that"), Scalar):
            return self._condition(that)
        for key, form in _NESTED.items():
            if isinstance(items := item.get(key), Items):
                return self._group(form, items, path, reasons)
        return None

    def _reason(self, tree: Entries, keys: dict[str, str]) -> Reason | None:
        found = {
            attribute: template
            for key, attribute in keys.items()
            if (template := self._template(tree.get(key))) is not None
        }
        return Reason(**found) if found else None

    def _template(self, written: Tree | None) -> Template | None:
        if not isinstance(written, Scalar):
            return None
        return self._template_at(written.content)

    def _template_at(self, span: Span) -> Template | None:
        try:
            pieces = parse_template(span)
        except Problems as problems:
            self.notes.take(problems.found)
            return None
        found: list[str | Expression] = []
        for piece in pieces:
            checked = piece if isinstance(piece, str) else self.checker.expression(piece, None)
            if checked is None:
                return None
            found.append(checked)
        return Template(tuple(found))

    # -- tables ------------------------------------------------------------------------------------

    def _table(
        self, tree: Entries, written: Scalar, define: str
    ) -> tuple[Kind | None, Table | None]:
        hit, kind = self._hit_policy(tree), self._asked(tree)
        if tree.get("type") is None:
            key = tree.key("table")
            assert key is not None
            self.notes.fault(
                Fault.MISSING_KEY,
                key.span,
                "a table needs `type:`",
                help="say what its last column gives",
            )
        if hit is None or kind is None:
            return kind, None
        collects = hit in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER}
        if collects != isinstance(kind, SetOf):
            type_span = tree.get("type")
            assert type_span is not None
            self.notes.fault(
                Fault.HIT_POLICY,
                type_span.span,
                f"`{hit.value}` gives {'a set' if collects else 'one value'}",
                help="write `type: set of …`"
                if collects
                else "write `hit policy: collect` for a set",
            )
            return kind, None
        output = Choice(kind.options) if isinstance(kind, SetOf) else kind
        try:
            text = parse_table(written.content)
        except Problems as problems:
            self.notes.take(problems.found)
            return kind, None
        columns = self._head(text.head, define)
        if columns is None:
            return kind, None
        inputs, because = columns
        rows: list[Row] = []
        ids: dict[str, Span] = {}
        whole = True
        for cells in text.rows:
            row = self._row(cells, inputs, output, because=because, ids=ids)
            whole = whole and row is not None
            if row is not None:
                rows.append(row)
        shown = tuple(expression for _, expression in inputs)
        return kind, Table(hit, shown, tuple(rows)) if whole and rows else None

    def _hit_policy(self, tree: Entries) -> HitPolicy | None:
        written = tree.get("hit policy")
        known = {hit.value: hit for hit in HitPolicy}
        if not isinstance(written, Scalar):
            table = tree.key("table")
            assert table is not None
            self.notes.fault(
                Fault.MISSING_KEY,
                table.span,
                "a table needs `hit policy:`",
                help=f"write one of {', '.join(known)}",
            )
            return None
        if written.text not in known:
            self.notes.fault(
                Fault.HIT_POLICY,
                written.span,
                f"`{written.text}` is not a hit policy",
                help=did_you_mean(written.text, known) or f"write one of {', '.join(known)}",
            )
        return known.get(written.text)

    def _head(
        self, head: tuple[Span, ...], define: str
    ) -> tuple[list[tuple[Span, Expression]], bool] | None:
        """The input columns, and whether a `because` column stands last."""
        because = head[-1].text == "because"
        names = head[:-1] if because else head
        if names[0].text != "row":
            self._shape(names[0], "the first column is headed `row`", "give each row an id")
            return None
        if len(names) < 2 or _plain(names[-1].text) != define:  # noqa: PLR2004 # because the head is row and output
            self._shape(
                names[-1],
                f"the last column is headed `{define}`, the name that the rule defines",
                "after it only `because` may stand",
            )
            return None
        found: list[tuple[Span, Expression]] = []
        whole = True
        for span in names[1:-1]:
            syntax = self.parse(span)
            expression = None if syntax is None else self.checker.expression(syntax, None)
            whole = whole and expression is not None
            if expression is not None:
                found.append((span, expression))
        return (found, because) if whole else None

    def _row(
        self,
        cells: tuple[Span, ...],
        inputs: list[tuple[Span, Expression]],
        output: Kind,
        *,
        because: bool,
        ids: dict[str, Span],
    ) -> Row | None:
        id = cells[0]
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", id.text):
            self._shape(
                id, f"`{id.text}` cannot be a row's id", "write letters, digits and hyphens"
            )
            return None
        if id.text in ids:
            self.notes.fault(
                Fault.DUPLICATE_NAME,
                id,
                f"row `{id.text}` stands twice",
                help="give one of the two another id",
                label="again",
                others=(Label(ids[id.text], "first here"),),
            )
            return None
        ids[id.text] = id
        tests: list[Expression | None] = []
        whole = True
        for span, (_, column) in zip(cells[1:], inputs, strict=False):
            parsed, test = self._cell(span, column)
            whole = whole and parsed
            tests.append(test)
        given = self._output(cells[len(inputs) + 1], output)
        text = cells[-1] if because else None
        reason = None
        if text is not None and text.text not in {"", "-"}:
            reason = self._template_at(text)
            whole = whole and reason is not None
        if not whole or given is None:
            return None
        return Row(id.text, tuple(tests), given, reason, id.place)

    def _cell(self, span: Span, column: Expression) -> tuple[bool, Expression | None]:
        """Whether the cell is whole, and its condition; no condition is any value."""
        try:
            cell = parse_cell(span)
        except Problems as problems:
            self.notes.take(problems.found)
            return False, None
        if is_any(cell):
            return True, None
        test = self.checker.cell(column, cell)
        return test is not None, test

    def _output(self, span: Span, kind: Kind) -> Expression | None:
        syntax = self.parse(span)
        found = None if syntax is None else self.checker.value(syntax, kind)
        if isinstance(found, Const):
            self._within(span, found, kind)
        return found

    def _within(self, span: Span, found: Const, kind: Kind) -> None:
        if not hasattr(kind, "low") or found.value is None:
            return
        try:
            check_bounds(found.value, kind)  # type: ignore[arg-type] # because kinds with `low` are bounded
        except BadValue as bad:
            self.notes.fault(
                Fault.OUT_OF_RANGE, span, bad.message, help=f"the type is {kind_in_words(kind)}"
            )

    def _shape(self, span: Span, message: str, help: str) -> None:
        self.notes.fault(Fault.TABLE_SHAPE, span, message, help=help)

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
        return tuple(self._bases(written))

    def _bases(self, written: Scalar) -> Iterator[Basis]:
        start = 0
        for part in written.content.text.split(";"):
            left = start + len(part) - len(part.lstrip())
            span = Span(
                written.span.source,
                written.content.start + left,
                written.content.start + start + len(part.rstrip()),
            )
            start += len(part) + 1
            tag, _, place = _plain(part).partition(", ")
            if tag == "setting":
                yield Basis(None, place)
            elif tag in self.declared.papers:
                self._paragraphs(span, tag, place)
                yield Basis(tag, place)
            else:
                self.notes.fault(
                    Fault.UNKNOWN_SOURCE,
                    span,
                    f"no source is listed as `{tag}`",
                    help=did_you_mean(tag, self.declared.papers)
                    or "list it under `sources:`, or write `setting, the reason`",
                )

    def _paragraphs(self, span: Span, tag: str, place: str) -> None:
        last = self.declared.papers[tag].paragraphs
        for found in _PARAGRAPHS.finditer(place):
            for number in re.findall(r"[0-9]+", found[1]):
                if last is not None and not 1 <= int(number) <= last:
                    self.notes.fault(
                        Fault.UNKNOWN_PARAGRAPH,
                        span,
                        f"`{tag}` has no paragraph {number}",
                        help=f"it has {last} paragraphs",
                    )

    # -- questions, properties and the rest --------------------------------------------------------

    def questions(self, trees: list[Entries]) -> Iterator[Question]:
        main: Span | None = None
        for tree in _items(trees, "decisions"):
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
            asked = tree.get("asked when")
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
                asked_when=self._condition(asked) if isinstance(asked, Scalar) else None,
                main=is_main,
                place=_place(tree.get("id")),
            )

    def properties(self, trees: list[Entries]) -> Iterator[Property]:
        for tree in _items(trees, "properties"):
            never, always = tree.get("never"), tree.get("always")
            written = never or always
            condition = self._condition(written) if isinstance(written, Scalar) else None
            basis = self.basis(tree)
            if condition is not None:
                id = text_of(tree.get("id")) or ""
                yield Property(id, never is not None, condition, basis, _place(tree.get("id")))

    def assumptions(self, trees: list[Entries]) -> Iterator[Expression]:
        for tree in trees:
            written = tree.get("assume")
            for item in written.items if isinstance(written, Items) else ():
                condition = self._condition(item) if isinstance(item, Scalar) else None
                if condition is not None:
                    yield condition

    def accepted(self, trees: list[Entries]) -> Iterator[AcceptedFinding]:
        for tree in _items(trees, "accepted findings"):
            ids = tree.get("ids")
            named = ids.items if isinstance(ids, Items) else ()
            yield AcceptedFinding(
                text_of(tree.get("finding")) or "",
                tuple(text_of(item) or "" for item in named),
                text_of(tree.get("owner")) or "",
                text_of(tree.get("reason")) or "",
                _place(tree.get("finding")),
            )


def _items(trees: list[Entries], key: str) -> Iterator[Entries]:
    for tree in trees:
        written = tree.get(key)
        for item in written.items if isinstance(written, Items) else ():
            if isinstance(item, Entries):
                yield item


def _plain(text: str) -> str:
    return " ".join(text.split())


def _place(tree: Tree | None) -> Place:
    assert tree is not None
    return tree.span.place
