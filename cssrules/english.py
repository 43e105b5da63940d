"""Conditions and values in English: holding, failing or not known, and with the values of a case.

In: typed expressions (or what meaning made of them), and the policy for the values of settings and
the nouns of lists. Out: one line of plain English each; the same expression gives the same line.
Nothing is guessed about an author's names: a yes-or-no name is said with `yes` or `no` after it.
"""

from collections.abc import Iterator, Sequence
from typing import cast

from cssrules.expression import (
    OPPOSITE,
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
    Measure,
    Measured,
    Negative,
    Not,
    Operator,
    Or,
    Quantified,
    Quantity,
    Term,
    kind_of,
)
from cssrules.policy import Basis, Made, Policy
from cssrules.trace import Judged, Truth
from cssrules.values import (
    Date,
    Kind,
    Text,
    Value,
    YesNo,
    listed,
    plural,
    show,
)

Compound = And | Or


_WORDS = {
    Comparison.EQ: "",
    Comparison.NE: "not ",
    Comparison.LT: "below ",
    Comparison.LE: "at most ",
    Comparison.GT: "above ",
    Comparison.GE: "at least ",
}
_WORDS_FOR_DATES = {
    Comparison.EQ: "",
    Comparison.NE: "not ",
    Comparison.LT: "before ",
    Comparison.LE: "on or before ",
    Comparison.GT: "after ",
    Comparison.GE: "on or after ",
}
_OPERATORS = {
    Operator.ADD: "plus",
    Operator.SUBTRACT: "minus",
    Operator.MULTIPLY: "times",
    Operator.DIVIDE: "divided by",
    Operator.WORKING_DAYS_AFTER: "working days after",
    Operator.WORKING_DAYS_BEFORE: "working days before",
}
_MEASURES = {
    Measure.SUM: "the sum of",
    Measure.MEAN: "the mean of",
    Measure.LOWEST: "the lowest",
    Measure.HIGHEST: "the highest",
}
_HOW_MANY = {
    Quantity.SOME: ("some", "no"),
    Quantity.NO: ("no", "some"),
    Quantity.EVERY: ("every", "not every"),
    Quantity.AT_LEAST: ("at least", "fewer than"),
    Quantity.AT_MOST: ("at most", "more than"),
    Quantity.EXACTLY: ("exactly", "not exactly"),
}
_ITEMS_SHOWN_AT_MOST = 8
_ITEMS_NAMED_AT_MOST = 3
_BOTH = 2


def fact(name: str, value: Value, kind: Kind) -> str:
    """A named value on a line of its own: `turnover: £4.5m`, `costing in place: not known`."""
    return f"{name}: {_shown(value, kind)}"


def basis_in_words(basis: Basis) -> str:
    """`leak, paragraph 13`, or `policy setting: …`."""
    if basis.source is None:
        return f"policy setting: {basis.text}"
    return f"{basis.source}, {basis.text}" if basis.text else basis.source


def says(policy: Policy, condition: Expression, truth: Truth) -> str:
    """What it is for the condition to hold (True), to fail (False) or to be unknown (None)."""
    match condition:
        case Term(name=name, kind=YesNo()) | Field(name=name, kind=YesNo()):
            return fact(name, truth, condition.kind)
        case _ if truth is None:
            return f"it is not known whether {_clause(policy, towards(condition, truth=True))}"
        case _:
            return _clause(policy, towards(condition, truth=truth))


