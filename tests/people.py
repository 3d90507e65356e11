"""Fixtures that every room's tests share: people, a process, and browsers without a screen.

async def test_rosa_reads_it(rosas_browser, process):
    page = await rosas_browser.get(f"/processes/{process.slug}")

    assert page.status_code == 200

page = await rosas_browser.submit("/processes/x/proposals/new", title="Un parque")
"""

import itertools
from collections.abc import AsyncIterator
from datetime import UTC, date, datetime, timedelta

import httpx2
import pytest

from concejo.accounts.core import Role, Visitor
from concejo.accounts.models import Account, RoleGrant
from concejo.accounts.services import find_visitor
from concejo.accounts.verification.models import Verification
from concejo.clock import now
from concejo.processes.core import PhaseKind
from concejo.processes.models import Area, PhaseRow, Process
from concejo.processes.services import ProcessView, get_process
from concejo.roll.models import Roll, RollEntry
from concejo.sessions.services import open_session
from concejo.web import cookies, csrf

_numbers = itertools.count(1)


class Browser:
    """Somebody's browser: keeps cookies, sends form tokens, follows no redirect by itself."""

    def __init__(self, client: httpx2.AsyncClient, token: str = "") -> None:
        self.client = client
        self.token = token
        if token:
            client.cookies.set(cookies.SESSION, token)

    async def get(self, path: str, **headers: str) -> httpx2.Response:
        """Open a page; keyword arguments are headers (hx_request="true")."""
        return await self.client.get(path, headers=_headers(headers))

    async def submit(
        self,
        path: str,
        fields: dict[str, object] | None = None,
        /,
        *,
        files: object = None,
        headers: dict[str, str] | None = None,
        **more: object,
    ) -> httpx2.Response:
        """Send a form with a genuine token; values that are lists are sent several times."""
        sent = {csrf.FIELD: csrf.make_token(await self._secret()), **(fields or {}), **more}
        return await self.client.post(path, data=sent, files=files, headers=headers or {})  # type: ignore[arg-type]  # httpx2 takes lists too

    async def _secret(self) -> str:
        if self.token:
            return self.token
        if cookies.VISITOR not in self.client.cookies:
            await self.client.get("/design")
        return str(self.client.cookies[cookies.VISITOR])


def _headers(named: dict[str, str]) -> dict[str, str]:
    return {name.replace("_", "-"): value for name, value in named.items()}


def new_browser(token: str = "") -> Browser:
    """Give a browser on the app itself, without network."""
    from concejo.app import app  # late: tests of one room need not import all of them

    transport = httpx2.ASGITransport(app)
    return Browser(httpx2.AsyncClient(transport=transport, base_url="http://testserver"), token)


@pytest.fixture
def opened(request: pytest.FixtureRequest) -> object:
    """The databases that the test asked for: `any_database` where it did, else `database`."""
    wanted = "any_database" if "any_database" in request.fixturenames else "database"
    return request.getfixturevalue(wanted)


@pytest.fixture
async def browser(opened: object) -> AsyncIterator[Browser]:
    """The browser of somebody who is not signed in."""
    made = new_browser()
    yield made
    await made.client.aclose()


async def make_account(
    name: str, *, roles: tuple[tuple[Role, int], ...] = (), person: RollEntry | None = None
) -> Visitor:
    """Make a confirmed account; `roles` are (role, process id or 0 for all of them)."""
    account = await Account.create(
        name=name,
        email=f"person{next(_numbers)}@example.org",
        password_hash="!",
        email_confirmed_at=now(),
        created_at=now(),
    )
    for role, process_id in roles:
        await RoleGrant.create(account_id=account.id, role=role, process_id=process_id)
    if person is not None:
        await Verification.create(account_id=account.id, person_id=person.id, verified_at=now())
    visitor = await find_visitor(account.id)
    assert visitor is not None
    return visitor


async def browser_of(visitor: Visitor) -> Browser:
    """Give the browser in which somebody is signed in."""
    return new_browser(await open_session(visitor.id))


async def make_person(
    roll: Roll, *, area_code: str = "D01", born: date = date(1980, 5, 17)
) -> RollEntry:
    """Put a person on the roll."""
    return await RollEntry.create(
        roll_id=roll.id,
        document_hash=f"{next(_numbers):064d}",
        birth_date=born,
        postcode="40001",
        area_code=area_code,
    )


async def make_process(
    roll: Roll, phase: PhaseKind = PhaseKind.PROPOSING, slug: str = "presupuestos-2027"
) -> ProcessView:
    """Make a process with the city and two districts; each phase lasts ten days."""
    row = await Process.create(
        slug=slug,
        title="Presupuestos 2027",
        summary="La ciudad decide en qué gastar",
        timezone="Europe/Madrid",
        currency="EUR",
        roll_id=roll.id,
        created_at=now(),
    )
    city = await _area(row, None, "CIUDAD", "Toda la ciudad", 1_000_000_00, 0)
    await _area(row, city, "D01", "Casco Histórico", 300_000_00, 1)
    await _area(row, city, "D02", "Ribera del Olmo", 200_000_00, 2)
    await set_phase(row.id, phase)
    return await get_process(slug)


async def _area(
    process: Process, parent: Area | None, code: str, name: str, amount: int, position: int
) -> Area:
    return await Area.create(
        process_id=process.id,
        parent_id=parent.id if parent else None,
        code=code,
        name=name,
        position=position,
        envelope_amount=amount,
        envelope_currency="EUR",
    )


async def set_phase(process_id: int, phase: PhaseKind) -> None:
    """Shift the calendar of a process so that it is in a phase now, five days after it began."""
    await PhaseRow.filter(process_id=process_id).delete()
    order = list(PhaseKind)
    first = now() - timedelta(days=10 * order.index(phase) + 5)
    for place, kind in enumerate(order):
        starts_at = first + timedelta(days=10 * place)
        await PhaseRow.create(
            process_id=process_id,
            kind=kind,
            starts_at=starts_at,
            ends_at=starts_at + timedelta(days=10),
        )


@pytest.fixture
async def roll(opened: object) -> Roll:
    """The municipal roll, still empty."""
    return await Roll.create(
        name="Padrón de Ciudad Olmeda", updated_at=datetime(2026, 1, 1, tzinfo=UTC)
    )


@pytest.fixture
async def process(roll: Roll) -> ProcessView:
    """A process that takes proposals now."""
    return await make_process(roll)


@pytest.fixture
async def rosa(roll: Roll) -> Visitor:
    """Rosa, a verified resident of the Casco Histórico."""
    return await make_account("Rosa", person=await make_person(roll, area_code="D01"))


@pytest.fixture
async def ines(roll: Roll) -> Visitor:
    """Inés, a verified resident of the Ribera del Olmo."""
    return await make_account("Inés", person=await make_person(roll, area_code="D02"))


@pytest.fixture
async def tupaq(roll: Roll) -> Visitor:
    """Tupaq, who has an account and is not verified."""
    return await make_account("Tupaq")


@pytest.fixture
async def rosas_browser(rosa: Visitor) -> AsyncIterator[Browser]:
    """Rosa's browser, signed in."""
    made = await browser_of(rosa)
    yield made
    await made.client.aclose()


@pytest.fixture
async def ines_browser(ines: Visitor) -> AsyncIterator[Browser]:
    """Inés's browser, signed in."""
    made = await browser_of(ines)
    yield made
    await made.client.aclose()


@pytest.fixture
async def tupaqs_browser(tupaq: Visitor) -> AsyncIterator[Browser]:
    """Tupaq's browser, signed in."""
    made = await browser_of(tupaq)
    yield made
    await made.client.aclose()
