"""The smallest cases of a comparison as case files."""

from collections.abc import Iterator

from cssrules.audited import Witness
from cssrules.proof.audit.witness import case_text
from cssrules.revision import Example, Revision


def witness_files(revision: Revision) -> Iterator[tuple[str, str]]:
    """The name and the text of each; of one for each version where they know unlike evidence."""
    turns = (turn for one in (*revision.questions, *revision.rules) for turn in one.turns)
    examples = (*(turn.example for turn in turns), *(reason.example for reason in revision.reasons))
    for example in examples:
        if not (example.old_only or example.new_only):
            yield example.name, _text(example, example.name, ())
            continue
        yield f"{example.name}-old", _text(example, f"{example.name}-old", example.new_only)
        yield f"{example.name}-new", _text(example, f"{example.name}-new", example.old_only)


def _text(example: Example, name: str, without: tuple[str, ...]) -> str:
    facts = {fact: value for fact, value in example.facts.items() if fact not in without}
    return case_text(name, Witness(example.as_of, facts))
