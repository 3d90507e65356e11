"""What the page of a contest tells: the money as it went, and nothing of single ballots."""

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from concejo.commands.count.codes import listed
from concejo.text import Money
from tests.voting.core.analysis.counts import Count, counts
from voting.board.core import ContestResult, Told, result_of, tell
from voting.board.core.comparison import name_of
from voting.board.core.fairness import Answer
from voting.board.core.money import Means
from voting.board.core.nearness import tell_margins
from voting.core import decisions
from voting.core.analysis.margins import Margin, Margins, ProjectMargins, Sought
from voting.core.analysis.report import analyse
from voting.core.ballots import Ballot, Project
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance, Profile
from voting.core.rules import RULES, settled
from voting.core.rules.codes import CODES
from voting.core.ties import TieKey, Ties
from voting.setup.core import ContestView, ProjectView
from voting.setup.forms import OFFERED

TIES = Ties((TieKey.CHEAPEST, TieKey.PUBLISHED_ORDER))


def contest_of(instance: Instance) -> ContestView:
    projects = tuple(
        ProjectView(place, None, project.code, project.name, "", project.cost)
        for place, project in enumerate(instance.projects)
    )
    limits = instance.conflicts, instance.quotas
    return ContestView(1, "D01", False, "Olmos", instance.budget, "EUR", projects, *limits)


def result(counted: Count) -> ContestResult:
    outcome = counted.outcome
    return result_of(contest_of(counted.instance), outcome, outcome.digest())


def told(counted: Count, *, is_withheld: bool = False) -> Told:
    outcome = counted.outcome
    found = analyse(outcome, counted.instance, counted.profile, most_recounts=5)
    return tell(result(counted), found, is_withheld=is_withheld)


def counted(
    rule: str, budget: int, costs: list[int], ballots: list[str], **parameters: int | str
) -> Count:
    """A count of projects a, b, c … by ballots such as "ab"."""
    projects = tuple(Project(chr(97 + n), cost, f"Olmo {n}") for n, cost in enumerate(costs))
    profile = Profile.of(Ballot(tuple(ballot)) for ballot in ballots)
    spec = settled(RuleSpec(rule, parameters))
    return Count(spec, Instance(projects, budget), profile, TIES)


@given(counts())
def test_the_money_climbs_from_nothing_to_what_is_spent(one):
    outcome = one.outcome

    picture = told(one).money

    paid = [row for row in picture.rows if row.is_paid]
    assert tuple(row.project for row in paid) == outcome.winners
    spent = 0
    for row in paid:
        spent += row.cost
        assert row.total == spent
    assert spent == outcome.spent
    assert sum(row.is_first_out for row in picture.rows) <= 1
    assert not any(row.is_first_out and row.is_paid for row in picture.rows)


@given(counts())
def test_the_pieces_of_a_bar_follow_one_another_inside_the_picture(one):
    picture = told(one).money

    for row in picture.rows:
        assert row.stretches
        for piece in (*row.stretches, picture.rest):
            assert 0 <= piece.start <= piece.start + piece.length <= 1000
        for before, after in zip(row.stretches, row.stretches[1:], strict=False):
            assert abs(before.start + before.length - after.start) <= 2


@given(counts("greedy"), st.randoms(use_true_random=False))
def test_among_few_the_same_is_told_whoever_chose_what_together(one, chance):
    assume(one.scoring == "votes")
    columns = {
        project.code: [
            project.code in ballot.choices
            for ballot, times in one.profile.groups
            for _n in range(times)
        ]
        + [False] * one.blank
        for project in one.instance.projects
    }
    for column in columns.values():
        chance.shuffle(column)
    ballots = [
        Ballot(tuple(code for code, column in columns.items() if column[place]))
        for place in range(one.profile.voters)
    ]
    other = replace(one, profile=Profile.of(ballots))
    assume(other.outcome == one.outcome)

    first, second = (told(count, is_withheld=True) for count in (one, other))

    assert first == second


@given(counts("equal_shares", "phragmen", "bounded_overspending"))
def test_among_few_no_amount_and_no_margin_is_told_that_ballots_decide(one):
    found = told(one, is_withheld=True)

    assert found.rules == found.checks == ()
    for story in found.stories:
        assert (story.paid, story.spent, story.support, story.margins) == (None, None, None, ())
    for row in found.money.rows:
        assert {piece.means for piece in row.stretches}.isdisjoint({Means.FULL, Means.LESS})


def test_who_paid_the_full_price_and_who_all_they_had_is_drawn_apart():
    # Each has 300. Four buy a for 200 each; then b takes the last 100 of two of them, and 200 of
    # the fifth, who could have paid more.
    one = counted("equal_shares", 1500, [800, 400], ["ab", "ab", "a", "a", "b"], completion="none")

    first, second = told(one).money.rows

    assert one.outcome.winners == ("a", "b")
    assert [piece.means for piece in first.stretches] == [Means.FULL]
    assert [piece.means for piece in second.stretches] == [Means.FULL, Means.LESS]
    assert [piece.start for piece in second.stretches] == [533, 666]


