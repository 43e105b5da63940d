"""A portfolio decided: stratum by stratum the rules over all bodies, what they feed, what is proposed.

In: a policy, a portfolio, the day, and what one run changes. Out: what was found of all of it, of which
more can be asked. The clock is never read, and nothing is decided here: people decide, and what they
decided stands.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from fractions import Fraction
from typing import Any

from cssrules.case import Case
from cssrules.deciding import ON_THE_POLICY, findings_of_day
from cssrules.decision import Answer, DecisionFinding, Status, Taken
from cssrules.departures import judged_beside, on_its_day
from cssrules.explanation import basis_in_words
from cssrules.implied import on_record
from cssrules.policy import CASE, EachBody, Pairing, Policy, PortfolioRule, Question
from cssrules.portfolio.bodies import Bodies
from cssrules.portfolio.filed import Paired, Portfolio, has_one
from cssrules.portfolio.judging import Judge
from cssrules.portfolio.order import places
from cssrules.portfolio.pairs import Pairs
from cssrules.portfolio.proposing import Proposing
from cssrules.portfolio.reasons import core_of
from cssrules.problem import Kind as Fault
from cssrules.problem import Problem, Problems
from cssrules.proposal import (
    Body,
    CaseFound,
    ConcludedOf,
    EachFound,
    PairingFound,
    Proposal,
    Proposed,
)
from cssrules.trace import Trace
from cssrules.values import (
    BadValue,
    Choice,
    Date,
    Kind,
    Number,
    Value,
    check_bounds,
    show,
    written,
)
from cssrules.version import VERSION

__all__ = ["Proposing", "propose"]

ALONE = "meaning alone: as was asked"


def propose(  # noqa: PLR0913 # because a run has so many choices, each with its plain default
    policy: Policy,
    portfolio: Portfolio,
    *,
    as_of: date | None = None,
    settings: Mapping[str, Value] | None = None,
    retake: bool = False,
    engine: bool = True,
) -> Proposing:
    """What `policy` says of all of `portfolio` as of a day: given, or the last on which anything was
    reported. Raises Problems, and Disagreement.
    """
    policy = policy.with_settings(settings) if settings else policy
    day, origin = _day(policy, portfolio, as_of)
    if retake:
        portfolio = replace(portfolio, cases=tuple(map(on_record, portfolio.cases)))
    bodies = Bodies(policy, portfolio, day, retake=retake)
    run = _Run(policy, portfolio, bodies, engine=engine, retake=retake)
    run.decide_all()
    proposal = run.proposal(origin, given=as_of is not None)
    return Proposing(policy, portfolio, bodies, proposal, engine, retake)


def _day(policy: Policy, portfolio: Portfolio, given: date | None) -> tuple[date, str]:
    if given is not None:
        return given, "as given"
    if portfolio.last_reported is not None:
        return portfolio.last_reported, "the latest report in the portfolio"
    if policy.effective.start is not None:
        return policy.effective.start, "the policy's first day, as nothing has a date"
    message = "neither the cases nor the policy tell the day to decide as of"
    help = "give the day with --as-of, or say when the evidence was `reported`"
    raise Problems([Problem(Fault.BAD_VALUE, message, portfolio.id, help)])


class _Run:
    """One run over the strata."""

    def __init__(
        self, policy: Policy, portfolio: Portfolio, bodies: Bodies, *, engine: bool, retake: bool
    ) -> None:
        self.policy, self.portfolio, self.bodies, self.engine = policy, portfolio, bodies, engine
        self.retake = retake
        self.findings: list[DecisionFinding] = []
        self.found: list[PairingFound | EachFound] = []
        self.fired_by = "" if engine else ALONE
        known = () if retake else portfolio.events
        self.events = [event for event in known if event.on <= bodies.day]
        self.pairs: dict[str, Pairs] = {}
        self.supposed = bool(policy.changed_settings)
        self.earlier: dict[date, _Run] = {}

    def decide_all(self) -> None:
        """Stratum by stratum."""
        for stratum in self.policy.portfolio_strata:
            for id in stratum:
                self.take(self.policy.portfolio[id])

    def then(self, day: date) -> "_Run":
        """The portfolio as it was on an earlier day, before people decided any pair on it; what they
        decided anew on that day was open again.
        """
        if day not in self.earlier:
            told = self.portfolio.events
            anew = {
                (event.rule, event.body) for event in told if event.on == day and self.one(event)
            }
            before = tuple(e for e in told if e.on < day and (e.rule, e.body) not in anew)
            portfolio = replace(self.portfolio, events=before)
            bodies = Bodies(self.policy, portfolio, day, retake=False)
            run = _Run(self.policy, portfolio, bodies, engine=False, retake=False)
            run.supposed = True  # because of that day the verdicts are not asked
            run.decide_all()
            self.earlier[day] = run
        return self.earlier[day]

    def one(self, event: Paired) -> bool:
        """Whether its rule gives the body one at most, so that the event replaces an earlier one."""
        rule = self.policy.portfolio[event.rule]
        return isinstance(rule, Pairing) and has_one(rule)

    def take(self, rule: PortfolioRule) -> None:
        match rule:
            case Pairing():
                events = [event for event in self.events if event.rule == rule.id]
                pairs = Pairs(rule, self.bodies, events)
                readers = tuple(self.policy.portfolio.values())
                then = None if self.supposed else lambda day: self.then(day).pairs[rule.id]
                found = pairs.find(readers, then, engine=self.engine)
                self.found.append(self.brought(rule, found))
                self.pairs[rule.id] = pairs
                self.fired_by = pairs.fired_by or self.fired_by
                self.findings += pairs.judge.faults
            case EachBody():
                self.found.append(self.concluded(rule))

    # -- conclusions of each body --------------------------------------------------------------------

    def concluded(self, rule: EachBody) -> EachFound:
        judge = Judge(rule, self.bodies)
        values: dict[str, Value] = {}
        found: list[ConcludedOf] = []
        traces = {}
        for body in self.bodies.of(rule.each):
            trace = judge.trace(judge.own(body))
            traces[body.key] = trace
            self.findings += judge.findings(body.key, trace)
            asked = True if rule.where is None else trace.value(rule.where)
            value = trace.value(rule.define) if asked else None
            values[body.key] = value
            if asked is False:
                continue
            fed = rule.feeds is not None and self.fed(rule, rule.feeds, body, value)
            said = None if value is None else show(value, rule.kind)
            because = judge.because(trace, rule.define if asked else rule.where or rule.define)
            found.append(ConcludedOf(body.key, said, fed, because))
        self.bodies.concluded[rule.define] = values
        if self.engine and traces:
            self.fired_by = judge.fire("all bodies", traces)
        occurring = sorted((v for v in values.values() if v is not None), key=_order(rule.kind))
        return EachFound(
            rule.id,
            rule.title,
            tuple(basis_in_words(basis) for basis in rule.basis),
            rule.define,
            rule.each,
            rule.feeds,
            tuple(dict.fromkeys(show(value, rule.kind) for value in occurring)),
            tuple(found),
        )

    def brought(self, rule: Pairing, found: PairingFound) -> PairingFound:
        """Feed a case what is brought by the one that is chosen for it, where that is one alone and the
        case holds nothing of it itself; the pairs with what they brought. Where people decided one that may
        no longer be chosen, it brings what it has, and the one proposed in its place nothing: what people
        decided rests on the one that they chose.
        """
        if not rule.brings:
            return found
        ruled_out = {one.body for one in found.proposed if one.ruled_out}
        choosing = [p for p in found.proposed if p.taken is not None or p.body not in ruled_out]
        number = Counter(one.body for one in choosing)
        alone = {(one.body, one.other) for one in choosing if number[one.body] == 1}
        proposed = [
            replace(one, brought=tuple(self.brings(rule, one)))
            if (one.body, one.other) in alone and not self.bodies.holds(one.body, rule.fed)
            else one
            for one in found.proposed
        ]
        return replace(found, proposed=tuple(proposed))

    def brings(self, rule: Pairing, one: Proposed) -> Iterator[tuple[str, str]]:
        """Each fact that the one that is chosen brings, as shown."""
        other, body = self.bodies.body(rule.choose, one.other), self.bodies.body(CASE, one.body)
        for evidence, name in rule.brings:
            value = self.bodies.value(other, rule.readings[name].name)
            if value is not None and self.fed(rule, evidence, body, value):
                yield evidence, show(value, self.policy.evidence[evidence].kind)

    def fed(self, rule: PortfolioRule, evidence: str, body: Body, value: Value) -> bool:
        """Give a case the evidence, or an item of its list the field, that a rule gives; whether it takes
        it.
        """
        items = rule.items if isinstance(rule, EachBody) else None
        kind = (
            self.policy.evidence[evidence].kind if items is None else self.of_items(items, evidence)
        )
        if isinstance(value, Fraction | date) and isinstance(kind, Number | Date):
            try:
                check_bounds(value, kind)
            except BadValue as fault:
                of = rule.define if isinstance(rule, EachBody) else rule.record
                message = f"`{of}` of {body.name} cannot become `{evidence}`: {fault.message}"
                help = f"widen the type of `{evidence}`"
                raise Problems(
                    [Problem(Fault.OUT_OF_RANGE, message, str(rule.place), help)]
                ) from None
        if items is not None:
            return self.bodies.feed_item(body, items, evidence, value)
        return self.bodies.feed(body.key, evidence, value)

    def of_items(self, items: str, field: str) -> Kind:
        """The kind of a field of the items of a list."""
        kind = self.policy.record_of(items).kind(field)
        assert kind is not None, "the field is declared"
        return kind

    # -- the whole -----------------------------------------------------------------------------------

    def proposal(self, origin: str, *, given: bool) -> Proposal:
        bodies = {
            body.key: body
            for kind in (CASE, *sorted(self.policy.entities))
            for body in self.bodies.of(kind)
        }
        cases = tuple(self.case(case) for case in self.portfolio.cases)
        self.findings += findings_of_day(self.policy, self.bodies.day)
        entries = [
            entry
            for case in self.portfolio.cases
            for entry in case.entries
            if entry.reported is None or entry.reported <= self.bodies.day
        ]
        place = places(self.policy)
        found = tuple(sorted(self.found, key=lambda one: place[one.id]))
        return Proposal(
            portfolio=self.portfolio.id,
            name=self.portfolio.name,
            policy_name=self.policy.name,
            policy_version=self.policy.version,
            as_of=self.bodies.day.isoformat(),
            as_of_given=given,
            as_of_origin=origin,
            settings_changed=tuple(
                (s.name, written(s.value, s.kind), written(s.default, s.kind))
                for s in self.policy.changed_settings
            ),
            retaken=self.retake,
            illustrative=sum(entry.illustrative for entry in entries),
            facts=len(entries),
            bodies=bodies,
            cases=cases,
            order=self.order(),
            found=found,
            core=core_of(self.policy, bodies, cases, found, self.findings),
            places={
                "pack": self.policy.pack,
                **{id: str(rule.place) for id, rule in sorted(self.policy.portfolio.items())},
            },
            engine={
                "cssrules": VERSION,
                "fired_by": self.fired_by or "meaning alone: nothing to fire",
            },
            strangers=self.portfolio.strangers,
        )

    def order(self) -> tuple[str, ...]:
        """The options of the main answer, as declared."""
        main = next((q for q in self.policy.questions if q.main), None)
        kind = None if main is None else self.policy.kind(main.answer)
        return kind.options if isinstance(kind, Choice) else ()

    def case(self, case: Case) -> CaseFound:
        """The answers of a case after all that was fed."""
        state = self.bodies.outcome(case.id)
        found, asked = state.concluded, state.asked or {}
        answers = tuple(
            self.answer(case, question, found.get(question.answer), asked.get(question.id, True))
            for question in self.policy.questions
        )
        self.findings += [
            replace(f, rule=f"{case.id}/{f.rule}")
            for f in state.findings or ()
            if f.rule != ON_THE_POLICY
        ]
        over = tuple(map(str, self.bodies.counting[case.id].over.values()))
        return CaseFound(case.id, case.name, answers, tuple(self.all_fed(case.id)), over)

    def all_fed(self, case: str) -> Iterator[tuple[str, str]]:
        """What a case was given, by name; a field of an item as `LIST/ITEM: FIELD`."""
        of_items = self.bodies.fed_items[case]
        lists = {items for items, _, _ in of_items}
        for name, value in sorted(self.bodies.fed[case].items()):
            if name not in lists:
                yield name, written(value, self.policy.evidence[name].kind)
        for (items, id, field), value in sorted(of_items.items()):
            yield f"{items}/{id}: {field}", written(value, self.of_items(items, field))

    def answer(self, case: Case, question: Question, found: Value, asked: Value) -> Answer:
        kind, status = self.policy.kind(question.answer), Status.DECIDED
        assert kind is not None, "a question is answered by a conclusion"
        if asked is False:
            status = Status.NOT_ASKED
        elif asked is None or found is None:
            status = Status.UNDECIDED
        value = found if status is Status.DECIDED else None
        taken, departs = self.told(case, question, value)
        return Answer(
            id=question.id,
            question=question.question,
            decided_by=question.decided_by,
            main=question.main,
            status=status,
            answer=None if value is None else show(value, kind),
            node=f"outcome:{question.id}",
            also_called=tuple(sorted(a for a, option in kind.aliases if option == value))
            if isinstance(kind, Choice)
            else (),
            departs=taken if departs else None,
            taken=taken,
            shown_by=question.shown_by,
            on_record=question.records_answer,
            stage=question.stage,
        )

    def told(self, case: Case, question: Question, today: Value) -> tuple[Taken | None, bool]:
        """What people decided of a question of a case, and whether that departs from the policy."""
        event = self.bodies.counting[case.id].taken.get(question.id)
        if event is None or self.supposed:
            return None, False

        def then() -> Iterable[Trace]:
            rests = self.bodies.rests_on_fed(question)
            fed = self.then(event.on).bodies.fed[case.id] if rests else {}
            yield on_its_day(self.policy, case, event, fed)

        return judged_beside(self.policy, question, event, today, then)


def _order(kind: Kind) -> Callable[[Value], Any]:
    """Options of a scale the worst first, numbers and days by size, all else by what is shown."""
    match kind:
        case Choice(options=options):
            return options.index
        case Number() | Date():
            return lambda value: value
        case _:
            return lambda value: show(value, kind)
