"""Decisions made by hand, small enough to check every word of a view against them."""

from dataclasses import replace

from cssrules.decision import (
    Answer,
    Core,
    Decision,
    DecisionFinding,
    Edge,
    Node,
    NodeKind,
    Role,
    Status,
    Taken,
)

LEAK = ("leak, paragraphs 13 and 14", "policy setting: one failed domain")
GRADES = ("leak, paragraph 11", "D4, three states of a domain")


def evidence(
    name: str, value: str | None, source: str | None, *, illustrative: bool = False
) -> Node:
    truth = "unknown" if value is None else "true"
    label = f"{name}: {value or 'not known'}"
    on = "2012-03-30" if value else None
    return Node(
        name,
        NodeKind.EVIDENCE,
        truth,
        value,
        label,
        source=source,
        on=on,
        illustrative=illustrative,
    )


def stopped() -> Decision:
    """CSS Peninsula: stopped by the second row of a `first` table, on a market share of 11 %."""
    nodes = (
        evidence("interview", "good", "D5"),
        evidence("ccg feedback", "fail", None, illustrative=True),
        evidence("local support spend", "£40m", "D8"),
        evidence("turnover", "£4.5m", "D8"),
        evidence("costing in place", "no", None, illustrative=True),
        Node(
            "setting:market share floor",
            NodeKind.SETTING,
            "true",
            "15%",
            "market share floor: 15% (policy setting)",
            basis=("policy setting: just above the share of a service that stopped",),
        ),
        conclusion("LEAD-1", "leadership", "good", "Grade for leadership", GRADES),
        conclusion("CUST-1", "customer focus", "fail", "Grade for customers", GRADES),
        conclusion("FIN-1", "market share", "45/4%", "Market share", ("leak, paragraph 16", "D8")),
        conclusion("BUS-1", "business", "fail", "Grade for business", GRADES),
        Node(
            "BUS-1/when",
            NodeKind.CONDITION,
            "false",
            "45/4%",
            "market share is about 11.3%, below market share floor (15%, policy setting)",
            rule="BUS-1",
            margin="3.8 percentage points short",
            reason="the turnover of £4.5m is about 11.3% of what local groups can spend",
            fired=True,
        ),
        conclusion("OUT-1", "outcome", "scenario one", "Outcome", LEAK),
        Node("OUT-1/row/A", NodeKind.ROW, "false", None, "row A does not apply", rule="OUT-1"),
        Node(
            "OUT-1/row/A/1",
            NodeKind.CONDITION,
            "false",
            "good",
            "leadership is good, not fail",
            rule="OUT-1",
        ),
        Node(
            "OUT-1/row/B",
            NodeKind.ROW,
            "true",
            "scenario one",
            "row B applies: outcome: scenario one",
            rule="OUT-1",
            reason="two domains failed",
            fired=True,
        ),
        Node(
            "OUT-1/row/B/2",
            NodeKind.CONDITION,
            "true",
            "fail",
            "customer focus is fail",
            rule="OUT-1",
        ),
        Node("OUT-1/row/B/3", NodeKind.CONDITION, "true", "fail", "business is fail", rule="OUT-1"),
        Node(
            "outcome:Q10",
            NodeKind.OUTCOME,
            "true",
            "scenario one",
            "outcome: scenario one",
            title="What is the outcome of checkpoint two?",
        ),
        Node("outcome:Q04", NodeKind.OUTCOME, "true", "good", "leadership: good"),
    )
    edges = (
        edge("interview", "LEAD-1"),
        edge("ccg feedback", "CUST-1"),
        edge("turnover", "FIN-1"),
        edge("local support spend", "FIN-1"),
        edge("FIN-1", "BUS-1/when", Role.DEFEATS),
        edge("setting:market share floor", "BUS-1/when", Role.DEFEATS),
        edge("BUS-1/when", "BUS-1"),
        edge("LEAD-1", "OUT-1/row/A/1", Role.DEFEATS),
        edge("OUT-1/row/A/1", "OUT-1/row/A", Role.DEFEATS),
        edge("OUT-1/row/A", "OUT-1", Role.SUPPORTS),
        edge("CUST-1", "OUT-1/row/B/2"),
        edge("BUS-1", "OUT-1/row/B/3"),
        edge("OUT-1/row/B/2", "OUT-1/row/B"),
        edge("OUT-1/row/B/3", "OUT-1/row/B"),
        edge("OUT-1/row/B", "OUT-1"),
        edge("OUT-1", "outcome:Q10"),
        edge("LEAD-1", "outcome:Q04"),
        Edge("costing in place", "BUS-1", Role.DEFEATS),
    )
    deciding = tuple(replace(node, decisive=node.id != "costing in place") for node in nodes)
    answers = (
        Answer(
            "Q04",
            "How good is leadership?",
            "panel",
            main=False,
            status=Status.DECIDED,
            answer="good",
            node="outcome:Q04",
        ),
        Answer(
            "Q10",
            "What is the outcome of checkpoint two?",
            "board",
            main=True,
            status=Status.DECIDED,
            answer="scenario one",
            node="outcome:Q10",
            also_called=("scenario C", "stop"),
        ),
    )
    return Decision(
        case="peninsula",
        name="Peninsula",
        policy_name="Checkpoint two",
        policy_version="1.0",
        as_of="2012-05-14",
        as_of_given=False,
        hypothetical=(),
        sourced_only=False,
        settings_changed=(),
        illustrative_deciding=1,
        deciding=4,
        core=Core("c0ffee", answers, deciding, edges),
        places={"pack": "feed"},
        engine={"cssrules": "0.1.0", "fired_by": "durable-rules 2.0.28"},
    )


