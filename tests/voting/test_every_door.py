"""A whole vote through every door: web, given up for paper, paper, envelope; and it is verified."""

import asyncio

import httpx2

from concejo import settings
from concejo.processes.core import PhaseKind
from tests.people import new_browser
from tests.voting.desks import give_sheet, make_officer, person_form, put_on_roll
from tests.voting.elections import PRICED, cast, choose, make_priced, new_secret, reopen
from tests.voting.envelopes import draw, make_envelopes
from tests.voting.papers import close_box, content, make_clerk, make_urn
from tests.voting.test_code_pages import counter_in, fields_for
from tests.voting.test_two_houses import house, postgres_server_if_asked, run_verifier, started
from voting.box.gate.services import box
from voting.bundle.services import make_bundle
from voting.counting.services import count, turnout
from voting.desk.services import look_up
from voting.desk.surrender.services import surrender
from voting.envelopes.services import code_address, take_stock, void
from voting.paper.entry.services import type_sheet
from voting.paper.urns.services import declare
from voting.setup.services import get_election

__all__ = ["house", "postgres_server_if_asked", "started"]


async def open_vote(process, rosa, roll):
    for title, area_code, cost in PRICED:
        await make_priced(process, rosa, title, area_code, cost)
    people = [(await put_on_roll(roll, number)).id for number in range(1, 6)]
    return await reopen(process, PhaseKind.VOTING), people


async def vote_by_every_door(election, people, client):
    """One votes by web, one gives that up for paper, one on paper, one of two uses an envelope."""
    officer, seeds = await make_officer(election), [new_secret(), new_secret()]
    for person, seed in zip(people[:2], seeds, strict=True):
        await cast(election, person, choose(election, CIUDAD=("Un parque",), D01=()), seed)
    found = await look_up(election, officer.id, person_form(2))
    await surrender(election, officer.id, found.ticket, seeds[1])
    await give_sheet(election, officer, 3)
    codes = await make_envelopes(election, 4)
    for number in (4, 5):
        await draw(election, officer, number)
    await vote_by_code(election, client, codes[0])
    for code in codes[2:]:
        await void(election, code)


async def vote_by_code(election, client, code):
    """Vote twice on the page of the box, wherever it stands; the second ballot counts."""
    address = code_address(election)
    for title in ("Un parque", "Diez fuentes"):
        fields = fields_for(election, code, title)
        review = await client.post(f"{address}/review", data=fields)
        answer = await client.post(
            f"{address}/cast", data={**fields, "counter": counter_in(review)}
        )
        assert answer.status_code == 200, answer.text
        assert "set-cookie" not in answer.headers


async def count_and_verify(election, chair, tmp_path):
    late = await close_box(election, chair)
    clerks = [await make_clerk(late, name) for name in ("Omar", "Ona")]
    urn = await make_urn(late, clerks[0])
    for clerk in clerks:
        await declare(late, clerk.actor, urn, 2)
    for clerk in clerks:
        for number in (1, 2):
            await type_sheet(late, clerk.actor, urn, number, content(late, "Diez fuentes"))
    await count(late.process, chair.actor)
    counted = await get_election(late.process)
    bundle = tmp_path / "vote.zip"
    bundle.write_bytes(await make_bundle(counted))
    verified = await asyncio.to_thread(run_verifier, bundle)
    return counted, verified


def assert_right(verified):
    said = " ".join(verified.stdout.split())
    assert verified.returncode == 0, verified.stdout + verified.stderr
    assert "votaron 1 por web, 2 con código, 1 en papel, 1 en papel tras renunciar" in said
    assert "no falta ninguna anulación" in said
    assert "1 por web o código, 0 en papel" in said


async def test_every_door_in_one_office(any_database, process, roll, rosa, chair, tmp_path):
    election, people = await open_vote(process, rosa, roll)
    browser = new_browser()
    await vote_by_every_door(election, people, browser.client)
    await browser.client.aclose()

    counted, verified = await count_and_verify(election, chair, tmp_path)

    found = await turnout(counted)
    assert (found.marks, found.ballots) == (5, 4)
    assert sum(stock.unused for stock in await take_stock(counted)) == 2
    assert_right(verified)


async def test_every_door_in_two_houses(started, process, roll, rosa, chair, tmp_path):
    election, people = await open_vote(process, rosa, roll)
    async with httpx2.AsyncClient(headers={"accept-language": "es"}) as client:
        await vote_by_every_door(election, people, client)
        style_sheet = await client.get(f"{settings.BOX_URL}/static/x/css/concejo.css")

    counted, verified = await count_and_verify(election, chair, tmp_path)

    assert style_sheet.status_code == 200
    assert sum((await box().count_unused_envelopes(counted.protocol.election_id)).values()) == 2
    assert_right(verified)
    assert started.words == ""
