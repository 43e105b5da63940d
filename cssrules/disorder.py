"""What is out of order in a case that has no other fault: its dates, and what the policy assumes.

In: a case, the tree it was read from, and the policy. Out: nothing; what is out of order is told to
`Faults` by the path of the report or of the event.
"""

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import Any

from cssrules.assumed import Broken, broken_by
from cssrules.case import Case, Decided
from cssrules.expression import Quantified, Quantity, terms
from cssrules.jsontext import Faults, path_text
from cssrules.parts import Path
from cssrules.policy import Policy, Question
from cssrules.problem import Kind
from cssrules.trace import Judged
from cssrules.values import Date, read_date, show


def refuse_disorder(case: Case, tree: Any, policy: Policy, faults: Faults) -> None:
    """Tell what the policy assumes and the case breaks, and decisions that came too early."""
    for broken in broken_by(policy, case):
        path = path_text(_report(tree, broken))
        faults.add(Kind.ASSUMPTION, path, broken.message(policy), broken.help(policy))
    questions = {question.id: question for question in policy.questions}
    for number, event in _events(case, tree):
        early = _too_early(case, policy, questions[event.decision], event.on)
        if early is not None:
            faults.add(Kind.TOO_EARLY, path_text(("events", number, "on")), *early)


def _too_early(case: Case, policy: Policy, question: Question, on: date) -> tuple[str, str] | None:
    """Why nobody can have decided the question on that day, and what to do; None where they can."""
    said = f"{question.id} was decided on {show(on, Date())}"
    first = case.first_reported
    start, end = policy.effective.start, policy.effective.end
    if start is not None and on < start:
        help = "see to the day: nothing is decided by a policy that is not in force"
        return f"{said}, before the policy's first day ({show(start, Date())})", help
    if end is not None and on > end:
        help = "see to the day: nothing is decided by a policy that is no longer in force"
        return f"{said}, after the policy's last day ({show(end, Date())})", help
    for name in question.not_before:
        days = [e.value for e in case.entries if e.fact == name and isinstance(e.value, date)]
        if days and on < min(days):
            help = f"see to the two dates: nobody decides {question.id} before {name}"
            return f"{said}, before {name} ({show(min(days), Date())})", help
    if first is not None and on < first and all(entry.reported for entry in case.entries):
        help = "see to the dates: a decision rests on reports"
        return f"{said}, before anything was reported ({show(first, Date())})", help
    return None


def _report(tree: Any, broken: Broken) -> tuple[str | int, ...]:
    """The path of the report by which an assumption fails: the last by that day of what it reads, and
    of a list the item that fails it.
    """
    failing = _failing_items(broken.judged)
    found = [
        (reported, _failing(path, value, failing))
        for reported, path, value in _entries(tree, broken)
    ]
    return max(found, key=lambda one: (one[0], len(one[1])))[1]


def _entries(tree: Any, broken: Broken) -> Iterator[tuple[date, Path, Any]]:
    """What was on file by the day of what the assumption reads: the day of the report, path and value."""
    read = terms(broken.assumed)
    for fact, value in (tree.get("facts") or {}).items():
        if fact in read:
            yield date.min, ("facts", fact), value
    for number, entry in enumerate(tree.get("evidence") or ()):
        said = entry.get("reported") or entry.get("on")
        reported = read_date(said) if said else date.min
        if entry["fact"] in read and reported <= broken.day:
            yield reported, ("evidence", number, "value"), entry["value"]


def _failing_items(judged: Judged) -> set[str]:
    """The ids of the items by which `every …` or `no …` fails; of any other condition none."""
    match judged.expression:
        case Quantified(quantity=Quantity.EVERY | Quantity.NO as quantity):
            wrong = quantity is Quantity.NO
            found = (part.path for part in judged.parts if part.value is wrong)
            return {path.rpartition("/item/")[2] for path in found}
        case _:
            return set()


def _failing(path: Path, value: Any, failing: set[str]) -> Path:
    """The path of the first item of a list that fails, or else that of the list or value itself."""
    items = value if isinstance(value, list) else ()
    numbers = (n for n, item in enumerate(items) if item.get("id", str(n + 1)) in failing)
    return (*path, *islice(numbers, 1))


def _events(case: Case, tree: Any) -> Iterator[tuple[int, Decided]]:
    """What people decided, with its number in the file: no question is decided twice on a day."""
    decided = {(event.decision, event.on): event for event in case.events}
    for number, written in enumerate(tree.get("events") or ()):
        if written["event"] == "decided":
            yield number, decided[written["decision"], read_date(written["on"])]
