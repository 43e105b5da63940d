"""What is kept between runs, in a folder of the user's: things that come out the same if made again.

In: a name that tells all that a thing was made of, and the thing, made of data alone. Out: an equal
thing, in a later run. What cannot be written, or read, or holds anything but what was put there, is as
good as none; so is what anybody else could have written.
"""

import os
import pickle
import sys
from collections.abc import Iterable, Iterator, Mapping
from copyreg import dispatch_table
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from fractions import Fraction
from functools import partial
from io import BytesIO
from operator import attrgetter
from pathlib import Path
from types import ModuleType
from typing import Any, Final

from cssrules.policy import digest

KEPT_AT_MOST: Final = 20
"""How many things of a kind are kept, the newest first."""

_SUM: Final = 64
_SPOILT: Final = (
    pickle.UnpicklingError, ValueError, TypeError, LookupError, AttributeError, EOFError,
    ImportError, ArithmeticError, RecursionError, MemoryError,
)  # fmt: skip


class Keeper:
    """Keeps things made of plain values, and of the data classes and enumerations in `forms`."""

    def __init__(self, forms: Iterable[type] = ()) -> None:
        self._forms = {(form.__module__, form.__qualname__): form for form in (*forms, *_PLAIN)}
        self._reductions: dict[type, Any] = dict(dispatch_table)
        for form in self._forms.values():
            if is_dataclass(form):
                self._reductions[form] = partial(_parts, form, _values(form))

    def bytes_of(self, thing: object) -> bytes:
        """The thing as bytes, from which `thing_of` makes an equal one."""
        written = BytesIO()
        pickler = pickle.Pickler(written, pickle.HIGHEST_PROTOCOL)
        pickler.dispatch_table = self._reductions
        pickler.dump(thing)
        return written.getvalue()

    def thing_of(self, content: bytes) -> object:
        """What `bytes_of` was given. Raises ValueError where the bytes are of anything else."""
        try:
            return _Unpickler(BytesIO(content), self._forms).load()
        except _SPOILT as fault:
            raise ValueError("the bytes hold nothing that was kept") from fault

    def take(self, kind: str, name: str) -> object | None:
        """What was kept under the name."""
        file = _file(kind, name)
        if file is None:
            return None
        try:
            with file.open("rb") as opened:
                status = os.fstat(opened.fileno())
                if hasattr(os, "getuid") and (
                    status.st_uid != os.getuid() or status.st_mode & 0o022
                ):
                    return None
                sum_, content = opened.read(_SUM), opened.read()
            return self.thing_of(content) if digest(content).encode() == sum_ else None
        except (OSError, ValueError):
            return None

    def keep(self, kind: str, name: str, thing: object) -> None:
        """Put the thing in its place, whole and in one step. A failure is no fault."""
        file = _file(kind, name)
        if file is None:
            return
        content = self.bytes_of(thing)
        beside = file.with_name(f".{file.name}.{os.getpid()}")
        try:
            file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
            try:
                descriptor = os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
                with os.fdopen(descriptor, "wb") as opened:
                    opened.write(digest(content).encode() + content)
                beside.replace(file)
                _thin_out(file.parent, kind)
            except OSError:
                beside.unlink(missing_ok=True)
                raise
        except OSError:
            return


_PLAIN: Final = (Fraction, date)


class _Unpickler(pickle.Unpickler):
    """Makes nothing but what it is told: a spoilt file can call nothing else."""

    def __init__(self, content: BytesIO, forms: Mapping[tuple[str, str], type]) -> None:
        super().__init__(content)
        self.forms = forms

    def find_class(self, module: str, name: str) -> type:
        return self.forms[module, name]


def _values(form: type) -> Any:
    names = [part.name for part in fields(form)]
    if len(names) > 1:
        return attrgetter(*names)
    return lambda thing: tuple([getattr(thing, name) for name in names])


def _parts(form: type, values: Any, thing: object) -> tuple[type, tuple[object, ...]]:
    return form, values(thing)


def forms_of(*modules: ModuleType) -> Iterator[type]:
    """The data classes and enumerations of some modules."""
    for module in modules:
        for form in vars(module).values():
            is_own = isinstance(form, type) and form.__module__ == module.__name__
            if is_own and (is_dataclass(form) or issubclass(form, Enum)):
                yield form


# -- files -----------------------------------------------------------------------------------------


def cache_folder() -> Path | None:
    """Where things are kept; None where the user has no such place."""
    given = os.environ.get("XDG_CACHE_HOME", "")
    try:
        base = Path(given) if Path(given).is_absolute() else Path.home() / ".cache"
    except RuntimeError:  # because a user may have no home
        return None
    return base / "cssrules"


def program(folders: Iterable[Path]) -> list[Any]:
    """Python, and name, size and time of our own files in some folders, as these may be worked on without
    another version: a part of the name of what they make.
    """
    files = [entry for folder in folders for entry in os.scandir(folder)]
    stats = [(f.path, f.stat()) for f in files if f.name.endswith((".py", ".lark"))]
    return [sys.version, sorted((name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)]


def _file(kind: str, name: str) -> Path | None:
    home = cache_folder()
    return None if home is None else home / f"{digest(name.encode())[:40]}.{kind}"


def _thin_out(home: Path, kind: str) -> None:
    newest = sorted(home.glob(f"*.{kind}"), key=lambda file: -file.stat().st_mtime_ns)
    for file in newest[KEPT_AT_MOST:]:
        file.unlink(missing_ok=True)
