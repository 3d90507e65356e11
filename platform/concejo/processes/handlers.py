"""The processes, and how it all works."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.processes import core, services
from concejo.web import render
from concejo.web.pagination import make_page, page_start

PAGE_SIZE = 20


async def index(request: Request) -> Response:
    """List every process, the newest first."""
    views, total = await services.list_page(page_start(request, PAGE_SIZE), PAGE_SIZE)
    page = make_page(request, views, total, PAGE_SIZE)
    return render(request, "processes/index.html", partial="processes/_list.html", page=page)


async def show(request: Request) -> Response:
    """Show a process: its calendar, its money, and what can be done in it now."""
    process = await services.get_process(request.path_params["process"])
    return render(
        request,
        "processes/show.html",
        process=process,
        areas=core.tree(process.areas),
    )


async def guide(request: Request) -> Response:
    """Say how it works, what it guarantees and what not."""
    return render(request, "processes/guide.html")
