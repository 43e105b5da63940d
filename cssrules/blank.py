"""A case to fill in: every fact of a policy with nothing known, and what each may be.

In: a policy. Out: JSON text that the door reads as a case about which nothing is known. The words
beside the facts stand under `notes`, which the door passes over.
"""

import json

from cssrules.door import SCHEMA
from cssrules.policy import Evidence, Policy
from cssrules.values import ListOf, kind_in_words


def blank_case(policy: Policy, id: str) -> str:
    """The text of a case called `id` in which every fact of the policy is unknown."""
    facts = policy.evidence.values()
    case = {
        "schema": SCHEMA,
        "id": id,
        "name": id,
        "notes": {fact.name: _about(policy, fact) for fact in facts},
        "evidence": [
            {"fact": fact.name, "value": None, "on": None, "source": None} for fact in facts
        ],
        "events": [],
    }
    return json.dumps(case, indent=2, ensure_ascii=False)


def _about(policy: Policy, fact: Evidence) -> str:
    """What a value of the fact may be, and the question that asks for it."""
    words = kind_in_words(fact.kind)
    if isinstance(fact.kind, ListOf):
        record = policy.records[fact.kind.record]
        fields = "; ".join(f"{name}: {kind_in_words(kind)}" for name, kind in record.fields)
        words = f"{words}. Each has {fields}"
    return " ".join(part for part in (words + ".", fact.ask, fact.note) if part)
