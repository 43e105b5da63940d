"""The shipped scenarios notice small mistakes in the shipped rules.

With every change: each mistake in the rules of SUBJECTS, by the scenarios of the feature file of that name
alone. The long run tries every mistake in every rule, as `cssrules test --mutate` does.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from cssrules import proofs
from cssrules.acceptance.mutating import Examined, Tried
from cssrules.acceptance.played import features
from cssrules.mutated import Fate
from cssrules.proof.mutants.mutant import Mutant

ROOT = Path(__file__).parent.parent
SUBJECTS = ("consent", "customers", "leadership", "merger", "submission", "weights")
PLANTED = "leadership"
"""Without the scenarios of this subject mistakes in its rules go unnoticed."""


def looked_at(files: Sequence[Path]) -> tuple[Examined, Sequence[Tried]]:
    """The features of the shipped rules, and what their scenarios decide; all of them hold."""
    held = Examined(Path("rules"), files)
    trials = held.trials()
    held.check(trials)
    assert not held.broken
    return held, trials


@pytest.fixture(scope="module")
def examined() -> tuple[Examined, Sequence[Tried]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        return looked_at([Path(f"features/{subject}.feature") for subject in SUBJECTS])


def silent(_: str) -> None:
    """Progress is told to nobody."""


def test_the_scenarios_of_a_subject_leave_no_mistake_in_its_rules_unnoticed(
    examined: tuple[Examined, Sequence[Tried]],
) -> None:
    held, trials = examined
    rules = {f"rules/{subject}.yaml" for subject in SUBJECTS}

    run = held.run(trials, silent, lambda mutant: mutant.place.path in rules)

    assert {tally.file for tally in run.tallies} == rules
    assert run.count(Fate.KILLED) > 300
    assert [one.line for one in run.left] == []


def test_a_mutant_that_no_scenario_is_left_to_notice_is_found_and_a_scenario_offered_that_kills_it(
    examined: tuple[Examined, Sequence[Tried]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    held, trials = examined
    fewer = [(file, trial) for file, trial in trials if file != f"features/{PLANTED}.feature"]
    assert len(fewer) < len(trials)

    def of_subject(mutant: Mutant) -> bool:
        return mutant.place.path == f"rules/{PLANTED}.yaml"

    run = held.run(fewer, silent, of_subject)

    assert run.survivors
    offered = tmp_path / "offered.feature"
    offered.write_text(proofs.render(run, "feature"), encoding="utf-8")
    _, more = looked_at([offered])
    assert held.run([*fewer, *more], silent, of_subject).survivors == ()


@pytest.mark.torture
def test_the_scenarios_leave_no_mistake_unnoticed_but_such_as_are_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.chdir(ROOT)
    held, trials = looked_at(features([Path("features")]))

    run = held.run(trials, silent, lambda _: True)

    assert run.count(Fate.KILLED) > 4_000
    assert [one.line for one in run.left if not one.over_many] == []
    assert run.holds