def test_what_supporters_had_is_drawn_beside_the_cost():
    # Each of four has 250. Three buy a for 100 each; b costs 800, and its two have 150 and 250.
    one = counted("equal_shares", 1000, [300, 800], ["a", "a", "ab", "b"], completion="none")

    story = next(story for story in told(one).stories if story.line.project.code == "b")

    assert story.spent is not None
    assert (story.spent.had, story.spent.left) == (Money(500, "EUR"), Money(400, "EUR"))
    assert [(line.name, amount.amount) for line, amount in story.spent.taken] == [("Olmo 0", 100)]
    assert [(p.means, p.start, p.length) for p in story.spent.stretches] == [
        (Means.LEFT, 0, 500),
        (Means.FULL, 500, 125),
    ]
    assert story.spent.mark == 1000


def test_what_reaches_over_the_budget_is_drawn_to_an_end():
    one = counted("greedy", 100, [60, 10_000, 30], ["ab", "ab", "a", "c"])

    picture = told(one).money

    assert [row.is_paid for row in picture.rows] == [True, False, True]
    dear = picture.rows[1]
    assert dear.is_first_out
    assert dear.left == 40
    assert picture.edge == 800
    assert dear.stretches[0].start + dear.stretches[0].length == 1000


def test_a_reserve_pays_beyond_the_edge():
    one = counted("greedy", 100, [60, 50], ["ab", "a"], over_budget="stop", reserve_percent=80)

    picture = told(one).money

    assert [piece.means for piece in picture.rows[1].stretches] == [Means.BY_SCORE, Means.RESERVE]
    assert picture.left == 0


def test_a_group_that_gets_nothing_is_a_counterexample_in_words():
    # Two of five want b only; their shares come to 40 of 100, and it costs 40.
    one = counted("greedy", 100, [70, 40], ["a", "a", "a", "b", "b"])

    by_money, by_number, prices = told(one).checks

    assert (by_money.answer, by_number.answer, prices.answer) == (Answer.NO,) * 3
    assert "2 voters support “Olmo 1”" in str(by_money.sentences[0])
    assert "none of them has a project of theirs chosen" in str(by_money.sentences[0])
    assert "enough for 1 project of that cost" in str(by_number.sentences[0])
    assert "2 voters who support “Olmo 1” and no chosen project" in str(prices.sentences[0])


@pytest.mark.parametrize(
    ("won", "votes", "said"),
    [
        (False, Margin(Sought.FOUND, 1), "With 1 more voter, who supported it alone"),
        (False, Margin(Sought.FOUND, 7), "With 7 more voters, who supported it alone"),
        (False, Margin(Sought.VAIN, 9), "9 more voters who supported it alone would not"),
        (False, Margin(Sought.NEVER), "No number of further votes"),
        (False, Margin(Sought.NOT_COMPUTED), "was not worked out"),
        (True, Margin(Sought.FOUND, 0), "With one vote fewer it would not have won."),
        (True, Margin(Sought.FOUND, 3), "With 3 votes fewer it would still have won"),
        (True, Margin(Sought.NEVER), "however few"),
    ],
)
def test_margins_are_told_as_they_were_found(won, votes, said):
    one = ProjectMargins("a", won, votes, Margin(Sought.NOT_ASKED))

    (sentence,) = tell_margins(Margins((one,), 0, 1), one, "EUR")

    assert said in str(sentence)


def test_points_are_told_with_the_votes_that_would_have_been_enough():
    one = ProjectMargins("a", False, Margin(Sought.FOUND, 2), Margin(Sought.FOUND, 499))

    votes, cost = tell_margins(Margins((one,), 0, 5), one, "EUR")

    assert "With 2 more voters, who each gave 5 points to it alone" in str(votes)
    assert str(cost) == "At a cost of 4.99 EUR it would have won; at 5.00 EUR not."


def test_rules_that_stand_beside_each_other_have_names_of_their_own():
    names = {str(name_of(settled(spec))) for spec in CODES.values()}

    assert len(names) >= 10
    assert not any("_" in name for name in names)


def test_a_rule_has_one_title_in_the_setup_the_results_and_the_list_of_codes():
    asked = {section.value: section.label for section in OFFERED}
    lines = "\n".join(listed())

    for name, rule in RULES.items():
        assert asked[name] == name_of(settled(RuleSpec(name))) == rule.title
        assert f"  {rule.title}" in lines
    titles = [str(rule.title) for rule in (*RULES.values(), *decisions.RULES.values())]
    assert len(set(titles)) == len(titles)


def test_a_price_is_the_same_in_the_reason_the_picture_and_the_table():
    one = counted("equal_shares", 100, [100], ["a", "a", "a"], completion="none")

    found = told(one)

    (story,), (row,) = found.stories, found.money.rows
    assert story.paid is not None
    (payment,) = story.paid.payments
    assert payment.most == Money(33, "EUR")
    assert row.price == 33
    assert str(payment.most) in str(story.line.why.headline)
