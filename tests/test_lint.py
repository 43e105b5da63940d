"""What is no fault and worth a look is told, and a sound policy tells nothing."""

from pathlib import Path

import pytest

from cssrules.language.compile import compile_policy
from cssrules.language.lint import lint
from cssrules.language.load import read_folder
from cssrules.source import Source

HEAD = """
policy: Notices
version: "1"
sources: {paper: A paper}
evidence: {turnover: money between £0 and £9m step £1}
settings:
  floor: {type: money between £0 and £9m step £1, default: £2m, owner: board, reason: a test}
  ceiling: {type: money between £0 and £9m step £1, default: £3m, owner: board, reason: a test}
rules:
  - {id: R-1, title: t, basis: "paper, page 1", define: viable, when: turnover is between floor and ceiling}
decisions: [{id: Q1, question: Is it viable?, answer: viable, decided by: board}]
"""


def notices(*added: str) -> list[tuple[str, str]]:
    texts = [HEAD, *added]
    policy = compile_policy([Source(f"{n}.yaml", text) for n, text in enumerate(texts)])
    return [(notice.kind, str(notice.place)) for notice in lint(policy)]


RULE = "rules:\n  - {{id: R-2, title: t, basis: {basis}, define: extra, when: {when}}}\n"


@pytest.mark.parametrize(
    ("added", "kind"),
    [
        ("evidence:\n  margin: percent between 0% and 9% step 1%\n", "unread-evidence"),
        (
            "settings:\n  odd: {type: count between 0 and 9, default: 1, owner: o, reason: r}\n",
            "unread-setting",
        ),
        (
            RULE.format(basis='"paper, page 2"', when="turnover is at least £5m"),
            "unread-conclusion",
        ),
        (RULE.format(basis='"setting, ours"', when="turnover is at least £5m"), "bare-number"),
        (RULE.format(basis='"paper, page 2"', when="turnover is above £9m"), "never-passed"),
        (RULE.format(basis='"paper, page 2"', when="1 + 1 = 2"), "constant"),
        (
            "properties:\n  - {id: P, always: floor is above ceiling, basis: 'setting, ours'}\n",
            "property-broken",
        ),
    ],
)
def test_what_is_worth_a_look_is_told(added: str, kind: str) -> None:
    assert kind in {found for found, _ in notices(added)}


def test_a_sound_policy_tells_nothing() -> None:
    assert notices() == []
    assert (
        notices(
            "properties:\n  - {id: P, always: floor is at most ceiling, basis: 'setting, ours'}\n"
        )
        == []
    )


def test_the_shipped_policy_tells_nothing() -> None:
    folder = Path(__file__).parent.parent / "rules"
    assert lint(compile_policy(read_folder(folder))) == ()


def test_a_run_of_paragraphs_is_not_counted_beyond_the_paper() -> None:
    text = (
        "policy: p\nversion: '1'\nsources: {counted: {title: t, paragraphs: 3}, other: {title: u}}\n"
        "evidence: {open: yes or no}\nrules:\n"
        "  - {id: A, title: t, basis: 'counted, paragraphs 2 to 3; other, paragraphs 1 to 999999999',"
        " define: a, when: open}\n"
    )
    assert compile_policy([Source("p.yaml", text)]).citing["A"] == {("counted", 2), ("counted", 3)}
