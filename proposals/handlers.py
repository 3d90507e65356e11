"""The pages on which proposals are found and read."""

from hashlib import sha256

from starlette.requests import Request
from starlette.responses import FileResponse, Response

from concejo.accounts import guards
from concejo.moderation.services import decisions_on
from concejo.processes import services as processes
from concejo.processes.core import Action
from concejo.web import render, visit_of
from concejo.web.pagination import make_page, page_number
from proposals.images.services import find_file
from proposals.listing.forms import SORTS, STATUSES, ListForm
from proposals.listing.services import list_proposals
from proposals.services import find_proposal, subject
from proposals.support.services import standing
from proposals.threads.core import NAMES, Stance
from proposals.threads.services import PAGE_SIZE, read_thread
from proposals.valuation.services import find_valuation

#: How many proposals a page of the list shows.
LIST_SIZE = 20

#: The files of pictures are named by their content, so they never change.
FOR_EVER = "max-age=31536000, immutable"


async def index(request: Request) -> Response:
    """List the public proposals of a process."""
    process = await processes.get_process(request.path_params["process"])
    wish = ListForm.parse(request.query_params, process, _seed(request))
    entries, total = await list_proposals(process, wish, page_number(request), LIST_SIZE)
    return render(
        request,
        "proposals/index.html",
        partial="proposals/_list.html",
        process=process,
        wish=wish,
        page=make_page(request, entries, total, LIST_SIZE, wish.query),
        sorts=SORTS,
        statuses=STATUSES,
        may_propose=process.may(Action.PROPOSE),
    )


async def show(request: Request) -> Response:
    """Show a proposal with all that became of it."""
    process = await processes.get_process(request.path_params["process"])
    visitor = guards.current(request)
    proposal = await find_proposal(process, request.path_params["proposal"], visitor)
    asked = request.query_params.get("stance", "")
    stance = next((known for known in Stance if known == asked), None)
    thread = await read_thread(process, proposal.id, stance, page_number(request))
    query = (("stance", asked),) if stance else ()
    return render(
        request,
        "proposals/show.html",
        partial="threads/_thread.html",
        process=process,
        proposal=proposal,
        support=await standing(process, proposal.id, visitor),
        valuation=await find_valuation(process, proposal.id),
        decisions=await decisions_on(subject(proposal.id)),
        thread=thread,
        stance=stance,
        stances=NAMES,
        page=make_page(request, thread.comments, thread.total, PAGE_SIZE, query),
        may_comment=process.may(Action.COMMENT) and proposal.is_public,
    )


async def image(request: Request) -> Response:
    """Send a picture to whoever may see its proposal."""
    process = await processes.get_process(request.path_params["process"])
    visitor = guards.current(request)
    proposal = await find_proposal(process, request.path_params["proposal"], visitor)
    name, size = request.path_params["name"], request.path_params["size"]
    file = await find_file(proposal.id, name, size)
    cache = "public" if proposal.is_public else "private"
    headers = {"Cache-Control": f"{cache}, {FOR_EVER}", "Content-Security-Policy": "sandbox"}
    return FileResponse(file, media_type="image/webp", headers=headers)


def _seed(request: Request) -> int:
    """Give each browser its own lot, which stays when it comes back to the list."""
    return int.from_bytes(sha256(visit_of(request).browser.encode()).digest()[:2])
