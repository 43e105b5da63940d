"""The certificate beside a policy's rules, as a decision cites it.

In: a decision, and the folder of its policy. Out: the decision with the certificate, where one
stands there that tells of this very policy, with these settings, on this day; otherwise as it is.
"""

import json
from dataclasses import replace
from pathlib import Path
from typing import Final

from cssrules.decision import Certificate, Decision
from cssrules.policy import digest

FILE: Final = "certificate.json"
SCHEMA: Final = "cssrules/certificate/1"


def certified(decision: Decision, folder: Path) -> Decision:
    """`decision` with what was proved of its policy. `cssrules check --prove --certificate` writes it.

    A file that is no certificate, or one of another policy, is not cited.
    """
    try:
        raw = (folder / FILE).read_bytes()
        told = json.loads(raw)
        first, last = told["days"]
        fits = told["schema"] == SCHEMA and told["policy"]["hash"] == decision.core.policy
        found = Certificate(
            digest(raw),
            sum(proved["times"] for proved in told["proved"].values()),
            len(told["findings"]),
            len(told["accepted"]),
            len(told["not_settled"]),
            tuple(map(str, told["made_by"])),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return decision
    fits = fits and not decision.settings_changed and first <= decision.as_of <= last
    return replace(decision, certificate=found) if fits else decision
