"""Options that several commands take."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import wraps
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

import click

import cssrules
from cssrules import proofs
from cssrules_cli.files import Result

_Command = TypeVar("_Command", bound=Callable[..., Any])


class _Day(click.ParamType):  # type: ignore[type-arg] # because older releases take none
    """A day, written as in a case."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else cssrules.read_date(value)
        except ValueError as fault:
            hint = getattr(fault, "hint", None)
            self.fail(f"{fault}; {hint}" if hint else str(fault), param, ctx)


changes_option = click.option(
    "--with", "changes", multiple=True, metavar="FACT=VALUE", help="What if? May be repeated."
)
settings_option = click.option(
    "--set", "settings", multiple=True, metavar="SETTING=VALUE", help="Change a policy setting."
)
retake_option = click.option(
    "--retake", is_flag=True, help="Ask later questions anew, whatever people decided before."
)
sourced_option = click.option(
    "--sourced-only", is_flag=True, help="Leave illustrative evidence out."
)
engine_option = click.option(
    "--engine/--no-engine", default=True, help="Fire the rules by durable-rules, or not."
)
question_option = click.option(
    "--question",
    metavar="ID",
    help="The question that is meant, by its id: the main one, or the one that has the outcome.",
)
by_option = click.option("--by", metavar="ROLE", help="Only what ROLE may change.")


def policy_option(command: _Command) -> _Command:
    """The option that names the policy's folder."""
    return click.option(
        "--policy",
        "folder",
        metavar="DIR",
        type=click.Path(path_type=Path),
        help="The policy's folder: rules/ here, else the policy that came with cssrules.",
    )(command)


def as_of_option(command: _Command) -> _Command:
    """The option that names the day as of which a case is decided."""
    return click.option(
        "--as-of",
        metavar="DATE",
        type=_Day(),
        help="Use what was reported by DATE (2012-05-14 or '14 May 2012').",
    )(command)


class Run(NamedTuple):
    """What the user says of one run: the day, what is left out or asked anew, and what is supposed."""

    as_of: date | None
    retake: bool
    sourced_only: bool
    changes: tuple[str, ...]
    settings: tuple[str, ...]

    def of(self, policy: "cssrules.Policy") -> "cssrules.Run":
        """As `decide` takes it. A fault in what is supposed is misuse."""
        return {
            "as_of": self.as_of,
            "retake": self.retake,
            "sourced_only": self.sourced_only,
            **changed(self.changes, self.settings, policy),
        }


def run_options(command: _Command) -> Callable[..., Any]:
    """The options of one run, which the command takes as its `run`."""

    @wraps(command)
    def with_run(**given: Any) -> Any:
        run = Run(*(given.pop(name) for name in Run._fields))
        return command(run=run, **given)

    return _with(
        with_run, as_of_option, retake_option, sourced_option, changes_option, settings_option
    )


def result_options(*forms: str) -> Callable[[_Command], Callable[..., Any]]:
    """The options that say in which of `forms` and where to write, which the command takes as its
    `result`.
    """

    def decorated(command: _Command) -> Callable[..., Any]:
        @wraps(command)
        def with_result(*, form: str | None, output: str | None, **given: Any) -> Any:
            return command(result=Result.meant(form, output, forms), **given)

        form = click.option(
            "--format", "form", type=click.Choice(forms), help="Text unless --output says more."
        )
        output = click.option(
            "-o",
            "--output",
            metavar="FILE",
            help="Write there; its ending (.md, .svg …) gives the format.",
        )
        return _with(with_result, form, output)

    return decorated


def _with(command: Callable[..., Any], *options: Callable[..., Any]) -> Callable[..., Any]:
    """`command` with `options`, which --help lists in this order."""
    for option in reversed(options):
        command = option(command)
    return command


def changed(
    changes: tuple[str, ...], settings: tuple[str, ...], policy: "cssrules.Policy"
) -> "cssrules.Run":
    """What --with and --set change, as `decide` takes it. A fault in them is misuse."""
    try:
        read = cssrules.read_changes(changes, settings, policy)
    except cssrules.Problems as faults:
        raise misuse(faults) from None
    return {"changes": read.facts, "settings": read.settings}


def settings_of(settings: tuple[str, ...], policy: "cssrules.Policy") -> Mapping[str, Any]:
    """What --set changes."""
    return changed((), settings, policy)["settings"] or {}


def outcome_at(policy: "cssrules.Policy", text: str, question: str | None) -> "proofs.Outcome":
    """The outcome that `text` names. A fault in it is misuse."""
    try:
        return proofs.outcome_meant(policy, text, question)
    except cssrules.Problems as faults:
        raise misuse(faults) from None


def next_better_at(
    policy: "cssrules.Policy", decision: "cssrules.Decision", question: str | None
) -> "proofs.Outcome":
    """The outcome above the one that was decided. That there is none to name is misuse."""
    try:
        return proofs.next_better(policy, decision, question)
    except cssrules.Problems as faults:
        raise misuse(faults) from None


def role_at(policy: "cssrules.Policy", name: str | None) -> str | None:
    """Who may change evidence, as named. A name that the policy does not have is misuse."""
    try:
        return None if name is None else proofs.role_meant(policy, name)
    except cssrules.Problems as faults:
        raise misuse(faults) from None


def misuse(faults: "cssrules.Problems") -> click.UsageError:
    """What was typed wrongly, a line for each fault."""
    told = (f"{p.where}: {p.message}" + (f"; {p.help}" if p.help else "") for p in faults.found)
    return click.UsageError("\n       ".join(told))


def questions_at(policy: "cssrules.Policy", name: str | None) -> tuple[str, ...]:
    """The question called `name`; none where no name is given. Raises UsageError."""
    asked = [question.id for question in policy.questions]
    if name is None or name in asked:
        return () if name is None else (name,)
    told = ", ".join(asked)
    raise click.UsageError(f"--question: no question is called `{name}`; there are {told}")
