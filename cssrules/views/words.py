"""How every view says the same things: truth by sign and word, kinds, values, bases, days, text.

In: parts of a decision. Out: plain text on one line, without control or direction characters, so
that no name in a case or policy can change what a reader sees.
"""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from fractions import Fraction
from textwrap import shorten, wrap

from cssrules.decision import Answer, Node, NodeKind, Status
from cssrules.values import Date, show

UNKNOWN = "?"
"""The sign of what is not known; beside it there is always a word."""

FOUND = "•"
"""The sign of all that is known: beside a reason, a tick would say that it is good, and a cross that it
stands in the way, and `fault: yes` is neither good nor `fault: no` in the way.
"""

WIDTH = 80
"""Columns of a text view."""

LEGEND = f"{FOUND} what was found   {UNKNOWN} not known"

KINDS = {
    NodeKind.EVIDENCE: "evidence",
    NodeKind.SETTING: "policy setting",
    NodeKind.CONDITION: "condition",
    NodeKind.AGGREGATE: "measure",
    NodeKind.ROW: "row",
    NodeKind.PRESUMPTION: "presumption",
    NodeKind.CONCLUSION: "conclusion",
    NodeKind.DECIDED: "decision taken",
    NodeKind.OUTCOME: "answer",
}

_UNFIT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff]"
)
_QUOTIENT = re.compile(r"(?<![\w.])(\d+)/(\d+)(?![\d/])")
_PARAGRAPHS = re.compile(r"^paragraphs?")
_TESTED = frozenset({NodeKind.CONDITION, NodeKind.ROW})
_CONCLUDED = frozenset({NodeKind.CONCLUSION, NodeKind.PRESUMPTION, NodeKind.OUTCOME})


def prospects(answer: Answer) -> str:
    """What may still come of a question: its answers, that it is not asked, or nothing whatever is asked;
    empty where it is not open, and where more is not told.
    """
    if answer.status is not Status.UNDECIDED:
        return ""
    possible = answer.possible
    answers = ", ".join(plain(answer) for answer in possible if answer != Status.NOT_ASKED.value)
    unasked = "the question is not asked" if Status.NOT_ASKED.value in possible else ""
    if answers or unasked:
        return f"still possible: {'; or '.join(filter(None, (answers, unasked)))}"
    return "" if answer.ask else "nothing that could be asked gives an answer"


def plain(text: str) -> str:
    """`text` on one line; what could steer a terminal or turn the reading direction shows as �."""
    return _UNFIT.sub("\ufffd", re.sub(r"\s+", " ", text)).strip()


def in_markdown(text: str) -> str:
    """`text` on one line, in which nothing means anything to Markdown."""
    said = plain(text).replace("\\", "\\\\")
    for mark in "|*_`<>[]":
        said = said.replace(mark, f"\\{mark}")
    return said


def sign(node: Node) -> str:
    """The sign of what a node says: what was found, or that it is not known."""
    return UNKNOWN if node.truth == "unknown" else FOUND


def finding(node: Node) -> str:
    """What was found: a test in the words of how it came out, a conclusion that it is not so, or that
    it is not known.
    """
    said = plain(node.label)
    if node.truth == "unknown" and "not known" not in said and node.kind in _TESTED:
        return f"not known: {said}"
    name, denied, rest = said.partition(": no")
    if node.value == "no" and node.kind in _CONCLUDED and denied and rest[:1] in {"", ","}:
        return f"not so: {name}{rest}"
    return said


def value(text: str | None) -> str:
    """A value for a reader: the exact fraction 5/3 as `about 1.67`."""
    if text is None:
        return "not known"
    return _QUOTIENT.sub(lambda found: _about(int(found[1]), int(found[2])), plain(text))


def _about(above: int, below: int) -> str:
    if below == 0:
        return f"{above}/{below}"
    whole, rest = divmod(round(Fraction(above, below) * 100), 100)
    return f"about {whole:,}.{rest:02d}".rstrip("0").rstrip(".")


def day(text: str) -> str:
    """An ISO day as a reader writes it: 30 March 2012."""
    try:
        return show(date.fromisoformat(text), Date())
    except ValueError:
        return plain(text)


def shortened(text: str, width: int) -> str:
    """`text` on one line of at most `width` characters, cut with an ellipsis."""
    return shorten(plain(text), width, placeholder=" …")


def wrapped(text: str, first: str, rest: str, width: int = WIDTH) -> list[str]:
    """`text` in lines of `width`, the first led by `first`, the others by `rest`."""
    lines = wrap(text, width, initial_indent=first, subsequent_indent=rest, break_on_hyphens=False)
    return lines or [first.rstrip()]


def basis_in_full(basis: Iterable[str]) -> str:
    """All that the author says the rule rests on."""
    return "; ".join(plain(part).removesuffix(",") for part in basis)


def basis_in_short(basis: Iterable[str]) -> str:
    """Sources with their paragraphs, without what the author adds to them; `policy setting` once."""
    shortened: list[str] = []
    for part in basis:
        source, _, place = plain(part).removesuffix(",").partition(", ")
        if source.startswith("policy setting"):
            source = "policy setting"
        elif place.startswith("paragraph"):
            source = f"{source} {_PARAGRAPHS.sub('para', place)}"
        if source not in shortened:
            shortened.append(source)
    return "; ".join(shortened)


def sources_of(evidence: Sequence[Node]) -> str:
    """The sources of some evidence, and whether any of it is illustrative."""
    sources = sorted({plain(node.source) for node in evidence if node.source})
    supposed = ["illustrative"] if any(node.illustrative for node in evidence) else []
    return ", ".join([*sources, *supposed])
