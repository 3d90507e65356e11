"""What holds for each rule: who voted, what options are called, and how it is written down."""

import json
from dataclasses import fields
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.decisions.questions import (
    BY_LOT,
    BY_ORDER,
    ballots_of,
    decided,
    question_of,
    rankings,
)
from voting.core.ballots import Ballot
from voting.core.decisions import (
    RULES,
    NoSuchRule,
    Option,
    Question,
    UnreadableBallot,
    decide,
    describe,
    fits,
    from_json,
    settled,
    steps,
    to_json,
    validate,
    validate_order,
)
from voting.core.outcome import RuleSpec
from voting.core.profile import Profile
from voting.core.steps import TieBroken
from voting.core.ties import TieKey, Ties

NAMES = sorted(set(RULES) - {"majority"})
RANKED = st.sampled_from(NAMES)

EVERY_STEP = [
    TieBroken(("a", "b"), "a", "lot"),
    steps.QuorumChecked(3, 2, reached=True),
    steps.NobodyChose(3),
    steps.MajorityTested("a", "b", 3, 2, "decided", 5, 3, passed=True),
    steps.Scored("a", Fraction(7, 2)),
    steps.Duel("a", "b", 3, 2),
    steps.StrongestChain(("a", "b", "c"), "a", "b", 3, 2),
    steps.EqualDuels(("a", "b"), ("c", "c"), ("lot",)),
    steps.Locked("a", "b", 3, 2),
    steps.LeftOut("c", "a", 3, 2, ("a", "b", "c")),
    steps.QuotaSet(9, 2, 4),
    steps.RoundCounted(1, ("a", "b"), (Fraction(1, 3), Fraction(2)), Fraction(0), Fraction(0)),
    steps.Elected("a", 1, Fraction(5), Fraction(4), "quota"),
    steps.SurplusMoved("a", 1, Fraction(1), ("b",), (Fraction(1, 2),), Fraction(1, 2), Fraction(0)),
    steps.Eliminated("b", 1, Fraction(1), (), (), Fraction(1)),
    steps.RoundTieBroken(("a", "b"), ("a",), "out", "earlier_round", 1),
]


@given(rankings(), RANKED, st.randoms())
def test_who_voted_when_makes_no_difference(election, rule, chance):
    codes, ballots = election
    shuffled = ballots[:]
    chance.shuffle(shuffled)

    assert decided(rule, codes, shuffled) == decided(rule, codes, ballots)


@given(rankings(), RANKED, st.randoms())
def test_in_which_order_options_are_published_makes_no_difference_to_a_lot(election, rule, chance):
    codes, ballots = election
    shuffled = list(codes)
    chance.shuffle(shuffled)

    assert decided(rule, shuffled, ballots).winners == decided(rule, codes, ballots).winners


@given(rankings(), RANKED)
def test_renamed_options_win_under_their_new_name(election, rule):
    codes, ballots = election
    new = dict(zip(codes, "zyxwv", strict=False))
    said_anew = [Ballot(tuple(new[code] for code in ballot.choices)) for ballot in ballots]

    before = decided(rule, codes, ballots, BY_ORDER)
    after = decided(rule, [new[code] for code in codes], said_anew, BY_ORDER)

    assert after.winners == tuple(new[code] for code in before.winners)
    assert [{*equals} for equals in after.ranking] == [
        {new[code] for code in equals} for equals in before.ranking
    ]


@given(rankings(), RANKED, st.integers(2, 5))
def test_the_same_wins_where_all_vote_several_times_over_without_a_quota(election, rule, times):
    codes, ballots = election
    if "stv" in rule:
        rule = "irv"

    assert decided(rule, codes, ballots * times).winners == decided(rule, codes, ballots).winners


@given(rankings(), st.sampled_from(sorted(RULES)))
def test_nothing_is_lost_in_writing(election, rule):
    codes, ballots = election
    if rule == "majority":
        codes, ballots = "ab", [Ballot(("a" if len(b.choices) > 1 else "b",)) for b in ballots]
    decision = decided(rule, codes, ballots, eligible=99)

    again = from_json(to_json(decision))

    assert again == decision
    assert again.digest() == decision.digest()


