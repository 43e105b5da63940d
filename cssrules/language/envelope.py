"""Whether a rule file has the form of one: its keys, and a text, list or mapping where each is asked.

In: the tree of a rule file. Out: its faults, one a mistake, each at the key or value that was
written; and the JSON Schema by which an editor helps an author. What the texts say is not asked.
"""

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any, TypeAlias

from cssrules.language.load import Entries, Items, Scalar, Tree
from cssrules.language.memory import SHAPES
from cssrules.problem import Kind, Label, Problem, did_you_mean, nearest
from cssrules.source import Span
from cssrules.values import listed

if TYPE_CHECKING:
    from cssrules.language.forms import Form

Steps: TypeAlias = tuple[str | int, ...]


def check_envelope(tree: Entries) -> list[Problem]:
    """The faults of the form of a rule file."""
    problems = list(_apart_from_policy(tree))
    shapes = dict.fromkeys(_shapes(tree))
    if shapes.keys() <= SHAPES.keys():
        return problems
    from pydantic import ValidationError  # noqa: PLC0415 # because what is known needs no forms

    from cssrules.language.forms import RuleFile  # noqa: PLC0415 # because it imports pydantic

    try:
        RuleFile.model_validate(_plain(tree))
        SHAPES.update(shapes)
    except ValidationError as error:
        faults = [(fault["type"], _path(fault["loc"])) for fault in error.errors()]
        misspelt = {_meant(tree, path) for kind, path in faults if kind == "extra_forbidden"}
        missing: dict[Steps, list[str]] = {}
        for kind, path in faults:
            if kind != "missing":
                problems.append(_problem(tree, kind, path))
            elif path not in misspelt:
                missing.setdefault(path[:-1], []).append(str(path[-1]))
        problems.extend(_missing(tree, path, keys) for path, keys in missing.items())
    return problems


def policy_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of a rule file."""
    from pydantic.json_schema import GenerateJsonSchema  # noqa: PLC0415 # because it is heavy

    from cssrules.language.forms import RuleFile  # noqa: PLC0415 # because it imports pydantic

    class Plain(GenerateJsonSchema):
        """A key that may be absent has no null, no default and no title of the schema's making."""

        def nullable_schema(self, schema: Any) -> dict[str, Any]:
            return self.generate_inner(schema["schema"])

        def default_schema(self, schema: Any) -> dict[str, Any]:
            return self.generate_inner(schema["schema"])

        def field_title_should_be_set(self, _schema: Any) -> bool:
            return False

    return {"$schema": Plain.schema_dialect, **RuleFile.model_json_schema(schema_generator=Plain)}


_NAMED = ("sources", "types", "records", "evidence", "settings", "entities")
"""Sections whose keys are names that the author chooses."""


def _shapes(tree: Entries) -> Iterator[str]:
    """What the forms ask of a file, part by part: whether a part is in order hangs on its shape alone."""
    for key, value in tree.entries:
        match value:
            case Items(items=items):
                yield f"{key.text!r} is a list"
                yield from (f"{key.text!r} holds {_shape(item)}" for item in items)
            case Entries(entries=entries) if key.text in _NAMED:
                yield f"{key.text!r} has names"
                yield from (f"{key.text!r} names {_shape(part)}" for _, part in entries)
            case _:
                yield f"{key.text!r} is {_shape(value)}"


def _shape(tree: Tree) -> str:
    """Where lists, keys and texts stand, and which texts are empty, whatever the others say."""
    match tree:
        case Scalar(text=text):
            return "t" if text else "-"
        case Items(items=items):
            return f"[{','.join(sorted({_shape(item) for item in items}))}]"
        case Entries(entries=entries):
            return f"{{{','.join(sorted(f'{key.text!r}:{_shape(v)}' for key, v in entries))}}}"


def _plain(tree: Tree) -> Any:
    match tree:
        case Scalar(text=text):
            return text
        case Items(items=items):
            return [_plain(item) for item in items]
        case Entries(entries=entries):
            return {key.text: _plain(value) for key, value in entries}


