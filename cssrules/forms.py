"""The published forms of JSON: what a case and a decision look like to other programs.

In: the name of a form. Out: its JSON Schema. The door reads cases and `decision` writes decisions
by themselves, because every run pays for them; tests hold that the three agree.
"""

from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field

from cssrules.door import SCHEMA as CASE
from cssrules.parts import NAME_AT_MOST

DIALECT = "https://json-schema.org/draft/2020-12/schema"

Line: TypeAlias = Annotated[str, Field(min_length=1, max_length=NAME_AT_MOST)]
Day: TypeAlias = Annotated[
    str,
    Field(
        pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{1,2} [A-Z][a-z]+ [0-9]{4})$",
        description="2012-03-30 or 30 March 2012",
    ),
]
Part: TypeAlias = str | bool | int | float | None
Written: TypeAlias = Annotated[
    Part | list[str] | list[dict[str, Part]],
    Field(
        description="As rules write it: £4.5m, 2%, 60 days, 2012-03-30, an option, yes or no; counts,"
        " points and numbers may be JSON numbers; a set is a list of options, a list of records a"
        " list of objects. null is unknown."
    ),
]


class _Form(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True, populate_by_name=True)


class EvidenceForm(_Form):
    """One piece of evidence."""

    fact: Line = Field(description="A name under `evidence:` in the rule files")
    value: Written
    on: Day | None = Field(None, description="The day that the value is of")
    reported: Day | None = Field(
        None, description="The day from which it was known; the day that it is of, unless said"
    )
    source: Line | None = None
    illustrative: bool = Field(default=False, description="Made up for the sake of the example")
    note: str | None = None


class EventForm(_Form):
    """What people decided."""

    event: Literal["decided"]
    decision: Line = Field(description="The id of a question under `decisions:`")
    by: Line
    answer: Annotated[
        str | bool | int | float | list[str], Field(description="An answer that the policy knows")
    ]
    on: Day
    day_assumed: bool = Field(
        default=False, alias="day assumed", description="No source gives the day"
    )
    reason: str | None = None
    source: Line | None = None


class HappenedForm(_Form):
    """What became of the body: for readers, and no rule reads it."""

    event: Literal["happened"]
    what: str = Field(min_length=1)
    on: Day
    day_assumed: bool = Field(
        default=False, alias="day assumed", description="No source gives the day"
    )
    reported: Day | None = Field(
        None, description="The day on which it was told; `on`, unless said"
    )
    source: Line | None = None
    beside: Line | None = Field(
        None, description="The id of the question beside whose answer it is set"
    )
    rules_say: str | None = Field(
        None, alias="rules say", description="The answer of the rules that `difference` explains"
    )
    difference: str | None = Field(None, description="Why rules and history part")


class CaseForm(_Form):
    """What is on file about one body."""

    schema_: Literal["cssrules/case/1"] = Field(CASE, alias="schema")
    id: Line
    name: Line | None = None
    illustrative: bool = Field(default=False, description="The whole case is made up")
    evidence: list[EvidenceForm] | None = None
    facts: dict[str, Written] | None = Field(
        None, description="The short form of evidence without a day: fact and value"
    )
    events: list[EventForm | HappenedForm] | None = None
    notes: Any = Field(None, description="For readers of the file; nothing is decided by it")


class TakenForm(_Form):
    """What people decided, and what the policy said on that day where it does not say the same today."""

    answer: str
    by: str
    on: str
    reason: str
    policy: str | None
    kind: str | None


class DepartureForm(TakenForm):
    """What people decided of a question where the policy said otherwise on that day."""

    question: str


class AnswerForm(_Form):
    """One question and its answer."""

    id: str
    question: str
    decided_by: str
    main: bool
    status: Literal["decided", "undecided", "not asked"]
    answer: str | None
    also_called: list[str]
    node: str
    possible: list[str]
    ask: list[str]
    ask_fields: dict[str, list[str]]
    departs: TakenForm | None
    taken: TakenForm | None
    stage: str | None
    shown_by: str | None
    on_record: bool


class ItemForm(_Form):
    """A record of a list."""

    id: str
    values: dict[str, str]
    nodes: list[str]
    sure: bool


class ListForm(_Form):
    """A list that a rule collected, or of whose records rules conclude something."""

    name: str
    record: str
    fields: list[str]
    concluded: list[str]
    known: bool
    order: list[str]
    items: list[ItemForm]


