"""Work: an analysis makes as many recounts as there is time for: fewer of those that take long."""

from dataclasses import replace

from tests.voting.core.analysis.counts import Count
from tests.voting.core.elections import TIES, approval, instance_of
from voting.core.analysis.held import Held, count_again
from voting.core.analysis.margins import margins_of
from voting.core.analysis.work import recount_work, rounds_of, usual_recounts
from voting.core.outcome import Outcome, RuleSpec
from voting.core.profile import Profile
from voting.core.rules import settled
from voting.core.steps import TieBroken
from voting.core.table import BallotTable


def tied_for_thousands_of_rounds() -> tuple[Held, Outcome]:
    """Eighty projects with three supporters each, 240 voters with 4000.00 each, and four costs."""
    costs = [(2 + at % 4) * 10_000_00 for at in range(80)]
    instance = instance_of(costs, 240 * 4_000_00)
    codes = [project.code for project in instance.projects]
    profile = Profile.of(approval(codes[at % 80]) for at in range(240))
    table = BallotTable.of(instance, profile, is_ordered=True)
    spec = settled(RuleSpec("equal_shares", {"completion": "add1u"}))
    return Held(profile, table), count_again(spec, instance, table, TIES)


def test_many_rounds_with_ties_leave_few_recounts():
    held, outcome = tied_for_thousands_of_rounds()

    assert any(isinstance(step, TieBroken) for step in outcome.steps)
    assert rounds_of(outcome) > 2_000
    assert 10 <= usual_recounts(outcome, held.arrays) <= 100


def test_equal_rounds_without_ties_cost_little():
    held, outcome = tied_for_thousands_of_rounds()
    steps = tuple(step for step in outcome.steps if not isinstance(step, TieBroken))
    untied = replace(outcome, steps=steps)

    assert rounds_of(untied) == rounds_of(outcome)
    assert usual_recounts(untied, held.arrays) > 5 * usual_recounts(outcome, held.arrays)


def test_recounts_longer_than_the_count_use_up_the_allowance_sooner():
    # Beside a, which five want, b does not fit and the count is over at once. If b cost 55.00 it
    # would fit, and the count would go on until b's one supporter has as much.
    spec = settled(RuleSpec("equal_shares", {"completion": "add1", "step": 1}))
    ballots = [approval("a")] * 5 + [approval("b")]
    counted = Count(spec, instance_of([5_00, 60_00], 60_00), Profile.of(ballots), TIES)
    outcome, held = counted.outcome, counted.held
    cheaper = replace(counted, instance=instance_of([5_00, 55_00], 60_00)).outcome
    ratio = recount_work(cheaper, held.arrays) // recount_work(outcome, held.arrays)

    found, all_found = (
        margins_of(outcome, counted.instance, held, counted.groups, most, {"b"})
        for most in (ratio, 1_000 * ratio)
    )

    assert (rounds_of(outcome), rounds_of(cheaper)) == (1, 4_501)
    assert all_found.recounts > found.recounts > 0
    assert found.recounts < ratio // 5