def conclusion(id: str, name: str, value: str, title: str, basis: tuple[str, ...]) -> Node:
    label = f"{name}: {'about 11.3%' if '/' in value else value}"
    return Node(
        id, NodeKind.CONCLUSION, "true", value, label, rule=id, title=title, basis=basis, fired=True
    )


def edge(start: str, end: str, role: Role = Role.SUPPORTS) -> Edge:
    return Edge(start, end, role, decisive=True)


def undecided() -> Decision:
    """The same service before anybody knows what the local groups say of it."""
    decision = stopped()
    changed = {
        "ccg feedback": replace(evidence("ccg feedback", None, None), decisive=True),
        "CUST-1": {"truth": "unknown", "value": None, "label": "customer focus: not known"},
        "OUT-1/row/B/2": {
            "truth": "unknown",
            "value": None,
            "label": "it is not known whether customer focus is fail",
        },
        "OUT-1/row/B": {
            "truth": "unknown",
            "value": None,
            "label": "it is not known whether row B applies",
            "reason": None,
        },
        "OUT-1": {"truth": "unknown", "value": None, "label": "outcome: not known"},
        "outcome:Q10": {"truth": "unknown", "value": None, "label": "outcome: not decided"},
    }
    nodes = []
    for node in decision.core.nodes:
        new = changed.get(node.id, {})
        nodes.append(new if isinstance(new, Node) else replace(node, **new))
    answers = (
        decision.core.answers[0],
        replace(
            decision.core.answers[1],
            status=Status.UNDECIDED,
            answer=None,
            also_called=(),
            possible=("scenario one", "greater oversight"),
            ask=("ccg feedback",),
        ),
    )
    core = replace(decision.core, answers=answers, nodes=tuple(nodes))
    return replace(decision, core=core, illustrative_deciding=0)


def departed() -> Decision:
    """The board let the service go on; and this is a what-if under another setting, with findings."""
    decision = stopped()
    reason = "the clusters vouch for it"
    departure = Taken("greater oversight", "board", "2012-05-14", reason, "scenario one")
    answers = (decision.core.answers[0], replace(decision.core.answers[1], departs=departure))
    finding = DecisionFinding("property-broken", "SAFE-1", "a good leader was stopped")
    return replace(
        decision,
        as_of_given=True,
        hypothetical=("turnover=£12m",),
        settings_changed=(("market share floor", "40%", "15%"),),
        sourced_only=True,
        core=replace(decision.core, answers=answers, findings=(finding,)),
        engine={"cssrules": "0.1.0", "fired_by": "meaning alone: durable-rules is not installed"},
    )


