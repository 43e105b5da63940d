"""The steps of scenarios as they were played, kept as a file so that they can be played again.

In: forms and what was said in them. Out: JSON, and from it the same.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from cssrules.acceptance.vocabulary import FORMS, Form, Said
from cssrules.dataclass import dataclass


@dataclass(frozen=True, slots=True)
class Played:
    """One scenario: its feature file, its line and name there, the folder of its policy, and its steps."""

    file: str
    line: int
    name: str
    policy: str
    root: str
    steps: tuple[tuple[Form, Said], ...]

    @property
    def id(self) -> str:
        return f"{self.file}:{self.line}: {self.name}"


def as_json(played: Played) -> Mapping[str, Any]:
    """The scenario as JSON has it."""
    return {
        "file": played.file,
        "line": played.line,
        "name": played.name,
        "policy": played.policy,
        "root": played.root,
        "steps": [
            [form.keyword, form.wording, dict(said.words), said.table, said.text]
            for form, said in played.steps
        ],
    }


def write(file: Path, scenarios: Iterable[Mapping[str, Any]]) -> None:
    """Keep scenarios in a file, in the order of feature files and lines."""
    ordered = sorted(scenarios, key=lambda one: (one["file"], one["line"], one["name"]))
    file.write_text(json.dumps(ordered, ensure_ascii=False), encoding="utf-8")


def read(file: Path) -> Sequence[Played]:
    """The scenarios that a file keeps."""
    from cssrules.acceptance import steps  # noqa: F401, PLC0415 # because it fills FORMS

    forms = {(form.keyword, form.wording): form for form in FORMS}
    return [
        Played(
            held["file"],
            held["line"],
            held["name"],
            held["policy"],
            held["root"],
            tuple(
                (forms[keyword, wording], Said(words, tuple(map(tuple, table)), text))
                for keyword, wording, words, table, text in held["steps"]
            ),
        )
        for held in json.loads(file.read_text(encoding="utf-8"))
    ]
