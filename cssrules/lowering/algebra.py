"""What a reading must be able to do to carry a policy: three-valued truth, integers, text, lists.

A backend gives each operation its own form: a Python expression, an SQL column, a pair of Z3 terms.
T is a truth (true, false or unknown), N an integer or unknown, S a text or unknown, E an item of a
list, which can be a key. Operations are strict unless said otherwise: an unknown part makes an
unknown whole. No operation divides; the lowering reduces all else to these.
"""

from collections.abc import Callable, Sequence
from typing import Protocol, TypeVar

from cssrules.dataclass import dataclass
from cssrules.expression import Comparison
from cssrules.values import Kind

T = TypeVar("T")
N = TypeVar("N")
S = TypeVar("S")
E = TypeVar("E")
X = TypeVar("X")


@dataclass(frozen=True, slots=True)
class Slot:
    """One thing to be read: evidence or an open setting; with `items`, field `name` of that list.

    A number is read as the integer value * `scale`, an option as its place among `kind.options`, a
    date as its day ordinal. A set has a slot for each option, a truth; all are unknown together. So
    are the two slots of a number that has no step: its top and, with `divisor`, its bottom in lowest
    terms. `low` and `high` bound the integer; None: not declared.
    """

    name: str
    kind: Kind
    items: str | None = None
    option: str | None = None
    scale: int = 1
    low: int | None = None
    high: int | None = None
    divisor: bool = False


class Algebra(Protocol[T, N, S, E]):
    """The operations of a backend."""

    # -- truth: Kleene ---------------------------------------------------------------------------

    def truth(self, *, value: bool | None) -> T: ...
    def negate(self, part: T) -> T: ...
    def all_of(self, parts: Sequence[T]) -> T: ...
    def any_of(self, parts: Sequence[T]) -> T: ...

    # -- integers and text -----------------------------------------------------------------------

    def integer(self, value: int | None) -> N: ...
    def add(self, left: N, right: N) -> N: ...
    def subtract(self, left: N, right: N) -> N: ...
    def multiply(self, left: N, right: N) -> N: ...
    def compare(self, comparison: Comparison, left: N, right: N) -> T: ...

    def working_day(self, number: N, day: N, *, before: bool) -> N:
        """The `number`th working day, where known 0 or more, after a day or before it, as ordinals.
        The backend knows the policy's holidays.
        """
        ...

    def text(self, value: str | None) -> S: ...
    def same(self, left: S, right: S) -> T: ...

    # -- unknown ---------------------------------------------------------------------------------

    def known_truth(self, part: T) -> T:
        """True where the part is known, else false. Never unknown."""
        ...

    def known_integer(self, part: N) -> T:
        """As `known_truth`."""
        ...

    def known_text(self, part: S) -> T:
        """As `known_truth`."""
        ...

    def choose_truth(self, condition: T, then: T, otherwise: T) -> T:
        """One of two, by a condition; unknown where the condition is. The other may be unknown."""
        ...

    def choose_integer(self, condition: T, then: N, otherwise: N) -> N:
        """As `choose_truth`."""
        ...

    def choose_text(self, condition: T, then: S, otherwise: S) -> S:
        """As `choose_truth`."""
        ...

    # -- what is read ----------------------------------------------------------------------------

    def input_truth(self, slot: Slot, item: E | None) -> T:
        """A slot of the case, or of an item where the slot has `items`."""
        ...

    def input_integer(self, slot: Slot, item: E | None) -> N:
        """As `input_truth`."""
        ...

    def input_text(self, slot: Slot, item: E | None) -> S:
        """As `input_truth`."""
        ...

    # -- lists: all are unknown where the list is --------------------------------------------------

    def known_list(self, items: str) -> T:
        """True where the list is known, else false. Never unknown."""
        ...

    def length(self, items: str) -> N: ...

    def some(self, items: str, body: Callable[[E], T]) -> T:
        """Kleene `or` of the body over the items; false for none."""
        ...

    def tally(self, items: str, body: Callable[[E], T]) -> tuple[N, N]:
        """How many items make the body true, and how many do not make it false."""
        ...

    def total(self, items: str, body: Callable[[E], N]) -> N:
        """The sum over the items; 0 for none; unknown where any part is."""
        ...

    def extreme(self, items: str, body: Callable[[E], tuple[T, N]], *, highest: bool) -> N:
        """The least or greatest integer of the items whose truth holds; unknown for none, where any
        truth is unknown, and where the integer of an item that counts is.
        """
        ...

    def item(self, items: str, position: int) -> E:
        """The item at a position from 0; read only where the list is longer than that."""
        ...
