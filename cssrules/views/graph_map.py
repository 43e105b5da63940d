"""The map of a policy: its questions, rules and evidence, and what reads what.

In: a policy. Out: the map as text, JSON, DOT, SVG or Mermaid. Ids and shapes are those of a
decision's graph, so that a reader finds the same thing in both.
"""

import json as _json
from collections.abc import Iterator, Mapping, Sequence

from cssrules.decision import NodeKind, Role
from cssrules.expression import Expression
from cssrules.policy import EachBody, Policy, PortfolioRule, Question, Rule, Table
from cssrules.values import kind_in_words, show
from cssrules.views.dot import drawn_as_dot
from cssrules.views.mermaid import drawn_as_mermaid
from cssrules.views.picture import drawn_as_svg
from cssrules.views.sketch import Arrow, Box, Sketch, boxed
from cssrules.views.words import plain

SCHEMA = "cssrules/map/1"

_ABREAST = 9
"""As many boxes stand in line on a sheet of A3."""


def names_read(policy: Policy, rule: Rule) -> tuple[str, ...]:
    """Every name that the rule reads: evidence, settings and conclusions, by name; of a rule for each
    item of a list the list too.
    """
    found = {rule.each} if rule.each is not None else set[str]()
    for expression in _expressions(rule):
        found |= policy.reads(expression, rule.each)
    return tuple(sorted(found))


def _expressions(rule: Rule) -> Iterator[Expression]:
    match rule.body:
        case Table(rows=rows):
            for row in rows:
                yield from (cell for cell in row.cells if cell is not None)
                yield from row.outputs
        case expression:
            yield expression


def given_by(policy: Policy, name: str) -> tuple[str, ...]:
    """The ids of the rules that define a name, and of the portfolio rule that feeds it."""
    defining = policy.defining.get(name, ())
    over_many = (
        rule.id
        for rule in policy.portfolio.values()
        if name == rule.define or (isinstance(rule, EachBody) and name == rule.feeds)
    )
    return (*(rule.id for rule in defining), *over_many)


def text(policy: Policy) -> str:
    """Question by question the rules that answer it; then the rules over all cases, in their order;
    then the evidence and what reads it.
    """
    lines = [f"{plain(policy.name)}, version {plain(policy.version)}"]
    lines.append(
        f"{len(policy.questions)} questions, {_rules_counted(policy)}, "
        f"{len(policy.evidence)} facts, {len(policy.settings)} settings"
    )
    told: set[str] = set()
    for question in policy.questions:
        lines.extend(["", f"{plain(question.id)}  {plain(question.question)}"])
        lines.append(
            f"     answered by {plain(question.answer)}, decided by {plain(question.decided_by)}"
        )
        for define in _names_of(policy, question):
            lines.extend(_rules_of(policy, define, told, "  "))
    loose = [rule.define for rule in policy.order if rule.id not in told]
    if loose:
        lines.extend(["", "Rules that no question rests on"])
        for define in loose:
            lines.extend(_rules_of(policy, define, told, "  "))
    if policy.portfolio:
        lines.extend(["", "Rules over all cases, in their order"])
    for id in (id for stratum in policy.portfolio_strata for id in stratum):
        rule = policy.portfolio[id]
        read = ", ".join(map(plain, sorted(policy.read_by(rule))))
        said = f"{plain(rule.define)} of each {rule.each}: {plain(rule.title)}"
        lines.append(f"  {rule.id} {said}{_fed(rule)}  [reads {read}]")
    lines.extend(["", "Evidence and what reads it"])
    for evidence in policy.evidence.values():
        read_by = ", ".join(readers(policy, evidence.name)) or "nothing reads it"
        lines.append(f"  {plain(evidence.name)}: {kind_in_words(evidence.kind)}  [{read_by}]")
    return "\n".join(lines) + "\n"


def _rules_counted(policy: Policy) -> str:
    over_many = len(policy.portfolio)
    return f"{len(policy.rules)} rules" + (f", {over_many} over all cases" if over_many else "")


def _fed(rule: PortfolioRule) -> str:
    feeds = rule.feeds if isinstance(rule, EachBody) else None
    return "" if feeds is None else f"  (feeds {plain(feeds)})"


def _rules_of(policy: Policy, define: str, told: set[str], indent: str) -> Iterator[str]:
    """The rules that define a name and, below, those that they read; each written once."""
    for rule in policy.defining.get(define, ()):
        again = rule.id in told
        told.add(rule.id)
        read = [name for name in names_read(policy, rule) if name not in policy.defining]
        below = f"  [reads {', '.join(map(plain, read))}]" if read and not again else ""
        above = "  (above)" if again else ""
        yield f"{indent}{rule.id} {plain(_defined(policy, rule))}: {plain(rule.title)}{below}{above}"
        if not again:
            for name in names_read(policy, rule):
                yield from _rules_of(policy, name, told, indent + "  ")


