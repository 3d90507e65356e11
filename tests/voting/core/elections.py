"""Small elections for property tests, and the method of equal shares as its definition says it."""

from collections.abc import Sequence
from fractions import Fraction

from hypothesis import strategies as st

from voting.core.ballots import Ballot, Kind, Project
from voting.core.profile import Instance
from voting.core.ties import TieKey, TieOrder, Ties

TIES = Ties((TieKey.CHEAPEST, TieKey.MOST_VOTES, TieKey.LOT), "drawn on the square")
BY_ORDER = Ties((TieKey.PUBLISHED_ORDER,))


def approval(*codes: str) -> Ballot:
    return Ballot.of(Kind.APPROVAL, codes)


def instance_of(costs: Sequence[int], budget: int) -> Instance:
    projects = tuple(Project(chr(97 + at), cost) for at, cost in enumerate(costs))
    return Instance(projects, budget)


@st.composite
def elections(draw: st.DrawFn, with_points: bool = False) -> tuple[Instance, list[Ballot]]:
    """An instance of up to five projects, and up to seven ballots on them."""
    costs = draw(st.lists(st.integers(1, 12), min_size=1, max_size=5))
    instance = instance_of(costs, draw(st.integers(1, 25)))
    codes = [project.code for project in instance.projects]
    chosen = draw(st.lists(st.sets(st.sampled_from(codes)), max_size=7))
    if not with_points:
        return instance, [approval(*named) for named in chosen]
    ballots: list[Ballot] = []
    for named in chosen:
        points = draw(st.lists(st.integers(1, 4), min_size=len(named), max_size=len(named)))
        ballots.append(Ballot.of(Kind.CUMULATIVE, sorted(named), points))
    return instance, ballots


def equal_shares_by_definition(
    instance: Instance,
    ballots: Sequence[Ballot],
    per_voter: Fraction,
    order: TieOrder,
    counts_cost: bool,
) -> tuple[list[str], list[Fraction]]:
    """Each voter alone, each price by trying every voter as the richest who pays all they have."""
    purse = [per_voter] * len(ballots)
    gives = [dict(zip(b.choices, b.points or (1,) * len(b.choices), strict=True)) for b in ballots]
    costs = {project.code: project.cost for project in instance.projects}
    winners: list[str] = []
    while True:
        priced = {}
        for code in costs:
            if code not in winners:
                price = least_price(purse, [given.get(code, 0) for given in gives], costs[code])
                if price is not None:
                    priced[code] = price / costs[code] if counts_cost else price
        if not priced:
            return winners, purse
        best = min(priced.values())
        winner, _step = order.first([code for code in priced if priced[code] == best])
        price = priced[winner] * (costs[winner] if counts_cost else 1)
        for at, given in enumerate(gives):
            purse[at] -= min(purse[at], price * given.get(winner, 0))
        winners.append(winner)


def least_price(purse: Sequence[Fraction], points: Sequence[int], cost: int) -> Fraction | None:
    backers = [(money, given) for money, given in zip(purse, points, strict=True) if given]
    if not backers or sum(money for money, _given in backers) < cost:
        return None
    limits = sorted({money / given for money, given in backers})
    poorer = Fraction(0)
    for limit in limits:
        if sum(min(money, limit * given) for money, given in backers) >= cost:
            fixed = sum(money for money, given in backers if money / given <= poorer)
            sharing = sum(given for money, given in backers if money / given > poorer)
            return Fraction(cost - fixed) / sharing
        poorer = limit
    raise AssertionError("unreachable")
