"""Faults of an author's or of a case: what is wrong, where, and what to do.

A Problem is made from the thing that was written, so it cannot lack a place. Problems gathers them,
sorted by place, and is raised once. Our own mistakes are asserts and never pass through here.
"""

import re
from collections.abc import Iterable
from enum import Enum

from cssrules.dataclass import dataclass
from cssrules.source import Place, Span


class Kind(Enum):
    """The register of fault kinds: the name as printed, and what it means in one line."""

    # the file
    UNREADABLE = "unreadable", "a file cannot be read as text"
    NOT_YAML = "not-yaml", "the file is not well-formed YAML"
    ANCHOR = "anchor-refused", "YAML anchors, aliases, tags and merge keys are refused"
    DUPLICATE_KEY = "duplicate-key", "a key stands twice in one mapping"
    TOO_DEEP = "too-deep", "nesting beyond the limit"
    TOO_LARGE = "too-large", "a text beyond the size limit"
    BAD_CHARACTER = "bad-character", "a control or direction character in the text"
    # the envelope
    UNKNOWN_KEY = "unknown-key", "a key that the form does not have"
    MISSING_KEY = "missing-key", "a key that the form needs"
    WRONG_FORM = "wrong-form", "a list where a mapping is meant, and the like"
    MISSING_POLICY = "missing-policy", "no file, or more than one, holds `policy:`"
    # names
    DUPLICATE_NAME = "duplicate-name", "a name or rule id is defined twice"
    BAD_NAME = "bad-name", "a name that cannot be used in a condition"
    UNKNOWN_TERM = "unknown-term", "a name that nothing defines"
    UNKNOWN_CHOICE = "unknown-choice", "a value that the choice or scale does not have"
    UNKNOWN_SOURCE = "unknown-source", "a basis that cites a source which is not listed"
    UNKNOWN_PARAGRAPH = "unknown-paragraph", "a basis that cites a paragraph the source lacks"
    UNKNOWN_RECORD = "unknown-record", "a record name that nothing defines"
    OUT_OF_SCOPE = "out-of-scope", "a field of a list used outside its list"
    AMBIGUOUS = "ambiguous-name", "a name that could mean two things here"
    # conditions
    SYNTAX = "syntax", "text that is not a condition of the language"
    MIXED_AND_OR = "mixed-and-or", "`and` beside `or` without brackets"
    BAD_LITERAL = "bad-literal", "a value that is not written as its kind asks"
    WRONG_UNIT = "wrong-unit", "values of unlike units compared or added"
    WRONG_TYPE = "wrong-type", "a value of another kind than the place asks"
    NO_ORDER = "no-order", "`at least` and the like on a choice without order"
    ZERO_DIVISOR = "zero-divisor", "division by a literal zero"
    OUT_OF_RANGE = "out-of-range", "a value outside its declared range or off its step"
    BAD_TYPE = "bad-type", "a type that the language does not have"
    MISSING_STEP = "missing-step", "a number type without its step"
    PLACEHOLDER = "bad-placeholder", "a {placeholder} that cannot be read"
    # tables
    TABLE_SHAPE = "table-shape", "a table whose rows do not fit its head"
    EMPTY_CELL = "empty-cell", "a cell without a test; `-` means any value"
    HIT_POLICY = "hit-policy", "a hit policy that the language lacks, or that the output forbids"
    # the whole
    CIRCLE = "circle", "rules that rest on each other in a circle"
    PERIOD = "overlapping-period", "two rules for one term in force on one day"
    BASIS = "missing-basis", "a rule with neither source nor setting"
    ORPHAN = "orphan-paragraph", "a paragraph of a source that no statement accounts for"
    STATEMENT = "bad-statement", "a statement that does not fit the source, or what rests on it"
    LIMIT = "beyond-limit", "more than the engine can carry"
    # the case
    NOT_JSON = "not-json", "the case is not well-formed JSON"
    UNKNOWN_FACT = "unknown-fact", "a fact that the policy does not declare"
    BAD_VALUE = "bad-value", "a value that is not of the declared type"
    TWO_VALUES = "two-values", "two values of one fact on one day"
    ASSUMPTION = "broken-assumption", "a case that is not as the policy assumes every case to be"
    TOO_EARLY = "too-early", "a decision of people, or a report, dated before what it rests on"
    STALE = "stale-explanation", "a case explains an answer that the rules do not give"
    UNKNOWN_SETTING = "unknown-setting", "a setting that the policy does not declare"
    PORTFOLIO = "bad-portfolio", "cases and bodies that do not make one portfolio"
    # a decision
    NO_ROW = "no-row", "no row of a table applies to the case"
    TWO_ROWS = "two-rows", "two rows of a `unique` table apply to the case"
    ROWS_DISAGREE = "rows-disagree", "rows of an `any` table apply with unlike outputs"
    DIVISION = "division-by-zero", "a divisor is zero in this case"
    WORKING_DAYS = "working-days", "a number of working days is below 0 in this case"
    NOT_IN_FORCE = "not-in-force", "the policy is not in force on the day of the decision"
    PROPERTY_BROKEN = "property-broken", "an `always` or `never` of the author does not hold"

    def __init__(self, label: str, summary: str) -> None:
        self.label = label
        self.summary = summary


