"""`python -m cssrules_cli` is the command `cssrules`."""

from cssrules_cli.main import main

main()
