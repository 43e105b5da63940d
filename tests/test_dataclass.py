"""Our data classes behave as the standard library's do."""

import copy
import dataclasses
import pickle
from dataclasses import FrozenInstanceError, field

import pytest

from cssrules.dataclass import dataclass


@dataclass(frozen=True, slots=True, order=True)
class Ours:
    first: int
    second: str = "b"
    third: tuple[int, ...] = field(default_factory=tuple)
    hidden: int = field(default=0, repr=False, compare=False)


@dataclasses.dataclass(frozen=True, slots=True, order=True)
class Theirs:
    first: int
    second: str = "b"
    third: tuple[int, ...] = field(default_factory=tuple)
    hidden: int = field(default=0, repr=False, compare=False)


@dataclass(frozen=True, slots=True)
class Empty:
    pass


@dataclass(frozen=True, slots=True)
class One:
    only: object


def test_it_takes_the_same_arguments_and_shows_the_same() -> None:
    for args, named in [((1,), {}), ((1, "c"), {}), ((1,), {"third": (2,), "hidden": 9})]:
        ours, theirs = Ours(*args, **named), Theirs(*args, **named)
        assert repr(ours) == repr(theirs).replace("Theirs", "Ours")
        assert dataclasses.astuple(ours) == dataclasses.astuple(theirs)
    assert Ours.__match_args__ == Theirs.__match_args__
    with pytest.raises(TypeError, match="first"):
        Ours()


def test_it_is_equal_hashed_and_ordered_by_the_fields_that_are_compared() -> None:
    assert Ours(1, hidden=1) == Ours(1, hidden=2)
    assert hash(Ours(1, hidden=1)) == hash(Ours(1, hidden=2)) == hash(Theirs(1))
    assert Ours(1) != Ours(2)
    assert Ours(1) != Theirs(1)
    assert Ours(1) < Ours(1, "c") <= Ours(1, "c") < Ours(2)
    assert Ours(2) > Ours(1, "c") >= Ours(1)
    with pytest.raises(TypeError):
        _ = Ours(1) < Theirs(1)
    assert Empty() == Empty() != One(1)
    assert {One(1), One(1), One(2)} == {One(2), One(1)}


def test_it_is_frozen_and_has_no_place_for_more() -> None:
    with pytest.raises(FrozenInstanceError, match="first"):
        Ours(1).first = 2
    with pytest.raises(FrozenInstanceError, match="first"):
        del Ours(1).first
    with pytest.raises(FrozenInstanceError):
        Ours(1).other = 2


def test_it_is_copied_pickled_and_replaced() -> None:
    made = Ours(1, "c", (2,), 3)
    for copied in (copy.copy(made), copy.deepcopy(made), pickle.loads(pickle.dumps(made))):  # noqa: S301
        assert dataclasses.astuple(copied) == dataclasses.astuple(made)
    assert dataclasses.replace(made, first=4) == Ours(4, "c", (2,))
    assert dataclasses.is_dataclass(made)


def test_each_makes_its_own_default() -> None:
    @dataclass(frozen=True, slots=True)
    class Holding:
        items: list[int] = field(default_factory=list)

    Holding().items.append(1)
    assert Holding() == Holding([])


def test_methods_of_its_own_are_kept() -> None:
    @dataclass(frozen=True, slots=True)
    class Named:
        name: str

        def __repr__(self) -> str:
            return self.name

    assert repr(Named("a")) == "a"
