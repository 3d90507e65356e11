"""Set the areas of a process and their envelopes of money."""

from starlette.datastructures import UploadFile
from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role, Visitor
from concejo.admin.areas import forms, services
from concejo.admin.areas.core import Row
from concejo.admin.areas.forms import EMPTY_ROWS, Line, WrongFile
from concejo.admin.meanwhile import version_of
from concejo.admin.page import office
from concejo.errors import Invalid, Refused
from concejo.processes.services import ProcessView, get_process
from concejo.text import Text, ngettext
from concejo.web import flash, read_form, redirect, visit_of
from voting.services import is_locked


async def edit(request: Request) -> Response:
    """Show the areas as they are, with some empty rows."""
    process, visitor = await _administered(request)
    return await _form(request, visitor, process, status_code=200)


async def change(request: Request) -> Response:
    """Take the rows, or show them again with all that is wrong."""
    process, visitor = await _administered(request)
    form = await read_form(request)
    rows = forms.typed_rows(form)
    try:
        drafts = forms.parse(rows, process.currency)
        await services.set_areas(process.id, visitor.actor, drafts, form.get("seen"))
    except Invalid as invalid:
        return await _form(request, visitor, process, rows, invalid.fields)
    except Refused as refused:
        return await _form(request, visitor, process, rows, {"": refused.message}, status_code=409)
    flash(
        request,
        "success",
        ngettext("{count} area is kept.", "{count} areas are kept.", len(drafts)),
    )
    return redirect(request, "admin:areas", process=process.slug)


async def upload(request: Request) -> Response:
    """Take the areas of a CSV file, or say line by line what is wrong with it."""
    process, visitor = await _administered(request)
    form = await read_form(request)
    file = form.get("file")
    content = await file.read() if isinstance(file, UploadFile) else b""
    await form.close()
    try:
        drafts = forms.parse_csv(content, process.currency)
        await services.set_areas(process.id, visitor.actor, drafts, form.get("seen"))
    except WrongFile as wrong:
        return await _form(request, visitor, process, errors=wrong.fields, lines=wrong.lines)
    except Refused as refused:
        return await _form(
            request, visitor, process, errors={"file": refused.message}, status_code=409
        )
    flash(
        request,
        "success",
        ngettext("{count} area is kept.", "{count} areas are kept.", len(drafts)),
    )
    return redirect(request, "admin:areas", process=process.slug)


async def _administered(request: Request) -> tuple[ProcessView, Visitor]:
    process = await get_process(request.path_params["process"])
    return process, guards.with_role(request, Role.ADMINISTRATOR, process.id)


async def _form(
    request: Request,
    visitor: Visitor,
    process: ProcessView,
    rows: list[Row] | None = None,
    errors: dict[str, Text] | None = None,
    lines: tuple[Line, ...] = (),
    status_code: int = 422,
) -> Response:
    shown = services.rows_of(process, visit_of(request).language) if rows is None else rows
    return office(
        request,
        "admin/areas.html",
        visitor,
        process,
        status_code,
        rows=[*shown, *[Row("", "", "", "")] * EMPTY_ROWS],
        errors=errors or {},
        lines=lines,
        version=version_of(process),
        is_locked=await is_locked(process.id),
    )
