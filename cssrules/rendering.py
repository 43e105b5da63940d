"""Results for readers: which view shows what, and in which form.

In: a decision, two of them, a policy or problems, and the name of a form. Out: text. A view is
imported when its form is asked for; a new view has its line in one of the tables here.
"""

import json
from collections.abc import Mapping, Sequence
from importlib import import_module
from typing import Any, Final

from cssrules.decision import Decision, as_json
from cssrules.policy import Policy
from cssrules.problem import Kind, Problem, Problems, did_you_mean

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


def render(decision: Decision, form: str, *, whole: bool = False) -> str:
    """The decision and its reasons as `json` or in one of the forms of DECISIONS.

    A drawing shows what decided, and with `whole` all that was looked at. Raises NoRenderer where
    nothing at hand draws.
    """
    if form == "json":
        return _json(as_json(decision))
    view = _view(DECISIONS[form])
    return str(view(decision, whole=True) if whole and form in DRAWINGS else view(decision))


def render_map(policy: Policy, form: str) -> str:
    """The policy's decisions, rules and evidence, and what reads what, in one of the forms of MAPS."""
    return str(_view(MAPS[form])(policy))


def render_rule(policy: Policy, id: str) -> str:
    """The rule `id` for a reader. Raises Problems where the policy has no such rule."""
    if id not in policy.rules:
        raise Problems(
            [
                Problem(
                    Kind.UNKNOWN_TERM,
                    f"no rule has the id `{id}`",
                    "the policy",
                    did_you_mean(id, policy.rules) or f"it has {', '.join(policy.rules)}",
                )
            ]
        )
    return str(_view("rule_page.rule_page")(policy, id))


def render_comparison(one: Decision, other: Decision) -> str:
    """Where the answers and the reasons of two decisions differ."""
    return str(_view("comparison.comparison")(one, other))


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
