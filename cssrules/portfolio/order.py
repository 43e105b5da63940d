"""In which order portfolio rules are shown: as the questions stand that they serve.

In: a policy. Out: a place for each portfolio rule, that does not hang on the order of files or rules. A
rule serves the first question that reads what it feeds, or what a rule that reads it feeds; rules that
serve none come last. Those of one question stand by their ids.
"""

from collections.abc import Iterator, Mapping

from cssrules.policy import Policy, Question


def places(policy: Policy) -> Mapping[str, tuple[int, str]]:
    """By the id of a portfolio rule its place."""
    asking: dict[str, int] = {}
    for number, question in enumerate(policy.questions):
        for name in _read_for(policy, question):
            asking.setdefault(name, number)
    none = len(policy.questions)
    first = {
        id: min((asking.get(name, none) for name in _fed(policy, id)), default=none)
        for id in policy.portfolio
    }
    return {id: (number, id) for id, number in first.items()}


def _fed(policy: Policy, id: str) -> Iterator[str]:
    """The evidence that a rule, or any that reads what it defines, becomes."""
    rule = policy.portfolio[id]
    yield from rule.fed
    for other in policy.portfolio.values():
        if rule.define in policy.read_by(other):
            yield from _fed(policy, other.id)


def _read_for(policy: Policy, question: Question) -> Iterator[str]:
    """All that the answer to a question is concluded from, but for answers to other questions."""
    answers = {one.answer for one in policy.questions} - {question.answer}
    pending, seen = [question.answer], set[str]()
    while pending:
        name = pending.pop()
        if name in seen or name in answers:
            continue
        seen.add(name)
        yield name
        for rule in policy.defining.get(name, ()):
            for expression in rule.expressions:
                pending.extend(policy.reads(expression, rule.each))
