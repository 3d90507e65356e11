"""A change needs enough votes, and without them all stays as it is."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.decisions.questions import BY_LOT, ballots_of, decided
from voting.core.ballots import Ballot
from voting.core.decisions import NoSuchRule, UnreadableBallot, describe, validate
from voting.core.decisions.steps import MajorityTested, NobodyChose, QuorumChecked
from voting.core.outcome import RuleSpec
from voting.core.steps import TieBroken


def majority(**parameters: int | str | bool) -> RuleSpec:
    return RuleSpec("majority", parameters)


def votes(yes: int, no: int, blank: int = 0) -> list[Ballot]:
    return ballots_of({"yes": yes, "no": no, "": blank})


@given(st.integers(1, 40), st.integers(0, 40), st.integers(0, 9), st.integers(1, 3))
def test_the_change_is_made_exactly_when_it_has_more_than_the_share(yes, no, blank, numerator):
    rule = majority(threshold_numerator=numerator, threshold_denominator=4)

    decision = decided(rule, ["yes", "no"], votes(yes, no, blank))

    assert (decision.winners == ("yes",)) is (yes * 4 > (yes + no) * numerator)


@given(st.integers(1, 30), st.integers(0, 9), st.sampled_from(["exceed", "reach"]))
def test_the_status_quo_wins_ties(equal, blank, must):
    decision = decided(majority(must=must), ["yes", "no"], votes(equal, equal, blank))

    assert decision.winners == ("no",)
    assert decision.steps[-1] == TieBroken(("no", "yes"), "no", "status_quo")


def test_exactly_the_threshold_is_enough_where_it_has_to_be_reached():
    two_thirds = {"threshold_numerator": 2, "threshold_denominator": 3}

    reached = decided(majority(**two_thirds, must="reach"), ["yes", "no"], votes(20, 10))
    exceeded = decided(majority(**two_thirds), ["yes", "no"], votes(20, 10))

    assert reached.winners == ("yes",)
    assert exceeded.winners == ("no",)


@pytest.mark.parametrize(
    ("of", "base", "needed", "winner"),
    [("decided", 30, 16, "yes"), ("cast", 42, 22, "no"), ("eligible", 50, 26, "no")],
)
def test_the_share_is_taken_of_what_the_rule_says(of, base, needed, winner):
    decision = decided(majority(of=of), ["yes", "no"], votes(20, 10, 12), eligible=50)

    assert decision.winners == (winner,)
    assert decision.steps == (
        MajorityTested("yes", "no", 20, 10, of, base, needed, winner == "yes"),
    )


@pytest.mark.parametrize(
    ("quorum", "needed", "reached"),
    [
        ({"quorum_ballots": 42}, 42, True),
        ({"quorum_ballots": 43}, 43, False),
        ({"quorum_permille": 333}, 42, True),
        ({"quorum_permille": 334}, 42, True),
        ({"quorum_permille": 342}, 43, False),
        ({"quorum_ballots": 43, "quorum_permille": 1}, 43, False),
    ],
)
def test_nothing_is_decided_below_the_quorum(quorum, needed, reached):
    decision = decided(majority(**quorum), ["yes", "no"], votes(20, 10, 12), eligible=125)

    assert decision.winners == (("yes",) if reached else ())
    assert decision.steps[0] == QuorumChecked(42, needed, reached)
    assert decision.votes == (20, 10)


def test_nothing_is_decided_where_all_are_blank():
    decision = decided("majority", ["yes", "no"], votes(0, 0, 3))

    assert decision.winners == ()
    assert decision.steps == (NobodyChose(3),)


@pytest.mark.parametrize("rule", [majority(of="eligible"), majority(quorum_permille=300)], ids=str)
def test_a_share_of_the_roll_needs_the_roll(rule):
    with pytest.raises(NoSuchRule, match="how many people may vote"):
        decided(rule, ["yes", "no"], votes(1, 0))


@pytest.mark.parametrize(
    "rule",
    [
        majority(threshold_numerator=3),
        majority(threshold_denominator=1),
        majority(threshold_denominator=0),
        majority(must="surpass"),
        majority(of="inhabitants"),
        majority(quorum_permille=1001),
        majority(quorum=3),
        RuleSpec("majorities"),
    ],
    ids=str,
)
def test_a_specification_that_cannot_decide_is_refused(rule):
    assert len(validate(rule)) == 1

    with pytest.raises(NoSuchRule):
        decided(rule, ["yes", "no"], votes(1, 0))


def test_unanimity_can_be_asked_for():
    rule = majority(threshold_denominator=1, must="reach")

    assert decided(rule, ["yes", "no"], votes(5, 0)).winners == ("yes",)
    assert decided(rule, ["yes", "no"], votes(5, 1)).winners == ("no",)


@pytest.mark.parametrize("codes", [["yes"], ["yes", "no", "later"]])
def test_a_majority_needs_two_options(codes):
    with pytest.raises(NoSuchRule, match="between two options"):
        decided("majority", codes, votes(1, 0))


@pytest.mark.parametrize(
    "ballot",
    [Ballot(("yes", "no")), Ballot(("maybe",)), Ballot(("yes", "yes")), Ballot(("yes",), (1,))],
)
def test_a_ballot_that_is_no_choice_is_not_counted_in_silence(ballot):
    with pytest.raises(UnreadableBallot):
        decided("majority", ["yes", "no"], [ballot])


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (majority(), "The first option needs more than 1/2 of the votes for and against."),
        (majority(), "Otherwise, and when both have as many votes, the second option stands."),
        (
            majority(threshold_numerator=2, threshold_denominator=3, must="reach", of="cast"),
            "The first option needs at least 2/3 of all ballots, blank ones too.",
        ),
        (majority(threshold_denominator=3), "Otherwise the second option stands."),
        (
            majority(of="eligible"),
            "The first option needs the votes of more than 1/2 of all who may vote.",
        ),
        (
            majority(quorum_ballots=300),
            "Nothing is decided with fewer than 300 ballots, blank ones counted too.",
        ),
        (
            majority(quorum_permille=125),
            "Nothing is decided unless 12.5 % of all who may vote take part.",
        ),
    ],
)
def test_the_rule_is_told_in_plain_sentences(rule, said):
    assert said in [str(sentence) for sentence in describe(rule, BY_LOT)]
