"""The portfolios that scenarios decide, as trials of rules over many bodies.

In: a scenario as it stood when it decided a portfolio. Out: whether its steps still hold of another policy;
asked only where they say something of what may be otherwise.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property

from cssrules.acceptance.report import ScenarioFault
from cssrules.acceptance.scene import Scene, read_day
from cssrules.acceptance.vocabulary import Form, Said
from cssrules.expression import terms
from cssrules.meaning import meaning
from cssrules.policy import EachBody, Pairing, Policy, PortfolioRule
from cssrules.portfolio.filed import Portfolio
from cssrules.portfolio.judging import Judge
from cssrules.portfolio.propose import Proposing, propose
from cssrules.problem import Problems
from cssrules.proof.mutants.mutant import Mutant
from cssrules.proof.mutants.trial import TrialOfMany
from cssrules.values import Value


@dataclass
class MomentOfMany:
    """A portfolio that is decided, and the steps that follow. `scene` is as it stood then."""

    scene: Scene
    portfolio: Portfolio
    as_of: date | None
    steps: list[tuple[Form, Said]] = field(default_factory=list)

    @classmethod
    def of(cls, scene: Scene, _: Form, step: Said) -> "MomentOfMany":
        """What the step decides; nothing is decided yet."""
        day = read_day(step.words["date"]) if "date" in step.words else None
        asked = replace(scene, settings=dict(scene.settings))
        return cls(asked, scene.many.filed(scene.policy), day)

    def trial(self, id: str) -> TrialOfMany:
        return TrialOfMany(id, self.may_tell, self.fails)

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
        settings = self.scene.settings
        return propose(policy, self.portfolio, as_of=self.as_of, settings=settings, engine=False)

    # -- what a mutant may turn ----------------------------------------------------------------------

    def may_tell(self, mutant: Mutant) -> bool:
        """Whether a step says something of what may be otherwise, in these cases."""
        if self._about.isdisjoint(_resting_on(self.scene.policy, _named(mutant))):
            return False
        return not mutant.portfolio or any(
            self.is_unlike(rule, other)
            for id, other in mutant.portfolio.items()
            for rule in [self.scene.policy.portfolio[id]]
        )

    @cached_property
    def _about(self) -> frozenset[str]:
        """The rules, questions and conclusions of which the steps say something."""
        return frozenset(
            words[word]
            for _, step in self.steps
            for words in [step.words]
            for word in ("rule", "conclusion")
            if word in words
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

    @cached_property
    def _baseline(self) -> Proposing:
        return self.proposing(self.scene.policy)

    def read(self, rule: PortfolioRule, *, paired: bool) -> Iterator[Mapping[str, Value]]:
        """What the rule reads of each body, or of each pair."""
        bodies = self._baseline.bodies
        judge = Judge(rule, bodies)
        others: Sequence[Mapping[str, Value]] = [{}]
        if paired and isinstance(rule, Pairing):
            others = [judge.chosen(other) for other in bodies.of(rule.choose)]
        for body in bodies.of(rule.each):
            own = judge.own(body)
            yield from ({**own, **other} for other in others)


def _named(mutant: Mutant) -> Iterator[str]:
    """What is otherwise: conclusions, portfolio rules, settings."""
    yield from mutant.values
    yield from mutant.portfolio
    yield from (rule.define for rule in (*mutant.rules.values(), *mutant.portfolio.values()))


def _resting_on(policy: Policy, names: Iterable[str]) -> frozenset[str]:
    """The names, and every conclusion, question and portfolio rule that rests on them."""
    found = set(names)
    found.update(*(_feeds(rule) for rule in policy.portfolio.values() if rule.id in found))
    read: dict[tuple[str, ...], frozenset[str]] = {}
    for rule in policy.rules.values():
        asked = [policy.reads(one, rule.each) for one in rule.expressions]
        gives = (rule.define, *([rule.each] if rule.each else []))
        read[*gives, rule.id] = frozenset[str]().union(*asked)
    for question in policy.questions:
        asked_when = () if question.asked_when is None else terms(question.asked_when)
        read[(question.id,)] = frozenset({question.answer, *asked_when})
    for one in policy.portfolio.values():
        read[one.id, one.define, *_feeds(one)] = policy.read_by(one)
    while new := [
        gives for gives, asked in read.items() if asked & found and not found >= {*gives}
    ]:
        found.update(*new)
    return frozenset(found)


def _feeds(rule: PortfolioRule) -> Sequence[str]:
    """The evidence that a portfolio rule gives, if any."""
    return (rule.feeds,) if isinstance(rule, EachBody) and rule.feeds is not None else ()
