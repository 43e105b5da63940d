"""`cssrules sources`: what a policy rests on."""

from pathlib import Path

import click

import cssrules
from cssrules_cli.files import Result
from cssrules_cli.options import result_options


@click.command("sources")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@result_options("text", "markdown", "json")
def command(*, folder: Path | None, result: Result) -> int:
    """Show what the rule files below DIR (rules/ unless said) rest on.

    Each paragraph of each source: what it says, which rules rest on it, or why it is out of scope; each
    decision with its rules; each setting with its default, range, owner and reason; and where sources
    say unlike things. The exit code is 1 where a paragraph is not accounted for.
    """
    policy = cssrules.load_policy(cssrules.find_policy(folder))
    result.write(lambda form: cssrules.render_sources(policy, form))
    return 0 if cssrules.sources_are_covered(policy) else 1
