"""What crashes, hangs or silences durable-rules never reaches it.

Each check runs in a process of its own: a crash of the engine is then a failing test, and a hang
meets a timeout. A policy that would drive the engine beyond a limit is split into networks that it
carries, and fires what it means; what cannot be split is refused, with the place of the rule.
"""

import subprocess
import sys
from pathlib import Path

import pytest

SET_UP = """
from test_fire import *
from cssrules.expression import parts
from cssrules.problem import Problems
from cssrules.readings.fire import check_limits

def agrees(made, *cases):
    assert check_limits(made) == []
    for values in cases:
        fired(made, **values)
    assert not LIVE
    print("agrees")

def refused(made, word):
    (problem,) = check_limits(made)
    assert problem.kind.label == "beyond-limit" and word in problem.message, problem
    assert problem.where == "policy.yaml:1:1" and problem.help
    print("refused")

names = lambda number: [f"f{n}" for n in range(number)]
facts = lambda number: dict.fromkeys(names(number), YES_NO)
every = lambda number, value: dict.fromkeys(names(number), value)
"""

CARRIED = {
    "17 antecedents: error 304 when the rule would fire": """
made = policy(facts(17), [rule("R", And(tuple(map(fact, names(17)))))])
agrees(made, every(17, True), every(17, False), {})
""",
    "600 tests under one parent: a hang at 513": """
parts_ = tuple(map(fact, names(600)))
made = policy(facts(600), [rule("R", And(parts_)), rule("S", Or(parts_))])
agrees(made, every(600, True), every(600, False), every(599, True), {})
""",
    "64 tests that one fact satisfies: error 303": """
tests = [Compare(Comparison.GE, Term("n", COUNT), Const(Fraction(n), COUNT)) for n in range(70)]
made = policy({"n": COUNT}, [rule("R", And(tuple(tests)))])
agrees(made, {"n": Fraction(100)}, {"n": Fraction(35)}, {})
""",
    "256 antecedents that read one fact: SIGSEGV": """
readers = [rule(f"S{n}", Or((concluded("R"), fact("f1")))) for n in range(600)]
made = policy(facts(2), [rule("R", Or((fact("f0"), fact("f1")))), *readers])
agrees(made, every(2, True), every(2, False), {"f1": False}, {})
""",
    "4,097 rules in a ruleset: error 106": """
made = policy(facts(2), [rule(f"R{n}", And((fact("f0"), fact("f1")))) for n in range(1_400)])
agrees(made, every(2, True), {})
""",
    "a table of 400 rows": """
for hit in HitPolicy:
    gather = hit in {HitPolicy.COLLECT, HitPolicy.RULE_ORDER}
    kind = SetOf(OPTIONS) if gather else YES_NO
    output = Const("red", Choice(OPTIONS)) if gather else yes(value=True)
    rows = [(f"r{n}", fact("f0" if n < 399 else "f1"), output) for n in range(400)]
    made = policy(facts(2), [rule("R", table(hit, *rows), kind)])
    agrees(made, {"f0": False, "f1": True}, every(2, True), {})
""",
    "two ids of one hash: the second fact lost": """
assert network.fnv("CSS-149599") == network.fnv("CSS-312382")
made = policy(facts(2), [rule("CSS-149599", fact("f0")), rule("CSS-312382", fact("f1"))])
agrees(made, {"f0": True, "f1": False}, {"f0": False, "f1": True})
""",
    "names that are no plain words, and longer than 65,535 characters": """
odd = ["a b", 'quote " and \\\\\\\\ back', "£ \\u200b", "$nex", "sid", "id", "x" * 70_000]
rows = [(id, fact("f0" if n % 2 else "f1"), yes(value=True)) for n, id in enumerate(odd)]
made = policy(facts(2), [rule("R", table(HitPolicy.FIRST, *rows))])
agrees(made, every(2, True), {"f0": True, "f1": False}, {})
""",
    "an `and` and an `or` of nothing: a hang": """
made = policy(facts(1), [rule("R", And(())), rule("S", Or(())), rule("T", Not(Or(())))])
agrees(made, {}, every(1, True))
""",
    "one part twice, and beside its opposite: no fact fills two antecedents": """
one = concluded("R")
made = policy(facts(1), [rule("R", fact("f0")), rule("S", And((one, one))),
    rule("T", And((one, Not(one)))), rule("U", Or((one, one, Not(one))))])
agrees(made, every(1, True), every(1, False), {})
""",
    "1,025 sessions: SIGSEGV": """
made = policy(facts(2), [rule("R", And((fact("f0"), fact("f1"))))])
agrees(made, *[every(2, n % 2 == 0) for n in range(1_100)])
""",
    "a case of which nothing is known: a session that ran no action": """
made = policy(facts(2), [rule("R", And((fact("f0"), fact("f1"))), if_unknown=yes(value=True))])
agrees(made, {}, {}, {})
""",
    "an action that fails half-way": """
made = policy(facts(2), [rule("R", And((fact("f0"), fact("f1"))))])
(ruleset,) = compiled(made, TODAY).strata[0].body
whole = ruleset.network
for _ in range(1_100):
    ruleset.network = replace(whole, rules={})
    try:
        fired(made, **every(2, True))
    except KeyError:
        assert not LIVE
ruleset.network = whole
agrees(made, every(2, True))
""",
    "very many policies": """
for seed in range(300):
    maker = Maker(seed)
    agrees(maker.policy(), maker.case())
""",
    "a join of more antecedents than one rule takes, for each of many records": """
fields = [f"f{n}" for n in range(40)]
made = policy({"things": THINGS}, [of_things("R", And(tuple(Field(f, YES_NO) for f in fields)))])
held = {f"t{n}": dict.fromkeys(fields, True) | {f"f{n}": n % 7 != 0} for n in range(60)}
agrees(made, {"things": things(**held)}, {"things": ()}, {})
""",
    "a join whose last test fails: SIGSEGV without a guard": """
made = policy({"things": THINGS}, [of_things("R", And((P, Q))), of_things("S", And((Q, P, Q)))])
for number in (2, 3, 50, 399):
    odd = {f"t{n}": {"p": n % 2 == 0, "q": n % 2 == 1} for n in range(number)}
    agrees(made, {"things": things(**odd)})
""",
    "600 joins that read one fact of each record": """
readers = [of_things(f"S{n}", Or((And((P, Field("c R", YES_NO))), Q))) for n in range(600)]
made = policy({"things": THINGS}, [of_things("R", Or((P, Q))), *readers])
held = {f"t{n}": {"p": n % 2 == 0, "q": n % 3 == 0} for n in range(4)}
agrees(made, {"things": things(**held)})
""",
    "names of records that are no plain words": """
odd = ("a/b", 'quote " and \\\\ back', "£ \u200b", "item", "x" * 70_000, "s0", "R/item/a")
made = policy({"things": THINGS}, [of_things("R", And((P, Q))), of_things("S", Not(Field("c R", YES_NO)))])
agrees(made, {"things": tuple(Item(id, {"p": True, "q": n % 2 == 0}) for n, id in enumerate(odd))})
""",
    "a condition as deep as it may be": """
deep = fact("f0")
for n in range(49):
    deep = And((Not(deep), fact("f1")))
made = policy(facts(2), [rule("R", deep)])
agrees(made, every(2, True), every(2, False), {})
""",
}

