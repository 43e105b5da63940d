"""The command line of cssrules: one module for each command, over the public face alone."""

import gc

gc.set_threshold(300_000)  # because most runs, imports included, are over before a search would pay
