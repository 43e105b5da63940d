"""The steps that a scenario may use, in the order in which a line is tried against them.

In: the scene and what the line says. Out: a scene with more given or decided, or a ScenarioFault.
Every term in a step is one of the policy's own; nothing here knows a policy.
"""

import re
from collections.abc import Sequence

from cssrules.acceptance import many_steps
from cssrules.acceptance.report import ScenarioFault, answered, because
from cssrules.acceptance.scene import Scene, read_day
from cssrules.acceptance.vocabulary import FORMS, Said, form
from cssrules.decision import Answer, ItemFound, Status
from cssrules.explanation import why
from cssrules.problem import Kind, did_you_mean
from cssrules.values import listed

__all__ = ["FORMS", "WHOLE_CASE", "many_steps"]

UNKNOWN = "unknown"
CASE_COLUMNS = ("fact", "value", "on", "reported", "source", "illustrative")

# -- given -------------------------------------------------------------------------------------------


WHOLE_CASE = ('the case file "<path>"', "a case:")
"""The forms that put one case in place of another."""


@form("given", WHOLE_CASE[0])
def the_case_file(scene: Scene, said: Said) -> None:
    scene.load(said.words["path"])


@form("given", WHOLE_CASE[1], takes="a text")
def a_case(scene: Scene, said: Said) -> None:
    scene.take(said.text.encode(), "the text below the step")


@form("given", "a case with:", takes="a table")
def a_case_with(scene: Scene, said: Said) -> None:
    head, *rows = said.table
    for column in head:
        if column not in CASE_COLUMNS:
            hint = did_you_mean(column, CASE_COLUMNS) or f"it may have {listed(CASE_COLUMNS)}"
            raise ScenarioFault(f"the table has an unknown column `{column}`", hint=hint)
    for column in CASE_COLUMNS[:2]:
        if column not in head:
            raise ScenarioFault(f"the table has no column `{column}`")
    entries = [dict(zip(head, row, strict=True)) for row in rows]
    scene.add([_entry(entry) for entry in entries])


def _entry(cells: dict[str, str]) -> dict[str, object]:
    """A row of evidence as a case holds it: an empty cell says nothing."""
    entry: dict[str, object] = {name: cell for name, cell in cells.items() if cell}
    if cells["value"] in {"", UNKNOWN}:
        entry["value"] = None
    if "illustrative" in entry:
        entry["illustrative"] = {"yes": True, "no": False}.get(
            cells["illustrative"], cells["illustrative"]
        )
    return entry


@form("given", "the setting <setting> is <value>")
def the_setting(scene: Scene, said: Said) -> None:
    scene.choose(said.words["setting"], said.words["value"])


@form("given", "the decision <question> was taken by <who> as <answer> on <date>")
def the_decision_was_taken(scene: Scene, said: Said) -> None:
    words = said.words
    scene.happened(
        {
            "event": "decided",
            "decision": words["question"],
            "by": words["who"],
            "answer": words["answer"],
            "on": words["date"],
        }
    )


@form("given", "on <date> [the] <fact> was <value>")
def the_fact_on_a_day(scene: Scene, said: Said) -> None:
    scene.report(said.words["fact"], said.words["value"], said.words["date"])


@form("given", "on <date> [the] <fact> were:", takes="a table")
def the_list_on_a_day(scene: Scene, said: Said) -> None:
    scene.report(said.words["fact"], _items(said), said.words["date"])


@form("given", "[the] <fact> is unknown")
def the_fact_is_unknown(scene: Scene, said: Said) -> None:
    scene.give({said.words["fact"]: None})


@form("given", "[the] <fact> is <value>")
def the_fact(scene: Scene, said: Said) -> None:
    scene.give({said.words["fact"]: said.words["value"]})


@form("given", "[the] <fact>:", takes="a table")
def the_list(scene: Scene, said: Said) -> None:
    scene.give({said.words["fact"]: _items(said)})


def _items(said: Said) -> list[dict[str, str]]:
    """The records of a table; an empty cell says nothing."""
    head, *rows = said.table
    return [
        {field: cell for field, cell in zip(head, row, strict=True) if cell not in {"", UNKNOWN}}
        for row in rows
    ]


# -- when --------------------------------------------------------------------------------------------


@form("when", "the case is decided")
def decided(scene: Scene, _: Said) -> None:
    scene.decide(None, sourced_only=False)


@form("when", "the case is decided on sourced facts alone")
def decided_on_sourced_facts(scene: Scene, _: Said) -> None:
    scene.decide(None, sourced_only=True)


@form("when", "the case is decided as of <date> on sourced facts alone")
def decided_as_of_on_sourced_facts(scene: Scene, said: Said) -> None:
    scene.decide(read_day(said.words["date"]), sourced_only=True)


@form("when", "the case is decided anew as of <date>")
def decided_anew(scene: Scene, said: Said) -> None:
    scene.decide(read_day(said.words["date"]), sourced_only=False, retake=True)


