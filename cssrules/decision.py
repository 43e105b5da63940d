"""A decision: the answers and the graph of their reasons, as plain data with a JSON form.

The JSON form is `cssrules/decision/1` (docs/forms.md). Node ids are evidence by its name, settings
as `setting:NAME`, what people decided as `decided:QUESTION`, conclusions by their rule's id (of an
item `RULE/item/<id>`), and conditions by the rule's id and their path.
Edges run from reason to conclusion.
"""

import json
from collections.abc import Iterable, Mapping
from enum import Enum
from typing import Any

from cssrules.dataclass import dataclass

SCHEMA = "cssrules/decision/1"
NO_ANSWER = "no answer"
"""What an open question comes to where the policy has a gap."""


class NodeKind(Enum):
    """What a node stands for. Shapes and words in every view follow it."""

    EVIDENCE = "evidence"
    SETTING = "setting"
    CONDITION = "condition"
    AGGREGATE = "aggregate"
    ROW = "row"
    PRESUMPTION = "presumption"
    CONCLUSION = "conclusion"
    DECIDED = "decided"
    OUTCOME = "outcome"


class Role(Enum):
    """What a reason does to its conclusion."""

    SUPPORTS = "supports"
    DEFEATS = "defeats"
    ASSUMES = "assumes"
    LEAVES_OPEN = "leaves open"

    __hash__ = object.__hash__  # because every edge is looked up by its role


class Status(Enum):
    """Whether a decision's question is answered."""

    DECIDED = "decided"
    UNDECIDED = "undecided"
    NOT_ASKED = "not asked"


@dataclass(frozen=True, slots=True)
class Node:
    """One reason.

    `truth` is `true`, `false` or `unknown` (a value that is not yes or no is `true` when known);
    `value` is the exact written value or None where unknown; `label` is one line of English;
    `basis` is what the rule rests on, `policy setting: …` where no source does; `decisive` marks
    what made the difference; `fired` that durable-rules derived it; `source` and `illustrative`
    are of evidence; `margin` is how far a compared value is from its threshold, in words, and `near`
    the same as a share of the declared range (an exact fraction; 0 is at the threshold).
    """

    id: str
    kind: NodeKind
    truth: str
    value: str | None
    label: str
    decisive: bool = False
    rule: str | None = None
    title: str | None = None
    basis: tuple[str, ...] = ()
    reason: str | None = None
    margin: str | None = None
    near: str | None = None
    source: str | None = None
    on: str | None = None
    illustrative: bool = False
    fired: bool = False
    restates: str | None = None


@dataclass(frozen=True, slots=True)
class Edge:
    """`start` is the reason, `end` what it bears on; `decisive` where it made the difference to `end`.

    The deciding part of the graph is the decisive edges whose end is a decisive node.
    """

    start: str
    end: str
    role: Role
    decisive: bool = False


class Departure(Enum):
    """How what people decided is otherwise than what the policy said on that day: of a question, of a
    pair, or of either.
    """

    ANOTHER_ANSWER = "another answer"
    RULED_OUT = "ruled out"
    NOT_ASKED = "not asked"
    INELIGIBLE = "may not be paired"
    OVER_THE_LIMIT = "over the limit"
    NOT_THE_BEST = "not the best"


@dataclass(frozen=True, slots=True)
class Taken:
    """What people decided of a question, when, and why; `policy` is what the policy said on that day
    (its answer, `undecided` or `not asked`), None where it says the same today and so was not asked.
    `kind` is that of the departure, None where it is none.
    """

    answer: str
    by: str
    on: str
    reason: str
    policy: str | None = None
    kind: Departure | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """One question and its answer. `node` is the OUTCOME node's id; `possible`, `ask` (evidence names) and
    `ask_fields` (of a list the fields that its items lack) are for an undecided one; `also_called` are
    other names of the answer; `taken` is what people decided by the day, and `departs` the same where the
    policy, on the day on which they did, said otherwise; `on_record`: what they decide is evidence, on which
    the answer may rest.
    """

    id: str
    question: str
    decided_by: str
    main: bool
    status: Status
    answer: str | None
    node: str
    also_called: tuple[str, ...] = ()
    possible: tuple[str, ...] = ()
    ask: tuple[str, ...] = ()
    ask_fields: tuple[tuple[str, tuple[str, ...]], ...] = ()
    departs: Taken | None = None
    taken: Taken | None = None
    stage: str | None = None
    shown_by: str | None = None
    on_record: bool = False

    @property
    def wanted(self) -> tuple[str, ...]:
        """What to ask for, in words: of a list with the fields that are missing."""
        fields = dict(self.ask_fields)
        return tuple(
            f"{name} ({', '.join(fields[name])})" if name in fields else name for name in self.ask
        )

    @property
    def otherwise(self) -> Taken | None:
        """What people decided, where it is not what the policy answers: they departed from it, or more
        has become known since.
        """
        later = self.status is Status.DECIDED and self.taken is not None and self.taken.policy
        told = self.departs or (self.taken if later else None)
        return None if told is None or told.answer == self.answer else told


