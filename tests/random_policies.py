"""Policies and cases at random, from a seed: whole rule files as text, and values partly unknown.

The text is what an author could write: names, units and ranges agree, so that it compiles. Every
expression is written in brackets where it stands inside another.
"""

import json
import random
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from fractions import Fraction
from itertools import product

from cssrules.case import Case, Decided, Entry
from cssrules.meaning import meaning
from cssrules.policy import Policy
from cssrules.values import (
    Choice,
    Date,
    Item,
    Kind,
    ListOf,
    Number,
    SetOf,
    Text,
    Value,
    YesNo,
    written,
)

DAYS = (date(2012, 3, 1), date(2012, 9, 1))
"""The days as of which random cases are decided; rules change between them."""
LETTERS = "abcdefghi"

HEAD = """
policy: Random
version: "1"
effective: {from: 2012-01-01}
types:
  mark: {type: "scale of fail, marginal, good, excellent"}
  colour: {type: "choice of red, green, blue"}
records:
  member:
    score: points between 1 and 5
    worth: money between £0 and £10 step £1
    weight: number between 0 and 2 step 0.5
    member mark: mark
    seat: colour
    bound: yes or no
    due: date between 1 January 2012 and 31 December 2012
  line:
    line cost: money between £0 and £100 step £5
    span: days between 0 days and 90 days
    target: date between 1 January 2012 and 31 December 2012
    line mark: mark
    opened: yes or no
    times: count between 0 and 9
    wording: text
    line share: percent between 0% and 100% step 10%
  customer:
    spend: money between £0 and £100 step £5
    share: percent between 0% and 100% step 10%
    late: days between 0 days and 90 days
    visits: count between 0 and 6
    unhappy: yes or no
    quarters: set of north, south, east
    town: text
evidence:
  ready: yes or no
  agreed: yes or no
  sound: yes or no
  points one: points between 1 and 5
  points two: points between 1 and 5
  turnover: money between £0 and £100 step £5
  cost base: money between £0 and £100 step £5
  growth: percent between -20% and 20% step 5%
  factor: number between -2 and 2 step 0.5
  visits made: count between 0 and 9
  delay: days between 0 days and 90 days
  plan day: date between 1 January 2012 and 31 December 2012
  next day: date between 1 January 2012 and 31 December 2012
  first mark: mark
  second mark: mark
  tint: colour
  next tint: colour
  region: set of north, south, east
  next region: set of north, south, east
  title: text
  next title: text
  panel: {type: "list of member, at most 3"}
  reserve: {type: "list of member, at most 2"}
  customers: {type: "list of customer, at most 4"}
settings:
  floor:
    {type: points between 1 and 5, default: 3, owner: us, reason: test, anchor: none}
  ceiling:
    {type: money between £0 and £100 step £5, default: £40, owner: us, reason: test, anchor: none}
  band:
    {type: percent between -20% and 20% step 5%, default: 5%, owner: us, reason: test, anchor: none}
  strict:
    {type: yes or no, default: "no", owner: us, reason: test, anchor: none}
  last day:
    type: date between 1 January 2012 and 31 December 2012
    default: 2012-06-30
    owner: us
    reason: test
    anchor: none
  pass mark:
    {type: mark, default: marginal, owner: us, reason: test, anchor: none}
rules:
"""

