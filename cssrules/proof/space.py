"""The cases that a policy can tell apart, where they can be told one by one.

In: a policy, a day, and the names that are asked about. Out: for each evidence that bears on them values
enough to stand for all, or why there are none. What holds of every combination of these values holds of
every case.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from fractions import Fraction
from math import lcm, prod

from cssrules.cone import cone
from cssrules.dataclass import dataclass
from cssrules.expression import Expression, Term
from cssrules.policy import Evidence, Policy, Rule
from cssrules.proof.axes import axis_of
from cssrules.proof.demands import Demands, demands
from cssrules.ranges import of_kind
from cssrules.readings.cells import Grid
from cssrules.source import Place
from cssrules.values import Choice, Date, Kind, ListOf, Number, SetOf, Text, Value, YesNo, listed

CELLS_AT_MOST = 100_000_000
"""The combinations that are tried one by one."""
OPTIONS_AT_MOST = 12
"""The options of one set whose combinations are tried."""
STEPS_AT_MOST = 64
"""The values of one number that are tried where no threshold stands for them."""


@dataclass(frozen=True, slots=True)
class Space:
    """The combinations of the values of each evidence. `policy` is the part that bears on what was asked."""

    policy: Policy
    as_of: date
    values: Mapping[str, tuple[Value, ...]]

    @property
    def size(self) -> int:
        return prod(len(values) for values in self.values.values())


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why cases cannot be told one by one."""

    reason: str


def with_condition(policy: Policy, name: str, condition: Expression, place: Place) -> Policy:
    """The policy with a conclusion more: whether a condition holds."""
    rule = Rule(name, name, (), name, YesNo(), "when", condition, place)
    return replace(policy, rules={**policy.rules, name: rule}, strata=(*policy.strata, (name,)))


def enumerable(  # noqa: PLR0913 # because of each choice there is a plain default
    policy: Policy,
    names: Iterable[str],
    as_of: date,
    *,
    given: Collection[str] = (),
    unknown: Collection[str] | None = (),
    most: int = CELLS_AT_MOST,
) -> Space | Refusal:
    """The cases that the values of `names` can tell apart, if no more than `most`.

    The conclusions `given` are taken as evidence: what then holds of every case holds of every case of the
    policy in which they are known, but a case found need not be one of it. The evidence named `unknown`
    may be unknown too; None: all of it.
    """
    asked = tuple(names)
    part = cone(policy, asked, given)
    needed = _needed(part, asked, as_of)
    if isinstance(needed, Refusal):
        return needed
    values = _all_values(part.evidence, needed, unknown)
    return values if isinstance(values, Refusal) else _space(part, as_of, values, most)


def comparable(  # noqa: PLR0913 # because of each choice there is a plain default
    one: Policy,
    other: Policy,
    names: Iterable[str],
    as_of: date,
    *,
    given: Collection[str] = (),
    unknown: Collection[str] | None = (),
) -> tuple[Space, Space] | Refusal:
    """The cases that two policies can tell apart by the values of `names`: both spaces have the same. The
    conclusions `given` are taken to be the same in both.
    """
    asked = frozenset(names)
    parts = (cone(one, asked, given), cone(other, asked, given))
    evidence = {**parts[0].evidence, **parts[1].evidence}
    shared = [*(parts[0].evidence.keys() & parts[1].evidence.keys()), *asked]
    unlike = sorted(n for n in shared if not _are_alike(parts[0].kind(n), parts[1].kind(n)))
    if unlike:
        return Refusal(f"the two policies mean unlike kinds of value by {listed(unlike, 'and')}")
    needed = Demands()
    for part in parts:
        found = _needed(part, asked, as_of)
        if isinstance(found, Refusal):
            return found
        needed = needed.with_those_of(found)
    values = _all_values(evidence, needed, unknown)
    if isinstance(values, Refusal):
        return values
    first, second = (_space(part, as_of, values, CELLS_AT_MOST) for part in parts)
    if isinstance(first, Refusal):
        return first
    return second if isinstance(second, Refusal) else (first, second)


def _are_alike(one: Kind | None, other: Kind | None) -> bool:
    """Whether two kinds have the same values."""
    return one.like(other) if isinstance(one, Choice) else one == other


def _needed(part: Policy, names: Iterable[str], as_of: date) -> Demands | Refusal:
    lists = [name for name, evidence in part.evidence.items() if isinstance(evidence.kind, ListOf)]
    if lists:
        return Refusal(f"it rests on {the_lists(lists)}")
    return demands(part, as_of, names, part.assumptions)


