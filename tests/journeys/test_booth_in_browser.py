"""Voting in a real browser: the choice and the seed never reach our server, and nothing is lost."""

import json
from base64 import b64decode, b64encode
from contextlib import AsyncExitStack

import pytest
from playwright.async_api import Route

from concejo import settings
from concejo.processes.core import PhaseKind
from tests.journeys.booths import BOOTH, CHECK, enter
from tests.journeys.walk import AXE, AXE_RUN
from tests.people import set_phase
from tests.voting.elections import open_election
from voting.box import services as box
from voting.core.ballots import Ballot, Kind
from voting.core.protocol.client import Voter
from voting.core.protocol.code import seed_of
from voting.core.protocol.leaves import hash_of, read_ballot_leaf
from voting.core.protocol.plain import encode_plain
from voting.core.protocol.receipts import code_of
from voting.credentials import services as credentials

pytestmark = pytest.mark.browser

PHONE = {"width": 360, "height": 740}
#: What the console says by itself where an answer was refused, or the program is not ours.
MEANT = ("Failed to load resource", "Failed to find a valid digest")
NOT_YET = (
    "Not yet: your ballot waits in the box with others, so that nobody sees who came when. The"
    " next batch goes"
)


@pytest.fixture
async def election(tmp_path, monkeypatch, process, rosa, ines):
    """A vote that this process opens and the server holds: they share one data folder."""
    monkeypatch.setattr(settings, "DATA", tmp_path)
    return await open_election(process, rosa)


@pytest.fixture
async def fresh(chromium, server, election):
    """Opens browsers that know nothing: `await fresh()`; errors in a console fail the test."""
    async with AsyncExitStack() as stack:
        faults = []

        def keep(message):
            if message.type == "error" and not message.text.startswith(MEANT):
                faults.append(message.text)

        async def make(**more):
            how = {"base_url": server.url, "locale": "es", "viewport": PHONE} | more
            context = await chromium.new_context(**how)
            stack.push_async_callback(context.close)
            context.set_default_timeout(10_000)
            context.on("console", keep)
            context.on("weberror", lambda error: faults.append(str(error.error)))
            return context

        yield make
        assert faults == []


def plain_of(election, *titles, district=()):
    """Spell the ballot of the Casco Histórico on which these are chosen in the whole city."""
    by_key = {contest.key: contest for contest in election.contests}

    def ballot(key, names):
        codes = {project.name: project.code for project in by_key[key].projects}
        return Ballot.of(Kind.KNAPSACK, [codes[name] for name in names])

    return encode_plain({"CIUDAD": ballot("CIUDAD", titles), "D01": ballot("D01", district)})


async def latest(election, code):
    """Give the leaf that the box has of a code, and whether it says some plain text."""
    hand = Voter(seed_of(code), election.protocol.election_id)
    leaf = read_ballot_leaf(await box.latest_leaf(hand.election_id, hand.pk))
    return hand, leaf


async def says(election, code, plain):
    """Say whether the latest ballot of a code is of this text."""
    hand, leaf = await latest(election, code)
    return leaf.commitment == hand.commitment(leaf.ctr, plain)


async def waiting(election):
    """Count the ballots that wait in the box."""
    return await box.flush(election.protocol.election_id, at_least=1)


async def upright(booth):
    """See that nothing sticks out sideways, and that axe has nothing to say."""
    width, room = await booth.page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert width <= room
    await booth.page.evaluate(AXE)
    assert await booth.page.evaluate(AXE_RUN) == []


async def test_a_ballot_is_cast_that_says_what_was_chosen(fresh, server, election, rosa):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.open()
    await upright(booth)

    await booth.review("Un parque")
    code = await booth.code()
    await upright(booth)
    await booth.press("Cast the ballot")
    await booth.reads("Your vote is in the ballot box")
    await upright(booth)

    assert await says(election, code, plain_of(election, "Un parque"))
    _hand, leaf = await latest(election, code)
    assert await booth.receipt() == code_of(hash_of(leaf.encode())).replace("-", "")
    assert await credentials.find_door(election.id, rosa.person_id) == "online"
    assert await booth.page.evaluate("document.activeElement.tagName") == "H1"
    assert all("choice" not in name for name in await booth.kept())


