"""The public pages of a count: results, ballots to recount, receipts."""

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from concejo.errors import NotFound
from concejo.processes.services import get_process
from concejo.text import _
from concejo.web import render
from voting.board import services
from voting.board.core import LEAST_CROWD
from voting.setup.services import get_election


async def results(request: Request) -> Response:
    """Show who won and why, or when there will be results."""
    process = await get_process(request.path_params["process"])
    found = await services.find_results(process)
    if found is None:
        return render(request, "voting/uncounted.html", process=process)
    return render(
        request,
        "voting/results.html",
        process=process,
        results=found,
        file_name=services.file_name,
        least_crowd=LEAST_CROWD,
    )


async def receipt(request: Request) -> Response:
    """Say whether the ballot of a receipt is in the box."""
    process = await get_process(request.path_params["process"])
    election = await get_election(process)
    typed = request.query_params.get("code", "")[:100].replace("\0", "")
    code, is_there = await services.find_receipt(election, typed)
    return render(
        request,
        "voting/search.html",
        process=process,
        typed=typed,
        code=code,
        is_there=is_there,
    )


async def receipts(request: Request) -> Response:
    """Give the public list of receipts, one a line, in their own order."""
    election = await get_election(await get_process(request.path_params["process"]))
    lines = await services.list_receipts(election)
    return PlainTextResponse("".join(f"{line}\n" for line in lines))


async def ballots(request: Request) -> Response:
    """Give the ballots of a contest as a .pb file, to count at home."""
    election = await get_election(await get_process(request.path_params["process"]))
    contest = election.contest(request.path_params["contest"])
    text = await services.export_pabulib(contest.id)
    name = services.file_name(election, contest)
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return PlainTextResponse(text, headers=headers)


async def manifest(request: Request) -> Response:
    """Give what was locked when the vote opened, letter by letter as it is hashed."""
    election = await get_election(await get_process(request.path_params["process"]))
    if election.locked_at is None:
        raise NotFound(_("Nothing is locked before the vote opens."))
    return Response(election.manifest, media_type="application/json")
