"""Rule files spoilt at random are compiled or refused with hints, and never break anything."""

import random
from pathlib import Path

import pytest

from cssrules.language.compile import compile_policy
from cssrules.language.lint import lint
from cssrules.language.load import read_folder
from cssrules.problem import Problem, Problems
from cssrules.source import Source
from cssrules.views.problems import human

RULES = read_folder(Path(__file__).parent.parent / "rules")
WORDS = [word for source in RULES for word in source.text.split()]
SIGNS = "{}[]()|\"'#&*!%@-:,.£0aé\t"


def spoilt(chance: random.Random, text: str) -> str:
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
            words[chance.randrange(len(words))] = chance.choice(WORDS)
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


def refused(seed: int) -> bool:
    """Whether a policy spoilt by `seed` is refused; each fault must have its place and hint."""
    chance = random.Random(seed)  # noqa: S311 # because a repeatable mistake is asked
    sources = list(RULES)
    for _ in range(chance.choice((1, 1, 2, 4))):
        at = chance.randrange(len(sources))
        sources[at] = Source(sources[at].name, spoilt(chance, sources[at].text))
    found: tuple[Problem, ...] = ()
    try:
        lint(compile_policy(sources))
    except Problems as problems:
        found = problems.found
    assert [problem for problem in found if not problem.help] == []
    return human(found) != ""


def test_spoilt_rules_are_refused_with_hints_or_still_sound() -> None:
    assert sum(refused(seed) for seed in range(120)) > 50


@pytest.mark.torture
def test_many_spoilt_rules_are_refused_with_hints_or_still_sound() -> None:
    assert sum(refused(seed) for seed in range(20_000)) > 8_000