def _defined(policy: Policy, rule: Rule | PortfolioRule) -> str:
    """What the rule defines, with the thing of which it concludes that."""
    if not isinstance(rule, Rule):
        return f"{rule.define} of each {rule.each}"
    return rule.define + (f" of each {policy.record_of(rule.each).name}" if rule.each else "")


def json(policy: Policy) -> str:
    """Nodes and edges, with the place of each, in the form `cssrules/map/1`."""
    nodes = [
        *(
            {
                "id": _outcome(question),
                "kind": NodeKind.OUTCOME.value,
                "label": question.question,
                "place": str(question.place),
            }
            for question in policy.questions
        ),
        *(
            {
                "id": rule.id,
                "kind": NodeKind.CONCLUSION.value,
                "label": _defined(policy, rule),
                "title": rule.title,
                "place": str(rule.place),
            }
            for rule in (*policy.rules.values(), *policy.portfolio.values())
        ),
        *(
            {
                "id": evidence.name,
                "kind": NodeKind.EVIDENCE.value,
                "label": evidence.name,
                "type": kind_in_words(evidence.kind),
                "place": str(evidence.place),
            }
            for evidence in policy.evidence.values()
        ),
        *(
            {
                "id": f"setting:{setting.name}",
                "kind": NodeKind.SETTING.value,
                "label": setting.name,
                "value": show(setting.value, setting.kind),
                "place": str(setting.place),
            }
            for setting in policy.settings.values()
        ),
    ]
    nodes.sort(key=lambda node: node["id"])
    edges = [{"from": start, "to": end} for start, end in sorted(set(_edges(policy)))]
    whole = {"schema": SCHEMA, "policy": policy.name, "nodes": nodes, "edges": edges}
    return _json.dumps(whole, indent=2, ensure_ascii=False)


def dot(policy: Policy) -> str:
    """The map as DOT."""
    return drawn_as_dot(sketched(policy))


def svg(policy: Policy) -> str:
    """The map as SVG. Raises NoRenderer."""
    return drawn_as_svg(sketched(policy))


def mermaid(policy: Policy) -> str:
    """The map as a Mermaid flowchart."""
    return drawn_as_mermaid(sketched(policy))


def sketched(policy: Policy) -> Sketch:
    """Question by question the rules that answer it, each rule once, with the evidence that it reads;
    then the rules over all cases.

    An arrow stays within its question; what a rule reads of another question is named in its box, so
    that no arrow crosses the sheet.
    """
    homes = _homes(policy)
    asked = {question.id: _outcome(question) for question in policy.questions}
    boxes = [
        *(_question_box(policy, question) for question in reversed(policy.questions)),
        *(_rule_box(policy, homes, rule) for rule in policy.rules.values()),
        *(_portfolio_box(policy, rule) for rule in policy.portfolio.values()),
    ]
    arrows = [
        Arrow(start, end, Role.SUPPORTS)
        for start, end in sorted(set(_edges(policy)))
        if start in homes and (homes[start] == homes.get(end) or asked.get(homes[start]) == end)
    ]
    title = f"{plain(policy.name)}, version {plain(policy.version)}"
    counted = _rules_counted(policy)
    note = f"{len(policy.questions)} questions, {counted}, {len(policy.evidence)} facts"
    said = f"The map of a policy: {note}. `cssrules graph` says the same in text."
    beside = tuple(_rows(policy, arrows))
    return Sketch(title, (note,), said, tuple(boxes), tuple(arrows), beside)


def _rows(policy: Policy, arrows: Sequence[Arrow]) -> Iterator[tuple[str, str]]:
    """Questions side by side as far as a sheet is wide: the last box of one, the next question."""
    below: dict[str, list[str]] = {}
    for arrow in arrows:
        below.setdefault(arrow.end, []).append(arrow.start)

    def deepest(id: str) -> tuple[int, str]:
        """How many boxes stand in line from this one to the last, and which that is."""
        steps, last = max(map(deepest, below.get(id, ())), default=(0, id))
        return steps + 1, last

    used, before = 0, ""
    for question in policy.questions:
        steps, last = deepest(_outcome(question))
        if before and used + steps <= _ABREAST:
            yield before, _outcome(question)
            used += steps
        else:
            used = steps
        before = last


