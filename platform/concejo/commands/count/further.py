"""What lies behind the count of a budget: why, by how much, and what other rules give."""

from collections.abc import Sequence

from concejo.commands.count.counted import Beside, Told
from concejo.errors import NotFound
from concejo.text import Text, _
from voting.board.core.nearness import tell_margins
from voting.core.analysis.comparison import BESIDE
from voting.core.analysis.report import Analysis, analyse
from voting.core.analysis.story import ProjectStory, tell_stories
from voting.core.loading import Loaded
from voting.core.outcome import Outcome
from voting.core.profile import Instance


def tell_further(
    outcome: Outcome, instance: Instance, loaded: Loaded, codes: Sequence[str], compares: bool
) -> Told:
    """Explain the projects, and compare with other rules if that is asked for."""
    standing = {project.project for project in outcome.standings}
    for code in codes:
        if code not in standing:
            raise NotFound(_("There is no project {code} in the file.", code=code))
    analysis = analyse(
        outcome,
        instance,
        loaded.ballots,
        most_recounts=None if codes else 0,
        projects=codes,
        beside=BESIDE if compares else (),
    )
    names = {line.project.code: line.project.name for line in loaded.file.projects}
    stories = {story.project: story for story in tell_stories(outcome, analysis, names)}
    return Told(
        {code: _sentences(stories[code], analysis) for code in codes},
        _compared(analysis) if compares else (),
    )


def _sentences(story: ProjectStory, analysis: Analysis) -> tuple[Text, ...]:
    near = story.margins
    margins = tell_margins(analysis.margins, near, analysis.currency) if near else ()
    return (story.headline, *story.details, *story.paid, *story.took, *margins)


def _compared(analysis: Analysis) -> list[Beside]:
    return [
        Beside(
            one.code,
            one.winners,
            one.cost,
            one.in_common,
            one.represented,
            one.average_number,
            one.average_cost,
        )
        for one in analysis.rules
    ]
