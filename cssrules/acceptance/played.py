"""Scenarios as they are played: each step with the form that it is worded in.

In: a feature file, and the folder of its policy. Out: its scenarios. Nothing of pytest is needed to play
them, and nothing is told of what is wrong with one: `session` does that.
"""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from cssrules.acceptance.guard import StepText, Told, read_feature
from cssrules.acceptance.vocabulary import Form, Said, read_step
from cssrules.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Played:
    """One scenario: its feature file, its line and name there, the folder of its policy, and its steps; of
    one that cannot be played they are None.
    """

    file: str
    line: int
    name: str
    policy: str
    steps: tuple[tuple[Form, Said], ...] | None

    @property
    def id(self) -> str:
        return f"{self.file}:{self.line}: {self.name}"


def features(paths: Iterable[Path]) -> Sequence[Path]:
    """The feature files that are named, or stand below the folders that are."""
    found = (sorted(path.rglob("*.feature")) if path.is_dir() else [path] for path in paths)
    return list(dict.fromkeys(file for files in found for file in files))


def policy_near(file: Path) -> Path | None:
    """The folder of the policy that a feature file is about where nothing else is said."""
    near = (parent / "rules" for parent in file.absolute().parents)
    return next((folder for folder in near if any(folder.rglob("*.yaml"))), None)


def played(file: Path, policy: Path) -> Iterator[Played]:
    """The scenarios of a feature file."""
    read, shown = read_feature(file), os.path.relpath(file)
    if read.faults:
        yield Played(shown, read.faults[0].line or 1, "the file", str(policy), None)
    for told in read.scenarios:
        yield Played(
            shown, told.line, told.name, str(policy), None if told.faults else _steps(told)
        )


def _steps(told: Told) -> tuple[tuple[Form, Said], ...] | None:
    steps = tuple(filter(None, map(_step, told.steps)))
    return steps if len(steps) == len(told.steps) else None


def _step(step: StepText) -> tuple[Form, Said] | None:
    found = read_step(step.keyword, step.words)
    below = "a table" if step.table else "nothing" if step.text is None else "a text"
    if found is None or found[0].takes != below:
        return None
    form, words = found
    return form, Said(words, step.table, step.text or "")