def value_of(policy: Policy, expression: Expression | Made) -> str:
    """The value as a noun: `the mean of score across the panel`, `floor (3, policy setting)`; of a
    record that a row makes: `a plan line: domain leadership, severity high`.
    """
    match expression:
        case Made(fields=made, kind=kind):
            said = [f"{name} {value_of(policy, given)}" for name, given in made]
            one = f"{'an' if kind.record[0] in 'aeiou' else 'a'} {kind.record}"
            return f"{one}: {', '.join(said)}" if said else one
        case Const(value=value, kind=kind):
            return f"“{value}”" if isinstance(kind, Text) else show(value, kind)
        case Term(name=name) if name in policy.settings:
            setting = policy.settings[name]
            return f"{name} ({show(setting.value, setting.kind)}, policy setting)"
        case Term(name=name) | Field(name=name):
            return name
        case Arithmetic(operator=operator, left=left, right=right):
            return f"{_operand(policy, left)} {_joint(operator, left)} {_operand(policy, right)}"
        case Negative(part=part):
            return f"minus {_operand(policy, part)}"
        case Measured():
            return _measured(policy, expression)
        case If(condition=condition, then=then, otherwise=otherwise):
            test = _clause(policy, towards(condition, truth=True))
            return f"{value_of(policy, then)} if {test}, otherwise {value_of(policy, otherwise)}"
        case _:
            return f"whether {_clause(policy, towards(expression, truth=True))}"


def found(policy: Policy, judged: Judged) -> str:
    """What was found of a condition or value: `turnover is £4.5m, below £10m`."""
    if not _is_yes_no(judged.expression):
        return _found_value(policy, judged)
    if judged.value is None and not isinstance(judged.expression, And | Or | Not):
        return says(policy, judged.expression, None)
    match judged.expression:
        case Not():
            inner = judged.parts[0]
            bare = isinstance(inner.expression, Term | Field)
            return says(policy, inner.expression, _truth(inner)) if bare else found(policy, inner)
        case And() | Or() as compound if subject_of(compound) is not None:
            return _found_of_subject(policy, judged)
        case And() | Or():
            return _found_of_parts(policy, judged)
        case Compare():
            return _found_comparison(policy, judged)
        case Quantified():
            met = _clause(policy, towards(judged.expression, truth=judged.value is True))
            return f"{met} ({_tally(judged)})"
        case condition:
            return says(policy, condition, _truth(judged))


# -- how a value came about ------------------------------------------------------------------------

_SIGNS = {
    Operator.ADD: "+",
    Operator.SUBTRACT: "−",
    Operator.MULTIPLY: "×",
    Operator.DIVIDE: "÷",
}
_TIGHT = (Operator.MULTIPLY, Operator.DIVIDE)
_PLAIN = (Operator.ADD, Operator.SUBTRACT)
_COUNTED = (Operator.WORKING_DAYS_AFTER, Operator.WORKING_DAYS_BEFORE)


def worked_out(policy: Policy, judged: Judged) -> str | None:
    """A sum with its values: `(turnover £4.5m − cost base £4.1m) ÷ turnover £4.5m`; None for what is
    no sum of plain values.
    """
    match judged.expression:
        case Const():
            return value_of(policy, judged.expression)
        case Term(name=name, kind=kind) | Field(name=name, kind=kind):
            chosen = " (policy setting)" if name in policy.settings else ""
            return f"{name} {_shown(judged.value, kind)}{chosen}"
        case Measured():
            return f"{value_of(policy, judged.expression)} ({_shown(judged.value, judged.expression.kind)})"
        case Arithmetic(operator=operator):
            left, right = (worked_out(policy, part) for part in judged.parts)
            if left is None or right is None:
                return None
            first, second = (part.expression for part in judged.parts)
            if (operator in _TIGHT and _is_loose(first)) or _is_counted(first):
                left = f"({left})"
            if (operator not in _PLAIN and isinstance(second, Arithmetic)) or (
                operator is Operator.SUBTRACT and _is_loose(second)
            ):
                right = f"({right})"
            joint = _joint(operator, first) if operator in _COUNTED else _SIGNS[operator]
            return f"{left} {joint} {right}"
        case _:
            return None


def _is_counted(expression: Expression) -> bool:
    return isinstance(expression, Arithmetic) and expression.operator in _COUNTED


