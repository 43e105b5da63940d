"""One property for a reader: what is never, or always, so; of what it is asked; on what it rests.

In: a policy and the id of a property, of its decisions or of the pairs of a portfolio rule. Out: plain
text of up to 80 columns, as of a rule.
"""

from collections.abc import Iterable, Iterator

from cssrules.english import says
from cssrules.policy import Pairing, Policy
from cssrules.views.graph_map import given_by
from cssrules.views.rule_page import rests_on, section, settings_of
from cssrules.views.words import plain, wrapped


def property_page(policy: Policy, id: str) -> str:
    """The page of the property `id`."""
    stated, rule = policy.promises[id]
    of = "decision, whatever people decided"
    if rule is not None:
        of = f"pair of {rule.id} that is eligible or that people decided"
    small = policy if rule is None else rule.policy
    names = small.reads(stated.condition)
    said = f"{'Never' if stated.never else 'Always'}: {says(small, stated.condition, truth=True)}"
    lines = [
        *wrapped(f"{plain(stated.id)}  {plain(said)}", "", "  "),
        *wrapped(plain(f"asked of every {of}"), "  ", "    "),
        "",
        *section("Rests on", rests_on(policy, stated.basis)),
        *section("Settings", settings_of(policy, sorted(names))),
        *section("Reads", tuple(_read(policy, rule, names - set(policy.settings)))),
        f"Written at {stated.place}",
    ]
    return "\n".join(lines) + "\n"


def _read(policy: Policy, rule: Pairing | None, names: Iterable[str]) -> Iterator[str]:
    """Each name, with the rules that give it; of a pair it is said as the rule says it of a body."""
    for name in sorted(names):
        own = name if rule is None else rule.readings[name].name
        givers = (*(["evidence"] if own in policy.evidence else ()), *given_by(policy, own))
        yield plain(f"{name} ({', '.join(givers)})" if givers else name)
