"""A decision cites the certificate beside the rules, if it tells of this very policy."""

import json
from fractions import Fraction
from pathlib import Path

import pytest

from cssrules.certificate import FILE, certified
from cssrules.deciding import decide
from cssrules.decision import Decision, as_json
from cssrules.door import read_case
from cssrules.policy import Policy
from cssrules.rendering import render
from cssrules.stored import load_policy

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def policy() -> Policy:
    return load_policy(ROOT / "rules")


@pytest.fixture(scope="module")
def decision(policy: Policy) -> Decision:
    file = ROOT / "cases/2012/arden.json"
    return decide(policy, read_case(file.read_bytes(), policy, file.name), engine=False)


def test_the_certificate_beside_the_rules_is_of_these_rules(policy: Policy) -> None:
    told = json.loads((ROOT / "rules" / FILE).read_text(encoding="utf-8"))
    assert told["policy"]["hash"] == policy.identity, "run `make certificate`"
    assert told["findings"] == told["accepted_in_vain"] == told["not_settled"] == []


def test_a_decision_cites_it(decision: Decision) -> None:
    cited = certified(decision, ROOT / "rules")
    assert cited.certificate is not None
    assert as_json(cited)["certificate"]["proofs"] == cited.certificate.proofs
    assert "PROVED POLICY: " in render(cited, "text")
    assert "PROVED POLICY: " not in render(decision, "text")


def changed(tmp_path: Path, **parts: object) -> Path:
    told = json.loads((ROOT / "rules" / FILE).read_text(encoding="utf-8"))
    (tmp_path / FILE).write_text(json.dumps({**told, **parts}), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(
    "parts",
    [
        {"policy": {"hash": "another"}},
        {"days": ["2011-01-01", "2011-12-31"]},
        {"schema": "cssrules/certificate/2"},
        {"proved": []},
        {"days": None},
    ],
    ids=str,
)
def test_another_policy_s_certificate_is_not_cited(
    decision: Decision, tmp_path: Path, parts: dict[str, object]
) -> None:
    assert certified(decision, changed(tmp_path)).certificate is not None
    assert certified(decision, changed(tmp_path, **parts)).certificate is None


def test_a_file_that_is_none_is_no_certificate(decision: Decision, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(b"[1]")
    assert certified(decision, tmp_path).certificate is None
    assert certified(decision, tmp_path / "nowhere").certificate is None


def test_other_settings_are_another_policy(policy: Policy) -> None:
    file = ROOT / "cases/2012/arden.json"
    case = read_case(file.read_bytes(), policy, file.name)
    other = decide(policy, case, settings={"members for a grade": Fraction(2)}, engine=False)
    assert certified(other, ROOT / "rules").certificate is None
