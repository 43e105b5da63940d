"""What the commands that show a report have in common."""

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

import cssrules
from cssrules_cli.files import case_at, form_meant, policy_at, write_form
from cssrules_cli.options import (
    as_of_option,
    changed,
    changes_option,
    output_option,
    policy_option,
    retake_option,
    settings_option,
    sourced_option,
)

FORMS = ("text", "markdown", "json")

_Command = TypeVar("_Command", bound=Callable[..., Any])


def report_options(command: _Command) -> _Command:
    """The case and the options that every report takes."""
    form = click.option(
        "--format", "form", type=click.Choice(FORMS), help="Text unless --output says more."
    )
    options = (
        click.argument("case", type=click.Path(allow_dash=True)),
        as_of_option,
        retake_option,
        sourced_option,
        changes_option,
        settings_option,
        form,
        output_option,
        policy_option,
    )
    for option in reversed(options):
        command = option(command)
    return command


def show_report(  # noqa: PLR0913 # because each is an option of its own
    report: str,
    *,
    case: str,
    as_of: date | None,
    retake: bool,
    sourced_only: bool,
    changes: tuple[str, ...],
    settings: tuple[str, ...],
    form: str | None,
    output: str | None,
    folder: Path | None,
) -> int:
    """Show the decisions of a report of the policy."""
    meant = form_meant(form, output, FORMS)
    policy = policy_at(folder)
    decision = cssrules.decide(
        policy,
        case_at(case, policy),
        as_of=as_of,
        **changed(changes, settings, policy),
        sourced_only=sourced_only,
        retake=retake,
    )
    write_form(lambda form: cssrules.render_report(decision, report, form), meant, output)
    return 1 if decision.core.findings else 0


def report_command(report: str, help: str) -> click.Command:
    """The command that shows the decisions of a report of the policy."""

    @click.command(report, help=help)
    @report_options
    def command(**run: Any) -> int:
        return show_report(report, **run)

    return command
