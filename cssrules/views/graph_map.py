"""The map of a policy: its questions, rules and evidence, and what reads what.

In: a policy. Out: the map as text, JSON, DOT, SVG or Mermaid. Ids and shapes are those of a
decision's graph, so that a reader finds the same thing in both.
"""

import json as _json
from collections.abc import Iterator, Mapping, Sequence

from cssrules.decision import NodeKind, Role
from cssrules.policy import EachBody, Policy, PortfolioRule, Question, Rule
from cssrules.values import kind_in_words, show
from cssrules.views.dot import drawn_as_dot
from cssrules.views.mermaid import drawn_as_mermaid
from cssrules.views.picture import drawn_as_svg
from cssrules.views.sketch import Arrow, Box, Sketch, boxed
from cssrules.views.words import plain

SCHEMA = "cssrules/map/1"

_ABREAST = 9
"""As many boxes stand in line on a sheet of A3."""

_QUESTIONS_ABREAST = 7
"""As many of the wider boxes of questions stand in line."""

_RULES_ON_A_SHEET = 60
"""More rules than these are not drawn one by one on a sheet of A3."""


def names_read(policy: Policy, rule: Rule) -> tuple[str, ...]:
    """Every name that the rule reads: evidence, settings and conclusions, by name; of a rule for each
    item of a list the list too.
    """
    found = {rule.each} if rule.each is not None else set[str]()
    for expression in rule.expressions:
        found |= policy.reads(expression, rule.each)
    return tuple(sorted(found))


def given_by(policy: Policy, name: str) -> tuple[str, ...]:
    """The ids of the rules that define a name, and of the portfolio rule that feeds it."""
    defining = policy.defining.get(name, ())
    over_many = (rule.id for rule in policy.portfolio.values() if name in {rule.define, *rule.fed})
    return (*(rule.id for rule in defining), *over_many)


def text(policy: Policy, question: str | None = None) -> str:
    """Question by question the rules that answer it; then the rules over all cases, in their order;
    then the evidence and what reads it. With `question` the rules that answer that one.
    """
    if question is not None:
        asked = _called(policy, question)
        return "\n".join(_answered(policy, asked, set())) + "\n"
    lines = [f"{plain(policy.name)}, version {plain(policy.version)}"]
    lines.append(
        f"{len(policy.questions)} questions, {_rules_counted(policy)}, "
        f"{len(policy.evidence)} facts, {len(policy.settings)} settings"
    )
    told: set[str] = set()
    for asked in policy.questions:
        lines.extend(["", *_answered(policy, asked, told)])
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


def _called(policy: Policy, id: str) -> Question:
    return next(question for question in policy.questions if question.id == id)


def _answered(policy: Policy, question: Question, told: set[str]) -> Iterator[str]:
    """A question and the rules that answer it."""
    yield f"{plain(question.id)}  {plain(question.question)}"
    yield f"     answered by {plain(question.answer)}, decided by {plain(question.decided_by)}"
    for define in _names_of(policy, question):
        yield from _rules_of(policy, define, told, "  ")


def _rules_counted(policy: Policy) -> str:
    over_many = len(policy.portfolio)
    counted = f"{len(policy.rules) + over_many} rules"
    return counted + (f", {over_many} of them over all cases" if over_many else "")


def _fed(rule: PortfolioRule) -> str:
    return f"  (feeds {plain(_given(rule))})" if rule.gives else ""


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


def json(policy: Policy, question: str | None = None) -> str:
    """Nodes and edges, with the place of each, in the form `cssrules/map/1`; with `question` that one,
    its rules, and what these read.
    """
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
    read = set(_edges(policy))
    if question is not None:
        homes = _homes(policy)
        own = {f"outcome:{question}", *(id for id, home in homes.items() if home == question)}
        read = {(start, end) for start, end in read if end in own}
        near = own | {start for start, _ in read}
        nodes = [node for node in nodes if node["id"] in near]
    edges = [{"from": start, "to": end} for start, end in sorted(read)]
    whole = {"schema": SCHEMA, "policy": policy.name, "nodes": nodes, "edges": edges}
    return _json.dumps(whole, indent=2, ensure_ascii=False)


def dot(policy: Policy, question: str | None = None) -> str:
    """The map, or the rules of one question, as DOT."""
    return drawn_as_dot(sketched(policy, question))


def svg(policy: Policy, question: str | None = None) -> str:
    """The map, or the rules of one question, as SVG. Raises NoRenderer."""
    return drawn_as_svg(sketched(policy, question))


def mermaid(policy: Policy, question: str | None = None) -> str:
    """The map, or the rules of one question, as a Mermaid flowchart."""
    return drawn_as_mermaid(sketched(policy, question))


