"""Whether each setting matters: with another value in its range, some rule concludes something else.

A rule is looked at by itself: the conclusions that it reads may be any. Where no value changes what a rule
concludes even so, none changes it in any case; where one does, it is not said that an answer turns by it.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from typing import Any

from cssrules.audited import FindingKind, ProofFinding
from cssrules.cone import cone, read_by
from cssrules.policy import Rule, Setting
from cssrules.proof.audit.frame import Frame
from cssrules.proof.audit.ground import Ground
from cssrules.proof.audit.ledger import Ledger
from cssrules.proof.audit.search import FOR_ALL
from cssrules.proof.parts import bare
from cssrules.readings.prove import (
    Condition,
    Found,
    Impossible,
    Theory,
    Unsettled,
    both,
    differs,
    either,
    negation,
)
from cssrules.readings.prove.theory import Terms
from cssrules.values import Choice, Date, Number, Value, YesNo


def look_at(frame: Frame, ledger: Ledger) -> None:
    """Whether each setting that rules alone read changes what one of them concludes."""
    policy = frame.policy
    elsewhere = {name for rule in policy.portfolio.values() for name in policy.read_by(rule)}
    for question in policy.questions:
        elsewhere |= policy.reads(question.asked_when) if question.asked_when else frozenset()
    read = {
        setting.name: [rule for rule in policy.order if setting.name in read_by(rule)]
        for setting in policy.settings.values()
        if setting.name not in elsewhere
    }
    in_force = {
        name: rules
        for name, readers in read.items()
        if (rules := [rule for rule in readers if rule.effective.holds(frame.day)])
    }
    tasks = [_task(frame, {name: in_force[name] for name in names}) for names in _sharing(in_force)]
    for found in ledger.parts.each(tasks):
        ledger.add(found)


def _task(
    frame: Frame, readers: Mapping[str, Sequence[Rule]]
) -> tuple[object, Callable[[], Mapping[str, Any]]]:
    """What settings and their readers hang on, and how to look at them."""
    concluded = [rule.define for rules in readers.values() for rule in rules]
    part = cone(frame.policy, [*readers, *concluded], frame.policy.defining)
    return ["settings", list(readers), bare(part), frame.told], partial(_found, frame, readers)


def _sharing(readers: Mapping[str, Sequence[Rule]]) -> list[list[str]]:
    """The settings, those together that are read by the same rules, in however many steps."""
    shares: list[tuple[list[str], set[str]]] = []
    for name, rules in readers.items():
        ids = {rule.id for rule in rules}
        near = [share for share in shares if not ids.isdisjoint(share[1])]
        shares = [share for share in shares if share not in near]
        names = [one for share in near for one in share[0]]
        shares.append(([*names, name], ids.union(*(share[1] for share in near))))
    order = list(readers)
    return [sorted(names, key=order.index) for names, _ in shares]


def _found(frame: Frame, readers: Mapping[str, Sequence[Rule]]) -> Mapping[str, Any]:
    """Whether settings matter to the rules that read them, as it can be kept."""
    ledger = Ledger()
    grounds: dict[str, Ground] = {}
    for name, rules in readers.items():
        verdict: bool | str = False
        for rule in rules:
            if rule.id not in grounds:
                grounds[rule.id] = Ground(
                    frame,
                    [rule.define],
                    alone=True,
                    spoken_of=() if rule.each is None else (rule.each,),
                )
            found = _matters(grounds[rule.id], rule, frame.policy.settings[name])
            verdict = found or verdict
            if found is True:
                break
        if verdict is True:
            ledger.proved[FindingKind.NOT_DECISIVE] += 1
        elif isinstance(verdict, str):
            ledger.leave_open(FindingKind.NOT_DECISIVE, (name,), verdict)
        else:
            message = (
                f"no value of the setting `{name}` changes what a rule that reads it"
                " concludes, and so no answer"
            )
            ledger.findings.append(
                ProofFinding(FindingKind.NOT_DECISIVE, (name,), message, (), FOR_ALL)
            )
    ledger.queries = sum(ground.queries for ground in grounds.values())
    return ledger.found()


def _matters(ground: Ground, rule: Rule, setting: Setting) -> bool | str:
    """Whether a setting changes what a rule concludes; where it is not settled, why."""
    for value in _others(setting):
        other = ground.beside(settings={setting.name: value})
        if isinstance(ground.ask(_changes(ground, other, rule)), Found):
            return True
    if isinstance(setting.kind, YesNo | Choice):
        return False
    free = ground.beside(opened=[setting.name])
    match ground.ask(_changes(ground, free, rule), *free.completed(setting.name, None)):
        case Found():
            return True
        case Impossible():
            return False
        case Unsettled(why=why):
            return why


def _changes(ground: Ground, other: Theory, rule: Rule) -> Condition:
    """That another theory has a rule conclude something else, of the case or of an item."""
    if rule.each is None:
        return differs(ground.theory, other, rule.define)
    pairs = zip(ground.theory.concluded(rule), other.concluded(rule), strict=True)
    return either(
        *(
            both(there, _unlike(ground.theory, one.value, two.value))
            for (there, one), (_, two) in pairs
        )
    )


def _unlike(theory: Theory, one: Terms, other: Terms) -> Condition:
    """That one of two values alone is known, or both and they are not the same."""
    known, also = theory.is_known(one), theory.is_known(other)
    return either(
        both(known, negation(also)), both(negation(known), also), theory.unlike(one, other)
    )


def _others(setting: Setting) -> Iterator[Value]:
    """Other values of a setting: all where it is one of a few, and otherwise the ends of its range."""
    match setting.kind:
        case YesNo():
            yield not setting.value
        case Choice(options=options):
            yield from (option for option in options if option != setting.value)
        case Number(low=low, high=high) | Date(low=low, high=high):
            yield from (end for end in (high, low) if end not in {None, setting.value})
        case _:
            pass