NUMBERS = ("points", "money", "percent", "number", "count", "days")
TERMS = {
    "yes or no": ["ready", "agreed", "sound", "strict"],
    "points": ["points one", "points two", "floor"],
    "money": ["turnover", "cost base", "ceiling"],
    "percent": ["growth", "band"],
    "number": ["factor"],
    "count": ["visits made"],
    "days": ["delay"],
    "date": ["plan day", "next day", "last day", "decision day"],
    "mark": ["first mark", "second mark", "pass mark"],
    "colour": ["tint", "next tint"],
    "set of north, south, east": ["region", "next region"],
    "text": ["title", "next title"],
}
FIELDS = {
    "member": {
        "yes or no": ["bound"],
        "points": ["score"],
        "money": ["worth"],
        "number": ["weight"],
        "date": ["due"],
        "mark": ["member mark"],
        "colour": ["seat"],
    },
    "customer": {
        "yes or no": ["unhappy"],
        "money": ["spend"],
        "percent": ["share"],
        "count": ["visits"],
        "days": ["late"],
        "set of north, south, east": ["quarters"],
        "text": ["town"],
    },
    "line": {
        "yes or no": ["opened"],
        "money": ["line cost"],
        "percent": ["line share"],
        "count": ["times"],
        "days": ["span"],
        "date": ["target"],
        "mark": ["line mark"],
        "text": ["wording"],
    },
}
LISTS = {"panel": "member", "reserve": "member", "customers": "customer"}
MADE = ("lines", "spare lines")
"""Lists that tables may make, of the record `line`."""
LITERALS: Mapping[str, Sequence[str]] = {
    "yes or no": ("yes", "no"),
    "points": ("1", "2", "3", "4", "5"),
    "money": ("£0", "£5", "£10"),
    "percent": ("0%", "10%", "20%"),
    "number": ("0", "0.5", "1", "2"),
    "count": ("0", "1", "2", "3"),
    "days": ("0 days", "1 day", "30 days", "90 days"),
    "date": ("1 January 2012", "2012-05-14", "31 December 2012"),
    "mark": ("fail", "marginal", "good", "excellent"),
    "colour": ("red", "green", "blue"),
    "text": ('"north"', '"south"'),
}
INNER = {
    **LITERALS,
    "points": ("2", "3", "4"),
    "money": ("£5",),
    "percent": ("10%",),
    "number": ("0.5", "1"),
    "count": ("1", "2"),
    "days": ("1 day", "30 days"),
    "date": ("2012-05-14", "30 June 2012"),
}
"""Literals that are no end of a declared range: what is asked to pass an end is refused."""

PASSING = {"above", "below", "<", ">", "is above", "is below", "is after", "is before"}
ORDERED = (*NUMBERS, "date", "mark")
PLAIN = (*ORDERED, "colour", "text")
OPTIONS = ("north", "south", "east")


def random_policy(seed: int) -> str:
    """The text of a rule file."""
    return Author(random.Random(seed)).policy()  # noqa: S311 # because a repeatable policy is asked