def _is_loose(expression: Expression) -> bool:
    return isinstance(expression, Arithmetic) and expression.operator not in _TIGHT


# -- conditions as clauses -------------------------------------------------------------------------


def towards(condition: Expression, *, truth: bool) -> Expression:
    """The condition (or, with `truth` False, its contrary) with `not` at the leaves alone."""
    match condition:
        case Not(part=part):
            return towards(part, truth=not truth)
        case And(parts=parts) | Or(parts=parts):
            turned = tuple(towards(part, truth=truth) for part in parts)
            return And(turned) if isinstance(condition, And) is truth else Or(turned)
        case Compare(
            Comparison.EQ | Comparison.NE as comparison, left, Const(value=bool() as value)
        ):
            return towards(left, truth=truth is (value is (comparison is Comparison.EQ)))
        case Compare(comparison=comparison, left=left, right=right):
            return condition if truth else Compare(OPPOSITE[comparison], left, right)
        case If(test, then, otherwise, kind):
            return If(test, towards(then, truth=truth), towards(otherwise, truth=truth), kind)
        case Const(value=bool() as value, kind=kind):
            return Const(value is truth, kind)
        case _:
            return condition if truth else Not(condition)


def subject_of(compound: Compound) -> Expression | None:
    """The one value that all parts compare, or None: `between`, `one of` and several tests in a
    table cell are written so.
    """
    turned = cast("Compound", towards(compound, truth=True))
    subjects = {part.left if isinstance(part, Compare) else None for part in turned.parts}
    return subjects.pop() if len(subjects) == 1 else None


def _clause(policy: Policy, condition: Expression) -> str:
    """A clause with a verb. `condition` has `not` at its leaves alone."""
    match condition:
        case And() | Or() as compound:
            subject = subject_of(compound)
            if subject is not None:
                return f"{value_of(policy, subject)} is {_tests(policy, compound)}"
            clauses = [_clause_within(policy, part) for part in compound.parts]
            word = "and" if isinstance(compound, And) else "or"
            if any(map(_needs_bracket, compound.parts)):
                return f"{', '.join(clauses[:-1])}, {word} {clauses[-1]}"
            return listed(clauses, word)
        case Compare(comparison=comparison, left=left, right=right) if _is_yes_no(left):
            alike = towards(right, truth=comparison is Comparison.EQ)
            first = _clause_within(policy, towards(left, truth=True))
            return f"{first} exactly if {_clause_within(policy, alike)}"
        case Compare(left=left):
            return f"{value_of(policy, left)} is {_test(policy, condition)}"
        case Includes(whole=whole, option=option):
            return f"{value_of(policy, whole)} includes {option}"
        case Not(part=Includes(whole=whole, option=option)):
            return f"{value_of(policy, whole)} does not include {option}"
        case Known(part=part):
            return _being_known(policy, part, "known")
        case Not(part=Known(part=part)):
            return _being_known(policy, part, "not known")
        case Quantified():
            return _quantified(policy, condition, truth=True)
        case Not(part=Quantified() as quantified):
            return _quantified(policy, quantified, truth=False)
        case If(condition=test, then=then, otherwise=otherwise):
            yes, no = _clause_within(policy, then), _clause_within(policy, otherwise)
            return f"{yes} if {_clause(policy, towards(test, truth=True))}, otherwise {no}"
        case Const(value=value):
            return "this holds in every case" if value else "this holds in no case"
        case Not(part=part):
            return f"{value_of(policy, part)} is no"
        case _:
            return f"{value_of(policy, condition)} is yes"


def _is_yes_no(expression: Expression) -> bool:
    return isinstance(kind_of(expression), YesNo)


def _clause_within(policy: Policy, condition: Expression) -> str:
    """A clause as a part of a longer one, with `both` or `either` where a bracket would stand."""
    clause = _clause(policy, condition)
    return f"{_bracket(condition)} {clause}" if _needs_bracket(condition) else clause


