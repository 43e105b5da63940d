"""What this machine has for cssrules: said in words, and never a reason to fail.

In: nothing but the machine. Out: lines by name, for `cssrules doctor`.
"""

import os
import platform
from collections.abc import Callable, Mapping
from importlib.metadata import PackageNotFoundError, version

from cssrules.kept import cache_folder
from cssrules.problem import Problems
from cssrules.stored import find_policy, load_policy
from cssrules.version import VERSION


def environment() -> Mapping[str, str]:
    """Program, Python, policy, engine, renderer and cache, each in a line."""
    looks: dict[str, Callable[[], str]] = {
        "cssrules": lambda: VERSION,
        "python": lambda: f"{platform.python_version()} ({platform.platform()})",
        "policy": _policy,
        "engine": _engine,
        "pictures": _renderers,
        "cache": _cache,
    }
    return {name: _said(look) for name, look in looks.items()}


def _said(look: Callable[[], str]) -> str:
    try:
        return look()
    except Exception as fault:  # noqa: BLE001 # because a look at a sick machine must not fail
        return f"not to be told: {type(fault).__name__}: {fault}"


def _policy() -> str:
    folder = find_policy()
    try:
        policy = load_policy(folder)
    except Problems as faults:
        return f"{folder.absolute()} has {len(faults.found)} faults: see `cssrules check {folder}`"
    rules = f"{len(policy.rules) + len(policy.portfolio)} rules"
    return f"{policy.name}, {rules}, in {folder.absolute()}"


def _engine() -> str:
    from cssrules.readings.fire import available  # noqa: PLC0415 # because a sick engine is told of too

    found = available()
    if found is not None:
        return f"{found} fires every decision"
    try:
        broken = f"{version('durable-rules')} is installed and cannot be loaded"
    except PackageNotFoundError:
        broken = "not installed"
    return f"{broken}: decisions rest on the definition alone, and say so"


def _renderers() -> str:
    from cssrules.views.picture import HINT, renderers  # noqa: PLC0415 # as for the engine

    found = [f"{renderer.name}, {renderer.program}" for renderer in renderers()]
    return "; else ".join(found) or HINT


def _cache() -> str:
    folder = cache_folder()
    if folder is None:
        return "no home folder: every run compiles the policy"
    near = next(path for path in (folder, *folder.parents) if path.exists())
    kept = len(list(folder.glob("*.policy"))) if folder.is_dir() else 0
    if not os.access(near, os.W_OK):
        return f"{folder} cannot be written: every run compiles the policy"
    return f"{folder}, {kept} compiled " + ("policy" if kept == 1 else "policies")
