"""`cssrules why-not`: the ways to another outcome, and what stands in each."""

from pathlib import Path

import click

from cssrules import proofs
from cssrules_cli.files import Result, case_at, policy_at
from cssrules_cli.options import (
    Run,
    outcome_at,
    policy_option,
    question_option,
    result_options,
    run_options,
)


@click.command("why-not")
@click.argument("outcome")
@click.argument("case", type=click.Path(allow_dash=True))
@question_option
@click.option("--explain", is_flag=True, help="Tell every way, below each conclusion too.")
@run_options
@result_options("text", "json")
@policy_option
def command(
    *,
    outcome: str,
    case: str,
    question: str | None,
    explain: bool,
    run: Run,
    result: Result,
    folder: Path | None,
) -> None:
    """Say why CASE (a JSON file, `-` for standard input) has not OUTCOME.

    Tells every rule and row that gives OUTCOME, what stands in each, and the test that failed by least.
    """
    policy = policy_at(folder)
    refusal = proofs.why_not(
        policy,
        case_at(case, policy),
        outcome_at(policy, outcome, question),
        **run.of(policy),
    )
    result.write(lambda form: proofs.render(refusal, form, whole=explain))
