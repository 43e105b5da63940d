"""What a policy has no use for: rows, conditions and conclusions that make no difference in any case.

Each use is looked for among the cases that were found for others; where none shows it, Z3 is asked. What
has no use while the settings are as they are, and has one with others, rests: it is told, and is no finding.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from cssrules.audited import FindingKind, ProofFinding, Witness
from cssrules.english import says, subject_of
from cssrules.expression import (
    And,
    Compare,
    Comparison,
    Expression,
    If,
    Measured,
    Or,
    Quantified,
    parts,
)
from cssrules.lowering.terms import Truth
from cssrules.policy import HitPolicy, Rule, Table
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.proof.audit.search import FOR_ALL
from cssrules.proof.audit.tables import judged_rows, rows_of
from cssrules.readings.prove import (
    Conclusions,
    Condition,
    Found,
    Impossible,
    Kleene,
    Rows,
    Unsettled,
    both,
    either,
    negation,
)
from cssrules.trace import Trace
from cssrules.values import YesNo


@dataclass(frozen=True, slots=True, eq=False)
class Use:
    """What some case is to show of a part of a rule, and what is the matter where none does.

    `masked` is that it would be shown, did not what stands before it come first.
    """

    kind: FindingKind
    id: str
    message: str
    shown: Condition
    masked: Condition = False


def look_at(ground: Ground, rules: Sequence[Rule], ledger: Ledger) -> None:
    """Whether each part of the rules has a use."""
    pending = [(rule, use) for rule in rules for use in uses(ground, rule)]
    dead: set[str] = set()
    while pending:
        rule, use = pending.pop(0)
        if use.kind is FindingKind.SUBSUMED_ROW and use.id in dead:
            continue
        match ground.ask(use.shown):
            case Found() as found:
                ledger.proved[use.kind] += 1
                shown = [pair for pair in pending if found.holds(pair[1].shown)]
                ledger.proved.update(other.kind for _, other in shown)
                pending = [pair for pair in pending if pair not in shown]
                if any(_answers(ground, *pair) for pair in ((rule, use), *shown)):
                    ledger.cases.append(ground.values(found))
            case Unsettled(why=why):
                ledger.leave_open(use.kind, (use.id,), why)
            case Impossible():
                dead.add(use.id)
                _tell(ground, rule, use, ledger)


def _answers(ground: Ground, rule: Rule, use: Use) -> bool:
    """Whether a use is that a row, or an outcome, answers a question."""
    questions = ground.frame.policy.questions
    return use.kind in {FindingKind.DEAD_ROW, FindingKind.DEAD_RULE} and any(
        question.answer == rule.define for question in questions
    )


def uses(ground: Ground, rule: Rule) -> Iterator[Use]:
    """The uses of a rule: of its rows, of its conditions, of what it concludes."""
    if isinstance(rule.body, Table):
        yield from _of_rows(ground, rule, rule.body)
        for row in rule.body.rows:
            for column, cell in enumerate(row.cells, start=1):
                if cell is not None:
                    path = f"{rule.id}/{rule.root}/{row.id}/{column}"
                    yield from _Conditions(ground).of(cell, path, rule.each)
        return
    if isinstance(rule.kind, YesNo):
        yield from _of_outcomes(ground, rule)
    yield from _Conditions(ground).of(rule.body, f"{rule.id}/{rule.root}", rule.each)


# -- what has none -----------------------------------------------------------------------------------------


def _tell(ground: Ground, rule: Rule, use: Use, ledger: Ledger) -> None:
    """Note a part of a rule that has no use, or that it rests on the settings as they are."""
    if ground.policy.settings:
        again = next(u for u in uses(ground.opened, rule) if u.message == use.message)
        match ground.opened.ask(again.shown):
            case Found():
                ledger.rest(use.kind, use.message)
                return
            case Unsettled(why=why):
                ledger.rest(use.kind, f"{use.message} (with other settings: {why})")
                return
            case Impossible():
                pass
    found = ground.ask(use.masked) if use.masked is not False else None
    witness: tuple[Witness, ...] = ()
    message = use.message
    if isinstance(found, Found):
        message = f"{use.message}: wherever it would, an earlier row comes first"
        witness = (ground.witness(found, lambda trace: _is_masked(rule, use.id, trace)),)
    ledger.findings.append(ProofFinding(use.kind, (use.id,), message, witness, FOR_ALL))


def _is_masked(rule: Rule, id: str, trace: Trace) -> bool:
    return any(
        row.truth is True and row.hit is False and id == f"{rule.id}/{row.row.id}"
        for rows in judged_rows(rule, trace)
        for row in rows
    )


# -- rows and outcomes -------------------------------------------------------------------------------------


def _of_rows(ground: Ground, rule: Rule, table: Table) -> Iterator[Use]:
    stand = [(there, rows_of(found)) for there, found in ground.theory.concluded(rule)]
    for number, row in enumerate(table.rows):
        id = f"{rule.id}/{row.id}"
        hit = either(*(both(there, rows[number].hit.holds) for there, rows in stand))
        held = either(
            *(
                both(
                    there, rows[number].truth.holds, either(*(r.truth.holds for r in rows[:number]))
                )
                for there, rows in stand
            )
        )
        message = f"row {row.id} of {rule.id} gives the output of no case"
        masked = held if table.hit is HitPolicy.FIRST else False
        yield Use(FindingKind.DEAD_ROW, id, message, hit, masked)
        if table.hit not in {HitPolicy.FIRST, HitPolicy.UNIQUE} and not table.makes:
            alone = either(*(both(there, _alone(ground, rows, number)) for there, rows in stand))
            message = f"row {row.id} of {rule.id} gives only what another row gives in each case"
            yield Use(FindingKind.SUBSUMED_ROW, id, message, alone)


def _alone(ground: Ground, rows: Rows, number: int) -> Condition:
    """That a row applies, and no other that gives the same; one of which that is not known gives nothing."""
    row = rows[number]
    others = [other for other in rows if other is not row]
    unlike = (
        either(
            negation(other.truth.holds), ground.theory.unlike(row.gives.value, other.gives.value)
        )
        for other in others
    )
    return both(row.truth.holds, *unlike)


def _of_outcomes(ground: Ground, rule: Rule) -> Iterator[Use]:
    stand = list(ground.theory.concluded(rule))
    for value, word in ((True, "yes"), (False, "no")):
        is_so = either(*(both(t, _is(c, truth=value)) for t, c in stand))
        message = f"`{rule.define}` ({rule.id}) is {word} in no case"
        yield Use(FindingKind.DEAD_RULE, rule.id, message, is_so)


def _is(found: Conclusions, *, truth: bool) -> Condition:
    assert isinstance(found.value, Truth), "a conclusion that is yes or no"
    return found.value.term.holds if truth else found.value.term.fails


# -- conditions --------------------------------------------------------------------------------------------


class _Conditions:
    """The conditions of an expression that stand beside others."""

    def __init__(self, ground: Ground) -> None:
        self.ground, self.theory = ground, ground.theory

    def of(self, expression: Expression, path: str, items: str | None) -> Iterator[Use]:
        """Their uses; `items` is the list of whose items the expression is said, if any."""
        match expression:
            case And() | Or() if not _is_one_test(expression):
                yield from self._beside(expression, path, items)
            case If(condition=condition):
                yield from self._branches(condition, path, items)
            case Quantified(items=within) | Measured(items=within):
                if within not in self.ground.policy.evidence:
                    return  # because what a table collects stands in its rows
                items = within
            case _:
                pass
        for number, part in enumerate(parts(expression), start=1):
            step = "item" if isinstance(expression, Quantified) else str(number)
            yield from self.of(part, f"{path}/{step}", items)

    def _truth(self, expression: Expression, items: str | None) -> Kleene:
        if items is None:
            return self.theory.truth(expression)
        return self.theory.truth_of_item(expression, items)

    def _there(self, items: str | None) -> Condition:
        return True if items is None else self.theory.has_item(items)

    def _beside(self, whole: And | Or, path: str, items: str | None) -> Iterator[Use]:
        """That without a part the whole would say something else of some case."""
        truths = [self._truth(part, items) for part in whole.parts]
        for number, (part, truth) in enumerate(zip(whole.parts, truths, strict=True)):
            others = truths[:number] + truths[number + 1 :]
            differs = _makes_a_difference(truth, others, both_hold=isinstance(whole, And))
            said = says(self.ground.frame.policy, part, truth=True)
            message = f"{path}/{number + 1} adds nothing to what stands beside it: {said}"
            yield Use(
                FindingKind.IMPLIED,
                f"{path}/{number + 1}",
                message,
                both(self._there(items), differs),
            )

    def _branches(self, condition: Expression, path: str, items: str | None) -> Iterator[Use]:
        """That a condition by which a value is chosen holds of some case, and fails of some."""
        truth, there = self._truth(condition, items), self._there(items)
        said = says(self.ground.frame.policy, condition, truth=True)
        for shown, how in ((truth.holds, "never"), (truth.fails, "always")):
            message = f"{path}/1 holds {how}: {said}"
            yield Use(FindingKind.IMPLIED, f"{path}/1", message, both(there, shown))


def _makes_a_difference(part: Kleene, others: Sequence[Kleene], *, both_hold: bool) -> Condition:
    """That a part of an `and` (of an `or`, unless `both_hold`) changes what its others say together."""
    if not both_hold:
        part = Kleene(part.fails, part.holds)
        others = [Kleene(other.fails, other.holds) for other in others]
    hold = both(*(other.holds for other in others))
    none_fails = both(*(negation(other.fails) for other in others))
    return either(both(hold, negation(part.holds)), both(none_fails, part.fails))


def _is_one_test(whole: And | Or) -> bool:
    """Whether it is written as one test: between two values, one of some, none of some."""
    how = [part.comparison if isinstance(part, Compare) else None for part in whole.parts]
    if subject_of(whole) is None:
        return False
    match whole:
        case And():
            return how == [Comparison.GE, Comparison.LE] or set(how) == {Comparison.NE}
        case Or():
            return set(how) == {Comparison.EQ}
