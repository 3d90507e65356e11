"""The public page of what moderators decided, and why."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.moderation import services
from concejo.web import render
from concejo.web.pagination import make_page, page_start

PAGE_SIZE = 30


async def index(request: Request) -> Response:
    """List every decision with its reason, the newest first."""
    decisions, total = await services.list_decisions(page_start(request, PAGE_SIZE), PAGE_SIZE)
    page = make_page(request, decisions, total, PAGE_SIZE)
    return render(request, "moderation/index.html", partial="moderation/_list.html", page=page)
