"""Conclusions that are otherwise though the answer that they bear on is the same.

In: two sides and a question of theirs. Out: of a conclusion a smallest case in which it differs and the
question stands the same, answered where there is such a case.
"""

from collections.abc import Iterator
from datetime import date

from cssrules.proof.audit.witness import Unconfirmed
from cssrules.proof.versions.sides import Sides, Subject, Values
from cssrules.proof.versions.smallest import smallest
from cssrules.proof.versions.turns import example_of
from cssrules.readings.prove import Found, both, differs, negation
from cssrules.revision import Reason
from cssrules.values import ListOf, Value, show


class Reasons:
    """The conclusions below a question."""

    def __init__(self, sides: Sides, subject: Subject) -> None:
        self.sides, self.subject = sides, subject
        self.same = negation(sides.differs(subject))
        self.decided = both(*(sides.decided(side, subject) for side in (0, 1)))

    def names(self) -> Iterator[str]:
        """The conclusions of both versions that the question rests on; no lists, and none of items."""
        old, new = self.sides.parts
        for name in dict.fromkeys(rule.define for rule in new.order):
            if name in old.defining and name not in {
                self.subject.old.answer,
                self.subject.new.answer,
            }:
                rules = (*old.defining[name], *new.defining[name])
                if not any(rule.each or isinstance(rule.kind, ListOf) for rule in rules):
                    yield name

    def otherwise(self, name: str) -> Iterator[Reason]:
        """The conclusion in a case in which it is another and the answer is the same; nothing where there is
        no such case.
        """
        one, other = self.sides.theories
        known = both(one.known(name), other.known(name))
        found = self.sides.ask(differs(one, other, name), known, self.same, self.decided)
        if not isinstance(found, Found):
            return
        values, day = self.sides.case(found)

        def shows(values: Values) -> bool:
            said = self._values(name, values, day)
            if None in said or said[0] == said[1]:
                return False
            states = self.sides.states(self.subject, values, day)
            return states is not None and states[0] == states[1] and states[0].value is not None

        values = smallest(self.sides.parts, values, day, shows)
        said = self._values(name, values, day)
        seen = [self.sides.trace(side, values, day).value(name) for side in (0, 1)]
        if seen != list(said) or not shows(values):
            raise Unconfirmed("meaning does not see in a case that a conclusion differs")
        kinds = (part.defining[name][0].kind for part in self.sides.parts)
        old, new = (show(value, kind) for value, kind in zip(said, kinds, strict=True))
        id = self.sides.new.defining[name][0].id
        example = example_of(self.sides, f"{self.subject.id}-{id}", values, day)
        yield Reason(id, name, self.subject.id, old, new, example)

    def _values(self, name: str, values: Values, day: date) -> tuple[Value, Value]:
        found = [quick.concluded(values, day) or {} for quick in self.sides.quick]
        return found[0].get(name), found[1].get(name)
