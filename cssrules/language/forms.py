"""The form of a rule file, key by key: what `check_envelope` asks and the JSON Schema tells.

A key is a field's name with spaces for underscores. Every value is text as written; what a text must
say is the business of later passes, and the schema's `enum` only suggests it.
"""

from collections.abc import Callable
from typing import Annotated, Any, ClassVar, Self, TypeAlias, TypeVar

from pydantic import (
    BaseModel,
    ConfigDict,
    Discriminator,
    Field,
    StringConstraints,
    Tag,
    WithJsonSchema,
    model_validator,
)
from pydantic_core import PydanticCustomError

TEXT, MAPPING = "\0text", "\0mapping"
"""Marks of the two ways to write a thing, in a fault's path. No key can be one of them."""


def key_of(field: str) -> str:
    """The key under which an author writes a field."""
    return field.rstrip("_").replace("_", " ")


class Form(BaseModel):
    """A mapping that may hold these keys and no others. Of `one_of`, exactly one stands in it."""

    model_config = ConfigDict(extra="forbid", frozen=True, alias_generator=key_of)
    one_of: ClassVar[tuple[str, ...]] = ()

    @model_validator(mode="after")
    def exactly_one(self) -> Self:
        found = [field for field in self.one_of if field in self.model_fields_set]
        if self.one_of and len(found) != 1:
            raise PydanticCustomError("exactly_one", "exactly one of some keys")
        return self


Text: TypeAlias = Annotated[
    str,
    StringConstraints(min_length=1),
    WithJsonSchema({"type": ["string", "number", "boolean"]}),
]


def _either(value: object) -> str | None:
    match value:
        case str():
            return TEXT
        case dict():
            return MAPPING
        case _:
            return None


Mapping = TypeVar("Mapping", bound=Form)
TextOr: TypeAlias = Annotated[
    Annotated[Text, Tag(TEXT)] | Annotated[Mapping, Tag(MAPPING)], Discriminator(_either)
]
"""The short form, or a mapping."""


def _choice(*words: str) -> Any:
    return Field(None, json_schema_extra={"enum": list(words)})


def _exactly_one(*fields: str) -> Callable[[dict[str, Any]], None]:
    """Tell the schema, too, that one of the fields must stand."""

    def add(schema: dict[str, Any]) -> None:
        schema["oneOf"] = [{"required": [key_of(field)]} for field in fields]

    return add


class Effective(Form):
    """The first and the last day on which it holds; either may be absent."""

    from_: Text | None = None
    to: Text | None = None


class Paper(Form):
    """A source that rules may cite."""

    title: Text
    paragraphs: Text | None = None
    may_be_out_of_scope: list[Text] | None = None


class NamedType(Form):
    """A type with a name of its own, and other names for its options."""

    type: Text
    aliases: dict[str, Text] | None = None


class Evidence(Form):
    """A fact that a case may hold."""

    type: Text
    better: Text | None = _choice("higher", "lower", "yes", "no", "first", "last")
    may_be_changed_by: Text | None = None
    cost: Text | None = None
    takes: Text | None = None
    ask: Text | None = None
    note: Text | None = None
    given_by: Text | None = _choice("case id", "case name")
    not_before: list[Text] | None = None


class Setting(Form):
    """A value that no source gives, chosen by the policy's authors."""

    type: Text
    default: Text
    owner: Text
    reason: Text
    anchor: Text | None = None


class Condition(Form):
    """A condition with its reasons, or a group of conditions."""

    one_of = ("that", "all_of", "any_of", "none_of")
    model_config = ConfigDict(json_schema_extra=_exactly_one(*one_of))

    that: Text | None = None
    all_of: "Conditions | None" = None
    any_of: "Conditions | None" = None
    none_of: "Conditions | None" = None
    if_so: Text | None = None
    if_not: Text | None = None
    if_unclear: Text | None = None


Conditions: TypeAlias = list[TextOr[Condition]]


class Preference(Form):
    """What is preferred, with the author's words for it."""

    by: Text
    called: Text


class Limit(Form):
    """How many pairs there are at most, with the author's words for it."""

    limit: Text
    called: Text


class Reason(Form):
    """The author's words for the whole rule."""

    met: Text | None = None
    not_met: Text | None = None
    unknown: Text | None = None


class Rule(Form):
    """One conclusion and how it follows."""

    one_of = ("when", "when_all_of", "when_any_of", "when_none_of", "as_", "table")
    model_config = ConfigDict(json_schema_extra=_exactly_one(*one_of))

    id: Text
    title: Text
    basis: Text | None = None
    for_each: Text | None = None
    define: Text
    type: Text | None = None
    when: Text | None = None
    when_all_of: Conditions | None = None
    when_any_of: Conditions | None = None
    when_none_of: Conditions | None = None
    as_: Text | None = None
    hit_policy: Text | None = _choice("unique", "first", "any", "collect", "rule order")
    table: Text | None = None
    if_unknown: Text | None = None
    reason: Reason | None = None
    effective: Effective | None = None
    note: Text | None = None


