"""One decision of a scenario, as far as it can tell a policy from its mutants.

In: what meaning found of the scenario's case, and what the scenario says of it. Out: whether the
scenario would still hold of another policy.
"""

from collections.abc import Callable

from cssrules.dataclass import dataclass
from cssrules.deciding import findings_of
from cssrules.decisive import status_of
from cssrules.policy import Policy, Question
from cssrules.proof.mutants.mutant import Mutant
from cssrules.trace import Trace
from cssrules.values import Value


@dataclass(frozen=True, slots=True)
class Rests:
    """The names and the rules on which it rests that a scenario holds."""

    names: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Trial:
    """`policy` has the settings that the scenario has `chosen`; `trace` is what it says of the case.

    Of `questions` and `conclusions` the scenario says what they come to. `rests` tells on what else it
    rests: where some of that is unlike, `fails` tells whether it still holds. `expected` are the kinds of
    finding that it expects.
    """

    id: str
    policy: Policy
    trace: Trace
    fails: Callable[[Policy], bool]
    rests: Callable[[], Rests]
    chosen: frozenset[str] = frozenset()
    questions: tuple[Question, ...] = ()
    conclusions: frozenset[str] = frozenset()
    expected: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class TrialOfMany:
    """A portfolio of `cases` that a scenario decides: `about` which rules, questions and conclusions it says
    something, whether a mutant `may_tell` in it, and whether the scenario `fails` of a policy.
    """

    id: str
    cases: int
    about: frozenset[str]
    may_tell: Callable[[Mutant], bool]
    fails: Callable[[Policy], bool]


def told_by_meaning(trial: Trial, mutant: Policy, after: Trace) -> bool:
    """Whether what meaning finds of a mutant, `after`, is enough for the trial to fail."""
    before = trial.trace
    for question in trial.questions:
        if _answer(after, question) != _answer(before, question):
            return True
    if any(after.value(name) != before.value(name) for name in trial.conclusions):
        return True
    new = _faults(mutant, after) - _faults(trial.policy, before)
    return any(kind not in trial.expected for kind, _ in new)


def may_tell(trial: Trial, mutant: Policy, others: frozenset[str], after: Trace) -> bool:
    """Whether the trial may fail for anything else, where the mutant is unlike in the rules `others`."""
    before, rests = trial.trace, trial.rests()
    if not others.isdisjoint(rests.rules):
        return True
    return after is not before and (
        any(_value(after, name) != _value(before, name) for name in rests.names)
        or (len(trial.expected) > 1 and _faults(mutant, after) != _faults(trial.policy, before))
    )


def _faults(policy: Policy, trace: Trace) -> set[tuple[str, str]]:
    """The faults of a policy that a case shows: kind, and rule or property."""
    return {(finding.kind, finding.rule) for finding in findings_of(policy, trace)}


def _answer(trace: Trace, question: Question) -> tuple[object, Value]:
    status = status_of(trace, question)
    return status, trace.value(question.answer)


def _value(trace: Trace, name: str) -> object:
    """The value of a conclusion, or those of the items of a list."""
    if name in trace.each:
        return {id: concluded.value for id, concluded in trace.each[name].items()}
    return trace.value(name)
