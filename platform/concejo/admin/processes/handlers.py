"""Make a process and change what it says."""

from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role, Visitor
from concejo.admin.meanwhile import ChangedMeanwhile, version_of
from concejo.admin.page import office
from concejo.admin.processes import services
from concejo.admin.processes.forms import CURRENCIES, TIMEZONES, ProcessForm
from concejo.errors import Invalid
from concejo.processes.services import ProcessView, get_process, list_processes
from concejo.text import _
from concejo.web import flash, read_form, redirect

_EMPTY = {"timezone": "Europe/Madrid", "currency": "EUR", "minimum_age": 16}


async def index(request: Request) -> Response:
    """List the processes that the visitor administers."""
    visitor = guards.with_role_anywhere(request, Role.ADMINISTRATOR)
    theirs = [p for p in await list_processes() if visitor.has_role(Role.ADMINISTRATOR, p.id)]
    may_create = visitor.has_role(Role.ADMINISTRATOR, None)
    return office(request, "admin/processes.html", visitor, processes=theirs, may_create=may_create)


async def new(request: Request) -> Response:
    """Show the empty form of a process."""
    visitor = guards.with_role(request, Role.ADMINISTRATOR, None)
    return await _form(request, visitor, None, Invalid({}, _EMPTY), 200)


async def create(request: Request) -> Response:
    """Make a process, or show the form again with what is wrong."""
    visitor = guards.with_role(request, Role.ADMINISTRATOR, None)
    typed = await read_form(request)
    try:
        process = await services.create_process(visitor.actor, ProcessForm.parse(typed))
    except Invalid as invalid:
        return await _form(request, visitor, None, invalid)
    flash(request, "success", _("The process is made. Now its calendar."))
    return redirect(request, "admin:calendar", process=process.slug)


async def edit(request: Request) -> Response:
    """Show the form of a process as it is."""
    process = await get_process(request.path_params["process"])
    visitor = guards.with_role(request, Role.ADMINISTRATOR, process.id)
    present = {name: getattr(process, name) for name in ProcessForm.__dataclass_fields__}
    return await _form(request, visitor, process, Invalid({}, present), 200)


async def change(request: Request) -> Response:
    """Change a process, or show the form again with what is wrong."""
    process = await get_process(request.path_params["process"])
    visitor = guards.with_role(request, Role.ADMINISTRATOR, process.id)
    typed = await read_form(request)
    try:
        form = ProcessForm.parse(typed)
        changed = await services.edit_process(process.id, visitor.actor, form, typed.get("seen"))
    except Invalid as invalid:
        return await _form(request, visitor, process, invalid)
    except ChangedMeanwhile as meanwhile:
        refusal = Invalid({"": meanwhile.message}, typed)
        return await _form(request, visitor, process, refusal, 409)
    flash(request, "success", _("The changes are kept."))
    return redirect(request, "admin:edit", process=changed.slug)


async def _form(
    request: Request,
    visitor: Visitor,
    process: ProcessView | None,
    invalid: Invalid,
    status_code: int = 422,
) -> Response:
    return office(
        request,
        "admin/process.html",
        visitor,
        process,
        status_code,
        typed=invalid.typed,
        errors=invalid.fields,
        version=version_of(process) if process else "",
        timezones=[(zone, zone.replace("_", " ")) for zone in TIMEZONES],
        currencies=[(code, code) for code in CURRENCIES],
        rolls=await services.list_rolls(),
    )