async def test_our_server_never_gets_the_choice_the_seed_or_the_code(fresh, server, election, rosa):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.open()

    await booth.vote("Un parque")
    code = await booth.code()
    await booth.page.locator("[data-part=look]").click()
    await booth.hears(NOT_YET)

    sent = await booth.sent()
    told = "".join(one.path + one.body + json.dumps(one.headers) for one in sent)
    plain, seed = plain_of(election, "Un parque"), seed_of(code)
    secrets = [
        plain,
        code,
        seed.hex(),
        b64encode(seed).decode(),
        b64encode(plain.encode()).decode(),
    ]
    posted = [one for one in sent if one.body]
    project = next(p for c in election.contests for p in c.projects if p.name == "Un parque")
    assert [secret for secret in secrets if secret in told.replace("-", "")] == []
    assert [one.path.rpartition("/")[2] for one in posted] == ["issue", "cast"]
    assert f'"{project.code}"' not in told
    assert set(json.loads(posted[0].body)) == {"csrf", "request"}
    assert len(b64decode(json.loads(posted[0].body)["request"])) == 384


async def test_no_request_to_the_box_carries_a_cookie_or_tells_the_page(
    fresh, server, election, rosa
):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.open()

    await booth.vote("Un parque")
    await booth.page.locator("[data-part=look]").click()
    await booth.hears(NOT_YET)

    to_the_box, elsewhere = await booth.sent("/box/"), await booth.sent("/issue")
    assert len(to_the_box) >= 4
    for one in to_the_box:
        assert not {"cookie", "referer", "authorization"} & set(one.headers)
    assert all("cookie" in one.headers for one in elsewhere)


@pytest.mark.parametrize(
    "more_settings", [{"CONCEJO_BOX_URL": "http://localhost:{port}/box"}], ids=["another host"]
)
async def test_the_box_may_be_another_house(fresh, server, election, rosa):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.open()

    await booth.vote("Un parque")

    assert all("http://localhost:" in one.path for one in await booth.sent("/box/"))
    assert await says(election, await booth.code(), plain_of(election, "Un parque"))


#: Where a line can break, before an answer or after it: the address, and whether it got there.
BREAKS = [
    ("**/manifest.json", False),
    ("**/issue", False),
    ("**/issue", True),
    ("**/counter/*", False),
    ("**/box/*/cast", False),
    ("**/box/*/cast", True),
]


def cut(has_arrived):
    """Break the line: what was sent may have got there, its answer never comes."""

    async def handle(route: Route) -> None:
        if has_arrived:
            await route.fetch()
        await route.abort()

    return handle


@pytest.mark.parametrize(("address", "has_arrived"), BREAKS)
async def test_a_line_that_breaks_costs_nothing(
    fresh, server, election, rosa, address, has_arrived
):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.page.route(address, cut(has_arrived))
    await booth.open()

    await booth.fill_in("Un parque")
    await booth.press("Review the ballot")
    if "manifest" in address:
        await booth.page.locator("main .error-summary:not([hidden])").wait_for()
        await upright(booth)
        await booth.page.unroute(address)
        await booth.press("Review the ballot")
    await booth.reads("Is this the ballot to cast?")
    code = await booth.code()
    await booth.press("Cast the ballot")
    if "manifest" not in address:
        await booth.hears("There is no connection, or no answer came in time.")
        await upright(booth)
        await booth.page.unroute(address)
        await booth.press("Try again")
    await booth.reads("Your vote is in the ballot box")

    assert await booth.code() == code
    assert await says(election, code, plain_of(election, "Un parque"))
    assert await waiting(election) == 1
    asked = {json.loads(one.body)["request"] for one in await booth.sent("/issue")}
    assert len(asked) == 1


@pytest.mark.parametrize(("address", "has_arrived"), BREAKS[1:])
async def test_a_lost_tab_is_gone_on_with_in_a_new_one(
    fresh, server, election, rosa, address, has_arrived
):
    browser = await fresh()
    booth = await enter(browser, server.url, rosa)
    await booth.page.route(address, cut(has_arrived))
    await booth.open()
    await booth.review("Un parque")
    code = await booth.code()
    await booth.press("Cast the ballot")
    await booth.hears("There is no connection, or no answer came in time.")
    await booth.page.close()

    again = await enter(browser, server.url, rosa)
    await again.open()
    if await again.page.get_by_role("heading", name=again.said("Ballot"), exact=True).count():
        await again.press("Review the ballot")
    await again.reads("Is this the ballot to cast?")
    assert await again.code() == code
    await upright(again)
    await again.press("Cast the ballot")
    await again.reads("Your vote is in the ballot box")

    assert await says(election, code, plain_of(election, "Un parque"))
    assert await waiting(election) == 1


async def test_what_was_ticked_survives_before_there_is_a_code(fresh, server, election, rosa):
    browser = await fresh()
    booth = await enter(browser, server.url, rosa)
    await booth.open()
    await booth.tick("Un parque")
    await booth.page.close()

    again = await enter(browser, server.url, rosa)
    await again.open()

    await again.hears("This is what you had filled in before.")
    assert await again.page.locator("main :checked").count() == 1
    assert [name.rpartition("/")[2] for name in await again.kept()] == ["choice"]


