"""One decision: meaning, durable-rules beside it, and the reasons.

In: a policy and a case, the day, and what one run changes. Out: a Decision. The clock is never read.
durable-rules fires every decision; where it does not agree with meaning, Disagreement is raised,
which is a fault of cssrules and never of an author. Where it cannot be had, the decision says so.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from importlib import import_module
from typing import Any, TypedDict, Unpack

from cssrules.asking import asked_for
from cssrules.assumed import broken_as_of
from cssrules.case import Case, Decided, Entry, Facts, facts
from cssrules.counting import Over, answers_taken, counting
from cssrules.dataclass import dataclass
from cssrules.decision import (
    Answer,
    Core,
    Decision,
    DecisionFinding,
    Edge,
    Node,
    NodeKind,
    Status,
    Taken,
)
from cssrules.departures import judged
from cssrules.english import says
from cssrules.explanation import deciding_facts, explain, status_of
from cssrules.expression import DECISION_DAY, terms
from cssrules.implied import on_record
from cssrules.meaning import meaning
from cssrules.policy import Policy, Question, Rule
from cssrules.possible import Possibilities
from cssrules.problem import Kind as Fault
from cssrules.problem import Problem, Problems, did_you_mean
from cssrules.ranges import in_words
from cssrules.records import lists_found
from cssrules.trace import Trace
from cssrules.values import Choice, Date, Value, show, written
from cssrules.version import VERSION

WHAT_IF = "what-if"
"""The source of a fact that one run puts in place of the case's."""

ON_THE_POLICY = "policy"
"""What a finding is about that is of no rule, and so of every case."""

AS_GIVEN = "as given"
"""Where the day of a run comes from that the user gave."""

NO_DATES = "neither the case nor the policy has dates"


class Disagreement(Exception):
    """durable-rules and meaning differ on a case: an internal error that names the case."""

    def __init__(self, case: str, differences: Iterable[str]) -> None:
        self.case = case
        self.differences = tuple(differences)
        listed = "; ".join(self.differences)
        super().__init__(f"durable-rules does not agree with meaning on the case {case}: {listed}")


class Run(TypedDict, total=False):
    """What one run asks for. Each may be left out."""

    as_of: date | None
    """The day to decide as of; without, the last on which the case was reported."""
    settings: Mapping[str, Value] | None
    """Values in place of the policy's: stamped on the decision."""
    changes: Mapping[str, Value] | None
    """Facts in place of the case's: stamped on the decision."""
    sourced_only: bool
    """Leave illustrative evidence out."""
    retake: bool
    """Ask anew what people decided; without, later questions build on it."""


@dataclass(frozen=True, slots=True)
class Situation:
    """What one run decides: the policy with the settings of the run, the case, and the `whole` of it,
    which is another where illustrative evidence is left out; what is known of it as of the day and where
    the day comes from, what people decided, and of that what later questions read: nothing where they are
    `retaken`; the settings and facts that the run puts in place of others; and what people decided and
    that counts no more (`over`).
    """

    policy: Policy
    case: Case
    whole: Case
    known: Facts
    origin: str
    taken: Mapping[str, Decided]
    decided: Mapping[str, Value]
    settings: Mapping[str, Value]
    changes: Mapping[str, Value]
    retaken: bool
    over: Mapping[str, Over]


@dataclass(frozen=True, slots=True)
class _Asked:
    """One run: what is decided, and what came of it; `told` is what people decided, by question, and
    whether that departs from the policy.
    """

    policy: Policy
    trace: Trace
    told: Mapping[str, tuple[Taken, bool]]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    possible: Possibilities


def decide(policy: Policy, case: Case, *, engine: bool = True, **run: Unpack[Run]) -> Decision:
    """What `policy` says of `case`. Raises Problems, and Disagreement."""
    return decision_of(situation(policy, case, **run), engine=engine)


