"""`cssrules decide`: one case, its answer and its reasons."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import click

import cssrules
from cssrules import proofs
from cssrules_cli.files import Result, case_at, policy_at
from cssrules_cli.options import (
    Run,
    engine_option,
    policy_option,
    questions_at,
    result_options,
    run_options,
)


class _Decide(click.Command):
    """Takes `--explain` alone as well as `--explain=tree`, so that a case may follow it."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        end = args.index("--") if "--" in args else len(args)
        spelled = ["--explain=reasons" if word == "--explain" else word for word in args[:end]]
        return super().parse_args(ctx, [*spelled, *args[end:]])


@click.command("decide", cls=_Decide)
@click.argument("case", type=click.Path(allow_dash=True))
@click.option(
    "--explain",
    type=click.Choice(["reasons", "tree"]),
    metavar="[=tree]",
    help="Show what holds the answer, proved, and every deciding reason; with =tree, all that was "
    "looked at, in pictures too.",
)
@click.option(
    "--question",
    metavar="ID",
    help="With --explain: what holds the answer to this, not the main one.",
)
@run_options
@result_options("text", "tree", "json", "dot", "svg", "mermaid", "html")
@engine_option
@policy_option
def command(
    *,
    case: str,
    explain: str | None,
    question: str | None,
    run: Run,
    result: Result,
    engine: bool,
    folder: Path | None,
) -> int:
    """Decide CASE (a JSON file, `-` for standard input) and say why.

    An adverse or undecided outcome is an answer: the exit code is still 0. It is 1 where the case is
    at fault or shows a fault of the policy.
    """
    where = cssrules.find_policy(folder)
    policy = policy_at(where)
    decide: Callable[..., cssrules.Decision] = cssrules.decide
    if explain is not None:
        decide = partial(proofs.explained, questions=questions_at(policy, question))
    elif question is not None:
        raise click.UsageError("--question goes with --explain")
    decision = decide(
        policy,
        case_at(case, policy),
        **run.of(policy),
        engine=engine,
    )
    decision = cssrules.certified(decision, where)

    def render(form: str) -> str:
        if form == "text" and explain is not None:
            form = "tree" if explain == "tree" else "reasons"
        return cssrules.render(decision, form, whole=explain == "tree")

    result.write(render)
    return 1 if decision.core.findings else 0
