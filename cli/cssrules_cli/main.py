"""The entry: which commands there are, and how a run ends.

Exit codes: 0 done (an adverse or undecided outcome too), 1 findings in policy, scenarios or case, 2
usage or unreadable input, 3 an internal error, 4 the register. No traceback is shown unless
CSSRULES_TRACEBACK is set.
"""

import os
import sys
from importlib import import_module

import click

import cssrules

COMMANDS = {
    "decide": "Decide a case and say why.",
    "check": "Check the rule files.",
    "test": "Run the policy's scenarios.",
    "rule": "Show one rule.",
    "graph": "Draw the map of a policy.",
    "compare": "Compare two cases, or one case changed.",
    "schema": "Print a JSON Schema.",
    "init": "Start a policy.",
    "case": "Start a case.",
    "doctor": "Say what this machine has for cssrules.",
}
"""Each command, which is a module of its own, in one line."""

FINDINGS, USAGE, INTERNAL = 1, 2, 3


class Commands(click.Group):
    """Commands in the order of use, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"cssrules_cli.{cmd_name}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as misuse:
            from difflib import get_close_matches  # noqa: PLC0415 # because slips are rare

            near = get_close_matches(args[0], COMMANDS, n=1)
            if not near:
                raise
            raise click.UsageError(f"{misuse.message} Did you mean `{near[0]}`?", ctx) from None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="cssrules", message="cssrules %(version)s")
def cli() -> None:
    """Decide cases by a policy that reads aloud, and show the reasons.

    A policy is a folder of rule files (rules/ unless --policy says otherwise); a case is a JSON file.
    Exit codes: 0 done, 1 findings in policy, scenarios or case, 2 usage or unreadable input,
    3 internal error.
    """


def main() -> None:
    """Run the command line and leave with its exit code."""
    sys.exit(run(sys.argv[1:]))


def run(arguments: list[str]) -> int:
    """Run the command line `arguments`; the exit code."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
    try:
        code = cli.main(arguments, "cssrules", standalone_mode=False)
        sys.stdout.flush()
    except click.exceptions.Exit as left:
        return left.exit_code
    except click.Abort:
        return 130
    except click.ClickException as misuse:
        misuse.show()
        return misuse.exit_code
    except BrokenPipeError:  # because the reader of a pipe may have seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except Exception as fault:  # noqa: BLE001 # because no traceback may reach a user
        return _failed(fault, arguments)
    return code if isinstance(code, int) else 0


def _failed(fault: Exception, arguments: list[str]) -> int:
    """Tell of faults in the policy or the case, and of our own."""
    if isinstance(fault, cssrules.Problems):
        click.echo(cssrules.render_problems(fault.found, "human"), err=True)
        return USAGE if fault.unreadable else FINDINGS
    if os.environ.get("CSSRULES_TRACEBACK"):
        raise fault
    told = " ".join(str(fault).split())[:300]
    click.echo(
        f"internal error in `cssrules {' '.join(arguments)}`: {type(fault).__name__}: {told}\n"
        "This is a fault of cssrules, please report it (CSSRULES_TRACEBACK=1 shows where it arose).",
        err=True,
    )
    return INTERNAL