def sketched(policy: Policy, question: str | None = None) -> Sketch:
    """Question by question the rules that answer it, each rule once, with the evidence that it reads;
    then the rules over all cases. Where that is more than a sheet carries, each question with the names
    of its rules; `question` draws the rules of that one.

    An arrow stays within its question; what a rule reads of another question is named in its box, so
    that no arrow crosses the sheet.
    """
    if question is not None:
        return _of_one(policy, question)
    if len(policy.rules) > _RULES_ON_A_SHEET:
        return _of_questions(policy)
    homes = _homes(policy)
    boxes = [
        *(_question_box(policy, question) for question in reversed(policy.questions)),
        *(_rule_box(policy, homes, rule) for rule in policy.rules.values()),
        *(_portfolio_box(policy, rule) for rule in policy.portfolio.values()),
    ]
    heads = [_outcome(question) for question in policy.questions]
    return _drawn(policy, boxes, _within(policy, homes), heads)


def _of_one(policy: Policy, id: str) -> Sketch:
    """One question and its rules."""
    homes = _homes(policy)
    asked = _called(policy, id)
    own = [rule for rule in policy.rules.values() if homes.get(rule.id) == id]
    boxes = [_question_box(policy, asked), *(_rule_box(policy, homes, rule) for rule in own)]
    ids = {box.id for box in boxes}
    arrows = [arrow for arrow in _within(policy, homes) if {arrow.start, arrow.end} <= ids]
    return _drawn(policy, boxes, arrows, [])


def _of_questions(policy: Policy) -> Sketch:
    """Every question with the names of its rules, and the questions on whose rules these rest."""
    homes = _homes(policy)
    rests: dict[str, set[str]] = {question.id: set() for question in policy.questions}
    for start, end in _edges(policy):
        if start in homes and homes.get(end, homes[start]) != homes[start]:
            rests[homes[end]].add(homes[start])
    boxes: list[Box] = []
    for asked in policy.questions:
        rules = [rule.id for rule in policy.rules.values() if homes.get(rule.id) == asked.id]
        told = [asked.question]
        told += [f"rules {', '.join(rules)}"] if rules else []
        told += [f"rests on {', '.join(sorted(rests[asked.id]))}"] if rests[asked.id] else []
        stage = f" ({asked.stage})" if asked.stage else ""
        lines = (
            *boxed(f"question {asked.id}{stage}"),
            *(line for text in told for line in boxed(text)),
        )
        boxes.append(Box(_outcome(asked), NodeKind.OUTCOME, "true", lines))
    for rule in policy.portfolio.values():
        lines = (f"rule {plain(rule.id)}", *boxed(_defined(policy, rule)))
        boxes.append(Box(rule.id, NodeKind.CONCLUSION, "true", lines))
    return _drawn(policy, boxes[::-1], [], [box.id for box in boxes])


def _within(policy: Policy, homes: Mapping[str, str]) -> list[Arrow]:
    """The arrows that stay within a question, or within the rules over all cases."""
    asked = {question.id: _outcome(question) for question in policy.questions}
    return [
        Arrow(start, end, Role.SUPPORTS)
        for start, end in sorted(set(_edges(policy)))
        if start in homes and (homes[start] == homes.get(end) or asked.get(homes[start]) == end)
    ]


def _drawn(
    policy: Policy, boxes: Sequence[Box], arrows: Sequence[Arrow], heads: Sequence[str]
) -> Sketch:
    """`heads` are the boxes that begin a part of the map: parts stand side by side."""
    title = f"{plain(policy.name)}, version {plain(policy.version)}"
    counted = _rules_counted(policy)
    note = f"{len(policy.questions)} questions, {counted}, {len(policy.evidence)} facts"
    said = f"The map of a policy: {note}. `cssrules graph` says the same in text."
    beside = tuple(_rows(heads, arrows, _ABREAST if arrows else _QUESTIONS_ABREAST))
    return Sketch(title, (note,), said, tuple(boxes), tuple(arrows), beside)


def _rows(heads: Sequence[str], arrows: Sequence[Arrow], abreast: int) -> Iterator[tuple[str, str]]:
    """Parts side by side as far as a sheet is wide: the last box of one, the head of the next."""
    below: dict[str, list[str]] = {}
    for arrow in arrows:
        below.setdefault(arrow.end, []).append(arrow.start)

    def deepest(id: str) -> tuple[int, str]:
        """How many boxes stand in line from this one to the last, and which that is."""
        steps, last = max(map(deepest, below.get(id, ())), default=(0, id))
        return steps + 1, last

    used, before = 0, ""
    for head in heads:
        steps, last = deepest(head)
        if before and used + steps <= abreast:
            yield before, head
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
        yield from ((over_many.id, evidence) for evidence in over_many.gives)
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


def _given(rule: PortfolioRule) -> str:
    """What a rule feeds, in words."""
    if isinstance(rule, EachBody) and rule.fed_field is not None:
        items, field = rule.fed_field
        return f"{field} of {items}"
    return ", ".join(rule.fed)


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
        *(boxed(f"feeds {_given(rule)}") if rule.gives else ()),
    )
    return Box(rule.id, NodeKind.CONCLUSION, "true", lines)