class Author:
    """Writes rules, each of which may read the conclusions of those before it."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.terms = {sort: list(names) for sort, names in TERMS.items()}
        self.concluded: list[str] = []
        self.lists = dict(LISTS)
        self.fields = {
            items: {sort: list(names) for sort, names in FIELDS[record].items()}
            for items, record in LISTS.items()
        }
        self.concluded_of: dict[str, list[tuple[str, str]]] = {}
        self.items: str | None = None

    def policy(self) -> str:
        rules = [self.rule(number) for number in range(self.chance.randint(4, len(LETTERS)))]
        answers = self.chance.sample(self.concluded, 2)
        ends = "decisions:\n" + "".join(
            f"  - {{id: Q{n}, question: what, answer: {answer}, decided by: us, "
            f"asked when: '{self.condition(1)}'}}\n"
            for n, answer in enumerate(answers)
        )
        ends += (
            f"properties:\n  - {{id: P1, always: '{self.condition(2)}', basis: 'setting, ours'}}\n"
        )
        days = sorted(self.chance.sample(range(366), self.chance.choice((0, 3, 20))))
        holidays = [
            d for day in days if (d := date(2012, 1, 1) + timedelta(days=day)).weekday() < 5
        ]
        ends += "holidays:\n" + "".join(f"  - {{on: {day}, name: h}}\n" for day in holidays)
        return HEAD + "".join(rules) + (ends if holidays else ends.removesuffix("holidays:\n"))

    def roll(self, share: float) -> bool:
        return self.chance.random() < share

    def pick(self, things: Sequence[str]) -> str:
        return self.chance.choice(things)

    # -- rules -------------------------------------------------------------------------------------

    def rule(self, number: int) -> str:
        name = f"finding {LETTERS[number]}"
        unmade = [items for items in MADE if items not in self.lists]
        if number > 0 and unmade and self.roll(0.2):
            return self.head(number, unmade[0]) + self.makes(unmade[0]) + self.period()
        if number > 1 and self.roll(0.4):
            return self.each(number, name)
        sort, body = self.body(name)
        self.terms.setdefault(sort, []).append(name)
        self.concluded.append(name)
        return self.head(number, name) + body

    def head(self, number: int, name: str) -> str:
        return f"  - id: R{number}\n    title: t\n    basis: setting, a test\n    define: {name}\n"

    def each(self, number: int, name: str) -> str:
        """A conclusion of each item of a list: a field of the items for whoever comes later."""
        self.items = self.a_list()
        if self.items in self.concluded_of and self.roll(0.3):
            chain = (
                f"({self.being_concluded(self.items)}) {self.pick(('and', 'or'))} {self.inner(2)}"
            )
            sort, body = "yes or no", f"    when: |\n      {chain}\n"
        else:
            sort, body = self.body(name)
        self.fields[self.items].setdefault(sort, []).extend((name, name, name))
        self.concluded_of.setdefault(self.items, []).append((sort, name))
        among = f"    for each: {self.lists[self.items]} among {self.items}\n"
        self.items = None
        return self.head(number, name) + among + body

    def body(self, name: str) -> tuple[str, str]:
        forms = [self.when, self.when, self.value, self.table]
        sort, body = self.chance.choice([*forms, self.value if self.items else self.when])(name)
        if self.roll(0.3):
            body += f"    if unknown: {self.presumed(sort)}\n"
        return sort, body + self.period()

    def period(self) -> str:
        if self.roll(0.92):
            return ""
        return f"    effective: {self.pick(('{from: 2012-06-01}', '{to: 2012-05-31}'))}\n"

    def makes(self, name: str) -> str:
        """A table whose rows make records; `-` leaves a field unknown."""
        columns = [self.column() for _ in range(self.chance.randint(1, 2))]
        fields = [(sort, field) for sort, names in FIELDS["line"].items() for field in names]
        given = self.chance.sample(fields, self.chance.randint(3, len(fields)))
        lines = [["row", *(head for head, _ in columns), *(field for _, field in given)]]
        for number in range(self.chance.randint(2, 4)):
            cells = ["-" if self.roll(0.3) else self.cell(test) for _, test in columns]
            made = ["-" if self.roll(0.1) else self.output(sort) for sort, _ in given]
            lines.append([f"r{number}", *cells, *made])
        self.lists[name] = "line"
        self.fields[name] = {sort: list(names) for sort, names in FIELDS["line"].items()}
        self.concluded.append(name)
        hit = self.pick(("collect", "rule order"))
        return (
            f"    type: list of line, at most 4\n    hit policy: {hit}\n    table: |\n"
            + "".join(f"      | {' | '.join(line)} |\n" for line in lines)
        )

    def presumed(self, sort: str) -> str:
        if sort == "yes or no":
            return self.pick(("met", "not met"))
        if sort.startswith("set of"):
            return "north, east" if "north" in sort else "red"
        return self.pick(LITERALS[sort]).strip('"')

    def when(self, _name: str) -> tuple[str, str]:
        form = self.pick(("when", "when", "when all of", "when any of", "when none of"))
        if form == "when":
            return "yes or no", f"    when: |\n      {self.condition(3)}\n"
        items = "".join(
            f"      - that: |\n          {self.condition(2)}\n"
            for _ in range(self.chance.randint(1, 3))
        )
        return "yes or no", f"    {form}:\n{items}"

    def value(self, _name: str) -> tuple[str, str]:
        sort = self.pick([s for s in self.terms if s != "yes or no"])
        return sort, f"    type: {sort}\n    as: |\n      {self.solid(sort, 3)}\n"

    def table(self, name: str) -> tuple[str, str]:
        hit = self.pick(("unique", "first", "first", "any", "collect", "rule order"))
        sort = self.pick(("yes or no", *PLAIN)) if hit in {"unique", "first", "any"} else ""
        sort = sort or "set of red, green, blue"
        columns = [self.column() for _ in range(self.chance.randint(1, 3))]
        lines = [["row", *(head for head, _ in columns), name]]
        for number in range(self.chance.randint(2, 5)):
            cells = [self.cell(test) for _, test in columns]
            lines.append([f"r{number}", *cells, self.output(sort)])
        written = "".join(f"      | {' | '.join(line)} |\n" for line in lines)
        return sort, f"    type: {sort}\n    hit policy: {hit}\n    table: |\n{written}"

    def output(self, sort: str) -> str:
        if sort.startswith("set of"):
            return self.pick((*LITERALS["colour"], *self.terms["colour"]))
        return self.pick((*LITERALS[sort], *LITERALS[sort], self.solid(sort, 1)))

    def column(self) -> tuple[str, str]:
        """A head, and the sort of its cells."""
        sort = self.pick(list(self.terms))
        if sort == "set of red, green, blue":
            sort = "yes or no"
        return self.solid(sort, 1) if self.roll(0.3) else self.pick(self.names(sort)), sort

    def cell(self, sort: str) -> str:
        if self.roll(0.4):
            return "-"
        if self.roll(0.08):
            return self.pick(("known", "unknown"))
        tests = [self.test(sort) for _ in range(self.chance.choice((1, 1, 2)))]
        if self.roll(0.2):
            return f"not ({', '.join(tests)})"
        return ", ".join(tests)

    def test(self, sort: str) -> str:
        if sort.startswith("set of"):
            return self.pick(OPTIONS)
        literal = self.pick(LITERALS[sort])
        if sort in ORDERED and self.roll(0.6):
            word = self.pick(("at least", "at most", "above", "below", ">=", "<"))
            return f"{word} {self.pick((INNER if word in PASSING else LITERALS)[sort])}"
        if sort in NUMBERS and self.roll(0.3):
            return f"{LITERALS[sort][0]}..{literal}"
        return literal

    # -- conditions --------------------------------------------------------------------------------

    def condition(self, depth: int) -> str:
        """A condition; it may stand unbracketed where a whole condition may."""
        if depth <= 0:
            return self.pick((self.truth(), self.comparison(0)))
        forms = [
            self.comparison,
            self.comparison,
            self.negation,
            self.conjunction,
            self.conjunction,
        ]
        forms += [self.knowledge, self.inclusion, self.alternative, self.equality]
        if self.items is None:
            forms += [self.quantified, self.quantified, self.quantified]
        return self.chance.choice(forms)(depth)

    def inner(self, depth: int) -> str:
        return f"({self.condition(depth - 1)})"

    def truth(self) -> str:
        return self.pick(self.names("yes or no"))

    def names(self, sort: str) -> list[str]:
        fields = self.fields[self.items].get(sort, []) if self.items else []
        return fields if fields and self.roll(0.8) else self.terms.get(sort, [])

    def negation(self, depth: int) -> str:
        return f"not {self.truth() if self.roll(0.5) else self.inner(depth)}"

    def conjunction(self, depth: int) -> str:
        parts = [self.inner(depth) for _ in range(self.chance.choice((2, 2, 3)))]
        return f" {self.pick(('and', 'or'))} ".join(parts)

    def alternative(self, depth: int) -> str:
        test, then, otherwise = (self.inner(depth) for _ in range(3))
        return f"if {test} then {then} else {otherwise}"

    def equality(self, depth: int) -> str:
        left, right = self.truth(), self.pick(("yes", "no", self.inner(depth)))
        return f"{left} {self.pick('=≠')} {'no' if left in right else right}"

    def knowledge(self, depth: int) -> str:
        sort = self.pick(list(self.terms))
        whole = self.solid(sort, depth - 1) if self.roll(0.5) else self.pick(self.names(sort))
        if self.items is None and self.roll(0.1):
            whole = self.pick(list(self.lists))
        return f"{whole} is {self.pick(('known', 'unknown'))}"

    def inclusion(self, _depth: int) -> str:
        sort = "set of north, south, east"
        name = self.pick(self.names(sort))
        other = self.pick(self.names(sort))
        if self.roll(0.25) and other != name:
            return f"{name} {self.pick(('is', 'is not'))} {other}"
        return f"{name} {self.pick(('includes', 'does not include'))} {self.pick(OPTIONS)}"

    def comparison(self, depth: int) -> str:
        sort = self.pick((*PLAIN, "count"))
        left = self.solid(sort, depth - 1)
        right = self.solid(sort, depth - 1) if self.roll(0.4) else ""
        if sort == "date":
            words = ("is after", "is before", "is on or after", "is on or before", "=", "≠")
        elif sort in ORDERED:
            words = ("is at least", "is at most", "is above", "is below", "=", "is not")
        else:
            words = ("is", "is not")
        word = self.pick(words)
        if not right or _is_same(left, right):
            right = self.pick((INNER if word in PASSING else LITERALS)[sort])
        if sort in NUMBERS and self.roll(0.2):
            return f"{left} is {self.pick(('', 'not '))}between {LITERALS[sort][0]} and {right}"
        if sort in {"mark", "colour"} and self.roll(0.2):
            options = ", ".join(self.chance.sample(LITERALS[sort], 2))
            return f"{left} is {self.pick(('', 'not '))}one of {options}"
        return f"{left} {word} {right}"

    def quantified(self, depth: int) -> str:
        items = self.a_list()
        number = self.chance.randint(0, 3)
        quantity = self.pick(("some", "every", "no", "at least", "at most", "exactly"))
        counted = quantity if quantity in {"some", "every", "no"} else f"{quantity} {number}"
        among = "" if items == "customers" else f" among {items}"
        return f"{counted} {self.lists[items]}{among} has {self.under(items, depth - 1)}"

    def a_list(self, sort: str | None = None) -> str:
        """A list whose items have a field of that sort; often one that a table makes, or of whose
        items something is concluded.
        """
        fit = [items for items in self.lists if sort is None or sort in self.fields[items]]
        made = [items for items in fit if items in MADE]
        concluded = [items for items in fit if items in self.concluded_of]
        return self.pick(self.chance.choice((fit, made, concluded, concluded)) or fit)

    def under(self, items: str, depth: int) -> str:
        """A condition of an item, in brackets; often of what is concluded of it."""
        if items in self.concluded_of and self.roll(0.4):
            return f"({self.being_concluded(items)})"
        self.items = items
        condition = f"({self.condition(depth)})"
        self.items = None
        return condition

    def being_concluded(self, items: str) -> str:
        """A condition of what is concluded of an item."""
        sort, name = self.chance.choice(self.concluded_of[items])
        return f"{self.pick(('', 'not '))}{name}{'' if sort == 'yes or no' else ' is known'}"

    # -- values ------------------------------------------------------------------------------------

    def solid(self, sort: str, depth: int) -> str:
        """A value whose sort can be told from itself, bracketed if it is more than a name."""
        if depth <= 0 or self.roll(0.25):
            return self.pick(self.names(sort))
        if sort == "yes or no":
            return self.inner(depth)
        if sort in {"colour", "text"} or sort.startswith("set of"):
            return self.choice(sort, depth) if self.roll(0.3) else self.pick(self.names(sort))
        forms = [self.choice]
        if self.items is None and any(sort in fields for fields in self.fields.values()):
            forms += [self.measure] * (6 if self.concluded_of else 2)
        if sort == "date":
            forms += [self.moved, self.moved, self.working, self.working]
        if sort in NUMBERS:
            forms += [self.sum, self.product, self.ratio, self.ratio, self.negative]
        if sort == "days":
            forms.append(self.span)
        return f"({self.chance.choice(forms)(sort, depth)})"

    def loose(self, sort: str, depth: int) -> str:
        """A value that may be a literal."""
        return self.pick(LITERALS[sort]) if self.roll(0.3) else self.solid(sort, depth)

    def choice(self, sort: str, depth: int) -> str:
        then, otherwise = self.solid(sort, depth - 1), self.solid(sort, depth - 1)
        if sort in LITERALS and self.roll(0.4):
            otherwise = self.pick(LITERALS[sort])
        return f"(if {self.inner(depth)} then {then} else {otherwise})"

    def sum(self, sort: str, depth: int) -> str:
        return f"{self.solid(sort, depth - 1)} {self.pick('+-')} {self.loose(sort, depth - 1)}"

    def product(self, sort: str, depth: int) -> str:
        factor = self.solid("number", depth - 1) if self.roll(0.6) else self.pick(("0.5", "2"))
        if sort == "percent":
            return f"{self.solid(sort, depth - 1)} * {self.solid('percent', depth - 1)}"
        return f"{factor} * {self.solid(sort, depth - 1)}"

    def ratio(self, sort: str, depth: int) -> str:
        if sort == "percent":
            sort = self.pick(("money", "points", "days", "count", "percent"))
            return f"{self.solid(sort, depth - 1)} / {self.solid(sort, depth - 1)}"
        divisor = self.pick(("2", "3", self.solid("number", depth - 1)))
        if sort == "number":
            divisor = self.solid("number", depth - 1)
        return f"{self.solid(sort, depth - 1)} / {divisor}"

    def negative(self, sort: str, depth: int) -> str:
        return f"-{self.solid(sort, depth - 1)}"

    def span(self, _sort: str, depth: int) -> str:
        return f"{self.solid('date', depth - 1)} - {self.solid('date', depth - 1)}"

    def moved(self, sort: str, depth: int) -> str:
        days = self.pick(
            ("1 day", "30 days", "delay", "(30 days - delay)", "(next day - plan day)")
        )
        return f"{self.solid(sort, depth - 1)} {self.pick('+-')} {days}"

    def working(self, sort: str, depth: int) -> str:
        numbers = ["1", "3", "10", "visits made", "(visits made - 4)"]
        if self.items in {None, "customers"}:
            numbers.append("(count of panel)" if self.items is None else "visits")
        day = self.pick(LITERALS[sort]) if self.roll(0.1) else self.solid(sort, depth - 1)
        return f"{self.pick(numbers)} working days {self.pick(('after', 'before'))} {day}"

    def measure(self, sort: str, depth: int) -> str:
        items = self.a_list(sort)
        where = f" where {self.under(items, depth - 1)}" if self.roll(0.7) else ""
        if sort == "count" and self.roll(0.6):
            items = self.a_list()
            where = f" where {self.under(items, depth - 1)}" if self.roll(0.7) else ""
            return f"count of {items}{where}"
        words = (
            ("lowest", "highest")
            if sort in {"date", "mark"}
            else ("sum", "mean", "mean", "highest", "lowest")
        )
        self.items = items
        value = self.solid(sort, depth - 1)
        self.items = None
        return f"{self.pick(words)} of {value} across {items}{where}"


def _is_same(left: str, right: str) -> bool:
    return left.strip("()") == right.strip("()")


def random_case(policy: Policy, chance: random.Random) -> Mapping[str, Value]:
    """Values for the evidence of `policy`; of every value up to 15 % are missing, case by case."""
    missing = chance.choice((0.05, 0.1, 0.15, 0.15, 0.15, 0.15, 0.15))
    return {
        name: value
        for name, evidence in policy.evidence.items()
        if (value := random_value(policy, evidence.kind, chance, missing)) is not None
    }


def random_decided(policy: Policy, chance: random.Random) -> Mapping[str, Value]:
    """What people decided of a policy's questions, and of some other conclusions; never a list."""
    asked = {question.answer for question in policy.questions}
    return {
        name: random_value(policy, rules[0].kind, chance, 0)
        for name, rules in policy.defining.items()
        if rules[0].each is None and not isinstance(rules[0].kind, ListOf)
        if chance.random() < (0.7 if name in asked else 0.2)
    }


