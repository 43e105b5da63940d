"""What became of the mutants of a policy, for a reader.

In: a mutation run. Out: lines of text: the counts by rule file, what survived, what is not proved; and
the feature file that is offered.
"""

from collections.abc import Iterator
from itertools import groupby

from cssrules.mutated import Fate, Left, Mutated
from cssrules.views.words import wrapped


def page(run: Mutated) -> str:
    """The counts of each rule file, and the mutants that no scenario kills."""
    return "\n".join([*_counts(run), *_survivors(run), *_unproved(run), *_over_many(run), ""])


def feature(run: Mutated) -> str:
    """A feature file with a scenario for each mutant that survived, for the author to review."""
    lines = [
        f"Feature: What no scenario tells apart yet ({run.policy})",
        "  Each scenario was made up to tell the rules from a small mistake in them, named above it. Read it",
        "  as the policy's author: is this what should be concluded of such a case?",
    ]
    for left in run.survivors:
        if left.scenario:
            lines += ["", f"  # {left.line} ({left.place})", *left.scenario]
    return "\n".join(lines) + "\n"


def _counts(run: Mutated) -> Iterator[str]:
    heads = [fate.value for fate in Fate]
    wide = max([len(tally.file) for tally in run.tallies], default=0)
    yield f"MUTANTS OF {run.policy}"
    yield " " * wide + "".join(f"  {head}" for head in heads)
    for tally in run.tallies:
        cells = zip(tally.counts, heads, strict=True)
        yield tally.file.ljust(wide) + "".join(f"  {n:>{len(head)}}" for n, head in cells)
    whole = [run.count(fate) for fate in Fate]
    total = "".join(f"  {n:>{len(head)}}" for n, head in zip(whole, heads, strict=True))
    yield "in all".ljust(wide) + total


def _survivors(run: Mutated) -> Iterator[str]:
    yield ""
    if not run.survivors:
        rest = "each other one" if run.unproved else "each"
        yield f"No mutant survives: {rest} is killed, or proved equivalent."
        return
    yield "SURVIVING (no scenario fails, and some case is decided otherwise)"
    for file, lefts in groupby(run.survivors, key=_file):
        yield file
        for left in lefts:
            yield from wrapped(f"{left.line} ({_at(left)})", "  ", "      ")


def _unproved(run: Mutated) -> Iterator[str]:
    about_one = [left for left in run.unproved if not left.over_many]
    over_many = [left for left in run.unproved if left.over_many]
    kinds = (
        (about_one, "the run fails by these"),
        (over_many, "on rules over many bodies: counted"),
    )
    for listed, what in kinds:
        if listed:
            yield ""
            yield f"NOT PROVED, {what}"
            yield "(no scenario fails; whether a case is decided otherwise is not settled)"
        for file, lefts in groupby(listed, key=_file):
            yield file
            for left in lefts:
                yield from wrapped(f"{left.line} ({_at(left)}): {left.why}", "  ", "      ")


def _over_many(run: Mutated) -> Iterator[str]:
    if run.over_many:
        yield ""
        said = (
            f"Of the {run.over_many} mutants of rules over many bodies {run.over_many_left} are not "
            "killed: they are tried by scenarios alone, and nothing is proved of them."
        )
        yield from wrapped(said, "", "  ")


def _file(left: Left) -> str:
    return left.place.split(":")[0]


def _at(left: Left) -> str:
    return f"line {left.place.split(':')[1]}"
