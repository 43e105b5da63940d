"""What the commands that show a report have in common."""

from datetime import date
from pathlib import Path

import click

import cssrules
from cssrules_cli.files import case_at, form_meant, policy_at, write_form
from cssrules_cli.options import as_of_option, changed, policy_option

FORMS = ("text", "markdown", "json")


def report_command(report: str, help: str) -> click.Command:
    """The command that shows the decisions of a report of the policy."""

    @click.command(report, help=help)
    @click.argument("case", type=click.Path(allow_dash=True))
    @as_of_option
    @click.option(
        "--retake", is_flag=True, help="Ask later questions anew, whatever people decided before."
    )
    @click.option("--sourced-only", is_flag=True, help="Leave illustrative evidence out.")
    @click.option(
        "--with", "changes", multiple=True, metavar="FACT=VALUE", help="What if? May be repeated."
    )
    @click.option(
        "--set", "settings", multiple=True, metavar="SETTING=VALUE", help="Change a policy setting."
    )
    @click.option(
        "--format", "form", type=click.Choice(FORMS), help="Text unless --output says more."
    )
    @click.option(
        "-o", "--output", metavar="FILE", help="Write there; its ending (.md …) is the format."
    )
    @policy_option
    def command(  # noqa: PLR0913 # because each is an option of its own
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

    return command
