"""The comparison: the same ballots by several rules."""

from fractions import Fraction

from hypothesis import given, settings

from tests.voting.core.analysis.counts import Count, counts, hardly_countable
from tests.voting.core.elections import TIES, approval, instance_of
from voting.core.analysis.comparison import BESIDE, DistrictMoney, RuleResult, compare
from voting.core.ballots import Ballot
from voting.core.outcome import RuleSpec
from voting.core.profile import Profile
from voting.core.rules import count, settled
from voting.core.rules.codes import CODES


def compared(counted: Count, districts: dict[str, str] | None = None) -> tuple[RuleResult, ...]:
    return compare(counted.outcome, counted.instance, counted.held, counted.groups, districts or {})


@settings(max_examples=100, deadline=None)
@given(counts())
def test_every_row_is_what_the_rule_gives_and_means_to_the_voters(counted):
    rows = compared(counted, {"a": "north", "b": "south"})

    assert rows[0].winners == counted.outcome.winners
    for row in rows:
        again = count(row.rule, counted.instance, counted.profile, counted.ties)
        assert (row.winners, row.cost) == (again.winners, again.spent)
        assert row.in_common == len(set(row.winners) & set(rows[0].winners))
        assert row.represented + row.excluded == (1 if counted.groups else 0)
        assert sum(one.amount for one in row.districts) == row.cost
        own = [
            [code for code in group.points if code in row.winners]
            for group in counted.groups
            for _voter in range(group.voters)
        ]
        if own:
            assert row.represented == Fraction(sum(map(bool, own)), len(own))
            assert row.average_number == Fraction(sum(map(len, own)), len(own))
            costs = [sum(map(counted.cost, codes)) for codes in own]
            assert row.average_cost == Fraction(sum(costs), len(own))


def test_each_rule_is_there_once():
    ballots = Profile.of([approval("a")])
    counted = Count(settled(RuleSpec("greedy")), instance_of([5], 9), ballots, TIES)

    codes = [row.code for row in compared(counted)]

    assert codes == [code for code in BESIDE if code in CODES]


def test_what_the_locked_rule_asks_of_a_project_is_asked_by_all():
    spec = settled(RuleSpec("greedy", {"threshold": 2, "scoring": "points"}))
    ballots = Profile.of([Ballot(("a", "b"), (2, 1))])
    counted = Count(spec, instance_of([5, 4], 9), ballots, TIES)

    rows = compared(counted)

    assert {row.winners for row in rows} == {("a",)}
    assert {row.rule.parameters["scoring"] for row in rows} == {"points"}


def test_a_rule_that_finds_the_ballots_too_hard_is_left_out():
    found = [row.code for row in compared(hardly_countable("greedy"))]

    assert "max-welfare" not in found
    assert "phragmen" in found


def test_a_majority_that_takes_all_beside_equal_shares_by_hand():
    # By votes, six of ten have both of their projects and four have none; by equal shares six have
    # one of 50.00 and four have theirs of 40.00.
    ballots = Profile.of([approval("a", "b")] * 6 + [approval("c")] * 4)
    counted = Count(
        settled(RuleSpec("greedy")), instance_of([50_00, 50_00, 40_00], 100_00), ballots, TIES
    )

    rows = {row.code: row for row in compared(counted, {"a": "North", "b": "North", "c": "South"})}

    assert rows["greedy"].represented == Fraction(6, 10)
    assert rows["greedy"].excluded == Fraction(4, 10)
    assert rows["greedy"].average_number == Fraction(12, 10)
    assert rows["greedy"].average_cost == 60_00
    assert rows["greedy"].districts == (DistrictMoney("North", 100_00), DistrictMoney("South", 0))
    fair = rows["equalshares/add1u"]
    assert (fair.represented, fair.excluded, fair.in_common) == (1, 0, 1)
    assert (fair.average_number, fair.average_cost) == (1, 46_00)
    assert fair.districts == (DistrictMoney("North", 50_00), DistrictMoney("South", 40_00))
