"""The pages of a draft commitment: read by everybody, written by the contact point."""

from collections.abc import Mapping

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role
from concejo.commitments import services as results
from concejo.commitments.core.destination import VALUE_HINTS, VALUES
from concejo.commitments.core.draft import LEAST_PROBLEM, MOST_MILESTONES, readiness
from concejo.commitments.drafts import services
from concejo.commitments.drafts.forms import DraftForm, typed_of
from concejo.commitments.drafts.services import DraftView
from concejo.commitments.services import Result
from concejo.errors import Invalid
from concejo.processes.core import Action
from concejo.processes.services import ProcessView, get_process
from concejo.text import _
from concejo.web import flash, read_form, redirect, render


async def show(request: Request) -> Response:
    """Show everybody a draft, plainly marked as one, with the results that it comes from."""
    process = await get_process(request.path_params["process"])
    view = await services.get_draft(process.id, request.path_params["commitment"])
    visitor = guards.current(request)
    may_write = visitor is not None and visitor.has_role(Role.CONTACT_POINT, process.id)
    return render(
        request,
        "commitments/draft.html",
        process=process,
        view=view,
        readiness=readiness(view.missing),
        evidence=await _evidence(process, view),
        values=VALUES,
        may_write=may_write and process.may(Action.FOLLOW_UP),
    )


async def write(request: Request) -> Response:
    """Show the form by which a draft is written."""
    process = await get_process(request.path_params["process"])
    guards.with_role(request, Role.CONTACT_POINT, process.id)
    process.demand(Action.FOLLOW_UP)
    view = await services.get_draft(process.id, request.path_params["commitment"])
    return await _form(request, process, view, typed_of(view.draft) | {"version": view.version})


async def save(request: Request) -> Response:
    """Keep what is written so far, or show it again with what contradicts itself."""
    process = await get_process(request.path_params["process"])
    visitor = guards.with_role(request, Role.CONTACT_POINT, process.id)
    typed = await read_form(request)
    view = await services.get_draft(process.id, request.path_params["commitment"])
    try:
        form = DraftForm.parse(typed)
    except Invalid as invalid:
        return await _form(request, process, view, invalid.typed, invalid)
    await services.save(visitor, process, view.id, form)
    kept = await services.get_draft(process.id, view.id)
    flash(request, "success", _("The draft is saved."))
    flash(request, "info", readiness(kept.missing))
    return redirect(request, "commitments:write", process=process.slug, commitment=view.id)


async def _form(
    request: Request,
    process: ProcessView,
    view: DraftView,
    typed: Mapping[str, object],
    invalid: Invalid | None = None,
) -> Response:
    filled = [
        place
        for place in range(MOST_MILESTONES)
        if any(typed.get(f"step-{place}-{name}") for name in _STEP)
    ]
    rows = min(MOST_MILESTONES, max(filled, default=-1) + 3)
    return render(
        request,
        "commitments/write.html",
        status_code=422 if invalid else 200,
        process=process,
        view=view,
        typed=typed,
        errors=invalid.fields if invalid else {},
        readiness=readiness(view.missing),
        evidence=await _evidence(process, view),
        rows=rows,
        values=VALUES,
        value_hints=VALUE_HINTS,
        least_problem=LEAST_PROBLEM,
    )


_STEP = ("title", "product", "responsible", "starts_on", "due_on")


async def _evidence(process: ProcessView, view: DraftView) -> list[Result]:
    overview = await results.get_overview(process)
    return [result for result in overview.results if result.winner.project_id in view.origins]
