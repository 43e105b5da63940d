"""Feature files as pytest collects and plays them, over pytest-bdd's scenarios.

In: a `*.feature` file and the folder of its policy. Out: one test item for each scenario and each
row of an outline, called as the author called it, and one for each fault of the file. A policy is
compiled once in a session. What fails is told by `report`, without Python.
"""

import os
import sys
import warnings
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from types import ModuleType
from typing import Any, cast

import pytest
from pytest_bdd import given, scenario, then, when
from pytest_bdd.exceptions import GherkinParseError
from pytest_bdd.parser import Feature, Scenario, Step
from pytest_bdd.parsers import StepParser

from cssrules.acceptance.coverage import Reached, report
from cssrules.acceptance.guard import KEPT_TAGS, Told, read_feature
from cssrules.acceptance.report import FaultText, ScenarioFault, from_problems
from cssrules.acceptance.scene import Scene
from cssrules.acceptance.vocabulary import Form, Keyword, Said, nearest, read_step
from cssrules.policy import Policy
from cssrules.problem import Problems
from cssrules.stored import load_policy

_POLICIES = pytest.StashKey[dict[Path, Policy | Problems]]()
_REACHED = pytest.StashKey[dict[Path, Reached]]()
_SENT = "cssrules reached"


def collector(parent: pytest.Collector, path: Path, policy_folder: Path) -> "FeatureFile":
    """The collector of a feature file; with the first one, pytest learns to play scenarios."""
    register(parent.config)
    collected = FeatureFile.from_parent(parent, path=path)
    collected.policy_folder = policy_folder
    return collected


def register(config: pytest.Config) -> None:
    """Teach pytest to play scenarios, once."""
    hooks, plugins = sys.modules[__name__], config.pluginmanager
    if not plugins.is_registered(hooks):
        config.stash[_POLICIES] = {}
        config.stash[_REACHED] = {}
        plugins.register(hooks, "cssrules-scenarios")


class FeatureFile(pytest.Module):
    """A feature file. To pytest it is a module that holds the step definitions."""

    policy_folder: Path

    def _getobj(self) -> ModuleType:
        module = ModuleType(self.path.stem)
        vars(module).update(_STEP_DEFINITIONS)
        return module

    def collect(self) -> Iterator[pytest.Item | pytest.Collector]:
        yield from super().collect()
        read = read_feature(self.path)
        faults = list(read.faults)
        try:
            yield from [self.item(told) for told in read.scenarios]
        except GherkinParseError as refused:
            faults.append(ScenarioFault(refused.message, refused.line))
        for i, fault in enumerate(faults, start=1):
            name = "the file" if i == 1 else f"the file ({i})"
            yield FaultItem.from_parent(self, name=name, fault=fault)

    def item(self, told: Told) -> "ScenarioItem":
        with warnings.catch_warnings():
            # A tag with a colon cannot be declared to pytest, and is nobody's misspelling.
            warnings.simplefilter("ignore", pytest.PytestUnknownMarkWarning)
            for tag in told.tags:
                self.config.addinivalue_line("markers", f"{tag}: a tag of a feature file")
            play = scenario(self.path.name, told.scenario, features_base_dir=str(self.path.parent))
            item: ScenarioItem = ScenarioItem.from_parent(
                self, name=told.name, callobj=_player(play(_nothing), told.row), told=told
            )
            for tag in told.tags - KEPT_TAGS:
                item.add_marker(tag)
        return item

    @property
    def policy(self) -> Policy:
        """The policy that the feature is about, compiled once in a session."""
        policy = _policy_of(self.config, self.policy_folder)
        if isinstance(policy, Problems):
            raise from_problems("the policy has faults: see `cssrules check`", policy)
        return policy

    @property
    def reached(self) -> Reached | None:
        """What the scenarios about the policy reach, where that is asked for."""
        if not self.config.getoption("scenario_coverage"):
            return None
        known = self.config.stash[_REACHED]
        return known.setdefault(self.policy_folder, Reached(self.policy))


