"""What the rules of a portfolio make of its file: which texts name a case.

In: a policy, and the tree of a member. Out: by the name of an entity the fields that a rule compares with
the id of a case, so that a slip is told and does not pair nobody in silence; the texts of a member.
"""

from collections.abc import Iterator, Mapping

from cssrules.expression import Compare, Comparison, Expression, Term, parts
from cssrules.jsontext import Json
from cssrules.policy import CASE, Policy, PortfolioRule, body_of


def naming_cases(policy: Policy) -> Mapping[str, frozenset[str]]:
    """By entity the fields that a rule of the portfolio compares with the id of a case."""
    found: dict[str, set[str]] = {}
    for rule in policy.portfolio.values():
        for part in rule.policy.rules.values():
            for expression in part.expressions:
                for entity, field in _naming(policy, rule, expression):
                    found.setdefault(entity, set()).add(field)
    return {entity: frozenset(fields) for entity, fields in found.items()}


def _naming(
    policy: Policy, rule: PortfolioRule, expression: Expression
) -> Iterator[tuple[str, str]]:
    for part in parts(expression):
        yield from _naming(policy, rule, part)
    match expression:
        case Compare(Comparison.EQ, Term(name=left), Term(name=right)):
            for one, other in ((left, right), (right, left)):
                field, id = rule.readings.get(one), rule.readings.get(other)
                if field is None or id is None or id.name != "id":
                    continue
                entity = policy.entities.get(body_of(rule, field))
                if entity is None or entity.items is not None or body_of(rule, id) != CASE:
                    continue
                if field.name in dict(entity.fields):
                    yield body_of(rule, field), field.name
        case _:
            pass


def texts_of(tree: Json) -> Iterator[tuple[str, str, tuple[str | int, ...]]]:
    """The facts of a member that are texts, and where in its tree each stands."""
    form = tree if isinstance(tree, dict) else {}
    facts, evidence = form.get("facts"), form.get("evidence")
    for fact, value in facts.items() if isinstance(facts, dict) else ():
        if isinstance(value, str):
            yield fact, value, ("facts", fact)
    for number, entry in enumerate(evidence if isinstance(evidence, list) else ()):
        if isinstance(entry, dict) and isinstance(entry.get("value"), str):
            yield str(entry.get("fact")), str(entry["value"]), ("evidence", number, "value")
