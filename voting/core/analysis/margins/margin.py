"""Margins as values: what was found, what was tried in vain, and what was not computed."""

from dataclasses import dataclass
from enum import StrEnum


class Sought(StrEnum):
    """How the search for a margin ended.

    found: at the number. vain: tried up to the number, which is not enough. never: nothing is
    enough. not_computed: too many recounts were needed. not_asked: this rule has no such margin.
    """

    FOUND = "found"
    VAIN = "vain"
    NEVER = "never"
    NOT_COMPUTED = "not_computed"
    NOT_ASKED = "not_asked"


@dataclass(frozen=True)
class Margin:
    """Hold a number of votes or a cost, and how it was found."""

    sought: Sought
    number: int = 0


@dataclass(frozen=True)
class ProjectMargins:
    """Tell by how much a project won or lost.

    `votes`: of one that lost, how many more voters who support only it make it win, when one fewer
    does not; of one that won, how many votes it can lose, when one more makes it lose. `cost`: the
    highest at which it wins, in the sense that it loses at one minor unit more.
    """

    project: str
    won: bool
    votes: Margin
    cost: Margin


@dataclass(frozen=True)
class Margins:
    """Hold the margins of projects, in published order, and how often it was counted for them.

    `points` is what each of the further voters is taken to give to the one project.
    """

    projects: tuple[ProjectMargins, ...]
    recounts: int
    points: int
