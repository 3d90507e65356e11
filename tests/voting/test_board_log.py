"""The page of the public board: how far it has come, who watches it, and its files."""

import re

import pytest

from concejo import settings
from concejo.processes.core import PhaseKind
from tests.people import Browser
from tests.voting.elections import PRICED, cast, choose, make_priced, new_secret, reopen
from tests.voting.houses import free_port
from tests.voting.test_witnesses import NAMES, WITNESSES, latest, word_of
from voting.board.log.core import SHOWN
from voting.box import services as box
from voting.box.cosigning import services as cosigning
from voting.core.crypto.notes import Checkpoint
from voting.core.protocol.manifest import in_groups
from voting.counting.services import close
from voting.setup.locking import services as locking

LOG = "/processes/presupuestos-2027/vote/log"


@pytest.fixture
async def watched(process, rosa, ines, monkeypatch):
    """A vote whose board two witnesses watch."""
    monkeypatch.setattr(locking, "WITNESSES", WITNESSES[:2])
    for title, area_code, cost in PRICED:
        await make_priced(process, rosa, title, area_code, cost)
    return await reopen(process, PhaseKind.VOTING)


async def read(browser: Browser, language: str = "es") -> str:
    page = await browser.get(LOG, accept_language=language)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", page.text)


async def test_before_the_vote_opens_there_is_no_board(process, browser):
    assert "Todavía no hay tablón" in await read(browser)
    assert "There is no board yet" in await read(browser, "en")


async def test_an_empty_board_tells_what_was_fixed_and_who_watches(watched, browser):
    page = await read(browser)

    assert in_groups(watched.manifest_hash) in page
    assert "Una sola oficina" in page
    assert "Aún no hay nada en el tablón" in page
    assert page.count("Todavía nada") == 2
    for name in NAMES[:2]:
        assert name in page


async def test_it_tells_each_state_and_what_the_witnesses_signed(watched, browser, rosa, ines):
    uid = watched.protocol.election_id
    choices = choose(watched, CIUDAD=(), D01=())
    await cast(watched, rosa.person_id, choices, new_secret())
    await box.flush(uid, at_least=1)
    first = await latest(watched.protocol)
    await cosigning.add(uid, word_of(NAMES[1], first, 1_700_000_000))
    choices = choose(watched, CIUDAD=(), D02=())
    await cast(watched, ines.person_id, choices, new_secret())
    await box.flush(uid, at_least=1)
    second = await latest(watched.protocol)

    page = await read(browser)

    roots = [in_groups(Checkpoint.read(note.text).root.hex()) for note in (second, first)]
    assert page.index(roots[0]) < page.index(roots[1])
    assert page.count(NAMES[1]) == 2
    assert "14 de noviembre de 2023" in page
    assert page.count("Todavía nada") == 1


async def test_its_files_are_where_it_says(watched, browser):
    page = await read(browser)

    files = re.findall(r'href="(/box/[^"]+)" download', page)
    assert len(files) == 3
    for file in files:
        assert (await browser.get(file)).status_code == 200
    assert f"concejo witness check {settings.BOX_URL}/{watched.uid}" in page


async def test_only_the_latest_states_are_shown_where_there_are_many(watched, browser, rosa):
    uid, seed = watched.protocol.election_id, new_secret()
    choices = choose(watched, CIUDAD=(), D01=())
    for counter in range(1, SHOWN + 3):
        await cast(watched, rosa.person_id, choices, seed, counter)
        await box.flush(uid, at_least=1)

    page = await read(browser, "en")

    assert f"the latest {SHOWN} of {SHOWN + 2} states" in page
    assert page.count('data-label="Root"') == SHOWN


async def test_it_says_so_when_the_other_house_does_not_answer(watched, browser, monkeypatch):
    monkeypatch.setattr(settings, "BOX_REMOTE", f"http://127.0.0.1:{free_port()}")

    page = await read(browser)

    assert "no responde" in page
    assert in_groups(watched.manifest_hash) in page
    assert "Aún no hay nada" not in page


async def test_it_stays_after_the_close(watched, browser, process, rosa, chair):
    await cast(watched, rosa.person_id, choose(watched, CIUDAD=(), D01=()), new_secret())
    late = await reopen(process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)

    assert 'data-label="Raíz"' in await read(browser)
