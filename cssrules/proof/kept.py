"""What was proved, kept between runs by the program that proved it."""

import json
from functools import cache
from pathlib import Path
from typing import Any, Final

from cssrules import audited, mutated, values
from cssrules.kept import Keeper, forms_of, program

KEEPER: Final = Keeper(forms_of(audited, mutated, values))
"""Keeps audits, what was found of parts, and mutation runs."""


def name_of(*made_of: object) -> str:
    """The name of a result: the plain data that it is made of, and all of this program."""
    return json.dumps([made_of, _program()])


@cache
def _program() -> list[Any]:
    package = Path(__file__).parents[1]
    return program((package, *(path for path in package.rglob("*") if path.is_dir())))
