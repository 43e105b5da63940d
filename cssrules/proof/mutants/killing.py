"""Which mutants the scenarios kill, each decided in process.

In: a policy and the decisions of its scenarios. Out: for each mutant the scenario that fails of it, if
any does. A scenario is looked at only where the rules at hand conclude something else of its case;
of scenarios that give a rule the same values one stands for all in that.
"""

from collections.abc import Mapping, Sequence

from cssrules.meaning import concluded_again, reconsidered
from cssrules.policy import Policy, Rule
from cssrules.proof.mutants.mutant import Mutant
from cssrules.proof.mutants.trial import Trial, may_tell, told_by_meaning
from cssrules.trace import Concluded, Trace
from cssrules.values import Value

_Inputs = tuple[object, ...]


class Killing:
    """Looks for a trial that fails of a mutant. `replayed` counts those played again, and
    `seen` are, by mutant and rule, trials in whose case the rule concludes otherwise.
    """

    def __init__(self, policy: Policy, trials: Sequence[Trial]) -> None:
        self.policy, self.trials = policy, trials
        self.reads = reads_of(policy)
        self._alike: dict[str, Mapping[_Inputs, Sequence[Trial]]] = {}
        self._last: dict[str, str] = {}
        self.replayed = 0
        self.seen: dict[tuple[str, str], Trial] = {}
        self._sound: dict[str, bool] = {}

    def killer(self, mutant: Mutant) -> str | None:
        """The id of a trial that fails of the mutant; None where every scenario still holds."""
        others = frozenset(mutant.rules)
        last = [self._last[id] for id in mutant.rules if id in self._last]
        unlike, by_other_rows = self._unlike(mutant)
        after: list[tuple[Trial, Policy, Trace]] = []
        for trial in sorted(unlike, key=lambda trial: trial.id not in last):
            changed = mutant.of(trial.policy, trial.chosen)
            found = reconsidered(changed, trial.trace, others, self.reads)
            if told_by_meaning(trial, changed, found):
                return self._told(mutant, trial)
            after.append((trial, changed, found))
        after += [(t, mutant.of(t.policy, t.chosen), t.trace) for t in by_other_rows]
        for trial, changed, found in after:
            if may_tell(trial, changed, others, found):
                self.replayed += 1
                if trial.fails(changed) and self._is_sound(trial):
                    return self._told(mutant, trial)
        return None

    def _is_sound(self, trial: Trial) -> bool:
        """Whether the trial holds of the policy itself, played in the same way."""
        if trial.id not in self._sound:
            self._sound[trial.id] = not trial.fails(trial.policy)
        return self._sound[trial.id]

    def _told(self, mutant: Mutant, trial: Trial) -> str:
        """The trial's id; what told one mutant of a rule is likely to tell the next."""
        self._last.update(dict.fromkeys(mutant.rules, trial.id))
        return trial.id

    def _unlike(self, mutant: Mutant) -> tuple[Sequence[Trial], Sequence[Trial]]:
        """The trials in whose case some rule concludes otherwise, and those in whose case it concludes the
        same by other rows.
        """
        values, rows = dict[str, Trial](), dict[str, Trial]()
        for id in mutant.rules:
            for alike in self._grouped(self.policy.rules[id]).values():
                first = alike[0]
                changed = mutant.of(first.policy, first.chosen)
                again = concluded_again(changed, first.trace, changed.rules[id])
                before = _concluded(first.trace, changed.rules[id])
                if _values(again) != _values(before):
                    values.update({trial.id: trial for trial in alike})
                    if plain := [t for t in alike if not t.chosen and not t.trace.decided]:
                        self.seen[mutant.id, id] = plain[0]
                elif _rows(again) != _rows(before):
                    rows.update({trial.id: trial for trial in alike})
        return tuple(values.values()), tuple(t for id, t in rows.items() if id not in values)

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


def _concluded(trace: Trace, rule: Rule) -> Mapping[str, Concluded]:
    """What a rule concludes of a case, or of each item, by node id."""
    if rule.each is None:
        return {rule.id: trace.concluded[rule.define]}
    return {found.path: found for found in trace.each.get(rule.define, {}).values()}


def _values(found: Mapping[str, Concluded]) -> Mapping[str, Value]:
    return {path: concluded.value for path, concluded in found.items()}


def _rows(found: Mapping[str, Concluded]) -> Mapping[str, Sequence[str]]:
    """The rows that give what is concluded."""
    return {
        path: [row.row.id for row in concluded.body if row.hit]
        for path, concluded in found.items()
        if isinstance(concluded.body, tuple)
    }
