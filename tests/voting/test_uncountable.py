"""A rule that finds no winners in reasonable time is a clear refusal, never a fault of the page."""

import pytest

from voting.core.ballots import Ballot, BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.profile import Profile
from voting.core.ties import TieKey, Ties
from voting.counting.core import Sorted, Uncountable, count_contests
from voting.setup.core import ContestView, ProjectView, Terms


def test_a_best_choice_that_cannot_be_told_in_time_is_refused_in_words():
    projects = tuple(
        ProjectView(n, None, f"p{n}", "", "", 10**9 + 7919**3 * n * n % 10**9) for n in range(120)
    )
    contest = ContestView(1, "A", True, "All", 60 * 10**9, "EUR", projects)
    rule = RuleSpec("max_welfare", {"utility": "score_times_cost"})
    terms = Terms(BallotForm(Kind.APPROVAL), rule, Ties((TieKey.PUBLISHED_ORDER,)))
    ballot = Ballot.of(Kind.APPROVAL, [project.code for project in projects])

    with pytest.raises(Uncountable, match="nearly equal"):
        count_contests([contest], terms, [Sorted(Profile.of([ballot]), 0)])