def decision_of(asked: Situation, *, engine: bool = True) -> Decision:
    """What the policy says of a situation. Raises Disagreement."""
    policy, case, known, taken = asked.policy, asked.case, asked.known, asked.taken
    day, origin = known.as_of, asked.origin
    trace = meaning(policy, known.values, day, asked.decided)
    fired, fired_by = _fire(policy, case, trace) if engine else ({}, "meaning alone: as was asked")
    nodes, edges = explain(policy, known, trace, fired, _by_conclusion(policy, taken))
    possible = Possibilities(policy, known.values, day, trace.decided)
    supposed = bool(asked.changes or policy.changed_settings)
    ways = (case,) if case is asked.whole else (case, asked.whole)
    told = {} if supposed else judged(policy, ways, taken, trace)
    run = _Asked(policy, trace, told, nodes, edges, possible)
    deciding = deciding_facts(nodes)
    answers = tuple(_answer(run, question) for question in policy.questions)
    return Decision(
        case=case.id,
        name=case.name,
        policy_name=policy.name,
        policy_version=policy.version,
        as_of="" if origin == NO_DATES else day.isoformat(),
        as_of_given=origin == AS_GIVEN,
        hypothetical=tuple(_as_given(policy, asked.changes, frozenset(asked.changes))),
        sourced_only=case is not asked.whole,
        settings_changed=tuple(
            (s.name, written(s.value, s.kind), written(s.default, s.kind))
            for s in policy.changed_settings
        ),
        illustrative_deciding=sum(node.illustrative for node in deciding),
        deciding=len(deciding),
        core=Core(
            policy.identity,
            answers,
            nodes,
            edges,
            findings_of(policy, trace),
            tuple(sorted(id for id, judged in trace.properties.items() if judged.value is None)),
            _builds_on(nodes),
            lists_found(policy, trace),
        ),
        places=_places(policy, nodes),
        engine={"cssrules": VERSION, "fired_by": fired_by},
        as_of_origin=origin,
        retaken=asked.retaken,
        papers=_papers(policy, nodes),
        asks=_asks(policy, answers),
        asks_together=_asks_together(policy, answers),
        set_aside=tuple(map(str, asked.over.values())),
    )


# -- what is known -------------------------------------------------------------------------------------


def situation(  # noqa: PLR0913 # because a run has so many choices, each with its plain default
    policy: Policy,
    case: Case,
    *,
    as_of: date | None = None,
    settings: Mapping[str, Value] | None = None,
    changes: Mapping[str, Value] | None = None,
    sourced_only: bool = False,
    retake: bool = False,
) -> Situation:
    """What `decide` decides when it is asked the same: see Run. Raises Problems."""
    settings, changes = settings or {}, changes or {}
    _refuse_unknown(settings, policy.settings, Fault.UNKNOWN_SETTING, "setting")
    _refuse_unknown(changes, policy.evidence, Fault.UNKNOWN_FACT, "fact")
    policy = policy.with_settings(settings) if settings else policy
    case = on_record(case) if retake else case
    whole, case = case, case.sourced_only() if sourced_only else case
    day, origin = _day(policy, case, as_of)
    found = counting(policy, case, day, changes)
    held = facts(found.case, day)
    known = _changed(held, changes)
    _refuse_unassumed(policy, held, known, changes)
    taken = found.taken
    decided = {} if retake else answers_taken(policy, taken)
    return Situation(
        policy, case, whole, known, origin, taken, decided, settings, changes, retake, found.over
    )


def _refuse_unknown(
    given: Mapping[str, Value], declared: Mapping[str, object], fault: Fault, noun: str
) -> None:
    problems = [
        Problem(fault, f"no {noun} is called `{name}`", name, did_you_mean(name, declared))
        for name in given
        if name not in declared
    ]
    if problems:
        raise Problems(problems)


def _day(policy: Policy, case: Case, given: date | None) -> tuple[date, str]:
    """The day to decide as of, and where it comes from. Without any date no day matters, unless a
    rule has a period: then it must be given.
    """
    if given is not None:
        return given, AS_GIVEN
    if case.last_reported is not None:
        return case.last_reported, "the latest report in the case"
    if policy.effective.start is not None:
        return policy.effective.start, "the policy's first day, as the case has no dates"
    if not any(_needs_day(rule) for rule in policy.rules.values()):
        return date.max, NO_DATES
    message = "neither the case nor the policy tells the day to decide as of"
    help = "give the day with --as-of, or say when the evidence was `reported`"
    raise Problems([Problem(Fault.BAD_VALUE, message, case.id, help)])


