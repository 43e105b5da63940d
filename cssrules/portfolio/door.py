"""The door of a portfolio: a folder in, a Portfolio out, or every fault of its files with its place.

Every `.json` file of the folder is a case, but for at most one that says `"schema":
"cssrules/portfolio/1"`. What is at fault in a file is told as of a case, by line and column; what does
not fit together is told where the second of two things stands.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final, TypeAlias

from cssrules.case import Case
from cssrules.disorder import IN_FORCE, ON_REPORTS, not_in_force
from cssrules.door import case_of, is_named, read_case
from cssrules.jsontext import (
    CASE_BYTES_AT_MOST,
    REFUSED,
    Faults,
    Json,
    Written,
    path_text,
    read_json,
    shown,
)
from cssrules.places import located, span_at
from cssrules.policy import CASE, Evidence, Pairing, Policy, digest
from cssrules.portfolio.filed import Paired, Portfolio, has_one
from cssrules.portfolio.references import Naming, Slip, meant
from cssrules.problem import Kind, Label, Problem, Problems, did_you_mean
from cssrules.proposal import Stranger
from cssrules.source import Source, Span
from cssrules.values import BadValue, Date, listed, read_date, show

SCHEMA: Final = "cssrules/portfolio/1"
KEYS: Final = ("schema", "id", "name", "entities", "events", "notes")
EVENT_KEYS: Final = ("event", "rule", "body", "chosen", "by", "on", "reason", "source")
EVENT_NEEDS: Final = ("event", "rule", "body", "chosen", "by", "on")

_Form: TypeAlias = tuple[str, Sequence[str], Sequence[str]]
"""What an object is called, the keys that it may have, and those that it needs."""


def read_portfolio(folder: Path, policy: Policy) -> Portfolio:
    """The portfolio in the files of `folder`. Raises Problems with the faults of all of them."""
    return _Reading(policy).portfolio(folder)


@dataclass(slots=True)
class _File:
    """A file of the folder: its text, what JSON says it holds, and what of that is refused."""

    source: Source
    raw: bytes
    tree: Json
    faults: tuple[Problem, ...]


@dataclass
class _Reading:
    """The reading of one folder; `held` are the cases with their files, `faulty` the ids of those that
    have faults: who names one of these is not at fault.
    """

    policy: Policy
    problems: list[Problem] = field(default_factory=list)
    held: list[tuple[Case, _File]] = field(default_factory=list)
    faulty: set[str] = field(default_factory=set)

    @cached_property
    def naming(self) -> Naming:
        named = {case.id: case.name for case, _ in self.held}
        return Naming(self.policy, {**{id: id for id in self.faulty}, **named})

    def refuse(
        self, kind: Kind, where: Span | str, message: str, help: str | None = None, *first: Label
    ) -> None:
        self.problems.append(Problem(kind, message, where, help, others=first))

    def portfolio(self, folder: Path) -> Portfolio:
        files = list(self.files(folder))
        heads = [file for file in files if _is_head(file)]
        for file in files:
            if not _is_head(file):
                self.case(file)
        for file in heads[1:]:
            first = Label(span_at(heads[0].source, ("schema",)), "the first")
            message, help = (
                "a second portfolio file",
                "a folder is one portfolio: leave one of the two",
            )
            self.refuse(Kind.PORTFOLIO, span_at(file.source, ("schema",)), message, help, first)
        self.refuse_alike("id", "id")
        self.refuse_alike("name", "name")
        cases = tuple(sorted((case for case, _ in self.held), key=lambda case: case.id))
        name = folder.resolve().name
        whole = Portfolio(name, name, cases, strangers=self.strangers())
        if heads:
            whole = self.head(heads[0], whole)
        if self.problems:
            raise Problems(self.problems)
        return whole

    # -- files ---------------------------------------------------------------------------------------

    def files(self, folder: Path) -> Iterator[_File]:
        try:
            paths = sorted(folder.glob("*.json")) if folder.is_dir() else None
        except OSError:
            paths = None
        if paths is None:
            self.refuse(
                Kind.UNREADABLE, str(folder), "no folder that can be read", "name a folder of cases"
            )
        elif not paths:
            help = "a portfolio is a folder of case files (*.json)"
            self.refuse(Kind.PORTFOLIO, str(folder), "the folder holds no case", help)
        for path in paths or ():
            try:
                with path.open("rb") as opened:
                    raw = opened.read(CASE_BYTES_AT_MOST + 1)
            except OSError as fault:
                said = (fault.strerror or str(fault)).lower()
                self.refuse(Kind.UNREADABLE, str(path), said, "see that the file can be read")
                continue
            faults = Faults()
            try:
                tree = read_json(raw, str(path), faults)
            except Problems as told:
                source = Source(str(path), raw.decode("utf-8-sig", "replace"))
                self.problems.extend(located(source, told.found))
                continue
            source = Source(str(path), raw.decode("utf-8-sig"))
            yield _File(source, raw, tree, tuple(faults.found))

    def case(self, file: _File) -> None:
        try:
            self.held.append((read_case(file.raw, self.policy, file.source.name), file))
        except Problems as faults:
            self.problems.extend(faults.found)
            said = file.tree.get("id") if isinstance(file.tree, dict) else None
            if isinstance(said, str):
                self.faulty.add(said)

    # -- what does not fit together ------------------------------------------------------------------

    def refuse_alike(self, key: str, noun: str) -> None:
        """No two cases have one id, or one name: capitals and spaces tell none apart."""
        seen: dict[str, _File] = {}
        for case, file in self.held:
            said = str(getattr(case, key))
            first = seen.setdefault("".join(said.casefold().split()), file)
            if first is not file:
                self.refuse(
                    Kind.PORTFOLIO,
                    span_at(file.source, (key,)),
                    f"a second case with the {noun} `{shown(said)}`",
                    f"give each case {noun}s of its own, or leave one of the files out",
                    Label(span_at(first.source, (key,)), "the first"),
                )

    # -- the portfolio file --------------------------------------------------------------------------

    def head(self, file: _File, whole: Portfolio) -> Portfolio:
        tree = file.tree
        assert isinstance(tree, dict), "a portfolio file is an object"
        self.problems.extend(located(file.source, file.faults))
        self.keys(file, tree, (), ("a portfolio", KEYS, ()))
        id, name = self.text(file, tree, (), "id"), self.text(file, tree, (), "name")
        members = self.members(file, tree)
        events = tuple(self.events(file, tree, whole, members))
        return replace(
            whole, id=id or whole.id, name=name or id or whole.name, members=members, events=events
        )

    def members(self, file: _File, tree: dict[str, Json]) -> Mapping[str, tuple[Case, ...]]:
        found: dict[str, tuple[Case, ...]] = {}
        entities = tree.get("entities", {})
        if not isinstance(entities, dict):
            self.unlike(
                file, ("entities",), "`entities` is an object of kinds of body and their lists"
            )
            return found
        for kind, listing in entities.items():
            path = ("entities", kind)
            if kind not in self.policy.entities:
                known = self.policy.entities
                help = did_you_mean(kind, known) or (
                    f"the policy knows {listed(sorted(known), 'and')}"
                    if known
                    else "the policy has no `entities:`"
                )
                message = f"no kind of body is called `{shown(kind)}`"
                self.refuse(Kind.UNKNOWN_TERM, span_at(file.source, path), message, help)
            elif not isinstance(listing, list):
                self.unlike(file, path, f"`{shown(kind)}` is a list in square brackets")
            else:
                read = [self.member(file, kind, one, (*path, n)) for n, one in enumerate(listing)]
                found[kind] = self.told_apart(file, kind, read)
        return found

    def member(
        self, file: _File, kind: str, tree: Json, path: tuple[str | int, ...]
    ) -> Case | None:
        """A member in the form of a case: its evidence are the fields of its entity."""
        faults = Faults()
        entity = self.policy.entities[kind]
        fields = {} if entity.items else dict(entity.fields)
        evidence = {name: Evidence(name, held, entity.place) for name, held in fields.items()}
        form = replace(self.policy, evidence=evidence, rules={}, strata=(), questions=())
        try:
            member = case_of(tree, form, digest(file.raw), faults)
            faults.settle()
        except Problems as told:
            prefix = path_text(path)
            for fault in told.found:
                at = prefix if fault.where == "$" else f"{prefix}.{fault.where}"
                first = None if fault.first is None else f"{prefix}.{fault.first}"
                moved = replace(fault, where=at, first=first)
                self.problems.extend(located(file.source, [moved]))
            return None
        self.refuse_absent(file, kind, tree, path)
        return member

    def told_apart(self, file: _File, kind: str, read: list[Case | None]) -> tuple[Case, ...]:
        """The members by id: none twice, none a case, none that no case holds."""
        entity = self.policy.entities[kind]
        cases = {case.id: other for case, other in self.held}
        first: dict[str, int] = {}
        for number, member in enumerate(read):
            if member is None:
                continue
            span = span_at(file.source, ("entities", kind, number, "id"))
            if first.setdefault(member.id, number) != number:
                label = Label(
                    span_at(file.source, ("entities", kind, first[member.id], "id")), "the first"
                )
                message = f"a second {kind} with the id `{shown(member.id)}`"
                self.refuse(Kind.PORTFOLIO, span, message, "give each an id of its own", label)
            elif not (entity.items is None or self.faulty or self.is_held(entity.items, member.id)):
                self.refuse(
                    Kind.PORTFOLIO,
                    span,
                    f"{kind} `{shown(member.id)}` is served by nobody: it is in `{entity.items}` of no case",
                    f"put it into `{entity.items}` of the case that serves it, or leave it out",
                )
            elif entity.items is None and member.id in cases:
                self.refuse(
                    Kind.PORTFOLIO,
                    span,
                    f"{kind} `{shown(member.id)}` is a case, and would be its own {kind}",
                    "give it an id of its own; a rule that chooses among cases says `choose: other`",
                    Label(span_at(cases[member.id].source, ("id",)), "the case"),
                )
        held = {member.id: member for member in read if member is not None}
        return tuple(held[id] for id in sorted(held))

    def refuse_absent(
        self, file: _File, kind: str, tree: Json, path: tuple[str | int, ...]
    ) -> None:
        """A field by which a member names a case names one of this portfolio."""
        for slip in self.naming.slips(kind, tree):
            self.refuse_slip(file, slip, path)

    def refuse_slip(self, file: _File, slip: Slip, path: tuple[str | int, ...] = ()) -> None:
        names = "the case itself" if slip.is_itself else "no case of this portfolio"
        message = f"`{slip.fact}` names {names}: `{shown(slip.said)}`"
        place = span_at(file.source, (*path, *slip.at))
        self.refuse(Kind.PORTFOLIO, place, message, slip.help)

    def strangers(self) -> tuple[Stranger, ...]:
        """What cases name that is no case of this portfolio; one that is only written otherwise is
        refused, and a case that names itself where another is asked.
        """
        found: dict[tuple[str, str, str | None], list[str]] = {}
        for case, file in sorted(self.held, key=lambda held: held[0].id):
            for slip in self.naming.slips(CASE, file.tree):
                if slip.is_alike or slip.is_itself:
                    self.refuse_slip(file, slip)
                else:
                    found.setdefault((slip.said, slip.fact, slip.meant), []).append(case.id)
        return tuple(
            Stranger(*of, tuple(dict.fromkeys(cases)))
            for of, cases in sorted(found.items(), key=str)
        )

    def is_held(self, items: str, id: str) -> bool:
        return any(
            item.id == id
            for case, _ in self.held
            for entry in case.entries
            if entry.fact == items and isinstance(entry.value, tuple)
            for item in entry.value
        )

    # -- what people decided of pairs ------------------------------------------------------------------

    def events(
        self,
        file: _File,
        tree: dict[str, Json],
        whole: Portfolio,
        members: Mapping[str, tuple[Case, ...]],
    ) -> Iterator[Paired]:
        listing = tree.get("events", [])
        if not isinstance(listing, list):
            self.unlike(file, ("events",), "`events` is a list in square brackets")
            return
        first: dict[tuple[str, str, str, date], int] = {}
        for number, event in enumerate(listing):
            path = ("events", number)
            before = len(self.problems)
            if not isinstance(event, dict):
                self.unlike(file, path, "an event is an object in braces")
                continue
            self.keys(file, event, path, ("an event", EVENT_KEYS, EVENT_NEEDS))
            texts = {key: self.text(file, event, path, key) for key in EVENT_KEYS}
            if texts["event"] not in {None, "decided"}:
                message = f"`{shown(str(texts['event']))}` is no event of a portfolio"
                self.refuse(
                    Kind.BAD_VALUE, span_at(file.source, (*path, "event")), message, "write decided"
                )
            on = None
            try:
                on = read_date(texts["on"]) if texts["on"] else None
            except BadValue as fault:
                where = span_at(file.source, (*path, "on"))
                self.refuse(Kind.BAD_VALUE, where, fault.message, fault.hint)
            self.refuse_pair(file, path, texts, whole, members)
            if on is not None:
                self.refuse_early(file, path, on, whole)
            if len(self.problems) == before and on is not None:
                said = {key: texts[key] or "" for key in ("rule", "body", "chosen", "by", "reason")}
                rule = self.policy.portfolio[said["rule"]]
                assert isinstance(rule, Pairing), "the rule pairs"
                one = "" if has_one(rule) else said["chosen"]
                earlier = first.setdefault((said["rule"], said["body"], one, on), number)
                if earlier != number:
                    self.refuse(
                        Kind.TWO_VALUES,
                        span_at(file.source, path),
                        f"a second {said['rule']} of `{shown(said['body'])}` on {show(on, Date())}",
                        "leave one of the two, or give them different days",
                        Label(span_at(file.source, ("events", earlier)), "the first"),
                    )
                yield Paired(**said, on=on, source=texts["source"])

    def refuse_early(
        self, file: _File, path: tuple[str | int, ...], on: date, whole: Portfolio
    ) -> None:
        """People decide by a policy in force, and on what was reported."""
        said, place = f"decided on {show(on, Date())}", span_at(file.source, (*path, "on"))
        first = min((c.first_reported for c in whole.cases if c.first_reported), default=on)
        out_of_force = not_in_force(self.policy, on)
        if out_of_force is not None:
            self.refuse(Kind.TOO_EARLY, place, f"{said}, {out_of_force}", IN_FORCE)
        elif on < first:
            early = f"{said}, before anything was reported ({show(first, Date())})"
            self.refuse(Kind.TOO_EARLY, place, early, ON_REPORTS)

    def refuse_pair(
        self,
        file: _File,
        path: tuple[str | int, ...],
        texts: Mapping[str, str | None],
        whole: Portfolio,
        members: Mapping[str, tuple[Case, ...]],
    ) -> None:
        """The rule pairs, the bodies exist, and nobody is chosen for itself."""
        rules = {r.id: r for r in self.policy.portfolio.values() if isinstance(r, Pairing)}
        id, body, chosen = texts["rule"], texts["body"], texts["chosen"]
        if id is None or body is None or chosen is None:
            return
        if id not in rules:
            help = did_you_mean(id, rules) or (
                f"rules that pair: {', '.join(rules)}" if rules else None
            )
            message = f"no portfolio rule that pairs is called `{shown(id)}`"
            self.refuse(Kind.UNKNOWN_TERM, span_at(file.source, (*path, "rule")), message, help)
            return
        rule, by = rules[id], texts["by"]
        if by is not None and rule.decided_by is not None and not is_named(by, rule.decided_by):
            message = f"pairs of `{id}` are decided by {rule.decided_by}, and not by {shown(by)}"
            help = "say who of these decided, or let the rule's `decided by` name who did"
            self.refuse(Kind.BAD_VALUE, span_at(file.source, (*path, "by")), message, help)
        for key, kind, said in (("body", rule.each, body), ("chosen", rule.choose, chosen)):
            known = self.named(kind, whole, members)
            if said not in known and said.partition("/")[0] not in self.faulty:
                noun, one = kind if kind in self.policy.entities else "case", meant(said, known)
                self.refuse(
                    Kind.PORTFOLIO,
                    span_at(file.source, (*path, key)),
                    f"no {noun} of this portfolio has the id `{shown(said)}`",
                    f"did you mean `{one}`?" if one else f"name a {noun} by its id",
                )
        itself = body if rule.choose == CASE else body.partition("/")[0]
        if chosen == itself and rule.choose not in self.policy.entities:
            self.refuse(
                Kind.PORTFOLIO,
                span_at(file.source, (*path, "chosen")),
                f"`{shown(chosen)}` is the body itself, and cannot be its own {rule.record}",
                "name the other one",
            )

    def named(
        self, kind: str, whole: Portfolio, members: Mapping[str, tuple[Case, ...]]
    ) -> Mapping[str, str]:
        """The bodies of a kind, each key with its name."""
        entity = self.policy.entities.get(kind)
        held = {member.id: member.name for member in members.get(kind, ())}
        if entity is None:
            return {case.id: case.name for case in whole.cases}
        if entity.items is None:
            return held
        return {
            f"{case.id}/{item.id}": held.get(item.id, item.id)
            for case in whole.cases
            for entry in case.entries
            if entry.fact == entity.items and isinstance(entry.value, tuple)
            for item in entry.value
        }

    # -- parts ---------------------------------------------------------------------------------------

    def keys(
        self, file: _File, tree: dict[str, Json], path: tuple[str | int, ...], form: _Form
    ) -> None:
        noun, known, needed = form
        for key in tree:
            if key not in known:
                help = did_you_mean(key, known) or f"{noun} may have {listed(known, 'and')}"
                message = f"{noun} has no key `{shown(key)}`"
                self.refuse(Kind.UNKNOWN_KEY, span_at(file.source, (*path, key)), message, help)
        for key in needed:
            if key not in tree:
                message, help = f"{noun} needs `{key}`", f'add "{key}": …'
                self.refuse(Kind.MISSING_KEY, span_at(file.source, path), message, help)

    def text(
        self, file: _File, tree: dict[str, Json], path: tuple[str | int, ...], key: str
    ) -> str | None:
        found = tree.get(key)
        if found is None or found is REFUSED:
            return None
        if not isinstance(found, str) or isinstance(found, Written) or not found.strip():
            self.unlike(file, (*path, key), "a text is asked")
            return None
        return found

    def unlike(self, file: _File, path: tuple[str | int, ...], asked: str) -> None:
        self.refuse(
            Kind.WRONG_FORM,
            span_at(file.source, path),
            asked,
            "docs/portfolio.md shows a portfolio file",
        )


def _is_head(file: _File) -> bool:
    return isinstance(file.tree, dict) and file.tree.get("schema") == SCHEMA
