"""What made the difference: of a condition, a measure, a table the parts that decide it.

In: what meaning found. Out: those of its parts from which it follows, whatever the others are: of
what is true, false or unknown the parts that make it so.
"""

from typing import cast

from cssrules.decision import Status
from cssrules.expression import And, Measured, Or, Quantified, Quantity
from cssrules.policy import HitPolicy, Question, Table
from cssrules.trace import Concluded, Judged, JudgedRow, Trace
from cssrules.values import Value


def status_of(trace: Trace, question: Question) -> Status:
    """Whether the question is asked of the case, and answered."""
    asked = trace.asked.get(question.id)
    if asked is not None and asked.value is False:
        return Status.NOT_ASKED
    unsure = asked is not None and asked.value is None
    return Status.UNDECIDED if unsure or trace.value(question.answer) is None else Status.DECIDED


def deciding_parts(judged: Judged) -> tuple[Judged, ...]:
    """The parts that make `judged` what it is, whatever the others are.

    Of a list, the witnesses; none where the list as a whole decides: all its items, or its being
    empty or unknown.
    """
    match judged.expression:
        case And() | Or():
            return _of(judged, judged.value)
        case Quantified(quantity=quantity, number=number):
            return _witnesses(judged, quantity, number or 0)
        case Measured():
            return _of(judged, None) if judged.value is None else ()
        case _:
            return (_of(judged, None) if judged.value is None else ()) or judged.parts


def _of(judged: Judged, value: Value) -> tuple[Judged, ...]:
    return tuple(part for part in judged.parts if part.value is value)


def _witnesses(judged: Judged, quantity: Quantity, number: int) -> tuple[Judged, ...]:
    having = tuple(part for part in judged.parts if part.value is True)
    match quantity, judged.value:
        case _, None:
            return _of(judged, None)
        case (Quantity.SOME | Quantity.AT_LEAST, True) | (Quantity.NO | Quantity.AT_MOST, False):
            return having
        case Quantity.EVERY, False:
            return _of(judged, judged.value)
        case Quantity.EXACTLY, False if len(having) > number:
            return having
        case _:
            return ()


def deciding_rows(table: Table, concluded: Concluded) -> tuple[JudgedRow, ...]:
    """The rows that make a table's output what it is: the hit row (under `first` with those before
    it); of an open table the rows that leave it open; of a fault the rows at fault.
    """
    rows = cast("tuple[JudgedRow, ...]", concluded.body)
    hit = tuple(row for row in rows if row.hit is True)
    if concluded.found is None:
        if table.hit is HitPolicy.UNIQUE and len(hit) > 1:
            return hit
        unsure = tuple(row for row in rows if row.hit is not False and _open(row))
        return unsure or hit or rows
    if table.hit is HitPolicy.FIRST:
        return rows[: rows.index(hit[0]) + 1]
    return hit or rows


def _open(row: JudgedRow) -> bool:
    return row.truth is None or (row.output is not None and row.output.value is None)