def random_value(policy: Policy, kind: Kind, chance: random.Random, missing: float) -> Value:
    if chance.random() < missing:
        return None
    match kind:
        case YesNo():
            return chance.random() < 0.6
        case Text():
            return chance.choice(("north", "south", "east"))
        case Choice(options=options):
            return chance.choice(options)
        case SetOf(options=options):
            return frozenset(option for option in options if chance.random() < 0.5)
        case Date(low=low, high=high):
            low, high = low or date(2012, 1, 1), high or date(2012, 12, 31)
            return low + timedelta(days=chance.randint(0, (high - low).days))
        case Number(low=low, high=high, step=step):
            return _number(low, high, step, chance)
        case ListOf(record=record, least=least, most=most):
            return tuple(
                Item(
                    f"i{number}",
                    {
                        field: value
                        for field, inner in policy.records[record].fields
                        if (value := random_value(policy, inner, chance, missing)) is not None
                    },
                )
                for number in range(chance.randint(least, most))
            )


def _number(
    low: Fraction | None, high: Fraction | None, step: Fraction | None, chance: random.Random
) -> Fraction:
    """Often an end of the range, else any step of it; anything where no step is declared."""
    if low is None or high is None or step is None:
        return Fraction(chance.randint(-4, 20), chance.choice((1, 1, 2, 3)))
    steps = int((high - low) / step)
    place = chance.choice((0, steps)) if chance.random() < 0.1 else chance.randint(0, steps)
    return low + step * place


