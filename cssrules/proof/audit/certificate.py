"""An audit as plain JSON data: a certificate for others."""

from typing import Any

from cssrules.audited import (
    Again,
    Audit,
    FindingKind,
    ProofFinding,
)
from cssrules.certificate import SCHEMA


def as_json(audit: Audit) -> dict[str, Any]:
    """The certificate."""
    return {
        "schema": SCHEMA,
        "policy": {"name": audit.policy, "version": audit.version, "hash": audit.hash},
        "made_by": list(audit.made_by),
        "days": list(audit.days),
        "lists": [
            {"list": name, "items_looked_at": looked, "items_allowed": most}
            for name, looked, most in audit.lists
        ],
        "queries": audit.queries,
        "proved": {
            kind.label: {"says": kind.proved, "times": audit.proved[kind.label]}
            for kind in FindingKind
            if audit.proved.get(kind.label)
        },
        "findings": [_finding(finding) for finding in audit.findings],
        "accepted": [
            {**_finding(one.finding), "owner": one.owner, "reason": one.reason}
            for one in audit.accepted
        ],
        "accepted_in_vain": [
            {"finding": gone.kind, "ids": list(gone.ids), "place": gone.place}
            for gone in audit.gone
        ],
        "resting": list(audit.resting),
        "not_settled": [{"what": open.what, "tried": open.tried} for open in audit.unsettled],
        "undecided_by": {id: list(names) for id, names in audit.undecided_by.items()},
        "second_witness": _again(audit.again),
    }


def _again(again: Again) -> dict[str, Any]:
    return {
        "as_of": again.day,
        "tables": {"seen_by_two": again.tables[0], "of": again.tables[1]},
        "conclusions": {"seen_by_two": again.tried[0], "of": again.tried[1], "whole": again.whole},
        "questions": again.questions,
        "cells": again.cells,
        "sampled": again.sampled,
        "answers": {"came_up": again.answers[0], "of": again.answers[1]},
        "seen_by_one": [{"what": one.what, "why": one.tried} for one in again.alone],
    }


def _finding(finding: ProofFinding) -> dict[str, Any]:
    return {
        "finding": finding.kind.label,
        "ids": list(finding.ids),
        "message": finding.message,
        "proved": finding.proved,
        "cause": finding.cause,
        "witnesses": [
            {"as_of": witness.as_of, "facts": dict(witness.facts)} for witness in finding.witnesses
        ],
    }
