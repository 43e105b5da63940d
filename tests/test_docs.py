"""What the pages show is what the policy holds and what the commands say."""

import re
import textwrap
from pathlib import Path

import pytest

from cssrules.language.compile import compile_policy
from cssrules.language.load import read_folder
from cssrules.problem import Problems
from cssrules.source import Source
from cssrules.views.problems import human

ROOT = Path(__file__).parent.parent
PAGES = [ROOT / "docs" / "language.md"]
_BLOCK = re.compile(r"^```(\w+)\n(.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(page: Path, language: str) -> list[str]:
    text = page.read_text(encoding="utf-8")
    return [found[2] for found in _BLOCK.finditer(text) if found[1] == language]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_piece_of_yaml_on_the_page_stands_in_the_shipped_policy(page: Path) -> None:
    shipped = "\n".join(
        textwrap.dedent("\n".join(line.strip() for line in path.read_text("utf-8").splitlines()))
        for path in sorted((ROOT / "rules").glob("*.yaml"))
    )
    pieces = blocks(page, "yaml")
    assert pieces
    for piece in pieces:
        stripped = "\n".join(line.strip() for line in piece.strip().splitlines())
        assert stripped in shipped, piece


@pytest.mark.parametrize(("block", "key"), [("conditions", "when"), ("values", "as")])
def test_every_condition_and_value_of_the_page_can_be_read(block: str, key: str) -> None:
    lines = [
        line for text in blocks(ROOT / "docs" / "language.md", block) for line in text.splitlines()
    ]
    assert lines
    rules = "rules:\n" + "".join(
        f"  - id: EX-{number}\n    title: t\n    basis: setting, an example\n"
        f"    define: example {chr(97 + number)}\n    {key}: |\n      {line}\n"
        for number, line in enumerate(lines)
    )
    compile_policy(
        [*read_folder(ROOT / "rules"), Source(str(ROOT / "rules" / "examples.yaml"), rules)]
    )


def test_the_mistake_of_the_page_is_told_as_shown() -> None:
    (policy,), (output,) = (blocks(PAGES[0], language) for language in ("policy", "output"))
    with pytest.raises(Problems) as raised:
        compile_policy([Source("rules.yaml", policy)])
    assert human(raised.value.found) + "\n" == output


def test_the_rule_of_the_readme_checks() -> None:
    readme = blocks(ROOT / "README.md", "yaml")
    assert readme
    texts = [Source(str(ROOT / "rules" / "example.yaml"), text) for text in readme]
    compile_policy([*read_folder(ROOT / "rules"), *texts])