def _needs_bracket(condition: Expression) -> bool:
    match condition:
        case And(parts=parts) | Or(parts=parts):
            return subject_of(condition) is None and len(parts) > 1
        case _:
            return False


def _bracket(compound: Expression) -> str:
    match compound:
        case And(parts=parts):
            return "both" if len(parts) == _BOTH else "all of"
        case _:
            return "either"


def _being_known(policy: Policy, part: Expression, known: str) -> str:
    if isinstance(part, Term | Field | Arithmetic | Negative | Measured):
        return f"{value_of(policy, part)} is {known}"
    return f"it is {known} whether {_clause(policy, towards(part, truth=True))}"


def _test(policy: Policy, compare: Compare) -> str:
    return f"{_comparing(compare)}{_threshold(policy, compare.right)}"


def _comparing(compare: Compare) -> str:
    words = _WORDS_FOR_DATES if isinstance(kind_of(compare.left), Date) else _WORDS
    return words[compare.comparison]


def _tests(policy: Policy, compound: Compound) -> str:
    """Several tests of one subject: `between 2% and 15%`, `one of a, b or c`."""
    compares = cast("tuple[Compare, ...]", compound.parts)
    values = [_threshold(policy, compare.right) for compare in compares]
    match compound, [compare.comparison for compare in compares]:
        case And(), [Comparison.GE, Comparison.LE]:
            return f"between {values[0]} and {values[1]}"
        case Or(), [Comparison.LT, Comparison.GT]:
            return f"not between {values[0]} and {values[1]}"
        case Or(), comparisons if set(comparisons) == {Comparison.EQ}:
            return f"one of {listed(values)}"
        case And(), comparisons if set(comparisons) == {Comparison.NE}:
            return f"not one of {listed(values)}"
        case _:
            tests = [_test(policy, compare) for compare in compares]
            return listed(tests, "and" if isinstance(compound, And) else "or")


def _threshold(policy: Policy, expression: Expression) -> str:
    text = value_of(policy, expression)
    return f"({text})" if isinstance(expression, If) else text


def _joint(operator: Operator, left: Expression) -> str:
    """What is said between two values: `1 working day after`, `20 working days after`."""
    words = _OPERATORS[operator]
    one = isinstance(left, Const) and left.value == 1
    return words.replace("days", "day") if operator in _COUNTED and one else words


def _operand(policy: Policy, expression: Expression) -> str:
    text = value_of(policy, expression)
    return f"({text})" if isinstance(expression, Arithmetic | If | Negative) else text


# -- lists -----------------------------------------------------------------------------------------


def _quantified(policy: Policy, quantified: Quantified, *, truth: bool) -> str:
    number = quantified.number
    one = number is None or number == 1
    holding, failing = _HOW_MANY[quantified.quantity]
    how_many = (holding if truth else failing) + ("" if number is None else f" {number}")
    noun = noun_of(policy, quantified.items, one=one)
    body = towards(quantified.body, truth=True)
    having = _having(policy, body)
    if having is None:
        return f"for {how_many} {noun}, {_clause(policy, body)}"
    return f"{how_many} {noun} {'has' if one else 'have'} {having}"


def _having(policy: Policy, body: Expression) -> str | None:
    """What an item has: `seat sha`, `score below 2`; None where only a clause will do."""
    match body:
        case And() | Or() as compound if subject_of(compound) is not None:
            subject = cast("Expression", subject_of(compound))
            return f"{value_of(policy, subject)} {_tests(policy, compound)}"
        case And(parts=parts) | Or(parts=parts):
            having = [text for part in parts if (text := _having_within(policy, part)) is not None]
            if len(having) < len(parts):
                return None
            return listed(having, "and" if isinstance(body, And) else "or")
        case Compare(comparison=Comparison.EQ, left=left, right=Term(name=name)) if (
            name not in policy.settings and not _is_yes_no(left)
        ):
            return f"{value_of(policy, left)} equal to {name}"
        case Compare(left=left) if not _is_yes_no(left):
            return f"{value_of(policy, left)} {_test(policy, body)}"
        case Field(name=name) | Term(name=name):
            return name
        case Not(part=Field(name=name) | Term(name=name)):
            return f"{name}: no"
        case Known(part=Field(name=name)):
            return f"{name} known"
        case Not(part=Known(part=Field(name=name))):
            return f"{name} not known"
        case Includes(whole=whole, option=option):
            return f"{value_of(policy, whole)} including {option}"
        case Not(part=Includes(whole=whole, option=option)):
            return f"{value_of(policy, whole)} not including {option}"
        case _:
            return None


