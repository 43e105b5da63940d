"""Two theories of one prover side by side: how what they give under one name compares."""

from collections.abc import Iterator
from typing import TypeAlias

from cssrules.expression import Comparison
from cssrules.lowering.terms import Collected, MadeItem, Members, Truth
from cssrules.policy import Record
from cssrules.readings.prove.conditions import Condition, both, either, negation
from cssrules.readings.prove.kleene import Kleene, Maybe, Wording
from cssrules.readings.prove.symbols import ItemAt
from cssrules.readings.prove.theory import Terms, Theory
from cssrules.values import Choice, Kind, ListOf, Number, SetOf, kind_in_words

_Made: TypeAlias = MadeItem[Kleene, Maybe, Wording]
_Typed: TypeAlias = tuple[Terms, Kind]
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


def differs(one: Theory, other: Theory, name: str, also: str | None = None) -> Condition:
    """That two theories conclude unlike things under a name, or the other under another: unlike values, or
    one of them nothing. Values of unlike kinds are alike where both are written alike.
    """
    also = also or name
    left, right = one.given(name), other.given(also)
    if isinstance(left, Collected) and isinstance(right, Collected):
        records = one.policy.record_of(name), other.policy.record_of(also)
        return _unlike_lists(one, left, right, records)
    return unlike(one, (left, _kind(one, name)), (right, _kind(other, also)))


def unlike(theory: Theory, one: _Typed, other: _Typed) -> Condition:
    """That of two values one alone is known, or both and they are not the same."""
    kinds = theory.lowering.kinds
    known, also = kinds.known(one[0]).holds, kinds.known(other[0]).holds
    return either(
        both(known, negation(also)),
        both(negation(known), also),
        both(known, also, negation(_equal(theory, one, other))),
    )


def _equal(theory: Theory, one: _Typed, other: _Typed) -> Condition:
    """That two values, both known, are the same."""
    kinds = theory.lowering.kinds
    (left, kind), (right, other_kind) = one, other
    match kind, other_kind:
        case Choice(options=options), Choice(options=others) if options != others:
            return either(
                *(
                    both(
                        kinds.equal(left, kinds.constant(option, kind)).holds,
                        kinds.equal(right, kinds.constant(option, other_kind)).holds,
                    )
                    for option in options
                    if option in others
                )
            )
        case SetOf(options=options), SetOf(options=others) if options != others:
            ours, theirs = dict(_members(one)), dict(_members(other))
            names = (*ours, *(name for name in theirs if name not in ours))
            pairs = [(ours.get(name, False), theirs.get(name, False)) for name in names]
            return both(*(either(both(a, b), both(negation(a), negation(b))) for a, b in pairs))
        case Number(unit=unit), Number(unit=other_unit):
            return unit is other_unit and kinds.equal(left, right).holds
        case _:
            return type(kind) is type(other_kind) and kinds.equal(left, right).holds


def _members(typed: _Typed) -> Iterator[tuple[str, Condition]]:
    """Of each option of a set that it belongs."""
    terms, kind = typed
    assert isinstance(kind, SetOf), "a set"
    assert isinstance(terms, Members), "a set has members"
    yield from zip(kind.options, (term.holds for term in terms.terms), strict=True)


def _unlike_lists(
    theory: Theory,
    one: Collected[Kleene, Maybe, Wording],
    other: Collected[Kleene, Maybe, Wording],
    records: tuple[Record, Record],
) -> Condition:
    """That of two lists which tables make one alone is known, or a record is unlike: items go by id."""
    ours = {item.id: item for item in one.items}
    theirs = {item.id: item for item in other.items}
    items = [_differ(theory, i, theirs[id], records) for id, i in ours.items() if id in theirs]
    items += [i.belongs.holds for id, i in ours.items() if id not in theirs]
    items += [i.belongs.holds for id, i in theirs.items() if id not in ours]
    known, also = one.known.holds, other.known.holds
    return either(
        both(known, negation(also)),
        both(negation(known), also),
        both(known, also, either(*items)),
    )


def _differ(theory: Theory, one: _Made, other: _Made, records: tuple[Record, Record]) -> Condition:
    """That of two records that a row makes only one belongs, or a field of theirs is unlike."""
    kinds, others = (dict(record.fields) for record in records)
    fields = [
        unlike(theory, (one.fields[f].value, kinds[f]), (other.fields[f].value, others[f]))
        if f in one.fields and f in other.fields
        else theory.is_known((one.fields.get(f) or other.fields[f]).value)
        for f in sorted({*one.fields, *other.fields})
    ]
    return either(
        both(one.belongs.holds, negation(other.belongs.holds)),
        both(negation(one.belongs.holds), other.belongs.holds),
        both(one.belongs.holds, either(*fields)),
    )


def _kind(theory: Theory, name: str) -> Kind:
    kind = theory.policy.kind(name)
    assert kind is not None, "a name of the policy"
    return kind


# -- one case ----------------------------------------------------------------------------------------------


def linked(one: Theory, other: Theory) -> Iterator[Condition]:
    """That evidence which both theories have by unlike kinds has in both the same value. Evidence of one
    kind has that by its symbol.
    """
    for name in one.policy.evidence:
        if name not in other.policy.evidence:
            continue
        kinds = one.policy.evidence[name].kind, other.policy.evidence[name].kind
        match kinds:
            case ListOf(record=record), ListOf(record=record_of_other):
                if record == record_of_other:
                    yield from _linked_items(one, other, name)
                else:
                    yield negation(one.known(name))
                    yield negation(other.known(name))
            case _ if kind_in_words(kinds[0]) != kind_in_words(kinds[1]):
                pair = (one.given(name), kinds[0]), (other.given(name), kinds[1])
                yield negation(unlike(one, *pair))


def _linked_items(one: Theory, other: Theory, items: str) -> Iterator[Condition]:
    """The same of each field of the items of a list."""
    theirs = dict(other.policy.record_of(items).fields)
    places = min(theory.symbols.list(items).most for theory in (one, other))
    for field, kind in one.policy.record_of(items).fields:
        if field in theirs and kind_in_words(kind) != kind_in_words(theirs[field]):
            for position in range(places):
                at = ItemAt(items, position)
                ours = one.lowering.kinds.input(field, kind, items, at)
                its = other.lowering.kinds.input(field, theirs[field], items, at)
                yield negation(unlike(one, (ours, kind), (its, theirs[field])))
