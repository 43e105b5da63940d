"""A report: the decisions that a policy says belong to it (`shown by: plan`), with their records.

In: a decision and the name of the report. Out: text of up to 80 columns, or Markdown. A record that
was collected is written out field by field; records of which rules conclude something stand under
what was concluded, worst first.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from cssrules.decision import Answer, Decision, ItemFound, ListFound, Node, NodeKind, Status
from cssrules.values import plural
from cssrules.views.gist import strands
from cssrules.views.reasons import Graph, Outline, named
from cssrules.views.stamps import Weight, as_of, stamps
from cssrules.views.text import because, heading, stated
from cssrules.views.words import day, finding, in_markdown, plain, sources_of, value, wrapped

_REASONS_AT_LEAST = 14
_DAY = len("2012-05-14")


def shown(decision: Decision, report: str) -> tuple[Answer, ...]:
    """The answers that belong to the report."""
    return tuple(answer for answer in decision.core.answers if answer.shown_by == report)


def text(decision: Decision, report: str) -> str:
    """The report: each of its decisions, why, and the records that go with them."""
    graph = Graph(decision)
    lines = heading(decision)
    told: set[str] = set()
    for answer in shown(decision, report):
        outline = Outline(graph, answer)
        lines.extend(["", *stated(decision, answer, graph)])
        if not _is_list(decision, graph, answer) or answer.status is Status.NOT_ASKED:
            lines.extend(because(outline, strands(outline), _REASONS_AT_LEAST)[:-1])
        if answer.status is Status.NOT_ASKED:
            continue
        for found in _lists(decision, graph, answer):
            if found.name not in told:
                told.add(found.name)
                lines.extend(_list(graph, found))
    notes = [str(stamp) for stamp in stamps(decision) if stamp.weight is Weight.NOTE]
    lines.extend(["", *(line for note in notes for line in wrapped(note, "", "  "))])
    return "\n".join(lines) + "\n"


def markdown(decision: Decision, report: str) -> str:
    """The report for a letter or a board paper: headings, reasons and tables of records."""
    graph = Graph(decision)
    lines = [f"# {plain(decision.name)}: {plain(report)}", ""]
    lines += [f"{plain(decision.policy_name)}, version {plain(decision.policy_version)}, "]
    lines[-1] += f"as of {as_of(decision)}."
    for stamp in stamps(decision):
        mark = "**" if stamp.weight is not Weight.NOTE else ""
        lines += ["", f"{mark}{in_markdown(str(stamp))}{mark}"]
    told: set[str] = set()
    for answer in shown(decision, report):
        lines += ["", f"## {plain(answer.id)}: {in_markdown(answer.question)}", ""]
        lines += [f"**{in_markdown(_said(answer, graph))}**", ""]
        if not _is_list(decision, graph, answer) or answer.status is Status.NOT_ASKED:
            lines += [f"- {in_markdown(words)}" for words in _reasons(Outline(graph, answer))]
        if answer.status is Status.NOT_ASKED:
            continue
        for found in _lists(decision, graph, answer):
            if found.name not in told:
                told.add(found.name)
                lines += ["", *_table(graph, found)]
    return "\n".join(lines) + "\n"


# -- answers -----------------------------------------------------------------------------------------


def _said(answer: Answer, graph: Graph) -> str:
    match answer.status:
        case Status.DECIDED:
            return value(answer.answer)
        case Status.UNDECIDED:
            supposed = graph.would_be(answer)
            return f"would be {supposed}, if asked" if supposed else "undecided"
        case Status.NOT_ASKED:
            return "not asked of this case"


def _reasons(outline: Outline) -> Iterator[str]:
    top = outline.points[outline.root]
    yield from map(plain, top.because)
    for strand in strands(outline):
        yield " - ".join(strand.point.said)
        for fact in strand.facts:
            sources = sources_of(fact.evidence)
            yield " - ".join(fact.point.said) + (f" [{sources}]" if sources else "")


# -- records -----------------------------------------------------------------------------------------


def _is_list(decision: Decision, graph: Graph, answer: Answer) -> bool:
    return any(found.name == named(graph.nodes[answer.node]) for found in decision.core.lists)


def _lists(decision: Decision, graph: Graph, answer: Answer) -> Iterator[ListFound]:
    """The list that the answer is, or those of records that it rests on."""
    own = [found for found in decision.core.lists if found.name == named(graph.nodes[answer.node])]
    if own:
        yield from own
        return
    reached = {answer.node}
    pending = [answer.node]
    while pending:
        for edge in graph.all_below.get(pending.pop(), ()):
            if edge.start not in reached:
                reached.add(edge.start)
                pending.append(edge.start)
    for found in decision.core.lists:
        nodes = {node for item in found.items for node in item.nodes}
        if nodes & reached:
            yield found


def _list(graph: Graph, found: ListFound) -> Iterator[str]:
    if not found.known and not found.items:
        yield from ("", f"{plain(found.name)}: not known")
    elif not found.items:
        yield from ("", f"{plain(found.name)}: none")
    elif found.concluded:
        yield ""
        yield from _grouped(graph, found)
    else:
        sure = [item for item in found.items if item.sure]
        for number, item in enumerate(sure, start=1):
            yield from _made(graph, found, item, f"{number}.")
        unsure = [item for item in found.items if not item.sure]
        if unsure:
            yield ""
            yield f"Not settled, for want of evidence: {len(unsure)} more may be needed"
            for item in unsure:
                yield from wrapped(f"{plain(item.id)}: {_why_open(graph, item)}", "  ? ", "    ")


def _made(graph: Graph, found: ListFound, item: ItemFound, number: str) -> Iterator[str]:
    """A collected record, field by field, and why it was collected."""
    held = dict(item.values)
    yield ""
    yield from wrapped(f"{number} {plain(item.id)}", "", "   ")
    for field in found.fields:
        if field in held:
            yield from wrapped(f"{plain(field)}: {_shown(held[field])}", "   ", "     ")
    yield from wrapped(f"because {_because(graph, item)}", "   ", "     ")


def _because(graph: Graph, item: ItemFound) -> str:
    """The author's words for the row that made a record, or else what it rests on."""
    row = graph.nodes[item.nodes[0]]
    if row.reason:
        return plain(row.reason)
    read = [node for node in graph.below(row.id) if node.kind is not NodeKind.SETTING]
    below = [node for node in read if node.id.startswith(f"{row.id}/")] or read
    return "; ".join(dict.fromkeys(finding(node) for node in below)) or "it is always asked for"


