"""The pages of destinations: what became of each result, and the contact point's desk."""

from collections.abc import Mapping
from datetime import date
from zoneinfo import ZoneInfo

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role
from concejo.clock import now
from concejo.commitments import services
from concejo.commitments.core.destination import CAUSES, KINDS, VALUE_HINTS, VALUES, Kind
from concejo.commitments.drafts import services as drafts
from concejo.commitments.forms import DestinationForm, NoValueApplies
from concejo.commitments.services import Decided, Result
from concejo.errors import Invalid
from concejo.processes.core import Action
from concejo.processes.services import ProcessView, get_process
from concejo.text import _
from concejo.web import flash, read_form, redirect, render


async def index(request: Request) -> Response:
    """Show everybody what became of each result."""
    process = await get_process(request.path_params["process"])
    visitor = guards.current(request)
    return render(
        request,
        "commitments/index.html",
        process=process,
        overview=await services.get_overview(process),
        drafts=await drafts.list_drafts(process.id),
        is_contact_point=visitor is not None and visitor.has_role(Role.CONTACT_POINT, process.id),
        kinds=KINDS,
        causes=CAUSES,
    )


async def desk(request: Request) -> Response:
    """Show the contact point which results wait for a destination, and the drafts to write."""
    process = await get_process(request.path_params["process"])
    guards.with_role(request, Role.CONTACT_POINT, process.id)
    return render(
        request,
        "commitments/desk.html",
        process=process,
        overview=await services.get_overview(process),
        drafts=await drafts.list_drafts(process.id),
        may_follow_up=process.may(Action.FOLLOW_UP),
        kinds=KINDS,
    )


async def edit(request: Request) -> Response:
    """Show the form by which a result gets its destination."""
    process = await get_process(request.path_params["process"])
    guards.with_role(request, Role.CONTACT_POINT, process.id)
    process.demand(Action.FOLLOW_UP)
    result = await services.get_result(process, request.path_params["project"])
    return await _form(request, process, result, _typed(result.destination))


async def decide(request: Request) -> Response:
    """Give a result its destination, or show the form again with what is wrong."""
    process = await get_process(request.path_params["process"])
    visitor = guards.with_role(request, Role.CONTACT_POINT, process.id)
    typed = await read_form(request)
    result = await services.get_result(process, request.path_params["project"])
    try:
        form = DestinationForm.parse(typed, _today(process))
    except Invalid as invalid:
        return await _form(request, process, result, invalid.typed, invalid)
    await services.decide(visitor, process, result.winner.project_id, form)
    flash(request, "success", _("“{name}” has its destination.", name=result.winner.name))
    return redirect(request, "commitments:desk", process=process.slug)


async def _form(
    request: Request,
    process: ProcessView,
    result: Result,
    typed: Mapping[str, object],
    invalid: Invalid | None = None,
) -> Response:
    return render(
        request,
        "commitments/decide.html",
        status_code=422 if invalid else 200,
        process=process,
        result=result,
        typed=typed,
        errors=invalid.fields if invalid else {},
        proposes_portfolio=isinstance(invalid, NoValueApplies),
        drafts=await drafts.list_drafts(process.id),
        kinds=KINDS,
        causes=CAUSES,
        values=VALUES,
        value_hints=VALUE_HINTS,
    )


def _typed(destination: Decided | None) -> dict[str, object]:
    """Give a decision as it stands in the form."""
    if destination is None:
        return {"version": 0}
    is_declined = destination.kind is Kind.DECLINED
    return {
        "version": destination.version,
        "kind": destination.kind,
        "budget_line": destination.budget_line,
        "due_on": destination.due_on or "",
        "cause": destination.cause or "",
        "commitment": destination.commitment[0] if destination.commitment else "",
        "reason" if is_declined else "note": destination.reason,
        "deciding_body" if is_declined else "responsible_body": destination.responsible_body,
    }


def _today(process: ProcessView) -> date:
    return now().astimezone(ZoneInfo(process.timezone)).date()
