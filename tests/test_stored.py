"""The compiled policy between runs: bytes that give an equal policy back, and a cache that never harms."""

import dataclasses
import pickle
import sys
from datetime import date
from fractions import Fraction
from pathlib import Path
from unittest.mock import MagicMock

import pytest

from cssrules import kept as keeping
from cssrules.language import grammar, memory
from cssrules.language.compile import compile_policy
from cssrules.language.load import read_folder
from cssrules.policy import Policy, digest
from cssrules.problem import Problems
from cssrules.stored import KEEPER, find_policy, load_policy

RULES = Path(__file__).parent.parent / "rules"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return compile_policy(read_folder(RULES))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "cssrules"


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.policy"))


def again(policy: Policy) -> Policy:
    found = KEEPER.thing_of(KEEPER.bytes_of(policy))
    assert isinstance(found, Policy)
    return found


def test_a_policy_comes_back_equal(policy: Policy) -> None:
    assert again(policy) == policy
    assert list(again(policy).rules) == list(policy.rules)
    assert KEEPER.bytes_of(again(policy)) == KEEPER.bytes_of(again(again(policy)))


def test_what_was_worked_out_of_a_policy_is_not_kept(policy: Policy) -> None:
    assert policy.defining
    assert "defining" not in vars(again(policy))


def test_values_keep_their_types() -> None:
    values = (
        True,
        1,
        Fraction(1),
        Fraction(1, 3),
        date(2012, 3, 30),
        "1",
        None,
        frozenset({"b", "a"}),
    )
    policy = Policy("p", "1", *[{}] * 7, strata=(values, {"x": values}))  # type: ignore[arg-type]
    strata = again(policy).strata
    assert strata == policy.strata
    assert [type(value) for value in strata[0]] == [type(value) for value in values]


