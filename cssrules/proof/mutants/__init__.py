"""Mutation testing of a rule base: what the scenarios would not notice.

`rules` makes the mutants (of `expressions`, with the values of `steps`), `killing` asks the `trial`s of
the scenarios, `twins` proves or tells, `scenario` writes, and `run` is all of it.
"""
