"""Rule files from disk, and YAML as a tree with the place of every key and value.

In: a folder, or the text of one file. Out: sources, and a tree of mappings, lists and text. What
then holds: every scalar is text as written (`no`, `1:30` and `0777` included); there are no
anchors, aliases, tags, merge keys, duplicate keys and hidden characters; nesting ends at DEPTH.
Only here do rule files meet the disk, and only here is YAML known.
"""

import os
import re
import stat
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath
from typing import Any, TypeAlias

from cssrules.dataclass import dataclass
from cssrules.policy import digest
from cssrules.problem import Kind, Label, Problem, Problems
from cssrules.source import Source, Span

DEPTH = 20
BYTES_AT_MOST = 1 << 20
FAULTS_AT_MOST = 100
_SUFFIXES = {".yaml", ".yml"}
_OWN = "put the file itself into the policy's folder, or give it another name"


@dataclass(frozen=True, slots=True)
class Scalar:
    """A piece of text. `span` is as written, quotes and all; `content` holds the text itself: what
    stands between the quotes, or a block from its first character to its last.
    """

    text: str
    span: Span
    content: Span


@dataclass(frozen=True, slots=True)
class Items:
    """A list."""

    items: tuple["Tree", ...]
    span: Span


@dataclass(frozen=True, slots=True)
class Entries:
    """A mapping, in the author's order. No two keys are alike."""

    entries: tuple[tuple[Scalar, "Tree"], ...]
    span: Span

    def get(self, key: str) -> "Tree | None":
        for found, value in self.entries:
            if found.text == key:
                return value
        return None

    def key(self, key: str) -> Scalar | None:
        for found, _ in self.entries:
            if found.text == key:
                return found
        return None


Tree: TypeAlias = Scalar | Items | Entries


# -- files -----------------------------------------------------------------------------------------


def read_folder(folder: Path) -> tuple[Source, ...]:
    """Every rule file below `folder`, by relative path. The text is that of the bytes, unchanged."""
    if not folder.is_dir():
        fault = "is a file, and a policy is a folder" if folder.exists() else "does not exist"
        help = "name the folder that holds the rule files"
        raise Problems([Problem(Kind.UNREADABLE, f"`{folder}` {fault}", str(folder), help)])
    root = folder.resolve()
    found: list[Source] = []
    problems: list[Problem] = []
    for path in sorted(_rule_files(folder), key=lambda path: path.relative_to(folder).as_posix()):
        try:
            found.append(Source(str(path), _text(path, root)))
        except Problems as fault:
            problems.extend(fault.found)
    if not found and not problems:
        problems.append(
            Problem(
                Kind.UNREADABLE,
                f"`{folder}` holds no rule file",
                str(folder),
                "a rule file's name ends in `.yaml`; `cssrules init` writes a first policy",
            )
        )
    if problems:
        raise Problems(problems)
    return tuple(found)


def _rule_files(folder: Path) -> Iterator[Path]:
    for parent, folders, files in os.walk(folder):
        links = [name for name in folders if (Path(parent) / name).is_symlink()]
        if links:
            where = Path(parent) / links[0]
            raise Problems([Problem(Kind.UNREADABLE, f"`{where}` is a link to a folder", str(where),
                                    "put the folder itself into the policy")])  # fmt: skip
        yield from (Path(parent, name) for name in files if PurePath(name).suffix in _SUFFIXES)


def _text(path: Path, root: Path) -> str:
    """The text of one file, which must be a file of its own below `root`."""

    def fault(kind: Kind, message: str, help: str) -> Problems:
        return Problems([Problem(kind, message, str(path), help)])

    try:
        status = path.lstat()
        if stat.S_ISLNK(status.st_mode):
            if not path.resolve(strict=True).is_relative_to(root):
                raise fault(Kind.UNREADABLE, f"`{path}` is a link out of the policy's folder", _OWN)
            status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise fault(Kind.UNREADABLE, f"`{path}` is not a file", _OWN)
        with path.open("rb") as file:
            content = file.read(BYTES_AT_MOST + 1)
    except OSError as error:
        raise fault(Kind.UNREADABLE, f"`{path}` cannot be read: {error.strerror}", _OWN) from None
    if len(content) > BYTES_AT_MOST:
        raise fault(Kind.TOO_LARGE, f"`{path}` is larger than 1 MiB", "split the file by subject")
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        raise fault(
            Kind.UNREADABLE, f"`{path}` is not UTF-8 (line {line})", "save the file as UTF-8"
        ) from None


def pack_hash(sources: Iterable[Source]) -> str:
    """The hash of the files' names, relative to the folder that holds them all, and of their bytes."""
    texts = {Path(source.name): source.text for source in sources}
    root = os.path.commonpath([path.parent for path in texts]) if texts else ""
    named = sorted((os.path.relpath(path, root), text) for path, text in texts.items())
    return digest("".join(f"{name}\0{digest(text.encode())}\n" for name, text in named).encode())


# -- YAML ------------------------------------------------------------------------------------------

