"""Which rules, rows and answers of a policy the scenarios reach, and which conditions they try both ways.

In: every decision that a scenario takes. Out: for each policy what was reached and what was not. A rule
is reached where it concludes: a condition that holds, a value that is known, of some record too; a row
where it gives its table's output; an answer where a question has it. What a conclusion of yes or no, a
choice or a scale can be is asked of the questions one by one; of any other it is enough that there is an
answer. A condition is to be met in some scenario and not met in some.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from cssrules.acceptance.exercised import conditions, ways
from cssrules.decision import Decision, NodeKind, Role, Status
from cssrules.policy import Policy, Rule, Table
from cssrules.proposal import PairingFound, Proposal
from cssrules.trace import Trace
from cssrules.values import Choice, YesNo

_ITEM = re.compile(r"/item/[^/]+")


@dataclass
class Reached:
    """The ids of what the decisions about one policy reached."""

    policy: Policy
    ids: set[str] = field(default_factory=set)

    def take(self, decision: Decision) -> None:
        """Count what a decision reached."""
        nodes = {node.id: node for node in decision.core.nodes}
        for node in nodes.values():
            if node.kind is NodeKind.CONCLUSION and node.truth == "true" and node.value != "no":
                self.ids.add(_ITEM.sub("", node.id))
        for edge in decision.core.edges:
            row = nodes[edge.start]
            gives = edge.decisive and edge.role is Role.SUPPORTS and row.truth == "true"
            if row.kind is NodeKind.ROW and gives:
                self.ids.add(_ITEM.sub("", edge.start))
        for answer in decision.core.answers:
            if answer.status is Status.DECIDED:
                self.ids.add(_answered(answer.id, answer.answer))
                self.ids.add(_answered(answer.id, None))

    def see(self, trace: Trace) -> None:
        """Count which way the conditions came out."""
        self.ids.update(_tried(id, met=met) for id, met in ways(trace))

    def take_all(self, proposal: Proposal) -> None:
        """Count what a portfolio reached: a rule that pairs by a pair, any other by a value."""
        for found in proposal.found:
            if isinstance(found, PairingFound):
                reached = any(pair.eligible == "true" for pair in found.pairs)
            else:
                reached = any(one.value not in {None, "no"} for one in found.found)
            if reached:
                self.ids.add(found.id)

    @property
    def asked(self) -> tuple[str, ...]:
        """The rules, rows and answers that there are to reach."""
        rules = self.policy.rules.values()
        return (
            *(rule.id for rule in rules),
            *(row for rule in rules for row in _rows(rule)),
            *self.policy.portfolio,
            *_answers(self.policy),
        )

    @property
    def tests(self) -> tuple[str, ...]:
        """The ways that the conditions can come out."""
        return tuple(_tried(id, met=met) for id in conditions(self.policy) for met in (True, False))

    @property
    def missed(self) -> tuple[str, ...]:
        """What no scenario reached, in the policy's order."""
        return tuple(id for id in (*self.asked, *self.tests) if id not in self.ids)


def report(found: Iterable[Reached]) -> Iterator[str]:
    """The lines that tell an author what the scenarios leave out."""
    for reached in found:
        name = reached.policy.name
        told = (
            (reached.asked, "rules, rows and answers are reached by the scenarios", "not reached"),
            (reached.tests, "ways that conditions can come out are tried by them", "never"),
        )
        for asked, said, lacking in told:
            missed = [id for id in asked if id not in reached.ids]
            share = 100 * (len(asked) - len(missed)) // max(len(asked), 1)
            yield f"{name}: {share} % of {len(asked)} {said}"
            yield from (f"  {lacking}: {_named(reached.policy, id)}" for id in missed)


def _tried(id: str, *, met: bool) -> str:
    return f"{id} {'met' if met else 'not met'}"


def _rows(rule: Rule) -> Iterator[str]:
    if isinstance(rule.body, Table):
        yield from (f"{rule.id}/{rule.root}/{row.id}" for row in rule.body.rows)


def _answers(policy: Policy) -> Iterator[str]:
    for question in policy.questions:
        match policy.kind(question.answer):
            case Choice(options=options):
                yield from (_answered(question.id, option) for option in options)
            case YesNo():
                yield from (_answered(question.id, word) for word in ("yes", "no"))
            case _:
                yield _answered(question.id, None)


def _answered(question: str, answer: str | None) -> str:
    return f"{question} answered" if answer is None else f"{question} answered {answer}"


def _named(policy: Policy, id: str) -> str:
    """The id, and where what it names is written."""
    rule = policy.rules.get(id.partition("/")[0])
    if rule is None:
        return id
    for row in rule.body.rows if isinstance(rule.body, Table) else ():
        if f"{id}/".startswith(f"{rule.id}/{rule.root}/{row.id}/"):
            return f"{id} ({row.place})"
    return f"{id} ({rule.place})"
