"""The page of a process's electoral board: close the box, count, count again."""

from starlette.background import BackgroundTask
from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role
from concejo.processes.core import Action
from concejo.processes.services import get_process
from concejo.text import _
from concejo.web import flash, read_form, redirect, render
from voting.counting import services
from voting.setup.services import find_election


async def duty(request: Request) -> Response:
    """Show where the vote stands and what the board can do now; never a partial result."""
    process = await get_process(request.path_params["process"])
    guards.with_role(request, Role.BOARD, process.id)
    election = await find_election(process)
    is_locked = election is not None and election.locked_at is not None
    turnout = await services.turnout(election) if election and is_locked else None
    return render(
        request,
        "voting/duty.html",
        process=process,
        election=election if is_locked else None,
        turnout=turnout,
        may_count=process.may(Action.COUNT),
        may_vote=process.may(Action.VOTE),
    )


async def close(request: Request) -> Response:
    """Close the box, once the board member has confirmed it."""
    process = await get_process(request.path_params["process"])
    member = guards.with_role(request, Role.BOARD, process.id)
    form = await read_form(request)
    if not form.get("confirm"):
        flash(
            request, "error", _("To close the ballot box, tick that it is to be closed for good.")
        )
    else:
        await services.close(process, member.actor)
        flash(request, "success", _("The ballot box is closed."))
    return redirect(request, "voting:duty", process=process.slug)


async def count(request: Request) -> Response:
    """Count the ballots, or count them again; what there is to tell beyond it follows by itself."""
    process = await get_process(request.path_params["process"])
    member = guards.with_role(request, Role.BOARD, process.id)
    await read_form(request)
    await services.count(process, member.actor)
    flash(request, "success", _("The ballots are counted, and the results are public."))
    answer = redirect(request, "voting:duty", process=process.slug)
    answer.background = BackgroundTask(services.analyse, process)
    return answer
