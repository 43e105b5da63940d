"""What a reader could do about a decision, as plain data: why another outcome was refused.

Made by `cssrules.proof`, shown by views. The JSON forms are told in docs/proof.md.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from fractions import Fraction
from typing import Any

from cssrules.dataclass import dataclass
from cssrules.decision import Answer, Decision, HoldingFact, Node, departures_as_json
from cssrules.values import Value

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
    its value. `nearest` is the test that failed by the least share of what may be. `in_no_case`: an amount
    or a day that no case has.
    """

    decision: Decision
    wanted: str
    held: bool
    ways: tuple[Way, ...] = ()
    unasked: tuple[Obstacle, ...] = ()
    shut: tuple[tuple[str, str, str], ...] = ()
    nearest: Obstacle | None = None
    in_no_case: bool = False

    @property
    def answer(self) -> Answer:
        """The question, and what answers it."""
        return self.decision.core.answers[0]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact of a route: its values for a reader, and the new one as written; who may change it at what
    cost and in how many days; the question that its evidence answers; and what is found of the tests of it
    that turn.
    """

    fact: str
    old: str
    new: str
    written: str
    by: str
    cost: int
    days: int | None
    ask: str | None = None
    turns: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Turned:
    """A conclusion that a route passes on the way: its rule, its name, and its values for a reader."""

    rule: str
    name: str
    old: str
    new: str


@dataclass(frozen=True, slots=True)
class Route:
    """Changes that together give the outcome, none of which can be left out. `answer` is what answers the
    question after them, `evidence` all evidence that differs.
    """

    changes: tuple[Change, ...]
    passes: tuple[Turned, ...]
    answer: str
    evidence: Mapping[str, Value]

    @property
    def cost(self) -> int:
        return sum(change.cost for change in self.changes)

    @property
    def days(self) -> tuple[int, int]:
        """How long it takes, all at once and one after the other, as far as the policy says."""
        taken = [change.days or 0 for change in self.changes]
        return max(taken, default=0), sum(taken)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A change of a route as a line of a plan: the day by which it is due, where the policy says how long it
    takes.
    """

    change: Change
    due: date | None


@dataclass(frozen=True, slots=True)
class RoutePlan:
    """A route as a plan, by its number. `tripwires` are facts that no change of it makes, and without which
    the outcome may be worse all the same; None where there is nothing worse.
    """

    number: int
    route: Route
    milestones: tuple[Milestone, ...]
    tripwires: tuple[HoldingFact, ...] | None


@dataclass(frozen=True, slots=True)
class Against:
    """A fact that holds a case back from an outcome whatever is changed: what was found, the evidence that
    it is a test of, and who may change that, if anybody.
    """

    said: str
    evidence: tuple[str, ...]
    by: tuple[str, ...] = ()
    known: bool = True


@dataclass(frozen=True, slots=True)
class Routes:
    """The routes to the outcome `wanted`, the least first, of changes that `by` alone may make where it is
    not None. Where there is none, `against` are the fewest facts that hold it back, or it is `in_no_case` at
    all; or no case with as many items in each list has it: these are `kept`, and `limit` is the most or the
    least that the answer can be with them. `unsettled` says why nothing more was found out; `queries`
    counts what was asked. `plan` is the plan of the last route, where one was asked for.
    """

    decision: Decision
    wanted: str
    held: bool = False
    by: str | None = None
    routes: tuple[Route, ...] = ()
    against: tuple[Against, ...] = ()
    in_no_case: bool = False
    kept: tuple[tuple[str, int | None], ...] = ()
    limit: str | None = None
    unsettled: str | None = None
    queries: int = 0
    plan: RoutePlan | None = None

    @property
    def answer(self) -> Answer:
        """The question, and what answers it."""
        return self.decision.core.answers[0]


ROUTES = "cssrules/routes/1"
ROUTE_PLAN = "cssrules/route-plan/1"


def size(way: Way) -> int:
    """How much stands in a way: the obstacles below which nothing stands, by the shortest ways there."""
    return sum(min(map(size, obstacle.below), default=1) or 1 for obstacle in way.obstacles)