def _refuse_unassumed(
    policy: Policy, held: Facts, known: Facts, changes: Mapping[str, Value]
) -> None:
    """Refuse changes by which a case is none that the policy assumes there to be."""
    if not changes:
        return
    before = {broken.assumed for broken in broken_as_of(policy, held.values, held.as_of)}
    problems = [
        Problem(Fault.ASSUMPTION, broken.message(policy), said, broken.help(policy))
        for broken in broken_as_of(policy, known.values, known.as_of)
        if broken.assumed not in before
        for said in [", ".join(_as_given(policy, changes, terms(broken.assumed)))]
    ]
    if problems:
        raise Problems(problems)


def _as_given(policy: Policy, changes: Mapping[str, Value], read: frozenset[str]) -> Iterable[str]:
    """The changes as a user writes them: those that are read, or all where none is."""
    named = sorted(name for name in changes if name in read) or sorted(changes)
    return (f"{name}={_written(policy, name, changes[name])}" for name in named)


def _needs_day(rule: Rule) -> bool:
    """Whether what the rule says hangs on the day."""
    read = frozenset(name for expression in rule.expressions for name in terms(expression))
    return bool(rule.effective.start or rule.effective.end) or DECISION_DAY in read


def _changed(known: Facts, changes: Mapping[str, Value]) -> Facts:
    """What is known, with `changes` in place of what the case says."""
    entries = {name: Entry(name, value, source=WHAT_IF) for name, value in changes.items()}
    items = {key: entry for key, entry in known.items.items() if key[0] not in changes}
    return replace(
        known,
        values={**known.values, **changes},
        entries={**known.entries, **entries},
        items=items,
    )


def _written(policy: Policy, name: str, value: Value) -> str:
    return written(value, policy.evidence[name].kind)


# -- durable-rules -------------------------------------------------------------------------------------


def _fire(policy: Policy, case: Case, trace: Trace) -> tuple[Mapping[str, bool], str]:
    """The nodes that durable-rules derived, and by what: none, and why, where it cannot be had."""
    fire: Any = import_module("cssrules.readings.fire")
    release = fire.available()
    if release is None:
        return {}, "meaning alone: durable-rules is not installed"
    fired = fire.fire(policy, trace)
    differences = fire.disagreements(policy, trace, fired)
    if differences:
        raise Disagreement(case.id, differences)
    derived = {firing.node: True for firing in fired.firings if firing.truth != "unknown"}
    return derived, fired.engine


# -- answers -------------------------------------------------------------------------------------------


def _answer(run: _Asked, question: Question) -> Answer:
    policy, trace = run.policy, run.trace
    status = status_of(trace, question)
    kind = policy.kind(question.answer)
    assert kind is not None, "a question is answered by a conclusion"
    value = trace.value(question.answer) if status is Status.DECIDED else None
    node = f"outcome:{question.id}"
    undecided = status is Status.UNDECIDED
    asked = asked_for(run.trace, run.nodes, run.edges, node) if undecided else {}
    taken, departs = run.told.get(question.id, (None, False))
    return Answer(
        id=question.id,
        question=question.question,
        decided_by=question.decided_by,
        main=question.main,
        status=status,
        answer=None if value is None else show(value, kind),
        node=node,
        also_called=_aliases(kind, value),
        possible=_possible(run, question) if undecided else (),
        ask=tuple(asked),
        ask_fields=tuple((name, fields) for name, fields in asked.items() if fields),
        departs=taken if departs else None,
        taken=taken,
        stage=question.stage,
        shown_by=question.shown_by,
        on_record=question.records_answer,
    )


def _aliases(kind: object, value: Value) -> tuple[str, ...]:
    if not isinstance(kind, Choice):
        return ()
    return tuple(sorted(alias for alias, option in kind.aliases if option == value))


def _possible(run: _Asked, question: Question) -> tuple[str, ...]:
    """The answers that more evidence may give, `not asked` among them."""
    kind = run.policy.kind(question.answer)
    assert kind is not None, "a question is answered by a conclusion"
    answers = in_words(run.possible.conclusion(question.answer), kind)
    asked = question.asked_when
    may_not_be_asked = asked is not None and False in run.possible.truths(asked)
    return (*answers, Status.NOT_ASKED.value) if may_not_be_asked else answers


