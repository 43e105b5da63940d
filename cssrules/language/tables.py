"""Decision tables as written, to their checked form.

In: the tree of a rule with a table, and the kind of its conclusion. Out: a Table, or None where a
fault was noted. The head says what the columns are: `row`, the inputs, the name that the rule
defines, and then `because` and `basis`, either or both or neither.
"""

import re
from dataclasses import dataclass

from cssrules.expression import Const, Expression
from cssrules.language.check import is_any
from cssrules.language.load import Entries, Scalar
from cssrules.language.parse import parse_cell, parse_table
from cssrules.language.texts import Texts
from cssrules.policy import Basis, HitPolicy, Row, Table, Template
from cssrules.problem import Kind as Fault
from cssrules.problem import Label, Problems, did_you_mean
from cssrules.source import Span
from cssrules.values import (
    BadValue,
    Choice,
    Date,
    Kind,
    Number,
    SetOf,
    check_bounds,
    kind_in_words,
)

_LAST = ("because", "basis")


@dataclass(frozen=True, slots=True)
class _Head:
    """The input columns, and the places of the columns that follow the output."""

    inputs: tuple[Expression, ...]
    because: int | None
    basis: int | None

    @property
    def output(self) -> int:
        return len(self.inputs) + 1


@dataclass(frozen=True, slots=True)
class TableReader:
    """Reads the tables of rules."""

    texts: Texts

    def read(self, tree: Entries, written: Scalar, define: str, kind: Kind | None) -> Table | None:
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
        head = self._head(text.head, define)
        if head is None:
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
        """Whether the hit policy gives what the type says: a set, or one value."""
        collects = hit in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER}
        if collects == isinstance(kind, SetOf):
            return True
        written = tree.get("type")
        assert written is not None
        message = f"`{hit.value}` gives {'a set' if collects else 'one value'}"
        help = "write `type: set of …`" if collects else "write `hit policy: collect` for a set"
        self._fault(Fault.HIT_POLICY, written.span, message, help)
        return False

    def _head(self, head: tuple[Span, ...], define: str) -> _Head | None:
        names = list(head)
        places: dict[str, int] = {}
        while names[-1].text in _LAST and names[-1].text not in places:
            last = names.pop()
            places[last.text] = len(names)
        if names[0].text != "row":
            message = "the first column is headed `row`"
            self._fault(Fault.TABLE_SHAPE, names[0], message, "give each row an id")
            return None
        if len(names) < 2 or " ".join(names[-1].text.split()) != define:  # noqa: PLR2004 # because the head is row and output
            message = f"the last column is headed `{define}`, the name that the rule defines"
            help = "after it only `because` and `basis` may stand"
            self._fault(Fault.TABLE_SHAPE, names[-1], message, help)
            return None
        found = [self.texts.value(span, None) for span in names[1:-1]]
        inputs = tuple(column for column in found if column is not None)
        if len(inputs) < len(found):
            return None
        return _Head(inputs, places.get("because"), places.get("basis"))

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


def _key(tree: Entries) -> Span:
    key = tree.key("table")
    assert key is not None
    return key.span
