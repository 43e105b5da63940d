"""`check --prove`: the audit of a policy as plain data, kept between runs.

In: a policy, a day. Out: the audit; the same for the same policy, by the same versions, on every run.
"""

from collections.abc import Callable
from datetime import date

from cssrules.audited import Audit, FindingKind
from cssrules.policy import Policy
from cssrules.proof.audit import causes
from cssrules.proof.audit.accepted import sorted_out
from cssrules.proof.audit.again import look_again
from cssrules.proof.audit.frame import Frame, frame_of
from cssrules.proof.audit.ledger import Ledger
from cssrules.proof.audit.walk import walk
from cssrules.proof.kept import KEEPER, name_of
from cssrules.proof.parts import Parts
from cssrules.readings.prove import ENGINE
from cssrules.values import ListOf
from cssrules.version import VERSION


def prove(policy: Policy, as_of: date | None, tell: Callable[[str], None]) -> Audit:
    """What is proved of `policy` around a day; without one, around its first. `tell` hears of progress."""
    frame = frame_of(policy, as_of)
    name = _name(frame)
    held = KEEPER.take("audit", name)
    if isinstance(held, Audit):
        return held
    parts = Parts(name_of("parts", ENGINE))
    ledger = walk(frame, tell, parts)
    causes.look_at(frame, ledger)
    tell("the second witness")
    audit = _audit(frame, ledger)
    parts.keep()
    KEEPER.keep("audit", name, audit)
    return audit


def _audit(frame: Frame, ledger: Ledger) -> Audit:
    policy = frame.policy
    order = list(FindingKind)
    findings = sorted(ledger.findings, key=lambda f: (order.index(f.kind), f.ids, f.message))
    left, accepted, gone = sorted_out(policy, findings)
    return Audit(
        policy.name,
        policy.version,
        policy.identity,
        (frame.first.isoformat(), frame.last.isoformat()),
        (f"cssrules {VERSION}", ENGINE),
        tuple(
            (name, frame.lengths[name], evidence.kind.most)
            for name, evidence in policy.evidence.items()
            if isinstance(evidence.kind, ListOf)
        ),
        ledger.queries,
        {kind.label: ledger.proved[kind] for kind in order if ledger.proved[kind]},
        left,
        accepted,
        gone,
        tuple(sorted(ledger.resting)),
        tuple(sorted(ledger.unsettled, key=lambda left: left.what)),
        dict(sorted(ledger.undecided_by.items())),
        look_again(frame, ledger),
    )


def _name(frame: Frame) -> str:
    """The audit by all that it is made of: policy, days, engine and what is accepted."""
    entries = [[e.finding, e.ids, str(e.place)] for e in frame.policy.accepted]
    days = [str(frame.first), str(frame.last)]
    return name_of(frame.policy.identity, days, ENGINE, entries)
