"""What a feature file says, and what of it would pass without testing anything.

In: a `*.feature` file. Out: its scenarios in order, one for each row of an outline, with the faults
of each, and the faults of the file itself. A scenario without faults decides something and says
afterwards what must hold, and no line that was meant as a step or as a scenario is lost in a
description.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any, TypeAlias, cast

from gherkin.dialect import Dialect
from gherkin.errors import CompositeParserException
from gherkin.parser import Parser

from cssrules.acceptance.report import ScenarioFault
from cssrules.acceptance.steps import FORMS, WHOLE_CASE
from cssrules.acceptance.vocabulary import Keyword, read_step
from cssrules.problem import did_you_mean

Tree: TypeAlias = Mapping[str, Any]

KEPT_TAGS = {"parametrize", "usefixtures", "skipif", "filterwarnings"}
"""Tags that pytest would act on, and that need more than a tag can say."""

_STEP_WORDS = ("given", "when", "then", "and", "but")
_SECTION_WORDS = ("background", "scenario", "scenarioOutline", "examples", "rule")
_KEYWORDS: Mapping[str, Keyword] = {"Context": "given", "Action": "when", "Outcome": "then"}
_NEAR = 0.7
_ORDINARY = {"an", "the", "they", "them", "there", "than", "give", "gives", "giving"}
"""Words as near to a step's keyword as a misspelt one, with which a description may well begin."""

_GOT = re.compile(r"expected: .*, got '(?P<line>.*)'$")
_PLACE = re.compile(r"<(.+?)>")


@dataclass(frozen=True)
class StepText:
    """A step as it is played, with the values of the row in its places; the table or the text below it."""

    keyword: Keyword
    words: str
    table: tuple[tuple[str, ...], ...]
    text: str | None


@dataclass(frozen=True)
class Told:
    """One scenario to play. `row` holds the values of an outline's row, and `name` shows them; `steps` are
    those of its backgrounds and its own.
    """

    scenario: str
    name: str
    line: int
    row: Mapping[str, str]
    tags: frozenset[str]
    faults: tuple[ScenarioFault, ...]
    steps: tuple[StepText, ...]


@dataclass(frozen=True)
class FeatureText:
    """The scenarios of a file, and what is wrong with the file."""

    scenarios: tuple[Told, ...]
    faults: tuple[ScenarioFault, ...]


def read_feature(path: Path) -> FeatureText:
    """What the feature file says. Nothing is raised: what cannot be read is a fault."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        return FeatureText((), (ScenarioFault("the file cannot be read as UTF-8 text", 1),))
    try:
        tree = Parser().parse(text).get("feature")
    except CompositeParserException as found:
        return FeatureText((), tuple(_unreadable(found.errors)))
    if tree is None:
        return FeatureText((), (ScenarioFault("the file holds no feature", 1),))
    return _Reading(tree, text.splitlines()).feature()


def _unreadable(errors: Iterable[Any]) -> Iterator[ScenarioFault]:
    """The parser's errors; where it met a line that is no step, the keyword that may be meant."""
    for error in errors:
        line, got = error.location["line"], _GOT.search(str(error))
        if got is None:
            yield ScenarioFault(re.sub(r"^\(\d+:\d+\): ", "", str(error)), line)
        else:
            first = got["line"].split(" ")[0].rstrip(":")
            words = ("Given", "When", "Then", "And", "But", "Scenario", "Examples", "Feature")
            hint = did_you_mean(first.title(), words) or "a step begins with Given, When or Then"
            yield ScenarioFault(f"`{got['line']}` cannot stand here", line, hint=hint)


