"""`cssrules monitor`: where a plan stands on a day."""

from cssrules_cli.reports import report_command

command = report_command(
    "monitor",
    "Show where the plan of CASE (a JSON file, `-` for standard input) stands on a day, and what has to "
    "be reconsidered.\n\nIt holds the decisions that the policy says are `shown by: monitor`.",
)
