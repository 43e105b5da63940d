"""The steps about many cases at once, in the order in which a line is tried against them."""

from collections.abc import Sequence

from cssrules.acceptance.report import ScenarioFault
from cssrules.acceptance.scene import Scene, read_day, read_value
from cssrules.acceptance.vocabulary import Said, form
from cssrules.decision import Status
from cssrules.proposal import Because
from cssrules.values import listed, show

__all__ = ()

NOBODY, UNKNOWN = "nobody", "unknown"

# -- given -------------------------------------------------------------------------------------------


@form("given", 'the portfolio "<path>"')
def the_portfolio(scene: Scene, said: Said) -> None:
    scene.many.load(scene.file(said.words["path"]))


@form("given", "a portfolio of these cases:", takes="a table")
def a_portfolio_of(scene: Scene, said: Said) -> None:
    scene.many.add(_rows(said), scene.file)


@form("given", "in the portfolio these <kind>:", takes="a table")
def these_bodies(scene: Scene, said: Said) -> None:
    scene.many.members(scene.entity(said.words["kind"]), _rows(said))


@form("given", "in the case of <id> [the] <fact> is <value>")
def a_fact_of_a_case(scene: Scene, said: Said) -> None:
    words = said.words
    value = None if words["value"] == UNKNOWN else words["value"]
    scene.many.give(words["id"], words["fact"], value)


@form("given", "in the case of <id> [the] <fact> are:", takes="a table")
def a_list_of_a_case(scene: Scene, said: Said) -> None:
    items = [{name: cell for name, cell in row.items() if cell} for row in _rows(said)]
    scene.many.give(said.words["id"], said.words["fact"], items)


@form("given", "in the portfolio <who> chose <other> for <id> by <rule> on <date>")
def a_pair_decided(scene: Scene, said: Said) -> None:
    words = said.words
    on = read_day(words["date"]).isoformat()
    scene.many.event(words["rule"], words["id"], words["other"], words["who"], on)


def _rows(said: Said) -> list[dict[str, str]]:
    head, *rows = said.table
    return [dict(zip(head, row, strict=True)) for row in rows]


# -- when --------------------------------------------------------------------------------------------


@form("when", "the portfolio is decided as of <date>")
def decided_as_of(scene: Scene, said: Said) -> None:
    scene.propose(read_day(said.words["date"]))


@form("when", "the portfolio is decided")
def decided(scene: Scene, _: Said) -> None:
    scene.propose(None)


# -- then --------------------------------------------------------------------------------------------


@form("then", "the portfolio is refused because <refusal>")
def the_portfolio_is_refused(scene: Scene, said: Said) -> None:
    scene.is_refused("portfolio", said.words["refusal"])


@form("then", "<rule> proposes nobody for <id>")
def proposes_nobody(scene: Scene, said: Said) -> None:
    rule, body = said.words["rule"], said.words["id"]
    found = scene.many.chosen(scene.policy, rule, body)
    if found:
        names = listed([one.other for one in found], "and")
        raise ScenarioFault(
            f"expected nobody for {body}, {rule} proposes {names}",
            because=_said(found[0].because),
        )


@form("then", "<rule> proposes <other> for <id>")
def proposes(scene: Scene, said: Said) -> None:
    rule, body, other = (said.words[name] for name in ("rule", "id", "other"))
    found = scene.many.chosen(scene.policy, rule, body)
    wanted = scene.many.key(other)
    if wanted not in {one.other for one in found}:
        names = listed([one.other for one in found], "and") if found else NOBODY
        pair = scene.many.pair(scene.policy, rule, body, other)
        raise ScenarioFault(
            f"expected {other} for {body}, {rule} proposes {names}",
            because=[] if pair is None else _said(pair.because),
        )


@form("then", "<rule> may not pair <id> with <other>")
def may_not_pair(scene: Scene, said: Said) -> None:
    _expect(scene, said, "false")


@form("then", "<rule> may pair <id> with <other>")
def may_pair(scene: Scene, said: Said) -> None:
    _expect(scene, said, "true")


@form("then", "<rule> cannot tell whether to pair <id> with <other>")
def cannot_tell(scene: Scene, said: Said) -> None:
    _expect(scene, said, "unknown")


@form("then", "<rule> is not asked about <id>")
def is_not_asked(scene: Scene, said: Said) -> None:
    rule, body = said.words["rule"], said.words["id"]
    if scene.many.key(body) in scene.many.pairing(scene.policy, rule).asked:
        raise ScenarioFault(f"expected {rule} not to be asked about {body}, and it is")


def _expect(scene: Scene, said: Said, eligible: str) -> None:
    rule, body, other = (said.words[name] for name in ("rule", "id", "other"))
    found = scene.many.pair(scene.policy, rule, body, other)
    if found is None:
        raise ScenarioFault(f"{rule} is not asked about {body}")
    if found.eligible != eligible:
        shown = {"true": "may be", "false": "may not be", "unknown": "cannot be said to be"}
        raise ScenarioFault(
            f"{body} and {other} {shown[found.eligible]} paired by {rule}",
            because=_said(found.because),
        )


def _said(because: Sequence[Because]) -> list[str]:
    return [f"{one.path}: {one.found}" for one in because]


@form("then", "in the portfolio [the] <conclusion> of <id> is <value>")
def the_conclusion_of(scene: Scene, said: Said) -> None:
    name, body, text = (said.words[word] for word in ("conclusion", "id", "value"))
    if scene.question(name) is not None:
        _answer(scene, name, body, text)
        return
    held, kind = scene.many.concluded(scene.policy, name, body)
    wanted = None if text == UNKNOWN else show(read_value(text, kind), kind)
    if held != wanted:
        raise ScenarioFault(
            f"expected {name} of {body} to be {wanted or UNKNOWN}, it is {held or UNKNOWN}"
        )


def _answer(scene: Scene, question: str, body: str, text: str) -> None:
    answers = scene.many.decided(body).answers
    answer = next(answer for answer in answers if answer.id == question)
    states = {Status.UNDECIDED.value, Status.NOT_ASKED.value}
    wanted = text if text in states else scene.answer_meant(answer, text)
    held = answer.answer or answer.status.value
    if held != wanted:
        raise ScenarioFault(f"expected {question} of {body} to be {wanted}, it is {held}")
