"""Proofs for readers: which view shows what, and in which form.

In: what was proved, asked or compared, and the name of a form. Out: text.
"""

from cssrules.advice import Refusal, Routes, refusal_as_json, route_plan_as_json
from cssrules.audited import Audit
from cssrules.decision import Decision, as_json
from cssrules.mutated import Mutated
from cssrules.proof.audit.certificate import as_json as audit_as_json
from cssrules.rendering import indented, view
from cssrules.revision import Revision, revision_as_json


def render(
    result: Audit | Decision | Mutated | Refusal | Revision | Routes,
    form: str,
    *,
    whole: bool = False,
) -> str:
    """What was proved of a policy, asked of a case or found between versions, as `text` or `json`.

    Of a decision it is what is still open. Routes that hold a plan are shown as the plan, in `markdown`
    too; mutants as `text`, or as the `feature` file of the scenarios offered. `whole` shows every way to an
    outcome that a case has not.
    """
    if form == "json":
        return indented(_as_json(result))
    match result:
        case Decision():
            return str(view("opinions.page")(result))
        case Refusal():
            return str(view("refusal.text")(result, whole=whole))
        case Routes(plan=None):
            return str(view("routes.text")(result))
        case Routes():
            return str(view(f"route_plan.{form}")(result))
        case Audit():
            return str(view("proof.text")(result))
        case Mutated():
            return str(view("mutants.feature" if form == "feature" else "mutants.page")(result))
        case Revision():
            return str(view("versions.text")(result))


def _as_json(result: Audit | Decision | Mutated | Refusal | Revision | Routes) -> object:
    match result:
        case Decision():
            return as_json(result)
        case Refusal():
            return refusal_as_json(result)
        case Routes():
            return route_plan_as_json(result)
        case Audit():
            return audit_as_json(result)
        case Mutated():
            return result.as_json()
        case Revision():
            return revision_as_json(result)
