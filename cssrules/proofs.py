"""What is proved of a policy, and of its decisions: the public face of all that asks the prover.

Each name is loaded when it is first asked for: the prover is worth its start only where it is used.
"""

from typing import TYPE_CHECKING

from cssrules import _face

if TYPE_CHECKING:
    from cssrules.proof.audit.prove import prove
    from cssrules.proof.audit.witness import case_text
    from cssrules.proof.holdings import explained
    from cssrules.proof.refusal import why_not
    from cssrules.proof.route_plan import route_plan
    from cssrules.proof.routes import what_it_takes
    from cssrules.proof.target import Outcome, next_better, outcome_meant, role_meant
    from cssrules.proof.versions.compare import versions
    from cssrules.proof.versions.files import witness_files
    from cssrules.proof_rendering import render

_HOMES = {
    "Outcome": "proof.target",
    "case_text": "proof.audit.witness",
    "explained": "proof.holdings",
    "next_better": "proof.target",
    "outcome_meant": "proof.target",
    "prove": "proof.audit.prove",
    "render": "proof_rendering",
    "role_meant": "proof.target",
    "route_plan": "proof.route_plan",
    "versions": "proof.versions.compare",
    "what_it_takes": "proof.routes",
    "why_not": "proof.refusal",
    "witness_files": "proof.versions.files",
}

__all__ = (
    "Outcome",
    "case_text",
    "explained",
    "next_better",
    "outcome_meant",
    "prove",
    "render",
    "role_meant",
    "route_plan",
    "versions",
    "what_it_takes",
    "why_not",
    "witness_files",
)

__getattr__ = _face(__name__, _HOMES)
