"""Pages in a real browser: accessible, fetching nothing, running nothing.

`make test-system` installs what this needs: Chromium, Node, and the packages of package.json here.
"""

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment
from view_examples import HOSTILE, departed, hostile, stopped, undecided

from cssrules.views import html as page
from cssrules.views.html import html, template

HERE = Path(__file__).parent
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")

pytestmark = [
    pytest.mark.system,
    pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed"),
    pytest.mark.skipif(shutil.which("node") is None, reason="Node is not installed"),
    pytest.mark.skipif(
        not (HERE / "node_modules").is_dir(), reason="the packages of package.json are missing"
    ),
]

PAYLOADS = (
    *(text for text in HOSTILE if 0 < len(text) < 1000 and text.isprintable()),
    "<script>globalThis.ran = true</script>",
    "<img src=x onerror='globalThis.ran = true'>",
    "<svg><script>globalThis.ran = true</script></svg>",
    "<iframe srcdoc='<script>parent.ran = true</script>'></iframe>",
    "<img src='https://evil.example/a.png'>",
    "<link rel=stylesheet href='https://evil.example/a.css'>",
    "<style>@import 'https://evil.example/a.css'; body { background: url(https://evil.example/b) }</style>",
    "<object data='https://evil.example/a'></object>",
    "<video src='https://evil.example/a' autoplay></video>",
    "<base href='https://evil.example/'>",
)


def looked(files: list[Path], *, axe: bool) -> dict[str, Any]:
    done = subprocess.run(
        ["node", "look.mjs", str(CHROMIUM), *map(str, files)],
        cwd=HERE,
        env={**os.environ, "AXE": "yes" if axe else "no"},
        capture_output=True,
        text=True,
        timeout=540,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def test_every_kind_of_page_is_accessible_in_light_dark_and_narrow(tmp_path: Path) -> None:
    made = {"stopped": stopped(), "undecided": undecided(), "departed": departed()}
    files = []
    for name, decision in made.items():
        file = tmp_path / f"{name}.html"
        file.write_text(html(decision), encoding="utf-8")
        files.append(file)
    seen = looked(files, axe=True)
    assert len(seen) == len(files)
    assert {name: found["violations"] for name, found in seen.items() if found["violations"]} == {}
    assert all(found["requests"] == [] for found in seen.values())


def test_axe_sees_what_is_not_accessible(tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text("<html><body><img src='data:,'><p style='color:#ccc'>pale</p></body></html>")
    (found,) = looked([bad], axe=True).values()
    assert len(found["violations"]) >= 3


def pages_of(folder: Path) -> list[Path]:
    """A page for each payload."""
    template.cache_clear()
    files = [folder / f"{number}.html" for number in range(len(PAYLOADS))]
    for file, text in zip(files, PAYLOADS, strict=True):
        file.write_text(html(hostile(text)), encoding="utf-8")
    template.cache_clear()
    return files


def assert_harmless(files: list[Path]) -> None:
    for name, found in looked(files, axe=False).items():
        text = PAYLOADS[int(Path(name).stem)]
        assert found == {"requests": [], "dialogs": [], "ran": False, "violations": []}, text


def test_no_text_runs_or_fetches(tmp_path: Path) -> None:
    files = pages_of(tmp_path)
    assert PAYLOADS[-1] not in files[-1].read_text(encoding="utf-8")
    assert_harmless(files)


def test_no_text_runs_or_fetches_even_if_escaping_failed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unescaped(**given: Any) -> Environment:
        return Environment(**{**given, "autoescape": False})  # noqa: S701 # because it is the failure

    monkeypatch.setattr(page, "Environment", unescaped)
    files = pages_of(tmp_path)
    assert PAYLOADS[-1] in files[-1].read_text(encoding="utf-8")
    assert_harmless(files)


def test_the_watch_sees_a_script_that_runs_and_what_it_fetches(tmp_path: Path) -> None:
    bad = tmp_path / "bad.html"
    bad.write_text(
        "<script>globalThis.ran = true; alert(1)</script><img src='https://evil.example/a.png'>"
    )
    (found,) = looked([bad], axe=False).values()
    assert found["ran"]
    assert found["dialogs"] == ["1"]
    assert found["requests"] == ["https://evil.example/a.png"]
