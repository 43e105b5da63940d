"""What an author meant who wrote what the language does not have.

In: a passage, and where the grammar stopped. Out: the fault in words, with what to write instead. Signs
that the language does not have are told before the grammar is asked.
"""

import re
from collections.abc import Mapping

from cssrules.language.grammar import END, WORDS, NotTaken
from cssrules.language.passage import DEPTH, PARTS, Passage, fail
from cssrules.language.words import KEYWORDS, PHRASES
from cssrules.problem import Kind, Problem
from cssrules.source import Span
from cssrules.values import BadValue, listed, read_number

# -- signs of other languages ------------------------------------------------------------------------

_POWERS = "there are no powers: multiply"
_STRAIGHT = 'text goes in straight quotes: "text"'
_QUOTES = 'text goes in double quotes: "text"; names and options need none'
_BRACES = "braces are for the texts of reasons: write the name alone"
_LISTS = "write a list as `is one of a, b`, a range as `between 1 and 5`"
_NAMES = "names are words of the letters a to z, digits and `_`"
_FOREIGN: Mapping[str, str] = {
    "==": "write `=`", "=>": "write `>=`", "=<": "write `<=`", "<>": "write `is not` or `!=`",
    "!": "write `not`", "&": "write `and`", "&&": "write `and`", "|": "write `or`",
    "||": "write `or`", "**": _POWERS, "^": _POWERS,
    "\N{MULTIPLICATION SIGN}": "write `*`", "\N{DIVISION SIGN}": "write `/`",
    "\N{MINUS SIGN}": "write `-`", "\N{EN DASH}": "write `-`", "\N{EM DASH}": "write `-`",
    "\N{LEFT DOUBLE QUOTATION MARK}": _STRAIGHT, "\N{RIGHT DOUBLE QUOTATION MARK}": _STRAIGHT,
    "\N{LEFT SINGLE QUOTATION MARK}": _QUOTES, "\N{RIGHT SINGLE QUOTATION MARK}": _QUOTES,
    "'": _QUOTES, "`": _QUOTES, "{": _BRACES, "}": _BRACES, "[": _LISTS, "]": _LISTS,
    ".": "leave the full stop out; a field of a list is written `score across panel`",
    "%": "write the sign right after its number: 2%",
    "£": "write the number right after the sign: £4.5m",
    "$": "money is in pounds: £4.5m", "€": "money is in pounds: £4.5m",
    "\\": "put the text after `|`, where nothing needs a backslash",
    "\xa0": "this is a space that does not break: write an ordinary one",
    "AND": "write `and`", "OR": "write `or`", "NOT": "write `not`", "IF": "write `if`",
    "THEN": "write `then`", "ELSE": "write `else`",
    "TRUE": "write `true` or `yes`", "FALSE": "write `false` or `no`",
}  # fmt: skip
"""Signs and words that other languages have, and what to write instead."""

_SCAN = re.compile(
    r"""
      (?P<text>"[^"]*")
    | (?P<date>\b[0-9]{1,2}(?P<part>[/.-])(?:[0-9]{1,2}|[A-Z][a-z]+)(?P=part)[0-9]{2,4}\b
        | \b[0-9]{4}-(?![0-9]{2}-[0-9]{2}\b)[0-9]{1,2}-[0-9]{1,2}\b)
    | (?P<hyphen>(?<![A-Za-z0-9_])[0-9]*[A-Za-z_][A-Za-z0-9_]*-[A-Za-z0-9_][A-Za-z0-9_-]*)
    | (?P<foreign>==|=>|=<|<>|&&|\|\||\*\*|!(?!=)
        | \b(?:AND|OR|NOT|IF|THEN|ELSE|TRUE|FALSE)\b
        | (?<!\.)\.(?![.0-9]) | (?<=[A-Za-z_])\.(?!\.) | (?<![0-9])% | £(?![0-9])
        | (?!(?<=[A-Za-z0-9_])['’]s\s+[A-Za-z])[^A-Za-z0-9_ \t\r\n(),+*/=<>≤≥≠£%!."-])
    | (?P<wordy>\b(?:is\s+)?(?:(?:greater|more|higher|larger|less|fewer|lower|smaller)\s+than\b
        (?:\s+or\s+equal\s+to\b)?|equal\s+to\b|equals\b|exceeds\b|(?:over|under)(?=\s+[0-9£])))
    | (?P<open>\() | (?P<close>\)) | (?P<quote>")
    """,
    re.VERBOSE,
)


