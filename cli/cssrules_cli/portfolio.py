"""`cssrules portfolio`: all cases of a folder together."""

from datetime import date
from pathlib import Path

import click

import cssrules
from cssrules_cli.files import Result, policy_at
from cssrules_cli.options import (
    as_of_option,
    engine_option,
    policy_option,
    result_options,
    settings_of,
    settings_option,
)

_OF_ONE = ("text", "json", "dot", "svg", "mermaid", "html")


@click.command("portfolio")
@click.argument("directory", metavar="DIR", type=click.Path(path_type=Path))
@as_of_option
@settings_option
@click.option(
    "--rule",
    "--pairs",
    "rules",
    multiple=True,
    metavar="RULE",
    help="This portfolio rule alone, with every pair and its rank. May be repeated.",
)
@click.option(
    "--pair",
    nargs=3,
    metavar="RULE BODY OTHER",
    help="Why these two may be paired, or not.",
)
@click.option("--case", metavar="ID", help="This case, decided with what the others bring to it.")
@click.option(
    "--explain", is_flag=True, help="With --rule, --pair or --case: every deciding reason."
)
@click.option("--retake", is_flag=True, help="Ask anew what people have decided.")
@result_options(*_OF_ONE, "markdown")
@engine_option
@policy_option
def command(
    *,
    directory: Path,
    as_of: date | None,
    settings: tuple[str, ...],
    rules: tuple[str, ...],
    pair: tuple[str, str, str] | None,
    case: str | None,
    explain: bool,
    retake: bool,
    result: Result,
    engine: bool,
    folder: Path | None,
) -> int:
    """Decide the cases in DIR (case files, and at most one portfolio file) together.

    Shows the outcome of every case, who is proposed for whom and why, and what follows for each body.
    It proposes; people decide.
    """
    if sum(map(bool, (rules, pair, case))) > 1:
        raise click.UsageError("take one of --rule, --pair and --case")
    if explain and not (pair or case or rules):
        raise click.UsageError("--explain goes with --rule, --pair or --case")
    one = pair or case
    if one and result.form not in _OF_ONE:
        told = f"one decision has no form `{result.form}`: take {', '.join(_OF_ONE)}"
        raise click.UsageError(told)
    policy = policy_at(folder)
    run = cssrules.propose(
        policy,
        cssrules.read_portfolio(directory, policy),
        as_of=as_of,
        settings=settings_of(settings, policy),
        retake=retake,
        engine=engine,
    )
    if not one:
        result.write(
            lambda form: cssrules.render_proposal(run.proposal, form, rules, explain=explain)
        )
        return 1 if run.proposal.core.findings else 0
    decision = run.pair(*pair) if pair else run.case(str(case))
    result.write(
        lambda form: cssrules.render(decision, "reasons" if explain and form == "text" else form)
    )
    return 1 if decision.core.findings else 0
