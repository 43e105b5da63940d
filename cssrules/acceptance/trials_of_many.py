"""The portfolios that scenarios decide, as trials of rules over many bodies.

In: a scenario as it stood when it decided a portfolio. Out: whether its steps still hold of another policy;
asked only where they say something of what may be otherwise.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from cssrules.acceptance.report import ScenarioFault
from cssrules.acceptance.scene import Scene, read_day
from cssrules.acceptance.vocabulary import Form, Said
from cssrules.meaning import meaning
from cssrules.policy import Pairing, Policy, PortfolioRule
from cssrules.portfolio.filed import Portfolio
from cssrules.portfolio.judging import Judge
from cssrules.portfolio.propose import Proposing, propose
from cssrules.problem import Problems
from cssrules.proof.mutants.mutant import Mutant
from cssrules.proof.mutants.trial import TrialOfMany
from cssrules.values import Value

_last: dict[str, tuple[Policy, Proposing]] = {}
_baselines: dict[str, Proposing] = {}
_read: dict[tuple[str, str, bool], Sequence[Mapping[str, Value]]] = {}
"""By what is given: what was proposed last, and by which policy; what the policy itself proposes; what each
of its rules reads there, of bodies or of pairs.
"""


@dataclass
class MomentOfMany:
    """A portfolio that is decided, and the steps that follow. `scene` is as it stood then."""

    scene: Scene
    portfolio: Portfolio
    as_of: date | None
    key: str
    steps: list[tuple[Form, Said]] = field(default_factory=list)

    @classmethod
    def of(cls, scene: Scene, _: Form, step: Said) -> "MomentOfMany":
        """What the step decides; nothing is decided yet."""
        day = read_day(step.words["date"]) if "date" in step.words else None
        asked = replace(scene, settings=dict(scene.settings))
        given = [
            scene.many.head,
            scene.many.cases,
            str(day),
            sorted(map(str, scene.settings.items())),
            scene.policy.identity,
        ]
        return cls(asked, scene.many.filed(scene.policy), day, json.dumps(given))

    def trial(self, id: str) -> TrialOfMany:
        cases = len(self.portfolio.cases)
        return TrialOfMany(id, cases, self.about, self.may_tell, self.fails)

    def fails(self, policy: Policy) -> bool:
        """Whether some step that follows does not hold of the policy."""
        try:
            many = replace(self.scene.many, proposed=self.proposing(policy).proposal)
            scene = replace(self.scene, many=many)
            for form, step in self.steps:
                form.carry_out(scene, step)
        except (ScenarioFault, Problems):
            return True
        return False

    def proposing(self, policy: Policy) -> Proposing:
        """What a policy proposes; scenarios to which the same is given share it."""
        last = _last.get(self.key)
        if last is not None and last[0] is policy:
            return last[1]
        settings = self.scene.settings
        found = propose(policy, self.portfolio, as_of=self.as_of, settings=settings, engine=False)
        _last[self.key] = policy, found
        return found

    # -- what a mutant may turn ----------------------------------------------------------------------

    @property
    def about(self) -> frozenset[str]:
        """The rules, questions and conclusions of which the steps say something."""
        said = [step.words for _, step in self.steps]
        return frozenset(words[w] for words in said for w in ("rule", "conclusion") if w in words)

    def may_tell(self, mutant: Mutant) -> bool:
        """Whether the mutant's rules judge some body or pair of these cases otherwise."""
        rules = self.scene.policy.portfolio
        return not mutant.portfolio or any(
            self.is_unlike(rules[id], other) for id, other in mutant.portfolio.items()
        )

    def is_unlike(self, rule: PortfolioRule, other: PortfolioRule) -> bool:
        """Whether some body or pair is judged otherwise; true where more than the judging is other."""
        if replace(other, policy=rule.policy) != rule:
            return True
        changed = [r.define for id, r in other.policy.rules.items() if rule.policy.rules[id] != r]
        day, settings = self._baseline.bodies.day, self.scene.settings
        one, another = (r.policy.with_settings(settings) for r in (rule, other))
        return any(
            meaning(one, values, day).value(name) != meaning(another, values, day).value(name)
            for values in self.read(rule, paired=changed != [rule.where])
            for name in changed
        )

    @property
    def _baseline(self) -> Proposing:
        if self.key not in _baselines:
            _baselines[self.key] = self.proposing(self.scene.policy)
        return _baselines[self.key]

    def read(self, rule: PortfolioRule, *, paired: bool) -> Sequence[Mapping[str, Value]]:
        """What the rule reads of each body, or of each pair."""
        key = self.key, rule.id, paired
        if key not in _read:
            judge, bodies = Judge(rule, self._baseline.bodies), self._baseline.bodies
            others: Sequence[Mapping[str, Value]] = [{}]
            if paired and isinstance(rule, Pairing):
                others = [judge.chosen(other) for other in bodies.of(rule.choose)]
            every = [judge.own(body) for body in bodies.of(rule.each)]
            _read[key] = [{**own, **other} for own in every for other in others]
        return _read[key]
