"""`cssrules rule`: one rule, as the policy says it."""

from pathlib import Path

import click

import cssrules
from cssrules_cli.files import policy_at, write
from cssrules_cli.options import policy_option


def _ids(ctx: click.Context, _param: click.Parameter, begun: str) -> list[str]:
    """The rule ids that complete what was typed."""
    try:
        return [id for id in policy_at(ctx.params.get("folder")).rules if id.startswith(begun)]
    except cssrules.Problems:
        return []


@click.command("rule")
@click.argument("id", shell_complete=_ids)
@policy_option
def command(id: str, folder: Path | None) -> None:
    """Show rule ID: what it defines, on what it rests, what it reads and what reads it."""
    write(cssrules.render_rule(policy_at(folder), id), None)
