"""What a policy rests on: paragraph by paragraph of its sources, and setting by setting.

In: a policy. Out: text of up to 80 columns, Markdown, or plain data for JSON. Of each paragraph of a
source that counts its paragraphs: what it says in the authors' words, and what rests on it or why
nothing does.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from cssrules.dataclass import dataclass
from cssrules.policy import Paper, Policy, Setting, Statement
from cssrules.values import kind_in_words, show
from cssrules.views.words import in_markdown, plain, wrapped


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a paper: its statements, and the ids of all that cite it."""

    number: int
    statements: tuple[Statement, ...]
    cited_by: tuple[str, ...]

    @property
    def state(self) -> str:
        """`encoded`, `out of scope` or `orphan`."""
        if any(statement.encoded_by for statement in self.statements):
            return "encoded"
        return "out of scope" if self.statements else "orphan"


@dataclass(frozen=True, slots=True)
class Coverage:
    """A paper that counts its paragraphs."""

    paper: Paper
    paragraphs: tuple[Paragraph, ...]

    def count(self, state: str) -> int:
        return sum(paragraph.state == state for paragraph in self.paragraphs)

    @property
    def share(self) -> int:
        """Hundredths of the paragraphs that are accounted for, rounded down."""
        return 100 * (len(self.paragraphs) - self.count("orphan")) // len(self.paragraphs)


def coverage(policy: Policy) -> tuple[Coverage, ...]:
    """Every paper that counts its paragraphs, by tag."""
    return tuple(
        Coverage(
            paper,
            tuple(
                Paragraph(
                    number,
                    tuple(s for s in policy.statements if (s.source, s.paragraph) == (tag, number)),
                    tuple(
                        sorted(
                            id for id, places in policy.citing.items() if (tag, number) in places
                        )
                    ),
                )
                for number in range(1, paper.paragraphs + 1)
            ),
        )
        for tag, paper in sorted(policy.papers.items())
        if paper.paragraphs
    )


def text(policy: Policy) -> str:
    """The whole report."""
    lines = wrapped(f"{plain(policy.name)}, version {plain(policy.version)}", "", "  ")
    found = coverage(policy)
    lines += ["", "How much of the sources is accounted for"]
    lines += [f"  {_summary(paper)}" for paper in found]
    for paper in found:
        lines += ["", *wrapped(f"{plain(paper.paper.tag)}: {plain(paper.paper.title)}", "", "  ")]
        for paragraph in paper.paragraphs:
            lines.extend(_paragraph(paragraph))
    lines += ["", "Decisions, and the rules that answer them"]
    for id, question, rules in _decisions(policy):
        lines.extend(wrapped(f"{id}  {question}  [{', '.join(rules)}]", "  ", "       "))
    lines += ["", "Policy settings: what no source gives"]
    for setting in _settings(policy):
        lines.extend(_setting(setting))
    if policy.conflicts:
        lines += ["", "Where sources say unlike things"]
        for conflict in policy.conflicts:
            between = " against ".join(map(plain, conflict.between))
            lines.extend(wrapped(f"{plain(conflict.id)}: {between}", "  ", "    "))
            lines.extend(wrapped(f"about {plain(conflict.about)}", "    ", "      "))
            by = f" [{', '.join(conflict.resolved_by)}]" if conflict.resolved_by else ""
            lines.extend(wrapped(f"here: {plain(conflict.how)}{by}", "    ", "      "))
    return "\n".join(lines) + "\n"


def markdown(policy: Policy) -> str:
    """The report as headings and tables."""
    lines = [
        f"# What {in_markdown(policy.name)} rests on",
        "",
        f"Version {plain(policy.version)}.",
        "",
    ]
    for paper in coverage(policy):
        lines += [f"## {in_markdown(paper.paper.tag)}: {in_markdown(paper.paper.title)}", ""]
        lines += [f"{_summary(paper)}.", "", "| paragraph | says | rests on it |", "|---|---|---|"]
        for paragraph in paper.paragraphs:
            for statement in paragraph.statements:
                number = str(paragraph.number)
                lines.append(
                    f"| {number} | {in_markdown(statement.says)} | {in_markdown(_rests(statement))} |"
                )
            if not paragraph.statements:
                lines.append(f"| {paragraph.number} |  | **orphan** |")
        lines.append("")
    lines += ["## Decisions", "", "| decision | question | rules |", "|---|---|---|"]
    lines += [
        f"| {id} | {in_markdown(q)} | {', '.join(rules)} |" for id, q, rules in _decisions(policy)
    ]
    lines += ["", "## Policy settings", ""]
    lines += [
        "| setting | default | range | owner | reason | anchor |",
        "|---|---|---|---|---|---|",
    ]
    for s in _settings(policy):
        cells = (
            s.name,
            show(s.default, s.kind),
            kind_in_words(s.kind),
            s.owner,
            s.reason,
            s.anchor,
        )
        lines.append("| " + " | ".join(map(in_markdown, cells)) + " |")
    if policy.conflicts:
        lines += ["", "## Where sources say unlike things", ""]
        lines += ["| between | about | here | by |", "|---|---|---|---|"]
        for c in policy.conflicts:
            told = ("; ".join(c.between), c.about, c.how, ", ".join(c.resolved_by))
            lines.append("| " + " | ".join(map(in_markdown, told)) + " |")
    return "\n".join(lines) + "\n"


