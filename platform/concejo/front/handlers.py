"""The front page."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.front import services
from concejo.processes.services import front_page
from concejo.web import render


async def home(request: Request) -> Response:
    """Show what can be done today, what is coming and what was decided of late."""
    front = await front_page()
    decided = await services.sum_up(front.decided)
    return render(request, "processes/home.html", front=front, decided=decided)
