"""The search for a case that shows a finding: there is one, or it is proved that there is none."""

from collections.abc import Callable, Sequence

from cssrules.audited import FindingKind, ProofFinding
from cssrules.dataclass import dataclass
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.proof.audit.witness import Shows
from cssrules.readings.prove import ENGINE, Condition, Found, Impossible, Unsettled
from cssrules.trace import Trace

BY_CASE = f"a case found by {ENGINE}, confirmed by meaning"
FOR_ALL = f"proved of all cases by {ENGINE}"


@dataclass(frozen=True, slots=True)
class Fault:
    """What no case should show. `whole`: it counts only where everything is known. `cause` tells, by a case
    that shows it, what is behind it. `cut`: longer lists than are looked at can make a difference.
    """

    kind: FindingKind
    ids: tuple[str, ...]
    message: str
    conditions: Sequence[Condition]
    shows: Shows
    whole: bool = False
    cause: Callable[[Trace], str] = lambda _: ""
    cut: bool = False


def search(ground: Ground, fault: Fault, ledger: Ledger) -> bool:
    """Whether a case shows the fault: the finding is noted, and so is that there is none, or that it was
    not settled.
    """
    match ground.ask(*fault.conditions, *(ground.complete if fault.whole else ())):
        case Impossible():
            ledger.prove(fault.kind, fault.ids, cut=fault.cut)
        case Unsettled(why=why):
            ledger.leave_open(fault.kind, fault.ids, why)
        case Found() as found:
            witness = ground.witness(found, fault.shows, whole=fault.whole)
            cause = fault.cause(ground.trace(found))
            ledger.findings.append(
                ProofFinding(fault.kind, fault.ids, fault.message, (witness,), BY_CASE, cause)
            )
            return True
    return False
