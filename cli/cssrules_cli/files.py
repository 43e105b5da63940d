"""Cases and policies from disk, and results to it."""

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import NamedTuple

import click

import cssrules

ENDINGS = {
    "text": (".txt",),
    "tree": (".txt",),
    "json": (".json",),
    "dot": (".dot", ".gv"),
    "svg": (".svg",),
    "mermaid": (".mmd",),
    "html": (".html",),
    "markdown": (".md",),
}
"""The endings of a file of each form, the usual one first."""


class Unusable(click.ClickException):
    """A file that cannot be read or written: exit code 2, as for any misuse."""

    exit_code = 2


def policy_at(folder: Path | None) -> "cssrules.Policy":
    """The checked policy of `folder`, or of the folder that is found without."""
    return cssrules.load_policy(cssrules.find_policy(folder))


def case_at(name: str, policy: "cssrules.Policy") -> "cssrules.Case":
    """The case in the file `name`; `-` is standard input. No more is read than a case may hold."""
    if name == "-":
        name, raw = "standard input", sys.stdin.buffer.read(cssrules.CASE_BYTES_AT_MOST + 1)
    else:
        raw = bytes_at(name)
    return cssrules.read_case(raw, policy, name)


def bytes_at(name: str | Path) -> bytes:
    """What the file of a case holds; no more is read than a case may hold."""
    try:
        with Path(name).open("rb") as file:
            return file.read(cssrules.CASE_BYTES_AT_MOST + 1)
    except (OSError, ValueError) as fault:
        raise _unusable(str(name), fault) from None


def write(text: str, output: str | None) -> None:
    """Put `text` on standard output, or whole and in one step into the file `output`."""
    text = text.rstrip("\n") + "\n"
    if output is None or output == "-":
        _print(text)
        return
    target = Path(output)
    try:
        if target.exists() and not target.is_file() and not target.is_dir():
            target.write_text(text, encoding="utf-8")  # a device or a pipe
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        beside = target.with_name(f".{target.name}.{os.getpid()}")
        beside.write_text(text, encoding="utf-8")
        try:
            beside.replace(target)
        except OSError:
            beside.unlink()
            raise
    except (OSError, ValueError) as fault:
        raise _unusable(output, fault) from None


class Result(NamedTuple):
    """Where a result goes, and in which form."""

    form: str
    output: str | None

    @classmethod
    def meant(cls, form: str | None, output: str | None, forms: Sequence[str]) -> "Result":
        """The form asked for, or else the one of `forms` that the ending of `output` gives.

        A file may have no ending; one that is of no form, or of another, is misuse.
        """
        ending = Path(output or "").suffix.lower()
        if not ending:
            return cls(form or "text", output)
        given = next((known for known in forms if ending in ENDINGS[known]), None)
        if given is None:
            endings = dict.fromkeys(ending for known in forms for ending in ENDINGS[known])
            raise click.UsageError(f"{output}: the ending is none of {', '.join(endings)}")
        if form is not None and ending not in ENDINGS[form]:
            raise click.UsageError(f"{output}: --format {form} is written to {ENDINGS[form][0]}")
        return cls(form or given, output)

    def write(self, render: Callable[[str], str]) -> None:
        """Write what `render` makes of the form.

        Where no picture can be drawn, the text is shown and the DOT written: a picture never fails a
        decision.
        """
        try:
            write(render(self.form), self.output)
        except cssrules.NoRenderer as lacking:
            click.echo(f"note: {lacking}", err=True)
            write(render("text"), None)
            write(render("dot"), self.output and str(Path(self.output).with_suffix(".dot")))


def _print(text: str) -> None:
    try:
        sys.stdout.write(text)
        sys.stdout.flush()
    except BrokenPipeError:
        raise
    except OSError as fault:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # so that leaving is quiet
        raise _unusable("standard output", fault) from None


def _unusable(name: str, fault: Exception) -> Unusable:
    said = getattr(fault, "strerror", None) or str(fault)
    return Unusable(f"{name}: {said[:1].lower()}{said[1:]}")