@dataclass(frozen=True)
class _Reading:
    """A file that is Gherkin, as parsed and as written."""

    tree: Tree
    lines: Sequence[str]

    def feature(self) -> FeatureText:
        found = list(_walk(self.tree["children"], (), self.tree["tags"]))
        names = [tree["name"] for tree, _, _ in found]
        scenarios = [
            told
            for tree, before, tags in found
            for told in self.scenario(tree, before, tags, twice=names.count(tree["name"]) > 1)
        ]
        faults = [fault for tree in _headings(self.tree) for fault in self.lost(tree)]
        if not scenarios and not faults:
            faults = [ScenarioFault("the feature holds no scenario", _line(self.tree))]
        return FeatureText(tuple(scenarios), tuple(faults))

    def scenario(
        self, tree: Tree, before: Sequence[Tree], tags: Sequence[Tree], *, twice: bool
    ) -> Iterator[Told]:
        """The scenario, once for each row of its examples; `before` are its backgrounds' steps."""
        line, name = _line(tree), tree["name"]
        steps = [*before, *tree["steps"]]
        marks = frozenset(tag["name"].lstrip("@") for tag in tags)
        rows = [row for table in tree["examples"] for row in _rows(table)]
        outline = tree["keyword"] in self.words("scenarioOutline") or bool(tree["examples"])
        faults = [*self.lost(tree), *(f for table in tree["examples"] for f in self.lost(table))]
        faults += [*_vacuous(steps, line), *_replaced(before), *_replaced(tree["steps"])]
        if twice:
            hint = "only one of them would be run: give each its own name"
            faults.append(ScenarioFault(f"two scenarios are called `{name}`", line, hint=hint))
        if outline and not rows:
            faults.append(ScenarioFault("the outline has no rows, so nothing would be run", line))
        faults += [
            ScenarioFault(f"the tag @{tag} is kept for pytest", line) for tag in marks & KEPT_TAGS
        ]
        if not rows:
            told = tuple(_filled(steps, {}))
            yield Told(name, name or f"line {line}", line, {}, marks, tuple(faults), told)
        for row_line, row in rows:
            shown = _in_places(name, row)
            values = ", ".join(f"{column}={value}" for column, value in row.items())
            missing = [*faults, *_missing_columns(steps, row)]
            told = tuple(_filled(steps, row))
            yield Told(name, f"{shown} [{values}]", row_line, row, marks, tuple(missing), told)

    def words(self, *keys: str) -> list[str]:
        """The keywords of the file's language."""
        dialect = Dialect.for_name(self.tree["language"])
        assert dialect is not None, "the parser knows the language"
        spec = cast("Mapping[str, Sequence[str]]", dialect.spec)
        return sorted({word.strip() for key in keys for word in spec[key]} - {"*"})

    def lost(self, tree: Tree) -> Iterator[ScenarioFault]:
        """Lines of a description that were meant as a step or as the head of a scenario."""
        number = _line(tree)
        for text in filter(None, map(str.strip, (tree.get("description") or "").splitlines())):
            number = next(
                (
                    i
                    for i, line in enumerate(self.lines[number:], number + 1)
                    if line.strip() == text
                ),
                number,
            )
            meant = self.meant(text, prose="children" in tree)
            if meant:
                hint = f"{meant}; a line of description begins with another word"
                yield ScenarioFault(f"`{text}` is read as description", number, hint=hint)

    def meant(self, text: str, *, prose: bool) -> str | None:
        """What a line of description seems to be meant as; `prose` is that of a feature or rule,
        where a sentence may well begin with a keyword.
        """
        head, colon, _ = text.partition(":")
        section = get_close_matches(head.title(), self.words(*_SECTION_WORDS), 1, _NEAR)
        if colon and section:
            return f"did you mean `{section[0]}:`?"
        first, _, rest = text.partition(" ")
        word, step_words = first.rstrip(":").title(), self.words(*_STEP_WORDS)
        if word in step_words and (not prose or self.is_step(word, rest.strip())):
            return f"write `{word} {rest.strip()}` below the head of a scenario"
        near = get_close_matches(word, step_words, 1, _NEAR)
        if near and near[0] != word and word.lower() not in _ORDINARY:
            return f"did you mean `{near[0]} {rest.strip()}`?"
        for form in FORMS:
            if not prose and form.opening.count(" ") > 1 and form.pattern.fullmatch(text):
                return f"did you mean `{form.keyword.title()} {text}`?"
        return None

    def is_step(self, word: str, rest: str) -> bool:
        """Whether the line reads as a step of the keyword with which it begins."""
        keywords: Sequence[Keyword] = ("given", "when", "then")
        return any(word in self.words(key) and read_step(key, rest) for key in keywords)


def _walk(
    children: Iterable[Tree], before: Sequence[Tree], tags: Sequence[Tree]
) -> Iterator[tuple[Tree, Sequence[Tree], Sequence[Tree]]]:
    """Each scenario with its backgrounds' steps and all its tags."""
    for child in children:
        match child:
            case {"background": background}:
                before = (*before, *background["steps"])
            case {"rule": rule}:
                yield from _walk(rule["children"], before, (*tags, *rule["tags"]))
            case {"scenario": scenario}:
                of_tables = [tag for table in scenario["examples"] for tag in table["tags"]]
                yield scenario, before, (*tags, *scenario["tags"], *of_tables)
            case _:
                pass


