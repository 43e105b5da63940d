"""The portfolio of one scenario: cases and bodies that its Givens gather, and what is proposed.

In: terms and values in the author's words. Out: a Proposal, and a ScenarioFault for whatever the
policy does not know. Cases and bodies are kept as the files of a folder, so a scenario can say nothing
that a folder of cases could not.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from cssrules.acceptance.report import ScenarioFault
from cssrules.policy import EachBody, Pairing, Policy
from cssrules.portfolio.door import SCHEMA, read_portfolio
from cssrules.portfolio.filed import Portfolio
from cssrules.portfolio.propose import propose
from cssrules.problem import did_you_mean
from cssrules.proposal import CaseFound, EachFound, PairFound, PairingFound, Proposal, Proposed
from cssrules.values import Kind, Value, listed

_LIKE = "like"


@dataclass
class Many:
    """`cases` are the case files by id; `head` is the portfolio file."""

    cases: dict[str, dict[str, Any]] = field(default_factory=dict)
    head: dict[str, Any] = field(default_factory=lambda: {"schema": SCHEMA, "id": "scenario"})
    proposed: Proposal | None = None

    # -- what is given -----------------------------------------------------------------------------

    def load(self, folder: Path) -> None:
        """Take the portfolio of a folder."""
        if not folder.is_dir():
            raise ScenarioFault(f"there is no folder `{folder.name}`", looked=str(folder))
        for path in sorted(folder.glob("*.json")):
            held = json.loads(path.read_bytes(), parse_float=str, parse_int=str)
            if held.get("schema") == SCHEMA:
                self.head = held
            else:
                self.cases[held["id"]] = held

    def add(self, rows: Sequence[Mapping[str, str]], file: Callable[[str], Path]) -> None:
        """Take a case for each row, `like` that of a file but for the facts in the other columns."""
        for row in rows:
            if "id" not in row:
                raise ScenarioFault("the table has no column `id`")
            held: dict[str, Any] = {}
            if row.get(_LIKE):
                raw = file(row[_LIKE]).read_bytes()
                held = json.loads(raw, parse_float=str, parse_int=str)
            self.cases[row["id"]] = {**held, "id": row["id"], "name": row["id"]}
            for name, cell in row.items():
                if name not in {"id", _LIKE} and cell:
                    self.give(row["id"], name, cell)

    def give(self, case: str, fact: str, value: object) -> None:
        """Put a fact in place of what the case holds of it."""
        held = self.case(case)
        short = {name: kept for name, kept in held.get("facts", {}).items() if name != fact}
        entries = [entry for entry in held.get("evidence", ()) if entry["fact"] != fact]
        given = {} if value is None else {fact: value}
        self.cases[case] = {**held, "facts": {**short, **given}, "evidence": entries}

    def members(self, kind: str, rows: Sequence[Mapping[str, str]]) -> None:
        """Take bodies of a kind that is not a case, a row each."""
        bodies = [
            {
                "id": row["id"],
                "facts": {name: cell for name, cell in row.items() if name != "id" and cell},
            }
            for row in rows
        ]
        entities = self.head.get("entities", {})
        self.head = {**self.head, "entities": {**entities, kind: bodies}}

    def event(self, rule: str, body: str, chosen: str, by: str, on: str) -> None:
        """Take what people decided: who goes with whom."""
        event = {
            "event": "decided",
            "rule": rule,
            "body": body,
            "chosen": chosen,
            "by": by,
            "on": on,
        }
        self.head = {**self.head, "events": [*self.head.get("events", ()), event]}

    def case(self, id: str) -> dict[str, Any]:
        if id not in self.cases:
            hint = did_you_mean(id, self.cases) or "say which cases there are before"
            raise ScenarioFault(f"the portfolio has no case `{id}`", hint=hint)
        return self.cases[id]

    # -- what is proposed --------------------------------------------------------------------------

    def filed(self, policy: Policy) -> Portfolio:
        """The portfolio, let in by the door. Raises Problems."""
        with TemporaryDirectory() as folder:
            for number, held in enumerate([self.head, *self.cases.values()]):
                file = Path(folder) / f"{number}.json"
                file.write_text(json.dumps(held), encoding="utf-8")
            return read_portfolio(Path(folder), policy)

    def decide(self, policy: Policy, settings: Mapping[str, Value], as_of: date | None) -> Proposal:
        """Decide all cases together. Raises Problems."""
        self.proposed = None
        portfolio = self.filed(policy)
        self.proposed = propose(policy, portfolio, as_of=as_of, settings=settings).proposal
        return self.proposed

    @property
    def proposal(self) -> Proposal:
        if self.proposed is None:
            hint = "write `When the portfolio is decided`"
            raise ScenarioFault("no portfolio has been decided", hint=hint)
        return self.proposed

    def pairing(self, policy: Policy, rule: str) -> PairingFound:
        """What the rule that pairs found."""
        pairing = {id for id, found in policy.portfolio.items() if isinstance(found, Pairing)}
        found = self.proposal.pairing(rule)
        if found is None:
            hint = did_you_mean(rule, pairing) or f"there are {listed(sorted(pairing), 'and')}"
            raise ScenarioFault(
                f"no rule of the portfolio that pairs is called `{rule}`", hint=hint
            )
        return found

    def chosen(self, policy: Policy, rule: str, body: str) -> Sequence[Proposed]:
        """The pairs that the rule proposes for a body."""
        key = self.key(body)
        return [one for one in self.pairing(policy, rule).proposed if one.body == key]

    def pair(self, policy: Policy, rule: str, body: str, other: str) -> PairFound | None:
        """What the rule says of a pair; None where the body is not asked about."""
        keys = (self.key(body), self.key(other))
        pairs = self.pairing(policy, rule).pairs
        return next((pair for pair in pairs if (pair.body, pair.other) == keys), None)

    def concluded(self, policy: Policy, name: str, body: str) -> tuple[str | None, Kind]:
        """The value of a conclusion of a body, as shown, and its kind."""
        rules = {
            rule.define: rule for rule in policy.portfolio.values() if isinstance(rule, EachBody)
        }
        if name not in rules:
            hint = did_you_mean(name, rules) or f"there are {listed(sorted(rules), 'and')}"
            raise ScenarioFault(f"no rule of the portfolio concludes `{name}`", hint=hint)
        key = self.key(body)
        found = next(f for f in self.proposal.found if f.id == rules[name].id)
        assert isinstance(found, EachFound), "the rule concludes of each body"
        value = next((one.value for one in found.found if one.body == key), None)
        return value, rules[name].kind

    def decided(self, id: str) -> CaseFound:
        """A case of the portfolio, decided."""
        key = self.key(id)
        found = next((case for case in self.proposal.cases if case.key == key), None)
        if found is None:
            raise ScenarioFault(f"`{id}` is no case of the portfolio")
        return found

    def key(self, id: str) -> str:
        """The key of a body: its own, or that of the one item so called."""
        bodies = self.proposal.bodies
        if id in bodies:
            return id
        named = [key for key in bodies if key.rpartition("/")[2] == id]
        if len(named) != 1:
            hint = did_you_mean(id, bodies) or "a body of a case goes by CASE/ITEM"
            raise ScenarioFault(f"the portfolio has no body `{id}`", hint=hint)
        return named[0]