def refuse_foreign(passage: Passage) -> None:
    """Refuse signs that the language does not have, and brackets and quotes without a partner."""
    opened: list[Span] = []
    for found in _SCAN.finditer(passage.text):
        span = passage.span(*found.span())
        match found.lastgroup:
            case "date":
                fail(Kind.BAD_LITERAL, f"`{found[0]}` is not a date", span,
                      "write 2012-03-30 or 30 March 2012")  # fmt: skip
            case "hyphen":
                fail(Kind.SYNTAX, f"a hyphen stands in `{found[0]}`", span,
                      "put spaces round `-` to subtract; in a name write a space")  # fmt: skip
            case "foreign":
                sign = "this space" if found[0].isspace() else f"`{found[0]}`"
                fail(Kind.SYNTAX, f"{sign} is no sign of the language", span,
                      _FOREIGN.get(found[0], _NAMES))  # fmt: skip
            case "wordy":
                words = " ".join(found[0].split())
                fail(Kind.SYNTAX, f"`{words}` is no comparison of the language", span,
                      f"write `{_plainly(words)}`")  # fmt: skip
            case "quote":
                fail(Kind.SYNTAX, "a quote is opened and not closed", span,
                      'text goes in a pair of quotes: "text"')  # fmt: skip
            case "open":
                opened.append(span)
                if len(opened) > DEPTH:
                    fail(Kind.TOO_DEEP, f"brackets nest deeper than {DEPTH}", span, PARTS)
            case "close" if not opened:
                fail(Kind.SYNTAX, "a bracket is closed and not opened", span,
                      "leave `)` out, or put `(` where it begins")  # fmt: skip
            case "close":
                opened.pop()
            case _:
                pass
    if opened:
        fail(Kind.SYNTAX, "a bracket is opened and not closed", opened[-1],
              "put `)` where it ends")  # fmt: skip


def _plainly(words: str) -> str:
    """The language's words for a comparison in other words; with `is` where the words have it."""
    bare = words.removeprefix("is ")
    more = bare.startswith(("greater", "more", "higher", "larger", "exceeds", "over"))
    if bare.startswith("equal"):
        return "="
    if bare.endswith("than or equal to"):
        plain = "at least" if more else "at most"
    else:
        plain = "above" if more else "below"
    return plain if bare == words else f"is {plain}"


# -- where the grammar stopped -----------------------------------------------------------------------

_ORDER = ("AT_LEAST", "AT_MOST", "ABOVE", "BELOW", "GE", "LE", "GT", "LT")
_TURNED = {
    "AT_LEAST": "below", "GE": "below", "AT_MOST": "above", "LE": "above",
    "ABOVE": "at most", "GT": "at most", "BELOW": "at least", "LT": "at least",
}  # fmt: skip
_UNITS = (
    (("percent", "per cent"), "write a percent as 2%"),
    (("working", "business"), "write `20 working days after DATE`, or `before`"),
    (("k", "m", "bn", "thousand", "million", "billion", "pounds"), "write money as £4.5m"),
    (
        ("day", "days", "week", "weeks", "month", "months", "year", "years"),
        "count in days: 60 days",
    ),
)
_FROM_A_DATE = re.compile(
    r"(?P<number>[0-9]+)\s*(?:calendar\s+)?(?P<unit>days?|weeks?)\s+(?P<way>after|before|from)\b"
)
_NUMERALS = ("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten")


def explained(passage: Passage, stop: NotTaken) -> Problem:
    """What the grammar did not take, and what it would have taken there."""
    if stop.terminal is None:
        return _no_token(passage, stop.start)
    expected = _expected(stop.taken)
    where = passage.span(stop.start, stop.end)
    if stop.terminal == END:
        what = "the text ends here" if stop.end else "nothing is written here"
        message = f"{what}; {expected} is expected"
        return Problem(Kind.SYNTAX, message, where, _completed(stop.taken), label="ends here")
    before = passage.text[: stop.start]
    if stop.terminal == "COMMA" and re.search(r"[0-9]$", before):
        return Problem(Kind.SYNTAX, "a comma stands here", where,
                       f"thousands are parted as £1,000; here {expected} is expected")  # fmt: skip
    written = passage.text[stop.start : stop.end]
    help = _hint(stop.terminal, written, before, passage.text[stop.end :], stop.taken)
    message = f"`{' '.join(written.split())}` is not expected here"
    return Problem(Kind.SYNTAX, message, where, help or f"{expected} is expected")


