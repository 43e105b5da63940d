"""Rule files: the tree with its places, and the faults of text that is no rule file."""

import subprocess
import sys
import textwrap
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from cssrules.language.load import Entries, Items, Scalar, load, pack_hash, read_folder
from cssrules.problem import Kind, Problem, Problems
from cssrules.source import Source


def tree(text: str) -> Entries:
    return load(Source("policy.yaml", text))


def value(text: str, key: str = "a") -> Scalar:
    found = tree(text).get(key)
    assert isinstance(found, Scalar)
    return found


def faults(text: str) -> list[Problem]:
    with pytest.raises(Problems) as caught:
        tree(text)
    return list(caught.value.found)


def one_fault(text: str) -> Problem:
    found = faults(text)
    assert len(found) == 1, [problem.message for problem in found]
    return found[0]


# -- the tree --------------------------------------------------------------------------------------


@pytest.mark.parametrize("word", ["no", "yes", "on", "1:30", "0777", "1_000", "2012-03-30", "1e3"])
def test_every_scalar_stays_as_written(word: str) -> None:
    assert value(f"a: {word}").text == word


@pytest.mark.parametrize("written", ["", "~", "null", "# a comment", "''"])
def test_what_holds_nothing_is_empty_text(written: str) -> None:
    assert value(f"a: {written}").text == ""


@pytest.mark.parametrize(
    ("text", "span", "content"),
    [
        ("a: b c # d", "b c", "b c"),
        ("a: b\n  c", "b\n  c", "b\n  c"),
        ("a: 'it''s'", "'it''s'", "it''s"),
        ('a: "b"', '"b"', "b"),
        ("a: |\n\n    b\n      c\n\nd: e", "|\n\n    b\n      c", "b\n      c"),
        ("a: >- # note\n  b\n# note\n", ">- # note\n  b", "b"),
        ("a: |\nb: c", "|", ""),
        ("é: 漢\na: b", "b", "b"),
        ("\ufeffa: b", "b", "b"),
        ("a: b\r\nc: d\r\n", "b", "b"),
    ],
)
def test_a_scalar_knows_how_and_where_it_is_written(text: str, span: str, content: str) -> None:
    found = value(text)
    assert (found.span.text, found.content.text) == (span, content)


def test_lists_and_mappings_know_their_stretch() -> None:
    found = tree("a:\n  - b\n  - {c: [d, e]}\n\n# note\nf: {g: h}\n")
    items, mapping = found.get("a"), found.get("f")
    assert isinstance(items, Items)
    assert isinstance(mapping, Entries)
    assert items.span.text == "- b\n  - {c: [d, e]}"
    assert mapping.span.text == "{g: h}"
    key = mapping.key("g")
    assert key is not None
    assert str(key.span.place) == "policy.yaml:6:5"
    assert mapping.get("x") is None
    assert mapping.key("x") is None


@pytest.mark.parametrize("text", ["", "\n\n", "# a comment\n", "---\n", "\ufeff"])
def test_a_file_without_content_has_no_entries(text: str) -> None:
    assert tree(text).entries == ()


def test_a_byte_order_mark_takes_no_column() -> None:
    assert str(value("\ufeffa: b").span.place) == "policy.yaml:1:4"
    assert Source("x", "\ufeffa: b").line(1) == "a: b"
    assert str(Source("x", "\ufeff").place(0)) == "x:1:1"


# -- what is refused -------------------------------------------------------------------------------