_HIDDEN = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\ud800-\udfff\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]|\r(?!\n)"
)
"""Control characters, and those that no reader sees: direction marks and spaces without width."""


def load(source: Source) -> Entries:
    """The tree of a rule file. Raises Problems; a file without content has no entries."""
    start = source.text.startswith("\ufeff")  # a byte-order mark is no part of the text
    if hidden := list(_HIDDEN.finditer(source.text, start)):
        first = hidden[:FAULTS_AT_MOST]
        raise Problems(_hidden(source, found.start(), found[0]) for found in first)
    return _Builder(source, int(start)).build()


def _hidden(source: Source, start: int, character: str) -> Problem:
    where = Span(source, start, start + 1)
    message = f"a hidden character, U+{ord(character):04X}, stands in the text"
    return Problem(Kind.BAD_CHARACTER, message, where, "delete it and type the text anew")


class _Builder:
    """One file's events, taken one by one: nothing recurses before depth and form are known."""

    def __init__(self, source: Source, shift: int) -> None:
        import yaml  # noqa: PLC0415 # because a compiled policy is read without YAML

        self.yaml = yaml
        self.source = source
        self.shift = shift
        self.problems: list[Problem] = []
        loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
        self.events: Iterator[Any] = yaml.parse(source.text[shift:], Loader=loader)

    def build(self) -> Entries:
        tree: Tree | None = None
        try:
            tree = self.document()
        except self.yaml.MarkedYAMLError as error:
            self.problems.append(_not_yaml(self.source, self.shift, error))
        if isinstance(tree, Scalar) and not tree.text:
            tree = None
        if tree is None:
            tree = Entries((), Span(self.source, self.shift, self.shift))
        if not isinstance(tree, Entries):
            self.fault(
                Kind.WRONG_FORM,
                "a rule file is made of keys and what they hold",
                tree.span,
                "start with a key such as `rules:` or `evidence:`",
            )
        if self.problems:
            raise Problems(self.problems)
        assert isinstance(tree, Entries)
        return tree

    def document(self) -> Tree | None:
        tree: Tree | None = None
        for event in self.events:
            if isinstance(event, self.yaml.DocumentStartEvent):
                if tree is not None:
                    self.fault(
                        Kind.NOT_YAML,
                        "a second document starts here",
                        self.span(event),
                        "a rule file is one document: remove the `---` line",
                    )
                    return tree
                tree = self.node(next(self.events), 0)
        return tree

    def node(self, event: Any, depth: int) -> Tree:
        if len(self.problems) > FAULTS_AT_MOST:
            raise Problems(self.problems)
        if depth > DEPTH:
            self.fault(
                Kind.TOO_DEEP,
                f"nesting goes deeper than {DEPTH}",
                self.span(event),
                "define parts of it in rules of their own",
            )
            raise Problems(self.problems)
        if isinstance(event, self.yaml.AliasEvent):
            return self.refused(event, "an alias `*…`", "write the value out again")
        if event.anchor is not None:
            self.refused(event, f"an anchor `&{event.anchor}`", "leave it out")
        if event.tag is not None:
            self.refused(event, "a tag `!…`", "leave it out, or put the text in quotes")
        if isinstance(event, self.yaml.ScalarEvent):
            return self.scalar(event)
        if isinstance(event, self.yaml.SequenceStartEvent):
            return self.items(event, depth)
        return self.entries(event, depth)

    def items(self, start: Any, depth: int) -> Items:
        found: list[Tree] = []
        while not isinstance(event := next(self.events), self.yaml.SequenceEndEvent):
            found.append(self.node(event, depth + 1))
        return Items(tuple(found), self.whole(start, event, found))

    def entries(self, start: Any, depth: int) -> Entries:
        found: dict[str, tuple[Scalar, Tree]] = {}
        repeated: set[str] = set()
        values: list[Tree] = []
        while not isinstance(event := next(self.events), self.yaml.MappingEndEvent):
            key = self.node(event, depth + 1)
            following = next(self.events)
            if isinstance(key, Scalar) and key.text == "<<" and not event.style:
                self.refused(event, "a merge key `<<`", "write the keys out again")
                self.past(following)
                continue
            value = self.node(following, depth + 1)
            values.append(value)
            if not isinstance(key, Scalar):
                self.fault(Kind.WRONG_FORM, "a key is one piece of text", key.span,
                           "put a text that begins with `{` or `[` in quotes")  # fmt: skip
            elif not key.text and not isinstance(event, self.yaml.AliasEvent):
                self.fault(
                    Kind.WRONG_FORM, "a key is missing before `:`", key.span, "write `key: value`"
                )
            elif key.text in found and "id" in repeated:
                # A second `id` begins a second rule, whose other keys are not at fault.
                continue
            elif key.text in found:
                repeated.add(key.text)
                first = Label(found[key.text][0].span, "first here")
                self.problems.append(
                    Problem(
                        Kind.DUPLICATE_KEY,
                        f"`{key.text}` stands twice",
                        key.span,
                        "begin a new rule with `- `" if key.text == "id" else "keep one of them",
                        "again here",
                        (first,),
                    )
                )
            else:
                found[key.text] = (key, value)
        return Entries(tuple(found.values()), self.whole(start, event, values))

    def past(self, event: Any) -> None:
        """Pass over the value that `event` begins, whatever it holds."""
        depth = 0
        while True:
            if isinstance(event, self.yaml.CollectionStartEvent):
                depth += 1
            elif isinstance(event, self.yaml.CollectionEndEvent):
                depth -= 1
            if depth == 0:
                return
            event = next(self.events)

    def scalar(self, event: Any) -> Scalar:
        span = self.span(event)
        text: str = event.value
        if found := _HIDDEN.search(text):
            self.problems.append(_hidden(self.source, span.start, found[0]))
        match event.style:
            case "'" | '"':
                return Scalar(text, span, Span(self.source, span.start + 1, span.end - 1))
            case "|" | ">":
                content = self.block(span)
                return Scalar(text, span.to(content), content)
            case _:
                return Scalar("" if text in {"~", "null"} else text, span, span)

    def block(self, span: Span) -> Span:
        """The stretch of a block's own text: without its head line, first indent and last breaks."""
        _, _, body = span.text.partition("\n")
        end = span.start + len(span.text.rstrip())
        return Span(self.source, min(span.end - len(body.lstrip()), end), end)

    def span(self, event: Any) -> Span:
        start, end = event.start_mark.index + self.shift, event.end_mark.index + self.shift
        return Span(self.source, start, end)

    def whole(self, start: Any, end: Any, parts: Sequence[Tree]) -> Span:
        """A flow collection up to its bracket, a block one up to the end of its last part."""
        return self.span(start).to(
            parts[-1].span if parts and not start.flow_style else self.span(end)
        )

    def refused(self, event: Any, what: str, help: str) -> Scalar:
        span = self.span(event)
        self.fault(Kind.ANCHOR, f"{what} is refused in rule files", span, help)
        return Scalar("", span, span)

    def fault(self, kind: Kind, message: str, where: Span, help: str) -> None:
        self.problems.append(Problem(kind, message, where, help))


