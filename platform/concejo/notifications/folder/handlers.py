"""The page of the mail folder, in a demonstration only."""

from starlette.requests import Request
from starlette.responses import Response

from concejo import settings
from concejo.errors import NotFound
from concejo.notifications.delivery.services import deliver
from concejo.notifications.folder.services import list_mails
from concejo.web import render
from concejo.web.pagination import make_page, page_start

PAGE_SIZE = 20


async def show(request: Request) -> Response:
    """Show what would have been sent, what waits in the outbox included."""
    if not settings.DEMO or settings.SMTP_HOST:
        # The letters of real people are for nobody else, however this page was reached.
        raise NotFound
    await deliver()
    mails, total = await list_mails(page_start(request, PAGE_SIZE), PAGE_SIZE)
    page = make_page(request, mails, total, PAGE_SIZE)
    return render(request, "notifications/folder.html", page=page)