@form("when", "the case is decided as of <date>")
def decided_as_of(scene: Scene, said: Said) -> None:
    scene.decide(read_day(said.words["date"]), sourced_only=False)


# -- then: the main answer ---------------------------------------------------------------------------


@form("then", "the outcome can still be <answers>")
def the_outcome_can_still_be(scene: Scene, said: Said) -> None:
    main = scene.main
    texts = map(str.strip, said.words["answers"].replace(" or ", ", ").split(","))
    wanted = {
        text if text == Status.NOT_ASKED.value else scene.answer_meant(main, text) for text in texts
    }
    found = set(main.possible)
    if main.status is not Status.UNDECIDED or found != wanted:
        raise _unmet(scene, main, f"undecided: it can still be {listed(sorted(wanted))}")


@form("then", "the outcome is <answer>")
def the_outcome(scene: Scene, said: Said) -> None:
    _expect(scene, scene.main, said.words["answer"])


# -- then: reasons, advice, findings -----------------------------------------------------------------


@form("then", "the reasons include <id>")
def the_reasons_include(scene: Scene, said: Said) -> None:
    _include(scene, scene.main, said)


@form("then", "the reasons exclude <id>")
def the_reasons_exclude(scene: Scene, said: Said) -> None:
    _exclude(scene, scene.main, said)


@form("then", "the reasons for <question> include <id>")
def the_reasons_for_a_question_include(scene: Scene, said: Said) -> None:
    _include(scene, scene.answer(said.words["question"]), said)


@form("then", "the reasons for <question> exclude <id>")
def the_reasons_for_a_question_exclude(scene: Scene, said: Said) -> None:
    _exclude(scene, scene.answer(said.words["question"]), said)


def _include(scene: Scene, answer: Answer, said: Said) -> None:
    id = scene.reason_id(said.words["id"])
    found = _deciding_ids(scene, answer)
    if id not in found:
        raise _unmet_reason(scene, answer, f"{id} among the reasons", id, found)


def _exclude(scene: Scene, answer: Answer, said: Said) -> None:
    id = scene.reason_id(said.words["id"])
    found = _deciding_ids(scene, answer)
    if id in found:
        raise _unmet_reason(scene, answer, f"{id} not among the reasons", id, found)


@form("then", "we should ask for <fact> to decide <question>")
def we_should_ask_to_decide(scene: Scene, said: Said) -> None:
    fact, answer = scene.fact(said.words["fact"]), scene.answer(said.words["question"])
    if fact not in answer.ask:
        raise _unmet(scene, answer, f"to ask for {fact}")


@form("then", "we should ask for <fact>")
def we_should_ask_for(scene: Scene, said: Said) -> None:
    fact, main = scene.fact(said.words["fact"]), scene.main
    if fact not in main.ask:
        raise _unmet(scene, main, f"to ask for {fact}")


@form("then", "changing <fact> to <value> would give <answer>")
def changing(scene: Scene, said: Said) -> None:
    changes = scene.changes(f"{said.words['fact']} to {said.words['value']}")
    wanted = scene.answer_meant(scene.main, said.words["answer"])
    changed = scene.decision_with(changes)
    if changed.main.answer != wanted:
        raise ScenarioFault(
            f"expected {wanted} after the change, it would be {answered(changed.main)}",
            expected=wanted,
            decided=answered(scene.main),
            changed=answered(changed.main),
            because=because(changed, changed.main.node),
        )


@form("then", "there is no missing evidence")
def no_missing_evidence(scene: Scene, _: Said) -> None:
    for answer in scene.decision.core.answers:
        if answer.status is Status.UNDECIDED:
            raise _unmet(scene, answer, f"{answer.id} to miss no evidence")


@form("then", "the policy finding <kind> is reported")
def the_finding_is_reported(scene: Scene, said: Said) -> None:
    label, labels = said.words["kind"], [kind.label for kind in Kind]
    if label not in labels:
        raise ScenarioFault(
            f"there is no kind of finding `{label}`", hint=did_you_mean(label, labels) or ""
        )
    found = [f"{finding.kind} of {finding.rule}" for finding in scene.decision.core.findings]
    if not any(finding.kind == label for finding in scene.decision.core.findings):
        reported = listed(found, "and") if found else "nothing"
        raise ScenarioFault(f"expected the finding {label}, reported {reported}")


@form("then", "the case is refused because <refusal>")
def the_case_is_refused(scene: Scene, said: Said) -> None:
    scene.is_refused("case", said.words["refusal"])


@form("then", "the decision <question> departs from the policy")
def the_decision_departs(scene: Scene, said: Said) -> None:
    answer = scene.answer(said.words["question"])
    if answer.departs is None:
        raise _unmet(scene, answer, "what was decided to differ from the policy's answer")


