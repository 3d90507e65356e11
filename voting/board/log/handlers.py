"""The page of the public board."""

from starlette.requests import Request
from starlette.responses import Response

from concejo import settings
from concejo.processes.services import get_process
from concejo.web import render
from voting.board.log.services import find_board


async def show(request: Request) -> Response:
    """Show how far the board has come, who watches it, and where its files are."""
    process = await get_process(request.path_params["process"])
    board = await find_board(process)
    return render(
        request, "voting/log.html", process=process, board=board, box_url=settings.BOX_URL
    )
