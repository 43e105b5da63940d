"""Prints how long a mutation run of the shipped policy takes, and how many questions it puts to Z3.

The scenarios are looked at as a whole run does. Of the mutants one in ten is tried, the same on every run,
and what all would take is reckoned from them. Times are of the processors, all together.
"""

import os
import sys
from pathlib import Path

from cssrules.acceptance.mutating import Examined
from cssrules.acceptance.played import features
from cssrules.mutated import Fate
from cssrules.policy import digest
from cssrules.proof.mutants.mutant import Mutant

ROOT = Path(__file__).parent.parent
GOAL, PROCESSORS = 300, 2
"""Seconds, and the processors of the computer for which they are meant."""

ONE_IN = 10


def in_sample(mutant: Mutant) -> bool:
    """Whether the mutant is one of the sample."""
    return int(digest(mutant.id.encode())[:8], 16) % ONE_IN == 0


def spent() -> float:
    """The seconds that the processors have spent on this program."""
    return sum(os.times()[:4])


def main() -> None:
    """Print the times."""
    os.chdir(ROOT)
    start = spent()
    examined = Examined(Path("rules"), features([Path("features")]))
    trials = examined.trials()
    examined.check(trials)
    if examined.broken:
        sys.exit(f"a scenario does not hold: {', '.join(sorted(set(examined.broken)))}")
    looked = spent() - start
    run = examined.run(trials, lambda _: None, in_sample)
    tried = spent() - start - looked
    number = sum(run.count(fate) for fate in Fate)
    whole = (looked + tried * ONE_IN) / PROCESSORS
    missed = ", MISSED" * (whole > GOAL)
    print(f"mutants, of {len(examined.scenarios)} scenarios: seconds of all processors together")
    print(
        f"  to look at the scenarios {looked:.0f} s; {number} mutants, one in {ONE_IN}, {tried:.0f} s"
    )
    print(f"  {run.queries} questions to Z3; {len(run.survivors)} of the sample survive")
    print(f"  so all take about {whole:.0f} s on {PROCESSORS} processors  goal {GOAL} s{missed}")


if __name__ == "__main__":
    main()
