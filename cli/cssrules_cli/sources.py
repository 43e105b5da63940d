"""`cssrules sources`: what a policy rests on."""

from pathlib import Path

import click

import cssrules
from cssrules_cli.files import form_meant, write
from cssrules_cli.options import output_option

FORMS = ("text", "markdown", "json")


@click.command("sources")
@click.argument("folder", required=False, metavar="[DIR]", type=click.Path(path_type=Path))
@click.option("--format", "form", type=click.Choice(FORMS), help="Text unless --output says more.")
@output_option
def command(folder: Path | None, form: str | None, output: str | None) -> int:
    """Show what the rule files below DIR (rules/ unless said) rest on.

    Each paragraph of each source: what it says, which rules rest on it, or why it is out of scope; each
    decision with its rules; each setting with its default, range, owner and reason; and where sources
    say unlike things. The exit code is 1 where a paragraph is not accounted for.
    """
    meant = form_meant(form, output, FORMS)
    policy = cssrules.load_policy(cssrules.find_policy(folder))
    write(cssrules.render_sources(policy, meant), output)
    return 0 if cssrules.sources_are_covered(policy) else 1