class Recorded(Form):
    """The evidence that a decision of people becomes."""

    answer: Text | None = None
    on: Text | None = None


class Question(Form):
    """A question that the policy answers."""

    id: Text
    question: Text
    answer: Text
    decided_by: Text
    asked_when: Text | None = None
    not_before: list[Text] | None = None
    decided_anew_from: list[Text] | None = None
    decided_anew_after: Text | None = None
    recorded_as: list[Recorded] | None = None
    main: Text | None = None
    stage: Text | None = None
    shown_by: Text | None = _choice("plan", "monitor")


class Property(Form):
    """What holds always, or never, of a decision."""

    one_of = ("never", "always")
    model_config = ConfigDict(json_schema_extra=_exactly_one(*one_of))

    id: Text
    never: Text | None = None
    always: Text | None = None
    basis: Text | None = None


class Assumption(Form):
    """A condition that every case satisfies, and why."""

    that: Text
    basis: Text


class AcceptedFinding(Form):
    """A finding of a proof that the author means to keep."""

    finding: Text
    ids: list[Text]
    owner: Text
    reason: Text


class Entity(Form):
    """A kind of body that is not a case: the items of a list of every case, or those of a portfolio."""

    one_of = ("from_", "fields")
    model_config = ConfigDict(json_schema_extra=_exactly_one(*one_of))

    from_: Text | None = None
    of: Text | None = None
    fields: dict[str, Text] | None = None


class PortfolioRule(Form):
    """A rule over many bodies: it pairs each with others, or concludes something of each."""

    one_of = ("choose", "when", "when_all_of", "when_any_of", "when_none_of", "as_", "table")
    model_config = ConfigDict(json_schema_extra=_exactly_one(*one_of))

    id: Text
    title: Text
    basis: Text | None = None
    define: Text
    for_each: Text
    where: Text | None = None
    where_all_of: Conditions | None = None
    where_any_of: Conditions | None = None
    where_none_of: Conditions | None = None
    choose: Text | None = None
    such_that: Text | None = None
    such_that_all_of: Conditions | None = None
    such_that_any_of: Conditions | None = None
    such_that_none_of: Conditions | None = None
    prefer: list[TextOr[Preference]] | None = None
    at_most: list[TextOr[Limit]] | None = None
    decided_by: Text | None = None
    brings: dict[str, Text] | None = None
    properties: list[Property] | None = None
    type: Text | None = None
    when: Text | None = None
    when_all_of: Conditions | None = None
    when_any_of: Conditions | None = None
    when_none_of: Conditions | None = None
    as_: Text | None = None
    hit_policy: Text | None = _choice("unique", "first", "any", "collect", "rule order")
    table: Text | None = None
    if_unknown: Text | None = None
    feeds: Text | None = None
    reason: Reason | None = None
    note: Text | None = None


class Holiday(Form):
    """A day from Monday to Friday that is no working day."""

    on: Text
    name: Text


class Statement(Form):
    """One sentence of a source, in the authors' words, and what rests on it."""

    one_of = ("encoded_by", "out_of_scope")
    model_config = ConfigDict(json_schema_extra=_exactly_one(*one_of))

    id: Text
    source: Text
    paragraph: Text
    says: Text
    encoded_by: list[Text] | None = None
    out_of_scope: Text | None = None


class Conflict(Form):
    """Two places that say unlike things, and how the policy goes on all the same."""

    id: Text
    between: list[Text]
    about: Text
    resolved_by: list[Text]
    how: Text


class RuleFile(Form):
    """A file of a policy's folder."""

    policy: Text | None = None
    version: Text | None = None
    effective: Effective | None = None
    sources: dict[str, TextOr[Paper]] | None = None
    types: dict[str, TextOr[NamedType]] | None = None
    records: dict[str, dict[str, Text]] | None = None
    evidence: dict[str, TextOr[Evidence]] | None = None
    settings: dict[str, Setting] | None = None
    holidays: list[Holiday] | None = None
    rules: list[Rule] | None = None
    entities: dict[str, Entity] | None = None
    portfolio: list[PortfolioRule] | None = None
    decisions: list[Question] | None = None
    properties: list[Property] | None = None
    assume: list[TextOr[Assumption]] | None = None
    accepted_findings: list[AcceptedFinding] | None = None
    statements: list[Statement] | None = None
    conflicts: list[Conflict] | None = None
