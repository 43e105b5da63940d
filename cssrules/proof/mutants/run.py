"""Mutation testing of a rule base: how many small mistakes the scenarios would notice.

In: a policy, the decisions of its scenarios. Out: for each rule file how many mutants are killed,
equivalent (proved), surviving, or not proved; of those left what they are, and scenarios that kill them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from cssrules.dataclass import dataclass
from cssrules.expression import Const, Expression, Term, terms
from cssrules.meaning import meaning
from cssrules.mutated import Fate, FileTally, Left, Mutated
from cssrules.policy import Made, Policy, Rule, Table
from cssrules.proof.mutants.expressions import put
from cssrules.proof.mutants.killing import Killing
from cssrules.proof.mutants.mutant import Mutant
from cssrules.proof.mutants.rules import mutants
from cssrules.proof.mutants.scenario import scenario
from cssrules.proof.mutants.trial import Trial
from cssrules.proof.mutants.twins import Equivalent, NotProved, Told, Verdict, verdicts
from cssrules.values import ListOf

Progress = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class _Found:
    """What became of a mutant that no scenario kills: the rule by which a case tells it, and the case."""

    mutant: Mutant
    verdict: Verdict
    rule: str | None = None


def mutate(policy: Policy, trials: Sequence[Trial], progress: Progress = lambda _: None) -> Mutated:
    """Try every mutant of `policy` against what its scenarios say."""
    all_of_them = list(mutants(policy))
    killing = Killing(policy, trials)
    alive: list[Mutant] = []
    for number, mutant in enumerate(all_of_them):
        progress(f"mutant {number + 1} of {len(all_of_them)}, {len(alive)} not killed")
        if killing.killer(mutant) is None:
            alive.append(mutant)
    left = list(_judged(policy, alive, killing.seen, progress))
    return Mutated(
        policy.name,
        tuple(_tallies(all_of_them, left)),
        tuple(_listed(policy, left)),
        tuple(_in_portfolio(policy)),
    )


# -- mutants that no scenario kills --------------------------------------------------------------------


def _judged(
    policy: Policy,
    alive: Sequence[Mutant],
    seen: Mapping[tuple[str, str], Trial],
    progress: Progress,
) -> Iterator[_Found]:
    """Each with its proof, or with the case that tells it; rule by rule, so that work is shared."""
    pending: dict[str, list[tuple[Mutant, Rule]]] = {}
    for mutant in alive:
        for id, rule in mutant.rules.items():
            pending.setdefault(id, []).append((mutant, _with_values(policy, rule, mutant)))
    found: dict[str, _Found] = {}
    for number, (id, pairs) in enumerate(pending.items()):
        progress(f"proving: rule {number + 1} of {len(pending)} ({id})")
        open_ = [(m, r) for m, r in pairs if not _told(found.get(m.id))]
        known = [seen.get((mutant.id, id)) for mutant, _ in open_]
        cases = [None if t is None else Told(t.trace.values, t.trace.as_of) for t in known]
        judged = verdicts(policy, policy.rules[id], [rule for _, rule in open_], cases)
        for (mutant, _), verdict in zip(open_, judged, strict=True):
            before = found.get(mutant.id)
            if before is None or not isinstance(verdict, Equivalent):
                found[mutant.id] = _Found(mutant, verdict, id)
    elsewhere = _read_elsewhere(policy)
    for mutant in alive:
        left = found.get(mutant.id) or _Found(mutant, Equivalent())
        if isinstance(left.verdict, Equivalent) and not elsewhere.isdisjoint(mutant.values):
            left = _Found(mutant, NotProved("rules over many bodies, or questions, read it too"))
        yield left


def _read_elsewhere(policy: Policy) -> frozenset[str]:
    """What is read beside the rules about one case."""
    over_many = [policy.read_by(rule) for rule in policy.portfolio.values()]
    asked = [terms(q.asked_when) for q in policy.questions if q.asked_when is not None]
    return frozenset[str]().union(*over_many, *asked, *map(terms, policy.assumptions))


def _told(found: _Found | None) -> bool:
    return found is not None and isinstance(found.verdict, Told)


def _with_values(policy: Policy, rule: Rule, mutant: Mutant) -> Rule:
    """A rule as the mutant has it, with the values of shifted settings in place of their names."""
    for name, value in mutant.values.items():
        kind = policy.settings[name].kind
        rule = _put(rule, Term(name, kind), Const(value, kind))
    return rule


def _put(rule: Rule, old: Expression, new: Expression) -> Rule:
    match rule.body:
        case Table(rows=rows) as table:
            others = []
            for row in rows:
                cells = tuple(None if c is None else put(c, old, new) for c in row.cells)
                output = row.output
                if isinstance(output, Made):
                    made = tuple((n, put(e, old, new)) for n, e in output.fields)
                    others.append(replace(row, cells=cells, output=replace(output, fields=made)))
                else:
                    others.append(replace(row, cells=cells, output=put(output, old, new)))
            return replace(rule, body=replace(table, rows=tuple(others)))
        case expression:
            return replace(rule, body=put(expression, old, new))


# -- what is told --------------------------------------------------------------------------------------


def _listed(policy: Policy, left: Iterable[_Found]) -> Iterator[Left]:
    """Those that are not proved equivalent; one scenario serves all mutants that do not pass it."""
    offered: list[tuple[_Found, Policy]] = []
    numbers: dict[str, int] = {}
    for found in left:
        mutant, verdict = found.mutant, found.verdict
        if isinstance(verdict, Equivalent):
            continue
        fate = Fate.SURVIVED if isinstance(verdict, Told) else Fate.NOT_PROVED
        why = verdict.why if isinstance(verdict, NotProved) else ""
        text: Sequence[str] = ()
        if isinstance(verdict, Told) and found.rule is not None:
            changed = mutant.of(policy)
            if not _is_killed(policy, changed, found.rule, offered):
                rule = policy.rules[found.rule]
                numbers[rule.id] = numbers.get(rule.id, 0) + 1
                name = f"{rule.title} ({rule.id}, case {numbers[rule.id]})"
                text = scenario(policy, rule, name, (verdict.values, verdict.day), changed)
                offered.append((found, changed))
        place = mutant.place
        yield Left(mutant.id, mutant.change.value, mutant.line, str(place), fate, why, tuple(text))


def _is_killed(
    policy: Policy, changed: Policy, rule: str, offered: Iterable[tuple[_Found, Policy]]
) -> bool:
    """Whether a scenario that is offered already tells the mutant, by the value that it expects."""
    if policy.rules[rule].each is not None or isinstance(policy.rules[rule].kind, ListOf):
        return False
    for found, _ in offered:
        if found.rule == rule and isinstance(found.verdict, Told):
            values, day = found.verdict.values, found.verdict.day
            define = policy.rules[rule].define
            one, other = meaning(policy, values, day), meaning(changed, values, day)
            if one.value(define) != other.value(define):
                return True
    return False


def _tallies(all_of_them: Sequence[Mutant], left: Sequence[_Found]) -> Iterator[FileTally]:
    fates: Mapping[str, Fate] = {found.mutant.id: _fate(found.verdict) for found in left}
    counted: dict[str, dict[Fate, int]] = {}
    for mutant in all_of_them:
        of_file = counted.setdefault(mutant.place.path, dict.fromkeys(Fate, 0))
        of_file[fates.get(mutant.id, Fate.KILLED)] += 1
    for file in sorted(counted):
        yield FileTally(file, tuple(counted[file][fate] for fate in Fate))


def _fate(verdict: Verdict) -> Fate:
    match verdict:
        case Equivalent():
            return Fate.EQUIVALENT
        case Told():
            return Fate.SURVIVED
        case NotProved():
            return Fate.NOT_PROVED


def _in_portfolio(policy: Policy) -> Iterator[str]:
    """The rules over many bodies, of which nothing is tried."""
    yield from policy.portfolio
