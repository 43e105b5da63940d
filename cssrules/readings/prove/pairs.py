"""Two theories of one prover side by side: how what they give under one name compares."""

from typing import TypeAlias

from cssrules.expression import Comparison
from cssrules.lowering.terms import Collected, MadeItem, Truth
from cssrules.readings.prove.algebra import Kleene, Maybe, Wording, both, either, negation
from cssrules.readings.prove.symbols import Condition
from cssrules.readings.prove.theory import Terms, Theory

_Made: TypeAlias = MadeItem[Kleene, Maybe, Wording]
_NONE, _ONE = Maybe(0, known=True), Maybe(1, known=True)


def compared(comparison: Comparison, one: Theory, other: Theory, name: str) -> Kleene:
    """How evidence or a conclusion of one theory compares with that of another. No comes before yes."""
    kinds = one.lowering.kinds
    left, right = one.given(name), other.given(name)
    match left, right:
        case Truth(term=a), Truth(term=b):
            numbers = [one.lowering.algebra.choose_integer(t, _ONE, _NONE) for t in (a, b)]
            return one.lowering.algebra.compare(comparison, *numbers)
        case _:
            return kinds.compare(comparison, left, right)


def differs(one: Theory, other: Theory, name: str) -> Condition:
    """That two theories conclude unlike things: unlike values, or one of them nothing."""
    return _differs(one, one.given(name), other.given(name))


def _differs(theory: Theory, one: Terms, other: Terms) -> Condition:
    kinds = theory.lowering.kinds
    known, also = kinds.known(one).holds, kinds.known(other).holds
    unlike = [both(known, negation(also)), both(negation(known), also)]
    match one, other:
        case Collected(items=items), Collected(items=others):
            pairs = zip(items, others, strict=True)
            unlike += [both(known, also, _differ(theory, *pair)) for pair in pairs]
        case _:
            unlike.append(kinds.equal(one, other).fails)
    return either(*unlike)


def _differ(theory: Theory, one: _Made, other: _Made) -> Condition:
    """That of two records that a row makes only one belongs, or a field of theirs is unlike."""
    fields = [_differs(theory, one.fields[f].value, other.fields[f].value) for f in one.fields]
    return either(
        both(one.belongs.holds, other.belongs.fails),
        both(one.belongs.fails, other.belongs.holds),
        both(one.belongs.holds, either(*fields)),
    )


def same(one: Theory, other: Theory, name: str) -> Condition:
    """That two theories have the same evidence under a name, as far as both read it."""
    left, right = one.symbols.symbols_of(name), other.symbols.symbols_of(name)
    return both(*(left[key] == right[key] for key in left if key in right))
