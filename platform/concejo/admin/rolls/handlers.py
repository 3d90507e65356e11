"""Bring in the electoral roll."""

from contextlib import closing

from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import Response

from concejo.accounts import guards
from concejo.accounts.core import Role, Visitor
from concejo.admin.page import office
from concejo.errors import Invalid, Refused
from concejo.roll.imports.core import ImportReport
from concejo.roll.imports.services import decoded, import_roll
from concejo.roll.services import create_roll, list_rolls
from concejo.text import Text, _
from concejo.typed import read_row, read_words
from concejo.web import flash, read_form, redirect


async def index(request: Request) -> Response:
    """List the rolls, with the forms to make one and to bring in a file."""
    visitor = guards.with_role(request, Role.ADMINISTRATOR, None)
    return await _page(request, visitor, {}, {}, 200)


async def create(request: Request) -> Response:
    """Make an empty roll, or say what its name lacks."""
    visitor = guards.with_role(request, Role.ADMINISTRATOR, None)
    form = await read_form(request)
    name = read_words(form.get("name"))
    try:
        roll = await create_roll(visitor.actor, name)
    except Invalid as invalid:
        return await _page(request, visitor, {"name": name}, invalid.fields)
    except Refused as refused:
        return await _page(request, visitor, {"name": name}, {"name": refused.message}, 409)
    flash(request, "success", _("The roll “{name}” is made. Now its file.", name=roll.name))
    return redirect(request, "admin:rolls")


async def upload(request: Request) -> Response:
    """Take the persons of a file, and say line by line which were not taken."""
    visitor = guards.with_role(request, Role.ADMINISTRATOR, None)
    form = await read_form(request)
    try:
        report = await _import(visitor, form)
    except Invalid as invalid:
        return await _page(request, visitor, form, invalid.fields)
    finally:
        await form.close()
    return await _page(request, visitor, {}, {}, 200, report)


async def _import(visitor: Visitor, form: FormData) -> ImportReport:
    file, roll_id = form.get("file"), read_row(form.get("roll"))
    faults: dict[str, Text] = {}
    if roll_id is None:
        faults["roll"] = _("Choose an electoral roll.")
    if not isinstance(file, UploadFile) or not file.size:
        faults["file"] = _("Choose a file.")
    if faults or roll_id is None or not isinstance(file, UploadFile):
        raise Invalid(faults)
    is_complete = "complete" in form
    with closing(decoded(file.file)) as lines:
        return await import_roll(roll_id, lines, visitor.actor, complete=is_complete)


async def _page(
    request: Request,
    visitor: Visitor,
    typed: object,
    errors: dict[str, Text],
    status_code: int = 422,
    report: ImportReport | None = None,
) -> Response:
    return office(
        request,
        "admin/rolls.html",
        visitor,
        status_code=status_code,
        typed=typed,
        errors=errors,
        rolls=await list_rolls(),
        report=report,
    )
