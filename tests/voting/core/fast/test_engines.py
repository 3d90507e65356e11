"""The fast engine counts as the reference: the same runs, ties and steps, to the last digit."""

from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.voting.core.elections import TIES
from voting.core.ballots import Ballot, Project
from voting.core.fast import fast
from voting.core.outcome import RuleSpec
from voting.core.profile import Instance, Profile, Quota
from voting.core.rules import settled
from voting.core.rules.entry import Entry, enter
from voting.core.rules.equal_shares import count
from voting.core.rules.equal_shares.engines import fast_if_fine, reference
from voting.core.rules.equal_shares.market import Market
from voting.core.rules.equal_shares.run import tell

#: Few different numbers, so that ties abound; and some that are odd, huge or nothing.
COSTS = st.sampled_from([0, 1, 2, 3, 4, 6, 6, 6, 12, 12, 35, 10**6, 10**15])
CODES = "abcdef"


@st.composite
def contests(
    draw: st.DrawFn, points: st.SearchStrategy[int] | None = None
) -> tuple[Instance, Profile]:
    costs = draw(st.lists(COSTS, min_size=1, max_size=6))
    codes = CODES[: len(costs)]
    instance = Instance(
        tuple(Project(code, cost) for code, cost in zip(codes, costs, strict=True)),
        draw(st.one_of(st.integers(0, 60), st.sampled_from([10**6 + 1, 2 * 10**15]))),
        conflicts=draw(st.sampled_from([(), (tuple(codes[:2]),)])) if len(codes) > 1 else (),
        quotas=draw(st.sampled_from([(), (Quota("north", tuple(codes[:3]), most=10),)])),
    )
    groups = []
    for named in draw(st.lists(st.sets(st.sampled_from(codes)), max_size=8)):
        given = tuple(draw(points) for _code in named) if points is not None else ()
        ballot = Ballot(tuple(sorted(named)), given)
        groups.append((ballot, draw(st.sampled_from([1, 1, 2, 3, 97]))))
    return instance, Profile.merged(groups)


def entry_of(instance: Instance, profile: Profile, **parameters: int | str | bool) -> Entry:
    spec = settled(RuleSpec("equal_shares", {"step": 1, **parameters}))
    return enter(spec, instance, profile, TIES)


SATISFACTIONS = st.sampled_from(["cost", "cardinality"])
SHARES = st.builds(Fraction, st.integers(0, 10**6), st.integers(1, 13))
POINTS = st.sampled_from([1, 1, 2, 3, 10])


def demand_same(start: Entry, share: Fraction) -> None:
    """Hold run and steps of one engine against those of the other."""
    quick, plain = fast_if_fine(start), reference(start)

    run = quick.run(share)

    assert run == plain.run(share)
    steps, expected = (
        list(tell(run, start.candidates, start.limits, engine.till(share)))
        for engine in (quick, plain)
    )
    assert steps == expected


@settings(max_examples=300, deadline=None)
@given(contests(), SATISFACTIONS, SHARES)
def test_runs_on_approvals_are_the_same(contest, satisfaction, share):
    demand_same(entry_of(*contest, satisfaction=satisfaction), share)


@settings(max_examples=200, deadline=None)
@given(contests(POINTS), SATISFACTIONS, SHARES)
def test_runs_on_points_are_the_same(contest, satisfaction, share):
    demand_same(entry_of(*contest, satisfaction=satisfaction, scoring="points"), share)


def test_what_is_a_trifle_too_dear_is_not_bought():
    # Whoever wants both has 1/98 of a cent too little for the second, less than a grain.
    dear = 10**15
    instance = Instance((Project("dear", dear), Project("cheap", 1)), 2 * dear)
    profile = Profile.merged([(Ballot(("dear", "cheap")), 1), (Ballot(("cheap",)), 97)])

    demand_same(entry_of(instance, profile), Fraction(dear))


def test_shares_of_less_than_a_cent_are_fast_too():
    instance = Instance((Project("a", 3), Project("b", 2)), 4)
    profile = Profile.merged([(Ballot(("a",)), 6), (Ballot(("a", "b")), 5)])
    start = entry_of(instance, profile)

    assert fast(start) is not None
    demand_same(start, Fraction(4, 11))


def test_amounts_that_64_bits_do_not_hold_are_left_to_the_reference():
    instance = Instance((Project("a", 10**19),), 10**19)
    start = entry_of(instance, Profile.merged([(Ballot(("a",)), 3)]))

    assert fast(start) is None
    assert isinstance(fast_if_fine(start), Market)


COMPLETIONS = st.fixed_dictionaries(
    {
        "completion": st.sampled_from(["add1", "add1u", "utilitarian"]),
        "satisfaction": SATISFACTIONS,
        "start": st.sampled_from(["exact", "floor"]),
        "fits": st.sampled_from(["any", "supported"]),
        "exhaustive_stop": st.booleans(),
        "comparison": st.sampled_from(["none", "number", "any"]),
    }
)


@settings(max_examples=200, deadline=None)
@given(contests(), COMPLETIONS)
def test_whole_counts_with_their_completion_are_the_same(contest, parameters):
    instance, profile = contest
    # So many steps that rounds are skipped, and so few that the reference is done in time.
    step = max(1, instance.budget // max(profile.filled, 1) // 50)
    spec = settled(RuleSpec("equal_shares", {**parameters, "step": step}))

    quick = count(spec, instance, profile, TIES, fast_if_fine)

    assert quick == count(spec, instance, profile, TIES, reference)
