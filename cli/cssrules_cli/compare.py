"""`cssrules compare`: two cases, or one case under two settings."""

from datetime import date
from pathlib import Path

import click

import cssrules
from cssrules_cli.files import case_at, policy_at, write
from cssrules_cli.options import as_of_option, changed, policy_option


@click.command("compare")
@click.argument("a", type=click.Path(allow_dash=True))
@click.argument("b", required=False, type=click.Path(allow_dash=True))
@as_of_option
@click.option(
    "--with", "changes", multiple=True, metavar="FACT=VALUE", help="Change a fact of B (or of A)."
)
@click.option(
    "--set", "settings", multiple=True, metavar="SETTING=VALUE", help="Change a setting for B."
)
@policy_option
def command(
    *,
    a: str,
    b: str | None,
    as_of: date | None,
    changes: tuple[str, ...],
    settings: tuple[str, ...],
    folder: Path | None,
) -> None:
    """Compare the decisions of cases A and B: where answers and reasons differ.

    With A alone, compare it with itself changed by --with and --set.
    """
    if b is None and not (changes or settings):
        raise click.UsageError("name a second case, or a change by --with or --set")
    if a == b == "-":
        raise click.UsageError("standard input can be read only once")
    policy = policy_at(folder)
    first = case_at(a, policy)
    second = first if b is None else case_at(b, policy)
    one = cssrules.decide(policy, first, as_of=as_of)
    supposed: cssrules.Run = {"as_of": as_of, **changed(changes, settings, policy)}
    other = cssrules.decide(policy, second, **supposed)
    write(cssrules.render_comparison(one, other), None)
