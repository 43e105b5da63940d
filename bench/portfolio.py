"""Prints how long a whole portfolio takes: the cases of 2012, and 400 made-up bodies.

Every made-up body is a case of 2012 with another name, among neighbours of its own, and with some marks
drawn at random: nothing is said of any real service. What is measured is what a person waits, from the
files to the table.
"""

import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from cssrules.door import SCHEMA
from cssrules.policy import Policy
from cssrules.portfolio.door import read_portfolio
from cssrules.portfolio.propose import propose
from cssrules.rendering import render_proposal
from cssrules.stored import load_policy

ROOT = Path(__file__).parent.parent
OF_2012 = ROOT / "cases" / "2012"
MARKS = ("fail", "marginal", "good")
SEED = 2012
CASES_OF_2012 = 26
LIMITS = {CASES_OF_2012: 5.0, 400: 60.0}
"""Seconds that a portfolio of so many bodies must not pass on two quiet cores."""


def made_up(number: int, folder: Path, seed: int = SEED) -> None:
    """Write `number` made-up cases into `folder`."""
    chance = random.Random(seed)  # noqa: S311 # because repeatable bodies are asked
    trees = [
        json.loads(path.read_text(encoding="utf-8")) for path in sorted(OF_2012.glob("*.json"))
    ]
    models = [tree for tree in trees if tree.get("schema") == SCHEMA]
    places = {model["id"]: at for at, model in enumerate(models)}
    for at in range(number):
        block = at - at % len(models)
        names = {id: f"body-{(block + place) % number:03}" for id, place in places.items()}
        model = models[at % len(models)]
        case = _renamed(model, names)
        case |= {"id": f"body-{at:03}", "name": f"Body {at:03}", "illustrative": True, "events": []}
        case["evidence"] = [_drawn(entry, chance) for entry in case["evidence"]]
        text = json.dumps(case, ensure_ascii=False)
        (folder / f"body-{at:03}.json").write_text(text, encoding="utf-8")


def _renamed(tree: Any, names: dict[str, str]) -> Any:
    """The tree with the ids of other bodies changed."""
    match tree:
        case dict():
            return {key: _renamed(value, names) for key, value in tree.items()}
        case list():
            return [_renamed(value, names) for value in tree]
        case str():
            return names.get(tree, tree)
        case _:
            return tree


def _drawn(entry: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """The entry, now and then with another mark."""
    if entry.get("value") in MARKS and chance.random() < 0.2:
        return {**entry, "value": chance.choice(MARKS)}
    return entry


def seconds(folder: Path, policy: Policy) -> tuple[float, float, str]:
    """How long it takes to decide, pair, explain and show the portfolio: as waited for, and of the
    processor; and its table.
    """
    start, busy = time.perf_counter(), time.process_time()
    run = propose(policy, read_portfolio(folder, policy))
    table = render_proposal(run.proposal, "text")
    render_proposal(run.proposal, "json")
    return time.perf_counter() - start, time.process_time() - busy, table


def main(sizes: Sequence[int]) -> None:
    policy = load_policy(ROOT / "rules")
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            if size == CASES_OF_2012:
                folder = OF_2012
            else:
                made_up(size, folder)
            taken, busy, table = seconds(folder, policy)
        limit = LIMITS.get(size)
        met = "" if limit is None else f"  must {limit:g} s{'' if taken <= limit else ', MISSED'}"
        pairs = sum("←" in line for line in table.splitlines())
        shown = f"{taken:>10.1f} s, {busy:.1f} s of the processor"
        print(f"  portfolio of {size} bodies, {pairs} pairs shown{shown}{met}", flush=True)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or [*LIMITS])
