"""One rule for a reader: what it says, on what it rests, what it reads and what reads it.

In: a policy and the id of a rule in it. Out: plain text of up to 80 columns. A condition keeps the
author's structure; each part of it is said in English, with the author's words for either way.
"""

from collections.abc import Iterable, Iterator, Sequence

from cssrules.english import noun_of, says, subject_of, value_of
from cssrules.expression import DECISION_DAY, And, Const, Expression, Not, Or, kind_of
from cssrules.policy import Basis, HitPolicy, Policy, Reason, Row, Rule, Table, Template
from cssrules.values import YesNo, kind_in_words, show
from cssrules.views.graph_map import names_read, readers
from cssrules.views.words import plain, wrapped

_HITS = {
    HitPolicy.UNIQUE: "the one row that applies gives",
    HitPolicy.FIRST: "the first row that applies gives",
    HitPolicy.ANY: "all rows that apply must agree, and give",
    HitPolicy.COLLECT: "all rows that apply together give the set",
    HitPolicy.RULE_ORDER: "all rows that apply together give the set",
}


def rule_page(policy: Policy, id: str) -> str:
    """The page of rule `id`."""
    rule = policy.rules[id]
    lines = [
        *wrapped(f"{plain(rule.id)}  {plain(rule.title)}", "", "  "),
        *wrapped(f"defines: {plain(rule.define)}, {kind_in_words(rule.kind)}", "  ", "    "),
        *_each(policy, rule),
        *(line for text in _standing(rule) for line in wrapped(text, "  ", "    ")),
        "",
        *content(policy, rule),
        *presumed(rule),
        "",
        *section("Rests on", rests_on(policy, rule.basis)),
        *section("Settings", settings_of(policy, names_read(policy, rule))),
        *section("Reads", _read(policy, rule)),
        *section("Is read by", readers(policy, rule.define)),
        f"Written at {rule.place}",
    ]
    return "\n".join(lines) + "\n"


def _each(policy: Policy, rule: Rule) -> Iterator[str]:
    if rule.each is not None:
        yield from wrapped(f"for each {plain(noun_of(policy, rule.each))}", "  ", "    ")


def _standing(rule: Rule) -> Iterator[str]:
    if rule.effective.start is not None:
        yield f"in force from {rule.effective.start.isoformat()}"
    if rule.effective.end is not None:
        yield f"in force up to and including {rule.effective.end.isoformat()}"
    if rule.note:
        yield f"note: {plain(rule.note)}"


# -- what the rule says ----------------------------------------------------------------------------


def content(policy: Policy, rule: Rule) -> Iterator[str]:
    """What the rule says, part by part."""
    match rule.body:
        case Table() as table:
            gives = "each row that applies gives a record of" if table.makes else _HITS[table.hit]
            yield from wrapped(f"Table ({table.hit.value}): {gives} {plain(rule.define)}", "", "  ")
            for row in table.rows:
                yield from _row(policy, row)
        case expression if isinstance(kind_of(expression), YesNo):
            yield f"{plain(rule.define)}: yes when"
            yield from condition_lines(policy, rule, expression, rule.root, "  ")
        case expression:
            yield from wrapped(f"{plain(rule.define)} is {value_of(policy, expression)}", "", "  ")
    whole = rule.reasons.get(rule.root)
    if whole is not None:
        yield from _words(policy, whole, "  ")


def condition_lines(
    policy: Policy, rule: Rule, condition: Expression, path: str, indent: str
) -> Iterator[str]:
    """A condition, and where it is made of several, each of them below it."""
    match condition:
        case And(parts=parts) | Or(parts=parts) if _listed(rule, condition, path):
            yield f"{indent}{'all' if isinstance(condition, And) else 'any'} of:"
            for number, part in enumerate(parts, start=1):
                yield from condition_lines(policy, rule, part, f"{path}/{number}", indent + "  ")
        case Not(part=Or(parts=parts) as inner) if _listed(rule, inner, f"{path}/1"):
            yield f"{indent}none of:"
            for number, part in enumerate(parts, start=1):
                yield from condition_lines(policy, rule, part, f"{path}/1/{number}", indent + "  ")
        case _:
            said = plain(says(policy, condition, truth=True))
            yield from wrapped(said, f"{indent}- ", f"{indent}    ")
    words = rule.reasons.get(path)
    if words is not None and path != rule.root:
        yield from _words(policy, words, indent + "    ")


