"""One portfolio rule for a reader: whom it is asked of, what is chosen or concluded, and on what it rests.

In: a policy and the id of a portfolio rule in it. Out: plain text of up to 80 columns, as of any rule.
"""

from collections.abc import Iterator

from cssrules.english import says, value_of
from cssrules.expression import Expression, kind_of
from cssrules.policy import OTHER, EachBody, Pairing, Policy, PortfolioRule, Table
from cssrules.values import YesNo, kind_in_words
from cssrules.views.graph_map import given_by, readers
from cssrules.views.rule_page import (
    condition_lines,
    content,
    presumed,
    rests_on,
    section,
    settings_of,
)
from cssrules.views.words import plain, wrapped


def portfolio_page(policy: Policy, id: str) -> str:
    """The page of portfolio rule `id`."""
    rule = policy.portfolio[id]
    lines = [
        *wrapped(f"{plain(rule.id)}  {plain(rule.title)}", "", "  "),
        *wrapped(_purpose(rule), "  ", "    "),
        "",
        *_asked(rule),
        *(_pairs(rule) if isinstance(rule, Pairing) else _each(rule)),
        "",
        *section("Rests on", rests_on(policy, rule.basis)),
        *section("Settings", settings_of(policy, sorted(policy.read_by(rule)))),
        *section("Reads", _read(policy, rule)),
        *section("Is read by", _readers(policy, rule)),
        f"Written at {rule.place}",
    ]
    return "\n".join(lines) + "\n"


def _purpose(rule: PortfolioRule) -> str:
    if isinstance(rule, Pairing):
        other = "another case" if rule.choose == OTHER else f"a {rule.choose}"
        return plain(f"defines: {rule.define}, pairs of a {rule.each} and {other}")
    fed = (
        ""
        if rule.feeds is None
        else f"; it becomes `{rule.feeds}` of a {rule.each} that does not hold that"
    )
    return plain(f"defines: {rule.define} of each {rule.each}, {kind_in_words(rule.kind)}{fed}")


def _asked(rule: PortfolioRule) -> Iterator[str]:
    if rule.where is not None:
        yield f"Asked of a {plain(rule.each)} when"
        yield from _conditions(rule, rule.where)
        yield ""


def _pairs(rule: Pairing) -> Iterator[str]:
    yield "A pair is eligible when"
    yield from _conditions(rule, rule.define)
    if rule.prefer:
        yield "Preferred, most important first:"
    for number, preference in enumerate(rule.prefer, start=1):
        least = "the least of " if preference.least else ""
        body = _body(rule, preference.define)
        said = f"{least}{value_of(rule.policy, body)}"
        if isinstance(kind_of(body), YesNo):
            said = f"{'not that ' if preference.least else ''}{says(rule.policy, body, truth=True)}"
        yield from wrapped(plain(said), f"  {number}. ", "     ")
    yield "Allocated at most:" if rule.limits else "Nothing is allocated: it has no `at most:`."
    for limit in rule.limits:
        number_of = f"{value_of(rule.policy, limit.number)} per {limit.per}"
        number_of += f" ({limit.label})" if limit.label else ""
        yield from wrapped(plain(number_of), "  - ", "    ")
    for evidence, name in rule.brings:
        said = f"{name} becomes `{evidence}` of the case"
        yield from wrapped(plain(said), "", "  ")
    if rule.decided_by is not None:
        yield from wrapped(f"Decided by {plain(rule.decided_by)}.", "", "  ")
    for stated in rule.policy.properties:
        word = "Never" if stated.never else "Always"
        said = says(rule.policy, stated.condition, truth=True)
        of = "of a pair, eligible or decided by people"
        yield from wrapped(plain(f"{word} {of}: {said} [{stated.id}]"), "", "  ")


def _each(rule: EachBody) -> Iterator[str]:
    (concluded,) = rule.policy.defining[rule.define]
    yield from content(rule.policy, concluded)
    yield from presumed(concluded)


def _conditions(rule: PortfolioRule, define: str) -> Iterator[str]:
    """The conditions of a part of the rule, below each other."""
    (part,) = rule.policy.defining[define]
    yield from condition_lines(rule.policy, part, _body(rule, define), part.root, "  ")


def _body(rule: PortfolioRule, define: str) -> Expression:
    (part,) = rule.policy.defining[define]
    assert not isinstance(part.body, Table), "a condition or a value is asked here"
    return part.body


def _readers(policy: Policy, rule: PortfolioRule) -> tuple[str, ...]:
    """What reads the conclusion itself, and the evidence that it becomes."""
    fed = [f"{id}, as {plain(name)}" for name in rule.fed for id in readers(policy, name)]
    if isinstance(rule, EachBody) and rule.fed_field is not None:
        reading = (
            r.id
            for r in (*policy.rules.values(), *policy.portfolio.values())
            if rule.fed_field in policy.fed_fields_read(r)
        )
        fed += [f"{id}, as {plain(rule.fed_field[1])}" for id in sorted(reading)]
    return (*readers(policy, rule.define), *fed)


def _read(policy: Policy, rule: PortfolioRule) -> tuple[str, ...]:
    lines = []
    for name in sorted(policy.read_by(rule)):
        if name in policy.evidence:
            fed = given_by(policy, name)
            lines.append(f"{plain(name)} (evidence{''.join(f', {id} feeds it' for id in fed)})")
        elif name not in policy.settings:
            lines.append(f"{plain(name)} ({', '.join(given_by(policy, name))})")
    return tuple(lines)
