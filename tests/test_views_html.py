"""A decision as a page: complete without its picture, harmless whatever the text."""

import re
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from view_examples import HOSTILE, crowded, departed, hostile, stopped, unasked, undecided

from cssrules.decision import Decision, NodeKind, Status, Taken
from cssrules.views import html as page
from cssrules.views.html import html
from cssrules.views.picture import NoRenderer

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"
VOID = {"meta", "br", "link", "img", "hr", "input"}


class Page(HTMLParser):
    """The tags, attributes and words of a page; refuses one that is not well nested."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.headings: list[tuple[str, str]] = []
        self.words: list[str] = []
        self.feed(text)
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if "style" not in self.open and "svg" not in self.open:
            self.words.append(data)
        if self.open and re.fullmatch(r"h\d", self.open[-1]):
            self.headings.append((self.open[-1], data))

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.words).split())


def test_the_page_is_one_file_without_script_that_fetches_nothing() -> None:
    made = Page(html(stopped()))
    assert ("meta", {"http-equiv": "Content-Security-Policy", "content": POLICY}) in made.tags
    tags = {tag for tag, _ in made.tags}
    assert not tags & {"script", "link", "img", "iframe", "object", "form", "base"}
    links = [attributes.get("href") or "" for _, attributes in made.tags if "href" in attributes]
    assert all(re.fullmatch(r"#[a-z-]+", link) for link in links)
    assert not [a for _, attributes in made.tags for a in attributes if a.startswith("on")]


def test_the_order_is_answer_stamps_reasons_unknown_evidence_settings_picture_how() -> None:
    made = Page(html(stopped()))
    assert [words for _, words in made.headings] == [
        "Peninsula",
        "Why",
        "What is not known",
        "The other questions",
        "Evidence",
        "Policy settings",
        "The reasons as a picture",
        "Every reason that decided",
        "How it was decided",
    ]
    text = made.text
    order = [
        "scenario one",
        "1 of 4 deciding facts",
        "Why",
        "Evidence",
        "How it was decided",
    ]
    places = [text.index(words, text.index("Skip")) for words in order]
    assert places == sorted(places)


def test_headings_landmarks_language_and_table_heads_are_there() -> None:
    made = Page(html(stopped()))
    assert ("html", {"lang": "en"}) in made.tags
    levels = [level for level, _ in made.headings]
    assert levels == ["h1", *["h2"] * (len(levels) - 1)]
    assert {"header", "main", "footer"} <= {tag for tag, _ in made.tags}
    heads = [attributes for tag, attributes in made.tags if tag == "th"]
    assert heads
    assert all(attributes.get("scope") in {"col", "row"} for attributes in heads)
    ids = [attributes["id"] for _, attributes in made.tags if "id" in attributes]
    assert len(ids) == len(set(ids))
    pointed = [a["aria-labelledby"] for _, a in made.tags if "aria-labelledby" in a]
    assert {id for ids_ in pointed for id in str(ids_).split()} <= set(ids)


@pytest.mark.parametrize("decision", [stopped(), undecided(), departed()])
def test_the_text_is_complete_without_the_picture(
    decision: Decision, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(_: Decision) -> str:
        raise NoRenderer

    monkeypatch.setattr(page, "svg", none)
    made = Page(html(decision))
    assert "svg" not in {tag for tag, _ in made.tags}
    assert "No picture could be drawn here" in made.text
    rows = {"OUT-1/row/A", "OUT-1/row/B", "OUT-1/row/A/1", "OUT-1/row/B/2", "OUT-1/row/B/3"}
    for node in decision.core.nodes:
        if not node.decisive or node.id in rows or node.kind is NodeKind.OUTCOME:
            continue
        for words in node.label.split(": ", 1):
            assert words.replace(" (policy setting)", "") in made.text, node.id
        for words in (node.margin, node.reason):
            assert words is None or words in made.text, node.id


def test_evidence_is_listed_with_source_day_and_standing() -> None:
    text = Page(html(stopped())).text
    assert "turnover £4.5m D8 30 March 2012 sourced" in text
    assert '<th scope="row">turnover</th>' in html(stopped())
    assert "ccg feedback fail none named 30 March 2012 illustrative" in text


def test_settings_are_listed_with_their_reasons() -> None:
    text = Page(html(stopped())).text
    assert "market share floor 15% just above the share of a service that stopped" in text
    assert (
        "market share floor 15% (changed for this run; the policy says 15%)"
        in Page(html(departed())).text
    )


def test_a_departure_stands_above_the_heading() -> None:
    text = html(departed())
    assert text.index("PEOPLE DEPARTED FROM THE POLICY") < text.index("<h1>")
    for stamp in ("WHAT IF", "SETTING CHANGED", "FINDING SAFE-1"):
        assert stamp in text
    assert "Sourced facts only" in text


def test_that_a_question_may_not_be_asked_is_none_of_its_answers() -> None:
    decision = undecided()
    first, asked, *others = decision.core.answers
    asked = replace(asked, possible=("scenario one", "not asked"))
    core = replace(decision.core, answers=(first, asked, *others))
    text = Page(html(replace(decision, core=core))).text
    assert "still possible: scenario one; or the question is not asked" in text


def test_what_is_not_known_is_named() -> None:
    text = Page(html(undecided())).text
    assert "undecided still possible: scenario one, greater oversight" in text
    assert "To settle the question, ask for: ccg feedback" in text
    assert "Nothing that any answer rests on is unknown." in Page(html(stopped())).text


def why_in(decision: Decision) -> str:
    """The words between the headings `Why` and `What is not known`."""
    return Page(html(decision)).text.partition(" Why ")[2].partition(" What is not known ")[0]


def test_why_tells_the_facts_under_each_conclusion_once_and_without_signs() -> None:
    why = why_in(stopped())
    assert why.startswith("Because two domains failed. customer focus: fail [CUST-1;")
    assert "below market share floor (15%, policy setting)" in why
    assert why.count("3.8 percentage points short") == 1
    assert not set(why) & set("✓✗•")


def test_facts_beyond_the_first_are_folded_and_counted() -> None:
    assert "<summary>and 55 more</summary>" in html(crowded())
    assert "<details>" not in html(stopped())


def test_a_question_that_is_not_asked_shows_only_why() -> None:
    text = Page(html(unasked())).text
    assert "leadership: good" in why_in(unasked())
    assert "two domains failed" not in text
    assert "outcome: scenario one" not in text


def test_an_undecided_question_says_what_its_answer_would_be() -> None:
    decision = stopped()
    waiting = tuple(replace(a, status=Status.UNDECIDED, answer=None) for a in decision.core.answers)
    text = Page(html(replace(decision, core=replace(decision.core, answers=waiting)))).text
    assert "stop would be scenario one, if it is asked" in text
    assert "undecided: would be good, if it is asked" in text
    assert "would be" not in Page(html(undecided())).text


def test_the_authors_question_stands_beside_what_to_ask_for() -> None:
    asks = (("ccg feedback", "How do groups grade it?"),)
    assert (
        "ask for: ccg feedback: How do groups grade it?"
        in Page(html(replace(undecided(), asks=asks))).text
    )


def test_what_people_decided_stands_beside_the_answer_also_where_they_agree() -> None:
    assert "What people decided" not in Page(html(stopped())).text
    assert "Q10 greater oversight board, 14 May 2012 scenario one (people departed from it)" in (
        Page(html(departed())).text
    )
    decision = stopped()
    taken = Taken("scenario one", "board", "2012-05-14", "no plan")
    answers = (decision.core.answers[0], replace(decision.core.answers[1], taken=taken))
    agreed = replace(decision, core=replace(decision.core, answers=answers))
    assert "Q10 scenario one board, 14 May 2012 scenario one no plan" in Page(html(agreed)).text


def test_the_tags_of_sources_have_their_titles() -> None:
    papers = (("D8", "A report with prices"),)
    assert "Sources Tag Title D8 A report" in Page(html(replace(stopped(), papers=papers))).text


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_becomes_markup_or_template(text: str) -> None:
    made, plain = Page(html(hostile(text))), Page(html(hostile("plain words")))

    def shape(found: Page) -> list[str]:
        return [tag for tag, _ in found.tags if tag not in {"path", "polygon", "text", "g", "br"}]

    assert set(shape(made)) <= set(shape(plain))
    assert not [a for _, attributes in made.tags for a in attributes if a.startswith("on")]
    links = [attributes.get("href") or "" for _, attributes in made.tags if "href" in attributes]
    assert all(re.fullmatch(r"#[a-z-]+", link) for link in links)
    if text in {"{{ 7 * 7 }}", "<b>bold</b>", "&lt;script&gt;"}:
        assert text in made.text


def test_the_same_decision_gives_the_same_page() -> None:
    assert html(stopped()) == html(stopped())
