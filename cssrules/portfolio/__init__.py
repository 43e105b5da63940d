"""Many bodies at once: who goes with whom, what follows for each, and what is proposed.

`read_portfolio` reads a folder of cases; `propose` decides them together. Nothing here is decided:
it proposes, and people decide.
"""
