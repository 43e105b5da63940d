"""The prove reading: what holds of every case, by Z3; equal to meaning, which the tests hold it to.

The only place that knows Z3. Conditions are put together by `both`, `either` and `negation`, and are
otherwise nothing that a caller looks into.
"""

from cssrules.readings.prove.algebra import Kleene, both, either, negation
from cssrules.readings.prove.prover import Found, Impossible, Prover, Unsettled, Verdict
from cssrules.readings.prove.symbols import Condition
from cssrules.readings.prove.theory import Theory

__all__ = [
    "Condition",
    "Found",
    "Impossible",
    "Kleene",
    "Prover",
    "Theory",
    "Unsettled",
    "Verdict",
    "both",
    "either",
    "negation",
]
