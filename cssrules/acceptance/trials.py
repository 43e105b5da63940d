"""The decisions of scenarios, as trials that tell a policy from its mutants.

In: a scenario as it is played. Out: for each decision of a case what the scenario then says of it, and
a way to ask whether it would still hold of another policy. Where a scenario says what a question or a
conclusion comes to, meaning alone tells; all else is played again.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property, partial
from pathlib import Path
from typing import Any

from cssrules.acceptance.played import Played
from cssrules.acceptance.report import ScenarioFault
from cssrules.acceptance.scene import Scene
from cssrules.acceptance.trials_of_many import MomentOfMany
from cssrules.acceptance.vocabulary import Form, Said
from cssrules.case import Case
from cssrules.cone import part_of, read_by
from cssrules.deciding import decide, situation
from cssrules.decision import Decision
from cssrules.explanation import why
from cssrules.meaning import meaning
from cssrules.policy import Policy, Question
from cssrules.problem import Kind
from cssrules.proof.mutants.trial import Rests, Trial, TrialOfMany
from cssrules.values import Value

_PLAIN = {"the outcome is <answer>", "[the] <conclusion> is <value>"}
_OF_MAIN = {
    "the outcome can still be <answers>",
    "we should ask for <fact>",
    "changing <fact> to <value> would give <answer>",
}
_OF_QUESTION = {
    "we should ask for <fact> to decide <question>",
    "the decision <question> departs from the policy",
    "the decision <question> follows the policy",
}
_REASONS = re.compile(r"the reasons (for <question> )?(include|exclude) <id>")
_RULE = re.compile(r"[^/]+")


def trials(policy: Policy, scenario: Played) -> Iterator[Trial | TrialOfMany]:
    """What the scenario decides. Raises ScenarioFault, and Problems."""
    for number, moment in enumerate(_moments(policy, scenario), start=1):
        yield moment.trial(f"{scenario.id} #{number}")


def _moments(policy: Policy, scenario: Played) -> Iterator["_Moment | MomentOfMany"]:
    """The decisions of a scenario, each with what is said of it."""
    assert scenario.steps is not None, "the scenario can be played"
    folders = (Path(scenario.file).parent, Path(scenario.policy).parent, Path())
    said = [step.words for form, step in scenario.steps if form.keyword == "then"]
    expected = frozenset(words["kind"] for words in said if "kind" in words)
    refusal = any("refusal" in words for words in said)
    scene = Scene(policy, tuple(dict.fromkeys(folders)), expected, refusal)
    scene.decider = partial(decide, engine=False)
    moment: _Moment | MomentOfMany | None = None
    for form, step in scenario.steps:
        if form.keyword == "then":
            if moment is not None:
                moment.steps.append((form, step))
            continue
        if moment is not None:
            yield moment
        moment = None
        if form.keyword == "given":
            form.carry_out(scene, step)
        elif not refusal:
            of_many = "portfolio" in form.wording
            moment = (MomentOfMany if of_many else _Moment).of(scene, form, step)
    if moment is not None:
        yield moment


@dataclass
class _Moment:
    """A case that is decided, and the steps that follow. `scene` is as it stood then."""

    scene: Scene
    case: Case
    steps: list[tuple[Form, Said]] = field(default_factory=list)

    @classmethod
    def of(cls, scene: Scene, form: Form, step: Said) -> "_Moment":
        """What the step decides; nothing is decided yet."""
        asked = replace(scene, settings=dict(scene.settings), decider=_not_yet)
        try:
            form.carry_out(asked, step)
        except _NotYet as found:
            return cls(replace(asked, decider=scene.decider), found.case)
        raise AssertionError("a When decides a case")

    def trial(self, id: str) -> Trial:
        scene = self.scene
        asked = situation(
            scene.policy,
            self.case,
            as_of=scene.as_of,
            settings=scene.settings,
            sourced_only=scene.sourced_only,
            retake=scene.retake,
        )
        trace = meaning(asked.policy, asked.known.values, asked.known.as_of, asked.decided)
        watch = self.watch(looking=False)
        return Trial(
            id,
            asked.policy,
            trace,
            self.fails,
            self.rests,
            frozenset(scene.settings),
            tuple(watch.questions),
            frozenset(watch.conclusions),
            scene.expected | {Kind.DIVISION.label},
        )

    def watch(self, *, looking: bool) -> "_Watch":
        """What the steps say something of."""
        watch = _Watch(self, looking=looking)
        for form, step in self.steps:
            watch.take(form, step)
        return watch

    def rests(self) -> Rests:
        """On what the steps rest that do not say what a question or a conclusion comes to."""
        return self._rests

    @cached_property
    def _rests(self) -> Rests:
        watch = self.watch(looking=True)
        return Rests(frozenset(watch.loose), frozenset(watch.inside))

    @cached_property
    def decision(self) -> Decision:
        """What the policy says of the case."""
        return self.decision_of(self.scene.policy)

    def decision_of(self, policy: Policy) -> Decision:
        """What another policy says of the case."""
        scene = self.scene
        return self.decide(
            policy,
            policy,
            self.case,
            as_of=scene.as_of,
            settings=scene.settings,
            sourced_only=scene.sourced_only,
            retake=scene.retake,
        )

    def fails(self, policy: Policy) -> bool:
        """Whether some step that follows does not hold of the policy."""
        scene = replace(self.scene, decider=partial(self.decide, policy))
        scene.decided = self.decision_of(policy)
        try:
            for form, step in self.steps:
                form.carry_out(scene, step)
        except ScenarioFault:
            return True
        return False

    def decide(
        self, policy: Policy, _: Policy, case: Case, settings: Mapping[str, Value], **choices: Any
    ) -> Decision:
        """What the part of the policy that the steps ask about says of the case."""
        part = self.part(policy)
        chosen = {name: value for name, value in settings.items() if name in part.settings}
        return decide(part, case, engine=False, settings=chosen, **choices)

    def part(self, policy: Policy) -> Policy:
        """The part of the policy that bears on what the steps ask about, and on what people decided; all of
        it where they ask for a fault of the policy.
        """
        if self.scene.expected:
            return policy
        taken = {event.decision for event in self.case.events}
        watch = self.watch(looking=False)
        about = {question.id for question in watch.about} | taken
        questions = tuple(question for question in policy.questions if question.id in about)
        part = part_of(policy, questions, {*watch.conclusions, *watch.loose})
        return replace(part, questions=questions, records=policy.records)


class _NotYet(Exception):
    """What would be decided."""

    def __init__(self, case: Case) -> None:
        super().__init__(case.id)
        self.case = case


def _not_yet(_: Policy, case: Case, **__: Any) -> Decision:
    raise _NotYet(case)


class _Watch:
    """What the steps of a moment say something of; `looking` at the reasons, or for their names alone."""

    def __init__(self, moment: _Moment, *, looking: bool) -> None:
        self.moment, self.policy, self.looking = moment, moment.scene.policy, looking
        self.about: list[Question] = []
        self.questions: list[Question] = []
        self.conclusions: set[str] = set()
        self.loose: set[str] = set()
        self.inside: set[str] = set()

    def take(self, form: Form, said: Said) -> None:
        """Take what a step is about."""
        words, wording = said.words, form.wording
        if wording in _PLAIN:
            self.plain(words.get("conclusion"), words.get("answer") or words["value"])
        elif (found := _REASONS.fullmatch(wording)) is not None:
            self.reasons(self.question(words["question"] if found[1] else None))
        elif wording in _OF_MAIN:
            self.whole(self.question(None))
        elif wording in _OF_QUESTION:
            self.whole(self.question(words["question"]))
        elif wording == "there is no missing evidence":
            self.about += self.policy.questions
            self.questions += self.policy.questions
        elif "list" in words:
            name = words["list"]
            self.loose |= {name, *(rule.define for rule in self.policy.concluded_of(name))}

    def plain(self, name: str | None, text: str) -> None:
        """A step that says what a question, or a conclusion, comes to."""
        question = self.question(name)
        if question is None:
            assert name is not None, "the outcome is a question's"
            (self.loose if text.startswith("not ") else self.conclusions).add(name)
        elif text.startswith("not "):
            self.whole(question)
        else:
            self.about.append(question)
            self.questions.append(question)

    def question(self, id: str | None) -> Question | None:
        """The question of that id; the main one for None."""
        if id is None:
            asked = self.policy.questions
            return next((question for question in asked if question.main), asked[-1])
        return next((question for question in self.policy.questions if question.id == id), None)

    def whole(self, question: Question | None) -> None:
        """A step that may rest on any rule that bears on a question."""
        assert question is not None, "the step held when it was played"
        self.about.append(question)
        if not self.looking:
            return
        self.inside |= part_of(self.policy, [question]).rules.keys()

    def reasons(self, question: Question | None) -> None:
        """A step that rests on the rules which decide a question, and on what these read."""
        assert question is not None, "the step held when it was played"
        self.about.append(question)
        if not self.looking:
            return
        decision = self.moment.decision
        nodes = why(decision, f"outcome:{question.id}").nodes
        rules = {_RULE.match(node.id)[0] for node in nodes} & self.policy.rules.keys()  # type: ignore[index]
        self.inside |= rules
        self.loose |= {name for id in rules for name in read_by(self.policy.rules[id])}
        self.loose.add(question.answer)
        if question.asked_when is not None:
            self.loose |= self.policy.reads(question.asked_when)
