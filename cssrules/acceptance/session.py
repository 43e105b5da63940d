"""One run of a project's scenarios: paths and options in, an exit code out."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

DEFAULT_FOLDER = "features"

_EXITS = {pytest.ExitCode.OK: 0, pytest.ExitCode.TESTS_FAILED: 1, pytest.ExitCode.INTERNAL_ERROR: 3}


def run_features(
    arguments: Sequence[str],
    policy: Path | None = None,
    *,
    coverage: bool = False,
    quiet: bool = False,
) -> int:
    """Play the scenarios below the paths among `arguments` (features/ where there are none).

    Whatever else pytest understands may stand among the arguments. The exit code is 0 where all
    scenarios hold, 1 where one fails or, with `coverage`, where they leave out a rule, a row or an
    answer of the policy, 2 where there is none or the arguments are wrong. `quiet`: what pytest says
    goes to standard error.
    """
    named = any(Path(argument.partition("::")[0]).exists() for argument in arguments)
    command = [sys.executable, "-m", "pytest", "--no-header", *arguments]
    command += [] if named else [DEFAULT_FOLDER]
    command += [] if policy is None else ["--policy", str(policy)]
    command += ["--scenario-coverage"] if coverage else []
    # A process of its own: pytest wants to be there before the modules that it tests.
    out = sys.stderr if quiet else None
    done = subprocess.run(command, check=False, stdout=out)  # noqa: S603 # because no shell reads it
    return _EXITS.get(pytest.ExitCode(done.returncode), 2)
