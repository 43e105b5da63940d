"""The case that shows a finding: confirmed by meaning, made small, written so that it can be decided.

In: the values that Z3 found, and what they are to show. Out: values that show it, without what does not
matter; the same as evidence of a case file.
INVARIANT: a witness is a case that the policy allows, and meaning finds in it what is said of it.
"""

import json
from collections.abc import Callable, Mapping
from datetime import date
from typing import TypeAlias

from cssrules.assumed import allows
from cssrules.audited import Witness
from cssrules.door import SCHEMA
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.proof.fewer import fewer_facts, fewer_fields, fewer_items, put_in_order
from cssrules.trace import Trace
from cssrules.values import Item, Kind, ListOf, SetOf, Value, written

Values: TypeAlias = Mapping[str, Value]
Shows: TypeAlias = Callable[[Trace], bool]

NOTE = "made up to show what was proved of the policy; it tells of no real body"


class Unconfirmed(Exception):
    """Z3 found a case in which meaning does not see what was asked for: a fault of cssrules."""


def confirmed(policy: Policy, values: Values, day: date, shows: Shows, *, whole: bool) -> Values:
    """Values that show what is asked for: `values`, with less in it. `whole`: all is to stay known."""

    def does(candidate: Values) -> bool:
        trace = meaning(policy, candidate, day)
        return allows(policy, trace) and shows(trace)

    if not does(values):
        raise Unconfirmed("meaning does not see in a case what Z3 found there")
    values = put_in_order([policy], values, day, does)
    if not whole:
        values = fewer_facts(values, sorted(values), does)
    for name in sorted(values):
        kind = policy.evidence[name].kind
        if isinstance(kind, ListOf) and values[name] is not None:
            values = fewer_items(values, name, kind, does)
            values = values if whole else fewer_fields(values, name, does)
    return values


# -- as a case file ---------------------------------------------------------------------------------------


def case_facts(policy: Policy, values: Values, day: date) -> Witness:
    """The values as a case file holds them."""
    facts = {
        name: _plain(policy, values[name], policy.evidence[name].kind)
        for name in policy.evidence
        if values.get(name) is not None
    }
    return Witness(day.isoformat(), facts)


def case_text(id: str, witness: Witness) -> str:
    """The text of a case file that holds a witness, all of it reported on one day."""
    case = {
        "schema": SCHEMA,
        "id": id,
        "name": id,
        "illustrative": True,
        "notes": NOTE,
        "evidence": [
            {"fact": fact, "value": value, "reported": witness.as_of}
            for fact, value in witness.facts.items()
        ],
    }
    return json.dumps(case, indent=2, ensure_ascii=False) + "\n"


def _plain(policy: Policy, value: Value, kind: Kind) -> object:
    match value, kind:
        case bool(), _:
            return value
        case date(), _:
            return value.isoformat()
        case frozenset(), SetOf():
            return [option for option in kind.options if option in value]
        case tuple(), ListOf():
            kinds = dict(policy.records[kind.record].fields)
            return [{"id": i.id, **_fields(policy, i, kinds)} for i in value]
        case _:
            text = written(value, kind)
            return int(text) if text.removeprefix("-").isdecimal() else text


def _fields(policy: Policy, item: Item, kinds: Mapping[str, Kind]) -> Mapping[str, object]:
    return {
        name: _plain(policy, value, kinds[name])
        for name, value in sorted(item.fields.items())
        if value is not None
    }
