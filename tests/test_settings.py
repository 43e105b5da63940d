"""Every setting at every alternative, and many together, over all cases of 2012.

No choice of settings may crash a decision; and where a choice breaks a property for some case, `check`
must say of that choice that it breaks the policy's own properties.
"""

import random
from collections.abc import Iterator, Mapping
from fractions import Fraction
from pathlib import Path

import pytest

from cssrules.case import Facts, facts
from cssrules.door import read_case
from cssrules.language.lint import lint
from cssrules.meaning import meaning
from cssrules.policy import Policy, Setting
from cssrules.stored import load_policy
from cssrules.values import Choice, Date, Number, SetOf, Value, YesNo, written

ROOT = Path(__file__).parent.parent
COMBINATIONS, SEED = 2_000, 2012
PARTS = 8
"""So many runs share the settings, for as many processors."""
Settings = Mapping[str, Value]


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "rules")


@pytest.fixture(scope="module")
def cases(policy: Policy) -> dict[str, Facts]:
    files = sorted((ROOT / "cases").glob("2012/*.json"))
    files += sorted((ROOT / "cases").glob("stories/*.json"))
    files += sorted((ROOT / "cases").glob("examples/*.json"))
    files = [f for f in files if f.name != "portfolio.json" and not f.name.startswith("bad-")]
    read = [read_case(file.read_bytes(), policy, file.name) for file in files]
    first = policy.effective.start
    return {
        str(file.relative_to(ROOT)): facts(case, case.last_reported or first)
        for file, case in zip(files, read, strict=True)
    }


def alternatives(setting: Setting) -> Iterator[Value]:
    """Every option; of a range both ends; of a date both ends."""
    match setting.kind:
        case YesNo():
            yield from (True, False)
        case Choice(options=options):
            yield from options
        case SetOf(options=options):
            yield from (frozenset(), frozenset(options))
        case Number(low=low, high=high) | Date(low=low, high=high):
            yield from (low, high)
        case _:
            raise AssertionError(f"a setting of an unknown kind: {setting.name}")


def anywhere(setting: Setting, chance: random.Random) -> Value:
    """An alternative, the default, or a step of the range."""
    kind = setting.kind
    if isinstance(kind, Number) and kind.low is not None and kind.high is not None:
        steps = int((kind.high - kind.low) / (kind.step or 1))
        near = kind.low + (kind.step or Fraction(1)) * chance.randrange(steps + 1)
        return chance.choice([kind.low, kind.high, near, setting.default])
    return chance.choice([*alternatives(setting), setting.default])


def broken(policy: Policy, cases: Mapping[str, Facts], chosen: Settings) -> set[str]:
    """The properties that do not hold of some case, unless `check` says that the settings break one."""
    changed = policy.with_settings(chosen)
    found = set[str]()
    for id, known in cases.items():
        trace = meaning(changed, known.values, known.as_of)
        for stated in policy.properties:
            if trace.properties[stated.id].value is stated.never:
                found.add(f"{stated.id} in {id}")
    told = found and any(notice.kind == "property-broken" for notice in lint(changed))
    return set() if told else found


def said(policy: Policy, chosen: Settings) -> str:
    return ", ".join(f"{n}={written(v, policy.settings[n].kind)}" for n, v in chosen.items())


@pytest.mark.parametrize("part", range(PARTS))
def test_no_alternative_of_a_setting_breaks_a_property_unseen(
    policy: Policy, cases: dict[str, Facts], part: int
) -> None:
    told = {}
    for name, setting in list(policy.settings.items())[part::PARTS]:
        for value in dict.fromkeys(alternatives(setting)):
            if value == setting.default:
                continue
            if found := broken(policy, cases, {name: value}):
                told[said(policy, {name: value})] = found
    assert told == {}


def combinations(policy: Policy) -> Iterator[Settings]:
    chance = random.Random(SEED)  # noqa: S311 # because the same choices are asked
    for _ in range(COMBINATIONS):
        names = chance.sample(sorted(policy.settings), chance.randint(1, 8))
        yield {name: anywhere(policy.settings[name], chance) for name in names}


def test_no_combination_of_settings_breaks_a_property_unseen(
    policy: Policy, cases: dict[str, Facts]
) -> None:
    chance, told = random.Random(SEED), {}  # noqa: S311 # because the same choices are asked
    for chosen in combinations(policy):
        one = chance.choice(sorted(cases))
        if found := broken(policy, {one: cases[one]}, chosen):
            told[said(policy, chosen)] = found
    assert told == {}


@pytest.mark.torture
def test_no_combination_of_settings_breaks_a_property_of_any_case_unseen(
    policy: Policy, cases: dict[str, Facts]
) -> None:
    told = {}
    for chosen in combinations(policy):
        if found := broken(policy, cases, chosen):
            told[said(policy, chosen)] = found
    assert told == {}
