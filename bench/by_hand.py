"""Checkpoint two as a programmer would write it by hand: the same conclusions, no rule files.

In: the facts of a case as a dictionary: money in pounds but for the price in pence, shares in tenths
of a percent, dates, options as text, the panel as a list of dictionaries, None where unknown. Out:
every conclusion by its name; market share and margin as pairs of integers, so that nothing is divided.
The settings stand here as constants, and what they switch off is left out.
"""

from datetime import date, timedelta
from typing import Any

SUBMISSION_DEADLINE = date(2012, 3, 30)
LAST_GRACE_DAY = SUBMISSION_DEADLINE + timedelta(days=11)
CONFLICT_PERIOD = timedelta(days=730)
PANEL_QUORUM = 4
MEMBERS_FOR_A_GRADE = 3
POINTS = {"fail": 0, "marginal": 1, "good": 2}
OUTSIDE_SEATS = {"non local ccg", "independent expert"}


def decide(facts: dict[str, Any]) -> dict[str, Any]:
    """Every conclusion of the policy, None where what is missing leaves it open."""
    found: dict[str, Any] = {}
    submission(facts, found)
    panel(facts, found)
    finance(facts, found)
    evidence(facts, found)
    domains(facts, found)
    outcome(facts, found)
    return found


def all_of(*truths: bool | None) -> bool | None:
    return False if False in truths else None if None in truths else True


def any_of(*truths: bool | None) -> bool | None:
    return True if True in truths else None if None in truths else False


# -- the submission --------------------------------------------------------------------------------


def submission(facts: dict[str, Any], found: dict[str, Any]) -> None:
    statement = facts["cluster statement"]
    if statement is None:
        found["route"] = None
    else:
        found["route"] = "assess" if statement == "css plan" else "local support"
    let_in = facts["late plan allowed"] is True
    received = facts["plan receipt date"]
    in_time = None
    if received is not None:
        in_time = received <= SUBMISSION_DEADLINE or (let_in and received <= LAST_GRACE_DAY)
    found["late plan let in"] = let_in
    found["plan admitted"] = in_time
    found["submission status"] = status(
        facts["outline business plan received"], in_time, facts["financial plan received"]
    )


def status(outline: bool | None, in_time: bool | None, financial: bool | None) -> str | None:
    if outline is None:
        return None
    if not outline:
        return "missing"
    if in_time is None:
        return None
    if not in_time:
        return "late"
    if financial is None:
        return None
    return "accepted" if financial else "incomplete"


# -- the panel -------------------------------------------------------------------------------------


def panel(facts: dict[str, Any], found: dict[str, Any]) -> None:
    members = facts["panel"]
    filled = seats_filled(members)
    biased = None if members is None else is_biased(members, facts["interview date"])
    full = None if filled is None else filled >= PANEL_QUORUM
    found["seats filled"] = filled
    found["panel valid"] = all_of(full, None if biased is None else not biased)
    found["ready to grade"] = all_of(
        None if found["route"] is None else found["route"] == "assess",
        None if found["submission status"] is None else found["submission status"] == "accepted",
        found["panel valid"],
    )
    found["interview grade for leadership"] = interview_grade(members, "leadership mark")
    found["interview grade for customers"] = interview_grade(members, "customer mark")
    found["interview grade for business"] = interview_grade(members, "business mark")


def seats_filled(members: list[dict[str, Any]] | None) -> int | None:
    if members is None:
        return None
    seats = {member["seat"] for member in members}
    if None in seats:
        return 4 if len(seats) == 5 else None
    return len(seats)


def is_biased(members: list[dict[str, Any]], interviewed: date | None) -> bool | None:
    """Whether an outside member is a customer, has led no start-up, or was tied to the service."""
    unclear = False
    for member in members:
        found = is_member_biased(member, interviewed)
        if found:
            return True
        if found is None:
            unclear = True
    return None if unclear else False


def is_member_biased(member: dict[str, Any], interviewed: date | None) -> bool | None:
    seat = member["seat"]
    if seat is not None and seat not in OUTSIDE_SEATS:
        return False
    tie_ends = member["tie end date"]
    binding = None
    if tie_ends is not None and interviewed is not None:
        binding = tie_ends > interviewed - CONFLICT_PERIOD
    tied = all_of(member["tied to the css"], binding)
    led = member["start ups led"]
    inexperienced = None if led is None else led < 1
    local = any_of(member["css customer"], member["inside the clusters"])
    if seat == "non local ccg":
        return any_of(local, tied)
    if seat == "independent expert":
        return any_of(inexperienced, tied)
    return None if any_of(local, inexperienced, tied) is not False else False