def _path(loc: Sequence[str | int]) -> Steps:
    """The keys and positions that lead to a fault, without the marks of the way a thing is written."""
    from cssrules.language.forms import MAPPING, TEXT  # noqa: PLC0415 # because it imports pydantic

    return tuple(step for step in loc if step not in {MAPPING, TEXT})


def _at(tree: Tree, path: Steps) -> Tree:
    """What stands at the end of `path`."""
    for step in path:
        if isinstance(tree, Items) and isinstance(step, int):
            tree = tree.items[step]
        elif isinstance(tree, Entries) and isinstance(step, str):
            found = tree.get(step)
            assert found is not None, "a fault's path is that of something written"
            tree = found
    return tree


def _mapping(tree: Tree, path: Steps) -> Entries:
    found = _at(tree, path)
    assert isinstance(found, Entries), "keys stand in a mapping"
    return found


def _first_key(mapping: Entries) -> Span:
    return mapping.entries[0][0].span if mapping.entries else mapping.span


def _form(tree: Entries, path: Steps) -> tuple[str, "type[Form]"]:
    """What the mapping at `path` is, in words, and its form."""
    from cssrules.language import forms  # noqa: PLC0415 # because it imports pydantic

    match path:
        case ():
            return "a rule file", forms.RuleFile
        case ("sources", name):
            return f"source `{name}`", forms.Paper
        case ("types", name):
            return f"type `{name}`", forms.NamedType
        case ("evidence", name):
            return f"evidence `{name}`", forms.Evidence
        case ("settings", name):
            return f"setting `{name}`", forms.Setting
        case ("entities", name):
            return f"entity `{name}`", forms.Entity
        case ("portfolio", _):
            return _called(tree, path, "portfolio rule"), forms.PortfolioRule
        case ("rules", _):
            return _called(tree, path, "rule"), forms.Rule
        case ("decisions", _):
            return _called(tree, path, "decision"), forms.Question
        case ("properties", _):
            return _called(tree, path, "property"), forms.Property
        case ("assume", _):
            return "an assumption", forms.Assumption
        case ("holidays", _):
            return "a holiday", forms.Holiday
        case ("statements", _):
            return _called(tree, path, "statement"), forms.Statement
        case ("conflicts", _):
            return _called(tree, path, "conflict"), forms.Conflict
        case ("portfolio", _, "properties", _):
            return _called(tree, path, "property"), forms.Property
        case ("accepted findings", _):
            return "an accepted finding", forms.AcceptedFinding
        case ("portfolio", _, "prefer", _):
            return "a preference", forms.Preference
        case ("portfolio", _, "at most", _):
            return "a limit", forms.Limit
        case (*_, "effective"):
            return "`effective`", forms.Effective
        case (*_, "reason"):
            return "`reason`", forms.Reason
        case _:
            return "a condition", forms.Condition


def _called(tree: Entries, path: Steps, word: str) -> str:
    id = _mapping(tree, path).get("id")
    return f"{word} `{id.text}`" if isinstance(id, Scalar) and id.text else f"a {word}"


def _keys(form: "type[Form]") -> list[str]:
    from cssrules.language.forms import key_of  # noqa: PLC0415 # because it imports pydantic

    return [key_of(field) for field in form.model_fields]


def _meant(tree: Entries, path: Steps) -> Steps:
    """The path of the key that an author of an unknown key most likely meant."""
    *parent, key = path
    _, form = _form(tree, tuple(parent))
    return (*parent, nearest(str(key), _keys(form)) or "")


# -- faults, in words ------------------------------------------------------------------------------


def _apart_from_policy(tree: Entries) -> Iterator[Problem]:
    if tree.key("policy") is None:
        for name in ("version", "effective"):
            if key := tree.key(name):
                message = f"`{name}` stands in a file without `policy:`"
                help = "move it to the file that names the policy"
                yield Problem(Kind.MISSING_KEY, message, key.span, help)


