"""Mutation testing of a project's rules: its scenarios are played once, and then asked of each mutant.

In: paths and options as for a run of scenarios. Out: the exit code of that run, and of each policy that
they are about what became of its mutants.
"""

import gc
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path

from cssrules.acceptance.played import Played, read
from cssrules.acceptance.session import run_features
from cssrules.acceptance.trials import trials
from cssrules.mutated import Mutated
from cssrules.proof.mutants.run import mutate
from cssrules.stored import load_policy


def mutate_features(
    arguments: Sequence[str],
    policy: Path | None = None,
    *,
    coverage: bool = False,
    tell: Callable[[str], None] = lambda _: None,
    quiet: bool = False,
) -> tuple[int, Sequence[Mutated]]:
    """Play the scenarios as `run_features` does; where all hold, try the mutants of their policies.

    `tell` hears of progress; `quiet`: what pytest says goes to standard error.
    """
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "played.json"
        code = run_features(arguments, policy, coverage=coverage, record=record, quiet=quiet)
        if code != 0:
            return code, ()
        return 0, [_of_folder(own, played, tell) for own, played in _by_policy(read(record))]


def _by_policy(scenarios: Sequence[Played]) -> Sequence[tuple[str, Sequence[Played]]]:
    folders = dict.fromkeys(scenario.policy for scenario in scenarios)
    return [(folder, [s for s in scenarios if s.policy == folder]) for folder in folders]


def _of_folder(folder: str, scenarios: Sequence[Played], tell: Callable[[str], None]) -> Mutated:
    policy = load_policy(Path(folder))
    tell(f"{len(scenarios)} scenarios are looked at")
    found = list(trials(policy, scenarios))
    gc.freeze()  # because what is held of them stays, and is much to search again and again
    return mutate(policy, found, tell)
