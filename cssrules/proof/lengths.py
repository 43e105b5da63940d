"""How many items of each list a proof looks at.

In: a policy, or several over the same case, and the values of a case where it is about one. Out: for each
list a number of items; and the lists for which that is not enough.
"""

from collections.abc import Collection, Iterable, Mapping

from cssrules.cone import cone
from cssrules.dataclass import dataclass
from cssrules.expression import Expression
from cssrules.policy import Policy
from cssrules.proof.witnesses import Enough, enough
from cssrules.values import ListOf, Value

ITEMS, SHORT, ITEMS_AT_MOST = 3, 6, 16
"""The items of a list that are looked at where no number is enough, or sums are taken of it; the length up
to which a list is looked at whole; and how many items are looked at where more would be wanted.
"""


@dataclass(frozen=True, slots=True)
class Lengths:
    """How many items are looked at of each list, and the lists that are `cut`: more items than these can make
    a difference.
    """

    of: Mapping[str, int]
    cut: tuple[str, ...]


def lengths_of(
    *policies: Policy,
    values: Mapping[str, Value] | None = None,
    conditions: Iterable[Expression] = (),
    told: Collection[str] = (),
    opened: Collection[str] = (),
    spoken_of: Collection[str] = (),
) -> Lengths:
    """The lengths for what `policies` read, and `conditions`: all of a short list, and of a long one as many
    items as are enough; as many as a case with these values has, at least. Of the conclusions `told` each
    value counts; the settings that are `opened` may have any value of their range; of the lists `spoken_of`
    one item is looked at by itself.
    """
    held, found = values or {}, dict[str, int]()
    cut: list[str] = []
    wanted = enough(
        policies, conditions=conditions, told=told, opened=opened, values=held, spoken_of=spoken_of
    )
    for name, one in wanted.items():
        most = max(k.most for p in policies if isinstance(k := p.kind(name), ListOf))
        looked_at = most if most <= SHORT else min(_items(one), ITEMS_AT_MOST, most)
        if looked_at < most and (one.items is None or one.items > looked_at):
            cut.append(name)
        value = held.get(name)
        found[name] = max(looked_at, len(value)) if isinstance(value, tuple) else looked_at
    return Lengths(found, tuple(cut))


def cut_lists(
    policy: Policy, names: Collection[str] = (), conditions: Collection[Expression] = ()
) -> tuple[str, ...]:
    """The lists of which more items than are looked at can make a difference to what names and conditions
    rest on.
    """
    part = cone(policy, names, conditions=conditions)
    rules = (rule for name in names for rule in policy.defining.get(name, ()))
    each = {rule.each for rule in rules if rule.each is not None}
    return lengths_of(part, conditions=conditions, spoken_of=each).cut


def _items(one: Enough) -> int:
    """The items that are looked at where there are so many; one at least, for it to be spoken of."""
    if one.items is None or one.summed:
        return max(ITEMS, one.items or one.known)
    return max(1, one.items)
