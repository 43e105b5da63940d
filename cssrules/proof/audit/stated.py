"""What the authors say always, or never, holds: of every allowed case, whatever is known of it."""

from collections.abc import Iterator

from cssrules.audited import FindingKind
from cssrules.meaning import evaluated
from cssrules.policy import Property
from cssrules.proof.audit.complete import stuck_in
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.search import Fault
from cssrules.proof.audit.witness import Shows
from cssrules.readings.prove import negation
from cssrules.trace import Truth


def faults(ground: Ground, stated: Property) -> Iterator[Fault]:
    """That a case breaks a property, or leaves it open though everything is known."""
    truth = ground.theory.truth(stated.condition)
    word = "never" if stated.never else "always"
    cut = ground.is_cut(conditions=[stated.condition])
    yield Fault(
        FindingKind.PROPERTY_BROKEN,
        (stated.id,),
        f"{stated.id} says what {word} holds, and a case breaks it",
        [truth.holds if stated.never else truth.fails],
        _is(ground, stated, stated.never),
        cut=cut,
    )
    yield Fault(
        FindingKind.PROPERTY_OPEN,
        (stated.id,),
        f"of a case of which everything is known it cannot be told whether {stated.id} holds",
        [negation(truth.known)],
        _is(ground, stated, None),
        whole=True,
        cause=lambda trace: next((one.rule.id for one in stuck_in(ground.policy, trace)), ""),
        cut=cut,
    )


def _is(ground: Ground, stated: Property, truth: Truth) -> Shows:
    return lambda trace: evaluated(ground.policy, trace, stated.condition).value is truth