REFUSED = [
    # text, kind, line, column, words of the message
    ("a: &b c", Kind.ANCHOR, 1, 4, "an anchor `&b`"),
    ("a: *b", Kind.ANCHOR, 1, 4, "an alias"),
    ("? *b\n: c", Kind.ANCHOR, 1, 3, "an alias"),
    ("a: !!str b", Kind.ANCHOR, 1, 4, "a tag"),
    ("a: !b {c: d}", Kind.ANCHOR, 1, 4, "a tag"),
    ("a: {<<: [{b: c}, {d: e}], f: g}", Kind.ANCHOR, 1, 5, "a merge key"),
    ("<<: *b", Kind.ANCHOR, 1, 1, "a merge key"),
    ("a: b\nc: d\na: e", Kind.DUPLICATE_KEY, 3, 1, "`a` stands twice"),
    ("a:\n  - {b: c, 'b': d}", Kind.DUPLICATE_KEY, 2, 12, "`b` stands twice"),
    ("- a", Kind.WRONG_FORM, 1, 1, "a rule file is made of keys"),
    ("a", Kind.WRONG_FORM, 1, 1, "a rule file is made of keys"),
    ("? [a]\n: b", Kind.WRONG_FORM, 1, 3, "a key is one piece of text"),
    ("a:\n  '': b", Kind.WRONG_FORM, 2, 3, "a key is missing"),
    ("a: b\u200bc", Kind.BAD_CHARACTER, 1, 5, "U+200B"),
    ("a: \x1b[31m", Kind.BAD_CHARACTER, 1, 4, "U+001B"),
    ("a: b\rc: d", Kind.BAD_CHARACTER, 1, 5, "U+000D"),
    ("a: b\u2028c", Kind.BAD_CHARACTER, 1, 5, "U+2028"),
    ("a: \ud800", Kind.BAD_CHARACTER, 1, 4, "U+D800"),
    ('a: "\\u202e"', Kind.BAD_CHARACTER, 1, 4, "U+202E"),
    ("---\na: b\n---\nc: d", Kind.NOT_YAML, 3, 1, "a second document"),
    ("a: b: c", Kind.NOT_YAML, 1, 5, "a second `: `"),
    ("a:\n  b: c\n   d: e", Kind.NOT_YAML, 3, 4, "does not line up"),
    ("a:\n    b: c\n  d: e", Kind.NOT_YAML, 3, 3, "does not line up"),
    ("a:\n  - b\n c: d", Kind.NOT_YAML, 3, 2, "does not line up"),
    ("a: %b", Kind.NOT_YAML, 1, 4, "cannot begin with `%`"),
    ("a: @b", Kind.NOT_YAML, 1, 4, "cannot begin with `@`"),
    ("a: `b`", Kind.NOT_YAML, 1, 4, "cannot begin with a backtick"),
    ("a: * b", Kind.NOT_YAML, 1, 4, "cannot begin with `*`"),
    ("a: - b", Kind.NOT_YAML, 1, 4, "a list cannot begin on the line of its key"),
    ("a: ]", Kind.NOT_YAML, 1, 4, "cannot begin with `]`"),
    ("a:\n\tb: c", Kind.NOT_YAML, 2, 1, "a tab"),
    ("a: 'b\nc: d", Kind.NOT_YAML, 1, 4, "a quote is opened and not closed"),
    ('a: "b" is c', Kind.NOT_YAML, 1, 8, "text goes on after a closing quote"),
    ("a: {b} is c", Kind.NOT_YAML, 1, 8, "text goes on after a closing quote or bracket"),
    ('a: "\\q"', Kind.NOT_YAML, 1, 5, "a backslash"),
    ("a: [b, c\nd: e", Kind.NOT_YAML, 1, 4, "a bracket `[` is opened and not closed"),
    ("a: {b: c d: e}", Kind.NOT_YAML, 1, 11, "a comma or a closing bracket is missing"),
    ("a: | b | c |", Kind.NOT_YAML, 1, 6, "text stands beside `|`"),
    ("a: >= 3", Kind.NOT_YAML, 1, 5, "text stands beside `|` or `>`"),
    ("a: b\nccc\nd: e", Kind.NOT_YAML, 2, 1, "a key without its `:`"),
    ("a: " + "[" * 30, Kind.TOO_DEEP, 1, 24, "nesting goes deeper than 20"),
]


@pytest.mark.parametrize(("text", "kind", "line", "column", "words"), REFUSED)
def test_a_fault_is_told_once_at_its_place(
    text: str, kind: Kind, line: int, column: int, words: str
) -> None:
    problem = one_fault(text)
    assert words in problem.message
    assert (problem.kind, str(problem.place)) == (kind, f"policy.yaml:{line}:{column}")
    assert problem.help or kind in {Kind.TOO_DEEP, Kind.WRONG_FORM}


def test_a_second_key_points_at_the_first() -> None:
    problem = one_fault("a: b\nc: d\na: e")
    assert [(str(o.span.place), o.text) for o in problem.others] == [
        ("policy.yaml:1:1", "first here")
    ]


def test_all_faults_of_a_file_are_told_together() -> None:
    kinds = [problem.kind for problem in faults("a: &x b\nc: d\nc: *x\ne: !f g\nh: 'i")]
    assert kinds == [
        Kind.ANCHOR, Kind.DUPLICATE_KEY, Kind.ANCHOR, Kind.ANCHOR, Kind.NOT_YAML,
    ]  # fmt: skip


@pytest.mark.parametrize(("text", "kind", "line"), [case[:3] for case in REFUSED])
def test_the_pure_loader_refuses_the_same(
    monkeypatch: pytest.MonkeyPatch, text: str, kind: Kind, line: int
) -> None:
    monkeypatch.delattr(yaml, "CBaseLoader")
    problem = faults(text)[0]
    assert problem.kind is kind
    assert problem.where.place.line == line  # type: ignore[union-attr]


