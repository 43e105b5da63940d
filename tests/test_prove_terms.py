"""The integers of the prove reading: what a condition says that one is, is what it is."""

from random import Random

import pytest

from cssrules.expression import Comparison
from cssrules.readings.prove.conditions import Condition, both, either, negation
from cssrules.readings.prove.found import Found
from cssrules.readings.prove.integers import (
    Integer,
    Reaches,
    at_least,
    compare,
    minus,
    pick,
    plus,
    times,
)
from cssrules.readings.prove.prover import Impossible, Prover

HOLDS = {
    Comparison.EQ: int.__eq__,
    Comparison.NE: int.__ne__,
    Comparison.LT: int.__lt__,
    Comparison.LE: int.__le__,
    Comparison.GT: int.__gt__,
    Comparison.GE: int.__ge__,
}


class Terms:
    """Terms at random, over a few symbols of a prover, and conditions that give these a value."""

    def __init__(self, random: Random, prover: Prover) -> None:
        self.random, names = random, prover.vocabulary
        self.symbols = [names.symbol(f"s{n}") for n in range(3)]
        self.few = [names.ordered(f"few{n}", most) for n, most in enumerate((1, 3, 9))]
        self.many = [names.integer("many", -50, 50), names.integer("open", None, None)]

    def condition(self, depth: int) -> Condition:
        if depth == 0:
            return self.random.choice([*self.symbols, True, False])
        match self.random.randrange(4):
            case 0:
                return negation(self.condition(depth - 1))
            case 1:
                return both(*(self.condition(depth - 1) for _ in range(2)))
            case 2:
                return either(*(self.condition(depth - 1) for _ in range(2)))
            case _:
                return at_least(self.integer(depth - 1), self.random.randint(-3, 9))

    def integer(self, depth: int) -> Integer:
        if depth == 0:
            return self.random.choice([*self.few, *self.many, self.random.randint(-5, 5)])
        one, other = self.integer(depth - 1), self.integer(depth - 1)
        match self.random.randrange(6):
            case 0:
                return plus(one, other, self.random.randint(-2, 2))
            case 1:
                return minus(one, other)
            case 2:
                return times(self.random.randint(-3, 3), one)
            case 3 if depth == 1:
                return times(one, other)
            case 4:
                return plus(
                    *(pick(self.condition(1), self.random.randint(-2, 4), 0) for _ in range(5))
                )
            case _:
                return pick(self.condition(depth - 1), one, other)

    def values(self) -> list[Condition]:
        """The conditions that each symbol has some value."""
        given = [self.random.choice([s, negation(s)]) for s in self.symbols]
        few = ((term, self.random.randint(0, len(term.conditions))) for term in self.few)
        many = ((term, self.random.randint(-9, 9)) for term in self.many)
        given += [compare(Comparison.EQ, term, value) for term, value in (*few, *many)]
        return given


@pytest.mark.parametrize("seed", range(150))
def test_a_comparison_says_what_the_integers_are(seed: int) -> None:
    random = Random(seed)  # noqa: S311 # because it is no secret
    prover = Prover()
    terms = Terms(random, prover)
    one, other = terms.integer(3), terms.integer(2)
    found = prover.ask(*terms.values())
    assert isinstance(found, Found)
    for how, holds in HOLDS.items():
        said = compare(how, one, other)
        assert found.holds(said) is holds(found.number(one), found.number(other))
        number = random.randint(-9, 9)
        assert found.holds(compare(how, one, number)) is holds(found.number(one), number)


@pytest.mark.parametrize("seed", range(60))
def test_z3_reckons_with_a_term_as_its_conditions_say(seed: int) -> None:
    """No value of the symbols makes an inequality other than what is put together in its place."""
    random = Random(f"z3 {seed}")  # noqa: S311 # because it is no secret
    prover = Prover()
    terms = Terms(random, prover)
    term = terms.integer(2)
    if isinstance(term, int):
        term = terms.few[1]
    number = random.randint(-5, 9)
    reckoned, said = Reaches(term, number), at_least(term, number)
    assert isinstance(prover.ask(reckoned, negation(said)), Impossible)
    assert isinstance(prover.ask(negation(reckoned), said), Impossible)


def test_an_integer_of_few_values_is_no_inequality() -> None:
    prover = Prover()
    few = prover.vocabulary.ordered("few", 5)
    chosen = pick(prover.vocabulary.symbol("s"), few, 9)
    count = plus(*(pick(prover.vocabulary.symbol(f"c{n}"), 1, 0) for n in range(16)))
    for term in (few, chosen, plus(chosen, few), count):
        pending: list[object] = [at_least(term, 3)]
        while pending:
            node = pending.pop()
            assert not isinstance(node, Reaches)
            pending += getattr(node, "parts", ())
    assert at_least(count, 17) is False
    assert at_least(count, 0) is True


def test_a_long_chain_of_choices_is_no_deep_recursion() -> None:
    prover = Prover()
    term: Integer = prover.vocabulary.ordered("few", 5)
    for number in range(5_000):
        term = pick(prover.vocabulary.symbol(f"s{number}"), number % 7, term)
    found = prover.ask(at_least(term, 6))
    assert isinstance(found, Found)
    assert found.number(term) >= 6
