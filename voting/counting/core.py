"""From the papers in the box to an outcome for each contest; the same papers give the same.

See “counting” in voting/README.md.
"""

from collections.abc import Sequence

from concejo.errors import Refused
from concejo.text import ngettext
from voting.booth.core import decode_choices
from voting.core.analysis.report import Analysis, analyse
from voting.core.ballots import Ballot, NotABallot, check
from voting.core.outcome import Outcome
from voting.core.profile import Profile
from voting.core.rules import count
from voting.core.rules.max_welfare import TooHard
from voting.setup.core import ContestView, Terms


class SpoiltBallots(Refused):
    """The box holds what no voter can have cast through the booth."""


class Uncountable(Refused):
    """The locked rule finds no winners in reasonable time."""


def count_contests(
    contests: Sequence[ContestView], terms: Terms, papers: Sequence[str]
) -> list[Outcome]:
    """Count every contest by the locked rule."""
    profiles = read_profiles(contests, terms, papers)
    try:
        return [
            count(terms.rule, contest.instance, profiles[contest.id], terms.ties)
            for contest in contests
        ]
    except TooHard as error:
        raise Uncountable(error.args[0]) from error


def read_profiles(
    contests: Sequence[ContestView], terms: Terms, papers: Sequence[str]
) -> dict[int, Profile]:
    """Sort the ballots on all papers by contest; refuse papers that the booth would not take."""
    ballots: dict[int, list[Ballot]] = {contest.id: [] for contest in contests}
    spoilt = 0
    for paper in papers:
        try:
            for contest_id, ballot in decode_choices(paper).items():
                ballots[contest_id].append(ballot)
        except (NotABallot, KeyError):
            spoilt += 1
    profiles = {contest: Profile.of(found) for contest, found in ballots.items()}
    spoilt += sum(_invalid(contest, terms, profiles[contest.id]) for contest in contests)
    if spoilt:
        raise SpoiltBallots(
            ngettext(
                "The box holds {count} ballot that the booth would not have taken. Do not count:"
                " call for an audit.",
                "The box holds {count} ballots that the booth would not have taken. Do not count:"
                " call for an audit.",
                spoilt,
            )
        )
    return profiles


def analyse_contest(contest: ContestView, outcome: Outcome, profile: Profile) -> Analysis:
    """Find out what there is to tell of a count beyond its outcome.

    Money is told apart by the groups that the contest's quotas make, where it has any.
    """
    groups = {code: quota.name for quota in contest.quotas for code in quota.projects}
    return analyse(outcome, contest.instance, profile, groups)


def _invalid(contest: ContestView, terms: Terms, profile: Profile) -> int:
    form, projects = contest.form(terms.form), contest.standing
    filled = sum(times for ballot, times in profile.groups if check(ballot, form, projects))
    return filled + (0 if form.allows_blank else profile.blank)
