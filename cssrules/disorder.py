"""What is out of order in a case that has no other fault: its dates, and what the policy assumes.

In: a case, the tree it was read from, and the policy. Out: nothing; what is out of order is told to
`Faults` by the path of the report or of the event.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from itertools import islice
from typing import Any, Final

from cssrules.assumed import Broken, broken_by
from cssrules.case import Case, Decided
from cssrules.expression import Quantified, Quantity, terms
from cssrules.jsontext import Faults, path_text
from cssrules.parts import Path
from cssrules.policy import Policy, Question
from cssrules.problem import Kind
from cssrules.trace import Judged
from cssrules.values import Date, read_date, show

IN_FORCE: Final = "see to the day: nothing is decided by a policy that is not in force"
ON_REPORTS: Final = "see to the dates: a decision rests on reports"
"""What to do about a decision that is dated too early, or too late."""


def refuse_disorder(case: Case, tree: Any, policy: Policy, faults: Faults) -> None:
    """Tell what the policy assumes and the case breaks, and reports and decisions that came too early."""
    for broken in broken_by(policy, case):
        path = path_text(_report(tree, broken))
        faults.add(Kind.ASSUMPTION, path, broken.message(policy), broken.help(policy))
    _refuse_early_reports(case, tree, policy, faults)
    questions = {question.id: question for question in policy.questions}
    for number, event in _events(case, tree):
        early = _too_early(case, policy, questions[event.decision], event.on)
        if early is not None:
            faults.add(Kind.TOO_EARLY, path_text(("events", number, "on")), *early)


def _too_early(case: Case, policy: Policy, question: Question, on: date) -> tuple[str, str] | None:
    """Why nobody can have decided the question on that day, and what to do; None where they can."""
    said = f"{question.id} was decided on {show(on, Date())}"
    out_of_force = not_in_force(policy, on)
    if out_of_force is not None:
        return f"{said}, {out_of_force}", IN_FORCE
    for name, day in _ahead(case, question.not_before, on):
        help = f"see to the two dates: nobody decides {question.id} before {name}"
        return f"{said}, before {name} ({show(day, Date())})", help
    first = case.first_reported
    if first is not None and on < first and all(entry.reported for entry in case.entries):
        return f"{said}, before anything was reported ({show(first, Date())})", ON_REPORTS
    return None


def _refuse_early_reports(case: Case, tree: Any, policy: Policy, faults: Faults) -> None:
    """Tell reports of what nobody can have known yet, each at its day."""
    for number, entry in enumerate(tree.get("evidence") or ()):
        fact, said = entry["fact"], "reported" if entry.get("reported") else "on"
        if entry["value"] is None or not (day := entry.get(said)):
            continue
        reported = read_date(day)
        for name, first in islice(_ahead(case, policy.evidence[fact].not_before, reported), 1):
            faults.add(
                Kind.TOO_EARLY,
                path_text(("evidence", number, said)),
                f"{fact} was reported on {show(reported, Date())}, before {name} "
                f"({show(first, Date())})",
                f"see to the two dates: nobody reports {fact} before {name}",
            )


def _ahead(case: Case, names: Iterable[str], on: date) -> Iterator[tuple[str, date]]:
    """The dates of those names that are still to come on that day, by the first day that the case gives."""
    for name in names:
        days = [e.value for e in case.entries if e.fact == name and isinstance(e.value, date)]
        if days and on < min(days):
            yield name, min(days)


def not_in_force(policy: Policy, on: date) -> str | None:
    """How a day lies outside those on which the policy is in force; None where it does not."""
    start, end = policy.effective.start, policy.effective.end
    if start is not None and on < start:
        return f"before the policy's first day ({show(start, Date())})"
    if end is not None and on > end:
        return f"after the policy's last day ({show(end, Date())})"
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
        if entry["fact"] in read and (broken.day is None or reported <= broken.day):
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