@dataclass(frozen=True, slots=True)
class ItemFound:
    """A record of a list: its id, the exact written value of each field that is known, and the ids of
    the nodes that concluded something of it; `sure` is false where it may yet turn out not to belong.
    """

    id: str
    values: tuple[tuple[str, str], ...]
    nodes: tuple[str, ...]
    sure: bool = True


@dataclass(frozen=True, slots=True)
class ListFound:
    """A list that a rule collected, or of whose records rules conclude something.

    `concluded` are the fields that rules conclude, `known` is false where the list itself is unknown.
    `order` are the options of the first concluded field, worst first where it has an order.
    """

    name: str
    record: str
    fields: tuple[str, ...]
    concluded: tuple[str, ...]
    known: bool
    order: tuple[str, ...]
    items: tuple[ItemFound, ...]


@dataclass(frozen=True, slots=True)
class DecisionFinding:
    """A fault that the case shows; `rule` is the id of a rule or of a property."""

    kind: str
    rule: str
    message: str


class Side(Enum):
    """What facts do to an answer: hold it back from better ones, up from worse ones, or to what it is."""

    BACK = "held back from"
    UP = "held up from"
    TO = "held to"


@dataclass(frozen=True, slots=True)
class HoldingFact:
    """A fact that holds an answer: the node that shows it, None where nothing on the way to the answer read
    it; a line of English, its margin in words, and the evidence that it is a test of. The nearer to its
    threshold the earlier it stands.
    """

    node: str | None
    label: str
    margin: str | None
    evidence: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Holding:
    """Facts that are together enough to keep the answer to a question from `others`, and of which none
    can be left out; `verified` that this was proved, and confirmed on other cases.
    """

    question: str
    side: Side
    answer: str
    others: tuple[str, ...]
    facts: tuple[HoldingFact, ...]
    verified: bool


@dataclass(frozen=True, slots=True)
class Excluded:
    """An answer that nothing missing could give, and the known facts that are enough against it."""

    answer: str
    facts: tuple[HoldingFact, ...]


@dataclass(frozen=True, slots=True)
class Turn:
    """A way in which missing evidence may turn out: its value, where a word says it, and the answers
    that it leaves, `not asked` and `no answer` (by a gap in the policy) among them.
    """

    value: str | None
    leaves: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Asking:
    """Evidence to ask for, and the ways in which it may turn out as far as the policy tells them apart."""

    evidence: str
    question: str | None
    turns: tuple[Turn, ...]


@dataclass(frozen=True, slots=True)
class Opinion:
    """What is proved of a question for all that may be missing: every answer that more evidence can
    give, and no other (all of them where `exhaustive`); `may_lapse` that the question may turn out not to
    be asked, `has_gap` that the policy may leave it without an answer though nothing is missing.

    `matters` is the missing evidence that can still make a difference, `idle` that which cannot,
    `unsure` that of which it was not settled within the work allowed;
    `asking` is what to ask for, that first which leaves the fewest answers.
    """

    question: str
    possible: tuple[str, ...]
    exhaustive: bool
    may_lapse: bool
    has_gap: bool
    excluded: tuple[Excluded, ...]
    matters: tuple[str, ...]
    idle: tuple[str, ...]
    unsure: tuple[str, ...]
    asking: tuple[Asking, ...]


