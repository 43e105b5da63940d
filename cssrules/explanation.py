"""Why: a trace as a graph of reasons, with the part that made the difference marked.

In: a policy, the facts of a case and what meaning found of them. Out: nodes and edges sorted by id,
the same for any order of rules, files and facts. Every condition evaluated is there. An edge is
decisive where its start made its end what it is; a node is decisive where decisive edges lead from
it to the answer of a question. Constants and names read by a comparison have no node of their own:
the comparison rests on the evidence, settings and conclusions that it reads. Nor has a condition
that is a bare yes-or-no name, unless the author has words for it. The decision day stands in the
words of what reads it. What reads a question's answer that people have decided rests on their decision.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any, cast

from cssrules.case import Decided, Entry, Facts
from cssrules.dataclass import dataclass
from cssrules.decision import Edge, Node, NodeKind, Role, Status
from cssrules.decisive import deciding_parts, deciding_rows, status_of
from cssrules.english import (
    basis_in_words,
    counted,
    fact,
    found,
    found_within,
    subject_of,
    towards,
    worked_out,
)
from cssrules.expression import (
    DECISION_DAY,
    And,
    Arithmetic,
    Compare,
    Comparison,
    Const,
    Expression,
    Field,
    If,
    Measured,
    Negative,
    Not,
    Or,
    Quantified,
    Quantity,
    Term,
    kind_of,
    parts,
    terms,
)
from cssrules.margins import margin, nearness
from cssrules.meaning import evaluated
from cssrules.policy import Basis, Made, Policy, Question, Reason, Rule, Table, Template
from cssrules.slices import Branch, Slice, deciding_facts, fact_of, slice_under, why
from cssrules.trace import Concluded, Judged, JudgedRow, Trace, Truth
from cssrules.values import Date, Item, Value, YesNo, show, written

__all__ = [
    "Branch",
    "Slice",
    "basis_in_words",
    "deciding_facts",
    "deciding_parts",
    "deciding_rows",
    "explain",
    "slice_under",
    "status_of",
    "why",
]


def explain(
    policy: Policy,
    facts: Facts,
    trace: Trace,
    fired: Mapping[str, bool] | None = None,
    taken: Mapping[str, Decided] | None = None,
) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
    """The graph of `trace`. `fired` names the nodes that durable-rules derived; `taken` are the events
    by which people decided what the trace reads as decided, by conclusion.
    """
    return _Graph(policy, facts, trace, fired or {}, taken or {}).graph()


# -- the graph -------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Held:
    """An item of the list `items`: its node, and how it is called in a line."""

    items: str
    item: Item
    node: str
    noun: str


@dataclass(frozen=True, slots=True)
class _End:
    """What a reason bears on: a node, its truth, and the item whose fields are read.

    `sign` tells whether a true condition speaks for the node (True) or against it (False); None
    where the node reads a value.
    """

    id: str
    truth: Truth
    item: _Held | None = None
    sign: bool | None = None

    def signed(self, *, sign: bool | None) -> "_End":
        return _End(self.id, self.truth, self.item, sign)

    def role(self, value: Value) -> Role:
        if value is None and (self.truth is None or self.sign is not None):
            return Role.LEAVES_OPEN
        if self.sign is None:
            return Role.DEFEATS if self.truth is False else Role.SUPPORTS
        return Role.SUPPORTS if value is self.sign else Role.DEFEATS


class _Graph:
    def __init__(
        self,
        policy: Policy,
        facts: Facts,
        trace: Trace,
        fired: Mapping[str, bool],
        taken: Mapping[str, Decided],
    ) -> None:
        self.policy, self.facts, self.trace, self.fired = policy, facts, trace, fired
        self.taken = taken
        self.nodes: dict[str, Node] = {}
        self.edges: dict[tuple[str, str, Role], bool] = {}
        self.chosen: defaultdict[str, set[str]] = defaultdict(set)
        self.owner: Mapping[str, Any] = {}
        self.held: _Held | None = None
        self.of_items: defaultdict[str, list[Entry]] = defaultdict(list)
        for (items, _), entry in facts.items.items():
            self.of_items[items].append(entry)
        self.reasons: dict[str, Reason] = {
            f"{concluded.path}/{path}": reason
            for concluded, _ in self.all_concluded()
            for path, reason in concluded.rule.reasons.items()
            if path != concluded.rule.root
        }
        self.above_reasons = frozenset(above for path in self.reasons for above in _above(path))

    def all_concluded(self) -> Iterator[tuple[Concluded, Item | None]]:
        """Every conclusion after all that it reads, with its item where it is one of an item's."""
        for rule in self.policy.order:
            if rule.each is None:
                found = self.trace.concluded.get(rule.define)
                if found is not None and found.rule.id == rule.id:
                    yield found, None
                continue
            of_items = self.trace.each.get(rule.define, {})
            for item in self.items(rule.each) if of_items else ():
                if of_items[item.id].rule.id == rule.id:
                    yield of_items[item.id], item

    def graph(self) -> tuple[tuple[Node, ...], tuple[Edge, ...]]:
        for concluded, item in self.all_concluded():
            items = concluded.rule.each
            self.held = None if items is None or item is None else self.hold(items, item)
            self.conclusion(concluded, self.held)
        self.held = None
        self.owner = {}
        outcomes = [self.outcome(question) for question in self.policy.questions]
        decisive = self.leading_to(outcomes)
        nodes = [
            replace(node, decisive=True) if id in decisive else node
            for id, node in sorted(self.nodes.items())
        ]
        words = {role: role.value for role in Role}
        ordered = sorted(self.edges, key=lambda edge: (edge[0], edge[1], words[edge[2]]))
        return tuple(nodes), tuple([Edge(*key, self.edges[key]) for key in ordered])

    def leading_to(self, ends: Iterable[str]) -> set[str]:
        """Every node from which decisive edges lead to one of `ends`, and the ends."""
        reached = set[str]()
        pending = list(ends)
        while pending:
            here = pending.pop()
            if here not in reached:
                reached.add(here)
                pending.extend(self.chosen[here])
        return reached

    # -- outcomes and conclusions ------------------------------------------------------------------

    def outcome(self, question: Question) -> str:
        id = f"outcome:{question.id}"
        status = status_of(self.trace, question)
        value = self.trace.value(question.answer) if status is Status.DECIDED else None
        kind = self.policy.kind(question.answer) or YesNo()
        label = fact(question.answer, value, kind)
        if status is not Status.DECIDED:
            words = "not asked" if status is Status.NOT_ASKED else "not decided"
            label = f"{question.answer}: {words}"
        self.nodes[id] = Node(
            id,
            NodeKind.OUTCOME,
            _truth_in_words(value),
            _exactly(value, kind),
            label,
            title=question.question,
        )
        end = _End(id, _truth(value))
        answer = self.trace.value(question.answer)
        unsettled = status is Status.UNDECIDED and answer is None
        deciding = status is Status.DECIDED or unsettled
        self.edge(self.concluded(question.answer), end, answer, chosen=deciding)
        asked = self.trace.asked.get(question.id)
        if asked is not None:
            matters = status is not Status.UNDECIDED or asked.value is None
            self.reason(asked, end.signed(sign=True), chosen=matters)
        return id

    def conclusion(self, concluded: Concluded, held: _Held | None) -> None:
        """The node of a conclusion, of `held` where it is one of an item's, and all below it."""
        rule, id = concluded.rule, concluded.path
        self.owner = {"rule": rule.id, "basis": _in_words(rule.basis)}
        label = fact(rule.define, concluded.value, rule.kind)
        if held is not None:
            label = f"{held.item.id}: {rule.define} is {_short(concluded.value, rule.kind)}"
        conclusion = self.nodes[id] = Node(
            id,
            NodeKind.CONCLUSION,
            _truth_in_words(concluded.value),
            _exactly(concluded.value, rule.kind),
            label,
            title=rule.title,
            reason=self.fill(rule.reasons.get(rule.root), concluded.found) or self.sum(concluded),
            fired=id in self.fired,
            rule=rule.id,
            basis=_in_words(_rests_on(concluded)),
        )
        end = _End(id, _truth(concluded.found), held)
        if concluded.presumed:
            presumption = f"{id}/if unknown"
            self.nodes[presumption] = replace(
                conclusion,
                id=presumption,
                kind=NodeKind.PRESUMPTION,
                label=f"{label}, presumed while it is not known",
                title=None,
                reason=None,
                fired=presumption in self.fired,
            )
            self.link(presumption, id, Role.ASSUMES, chosen=True)
            end = replace(end, id=presumption)
        if isinstance(concluded.body, Judged):
            self.body(concluded.body, end)
        else:
            self.rows(cast("Table", rule.body), concluded, end)

    def body(self, judged: Judged, end: _End) -> None:
        """The conditions of a list bear on the conclusion itself; any other body is one reason."""
        inner, sign = _without_not(judged)
        if isinstance(inner.expression, And | Or) and not self.one_test(inner):
            self.parts(inner, end.signed(sign=sign))
        else:
            yes_no = isinstance(kind_of(judged.expression), YesNo)
            self.reason(judged, end.signed(sign=True if yes_no else None), chosen=True)

    # -- tables ------------------------------------------------------------------------------------

    def rows(self, table: Table, concluded: Concluded, end: _End) -> None:
        deciding = {row.path for row in deciding_rows(table, concluded)}
        for row in cast("tuple[JudgedRow, ...]", concluded.body):
            self.row(row, concluded.rule, end.item)
            chosen = row.path in deciding
            if chosen:
                role = Role.LEAVES_OPEN if concluded.found is None else Role.SUPPORTS
            else:
                role = _End(end.id, None, sign=True).role(row.hit)
            self.link(row.path, end.id, role, chosen=chosen)

    def row(self, row: JudgedRow, rule: Rule, held: _Held | None) -> None:
        reason = self.text(row.row.because) if row.hit and row.row.because else None
        self.nodes[row.path] = Node(
            row.path,
            NodeKind.ROW,
            _truth_in_words(row.truth),
            self.given_exactly(row),
            self.label_of_row(row, rule),
            reason=reason,
            fired=row.path in self.fired,
            rule=rule.id,
            basis=_in_words(row.row.basis or rule.basis),
        )
        end = _End(row.path, row.truth, held, sign=True)
        cells = [cell for cell in row.cells if cell is not None]
        starts = {cell.path: self.reason(cell, end, chosen=False) for cell in cells}
        for cell in self.telling(row.truth, cells, starts):
            self.reason(cell, end, chosen=True)
        if row.output is not None:
            output = row.output.value
            settled = row.truth is True or output is None
            self.reason(row.output, _End(row.path, _truth(output), held), chosen=settled)
        for _, made in row.made:
            self.reason(made, _End(row.path, True, held), chosen=row.truth is True)  # noqa: FBT003 # because it is a truth

    def label_of_row(self, row: JudgedRow, rule: Rule) -> str:
        name = row.row.id
        match row.truth, row.hit:
            case True, True:
                return f"row {name} applies: {self.given(row, rule)}"
            case True, False:
                return f"row {name} comes after a row that applies"
            case True, None:
                return f"row {name} applies, if no row before it does"
            case False, _:
                return f"row {name} does not apply"
            case _:
                return f"it is not known whether row {name} applies"

    def given(self, row: JudgedRow, rule: Rule) -> str:
        """What a row gives, in words: a value, or a record with its fields."""
        if not isinstance(row.row.output, Made):
            return _short(row.output.value if row.output else None, rule.kind)
        fields = ", ".join(
            f"{name} {_short(judged.value, kind_of(judged.expression))}"
            for name, judged in row.made
        )
        noun = row.row.output.kind.record
        article = "an" if noun[0].lower() in "aeiou" else "a"
        return f"{article} {noun}: {fields}" if fields else f"{article} {noun}"

    def given_exactly(self, row: JudgedRow) -> str | None:
        if row.output is not None:
            return _exactly(row.output.value, kind_of(row.output.expression))
        known = [(name, judged) for name, judged in row.made if judged.value is not None]
        return (
            "; ".join(
                f"{name}: {written(judged.value, kind_of(judged.expression))}"
                for name, judged in known
            )
            or None
        )

    def telling(
        self, truth: Truth, cells: Sequence[Judged], starts: Mapping[str, set[str]]
    ) -> Sequence[Judged]:
        """The cells that make a row what it is: of a false row the one cell that rests on least."""
        alike = [cell for cell in cells if cell.value is truth]
        if truth is False and len(alike) > 1:
            return [min(alike, key=lambda cell: len(self.evidence_under(starts[cell.path])))]
        return alike

    def evidence_under(self, ids: Iterable[str]) -> frozenset[str]:
        """The evidence that decisive edges lead from, to one of `ids`."""
        return frozenset(fact_of(self.nodes[id]) for id in self.leading_to(ids)) - {""}

    # -- conditions and values ---------------------------------------------------------------------

    def reason(self, judged: Judged, end: _End, *, chosen: bool) -> set[str]:
        """Put `judged` into the graph as a reason of `end`; give the nodes that stand for it."""
        bare = self.bare(judged, end.item)
        match bare.expression:
            case Const():
                return set()
            case Term(name=name) if name == DECISION_DAY:
                return set()
            case Term(name=name) if end.sign is None or not self.has_words(judged):
                return {self.edge(self.term(name), end, judged.value, chosen=chosen)}
            case Field() as field if end.sign is None or self.stands_alone(judged, field, end.item):
                return {self.edge(self.field(field, end.item), end, judged.value, chosen=chosen)}
            case Arithmetic() | Negative():
                return self.operands(judged, end, chosen=chosen)
            case If(kind=kind) if not isinstance(kind, YesNo):
                return self.operands(judged, end, chosen=chosen)
            case _:
                self.condition(judged, end.item)
                return {self.edge(judged.path, end, judged.value, chosen=chosen)}

    def stands_alone(self, judged: Judged, field: Field, held: _Held | None) -> bool:
        """Whether a field needs no condition of its own to bear on a condition."""
        if not isinstance(field.kind, YesNo):
            return True
        return self.is_concluded(field, held) and not self.has_words(judged)

    def operands(self, judged: Judged, end: _End, *, chosen: bool = True) -> set[str]:
        deciding = _paths(deciding_parts(judged))
        reading = end.signed(sign=None)
        starts = [
            self.reason(part, reading, chosen=chosen and part.path in deciding)
            for part in judged.parts
        ]
        return set().union(*starts)

    def parts(self, judged: Judged, end: _End) -> None:
        deciding = _paths(deciding_parts(judged))
        for part in judged.parts:
            self.reason(part, end, chosen=part.path in deciding)

    def condition(self, judged: Judged, held: _Held | None) -> None:
        """The node of a condition or of a measure of a list, and all below it."""
        if judged.path in self.nodes:
            return
        inner, sign = _without_not(judged)
        aggregate = isinstance(inner.expression, Measured)
        kind = NodeKind.AGGREGATE if aggregate else NodeKind.CONDITION
        if held is None:
            label = found(self.policy, judged)
        else:
            label = f"{held.noun}: {found_within(self.policy, judged)}"
        self.nodes[judged.path] = Node(
            judged.path,
            kind,
            _truth_in_words(judged.value),
            _value_of_condition(inner),
            label,
            reason=self.words(judged),
            margin=margin(self.policy, judged),
            near=_share(nearness(judged)),
            restates=self.restated(judged, held),
            fired=judged.path in self.fired,
            **self.owner,
        )
        end = _End(judged.path, _truth(judged.value), held)
        match inner.expression:
            case Quantified() | Measured():
                self.listed(inner, end.signed(sign=sign))
            case And() | Or() if self.one_test(inner):
                deciding = _paths(deciding_parts(inner))
                for part in inner.parts:
                    self.operands(_without_not(part)[0], end, chosen=part.path in deciding)
            case And() | Or():
                self.parts(inner, end.signed(sign=sign))
            case If():
                deciding = _paths(deciding_parts(inner))
                for part, part_sign in zip(inner.parts, (None, sign), strict=False):
                    chosen = part.path in deciding
                    self.reason(part, end.signed(sign=part_sign), chosen=chosen)
            case Term() | Field():
                self.reason(inner, end, chosen=True)
            case _:
                self.operands(inner, end)

    def restated(self, judged: Judged, held: _Held | None) -> str | None:
        """The node that says the same: of a name that is what the condition asks, or is bare."""
        inner, _ = _without_not(judged)
        if not isinstance(inner.expression, Compare | Term | Field) or inner.value is None:
            return None
        if self.words(judged) is not None:
            return None
        match towards(inner.expression, truth=inner.value is True):
            case Compare(Comparison.EQ, named, Const()) | Not(named) | (Term() | Field() as named):
                pass
            case _:
                return None
        match named:
            case Term(name=name) if name != DECISION_DAY:
                return self.term(name)
            case Field() as field if self.is_concluded(field, held):
                return self.field(field, held)
            case _:
                return None

    def listed(self, judged: Judged, end: _End) -> None:
        """The items of a list as reasons; the list itself where no item decides by its fields.

        Where all of them decide, so do the conclusions of each that the condition reads.
        """
        expression = cast("Quantified | Measured", judged.expression)
        reading = end.signed(sign=None)
        deciding = _paths(deciding_parts(judged))
        found = {part.path: part for part in judged.parts}
        items = self.items(expression.items)
        whole = not deciding
        for item in items:
            held = self.hold(expression.items, item)
            path = f"{judged.path}/item/{item.id}"
            inside = _End(end.id, end.truth, held, _sign_of_items(expression, end.sign))
            for part in (found.get(own) for own in (path, f"{path}/where", f"{path}/value")):
                if part is not None:
                    chosen = part.path in deciding
                    of_all = not deciding and self.reads_concluded(part.expression, held)
                    starts = self.reason(part, inside, chosen=chosen or of_all)
                    whole = whole or (chosen and held.node not in self.leading_to(starts))
        self.edge(self.term(expression.items), reading, self.read(expression.items), chosen=whole)
        if not deciding and items:
            for name in sorted(terms(expression) - {expression.items, DECISION_DAY}):
                self.edge(self.term(name), reading, self.read(name), chosen=True)

    def bare(self, judged: Judged, held: _Held | None) -> Judged:
        """The yes-or-no name that `judged` is, or is the contrary of; else `judged` itself."""
        match judged.expression:
            case Not() | Compare(Comparison.EQ | Comparison.NE, _, Const(value=bool())) if (
                not self.has_words(judged)
            ):
                inner = self.bare(judged.parts[0], held)
                named = isinstance(inner.expression, Term) or self.is_concluded(
                    inner.expression, held
                )
                return inner if named else judged
            case _:
                return judged

    def one_test(self, judged: Judged) -> bool:
        """Whether `and` or `or` tests one value only, without words of the author for a part."""
        compound = cast("And | Or", judged.expression)
        return judged.path not in self.above_reasons and subject_of(compound) is not None

    def has_words(self, judged: Judged) -> bool:
        denied = isinstance(judged.expression, Not) and self.has_words(judged.parts[0])
        return judged.path in self.reasons or denied

    # -- nodes -------------------------------------------------------------------------------------

    def term(self, name: str) -> str:
        """The node of evidence, a setting or a conclusion, as what reads it finds it."""
        if name in self.trace.decided:
            return self.decided(name)
        if name in self.policy.evidence:
            return self.evidence(name)
        if name in self.policy.settings:
            return self.setting(name)
        return self.concluded(name)

    def concluded(self, name: str) -> str:
        """The node of what the policy concludes, whatever people decided."""
        if name in self.trace.concluded:
            return self.trace.concluded[name].path
        return self.lapsed(name)

    def lapsed(self, name: str) -> str:
        """The node of a conclusion for which no rule is in force."""
        rule = min(self.policy.defining[name], key=lambda rule: rule.id)
        label = f"{name}: not known, as no rule for it is in force"
        node = Node(rule.id, NodeKind.CONCLUSION, "unknown", None, label)
        self.nodes[rule.id] = replace(node, rule=rule.id, title=rule.title)
        return rule.id

    def field(self, field: Field, held: _Held | None) -> str:
        """The node that a field rests on: what was concluded of the item, or the item itself."""
        assert held is not None, "a field is read under an item"
        if not self.is_concluded(field, held):
            return held.node
        of_items = self.trace.each.get(field.name)
        return self.lapsed(field.name) if of_items is None else of_items[held.item.id].path

    def is_concluded(self, expression: Expression, held: _Held | None) -> bool:
        """Whether the expression is a field of the item that rules conclude."""
        if held is None or not isinstance(expression, Field):
            return False
        rules = self.policy.defining.get(expression.name, ())
        return any(rule.each == held.items for rule in rules)

    def reads_concluded(self, expression: Expression, held: _Held) -> bool:
        """Whether the expression reads a field of the item that rules conclude."""
        inner = any(self.reads_concluded(part, held) for part in parts(expression))
        return inner or self.is_concluded(expression, held)

    def decided(self, name: str) -> str:
        """The node of what people decided of the question that conclusion `name` answers."""
        event = self.taken.get(name)
        asked = (question for question in self.policy.questions if question.answer == name)
        question = max(asked, key=lambda q: (event is not None and q.id == event.decision, q.id))
        id = f"decided:{question.id}"
        if id not in self.nodes:
            value, kind = self.trace.decided[name], self.policy.kind(name) or YesNo()
            label = f"people decided: {_short(value, kind)}"
            node = Node(id, NodeKind.DECIDED, _truth_in_words(value), _exactly(value, kind), label)
            if event is not None:
                who = event.by if event.by.startswith("the ") else f"the {event.by}"
                node = replace(
                    node,
                    label=f"{who} decided: {_short(value, kind)}, on {show(event.on, Date())}",
                    reason=event.reason or None,
                    source=event.source,
                    on=event.on.isoformat(),
                )
            self.nodes[id] = replace(node, title=question.question)
        return id

    def evidence(self, name: str) -> str:
        if name not in self.nodes:
            kind, value = self.policy.evidence[name].kind, self.trace.values.get(name)
            given = self.facts.entries.get(name)
            entries = self.of_items[name] or ([] if given is None else [given])
            self.nodes[name] = Node(
                name,
                NodeKind.EVIDENCE,
                _truth_in_words(value),
                _exactly(value, kind),
                fact(name, value, kind),
                **_origin(entries),
            )
        return name

    def items(self, name: str) -> tuple[Item, ...]:
        """The items of a list, with what was concluded of each; none where it is unknown."""
        held = self.trace.lists[name] if name in self.trace.lists else self.read(name)
        return cast("tuple[Item, ...]", held or ())

    def hold(self, items: str, item: Item) -> _Held:
        """An item: its node is that of evidence, or that of the row which made it."""
        noun = f"{self.policy.record_of(items).name} {item.id}"
        if items in self.policy.evidence:
            return _Held(items, item, self.item(items, item, noun), noun)
        rule = self.trace.concluded[items].rule
        return _Held(items, item, f"{rule.id}/{rule.root}/{item.id}", noun)

    def item(self, items: str, item: Item, noun: str) -> str:
        id = f"{items}/{item.id}"
        if id not in self.nodes:
            known = [
                (name, kind, value)
                for name, kind in self.policy.record_of(items).fields
                if (value := item.fields.get(name)) is not None
            ]
            shown = [f"{name} {show(value, kind)}" for name, kind, value in known]
            exact = "; ".join(f"{name}: {written(value, kind)}" for name, kind, value in known)
            label = f"{noun}: {', '.join(shown) or 'nothing known'}"
            entry = self.facts.items.get((items, item.id))
            origin = _origin([] if entry is None else [entry])
            self.nodes[id] = Node(id, NodeKind.EVIDENCE, "true", exact or None, label, **origin)
        return id

    def setting(self, name: str) -> str:
        id = f"setting:{name}"
        if id not in self.nodes:
            setting = self.policy.settings[name]
            self.nodes[id] = Node(
                id,
                NodeKind.SETTING,
                _truth_in_words(setting.value),
                _exactly(setting.value, setting.kind),
                f"{fact(name, setting.value, setting.kind)} (policy setting)",
                basis=(f"policy setting: {setting.reason}",),
            )
        return id

    def edge(self, start: str, end: _End, value: Value, *, chosen: bool) -> str:
        return self.link(start, end.id, end.role(value), chosen=chosen)

    def link(self, start: str, end: str, role: Role, *, chosen: bool) -> str:
        key = (start, end, role)
        self.edges[key] = self.edges.get(key, False) or chosen
        if chosen:
            self.chosen[end].add(start)
        return start

    def read(self, name: str) -> Value:
        if name in self.trace.decided:
            return self.trace.decided[name]
        setting = self.policy.settings.get(name)
        return self.trace.value(name) if setting is None else setting.value

    # -- the author's words ------------------------------------------------------------------------

    def words(self, judged: Judged) -> str | None:
        """What the author says of the condition as it was found; of `not` also for what it denies."""
        reason = self.fill(self.reasons.get(judged.path), judged.value)
        if reason is None and isinstance(judged.expression, Not):
            return self.words(judged.parts[0])
        return reason

    def fill(self, reason: Reason | None, value: Value) -> str | None:
        if reason is None:
            return None
        template = reason.unknown if value is None else reason.met if value else reason.not_met
        return None if template is None else self.text(template)

    def sum(self, concluded: Concluded) -> str | None:
        """How a computed value came about, where it is a sum."""
        body = concluded.body
        if not isinstance(body, Judged) or not isinstance(body.expression, Arithmetic):
            return None
        return worked_out(self.policy, body)

    def text(self, template: Template) -> str:
        """The template with the values of the case, as plain text."""
        item = None if self.held is None else self.held.item
        pieces = []
        for piece in template.pieces:
            if isinstance(piece, str):
                pieces.append(piece)
            else:
                judged = evaluated(self.policy, self.trace, piece, item)
                chosen = isinstance(piece, Term) and piece.name in self.policy.settings
                aside = "policy setting" if chosen else ", ".join(counted(judged))
                shown = _short(judged.value, kind_of(piece))
                pieces.append(f"{shown} ({aside})" if aside else shown)
        return "".join(pieces)