def test_a_second_load_does_not_compile(
    cache: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = load_policy(RULES)
    monkeypatch.setattr("cssrules.language.compile.compile_policy", None)
    assert load_policy(RULES) == first == policy
    assert len(kept(cache)) == 1


def test_the_cache_is_private(cache: Path) -> None:
    load_policy(RULES)
    assert cache.stat().st_mode & 0o777 == 0o700
    assert kept(cache)[0].stat().st_mode & 0o777 == 0o600


def copied(there: Path) -> Path:
    folder = there / "rules"
    folder.mkdir()
    for file in RULES.glob("*.yaml"):
        (folder / file.name).write_bytes(file.read_bytes())
    return folder


@pytest.mark.usefixtures("cache")
def test_a_changed_file_is_compiled_anew(tmp_path: Path) -> None:
    folder = copied(tmp_path)
    before = load_policy(folder)
    with (folder / "policy.yaml").open("a") as file:
        file.write("# a remark\n")
    after = load_policy(folder)
    assert after.pack != before.pack
    assert after.hash == before.hash


def test_a_policy_that_was_checked_less_is_checked_anew(
    cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    load_policy(RULES)
    load_policy(RULES, documented=True)
    assert len(kept(cache)) == 1
    monkeypatch.setattr("cssrules.language.compile.compile_policy", None)
    load_policy(RULES)
    load_policy(RULES, documented=True)


def test_a_paragraph_that_nobody_accounts_for_is_told_after_a_load_that_does_not_ask(
    cache: Path, tmp_path: Path
) -> None:
    folder = copied(tmp_path)
    file = folder / "statements.yaml"
    file.write_text(file.read_text().rpartition("\n  - ")[0])
    load_policy(folder)
    assert kept(cache)
    with pytest.raises(Problems, match="no statement accounts"):
        load_policy(folder, documented=True)


SPOILT = {
    "nothing": lambda _content: b"",
    "half": lambda content: content[: len(content) // 2],
    "a letter changed": lambda content: content.replace(b"leadership", b"leadersheep", 1),
    "another thing under a right sum": lambda _content: _summed(pickle.dumps([1])),
    "no thing under a right sum": lambda _content: _summed(b"]"),
    "a call under a right sum": lambda _content: _summed(pickle.dumps(_Call())),
    "text": lambda _content: b"{}",
}


class _Call:
    """What would end the test run, were it made again."""

    def __reduce__(self) -> object:
        return sys.exit, ("called",)


def _summed(content: bytes) -> bytes:
    return digest(content).encode() + content


SMALL = """
policy: Small
version: "1"
sources: {D1: {title: A paper}}
evidence: {leadership: {type: yes or no}, turnover: {type: money between £0 and £9m step £1}}
rules:
  - {id: LEAD-1, title: Led, basis: "D1, page 1", define: led, when: leadership}
  - {id: LEAD-2, title: Large, basis: "D1, page 2", define: large, when: led and turnover > £1m}
"""


@pytest.fixture
def small(tmp_path: Path) -> Path:
    folder = tmp_path / "small"
    folder.mkdir()
    (folder / "small.yaml").write_text(SMALL)
    return folder


def test_text_that_was_read_before_is_not_parsed_again(
    cache: Path, small: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    forget()
    load_policy(small)
    forget()
    parsed = list[str]()
    read = grammar.read

    def counted(text: str, start: str) -> grammar.Tree:
        parsed.append(text)
        return read(text, start)

    monkeypatch.setattr("cssrules.language.parse.read", counted)
    remade = MagicMock(side_effect=AssertionError)
    monkeypatch.setattr("cssrules.language.grammar._written", remade)
    monkeypatch.setattr("cssrules.language.forms.RuleFile.model_validate", remade)
    (small / "small.yaml").write_text(f"# edited\n{SMALL.replace('£1m', '£2m')}")
    edited = load_policy(small)
    assert parsed == ["led and turnover > £2m"]
    assert edited == compile_policy(read_folder(small))
    assert len([*cache.glob("*.texts")]) == 1


def forget() -> None:
    """Start as another run does."""
    memory.forget()
    grammar._grammar.cache_clear()  # noqa: SLF001 # because nobody else forgets


@pytest.mark.parametrize("kind", ["policy", "texts"])
@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_cache_is_as_good_as_none(cache: Path, small: Path, spoil: str, kind: str) -> None:
    forget()
    sound = load_policy(small)
    (file,) = cache.glob(f"*.{kind}")
    if kind == "texts":
        kept(cache)[0].unlink()
        forget()
    file.write_bytes(SPOILT[spoil](file.read_bytes()))
    assert load_policy(small) == sound
    assert KEEPER.thing_of(file.read_bytes()[64:])


def test_what_others_could_have_written_is_not_taken(cache: Path, policy: Policy) -> None:
    load_policy(RULES)
    (file,) = kept(cache)
    other = KEEPER.bytes_of((dataclasses.replace(policy, name="Another"), False))
    file.write_bytes(_summed(other))
    assert load_policy(RULES).name == "Another"
    file.write_bytes(_summed(other))
    file.chmod(0o666)
    assert load_policy(RULES).name == policy.name


def test_a_cache_that_cannot_be_written_is_no_fault(
    tmp_path: Path, policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "cssrules").write_text("a file where the folder should be")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert load_policy(RULES) == policy


def test_a_user_without_a_home_has_no_cache(
    policy: Policy, monkeypatch: pytest.MonkeyPatch
) -> None:
    def homeless() -> Path:
        raise RuntimeError

    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    monkeypatch.setattr(Path, "home", homeless)
    assert load_policy(RULES) == policy


def test_the_cache_does_not_grow_without_end(cache: Path) -> None:
    cache.mkdir(parents=True, mode=0o700)
    for number in range(100):
        (cache / f"{number}.policy").write_text(str(number))
    load_policy(RULES)
    assert len(kept(cache)) == keeping.KEPT_AT_MOST


@pytest.mark.usefixtures("cache")
def test_a_faulty_policy_is_not_kept(tmp_path: Path, cache: Path) -> None:
    (tmp_path / "faulty.yaml").write_text("policy: [")
    with pytest.raises(Problems):
        load_policy(tmp_path)
    assert not kept(cache)


def test_the_nearest_policy_is_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert find_policy(Path("there")) == Path("there")
    assert find_policy().resolve() == RULES.resolve()
    (tmp_path / "rules").mkdir()
    assert find_policy() == Path("rules")


@pytest.mark.parametrize("content", [b"", b"{}", b"]", pickle.dumps(_Call())])
def test_bytes_that_hold_nothing_are_refused(content: bytes) -> None:
    with pytest.raises(ValueError, match="nothing that was kept"):
        KEEPER.thing_of(content)
