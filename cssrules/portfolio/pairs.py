"""One portfolio rule that pairs: every pair judged, the best ones proposed, the list that others read.

In: the rule, the bodies, what people decided of its pairs. Out: a PairingFound, and in `bodies` the list
of pairs of each body.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from math import lcm
from typing import TypeAlias

from cssrules.decision import Taken
from cssrules.english import value_of
from cssrules.explanation import basis_in_words
from cssrules.expression import terms
from cssrules.meaning import evaluated
from cssrules.policy import CASE, OTHER, Limit, Pairing, PortfolioRule
from cssrules.portfolio.allocation import Allocation, allocate
from cssrules.portfolio.bodies import Bodies
from cssrules.portfolio.filed import Paired, standing
from cssrules.portfolio.judging import Found, Judge, judged_pairs
from cssrules.portfolio.market import Market, Pair
from cssrules.portfolio.solver import solve
from cssrules.proposal import (
    Body,
    Exceeded,
    PairFound,
    PairingFound,
    Proposed,
    Standing,
    Unserved,
    Verdict,
)
from cssrules.values import Choice, Item, Kind, Value, YesNo, show, written

_DAY = timedelta(days=1)
_TRUTHS = {True: "true", False: "false", None: "unknown"}


class Pairs:
    """The pairs of one rule. `told` is what people decided of them by the day, `events` what of that
    stands.
    """

    def __init__(self, rule: Pairing, bodies: Bodies, told: Sequence[Paired]) -> None:
        self.rule, self.bodies = rule, bodies
        self.told, self.events = told, standing(rule, told)
        self.judge = Judge(rule, bodies, self.events.keys())
        self.kinds = [rule.policy.kind(preference.define) for preference in rule.prefer]
        self.asked: list[str] = []
        self.unclear: list[str] = []
        self.found: dict[Pair, Found] = {}
        self.unasked: dict[Pair, Found] = {}
        self.allocated: tuple[Pair, ...] = ()
        self.binding: Sequence[Pair] = ()
        self.fired_by = ""

    def find(
        self, readers: Sequence[PortfolioRule], then: "Then | None", *, engine: bool
    ) -> PairingFound:
        """Judge, allocate, and list the pairs for `readers`, the rules of the portfolio; with `then`
        what people decided is judged as of the day on which they did.
        """
        self.judge_all(engine=engine)
        rule, market = self.rule, self.market()
        free = allocation = self.allocation(market)
        decided = [
            self.taken(event, then and self.verdict(event, free, then))
            for event in self.events.values()
        ]
        self.binding = [(one.body, one.other) for one in decided if not one.ruled_out]
        left = self.after(market) if self.events else market
        if self.events:
            allocation = self.allocation(left)
        self.allocated = allocation.chosen
        chosen = {*allocation.chosen, *self.events}
        shown = self.shown(market, chosen)
        self.list_pairs(readers, chosen)
        proposed = [
            self.proposed(left, allocation, pair, shown[pair]) for pair in allocation.chosen
        ]
        proposed += decided
        served = {one.body for one in proposed}
        return PairingFound(
            id=rule.id,
            title=rule.title,
            basis=tuple(basis_in_words(basis) for basis in rule.basis),
            define=rule.define,
            record=rule.record,
            each=rule.each,
            choose=rule.choose,
            allocates=bool(rule.limits),
            criteria=tuple(preference.label for preference in rule.prefer),
            limits=tuple(map(self.limit, rule.limits)),
            decided_by=rule.decided_by,
            asked=tuple(self.asked),
            unclear=tuple(self.unclear),
            pairs=tuple(shown[pair] for pair in sorted(shown)),
            proposed=tuple(sorted(proposed, key=lambda one: (one.body, one.other))),
            unserved=tuple(
                self.unserved(body) for body in self.asked if rule.limits and body not in served
            ),
            exceeded=tuple(self.exceeded(then)),
            free=free.chosen,
        )

    # -- judging -------------------------------------------------------------------------------------

    def judge_all(self, *, engine: bool) -> None:
        rule = self.rule
        asked = [(body, self.is_asked(body)) for body in self.bodies.of(rule.each)]
        bodies = [body for body, is_asked in asked if is_asked is not False]
        self.asked = [body.key for body, is_asked in asked if is_asked]
        self.unclear = [body.key for body, is_asked in asked if is_asked is None]
        choices = self.bodies.of(rule.choose) if bodies else ()
        others = [(other, self.judge.chosen(other)) for other in choices]
        for body in bodies:
            itself = None if rule.choose == CASE else body.case or body.key
            there = [one for one in others if one[0].key != itself]
            found, fired_by = judged_pairs(self.judge, rule, body, there, engine=engine)
            self.fired_by = fired_by or self.fired_by
            self.found.update({(pair.body, pair.other): pair for pair in found})
        for key, chosen in self.events:
            one, other = self.body(0, key), self.body(1, chosen)
            if one is not None and other is not None:
                self.judge_decided(one, other, engine=engine)

    def judge_decided(self, body: Body, other: Body, *, engine: bool) -> None:
        """What people decided stands, though the body is asked no more: that pair is judged too. A
        property that it breaks is told whether the pair is eligible or not.
        """
        pair, judge = (body.key, other.key), self.judge
        if pair not in self.found:
            beside = [(other, judge.chosen(other))]
            (found,), fired_by = judged_pairs(judge, self.rule, body, beside, engine=engine)
            self.unasked[pair] = found
            self.fired_by = fired_by or self.fired_by
        if not self.judged(pair).eligible:
            values = judge.both(judge.own(body), judge.chosen(other), pair)
            judge.faults += [
                replace(fault, message=f"{fault.message}; people decided this pair")
                for fault in judge.broken("/".join(pair), values)
            ]

    def judged(self, pair: Pair) -> Found:
        """What was found of a pair that was judged, whether its body is asked or not."""
        return self.found.get(pair) or self.unasked[pair]

    def is_asked(self, body: Body) -> bool | None:
        """Whether the body is asked about; what is read of others has no part in that."""
        if self.rule.where is None:
            return True
        read = self.judge.read_for(self.rule.where)
        asked = self.judge.conclusions(self.judge.own(body, read))[self.rule.where]
        assert asked is None or isinstance(asked, bool)
        return asked

    # -- allocating ----------------------------------------------------------------------------------

    def allocation(self, market: Market) -> Allocation:
        return allocate(market, solve(market)) if self.rule.limits else Allocation((), {})

    def market(self) -> Market:
        """The surely eligible pairs of bodies that are surely asked, and how many each may have."""
        asked = frozenset(self.asked)
        eligible = [pair for pair in self.found.values() if pair.eligible and pair.body in asked]
        columns = [
            _worths([pair.worth[n] for pair in eligible], kind, least=preference.least)
            for n, (preference, kind) in enumerate(zip(self.rule.prefer, self.kinds, strict=True))
        ]
        worth = {
            (pair.body, pair.other): tuple(column[at] for column in columns)
            for at, pair in enumerate(eligible)
        }
        sides = enumerate((self.rule.each, self.rule.choose))
        each, choose = (self.room(side, kind, worth) for side, kind in sides)
        return Market(worth, each, choose)

    def room(self, side: int, kind: str, pairs: Collection[Pair]) -> Mapping[str, int]:
        """How many pairs each body of a kind may have that stands on a side of any of `pairs`."""
        there = {pair[side] for pair in pairs}
        bodies = (body for body in self.bodies.of(kind) if body.key in there)
        return {body.key: self.most(side, body, len(pairs)) for body in bodies}

    def most(self, side: int, body: Body, unlimited: int) -> int:
        """The most pairs that a body may have on its side; what is not known allows none."""
        per = (self.rule.each, self.rule.choose)[side]
        numbers = [self.number(one, side, body) for one in self.rule.limits if one.per == per]
        return min(numbers, default=unlimited)

    def number(self, limit: Limit, side: int, body: Body) -> int:
        values: Mapping[str, Value] = {}
        if terms(limit.number) - set(self.judge.policy.settings):
            values = self.judge.chosen(body) if side else self.judge.own(body)
        value = evaluated(self.judge.policy, self.judge.trace(values), limit.number).value
        return max(int(value), 0) if isinstance(value, Fraction) else 0

    def exceeded(self, then: "Then | None") -> Iterator[Exceeded]:
        """The limits that what people decided goes beyond: they may, and it is said; not of a limit
        that has become narrower since, or on that day by what they decided.
        """
        for side in (0, 1):
            last: dict[str, date] = {}
            for pair, event in self.events.items():
                last[pair[side]] = max(last.get(pair[side], event.on), event.on)
            for key, day in sorted(last.items()):
                for limit in self.beyond(side, key, self.events):
                    earlier = then(day - _DAY) if then else self
                    if limit in earlier.beyond(side, key, self.events):
                        said = earlier.limit_of(limit, side, key)
                        yield Exceeded(key, said, _load(self.events, side, key))

    def beyond(self, side: int, key: str, decided: Collection[Pair]) -> list[Limit]:
        """The limits of a body that so many pairs go beyond."""
        per = (self.rule.each, self.rule.choose)[side]
        number, body = _load(decided, side, key), self.body(side, key)
        if body is None:
            return []
        limits = [limit for limit in self.rule.limits if limit.per == per]
        return [limit for limit in limits if number > self.number(limit, side, body)]

    def body(self, side: int, key: str) -> Body | None:
        kind = (self.rule.each, self.rule.choose)[side]
        return next((body for body in self.bodies.of(kind) if body.key == key), None)

    def limit(self, limit: Limit) -> str:
        """A limit in words."""
        return limit.label or f"{self.most_of(limit)} per {_one(limit)}"

    def most_of(self, limit: Limit) -> str:
        """The number of a limit as it is worked out."""
        return value_of(self.rule.policy, limit.number)

    def limit_of(self, limit: Limit, side: int, key: str) -> str:
        """The limit of a body: the number, and where it is worked out of what."""
        body = self.body(side, key)
        number, of = self.number(limit, side, body) if body else 0, self.most_of(limit)
        said = f"{number} per {_one(limit)}"
        return said if of == str(number) else f"{said}: {limit.label or of}"

    def after(self, market: Market) -> Market:
        """What is left to be paired once people decided some pairs; one that may no longer be made takes
        nobody's place.
        """
        had = Counter(body for body, _ in self.binding)
        load = Counter(other for _, other in self.binding)
        return Market(
            {pair: worth for pair, worth in market.worth.items() if pair not in self.events},
            {body: max(number - had[body], 0) for body, number in market.each.items()},
            {other: max(number - load[other], 0) for other, number in market.choose.items()},
            frozenset(had),
        )

    # -- what people decided -------------------------------------------------------------------------

    def verdict(self, event: Paired, free: Allocation, then: "Then") -> Verdict:
        """How a pair that people decided stood: today, and where that is not proposed, on its day."""
        pair = event.body, event.chosen
        if pair in free.chosen:
            return Verdict(Standing.PROPOSED, tuple(o for b, o in free.chosen if b == event.body))
        decided = standing(self.rule, (other for other in self.told if other.on <= event.on))
        return then(event.on).stood(pair, decided, lambda: then(event.on - _DAY))

    def stood(self, pair: Pair, decided: Collection[Pair], eve: "Callable[[], Pairs]") -> Verdict:
        """How `pair` stands beside all that people have `decided`, itself included. Limits are those of
        the `eve` too: what was reported on the day itself may tell of this very pair.
        """
        found, policy = self.found.get(pair), tuple(o for b, o in self.allocated if b == pair[0])
        if found is None:
            return Verdict(Standing.NOT_ASKED)
        if found.eligible is False:
            return Verdict(Standing.INELIGIBLE, policy, found.because)
        if found.eligible is None or pair[0] in self.unclear:
            return Verdict(Standing.OPEN, policy, found.because)
        if pair in self.allocated:
            return Verdict(Standing.PROPOSED, policy)
        for side, key in enumerate(pair):
            for limit in self.beyond(side, key, decided):
                if limit in eve().beyond(side, key, decided):
                    said = self.limit_of(limit, side, key)
                    return Verdict(Standing.OVER_THE_LIMIT, policy, limit=said)
        return Verdict(Standing.NOT_THE_BEST if self.rule.limits else Standing.ELIGIBLE, policy)

    def taken(self, event: Paired, verdict: Verdict | None) -> Proposed:
        """A pair that people decided; with what became known since it may no longer be possible."""
        told = Taken(event.chosen, event.by, event.on.isoformat(), event.reason)
        pair = event.body, event.chosen
        now = self.found.get(pair) or self.unasked.get(pair)
        return Proposed(
            event.body,
            event.chosen,
            () if now is None else now.because,
            None,
            "people decided it",
            told,
            verdict,
            eligible=_TRUTHS[None if now is None else now.eligible],
        )

    # -- what is shown -------------------------------------------------------------------------------

    def shown(self, market: Market, chosen: set[Pair]) -> Mapping[Pair, PairFound]:
        ranks: dict[Pair, int] = {}
        best = sorted(market.worth, key=lambda p: (p[0], [-w for w in market.worth[p]], p[1]))
        places = Counter[str]()
        for pair in best:
            places[pair[0]] += 1
            ranks[pair] = places[pair[0]]
        return {
            pair: PairFound(
                *pair,
                _TRUTHS[found.eligible],
                found.because,
                tuple(
                    None if value is None or kind is None else written(value, kind)
                    for value, kind in zip(found.worth, self.kinds, strict=True)
                ),
                ranks.get(pair),
                pair in chosen,
            )
            for pair, found in self.found.items()
        }

    def proposed(
        self, market: Market, allocation: Allocation, pair: Pair, shown: PairFound
    ) -> Proposed:
        without = allocation.without[pair]
        kept = {other for body, other in allocation.chosen if body == pair[0]}
        instead = [other for body, other in without if body == pair[0] and other not in kept]
        tipped = self.tipped(market, allocation.chosen, without)
        return Proposed(*pair, shown.because, instead[0] if instead else None, tipped)

    def tipped(self, market: Market, best: Sequence[Pair], without: Sequence[Pair]) -> str:
        """What makes the one allocation better than the other, in words."""
        ours, theirs = market.score(best), market.score(without)
        level = next((n for n, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b), None)
        if level is None:
            return "equal by every criterion, and earlier in the order of ids"
        if level == 0:
            return f"{ours[0]} served with it, {theirs[0]} without"
        preference, kind = self.rule.prefer[level - 1], self.kinds[level - 1]
        sums = [
            self.sum([self.found[p].worth[level - 1] for p in held], kind)
            for held in (best, without)
        ]
        if None in sums:
            return f"{preference.label}: better in all with it"
        return f"{preference.label}: {sums[0]} in all with it, {sums[1]} without"

    def sum(self, values: Sequence[Value], kind: Kind | None) -> str | None:
        """The sum of a criterion for a reader; None where its values have none."""
        if isinstance(kind, YesNo):
            return f"{sum(value is True for value in values)} of {len(values)}"
        numbers = [value for value in values if isinstance(value, Fraction)]
        if kind is None or len(numbers) < len(values):
            return None
        return show(sum(numbers, Fraction(0)), kind)

    def unserved(self, body: str) -> Unserved:
        pairs = [found for pair, found in self.found.items() if pair[0] == body]
        reasons = Counter(
            generally
            for found in pairs
            if not found.eligible
            for generally in {one.generally for one in found.because}
        )
        return Unserved(
            body,
            sum(found.eligible is True for found in pairs),
            sum(found.eligible is None for found in pairs),
            tuple(sorted(reasons.items(), key=lambda one: (-one[1], one[0]))),
        )

    # -- what other rules read -----------------------------------------------------------------------

    def list_pairs(self, readers: Sequence[PortfolioRule], chosen: set[Pair]) -> None:
        """The list of pairs of each body: empty where it is not asked, and not known where that is not
        known.
        """
        fields = {
            name
            for reader in readers
            if self.rule.record in reader.policy.records
            for name, _ in reader.policy.records[self.rule.record].fields
        } - {"eligible", "chosen", "decided"}
        read = {
            other.key: {name: self.bodies.value(other, name) for name in fields}
            for other in self.bodies.of(self.rule.choose)
        }
        lists: dict[str, list[Item]] = {body.key: [] for body in self.bodies.of(self.rule.each)}
        for (body, other), found in {**self.found, **self.unasked}.items():
            said: dict[str, Value] = {
                "eligible": found.eligible,
                "chosen": (body, other) in chosen,
                "decided": (body, other) in self.events,
            }
            lists[body].append(Item(other, {**read[other], **said}))
        unclear = frozenset(self.unclear)
        self.bodies.lists[self.rule.define] = {
            key: None if key in unclear else tuple(items) for key, items in lists.items()
        }


Then: TypeAlias = Callable[[date], Pairs]
"""The pairs of the same rule as they were on an earlier day, before people decided anything on it."""


def _one(limit: Limit) -> str:
    """What the limit counts for, as a reader knows it."""
    return "other case" if limit.per == OTHER else limit.per


def _load(pairs: Collection[Pair], side: int, key: str) -> int:
    """How many of the pairs a body has on its side."""
    return sum(pair[side] == key for pair in pairs)


def _worths(values: Sequence[Value], kind: Kind | None, *, least: bool) -> list[int]:
    """By how much each value is better than the worst of them, as whole numbers on one scale; what is
    not known counts as the worst.
    """
    numbers = [_number(value, kind) for value in values]
    known = [-n if least else n for n in numbers if n is not None]
    worst = min(known, default=Fraction(0))
    scale = lcm(*(number.denominator for number in known))
    return [0 if n is None else int(((-n if least else n) - worst) * scale) for n in numbers]


def _number(value: Value, kind: Kind | None) -> Fraction | None:
    """A value of an ordered kind as a number, yes above no."""
    match value:
        case None:
            return None
        case bool() | Fraction():
            return Fraction(value)
        case date():
            return Fraction(value.toordinal())
        case str() if isinstance(kind, Choice):
            return Fraction(kind.options.index(value))
        case _:
            raise AssertionError("a criterion has an order")
