"""What the commands that show a report have in common."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

import cssrules
from cssrules_cli.files import Result, case_at, policy_at
from cssrules_cli.options import Run, policy_option, result_options, run_options


def report_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """The case and the options that every report takes."""
    options = (
        click.argument("case", type=click.Path(allow_dash=True)),
        run_options,
        result_options("text", "markdown", "json"),
        policy_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


def show_report(report: str, case: str, run: Run, result: Result, folder: Path | None) -> int:
    """Show the decisions of a report of the policy."""
    policy = policy_at(folder)
    decision = cssrules.decide(policy, case_at(case, policy), **run.of(policy))
    result.write(lambda form: cssrules.render_report(decision, report, form))
    return 1 if decision.core.findings else 0


def report_command(report: str, help: str) -> click.Command:
    """The command that shows the decisions of a report of the policy."""

    @click.command(report, help=help)
    @report_options
    def command(**given: Any) -> int:
        return show_report(report, **given)

    return command