async def test_the_receipt_is_there_again_and_the_vote_can_be_changed(
    fresh, server, election, rosa
):
    browser = await fresh()
    booth = await enter(browser, server.url, rosa)
    await booth.open()
    await booth.vote("Un parque")
    code, receipt = await booth.code(), await booth.receipt()

    await booth.open()
    await booth.reads("Your vote is in the ballot box")
    assert (await booth.code(), await booth.receipt()) == (code, receipt)
    await booth.press("Change my vote")
    await booth.vote("Diez fuentes")

    assert await booth.code() == code
    assert await booth.receipt() != receipt
    assert await says(election, code, plain_of(election, "Diez fuentes"))
    assert (await latest(election, code))[1].ctr == 2


async def test_with_the_code_one_votes_again_on_a_device_that_knows_nothing(
    fresh, server, election, rosa
):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.open()
    await booth.vote("Un parque")
    code = await booth.code()

    other = await enter(await fresh(), server.url, rosa)
    await other.open()
    await upright(other)
    field = other.page.locator("main [name=code]")
    for typed, fault in (
        ("ABC", "The code has 28 letters and digits. Check whether some are missing."),
        (code[:-1] + ("0" if code[-1] != "0" else "1"), "One of the letters or digits of the code"),
    ):
        await field.fill(typed)
        await other.press("Vote again")
        await other.page.locator("#code-fault", has_text=other.said(fault)[:20]).wait_for()
    await upright(other)
    await field.fill(code.lower())
    await other.press("Vote again")
    await other.reads("Ballot")
    await other.vote("Diez fuentes")

    assert await says(election, code, plain_of(election, "Diez fuentes"))
    told = "".join(one.path + one.body for one in await other.sent())
    assert code not in told.replace("-", "").upper()
    assert await waiting(election) == 2


async def test_another_persons_code_opens_nothing(fresh, server, election, rosa, ines):
    hers = await enter(await fresh(), server.url, ines)
    await hers.open()
    await hers.vote("Un parque")
    code = await hers.code()
    mine = await enter(await fresh(), server.url, rosa)
    await mine.open()
    await mine.vote("Un parque")

    other = await enter(await fresh(), server.url, rosa)
    await other.open()
    await other.page.locator("main [name=code]").fill(code)
    await other.press("Vote again")

    await other.hears("This code is not the one of your vote. Check that it is of this vote.")
    assert await other.kept() == {}


async def test_two_people_on_one_browser_have_two_codes(fresh, server, election, rosa, ines):
    browser = await fresh()
    booth = await enter(browser, server.url, rosa)
    await booth.open()
    await booth.vote("Un parque")
    first = await booth.code()
    await booth.page.close()

    second = await enter(browser, server.url, ines)
    await second.open()
    assert await second.page.locator("main :checked").count() == 0
    await second.vote("Diez fuentes")

    assert await second.code() != first
    assert await says(election, first, plain_of(election, "Un parque"))
    assert await waiting(election) == 2
    assert str(rosa.person_id) not in {name.split("/")[2] for name in await second.kept()}


async def test_on_a_shared_computer_nothing_stays(fresh, server, election, rosa):
    browser = await fresh()
    booth = await enter(browser, server.url, rosa)
    await booth.open()
    await booth.tick("Un parque")
    await booth.page.locator("#is-shared").check()
    assert await booth.page.evaluate("Object.keys(localStorage)") == []
    await booth.fill_in()
    await booth.page.reload()
    await booth.press("Review the ballot")
    await booth.reads("Is this the ballot to cast?")
    await booth.press("Cast the ballot")
    await booth.reads("Your vote is in the ballot box")
    assert await booth.page.evaluate("Object.keys(localStorage)") == []

    await booth.press("Forget everything here")
    await booth.hears("Nothing of your vote is kept in this browser any more.")
    await upright(booth)

    assert await booth.kept() == {}
    later = await enter(browser, server.url, rosa)
    await later.open()
    await later.reads("You have already voted")


