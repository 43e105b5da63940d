"""The compiled policy, kept between runs: a Policy as JSON text, and the cache that holds it.

In: a policy folder. Out: its Policy, from the cache where the very same files were compiled before
by this very version. A cache that cannot be written, or that holds anything but what was put there,
is as good as none. A hit needs neither the grammar nor YAML.

The text is a list of rows. A row names a form and gives its parts; a whole number among the parts is
the place of an earlier row, so that what is said twice is kept once. The last row is the policy.
"""

import json
import os
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from pathlib import Path
from typing import Any, Final

from cssrules import expression, policy, source, values
from cssrules.language.load import pack_hash, read_folder
from cssrules.policy import Policy, digest
from cssrules.problem import Problems
from cssrules.source import Source

KEPT_AT_MOST: Final = 20
_MODULES = (source, values, expression, policy)
FORMS: Final[Mapping[str, type]] = {
    f"{module.__name__.rpartition('.')[2]}.{name}": form
    for module in _MODULES
    for name, form in vars(module).items()
    if isinstance(form, type)
    and form.__module__ == module.__name__
    and (is_dataclass(form) or issubclass(form, Enum))
}
"""Every data class and enumeration of a policy, by module and name."""

_NAMES = {form: name for name, form in FORMS.items()}
_PARTS: Mapping[type, tuple[str, ...]] = {
    form: tuple(part.name for part in fields(form)) for form in FORMS.values() if is_dataclass(form)
}


def load_policy(folder: Path, *, documented: bool = False) -> Policy:
    """The policy of the rule files below `folder`, within what the engine can carry.

    Raises Problems with every fault of theirs; `documented`, also where no statement accounts for a
    paragraph, of which a kept policy does not tell.
    """
    sources = read_folder(folder)
    kept = _cache_file(sources)
    held = None if kept is None or documented else _take(kept)
    if held is not None:
        return held
    from cssrules.language.compile import compile_policy  # noqa: PLC0415 # because a hit needs none
    from cssrules.readings.fire import check_limits  # noqa: PLC0415 # because a hit needs none

    compiled = compile_policy(sources, documented=documented)
    if beyond := check_limits(compiled):
        raise Problems(beyond)
    if kept is not None:
        _keep(kept, compiled)
    return compiled


def find_policy(folder: Path | None = None) -> Path:
    """The folder of rule files that is meant: `folder`, else rules/ of the working folder, else the
    policy that came with this package.
    """
    if folder is not None:
        return folder
    here = Path("rules")
    package = Path(__file__).parent
    candidates = (here, package / "rules", package.parent / "rules")
    return next((found for found in candidates if found.is_dir()), here)


# -- the text --------------------------------------------------------------------------------------


def as_text(thing: Policy) -> str:
    """The policy as JSON text: `from_text` gives an equal one back."""
    rows: list[str] = []
    places: dict[str, int] = {}

    def place(form: str, parts: Iterable[object]) -> int:
        row = json.dumps([form, *map(part, parts)], ensure_ascii=False, separators=(",", ":"))
        if row not in places:
            places[row] = len(rows)
            rows.append(row)
        return places[row]

    def part(thing: object) -> object:
        match thing:
            case None | bool() | str():
                return thing
            case Enum():
                return place(_NAMES[type(thing)], [thing.name])
            case int():
                return place("int", [str(thing)])
            case Fraction():
                return place("Fraction", [str(thing)])
            case date():
                return place("date", [thing.isoformat()])
            case tuple():
                return place("tuple", thing)
            case frozenset():
                return place("frozenset", sorted(thing, key=str))
            case Mapping():
                return place("dict", [side for pair in thing.items() for side in pair])
            case _:
                names = _PARTS[type(thing)]
                return place(_NAMES[type(thing)], [getattr(thing, name) for name in names])

    part(thing)
    return "[" + ",\n".join(rows) + "]"


def from_text(text: str) -> Policy:
    """The policy that `as_text` wrote. Raises ValueError where the text is anything else."""
    made: list[object] = []
    try:
        for form, *parts in json.loads(text):
            given = [made[part] if type(part) is int else part for part in parts]
            made.append(_MAKERS[form](given))
    except (TypeError, KeyError, IndexError, AttributeError, ValueError, RecursionError) as fault:
        raise ValueError("the text holds no policy") from fault
    if not made or not isinstance(made[-1], Policy):
        raise ValueError("the text holds no policy")
    return made[-1]


def _maker(form: type) -> Callable[[Sequence[Any]], object]:
    """What makes one of a form from its parts: of an enumeration, from the name of the member."""
    if issubclass(form, Enum):
        return lambda parts: form[parts[0]]
    return lambda parts: form(*parts)


_MAKERS: Final[Mapping[str, Callable[[Sequence[Any]], object]]] = {
    "int": lambda parts: int(parts[0]),
    "Fraction": lambda parts: Fraction(parts[0]),
    "date": lambda parts: date.fromisoformat(parts[0]),
    "tuple": tuple,
    "frozenset": frozenset,
    "dict": lambda parts: dict(zip(parts[::2], parts[1::2], strict=True)),
    **{name: _maker(form) for name, form in FORMS.items()},
}


# -- the cache -------------------------------------------------------------------------------------


def cache_folder() -> Path | None:
    """Where compiled policies are kept; None where the user has no such place."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    try:
        base = Path(given) if Path(given).is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # because a user may have no home
        return None
    return base / "cssrules"


def _cache_file(sources: Sequence[Source]) -> Path | None:
    """The file that would hold the policy of these sources, as compiled by this program.

    The names of the files are a part of its name, because places in the policy carry them; so is
    the program's own text, because while it is being worked on its version stays.
    """
    folder = cache_folder()
    if folder is None:
        return None
    names = [source.name for source in sources]
    key = json.dumps([pack_hash(sources), names, sys.version, _program()])
    return folder / f"{digest(key.encode())[:40]}.json"


def _program() -> list[tuple[str, int, int]]:
    """Name, size and time of the files that make a policy."""
    here = Path(__file__).parent
    files = [file for folder in (here, here / "language") for file in os.scandir(folder)]
    stats = [(file.name, file.stat()) for file in files if file.is_file()]
    return sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)


def _take(file: Path) -> Policy | None:
    """The policy kept in `file`: only what this user wrote, and only whole."""
    try:
        with file.open(encoding="utf-8") as opened:
            status = os.fstat(opened.fileno())
            if hasattr(os, "getuid") and (status.st_uid != os.getuid() or status.st_mode & 0o022):
                return None
            sum_, _, text = opened.read().partition("\n")
        return from_text(text) if digest(text.encode()) == sum_ else None
    except (OSError, ValueError):
        return None


def _keep(file: Path, compiled: Policy) -> None:
    """Write the policy beside `file` and put it in place in one step. A failure is no fault."""
    text = as_text(compiled)
    beside = file.with_name(f".{file.name}.{os.getpid()}")
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        try:
            descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(descriptor, "wb") as opened:
                opened.write(f"{digest(text.encode())}\n{text}".encode())
            beside.replace(file)
            _thin_out(file.parent)
        except OSError:
            beside.unlink(missing_ok=True)
            raise
    except OSError:
        return


def _thin_out(folder: Path) -> None:
    """Keep the newest KEPT_AT_MOST policies."""
    newest = sorted(folder.glob("*.json"), key=lambda file: -file.stat().st_mtime_ns)
    for file in newest[KEPT_AT_MOST:]:
        file.unlink(missing_ok=True)
