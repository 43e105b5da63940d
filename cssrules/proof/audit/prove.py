"""`check --prove`: the audit of a policy as plain data, kept between runs.

In: a policy, a day. Out: the audit; the same for the same policy, by the same versions, on every run.
"""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

from cssrules.audited import Audit, FindingKind
from cssrules.policy import Policy, digest
from cssrules.proof.audit.accepted import sorted_out
from cssrules.proof.audit.certificate import as_json, from_json
from cssrules.proof.audit.frame import Frame, frame_of
from cssrules.proof.audit.ledger import Ledger
from cssrules.proof.audit.walk import walk
from cssrules.readings.prove import ENGINE
from cssrules.stored import cache_folder
from cssrules.values import ListOf
from cssrules.version import VERSION


def prove(policy: Policy, as_of: date | None, tell: Callable[[str], None]) -> Audit:
    """What is proved of `policy` around a day; without one, around its first. `tell` hears of progress."""
    frame = frame_of(policy, as_of)
    kept = _kept(frame)
    held = None if kept is None else _take(kept)
    if held is None:
        held = _audit(frame, walk(frame, tell))
        if kept is not None:
            _keep(kept, held)
    return held


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
    )


# -- what is kept ------------------------------------------------------------------------------------------


def _kept(frame: Frame) -> Path | None:
    """The file that would hold the audit: by policy, days and versions, and by the program's own text,
    because while it is being worked on its version stays.
    """
    folder = cache_folder()
    if folder is None:
        return None
    package = Path(__file__).parents[2]
    stats = sorted(
        (str(f.relative_to(package)), f.stat().st_mtime_ns) for f in package.rglob("*.py")
    )
    entries = [[e.finding, e.ids, str(e.place)] for e in frame.policy.accepted]
    key = [
        frame.policy.identity,
        str(frame.first),
        str(frame.last),
        VERSION,
        ENGINE,
        entries,
        stats,
    ]
    return folder / "proofs" / f"{digest(json.dumps(key).encode())[:40]}.json"


def _take(file: Path) -> Audit | None:
    try:
        return from_json(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def _keep(file: Path, audit: Audit) -> None:
    """Put the audit in place in one step. A failure is no fault."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(as_json(audit)), encoding="utf-8")
        beside.replace(file)
        for old in sorted(file.parent.glob("*.json"), key=lambda f: -f.stat().st_mtime_ns)[20:]:
            old.unlink(missing_ok=True)
    except OSError:
        return
