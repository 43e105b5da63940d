"""Prints how long a decision takes, from one run: medians, and ratios to Python written by hand.

Every way is first checked to give the same conclusions as meaning. Each reads the facts in the form
that suits it, made beforehand. A goal that is missed is marked. Run it on a quiet machine: the musts
are for two quiet cores.
"""

import random
import shutil
import sys
from collections.abc import Callable, Container, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from bench.by_hand import decide as by_hand
from bench.measure import Work, beside, process, processor, seconds, waiting
from cssrules.case import facts
from cssrules.deciding import decide
from cssrules.door import read_case
from cssrules.language.compile import compile_policy
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.readings.evaluate import compile_evaluator
from cssrules.readings.fire import available, disagreements, fire
from cssrules.source import Source
from cssrules.values import Item, Value
from tests.random_policies import random_case

ROOT = Path(__file__).parent.parent
DAY = date(2012, 5, 14)
RANDOM_CASES = 200
PER_UNIT = {"price per head": 100, "letters of intent": 1000, "largest customer share": 1000}
"""What the facts by hand count in: pence, and tenths of a percent."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing measured: `limit` is on `ratio` where there is one, else on `seconds`."""

    name: str
    seconds: float
    ratio: float | None = None
    limit: float | None = None
    word: str = "goal"

    def __str__(self) -> str:
        met = (self.ratio if self.ratio is not None else self.seconds) <= (self.limit or 1e9)
        limit = ""
        if self.limit is not None:
            told = f"{self.limit:g} x" if self.ratio is not None else _time(self.limit)
            limit = f"{self.word} {told}{'' if met else ', MISSED'}"
        ratio = "" if self.ratio is None else f"{self.ratio:.2f} x"
        return f"  {self.name:<58}{_time(self.seconds):>10}{ratio:>9}  {limit}".rstrip()


def _time(seconds: float) -> str:
    if seconds < 1e-3:
        return f"{seconds * 1e6:.1f} us"
    return f"{seconds * 1e3:.1f} ms"


# -- the cases ---------------------------------------------------------------------------------------


def facts_by_hand(policy: Policy, values: Mapping[str, Value]) -> dict[str, Any]:
    """The facts as bench.by_hand reads them."""
    found = {name: _plain(name, values.get(name)) for name in policy.evidence}
    panel = values.get("panel")
    if isinstance(panel, tuple):
        found["panel"] = [_member(policy, item) for item in panel]
    return found


def _member(policy: Policy, item: Item) -> dict[str, Any]:
    fields = policy.record_of("panel").fields
    return {name: _plain(name, item.fields.get(name)) for name, _ in fields}


def _plain(name: str, value: Value) -> Any:
    return int(value * PER_UNIT.get(name, 1)) if isinstance(value, Fraction) else value


def exact(name: str, value: Any) -> Value:
    """A conclusion by hand as meaning would give it."""
    match value:
        case (int(top), int(bottom)):
            return Fraction(top, bottom)
        case bool() | None | str() | frozenset():
            return value
        case _:
            return Fraction(value, 10 if name.endswith(" score") else 1)


def covered(policy: Policy, names: Container[str]) -> Policy:
    """The policy with the rules alone that conclude one of `names`."""
    rules = {id: rule for id, rule in policy.rules.items() if rule.define in names}
    strata = (tuple(id for id in stratum if id in rules) for stratum in policy.strata)
    return replace(
        policy,
        rules=rules,
        strata=tuple(stratum for stratum in strata if stratum),
        questions=(),
        properties=(),
    )


def check_equal(policy: Policy, cases: Sequence[Mapping[str, Value]]) -> None:
    """Meaning, the evaluator and (up to the outcome) the code by hand agree, or the bench ends."""
    evaluator = compile_evaluator(policy, DAY)
    for values in cases:
        meant = {n: c.value for n, c in meaning(policy, values, DAY).concluded.items()}
        inputs = evaluator.prepare(values)
        hand = by_hand(facts_by_hand(policy, values))
        ours = {name: exact(name, value) for name, value in hand.items()}
        given = dict(evaluator.conclusions(inputs))
        for found, names in ((ours, {*ours}), (given, {*meant, *given})):
            unlike = sorted(n for n in names if meant.get(n, ...) != found.get(n, ...))
            if unlike:
                sys.exit(f"not the same conclusions: {', '.join(unlike)} for {dict(values)}")


# -- what is measured --------------------------------------------------------------------------------


def decisions(policy: Policy, cases: Sequence[Mapping[str, Value]]) -> Iterator[Line]:
    """One decision of facts that are at hand, each way from its own form of them: of the rules that
    the code by hand covers, so that like is timed beside like.
    """
    policy = covered(policy, by_hand(facts_by_hand(policy, cases[0])))
    evaluator = compile_evaluator(policy, DAY)
    inputs = [evaluator.prepare(values) for values in cases]
    hand, mask, nodes = "Python by hand", "evaluator: conclusions and mask", "evaluator: every node"
    works: dict[str, Work] = {
        hand: (by_hand, [facts_by_hand(policy, values) for values in cases]),
        mask: (evaluator.mask, inputs),
        nodes: (evaluator.values, inputs),
    }
    limits = {mask: 1.2, nodes: 3.0}
    for name, (taken, ratio) in beside(works, hand, 40, 5, processor).items():
        yield Line(name, taken, ratio, limits.get(name))


