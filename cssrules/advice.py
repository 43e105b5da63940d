"""What a reader could do about a decision, as plain data: why another outcome was refused.

Made by `cssrules.proof`, shown by views. The JSON forms are told in docs/proof.md.
"""

from collections.abc import Iterable
from fractions import Fraction
from typing import Any

from cssrules.dataclass import dataclass
from cssrules.decision import Answer, Decision, Node

REFUSAL = "cssrules/refusal/1"


@dataclass(frozen=True, slots=True)
class Obstacle:
    """A condition that is not as it would have to be: what was found of it, and whether that is only that
    it is not known. `reason` are the author's words, `evidence` what it reads directly; `margin` and `near`
    are how far a compared value is from its threshold, in words and as a share of what may be. `below` are
    the ways in which the conclusions that it reads could be as they would have to be: one is enough.
    """

    said: str
    known: bool
    reason: str | None = None
    margin: str | None = None
    near: Fraction | None = None
    evidence: tuple[Node, ...] = ()
    below: tuple["Way", ...] = ()

    @property
    def shortest(self) -> tuple["Way", ...]:
        """The ways below, first that in which least stands."""
        return tuple(sorted(self.below, key=size))

    @property
    def told(self) -> str:
        """All that is told of it by the shortest ways, so that two of which the same is told are known."""
        below = (o.told for way in self.shortest[:1] for o in way.obstacles)
        return "\n".join((self.said, *below))


@dataclass(frozen=True, slots=True)
class Way:
    """A rule, a part of its condition, or a row of its table, that would do. All of the obstacles stand in
    it; there are none where it does do. `rule` is empty where the way is a part of a condition.
    """

    id: str
    rule: str
    row: str | None
    title: str
    basis: tuple[str, ...]
    obstacles: tuple[Obstacle, ...]


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why a case has not the outcome `wanted`; `held` says that it has. `unasked` is what keeps the question
    from being asked. `shut` are rows that would give it if a setting were other: the row, the setting and
    its value. `nearest` is the test that failed by the least share of what may be.
    """

    decision: Decision
    wanted: str
    held: bool
    ways: tuple[Way, ...] = ()
    unasked: tuple[Obstacle, ...] = ()
    shut: tuple[tuple[str, str, str], ...] = ()
    nearest: Obstacle | None = None

    @property
    def answer(self) -> Answer:
        """The question, and what answers it."""
        return self.decision.core.answers[0]


def size(way: Way) -> int:
    """How much stands in a way: the obstacles below which nothing stands, by the shortest ways there."""
    return sum(min(map(size, obstacle.below), default=1) or 1 for obstacle in way.obstacles)


def refusal_as_json(refusal: Refusal) -> dict[str, Any]:
    """The form `cssrules/refusal/1`. What stands below an obstacle is written where it is told first."""
    decision, told = refusal.decision, set[int]()
    return {
        "schema": REFUSAL,
        "case": decision.case,
        "as_of": decision.as_of,
        "policy": decision.core.policy,
        "hypothetical": bool(decision.hypothetical),
        "with": list(decision.hypothetical),
        "sourced_only": decision.sourced_only,
        "illustrative": {"deciding": decision.illustrative_deciding, "of": decision.deciding},
        "question": refusal.answer.id,
        "status": refusal.answer.status.value,
        "answer": refusal.answer.answer,
        "wanted": refusal.wanted,
        "held": refusal.held,
        "not_asked": _obstacles(refusal.unasked, told),
        "ways": [_way(way, told) for way in refusal.ways],
        "other_settings": [
            {"row": row, "setting": setting, "value": value} for row, setting, value in refusal.shut
        ],
        "nearest": None if refusal.nearest is None else _obstacle(refusal.nearest, set()),
    }


def _way(way: Way, told: set[int]) -> dict[str, Any]:
    return {
        "id": way.id,
        "rule": way.rule or None,
        "row": way.row,
        "title": way.title or None,
        "basis": list(way.basis),
        "obstacles": _obstacles(way.obstacles, told),
    }


def _obstacles(obstacles: Iterable[Obstacle], told: set[int]) -> list[dict[str, Any]]:
    return [_obstacle(obstacle, told) for obstacle in obstacles]


def _obstacle(obstacle: Obstacle, told: set[int]) -> dict[str, Any]:
    again = id(obstacle.below) in told
    told.add(id(obstacle.below))
    return {
        "said": obstacle.said,
        "truth": "failed" if obstacle.known else "unknown",
        "reason": obstacle.reason,
        "margin": obstacle.margin,
        "near": None if obstacle.near is None else str(obstacle.near),
        "evidence": [node.id for node in obstacle.evidence],
        "below": [] if again else [_way(way, told) for way in obstacle.below],
    }
