"""The same election for the verifier and for the product, to hold one count against the other."""

from collections import Counter

from hypothesis import strategies as st

from voting import verify
from voting.core.ballots import Ballot, Project
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance, Profile, Quota
from voting.core.rules import RULES, settled
from voting.core.ties import TieKey, Ties


def contest_of(instance: Instance) -> dict[str, object]:
    """An instance as the manifest writes it."""
    return {
        "id": "c",
        "name": "c",
        "budget": instance.budget,
        "currency": instance.currency,
        "projects": [{"code": p.code, "name": p.name, "cost": p.cost} for p in instance.projects],
        "conflicts": [list(group) for group in instance.conflicts],
        "quotas": [
            {"name": q.name, "projects": list(q.projects), "most": q.most, "reserved": q.reserved}
            for q in instance.quotas
        ],
    }


def start_of(spec: RuleSpec, instance: Instance, profile: Profile, ties: Ties) -> verify.Count:
    """What the verifier begins to count with."""
    votes = verify.Votes()
    votes.filled = Counter(
        {(ballot.choices, ballot.points): number for ballot, number in profile.groups}
    )
    votes.blank = profile.blank
    rule = settled(spec).to_value()
    order = {"order": [key.value for key in ties.order], "seed": ties.seed}
    verify.check_terms({"rule": rule, "ties": order, "ballot": {"kind": "scores"}})
    return verify.Count(contest_of(instance), votes, rule, order)


def verified(spec: RuleSpec, instance: Instance, profile: Profile, ties: Ties) -> dict[str, object]:
    """What the verifier counts of the contest."""
    count = start_of(spec, instance, profile, ties)
    winners = verify.COUNTS[spec.name](count)
    return {
        "winners": winners,
        "votes": count.score,
        "spent": count.spent(winners),
        "voters": count.voters,
        "blank": count.votes.blank,
    }


def counted(outcome: Outcome) -> dict[str, object]:
    """What the product counted."""
    return {
        "winners": list(outcome.winners),
        "votes": {one.project: one.score for one in outcome.standings},
        "spent": outcome.spent,
        "voters": outcome.voters,
        "blank": outcome.blank,
    }


LARGE = {"threshold": 4, "support_permille": 700, "support_budgets": 4, "step": 30}


@st.composite
def specs(draw: st.DrawFn, name: str) -> RuleSpec:
    """A rule with any of its parameters."""
    rule = RULES[name]
    given: dict[str, int | str | bool] = {}
    for parameter in rule.parameters:
        if parameter.name == "scoring":
            given["scoring"] = draw(st.sampled_from(["votes", "points", "borda"]))
        elif isinstance(parameter.default, bool):
            given[parameter.name] = draw(st.booleans())
        elif parameter.choices:
            given[parameter.name] = draw(st.sampled_from(parameter.choices))
        else:
            most = LARGE.get(parameter.name, parameter.most or 10)
            numbers = st.integers(max(1, parameter.least), most)
            default = st.just(parameter.default or parameter.least)
            given[parameter.name] = draw(st.one_of(default, numbers))
    if given.get("over_budget") == "skip" and "reserve_percent" in given:
        given["reserve_percent"] = 0
    return RuleSpec(name, given)


@st.composite
def ties(draw: st.DrawFn) -> Ties:
    """An order for ties."""
    first = draw(st.permutations([TieKey.CHEAPEST, TieKey.DEAREST, TieKey.MOST_VOTES]))
    last = draw(st.sampled_from([TieKey.PUBLISHED_ORDER, TieKey.LOT]))
    return Ties((*first[: draw(st.integers(0, 3))], last), draw(st.sampled_from(["a", "ñ"])))


@st.composite
def contests(draw: st.DrawFn, most: int = 6) -> Instance:
    """Up to six projects, some free, with what may limit a choice among them."""
    costs = draw(st.lists(st.integers(0, 12), min_size=1, max_size=most))
    projects = tuple(Project(chr(97 + at), cost) for at, cost in enumerate(costs))
    codes = st.sets(st.sampled_from([p.code for p in projects]), min_size=1).map(sorted).map(tuple)
    budget = draw(st.integers(0, 30))
    conflicts = tuple(draw(st.lists(codes, max_size=2)))
    quotas = []
    for name in "pq"[: draw(st.integers(0, 2))]:
        top = draw(st.one_of(st.none(), st.integers(0, 20)))
        quotas.append(Quota(name, draw(codes), top, draw(st.integers(0, budget // 2))))
    return Instance(projects, budget, "EUR", conflicts, tuple(quotas))


@st.composite
def profiles(draw: st.DrawFn, instance: Instance, scoring: str, least: int = 1) -> Profile:
    """Up to ten ballots, with points or in order if the scoring asks for it."""
    codes = [project.code for project in instance.projects]
    ballots = []
    for _ballot in range(draw(st.integers(0, 10))):
        named = draw(st.lists(st.sampled_from(codes), unique=True))
        if scoring == "borda":
            ballots.append(Ballot(tuple(named)))
            continue
        named.sort()
        points = [draw(st.integers(least, 4)) for _code in named] if scoring == "points" else []
        ballots.append(Ballot(tuple(named), tuple(points)))
    return Profile.of(ballots)
