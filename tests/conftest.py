"""Collects the Markdown suites: a heading is a test, its blocks are policy and expected output.

A suite may open with a `base` block, the rule file that stands beside that of each test. A test's
`policy` block is `rules.yaml`; its `output` block is what `cssrules check` would print. `--accept`
writes the new output into the suite; under CI it is refused.
"""

import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from cssrules.language.compile import compile_policy
from cssrules.problem import Problems
from cssrules.source import Source
from cssrules.views.problems import human

_BLOCK = re.compile(r"^(```+)(\w+)\n(.*?)^\1$", re.DOTALL | re.MULTILINE)
_HEADING = re.compile(r"^##+ (.*)$", re.MULTILINE)


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--accept", action="store_true", help="write new output into the suites")


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What a test recorded as its `summary` is printed, whichever process ran it."""
    reports = [*terminalreporter.getreports("passed"), *terminalreporter.getreports("failed")]
    for report in reports:
        for name, text in report.user_properties:
            if name == "summary":
                terminalreporter.section(report.nodeid)
                terminalreporter.line(str(text))


def pytest_collect_file(parent: pytest.Collector, file_path: Path) -> pytest.Collector | None:
    if file_path.suffix == ".md" and file_path.parent.name == "language":
        return Suite.from_parent(parent, path=file_path)
    return None


class Suite(pytest.File):
    def collect(self) -> Iterator[pytest.Item]:
        text = self.path.read_text(encoding="utf-8")
        heads = list(_HEADING.finditer(text))
        opening = text[: heads[0].start()] if heads else text
        base = next((found[3] for found in _BLOCK.finditer(opening) if found[2] == "base"), None)
        for number, head in enumerate(heads):
            end = heads[number + 1].start() if number + 1 < len(heads) else len(text)
            blocks = {found[2]: found[3] for found in _BLOCK.finditer(text, head.end(), end)}
            if "policy" in blocks:
                assert "output" in blocks, f"`{head[1]}` has no output block"
                yield Example.from_parent(
                    self, name=head[1], base=base, policy=blocks["policy"], output=blocks["output"]
                )


class Example(pytest.Item):
    def __init__(self, *, base: str | None, policy: str, output: str, **rest: object) -> None:
        super().__init__(**rest)
        self.base, self.policy, self.output = base, policy, output

    def runtest(self) -> None:
        sources = [Source("rules.yaml", self.policy)]
        if self.base is not None:
            sources.append(Source("base.yaml", self.base))
        got = said(sources)
        if got != self.output and self.config.getoption("--accept"):
            assert "CI" not in os.environ, "--accept is for the desk"
            text = self.path.read_text(encoding="utf-8")
            at = text.index(self.policy)
            start = text.index("```output\n" + self.output, at) + len("```output\n")
            self.path.write_text(
                text[:start] + got + text[start + len(self.output) :], encoding="utf-8"
            )
        else:
            faults = got.count("\n --> ")
            assert got.count("\nhelp: ") == faults, f"a fault without a hint\n{got}"
            assert got == self.output, f"expected\n{self.output}\ngot\n{got}"

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException]) -> str:
        if isinstance(excinfo.value, AssertionError):
            return str(excinfo.value)
        return str(super().repr_failure(excinfo))

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, 0, self.name


def said(sources: list[Source]) -> str:
    try:
        compile_policy(sources, documented=True)
    except Problems as problems:
        return human(problems.found) + "\n"
    return "no fault\n"
