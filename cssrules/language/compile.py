"""From rule files to a checked Policy: the passes in their order.

In: the sources of a policy folder. Out: a Policy. Raises Problems with every fault found, sorted by
place; a fault of an early pass keeps what rests on it out of the later ones, so that one mistake
gives one message.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeVar

from cssrules.language.declare import Declared, declare, period, text_of
from cssrules.language.envelope import check_envelope
from cssrules.language.load import Entries, load, pack_hash
from cssrules.language.notes import Notes
from cssrules.language.portfolio import PortfolioReader
from cssrules.language.rules import RuleReader
from cssrules.language.statements import Statements
from cssrules.language.stratify import stratify
from cssrules.policy import AssumptionBasis, Policy, Rule, canonical, digest
from cssrules.problem import Kind as Fault
from cssrules.problem import Label, Problems
from cssrules.source import Source, Span
from cssrules.values import Choice

_Thing = TypeVar("_Thing")


def compile_policy(sources: Sequence[Source], *, documented: bool = False) -> Policy:
    """The policy that the rule files hold; `documented` asks for a statement of every paragraph too.

    Raises Problems.
    """
    notes = Notes()
    trees = _load(sources, notes)
    notes.stop_if_any()
    for tree in trees:
        notes.take(check_envelope(tree))
    declared = declare(trees, notes)
    declared.rules = [tree for tree in declared.rules if not notes.touches(tree.span)]
    reader = RuleReader(declared, notes)
    bodies = PortfolioReader(trees, declared, reader, notes)
    found = [(tree, rule) for tree in declared.rules if (rule := reader.rule(tree)) is not None]
    rules = {rule.id: rule for _, rule in sorted(found, key=lambda pair: pair[1].id)}
    questions = tuple(reader.questions(trees))
    properties = tuple(reader.properties(trees))
    assumptions = sorted(reader.assumptions(trees), key=repr)
    accepted = tuple(reader.accepted(trees))
    sources_said = Statements(declared, notes, trees)
    statements = tuple(sorted(sources_said.statements(), key=lambda statement: statement.id))
    conflicts = tuple(sorted(sources_said.conflicts(), key=lambda conflict: conflict.id))
    where = {rule.id: _span(tree, "id") for tree, rule in found}
    _periods(rules, where, notes)
    strata = stratify(rules, where, notes)
    shared = Policy(
        name=text_of(declared.head.get("policy")) or "",
        version=text_of(declared.head.get("version")) or "",
        effective=period(declared.head.get("effective"), notes),
        papers=_sorted(declared.papers),
        choices=_choices(declared),
        records={},
        evidence={},
        settings={},
        rules={},
        strata=(),
        holidays=dict(sorted(declared.holidays.items())),
    )
    portfolio = bodies.rules(shared)
    notes.stop_if_any()
    assert len(rules) == len(declared.rules), "a rule that is left out has a fault"
    policy = replace(
        shared,
        records=_sorted(declared.records),
        evidence=_sorted(declared.evidence),
        settings=_sorted(declared.settings),
        rules=rules,
        strata=strata,
        questions=tuple(sorted(questions, key=lambda question: question.id)),
        properties=tuple(sorted(properties, key=lambda property_: property_.id)),
        assumptions=tuple(condition for condition, _ in assumptions),
        assumption_bases=tuple(AssumptionBasis(*assumed) for assumed in assumptions if assumed[1]),
        statements=statements,
        conflicts=conflicts,
        entities=_sorted(bodies.bodies.entities),
        portfolio=portfolio,
        accepted=tuple(sorted(accepted, key=lambda finding: (finding.finding, finding.ids))),
        pack=pack_hash(sources),
    )
    sources_said.check(policy)
    if documented:
        sources_said.check_documented(policy)
    orders = bodies.strata(policy, where)
    notes.stop_if_any()
    return replace(policy, portfolio_strata=orders, hash=digest(canonical(policy)))


def _load(sources: Sequence[Source], notes: Notes) -> list[Entries]:
    trees: list[Entries] = []
    for source in sources:
        try:
            trees.append(load(source))
        except Problems as problems:
            notes.take(problems.found)
    return trees


def _choices(declared: Declared) -> dict[str, Choice]:
    return {name: kind for name, kind in sorted(declared.types.items()) if isinstance(kind, Choice)}


def _sorted(found: Mapping[str, _Thing]) -> dict[str, _Thing]:
    return dict(sorted(found.items()))


def _span(tree: Entries, key: str) -> Span:
    found = tree.get(key)
    assert found is not None
    return found.span


def _periods(rules: Mapping[str, Rule], where: Mapping[str, Span], notes: Notes) -> None:
    """Two rules for one conclusion must not be in force on one day."""
    by_name: dict[str, list[Rule]] = {}
    for rule in rules.values():
        by_name.setdefault(rule.define, []).append(rule)
    for define, several in by_name.items():
        for i, rule in enumerate(several):
            for other in several[:i]:
                if _overlap(rule, other):
                    notes.fault(
                        Fault.PERIOD,
                        where[rule.id],
                        f"`{define}` is defined by {other.id} and by {rule.id} on one day",
                        help="choose another name, or edit the other rule; two rules for one name need "
                        "`effective:` periods that do not overlap",
                        others=(Label(where[other.id], "also here"),),
                    )


def _overlap(a: Rule, b: Rule) -> bool:
    def before(first: Rule, second: Rule) -> bool:
        end, start = first.effective.end, second.effective.start
        return end is not None and start is not None and end < start

    return not before(a, b) and not before(b, a)
