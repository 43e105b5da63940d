"""What a person changes for one run: `NAME=VALUE` texts in, values by name out.

A what-if puts facts in place of a case's; a setting may be changed too. Names and values are checked
as those of a case are, and every fault is told.
"""

from collections.abc import Mapping, Sequence
from typing import Literal

from cssrules.dataclass import dataclass
from cssrules.jsontext import Faults, shown
from cssrules.policy import Policy
from cssrules.problem import Kind, did_you_mean
from cssrules.values import BadValue, Value, read
from cssrules.values import Kind as ValueKind


@dataclass(frozen=True, slots=True)
class Changes:
    """The facts that stand in place of a case's (None: unknown), and the settings of one run."""

    facts: Mapping[str, Value]
    settings: Mapping[str, Value]


def read_changes(facts: Sequence[str], settings: Sequence[str], policy: Policy) -> Changes:
    """The facts and the settings that `NAME=VALUE` texts change; `unknown` takes a fact away.

    Raises Problems.
    """
    faults = Faults()
    fact_kinds = {name: fact.kind for name, fact in policy.evidence.items()}
    setting_kinds = {name: setting.kind for name, setting in policy.settings.items()}
    elsewhere = {
        **dict.fromkeys(policy.defining, "the policy concludes it"),
        **dict.fromkeys(fact_kinds, "that is a fact, use --with"),
        **dict.fromkeys(setting_kinds, "that is a setting, use --set"),
    }
    changes = Changes(
        _read_pairs(facts, "fact", fact_kinds, elsewhere, faults),
        _read_pairs(settings, "setting", setting_kinds, elsewhere, faults),
    )
    faults.settle()
    return changes


def _read_pairs(
    texts: Sequence[str],
    noun: Literal["fact", "setting"],
    kinds: Mapping[str, ValueKind],
    elsewhere: Mapping[str, str],
    faults: Faults,
) -> Mapping[str, Value]:
    """The values of one noun; `elsewhere` says what a name is that is none of `kinds`."""
    values: dict[str, Value] = {}
    for text in texts:
        name, equals, value = (part.strip() for part in text.partition("="))
        if not equals or not name or not value:
            faults.add(
                Kind.WRONG_FORM, shown(text), f"not a {noun} and a value", "write NAME=VALUE"
            )
        elif name not in kinds:
            absent = Kind.UNKNOWN_FACT if noun == "fact" else Kind.UNKNOWN_SETTING
            help = elsewhere.get(name) or did_you_mean(name, kinds)
            faults.add(absent, shown(text), f"no {noun} is called `{shown(name)}`", help)
        elif name in values:
            faults.add(Kind.TWO_VALUES, shown(text), f"`{name}` is given twice")
        elif value == "unknown" and noun == "fact":
            values[name] = None
        else:
            try:
                values[name] = read(value, kinds[name])
            except BadValue as fault:
                faults.add(Kind.BAD_VALUE, shown(text), fault.message, fault.hint)
    return values