def whole_decisions(policy: Policy, texts: Sequence[bytes]) -> Iterator[Line]:
    """One decision from the text of its case, or with all its reasons."""
    evaluator = compile_evaluator(policy, DAY)
    cases = [read_case(text, policy, "case") for text in texts]
    values = [facts(case, DAY).values for case in cases]
    traces = [meaning(policy, known, DAY) for known in values]

    def from_text(text: bytes) -> object:
        known = facts(read_case(text, policy, "case"), DAY)
        return evaluator.mask(evaluator.prepare(known.values))

    engine = "durable-rules, every firing traced"
    works: dict[str, Work] = {
        "evaluator from JSON text, fully validated": (from_text, texts),
        "meaning, every node traced": (lambda known: meaning(policy, known, DAY), values),
    }
    if available() is not None:
        fired = [(trace, fire(policy, trace)) for trace in traces]
        works |= {
            engine: (lambda trace: fire(policy, trace), traces),
            "the two compared": (lambda pair: disagreements(policy, *pair), fired),
        }
    works["decide: all of these, and the graph of reasons"] = (
        lambda case: decide(policy, case),
        cases,
    )
    for name, taken in seconds(works, 7, processor).items():
        yield Line(name, taken, limit=0.002 if name == engine else None)


def compilations(sources: Sequence[Source]) -> Iterator[Line]:
    policy = compile_policy(sources)
    works: dict[str, Work] = {
        "compile the policy, from text to checked": (compile_policy, [sources]),
        "compile its evaluator": (lambda one: compile_evaluator(one, DAY), [policy]),
    }
    for name, taken in seconds(works, 7, processor).items():
        yield Line(name, taken)


def processes(folder: Path) -> Iterator[Line]:
    """Whole processes, from the start to the end; `folder` is for a policy that is being edited."""
    python, program = sys.executable, str(Path(sys.executable).parent / "cssrules")
    case, rules = str(ROOT / "cases" / "2012" / "peninsula.json"), ROOT / "rules"
    bare, shown, edited = "python -c pass", "cssrules decide CASE", "cssrules check, a file edited"
    check = [program, "check"]
    works: dict[str, Work] = {
        bare: (process, [[python, "-c", "pass"]]),
        "cssrules --help": (process, [[program, "--help"]]),
        "cssrules check": (process, [[*check, str(rules)]]),
        edited: (edit_and, [(Editor(shutil.copytree(rules, folder / "rules")), check)]),
        shown: (process, [[program, "decide", case]]),
    }
    limits = {"cssrules --help": 0.1, "cssrules check": 0.5, edited: 0.5, shown: 0.3}
    measured = beside(works, bare, 9, 1, waiting)
    for name, (taken, _) in measured.items():
        yield Line(name, taken, limit=limits.get(name), word="must")
    taken, ratio = measured[shown]
    yield Line(f"{shown}, beside a bare Python", taken, ratio, 3.0)


@dataclass
class Editor:
    """Whoever edits a policy: every time, one rule has a condition that it never had before."""

    folder: Path
    edits: int = 0

    def edit(self) -> None:
        self.edits += 1
        file = self.folder / "checkpoint-three.yaml"
        lines = (ROOT / "rules" / file.name).read_text(encoding="utf-8").splitlines()
        at = next(number for number, line in enumerate(lines) if line.startswith("    when: "))
        key, _, condition = lines[at].partition(": ")
        lines[at] = f"{key}: ({condition}) and 0 < {self.edits}"
        file.write_text("\n".join(lines), encoding="utf-8")


def edit_and(work: tuple[Editor, Sequence[str]]) -> None:
    """Edit a policy, and run a command on it."""
    editor, command = work
    editor.edit()
    process([*command, str(editor.folder)])


def main() -> None:
    sources = [
        Source(str(path), path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "rules").rglob("*.yaml"))
    ]
    policy = compile_policy(sources)
    files = sorted((ROOT / "cases" / "2012").glob("*.json"))
    texts = [path.read_bytes() for path in files if path.stem != "portfolio"]
    of_2012 = [facts(read_case(text, policy, "case"), DAY).values for text in texts]
    chance = random.Random(2012)  # noqa: S311 # because repeatable cases are asked
    at_random = [random_case(policy, chance) for _ in range(RANDOM_CASES)]
    check_equal(policy, [*of_2012, *at_random])
    print(f"{policy.name}: {len(policy.rules)} rules, median times of the processor")
    for title, lines in (
        (f"one decision, the {len(of_2012)} cases of 2012", decisions(policy, of_2012)),
        (
            f"one decision, {RANDOM_CASES} random cases, partly unknown",
            decisions(policy, at_random),
        ),
        ("one decision, the cases of 2012", whole_decisions(policy, texts)),
        ("the policy", compilations(sources)),
        ("whole processes, as waited for", in_a_folder_of_its_own(processes)),
    ):
        print(f"\n{title}")
        for line in lines:
            print(line, flush=True)


def in_a_folder_of_its_own(measure: Callable[[Path], Iterator[Line]]) -> Iterator[Line]:
    with TemporaryDirectory() as folder:
        yield from measure(Path(folder))


if __name__ == "__main__":
    main()