_COMPLETED = {
    "NUMBER": "a value is written as £10m, 2%, 60 days, 3 or a name",
    "HAS": "write `some RECORD has CONDITION`",
    "ACROSS": "write `mean of VALUE across LIST`",
    "THEN": "write `if CONDITION then VALUE else VALUE`",
    "ELSE": "write `if CONDITION then VALUE else VALUE`",
    "RPAR": "put `)` where the bracket ends",
    "AND": "write `between VALUE and VALUE`",
    "NAME": "write the name of a list, a record or a field",
}


def _completed(taken: frozenset[str]) -> str:
    """How a text that breaks off would go on."""
    return next(help for terminal, help in _COMPLETED.items() if terminal in taken)


def _no_token(passage: Passage, start: int) -> Problem:
    """A stretch that is neither a word nor a value nor a sign."""
    found = re.compile(r"[A-Za-z0-9_£%.,]*[A-Za-z0-9_£%]|.", re.DOTALL).match(passage.text, start)
    assert found is not None, "Lark stops at a character"
    text, where = found[0], passage.span(*found.span())
    try:
        read_number(text)
    except BadValue as fault:
        if re.match(r"[£0-9.]", text):
            return Problem(Kind.BAD_LITERAL, fault.message, where, fault.hint)
    return Problem(Kind.SYNTAX, f"`{text}` is not expected here", where, _NAMES)


def _hint(terminal: str, text: str, before: str, after: str, taken: frozenset[str]) -> str | None:
    """What an author who wrote the `text` of a terminal there most likely meant to write."""
    words = text.split()
    for days in _FROM_A_DATE.finditer(before + text):
        if days.end() > len(before):
            return _shifted(days)
    if re.search(r"\bis\s+not\s*$", before) and terminal in _TURNED:
        return f"turned round it is `is {_TURNED[terminal]}`"
    if terminal in _ORDER and "AND" in taken and not taken & set(_ORDER):
        return "for two bounds write `x is between 1 and 5`, or join two conditions with `and`"
    if terminal == "NAME" and taken == {"NUMBER"}:
        if words[0] in _NUMERALS:
            return f"write the number in digits: {_NUMERALS.index(words[0]) + 1}"
        return "a whole number is expected"
    if terminal == "NAME" and re.search(r"[0-9]\s*$", before):
        return next((help for units, help in _UNITS if words[0] in units), None)
    if words[-1] in {"day", "days"} and re.search(r"\bwithin\s+$", before):
        return f"write `is on or before DATE + {' '.join(words)}`"
    if terminal == "NUMBER" and re.search(r"[A-Za-z0-9_]\s+$", before):
        return f"{_expected(taken)} is expected; a word of a name begins with a letter"
    if terminal == "NOT" and re.search(r"\bha(?:s|ve)\s*$", before):
        return "put the condition in brackets: `has (not …)`"
    if (
        WORDS.get(terminal) in {*KEYWORDS, *PHRASES}
        and re.search(r"[A-Za-z0-9_]\s+$", before)
        and re.match(r"\s+\w", after)
    ):
        return (
            f"{_expected(taken)} is expected; `{WORDS[terminal]}` is kept for the language and "
            "cannot stand in a name"
        )
    return None


def _shifted(found: re.Match[str]) -> str:
    """How a date is written that lies so many days or weeks from another."""
    number = int(found["number"]) * (7 if found["unit"].startswith("week") else 1)
    sign = "-" if found["way"] == "before" else "+"
    return f"write `DATE {sign} {number} {'day' if number == 1 else 'days'}`"


def _expected(taken: frozenset[str]) -> str:
    """The terminals that the grammar would take, in words: `a comparison, `and` or the end`."""
    groups = (
        ("a condition or a value", taken >= {"SOME", "NAME"}),
        ("a value", taken >= {"NUMBER", "NAME"} and "SOME" not in taken),
        ("a name", "NAME" in taken and "NUMBER" not in taken),
        ("a whole number", "NUMBER" in taken and "NAME" not in taken),
        ("a comparison", "IS" in taken),
        *((f"`{WORDS[word]}`", word in taken)
          for word in ("THEN", "ELSE", "ACROSS", "HAS", "AND", "OR")),
        ("a comma", "COMMA" in taken),
        ("`)`", "RPAR" in taken),
        ("the end", "$END" in taken),
    )  # fmt: skip
    return listed(words for words, holds in groups if holds)
