"""`cssrules schema`: the JSON Schemas that editors and other programs read."""

import json

import click

import cssrules
from cssrules_cli.files import write


@click.command("schema")
@click.argument("name", type=click.Choice(["case", "policy", "decision"]))
@click.option("-o", "--output", metavar="FILE", help="Write there.")
def command(name: str, output: str | None) -> None:
    """Print the JSON Schema of a case, of a policy's rule files, or of a decision.

    Editors with a YAML language server check rule files by the policy schema while they are typed:
    begin a rule file with `# yaml-language-server: $schema=policy.schema.json`.
    """
    write(json.dumps(cssrules.schema(name), indent=2, ensure_ascii=False), output)
