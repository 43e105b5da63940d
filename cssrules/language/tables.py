"""Decision tables as written, to their checked form.

In: the tree of a rule with a table, and the kind of its conclusion. Out: a Table, or None where a
fault was noted. The head says what the columns are: `row`, the inputs, the name that the rule
defines (or the fields of the record that each row makes), and then `because` and `basis`, either or
both or neither.
"""

import re

from cssrules.dataclass import dataclass
from cssrules.expression import Const, Expression
from cssrules.language.check import is_any
from cssrules.language.declare import text_of
from cssrules.language.load import Entries, Scalar
from cssrules.language.parse import parse_cell
from cssrules.language.pipes import parse_table
from cssrules.language.texts import Texts
from cssrules.language.words import name_fault
from cssrules.policy import Basis, HitPolicy, Made, Row, Table, Template
from cssrules.problem import Kind as Fault
from cssrules.problem import Label, Problems, did_you_mean
from cssrules.source import Span
from cssrules.values import (
    BadValue,
    Choice,
    Date,
    Kind,
    ListOf,
    Number,
    SetOf,
    check_bounds,
    kind_in_words,
    listed,
)

_LAST = ("because", "basis")


@dataclass(frozen=True, slots=True)
class _Head:
    """The input columns, the fields that the columns behind them give where rows make records, and
    the places of the columns that follow the output.
    """

    inputs: tuple[Expression, ...]
    fields: tuple[str, ...]
    because: int | None
    basis: int | None

    @property
    def output(self) -> int:
        """The place of the first column behind the inputs."""
        return len(self.inputs) + 1


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads the tables of rules."""

    texts: Texts

    def read(self, tree: Entries, written: Scalar, kind: Kind | None) -> Table | None:
        hit = self._hit_policy(tree)
        if tree.get("type") is None:
            self._fault(
                Fault.MISSING_KEY, _key(tree), "a table needs `type:`", "say what its output gives"
            )
        if hit is None or kind is None or not self._fits(tree, hit, kind):
            return None
        output = Choice(kind.options) if isinstance(kind, SetOf) else kind
        try:
            text = parse_table(written.content)
        except Problems as problems:
            self.texts.notes.take(problems.found)
            return None
        head = self._head(text.head, tree, kind)
        if head is None:
            return None
        if isinstance(kind, ListOf) and len(text.rows) > kind.most:
            self._fault(
                Fault.OUT_OF_RANGE,
                _written(tree, "type"),
                f"the table has {len(text.rows)} rows, and the list holds at most {kind.most}",
                f"write `list of {kind.record}, at most {len(text.rows)}`",
            )
            return None
        ids: dict[str, Span] = {}
        rows = [self._row(cells, head, output, ids) for cells in text.rows]
        whole = tuple(row for row in rows if row is not None)
        return Table(hit, head.inputs, whole) if len(whole) == len(rows) else None

    def _hit_policy(self, tree: Entries) -> HitPolicy | None:
        written = tree.get("hit policy")
        known = {hit.value: hit for hit in HitPolicy}
        one_of = f"write one of {', '.join(known)}"
        if not isinstance(written, Scalar):
            self._fault(Fault.MISSING_KEY, _key(tree), "a table needs `hit policy:`", one_of)
            return None
        if written.text not in known:
            help = did_you_mean(written.text, known) or one_of
            message = f"`{written.text}` is not a hit policy"
            self._fault(Fault.HIT_POLICY, written.span, message, help)
        return known.get(written.text)

    def _fits(self, tree: Entries, hit: HitPolicy, kind: Kind) -> bool:
        """Whether the hit policy gives what the type says: a set, a list of records, or one value."""
        collects = hit in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER}
        if collects == isinstance(kind, SetOf | ListOf):
            return True
        message = f"`{hit.value}` gives {'a set or a list' if collects else 'one value'}"
        help = "write `hit policy: collect` for a set or a list"
        if collects:
            help = "write `type: set of …` or `type: list of RECORD, at most …`"
        self._fault(Fault.HIT_POLICY, _written(tree, "type"), message, help)
        return False

    def _head(self, head: tuple[Span, ...], tree: Entries, kind: Kind) -> _Head | None:
        names = list(head)
        places: dict[str, int] = {}
        while names[-1].text in _LAST and names[-1].text not in places:
            last = names.pop()
            places[last.text] = len(names)
        if names[0].text != "row":
            message = "the first column is headed `row`"
            self._fault(Fault.TABLE_SHAPE, names[0], message, "give each row an id")
            return None
        fields: tuple[str, ...] = ()
        if isinstance(kind, ListOf):
            fields = self._fields(names, kind)
            if not fields or self._is_misspelt(names[1 : -len(fields)], kind):
                return None
        elif len(names) < 2 or _plain(names[-1]) != text_of(tree.get("define")):  # noqa: PLR2004 # because the head is row and output
            message = (
                f"the last column is headed `{text_of(tree.get('define'))}`, "
                "the name that the rule defines"
            )
            help = "after it only `because` and `basis` may stand"
            self._fault(Fault.TABLE_SHAPE, names[-1], message, help)
            return None
        found = [
            self.texts.value(span, None) for span in names[1 : len(names) - (len(fields) or 1)]
        ]
        inputs = tuple(column for column in found if column is not None)
        if len(inputs) < len(found):
            return None
        return _Head(inputs, fields, places.get("because"), places.get("basis"))

    def _fields(self, names: list[Span], kind: ListOf) -> tuple[str, ...]:
        """The record's fields that head the last columns; none where a fault was noted."""
        record = self.texts.checker.words.records[kind.record]
        fields: list[str] = []
        for name in reversed(names[1:]):
            if record.kind(_plain(name)) is None:
                break
            if _plain(name) in fields:
                message = f"two columns are headed `{_plain(name)}`"
                self._fault(Fault.TABLE_SHAPE, name, message, "leave one of the two out")
                return ()
            fields.insert(0, _plain(name))
        if not fields:
            message = f"the last columns are headed by fields of {record.name}"
            known = [field for field, _ in record.fields]
            help = "declare its fields under `records:`"
            if known:
                near = did_you_mean(_plain(names[-1]), known)
                help = near or f"its fields are {listed(known, 'and')}"
            self._fault(Fault.TABLE_SHAPE, names[-1], message, help)
        return tuple(fields)

    def _is_misspelt(self, inputs: list[Span], kind: ListOf) -> bool:
        """Whether the column before the fields is headed by what was meant for one."""
        known = [field for field, _ in self.texts.checker.words.records[kind.record].fields]
        last = _plain(inputs[-1]) if inputs else ""
        help = did_you_mean(last, known)
        if help is None or name_fault(last) or self.texts.checker.names.is_term(last):
            return False
        self._fault(Fault.UNKNOWN_TERM, inputs[-1], f"nothing is called `{last}`", help)
        return True

    def _row(
        self, cells: tuple[Span, ...], head: _Head, output: Kind, ids: dict[str, Span]
    ) -> Row | None:
        id = cells[0]
        if not self._is_new(id, ids):
            return None
        before = len(self.texts.notes.found)
        tests = tuple(
            self._cell(span, column) for span, column in zip(cells[1:], head.inputs, strict=False)
        )
        given: Expression | Made | None
        if isinstance(output, ListOf):
            given = self._made(cells[head.output :], head.fields, output)
        else:
            given = self._output(cells[head.output], output)
        because = self._because(cells, head)
        basis = self._basis(cells, head)
        if given is None or len(self.texts.notes.found) > before:
            return None
        return Row(id.text, tests, given, because, id.place, basis)

    def _is_new(self, id: Span, ids: dict[str, Span]) -> bool:
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9-]*", id.text):
            message = f"`{id.text}` cannot be a row's id"
            self._fault(Fault.TABLE_SHAPE, id, message, "write letters, digits and hyphens")
            return False
        if id.text in ids:
            self.texts.notes.fault(
                Fault.DUPLICATE_NAME,
                id,
                f"row `{id.text}` stands twice",
                help="give one of the two another id",
                label="again",
                others=(Label(ids[id.text], "first here"),),
            )
            return False
        ids[id.text] = id
        return True

    def _cell(self, span: Span, column: Expression) -> Expression | None:
        """The cell's condition; None for any value, and where a fault was noted."""
        try:
            cell = parse_cell(span)
        except Problems as problems:
            self.texts.notes.take(problems.found)
            return None
        return None if is_any(cell) else self.texts.checker.cell(column, cell)

    def _output(self, span: Span, kind: Kind) -> Expression | None:
        found = self.texts.value(span, kind)
        if isinstance(found, Const) and found.value is not None and isinstance(kind, Number | Date):
            try:
                check_bounds(found.value, kind)  # type: ignore[arg-type] # because the constant is of this kind
            except BadValue as bad:
                self._fault(
                    Fault.OUT_OF_RANGE, span, bad.message, f"the type is {kind_in_words(kind)}"
                )
        return found

    def _made(self, cells: tuple[Span, ...], fields: tuple[str, ...], kind: ListOf) -> Made | None:
        """The record that the cells make; `-` leaves a field unknown."""
        record = self.texts.checker.words.records[kind.record]
        made: list[tuple[str, Expression]] = []
        for name, cell in zip(fields, cells, strict=False):
            asked = record.kind(name)
            assert asked is not None
            if cell.text == "-":
                continue
            value = self._output(cell, asked)
            if value is None:
                return None
            made.append((name, value))
        return Made(tuple(made), kind)

    def _because(self, cells: tuple[Span, ...], head: _Head) -> Template | None:
        if head.because is None or cells[head.because].text in {"", "-"}:
            return None
        return self.texts.template(cells[head.because])

    def _basis(self, cells: tuple[Span, ...], head: _Head) -> tuple[Basis, ...]:
        if head.basis is None or cells[head.basis].text in {"", "-"}:
            return ()
        return self.texts.bases(cells[head.basis])

    def _fault(self, kind: Fault, span: Span, message: str, help: str) -> None:
        self.texts.notes.fault(kind, span, message, help=help)


def _plain(span: Span) -> str:
    return " ".join(span.text.split())


def _written(tree: Entries, key: str) -> Span:
    written = tree.get(key)
    assert written is not None
    return written.span


def _key(tree: Entries) -> Span:
    key = tree.key("table")
    assert key is not None
    return key.span