def interview_grade(members: list[dict[str, Any]] | None, mark: str) -> str | None:
    """The highest grade that enough members reach."""
    if members is None:
        return None
    good = passed = 0
    for member in members:
        grade = member[mark]
        if grade is None:
            return None
        if grade == "good":
            good += 1
            passed += 1
        elif grade == "marginal":
            passed += 1
    if good >= MEMBERS_FOR_A_GRADE:
        return "good"
    return "marginal" if passed >= MEMBERS_FOR_A_GRADE else "fail"


# -- the money -------------------------------------------------------------------------------------


def finance(facts: dict[str, Any], found: dict[str, Any]) -> None:
    turnover, spend, cost = facts["turnover"], facts["local support spend"], facts["cost base"]
    people = facts["population served"]
    found["market share"] = found["turnover standing"] = None
    if turnover is not None and spend is not None:
        found["market share"] = (turnover, spend)
        found["turnover standing"] = (
            "unsound"
            if turnover * 20 < spend * 3
            else "weak"
            if turnover * 10 < spend * 3
            else "credible"
        )
    charge = twice_the_charge(facts["scope"], people)
    found["hosting charge"] = None if charge is None else (charge, 2)
    found["margin"] = found["margin standing"] = None
    if turnover is not None and cost is not None and charge is not None:
        margin = 2 * (turnover - cost) - charge
        found["margin"] = (margin, 2 * turnover)
        if margin < 0:
            found["margin standing"] = "unsound"
        elif margin * 25 < turnover:
            found["margin standing"] = "weak"
        elif facts["income drivers explained"] is not None:
            explained = facts["income drivers explained"]
            found["margin standing"] = "credible" if explained else "weak"
    pricing = facts["pricing strategy"]
    found["pricing standing"] = {
        None: None, "absent": "unsound", "outline": "weak", "costed": "credible"
    }[pricing]  # fmt: skip
    costing, delivery = facts["costing in place"], facts["delivery managed"]
    found["delivery standing"] = None
    if costing is not None and delivery is not None:
        done = costing + delivery
        found["delivery standing"] = ("unsound", "weak", "credible")[done]
    standings = (
        found["turnover standing"],
        found["margin standing"],
        found["pricing standing"],
        found["delivery standing"],
    )
    weak = None if None in standings else 4 - standings.count("credible")
    found["parameters in doubt"] = weak
    if "unsound" in standings:
        found["financial planning"] = "unsound"
    elif weak is None:
        found["financial planning"] = None
    else:
        found["financial planning"] = "weak" if weak > 1 else "credible"


def twice_the_charge(scope: str | None, people: int | None) -> int | None:
    """What the host takes, twice over: half a pound a head, and nothing of a national service."""
    if scope is None:
        return None
    return 0 if scope == "national" else people


# -- which evidence prevails -----------------------------------------------------------------------


def evidence(facts: dict[str, Any], found: dict[str, Any]) -> None:
    leadership = found["interview grade for leadership"]
    customers = found["interview grade for customers"]
    business = found["interview grade for business"]
    plan_leadership = facts["plan grade for leadership"]
    plan_business = facts["plan grade for business"]
    plan_customers = facts["plan grade for customers"]
    feedback = facts["ccg feedback"]
    found["leadership shown"] = lowered(leadership, plan_leadership)
    found["customer focus shown"] = bought = lowered(feedback, customers)
    found["business awareness shown"] = lowered(business, plan_business)
    found["interview leads on customers"] = found["interview stood over feedback"] = False
    found["interview stood over plan"] = any_of(
        stood_over(plan_leadership, leadership, found["leadership shown"]),
        stood_over(plan_business, business, found["business awareness shown"]),
    )
    found["plan lowered interview"] = any_of(
        below(found["leadership shown"], leadership),
        below(found["business awareness shown"], business),
    )
    found["feedback stood over interview"] = stood_over(customers, feedback, bought)
    found["feedback stood over plan"] = stood_over(plan_customers, feedback, bought)
    found["interview lowered feedback"] = below(bought, feedback)
    found["prevailing evidence"] = prevailing(found)
    for domain, interview, plan in (
        ("leadership", leadership, plan_leadership),
        ("customer", customers, plan_customers),
        ("business", business, plan_business),
    ):
        score = tenths(interview, plan, feedback)
        found[f"{domain} score"] = score
        found[f"{domain} by weights"] = by_weights(score)


