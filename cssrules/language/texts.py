"""Conditions, values, reasons and bases as written in one stretch of text, to their checked forms.

In: a stretch of a rule file. Out: an Expression, a Template or the bases; None where a fault was
noted.
"""

from collections.abc import Mapping
from dataclasses import replace

from cssrules.dataclass import dataclass
from cssrules.expression import Expression
from cssrules.language.check import Checker
from cssrules.language.notes import Notes
from cssrules.language.parse import parse_expression, parse_template
from cssrules.language.syntax import Syntax
from cssrules.policy import Basis, Paper, Template
from cssrules.problem import Kind as Fault
from cssrules.problem import Problems, did_you_mean
from cssrules.source import Span
from cssrules.values import Kind


@dataclass(frozen=True, slots=True)
class Texts:
    """Reads texts against the policy's names and papers."""

    notes: Notes
    checker: Checker
    papers: Mapping[str, Paper]

    def under(self, items: str) -> "Texts":
        """The reader of what is said of each item of the list."""
        return replace(self, checker=self.checker.under(items))

    def condition(self, span: Span) -> Expression | None:
        syntax = self._parsed(span)
        return None if syntax is None else self.checker.condition(syntax)

    def value(self, span: Span, asked: Kind | None) -> Expression | None:
        """The value, of the kind asked for; of any kind where None is asked."""
        syntax = self._parsed(span)
        return None if syntax is None else self.checker.value(syntax, asked)

    def _parsed(self, span: Span) -> Syntax | None:
        after = span.source.text[span.end :].split("\n", 1)[0]
        if after.lstrip().startswith("#"):
            comment = Span(
                span.source, span.end + len(after) - len(after.lstrip()), span.end + len(after)
            )
            self.notes.fault(
                Fault.SYNTAX,
                comment,
                "a comment stands behind a condition, and may be a part of it",
                help="put the comment on a line of its own; a text with ` #` goes in quotes",
            )
            return None
        try:
            return parse_expression(span)
        except Problems as problems:
            self.notes.take(problems.found)
            return None

    def template(self, span: Span) -> Template | None:
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

    def bases(self, span: Span) -> tuple[Basis, ...]:
        """What is written of sources and settings, part by part; a part at fault is left out."""
        found: list[Basis] = []
        start = span.start
        for part in span.text.split(";"):
            left = start + len(part) - len(part.lstrip())
            basis = self._basis(Span(span.source, left, left + len(part.strip())))
            start += len(part) + 1
            if basis is not None:
                found.append(basis)
        return tuple(found)

    def _basis(self, span: Span) -> Basis | None:
        tag, _, place = " ".join(span.text.split()).partition(", ")
        if tag == "setting" and not place:
            message, help = "a choice of ours needs its reason", "write `setting, the reason`"
            self.notes.fault(Fault.BASIS, span, message, help=help)
            return None
        if tag == "setting":
            return Basis(None, place)
        if tag in self.papers:
            basis = Basis(tag, place)
            self._paragraphs(span, tag, basis)
            if self.papers[tag].paragraphs is not None and "paragraph" not in place:
                message = f"it is not said where in `{tag}` this stands"
                help = f"write `{tag}, paragraph 1`, or which it is"
                self.notes.fault(Fault.BASIS, span, message, help=help)
            return basis
        self.notes.fault(
            Fault.UNKNOWN_SOURCE,
            span,
            f"no source is listed as `{tag}`",
            help=self._comma(tag)
            or did_you_mean(tag, self.papers)
            or "list it under `sources:`, or write `setting, the reason`",
        )
        return None

    def _comma(self, tag: str) -> str | None:
        """A hint where only the comma after a source's tag is missing."""
        first, _, rest = tag.partition(" ")
        known = first in self.papers or first == "setting"
        return f"put a comma after the source: `{first}, {rest}`" if known and rest else None

    def _paragraphs(self, span: Span, tag: str, basis: Basis) -> None:
        last = self.papers[tag].paragraphs
        for run in basis.paragraphs:
            for number in dict.fromkeys((run.start, run.stop - 1)):
                if last is not None and not 1 <= number <= last:
                    self.notes.fault(
                        Fault.UNKNOWN_PARAGRAPH,
                        span,
                        f"`{tag}` has no paragraph {number}",
                        help=f"it has {last} paragraphs",
                    )
