"""From ballots as they were opened to an outcome for each contest; the same give the same.

See “counting” in voting/README.md.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from concejo.errors import Refused
from voting.core.analysis.report import Analysis, analyse
from voting.core.ballots import Ballot, NotABallot, check
from voting.core.outcome import Outcome
from voting.core.profile import Profile
from voting.core.protocol.parties import Style
from voting.core.protocol.plain import decode_plain
from voting.core.rules import count
from voting.core.rules.max_welfare import TooHard
from voting.setup.core import ContestView, Terms


class Uncountable(Refused):
    """The locked rule finds no winners in reasonable time."""


@dataclass(frozen=True)
class Paper:
    """A ballot as it was opened, or typed from a sheet: its style, and what stands on it."""

    style: int
    plain: str


@dataclass(frozen=True)
class Sorted:
    """The ballots of one contest, and how many are null: they say what nobody could choose."""

    profile: Profile
    null: int


def count_contests(
    contests: Sequence[ContestView], terms: Terms, sorted_papers: Sequence[Sorted]
) -> list[Outcome]:
    """Count every contest by the locked rule."""
    try:
        return [
            count(terms.rule, contest.instance, found.profile, terms.ties)
            for contest, found in zip(contests, sorted_papers, strict=True)
        ]
    except TooHard as error:
        raise Uncountable(error.args[0]) from error


def sort_papers(
    contests: Sequence[ContestView], terms: Terms, styles: Sequence[Style], papers: Iterable[Paper]
) -> list[Sorted]:
    """Sort the ballots by contest, in the order of the contests.

    Only its voter sees what is on a sealed ballot, so that any may be on it. One that the booth
    would not have taken is null, in all contests of its style.
    """
    valid: dict[str, list[tuple[Ballot, int]]] = {contest.key: [] for contest in contests}
    null: Counter[str] = Counter()
    by_key = {contest.key: contest for contest in contests}
    for paper, times in Counter(papers).items():
        wanted = [by_key[key] for key in styles[paper.style].contests]
        ballots = _read(paper.plain, wanted, terms)
        for contest in wanted:
            if ballots is None:
                null[contest.key] += times
            else:
                valid[contest.key].append((ballots[contest.key], times))
    return [Sorted(Profile.merged(valid[c.key]), null[c.key]) for c in contests]


def _read(plain: str, contests: Sequence[ContestView], terms: Terms) -> dict[str, Ballot] | None:
    """Read a ballot, or give None for one that is null."""
    try:
        ballots = decode_plain(plain)
    except NotABallot:
        return None
    if set(ballots) != {contest.key for contest in contests}:
        return None
    for contest in contests:
        if check(ballots[contest.key], contest.form(terms.form), contest.standing):
            return None
    return ballots


def analyse_contest(contest: ContestView, outcome: Outcome, profile: Profile) -> Analysis:
    """Find out what there is to tell of a count beyond its outcome.

    Money is told apart by the groups that the contest's quotas make, where it has any.
    """
    groups = {code: quota.name for quota in contest.quotas for code in quota.projects}
    return analyse(outcome, contest.instance, profile, groups)
