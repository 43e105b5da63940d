"""Mutation testing of a project's rules: what its scenarios decide is asked of each mutant, in process.

In: feature files and folders, and rule files where only these are to be changed. Out: of each policy that
the features are about what became of its mutants; kept between runs, until the policy, the features, the
cases or the program change.
"""

import gc
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path

from cssrules.acceptance.played import Played, features, played, policy_near
from cssrules.acceptance.report import ScenarioFault
from cssrules.acceptance.session import DEFAULT_FOLDER, run_features
from cssrules.acceptance.trials import trials
from cssrules.mutated import Mutated, from_json
from cssrules.policy import digest
from cssrules.problem import Problems
from cssrules.proof.kept import keep, kept_file, take
from cssrules.proof.mutants.run import mutate
from cssrules.proof.mutants.shared import shared
from cssrules.proof.mutants.trial import Trial, TrialOfMany
from cssrules.readings.prove import ENGINE
from cssrules.stored import load_policy

Progress = Callable[[str], None]


def mutate_features(
    paths: Sequence[Path],
    policy: Path | None = None,
    *,
    tell: Progress = lambda _: None,
    quiet: bool = False,
) -> tuple[int, Sequence[Mutated]]:
    """Try the mutants of the policies that the features below `paths` are about (features/ where none is
    named); where some of `paths` are rule files, the mutants of those alone.

    `tell` hears of progress. Where a scenario does not hold, or no feature is found, the scenarios of
    its file are run as by `run_features`, nothing is tried, and the exit code is that run's; `quiet`: what
    pytest says goes to standard error.
    """
    rules = [path for path in paths if path.suffix in {".yaml", ".yml"}]
    named = [path for path in paths if path not in rules] or [Path(DEFAULT_FOLDER)]
    about: dict[Path, list[Path]] = {}
    for file in features(named):
        folder = policy or policy_near(file)
        if folder is not None:
            # Relative, because that is how its author goes to a place.
            about.setdefault(Path(os.path.relpath(folder)), []).append(file)
    if not about:
        return run_features([str(path) for path in named], policy, quiet=quiet) or 2, ()
    runs = []
    for folder, files in about.items():
        run = _Run(folder, files, rules)
        found = run.kept() or run.found(tell)
        if found is None:
            broken = list(dict.fromkeys(run.broken))
            return run_features(broken, policy, quiet=quiet) or 1, ()
        runs.append(found)
    return 0, runs


class _Run:
    """The features of one policy. `broken` are the files with a scenario that does not hold."""

    def __init__(self, folder: Path, files: Sequence[Path], rules: Sequence[Path]) -> None:
        self.folder, self.files = folder, files
        self.policy = load_policy(folder)
        self.rules = frozenset(os.path.relpath(path) for path in rules)
        self.scenarios = [s for file in files for s in played(file, folder)]
        self.broken: list[str] = [s.file for s in self.scenarios if s.steps is None]
        self.file = kept_file(
            "mutants", [self.policy.pack, ENGINE, sorted(self.rules), self.read()]
        )

    def read(self) -> Sequence[tuple[str, str]]:
        """What the scenarios read, by its hash: features, and the cases that they name."""
        near = (Path(), self.folder.parent, *(file.parent for file in self.files))
        paths = {folder / name for name in _named(self.scenarios) for folder in near}
        cases = (f for path in paths for f in (path.glob("*.json") if path.is_dir() else [path]))
        files = sorted({*self.files, *(file for file in cases if file.is_file())})
        return [(str(file), digest(file.read_bytes())) for file in files]

    def kept(self) -> Mutated | None:
        """What was found before of the same."""
        return take(self.file, from_json)

    def found(self, tell: Progress) -> Mutated | None:
        """What became of the mutants; None where a scenario does not hold."""
        tell(f"{len(self.scenarios)} scenarios are looked at")
        if self.broken or (trials := self.trials()) is None:
            return None
        gc.freeze()  # because what is held of them stays, and is much to search again and again
        one = [trial for trial in trials if isinstance(trial, Trial)]
        many = [trial for trial in trials if isinstance(trial, TrialOfMany)]
        found = mutate(self.policy, one, many, tell, self.rules)
        keep(self.file, found.as_json())
        return found

    def trials(self) -> Sequence[Trial | TrialOfMany] | None:
        """What the scenarios decide; None where a scenario does not hold."""
        found: list[tuple[str, Trial | TrialOfMany]] = []
        for scenario in self.scenarios:
            try:
                found += [(scenario.file, trial) for trial in trials(self.policy, scenario)]
            except (ScenarioFault, Problems):
                self.broken += [scenario.file]
        fails = shared([trial for _, trial in found], self.fails, len(found))
        self.broken += [file for (file, _), failed in zip(found, fails, strict=True) if failed]
        return None if self.broken else [trial for _, trial in found]

    def fails(self, trial: Trial | TrialOfMany) -> bool:
        """Whether the scenario does not hold of the policy itself."""
        return trial.fails(trial.policy if isinstance(trial, Trial) else self.policy)


def _named(scenarios: Iterable[Played]) -> Iterator[str]:
    """The files and folders that steps name."""
    for scenario in scenarios:
        for _, said in scenario.steps or ():
            if "path" in said.words:
                yield said.words["path"]
            yield from (cell for row in said.table for cell in row if cell.endswith(".json"))
