"""Results for readers: which view shows what, and in which form.

In: a decision, two of them, a policy or problems, and the name of a form. Out: text. A view is
imported when its form is asked for; a new view has its line in one of the tables here.
"""

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import TYPE_CHECKING, Any, Final

from cssrules.decision import Decision, as_json
from cssrules.policy import Policy
from cssrules.problem import Kind, Problem, Problems, did_you_mean

if TYPE_CHECKING:
    from cssrules.proposal import Proposal
    from cssrules.story import Story

DECISIONS: Final[Mapping[str, str]] = {
    "text": "text.one_screen",
    "reasons": "text.reasons",
    "tree": "tree.tree",
    "dot": "dot.dot",
    "svg": "picture.svg",
    "mermaid": "mermaid.mermaid",
    "html": "html.html",
}
"""Module and function of the view of each form; a decision's JSON is its own."""

DRAWINGS: Final = frozenset({"dot", "svg", "mermaid"})

MAPS: Final[Mapping[str, str]] = {
    "text": "graph_map.text",
    "json": "graph_map.json",
    "dot": "graph_map.dot",
    "svg": "graph_map.svg",
    "mermaid": "graph_map.mermaid",
}


REPORTS: Final[Mapping[str, str]] = {"text": "report.text", "markdown": "report.markdown"}
"""A report's JSON is the decision's own."""

PORTFOLIOS: Final[Mapping[str, str]] = {
    "text": "portfolio.text",
    "markdown": "portfolio.markdown",
    "html": "portfolio.html",
    "dot": "portfolio_picture.dot",
    "svg": "portfolio_picture.svg",
    "mermaid": "portfolio_picture.mermaid",
}

_NEAR_AT_MOST = 3
_PAIRS_IN_LINES = 5_000
"""Beyond this the JSON of a portfolio stands on one line, which is written in a fraction of the time."""


def render(decision: Decision, form: str, *, whole: bool = False) -> str:
    """The decision and its reasons as `json` or in one of the forms of DECISIONS.

    A drawing shows what decided, and with `whole` all that was looked at. Raises NoRenderer where
    nothing at hand draws.
    """
    if form == "json":
        return indented(as_json(decision))
    shown = view(DECISIONS[form])
    return str(shown(decision, whole=True) if whole and form in DRAWINGS else shown(decision))


def render_report(decision: Decision, report: str, form: str) -> str:
    """The decisions that belong to a report (`plan`, `monitor`), with their records and reasons, as
    `json` or in one of the forms of REPORTS. Raises Problems where the policy has no such report.
    """
    if all(answer.shown_by != report for answer in decision.core.answers):
        message = f"no decision of the policy is shown by `{report}`"
        help = f"write `shown by: {report}` with those that are meant, under `decisions:`"
        raise Problems([Problem(Kind.UNKNOWN_TERM, message, decision.policy_name, help)])
    if form == "json":
        return indented(as_json(decision))
    return str(view(REPORTS[form])(decision, report))


def render_sources(policy: Policy, form: str) -> str:
    """What the policy rests on, as `text`, `markdown` or `json`."""
    found = view(f"sources.{form}")(policy)
    return indented(found) if form == "json" else str(found)


def sources_are_covered(policy: Policy) -> bool:
    """Whether every paragraph of every source that counts them is accounted for."""
    return bool(all(paper.share == 100 for paper in view("sources.coverage")(policy)))  # noqa: PLR2004 # because it is the whole


def render_map(policy: Policy, form: str, question: str | None = None) -> str:
    """The policy's decisions, rules and evidence, and what reads what, in one of the forms of MAPS; with
    `question` the rules of that one. Raises Problems, and NoRenderer.
    """
    asked = [known.id for known in policy.questions]
    if question is not None and question not in asked:
        help = did_you_mean(question, asked) or "`cssrules graph` shows all questions"
        message = "no question is called so"
        raise Problems([Problem(Kind.UNKNOWN_TERM, message, question, help)])
    return str(view(MAPS[form])(policy, question))


def render_rule(policy: Policy, name: str) -> str:
    """The rule or property that is called `name`, in any case, or the rule that gives the conclusion or
    the answer so called, for a reader; all of them where one conclusion has several. Raises Problems.
    """
    return "\n".join(_page(policy, id) for id in _rules_meant(policy, name))


