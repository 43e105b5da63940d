"""Evidence that every case has of itself: its id, or its name.

In: the tree of a declaration and the kind of the evidence. Out: what the case gives, None where the
evidence is reported like any other or the declaration is faulty (and the fault noted).
"""

from cssrules.language.load import Entries, Scalar
from cssrules.language.notes import Notes
from cssrules.policy import Given
from cssrules.problem import Kind as Fault
from cssrules.values import Kind, Text, kind_in_words

# What asks for a value, or says how it may become another, is said of what somebody reports.
_REPORTED = ("better", "may be changed by", "cost", "takes", "ask")


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
