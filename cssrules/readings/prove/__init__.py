"""The prove reading: what holds of every case, by Z3; equal to meaning, which the tests hold it to.

The only place that knows Z3. Conditions are put together by `both`, `either` and `negation`, and are
otherwise nothing that a caller looks into.
"""

from cssrules.readings.prove.conditions import Condition, both, either, negation
from cssrules.readings.prove.found import Found
from cssrules.readings.prove.kleene import Kleene
from cssrules.readings.prove.otherwise import Beside, Otherwise
from cssrules.readings.prove.pairs import compared, differs, linked
from cssrules.readings.prove.prover import ENGINE, Impossible, Prover, Unsettled, Verdict
from cssrules.readings.prove.theory import Conclusions, Rows, Theory

__all__ = [
    "ENGINE",
    "Beside",
    "Conclusions",
    "Condition",
    "Found",
    "Impossible",
    "Kleene",
    "Otherwise",
    "Prover",
    "Rows",
    "Theory",
    "Unsettled",
    "Verdict",
    "both",
    "compared",
    "differs",
    "either",
    "linked",
    "negation",
]
