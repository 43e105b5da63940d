"""What a run loads: told by the modules of a child process, not by the clock."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

import cssrules
from cssrules import proofs

ROOT = Path(__file__).parent.parent
PENINSULA = ROOT / "cases" / "2012" / "peninsula.json"

ENGINES = {
    "durable",
    "graphviz",
    "jinja2",
    "lark",
    "numpy",
    "pydantic",
    "pygraphviz",
    "pytest",
    "rich",
    "scipy",
    "yaml",
    "z3",
}
SLOW = {"asyncio", "difflib", "email", "importlib.metadata", "socket", "tempfile", "unittest"}


@pytest.fixture
def loaded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> "Loaded":
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return Loaded()


class Loaded:
    """The modules that a run of the command line loads."""

    def __call__(self, *arguments: object, code: str = "") -> set[str]:
        program = (
            "import sys, json\n"
            f"{code or 'from cssrules_cli.main import run'}\n"
            f"{'' if code else f'assert run({[str(word) for word in arguments]!r}) == 0'}\n"
            "print('\\n' + json.dumps(sorted(sys.modules)))"
        )
        ended = subprocess.run(
            [sys.executable, "-I", "-c", program], capture_output=True, check=True, cwd=ROOT
        )
        return set(json.loads(ended.stdout.splitlines()[-1]))


def named(modules: set[str], names: set[str]) -> set[str]:
    """Which of `names` are among the modules, themselves or by a part of theirs."""
    return {
        name for name in names if any(f"{module}.".startswith(f"{name}.") for module in modules)
    }


def test_importing_the_library_loads_nothing_of_it(loaded: Loaded) -> None:
    modules = loaded(code="import cssrules")
    assert {module for module in modules if module.startswith("cssrules")} == {"cssrules"}


def test_help_loads_no_engine_and_nothing_of_the_library(loaded: Loaded) -> None:
    modules = loaded("--help")
    assert named(modules, ENGINES | SLOW) == set()
    assert {module for module in modules if module.startswith("cssrules")} == {
        "cssrules",
        "cssrules_cli",
        "cssrules_cli.commands",
        "cssrules_cli.main",
    }


def test_a_first_decision_compiles_and_the_next_loads_neither_grammar_nor_yaml(
    loaded: Loaded,
) -> None:
    first = loaded("decide", PENINSULA)
    assert {"lark", "yaml"} <= named(first, ENGINES)
    second = loaded("decide", PENINSULA)
    assert named(second, ENGINES | SLOW) == set()
    assert "cssrules.language.parse" not in second
    assert "durable_rules_engine" in second, "durable-rules fires every decision"


def test_only_what_proves_loads_the_prover(loaded: Loaded) -> None:
    loaded("decide", PENINSULA)
    assert named(loaded("why-not", "lesser oversight", PENINSULA), ENGINES | SLOW) == set()
    assert named(loaded("plan", PENINSULA), ENGINES | SLOW) == set()
    asked = loaded("what-would-it-take", "greater oversight", PENINSULA)
    assert named(asked, ENGINES) == {"z3"}


def test_the_public_face_is_small_and_whole() -> None:
    assert len(cssrules.__all__) <= 35
    for face in (cssrules, proofs):
        assert len(set(face.__all__)) == len(face.__all__)
        for name in face.__all__:
            found = getattr(face, name)
            assert getattr(found, "__doc__", None), f"{name} says nothing of itself"
        with pytest.raises(AttributeError, match="no attribute 'nothing'"):
            _ = face.nothing
