"""`cssrules decide`: one case, its answer and its reasons."""

from collections.abc import Callable
from datetime import date
from functools import partial
from pathlib import Path

import click

import cssrules
from cssrules_cli.files import case_at, form_meant, policy_at, write_form
from cssrules_cli.options import (
    as_of_option,
    changed,
    changes_option,
    engine_option,
    output_option,
    policy_option,
    questions_at,
    retake_option,
    settings_option,
    sourced_option,
)

FORMS = ("text", "tree", "json", "dot", "svg", "mermaid", "html")


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
@as_of_option
@retake_option
@sourced_option
@changes_option
@settings_option
@click.option("--format", "form", type=click.Choice(FORMS), help="Text unless --output says more.")
@output_option
@engine_option
@policy_option
def command(  # noqa: PLR0913 # because each is an option of its own
    *,
    case: str,
    explain: str | None,
    question: str | None,
    as_of: date | None,
    retake: bool,
    sourced_only: bool,
    changes: tuple[str, ...],
    settings: tuple[str, ...],
    form: str | None,
    output: str | None,
    engine: bool,
    folder: Path | None,
) -> int:
    """Decide CASE (a JSON file, `-` for standard input) and say why.

    An adverse or undecided outcome is an answer: the exit code is still 0. It is 1 where the case is
    at fault or shows a fault of the policy.
    """
    form = form_meant(form, output, FORMS)
    where = cssrules.find_policy(folder)
    policy = policy_at(where)
    decide: Callable[..., cssrules.Decision] = cssrules.decide
    if explain is not None:
        decide = partial(cssrules.explained, questions=questions_at(policy, question))
    elif question is not None:
        raise click.UsageError("--question goes with --explain")
    decision = decide(
        policy,
        case_at(case, policy),
        as_of=as_of,
        **changed(changes, settings, policy),
        sourced_only=sourced_only,
        retake=retake,
        engine=engine,
    )
    decision = cssrules.certified(decision, where)

    def render(form: str) -> str:
        if form == "text" and explain is not None:
            form = "tree" if explain == "tree" else "reasons"
        return cssrules.render(decision, form, whole=explain == "tree")

    write_form(render, form, output)
    return 1 if decision.core.findings else 0