def _policy_of(config: pytest.Config, folder: Path) -> Policy | Problems:
    known = config.stash[_POLICIES]
    if folder not in known:
        # Relative, because that is how its author goes to a place.
        known[folder] = _compiled(Path(os.path.relpath(folder, config.invocation_params.dir)))
    return known[folder]


def _compiled(folder: Path) -> Policy | Problems:
    try:
        return load_policy(folder)
    except Problems as problems:
        return problems


def _nothing() -> None:
    """The body of the test function that pytest-bdd asks for."""


def _player(
    play: Callable[..., None], row: Mapping[str, str]
) -> Callable[[pytest.FixtureRequest], None]:
    def played(request: pytest.FixtureRequest) -> None:
        play(request, row)

    return played


class ScenarioItem(pytest.Function):
    """One scenario, or one row of an outline.

    `step` is the one under way, `expected` are the kinds of finding that some step expects, and
    `expects_refusal` says that one expects the case, or the portfolio, to be refused.
    """

    def __init__(self, *, told: Told, **rest: Any) -> None:
        super().__init__(**rest)
        self.told = told
        self.step: Step | None = None
        self.expected = frozenset[str]()
        self.expects_refusal = False

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, self.told.line - 1, self.name

    def repr_failure(  # type: ignore[override] # because pytest.Function leaves `style` out too
        self, excinfo: pytest.ExceptionInfo[BaseException]
    ) -> Any:
        fault = excinfo.value
        if not isinstance(fault, ScenarioFault):
            return super().repr_failure(excinfo)
        said = {"scenario": [self.name]}
        if self.step and fault.line is None:
            said["step"] = [f"{self.step.keyword} {self.step.name}"]
        return _text(self, fault, self.step.line_number if self.step else self.told.line, said)


class FaultItem(pytest.Item):
    """A fault of a feature file: a test that fails."""

    def __init__(self, *, fault: ScenarioFault, **rest: Any) -> None:
        super().__init__(**rest)
        self.fault = fault

    def runtest(self) -> None:
        raise self.fault

    def reportinfo(self) -> tuple[Path, int, str]:
        return self.path, (self.fault.line or 1) - 1, self.name

    def repr_failure(self, excinfo: pytest.ExceptionInfo[BaseException], style: Any = None) -> Any:
        if excinfo.value is not self.fault:
            return super().repr_failure(excinfo, style)
        return _text(self, self.fault, 1, {})


def _text(
    item: pytest.Item, fault: ScenarioFault, line: int, said: Mapping[str, list[str]]
) -> FaultText:
    """The fault as pytest is to show it; `line` where the fault itself knows none."""
    shown = os.path.relpath(item.path, item.config.invocation_params.dir)
    details = tuple({**said, **fault.details}.items())
    return FaultText(item.path, shown, fault.line or line, fault.headline, details)


