"""`cssrules plan`: the plan that a decision asks for."""

from cssrules_cli.reports import report_command

command = report_command(
    "plan",
    "Show the plan that CASE (a JSON file, `-` for standard input) is asked for: each line with why it "
    "is there.\n\nIt holds the decisions that the policy says are `shown by: plan`.",
)