def _having_within(policy: Policy, body: Expression) -> str | None:
    having = _having(policy, body)
    return f"{_bracket(body)} {having}" if having and _needs_bracket(body) else having


def noun_of(policy: Policy, items: str, *, one: bool = True) -> str:
    """The noun of a list's items; the list is named where two lists hold the same record."""
    record = policy.record_of(items).name
    noun = record if one else plural(record)
    return noun if len(policy.lists[record]) == 1 else f"{noun} among {items}"


def _measured(policy: Policy, measured: Measured) -> str:
    which = ""
    if measured.where is not None:
        body = towards(measured.where, truth=True)
        having = _having(policy, body)
        which = f" where {_clause(policy, body)}" if having is None else f" with {having}"
    noun = noun_of(policy, measured.items, one=False)
    if measured.value is None:
        return f"the number of {noun}{which}"
    across = f"the {noun}{which}" if which else f"the {measured.items}"
    return f"{_MEASURES[measured.measure]} {_operand(policy, measured.value)} across {across}"


# -- what was found --------------------------------------------------------------------------------


def _shown(value: Value, kind: Kind) -> str:
    return "not known" if value is None else show(value, kind)


def _truth(judged: Judged) -> Truth:
    return cast("Truth", judged.value)


def _found_value(policy: Policy, judged: Judged) -> str:
    expression = judged.expression
    found = f"{value_of(policy, expression)} is {_shown(judged.value, kind_of(expression))}"
    if not isinstance(expression, Measured):
        return found
    if expression.value is None:
        taken = [_item_of(judged, part) for part in judged.parts if part.value is True]
    else:
        kind = kind_of(expression.value)
        taken = [_shown(part.value, kind) for part in judged.parts if part.path.endswith("/value")]
    if not 0 < len(taken) <= _ITEMS_SHOWN_AT_MOST:
        return found
    return f"{found} ({listed(taken, 'and')})"


def counted(judged: Judged) -> Iterator[str]:
    """The names of the items that a count with a condition took, and of many how many more there are."""
    match judged.expression:
        case Measured(measure=Measure.COUNT, where=where) if where is not None:
            taken = [_item_of(judged, part) for part in judged.parts if part.value is True]
            yield from taken[:_ITEMS_NAMED_AT_MOST]
            if left := len(taken[_ITEMS_NAMED_AT_MOST:]):
                yield f"{left} more"


def _item_of(judged: Judged, part: Judged) -> str:
    return part.path.removeprefix(f"{judged.path}/item/").removesuffix("/where")


def _found_comparison(policy: Policy, judged: Judged) -> str:
    condition = towards(judged.expression, truth=judged.value is True)
    if not isinstance(condition, Compare):
        return says(policy, judged.expression, _truth(judged))
    left, right = judged.parts
    if _is_yes_no(left.expression):
        return f"{found_within(policy, left)}, and {found_within(policy, right)}"
    subject = _with_value(policy, left)
    match condition.comparison, condition.right:
        case Comparison.EQ, Const():
            return subject
        case Comparison.EQ, _:
            return f"{subject}, the same as {value_of(policy, condition.right)}"
        case _:
            return f"{subject}, {_comparing(condition)}{_with_threshold(policy, right)}"


