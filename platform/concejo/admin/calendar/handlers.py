"""Set the calendar of a process, or start a phase at once."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role, Visitor
from concejo.admin.calendar import forms, services
from concejo.admin.meanwhile import ChangedMeanwhile, version_of
from concejo.admin.page import office
from concejo.clock import now
from concejo.errors import Invalid, NotFound
from concejo.processes import core
from concejo.processes.core import PhaseKind
from concejo.processes.services import ProcessView, get_process
from concejo.text import _
from concejo.web import flash, read_form, redirect


async def edit(request: Request) -> Response:
    """Show the calendar as it is."""
    process, visitor = await _administered(request)
    present = forms.fill(process.phases, process.timezone)
    return _form(request, visitor, process, Invalid({}, present), 200)


async def change(request: Request) -> Response:
    """Change the calendar, or show the form again with every fault."""
    process, visitor = await _administered(request)
    typed = await read_form(request)
    try:
        phases = forms.parse(typed, process.timezone, process.phases)
        await services.set_calendar(process.id, visitor.actor, phases, typed.get("seen"))
    except Invalid as invalid:
        return _form(request, visitor, process, Invalid(invalid.fields, invalid.typed or typed))
    except ChangedMeanwhile as changed:
        return _form(request, visitor, process, Invalid({"": changed.message}, typed), 409)
    flash(request, "success", _("The calendar is kept. Phases change by themselves."))
    return redirect(request, "admin:calendar", process=process.slug)


async def confirm(request: Request) -> Response:
    """Show what starting a phase now does to the calendar, before it is done."""
    process, visitor = await _administered(request)
    kind = _kind(request.query_params.get("phase"))
    moved = await services.preview(process, kind)
    return office(
        request,
        "admin/start.html",
        visitor,
        process,
        kind=kind,
        names=core.NAMES,
        kinds=list(PhaseKind),
        before={phase.kind: phase for phase in process.phases},
        after={phase.kind: phase for phase in moved},
    )


async def start(request: Request) -> Response:
    """Start a phase now."""
    process, visitor = await _administered(request)
    typed = await read_form(request)
    kind = _kind(typed.get("phase"))
    await services.start_phase(process.id, visitor.actor, kind)
    flash(request, "success", _("“{phase}” is open now.", phase=core.NAMES[kind]))
    return redirect(request, "admin:calendar", process=process.slug)


async def _administered(request: Request) -> tuple[ProcessView, Visitor]:
    process = await get_process(request.path_params["process"])
    return process, guards.with_role(request, Role.ADMINISTRATOR, process.id)


def _kind(asked: object) -> PhaseKind:
    try:
        return PhaseKind(str(asked))
    except ValueError:
        raise NotFound(_("There is no such phase.")) from None


def _form(
    request: Request,
    visitor: Visitor,
    process: ProcessView,
    invalid: Invalid,
    status_code: int = 422,
) -> Response:
    glance = process.glance(now())
    return office(
        request,
        "admin/calendar.html",
        visitor,
        process,
        status_code,
        typed=invalid.typed,
        errors=invalid.fields,
        version=version_of(process),
        kinds=[(kind, core.NAMES[kind], kind in core.ENDLESS) for kind in PhaseKind],
        stages={stage.phase.kind: stage for stage in glance.stages},
    )
