"""What a long run is at, for one who waits."""

import sys
from time import monotonic

import click

_SECONDS = 10.0
"""Between two lines where no terminal rewrites the one before, as in a log."""

_last = monotonic()


def progress(said: str) -> None:
    """Tell what a run is at; nothing, and it is at its end."""
    global _last  # noqa: PLW0603 # because a process has one standard error
    if sys.stderr.isatty():
        click.echo(f"\r\x1b[K{said}", nl=False, err=True)
    elif said and monotonic() - _last > _SECONDS:
        _last = monotonic()
        click.echo(said, err=True)
