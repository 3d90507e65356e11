"""Margins by recounts: for every rule, and exactly as the rule counts."""

from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

from voting.core.analysis.backing import Group, backers
from voting.core.analysis.margins.guesses import guess_cost, guess_more
from voting.core.analysis.margins.margin import Margin, ProjectMargins, Sought
from voting.core.analysis.margins.recounts import NoMoreRecounts, Recounts
from voting.core.analysis.margins.seek import seek
from voting.core.outcome import Outcome
from voting.core.profile import Standing
from voting.core.steps import Unaffordable


def margins_by_recounts(
    recounts: Recounts, groups: Sequence[Group], wanted: Sequence[Standing]
) -> Iterator[ProjectMargins]:
    """Find margins in the order in which they matter, until no recount is left."""
    supported = backers(groups)
    winners = set(recounts.outcome.winners)
    nearness = _nearness(recounts.outcome)
    ranked = sorted(
        wanted,
        key=lambda one: (one.project in winners, -nearness.get(one.project, 0), -one.score),
    )
    for standing in ranked:
        search = _Search(recounts, standing, supported.get(standing.project, []))
        if standing.project in winners:
            none = Margin(Sought.NOT_ASKED)
            yield ProjectMargins(standing.project, True, none, search.cost_of_winner())
        else:
            more, cost = search.more_votes(), search.cost_of_loser()
            yield ProjectMargins(standing.project, False, more, cost)


def _nearness(outcome: Outcome) -> dict[str, Fraction]:
    """Tell what part of its cost the supporters of a project had left."""
    return {
        step.project: Fraction(step.money, step.cost)
        for step in outcome.steps
        if isinstance(step, Unaffordable) and step.cost
    }


class _Search:
    """Look for the margins of one project."""

    def __init__(self, recounts: Recounts, standing: Standing, groups: Sequence[Group]) -> None:
        self._recounts, self._standing, self._groups = recounts, standing, groups
        self._code, self._cost = standing.project, standing.cost

    def more_votes(self) -> Margin:
        """Find how many more voters who support only it make a losing project win."""
        instance, points = self._recounts.instance, self._recounts.points
        # Only a reserve ever funds what costs more than there is.
        if self._cost > instance.budget and self._recounts.outcome.rule.name != "greedy":
            return Margin(Sought.NEVER)
        most = max(self._recounts.outcome.voters, 1)

        def attempt(more: int) -> int | None:
            outcome = self._recounts.at(self._code, cost=self._cost, more=more)
            if self._code in outcome.winners:
                return None
            extra = [Group(more, {self._code: points})] if more else []
            groups = [*self._groups, *extra]
            further = guess_more(outcome, self._code, self._cost, groups, points)
            return more + (further if further is not None else max(more, 1))

        found = _sought(self._recounts, attempt, most)
        return Margin(Sought.VAIN, most) if found is None else found

    def cost_of_loser(self) -> Margin:
        """Find the highest cost at which a losing project wins."""
        found = _sought(self._recounts, self._lowered(self._cost), self._cost)
        if found is None:
            return Margin(Sought.NEVER)
        return self._from_above(found, self._cost)

    def cost_of_winner(self) -> Margin:
        """Find the highest cost at which a winner still wins; nothing over the budget ever does."""
        top = max(self._recounts.instance.budget, self._cost) + 1
        found = _sought(self._recounts, self._lowered(top), top - self._cost)
        assert found is not None, "it won at its own cost"
        return self._from_above(found, top)

    def _lowered(self, top: int) -> Callable[[int], int | None]:
        def attempt(lower: int) -> int | None:
            outcome = self._recounts.at(self._code, cost=top - lower)
            if self._code in outcome.winners:
                return None
            cost = guess_cost(outcome, self._code, self._groups)
            return top if cost is None else top - cost

        return attempt

    def _from_above(self, found: Margin, top: int) -> Margin:
        if found.sought is Sought.FOUND:
            return Margin(Sought.FOUND, top - found.number)
        return found


def _sought(recounts: Recounts, attempt: Callable[[int], int | None], most: int) -> Margin | None:
    """Seek, and say so where the recounts do not reach; None where the most is not enough."""
    try:
        recounts.demand()
        found = seek(attempt, most)
    except NoMoreRecounts:
        return Margin(Sought.NOT_COMPUTED)
    return None if found is None else Margin(Sought.FOUND, found)