def _problem(tree: Entries, kind: str, path: Steps) -> Problem:
    match kind:
        case "extra_forbidden":
            return _unknown_key(tree, path)
        case "exactly_one":
            return _not_exactly_one(tree, path)
        case "string_type" | "string_too_short":
            return _wrong_form(tree, path, "text is", "write `key: text`")
        case "list_type":
            return _wrong_form(tree, path, "a list is", "begin each part of it with `- `")
        case "dict_type" | "model_type":
            return _wrong_form(tree, path, "keys are", "write `key: value`, a line each")
        case "union_tag_not_found":
            return _wrong_form(
                tree, path, "text or keys are", "write text, or `key: value` a line each"
            )
        case _:
            raise AssertionError(f"the forms have no fault {kind}")


def _missing(tree: Entries, path: Steps, keys: list[str]) -> Problem:
    noun, _ = _form(tree, path)
    needed = listed((f"`{key}:`" for key in keys), "and")
    help = f"add `{keys[0]}: …`" if len(keys) == 1 else "add them"
    return Problem(
        Kind.MISSING_KEY, f"{noun} needs {needed}", _first_key(_mapping(tree, path)), help
    )


def _unknown_key(tree: Entries, path: Steps) -> Problem:
    *parent, name = path
    noun, form = _form(tree, tuple(parent))
    mapping, keys = _mapping(tree, tuple(parent)), _keys(form)
    key, value = mapping.key(str(name)), mapping.get(str(name))
    assert key is not None
    if isinstance(value, Scalar) and not value.text and mapping.span.text.startswith("{"):
        message = "this reads as a mapping, and text is meant"
        return Problem(Kind.WRONG_FORM, message, mapping.span, _IN_QUOTES)
    help = did_you_mean(key.text, keys) or f"its keys are {listed(keys, 'and')}"
    return Problem(Kind.UNKNOWN_KEY, f"{noun} has no key `{key.text}`", key.span, help)


_CONDITIONS = ("when", "where", "such that")
_IN_QUOTES = "put a text that begins with `{` or `[` in quotes"


def _not_exactly_one(tree: Entries, path: Steps) -> Problem:
    mapping = _mapping(tree, path)
    noun, form = _form(tree, path)
    choices = [
        key
        for key in _keys(form)
        if key.replace(" ", "_") in form.one_of or f"{key}_" in form.one_of
    ]
    found = [key for key, _ in mapping.entries if key.text in choices]
    if not found:
        message = f"{noun} needs {listed(f'`{key}:`' for key in choices)}"
        return Problem(Kind.MISSING_KEY, message, _first_key(mapping), "write exactly one of them")
    first, second = found[:2]
    return Problem(
        Kind.WRONG_FORM,
        f"`{first.text}` and `{second.text}` stand in one mapping",
        second.span,
        f"keep one of them: {noun} has exactly one of {listed(choices, 'and')}",
        others=(Label(first.span, "beside this"),),
    )


def _wrong_form(tree: Entries, path: Steps, asked: str, help: str) -> Problem:
    value = _at(tree, path)
    name = path[-1]
    subject = f"`{name}`" if isinstance(name, str) else f"an item of `{_last_key(path)}`"
    where = value.span
    if isinstance(name, str):
        key = _mapping(tree, path[:-1]).key(name)
        assert key is not None
        where = key.span
    match value:
        case Scalar(text=""):
            hint = "a text that begins with `#` goes in quotes" if _comment(value.span) else help
            return Problem(
                Kind.WRONG_FORM, f"{subject} holds nothing, and {asked} asked", where, hint
            )
        case Scalar():
            found = "text"
        case Items():
            found = "a list"
            if name in _CONDITIONS:
                help = f"write `{name} all of:` or `{name} any of:`"
        case _:
            found = "a mapping"
    if asked.startswith("text") and value.span.text.startswith(("{", "[")):
        help = _IN_QUOTES
    return Problem(Kind.WRONG_FORM, f"{subject} holds {found}, and {asked} asked", where, help)


def _last_key(path: Steps) -> str:
    return next(step for step in reversed(path) if isinstance(step, str))


def _comment(span: Span) -> bool:
    """Whether a comment follows on the line."""
    place = span.source.place(span.end)
    return span.source.line(place.line)[place.column - 1 :].lstrip().startswith("#")
