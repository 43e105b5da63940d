"""durable-rules fires a decision: `fire`, and `disagreements` with meaning's trace of it."""

from cssrules.readings.fire.compare import disagreements
from cssrules.readings.fire.compiled import check_limits
from cssrules.readings.fire.driver import EngineFault
from cssrules.readings.fire.firing import Fired, Firing, available, fire

__all__ = [
    "EngineFault",
    "Fired",
    "Firing",
    "available",
    "check_limits",
    "disagreements",
    "fire",
]
