"""What was proved, kept between runs: plain data by what it was proved of.

In: what the result hangs on. Out: the result, where it was kept by this very program. What cannot be
written, or read, is as good as not kept.
"""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final, TypeVar

from cssrules.policy import digest
from cssrules.stored import cache_folder
from cssrules.version import VERSION

_Result = TypeVar("_Result")

KEPT_AT_MOST: Final = 20


def kept_file(kind: str, key: object) -> Path | None:
    """The file that would hold what `key`, plain data, leads to; None where nothing can be kept. The
    program's own text is a part of its name, because while it is being worked on its version stays.
    """
    folder = cache_folder()
    if folder is None:
        return None
    package = Path(__file__).parents[1]
    stats = sorted(
        (str(file.relative_to(package)), file.stat().st_mtime_ns) for file in package.rglob("*.py")
    )
    text = json.dumps([key, VERSION, stats])
    return folder / kind / f"{digest(text.encode())[:40]}.json"


def take(file: Path | None, read: Callable[[Any], _Result]) -> _Result | None:
    """What `file` holds, as `read` from JSON."""
    try:
        return None if file is None else read(json.loads(file.read_text(encoding="utf-8")))
    except (OSError, ValueError, KeyError, TypeError, IndexError):
        return None


def keep(file: Path | None, data: Mapping[str, Any]) -> None:
    """Put the data in place in one step, beside the newest others."""
    if file is None:
        return
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        beside = file.with_suffix(".new")
        beside.write_text(json.dumps(data), encoding="utf-8")
        beside.replace(file)
        for old in sorted(file.parent.glob("*.json"), key=_age)[KEPT_AT_MOST:]:
            old.unlink(missing_ok=True)
    except OSError:
        return


def _age(file: Path) -> int:
    return -file.stat().st_mtime_ns
