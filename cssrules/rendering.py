"""Results for readers: which view shows what, and in which form.

In: a decision, two of them, a policy or problems, and the name of a form. Out: text. A view is
imported when its form is asked for; a new view has its line in one of the tables here.
"""

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from cssrules.advice import Refusal, Routes, refusal_as_json, route_plan_as_json, routes_as_json
from cssrules.audited import Audit
from cssrules.decision import Decision, as_json
from cssrules.mutated import Mutated
from cssrules.policy import Policy
from cssrules.problem import Kind, Problem, Problems, did_you_mean
from cssrules.proposal import Proposal
from cssrules.proposal import as_json as proposal_as_json
from cssrules.revision import Revision, revision_as_json
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
        return _json(as_json(decision))
    view = _view(DECISIONS[form])
    return str(view(decision, whole=True) if whole and form in DRAWINGS else view(decision))


def render_possible(decision: Decision, form: str) -> str:
    """What is still open of the questions that `explained` looked at, as `text` or `json`."""
    if form == "json":
        return _json(as_json(decision))
    return str(_view("opinions.page")(decision))


def render_report(decision: Decision, report: str, form: str) -> str:
    """The decisions that belong to a report (`plan`, `monitor`), with their records and reasons, as
    `json` or in one of the forms of REPORTS. Raises Problems where the policy has no such report.
    """
    if all(answer.shown_by != report for answer in decision.core.answers):
        message = f"no decision of the policy is shown by `{report}`"
        help = f"write `shown by: {report}` with those that are meant, under `decisions:`"
        raise Problems([Problem(Kind.UNKNOWN_TERM, message, decision.policy_name, help)])
    if form == "json":
        return _json(as_json(decision))
    return str(_view(REPORTS[form])(decision, report))


def render_sources(policy: Policy, form: str) -> str:
    """What the policy rests on, as `text`, `markdown` or `json`."""
    found = _view(f"sources.{form}")(policy)
    return _json(found) if form == "json" else str(found)


def sources_are_covered(policy: Policy) -> bool:
    """Whether every paragraph of every source that counts them is accounted for."""
    return bool(all(paper.share == 100 for paper in _view("sources.coverage")(policy)))  # noqa: PLR2004 # because it is the whole


def render_map(policy: Policy, form: str, question: str | None = None) -> str:
    """The policy's decisions, rules and evidence, and what reads what, in one of the forms of MAPS; with
    `question` the rules of that one. Raises Problems, and NoRenderer.
    """
    asked = [known.id for known in policy.questions]
    if question is not None and question not in asked:
        help = did_you_mean(question, asked) or "`cssrules graph` shows all questions"
        message = "no question is called so"
        raise Problems([Problem(Kind.UNKNOWN_TERM, message, question, help)])
    return str(_view(MAPS[form])(policy, question))


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
    return str(next(_view(path) for path, known in views.items() if id in known)(policy, id))


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
    proposal: Proposal, form: str, rules: Sequence[str] = (), *, explain: bool = False
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
        plain = proposal_as_json(proposal)
        for key in ("pairings", "conclusions"):
            plain[key] = [one for one in plain[key] if not rules or one["rule"] in rules]
        long = sum(len(pairing["pairs"]) for pairing in plain["pairings"]) > _PAIRS_IN_LINES
        return json.dumps(plain, ensure_ascii=False) if long else _json(plain)
    view = _view(PORTFOLIOS[form])
    if form == "html":
        return str(view(proposal, rules, _picture_of(proposal, rules), explain=explain))
    if form in {"text", "markdown"}:
        return str(view(proposal, rules, explain=explain))
    return str(view(proposal, rules))


def _picture_of(proposal: Proposal, rules: Sequence[str]) -> str | None:
    """The diagram for a page, where one can be drawn."""
    try:
        return str(_view(PORTFOLIOS["svg"])(proposal, rules))
    except _view("picture.NoRenderer"):
        return None


def render_refusal(refusal: Refusal, form: str, *, whole: bool = False) -> str:
    """Why a case has not an outcome, as `text` or `json`; with `whole` every way in the text too."""
    if form == "json":
        return _json(refusal_as_json(refusal))
    return str(_view("refusal.text")(refusal, whole=whole))


def render_routes(routes: Routes, form: str) -> str:
    """What it would take to get an outcome, as `text` or `json`."""
    return _json(routes_as_json(routes)) if form == "json" else str(_view("routes.text")(routes))


def render_route_plan(routes: Routes, form: str) -> str:
    """A route as a plan, as `text`, `markdown` or `json`; without a plan what is said of the routes."""
    if form == "json":
        return _json(route_plan_as_json(routes))
    view = "routes.text" if routes.plan is None else f"route_plan.{form}"
    return str(_view(view)(routes))


def render_proof(audit: Audit, form: str) -> str:
    """What was proved of a policy, as `text`, or as the certificate, in `json`."""
    if form == "json":
        return _json(import_module("cssrules.proof.audit.certificate").as_json(audit))
    return str(_view("proof.text")(audit))


def render_mutants(run: Mutated, form: str = "text") -> str:
    """What became of the mutants of a policy, as `text`, or the scenarios offered, as a `feature` file."""
    view = "mutants.feature" if form == "feature" else "mutants.page"
    return str(_view(view)(run))


def render_revision(revision: Revision, form: str) -> str:
    """What differs between two versions of a policy, as `text` or `json`."""
    if form == "json":
        return _json(revision_as_json(revision))
    return str(_view("versions.text")(revision))


def render_comparison(one: Decision, other: Decision) -> str:
    """Where the answers and the reasons of two decisions differ."""
    return str(_view("comparison.comparison")(one, other))


def render_stories(policy: Policy, stories: Sequence[Story]) -> str:
    """A Markdown page of what the policy says of some cases over time, beside what happened."""
    return str(_view("story.story")(policy, stories))


def render_problems(found: Sequence[Problem], form: str) -> str:
    """The problems as `human` (with the author's line), `line` (one each) or `json`."""
    if form == "json":
        return _json(_view("problems.as_json")(found))
    return str(_view(f"problems.{form}")(found))


def _json(plain: object) -> str:
    return json.dumps(plain, indent=2, ensure_ascii=False)


def _view(name: str) -> Any:
    module, _, function = name.partition(".")
    return getattr(import_module(f"cssrules.views.{module}"), function)
