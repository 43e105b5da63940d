"""`cssrules rule`: one rule, as the policy says it."""

from pathlib import Path

import click

import cssrules
from cssrules_cli.files import policy_at, write
from cssrules_cli.options import misuse, policy_option


def _ids(ctx: click.Context, _param: click.Parameter, begun: str) -> list[str]:
    """The ids of rules and properties that complete what was typed."""
    try:
        policy = policy_at(ctx.params.get("folder"))
        ids = (*policy.rules, *policy.portfolio, *policy.promises)
        return [id for id in ids if id.startswith(begun)]
    except cssrules.Problems:
        return []


@click.command("rule")
@click.argument("name", metavar="RULE", shell_complete=_ids)
@policy_option
def command(name: str, folder: Path | None) -> None:
    """Show a rule: what it defines, on what it rests, what it reads and what reads it.

    RULE is its id (LEAD-4), the conclusion that it gives ('leadership grade'), the question that it
    answers (Q04), or the id of a property (SAFE-23): what is never, or always, so.
    """
    policy = policy_at(folder)
    try:
        page = cssrules.render_rule(policy, name)
    except cssrules.Problems as faults:
        raise misuse(faults) from None
    write(page, None)
