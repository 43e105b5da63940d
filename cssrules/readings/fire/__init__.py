"""durable-rules fires a decision (`fire`) or many pairs at once (`fire_pairs`), and `disagreements`
are those with meaning's trace of one.
"""

from cssrules.readings.fire.compare import disagreements
from cssrules.readings.fire.compiled import check_limits
from cssrules.readings.fire.driver import EngineFault
from cssrules.readings.fire.firing import Fired, Firing, available, fire, fire_pairs

__all__ = [
    "EngineFault",
    "Fired",
    "Firing",
    "available",
    "check_limits",
    "disagreements",
    "fire",
    "fire_pairs",
]
