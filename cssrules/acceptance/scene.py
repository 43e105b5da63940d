"""One scenario under way: the case that its Givens gather, what its When decides, what a Then asks.

In: terms and values in the author's words. Out: a Case that has passed the door, a Decision, and a
ScenarioFault for whatever the policy does not know. The case is kept in the form `cssrules/case/1`,
so a scenario can say nothing that a case could not.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from cssrules.acceptance.coverage import Reached
from cssrules.acceptance.many import Many
from cssrules.acceptance.report import ScenarioFault, from_problems
from cssrules.case import Case
from cssrules.changes import read_changes
from cssrules.deciding import Disagreement, Run, decide, situation
from cssrules.decision import Answer, Decision, ItemFound
from cssrules.door import case_of, read_case, read_unplaced
from cssrules.jsontext import Faults, read_json
from cssrules.meaning import meaning
from cssrules.policy import Policy, Question, Table
from cssrules.problem import Kind as Fault
from cssrules.problem import Problems, did_you_mean
from cssrules.values import BadValue, Kind, Value, listed, plural, read, read_date, show, written

_Found = TypeVar("_Found")


@dataclass
class Scene:
    """`folders` are where a case file is looked for, in turn; `expected` are the kinds of finding
    that some step of the scenario expects. Where one expects a refusal, what is given is not looked at
    before it is decided.
    """

    policy: Policy
    folders: tuple[Path, ...]
    expected: frozenset[str] = frozenset()
    expects_refusal: bool = False
    case: dict[str, Any] = field(default_factory=lambda: {"id": "scenario"})
    settings: dict[str, Value] = field(default_factory=dict)
    many: Many = field(default_factory=Many)
    reached: Reached | None = None
    decided: Decision | None = None
    decider: Callable[..., Decision] | None = None
    refused: Problems | None = None
    as_of: date | None = None
    sourced_only: bool = False
    retake: bool = False

    # -- what is given -----------------------------------------------------------------------------

    def load(self, name: str) -> None:
        """Take the case of a file."""
        self.take(self.file(name).read_bytes(), name)

    def file(self, name: str) -> Path:
        """The file or folder of that name, beside the feature or the policy."""
        found = next((path for f in self.folders if (path := f / name).exists()), None)
        if found is None:
            looked = [str(folder / name) for folder in self.folders]
            raise ScenarioFault(f"there is no case file `{name}`", looked=looked)
        return found

    def take(self, raw: bytes, name: str) -> None:
        """Take the case that `raw` holds as JSON, once the door lets it in."""
        if not self.expects_refusal or not _is_json(raw):
            _or_fault(lambda: read_case(raw, self.policy, name), "the case is refused")
        self.case = json.loads(raw, parse_float=str, parse_int=str)

    def give(self, facts: Mapping[str, object]) -> None:
        """Put facts in place of what the case holds of them; None takes a fact away."""
        self.add([{"fact": fact, "value": value} for fact, value in facts.items()])

    def add(self, entries: Iterable[Mapping[str, object]]) -> None:
        """Put evidence in place of what the case holds of its facts."""
        added = list(entries)
        self.check({"id": "scenario", "evidence": added})
        names = {entry["fact"] for entry in added}
        held = [entry for entry in self.case.get("evidence", ()) if entry["fact"] not in names]
        short = {f: value for f, value in self.case.get("facts", {}).items() if f not in names}
        known = [entry for entry in added if entry["value"] is not None]
        self.case = {**self.case, "facts": short, "evidence": [*held, *known]}

    def report(self, fact: str, value: object, day: str) -> None:
        """Put a fact on file as of a day, beside what the case holds of other days."""
        on = read_day(day).isoformat()
        entry = {"fact": fact, "value": value, "on": on, "reported": on}
        self.check({"id": "scenario", "evidence": [entry]})
        self.case = {**self.case, "evidence": [*self.case.get("evidence", ()), entry]}

    def happened(self, event: Mapping[str, str]) -> None:
        """Put what people decided on file."""
        self.check({"id": "scenario", "events": [event]})
        self.case = {**self.case, "events": [*self.case.get("events", ()), event]}

    def choose(self, setting: str, value: str) -> None:
        """Change a setting for this scenario."""
        if setting in self.policy.evidence:
            hint = f"it is a fact: Given {setting} is {value}"
            raise ScenarioFault(f"no setting is called `{setting}`", hint=hint)
        pair = [f"{setting}={value}"]
        self.settings.update(_or_fault(lambda: read_changes((), pair, self.policy)).settings)

    def check(self, case: Mapping[str, object]) -> None:
        """Let the parts of a case be looked at by the door, but for the order of their dates: that is of
        the whole.
        """
        if not self.expects_refusal:
            faults, raw = Faults(), json.dumps(case).encode()
            case_of(read_json(raw, "the scenario", faults), self.policy, "", faults)
            _or_fault(faults.settle)

    def whole(self) -> Case:
        """The scenario's case, let in by the door. Raises Problems."""
        return read_unplaced(json.dumps(self.case).encode(), self.policy, "the scenario")

    # -- what is decided ---------------------------------------------------------------------------

    def decide(self, as_of: date | None, *, sourced_only: bool, retake: bool = False) -> None:
        self.as_of, self.sourced_only, self.retake = as_of, sourced_only, retake
        self.refused = _refusal(self.whole) if self.expects_refusal else None
        if self.refused is not None:
            self.decided = None
            return
        self.decided = self.decision_with({})
        if self.reached is not None:
            self.reached.take(self.decided)
            asked = situation(self.policy, self.whole(), **self._run({}))
            self.reached.see(
                meaning(asked.policy, asked.known.values, asked.known.as_of, asked.decided)
            )
        found = [
            f"{finding.kind} of {finding.rule}: {finding.message}"
            for finding in self.decided.core.findings
            if finding.kind not in {*self.expected, Fault.DIVISION.label}
        ]
        if found:
            hint = "where it is meant, write `Then the policy finding … is reported`"
            raise ScenarioFault(
                "the decision shows a fault of the policy", finding=found, hint=hint
            )

    def decision_with(self, changes: Mapping[str, Value]) -> Decision:
        """What the policy decides with some facts put in place of the case's."""
        case = _or_fault(self.whole, "the case is refused")
        return _or_fault(
            lambda: (self.decider or decide)(self.policy, case, **self._run(changes)),
            "the case cannot be decided",
        )

    def _run(self, changes: Mapping[str, Value]) -> Run:
        return {
            "as_of": self.as_of,
            "settings": self.settings,
            "changes": changes,
            "sourced_only": self.sourced_only,
            "retake": self.retake,
        }

    def changes(self, text: str) -> Mapping[str, Value]:
        """The change that `FACT to VALUE` says; a fact's name may itself hold the word `to`."""
        names = [fact for fact in self.policy.evidence if text.startswith(f"{fact} to ")]
        fact = max(names, key=len, default=text.partition(" to ")[0])
        value = text.removeprefix(f"{fact} to ")
        return _or_fault(lambda: read_changes([f"{fact}={value}"], (), self.policy)).facts

    def propose(self, as_of: date | None) -> None:
        """Decide the scenario's portfolio."""
        try:
            proposal = self.many.decide(self.policy, self.settings, as_of)
        except Problems as problems:
            if not self.expects_refusal:
                raise from_problems("the portfolio is refused", problems) from None
            self.refused = problems
        else:
            self.refused = None
            if self.reached is not None:
                self.reached.take_all(proposal)

    def entity(self, noun: str) -> str:
        """The kind of body that a noun, singular or plural, names."""
        kinds = {name: kind for kind in self.policy.entities for name in (kind, plural(kind))}
        if noun not in kinds:
            hint = did_you_mean(noun, kinds) or f"there are {listed(sorted(kinds), 'and')}"
            raise ScenarioFault(f"the policy has no entity `{noun}`", hint=hint)
        return kinds[noun]

    # -- what is asked of the decision -------------------------------------------------------------

    @property
    def decision(self) -> Decision:
        if self.refused is not None:
            raise from_problems("the case is refused, and not decided", self.refused)
        assert self.decided is not None, "the order of steps is checked before they are played"
        return self.decided

    def is_refused(self, noun: str, because: str) -> None:
        """Hold that the case, or the portfolio, was refused, and that some fault says so."""
        if self.refused is None:
            raise ScenarioFault(f"expected the {noun} to be refused, and it is let in")
        if not any(because in problem.message for problem in self.refused.found):
            raise from_problems(f"the {noun} is refused, and not because {because}", self.refused)

    @property
    def main(self) -> Answer:
        """The answer to the policy's main question."""
        if not self.decision.core.answers:
            raise ScenarioFault("the policy asks no question", hint="give it `decisions:`")
        return self.decision.main

    def answer(self, id: str) -> Answer:
        """The answer to the question `id`."""
        answers = {answer.id: answer for answer in self.decision.core.answers}
        if id not in answers:
            hint = did_you_mean(id, answers) or f"it asks {listed(answers, 'and')}"
            raise ScenarioFault(f"the policy asks no question `{id}`", hint=hint)
        return answers[id]

    def took(self, answer: Answer) -> bool:
        """Whether people have decided the question, as far as the case holds."""
        events = self.case.get("events", ())
        return any(event.get("decision") == answer.id for event in events)

    def question(self, id: str) -> Question | None:
        return next((question for question in self.policy.questions if question.id == id), None)

    def answer_meant(self, answer: Answer, text: str) -> str:
        """The answer to a question that `text` or an alias names, as decisions show it."""
        question = self.question(answer.id)
        assert question is not None, "a decision answers the policy's questions"
        kind = self.policy.kind(question.answer)
        assert kind is not None, "a question's answer is a conclusion"
        return show(read_value(text, kind), kind)

    def conclusion(self, name: str, text: str | None) -> tuple[str, str | None, str]:
        """The node of the conclusion `name`, its value as written, and `text` as that writes it."""
        rules = self.policy.defining.get(name)
        if rules is None:
            raise self.unknown_conclusion(name)
        nodes = {node.id: node for node in self.decision.core.nodes}
        rule = next((rule for rule in rules if rule.id in nodes), None)
        if rule is None:
            raise ScenarioFault(f"no rule for `{name}` is in force on {self.decision.as_of}")
        meant = "" if text is None else written(read_value(text, rule.kind), rule.kind)
        return rule.id, nodes[rule.id].value, meant

    def unknown_conclusion(self, name: str) -> ScenarioFault:
        if name in self.policy.evidence:
            hint = f"`{name}` is evidence: a Given says it, and no rule concludes it"
        elif name in self.policy.settings:
            hint = f"`{name}` is a setting: a Given may change it, and no rule concludes it"
        else:
            questions = [question.id for question in self.policy.questions]
            names = [*questions, *sorted(self.policy.defining)]
            hint = did_you_mean(name, names) or f"it has {listed(names, 'and')}"
        return ScenarioFault(f"the policy has no conclusion or question `{name}`", hint=hint)

    def records(self, name: str) -> tuple[ItemFound, ...]:
        """The records of a list that rules collected, or of which they conclude something."""
        lists = {found.name: found for found in self.decision.core.lists}
        if name not in lists:
            hint = (
                did_you_mean(name, lists) or f"it has {listed(lists, 'and') if lists else 'none'}"
            )
            message = f"no rule collects `{name}` or concludes anything of its records"
            raise ScenarioFault(message, hint=hint)
        return lists[name].items

    def field_meant(self, items: str, said: str) -> tuple[str, str]:
        """The field of the list with which `said` begins, and the value after it, as decisions show it."""
        rules = {rule.define: rule.kind for rule in self.policy.concluded_of(items)}
        kinds = {**dict(self.policy.record_of(items).fields), **rules}
        field = max((name for name in kinds if said.startswith(f"{name} ")), key=len, default=None)
        if field is None:
            name = said.split(" ", maxsplit=1)[0]
            hint = did_you_mean(name, kinds) or f"it has {listed(kinds, 'and')}"
            raise ScenarioFault(f"a record of {items} has no field `{name}`", hint=hint)
        text = said.removeprefix(f"{field} ")
        if text == "unknown":
            return field, "unknown"
        return field, written(read_value(text, kinds[field]), kinds[field])

    def reason_id(self, id: str) -> str:
        """The id, if the decision or the policy has such a reason."""
        known = {node.id for node in self.decision.core.nodes} | _ids(self.policy)
        if id not in known:
            raise ScenarioFault(
                f"no rule, row or fact has the id `{id}`", hint=_id_meant(id, known)
            )
        return id

    def fact(self, name: str) -> str:
        """The name, if the policy has such evidence."""
        if name not in self.policy.evidence:
            hint = did_you_mean(name, self.policy.evidence) or ""
            raise ScenarioFault(f"no fact is called `{name}`", hint=hint)
        return name


