"""The compiled policy between runs: text that gives an equal policy back, and a cache that never harms."""

import dataclasses
import json
from datetime import date
from fractions import Fraction
from pathlib import Path

import pytest

from cssrules import stored
from cssrules.language.compile import compile_policy
from cssrules.language.load import read_folder
from cssrules.policy import Policy
from cssrules.problem import Problems
from cssrules.stored import FORMS, as_text, find_policy, from_text, load_policy

RULES = Path(__file__).parent.parent / "rules"


@pytest.fixture(scope="module")
def policy() -> Policy:
    return compile_policy(read_folder(RULES))


@pytest.fixture
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "cssrules"


def kept(cache: Path) -> list[Path]:
    return sorted(cache.glob("*.json"))


def test_a_policy_comes_back_equal(policy: Policy) -> None:
    again = from_text(as_text(policy))
    assert again == policy
    assert list(again.rules) == list(policy.rules)
    assert as_text(again) == as_text(policy)


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
    strata = from_text(as_text(policy)).strata
    assert strata == policy.strata
    assert [type(value) for value in strata[0]] == [type(value) for value in values]


def test_every_form_of_a_policy_is_known() -> None:
    assert {"policy.Policy", "expression.Quantified", "values.Unit", "source.Place"} <= set(FORMS)
    assert all(
        dataclasses.is_dataclass(form) or hasattr(form, "__members__") for form in FORMS.values()
    )


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


@pytest.mark.usefixtures("cache")
def test_a_changed_file_is_compiled_anew(tmp_path: Path) -> None:
    folder = tmp_path / "rules"
    folder.mkdir()
    for file in RULES.glob("*.yaml"):
        (folder / file.name).write_bytes(file.read_bytes())
    before = load_policy(folder)
    with (folder / "policy.yaml").open("a") as file:
        file.write("# a remark\n")
    after = load_policy(folder)
    assert after.pack != before.pack
    assert after.hash == before.hash


SPOILT = {
    "nothing": lambda _text: "",
    "half": lambda text: text[: len(text) // 2],
    "a letter changed": lambda text: text.replace("leadership", "leadersheep", 1),
    "other JSON under a right sum": lambda _text: _summed("[1]"),
    "an unknown form under a right sum": lambda _text: _summed('[["os.system","x"]]'),
    "no policy under a right sum": lambda _text: _summed('[["tuple"]]'),
    "a row ahead of itself": lambda _text: _summed('[["tuple",3]]'),
    "not text": lambda _text: "\udcff",
}


def _summed(text: str) -> str:
    return f"{stored.digest(text.encode())}\n{text}"


@pytest.mark.parametrize("spoil", SPOILT)
def test_a_spoilt_cache_is_as_good_as_none(cache: Path, policy: Policy, spoil: str) -> None:
    load_policy(RULES)
    (file,) = kept(cache)
    text = SPOILT[spoil](file.read_text())
    file.write_bytes(text.encode("utf-8", "surrogateescape"))
    assert load_policy(RULES) == policy
    assert from_text(file.read_text().partition("\n")[2]) == policy


def test_what_others_could_have_written_is_not_taken(cache: Path, policy: Policy) -> None:
    load_policy(RULES)
    (file,) = kept(cache)
    other = as_text(dataclasses.replace(policy, name="Another"))
    file.write_text(_summed(other))
    assert load_policy(RULES).name == "Another"
    file.write_text(_summed(other))
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
        (cache / f"{number}.json").write_text(json.dumps(number))
    load_policy(RULES)
    assert len(kept(cache)) == stored.KEPT_AT_MOST


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


@pytest.mark.parametrize(
    "text", ["", "{}", "[]", "[3]", '[["tuple"]]', '[["dict","a"]]', "[" * 99999]
)
def test_text_that_is_no_policy_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"policy|JSON|Expecting"):
        from_text(text)
