"""The best allocation, exactly: who is paired, and who would be instead.

In: a Market, and pairs to start from (a solver's). Out: the allocation that serves as many bodies as
can be served, and among those has the greatest sum of each criterion in turn, in whole numbers; of
equals the one that has the pair whose ids come first.

The allocation is a flow from a hub through the bodies to those chosen and back to the hub. It is best
where the residual graph has no cycle that gains: potentials prove it, and a cycle found mends it.
"""

from collections import deque
from collections.abc import Iterator
from heapq import heappop, heappush
from itertools import pairwise
from typing import Final, TypeAlias

from cssrules.dataclass import dataclass
from cssrules.portfolio.market import Market, Pair

Node: TypeAlias = tuple[int, str]
"""The hub, a body, or one to be chosen."""

_HUB: Final[Node] = (0, "")
_BODY, _OTHER = 1, 2
Potentials: TypeAlias = dict[Node, int]


@dataclass(frozen=True, slots=True)
class Allocation:
    """The pairs proposed, and for each of them the best allocation without it."""

    chosen: tuple[Pair, ...]
    without: dict[Pair, tuple[Pair, ...]]


def allocate(market: Market, start: frozenset[Pair] = frozenset()) -> Allocation:
    """The best allocation of `market`; `start` must keep its limits."""
    flow = _Flow(market, start)
    potentials = flow.improve()
    flow.settle(potentials)
    chosen = tuple(sorted(flow.chosen))
    without = {}
    for pair in chosen:
        other = flow.copy()
        other.settle(other.give_up(pair, potentials))
        without[pair] = tuple(sorted(other.chosen))
    return Allocation(chosen, without)


