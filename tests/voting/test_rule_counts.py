"""Whatever the page of the rule can keep can be voted with, counted and told."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tests.voting.test_rule_forms import every_terms
from voting.core.ballots import Ballot, BallotForm, Kind, Project
from voting.core.outcome import from_json, to_json
from voting.core.profile import Instance, Profile
from voting.core.rules import count, describe
from voting.setup.core import Terms, describe_ballot, dump_rule, load_rule

TOWN = Instance((Project("a", 30_00), Project("b", 50_00), Project("c", 2_00)), 70_00)


def points_of(form: BallotForm) -> st.SearchStrategy[int]:
    """Draw what a ballot may give to a project that it names."""
    if form.kind is Kind.SCORES and form.min_points is not None and form.max_points is not None:
        return st.integers(form.min_points, form.max_points).filter(bool)
    return st.integers(1, 5)


@st.composite
def votes(draw: st.DrawFn) -> tuple[Terms, Profile]:
    """Draw terms that the page can keep, with numbers that matter in a small town, and ballots."""
    terms = draw(every_terms())
    small = {"threshold": draw(st.integers(0, 3)), "step": draw(st.integers(50, 500))}
    parameters = terms.rule.parameters
    known = {name: value for name, value in small.items() if name in parameters}
    rule = replace(terms.rule, parameters={**parameters, **known})
    ballots = []
    for codes in draw(st.lists(st.lists(st.sampled_from("abc"), unique=True), max_size=6)):
        numbers = st.lists(points_of(terms.form), min_size=len(codes), max_size=len(codes))
        points = draw(numbers) if terms.form.kind.has_points else ()
        ballots.append(Ballot.of(terms.form.kind, codes, points))
    return replace(terms, rule=rule), Profile.of(ballots)


@given(votes())
def test_what_the_page_can_keep_is_counted(vote):
    terms, profile = vote

    outcome = count(load_rule(dump_rule(terms.rule)), TOWN, profile, terms.ties)

    assert outcome.spent <= TOWN.budget or terms.rule.parameters.get("reserve_percent")
    assert from_json(to_json(outcome)) == outcome


@given(every_terms())
def test_what_the_page_can_keep_is_told_without_a_gap(terms):
    told = [*describe_ballot(terms.form, "EUR"), *describe(terms.rule, terms.ties, "EUR")]

    assert len(told) >= 5
    assert all(str(sentence).endswith(".") for sentence in told)
    assert not [sentence for sentence in told if "{" in str(sentence)]
