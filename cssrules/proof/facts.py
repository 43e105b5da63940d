"""The facts of a case that an answer can rest on: threshold tests of its evidence, as the policy makes them.

In: the cone of a policy, and what meaning found of a case. Out: each test of one evidence field, or of
one measure of a list, with its truth in the case; where a value goes into an answer untested, the value.
Conclusions are no facts: the tests below them are.
INVARIANT: two cases with the same facts, and the same decisions of people, have the same answers.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from cssrules.cone import read_by
from cssrules.english import found
from cssrules.expression import (
    DECISION_DAY,
    And,
    Arithmetic,
    Compare,
    Comparison,
    Const,
    Expression,
    Field,
    If,
    Includes,
    Known,
    Measured,
    Negative,
    Not,
    Or,
    Quantified,
    Term,
    kind_of,
    parts,
    terms,
)
from cssrules.meaning import evaluated
from cssrules.policy import Policy, Rule, Table
from cssrules.readings.prove import Condition, Theory, both, negation
from cssrules.trace import Trace
from cssrules.values import Kind, Value, YesNo, show


@dataclass(frozen=True, slots=True)
class Fact:
    """A test of evidence or of a list's measure; or (`whole`) evidence, or a measure, with its very value."""

    expression: Expression
    whole: bool = False

    @property
    def reads(self) -> frozenset[str]:
        """The names that it reads."""
        return terms(self.expression) - {DECISION_DAY}


class FactsOf:
    """The facts that the answers of `policy`, a cone, rest on, and `conditions` over it."""

    def __init__(self, policy: Policy, conditions: Iterable[Expression] = ()) -> None:
        self.policy, self.conditions = policy, tuple(conditions)
        self._plainness: dict[str, bool] = {}

    @cached_property
    def facts(self) -> tuple[Fact, ...]:
        """In the policy's order, each once; evidence whose value is used untested comes last."""
        found: dict[Fact, None] = {}
        for rule in self.policy.order:
            if rule.each is None and not self._plain(rule.define):
                for expression in rule.expressions:
                    found.update(dict.fromkeys(self.within(expression)))
        for condition in self.conditions:
            found.update(dict.fromkeys(self.within(condition)))
        tests = [fact for fact in found if not fact.whole]
        return (*tests, *(fact for fact in found if fact.whole))

    def pins(self) -> tuple[Fact, ...]:
        """All evidence, value by value."""
        evidence = self.policy.evidence.items()
        return tuple(Fact(Term(name, e.kind), whole=True) for name, e in evidence)

    def within(self, expression: Expression) -> Iterator[Fact]:
        """The facts that an expression rests on, as it is read."""
        match expression:
            case Const() | Field():
                return
            case Term(name=name, kind=kind):
                yield from self._named(name, kind)
            case Compare(left=left, right=right) if self._one_test(left, right):
                if self._evidence(expression):
                    yield Fact(expression)
            case Includes(whole=Term(name=name)) if name in self.policy.evidence:
                yield Fact(expression)
            case Known(part=part) if self._is_plain(part):
                if self._evidence(expression):
                    yield Fact(expression)
            case Quantified(items=items) | Measured(items=items):
                if items in self.policy.evidence:
                    yield Fact(expression, whole=isinstance(expression, Measured))
            case (
                Not()
                | And()
                | Or()
                | If()
                | Compare()
                | Arithmetic()
                | Negative()
                | Known()
                | Includes()
            ):
                for part in parts(expression):
                    yield from self.within(part)

    def _named(self, name: str, kind: Kind) -> Iterator[Fact]:
        """What a name stands for that is read as it is: evidence, or what was computed of it."""
        if name in self.policy.evidence:
            yield Fact(Term(name, kind), whole=not isinstance(kind, YesNo))
        elif self._plain(name):
            for rule in self.policy.defining.get(name, ()):
                for expression in rule.expressions:
                    for part in sorted(self._evidence(expression)):
                        yield from self._named(part, self.policy.evidence[part].kind)

    def _one_test(self, left: Expression, right: Expression) -> bool:
        """Whether two values are compared, both computed of evidence alone."""
        return (
            not isinstance(kind_of(left), YesNo) and self._is_plain(left) and self._is_plain(right)
        )

    def _is_plain(self, expression: Expression) -> bool:
        return all(self._plain(name) for name in terms(expression))

    def _plain(self, name: str) -> bool:
        """Whether a name is evidence, a setting, the day, or a value computed of these."""
        if name not in self._plainness:
            rules = self.policy.defining.get(name, ())
            self._plainness[name] = all(self._computes(rule) for rule in rules)
        return self._plainness[name]

    def _computes(self, rule: Rule) -> bool:
        simple = rule.each is None and rule.if_unknown is None and not isinstance(rule.kind, YesNo)
        return simple and not isinstance(rule.body, Table) and self._is_plain(rule.body)

    def _evidence(self, expression: Expression) -> frozenset[str]:
        """The evidence below an expression."""
        return evidence_below(self.policy, terms(expression))


def condition_of(fact: Fact, theory: Theory, policy: Policy, trace: Trace) -> Condition:
    """That the fact is as it is in the case that meaning found `trace` of."""
    if isinstance(fact.expression, Measured):
        return _measured(fact.expression, theory, evaluated(policy, trace, fact.expression).value)
    if fact.whole:
        read = sorted(fact.reads & theory.policy.evidence.keys())
        return both(*(c for name in read for c in theory.pinned(name, trace.values.get(name))))
    value = evaluated(policy, trace, fact.expression).value
    truth = theory.truth(fact.expression)
    if value is None:
        return negation(truth.known)
    return truth.holds if value else truth.fails


def _measured(measure: Measured, theory: Theory, value: Value) -> Condition:
    """That a measure of a list comes to a value; None: that it is unknown."""
    if value is None:
        return theory.truth(Known(measure)).fails
    return theory.truth(Compare(Comparison.EQ, measure, Const(value, measure.kind))).holds


def said_of(fact: Fact, policy: Policy, trace: Trace) -> str:
    """What is found of a fact, in English; of a list with the very items that it has, that it is as it is."""
    judged = evaluated(policy, trace, fact.expression)
    if isinstance(fact.expression, Term) and isinstance(judged.value, tuple):
        held = show(judged.value, fact.expression.kind)
        return f"{fact.expression.name} is as it is ({held})"
    return found(policy, judged)


def asks_whether_known(policy: Policy, expression: Expression) -> bool:
    """Whether an expression, or what it is computed from, asks whether something is known."""
    pending, seen = [expression], set[str]()
    while pending:
        here = pending.pop()
        if isinstance(here, Known):
            return True
        pending += parts(here)
        if isinstance(here, Term) and here.name not in seen:
            seen.add(here.name)
            pending += [e for r in policy.defining.get(here.name, ()) for e in r.expressions]
    return False


def evidence_of(facts: Iterable[Fact], policy: Policy) -> tuple[str, ...]:
    """The evidence that facts are tests of, in the policy's order."""
    read = evidence_below(policy, (name for fact in facts for name in fact.reads))
    return tuple(name for name in policy.evidence if name in read)


def evidence_below(policy: Policy, names: Iterable[str]) -> frozenset[str]:
    """The evidence that names are, or are concluded from."""
    found: set[str] = set()
    seen: set[str] = set()
    pending = list(names)
    while pending:
        name = pending.pop()
        if name in seen:
            continue
        seen.add(name)
        if name in policy.evidence:
            found.add(name)
        pending += [n for rule in policy.defining.get(name, ()) for n in read_by(rule)]
    return frozenset(found)
