"""Options that several commands take."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

import cssrules

_Command = TypeVar("_Command", bound=Callable[..., Any])


def policy_option(command: _Command) -> _Command:
    """The option that names the policy's folder."""
    return click.option(
        "--policy",
        "folder",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="The policy's folder: rules/ here, else the policy that came with cssrules.",
    )(command)


def as_of_option(command: _Command) -> _Command:
    """The option that names the day as of which a case is decided."""
    return click.option(
        "--as-of",
        metavar="DATE",
        type=click.DateTime(["%Y-%m-%d", "%d %B %Y"]),
        help="Use what was reported by DATE (2012-05-14 or '14 May 2012').",
    )(command)


def changed(
    changes: tuple[str, ...], settings: tuple[str, ...], policy: "cssrules.Policy"
) -> dict[str, Any]:
    """What --with and --set change, as `decide` takes it. A fault in them is misuse."""
    try:
        return {
            "changes": cssrules.read_changes(changes, policy),
            "settings": cssrules.read_settings(settings, policy),
        }
    except cssrules.Problems as faults:
        told = (f"{p.where}: {p.message}" + (f"; {p.help}" if p.help else "") for p in faults.found)
        raise click.UsageError("\n       ".join(told)) from None
