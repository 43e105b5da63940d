"""Mutation testing of a rule base: how many small mistakes the scenarios would notice.

In: a policy, the decisions of its scenarios. Out: for each rule file how many mutants are killed,
equivalent (proved), surviving, or not proved; of those left what they are, and scenarios that kill them.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from typing import TypeAlias

from cssrules.dataclass import dataclass
from cssrules.expression import Const, Term, terms
from cssrules.meaning import meaning
from cssrules.mutated import Fate, FileTally, Left, Mutated
from cssrules.policy import Policy, Rule
from cssrules.proof.mutants.expressions import put_in
from cssrules.proof.mutants.killing import Killing
from cssrules.proof.mutants.many import Resting, of_portfolio
from cssrules.proof.mutants.mutant import Mutant
from cssrules.proof.mutants.rules import mutants
from cssrules.proof.mutants.scenario import scenario
from cssrules.proof.mutants.trial import Trial, TrialOfMany
from cssrules.proof.mutants.twins import Equivalent, NotProved, Told, Verdict, verdicts
from cssrules.proof.shared import FEW, shared
from cssrules.values import ListOf

Progress = Callable[[str], None]
Seen: TypeAlias = Mapping[str, Mapping[str, Told]]

OVER_MANY = "a rule over many bodies is tried by scenarios alone"
READ_ELSEWHERE = "rules over many bodies, or questions, read it too"


@dataclass(frozen=True, slots=True)
class _Found:
    """What became of a mutant that no scenario kills: the rule by which a case tells it, and the case."""

    mutant: Mutant
    verdict: Verdict
    rule: str | None = None


def mutate(
    policy: Policy,
    trials: Sequence[Trial],
    of_many: Sequence[TrialOfMany] = (),
    progress: Progress = lambda _: None,
    wanted: Callable[[Mutant], bool] = lambda _: True,
) -> Mutated:
    """Try every mutant of `policy` that is `wanted` against what its scenarios say of a case, and of many."""
    every = [mutant for mutant in (*mutants(policy), *of_portfolio(policy)) if wanted(mutant)]
    alive, seen = _not_killed(policy, [m for m in every if not m.portfolio], trials, progress)
    over_many = [m for m in every if m.portfolio]
    elsewhere = _read_elsewhere(policy)
    read_too = [m for m in alive if not elsewhere.isdisjoint(m.values)]
    killed = _killed_by_many(policy, [*over_many, *read_too], of_many, progress)
    alive = [mutant for mutant in alive if mutant.id not in killed]
    judged, queries = _judged(policy, alive, seen, progress)
    told = [found.mutant for found in judged if isinstance(found.verdict, Told)]
    killed |= _killed_by_many(policy, told, of_many, progress)
    left = [
        *(found for found in judged if found.mutant.id not in killed),
        *(_Found(m, NotProved(OVER_MANY)) for m in over_many if m.id not in killed),
    ]
    return Mutated(
        policy.name,
        tuple(_tallies(every, left)),
        tuple(_listed(policy, left)),
        queries,
        len(over_many),
        sum(bool(found.mutant.portfolio) for found in left),
    )


# -- killed --------------------------------------------------------------------------------------------


def _not_killed(
    policy: Policy, every: Sequence[Mutant], trials: Sequence[Trial], progress: Progress
) -> tuple[Sequence[Mutant], Seen]:
    """The mutants that no scenario about one case kills, and cases in which one of their rules is seen to
    conclude otherwise.
    """
    killing = Killing(policy, trials)

    def work(group: Sequence[Mutant]) -> tuple[Sequence[str], Seen]:
        alive = [mutant.id for mutant in group if killing.killer(mutant) is None]
        return alive, {id: killing.told(id) for id in alive}

    groups = [list(group) for _, group in groupby(every, key=_of_rule)]
    left: set[str] = set()
    seen: dict[str, Mapping[str, Told]] = {}
    tried = 0
    for group, (alive, found) in zip(groups, shared(groups, work, len(every)), strict=True):
        left.update(alive)
        seen.update(found)
        tried += len(group)
        progress(f"{tried} of {len(every)} mutants tried, {len(left)} not killed")
    return [mutant for mutant in every if mutant.id in left], seen


def _of_rule(mutant: Mutant) -> str:
    """What is mutated: a setting, or a rule."""
    return next(iter(mutant.values), None) or next(iter(mutant.rules))


def _killed_by_many(
    policy: Policy, every: Sequence[Mutant], trials: Sequence[TrialOfMany], progress: Progress
) -> set[str]:
    """The mutants that some scenario about a portfolio kills."""
    resting = Resting(policy)

    def work(mutant: Mutant) -> bool:
        names, changed = resting.on(mutant), mutant.of_many(policy)
        near = [trial for trial in trials if not names.isdisjoint(trial.about)]
        near.sort(key=lambda trial: (trial.about.isdisjoint(mutant.portfolio), trial.cases))
        return any(trial.may_tell(mutant) and trial.fails(changed) for trial in near)

    killed = set[str]()
    for number, (mutant, is_killed) in enumerate(
        zip(every, shared(every, work, len(every) * len(trials)), strict=True), start=1
    ):
        killed |= {mutant.id} if is_killed else set()
        progress(f"over many bodies: {number} of {len(every)} mutants tried, {len(killed)} killed")
    return killed


# -- mutants that no scenario kills --------------------------------------------------------------------


def _judged(
    policy: Policy, alive: Sequence[Mutant], seen: Seen, progress: Progress
) -> tuple[Sequence[_Found], int]:
    """Each with its proof, or with the case that tells it, and how often Z3 was asked; rule by rule, so
    that work is shared.
    """
    pending: dict[str, list[tuple[Mutant, Rule]]] = {}
    for mutant in alive:
        for id, rule in mutant.rules.items():
            pending.setdefault(id, []).append((mutant, _with_values(policy, rule, mutant)))

    def work(task: tuple[str, Sequence[tuple[Mutant, Rule]]]) -> tuple[Sequence[Verdict], int]:
        id, pairs = task
        cases = [seen.get(mutant.id, {}).get(id) for mutant, _ in pairs]
        return verdicts(policy, policy.rules[id], [rule for _, rule in pairs], cases)

    found: dict[str, _Found] = {}
    tasks, queries = list(pending.items()), 0
    done = shared(tasks, work, FEW if len(alive) > 1 else 0)
    for number, ((id, pairs), (judged, asked)) in enumerate(zip(tasks, done, strict=True), start=1):
        progress(f"proving: {number} of {len(tasks)} rules looked at ({id})")
        queries += asked
        for (mutant, _), verdict in zip(pairs, judged, strict=True):
            before = found.get(mutant.id)
            better = before is None or not isinstance(before.verdict, Told)
            if before is None or (better and not isinstance(verdict, Equivalent)):
                found[mutant.id] = _Found(mutant, verdict, id)
    elsewhere = _read_elsewhere(policy)
    every: list[_Found] = []
    for mutant in alive:
        left = found.get(mutant.id) or _Found(mutant, Equivalent())
        if isinstance(left.verdict, Equivalent) and not elsewhere.isdisjoint(mutant.values):
            left = _Found(mutant, NotProved(READ_ELSEWHERE))
        every.append(left)
    return every, queries


def _read_elsewhere(policy: Policy) -> frozenset[str]:
    """What is read beside the rules about one case."""
    asked = [terms(c) for question in policy.questions for c in question.conditions]
    return _read_by_many(policy).union(*asked, *map(terms, policy.assumptions))


def _read_by_many(policy: Policy) -> frozenset[str]:
    """What rules over many bodies read."""
    return frozenset[str]().union(*map(policy.read_by, policy.portfolio.values()))


def _with_values(policy: Policy, rule: Rule, mutant: Mutant) -> Rule:
    """A rule as the mutant has it, with the values of shifted settings in place of their names."""
    for name, value in mutant.values.items():
        kind = policy.settings[name].kind
        rule = put_in(rule, Term(name, kind), Const(value, kind))
    return rule


# -- what is told --------------------------------------------------------------------------------------


def _listed(policy: Policy, left: Iterable[_Found]) -> Iterator[Left]:
    """Those that are not proved equivalent; one scenario serves all mutants that do not pass it."""
    offered: list[tuple[_Found, Policy]] = []
    numbers: dict[str, int] = {}
    read_by_many = _read_by_many(policy)
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
        many = bool(mutant.portfolio) or not read_by_many.isdisjoint(mutant.values)
        shown = mutant.id, mutant.change.value, mutant.line, str(place)
        yield Left(*shown, fate, why, many, tuple(text))


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
