"""How steps are worded: forms with places for the policy's own terms, and which form a line is.

In: a step as written. Out: the first form of its keyword that fits, with the words in its places.
Forms are tried in the order in which `steps` writes them down.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from difflib import SequenceMatcher
from typing import TYPE_CHECKING, Literal, TypeAlias

from cssrules.dataclass import dataclass

if TYPE_CHECKING:
    from cssrules.acceptance.scene import Scene

Keyword: TypeAlias = Literal["given", "when", "then"]
Takes: TypeAlias = Literal["nothing", "a table", "a text"]

_PLACE = re.compile(r"<(\w+)>")
_THE = "(?:the )?"
_LAST_OF_A_LINE = {"answer", "answers", "value", "path"}
"""Places whose words may hold what follows them in the form, so that they take all they can."""


@dataclass(frozen=True, slots=True)
class Said:
    """The words in a form's places, and the table or the text below the step."""

    words: Mapping[str, str]
    table: tuple[tuple[str, ...], ...] = ()
    text: str = ""


@dataclass(frozen=True, slots=True)
class Form:
    """One way to word a step, as an author sees it, and what it does."""

    keyword: Keyword
    wording: str
    takes: Takes
    pattern: re.Pattern[str]
    carry_out: "Callable[[Scene, Said], None]"

    @property
    def opening(self) -> str:
        """The form's own words before its first place."""
        return _PLACE.split(self.wording.removeprefix("[the] "))[0]

    def __str__(self) -> str:
        return f"{self.keyword.title()} {self.wording.replace('[the] ', '')}"


FORMS: list[Form] = []


def form(
    keyword: Keyword, wording: str, takes: Takes = "nothing"
) -> "Callable[[Callable[[Scene, Said], None]], Callable[[Scene, Said], None]]":
    """Put a way to word a step, carried out by the decorated function, at the end of FORMS."""

    def add(carry_out: "Callable[[Scene, Said], None]") -> "Callable[[Scene, Said], None]":
        FORMS.append(Form(keyword, wording, takes, _pattern(wording), carry_out))
        return carry_out

    return add


def _pattern(wording: str) -> re.Pattern[str]:
    pieces = _PLACE.split(wording)
    pieces[::2] = [_THE.join(map(re.escape, piece.split("[the] "))) for piece in pieces[::2]]
    pieces[1::2] = [f"(?P<{place}>{_words(place)})" for place in pieces[1::2]]
    return re.compile("".join(pieces))


def _words(place: str) -> str:
    if place == "record":
        return r"\S+"
    if place == "date":
        return r"\d+ \w+ \d+|.+?"
    return ".+" if place in _LAST_OF_A_LINE else ".+?"


def read_step(keyword: Keyword, text: str) -> tuple[Form, Mapping[str, str]] | None:
    """The form that the step is written in, and the words in its places."""
    for candidate in FORMS:
        if candidate.keyword == keyword and (found := candidate.pattern.fullmatch(text)):
            return candidate, found.groupdict()
    return None


def nearest(keyword: Keyword, text: str) -> Iterator[str]:
    """Hints for a step that is in no form of its keyword: the forms most like it."""
    for other in ("given", "when", "then"):
        found = read_step(other, text) if other != keyword else None
        if found and found[0].opening:
            yield f"as a {other.title()} this would read: {found[0]}"
            return
    words = text.split()
    alike = sorted(
        (candidate for candidate in FORMS if candidate.keyword == keyword),
        key=lambda candidate: -SequenceMatcher(None, words, candidate.wording.split()).ratio(),
    )
    yield f"the nearest form is: {alike[0]}"
    others = [str(candidate) for candidate in alike[1:3]]
    yield f"others: {'; '.join(others)}"
