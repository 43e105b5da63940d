"""A case beside another that differs from it in one evidence alone.

In: a theory, and the name of evidence. Out: what a condition of the theory is for the other case, in the
same symbols but for those of that evidence: what does not hang on it is no second question to Z3.
"""

import z3

from cssrules.readings.prove.prover import Prover
from cssrules.readings.prove.symbols import Condition
from cssrules.readings.prove.theory import Theory


class Beside:
    """The cases beside that of a theory, which is not to grow meanwhile."""

    def __init__(self, prover: Prover, theory: Theory) -> None:
        self.vocabulary, self.theory = prover.vocabulary, theory
        self._symbols: dict[int, z3.ExprRef] = {}
        self._in: dict[int, frozenset[int]] = {}
        self._constrained = [(c, self._found_in(c)) for c in self.vocabulary.constraints]

    def otherwise(self, name: str) -> "Otherwise":
        """The case that is another in evidence `name`, and in what stands for a part of an amount there."""
        terms = self.theory.symbols.symbols_of(name)
        changed = frozenset[int]().union(*(self._found_in(term) for term in terms))
        while True:
            touched = [(c, found) for c, found in self._constrained if found & changed]
            made = {
                id
                for _, found in touched
                for id in found - changed
                if self.vocabulary.is_fresh(self._symbols[id])
            }
            if not made:
                return Otherwise([self._symbols[id] for id in sorted(changed)], touched)
            changed |= made

    def _found_in(self, term: z3.ExprRef) -> frozenset[int]:
        """The symbols in a term, by id."""
        pending = [term]
        while pending:
            part = pending[-1]
            children = part.children()
            awaited = [child for child in children if child.get_id() not in self._in]
            if awaited:
                pending += awaited
                continue
            pending.pop()
            below = frozenset[int]().union(*(self._in[child.get_id()] for child in children))
            if z3.is_const(part) and part.decl().kind() == z3.Z3_OP_UNINTERPRETED:
                self._symbols[part.get_id()] = part
                below = frozenset([part.get_id()])
            self._in[part.get_id()] = below
        return self._in[term.get_id()]


class Otherwise:
    """The case that is another in some symbols; `constraints` is what it meets as every case does."""

    def __init__(
        self,
        symbols: list[z3.ExprRef],
        constrained: list[tuple[z3.BoolRef, frozenset[int]]],
    ) -> None:
        others = [_other(symbol) for symbol in symbols]
        self._held = symbols, others  # because Z3 frees what nobody holds
        self._number = len(symbols)
        self._from = (z3.Ast * len(symbols))(*(symbol.as_ast() for symbol in symbols))
        self._to = (z3.Ast * len(symbols))(*(other.as_ast() for other in others))
        self.constraints = [self.of(constraint) for constraint, _ in constrained]

    def of(self, condition: Condition) -> Condition:
        """What a condition is for this case. By Z3's own call: `z3.substitute` looks at each pair anew."""
        if isinstance(condition, bool):
            return condition
        context = condition.ctx
        found = z3.Z3_substitute(
            context.ref(), condition.as_ast(), self._number, self._from, self._to
        )
        return z3.BoolRef(found, context)


def _other(symbol: z3.ExprRef) -> z3.ExprRef:
    make = z3.Bool if z3.is_bool(symbol) else z3.Int
    return make(f"other {symbol.decl().name()}", symbol.ctx)
