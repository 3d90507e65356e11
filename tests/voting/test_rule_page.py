"""A town clerk decides the rule of a vote on one page, reads what would hold, and keeps it."""

from html.parser import HTMLParser

import httpx2
import pytest

from concejo.accounts.core import Role, Visitor
from concejo.audit.models import AuditEntry
from concejo.processes.services import ProcessView
from tests.people import Browser, browser_of, make_account
from tests.voting.elections import open_election
from tests.voting.test_imports import SMALL
from voting.core.ballots import BallotForm, Kind
from voting.core.ties import TieKey, Ties
from voting.imports.core import plan
from voting.imports.services import import_election
from voting.models import Election
from voting.setup.core import DEFAULT
from voting.setup.forms import typed_of
from voting.setup.services import get_election

PART = {"hx-request": "true", "hx-request-type": "partial"}
MOST_BYTES = 100_000


class Page(HTMLParser):
    """The answers that the form of a page would send, and the ids that the page has."""

    def __init__(self, answer: httpx2.Response) -> None:
        super().__init__()
        self.sent: dict[str, str] = {}
        self.ids: list[str] = []
        self._select, self._is_here = "", False
        self.feed(answer.text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = {name: value or "" for name, value in attrs}
        self.ids += [named["id"]] if "id" in named else []
        if tag == "form":
            self._is_here = named.get("action", "").endswith("/vote/rule")
        if not self._is_here:
            return
        if tag == "select":
            self._select = named["name"]
        elif tag == "option" and "selected" in named:
            self.sent[self._select] = named["value"]
        elif tag == "input" and named.get("name"):
            is_on = "checked" in named or named["type"] not in ("radio", "checkbox")
            self.sent |= {named["name"]: named["value"]} if is_on else {}


@pytest.fixture
async def chairs_browser(chair: Visitor) -> Browser:
    """The browser of Rosalía, who is on the electoral board."""
    return await browser_of(chair)


def address(process: ProcessView, end: str = "rule") -> str:
    return f"/processes/{process.slug}/vote/{end}"


async def test_the_page_begins_with_the_defaults_and_fits_in_a_slow_line(process, chairs_browser):
    shown = await chairs_browser.get(address(process))

    page = Page(shown)
    begins = {name: value for name, value in typed_of(DEFAULT, "EUR").items() if value}
    assert {name: value for name, value in page.sent.items() if name in begins} == begins
    assert len(shown.content) < MOST_BYTES
    assert len(set(page.ids)) == len(page.ids)


async def test_what_the_page_sends_is_kept(process, chairs_browser):
    page = Page(await chairs_browser.get(address(process)))
    answers = page.sent | {
        "kind": "cumulative",
        "cumulative-max_sum_points": "20",
        "rule": "equal_shares",
        "equal_shares-completion": "add1",
        "equal_shares-step": "5",
        "support_permille": "2,5",
        "tie-1": "most_votes",
        "tie-2": "lot",
        "seed": "El Gordo, 2027",
    }

    answer = await chairs_browser.submit(address(process), answers)

    assert answer.status_code == 303
    kept = (await get_election(process)).terms
    assert kept.form == BallotForm(Kind.CUMULATIVE, max_sum_points=20, allows_blank=True)
    assert kept.ties == Ties((TieKey.MOST_VOTES, TieKey.LOT), "El Gordo, 2027")
    assert kept.rule.parameters["scoring"] == "points"
    assert kept.rule.parameters["step"] == 500
    assert kept.rule.parameters["support_permille"] == 25
    assert kept.rule.parameters["threshold"] == 1
    again = Page(await chairs_browser.get(address(process))).sent
    assert again | {"support_permille": "2,5"} == answers | {"csrf": again["csrf"]}


async def test_what_is_wrong_comes_back_beside_its_answer_with_all_that_was_typed(
    process, chairs_browser
):
    page = Page(await chairs_browser.get(address(process)))
    answers = {
        name: value
        for name, value in page.sent.items()
        # Two boxes that were ticked are not any more: a browser sends nothing for them.
        if name not in ("allows_blank", "exclusive")
    } | {"knapsack-max_length": "muchos", "approval-max_length": "7", "tie-1": "lot"}

    answer = await chairs_browser.submit(address(process), answers)

    back = Page(answer)
    assert answer.status_code == 422
    assert {"field-knapsack-max_length-error", "field-seed-error"} <= set(back.ids)
    assert 'href="#field-knapsack-max_length">Cuántos proyectos como máximo: ' in answer.text
    assert back.sent == answers | {"csrf": back.sent["csrf"]}
    assert not await Election.all().exists()


async def test_what_would_hold_is_told_before_it_is_kept(process, chairs_browser):
    page = Page(await chairs_browser.get(address(process)))
    answers = page.sent | {"rule": "equal_shares", "threshold": "7"}

    part = await chairs_browser.submit(address(process, "rule/preview"), answers, headers=PART)
    whole = await chairs_browser.submit(address(process, "rule/preview"), answers)

    assert part.status_code == whole.status_code == 200
    assert part.text.strip().startswith('<section id="would-hold"')
    for told in (part.text, whole.text):
        assert "menor de 7" in told
        assert "El presupuesto se divide" in told
    assert Page(whole).sent == answers | {"csrf": Page(whole).sent["csrf"]}
    assert not await Election.all().exists()
    assert not await AuditEntry.filter(action="election.prepared").exists()


async def test_what_cannot_hold_is_told_before_it_is_refused(process, chairs_browser):
    page = Page(await chairs_browser.get(address(process)))
    answers = page.sent | {"greedy-reserve_percent": "80"}

    part = await chairs_browser.submit(address(process, "rule/preview"), answers, headers=PART)

    assert part.status_code == 200
    assert "reserva" in part.text
    assert "Los proyectos tienen su turno" not in part.text


async def test_the_address_of_an_answer_leads_back_to_the_page(process, chairs_browser):
    answer = await chairs_browser.get(address(process, "rule/preview"))

    assert answer.status_code == 303
    assert answer.headers["location"] == address(process)


async def test_once_the_vote_is_open_the_page_only_tells(process, rosa, chairs_browser):
    await open_election(process, rosa)

    shown = await chairs_browser.get(address(process))
    refused = await chairs_browser.submit(address(process), typed_of(DEFAULT, "EUR"))

    assert "hx-post" not in shown.text
    assert "Se puede votar en blanco." in shown.text
    assert refused.status_code == 409


async def test_quotas_of_an_imported_vote_are_told(database):
    made = plan(SMALL, quotas=["El sur:most=50:a,c", "El norte:reserved=50:b"])
    process = await import_election(made, "cupos")
    rosalia = await make_account("Rosalía", roles=((Role.BOARD, process.id),))

    shown = await (await browser_of(rosalia)).get(address(process))

    text = shown.text.replace("\u00a0", " ")
    assert "los proyectos de «El sur» cuestan juntos como mucho 50 €" in text
    assert "50 € se reservan para los proyectos de «El norte»" in text