def _share(near: Fraction | None) -> str | None:
    return None if near is None else str(near)


def _rests_on(concluded: Concluded) -> tuple[Basis, ...]:
    """What a conclusion rests on: the rows that gave it, where each says so itself; else its rule."""
    if isinstance(concluded.body, Judged):
        return concluded.rule.basis
    hits = [row.row.basis for row in concluded.body if row.hit]
    if not hits or not all(hits):
        return concluded.rule.basis
    return tuple(dict.fromkeys(basis for given in hits for basis in given))


def _in_words(bases: Sequence[Basis]) -> tuple[str, ...]:
    return tuple(basis_in_words(basis) for basis in bases)


def _truth(value: Value) -> Truth:
    return value if value is None or isinstance(value, bool) else True


_IN_WORDS: Mapping[Truth, str] = {True: "true", False: "false", None: "unknown"}


def _truth_in_words(value: Value) -> str:
    return _IN_WORDS[_truth(value)]


def _exactly(value: Value, kind: object) -> str | None:
    return None if value is None else written(value, kind)  # type: ignore[arg-type]


def _short(value: Value, kind: object) -> str:
    return "not known" if value is None else show(value, kind)  # type: ignore[arg-type]


def _value_of_condition(judged: Judged) -> str | None:
    """Of a comparison the value compared; of any other condition or measure its own."""
    of = judged
    if isinstance(judged.expression, Compare):
        of = judged.parts[0]
    return _exactly(of.value, kind_of(of.expression))