BOMBS = textwrap.dedent("""
    import resource, sys
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
    from cssrules.language.load import load
    from cssrules.problem import Problems
    from cssrules.source import Source
    bombs = {
        "brackets": "a: " + "[" * 200_000,
        "braces": "{a: " * 200_000,
        "dashes": "- " * 200_000,
        "questions": "? " * 200_000,
        "aliases": "a: &a [x]\\n" + "".join(f"b{i}: &b{i} [*a, *a]\\n" for i in range(50)),
        "merges": "a: {" + "<<: {" * 15 + "}" * 16,
        "quotes": "a: '" + "''" * 200_000,
        "same": "a: b\\n" * 20_000,
    }
    for name, text in bombs.items():
        try:
            load(Source("bomb.yaml", text))
            print(name, "taken")
        except Problems as refused:
            assert len(refused.found) <= 102, name
    print("alive")
""")


def test_no_bomb_breaks_the_loader() -> None:
    done = subprocess.run(
        [sys.executable, "-c", BOMBS], capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stdout, done.stderr) == (0, "alive\n", "")


@given(st.text(st.sampled_from("ab:-?[]{}|>'\"%&*!# \n\t,\\<~é\ufeff\u200b\r\x00"), max_size=40))
def test_no_text_breaks_the_loader(text: str) -> None:
    try:
        load(Source("policy.yaml", text))
    except Problems as problems:
        told = [problem.where for problem in problems.found]
    else:
        return
    assert told
    assert all(0 <= where.start <= where.end <= len(text) for where in told)  # type: ignore[union-attr]


# -- folders ---------------------------------------------------------------------------------------


def refusal(folder: Path) -> list[tuple[Kind, str]]:
    with pytest.raises(Problems) as caught:
        read_folder(folder)
    return [(problem.kind, problem.message) for problem in caught.value.found]


def test_a_folder_gives_every_rule_file_below_it_in_order(tmp_path: Path) -> None:
    for name in ("b.yaml", "a/z.yml", "a.yaml", "notes.md", "a/b/c.yaml"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes(b"\xef\xbb\xbfa: b\r\n")
    found = read_folder(tmp_path)
    names = [str(Path(source.name).relative_to(tmp_path)) for source in found]
    assert names == ["a.yaml", "a/b/c.yaml", "a/z.yml", "b.yaml"]
    assert {source.text for source in found} == {"\ufeffa: b\r\n"}


def test_a_source_is_named_as_the_author_named_the_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "a.yaml").write_text("a: b")
    monkeypatch.chdir(tmp_path)
    assert [source.name for source in read_folder(Path("rules"))] == ["rules/a.yaml"]


def test_a_folder_that_is_none_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.yaml").write_text("a: b")
    (tmp_path / "empty").mkdir()
    assert "does not exist" in refusal(tmp_path / "none")[0][1]
    assert "is a file" in refusal(tmp_path / "a.yaml")[0][1]
    assert "holds no rule file" in refusal(tmp_path / "empty")[0][1]


def test_files_that_cannot_be_read_are_told_together(tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "outside.yaml").write_text("a: b")
    (tmp_path / "policy" / "latin.yaml").write_bytes(b"a: b\nc: \xe9\n")
    (tmp_path / "policy" / "large.yaml").write_bytes(b"#" * ((1 << 20) + 1))
    (tmp_path / "policy" / "link.yaml").symlink_to(tmp_path / "outside.yaml")
    (tmp_path / "policy" / "lost.yaml").symlink_to(tmp_path / "nowhere.yaml")
    (tmp_path / "policy" / "folder.yaml").mkdir()
    (tmp_path / "policy" / "good.yaml").write_text("a: b")
    found = refusal(tmp_path / "policy")
    assert sorted(kind.label for kind, _ in found) == ["too-large", *["unreadable"] * 3]
    told = " ".join(message for _, message in found)
    for words in ("not UTF-8 (line 2)", "larger than 1 MiB", "a link out of", "cannot be read"):
        assert words in told


def test_a_linked_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "policy").mkdir()
    (tmp_path / "policy" / "a.yaml").write_text("a: b")
    (tmp_path / "policy" / "more").symlink_to(tmp_path)
    assert "a link to a folder" in refusal(tmp_path / "policy")[0][1]


def test_a_pack_is_known_by_relative_names_and_bytes() -> None:
    def pack(*files: tuple[str, str]) -> str:
        return pack_hash([Source(name, text) for name, text in files])

    whole = pack(("rules/a.yaml", "x"), ("rules/b/c.yaml", "y"))
    assert whole == pack(("rules/b/c.yaml", "y"), ("rules/a.yaml", "x"))
    assert whole == pack(("/elsewhere/rules/a.yaml", "x"), ("/elsewhere/rules/b/c.yaml", "y"))
    assert whole != pack(("rules/a.yaml", "x"), ("rules/b/d.yaml", "y"))
    assert whole != pack(("rules/a.yaml", "x"), ("rules/b/c.yaml", "z"))
    assert whole != pack(("rules/a.yaml", "x"), ("rules/b/c.yaml", "\ufeffy"))
    assert whole != pack(("rules/a.yaml", "x"), ("rules/b/c.yaml", "y\r\n"))
    assert pack(("rules/a.yaml", "x")) == pack(("other/a.yaml", "x"))
