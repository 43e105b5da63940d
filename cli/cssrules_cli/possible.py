"""`cssrules possible`: what a half-filled case can still come to, and what to ask for next."""

from pathlib import Path

import click

from cssrules import proofs
from cssrules_cli.files import Result, case_at, policy_at
from cssrules_cli.options import (
    Run,
    policy_option,
    questions_at,
    result_options,
    run_options,
)


@click.command("possible")
@click.argument("case", type=click.Path(allow_dash=True))
@click.option("--question", metavar="ID", help="Another question than the main one.")
@run_options
@result_options("text", "json")
@policy_option
def command(
    *,
    case: str,
    question: str | None,
    run: Run,
    result: Result,
    folder: Path | None,
) -> None:
    """Say which answers the missing evidence of CASE can still give, which are ruled out, and why; and
    what to ask for next: first what leaves the fewest answers.
    """
    policy = policy_at(folder)
    decision = proofs.explained(
        policy,
        case_at(case, policy),
        **run.of(policy),
        questions=questions_at(policy, question),
    )
    result.write(lambda form: proofs.render(decision, form))
