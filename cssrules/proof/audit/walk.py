"""The walk of an audit over a policy: what is stated of it, its questions, then every rule."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from cssrules.audited import FindingKind, Open, ProofFinding
from cssrules.cone import cone, read_by
from cssrules.expression import Expression
from cssrules.policy import Policy, Property, Question, Rule
from cssrules.proof.audit import missing, settings, stated, tables, uses
from cssrules.proof.audit.complete import Completeness
from cssrules.proof.audit.directions import Directions, has_order
from cssrules.proof.audit.frame import Frame
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import CUT, Ledger
from cssrules.proof.audit.search import search
from cssrules.proof.lengths import cut_lists, lengths_of
from cssrules.proof.parts import Parts, bare

Part = Property | Question | Rule

_SHOWN_BY_NO_CASE = {
    FindingKind.DEAD_ROW,
    FindingKind.DEAD_RULE,
    FindingKind.SUBSUMED_ROW,
    FindingKind.IMPLIED,
    FindingKind.NOT_DECISIVE,
}

_SMALL, _LARGER = 60, 1.5
"""What rests on little, or on most of those of another part, is asked on the ground of that other."""


def walk(frame: Frame, tell: Callable[[str], None], parts: Parts | None = None) -> Ledger:
    """What is found within a frame. `tell` hears what is being looked at; `parts` keeps what is found of
    parts.
    """
    ledger = Ledger(parts)
    completeness = Completeness(frame.policy, ledger)
    shares = _shares(frame)
    tasks = [(_hangs_on(frame, share), partial(_found, frame, share)) for share in shares]
    each: list[Mapping[str, Any]] = []
    for share, found in zip(shares, ledger.parts.each(tasks), strict=True):
        tell(", ".join(part.id for part in share))
        each.append(found)
    for found in reversed(each):
        ledger.add(found)
        completeness.add(found["open"])
    completeness.tell()
    tell("settings")
    settings.look_at(frame, ledger)
    _tell_cut_short(frame, ledger)
    return ledger


def _found(frame: Frame, parts: Sequence[Part]) -> Mapping[str, Any]:
    """What is found of parts on the ground that they share, as it can be kept."""
    ledger = Ledger()
    completeness = Completeness(frame.policy, ledger)
    each = {part.each for part in parts if isinstance(part, Rule) and part.each is not None}
    ground = Ground(frame, *_asked(parts), spoken_of=each)
    for part in parts:
        match part:
            case Property():
                for fault in stated.faults(ground, part):
                    search(ground, fault, ledger)
            case Question():
                completeness.look_at(ground, part)
            case Rule():
                tables.look_at(ground, part, ledger)
    uses.look_at(ground, [part for part in parts if isinstance(part, Rule)], ledger)
    # These last, because what they add makes every later question dearer.
    questions = [part for part in parts if isinstance(part, Question)]
    for question in questions:
        missing.look_at(ground, question, ledger, has_gap=completeness.has_gap(question))
    for question in questions:
        if has_order(ground, question):
            Directions(ground, question).look_at(ledger)
    ledger.queries += ground.queries
    return {**ledger.found(), "open": completeness.found()}


def _hangs_on(frame: Frame, parts: Sequence[Part]) -> list[Any]:
    """All that comes into what is found of parts on the ground that they share."""
    names, conditions = _asked(parts)
    ground = replace(
        cone(frame.policy, names, conditions=conditions),
        questions=tuple(part for part in parts if isinstance(part, Question)),
        properties=tuple(part for part in parts if isinstance(part, Property)),
    )
    answers = {question.answer for question in frame.policy.questions} & ground.defining.keys()
    return ["share", [part.id for part in parts], bare(ground), sorted(answers), frame.told]


def _asked(parts: Sequence[Part]) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    """The names that the ground of parts is made for, on which all of them rest, and their conditions."""
    names, _ = _asks(parts[0])
    return names, tuple(dict.fromkeys(c for part in parts for c in _asks(part)[1]))


def _tell_cut_short(frame: Frame, ledger: Ledger) -> None:
    """Say of which lists more items than were looked at can make a difference; what was not found in lists
    as short as these is no finding.
    """
    cut = {name for part in _parts(frame) for name in cut_lists(frame.policy, *_asks(part))}
    for name in sorted(cut):
        looked_at = f"`{name}` with more than {frame.lengths[name]} items"
        ledger.unsettled.append(Open(looked_at, "what is found of it may come of more items"))
    for finding in [f for f in ledger.findings if f.kind in _SHOWN_BY_NO_CASE]:
        if any(_may_be_cut(frame.policy, rule, finding) for rule in _of(frame, finding)):
            ledger.findings.remove(finding)
            ledger.leave_open(finding.kind, finding.ids, CUT)


def _of(frame: Frame, finding: ProofFinding) -> Iterable[Rule]:
    """The rules that a finding is about: the one that it names, or all that read the setting."""
    named, policy = finding.ids[0].partition("/")[0], frame.policy
    if finding.kind is not FindingKind.NOT_DECISIVE:
        return [policy.rules[named]]
    return [r for r in policy.order if r.effective.holds(frame.day) and named in read_by(r)]


def _may_be_cut(policy: Policy, rule: Rule, finding: ProofFinding) -> bool:
    """Whether, whatever the settings, longer lists may show what a finding says no case does."""
    alone = finding.kind is FindingKind.NOT_DECISIVE
    part = cone(policy, [rule.define], policy.defining if alone else ())
    each = () if rule.each is None else (rule.each,)
    return bool(lengths_of(part, opened=part.settings, spoken_of=each).cut)


def _shares(frame: Frame) -> list[list[Part]]:
    """The parts of a policy that share a ground: that of the first of them, on which the others rest too."""
    bearing: list[frozenset[str]] = []
    shares: list[list[Part]] = []
    own = {part.id: _bearing(frame.policy, part) for part in _parts(frame)}
    for part in sorted(_parts(frame), key=lambda part: -len(own[part.id])):
        most = max(_SMALL, _LARGER * len(own[part.id]))
        near = [n for n, on in enumerate(bearing) if own[part.id] <= on and len(on) <= most]
        if near:
            shares[min(near, key=lambda n: len(bearing[n]))].append(part)
        else:
            bearing.append(own[part.id])
            shares.append([part])
    return shares


def _bearing(policy: Policy, part: Part) -> frozenset[str]:
    """What a part rests on, for comparison: rules, evidence, settings, fields."""
    names, conditions = _asks(part)
    bears = cone(policy, names, conditions=conditions)
    read = (
        f"{record.name}/{field}" for record in bears.records.values() for field, _ in record.fields
    )
    return frozenset((*bears.rules, *bears.evidence, *bears.settings, *read))


def _parts(frame: Frame) -> Iterable[Part]:
    yield from frame.policy.properties
    yield from frame.policy.questions
    yield from (rule for rule in frame.policy.order if rule.effective.holds(frame.day))


def _asks(part: Part) -> tuple[tuple[str, ...], tuple[Expression, ...]]:
    """The names and the conditions that a part is about."""
    match part:
        case Property(condition=condition):
            return (), (condition,)
        case Question(answer=answer, asked_when=condition):
            return (answer,), () if condition is None else (condition,)
        case Rule(define=define):
            return (define,), ()