REFUSED = {
    "conditions too deep to walk": """
deep = fact("f0")
for _ in range(5_000):
    deep = Not(deep)
refused(policy(facts(1), [rule("R", deep)]), "deeper than 100")
rows = [("A", deep, yes(value=True))]
refused(policy(facts(1), [rule("R", table(HitPolicy.ANY, *rows))]), "deeper than 100")
""",
    "4,001 rules in one network": """
network.RULES_AT_MOST = network.FACTS_AT_MOST = 10_000
rules = [rule(f"R{n}", And((fact("f0"), fact("f1")))) for n in range(1_334)]
refused(policy(facts(2), rules), "4002 rules in one network")
""",
    "251 readers of one fact in one network": """
network.RULES_AT_MOST = network.FACTS_AT_MOST = 10_000
readers = [rule(f"S{n}", Or((concluded("R"), fact("f1")))) for n in range(251)]
made = policy(facts(2), [rule("R", Or((fact("f0"), fact("f1")))), *readers])
refused(made, "251 conditions that read")
""",
    "16 antecedents of one rule": """
emit.ANTECEDENTS_AT_MOST = 20
made = policy(facts(16), [rule("R", And(tuple(map(fact, names(16)))))])
refused(made, "16 antecedents")
""",
    "201 facts of one kind": """
network.RULES_AT_MOST = network.RULES_LIMIT = network.FACTS_AT_MOST = 100_000
rules = [rule(f"R{n}", fact("f0")) for n in range(20_100)]
refused(policy(facts(1), rules), "facts of one kind")
""",
    "a policy beyond a limit is refused when it is to be fired, too": """
network.RULES_AT_MOST = network.FACTS_AT_MOST = 10_000
rules = [rule(f"R{n}", And((fact("f0"), fact("f1")))) for n in range(1_334)]
made = policy(facts(2), rules)
try:
    fire(made, meaning(made, {}, TODAY))
except Problems as problems:
    assert "4002 rules" in problems.found[0].message
    print("refused")
""",
}

REAL = {
    "error code: 106": """
rules = {f"r{n}": {"all": [{"a0": {"kind": f"k{n % 200}"}}]} for n in range(4_097)}
engine.create_ruleset("x", json.dumps(rules))
""",
    "error code: 108": """
rules = {f"r{n}": {"all": [{"a0": {"kind": "k"}}]} for n in range(257)}
engine.create_ruleset("x", json.dumps(rules))
""",
    "error code: 304": """
rules = {"r": {"all": [{f"a{n}": {"p": f"n{n}"}} for n in range(17)]}}
handle = engine.create_ruleset("x", json.dumps(rules))
for n in range(17):
    engine.assert_fact(handle, json.dumps({"id": f"n{n}", "p": f"n{n}"}))
""",
    "taken for an old one": """
handle = engine.create_ruleset("x", json.dumps({"r": {"all": [{"a0": {"kind": "k"}}]}}))
engine.assert_fact(handle, '{"id":"CSS-149599","kind":"k"}')
if engine.assert_fact(handle, '{"id":"CSS-312382","kind":"k"}')[0] == 2:
    raise SystemExit("taken for an old one")
""",
}


def child(script: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "faulthandler", "-c", script],
        cwd=Path(__file__).parent, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("limit", CARRIED)
def test_a_policy_beyond_a_limit_of_the_engine_is_split_and_fires_what_it_means(limit: str) -> None:
    done = child(SET_UP + CARRIED[limit])
    assert done.returncode == 0, done.stderr[-2_000:]
    assert done.stdout.split()[-1] == "agrees"


@pytest.mark.parametrize("limit", REFUSED)
def test_what_the_engine_cannot_carry_is_refused_before_it_sees_it(limit: str) -> None:
    done = child(SET_UP + REFUSED[limit])
    assert done.returncode == 0, done.stderr[-2_000:]
    assert done.stdout.split()[-1] == "refused"


@pytest.mark.parametrize("message", REAL)
def test_the_limits_are_real(message: str) -> None:
    done = child("import json\nimport durable_rules_engine as engine\n" + REAL[message])
    assert done.returncode != 0
    assert message in done.stderr
