"""Explainable rules for assurance decisions.

Only the names of `__all__` are public, and those of `cssrules.proofs`. Each is loaded when it is first
asked for, so that a program pays for what it uses.
"""

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from cssrules.acceptance.mutating import mutate_features
    from cssrules.acceptance.session import run_features
    from cssrules.blank import blank_case
    from cssrules.case import Case
    from cssrules.certificate import certified
    from cssrules.changes import read_changes
    from cssrules.deciding import Run, decide
    from cssrules.decision import Decision
    from cssrules.door import read_case
    from cssrules.forms import schema
    from cssrules.installed import environment
    from cssrules.jsontext import CASE_BYTES_AT_MOST
    from cssrules.language.lint import lint
    from cssrules.policy import Policy
    from cssrules.portfolio.door import read_portfolio
    from cssrules.portfolio.propose import propose
    from cssrules.problem import Problem, Problems
    from cssrules.rendering import (
        render,
        render_comparison,
        render_map,
        render_problems,
        render_proposal,
        render_report,
        render_rule,
        render_sources,
        render_stories,
        sources_are_covered,
    )
    from cssrules.stored import find_policy, load_policy
    from cssrules.telling import tell
    from cssrules.values import read_date
    from cssrules.views.picture import NoRenderer

_HOMES = {
    "CASE_BYTES_AT_MOST": "jsontext",
    "Case": "case",
    "Decision": "decision",
    "NoRenderer": "views.picture",
    "Policy": "policy",
    "Problem": "problem",
    "Problems": "problem",
    "blank_case": "blank",
    "certified": "certificate",
    "Run": "deciding",
    "decide": "deciding",
    "environment": "installed",
    "find_policy": "stored",
    "lint": "language.lint",
    "load_policy": "stored",
    "mutate_features": "acceptance.mutating",
    "propose": "portfolio.propose",
    "read_case": "door",
    "read_changes": "changes",
    "read_date": "values",
    "read_portfolio": "portfolio.door",
    "render": "rendering",
    "render_comparison": "rendering",
    "render_map": "rendering",
    "render_problems": "rendering",
    "render_proposal": "rendering",
    "render_report": "rendering",
    "render_rule": "rendering",
    "render_sources": "rendering",
    "render_stories": "rendering",
    "run_features": "acceptance.session",
    "schema": "forms",
    "sources_are_covered": "rendering",
    "tell": "telling",
}

__all__ = (
    "CASE_BYTES_AT_MOST",
    "Case",
    "Decision",
    "NoRenderer",
    "Policy",
    "Problem",
    "Problems",
    "Run",
    "blank_case",
    "certified",
    "decide",
    "environment",
    "find_policy",
    "lint",
    "load_policy",
    "mutate_features",
    "propose",
    "read_case",
    "read_changes",
    "read_date",
    "read_portfolio",
    "render",
    "render_comparison",
    "render_map",
    "render_problems",
    "render_proposal",
    "render_report",
    "render_rule",
    "render_sources",
    "render_stories",
    "run_features",
    "schema",
    "sources_are_covered",
    "tell",
)


def _face(face: str, homes: Mapping[str, str]) -> Callable[[str], Any]:
    """What finds a public name of the module `face` in its home when it is first asked for."""

    def found(name: str) -> Any:
        if name not in homes:
            raise AttributeError(f"module {face!r} has no attribute {name!r}")
        known = getattr(import_module(f"cssrules.{homes[name]}"), name)
        setattr(import_module(face), name, known)
        return known

    return found


__getattr__ = _face(__name__, _HOMES)
