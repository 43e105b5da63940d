"""Acceptance scenarios: Gherkin files that a policy author writes, run by pytest without Python.

`plugin` is what pytest loads; `guard` reads a feature file, `feature` collects and plays it,
`vocabulary` and `steps` say what a line means, `scene` holds what it is about, `report` tells an author
what went wrong. `session.run_features` is one run of them all.
"""
