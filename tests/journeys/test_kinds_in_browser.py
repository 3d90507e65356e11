"""Ballots of every kind: the browser finds the faults that the server finds, and casts the same."""

import pytest
from starlette.datastructures import FormData

from concejo import settings
from concejo.i18n import translate
from concejo.processes.core import PhaseKind
from tests.journeys.booths import enter
from tests.voting.elections import make_priced, reopen
from voting.booth.forms import Paper
from voting.box import services as box
from voting.core.ballots import BallotForm, Kind
from voting.core.outcome import RuleSpec
from voting.core.protocol.client import Voter
from voting.core.protocol.code import seed_of
from voting.core.protocol.leaves import read_ballot_leaf
from voting.core.protocol.plain import encode_plain
from voting.core.ties import TieKey
from voting.setup.services import prepare

pytestmark = pytest.mark.browser

VOTES, POINTS = RuleSpec("greedy"), RuleSpec("greedy", {"scoring": "points"})
BLANK = "blank"
#: The form, its rule, and what is typed beside two projects or ticked, one after another; the last
#: can be cast.
KINDS = {
    Kind.SCORES: (
        BallotForm(Kind.SCORES, min_points=-2, max_points=3, allows_blank=True),
        POINTS,
        [("", ""), ("4", "−3"), ("x", "1"), ("1.5", ""), ("0", ""), ("3", BLANK), ("− 2", "3")],
    ),
    Kind.CUMULATIVE: (
        BallotForm(Kind.CUMULATIVE, max_sum_points=5, min_sum_points=2, max_points=4),
        POINTS,
        [("", ""), ("4", "3"), ("5", ""), ("0", "1"), ("-1", "3"), (" 03 ", "2")],
    ),
    Kind.WEAK_ORDER: (
        BallotForm(Kind.WEAK_ORDER, allows_blank=True),
        VOTES,
        [("1234567", ""), ("1,5", "2"), ("0", ""), ("9", "4")],
    ),
    Kind.ORDINAL: (
        BallotForm(Kind.ORDINAL, min_length=2, allows_blank=True),
        VOTES,
        [("1", "1"), ("1", ""), ("", BLANK), ("2", "1")],
    ),
    Kind.APPROVAL: (
        BallotForm(Kind.APPROVAL, min_length=1, max_sum_cost=100_000_00, allows_blank=True),
        VOTES,
        [("x", "x"), ("", "x", BLANK), ("", "x")],
    ),
    Kind.QUESTION: (BallotForm(Kind.QUESTION, allows_blank=True), VOTES, [("", ""), ("", "x")]),
}


@pytest.fixture
async def election(tmp_path, monkeypatch, process, rosa, request):
    """A vote of the whole city on two projects, with ballots of the kind of the test."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    form, rule, _typed = KINDS[request.param]
    for title in ("Un carril bici", "Un parque"):
        await make_priced(process, rosa, title, "CIUDAD", 60_000_00)
    await prepare(process.id, rosa.actor, form, rule, [TieKey.PUBLISHED_ORDER])
    return await reopen(process, PhaseKind.VOTING)


async def fill_in(page, contest, typed):
    """Fill the page in as somebody would, and give the fields that it would send."""
    fields = []
    for project, text in zip(contest.projects, typed, strict=False):
        field = page.locator(f'main [data-code="{project.code}"]')
        name = await field.get_attribute("name")
        if await field.get_attribute("type") == "text":
            await field.fill(text if text != BLANK else "")
            fields.append((name, text if text != BLANK else ""))
        elif await field.is_checked() != (text == "x"):
            await page.locator(f'label[for="{await field.get_attribute("id")}"]').click()
        if text == "x":
            fields.append((name, str(project.id)))
    blank = page.locator('main input[type="checkbox"][data-blank]')
    if await blank.count() and await blank.is_checked() != (BLANK in typed):
        await page.locator(f"label[for=blank-{contest.id}]").click()
    return FormData(fields + ([(f"blank-{contest.id}", "1")] if BLANK in typed else []))


@pytest.mark.parametrize("election", list(KINDS), indirect=True, ids=str)
async def test_the_browser_reads_a_ballot_as_the_server_does(chromium, server, election, rosa):
    kind = election.terms.form.kind
    (contest,) = election.contests
    context = await chromium.new_context(base_url=server.url, locale="es")
    booth = await enter(context, server.url, rosa)
    booth.page.set_default_timeout(10_000)
    await booth.open()

    told, expected = [], []
    for typed in KINDS[kind][2]:
        form = await fill_in(booth.page, contest, typed)
        paper = Paper.read(form, (contest,), election.terms.form)
        (part,) = paper.parts
        faults = [translate(fault, "es") for fault in part.faults()]
        expected.append((typed, faults))
        await booth.press("Review the ballot")
        shown = booth.page.locator("main .error-summary:not([hidden]) li, main [data-part=cast]")
        await shown.first.wait_for()
        is_wrong = await booth.page.locator("main [data-part=cast]").count() == 0
        told.append((typed, await shown.all_inner_texts() if is_wrong else []))
        if not is_wrong and typed != KINDS[kind][2][-1]:
            await booth.press("Change it")
            await booth.reads("Ballot")
    code = await booth.code()
    await booth.press("Cast the ballot")
    await booth.reads("Your vote is in the ballot box")
    await context.close()

    assert told == expected
    assert any(faults for _typed, faults in expected)
    hand = Voter(seed_of(code), election.protocol.election_id)
    leaf = read_ballot_leaf(await box.latest_leaf(hand.election_id, hand.pk))
    assert leaf.commitment == hand.commitment(1, encode_plain({contest.key: part.ballot}))
