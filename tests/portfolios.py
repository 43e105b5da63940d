"""A small policy over markets and inspectors, and folders of cases for it, for the portfolio's tests."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from cssrules.language.compile import compile_policy
from cssrules.policy import Policy
from cssrules.source import Source

BASE = """
policy: Markets and inspectors
version: "1"
sources:
  paper: {title: A paper, paragraphs: 9}
types:
  grade: {type: "scale of fail, marginal, good"}
records:
  neighbour:
    market: text
  stall:
    rent: money between £0 and £5k step £1
    closed on: date between 1 January 2012 and 31 December 2020
evidence:
  near: list of neighbour, at most 5
  stalls: list of stall, at most 60
  hygiene: grade
  open complaints: count between 0 and 60
  inspectors on offer: count between 0 and 9
settings:
  least hygiene to lend: {type: grade, default: good, owner: board, reason: an example}
  markets per inspector: {type: count between 1 and 4, default: 2, owner: board, reason: an example}
decisions:
  - {id: Q1, question: What is done?, answer: remedy, decided by: board, main: yes}
  - {id: Q2, question: Is an inspector lacking?, answer: inspector lacking, decided by: board}
rules:
  - id: HYG-1
    title: An inspector is lacking
    basis: paper, paragraph 1
    define: inspector lacking
    when: hygiene is fail
  - id: STALL-1
    title: A stall that closed
    basis: paper, paragraph 1
    for each: stall
    define: closed
    when: closed on is known
  - id: REM-1
    title: What is done
    basis: paper, paragraph 2
    define: remedy
    type: choice of lent, hired, nothing
    hit policy: first
    table: |
      | row | inspector lacking | inspectors on offer | remedy  |
      | A   | no                | -                   | nothing |
      | B   | -                 | at least 1          | lent    |
      | C   | -                 | -                   | hired   |
"""

RULES = """
entities:
  tenant: {from: stalls, of: market}
  applicant:
    fields: {trained: grade, willing to move: yes or no}
portfolio:
  - id: LEND-1
    title: Inspectors lent by a market that passed
    basis: paper, paragraph 3
    define: lenders
    for each: case
    where: inspector lacking
    choose: other
    such that all of:
      - other's hygiene is at least least hygiene to lend
      - that: other's open complaints at most 2
        if not: "{other's name} has {other's open complaints} complaints to answer"
      - no stall among other's stalls has closed
    prefer:
      - some neighbour has market is other's id
      - least other's open complaints
    at most:
      - 1 per case
      - markets per inspector - 1 per other
  - id: LEND-2
    title: Inspectors on offer
    basis: paper, paragraph 3
    define: lenders found
    for each: case
    as: count of lenders where eligible
    feeds: inspectors on offer
  - id: HIRE-1
    title: Applicants
    basis: paper, paragraph 3
    define: applicants to hire
    for each: case
    where: remedy is hired and no lender has chosen
    choose: applicant
    such that: applicant's trained is good and applicant's willing to move
    at most: [1 per case, 1 per applicant]
  - id: ROOM-1
    title: A place for a stall that closed
    basis: paper, paragraph 3
    define: places
    for each: tenant
    where: closed and market's remedy is not nothing
    choose: other
    such that: other's remedy is nothing and rent is at most £200
    prefer: [least count of other's stalls]
    at most: [1 per tenant, 3 per other]
  - id: ROOM-2
    title: What becomes of a stall
    basis: paper, paragraph 3
    define: fate
    for each: tenant
    type: scale of none, moved, stays
    hit policy: first
    table: |
      | row | closed | count of places where chosen | fate  |
      | A   | no     | -                            | stays |
      | B   | -      | at least 1                   | moved |
      | C   | -      | -                            | none  |
"""


def policy(rules: str = RULES) -> Policy:
    return compile_policy([Source("base.yaml", BASE), Source("rules.yaml", rules)])


def write(folder: Path, id: str, **parts: Any) -> Path:
    """A case file; `facts` in short form, and any other part of a case."""
    held = {"schema": "cssrules/case/1", "id": id, "name": id.title(), **parts}
    file = folder / f"{id}.json"
    file.write_text(json.dumps(held, indent=1), encoding="utf-8")
    return file


def head(folder: Path, **parts: Any) -> Path:
    """The portfolio file."""
    file = folder / "portfolio.json"
    held = {"schema": "cssrules/portfolio/1", "id": "markets", "name": "Markets", **parts}
    file.write_text(json.dumps(held, indent=1), encoding="utf-8")
    return file


def facts(
    hygiene: str | None = "good", complaints: int | None = 1, **more: Any
) -> Mapping[str, Any]:
    stalls = more.pop("stalls", [])
    near = [{"id": market, "market": market} for market in more.pop("near", [])]
    held = {"hygiene": hygiene, "open complaints": complaints, "near": near, "stalls": stalls}
    return {**{k: v for k, v in held.items() if v is not None}, **more}


def five(folder: Path) -> Path:
    """Two markets that lack an inspector, two that can lend one, one that cannot."""
    closed = {"id": "fish", "rent": "£100", "closed on": "2012-03-01"}
    open_ = {"id": "fruit", "rent": "£900"}
    write(folder, "anchor", facts=facts("fail", 5, near=["dock"], stalls=[closed, open_]))
    write(folder, "bridge", facts=facts("fail", 1))
    write(folder, "chapel", facts=facts("good", 1))
    write(folder, "dock", facts=facts("good", 2))
    write(folder, "east", facts=facts("marginal", 0))
    ann = {"id": "ann", "name": "Ann", "facts": {"trained": "good", "willing to move": "yes"}}
    bob = {"id": "bob", "name": "Bob", "facts": {"trained": "marginal"}}
    head(folder, entities={"applicant": [ann, bob]})
    return folder
