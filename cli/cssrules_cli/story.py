"""`cssrules story`: what the rules say over time, beside what happened."""

from pathlib import Path

import click

import cssrules
from cssrules_cli.files import case_at, policy_at, write
from cssrules_cli.options import policy_option


@click.command("story")
@click.argument("names", metavar="CASE...", nargs=-1, required=True)
@click.option("-o", "--output", metavar="FILE", help="Write the page to FILE.")
@policy_option
def command(names: tuple[str, ...], output: str | None, folder: Path | None) -> None:
    """Write a page of what the rules say of each CASE over time, beside what happened.

    Each case is decided as of each day on which something of it was reported or decided. The page is
    Markdown; what rests on illustrative evidence is said.
    """
    policy = policy_at(folder)
    stories = [cssrules.tell(policy, case_at(name, policy)) for name in names]
    write(cssrules.render_stories(policy, stories), output)
