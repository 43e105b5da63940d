"""An audit as plain JSON data, and back: a certificate for others, and what is kept between runs."""

from collections.abc import Mapping
from typing import Any

from cssrules.audited import (
    AcceptedOne,
    Again,
    Audit,
    FindingKind,
    Gone,
    Open,
    ProofFinding,
    Witness,
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
        "seen_by_one": [{"what": one.what, "why": one.tried} for one in again.alone],
    }


def _again_of(plain: Mapping[str, Any]) -> Again:
    tables, tried = plain["tables"], plain["conclusions"]
    return Again(
        plain["as_of"],
        (tables["seen_by_two"], tables["of"]),
        (tried["seen_by_two"], tried["of"]),
        tried["whole"],
        plain["questions"],
        plain["cells"],
        plain["sampled"],
        tuple(Open(one["what"], one["why"]) for one in plain["seen_by_one"]),
    )


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


def from_json(plain: Mapping[str, Any]) -> Audit:
    """The audit that a certificate tells of. Raises KeyError and the like where it is none."""
    policy = plain["policy"]
    return Audit(
        policy["name"],
        policy["version"],
        policy["hash"],
        (plain["days"][0], plain["days"][1]),
        (plain["made_by"][0], plain["made_by"][1]),
        tuple((e["list"], e["items_looked_at"], e["items_allowed"]) for e in plain["lists"]),
        plain["queries"],
        {label: proved["times"] for label, proved in plain["proved"].items()},
        tuple(_finding_of(finding) for finding in plain["findings"]),
        tuple(
            AcceptedOne(_finding_of(one), one["owner"], one["reason"]) for one in plain["accepted"]
        ),
        tuple(Gone(g["finding"], tuple(g["ids"]), g["place"]) for g in plain["accepted_in_vain"]),
        tuple(plain["resting"]),
        tuple(Open(open["what"], open["tried"]) for open in plain["not_settled"]),
        {id: tuple(names) for id, names in plain["undecided_by"].items()},
        _again_of(plain["second_witness"]),
    )


_KINDS = {kind.label: kind for kind in FindingKind}


def _finding_of(plain: Mapping[str, Any]) -> ProofFinding:
    witnesses = (Witness(witness["as_of"], witness["facts"]) for witness in plain["witnesses"])
    return ProofFinding(
        _KINDS[plain["finding"]],
        tuple(plain["ids"]),
        plain["message"],
        tuple(witnesses),
        plain["proved"],
        plain["cause"],
    )
