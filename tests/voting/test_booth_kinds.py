"""Each kind of ballot can be filled in, reviewed and cast, and is published as it was cast."""

import re
from datetime import date

import pytest

from concejo.processes.core import PhaseKind
from tests.voting.elections import make_priced, reopen
from voting.board.core import Heading, to_pabulib
from voting.core.ballots import Ballot, BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.pabulib import read, write
from voting.core.profile import Profile
from voting.core.rules import count
from voting.core.ties import TieKey
from voting.credentials import services as credentials
from voting.setup.core import ContestView
from voting.setup.services import prepare

BOOTH = "/processes/presupuestos-2027/vote/"
HEADING = Heading("Spain", "Olmeda", "A vote", date(2027, 5, 1), date(2027, 5, 9), "hash")
VOTES, POINTS = RuleSpec("greedy"), RuleSpec("greedy", {"scoring": "points"})

#: The form, its rule, what is typed beside two projects (or which is chosen), and the ballot.
KINDS = [
    (BallotForm(Kind.SCORES, min_points=-2, max_points=3, allows_blank=True), POINTS, ("3", "-2")),
    (BallotForm(Kind.WEAK_ORDER, allows_blank=True), VOTES, ("1", "1")),
    (BallotForm(Kind.QUESTION, allows_blank=True), VOTES, ("", "x")),
]


@pytest.fixture
async def question(process, chair, rosa, request):
    """A vote of the whole city on two projects, with the form and rule of the test."""
    form, rule, _typed = request.param
    for title in ("Un carril bici", "Un parque"):
        await make_priced(process, rosa, title, "CIUDAD", 60_000_00)
    await prepare(process.id, chair.actor, form, rule, [TieKey.PUBLISHED_ORDER])
    return await reopen(process, PhaseKind.VOTING)


def fields_in(contest: ContestView, typed: tuple[str, ...]) -> dict[str, object]:
    """The fields of a page that is filled in: a number beside each project, or one answer."""
    beside = zip(contest.projects, typed, strict=True)
    if "x" in typed:
        return {f"contest-{contest.id}": str(p.id) for p, text in beside if text}
    return {f"contest-{contest.id}-{p.id}": text for p, text in beside}


def hidden_in(text: str) -> dict[str, object]:
    """The fields that the review page sends on."""
    return dict(re.findall(r'<input type="hidden" name="([\w-]+)" value="([^"]*)"', text))


@pytest.mark.parametrize(("question", "terms"), [(k, k) for k in KINDS], indirect=["question"])
async def test_a_ballot_of_any_kind_is_cast(question, terms, rosas_browser):
    _form, _rule, typed = terms
    (contest,) = question.contests
    empty = await rosas_browser.get(BOOTH)

    page = await rosas_browser.submit(f"{BOOTH}review", fields_in(contest, typed))
    done = await rosas_browser.submit(f"{BOOTH}cast", hidden_in(page.text))

    assert (empty.status_code, page.status_code, done.status_code) == (200, 200, 200)
    assert empty.text.count('type="radio"') == (3 if "x" in typed else 0)
    assert ("Un carril bici" in page.text) == bool(typed[0])
    assert ("Puesto" in page.text) == (typed == ("1", "1"))
    assert await credentials.turnout(question.id) == 1


@pytest.mark.parametrize("question", KINDS, indirect=True)
async def test_a_ballot_of_any_kind_can_be_blank(question, rosas_browser):
    (contest,) = question.contests

    page = await rosas_browser.submit(f"{BOOTH}review", {f"blank-{contest.id}": "1"})

    assert "Voto en blanco" in page.text
    assert hidden_in(page.text)[f"blank-{contest.id}"] == "1"


@pytest.mark.parametrize(("question", "terms"), [(k, k) for k in KINDS], indirect=["question"])
async def test_what_is_published_says_what_was_cast(question, terms):
    (contest,) = question.contests
    form, _rule, typed = terms
    codes = [project.code for project in contest.projects]
    numbers = [int(text) for text in typed] if form.kind.has_points else []
    full = Ballot.of(form.kind, codes if numbers else codes[:1], numbers)
    ballots = [full, full, Ballot()]
    profile = Profile.of(ballots)
    outcome = count(question.terms.rule, contest.instance, profile, question.terms.ties)

    file = read(write(to_pabulib(HEADING, contest, question.terms, outcome, ballots)))

    assert file.kind is form.kind
    assert file.profile == profile
    assert file.form.min_points == form.min_points
    assert file.warnings == ()