def _why_open(graph: Graph, item: ItemFound) -> str:
    nodes = [graph.nodes[id] for id in item.nodes if id in graph.nodes]
    open_ = [below for node in nodes for below in _unknown_below(graph, node)]
    said = "; ".join(dict.fromkeys(finding(node) for node in open_))
    return said or "what it rests on is not known"


def _unknown_below(graph: Graph, node: Node) -> Iterator[Node]:
    for edge in graph.all_below.get(node.id, ()):
        below = graph.nodes[edge.start]
        if below.truth == "unknown":
            yield below


def _grouped(graph: Graph, found: ListFound) -> Iterator[str]:
    """The records under what was concluded of them first."""
    first, *others = found.concluded
    groups: dict[str, list[ItemFound]] = {}
    for item in found.items:
        groups.setdefault(dict(item.values).get(first, "not known"), []).append(item)
    noun = plural(found.record) if len(found.items) != 1 else found.record
    heads = _heads(first, groups)
    yield f"{len(found.items)} {plain(noun)}" + ("" if heads else f", by {plain(first)}")
    for said in _worst_first(found, groups):
        yield f"  {plain(heads.get(said, said))} ({len(groups[said])})"
        for item in groups[said]:
            held = dict(item.values)
            names = [name for name in (*others, *found.fields) if name in held]
            told = [f"{plain(name)}: {_shown(held[name])}" for name in names]
            yield from wrapped(f"{plain(item.id)}: {'; '.join(told)}", "    ", "      ")
            reason = next((graph.nodes[n].reason for n in item.nodes if n in graph.nodes), None)
            reason = reason or _row_reason(graph, item)
            if reason:
                yield from wrapped(f"because {plain(reason)}", "      ", "        ")


def _heads(first: str, groups: Iterable[str]) -> Mapping[str, str]:
    """What is said above the records of which a yes-or-no was concluded; of other values nothing."""
    heads = {"yes": first, "no": f"not so: {first}", "not known": f"not known: {first}"}
    return heads if {*groups} <= {*heads} else {}


def _row_reason(graph: Graph, item: ItemFound) -> str | None:
    """The author's words for the row that concluded the first thing of an item."""
    for node in item.nodes[:1]:
        for below in graph.below(node):
            if below.reason:
                return below.reason
    return None


def _worst_first(found: ListFound, groups: Iterable[str]) -> Sequence[str]:
    ranked = {option: place for place, option in enumerate(found.order)}
    return sorted(groups, key=lambda said: (ranked.get(said, len(ranked)), said))


def _table(graph: Graph, found: ListFound) -> Iterator[str]:
    if not found.known and not found.items:
        yield f"{plain(found.name)}: not known"
        return
    fields = [*found.concluded, *found.fields]
    held = [name for name in fields if any(name in dict(item.values) for item in found.items)]
    yield "| " + " | ".join([in_markdown(found.record), *map(in_markdown, held), "because"]) + " |"
    yield "|" + " --- |" * (len(held) + 2)
    for item in found.items:
        values = dict(item.values)
        cells = [in_markdown(_shown(values[name])) if name in values else "" for name in held]
        reasons = [graph.nodes[n].reason or "" for n in item.nodes if n in graph.nodes]
        why = next(filter(None, reasons), None) or _row_reason(graph, item)
        why = why or ("" if found.concluded else _because(graph, item))
        sure = "" if item.sure else " (not settled)"
        yield "| " + " | ".join([in_markdown(item.id) + sure, *cells, in_markdown(why)]) + " |"


def _shown(written: str) -> str:
    """A written value for a reader: days in words, fractions about."""
    is_day = len(written) == _DAY and written[4:5] == "-" == written[7:8]
    return day(written) if is_day else value(written)
