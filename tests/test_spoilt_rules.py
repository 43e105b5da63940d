"""Rule files spoilt at random are compiled or refused with hints, and never break anything."""

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from cssrules.language.compile import compile_policy
from cssrules.language.envelope import policy_schema
from cssrules.language.lint import lint
from cssrules.language.load import read_folder
from cssrules.problem import Problem, Problems
from cssrules.source import Source
from cssrules.views.problems import human
from cssrules.views.rule_page import rule_page

TESTS = Path(__file__).parent
EVERY_FORM = read_folder(TESTS / "every_form")
SHIPPED = read_folder(TESTS.parent / "rules")
SIGNS = "{}[]()|\"'#&*!%@-:,.£0aé\t"


def spoilt(chance: random.Random, text: str, said: str) -> str:
    """`text` with one mistake of the kinds that people make: a line lost, twice, moved, cut short."""
    lines = text.split("\n")
    at, other = chance.randrange(len(lines)), chance.randrange(len(lines))
    line = lines[at]
    match chance.randrange(8):
        case 0:
            del lines[at]
        case 1:
            lines.insert(at, lines[other])
        case 2:
            words = line.split(" ")
            words[chance.randrange(len(words))] = chance.choice(said.split())
            lines[at] = " ".join(words)
        case 3:
            lines[at] = line[: chance.randrange(len(line) + 1)]
        case 4:
            lines[at] = line.replace(":", chance.choice(["", "::", ";"]), 1)
        case 5:
            lines[at], lines[other] = lines[other], line
        case 6:
            where = chance.randrange(len(line) + 1)
            lines[at] = line[:where] + chance.choice(SIGNS) + line[where + 1 :]
        case _:
            lines[at] = "  " + line
    return "\n".join(lines)


def refused(rules: tuple[Source, ...], seed: int) -> bool:
    """Whether a policy spoilt by `seed` is refused; each fault must have its place and hint. What is
    not refused can be shown.
    """
    chance = random.Random(seed)  # noqa: S311 # because a repeatable mistake is asked
    sources = list(rules)
    for _ in range(chance.choice((1, 1, 2, 4))):
        at, other = chance.randrange(len(sources)), chance.randrange(len(sources))
        text = spoilt(chance, sources[at].text, sources[other].text)
        sources[at] = Source(sources[at].name, text)
    found: tuple[Problem, ...] = ()
    try:
        policy = compile_policy(sources)
        lint(policy)
        for id in policy.rules:
            rule_page(policy, id)
    except Problems as problems:
        found = problems.found
    assert [problem for problem in found if not problem.help] == []
    return human(found) != ""


def keys(form: Any) -> Iterator[str]:
    """Every key of the schema of a rule file that an author does not choose."""
    if not isinstance(form, dict):
        return
    for name, part in form.items():
        if name == "properties":
            yield from part
        for inner in part.values() if name in {"properties", "$defs"} else (part,):
            yield from keys(inner)


def test_the_rules_to_be_spoilt_hold_every_form() -> None:
    text = "\n".join(source.text for source in EVERY_FORM)
    known = set(keys(policy_schema()))
    assert len(known) > 60
    assert sorted(key for key in known if f"{key}:" not in text) == []


def test_spoilt_rules_are_refused_with_hints_or_still_sound() -> None:
    assert sum(refused(EVERY_FORM, seed) for seed in range(300)) > 200


def test_spoilt_rules_of_the_shipped_policy_are_refused_with_hints_or_still_sound() -> None:
    assert sum(refused(SHIPPED, seed) for seed in range(12)) > 5


@pytest.mark.torture
def test_many_spoilt_rules_are_refused_with_hints_or_still_sound() -> None:
    assert sum(refused(EVERY_FORM, seed) for seed in range(20_000)) > 15_000


@pytest.mark.torture
def test_many_spoilt_rules_of_the_shipped_policy_are_refused_or_still_sound() -> None:
    assert sum(refused(SHIPPED, seed) for seed in range(1_000)) > 400