def _id_meant(id: str, known: set[str]) -> str:
    """A hint for an id that nothing has: another spelling, the rows of its table, the nearest."""
    spelled = [other for other in known if other.casefold() == id.casefold()]
    if spelled:
        return f"did you mean `{spelled[0]}`?"
    table, between, row = id.rpartition("/row/")
    start = table + between
    below = (other.removeprefix(start) for other in known if other.startswith(start))
    rows = sorted(name for name in below if "/" not in name)
    if not between or not rows:
        return did_you_mean(id, known) or ""
    if did_you_mean(row, rows):
        return did_you_mean(id, [start + name for name in rows]) or ""
    return f"{table} has the rows {listed(rows, 'and')}"


def _ids(policy: Policy) -> set[str]:
    """The ids of all reasons that some decision may have, but for conditions within rules."""
    rules = policy.rules.values()
    presumed = {f"{rule.id}/if unknown" for rule in rules if rule.if_unknown is not None}
    rows = {
        f"{rule.id}/{rule.root}/{row.id}"
        for rule in rules
        if isinstance(rule.body, Table)
        for row in rule.body.rows
    }
    settings = {f"setting:{name}" for name in policy.settings}
    return {*policy.rules, *policy.evidence, *presumed, *rows, *settings}


def read_value(text: str, kind: Kind) -> Value:
    """The value of `kind` that `text` writes."""
    try:
        return read(text, kind)
    except BadValue as fault:
        raise ScenarioFault(fault.message, hint=fault.hint or "") from None


def read_day(text: str) -> date:
    """The day that `text` writes."""
    try:
        return read_date(text)
    except BadValue as fault:
        raise ScenarioFault(fault.message, hint=fault.hint or "") from None


def _is_json(raw: bytes) -> bool:
    try:
        json.loads(raw)
    except ValueError:
        return False
    return True


def _refusal(ask: Callable[[], object]) -> Problems | None:
    """For what `ask` is refused; None where it is not."""
    try:
        ask()
    except Problems as problems:
        return problems
    return None


def _or_fault(ask: Callable[[], _Found], headline: str = "") -> _Found:
    """What `ask` finds; its Problems as a ScenarioFault, under the first's own words at need."""
    try:
        return ask()
    except Problems as problems:
        first = problems.found[0]
        if not headline and len(problems.found) == 1:
            raise ScenarioFault(first.message, hint=first.help or "") from None
        raise from_problems(headline or first.message, problems) from None
    except Disagreement as internal:
        hint = "this is a fault of cssrules and not of the policy: please report it"
        raise ScenarioFault(f"internal error: {internal}", hint=hint) from None