# -- small policies, of which every case can be tried ------------------------------------------------------


def small_policy(chance: random.Random) -> str:
    """A policy of a few facts of few values; often with a list, a question that is not always asked, one
    that people may decide, and cases that no row takes.
    """
    kinds = {
        "a": ("yes or no", "yes"),
        "b": ("scale of low, middle, high", "last"),
        "c": ("count between 0 and 6", chance.choice(["higher", "lower"])),
        "d": ("yes or no", "no"),
        "e": ("count between 0 and 4", "higher"),
    }
    tests = [
        "a", "not a", "b is at least middle", "b is low", "b is not high", "d", "not d",
        "c is at least 3", "c is below 2", "c is between 2 and 4", "c + e is above 5",
        "e is at least c", "e is at least 2", "a is unknown", "e is known",
    ]  # fmt: skip
    of_items = [
        "some member has ok", "every member has ok", "some member has sure", "panel is known",
        "count of panel where ok is at least 1",
    ]  # fmt: skip
    waits = ["no member has strong", "every member has strong", "some member has (ok and strong)"]
    has_list = chance.random() < 0.6
    names = sorted(chance.sample(sorted(kinds), 3 if has_list else 5))
    gone = kinds.keys() - set(names)
    tests = [test for test in tests if not gone & set(test.split())]
    if has_list:
        tests += [*of_items, *(waits if chance.random() < 0.5 else ())]
    awaited = [*tests, *(waits if has_list else ())]
    evidence = "\n".join(
        f'  {name}: {{type: "{kind}", better: "{better}"{_changing(chance)}}}'
        for name, (kind, better) in kinds.items()
        if name in names
    )
    if has_list:
        evidence += f'\n  panel: {{type: "list of member, at most 2"{_changing(chance)}}}'
    rules = "\n".join(
        f"  - {{id: R{at}, title: T, basis: paper, define: r{at}, "
        f"when {chance.choice(['all', 'any'])} of: {json.dumps(chance.sample(tests, 3))}}}"
        for at in range(3)
    )
    sure = (
        "  - {id: S, title: T, basis: paper, for each: member, define: sure, when: not ok}"
        if has_list
        else ""
    )
    rows = "\n".join(
        f"      | t{at} | {_cells(chance, 4)} | {chance.choice(['bad', 'fair', 'fine'])} |"
        for at in range(3)
    )
    rest = "      | else | - | - | - | - | bad |\n" if chance.random() < 0.6 else ""
    areas = "\n".join(f"      | {area} | {_cells(chance, 2)} | {area} |" for area in ("x", "y"))
    asked = f", asked when: {json.dumps(chance.choice(awaited))}" if chance.random() < 0.6 else ""
    return f"""
policy: Random
version: "1"
effective: {{from: 2012-01-01}}
sources: {{paper: A paper}}
records: {{member: {{ok: yes or no, strong: yes or no}}}}
evidence:
{evidence}
rules:
{rules}
{sure}
  - id: AREAS
    title: Areas
    basis: paper
    define: areas
    type: set of x, y
    hit policy: collect
    table: |
      | row | r0 | r1 | areas |
{areas}
  - id: OUT
    title: Outcome
    basis: paper
    define: outcome
    type: scale of bad, fair, fine
    hit policy: first
    table: |
      | row | r0 | r1 | r2 | areas includes x | outcome |
{rows}
{rest}
decisions:
  - {{id: Q0, question: Where?, answer: areas, decided by: us}}
  - {{id: Q1, question: Which?, answer: outcome, decided by: us, main: yes{asked}}}
"""


