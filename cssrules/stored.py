"""The compiled policy, kept between runs.

In: a policy folder. Out: its Policy, as kept where the very same files were compiled before by this very
program. Such a policy needs neither the grammar nor YAML. Where a file was edited, all of the policy is
compiled, but of its conditions and values only those are parsed whose text is new.
"""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from cssrules import expression, policy, source, values
from cssrules.kept import Keeper, forms_of, program
from cssrules.language.load import pack_hash, read_folder
from cssrules.policy import Policy
from cssrules.problem import Problems
from cssrules.source import Source

KEEPER: Final = Keeper(forms_of(source, values, expression, policy))
"""Keeps policies."""


def load_policy(folder: Path, *, documented: bool = False) -> Policy:
    """The policy of the rule files below `folder`, within what the engine can carry.

    Raises Problems with every fault of theirs; `documented`, also where no statement accounts for a
    paragraph.
    """
    sources = read_folder(folder)
    name = _name(sources)
    match KEEPER.take("policy", name):
        case (Policy() as held, bool(was_documented)) if was_documented or not documented:
            return held
        case _:
            pass
    compiled = _compiled(sources, documented=documented)
    KEEPER.keep("policy", name, (compiled, documented))
    return compiled


def _compiled(sources: Sequence[Source], *, documented: bool) -> Policy:
    from cssrules.language import memory  # noqa: PLC0415 # because a kept policy needs none
    from cssrules.language.compile import compile_policy  # noqa: PLC0415 # because of the same
    from cssrules.readings.fire import check_limits  # noqa: PLC0415 # because of the same

    name = json.dumps([*_program(), _lark()])
    memory.recall(KEEPER.take("texts", name))
    try:
        compiled = compile_policy(sources, documented=documented)
    finally:
        if memory.has_learnt():
            KEEPER.keep("texts", name, memory.memory())
    if beyond := check_limits(compiled):
        raise Problems(beyond)
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


# -- names -----------------------------------------------------------------------------------------


def _name(sources: Sequence[Source]) -> str:
    """All that a policy is compiled of: the files, by whose names its places go, and this program."""
    names = [source.name for source in sources]
    return json.dumps([pack_hash(sources), names, _program()])


def _program() -> list[Any]:
    """What of this program makes a policy of texts."""
    here = Path(__file__).parent
    return program((here, here / "language", here / "readings" / "fire"))


def _lark() -> list[Any]:
    """What reads the grammar: where it stands, and its time."""
    from importlib.util import find_spec  # noqa: PLC0415 # because a kept policy needs no grammar

    found = find_spec("lark")
    origin = "" if found is None else found.origin or ""
    return [origin, Path(origin).stat().st_mtime_ns if origin else 0]
