"""A scenario that a mutant does not pass, in the words of the policy's author.

In: a rule, and a case that tells it from a mutant. Out: the lines of a scenario that holds of the rule.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from cssrules.meaning import meaning
from cssrules.policy import Policy, Rule
from cssrules.proof.audit.witness import Values, case_facts
from cssrules.trace import JudgedRow, Trace
from cssrules.values import Date, Item, Kind, ListOf, SetOf, Value, show, written


def scenario(
    policy: Policy, rule: Rule, name: str, case: tuple[Values, date], other: Policy
) -> Sequence[str]:
    """The scenario of a case that `other` decides otherwise; no lines where no step can say how."""
    values, day = case
    trace = meaning(policy, values, day)
    then = list(_then(policy, rule, trace, meaning(other, values, day)))
    if not then:
        return []
    given = list(_given(policy, values, day)) or ["Given a case with:", "  | fact | value |"]
    when = f"When the case is decided as of {show(day, Date())}"
    said = [f"Then {then[0]}", *(f"And {line}" for line in then[1:])]
    return [f"  Scenario: {name}", *(f"    {line}" for line in (*given, when, *said))]


def _given(policy: Policy, values: Values, day: date) -> Iterator[str]:
    if any(value == frozenset() for value in values.values()):
        facts = case_facts(policy, values, day).facts
        case = json.dumps({"id": "scenario", "facts": facts}, indent=2, ensure_ascii=False)
        yield from ("Given a case:", '  """', *(f"  {line}" for line in case.splitlines()), '  """')
        return
    word = "Given"
    for name, evidence in policy.evidence.items():
        value = values.get(name)
        if value is None:
            continue
        if isinstance(value, tuple) and isinstance(evidence.kind, ListOf):
            yield f"{word} the {name}:"
            yield from _table(policy, value, evidence.kind)
        else:
            shown = written(value, evidence.kind)
            yield f"{word} {name} is {shown}"
        word = "And"


def _table(policy: Policy, items: Sequence[Item], kind: ListOf) -> Iterator[str]:
    """The items of a list, with the fields that some of them has."""
    kinds = dict(policy.records[kind.record].fields)
    names = [n for n in kinds if any(item.fields.get(n) is not None for item in items)]
    rows = [["id", *names]]
    for item in items:
        held = (item.fields.get(name) for name in names)
        cells = (
            "" if v is None else written(v, kinds[n]) for n, v in zip(names, held, strict=True)
        )
        rows.append([item.id, *cells])
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = (cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        yield f"  | {' | '.join(cells)} |"


# -- what it says --------------------------------------------------------------------------------------


def _then(policy: Policy, rule: Rule, trace: Trace, other: Trace) -> Iterator[str]:
    """What holds of the rule, and not of the mutant."""
    if rule.each is not None:
        found, unlike = _of_items(trace, rule), _of_items(other, rule)
        for id, value in found.items():
            if id in unlike and unlike[id] != value:
                yield f"among the {rule.each} {id} has {rule.define} {written(value, rule.kind)}"
        return
    value = trace.value(rule.define)
    if isinstance(rule.kind, ListOf):
        kinds = dict(policy.records[rule.kind.record].fields)
        yield from _of_list(rule.define, _rows(trace, rule), _rows(other, rule), kinds)
    elif value != frozenset() or not isinstance(rule.kind, SetOf):
        # `the outcome` in a step is the answer of the main question, which may not be asked.
        the = "" if rule.define == "outcome" else "the "
        yield f"{the}{rule.define} is {written(value, rule.kind)}"


def _of_items(trace: Trace, rule: Rule) -> Mapping[str, Value]:
    return {id: found.value for id, found in trace.each.get(rule.define, {}).items()}


def _of_list(
    name: str,
    held: Mapping[str, JudgedRow],
    other: Mapping[str, JudgedRow],
    kinds: Mapping[str, Kind],
) -> Iterator[str]:
    """The records that a row makes, or does not, in one of two lists alone, and the fields that differ."""
    for id, row in held.items():
        hit = other[id].hit if id in other else False
        if row.hit is True and hit is not True:
            yield f"the {name} include {id}"
        elif row.hit is True:
            fields = other[id].item.fields
            for field, value in row.item.fields.items():
                if fields.get(field) != value:
                    yield f"among the {name} {id} has {field} {written(value, kinds[field])}"
        elif row.hit is False and hit is not False:
            yield f"the {name} do not include {id}"


def _rows(trace: Trace, rule: Rule) -> Mapping[str, JudgedRow]:
    body = trace.concluded[rule.define].body
    return {row.row.id: row for row in body} if isinstance(body, tuple) else {}
