"""The words that the language keeps for itself, and what a name may be."""

import re

from cssrules.expression import DECISION_DAY

KEYWORDS = frozenset((
    "and", "or", "not", "is", "has", "have", "if", "then", "else", "where", "across", "among",
    "between", "some", "every", "exactly", "no", "yes", "true", "false", "above", "below",
))  # fmt: skip
PHRASES = (
    "at least", "at most", "one of", "not one of", "count of", "sum of", "mean of", "lowest of",
    "highest of", "does not include", "includes", "divided by", "working days after",
    "working days before", "working day after", "working day before",
)  # fmt: skip

_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]*(?: [A-Za-z0-9_]+)*")
_WORD = re.compile(r"[A-Za-z_]+")


def name_fault(text: str) -> str | None:
    """Why `text` cannot be a name in conditions, or None where it can."""
    if text == DECISION_DAY:
        return "it is the day that the decision is taken as of"
    for phrase in PHRASES:
        if phrase in text and re.search(rf"(?<![A-Za-z0-9_]){phrase}(?![A-Za-z0-9_])", text):
            return f"`{phrase}` is a phrase of the language"
    for word in _WORD.findall(text):
        if word in KEYWORDS:
            return f"`{word}` is a word of the language"
    if not _NAME.fullmatch(text):
        if "-" in text:
            return "a name has no hyphen; write a space"
        return "a name is words of letters and digits, single spaces between, a letter first"
    if any(word[0].isdigit() for word in text.split(" ")):
        return "a word of a name begins with a letter"
    return None
