"""Stories: what there is to tell of each project, in sentences."""

import pytest
from hypothesis import given, settings

from tests.voting.core.analysis.counts import Count, counts
from tests.voting.core.elections import TIES, approval, instance_of
from voting.core.analysis.flows import Income, Outlay, Payers, Taken
from voting.core.analysis.report import Reach, analyse
from voting.core.analysis.story import ProjectStory, tell_income, tell_outlay, tell_stories
from voting.core.explain import explain
from voting.core.outcome import RuleSpec
from voting.core.profile import Profile
from voting.core.rules import settled


def stories(counted: Count, names: dict[str, str] | None = None) -> dict[str, ProjectStory]:
    analysis = analyse(counted.outcome, counted.instance, counted.profile, most_recounts=50)
    return {one.project: one for one in tell_stories(counted.outcome, analysis, names)}


@settings(max_examples=60, deadline=None)
@given(counts())
def test_every_project_has_its_story_and_the_reason_of_the_count(counted):
    found = stories(counted)

    assert list(found) == [one.project for one in counted.outcome.standings]
    for why in explain(counted.outcome):
        one = found[why.project]
        assert (one.won, one.headline, one.details) == (why.won, why.headline, why.details)
        assert not (one.paid and one.took)
        assert all(str(sentence) for sentence in (*one.paid, *one.took))
        assert one.margins is not None
        assert one.margins.project == one.project


def test_who_paid_and_who_took_is_told_by_hand():
    # 3.00 each: b's three pay 2.00 each, so that a's two have 1.00 left each and c's one has 3.00.
    spec = settled(RuleSpec("equal_shares", {"completion": "none"}))
    ballots = [approval("a", "b"), approval("a", "b"), approval("b"), approval("c")]
    counted = Count(spec, instance_of([4_00, 6_00, 5_00], 12_00), Profile.of(ballots), TIES)

    found = stories(counted, {"b": "Bridge"})

    assert [str(sentence) for sentence in found["b"].paid] == [
        "3 supporters paid 2.00 EUR each, 6.00 EUR together."
    ]
    assert [str(sentence) for sentence in found["a"].took] == [
        "Its 2 supporters had 6.00 EUR together, and 2.00 EUR of it is left.",
        "4.00 EUR of it went to “Bridge”.",
        "At the best moment they could have paid 66.6 % of its cost.",
    ]
    assert [str(sentence) for sentence in found["c"].took] == [
        "Its 1 supporter had 3.00 EUR, and 3.00 EUR of it is left.",
        "At the best moment they could have paid 60 % of its cost.",
    ]


@pytest.mark.parametrize(
    ("payers", "sentence"),
    [
        (Payers(1, 2_00, 2_00, 2_00, True), "One supporter paid 2.00 EUR."),
        (
            Payers(3, 1_00, 4_00, 7_00, True),
            "3 supporters paid from 1.00 EUR to 4.00 EUR each, 7.00 EUR together.",
        ),
        (Payers(1, 50, 50, 50, False), "One supporter paid all that was left, 0.50 EUR."),
        (
            Payers(2, 50, 50, 1_00, False),
            "2 supporters paid all that they had left, 0.50 EUR each, 1.00 EUR together.",
        ),
        (
            Payers(3, 10, 50, 80, False),
            "3 supporters paid all that they had left, from 0.10 EUR to 0.50 EUR each, 0.80 EUR"
            " together.",
        ),
        (Payers(2, 0, 0, 0, False), "2 supporters had nothing left."),
    ],
)
def test_each_class_of_payers_has_its_words(payers, sentence):
    (told,) = tell_income(Income("a", 4_00, (payers,)), "EUR")

    assert str(told) == sentence


def test_of_many_winners_that_took_money_the_smaller_ones_are_told_together():
    taken = tuple(Taken(code, 9_00 - at) for at, code in enumerate("abcdefg"))

    told = [str(one) for one in tell_outlay(Outlay("z", 9, 90_00, 0, taken), None, {}, "EUR")]

    assert told[1] == "9.00 EUR of it went to “a”."
    assert told[-1] == "17.89 EUR of it went to 2 other projects."
    assert len(told) == 7


def test_of_a_project_without_supporters_there_is_nothing_to_tell():
    assert list(tell_outlay(Outlay("z", 0, 0, 0, ()), Reach("z", 0), {}, "EUR")) == []
