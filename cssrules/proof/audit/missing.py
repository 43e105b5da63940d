"""What one missing fact can leave undecided, all else being known."""

from collections.abc import Sequence

from cssrules.audited import Open
from cssrules.policy import Question
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.readings.prove import Condition, Found, Unsettled, both, either, negation


def look_at(ground: Ground, question: Question, ledger: Ledger, *, has_gap: bool) -> None:
    """Note the facts whose absence alone can leave a question undecided that is asked: these, and no others.
    All are asked about at once; and one by one where that is too much, or where the question `has_gap`, so
    that it can be open though everything is known: then a fact counts that would settle it.
    """
    theory = ground.theory
    names = [e.name for e in ground.policy.evidence.values() if e.given_by is None]
    whole = {name: both(*theory.completed(name, None)) for name in ground.policy.evidence}
    lacking = {name: both(*theory.pinned(name, None)) for name in names}
    undecided = both(ground.asked(question), negation(theory.known(question.answer)))
    one = both(_one_of(names, whole, lacking), *(whole[n] for n in whole if n not in names))
    met: set[str] = set()
    one_by_one = has_gap
    while not one_by_one and len(met) < len(names):
        verdict = ground.ask(undecided, one, *(whole[name] for name in met))
        one_by_one = isinstance(verdict, Unsettled)
        if not isinstance(verdict, Found):
            break
        met.add(next(n for n in names if n not in met and verdict.holds(lacking[n])))
    for name in (name for name in names if one_by_one and name not in met):
        known = [whole[n] for n in whole if n != name]
        settled = _settled(ground, question, name) if has_gap else ()
        alone = ground.ask(undecided, lacking[name], *known, *settled)
        if isinstance(alone, Found):
            met.add(name)
        elif isinstance(alone, Unsettled):
            what = f"whether {name} alone can leave it undecided: {question.id}"
            ledger.unsettled.append(Open(what, alone.why))
    ledger.undecided_by[question.id] = tuple(name for name in names if name in met)


def _settled(ground: Ground, question: Question, name: str) -> Sequence[Condition]:
    """That the same case with a fact known is settled."""
    filled = ground.beside(f"with {name}", [name])
    return (*filled.completed(name, None), filled.known(question.answer))


def _one_of(
    names: Sequence[str], whole: dict[str, Condition], lacking: dict[str, Condition]
) -> Condition:
    """That one fact is lacking and all others are whole; as large as the facts are many."""
    none: Condition = True
    one: Condition = False
    for name in names:
        one = either(both(one, whole[name]), both(none, lacking[name]))
        none = both(none, whole[name])
    return one
