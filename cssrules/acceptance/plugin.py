"""The door to pytest: `*.feature` files beside a policy are collected without any Python.

In: files that pytest meets. Out: a collector for each feature file that has a policy. Nothing of
the language, of the engines or of Gherkin is imported before the first such file is met, because
pytest loads this module in every project of the environment.
"""

from pathlib import Path

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    """Let a run, or a project's configuration, name the policy."""
    group = parser.getgroup("cssrules", "acceptance scenarios of a policy")
    group.addoption(
        "--policy",
        metavar="DIR",
        help="the policy that *.feature files are about (the nearest rules/ folder unless said)",
    )
    group.addoption(
        "--scenario-coverage",
        action="store_true",
        help="say which rules, rows and answers no scenario reaches, which conditions none tries both ways, "
        "and fail where there are any",
    )
    parser.addini("cssrules_policy", "the policy that *.feature files are about, as --policy")


def pytest_configure(config: pytest.Config) -> None:
    """Be there from the start where all scenarios count, because workers collect, and not we."""
    if config.getoption("scenario_coverage"):
        from cssrules.acceptance.feature import register  # noqa: PLC0415 # because it imports Gherkin

        register(config)


def pytest_collect_file(file_path: Path, parent: pytest.Collector) -> pytest.Collector | None:
    """The scenarios of a feature file; None where no policy is near, so that others may have it."""
    if file_path.suffix != ".feature":
        return None
    folder = policy_folder(file_path, parent.config)
    if folder is None:
        return None
    from cssrules.acceptance.feature import collector  # noqa: PLC0415 # because of the above

    return collector(parent, file_path, folder)


def policy_folder(file_path: Path, config: pytest.Config) -> Path | None:
    """The folder of the policy that a feature file is about, None where there is none."""
    option = config.getoption("policy")
    if option:
        return config.invocation_params.dir / str(option)
    setting = config.getini("cssrules_policy")
    if setting:
        return config.rootpath / str(setting)
    near = (parent / "rules" for parent in file_path.parents)
    return next((folder for folder in near if any(folder.rglob("*.yaml"))), None)
