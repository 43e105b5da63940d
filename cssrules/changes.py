"""What a person changes for one run: `NAME=VALUE` texts in, values by name out.

A what-if puts facts in place of a case's; a setting may be changed too. Names and values are checked
as those of a case are, and every fault is told.
"""

from collections.abc import Mapping, Sequence

from cssrules.jsontext import Faults, shown
from cssrules.policy import Policy
from cssrules.problem import Kind, did_you_mean
from cssrules.values import BadValue, Value, read
from cssrules.values import Kind as ValueKind


def read_changes(texts: Sequence[str], policy: Policy) -> Mapping[str, Value]:
    """The facts that `NAME=VALUE` texts put in place of a case's; `unknown` takes a fact away.

    Raises Problems.
    """
    kinds = {name: evidence.kind for name, evidence in policy.evidence.items()}
    return _read_pairs(texts, kinds, Kind.UNKNOWN_FACT, "fact", unknown=True)


def read_settings(texts: Sequence[str], policy: Policy) -> Mapping[str, Value]:
    """The settings that `NAME=VALUE` texts change for one run. Raises Problems."""
    kinds = {name: setting.kind for name, setting in policy.settings.items()}
    return _read_pairs(texts, kinds, Kind.UNKNOWN_SETTING, "setting", unknown=False)


def _read_pairs(
    texts: Sequence[str],
    kinds: Mapping[str, ValueKind],
    absent: Kind,
    noun: str,
    *,
    unknown: bool,
) -> Mapping[str, Value]:
    faults = Faults()
    values: dict[str, Value] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name or not value:
            faults.add(
                Kind.WRONG_FORM, shown(text), f"not a {noun} and a value", "write NAME=VALUE"
            )
        elif name not in kinds:
            message = f"no {noun} is called `{shown(name)}`"
            faults.add(absent, shown(text), message, did_you_mean(name, kinds))
        elif name in values:
            faults.add(Kind.TWO_VALUES, shown(text), f"`{name}` is given twice")
        elif unknown and value == "unknown":
            values[name] = None
        else:
            try:
                values[name] = read(value, kinds[name])
            except BadValue as fault:
                faults.add(Kind.BAD_VALUE, shown(text), fault.message, fault.hint)
    faults.settle()
    return values