def _above(path: str) -> Iterator[str]:
    """Every node id that `path` stands below."""
    steps = path.split("/")
    return ("/".join(steps[:number]) for number in range(1, len(steps)))


def _paths(judged: Iterable[Judged]) -> frozenset[str]:
    return frozenset(part.path for part in judged)


def _without_not(judged: Judged) -> tuple[Judged, bool]:
    """What stands below any `not`, and whether it speaks for the whole (True) or against it."""
    sign = True
    while isinstance(judged.expression, Not):
        judged, sign = judged.parts[0], not sign
    return judged, sign


def _sign_of_items(expression: Quantified | Measured, sign: bool | None) -> bool | None:  # noqa: FBT001 # because a sign is a value here
    if sign is None or isinstance(expression, Measured):
        return None
    match expression.quantity:
        case Quantity.SOME | Quantity.EVERY | Quantity.AT_LEAST:
            return sign
        case Quantity.NO | Quantity.AT_MOST:
            return not sign
        case Quantity.EXACTLY:
            return None


def _origin(entries: Sequence[Entry]) -> Mapping[str, Any]:
    """What a node of evidence says of where it comes from."""
    days = [entry.on for entry in entries if entry.on is not None]
    return {
        "source": ", ".join(sorted({e.source for e in entries if e.source is not None})) or None,
        "on": max(days).isoformat() if days else None,
        "illustrative": any(entry.illustrative for entry in entries),
    }
