"""Which mutants the scenarios kill, each decided in process.

In: a policy and the decisions of its scenarios. Out: for each mutant the scenario that fails of it, if
any does. A scenario is looked at only where the rules at hand conclude something else of its case;
of scenarios that give a rule the same values one stands for all in that.
"""

from collections.abc import Iterable, Mapping, Sequence

from cssrules.meaning import concluded_again, reconsidered
from cssrules.policy import Policy, Rule
from cssrules.proof.mutants.mutant import Mutant
from cssrules.proof.mutants.trial import Trial, may_tell, told_by_meaning
from cssrules.trace import Trace
from cssrules.values import Value

_Inputs = tuple[object, ...]


class Killing:
    """Looks for a trial that fails of a mutant. `replayed` counts those played again."""

    def __init__(self, policy: Policy, trials: Sequence[Trial]) -> None:
        self.policy, self.trials = policy, trials
        self.reads = reads_of(policy)
        self._alike: dict[str, Mapping[_Inputs, Sequence[Trial]]] = {}
        self._last: dict[str, str] = {}
        self.replayed = 0

    def killer(self, mutant: Mutant) -> str | None:
        """The id of a trial that fails of the mutant; None where every scenario still holds."""
        others = frozenset(mutant.rules)
        last = [self._last[id] for id in mutant.rules if id in self._last]
        unlike = sorted(self._unlike(mutant), key=lambda trial: trial.id not in last)
        after: dict[str, Trace] = {}
        for trial in unlike:
            changed = mutant.of(trial.policy, trial.chosen)
            after[trial.id] = self._after(trial, changed, others)
            if told_by_meaning(trial, changed, after[trial.id]):
                return self._told(mutant, trial)
        for trial in self.trials:
            changed = mutant.of(trial.policy, trial.chosen)
            if may_tell(trial, changed, others, after.get(trial.id, trial.trace)):
                self.replayed += 1
                if trial.fails(changed):
                    return self._told(mutant, trial)
        return None

    def _told(self, mutant: Mutant, trial: Trial) -> str:
        """The trial's id; what told one mutant of a rule is likely to tell the next."""
        self._last.update(dict.fromkeys(mutant.rules, trial.id))
        return trial.id

    def _unlike(self, mutant: Mutant) -> Sequence[Trial]:
        """The trials in whose case some rule concludes otherwise."""
        found: dict[str, Trial] = {}
        for id in mutant.rules:
            for alike in self._grouped(self.policy.rules[id]).values():
                first = alike[0]
                changed = mutant.of(first.policy, first.chosen)
                again = concluded_again(changed, first.trace, changed.rules[id])
                before = _concluded(first.trace, changed.rules[id])
                if {path: concluded.value for path, concluded in again.items()} != before:
                    found.update({trial.id: trial for trial in alike})
        return tuple(found.values())

    def _after(self, trial: Trial, changed: Policy, others: Iterable[str]) -> Trace:
        return reconsidered(changed, trial.trace, frozenset(others), self.reads)

    def _grouped(self, rule: Rule) -> Mapping[_Inputs, Sequence[Trial]]:
        """The trials by what the rule reads in them."""
        if rule.id not in self._alike:
            groups: dict[_Inputs, list[Trial]] = {}
            for trial in self.trials:
                if rule.effective.holds(trial.trace.as_of):
                    groups.setdefault(self._inputs(rule, trial), []).append(trial)
            self._alike[rule.id] = groups
        return self._alike[rule.id]

    def _inputs(self, rule: Rule, trial: Trial) -> _Inputs:
        trace, policy = trial.trace, trial.policy
        names = sorted(self.reads[rule.id])
        read = [
            (name in trial.chosen, policy.settings[name].value)
            if name in policy.settings
            else _plain(trace.lists.get(name) or _read(trace, name))
            for name in names
        ]
        return (trace.as_of, *read)


def reads_of(policy: Policy) -> Mapping[str, frozenset[str]]:
    """The names that each rule, question and property reads."""
    found: dict[str, frozenset[str]] = {}
    for rule in policy.rules.values():
        names = [policy.reads(e, rule.each) for e in rule.expressions]
        found[rule.id] = frozenset[str]().union(*names, {rule.each} if rule.each else ())
    for question in policy.questions:
        asked = question.asked_when
        found[question.id] = frozenset() if asked is None else policy.reads(asked)
    for stated in policy.properties:
        found[stated.id] = policy.reads(stated.condition)
    return found


def _read(trace: Trace, name: str) -> Value:
    return trace.decided[name] if name in trace.decided else trace.value(name)


def _plain(value: Value) -> object:
    """A value that can be looked up."""
    if isinstance(value, tuple):
        return tuple((item.id, tuple(sorted(item.fields.items(), key=_name))) for item in value)
    return value


def _name(field: tuple[str, object]) -> str:
    return field[0]


def _concluded(trace: Trace, rule: Rule) -> Mapping[str, Value]:
    """What a rule concludes of a case, or of each item, by node id."""
    if rule.each is None:
        return {rule.id: trace.concluded[rule.define].value}
    return {found.path: found.value for found in trace.each.get(rule.define, {}).values()}
