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
@click.argument("id", required=False, metavar="[ID or FILE.json]")
@click.option(
    "-o", "--output", metavar="FILE", help="Write there; a file that is there already stays."
)
@policy_option
def new(id: str | None, output: str | None, folder: Path | None) -> None:
    """Print a blank case, or write it to FILE: every fact of the policy, and what each may be.

    Its id is ID, else the name of the file.
    """
    if id is not None and id.lower().endswith(".json"):
        if output is not None:
            raise click.UsageError(f"write to {id} or to {output}?")
        id, output = None, id
    file = None if output in {None, "-"} else Path(str(output))
    if file is not None and file.exists():
        raise click.UsageError(f"{file} is there already")
    policy = policy_at(folder)
    write(cssrules.blank_case(policy, id or (file.stem if file else "new-case")), output)
    if file is not None:
        asked = sum(fact.given_by is None for fact in policy.evidence.values())
        click.echo(f"wrote {file}: {asked} facts to fill in; null is not known")
