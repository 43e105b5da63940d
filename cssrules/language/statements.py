"""What the sources say, statement by statement, and what rests on each.

In: the trees of all files, and the declarations; then the policy. Out: Statement and Conflict; a thing
with a fault is left out and the fault noted. What then holds: whatever a statement
names exists and cites that paragraph, and nothing rests on a paragraph that is out of scope; where it is
asked for, every paragraph of a source that has statements is accounted for.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from cssrules.language.declare import Declared, ids_of, items_of, text_of
from cssrules.language.load import Entries, Items, Scalar, Tree
from cssrules.language.notes import Notes
from cssrules.policy import Conflict, Policy, Statement
from cssrules.problem import Kind as Fault
from cssrules.problem import Label, did_you_mean
from cssrules.source import Span
from cssrules.values import listed

SETTING = "setting:"
"""Before a setting's name where ids of rules stand."""

_PLACE = re.compile(r"(?P<source>.+?),? paragraph (?P<paragraph>[0-9]{1,6})")


@dataclass
class Statements:
    """Reads statements and conflicts; `spans` is where each statement and each id it names stand."""

    declared: Declared
    notes: Notes
    trees: list[Entries]
    ids: dict[str, Span] = field(default_factory=dict)
    spans: dict[str, tuple[Span, Mapping[str, Span]]] = field(default_factory=dict)

    def statements(self) -> Iterator[Statement]:
        for tree in items_of(self.trees, "statements", self.notes):
            id, source, paragraph = tree.get("id"), tree.get("source"), tree.get("paragraph")
            assert isinstance(id, Scalar)
            assert isinstance(source, Scalar)
            assert isinstance(paragraph, Scalar)
            new = self._is_new(id)
            number = self._paragraph(source, paragraph)
            encoded = self._named(tree.get("encoded by"))
            if not new or number is None or encoded is None:
                continue
            self.spans[id.text] = (id.span, encoded)
            yield Statement(
                id=id.text,
                source=source.text,
                paragraph=number,
                says=" ".join((text_of(tree.get("says")) or "").split()),
                encoded_by=tuple(encoded),
                out_of_scope=text_of(tree.get("out of scope")),
                place=id.span.place,
            )

    def conflicts(self) -> Iterator[Conflict]:
        for tree in items_of(self.trees, "conflicts", self.notes):
            id, between = tree.get("id"), tree.get("between")
            assert isinstance(id, Scalar)
            assert isinstance(between, Items)
            new = self._is_new(id)
            places = [self._place(place) for place in between.items]
            resolved = self._named(tree.get("resolved by"))
            if len(places) < 2:  # noqa: PLR2004 # because it takes two to differ
                self._fault(
                    Fault.STATEMENT,
                    between.span,
                    "a conflict is between two places",
                    "write `between: [SOURCE paragraph 1, SOURCE paragraph 2]`",
                )
                continue
            if resolved == {}:
                self._fault(
                    Fault.STATEMENT,
                    id.span,
                    f"nothing resolves `{id.text}`",
                    f"name a rule or `{SETTING}NAME` in `resolved by:`",
                )
            if not new or None in places or not resolved:
                continue
            yield Conflict(
                id=id.text,
                between=tuple(place for place in places if place is not None),
                about=" ".join((text_of(tree.get("about")) or "").split()),
                resolved_by=tuple(resolved),
                how=" ".join((text_of(tree.get("how")) or "").split()),
                place=id.span.place,
            )

    # -- parts -----------------------------------------------------------------------------------

    def _is_new(self, id: Scalar) -> bool:
        if id.text in self.ids:
            self.notes.fault(
                Fault.DUPLICATE_NAME,
                id.span,
                f"`{id.text}` stands twice",
                help="give one of the two another id",
                label="again",
                others=(Label(self.ids[id.text], "first here"),),
            )
            return False
        self.ids[id.text] = id.span
        return True

    def _paragraph(self, source: Scalar, paragraph: Scalar) -> int | None:
        if not self._is_source(source.text, source.span):
            return None
        if not re.fullmatch(r"[0-9]{1,6}", paragraph.text):
            self._fault(
                Fault.BAD_LITERAL, paragraph.span, "`paragraph` is a whole number", "write 2"
            )
            return None
        return self._existing(source.text, int(paragraph.text), paragraph.span)

    def _is_source(self, tag: str, span: Span) -> bool:
        if tag in self.declared.papers:
            return True
        help = did_you_mean(tag, self.declared.papers) or "list it under `sources:`"
        self._fault(Fault.UNKNOWN_SOURCE, span, f"no source is listed as `{tag}`", help)
        return False

    def _existing(self, tag: str, number: int, span: Span) -> int | None:
        last = self.declared.papers[tag].paragraphs
        if last is not None and not 1 <= number <= last:
            help = f"it has {last} paragraphs"
            self._fault(Fault.UNKNOWN_PARAGRAPH, span, f"`{tag}` has no paragraph {number}", help)
            return None
        return number

    def _place(self, written: Tree) -> str | None:
        """A place of a source as `SOURCE, paragraph N`, or a whole source by its tag."""
        text = " ".join((text_of(written) or "").split())
        found = _PLACE.fullmatch(text)
        tag = text if found is None else found["source"]
        if not self._is_source(tag, written.span):
            return None
        if found is None:
            return tag
        number = self._existing(tag, int(found["paragraph"]), written.span)
        return None if number is None else f"{tag}, paragraph {number}"

    @cached_property
    def _known(self) -> frozenset[str]:
        """Every id that may be named."""
        settings = (n for n, what in self.declared.names.items() if what == "a setting")
        ids = (id.text for _, id in ids_of(self.trees))
        return frozenset((*ids, *(f"{SETTING}{name}" for name in settings)))

    def _named(self, written: Tree | None) -> dict[str, Span] | None:
        """Each id of a list with its place; None where one names nothing."""
        known = self._known
        found: dict[str, Span] = {}
        whole = True
        for item in written.items if isinstance(written, Items) else ():
            id = text_of(item) or ""
            found[id] = item.span
            if id not in known:
                near = f"{SETTING}{id}" if f"{SETTING}{id}" in known else id
                self._fault(
                    Fault.UNKNOWN_TERM,
                    item.span,
                    f"nothing has the id `{id}`",
                    did_you_mean(near, known)
                    or f"name a rule, property or decision by its id, or `{SETTING}NAME`",
                )
                whole = False
        return found if whole else None

    def _fault(self, kind: Fault, span: Span, message: str, help: str) -> None:
        self.notes.fault(kind, span, message, help=help)

    # -- the whole -------------------------------------------------------------------------------

    def check(self, policy: Policy) -> None:
        """Note what does not fit together in a policy that is whole otherwise."""
        for statement in policy.statements:
            self._check_cited(statement, policy)
        self._check_out_of_scope(policy)

    def check_documented(self, policy: Policy) -> None:
        """Note the paragraphs that no statement accounts for, and those that are out of scope and may not
        be. Rules mean the same without.
        """
        said = {(statement.source, statement.paragraph) for statement in policy.statements}
        for tag in sorted({source for source, _ in said}):
            numbers = range(1, (policy.papers[tag].paragraphs or 0) + 1)
            orphans = [str(number) for number in numbers if (tag, number) not in said]
            if orphans:
                several = "paragraphs" if orphans[1:] else "paragraph"
                self._fault(
                    Fault.ORPHAN,
                    self._paper(tag),
                    f"no statement accounts for {several} {listed(orphans, 'and')} of `{tag}`",
                    "add one under `statements:`, with `encoded by:` or `out of scope:`",
                )
        for statement in policy.statements:
            outside = policy.papers[statement.source].may_be_out_of_scope
            if statement.out_of_scope is None or outside is None or statement.paragraph in outside:
                continue
            self._fault(
                Fault.STATEMENT,
                self.spans[statement.id][0],
                f"paragraph {statement.paragraph} of `{statement.source}` may not be out of scope",
                "name in `encoded by:` what rests on it, or let the source list it under "
                "`may be out of scope:`",
            )

    def _check_cited(self, statement: Statement, policy: Policy) -> None:
        place = (statement.source, statement.paragraph)
        _, named = self.spans[statement.id]
        if not statement.encoded_by and statement.out_of_scope is None:
            span = self.spans[statement.id][0]
            self._fault(
                Fault.STATEMENT,
                span,
                f"nothing rests on `{statement.id}`",
                "name a rule in `encoded by:`, or write why it is `out of scope:`",
            )
        for id in statement.encoded_by:
            if id in policy.citing and place not in policy.citing[id]:
                where = "anchor" if id.startswith(SETTING) else "basis"
                self._fault(
                    Fault.STATEMENT,
                    named[id],
                    f"`{id}` does not cite paragraph {place[1]} of `{place[0]}`",
                    f"add `{place[0]}, paragraph {place[1]}` to its {where}",
                )

    def _check_out_of_scope(self, policy: Policy) -> None:
        """Nothing may rest on a paragraph whose statements are all out of scope."""
        outside: dict[tuple[str, int], Statement] = {}
        inside = set[tuple[str, int]]()
        for statement in policy.statements:
            place = (statement.source, statement.paragraph)
            if statement.out_of_scope is None:
                inside.add(place)
            outside.setdefault(place, statement)
        for id, places in sorted(policy.citing.items()):
            for place in sorted((places & outside.keys()) - inside):
                statement = outside[place]
                self._fault(
                    Fault.STATEMENT,
                    self.spans[statement.id][0],
                    f"`{id}` rests on paragraph {place[1]} of `{place[0]}`, which is out of scope here",
                    f"name `{id}` in `encoded by:`, or let it rest on another paragraph",
                )

    def _paper(self, tag: str) -> Span:
        sections = [tree.get("sources") for tree in self.trees]
        keys = [section.key(tag) for section in sections if isinstance(section, Entries)]
        return next(key.span for key in keys if key is not None)