def _changing(chance: random.Random) -> str:
    by, cost = chance.choice(["us", "them"]), chance.randint(1, 3)
    return f", may be changed by: {by}, cost: {cost}" if chance.random() < 0.85 else ""


def _cells(chance: random.Random, number: int) -> str:
    return " | ".join(chance.choice(["yes", "no", "-", "-"]) for _ in range(number))


def small_case(
    policy: Policy, chance: random.Random
) -> tuple[Mapping[str, Value], Mapping[str, Value], Case]:
    """What is known of a case of a small policy, what people decided of it, and the case itself."""
    values: dict[str, Value] = {}
    for name, evidence in policy.evidence.items():
        if chance.random() < 0.75:
            values[name] = _small_value(policy, evidence.kind, chance)
    entries = tuple(Entry(name, value) for name, value in values.items())
    decided: dict[str, Value] = {}
    events: tuple[Decided, ...] = ()
    if chance.random() < 0.4:
        kind = policy.kind("areas")
        assert kind is not None
        decided["areas"] = chance.choice(every_value(policy, kind))
        events = (
            Decided("Q0", "us", written(decided["areas"], kind), date(2012, 1, 1), "so it is"),
        )
    return values, decided, Case("c", "C", entries, events)


def _small_value(policy: Policy, kind: Kind, chance: random.Random) -> Value:
    if not isinstance(kind, ListOf):
        return chance.choice(every_value(policy, kind))
    fields = policy.records[kind.record].fields
    return tuple(
        Item(f"m{at}", {name: chance.random() < 0.5 for name, _ in fields if chance.random() < 0.8})
        for at in range(chance.randint(0, kind.most))
    )


