"""The shipped scenarios notice small mistakes in the shipped rules: a sample of them, the same each time.

`cssrules test --mutate` tries them all.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from cssrules import proofs
from cssrules.acceptance.mutating import Examined, Tried
from cssrules.acceptance.played import features
from cssrules.mutated import Fate
from cssrules.policy import digest
from cssrules.proof.mutants.mutant import Mutant

ROOT = Path(__file__).parent.parent
ONE_IN = 25
PLANTED = "features/panel.feature"
"""Without these scenarios some mistakes in the rules go unnoticed."""


def in_sample(mutant: Mutant) -> bool:
    return int(digest(mutant.id.encode())[:8], 16) % ONE_IN == 0


@pytest.fixture(scope="module")
def examined() -> tuple[Examined, Sequence[Tried]]:
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(ROOT)
        held = Examined(Path("rules"), features([Path("features")]))
        return held, held.trials()


def silent(_: str) -> None:
    """Progress is told to nobody."""


def test_no_mutant_of_a_sample_survives_but_for_those_that_are_counted(
    examined: tuple[Examined, Sequence[Tried]],
) -> None:
    held, trials = examined

    run = held.run(trials, silent, in_sample)

    assert not held.broken
    assert sum(run.count(fate) for fate in Fate) > 100
    assert [one.line for one in run.survivors] == []


def test_a_mutant_that_no_scenario_is_left_to_notice_is_found_and_a_scenario_offered_that_kills_it(
    examined: tuple[Examined, Sequence[Tried]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    held, trials = examined
    fewer = [(file, trial) for file, trial in trials if file != PLANTED]
    assert len(fewer) < len(trials)

    def of_panel(mutant: Mutant) -> bool:
        return mutant.place.path == "rules/panel.yaml"

    run = held.run(fewer, silent, of_panel)

    assert run.survivors
    offered = tmp_path / "offered.feature"
    offered.write_text(proofs.render(run, "feature"), encoding="utf-8")
    added = Examined(Path("rules"), [offered])
    more = added.trials()
    added.check(more)
    assert not added.broken
    assert held.run([*fewer, *more], silent, of_panel).survivors == ()
