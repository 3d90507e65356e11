"""Explanations of what quotas, comparisons, loads and totals do, step by step."""

from dataclasses import replace
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.voting.core.elections import TIES, approval, elections, instance_of
from voting.core import steps
from voting.core.explain import Explanation, explain, tell_course
from voting.core.explain.kept import kept_steps, replaced_winners
from voting.core.explain.tell import tell
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Instance, Profile, Quota, Standing
from voting.core.rules import count, settled

COMPARED = st.sampled_from(["none", "number", "any"])
COMPLETION = st.sampled_from(["none", "add1", "utilitarian", "add1u"])


def told(outcome: Outcome) -> dict[str, Explanation]:
    return {item.project: item for item in explain(outcome)}


def outcome_of(*recorded: steps.Step, winners: tuple[str, ...] = (), **parameters: str) -> Outcome:
    standings = (Standing("a", 6_00, 3, 3), Standing("b", 5_00, 2, 2))
    spec = RuleSpec("made", parameters)
    return Outcome(winners, recorded, standings, 0, 9_00, "EUR", 4, 0, spec, TIES)


@given(elections(), COMPLETION, COMPARED, st.integers(0, 2), st.booleans())
def test_every_project_is_explained_whatever_the_parameters(
    election, completion, comparison, threshold, has_limits
):
    instance, ballots = election
    if has_limits:
        codes = tuple(project.code for project in instance.projects)
        quota = Quota("North", codes[:2], most=8)
        instance = replace(instance, quotas=(quota,), conflicts=(codes[-2:],))
    parameters = {"completion": completion, "comparison": comparison, "threshold": threshold}
    outcome = count(
        RuleSpec("equal_shares", {"step": 1, **parameters}), instance, Profile.of(ballots), TIES
    )

    explanations = told(outcome)

    for code, item in explanations.items():
        assert item.won is (code in outcome.winners)
        assert str(item.headline).startswith("Funded" if item.won else "Not funded")
        assert all(str(detail) for detail in item.details)
    assert all(str(sentence) for sentence in tell_course(outcome))


def test_every_kind_of_step_has_words_or_is_told_of_all_projects_together():
    of_all = {steps.SharesSet, steps.CompletionRound}

    silent = {kind for kind in steps.KINDS.values() if tell.dispatch(kind) is tell.dispatch(object)}

    assert silent == of_all


def test_who_is_below_the_threshold_is_told_although_rounds_follow():
    outcome = count(
        RuleSpec("equal_shares", {"threshold": 2, "step": 1, "completion": "add1"}),
        instance_of([4, 4], 9),
        Profile.of([approval("a", "b"), approval("a")]),
        TIES,
    )

    assert str(told(outcome)["b"].headline) == (
        "Not funded: it has 1 vote, and at least 2 were needed."
    )


def test_too_few_supporters_are_told():
    outcome = outcome_of(steps.TooFewSupporters("a", 1, 3), steps.TooFewSupporters("b", 2, 3))

    explanations = told(outcome)

    assert str(explanations["a"].headline) == (
        "Not funded: 1 voter supports it, and at least 3 were needed."
    )
    assert str(explanations["b"].headline).startswith("Not funded: 2 voters support it")


def test_a_quota_is_told_by_its_name_and_what_it_leaves():
    instance = replace(
        instance_of([6_00, 5_00], 20_00), quotas=(Quota("North", ("a", "b"), most=8_00),)
    )
    outcome = count(
        RuleSpec("greedy"), instance, Profile.of([approval("a", "b"), approval("a")]), TIES
    )

    assert str(told(outcome)["b"].headline) == (
        "Not funded: it costs 5.00 EUR, and the limit for “North” left only 2.00 EUR for it."
    )


def test_what_is_left_over_is_told_behind_what_the_supporters_had():
    # Two voters have 5 each: c takes 2 of each, then a takes 3, and nothing is left for b.
    outcome = count(
        RuleSpec("equal_shares", {"completion": "utilitarian"}),
        instance_of([6_00, 9_00, 4_00], 10_00),
        Profile.of([approval("a", "b", "c"), approval("a", "c")]),
        TIES,
    )

    explanations = told(outcome)

    assert outcome.winners == ("c", "a")
    assert str(explanations["b"].headline) == (
        "Not funded: it costs 9.00 EUR, and its 1 supporter had 0.00 EUR left."
    )
    assert [str(detail) for detail in explanations["b"].details] == [
        "Of what was left over, only 0.00 EUR was there when its turn came."
    ]


def test_who_wins_with_what_is_left_over_is_told_what_the_supporters_lacked():
    # The blank ballot has half of the 10, so that a's voter has 5.
    outcome = count(
        RuleSpec("equal_shares", {"completion": "utilitarian", "blank_has_share": True}),
        instance_of([6_00], 10_00),
        Profile.of([approval("a"), approval()]),
        TIES,
    )

    assert [str(detail) for detail in told(outcome)["a"].details] == [
        "Its 1 supporter had 5.00 EUR left, less than its cost of 6.00 EUR.",
        "It was funded with what was left after the voters had bought.",
    ]


