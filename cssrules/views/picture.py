"""DOT drawn as SVG, by whatever Graphviz is at hand.

In: a decision, a sketch or DOT text. Out: SVG with a title and a description,
shapes and text only: no script, no link, nothing to fetch. The same renderer gives the same bytes.
A renderer runs as a process of its own, for ten seconds at most. Where none draws, NoRenderer is
raised, and the caller has the text and the DOT.
"""

import shutil
import subprocess
import sysconfig
from collections.abc import Iterator
from pathlib import Path
from xml.etree.ElementTree import Element, ParseError, fromstring, register_namespace, tostring

from cssrules.dataclass import dataclass
from cssrules.decision import Decision
from cssrules.views.dot import FONT, drawn_as_dot
from cssrules.views.sketch import Sketch, sketch

READABLE = 7.0
"""The smallest text, in points, that a person reads on paper."""

HINT = "no picture: install `graphviz-pure` (pip) or Graphviz, or take `--format dot`"

_SECONDS = 10
_SVG = "{http://www.w3.org/2000/svg}"
_DRAWN = frozenset({"svg", "g", "title", "desc", "polygon", "polyline", "path", "ellipse", "text"})
_KEPT = frozenset(
    {
        "width", "height", "viewBox", "class", "transform", "fill", "stroke", "stroke-width",
        "stroke-dasharray", "points", "d", "cx", "cy", "rx", "ry", "x", "y", "text-anchor",
        "font-family", "font-size", "font-weight",
    }
)  # fmt: skip
_FONTS = f"{FONT},Helvetica,Liberation Sans,sans-serif"
_A4 = (595.0, 842.0)
_EDGE = 28.0
_FACTS = (24, 18, 14, 11, 8, 6, 4, 0)


class NoRenderer(Exception):
    """No Graphviz draws here; the text says what to do."""


@dataclass(frozen=True, slots=True)
class Renderer:
    """A program that draws DOT."""

    name: str
    program: str


def renderers() -> Iterator[Renderer]:
    """The programs at hand, best first: a Graphviz of the machine, then the one that pip brought."""
    installed = shutil.which("dot")
    if installed is not None:
        yield Renderer("Graphviz", installed)
    beside = Path(sysconfig.get_path("scripts")) / "graphviz-pure"
    bundled = shutil.which(str(beside)) or shutil.which("graphviz-pure")
    if bundled is not None:
        yield Renderer("graphviz-pure", bundled)


def svg(decision: Decision, *, whole: bool = False) -> str:
    """The picture of a decision: the deciding part in as much detail as an A4 sheet carries."""
    if whole:
        return drawn_as_svg(sketch(decision, whole=True))
    drawn = ""
    for facts in _FACTS:
        drawn = drawn_as_svg(sketch(decision, facts=facts))
        if fits_a4(drawn) >= READABLE:
            break
    return drawn


def drawn_as_svg(drawn: Sketch) -> str:
    """The sketch as SVG. Raises NoRenderer."""
    return _clean(_draw(drawn_as_dot(drawn)), drawn)


def fits_a4(picture: str) -> float:
    """The size in points of the smallest text once the picture is scaled down to one A4 sheet.

    Upright or lying, whichever is larger, with a margin of 1 cm; nothing is scaled up.
    """
    root = fromstring(picture)  # noqa: S314 # because it is our own picture
    width, height = map(float, root.attrib["viewBox"].split()[2:])
    short, long = (side - 2 * _EDGE for side in _A4)
    scale = max(min(short / width, long / height), min(long / width, short / height))
    sizes = [float(text.attrib["font-size"]) for text in root.iter(f"{_SVG}text")]
    return min(sizes, default=READABLE) * min(scale, 1.0)


def _draw(text: str) -> Element:
    """What the first renderer that draws makes of DOT."""
    failed = []
    for renderer in renderers():
        try:
            done = subprocess.run(  # noqa: S603 # because the program is Graphviz, and reads DOT alone
                [renderer.program, "-Tsvg"],
                input=text.encode(),
                capture_output=True,
                timeout=_SECONDS,
                check=True,
            )
            return fromstring(done.stdout)  # noqa: S314 # because it is a picture of our own DOT
        except subprocess.TimeoutExpired:
            failed.append(f"{renderer.name} took longer than {_SECONDS} seconds")
        except (OSError, subprocess.CalledProcessError, ParseError):
            failed.append(f"{renderer.name} could not draw it")
    raise NoRenderer("; ".join([*failed, HINT]))


def _clean(root: Element, drawn: Sketch) -> str:
    """The drawing with what a reader needs, and without all but shapes and text."""
    register_namespace("", _SVG.strip("{}"))
    _strip(root)
    root.attrib.update({"role": "img", "aria-labelledby": "picture-title picture-text"})
    title = Element(f"{_SVG}title", {"id": "picture-title"})
    title.text = drawn.title
    description = Element(f"{_SVG}desc", {"id": "picture-text"})
    description.text = drawn.description
    root[:0] = [title, description]
    written: str = tostring(root, encoding="unicode")
    return written + "\n"


def _strip(element: Element) -> None:
    for name in [name for name in element.attrib if name not in _KEPT]:
        del element.attrib[name]
    if element.get("font-family") is not None:
        element.set("font-family", _FONTS)
    for inner in list(element):
        tag = inner.tag.removeprefix(_SVG)
        if tag not in _DRAWN or tag == "title":
            element.remove(inner)
        else:
            _strip(inner)
