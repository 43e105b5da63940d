"""`cssrules init`: a small policy that checks, to start from."""

from pathlib import Path

import click

from cssrules_cli.files import Unusable

TEMPLATE = Path(__file__).parent / "template"


@click.command("init")
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path, file_okay=False))
def command(folder: Path) -> None:
    """Start a policy in DIR: rules, a case, a feature, a README. Files that are there stay."""
    names = sorted(file.relative_to(TEMPLATE) for file in TEMPLATE.rglob("*") if file.is_file())
    taken = [name for name in names if (folder / name).exists()]
    if taken:
        raise click.UsageError(f"{folder / taken[0]} is there already; nothing was written")
    try:
        for name in names:
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            (folder / name).write_bytes((TEMPLATE / name).read_bytes())
    except OSError as fault:
        raise Unusable(f"{fault.filename}: {fault.strerror}") from None
    for name in names:
        click.echo(f"wrote {folder / name}")
    click.echo(f"\nNow: cd {folder}; cssrules check; cssrules decide cases/allotment.json")
