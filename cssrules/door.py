"""The door: raw bytes of a case in, a Case out, or every fault of it with its place.

In: bytes that anybody may have written, and the policy that says which facts there are. Out: a Case
whose facts the policy declares, whose values are of the declared kinds, and whose entries stand in
one order, however the file had them. Nothing is guessed: what is not clear is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from cssrules.case import Case, Decided, Entry, Happened
from cssrules.dataclass import dataclass
from cssrules.disorder import refuse_disorder
from cssrules.implied import implied, own_name_meant
from cssrules.jsontext import REFUSED, Faults, Json, Written, path_text, read_json, shown
from cssrules.parts import NAME_AT_MOST, Parts, Path, met
from cssrules.places import located
from cssrules.policy import Policy, Question, digest
from cssrules.problem import Kind, Problems, did_you_mean
from cssrules.source import Source
from cssrules.values import (
    BadValue,
    Choice,
    Date,
    Item,
    ListOf,
    Number,
    SetOf,
    Text,
    Value,
    YesNo,
    listed,
    read,
    show,
    written,
)
from cssrules.values import Kind as ValueKind

SCHEMA: Final = "cssrules/case/1"
# `notes` is for readers of the file and may hold anything.
CASE_KEYS: Final = ("schema", "id", "name", "illustrative", "evidence", "facts", "events", "notes")
ENTRY_KEYS: Final = ("fact", "value", "on", "reported", "source", "illustrative", "note")
EVENT_KEYS: Final = ("event", "decision", "by", "answer", "on", "day assumed", "reason", "source")
HAPPENED_KEYS: Final = (
    *("event", "what", "on", "day assumed", "reported", "source", "beside"),
    *("rules say", "difference"),
)
EVENTS: Final = ("decided", "happened")


def read_case(raw: bytes, policy: Policy, name: str) -> Case:
    """The case that `raw` holds as JSON; `name` is what a reader calls the file.

    Raises Problems, each with its place in the text, or with the file's name where it is no text.
    """
    try:
        return read_unplaced(raw, policy, name)
    except Problems as told:
        source = Source(name, raw.decode("utf-8-sig", "replace"))
        raise Problems(located(source, told.found)) from None


def read_unplaced(raw: bytes, policy: Policy, name: str) -> Case:
    """The same for a text that stands in no file: the place of a fault is its JSON path."""
    faults = Faults()
    tree = read_json(raw, name, faults)
    case = case_of(tree, policy, digest(raw), faults)
    faults.settle()
    assert case is not None, "a case without faults has its parts"
    refuse_disorder(case, tree, policy, faults)
    faults.settle()
    return case


def case_of(tree: Json, policy: Policy, content: str, faults: Faults) -> Case | None:
    """The case that `tree` holds, as far as it is one; what is at fault is told to `faults`. The order of
    its dates is not looked at.
    """
    return _Door(faults, policy).case(tree, content)


@dataclass(frozen=True, slots=True)
class _Door(Parts):
    """The reading of one case."""

    policy: Policy

    # -- the envelope ----------------------------------------------------------------------------

    def case(self, tree: Json, content: str) -> Case | None:
        form = self.form(tree, (), CASE_KEYS, ("id",), "a case")
        if form is None:
            return None
        self.schema(form)
        id = self.text(form, "id", (), needed=True)
        name = self.text(form, "name", ())
        entries = [
            *self.each(form, "evidence", self.entry),
            *self.facts(form),
        ]
        self.refuse_two_values(entries)
        self.check_lists(entries)
        if self.flag(form, "illustrative", ()):
            entries = [(path, replace(entry, illustrative=True)) for path, entry in entries]
        events = list(self.each(form, "events", self.event))
        decided = [(path, event) for path, event in events if isinstance(event, Decided)]
        happened = [event for _, event in events if isinstance(event, Happened)]
        self.refuse_two_answers(decided)
        id = id or ""
        name = name or id
        self.refuse_own_name_otherwise(id, name, entries)
        return Case(
            id=id,
            name=name,
            entries=tuple(sorted((entry for _, entry in entries), key=_order)),
            events=tuple(sorted((event for _, event in decided), key=lambda e: (e.on, e.decision))),
            digest=content,
            happened=tuple(sorted(happened, key=lambda e: (e.reported, e.on, e.what))),
            implied=implied(self.policy, id, name, [event for _, event in decided]),
        )

    def schema(self, form: dict[str, Json]) -> None:
        schema = form.get("schema", SCHEMA)
        if schema != SCHEMA and schema is not REFUSED:
            text = shown(schema) if isinstance(schema, str) else met(schema)
            self.refuse(
                Kind.BAD_VALUE, ("schema",), f"`{text}` is not a form known here", f"write {SCHEMA}"
            )

    # -- evidence --------------------------------------------------------------------------------

    def facts(self, form: dict[str, Json]) -> Iterable[tuple[Path, Entry]]:
        """The short form: undated evidence as fact and value."""
        facts = form.get("facts")
        if facts is None:
            return
        if not isinstance(facts, dict):
            self.unlike(facts, ("facts",), "`facts` is an object of facts and values")
            return
        for fact, value in facts.items():
            path = ("facts", fact)
            kind = self.fact_kind(fact, path)
            if kind is not None:
                yield path, Entry(fact, self.value(value, kind, path))

    def entry(self, tree: Json, path: Path) -> Entry | None:
        form = self.form(tree, path, ENTRY_KEYS, ("fact", "value"), "evidence")
        if form is None:
            return None
        fact = self.text(form, "fact", path, needed=True)
        kind = None if fact is None else self.fact_kind(fact, (*path, "fact"))
        on = self.day(form, "on", path)
        reported = self.reported(form, on, path)
        source = self.text(form, "source", path)
        note = self.text(form, "note", path, lines=True)
        illustrative = self.flag(form, "illustrative", path)
        if fact is None or kind is None:
            return None
        value = self.value(form.get("value"), kind, (*path, "value"))
        return Entry(fact, value, on, reported or on, source, illustrative, note)

    def reported(self, form: dict[str, Json], on: date | None, path: Path) -> date | None:
        """The day of a report, which is no earlier than the day that it tells of."""
        reported = self.day(form, "reported", path)
        if on is not None and reported is not None and reported < on:
            message = f"reported on {show(reported, Date())}, before the day that it tells of"
            help = "see to the two dates: nothing is reported before it is so"
            self.refuse(Kind.BAD_VALUE, (*path, "reported"), message, help)
        return reported

    def fact_kind(self, fact: str, path: Path) -> ValueKind | None:
        evidence = self.policy.evidence.get(fact)
        if evidence is not None and evidence.given_by is None:
            return evidence.kind
        if evidence is not None and evidence.given_by is not None:
            message = f"`{fact}` is the {evidence.given_by.value}, and nobody reports it"
            self.refuse(Kind.UNKNOWN_FACT, path, message, "leave it out: every case has it")
            return None
        if fact in self.policy.settings:
            help = "a setting is changed in the policy, or for one run by --set"
        elif fact in self.policy.defining:
            help = "the policy concludes it; a case holds evidence"
        else:
            help = did_you_mean(fact, self.policy.evidence) or ""
        self.refuse(Kind.UNKNOWN_FACT, path, f"no fact is called `{shown(fact)}`", help or None)
        return None

    def refuse_two_values(self, entries: Sequence[tuple[Path, Entry]]) -> None:
        """One fact has one value on one day; a list has one item of an id on one day."""
        seen: dict[tuple[str, date | None, str | None], Path] = {}
        for path, entry in entries:
            items = entry.value if isinstance(entry.value, tuple) else None
            marks = [None] if items is None else [item.id for item in items]
            for mark in marks:
                first = seen.setdefault((entry.fact, entry.on, mark), path)
                if first != path:
                    day = "without a day" if entry.on is None else f"on {show(entry.on, Date())}"
                    what = f"`{entry.fact}`" + ("" if mark is None else f" item `{mark}`")
                    self.refuse_second(path, f"a second value of {what} {day}", first)

    def refuse_own_name_otherwise(
        self, id: str, name: str, entries: Sequence[tuple[Path, Entry]]
    ) -> None:
        """A case that names itself does so as it is called: else it would name another."""
        for path, entry in entries:
            if isinstance(entry.value, str):
                meant = own_name_meant(self.policy, id, name, entry.fact, entry.value)
                if meant is not None:
                    at = path if path[0] == "facts" else (*path, "value")
                    message = f"`{shown(entry.value)}` is this case itself, written otherwise"
                    self.refuse(Kind.BAD_VALUE, at, message, f"did you mean `{shown(meant)}`?")

    # -- values ----------------------------------------------------------------------------------

    def value(self, tree: Json, kind: ValueKind, path: Path) -> Value:
        """The value of `kind`; None where it is null or at fault."""
        match tree, kind:
            case None, _:
                return None
            case bool(), YesNo():
                return tree
            case list(), ListOf():
                return self.items(tree, kind, path)
            case list(), SetOf():
                return self.options(tree, kind, path)
            case Written(), Number():
                return self.read(tree, kind, path)
            case Written(), _:
                self.unlike(tree, path, f"{_asked(kind)} is asked", Kind.BAD_VALUE)
            case str(), YesNo() | Text() | Choice() | SetOf() | Number() | Date():
                return self.read(tree, kind, path)
            case _:
                self.unlike(tree, path, f"{_asked(kind)} is asked", Kind.BAD_VALUE)
        return None

    def read(self, text: str, kind: ValueKind, path: Path) -> Value:
        if len(text) > NAME_AT_MOST and not isinstance(kind, Text):
            self.refuse(
                Kind.BAD_VALUE, path, f"{len(text)} characters, and {_asked(kind)} is asked"
            )
            return None
        try:
            return read(str(text), kind)
        except BadValue as fault:
            help = fault.hint or "see to the value: its type in the policy says what it may be"
            self.refuse(Kind.BAD_VALUE, path, fault.message, help)
            return None

    def options(self, trees: list[Json], kind: SetOf, path: Path) -> Value:
        chosen = set[str]()
        for i, tree in enumerate(trees):
            option = self.value(tree, Choice(kind.options), (*path, i))
            if isinstance(option, str):
                if option in chosen:
                    self.refuse(Kind.BAD_VALUE, (*path, i), f"`{option}` stands twice")
                chosen.add(option)
        return frozenset(chosen)

    def items(self, trees: list[Json], kind: ListOf, path: Path) -> tuple[Item, ...]:
        found: dict[str, Item] = {}
        for i, tree in enumerate(trees):
            item = self.item(tree, kind, (*path, i), str(i + 1))
            if item is not None and item.id in found:
                message = f"two items have the id `{shown(item.id)}`"
                self.refuse(Kind.TWO_VALUES, (*path, i), message)
            elif item is not None:
                found[item.id] = item
        return tuple(found.values())

    def item(self, tree: Json, kind: ListOf, path: Path, number: str) -> Item | None:
        kinds = dict(self.policy.records[kind.record].fields)
        form = self.form(tree, path, ("id", *kinds), (), kind.record)
        if form is None:
            return None
        id = self.text(form, "id", path)
        if id is not None and "/" in id:
            self.refuse(Kind.BAD_VALUE, (*path, "id"), "an id has no `/`")
        fields = {
            name: self.value(value, kinds[name], (*path, name))
            for name, value in form.items()
            if name in kinds
        }
        return Item(id or number, fields)

    def check_lists(self, entries: Sequence[tuple[Path, Entry]]) -> None:
        """What the entries of a list fact gather is as long as the policy allows."""
        gathered: dict[str, set[str]] = {}
        last: dict[str, Path] = {}
        for path, entry in entries:
            if isinstance(entry.value, tuple):
                gathered.setdefault(entry.fact, set()).update(item.id for item in entry.value)
                last[entry.fact] = path
        for fact, ids in gathered.items():
            kind = self.policy.evidence[fact].kind
            assert isinstance(kind, ListOf), "items are of a list"
            if not kind.least <= len(ids) <= kind.most:
                bounds = f"{kind.least} to {kind.most}" if kind.least else f"at most {kind.most}"
                message = f"`{fact}` has {len(ids)} items, and {bounds} are asked"
                self.refuse(Kind.OUT_OF_RANGE, last[fact], message)

    # -- events ----------------------------------------------------------------------------------

    def event(self, tree: Json, path: Path) -> Decided | Happened | None:
        """What people decided, or what became of the body."""
        event = tree.get("event") if isinstance(tree, dict) else None
        if isinstance(event, str) and event not in EVENTS:
            message = f"`{shown(event)}` is no event known here"
            help = did_you_mean(event, EVENTS) or f"write {listed(EVENTS)}"
            self.refuse(Kind.BAD_VALUE, (*path, "event"), message, help)
            return None
        return self.happened(tree, path) if event == "happened" else self.decided(tree, path)

    def decided(self, tree: Json, path: Path) -> Decided | None:
        needed = ("event", "decision", "by", "answer", "on")
        form = self.form(tree, path, EVENT_KEYS, needed, "an event")
        if form is None:
            return None
        self.text(form, "event", path, needed=True)
        by = self.text(form, "by", path, needed=True)
        on = self.day(form, "on", path, needed=True)
        assumed = self.flag(form, "day assumed", path)
        reason = self.text(form, "reason", path, lines=True)
        source = self.text(form, "source", path)
        decision = self.text(form, "decision", path, needed=True)
        question = None if decision is None else self.question(decision, (*path, "decision"))
        if decision is None or question is None:
            return None
        answer = self.answer(form, question, path)
        if by is not None and not is_named(by, question.decided_by):
            message = f"`{question.id}` is decided by {question.decided_by}, and not by {shown(by)}"
            help = "say who of these decided, or let the decision's `decided by` name who did"
            self.refuse(Kind.BAD_VALUE, (*path, "by"), message, help)
        if by is None or on is None or answer is None:
            return None
        return Decided(decision, by, answer, on, reason or "", source, assumed)

    def happened(self, tree: Json, path: Path) -> Happened | None:
        form = self.form(tree, path, HAPPENED_KEYS, ("event", "what", "on"), "what happened")
        if form is None:
            return None
        what = self.text(form, "what", path, needed=True, lines=True)
        on = self.day(form, "on", path, needed=True)
        assumed = self.flag(form, "day assumed", path)
        reported = self.reported(form, on, path)
        source = self.text(form, "source", path)
        beside = self.text(form, "beside", path)
        if beside is not None:
            self.question(beside, (*path, "beside"))
        rules_say = self.text(form, "rules say", path)
        difference = self.text(form, "difference", path, lines=True)
        if difference is not None and (beside is None or rules_say is None):
            message = "`difference` explains an answer of the rules, and it is not said which"
            help = "add `beside`, the question, and `rules say`, the answer that is explained"
            self.refuse(Kind.MISSING_KEY, (*path, "difference"), message, help)
        if what is None or on is None:
            return None
        at = path_text((*path, "rules say"))
        return Happened(
            what, on, reported or on, source, beside, difference, assumed, rules_say, at
        )

    def question(self, id: str, path: Path) -> Question | None:
        """The question `id` of the policy, which is told where there is none."""
        questions = {question.id: question for question in self.policy.questions}
        if id not in questions:
            self.refuse(
                Kind.UNKNOWN_TERM,
                path,
                f"the policy asks no question `{shown(id)}`",
                f"it asks {listed(questions, 'and')}" if questions else None,
            )
        return questions.get(id)

    def answer(self, form: dict[str, Json], question: Question, path: Path) -> str | None:
        """What was answered to the question, as the policy writes it."""
        kind = self.policy.kind(question.answer)
        assert kind is not None, "a question's answer is a conclusion"
        if isinstance(kind, ListOf):
            message = f"`{question.id}` is answered by a list, which later rules could not read"
            help = "write it as `event: happened`, and what follows from it as evidence"
            self.refuse(Kind.BAD_VALUE, (*path, "answer"), message, help)
            return None
        if "answer" in form and form["answer"] is None:
            message, help = "an answer is null", f"`{question.id}` is answered by {_asked(kind)}"
            self.refuse(Kind.BAD_VALUE, (*path, "answer"), message, help)
        value = self.value(form.get("answer"), kind, (*path, "answer"))
        return None if value is None else written(value, kind)

    def refuse_two_answers(self, events: Sequence[tuple[Path, Decided]]) -> None:
        seen: dict[tuple[str, date], Path] = {}
        for path, event in events:
            first = seen.setdefault((event.decision, event.on), path)
            if first != path:
                message = f"a second answer to `{event.decision}` on {show(event.on, Date())}"
                self.refuse_second(path, message, first)


def is_named(by: str, decided_by: str) -> bool:
    """Whether one who decides is among those that a decision names, with or without an article."""
    words, named = (said.casefold().replace(",", " ").split() for said in (by, decided_by))
    bare = words[1:] if words[:1] == ["the"] else words
    return any(named[at : at + len(bare)] == bare for at in range(len(named)))


def _order(entry: Entry) -> tuple[str, date, date, list[str]]:
    """Entries stand by fact, then by day: the order of the file means nothing."""
    ids = sorted(item.id for item in entry.value) if isinstance(entry.value, tuple) else []
    return entry.fact, entry.on or date.min, entry.reported or date.min, ids


def _asked(kind: ValueKind) -> str:
    """What a value of `kind` is called, in a reader's words."""
    match kind:
        case YesNo():
            return "yes or no"
        case Text():
            return "a text"
        case Choice(options=options):
            return f"one of {listed(options)}"
        case SetOf(options=options):
            return f"a list of any of {listed(options, 'and')}"
        case Number(unit=unit):
            return unit.value
        case Date():
            return "a date"
        case ListOf(record=record):
            return f"a list of {record} objects"