def _page(policy: Policy, id: str) -> str:
    views = {
        "property_page.property_page": policy.promises,
        "portfolio_page.portfolio_page": policy.portfolio,
        "rule_page.rule_page": policy.rules,
    }
    return str(next(view(path) for path, known in views.items() if id in known)(policy, id))


def _rules_meant(policy: Policy, name: str) -> Sequence[str]:
    rules = {**policy.rules, **policy.portfolio}
    if name in {*rules, *policy.promises}:
        return (name,)
    called: dict[str, list[str]] = {id.casefold(): [id] for id in policy.promises}
    asked = {question.answer: question.id for question in policy.questions}
    for rule in rules.values():
        for known in {rule.id, rule.define, asked.get(rule.define, rule.id)}:
            called.setdefault(known.casefold(), []).append(rule.id)
    if name.casefold() in called:
        return called[name.casefold()]
    from difflib import get_close_matches  # noqa: PLC0415 # because slips are rare

    near = get_close_matches(name.casefold(), called, n=_NEAR_AT_MOST, cutoff=0.5)
    ids = dict.fromkeys(id for known in near for id in called[known])
    shown = [f"{id} ({rules[id].define})" if id in rules else id for id in ids][:_NEAR_AT_MOST]
    help = f"the nearest: {', '.join(shown)}" if shown else "`cssrules graph` shows all rules"
    message = "no rule, property or conclusion is called so"
    problem = Problem(Kind.UNKNOWN_TERM, message, name, help)
    raise Problems([problem])


def render_proposal(
    proposal: "Proposal", form: str, rules: Sequence[str] = (), *, explain: bool = False
) -> str:
    """A whole portfolio as `json` or in one of the forms of PORTFOLIOS; with `rules` only these, and
    every pair of theirs, with `explain` every reason too; a drawing shows those pairs that are proposed.
    Raises Problems, and NoRenderer.
    """
    known = {found.id: found for found in proposal.found}
    absent = [id for id in rules if id not in known]
    if absent:
        help = f"there are {', '.join(known)}" if known else "the policy has no `portfolio:`"
        message = "no portfolio rule is called so"
        raise Problems([Problem(Kind.UNKNOWN_TERM, message, id, help) for id in absent])
    if form == "json":
        from cssrules.proposal import as_json as plainly  # noqa: PLC0415 # because no other view needs it

        plain = plainly(proposal)
        for key in ("pairings", "conclusions"):
            plain[key] = [one for one in plain[key] if not rules or one["rule"] in rules]
        long = sum(len(pairing["pairs"]) for pairing in plain["pairings"]) > _PAIRS_IN_LINES
        return json.dumps(plain, ensure_ascii=False) if long else indented(plain)
    shown = view(PORTFOLIOS[form])
    if form == "html":
        return str(shown(proposal, rules, _picture_of(proposal, rules), explain=explain))
    if form in {"text", "markdown"}:
        return str(shown(proposal, rules, explain=explain))
    return str(shown(proposal, rules))


def _picture_of(proposal: "Proposal", rules: Sequence[str]) -> str | None:
    """The diagram for a page, where one can be drawn."""
    try:
        return str(view(PORTFOLIOS["svg"])(proposal, rules))
    except view("picture.NoRenderer"):
        return None


def render_comparison(one: Decision, other: Decision) -> str:
    """Where the answers and the reasons of two decisions differ."""
    return str(view("comparison.comparison")(one, other))


def render_stories(policy: Policy, stories: "Sequence[Story]") -> str:
    """A Markdown page of what the policy says of some cases over time, beside what happened."""
    return str(view("story.story")(policy, stories))


def render_problems(found: Sequence[Problem], form: str) -> str:
    """The problems as `human` (with the author's line), `line` (one each) or `json`."""
    if form == "json":
        return indented(view("problems.as_json")(found))
    return str(view(f"problems.{form}")(found))


def indented(plain: object) -> str:
    """Plain data as JSON, as every command writes it."""
    return json.dumps(plain, indent=2, ensure_ascii=False)


def view(name: str) -> Any:
    """The function of a view, by its module's name and its own."""
    module, _, function = name.partition(".")
    return getattr(import_module(f"cssrules.views.{module}"), function)
