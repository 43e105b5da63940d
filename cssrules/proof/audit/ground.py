"""A part of a policy under one theory, which many questions share."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from functools import cached_property

from cssrules.audited import Witness
from cssrules.cone import cone
from cssrules.expression import DECISION_DAY, Expression
from cssrules.meaning import evaluated, meaning
from cssrules.policy import Question
from cssrules.proof.audit.frame import Frame
from cssrules.proof.audit.witness import Shows, Values, case_facts, confirmed
from cssrules.proof.lengths import ITEMS, cut_lists, lengths_of
from cssrules.readings.prove import Condition, Found, Impossible, Prover, Theory, Verdict
from cssrules.trace import Trace
from cssrules.values import Value

WORK = 20_000_000
"""The resource units of Z3 that one question may cost: most cost a hundredth of it."""


class Ground:
    """What `names` of a policy, and conditions over it, rest on; `with_settings`: whatever these are.

    `alone`: whatever is concluded below them, and whatever the settings that are put beside. Lists are looked
    at as far as is enough, those `spoken_of` item by item, or by the `lengths` given.
    """

    def __init__(  # noqa: PLR0913 # because a part has so many choices, each with its plain default
        self,
        frame: Frame,
        names: Iterable[str],
        conditions: Iterable[Expression] = (),
        *,
        with_settings: bool = False,
        alone: bool = False,
        lengths: Mapping[str, int] | None = None,
        spoken_of: Collection[str] = (),
    ) -> None:
        self.spoken_of = spoken_of
        self.frame, self.names, self.conditions = frame, tuple(names), tuple(conditions)
        decided = frame.policy.defining if alone else ()
        self.policy = cone(frame.policy, self.names, decided, self.conditions)
        self.prover = Prover(WORK)
        opened = self.policy.settings if with_settings else ()
        ranging = self.policy.settings if with_settings or alone else ()
        self.lengths = (
            lengths_of(
                self.policy,
                conditions=self.conditions,
                opened=ranging,
                spoken_of=self.spoken_of,
            ).of
            if lengths is None
            else lengths
        )
        self._days = frame.days if frame.reads_day(self.policy) else None
        self.theory = Theory(
            self.prover,
            self.policy,
            frame.day,
            lengths=self.lengths,
            open_settings=opened,
            days=self._days,
        )
        settled = (*opened, *([DECISION_DAY] if self._days else []))
        self._always = [c for name in settled for c in self.theory.completed(name, None)]
        self._short = [
            self.theory.holds_at_most(name, ITEMS)
            for name, length in self.lengths.items()
            if length > ITEMS
        ]

    def is_cut(self, names: Collection[str] = (), conditions: Collection[Expression] = ()) -> bool:
        """Whether longer lists than those looked at can make a difference to what rests on so much."""
        return bool(cut_lists(self.frame.policy, names, conditions))

    @cached_property
    def complete(self) -> Sequence[Condition]:
        """The conditions that all evidence is known."""
        return [c for name in self.policy.evidence for c in self.theory.completed(name, None)]

    @cached_property
    def opened(self) -> "Ground":
        """The same with any value of the settings."""
        return Ground(
            self.frame,
            self.names,
            self.conditions,
            with_settings=True,
            spoken_of=self.spoken_of,
        )

    @property
    def queries(self) -> int:
        """What was asked here, and of other settings."""
        opened = self.__dict__.get("opened")
        return self.prover.queries + (opened.queries if opened else 0)

    def ask(self, *conditions: Condition) -> Verdict:
        """Whether a case meets the conditions; first one with short lists, as such are found sooner."""
        found = self.prover.ask(*conditions, *self._always, given=self._short)
        is_settled = isinstance(found, Found) or (isinstance(found, Impossible) and not found.core)
        return found if is_settled else self.prover.ask(*conditions, *self._always)

    def witness(self, found: Found, shows: Shows, *, whole: bool = False) -> Witness:
        """A small case in which meaning sees what was asked for."""
        values, day = self.values(found)
        values = confirmed(self.policy, values, day, shows, whole=whole)
        return case_facts(self.policy, values, day)

    def beside(
        self,
        called: str = "",
        apart: Collection[str] | None = None,
        settings: Mapping[str, Value] | None = None,
        opened: Collection[str] = (),
    ) -> Theory:
        """The theory of another case, or of the same with other settings or any, beside this one."""
        return Theory(
            self.prover,
            self.policy.with_settings(settings) if settings else self.policy,
            self.frame.day,
            lengths=self.lengths,
            open_settings=opened,
            days=self._days,
            called=called,
            apart=apart,
        )

    def values(self, found: Found, theory: Theory | None = None) -> tuple[Values, date]:
        """The evidence of a case, and the day that it is decided as of."""
        values = dict((theory or self.theory).values(found))
        day = values.pop(DECISION_DAY, self.frame.day)
        assert isinstance(day, date), "the decision day is one"
        return {name: v for name, v in values.items() if name in self.policy.evidence}, day

    def trace(self, found: Found) -> Trace:
        """What meaning finds of a case."""
        return meaning(self.policy, *self.values(found))

    def asked(self, question: Question, theory: Theory | None = None) -> Condition:
        """That a question is asked."""
        if question.asked_when is None:
            return True
        return (theory or self.theory).truth(question.asked_when).holds

    def is_asked(self, question: Question, trace: Trace) -> bool:
        """Whether meaning finds that a question is asked."""
        condition = question.asked_when
        return condition is None or evaluated(self.policy, trace, condition).value is True