# -- hooks of pytest: what the scenarios reach -------------------------------------------------------


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail a run whose scenarios leave something out; a worker of a shared run tells what it reached."""
    found = session.config.stash[_REACHED]
    sent = getattr(session.config, "workeroutput", None)
    if sent is not None:
        sent[_SENT] = {str(folder): sorted(reached.ids) for folder, reached in found.items()}
    elif session.exitstatus == pytest.ExitCode.OK and any(r.missed for r in found.values()):
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    """Gather what a worker of a shared run reached."""
    found, output = node.config.stash[_REACHED], getattr(node, "workeroutput", {})
    for folder, ids in output.get(_SENT, {}).items():
        policy = _policy_of(node.config, Path(folder))
        if isinstance(policy, Policy):
            found.setdefault(Path(folder), Reached(policy)).ids.update(ids)


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    """Say what the scenarios leave out."""
    for line in report(config.stash[_REACHED].values()):
        terminalreporter.write_line(line)


# -- hooks of pytest-bdd: this module is registered as a plugin --------------------------------------


def pytest_bdd_before_scenario(
    request: pytest.FixtureRequest, feature: Feature, scenario: Scenario
) -> None:
    """Refuse a scenario that would pass without testing anything; note what findings it expects."""
    if isinstance(request.node, ScenarioItem):
        read = [read_step("then", step.name) for step in scenario.steps]
        request.node.expected = frozenset(
            said[1]["kind"] for said in read if said and "kind" in said[1]
        )
        request.node.expects_refusal = any(said and "refusal" in said[1] for said in read)
        for fault in request.node.told.faults:
            _report_step(request, feature, scenario, scenario.steps[:1], fault)
            raise fault


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Step) -> None:
    """Note the step under way, for its line."""
    if isinstance(request.node, ScenarioItem):
        request.node.step = step


def pytest_bdd_step_func_lookup_error(
    request: pytest.FixtureRequest, feature: Feature, scenario: Scenario, step: Step
) -> None:
    """Tell the author of a step in no known form what forms there are."""
    if isinstance(request.node, ScenarioItem):
        keyword = cast("Keyword", step.type)
        hint = list(nearest(keyword, step.name))
        fault = ScenarioFault(f"no {keyword.title()} is worded like this", hint=hint)
        _report_step(request, feature, scenario, [step], fault)
        raise fault


def _report_step(
    request: pytest.FixtureRequest,
    feature: Feature,
    scenario: Scenario,
    steps: list[Step],
    fault: ScenarioFault,
) -> None:
    """Let reports show the step as failed, which pytest-bdd does only for steps that it has run."""
    for step in steps:
        known = {
            "request": request,
            "feature": feature,
            "scenario": scenario,
            "step": step,
            "step_func": _nothing,
        }
        request.config.hook.pytest_bdd_before_step(**known)
        request.config.hook.pytest_bdd_step_error(**known, step_func_args={}, exception=fault)


# -- the step definitions ----------------------------------------------------------------------------


class Vocabulary(StepParser):
    """All forms of a keyword, as pytest-bdd asks for them."""

    def __init__(self, keyword: Keyword) -> None:
        super().__init__(f"a {keyword} in the policy's own terms")
        self.keyword = keyword

    def is_matching(self, name: str) -> bool:
        return read_step(self.keyword, name) is not None

    def parse_arguments(self, name: str) -> dict[str, Any] | None:
        found = read_step(self.keyword, name)
        return None if found is None else {"form": found[0], "words": found[1]}


@pytest.fixture
def scene(request: pytest.FixtureRequest) -> Scene:
    """The scenario under way."""
    file = request.node.parent
    assert isinstance(file, FeatureFile)
    folders = dict.fromkeys((file.path.parent, file.policy_folder.parent, file.config.rootpath))
    node = request.node
    return Scene(
        file.policy,
        tuple(folders),
        node.expected,
        node.expects_refusal,
        reached=file.reached,
    )


@given(Vocabulary("given"))
@when(Vocabulary("when"))
@then(Vocabulary("then"))
def carry_out(
    scene: Scene,
    form: Form,
    words: Mapping[str, str],
    datatable: list[list[str]] | None = None,
    docstring: str | None = None,
) -> None:
    """Do what the step says, with the table or the text that its form takes."""
    takes = "a table" if datatable else "a text" if docstring is not None else "nothing"
    if takes != form.takes:
        below = "nothing" if form.takes == "nothing" else f"{form.takes} below it"
        raise ScenarioFault(f"this step takes {below}, and has {takes}")
    table = tuple(tuple(row) for row in datatable or ())
    form.carry_out(scene, Said(words, table, docstring or ""))


_STEP_DEFINITIONS = {
    name: value
    for name, value in globals().items()
    if name == "scene" or name.startswith("pytestbdd_")
}
