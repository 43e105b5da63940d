"""A sketch as a Mermaid flowchart, for pages that draw Mermaid themselves.

In: a decision, or any sketch. Out: Mermaid text. Every label is quoted, and all but letters, digits
and plain punctuation stands as a character number, so that no text is read as Mermaid or markup.
"""

import re

from cssrules.decision import Decision, NodeKind, Role
from cssrules.views.sketch import Box, Sketch, sketch
from cssrules.views.words import plain

_UNSAFE = re.compile(r"[\x21-\x7e]")
_SAFE = frozenset(".,:()'-+")
_LABEL_AT_MOST = 2_000

_SHAPES = {
    NodeKind.EVIDENCE: ("[/", "/]"),
    NodeKind.SETTING: ("[(", ")]"),
    NodeKind.CONDITION: ("[", "]"),
    NodeKind.AGGREGATE: ("[[", "]]"),
    NodeKind.ROW: (">", "]"),
    NodeKind.PRESUMPTION: ("{{", "}}"),
    NodeKind.CONCLUSION: ("(", ")"),
    NodeKind.DECIDED: ("[\\", "\\]"),
    NodeKind.OUTCOME: ("([", "])"),
}
_LINKS = {
    Role.SUPPORTS: "-->",
    Role.DEFEATS: "-. speaks against .->",
    Role.ASSUMES: "-. is assumed .->",
    Role.LEAVES_OPEN: "-. leaves open .->",
}
_CLASSES = (
    "classDef true fill:#ffffff,stroke:#0b0c0c,color:#0b0c0c",
    "classDef false fill:#ffffff,stroke:#0b0c0c,color:#0b0c0c",
    "classDef unknown fill:#ffffff,stroke:#0b0c0c,color:#0b0c0c,stroke-dasharray:2 3",
)


def mermaid(decision: Decision, *, whole: bool = False) -> str:
    """The reasons of the main answer as a flowchart; with `whole` all that was looked at."""
    return drawn_as_mermaid(sketch(decision, whole=whole))


def drawn_as_mermaid(drawn: Sketch) -> str:
    """The sketch as a flowchart."""
    names = {box.id: f"n{number}" for number, box in enumerate(drawn.boxes, start=1)}
    said = _escaped(" ".join((drawn.title, *drawn.notes)))
    lines = [
        "flowchart RL",
        f"  accTitle: {_escaped(drawn.title)}",
        f"  accDescr: {_escaped(drawn.description)}",
        f'  title["{said}"]',
        *(_node(names[box.id], box) for box in drawn.boxes),
        *(f"  {names[a.start]} {_LINKS[a.role]} {names[a.end]}" for a in drawn.arrows),
        *(f"  {line}" for line in _CLASSES),
    ]
    return "\n".join(lines) + "\n"


def _node(name: str, box: Box) -> str:
    before, after = _SHAPES[box.kind]
    label = "<br/>".join(_escaped(line) for line in box.lines)
    return f'  {name}{before}"{label}"{after}:::{box.truth}'


def _escaped(text: str) -> str:
    """Plain text in which nothing means anything to Mermaid."""

    def number(found: re.Match[str]) -> str:
        character = found[0]
        kept = character.isalnum() or character in _SAFE
        return character if kept else f"#{ord(character)};"

    return _UNSAFE.sub(number, plain(text)[:_LABEL_AT_MOST])
