"""A case to fill in: every fact of a policy with nothing known, and what each may be.

In: a policy. Out: JSON text that the door reads as a case about which nothing is known but what it gives
itself. The words
beside the facts stand under `notes`, which the door passes over. There too stands the model of an
item for each list fact: an item in the list itself would be something known.
"""

import json

from cssrules.door import SCHEMA
from cssrules.policy import Evidence, Policy
from cssrules.values import ListOf, kind_in_words


def blank_case(policy: Policy, id: str) -> str:
    """The text of a case called `id` in which every fact of the policy is unknown."""
    facts = [fact for fact in policy.evidence.values() if fact.given_by is None]
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


def _about(policy: Policy, fact: Evidence) -> object:
    """What a value of the fact may be, and the question that asks for it; of a list also an item, to be
    copied into the value and filled in.
    """
    words = [f"{kind_in_words(fact.kind)}.", fact.ask, fact.note]
    about = " ".join(part for part in words if part)
    if not isinstance(fact.kind, ListOf):
        return about
    fields = policy.records[fact.kind.record].fields
    return {
        "value": about,
        "each item": {name: kind_in_words(kind) for name, kind in fields},
        "an item to copy": {"id": "1", **{name: None for name, _ in fields}},
    }
