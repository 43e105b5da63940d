"""What is proved of a policy and of its decisions: findings, reasons, routes, each with its witness.

Uses the prove reading, meaning and whole decisions; nothing that only decides needs it.
"""