_WORD = re.compile(r"[^\W\d_]+|\d+")
_SHORT, _SHORT_ALIKE, _ALIKE = 3, 0.66, 0.75


@dataclass(frozen=True, slots=True)
class Label:
    """A second place that a fault touches, and two to four words about it."""

    span: Span
    text: str


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault: lower case, one line, the author's words in backticks; help says what to do.

    `where` is the stretch of a rule file or of a case; of what stands in no file, the JSON path
    (`evidence[3].value`). `first` is the JSON path of the first of two things of which `where` is the
    second.
    """

    kind: Kind
    message: str
    where: Span | str
    help: str | None = None
    label: str = ""
    others: tuple[Label, ...] = ()
    first: str | None = None

    @property
    def place(self) -> Place | str:
        return self.where if isinstance(self.where, str) else self.where.place

    @property
    def order(self) -> tuple[str, int, int, str]:
        match self.place:
            case str(path):
                return (re.sub(r"[0-9]+", _padded, path), 0, 0, self.message)
            case place:
                return (place.path, place.line, place.column, self.message)


def _padded(number: re.Match[str]) -> str:
    """`evidence[3]` comes before `evidence[10]`."""
    return number[0].zfill(9)


class Problems(Exception):
    """All faults found in one go, sorted by place."""

    def __init__(self, found: Iterable[Problem]) -> None:
        self.found = tuple(sorted(found, key=lambda problem: problem.order))
        super().__init__("; ".join(f"{p.place}: {p.message}" for p in self.found))

    @property
    def unreadable(self) -> bool:
        """Whether a text could not be read at all, so that nothing is said of what it holds."""
        return any(
            problem.kind in {Kind.UNREADABLE, Kind.NOT_JSON, Kind.TOO_LARGE}
            for problem in self.found
        )


def did_you_mean(word: str, known: Iterable[str]) -> str | None:
    """A hint that names the one known name that is near, or None."""
    near = nearest(word, known)
    return None if near is None else f"did you mean `{near}`?"


def nearest(word: str, known: Iterable[str]) -> str | None:
    """Of the known names the one with the same words, misspelt or not; else the one that has all of them
    and as many others at most, or that lacks as many. None where no name is, or several are as near.
    """
    written = word.casefold()
    names = {name.casefold(): name for name in sorted(known)}
    same = [name for name in names if _has_same_words(written, name)]
    if same:
        from difflib import get_close_matches  # noqa: PLC0415 # because a run without faults needs none

        return names[get_close_matches(written, same, n=1, cutoff=0)[0]]
    part = [name for name in names if _shares_words(written, name)]
    return names[part[0]] if len(part) == 1 else None


def _has_same_words(one: str, other: str) -> bool:
    words, others = _WORD.findall(one), _WORD.findall(other)
    return one.replace(" ", "") == other.replace(" ", "") or (
        len(words) == len(others) > 0
        and all(any(_is_alike(word, known) for known in others) for word in words)
    )


def _shares_words(one: str, other: str) -> bool:
    words, others = set(_WORD.findall(one)), set(_WORD.findall(other))
    shared = len(words & others)
    return shared == min(len(words), len(others)) and 2 * shared >= max(len(words), len(others), 1)


def _is_alike(one: str, other: str) -> bool:
    """Whether the one word may be the other misspelt: of four letters or more, by one in four. Numbers
    are never misspelt: of ids that differ in them, none is meant rather than another.
    """
    from difflib import SequenceMatcher  # noqa: PLC0415 # because a run without faults needs none

    if one == other or one.isdigit() or other.isdigit():
        return one == other
    share = _SHORT_ALIKE if min(len(one), len(other)) <= _SHORT else _ALIKE
    return SequenceMatcher(None, one, other).ratio() >= share