async def test_a_forged_receipt_is_not_taken_for_one(fresh, server, election, rosa):
    async def forge(route: Route) -> None:
        answer = await route.fetch()
        receipt = await answer.json()
        receipt["signature"] = receipt["signature"][::-1]
        text = json.dumps(receipt, separators=(",", ":"), sort_keys=True)
        await route.fulfill(response=answer, body=text)

    booth = await enter(await fresh(), server.url, rosa)
    await booth.page.route("**/box/*/cast", forge)
    await booth.open()
    await booth.review("Un parque")
    await booth.press("Cast the ballot")

    await booth.hears("The ballot box answered with a receipt that is not right")
    heading = booth.page.get_by_role("heading", name=booth.said("Your vote is in the ballot box"))
    assert await heading.count() == 0

    await booth.page.unroute("**/box/*/cast")
    await booth.press("Try again")
    await booth.reads("Your vote is in the ballot box")


async def test_a_box_that_describes_another_vote_gets_no_ballot(fresh, server, election, rosa):
    async def other(route: Route) -> None:
        answer = await route.fetch()
        text = (await answer.text()).replace(election.protocol.seal_pk.hex(), "09".rjust(64, "0"))
        await route.fulfill(response=answer, body=text)

    booth = await enter(await fresh(), server.url, rosa)
    await booth.page.route("**/manifest.json", other)
    await booth.open()
    await booth.fill_in("Un parque")
    await booth.press("Review the ballot")

    words = booth.said("The ballot box describes another vote than this page.")
    await booth.page.locator("main .error-summary", has_text=words[:30]).wait_for()
    assert not await credentials.has_mark(election.id, rosa.person_id)


async def test_every_fault_leads_to_its_field(fresh, server, election, rosa):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.open()

    await booth.press("Review the ballot")
    links = booth.page.locator("main .error-summary:not([hidden]) a")
    await links.first.wait_for()
    summary = await booth.page.evaluate("document.activeElement.className")
    await links.nth(1).press("Enter")

    assert await links.count() == 2
    assert summary == "error-summary"
    focused = await booth.page.evaluate("document.activeElement.closest('fieldset')?.dataset.key")
    assert focused == "D01"


async def test_the_whole_vote_goes_by_keyboard(fresh, server, election, rosa):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.open()
    for name in ("Un parque", "Bancos en la plaza"):
        await booth.page.get_by_label(name).focus()
        await booth.page.keyboard.press("Space")

    for label, heading in (
        ("Review the ballot", "Is this the ballot to cast?"),
        ("Cast the ballot", "Your vote is in the ballot box"),
    ):
        name = booth.said(label)
        for _time in range(60):
            await booth.page.keyboard.press("Tab")
            if await booth.page.evaluate("document.activeElement.textContent.trim()") == name:
                break
        await booth.page.keyboard.press("Enter")
        await booth.reads(heading)

    plain = plain_of(election, "Un parque", district=("Bancos en la plaza",))
    assert await says(election, await booth.code(), plain)


async def test_the_way_back_leads_from_the_review_to_the_ballot(fresh, server, election, rosa):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.open()
    await booth.review("Un parque")

    await booth.page.go_back()

    await booth.reads("Ballot")
    assert await booth.page.locator("main :checked").count() == 2


async def test_the_receipt_is_a_file_that_says_nothing_of_the_vote(fresh, server, election, rosa):
    booth = await enter(await fresh(accept_downloads=True), server.url, rosa)
    await booth.open()
    await booth.vote("Un parque")
    code = await booth.code()

    async with booth.page.expect_download() as waited:
        await booth.press("Download the receipt")
    path = await (await waited.value).path()

    text = path.read_text()
    receipt = json.loads(text.strip().splitlines()[-1])
    assert receipt["election"] == election.uid
    assert await booth.receipt() in text.replace("-", "")
    assert "Un parque" not in text
    assert code not in text.replace("-", "")


async def test_the_browser_finds_its_ballot_on_the_board_and_believes_no_false_proof(
    fresh, server, election, rosa
):
    async def lie(route: Route) -> None:
        answer = await route.fetch()
        proof = await answer.json()
        await route.fulfill(response=answer, json=proof | {"hashes": ["00" * 32]})

    booth = await enter(await fresh(), server.url, rosa)
    await booth.open()
    await booth.vote("Un parque")
    look = booth.page.locator("[data-part=look]")
    await look.click()
    await booth.hears(NOT_YET)
    await waiting(election)

    await booth.page.route("**/proof/*", lie)
    await look.click()
    await booth.hears("The proof of the ballot box is not right. Tell the electoral board.")
    await booth.page.unroute("**/proof/*")
    await look.click()

    await booth.hears("Yes: your ballot is on the board, among {size} entries.")


