"""The public pages of a count: results, ballots to recount, receipts."""

from dataclasses import replace

from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response

from concejo.accounts import guards
from concejo.errors import NotFound
from concejo.processes.services import get_process
from concejo.text import _
from concejo.web import render
from concejo.web.pagination import Page, make_page, page_start
from voting.board import services
from voting.board.core import LEAST_CROWD, Story
from voting.board.guarantees.services import find_guarantees
from voting.board.receipts.services import find_receipt, list_receipts
from voting.board.roll.services import find_own_line, write_roll_after, write_roll_before
from voting.board.services import Report
from voting.setup.core import describe_quotas
from voting.setup.services import get_election

#: So many projects tell their whole story on one page; where there are more, a page has fewer.
FEW, A_PAGE = 12, 8


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


async def result(request: Request) -> Response:
    """Show how the result of one contest came about."""
    return await _tell(request, "voting/result.html")


async def projects(request: Request) -> Response:
    """Show the projects of a contest, each with the reason for its result, page by page."""
    return await _tell(request, "voting/projects.html", partial="voting/_stories.html")


async def project(request: Request) -> Response:
    """Tell the whole story of one project in a count."""
    return await _tell(request, "voting/project.html", request.path_params["project"])


async def _tell(
    request: Request, name: str, project_id: int | None = None, partial: str | None = None
) -> Response:
    """Find what is told of a contest, and show it in one of its pages."""
    process = await get_process(request.path_params["process"])
    found = await services.find_report(process, request.path_params["contest"])
    if found is None:
        return render(request, "voting/uncounted.html", process=process)
    return render(
        request,
        name,
        partial=partial,
        process=process,
        found=found,
        story=None if project_id is None else found.story(project_id),
        quotas=describe_quotas(found.result.contest),
        page=_page(request, found),
        file_name=services.file_name,
        least_crowd=LEAST_CROWD,
    )


def _page(request: Request, found: Report) -> Page[Story]:
    """Cut the stories into pages, which are at the address of the list wherever they are shown."""
    names = {name: request.path_params[name] for name in ("process", "contest")}
    path = str(request.app.url_path_for("voting:projects", **names))
    stories = found.told.stories
    size = FEW if len(stories) <= FEW else A_PAGE
    first = page_start(request, size)
    page = make_page(request, stories[first : first + size], len(stories), size, query=())
    return replace(page, path=path)


async def own_line(request: Request) -> Response:
    """Show a resident which line of the published roll is theirs, and what stands in it."""
    visitor = guards.verified(request)
    process = await get_process(request.path_params["process"])
    election = await get_election(process)
    assert visitor.person_id is not None, "they are verified"
    line = await find_own_line(election, visitor.person_id)
    page = render(request, "voting/line.html", process=process, election=election, line=line)
    page.headers["Cache-Control"] = "no-store"
    return page


async def roll_before(request: Request) -> Response:
    """Give the roll as it was when the vote opened, without names."""
    election = await get_election(await get_process(request.path_params["process"]))
    return PlainTextResponse(await write_roll_before(election), media_type="text/csv")


async def roll_after(request: Request) -> Response:
    """Give the roll with what became of each line, without names."""
    election = await get_election(await get_process(request.path_params["process"]))
    return PlainTextResponse(await write_roll_after(election), media_type="text/csv")


async def guarantees(request: Request) -> Response:
    """Tell what the vote of a process guarantees and what not, whatever its phase."""
    process = await get_process(request.path_params["process"])
    found = await find_guarantees(process)
    return render(request, "voting/guarantees.html", process=process, found=found)


async def receipt(request: Request) -> Response:
    """Say whether the ballot of a receipt is in the box."""
    process = await get_process(request.path_params["process"])
    election = await get_election(process)
    typed = request.query_params.get("code", "")[:100].replace("\0", "")
    found = await find_receipt(election, typed)
    return render(
        request,
        "voting/search.html",
        process=process,
        typed=typed,
        found=found,
    )


async def receipts(request: Request) -> Response:
    """Give the public list of receipts, one a line, in their own order."""
    election = await get_election(await get_process(request.path_params["process"]))
    lines = await list_receipts(election)
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
