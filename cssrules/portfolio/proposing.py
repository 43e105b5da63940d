"""A portfolio that has been decided, and what more can be asked of it.

Out, on request: the whole decision of one case with all that was fed into it, or of one pair with every
reason, down to the evidence of each body.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from cssrules.case import Case, Entry
from cssrules.dataclass import dataclass
from cssrules.deciding import decide
from cssrules.decision import Decision, DecisionFinding, Node, NodeKind
from cssrules.expression import Term
from cssrules.policy import (
    CHOSEN,
    OTHER,
    OWN,
    PAIR,
    EachBody,
    Pairing,
    Policy,
    PortfolioRule,
    Question,
    Reading,
)
from cssrules.portfolio.bodies import Bodies
from cssrules.portfolio.filed import Portfolio
from cssrules.portfolio.grounds import Ground, grounded
from cssrules.portfolio.judging import Judge
from cssrules.portfolio.references import meant
from cssrules.problem import Kind as Fault
from cssrules.problem import Problem, Problems
from cssrules.proposal import Body, PairingFound, Proposal
from cssrules.values import Date, YesNo, show
from cssrules.views.portfolio import departures, lapsed

_KEYS_AT_MOST = 8


@dataclass(frozen=True, slots=True)
class Proposing:
    """A portfolio that has been decided. `proposal` is all that is shown of it."""

    policy: Policy
    portfolio: Portfolio
    bodies: Bodies
    proposal: Proposal
    engine: bool
    retake: bool

    def case(self, id: str) -> Decision:
        """The decision of one case, with all that the portfolio fed into it. Raises Problems."""
        cases = {case.id: case for case in self.portfolio.cases}
        if id not in cases:
            raise _unknown("case", id, {case.id: case.name for case in self.portfolio.cases})
        case = replace(cases[id], entries=(*cases[id].entries, *self.bodies.entries(id)))
        decision = decide(
            self.policy, case, as_of=self.bodies.day, engine=self.engine, retake=self.retake
        )
        found = next(case for case in self.proposal.cases if case.key == id)
        answers = tuple(
            replace(answer, taken=judged.taken, departs=judged.departs)
            for answer, judged in zip(decision.core.answers, found.answers, strict=True)
        )
        findings = (*decision.core.findings, *self._of_pairs(id))
        core = replace(decision.core, answers=answers, findings=findings)
        decision = replace(decision, core=core)
        told = f"{decision.name}, "  # because the decision itself tells of its own answers
        beside = (said for said in departures(self.proposal) if not said.startswith(told))
        return replace(decision, beside=tuple(beside), lapsed=tuple(lapsed(self.proposal)))

    def _of_pairs(self, case: str) -> Iterator[DecisionFinding]:
        """What was found of the pairs in which a case, or an item of it, takes part."""
        bodies = self.proposal.bodies
        rules = [found for found in self.proposal.found if isinstance(found, PairingFound)]
        known = {(one.body, one.other) for found in rules for one in found.pairs}
        known |= {(one.body, one.other) for found in rules for one in found.proposed}
        pairs = {"/".join(p) for p in known if case in {*p, bodies[p[0]].case}}
        for finding in self.proposal.core.findings:
            if finding.rule.partition("/")[2] in pairs:
                yield finding

    def pair(self, rule: str, body: str, other: str) -> Decision:
        """The decision whether a pair is eligible, with every reason. Raises Problems."""
        pairing = self.pairing(rule)
        bodies = {one.key: one for one in self.bodies.of(pairing.each)}
        others = {one.key: one for one in self.bodies.of(pairing.choose)}
        if body not in bodies:
            raise _unknown(pairing.each, body, {key: one.name for key, one in bodies.items()})
        if other not in others:
            raise _unknown(pairing.choose, other, {key: one.name for key, one in others.items()})
        if pairing.choose == OTHER and other == (bodies[body].case or body):
            raise _itself(pairing, body, other)
        small = pairing.policy
        if not self._may_be(rule, body, other):
            small = replace(small, properties=())
        names = f"{bodies[body].name} and {others[other].name}"
        case = Case(f"{body} and {other}", names, self._read(pairing, bodies[body], others[other]))
        decision = self._asked(pairing, small, case, f"{pairing.title}: may they be paired?")
        grounds = {
            name: ground
            for name, reading in pairing.readings.items()
            for ground in self._ground(
                self._whose(reading, bodies[body], others[other]), reading.name
            )
        }
        return replace(
            grounded(decision, grounds),
            beside=tuple(departures(self.proposal)),
            lapsed=tuple(lapsed(self.proposal)),
        )

    def _read(
        self, rule: PortfolioRule, body: Body, other: Body | None = None
    ) -> tuple[Entry, ...]:
        found = self.proposal.pairing(rule.id)
        decided = found.proposed if found is not None else ()
        pairs = {(one.body, one.other) for one in decided if one.taken is not None}
        return tuple(Judge(rule, self.bodies, pairs).entries(body, other))

    def _asked(self, rule: PortfolioRule, small: Policy, case: Case, question: str) -> Decision:
        """What the small policy of a rule says of a body, or of two."""
        asked = Question(
            id=rule.id,
            question=question,
            answer=rule.define,
            decided_by=rule.decided_by or "" if isinstance(rule, Pairing) else "",
            asked_when=None if rule.where is None else Term(rule.where, YesNo()),
            main=True,
            place=rule.place,
        )
        policy = replace(
            small, name=self.policy.name, version=self.policy.version, questions=(asked,)
        )
        return decide(policy, case, as_of=self.bodies.day, engine=self.engine)

    # -- what was concluded of each body -------------------------------------------------------------

    def _whose(self, reading: Reading, body: Body, other: Body) -> Body:
        if reading.of == CHOSEN:
            return other
        return body if reading.of in {OWN, PAIR} else self.bodies.case_of(body)

    def _ground(self, body: Body, name: str) -> Iterator[Ground]:
        """What concluded `name` of a body, if anything did: a rule about every body, or its case."""
        for rule in self.policy.portfolio.values():
            if isinstance(rule, EachBody) and (rule.define, rule.each) == (name, body.kind):
                if self.bodies.concluded[rule.define].get(body.key) is not None:
                    yield Ground(body.key, body.name, self._of_each(rule, body), rule.id)
                return
        key = body.case or body.key
        rules = self.policy.defining.get(name, ())
        if name in self.bodies.decided.get(key, {}):
            yield Ground(key, self.bodies.cases[key].name, *self._decided(key, name))
        elif rules:
            decision, item = self.case(key), body.key.partition("/")[2]
            known = {node.id for node in decision.core.nodes}
            roots = [f"{rule.id}/item/{item}" if rule.each else rule.id for rule in rules]
            for root in [root for root in roots if root in known]:
                yield Ground(key, self.bodies.cases[key].name, decision, root)

    def _of_each(self, rule: EachBody, body: Body) -> Decision:
        """What a rule about every body concludes of one, and why."""
        case = Case(body.key, body.name, self._read(rule, body))
        grounds = {
            name: ground
            for name, reading in rule.readings.items()
            for ground in self._ground(self._whose(reading, body, body), reading.name)
        }
        return grounded(self._asked(rule, rule.policy, case, rule.title), grounds)

    def _decided(self, case: str, name: str) -> tuple[Decision, str]:
        """The decision of a case, with a node of what people decided of `name`; and its id."""
        decision = self.case(case)
        taken = self.bodies.counting[case].taken
        asked = [q for q in self.policy.questions if q.answer == name and q.id in taken]
        question = max(asked, key=lambda q: (taken[q.id].on, q.id))
        event, core = taken[question.id], decision.core
        node = Node(
            f"decided:{question.id}",
            NodeKind.DECIDED,
            {"no": "false"}.get(event.answer, "true"),
            event.answer,
            f"{event.by} decided: {event.answer}, on {show(event.on, Date())}",
            title=question.question,
            reason=event.reason or None,
            source=event.source,
            on=event.on.isoformat(),
        )
        others = tuple(other for other in core.nodes if other.id != node.id)
        return replace(decision, core=replace(core, nodes=(*others, node))), node.id

    def _may_be(self, rule: str, body: str, other: str) -> bool:
        """Whether the pair is eligible, or people decided it: what the authors promise is asked of it."""
        found = self.proposal.pairing(rule)
        assert found is not None, "the rule pairs"
        eligible = ((one.body, one.other) for one in found.pairs if one.eligible == "true")
        decided = ((one.body, one.other) for one in found.proposed if one.taken is not None)
        return (body, other) in {*eligible, *decided}

    def pairing(self, id: str) -> Pairing:
        """The rule `id`, which pairs. Raises Problems."""
        rules = {r.id: r for r in self.policy.portfolio.values() if isinstance(r, Pairing)}
        if id not in rules:
            raise _unknown("portfolio rule that pairs", id, {id: id for id in rules})
        return rules[id]


def _unknown(noun: str, said: str, named: Mapping[str, str]) -> Problems:
    one, ids = meant(said, named), sorted(named)
    help = f"did you mean `{one}`?" if one else "there is none"
    if one is None and ids:
        help = f"there are {', '.join(ids[:_KEYS_AT_MOST])}"
    return Problems([Problem(Fault.UNKNOWN_TERM, f"no {noun} is called `{said}`", said, help)])


def _itself(pairing: Pairing, body: str, other: str) -> Problems:
    holds = "the body itself" if body == other else f"the case that holds `{body}`"
    message = f"`{other}` is {holds}, and cannot be its own {pairing.record}"
    help = "name another one; --rule shows all that may be chosen"
    return Problems([Problem(Fault.PORTFOLIO, message, pairing.id, help)])