def _by_conclusion(policy: Policy, taken: Mapping[str, Decided]) -> Mapping[str, Decided]:
    return {q.answer: taken[q.id] for q in policy.questions if q.id in taken}


def _builds_on(nodes: Iterable[Node]) -> tuple[str, ...]:
    """The questions of which something read what people decided."""
    return tuple(n.id.partition(":")[2] for n in nodes if n.kind is NodeKind.DECIDED)


# -- findings and places -------------------------------------------------------------------------------


def findings_of(policy: Policy, trace: Trace) -> tuple[DecisionFinding, ...]:
    """What is wrong with the policy as a case shows it, broken properties among it."""
    found = {DecisionFinding(f.kind.label, f.rule, f.message) for f in trace.findings}
    found.update(findings_of_day(policy, trace.as_of))
    for stated in policy.properties:
        holds = trace.properties[stated.id].value
        if holds is stated.never:
            word = "never" if stated.never else "always"
            condition = says(policy, stated.condition, truth=True)
            message = f"the policy's authors say `{word}` of this: {condition}"
            found.add(DecisionFinding(Fault.PROPERTY_BROKEN.label, stated.id, message))
    return tuple(sorted(found, key=lambda f: (f.rule, f.kind, f.message)))


def findings_of_day(policy: Policy, day: date) -> Iterator[DecisionFinding]:
    """What is wrong with deciding anything on the day."""
    if not policy.effective.holds(day):
        said = f"the policy is not in force on {show(day, Date())}, the day of this decision"
        yield DecisionFinding(Fault.NOT_IN_FORCE.label, ON_THE_POLICY, said)


def _papers(policy: Policy, nodes: Iterable[Node]) -> tuple[tuple[str, str], ...]:
    """The papers that the reasons cite, by tag."""
    cited = {basis.partition(",")[0] for node in nodes for basis in node.basis}
    cited |= {node.source for node in nodes if node.source is not None}
    return tuple((tag, paper.title) for tag, paper in sorted(policy.papers.items()) if tag in cited)


def _asks(policy: Policy, answers: Iterable[Answer]) -> tuple[tuple[str, str], ...]:
    """The author's question for each fact to ask for, by name."""
    names = sorted({name for answer in answers for name in answer.ask})
    return tuple((name, ask) for name in names if (ask := policy.evidence[name].ask) is not None)


def _asks_together(policy: Policy, answers: Iterable[Answer]) -> tuple[str, ...]:
    """The facts to ask for that rules find over all cases of a portfolio."""
    fed = {name for rule in policy.portfolio.values() for name in rule.fed}
    return tuple(sorted(fed & {name for answer in answers for name in answer.ask}))


def _places(policy: Policy, nodes: Iterable[Node]) -> Mapping[str, str]:
    """Where each thing of the graph is written, as file:line; and `pack`, the hash of the files."""
    written_at = {
        **{name: evidence.place for name, evidence in policy.evidence.items()},
        **{f"setting:{name}": setting.place for name, setting in policy.settings.items()},
        **{f"outcome:{question.id}": question.place for question in policy.questions},
        **{rule.id: rule.place for rule in policy.rules.values()},
    }
    for rule in policy.rules.values():
        for row in getattr(rule.body, "rows", ()):
            written_at[f"{rule.id}/{rule.root}/{row.id}"] = row.place
    places = {
        node.id: f"{place.path}:{place.line}"
        for node in nodes
        if (place := written_at.get(_as_written(node))) is not None
    }
    return {"pack": policy.pack, **places}


def _as_written(node: Node) -> str:
    """The node without its item, where it is a conclusion or a row of an item: as the rule has it."""
    if node.rule is None or not node.id.startswith(f"{node.rule}/item/"):
        return node.id
    match node.kind:
        case NodeKind.CONCLUSION:
            return node.rule
        case NodeKind.ROW:
            return f"{node.rule}/row/{node.id.rpartition('/')[2]}"
        case _:
            return node.id
