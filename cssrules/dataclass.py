"""Data classes as the standard library has them, made at a fraction of its cost.

A decision needs more than a hundred of them, each of which `dataclasses` compiles six methods for. Here
`__init__` is compiled once for so many fields, and the others, which are the same for all, are shared.
"""

import dataclasses
from collections.abc import Callable
from functools import cache, partial
from operator import attrgetter, ge, gt, le, lt
from reprlib import recursive_repr
from types import CodeType, FunctionType
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

__all__ = ["dataclass"]

_Class = TypeVar("_Class", bound=type)
_Values: TypeAlias = Callable[[object], tuple[object, ...]]

if TYPE_CHECKING:
    from dataclasses import dataclass
else:

    def dataclass(*, frozen: bool, slots: bool, order: bool = False) -> Callable[[_Class], _Class]:
        """`dataclasses.dataclass` for what is frozen and has slots: what is made behaves the same."""
        assert frozen, "what is not frozen is the standard library's"
        assert slots, "what has no slots is the standard library's"
        return partial(_made, order=order)


def _made(described: _Class, *, order: bool) -> _Class:
    described.__doc__ = described.__doc__ or described.__name__
    own = vars(described).keys()
    plain: Any = dataclasses.dataclass(init=False, repr=False, eq=False, slots=True)
    made = plain(described)
    fields = dataclasses.fields(made)
    values = _values([field.name for field in fields if field.compare])
    shown = [field.name for field in fields if field.repr]

    def equal(self: object, other: object) -> bool:
        return values(self) == values(other) if type(other) is type(self) else NotImplemented

    def hashed(self: object) -> int:
        return hash(values(self))

    @recursive_repr()
    def represented(self: object) -> str:
        parts = ", ".join(f"{name}={getattr(self, name)!r}" for name in shown)
        return f"{type(self).__qualname__}({parts})"

    shared = {
        "__init__": _init(made, fields),
        "__repr__": represented,
        "__eq__": equal,
        "__hash__": hashed,
        "__setattr__": _refuse_to_set,
        "__delattr__": _refuse_to_delete,
        "__reduce__": _reduced,
    }
    if order:
        shared |= {
            f"__{compare.__name__}__": _ordering(compare, values) for compare in (lt, le, gt, ge)
        }
    for name, method in shared.items():
        if name not in own:
            setattr(made, name, method)
    return made  # type: ignore[no-any-return]


def _values(names: list[str]) -> _Values:
    """What gives the values of these attributes."""
    match names:
        case []:
            return lambda _: ()
        case [name]:
            return lambda thing: (getattr(thing, name),)
        case _:
            return attrgetter(*names)


def _ordering(compare: Callable[[Any, Any], bool], values: _Values) -> Callable[[Any, Any], bool]:
    """The method that compares two of one class by their fields, in order."""

    def ordered(self: object, other: object) -> bool:
        return compare(values(self), values(other)) if type(other) is type(self) else NotImplemented

    return ordered


def _init(made: type, fields: tuple["dataclasses.Field[Any]", ...]) -> Callable[..., None]:
    """The method that takes each field, or its default, into its slot."""
    code = _init_of(tuple(field.default_factory is not dataclasses.MISSING for field in fields))
    known: dict[str, Any] = {"absent": dataclasses.MISSING}
    defaults: list[object] = []
    for place, field in enumerate(fields):
        known[f"set_{place}"] = getattr(made, field.name).__set__
        if field.default_factory is not dataclasses.MISSING:
            known[f"make_{place}"] = field.default_factory
            defaults.append(dataclasses.MISSING)
        elif field.default is not dataclasses.MISSING:
            defaults.append(field.default)
        else:
            assert not defaults, f"{field.name} needs a default, as fields before it have one"
    named = code.replace(co_varnames=("self", *(field.name for field in fields)))
    return FunctionType(named, known, "__init__", tuple(defaults))


@cache
def _init_of(made: tuple[bool, ...]) -> CodeType:
    """The code for so many fields, whatever their names; a default is `made` where it says so."""
    given = ", ".join(["self", *(f"f{place}" for place in range(len(made)))])
    lines = [
        f"set_{place}(self, make_{place}() if f{place} is absent else f{place})"
        if is_made
        else f"set_{place}(self, f{place})"
        for place, is_made in enumerate(made)
    ]
    found: dict[str, FunctionType] = {}
    body = "\n ".join(lines or ["pass"])
    exec(f"def __init__({given}):\n {body}", found)  # noqa: S102 # because so the standard library makes it, of names of our own
    return found["__init__"].__code__


def _refuse_to_set(_: object, name: str, __: object) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot assign to field {name!r}")


def _refuse_to_delete(_: object, name: str) -> None:
    raise dataclasses.FrozenInstanceError(f"cannot delete field {name!r}")


def _reduced(thing: Any) -> tuple[type, tuple[object, ...]]:
    names = [field.name for field in dataclasses.fields(thing)]
    return type(thing), tuple(getattr(thing, name) for name in names)
