"""Which commands there are. Each is a module of its own, imported when it is asked for."""

from importlib import import_module

import click

COMMANDS = {
    "decide": "Decide a case and say why.",
    "why-not": "Say why a case has not another outcome.",
    "possible": "Say what a half-filled case can still come to.",
    "what-would-it-take": "Find the smallest changes that give another outcome.",
    "plan": "Show the plan that a decision asks for.",
    "monitor": "Show where a plan stands on a day.",
    "portfolio": "Decide a folder of cases together, and propose who goes with whom.",
    "check": "Check the rule files.",
    "test": "Run the policy's scenarios.",
    "rule": "Show one rule.",
    "graph": "Draw the map of a policy.",
    "sources": "Show what a policy rests on.",
    "compare": "Compare two cases, or one case changed.",
    "diff": "Compare two versions of a policy, in every case.",
    "story": "Tell what the rules say over time, beside what happened.",
    "schema": "Print a JSON Schema.",
    "init": "Start a policy.",
    "case": "Start a case.",
    "doctor": "Say what this machine has for cssrules.",
}


class Commands(click.Group):
    """Commands in the order of use, each imported when it is asked for."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        del ctx
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = import_module(f"cssrules_cli.{cmd_name.replace('-', '_')}").command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        del ctx
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as misuse:
            from difflib import get_close_matches  # noqa: PLC0415 # because slips are rare

            near = get_close_matches(args[0], COMMANDS, n=1)
            if not near:
                raise
            raise click.UsageError(f"{misuse.message} Did you mean `{near[0]}`?", ctx) from None