@form("then", "the decision <question> follows the policy")
def the_decision_follows(scene: Scene, said: Said) -> None:
    answer = scene.answer(said.words["question"])
    if not scene.took(answer):
        raise ScenarioFault(f"nobody has decided {answer.id} in this case")
    if answer.departs is not None:
        raise _unmet(scene, answer, answer.departs.answer)


# -- then: the records of a list ---------------------------------------------------------------------


@form("then", "[the] <list> do not include <record>")
def the_list_does_not_include(scene: Scene, said: Said) -> None:
    items = scene.records(said.words["list"])
    id = said.words["record"]
    if any(item.id == id for item in items):
        raise _unlike(said, f"expected {id} not to be among them", items)


@form("then", "[the] <list> include <record>")
def the_list_includes(scene: Scene, said: Said) -> None:
    items = scene.records(said.words["list"])
    id = said.words["record"]
    if not any(item.id == id and item.sure for item in items):
        raise _unlike(said, f"expected {id} among them", items)


@form("then", "among [the] <list> <record> has [the] <field> <value>")
def the_record_has(scene: Scene, said: Said) -> None:
    words = said.words
    items = scene.records(words["list"])
    found = next((item for item in items if item.id == words["record"]), None)
    if found is None:
        raise _unlike(said, f"no record is called {words['record']}", items)
    field, wanted = scene.field_meant(words["list"], f"{words['field']} {words['value']}")
    held = dict(found.values).get(field, UNKNOWN)
    if held != wanted:
        said_of = f"{field} of {found.id}"
        raise ScenarioFault(f"expected {said_of} to be {wanted}, it is {held}")


def _unlike(said: Said, expected: str, items: Sequence[ItemFound]) -> ScenarioFault:
    ids = [item.id + ("" if item.sure else " (not settled)") for item in items]
    found = listed(ids, "and") if ids else "none"
    return ScenarioFault(f"{said.words['list']}: {expected}", found=found)


# -- then: any question or conclusion ----------------------------------------------------------------


@form("then", "[the] <conclusion> is <value>")
def the_conclusion(scene: Scene, said: Said) -> None:
    name, text = said.words["conclusion"], said.words["value"]
    if scene.question(name) is not None:
        _expect(scene, scene.answer(name), text)
        return
    unwanted = text.removeprefix("not ")
    node, value, meant = scene.conclusion(name, None if text == UNKNOWN else unwanted)
    if text == UNKNOWN:
        met, wanted = value is None, UNKNOWN
    elif text != unwanted:
        met, wanted = value is not None and value != meant, f"not {meant}"
    else:
        met, wanted = value == meant, meant
    if not met:
        found = UNKNOWN if value is None else value
        raise ScenarioFault(
            f"expected {name} to be {wanted}, it is {found}",
            expected=f"{name} is {wanted}",
            decided=f"{name} is {found}",
            because=because(scene.decision, node),
        )


def _expect(scene: Scene, answer: Answer, text: str) -> None:
    """Hold the answer to what the step says of it."""
    unwanted = text.removeprefix("not ")
    if text in {Status.UNDECIDED.value, Status.NOT_ASKED.value}:
        met, wanted = answer.status.value == text, text
    elif text != unwanted:
        wanted = scene.answer_meant(answer, unwanted)
        # An open answer that can still turn out so is no promise that it does not.
        met = answer.answer != wanted and wanted not in answer.possible
        wanted = f"not {wanted}"
    else:
        wanted = scene.answer_meant(answer, text)
        met = answer.answer == wanted
    if not met:
        raise _unmet(scene, answer, wanted)


def _unmet(scene: Scene, answer: Answer, expected: str) -> ScenarioFault:
    return ScenarioFault(
        f"expected {expected}, decided {answer.answer or answer.status.value}",
        expected=expected,
        decided=f"{answered(answer)} ({answer.id})",
        because=because(scene.decision, answer.node),
    )


def _deciding_ids(scene: Scene, answer: Answer) -> set[str]:
    """The nodes that decided an answer; of what was concluded of an item also the rule's own ids."""
    ids = {node.id for node in why(scene.decision, answer.node).nodes}
    return ids | {re.sub(r"/item/[^/]+", "", id) for id in ids}


def _unmet_reason(
    scene: Scene, answer: Answer, expected: str, id: str, found: set[str]
) -> ScenarioFault:
    rules = sorted(found & set(scene.policy.rules))
    node = next((node for node in scene.decision.core.nodes if node.id == id), None)
    said = (
        "was not looked at in this case" if node is None else f"says: {node.reason or node.label}"
    )
    effect = "it is among the reasons" if id in found else "it did not decide the answer"
    return ScenarioFault(
        f"expected {expected}",
        expected=expected,
        found=f"{id} {said}; {effect}",
        decided=answered(answer),
        reasons=listed(rules, "and") if rules else "none",
        because=because(scene.decision, answer.node),
    )
