"""Margins of greedy: told by the turns of the other projects, without counting again."""

from collections.abc import Iterator, Sequence

from voting.core.analysis.backing import Group
from voting.core.analysis.margins.counted import margins_by_recounts
from voting.core.analysis.margins.line import Candidacy
from voting.core.analysis.margins.margin import Margin, ProjectMargins, Sought
from voting.core.analysis.margins.recounts import Recounts
from voting.core.analysis.margins.seek import least
from voting.core.profile import Scoring, Standing
from voting.core.rules.entry import Entry, enter


def margins_by_turns(
    recounts: Recounts, groups: Sequence[Group], wanted: Sequence[Standing]
) -> Iterator[ProjectMargins]:
    """Find the margins of all that are wanted."""
    outcome = recounts.outcome
    start = enter(outcome.rule, recounts.instance, recounts.ballots, outcome.ties)
    for standing in wanted:
        candidacy = Candidacy(start, standing, outcome.voters)
        if standing.project in outcome.winners:
            cost = _highest_cost(candidacy, won=True)
            yield ProjectMargins(standing.project, True, _votes_to_spare(candidacy), cost)
        elif _turns_on_turnout(start):
            # With more voters the others may not have the support that is needed any more.
            (counted,) = margins_by_recounts(recounts, groups, [standing])
            cost = _highest_cost(candidacy, won=False)
            yield ProjectMargins(standing.project, False, counted.votes, cost)
        else:
            more = _more_votes(candidacy, recounts.points)
            cost = _highest_cost(candidacy, won=False)
            yield ProjectMargins(standing.project, False, more, cost)


def _turns_on_turnout(start: Entry) -> bool:
    parameters = start.spec.parameters
    return bool(parameters["support_permille"] or parameters["support_budgets"])


def _more_votes(candidacy: Candidacy, points: int) -> Margin:
    standing, most = candidacy.standing, max(candidacy.voters, 1)
    if standing.cost > candidacy.room_if_first:
        return Margin(Sought.NEVER)

    def wins(more: int) -> bool:
        return candidacy.wins(
            cost=standing.cost,
            score=standing.score + more * points,
            supporters=standing.supporters + more,
        )

    found = least(wins, most)
    return Margin(Sought.VAIN, most) if found is None else Margin(Sought.FOUND, found)


def _votes_to_spare(candidacy: Candidacy) -> Margin:
    standing = candidacy.standing
    if candidacy.spec.parameters["scoring"] != Scoring.VOTES:
        return Margin(Sought.NOT_ASKED)

    def loses(fewer: int) -> bool:
        return not candidacy.wins(
            cost=standing.cost,
            score=standing.score - fewer,
            supporters=standing.supporters - fewer,
        )

    found = least(loses, standing.supporters)
    return Margin(Sought.NEVER) if found is None else Margin(Sought.FOUND, found - 1)


def _highest_cost(candidacy: Candidacy, *, won: bool) -> Margin:
    standing = candidacy.standing

    def wins(cost: int) -> bool:
        return candidacy.wins(cost=cost, score=standing.score, supporters=standing.supporters)

    # One that lost may win at a higher cost, if the dearer of equals goes first: that is no help.
    points = {cost for cost in candidacy.turning_points() if cost >= 0}
    best = max(
        (cost for cost in points if (won or cost < standing.cost) and wins(cost)), default=None
    )
    if best is None:
        assert not won, "it won at its own cost"
        return Margin(Sought.NEVER)
    return Margin(Sought.FOUND, best)
