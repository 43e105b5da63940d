"""The cone of influence: the part of a policy that bears on some of its names.

In: a policy, names of evidence, conclusions or settings, and conditions over the policy. Out: a policy of
the rules, evidence and settings that these rest on, and of the assumptions that bind such evidence; of a
record the fields that are read. What it concludes, it concludes as the whole policy does.
"""

from collections.abc import Collection, Iterable
from dataclasses import replace

from cssrules.expression import DECISION_DAY, Expression, fields, terms
from cssrules.policy import Evidence, Made, Policy, Question, Record, Rule, Table


def cone(
    policy: Policy,
    names: Iterable[str],
    decided: Collection[str] = (),
    conditions: Iterable[Expression] = (),
) -> Policy:
    """The part of `policy` that bears on `names` and `conditions`; without questions, properties and
    portfolio.

    What people `decided` is evidence in it, unless it is asked for itself: whatever reads it reads that.
    """
    conditions = tuple(conditions)
    asked = frozenset(names).union(*map(terms, conditions)) - {DECISION_DAY}
    found = _Cone(policy, frozenset(decided) - asked)
    found.take(asked)
    found.take_read(conditions)
    found.bind()
    rules = {id: rule for id, rule in policy.rules.items() if id in found.rules}
    return replace(
        policy,
        evidence={
            **{name: e for name, e in policy.evidence.items() if name in found.names},
            **{rule.define: _stated(rule) for rule in policy.order if rule.define in found.stated},
        },
        settings={name: s for name, s in policy.settings.items() if name in found.names},
        records={name: found.record(record) for name, record in policy.records.items()},
        rules=rules,
        strata=tuple(tuple(id for id in stratum if id in rules) for stratum in policy.strata),
        assumptions=tuple(found.assumptions),
        questions=(),
        properties=(),
        portfolio={},
        portfolio_strata=(),
    )


def part_of(policy: Policy, questions: Iterable[Question], names: Iterable[str] = ()) -> Policy:
    """The part of a policy that bears on questions, on their answers, on whether they are asked and
    decided anew, and on `names` beside them.
    """
    questions = tuple(questions)
    conditions = [condition for question in questions for condition in question.conditions]
    conditions += [question.anew_after for question in questions if question.anew_after is not None]
    asked = [name for question in questions for name in (question.answer, *question.anew_from)]
    return cone(policy, [*names, *asked], conditions=conditions)


def read_by(rule: Rule) -> frozenset[str]:
    """The names that a rule reads; concluded fields of items are not among them."""
    read = frozenset(name for expression in rule.expressions for name in terms(expression))
    return (read | {rule.each} if rule.each else read) - {DECISION_DAY}


def _stated(rule: Rule) -> Evidence:
    """What a rule would conclude, as evidence."""
    return Evidence(rule.define, rule.kind, rule.place)


class _Cone:
    """`fields` are those read of each list."""

    def __init__(self, policy: Policy, decided: frozenset[str]) -> None:
        self.policy, self.decided = policy, decided
        self.stated: set[str] = set()
        self.names: set[str] = set()
        self.rules: set[str] = set()
        self.fields: set[tuple[str, str]] = set()
        self.assumptions: list[Expression] = []

    def take(self, names: Iterable[str]) -> None:
        pending = [name for name in names if name not in self.names]
        while pending:
            name = pending.pop()
            if name in self.names:
                continue
            self.names.add(name)
            if name in self.decided:
                self.stated.add(name)
                continue
            for rule in self.policy.defining.get(name, ()):
                pending += self._rule(rule)

    def _rule(self, rule: Rule) -> list[str]:
        """Take a rule; the names that it needs."""
        if rule.id in self.rules:
            return []
        self.rules.add(rule.id)
        return [*read_by(rule), *self._fields(rule.expressions, rule.each)]

    def take_read(self, conditions: Iterable[Expression]) -> None:
        """Take all that conditions read, and the fields that they read of items."""
        for condition in conditions:
            self.take([*(terms(condition) - {DECISION_DAY}), *self._fields([condition], None)])

    def _fields(self, expressions: Iterable[Expression], each: str | None) -> list[str]:
        """Take the fields that are read; the names that those which rules conclude need."""
        needed: list[str] = []
        for expression in expressions:
            for items, field in fields(expression, each) - self.fields:
                self.fields.add((items, field))
                for rule in self.policy.concluded_of(items):
                    if rule.define == field:
                        needed += self._rule(rule)
        return needed

    def bind(self) -> None:
        """Take the assumptions that share evidence with what is taken, until none is left that does."""
        left = list(self.policy.assumptions)
        while sharing := [a for a in left if terms(a) & self.names]:
            left = [a for a in left if a not in sharing]
            self.assumptions += sharing
            self.take_read(sharing)
        self.assumptions = [a for a in self.policy.assumptions if a in self.assumptions]

    def record(self, record: Record) -> Record:
        """The record with the fields that are read, or made."""
        read = {field for _, field in self.fields}
        rows = (
            row
            for id in self.rules
            if isinstance(body := self.policy.rules[id].body, Table)
            for row in body.rows
        )
        made = {name for r in rows if isinstance(r.output, Made) for name, _ in r.output.fields}
        return replace(record, fields=tuple(f for f in record.fields if f[0] in read | made))
