"""`cssrules doctor`: what this machine has for cssrules."""

import click

import cssrules
from cssrules_cli.files import write


@click.command("doctor")
def command() -> None:
    """Say what cssrules found on this machine: engine, renderer, policy, cache.

    Shell completion: `eval "$(_CSSRULES_COMPLETE=bash_source cssrules)"` in ~/.bashrc; zsh_source
    and fish_source do the same for zsh and fish.
    """
    found = cssrules.environment()
    width = max(map(len, found))
    write("\n".join(f"{name:<{width}}  {said}" for name, said in found.items()), None)