def unasked() -> Decision:
    """The outcome is not asked, for its question waits for a leadership that is not good."""
    decision = stopped()
    main = replace(decision.core.answers[1], status=Status.NOT_ASKED, answer=None, also_called=())
    edges = (
        *(replace(e, decisive=e.decisive and e.start != "OUT-1") for e in decision.core.edges),
        edge("LEAD-1", "outcome:Q10", Role.DEFEATS),
    )
    answers = (decision.core.answers[0], main)
    nodes = tuple(
        replace(n, value=None, truth="unknown", label="outcome: not asked")
        if n.id == "outcome:Q10"
        else n
        for n in decision.core.nodes
    )
    core = replace(decision.core, answers=answers, nodes=nodes, edges=edges)
    return replace(decision, core=core)


def crowded(facts: int = 60) -> Decision:
    """The interview in `facts` parts: more than a screen or a sheet of paper holds."""
    decision = stopped()
    parts = [
        replace(evidence(f"interview part {number}", f"mark {number}", "D5"), decisive=True)
        for number in range(1, facts + 1)
    ]
    edges = [edge(part.id, "CUST-1") for part in parts]
    core = replace(
        decision.core,
        nodes=(*decision.core.nodes, *parts),
        edges=(*decision.core.edges, *edges),
    )
    return replace(decision, core=core)


HOSTILE = (
    "<b>bold</b>",
    "<script>alert(1)</script>",
    "</title><script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg onload=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "https://evil.example/a.png",
    "<https://evil.example>",
    "[x](javascript:alert(1))",
    "![x](https://evil.example/a.png)",
    "<",
    ">",
    "&",
    "&lt;script&gt;",
    "&#60;script&#62;",
    '"',
    "'",
    '" onmouseover="alert(1)',
    "' onmouseover='alert(1)",
    '"]; evil [label="x',
    '" URL="javascript:alert(1)',
    '", href="https://evil.example", x="',
    "\\",
    "ends in a backslash\\",
    "ends in two\\\\",
    "\\n \\l \\r \\N \\G \\E \\T \\L \\H",
    "\\\\N",
    "{a|b}",
    "{<f0> a|<f1> b}",
    "}",
    "digraph { a -> b }",
    "a -> b",
    "subgraph cluster_x { a }",
    "/* comment */",
    "// comment",
    "# comment",
    "%% comment",
    "%%{init: {'securityLevel': 'loose'}}%%",
    "click n1 href 'https://evil.example'",
    "click n1 call alert()",
    "end",
    "graph TD",
    "n1",
    "node",
    "style n1 fill:#f00",
    "`markdown **bold**`",
    "#quot;",
    "#35;",
    "<br/>",
    "a<br>b",
    "one\ntwo",
    "one\r\ntwo",
    "tab\there",
    "null\x00byte",
    "escape \x1b[31mred\x1b[0m",
    "bell \x07",
    "bidi \u202eevil\u202c",
    "isolate \u2066x\u2069",
    "zero\u200bwidth",
    "line\u2028separator",
    "lone surrogate \ud800",
    "£ – “quoted” ✓",  # because people write dashes
    "日本語 العربية",
    "{{ 7 * 7 }}",
    "{% raw %}",
    "{{ decision.__class__ }}",
    "${jndi:x}",
    "<![CDATA[x]]>",
    "<!-- x -->",
    "-->",
    "<?xml version='1.0'?>",
    "<!DOCTYPE x [<!ENTITY e 'x'>]>",
    "",
    " ",
    "x" * 20_000,
    "long words " * 2_000,
)


def hostile(text: str) -> Decision:
    """A decision in which every text that a case or policy could bring is `text`."""
    decision = stopped()
    nodes = tuple(
        replace(
            node,
            label=f"{node.label.partition(':')[0]}: {text}"
            if node.kind in {NodeKind.OUTCOME, NodeKind.CONCLUSION}
            else text,
            value=text,
            title=text,
            reason=text if node.reason else None,
            margin=text if node.margin else None,
            source=text if node.source else None,
            basis=(text,) if node.basis else (),
        )
        for node in decision.core.nodes
    )
    answers = tuple(
        replace(a, question=text, decided_by=text, answer=text, also_called=(text,))
        for a in decision.core.answers
    )
    findings = (DecisionFinding("no-row", text, text),)
    return replace(
        decision,
        case=text,
        name=text,
        policy_name=text,
        policy_version=text,
        hypothetical=(text,),
        settings_changed=((text, text, text),),
        core=replace(decision.core, nodes=nodes, answers=answers, findings=findings),
        places={"pack": text},
        engine={"cssrules": text, "fired_by": text},
    )