def _listed(rule: Rule, compound: And | Or, path: str) -> bool:
    """Whether the parts are several tests, and not one test of one value."""
    has_words = any(said.startswith(f"{path}/") for said in rule.reasons)
    return has_words or subject_of(compound) is None


def _row(policy: Policy, row: Row) -> Iterator[str]:
    cells = [cell for cell in row.cells if cell is not None]
    tests = " and ".join(plain(says(policy, cell, truth=True)) for cell in cells) or "in any case"
    output = plain(value_of(policy, row.output))
    yield from wrapped(f"{plain(row.id)}: {output}", "  ", "    ")
    yield from wrapped(f"if {tests}" if cells else tests, "      ", "        ")
    if row.because is not None:
        yield from wrapped(f"because {_template(policy, row.because)}", "      ", "        ")
    if row.basis:
        yield from wrapped(f"rests on {'; '.join(map(_cited, row.basis))}", "      ", "        ")


def presumed(rule: Rule) -> Iterator[str]:
    """What stands in for a conclusion that is not known, if anything does."""
    if isinstance(rule.if_unknown, Const):
        held = show(rule.if_unknown.value, rule.kind)
        yield from wrapped(f"If that is not known, {plain(rule.define)} is {held}.", "", "  ")


def _words(policy: Policy, reason: Reason, indent: str) -> Iterator[str]:
    said = {"if so": reason.met, "if not": reason.not_met, "if unclear": reason.unknown}
    for when, template in said.items():
        if template is not None:
            yield from wrapped(f"{when}: {_template(policy, template)}", indent, indent + "  ")


def _template(policy: Policy, template: Template) -> str:
    pieces = (
        piece if isinstance(piece, str) else f"{{{value_of(policy, piece)}}}"
        for piece in template.pieces
    )
    return f"“{plain(''.join(pieces))}”"


# -- what it rests on ------------------------------------------------------------------------------


def rests_on(policy: Policy, bases: Sequence[Basis]) -> tuple[str, ...]:
    """Each source and its title, or the reason for a setting."""
    papers = policy.papers
    return tuple(
        _cited(basis) + ("" if basis.source is None else f": {plain(papers[basis.source].title)}")
        for basis in bases
    )


def _cited(basis: Basis) -> str:
    if basis.source is None:
        return f"policy setting: {plain(basis.text)}"
    return ", ".join(plain(part) for part in (basis.source, basis.text) if part)


def settings_of(policy: Policy, names: Iterable[str]) -> tuple[str, ...]:
    """The settings among the names, each with its value and why."""
    found = [policy.settings[name] for name in names if name in policy.settings]
    return tuple(
        f"{plain(s.name)}: {show(s.value, s.kind)}"
        + ("" if s.value == s.default else f" (the policy says {show(s.default, s.kind)})")
        + f" - {plain(s.reason)} (owner: {plain(s.owner)})"
        for s in found
    )


def _read(policy: Policy, rule: Rule) -> tuple[str, ...]:
    lines = []
    for name in names_read(policy, rule):
        if name == DECISION_DAY:
            lines.append(f"{name} (the day that the decision is taken as of)")
        elif name in policy.evidence:
            lines.append(f"{plain(name)} (evidence)")
        elif name in policy.defining:
            ids = ", ".join(r.id for r in policy.defining[name])
            lines.append(f"{plain(name)} ({ids})")
    return tuple(lines)


def section(title: str, entries: Sequence[str]) -> Iterator[str]:
    """A heading and what stands below it; nothing where nothing does."""
    if entries:
        yield title
        for entry in entries:
            yield from wrapped(entry, "  ", "    ")
