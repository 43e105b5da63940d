"""JSON from outside, read strictly: bytes in, a plain tree out, every fault with its path.

The tree holds dicts, lists, texts, `Written` numbers (as written: no float is ever made), booleans
and None. What is at fault is told to `Faults` and stands in the tree as REFUSED, so that no later
check speaks of it again. What remains is valid Unicode without control or direction characters, no
key stands twice, nothing nests deeper than DEPTH_AT_MOST, and no text is beyond LENGTH_AT_MOST.
"""

import json
import re
from collections.abc import Sequence
from typing import Any, Final, TypeAlias

from cssrules.problem import Kind, Problem, Problems

CASE_BYTES_AT_MOST: Final = 5_000_000
DEPTH_AT_MOST: Final = 30
LENGTH_AT_MOST: Final = 4_000
FAULTS_AT_MOST: Final = 100
_SHOWN_AT_MOST = 60


class Written(str):
    """A number of a JSON text, as written there."""

    __slots__ = ()


class _Refused:
    """Stands in the tree where a fault has been told."""


REFUSED: Final = _Refused()

Json: TypeAlias = "dict[str, Json] | list[Json] | str | bool | _Refused | None"


class Faults:
    """Gathers the faults of one text; past FAULTS_AT_MOST it raises what it has."""

    def __init__(self) -> None:
        self.found: list[Problem] = []

    def add(
        self,
        kind: Kind,
        where: str,
        message: str,
        help: str | None = None,
        first: str | None = None,
    ) -> None:
        self.found.append(Problem(kind, message, where, help, first=first))
        if len(self.found) == FAULTS_AT_MOST:
            self.found.append(
                Problem(
                    kind, "there are more faults than these", where, "mend these, then ask again"
                )
            )
            raise Problems(self.found)

    def settle(self) -> None:
        """Raise what was found, if anything was."""
        if self.found:
            raise Problems(self.found)


def read_json(raw: bytes, name: str, faults: Faults) -> Json:
    """The tree of the JSON text `raw`; `name` says where a text that is no JSON was found.

    Raises Problems at once where there is no tree; other faults go to `faults`.
    """
    if len(raw) > CASE_BYTES_AT_MOST:
        raise _unreadable(Kind.TOO_LARGE, name, f"larger than {CASE_BYTES_AT_MOST // 1_000_000} MB")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        message = f"not UTF-8 text: byte {fault.start + 1} cannot be read"
        raise _unreadable(Kind.UNREADABLE, name, message, "save the file as UTF-8") from None
    try:
        tree = json.loads(
            text,
            object_pairs_hook=_Pairs,
            parse_int=Written,
            parse_float=Written,
            parse_constant=_Constant,
        )
    except json.JSONDecodeError as fault:
        raise _no_json(text, name, fault) from None
    except RecursionError:
        raise _unreadable(
            Kind.TOO_DEEP, name, f"nests deeper than {DEPTH_AT_MOST} levels"
        ) from None
    return _Cleaning(faults).clean(tree, (), 0)


def shown(text: str) -> str:
    """`text` for a message: cut, and with harmful characters spelled out."""
    cut = text if len(text) <= _SHOWN_AT_MOST else text[: _SHOWN_AT_MOST - 1] + "…"
    return HARMFUL.sub(lambda found: spelled(found[0]), cut)


def spelled(character: str) -> str:
    """A character by its number: U+202E."""
    return f"U+{ord(character):04X}"


def path_text(path: Sequence[str | int]) -> str:
    """A path for a reader: evidence[3].value."""
    steps = (f"[{step}]" if isinstance(step, int) else f".{shown(step)}" for step in path)
    return "".join(steps).removeprefix(".") or "$"


HARMFUL: Final = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
    "\ud800-\udfff\U000e0000-\U000e007f]"
)
"""Control, direction and invisible characters, and halves of characters."""


class _Pairs:
    """An object as read: its keys may still stand twice."""

    def __init__(self, pairs: list[tuple[str, Any]]) -> None:
        self.pairs = pairs


class _Constant(str):
    """NaN, Infinity or -Infinity."""

    __slots__ = ()


class _Cleaning:
    """One walk over a tree as read."""

    def __init__(self, faults: Faults) -> None:
        self.faults = faults

    def refuse(
        self, kind: Kind, path: tuple[str | int, ...], message: str, help: str | None = None
    ) -> _Refused:
        self.faults.add(kind, path_text(path), message, help)
        return REFUSED

    def clean(self, tree: Any, path: tuple[str | int, ...], depth: int) -> Json:
        match tree:
            case _Pairs() | list() if depth >= DEPTH_AT_MOST:
                return self.refuse(Kind.TOO_DEEP, path, f"nests deeper than {DEPTH_AT_MOST} levels")
            case _Pairs():
                return self.object(tree.pairs, path, depth)
            case list():
                return [self.clean(part, (*path, i), depth + 1) for i, part in enumerate(tree)]
            case _Constant():
                return self.refuse(
                    Kind.BAD_VALUE, path, f"`{tree}` is no value", "an unknown value is null"
                )
            case str():
                return self.text(tree, path)
            case _:
                assert tree is None or isinstance(tree, bool), "JSON has no other forms"
                return tree

    def object(
        self, pairs: list[tuple[str, Any]], path: tuple[str | int, ...], depth: int
    ) -> dict[str, Json]:
        cleaned: dict[str, Json] = {}
        for key, value in pairs:
            here = (*path, key)
            if key in cleaned:
                self.refuse(Kind.DUPLICATE_KEY, here, f"`{shown(key)}` stands twice")
            elif isinstance(self.text(key, here), str):
                cleaned[key] = self.clean(value, here, depth + 1)
        return cleaned

    def text(self, text: str, path: tuple[str | int, ...]) -> str | _Refused:
        if len(text) > LENGTH_AT_MOST:
            return self.refuse(
                Kind.BAD_VALUE, path, f"{len(text):,} characters; {LENGTH_AT_MOST:,} at most"
            )
        if text.isprintable():  # which most texts are, and is soon told
            return text
        for found in HARMFUL.finditer(text):
            if found[0] not in "\n\t":
                return self.refuse(
                    Kind.BAD_CHARACTER,
                    path,
                    f"the text holds {spelled(found[0])}, which cannot be seen",
                    "take it out",
                )
        return text


_COMMA_TOO_MANY = re.compile(r",\s*[}\]]")


def _unreadable(kind: Kind, where: str, message: str, help: str | None = None) -> Problems:
    return Problems([Problem(kind, message, where, help)])


def _no_json(text: str, name: str, fault: json.JSONDecodeError) -> Problems:
    """The fault at its place, with a hint for the three commonest slips."""
    message, place, help = f"{fault.msg[0].lower()}{fault.msg[1:]}", fault, None
    # Releases of Python stop at the comma or after it, and each has its own words for it.
    comma = fault.pos if text.startswith(",", fault.pos) else len(text[: fault.pos].rstrip()) - 1
    if not text.strip():
        help = "the file is empty"
    elif comma >= 0 and _COMMA_TOO_MANY.match(text, comma):
        message, help = "a comma too many", "take it out"
        place = json.JSONDecodeError(message, text, comma)
    elif text.startswith("'", fault.pos):
        help = 'texts stand between "double" quotes'
    where = f"{name}:{place.lineno}:{place.colno}"
    return _unreadable(Kind.NOT_JSON, where, f"not JSON: {message}", help)
