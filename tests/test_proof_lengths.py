"""Lists that are looked at up to a length: nothing is claimed of what a longer one may show."""

from pathlib import Path

import pytest

from cssrules.audited import Audit, FindingKind
from cssrules.language.compile import compile_policy
from cssrules.policy import Policy
from cssrules.proof.audit import prove as proving
from cssrules.source import Source

YARD = """
policy: A yard that lends tools
version: "1"
effective: {{from: 2012-01-01, to: 2014-12-31}}
sources: {{law: The law}}
records:
  tool: {{age: count between 0 and 50, sharp: yes or no, clean: yes or no}}
evidence:
  paid: {{type: yes or no}}
  tools: {{type: "list of tool, at most {most}"}}
settings:
  crowd: {{type: count between 15 and 30, default: 20, owner: shop, reason: ours}}
rules:
  - id: LEND-1
    title: Lending
    basis: law, section 1
    define: lent
{body}
decisions:
  - {{id: Q1, question: May it be lent?, answer: lent, decided by: shop, main: yes}}
"""


@pytest.fixture(autouse=True)
def _kept_apart(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))


def yard(body: str, most: int = 60) -> Policy:
    return compile_policy([Source("p.yaml", YARD.format(body=body, most=most))])


def audit_of(policy: Policy) -> Audit:
    return proving.prove(policy, None, lambda _: None)


def said(audit: Audit) -> set[tuple[FindingKind, tuple[str, ...]]]:
    return {(finding.kind, finding.ids) for finding in audit.findings}


def test_a_setting_that_only_longer_lists_show_to_matter_is_not_called_idle() -> None:
    audit = audit_of(yard("    when: paid or count of tools is at least crowd"))
    assert not said(audit)
    assert "setting-not-decisive: crowd" in {one.what for one in audit.unsettled}
