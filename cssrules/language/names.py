"""What names and literals stand for at their place.

In: names as written, what is declared, the kind asked for, the record under whose list they stand.
Out: terms, fields and constants, or None where a fault was noted. An option is taken for an option
only where a choice is asked.
"""

from collections.abc import Callable, Mapping

from cssrules.dataclass import dataclass
from cssrules.expression import Const, Expression, Field, Term, kind_of
from cssrules.language.agree import alike
from cssrules.language.kinds import unbounded
from cssrules.language.notes import Notes
from cssrules.language.syntax import Name, NumberText, QuotedText, Syntax
from cssrules.policy import Record
from cssrules.problem import Kind as Fault
from cssrules.problem import Label, did_you_mean
from cssrules.source import Span
from cssrules.values import (
    BARE_UNITS,
    Choice,
    Kind,
    Number,
    SetOf,
    Text,
    Unit,
    listed,
    plural,
    unit_hint,
)

_OF_ANOTHER = "'s "
_UNKNOWN_OF_ANOTHER = (
    "is read of nothing here",
    "rules under `portfolio:` read another body, and a list's condition its item's fields",
)


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What names stand for. `kind` answers for every name; None means that its definition is faulty.

    `lists` are lists by name, with their record; `each` what rules conclude of each item, by name, with
    the list; `faulty` says that a list may be missing, as some declaration is not whole. `elsewhere`
    are names that are not read here: why not, and what to write instead. `where` is where names were
    first given, as far as that is told.
    """

    names: Mapping[str, str]
    kind: Callable[[str], Kind | None]
    records: Mapping[str, Record]
    lists: Mapping[str, str]
    each: Mapping[str, str]
    faulty: bool
    elsewhere: Mapping[str, tuple[str, str]]
    where: Mapping[str, Span]


@dataclass(frozen=True, slots=True)
class Scope:
    """The items of a list, whose fields can be read."""

    items: str
    record: Record

    def bare(self, text: str) -> str:
        """The name of a field that is written with the noun of its item: `customer's population`."""
        return text.removeprefix(f"{self.record.name}'s ")


@dataclass(frozen=True, slots=True)
class Names:
    """Resolves names and literals; `scope` is set under a list, where its items' fields can be read."""

    notes: Notes
    words: Vocabulary
    scope: Scope | None

    def field(self, text: str) -> Kind | None:
        """The kind of a field of the items: the record's, or what a rule concludes of each.

        What a row makes is computed: it need keep neither to the record's bounds nor to its steps.
        """
        if self.scope is None:
            return None
        text = self.scope.bare(text)
        if self.words.each.get(text) == self.scope.items:
            return self.words.kind(text)
        kind = self.scope.record.kind(text)
        is_made = self.words.names.get(self.scope.items) == "a conclusion"
        return unbounded(kind) if is_made and kind is not None else kind

    def is_term(self, text: str) -> bool:
        """Whether the name stands for a value of the whole case."""
        return text in self.words.names and text not in self.words.each

    # -- literals and names --------------------------------------------------------------------------

    def number(self, syntax: NumberText, asked: Kind | None) -> Const | None:
        unit = syntax.unit
        if isinstance(asked, Number):
            if unit is None and asked.unit in BARE_UNITS:
                return Const(syntax.value, Number(asked.unit))
            if unit is not asked.unit:
                asked_unit = asked.unit.value
                written = "a bare number" if unit is None else unit.value
                self.notes.fault(
                    Fault.WRONG_UNIT,
                    syntax.span,
                    f"`{syntax.span.text}` is {written}, and {asked_unit} is asked",
                    help=unit_hint(syntax.span.text, asked.unit),
                )
                return None
        return Const(syntax.value, Number(unit or Unit.NUMBER))

    def quoted(self, syntax: QuotedText, value: str, asked: Kind | None) -> Const | None:
        if isinstance(asked, Choice):
            return self._option(syntax.span, value, asked)
        return Const(value, Text())

    def _option(self, span: Span, text: str, asked: Choice) -> Const | None:
        option = asked.option(text)
        if option is None:
            self.notes.fault(
                Fault.UNKNOWN_CHOICE,
                span,
                f"`{text}` is not one of {listed(asked.options)}",
                help=did_you_mean(text, (*asked.options, *dict(asked.aliases)))
                or "write one of them, or add it to the type",
            )
            return None
        return Const(option, unbounded(asked))

    def name(self, name: Name, asked: Kind | None) -> Expression | None:
        text = name.text
        found = self._lookup(name)
        if isinstance(asked, Choice) and asked.option(text) is not None:
            if found is not None and alike(kind_of(found), asked):
                self.notes.fault(
                    Fault.AMBIGUOUS,
                    name.span,
                    f"`{text}` is both an option here and {self._what(text)}",
                    help='write the option in "quotes", or rename one of the two',
                )
                return None
            return Const(asked.option(text), unbounded(asked))
        if found is not None:
            return found
        if self._is_broken(text):
            return None
        self._unknown_name(name, asked)
        return None

    def _lookup(self, name: Name) -> Field | Term | None:
        """The field or term of that name, where its kind is known."""
        text = name.text
        kind = self.field(text)
        if kind is not None and self.scope is not None:
            if self.is_term(text):
                self._also_a_field(name, self.scope.record)
            return Field(self.scope.bare(text), kind)
        kind = self.words.kind(text) if self.is_term(text) else None
        return None if kind is None else Term(text, kind)

    def _also_a_field(self, name: Name, record: Record) -> None:
        """Note a name of a field and of the case, once and where the case's name was given: there it is
        told from the many conditions that read the field.
        """
        text, given = name.text, self.words.where.get(name.text)
        if given is not None and any(given == noted.where for noted in self.notes.found):
            return
        self.notes.fault(
            Fault.AMBIGUOUS,
            given or name.span,
            f"`{text}` is both {self._what(text)} and a field of {record.name}",
            help=f"rename one of the two, or write `{record.name}'s {text}` wherever the field is read",
            others=() if given is None else (Label(name.span, "may be either"),),
        )

    def _is_broken(self, text: str) -> bool:
        """Whether the name is defined, but by something faulty that was reported."""
        if self.scope is not None and self.scope.record.kind(text) is not None:
            return True
        here = self.scope is not None and self.words.each.get(text) == self.scope.items
        return here or self.is_term(text)

    def _what(self, text: str) -> str:
        return self.words.names.get(text, "a name")

    def _unknown_name(self, name: Name, asked: Kind | None) -> None:
        text = name.text
        if self._is_elsewhere(name):
            return
        if text in self.words.each:
            items = self.words.each[text]
            noun = self.words.lists[items]
            self.notes.fault(
                Fault.OUT_OF_SCOPE,
                name.span,
                f"`{text}` is concluded of each {noun} of `{items}`, and is read of these alone",
                help=f"write `some {noun} among {items} has …` or `count of {items} where …`",
            )
            return
        home = next((r for r in self.words.records.values() if r.kind(text) is not None), None)
        if home is not None:
            self.notes.fault(
                Fault.OUT_OF_SCOPE,
                name.span,
                f"`{text}` is a field of {home.name}, and is read of the items of a list",
                help=f"write `some {home.name} has …` or `mean of {text} across …`",
            )
            return
        known = set(self.words.names) - set(self.words.each)
        if self.scope is not None:
            known |= {field_name for field_name, _ in self.scope.record.fields}
            known |= {n for n, items in self.words.each.items() if items == self.scope.items}
        if isinstance(asked, Text):
            self.notes.fault(
                Fault.UNKNOWN_TERM,
                name.span,
                f"nothing is called `{text}`",
                help=did_you_mean(text, known) or f'text goes in quotes: "{text}"',
            )
            return
        if isinstance(asked, Choice):
            near = did_you_mean(text, (*asked.options, *dict(asked.aliases), *known))
            self.notes.fault(
                Fault.UNKNOWN_CHOICE,
                name.span,
                f"`{text}` is not one of {listed(asked.options)}",
                help=near or "write one of them, or add it to the type",
            )
            return
        self.notes.fault(
            Fault.UNKNOWN_TERM,
            name.span,
            f"nothing is called `{text}`",
            help=_from_a_date(text, known)
            or did_you_mean(text, known)
            or "declare it under `evidence:` or `settings:`, or define it by a rule",
        )

    def _is_elsewhere(self, name: Name) -> bool:
        """Whether the name is read elsewhere only, or of another body; the fault is noted."""
        said = self.words.elsewhere.get(name.text)
        help = None
        if said is None and _OF_ANOTHER in name.text:
            said = _UNKNOWN_OF_ANOTHER
            help = did_you_mean(name.text, (n for n in self.words.names if _OF_ANOTHER in n))
        if said is None:
            return False
        why, instead = said
        self.notes.fault(
            Fault.OUT_OF_SCOPE, name.span, f"`{name.text}` {why}", help=help or instead
        )
        return True

    def set_option(self, syntax: Syntax, kind: SetOf) -> str | None:
        text = syntax.text if isinstance(syntax, Name) else syntax.span.text.strip('"')
        if text in kind.options:
            return text
        self.notes.fault(
            Fault.UNKNOWN_CHOICE,
            syntax.span,
            f"`{text}` is not one of {listed(kind.options)}",
            help=did_you_mean(text, kind.options) or "write one of them, or add it to the type",
        )
        return None

    # -- lists -----------------------------------------------------------------------------------

    def record_called(self, name: Name) -> Record | None:
        for record in self.words.records.values():
            if name.text in {record.name, plural(record.name)}:
                return record
        if self._is_elsewhere(name):
            return None
        self.notes.fault(
            Fault.UNKNOWN_RECORD,
            name.span,
            f"no record is called `{name.text}`",
            help=did_you_mean(name.text, [w for r in self.words.records for w in (r, plural(r))])
            or "name the record as under `records:`, singular or plural",
        )
        return None

    def list_of(self, record: Record, named: Name | None, where: Name) -> str | None:
        lists = sorted(n for n, r in self.words.lists.items() if r == record.name)
        own = [name for name in lists if _OF_ANOTHER not in name]
        if named is not None:
            if named.text in lists:
                return named.text
            if named.text in self.words.lists:
                self.notes.fault(
                    Fault.WRONG_TYPE,
                    named.span,
                    f"`{named.text}` is a list of {self.words.lists[named.text]}",
                    help=did_you_mean(named.text, lists)
                    or f"name a list of {record.name}, or its own record",
                )
            else:
                self.not_a_list(named, lists)
            return None
        lists = own or lists
        if len(lists) == 1:
            return lists[0]
        if lists:
            held = listed((f"`{name}`" for name in lists), "and")
            ways = listed(f"`{where.text} among {name} …`" for name in lists)
            self.notes.fault(
                Fault.AMBIGUOUS,
                where.span,
                f"`{record.name}` is held by {held}",
                help=f"write {ways}",
            )
        elif not self.words.faulty:
            self.notes.fault(
                Fault.UNKNOWN_TERM,
                where.span,
                f"nothing is a list of {record.name}",
                help="declare it under `evidence:` as a list of this record, or collect it by a table",
            )
        return None

    def not_a_list(self, name: Name, lists: list[str]) -> None:
        if name.text in self.words.names and self.words.kind(name.text) is None:
            return
        near = did_you_mean(name.text, lists)
        if near is None and self._is_elsewhere(name):
            return
        is_term = name.text in self.words.names
        self.notes.fault(
            Fault.WRONG_TYPE if is_term else Fault.UNKNOWN_TERM,
            name.span,
            f"`{name.text}` is not a list" if is_term else f"no list is called `{name.text}`",
            help=near or "declare it under `evidence:` as a list of records",
        )


def _from_a_date(text: str, known: set[str]) -> str | None:
    """How `days late after due date`, which reads as one name, is written of two."""
    for way, sign in ((" after ", "+"), (" before ", "-")):
        days, _, day = text.partition(way)
        if {days, day} <= known:
            return f"write `{day} {sign} {days}`"
    return None
