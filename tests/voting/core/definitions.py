"""Rules as their definitions say them: each voter alone, everything reckoned anew each time."""

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import combinations

from tests.voting.core.elections import least_price
from voting.core.ballots import Ballot
from voting.core.limits import limits_of
from voting.core.profile import Instance, Standing
from voting.core.ties import TieOrder


def phragmen_by_definition(
    instance: Instance, ballots: list[Ballot], over_budget: str, order: TieOrder
) -> list[tuple[str, Fraction]]:
    """One load for each voter, and every project's load added up anew each time."""
    loads = [Fraction(0)] * len(ballots)
    cost = {p.code: p.cost for p in instance.projects if p.cost <= instance.budget}
    backers = {code: [at for at, b in enumerate(ballots) if code in b.choices] for code in cost}
    waiting = {code for code in cost if backers[code]}
    left, winners = instance.budget, []
    while waiting:
        load = {
            code: (cost[code] + sum((loads[at] for at in backers[code]), Fraction(0)))
            / len(backers[code])
            for code in waiting
        }
        equals = [code for code in waiting if load[code] == min(load.values())]
        misfits = {code for code in equals if cost[code] > left}
        if misfits and over_budget == "stop":
            break
        waiting -= misfits
        if set(equals) - misfits:
            winner, _step = order.first(sorted(set(equals) - misfits))
            winners.append((winner, load[winner]))
            waiting.remove(winner)
            left -= cost[winner]
            for at in backers[winner]:
                loads[at] = load[winner]
    return winners


def given_by(ballot: Ballot) -> dict[str, int]:
    return dict(zip(ballot.choices, ballot.points or (1,) * len(ballot.choices), strict=True))


def best_part(
    purse: list[Fraction], points: list[int], cost: int
) -> tuple[Fraction, Fraction, Fraction] | None:
    """The least price/part, minus the part, and the price, by trying many more parts than needed.

    Those at which some voter pays all, that of the whole, and a hundred between and beyond them.
    """
    backers = [(money, given) for money, given in zip(purse, points, strict=True) if money * given]
    if not cost and any(points):
        return Fraction(0), Fraction(-1), Fraction(0)
    if not backers:
        return None
    most = max(money / given for money, given in backers)
    tried = {money / given for money, given in backers}
    tried |= {most * step / 100 for step in range(1, 111)}
    whole = least_price(purse, points, cost)
    if whole is not None:
        tried = {each for each in tried if each < whole} | {whole}
    found = []
    for each in tried:
        part = sum((min(money, each * given) for money, given in backers), Fraction(0)) / cost
        found.append((each / part / part, -part, each / part))
    return min(found)


def overspending_by_definition(
    instance: Instance, ballots: list[Ballot], order: TieOrder, counts_cost: bool
) -> list[tuple[str, Fraction, Fraction]]:
    """Each voter alone: every winner with the price and the part that was paid for."""
    purse = [Fraction(instance.budget, max(len(ballots), 1))] * len(ballots)
    cost = {project.code: project.cost for project in instance.projects}
    left = instance.budget
    bought: list[tuple[str, Fraction, Fraction]] = []
    while True:
        parts = {}
        for code in set(cost) - {code for code, _price, _part in bought}:
            points = [given_by(ballot).get(code, 0) for ballot in ballots]
            best = best_part(purse, points, cost[code])
            if best is not None and cost[code] <= left:
                unit = cost[code] if counts_cost and cost[code] else 1
                parts[code] = (best[0] / unit, *best[1:])
        if not parts:
            return bought
        least = min(rank for rank, _part, _price in parts.values())
        winner, _step = order.first(sorted(code for code in parts if parts[code][0] == least))
        _rank, part, price = parts[winner]
        bought.append((winner, price, -part))
        left -= cost[winner]
        for at, ballot in enumerate(ballots):
            purse[at] -= min(purse[at], price * given_by(ballot).get(winner, 0))


def choices_that_fit(
    instance: Instance, standings: Sequence[Standing]
) -> Iterator[tuple[Standing, ...]]:
    limits = limits_of(instance)
    for size in range(len(standings) + 1):
        for choice in combinations(standings, size):
            fits = sum(item.cost for item in choice) <= instance.budget and all(
                sum(limit.takes.get(item.project, 0) for item in choice) <= limit.room
                for limit in limits
            )
            if fits:
                yield choice


def total_of(choice: Sequence[Standing], utility: str) -> int:
    return sum(item.score * (item.cost if utility == "score_times_cost" else 1) for item in choice)