class _Flow:
    """`had` and `load` are what flows through a body and through one chosen: the number of its pairs."""

    def __init__(self, market: Market, chosen: frozenset[Pair]) -> None:
        self.market = market
        self.chosen = set(chosen)
        self.barred: Pair | None = None
        self.weights = {pair: market.weight(pair) for pair in sorted(market.worth)}  # by ids
        self.bonus = market.scales[0]
        self.others: dict[str, list[str]] = {}
        self.bodies: dict[str, set[str]] = {other: set() for _, other in self.weights}
        self.held: dict[str, set[str]] = {body: set() for body, _ in self.weights}
        for body, other in self.weights:
            self.others.setdefault(body, []).append(other)
        self.had = dict.fromkeys(self.others, 0)
        self.load = dict.fromkeys(self.bodies, 0)
        for body, other in chosen:
            self.had[body] += 1
            self.load[other] += 1
            self.bodies[other].add(body)
            self.held[body].add(other)
        self.nodes: list[Node] = [
            _HUB,
            *((_BODY, body) for body in self.had),
            *((_OTHER, other) for other in sorted(self.load)),
        ]

    def copy(self) -> "_Flow":
        made = object.__new__(_Flow)
        made.__dict__.update(self.__dict__)
        made.chosen, made.had, made.load = set(self.chosen), dict(self.had), dict(self.load)
        made.bodies = {other: set(bodies) for other, bodies in self.bodies.items()}
        made.held = {body: set(others) for body, others in self.held.items()}
        return made

    # -- the residual graph --------------------------------------------------------------------------

    def gain(self, body: str, pairs: int) -> int:
        """What the pair that makes `pairs` of a body adds, besides its own worth."""
        return self.bonus if pairs == 1 and body not in self.market.served else 0

    def arcs(self, node: Node) -> Iterator[tuple[Node, int]]:
        """Where a unit may go from `node`, and what it gains."""
        side, name = node
        if side == _BODY:
            for other in self.others[name]:
                pair = (name, other)
                if pair not in self.chosen and pair != self.barred:
                    yield (_OTHER, other), self.weights[pair]
            if self.had[name]:
                yield _HUB, -self.gain(name, self.had[name])
        elif side == _OTHER:
            for body in sorted(self.bodies[name]):
                yield (_BODY, body), -self.weights[body, name]
            if self.load[name] < self.market.choose[name]:
                yield _HUB, 0
        else:
            for body, had in self.had.items():
                if had < self.market.each[body]:
                    yield (_BODY, body), self.gain(body, had + 1)
            for other, load in self.load.items():
                if load:
                    yield (_OTHER, other), 0

    def send(self, path: list[Node]) -> None:
        """One unit along `path`."""
        for (side, name), (to, goal) in pairwise(path):
            if side == _BODY and to == _OTHER:
                self.chosen.add((name, goal))
                self.bodies[goal].add(name)
                self.held[name].add(goal)
            elif side == _OTHER and to == _BODY:
                self.drop((goal, name))
            elif side == _BODY:
                self.had[name] -= 1
            elif to == _BODY:
                self.had[goal] += 1
            elif side == _OTHER:
                self.load[name] += 1
            else:
                self.load[goal] -= 1

    def drop(self, pair: Pair) -> None:
        self.chosen.remove(pair)
        self.bodies[pair[1]].remove(pair[0])
        self.held[pair[0]].remove(pair[1])

    # -- the best ------------------------------------------------------------------------------------

    def improve(self) -> Potentials:
        """Send units round cycles that gain until there is none; the potentials that prove it."""
        potentials = dict.fromkeys(self.nodes, 0)
        while True:
            before: dict[Node, Node] = {}
            cycle: list[Node] = []
            changed = True
            while changed and not cycle:
                changed = False
                for node in self.nodes:
                    here = potentials[node]
                    for to, gain in self.arcs(node):
                        if here + gain > potentials[to]:
                            potentials[to] = here + gain
                            before[to] = node
                            changed = True
                cycle = _cycle(before)
            if not cycle:
                return potentials
            self.send(cycle)

    def give_up(self, pair: Pair, potentials: Potentials) -> Potentials:
        """Take `pair` away and send its unit the best other way; the potentials that prove it."""
        self.barred = pair
        self.drop(pair)
        start, goal = (_BODY, pair[0]), (_OTHER, pair[1])
        costs: dict[Node, int] = {start: 0}
        before: dict[Node, Node] = {}
        settled = set[Node]()
        pending: list[tuple[int, Node]] = [(0, start)]
        while goal not in settled:
            cost, node = heappop(pending)
            if node in settled:
                continue
            settled.add(node)
            here = potentials[node] - cost
            for to, gain in self.arcs(node):
                found = potentials[to] - here - gain
                if to not in settled and found < costs.get(to, found + 1):
                    costs[to] = found
                    before[to] = node
                    heappush(pending, (found, to))
        path = [goal]
        while path[-1] != start:
            path.append(before[path[-1]])
        self.send(path[::-1])
        end = costs[goal]
        return {node: p - min(costs.get(node, end), end) for node, p in potentials.items()}

    # -- equals --------------------------------------------------------------------------------------

    def settle(self, potentials: Potentials) -> None:
        """Among equals take the allocation that has the pair whose ids come first, then the next."""
        for pair, weight in self.weights.items():
            level = potentials[_BODY, pair[0]] + weight == potentials[_OTHER, pair[1]]
            if level and pair not in self.chosen and pair != self.barred and self.may_turn(pair):
                path = self.level_path(pair, potentials)
                if path:
                    self.send(path)

    def may_turn(self, pair: Pair) -> bool:
        """Whether its body and the other have room, or a later pair that they could give up."""
        body, other = pair
        free = self.had[body] < self.market.each[body]
        room = self.load[other] < self.market.choose[other]
        return (free or any(held > other for held in self.held[body])) and (
            room or any(held > body for held in self.bodies[other])
        )

    def level_path(self, pair: Pair, potentials: Potentials) -> list[Node]:
        """A cycle that begins with `pair`, neither gains nor loses, and changes only later pairs."""
        start, goal = (_OTHER, pair[1]), (_BODY, pair[0])
        before: dict[Node, Node] = {start: goal}
        pending = deque([start])
        while pending and goal not in before:
            node = pending.popleft()
            here = potentials[node]
            for to, gain in self.arcs(node):
                level = to not in before and here + gain == potentials[to]
                if level and (not (node[0] and to[0]) or _between(node, to) > pair):
                    before[to] = node
                    pending.append(to)
        if goal not in before:
            return []
        path = [goal, before[goal]]
        while path[-1] != goal:
            path.append(before[path[-1]])
        return path[::-1]


def _between(node: Node, to: Node) -> Pair:
    """The pair of two nodes, the body first."""
    return (node[1], to[1]) if node[0] == _BODY else (to[1], node[1])


def _cycle(before: dict[Node, Node]) -> list[Node]:
    """A cycle of the nodes that each node was reached from, in the order of the flow."""
    state: dict[Node, int] = {}
    for number, start in enumerate(before, start=1):
        here = start
        trail: list[Node] = []
        while here in before and here not in state:
            state[here] = number
            trail.append(here)
            here = before[here]
        if state.get(here) == number and here in trail:
            cycle = trail[trail.index(here) :]
            return [cycle[0], *reversed(cycle)]
    return []
