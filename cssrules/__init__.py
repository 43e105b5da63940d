"""Explainable rules for assurance decisions.

Only the names of `__all__` are public. Each is loaded when it is first asked for, so that a program
pays for what it uses.
"""

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
    from cssrules.environment import environment
    from cssrules.forms import schema
    from cssrules.jsontext import CASE_BYTES_AT_MOST
    from cssrules.language.lint import lint
    from cssrules.policy import Policy
    from cssrules.portfolio.door import read_portfolio
    from cssrules.portfolio.propose import propose
    from cssrules.problem import Problem, Problems
    from cssrules.proof.audit.prove import prove
    from cssrules.proof.audit.witness import case_text
    from cssrules.proof.holdings import explained
    from cssrules.proof.refusal import why_not
    from cssrules.proof.route_plan import route_plan
    from cssrules.proof.routes import what_it_takes
    from cssrules.proof.target import Outcome, outcome_meant, role_meant
    from cssrules.proof.versions.compare import versions
    from cssrules.proof.versions.files import witness_files
    from cssrules.rendering import (
        render,
        render_comparison,
        render_map,
        render_mutants,
        render_possible,
        render_problems,
        render_proof,
        render_proposal,
        render_refusal,
        render_report,
        render_revision,
        render_route_plan,
        render_routes,
        render_rule,
        render_stories,
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
    "Outcome": "proof.target",
    "Policy": "policy",
    "Problem": "problem",
    "Problems": "problem",
    "blank_case": "blank",
    "certified": "certificate",
    "case_text": "proof.audit.witness",
    "Run": "deciding",
    "decide": "deciding",
    "environment": "environment",
    "explained": "proof.holdings",
    "find_policy": "stored",
    "lint": "language.lint",
    "load_policy": "stored",
    "mutate_features": "acceptance.mutating",
    "outcome_meant": "proof.target",
    "propose": "portfolio.propose",
    "prove": "proof.audit.prove",
    "read_case": "door",
    "read_changes": "changes",
    "read_date": "values",
    "read_portfolio": "portfolio.door",
    "render": "rendering",
    "render_comparison": "rendering",
    "render_map": "rendering",
    "render_mutants": "rendering",
    "render_possible": "rendering",
    "render_problems": "rendering",
    "render_proof": "rendering",
    "render_proposal": "rendering",
    "render_refusal": "rendering",
    "render_report": "rendering",
    "render_revision": "rendering",
    "render_route_plan": "rendering",
    "render_routes": "rendering",
    "render_rule": "rendering",
    "render_sources": "rendering",
    "render_stories": "rendering",
    "role_meant": "proof.target",
    "route_plan": "proof.route_plan",
    "run_features": "acceptance.session",
    "schema": "forms",
    "sources_are_covered": "rendering",
    "tell": "telling",
    "versions": "proof.versions.compare",
    "what_it_takes": "proof.routes",
    "why_not": "proof.refusal",
    "witness_files": "proof.versions.files",
}

__all__ = (
    "CASE_BYTES_AT_MOST",
    "Case",
    "Decision",
    "NoRenderer",
    "Outcome",
    "Policy",
    "Problem",
    "Problems",
    "Run",
    "blank_case",
    "case_text",
    "certified",
    "decide",
    "environment",
    "explained",
    "find_policy",
    "lint",
    "load_policy",
    "mutate_features",
    "outcome_meant",
    "propose",
    "prove",
    "read_case",
    "read_changes",
    "read_date",
    "read_portfolio",
    "render",
    "render_comparison",
    "render_map",
    "render_mutants",
    "render_possible",
    "render_problems",
    "render_proof",
    "render_proposal",
    "render_refusal",
    "render_report",
    "render_revision",
    "render_route_plan",
    "render_routes",
    "render_rule",
    "render_stories",
    "role_meant",
    "route_plan",
    "run_features",
    "schema",
    "tell",
    "versions",
    "what_it_takes",
    "why_not",
    "witness_files",
)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found = getattr(import_module(f"cssrules.{_HOMES[name]}"), name)
    globals()[name] = found
    return found
