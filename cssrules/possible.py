"""What is still possible: the answers that more evidence could give. (first slice: the whole kind)"""

from cssrules.meaning import Trace
from cssrules.policy import Policy, Question
from cssrules.values import Choice, YesNo


def possible_answers(policy: Policy, trace: Trace, question: Question) -> tuple[str, ...]:
    """Every answer that some completion of the evidence gives, and perhaps more."""
    kind = policy.kind(question.answer)
    asked = trace.asked.get(question.id)
    not_asked = ("not asked",) if asked is not None and asked.value is None else ()
    match kind:
        case YesNo():
            return ("yes", "no", *not_asked)
        case Choice(options=options):
            return (*options, *not_asked)
        case _:
            return ("any", *not_asked)
