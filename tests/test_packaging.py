"""What is shipped: the wheel holds the program, the policy and the templates, and works alone."""

import os
import re
import subprocess
import sys
import tomllib
import venv
import zipfile
from pathlib import Path

import pytest

from cssrules.version import VERSION

ROOT = Path(__file__).parent.parent
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    subprocess.run(
        [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)],
        cwd=ROOT, check=True, capture_output=True,
    )  # fmt: skip
    (built,) = folder.glob("*.whl")
    return built


def names(wheel: Path) -> set[str]:
    with zipfile.ZipFile(wheel) as packed:
        return set(packed.namelist())


def tracked(folder: str) -> set[str]:
    """The files below `folder` that the repository keeps."""
    listed = subprocess.run(
        ["git", "ls-files", folder], cwd=ROOT, check=True, capture_output=True, text=True
    )
    return {name for name in listed.stdout.splitlines() if not Path(name).name.startswith(".")}


def test_the_wheel_holds_the_program_the_policy_and_the_templates(wheel: Path) -> None:
    held = names(wheel)
    assert tracked("cssrules") <= held
    assert {name.removeprefix("cli/") for name in tracked("cli")} <= held
    assert {f"cssrules/{name}" for name in tracked("rules")} <= held
    assert "cssrules/language/grammar.lark" in held
    assert any(name.startswith("cssrules_cli/template/rules/") for name in held)


def test_the_wheel_holds_nothing_else(wheel: Path) -> None:
    tops = {name.partition("/")[0] for name in names(wheel)}
    assert tops == {"cssrules", "cssrules_cli", f"cssrules-{VERSION}.dist-info"}
    assert not [name for name in names(wheel) if "__pycache__" in name or name.endswith(".pyc")]


def test_no_lock_file_names_a_registry() -> None:
    assert not [name for name in tracked(".") if re.search(r"(\.lock|pylock.*\.toml)$", name)]


def test_the_dependencies_that_the_makefile_installs_are_those_of_the_project() -> None:
    engine = next(need for need in PROJECT["project"]["dependencies"] if "durable" in need)
    assert engine.partition(";")[0] in (ROOT / ".ci" / "install").read_text()


@pytest.mark.system
def test_the_package_works_alone(wheel: Path, tmp_path: Path) -> None:
    """`pip install` of the wheel into a fresh environment, far from this folder."""
    venv.create(tmp_path / "env", with_pip=True)
    program = tmp_path / "env" / "bin"
    subprocess.run([program / "pip", "install", "--quiet", str(wheel)], check=True, timeout=900)
    case = ROOT / "cases" / "2012" / "peninsula.json"
    away = tmp_path / "away"
    away.mkdir()
    quiet = {**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")}

    def cssrules(*arguments: object) -> str:
        ended = subprocess.run(
            [program / "cssrules", *map(str, arguments)],
            cwd=away, env=quiet, check=True, capture_output=True, text=True,
        )  # fmt: skip
        return ended.stdout

    assert "SCENARIO ONE" in cssrules("decide", case)
    assert "<svg" in cssrules("decide", case, "--format", "svg")
    assert "site-packages" in cssrules("doctor")
    cssrules("init", "garden")
    assert "nothing found" in cssrules("check", "garden/rules")
    assert "2 passed" in cssrules("test", "garden/features")