def every_value(policy: Policy, kind: Kind) -> tuple[Value, ...]:
    """All values of a kind that has few, the worse first; of a list whatever its items hold."""
    match kind:
        case YesNo():
            return (False, True)
        case Choice(options=options):
            return options
        case SetOf(options=(one, other)):
            return (frozenset(), frozenset({one}), frozenset({other}), frozenset({one, other}))
        case Number(high=Fraction() as high):
            return tuple(Fraction(number) for number in range(int(high) + 1))
        case ListOf(record=record, most=most):
            return tuple(
                tuple(Item(f"m{at}", fields) for at, fields in enumerate(chosen))
                for number in range(most + 1)
                for chosen in product(list(_records(policy, record)), repeat=number)
            )
        case _:
            raise AssertionError


def _records(policy: Policy, record: str) -> Iterator[Mapping[str, Value]]:
    fields = policy.records[record].fields
    for values in product(*((None, *every_value(policy, kind)) for _, kind in fields)):
        held = zip((name for name, _ in fields), values, strict=True)
        yield {name: value for name, value in held if value is not None}


def answered(
    policy: Policy, values: Mapping[str, Value], decided: Mapping[str, Value]
) -> Value | bool:
    """The outcome of a small policy: None where it is open, False where the question is not asked."""
    known = {name: value for name, value in values.items() if value is not None}
    trace = meaning(policy, known, date(2012, 1, 1), decided)
    asked = trace.asked.get("Q1")
    if asked is not None and asked.value is not True:
        return asked.value
    return trace.value("outcome")
