"""Prints how long proofs take, and how many questions each puts to Z3: reasons, what is still open, why
not another outcome, and the routes to it; and the proof of the whole policy.

The cases are those of 2012, one after the other in one process; times are of the processor, without
imports and without reading files.
"""

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest.mock import patch

from cssrules.audited import Audit
from cssrules.case import Case
from cssrules.deciding import situation
from cssrules.door import read_case
from cssrules.policy import Policy, Question
from cssrules.proof.audit.prove import prove
from cssrules.proof.brackets import Brackets
from cssrules.proof.inquiry import Inquiry
from cssrules.proof.refusal import why_not
from cssrules.proof.routes import what_it_takes
from cssrules.proof.target import Outcome
from cssrules.stored import load_policy
from cssrules.values import Choice

ROOT = Path(__file__).parent.parent
GOALS = {"reasons": 0.3, "possible": 0.1, "why not": 0.2, "routes": 0.5}
"""Seconds: of each the 95th percentile, of what is possible each step."""
WHOLE = 30.0
"""Seconds that the proof of the whole policy may take."""


def cases(policy: Policy) -> Sequence[Case]:
    """The services of 2012."""
    files = sorted((ROOT / "cases" / "2012").glob("*.json"))
    return [read_case(f.read_bytes(), policy, f.name) for f in files if f.stem != "portfolio"]


def timed(work: Callable[[], int]) -> tuple[float, int]:
    """The seconds that `work` takes, and what it counts."""
    start = time.process_time()
    count = work()
    return time.process_time() - start, count


def reasons(policy: Policy, case: Case, question: Question) -> int:
    """What holds the answer; how often Z3 was asked."""
    brackets = Brackets(situation(policy, case), question)
    if brackets.trace.value(question.answer) is not None:
        brackets.brackets()
    return brackets.sufficient.prover.queries


def opened(policy: Policy, case: Case, question: Question) -> int:
    """The answers that public facts leave possible; how often Z3 was asked."""
    return Inquiry(situation(policy, case, sourced_only=True), question).prover.queries


def advised(policy: Policy, case: Case, question: Question) -> int:
    """The same, with what matters and what to ask next."""
    inquiry = Inquiry(situation(policy, case, sourced_only=True), question)
    inquiry.ruled_out()
    inquiry.next()
    return inquiry.prover.queries


def refused(policy: Policy, case: Case, question: Question) -> int:
    """What stands in the way of the best outcome; Z3 is not asked."""
    why_not(policy, case, outcome(policy, question, -1))
    return 0


def routed(policy: Policy, case: Case, question: Question) -> int:
    """Three routes to the middle outcome, each decided anew, or what holds the case back; how often Z3
    was asked.
    """
    return what_it_takes(policy, case, outcome(policy, question, 1)).queries


def outcome(policy: Policy, question: Question, place: int) -> Outcome:
    """The outcome at a place of the question's scale."""
    kind = policy.kind(question.answer)
    assert isinstance(kind, Choice), "the main question is answered on a scale"
    return Outcome(question, kind.options[place], kind)


def line(what: str, found: Sequence[tuple[float, int]], goal: float | None = None) -> str:
    """Median, 95th percentile and questions of what was timed."""
    times = sorted(seconds for seconds, _ in found)
    median, high = times[len(times) // 2], times[int(len(times) * 0.95)]
    asked = sorted(count for _, count in found)[len(found) // 2]
    missed = "" if goal is None else f"  goal {goal * 1e3:.0f} ms" + (", MISSED" * (high > goal))
    return f"  {what:48} {median * 1e3:7.0f} ms  {high * 1e3:7.0f} ms  {asked:5} questions{missed}"


def proved(policy: Policy) -> str:
    """How long `check --prove` takes where nothing is kept of an earlier run, and what it asked."""
    audit: list[Audit] = []

    def work() -> int:
        with TemporaryDirectory() as nothing, patch.dict(os.environ, {"XDG_CACHE_HOME": nothing}):
            audit.append(prove(policy, None, lambda _: None))
        return audit[0].queries

    seconds, queries = timed(work)
    proofs = sum(audit[0].proved.values())
    missed = ", MISSED" * (seconds > WHOLE)
    return (
        f"the whole policy (check --prove): {seconds:.1f} s, {queries:,} questions to Z3,"
        f" {proofs:,} proofs  goal {WHOLE:.0f} s{missed}"
    )


def main() -> None:
    """Print the times."""
    policy = load_policy(ROOT / "rules")
    question = next(question for question in policy.questions if question.main)
    every = cases(policy)
    reasons(policy, every[0], question)
    print(f"proofs, {len(every)} cases of 2012: median, 95th percentile, median of questions to Z3")
    for what, work, goal in (
        ("what holds the answer (--explain)", reasons, GOALS["reasons"]),
        ("what is still possible (public facts alone)", opened, GOALS["possible"]),
        ("the same, with what to ask next", advised, None),
        ("why not the best outcome", refused, GOALS["why not"]),
        ("three routes to the middle outcome", routed, GOALS["routes"]),
    ):
        found = [timed(lambda case=case, work=work: work(policy, case, question)) for case in every]  # type: ignore[misc] # because both are bound at once
        print(line(what, found, goal))
    print(proved(policy))


if __name__ == "__main__":
    main()