def _with_value(policy: Policy, judged: Judged) -> str:
    match judged.expression:
        case Const():
            return value_of(policy, judged.expression)
        case Term(name=name, kind=kind) if name in policy.settings:
            return f"{name} is {_shown(judged.value, kind)} (policy setting)"
        case expression:
            return f"{value_of(policy, expression)} is {_shown(judged.value, kind_of(expression))}"


def _with_threshold(policy: Policy, judged: Judged) -> str:
    match judged.expression:
        case Const():
            return value_of(policy, judged.expression)
        case Term(name=name) if name in policy.settings:
            return value_of(policy, judged.expression)
        case Arithmetic() as formula:
            return f"{_shown(judged.value, formula.kind)} ({_formula(policy, formula)})"
        case expression:
            return f"{_threshold(policy, expression)} ({_shown(judged.value, kind_of(expression))})"


def _formula(policy: Policy, expression: Expression, *, within: bool = False) -> str:
    """The value as a noun, where what it comes to stands beside it: settings by their names alone."""
    match expression:
        case Arithmetic(operator=operator, left=left, right=right):
            parts = (_formula(policy, left, within=True), _formula(policy, right, within=True))
            text = f" {_joint(operator, left)} ".join(parts)
            return f"({text})" if within else text
        case Term(name=name):
            return name
        case _:
            return _operand(policy, expression)


def _found_of_subject(policy: Policy, judged: Judged) -> str:
    if judged.value is None:
        return says(policy, judged.expression, None)
    compound = cast("Compound", towards(judged.expression, truth=judged.value is True))
    first = judged.parts[0]
    while isinstance(first.expression, Not):
        first = first.parts[0]
    return f"{_with_value(policy, first.parts[0])}, {_tests(policy, compound)}"


def _found_of_parts(policy: Policy, judged: Judged) -> str:
    """Two simple conditions in words; of others how many hold, as they speak for themselves."""
    truths = [part.value for part in judged.parts]
    total, unknown = len(truths), truths.count(None)
    every = isinstance(judged.expression, And)
    if judged.value is None:
        several = f"all of {total} conditions hold" if every else f"any of {total} conditions holds"
        either = "both conditions hold" if every else "either condition holds"
        whether = either if total == _BOTH else several
        return f"it is not known whether {whether} ({unknown} not known)"
    alike = truths.count(judged.value)
    if alike == total <= _BOTH and not any(map(_is_compound, judged.parts)):
        clauses = [found_within(policy, part) for part in judged.parts]
        return (", and " if any("," in clause for clause in clauses) else " and ").join(clauses)
    if alike == total == _BOTH:
        return "both conditions hold" if judged.value else "neither condition holds"
    if alike == total:
        return (
            f"all {total} conditions hold" if judged.value else f"none of {total} conditions holds"
        )
    if judged.value:
        return f"{alike} of {total} conditions {'holds' if alike == 1 else 'hold'}"
    return f"{alike} of {total} conditions {'does' if alike == 1 else 'do'} not hold"


def _is_compound(judged: Judged) -> bool:
    match judged.expression:
        case Not():
            return _is_compound(judged.parts[0])
        case And() | Or() as compound:
            return subject_of(compound) is None
        case _:
            return False


def found_within(policy: Policy, judged: Judged) -> str:
    """What was found, as a part of a longer line: `costing in place is yes`."""
    if judged.value is None:
        return found(policy, judged)
    condition = towards(judged.expression, truth=judged.value is True)
    bare = isinstance(condition, Term | Field | Not)
    return _clause(policy, condition) if bare else found(policy, judged)


def _tally(judged: Judged) -> str:
    truths: Sequence[Value] = [part.value for part in judged.parts]
    if not truths:
        return "the list is empty"
    having, unknown = truths.count(True), truths.count(None)
    tally = f"{having or 'none'} of {len(truths)}"
    return f"{tally}, {unknown} not known" if unknown else tally
