"""Evidence that a case has although no entry reports it: its id and name, and what people decided.

In: the tree of a declaration or of a decision, and the kinds at hand. Out: what the case gives, or what
a decision is recorded as; nothing where neither is said or it is faulty (and the fault noted).
"""

from collections.abc import Iterator, Mapping

from cssrules.language.load import Entries, Items, Scalar, Tree
from cssrules.language.notes import Notes
from cssrules.policy import Evidence, Given, Recorded
from cssrules.problem import Kind as Fault
from cssrules.problem import did_you_mean
from cssrules.values import Choice, Date, Kind, ListOf, Text, kind_in_words

# What asks for a value, or says how it may become another, is said of what somebody reports.
_REPORTED = ("better", "may be changed by", "cost", "takes", "ask", "not before")


def given_by(tree: Entries, kind: Kind, notes: Notes) -> Given | None:
    """What the case gives of evidence of `kind` that `tree` declares."""
    written = tree.get("given by")
    if not isinstance(written, Scalar):
        return None
    for key in _REPORTED:
        if (beside := tree.key(key)) is not None:
            message = f"`{key}` beside `given by`, which nobody reports or changes"
            notes.fault(Fault.UNKNOWN_KEY, beside.span, message, help="leave one of the two out")
    if not isinstance(kind, Text):
        message = f"`{written.text}` is a text, and the type is {kind_in_words(kind)}"
        notes.fault(Fault.WRONG_TYPE, written.span, message, help="write `type: text`")
    ways = {way.value: way for way in Given}
    if written.text not in ways:
        message = f"no case gives `{written.text}`"
        notes.fault(Fault.WRONG_FORM, written.span, message, help="write case id or case name")
    return ways.get(written.text)


def recorded_as(
    tree: Tree | None, answered: Kind | None, evidence: Mapping[str, Evidence], notes: Notes
) -> Iterator[Recorded]:
    """The evidence that a decision of people becomes, whose answer is of the kind `answered`."""
    reported = {name: e.kind for name, e in evidence.items() if e.given_by is None}
    for entry in tree.items if isinstance(tree, Items) else ():
        if isinstance(entry, Entries):
            yield from _recorded(entry, answered, reported, notes)


def _recorded(
    tree: Entries, answered: Kind | None, reported: Mapping[str, Kind], notes: Notes
) -> Iterator[Recorded]:
    found: dict[str, str] = {}
    for key in ("answer", "on"):
        written = tree.get(key)
        if not isinstance(written, Scalar):
            continue
        kind = reported.get(written.text)
        if kind is None:
            message = f"no evidence that a case reports is called `{written.text}`"
            help = (
                did_you_mean(written.text, reported) or "what people decide is recorded as evidence"
            )
            notes.fault(Fault.UNKNOWN_TERM, written.span, message, help=help)
        elif key == "on" and not isinstance(kind, Date):
            message = f"`{written.text}` is {kind_in_words(kind)}, and a day is recorded"
            notes.fault(
                Fault.WRONG_TYPE, written.span, message, help="name evidence that is a date"
            )
        elif key == "answer" and answered is not None and not _has_some_of(kind, answered):
            message = (
                f"`{written.text}` is {kind_in_words(kind)}, and has no answer of the question"
            )
            help = f"the question is answered by {kind_in_words(answered)}"
            notes.fault(Fault.WRONG_TYPE, written.span, message, help=help)
        else:
            found[key] = written.text
    if not tree.get("answer") and not tree.get("on"):
        message = "nothing says what the decision is recorded as"
        help = "write `answer:` or `on:`, with the name of evidence"
        notes.fault(Fault.WRONG_FORM, tree.span, message, help=help)
    if found:
        yield Recorded(**found)


def _has_some_of(kind: Kind, answered: Kind) -> bool:
    """Whether some answer may be a value of the kind."""
    match kind, answered:
        case Choice(), Choice():
            return not set(kind.options).isdisjoint(answered.options)
        case ListOf(), _:
            return False
        case _:
            return type(kind) is type(answered)