def _homes(policy: Policy) -> Mapping[str, str]:
    """The question that each rule is drawn with, by ids: the one that it answers, else the first that
    rests on it; without one for a rule that none rests on.
    """
    homes = {
        rule.id: question.id
        for question in policy.questions
        for rule in policy.defining.get(question.answer, ())
    }
    for question in policy.questions:
        pending = [rule.id for rule in policy.defining.get(question.answer, ())]
        for name in _names_of(policy, question)[1:]:
            for rule in policy.defining.get(name, ()):
                homes.setdefault(rule.id, question.id)
                pending.append(rule.id)
        while pending:
            for name in names_read(policy, policy.rules[pending.pop(0)]):
                for rule in policy.defining.get(name, ()):
                    if rule.id not in homes:
                        homes[rule.id] = question.id
                        pending.append(rule.id)
    return homes


# -- nodes and edges -------------------------------------------------------------------------------


def _edges(policy: Policy) -> Iterator[tuple[str, str]]:
    """From what is read to what reads it, by node ids."""
    for rule in policy.rules.values():
        for name in names_read(policy, rule):
            yield from ((start, rule.id) for start in _ids(policy, name))
    for over_many in policy.portfolio.values():
        for name in policy.read_by(over_many):
            yield from ((start, over_many.id) for start in _ids(policy, name))
        if isinstance(over_many, EachBody) and over_many.feeds is not None:
            yield over_many.id, over_many.feeds
    for question in policy.questions:
        for name in _names_of(policy, question):
            yield from ((start, _outcome(question)) for start in _ids(policy, name))


def _ids(policy: Policy, name: str) -> tuple[str, ...]:
    if name in policy.evidence:
        return (name,)
    if name in policy.settings:
        return (f"setting:{name}",)
    return given_by(policy, name)


def _names_of(policy: Policy, question: Question) -> tuple[str, ...]:
    asked = () if question.asked_when is None else sorted(policy.reads(question.asked_when))
    return tuple(dict.fromkeys((question.answer, *asked)))


def readers(policy: Policy, name: str) -> tuple[str, ...]:
    """The ids of the rules and questions that read the name."""
    rules = tuple(rule.id for rule in policy.rules.values() if name in names_read(policy, rule))
    over_many = (rule.id for rule in policy.portfolio.values() if name in policy.read_by(rule))
    return (*rules, *over_many, *(q.id for q in policy.questions if name in _names_of(policy, q)))


def _outcome(question: Question) -> str:
    return f"outcome:{question.id}"


def _question_box(policy: Policy, question: Question) -> Box:
    waits = _names_of(policy, question)[1:]
    lines = (
        f"question {plain(question.id)}",
        *boxed(question.question),
        *boxed(f"decided by {question.decided_by}"),
        *(boxed(f"asked when: {', '.join(waits)}") if waits else ()),
    )
    return Box(_outcome(question), NodeKind.OUTCOME, "true", lines)


def _rule_box(policy: Policy, homes: Mapping[str, str], rule: Rule) -> Box:
    """A rule, the evidence that it reads, and what it reads of another question."""
    read = names_read(policy, rule)
    evidence = [name for name in read if name in policy.evidence]
    elsewhere = [
        f"{name} ({homes[read_rule.id]})"
        for name in read
        for read_rule in policy.defining.get(name, ())[:1]
        if homes.get(read_rule.id, "") not in {homes.get(rule.id), ""}
    ]
    reads = [f"reads {', '.join(evidence)}"] if evidence else []
    needs = [f"and {', '.join(elsewhere)}" if evidence else f"reads {', '.join(elsewhere)}"]
    lines = (
        f"rule {plain(rule.id)}",
        *boxed(_defined(policy, rule)),
        *(line for text in (*reads, *(needs if elsewhere else ())) for line in boxed(text)),
    )
    return Box(rule.id, NodeKind.CONCLUSION, "true", lines)


def _portfolio_box(policy: Policy, rule: PortfolioRule) -> Box:
    """A rule over all cases, what it reads of them and of other such rules, and what it feeds."""
    over_many = {other.define: other.id for other in policy.portfolio.values()}
    read = [
        f"{name} ({over_many[name]})" if name in over_many else name
        for name in sorted(policy.read_by(rule))
        if name not in policy.settings
    ]
    lines = (
        f"rule {plain(rule.id)}",
        *boxed(_defined(policy, rule)),
        *boxed(f"reads {', '.join(read)}"),
        *(boxed(f"feeds {rule.feeds}") if isinstance(rule, EachBody) and rule.feeds else ()),
    )
    return Box(rule.id, NodeKind.CONCLUSION, "true", lines)
