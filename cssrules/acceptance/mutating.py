"""Mutation testing of a project's rules: what its scenarios decide is asked of each mutant, in process.

In: feature files and folders, and rule files where only these are to be changed. Out: of each policy that
the features are about what became of its mutants; kept between runs, until the policy, the features, the
cases or the program change.
"""

import gc
import os
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import TypeAlias

from cssrules.acceptance.played import Played, features, played, policy_near
from cssrules.acceptance.report import ScenarioFault
from cssrules.acceptance.session import DEFAULT_FOLDER, run_features
from cssrules.acceptance.trials import trials
from cssrules.mutated import Mutated
from cssrules.policy import digest
from cssrules.problem import Problems
from cssrules.proof.kept import KEEPER, name_of
from cssrules.proof.mutants.mutant import Mutant
from cssrules.proof.mutants.run import mutate
from cssrules.proof.mutants.trial import Trial, TrialOfMany
from cssrules.proof.shared import shared
from cssrules.readings.prove import ENGINE
from cssrules.stored import load_policy

Progress = Callable[[str], None]
Tried: TypeAlias = tuple[str, Trial | TrialOfMany]
_RULES = {".yaml", ".yml"}


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
    files = {os.path.relpath(path) for path in paths if path.suffix in _RULES}
    named = [path for path in paths if path.suffix not in _RULES] or [Path(DEFAULT_FOLDER)]
    about: dict[Path, list[Path]] = {}
    for file in features(named):
        folder = policy or policy_near(file)
        if folder is not None:
            # Relative, because that is how its author goes to a place.
            about.setdefault(Path(os.path.relpath(folder)), []).append(file)
    if not about:
        return run_features([str(path) for path in named], policy, quiet=quiet) or 2, ()
    runs = []
    for folder, found in about.items():
        examined = Examined(folder, found)
        run = examined.mutated(files, tell)
        if run is None:
            broken = list(dict.fromkeys(examined.broken))
            return run_features(broken, policy, quiet=quiet) or 1, ()
        runs.append(run)
    return 0, runs


class Examined:
    """The features of one policy. `broken` are the files with a scenario that does not hold."""

    def __init__(self, folder: Path, files: Sequence[Path]) -> None:
        self.folder, self.files = folder, files
        self.policy = load_policy(folder)
        self.scenarios = [s for file in files for s in played(file, folder)]
        self.broken: list[str] = [s.file for s in self.scenarios if s.steps is None]

    def mutated(self, files: Collection[str], tell: Progress) -> Mutated | None:
        """What became of the mutants, of those in `files` where any are named; None where a scenario does not
        hold.
        """
        name = name_of(self.policy.pack, str(self.folder), ENGINE, sorted(files), self.read())
        held = KEEPER.take("mutants", name)
        if isinstance(held, Mutated):
            return held
        tell(f"{len(self.scenarios)} scenarios are looked at")
        trials = [] if self.broken else self.trials()
        self.check(trials)
        if self.broken:
            return None
        run = self.run(trials, tell, lambda mutant: not files or mutant.place.path in files)
        KEEPER.keep("mutants", name, run)
        return run

    def run(
        self, trials: Sequence[Tried], tell: Progress, wanted: Callable[[Mutant], bool]
    ) -> Mutated:
        """What became of the mutants that are `wanted`."""
        gc.freeze()  # because what is held of trials stays, and is much to search again and again
        one = [trial for _, trial in trials if isinstance(trial, Trial)]
        many = [trial for _, trial in trials if isinstance(trial, TrialOfMany)]
        try:
            return mutate(self.policy, one, many, tell, wanted)
        finally:
            gc.unfreeze()

    def read(self) -> Sequence[tuple[str, str]]:
        """What the scenarios read, by its hash: features, and the cases that they name."""
        near = (Path(), self.folder.parent, *(file.parent for file in self.files))
        paths = {folder / name for name in _named(self.scenarios) for folder in near}
        cases = (f for path in paths for f in (path.glob("*.json") if path.is_dir() else [path]))
        files = sorted({*self.files, *(file for file in cases if file.is_file())})
        return [(str(file), digest(file.read_bytes())) for file in files]

    def trials(self) -> Sequence[Tried]:
        """What the scenarios decide, with the file of each."""
        found: list[Tried] = []
        for scenario in self.scenarios:
            try:
                found += [(scenario.file, trial) for trial in trials(self.policy, scenario)]
            except (ScenarioFault, Problems):
                self.broken.append(scenario.file)
        return found

    def check(self, trials: Sequence[Tried]) -> None:
        """Note the files of the scenarios that do not hold of the policy itself."""
        fails = shared([trial for _, trial in trials], self.fails, len(trials))
        self.broken += [file for (file, _), failed in zip(trials, fails, strict=True) if failed]

    def fails(self, trial: Trial | TrialOfMany) -> bool:
        return trial.fails(trial.policy if isinstance(trial, Trial) else self.policy)


def _named(scenarios: Iterable[Played]) -> Iterator[str]:
    """The files and folders that steps name."""
    for scenario in scenarios:
        for _, said in scenario.steps or ():
            if "path" in said.words:
                yield said.words["path"]
            yield from (cell for row in said.table for cell in row if cell.endswith(".json"))
