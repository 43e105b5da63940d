"""What one missing fact can leave undecided, all else being known."""

from cssrules.audited import Open
from cssrules.policy import Question
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.readings.prove import Condition, Found, Unsettled, both, either, negation


def look_at(ground: Ground, question: Question, ledger: Ledger) -> None:
    """Note the facts whose absence alone can leave a question undecided: these, and no others. All are
    asked about at once, and one by one where that is too much.
    """
    theory, names = ground.theory, list(ground.policy.evidence)
    whole = {name: both(*theory.completed(name, None)) for name in names}
    lacking = {name: both(*theory.pinned(name, None)) for name in names}
    undecided = both(ground.asked(question), negation(theory.known(question.answer)))
    one = _one_of(whole, lacking)
    met: set[str] = set()
    while len(met) < len(names):
        verdict = ground.ask(undecided, one, *(whole[name] for name in met))
        if isinstance(verdict, Unsettled):
            for name in (name for name in names if name not in met):
                alone = ground.ask(
                    undecided, lacking[name], *(whole[n] for n in names if n != name)
                )
                if isinstance(alone, Found):
                    met.add(name)
                elif isinstance(alone, Unsettled):
                    what = f"whether {name} alone can leave it undecided: {question.id}"
                    ledger.unsettled.append(Open(what, alone.why))
        if not isinstance(verdict, Found):
            break
        met.add(next(n for n in names if n not in met and verdict.holds(lacking[n])))
    ledger.undecided_by[question.id] = tuple(name for name in names if name in met)


def _one_of(whole: dict[str, Condition], lacking: dict[str, Condition]) -> Condition:
    """That one fact is lacking and all others are whole; as large as the facts are many."""
    none: Condition = True
    one: Condition = False
    for name, known in whole.items():
        one = either(both(one, known), both(none, lacking[name]))
        none = both(none, known)
    return one
