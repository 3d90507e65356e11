"""Margins: how many more votes, or how much lower a cost, would have been enough.

What is stated was counted: with this many it wins and with one less it does not; at this cost it
wins and at one minor unit more it does not. Not every rule is monotone, so that nothing more is
claimed. For greedy the other projects' turns tell it at once; every other rule counts again.
"""

from collections.abc import Collection, Sequence

from voting.core.analysis.backing import Group
from voting.core.analysis.held import Held
from voting.core.analysis.margins.counted import margins_by_recounts
from voting.core.analysis.margins.margin import Margin, Margins, ProjectMargins, Sought
from voting.core.analysis.margins.recounts import Recounts
from voting.core.analysis.margins.walked import margins_by_turns
from voting.core.analysis.work import usual_recounts
from voting.core.outcome import Outcome
from voting.core.profile import Instance

__all__ = ["Margin", "Margins", "ProjectMargins", "Sought", "margins_of"]


def margins_of(
    outcome: Outcome,
    instance: Instance,
    held: Held,
    groups: Sequence[Group],
    most_recounts: int | None = None,
    projects: Collection[str] | None = None,
) -> Margins:
    """Find the margins of all projects, or of some, with no more recounts than are allowed.

    Those that came nearest to winning come first, so that they have theirs when recounts run out.
    None allows as many as a quarter of a minute is enough for.
    """
    if most_recounts is None:
        most_recounts = usual_recounts(outcome, held.ballots_for(outcome.rule.name))
    recounts = Recounts(outcome, instance, held, groups, most_recounts)
    wanted = [
        standing
        for standing in outcome.standings
        if projects is None or standing.project in projects
    ]
    find = margins_by_turns if outcome.rule.name == "greedy" else margins_by_recounts
    found = {one.project: one for one in find(recounts, groups, wanted)}
    return Margins(
        tuple(found[standing.project] for standing in wanted),
        recounts.made,
        recounts.points,
    )