async def test_another_device_tells_with_the_code_what_was_recorded(fresh, server, election, rosa):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.open()
    await booth.vote("Un parque")
    code = await booth.code()

    other = await enter(await fresh(), server.url, None)
    await other.open(CHECK)
    await upright(other)
    await other.page.locator("main [name=code]").fill(code)
    await other.press("Find the ballot")
    await other.hears("This code has a ballot in the box")
    shown = await other.page.locator("main fieldset:visible legend").all_inner_texts()
    await other.fill_in("Un parque")
    await other.press("Compare with the box")
    await other.hears("Yes: the ballot in the box says exactly this.")
    await upright(other)
    await other.tick("Diez fuentes")
    await other.press("Compare with the box")
    await other.hears("No: the ballot in the box says something else.")

    assert shown == ["Toda la ciudad", "Casco Histórico"]
    told = "".join(one.path + one.body for one in await other.sent())
    assert code not in told.replace("-", "")


async def test_after_the_end_the_receipt_is_still_at_hand(fresh, server, election, rosa, process):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.open()
    await booth.vote("Un parque")
    receipt = await booth.receipt()
    await set_phase(process.id, PhaseKind.COUNTING)

    await booth.open()
    await booth.reads("The vote is not open")
    await booth.press("See my receipt")
    await booth.reads("Your vote is in the ballot box")

    assert await booth.receipt() == receipt
    assert not await booth.page.locator("main [data-part=change]").is_visible()


async def test_what_was_begun_in_time_is_finished_after_the_end(
    fresh, server, election, rosa, process
):
    booth = await enter(await fresh(), server.url, rosa)
    await booth.page.route("**/issue", cut(has_arrived=True))
    await booth.open()
    await booth.review("Un parque")
    code = await booth.code()
    await booth.press("Cast the ballot")
    await booth.hears("There is no connection, or no answer came in time.")
    await booth.page.unroute("**/issue")
    await set_phase(process.id, PhaseKind.COUNTING)

    await booth.open()
    await booth.reads("Is this the ballot to cast?")
    await booth.press("Cast the ballot")
    await booth.reads("Your vote is in the ballot box")

    assert await says(election, code, plain_of(election, "Un parque"))


async def test_signed_out_meanwhile_one_signs_in_and_goes_on(fresh, server, election, rosa):
    browser = await fresh()
    booth = await enter(browser, server.url, rosa)
    await booth.open()
    await booth.review("Un parque")
    code = await booth.code()
    await browser.clear_cookies()
    await booth.press("Cast the ballot")
    await booth.page.locator("main [data-part=sign-in]").wait_for()
    await booth.page.close()

    again = await enter(browser, server.url, rosa)
    await again.open()
    await again.press("Review the ballot")
    await again.reads("Is this the ballot to cast?")

    assert await again.code() == code


@pytest.mark.parametrize("script", [False, True], ids=["no JavaScript", "the program is lost"])
async def test_without_the_program_the_server_casts_and_says_what_it_sees(
    fresh, server, election, rosa, script
):
    context = await fresh(java_script_enabled=script)
    await context.route("**/vendor/vote.js", lambda route: route.abort())
    booth = await enter(context, server.url, rosa)
    await booth.open()
    assert await booth.page.locator("main .without-client").is_visible()
    assert not await booth.page.locator("#is-shared").is_visible()

    await booth.review("Un parque")
    assert await booth.page.locator("main [name=counter]").count() == 1
    await booth.press("Cast the ballot")
    await booth.reads("The ballot is cast")

    assert await waiting(election) == 1


async def test_a_program_that_was_tampered_with_is_not_run(fresh, server, election, rosa):
    async def tamper(route: Route) -> None:
        answer = await route.fetch()
        await route.fulfill(response=answer, body=await answer.text() + "\n;")

    context = await fresh()
    await context.route("**/vendor/vote.js", tamper)
    booth = await enter(context, server.url, rosa)
    page = booth.page
    refused = []
    page.on("console", lambda message: refused.append(message.text))
    await booth.open()

    assert await page.locator("main .without-client").is_visible()
    assert any("integrity" in text for text in refused)


async def test_a_ballot_that_is_sent_before_the_program_is_there_waits_for_it(
    fresh, server, election, rosa
):
    held = []

    async def hold(route: Route) -> None:
        held.append(route)

    context = await fresh()
    await context.route("**/vendor/vote.js", hold)
    booth = await enter(context, server.url, rosa)
    await booth.page.goto(BOOTH, wait_until="commit")
    await booth.fill_in("Un parque")
    await booth.press("Review the ballot")
    await booth.page.wait_for_timeout(200)
    assert await booth.sent("/review") == []
    await held[0].continue_()

    await booth.reads("Is this the ballot to cast?")
    assert await booth.sent("/review") == []
    rows = await booth.page.locator("main table tbody tr").all_inner_texts()
    assert any("Un parque" in row for row in rows)
