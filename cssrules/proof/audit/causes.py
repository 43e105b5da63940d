"""What is behind parts of a policy that have no use: a rule below them that concludes too little.

In: what was found. Out: the same, in which a part that would have a use, whatever such a rule concluded,
names the first of these rules as its cause; so does what was found of that rule itself.
"""

from collections.abc import Sequence
from dataclasses import replace

from cssrules.audited import FindingKind, ProofFinding
from cssrules.cone import cone
from cssrules.policy import Rule
from cssrules.proof.audit import uses
from cssrules.proof.audit.frame import Frame
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.readings.prove import Found

_TOO_LITTLE = {FindingKind.DEAD_ROW, FindingKind.DEAD_RULE}
_NO_USE = {*_TOO_LITTLE, FindingKind.SUBSUMED_ROW, FindingKind.IMPLIED}


def look_at(frame: Frame, ledger: Ledger) -> None:
    """Put the cause to each finding that has one in a rule."""
    told = [finding for finding in ledger.findings if finding.kind in _NO_USE]
    idle = {_rule(finding) for finding in told if finding.kind in _TOO_LITTLE}
    behind = [rule for rule in frame.policy.order if rule.id in idle and rule.each is None]
    caused = [_caused(frame, finding, behind, ledger) for finding in ledger.findings]
    shared = {finding.cause for finding in caused if finding.kind in _NO_USE}
    ledger.findings = [
        replace(finding, cause=_rule(finding))
        if finding.kind in _TOO_LITTLE and not finding.cause and _rule(finding) in shared
        else finding
        for finding in caused
    ]


def _caused(
    frame: Frame, finding: ProofFinding, behind: Sequence[Rule], ledger: Ledger
) -> ProofFinding:
    """The finding with the first of the rules behind it as its cause, if it is one of a part without use."""
    if finding.kind not in _NO_USE:
        return finding
    rule = frame.policy.rules[_rule(finding)]
    rests_on = cone(frame.policy, [rule.define]).rules
    for other in (one for one in behind if one.id in rests_on and one.id != rule.id):
        freed = cone(frame.policy, [rule.define], [other.define])
        each = () if rule.each is None else (rule.each,)
        ground = Ground(replace(frame, policy=freed), [rule.define], spoken_of=each)
        shown = next(use.shown for use in uses.uses(ground, rule) if _is_of(finding, use))
        found = ground.ask(shown)
        ledger.queries += ground.queries
        if isinstance(found, Found):
            return replace(finding, cause=other.id)
    return finding


def _is_of(finding: ProofFinding, use: uses.Use) -> bool:
    """Whether a finding says that there is no such use."""
    return finding.kind is use.kind and finding.message.startswith(use.message)


def _rule(finding: ProofFinding) -> str:
    """The rule of which a part has no use."""
    return finding.ids[0].partition("/")[0]
