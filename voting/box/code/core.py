"""The ballot of a style as the manifest tells it, for the page of the box.

See “box” in voting/README.md. The box knows no database of ours: contests and projects have for
numbers the places at which they stand in the manifest.
"""

from voting.core.protocol.contests import Contest
from voting.core.protocol.manifest import Manifest
from voting.setup.core import ContestView, ProjectView


def contests_of(manifest: Manifest, style: int) -> tuple[ContestView, ...]:
    """Give the contests of a style, ready to be filled in."""
    places = {contest.id: place for place, contest in enumerate(manifest.contests, 1)}
    return tuple(_view(places[one.id], one) for one in manifest.contests_of(style))


def _view(place: int, contest: Contest) -> ContestView:
    instance = contest.instance
    return ContestView(
        id=place,
        area_code=contest.id,
        is_citywide=False,
        name=contest.name,
        budget=instance.budget,
        currency=instance.currency,
        projects=tuple(
            ProjectView(at, None, project.code, project.name, "", project.cost)
            for at, project in enumerate(instance.projects, 1)
        ),
        conflicts=instance.conflicts,
        quotas=instance.quotas,
    )
