"""`cssrules case new`: a case to fill in."""

from pathlib import Path

import click

import cssrules
from cssrules_cli.files import policy_at, write
from cssrules_cli.options import policy_option


@click.group("case")
def command() -> None:
    """Start a case."""


@command.command("new")
@click.argument("id", required=False, default="new-case")
@click.option("--output", metavar="FILE", help="Write there; a file that is there already stays.")
@policy_option
def new(id: str, output: str | None, folder: Path | None) -> None:
    """Print a blank case with every fact of the policy, and notes on what each may be."""
    if output is not None and Path(output).exists():
        raise click.UsageError(f"{output} is there already")
    write(cssrules.blank_case(policy_at(folder), id), output)
