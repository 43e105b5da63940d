"""What one missing fact can leave undecided, all else being known.

Cases of which everything is known are thinned by one fact after the other, which meaning then judges; of
the facts that made no difference in any of them Z3 tells which can.
"""

from cssrules.meaning import meaning
from cssrules.policy import Question
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.readings.prove import Condition, Found, Impossible, both, either, negation

_CASES, _RULES = 3, 60
PERHAPS = "perhaps others"


def look_at(ground: Ground, question: Question, ledger: Ledger) -> None:
    """Note the facts whose absence alone can leave a question undecided."""
    theory = ground.theory
    whole = {n: both(*theory.completed(n, None)) for n in ground.policy.evidence}
    lacking = {n: both(*theory.pinned(n, None)) for n in ground.policy.evidence}
    asked = ground.asked(question)
    met = _thinned(ground, question)
    left = [name for name in ground.policy.evidence if name not in met]
    unknown = negation(theory.known(question.answer))
    exact = len(ground.policy.rules) <= _RULES
    while left and exact:
        one = either(*(both(lacking[n], *(whole[o] for o in left if o != n)) for n in left))
        verdict = ground.ask(asked, unknown, one, *(whole[n] for n in met))
        if not isinstance(verdict, Found):
            exact = isinstance(verdict, Impossible)
            break
        name = next(n for n in left if verdict.holds(lacking[n]))
        met.append(name)
        left.remove(name)
    named = tuple(name for name in ground.policy.evidence if name in met)
    ledger.undecided_by[question.id] = named if exact or not left else (*named, PERHAPS)


def _thinned(ground: Ground, question: Question) -> list[str]:
    """The facts without which meaning leaves a question undecided in one of some cases."""
    met: list[str] = []
    unlike: list[Condition] = []
    known = ground.theory.known(question.answer)
    for _ in range(1 if len(ground.policy.rules) > _RULES else _CASES):
        found = ground.ask(known, ground.asked(question), *ground.complete, *unlike)
        if not isinstance(found, Found):
            break
        values, day = ground.values(found)
        answer = ground.trace(found).value(question.answer)
        for name in values:
            if name not in met:
                rest = {other: value for other, value in values.items() if other != name}
                trace = meaning(ground.policy, rest, day)
                if trace.value(question.answer) is None and ground.is_asked(question, trace):
                    met.append(name)
        if isinstance(answer, str | bool):
            unlike.append(negation(ground.theory.is_value(question.answer, answer)))
    return met
