"""The entry: which commands there are, and how a run ends.

Exit codes: 0 done (an adverse or undecided outcome too), 1 findings in policy, scenarios or case, 2
usage or unreadable input, 3 an internal error, 4 the register. No traceback is shown unless
CSSRULES_TRACEBACK is set.
"""

import gc
import os
import sys

import click

import cssrules
from cssrules_cli.commands import Commands

FINDINGS, USAGE, INTERNAL = 1, 2, 3


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
    code = run(sys.argv[1:])
    gc.freeze()  # because a last search, of what the end of the process frees, is for nothing
    sys.exit(code)


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