def lowered(grade: str | None, check: str | None) -> str | None:
    """A witness who fails what another found good lowers it by one step."""
    if grade != "good":
        return grade
    if check is None:
        return None
    return "marginal" if check == "fail" else "good"


def stood_over(other: str | None, grade: str | None, shown: str | None) -> bool | None:
    """Whether a witness gave another grade than the one that came out."""
    differs = None if other is None or grade is None else other != grade
    return all_of(differs, None if shown is None or grade is None else shown == grade)


def below(shown: str | None, grade: str | None) -> bool | None:
    return None if shown is None or grade is None else POINTS[shown] < POINTS[grade]


PREVAILS = {
    "interview stood over plan": "interview over plan",
    "plan lowered interview": "plan lowers interview",
    "feedback stood over interview": "feedback over interview",
    "feedback stood over plan": "feedback over plan",
    "interview lowered feedback": "interview lowers feedback",
}


def prevailing(found: dict[str, Any]) -> frozenset[str] | None:
    members = set()
    for name, member in PREVAILS.items():
        if found[name] is None:
            return None
        if found[name]:
            members.add(member)
    return frozenset(members or {"all agree"})


def tenths(interview: str | None, plan: str | None, feedback: str | None) -> int | None:
    if interview is None or plan is None or feedback is None:
        return None
    return 5 * POINTS[interview] + 3 * POINTS[plan] + 2 * POINTS[feedback]


def by_weights(score: int | None) -> str | None:
    if score is None:
        return None
    return "good" if score >= 16 else "marginal" if score * 10 >= 75 else "fail"


# -- the domains and the outcome -------------------------------------------------------------------


def domains(facts: dict[str, Any], found: dict[str, Any]) -> None:
    clear = all_of(facts["named lead"], facts["lead in post"], facts["lead free to develop"])
    reservation = None if clear is None else not clear
    found["leadership clear"] = clear
    found["leadership fault"] = False
    found["leadership reservation"] = reservation
    found["leadership grade"] = domain_grade(found["leadership shown"], False, reservation)
    complaints, letters = facts["upheld coercion complaints"], facts["letters of intent"]
    supports = facts["supports authorisation"]
    fault = any_of(
        None if complaints is None else complaints >= 2, None if letters is None else letters < 500
    )
    reservation = any_of(
        None if complaints is None else complaints >= 1,
        None if letters is None else letters < 750,
        None if supports is None else not supports,
    )
    found["customer fault"], found["customer reservation"] = fault, reservation
    found["customer grade"] = domain_grade(found["customer focus shown"], fault, reservation)
    planning, price = found["financial planning"], facts["price per head"]
    people, largest = facts["population served"], facts["largest customer share"]
    fault = any_of(
        None if planning is None else planning == "unsound", None if price is None else price > 2500
    )
    reservation = any_of(
        None if planning is None else planning == "weak",
        None if price is None else price > 1250,
        None if people is None else people < 1_000_000,
        None if largest is None else largest > 600,
    )
    found["business fault"], found["business reservation"] = fault, reservation
    found["business grade"] = domain_grade(found["business awareness shown"], fault, reservation)


def domain_grade(shown: str | None, fault: bool | None, reservation: bool | None) -> str | None:
    """A fault fails the domain, a reservation holds it at marginal."""
    if fault or shown == "fail":
        return "fail"
    if fault is None or shown is None:
        return None
    if shown == "marginal" or reservation:
        return "marginal"
    return None if reservation is None else "good"


def outcome(facts: dict[str, Any], found: dict[str, Any]) -> None:
    agreed = all_of(facts["css consents"], facts["bdu consents"])
    grades = (found["leadership grade"], found["customer grade"], found["business grade"])
    failed, unclear = grades.count("fail"), grades.count(None)
    two_failed = True if failed > 1 else False if failed + unclear < 2 else None
    one_failed = True if failed else None if unclear else False
    marginal = None if unclear else grades.count("marginal")
    found["plan can be agreed"], found["two domains failed"] = agreed, two_failed
    found["domain failed"], found["marginal domains"] = one_failed, marginal
    if agreed is False or two_failed:
        found["outcome"] = "scenario one"
    elif agreed is None or two_failed is None or one_failed is None:
        found["outcome"] = None
    else:
        found["outcome"] = "greater oversight" if one_failed or marginal else "lesser oversight"