def _all_values(
    evidence: Mapping[str, Evidence], needed: Demands, unknown: Collection[str] | None
) -> Mapping[str, tuple[Value, ...]] | Refusal:
    values: dict[str, tuple[Value, ...]] = {}
    for name, one in evidence.items():
        held = values_of(one, needed)
        if isinstance(held, Refusal):
            return held
        may_be_unknown = unknown is None or name in unknown
        values[name] = (*held, None) if may_be_unknown else held
    return values


def _space(
    part: Policy, as_of: date, values: Mapping[str, tuple[Value, ...]], most: int
) -> Space | Refusal:
    evidence = {name: _bounded(one, values[name]) for name, one in part.evidence.items()}
    part = replace(part, evidence=evidence)
    space = Space(part, as_of, values)
    if space.size > most:
        return Refusal(f"it tells {space.size:,} cases apart, and {most:,} are tried at most")
    if not Grid(part, as_of, values).fits:
        return Refusal("its numbers may grow too large to be tried quickly")
    return space


def _bounded(evidence: Evidence, values: Iterable[Value]) -> Evidence:
    """A number that is declared without a range, with that of the values that are tried."""
    kind = evidence.kind
    if not isinstance(kind, Number) or None not in {kind.low, kind.high, kind.step}:
        return evidence
    tried = [value for value in values if isinstance(value, Fraction)]
    step = Fraction(1, lcm(*(value.denominator for value in tried)))
    return replace(evidence, kind=Number(kind.unit, min(tried), max(tried), step))


def the_lists(names: Sequence[str]) -> str:
    """Some lists, named."""
    return f"the list{'s' if len(names) > 1 else ''} {listed(names, 'and')}"


def values_of(evidence: Evidence, needed: Demands) -> tuple[Value, ...] | Refusal:
    """Values that stand for all of one evidence."""
    name, kind = evidence.name, evidence.kind
    whole, cuts = needed.whole.get(name), needed.cuts.get(name, set()) - {None}
    match kind:
        case YesNo():
            return (False, True)
        case Choice(options=options):
            return options if whole else _apart(kind, cuts)
        case ListOf():
            return Refusal(f"it rests on the list {name}")
        case Text() if whole:
            return Refusal(f"{name} may be any text, and {whole}")
        case SetOf(options=options):
            told = set(options) if whole else needed.options.get(name, set())
            if len(told) > OPTIONS_AT_MOST:
                return Refusal(f"{name} is a set of which {len(told)} options are told apart")
            return _places(name, kind, told)
        case Number() | Date() if whole:
            steps = _steps(kind)
            if steps is None:
                return Refusal(f"every value of {name} counts: {whole}")
            return steps
        case _:
            return _places(name, kind, cuts)


def _apart(kind: Choice, cuts: Iterable[Value]) -> tuple[Value, ...]:
    """One option of each part into which constants cut a choice or a scale."""
    places = [kind.options.index(str(cut)) for cut in cuts]
    found: dict[tuple[int, ...], Value] = {}
    for place, option in enumerate(kind.options):
        signs = ((place > cut) - (place < cut) if kind.ordered else place == cut for cut in places)
        found.setdefault(tuple(map(int, signs)), option)
    return tuple(found.values())


def _places(name: str, kind: Kind, cuts: Iterable[Value]) -> tuple[Value, ...]:
    axis = axis_of(Term(name, kind), kind, of_kind(kind), cuts, unknown=False)
    places = range(axis.everything.bit_length())
    return tuple(axis.value(place) for place in places)


def _steps(kind: Number | Date) -> tuple[Value, ...] | None:
    """Every value of a number or date, in order, where there are few."""
    if isinstance(kind, Date):
        if kind.low is None or kind.high is None:
            return None
        first, last = kind.low.toordinal(), kind.high.toordinal()
        days = range(first, min(last, first + STEPS_AT_MOST) + 1)
        return tuple(map(date.fromordinal, days)) if len(days) <= STEPS_AT_MOST else None
    if kind.low is None or kind.high is None or kind.step is None:
        return None
    count = (kind.high - kind.low) // kind.step + 1
    return (
        tuple(kind.low + kind.step * Fraction(n) for n in range(count))
        if count <= STEPS_AT_MOST
        else None
    )