def json(policy: Policy) -> dict[str, Any]:
    """The report in the form `cssrules/sources/1`."""
    return {
        "schema": "cssrules/sources/1",
        "policy": policy.hash,
        "name": policy.name,
        "version": policy.version,
        "sources": [
            {
                "tag": paper.paper.tag,
                "title": paper.paper.title,
                "paragraphs": len(paper.paragraphs),
                "encoded": paper.count("encoded"),
                "out_of_scope": paper.count("out of scope"),
                "orphans": [p.number for p in paper.paragraphs if p.state == "orphan"],
                "statements": [
                    {
                        "id": statement.id,
                        "paragraph": statement.paragraph,
                        "says": statement.says,
                        "encoded_by": list(statement.encoded_by),
                        "out_of_scope": statement.out_of_scope,
                    }
                    for paragraph in paper.paragraphs
                    for statement in paragraph.statements
                ],
                "cited_by": {str(p.number): list(p.cited_by) for p in paper.paragraphs},
            }
            for paper in coverage(policy)
        ],
        "decisions": [
            {"id": id, "question": question, "rules": list(rules)}
            for id, question, rules in _decisions(policy)
        ],
        "settings": [
            {
                "name": s.name,
                "type": kind_in_words(s.kind),
                "default": show(s.default, s.kind),
                "owner": s.owner,
                "reason": s.reason,
                "anchor": s.anchor,
            }
            for s in _settings(policy)
        ],
        "conflicts": [
            {
                "id": c.id,
                "between": list(c.between),
                "about": c.about,
                "resolved_by": list(c.resolved_by),
                "how": c.how,
            }
            for c in policy.conflicts
        ],
    }


# -- parts of the text -------------------------------------------------------------------------------


def _summary(found: Coverage) -> str:
    orphans = found.count("orphan")
    left = f", {orphans} orphan" if orphans else ""
    return (
        f"{plain(found.paper.tag)}: {found.share} % of {len(found.paragraphs)} paragraphs: "
        f"{found.count('encoded')} encoded, {found.count('out of scope')} out of scope{left}"
    )


def _paragraph(paragraph: Paragraph) -> Iterator[str]:
    if not paragraph.statements:
        cited = f" (cited by {', '.join(paragraph.cited_by)})" if paragraph.cited_by else ""
        yield f"  {paragraph.number:>2}  ORPHAN: no statement accounts for it{cited}"
    for place, statement in enumerate(paragraph.statements):
        lead = f"  {paragraph.number:>2}  " if place == 0 else " " * 6
        yield from wrapped(plain(statement.says), lead, " " * 6)
        yield from wrapped(f"-> {_rests(statement)}", " " * 6, " " * 9)


def _rests(statement: Statement) -> str:
    if statement.out_of_scope is not None:
        return f"out of scope: {plain(statement.out_of_scope)}"
    return ", ".join(map(plain, statement.encoded_by))


def _setting(setting: Setting) -> Iterator[str]:
    default = show(setting.default, setting.kind)
    yield from wrapped(f"{plain(setting.name)}: {default}", "  ", "    ")
    yield from wrapped(
        f"{kind_in_words(setting.kind)}; owner: {plain(setting.owner)}", "    ", "      "
    )
    yield from wrapped(f"because {plain(setting.reason)}", "    ", "      ")
    yield from wrapped(f"anchor: {plain(setting.anchor)}", "    ", "      ")


# -- what rests on what --------------------------------------------------------------------------------


def _settings(policy: Policy) -> Sequence[Setting]:
    return [setting for _, setting in sorted(policy.settings.items())]


def _decisions(policy: Policy) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    for question in policy.questions:
        rules = tuple(rule.id for rule in policy.defining[question.answer])
        yield question.id, plain(question.question), rules