def _filled(steps: Iterable[Tree], row: Mapping[str, str]) -> Iterator[StepText]:
    """The steps with the values of a row in their places."""
    keyword: Keyword = "given"
    for step in steps:
        keyword = _KEYWORDS.get(step["keywordType"], keyword)
        lines = step.get("dataTable", {}).get("rows", ())
        table = [[_in_places(cell["value"], row) for cell in line["cells"]] for line in lines]
        below = step.get("docString", {}).get("content")
        yield StepText(
            keyword,
            _in_places(step["text"].strip(), row),
            tuple(map(tuple, table)),
            None if below is None else _in_places(below, row),
        )


def _in_places(text: str, row: Mapping[str, str]) -> str:
    """The text with the values of a row in those of its places for which it has one."""
    return _PLACE.sub(lambda place: row.get(place[1], place[0]), text)


def _headings(tree: Tree) -> Iterator[Tree]:
    """The feature, its rules and its backgrounds."""
    yield tree
    for child in tree["children"]:
        if "rule" in child:
            yield from _headings(child["rule"])
        elif "background" in child:
            yield child["background"]


def _vacuous(steps: Sequence[Tree], line: int) -> Iterator[ScenarioFault]:
    """The first reason why the steps, in their order, would test nothing or something else."""
    decided: Tree | None = None
    keyword, asserted, stale = "given", False, False
    for step in steps:
        keyword = _KEYWORDS.get(step["keywordType"], keyword)
        match keyword:
            case "given":
                stale = decided is not None
            case "when":
                decided, asserted, stale = step, False, False
            case _ if decided is None:
                hint = "write `When the case is decided` before the first Then"
                yield ScenarioFault("a Then before the case is decided", _line(step), hint=hint)
                return
            case _ if stale:
                hint = "write `When the case is decided` again after the last Given"
                yield ScenarioFault("a Then after the case has changed", _line(step), hint=hint)
                return
            case _:
                asserted = True
    if not asserted:
        hint = "say what must hold: `Then the outcome is …`"
        where = line if decided is None else _line(decided)
        yield ScenarioFault("the scenario tests nothing: no Then follows", where, hint=hint)


def _replaced(steps: Sequence[Tree]) -> Iterator[ScenarioFault]:
    """A whole case that is given after single facts of it, which would be lost. After a background,
    or after another decision, a scenario may well mean to begin with another case.
    """
    keyword, singly = "given", False
    for step in steps:
        keyword = _KEYWORDS.get(step["keywordType"], keyword)
        found = read_step("given", step["text"]) if keyword == "given" else None
        whole = found is not None and found[0].wording in WHOLE_CASE
        if whole and singly:
            hint = "put the whole case first, and what differs from it below"
            message = "a whole case would replace what was given before it"
            yield ScenarioFault(message, _line(step), hint=hint)
        singly = keyword == "given" and (singly or not whole)


def _rows(table: Tree) -> Iterator[tuple[int, Mapping[str, str]]]:
    """The rows of examples with their lines."""
    head = [cell["value"] for cell in table.get("tableHeader", {}).get("cells", ())]
    for row in table.get("tableBody", ()):
        yield _line(row), dict(zip(head, (cell["value"] for cell in row["cells"]), strict=True))


def _missing_columns(steps: Iterable[Tree], row: Mapping[str, str]) -> Iterator[ScenarioFault]:
    """Places in the steps of an outline for which the examples have no column."""
    for step in steps:
        rows = step.get("dataTable", {}).get("rows", ())
        cells = [cell["value"] for table_row in rows for cell in table_row["cells"]]
        texts = (step["text"], step.get("docString", {}).get("content", ""), *cells)
        for place in (place for text in texts for place in _PLACE.findall(text)):
            if place not in row:
                hint = did_you_mean(place, row) or ""
                message = f"the examples have no column `{place}`"
                yield ScenarioFault(message, _line(step), hint=hint)


def _line(tree: Tree) -> int:
    line = tree["location"]["line"]
    assert isinstance(line, int)
    return line