class NodeForm(_Form):
    """One reason."""

    id: str
    kind: Literal[
        "evidence",
        "setting",
        "condition",
        "aggregate",
        "row",
        "presumption",
        "conclusion",
        "decided",
        "outcome",
    ]
    truth: Literal["true", "false", "unknown"]
    value: str | None
    label: str
    decisive: bool
    rule: str | None = None
    title: str | None = None
    basis: list[str] = []
    reason: str | None = None
    margin: str | None = None
    near: str | None = None
    source: str | None = None
    on: str | None = None
    illustrative: bool = False
    fired: bool = False
    restates: str | None = None


class EdgeForm(_Form):
    """`from` is the reason, `to` what it bears on."""

    from_: str = Field(alias="from")
    to: str
    role: Literal["supports", "defeats", "assumes", "leaves open"]
    decisive: bool = False


class FindingForm(_Form):
    """A fault that the case shows."""

    kind: str
    rule: str
    message: str


class CoreForm(_Form):
    """What depends on the meaning of policy and case alone."""

    policy: str
    decisions: list[AnswerForm]
    nodes: list[NodeForm]
    edges: list[EdgeForm]
    findings: list[FindingForm]
    open_properties: list[str]
    builds_on: list[str]
    lists: list[ListForm]


class SettingForm(_Form):
    """A setting changed for this run."""

    name: str
    value: str
    default: str


class IllustrativeForm(_Form):
    """How many of the deciding facts are illustrative."""

    deciding: int
    of: int


class HoldingFactForm(_Form):
    """A fact that holds an answer; `node` is the id of the node that shows it, null where nothing on the way
    to the answer read it; `evidence` is what it is a test of.
    """

    node: str | None
    label: str
    margin: str | None
    evidence: list[str]


class HoldingForm(_Form):
    """Facts that are together enough to keep an answer from `others`; none can be left out."""

    question: str
    side: Literal["held back from", "held up from", "held to"]
    answer: str
    others: list[str]
    facts: list[HoldingFactForm]
    verified: bool


class ExcludedForm(_Form):
    """An answer that nothing missing could give, and the known facts that are enough against it."""

    answer: str
    facts: list[HoldingFactForm]


class TurnForm(_Form):
    """A way in which missing evidence may turn out, and the answers that it leaves."""

    value: str | None
    leaves: list[str]


class AskingForm(_Form):
    """Evidence to ask for."""

    evidence: str
    question: str | None
    turns: list[TurnForm]


class OpinionForm(_Form):
    """What is proved of a question that is open, for all that may be missing."""

    question: str
    possible: list[str]
    exhaustive: bool
    may_lapse: bool
    has_gap: bool
    excluded: list[ExcludedForm]
    matters: list[str]
    idle: list[str]
    unsure: list[str]
    asking: list[AskingForm]


class CertificateForm(_Form):
    """What was proved of the policy; `digest` is the hash of the certificate's bytes."""

    digest: str
    proofs: int
    findings: int
    accepted: int
    unsettled: int
    made_by: list[str]


class DecisionForm(_Form):
    """One case decided as of a day."""

    schema_: Literal["cssrules/decision/1"] = Field("cssrules/decision/1", alias="schema")
    case: str
    name: str
    policy_name: str
    policy_version: str
    as_of: str
    as_of_given: bool
    as_of_origin: str
    hypothetical: bool
    with_: list[str] = Field(alias="with")
    sourced_only: bool
    retaken: bool
    departures: list[DepartureForm]
    beside: list[str]
    lapsed: list[str]
    set_aside: list[str]
    settings_changed: list[SettingForm]
    illustrative: IllustrativeForm
    core: CoreForm
    sources: dict[str, str]
    asks: dict[str, str]
    asks_together: list[str]
    holdings: list[HoldingForm]
    opinions: list[OpinionForm]
    certificate: CertificateForm | None
    places: dict[str, str]
    engine: dict[str, str]


FORMS: dict[str, type[_Form]] = {"case": CaseForm, "decision": DecisionForm}


def schema(name: str) -> dict[str, Any]:
    """The JSON Schema of `case`, `decision`, or `policy` (a rule file)."""
    if name == "policy":
        from cssrules.language.envelope import policy_schema  # noqa: PLC0415 # because a case needs none

        return {"$schema": DIALECT, **policy_schema()}
    form = FORMS[name]
    made = form.model_json_schema(by_alias=True)
    return {"$schema": DIALECT, "$id": made["properties"]["schema"]["const"], **made}
