"""Which given cases turn between two versions of a policy, from what to what, and why.

In: the texts of case files, and two policies. Out: each answer that turns, with what the rules that were
changed found in the one version and in the other; and the cases that a version cannot read.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

from cssrules.dataclass import dataclass
from cssrules.deciding import decide
from cssrules.decision import Answer, Decision, NodeKind, Status
from cssrules.door import read_case
from cssrules.policy import Policy
from cssrules.problem import Problems
from cssrules.proof.versions.sides import Subject
from cssrules.revision import Given, Refused
from cssrules.slices import slice_under

_FOUND = {NodeKind.CONDITION, NodeKind.ROW, NodeKind.AGGREGATE, NodeKind.PRESUMPTION}
_BECAUSE_AT_MOST = 3


@dataclass(frozen=True, slots=True)
class GivenCases:
    """What became of the given cases."""

    turned: tuple[Given, ...]
    refused: tuple[Refused, ...]


def given_cases(
    policies: tuple[Policy, Policy],
    subjects: Sequence[Subject],
    changed: Collection[str],
    texts: Mapping[str, bytes],
    as_of: date | None,
) -> GivenCases:
    """What becomes of the cases in `texts`, by the names of their files, under the old policy and the new;
    `changed` are the ids of rules that say otherwise.
    """
    turned: list[Given] = []
    refused: list[Refused] = []
    for name, raw in texts.items():
        found = [_decided(policy, name, raw, as_of) for policy in policies]
        faults = zip(("old", "new"), found, strict=True)
        refused += (
            Refused(name, w, f.found[0].message) for w, f in faults if isinstance(f, Problems)
        )
        match found:
            case [Decision() as one, Decision() as other]:
                turned += _turned(one, other, subjects, changed)
            case _:
                pass
    return GivenCases(tuple(turned), tuple(refused))


def _decided(policy: Policy, name: str, raw: bytes, as_of: date | None) -> Decision | Problems:
    try:
        return decide(policy, read_case(raw, policy, name), as_of=as_of, engine=False)
    except Problems as faults:
        return faults


def _turned(
    one: Decision, other: Decision, subjects: Sequence[Subject], changed: Collection[str]
) -> Iterator[Given]:
    ours = {answer.id: answer for answer in one.core.answers}
    theirs = {answer.id: answer for answer in other.core.answers}
    for subject in subjects:
        before, after = ours[subject.old.id], theirs[subject.new.id]
        if said(before) != said(after):
            because = _because(one, other, (before, after), changed)
            yield Given(one.case, one.name, subject.id, said(before), said(after), because)


def said(answer: Answer) -> str:
    """The answer for a reader."""
    if answer.status is Status.DECIDED and answer.answer is not None:
        return answer.answer
    return answer.status.value


def _because(
    one: Decision,
    other: Decision,
    answers: tuple[Answer, Answer],
    changed: Collection[str],
) -> tuple[tuple[str | None, str | None], ...]:
    """What was found otherwise: by the rules that were changed, or else by any."""
    found = (
        _settling(decision, answer) for decision, answer in zip((one, other), answers, strict=True)
    )
    ids = dict.fromkeys(id for settling in found for id in settling)
    ours, theirs = ({node.id: node.label for node in d.core.nodes} for d in (one, other))
    unlike = [id for id in ids if ours.get(id) != theirs.get(id)]
    own = [id for id in unlike if id.split("/")[0] in changed]
    pairs = ((ours.get(id), theirs.get(id)) for id in own or unlike)
    return tuple(dict.fromkeys(pairs))[:_BECAUSE_AT_MOST]


def _settling(decision: Decision, answer: Answer) -> Sequence[str]:
    """The ids of what settled an answer."""
    nodes = slice_under(decision.core.nodes, decision.core.edges, answer.node).nodes
    return [node.id for node in nodes if node.kind in _FOUND]
