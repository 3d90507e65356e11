"""Proposals in every status, and those who handle them."""

from collections.abc import AsyncIterator

import pytest

from concejo.accounts.core import Role, Visitor
from concejo.clock import now
from concejo.processes.services import ProcessView
from concejo.typed import fold
from proposals.core.status import PUBLIC, Status
from proposals.models import Proposal
from tests.people import Browser, browser_of, make_account

TITLE = "Árboles en cuatro plazas duras"
SUMMARY = "Sesenta árboles y bancos a la sombra en las plazas que hoy son de piedra."
TEXT = (
    "En verano nadie cruza las plazas. Pedimos sesenta árboles de sombra, con alcorques grandes y"
    " riego por goteo, y veinte bancos. Gana quien vive cerca, y sobre todo quien es mayor."
)


def typed(process: ProcessView, **changes: object) -> dict[str, object]:
    """What Rosa types into the form."""
    return {
        "key": "the-form-that-rosa-opened",
        "title": TITLE,
        "summary": SUMMARY,
        "text": TEXT,
        "area": str(process.areas[1].id),
        "place": "Plaza del Olmo",
        "cost_guess": "140.000",
        **changes,
    }


async def make_proposal(
    author: Visitor, process: ProcessView, status: Status = Status.ADMITTED, **changes: object
) -> Proposal:
    """Put a proposal into the database in a status."""
    title = str(changes.get("title", TITLE))
    summary = str(changes.get("summary", SUMMARY))
    moment = now()
    count = await Proposal.all().count()
    fields: dict[str, object] = {
        "process_id": process.id,
        "author_id": author.id,
        "area_id": process.areas[1].id,
        "status": status,
        "title": title,
        "summary": summary,
        "text": TEXT,
        "draft_key": f"key {count}",
        "sought": fold(f"{title} {summary}"),
        "created_at": moment,
        "updated_at": moment,
        "submitted_at": None if status is Status.DRAFT else moment,
        "admitted_at": moment if status in PUBLIC - {Status.REJECTED} else None,
        **changes,
    }
    return await Proposal.create(**fields)  # type: ignore[arg-type]  # Tortoise's keywords


@pytest.fixture
async def proposal(ines: Visitor, process: ProcessView) -> Proposal:
    """An admitted proposal of Inés."""
    return await make_proposal(ines, process)


@pytest.fixture
async def moderator(process: ProcessView) -> Visitor:
    """Marta, who moderates the process."""
    return await make_account("Marta", roles=((Role.MODERATOR, process.id),))


@pytest.fixture
async def moderators_browser(moderator: Visitor) -> AsyncIterator[Browser]:
    """Marta's browser, signed in."""
    made = await browser_of(moderator)
    yield made
    await made.client.aclose()


@pytest.fixture
async def technician(process: ProcessView) -> Visitor:
    """Teo, who values proposals for the technical office."""
    return await make_account("Teo", roles=((Role.TECHNICIAN, process.id),))


@pytest.fixture
async def technicians_browser(technician: Visitor) -> AsyncIterator[Browser]:
    """Teo's browser, signed in."""
    made = await browser_of(technician)
    yield made
    await made.client.aclose()


@pytest.fixture
def base(process: ProcessView) -> str:
    """Where the proposals of the process are."""
    return f"/processes/{process.slug}/proposals"
