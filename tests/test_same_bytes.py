"""Order never shows: of rules, files, keys, facts; nor hash seed, locale, time zone."""

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml

from cssrules.deciding import decide
from cssrules.decision import core_bytes
from cssrules.door import read_case
from cssrules.language.compile import compile_policy
from cssrules.language.load import read_folder
from cssrules.source import Source

ROOT = Path(__file__).parent.parent
CASES = ("peninsula", "cumbria-and-lancashire", "arden")


def shuffled_keys(tree: Any, chance: random.Random) -> Any:
    """The tree with the keys of every mapping in another order, and lists as they are."""
    if isinstance(tree, dict):
        keys = list(tree)
        chance.shuffle(keys)
        return {key: shuffled_keys(tree[key], chance) for key in keys}
    if isinstance(tree, list):
        return [shuffled_keys(item, chance) for item in tree]
    return tree


class Writer(yaml.SafeDumper):
    """Writes tables and long conditions as blocks, as authors do."""


def write_text(writer: yaml.SafeDumper, text: str) -> yaml.Node:
    return writer.represent_scalar(
        "tag:yaml.org,2002:str", text, style="|" if "\n" in text else '"'
    )


Writer.add_representer(str, write_text)


def dumped(file: dict[str, Any]) -> str:
    return str(yaml.dump(file, Dumper=Writer, sort_keys=False, allow_unicode=True, width=10_000))


def shuffled_files(sources: tuple[Source, ...], chance: random.Random) -> list[Source]:
    """The same rules in another order, dealt over other files, keys in another order."""
    head: dict[str, Any] = {}
    sections: dict[str, Any] = {}
    for source in sources:
        for key, value in yaml.load(source.text, yaml.BaseLoader).items():  # noqa: S506 # because our own files
            if isinstance(value, list):
                sections.setdefault(key, []).extend(value)
            elif isinstance(value, dict) and key != "effective":
                sections.setdefault(key, {}).update(value)
            else:
                head[key] = value
    files: list[dict[str, Any]] = [dict(head), {}, {}]
    for key, value in sections.items():
        parts = list(value.items()) if isinstance(value, dict) else list(value)
        chance.shuffle(parts)
        for part in parts:
            file = chance.choice(files)
            if isinstance(value, dict):
                file.setdefault(key, {})[part[0]] = part[1]
            else:
                file.setdefault(key, []).append(part)
    chance.shuffle(files)
    return [
        Source(f"{number}.yaml", dumped(shuffled_keys(file, chance)))
        for number, file in enumerate(files)
        if file
    ]


@pytest.mark.parametrize("seed", range(4))
def test_order_of_rules_files_keys_and_facts_never_shows(seed: int) -> None:
    chance = random.Random(seed)  # noqa: S311 # because a repeatable shuffle is asked
    sources = read_folder(ROOT / "rules")
    policy, other = compile_policy(sources), compile_policy(shuffled_files(sources, chance))
    assert other.hash == policy.hash
    assert other.pack != policy.pack
    for name in CASES:
        tree = json.loads((ROOT / "cases" / "2012" / f"{name}.json").read_bytes())
        expected = decide(policy, read_case(json.dumps(tree).encode(), policy, name))
        chance.shuffle(tree["evidence"])
        raw = json.dumps(shuffled_keys(tree, chance)).encode()
        got = decide(other, read_case(raw, other, name))
        assert core_bytes(got.core) == core_bytes(expected.core)


def test_hash_seed_locale_and_time_zone_leave_all_bytes_equal() -> None:
    command = [sys.executable, "-m", "cssrules_cli.main", "decide", "cases/2012/peninsula.json"]
    worlds = [
        {"PYTHONHASHSEED": "0", "LC_ALL": "C", "TZ": "UTC"},
        {"PYTHONHASHSEED": "1", "LC_ALL": "C.UTF-8", "TZ": "Pacific/Kiritimati"},
        {"PYTHONHASHSEED": "4242", "LC_ALL": "tr_TR.UTF-8", "TZ": "America/St_Johns"},
    ]
    for form in ("text", "json", "html", "dot", "svg", "mermaid"):
        seen = {
            subprocess.run(
                [*command, "--format", form],
                cwd=ROOT,
                env={**os.environ, **world},
                capture_output=True,
                check=True,
            ).stdout
            for world in worlds
        }
        assert len(seen) == 1, form
