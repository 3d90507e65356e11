"""Explanations of decisions: told from the steps, for every option."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from concejo.i18n import translate
from tests.voting.core.decisions.questions import (
    BY_LOT,
    BY_ORDER,
    ballots_of,
    decided,
    rankings,
)
from voting.core.decisions import RULES, from_json, to_json
from voting.core.decisions.explain import TELLERS, explain
from voting.core.decisions.explain.words import number
from voting.core.outcome import RuleSpec
from voting.core.ties import TieKey, Ties

MOST_VOTES = Ties((TieKey.MOST_VOTES, TieKey.PUBLISHED_ORDER))
CYCLE = {"a>b>c": 7, "b>c>a": 5, "c>a>b": 4}


def told(rule, codes, ballots, ties=BY_LOT, seats=1, names=None):
    decision = decided(rule, codes, ballots, ties, seats)
    return [str(sentence) for sentence in explain(from_json(to_json(decision)), names)]


@given(
    rankings(),
    st.sampled_from(sorted(set(RULES) - {"majority"})),
    st.sampled_from([BY_LOT, BY_ORDER, MOST_VOTES]),
)
def test_every_option_is_told_by_name_and_the_winner_as_chosen(election, rule, ties):
    codes, ballots = election
    names = {code: f"option {code}" for code in codes}

    decision = decided(rule, codes, ballots, ties)
    sentences = [str(sentence) for sentence in explain(decision, names)]

    assert all(any(f"“option {code}”" in said for said in sentences) for code in codes)
    assert any(f"“option {decision.winners[0]}” is chosen" in said for said in sentences)


@given(rankings(), st.sampled_from(sorted(set(RULES) - {"majority"})))
def test_every_sentence_can_be_read_in_spanish(election, rule):
    codes, ballots = election

    sentences = explain(decided(rule, codes, ballots))

    assert all(translate(sentence, "es") for sentence in sentences)
    assert not any("{" in translate(sentence, "es") for sentence in sentences)


def test_every_rule_has_its_teller():
    assert set(TELLERS) == set(RULES)


@pytest.mark.parametrize(
    ("yes", "no", "sentences"),
    [
        (
            6,
            4,
            [
                "“Sí” is accepted: it has 6 votes, and 6 of 10 votes in all were needed.",
                "“no” has 4 votes.",
            ],
        ),
        (
            1,
            1,
            [
                "“Sí” is not accepted: it has 1 vote, and 2 of 2 votes in all were needed.",
                "“no” has 1 vote.",
                "Both have as many votes, so all stays as it is: “no”.",
            ],
        ),
    ],
)
def test_a_majority_is_told_by_what_was_needed(yes, no, sentences):
    ballots = ballots_of({"yes": yes, "no": no})

    assert told("majority", ["yes", "no"], ballots, names={"yes": "Sí"}) == sentences


@pytest.mark.parametrize(
    ("of", "said"),
    [("cast", "3 ballots, blank ones too"), ("eligible", "8 people who may vote")],
)
def test_a_share_of_all_is_told_as_one(of, said):
    decision = decided(
        RuleSpec("majority", {"of": of}), ["yes", "no"], ballots_of({"yes": 2, "": 1}), eligible=8
    )

    assert said in str(explain(decision)[0])


@pytest.mark.parametrize(
    ("quorum", "said"),
    [
        (3, "The quorum of 3 is met: 3 ballots were cast."),
        (4, "Nothing is decided: 3 ballots were cast, and the quorum is 4."),
    ],
)
def test_the_quorum_is_told(quorum, said):
    rule = RuleSpec("approval", {"quorum_ballots": quorum})

    sentences = told(rule, "ab", ballots_of({"a": 2, "": 1}))

    assert sentences[0] == said
    assert (len(sentences) == 1) is (quorum == 4)


def test_that_nobody_chose_is_told():
    assert told("irv", "ab", ballots_of({"": 2})) == [
        "Nothing is decided: no ballot chooses anything."
    ]


def test_scores_and_their_ties_are_told():
    ballots = ballots_of({"a": 2, "b": 1, "c": 1})

    assert told("approval", "abc", ballots, BY_ORDER, seats=2) == [
        "“a” is chosen with 2 votes.",
        "“b” is chosen with 1 vote.",
        "“c” is not chosen: it has 1 vote, and the last one chosen has 1 vote.",
        "These were equal: “b”, “c”. “b” goes first because it was published first.",
    ]


def test_borda_is_told_in_points():
    assert "“a” is chosen with 2.5 points." in told(
        "borda", "abcd", ballots_of({"a=b": 1}), BY_ORDER
    )


def test_copeland_is_told_by_the_duels_that_were_lost():
    sentences = told("copeland", "abc", ballots_of(CYCLE), MOST_VOTES)

    assert "“c” loses its duels against: “b” (4 to 12)." in sentences
    assert sentences[-1].endswith("“a” goes first because more ballots put it first.")


@pytest.mark.parametrize("rule", ["schulze", "ranked_pairs"])
def test_who_wins_every_duel_is_told_so(rule):
    sentences = told(rule, "ab", ballots_of({"a>b": 3, "b": 1}))

    assert sentences[0] == "“a” is chosen: it wins every duel."
    assert sentences[1].startswith("“b” is not chosen: “a” beats it by 3 to 1")


def test_chains_are_told_with_their_weakest_duel():
    sentences = told("schulze", "abc", ballots_of(CYCLE))

    assert sentences == [
        "“a” is chosen, although it does not win every duel.",
        "“b” is not chosen: a chain leads to it, “a”, “b”, whose weakest duel “a” won against"
        " “b” by 11 to 5.",
        "The strongest chain back, “b”, “c”, “a”, is weaker: in it “c” won against “a” by 9 to 7.",
        "“c” is not chosen: a chain leads to it, “a”, “b”, “c”, whose weakest duel “a” won"
        " against “b” by 11 to 5.",
        "The strongest chain back, “c”, “a”, is weaker: in it “c” won against “a” by 9 to 7.",
    ]


def test_equal_chains_are_told_as_equal():
    ballots = ballots_of({"A>B>C>D": 3, "D>A>B>C": 2, "D>B>C>A": 2, "C>B>D>A": 2})

    sentences = told(RuleSpec("schulze", {"strength": "margins"}), "ABCD", ballots, BY_ORDER)

    assert "Between “B” and “D” the chains are equally strong." in sentences
    assert "“A” is not chosen: another option has a stronger chain to it." in sentences


def test_a_loser_that_no_chain_leads_back_from_is_told():
    ballots = ballots_of({"a>b": 1, "b>a": 1})

    sentences = told("schulze", "abc", ballots, BY_ORDER)

    assert "No chain leads back from “c”." in sentences


def test_results_kept_and_left_out_are_told():
    sentences = told("ranked_pairs", "abc", ballots_of(CYCLE))

    assert sentences[1:] == [
        "“b” is not chosen: “a” beats it by 11 to 5, and that result is kept.",
        "“c” is not chosen: “b” beats it by 12 to 4, and that result is kept.",
        "That “c” beats “a” by 9 to 7 is left out: it contradicts what is kept, “a”, “b”, “c”.",
    ]


def test_equal_duels_are_told_in_their_order():
    sentences = told("ranked_pairs", "abc", ballots_of({"a": 1}), BY_ORDER)

    assert sentences[-1] == (
        "These duels were won equally high and are taken in the order for ties:"
        " “a” against “c”, “a” against “b”."
    )


def test_rounds_are_told_one_after_the_other():
    ballots = ballots_of({"a": 4, "b>c": 2, "b": 1, "c": 3, "d>c": 1})

    assert told("irv", "abcd", ballots, names={"c": "Park"}) == [
        "“d” goes out after round 1 with 1 vote, the fewest.",
        "Its votes pass on: 1 vote to “Park”.",
        "“b” goes out after round 2 with 3 votes, the fewest.",
        "Its votes pass on: 2 votes to “Park”, 1 vote to nobody.",
        "“Park” is chosen in round 3 with 6 votes; 6 are a majority of the ballots that still"
        " count for one.",
        "“a” is not chosen: it has 4 votes at the end.",
    ]


def test_quota_surplus_and_the_last_seats_are_told():
    ballots = ballots_of({"a>b": 5, "a>c": 2, "c": 2, "d": 1})

    sentences = told("scottish_stv", "abcd", ballots, seats=3)

    assert sentences[:3] == [
        "The quota is 3 votes: 10 ballots for 3 seats.",
        "“a” is chosen in round 1 with 7 votes; the quota is 3.",
        "What “a” has over the quota, 4 votes, passes on: 2.857 votes to “b”, 1.142 votes to “c”.",
    ]
    assert sentences[-1] == (
        "“b” is chosen in round 4 with 2.857 votes: no more options are left than seats."
    )


@pytest.mark.parametrize(
    ("ties", "said"),
    [(BY_ORDER, "“c” goes out because it was published last."), (BY_LOT, "goes out by lot.")],
)
def test_who_goes_out_of_equals_is_told_with_the_reason(ties, said):
    sentences = told("irv", "abc", ballots_of({"a": 3, "b": 2, "c": 2}), ties)

    assert sentences[0].startswith("These had equally few votes: “b”, “c”.")
    assert sentences[0].endswith(said)


def test_that_an_earlier_round_decided_is_told():
    ballots = ballots_of({"a": 5, "b": 4, "c": 3, "d>c": 1})

    sentences = told("irv", "abcd", ballots)

    assert "These had equally few votes: “b”, “c”. Fewest in round 1 had: “c”." in sentences


@pytest.mark.parametrize(
    ("ties", "said"),
    [
        (BY_ORDER, "“a” passes on first because it was published first."),
        (BY_LOT, "passes on first by lot."),
    ],
)
def test_who_passes_on_first_of_equals_is_told_with_the_reason(ties, said):
    ballots = ballots_of({"a>c": 5, "b>c": 5, "c": 1, "d": 2})

    sentences = told("scottish_stv", "abcd", ballots, ties, seats=3)

    (tie,) = (sentence for sentence in sentences if "equal surpluses" in sentence)
    assert tie.endswith(said)


def test_that_an_earlier_round_decided_between_surpluses_is_told():
    ballots = ballots_of({"a>x": 8, "a>y": 12, "x": 7, "y": 5, "z": 7, "v": 6})

    sentences = told("scottish_stv", "ayxzv", ballots, seats=4)

    assert "These had equal surpluses: “y”, “x”. Most in round 1 had: “x”." in sentences


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        (Fraction(2076), 2076),
        (Fraction(207599999, 100000), Decimal("2075.999")),
        (Fraction(25, 2), Decimal("12.5")),
        (7, 7),
    ],
)
def test_who_lacks_a_little_never_seems_to_have_enough(amount, shown):
    assert number(amount) == shown
