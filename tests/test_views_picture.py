"""Pictures: one box per reason whatever the text, nothing but shapes and words, and a sheet of A4."""

import re
import stat
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from view_examples import HOSTILE, crowded, departed, hostile, stopped, undecided

from cssrules.decision import Decision, NodeKind
from cssrules.views import picture
from cssrules.views.dot import SHAPES, dot
from cssrules.views.gist import strands
from cssrules.views.mermaid import mermaid
from cssrules.views.picture import NoRenderer, fits_a4, renderers, svg
from cssrules.views.reasons import Graph, Outline
from cssrules.views.sketch import sketch
from cssrules.views.words import KINDS

SVG = "{http://www.w3.org/2000/svg}"


def boxes_in(text: str) -> int:
    return len(re.findall(r"^\s*n\d+ \[label=", text, re.MULTILINE))


def parsed(picture: str) -> ET.Element:
    return ET.fromstring(picture)  # noqa: S314 # because it is our own picture


def groups_in(picture: str) -> list[ET.Element]:
    root = parsed(picture)
    return [g for g in root.iter(f"{SVG}g") if g.get("class") == "node"]


def words_in(picture: str) -> str:
    return " ".join(" ".join(parsed(picture).itertext()).split())


# -- what a picture says ---------------------------------------------------------------------------


def test_the_picture_shows_the_answer_its_stamps_and_what_decided_it() -> None:
    words = words_in(svg(stopped()))
    assert "Q10 answer SCENARIO ONE two domains failed" in words
    assert "Peninsula: What is the outcome of checkpoint two? scenario one" in words
    assert "rests on illustrative evidence: 1 of 4 deciding facts" in words
    assert "3.8 percentage points" in words
    assert "costing in place" not in words


def test_the_whole_graph_has_a_box_for_every_node() -> None:
    decision = stopped()
    assert len(groups_in(svg(decision, whole=True))) == len(decision.core.nodes)
    assert "costing in place" in words_in(svg(decision, whole=True))


def test_every_stamp_is_on_every_picture() -> None:
    for drawn in (words_in(svg(departed())), " ".join(mermaid(departed()).split())):
        for stamp in ("PEOPLE DEPARTED FROM THE POLICY", "WHAT IF", "SETTING CHANGED"):
            assert stamp in drawn


def test_kind_and_truth_are_said_by_words_and_lines_and_not_by_colour_alone() -> None:
    text = dot(undecided(), whole=True)
    assert set(re.findall(r"#[0-9a-f]{6}", text)) == {"#ffffff", "#333333"}
    for kind in (NodeKind.EVIDENCE, NodeKind.SETTING, NodeKind.CONDITION, NodeKind.CONCLUSION):
        assert KINDS[kind] in text
    assert 'style="filled,dotted' in text
    assert "dotted border: not known" in text
    assert len({*SHAPES.values()}) >= 5


def test_tables_of_words_and_shapes_are_total() -> None:
    assert set(SHAPES) == set(KINDS) == set(NodeKind)


def test_the_picture_is_told_to_those_who_do_not_see_it() -> None:
    root = parsed(svg(stopped()))
    assert root.get("role") == "img"
    names = set(root.get("aria-labelledby", "").split())
    told = {e.get("id"): e.text for e in root if e.tag in {f"{SVG}title", f"{SVG}desc"}}
    assert names == set(told)
    assert all(told.values())
    assert list(root.iter(f"{SVG}title")) == [root[0]]


def test_no_box_cuts_a_sentence_and_facts_without_a_box_are_counted() -> None:
    decision = crowded()
    found = strands(Outline(Graph(decision), decision.main))
    for facts in (0, 3, 16):
        drawn = sketch(decision, facts=facts)
        words = "\n".join("\n".join(box.lines) for box in drawn.boxes)
        left = sum(int(number) for number in re.findall(r"… and (\d+) more in the text", words))
        shown = len(drawn.boxes) - len(found) - 1
        assert words.count("…") == len(re.findall(r"… and \d+ more", words))
        assert left + shown == sum(len(strand.facts) for strand in found)
        assert shown == max(facts, len(found))
    assert "below market share floor (15%," in words_in(svg(stopped()))


# -- a sheet of A4 ---------------------------------------------------------------------------------


def test_the_size_on_paper_is_that_of_the_smallest_text_after_scaling() -> None:
    def drawn(width: float, height: float) -> str:
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
            '<text font-size="10">a</text><text font-size="8">b</text></svg>'
        )

    assert fits_a4(drawn(100, 100)) == 8.0
    assert fits_a4(drawn(539 * 2, 100)) == pytest.approx(8 * 786 / (539 * 2))
    assert fits_a4(drawn(539 * 2, 786 * 2)) == pytest.approx(4.0)
    assert fits_a4(drawn(786 * 2, 539 * 2)) == pytest.approx(4.0)