def test_a_switch_to_votes_alone_is_told_to_those_whose_fate_it_changed():
    # Equal shares give 4 each: a's voter can pay a alone, three of b's voters cannot pay 13.
    instance = instance_of([3_00, 13_00, 3_00], 16_00)
    ballots = [approval("a"), approval("b", "c"), approval("b", "c"), approval("b")]
    outcome = count(
        RuleSpec("equal_shares", {"completion": "none", "comparison": "number"}),
        instance,
        Profile.of(ballots),
        TIES,
    )

    explanations = told(outcome)

    assert replaced_winners(outcome.steps) == ("c", "a")
    assert outcome.winners == ("b", "c")
    assert [str(detail) for detail in explanations["a"].details][:2] == [
        "With equal shares it would have been funded.",
        "Votes alone decide: 3 voters have more of their projects among those that win so, and 1"
        " among those of equal shares.",
    ]
    assert str(explanations["a"].headline).startswith("Not funded: it costs 3.00 EUR and only")
    assert str(explanations["b"].details[0]) == (
        "The voters would not have bought it with equal shares."
    )
    assert explanations["c"].details == ()


def test_what_came_before_a_switch_is_no_reason_any_more():
    recorded = (
        steps.BelowThreshold("b", 2, 3),
        steps.SharesSet(Fraction(2_00), 4),
        steps.Unaffordable("a", 6_00, 3, Fraction(1)),
        steps.Compared(1, 2, switched=True),
        steps.Funded("a", 3, 6_00, 9_00),
    )

    kept = kept_steps(recorded)

    assert kept == (recorded[0], recorded[3], recorded[4])


@pytest.mark.parametrize(
    ("comparison", "switched", "words"),
    [
        ("number", True, "Votes alone decide: 8 voters have more of"),
        ("any", True, "Votes alone decide: 8 voters have a project of theirs only among"),
        ("number", False, "Equal shares decide: 9 voters have more of"),
        ("any", False, "Equal shares decide: 9 voters have a project of theirs only among"),
    ],
)
def test_a_comparison_is_told_as_it_was_made(comparison, switched, words):
    compared = steps.Compared(9, 8, switched=switched)

    (sentence,) = tell_course(outcome_of(compared, comparison=comparison))

    assert str(sentence).startswith(words)


def test_loads_are_told_as_money():
    outcome = outcome_of(steps.Carried("a", 6_00, Fraction(2_00), 3, 9_00), winners=("a",))
    outcome = replace(outcome, standings=outcome.standings[:1])

    (item,) = explain(outcome)

    assert str(item.headline) == (
        "Funded: its 3 supporters share its cost, and each has then paid 2.00 EUR in all."
    )


def test_a_purchase_on_credit_says_what_was_lent():
    lent = steps.BoughtOnCredit(
        "a", 6_00, Fraction(1_50), Fraction(3, 4), Fraction(4_50), supporters=3, in_full=2
    )
    whole = replace(lent, project="b", cost=5_00, share=Fraction(1), paid=Fraction(5_00))

    explanations = told(outcome_of(lent, whole, winners=("a", "b")))

    assert str(explanations["a"].headline) == (
        "Funded: its 3 supporters together paid 4.50 EUR of its cost, 6.00 EUR, and the common"
        " budget lent the rest."
    )
    assert [str(detail) for detail in explanations["a"].details] == [
        "Each of them paid 1.50 EUR.",
        "1 of them had less than that and paid all that was left.",
    ]
    assert str(explanations["b"].headline) == (
        "Funded: its 3 supporters could together pay its cost at 1.50 EUR each."
    )


def test_the_best_total_is_told_to_winners_and_losers():
    outcome = outcome_of(
        steps.Maximised(12, 6_00), steps.LeftOut("b", 2, 5_00, 11, ""), winners=("a",)
    )

    explanations = told(outcome)

    assert str(explanations["a"].headline) == (
        "Funded: it is in the choice with the highest total that fits, 12."
    )
    assert str(explanations["b"].headline) == (
        "Not funded: the best choice that has it comes to 11 only."
    )
    assert [str(sentence) for sentence in tell_course(outcome)] == [
        "The chosen projects come to a total of 12, and no other choice that fits comes to more."
    ]


@pytest.mark.parametrize(
    ("best_with", "tie", "sentences"),
    [
        (-1, "", ["Not funded: no choice of projects that fits can have it."]),
        (
            12,
            "cheapest",
            [
                "Not funded: a choice that has it comes to 12 too.",
                "Of choices with the same total, the one that costs less in all is taken.",
            ],
        ),
        (
            12,
            "lot",
            [
                "Not funded: a choice that has it comes to 12 too.",
                "Of choices with the same total and cost, the declared order for ties decides.",
            ],
        ),
    ],
)
def test_who_is_left_out_is_told_why(best_with, tie, sentences):
    left_out = steps.LeftOut("b", 2, 5_00, best_with, tie)

    item = told(outcome_of(steps.Maximised(12, 6_00), left_out, winners=("a",)))["b"]

    assert [str(item.headline), *map(str, item.details)] == sentences


def test_the_course_tells_shares_rounds_and_what_was_left_over():
    outcome = count(
        RuleSpec("equal_shares", {"completion": "add1u", "step": 1_00, "exhaustive_stop": False}),
        instance_of([6_00, 9_00], 12_00),
        Profile.of([approval("a"), approval("b")]),
        TIES,
    )

    sentences = [str(sentence) for sentence in tell_course(outcome)]

    assert sentences == [
        "Each of the 2 voters had a share of 6.00 EUR.",
        "All was counted 4 times, with more for each voter every time; the count that holds gives"
        " each voter 8.00 EUR.",
        "What was left over, 6.00 EUR, was for the projects with the highest score that fit.",
    ]


def test_the_course_of_plain_greedy_needs_no_words():
    outcome = count(settled(RuleSpec("greedy")), Instance((), 5), Profile.of([]), TIES)

    assert tell_course(outcome) == ()