@dataclass(frozen=True, slots=True)
class Core:
    """What depends on the meaning of policy and case alone: byte-equal under reordering.

    `open_properties` are the ids of properties that cannot be told: no breach, and no proof either.
    `builds_on` are the ids of questions of which later answers took what people decided.
    """

    policy: str
    answers: tuple[Answer, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    findings: tuple[DecisionFinding, ...] = ()
    open_properties: tuple[str, ...] = ()
    builds_on: tuple[str, ...] = ()
    lists: tuple[ListFound, ...] = ()

    @property
    def departures(self) -> tuple[tuple[str, Taken], ...]:
        """Where people departed from the policy, by the id of the question."""
        return tuple((one.id, one.departs) for one in self.answers if one.departs is not None)


@dataclass(frozen=True, slots=True)
class Certificate:
    """What was proved of a policy: the hash of the certificate's bytes, how many proofs there are, how many
    findings, how many that the authors accept, how much was not settled, and by which versions.
    """

    digest: str
    proofs: int
    findings: int
    accepted: int
    unsettled: int
    made_by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Decision:
    """One case decided as of a day; `as_of` is empty where neither case nor policy has any date, and
    `as_of_origin` says in words where the day comes from; `papers` are the tag and the title of each
    source that a reason cites; `asks` are the name of each fact to ask for and the author's question;
    `asks_together` are those that are found over all cases of a portfolio;
    `retaken` that later answers were asked anew, whatever people decided before; `beside` is where
    people departed from the policy in what the rest of a portfolio brings in, a sentence each, and
    `lapsed` where a pair that people decided there may with what is known today no longer be made;
    `set_aside` is what people decided and that counts no more, a sentence each;
    `holdings` are the facts that hold an answer where it is, and `opinions` what is proved of a question
    that is open, where that was asked; `certificate` tells what was proved of the policy.
    """

    case: str
    name: str
    policy_name: str
    policy_version: str
    as_of: str
    as_of_given: bool
    hypothetical: tuple[str, ...]
    sourced_only: bool
    settings_changed: tuple[tuple[str, str, str], ...]
    illustrative_deciding: int
    deciding: int
    core: Core
    places: Mapping[str, str]
    engine: Mapping[str, str]
    as_of_origin: str = "the latest report in the case"
    retaken: bool = False
    beside: tuple[str, ...] = ()
    lapsed: tuple[str, ...] = ()
    set_aside: tuple[str, ...] = ()
    papers: tuple[tuple[str, str], ...] = ()
    asks: tuple[tuple[str, str], ...] = ()
    asks_together: tuple[str, ...] = ()
    holdings: tuple[Holding, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    certificate: Certificate | None = None

    def node(self, id: str) -> Node:
        return next(node for node in self.core.nodes if node.id == id)

    @property
    def main(self) -> Answer:
        """The answer that a reader wants first."""
        return next((a for a in self.core.answers if a.main), self.core.answers[-1])


def core_as_json(core: Core) -> dict[str, Any]:
    """The core, ready for `json.dumps`; its canonical bytes are those of `core_bytes`."""
    return {
        "policy": core.policy,
        "decisions": [_answer(answer) for answer in core.answers],
        "nodes": [_node(node) for node in core.nodes],
        "edges": [_edge(edge) for edge in core.edges],
        "findings": [{"kind": f.kind, "rule": f.rule, "message": f.message} for f in core.findings],
        "open_properties": list(core.open_properties),
        "builds_on": list(core.builds_on),
        "lists": [_list(found) for found in core.lists],
    }


def departures_as_json(departed: Iterable[tuple[str, Taken]]) -> list[dict[str, Any]]:
    """Where people departed from the policy, by question, for a reader of a few keys."""
    return [{"question": id, **(_taken(taken) or {})} for id, taken in departed]


def core_bytes(core: Core) -> bytes:
    """The canonical bytes of the core: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        core_as_json(core), sort_keys=True, separators=(",", ":"), ensure_ascii=False
    ).encode()


def as_json(decision: Decision) -> dict[str, Any]:
    """The whole decision in the form `cssrules/decision/1`."""
    return {
        "schema": SCHEMA,
        "case": decision.case,
        "name": decision.name,
        "policy_name": decision.policy_name,
        "policy_version": decision.policy_version,
        "as_of": decision.as_of,
        "as_of_given": decision.as_of_given,
        "as_of_origin": decision.as_of_origin,
        "hypothetical": bool(decision.hypothetical),
        "with": list(decision.hypothetical),
        "sourced_only": decision.sourced_only,
        "retaken": decision.retaken,
        "departures": departures_as_json(decision.core.departures),
        "beside": list(decision.beside),
        "lapsed": list(decision.lapsed),
        "set_aside": list(decision.set_aside),
        "settings_changed": [
            {"name": name, "value": value, "default": default}
            for name, value, default in decision.settings_changed
        ],
        "illustrative": {"deciding": decision.illustrative_deciding, "of": decision.deciding},
        "core": core_as_json(decision.core),
        "sources": dict(decision.papers),
        "asks": dict(decision.asks),
        "asks_together": list(decision.asks_together),
        "holdings": [_holding(holding) for holding in decision.holdings],
        "opinions": [_opinion(opinion) for opinion in decision.opinions],
        "certificate": _certificate(decision.certificate),
        "places": dict(decision.places),
        "engine": dict(decision.engine),
    }


def _certificate(certificate: Certificate | None) -> dict[str, Any] | None:
    if certificate is None:
        return None
    return {
        "digest": certificate.digest,
        "proofs": certificate.proofs,
        "findings": certificate.findings,
        "accepted": certificate.accepted,
        "unsettled": certificate.unsettled,
        "made_by": list(certificate.made_by),
    }


def _holding(holding: Holding) -> dict[str, Any]:
    return {
        "question": holding.question,
        "side": holding.side.value,
        "answer": holding.answer,
        "others": list(holding.others),
        "facts": [_holding_fact(fact) for fact in holding.facts],
        "verified": holding.verified,
    }


def _holding_fact(fact: HoldingFact) -> dict[str, Any]:
    return {
        "node": fact.node,
        "label": fact.label,
        "margin": fact.margin,
        "evidence": list(fact.evidence),
    }


def _opinion(opinion: Opinion) -> dict[str, Any]:
    return {
        "question": opinion.question,
        "possible": list(opinion.possible),
        "exhaustive": opinion.exhaustive,
        "may_lapse": opinion.may_lapse,
        "has_gap": opinion.has_gap,
        "excluded": [
            {"answer": e.answer, "facts": [_holding_fact(fact) for fact in e.facts]}
            for e in opinion.excluded
        ],
        "matters": list(opinion.matters),
        "idle": list(opinion.idle),
        "unsure": list(opinion.unsure),
        "asking": [
            {
                "evidence": asking.evidence,
                "question": asking.question,
                "turns": [{"value": t.value, "leaves": list(t.leaves)} for t in asking.turns],
            }
            for asking in opinion.asking
        ],
    }


def _answer(answer: Answer) -> dict[str, Any]:
    return {
        "id": answer.id,
        "question": answer.question,
        "decided_by": answer.decided_by,
        "main": answer.main,
        "status": answer.status.value,
        "answer": answer.answer,
        "also_called": list(answer.also_called),
        "node": answer.node,
        "possible": list(answer.possible),
        "ask": list(answer.ask),
        "ask_fields": {name: list(fields) for name, fields in answer.ask_fields},
        "departs": _taken(answer.departs),
        "taken": _taken(answer.taken),
        "stage": answer.stage,
        "shown_by": answer.shown_by,
        "on_record": answer.on_record,
    }


def _list(found: ListFound) -> dict[str, Any]:
    return {
        "name": found.name,
        "record": found.record,
        "fields": list(found.fields),
        "concluded": list(found.concluded),
        "known": found.known,
        "order": list(found.order),
        "items": [
            {
                "id": item.id,
                "values": dict(item.values),
                "nodes": list(item.nodes),
                "sure": item.sure,
            }
            for item in found.items
        ],
    }


def _edge(edge: Edge) -> dict[str, Any]:
    made = {"decisive": True} if edge.decisive else {}
    return {"from": edge.start, "to": edge.end, "role": edge.role.value, **made}


def _taken(taken: Taken | None) -> dict[str, Any] | None:
    if taken is None:
        return None
    return {
        "answer": taken.answer,
        "by": taken.by,
        "on": taken.on,
        "reason": taken.reason,
        "policy": taken.policy,
        "kind": taken.kind and taken.kind.value,
    }


def _node(node: Node) -> dict[str, Any]:
    full = {
        "id": node.id,
        "kind": node.kind.value,
        "truth": node.truth,
        "value": node.value,
        "label": node.label,
        "decisive": node.decisive,
        "rule": node.rule,
        "title": node.title,
        "basis": list(node.basis),
        "reason": node.reason,
        "margin": node.margin,
        "near": node.near,
        "source": node.source,
        "on": node.on,
        "illustrative": node.illustrative,
        "fired": node.fired,
        "restates": node.restates,
    }
    always = {"id", "kind", "truth", "value", "label", "decisive"}
    return {key: value for key, value in full.items() if key in always or value}