@pytest.mark.parametrize("decision", [stopped(), undecided(), departed(), crowded()])
def test_the_deciding_part_can_be_read_on_a4(decision: Decision) -> None:
    assert fits_a4(svg(decision)) >= 7.0


def test_a_graph_too_large_to_draw_is_drawn_as_its_deciding_part(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("cssrules.views.sketch._ARROWS_AT_MOST", 5)
    decision = stopped()
    assert sketch(decision, whole=True) == sketch(decision)


# -- hostile texts ---------------------------------------------------------------------------------


def test_there_are_enough_hostile_texts() -> None:
    assert len(HOSTILE) >= 50


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_changes_the_number_of_boxes_or_brings_a_link(text: str) -> None:
    plain = hostile("plain words")
    decision = hostile(text)
    written = dot(decision, whole=True)
    written.encode()
    assert boxes_in(written) == boxes_in(dot(plain, whole=True)) == len(decision.core.nodes)
    drawn = svg(decision, whole=True)
    assert len(groups_in(drawn)) == len(decision.core.nodes)
    root = parsed(drawn)
    assert {e.tag.removeprefix(SVG) for e in root.iter()} <= {
        "svg", "g", "title", "desc", "polygon", "polyline", "path", "ellipse", "text",
    }  # fmt: skip
    attributes = {name for e in root.iter() for name in e.attrib}
    assert not [a for a in attributes if "href" in a or a.startswith("on") or a == "style"]


@pytest.mark.parametrize("text", HOSTILE, ids=range(len(HOSTILE)))
def test_no_text_is_read_as_mermaid(text: str) -> None:
    written = mermaid(hostile(text), whole=True)
    plain = mermaid(hostile("plain words"), whole=True)
    written.encode()

    def kinds(chart: str) -> list[str]:
        return [re.match(r"\s*\S{0,4}", line)[0] for line in chart.splitlines()]  # type: ignore[index] # because it always matches

    assert len(kinds(written)) == len(kinds(plain))
    for line in written.splitlines():
        inner = re.fullmatch(r'\s*(?:n\d+|title)\W+"([^"]*)"\W+(?::::\w+)?', line)
        label = inner[1].replace("<br/>", "") if inner else ""
        assert not set(label) & set('<>`\\{}[]|"&%@$=*'), line
        assert not re.search(r"#(?!\d+;)", label)


def test_a_text_stands_in_the_picture_as_it_was_written() -> None:
    for text in (
        "£ “quoted”",
        "a -> b",
        "{a|b}",
        "ends in a backslash\\",
        "\\N",
        "<b>bold</b>",
        "&lt;",
    ):
        shown = [" ".join(group.itertext()) for group in groups_in(svg(hostile(text), whole=True))]
        assert sum(text in " ".join(words.split()) for words in shown) >= 15, text


def test_the_same_decision_gives_the_same_bytes() -> None:
    assert svg(stopped()) == svg(stopped())
    assert dot(stopped()) == dot(stopped())
    assert mermaid(stopped()) == mermaid(stopped())


# -- renderers -------------------------------------------------------------------------------------


@pytest.fixture
def bare_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A PATH that holds nothing yet."""
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


def program(folder: Path, name: str, body: str) -> None:
    file = folder / name
    file.write_text(f"#!/bin/sh\n{body}\n")
    file.chmod(file.stat().st_mode | stat.S_IEXEC)


def test_a_graphviz_of_the_machine_comes_first(bare_path: Path) -> None:
    program(bare_path, "dot", "exit 1")
    assert [r.name for r in renderers()] == ["Graphviz", "graphviz-pure"]


def test_without_a_graphviz_of_the_machine_the_one_from_pip_draws(bare_path: Path) -> None:
    assert list(bare_path.iterdir()) == []
    assert [r.name for r in renderers()] == ["graphviz-pure"]
    assert svg(stopped()).startswith("<svg")


@pytest.mark.parametrize(
    "body", ["exit 1", "kill -SEGV $$", "echo no picture", "exec /bin/sleep 5"]
)
def test_a_renderer_that_fails_gives_way_to_the_next(
    body: str, bare_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(picture, "_SECONDS", 1)
    expected = svg(stopped())
    program(bare_path, "dot", body)
    assert svg(stopped()) == expected


def test_where_nothing_draws_one_hint_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "renderers", lambda: iter(()))
    with pytest.raises(NoRenderer, match="graphviz-pure"):
        svg(stopped())