# -- faults of YAML, in words ----------------------------------------------------------------------


def _not_yaml(source: Source, shift: int, error: Any) -> Problem:
    """What YAML could not read, where, and what an author does about it."""
    at = min((error.problem_mark or error.context_mark).index + shift, len(source.text))
    begun = min((error.context_mark or error.problem_mark).index + shift, len(source.text))
    at, message, help = _explained(source, at, begun, f"{error.context}; {error.problem}")
    return Problem(Kind.NOT_YAML, message, Span(source, at, min(at + 1, len(source.text))), help)


_BLOCK = "put the text after `|` on a line of its own, or in quotes"


def _explained(source: Source, at: int, begun: int, fault: str) -> tuple[int, str, str]:
    """The offset to point at, the message and the hint.

    YAML stopped `at`, reading a thing that had `begun`.
    """
    place = source.place(at)
    line = source.line(place.line)
    before, rest = line[: place.column - 1], line[place.column - 1 :]
    indent = len(line) - len(line.lstrip())
    start = at - len(before) + indent
    if "\t" in line[:indent] or rest.startswith("\t"):
        return at, "a tab stands where spaces are meant", "indent with spaces"
    if "mapping values are not allowed" in fault:
        if ":" in before:
            return at, "a second `: ` stands in one value", _BLOCK
        return start, "this key does not line up with the keys around it", "indent it as they are"
    if "block sequence entries are not allowed" in fault:
        return (
            at,
            "a list cannot begin on the line of its key",
            "put each `- ` on a line of its own",
        )
    if "quoted scalar" in fault:
        if "end of stream" in fault:
            return begun, "a quote is opened and not closed", "close it, or put the text after `|`"
        return at, "a backslash with a letter that means nothing", "put the text after `|`"
    if "block scalar" in fault:
        return at, "text stands beside `|` or `>`", "start the text or the table on the next line"
    if "simple key" in fault:
        return begun, "a key without its `:`", "write `key: value`, or indent text below its key"
    if "flow" in fault and source.place(begun).line == place.line and rest:
        return at, "a comma or a closing bracket is missing", "put it before this"
    if "flow" in fault:
        help = "close it; a text that begins with a bracket goes in quotes"
        return begun, f"a bracket `{source.text[begun : begun + 1]}` is opened and not closed", help
    if "cannot start any token" in fault or "node content" in fault:
        return at, f"a value cannot begin with {_sign(rest)}", _BLOCK
    if "anchor" in fault or "alias" in fault or "tag" in fault or "directive" in fault:
        return begun, f"a value cannot begin with {_sign(source.text[begun:])}", _BLOCK
    if before.rstrip().endswith(('"', "'", "}", "]")):
        return at, "text goes on after a closing quote or bracket", "put the whole text after `|`"
    if "block mapping" in fault or "block collection" in fault or "document start" in fault:
        return start, "this line does not line up with the lines above", "indent it as they are"
    return at, f"the file is not YAML: {fault}", _BLOCK


def _sign(text: str) -> str:
    return "a backtick" if text.startswith("`") else f"`{text[:1]}`"
