"""Which mutants the scenarios kill, each decided in process.

In: a policy and the decisions of its scenarios. Out: for each mutant the scenario that fails of it, if
any does. A scenario is looked at only where the rules at hand conclude something else of its case;
of scenarios that give a rule the same values one stands for all in that.
"""

from collections.abc import Iterator, Mapping, Sequence

from cssrules.meaning import concluded_again, reconsidered
from cssrules.policy import Policy, Rule
from cssrules.proof.mutants.mutant import Mutant
from cssrules.proof.mutants.trial import Trial, may_tell, told_by_meaning
from cssrules.proof.mutants.twins import Told
from cssrules.trace import Concluded, Trace
from cssrules.values import Value

_Inputs = tuple[object, ...]


class Killing:
    """Looks for a trial that fails of a mutant; all hold of the policy. `seen` are, by mutant and rule,
    trials in whose case the rule concludes otherwise.
    """

    def __init__(self, policy: Policy, trials: Sequence[Trial]) -> None:
        self.policy, self.trials = policy, trials
        self.reads = policy.reading
        self._alike: dict[str, Sequence[Sequence[Trial]]] = {}
        self._last: dict[str, str] = {}
        self.seen: dict[str, dict[str, Trial]] = {}

    def killer(self, mutant: Mutant) -> str | None:
        """The id of a trial that fails of the mutant; None where every scenario still holds."""
        others = frozenset(mutant.rules)
        after: dict[str, tuple[Trial, Policy, Trace]] = {}
        for trial, is_unlike in self._otherwise(mutant):
            changed = mutant.of(trial.policy, trial.chosen)
            found = trial.trace
            if is_unlike:
                found = reconsidered(changed, trial.trace, others, self.reads)
                if told_by_meaning(trial, changed, found):
                    return self._told(mutant, trial)
            if is_unlike or trial.id not in after:
                after[trial.id] = trial, changed, found
        for trial, changed, found in after.values():
            if may_tell(trial, changed, others, found) and trial.fails(changed):
                return self._told(mutant, trial)
        return None

    def told(self, id: str) -> Mapping[str, Told]:
        """Cases in which rules of a mutant were seen to conclude otherwise, by rule."""
        seen = self.seen.get(id, {})
        return {rule: Told(t.trace.values, t.trace.as_of) for rule, t in seen.items()}

    def _told(self, mutant: Mutant, trial: Trial) -> str:
        """The trial's id; what told one mutant of a rule is likely to tell the next."""
        self._last.update(dict.fromkeys(mutant.rules, trial.id))
        return trial.id

    def _otherwise(self, mutant: Mutant) -> Iterator[tuple[Trial, bool]]:
        """The trials in whose case some rule concludes otherwise (True), or the same by other rows (False);
        first those that are likely to tell.
        """
        last = {self._last.get(id) for id in mutant.rules}
        for id in mutant.rules:
            rule = self.policy.rules[id]
            groups = self._grouped(rule)
            for alike in sorted(groups, key=lambda g: not any(t.id in last for t in g)):
                first = alike[0]
                changed = mutant.of(first.policy, first.chosen)
                again = concluded_again(changed, first.trace, changed.rules[id])
                before = _concluded(first.trace, changed.rules[id])
                is_unlike = _values(again) != _values(before)
                if is_unlike and (plain := _plainest(alike)):
                    self.seen.setdefault(mutant.id, {})[id] = plain
                if is_unlike or _rows(again) != _rows(before):
                    for trial in sorted(alike, key=lambda trial: trial.id not in last):
                        yield trial, is_unlike

    def _grouped(self, rule: Rule) -> Sequence[Sequence[Trial]]:
        """The trials by what the rule reads in them; first those that say what it concludes."""
        if rule.id not in self._alike:
            groups: dict[_Inputs, list[Trial]] = {}
            for trial in self.trials:
                if rule.effective.holds(trial.trace.as_of):
                    groups.setdefault(self._inputs(rule, trial), []).append(trial)

            def says_it(trial: Trial) -> bool:
                answers = (question.answer for question in trial.questions)
                return rule.define in {*trial.conclusions, *answers}

            ordered = [sorted(group, key=says_it, reverse=True) for group in groups.values()]
            self._alike[rule.id] = sorted(ordered, key=lambda g: says_it(g[0]), reverse=True)
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


def _plainest(alike: Sequence[Trial]) -> Trial | None:
    """A trial with the settings of the policy, of which people decided nothing."""
    return next((t for t in alike if not t.chosen and not t.trace.decided), None)


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
