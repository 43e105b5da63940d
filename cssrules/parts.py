"""The parts of what is read from JSON: an object by its keys, a list, a text, a day, a flag.

In: a tree of `cssrules.jsontext`. Out: the part that is asked for, or None where it is at fault, which is
told by its path.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from typing import Final, TypeAlias, TypeVar

from cssrules.dataclass import dataclass
from cssrules.jsontext import REFUSED, Faults, Json, Written, path_text, shown
from cssrules.problem import Kind, did_you_mean
from cssrules.values import BadValue, listed, read_date

NAME_AT_MOST: Final = 200

Path: TypeAlias = tuple[str | int, ...]
_Part = TypeVar("_Part")


@dataclass(frozen=True, slots=True)
class Parts:
    """The reading of one tree. A part that is at fault is told to `faults` and given as None."""

    faults: Faults

    def refuse(self, kind: Kind, path: Path, message: str, help: str | None = None) -> None:
        self.faults.add(kind, path_text(path), message, help)

    def refuse_second(self, path: Path, message: str, first: Path) -> None:
        """Refuse the second of two things of one day, of which there may be one."""
        help = "leave one of the two, or give them different days"
        self.faults.add(Kind.TWO_VALUES, path_text(path), message, help, path_text(first))

    def form(
        self, tree: Json, path: Path, keys: Sequence[str], needed: Sequence[str], noun: str
    ) -> dict[str, Json] | None:
        """The object `tree` if it is one: unknown keys and missing ones are told."""
        if not isinstance(tree, dict):
            self.unlike(tree, path, f"{noun} is an object in braces")
            return None
        for key in tree:
            if key not in keys:
                help = did_you_mean(key, keys) or f"{noun} may have {listed(keys, 'and')}"
                self.refuse(
                    Kind.UNKNOWN_KEY, (*path, key), f"{noun} has no key `{shown(key)}`", help
                )
        for key in needed:
            if key not in tree:
                self.refuse(Kind.MISSING_KEY, path, f"{noun} needs `{key}`", f'add "{key}": …')
        return tree

    def each(
        self, form: dict[str, Json], key: str, read_one: Callable[[Json, Path], _Part | None]
    ) -> Iterable[tuple[Path, _Part]]:
        """The parts of the list at `key`, with their paths; faulty ones are left out."""
        listing = form.get(key)
        if listing is None:
            return
        if not isinstance(listing, list):
            self.unlike(listing, (key,), f"`{key}` is a list in square brackets")
            return
        for i, part in enumerate(listing):
            found = read_one(part, (key, i))
            if found is not None:
                yield (key, i), found

    def text(
        self,
        form: dict[str, Json],
        key: str,
        path: Path,
        *,
        needed: bool = False,
        lines: bool = False,
    ) -> str | None:
        """The text at `key`; only where `lines` is set may it be long and of several lines.

        A key that is needed and missing has been told of; one that is null has not.
        """
        text = form.get(key)
        if text is None:
            if needed and key in form:
                message, help = f"`{key}` is null, and a text is asked", 'put it between "quotes"'
                self.refuse(Kind.WRONG_FORM, (*path, key), message, help)
        elif not isinstance(text, str) or isinstance(text, Written):
            self.unlike(text, (*path, key), "a text is asked")
        elif not text.strip():
            self.refuse(
                Kind.BAD_VALUE, (*path, key), f"`{key}` is empty", "say it, in a word or more"
            )
        elif not lines and (len(text) > NAME_AT_MOST or "\n" in text or "\t" in text):
            message = f"`{key}` is one line of at most {NAME_AT_MOST} characters"
            self.refuse(Kind.BAD_VALUE, (*path, key), message)
        else:
            return text
        return None

    def day(
        self, form: dict[str, Json], key: str, path: Path, *, needed: bool = False
    ) -> date | None:
        if form.get(key) is None and not needed:
            return None
        text = self.text(form, key, path, needed=needed)
        if text is None:
            return None
        try:
            return read_date(text)
        except BadValue as fault:
            self.refuse(Kind.BAD_VALUE, (*path, key), fault.message, fault.hint)
            return None

    def flag(self, form: dict[str, Json], key: str, path: Path) -> bool:
        flag = form.get(key, False)
        if not isinstance(flag, bool):
            self.unlike(flag, (*path, key), "true or false is asked")
        return flag is True

    def unlike(self, tree: Json, path: Path, asked: str, kind: Kind = Kind.WRONG_FORM) -> None:
        """Refuse a part of another form than the one asked for."""
        if tree is not REFUSED:
            self.refuse(kind, path, f"{met(tree)}, and {asked}")


def met(tree: Json) -> str:
    """What stands in the file, in a reader's words."""
    match tree:
        case None:
            return "null"
        case bool():
            return "true" if tree else "false"
        case Written():
            return f"`{shown(tree)}` is a number"
        case str():
            return f"`{shown(tree)}` is a text"
        case list():
            return "a list"
        case _:
            return "an object"
