"""The command line of cssrules: one module for each command, over the public face alone."""
