"""The roll of a vote is public without names, and everybody can find their own line in it."""

import re
from hashlib import sha256

from concejo.db import execute
from concejo.processes.core import PhaseKind
from tests.voting.elections import cast, choose, new_secret, reopen
from voting.counting.services import close

VOTE = "/processes/presupuestos-2027/vote"


def line_on(text: str) -> str:
    found = re.search(r'<code class="wrap">([0-9a-f]{64},\d+)</code>', text)
    assert found, "there is no line on the page"
    return found.group(1)


async def test_a_resident_finds_their_line_and_what_it_says(election, rosa, rosas_browser, browser):
    before = await rosas_browser.get(f"{VOTE}/my-line")
    await cast(election, rosa.person_id, choose(election, CIUDAD=(), D01=()), new_secret())
    after = await rosas_browser.get(f"{VOTE}/my-line")
    published = await browser.get(f"{VOTE}/roll_before.csv")

    assert "no has votado" in before.text
    assert "has votado por web" in after.text
    assert line_on(before.text) == line_on(after.text)
    assert line_on(after.text) in published.text.splitlines()
    assert sha256(published.content).digest() == election.protocol.roll_hash
    assert after.headers["cache-control"] == "no-store"


async def test_the_line_is_made_of_what_the_page_shows(election, rosa, rosas_browser):
    page = await rosas_browser.get(f"{VOTE}/my-line")

    salt = re.search(r"<dd>([0-9a-f]{32})</dd>", page.text)
    assert salt, "there is no salt on the page"
    made = sha256(
        b"pb1/roll\0"
        + bytes.fromhex(election.uid)
        + bytes.fromhex(salt.group(1))
        + str(rosa.person_id).encode()
    )
    assert line_on(page.text).split(",")[0] == made.hexdigest()


async def test_what_became_of_each_line_is_published_at_the_close(
    election, process, rosa, chair, rosas_browser, browser
):
    await cast(election, rosa.person_id, choose(election, CIUDAD=(), D01=()), new_secret())
    early = await browser.get(f"{VOTE}/roll.csv")
    late = await reopen(process, PhaseKind.COUNTING)
    await close(late.process, chair.actor)

    published = await browser.get(f"{VOTE}/roll.csv")
    line = line_on((await rosas_browser.get(f"{VOTE}/my-line")).text)

    assert early.status_code == 404
    assert f"{line},online" in published.text.splitlines()
    assert published.text.count(",none\n") == 1


async def test_who_could_not_vote_has_no_line(election, rosa, rosas_browser):
    await execute("DELETE FROM roll_line WHERE person_id = ?", rosa.person_id)

    page = await rosas_browser.get(f"{VOTE}/my-line")

    assert page.status_code == 200
    assert "No tienes línea" in page.text


async def test_before_the_vote_there_is_no_roll_of_it(process, rosas_browser, browser):
    assert (await browser.get(f"{VOTE}/roll_before.csv")).status_code == 404
    assert (await rosas_browser.get(f"{VOTE}/my-line")).status_code == 404