def refusal_as_json(refusal: Refusal) -> dict[str, Any]:
    """The form `cssrules/refusal/1`. What stands below an obstacle is written where it is told first."""
    told = set[int]()
    return {
        "schema": REFUSAL,
        **_asked(refusal.decision),
        "wanted": refusal.wanted,
        "held": refusal.held,
        "not_asked": _obstacles(refusal.unasked, told),
        "ways": [_way(way, told) for way in refusal.ways],
        "other_settings": [
            {"row": row, "setting": setting, "value": value} for row, setting, value in refusal.shut
        ],
        "in_no_case": refusal.in_no_case,
        "nearest": None if refusal.nearest is None else _obstacle(refusal.nearest, set()),
    }


def routes_as_json(routes: Routes) -> dict[str, Any]:
    """The form `cssrules/routes/1`."""
    return {
        "schema": ROUTES,
        **_asked(routes.decision),
        "wanted": routes.wanted,
        "held": routes.held,
        "by": routes.by,
        "routes": [_route(route) for route in routes.routes],
        "held_back_by": [
            {
                "said": one.said,
                "truth": "found" if one.known else "unknown",
                "evidence": list(one.evidence),
                "may_be_changed_by": list(one.by),
            }
            for one in routes.against
        ],
        "in_no_case": routes.in_no_case,
        "kept": [{"list": name, "items": number} for name, number in routes.kept],
        "limit": routes.limit,
        "missing": list(routes.answer.ask),
        "unsettled": routes.unsettled,
        "queries": routes.queries,
    }


def route_plan_as_json(routes: Routes) -> dict[str, Any]:
    """The form `cssrules/route-plan/1`; without a plan that of the routes."""
    plan = routes.plan
    if plan is None:
        return routes_as_json(routes)
    return {
        "schema": ROUTE_PLAN,
        **_asked(routes.decision),
        "wanted": routes.wanted,
        "by": routes.by,
        "route": plan.number,
        "cost": plan.route.cost,
        "milestones": [
            {
                "fact": milestone.change.fact,
                "from": milestone.change.old,
                "to": milestone.change.written,
                "owner": milestone.change.by,
                "due": None if milestone.due is None else milestone.due.isoformat(),
                "evidence": milestone.change.ask or milestone.change.fact,
            }
            for milestone in plan.milestones
        ],
        "tripwires": [
            {"node": fact.node, "said": fact.label, "margin": fact.margin}
            for fact in plan.tripwires or ()
        ],
    }


def _asked(decision: Decision) -> dict[str, Any]:
    """What was decided, and the stamps of the run."""
    answer = decision.core.answers[0]
    return {
        "case": decision.case,
        "name": decision.name,
        "as_of": decision.as_of,
        "policy": decision.core.policy,
        "hypothetical": bool(decision.hypothetical),
        "with": list(decision.hypothetical),
        "sourced_only": decision.sourced_only,
        "retaken": decision.retaken,
        "departures": departures_as_json(decision.core.departures),
        "beside": list(decision.beside),
        "settings_changed": [
            {"name": name, "value": value, "default": default}
            for name, value, default in decision.settings_changed
        ],
        "illustrative": {"deciding": decision.illustrative_deciding, "of": decision.deciding},
        "engine": dict(decision.engine),
        "question": answer.id,
        "status": answer.status.value,
        "answer": answer.answer,
    }


def _route(route: Route) -> dict[str, Any]:
    at_once, in_turn = route.days
    return {
        "changes": [
            {
                "fact": change.fact,
                "from": change.old,
                "to": change.written,
                "by": change.by,
                "cost": change.cost,
                "days": change.days,
                "turns": list(change.turns),
            }
            for change in route.changes
        ],
        "cost": route.cost,
        "days": {"at_once": at_once, "in_turn": in_turn},
        "passes": [
            {"rule": p.rule, "name": p.name, "from": p.old, "to": p.new} for p in route.passes
        ],
        "answer": route.answer,
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