@given(rankings(), RANKED)
def test_votes_are_the_first_places(election, rule):
    codes, ballots = election

    votes = decided(rule, codes, ballots).votes

    reads_sets = rule == "approval"
    assert votes == tuple(
        sum(code in (ballot.choices if reads_sets else ballot.choices[:1]) for ballot in ballots)
        for code in codes
    )


@pytest.mark.parametrize("step", EVERY_STEP, ids=lambda step: type(step).__name__)
def test_every_kind_of_step_is_written_and_read_back(step):
    assert steps.from_value(json.loads(json.dumps(steps.to_value(step)))) == step


def test_every_kind_of_step_is_tried_here():
    assert {type(step) for step in EVERY_STEP} == set(steps.KINDS.values())


def test_a_step_of_another_shape_is_refused():
    value = steps.to_value(steps.Scored("a", Fraction(1)))

    with pytest.raises(ValueError, match="is not a"):
        steps.from_value({**value, "score": 1})


@pytest.mark.parametrize("name", sorted(RULES))
def test_a_published_specification_leaves_nothing_open(name):
    spec = settled(RuleSpec(name))

    assert set(spec.parameters) == {parameter.name for parameter in RULES[name].parameters}
    assert validate(spec) == ()
    assert describe(RuleSpec(name), BY_LOT) == describe(spec, BY_LOT)


@pytest.mark.parametrize("name", NAMES)
def test_nothing_is_decided_by_blank_ballots_or_below_the_quorum(name):
    ballots = ballots_of({"a": 2, "": 1})

    blank = decided(name, "ab", ballots_of({"": 4}))
    missed = decided(RuleSpec(name, {"quorum_ballots": 4}), "ab", ballots)
    met = decided(RuleSpec(name, {"quorum_ballots": 3}), "ab", ballots)

    assert blank.winners == blank.ranking == missed.winners == missed.ranking == ()
    assert met.winners == ("a",)
    assert (met.voters, met.blank) == (3, 1)


@pytest.mark.parametrize("name", NAMES)
def test_one_option_alone_is_chosen(name):
    assert decided(name, "a", ballots_of({"a": 1})).winners == ("a",)


@pytest.mark.parametrize("name", ["schulze", "ranked_pairs", "copeland", "irv"])
def test_a_rule_for_one_seat_fills_no_two(name):
    assert fits(RuleSpec(name), question_of("ab", 2)) != ()

    with pytest.raises(NoSuchRule, match="chooses one option"):
        decided(name, "ab", ballots_of({"a": 1}), seats=2)


@pytest.mark.parametrize(
    "ties",
    [
        Ties(()),
        Ties((TieKey.MOST_VOTES,)),
        Ties((TieKey.LOT,)),
        Ties((TieKey.CHEAPEST, TieKey.LOT), "x"),
    ],
)
def test_an_order_that_may_not_decide_between_options_is_refused(ties):
    assert len(validate_order(ties)) == 1

    with pytest.raises(NoSuchRule):
        decide(RuleSpec("approval"), question_of("ab"), Profile.of([]), ties)


@pytest.mark.parametrize("name", NAMES)
def test_a_ballot_for_an_option_that_does_not_stand_is_not_counted_in_silence(name):
    with pytest.raises(UnreadableBallot, match="option z"):
        decided(name, "ab", ballots_of({"z": 1}))


@pytest.mark.parametrize("options", [("a", "a"), ()])
def test_a_question_has_options_that_differ(options):
    with pytest.raises(ValueError, match="option"):
        Question(tuple(Option(code) for code in options))


def test_an_option_is_called_by_its_name_or_its_code():
    assert (Option("a").title, Option("a", "Park").title) == ("a", "Park")


def test_the_declared_order_is_told_for_options():
    ties = Ties((TieKey.MOST_VOTES, TieKey.LOT), "drawn on the square")

    said = [str(sentence) for sentence in describe(RuleSpec("approval"), ties)]

    assert said[-2:] == [
        "Of equal options, the one that more ballots put first goes first.",
        "If they are still equal, a lot decides; its public seed is “drawn on the square”.",
    ]


def test_a_decision_is_written_with_all_that_it_holds():
    decision = decided("approval", "ab", ballots_of({"a": 1}))

    written = json.loads(to_json(decision))

    assert set(written) == {field.name for field in fields(decision)}
